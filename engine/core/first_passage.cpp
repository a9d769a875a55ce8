#include "firstcustomer/core/first_passage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// exp(exponent) × Φ(z), where the one may be huge and the other tiny.
double exp_times_cdf(double exponent, double z) {
  if (z > -30.0) {
    return elementary::exp(exponent) * normal_cdf(z);
  }
  // Abramowitz and Stegun 1964, 26.2.12: from −30 on three terms are exact to 1e-8 of the last.
  constexpr double half_log_two_pi = 0.91893853320467274178;
  const double w = 1.0 / (z * z);
  const double series = 1.0 - w * (1.0 - 3.0 * w * (1.0 - 5.0 * w * (1.0 - 7.0 * w)));
  return elementary::exp(exponent - 0.5 * z * z - half_log_two_pi) / -z * series;
}

void expect_sound(const BrownianMotion& motion) {
  expect(motion.distance >= 0.0 && motion.volatility > 0.0,
         "a Brownian motion starts above its barrier and moves");
}

}  // namespace

double hit_probability(const BrownianMotion& motion, double time) {
  expect_sound(motion);
  expect(time > 0.0, "a first passage by a time after the beginning");
  const double variance = motion.volatility * motion.volatility;
  const double sd = motion.volatility * std::sqrt(time);
  const double away = motion.drift * time;
  const double below = normal_cdf((-motion.distance - away) / sd);
  const double came_back = exp_times_cdf(-2.0 * motion.drift * motion.distance / variance,
                                         (-motion.distance + away) / sd);
  return std::min(1.0, below + came_back);
}

double hit_probability_ever(const BrownianMotion& motion) {
  expect_sound(motion);
  return motion.drift <= 0.0 ? 1.0
                             : elementary::exp(-2.0 * motion.drift * motion.distance /
                                               (motion.volatility * motion.volatility));
}

double mean_hitting_time(const BrownianMotion& motion) {
  expect_sound(motion);
  return motion.drift < 0.0 ? motion.distance / -motion.drift : infinity;
}

double sd_of_hitting_time(const BrownianMotion& motion) {
  return std::sqrt(mean_hitting_time(motion)) * motion.volatility /
         (motion.drift < 0.0 ? -motion.drift : 1.0);
}

double mean_discount_at_hit(const BrownianMotion& motion, double rate) {
  expect_sound(motion);
  expect(rate >= 0.0, "a rate of discounting is not negative");
  const double variance = motion.volatility * motion.volatility;
  const double root = std::sqrt(motion.drift * motion.drift + 2.0 * rate * variance);
  // For a drift towards the barrier without the difference of nearly equal numbers.
  const double slope =
      motion.drift < 0.0 ? 2.0 * rate / (root - motion.drift) : (motion.drift + root) / variance;
  return elementary::exp(-motion.distance * slope);
}

double crossing_probability(const BridgedStep& step) {
  expect(step.before > 0.0 && step.variance >= 0.0, "a step begins above the barrier");
  if (step.after <= 0.0) {
    return 1.0;
  }
  return step.variance > 0.0 ? elementary::exp(-2.0 * step.before * step.after / step.variance)
                             : 0.0;
}

double crossing_probability_by(const BridgedStep& step, double part) {
  expect(step.before > 0.0 && step.variance > 0.0, "a step begins above the barrier and moves");
  if (part <= 0.0) {
    return 0.0;
  }
  if (part >= 1.0) {
    return crossing_probability(step);
  }
  const double sd = std::sqrt(step.variance * part * (1.0 - part));
  const double from_before = step.before * (1.0 - part);
  const double from_after = step.after * part;
  const double below = normal_cdf(-(from_before + from_after) / sd);
  const double came_back = exp_times_cdf(-2.0 * step.before * step.after / step.variance,
                                         (from_after - from_before) / sd);
  return std::min(1.0, below + came_back);
}

double crossing_quantile(const BridgedStep& step, double u) {
  if (step.variance == 0.0) {
    return step.after < step.before ? std::min(1.0, step.before / (step.before - step.after)) : 1.0;
  }
  double low = 0.0;
  double high = 1.0;
  while (high - low > 1e-15) {
    const double middle = low + (high - low) / 2.0;
    if (middle <= low || middle >= high) {
      break;
    }
    (crossing_probability_by(step, middle) < u ? low : high) = middle;
  }
  return high;
}

}  // namespace firstcustomer
