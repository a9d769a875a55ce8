#include "firstcustomer/model/entry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "firstcustomer/core/check.hpp"
#include "model/busy_case.hpp"

namespace firstcustomer {
namespace {

using testing::busy_case;
using testing::expect_mean;
using testing::for_each_history;
using testing::History;
using testing::plain_programme;
using testing::plain_technology;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

constexpr double years = 730.0 / days_per_year;

/// Nobody at the start; rich entrants at 1.5 a year, for two years.
Case entry_case() {
  Case numbers = small_case(0);
  numbers.horizon = numbers.standard.deadline = Date(2027, 12, 31);
  FirmEntry entry;
  entry.rate = PerYear(1.5);
  entry.technologies = {{"plain", 1.0}};
  entry.remaining = Law::constant(100.0);
  entry.cash = Law::constant(1e6);
  numbers.entry = entry;
  return numbers;
}

/// Under a programme of this budget, open to the horizon, to which founders respond.
Case promised_case(double budget, double elasticity) {
  Case numbers = entry_case();
  numbers.entry->elasticity = elasticity;
  numbers.programmes = {plain_programme(budget, 0)};
  numbers.behaviour.mode = BehaviourMode::heuristic;
  return numbers;
}

double entered(const Outcome& o) {
  return o.suppliers_entered;
}

TEST(Entry, IsAPoissonProcess) {
  expect_mean(entry_case(), 1.5 * years, entered);
  const double mean = 1.5 * years;
  expect_mean(entry_case(), mean + mean * mean,
              [](const Outcome& o) { return o.suppliers_entered * o.suppliers_entered; });
  Case seldom = entry_case();
  seldom.entry->rate = PerYear(0.1);
  expect_mean(seldom, std::exp(-0.1 * years),
              [](const Outcome& o) { return o.suppliers_entered == 0 ? 1.0 : 0.0; });
}

TEST(EntryPace, RunsInStraightLinesBetweenItsDates) {
  const SimulationClock clock(Date(2026, 1, 1));
  const std::vector<EntryPace> pace = {
      {Date(2026, 1, 11), 1.0}, {Date(2026, 1, 31), 3.0}, {Date(2026, 2, 10), 0.5}};
  const auto at = [&](double days) {
    return pace_at(pace, clock, Instant{} + Duration::from_days(days));
  };
  EXPECT_EQ(at(0.0), 1.0) << "level before the first";
  EXPECT_EQ(at(10.0), 1.0);
  EXPECT_NEAR(at(15.0), 1.5, 1e-12);
  EXPECT_EQ(at(30.0), 3.0);
  EXPECT_NEAR(at(36.0), 1.5, 1e-12);
  EXPECT_EQ(at(40.0), 0.5);
  EXPECT_EQ(at(4'000.0), 0.5) << "and after the last";
  EXPECT_EQ(fastest_pace(pace), 3.0);
  EXPECT_EQ(pace_at({}, clock, Instant{}), 1.0);
  EXPECT_EQ(fastest_pace({}), 1.0);
}

TEST(Entry, FollowsItsPace) {
  Case numbers = entry_case();
  numbers.entry->pace = {{Date(2026, 1, 1), 0.0}, {Date(2028, 1, 1), 2.0}};
  expect_mean(numbers, 1.5 * years, entered);  // 1 in the mean
  numbers.entry->pace = {{Date(2026, 1, 1), 1.0}, {Date(2027, 1, 1), 3.0}};
  expect_mean(numbers, 1.5 * 5.0 * 365.0 / days_per_year, entered);  // (2 + 3) × 365 days
}

TEST(Entry, AtAPaceOfOneIsEntryWithoutOne) {
  const auto without = simulate_all(entry_case(), 200);
  Case numbers = entry_case();
  numbers.entry->pace = {{Date(2027, 1, 1), 1.0}};
  const auto level = simulate_all(numbers, 200);
  numbers.entry->pace[0].times = 3.1;
  for (std::size_t i = 0; i < without.size(); ++i) {
    ASSERT_TRUE(same(level[i], without[i]));
  }
  EXPECT_THROW(simulate_one(numbers), ReplicationError) << "faster than the ceiling";
}

TEST(Entry, AtASlowerPaceIsASubset) {
  Case slow = entry_case();
  slow.entry->pace = {{Date(2026, 1, 1), 0.2}, {Date(2028, 1, 1), 0.9}};
  const auto all = simulate_all(entry_case(), 300);
  const auto some = simulate_all(slow, 300);
  for (std::size_t i = 0; i < all.size(); ++i) {
    ASSERT_LE(some[i].suppliers_entered, all[i].suppliers_entered);
  }
}

TEST(Entry, DoesNotDependOnItsCeilingInLaw) {
  for (const double ceiling : {1.0, 10.0}) {
    Case numbers = entry_case();
    numbers.entry->ceiling = ceiling;
    expect_mean(numbers, 1.5 * years, entered);
  }
}

TEST(Entry, RespondsToTheBudgetByItsElasticity) {
  for (const double budget : {50e6, 300e6}) {
    expect_mean(promised_case(budget, 0.3), 1.5 * years * std::pow(1.0 + budget / 100e6, 0.3),
                entered);
  }
  Case other = promised_case(50e6, 0.3);
  other.entry->reference_budget = Money::major(50e6);
  expect_mean(other, 1.5 * years * std::pow(2.0, 0.3), entered);
}

TEST(Entry, RespondsOnlyWhileTheProgrammeIsOpen) {
  Case numbers = promised_case(100e6, 1.0);
  numbers.standard.deadline = Date(2026, 12, 31);  // 365 days at twice the rate
  expect_mean(numbers, 1.5 * years + 1.5 * 365.0 / days_per_year, entered);
}

TEST(Entry, RespondsOnlyToAPromiseAndOnlyWhereFoundersDo) {
  const auto without = simulate_all(entry_case(), 200);
  const auto deaf = [&](const auto& change) {
    Case numbers = promised_case(100e6, 1.0);
    change(numbers);
    const auto outcomes = simulate_all(numbers, 200);
    for (std::size_t i = 0; i < without.size(); ++i) {
      ASSERT_EQ(outcomes[i].suppliers_entered, without[i].suppliers_entered);
    }
  };
  deaf([](Case& c) { c.behaviour.mode = BehaviourMode::fixed; });
  deaf([](Case& c) { c.behaviour.entry = false; });
  deaf([](Case& c) { c.programmes.front().promised = false; });
  deaf([](Case& c) { c.programmes.front().fund.budget = Money{}; });
}

/// What is known of each entrant of a history, by name.
using Entrants = std::set<std::pair<std::string, std::int64_t>>;

std::vector<Entrants> entrants_of(const Case& numbers, std::uint64_t n) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  std::vector<Entrants> all;
  for (std::uint64_t i = 0; i < n; ++i) {
    simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
    Entrants entrants;
    for (const Record& record : recorder.records()) {
      if (record.kind == RecordKind::firm_enters) {
        entrants.insert({recorder.name(record.firm), record.when.microseconds()});
      }
    }
    all.push_back(entrants);
  }
  return all;
}

TEST(Entry, WithoutAProgrammeIsASubsetOfEntryWithOne) {
  const auto few = entrants_of(entry_case(), 500);
  const auto many = entrants_of(promised_case(100e6, 0.5), 500);
  std::size_t more = 0;
  for (std::size_t i = 0; i < few.size(); ++i) {
    ASSERT_TRUE(std::includes(many[i].begin(), many[i].end(), few[i].begin(), few[i].end()));
    more += many[i].size() - few[i].size();
  }
  EXPECT_NEAR(static_cast<double>(more) / 500.0, 1.5 * years * (std::sqrt(2.0) - 1.0), 0.6);
}

TEST(Entry, OfTheSameCandidatesMeetsTheSameLuck) {
  // Entrants of both arms have the same cash and plan, whoever else entered.
  Case few = entry_case();
  few.entry->cash = Law::lognormal(1e6, 0.8);
  Case many = promised_case(100e6, 0.9);
  many.entry->cash = few.entry->cash;
  std::vector<std::multiset<std::int64_t>> cash;
  for_each_history(many, 200, [&](const History& history) {
    cash.emplace_back();
    for (const Record& record : history.all(RecordKind::firm_enters)) {
      cash.back().insert(record.amount.minor());
    }
  });
  std::size_t i = 0;
  for_each_history(few, 200, [&](const History& history) {
    for (const Record& record : history.all(RecordKind::firm_enters)) {
      ASSERT_EQ(cash[i].count(record.amount.minor()), 1U);
    }
    ++i;
  });
}

TEST(Entry, FasterThanItsCeilingFailsTheReplication) {
  Case numbers = promised_case(100e6, 1.0);
  numbers.entry->ceiling = 1.99;
  EXPECT_THROW(simulate_one(numbers), ReplicationError);
  numbers.entry->ceiling = 2.01;
  EXPECT_NO_THROW(simulate_one(numbers));
}

TEST(Entry, ChoosesTechnologiesByWeight) {
  Case numbers = entry_case();
  numbers.entry->technologies.clear();
  const double weights[] = {1.0, 5.0, 2.0};
  numbers.technologies.clear();
  for (int i = 0; i < 3; ++i) {
    const std::string name = "t" + std::to_string(i);
    numbers.technologies.push_back(plain_technology(name));
    numbers.technologies.back().relative_performance = Law::constant(i == 1 ? 2.0 : 0.5);
    numbers.entry->technologies.push_back({name, weights[i]});
  }
  // Only the second passes; those who enter in the last hundred days are not tested.
  expect_mean(numbers, 1.5 * (years - 100.0 / days_per_year) * 5.0 / 8.0,
              [](const Outcome& o) { return o.qualified_suppliers; });
}

TEST(Entry, DrawsCashAndRemainingTimeByTheirLaws) {
  Case numbers = entry_case();
  numbers.entry->cash = Law::exponential(1e6);
  numbers.entry->burn = BurnRate::major_per_year(1e9);  // spends it all at once
  numbers.entry->remaining = Law::constant(4'000.0);
  expect_mean(numbers, 1.5 * years, [](const Outcome& o) { return o.suppliers_spending / 1e6; });
  numbers.entry->burn = BurnRate{};
  numbers.entry->remaining = {LawFamily::uniform, {0.0, 730.0}};  // half are tested in time
  expect_mean(numbers, 1.5 * years / 2.0, [](const Outcome& o) { return o.qualified_suppliers; });
}

TEST(Entry, NeedsNoMoreThanStorageThatGrows) {
  // A model made for few entrants plays a case of many as the model made for it does.
  Case few = busy_case();
  few.entry->rate = PerYear(0.0);
  Case many = busy_case();
  many.entry->rate = PerYear(6.0);
  const Model narrow = Model::build(few);
  const Model ample = Model::build(many);
  ASSERT_LT(narrow.entrant_slots + 20, ample.entrant_slots);
  Workspace grows(narrow);
  Workspace roomy(ample);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Luck luck(1, Phase::main, i);
    ASSERT_TRUE(same(simulate(narrow, many, luck, grows), simulate(ample, many, luck, roomy)));
    for (std::size_t s = 0; s < series_count; ++s) {
      const auto a = grows.series().changes(static_cast<Series>(s));
      const auto b = roomy.series().changes(static_cast<Series>(s));
      ASSERT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end()));
    }
  }
}

}  // namespace
}  // namespace firstcustomer
