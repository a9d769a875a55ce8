// Products that improve by chance, a frontier that wanders, and tests of products that are ready.

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/first_passage.hpp"
#include "firstcustomer/core/law.hpp"
#include "model/staged_case.hpp"

namespace firstcustomer {
namespace {

using testing::days;
using testing::expect_mean;
using testing::for_each_history;
using testing::History;
using testing::history_of;
using testing::small_case;

/// A product at half of what the standard asks, whose test takes no time.
Case improving_case(double growth, double volatility) {
  Case numbers = small_case();
  Technology& technology = numbers.technologies[0];
  technology.relative_performance = Law::constant(0.5);
  technology.improvement = Improvement{PerYear(growth), volatility};
  technology.submits = Submission::ready;
  technology.stages[0].duration = technology.stages[0].repeat_duration = Law::constant(0.0);
  numbers.firms[0].begun = false;
  return numbers;
}

double years_to_first(const Case& numbers) {
  const auto passed = history_of(numbers).all(RecordKind::test_passed);
  return passed.empty() ? -1.0 : days(passed.front().when) / days_per_year;
}

TEST(WorldImprovement, ReachesAFrozenThresholdOnItsDayWithoutChance) {
  EXPECT_NEAR(years_to_first(improving_case(0.35, 0.0)), std::log(2.0) / 0.35, 1e-6);
}

TEST(WorldImprovement, ReachesAFloatingThresholdByWhatItGrowsFaster) {
  Case numbers = improving_case(0.35, 0.0);
  numbers.standard.thresholds[0].of = ThresholdOf::frontier;
  numbers.frontier[0].annual_growth = std::exp(0.2);
  EXPECT_NEAR(years_to_first(numbers), std::log(2.0) / 0.15, 1e-6);
}

TEST(WorldImprovement, ReachesALowerLevelWhereLowerIsBetter) {
  Case numbers = improving_case(0.35, 0.0);
  numbers.benchmarks[0].better = Better::lower;
  EXPECT_NEAR(years_to_first(numbers), std::log(2.0) / 0.35, 1e-6);
}

TEST(WorldImprovement, IsReadyByMaturityAlone) {
  Case numbers = improving_case(0.0, 0.0);
  numbers.technologies[0].improvement.reset();
  numbers.technologies[0].maturity = {3.0, Duration::from_days(days_per_year)};
  // 1 + 2 × (1 − 3^−t)/(1 + 3^−t) = 2 at the half time.
  EXPECT_NEAR(years_to_first(numbers), 1.0, 1e-5);
}

TEST(WorldImprovement, NeverTestsAProductThatIsNeverReady) {
  Case numbers = improving_case(-0.1, 0.0);
  const History history = history_of(numbers);
  EXPECT_EQ(history.count(RecordKind::stage_begins), 0U);
  EXPECT_EQ(history.outcome.suppliers_active, 1.0);
}

TEST(WorldImprovement, TestsAtOnceWhatIsReadyAtOnce) {
  Case numbers = improving_case(0.0, 0.3);
  numbers.technologies[0].relative_performance = Law::constant(1.5);
  EXPECT_EQ(years_to_first(numbers), 0.0);
}

TEST(WorldImprovement, PassesInTheInstantInWhichItIsReady) {
  int passed = 0;
  for_each_history(improving_case(0.35, 0.25), 500, [&](const History& history) {
    ASSERT_EQ(history.count(RecordKind::test_failed), 0U) << "without noise";
    for (const Record& test : history.all(RecordKind::test_passed)) {
      ++passed;
      ASSERT_GE(test.truth, test.other);
      ASSERT_NEAR(test.truth / test.other, 1.0, 1e-9);
    }
  });
  EXPECT_GT(passed, 490);
}

TEST(WorldImprovement, HitsAsOftenAsTheFirstPassageSaysOnALaterGrid) {
  // A prototype in the middle of a month.
  Case numbers = testing::staged_case();
  Technology& technology = numbers.technologies[0];
  technology.relative_performance = Law::constant(0.5);
  technology.improvement = Improvement{PerYear(0.35), 0.25};
  technology.submits = Submission::ready;
  technology.stages.back().duration = Law::constant(0.0);
  numbers.standard.deadline = Date(2028, 5, 31);
  const double left = (881.0 - 150.0) / days_per_year;
  expect_mean(numbers, hit_probability({std::log(2.0), -0.35, 0.25}, left),
              [](const Outcome& o) { return o.qualified_suppliers; });
}

TEST(WorldImprovement, MeasuresAtTheEndOfAPlainTestWhatChanceHasMade) {
  Case numbers = improving_case(0.1, 0.4);
  numbers.technologies[0].submits = Submission::testable;
  numbers.technologies[0].stages[0].duration = Law::constant(2.0 * days_per_year);
  const double z = (0.2 - std::log(2.0)) / (0.4 * std::sqrt(2.0));
  expect_mean(numbers, normal_cdf(z), [](const Outcome& o) { return o.qualified_suppliers_ever; });
}

TEST(WorldImprovement, TestsAgainWhenItIsReadyAfterTheWait) {
  Case numbers = improving_case(0.35, 0.25);
  numbers.benchmarks[0].noise = 0.3;
  numbers.standard.attempts = 3;
  int again = 0;
  for_each_history(numbers, 200, [&](const History& history) {
    const auto failed = history.all(RecordKind::test_failed);
    const auto begun = history.all(RecordKind::stage_begins);
    for (std::size_t i = 0; i + 1 < begun.size(); ++i) {
      ++again;
      ASSERT_GE(days(begun[i + 1].when) - days(failed[i].when), 180.0 - 1e-6);
    }
  });
  EXPECT_GT(again, 50);
}

TEST(WorldImprovement, DrawsEachGenerationAnew) {
  Case numbers = testing::staged_case();
  Technology& technology = numbers.technologies[0];
  technology.relative_performance = Law::constant(0.4);
  technology.improvement = Improvement{PerYear(0.0), 0.3};
  technology.stages.back().duration = Law::constant(300.0);
  technology.generations.at_most = 2;
  int second = 0;
  for_each_history(numbers, 100, [&](const History& history) {
    const auto failed = history.all(RecordKind::test_failed);
    if (failed.size() == 2) {
      ++second;
      ASSERT_NE(failed[0].truth, failed[1].truth);
    }
  });
  EXPECT_GT(second, 50);
}

// --- A frontier that wanders

TEST(WorldFrontier, WandersWithTheVarianceOfTime) {
  // Tested after two years against the frontier of the day: as often as its log is below ln 0.9.
  Case numbers = improving_case(0.0, 0.0);
  Technology& technology = numbers.technologies[0];
  technology.improvement.reset();
  technology.submits = Submission::testable;
  technology.relative_performance = Law::constant(0.9);
  technology.stages[0].duration = Law::constant(2.0 * days_per_year);
  numbers.standard.thresholds[0].of = ThresholdOf::frontier;
  numbers.frontier[0].volatility = 0.3;
  numbers.frontier[0].annual_growth = std::exp(0.05);
  // The design aims at the frontier of its first day.
  const double z = (std::log(0.9) - 0.1) / (0.3 * std::sqrt(2.0));
  expect_mean(numbers, normal_cdf(z), [](const Outcome& o) { return o.qualified_suppliers_ever; });
}

TEST(WorldFrontier, IsKnownUntilTheDayOfItsLevel) {
  Case numbers = improving_case(0.35, 0.0);
  numbers.standard.thresholds[0].of = ThresholdOf::frontier;
  numbers.standard.thresholds[0].fixed = FrontierOn::date;
  numbers.standard.thresholds[0].fixed_on = Date(2030, 1, 1);
  numbers.frontier[0] = {1.0, Date(2030, 1, 1), 1.0};
  const double known = years_to_first(numbers);
  numbers.frontier[0].volatility = 0.3;
  EXPECT_EQ(years_to_first(numbers), known);
  numbers.frontier[0].dated = Date(2028, 1, 1);
  EXPECT_NE(years_to_first(numbers), known);
}

TEST(WorldFrontier, GoesAlongWithProductsThatAreCorrelatedWithIt) {
  // Perfectly, and as volatile: the distance is certain, and so is the day.
  Case numbers = improving_case(0.35, 0.2);
  numbers.standard.thresholds[0].of = ThresholdOf::frontier;
  numbers.frontier[0].volatility = 0.2;
  numbers.technologies[0].improvement->correlation = 1.0;
  EXPECT_NEAR(years_to_first(numbers), std::log(2.0) / 0.35, 1e-6);
}

}  // namespace
}  // namespace firstcustomer
