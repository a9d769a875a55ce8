#include "firstcustomer/experiment/estimates.hpp"

#include <algorithm>
#include <cmath>

namespace firstcustomer {
namespace {

/// Of outcomes that are 0 or 1, of which the mean of many tells how many are 1: it is within 10⁻¹⁰
/// of their share. Mean and standard error stay those of every other outcome.
Estimate probability_estimate(const Moments& moments) {
  Estimate result = estimate(moments);
  if (moments.count() > 1) {
    const auto hits = std::llround(moments.mean() * static_cast<double>(moments.count()));
    const Estimate score = proportion(hits, moments.count());
    result.low = score.low;
    result.high = score.high;
  }
  return result;
}

}  // namespace

Estimate level_estimate(const Plan& plan, const Results& results, std::size_t arm,
                        std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  if (plan.design == Design::latin_hypercube) {
    Estimate result = estimate_from_blocks(own.levels[outcome], own.block_levels[outcome]);
    if (outcome_declarations()[outcome].kind == OutcomeKind::probability &&
        result.high >= result.low) {
      result.low = std::max(0.0, result.low);
      result.high = std::min(1.0, result.high);
    }
    return result;
  }
  return outcome_declarations()[outcome].kind == OutcomeKind::probability
             ? probability_estimate(own.levels[outcome])
             : estimate(own.levels[outcome]);
}

Estimate difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                             std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  const Moments& differences = own.differences[outcome].difference();
  return plan.design == Design::independent
             ? estimate(differences)
             : estimate_from_blocks(differences, own.block_differences[outcome]);
}

}  // namespace firstcustomer
