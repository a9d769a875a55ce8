#include "firstcustomer/core/random_walk.hpp"

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

/// exp(x) − 1, accurate for small x.
double exp_less_one(double x) {
  if (std::abs(x) > 0.5) {
    return elementary::exp(x) - 1.0;
  }
  double sum = 1.0;
  for (int k = 18; k >= 2; --k) {
    sum = 1.0 + sum * x / k;
  }
  return x * sum;
}

/// (1 − e^(i x))/(1 − e^(n x)), without overflow. Needs: x ≠ 0.
double share_of_growth(double x, double i, double n) {
  if (x > 0.0) {
    return elementary::exp((i - n) * x) * exp_less_one(-i * x) / exp_less_one(-n * x);
  }
  return exp_less_one(i * x) / exp_less_one(n * x);
}

/// Visits to every place before the end, summed: Green's function of the walk, whose terms are all
/// positive. For a nearly fair walk, where none of them overflows.
double steps_by_visits(double rho, double p, std::int64_t start, std::int64_t goal) {
  const auto scale = [rho](std::int64_t k) {
    const double x = elementary::log(rho);
    return x == 0.0 ? static_cast<double>(k)
                    : exp_less_one(x * static_cast<double>(k)) / (rho - 1.0);
  };
  const double whole = scale(goal);
  const double at_start = scale(start);
  double steps = 0.0;
  for (std::int64_t place = 1; place < goal; ++place) {
    const double here = scale(place);
    const double below = place < start ? here : at_start;
    const double above = whole - (place < start ? at_start : here);
    steps += below * above / whole /
             (p * elementary::exp(elementary::log(rho) * static_cast<double>(place)));
  }
  return steps;
}

}  // namespace

GamblersRuin gamblers_ruin(double p, std::int64_t start, std::int64_t goal) {
  expect(p >= 0.0 && p <= 1.0, "a step goes up with a probability");
  expect(goal >= 1 && start >= 0 && start <= goal, "the walk begins between its barriers");
  const double q = 1.0 - p;
  const auto i = static_cast<double>(start);
  const auto n = static_cast<double>(goal);
  if (start == 0 || start == goal) {
    return {start == goal ? 1.0 : 0.0, 0.0};
  }
  if (p == 0.0 || q == 0.0) {
    return {q == 0.0 ? 1.0 : 0.0, q == 0.0 ? n - i : i};
  }
  const double against = q - p;
  if (against == 0.0) {
    return {i / n, i * (n - i)};
  }
  const double log_rho = elementary::log1p(against / p);
  const double reaches = share_of_growth(log_rho, i, n);
  const double steps = std::abs(against) * n < 1e-3 ? steps_by_visits(q / p, p, start, goal)
                                                    : (i - n * reaches) / against;
  return {reaches, steps};
}

}  // namespace firstcustomer
