#pragma once
/// \file
/// The ratio of two means, such as the extra money over the extra suppliers, with an interval.
///
/// The interval is Fieller's: all ratios r for which the mean of first − r × second is not
/// distinguishable from zero. Where the mean of the denominator itself is not, that set has no
/// bounds, and no method that always gives bounds keeps its confidence (Gleser and Hwang 1987). It
/// is not the mean of ratios, which does not exist where a denominator may be 0.
/// Source: Fieller 1954, section 2; with a = mean of the first column, b = of the second, v their
/// variances and covariance over n, t Student's quantile: r is in the set when
/// (b² − t²v_bb) r² − 2 (ab − t²v_ab) r + (a² − t²v_aa) ≤ 0.

#include <cstdint>
#include <limits>

#include "firstcustomer/core/statistics.hpp"

namespace firstcustomer {

/// The shape of the set of ratios.
enum class RatioSet : std::uint8_t {
  undefined,   ///< below two pairs, or the denominator is 0 in all of them
  interval,    ///< from low to high
  outside,     ///< everything but what lies between low and high
  everything,  ///< no ratio can be excluded
};

struct RatioEstimate {
  /// Of the means; not a number where the denominator's is 0.
  double ratio = std::numeric_limits<double>::quiet_NaN();
  RatioSet set = RatioSet::undefined;
  /// Ends of the set; not a number where it has none.
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::int64_t count = 0;
};

/// Mean of the first column over that of the second, of independent pairs.
/// Needs: 0 < confidence < 1.
RatioEstimate ratio_of_means(const JointMoments& pairs, double confidence = 0.95);

/// What varies beside the pairs (or blocks) themselves, and is the same for many of them: squares
/// of half-widths that it alone would give the means of the columns, and their product likewise.
struct FurtherVariation {
  double first = 0.0;
  double second = 0.0;
  double product = 0.0;
};

/// The same where pairs are not independent inside a block, while the blocks are: the ratio is that
/// of all pairs, variances and degrees of freedom are those of the means of full blocks.
RatioEstimate ratio_of_means_from_blocks(const JointMoments& pairs, const JointMoments& block_means,
                                         double confidence = 0.95,
                                         const FurtherVariation& further = {});

}  // namespace firstcustomer
