#include "firstcustomer/core/time.hpp"

#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

Duration Duration::from_days(double days) {
  expect(!std::isnan(days), "a span of time is a number");
  const double count = std::round(days * static_cast<double>(microseconds_per_day));
  const auto limit = static_cast<double>(longest().microseconds());
  if (count >= limit) {
    return longest();
  }
  expect(count > -limit, "a span of time is not beyond the clock");
  return Duration(static_cast<std::int64_t>(count));
}

}  // namespace firstcustomer
