#pragma once
/// \file
/// Quarterly series of one replication: how its measures stand at the end of every quarter.
///
/// A series is the sum of changes, kept by the quarter in which they happen. Quarters are those of
/// the calendar (to 31 March, 30 June, 30 September, 31 December); the last ends with the horizon.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "firstcustomer/core/calendar.hpp"

namespace firstcustomer {

enum class Series : std::uint8_t {
  qualified_suppliers_ever,
  suppliers_active,
  suppliers_entered,
  suppliers_insolvent,
  units_accepted,
  public_money_reserved,
  public_money_paid,
  public_money_recovered,
  public_money_exposed,
  private_money_raised,
};

struct SeriesDeclaration {
  /// As in series.csv.
  std::string_view name;
  std::string_view unit;
  std::string_view definition;
};

/// In the order of `Series`.
std::span<const SeriesDeclaration> series_declarations();
inline constexpr std::size_t series_count = 10;

/// The quarters of a run.
class Quarters {
 public:
  Quarters(Date start, Date horizon);

  std::size_t size() const { return static_cast<std::size_t>(last_ - first_ + 1); }
  /// Needs: a date from the start to the horizon.
  std::size_t of(Date date) const { return static_cast<std::size_t>(number(date) - first_); }
  /// Last day of a quarter; the horizon in the last one.
  Date end(std::size_t quarter) const;

 private:
  static int number(Date date) { return date.year() * 4 + static_cast<int>(date.month() - 1) / 3; }

  int first_;
  int last_;
  Date horizon_;
};

class QuarterlySeries {
 public:
  /// Effect: all at 0; keeps the storage.
  void clear(std::size_t quarters) {
    for (std::vector<double>& changes : changes_) {
      changes.assign(quarters, 0.0);
    }
  }
  void add(Series series, std::size_t quarter, double change) {
    changes_[static_cast<std::size_t>(series)][quarter] += change;
  }
  std::size_t quarters() const { return changes_.front().size(); }
  /// Changes by quarter; their running sum is the series.
  std::span<const double> changes(Series series) const {
    return changes_[static_cast<std::size_t>(series)];
  }

 private:
  std::array<std::vector<double>, series_count> changes_;
};

}  // namespace firstcustomer
