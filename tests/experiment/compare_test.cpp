#include "firstcustomer/experiment/compare.hpp"

#include <gmock/gmock.h>

#include <bit>
#include <cmath>

#include "experiment/minimal.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/experiment/replay.hpp"
#include "model/outcome_index.hpp"
#include "model/small_case.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using testing::minimal_scenario;
using testing::outcome_index;
using testing::responsive_scenario;

const std::size_t qualified = outcome_index("qualified_suppliers");
const std::size_t entered = outcome_index("suppliers_entered");
const std::size_t paid = outcome_index("public_money_paid");

constexpr const char* slip_path = "technologies.accelerator.slip.lognormal.median";

/// No programme, the programme, and twice its money: with an uncertain slip, so that cases differ.
std::vector<ArmRequest> three_arms() {
  const std::vector<std::string> uncertain = {
      "technologies.accelerator.slip.lognormal.median={uniform: {low: 0.8, high: 1.6}}"};
  auto doubled = uncertain;
  doubled.emplace_back("programme.fund.budget=£100m");
  const Scenario scenario = minimal_scenario(uncertain);
  return {{"no-programme", without_programme(scenario)},
          {"order", scenario},
          {"double", minimal_scenario(doubled)}};
}

Plan plan_of(const std::vector<ArmRequest>& arms, std::int64_t replications, std::int64_t lucks,
             std::size_t outcome = qualified, bool least = false) {
  Plan plan = comparison_plan(arms, replications, lucks);
  plan.contest = Contest{outcome, least};
  return plan;
}

/// A plan without a world: so many arms, replications as there are rows.
Plan bare_plan(std::size_t arms, std::int64_t replications, std::int64_t lucks) {
  Plan plan;
  for (std::size_t arm = 0; arm < arms; ++arm) {
    plan.arms.push_back({"arm-" + std::to_string(arm), testing::small_case(), {}});
    plan.arms.back().model = Model::build(plan.arms.back().numbers);
  }
  plan.replications = replications;
  plan.lucks = lucks;
  plan.contest = Contest{qualified, false};
  return plan;
}

TEST(ComparisonPlan, HasTheArmsInTheirOrderAndSharesWhatTheyHaveInCommon) {
  const Plan plan = plan_of(three_arms(), 200, 10);
  ASSERT_EQ(plan.arms.size(), 3U);
  EXPECT_EQ(plan.arms[2].name, "double");
  EXPECT_FALSE(can_act(Channel::cash, plan.arms[0].numbers));
  EXPECT_TRUE(can_act(Channel::cash, plan.arms[1].numbers));
  EXPECT_EQ(plan.arms[1].own, nullptr);
  EXPECT_EQ(plan.cases(), 20);
  EXPECT_EQ(plan.compared_arms(), 3U);
  std::vector<ArmRequest> twice = three_arms();
  twice[2].name = "order";
  EXPECT_THROW(comparison_plan(twice, 200), InvariantError);
}

TEST(ComparisonPlan, WithOneLuckACaseHasTheBitsOfARun) {
  const auto arms = three_arms();
  const Plan run = make_plan(arms[2].scenario, 230);
  const Plan compared = plan_of(arms, 230, 1);
  for (std::int64_t block = 0; block < 3; ++block) {
    const BlockResult expected = BlockRunner(run).run(block);
    const BlockResult found = BlockRunner(compared).run(block);
    ASSERT_EQ(found.rows[2].size(), expected.rows[1].size());
    for (std::size_t i = 0; i < found.rows[2].size(); ++i) {
      EXPECT_TRUE(testing::same(found.rows[0][i], expected.rows[0][i]));
      EXPECT_TRUE(testing::same(found.rows[2][i], expected.rows[1][i]));
    }
  }
}

TEST(ComparisonPlan, LucksOfACaseShareItsNumbersAndKeepTheirOwnLuck) {
  const Plan plan = plan_of(three_arms(), 200, 10);
  const Plan alone = plan_of(three_arms(), 200, 1);
  const auto slip = [](const Replay& played) { return played.drawn.at(slip_path); };
  EXPECT_EQ(slip(replay(plan, 1, 30)), slip(replay(plan, 1, 39)));
  EXPECT_EQ(slip(replay(plan, 1, 30)), slip(replay(alone, 1, 3)));
  EXPECT_NE(slip(replay(plan, 1, 40)), slip(replay(plan, 1, 39)));
  const BlockResult block = BlockRunner(plan).run(0);
  EXPECT_TRUE(testing::same(block.rows[2][35], *replay(plan, 2, 35).outcome));
  EXPECT_FALSE(testing::same(block.rows[2][35], block.rows[2][36]));
}

TEST(ComparisonPlan, ANumberHasItsArmsOwnLawAtTheSamePlace) {
  auto arms = three_arms();
  arms[2].scenario = minimal_scenario(
      {"technologies.accelerator.slip.lognormal.median={uniform: {low: 1.8, high: 2.6}}"});
  arms.push_back({"certain", minimal_scenario()});
  arms.push_back({"again", arms[2].scenario});
  const Plan plan = plan_of(arms, 100, 1);
  ASSERT_NE(plan.arms[2].own, nullptr);
  EXPECT_EQ(plan.arms[4].own, plan.arms[2].own);
  for (const std::int64_t replication : {0, 7}) {
    const Replay one = replay(plan, 1, replication);
    const Replay other = replay(plan, 2, replication);
    EXPECT_NEAR(one.drawn.at(slip_path) + 1.0, other.drawn.at(slip_path), 1e-12);
    const Replay certain = replay(plan, 3, replication);
    EXPECT_FALSE(certain.drawn.contains(slip_path));
    EXPECT_EQ(certain.numbers.technologies[0].slip.parameters[0], 1.2);
  }
  const BlockResult block = BlockRunner(plan).run(0);
  EXPECT_TRUE(testing::same(block.rows[2][7], *replay(plan, 2, 7).outcome));
}

TEST(ComparisonPlan, ReplicationsThatDoNotOverlapShareNoLuck) {
  Plan plan = plan_of(three_arms(), 200, 10);
  plan.first = 1000;
  const BlockResult block = BlockRunner(plan).run(1);
  EXPECT_EQ(block.replications.front(), 1100);
  EXPECT_EQ(block.replications.back(), 1199);
  const Plan longer = plan_of(three_arms(), 2000, 10);
  EXPECT_TRUE(testing::same(block.rows[1][5], BlockRunner(longer).run(11).rows[1][5]));
}

TEST(ComparisonPlan, CasesLieInOneBlock) {
  Plan plan = plan_of(three_arms(), 200, 3);
  EXPECT_THROW(BlockRunner runner(plan), InvariantError);
  plan.lucks = 2;
  EXPECT_NO_THROW(BlockRunner runner(plan));
  plan.design = Design::latin_hypercube;
  EXPECT_THROW(BlockRunner runner(plan), InvariantError);
}

/// All that a comparison says, as text.
std::string bits(const Plan& plan, const Results& results) {
  std::string text;
  const auto add = [&](double value) {
    text += std::to_string(std::bit_cast<std::uint64_t>(value)) + ' ';
  };
  for (std::size_t arm = 0; arm < plan.compared_arms(); ++arm) {
    for (std::size_t i = 0; i < outcome_declarations().size(); ++i) {
      for (const Estimate& found :
           {level_estimate(plan, results, arm, i), difference_estimate(plan, results, arm, i)}) {
        add(found.mean);
        add(found.low);
      }
      add(pairing(plan, results, arm, i).correlation);
      add(pairing(plan, results, arm, i).variance_reduction);
    }
    add(best_share(plan, results, arm).mean);
    if (plan.has_channel_arms(arm)) {
      add(interaction_estimate(plan, results, arm, 0).low);
    }
  }
  add(ranking(plan, results).certainty);
  return text;
}

TEST(Comparison, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const std::int64_t lucks : {1, 10}) {
    std::vector<ArmRequest> arms = three_arms();
    arms[1].scenario = responsive_scenario();
    Plan plan = plan_of(arms, 720, lucks, entered);
    add_channels(plan);
    ASSERT_GT(plan.arms.size(), plan.compared_arms());
    const std::string one = bits(plan, run_plan(plan, 1, {}));
    for (const int threads : {2, 3, 8}) {
      EXPECT_EQ(bits(plan, run_plan(plan, threads, {})), one) << threads << " threads";
    }
  }
}

TEST(Comparison, StatisticsAreThoseOfTheRows) {
  const Plan plan = plan_of(three_arms(), 300, 5, paid, true);
  std::vector<JointMoments> expected(3);
  Moments base;
  Moments gap;
  double wins = 0.0;
  const Results results = run_plan(plan, 2, [&](const BlockResult& block, const Results&) {
    ASSERT_EQ(block.replications.size(), 100U);
    for (std::size_t row = 0; row < 100; row += 5) {
      double means[3] = {};
      for (std::size_t arm = 0; arm < 3; ++arm) {
        for (std::size_t luck = 0; luck < 5; ++luck) {
          means[arm] += block.rows[arm][row + luck].public_money_paid / 5.0;
        }
      }
      expected[1].add(means[0], means[1]);
      expected[2].add(means[1], means[2]);
      gap.add(means[2] - means[0]);
      wins += means[0] < means[1] ? 1.0 : means[1] < means[2] ? 0.5 : 1.0 / 3.0;
    }
  });
  EXPECT_EQ(results.contest.wins[0].count(), 60);
  EXPECT_NEAR(best_share(plan, results, 0).mean, wins / 60.0, 1e-12);
  const Estimate difference = difference_estimate(plan, results, 2, paid);
  EXPECT_EQ(difference.count, 300);
  EXPECT_NEAR(difference.mean, gap.mean(), 1e-9 * gap.mean());
  EXPECT_NEAR(difference.standard_error, gap.standard_error(), 1e-9 * gap.standard_error());
  EXPECT_NEAR(difference.high - difference.mean, student_quantile(0.975, 59) * gap.standard_error(),
              1e-6 * gap.mean());
  const Moments& own = expected[2].second();
  EXPECT_NEAR(level_estimate(plan, results, 2, paid).standard_error, own.standard_error(),
              1e-9 * own.standard_error());
  EXPECT_GT(gap.mean(), 0.0);
}

/// The case is a coin that all its lucks show: intervals that took replications for independent
/// would be √10 too narrow.
TEST(Comparison, IntervalsKnowThatLucksOfACaseAreAlike) {
  Scenario scenario =
      minimal_scenario({"programme.fund.budget={uniform: {low: £100m, high: £200m}}",
                        "standard.thresholds.efficiency.at_least=1000000"});
  const std::size_t lapsed = outcome_index("public_money_lapsed");
  int covered = 0;
  constexpr int runs = 100;
  for (int seed = 1; seed <= runs; ++seed) {
    scenario.head.seed = seed;
    const Plan plan = plan_of({{"order", scenario}}, 200, 10);
    const Estimate found = level_estimate(plan, run_plan(plan, 1, {}), 0, lapsed);
    covered += found.low <= 150e6 && 150e6 <= found.high ? 1 : 0;
  }
  // 95 of 100 and three and a half standard deviations; replications alone would give about 46.
  EXPECT_GE(covered, 87);
}

TEST(Comparison, EqualArmsDifferByExactlyNothingAndShareEveryCase) {
  std::vector<ArmRequest> arms = three_arms();
  arms[2].scenario = arms[1].scenario;
  const Plan plan = plan_of({arms[1], arms[2]}, 200, 10);
  const Results results = run_plan(plan, 1, {});
  for (std::size_t i = 0; i < outcome_declarations().size(); ++i) {
    const Estimate found = difference_estimate(plan, results, 1, i);
    EXPECT_TRUE(found.count == 0 || (found.mean == 0.0 && found.standard_error == 0.0));
    EXPECT_TRUE(std::isnan(pairing(plan, results, 1, i).variance_reduction));
  }
  EXPECT_NEAR(pairing(plan, results, 1, qualified).correlation, 1.0, 1e-12);
  EXPECT_EQ(best_share(plan, results, 0).mean, 0.5);
  EXPECT_EQ(best_share(plan, results, 1).mean, 0.5);
  EXPECT_EQ(results.contest.ties.mean(), 1.0);
  EXPECT_EQ(ranking(plan, results).certainty, 0.5);
}

/// Two arms with luck of their own: pairing them brings nothing.
TEST(Comparison, PairingBringsNothingWhereArmsShareNoLuck) {
  std::vector<ArmRequest> arms = three_arms();
  for (Firm& firm : arms[2].scenario.numbers.firms) {
    firm.name += "-else";
  }
  arms[2].scenario.numbers.technologies[0].name = "another";
  for (Firm& firm : arms[2].scenario.numbers.firms) {
    firm.technology = "another";
  }
  const Plan plan = plan_of({arms[1], arms[2]}, 2000, 1);
  const Pairing found = pairing(plan, run_plan(plan, 2, {}), 1, qualified);
  EXPECT_NEAR(found.variance_reduction, 1.0, 0.2);
  EXPECT_NEAR(found.correlation, 0.0, 0.15);
}

TEST(BestShare, IsExactWhereItIsKnown) {
  // The signal arm pays nothing; twice the money never buys less; nobody is paid without programme.
  const Plan plan = plan_of(three_arms(), 200, 10, outcome_index("public_money_committed"), true);
  const Results results = run_plan(plan, 1, {});
  const Estimate none = best_share(plan, results, 0);
  EXPECT_GT(none.mean, 0.5);
  double sum = 0.0;
  for (std::size_t arm = 0; arm < 3; ++arm) {
    sum += best_share(plan, results, arm).mean;
  }
  EXPECT_NEAR(sum, 1.0, 1e-12);
  EXPECT_EQ(none.count, 20);
  EXPECT_LE(none.high, 1.0);
  EXPECT_EQ(ranking(plan, results).order.front(), 0U);
}

TEST(Ranking, IsByTheMeanAndTakesOffWhatMayStillBeBetter) {
  Plan plan = bare_plan(3, 4, 1);
  Results results;
  results.arms.resize(3);
  results.contest = {std::vector<Moments>(3), {}, std::vector<Moments>(3), {4, 4, 4}};
  const double rows[4][3] = {{1, 3, 2}, {2, 2, 2}, {3, 5, 1}, {0, 4, 1}};
  for (const auto& row : rows) {
    for (std::size_t arm = 0; arm < 3; ++arm) {
      results.arms[arm].levels.resize(outcome_declarations().size());
      results.arms[arm].levels[qualified].add(row[arm]);
      for (std::size_t other = arm + 1; other < 3; ++other) {
        results.contest.gaps[pair_of(arm, other, 3)].add(row[arm] - row[other]);
      }
    }
  }
  const Ranking most = ranking(plan, results);
  EXPECT_THAT(most.order, ElementsAre(1, 0, 2));
  // Leads 2, 0, 2, 4 and 1, 0, 4, 3, each with its mean over its standard error.
  const double first = 2.0 / std::sqrt(8.0 / 3.0 / 4.0);
  const double second = 2.0 / std::sqrt(10.0 / 3.0 / 4.0);
  EXPECT_NEAR(most.certainty, 1.0 - normal_cdf(-first) - normal_cdf(-second), 1e-12);
  plan.contest->least = true;
  EXPECT_THAT(ranking(plan, results).order, ElementsAre(0, 2, 1));
}

TEST(Ranking, PutsArmsTogetherThatAreEqualInEveryCase) {
  for (const Design design : {Design::independent, Design::latin_hypercube}) {
    std::vector<ArmRequest> arms = three_arms();
    arms[2].scenario = minimal_scenario({"programme.fund.budget=£1m"});
    arms.push_back({"again", arms[1].scenario});
    Plan plan = plan_of(arms, 300, 1, paid);
    plan.design = design;
    const Results results = run_plan(plan, 2, {});
    const Ranking most = ranking(plan, results);
    ASSERT_EQ(most.groups.size(), 3U);
    const auto twins = std::find_if(most.groups.begin(), most.groups.end(),
                                    [](const auto& group) { return group.size() == 2; });
    ASSERT_NE(twins, most.groups.end());
    EXPECT_THAT(*twins, ElementsAre(1, 3));
  }
}

TEST(Ranking, TakesNothingOffForArmsThatEqualTheFirst) {
  std::vector<ArmRequest> arms = three_arms();
  arms.push_back({"again", arms[0].scenario});
  const Plan plan = plan_of(arms, 200, 10, outcome_index("public_money_committed"), true);
  const Ranking least = ranking(plan, run_plan(plan, 1, {}));
  ASSERT_THAT(least.groups.front(), ElementsAre(0, 3));
  EXPECT_LE(least.certainty, 0.5);
  EXPECT_NEAR(least.certainty_of_group, least.certainty + 0.5, 1e-12);
}

TEST(PairOf, CountsAllPairs) {
  std::size_t next = 0;
  for (std::size_t one = 0; one < 5; ++one) {
    for (std::size_t other = one + 1; other < 5; ++other) {
      EXPECT_EQ(pair_of(one, other, 5), next++);
    }
  }
}

TEST(FindOutcome, KnowsHyphensAndTheExchequersCost) {
  EXPECT_EQ(find_outcome("qualified-suppliers"), qualified);
  EXPECT_EQ(find_outcome("public_money_paid"), paid);
  EXPECT_EQ(find_outcome("exchequer-cost"), outcome_index("public_money_net_present_value"));
  EXPECT_EQ(find_outcome("welfare"), std::nullopt);
}

TEST(OutcomeSuggestion, SaysWhatIsNearAndWhereAllStand) {
  const std::string where = "'firstcustomer schema outcomes' lists all.";
  EXPECT_EQ(outcome_suggestion("qualified-supliers"),
            "Did you mean 'qualified_suppliers'? " + where);
  EXPECT_THAT(outcome_suggestion("cost"), ::testing::StartsWith("Near: exchequer-cost"));
  EXPECT_EQ(outcome_suggestion("welfare"), where);
}

TEST(LessIsBetter, OfMoneyPaidAndFirmsLost) {
  const auto all = outcome_declarations();
  EXPECT_FALSE(less_is_better(all[qualified]));
  EXPECT_TRUE(less_is_better(all[paid]));
  EXPECT_TRUE(less_is_better(all[outcome_index("suppliers_insolvent")]));
  EXPECT_FALSE(less_is_better(all[outcome_index("private_money_raised")]));
}

}  // namespace
}  // namespace firstcustomer
