// Triggers on the way to the first unit: announcement, submission to a test, order.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::calling_programme;
using testing::developing_case;
using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::plain_stage;
using ::testing::SizeIs;
using testing::small_case;

Clause paying(Trigger on, double pounds) {
  Clause clause;
  clause.on = on;
  clause.pay = Amount::sum(Money::major(pounds));
  return clause;
}

Clause again(Trigger on, double pounds, double at_most) {
  Clause clause = paying(on, pounds);
  clause.at_most = Amount::sum(Money::major(at_most));
  return clause;
}

// --- Announcement

/// A firm far from its test, and a programme that pays £1,000 as it is announced and £5,000 as the
/// product qualifies.
Case announced(Signing signing, Date opens, Date first_call) {
  Case numbers = developing_case(1, {plain_stage("design", 5'000.0)});
  Programme programme = calling_programme(1e6, 1, 1);
  programme.allocation.signing = signing;
  programme.allocation.first_call = first_call;
  programme.opens = opens;
  programme.contract = {paying(Trigger::announcement, 1e3), paying(Trigger::qualification, 5e3)};
  numbers.programmes = {programme};
  return numbers;
}

TEST(Announcement, PaysWhoIsChosenAsTheProgrammeOpens) {
  const Date start(2026, 1, 1);
  const Date june(2026, 6, 1);
  const Date july(2026, 7, 1);
  EXPECT_THAT(History(announced(Signing::opening, start, {})).dates(RecordKind::paid),
              ElementsAre(start));
  EXPECT_THAT(History(announced(Signing::opening, june, {})).dates(RecordKind::paid),
              ElementsAre(june));
  EXPECT_THAT(History(announced(Signing::call, june, june)).dates(RecordKind::paid),
              ElementsAre(june));
  const History later(announced(Signing::call, june, july));
  EXPECT_THAT(later.dates(RecordKind::paid), IsEmpty());
  EXPECT_THAT(later.amounts(RecordKind::contract_signed), ElementsAre(5e3)) << "nothing set aside";
}

TEST(Announcement, WaitsForTheApproval) {
  Case numbers = announced(Signing::opening, Date(2026, 6, 1), {});
  numbers.programmes[0].strength.approval_delay = Law::constant(10.0);
  EXPECT_THAT(History(numbers).dates(RecordKind::paid), ElementsAre(Date(2026, 6, 11)));
}

// --- Submission

/// Tests of 30 days from day 100 on, half a year after one another, that all three are failed, and
/// £1,000 for each submission, £2,500 in all.
Case tested_in_vain() {
  Case numbers = developing_case(1, {plain_stage("design", 100.0)});
  numbers.standard.thresholds[0].required = 1e9;
  numbers.standard.attempts = 3;
  Programme programme = plain_programme(1e6, 1);
  programme.allocation.signing = Signing::opening;
  programme.contract = {again(Trigger::submission, 1e3, 2.5e3)};
  numbers.programmes = {programme};
  return numbers;
}

TEST(Submission, PaysForEveryTest) {
  const History history(tested_in_vain());
  EXPECT_THAT(history.dates(RecordKind::paid),
              ElementsAre(Date(2026, 4, 11), Date(2026, 11, 7), Date(2027, 6, 5)));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(1e3, 1e3, 5e2));
  EXPECT_THAT(history.dates(RecordKind::contract_fulfilled), ElementsAre(Date(2027, 6, 5)));
}

TEST(Submission, PaysWhileTheContractIsInForce) {
  Case numbers = tested_in_vain();
  numbers.programmes[0].contract_lasts = Duration::from_days(200.0);
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(1e3));
}

TEST(Submission, IsWhenTheLaboratoryHasRoom) {
  Case numbers = developing_case(2, {plain_stage("design", 100.0)});
  Facility laboratory;
  laboratory.name = "laboratory";
  laboratory.capacity = 1;
  numbers.facilities = {laboratory};
  numbers.technologies[0].stages.back().facility = "laboratory";
  Programme programme = plain_programme(1e6, 1);
  programme.allocation.signing = Signing::opening;
  programme.contract = {again(Trigger::submission, 1e3, 1e3)};
  numbers.programmes = {programme};
  EXPECT_THAT(History(numbers).dates(RecordKind::paid),
              ElementsAre(Date(2026, 4, 11), Date(2026, 5, 11)));
}

// --- Order

/// 100 units at £10,000, ordered on day 100 and delivered 30 days later.
Case ordered(const Clause& clause) {
  Case numbers = small_case(1);
  numbers.technologies[0].supply = {Law::constant(30.0), 100, Money{}};
  numbers.programmes = {plain_programme(2e6, 100)};
  numbers.programmes[0].contract.push_back(clause);
  return numbers;
}

TEST(Order, PaysBeforeTheLeadTime) {
  const History history(ordered(paying(Trigger::order, 2e5)));
  EXPECT_THAT(history.dates(RecordKind::order_placed), ElementsAre(Date(2026, 4, 11)));
  EXPECT_EQ(history.of(RecordKind::order_placed)[0].count, 100);
  EXPECT_THAT(history.dates(RecordKind::paid), ElementsAre(Date(2026, 4, 11), Date(2026, 5, 11)));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(2e5, 1e6));
}

TEST(Order, PaysAShareInAdvanceOrOnTop) {
  Clause share = paying(Trigger::order, 0.0);
  share.pay = Amount::of(Basis::value, 0.3);
  const History advance(ordered(share));
  EXPECT_THAT(advance.amounts(RecordKind::paid), ElementsAre(3e5, 7e5));
  EXPECT_EQ(advance.outcome.public_money_advanced, 3e5);
  EXPECT_EQ(advance.outcome.public_money_exposed, 0);
  share.advance = false;
  EXPECT_THAT(History(ordered(share)).amounts(RecordKind::paid), ElementsAre(3e5, 1e6));
}

TEST(Order, WaitsForTheProductToQualify) {
  Case numbers = ordered(paying(Trigger::order, 2e5));
  numbers.programmes[0].allocation.signing = Signing::opening;
  EXPECT_THAT(History(numbers).dates(RecordKind::order_placed), ElementsAre(Date(2026, 4, 11)));
  numbers.standard.thresholds[0].required = 1e9;
  EXPECT_THAT(History(numbers).of(RecordKind::order_placed), SizeIs(0));
}

}  // namespace
}  // namespace firstcustomer
