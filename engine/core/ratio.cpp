#include "firstcustomer/core/ratio.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

/// square × r² − 2 × half_linear × r + constant ≤ 0.
struct Quadratic {
  double square;
  double half_linear;
  double constant;
  /// half_linear² − square × constant, without what would cancel.
  double discriminant;
};

Quadratic fieller(const JointMoments& pairs, const JointMoments& variation, double confidence,
                  const FurtherVariation& further) {
  const double t = student_quantile((1.0 + confidence) / 2.0, variation.count() - 1);
  const double scale = t * t / static_cast<double>(variation.count());
  const double a = pairs.first().mean();
  const double b = pairs.second().mean();
  const double aa = scale * variation.first().variance() + further.first;
  const double bb = scale * variation.second().variance() + further.second;
  const double ab = scale * variation.covariance() + further.product;
  return {b * b - bb, a * b - ab, a * a - aa,
          a * a * bb - 2.0 * a * b * ab + b * b * aa - (aa * bb - ab * ab)};
}

/// The roots, without subtracting what is nearly equal. Needs: square ≠ 0, discriminant ≥ 0.
void set_ends(const Quadratic& q, RatioEstimate& result) {
  const double root = std::sqrt(q.discriminant);
  const double larger = q.half_linear < 0.0 ? q.half_linear - root : q.half_linear + root;
  const double one = larger / q.square;
  const double other = larger == 0.0 ? one : q.constant / larger;
  result.low = std::min(one, other);
  result.high = std::max(one, other);
}

}  // namespace

RatioEstimate ratio_of_means(const JointMoments& pairs, double confidence) {
  return ratio_of_means_from_blocks(pairs, pairs, confidence);
}

RatioEstimate ratio_of_means_from_blocks(const JointMoments& pairs, const JointMoments& block_means,
                                         double confidence, const FurtherVariation& further) {
  expect(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1");
  RatioEstimate result;
  result.count = pairs.count();
  const double below = pairs.second().mean();
  if (below != 0.0) {
    result.ratio = pairs.first().mean() / below;
  }
  const bool varies = block_means.second().variance() > 0.0;
  if (block_means.count() < 2 || (below == 0.0 && !varies)) {
    return result;
  }
  Quadratic q = fieller(pairs, block_means, confidence, further);
  if (q.square > 0.0) {
    // The ratio itself is in the set, so roots are real; rounding may say otherwise.
    q.discriminant = std::max(q.discriminant, 0.0);
    result.set = RatioSet::interval;
    set_ends(q, result);
  } else if (q.square < 0.0 && q.discriminant > 0.0) {
    result.set = RatioSet::outside;
    set_ends(q, result);
  } else {
    result.set = RatioSet::everything;
  }
  return result;
}

}  // namespace firstcustomer
