// Milestones and deliveries of contracts in the world.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/random.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::calling_programme;
using testing::developing_case;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::milestone_clause;
using testing::plain_programme;
using testing::plain_stage;
using testing::simulate_one;
using testing::small_case;

// --- Milestones

/// Three stages of a year each that pay 10m.
Case three_milestones(double success, double share_of_year = 1.0) {
  const double days = days_per_year * share_of_year;
  Case numbers =
      developing_case(1, {plain_stage("one", days, success), plain_stage("two", days, success),
                          plain_stage("three", days, success)});
  numbers.programmes = {calling_programme(100e6, 1, 1)};
  numbers.programmes.front().contract = {milestone_clause("one", 10e6),
                                         milestone_clause("two", 10e6),
                                         milestone_clause("three", 10e6)};
  numbers.appraisal.price_base = numbers.appraisal.base_date = numbers.start;
  return numbers;
}

TEST(Milestones, AreWorthTheirPresentValues) {  // V41
  Case milestones = three_milestones(0.8);
  Case end = milestones;
  end.programmes.front().contract = {milestone_clause("three", 48.5772953776e6)};
  const auto paid = [](const Outcome& o) { return o.public_money_paid_present_value / 1e6; };
  for (Case* numbers : {&milestones, &end}) {
    numbers->appraisal.discount = {{0, PerYear(std::exp(0.2) - 1.0)}};
    expect_means(*numbers, {{paid, 13.6498098961}});
    numbers->appraisal.discount = {{0, PerYear(0.035)}};
    expect_means(*numbers, {{paid, numbers == &end ? 22.4327358602 : 18.3218837344}});
  }
}

/// Stages that last Exp(rate) years, which the firm's slip does not touch, and cash for `runway`
/// years.
Case exponential_milestones(double rate, double runway, std::size_t stages) {
  std::vector<Stage> all;
  std::vector<Clause> contract;
  for (std::size_t i = 0; i < stages; ++i) {
    all.push_back(plain_stage("stage-" + std::to_string(i), 0.0));
    all.back().duration = Law::exponential(days_per_year / rate);
    contract.push_back(milestone_clause(all.back().name, runway * 1e6));
  }
  Case numbers = developing_case(1, all);
  numbers.horizon = numbers.standard.deadline = Date(2090, 12, 31);
  numbers.firms[0].cash = Money::major(runway * 1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  numbers.programmes = {calling_programme(100e6, 1, 1)};
  numbers.programmes.front().contract = contract;
  return numbers;
}

TEST(Milestones, AreMovedByRenegotiation) {
  // Reached at Exp(.5) years, due after one, moved by half a year with p = .4, twice at most.
  const auto renegotiated = [](std::int64_t times) {
    Case numbers = exponential_milestones(0.5, 50.0, 1);
    Clause& milestone = numbers.programmes.front().contract[0];
    milestone.due = Duration::from_months(12.0);
    milestone.renegotiated = Share(0.4);
    milestone.moved_by = Duration::from_months(6.0);
    milestone.renegotiations = times;
    return numbers;
  };
  const auto paid = [](const Outcome& o) { return o.public_money_paid > 0.0 ? 1.0 : 0.0; };
  const double at_first = 1.0 - std::exp(-0.5);
  const double moved = 0.4 * std::exp(-0.5) * (1.0 - std::exp(-0.25));
  const double again = 0.16 * std::exp(-0.75) * (1.0 - std::exp(-0.25));
  expect_means(renegotiated(1), {{paid, at_first + moved}});
  expect_means(renegotiated(2), {{paid, at_first + moved + again}});
}

TEST(Milestones, EachBuyARunway) {
  // V40 resets the runway at each payment; here what is left is kept, so the k-th milestone must be
  // reached by k × 1.5 years: P(N(1.5) ≥ 1, N(3) ≥ 2, N(4.5) ≥ 3) of a Poisson process with mean
  // m = 1.2 per 1.5 years = 1 − e^−m − m e^−2m − (m²/2 + m²) e^−3m: first passage by counting.
  const double m = 1.2;
  const double first = std::exp(-m);
  const double second = m * std::exp(-m) * std::exp(-m);  // one, then none
  // Two by 3, at least one of them by 1.5 (2 + 0: m²/2; 1 + 1: m²), then none.
  const double third = 1.5 * m * m * std::exp(-3.0 * m);
  const auto paid = [](double n) {
    return [n](const Outcome& o) { return o.public_money_paid >= n * 1.5e6 ? 1.0 : 0.0; };
  };
  expect_means(exponential_milestones(0.8, 1.5, 3), {{paid(1), 1.0 - first},
                                                     {paid(2), 1.0 - first - second},
                                                     {paid(3), 1.0 - first - second - third}});
}

TEST(Milestones, AgainstARandomRunway) {  // V40, first part: Exp(.5) against Exp(.4)
  // The runway is the other clock's: a rival firm of rate .4, told apart by its product.
  Case numbers = developing_case(2, {plain_stage("design", 0.0)});
  numbers.horizon = numbers.standard.deadline = Date(2150, 12, 31);
  numbers.technologies[0].stages[0].duration = Law::exponential(days_per_year / 0.5);
  numbers.technologies.push_back(numbers.technologies[0]);
  numbers.technologies[1].name = "rival";
  numbers.technologies[1].stages[0].name = "rival design";
  numbers.technologies[1].stages[0].duration = Law::exponential(days_per_year / 0.4);
  numbers.firms[1].technology = "rival";
  numbers.firms[1].stage = "rival design";
  numbers.programmes = {calling_programme(3.0, 1, 2)};
  numbers.programmes.front().contract = {milestone_clause("design", 1.0),
                                         milestone_clause("rival design", 2.0)};
  numbers.programmes.front().fund.budget = Money::major(3.0);
  // First to be paid: by the discount at a rate that makes everything but the first negligible is
  // inexact, so the order is read off the record.
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  Moments first;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(thorough(100'000)); ++i) {
    simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
    const auto paid = std::find_if(recorder.records().begin(), recorder.records().end(),
                                   [](const Record& r) { return r.kind == RecordKind::paid; });
    ASSERT_NE(paid, recorder.records().end());
    first.add(paid->amount == Money::major(1.0) ? 1.0 : 0.0);
  }
  EXPECT_NEAR(first.mean(), 0.5555555556, 4.0 * first.standard_error());
}

TEST(Milestones, PayInTheirOrder) {
  Case numbers = three_milestones(1.0);
  numbers.programmes.front().contract = {
      milestone_clause("three", 3e6), milestone_clause("one", 1e6), milestone_clause("test", 4e6)};
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(3e6, 1e6, 4e6));
  // Both of the first two on the day of the later one; the test is 30 days after.
  EXPECT_THAT(history.dates(RecordKind::paid),
              ElementsAre(Date(2028, 12, 31), Date(2028, 12, 31), Date(2029, 1, 30)));
  EXPECT_EQ(history.of(RecordKind::contract_fulfilled).size(), 1U);
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Milestones, BehindTheFirmAreNoPart) {
  Case numbers = three_milestones(1.0);
  numbers.programmes.front().allocation.first_call = Date(2027, 6, 1);  // in stage two
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(20e6));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(10e6, 10e6));
  numbers.programmes.front().allocation.first_call = Date(2029, 1, 10);  // in test
  const History all_behind(numbers);
  EXPECT_EQ(all_behind.outcome.contracts_signed, 0);
  EXPECT_FALSE(all_behind.of(RecordKind::contract_declined).empty());
  EXPECT_THAT(all_behind.of(RecordKind::not_chosen), IsEmpty());
}

TEST(Milestones, EndTheContractWhenDueAndGraceHavePassed) {
  Case numbers = three_milestones(1.0);  // "two" is reached after 730.5 days
  Clause& two = numbers.programmes.front().contract[1];
  two.due = Duration::from_days(700.0);
  two.grace = Duration::from_days(30.0);
  const History missed(numbers);
  EXPECT_THAT(missed.dates(RecordKind::contract_ends), ElementsAre(Date(2028, 1, 1)));
  EXPECT_THAT(missed.amounts(RecordKind::contract_ends), ElementsAre(20e6));
  EXPECT_EQ(missed.outcome.public_money_paid, 10e6);
  EXPECT_EQ(missed.outcome.suppliers_active, 1);
  two.grace = Duration::from_days(30.5);
  EXPECT_EQ(simulate_one(numbers).contracts_failed, 0) << "on the day is in time";
}

TEST(Milestones, ThatAreMissedAreCompetedForAgain) {
  Case numbers = three_milestones(1.0);
  numbers.firms.push_back(numbers.firms[0]);
  numbers.firms[1].name = "firm-1";
  numbers.programmes.front().fund.budget = Money::major(30e6);
  numbers.programmes.front().contract[0].due = Duration::from_days(200.0);
  const History history(numbers);
  // The first misses on day 200; at the call a year later both have a year behind them in "one"
  // (stage two begins on day 365.25, after the call of 1 January 2027), and the other signs.
  EXPECT_THAT(history.of(RecordKind::contract_signed), ::testing::SizeIs(2));
  EXPECT_NE(history.names(RecordKind::contract_signed)[0],
            history.names(RecordKind::contract_signed)[1]);
  EXPECT_EQ(history.outcome.public_money_paid, 30e6);
  EXPECT_EQ(history.outcome.public_money_released, 30e6);
}

TEST(Milestones, WaitForTheirMatchOfPrivateMoney) {
  Case numbers = three_milestones(1.0);
  numbers.firms[0].cash = Money::major(10e6);
  numbers.firms[0].burn = BurnRate::major_per_year(5e6);
  numbers.firms[0].next_round = "a";
  Round round;
  round.name = "a";
  round.graduation = Share(0.95);
  round.size = Law::constant(8e6);
  // Raises at once (a runway of two years) and has it on day 30; stage one pays a year later.
  round.starts_at_runway = Duration::from_days(1000.0);
  numbers.finance.rounds = {round};
  numbers.finance.attempts = 1;
  numbers.finance.round_lasts = Duration::from_days(36525.0);
  numbers.finance.closing = Law::constant(400.0);
  numbers.programmes.front().contract.resize(1);
  Clause& clause = numbers.programmes.front().contract[0];
  std::uint64_t luck = 0;
  while (History(numbers, luck).of(RecordKind::raise_closes).empty()) {
    ++luck;
  }
  clause.match = Share(0.8);
  const History matched(numbers, luck);
  EXPECT_THAT(matched.dates(RecordKind::paid), ElementsAre(Date(2027, 2, 5))) << "day 400";
  clause.match = Share(0.8000001);
  EXPECT_EQ(History(numbers, luck).outcome.public_money_paid, 0);
  clause.match = Share(0.8);
  numbers.finance.closing = Law::constant(300.0);
  EXPECT_THAT(History(numbers, luck).dates(RecordKind::paid), ElementsAre(Date(2027, 1, 1)));
  numbers.programmes.front().allocation.first_call =
      Date(2026, 12, 1);  // the round was before signing
  EXPECT_EQ(History(numbers, luck).outcome.public_money_paid, 0);
}

// --- Deliveries

TEST(Deliveries, AreComputeOfTheirDays) {
  // Twice the frontier planned for the day of the prototype; the frontier grows by half a year on.
  Case numbers = small_case(1);
  numbers.frontier[0].annual_growth = 1.5;
  numbers.technologies[0].supply = {Law::constant(days_per_year), 6, Money{}, 0.25};
  numbers.firms[0].remaining = Duration::from_days(days_per_year);
  numbers.programmes = {plain_programme(1e6, 10)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(days_per_year);
  numbers.frontier_purchase = FrontierPurchase{Money::major(40'000.0)};
  const Outcome o = simulate_one(numbers);
  // Six units after two years (1 January 2028), four a month of 31 days later.
  const double first = 2.0 / std::pow(1.5, 2.0);
  const double days = 31.0 - 0.5;  // the second lot comes at midnight
  const double second = first / std::pow(1.5, days / days_per_year);
  EXPECT_NEAR(o.compute_received, 0.25 * (6 * first + 4 * second), 1e-9);
  EXPECT_NEAR(o.frontier_compute_forgone, 1e5 / 40'000.0, 1e-12);
}

}  // namespace
}  // namespace firstcustomer
