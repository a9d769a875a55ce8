#include <gtest/gtest.h>

#include <cmath>

#include "model/staged_case.hpp"

namespace firstcustomer {
namespace {

using testing::days;
using testing::expect_mean;
using testing::for_each_history;
using testing::History;
using testing::simulate_all;
using testing::small_case;
using testing::stage_of_days;
using testing::staged_case;

constexpr double horizon_days = 3652.0;  // 2026 to 2035

Exits exits(double pivot, double acquisition, double foreign = 1.0, double blocked = 0.0,
            double acquihires = 0.0) {
  return {PerYear(pivot), PerYear(acquisition), Share(foreign), Share(blocked), Share(acquihires)};
}

double within(double hazard, double span) {
  return 1.0 - std::exp(-hazard * span / days_per_year);
}

/// A rich firm that would qualify on this day.
Case waiting_case(double qualifies) {
  Case numbers = small_case();
  numbers.firms[0].remaining = Duration::from_days(qualifies);
  return numbers;
}

TEST(Pivot, ComesAtItsRateUntilTheProductQualifies) {
  Case numbers = waiting_case(1'000);
  numbers.finance.exits = exits(0.2, 0.0);
  expect_mean(numbers, within(0.2, 1'000), [](const Outcome& o) { return o.suppliers_pivoted; });
  expect_mean(numbers, 1.0 - within(0.2, 1'000),
              [](const Outcome& o) { return o.qualified_suppliers_ever; });
}

/// A firm that closes round a on day 400 with .95, and has its prototype on day 1,500. Rates: .05
/// before round a, .3 before round b, .12 with a prototype.
Case acquired_case() {
  Case numbers = small_case();
  Stage silicon = stage_of_days("silicon", 1'500.0);
  silicon.prototype = true;
  auto& stages = numbers.technologies[0].stages;
  stages.insert(stages.begin(), silicon);
  stages.back().duration = Law::constant(9'000.0);
  numbers.firms[0].stage = "silicon";
  numbers.firms[0].remaining = Duration::from_days(1'500);
  numbers.firms[0].burn = BurnRate::major_per_year(100.0);
  numbers.firms[0].next_round = "a";
  Round a;
  a.name = "a";
  a.graduation = Share(0.95);
  a.size = Law::constant(1e6);
  a.starts_at_runway = Duration::from_days(2e6);
  a.then = "b";
  a.acquisition_hazard = PerYear(0.05);
  Round b = a;
  b.name = "b";
  b.starts_at_runway = Duration{};
  b.then = "";
  b.acquisition_hazard = PerYear(0.3);
  numbers.finance.rounds = {a, b};
  numbers.finance.closing = Law::constant(400.0);
  numbers.finance.attempts = 1;
  numbers.finance.round_lasts = Duration::from_days(1e6);
  numbers.finance.exits = exits(0.0, 0.12);
  return numbers;
}

/// Probability of no acquisition by `day`, where round a closes.
double survives(double day, bool closes) {
  const double early = std::min(day, 400.0) * 0.05;
  const double middle = std::max(0.0, std::min(day, 1'500.0) - 400.0) * (closes ? 0.3 : 0.05);
  const double late = std::max(0.0, day - 1'500.0) * 0.12;
  return std::exp(-(early + middle + late) / days_per_year);
}

TEST(Acquisition, FollowsTheRateOfRoundAndPrototype) {
  Case numbers = acquired_case();
  for (const double day : {399.0, 1'460.0, horizon_days}) {
    SCOPED_TRACE(day);
    numbers.horizon = Date::from_day_number(numbers.start.day_number() + static_cast<int>(day) - 1);
    numbers.standard.deadline = numbers.horizon;
    expect_mean(numbers, 1.0 - 0.95 * survives(day, true) - 0.05 * survives(day, false),
                [](const Outcome& o) { return o.suppliers_sold_abroad; });
  }
}

TEST(Acquisition, IsForeignBlockedOrTheEndByItsShares) {
  Case numbers = acquired_case();
  numbers.finance.exits = exits(0.0, 0.12, 0.9, 0.25, 0.4);
  const double acquired =
      1.0 - 0.95 * survives(horizon_days, true) - 0.05 * survives(horizon_days, false);
  expect_mean(numbers, acquired * 0.9 * 0.75,
              [](const Outcome& o) { return o.suppliers_sold_abroad; });
  expect_mean(numbers, acquired * (1.0 - 0.9 * 0.25) * 0.4,
              [](const Outcome& o) { return o.suppliers_absorbed; });
}

TEST(Acquisition, ThatWasBlockedIsNotTriedAgain) {
  Case numbers = acquired_case();
  numbers.finance.exits = exits(0.0, 5.0, 1.0, 1.0, 1.0);
  for_each_history(numbers, 200, [](const History& history) {
    ASSERT_EQ(history.count(RecordKind::acquisition_blocked), 1U);
    ASSERT_EQ(history.count(RecordKind::acquired), 0U);
    ASSERT_EQ(history.outcome.suppliers_active, 1);
  });
}

TEST(Acquisition, MeansThatAParentPays) {
  // Ruined on day 365 unless acquired before; then it spends to the horizon.
  Case numbers = acquired_case();
  numbers.finance.rounds[0].starts_at_runway = Duration{};
  numbers.finance.rounds[0].acquisition_hazard = PerYear(1.0);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  for_each_history(numbers, 500, [](const History& history) {
    const bool acquired = history.count(RecordKind::acquired) == 1;
    ASSERT_EQ(history.outcome.suppliers_insolvent, acquired ? 0 : 1);
    ASSERT_NEAR(history.outcome.suppliers_spending,
                acquired ? 1e6 * horizon_days / days_per_year : 1e6, 0.05);
  });
  expect_mean(numbers, within(1.0, days_per_year),
              [](const Outcome& o) { return o.suppliers_sold_abroad; });
}

TEST(Acquisition, AbroadIsNoSupplierOfTheStateUnlessItQualifiedBefore) {
  Case numbers = acquired_case();
  numbers.technologies[0].stages.back().duration = Law::constant(500.0);  // tested on day 2,000
  expect_mean(numbers, 0.95 * survives(2'000, true) + 0.05 * survives(2'000, false),
              [](const Outcome& o) { return o.qualified_suppliers_ever; });
  expect_mean(numbers, 0.95 * survives(horizon_days, true) + 0.05 * survives(horizon_days, false),
              [](const Outcome& o) { return o.qualified_suppliers_retained; });
}

TEST(Acquisition, RepaysTheBridge) {
  // Bridged on day 365 while its raise is open until day 765; acquired in the meantime or not.
  for (const double acquihires : {0.0, 1.0}) {
    Case numbers = acquired_case();
    numbers.firms[0].burn = BurnRate::major_per_year(1e6);
    numbers.finance.rounds[0].starts_at_runway = Duration::from_days(1);
    numbers.finance.rounds[0].acquisition_hazard = PerYear(1.0);
    numbers.finance.bridge = Bridge{Share(1.0), Duration::from_days(1'000)};
    numbers.finance.exits = exits(0.0, 1.0, 0.5, 0.0, acquihires);
    int both = 0;
    for_each_history(numbers, 500, [&](const History& history) {
      const auto bridged = history.all(RecordKind::bridged);
      const auto acquired = history.all(RecordKind::acquired);
      if (bridged.empty() || acquired.empty() || days(acquired[0].when) > 763.0) {
        return;
      }
      ++both;
      const auto repaid = history.all(RecordKind::bridge_repaid);
      ASSERT_EQ(repaid.size(), 1U);
      ASSERT_EQ(repaid[0].amount, bridged[0].amount);
      ASSERT_EQ(repaid[0].when, acquired[0].when);
    });
    EXPECT_GT(both, 50);
  }
}

TEST(Exits, SpareParentFundedFirms) {
  Case numbers = waiting_case(3'000);
  numbers.firms[0].parent_funded = true;
  numbers.finance.exits = exits(5.0, 5.0);
  for (const Outcome& outcome : simulate_all(numbers, 100)) {
    ASSERT_EQ(outcome.qualified_suppliers, 1);
  }
}

TEST(Exits, OfAHigherRateComeEarlierInEveryReplication) {
  Case numbers = acquired_case();
  numbers.firms[0].next_round = "b";  // rate .3, then .12
  const auto slow = simulate_all(numbers, 2'000);
  numbers.finance.rounds[1].acquisition_hazard = PerYear(0.6);
  const auto fast = simulate_all(numbers, 2'000);
  for (std::size_t i = 0; i < slow.size(); ++i) {
    ASSERT_GE(fast[i].suppliers_sold_abroad, slow[i].suppliers_sold_abroad);
  }
}

}  // namespace
}  // namespace firstcustomer
