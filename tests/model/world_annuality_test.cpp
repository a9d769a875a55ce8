// What fiscal years allow: caps on payments, what is carried over, deferred and forfeited.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::advance_clause;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::simulate_one;
using testing::small_case;

// --- V50: one award a year

/// Qualifiers are a Poisson process of .8 a year for four years, and awards of £25m each.
Case qualifiers_for_four_years(double budget) {
  Case numbers = small_case(0);
  numbers.fiscal_month = 0;
  numbers.horizon = numbers.standard.deadline = Date(2029, 12, 31);  // 1,461 days
  FirmEntry entry;
  entry.rate = PerYear(0.8);
  entry.ceiling = 1.0;
  entry.technologies = {{"plain", 1.0}};
  entry.remaining = Law::constant(0.0);
  entry.cash = Law::constant(1e6);
  numbers.entry = entry;
  numbers.technologies[0].supply.units_per_month = 2'500;
  numbers.programmes = {plain_programme(budget, 2'500)};
  return numbers;
}

double awards_paid(const Outcome& o) {
  return o.public_money_paid / 25e6;
}

TEST(Annuality, OneAwardAYearUseItOrLoseIt) {
  Case numbers = qualifiers_for_four_years(10e9);
  Fund& fund = numbers.programmes[0].fund;
  fund.fiscal_year_caps = {25e6};
  fund.over_cap = OverCap::forfeited;
  expect_means(numbers, {{awards_paid, 2.2026841435}});
  expect_means(qualifiers_for_four_years(100e6), {{awards_paid, 2.8056130738}});
}

// --- Small histories

/// Firms that qualify on these days after the start of 2026 and are owed £100k at once, under years
/// from April on.
Case orders_on(const std::vector<double>& days, const std::vector<double>& caps) {
  Case numbers = small_case(days.size());
  for (std::size_t i = 0; i < days.size(); ++i) {
    numbers.firms[i].remaining = Duration::from_days(days[i]);
  }
  numbers.programmes = {plain_programme(1e7, 10)};
  numbers.programmes[0].fund.fiscal_year_caps = caps;
  return numbers;
}

TEST(Annuality, PaysNothingBeyondTheCapBeforeTheNextYear) {
  // 11 February, 12 February and 11 April 2026: of the second only half has room in 2025/26.
  const History history(orders_on({41.0, 42.0, 100.0}, {150e3, 120e3}));
  EXPECT_THAT(history.dates(RecordKind::paid),
              ElementsAre(Date(2026, 2, 11), Date(2026, 2, 12), Date(2026, 4, 1), Date(2026, 4, 11),
                          Date(2027, 4, 1)));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(1e5, 5e4, 5e4, 7e4, 3e4));
  EXPECT_THAT(history.dates(RecordKind::payment_deferred),
              ElementsAre(Date(2026, 2, 12), Date(2026, 4, 11)));
  EXPECT_EQ(history.outcome.public_money_paid, 3e5);
  EXPECT_EQ(history.outcome.public_money_lapsed, 1e7 - 3e5);
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Annuality, DeferredPaymentsKeepTheOrderInWhichTheyWereDue) {
  const Case numbers = orders_on({41.0, 40.0, 43.0, 42.0, 90.0}, {0.0, 350e3});
  const History history(numbers);  // the last is due on 1 April itself, behind the deferred
  EXPECT_THAT(history.names(RecordKind::paid),
              ElementsAre("firm-1", "firm-0", "firm-3", "firm-2", "firm-2", "firm-4"));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(1e5, 1e5, 1e5, 5e4, 5e4, 1e5));
  EXPECT_THAT(history.names(RecordKind::payment_deferred),
              ElementsAre("firm-1", "firm-0", "firm-3", "firm-2", "firm-2", "firm-4"));
}

TEST(Annuality, CarriesAShareOfTheUnusedCapOver) {
  Case numbers = orders_on({100.0, 500.0, 501.0}, {200e3, 100e3});  // 2026/27 and twice 2027/28
  numbers.start = Date(2026, 4, 1);
  EXPECT_THAT(History(numbers).amounts(RecordKind::payment_deferred), ElementsAre(1e5));
  numbers.programmes[0].fund.carry_over = Share(0.6);
  EXPECT_THAT(History(numbers).amounts(RecordKind::payment_deferred), ElementsAre(4e4));
  numbers.programmes[0].fund.carry_over = Share(1.0);
  EXPECT_THAT(History(numbers).of(RecordKind::payment_deferred), IsEmpty());
  numbers.firms[2].remaining = Duration::from_days(1000.0);  // and carries over what was carried
  numbers.programmes[0].fund.fiscal_year_caps = {300e3, 0.0};
  EXPECT_THAT(History(numbers).of(RecordKind::payment_deferred), IsEmpty());
}

TEST(Annuality, CapsBeginWithTheYearOfTheOpening) {
  Case numbers = orders_on({41.0}, {100e3, 0.0});
  numbers.firms[0].remaining = Duration::from_days(600.0);
  EXPECT_EQ(History(numbers).outcome.public_money_paid, 0);
  numbers.programmes[0].opens = Date(2027, 6, 1);
  EXPECT_EQ(History(numbers).outcome.public_money_paid, 1e5);
}

TEST(Annuality, WhatIsForfeitedLapses) {
  Case numbers = orders_on({41.0, 42.0}, {150e3});
  numbers.programmes[0].fund.over_cap = OverCap::forfeited;
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(1e5, 5e4));
  EXPECT_THAT(history.amounts(RecordKind::payment_forfeited), ElementsAre(5e4));
  EXPECT_EQ(history.outcome.public_money_released, 5e4);
  EXPECT_EQ(history.outcome.public_money_lapsed, 1e7 - 15e4);
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Annuality, AForfeitedAdvanceIsDueOnAcceptance) {
  // Half of £100k in advance on 11 February 2026, of which £20k has room; units follow in April.
  Case numbers = orders_on({41.0}, {20e3, 1e6});
  numbers.programmes[0].contract.push_back(advance_clause(0.5));
  numbers.programmes[0].fund.over_cap = OverCap::forfeited;
  numbers.technologies[0].supply.lead_time = Law::constant(60.0);
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(2e4, 8e4));
  EXPECT_EQ(history.outcome.public_money_advanced, 2e4);
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Annuality, UnitsEarnAnAdvanceThatWasPartlyDeferred) {
  // Of £50k in advance £20k are paid in 2025/26; all units are there in March, before the rest is.
  Case numbers = orders_on({41.0}, {20e3, 1e6});
  numbers.programmes[0].contract.push_back(advance_clause(0.5));
  numbers.technologies[0].supply.lead_time = Law::constant(30.0);
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(2e4, 3e4, 5e4));
  EXPECT_EQ(history.outcome.public_money_advanced, 2e4) << "the rest was earned by then";
  EXPECT_EQ(history.outcome.public_money_exposed, 0);
  EXPECT_EQ(history.outcome.public_money_exposed_peak, 2e4);
}

TEST(Annuality, CapsThatAreNeverReachedChangeNothing) {
  Case numbers = orders_on({41.0, 42.0}, {});
  const Outcome without = testing::simulate_one(numbers);
  numbers.programmes[0].fund.fiscal_year_caps = {200e3};
  EXPECT_TRUE(testing::same(testing::simulate_one(numbers), without));
}

// --- What happens at the same midnight

TEST(Annuality, DeferredPaymentsComeAfterTheEndOfTheYearWhereverAProgrammeStands) {
  // Two payments are put off to April 2026; at the end of each of three years the firm owes £80k:
  // the first time beyond what it was paid, as long as payments come after the year's end.
  Case numbers = small_case(1);
  Programme programme = plain_programme(1e6, 1);
  Clause fee;
  fee.on = Trigger::signing;
  fee.pay = Amount::sum(Money::major(5e4));
  Clause penalty;
  penalty.on = Trigger::year_end;
  penalty.pay.formula = Formula::constant(-8e4);
  penalty.at_most = Amount::sum(Money::major(1));
  programme.contract = {fee, fee, penalty};
  programme.fund.fiscal_year_caps = {0.0, 1e6};
  programme.allocation.signing = Signing::opening;
  programme.contract_lasts = Duration::from_days(900.0);
  numbers.programmes = {programme};
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(5e4, 5e4));
  EXPECT_THAT(History(numbers).amounts(RecordKind::recovered), ElementsAre(8e4, 2e4));
  EXPECT_THAT(History(numbers).amounts(RecordKind::returned), ElementsAre(8e4, 6e4));
  Programme empty = programme;
  empty.fund.budget = Money{};
  empty.luck = "empty";
  numbers.programmes = {empty, empty, programme};
  EXPECT_THAT(History(numbers).amounts(RecordKind::returned), ElementsAre(8e4, 6e4));
}

TEST(Annuality, WhatIsForfeitedLeavesRoomUnderACap) {
  // £1m of the first programme is forfeited; the second may commit it under the same cap.
  Case numbers = orders_on({100.0}, {0.0});
  numbers.programmes[0].fund.over_cap = OverCap::forfeited;
  const double first = simulate_one(numbers).public_money_committed;
  Programme second = plain_programme(first, 10);
  second.luck = "second";
  second.fund.payment_terms = Duration::from_days(3.0 * days_per_year);
  second.opens = Date(2028, 1, 1);
  numbers.programmes.push_back(second);
  numbers.cumulation_cap = Money::major(first);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 2.0);
}

}  // namespace
}  // namespace firstcustomer
