#include "firstcustomer/experiment/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

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

/// One column of the sets of beliefs.
template <class Sets, class Of>
std::vector<Moments> by_set(const Sets& sets, const Of& of) {
  std::vector<Moments> column;
  std::transform(sets.begin(), sets.end(), std::back_inserter(column), of);
  return column;
}

Estimate widened(Estimate estimate, const std::vector<Moments>& sets) {
  widen(estimate, sets);
  return estimate;
}

void keep_within_one(Estimate& share) {
  if (share.high >= share.low) {
    share.low = std::max(0.0, share.low);
    share.high = std::min(1.0, share.high);
  }
}

/// With one set of beliefs for ever, if there are any.
Estimate level_with_one_set(const Plan& plan, const ArmResults& own, std::size_t outcome) {
  if (plan.has_groups()) {
    return estimate_from_blocks(own.levels[outcome], own.group_levels[outcome]);
  }
  return outcome_declarations()[outcome].kind == OutcomeKind::probability
             ? probability_estimate(own.levels[outcome])
             : estimate(own.levels[outcome]);
}

}  // namespace

Estimate level_estimate(const Plan& plan, const Results& results, std::size_t arm,
                        std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  Estimate level = level_with_one_set(plan, own, outcome);
  widen(level, by_set(own.sets, [&](const SetStatistics& set) { return set.levels[outcome]; }));
  if (outcome_declarations()[outcome].kind == OutcomeKind::probability) {
    keep_within_one(level);
  }
  return level;
}

Estimate programme_estimate(const Plan& plan, const Results& results, std::size_t arm,
                            std::size_t programme, std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  const std::size_t place = place_by_programme(programme, outcome);
  return widened(
      mean_estimate(plan, own.by_programme.at(place), own.group_by_programme.at(place)),
      by_set(own.sets, [&](const SetStatistics& set) { return set.by_programme[place]; }));
}

Estimate difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                             std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  return widened(
      mean_estimate(plan, own.differences[outcome].difference(), own.group_differences[outcome]),
      by_set(own.sets, [&](const SetStatistics& set) { return set.differences[outcome]; }));
}

Estimate interaction_estimate(const Plan& plan, const Results& results, std::size_t arm,
                              std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  return widened(
      mean_estimate(plan, own.interactions[outcome], own.group_interactions[outcome]),
      by_set(own.sets, [&](const SetStatistics& set) { return set.interactions[outcome]; }));
}

namespace {

/// What sets of beliefs add to the squares of half-widths of two means, and to their product.
FurtherVariation further_variation(const BetweenSets& between) {
  if (between.sets < 2) {
    return {};
  }
  const double t = student_quantile(0.975, between.sets - 1);
  const double scale = t * t / static_cast<double>(between.sets);
  return {scale * between.first, scale * between.second, scale * between.covariance};
}

}  // namespace

RatioEstimate cost_per_additional_supplier(const Plan& plan, const Results& results,
                                           std::size_t arm) {
  const ArmResults& own = results.arms[arm];
  const Moments& cost = own.cost_and_effect.first();
  if (cost.mean() == 0.0 && !(cost.variance() > 0.0)) {
    return {.count = cost.count()};  // no money moved: nothing has a price
  }
  std::vector<JointMoments> sets;
  std::transform(own.sets.begin(), own.sets.end(), std::back_inserter(sets),
                 [](const SetStatistics& set) { return set.cost_and_effect; });
  return ratio_of_means_from_blocks(
      own.cost_and_effect, plan.has_groups() ? own.group_cost_and_effect : own.cost_and_effect,
      0.95, further_variation(between_sets(sets)));
}

Estimate series_estimate(const Plan& plan, const Results& results, std::size_t arm,
                         std::size_t cell) {
  const SeriesResults& own = results.series[arm];
  return widened(mean_estimate(plan, own.levels[cell], own.block_levels[cell]),
                 by_set(own.sets, [&](const SeriesStatistics& set) { return set.levels[cell]; }));
}

Estimate series_difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                                    std::size_t cell) {
  const SeriesResults& own = results.series[arm];
  return widened(
      mean_estimate(plan, own.differences[cell], own.block_differences[cell]),
      by_set(own.sets, [&](const SeriesStatistics& set) { return set.differences[cell]; }));
}

}  // namespace firstcustomer
