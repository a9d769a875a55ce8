#include "firstcustomer/core/statistics.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/time.hpp"

namespace firstcustomer {
namespace {

using Long = long double;

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

std::vector<double> normal_values(std::uint64_t seed, int count, double mean, double sd) {
  std::mt19937_64 bits(seed);
  std::vector<double> values;
  for (int i = 0; i < count; ++i) {
    values.push_back(mean + sd * normal_quantile(unit_interval(bits())));
  }
  return values;
}

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  for (const double value : values) {
    moments.add(value);
  }
  return moments;
}

Long mean_of(const std::vector<double>& values) {
  Long sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<Long>(values.size());
}

/// Two passes: deviations from the mean, multiplied pairwise.
Long covariance_of(const std::vector<double>& a, const std::vector<double>& b) {
  const Long mean_a = mean_of(a);
  const Long mean_b = mean_of(b);
  Long sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += (a[i] - mean_a) * (b[i] - mean_b);
  }
  return sum / static_cast<Long>(a.size() - 1);
}

double relative_error(double computed, Long exact) {
  return static_cast<double>(std::abs((computed - exact) / exact));
}

TEST(Moments, AreThoseOfAFewValues) {
  const Moments moments = moments_of({2.0, 4.0, 9.0});
  EXPECT_EQ(moments.count(), 3);
  EXPECT_DOUBLE_EQ(moments.mean(), 5.0);
  EXPECT_DOUBLE_EQ(moments.variance(), 13.0);
  EXPECT_DOUBLE_EQ(moments.standard_error(), std::sqrt(13.0 / 3.0));
}

TEST(Moments, MeetATwoPassReference) {
  const std::vector<double> values = normal_values(1, 10'000, 3.0, 2.0);
  const Moments moments = moments_of(values);
  EXPECT_EQ(moments.count(), 10'000);
  EXPECT_LE(relative_error(moments.mean(), mean_of(values)), 1e-13);
  EXPECT_LE(relative_error(moments.variance(), covariance_of(values, values)), 1e-13);
}

TEST(Moments, KeepTheVarianceBesideLargeOffsets) {
  // The condition of the problem is offset / sd; a sum of squares would lose its square.
  for (const double offset : {1e3, 1e6, 1e9, -1e9, 1e12}) {
    const std::vector<double> values = normal_values(2, 10'000, offset, 1.0);
    const Moments moments = moments_of(values);
    const double allowed = 1e-16 * std::abs(offset) + 1e-13;
    EXPECT_LE(relative_error(moments.mean(), mean_of(values)), 1e-14) << offset;
    EXPECT_LE(relative_error(moments.variance(), covariance_of(values, values)), allowed) << offset;
  }
}

TEST(Moments, AreUndefinedBelowTwoValues) {
  Moments moments;
  EXPECT_EQ(moments.count(), 0);
  EXPECT_TRUE(std::isnan(moments.mean()));
  EXPECT_TRUE(std::isnan(moments.variance()));
  EXPECT_TRUE(std::isnan(moments.standard_error()));
  moments.add(5.0);
  EXPECT_EQ(moments.mean(), 5.0);
  EXPECT_TRUE(std::isnan(moments.variance()));
  EXPECT_TRUE(std::isnan(moments.standard_error()));
  moments.add(5.0);
  EXPECT_EQ(moments.variance(), 0.0);
  EXPECT_EQ(moments.standard_error(), 0.0);
}

TEST(Moments, DoNotCountUndefinedValues) {
  const Moments some = moments_of({undefined, 1.0, undefined, 3.0, undefined});
  EXPECT_EQ(some.count(), 2);
  EXPECT_EQ(some.mean(), 2.0);
  EXPECT_EQ(some.variance(), 2.0);
  EXPECT_EQ(moments_of({undefined, undefined}).count(), 0);
  EXPECT_TRUE(std::isnan(moments_of({undefined}).mean()));
}

TEST(Moments, MergingBlocksEqualsAdding) {
  std::mt19937_64 bits(3);
  for (int round = 0; round < 200; ++round) {
    const std::vector<double> values = normal_values(bits(), 500, 10.0, 4.0);
    Moments merged;
    for (std::size_t begin = 0; begin < values.size();) {
      const std::size_t end = std::min(values.size(), begin + bits() % 90);  // empty blocks too
      Moments block;
      for (std::size_t i = begin; i < end; ++i) {
        block.add(values[i]);
      }
      merged.merge(block);
      begin = end;
    }
    const Moments added = moments_of(values);
    ASSERT_EQ(merged.count(), added.count());
    ASSERT_LE(relative_error(merged.mean(), added.mean()), 1e-12);
    ASSERT_LE(relative_error(merged.variance(), added.variance()), 1e-12);
  }
}

TEST(Moments, MergingNothingChangesNothing) {
  const Moments some = moments_of({0.1, 0.2, 0.4});
  Moments left = some;
  left.merge(Moments());
  Moments right;
  right.merge(some);
  for (const Moments& merged : {left, right}) {
    EXPECT_EQ(merged.count(), some.count());
    EXPECT_EQ(merged.mean(), some.mean());
    EXPECT_EQ(merged.variance(), some.variance());
  }
  Moments nothing;
  nothing.merge(Moments());
  EXPECT_EQ(nothing.count(), 0);
}

TEST(Moments, OfValuesAreThoseOfAddingThem) {
  for (const int count : {1, 2, 7, 100}) {
    const auto values = normal_values(17, count, 1e6, 3.0);
    const Moments at_once = Moments::of(values);
    const Moments one_by_one = moments_of(values);
    EXPECT_EQ(at_once.count(), count);
    EXPECT_NEAR(at_once.mean(), one_by_one.mean(), 1e-9);
    if (count > 1) {
      EXPECT_NEAR(at_once.variance(), static_cast<double>(covariance_of(values, values)), 1e-9);
    }
  }
  EXPECT_EQ(Moments::of({}).count(), 0);
  EXPECT_TRUE(std::isnan(Moments::of({}).mean()));
}

TEST(PairedMoments, EqualArmsDifferByExactlyNothing) {
  PairedMoments all;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    PairedMoments block;
    for (const double value : normal_values(seed, 777, 1e6, 3.0)) {
      block.add(value, value);
    }
    all.merge(block);
  }
  EXPECT_EQ(all.difference().count(), 7770);
  EXPECT_EQ(all.difference().mean(), 0.0);
  EXPECT_EQ(all.difference().variance(), 0.0);
  EXPECT_NEAR(all.correlation(), 1.0, 1e-15);
  EXPECT_TRUE(std::isnan(all.variance_reduction()));
}

TEST(PairedMoments, CountAPairWhenBothValuesAreDefined) {
  PairedMoments pairs;
  pairs.add(1.0, 4.0);
  pairs.add(undefined, 100.0);
  pairs.add(100.0, undefined);
  pairs.add(undefined, undefined);
  pairs.add(3.0, 5.0);
  EXPECT_EQ(pairs.base().count(), 2);
  EXPECT_EQ(pairs.arm().count(), 2);
  EXPECT_EQ(pairs.difference().count(), 2);
  EXPECT_EQ(pairs.base().mean(), 2.0);
  EXPECT_EQ(pairs.arm().mean(), 4.5);
  EXPECT_EQ(pairs.difference().mean(), 2.5);  // arm − base
  EXPECT_EQ(pairs.difference().variance(), 0.5);
}

TEST(PairedMoments, MeetTheDirectFormulas) {
  for (const double weight : {-2.0, -0.3, 0.0, 0.1, 1.0, 5.0}) {
    const std::vector<double> base = normal_values(5, 4000, 2.0, 1.5);
    std::vector<double> arm = normal_values(6, 4000, -1.0, 1.0);
    PairedMoments pairs;
    PairedMoments later;
    for (std::size_t i = 0; i < base.size(); ++i) {
      arm[i] += weight * base[i];
      (i < 1500 ? pairs : later).add(base[i], arm[i]);
    }
    pairs.merge(later);
    const Long covariance = covariance_of(base, arm);
    const Long both = covariance_of(base, base) + covariance_of(arm, arm);
    const Long correlation =
        covariance / std::sqrt(covariance_of(base, base) * covariance_of(arm, arm));
    EXPECT_NEAR(pairs.covariance(), static_cast<double>(covariance), 1e-11) << weight;
    EXPECT_NEAR(pairs.correlation(), static_cast<double>(correlation), 1e-12) << weight;
    EXPECT_LE(relative_error(pairs.variance_reduction(), both / (both - 2 * covariance)), 1e-12)
        << weight;
  }
}

TEST(PairedMoments, CorrelationStaysWithinItsBounds) {
  PairedMoments same;
  PairedMoments opposite;
  for (const double value : normal_values(7, 1000, 0.3, 0.7)) {
    same.add(value, 3.0 * value + 1.0);
    opposite.add(value, -3.0 * value);
  }
  EXPECT_LE(same.correlation(), 1.0);
  EXPECT_NEAR(same.correlation(), 1.0, 1e-14);
  EXPECT_GE(opposite.correlation(), -1.0);
  EXPECT_NEAR(opposite.correlation(), -1.0, 1e-14);
}

TEST(PairedMoments, AreUndefinedWhereAColumnDoesNotVary) {
  PairedMoments pairs;
  EXPECT_TRUE(std::isnan(pairs.correlation()));
  EXPECT_TRUE(std::isnan(pairs.variance_reduction()));
  pairs.add(1.0, 0.1);
  EXPECT_TRUE(std::isnan(pairs.correlation()));
  EXPECT_TRUE(std::isnan(pairs.variance_reduction()));
  pairs.add(2.0, 0.1);
  EXPECT_TRUE(std::isnan(pairs.correlation()));
  EXPECT_DOUBLE_EQ(pairs.variance_reduction(), 1.0);
}

TEST(PairedMoments, CommonLuckSavesTwoFoldAndFortyReplications) {
  // Waiting times at rates 1 and 1.25, from the same u: X and 0.8·X. The difference has variance
  // 0.2² = 0.04, that of independent runs 1 + 0.64 = 1.64, so pairing saves a factor of 41.
  constexpr int count = 200'000;
  PairedMoments pairs;
  Moments independent;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Luck luck(2026, Phase::main, i);
    const double u = luck.uniform({1}, {2}, {3});
    const double other = luck.uniform({1}, {2}, {4});
    const double base = quantile(Law::exponential(1.0), u);
    pairs.add(base, quantile(Law::exponential(0.8), u));
    independent.add(quantile(Law::exponential(0.8), other) - base);
  }
  // A variance of exponentials has a relative standard deviation of √(8/n) = 0.0063: five of them.
  EXPECT_NEAR(pairs.difference().mean(), -0.2, 5.0 * 0.2 / std::sqrt(count));
  EXPECT_NEAR(pairs.difference().variance(), 0.04, 0.04 * 0.0316);
  EXPECT_NEAR(independent.variance(), 1.64, 1.64 * 0.0316);
  // The factor is the same for every sample, as the one column is a multiple of the other.
  EXPECT_NEAR(pairs.variance_reduction(), 41.0, 1e-9);
  EXPECT_NEAR(pairs.correlation(), 1.0, 1e-12);
  EXPECT_NEAR(independent.variance() / pairs.difference().variance(), 41.0, 41.0 * 0.045);
}

TEST(JointMoments, MeetTheDirectFormulas) {
  const auto x = normal_values(1, 500, 1e6, 2.0);
  auto y = normal_values(2, 500, -3.0, 1.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    y[i] += 0.5 * (x[i] - 1e6);
  }
  JointMoments whole;
  for (std::size_t i = 0; i < x.size(); ++i) {
    whole.add(x[i], y[i]);
  }
  const auto covariance = static_cast<double>(covariance_of(x, y));
  EXPECT_NEAR(whole.covariance(), covariance, 1e-9);
  EXPECT_EQ(whole.first().mean(), moments_of(x).mean());
  EXPECT_EQ(whole.second().variance(), moments_of(y).variance());
  for (const std::size_t block : {1U, 7U, 100U, 499U}) {
    JointMoments merged;
    for (std::size_t begin = 0; begin < x.size(); begin += block) {
      JointMoments part;
      for (std::size_t i = begin; i < std::min(begin + block, x.size()); ++i) {
        part.add(x[i], y[i]);
      }
      merged.merge(part);
      merged.merge(JointMoments{});
    }
    EXPECT_EQ(merged.count(), 500);
    EXPECT_NEAR(merged.covariance(), covariance, 1e-9) << block;
  }
}

TEST(JointMoments, CountAPairWhenBothValuesAreDefined) {
  JointMoments pairs;
  EXPECT_TRUE(std::isnan(pairs.covariance()));
  pairs.add(1, undefined);
  pairs.add(undefined, 1);
  EXPECT_EQ(pairs.count(), 0);
  pairs.add(1, 4);
  EXPECT_TRUE(std::isnan(pairs.covariance()));
  pairs.add(3, 2);
  EXPECT_EQ(pairs.count(), 2);
  EXPECT_EQ(pairs.second().count(), 2);
  EXPECT_EQ(pairs.covariance(), -2.0);
}

TEST(StudentQuantile, MeetsTheReference) {
  // The expansion above 200 degrees of freedom is worst far out; nearer in, a lost term must show.
  double worst_small = 0.0;
  double worst_large = 0.0;
  for (std::int64_t freedom = 1; freedom <= 1000; ++freedom) {
    const boost::math::students_t_distribution<Long> reference(static_cast<Long>(freedom));
    for (const double p : {0.51, 0.6, 0.75, 0.9, 0.95, 0.975, 0.995, 0.9995}) {
      const Long exact = quantile(complement(reference, Long{1} - Long{p}));
      const double error = relative_error(student_quantile(p, freedom), exact);
      EXPECT_LE(error, p <= 0.95 ? 1e-12 : 1e-9) << p << ", " << freedom << " degrees of freedom";
      double& worst = freedom <= 200 ? worst_small : worst_large;
      worst = std::max(worst, error);
    }
  }
  RecordProperty("worst_to_200", std::to_string(worst_small * 1e12) + "e-12");
  RecordProperty("worst_above", std::to_string(worst_large * 1e12) + "e-12");
}

TEST(StudentQuantile, MeetsItsClosedForms) {
  constexpr double pi = 3.14159265358979323846;
  for (double p = 0.505; p < 0.9996; p += 0.001) {
    EXPECT_NEAR(student_quantile(p, 1) * std::tan(pi * (1.0 - p)), 1.0, 1e-11) << p;
    EXPECT_NEAR(student_quantile(p, 2) / ((2.0 * p - 1.0) / std::sqrt(2.0 * p * (1.0 - p))), 1.0,
                1e-11)
        << p;
  }
}

TEST(StudentQuantile, BeginsAtZeroAndNearsTheNormalQuantile) {
  for (const std::int64_t freedom : {1, 2, 3, 10, 200, 201, 1'000'000}) {
    EXPECT_EQ(student_quantile(0.5, freedom), 0.0) << freedom;
  }
  EXPECT_NEAR(student_quantile(0.975, 1'000'000'000'000), normal_quantile(0.975), 1e-11);
}

TEST(StudentQuantile, RefusesWhatItIsNotMadeFor) {
  EXPECT_THROW(student_quantile(0.49, 10), InvariantError);
  EXPECT_THROW(student_quantile(1.0, 10), InvariantError);
  EXPECT_THROW(student_quantile(undefined, 10), InvariantError);
  EXPECT_THROW(student_quantile(0.9, 0), InvariantError);
}

TEST(Estimate, IsTheIntervalByHand) {
  // Mean 2.5, variance 5/3, standard error √(5/12), quantile of t with 3 degrees of freedom 3.1824.
  const Estimate result = estimate(moments_of({1.0, 2.0, 3.0, 4.0}));
  EXPECT_EQ(result.count, 4);
  EXPECT_DOUBLE_EQ(result.mean, 2.5);
  EXPECT_DOUBLE_EQ(result.standard_error, std::sqrt(5.0 / 12.0));
  EXPECT_NEAR(result.low, 2.5 - 3.182446305284263 * std::sqrt(5.0 / 12.0), 1e-12);
  EXPECT_NEAR(result.high, 2.5 + 3.182446305284263 * std::sqrt(5.0 / 12.0), 1e-12);
  EXPECT_NEAR(result.half_width(), 3.182446305284263 * std::sqrt(5.0 / 12.0), 1e-12);
}

TEST(Estimate, WidensWithItsConfidence) {
  // Two values: one degree of freedom, whose quantile is a tangent: t(0.75) = 1, t(0.9) = 3.0777.
  const Moments moments = moments_of({-1.0, 1.0});
  EXPECT_NEAR(estimate(moments, 0.5).high, 1.0, 1e-12);
  EXPECT_NEAR(estimate(moments, 0.8).high, 3.0776835371752536, 1e-12);
  EXPECT_NEAR(estimate(moments, 0.8).low, -3.0776835371752536, 1e-12);
}

TEST(Estimate, IsUndefinedBelowTwoValues) {
  const Estimate none = estimate(Moments());
  EXPECT_EQ(none.count, 0);
  EXPECT_TRUE(std::isnan(none.mean));
  const Estimate one = estimate(moments_of({3.0}));
  EXPECT_EQ(one.count, 1);
  EXPECT_EQ(one.mean, 3.0);
  for (const Estimate& result : {none, one}) {
    EXPECT_TRUE(std::isnan(result.standard_error));
    EXPECT_TRUE(std::isnan(result.low));
    EXPECT_TRUE(std::isnan(result.high));
    EXPECT_TRUE(std::isnan(result.half_width()));
  }
}

TEST(Estimate, OfAConstantHasNoWidth) {
  const Estimate result = estimate(moments_of({0.1, 0.1, 0.1}));
  EXPECT_EQ(result.low, 0.1);
  EXPECT_EQ(result.high, 0.1);
  EXPECT_EQ(result.half_width(), 0.0);
}

TEST(Estimate, NeedsAConfidenceBetweenZeroAndOne) {
  const Moments moments = moments_of({1.0, 2.0});
  EXPECT_THROW(estimate(moments, 0.0), InvariantError);
  EXPECT_THROW(estimate(moments, 1.0), InvariantError);
  EXPECT_THROW(estimate(moments, undefined), InvariantError);
  EXPECT_NO_THROW(estimate(moments, 0.999));
}

TEST(Estimate, CoversTheMeanAsOftenAsItSays) {
  // 4000 intervals of 5 normal values at 90 %: 3600 cover on average, standard deviation 19; five.
  int covered = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    const Estimate result = estimate(moments_of(normal_values(seed, 5, 7.0, 2.0)), 0.9);
    covered += result.low <= 7.0 && 7.0 <= result.high ? 1 : 0;
  }
  EXPECT_NEAR(covered, 3600, 95);
}

TEST(Proportion, MeetsThePublishedIntervals) {
  // Newcombe 1998, table I, method 3, to the four digits printed there.
  const Estimate many = proportion(81, 263);
  EXPECT_NEAR(many.low, 0.2553, 5e-5);
  EXPECT_NEAR(many.high, 0.3662, 5e-5);
  const Estimate some = proportion(15, 148);
  EXPECT_NEAR(some.low, 0.0624, 5e-5);
  EXPECT_NEAR(some.high, 0.1605, 5e-5);
  const Estimate none = proportion(0, 20);
  EXPECT_EQ(none.low, 0.0);
  EXPECT_NEAR(none.high, 0.1611, 5e-5);
  const Estimate one = proportion(1, 29);
  EXPECT_NEAR(one.low, 0.0061, 5e-5);
  EXPECT_NEAR(one.high, 0.1718, 5e-5);
}

TEST(Proportion, MeetsTheScoreFormula) {
  // Centre and half width in 30 digits.
  const Estimate none = proportion(0, 10);
  EXPECT_EQ(none.count, 10);
  EXPECT_EQ(none.mean, 0.0);
  EXPECT_EQ(none.standard_error, 0.0);
  EXPECT_EQ(none.low, 0.0);
  EXPECT_NEAR(none.high, 0.27753279986288925, 1e-15);
  const Estimate all = proportion(10, 10);
  EXPECT_EQ(all.mean, 1.0);
  EXPECT_EQ(all.standard_error, 0.0);
  EXPECT_NEAR(all.low, 0.72246720013711075, 1e-15);
  EXPECT_EQ(all.high, 1.0);
  const Estimate some = proportion(3, 20);
  EXPECT_EQ(some.mean, 0.15);
  EXPECT_DOUBLE_EQ(some.standard_error, std::sqrt(0.15 * 0.85 / 20.0));
  EXPECT_NEAR(some.low, 0.052368745896216604, 1e-15);
  EXPECT_NEAR(some.high, 0.36041886474075697, 1e-15);
  EXPECT_NEAR(proportion(3, 20, 0.9).low, 0.061582410477368304, 1e-15);
  EXPECT_NEAR(proportion(3, 20, 0.9).high, 0.32182807567530688, 1e-15);
}

TEST(Proportion, EndsWhereTheShareIsSurprising) {
  // At either end π the share lies z standard errors √(π(1 − π)/n) away.
  for (const std::int64_t count : {1, 2, 30, 1000, 1'000'000}) {
    for (const std::int64_t hits : {std::int64_t{1}, count / 3, count / 2, count - 1}) {
      const Estimate result = proportion(hits, count, 0.99);
      const double z = normal_quantile(0.995);
      for (const double end : {result.low, result.high}) {
        if (end > 0.0 && end < 1.0) {
          const double error = std::sqrt(end * (1.0 - end) / static_cast<double>(count));
          EXPECT_NEAR(std::abs(result.mean - end) / error, z, 1e-8) << hits << " of " << count;
        }
      }
    }
  }
}

TEST(Proportion, StaysWithinItsBounds) {
  for (const std::int64_t count : {1, 2, 3, 10, 60, 1'000'000'007}) {
    for (std::int64_t hits = 0; hits <= std::min<std::int64_t>(count, 60); ++hits) {
      for (const double confidence : {0.1, 0.95, 1.0 - 1e-12}) {
        const Estimate result = proportion(hits, count, confidence);
        const Estimate mirror = proportion(count - hits, count, confidence);
        ASSERT_GE(result.low, 0.0);
        ASSERT_LE(result.low, result.mean);
        ASSERT_LE(result.mean, result.high);
        ASSERT_LE(result.high, 1.0);
        ASSERT_EQ(result.low == 0.0, hits == 0);
        ASSERT_EQ(result.high == 1.0, hits == count);
        ASSERT_NEAR(result.low, 1.0 - mirror.high, 1e-15);
        ASSERT_NEAR(result.standard_error, mirror.standard_error, 1e-15);
      }
    }
  }
}

TEST(Proportion, IsUndefinedWithoutTrials) {
  const Estimate none = proportion(0, 0);
  EXPECT_EQ(none.count, 0);
  EXPECT_TRUE(std::isnan(none.mean));
  EXPECT_TRUE(std::isnan(none.standard_error));
  EXPECT_TRUE(std::isnan(none.low));
  EXPECT_TRUE(std::isnan(none.high));
}

TEST(Proportion, RefusesWhatItIsNotMadeFor) {
  EXPECT_THROW(proportion(-1, 10), InvariantError);
  EXPECT_THROW(proportion(11, 10), InvariantError);
  EXPECT_THROW(proportion(0, -1), InvariantError);
  EXPECT_THROW(proportion(3, 10, 0.0), InvariantError);
  EXPECT_THROW(proportion(3, 10, 1.0), InvariantError);
  EXPECT_THROW(proportion(0, 0, undefined), InvariantError);
}

TEST(Proportion, CoversTheShareAsOftenAsItSays) {
  constexpr int trials = 50;
  constexpr int rounds = 20'000;
  double sum_of_shares = 0.0;
  for (int tenths = 1; tenths <= 9; ++tenths) {
    const double p = tenths / 10.0;
    // How often it must cover: the masses of the numbers of hits whose interval holds p.
    Long mass = std::pow(1 - Long{p}, trials);
    Long covering = 0;
    for (int hits = 0; hits <= trials; ++hits) {
      const Estimate result = proportion(hits, trials);
      covering += result.low <= p && p <= result.high ? mass : 0;
      mass *= Long{p} / (1 - Long{p}) * (trials - hits) / (hits + 1);
    }
    const auto share = static_cast<double>(covering);
    sum_of_shares += share;
    int covered = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
      const Luck luck(32, Phase::main, round);
      std::int64_t hits = 0;
      for (std::uint64_t trial = 0; trial < trials; ++trial) {
        hits += luck.uniform({1}, {2}, {trial}) < p ? 1 : 0;
      }
      const Estimate result = proportion(hits, trials);
      covered += result.low <= p && p <= result.high ? 1 : 0;
    }
    EXPECT_GE(share, 0.92) << p;
    // Five standard deviations: a false alarm has probability 6e-7 for each of the nine.
    EXPECT_NEAR(static_cast<double>(covered) / rounds, share,
                5.0 * std::sqrt(share * (1.0 - share) / rounds))
        << p;
  }
  EXPECT_NEAR(sum_of_shares / 9.0, 0.95, 0.01);
}

/// Shares of rounds whose interval holds the true mean 0, and how much wider the naive one is.
struct Coverage {
  double by_blocks = 0.0;
  double as_independent = 0.0;
  double width_ratio = 0.0;
};

/// `value(round, block, place)` is one replication, of mean 0.
template <typename Value>
Coverage coverage_of(int rounds, std::uint64_t blocks, std::uint64_t block_size, Value value) {
  Coverage coverage;
  for (int round = 0; round < rounds; ++round) {
    Moments replications;
    Moments block_means;
    for (std::uint64_t block = 0; block < blocks; ++block) {
      Moments members;
      for (std::uint64_t place = 0; place < block_size; ++place) {
        members.add(value(Luck(33, Phase::main, static_cast<std::uint64_t>(round)), block, place));
      }
      replications.merge(members);
      block_means.add(members.mean());
    }
    const Estimate right = estimate_from_blocks(replications, block_means, 0.9);
    const Estimate naive = estimate(replications, 0.9);
    coverage.by_blocks += right.low <= 0.0 && 0.0 <= right.high ? 1.0 / rounds : 0.0;
    coverage.as_independent += naive.low <= 0.0 && 0.0 <= naive.high ? 1.0 / rounds : 0.0;
    coverage.width_ratio += naive.half_width() / right.half_width() / rounds;
  }
  return coverage;
}

TEST(EstimateFromBlocks, IsTheIntervalByHand) {
  // Three blocks of two with means 2, 3 and 7: variance 7, standard error √(7/3), and the
  // quantile of t with 2 degrees of freedom is (2p − 1)/√(2p(1 − p)).
  const double reach = 0.95 / std::sqrt(2.0 * 0.975 * 0.025) * std::sqrt(7.0 / 3.0);
  const Estimate result = estimate_from_blocks(moments_of({1.0, 3.0, 2.0, 4.0, 4.0, 10.0}),
                                               moments_of({2.0, 3.0, 7.0}));
  EXPECT_EQ(result.count, 6);
  EXPECT_DOUBLE_EQ(result.mean, 4.0);
  EXPECT_DOUBLE_EQ(result.standard_error, std::sqrt(7.0 / 3.0));
  EXPECT_NEAR(result.low, 4.0 - reach, 1e-12);
  EXPECT_NEAR(result.high, 4.0 + reach, 1e-12);
}

TEST(EstimateFromBlocks, OfBlocksOfOneIsThePlainInterval) {
  const Moments moments = moments_of(normal_values(34, 30, 5.0, 2.0));
  const Estimate blocks = estimate_from_blocks(moments, moments, 0.8);
  const Estimate plain = estimate(moments, 0.8);
  EXPECT_EQ(blocks.standard_error, plain.standard_error);
  EXPECT_EQ(blocks.low, plain.low);
  EXPECT_EQ(blocks.high, plain.high);
}

TEST(EstimateFromBlocks, IsUndefinedBelowTwoBlocks) {
  const Moments replications = moments_of({1.0, 2.0, 3.0});
  for (const Moments& blocks : {Moments(), moments_of({2.0})}) {
    const Estimate result = estimate_from_blocks(replications, blocks);
    EXPECT_EQ(result.count, 3);
    EXPECT_EQ(result.mean, 2.0);
    EXPECT_TRUE(std::isnan(result.standard_error));
    EXPECT_TRUE(std::isnan(result.low));
    EXPECT_TRUE(std::isnan(result.high));
  }
  EXPECT_TRUE(std::isnan(estimate_from_blocks(Moments(), Moments()).mean));
  EXPECT_THROW(estimate_from_blocks(replications, Moments(), 1.0), InvariantError);
}

TEST(EstimateFromBlocks, APartialBlockEntersTheMeanOnly) {
  const Estimate full =
      estimate_from_blocks(moments_of({1.0, 3.0, 4.0, 6.0}), moments_of({2.0, 5.0}));
  const Estimate more =
      estimate_from_blocks(moments_of({1.0, 3.0, 4.0, 6.0, 11.0}), moments_of({2.0, 5.0}));
  EXPECT_EQ(more.count, 5);
  EXPECT_EQ(more.mean, 5.0);
  EXPECT_EQ(more.standard_error, full.standard_error);
  EXPECT_DOUBLE_EQ(more.half_width(), full.half_width());
}

TEST(EstimateFromBlocks, CoversTheMeanWhereABlockSharesItsLuck) {
  // Blocks of 20 with a common part and an own part of variance 1 each: the mean of a block has
  // variance 1.05, that of independent values would have 0.1. The naive interval is 3.2 times too
  // narrow and covers about 0.39 of the time. 4000 rounds at 90 %: standard deviation 0.0047; five.
  const Coverage coverage =
      coverage_of(4000, 10, 20, [](const Luck& luck, std::uint64_t block, std::uint64_t place) {
        return normal_quantile(luck.uniform({1}, {2}, {block})) +
               normal_quantile(luck.uniform({2}, {2}, {block * 20 + place}));
      });
  EXPECT_NEAR(coverage.by_blocks, 0.9, 0.024);
  EXPECT_LT(coverage.as_independent, 0.5);
  EXPECT_LT(coverage.width_ratio, 0.35);
}

TEST(EstimateFromBlocks, CoversTheMeanOfAStratifiedBlockWithLess) {
  // One value in each twentieth of (−½, ½): the mean of a block has variance 1/(12·20³), a 400th
  // of that of independent values. The naive interval is some 20 times too wide and always covers.
  const Coverage coverage =
      coverage_of(4000, 10, 20, [](const Luck& luck, std::uint64_t block, std::uint64_t place) {
        const double u = luck.uniform({3}, {2}, {block * 20 + place});
        return (static_cast<double>(place) + u) / 20.0 - 0.5;
      });
  EXPECT_NEAR(coverage.by_blocks, 0.9, 0.024);
  EXPECT_EQ(std::round(coverage.as_independent * 4000), 4000);
  EXPECT_GT(coverage.width_ratio, 15.0);
}

Instant at(std::int64_t microseconds) {
  return Instant::microseconds(microseconds);
}

TEST(TimeWeighted, IsTheMeanByHand) {
  // 2 for 10, 5 for 20, 0 for 30: (20 + 100) / 60.
  TimeWeighted level;
  level.start(at(100), 2.0);
  level.set(at(110), 5.0);
  level.set(at(130), 0.0);
  level.finish(at(160));
  EXPECT_EQ(level.mean(), 2.0);
  EXPECT_EQ(level.duration(), Duration::microseconds(60));
  EXPECT_EQ(level.highest(), 5.0);
}

TEST(TimeWeighted, MeetsTheIntegralOfManyLevels) {
  std::mt19937_64 bits(35);
  for (int round = 0; round < 100; ++round) {
    TimeWeighted level;
    TimeWeighted whole;
    std::int64_t now = static_cast<std::int64_t>(bits() % 1000);
    double value = unit_interval(bits());
    std::int64_t number = 0;
    level.start(at(now), value);
    whole.start(at(now), 0.0);
    Long integral = 0;
    std::int64_t count = 0;
    std::int64_t time = 0;
    for (int change = 0; change < 1000; ++change) {
      const auto span = static_cast<std::int64_t>(bits() % microseconds_per_day);
      integral += Long{value} * static_cast<Long>(span);
      count += number * span;
      time += span;
      now += span;
      value = 1e3 * (unit_interval(bits()) - 0.2);
      number = static_cast<std::int64_t>(bits() % 50) - 10;
      level.set(at(now), value);
      whole.set(at(now), static_cast<double>(number));
    }
    level.finish(at(now));
    whole.finish(at(now));
    ASSERT_LE(relative_error(level.mean(), integral / static_cast<Long>(time)), 1e-13);
    ASSERT_EQ(whole.mean(), static_cast<double>(count) / static_cast<double>(time));
    ASSERT_EQ(level.duration(), Duration::microseconds(time));
  }
}

TEST(TimeWeighted, SettingTheSameLevelAgainChangesNoBit) {
  std::mt19937_64 bits(36);
  TimeWeighted plain;
  TimeWeighted split;
  std::int64_t now = 0;
  double value = 0.1;
  plain.start(at(now), value);
  split.start(at(now), value);
  for (int change = 0; change < 1000; ++change) {
    for (std::uint64_t again = bits() % 4; again > 0; --again) {
      now += static_cast<std::int64_t>(bits() % 1'000'003);
      split.set(at(now), value);
    }
    now += static_cast<std::int64_t>(bits() % 1'000'003);
    value = unit_interval(bits()) / 3.0;
    plain.set(at(now), value);
    split.set(at(now), value);
  }
  split.set(at(now + 5), value);
  plain.finish(at(now + 9));
  split.finish(at(now + 9));
  EXPECT_EQ(split.mean(), plain.mean());
  EXPECT_EQ(split.duration(), plain.duration());
  EXPECT_EQ(split.highest(), plain.highest());
}

TEST(TimeWeighted, LevelsOfNoDurationLeaveNoTrace) {
  TimeWeighted level;
  level.start(at(0), 900.0);
  level.set(at(0), 2.0);
  level.set(at(10), 700.0);
  level.set(at(10), -50.0);
  level.set(at(10), 4.0);
  level.set(at(20), 800.0);
  level.finish(at(20));
  EXPECT_EQ(level.mean(), 3.0);
  EXPECT_EQ(level.highest(), 4.0);
}

TEST(TimeWeighted, TheHighestMayBeNegative) {
  TimeWeighted level;
  level.start(at(0), -7.0);
  level.set(at(1), -3.0);
  level.set(at(2), -5.0);
  level.finish(at(3));
  EXPECT_EQ(level.highest(), -3.0);
  EXPECT_EQ(level.mean(), -5.0);
}

TEST(TimeWeighted, IsUndefinedForNoTime) {
  TimeWeighted level;
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(std::isnan(level.mean()));
    EXPECT_TRUE(std::isnan(level.highest()));
    EXPECT_EQ(level.duration(), Duration());
    level.start(at(5), 3.0);
    level.finish(at(5));
  }
}

TEST(TimeWeighted, AFurtherSpanLeavesTheTimeBetweenOut) {
  TimeWeighted level;
  level.start(at(0), 1.0);
  level.finish(at(10));
  level.start(at(1000), 4.0);
  level.finish(at(1020));
  EXPECT_EQ(level.mean(), 3.0);
  EXPECT_EQ(level.duration(), Duration::microseconds(30));
}

TEST(TimeWeighted, MergedIsTheMeanOfThePooledTime) {
  TimeWeighted brief;
  brief.start(at(0), 9.0);
  brief.finish(at(10));
  TimeWeighted lasting;
  lasting.start(at(0), 1.0);
  lasting.finish(at(30));
  TimeWeighted pooled = brief;
  pooled.merge(lasting);
  EXPECT_EQ(pooled.mean(), 3.0);  // not 5, the mean of the means
  EXPECT_EQ(pooled.duration(), Duration::microseconds(40));
  EXPECT_EQ(pooled.highest(), 9.0);
  lasting.merge(brief);
  EXPECT_EQ(lasting.mean(), 3.0);
  EXPECT_EQ(lasting.highest(), 9.0);
}

TEST(TimeWeighted, MergingNothingChangesNothing) {
  TimeWeighted some;
  some.start(at(0), 0.1);
  some.finish(at(7));
  TimeWeighted left = some;
  left.merge(TimeWeighted());
  TimeWeighted right;
  right.merge(some);
  for (const TimeWeighted& merged : {left, right}) {
    EXPECT_EQ(merged.mean(), some.mean());
    EXPECT_EQ(merged.duration(), some.duration());
    EXPECT_EQ(merged.highest(), some.highest());
  }
}

TEST(TimeWeighted, PoolsMoreTimeThanADurationHolds) {
  TimeWeighted level;
  level.start(at(0), 3.0);
  level.finish(at(15 * microseconds_per_year));
  for (int doubling = 0; doubling < 14; ++doubling) {
    level.merge(level);
  }
  EXPECT_DOUBLE_EQ(level.duration().years(), 15.0 * 16384.0);
  level.merge(level);
  EXPECT_THROW(level.duration(), InvariantError);
  EXPECT_DOUBLE_EQ(level.mean(), 3.0);
}

TEST(TimeWeighted, RefusesWhatItIsNotMadeFor) {
  TimeWeighted level;
  EXPECT_THROW(level.set(at(0), 1.0), InvariantError);
  EXPECT_THROW(level.finish(at(0)), InvariantError);
  EXPECT_THROW(level.start(at(0), undefined), InvariantError);
  level.start(at(10), 1.0);
  EXPECT_THROW(level.start(at(20), 1.0), InvariantError);
  EXPECT_THROW(level.set(at(9), 2.0), InvariantError);
  EXPECT_THROW(level.set(at(20), undefined), InvariantError);
  EXPECT_THROW(level.set(at(20), std::numeric_limits<double>::infinity()), InvariantError);
  EXPECT_THROW(level.finish(at(9)), InvariantError);
  EXPECT_THROW(level.mean(), InvariantError);
  EXPECT_THROW(level.duration(), InvariantError);
  EXPECT_THROW(level.highest(), InvariantError);
  EXPECT_THROW(level.merge(TimeWeighted()), InvariantError);
  EXPECT_THROW(TimeWeighted().merge(level), InvariantError);
  level.set(at(20), 3.0);
  EXPECT_THROW(level.set(at(19), 1.0), InvariantError);
  level.finish(at(30));
  EXPECT_EQ(level.mean(), 2.0);
}

}  // namespace
}  // namespace firstcustomer
