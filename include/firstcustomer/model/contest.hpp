#pragma once
/// \file
/// Contests: what rivals spend on a prize that goes to one of them, with chances in proportion to
/// what they spend.
///
/// A contestant who spends x wins with probability x^m/Σ x^m; m is the contest's decisiveness, 1 a
/// lottery. What is spent is lost, won or not. Closed forms of equilibria in pure strategies.
/// Source: Tullock 1980.

#include <cstdint>
#include <vector>

namespace firstcustomer {

/// Each of several equal contestants in equilibrium, in the money of the prize.
struct ContestShare {
  double spends;
  double profit;
};

/// Each spends m V (n − 1)/n². Needs: prize > 0, contestants ≥ 2, decisiveness m in (0, n/(n − 1)]:
/// beyond that nobody would take part in an equilibrium in pure strategies.
/// Source: Tullock 1980; Pérez-Castrillo and Verdier 1992, proposition 1.
ContestShare symmetric_contest(double prize, std::int64_t contestants, double decisiveness = 1.0);

/// What contestants spend on a lottery (m = 1) whose prize is worth something else to each. Those
/// to whom it is worth too little spend nothing: with the k that take part, all together spend
/// X = (k − 1)/Σ 1/V, and each X (1 − X/V). Needs: two or more, each prize > 0.
/// Source: Hillman and Riley 1989, proposition 5; Stein 2002, theorem 1.
std::vector<double> lottery_contest(const std::vector<double>& prizes);

}  // namespace firstcustomer
