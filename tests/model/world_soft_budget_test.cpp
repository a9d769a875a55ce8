// Buyers that soften their terms while nobody meets them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using testing::calling_programme;
using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

Clause on_qualification() {
  Clause clause;
  clause.on = Trigger::qualification;
  clause.pay = Amount::sum(Money::major(1e6));
  return clause;
}

/// Firms of 0.9 of the frontier that are tested on these days, once; £1m for those that qualify. A
/// buyer that softens its terms at the first instant at which it may.
Case soft_case(const std::vector<double>& days, const SoftBudget& soft) {
  Case numbers = small_case(days.size());
  numbers.technologies[0].relative_performance = Law::constant(0.9);
  numbers.standard.deadline = Date(2028, 12, 31);
  for (std::size_t i = 0; i < days.size(); ++i) {
    numbers.firms[i].remaining = Duration::from_days(days[i]);
  }
  Programme programme = plain_programme(10e6, 1);
  programme.contract = {on_qualification()};
  programme.strength.soft_budget = soft;
  numbers.programmes = {programme};
  return numbers;
}

constexpr PerYear at_once(1e6);

SoftBudget soft(double cut, double extension_days, std::int64_t at_most = 1) {
  return {at_once, Share(cut), Duration::from_days(extension_days), at_most};
}

TEST(SoftBudget, CutsTheThresholdOfPaymentsAlone) {
  const Case numbers = soft_case({100.0}, soft(0.2, 0.0));
  const History history(numbers);
  EXPECT_EQ(history.outcome.programme_softenings, 1);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.qualified_suppliers_ever, 0) << "the yardstick stays";
  EXPECT_EQ(history.of(RecordKind::standard_met).size(), 1U);
  ASSERT_EQ(history.of(RecordKind::terms_softened).size(), 1U);
  EXPECT_EQ(history.of(RecordKind::terms_softened)[0].value, 0.8);
  EXPECT_EQ(history.of(RecordKind::test_failed)[0].other, 1.0);
  Case hard = numbers;
  hard.programmes[0].strength.soft_budget.reset();
  EXPECT_EQ(simulate_one(hard).public_money_paid, 0);
  Case enough = numbers;
  enough.programmes[0].strength.soft_budget->threshold_cut = Share(0.0999);
  EXPECT_EQ(simulate_one(enough).public_money_paid, 0);
}

TEST(SoftBudget, CutsTheLevelWhereLowerIsBetter) {
  Case numbers = soft_case({100.0}, soft(0.2, 0.0));
  numbers.benchmarks[0].better = Better::lower;  // 1/0.9 = 1.11 against 1, then 1/0.8 = 1.25
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1e6);
  numbers.programmes[0].strength.soft_budget.reset();
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 0);
}

TEST(SoftBudget, CutsAProgrammesOwnStandardToo) {
  Case numbers = soft_case({100.0}, soft(0.2, 365.0));
  numbers.programmes[0].standard = numbers.standard;
  numbers.programmes[0].standard->thresholds[0].required = 1.1;
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1e6);
  numbers.programmes[0].standard->thresholds[0].required = 1.2;
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 0);
}

TEST(SoftBudget, MovesTheDeadlineOfTheProgrammeAlone) {
  Case numbers = soft_case({1'200.0}, soft(0.0, 365.0));
  numbers.technologies[0].relative_performance = Law::constant(2.0);
  const History history(numbers);
  EXPECT_THAT(history.dates(RecordKind::programme_closes), ElementsAre(Date(2030, 1, 1)));
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.qualified_suppliers, 0) << "by the deadline that was promised";
  EXPECT_EQ(history.outcome.qualified_suppliers_ever, 1);
  numbers.programmes[0].strength.soft_budget.reset();
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 0);
}

TEST(SoftBudget, KeepsContractsThatTheDeadlineWouldHaveEnded) {
  Case numbers = soft_case({1'200.0}, soft(0.0, 365.0));
  numbers.technologies[0].relative_performance = Law::constant(2.0);
  numbers.programmes[0].allocation.signing = Signing::opening;
  EXPECT_EQ(simulate_one(numbers).contracts_failed, 0);
  numbers.firms[0].remaining = Duration::from_days(1'500.0);
  const History late(numbers);
  EXPECT_THAT(late.dates(RecordKind::contract_ends), ElementsAre(Date(2030, 1, 1)));
}

TEST(SoftBudget, EndsWithTheFirstSupplier) {
  // The first test is before the buyer gives way for the second time.
  Case numbers = soft_case({100.0}, soft(0.06, 0.0, 10));
  EXPECT_EQ(simulate_one(numbers).programme_softenings, 10) << "all at once";
  numbers.technologies[0].relative_performance = Law::constant(2.0);
  numbers.programmes[0].strength.soft_budget->hazard = PerYear(0.5);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const History history(numbers, i);
    for (const Record& record : history.of(RecordKind::terms_softened)) {
      EXPECT_LT(record.when.since_start().days(), 100.0);
    }
  }
}

TEST(SoftBudget, IsNotMovedByFirmsThatCannotSupply) {
  Case numbers = soft_case({100.0}, soft(0.2, 0.0));
  numbers.technologies[0].relative_performance = Law::constant(2.0);
  numbers.programmes[0].strength.soft_budget->hazard = PerYear(20.0);
  numbers.firms[0].domestic = false;
  std::size_t late = 0;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    const auto softened = History(numbers, i).of(RecordKind::terms_softened);
    ASSERT_EQ(softened.size(), 1U);
    late += softened[0].when.since_start().days() > 100.0 ? 1U : 0U;
  }
  EXPECT_GT(late, 0U) << "a foreign firm had qualified";
}

TEST(SoftBudget, LetsFirmsBeTestedAgainAsAttemptsAllow) {
  // A test on day 100 misses; a second one, 180 + 30 days later, meets the softened standard.
  Case numbers = soft_case({100.0}, soft(0.2, 0.0));
  numbers.programmes[0].opens = Date(2026, 6, 1);
  numbers.standard.attempts = 2;
  const History history(numbers);
  EXPECT_THAT(history.dates(RecordKind::standard_met), ElementsAre(Date(2026, 11, 7)));
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  numbers.standard.attempts = 1;
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 0) << "it has left";
}

TEST(SoftBudget, HoldsCallsThatTheDeadlineHadRuledOut) {
  // Yearly calls: those of 2026 to 2028, and with a year more that of 2029.
  Case numbers = soft_case({1'000.0}, soft(0.0, 365.0));
  numbers.technologies[0].relative_performance = Law::constant(2.0);
  Programme calling = calling_programme(10e6, 1, 1);
  calling.allocation.first_call = Date(2029, 6, 1);
  calling.contract = {on_qualification()};
  calling.strength = numbers.programmes[0].strength;
  numbers.programmes = {calling};
  numbers.firms[0].remaining = Duration::from_days(1'300.0);
  EXPECT_THAT(History(numbers).dates(RecordKind::call_held), ElementsAre(Date(2029, 6, 1)));
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1e6);
  numbers.programmes[0].strength.soft_budget.reset();
  EXPECT_THAT(History(numbers).of(RecordKind::call_held), IsEmpty());
}

TEST(SoftBudget, GivesWayAnewEachTime) {
  Case numbers = soft_case({1'000.0}, soft(0.05, 100.0, 2));
  numbers.programmes[0].strength.soft_budget->hazard = PerYear(3.0);
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  std::size_t twice = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto softened = History(numbers, i).of(RecordKind::terms_softened);
    ASSERT_LE(softened.size(), 2U);
    if (softened.size() == 2) {
      ++twice;
      EXPECT_DOUBLE_EQ(softened[1].value, 0.95 * 0.95);
      EXPECT_EQ(softened[1].other, 200.0);
      EXPECT_LT(softened[0].when, softened[1].when);
    }
  }
  EXPECT_GT(twice, 80U);
}

TEST(SoftBudget, ThatNeverGivesWayChangesNothing) {
  Case numbers = soft_case({100.0, 200.0}, soft(0.2, 365.0));
  numbers.programmes[0].strength.soft_budget->hazard = PerYear{};
  Case hard = numbers;
  hard.programmes[0].strength.soft_budget.reset();
  const auto with = simulate_all(numbers, 20);
  const auto without = simulate_all(hard, 20);
  for (std::size_t i = 0; i < with.size(); ++i) {
    EXPECT_TRUE(same(with[i], without[i]));
  }
}

TEST(SoftBudget, OfACancelledProgrammeIsOver) {
  Case numbers = soft_case({3'000.0}, soft(0.2, 365.0, 10));
  numbers.programmes[0].strength.soft_budget->hazard = PerYear(1.0);
  numbers.programmes[0].strength.cancel_hazard = PerYear(1.0);
  std::size_t cancelled = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const History history(numbers, i);
    const auto end = history.of(RecordKind::programme_cancelled);
    for (const Record& record : history.of(RecordKind::terms_softened)) {
      EXPECT_TRUE(end.empty() || record.when < end[0].when);
    }
    cancelled += end.size();
  }
  EXPECT_GT(cancelled, 150U);
}

}  // namespace
}  // namespace firstcustomer
