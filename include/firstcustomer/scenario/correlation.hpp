#pragma once
/// \file
/// Rank correlations between uncertain numbers, as a scenario writes them.

#include <string>
#include <vector>

#include "firstcustomer/core/copula.hpp"

namespace firstcustomer {

/// One item of `correlations`.
struct Correlation {
  /// Paths of uncertain numbers, two or more: every pair of them has this correlation.
  std::vector<std::string> between;
  /// Spearman's rank correlation, in [−1, 1].
  double rank = 0.0;
};

/// The numbers that are correlated with others, and how.
struct CorrelatedNumbers {
  /// In ascending order, so that the order of a file decides nothing.
  std::vector<std::string> paths;
  /// Of normal scores, by the order of the paths; 0 for pairs that nobody names.
  CorrelationMatrix pearson;
};

/// As written: possibly more than any numbers can have (`nearest_correlation`). Needs: ranks in
/// [−1, 1], no path twice in an item. Of a pair that is given twice the last counts.
CorrelatedNumbers correlated_numbers(const std::vector<Correlation>& correlations);

}  // namespace firstcustomer
