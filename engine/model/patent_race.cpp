#include "firstcustomer/model/patent_race.hpp"

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

void expect_sound(const PatentRace& race) {
  expect(race.prize > 0.0 && race.productivity > 0.0, "a race has a prize that can be won");
  expect(race.elasticity > 0.0 && race.elasticity < 1.0, "success comes at falling returns");
  expect(race.rivals >= 1 && race.discount >= PerYear{}, "somebody races, and nobody likes later");
}

/// What one more unit of effort adds to the hazard.
double slope_of(const PatentRace& race, double effort) {
  return race.elasticity * hazard_of(race, effort).value() / effort;
}

/// The effort at which `gain(effort)` no longer exceeds `cost(effort)`. Needs: their ratio falls
/// from above 1 to below it.
template <class Gain, class Cost>
double where_equal(const Gain& gain, const Cost& cost) {
  double low = -690.0;  // logs
  double high = 690.0;
  for (;;) {
    const double middle = 0.5 * (low + high);
    if (middle == low || middle == high) {
      return elementary::exp(middle);
    }
    const double effort = elementary::exp(middle);
    (gain(effort) > cost(effort) ? low : high) = middle;
  }
}

}  // namespace

PerYear hazard_of(const PatentRace& race, double effort) {
  return PerYear(race.productivity * elementary::pow(effort, race.elasticity));
}

RaceEquilibrium loury_equilibrium(const PatentRace& race) {
  expect_sound(race);
  const auto n = static_cast<double>(race.rivals);
  const double r = race.discount.value();
  expect(r > 0.0 || race.rivals >= 2, "nobody who can wait for nothing would hurry");
  const double effort = where_equal(
      [&](double x) {
        const double h = hazard_of(race, x).value();
        return slope_of(race, x) * race.prize * ((n - 1.0) * h + r);
      },
      [&](double x) {
        const double all = n * hazard_of(race, x).value() + r;
        return all * all;
      });
  const double h = hazard_of(race, effort).value();
  return {effort, PerYear(h), 1.0 / (n * h), h * race.prize / (n * h + r) - effort, effort};
}

double loury_planner_effort(const PatentRace& race) {
  expect_sound(race);
  const double r = race.discount.value();
  expect(r > 0.0, "nobody who can wait for nothing would hurry");
  return where_equal([&](double x) { return slope_of(race, x) * race.prize * r; },
                     [&](double x) {
                       const double all =
                           static_cast<double>(race.rivals) * hazard_of(race, x).value() + r;
                       return all * all;
                     });
}

RaceEquilibrium lee_wilde_equilibrium(const PatentRace& race) {
  expect_sound(race);
  const auto n = static_cast<double>(race.rivals);
  const double r = race.discount.value();
  expect(r > 0.0 || race.rivals >= 2, "nobody who can wait for nothing would hurry");
  // (h′V − 1)(n h + r) = (h V − x) h′, in which x h′ = e h.
  const double effort = where_equal(
      [&](double x) {
        const double h = hazard_of(race, x).value();
        return slope_of(race, x) * race.prize * ((n - 1.0) * h + r);
      },
      [&](double x) { return (n - race.elasticity) * hazard_of(race, x).value() + r; });
  const double h = hazard_of(race, effort).value();
  const double all = n * h + r;
  return {effort, PerYear(h), 1.0 / (n * h), (h * race.prize - effort) / all, effort / all};
}

double lee_wilde_planner_effort(const PatentRace& race) {
  expect_sound(race);
  const auto n = static_cast<double>(race.rivals);
  const double r = race.discount.value();
  expect(r > 0.0, "nobody who can wait for nothing would hurry");
  // (h′V − 1)(n h + r) = n (h V − x) h′
  return where_equal(
      [&](double x) { return slope_of(race, x) * race.prize * r; },
      [&](double x) { return (1.0 - race.elasticity) * n * hazard_of(race, x).value() + r; });
}

}  // namespace firstcustomer
