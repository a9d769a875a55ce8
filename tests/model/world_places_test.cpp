// Places that suppliers take, and one that is held open for a further source.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/model/chance.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using testing::advance_clause;
using testing::calling_programme;
using testing::developing_case;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::plain_stage;
using testing::plain_technology;
using testing::recovery_clause;
using testing::simulate_one;
using testing::small_case;

/// Firms that qualify after so many days each. £1m for 100 units, in places of 60 % and 40 %; of
/// those 20 a month are delivered from 1,000 days after signing on.
Case placed_case(const std::vector<double>& days) {
  Case numbers = small_case(days.size());
  for (std::size_t i = 0; i < days.size(); ++i) {
    numbers.firms[i].remaining = Duration::from_days(days[i]);
  }
  numbers.technologies[0].supply = {Law::constant(1000.0), 20, Money{}};
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes[0].allocation.shares = {0.6, 0.4};
  return numbers;
}

Case held_case(const std::vector<double>& days, double held_open) {
  Case numbers = placed_case(days);
  numbers.programmes[0].allocation.held_open = Duration::from_days(held_open);
  return numbers;
}

/// Runs out of cash on that day.
void ruin_on(Firm& firm, double day) {
  firm.burn = BurnRate::major_per_year(firm.cash.major() * days_per_year / day);
}

std::vector<std::int64_t> counts(const History& history, RecordKind kind) {
  std::vector<std::int64_t> found;
  for (const Record& record : history.of(kind)) {
    found.push_back(record.count);
  }
  return found;
}

double since_start(const Record& record) {
  return record.when.since_start().days();
}

TEST(Places, AreTakenInTheirOrder) {
  const History history(placed_case({100, 200, 300}));
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-0", "firm-1"));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5));
  EXPECT_THAT(history.names(RecordKind::waits_for_fund), ElementsAre("firm-2"));
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_THAT(history.of(RecordKind::place_closes), IsEmpty());
}

TEST(Places, LimitWhoSignsWhereThereIsMoneyLeft) {
  Case numbers = placed_case({100, 200});
  numbers.programmes[0].allocation.shares = {0.5};
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(5e5));
  EXPECT_THAT(history.names(RecordKind::waits_for_fund), ElementsAre("firm-1"));
}

TEST(Places, AreWhatFormulasCallThem) {
  Case numbers = placed_case({100, 200});
  const auto term = [](Term which) {
    return Instruction{Operation::term, static_cast<std::uint32_t>(which), 0.0};
  };
  // 50 × place_share + place units.
  numbers.programmes[0].contract[0].up_to.formula = Formula({{Operation::constant, 0, 50.0},
                                                             term(Term::place_share),
                                                             {Operation::multiply, 0, 0.0},
                                                             term(Term::place),
                                                             {Operation::add, 0, 0.0}});
  EXPECT_THAT(counts(History(numbers), RecordKind::contract_signed), ElementsAre(31, 22));
  numbers.programmes[0].allocation.shares.clear();
  EXPECT_THAT(counts(History(numbers), RecordKind::contract_signed), ElementsAre(50, 50));
}

TEST(Places, AreFreeAgainAfterAFailure) {
  Case numbers = placed_case({100, 110, 120});
  ruin_on(numbers.firms[0], 150.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_signed),
              ElementsAre("firm-0", "firm-1", "firm-2"));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5, 6e5));
  EXPECT_EQ(since_start(history.of(RecordKind::contract_signed)[2]), 150.0);
}

TEST(Places, StayWithFirmsThatHaveFulfilled) {
  Case numbers = placed_case({100, 400});
  numbers.technologies[0].supply = {Law::constant(0.0), 100, Money{}};
  numbers.programmes[0].allocation.shares = {0.5};
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_fulfilled), ElementsAre("firm-0"));
  EXPECT_THAT(history.names(RecordKind::waits_for_fund), ElementsAre("firm-1"));
}

TEST(Places, AreKeptDuringApproval) {
  Case numbers = placed_case({100, 110, 120});
  numbers.programmes[0].strength.approval_delay = Law::constant(60.0);
  ruin_on(numbers.firms[0], 130.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::waits_for_fund), ElementsAre("firm-2"));
  EXPECT_THAT(history.names(RecordKind::approval_lapses), ElementsAre("firm-0"));
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-1", "firm-2"));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(4e5, 6e5));
}

TEST(Places, AreFilledAtCalls) {
  Case numbers = developing_case(3, {plain_stage("design", 600.0)});
  numbers.technologies[0].supply = {Law::constant(1000.0), 100, Money{}};
  numbers.programmes = {calling_programme(1e6, 100, 5)};
  numbers.programmes[0].allocation.shares = {0.6, 0.4};
  ruin_on(numbers.firms[0], 500.0);
  int failures = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const History history(numbers, i);
    const auto names = history.names(RecordKind::contract_signed);
    const auto amounts = history.amounts(RecordKind::contract_signed);
    EXPECT_EQ(history.of(RecordKind::not_chosen).size(), 1U);
    EXPECT_EQ(amounts[0], 6e5);
    EXPECT_EQ(amounts[1], 4e5);
    if (names[0] == "firm-0" || names[1] == "firm-0") {  // whose place the third has
      EXPECT_THAT(counts(history, RecordKind::call_held), ElementsAre(2, 1));
      ASSERT_EQ(names.size(), 3U);
      EXPECT_EQ(amounts[2], names[0] == "firm-0" ? 6e5 : 4e5);
      ++failures;
    } else {
      EXPECT_THAT(counts(history, RecordKind::call_held), ElementsAre(2));
    }
  }
  EXPECT_GT(failures, 5);
}

Case diverse_case(const std::vector<std::string>& technologies) {
  Case numbers = placed_case({100, 110, 120});
  for (const std::string name : {"light", "analogue"}) {
    numbers.technologies.push_back(plain_technology(name));
    numbers.technologies.back().supply = numbers.technologies[0].supply;
  }
  for (std::size_t i = 0; i < technologies.size(); ++i) {
    numbers.firms[i].technology = technologies[i];
  }
  numbers.programmes[0].allocation.diverse = true;
  return numbers;
}

TEST(Places, MayAskForDifferentTechnologies) {
  Case numbers = diverse_case({"plain", "plain", "light"});
  EXPECT_THAT(History(numbers).names(RecordKind::contract_signed), ElementsAre("firm-0", "firm-2"));
  numbers.programmes[0].allocation.diverse = false;
  EXPECT_THAT(History(numbers).names(RecordKind::contract_signed), ElementsAre("firm-0", "firm-1"));
  numbers = diverse_case({"plain", "light", "analogue"});
  numbers.technologies[0].class_name = numbers.technologies[1].class_name = "both";
  EXPECT_THAT(History(numbers).names(RecordKind::contract_signed), ElementsAre("firm-0", "firm-2"))
      << "by class";
}

TEST(Places, OpenToATechnologyOnceItsFirmHasFailed) {
  Case numbers = diverse_case({"plain", "plain", "light"});
  ruin_on(numbers.firms[0], 150.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_signed),
              ElementsAre("firm-0", "firm-2", "firm-1"));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5, 6e5));
}

TEST(Places, AskForDifferentTechnologiesAtCalls) {
  Case numbers = developing_case(3, {plain_stage("design", 600.0)});
  Technology light = numbers.technologies[0];
  light.name = "light";
  numbers.technologies.push_back(light);
  numbers.firms[2].technology = "light";
  numbers.programmes = {calling_programme(1e6, 100, 2)};
  numbers.programmes[0].allocation.shares = {0.6, 0.4};
  numbers.programmes[0].allocation.diverse = true;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto names = History(numbers, i).names(RecordKind::contract_signed);
    ASSERT_EQ(names.size(), 2U);
    ASSERT_TRUE(names[0] == "firm-2" || names[1] == "firm-2");
  }
}

TEST(Places, CallOnlyThoseWhoMayTakeThem) {
  Case numbers = developing_case(2, {plain_stage("design", 600.0)});
  numbers.programmes = {calling_programme(1e6, 100, 2)};
  numbers.programmes[0].allocation.shares = {0.6, 0.4};
  numbers.programmes[0].allocation.diverse = true;
  numbers.programmes[0].allocation.calls = 2;
  const auto calls = History(numbers).of(RecordKind::call_held);
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].other, 2.0) << "firms";
  EXPECT_EQ(calls[1].other, 0.0);
}

TEST(HeldOpen, APlaceThatNobodyTakesGoesToTheSupplier) {
  const History history(held_case({100, 301}, 200.0));
  EXPECT_THAT(counts(history, RecordKind::place_closes), ElementsAre(2));
  EXPECT_EQ(since_start(history.of(RecordKind::place_closes)[0]), 300.0);
  EXPECT_THAT(history.names(RecordKind::order_extended), ElementsAre("firm-0"));
  EXPECT_THAT(history.amounts(RecordKind::order_extended), ElementsAre(4e5));
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(40));
  EXPECT_THAT(history.names(RecordKind::waits_for_fund), ElementsAre("firm-1"));
  EXPECT_EQ(history.outcome.units_ordered, 100);
  EXPECT_EQ(history.outcome.units_accepted, 100);
  EXPECT_EQ(history.outcome.public_money_committed, 1e6);
  EXPECT_EQ(history.outcome.contract_concentration, 1.0);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
  EXPECT_EQ(history.of(RecordKind::contract_fulfilled).size(), 1U);
  double reserved = 0.0;
  for (const double change :
       history.quarterly[static_cast<std::size_t>(Series::public_money_reserved)]) {
    reserved += change;
  }
  EXPECT_EQ(reserved, 0.0);
}

TEST(HeldOpen, AFirmMayStillSignAtTheEnd) {
  const History history(held_case({100, 300}, 200.0));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5));
  EXPECT_THAT(history.of(RecordKind::place_closes), IsEmpty());
}

TEST(HeldOpen, AClosedPlaceIsTakenByNobody) {
  Case numbers = held_case({100, 301}, 200.0);
  numbers.programmes[0].eligibility.max_share_per_firm = Share(0.6);  // so there is money left
  const History history(numbers);
  EXPECT_THAT(history.of(RecordKind::order_extended), IsEmpty());
  EXPECT_THAT(counts(history, RecordKind::place_closes), ElementsAre(2));
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-0"));
  EXPECT_THAT(counts(history, RecordKind::waits_for_fund), ElementsAre(1)) << "for a place";
}

TEST(HeldOpen, CountsForEachPlaceOfItsOwn) {
  Case numbers = held_case({100, 200}, 200.0);
  numbers.programmes[0].allocation.shares = {0.5, 0.3, 0.2};
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::place_closes), ElementsAre(3));
  EXPECT_EQ(since_start(history.of(RecordKind::place_closes)[0]), 300.0);
}

TEST(HeldOpen, NothingClosesOnceNobodySupplies) {
  Case numbers = held_case({100, 301}, 200.0);
  numbers.technologies[0].supply = {Law::constant(0.0), 100, Money{}};
  const History history(numbers);
  EXPECT_THAT(history.of(RecordKind::place_closes), IsEmpty());
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5));
  Case closed = held_case({100}, 200.0);
  closed.standard.deadline = Date(2026, 9, 1);  // before day 300
  EXPECT_THAT(History(closed).of(RecordKind::place_closes), IsEmpty());
}

TEST(HeldOpen, CountsFromTheLaterFailure) {
  // firm-0 fails on day 250, half of its order paid in advance: £300k are lost. Its place closes
  // 200 days later, and firm-1 has what money is left: £700k.
  Case numbers = held_case({100, 110}, 200.0);
  numbers.programmes[0].contract.push_back(advance_clause(0.5));
  ruin_on(numbers.firms[0], 250.0);
  numbers.firms[0].cash = Money::major(1e6 - 3e5);
  const History history(numbers);
  EXPECT_EQ(since_start(history.of(RecordKind::insolvent)[0]), 250.0);
  EXPECT_EQ(history.outcome.public_money_stranded, 3e5);
  EXPECT_THAT(counts(history, RecordKind::place_closes), ElementsAre(1));
  EXPECT_EQ(since_start(history.of(RecordKind::place_closes)[0]), 450.0);
  EXPECT_THAT(history.names(RecordKind::order_extended), ElementsAre("firm-1"));
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(30));
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
}

TEST(HeldOpen, LimitsOfFirmsHoldForWhatIsAdded) {
  Case numbers = held_case({100}, 200.0);
  numbers.programmes[0].eligibility.max_share_per_firm = Share(0.8);
  EXPECT_THAT(counts(History(numbers), RecordKind::order_extended), ElementsAre(20));
  numbers.cumulation_cap = Money::major(7e5);
  EXPECT_THAT(counts(History(numbers), RecordKind::order_extended), ElementsAre(10));
  numbers.cumulation_cap = Money::major(6e5);
  EXPECT_THAT(History(numbers).of(RecordKind::order_extended), IsEmpty());
}

TEST(HeldOpen, SeveralPlacesCloseTogether) {
  Case numbers = held_case({100}, 200.0);
  numbers.programmes[0].allocation.shares = {0.5, 0.3, 0.2};
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::place_closes), ElementsAre(2, 3));
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(30, 20));
  EXPECT_EQ(history.outcome.units_accepted, 100);
}

TEST(HeldOpen, LimitsOfFirmsHoldForAllThatIsAdded) {
  Case numbers = held_case({100}, 200.0);
  numbers.programmes[0].allocation.shares = {0.5, 0.3, 0.2};
  numbers.cumulation_cap = Money::major(7.5e5);
  EXPECT_THAT(counts(History(numbers), RecordKind::order_extended), ElementsAre(25));
}

TEST(HeldOpen, WhatIsAddedIsInTheOrderOfTheClauses) {
  // £150k pay for 60 units at £2k and 30 of 60 at £1k. Of 100 and 100 units, £100k more pay for the
  // 40 that are left of the first and 20 of the second clause.
  Case numbers = held_case({100}, 200.0);
  numbers.programmes[0].fund.budget = Money::major(2.5e5);
  numbers.programmes[0].contract = {acceptance_clause(Money::major(2'000), 1),
                                    acceptance_clause(Money::major(1'000), 1)};
  for (Clause& clause : numbers.programmes[0].contract) {
    clause.up_to.formula =
        Formula({{Operation::constant, 0, 100.0},
                 {Operation::term, static_cast<std::uint32_t>(Term::place_share), 0.0},
                 {Operation::multiply, 0, 0.0}});
  }
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::contract_signed), ElementsAre(90));
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(60));
  EXPECT_THAT(history.amounts(RecordKind::order_extended), ElementsAre(1e5));
  EXPECT_EQ(history.outcome.public_money_paid, 2.5e5);
}

TEST(HeldOpen, WhatIsAddedCostsWhatItCostAtSigning) {
  // £10k a unit on day 100, and £30k on day 300, by its formula.
  Case numbers = held_case({100}, 200.0);
  numbers.programmes[0].contract[0].pay.formula =
      Formula({{Operation::constant, 0, 100.0 * days_per_year},
               {Operation::term, static_cast<std::uint32_t>(Term::years_since_start), 0.0},
               {Operation::multiply, 0, 0.0}});
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(40));
  EXPECT_THAT(history.amounts(RecordKind::order_extended), ElementsAre(4e5));
}

TEST(HeldOpen, WhatClosedStaysWithThePlace) {
  // The place of a supplier that fails after it was extended has all of the budget.
  Case numbers = held_case({100, 400}, 200.0);
  ruin_on(numbers.firms[0], 500.0);
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(6e5, 1e6));
}

TEST(HeldOpen, UnitsThatWereAcceptedKeepTheirPrices) {
  // 10 units at £20k and 20 at £10k of £300k in a place of 60 %, of £500k in all: then 20 at £5k
  // of the last clause, which nobody could be paid for before.
  Case numbers = held_case({100}, 200.0);
  numbers.technologies[0].supply = {Law::constant(0.0), 3, Money{}};
  numbers.programmes[0].fund.budget = Money::major(5e5);
  numbers.programmes[0].contract = {acceptance_clause(Money::major(20'000), 5),
                                    acceptance_clause(Money::major(10'000), 20),
                                    acceptance_clause(Money::major(5'000), 20)};
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::contract_signed), ElementsAre(25));
  EXPECT_THAT(history.amounts(RecordKind::order_extended), ElementsAre(1e5));
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(20));
  EXPECT_THAT(history.amounts(RecordKind::paid),
              ElementsAre(6e4, 5e4, 3e4, 3e4, 3e4, 3e4, 3e4,  // before the extension on day 300
                          3e4, 2e4, 1.5e4, 1.5e4, 1.5e4, 1.5e4, 1.5e4, 1.5e4));
}

TEST(HeldOpen, WhatWasPaidInAdvanceIsCreditedOverTheLargerOrder) {
  Case numbers = held_case({100}, 200.0);
  numbers.technologies[0].supply = {Law::constant(0.0), 5, Money{}};
  numbers.programmes[0].contract.push_back(advance_clause(0.3));
  const History history(numbers);
  EXPECT_EQ(history.outcome.public_money_advanced, 1.8e5) << "it does not grow";
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
  EXPECT_EQ(history.outcome.units_accepted, 100);
}

TEST(HeldOpen, MoneyBalancesToThePennyForAnyAmounts) {
  const Luck luck(11, Phase::main, 0);
  for (std::int64_t k = 0; k < 1'000; ++k) {
    const auto u = luck.uniforms(purpose(Chance::parameter), hash_name("amounts"), nth(k));
    Case numbers = held_case({100}, 1.0 + 500.0 * u[3]);
    numbers.technologies[0].supply = {Law::constant(0.0), 10 + static_cast<std::int64_t>(u[2] * 40),
                                      Money{}};
    numbers.programmes[0].contract[0].pay =
        Amount::per_unit(Money::minor(300'001 + static_cast<std::int64_t>(u[1] * 999'999)));
    numbers.programmes[0].contract[0].up_to = Amount::units(1'000'000);
    numbers.programmes[0].contract.push_back(advance_clause(std::max(0.01, u[0])));
    const Outcome o = simulate_one(numbers);
    const Money price = Money::major(numbers.programmes[0].contract[0].pay.number);
    const auto units = static_cast<std::int64_t>(o.units_accepted);
    ASSERT_EQ(o.units_accepted, o.units_ordered) << k;
    ASSERT_EQ(o.public_money_paid, times(price, units).major()) << k;
    ASSERT_EQ(o.public_money_exposed, 0.0) << k;
    ASSERT_EQ(o.public_money_reserved, 0.0) << k;
  }
}

TEST(HeldOpen, SharesOfTheValueThatAreNotYetDueGrow) {
  // 10 % of the value on top, at the end of design: with £600k 54 units, with £1m 90.
  Case numbers = developing_case(1, {plain_stage("design", 600.0)});
  numbers.programmes = {calling_programme(1e6, 100, 1)};
  numbers.programmes[0].allocation.shares = {0.6, 0.4};
  numbers.programmes[0].allocation.held_open = Duration::from_days(200.0);
  Clause bonus = advance_clause(0.1);
  bonus.on = Trigger::milestone;
  bonus.milestone = "design";
  bonus.advance = false;
  numbers.programmes[0].contract.push_back(bonus);
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::contract_signed), ElementsAre(54));
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(36));
  EXPECT_THAT(history.amounts(RecordKind::order_extended), ElementsAre(3.96e5));
  EXPECT_EQ(history.amounts(RecordKind::paid).front(), 9e4);
  EXPECT_EQ(history.outcome.public_money_paid, 9.9e5);
}

TEST(HeldOpen, DeliveriesGoOnWhereAllWasDelivered) {
  Case numbers = held_case({100}, 200.0);
  numbers.technologies[0].supply = {Law::constant(0.0), 100, Money{}};
  Clause last;
  last.on = Trigger::date;
  last.date = Date(2030, 1, 1);
  last.pay = Amount::sum(Money::major(1e4));
  numbers.programmes[0].contract.push_back(last);
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::lot_delivered), ElementsAre(59, 40));
  EXPECT_EQ(since_start(history.of(RecordKind::lot_delivered)[1]), 300.0);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
}

TEST(HeldOpen, WithoutAnEndNothingCloses) {
  const History history(placed_case({100, 3'000}));
  EXPECT_THAT(history.of(RecordKind::place_closes), IsEmpty());
}

TEST(HeldOpen, TheSecondSourceComesInTime) {
  // An exponential clock of 500 days against 200: 1 − e^−0.4.
  Case numbers = held_case({0, 500}, 200.0);
  numbers.technologies.push_back(numbers.technologies[0]);
  numbers.technologies[1].name = "late";
  numbers.technologies[1].slip = Law::exponential(1.0);
  numbers.firms[1].technology = "late";
  const double in_time = 1.0 - std::exp(-0.4);
  expect_means(numbers, {{[](const Outcome& o) { return o.contracts_signed - 1.0; }, in_time}});
}

TEST(HeldOpen, AnyLargeOrderCanGrow) {
  Case numbers = held_case({100}, 50.0);
  numbers.programmes[0].contract[0].up_to = Amount::of(Basis::units, 1e12);
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::order_extended), ElementsAre(40));
  EXPECT_EQ(history.outcome.units_accepted, 100.0);
}

TEST(HeldOpen, NothingGrowsBeforeThePhaseThatOrders) {
  Case numbers = developing_case(1, {plain_stage("design", 100.0)});
  numbers.programmes = {calling_programme(2e6, 100, 2)};
  Programme& programme = numbers.programmes[0];
  TournamentPhase phase;
  phase.name = "paper";
  phase.lasts = Duration::from_days(300.0);
  programme.allocation.phases = {phase};
  programme.allocation.shares = {0.6, 0.4};
  programme.allocation.held_open = Duration::from_days(30.0);
  programme.contract[0].phase = phase_of_purchase;
  const History history(numbers);
  EXPECT_EQ(history.of(RecordKind::place_closes).size(), 1U);
  EXPECT_THAT(history.of(RecordKind::order_extended), IsEmpty());
  EXPECT_EQ(history.of(RecordKind::goes_on)[0].count, 100);
  EXPECT_EQ(history.outcome.units_accepted, 100.0);
}

}  // namespace
}  // namespace firstcustomer
