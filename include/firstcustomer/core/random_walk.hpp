#pragma once
/// \file
/// The gambler's ruin: a walk on whole numbers between two barriers.
///
/// Each step goes up with probability p and down otherwise, until the walk stands at 0 or at the
/// goal. With q = 1 − p and ρ = q/p it ends at the goal with probability (1 − ρⁱ)/(1 − ρᴺ) from i
/// for the goal N, after (i − N P)/(q − p) steps in the mean; i/N and i (N − i) where p = 1/2.
/// Source: Feller 1968, chapter XIV, equations 2.4, 2.5, 3.4 and 3.5.

#include <cstdint>

namespace firstcustomer {

struct GamblersRuin {
  /// That the walk ends at the goal rather than at 0.
  double reaches_goal;
  /// Until it ends, in the mean.
  double steps;
};

/// Relative error: 1e-12 and less, near p = 1/2 too. Costs: constant time, but where the walk is
/// nearly fair, |q − p| × goal < 0.001, time in proportion to the goal.
/// Needs: p in [0, 1], goal ≥ 1, start in [0, goal].
GamblersRuin gamblers_ruin(double p, std::int64_t start, std::int64_t goal);

}  // namespace firstcustomer
