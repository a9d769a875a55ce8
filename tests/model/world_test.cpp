#include "firstcustomer/model/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/model/chance.hpp"
#include "model/small_case.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

using testing::plain_programme;
using testing::plain_technology;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

constexpr double day = 1.0 / days_per_month;  // in months

/// Mean of f over 100,000 replications (1,000,000 under --thorough) for each of three seeds, within
/// 4 standard errors of the exact value: a two-sided false alarm of 6.3e-5 each.
void expect_mean(const Case& numbers, const std::function<double(const Outcome&)>& f,
                 double exact) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Moments moments;
    for (const Outcome& outcome :
         simulate_all(numbers, static_cast<std::uint64_t>(thorough(100'000)), seed)) {
      moments.add(f(outcome));
    }
    EXPECT_NEAR(moments.mean(), exact, 4.0 * moments.standard_error() + 1e-12) << "seed " << seed;
  }
}

/// Verification rows V01 to V07: independent exponential clocks of rates .3, .2 and .1 a year. The
/// i-th firm's product is (i + 1) × 10 times the frontier, so the winner can be told.
Case race() {
  Case numbers = small_case(3);
  numbers.horizon = Date(2120, 12, 31);
  numbers.standard.deadline = numbers.horizon;
  numbers.technologies.clear();
  constexpr double rates[] = {0.3, 0.2, 0.1};
  for (std::size_t i = 0; i < 3; ++i) {
    Technology technology = plain_technology("clock-" + std::to_string(i));
    technology.slip = Law::exponential(1.0);
    technology.relative_performance = Law::constant(10.0 * static_cast<double>(i + 1));
    numbers.technologies.push_back(technology);
    numbers.firms[i].technology = technology.name;
    numbers.firms[i].remaining = Duration::from_days(days_per_year / rates[i]);
  }
  return numbers;
}

TEST(Race, ExpectedFirstArrivalIsOneOverTheSumOfRates) {  // V01
  expect_mean(
      race(), [](const Outcome& o) { return o.months_to_first_qualification / 12.0; }, 5.0 / 3.0);
}

TEST(Race, EachFirmIsFirstInProportionToItsRate) {  // V02
  const double shares[] = {0.5, 1.0 / 3.0, 1.0 / 6.0};
  for (std::size_t i = 0; i < 3; ++i) {
    const double mark = 10.0 * static_cast<double>(i + 1);
    expect_mean(
        race(),
        [&](const Outcome& o) { return o.performance_at_first_qualification == mark ? 1.0 : 0.0; },
        shares[i]);
  }
}

TEST(Race, DiscountFactorAtTheFirstArrival) {  // V03, r = .035 continuous
  expect_mean(
      race(),
      [](const Outcome& o) { return std::exp(-0.035 * o.months_to_first_qualification / 12.0); },
      0.9448818898);
}

TEST(Race, ArrivalsByADeadline) {  // V05 and V07: four years of 365.25 days end on 1 January 2030
  Case numbers = race();
  numbers.standard.deadline = Date(2029, 12, 31);
  expect_mean(
      numbers, [](const Outcome& o) { return o.any_qualified_supplier; }, 0.9092820467);
  expect_mean(
      numbers, [](const Outcome& o) { return o.qualified_suppliers >= 2 ? 1.0 : 0.0; },
      0.5430098934);
}

/// A stage of no duration before the test, in which the first firm stands.
Stage& begin_with(Case& numbers, const std::string& name) {
  std::vector<Stage>& stages = numbers.technologies[0].stages;
  Stage stage;
  stage.name = name;
  numbers.firms[0].stage = name;
  return *stages.insert(stages.begin(), stage);
}

TEST(Spins, AttemptsUntilSuccess) {  // V20: first .14, later .5 each: E = 2.72
  Case numbers = small_case();
  Stage& silicon = begin_with(numbers, "silicon");
  silicon.duration = Law::constant(100.0);
  silicon.success = {0.14, 0.5};
  silicon.on_failure = OnFailure::repeat;
  silicon.repeat_duration = Law::constant(100.0);
  // 130 days hold one attempt and the test of 30 days; each further attempt adds 100.
  const auto attempts = [](const Outcome& o) {
    return (o.months_to_first_qualification / day - 130.0) / 100.0 + 1.0;
  };
  expect_mean(numbers, attempts, 2.72);
  expect_mean(
      numbers, [&](const Outcome& o) { return attempts(o) < 2.5 ? 1.0 : 0.0; }, 0.57);
  expect_mean(
      numbers, [&](const Outcome& o) { return attempts(o) < 3.5 ? 1.0 : 0.0; }, 0.785);
}

TEST(Stage, FailureMayEndDevelopment) {
  Case numbers = small_case();
  Stage& design = begin_with(numbers, "design");
  design.success = {0.3};
  expect_mean(
      numbers, [](const Outcome& o) { return o.suppliers_failed; }, 0.7);
}

struct LawWithMean {
  Law law;
  double mean;
};

/// Every family, in days or as a factor, with its exact mean.
std::vector<LawWithMean> every_family() {
  Law categorical{LawFamily::categorical, {20.0, 50.0, 90.0}};
  categorical.parameters[most_categories] = 0.2;
  categorical.parameters[most_categories + 1] = 0.5;
  categorical.parameters[most_categories + 2] = 0.3;
  return {{Law::constant(70.0), 70.0},
          {{LawFamily::uniform, {30.0, 90.0}}, 60.0},
          {Law::exponential(60.0), 60.0},
          {{LawFamily::normal, {300.0, 20.0}}, 300.0},
          {Law::lognormal(60.0, 0.5), 60.0 * std::exp(0.125)},
          {{LawFamily::weibull, {60.0, 2.0}}, 60.0 * std::tgamma(1.5)},
          {{LawFamily::triangular, {30.0, 60.0, 150.0}}, 80.0},
          {{LawFamily::pert, {30.0, 60.0, 150.0}}, 70.0},
          {{LawFamily::gamma, {2.5, 30.0}}, 75.0},
          {{LawFamily::beta, {2.0, 6.0, 30.0, 110.0}}, 50.0},
          {{LawFamily::poisson, {40.0}}, 40.0},
          {{LawFamily::poisson, {90.5}}, 90.5},
          {{LawFamily::bernoulli, {0.3}}, 0.3},
          {categorical, 56.0},
          {{LawFamily::lognormal_mixture, {30.0, 0.5, 90.0, 0.2, 0.3}},
           0.7 * 30.0 * std::exp(0.125) + 0.3 * 90.0 * std::exp(0.02)}};
}

/// Mean of the months to the first qualification over 20,000 replications, within 4 standard errors
/// of the exact value: a two-sided false alarm of 6.3e-5.
void expect_months(const Case& numbers, double exact) {
  Moments moments;
  for (const Outcome& outcome : simulate_all(numbers, 20'000)) {
    ASSERT_EQ(outcome.qualified_suppliers, 1.0);
    moments.add(outcome.months_to_first_qualification);
  }
  EXPECT_NEAR(moments.mean(), exact, 4.0 * moments.standard_error() + 1e-9);
}

TEST(Stage, LastsAsLongAsItsLawOfEveryFamily) {
  std::set<LawFamily> families;
  for (const auto& [law, mean] : every_family()) {
    SCOPED_TRACE(description(law.family).name);
    ASSERT_EQ(problem(law), "");
    Case numbers = small_case();
    numbers.firms[0].begun = false;
    numbers.technologies[0].stages[0].duration = law;
    expect_months(numbers, mean * day);
    families.insert(law.family);
  }
  EXPECT_EQ(families.size(), law_descriptions().size());
}

TEST(Stage, SlipsByALawOfEveryFamily) {
  for (const auto& [law, mean] : every_family()) {
    SCOPED_TRACE(description(law.family).name);
    Case numbers = small_case();
    numbers.firms[0].begun = true;
    numbers.firms[0].remaining = Duration::from_days(2.0);
    numbers.technologies[0].slip = law;
    expect_months(numbers, 2.0 * mean * day);
  }
}

TEST(Model, HoldsATableForEachShapeOfItsLaws) {
  Case numbers = small_case();
  EXPECT_EQ(Model::build(numbers).laws.size(), 0U);
  numbers.technologies[0].slip = {LawFamily::pert, {0.5, 1.0, 2.5}};
  numbers.technologies[0].stages[0].duration = {LawFamily::gamma, {2.5, 30.0}};
  numbers.technologies[0].stages[0].repeat_duration = {LawFamily::gamma, {2.5, 60.0}};
  const Model model = Model::build(numbers);
  EXPECT_EQ(model.laws.size(), 2U);
  EXPECT_EQ(Model::build(numbers, model.laws).laws.size(), 2U);
}

TEST(Model, NeedsNoTableForALawWhoseParametersAreDrawn) {
  Case numbers = small_case();
  numbers.firms[0].begun = false;
  Law& duration = numbers.technologies[0].stages[0].duration;
  duration = {LawFamily::gamma, {2.5, 30.0}};
  const Model before = Model::build(numbers);
  duration = {LawFamily::gamma, {4.0, 30.0}};
  const Model after = Model::build(numbers);
  Workspace workspace(before);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const Luck luck(1, Phase::main, i);
    const double solved = simulate(before, numbers, luck, workspace).months_to_first_qualification;
    const double tabled = simulate(after, numbers, luck, workspace).months_to_first_qualification;
    EXPECT_NEAR(solved, tabled, 1e-9 * tabled);
  }
}

TEST(Runway, DevelopmentAgainstAFixedRunway) {
  Case numbers = small_case();
  numbers.technologies[0].slip = Law::exponential(1.0);
  numbers.firms[0].remaining = Duration::from_days(2.0 * days_per_year);
  numbers.firms[0].cash = Money::major(3e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  const double exact = 1.0 - std::exp(-1.5);
  expect_mean(
      numbers, [](const Outcome& o) { return o.any_qualified_supplier; }, exact);
}

TEST(Runway, RunsOutToThePennyOnTheDay) {
  Case numbers = small_case();
  numbers.firms[0].remaining = Duration::from_days(4000);
  numbers.firms[0].cash = Money::major(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(12e6);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_insolvent, 1);
  EXPECT_EQ(outcome.suppliers_spending, 1e6);
}

TEST(Runway, AParentFundedFirmSpendsAndNeverRunsOut) {
  Case numbers = small_case();
  numbers.firms[0].parent_funded = true;
  numbers.firms[0].cash = Money{};
  numbers.firms[0].burn = BurnRate::major_per_year(12e6);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_active, 1);
  EXPECT_EQ(outcome.qualified_suppliers, 1);
  EXPECT_NEAR(outcome.suppliers_spending, 12e6 * 3652.0 / 365.25, 0.01);
}

/// A firm that burns 1 of its 2 years of cash before it raises.
Case raising_case() {
  Case numbers = small_case();
  numbers.firms[0].remaining = Duration::from_days(5000);
  numbers.firms[0].cash = Money::major(2e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  numbers.firms[0].next_round = "a";
  Round round;
  round.name = "a";
  round.graduation = Share(0.43);
  round.size = Law::constant(5e6);
  round.starts_at_runway = Duration::from_days(days_per_year);
  numbers.finance.rounds = {round};
  numbers.finance.round_lasts = Duration::from_days(10.0 * days_per_year);
  return numbers;
}

TEST(Finance, TwoAttemptsGiveTheEverGraduationShare) {
  expect_mean(
      raising_case(), [](const Outcome& o) { return o.private_money_raised > 0 ? 1.0 : 0.0; },
      0.43);
}

TEST(Finance, TheMarketScalesTheShareUpToItsCap) {
  Case numbers = raising_case();
  numbers.finance.market = 1.7;
  expect_mean(
      numbers, [](const Outcome& o) { return o.private_money_raised > 0 ? 1.0 : 0.0; }, 0.43 * 1.7);
  numbers.finance.market = 3.0;
  expect_mean(
      numbers, [](const Outcome& o) { return o.private_money_raised > 0 ? 1.0 : 0.0; }, 0.95);
}

TEST(Finance, ARoundThatFailsToCloseInTimeCannotSave) {
  Case numbers = raising_case();
  numbers.finance.closing = Law::constant(400.0);  // runway is 365.25 days
  for (const Outcome& outcome : simulate_all(numbers, 100)) {
    EXPECT_EQ(outcome.private_money_raised, 0);
    EXPECT_EQ(outcome.suppliers_insolvent, 1);
  }
}

TEST(Finance, BurnRisesToWhatTheRoundIsSizedFor) {
  Case numbers = raising_case();
  numbers.finance.rounds[0].graduation = Share(1.0);
  numbers.finance.market = 1.0;
  numbers.finance.round_lasts = Duration::from_days(days_per_year);  // £5m a year
  for (const Outcome& outcome : simulate_all(numbers, 200)) {
    if (outcome.private_money_raised > 0) {
      // £7m in all, spent well before the horizon at £5m a year; at £1m it would last seven years.
      EXPECT_EQ(outcome.suppliers_insolvent, 1);
      EXPECT_EQ(outcome.suppliers_spending, 7e6);
    }
  }
}

TEST(Stage, AFirmThatCannotPayWaitsForARoundAndGoesOn) {
  Case numbers = raising_case();
  numbers.finance.rounds[0].graduation = Share(1.0);
  numbers.finance.market = 1.0;
  Stage& design = begin_with(numbers, "design");
  design.success = {1.0};
  Technology& technology = numbers.technologies[0];
  technology.stages[1].cost = Money::major(3e6);
  numbers.firms[0].remaining = Duration::from_days(10);
  for (const Outcome& outcome : simulate_all(numbers, 200)) {
    if (outcome.private_money_raised == 0) {
      EXPECT_EQ(outcome.qualified_suppliers, 0);
      continue;
    }
    // It raises as soon as it has to wait: closes on day 40 or, the second time, on day 70; tests
    // end 30 days later.
    EXPECT_EQ(outcome.qualified_suppliers, 1);
    const double days = outcome.months_to_first_qualification / day;
    EXPECT_TRUE(std::abs(days - 70) < 1e-6 || std::abs(days - 100) < 1e-6) << days;
  }
}

TEST(Stage, ItsRunwayMustBeLeftAfterPaying) {
  Case numbers = small_case();
  Stage& design = begin_with(numbers, "design");
  design.success = {1.0};
  Technology& technology = numbers.technologies[0];
  technology.stages[1].cost = Money::major(1e6);
  technology.stages[1].keeps_runway = Duration::from_days(days_per_year);
  numbers.firms[0].remaining = Duration{};
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);
  numbers.firms[0].cash = Money::major(2e6);
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 1);
  numbers.firms[0].cash = Money::major(2e6) - Money::minor(1);
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 0);
}

TEST(Test, PassesByTheSumOfTwoNormals) {
  // ln true ~ N(−.05, .15), ln noise ~ N(0, .08), threshold 1 (V51's numbers in logs).
  Case numbers = small_case();
  numbers.technologies[0].relative_performance = Law::lognormal(std::exp(-0.05), 0.15);
  numbers.benchmarks[0].noise = 0.08;
  expect_mean(
      numbers, [](const Outcome& o) { return o.qualified_suppliers; }, 0.3843340033);
  expect_mean(
      numbers, [](const Outcome& o) { return o.false_qualifications; },
      0.3843340033 * 0.2129388235);
}

TEST(Test, MayBeTakenAgain) {  // V51: true .95, one test .2659855290, best of three .6045297066
  Case numbers = small_case();
  numbers.technologies[0].relative_performance = Law::constant(std::exp(-0.05));
  numbers.benchmarks[0].noise = 0.08;
  expect_mean(
      numbers, [](const Outcome& o) { return o.qualified_suppliers; }, 0.2659855290);
  numbers.standard.attempts = 3;
  expect_mean(
      numbers, [](const Outcome& o) { return o.qualified_suppliers; }, 0.6045297066);
}

TEST(Test, AfterTheDeadlineCountsForTheHorizonOnly) {
  Case numbers = small_case();
  numbers.standard.deadline = Date(2026, 4, 11);  // day 100 begins on 11 April
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 1);
  numbers.standard.deadline = Date(2026, 4, 10);
  const Outcome late = simulate_one(numbers);
  EXPECT_EQ(late.qualified_suppliers, 0);
  EXPECT_EQ(late.qualified_suppliers_ever, 1);
}

TEST(Test, MeasuresAgainstTheFrontierOfTheChosenDay) {
  Case numbers = small_case();
  numbers.frontier[0].annual_growth = 2.0;
  Stage design;
  design.name = "design";
  design.success = {1.0};
  std::vector<Stage>& stages = numbers.technologies[0].stages;
  stages.insert(stages.begin(), design);
  stages[1].duration = Law::constant(0.0);
  numbers.firms[0].stage = "design";
  numbers.firms[0].remaining = Duration::from_days(days_per_year);
  numbers.technologies[0].slip = Law::constant(3.0);  // planned after one year, tested after three
  numbers.technologies[0].relative_performance = Law::constant(1.0);
  Threshold& threshold = numbers.standard.thresholds[0];
  threshold.of = ThresholdOf::frontier;
  threshold.required = 0.26;  // true ratio on the day of the test: 2⁻² = .25
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 0);
  threshold.required = 0.24;
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.qualified_suppliers, 1);
  EXPECT_NEAR(outcome.performance_at_first_qualification, 0.25, 1e-9);
  threshold.required = 1.0;
  threshold.fixed = FrontierOn::date;
  threshold.fixed_on = Date(2026, 12, 31);
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 1);
  threshold.fixed_on = Date(2027, 1, 3);
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 0);
}

TEST(Test, LowerIsBetterTurnsEveryRatioRound) {
  Case numbers = small_case();
  numbers.benchmarks[0].better = Better::lower;
  numbers.technologies[0].relative_performance = Law::constant(1.25);  // cost .8
  numbers.standard.thresholds[0].required = 0.81;
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 1);
  numbers.standard.thresholds[0].required = 0.79;
  EXPECT_EQ(simulate_one(numbers).qualified_suppliers, 0);
}

TEST(Order, IsDeliveredInMonthlyLotsAndPaidOnTerms) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(5e6, 250)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(30);
  numbers.technologies[0].supply = {Law::constant(60.0), 100, Money::major(4'000)};
  // Qualifies on 11 April; lots of 100, 100 and 50 on 10 June, July and August; paid 30 days later.
  struct Expected {
    Date horizon;
    double accepted;
    double paid;
  };
  for (const Expected& expected : {Expected{Date(2026, 6, 9), 0, 0},
                                   {Date(2026, 6, 10), 100, 0},
                                   {Date(2026, 7, 9), 100, 0},
                                   {Date(2026, 7, 10), 200, 1e6},
                                   {Date(2026, 8, 9), 200, 2e6},
                                   {Date(2026, 8, 10), 250, 2e6},
                                   {Date(2026, 9, 9), 250, 2.5e6},
                                   {Date(2027, 9, 9), 250, 2.5e6}}) {
    numbers.horizon = expected.horizon;
    numbers.standard.deadline = Date(2026, 12, 31);
    const Outcome outcome = simulate_one(numbers);
    EXPECT_EQ(outcome.units_accepted, expected.accepted) << expected.horizon.to_string();
    EXPECT_EQ(outcome.public_money_paid, expected.paid) << expected.horizon.to_string();
    EXPECT_EQ(outcome.public_money_committed, 2.5e6);
    EXPECT_EQ(outcome.public_money_lapsed, expected.horizon < Date(2027, 1, 1) ? 0 : 2.5e6);
  }
}

TEST(Order, ThePeakIsThatOfAFiscalYear) {
  // Qualified on 11 April 2026; five lots of £1m on the 11th of April to August.
  Case numbers = small_case();
  numbers.programmes = {plain_programme(5e6, 500)};
  const std::pair<std::uint8_t, double> by_first_month[] = {{3, 5e6}, {0, 5e6}, {4, 4e6},
                                                            {5, 3e6}, {6, 3e6}, {8, 5e6}};
  for (const auto& [month, peak] : by_first_month) {
    numbers.fiscal_month = month;
    const Outcome outcome = simulate_one(numbers);
    EXPECT_EQ(outcome.public_money_paid, 5e6);
    EXPECT_EQ(outcome.public_money_peak_year, peak) << int{month};
  }
  numbers.programmes.clear();
  EXPECT_EQ(simulate_one(numbers).public_money_peak_year, 0.0);
}

TEST(Order, AFirmDeliversWhatItCanPayFor) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(5e6, 500)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(4000);
  numbers.technologies[0].supply = {Law::constant(0.0), 500, Money::major(4'000)};
  numbers.firms[0].cash = Money::major(1e6);  // 250 units
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.units_ordered, 500);
  EXPECT_EQ(outcome.units_accepted, 250);
}

TEST(Order, IsDeclinedBelowCost) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(5e6, 500)};
  numbers.technologies[0].supply.unit_cost = Money::major(10'000);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1);
  numbers.technologies[0].supply.unit_cost += Money::minor(1);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0);
}

TEST(Order, LastsAsLongAsTheBudget) {
  Case numbers = small_case(3);
  numbers.firms[1].remaining = Duration::from_days(200);
  numbers.firms[2].remaining = Duration::from_days(300);
  numbers.programmes = {plain_programme(1.5e6 + 9'999, 100)};
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.qualified_suppliers, 3);
  EXPECT_EQ(outcome.contracts_signed, 2);
  EXPECT_EQ(outcome.units_ordered, 150);
  EXPECT_EQ(outcome.public_money_paid, 1.5e6);
  EXPECT_EQ(outcome.public_money_lapsed, 9'999);
}

TEST(Order, TakesAtMostAFirmsShareOfTheBudget) {
  Case numbers = small_case(2);
  numbers.programmes = {plain_programme(2e6, 200)};
  numbers.programmes.front().eligibility.max_share_per_firm = Share(0.25);
  EXPECT_EQ(simulate_one(numbers).units_ordered, 100);
}

TEST(Order, IsForDomesticFirmsUnlessItSaysOtherwise) {
  Case numbers = small_case();
  numbers.firms[0].domestic = false;
  numbers.programmes = {plain_programme(2e6, 100)};
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0);
  numbers.programmes.front().eligibility.domestic_only = false;
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.contracts_signed, 1);
  EXPECT_EQ(outcome.qualified_suppliers, 0);  // counts domestic firms
}

TEST(Order, OfAnInsolventFirmIsFreeForTheNext) {
  Case numbers = small_case(2);
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.technologies[0].supply.lead_time = Law::constant(1000.0);
  numbers.firms[0].cash = Money::major(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(2e6);  // out of cash after half a year
  numbers.firms[1].remaining = Duration::from_days(200);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.contracts_signed, 2);
  EXPECT_EQ(outcome.public_money_committed, 2e6);
  EXPECT_EQ(outcome.public_money_paid, 1e6);
  EXPECT_EQ(outcome.public_money_lapsed, 0);
}

TEST(Order, PaysAnInsolventFirmForWhatItDelivered) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(200);
  numbers.technologies[0].supply.units_per_month = 30;
  numbers.firms[0].cash = Money::major(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(365.25 * 1e6 / 150.0);  // 150 days
  // Lots on days 100 and 130; ruin on day 150.
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_insolvent, 1);
  EXPECT_EQ(outcome.units_accepted, 60);
  EXPECT_EQ(outcome.public_money_paid, 6e5);
  EXPECT_EQ(outcome.public_money_lapsed, 4e5);
}

TEST(Order, TiesAtOneInstantAreDecidedByLottery) {
  Case numbers = small_case(2);
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.technologies.push_back(plain_technology("dear"));
  numbers.technologies[1].supply.unit_cost = Money::major(1.0);
  numbers.firms[1].technology = "dear";
  expect_mean(
      numbers, [](const Outcome& o) { return o.suppliers_spending == 100.0 ? 1.0 : 0.0; }, 0.5);
}

TEST(Order, MoneyThatComesBackGoesToThoseItCouldNotServe) {
  Case numbers = small_case(3);
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.technologies[0].supply.lead_time = Law::constant(1000.0);
  numbers.firms[0].cash = Money::major(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(1e6);  // out of cash after a year
  numbers.firms[1].remaining = Duration::from_days(300);  // turned away: the fund is empty
  numbers.firms[2].remaining = Duration::from_days(200);  // turned away before it, so served first
  numbers.technologies.push_back(plain_technology("marked"));
  numbers.technologies[1].supply.unit_cost = Money::major(1.0);
  numbers.firms[2].technology = "marked";
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.contracts_signed, 2);
  EXPECT_EQ(outcome.public_money_released, 1e6);
  EXPECT_EQ(outcome.public_money_paid, 1e6);
  EXPECT_EQ(outcome.suppliers_spending, 1e6 + 100.0);
}

TEST(Order, AFirmKeepsThePayrollUntilItIsPaid) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(days_per_year);
  numbers.technologies[0].supply.unit_cost = Money::major(1'000);
  numbers.firms[0].remaining = Duration{};
  numbers.firms[0].burn = BurnRate::major_per_year(960e3);
  numbers.firms[0].cash = Money::major(1e6);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.units_accepted, 40) << "£40k are left beside a year's payroll";
  EXPECT_EQ(outcome.public_money_paid, 4e5);
}

TEST(Order, ABudgetThatClosesBeforeTheStartLapsesWhole) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.standard.deadline = Date(2025, 12, 30);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.public_money_lapsed, 1e6);
  EXPECT_EQ(outcome.public_money_paid, 0);
  EXPECT_EQ(outcome.qualified_suppliers, 0);
  EXPECT_EQ(outcome.qualified_suppliers_ever, 1);
}

TEST(Order, EveryPoundOfTheBudgetIsAccountedFor) {
  Case numbers = small_case(6);
  numbers.technologies[0].slip = Law::lognormal(1.0, 0.8);
  numbers.technologies[0].supply = {Law::lognormal(200.0, 1.0), 7, Money::major(3'000)};
  for (std::size_t i = 0; i < 6; ++i) {
    numbers.firms[i].remaining = Duration::from_days(200.0 * static_cast<double>(i + 1));
    numbers.firms[i].burn = BurnRate::major_per_year(4e5);
  }
  numbers.programmes = {plain_programme(2'345'678.91, 60)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(45);
  numbers.standard.deadline = Date(2029, 3, 31);
  std::size_t with_release = 0;
  for (const Date horizon : {Date(2028, 6, 30), Date(2029, 3, 31), Date(2033, 6, 30)}) {
    numbers.horizon = horizon;
    for (const Outcome& o : simulate_all(numbers, 2'000)) {
      EXPECT_NEAR(o.public_money_committed,
                  o.public_money_paid + o.public_money_released + o.public_money_reserved, 0.001);
      const double booked = o.public_money_paid + o.public_money_reserved + o.public_money_lapsed;
      if (horizon < numbers.standard.deadline) {
        EXPECT_EQ(o.public_money_lapsed, 0.0);
        EXPECT_LE(booked, 2'345'678.91);
      } else {
        EXPECT_NEAR(booked, 2'345'678.91, 0.001);
      }
      with_release += o.public_money_released > 0 ? 1U : 0U;
    }
  }
  EXPECT_GT(with_release, 100U);
}

TEST(Runway, AnAccountEmptiedToThePennyIsRuinedAtOnce) {
  Case numbers = small_case();
  Stage& design = begin_with(numbers, "design");
  design.success = {1.0};
  Technology& technology = numbers.technologies[0];
  technology.stages[1].cost = Money::major(9e5);
  numbers.firms[0].remaining = Duration::from_days(days_per_year / 10.0);
  numbers.firms[0].burn = BurnRate::minor_per_year(100'000'003);  // leaves £900,000 to the penny
  numbers.firms[0].cash = Money::major(1e6);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_insolvent, 1);
  EXPECT_EQ(outcome.suppliers_spending, 1e6);
  // By making units at a penny each.
  Case maker = small_case();
  maker.programmes = {plain_programme(1e12, 1'000'000'000)};
  maker.technologies[0].supply = {Law::constant(0.0), 1'000'000'000, Money::minor(1)};
  maker.firms[0].burn = BurnRate::minor_per_year(100'000'003);
  maker.programmes.front().fund.payment_terms = Duration{};
  EXPECT_EQ(simulate_one(maker).units_accepted > 0, true);
}

TEST(Test, ARetestBeginsAndIsPaidForAfterItsWaitForRichAndPoor) {
  Case numbers = raising_case();
  numbers.finance.rounds[0].graduation = Share(1.0);
  numbers.technologies[0].relative_performance = Law::constant(1.0);
  numbers.benchmarks[0].noise = 0.5;
  numbers.standard.attempts = 2;
  numbers.standard.retest_after = Duration::from_days(180);
  numbers.technologies[0].stages[0].repeat_duration = Law::constant(10.0);
  numbers.technologies[0].stages[0].repeat_cost = Money::major(1.9e6);
  numbers.firms[0].remaining = Duration::from_days(100);
  // £2m less the burn of 280 days does not pay for the retest: the poor firm waits for a round.
  Case rich = numbers;
  rich.firms[0].cash = Money::major(1e8);
  const auto poor_outcomes = simulate_all(numbers, 300);
  const auto rich_outcomes = simulate_all(rich, 300);
  std::size_t later = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    const double days = rich_outcomes[i].months_to_first_qualification / day;
    if (rich_outcomes[i].qualified_suppliers > 0 && days > 150) {
      EXPECT_NEAR(days, 290.0, 1e-6);
      if (poor_outcomes[i].qualified_suppliers > 0) {
        EXPECT_GT(poor_outcomes[i].months_to_first_qualification / day, 290.0);
        ++later;
      }
    }
  }
  EXPECT_GT(later, 10U);
}

TEST(Stage, ThatRepeatsInNearlyNoTimeFailsTheReplication) {
  for (const double days : {1e-5, 1e-11}) {
    Case numbers = small_case();
    Stage& design = begin_with(numbers, "design");
    design.success = {0.0};
    design.on_failure = OnFailure::repeat;
    design.repeat_duration = Law::constant(days);
    EXPECT_THROW(simulate_one(numbers), ReplicationError) << days;
  }
}

TEST(Stage, ThatRepeatsInNoTimeFailsTheReplication) {
  Case numbers = small_case();
  Stage& silicon = begin_with(numbers, "silicon");
  silicon.success = {0.0};
  silicon.on_failure = OnFailure::repeat;
  EXPECT_THROW(simulate_one(numbers), ReplicationError);
}

TEST(Performance, AimsAtTheFrontierOfTheDayPlannedForFirstSilicon) {
  Case numbers = small_case();
  Stage& silicon = begin_with(numbers, "silicon");
  silicon.duration = Law::constant(days_per_year);
  silicon.success = {1.0};
  Technology& technology = numbers.technologies[0];
  technology.stages[1].duration = Law::constant(days_per_year);  // the test itself: not in the plan
  technology.relative_performance = Law::constant(1.0);
  numbers.frontier[0].annual_growth = 2.0;
  for (const bool begun : {true, false}) {
    numbers.firms[0].begun = begun;
    numbers.firms[0].remaining = Duration::from_days(days_per_year);
    EXPECT_NEAR(simulate_one(numbers).performance_at_first_qualification, 0.5, 1e-9);
  }
}

TEST(Luck, UNearOneIsBadLuckForWhatIsBetterWhenLarger) {
  // The quality of a product falls as its draw rises, as every delay and cost rises with its own.
  Case numbers = small_case();
  numbers.technologies[0].relative_performance = {LawFamily::uniform, {1.0, 3.0}};
  const EntityHash firm = hash_name("firm-0");
  const auto outcomes = simulate_all(numbers, 50);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const double u =
        Luck(1, Phase::main, i).uniform(purpose(Chance::relative_performance), firm, Ordinal{});
    EXPECT_NEAR(outcomes[i].performance_at_first_qualification, 3.0 - 2.0 * u, 1e-12);
  }
}

TEST(Counterfactual, ABudgetOfZeroIsNoProgramme) {
  Case numbers = race();
  const auto without = simulate_all(numbers, 1'000);
  numbers.programmes = {plain_programme(0, 100)};
  const auto zero = simulate_all(numbers, 1'000);
  EXPECT_TRUE(std::equal(without.begin(), without.end(), zero.begin(),
                         [](const Outcome& a, const Outcome& b) { return same(a, b); }));
}

TEST(Luck, TheOrderOfFirmsDecidesNothing) {
  Case numbers = race();
  numbers.programmes = {plain_programme(1e6, 100)};
  const auto forwards = simulate_all(numbers, 1'000);
  std::reverse(numbers.firms.begin(), numbers.firms.end());
  const auto backwards = simulate_all(numbers, 1'000);
  EXPECT_TRUE(std::equal(forwards.begin(), forwards.end(), backwards.begin(),
                         [](const Outcome& a, const Outcome& b) { return same(a, b); }));
}

TEST(Luck, AFirmThatOnlyWatchesChangesNobodysDraws) {
  Case numbers = race();
  numbers.programmes = {plain_programme(1e6, 100)};
  const auto alone = simulate_all(numbers, 1'000);
  Firm watcher = numbers.firms[0];
  watcher.name = "watcher";
  watcher.domestic = false;
  numbers.firms.insert(numbers.firms.begin(), watcher);
  const auto watched = simulate_all(numbers, 1'000);
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), watched.begin(),
                         [](const Outcome& a, const Outcome& b) { return same(a, b); }));
}

TEST(Simulate, IsAFunctionOfItsArgumentsWhateverTheWorkspaceHeld) {
  Case numbers = race();
  numbers.programmes = {plain_programme(1e6, 100)};
  const Model model = Model::build(numbers);
  Workspace used(model);
  for (std::uint64_t i = 0; i < 50; ++i) {
    simulate(model, numbers, Luck(9, Phase::main, i), used);
  }
  Workspace fresh(model);
  const Luck luck(1, Phase::main, 7);
  EXPECT_TRUE(same(simulate(model, numbers, luck, used), simulate(model, numbers, luck, fresh)));
  EXPECT_GT(used.effort().events, fresh.effort().events);
}

TEST(Simulate, AnAmountBeyondRangeFailsTheReplication) {
  Case numbers = raising_case();
  numbers.finance.rounds[0].graduation = Share(1.0);
  numbers.finance.rounds[0].size = Law::constant(1e18);
  EXPECT_THROW(simulate_all(numbers, 20), ReplicationError);
}

TEST(Model, RefusesNamesThatDoNotResolve) {
  Case numbers = small_case();
  numbers.firms[0].technology = "nothing";
  EXPECT_THROW(Model::build(numbers), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
