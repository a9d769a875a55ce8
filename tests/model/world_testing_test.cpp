#include <gtest/gtest.h>

#include <cmath>

#include "model/staged_case.hpp"

namespace firstcustomer {
namespace {

using testing::days;
using testing::expect_mean;
using testing::History;
using testing::history_of;
using testing::small_case;
using testing::stage;
using testing::staged_case;

/// A test of a product with ln R ~ N(mu, s²), with noise and bias, against its threshold.
constexpr double mu = -0.1;
constexpr double s = 0.4;
constexpr double noise = 0.25;
constexpr double bias = 0.15;

Case noisy_case() {
  Case numbers = staged_case();
  numbers.technologies[0].relative_performance = Law::lognormal(std::exp(mu), s);
  numbers.benchmarks[0].noise = noise;
  numbers.benchmarks[0].gaming_bias = bias;
  return numbers;
}

double passes_at(double x) {
  return normal_cdf((x + bias) / noise);
}

/// The integral of f(x) over the density of ln R from `low` to `high`, by the midpoint rule.
template <class Function>
double expected(double low, double high, const Function& f) {
  constexpr int steps = 20'000;
  const double width = (high - low) / steps;
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) {
    const double x = low + (i + 0.5) * width;
    sum += f(x) * std::exp(-0.5 * (x - mu) * (x - mu) / (s * s)) * width;
  }
  return sum / (s * std::sqrt(2.0 * 3.14159265358979323846));
}

TEST(Test, FlatteredPassesMoreOften) {
  expect_mean(noisy_case(), normal_cdf((mu + bias) / std::hypot(s, noise)),
              [](const Outcome& o) { return o.qualified_suppliers; });
}

TEST(Test, PassesSomeThatAreBelowTheThreshold) {
  expect_mean(noisy_case(), expected(mu - 8 * s, 0.0, passes_at),
              [](const Outcome& o) { return o.false_qualifications; });
}

TEST(Test, OfSeveralAttemptsIsIndependentOnOneProduct) {
  for (const int attempts : {2, 3}) {
    Case numbers = noisy_case();
    numbers.standard.attempts = attempts;
    const auto ever = [&](double x) { return 1.0 - std::pow(1.0 - passes_at(x), attempts); };
    expect_mean(numbers, expected(mu - 8 * s, mu + 8 * s, ever),
                [](const Outcome& o) { return o.qualified_suppliers; });
    expect_mean(numbers, expected(mu - 8 * s, 0.0, ever),
                [](const Outcome& o) { return o.false_qualifications; });
  }
}

TEST(Test, OfSeveralThresholdsMustMeetThemAll) {
  Case numbers = noisy_case();
  numbers.benchmarks.push_back({"delay", "ms", Better::lower, 0.3});
  numbers.frontier.push_back({1.0, numbers.start, 1.0});
  numbers.standard.thresholds.push_back(
      {"delay", ThresholdOf::level, 0.9, FrontierOn::test, {}});  // 1/.9 of R = 1
  const auto both = [](double x) { return passes_at(x) * normal_cdf((x + std::log(0.9)) / 0.3); };
  expect_mean(numbers, expected(mu - 8 * s, mu + 8 * s, both),
              [](const Outcome& o) { return o.qualified_suppliers; });
  expect_mean(numbers, expected(mu - 8 * s, -std::log(0.9), both),
              [](const Outcome& o) { return o.false_qualifications; });
}

TEST(Test, SeesTheSoftwareOfItsDay) {
  Case numbers = staged_case();
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  numbers.technologies[0].maturity = {1.5, Duration::from_days(300)};
  numbers.standard.attempts = 3;
  numbers.standard.retest_after = Duration::from_days(290);
  const auto failed = history_of(numbers).all(RecordKind::test_failed);
  ASSERT_EQ(failed.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const double age = 10.0 + 300.0 * static_cast<double>(i);
    EXPECT_NEAR(days(failed[i].when), 150.0 + age, 1e-6);
    EXPECT_NEAR(failed[i].truth,
                0.5 * maturity_after({1.5, Duration::from_days(300)}, Duration::from_days(age)),
                1e-12);
  }
}

TEST(Test, OfAProductThatAimedAtAPlannedDateFallsBackBySlip) {
  // Planned for day 150, tested on day 1.3 × 160, against the frontier of the test.
  Case numbers = staged_case();
  numbers.frontier[0].annual_growth = 1.6;
  numbers.technologies[0].slip = Law::constant(1.3);
  numbers.technologies[0].relative_performance = Law::constant(1.2);
  numbers.standard.thresholds[0] = {"speed", ThresholdOf::frontier, 1.0, FrontierOn::test, {}};
  const History history = history_of(numbers);
  const auto passed = history.all(RecordKind::test_passed);
  ASSERT_EQ(passed.size(), 1U);
  EXPECT_NEAR(passed[0].truth, 1.2 * std::pow(1.6, 150 / days_per_year), 1e-9);
  EXPECT_NEAR(passed[0].other, std::pow(1.6, 1.3 * 160 / days_per_year), 1e-9);
  EXPECT_NEAR(history.outcome.performance_at_first_qualification,
              1.2 * std::pow(1.6, (150 - 1.3 * 160) / days_per_year), 1e-9);
  numbers.technologies[0].slip = Law::constant(1.8);
  EXPECT_EQ(history_of(numbers).count(RecordKind::test_passed), 1U) << "1.6^(138/365.25) = 1.194";
  numbers.technologies[0].slip = Law::constant(1.9);
  EXPECT_EQ(history_of(numbers).count(RecordKind::test_failed), 1U) << "1.6^(154/365.25) = 1.219";
}

TEST(Test, AgainstAStepwiseFrontierAimsAtTheStepItPlannedFor) {
  // Launches on days 140 and 280: planned for day 150, after the first; tested before the second.
  Case numbers = staged_case();
  numbers.frontier[0].annual_growth = std::pow(1.9, days_per_year / 140.0);  // no drift
  numbers.frontier[0].launches = Launches{Law::constant(140.0), Law::constant(1.9), 0.0};
  numbers.technologies[0].relative_performance = Law::constant(1.0);
  const auto passed = history_of(numbers).all(RecordKind::test_passed);
  ASSERT_EQ(passed.size(), 1U);
  EXPECT_NEAR(passed[0].truth, 1.9, 1e-9);
}

}  // namespace
}  // namespace firstcustomer
