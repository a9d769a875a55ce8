#include "firstcustomer/core/ratio.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"

namespace firstcustomer {
namespace {

struct Pair {
  double first;
  double second;
};

JointMoments joint(const std::vector<Pair>& pairs) {
  JointMoments moments;
  for (const Pair& pair : pairs) {
    moments.add(pair.first, pair.second);
  }
  return moments;
}

/// Student's interval of the mean of first − ratio × second: it touches 0 at an end of the set.
Estimate of_remainder(const std::vector<Pair>& pairs, double ratio) {
  Moments remainder;
  for (const Pair& pair : pairs) {
    remainder.add(pair.first - ratio * pair.second);
  }
  return estimate(remainder);
}

bool in_set(const RatioEstimate& ratio, double value) {
  switch (ratio.set) {
    case RatioSet::interval:
      return ratio.low <= value && value <= ratio.high;
    case RatioSet::outside:
      return value <= ratio.low || value >= ratio.high;
    case RatioSet::everything:
      return true;
    case RatioSet::undefined:
      break;
  }
  return false;
}

std::vector<Pair> normal_pairs(std::uint64_t seed, int count, double first, double second,
                               double shared) {
  std::mt19937_64 bits(seed);
  std::vector<Pair> pairs;
  for (int i = 0; i < count; ++i) {
    const double x = normal_quantile(unit_interval(bits()));
    const double y = normal_quantile(unit_interval(bits()));
    const double own = std::sqrt(1.0 - shared * shared);
    pairs.push_back({first + x, second + shared * x + own * y});
  }
  return pairs;
}

TEST(RatioOfMeans, IsTheIntervalByHand) {
  // Means 6 and 2, variances 4 and 0.75, covariance 1.5; at a t with t² = n = 3 the set is
  // (2² − 0.75) r² − 2 (6 × 2 − 1.5) r + (6² − 4) ≤ 0.
  const JointMoments pairs = joint({{4, 1}, {6, 2.5}, {8, 2.5}});
  ASSERT_NEAR(pairs.second().variance(), 0.75, 1e-15);
  ASSERT_NEAR(pairs.covariance(), 1.5, 1e-15);
  // Two degrees of freedom: p = (1 + t/√(2 + t²))/2, so t² = 3 at p = (1 + √0.6)/2.
  const RatioEstimate ratio = ratio_of_means(pairs, std::sqrt(0.6));
  const double root = std::sqrt(10.5 * 10.5 - 3.25 * 32.0);
  EXPECT_EQ(ratio.set, RatioSet::interval);
  EXPECT_DOUBLE_EQ(ratio.ratio, 3.0);
  EXPECT_NEAR(ratio.low, (10.5 - root) / 3.25, 1e-9);
  EXPECT_NEAR(ratio.high, (10.5 + root) / 3.25, 1e-9);
  EXPECT_EQ(ratio.count, 3);
}

TEST(RatioOfMeans, EndsWhereTheRemainderIsJustDistinguishableFromZero) {
  for (const double second : {-5.0, 0.6, 3.0}) {
    for (const double shared : {-0.9, 0.0, 0.7}) {
      const auto pairs = normal_pairs(11, 40, 4.0, second, shared);
      const RatioEstimate ratio = ratio_of_means(joint(pairs));
      ASSERT_EQ(ratio.set, RatioSet::interval) << second;
      EXPECT_LT(ratio.low, ratio.ratio);
      EXPECT_LT(ratio.ratio, ratio.high);
      for (const double end : {ratio.low, ratio.high}) {
        const Estimate remainder = of_remainder(pairs, end);
        EXPECT_NEAR(std::min(std::abs(remainder.low), std::abs(remainder.high)), 0.0, 1e-9);
      }
    }
  }
}

TEST(RatioOfMeans, HasNoBoundsWhereTheDenominatorMayBeZero) {
  const auto pairs = normal_pairs(3, 100, 8.0, 0.05, 0.2);
  ASSERT_LT(estimate(joint(pairs).second()).low, 0.0);
  const RatioEstimate ratio = ratio_of_means(joint(pairs));
  ASSERT_EQ(ratio.set, RatioSet::outside);
  EXPECT_LT(ratio.low, 0.0);
  EXPECT_GT(ratio.high, 0.0);
  EXPECT_TRUE(in_set(ratio, ratio.ratio));
  EXPECT_GT(std::abs(of_remainder(pairs, 0.0).mean), of_remainder(pairs, 0.0).half_width());
  for (const double end : {ratio.low, ratio.high}) {
    const Estimate remainder = of_remainder(pairs, end);
    EXPECT_NEAR(std::min(std::abs(remainder.low), std::abs(remainder.high)), 0.0, 1e-9);
  }
}

TEST(RatioOfMeans, ExcludesNothingWhereBothMayBeZero) {
  const RatioEstimate ratio = ratio_of_means(joint(normal_pairs(5, 20, 0.05, 0.05, 0.0)));
  EXPECT_EQ(ratio.set, RatioSet::everything);
  EXPECT_TRUE(std::isnan(ratio.low) && std::isnan(ratio.high));
}

TEST(RatioOfMeans, OfConstantsHasNoWidth) {
  const RatioEstimate ratio = ratio_of_means(joint({{6, 2}, {6, 2}, {6, 2}}));
  EXPECT_EQ(ratio.set, RatioSet::interval);
  EXPECT_EQ(ratio.low, 3.0);
  EXPECT_EQ(ratio.high, 3.0);
}

TEST(RatioOfMeans, IsUndefinedWithoutADenominatorOrASecondPair) {
  const RatioEstimate nothing = ratio_of_means(joint({{6, 0}, {7, 0}, {8, 0}}));
  EXPECT_EQ(nothing.set, RatioSet::undefined);
  EXPECT_TRUE(std::isnan(nothing.ratio));
  const RatioEstimate single = ratio_of_means(joint({{6, 2}}));
  EXPECT_EQ(single.set, RatioSet::undefined);
  EXPECT_EQ(single.ratio, 3.0);
  const RatioEstimate balanced = ratio_of_means(joint({{6, 1}, {7, -1}}));
  EXPECT_TRUE(std::isnan(balanced.ratio));
  EXPECT_NE(balanced.set, RatioSet::interval);
  EXPECT_THROW(ratio_of_means(joint({{6, 2}}), 1.0), InvariantError);
}

TEST(RatioOfMeans, CoversTheRatioAsOftenAsItSays) {
  // 4,000 trials at 95 %: four standard errors are 1.4 points; false alarms: 1 in 15,000.
  for (const double second : {0.2, 2.0}) {
    int covered = 0;
    for (std::uint64_t trial = 0; trial < 4'000; ++trial) {
      const auto pairs = normal_pairs(trial * 2 + 1, 12, 1.0, second, 0.5);
      covered += in_set(ratio_of_means(joint(pairs)), 1.0 / second) ? 1 : 0;
    }
    EXPECT_NEAR(covered / 4'000.0, 0.95, 0.014) << second;
  }
}

TEST(RatioOfMeansFromBlocks, TakesTheRatioOfAllAndTheVariationOfBlocks) {
  const JointMoments pairs = joint({{10, 5}, {14, 7}, {9, 3}});
  const JointMoments blocks = joint({{4, 1}, {6, 2.5}, {8, 2.5}});
  const RatioEstimate ratio = ratio_of_means_from_blocks(pairs, blocks, std::sqrt(0.6));
  EXPECT_DOUBLE_EQ(ratio.ratio, 11.0 / 5.0);
  EXPECT_EQ(ratio.count, 3);
  // The quadratic of the first test with a = 11 and b = 5.
  const double half = 55.0 - 1.5;
  const double root = std::sqrt(half * half - (25.0 - 0.75) * (121.0 - 4.0));
  EXPECT_NEAR(ratio.low, (half - root) / 24.25, 1e-9);
  EXPECT_NEAR(ratio.high, (half + root) / 24.25, 1e-9);
  EXPECT_EQ(ratio_of_means_from_blocks(pairs, joint({{4, 1}})).set, RatioSet::undefined);
}

}  // namespace
}  // namespace firstcustomer
