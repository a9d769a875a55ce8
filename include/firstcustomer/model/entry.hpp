#pragma once
/// \file
/// Entry: firms that are founded and enter during the run.
///
/// Candidates come at a constant ceiling rate and are thinned to the rate of entry in force, so the
/// entrants of a lower rate are a subset of those of a higher one (core/hazard.hpp).

#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/model/firm.hpp"

namespace firstcustomer {

/// A technology that entrants choose in proportion to its weight.
struct EntryChoice {
  std::string technology;
  double weight = 1.0;
};

/// How many times as fast as the rate says firms enter at a date.
struct EntryPace {
  Date on;
  double times = 1.0;
};

/// Firms that enter. They are domestic and begin in the first stage of their technology.
struct FirmEntry {
  /// Entrants a year without a programme.
  PerYear rate;
  /// Rate of candidates over `rate`; entry may never be faster.
  double ceiling = 3.0;
  /// Of entry to a programme's budget: the rate is rate × (1 + budget / reference)^elasticity while
  /// the programme is open.
  double elasticity = 0.0;
  Money reference_budget = Money::major(100e6);
  /// Median over candidates of what entering costs a founder beside the firm's own spending, with
  /// optimising behaviour and stated preferences.
  Money private_cost = {};
  /// In order of their dates, from the first instant of each; in straight lines between, and level
  /// before the first and after the last. None: always 1.
  std::vector<EntryPace> pace = {};
  std::vector<EntryChoice> technologies;
  /// Since it was founded, on entering.
  Duration age;
  /// Time left by plan in the first stage, in days, before slip.
  Law remaining;
  /// At the start, in pounds.
  Law cash;
  BurnRate burn;
  /// As Firm::cash_volatility.
  Money cash_volatility = {};
  /// Empty if they never raise.
  std::string next_round;
  std::optional<Respins> respins = {};
};

/// The factor on the rate of entry at an instant.
double pace_at(const std::vector<EntryPace>& pace, const SimulationClock& clock, Instant when);
/// The largest factor at any instant.
double fastest_pace(const std::vector<EntryPace>& pace);

}  // namespace firstcustomer
