/// Intervals of runs whose replications take several sets of beliefs in turn.

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {
namespace {

constexpr int sets = 8;
constexpr int size = 250;
constexpr double between = 0.3;
constexpr double inside = 2.0;

/// Normal numbers about one repetition.
class Normals {
 public:
  explicit Normals(std::uint64_t repetition)
      : stream_(Luck(7, Phase::main, repetition), Purpose{1}, EntityHash{1}, Ordinal{}) {}
  double operator()() { return normal_quantile(unit_interval(stream_())); }

 private:
  Stream stream_;
};

/// Sets whose true means differ by a standard deviation of `spread`.
std::vector<Moments> made_up(std::uint64_t repetition, double spread) {
  Normals normal(repetition);
  std::vector<Moments> all(sets);
  for (Moments& set : all) {
    const double mean = spread * normal();
    for (int i = 0; i < size; ++i) {
      set.add(mean + inside * normal());
    }
  }
  return all;
}

Moments all_of(const std::vector<Moments>& of) {
  Moments all;
  for (const Moments& set : of) {
    all.merge(set);
  }
  return all;
}

TEST(VarianceBetween, IsThatOfTheMeansBeyondSampling) {
  Moments found;
  constexpr std::uint64_t repetitions = 400;
  for (std::uint64_t i = 0; i < repetitions; ++i) {
    found.add(variance_between(made_up(i, between)));
  }
  // Unbiased but for the floor, which rarely binds here.
  EXPECT_NEAR(found.mean(), between * between, 4.0 * found.standard_error());
}

TEST(VarianceBetween, IsNothingWhereSetsAreAlike) {
  EXPECT_EQ(variance_between({}), 0.0);
  Moments one;
  one.add(1.0);
  one.add(2.0);
  EXPECT_EQ(variance_between({one}), 0.0);
  EXPECT_EQ(variance_between({one, one, one}), 0.0) << "less than sampling explains";
  Moments other;
  other.add(11.0);
  other.add(12.0);
  // Mean squares: between 2 × (5² + 5²) = 100, inside 0.5; over two values a set.
  EXPECT_NEAR(variance_between({one, other}), (100.0 - 0.5) / 2.0, 1e-12);
}

TEST(Widen, CoversTheMeanOverAllSets) {
  int covered = 0;
  int covered_before = 0;
  constexpr int repetitions = 1'000;
  for (int i = 0; i < repetitions; ++i) {
    const std::vector<Moments> of = made_up(static_cast<std::uint64_t>(i), between);
    Estimate interval = estimate(all_of(of));
    covered_before += interval.low <= 0.0 && 0.0 <= interval.high ? 1 : 0;
    widen(interval, of);
    covered += interval.low <= 0.0 && 0.0 <= interval.high ? 1 : 0;
  }
  EXPECT_GT(covered, 930) << "of 1,000, 95 % at least; four standard errors below are 922";
  EXPECT_LT(covered_before, 850) << "sampling alone is too narrow";
}

TEST(Widen, AddsSquares) {
  const std::vector<Moments> of = made_up(3, 5.0);
  Estimate interval = estimate(all_of(of));
  const double half = interval.half_width();
  widen(interval, of);
  const double further = student_quantile(0.975, sets - 1) * std::sqrt(variance_between(of) / sets);
  EXPECT_NEAR(interval.half_width(), std::hypot(half, further), 1e-9);
}

TEST(BetweenSets, KnowsHowColumnsVaryTogether) {
  std::vector<JointMoments> of(sets);
  Normals normal(11);
  for (JointMoments& set : of) {
    const double mean = 5.0 * normal();
    for (int i = 0; i < size; ++i) {
      set.add(mean + normal(), 2.0 * mean + normal());
    }
  }
  const BetweenSets found = between_sets(of);
  EXPECT_EQ(found.sets, sets);
  EXPECT_NEAR(found.second / found.first, 4.0, 0.1);
  EXPECT_NEAR(found.covariance / found.first, 2.0, 0.05);
  EXPECT_LE(found.covariance * found.covariance, found.first * found.second * (1.0 + 1e-12));
}

TEST(Estimates, OfLevelsDifferencesAndCostsHaveWhatSetsAdd) {
  Plan plan;
  plan.pilots = sets;
  Results results;
  ArmResults& own = results.arms.emplace_back();
  const std::size_t outcomes = outcome_declarations().size();
  const std::vector<Moments> of = made_up(5, 5.0);
  own.levels.assign(outcomes, all_of(of));
  own.differences.assign(outcomes, PairedMoments{});
  Normals normal(5);
  for (const Moments& set : of) {
    SetStatistics& one = own.sets.emplace_back();
    one.levels.assign(outcomes, set);
    one.differences.assign(outcomes, set);
    const double mean = normal();
    for (int i = 0; i < size; ++i) {
      const double cost = 10.0 + 3.0 * mean + normal();
      const double effect = 5.0 + normal();
      one.cost_and_effect.add(cost, effect);
      own.cost_and_effect.add(cost, effect);
    }
  }
  Estimate expected = estimate(own.levels[0]);
  widen(expected, of);
  EXPECT_EQ(level_estimate(plan, results, 0, 0).high, expected.high);
  const RatioEstimate with = cost_per_additional_supplier(plan, results, 0);
  own.sets.clear();
  const RatioEstimate before = cost_per_additional_supplier(plan, results, 0);
  EXPECT_EQ(with.ratio, before.ratio);
  EXPECT_GT(with.high - with.low, 3.0 * (before.high - before.low));
}

}  // namespace
}  // namespace firstcustomer
