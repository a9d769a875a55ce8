#include "firstcustomer/model/technology.hpp"

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

double mean_repetitions(const std::vector<double>& success, double factor) {
  double mean = 0.0;
  double reached = 1.0;
  for (const double p : success) {
    reached *= 1.0 - scaled_odds(p, factor);
    mean += reached;
  }
  return mean;
}

double odds_for_mean_repetitions(const std::vector<double>& success, double mean) {
  // Bisection between powers of two, by the geometric mean while they lie far apart: without
  // elementary functions, and to the last bits.
  double low = 0x1p-60;
  double high = 0x1p60;
  if (success.back() == 1.0) {
    for (int i = 0; i < 200 && high / low > 1.0 + 1e-15; ++i) {
      const double middle = high / low > 4.0 ? std::sqrt(low * high) : low + (high - low) / 2.0;
      (mean_repetitions(success, middle) > mean ? low : high) = middle;
    }
  }
  const double factor = low + (high - low) / 2.0;
  if (success.back() < 1.0 || mean >= static_cast<double>(success.size() - 1) ||
      std::abs(mean_repetitions(success, factor) - mean) > 1e-12) {
    throw ReplicationError(
        fmt::format("a mean of {} repetitions cannot be met (of {} attempts the last succeeds)",
                    mean, success.size()));
  }
  return factor;
}

Money unit_cost_after(const Supply& supply, Duration in_production) {
  return supply.die ? unit_cost(*supply.die, defects_after(*supply.die, in_production))
                    : supply.unit_cost;
}

namespace {

/// 3^(−age / half_time).
double left_of_way(const Maturity& maturity, Duration age) {
  constexpr double log_3 = 1.0986122886681098;
  return elementary::exp(-log_3 * age.days() / maturity.half_time.days());
}

}  // namespace

double maturity_share(const Maturity& maturity, Duration age) {
  if (age <= Duration{}) {
    return 0.0;
  }
  const double left = left_of_way(maturity, age);
  return (1.0 - left) / (1.0 + left);
}

double maturity_after(const Maturity& maturity, Duration age) {
  if (maturity.at_most == 1.0 || age <= Duration{}) {
    return 1.0;
  }
  const double left = left_of_way(maturity, age);
  return 1.0 + (maturity.at_most - 1.0) * (1.0 - left) / (1.0 + left);
}

}  // namespace firstcustomer
