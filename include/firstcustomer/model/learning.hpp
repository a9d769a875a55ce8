#pragma once
/// \file
/// Learning by doing: what units cost along a firm's own experience, and what it costs a buyer to
/// bring a product down to a target price.
///
/// Source: Wright 1936, J. Aeronautical Sciences 3(4): cost falls by the same share with every
/// doubling of experience. Only units that the firm itself has made count; a rival's teach nothing.

#include <cstdint>

#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// The i-th unit costs i^−b times what the first costs; after an experience of N units the i-th
/// more costs ((N + i)/N)^−b times what a unit cost at that experience.
struct Learning {
  /// By which cost falls with every doubling of experience; below 0.5.
  Share rate{0.0};
  /// Units that the firm had made before its first; 0: it begins with the first.
  std::int64_t experience = 0;
};

/// b = −log₂(1 − rate).
double learning_exponent(Share rate);

/// Cost of the i-th unit, i ≥ 1, over the unit cost.
double relative_cost(const Learning& learning, std::int64_t unit);

/// Σ of `relative_cost` over the first n units, n ≥ 0, within some 1e-15 × (1 + experience) units,
/// in a time that does not grow with n: by Euler and Maclaurin's formula from the sixteenth unit of
/// experience on.
double relative_cost_of_first(const Learning& learning, std::int64_t units);

/// The unit whose cost is the target, between whole units: (cost/target)^(1/b) without experience,
/// N ((cost/target)^(1/b) − 1) with it. Needs: rate > 0, cost ≥ target > 0.
double units_until(const Learning& learning, double cost, double target);

/// What a buyer adds to the target price for each of the first n units: Σ (cost − target). Units:
/// of `cost`.
double buy_down(const Learning& learning, double cost, double target, std::int64_t units);

/// ∫ (cost x^−b − target) dx from 1 to the unit whose cost is the target: what the sum comes to
/// where units are small. Needs: no experience before; as `units_until`.
double buy_down_integral(const Learning& learning, double cost, double target);

/// What units cost one firm, in the order in which it makes them.
///
/// Totals are rounded, not units: what n units cost together does not depend on how they are cut
/// into lots. Without learning every unit costs the unit cost, exactly.
struct CostCurve {
  Money unit_cost;
  Learning learning = {};

  Money of_first(std::int64_t units) const;
  /// Of so many units after those `made`.
  Money of(std::int64_t made, std::int64_t units) const {
    return of_first(made + units) - of_first(made);
  }
};

/// The largest count up to `most` that fits, by bisection; 0 always does. Needs: what fits, fits
/// with less.
template <class Fits>
std::int64_t most_that(std::int64_t most, const Fits& fits) {
  if (most <= 0 || fits(most)) {
    return most;
  }
  std::int64_t low = 0;
  while (low + 1 < most) {
    const std::int64_t middle = low + (most - low) / 2;
    (fits(middle) ? low : most) = middle;
  }
  return low;
}

/// The most units after those `made`, up to `most`, that the means pay for.
std::int64_t units_for(const CostCurve& costs, std::int64_t made, Money means, std::int64_t most);

}  // namespace firstcustomer
