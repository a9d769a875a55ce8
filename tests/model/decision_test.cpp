#include "firstcustomer/model/decision.hpp"

#include <gtest/gtest.h>

#include "belief_cases.hpp"
#include "firstcustomer/core/law.hpp"
#include "small_case.hpp"

namespace firstcustomer {
namespace {

using testing::exponential_time;
using testing::plain_grid;
using testing::race_for;

constexpr auto closed = static_cast<std::size_t>(Opportunity::closed);
constexpr auto open = static_cast<std::size_t>(Opportunity::open_full);
constexpr double rate = 0.035;

TEST(Prospect, DiscountsByTimeAndByTheHazardThatTheOpportunityCloses) {
  const BeliefGrid grid = plain_grid(40.0, rate);
  const Prospect prospect(grid, race_for(grid, 100.0, 0.9), 0, open, true);
  for (const double years : {0.0, 0.5, 1.0, 2.0, 7.0}) {
    EXPECT_NEAR(prospect.receipts(years), 100.0 * std::exp(-(rate + 0.9) * years), 0.01);
    EXPECT_NEAR(prospect.annuity(years), (1.0 - std::exp(-(rate + 0.9) * years)) / (rate + 0.9),
                2e-3);
  }
  EXPECT_EQ(prospect.receipts_never(), 0.0);
  EXPECT_NEAR(prospect.receipts(41.0), 0.0, 1e-9);
}

TEST(Prospect, SpendsToTheEndWhereNobodyGivesUp) {
  const BeliefGrid grid = plain_grid(40.0, rate);
  const Prospect goes_on(grid, race_for(grid, 100.0, 0.9), 0, open, false);
  EXPECT_NEAR(goes_on.annuity(10.0), (1.0 - std::exp(-rate * 10.0)) / rate, 1e-4);
}

TEST(Prospect, IsWorthWhatItIsAtTheHorizonLaterOn) {
  const BeliefGrid grid = plain_grid(10.0, rate);
  const Prospect prospect(grid, constant_curve(grid, 100.0), 0, closed, false);
  EXPECT_NEAR(prospect.receipts(9.99), 100.0 * std::exp(-rate * 9.99), 1e-3);
  EXPECT_NEAR(prospect.receipts(25.0), 100.0 * std::exp(-rate * 25.0), 1e-9);
}

TEST(Prospect, PaysWhatIsPaidMeanwhileWhetherOrNotTheFirmQualifies) {
  const BeliefGrid grid = plain_grid(2.0, 0.0);
  BeliefCurve curve = race_for(grid, 100.0, 0.0);
  curve.flow[3][open] = 7.0;
  const Prospect prospect(grid, curve, 0, open, false);
  EXPECT_NEAR(prospect.receipts(0.0), 100.0, 1e-12);
  EXPECT_NEAR(prospect.receipts(1.0), 107.0, 1e-12);
  EXPECT_NEAR(prospect.receipts_never(), 7.0, 1e-12);
}

// Verification rows V11 and V12: best answers to rivals at the equilibrium are the equilibrium.
TEST(ChooseEffort, OfLouryIsTheBestAnswerToItself) {
  const BeliefGrid grid = plain_grid(60.0, rate);
  const double hazard = 0.3032700658;
  const Prospect prospect(grid, race_for(grid, 100.0, 3.0 * hazard), 0, open, true);
  const EffortTerms terms{EffortCost::lump, 0.5, 0.25, 40.0};
  const EffortChoice choice =
      choose_effort(prospect, exponential_time(10.0), {1.0, 0.0}, 1.0, terms);
  EXPECT_NEAR(choice.effort / 9.1972732807, 1.0, 0.005);
  EXPECT_NEAR(choice.worth - choice.outlay, 15.1016500131, 0.03);
}

TEST(ChooseEffort, OfLeeAndWildeIsTheBestAnswerToItself) {
  const BeliefGrid grid = plain_grid(60.0, rate);
  const double hazard = 0.4301940894;
  const Prospect prospect(grid, race_for(grid, 100.0, 3.0 * hazard), 0, open, true);
  const EffortTerms terms{EffortCost::flow, 0.5, 0.25, 60.0};
  const EffortChoice choice =
      choose_effort(prospect, exponential_time(10.0), {0.0, 1.0}, 1.0, terms);
  EXPECT_NEAR(choice.effort / 18.5066954571, 1.0, 0.005);
  EXPECT_NEAR(choice.worth - choice.outlay, 13.9611821162, 0.04);
  EXPECT_NEAR(choice.outlay, 10.5404628421, 0.04);
}

TEST(ChooseEffort, StaysWithinItsBoundsAndAtOneWhereNothingIsToBeGained) {
  const BeliefGrid grid = plain_grid(20.0, rate);
  const DevelopmentTime time = exponential_time(10.0);
  const EffortTerms terms{EffortCost::flow, 0.35, 0.5, 2.0};
  const Prospect rich(grid, race_for(grid, 1e9, 0.1), 0, open, false);
  const Prospect poor(grid, race_for(grid, 0.0, 0.1), 0, open, false);
  EXPECT_NEAR(choose_effort(rich, time, {0.0, 1.0}, 1.0, terms).effort, 2.0, 1e-3);
  EXPECT_NEAR(choose_effort(poor, time, {0.0, 1.0}, 1.0, terms).effort, 0.5, 1e-3);
  EXPECT_EQ(choose_effort(poor, time, {0.0, 0.0}, 1.0, terms).effort, 1.0);
}

TEST(RevealedWeight, MakesEffortOneTheBestChoice) {
  const BeliefGrid grid = plain_grid(20.0, 0.14);
  BeliefCurve market = constant_curve(grid, 80.0);
  const Prospect usual(grid, market, 0, closed, false);
  const DevelopmentTime time = exponential_time(3.0);
  for (const EffortCost kind : {EffortCost::flow, EffortCost::lump}) {
    const EffortTerms terms{kind, 0.35, 0.25, 4.0};
    const DevelopmentCost cost =
        kind == EffortCost::flow ? DevelopmentCost{0.0, 1.0} : DevelopmentCost{1.0, 0.0};
    const double weight = revealed_weight(usual, time, cost, terms);
    EXPECT_GT(weight, 0.0);
    EXPECT_NEAR(choose_effort(usual, time, cost, weight, terms).effort, 1.0, 0.01);
    const Prospect promised(grid, constant_curve(grid, 120.0), 0, closed, false);
    EXPECT_GT(choose_effort(promised, time, cost, weight, terms).effort, 1.1);
  }
}

TEST(RevealedWeight, IsNothingWhereSpeedBringsNothing) {
  const BeliefGrid grid = plain_grid(20.0, 0.14);
  const Prospect usual(grid, constant_curve(grid, 0.0), 0, closed, false);
  EXPECT_EQ(revealed_weight(usual, exponential_time(3.0), {0.0, 1.0}, {}), 0.0);
}

TEST(Response, IsTheShareOfCostsBelowTheWorth) {
  EXPECT_NEAR(response(0.3, 10.0, 10.0, 0.5), 0.3, 1e-12);
  EXPECT_NEAR(response(0.5, 20.0, 10.0, 0.5), normal_cdf(std::log(2.0) / 0.5), 1e-12);
  EXPECT_GT(response(0.3, 11.0, 10.0, 0.5), 0.3);
  EXPECT_EQ(response(0.3, 0.0, 10.0, 0.5), 0.0);
  EXPECT_EQ(response(0.3, 0.0, 0.0, 0.5), 0.3);
  EXPECT_EQ(response(0.3, 1.0, 0.0, 0.5), 1.0);
}

/// One technology of one stage whose firms have a market anyway, and a prize or none.
struct Tables {
  Case numbers = testing::small_case(2);
  Development development;
  Beliefs without;
  Beliefs with;

  Tables() {
    numbers.behaviour.mode = BehaviourMode::optimising;
    numbers.firms[0].burn = numbers.firms[1].burn = BurnRate::major_per_year(1e6);
    IdVector<StageId, DevelopmentTime> times;
    times.push_back(exponential_time(3.0));
    development.times.push_back(times);
    development.costs = development_costs(numbers);
    without.grid = with.grid = plain_grid(10.0, 0.14);
    without.decides_every = with.decides_every = 12;
    without.curves.push_back(constant_curve(without.grid, 50e6));
    with.curves.push_back(constant_curve(with.grid, 80e6));
  }
  void decide_all() {
    decide(without, without, development, numbers);
    decide(with, without, development, numbers);
  }
};

TEST(Decide, RevealsThatEffortIsOneWithoutAProgramme) {
  Tables tables;
  tables.decide_all();
  const DecisionTable& usual = tables.without.tables[TechnologyId(0)][StageId(0)];
  const DecisionTable& raised = tables.with.tables[TechnologyId(0)][StageId(0)];
  ASSERT_EQ(usual.effort.size(), 10U);
  EXPECT_NEAR(usual.effort[0][closed], 1.0, 0.01);
  EXPECT_GT(raised.effort[0][closed], 1.05);
  EXPECT_GT(raised.worth[0][closed], 1.5 * usual.worth[0][closed]);
  EXPECT_GT(usual.net[0][closed], 0.0);
}

TEST(Decide, LeavesEffortAloneWhereItIsSwitchedOff) {
  Tables tables;
  tables.numbers.behaviour.effort = false;
  tables.decide_all();
  EXPECT_EQ(tables.with.tables[TechnologyId(0)][StageId(0)].effort[0][closed], 1.0);
}

TEST(Decide, FindsThatStatedCostsMayExceedTheWorth) {
  Tables tables;
  tables.numbers.behaviour.preferences = Preferences::stated;
  tables.numbers.firms[0].burn = tables.numbers.firms[1].burn = BurnRate::major_per_year(100e6);
  tables.development.costs = development_costs(tables.numbers);
  tables.decide_all();
  EXPECT_LT(tables.with.tables[TechnologyId(0)][StageId(0)].net[0][closed], 0.0);
}

TEST(EntryShares, AreOneOverTheCeilingWithoutAProgrammeAndMoreWithOne) {
  Tables tables;
  tables.numbers.entry = FirmEntry{};
  tables.numbers.entry->ceiling = 4.0;
  tables.numbers.entry->technologies = {{"plain", 1.0}};
  tables.decide_all();
  EXPECT_NEAR(entry_shares(tables.without, tables.without, tables.numbers)[0][closed], 0.25, 1e-9);
  EXPECT_GT(entry_shares(tables.with, tables.without, tables.numbers)[0][closed], 0.4);
}

TEST(EntryShares, ComparePrivateCostsWithWhatIsLeftWhereCostsAreStated) {
  Tables tables;
  tables.numbers.entry = FirmEntry{};
  tables.numbers.entry->technologies = {{"plain", 1.0}};
  tables.numbers.behaviour.preferences = Preferences::stated;
  tables.numbers.behaviour.entry_spread = 0.0;
  tables.decide_all();
  const double net = tables.with.tables[TechnologyId(0)][StageId(0)].net[0][closed];
  tables.numbers.entry->private_cost = Money::major(net - 1.0);
  EXPECT_EQ(entry_shares(tables.with, tables.without, tables.numbers)[0][closed], 1.0);
  tables.numbers.entry->private_cost = Money::major(net + 1.0);
  EXPECT_EQ(entry_shares(tables.with, tables.without, tables.numbers)[0][closed], 0.0);
}

TEST(DevelopmentCosts, AddWhatIsLeftOfTheStages) {
  Case numbers = testing::small_case(2);
  Stage design;
  design.name = "design";
  design.cost = Money::major(5e6);
  design.success = {1.0};
  numbers.technologies[0].stages.insert(numbers.technologies[0].stages.begin(), design);
  numbers.technologies[0].stages[1].cost = Money::major(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(2e6);
  numbers.firms[1].burn = BurnRate::major_per_year(4e6);
  const auto costs = development_costs(numbers);
  EXPECT_NEAR(costs[TechnologyId(0)][StageId(0)].fixed, 6e6, 1e-6);
  EXPECT_NEAR(costs[TechnologyId(0)][StageId(1)].fixed, 1e6, 1e-6);
  EXPECT_NEAR(costs[TechnologyId(0)][StageId(0)].burn, 3e6, 1.0);
}

}  // namespace
}  // namespace firstcustomer
