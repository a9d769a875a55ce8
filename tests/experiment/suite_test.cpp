#include "firstcustomer/experiment/suite.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "experiment/minimal.hpp"
#include "experiment/small_suite.hpp"
#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::minimal_scenario;
using testing::small_suite;
using testing::small_suite_results;

constexpr std::size_t effect = 0;
constexpr std::size_t cost = 1;
constexpr std::size_t none = 0;
constexpr std::size_t cash = 1;
constexpr std::size_t order = 2;

TEST(Regret, IsWhatTheBestOfTheScenarioHasMore) {
  const Suite suite = small_suite();
  const SuiteResults results = small_suite_results();
  const Estimate found = regret(suite, results.scenarios[0], effect, none);
  EXPECT_DOUBLE_EQ(found.mean, 3.0);  // 4 − 1
  EXPECT_DOUBLE_EQ(found.low, 2.0);
  EXPECT_DOUBLE_EQ(found.high, 4.0);
  EXPECT_DOUBLE_EQ(regret(suite, results.scenarios[0], effect, cash).mean, 0.0);
  EXPECT_DOUBLE_EQ(regret(suite, results.scenarios[0], effect, cash).high, 0.0);
  EXPECT_DOUBLE_EQ(regret(suite, results.scenarios[1], effect, cash).mean, 2.0);  // 3 − 1
}

TEST(Regret, OfWhatIsToBeLessIsWhatTheBestHasLess) {
  const Suite suite = small_suite();
  const Estimate found = regret(suite, small_suite_results().scenarios[1], cost, order);
  EXPECT_DOUBLE_EQ(found.mean, 25.0);
  EXPECT_DOUBLE_EQ(found.low, 24.0);
  EXPECT_DOUBLE_EQ(found.high, 26.0);
}

TEST(Regret, IsAtMostTheMaximumOverScenarios) {
  const Suite suite = small_suite();
  const SuiteResults results = small_suite_results();
  EXPECT_DOUBLE_EQ(maximum_regret(suite, results, effect, none), 3.0);
  EXPECT_DOUBLE_EQ(maximum_regret(suite, results, effect, cash), 2.0);
  EXPECT_DOUBLE_EQ(maximum_regret(suite, results, effect, order), 0.5);
}

TEST(Regret, HasNoIntervalAgainstARuleThatWasNotRunNow) {
  const Suite suite = small_suite();
  SuiteScenario scenario = small_suite_results().scenarios[1];
  scenario.paired = 2;
  scenario.gaps.assign(3, std::vector<Estimate>(1));
  const Estimate found = regret(suite, scenario, effect, cash);
  EXPECT_DOUBLE_EQ(found.mean, 2.0);
  EXPECT_TRUE(std::isnan(found.low));
}

TEST(Regret, IsUndefinedWhereTheOutcomeIs) {
  SuiteResults results = small_suite_results();
  results.scenarios[0].rows[none].cells[effect].level.mean = std::nan("");
  EXPECT_TRUE(std::isnan(regret(small_suite(), results.scenarios[0], effect, none).mean));
  EXPECT_DOUBLE_EQ(maximum_regret(small_suite(), results, effect, none), 3.0);
}

TEST(SatisfiedShare, CountsScenariosInWhichTheMeanIsEnough) {
  const Suite suite = small_suite();
  const SuiteResults results = small_suite_results();
  EXPECT_EQ(satisfied_share(suite, results, effect, none), 0.0);
  EXPECT_EQ(satisfied_share(suite, results, effect, cash), 0.5);
  EXPECT_EQ(satisfied_share(suite, results, effect, order), 1.0);
  EXPECT_EQ(satisfied_share(suite, results, cost, order), 0.5);
  EXPECT_EQ(satisfied_share(suite, results, 2, order), std::nullopt);
  EXPECT_EQ(satisfied_share(suite, results, order), 0.5);
  EXPECT_EQ(satisfied_share(suite, results, none), 0.0);
}

TEST(Dominating, NeedsNothingWorseAndSomethingBetter) {
  const Suite suite = small_suite();
  const SuiteResults results = small_suite_results();
  EXPECT_THAT(dominating(suite, results.scenarios[0], order), ElementsAre(cash));
  EXPECT_THAT(dominating(suite, results.scenarios[0], cash), IsEmpty());
  EXPECT_THAT(dominating(suite, results.scenarios[0], none), IsEmpty());
  // Preference in effect and tail, worse in cost.
  EXPECT_THAT(dominating(suite, results.scenarios[1], cash), IsEmpty());
}

TEST(Dominating, IsNoMatterOfEqualRulesAndLooksAtTheTail) {
  const Suite suite = small_suite();
  SuiteScenario scenario = small_suite_results().scenarios[0];
  scenario.rows[order] = scenario.rows[cash];
  EXPECT_THAT(dominating(suite, scenario, order), IsEmpty());
  scenario.rows[order].cells[2].tail += 1.0;
  EXPECT_THAT(dominating(suite, scenario, order), ElementsAre(cash));
}

TEST(Record, CountsScenariosByThePairedInterval) {
  const Suite suite = small_suite();
  const SuiteResults results = small_suite_results();
  const auto won = record_of(suite, results, effect, order, cash);
  ASSERT_TRUE(won);  // −0.5 ± 1 and 2 ± 1
  EXPECT_EQ(won->wins, 1);
  EXPECT_EQ(won->draws, 1);
  EXPECT_EQ(won->losses, 0);
  const auto lost = record_of(suite, results, effect, cash, order);
  EXPECT_EQ(lost->wins, 0);
  EXPECT_EQ(lost->losses, 1);
  EXPECT_EQ(lost->draws, 1);
  const auto costs = record_of(suite, results, cost, order, cash);
  EXPECT_EQ(costs->losses, 2);
}

TEST(AddBaseline, LaysRulesThatWereNotRunBesideThoseThatWere) {
  SuiteResults mine = small_suite_results();
  for (SuiteScenario& scenario : mine.scenarios) {
    scenario.rows.resize(1);
    scenario.rows[0].rule = "mine";
    scenario.paired = 1;
    scenario.gaps.assign(3, {});
  }
  EXPECT_EQ(add_baseline(mine, small_suite_results()), "");
  ASSERT_EQ(mine.rules(), 4U);
  EXPECT_EQ(mine.scenarios[1].rows[3].rule, "order");
  EXPECT_EQ(record_of(small_suite(), mine, effect, 0, 1), std::nullopt);
  EXPECT_DOUBLE_EQ(maximum_regret(small_suite(), mine, effect, 0), 3.0);
  EXPECT_EQ(add_baseline(mine, small_suite_results()), "");
  EXPECT_EQ(mine.rules(), 4U);
  SuiteResults longer = small_suite_results();
  longer.scenarios[1].rows[2].replications = 4000;
  EXPECT_EQ(add_baseline(mine, longer),
            "its rule 'order' met 4000 replications, these 100: other luck");
  mine.scenarios[1].digest = "another";
  EXPECT_THAT(add_baseline(mine, small_suite_results()), HasSubstr("'rough' is not the one"));
  mine.scenarios[1].name = "stormy";
  EXPECT_THAT(add_baseline(mine, small_suite_results()), HasSubstr("no scenario 'stormy'"));
}

Plan three_arms(std::int64_t lucks) {
  return comparison_plan({{"none", without_programme(minimal_scenario())},
                          {"cash", minimal_scenario()},
                          {"order", minimal_scenario({"programme.fund.budget=£5m"})}},
                         300, lucks);
}

/// The gaps against the first arm are the differences that estimates.hpp knows by another way.
TEST(RunSuiteScenario, PairsEveryTwoRules) {
  const Suite suite = small_suite();
  for (const std::int64_t lucks : {1, 10}) {
    const Plan plan = three_arms(lucks);
    const Results results = run_plan(plan, 1, {});
    const SuiteScenario scenario = run_suite_scenario(suite, plan, 2, {});
    ASSERT_EQ(scenario.rows.size(), 3U);
    EXPECT_EQ(scenario.rows[1].rule, "cash");
    for (std::size_t arm = 1; arm < 3; ++arm) {
      const Estimate known = difference_estimate(plan, results, arm, suite.outcomes[cost].outcome);
      const Estimate gap = scenario.gaps[cost][pair_of(0, arm, 3)];
      EXPECT_NEAR(gap.mean, -known.mean, 1e-6 * std::abs(known.mean));
      EXPECT_NEAR(gap.low, -known.high, 1e-6 * std::abs(known.mean));
      EXPECT_EQ(scenario.rows[arm].cells[cost].level.mean,
                level_estimate(plan, results, arm, suite.outcomes[cost].outcome).mean);
    }
    const Estimate third = scenario.gaps[cost][pair_of(1, 2, 3)];
    EXPECT_NEAR(
        third.mean,
        scenario.gaps[cost][pair_of(0, 2, 3)].mean - scenario.gaps[cost][pair_of(0, 1, 3)].mean,
        1.0);
    EXPECT_GT(third.mean, 0.0);
  }
}

TEST(RunSuiteScenario, HasTheSameBitsForAnyNumberOfThreads) {
  const Suite suite = small_suite();
  const Plan plan = three_arms(10);
  const SuiteScenario one = run_suite_scenario(suite, plan, 1, {});
  const SuiteScenario five = run_suite_scenario(suite, plan, 5, {});
  for (std::size_t k = 0; k < suite.outcomes.size(); ++k) {
    for (std::size_t pair = 0; pair < 3; ++pair) {
      EXPECT_EQ(one.gaps[k][pair].mean, five.gaps[k][pair].mean);
      EXPECT_EQ(one.gaps[k][pair].standard_error, five.gaps[k][pair].standard_error);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
