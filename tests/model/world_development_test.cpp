#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "model/staged_case.hpp"

namespace firstcustomer {
namespace {

using testing::central_spins;
using testing::days;
using testing::expect_mean;
using testing::for_each_history;
using testing::History;
using testing::history_of;
using testing::plain_programme;
using testing::plain_technology;
using testing::simulate_one;
using testing::small_case;
using testing::stage;
using testing::stage_of_days;
using testing::staged_case;

double months_of_days(double span) {
  return span / days_per_month;
}

/// 1 if the first firm qualified on this day.
auto qualified_on(double day) {
  return [day](const Outcome& o) {
    return std::abs(o.months_to_first_qualification - months_of_days(day)) < 1e-6 ? 1.0 : 0.0;
  };
}

double repeated_more_than_once(const Outcome& o) {
  return o.prototypes_repeated >= 2 ? 1.0 : 0.0;
}

Case spinning_case() {
  Case numbers = staged_case();
  stage(numbers, 1).success = central_spins;
  return numbers;
}

// --- Spins

TEST(Spins, MeanAndTailOfTapeOuts) {  // P3: mean 2.27, at least a quarter need more than two
  expect_mean(spinning_case(), 1.274854, [](const Outcome& o) { return o.prototypes_repeated; });
  expect_mean(spinning_case(), 0.82 * 0.43, repeated_more_than_once);
}

TEST(Spins, OfAFirmMeetItsOwnMean) {
  for (const double mean : {0.0, 0.4, 2.0, 2.9}) {
    SCOPED_TRACE(mean);
    Case numbers = spinning_case();
    numbers.firms[0].respins = Respins{mean};
    expect_mean(numbers, mean, [](const Outcome& o) { return o.prototypes_repeated; });
  }
}

TEST(Spins, OfAMeanThatCannotBeMetFailTheReplication) {
  Case numbers = spinning_case();
  numbers.firms[0].respins = Respins{3.0};
  EXPECT_THROW(simulate_one(numbers), ReplicationError);
}

TEST(Spins, AreDemonstrableMoreOftenEachTime) {
  // Not demonstrable: .4, .2, .1 by spin; the fourth is ready for production.
  Case numbers = spinning_case();
  stage(numbers, 1).demonstrable = Share(0.6);
  expect_mean(numbers, 0.6, qualified_on(160));
  expect_mean(numbers, 0.4 * 0.8, qualified_on(200));
  expect_mean(numbers, 0.4 * 0.2 * 0.9, qualified_on(240));
  expect_mean(numbers, 0.4 * 0.2 * 0.1, qualified_on(280));
}

TEST(Spins, ThatAreReadyForProductionAreDemonstrable) {
  Case numbers = spinning_case();  // .18, .57, .71 and .95 against .1, .55, .775, 1
  stage(numbers, 1).demonstrable = Share(0.1);
  expect_mean(numbers, 0.18, qualified_on(160));
  expect_mean(numbers, 0.82 * 0.57, qualified_on(200));
  expect_mean(numbers, 0.82 * 0.43 * 0.775, qualified_on(240));
}

TEST(Spins, AllTogetherHaveTheAttemptsOfOneGeneration) {
  Case numbers = spinning_case();
  stage(numbers, 1).demonstrable = Share(0.6);
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  numbers.standard.attempts = 2;
  numbers.standard.retest_after = Duration::from_days(15);
  int left_while_spinning = 0;
  for_each_history(numbers, 2'000, [&](const History& history) {
    ASSERT_EQ(history.count(RecordKind::test_failed), 2U);
    ASSERT_EQ(history.outcome.suppliers_missed, 1);
    ASSERT_EQ(history.count(RecordKind::stage_begins),
              1 + 2 + 1 + history.outcome.prototypes_repeated);
    left_while_spinning += history.outcome.products_finished == 0 ? 1 : 0;
  });
  EXPECT_GT(left_while_spinning, 200);
}

TEST(Spins, GoOnBesideTheTestAndDeliveryWaitsForTheLast) {
  Case numbers = spinning_case();
  numbers.programmes = {plain_programme(1e6, 100)};
  int waited = 0;
  for_each_history(numbers, 2'000, [&](const History& history) {
    const double spins = history.outcome.prototypes_repeated;
    const double finished = 150.0 + 40.0 * spins;
    ASSERT_NEAR(days(history.all(RecordKind::test_passed).at(0).when), 160.0, 1e-6);
    ASSERT_NEAR(days(history.all(RecordKind::lot_delivered).at(0).when), std::max(160.0, finished),
                1e-6);
    waited += finished > 160.0 ? 1 : 0;
  });
  EXPECT_NEAR(waited / 2'000.0, 0.82, 0.04);
}

// --- Loops and money

TEST(ReturnTo, RepeatsAllFromTheEarlierStageOn) {
  Case numbers = staged_case();
  stage(numbers, 1).success = {0.4};
  stage(numbers, 1).on_failure = OnFailure::return_to;
  stage(numbers, 1).return_to = "design";
  stage(numbers, 1).demonstrable = Share(0.0);
  stage(numbers, 0).repeat_duration = Law::constant(30.0);
  stage(numbers, 0).cost = Money::major(1'000);
  stage(numbers, 0).repeat_cost = Money::major(200);
  stage(numbers, 1).cost = Money::major(500);
  stage(numbers, 1).repeat_cost = Money::major(70);
  // Testable by halves: the k-th prototype with 1 − .5^(k − 1), a success always.
  for_each_history(numbers, 2'000, [&](const History& history) {
    const double loops = history.outcome.prototypes_repeated;
    ASSERT_NEAR(history.outcome.suppliers_spending, 1'500.0 + 270.0 * loops, 1e-6);
    const auto completed = history.all(RecordKind::stage_completed);
    ASSERT_EQ(completed.size(), 2.0 + loops);
    ASSERT_NEAR(days(completed.back().when), 150.0 + 70.0 * loops, 1e-6);
  });
  expect_mean(numbers, 1.5, [](const Outcome& o) { return o.prototypes_repeated; });
}

TEST(BurnMultiple, HoldsInItsStageOnly) {
  Case numbers = staged_case();
  numbers.firms[0].burn = BurnRate::major_per_year(365'250);  // £1,000 a day
  stage(numbers, 0).burn_multiple = 2.0;
  stage(numbers, 1).burn_multiple = 5.0;
  stage(numbers, 2).burn_multiple = 3.0;
  numbers.horizon = Date(2026, 12, 31);
  numbers.standard.deadline = numbers.horizon;
  const double others = 365.0 - 160.0;
  EXPECT_NEAR(simulate_one(numbers).suppliers_spending,
              1'000.0 * (2 * 100 + 5 * 50 + 3 * 10 + others), 0.05);
}

TEST(BurnMultiple, DoesNotHoldWhileTheFirmWaitsForCash) {
  Case numbers = staged_case();
  numbers.firms[0].cash = Money::major(1e6);
  numbers.firms[0].burn = BurnRate::major_per_year(365'250);
  stage(numbers, 0).burn_multiple = 2.0;
  stage(numbers, 1).cost = Money::major(50e6);  // never to be had
  const History history = history_of(numbers);
  ASSERT_EQ(history.count(RecordKind::waits_for_cash), 1U);
  // £200,000 in the hundred days of design, then £1,000 a day.
  EXPECT_NEAR(days(history.all(RecordKind::insolvent).at(0).when), 900.0, 0.001);
}

TEST(KeepsRunway, IsCountedAtTheBurnWithoutAStage) {
  Case numbers = staged_case();
  numbers.firms[0].burn = BurnRate::major_per_year(365'250);
  stage(numbers, 0).burn_multiple = 2.0;
  stage(numbers, 1).cost = Money::major(700'000);
  stage(numbers, 1).keeps_runway = Duration::from_days(90);
  numbers.firms[0].cash = Money::major(200'000 + 700'000 + 90'000 + 1);
  EXPECT_EQ(history_of(numbers).count(RecordKind::waits_for_cash), 0U);
  numbers.firms[0].cash = Money::major(200'000 + 700'000 + 90'000 - 1);
  EXPECT_EQ(history_of(numbers).count(RecordKind::waits_for_cash), 1U);
}

// --- Viability

/// V18: four nested hurdles. The last is the firm's own: the share .5 or .32 of slips that brings
/// it to the test by the deadline.
Case portfolio() {
  Case numbers = small_case(3);
  numbers.standard.deadline = Date(2028, 12, 31);  // 1,096 days
  numbers.technologies.clear();
  const double of_class[] = {0.8, 0.6};
  for (std::size_t i = 0; i < 2; ++i) {
    Technology technology = plain_technology(i == 0 ? "a" : "b");
    technology.slip = {LawFamily::uniform, {0.0, 1.0}};
    Stage silicon = stage_of_days("silicon", 100.0);
    silicon.prototype = true;
    technology.stages.insert(technology.stages.begin(), silicon);
    technology.stages.back().duration = Law::constant(0.0);
    technology.viability = {Share(0.9), Share(of_class[i]), Share(0.8)};
    technology.class_name = i == 0 ? "platform-a" : "platform-b";
    numbers.technologies.push_back(technology);
  }
  const double own[] = {0.5, 0.32, 0.5};
  for (std::size_t i = 0; i < 3; ++i) {
    numbers.firms[i].technology = i < 2 ? "a" : "b";
    numbers.firms[i].stage = "silicon";
    numbers.firms[i].remaining = Duration::from_days(1'096.0 / own[i]);
  }
  return numbers;
}

TEST(Viability, OfNestedHurdles) {  // V18
  expect_mean(portfolio(), 0.5049216, [](const Outcome& o) { return o.any_qualified_supplier; });
}

TEST(Viability, IsSharedByFirmsOfOneTechnology) {  // V18: pairs, and so correlations
  Case numbers = portfolio();
  numbers.firms[2].domestic = false;
  const auto both = [](const Outcome& o) { return o.qualified_suppliers == 2 ? 1.0 : 0.0; };
  expect_mean(numbers, 0.09216, both);
  expect_mean(numbers, 0.288 + 0.18432, [](const Outcome& o) { return o.qualified_suppliers; });
  const double correlation =
      (0.09216 - 0.288 * 0.18432) / std::sqrt(0.288 * 0.712 * 0.18432 * 0.81568);
  EXPECT_NEAR(correlation, 0.2225491522, 1e-10);
  numbers.firms[1].domestic = false;
  expect_mean(numbers, 0.288, [](const Outcome& o) { return o.qualified_suppliers; });
  numbers.firms[2].domestic = true;  // of another class: only the first hurdle is common
  expect_mean(numbers, 0.9 * 0.8 * 0.8 * 0.5 * 0.6 * 0.8 * 0.5, both);
}

TEST(Viability, OfOneClassIsSharedByItsTechnologies) {
  Case numbers = portfolio();
  numbers.technologies[1].class_name = "platform-a";
  numbers.technologies[1].viability.of_class = Share(0.8);
  numbers.firms[1].domestic = false;
  expect_mean(numbers, 0.9 * 0.8 * 0.8 * 0.5 * 0.8 * 0.5,
              [](const Outcome& o) { return o.qualified_suppliers == 2 ? 1.0 : 0.0; });
}

TEST(Viability, OfATechnologyWithoutAClassIsThreeHurdlesAllTheSame) {
  Case numbers = staged_case(2);
  numbers.technologies[0].viability = {Share(0.8), Share(0.6), Share(0.5)};
  expect_mean(numbers, 0.8 * 0.6 * 0.5, [](const Outcome& o) { return o.any_qualified_supplier; });
  expect_mean(numbers, 2 * 0.8 * 0.6 * 0.5, [](const Outcome& o) { return o.qualified_suppliers; });
}

TEST(Viability, WasShownByAFirmThatHasItsPrototype) {
  Case numbers = staged_case();
  numbers.technologies[0].viability.of_technology = Share(0.2);
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  numbers.technologies[0].generations = {3, 1.0};
  numbers.firms[0].stage = "test";
  expect_mean(numbers, 0.0, [](const Outcome& o) { return o.suppliers_failed; });
}

TEST(Viability, IsRevealedByTheFirstPrototypeAndNoLater) {
  Case numbers = spinning_case();
  numbers.technologies[0].viability.common = Share(0.0);
  const History history = history_of(numbers);
  const auto failed = history.all(RecordKind::technology_fails);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_NEAR(days(failed[0].when), 150.0, 1e-6);
  EXPECT_EQ(failed[0].count, 1);
  EXPECT_EQ(history.outcome.suppliers_failed, 1);
  EXPECT_EQ(history.outcome.prototypes, 1);
}

// --- Generations

TEST(Generations, DrawNewPerformanceAfterAllTestsAreMissed) {  // P7, one supplier
  // ln R ~ N(−.3, .8²): one generation passes with p, two with v (1 − (1 − p)²).
  const double p = normal_cdf(-0.3 / 0.8);
  for (const int generations : {1, 2, 3}) {
    Case numbers = staged_case();
    numbers.technologies[0].relative_performance = Law::lognormal(std::exp(-0.3), 0.8);
    numbers.technologies[0].viability.of_class = Share(0.7);
    numbers.technologies[0].generations = {generations, 1.0};
    expect_mean(numbers, 0.7 * (1.0 - std::pow(1.0 - p, generations)),
                [](const Outcome& o) { return o.any_qualified_supplier; });
  }
}

TEST(Generations, ReuseASharePartOfTimeAndCost) {
  Case numbers = staged_case();
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  numbers.technologies[0].generations = {2, 1.0};
  stage(numbers, 0).reuse = Share(0.3);
  stage(numbers, 1).reuse = Share(0.8);
  stage(numbers, 0).cost = Money::major(1'000);
  stage(numbers, 1).cost = Money::major(100);
  const History history = history_of(numbers);
  EXPECT_NEAR(days(history.all(RecordKind::generation_begins).at(0).when), 160.0, 1e-6);
  EXPECT_NEAR(days(history.all(RecordKind::missed_standard).at(0).when), 160 + 30 + 40 + 10, 1e-6);
  EXPECT_NEAR(history.outcome.suppliers_spending, 1'100 + 300 + 80, 1e-6);
}

TEST(Generations, AimAtTheFrontierOfTheirOwnPlannedDate) {
  Case numbers = staged_case();
  numbers.frontier[0].annual_growth = 2.0;
  numbers.technologies[0].relative_performance = Law::constant(0.25);
  numbers.technologies[0].generations = {2, 1.0};
  numbers.technologies[0].slip = Law::constant(1.5);
  stage(numbers, 0).reuse = Share(0.4);
  numbers.standard.thresholds[0].required = 1e9;
  const auto failed = history_of(numbers).all(RecordKind::test_failed);
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_NEAR(failed[0].truth, 0.25 * std::exp2(150 / days_per_year), 1e-9);
  EXPECT_NEAR(failed[1].truth, 0.25 * std::exp2((1.5 * 160 + 40 + 50) / days_per_year), 1e-9);
}

TEST(Generations, HaveBetterOddsByExperience) {
  Case numbers = staged_case();
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  numbers.technologies[0].generations = {2, 4.0};
  stage(numbers, 1).success = {0.2};
  stage(numbers, 1).on_failure = OnFailure::end;
  // The second of p = .2 at fourfold odds: one half.
  expect_mean(numbers, 0.2 * 0.5, [](const Outcome& o) { return o.suppliers_missed; });
}

TEST(Generations, EndTheSpinsOfTheLast) {
  Case numbers = spinning_case();
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  numbers.technologies[0].generations = {2, 1.0};
  for_each_history(numbers, 500, [](const History& history) {
    const Instant begins = history.all(RecordKind::generation_begins).at(0).when;
    ASSERT_NEAR(days(begins), 160.0, 1e-6);
    int prototypes = 0;
    for (const Record& record : history.records) {
      prototypes += record.kind == RecordKind::prototype ? 1 : 0;
      if (record.when > begins && record.kind == RecordKind::stage_to_repeat) {
        ASSERT_GE(days(record.when), 160.0 + 150.0 - 1e-6) << "a spin of the first generation";
      }
    }
    ASSERT_EQ(prototypes, 2);
  });
}

// --- Late products

TEST(Late, BySlipAndSpinsAgainstThePlan) {  // P4
  // Finished after slip × (150 + 40 N) days, planned 150 + 40 for one repetition.
  Case numbers = spinning_case();
  numbers.technologies[0].slip = Law::lognormal(1.35, 0.31);
  const double p[] = {0.18, 0.82 * 0.57, 0.82 * 0.43 * 0.71, 0.82 * 0.43 * 0.29};
  double late = 0.0;
  for (int n = 0; n < 4; ++n) {
    late += p[n] * normal_cdf(std::log(1.35 * (150 + 40 * n) / (1.1 * 190)) / 0.31);
  }
  expect_mean(numbers, late, [](const Outcome& o) { return o.products_late; });
  expect_mean(numbers, 1.0, [](const Outcome& o) { return o.products_finished; });
}

TEST(Begin, AFirmPastItsPrototypeIsTestedAtOnce) {
  Case numbers = staged_case();
  auto& stages = numbers.technologies[0].stages;
  stages.insert(stages.begin() + 2, stage_of_days("ramp", 70.0));
  numbers.firms[0].stage = "ramp";
  for (const bool begun : {false, true}) {
    numbers.firms[0].begun = begun;
    const History history = history_of(numbers);
    EXPECT_NEAR(days(history.all(RecordKind::test_passed).at(0).when), 10.0, 1e-6) << begun;
  }
}

}  // namespace
}  // namespace firstcustomer
