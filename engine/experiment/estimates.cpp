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

/// From replications where they are independent, or from the means of groups that are.
Estimate mean_estimate(const Plan& plan, const Moments& replications, const Moments& groups) {
  return plan.has_groups() ? estimate_from_blocks(replications, groups) : estimate(replications);
}

}  // namespace

Estimate level_estimate(const Plan& plan, const Results& results, std::size_t arm,
                        std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  if (plan.has_groups()) {
    Estimate result = estimate_from_blocks(own.levels[outcome], own.group_levels[outcome]);
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

Estimate programme_estimate(const Plan& plan, const Results& results, std::size_t arm,
                            std::size_t programme, std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  const std::size_t place = place_by_programme(programme, outcome);
  return mean_estimate(plan, own.by_programme.at(place), own.group_by_programme.at(place));
}

Estimate difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                             std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  return mean_estimate(plan, own.differences[outcome].difference(), own.group_differences[outcome]);
}

Estimate interaction_estimate(const Plan& plan, const Results& results, std::size_t arm,
                              std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  return mean_estimate(plan, own.interactions[outcome], own.group_interactions[outcome]);
}

RatioEstimate cost_per_additional_supplier(const Plan& plan, const Results& results,
                                           std::size_t arm) {
  const ArmResults& own = results.arms[arm];
  const Moments& cost = own.cost_and_effect.first();
  if (cost.mean() == 0.0 && !(cost.variance() > 0.0)) {
    return {.count = cost.count()};  // no money moved: nothing has a price
  }
  return plan.has_groups()
             ? ratio_of_means_from_blocks(own.cost_and_effect, own.group_cost_and_effect)
             : ratio_of_means(own.cost_and_effect);
}

Estimate series_estimate(const Plan& plan, const Results& results, std::size_t arm,
                         std::size_t cell) {
  const SeriesResults& own = results.series[arm];
  return mean_estimate(plan, own.levels[cell], own.block_levels[cell]);
}

Estimate series_difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                                    std::size_t cell) {
  const SeriesResults& own = results.series[arm];
  return mean_estimate(plan, own.differences[cell], own.block_differences[cell]);
}

}  // namespace firstcustomer
