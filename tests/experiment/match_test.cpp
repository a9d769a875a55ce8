#include "firstcustomer/experiment/match.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "experiment/minimal.hpp"
#include "firstcustomer/core/check.hpp"
#include "model/outcome_index.hpp"

namespace firstcustomer {
namespace {

using testing::minimal_scenario;
using testing::outcome_index;

TEST(MatchValue, FindsTheRootOfARisingMeasure) {
  int calls = 0;
  const auto cube = [&](double x) {
    ++calls;
    return std::optional(x * x * x);
  };
  for (const double start : {0.01, 1.0, 4.9, 5.0, 300.0}) {
    calls = 0;
    const MatchSearch found = match_value(cube, start, 125.0);
    EXPECT_EQ(found.end, MatchEnd::met) << start;
    EXPECT_NEAR(found.value, 5.0, 2e-3) << start;
    EXPECT_NEAR(found.achieved, 125.0, 0.125) << start;
    EXPECT_EQ(found.trials, calls);
    EXPECT_LT(calls, 40) << start;
  }
}

TEST(MatchValue, FindsTheRootOfAFallingMeasure) {
  const auto falling = [](double x) { return std::optional(100.0 / (1.0 + x)); };
  for (const double start : {1.0, 9.0, 1000.0}) {
    const MatchSearch found = match_value(falling, start, 10.0);
    EXPECT_EQ(found.end, MatchEnd::met) << start;
    EXPECT_NEAR(found.value, 9.0, 0.02) << start;
  }
}

TEST(MatchValue, GoesDownFromWhereNothingChanges) {
  const auto spent = [](double budget) { return std::optional(std::min(budget, 30.0)); };
  const MatchSearch found = match_value(spent, 4000.0, 12.0);
  EXPECT_EQ(found.end, MatchEnd::met);
  EXPECT_NEAR(found.value, 12.0, 0.02);
}

TEST(MatchValue, SaysWhenTheTargetIsOutOfReach) {
  const auto spent = [](double budget) { return std::optional(std::min(budget, 30.0)); };
  const MatchSearch above = match_value(spent, 100.0, 40.0);
  EXPECT_EQ(above.end, MatchEnd::out_of_reach);
  EXPECT_EQ(above.achieved, 30.0);
  EXPECT_GE(above.highest, 800.0) << "it tried";
  const auto at_least = [](double x) { return std::optional(10.0 + x); };
  const MatchSearch below = match_value(at_least, 100.0, 5.0);
  EXPECT_EQ(below.end, MatchEnd::out_of_reach);
  EXPECT_EQ(below.value, 0.0);
  EXPECT_EQ(below.achieved, 10.0);
}

TEST(MatchValue, TakesTheNearerSideOfAJump) {
  const auto steps = [](double x) { return std::optional(std::floor(x) * 10.0); };
  const MatchSearch found = match_value(steps, 1.0, 47.0);
  EXPECT_EQ(found.end, MatchEnd::nearest);
  EXPECT_EQ(found.achieved, 50.0);
  EXPECT_EQ(std::floor(found.value), 5.0);
}

TEST(MatchValue, StaysWithinWhatIsAllowed) {
  const auto share = [](double x) { return x > 1.0 ? std::nullopt : std::optional(x); };
  const MatchSearch inside = match_value(share, 0.6, 0.9);
  EXPECT_EQ(inside.end, MatchEnd::met);
  EXPECT_NEAR(inside.value, 0.9, 1e-3);
  const MatchSearch outside = match_value(share, 0.6, 1.2);
  EXPECT_EQ(outside.end, MatchEnd::out_of_reach);
  EXPECT_GT(outside.value, 0.95);
  EXPECT_LE(outside.highest, 1.0);
}

TEST(MatchValue, NeedsAStartThatCanBeDoubled) {
  const auto any = [](double x) { return std::optional(x); };
  EXPECT_THROW(match_value(any, 0.0, 1.0), InvariantError);
  const auto none = [](double) { return std::optional<double>(); };
  EXPECT_THROW(match_value(none, 1.0, 1.0), InvariantError);
}

TEST(MeanForMatching, MeetsLuckThatNoRunMeets) {
  const std::size_t paid = outcome_index("public_money_paid");
  const ArmRequest arm{"order", minimal_scenario()};
  Plan plan = comparison_plan({arm}, 200);
  plan.first = matching_luck;
  const double expected = run_plan(plan, 1, {}).arms[0].levels[paid].mean();
  EXPECT_EQ(mean_for_matching(arm, plan.seed, paid, 200, 1, 2), expected);
  plan.first = 0;
  EXPECT_NE(run_plan(plan, 1, {}).arms[0].levels[paid].mean(), expected);
  EXPECT_NE(mean_for_matching(arm, plan.seed + 1, paid, 200, 1, 1), expected);
}

TEST(MeanForMatching, RisesWithTheBudgetSoThatARootCanBeFound) {
  const std::size_t paid = outcome_index("public_money_paid");
  const auto measure = [&](double budget) {
    Scenario scenario = minimal_scenario();
    scenario.numbers.programmes.front().fund.budget = Money::major(budget);
    return std::optional(mean_for_matching({"order", scenario}, 1, paid, 300, 1, 2));
  };
  const double target = *measure(7e6);
  const MatchSearch found = match_value(measure, 50e6, target);
  EXPECT_EQ(found.end, MatchEnd::met);
  EXPECT_NEAR(found.value, 7e6, 0.05e6);
}

}  // namespace
}  // namespace firstcustomer
