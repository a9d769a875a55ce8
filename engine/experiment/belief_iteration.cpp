/// The fixed point of beliefs: damped steps towards what pilots show.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/experiment/beliefs.hpp"

namespace firstcustomer {
namespace {

constexpr double least_damping = 1.0 / 64.0;
/// Of steps of entry that keep their direction, before and after they first turn.
constexpr double first_growth = 2.0;
constexpr double later_growth = 1.2;

using Vector = std::vector<double>;

/// Over technologies and dates, as seen at the start.
Vector values_of(const BeliefGrid& grid, const IdVector<TechnologyId, BeliefCurve>& curves,
                 const IdVector<TechnologyId, ByOpportunity>& first) {
  Vector all;
  for (const TechnologyId technology : curves.ids()) {
    const Vector own = expected_values(grid, curves[technology], first[technology]);
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

Vector less(const Vector& one, const Vector& other) {
  Vector difference(one.size());
  std::transform(one.begin(), one.end(), other.begin(), difference.begin(), std::minus<>());
  return difference;
}

double largest(const Vector& values) {
  double most = 0.0;
  for (const double value : values) {
    most = std::max(most, std::abs(value));
  }
  return most;
}

double relative(const Vector& difference, const Vector& one, const Vector& other) {
  const double most = std::max(largest(one), largest(other));
  return most > 0.0 ? largest(difference) / most : 0.0;
}

double product(const Vector& one, const Vector& other) {
  return std::inner_product(one.begin(), one.end(), other.begin(), 0.0);
}

/// The step that the last one asks for: 1 / (1 − s), s being the slope of F along it.
double secant_damping(const Vector& step, const Vector& change_of_residual) {
  const double length = product(step, step);
  const double slope = product(step, change_of_residual);  // of F(B) − B: (s − 1) × length
  return length > 0.0 && slope < 0.0 ? std::clamp(-length / slope, least_damping, 1.0) : 1.0;
}

}  // namespace

void EntrySteps::approach(std::vector<ByOpportunity>& shares,
                          const std::vector<ByOpportunity>& target) {
  if (steps_.empty()) {
    ByOpportunity first;
    first.fill(first_);
    steps_.assign(target.size(), first);
    last_.assign(target.size(), ByOpportunity{});
    first.fill(first_growth);
    growth_.assign(target.size(), first);
    shares = target;
    return;
  }
  for (std::size_t date = 0; date < target.size(); ++date) {
    for (std::size_t of = 0; of < opportunities; ++of) {
      double& step = steps_[date][of];
      double& growth = growth_[date][of];
      const double way = target[date][of] - shares[date][of];
      const bool turns = way * last_[date][of] < 0.0;
      growth = turns ? later_growth : growth;
      step = turns ? step / 2.0 : std::min(1.0, step * growth);
      last_[date][of] = way;
      shares[date][of] += step * way;
    }
  }
}

FixedPoint find_fixed_point(Beliefs start, const Decide& decide, const Pilots& pilots,
                            const BeliefTerms& terms, double damping) {
  expect(damping > 0.0 && damping <= 1.0 && terms.iterations > 0, "an iteration takes steps");
  FixedPoint found;
  found.beliefs = std::move(start);
  Vector last_values;
  Vector last_residual;
  double last_gap = 0.0;
  for (;;) {
    decide(found.beliefs);
    found.expectation = pilots(found.beliefs);
    ++found.iterations;
    const Expectation& next = found.expectation;
    const Vector values = values_of(found.beliefs.grid, found.beliefs.curves, next.first);
    const Vector target = values_of(found.beliefs.grid, next.curves, next.first);
    const Vector residual = less(target, values);
    found.gap = relative(residual, values, target);
    found.converged = found.gap <= terms.tolerance.value();
    if (found.converged || found.iterations >= terms.iterations) {
      return found;
    }
    if (!last_values.empty()) {
      const double asked = secant_damping(less(values, last_values), less(residual, last_residual));
      damping =
          found.gap > last_gap ? std::max(std::min(asked, damping / 2.0), least_damping) : asked;
    }
    last_values = values;
    last_residual = residual;
    last_gap = found.gap;
    for (const TechnologyId technology : next.curves.ids()) {
      approach(found.beliefs.curves[technology], next.curves[technology], damping);
    }
  }
}

double distance(const FixedPoint& one, const FixedPoint& other) {
  const Vector first = values_of(one.beliefs.grid, one.beliefs.curves, one.expectation.first);
  const Vector second = values_of(other.beliefs.grid, other.beliefs.curves, one.expectation.first);
  return relative(less(first, second), first, second);
}

}  // namespace firstcustomer
