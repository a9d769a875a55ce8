#include "firstcustomer/core/quantiles.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/random.hpp"

namespace firstcustomer {
namespace {

using Long = long double;

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// P(X = k), k = 0 … count, by products.
std::vector<Long> binomial_masses(int count, double p) {
  std::vector<Long> masses = {1};
  for (int trial = 0; trial < count; ++trial) {
    std::vector<Long> next(masses.size() + 1, 0);
    for (std::size_t k = 0; k < masses.size(); ++k) {
      next[k] += masses[k] * (1 - Long{p});
      next[k + 1] += masses[k] * Long{p};
    }
    masses = next;
  }
  return masses;
}

/// P(from ≤ X < to).
Long binomial_share(const std::vector<Long>& masses, std::int64_t from, std::int64_t to) {
  return std::accumulate(masses.begin() + from, masses.begin() + to, Long{0});
}

/// By the definition, one rank after the other. Numbers that are equal on paper count as equal.
QuantileRanks naive_ranks(int count, double p, double confidence) {
  const std::vector<Long> masses = binomial_masses(count, p);
  const Long outside = (1 - Long{confidence}) / 2 * (1 + Long{1e-10});
  QuantileRanks ranks;
  while (ranks.low < count && binomial_share(masses, 0, ranks.low + 1) <= outside) {
    ++ranks.low;
  }
  ranks.high = 1;
  while (ranks.high <= count && binomial_share(masses, ranks.high, count + 1) > outside) {
    ++ranks.high;
  }
  while (static_cast<Long>(ranks.value) < Long{p} * count * (1 - Long{1e-15})) {
    ++ranks.value;
  }
  return ranks;
}

std::vector<double> whole_numbers(int count) {
  std::vector<double> values(static_cast<std::size_t>(count));
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

TEST(QuantileRank, IsTheProductRoundedUp) {
  for (std::int64_t count = 1; count <= 2000; ++count) {
    for (std::int64_t thousandths = 1; thousandths < 1000; ++thousandths) {
      const double p = static_cast<double>(thousandths) / 1000.0;
      ASSERT_EQ(quantile_rank(count, p), (count * thousandths + 999) / 1000) << count << ", " << p;
    }
  }
}

TEST(QuantileRank, IsOneOfTheValues) {
  EXPECT_EQ(quantile_rank(1, 1e-300), 1);
  EXPECT_EQ(quantile_rank(1, 1.0 - 0x1p-53), 1);
  EXPECT_EQ(quantile_rank(1'000'000'000'000, 0x1p-60), 1);
  EXPECT_EQ(quantile_rank(1'000'000'000'000, 1.0 - 0x1p-53), 1'000'000'000'000);
  EXPECT_THROW(quantile_rank(0, 0.5), InvariantError);
  EXPECT_THROW(quantile_rank(10, 0.0), InvariantError);
  EXPECT_THROW(quantile_rank(10, 1.0), InvariantError);
  EXPECT_THROW(quantile_rank(10, undefined), InvariantError);
}

TEST(QuantileRanks, MeetBinomialSumsOnSmallSamples) {
  for (int count = 1; count <= 60; ++count) {
    for (int hundredths = 1; hundredths < 100; ++hundredths) {
      const double p = hundredths / 100.0;
      for (const double confidence : {0.5, 0.9, 0.95, 0.99}) {
        const QuantileRanks ranks = quantile_ranks(count, p, confidence);
        const QuantileRanks naive = naive_ranks(count, p, confidence);
        ASSERT_EQ(ranks.value, naive.value) << count << ", " << p;
        ASSERT_EQ(ranks.low, naive.low) << count << ", " << p << ", " << confidence;
        ASSERT_EQ(ranks.high, naive.high) << count << ", " << p << ", " << confidence;
        ASSERT_LE(ranks.low, ranks.value);
        ASSERT_LE(ranks.value, ranks.high);
        const Long covered = binomial_share(binomial_masses(count, p), ranks.low, ranks.high);
        ASSERT_GE(covered, Long{confidence} * (1 - Long{1e-9})) << count << ", " << p;
      }
    }
  }
}

TEST(QuantileRanks, MeetTheReferenceOnLargeSamples) {
  for (const std::int64_t count : {10'000, 1'000'000}) {
    for (const double p : {0.0001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.7, 0.9, 0.95, 0.999}) {
      const boost::math::binomial_distribution<Long> reference(static_cast<Long>(count), Long{p});
      for (const double confidence : {0.8, 0.95, 0.999}) {
        const QuantileRanks ranks = quantile_ranks(count, p, confidence);
        const Long outside = (1 - Long{confidence}) / 2;
        const auto below = [&](std::int64_t rank) {  // P(X ≤ rank − 1)
          return rank >= 1 ? cdf(reference, static_cast<Long>(rank - 1)) : 0;
        };
        const auto above = [&](std::int64_t rank) {  // 1 − P(X ≤ rank − 1)
          return rank >= 1 ? cdf(complement(reference, static_cast<Long>(rank - 1))) : 1;
        };
        EXPECT_LE(below(ranks.low), outside) << count << ", " << p << ", " << confidence;
        EXPECT_GT(below(ranks.low + 1), outside) << count << ", " << p << ", " << confidence;
        EXPECT_LE(above(ranks.high), outside) << count << ", " << p << ", " << confidence;
        EXPECT_GT(above(ranks.high - 1), outside) << count << ", " << p << ", " << confidence;
      }
    }
  }
}

TEST(QuantileRanks, AreThoseOfTheTablesForTheMedian) {
  // The intervals of the sign test: 2 to 9 of ten values, 6 to 15 of twenty, 40 to 61 of a hundred.
  for (const auto& [count, low] :
       std::vector<std::pair<int, int>>{{6, 1}, {10, 2}, {20, 6}, {100, 40}}) {
    const QuantileRanks ranks = quantile_ranks(count, 0.5);
    EXPECT_EQ(ranks.low, low) << count;
    EXPECT_EQ(ranks.high, count + 1 - low) << count;
  }
}

TEST(QuantileRanks, AreMirroredAboutTheMiddle) {
  for (const std::int64_t count : {1, 2, 7, 30, 1000, 54'321}) {
    for (const double p : {0.0625, 0.125, 0.25, 0.375, 0.5}) {
      const QuantileRanks ranks = quantile_ranks(count, p);
      const QuantileRanks mirror = quantile_ranks(count, 1.0 - p);
      EXPECT_EQ(ranks.low, count + 1 - mirror.high) << count << ", " << p;
      EXPECT_EQ(ranks.high, count + 1 - mirror.low) << count << ", " << p;
    }
  }
}

TEST(QuantileRanks, WhatIsEqualOnPaperIsWithinTheBound) {
  // X of two tosses is 0 with probability exactly (1 − ½)/2; of one trial at 0.025, 1 at 95 %.
  EXPECT_EQ(quantile_ranks(2, 0.5, 0.5).low, 1);
  EXPECT_EQ(quantile_ranks(2, 0.5, 0.5).high, 2);
  EXPECT_EQ(quantile_ranks(1, 0.025, 0.95).high, 1);
  EXPECT_EQ(quantile_ranks(1, 0.975, 0.95).low, 1);
}

TEST(SampleQuantile, ReadsTheValuesAtItsRanks) {
  const std::vector<double> values = whole_numbers(100);
  const QuantileEstimate median = sample_quantile(values, 0.5);
  EXPECT_EQ(median.count, 100);
  EXPECT_EQ(median.value, 50.0);
  EXPECT_EQ(median.low, 40.0);
  EXPECT_EQ(median.high, 61.0);
  EXPECT_EQ(sample_quantile(values, 0.07).value, 7.0);
  EXPECT_EQ(sample_quantile(values, 0.071).value, 8.0);
  EXPECT_EQ(sample_quantile(values, 0.999).value, 100.0);
  EXPECT_LT(sample_quantile(values, 0.5, 0.5).high - sample_quantile(values, 0.5, 0.5).low, 21.0);
}

TEST(SampleQuantile, HasNoBoundWhereTheSampleIsTooSmall) {
  // A bound at 95 % needs (½)ⁿ ≤ 0.025, six values, for the median, and 0.95ⁿ ≤ 0.025, 72 values,
  // for the value exceeded by one in twenty.
  for (int count = 1; count <= 100; ++count) {
    const std::vector<double> values = whole_numbers(count);
    const QuantileEstimate median = sample_quantile(values, 0.5);
    EXPECT_EQ(std::isnan(median.low), count < 6) << count;
    EXPECT_EQ(std::isnan(median.high), count < 6) << count;
    const QuantileEstimate far = sample_quantile(values, 0.95);
    EXPECT_EQ(std::isnan(far.high), count < 72) << count;
    EXPECT_FALSE(count >= 2 && std::isnan(far.low)) << count;
  }
}

TEST(SampleQuantile, OfOneOrTwoValuesIsOneOfThem) {
  const std::vector<double> one = {3.0};
  for (const double p : {0.01, 0.5, 0.99}) {
    EXPECT_EQ(sample_quantile(one, p).value, 3.0) << p;
  }
  EXPECT_TRUE(std::isnan(sample_quantile(one, 0.5).low));
  EXPECT_TRUE(std::isnan(sample_quantile(one, 0.5).high));
  EXPECT_EQ(sample_quantile(one, 0.01).high, 3.0);  // exceeds it with probability 0.99 ≥ 0.975
  EXPECT_EQ(sample_quantile(one, 0.99).low, 3.0);
  const std::vector<double> two = {3.0, 5.0};
  EXPECT_EQ(sample_quantile(two, 0.5).value, 3.0);
  EXPECT_EQ(sample_quantile(two, 0.501).value, 5.0);
  EXPECT_TRUE(std::isnan(sample_quantile(two, 0.5).low));
  EXPECT_EQ(sample_quantile(two, 0.5, 0.5).low, 3.0);
  EXPECT_EQ(sample_quantile(two, 0.5, 0.5).high, 5.0);
  // Both lie below with probability 0.15² = 0.0225, one of them with 0.2775.
  EXPECT_EQ(sample_quantile(two, 0.15).high, 5.0);
  EXPECT_TRUE(std::isnan(sample_quantile(two, 0.15).low));
}

TEST(SampleQuantile, OfNothingIsUndefined) {
  const QuantileEstimate none = sample_quantile({}, 0.5);
  EXPECT_EQ(none.count, 0);
  EXPECT_TRUE(std::isnan(none.value));
  EXPECT_TRUE(std::isnan(none.low));
  EXPECT_TRUE(std::isnan(none.high));
}

TEST(SampleQuantile, TakesTiesAndInfinities) {
  const std::vector<double> values = {-infinity, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, infinity};
  const QuantileEstimate median = sample_quantile(values, 0.5);
  EXPECT_EQ(median.value, 0.0);
  EXPECT_EQ(median.low, -infinity);
  EXPECT_EQ(median.high, infinity);
}

TEST(SampleQuantile, RefusesWhatItIsNotMadeFor) {
  const std::vector<double> values = {1.0, 2.0};
  EXPECT_THROW(sample_quantile(values, 0.0), InvariantError);
  EXPECT_THROW(sample_quantile(values, 1.0), InvariantError);
  EXPECT_THROW(sample_quantile(values, undefined), InvariantError);
  EXPECT_THROW(sample_quantile(values, 0.5, 0.0), InvariantError);
  EXPECT_THROW(sample_quantile(values, 0.5, 1.0), InvariantError);
  EXPECT_THROW(sample_quantile({}, 2.0), InvariantError);
  for (const std::vector<double>& wrong : std::vector<std::vector<double>>{
           {2.0, 1.0}, {undefined}, {1.0, undefined}, {undefined, 1.0}, {1.0, undefined, 2.0}}) {
    EXPECT_THROW(sample_quantile(wrong, 0.5), InvariantError);
  }
}

TEST(SampleQuantile, CoversAsOftenAsTheBinomialLawSays) {
  // Uniform values, whose quantile at p is p. 20,000 samples; five standard deviations of a share
  // near 0.96 are 0.007: a false alarm has probability 6e-7 for each of the three.
  constexpr int samples = 20'000;
  constexpr int count = 40;
  for (const double p : {0.3, 0.5, 0.85}) {
    int covered = 0;
    for (std::uint64_t sample = 0; sample < samples; ++sample) {
      const Luck luck(31, Phase::main, sample);
      std::vector<double> values;
      for (std::uint64_t i = 0; i < count; ++i) {
        values.push_back(luck.uniform({1}, {2}, {i}));
      }
      std::sort(values.begin(), values.end());
      const QuantileEstimate result = sample_quantile(values, p);
      covered += result.low <= p && p <= result.high ? 1 : 0;
    }
    const QuantileRanks ranks = quantile_ranks(count, p);
    const auto exact =
        static_cast<double>(binomial_share(binomial_masses(count, p), ranks.low, ranks.high));
    EXPECT_GE(exact, 0.95) << p;
    EXPECT_NEAR(static_cast<double>(covered) / samples, exact,
                5.0 * std::sqrt(exact * (1.0 - exact) / samples))
        << p;
  }
}

}  // namespace
}  // namespace firstcustomer
