// Approval: what lies between being chosen and a signature.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

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
using testing::same;
using testing::simulate_one;
using testing::small_case;

/// A firm that is chosen on 1 January 2026 and signs 60 days later, £50k of £100k in advance.
Case approved_after(double days) {
  Case numbers = developing_case(1, {plain_stage("design", 300.0)});
  numbers.programmes = {calling_programme(1e6, 10, 1)};
  numbers.programmes[0].contract.push_back(advance_clause(0.5));
  numbers.programmes[0].strength.approval_delay = Law::constant(days);
  return numbers;
}

TEST(Approval, ReservesTheMoneyAndSignsLater) {
  const History history(approved_after(60.0));
  EXPECT_THAT(history.dates(RecordKind::awaits_approval), ElementsAre(Date(2026, 1, 1)));
  EXPECT_THAT(history.dates(RecordKind::contract_signed), ElementsAre(Date(2026, 3, 2)));
  EXPECT_THAT(history.amounts(RecordKind::awaits_approval), ElementsAre(1e5));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e5));
  EXPECT_EQ(history.dates(RecordKind::paid).front(), Date(2026, 3, 2));
  EXPECT_EQ(history.outcome.public_money_committed, 1e5);
  EXPECT_EQ(history.outcome.public_money_paid, 1e5);
  EXPECT_EQ(history.outcome.contracts_signed, 1);
}

TEST(Approval, CountsTheContractOfASecondChoiceByItself) {
  // Too little cash on the day of the signature, and enough at the next call.
  Case numbers = approved_after(60.0);
  numbers.programmes[0].eligibility.cash_at_least = Money::major(0.9e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  numbers.firms[0].raises = {{Date(2026, 7, 1), Money::major(5e6), {}, ""}};
  numbers.finance.history_until = Date(2026, 12, 31);
  const History history(numbers);
  ASSERT_THAT(history.amounts(RecordKind::awaits_approval), ElementsAre(1e5, 1e5));
  EXPECT_EQ(history.outcome.public_money_committed, 2e5);
  EXPECT_EQ(history.outcome.contract_concentration, 0.5) << "two of £100k";
}

TEST(Approval, WithoutDelayIsNone) {
  const History history(approved_after(0.0));
  EXPECT_THAT(history.of(RecordKind::awaits_approval), IsEmpty());
  EXPECT_THAT(history.dates(RecordKind::contract_signed), ElementsAre(Date(2026, 1, 1)));
}

TEST(Approval, KeepsItsPlaceAndItsMoneyMeanwhile) {
  // A second firm that asks for the rest, and more, of a fund that pays for one contract.
  Case numbers = small_case(2);
  numbers.firms[1].remaining = Duration::from_days(120.0);
  numbers.programmes = {plain_programme(1e5, 10)};
  numbers.programmes[0].strength.approval_delay = Law::constant(60.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-0"));
  EXPECT_THAT(history.names(RecordKind::waits_for_fund), ElementsAre("firm-1"));
  Case called = developing_case(2, {plain_stage("design", 30'000.0)});
  called.programmes = {calling_programme(1e6, 10, 1)};
  called.programmes[0].allocation.months_between = 1;
  called.programmes[0].strength.approval_delay = Law::constant(60.0);
  EXPECT_EQ(History(called).of(RecordKind::awaits_approval).size(), 1U);
}

TEST(Approval, ComesToNothingIfTheFirmEnds) {
  Case numbers = approved_after(60.0);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6 / 30.0 * days_per_year);  // 30 days of cash
  const History history(numbers);
  EXPECT_THAT(history.dates(RecordKind::insolvent), ElementsAre(Date(2026, 1, 31)));
  EXPECT_THAT(history.dates(RecordKind::approval_lapses), ElementsAre(Date(2026, 1, 31)));
  EXPECT_THAT(history.of(RecordKind::paid), IsEmpty());
  EXPECT_EQ(history.outcome.contracts_signed, 0);
  EXPECT_EQ(history.outcome.contracts_failed, 0);
  EXPECT_EQ(history.outcome.units_ordered, 0);
  EXPECT_EQ(history.outcome.public_money_released, 1e5);
  EXPECT_EQ(history.outcome.public_money_lapsed, 1e6) << "the free money lapses at the deadline";
}

TEST(Approval, ComesToNothingWithTheProgramme) {
  // The chance that the programme is still there after 60 days at 3 a year.
  Case numbers = approved_after(60.0);
  numbers.programmes[0].strength.cancel_hazard = PerYear(3.0);
  const double stands = std::exp(-3.0 * 60.0 / days_per_year);
  expect_means(numbers, {{[](const Outcome& o) { return o.contracts_signed; }, stands},
                         {[](const Outcome& o) { return o.public_money_paid / 1e5; }, stands},
                         {[](const Outcome& o) { return o.public_money_lapsed / 1e6; },
                          1.0 - 0.1 * stands}});
}

TEST(Approval, ComesToNothingWhereTheFirmIsNoLongerEligible) {
  Case numbers = approved_after(60.0);
  numbers.programmes[0].eligibility.cash_at_least = Money::major(9e5);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0);
}

TEST(Approval, GivesFreeMoneyToThoseWhoWait) {
  Case numbers = small_case(2);
  numbers.firms[0].remaining = Duration::from_days(90.0);
  numbers.firms[0].cash = Money::major(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6 / 120.0 * days_per_year);
  numbers.programmes = {plain_programme(1e5, 10)};
  numbers.programmes[0].strength.approval_delay = Law::constant(60.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::awaits_approval), ElementsAre("firm-0", "firm-1"));
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-1"));
}

TEST(Approval, WhatHasPassedMeanwhileIsNoPartOfTheContract) {
  Case numbers = developing_case(1, {plain_stage("design", 30.0), plain_stage("silicon", 100.0)});
  numbers.programmes = {calling_programme(1e6, 10, 1)};
  numbers.programmes[0].contract = {milestone_clause("design", 1e5),
                                    milestone_clause("silicon", 2e5)};
  numbers.programmes[0].strength.approval_delay = Law::constant(60.0);
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::awaits_approval), ElementsAre(3e5));
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(2e5));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(2e5));
  EXPECT_EQ(history.of(RecordKind::contract_fulfilled).size(), 1U);
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Approval, LastsAsItsLawSays) {
  // Signed in time with the chance 1 − e^−1: the mean is the time until the deadline.
  Case numbers = approved_after(0.0);
  numbers.standard.deadline = Date(2026, 12, 31);
  numbers.programmes[0].strength.approval_delay = Law::exponential(365.0);
  expect_means(numbers,
               {{[](const Outcome& o) { return o.contracts_signed; }, 1.0 - std::exp(-1.0)}});
}

}  // namespace
}  // namespace firstcustomer
