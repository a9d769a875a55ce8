#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/model/decision.hpp"
#include "firstcustomer/model/pilot.hpp"
#include "model/staged_case.hpp"

namespace firstcustomer {
namespace {

using testing::History;
using testing::history_of;
using testing::plain_programme;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;
using testing::staged_case;

constexpr auto closed = static_cast<std::size_t>(Opportunity::closed);
constexpr auto contracted = static_cast<std::size_t>(Opportunity::contracted);

/// The same effort, worth and net worth at every date, opportunity and stage.
Beliefs flat_beliefs(const Case& numbers, double effort, double worth, double net) {
  Beliefs beliefs;
  beliefs.grid = belief_grid(numbers, Duration::from_days(days_per_year), 1);
  ByOpportunity efforts, worths, nets;
  efforts.fill(effort);
  worths.fill(worth);
  nets.fill(net);
  for (const Technology& technology : numbers.technologies) {
    beliefs.curves.push_back(constant_curve(beliefs.grid, worth));
    DecisionTable table{std::vector<ByOpportunity>(beliefs.dates(), efforts),
                        std::vector<ByOpportunity>(beliefs.dates(), worths),
                        std::vector<ByOpportunity>(beliefs.dates(), nets)};
    IdVector<StageId, DecisionTable> tables;
    tables.assign(technology.stages.size(), table);
    beliefs.tables.push_back(tables);
  }
  return beliefs;
}

/// A case with beliefs, which it outlives.
struct Believing {
  Believing(const Case& of, double effort, double worth = 1e6, double net = 1e6)
      : numbers(of), beliefs(flat_beliefs(of, effort, worth, net)), without(beliefs) {
    numbers.behaviour.mode = BehaviourMode::optimising;
    numbers.behaviour.effort_elasticity = 0.5;
    numbers.beliefs = &beliefs;
    numbers.beliefs_without = &without;
  }
  void set(std::vector<ByOpportunity> DecisionTable::*what, std::size_t opportunity, double value) {
    for (auto& tables : beliefs.tables) {
      for (DecisionTable& table : tables) {
        for (ByOpportunity& of : table.*what) {
          of[opportunity] = value;
        }
      }
    }
  }

  Case numbers;
  Beliefs beliefs;
  Beliefs without;
};

double days_to_qualification(const Case& numbers) {
  return simulate_one(numbers).months_to_first_qualification * days_per_month;
}

/// Design of 100 days, silicon of 50, a test of 10; £1m a day spent on development.
Case spending_case(double cash) {
  Case numbers = staged_case();
  numbers.firms[0].burn = BurnRate::major_per_year(365.25e6);
  numbers.firms[0].cash = Money::major(cash);
  return numbers;
}

TEST(Effort, ShortensDevelopmentByItsPower) {
  EXPECT_NEAR(days_to_qualification(Believing(spending_case(1e10), 1.0).numbers), 160.0, 1e-3);
  EXPECT_NEAR(days_to_qualification(Believing(spending_case(1e10), 4.0).numbers), 85.0, 1e-3);
  EXPECT_NEAR(days_to_qualification(Believing(spending_case(1e10), 0.25).numbers), 310.0, 1e-3);
}

TEST(Effort, MultipliesTheBurnOfDevelopmentAsAFlow) {
  Case numbers = spending_case(1e10);
  numbers.horizon = Date(2026, 1, 30);
  const double usual = simulate_one(Believing(numbers, 1.0).numbers).suppliers_spending;
  EXPECT_NEAR(usual, 30e6, 1.0);
  EXPECT_NEAR(simulate_one(Believing(numbers, 2.5).numbers).suppliers_spending, 2.5 * usual, 1.0);
}

TEST(Effort, MultipliesTheCostOfStagesAsALump) {
  Case numbers = staged_case();
  numbers.firms[0].cash = Money::major(100e6);
  numbers.technologies[0].stages[0].cost = Money::major(4e6);
  Believing lump(numbers, 2.0);
  lump.numbers.behaviour.effort_cost = EffortCost::lump;
  EXPECT_NEAR(simulate_one(lump.numbers).suppliers_spending, 8e6, 1e-6);
  EXPECT_NEAR(days_to_qualification(lump.numbers), 150.0 / std::sqrt(2.0) + 10.0, 1e-3);
}

TEST(Effort, BeyondTheUsualStaysWithinTheFirmsMeans) {
  Case numbers = staged_case();
  numbers.firms[0].cash = Money::major(6e6);
  numbers.technologies[0].stages[0].cost = Money::major(4e6);
  Believing lump(numbers, 3.0);
  lump.numbers.behaviour.effort_cost = EffortCost::lump;
  EXPECT_NEAR(simulate_one(lump.numbers).suppliers_spending, 6e6, 1e-6);
  // £144m pay for the design alone: x^½ × £100m = £144m at x = 1.44² = 2.0736.
  const History history = history_of(Believing(spending_case(144e6), 4.0).numbers);
  for (const Record& entry : history.records) {
    if (entry.kind == RecordKind::effort_chosen) {
      EXPECT_NEAR(entry.value, 2.0736, 1e-6);
      break;
    }
  }
}

TEST(Effort, ChangesInTheMiddleOfAStageAsTheOpportunityDoes) {
  Case numbers = spending_case(1e10);
  Programme order = plain_programme(1e6, 1);
  order.allocation.signing = Signing::call;
  order.allocation.first_call = Date(2026, 2, 20);
  order.announced = order.opens = numbers.start;
  numbers.programmes = {order};
  Believing believing(numbers, 1.0);
  believing.set(&DecisionTable::effort, contracted, 4.0);
  // Half of the design at the usual pace, then all at twice of it.
  EXPECT_NEAR(days_to_qualification(believing.numbers), 50.0 + 25.0 + 25.0 + 10.0, 1e-3);
  believing.numbers.effort_responds = false;
  EXPECT_NEAR(days_to_qualification(believing.numbers), 160.0, 1e-3);
}

TEST(GivingUp, EndsDevelopmentThatIsNotWorthItsCost) {
  Believing poor(staged_case(2), 1.0, 1e6, -1.0);
  poor.numbers.behaviour.preferences = Preferences::stated;
  EXPECT_EQ(simulate_one(poor.numbers).suppliers_gave_up, 2.0);
  poor.numbers.behaviour.giving_up = false;
  EXPECT_EQ(simulate_one(poor.numbers).suppliers_gave_up, 0.0);
  poor.numbers.behaviour.giving_up = true;
  poor.numbers.behaviour.preferences = Preferences::revealed;
  EXPECT_EQ(simulate_one(poor.numbers).suppliers_gave_up, 0.0);
}

TEST(GivingUp, HappensWhenTheLastOpportunityIsGone) {
  Case numbers = staged_case(2);
  numbers.firms[0].begun = numbers.firms[1].begun = true;
  numbers.firms[0].remaining = Duration::from_days(10.0);
  numbers.firms[1].remaining = Duration::from_days(90.0);
  Clause prize;
  prize.on = Trigger::qualification;
  prize.pay = Amount::sum(Money::major(1e6));
  prize.advance = false;
  Programme programme = plain_programme(1e6, 0);
  programme.contract = {prize};
  programme.announced = programme.opens = numbers.start;
  numbers.programmes = {programme};
  Believing believing(numbers, 1.0);
  believing.numbers.behaviour.preferences = Preferences::stated;
  believing.set(&DecisionTable::net, closed, -1.0);
  const History history = history_of(believing.numbers);
  double day = 0.0;
  for (const Record& entry : history.records) {
    day = entry.kind == RecordKind::gives_up ? (entry.when - Instant{}).days() : day;
  }
  EXPECT_NEAR(day, 70.0, 1e-6);  // the first firm qualifies, and is paid all there is
  EXPECT_EQ(history.outcome.suppliers_gave_up, 1.0);
  EXPECT_EQ(history.outcome.qualified_suppliers, 1.0);
}

/// Firms that need a round of £10m, which half of them close.
Case raising_case() {
  Case numbers = staged_case();
  numbers.firms[0].burn = BurnRate::major_per_year(10e6);
  numbers.firms[0].cash = Money::major(2e6);
  numbers.firms[0].next_round = "a";
  Round round;
  round.name = "a";
  round.graduation = Share(0.5);
  round.size = Law::constant(10e6);
  round.starts_at_runway = Duration::from_days(400.0);
  numbers.finance.rounds = {round};
  numbers.finance.attempts = 1;
  numbers.finance.market = 1.0;
  return numbers;
}

double share_closed(const Case& numbers) {
  double closed_rounds = 0.0;
  constexpr std::uint64_t n = 4'000;
  for (const Outcome& outcome : simulate_all(numbers, n)) {
    closed_rounds += outcome.private_money_raised > 0.0 ? 1.0 : 0.0;
  }
  return closed_rounds / n;
}

TEST(RationalInvestors, FollowTheWorthOfTheFirm) {
  Believing as_usual(raising_case(), 1.0, 20e6);
  EXPECT_NEAR(share_closed(as_usual.numbers), 0.5, 0.032);
  Believing better(raising_case(), 1.0, 20e6);
  better.beliefs = flat_beliefs(better.numbers, 1.0, 36.442376e6, 1e6);  // 20 e^0.6: one spread
  EXPECT_NEAR(share_closed(better.numbers), normal_cdf(1.0), 0.03);
  better.numbers.news = false;
  EXPECT_NEAR(share_closed(better.numbers), 0.5, 0.032);
  better.numbers.news = true;
  better.numbers.behaviour.investors = Investors::empirical;
  EXPECT_NEAR(share_closed(better.numbers), 0.5, 0.032);
}

TEST(RationalInvestors, WeighTheAskWhereCostsAreStated) {
  Case numbers = raising_case();
  numbers.finance.equity = Equity{Share(0.25), Law::constant(1.0)};
  // Post-money 10/0.25 = 40; worth 30 with the money it needs: even odds.
  Believing even(numbers, 1.0, 20e6, 30e6);
  even.numbers.behaviour.preferences = Preferences::stated;
  EXPECT_NEAR(share_closed(even.numbers), 0.5, 0.032);
  Believing poor(numbers, 1.0, 20e6, 1e6);
  poor.numbers.behaviour.preferences = Preferences::stated;
  poor.numbers.behaviour.disagreement = 0.1;
  EXPECT_EQ(share_closed(poor.numbers), 0.0);
}

TEST(BelievedEntry, IsTheShareOfCandidates) {
  Case numbers = small_case();
  FirmEntry entry;
  entry.rate = PerYear(0.5);
  entry.ceiling = 4.0;
  entry.technologies = {{"plain", 1.0}};
  entry.remaining = Law::constant(1e6);
  entry.cash = Law::constant(1e6);
  numbers.entry = entry;
  Believing believing(numbers, 1.0);
  ByOpportunity shares;
  shares.fill(0.6);
  believing.beliefs.entry.assign(believing.beliefs.dates(), shares);
  shares.fill(0.25);
  believing.without.entry = believing.beliefs.entry;
  believing.without.entry.assign(believing.beliefs.dates(), shares);
  const auto mean_entrants = [&] {
    double sum = 0.0;
    for (const Outcome& outcome : simulate_all(believing.numbers, 2'000)) {
      sum += outcome.suppliers_entered;
    }
    return sum / 2'000;
  };
  EXPECT_NEAR(mean_entrants(), 0.6 * 2.0 * 10.0, 0.35);
  believing.numbers.behaviour.entry = false;  // as without a programme
  EXPECT_NEAR(mean_entrants(), 0.25 * 2.0 * 10.0, 0.25);
}

TEST(BelievedCancellation, HoldsInPilotsAlone) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(1e6, 10)};
  numbers.programmes[0].announced = numbers.programmes[0].opens = numbers.start;
  numbers.programmes[0].strength.believed_cancel_hazard = PerYear(100.0);
  EXPECT_EQ(simulate_one(numbers).programme_cancelled, 0.0);
  const Model model = Model::build(numbers);
  Workspace world(model), copy(model);
  const BeliefGrid grid = belief_grid(numbers, Duration::from_days(days_per_year / 2.0), 1);
  PilotView view;
  pilot(model, numbers, Luck(1, Phase::main, 0), FirmId(0), grid, true, world, copy, view);
  EXPECT_EQ(view.opportunity[1], closed);
  EXPECT_EQ(view.value[1], 0.0);
}

}  // namespace
}  // namespace firstcustomer
