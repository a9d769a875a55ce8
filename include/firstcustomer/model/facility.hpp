#pragma once
/// \file
/// Facilities: shared capacity that stages need (a laboratory, a packaging line, a shuttle).
///
/// How claims wait and are served is core's business (core/facility.hpp); here stands what a
/// scenario says of it.

#include <cstdint>
#include <optional>
#include <string>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

/// Whether so many stages run at a time, or those who wait begin together on dates.
enum class FacilityKind : std::uint8_t { servers, departures };
/// Who is served first; claims of one instant are put in order by lottery.
enum class Serves : std::uint8_t { first_come, domestic_first };

/// What a firm does that finds every place in line taken.
enum class TurnedAway : std::uint8_t { gives_up, returns };

/// A line in which not everybody finds a place. Source of the loss system (no place at all):
/// Erlang 1917.
struct LimitedLine {
  /// Claims that may wait.
  std::int64_t places = 0;
  TurnedAway turned_away = TurnedAway::gives_up;
  /// Until a firm that returns claims again. What the stage costs was paid with its first claim.
  Duration returns_after;
};

struct Facility {
  std::string name;
  FacilityKind kind = FacilityKind::servers;
  /// Servers, or seats of each departure.
  std::int64_t capacity = 1;
  Serves serves = Serves::first_come;
  /// Of servers. None: all may wait.
  std::optional<LimitedLine> waiting = {};
  /// Of departures: the first date, and months of the calendar from one to the next.
  Date first;
  std::int64_t months_between = 3;
};

}  // namespace firstcustomer
