#pragma once
/// \file
/// Money in whole minor units of the scenario's currency, and rates at which it burns.
///
/// `Money + Money` and `Money − Money` are all the arithmetic there is; everything else goes
/// through one rounding function (half away from zero) or through `BurnRate`, which floors. No
/// operation wraps around: an amount beyond 64 bits throws ReplicationError.

#include <compare>
#include <cstdint>

#include "firstcustomer/core/time.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// An amount of money. Units: minor units (pence, cents).
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money minor(std::int64_t units) { return Money(units); }
  /// From pounds (euros, dollars): rounded half away from zero to a minor unit.
  /// Throws: ReplicationError from 9.2e18 minor units on, or if not finite.
  static Money major(double units);

  constexpr std::int64_t minor() const { return minor_; }
  /// In pounds, as the nearest double.
  constexpr double major() const { return static_cast<double>(minor_) / 100.0; }

  friend constexpr auto operator<=>(Money, Money) = default;
  friend Money operator+(Money a, Money b);
  friend Money operator-(Money a, Money b);
  Money& operator+=(Money other) { return *this = *this + other; }
  Money& operator-=(Money other) { return *this = *this - other; }

 private:
  constexpr explicit Money(std::int64_t units) : minor_(units) {}
  std::int64_t minor_ = 0;
};

/// amount × factor in double precision (exact to 2⁵³ minor units, £90 trillion), rounded half away
/// from zero to a minor unit: the one rounding function. Throws: ReplicationError from 9.2e18 on.
Money scaled(Money amount, double factor);
inline Money scaled(Money amount, Share share) {
  return scaled(amount, share.value());
}
/// amount × count, exactly.
Money times(Money amount, std::int64_t count);
/// How many whole prices fit into the budget. Needs: price > 0. Negative budgets hold none.
std::int64_t whole_units(Money budget, Money price);

/// Money spent continuously. Units: minor units per 365.25-day year.
class BurnRate {
 public:
  constexpr BurnRate() = default;
  static constexpr BurnRate minor_per_year(std::int64_t rate) { return BurnRate(rate); }
  /// Rounded half away from zero to a minor unit a year.
  static BurnRate major_per_year(double rate) { return BurnRate(Money::major(rate).minor()); }
  constexpr std::int64_t minor_per_year() const { return rate_; }
  constexpr double major_per_month() const { return static_cast<double>(rate_) / 1200.0; }

  /// floor(rate × elapsed), exactly, in 128 bits. Needs: rate ≥ 0, elapsed ≥ 0.
  Money accrued(Duration elapsed) const;
  /// The shortest span in which `amount` accrues; `longest` if the rate is 0 or it takes longer.
  /// Needs: amount ≥ 0.
  Duration time_to_accrue(Money amount) const;

  friend constexpr auto operator<=>(BurnRate, BurnRate) = default;

 private:
  constexpr explicit BurnRate(std::int64_t rate) : rate_(rate) {}
  std::int64_t rate_ = 0;
};

}  // namespace firstcustomer
