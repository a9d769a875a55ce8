#include "firstcustomer/model/learning.hpp"

#include <algorithm>

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

/// Experience from which on the series below is exact to the last digits.
constexpr std::int64_t enough = 16;

/// The series of Euler and Maclaurin for Σ k^−b up to k = x, but for its constant.
double series(double x, double b) {
  const double f = elementary::pow(x, -b);
  const double x2 = x * x;
  // B₂ₖ/(2k)! times the odd derivatives of x^−b, each over x^−b.
  const double first = -b / x;
  const double third = first * (b + 1.0) * (b + 2.0) / x2;
  const double fifth = third * (b + 3.0) * (b + 4.0) / x2;
  const double seventh = fifth * (b + 5.0) * (b + 6.0) / x2;
  const double corrections =
      0.5 + first / 12.0 - third / 720.0 + fifth / 30'240.0 - seventh / 1'209'600.0;
  return f * (x / (1.0 - b) + corrections);
}

/// Cost at an experience of so many units, over the unit cost.
double cost_at(const Learning& learning, double b, std::int64_t unit) {
  const std::int64_t n = learning.experience;
  const auto at = static_cast<double>(n + unit);
  return elementary::pow(n > 0 ? at / static_cast<double>(n) : at, -b);
}

}  // namespace

double learning_exponent(Share rate) {
  constexpr double per_log_2 = 1.4426950408889634;
  return -elementary::log1p(-rate.value()) * per_log_2;
}

double relative_cost(const Learning& learning, std::int64_t unit) {
  return cost_at(learning, learning_exponent(learning.rate), unit);
}

double relative_cost_of_first(const Learning& learning, std::int64_t units) {
  const double b = learning_exponent(learning.rate);
  const std::int64_t n = learning.experience;
  const std::int64_t one_by_one = std::clamp<std::int64_t>(enough - n, 0, units);
  double sum = 0.0;
  for (std::int64_t i = 1; i <= one_by_one; ++i) {
    sum += cost_at(learning, b, i);
  }
  if (one_by_one < units) {
    const double scale = n > 0 ? elementary::pow(static_cast<double>(n), b) : 1.0;
    sum += scale * (series(static_cast<double>(n + units), b) -
                    series(static_cast<double>(n + one_by_one), b));
  }
  return sum;
}

double units_until(const Learning& learning, double cost, double target) {
  const double growth = elementary::pow(cost / target, 1.0 / learning_exponent(learning.rate));
  return learning.experience > 0 ? static_cast<double>(learning.experience) * (growth - 1.0)
                                 : growth;
}

double buy_down(const Learning& learning, double cost, double target, std::int64_t units) {
  return cost * relative_cost_of_first(learning, units) - target * static_cast<double>(units);
}

double buy_down_integral(const Learning& learning, double cost, double target) {
  const double left = 1.0 - learning_exponent(learning.rate);
  const double last = units_until(learning, cost, target);
  return cost * (elementary::pow(last, left) - 1.0) / left - target * (last - 1.0);
}

Money CostCurve::of_first(std::int64_t units) const {
  return learning.rate == Share(0.0) ? times(unit_cost, units)
                                     : scaled(unit_cost, relative_cost_of_first(learning, units));
}

std::int64_t units_for(const CostCurve& costs, std::int64_t made, Money means, std::int64_t most) {
  if (costs.unit_cost <= Money{}) {
    return most;
  }
  if (costs.learning.rate == Share(0.0)) {
    return std::min(most, whole_units(means, costs.unit_cost));
  }
  const Money before = costs.of_first(made);
  return most_that(
      most, [&](std::int64_t units) { return costs.of_first(made + units) - before <= means; });
}

}  // namespace firstcustomer
