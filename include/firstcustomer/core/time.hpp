#pragma once
/// \file
/// Points and spans of simulated time, in whole microseconds.
///
/// An `Instant` counts from the scenario's start; a `Duration` is a span. Points and spans do not
/// mix: point − point is a span, point + span is a point. 52 bits (about 142 years) are in use, so
/// an instant fits the event queue's key.

#include <compare>
#include <cstdint>

namespace firstcustomer {

inline constexpr std::int64_t microseconds_per_day = 86'400'000'000;
/// Scale of rates per year: 365.25 days.
inline constexpr std::int64_t microseconds_per_year = 31'557'600'000'000;
inline constexpr double days_per_year = 365.25;
/// Scale of rates per month and of spans "in months": a twelfth of 365.25 days.
inline constexpr double days_per_month = 30.4375;

/// A span of time. Units: microseconds inside, days at the border.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration microseconds(std::int64_t count) { return Duration(count); }

  /// Rounds half away from zero to a microsecond. Spans of `longest` or more, infinity included,
  /// come back as `longest`. Throws: InvariantError for not-a-number, or −`longest` and below.
  static Duration from_days(double days);
  static Duration from_months(double months) { return from_days(months * days_per_month); }

  /// The longest span the clock holds: later than any horizon.
  static constexpr Duration longest() { return Duration((std::int64_t{1} << 52) - 1); }

  constexpr std::int64_t microseconds() const { return microseconds_; }
  constexpr double days() const {
    return static_cast<double>(microseconds_) / static_cast<double>(microseconds_per_day);
  }
  constexpr double months() const { return days() / days_per_month; }
  constexpr double years() const { return days() / days_per_year; }

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) {
    return Duration(a.microseconds_ + b.microseconds_);
  }
  friend constexpr Duration operator-(Duration a, Duration b) {
    return Duration(a.microseconds_ - b.microseconds_);
  }

 private:
  constexpr explicit Duration(std::int64_t count) : microseconds_(count) {}
  std::int64_t microseconds_ = 0;
};

/// A point of simulated time: microseconds since the start of the scenario (its first midnight).
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant microseconds(std::int64_t count) { return Instant(count); }
  /// Later than every event.
  static constexpr Instant never() { return Instant(Duration::longest().microseconds()); }

  constexpr std::int64_t microseconds() const { return microseconds_; }
  constexpr Duration since_start() const { return Duration::microseconds(microseconds_); }

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Duration operator-(Instant a, Instant b) {
    return Duration::microseconds(a.microseconds_ - b.microseconds_);
  }
  /// Saturates at `never`.
  friend constexpr Instant operator+(Instant a, Duration b) {
    const std::int64_t sum = a.microseconds_ + b.microseconds();
    return sum < never().microseconds_ ? Instant(sum) : never();
  }

 private:
  constexpr explicit Instant(std::int64_t count) : microseconds_(count) {}
  std::int64_t microseconds_ = 0;
};

}  // namespace firstcustomer
