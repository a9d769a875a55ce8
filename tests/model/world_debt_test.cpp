// Debt that firms draw against signed contracts.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using testing::advance_clause;
using testing::developing_case;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::milestone_clause;
using testing::plain_programme;
using testing::plain_stage;
using testing::recovery_clause;
using testing::same;
using testing::simulate_one;
using testing::small_case;

constexpr double year = days_per_year;

/// A firm with £1m and a burn of £1m a year, whose proof takes so many years and is worth £4m under
/// a contract that is signed at once; lenders lend 60 % at 10 % a year, half a year's burn at a
/// time.
Case borrowing_case(double years) {
  Case numbers = developing_case(1, {plain_stage("proof", years * year)});
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  numbers.finance.contract_debt =
      ContractDebt{Share(0.6), PerYear(0.1), LendsFrom::signing, Duration::from_days(year / 2)};
  Programme programme = plain_programme(4e6, 1);
  programme.contract = {milestone_clause("proof", 4e6)};
  programme.allocation.signing = Signing::opening;
  numbers.programmes = {programme};
  return numbers;
}

double days_to(const Record& record) {
  return record.when.since_start().days();
}

TEST(ContractDebt, IsDrawnWhenCashRunsOutAndRepaidFirst) {
  const History history(borrowing_case(1.75));
  EXPECT_THAT(history.amounts(RecordKind::debt_drawn), ElementsAre(5e5, 5e5));
  EXPECT_NEAR(days_to(history.of(RecordKind::debt_drawn)[0]), year, 1e-6);
  EXPECT_NEAR(days_to(history.of(RecordKind::debt_drawn)[1]), 1.5 * year, 1e-6);
  const double owed = 5e5 * std::pow(1.1, 0.75) + 5e5 * std::pow(1.1, 0.25);
  ASSERT_EQ(history.of(RecordKind::debt_repaid).size(), 1U);
  EXPECT_NEAR(history.amounts(RecordKind::debt_repaid)[0], owed, 0.015);
  EXPECT_EQ(history.of(RecordKind::debt_repaid)[0].value, 0.0);
  EXPECT_EQ(history.outcome.contract_debt_lent, 1e6);
  EXPECT_EQ(history.outcome.contract_debt_repaid, history.amounts(RecordKind::debt_repaid)[0]);
  EXPECT_EQ(history.outcome.contract_debt_lost, 0);
}

TEST(ContractDebt, CompoundsYearly) {
  EXPECT_EQ(debt_after(Money::major(100.0), PerYear(0.1), Duration::from_days(2 * year)),
            Money::major(121.0));
  EXPECT_EQ(debt_after(Money::major(100.0), PerYear(0.0), Duration::from_days(900.0)),
            Money::major(100.0));
  EXPECT_EQ(debt_after(Money::major(100.0), PerYear(0.21), Duration::from_days(year / 2)),
            Money::major(110.0));
}

TEST(ContractDebt, StopsAtItsShareAndIsLostWithTheFirm) {
  // After half years 500, 500, … until 60 % of £4m are owed.
  const History history(borrowing_case(30.0));
  const auto drawn = history.amounts(RecordKind::debt_drawn);
  double owed = 0.0;
  for (std::size_t i = 0; i + 1 < drawn.size(); ++i) {
    owed = owed * std::sqrt(1.1) + 5e5;
    EXPECT_EQ(drawn[i], 5e5);
  }
  ASSERT_EQ(drawn.size(), 5U);
  EXPECT_NEAR(drawn[4], 2.4e6 - owed * std::sqrt(1.1), 0.05);
  EXPECT_EQ(history.outcome.suppliers_insolvent, 1);
  EXPECT_EQ(history.outcome.contract_debt_repaid, 0);
  const double days = drawn[4] / 1e6;
  EXPECT_NEAR(history.outcome.contract_debt_lost, 2.4e6 * std::pow(1.1, days), 0.05);
  EXPECT_THAT(history.amounts(RecordKind::debt_lost),
              ElementsAre(history.outcome.contract_debt_lost));
}

TEST(ContractDebt, TakesABindingContractThatPays) {
  Case numbers = borrowing_case(1.75);
  numbers.programmes[0].strength.legally_binding = false;
  EXPECT_EQ(simulate_one(numbers).contract_debt_lent, 0);
  EXPECT_EQ(simulate_one(numbers).suppliers_insolvent, 1);
  numbers = borrowing_case(1.75);
  numbers.pays = false;
  EXPECT_EQ(simulate_one(numbers).contract_debt_lent, 0);
  numbers = borrowing_case(1.75);
  numbers.finance.contract_debt->lends_from = LendsFrom::qualification;
  EXPECT_EQ(simulate_one(numbers).contract_debt_lent, 0);
  numbers = borrowing_case(1.75);
  numbers.finance.contract_debt->share = Share(0.0);
  const Outcome none = simulate_one(numbers);
  numbers.finance.contract_debt.reset();
  EXPECT_TRUE(same(none, simulate_one(numbers)));
}

TEST(ContractDebt, DoesNotCountAdvancesThatAreOwed) {
  // £1m in advance of an order of £2m, paid after two years: lenders see the other half of it.
  Case numbers = borrowing_case(30.0);
  Programme& programme = numbers.programmes[0];
  programme.contract = {advance_clause(0.5), acceptance_clause(Money::major(10'000), 200)};
  programme.contract[0].after = Duration::from_days(2 * year);
  programme.fund.budget = Money::major(2e6);
  numbers.finance.contract_debt->draws_for = Duration::from_days(10 * year);
  EXPECT_THAT(History(numbers).amounts(RecordKind::debt_drawn)[0], 6e5);
}

TEST(ContractDebt, PaysForAStageThatWouldWait) {
  Case numbers = borrowing_case(0.5);
  Stage silicon = plain_stage("silicon", 100.0);
  silicon.cost = Money::major(2e6);
  numbers.technologies[0].stages.insert(numbers.technologies[0].stages.begin() + 1, silicon);
  numbers.programmes[0].contract = {milestone_clause("silicon", 4e6)};
  numbers.programmes[0].contract[0].milestone = "silicon";
  const History history(numbers);
  // £0.5m of its own is left, as the stage begins: it borrows what it lacks, and not a penny more.
  EXPECT_NEAR(history.amounts(RecordKind::debt_drawn)[0], 1.5e6, 0.02);
  EXPECT_NEAR(days_to(history.of(RecordKind::debt_drawn)[0]), 0.5 * year, 1e-6);
  EXPECT_THAT(history.of(RecordKind::waits_for_cash), IsEmpty());
  numbers.finance.contract_debt->share = Share(0.3);  // £1.2m is not enough
  const History poor(numbers);
  EXPECT_EQ(poor.of(RecordKind::waits_for_cash).size(), 1U);
  EXPECT_NEAR(days_to(poor.of(RecordKind::debt_drawn)[0]), year, 1e-6) << "when cash runs out";
}

TEST(ContractDebt, LetsWorkBeginThatWaitedForAContract) {
  Case numbers = borrowing_case(0.5);
  numbers.technologies[0].stages[0].cost = Money::major(1.5e6);
  numbers.programmes[0].opens = Date(2026, 4, 1);
  const History history(numbers);
  EXPECT_EQ(history.dates(RecordKind::stage_begins)[0], Date(2026, 4, 1));
  numbers.finance.contract_debt.reset();
  EXPECT_THAT(History(numbers).of(RecordKind::stage_begins), IsEmpty());
}

/// A firm with no cash to speak of that has qualified and makes units at £6k, of £10k each.
Case producing_case() {
  Case numbers = small_case(1);
  numbers.firms[0].cash = Money::major(12'000.0);
  numbers.technologies[0].supply = {Law::constant(0.0), 10, Money::major(6'000)};
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes[0].allocation.signing = Signing::opening;
  numbers.programmes[0].fund.payment_terms = Duration::from_days(20.0);
  numbers.finance.contract_debt =
      ContractDebt{Share(0.05), PerYear(0.1), LendsFrom::qualification, Duration::from_days(30.0)};
  return numbers;
}

TEST(ContractDebt, PaysForLots) {
  // £12k and £50k of credit make 10 units for £60k: £48k are drawn, and repaid out of £100k; what
  // is left lacks some £8k for the next ten.
  const History history(producing_case());
  const double owed = 48'000.0 * std::pow(1.1, 20.0 / year);
  EXPECT_THAT(history.amounts(RecordKind::debt_drawn),
              ElementsAre(48'000.0, DoubleNear(60'000.0 - (100'000.0 - owed), 0.006)));
  EXPECT_EQ(history.of(RecordKind::lot_delivered)[0].count, 10);
  EXPECT_NEAR(history.amounts(RecordKind::debt_repaid)[0], owed, 0.006);
  Case numbers = producing_case();
  numbers.finance.contract_debt->share = Share(0.03);  // £42k make 7, for which £30k are drawn
  const History poor(numbers);
  EXPECT_EQ(poor.amounts(RecordKind::debt_drawn)[0], 30'000.0);
  EXPECT_EQ(poor.of(RecordKind::lot_delivered)[0].count, 7);
}

TEST(ContractDebt, ComesBeforeTheBuyerWhenAContractBreaks) {
  // £1.2m in advance, of which £0.2m are left after a year, when the deadline passes; a debt of £1m
  // that paid for a stage.
  Case numbers = borrowing_case(30.0);
  Stage costly = plain_stage("costly", 1.0);
  costly.cost = Money::major(1.5e6);
  numbers.technologies[0].stages.insert(numbers.technologies[0].stages.begin(), costly);
  numbers.firms[0].stage = "costly";
  numbers.firms[0].burn = BurnRate{};
  numbers.firms[0].cash = Money::major(0.5e6);
  Programme& programme = numbers.programmes[0];
  programme.contract = {acceptance_clause(Money::major(10'000), 400), advance_clause(0.1),
                        recovery_clause(Trigger::failure, 1.0)};
  programme.fund.payment_terms = Duration::from_days(40.0);
  numbers.standard.deadline = Date(2026, 12, 31);
  const History history(numbers);
  // Lent £1m against £3.6m; the advance of £0.4m repays a part of it after 40 days, so that the
  // firm has nothing, neither for the lender nor for the buyer.
  EXPECT_THAT(history.amounts(RecordKind::debt_drawn), ElementsAre(1e6));
  ASSERT_EQ(history.of(RecordKind::debt_repaid).size(), 1U);
  EXPECT_EQ(history.amounts(RecordKind::debt_repaid)[0], 4e5);
  const double left = (1e6 * std::pow(1.1, 40.0 / year) - 4e5) * std::pow(1.1, 325.0 / year);
  EXPECT_NEAR(history.outcome.contract_debt_lost, left, 0.02);
  EXPECT_EQ(history.outcome.public_money_recovered, 0);
  // With £0.3m more from a round of its history, the lender has it, and the buyer nothing.
  numbers.finance.history_until = Date(2026, 11, 30);
  numbers.firms[0].raises = {{Date(2026, 11, 1), Money::major(3e5), BurnRate{}, ""}};
  const History richer(numbers);
  EXPECT_EQ(richer.amounts(RecordKind::debt_repaid)[1], 3e5);
  EXPECT_EQ(richer.outcome.public_money_recovered, 0);
  // With £2m, both: the lender all that it is owed, the buyer its advance.
  numbers.firms[0].raises[0].size = Money::major(2e6);
  const History rich(numbers);
  EXPECT_NEAR(rich.amounts(RecordKind::debt_repaid)[1], left, 0.02);
  EXPECT_EQ(rich.outcome.public_money_recovered, 4e5);
  EXPECT_EQ(rich.outcome.contract_debt_lost, 0);
}

TEST(ContractDebt, IsRepaidByAnAcquirer) {
  Case numbers = borrowing_case(30.0);
  numbers.finance.exits = Exits{};
  numbers.finance.exits->foreign = Share(0.0);
  numbers.finance.exits->acquisition_hazard = PerYear(1e6);
  Stage shown = plain_stage("shown", 400.0);
  shown.prototype = true;
  numbers.technologies[0].stages.insert(numbers.technologies[0].stages.begin(), shown);
  numbers.firms[0].stage = "shown";
  const History history(numbers);
  ASSERT_EQ(history.of(RecordKind::debt_repaid).size(), 1U);
  const Record& repaid = history.of(RecordKind::debt_repaid)[0];
  EXPECT_EQ(repaid.count, 1);
  EXPECT_NEAR(repaid.amount.major(), 5e5 * std::pow(1.1, (400.0 - year) / year), 1.0);
  EXPECT_EQ(history.of(RecordKind::debt_drawn).size(), 1U) << "its owner pays from then on";
}

TEST(ContractDebt, WaitsForWhatADeadFirmIsStillPaid) {
  // It delivers ten units and is gone before they are paid.
  Case numbers = producing_case();
  numbers.programmes[0].fund.payment_terms = Duration::from_days(400.0);
  numbers.firms[0].burn = BurnRate::major_per_year(1e4);
  const History history(numbers);
  ASSERT_EQ(history.outcome.suppliers_insolvent, 1);
  ASSERT_FALSE(history.of(RecordKind::debt_repaid).empty());
  EXPECT_GT(history.of(RecordKind::debt_repaid)[0].when, history.of(RecordKind::insolvent)[0].when);
  EXPECT_EQ(history.outcome.contract_debt_lost, 0);
}

}  // namespace
}  // namespace firstcustomer
