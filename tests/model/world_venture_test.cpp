// Turns of the venture market, and private rounds that public money takes the place of.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::same;
using testing::simulate_all;
using testing::small_case;

/// Firms that raise after so many years, once, with a graduation share of 40 %.
Case raising_case(const std::vector<double>& years) {
  Case numbers = small_case(years.size());
  numbers.finance.closing = Law::constant(0.0);
  numbers.finance.attempts = 1;
  numbers.finance.round_lasts = Duration::from_days(1e6);
  Round round;
  round.name = "a";
  round.graduation = Share(0.4);
  round.size = Law::constant(1e9);
  round.starts_at_runway = Duration::from_days(days_per_year);
  numbers.finance.rounds = {round};
  for (std::size_t i = 0; i < years.size(); ++i) {
    Firm& firm = numbers.firms[i];
    firm.remaining = Duration::from_days(30'000.0);
    firm.cash = Money::major((years[i] + 1.0) * 1e6);
    firm.burn = BurnRate::major_per_year(1e6);
    firm.next_round = "a";
  }
  return numbers;
}

VentureRegime regime(double starts_hot, double cools, double warms) {
  return {1.5, 0.5, Share(starts_hot), PerYear(cools), PerYear(warms)};
}

auto near(double value) {
  return ::testing::DoubleNear(value, 1e-12);
}

std::vector<double> odds_of(const History& history) {
  std::vector<double> odds;
  for (const Record& record : history.records()) {
    if (record.kind == RecordKind::raise_closes || record.kind == RecordKind::raise_fails) {
      odds.push_back(record.value);
    }
  }
  return odds;
}

TEST(VentureMarket, ThatStandsStillIsTheFactorOfItsState) {
  Case numbers = raising_case({1.0, 4.0});
  numbers.finance.regime = regime(1.0, 0.0, 0.0);
  EXPECT_THAT(odds_of(History(numbers)), ElementsAre(near(0.6), near(0.6)));
  numbers.finance.regime = regime(0.0, 0.0, 0.0);
  EXPECT_THAT(odds_of(History(numbers)), ElementsAre(near(0.2), near(0.2)));
  Case constant = raising_case({1.0, 4.0});
  constant.finance.market = 0.5;
  const auto with = simulate_all(numbers, 50);
  const auto without = simulate_all(constant, 50);
  for (std::size_t i = 0; i < with.size(); ++i) {
    EXPECT_TRUE(same(with[i], without[i]));
  }
}

TEST(VentureMarket, StartsHotWithItsProbability) {
  Case numbers = raising_case({1.0});
  numbers.finance.regime = regime(0.3, 0.0, 0.0);
  expect_means(numbers, {{[](const Outcome& o) { return o.private_money_raised / 1e9; },
                          0.3 * 0.6 + 0.7 * 0.2}});
}

TEST(VentureMarket, IsTheSameForAllFirmsOfAReplication) {
  // Both raise at one instant: both close, or one of them, with the same odds.
  Case numbers = raising_case({2.0, 2.0});
  numbers.finance.regime = regime(0.5, 0.4, 0.4);
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto odds = odds_of(History(numbers, i));
    ASSERT_EQ(odds.size(), 2U);
    EXPECT_EQ(odds[0], odds[1]);
    EXPECT_THAT(odds[0], AnyOf(near(0.6), near(0.2)));
  }
}

TEST(VentureMarket, TurnsAndIsTold) {
  Case numbers = raising_case({9.0});
  numbers.finance.regime = regime(1.0, 2.0, 1.0);
  std::size_t turns = 0;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto told = History(numbers, i).of(RecordKind::venture_market);
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told[0].when, Instant{});
    for (std::size_t k = 0; k < told.size(); ++k) {
      EXPECT_EQ(told[k].value, k % 2 == 0 ? 1.5 : 0.5) << "hot and cold in turn";
      EXPECT_EQ(told[k].count, k % 2 == 0 ? 1 : 0);
      EXPECT_EQ(told[k].cause, -1);
    }
    turns += told.size() - 1;
  }
  // Cycles of 1/2 + 1 years: 10 years have some 13 turns.
  EXPECT_NEAR(static_cast<double>(turns) / 300.0, 13.5, 1.0);
}

TEST(VentureMarket, HasALuckOfItsOwnForEverySpell) {
  // The first hot spell is the same whatever the market does afterwards, or whoever is there.
  Case numbers = raising_case({9.0});
  numbers.finance.regime = regime(1.0, 0.5, 0.1);
  Case other = raising_case({1.0, 3.0, 9.0});
  other.finance.regime = regime(1.0, 0.5, 5.0);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const auto told = History(numbers, i).of(RecordKind::venture_market);
    const auto of_other = History(other, i).of(RecordKind::venture_market);
    ASSERT_EQ(told.size() > 1, of_other.size() > 1);
    if (told.size() > 1) {
      EXPECT_EQ(told[1].when, of_other[1].when);
    }
  }
}

// --- Displacement

/// A firm whose shares a programme buys at the start for £3m; it raises £10m on 1 January 2027
/// (chance closes it for certain but for 5 %).
Case displaced_case(double share) {
  Case numbers = raising_case({1.0});
  numbers.finance.rounds[0].graduation = Share(1.0);
  numbers.finance.rounds[0].size = Law::constant(10e6);
  numbers.finance.equity = Equity{Share(0.2), Law::constant(1.0), Share(share)};
  Programme programme = plain_programme(3e6, 1);
  Clause clause;
  clause.on = Trigger::signing;
  clause.pay = Amount::sum(Money::major(3e6));
  clause.for_equity = true;
  clause.valuation = Money::major(30e6);
  programme.contract = {clause};
  programme.allocation.signing = Signing::opening;
  numbers.programmes = {programme};
  return numbers;
}

/// The first replication in which so many rounds close.
History closing_history(const Case& numbers, std::size_t rounds = 1) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    History history(numbers, i);
    if (history.of(RecordKind::raise_closes).size() == rounds) {
      return history;
    }
  }
  throw InvariantError("a round closes within a hundred replications");
}

TEST(Displacement, MakesTheNextRoundSmaller) {
  const History history = closing_history(displaced_case(0.15));
  EXPECT_THAT(history.amounts(RecordKind::raise_closes), ElementsAre(9.55e6));
  EXPECT_THAT(history.amounts(RecordKind::round_displaced), ElementsAre(0.45e6));
  EXPECT_EQ(history.outcome.private_money_raised, 9.55e6);
  EXPECT_EQ(history.outcome.private_money_displaced, 0.45e6);
  const History none = closing_history(displaced_case(0.0));
  EXPECT_THAT(none.amounts(RecordKind::raise_closes), ElementsAre(10e6));
  EXPECT_THAT(none.of(RecordKind::round_displaced), IsEmpty());
}

TEST(Displacement, TakesTheWholeRoundAtMost) {
  Case numbers = displaced_case(1.0);
  numbers.finance.rounds[0].starts_at_runway = Duration::from_days(100 * days_per_year);
  numbers.finance.closing = Law::constant(30.0);
  numbers.programmes[0].fund.budget = Money::major(12e6);
  numbers.programmes[0].contract[0].pay = Amount::sum(Money::major(12e6));
  const History history = closing_history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::raise_closes), ElementsAre(0.0));
  EXPECT_EQ(history.outcome.private_money_displaced, 10e6);
}

TEST(Displacement, IsOfWhatWasPaidSinceTheLastRound) {
  Case numbers = displaced_case(0.5);
  Round next = numbers.finance.rounds[0];
  next.name = "b";
  next.starts_at_runway = Duration::from_days(100 * days_per_year);
  numbers.finance.rounds[0].then = "b";
  numbers.finance.rounds.push_back(next);
  EXPECT_THAT(closing_history(numbers, 2).amounts(RecordKind::raise_closes),
              ElementsAre(8.5e6, 10e6));
}

TEST(Displacement, IsOfMatchedMoneyAndOfWhatIsPaidIntoRoundsToo) {
  Case numbers = displaced_case(0.5);
  Clause& clause = numbers.programmes[0].contract[0];
  clause.for_equity = false;
  EXPECT_THAT(closing_history(numbers).of(RecordKind::round_displaced), IsEmpty()) << "a grant";
  clause.match = Share(1e-9);
  EXPECT_TRUE(stands_beside_private(clause));
  clause.match = Share{};
  clause.on = Trigger::raise;
  EXPECT_TRUE(stands_beside_private(clause));
  clause.pay = Amount::of(Basis::round, 0.1);
  clause.at_most = Amount::sum(Money::major(3e6));
  Round next = numbers.finance.rounds[0];
  next.name = "b";
  next.starts_at_runway = Duration::from_days(100 * days_per_year);
  numbers.finance.rounds[0].then = "b";
  numbers.finance.rounds.push_back(next);
  numbers.finance.closing = Law::constant(1.0);
  // £1m into the first takes £0.5m off the second.
  EXPECT_THAT(closing_history(numbers, 2).amounts(RecordKind::raise_closes),
              ElementsAre(10e6, 9.5e6));
}

TEST(Displacement, CountsDomesticFirmsOnly) {
  Case numbers = displaced_case(0.15);
  numbers.firms[0].domestic = false;
  numbers.programmes[0].eligibility.domestic_only = false;
  const History history = closing_history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::round_displaced), ElementsAre(0.45e6));
  EXPECT_EQ(history.outcome.private_money_displaced, 0);
}

}  // namespace
}  // namespace firstcustomer
