#pragma once
/// \file
/// Dates, and how they meet the simulation clock.
///
/// Proleptic Gregorian, no time zones, a day begins at its midnight. Months move dates by the
/// calendar; a day that the month does not have becomes the month's last day (31 January + 1 month
/// is 28 or 29 February), always counted from the first date, so 12 steps of one month never drift.

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

/// A day of the proleptic Gregorian calendar; always a real one.
class Date {
 public:
  /// 1 January 1970.
  constexpr Date() = default;
  /// Throws: InvariantError for a day that does not exist or a year outside 1 to 9999.
  Date(int year, unsigned month, unsigned day);

  /// "2026-12-31" exactly (ISO 8601); empty for anything else, impossible days included.
  static std::optional<Date> parse(std::string_view text);
  std::string to_string() const;

  int year() const { return static_cast<int>(ymd_.year()); }
  unsigned month() const { return static_cast<unsigned>(ymd_.month()); }
  unsigned day() const { return static_cast<unsigned>(ymd_.day()); }
  /// Days since 1 January 1970.
  constexpr std::int64_t day_number() const {
    return std::chrono::sys_days(ymd_).time_since_epoch().count();
  }
  /// Throws: InvariantError outside the years 1 to 9999.
  static Date from_day_number(std::int64_t number);

  /// The same day of a later (or earlier) month; the month's last day where it has no such day.
  /// Throws: InvariantError outside the years 1 to 9999.
  Date plus_months(int months) const;

  friend constexpr auto operator<=>(const Date&, const Date&) = default;

 private:
  std::chrono::year_month_day ymd_ = std::chrono::year(1970) / 1 / 1;
};

/// A year of public accounts. Year y begins in the calendar year y on the first of a month: with
/// `april`, 2026 is 1 April 2026 to 31 March 2027, written 2026/27.
class FiscalCalendar {
 public:
  /// First month, 1 to 12.
  explicit FiscalCalendar(unsigned first_month);

  int year_of(Date date) const;
  /// First day of a fiscal year.
  Date first_day(int year) const { return Date(year, first_month_, 1); }
  Date last_day(int year) const;
  /// "2026/27"; "2026" where fiscal and calendar years are the same.
  std::string name(int year) const;

 private:
  unsigned first_month_;
};

/// Maps dates to instants: instant 0 is the midnight that begins the start date.
class SimulationClock {
 public:
  explicit SimulationClock(Date start) : start_(start) {}

  Date start() const { return start_; }
  /// Midnight at the beginning of `date`; negative before the start, `never` beyond the clock.
  Instant at(Date date) const {
    return Instant{} +
           Duration::microseconds((date.day_number() - start_.day_number()) * microseconds_per_day);
  }
  /// Midnight at the end of `date`: the first instant that is no longer that day.
  Instant end_of(Date date) const {
    return at(date) + Duration::microseconds(microseconds_per_day);
  }
  /// The date of the day that contains `instant`.
  Date date(Instant instant) const;

 private:
  Date start_;
};

}  // namespace firstcustomer
