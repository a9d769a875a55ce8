// Firms that enter on a day, raise as history has it, are of an age, and may be out of scope.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "firstcustomer/core/check.hpp"
#include "model/busy_case.hpp"

namespace firstcustomer {
namespace {

using testing::busy_case;
using testing::days;
using testing::expect_mean;
using testing::for_each_history;
using testing::History;
using testing::history_of;
using testing::plain_programme;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;
using testing::stage;
using testing::staged_case;

constexpr double horizon_days = 3652.0;     // 2026 to 2035
constexpr double first_year = 365.0;        // 2026
constexpr double pounds_per_day = 365.25;   // as pounds per year
const Date second_year(2027, 1, 1);         // day 365
const Date hundredth_day(2026, 4, 11);      // day 100
const Date four_hundredth_day(2027, 2, 5);  // day 400

// --- Entering

/// Spends £1,000 a day of £10m from 2027 on, when its test lasts for another 100 days.
Case entering_case() {
  Case numbers = small_case();
  Firm& firm = numbers.firms[0];
  firm.enters = second_year;
  firm.cash = Money::major(10e6);
  firm.burn = BurnRate::major_per_year(1e3 * pounds_per_day);
  return numbers;
}

/// A call every year from July 2026 on, in which all firms may be chosen.
Programme yearly_calls() {
  Programme programme = plain_programme(100e6, 10);
  programme.allocation.signing = Signing::call;
  programme.allocation.first_call = Date(2026, 7, 1);
  programme.allocation.months_between = 12;
  programme.allocation.suppliers = 10;
  programme.eligibility.max_share_per_firm = Share(0.1);
  return programme;
}

TEST(Enters, AFirmBeginsOnItsDayWithItsCash) {
  const History history = history_of(entering_case());
  const auto enters = history.all(RecordKind::firm_enters);
  ASSERT_EQ(enters.size(), 1U);
  EXPECT_EQ(days(enters[0].when), first_year);
  EXPECT_EQ(enters[0].amount, Money::major(10e6));
  EXPECT_EQ(history.count(RecordKind::firm_present), 0U);
  EXPECT_EQ(days(history.records.front().when), first_year) << "nothing happens before";
  EXPECT_EQ(days(history.all(RecordKind::test_passed).at(0).when), first_year + 100.0);
  EXPECT_EQ(history.outcome.suppliers_entered, 1.0);
  EXPECT_EQ(history.outcome.suppliers_active, 1.0);
  EXPECT_NEAR(history.outcome.suppliers_spending, (horizon_days - first_year) * 1e3, 1.0);
}

TEST(Enters, AFirmThatIsThereFromTheStartHasNotEntered) {
  Case numbers = entering_case();
  for (const Date day : {numbers.start, Date(2025, 6, 1), Date()}) {
    numbers.firms[0].enters = day;
    const History history = history_of(numbers);
    EXPECT_EQ(history.count(RecordKind::firm_present), 1U);
    EXPECT_EQ(history.outcome.suppliers_entered, 0.0);
    EXPECT_EQ(history.outcome.suppliers_active, 1.0);
  }
}

TEST(Enters, AForeignFirmIsNoSupplierThatEntered) {
  Case numbers = entering_case();
  numbers.firms[0].domestic = false;
  const History history = history_of(numbers);
  EXPECT_EQ(history.count(RecordKind::firm_enters), 1U);
  EXPECT_EQ(history.outcome.suppliers_entered, 0.0);
}

TEST(Enters, TheSeriesCountsAFirmFromItsQuarterOn) {
  const Case numbers = entering_case();
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  simulate(model, numbers, Luck(1, Phase::main, 0), workspace);
  const auto changes = workspace.series().changes(Series::suppliers_active);
  for (std::size_t quarter = 0; quarter < changes.size(); ++quarter) {
    EXPECT_EQ(changes[quarter], quarter == 4 ? 1.0 : 0.0) << quarter;
  }
}

TEST(Enters, AFirmAppliesAtCallsAfterItsDayOnly) {
  Case numbers = entering_case();
  numbers.programmes = {yearly_calls()};
  const History history = history_of(numbers);
  const auto calls = history.all(RecordKind::call_held);
  ASSERT_GE(calls.size(), 2U);
  EXPECT_EQ(calls[0].other, 0.0);
  EXPECT_EQ(calls[1].other, 1.0);
  EXPECT_EQ(history.all(RecordKind::contract_signed).at(0).when, calls[1].when);
}

TEST(Enters, AFirmComesOnTheLastDayAndNeverAfterIt) {
  Case numbers = entering_case();
  numbers.firms[0].enters = numbers.horizon;
  const History last = history_of(numbers);
  EXPECT_EQ(last.outcome.suppliers_active, 1.0);
  EXPECT_NEAR(last.outcome.suppliers_spending, 1e3, 1.0);
  numbers.firms[0].enters = Date(2036, 1, 1);
  const History never = history_of(numbers);
  EXPECT_EQ(never.records.size(), 1U) << "the horizon alone";
  EXPECT_TRUE(same(never.outcome, simulate_one(small_case(0))));
}

TEST(Enters, AFirmThatIsNotThereYetIsNotTheOneOfTheReplicationBefore) {
  Case numbers = entering_case();
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  numbers.firms[0].enters = numbers.start;
  simulate(model, numbers, Luck(1, Phase::main, 0), workspace);
  numbers.firms[0].enters = Date(2036, 1, 1);
  const Outcome never = simulate(model, numbers, Luck(1, Phase::main, 1), workspace);
  EXPECT_TRUE(same(never, simulate_one(small_case(0))));
}

/// Firms that would do all that a firm may, and come after the horizon.
void add_ghosts(Case& numbers) {
  const Firm like = numbers.firms[0];
  for (int i = 0; i < 5; ++i) {
    Firm ghost = like;
    ghost.name = "ghost-" + std::to_string(i);
    ghost.enters = Date(2036, 1 + static_cast<unsigned>(i), 1);
    ghost.in_scope = Share(0.5);
    ghost.age = Duration::from_months(12.0);
    ghost.domestic = i != 0;
    ghost.parent_funded = i == 1;
    ghost.begun = i > 2;
    ghost.remaining = Duration::from_days(100);
    ghost.raises = {{ghost.enters, Money::major(1e6), like.burn, "a"}};
    numbers.firms.insert(numbers.firms.begin() + i, ghost);
  }
}

void expect_ghosts_to_change_nothing(const Case& without) {
  Case with = without;
  add_ghosts(with);
  const Model models[] = {Model::build(without), Model::build(with)};
  Workspace few(models[0]);
  Workspace many(models[1]);
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Luck luck(3, Phase::main, i);
    const Outcome a = simulate(models[0], without, luck, few);
    const Outcome b = simulate(models[1], with, luck, many);
    ASSERT_TRUE(same(a, b)) << i;
    for (std::size_t k = 0; k < series_count; ++k) {
      const auto before = few.series().changes(static_cast<Series>(k));
      const auto after = many.series().changes(static_cast<Series>(k));
      ASSERT_TRUE(std::equal(before.begin(), before.end(), after.begin(), after.end())) << i;
    }
  }
}

TEST(Enters, AFirmAfterTheHorizonChangesNobodysLuck) {
  Case numbers = busy_case();
  expect_ghosts_to_change_nothing(numbers);
  numbers.programmes.front().allocation.signing = Signing::qualification;
  expect_ghosts_to_change_nothing(numbers);
  numbers.programmes.front().allocation = {Signing::call, Date(2026, 7, 1), 12, 3,
                                           Selection::lottery};
  expect_ghosts_to_change_nothing(numbers);
  numbers.programmes.clear();
  numbers.finance.history_until = Date(2028, 6, 30);
  expect_ghosts_to_change_nothing(numbers);
  numbers.entry.reset();
  expect_ghosts_to_change_nothing(numbers);
}

// --- Known raises

/// Spends £1,000 a day of £200k, and raises £1m on day 100, from when on it spends £2,000 a day:
/// until day 650. The history ends with 2027.
Case raising_case() {
  Case numbers = small_case();
  Firm& firm = numbers.firms[0];
  firm.remaining = Duration::from_days(3'000);
  firm.cash = Money::major(200e3);
  firm.burn = BurnRate::major_per_year(1e3 * pounds_per_day);
  firm.raises = {
      {hundredth_day, Money::major(1e6), BurnRate::major_per_year(2e3 * pounds_per_day), ""}};
  numbers.finance.history_until = Date(2027, 12, 31);
  return numbers;
}

/// A round that surely closes, 30 days after the runway has fallen to so many days.
Case raising_again(double notice) {
  Case numbers = raising_case();
  Round round;
  round.name = "a";
  round.graduation = Share(1.0);
  round.size = Law::constant(3e6);
  round.starts_at_runway = Duration::from_days(notice);
  numbers.finance.rounds = {round};
  numbers.finance.market = 1.0;
  numbers.firms[0].raises[0].next_round = "a";
  return numbers;
}

constexpr double ruin_day = 650.0;

TEST(KnownRaise, BringsItsMoneyOnItsDayAndChangesTheBurn) {
  const History history = history_of(raising_case());
  const auto raises = history.all(RecordKind::raise_known);
  ASSERT_EQ(raises.size(), 1U);
  EXPECT_EQ(days(raises[0].when), 100.0);
  EXPECT_EQ(raises[0].amount, Money::major(1e6));
  EXPECT_EQ(history.outcome.private_money_raised, 1e6);
  EXPECT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), ruin_day, 1e-3);
  EXPECT_NEAR(history.outcome.suppliers_spending, 1.2e6, 0.01);
}

TEST(KnownRaise, StandsInTheSeriesOfItsQuarter) {
  const Case numbers = raising_case();
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  simulate(model, numbers, Luck(1, Phase::main, 0), workspace);
  const auto changes = workspace.series().changes(Series::private_money_raised);
  EXPECT_EQ(changes[0], 0.0);
  EXPECT_EQ(changes[1], 1e6);
}

TEST(KnownRaise, IsFollowedByTheNext) {
  Case numbers = raising_case();
  numbers.firms[0].raises.push_back(
      {four_hundredth_day, Money{}, BurnRate::major_per_year(1e3 * pounds_per_day), ""});
  const History history = history_of(numbers);
  EXPECT_EQ(history.count(RecordKind::raise_known), 2U);
  EXPECT_EQ(days(history.all(RecordKind::raise_known).at(1).when), 400.0);
  // £500k are left on day 400, and last for 500 days at half the burn.
  EXPECT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), 900.0, 1e-3);
}

TEST(KnownRaise, TwoMayCloseOnOneDay) {
  Case numbers = raising_case();
  numbers.firms[0].raises.push_back(numbers.firms[0].raises[0]);
  const History history = history_of(numbers);
  EXPECT_EQ(history.outcome.private_money_raised, 2e6);
  EXPECT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), ruin_day + 500.0, 1e-3);
}

TEST(KnownRaise, MayCloseOnTheFirstAndTheLastDayOfHistory) {
  Case numbers = raising_case();
  numbers.firms[0].raises[0].on = numbers.start;
  EXPECT_EQ(simulate_one(numbers).private_money_raised, 1e6);
  numbers.firms[0].raises[0].on = numbers.finance.history_until = hundredth_day;
  EXPECT_EQ(simulate_one(numbers).private_money_raised, 1e6);
}

TEST(KnownRaise, OfAFirmThatEntersMayCloseOnItsDay) {
  Case numbers = raising_case();
  numbers.firms[0].enters = hundredth_day;
  const History history = history_of(numbers);
  EXPECT_EQ(days(history.all(RecordKind::raise_known).at(0).when), 100.0);
  EXPECT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), 700.0, 1e-3);
}

TEST(KnownRaise, ComesTooLateForAFirmThatIsRuined) {
  Case numbers = raising_case();
  numbers.firms[0].cash = Money::major(99e3);
  const History history = history_of(numbers);
  EXPECT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), 99.0, 1e-3);
  EXPECT_EQ(history.outcome.private_money_raised, 0.0);
  EXPECT_EQ(history.outcome.suppliers_insolvent, 1.0);
}

TEST(KnownRaise, SavesAFirmOnTheDayOfItsRuin) {
  Case numbers = raising_case();
  numbers.firms[0].cash = Money::major(100e3);
  EXPECT_NEAR(days(history_of(numbers).all(RecordKind::insolvent).at(0).when), 600.0, 1e-3);
}

TEST(KnownRaise, CountsInEveryArm) {
  Case numbers = busy_case();
  numbers.finance.history_until = Date(2027, 12, 31);
  numbers.firms[0].cash = numbers.firms[0].cash + Money::major(50e6);
  numbers.firms[0].raises = {{hundredth_day, Money::major(1e6), numbers.firms[0].burn, "a"},
                             {four_hundredth_day, Money::major(2e6), numbers.firms[0].burn, "a"}};
  const Case with = numbers;
  numbers.programmes.clear();
  for (const Case& arm : {with, numbers}) {
    for_each_history(arm, 50, [](const History& history) {
      Money known;
      for (const Record& raise : history.all(RecordKind::raise_known)) {
        known += raise.amount;
      }
      Money all = known;
      for (const Record& raise : history.all(RecordKind::raise_closes)) {
        all += raise.amount;
      }
      ASSERT_GE(known, Money::major(1e6));
      ASSERT_GE(history.outcome.private_money_raised, known.major());
      ASSERT_LE(history.outcome.private_money_raised, all.major() + 0.01);
    });
  }
}

TEST(KnownRaise, LeadsToTheRoundThatComesAfterIt) {
  Case numbers = raising_again(100.0);
  numbers.finance.history_until = Date(2026, 12, 31);
  const History history = history_of(numbers);
  const auto starts = history.all(RecordKind::raise_starts);
  ASSERT_GE(starts.size(), 1U);
  EXPECT_NEAR(days(starts[0].when), ruin_day - 100.0, 1e-3);
}

TEST(KnownRaise, TakesThePlaceOfTheRoundBeforeIt) {
  Case numbers = raising_again(400.0);  // it would raise at once, but for the history
  numbers.finance.history_until = Date(2026, 12, 31);
  numbers.firms[0].next_round = "a";
  numbers.firms[0].raises[0].next_round = "";
  const History history = history_of(numbers);
  EXPECT_EQ(history.count(RecordKind::raise_starts), 0U);
  EXPECT_EQ(history.outcome.private_money_raised, 1e6);
  EXPECT_EQ(history.outcome.suppliers_insolvent, 1.0);
}

TEST(KnownRaise, IsRefusedWhereChanceRaisesAlready) {
  Case numbers = raising_again(400.0);
  numbers.firms[0].next_round = "a";
  numbers.finance.history_until = numbers.start;
  numbers.finance.closing = Law::constant(200.0);
  EXPECT_THROW(simulate_one(numbers), InvariantError);
}

TEST(KnownRaise, PaysForWorkThatWaits) {
  Case numbers = staged_case();
  stage(numbers, 0).cost = Money::major(5e6);
  numbers.finance.history_until = Date(2026, 12, 31);
  numbers.firms[0].raises = {{hundredth_day, Money::major(4e6), BurnRate{}, ""}};
  const History history = history_of(numbers);
  EXPECT_EQ(history.count(RecordKind::waits_for_cash), 1U);
  EXPECT_EQ(days(history.all(RecordKind::stage_begins).at(0).when), 100.0);
  numbers.firms[0].raises[0].size = Money::major(3'999'999.99);
  EXPECT_EQ(history_of(numbers).count(RecordKind::stage_begins), 0U);
}

TEST(KnownRaise, MatchesAMilestone) {
  Case numbers = staged_case();
  numbers.technologies[0].stages[1].duration = Law::constant(2'000.0);
  numbers.finance.history_until = Date(2027, 12, 31);
  numbers.programmes = {yearly_calls()};
  numbers.programmes.front().allocation.first_call = numbers.start;
  Clause milestone;
  milestone.on = Trigger::milestone;
  milestone.pay = Amount::sum(Money::major(1e6));
  milestone.milestone = "design";  // on day 100
  milestone.match = Share(0.8);
  numbers.programmes.front().contract = {milestone};
  numbers.firms[0].raises = {{four_hundredth_day, Money::major(0.8e6), BurnRate{}, ""}};
  const History matched = history_of(numbers);
  ASSERT_EQ(matched.count(RecordKind::paid), 1U);
  EXPECT_EQ(days(matched.all(RecordKind::paid).at(0).when), 400.0);
  numbers.firms[0].raises[0].size = Money::major(0.79e6);
  EXPECT_EQ(history_of(numbers).count(RecordKind::paid), 0U);
}

// --- Chance waits for the end of history

TEST(FinanceOfHistory, StartsNoRaiseByChance) {
  Case numbers = raising_again(400.0);
  numbers.finance.history_until = Date(2026, 12, 31);
  const auto starts = history_of(numbers).all(RecordKind::raise_starts);
  ASSERT_GE(starts.size(), 1U);
  EXPECT_EQ(days(starts[0].when), first_year) << "not 400 days before its ruin";
}

TEST(FinanceOfHistory, LetsAFirmRuinItselfWithoutARaise) {
  const History history = history_of(raising_again(400.0));  // to the end of 2027
  EXPECT_EQ(history.count(RecordKind::raise_starts), 0U);
  EXPECT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), ruin_day, 1e-3);
}

TEST(FinanceOfHistory, AWaitingFirmRaisesWhenItEnds) {
  Case numbers = raising_again(1.0);
  stage(numbers, 0).cost = Money::major(5e6);
  numbers.firms[0].begun = false;
  numbers.firms[0].raises.clear();
  numbers.firms[0].burn = BurnRate{};
  numbers.firms[0].next_round = "a";
  const auto starts = history_of(numbers).all(RecordKind::raise_starts);
  ASSERT_EQ(starts.size(), 1U);
  EXPECT_EQ(days(starts[0].when), 2 * first_year);
}

TEST(FinanceOfHistory, LeavesTheLuckOfRaisesAsItWas) {
  Case numbers = raising_again(400.0);
  numbers.finance.rounds[0].graduation = Share(0.5);
  numbers.finance.rounds[0].size = Law::lognormal(3e6, 0.5);
  numbers.finance.closing = Law::lognormal(30.0, 0.3);
  numbers.firms[0].cash = Money::major(600e3);
  numbers.firms[0].raises.clear();
  numbers.firms[0].next_round = "a";
  const auto first_raises = [](const Case& some) {
    std::vector<std::pair<RecordKind, Money>> found;
    for_each_history(some, 100, [&](const History& history) {
      for (const Record& record : history.records) {
        if (record.kind == RecordKind::raise_closes || record.kind == RecordKind::raise_fails) {
          found.emplace_back(record.kind, record.amount);
          return;
        }
      }
    });
    return found;
  };
  numbers.finance.history_until = Date(2026, 12, 31);
  const auto after = first_raises(numbers);
  EXPECT_EQ(after.size(), 100U);
  numbers.finance.history_until = numbers.start;
  EXPECT_EQ(first_raises(numbers), after);
}

/// Day of the only event of this kind, by replication; the horizon if none.
std::vector<double> days_of(const Case& numbers, RecordKind kind) {
  std::vector<double> found;
  for_each_history(numbers, 300, [&](const History& history) {
    const auto events = history.all(kind);
    found.push_back(events.empty() ? horizon_days : days(events[0].when));
  });
  return found;
}

/// Every event comes as if its hazard began at the end of history, not on `began`.
void expect_later(const Case& without, RecordKind kind, double began) {
  Case with = without;
  with.finance.history_until = Date(2026, 12, 31);
  const auto before = days_of(without, kind);
  const auto after = days_of(with, kind);
  int seen = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double expected = std::min(before[i] - began + first_year, horizon_days);
    ASSERT_NEAR(after[i], before[i] == horizon_days ? horizon_days : expected, 1e-6) << i;
    seen += after[i] < horizon_days ? 1 : 0;
  }
  EXPECT_GT(seen, 100);
}

TEST(FinanceOfHistory, NobodyLeavesForAnotherMarketByChance) {
  Case numbers = small_case();
  numbers.firms[0].remaining = Duration::from_days(9'000);
  numbers.finance.exits = Exits{PerYear(0.2), PerYear{}};
  expect_later(numbers, RecordKind::pivots, 0.0);
}

TEST(FinanceOfHistory, NobodyIsAcquired) {
  Case numbers = staged_case();  // with a prototype on day 150
  numbers.finance.exits = Exits{PerYear{}, PerYear(0.3)};
  expect_later(numbers, RecordKind::acquired, 150.0);
}

TEST(FinanceOfHistory, NobodyIsAcquiredOnARoundThatAKnownRaiseHasClosed) {
  Case numbers = raising_again(1.0);
  numbers.finance.history_until = Date(2026, 12, 31);
  numbers.finance.rounds[0].acquisition_hazard = PerYear(1'000.0);
  numbers.finance.exits = Exits{};
  numbers.technologies[0].stages.insert(numbers.technologies[0].stages.begin(),
                                        testing::stage_of_days("design", 3'000.0));
  numbers.firms[0].stage = "design";
  numbers.firms[0].next_round = "a";
  numbers.firms[0].raises[0].next_round = "";
  EXPECT_EQ(history_of(numbers).count(RecordKind::acquired), 0U);
  numbers.firms[0].raises[0].next_round = "a";
  EXPECT_GE(days(history_of(numbers).all(RecordKind::acquired).at(0).when), first_year);
}

TEST(FinanceOfHistory, OfTheStartsDayOrBeforeIsNone) {
  Case numbers = busy_case();
  numbers.finance.history_until = Date();
  numbers.firms[1].raises.clear();
  const auto without = simulate_all(numbers, 100);
  for (const Date day : {numbers.start, Date(2020, 1, 1)}) {
    numbers.finance.history_until = day;
    const auto with = simulate_all(numbers, 100);
    for (std::size_t i = 0; i < with.size(); ++i) {
      ASSERT_TRUE(same(with[i], without[i])) << i;
    }
  }
}

// --- Scope

TEST(Scope, AProductOutOfItIsNeverTestedAndLeavesWhenFinished) {
  Case numbers = staged_case();
  numbers.firms[0].in_scope = Share(0.0);
  const History history = history_of(numbers);
  EXPECT_EQ(history.count(RecordKind::out_of_scope), 1U);
  EXPECT_EQ(history.count(RecordKind::test_passed), 0U);
  EXPECT_EQ(days(history.all(RecordKind::pivots).at(0).when), 150.0);
  EXPECT_EQ(history.outcome.suppliers_pivoted, 1.0);
  EXPECT_EQ(history.outcome.suppliers_active, 0.0);
  EXPECT_EQ(history.outcome.products_finished, 1.0);
  EXPECT_EQ(history.outcome.qualified_suppliers_ever, 0.0);
}

TEST(Scope, APrototypeOutOfItIsNotTestedEither) {
  Case numbers = staged_case();
  stage(numbers, 1).success = {0.0};
  numbers.firms[0].in_scope = Share(0.0);
  const History history = history_of(numbers);
  EXPECT_GT(history.count(RecordKind::prototype), 0U);
  for (const Record& begins : history.all(RecordKind::stage_begins)) {
    EXPECT_NE(begins.stage, StageId(2));
  }
  numbers.firms[0].in_scope = Share(1.0);
  EXPECT_EQ(history_of(numbers).count(RecordKind::test_passed), 1U);
}

TEST(Scope, IsDrawnWithItsProbability) {
  Case numbers = staged_case();
  numbers.firms[0].in_scope = Share(0.3);
  expect_mean(numbers, 0.3, [](const Outcome& o) { return o.qualified_suppliers_ever; });
  expect_mean(numbers, 0.7, [](const Outcome& o) { return o.suppliers_pivoted; });
}

TEST(Scope, AFirmOutOfItMayNotApply) {
  Case numbers = staged_case(2);
  numbers.technologies[0].stages[0].duration = Law::constant(1'000.0);
  numbers.firms[0].in_scope = Share(0.0);
  numbers.programmes = {yearly_calls()};
  const History history = history_of(numbers);
  EXPECT_EQ(history.all(RecordKind::call_held).at(0).other, 1.0);
  EXPECT_EQ(history.count(RecordKind::contract_signed), 1U);
  EXPECT_EQ(history.count(RecordKind::not_chosen), 0U);
}

TEST(Scope, AFirmOutOfItHearsNoAnnouncement) {
  Case numbers = raising_again(400.0);
  numbers.firms[0].raises.clear();
  numbers.firms[0].next_round = "a";
  numbers.firms[0].stage = "design";
  numbers.technologies[0].stages.insert(numbers.technologies[0].stages.begin(),
                                        testing::stage_of_days("design", 3'000.0));
  numbers.finance.history_until = numbers.start;
  numbers.finance.rounds[0].graduation = Share(0.3);
  numbers.finance.attempts = 1;
  numbers.finance.signals = Signals{};
  numbers.finance.signals->announcement = 4.0;
  numbers.programmes = {plain_programme(100e6, 100)};
  numbers.programmes.front().announced = numbers.start;
  numbers.behaviour.mode = BehaviourMode::heuristic;
  const auto closing_probability = [&](double in_scope) {
    numbers.firms[0].in_scope = Share(in_scope);
    const History history = history_of(numbers);
    const auto closes = history.all(RecordKind::raise_closes);
    const auto fails = history.all(RecordKind::raise_fails);
    return (closes.empty() ? fails : closes).at(0).value;
  };
  EXPECT_GT(closing_probability(1.0), 0.31);
  EXPECT_NEAR(closing_probability(0.0), 0.3, 1e-12);
}

TEST(Scope, AFirmThatBeginsWithAProductOutOfItLeavesAtOnceAndRaisesNoMore) {
  Case numbers = raising_case();
  numbers.firms[0].in_scope = Share(0.0);
  for (const Date day : {numbers.start, Date(2026, 2, 1)}) {
    numbers.firms[0].enters = day;
    const Outcome outcome = simulate_one(numbers);
    EXPECT_EQ(outcome.suppliers_pivoted, 1.0);
    EXPECT_EQ(outcome.suppliers_insolvent, 0.0);
    EXPECT_EQ(outcome.private_money_raised, 0.0);
    EXPECT_EQ(outcome.suppliers_spending, 0.0);
  }
}

/// What others than firm-0 do, by replication.
std::vector<std::map<std::string, std::vector<std::pair<RecordKind, Instant>>>> others(
    const Case& numbers) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  std::vector<std::map<std::string, std::vector<std::pair<RecordKind, Instant>>>> all(100);
  for (std::uint64_t i = 0; i < all.size(); ++i) {
    simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
    for (const Record& record : recorder.records()) {
      if (record.firm.valid() && recorder.name(record.firm) != "firm-0") {
        all[i][recorder.name(record.firm)].emplace_back(record.kind, record.when);
      }
    }
  }
  return all;
}

TEST(Scope, AgeEntranceAndRaisesOfOneFirmLeaveTheLuckOfAllOthersAsItWas) {
  Case numbers = busy_case();
  numbers.programmes.clear();
  numbers.technologies[0].stages[2].facility.clear();  // where firms meet
  numbers.facilities.clear();
  numbers.finance.history_until = Date(2026, 12, 31);
  const auto before = others(numbers);
  const auto expect_same = [&](const auto& change) {
    Case other = numbers;
    change(other.firms[0]);
    EXPECT_EQ(others(other), before);
  };
  ASSERT_EQ(numbers.firms[0].name, "firm-0");
  expect_same([](Firm& firm) { firm.in_scope = Share(0.5); });
  expect_same([](Firm& firm) { firm.in_scope = Share(0.0); });
  expect_same([](Firm& firm) { firm.enters = second_year; });
  expect_same([](Firm& firm) { firm.age = Duration::from_months(7.0); });
  expect_same([](Firm& firm) {
    firm.raises = {{hundredth_day, Money::major(5e6), firm.burn, "a"}};
  });
}

// --- Age

TEST(Age, IsCountedFromTheFoundingOfTheFirstFirmToQualify) {
  Case numbers = small_case(2);
  numbers.firms[0].age = Duration::from_months(24.0);
  numbers.firms[1].age = Duration::from_months(50.0);
  numbers.firms[1].remaining = Duration::from_days(200);
  EXPECT_NEAR(simulate_one(numbers).age_at_first_qualification, 24.0 + 100.0 / 30.4375, 1e-9);
  numbers.firms[0].enters = second_year;  // at the age of two years
  EXPECT_NEAR(simulate_one(numbers).age_at_first_qualification, 50.0 + 200.0 / 30.4375, 1e-9);
  numbers.firms[1].domestic = false;
  EXPECT_NEAR(simulate_one(numbers).age_at_first_qualification, 24.0 + 100.0 / 30.4375, 1e-9);
}

TEST(Age, IsUndefinedWhereItIsNotKnownOrNobodyQualifies) {
  Case numbers = small_case(2);
  numbers.firms[1].age = Duration::from_months(50.0);
  numbers.firms[1].remaining = Duration::from_days(200);
  EXPECT_TRUE(std::isnan(simulate_one(numbers).age_at_first_qualification))
      << "not that of the second";
  numbers.firms[0].age = Duration{};
  EXPECT_NEAR(simulate_one(numbers).age_at_first_qualification, 100.0 / 30.4375, 1e-9);
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  EXPECT_TRUE(std::isnan(simulate_one(numbers).age_at_first_qualification));
}

TEST(Age, OfEntrantsBeginsWithThatOnEntering) {
  Case numbers = small_case(0);
  FirmEntry entry;
  entry.rate = PerYear(2.0);
  entry.technologies = {{"plain", 1.0}};
  entry.age = Duration::from_months(10.0);
  entry.remaining = Law::constant(304.375);
  entry.cash = Law::constant(1e6);
  numbers.entry = entry;
  EXPECT_NEAR(simulate_one(numbers).age_at_first_qualification, 20.0, 1e-9);
}

// --- Prototypes

TEST(Prototypes, OfFirstProductsAreCountedUntilOneSucceeds) {
  const auto counted = [](const std::vector<double>& success, bool domestic) {
    Case numbers = staged_case();
    stage(numbers, 1).success = success;
    numbers.firms[0].domestic = domestic;
    const Outcome o = simulate_one(numbers);
    return std::vector<double>{o.products_finished, o.products_prototypes,
                               o.products_over_two_prototypes};
  };
  EXPECT_EQ(counted({1.0}, true), (std::vector<double>{1, 1, 0}));
  EXPECT_EQ(counted({0.0, 1.0}, true), (std::vector<double>{1, 2, 0}));
  EXPECT_EQ(counted({0.0, 0.0, 1.0}, true), (std::vector<double>{1, 3, 1}));
  EXPECT_EQ(counted({0.0}, true), (std::vector<double>{0, 0, 0})) << "none is finished";
  EXPECT_EQ(counted({0.0, 0.0, 1.0}, false), (std::vector<double>{0, 0, 0}));
}

TEST(Prototypes, HaveTheMeanOfTheirSpins) {
  Case numbers = staged_case();
  stage(numbers, 1).success = testing::central_spins;
  // 1 + .82 + .82 × .43 + .82 × .43 × .29
  expect_mean(numbers, 1.0 + 0.82 * (1.0 + 0.43 * (1.0 + 0.29)),
              [](const Outcome& o) { return o.products_prototypes; });
  expect_mean(numbers, 0.82 * 0.43,
              [](const Outcome& o) { return o.products_over_two_prototypes; });
}

}  // namespace
}  // namespace firstcustomer
