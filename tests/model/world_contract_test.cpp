// Contracts in the world: advances, credit, recovery, milestones, deliveries.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/model/contract.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::advance_clause;
using testing::calling_programme;
using testing::developing_case;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using testing::milestone_clause;
using testing::plain_stage;
using testing::recovery_clause;
using testing::simulate_all;
using testing::simulate_one;

// --- Advances

/// A call on 1 January 2026 for a firm that qualifies on day 130; £1m for 100 units, 20 a month
/// from 90 days after qualification, of which `share` in advance.
Case advancing(double share) {
  Case numbers = developing_case(1, {plain_stage("design", 100.0)});
  numbers.technologies[0].supply = {Law::constant(90.0), 20, Money{}};
  numbers.programmes = {calling_programme(1e6, 100, 1)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(30.0);
  numbers.programmes.front().contract.insert(numbers.programmes.front().contract.begin(),
                                             advance_clause(share));
  return numbers;
}

TEST(Advance, IsPaidAfterSigningAndCreditedInProportion) {
  const History history(advancing(0.3));
  // Day 30; then lots of 200,000 less 60,000 on day 220 = 9 August and the 9th of the months after,
  // each paid 30 days later.
  EXPECT_THAT(history.amounts(RecordKind::paid),
              ElementsAre(3e5, 1.4e5, 1.4e5, 1.4e5, 1.4e5, 1.4e5));
  EXPECT_EQ(history.dates(RecordKind::paid).front(), Date(2026, 1, 31));
  EXPECT_THAT(history.dates(RecordKind::lot_delivered),
              ElementsAre(Date(2026, 8, 9), Date(2026, 9, 9), Date(2026, 10, 9), Date(2026, 11, 9),
                          Date(2026, 12, 9)));
  EXPECT_EQ(history.dates(RecordKind::paid)[1], Date(2026, 9, 8));
  EXPECT_EQ(history.outcome.public_money_advanced, 3e5);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.public_money_exposed_peak, 3e5);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
  EXPECT_EQ(history.of(RecordKind::contract_fulfilled).size(), 1U);
  // Exposed at the ends of the first four quarters: 300,000 until August, 180,000 after two lots.
  const auto& exposed = history.quarterly[static_cast<std::size_t>(Series::public_money_exposed)];
  EXPECT_THAT(std::vector<double>(exposed.begin(), exposed.begin() + 4),
              ElementsAre(3e5, 0, -1.2e5, -1.8e5));
}

TEST(Advance, OfAllLeavesNothingToInvoice) {
  const History history(advancing(1.0));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(1e6));
  EXPECT_EQ(history.outcome.units_accepted, 100);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
}

TEST(Advance, IsCreditedToThePennyForAnyAmounts) {
  const Luck luck(7, Phase::main, 0);
  for (std::int64_t k = 0; k < 2'000; ++k) {
    const auto u = luck.uniforms(purpose(Chance::parameter), hash_name("amounts"), nth(k));
    Case numbers = advancing(std::max(0.01, u[0]));
    numbers.programmes.front().contract[1].pay =
        Amount::per_unit(Money::minor(1 + static_cast<std::int64_t>(u[1] * 9'999)));
    numbers.programmes.front().contract[1].up_to =
        Amount::units(1 + static_cast<std::int64_t>(u[2] * 500));
    numbers.technologies[0].supply.units_per_month = 7 + static_cast<std::int64_t>(u[3] * 30);
    const Outcome o = simulate_one(numbers);
    const Money value =
        times(Money::major(numbers.programmes.front().contract[1].pay.number),
              static_cast<std::int64_t>(numbers.programmes.front().contract[1].up_to.number));
    ASSERT_EQ(o.public_money_paid, value.major()) << k;
    ASSERT_EQ(o.public_money_exposed, 0.0) << k;
    ASSERT_EQ(o.public_money_reserved, 0.0) << k;
    ASSERT_EQ(o.public_money_advanced, scaled(value, std::max(0.01, u[0])).major());
  }
}

TEST(Advance, ThatIsNotYetPaidIsNotExposed) {
  // Payment terms of 400 days: all is delivered before the advance is paid. What was earned by
  // then was no advance.
  Case numbers = advancing(0.3);
  numbers.programmes.front().fund.payment_terms = Duration::from_days(400.0);
  const History history(numbers);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
  EXPECT_EQ(history.outcome.public_money_advanced, 0);
  EXPECT_EQ(history.outcome.public_money_exposed_peak, 0);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
  for (const double change :
       history.quarterly[static_cast<std::size_t>(Series::public_money_exposed)]) {
    EXPECT_EQ(change, 0.0);
  }
  // Two lots of five before day 260: three fifths of the advance are one.
  numbers.programmes.front().fund.payment_terms = Duration::from_days(260.0);
  const Outcome part = simulate_one(numbers);
  EXPECT_EQ(part.public_money_paid, 1e6);
  EXPECT_EQ(part.public_money_advanced, 3e5 * 3 / 5);
  EXPECT_EQ(part.public_money_exposed_peak, 3e5 * 3 / 5);
  EXPECT_EQ(part.public_money_exposed, 0);
}

TEST(Advance, ThatIsNotYetPaidDoesNotCostTheFirmWhatItDelivered) {
  // Ruined on day 300 after three lots of 200,000, before anything is paid: they are paid in full.
  Case numbers = advancing(0.3);
  numbers.programmes.front().fund.payment_terms = Duration::from_days(400.0);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6 * days_per_year / 300.0);
  const Outcome o = simulate_one(numbers);
  EXPECT_EQ(o.suppliers_insolvent, 1);
  EXPECT_EQ(o.units_accepted, 60);
  EXPECT_EQ(o.public_money_paid, 6e5);
  EXPECT_EQ(o.public_money_advanced, 0);
  EXPECT_EQ(o.public_money_released, 4e5);
}

// --- Failure and recovery

/// Firms whose design fails with probability `fail` on day 100, with all of the order in advance.
Case failing(std::size_t firms, double fail, const std::vector<Clause>& more) {
  Case numbers = developing_case(firms, {plain_stage("design", 100.0, 1.0 - fail)});
  numbers.programmes = {calling_programme(10e6 * static_cast<double>(firms), 1'000,
                                          static_cast<std::int64_t>(firms))};
  std::vector<Clause>& contract = numbers.programmes.front().contract;
  contract.push_back(advance_clause(1.0));
  contract.insert(contract.end(), more.begin(), more.end());
  return numbers;
}

TEST(Recovery, OfHalfOfFivePrepayments) {  // V50, clawback
  const Case numbers = failing(5, 0.4, {recovery_clause(Trigger::failure, 0.5)});
  const auto loss = [](const Outcome& o) { return o.public_money_stranded / 1e6; };
  expect_means(numbers, {{loss, 10.0},
                         {[&](const Outcome& o) { return std::pow(loss(o) - 10.0, 2); }, 30.0},
                         {[&](const Outcome& o) { return loss(o) >= 15.0 ? 1.0 : 0.0; }, 0.31744}});
  for (const Outcome& o : simulate_all(numbers, 500)) {
    ASSERT_EQ(o.public_money_recovered, o.public_money_stranded);
    ASSERT_EQ(o.contracts_failed, o.suppliers_failed);
  }
}

TEST(Recovery, TakesNoMoreThanTheFirmHas) {
  // The firm begins with 1m, gets 10m and burns 8m a year of 100 days: 3m are left.
  for (const double share : {0.2, 1.0}) {
    Case numbers = failing(1, 1.0, {recovery_clause(Trigger::failure, share)});
    numbers.firms[0].burn = BurnRate::major_per_year(8e6 * days_per_year / 100.0);
    const Outcome o = simulate_one(numbers);
    EXPECT_EQ(o.public_money_recovered, share * 10e6 < 3e6 ? share * 10e6 : 3e6);
    EXPECT_EQ(o.public_money_stranded, 10e6 - o.public_money_recovered);
    EXPECT_EQ(o.public_money_exposed, 0);
    EXPECT_EQ(o.public_money_exposed_peak, 10e6);
  }
}

TEST(Recovery, ClausesTakeTheirSharesOfWhatIsLeft) {
  const Case numbers = failing(
      1, 1.0,
      {recovery_clause(Trigger::failure, 0.5), recovery_clause(Trigger::change_of_control, 1.0),
       recovery_clause(Trigger::failure, 0.5)});
  EXPECT_THAT(History(numbers).amounts(RecordKind::recovered), ElementsAre(5e6, 2.5e6));
}

TEST(Recovery, MayBeExcused) {
  const Case numbers = failing(1, 1.0, {recovery_clause(Trigger::failure, 0.5, 0.3)});
  expect_means(numbers, {{[](const Outcome& o) { return o.public_money_recovered / 5e6; }, 0.7}});
  for (const Outcome& o : simulate_all(numbers, 200)) {
    ASSERT_EQ(o.public_money_stranded + o.public_money_recovered, 10e6);
  }
}

TEST(Recovery, IsExcusedByTheSameLuckInAllArms) {
  const Case numbers = failing(1, 1.0, {recovery_clause(Trigger::failure, 0.5, 0.5)});
  Case other = numbers;
  std::vector<Clause>& contract = other.programmes.front().contract;
  contract.insert(contract.begin(), milestone_clause("nowhere", 1.0));
  const auto a = simulate_all(numbers, 300);
  const auto b = simulate_all(other, 300);
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].public_money_recovered, b[i].public_money_recovered) << "clauses elsewhere";
  }
}

TEST(Recovery, AnInsolventFirmHasNothing) {
  Case numbers = failing(1, 0.0, {recovery_clause(Trigger::failure, 1.0)});
  numbers.firms[0].burn = BurnRate::major_per_year(11e6 * days_per_year / 90.0);
  const Outcome o = simulate_one(numbers);
  EXPECT_EQ(o.suppliers_insolvent, 1);
  EXPECT_EQ(o.public_money_recovered, 0);
  EXPECT_EQ(o.public_money_stranded, 10e6);
  EXPECT_EQ(o.suppliers_spending, 11e6);
}

TEST(Recovery, AParentPaysItsFirmsRefund) {
  Case numbers = failing(1, 1.0, {recovery_clause(Trigger::failure, 1.0)});
  numbers.firms[0].parent_funded = true;
  numbers.firms[0].cash = Money{};
  numbers.firms[0].burn = BurnRate::major_per_year(11e6 * days_per_year / 90.0);
  EXPECT_EQ(simulate_one(numbers).public_money_recovered, 10e6);
}

/// A firm with a prototype that foreigners buy at once, after the call.
Case sold_abroad(const std::vector<Clause>& more) {
  Case numbers = failing(1, 0.0, more);
  numbers.technologies[0].stages[0].duration = Law::constant(1000.0);
  numbers.finance.exits = Exits{};
  Round round;
  round.name = "a";
  round.graduation = Share(0.5);
  round.size = Law::constant(1.0);
  round.acquisition_hazard = PerYear(10.0);
  numbers.finance.rounds = {round};
  numbers.firms[0].next_round = "a";
  return numbers;
}

TEST(Recovery, TheNewParentPaysWhatTheFirmHasSpent) {
  // The firm burns all it has in 100 days, unless domestic owners buy it first; the deadline passes
  // on day 120.
  Case numbers = sold_abroad({recovery_clause(Trigger::failure, 1.0)});
  numbers.finance.exits->foreign = Share(0.0);
  numbers.finance.rounds[0].acquisition_hazard = PerYear(50.0);
  numbers.firms[0].burn = BurnRate::major_per_year(11e6 * days_per_year / 100.0);
  numbers.standard.deadline = Date(2026, 4, 30);
  std::size_t after_the_cash = 0;
  for (const Outcome& o : simulate_all(numbers, 200)) {
    const double refund = o.suppliers_insolvent > 0 ? 0.0 : 10e6;
    ASSERT_EQ(o.public_money_recovered, refund);
    after_the_cash += refund > 0.0 ? 1U : 0U;
  }
  EXPECT_GT(after_the_cash, 100U);
}

TEST(Recovery, FollowsAChangeOfControl) {
  const Case numbers = sold_abroad({recovery_clause(Trigger::change_of_control, 0.4)});
  const History history(numbers);
  EXPECT_EQ(history.of(RecordKind::acquired).size(), 1U);
  EXPECT_EQ(history.outcome.public_money_recovered, 4e6);
  EXPECT_EQ(history.outcome.public_money_stranded, 6e6);
  EXPECT_EQ(history.outcome.contracts_failed, 1);
  EXPECT_EQ(history.dates(RecordKind::contract_ends), history.dates(RecordKind::acquired));

  const History without(sold_abroad({recovery_clause(Trigger::failure, 0.4)}));
  EXPECT_EQ(without.outcome.contracts_failed, 0) << "no clause says that a sale ends it";
  EXPECT_EQ(without.outcome.units_accepted, 1'000);
  Case domestic = numbers;
  domestic.finance.exits->foreign = Share(0.0);
  EXPECT_EQ(simulate_one(domestic).contracts_failed, 0);
  Case people = sold_abroad({recovery_clause(Trigger::failure, 0.4)});
  people.finance.exits->acquihires = Share(1.0);
  EXPECT_EQ(simulate_one(people).public_money_recovered, 4e6) << "the product has failed";
}

TEST(Recovery, WhenTheDeadlinePassesUnqualified) {
  Case numbers = failing(1, 0.0, {recovery_clause(Trigger::failure, 0.5)});
  numbers.standard.deadline = Date(2026, 4, 30);  // the firm qualifies on day 130 = 11 May
  const History late(numbers);
  EXPECT_THAT(late.dates(RecordKind::contract_ends), ElementsAre(Date(2026, 5, 1)));
  EXPECT_EQ(late.outcome.public_money_recovered, 5e6);
  EXPECT_EQ(late.outcome.units_accepted, 0);
  EXPECT_EQ(late.outcome.suppliers_active, 1) << "the firm goes on";
  EXPECT_EQ(late.outcome.public_money_lapsed, 0);
  numbers.standard.deadline = Date(2026, 5, 11);
  EXPECT_EQ(simulate_one(numbers).contracts_failed, 0);
}

TEST(Recovery, WhenTheLastTestOfAGenerationIsMissed) {
  Case numbers = failing(1, 0.0, {recovery_clause(Trigger::failure, 0.5)});
  numbers.technologies[0].relative_performance = Law::constant(0.9);
  numbers.technologies[0].generations.at_most = 2;
  numbers.standard.attempts = 2;
  const History history(numbers);
  const auto misses = history.dates(RecordKind::test_failed);
  ASSERT_EQ(misses.size(), 4U);
  EXPECT_THAT(history.dates(RecordKind::contract_ends), ElementsAre(misses[1]));
  EXPECT_EQ(history.outcome.public_money_recovered, 5e6);
  EXPECT_EQ(history.outcome.contracts_failed, 1);
}

TEST(Recovery, WhatIsRecoveredBuysTheFrontierAfterAll) {
  Case numbers = failing(1, 1.0, {recovery_clause(Trigger::failure, 0.25)});
  numbers.frontier_purchase = FrontierPurchase{Money::major(50'000.0)};
  EXPECT_NEAR(simulate_one(numbers).frontier_compute_forgone, 7.5e6 / 50'000.0, 1e-9);
}

// --- Contracts that do not pay

/// Rich firms that fail, miss and qualify, so that money decides nothing.
Case rich_and_random(Signing signing) {
  Stage design = plain_stage("design", 0.0, 0.8);
  design.duration = Law::lognormal(300.0, 0.5);
  Stage silicon = plain_stage("silicon", 0.0, 0.7);
  silicon.duration = Law::exponential(200.0);
  Case numbers = developing_case(5, {design, silicon});
  numbers.technologies[0].relative_performance = Law::lognormal(1.2, 0.5);
  numbers.technologies[0].supply = {Law::lognormal(200.0, 0.5), 20, Money{}};
  numbers.standard.attempts = 2;
  numbers.standard.deadline = Date(2031, 6, 30);
  for (Firm& firm : numbers.firms) {
    firm.cash = Money::major(1e9);
  }
  numbers.programmes = {calling_programme(3e6, 60, 2)};
  numbers.programmes.front().allocation.signing = signing;
  numbers.programmes.front().strength.cancel_hazard = PerYear(0.1);
  std::vector<Clause>& contract = numbers.programmes.front().contract;
  contract.push_back(advance_clause(0.4));
  contract.push_back(recovery_clause(Trigger::failure, 0.5, 0.5));
  contract.push_back(milestone_clause("design", 2e5));
  contract.push_back(milestone_clause("silicon", 3e5));
  contract.back().due = Duration::from_days(600.0);
  return numbers;
}

TEST(ContractsThatDoNotPay, AreSignedAndEndAsBefore) {
  for (const Signing signing : {Signing::call, Signing::qualification}) {
    const Case paying = rich_and_random(signing);
    Case news = paying;
    news.pays = false;
    const auto a = simulate_all(paying, 2'000);
    const auto b = simulate_all(news, 2'000);
    double contracts = 0.0;
    double failed = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      ASSERT_EQ(a[i].contracts_failed, b[i].contracts_failed) << i;
      ASSERT_EQ(a[i].contracts_signed, b[i].contracts_signed) << i;
      ASSERT_EQ(a[i].units_ordered, b[i].units_ordered) << i;
      ASSERT_EQ(a[i].qualified_suppliers_ever, b[i].qualified_suppliers_ever);
      for (const double none :
           {b[i].units_accepted, b[i].compute_received, b[i].public_money_paid,
            b[i].public_money_advanced, b[i].public_money_recovered, b[i].public_money_stranded,
            b[i].public_money_exposed, b[i].public_money_exposed_peak}) {
        ASSERT_EQ(none, 0.0);
      }
      contracts += a[i].contracts_signed;
      failed += a[i].contracts_failed;
    }
    EXPECT_GT(contracts, 3'000.0);
    EXPECT_GT(failed, signing == Signing::call ? 1'000.0 : -1.0);
  }
}

// --- Larger payments

TEST(Receipts, NeverFallWithTheAdvanceOrThePrice) {
  // One firm, without raises or facilities, that burns and pays for its units.
  const Luck luck(11, Phase::main, 0);
  std::size_t moved = 0;
  for (std::int64_t k = 0; k < 300; ++k) {
    const auto u = luck.uniforms(purpose(Chance::parameter), hash_name("receipts"), nth(k));
    Case numbers =
        developing_case(1, {plain_stage("design", 100.0), plain_stage("silicon", 100.0)});
    numbers.technologies[0].stages[1].cost = Money::major(4e5 * u[0]);
    numbers.technologies[0].supply = {Law::constant(100.0), 15, Money::major(6'000)};
    numbers.firms[0].cash = Money::major(1e6 * u[1]);
    numbers.firms[0].burn = BurnRate::major_per_year(5e5 * u[2]);
    numbers.programmes = {calling_programme(1e9, 100, 1)};
    numbers.programmes.front().fund.payment_terms = Duration::from_days(90.0 * u[3]);
    numbers.programmes.front().contract.push_back(advance_clause(0.0));
    for (const Date horizon : {Date(2026, 6, 30), Date(2027, 3, 31), Date(2029, 6, 30)}) {
      numbers.horizon = horizon;
      for (const bool price : {false, true}) {
        double before = -1.0;
        for (const double more : {0.0, 0.1, 0.25, 0.5, 1.0}) {
          Case larger = numbers;
          std::vector<Clause>& contract = larger.programmes.front().contract;
          contract[0].pay = Amount::per_unit(Money::major(price ? 6'000 + 9'000 * more : 10'000));
          contract[1].pay = Amount::of(Basis::value, price ? 0.2 : more);
          const double paid = simulate_one(larger).public_money_paid;
          ASSERT_GE(paid, before) << k << " " << more << (price ? " price" : " advance");
          moved += paid > before && before >= 0.0 ? 1U : 0U;
          before = paid;
        }
      }
    }
  }
  EXPECT_GT(moved, 1'000U);
}

}  // namespace
}  // namespace firstcustomer
