#include <gtest/gtest.h>

#include <algorithm>
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

/// £2m burnt at £1m a year; a raise of £4m starts with a year left and closes 30 days later.
Case raising_case(std::size_t firms = 1) {
  Case numbers = small_case(firms);
  Round round;
  round.name = "a";
  round.graduation = Share(0.3);
  round.size = Law::constant(4e6);
  round.starts_at_runway = Duration::from_days(days_per_year);
  numbers.finance.rounds = {round};
  numbers.finance.attempts = 1;
  numbers.finance.round_lasts = Duration::from_days(10 * days_per_year);
  for (Firm& firm : numbers.firms) {
    firm.remaining = Duration::from_days(3'000);
    firm.cash = Money::major(2e6);
    firm.burn = BurnRate::major_per_year(1e6);
    firm.next_round = "a";
  }
  return numbers;
}

constexpr double closing_day = days_per_year + 30.0;

// --- Signals

/// A raising case whose signals say nothing, under a programme announced at the start.
Case signalling_case(std::size_t firms = 1) {
  Case numbers = raising_case(firms);
  numbers.finance.signals = Signals{};
  numbers.programmes = {plain_programme(100e6, 100)};
  numbers.programmes.front().announced = numbers.start;
  numbers.behaviour.mode = BehaviourMode::heuristic;
  return numbers;
}

/// The probabilities with which the raises of one replication closed or failed, by firm's day.
std::vector<double> closing_probabilities(const Case& numbers) {
  std::vector<double> found;
  for (const Record& record : history_of(numbers).records) {
    if (record.kind == RecordKind::raise_closes || record.kind == RecordKind::raise_fails) {
      EXPECT_NEAR(days(record.when), closing_day, 0.01);
      found.push_back(record.value);
    }
  }
  return found;
}

/// That of the only firm.
double closing_probability_of(const Case& numbers) {
  const auto all = closing_probabilities(numbers);
  EXPECT_EQ(all.size(), 1U);
  return all.at(0);
}

double under(double hazard_ratio) {
  return 1.0 - std::pow(0.7, hazard_ratio);
}

/// A first stage without end, so that the firm has no prototype.
void take_prototype(Case& numbers) {
  Stage silicon = stage_of_days("silicon", 3'000.0);
  auto& stages = numbers.technologies[0].stages;
  stages.insert(stages.begin(), silicon);
  for (Firm& firm : numbers.firms) {
    firm.stage = "silicon";
  }
}

/// Contracts at the start with `places` of the firms.
void call_at_start(Case& numbers, std::int64_t places) {
  numbers.programmes.front().allocation.signing = Signing::call;
  numbers.programmes.front().allocation.first_call = numbers.start;
  numbers.programmes.front().allocation.months_between = 1'200;
  numbers.programmes.front().allocation.suppliers = places;
  numbers.programmes.front().eligibility.max_share_per_firm = Share(0.1);
}

TEST(Signals, OfNothingChangeNothing) {
  EXPECT_NEAR(closing_probability_of(signalling_case()), 0.3, 1e-12);
}

TEST(Signals, OfAnnouncementsScaleWithTheBudgetAndFade) {
  Case numbers = signalling_case();
  numbers.finance.signals->announcement = 1.5;
  for (const double budget : {25e6, 100e6, 300e6}) {
    numbers.programmes.front().fund.budget = Money::major(budget);
    const double weight = std::log2(1.0 + budget / 100e6);
    EXPECT_NEAR(closing_probability_of(numbers),
                under(std::pow(1.5, weight * std::exp2(-closing_day / 182.625))), 1e-9);
  }
  numbers.programmes.front().announced = Date(2025, 11, 21);  // 41 days before
  EXPECT_NEAR(closing_probability_of(numbers),
              under(std::pow(1.5, 2.0 * std::exp2(-(closing_day + 41) / 182.625))), 1e-9);
  numbers.finance.signals->reference_budget = Money::major(300e6);
  EXPECT_NEAR(closing_probability_of(numbers),
              under(std::pow(1.5, std::exp2(-(closing_day + 41) / 182.625))), 1e-9);
}

TEST(Signals, OfAwardsFadeAndPartWaitsForThePrototype) {
  Case numbers = signalling_case();
  call_at_start(numbers, 1);
  numbers.finance.signals->award = 3.0;
  numbers.finance.signals->prototype_part = Share(0.7);
  const double left = std::exp2(-closing_day / 365.25);
  EXPECT_NEAR(closing_probability_of(numbers), under(std::pow(3.0, left)), 1e-9);
  take_prototype(numbers);
  EXPECT_NEAR(closing_probability_of(numbers), under(std::pow(3.0, 0.3 * left)), 1e-9);
}

TEST(Signals, OfAwardsUnderATightStandardSayLess) {
  Case numbers = signalling_case();
  call_at_start(numbers, 1);
  numbers.finance.signals->award = 3.0;
  for (const double tightness : {0.4, 1.0}) {
    numbers.standard.tightness = Share(tightness);
    EXPECT_NEAR(closing_probability_of(numbers),
                under(std::pow(3.0, (1.0 - 0.85 * tightness) * std::exp2(-closing_day / 365.25))),
                1e-9);
  }
}

TEST(Signals, OfAMissFadeFromItsDay) {
  Case numbers = signalling_case();
  numbers.finance.signals->miss = 0.2;
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  numbers.firms[0].remaining = Duration::from_days(100);
  numbers.standard.attempts = 2;
  numbers.standard.retest_after = Duration::from_days(1'000);
  EXPECT_NEAR(closing_probability_of(numbers),
              under(std::pow(0.2, std::exp2(-(closing_day - 100) / 365.25))), 1e-9);
}

TEST(Signals, OfRefusalsReachThoseNotChosenOnly) {
  Case numbers = signalling_case(3);
  call_at_start(numbers, 1);
  numbers.finance.signals->not_chosen = 0.3;
  numbers.finance.signals->half_life = Duration::from_days(500);
  const double refused = under(std::pow(0.3, std::exp2(-closing_day / 500.0)));
  auto found = closing_probabilities(numbers);
  std::sort(found.begin(), found.end());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NEAR(found[0], refused, 1e-9);
  EXPECT_NEAR(found[1], refused, 1e-9);
  EXPECT_NEAR(found[2], 0.3, 1e-12);
}

TEST(Signals, Multiply) {
  Case numbers = signalling_case();
  call_at_start(numbers, 1);
  numbers.finance.signals->award = 3.0;
  numbers.finance.signals->announcement = 1.5;
  EXPECT_NEAR(closing_probability_of(numbers),
              under(std::pow(3.0, std::exp2(-closing_day / 365.25)) *
                    std::pow(1.5, std::exp2(-closing_day / 182.625))),
              1e-9);
}

TEST(Signals, AreHeardOnlyByInvestorsWhoRespondToAPromiseMadeToTheFirm) {
  Case numbers = signalling_case();
  numbers.finance.signals->announcement = 4.0;
  EXPECT_GT(closing_probability_of(numbers), 0.31);
  const auto silent = [&](const auto& change) {
    Case other = numbers;
    change(other);
    EXPECT_NEAR(closing_probability_of(other), 0.3, 1e-12);
  };
  silent([](Case& c) { c.behaviour.mode = BehaviourMode::fixed; });
  silent([](Case& c) { c.behaviour.signals = false; });
  silent([](Case& c) { c.finance.signals.reset(); });
  silent([](Case& c) { c.programmes.front().promised = false; });
  silent([](Case& c) { c.programmes.front().fund.budget = Money{}; });
  silent([](Case& c) { c.programmes.clear(); });
  silent([](Case& c) { c.firms[0].domestic = false; });
}

TEST(Signals, DecideHowOftenRaisesClose) {
  Case numbers = signalling_case();
  numbers.finance.attempts = 2;  // 1 − .7^(H/2) each, of two raises at ages a and b
  numbers.finance.signals->award = 2.5;
  call_at_start(numbers, 1);
  const double first = std::pow(2.5, std::exp2(-closing_day / 365.25));
  const double second = std::pow(2.5, std::exp2(-(closing_day + 30.0) / 365.25));
  expect_mean(numbers, 1.0 - std::pow(0.7, (first + second) / 2.0),
              [](const Outcome& o) { return o.private_money_raised > 0 ? 1.0 : 0.0; });
}

// --- Bridges

/// Cash lasts two years; the raise starts 100 days before and closes `closing` days later.
Case bridged_case(double closing) {
  Case numbers = raising_case();
  numbers.finance.rounds[0].starts_at_runway = Duration::from_days(100);
  numbers.finance.closing = Law::constant(closing);
  numbers.finance.bridge = Bridge{Share(0.6), Duration::from_days(180)};
  return numbers;
}

constexpr double ruin_day = 2 * days_per_year;

TEST(Bridge, SavesItsShareOfFirmsWhoseRaiseCloses) {
  Case numbers = bridged_case(250.0);
  numbers.horizon = Date(2029, 12, 31);  // before the round is spent
  expect_mean(numbers, 0.6 * 0.3,
              [](const Outcome& o) { return o.private_money_raised > 0 ? 1.0 : 0.0; });
  expect_mean(numbers, 1.0 - 0.6 * 0.3, [](const Outcome& o) { return o.suppliers_insolvent; });
}

TEST(Bridge, LastsUntilTheRaiseClosesAndIsRepaidFirst) {
  int repaid = 0;
  for_each_history(bridged_case(250.0), 2'000, [&](const History& history) {
    const auto bridged = history.all(RecordKind::bridged);
    if (bridged.empty()) {
      ASSERT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), ruin_day, 1e-3);
      return;
    }
    ASSERT_EQ(bridged.size(), 1U);
    const double loan = 1e6 * 150.0 / days_per_year;
    ASSERT_NEAR(bridged[0].amount.major(), loan, 0.05);
    ASSERT_NEAR(days(bridged[0].when), ruin_day, 1e-3);
    if (history.count(RecordKind::raise_closes) == 0) {
      ASSERT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), ruin_day + 150, 0.01);
      return;
    }
    ++repaid;
    ASSERT_EQ(history.all(RecordKind::bridge_repaid).at(0).amount, bridged[0].amount);
    // What is left of £4m lasts as long as that at £1m a year.
    const double end = ruin_day + 150.0 + (4e6 - loan) / 1e6 * days_per_year;
    ASSERT_NEAR(history.outcome.suppliers_spending, std::min(end, 3652.0) / days_per_year * 1e6,
                5.0);
  });
  EXPECT_NEAR(repaid / 2'000.0, 0.18, 0.04);
}

TEST(Bridge, DoesNotLastLongerThanInsidersLend) {
  int bridges = 0;
  for_each_history(bridged_case(400.0), 500, [&](const History& history) {
    const bool bridged = history.count(RecordKind::bridged) == 1;
    bridges += bridged ? 1 : 0;
    ASSERT_EQ(history.outcome.private_money_raised, 0);
    ASSERT_NEAR(days(history.all(RecordKind::insolvent).at(0).when),
                ruin_day + (bridged ? 180.0 : 0.0), 0.01);
  });
  EXPECT_NEAR(bridges / 500.0, 0.6, 0.1);
}

TEST(Bridge, NeedsARaiseThatIsOpen) {
  Case numbers = bridged_case(250.0);
  numbers.finance.bridge->probability = Share(1.0);
  numbers.firms[0].next_round = "";
  EXPECT_EQ(history_of(numbers).count(RecordKind::bridged), 0U);
  EXPECT_EQ(simulate_one(numbers).suppliers_insolvent, 1);
}

TEST(Bridge, LargerThanTheRoundIsRepaidAsFarAsItGoes) {
  Case numbers = bridged_case(250.0);
  numbers.finance.bridge->probability = Share(1.0);
  numbers.finance.rounds[0].graduation = Share(0.95);
  numbers.finance.rounds[0].size = Law::constant(1e5);
  for_each_history(numbers, 50, [](const History& history) {
    for (const Record& repaid : history.all(RecordKind::bridge_repaid)) {
      ASSERT_EQ(repaid.amount, Money::major(1e5));
      ASSERT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), ruin_day + 150, 0.01);
    }
  });
}

}  // namespace
}  // namespace firstcustomer
