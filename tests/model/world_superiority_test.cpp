// Superiority: a better product takes the place of one that was ordered.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::advance_clause;
using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::plain_technology;
using testing::recovery_clause;
using testing::small_case;

struct Rival {
  double qualifies;    // days
  double performance;  // over the frontier's
};

/// Firms of a technology each. £1m for 100 units, all for the first; 20 a month from 1,000 days
/// after signing on. A newcomer must be 20 % better.
Case rivals(const std::vector<Rival>& firms, double protection = 0.0) {
  Case numbers = small_case(firms.size());
  numbers.technologies.clear();
  for (std::size_t i = 0; i < firms.size(); ++i) {
    Technology technology = plain_technology("technology-" + std::to_string(i));
    technology.relative_performance = Law::constant(firms[i].performance);
    technology.supply = {Law::constant(1000.0), 20, Money{}};
    numbers.technologies.push_back(technology);
    numbers.firms[i].technology = technology.name;
    numbers.firms[i].remaining = Duration::from_days(firms[i].qualifies);
  }
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes[0].allocation.superiority =
      Superiority{Share(0.2), Duration::from_days(protection)};
  return numbers;
}

TEST(Superiority, ABetterProductTakesTheOrder) {
  const History history(rivals({{100, 2.0}, {200, 2.5}}));
  EXPECT_THAT(history.names(RecordKind::superseded), ElementsAre("firm-0"));
  EXPECT_THAT(history.amounts(RecordKind::superseded), ElementsAre(1e6));
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-0", "firm-1"));
  EXPECT_EQ(history.outcome.contracts_failed, 0);
  EXPECT_EQ(history.outcome.units_accepted, 100);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Superiority, AsksForTheMargin) {
  EXPECT_THAT(History(rivals({{100, 2.0}, {200, 2.39}})).of(RecordKind::superseded), IsEmpty());
  EXPECT_EQ(History(rivals({{100, 2.0}, {200, 2.41}})).of(RecordKind::superseded).size(), 1U);
  Case none = rivals({{100, 2.0}, {200, 2.41}});
  none.programmes[0].allocation.superiority.reset();
  EXPECT_THAT(History(none).of(RecordKind::superseded), IsEmpty());
}

TEST(Superiority, WhereLowerIsBetter) {
  Case numbers = rivals({{100, 2.0}, {200, 2.5}});
  numbers.benchmarks[0].better = Better::lower;
  EXPECT_THAT(History(numbers).names(RecordKind::superseded), ElementsAre("firm-0"));
  numbers = rivals({{100, 2.5}, {200, 2.0}});
  numbers.benchmarks[0].better = Better::lower;
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
}

TEST(Superiority, SparesOrdersThatAreYoung) {
  EXPECT_THAT(History(rivals({{100, 2.0}, {200, 3.0}}, 101.0)).of(RecordKind::superseded),
              IsEmpty());
  EXPECT_EQ(History(rivals({{100, 2.0}, {200, 3.0}}, 100.0)).of(RecordKind::superseded).size(), 1U);
}

TEST(Superiority, LeavesAloneWhereTheFundServesBoth) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.programmes[0].fund.budget = Money::major(2e6);
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
  numbers.programmes[0].fund.budget = Money::major(1.9e6);
  const History history(numbers);
  EXPECT_EQ(history.of(RecordKind::superseded).size(), 1U) << "in full";
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e6, 1e6));
}

TEST(Superiority, WhatWasAcceptedStaysPaid) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.technologies[0].supply = {Law::constant(0.0), 10, Money{}};
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::superseded), ElementsAre(6e5)) << "four lots of ten";
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e6, 6e5));
  EXPECT_EQ(history.outcome.units_accepted, 100);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_THAT(history.names(RecordKind::contract_fulfilled), ElementsAre("firm-1"));
}

TEST(Superiority, SparesWhoHasDeliveredAll) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.technologies[0].supply = {Law::constant(0.0), 100, Money{}};
  Clause later;
  later.on = Trigger::date;
  later.date = Date(2030, 1, 1);
  later.pay = Amount::sum(Money::major(1e5));
  numbers.programmes[0].contract.push_back(later);
  numbers.programmes[0].fund.budget = Money::major(1.5e6);
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
}

TEST(Superiority, TakesBackWhatClausesSay) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.programmes[0].contract.push_back(advance_clause(0.4));
  numbers.programmes[0].contract.push_back(recovery_clause(Trigger::supersession, 0.75));
  numbers.programmes[0].contract.push_back(recovery_clause(Trigger::failure, 1.0));
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::superseded), ElementsAre(6e5));
  EXPECT_THAT(history.amounts(RecordKind::recovered), ElementsAre(3e5));
  EXPECT_THAT(history.amounts(RecordKind::advance_lost), ElementsAre(1e5));
  EXPECT_EQ(history.outcome.public_money_recovered, 3e5);
  EXPECT_EQ(history.outcome.public_money_stranded, 1e5);
  EXPECT_EQ(history.outcome.contracts_failed, 0);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e6, 6e5));
}

TEST(Superiority, FallsOnTheWeakest) {
  Case numbers = rivals({{100, 2.0}, {110, 1.5}, {120, 1.8}, {200, 3.0}});
  numbers.programmes[0].fund.budget = Money::major(3e6);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::superseded), ElementsAre("firm-1"));
  EXPECT_EQ(history.names(RecordKind::contract_signed).back(), "firm-3");
}

TEST(Superiority, TakesOneOrderAtMost) {
  // Two orders of £500k; the newcomer would have £1m.
  Case numbers = rivals({{100, 2.0}, {110, 2.0}, {200, 3.0}});
  numbers.programmes[0].allocation.shares = {0.5, 0.5};
  const History history(numbers);
  EXPECT_EQ(history.of(RecordKind::superseded).size(), 1U);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(5e5, 5e5, 5e5));
}

TEST(Superiority, DoesNotComeBackForThoseWhoWait) {
  // firm-2 finds both orders protected, and waits; half of its order comes free on day 300.
  Case numbers = rivals({{100, 2.0}, {110, 2.9}, {150, 3.0}}, 60.0);
  numbers.programmes[0].fund.budget = Money::major(1.5e6);
  numbers.firms[1].burn =
      BurnRate::major_per_year(numbers.firms[1].cash.major() * days_per_year / 300.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::waits_for_fund), ElementsAre("firm-2"));
  EXPECT_THAT(history.of(RecordKind::superseded), IsEmpty());
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e6, 5e5, 5e5));
}

TEST(Superiority, EndsTheGoodNewsOfTheOrder) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  Round round;
  round.name = "a";
  round.graduation = Share(0.3);
  round.size = Law::constant(4e6);
  round.starts_at_runway = Duration::from_days(days_per_year);
  numbers.finance.rounds = {round};
  numbers.finance.attempts = 1;
  numbers.finance.signals = Signals{};
  numbers.finance.signals->award = 3.0;
  numbers.behaviour.mode = BehaviourMode::heuristic;
  numbers.firms[0].cash = Money::major(2e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  numbers.firms[0].next_round = "a";
  const auto probability = [](const Case& of) {
    const History history(of);
    const auto closed = history.of(RecordKind::raise_closes);
    return closed.empty() ? history.of(RecordKind::raise_fails).at(0).value : closed[0].value;
  };
  EXPECT_NEAR(probability(numbers), 0.3, 1e-12);
  numbers.programmes[0].allocation.superiority.reset();
  EXPECT_GT(probability(numbers), 0.4);
}

TEST(Superiority, GivesNoSecondOrderToTheFirmItFellOn) {
  // The newcomer is ruined: its money goes to the next who waits, not to the first.
  Case numbers = rivals({{100, 2.0}, {200, 3.0}, {250, 1.0}});
  numbers.firms[1].burn =
      BurnRate::major_per_year(numbers.firms[1].cash.major() * days_per_year / 300.0);
  EXPECT_THAT(History(numbers).names(RecordKind::contract_signed),
              ElementsAre("firm-0", "firm-1", "firm-2"));
}

TEST(Superiority, EndsNoOrderThatFreesNothing) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.programmes[0].contract.push_back(advance_clause(1.0));
  numbers.programmes[0].contract.push_back(recovery_clause(Trigger::supersession, 1.0));
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty())
      << "all was paid in advance, and what is taken back goes to the treasury";
}

TEST(Superiority, EndsNoOrderForAFirmThatWouldDecline) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.technologies[1].supply.unit_cost = Money::major(11'000);
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
}

TEST(Superiority, EndsNoOrderForAFirmThatCannotDepositABond) {
  Case numbers = rivals({{100, 2.0}, {200, 2.5}});
  numbers.programmes[0].allocation.bond = Share(0.2);
  numbers.firms[1].cash = Money::major(199'999);
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
  numbers.firms[1].cash = Money::major(200'000);
  EXPECT_EQ(History(numbers).of(RecordKind::superseded).size(), 1U);
}

TEST(Superiority, EndsNoOrderForAFirmWithNothingToSell) {
  Case numbers = rivals({{100, 2.0}, {200, 2.5}});
  numbers.programmes[0].contract[0].bargained = true;
  numbers.programmes[0].contract[0].supplier_share = Share(1.0);
  numbers.programmes[0].allocation.shares = {1.0};
  numbers.technologies[1].supply.unit_cost = Money::major(10'001);
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
}

TEST(Superiority, DrawsUpTheOrderAsIfTheOtherHadGone) {
  const auto term = [](Term which) {
    return Instruction{Operation::term, static_cast<std::uint32_t>(which), 0.0};
  };
  const Instruction divide{Operation::divide, 0, 0.0};
  const Instruction unit_price{Operation::constant, 0, 1e4};
  Case numbers = rivals({{100, 2.0}, {200, 2.5}});
  Amount& up_to = numbers.programmes[0].contract[0].up_to;
  up_to.formula = Formula({term(Term::remaining_fund), unit_price, divide});
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(1e6, 1e6));
  // 100 units less 100 for every other supplier.
  const Instruction hundred{Operation::constant, 0, 100.0};
  up_to.formula = Formula({hundred,
                           hundred,
                           term(Term::suppliers),
                           {Operation::multiply, 0, 0.0},
                           {Operation::subtract, 0, 0.0}});
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(1e6, 1e6));
}

TEST(Superiority, TakesThePlace) {
  Case numbers = rivals({{100, 2.0}, {110, 1.5}, {200, 3.0}});
  numbers.programmes[0].allocation.shares = {0.6, 0.4};
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::superseded), ElementsAre("firm-1"));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5, 4e5));
}

TEST(Superiority, TakesNoPlaceThatIsNotForItsTechnology) {
  Case numbers = rivals({{100, 2.0}, {110, 1.5}, {200, 3.0}});
  numbers.programmes[0].allocation.shares = {0.6, 0.4};
  numbers.programmes[0].allocation.diverse = true;
  numbers.firms[2].technology = "technology-0";
  numbers.technologies[0].relative_performance = Law::constant(2.0);
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
}

TEST(Superiority, ReturnsTheBond) {
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.programmes[0].allocation.bond = Share(0.1);
  const History history(numbers);
  EXPECT_EQ(history.names(RecordKind::bond_returned).front(), "firm-0");
  EXPECT_THAT(history.of(RecordKind::bond_kept), IsEmpty());
}

TEST(Superiority, SeesFormulasAsTheyWillBe) {
  // 50 units, and 50 more for each other supplier: the newcomer gets 50 either way.
  Case numbers = rivals({{100, 2.0}, {200, 3.0}});
  numbers.programmes[0].fund.budget = Money::major(1e6);
  numbers.programmes[0].contract[0].up_to.formula =
      Formula({{Operation::constant, 0, 50.0},
               {Operation::constant, 0, 50.0},
               {Operation::term, static_cast<std::uint32_t>(Term::suppliers), 0.0},
               {Operation::multiply, 0, 0.0},
               {Operation::add, 0, 0.0}});
  EXPECT_THAT(History(numbers).of(RecordKind::superseded), IsEmpty());
}

}  // namespace
}  // namespace firstcustomer
