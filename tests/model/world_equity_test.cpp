// Shares of firms that programmes buy, and what a certificate is worth to other customers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::developing_case;
using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::plain_stage;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

Clause stake_at_signing(double pay, double valuation) {
  Clause clause;
  clause.on = Trigger::signing;
  clause.pay = Amount::sum(Money::major(pay));
  clause.for_equity = true;
  clause.valuation = Money::major(valuation);
  return clause;
}

/// A firm that develops for ever and raises £10m on 1 January 2027; programmes sign at once.
Case firm_to_buy_into() {
  Case numbers = developing_case(1, {plain_stage("design", 30'000.0)});
  numbers.firms[0].raises = {{Date(2027, 1, 1), Money::major(10e6), BurnRate{}, ""}};
  numbers.finance.history_until = Date(2028, 12, 31);
  numbers.finance.equity = Equity{Share(0.2), Law::constant(3.0)};
  // Acquired at the first instant at which it may be.
  numbers.finance.exits = Exits{PerYear{}, PerYear{}, Share(1.0), Share(0.0), Share(0.0)};
  Round round;
  round.name = "next";
  round.graduation = Share(0.0);
  round.size = Law::constant(1e6);
  round.acquisition_hazard = PerYear(1e6);
  numbers.finance.rounds = {round};
  numbers.firms[0].raises[0].next_round = "next";
  Programme programme = plain_programme(10e6, 1);
  programme.contract = {stake_at_signing(1e6, 20e6)};
  programme.allocation.signing = Signing::opening;
  numbers.programmes = {programme};
  numbers.frontier_purchase = FrontierPurchase{Money::major(1e4)};
  return numbers;
}

TEST(Stake, IsDilutedByRoundsAndReturnsItsShareOfTheExit) {
  // 1/20, of which a round leaves 80 %; 10 ÷ 20 % = 50 is what the firm is worth after it.
  const History history(firm_to_buy_into());
  ASSERT_EQ(history.of(RecordKind::stake_sold).size(), 1U);
  EXPECT_NEAR(history.of(RecordKind::stake_sold)[0].value, 0.04, 1e-15);
  EXPECT_THAT(history.amounts(RecordKind::stake_sold), ElementsAre(0.04 * 3.0 * 50e6));
  EXPECT_EQ(history.outcome.public_money_returned, 6e6);
  EXPECT_EQ(history.outcome.public_money_recovered, 0);
  EXPECT_NEAR(history.outcome.frontier_compute_forgone, (1e6 - 6e6) / 1e4, 1e-9);
}

TEST(Stake, CountsInPresentValueFromTheDayOfTheExit) {
  Case numbers = firm_to_buy_into();
  numbers.appraisal.price_base = numbers.appraisal.base_date = numbers.start;
  numbers.appraisal.discount = {{0, PerYear(0.035)}};
  const Outcome outcome = simulate_one(numbers);
  const double years = 1096.0 / days_per_year;  // to 1 January 2029, and a few seconds
  EXPECT_NEAR(outcome.public_money_returned_present_value, 6e6 * std::pow(1.035, -years), 100.0);
  EXPECT_EQ(outcome.public_money_net_present_value,
            outcome.public_money_paid_present_value - outcome.public_money_returned_present_value);
}

TEST(Stake, BoughtInARoundHasItsPrice) {
  // Half of the round for half of the 20 % that it sells; not diluted by it.
  Case numbers = firm_to_buy_into();
  Clause& clause = numbers.programmes[0].contract[0];
  clause.on = Trigger::raise;
  clause.pay = Amount::of(Basis::round, 0.5);
  clause.at_most = Amount::sum(Money::major(8e6));
  const History history(numbers);
  ASSERT_EQ(history.of(RecordKind::stake_sold).size(), 1U);
  EXPECT_NEAR(history.of(RecordKind::stake_sold)[0].value, 0.1, 1e-15);
  EXPECT_DOUBLE_EQ(history.outcome.public_money_returned, 15e6);
  EXPECT_EQ(history.outcome.public_money_paid, 5e6);
}

TEST(Stake, WithoutARoundIsWorthTheValuationItWasBoughtAt) {
  Case numbers = firm_to_buy_into();
  numbers.firms[0].raises.clear();
  numbers.firms[0].next_round = "next";
  EXPECT_EQ(simulate_one(numbers).public_money_returned, 3e6);
}

TEST(Stake, OfAFirmThatFailsReturnsNothing) {
  Case numbers = firm_to_buy_into();
  numbers.firms[0].raises.clear();
  numbers.firms[0].burn = BurnRate::major_per_year(5e6);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_insolvent, 1);
  EXPECT_EQ(outcome.public_money_paid, 1e6);
  EXPECT_EQ(outcome.public_money_returned, 0);
}

TEST(Stake, IsNeverMoreThanTheFirm) {
  Case numbers = firm_to_buy_into();
  numbers.firms[0].raises.clear();
  numbers.firms[0].next_round = "next";
  numbers.programmes[0].contract = {stake_at_signing(3e6, 2e6)};
  EXPECT_EQ(simulate_one(numbers).public_money_returned, 3.0 * 2e6);
}

TEST(Stake, IsBoughtOnlyByClausesThatSaySo) {
  Case numbers = firm_to_buy_into();
  numbers.programmes[0].contract[0].for_equity = false;
  EXPECT_THAT(History(numbers).of(RecordKind::stake_sold), IsEmpty());
}

// --- Certificates

/// A firm that qualifies after 100 days and has private customers for a year.
Case certified_case() {
  Case numbers = small_case(1);
  PrivateDemand demand;
  demand.value = Law::constant(1e6);
  demand.return_rate = PerYear{};
  demand.lasts = Duration::from_days(days_per_year);
  demand.certified_multiple = 1.5;
  demand.deployed_multiple = 2.0;
  numbers.private_demand = demand;
  numbers.programmes = {plain_programme(1e6, 1)};
  numbers.programmes[0].eligibility.cash_at_least = Money::major(1e9);  // it sells nothing
  return numbers;
}

TEST(Certificate, RaisesReceiptsOnceTheFirmHasMetAProgrammesStandard) {
  Case numbers = certified_case();
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1.5e6);
  numbers.programmes[0].eligibility.cash_at_least = Money{};
  EXPECT_EQ(simulate_one(numbers).private_receipts, 3e6) << "on top of what deployment does";
  numbers.programmes.clear();
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1e6);
}

TEST(Certificate, TakesAPromiseThatStandsAndIsHeardOf) {
  Case numbers = certified_case();
  numbers.programmes[0].opens = Date(2026, 6, 1);  // after the test
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1e6);
  numbers = certified_case();
  numbers.programmes[0].promised = false;
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1e6);
  numbers = certified_case();
  numbers.news = false;
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1e6);
}

}  // namespace
}  // namespace firstcustomer
