#include "firstcustomer/core/first_passage.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/statistics.hpp"

namespace firstcustomer {
namespace {

constexpr double relative = 1e-9;

void expect_exact(double computed, double exact) {
  EXPECT_NEAR(computed, exact, relative * std::abs(exact));
}

/// The exact values have ten digits.
void expect_digits(double computed, double exact) {
  EXPECT_NEAR(computed, exact, 6e-11 * std::max(1.0, std::abs(exact)));
}

TEST(FirstPassage, RuinsCashThatWanders) {  // V37
  const BrownianMotion cash{10.0, -0.5, 2.0};
  expect_digits(hit_probability(cash, 12.0), 0.4092884515);
  expect_digits(hit_probability(cash, 18.0), 0.6062557584);
  expect_exact(mean_hitting_time(cash), 20.0);
  expect_digits(sd_of_hitting_time(cash), 17.8885438200);
  EXPECT_EQ(hit_probability_ever(cash), 1.0);
  expect_digits(hit_probability_ever({10.0, 0.1, 2.0}), 0.6065306597);
}

TEST(FirstPassage, ReachesAFrozenThreshold) {  // V43
  const BrownianMotion gap{std::log(2.0), -0.35, 0.25};
  expect_digits(mean_hitting_time(gap), 1.9804205159);
  expect_digits(sd_of_hitting_time(gap), 1.0051958170);
  expect_digits(hit_probability(gap, 2.0), 0.6034104569);
  expect_digits(mean_discount_at_hit(gap, 0.035), 0.9336005140);
}

TEST(FirstPassage, ReachesAnIndexedThreshold) {  // V44
  const BrownianMotion gap{std::log(2.0), -0.05, 0.25};
  expect_digits(mean_hitting_time(gap), 13.8629436112);
  expect_digits(hit_probability(gap, 2.0), 0.0844068596);
}

TEST(FirstPassage, ReachesAStochasticFrontier) {  // V45
  const double sd = std::sqrt(0.25 + 0.09 - 2.0 * 0.4 * 0.5 * 0.3);
  expect_digits(sd, 0.4690415760);
  const BrownianMotion gap{std::log(100.0 / 80.0), -0.07, sd};
  expect_digits(hit_probability(gap, 3.0), 0.8358157602);
  expect_digits(mean_hitting_time(gap), 3.1877650188);
  expect_digits(normal_cdf((0.21 - std::log(1.25)) / (sd * std::sqrt(3.0))), 0.4935459567);
}

TEST(FirstPassage, IsCertainInTheLongRunTowardsTheBarrierOnly) {
  EXPECT_NEAR(hit_probability({1.0, -1.0, 1.0}, 1e4), 1.0, 1e-12);
  expect_exact(hit_probability({1.0, 0.3, 1.0}, 1e4), hit_probability_ever({1.0, 0.3, 1.0}));
  EXPECT_EQ(mean_hitting_time({1.0, 0.0, 1.0}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(sd_of_hitting_time({1.0, 0.1, 1.0}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(hit_probability({0.0, 0.5, 1.0}, 1.0), 1.0);
}

TEST(FirstPassage, StaysExactWhereItsTermsOverflow) {
  // Nearly without chance it comes down on time: an hour too early never, at its time by half.
  const BrownianMotion sure{1.0, -1.0, 1e-3};
  EXPECT_NEAR(hit_probability(sure, 0.9), 0.0, 1e-15);
  EXPECT_NEAR(hit_probability(sure, 1.0), 0.5, 1e-3);
  EXPECT_NEAR(hit_probability(sure, 1.1), 1.0, 1e-15);
}

TEST(FirstPassage, DiscountsLikeItsMoments) {
  // −d log E e^(−r τ)/dr at 0 is the mean, the second derivative the variance.
  const BrownianMotion gap{2.0, -0.4, 0.7};
  const double h = 1e-4;
  const double one = std::log(mean_discount_at_hit(gap, h));
  const double two = std::log(mean_discount_at_hit(gap, 2.0 * h));
  const double sd = sd_of_hitting_time(gap);
  EXPECT_NEAR(-one / h, mean_hitting_time(gap), 0.5 * sd * sd * h * 1.01);
  EXPECT_NEAR((two - 2.0 * one) / (h * h), sd * sd, 0.01 * sd * sd);
  expect_exact(mean_discount_at_hit({2.0, 0.4, 0.7}, 0.0), hit_probability_ever({2.0, 0.4, 0.7}));
  EXPECT_EQ(mean_discount_at_hit(gap, 0.0), 1.0);
}

// --- Steps

TEST(BridgedStep, AddsUpToTheWholePassage) {
  // Over all ends of one step: the density of the end times the probability that it was crossed.
  const BrownianMotion motion{1.0, -0.3, 0.8};
  const double sd = 0.8 * std::sqrt(2.0);
  double sum = 0.0;
  constexpr int cells = 200'000;
  for (int i = 0; i < cells; ++i) {
    const double end = 1.0 - 0.3 * 2.0 + sd * normal_quantile((i + 0.5) / cells);
    sum += crossing_probability({1.0, end, sd * sd}) / cells;
  }
  EXPECT_NEAR(sum, hit_probability(motion, 2.0), 1e-6);
}

TEST(BridgedStep, IsCrossedByItsEndAsOftenAsAtAll) {
  for (const BridgedStep step : {BridgedStep{1.0, 0.5, 0.6}, {0.2, 3.0, 2.0}, {1.0, -0.4, 0.3}}) {
    EXPECT_EQ(crossing_probability_by(step, 0.0), 0.0);
    EXPECT_EQ(crossing_probability_by(step, 1.0), crossing_probability(step));
    EXPECT_NEAR(crossing_probability_by(step, 1.0 - 1e-12), crossing_probability(step), 1e-5);
  }
  EXPECT_EQ(crossing_probability({1.0, 0.0, 1.0}), 1.0);
  EXPECT_EQ(crossing_probability({1.0, 1.0, 0.0}), 0.0);
}

TEST(BridgedStep, IsCrossedByAPartAsItsHalvesSay) {
  // A twin: the middle is normal around the mean of the ends, and each half is a bridge.
  const BridgedStep step{0.7, 0.4, 1.3};
  double sum = 0.0;
  constexpr int cells = 200'000;
  for (int i = 0; i < cells; ++i) {
    const double middle = 0.55 + std::sqrt(1.3 / 4.0) * normal_quantile((i + 0.5) / cells);
    sum += crossing_probability({0.7, middle, 0.65}) / cells;
  }
  EXPECT_NEAR(crossing_probability_by(step, 0.5), sum, 1e-6);
}

TEST(BridgedStep, KnowsItsQuantiles) {
  for (const BridgedStep step : {BridgedStep{1.0, 0.5, 0.6}, {0.2, 3.0, 2.0}, {1.0, -0.4, 0.3}}) {
    double before = 0.0;
    for (const double share : {1e-6, 0.01, 0.3, 0.7, 0.999}) {
      const double u = share * crossing_probability(step);
      const double part = crossing_quantile(step, u);
      EXPECT_GT(part, before) << "monotone";
      EXPECT_LT(part, 1.0);
      expect_exact(crossing_probability_by(step, part), u);
      before = part;
    }
  }
  EXPECT_EQ(crossing_quantile({1.0, -1.0, 0.0}, 0.5), 0.5) << "a straight line";
}

/// P(passage within 12 steps) and its mean time there, with normals at the ends of the steps alone.
TEST(FirstPassageOfSteps, IsThatOfTheMotion) {
  const BrownianMotion cash{10.0, -0.5, 2.0};
  Moments hits;
  Moments early;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const Luck luck(1, Phase::main, i);
    double levels[13] = {10.0};
    for (std::uint64_t k = 0; k < 12; ++k) {
      const double z = normal_quantile(luck.uniform({901}, {0}, {k}));
      levels[k + 1] = levels[k] - 0.5 + 2.0 * z;
    }
    const auto found = first_passage(
        0, 12, levels[0], levels[12], 4.0, [&](std::size_t k) { return levels[k]; },
        [&](std::size_t k) { return luck.uniform({902}, {0}, {k}); });
    hits.add(found ? 1.0 : 0.0);
    early.add(found && static_cast<double>(found->step) + found->part <= 7.3 ? 1.0 : 0.0);
  }
  EXPECT_NEAR(hits.mean(), hit_probability(cash, 12.0), 4.0 * hits.standard_error());
  EXPECT_NEAR(early.mean(), hit_probability(cash, 7.3), 4.0 * early.standard_error());
}

TEST(FirstPassageOfSteps, IsTheFirst) {
  const double levels[] = {5.0, 3.0, -1.0, 4.0, -2.0};
  const auto level = [&](std::size_t i) { return levels[i]; };
  const auto never_between = [](std::size_t) { return 1e-9; };
  const auto found = first_passage(0, 4, levels[0], levels[4], 0.1, level, never_between);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->step, 1U);
  const auto rest = first_passage(2, 4, levels[2], levels[4], 0.1, level, never_between);
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->step, 2U) << "it begins below";
  EXPECT_EQ(rest->part, 0.0);
}

}  // namespace
}  // namespace firstcustomer
