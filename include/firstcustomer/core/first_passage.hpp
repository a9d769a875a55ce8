#pragma once
/// \file
/// First passage of a Brownian motion: when a level that falls and rises by chance first comes down
/// to nothing.
///
/// A motion stands `distance` above the barrier, moves by `drift` per unit of time (below 0:
/// towards the barrier) and has the standard deviation `volatility` after one unit. Inside a step
/// whose two ends are known it is a Brownian bridge, whose drift has no part in it; looking at the
/// ends alone counts too few passages. Units: whatever the arguments share. Sources: Cox and Miller
/// 1965, section 5.7; Borodin and Salminen 2002, part II, 2.0 and 1.2.

#include <cstddef>
#include <optional>

namespace firstcustomer {

/// Needs: distance ≥ 0, volatility > 0.
struct BrownianMotion {
  double distance;
  double drift;
  double volatility;
};

/// That the barrier is reached by a time > 0.
double hit_probability(const BrownianMotion& motion, double time);
/// That it is ever reached: 1 unless the drift leads away from it.
double hit_probability_ever(const BrownianMotion& motion);
/// Mean of the time until it is reached. Infinite unless the drift leads towards it.
double mean_hitting_time(const BrownianMotion& motion);
/// Standard deviation of that time. Infinite unless the drift leads towards it.
double sd_of_hitting_time(const BrownianMotion& motion);
/// Mean of exp(−rate × time); where it is never reached, nothing. Needs: rate ≥ 0.
double mean_discount_at_hit(const BrownianMotion& motion, double rate);

/// A step of a Brownian motion: what it stands at before and after, over the barrier, and the
/// variance of the step. Needs: before > 0, variance ≥ 0.
struct BridgedStep {
  double before;
  double after;
  double variance;
};

/// That the barrier was reached inside the step: 1 where it ends at or below it, otherwise
/// exp(−2 before × after ÷ variance).
double crossing_probability(const BridgedStep& step);
/// That it was reached in the first `part` of the step. Needs: 0 ≤ part ≤ 1.
double crossing_probability_by(const BridgedStep& step, double part);
/// The part of the step within which it was reached with probability u, within 1e-15: the quantile
/// of the crossing. A step without variance goes straight. Needs: 0 < u ≤ crossing_probability.
double crossing_quantile(const BridgedStep& step, double u);

/// A first passage: in which step, and in which part of it.
struct Passage {
  std::size_t step;
  double part;
};

/// What is never looked into: steps in which a passage is rarer than e^−45.
constexpr double exponent_of_nothing = 45.0;

/// The first of the steps `from` … `to` − 1 in which a level reaches zero; each has the same
/// variance. `level(i)` stands between the steps i − 1 and i; `uniform(i)` belongs to step i: near
/// 1 there is a passage, and an early one. What lies far from zero at both ends is not looked into.
template <class Level, class Uniform>
std::optional<Passage> first_passage(std::size_t from, std::size_t to, double before, double after,
                                     double variance, const Level& level, const Uniform& uniform) {
  if (before <= 0.0) {
    return Passage{from, 0.0};
  }
  const auto steps = static_cast<double>(to - from);
  if (after > 0.0 && 2.0 * before * after > exponent_of_nothing * variance * steps) {
    return std::nullopt;
  }
  if (to - from == 1) {
    const BridgedStep step{before, after, variance};
    const double u = 1.0 - uniform(from);
    return u < crossing_probability(step) ? std::optional(Passage{from, crossing_quantile(step, u)})
                                          : std::nullopt;
  }
  const std::size_t middle = (from + to) / 2;
  const double between = level(middle);
  const auto early = first_passage(from, middle, before, between, variance, level, uniform);
  return early ? early : first_passage(middle, to, between, after, variance, level, uniform);
}

}  // namespace firstcustomer
