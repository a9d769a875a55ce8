#include "firstcustomer/core/money.hpp"

#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

__extension__ using Wide = __int128;

[[noreturn]] void beyond_range() {
  throw ReplicationError("an amount of money is beyond 64 bits of minor units");
}

Money narrow(Wide value) {
  if (value > INT64_MAX || value < INT64_MIN) {
    beyond_range();
  }
  return Money::minor(static_cast<std::int64_t>(value));
}

Money rounded(double minor_units) {
  const double whole = std::round(minor_units);  // half away from zero
  if (!(std::abs(whole) < 9.2e18)) {
    beyond_range();
  }
  return Money::minor(static_cast<std::int64_t>(whole));
}

}  // namespace

Money Money::major(double units) {
  return rounded(units * 100.0);
}

Money operator+(Money a, Money b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.minor_, b.minor_, &sum)) {
    beyond_range();
  }
  return Money(sum);
}

Money operator-(Money a, Money b) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a.minor_, b.minor_, &difference)) {
    beyond_range();
  }
  return Money(difference);
}

Money scaled(Money amount, double factor) {
  return rounded(static_cast<double>(amount.minor()) * factor);
}

Money times(Money amount, std::int64_t count) {
  return narrow(static_cast<Wide>(amount.minor()) * count);
}

std::int64_t whole_units(Money budget, Money price) {
  expect(price > Money{}, "a price is positive");
  return budget > Money{} ? budget.minor() / price.minor() : 0;
}

Money BurnRate::accrued(Duration elapsed) const {
  expect(rate_ >= 0 && elapsed >= Duration{}, "burn accrues forwards in time");
  return narrow(static_cast<Wide>(rate_) * elapsed.microseconds() / microseconds_per_year);
}

Duration BurnRate::time_to_accrue(Money amount) const {
  expect(amount >= Money{}, "the amount to accrue is not negative");
  if (rate_ <= 0) {
    return Duration::longest();
  }
  const Wide span = (static_cast<Wide>(amount.minor()) * microseconds_per_year + rate_ - 1) / rate_;
  return span < Duration::longest().microseconds()
             ? Duration::microseconds(static_cast<std::int64_t>(span))
             : Duration::longest();
}

}  // namespace firstcustomer
