// Rights to sell: units that a firm may keep where the market pays more.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/law.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::simulate_one;
using testing::small_case;

constexpr double strike = 10'000.0;

/// The right to sell so many units at £10k where the market pays less.
Clause right_to_sell(std::int64_t units) {
  Clause clause = acceptance_clause(Money::major(strike), units);
  clause.option = true;
  clause.when = Formula({{Operation::term, static_cast<std::uint32_t>(Term::market_price), 0.0},
                         {Operation::constant, 0, strike},
                         {Operation::less, 0, 0.0}});
  return clause;
}

/// A firm that qualifies on 11 April 2026 and makes ten units a month, and a market price that
/// grows from the start of the year.
Case selling_case(double level, double growth, std::int64_t units) {
  Case numbers = small_case(1);
  numbers.technologies[0].supply.units_per_month = 10;
  numbers.market_price = MarketPrice{Money::major(level), numbers.start, {PerYear(growth), 0.0}};
  numbers.programmes = {plain_programme(1e6, 1)};
  numbers.programmes[0].contract = {right_to_sell(units)};
  numbers.programmes[0].contract_lasts = Duration::from_days(2.0 * days_per_year);
  return numbers;
}

TEST(RightToSell, IsUsedFromTheMonthInWhichTheMarketPaysLess) {
  // £12k × e^(−t/2) falls below £10k on day 133, between the second month and the third.
  const History history(selling_case(12'000.0, -0.5, 30));
  EXPECT_THAT(history.dates(RecordKind::lot_delivered),
              ElementsAre(Date(2026, 6, 11), Date(2026, 7, 11), Date(2026, 8, 11)));
  EXPECT_EQ(history.outcome.public_money_paid, 3e5);
  EXPECT_EQ(history.outcome.units_ordered, 30.0);
  EXPECT_EQ(history.of(RecordKind::contract_fulfilled).size(), 1U);
}

TEST(RightToSell, IsNoDuty) {
  const History history(selling_case(12'000.0, 0.0, 30));
  EXPECT_THAT(history.of(RecordKind::lot_delivered), IsEmpty());
  EXPECT_EQ(history.of(RecordKind::contract_expires).size(), 1U);
  EXPECT_EQ(history.of(RecordKind::contract_fulfilled).size(), 1U);
  EXPECT_EQ(history.outcome.contracts_failed, 0.0);
  EXPECT_EQ(history.outcome.public_money_committed, 3e5) << "set aside meanwhile";
  EXPECT_EQ(history.outcome.public_money_released, 3e5);
  EXPECT_EQ(history.outcome.units_ordered, 0.0);
}

TEST(RightToSell, MayBeUsedInPart) {
  // £8k × e^(t/2) passes £10k on day 163, after the third month.
  const History history(selling_case(8'000.0, 0.5, 60));
  EXPECT_THAT(history.dates(RecordKind::lot_delivered),
              ElementsAre(Date(2026, 4, 11), Date(2026, 5, 11), Date(2026, 6, 11)));
  EXPECT_EQ(history.outcome.public_money_paid, 3e5);
  EXPECT_EQ(history.outcome.public_money_released, 3e5);
  EXPECT_EQ(history.outcome.units_ordered, 30.0);
  EXPECT_EQ(history.outcome.contracts_failed, 0.0);
}

TEST(RightToSell, BesideAnOrderLeavesTheOrderADuty) {
  Case numbers = selling_case(12'000.0, 0.0, 20);
  std::vector<Clause>& contract = numbers.programmes[0].contract;
  contract.insert(contract.begin(), acceptance_clause(Money::major(strike), 15));
  const Outcome sold = simulate_one(numbers);
  EXPECT_EQ(sold.units_accepted, 15.0);
  EXPECT_EQ(sold.public_money_paid, 1.5e5);
  EXPECT_EQ(sold.contracts_failed, 0.0);
  numbers.technologies[0].supply.lead_time = Law::constant(3.0 * days_per_year);
  EXPECT_EQ(simulate_one(numbers).contracts_failed, 1.0);
}

TEST(RightToSell, IsUsedWithTheProbabilityThatTheMarketPaysLess) {
  // All on one day, the hundredth: P(price < strike) of a lognormal price.
  Case numbers = selling_case(9'500.0, 0.2, 10);
  numbers.market_price->path.volatility = 0.6;
  numbers.programmes[0].contract_lasts = Duration::from_days(10.0);
  const double years = 100.0 / days_per_year;
  const double below =
      normal_cdf((std::log(10.0 / 9.5) - (0.2 - 0.18) * years) / (0.6 * std::sqrt(years)));
  expect_means(numbers, {{[](const Outcome& o) { return o.public_money_paid / 1e5; }, below},
                         {[](const Outcome& o) { return o.units_accepted / 10.0; }, below}});
}

TEST(Condition, OfAnOrderTakesThePriceAndNotTheUnits) {
  Case numbers = selling_case(12'000.0, 0.0, 30);
  numbers.programmes[0].contract[0].option = false;
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.units_accepted, 30.0);
  EXPECT_EQ(outcome.public_money_paid, 0.0);
}

TEST(RightToSell, WhatWasAdvancedOnUnitsThatAreKeptIsPaidBack) {
  Case numbers = selling_case(8'000.0, 0.5, 60);  // half of them are sold
  numbers.programmes[0].contract.push_back(testing::advance_clause(0.3));
  numbers.firms[0].cash = Money::major(1e6);
  const History history(numbers);
  EXPECT_EQ(history.outcome.public_money_advanced, 1.8e5);
  EXPECT_EQ(history.outcome.public_money_recovered, 9e4);
  EXPECT_EQ(history.outcome.public_money_paid - history.outcome.public_money_recovered, 3e5);
  EXPECT_EQ(history.outcome.public_money_exposed, 0.0);
  EXPECT_EQ(history.outcome.public_money_stranded, 0.0);
  numbers.programmes[0].fund.payment_terms = Duration::from_days(900.0);
  EXPECT_EQ(History(numbers).outcome.public_money_paid, 3e5) << "no advance once it is over";
  EXPECT_EQ(History(numbers).outcome.public_money_recovered, 0.0);
}

}  // namespace
}  // namespace firstcustomer
