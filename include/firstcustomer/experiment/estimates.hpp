#pragma once
/// \file
/// Estimates of a run with the 95 % intervals that its design allows.
///
/// Independent design: Student intervals from replications, but Wilson's score intervals for the
/// levels of probabilities, which stay within [0, 1] and are not centred on the mean. Latin
/// hypercube: Student intervals from the means of full blocks, around the mean of all replications,
/// and none below two full blocks. A block that lost replications counts with the mean of those
/// that are left; one in which the outcome is nowhere defined does not count. Where blocks count
/// different numbers of replications (an outcome that is often undefined), their means are weighted
/// alike, which makes an interval wider rather than narrower.
///
/// Several lucks a case: Student intervals from the means of cases, likewise; what varies from case
/// to case is in them as often as there are cases, not replications.
///
/// Sets of beliefs (beliefs.hpp): where replications take K sets in turn, the mean over sets varies
/// from one K of them to another, however many replications there are. With τ² the variance of the
/// means of sets beyond what sampling inside them explains (one-way analysis of variance, at least
/// 0; Searle, Casella and McCulloch 1992, section 3.6), half-widths are √(w² + (t τ/√K)²), w being
/// what they would be with one set for ever and t Student's quantile with K − 1 degrees of freedom.
/// Ratios have the variances and the covariance of both columns added, likewise. With one set
/// nothing is known of τ, and nothing is added.
///
/// Quantiles of outcomes come from the histograms of the results, without intervals (columns.hpp
/// has exact ones where rows are kept).

#include <cstdint>
#include <string_view>
#include <vector>

#include "firstcustomer/core/ratio.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// τ² of two columns over sets, and how they vary together; no more than their variances allow.
struct BetweenSets {
  double first = 0.0;
  double second = 0.0;
  double covariance = 0.0;
  /// Sets with two values or more.
  std::int64_t sets = 0;
};
BetweenSets between_sets(const std::vector<JointMoments>& sets);
/// τ² alone; 0 below two sets.
double variance_between(const std::vector<Moments>& sets);
/// Effect: widens an interval by what sets of beliefs add to it.
void widen(Estimate& interval, const std::vector<Moments>& sets);

/// The mean of an outcome in one arm. Indices: of the plan's arms and of the declared outcomes.
/// The standard error is that of the mean throughout.
Estimate level_estimate(const Plan& plan, const Results& results, std::size_t arm,
                        std::size_t outcome);

/// The mean of one of `outcomes_by_programme` under one of an arm's programmes. Needs: an arm with
/// several, one luck a case.
Estimate programme_estimate(const Plan& plan, const Results& results, std::size_t arm,
                            std::size_t programme, std::size_t outcome);

/// The mean of the differences of an arm from the first one, pair by pair.
Estimate difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                             std::size_t outcome);

/// The effect of an arm less those of its channels, from the combination of all arms in each
/// replication: their luck is shared, so intervals do not add up. Needs: arms of its channels.
Estimate interaction_estimate(const Plan& plan, const Results& results, std::size_t arm,
                              std::size_t outcome);

/// Additional net public money (present value) per additional supplier qualified by the deadline,
/// of an arm against the first one: a ratio of mean paired differences (core/ratio.hpp). Undefined
/// where no money moved in any replication.
RatioEstimate cost_per_additional_supplier(const Plan& plan, const Results& results,
                                           std::size_t arm);

/// The mean of a cell of a series (series_statistics.hpp). Needs: a plan that keeps series.
Estimate series_estimate(const Plan& plan, const Results& results, std::size_t arm,
                         std::size_t cell);
/// The mean of its differences from the first arm, pair by pair. Needs: arm > 0.
Estimate series_difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                                    std::size_t cell);

/// The quantiles of an outcome that are reported.
struct QuantileName {
  std::string_view name;
  double p;
};
inline constexpr QuantileName quantile_names[] = {
    {"p5", 0.05}, {"p25", 0.25}, {"p50", 0.5}, {"p75", 0.75}, {"p95", 0.95}};

/// Whether quantiles say more than the mean: not of a probability, whose outcomes are 0 or 1.
constexpr bool has_quantiles(const OutcomeDeclaration& outcome) {
  return outcome.kind != OutcomeKind::probability;
}

}  // namespace firstcustomer
