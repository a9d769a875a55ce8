#pragma once
/// \file
/// Search: how many designs to develop side by side, and in what order to look at them.
///
/// Both decide under known laws of chance for what a design is worth; looking at one costs
/// something, and only the best is used. They are closed forms where the law has one, and otherwise
/// quadrature to about 1e-12. Laws must have a density or be constant: not Bernoulli, categorical
/// or Poisson.

#include <cstdint>
#include <vector>

#include "firstcustomer/core/law.hpp"

namespace firstcustomer {

/// Mean of the largest of so many independent draws. Needs: draws ≥ 1. Costs: 449 quantiles.
double expected_maximum(const Law& law, std::int64_t draws);

/// Designs that are all developed, and paid for, before the best is chosen.
struct ParallelPaths {
  std::int64_t paths;
  /// Mean of the best less the cost of all.
  double net;
};

/// The best number of paths: one more is added while it raises the best by its cost or more. 0 if
/// the first does not. Costs: `expected_maximum` for each path. Needs: cost > 0.
/// Source: Nelson 1961 (parallel research); Stigler 1961 (the falling gain of one more draw).
ParallelPaths best_parallel_paths(const Law& worth, double cost);

/// A design that may be looked at for a cost.
struct Box {
  Law worth;
  double cost;
};

/// The worth z of a sure thing that is as good as one look: E max(x − z, 0) = cost. Look at boxes
/// in falling order of z, and stop when the best seen so far exceeds all that are left.
/// Needs: cost > 0. Source: Weitzman 1979, equation 7.
double reservation_price(const Box& box);

/// What the best search is worth from the beginning, costs deducted, to whom may also use none of
/// the boxes and have `outside`: E max(outside, max min(x, z)).
/// Source: Weitzman 1979; in this form Kleinberg, Waggoner and Weyl 2016, corollary 1.
double value_of_search(const std::vector<Box>& boxes, double outside = 0.0);

}  // namespace firstcustomer
