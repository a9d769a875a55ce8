#include "firstcustomer/model/programme.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/hazard.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/model/chance.hpp"
#include "model/small_case.hpp"

namespace firstcustomer {
namespace {

using testing::plain_programme;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

/// Firms that qualify on days 100, 800 and 1500 and a programme that would take them all, open for
/// 1461 days (four years of 365.25) or as long as `deadline` says, cancelled at `hazard` a year.
Case cancellable(double hazard, Date deadline = Date(2029, 12, 31)) {
  Case numbers = small_case(3);
  numbers.firms[1].remaining = Duration::from_days(800);
  numbers.firms[2].remaining = Duration::from_days(1500);
  numbers.standard.deadline = deadline;
  numbers.programmes = {plain_programme(3e6, 100)};
  numbers.programmes.front().strength.cancel_hazard = PerYear(hazard);
  return numbers;
}

/// When luck cancels a programme.
Instant cancelled_at(const Luck& luck, double hazard) {
  Hazard cancellation(luck.uniform(purpose(Chance::cancellation), hash_name("programme"), {}));
  cancellation.set_rate(Instant{}, PerYear(hazard));
  return cancellation.due();
}

/// Mean of f over 40,000 replications for each of three seeds, within 4 standard errors of the
/// exact value: a two-sided false alarm of 6.3e-5 each.
template <class Function>
void expect_mean(const Case& numbers, double exact, const Function& f) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Moments moments;
    for (const Outcome& outcome : simulate_all(numbers, 40'000, seed)) {
      moments.add(f(outcome));
    }
    EXPECT_NEAR(moments.mean(), exact, 4.0 * moments.standard_error() + 1e-12) << "seed " << seed;
  }
}

TEST(Strength, CancelsBeforeTheDeadlineAtItsRate) {
  for (const double hazard : {0.02, 0.08, 0.5}) {
    SCOPED_TRACE(hazard);
    expect_mean(cancellable(hazard), 1.0 - std::exp(-hazard * 4.0),
                [](const Outcome& o) { return o.programme_cancelled; });
  }
}

TEST(Strength, DecidesWhoStillFindsAnOpenProgramme) {
  const double years = 1.0 / days_per_year;
  expect_mean(
      cancellable(0.3, Date(2035, 12, 31)),
      std::exp(-0.3 * 100 * years) + std::exp(-0.3 * 800 * years) + std::exp(-0.3 * 1500 * years),
      [](const Outcome& o) { return o.contracts_signed; });
}

TEST(Strength, WithoutAHazardIsAnUnbreakablePromise) {
  const auto plain = simulate_all(cancellable(0.0), 500);
  const auto tiny = simulate_all(cancellable(1e-300), 500);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    EXPECT_EQ(plain[i].programme_cancelled, 0);
    EXPECT_EQ(plain[i].contracts_signed, 2) << "the third comes after the deadline";
    EXPECT_TRUE(same(plain[i], tiny[i])) << "luck that never comes due changes nothing";
  }
}

TEST(Strength, OfALargerHazardNeverCancelsLater) {
  const double hazards[] = {0.01, 0.05, 0.2, 1.0, 5.0, 100.0};
  std::vector<Outcome> weaker = simulate_all(cancellable(0.0), 2'000);
  for (const double hazard : hazards) {
    const std::vector<Outcome> outcomes = simulate_all(cancellable(hazard), 2'000);
    std::size_t moved = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      ASSERT_GE(outcomes[i].programme_cancelled, weaker[i].programme_cancelled);
      ASSERT_LE(outcomes[i].contracts_signed, weaker[i].contracts_signed);
      moved += same(outcomes[i], weaker[i]) ? 0U : 1U;
    }
    EXPECT_GT(moved, 20U) << hazard;
    weaker = outcomes;
  }
}

TEST(Strength, CancelsAllArmsOnTheSameDay) {
  // A programme of another name and size in another world, under the same luck.
  Case small = cancellable(0.2, Date(2035, 12, 31));
  Case large = small;
  large.programmes.front().name = "another";
  large.programmes.front().fund.budget = Money::major(1e9);
  large.firms.pop_back();
  const auto a = simulate_all(small, 1'000);
  const auto b = simulate_all(large, 1'000);
  for (std::uint64_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].programme_cancelled, b[i].programme_cancelled);
    const Instant end = cancelled_at(Luck(1, Phase::main, i), 0.2);
    double in_time = 0.0;
    for (const Firm& firm : small.firms) {
      in_time += Instant{} + firm.remaining <= end ? 1.0 : 0.0;
    }
    ASSERT_EQ(a[i].contracts_signed, in_time);
  }
}

TEST(Strength, LeavesDevelopmentAlone) {
  // Before anything is paid, and for firms that need no money, only the programme's own numbers
  // move.
  Case numbers = cancellable(2.0);
  const auto weak = simulate_all(numbers, 500);
  numbers.programmes.clear();
  const auto none = simulate_all(numbers, 500);
  for (std::size_t i = 0; i < weak.size(); ++i) {
    EXPECT_EQ(weak[i].qualified_suppliers, none[i].qualified_suppliers);
    EXPECT_EQ(weak[i].months_to_first_qualification, none[i].months_to_first_qualification);
    EXPECT_EQ(weak[i].suppliers_active, none[i].suppliers_active);
    EXPECT_EQ(none[i].programme_cancelled, 0) << "there is nothing to cancel";
  }
  numbers.programmes = {plain_programme(0.0, 100)};
  numbers.programmes.front().strength.cancel_hazard = PerYear(2.0);
  const auto empty = simulate_all(numbers, 500);
  for (std::size_t i = 0; i < none.size(); ++i) {
    EXPECT_TRUE(same(empty[i], none[i])) << "a programme without money is none";
  }
}

TEST(Cancellation, HonoursOrdersThatWerePlaced) {
  Case numbers = cancellable(0.5);
  numbers.technologies[0].supply = {Law::constant(1000.0), 10, Money::major(2'000)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(60);
  std::size_t cancelled_with_orders = 0;
  for (const Outcome& o : simulate_all(numbers, 2'000)) {
    EXPECT_EQ(o.units_accepted, 100 * o.contracts_signed);
    EXPECT_EQ(o.public_money_paid, 1e6 * o.contracts_signed);
    EXPECT_EQ(o.public_money_reserved, 0);
    EXPECT_EQ(o.public_money_released, 0);
    cancelled_with_orders += o.programme_cancelled > 0 && o.contracts_signed > 0 ? 1U : 0U;
  }
  EXPECT_GT(cancelled_with_orders, 500U);
}

TEST(Cancellation, LapsesTheMoneyOnItsDay) {
  // The deadline is years after the horizon: what has lapsed by then has lapsed by cancellation.
  Case numbers = cancellable(0.4, Date(2035, 12, 31));
  for (const Date horizon : {Date(2026, 6, 30), Date(2028, 6, 30), Date(2032, 6, 30)}) {
    numbers.horizon = horizon;
    const Instant end = SimulationClock(numbers.start).end_of(horizon);
    const auto outcomes = simulate_all(numbers, 1'000);
    std::size_t cancelled = 0;
    for (std::uint64_t i = 0; i < outcomes.size(); ++i) {
      const Outcome& o = outcomes[i];
      const bool due = cancelled_at(Luck(1, Phase::main, i), 0.4) < end;
      ASSERT_EQ(o.programme_cancelled, due ? 1 : 0);
      ASSERT_EQ(o.public_money_lapsed, due ? 3e6 - o.public_money_committed : 0.0);
      cancelled += due ? 1U : 0U;
    }
    EXPECT_GT(cancelled, 100U);
    EXPECT_LT(cancelled, 1'000U);
  }
}

TEST(Cancellation, KeepsTheBooks) {
  Case numbers = cancellable(0.4, Date(2030, 6, 30));
  numbers.firms.resize(6, numbers.firms[0]);
  numbers.technologies[0].slip = Law::lognormal(1.0, 0.8);
  numbers.technologies[0].supply = {Law::lognormal(200.0, 1.0), 7, Money::major(3'000)};
  for (std::size_t i = 0; i < 6; ++i) {
    numbers.firms[i].name = "firm-" + std::to_string(i);
    numbers.firms[i].remaining = Duration::from_days(200.0 * static_cast<double>(i + 1));
    numbers.firms[i].burn = BurnRate::major_per_year(4e5);
  }
  numbers.programmes.front().fund = {Money::major(2'345'678.91), Duration::from_days(45)};
  std::size_t released_after = 0;
  for (const Outcome& o : simulate_all(numbers, 5'000)) {
    ASSERT_NEAR(o.public_money_committed,
                o.public_money_paid + o.public_money_released + o.public_money_reserved, 0.001);
    ASSERT_NEAR(o.public_money_paid + o.public_money_reserved + o.public_money_lapsed, 2'345'678.91,
                0.001);
    released_after += o.programme_cancelled > 0 && o.public_money_released > 0 ? 1U : 0U;
  }
  EXPECT_GT(released_after, 100U);
}

TEST(Cancellation, LapsesWhatIsReleasedAfterwards) {
  // The first firm takes the whole budget on day 100 and is ruined on day 500; the second has
  // claimed in vain on day 200.
  Case numbers = small_case(2);
  numbers.firms[1].remaining = Duration::from_days(200);
  numbers.firms[0].burn = BurnRate::major_per_year(days_per_year * 1e6 / 500.0);
  numbers.technologies[0].supply.lead_time = Law::constant(1000.0);
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes.front().strength.cancel_hazard = PerYear(1.0);
  const Instant ordered = Instant{} + Duration::from_days(100);
  const Instant ruined = Instant{} + Duration::from_days(500);
  const auto outcomes = simulate_all(numbers, 1'000);
  int between = 0;
  for (std::uint64_t i = 0; i < outcomes.size(); ++i) {
    const Outcome& o = outcomes[i];
    const Instant end = cancelled_at(Luck(1, Phase::main, i), 1.0);
    if (end < ordered) {
      ASSERT_EQ(o.contracts_signed, 0);
      ASSERT_EQ(o.public_money_lapsed, 1e6);
    } else if (end < ruined) {
      ++between;
      ASSERT_EQ(o.contracts_signed, 1) << "no order is placed with the second";
      ASSERT_EQ(o.public_money_released, 1e6);
      ASSERT_EQ(o.public_money_lapsed, 1e6);
      ASSERT_EQ(o.public_money_paid, 0);
    } else {
      ASSERT_EQ(o.contracts_signed, 2);
      ASSERT_EQ(o.public_money_paid, 1e6);
      ASSERT_EQ(o.public_money_lapsed, 0);
    }
  }
  EXPECT_GT(between, 100);
}

}  // namespace
}  // namespace firstcustomer
