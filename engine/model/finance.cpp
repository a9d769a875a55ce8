#include "firstcustomer/model/finance.hpp"

#include <algorithm>

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

double closing_probability(const Round& round, const Finance& finance, double market) {
  const double ever =
      std::min(round.graduation.value() * market, finance.graduation_at_most.value());
  if (ever == 1.0) {
    return 1.0;
  }
  return 1.0 - elementary::exp(elementary::log(1.0 - ever) / static_cast<double>(finance.attempts));
}

double under_hazard_ratio(double p, double ratio) {
  return ratio == 1.0 || p == 1.0 ? p : 1.0 - elementary::exp(ratio * elementary::log(1.0 - p));
}

Money debt_after(Money debt, PerYear interest, Duration age) {
  return scaled(debt, elementary::exp(elementary::log1p(interest.value()) * age.years()));
}

double faded_ratio(double ratio, double weight, Duration age, Duration half_life) {
  if (ratio == 1.0) {
    return 1.0;
  }
  constexpr double log_2 = 0.6931471805599453;
  const double left = elementary::exp(-log_2 * age.days() / half_life.days());
  return elementary::exp(elementary::log(ratio) * weight * left);
}

}  // namespace firstcustomer
