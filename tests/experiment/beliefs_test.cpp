#include "firstcustomer/experiment/beliefs.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "experiment/minimal.hpp"
#include "experiment/races.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/experiment/compare.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {
namespace {

using testing::coarse;
using testing::race_scenario;

constexpr auto open = static_cast<std::size_t>(Opportunity::open_full);

/// Pilots without a world: qualifying is worth f of what it is believed to be worth.
struct MadeUp {
  explicit MadeUp(std::function<double(double)> of) : f(std::move(of)) {
    grid = {Duration::from_days(365.25), 1, {1.0, 1.0, 1.0}};
  }

  FixedPoint from(double value, double damping, std::int64_t iterations = 40) const {
    Beliefs start;
    start.grid = grid;
    start.curves.push_back(constant_curve(grid, value));
    BeliefTerms terms;
    terms.iterations = iterations;
    terms.tolerance = Share(1e-6);
    return find_fixed_point(
        start, [](Beliefs&) {},
        [&](const Beliefs& beliefs) {
          Expectation next;
          next.curves.push_back(constant_curve(grid, f(worth(beliefs))));
          ByOpportunity first{};
          first[open] = 1.0;
          next.first.push_back(first);
          next.pilots = {1.0};
          return next;
        },
        terms, damping);
  }
  static double worth(const Beliefs& beliefs) {
    return beliefs.curves[TechnologyId(0)].value[0][open];
  }

  std::function<double(double)> f;
  BeliefGrid grid;
};

TEST(FixedPoint, OfRivalsWhoOverreactIsFoundByDampedSteps) {
  for (const double slope : {-0.5, -1.0, -4.0, -20.0}) {
    const MadeUp map([&](double value) { return 100.0 + slope * value; });
    for (const double start : {0.0, 100.0}) {
      const FixedPoint found = map.from(start, 1.0 / 3.0);
      EXPECT_TRUE(found.converged);
      EXPECT_LT(found.iterations, 8);
      EXPECT_NEAR(MadeUp::worth(found.beliefs), 100.0 / (1.0 - slope), 1e-3) << slope;
    }
  }
}

TEST(FixedPoint, OfWhatDependsOnNobodyTakesTwoPasses) {
  const MadeUp map([](double) { return 7.0; });
  const FixedPoint found = map.from(0.0, 1.0);
  EXPECT_TRUE(found.converged);
  EXPECT_EQ(found.iterations, 2);
  EXPECT_EQ(MadeUp::worth(found.beliefs), 7.0);
}

TEST(FixedPoint, OfACurvedMapIsFound) {
  const MadeUp map([](double value) { return 100.0 * std::exp(-value / 10.0); });
  const FixedPoint found = map.from(0.0, 0.4);
  EXPECT_TRUE(found.converged);
  const double value = MadeUp::worth(found.beliefs);
  EXPECT_NEAR(value, 100.0 * std::exp(-value / 10.0), 1e-3);
}

TEST(FixedPoint, LimitsFromBothSidesTellSeveralEquilibriaApart) {
  const MadeUp map([](double value) { return value > 50.0 ? 100.0 : 10.0; });
  const FixedPoint low = map.from(0.0, 0.5);
  const FixedPoint high = map.from(100.0, 0.5);
  EXPECT_TRUE(low.converged && high.converged);
  EXPECT_NEAR(distance(low, high), 0.9, 1e-4);
  const MadeUp one([](double value) { return 100.0 - value; });
  EXPECT_LT(distance(one.from(0.0, 0.5), one.from(100.0, 0.5)), 1e-5);
}

TEST(FixedPoint, ThatIsNoneIsReported) {
  const MadeUp map([](double value) { return value < 50.0 ? 100.0 : 0.0; });
  const FixedPoint found = map.from(0.0, 0.5, 30);
  EXPECT_FALSE(found.converged);
  EXPECT_EQ(found.iterations, 30);
  EXPECT_GT(found.gap, 0.5);
}

/// Entering pays while the share is below 0.3, for all alike.
TEST(EntrySteps, EndWhereEnteringJustPays) {
  EntrySteps steps(0.3);
  std::vector<ByOpportunity> shares;
  for (int i = 0; i < 40; ++i) {
    ByOpportunity target;
    target.fill(shares.empty() || shares[0][open] > 0.3 ? 0.0 : 1.0);
    steps.approach(shares, {target});
  }
  EXPECT_NEAR(shares[0][open], 0.3, 0.02);
}

TEST(EntrySteps, ReachWhatStaysTheSame) {
  EntrySteps steps(0.3);
  std::vector<ByOpportunity> shares;
  ByOpportunity target{};
  steps.approach(shares, {target});
  target.fill(0.7);
  for (int i = 0; i < 8; ++i) {
    steps.approach(shares, {target});
  }
  EXPECT_NEAR(shares[0][open], 0.7, 1e-9);
}

TEST(FixedPoint, StepsAreThoseOfTheSecant) {
  const MadeUp map([](double value) { return 100.0 - value; });
  std::vector<double> believed;
  Beliefs start;
  start.grid = map.grid;
  start.curves.push_back(constant_curve(map.grid, 0.0));
  find_fixed_point(
      start, [&](Beliefs& beliefs) { believed.push_back(MadeUp::worth(beliefs)); },
      [&](const Beliefs& beliefs) {
        Expectation next;
        next.curves.push_back(constant_curve(map.grid, map.f(MadeUp::worth(beliefs))));
        ByOpportunity first{};
        first[open] = 1.0;
        next.first.push_back(first);
        return next;
      },
      BeliefTerms{}, 0.25);
  ASSERT_EQ(believed.size(), 3U);
  EXPECT_NEAR(believed[1], 25.0, 1e-9) << "a quarter of the way to 100";
  EXPECT_NEAR(believed[2], 50.0, 1e-9) << "a slope of −1 asks for half of the way to 75";
}

Plan believed(const Scenario& scenario, std::int64_t replications = 100, int threads = 2) {
  Plan plan = make_plan(scenario, replications);
  add_beliefs(plan, threads);
  return plan;
}

void expect_equal(const Beliefs& one, const Beliefs& other) {
  for (const TechnologyId technology : one.curves.ids()) {
    EXPECT_EQ(one.curves[technology].value, other.curves[technology].value);
    EXPECT_EQ(one.curves[technology].moves, other.curves[technology].moves);
    EXPECT_EQ(one.tables[technology][StageId(0)].effort,
              other.tables[technology][StageId(0)].effort);
  }
  EXPECT_EQ(one.entry, other.entry);
}

TEST(AddBeliefs, DoNotDependOnThreads) {
  const Scenario scenario = race_scenario("flow-race", coarse());
  const Plan alone = believed(scenario, 100, 1);
  const Plan together = believed(scenario, 100, 3);
  ASSERT_EQ(alone.pilots, 2);
  for (std::size_t set = 0; set < 2; ++set) {
    expect_equal(*alone.arms[1].beliefs[set], *together.arms[1].beliefs[set]);
    expect_equal(*alone.arms[0].beliefs[set], *together.arms[0].beliefs[set]);
  }
  EXPECT_EQ(alone.arms[1].found_beliefs->effort, together.arms[1].found_beliefs->effort);
  EXPECT_NE(alone.arms[1].beliefs[0]->curves[TechnologyId(0)].moves,
            alone.arms[1].beliefs[1]->curves[TechnologyId(0)].moves)
      << "sets have luck of their own";
}

TEST(AddBeliefs, LeavesOtherModesAlone) {
  Scenario scenario = testing::responsive_scenario();
  const Plan plan = believed(scenario);
  EXPECT_EQ(plan.pilots, 0);
  for (const Arm& arm : plan.arms) {
    EXPECT_TRUE(arm.beliefs.empty() && arm.found_beliefs == nullptr);
  }
}

TEST(AddBeliefs, ReportsHowTheyWereFound) {
  const Plan plan = believed(race_scenario("patent-race", coarse()));
  const BeliefReport& report = *plan.arms[1].found_beliefs;
  EXPECT_EQ(report.state, BeliefState::converged);
  ASSERT_EQ(report.sets.size(), 2U);
  EXPECT_EQ(report.replications, 40);
  EXPECT_LE(report.largest_gap(), 0.05);
  EXPECT_EQ(report.sets[1].pilots, 40 * report.sets[1].iterations);
  EXPECT_GT(report.sets[0].pilots, 40 * report.sets[0].iterations) << "from the budget, too";
  EXPECT_NEAR(report.expected.front(), 100e6, 1.0) << "the prize is there at the start";
  EXPECT_LT(report.expected.back(), 20e6);
  EXPECT_EQ(report.years[1], 2.0);
  ASSERT_EQ(report.effort.size(), 1U);
  EXPECT_GT(report.effort[0], 4.0);
  EXPECT_EQ(plan.arms[0].found_beliefs->expected.front(), 0.0);
}

TEST(AddBeliefs, IsReportedAsNotConvergedWhereItIsNot) {
  const Plan plan =
      believed(race_scenario("patent-race", coarse({"behaviour.beliefs.iterations=2 iterations"})));
  EXPECT_EQ(plan.arms[1].found_beliefs->state, BeliefState::not_converged);
  EXPECT_EQ(plan.arms[1].found_beliefs->most_iterations(), 2);
}

TEST(AddBeliefs, ArmsOfOneWorldShareWhatIsBelievedThere) {
  const Scenario scenario = race_scenario("patent-race", coarse());
  const Scenario smaller = race_scenario("patent-race", coarse({"programme.fund.budget=£50m",
                                                                "programme.contract=[{on: "
                                                                "qualification, pay: £50m}]"}));
  Plan plan = comparison_plan(
      {{"no-programme", without_programme(scenario)}, {"prize", scenario}, {"half", smaller}}, 100);
  add_beliefs(plan, 2);
  EXPECT_EQ(plan.arms[1].beliefs_without, plan.arms[0].beliefs);
  EXPECT_EQ(plan.arms[2].beliefs_without, plan.arms[0].beliefs);
  EXPECT_LT(plan.arms[2].found_beliefs->effort[0], plan.arms[1].found_beliefs->effort[0]);
  const Scenario other = race_scenario("patent-race", coarse({"behaviour.effort_elasticity=0.4"}));
  Plan two = comparison_plan({{"prize", scenario}, {"other", other}}, 100);
  add_beliefs(two, 2);
  EXPECT_NE(two.arms[1].beliefs_without, two.arms[0].beliefs_without);
}

TEST(AddBeliefs, AProgrammeWithoutMoneyIsNone) {
  Scenario scenario = race_scenario("patent-race", coarse());
  scenario.numbers.programmes.front().fund.budget = Money{};
  const Plan plan = believed(scenario);
  EXPECT_EQ(plan.arms[1].beliefs, plan.arms[0].beliefs);
}

TEST(AddBeliefs, NeedsFirmsOfACohort) {
  Scenario scenario = race_scenario("patent-race", coarse());
  Plan plan = make_plan(scenario, 100);
  for (Arm& arm : plan.arms) {
    arm.numbers.firms.clear();
    arm.model = Model::build(arm.numbers);
  }
  EXPECT_THROW(add_beliefs(plan, 1), InvariantError);
}

TEST(AddBeliefs, ReplicationsTakeSetsInTurn) {
  Plan plan = believed(race_scenario("patent-race", coarse()), 10);
  const double efforts[] = {2.0, 5.0};
  for (std::size_t set = 0; set < 2; ++set) {
    Beliefs made = *plan.arms[1].beliefs[set];
    for (ByOpportunity& effort : made.tables[TechnologyId(0)][StageId(0)].effort) {
      effort.fill(efforts[set]);
    }
    plan.arms[1].beliefs[set] = std::make_shared<const Beliefs>(std::move(made));
  }
  run_plan(plan, 1, [&](const BlockResult& block, const Results&) {
    for (std::size_t i = 0; i < 10; ++i) {
      EXPECT_NEAR(block.rows[1][i].suppliers_spending, 4e6 * efforts[i % 2], 1e-6) << i;
    }
    EXPECT_NEAR(block.sets[1][0].levels.size(), outcome_declarations().size(), 0);
  });
}

TEST(AddBeliefs, EntryOfIdenticalCandidatesDoesNotCycle) {
  const auto entrants = [](const std::string& cost) {
    const Plan plan = believed(race_scenario(
        "patent-race",
        {"behaviour={mode: optimising, preferences: stated, investors: empirical, effort: no, "
         "giving_up: no, entry_spread: 0, required_return: 3.56 %/year, private_cost: " +
             cost + ", beliefs: {replications: 500 pilots, pilots: 2 sets, step: 3 months}}",
         "horizon=2055-12-31", "standard.deadline=2055-12-31",
         "entry={rate: 2 firms/year, technologies: {patent: {weight: 1}}, remaining: "
         "{exponential: {mean: 10 years}}, cash: £10m, burn: £0/month}"}));
    EXPECT_EQ(plan.arms[1].found_beliefs->state, BeliefState::converged) << cost;
    return run_plan(plan, 2, {}).arms[1].levels[*find_outcome("suppliers_entered")].mean();
  };
  const double many = entrants("£3m");
  const double some = entrants("£12m");
  EXPECT_GT(many, some + 1.0);
  EXPECT_GT(some, 1.0) << "neither nobody";
  EXPECT_EQ(entrants("£40m"), 0.0) << "more than it is worth to anybody";
}

TEST(AddBeliefs, ArmsOfChannelsFollowThoseOfTheirArm) {
  Plan plan = make_plan(race_scenario("flow-race", coarse()), 100);
  add_channels(plan);
  add_beliefs(plan, 2);
  ASSERT_EQ(plan.channels.size(), 2U) << "cash and effort: nobody raises or enters";
  for (const ChannelArm& channel : plan.channels) {
    const Arm& alone = plan.arms[channel.arm];
    EXPECT_EQ(alone.beliefs, plan.arms[1].beliefs);
    EXPECT_EQ(alone.numbers.effort_responds, channel.channel == Channel::effort);
    EXPECT_EQ(alone.numbers.pays, channel.channel == Channel::cash);
  }
  const Results results = run_plan(plan, 2, {});
  const auto spending = *find_outcome("suppliers_spending");
  const double none = results.arms[0].levels[spending].mean();
  EXPECT_GT(results.arms[3].levels[spending].mean(), 2.0 * none + 1.0) << "effort alone";
  EXPECT_EQ(results.arms[2].levels[spending].mean(), none) << "cash alone moves no effort";
}

}  // namespace
}  // namespace firstcustomer
