// Cash that comes unevenly: ruin by chance, the books, and who makes up for it.

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/first_passage.hpp"
#include "model/staged_case.hpp"

namespace firstcustomer {
namespace {

using testing::days;
using testing::expect_mean;
using testing::for_each_history;
using testing::History;
using testing::plain_programme;
using testing::same;
using testing::simulate_all;
using testing::small_case;

constexpr double month = days_per_month;

/// £10m, £0.125m a month and £1m per root of a month; development never ends. The horizon is 48
/// months after the start.
Case wandering_case(std::size_t firms = 1) {
  Case numbers = small_case(firms);
  numbers.horizon = numbers.standard.deadline = Date(2029, 12, 31);
  for (Firm& firm : numbers.firms) {
    firm.remaining = Duration::from_days(100'000);
    firm.cash = Money::major(10e6);
    firm.burn = BurnRate::major_per_year(1.5e6);
    firm.cash_volatility = Money::major(1e6);
  }
  return numbers;
}

Round round_of(double size, double starts_at_days) {
  Round round;
  round.name = "a";
  round.graduation = Share(1.0);
  round.size = Law::constant(size);
  round.starts_at_runway = Duration::from_days(starts_at_days);
  return round;
}

TEST(WorldUneven, RuinsAsOftenAsTheFirstPassageSays) {
  expect_mean(wandering_case(), hit_probability({10.0, -0.125, 1.0}, 48.0),
              [](const Outcome& o) { return o.suppliers_insolvent; });
}

TEST(WorldUneven, RuinsAFirmThatEntersInTheMiddleOfAMonth) {
  Case numbers = wandering_case();
  numbers.firms[0].enters = Date(2026, 1, 12);
  const double left = 48.0 - 11.0 / month;
  expect_mean(numbers, hit_probability({10.0, -0.125, 1.0}, left),
              [](const Outcome& o) { return o.suppliers_insolvent; });
}

TEST(WorldUneven, MayRuinAFirmThatSpendsNothing) {
  Case numbers = wandering_case();
  numbers.firms[0].burn = BurnRate{};
  expect_mean(numbers, hit_probability({10.0, 0.0, 1.0}, 48.0),
              [](const Outcome& o) { return o.suppliers_insolvent; });
}

TEST(WorldUneven, SpendsTheBurnAndNothingElseUntilRuin) {
  for (const double burn : {1.5e6, 24e6}) {
    Case numbers = wandering_case();
    numbers.firms[0].burn = BurnRate::major_per_year(burn);
    int ruined = 0;
    for_each_history(numbers, 300, [&](const History& history) {
      const auto end = history.all(RecordKind::insolvent);
      const double until = end.empty() ? 1461.0 : days(end.front().when);
      ASSERT_NEAR(history.outcome.suppliers_spending, burn * until / days_per_year, 0.011);
      ruined += end.empty() ? 0 : 1;
    });
    EXPECT_GT(ruined, 90);
  }
}

/// Calls every month for firms with more cash than any: they look, and choose nobody.
Programme onlooker() {
  Programme programme = plain_programme(1.0, 1);
  programme.allocation.signing = Signing::call;
  programme.allocation.first_call = Date(2026, 1, 9);
  programme.allocation.months_between = 1;
  programme.allocation.calls = 100;
  programme.allocation.suppliers = 1;
  programme.eligibility.cash_at_least = Money::major(1e12);
  return programme;
}

TEST(WorldUneven, DoesNotDependOnWhoLooks) {
  Case numbers = wandering_case(2);
  numbers.finance.rounds = {round_of(5e6, 200.0)};
  for (Firm& firm : numbers.firms) {
    firm.next_round = "a";
  }
  Case watched = numbers;
  watched.programmes = {onlooker()};
  std::vector<History> alone;
  for_each_history(numbers, 200, [&](const History& one) { alone.push_back(one); });
  std::size_t i = 0;
  std::size_t ends = 0;
  for_each_history(watched, 200, [&](const History& one) {
    for (const RecordKind kind :
         {RecordKind::insolvent, RecordKind::raise_starts, RecordKind::raise_closes}) {
      const auto expected = alone[i].all(kind);
      const auto found = one.all(kind);
      ASSERT_EQ(found.size(), expected.size());
      for (std::size_t k = 0; k < found.size(); ++k) {
        ASSERT_EQ(found[k].when, expected[k].when);
        ASSERT_EQ(found[k].amount, expected[k].amount);
      }
      ends += found.size();
    }
    ASSERT_EQ(one.outcome.suppliers_spending, alone[i].outcome.suppliers_spending);
    ++i;
  });
  EXPECT_GT(ends, 200U);
}

TEST(WorldUneven, LivesLongerWithMoreCash) {  // the same luck
  Case numbers = wandering_case();
  Case richer = numbers;
  richer.firms[0].cash = Money::major(12e6);
  std::vector<double> ends;
  const auto end_of = [](const History& history) {
    const auto end = history.all(RecordKind::insolvent);
    return end.empty() ? 1e9 : days(end.front().when);
  };
  for_each_history(numbers, 300, [&](const History& one) { ends.push_back(end_of(one)); });
  std::size_t i = 0;
  int later = 0;
  for_each_history(richer, 300, [&](const History& one) {
    ASSERT_GE(end_of(one), ends[i]);
    later += end_of(one) > ends[i] ? 1 : 0;
    ++i;
  });
  EXPECT_GT(later, 90);
}

TEST(WorldUneven, IsMadeUpForByInsidersUntilTheRaiseCloses) {
  Case numbers = wandering_case();
  numbers.firms[0].cash = Money::major(3e6);
  numbers.firms[0].next_round = "a";
  numbers.finance.rounds = {round_of(20e6, 1'000'000.0)};
  numbers.finance.closing = Law::constant(700.0);
  numbers.finance.graduation_at_most = Share(1.0);
  numbers.finance.attempts = 1;
  numbers.finance.bridge = Bridge{Share(1.0), Duration::from_days(10'000)};
  int bridged = 0;
  int ruined_later = 0;
  for_each_history(numbers, 300, [&](const History& history) {
    const auto ends = history.all(RecordKind::insolvent);
    for (const Record& loan : history.all(RecordKind::bridged)) {
      ++bridged;
      EXPECT_NEAR(loan.amount.major(), 1.5e6 * (700.0 - days(loan.when)) / days_per_year, 1.0);
    }
    ASSERT_EQ(history.count(RecordKind::raise_closes), 1U) << "none is ruined before";
    ASSERT_TRUE(ends.empty() || days(ends.front().when) > 700.0);
    ruined_later += ends.empty() ? 0 : 1;
  });
  EXPECT_GT(bridged, 100);
  EXPECT_GT(ruined_later, 0) << "afterwards cash comes unevenly again";
}

TEST(WorldUneven, IsNoneOfAFirmThatAnOwnerPaysFor) {
  Case numbers = wandering_case();
  numbers.firms[0].parent_funded = true;
  numbers.firms[0].cash = Money{};
  for (const Outcome& outcome : simulate_all(numbers, 50)) {
    EXPECT_EQ(outcome.suppliers_insolvent, 0.0);
  }
}

TEST(WorldUneven, LetsWorkBeginThatWaitedForCash) {
  Case numbers = testing::staged_case();
  numbers.technologies[0].stages[0].cost = Money::major(1.3e6);
  numbers.firms[0].cash = Money::major(1e6);
  numbers.firms[0].cash_volatility = Money::major(0.1e6);
  int begun = 0;
  for_each_history(numbers, 100, [&](const History& history) {
    ASSERT_EQ(history.count(RecordKind::waits_for_cash), 1U);
    const auto begins = history.all(RecordKind::stage_begins);
    if (!begins.empty()) {
      ++begun;
      const double months = days(begins.front().when) / month;
      EXPECT_NEAR(months, std::round(months), 1e-6) << "as the books of a month are closed";
    }
  });
  EXPECT_GT(begun, 50);
}

TEST(WorldUneven, MeetsNewLuckInARoundThatComesAgain) {
  Case numbers = wandering_case();
  numbers.firms[0].cash_volatility = Money{};
  numbers.firms[0].next_round = "a";
  Round round = round_of(1e6, 1'000'000.0);
  round.size = Law::exponential(1e6);
  round.then = "a";
  numbers.finance.rounds = {round};
  numbers.finance.graduation_at_most = Share(1.0);
  numbers.finance.attempts = 1;
  numbers.finance.closing = Law::exponential(60.0);
  for_each_history(numbers, 20, [&](const History& history) {
    const auto rounds = history.all(RecordKind::raise_closes);
    ASSERT_GT(rounds.size(), 5U);
    for (std::size_t i = 1; i < rounds.size(); ++i) {
      ASSERT_NE(rounds[i].amount, rounds[i - 1].amount);
    }
  });
}

}  // namespace
}  // namespace firstcustomer
