#include "firstcustomer/model/market.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/staged_case.hpp"

namespace firstcustomer {
namespace {

using testing::days;
using testing::expect_mean;
using testing::for_each_history;
using testing::History;
using testing::history_of;
using testing::plain_programme;
using testing::simulate_one;
using testing::small_case;
using testing::stage_of_days;
using testing::staged_case;

constexpr double quarter_days = days_per_year / 4.0;

/// A firm that qualifies on day 100, with receipts worth £40m.
Case selling_case() {
  Case numbers = small_case();
  PrivateDemand demand;
  demand.value = Law::constant(40e6);
  numbers.private_demand = demand;
  return numbers;
}

/// Present value of n equal receipts at the ends of quarters, at a yearly rate.
double present_value(double receipt, int n, double rate) {
  double sum = 0.0;
  for (int i = 1; i <= n; ++i) {
    sum += receipt * std::pow(1.0 + rate, -i / 4.0);
  }
  return sum;
}

TEST(PrivateDemand, IsReceivedInEqualQuartersWorthItsValue) {
  for (const double rate : {0.0, 0.15, 0.4}) {
    for (const int lasts : {1, 5}) {
      Case numbers = selling_case();
      numbers.private_demand->return_rate = PerYear(rate);
      numbers.private_demand->lasts = Duration::from_days(lasts * days_per_year);
      const double receipts = simulate_one(numbers).private_receipts;
      EXPECT_NEAR(present_value(receipts / (4 * lasts), 4 * lasts, rate), 40e6, 1.0);
    }
  }
}

TEST(PrivateDemand, ComesAtTheEndsOfQuarters) {
  Case numbers = selling_case();
  const double full = simulate_one(numbers).private_receipts;
  // The k-th receipt comes k quarters after day 100; day 465 holds the third, day 466 the fourth.
  const auto until = [&](int day) {
    numbers.horizon = Date::from_day_number(numbers.start.day_number() + day - 1);
    numbers.standard.deadline = numbers.horizon;
    return simulate_one(numbers).private_receipts / full * 20.0;
  };
  EXPECT_NEAR(until(191), 0.0, 1e-6);
  EXPECT_NEAR(until(192), 1.0, 1e-6);
  EXPECT_NEAR(until(465), 3.0, 1e-6);
  EXPECT_NEAR(until(466), 4.0, 1e-6);
}

TEST(PrivateDemand, DrawsItsValue) {
  Case numbers = selling_case();
  numbers.private_demand->value = Law::lognormal(40e6, 0.7);
  numbers.private_demand->return_rate = PerYear(0.0);
  expect_mean(numbers, 40.0 * std::exp(0.7 * 0.7 / 2.0),
              [](const Outcome& o) { return o.private_receipts / 1e6; });
}

TEST(PrivateDemand, RisesOncePublicUnitsAreAccepted) {
  Case numbers = selling_case();
  numbers.private_demand->deployed_multiple = 1.4;
  const double plain = simulate_one(numbers).private_receipts;
  numbers.programmes = {plain_programme(1e6, 100)};
  EXPECT_NEAR(simulate_one(numbers).private_receipts, 1.4 * plain, 1.0);
  numbers.technologies[0].supply.lead_time = Law::constant(400.0);  // after four of twenty
  EXPECT_NEAR(simulate_one(numbers).private_receipts, plain * (4 + 16 * 1.4) / 20, 1.0);
}

TEST(PrivateDemand, EndsWithTheFirm) {
  Case numbers = selling_case();
  numbers.private_demand->value = Law::constant(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);  // receipts of £69,000 a quarter
  const double receipt = simulate_one(selling_case()).private_receipts / 20 / 40;
  const History history = history_of(numbers);
  const double end = days(history.all(RecordKind::insolvent).at(0).when);
  const double received = std::floor((end - 100.0) / quarter_days);
  EXPECT_GE(received, 3.0);
  EXPECT_LT(received, 20.0);
  EXPECT_NEAR(history.outcome.private_receipts, received * receipt, 1.0);
  EXPECT_NEAR(history.outcome.suppliers_spending, 1e6 + received * receipt, 1.0);
}

TEST(PrivateDemand, NeedsAProductReadyForProduction) {
  Case numbers = staged_case();
  numbers.private_demand = selling_case().private_demand;
  auto& stages = numbers.technologies[0].stages;
  stages.insert(stages.begin() + 2, stage_of_days("ramp", 300.0));
  const History history = history_of(numbers);
  EXPECT_NEAR(days(history.all(RecordKind::test_passed).at(0).when), 160.0, 1e-6);
  const auto opens = history.all(RecordKind::market_opens);
  ASSERT_EQ(opens.size(), 1U);
  EXPECT_NEAR(days(opens[0].when), 450.0, 1e-6);
  EXPECT_EQ(opens[0].amount, Money::major(40e6));
}

TEST(PrivateDemand, IsNotThereForAProductThatMissesTheStandard) {
  Case numbers = selling_case();
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  EXPECT_EQ(simulate_one(numbers).private_receipts, 0.0);
}

TEST(PrivateDemand, PaysForWhatWaitsForCash) {
  // Units that the firm cannot pay for until its first receipt.
  Case numbers = selling_case();
  numbers.firms[0].cash = Money::minor(1);
  numbers.technologies[0].supply = {Law::constant(0.0), 100, Money::major(5'000)};
  numbers.programmes = {plain_programme(1e6, 100)};
  const History history = history_of(numbers);
  EXPECT_EQ(history.outcome.units_accepted, 100);
  EXPECT_GT(days(history.all(RecordKind::lot_delivered).at(0).when), 100.0 + quarter_days);
}

}  // namespace
}  // namespace firstcustomer
