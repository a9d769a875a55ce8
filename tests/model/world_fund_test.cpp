// The fund, purchases without a promise, and what a promise does.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::calling_programme;
using testing::developing_case;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::plain_stage;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

// --- The fund: V50

/// Qualifiers are a Poisson process of .8 a year for five years; the fund holds four awards.
Case qualifiers_against_a_fund() {
  Case numbers = small_case(0);
  numbers.horizon = numbers.standard.deadline = Date(2030, 12, 31);
  FirmEntry entry;
  entry.rate = PerYear(0.8 * 1826.25 / 1826.0);  // 1,826 days are the five years
  entry.ceiling = 1.0;
  entry.technologies = {{"plain", 1.0}};
  entry.remaining = Law::constant(0.0);
  entry.cash = Law::constant(1e6);
  numbers.entry = entry;
  numbers.technologies[0].supply.units_per_month = 2'500;
  numbers.programmes = {plain_programme(100e6, 2'500)};  // £25m each
  return numbers;
}

TEST(Fund, AgainstPoissonQualifiers) {
  const Case numbers = qualifiers_against_a_fund();
  const double award = 25e6;
  expect_means(numbers,
               {{[](const Outcome& o) { return o.public_money_committed == 100e6 ? 1.0 : 0.0; },
                 0.5665298796},
                {[](const Outcome& o) { return o.contracts_signed; }, 3.2185327407},
                {[](const Outcome& o) { return o.public_money_committed / 1e6; }, 80.4633185187},
                {[](const Outcome& o) { return o.qualified_suppliers - o.contracts_signed; },
                 0.7814672593}});
  for (const Outcome& o : simulate_all(numbers, 1'000)) {
    ASSERT_EQ(o.public_money_committed, award * std::min(4.0, o.qualified_suppliers));
  }
}

/// Five firms that qualify at the rate .25 each, against a fund for three awards of £25m.
Case pool_against_a_fund(Date horizon) {
  Case numbers = small_case(5);
  numbers.horizon = numbers.standard.deadline = horizon;
  numbers.technologies[0].slip = Law::exponential(1.0);
  for (Firm& firm : numbers.firms) {
    firm.remaining = Duration::from_days(4.0 * days_per_year);
  }
  numbers.technologies[0].supply.units_per_month = 2'500;
  numbers.programmes = {plain_programme(75e6, 2'500)};
  numbers.appraisal.price_base = numbers.appraisal.base_date = numbers.start;
  numbers.appraisal.discount = {{0, PerYear(0.035)}};
  return numbers;
}

TEST(Fund, AgainstAFinitePool) {
  Case numbers = pool_against_a_fund(Date(2030, 12, 31));
  for (Firm& firm : numbers.firms) {
    firm.remaining = Duration::from_days(4.0 * days_per_year * 1826.0 / 1826.25);
  }
  expect_means(numbers, {{[](const Outcome& o) { return o.contracts_signed == 3.0 ? 1.0 : 0.0; },
                          0.8543090216},
                         {[](const Outcome& o) { return o.contracts_signed; }, 2.8264106490}});
  expect_means(
      pool_against_a_fund(Date(2200, 12, 31)),
      {{[](const Outcome& o) { return o.public_money_paid_present_value / 1e6; }, 70.3413019429}});
}

TEST(Fund, PeakYearIsTheLargestOfTheFiscalYears) {
  // Two orders paid on 11 April 2026 and one on 31 March 2027 in one fiscal year; the next day's is
  // another's.
  Case numbers = small_case(4);
  const double days[] = {100.0, 100.0, 454.0, 455.0};
  for (std::size_t i = 0; i < 4; ++i) {
    numbers.firms[i].remaining = Duration::from_days(days[i]);
  }
  numbers.programmes = {plain_programme(1e7, 10)};
  EXPECT_EQ(simulate_one(numbers).public_money_peak_year, 3e5);
  numbers.fiscal_month = 0;  // two in 2026, two in 2027
  EXPECT_EQ(simulate_one(numbers).public_money_peak_year, 2e5);
  numbers.programmes.front().fund.payment_terms =
      Duration::from_days(300.0);  // 2027, 2027, 2028, 2028
  EXPECT_EQ(simulate_one(numbers).public_money_peak_year, 2e5);
}

// --- Purchases without a promise

/// Two firms on a market of signals and entrants, and an order that is bargained over.
Case spot_purchase(double cost, double frontier_price) {
  Case numbers = small_case(1);
  numbers.technologies[0].supply.unit_cost = Money::major(cost);
  numbers.technologies[0].relative_performance = Law::constant(2.0);
  numbers.frontier_purchase = FrontierPurchase{Money::major(frontier_price)};
  numbers.programmes = {plain_programme(1e6, 10)};
  numbers.programmes.front().contract[0].bargained = true;
  numbers.programmes.front().contract[0].supplier_share = Share(0.3);
  numbers.programmes.front().promised = false;
  return numbers;
}

TEST(SpotPurchase, PaysTheBargainedPrice) {
  // c + β (min(v, p_F q / q_F) − c): the product is twice the frontier, v = 10,000.
  EXPECT_EQ(simulate_one(spot_purchase(2'000, 3'000)).public_money_paid,
            10 * (2'000 + 0.3 * (6'000 - 2'000)));
  EXPECT_EQ(simulate_one(spot_purchase(2'000, 50'000)).public_money_paid,
            10 * (2'000 + 0.3 * (10'000 - 2'000)));
  EXPECT_EQ(simulate_one(spot_purchase(6'000, 3'000)).public_money_paid, 10 * 6'000)
      << "at cost there is nothing to share";
}

TEST(SpotPurchase, DoesNotTradeBelowCost) {
  const History history(spot_purchase(6'000.01, 3'000));
  EXPECT_EQ(history.outcome.contracts_signed, 0);
  EXPECT_EQ(history.outcome.units_ordered, 0);
  EXPECT_EQ(history.of(RecordKind::contract_declined).size(), 1U);
}

TEST(SpotPurchase, IsCappedByTheFrontierOnTheDayOfTheOrder) {
  // The frontier doubles each year: what a rival chip is worth halves while the firm is in test.
  Case numbers = spot_purchase(0, 3'000);
  numbers.frontier[0].annual_growth = 2.0;
  numbers.firms[0].remaining = Duration::from_days(2.0 * days_per_year);
  const double ratio = 2.0 / 4.0;  // planned for the start, offered two years later
  EXPECT_NEAR(simulate_one(numbers).public_money_paid, 10 * 0.3 * 3'000 * ratio, 0.05);
}

/// A firm that raises and founders that listen, with a programme on the table.
Case market_that_listens(bool promised) {
  Case numbers = qualifiers_against_a_fund();
  numbers.behaviour.mode = BehaviourMode::heuristic;
  numbers.entry->ceiling = 4.0;
  numbers.entry->elasticity = 1.0;
  numbers.entry->next_round = "a";
  numbers.entry->remaining = Law::constant(900.0);
  numbers.entry->burn = BurnRate::major_per_year(1e6);
  Round round;
  round.name = "a";
  round.graduation = Share(0.5);
  round.size = Law::constant(2e6);
  round.starts_at_runway = Duration::from_days(360.0);
  numbers.finance.rounds = {round};
  numbers.finance.round_lasts = Duration::from_days(3000.0);
  numbers.finance.signals = Signals{};
  numbers.finance.signals->announcement = 3.0;
  numbers.finance.signals->award = 3.0;
  numbers.finance.signals->not_chosen = 0.3;
  numbers.programmes.front().promised = promised;
  return numbers;
}

TEST(Promise, OnlyAPromiseIsNewsAndDrawsEntrants) {
  Case none = market_that_listens(false);
  none.programmes.clear();
  Case spot = market_that_listens(false);
  spot.pays = false;  // its cash is another matter
  Case spot_calls = spot;
  spot_calls.programmes.front().allocation = {Signing::call, Date(2026, 1, 1), 6, 1,
                                              Selection::lottery};
  const auto without = simulate_all(none, 1'000);
  std::size_t signed_contracts = 0;
  for (const Case& numbers : {spot, spot_calls}) {
    const auto with = simulate_all(numbers, 1'000);
    for (std::size_t i = 0; i < with.size(); ++i) {
      ASSERT_EQ(with[i].suppliers_entered, without[i].suppliers_entered);
      ASSERT_EQ(with[i].private_money_raised, without[i].private_money_raised);
      signed_contracts += with[i].contracts_signed > 0 ? 1U : 0U;
    }
  }
  EXPECT_GT(signed_contracts, 100U);
  std::size_t more = 0;
  const auto promised = simulate_all(market_that_listens(true), 1'000);
  for (std::size_t i = 0; i < promised.size(); ++i) {
    more += promised[i].suppliers_entered > without[i].suppliers_entered ? 1U : 0U;
  }
  EXPECT_GT(more, 500U);
}

TEST(Promise, WithoutMoneyIsNone) {
  Case none = market_that_listens(true);
  none.programmes.clear();
  Case empty = market_that_listens(true);
  empty.programmes.front().fund.budget = Money{};
  empty.programmes.front().allocation.signing = Signing::call;
  empty.programmes.front().allocation.first_call = Date(2026, 2, 1);
  const auto a = simulate_all(none, 500);
  const auto b = simulate_all(empty, 500);
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_TRUE(same(a[i], b[i]));
  }
}

TEST(Promise, ADeclinedOfferIsNoRefusal) {
  // The order pays less than the units cost: the firm says no, and that is no news of the buyer's.
  Case numbers = developing_case(2, {plain_stage("design", 3650.0)});
  numbers.technologies[0].supply.unit_cost = Money::major(10'001);
  numbers.programmes = {calling_programme(1e6, 10, 2)};
  const History history(numbers);
  EXPECT_GE(history.of(RecordKind::contract_declined).size(), 2U);
  EXPECT_THAT(history.of(RecordKind::not_chosen), IsEmpty());
}

}  // namespace
}  // namespace firstcustomer
