#include "firstcustomer/experiment/estimates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace firstcustomer {
namespace {

/// A run without a simulation of one arm and a programme, whose outcomes are all alike.
struct MadeUp {
  Plan plan;
  Results results;

  MadeUp(Design design, const Moments& levels, const Moments& of_blocks,
         const PairedMoments& pairs = {}, const Moments& group_differences = {}) {
    plan.design = design;
    const std::size_t outcomes = outcome_declarations().size();
    for (int arm = 0; arm < 2; ++arm) {
      ArmResults& own = results.arms.emplace_back();
      own.levels.assign(outcomes, levels);
      own.group_levels.assign(outcomes, of_blocks);
      own.differences.assign(outcomes, pairs);
      own.group_differences.assign(outcomes, group_differences);
    }
  }
};

Moments moments(std::initializer_list<double> values) {
  Moments result;
  for (const double value : values) {
    result.add(value);
  }
  return result;
}

void expect_same(const Estimate& one, const Estimate& other) {
  EXPECT_EQ(one.mean, other.mean);
  EXPECT_EQ(one.standard_error, other.standard_error);
  EXPECT_EQ(one.low, other.low);
  EXPECT_EQ(one.high, other.high);
  EXPECT_EQ(one.count, other.count);
}

const Moments levels = moments({1, 2, 4, 8, 16});
const Moments of_blocks = moments({2, 3, 7});
const std::size_t a_count = 0;

TEST(LevelEstimate, OfAnIndependentDesignComesFromReplications) {
  const MadeUp run(Design::independent, levels, of_blocks);
  expect_same(level_estimate(run.plan, run.results, 1, a_count), estimate(levels));
}

constexpr std::size_t a_probability = 1;

/// Outcomes of 0 and 1.
Moments trials(int hits, int count) {
  Moments result;
  for (int i = 0; i < count; ++i) {
    result.add(i % 7 < hits && hits > 0 ? 1.0 : 0.0);
  }
  return result;
}

TEST(LevelEstimate, OfAProbabilityHasTheScoreInterval) {
  ASSERT_EQ(outcome_declarations()[a_probability].kind, OutcomeKind::probability);
  for (const int of_seven : {0, 1, 3, 7}) {
    for (const int count : {2, 7, 1'000, 100'003}) {
      const Moments moments = trials(of_seven, count);
      std::int64_t hits = 0;
      for (int i = 0; i < count; ++i) {
        hits += i % 7 < of_seven ? 1 : 0;
      }
      const MadeUp run(Design::independent, moments, {});
      const Estimate level = level_estimate(run.plan, run.results, 0, a_probability);
      const Estimate score = proportion(hits, count);
      EXPECT_EQ(level.low, score.low) << hits << " of " << count;
      EXPECT_EQ(level.high, score.high) << hits << " of " << count;
      EXPECT_EQ(level.mean, moments.mean());
      EXPECT_EQ(level.standard_error, moments.standard_error());
    }
  }
}

TEST(LevelEstimate, OfAProbabilityHasNoIntervalBelowTwoReplications) {
  for (const int count : {0, 1}) {
    const MadeUp run(Design::independent, trials(7, count), {});
    const Estimate level = level_estimate(run.plan, run.results, 0, a_probability);
    EXPECT_TRUE(std::isnan(level.low) && std::isnan(level.high));
  }
}

TEST(LevelEstimate, OfAProbabilityInALatinHypercubeComesFromBlocks) {
  const Moments shares = moments({0.25, 0.5, 0.5});
  const MadeUp run(Design::latin_hypercube, trials(3, 300), shares);
  expect_same(level_estimate(run.plan, run.results, 0, a_probability),
              estimate_from_blocks(trials(3, 300), shares));
}

TEST(DifferenceEstimate, OfAProbabilityStaysAPairedOne) {
  PairedMoments pairs;
  pairs.add(0, 1);
  pairs.add(1, 1);
  pairs.add(1, 0);
  pairs.add(0, 1);
  const MadeUp run(Design::independent, levels, of_blocks, pairs);
  expect_same(difference_estimate(run.plan, run.results, 1, a_probability),
              estimate(pairs.difference()));
}

TEST(LevelEstimate, OfALatinHypercubeComesFromBlocks) {
  const MadeUp run(Design::latin_hypercube, levels, of_blocks);
  const Estimate level = level_estimate(run.plan, run.results, 0, a_count);
  expect_same(level, estimate_from_blocks(levels, of_blocks));
  EXPECT_EQ(level.mean, levels.mean()) << "the mean is that of all replications";
}

TEST(LevelEstimate, OfALatinHypercubeHasNoIntervalBelowTwoBlocks) {
  for (const Moments& few : {Moments{}, moments({2})}) {
    const MadeUp run(Design::latin_hypercube, levels, few);
    const Estimate level = level_estimate(run.plan, run.results, 0, a_count);
    EXPECT_EQ(level.mean, levels.mean());
    EXPECT_TRUE(std::isnan(level.standard_error) && std::isnan(level.low) &&
                std::isnan(level.high));
    EXPECT_EQ(level.standard_deviation, std::sqrt(levels.variance()));
  }
}

TEST(DifferenceEstimate, ComesFromPairsOrTheirBlocks) {
  PairedMoments pairs;
  pairs.add(1, 3);
  pairs.add(2, 2);
  pairs.add(5, 6);
  const Moments means = moments({0.5, 1.5});
  const MadeUp independent(Design::independent, levels, of_blocks, pairs, means);
  expect_same(difference_estimate(independent.plan, independent.results, 1, a_count),
              estimate(pairs.difference()));
  const MadeUp hypercube(Design::latin_hypercube, levels, of_blocks, pairs, means);
  expect_same(difference_estimate(hypercube.plan, hypercube.results, 1, a_count),
              estimate_from_blocks(pairs.difference(), means));
}

JointMoments joint(std::initializer_list<std::pair<double, double>> pairs) {
  JointMoments result;
  for (const auto& [first, second] : pairs) {
    result.add(first, second);
  }
  return result;
}

TEST(CostPerAdditionalSupplier, ComesFromPairsOrTheirBlocks) {
  MadeUp run(Design::independent, levels, of_blocks);
  ArmResults& arm = run.results.arms[1];
  arm.cost_and_effect = joint({{19, 1.9}, {22, 2}, {19, 2.1}});
  arm.group_cost_and_effect = joint({{19, 2}, {21, 2.1}});
  const RatioEstimate independent = cost_per_additional_supplier(run.plan, run.results, 1);
  EXPECT_EQ(independent.ratio, 10.0);
  EXPECT_EQ(independent.low, ratio_of_means(arm.cost_and_effect).low);
  EXPECT_EQ(independent.set, ratio_of_means(arm.cost_and_effect).set);
  run.plan.design = Design::latin_hypercube;
  const RatioEstimate hypercube = cost_per_additional_supplier(run.plan, run.results, 1);
  EXPECT_EQ(hypercube.ratio, 10.0);
  EXPECT_EQ(hypercube.high,
            ratio_of_means_from_blocks(arm.cost_and_effect, arm.group_cost_and_effect).high);
  EXPECT_NE(hypercube.high, independent.high);
}

TEST(SeriesEstimate, ComesFromReplicationsOrTheirBlocks) {
  for (const Design design : {Design::independent, Design::latin_hypercube}) {
    MadeUp run(design, levels, of_blocks);
    SeriesResults& arm = run.results.series.emplace_back(1);
    arm.levels[2] = levels;
    arm.block_levels[2] = of_blocks;
    arm.differences[3] = moments({1, 5, 6});
    arm.block_differences[3] = moments({3, 4});
    const bool independent = design == Design::independent;
    expect_same(series_estimate(run.plan, run.results, 0, 2),
                independent ? estimate(levels) : estimate_from_blocks(levels, of_blocks));
    expect_same(series_difference_estimate(run.plan, run.results, 0, 3),
                independent ? estimate(moments({1, 5, 6}))
                            : estimate_from_blocks(moments({1, 5, 6}), moments({3, 4})));
  }
}

}  // namespace
}  // namespace firstcustomer
