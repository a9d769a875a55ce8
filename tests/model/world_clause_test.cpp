// Clauses of contracts, one mechanism at a time: triggers, bases, own standards, eligibility,
// expiry.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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
using testing::milestone_clause;
using testing::plain_programme;
using testing::plain_stage;
using testing::recovery_clause;
using testing::same;
using testing::simulate_one;
using testing::small_case;

/// A clause that pays so many pounds.
Clause paying(Trigger on, double pounds) {
  Clause clause;
  clause.on = on;
  clause.pay = Amount::sum(Money::major(pounds));
  return clause;
}

/// A clause that pays a share, at most so many pounds in all.
Clause sharing(Trigger on, Basis basis, double share, double at_most) {
  Clause clause;
  clause.on = on;
  clause.pay = Amount::of(basis, share);
  clause.at_most = Amount::sum(Money::major(at_most));
  return clause;
}

/// A clause that takes so many pounds from the firm.
Clause penalty(Trigger on, double pounds) {
  Clause clause = sharing(on, Basis::sum, 0.0, 0.0);
  clause.pay.formula = Formula::constant(-pounds);
  return clause;
}

/// A programme of these clauses that signs with all at its opening and pays at once.
Programme open_to_all(const std::vector<Clause>& contract, double budget = 1e7) {
  Programme programme = plain_programme(budget, 1);
  programme.allocation.signing = Signing::opening;
  programme.contract = contract;
  return programme;
}

/// A firm ten years away from its test that spends £1m a year and has enough for that.
Case spender(const std::vector<Clause>& contract) {
  Case numbers = developing_case(1, {plain_stage("design", 3'600.0)});
  numbers.firms[0].cash = Money::major(20e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  numbers.programmes = {open_to_all(contract)};
  return numbers;
}

// --- Standards of a programme

/// A firm that is in test on day 1,000, with 2 × the frontier of the start where that doubles every
/// year, and a programme with a standard of its own.
Case tested_late(const Threshold& threshold, Signing signing) {
  Case numbers = small_case(1);
  numbers.frontier[0].annual_growth = 2.0;
  numbers.technologies[0].relative_performance = Law::constant(4.0);
  numbers.firms[0].remaining = Duration::from_days(2.0 * days_per_year);
  numbers.standard.thresholds[0].required = 1e9;
  numbers.standard.attempts = 3;
  Programme programme = calling_programme(1e6, 1, 1);
  programme.allocation.signing = signing;
  programme.contract = {paying(Trigger::qualification, 5e5)};
  programme.standard = Standard{{threshold}, numbers.horizon, 1, Duration::from_days(30), Share{}};
  numbers.programmes = {programme};
  return numbers;
}

Threshold of_frontier(double required, FrontierOn fixed) {
  Threshold threshold;
  threshold.benchmark = "speed";
  threshold.of = ThresholdOf::frontier;
  threshold.required = required;
  threshold.fixed = fixed;
  return threshold;
}

/// Largest share of a frontier under which the firm is still paid, by halving.
double just_met(Threshold threshold, Signing signing) {
  double met = 0.0;
  double missed = 64.0;
  while (missed - met > 1e-6) {
    threshold.required = 0.5 * (met + missed);
    const bool paid = simulate_one(tested_late(threshold, signing)).public_money_paid > 0.0;
    (paid ? met : missed) = threshold.required;
  }
  return met;
}

TEST(OwnStandard, IsMeasuredAgainstItsOwnFrontier) {
  // The product stands at 4, the frontier at 1 on signing (the start) and at 4 in the test.
  EXPECT_NEAR(just_met(of_frontier(1.0, FrontierOn::test), Signing::call), 1.0, 1e-5);
  EXPECT_NEAR(just_met(of_frontier(1.0, FrontierOn::signing), Signing::call), 4.0, 1e-5);
  Threshold dated = of_frontier(1.0, FrontierOn::date);
  dated.fixed_on = Date(2026, 12, 31);
  EXPECT_NEAR(just_met(dated, Signing::call), 4.0 / std::exp2(364.0 / days_per_year), 1e-5);
}

TEST(OwnStandard, FixedAtSigningIsOfTheTestWithoutAContract) {
  EXPECT_NEAR(just_met(of_frontier(1.0, FrontierOn::signing), Signing::qualification), 1.0, 1e-5);
}

TEST(OwnStandard, MayLagAndRise) {
  Threshold lagging = of_frontier(1.0, FrontierOn::test);
  lagging.lag = Duration::from_days(0.5 * days_per_year);
  EXPECT_NEAR(just_met(lagging, Signing::call), std::sqrt(2.0), 1e-5);
  Threshold rising = of_frontier(1.0, FrontierOn::signing);
  rising.rises = 0.3;
  rising.rises_from = Date(2027, 1, 1);  // 365 days after the start
  const double years = 2.0 - 365.0 / days_per_year;
  EXPECT_NEAR(just_met(rising, Signing::call), 4.0 * std::exp(-0.3 * years), 1e-5);
  rising.rises_from = Date(2030, 1, 1);
  EXPECT_NEAR(just_met(rising, Signing::call), 4.0, 1e-5) << "not yet";
}

TEST(OwnStandard, IsMetWithoutTheScenariosAndCountsForNobodyElse) {
  const History history(tested_late(of_frontier(0.5, FrontierOn::test), Signing::qualification));
  EXPECT_EQ(history.outcome.qualified_suppliers_ever, 0);
  EXPECT_THAT(history.of(RecordKind::standard_met), ::testing::SizeIs(1));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(5e5));
  EXPECT_EQ(history.outcome.suppliers_missed, 0) << "it has a buyer";
}

TEST(OwnStandard, OfAProgrammeWithoutMoneyMeansNothing) {
  Case numbers = tested_late(of_frontier(0.5, FrontierOn::test), Signing::qualification);
  numbers.programmes[0].fund.budget = Money{};
  Case none = numbers;
  none.programmes.clear();
  EXPECT_EQ(simulate_one(none).suppliers_missed, 1);
  EXPECT_TRUE(same(simulate_one(numbers), simulate_one(none)));
}

TEST(OwnStandard, IsTestedOnceItsProgrammeOpens) {
  // Software makes the product half as good again in 1,000 days: too late for the first test, on
  // day 730, and in time for another when the programme opens on day 1,096.
  Threshold level;
  level.benchmark = "speed";
  level.required = 6.0;
  Case numbers = tested_late(level, Signing::qualification);
  numbers.standard.thresholds[0].required = 1.0;
  numbers.technologies[0].maturity.at_most = 2.0;
  numbers.technologies[0].maturity.half_time = Duration::from_days(1'000.0);
  numbers.programmes[0].opens = Date(2029, 1, 1);
  numbers.programmes[0].standard->attempts = 2;
  const History history(numbers);
  EXPECT_EQ(history.outcome.qualified_suppliers_ever, 1);
  EXPECT_THAT(history.dates(RecordKind::paid), ElementsAre(Date(2029, 1, 31)));
  numbers.programmes[0].standard->attempts = 1;
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 0);
  numbers.programmes[0].standard->thresholds[0].required = 4.0;  // met by the first test
  EXPECT_THAT(History(numbers).dates(RecordKind::paid), ElementsAre(Date(2029, 1, 1)));
}

TEST(OwnStandard, IsTestedOnceItsContractIsSigned) {
  // The firm has not cash enough to be eligible, nor to be tested again, until it raises on day
  // 800.
  Threshold level;
  level.benchmark = "speed";
  level.required = 6.0;
  Case numbers = tested_late(level, Signing::call);
  numbers.standard.thresholds[0].required = 1.0;
  numbers.technologies[0].maturity.at_most = 2.0;
  numbers.technologies[0].maturity.half_time = Duration::from_days(1'000.0);
  numbers.programmes[0].standard->attempts = 2;
  numbers.programmes[0].eligibility.cash_at_least = Money::major(2e6);
  numbers.finance.history_until = Date(2029, 1, 1);
  numbers.firms[0].raises = {{Date(2028, 3, 11), Money::major(1e6), BurnRate{}, ""}};
  // The first call with it is that of 1 January 2029.
  EXPECT_THAT(History(numbers).dates(RecordKind::paid), ElementsAre(Date(2029, 1, 31)));
}

// --- Eligibility

TEST(Eligibility, AsksForAStage) {
  Case numbers = developing_case(1, {plain_stage("one", 100.0), plain_stage("two", 100.0)});
  numbers.programmes = {open_to_all({paying(Trigger::signing, 1e3)})};
  EXPECT_THAT(History(numbers).dates(RecordKind::contract_signed), ElementsAre(Date(2026, 1, 1)));
  numbers.programmes[0].eligibility.stage_at_least = "two";
  EXPECT_THAT(History(numbers).dates(RecordKind::contract_signed), ElementsAre(Date(2026, 4, 11)));
  numbers.programmes[0].eligibility.stage_at_least = "test";
  EXPECT_THAT(History(numbers).dates(RecordKind::contract_signed), ElementsAre(Date(2026, 7, 20)));
  numbers.programmes[0].eligibility.stage_at_least = "three";
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1)
      << "a technology without it is not held back";
}

TEST(Eligibility, AsksForYouthUpToTheDay) {
  Case numbers = spender({paying(Trigger::signing, 1e3)});
  numbers.programmes[0].opens = Date(2027, 1, 1);
  numbers.firms[0].age = Duration::from_days(1'000.0);
  numbers.programmes[0].eligibility.age_at_most = Duration::from_days(1'365.0);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1);
  numbers.programmes[0].eligibility.age_at_most = Duration::from_days(1'364.9);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0);
  numbers.firms[0].age = Duration::longest();
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1) << "of unknown age";
}

TEST(Eligibility, AsksForCashOnTheDay) {
  Case numbers = spender({paying(Trigger::signing, 1e3)});
  numbers.firms[0].burn = BurnRate::major_per_year(365'250.0);  // £1,000 a day
  numbers.programmes[0].opens = Date(2027, 1, 1);
  numbers.programmes[0].eligibility.cash_at_least = Money::major(20e6 - 365'000.0);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1);
  numbers.programmes[0].eligibility.cash_at_least = Money::major(20e6 - 365'000.0 + 1.0);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0);
  numbers.firms[0].parent_funded = true;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1) << "its owner has enough";
}

// --- Openings

TEST(Opening, SignsWithAllWhoAreThereAndWhoCome) {
  Case numbers = developing_case(3, {plain_stage("design", 3'000.0)});
  numbers.firms[1].enters = Date(2027, 5, 1);
  numbers.firms[2].enters = Date(2026, 2, 1);
  numbers.programmes = {open_to_all({paying(Trigger::signing, 1e3)})};
  numbers.programmes[0].opens = Date(2026, 6, 1);
  EXPECT_THAT(History(numbers).dates(RecordKind::contract_signed),
              ElementsAre(Date(2026, 6, 1), Date(2026, 6, 1), Date(2027, 5, 1)));
  numbers.programmes[0].allocation.awards = 2;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 2);
}

TEST(Opening, ServesThoseWhoQualifiedBefore) {
  Case numbers = small_case(2);
  numbers.firms[1].remaining = Duration::from_days(1'000.0);
  numbers.programmes = {plain_programme(1e6, 10)};
  numbers.programmes[0].opens = Date(2027, 1, 1);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-0", "firm-1"));
  EXPECT_THAT(history.dates(RecordKind::contract_signed),
              ElementsAre(Date(2027, 1, 1), Date(2028, 9, 27)));
}

// --- Several programmes

TEST(Programmes, ActInTheirOrderWithinTheCumulationCap) {
  Case numbers = spender({paying(Trigger::signing, 6e5)});
  Programme second = open_to_all({paying(Trigger::signing, 5e5)});
  numbers.programmes[0].luck = "first";
  second.luck = "second";
  numbers.programmes.push_back(second);
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(6e5, 5e5));
  numbers.cumulation_cap = Money::major(1.1e6);
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1.1e6);
  numbers.cumulation_cap = Money::major(1.1e6) - Money::minor(1);
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(6e5));
  std::swap(numbers.programmes[0], numbers.programmes[1]);
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(5e5));
}

TEST(Programmes, AreCappedByWhatOneFirmHasAlready) {
  // Units under a cap: the second order is cut to what is left.
  Case numbers = small_case(1);
  numbers.programmes = {plain_programme(1e6, 60), plain_programme(1e6, 60)};
  numbers.programmes[0].luck = "first";
  numbers.programmes[1].luck = "second";
  numbers.cumulation_cap = Money::major(1e6);
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5));
}

TEST(Programmes, KeepTheNewsOfContractsThatStand) {
  // A round closes on day 400; a second contract has failed on day 50.
  Case numbers = spender({paying(Trigger::qualification, 1e3)});
  numbers.programmes[0].luck = "first";
  numbers.behaviour.mode = BehaviourMode::heuristic;
  numbers.finance.signals = Signals{};
  numbers.finance.signals->award = 3.0;
  numbers.finance.closing = Law::constant(400.0);
  numbers.finance.rounds.resize(1);
  numbers.finance.rounds[0].name = "a";
  numbers.finance.rounds[0].graduation = Share(0.5);
  numbers.finance.rounds[0].size = Law::constant(1e6);
  numbers.finance.rounds[0].starts_at_runway = Duration::from_days(36'525.0);
  numbers.firms[0].next_round = "a";
  const auto chance = [](const Case& of) {
    const History history(of);
    for (const Record& record : history.records()) {
      if (record.kind == RecordKind::raise_closes || record.kind == RecordKind::raise_fails) {
        return record.value;
      }
    }
    return std::numeric_limits<double>::quiet_NaN();
  };
  const double alone = chance(numbers);
  numbers.programmes.push_back(numbers.programmes[0]);
  numbers.programmes[1].luck = "second";
  numbers.programmes[1].contract_lasts = Duration::from_days(50.0);
  EXPECT_EQ(simulate_one(numbers).contracts_failed, 1);
  EXPECT_EQ(chance(numbers), alone);
  numbers.programmes.erase(numbers.programmes.begin());
  EXPECT_LT(chance(numbers), alone);
}

// --- Periods, dates and rounds

TEST(Clauses, PayGrantsAtTheEndsOfQuarters) {
  Case numbers = spender({sharing(Trigger::quarter_end, Basis::spending, 0.5, 2.5e5)});
  numbers.firms[0].burn = BurnRate::major_per_year(365'250.0);  // £1,000 a day
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(2.5e5));
  // 90, 91, 92, 92 and 90 days, and what is left of the limit.
  EXPECT_THAT(history.amounts(RecordKind::paid),
              ElementsAre(45'000.0, 45'500.0, 46'000.0, 46'000.0, 45'000.0, 22'500.0));
  EXPECT_THAT(history.dates(RecordKind::paid).front(), Date(2026, 4, 1));
  EXPECT_THAT(history.dates(RecordKind::contract_fulfilled), ElementsAre(Date(2027, 7, 1)));
}

TEST(Clauses, SeeAllThatWasSpentByTheDayOfSigning) {
  // Nobody has looked at the firm for 90 days when the limit is found.
  Clause clause = sharing(Trigger::quarter_end, Basis::spending, 0.5, 1.0);
  clause.at_most.formula =
      Formula({{Operation::term, static_cast<std::uint32_t>(Term::spending), 0.0}});
  Case numbers = spender({clause});
  numbers.programmes[0].opens = Date(2026, 4, 1);
  numbers.firms[0].burn = BurnRate::major_per_year(365'250.0);
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(90'000.0));
}

TEST(Clauses, PayCreditsAYearAfterTheFiscalYear) {
  Case numbers = spender({sharing(Trigger::year_end, Basis::spending, 0.2, 1e6)});
  numbers.programmes[0].contract[0].after = Duration::from_days(365.0);
  numbers.firms[0].burn = BurnRate::major_per_year(365'250.0);
  numbers.horizon = Date(2028, 12, 31);
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(18'000.0, 73'000.0));
  EXPECT_THAT(history.dates(RecordKind::paid), ElementsAre(Date(2027, 4, 1), Date(2028, 3, 31)));
  numbers.fiscal_month = 1;  // February, which ends no quarter of the calendar
  EXPECT_THAT(History(numbers).dates(RecordKind::paid),
              ElementsAre(Date(2027, 2, 1), Date(2028, 2, 1)));
}

TEST(Clauses, MatchRoundsAsTheyClose) {
  Case numbers = spender({sharing(Trigger::raise, Basis::round, 0.25, 8e5)});
  numbers.finance.history_until = Date(2029, 1, 1);
  const BurnRate burn = numbers.firms[0].burn;
  numbers.firms[0].raises = {{Date(2026, 5, 1), Money::major(2e6), burn, ""},
                             {Date(2027, 5, 1), Money::major(1e6), burn, ""}};
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(5e5, 2.5e5));
  EXPECT_THAT(history.dates(RecordKind::paid), ElementsAre(Date(2026, 5, 1), Date(2027, 5, 1)));
  numbers.programmes[0].contract[0].at_most = Amount::sum(Money::major(6e5));
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(5e5, 1e5));
}

TEST(Clauses, PayOnADateOnlyWhileTheContractIsInForce) {
  Clause dated = paying(Trigger::date, 7e4);
  dated.date = Date(2027, 3, 3);
  Case numbers = spender({dated});
  EXPECT_THAT(History(numbers).dates(RecordKind::paid), ElementsAre(Date(2027, 3, 3)));
  numbers.programmes[0].contract_lasts = Duration::from_days(300.0);
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 0);
  EXPECT_EQ(simulate_one(numbers).public_money_released, 7e4);
}

TEST(Clauses, HoldTheirCondition) {
  Case numbers = spender({paying(Trigger::signing, 1e3), paying(Trigger::signing, 2e3)});
  numbers.programmes[0].contract[0].when = Formula::constant(0.0);
  numbers.programmes[0].contract[1].when = Formula::constant(1.0);
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(2e3));
}

// --- Runways

TEST(Milestones, MayResetTheRunway) {  // V40: three of rate .8, a runway of 1.5 years after each
  std::vector<Stage> stages;
  for (const std::string name : {"one", "two", "three"}) {
    stages.push_back(plain_stage(name, 0.0));
    stages.back().duration = Law::exponential(days_per_year / 0.8);
  }
  Case numbers = developing_case(1, stages);
  numbers.horizon = numbers.standard.deadline = Date(2090, 12, 31);
  numbers.firms[0].cash = Money::major(1.5e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  // A contract for each stage pays what the firm has spent in it.
  for (const Stage& stage : stages) {
    Clause refund = sharing(Trigger::milestone, Basis::spending, 1.0, 1.5e6);
    refund.milestone = stage.name;
    numbers.programmes.push_back(open_to_all({refund}));
    numbers.programmes.back().luck = "of-" + stage.name;
    numbers.programmes.back().eligibility.stage_at_least = stage.name;
  }
  const auto reached = [](const Outcome& o) {
    return o.contracts_signed - o.contracts_failed == 3.0 ? 1.0 : 0.0;
  };
  expect_means(numbers, {{reached, 0.3412475017}});
}

// --- Penalties

TEST(Penalties, TakeFromWhatWasPaidAndShortenTheRunway) {
  Case numbers = spender({paying(Trigger::signing, 3e5), penalty(Trigger::quarter_end, 1e5)});
  numbers.firms[0].cash = Money::major(365'250.0);
  numbers.firms[0].burn = BurnRate::major_per_year(365'250.0);  // £1,000 a day
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::recovered), ElementsAre(1e5, 1e5, 1e5));
  // £665,250 less three times £100,000 by 1 October 2026: £250 are left on day 365.
  EXPECT_THAT(history.amounts(RecordKind::returned), ElementsAre(250.0));
  ASSERT_THAT(history.of(RecordKind::insolvent), ::testing::SizeIs(1));
  EXPECT_NEAR(history.of(RecordKind::insolvent)[0].when.since_start().days(), 365.0, 1e-6);
  EXPECT_EQ(history.outcome.public_money_recovered, 3e5);
}

TEST(Penalties, OnAnAdvanceLeaveEnoughForTheUnits) {
  // £1m of units, half of it in advance, of which £200,000 are paid back before the units come.
  Case numbers = small_case(1);
  numbers.technologies[0].supply = {Law::constant(300.0), 25, Money{}};
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes[0].contract.push_back(advance_clause(0.5));
  Clause once = penalty(Trigger::date, 2e5);
  once.date = Date(2026, 7, 1);
  numbers.programmes[0].contract.push_back(once);
  const Outcome o = simulate_one(numbers);
  EXPECT_EQ(o.units_accepted, 100);
  EXPECT_EQ(o.public_money_paid, 1e6);
  EXPECT_EQ(o.public_money_recovered, 2e5);
  EXPECT_EQ(o.public_money_reserved, 0);
}

// --- Advances

TEST(Advances, OfMilestonesAreCreditedOnAcceptance) {
  Case numbers = developing_case(1, {plain_stage("design", 100.0)});
  numbers.technologies[0].supply = {Law::constant(10.0), 50, Money{}};
  Clause milestone = milestone_clause("design", 0.0);
  milestone.pay = Amount::of(Basis::value, 0.4);
  Programme programme = calling_programme(1e6, 100, 1);
  programme.contract.push_back(milestone);
  numbers.programmes = {programme};
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(4e5, 3e5, 3e5));
  EXPECT_EQ(history.outcome.public_money_advanced, 4e5);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
  numbers.programmes[0].contract.back().advance = false;  // on top
  numbers.programmes[0].fund.budget = Money::major(1.4e6);
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(4e5, 5e5, 5e5));
}

TEST(Advances, OfWhichOneIsNotYetPaidAreCreditedInTheirOrder) {
  // 10 % at signing, paid; 20 % at the test, 400 days before it is paid: all units come before.
  Case numbers = developing_case(1, {plain_stage("design", 500.0)});
  numbers.technologies[0].supply = {Law::constant(1.0), 50, Money{}};
  Clause milestone = milestone_clause("test", 0.0);
  milestone.pay = Amount::of(Basis::value, 0.2);
  Programme programme = calling_programme(1e6, 100, 1);
  programme.contract.push_back(advance_clause(0.1));
  programme.contract.push_back(milestone);
  programme.fund.payment_terms = Duration::from_days(400.0);
  numbers.programmes = {programme};
  const History history(numbers);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.public_money_advanced, 1e5) << "the rest was earned before";
  EXPECT_EQ(history.outcome.public_money_exposed_peak, 1e5);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
}

// --- Prices by formula

TEST(Prices, ByFormulaPayAtMostWhatTheyWereWorthAtSigning) {
  Case numbers = small_case(1);
  Clause falling = acceptance_clause(Money::major(10'000.0), 10);
  falling.pay.formula = Formula::constant(6'000.0);
  falling.at_most = Amount::per_unit(Money::major(10'000.0));
  numbers.programmes = {plain_programme(1e6, 10)};
  numbers.programmes[0].contract = {falling};
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e5));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(6e4));
  EXPECT_THAT(history.amounts(RecordKind::contract_fulfilled), ElementsAre(4e4));
  EXPECT_EQ(history.outcome.public_money_lapsed, 9.4e5) << "what is not needed is free again";
}

// --- Ends

TEST(Expiry, OfAShortfallTakesBack) {
  Case numbers = small_case(1);
  numbers.technologies[0].supply = {Law::constant(30.0), 10, Money{}};
  numbers.programmes = {plain_programme(1e6, 100)};
  Clause shortfall;
  shortfall.on = Trigger::shortfall;
  shortfall.recover = Amount::of(Basis::paid, 0.5);
  numbers.programmes[0].contract.push_back(shortfall);
  numbers.programmes[0].contract_lasts = Duration::from_days(100.0);
  const History history(numbers);  // lots after 30, 61 and 91 days
  EXPECT_EQ(history.outcome.units_accepted, 30);
  EXPECT_THAT(history.amounts(RecordKind::recovered), ElementsAre(1.5e5));
  EXPECT_THAT(history.of(RecordKind::contract_ends), ::testing::SizeIs(1));
  numbers.programmes[0].contract[0].up_to = Amount::units(30);
  EXPECT_EQ(simulate_one(numbers).public_money_recovered, 0) << "nothing was missing";
}

TEST(Expiry, PaysItsClausesAndNothingAfterwards) {
  Case numbers = spender(
      {paying(Trigger::expiry, 1e4), sharing(Trigger::quarter_end, Basis::spending, 0.1, 1e7)});
  numbers.programmes[0].fund.budget = Money::major(2e7);
  numbers.programmes[0].contract_lasts = Duration::from_days(100.0);
  const History history(numbers);
  EXPECT_THAT(history.of(RecordKind::paid), ::testing::SizeIs(2));
  EXPECT_EQ(history.amounts(RecordKind::paid).back(), 1e4);
  EXPECT_EQ(history.outcome.contracts_failed, 0) << "nothing was asked of the firm";
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Expiry, BeforeWhatWasAskedForIsAFailure) {
  for (const Clause& asked :
       {paying(Trigger::qualification, 1e4), milestone_clause("design", 1e4)}) {
    Clause clause = asked;
    clause.due = Duration::from_days(200.0);
    Case numbers = spender({paying(Trigger::signing, 1e5), clause});
    Clause failure;
    failure.on = Trigger::failure;
    failure.recover = Amount::of(Basis::paid, 0.25);
    numbers.programmes[0].contract.push_back(failure);
    numbers.programmes[0].contract_lasts = Duration::from_days(100.0);
    const History history(numbers);
    EXPECT_EQ(history.outcome.contracts_failed, 1);
    EXPECT_THAT(history.of(RecordKind::contract_ends), ::testing::SizeIs(1)) << "and once";
    EXPECT_EQ(history.outcome.public_money_recovered, 2.5e4);
  }
}

TEST(Insolvency, TakesBackOnTopOfFailure) {
  // Parent-funded firms are not ruined; a ruined one has nothing: its waiting payment comes later.
  Case numbers = spender({paying(Trigger::signing, 1e5)});
  Clause insolvency;
  insolvency.on = Trigger::insolvency;
  insolvency.recover = Amount::of(Basis::paid, 1.0);
  numbers.programmes[0].contract.push_back(insolvency);
  numbers.programmes[0].contract.push_back(paying(Trigger::qualification, 1.0));
  numbers.firms[0].cash = Money::major(1e6);
  const History history(numbers);
  EXPECT_EQ(history.outcome.suppliers_insolvent, 1);
  EXPECT_THAT(history.amounts(RecordKind::recovered), ElementsAre(0.0));
}

TEST(Cancellation, EndsContractsThatDoNotBind) {
  Case numbers = spender({paying(Trigger::signing, 1e5), paying(Trigger::qualification, 5e5)});
  Clause failure;
  failure.on = Trigger::failure;
  failure.recover = Amount::of(Basis::paid, 1.0);
  numbers.programmes[0].contract.push_back(failure);
  numbers.programmes[0].strength = {PerYear(1e3), false};
  const History loose(numbers);
  EXPECT_EQ(loose.outcome.programme_cancelled, 1);
  EXPECT_EQ(loose.outcome.contracts_failed, 1);
  EXPECT_EQ(loose.outcome.public_money_paid, 1e5);
  EXPECT_EQ(loose.outcome.public_money_recovered, 0) << "it was not the firm's fault";
  EXPECT_EQ(loose.outcome.public_money_released, 5e5);
  numbers.programmes[0].strength.legally_binding = true;
  const History bound(numbers);
  EXPECT_EQ(bound.outcome.contracts_failed, 0);
  EXPECT_EQ(bound.outcome.public_money_paid, 6e5);
}

}  // namespace
}  // namespace firstcustomer
