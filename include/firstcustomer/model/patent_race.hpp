#pragma once
/// \file
/// Patent races in closed form: how much equal rivals spend to be first, and how much they should.
///
/// A rival who spends x succeeds at the rate h(x) = k x^e a year, 0 < e < 1. The first wins the
/// prize, and the race is over. In Loury's race x is paid at once, as for a plant; in Lee and
/// Wilde's it is paid each year until somebody wins, as for a laboratory, so that rivals who end
/// the race sooner save the others money. The two differ in sign: more rivals lower what each
/// spends in the first (from two on), and raise it in the second.
///
/// The conditions of the first order have one root each, as their sides cross once: h′ falls, and
/// so does what multiplies it. It is found by bisection to the last bit but a few. Costs: some
/// hundred powers. Source: Loury 1979; Lee and Wilde 1980; both in Reinganum 1989, section 2.

#include <cstdint>

#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

struct PatentRace {
  /// In any money; efforts are in it, or in it a year.
  double prize;
  std::int64_t rivals;
  /// Continuous.
  PerYear discount;
  /// k and e of h(x) = k x^e a year.
  double productivity;
  double elasticity = 0.5;
};

struct RaceEquilibrium {
  /// x of each: at once in Loury's race, a year in Lee and Wilde's.
  double effort;
  /// h(x) of each.
  PerYear hazard;
  /// Until the first succeeds, in the mean.
  double years;
  /// What the race is worth to each at its start, effort deducted.
  double value;
  /// Mean present value of what each spends.
  double outlay;
};

/// Rate of success of one who spends so much.
PerYear hazard_of(const PatentRace& race, double effort);

/// Lump sums: each maximises h V/(a + h + r) − x, with the rivals' hazards a.
/// Needs: prize, productivity > 0, 0 < e < 1, r ≥ 0, and r > 0 or two rivals at least.
/// Source: Loury 1979, equation 6.
RaceEquilibrium loury_equilibrium(const PatentRace& race);
/// What each of as many firms spends if together they maximise n h V/(n h + r) − n x. Needs: the
/// same and r > 0 (nobody who can wait for nothing would hurry).
double loury_planner_effort(const PatentRace& race);

/// Flows: each maximises (h V − x)/(a + h + r). Needs: as Loury's.
/// Source: Lee and Wilde 1980, equation 3.
RaceEquilibrium lee_wilde_equilibrium(const PatentRace& race);
/// What each of as many firms spends a year if together they maximise n (h V − x)/(n h + r).
/// Needs: the same and r > 0.
double lee_wilde_planner_effort(const PatentRace& race);

}  // namespace firstcustomer
