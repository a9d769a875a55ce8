/// Scenarios with known answers: every file of scenarios/verification against its closed form.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "cli/known_answers.hpp"
#include "firstcustomer/model/capacity_choice.hpp"
#include "firstcustomer/model/free_entry.hpp"
#include "firstcustomer/model/world.hpp"

namespace firstcustomer {
namespace {

namespace fs = std::filesystem;
using testing::Column;
using testing::column;
using testing::content;
using testing::expect_mean;
using testing::folder;
using testing::for_each_record;
using testing::outcomes_of;
using testing::read;
using testing::replications;
using testing::Told;
using testing::with_programme;
using testing::without_programme;

/// Of a scenario without chance, with its programme.
Outcome outcome_of_one(const Scenario& scenario) {
  const Model model = Model::build(scenario.numbers);
  Workspace workspace(model);
  return simulate(model, scenario.numbers, Luck(1, Phase::main, 0), workspace);
}


double months_to_first(const Outcome& o) {
  return o.months_to_first_qualification;
}
double months_waited(const Outcome& o) {
  return o.months_waited_at_facilities;
}

TEST(Verification, LaboratoryIsAFairLottery) {
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("laboratory.yaml"), seed);
    expect_mean("months to the first", seed, column(outcomes, months_to_first), 4.5);
    expect_mean("months in line", seed, column(outcomes, months_waited), 21.0);
    for (const Outcome& outcome : outcomes) {
      ASSERT_EQ(outcome.qualified_suppliers, 3.0);
    }
  }
}

/// Under deadlines between the tests, the number of tests that were too few for all three is known.
TEST(Verification, LaboratoryKnowsWhenAllAreThrough) {
  struct Deadline {
    std::string date;       // after k tests of 60.875 days from 1 January 2026
    double share_of_three;  // k/8
    double all_three;       // C(k, 3)/C(8, 3)
  };
  const Deadline deadlines[] = {{"2026-08-01", 3.0 / 8.0, 1.0 / 56.0},
                                {"2026-10-01", 4.0 / 8.0, 4.0 / 56.0},
                                {"2026-12-01", 5.0 / 8.0, 10.0 / 56.0},
                                {"2027-02-01", 6.0 / 8.0, 20.0 / 56.0},
                                {"2027-04-01", 7.0 / 8.0, 35.0 / 56.0}};
  for (const std::int64_t seed : {1, 2, 3}) {
    Column last(replications, 3 * 2.0);  // months to the last of the three
    for (const Deadline& deadline : deadlines) {
      const auto outcomes =
          outcomes_of(read("laboratory.yaml", {"standard.deadline=" + deadline.date}), seed);
      ASSERT_EQ(outcomes.size(), last.size());
      const Column qualified =
          column(outcomes, [](const Outcome& o) { return o.qualified_suppliers; });
      const Column all = column(
          outcomes, [](const Outcome& o) { return o.qualified_suppliers == 3.0 ? 1.0 : 0.0; });
      expect_mean("qualified by " + deadline.date, seed, qualified, 3.0 * deadline.share_of_three);
      expect_mean("all by " + deadline.date, seed, all, deadline.all_three);
      for (std::size_t i = 0; i < last.size(); ++i) {
        last[i] += 2.0 * (1.0 - all[i]);
      }
    }
    expect_mean("months to the last", seed, last, 13.5);
  }
}

TEST(Verification, ShuttleLeavesWithTheQuartersOfTheCalendar) {  // V36 on a calendar
  double days = 0.0;
  double squared_days = 0.0;
  for (const double quarter : {90.0, 91.0, 92.0, 92.0}) {
    days += quarter * quarter / (2.0 * 365.0);
    squared_days += quarter * quarter * quarter / (3.0 * 365.0);
  }
  EXPECT_NEAR(days / days_per_month, 1.49910, 5e-6);
  EXPECT_NEAR(days / days_per_year, 0.125, 1e-4) << "quarters of a calendar are nearly even";
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("shuttle.yaml"), seed);
    const Column waits = column(outcomes, months_waited);
    const Column squares =
        column(outcomes, [](const Outcome& o) { return months_waited(o) * months_waited(o); });
    expect_mean("wait", seed, waits, days / days_per_month);
    expect_mean("squared wait", seed, squares, squared_days / (days_per_month * days_per_month));
    expect_mean("months to qualification", seed, column(outcomes, months_to_first),
                (182.5 + days) / days_per_month + 3.0);
  }
}

TEST(Verification, CorrelatedTechnologiesFailTogether) {  // V19
  constexpr double exact[] = {.4400946303, .2848681531, .1579563429,
                              .0774327468, .0313197139, .0083284130};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("correlated.yaml"), seed);
    for (int k = 0; k <= 5; ++k) {
      const Column of_k = column(
          outcomes, [&](const Outcome& o) { return o.qualified_suppliers == k ? 1.0 : 0.0; });
      expect_mean(std::to_string(k) + " of five", seed, of_k, exact[k]);
    }
  }
}

bool includes(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}
double paid_millions(const Outcome& o) {
  return o.public_money_paid / 1e6;
}
double present_millions(const Outcome& o) {
  return o.public_money_paid_present_value / 1e6;
}

TEST(Verification, OnePrizeIsTheFirstFirms) {  // V01 to V04 and V07
  const Scenario race = read("race.yaml");
  for (const std::int64_t seed : {1, 2, 3}) {
    std::map<std::string, Column> first;
    Column years;
    Column of_all;
    Column of_fast;
    Column second;
    Column third;
    for_each_record(race, seed, [&](const Told& told) {
      const auto paid = told.names(RecordKind::paid);
      const auto passed = told.names(RecordKind::test_passed);
      ASSERT_EQ(paid.size(), 1U);
      ASSERT_EQ(paid.front(), passed.front()) << "the first";
      ASSERT_EQ(told.outcome.public_money_paid, 100e6);
      for (const std::string name : {"fast", "middling", "slow"}) {
        first[name].push_back(paid.front() == name ? 1.0 : 0.0);
      }
      years.push_back(months_to_first(told.outcome) / 12.0);
      const bool fast = paid.front() == "fast";
      of_all.push_back(present_millions(told.outcome));
      of_fast.push_back(fast ? present_millions(told.outcome) : 0.0);
      second.push_back(told.outcome.months_to_second_qualification / 12.0);
      third.push_back(told.years_to(RecordKind::test_passed, 2));
    });
    expect_mean("years to the first", seed, years, 1.6666666667);
    expect_mean("won by the fast firm", seed, first["fast"], 0.5);
    expect_mean("won by the middling firm", seed, first["middling"], 0.3333333333);
    expect_mean("won by the slow firm", seed, first["slow"], 0.1666666667);
    expect_mean("present value of the prize", seed, of_all, 94.48818898);
    expect_mean("present value of the fast firm's prize", seed, of_fast, 47.2440944882);
    expect_mean("years to the second", seed, second, 4.5);
    expect_mean("years to the third", seed, third, 12.1666666667 - 10.0 * std::exp(-10.0));
  }
}

TEST(Verification, OnePrizeIsNotPaidAfterItsDeadline) {  // V05 to V07
  const std::vector<std::string> four_years = {"standard.deadline=2029-12-31"};
  const Scenario race = read("race.yaml", four_years);
  for (const std::int64_t seed : {1, 2, 3}) {
    Column by_fast;
    for_each_record(race, seed, [&](const Told& told) {
      by_fast.push_back(includes(told.names(RecordKind::paid), "fast") ? 1.0 : 0.0);
    });
    expect_mean("paid to the fast firm", seed, by_fast, 0.4546410234);
    const auto outcomes = outcomes_of(race, seed, with_programme);
    expect_mean("paid", seed, column(outcomes, paid_millions), 90.92820467);
    expect_mean("present value", seed, column(outcomes, present_millions), 87.0362456891);
    expect_mean(
        "two or more", seed,
        column(outcomes, [](const Outcome& o) { return o.qualified_suppliers >= 2.0 ? 1.0 : 0.0; }),
        0.5430098934);
  }
}

TEST(Verification, StagesOfAFirmAddUp) {  // V09
  const Scenario stages = read("stages.yaml");
  for (const std::int64_t seed : {1, 2, 3}) {
    Column each;
    const auto outcomes = outcomes_of(stages, seed, with_programme);
    const auto share_by = [&](double months, double Outcome::*what) {
      return column(outcomes, [=](const Outcome& o) { return o.*what <= months ? 1.0 : 0.0; });
    };
    expect_mean("years to the first", seed,
                column(outcomes, [](const Outcome& o) { return months_to_first(o) / 12.0; }),
                0.9773559570);
    expect_mean("within a year", seed, share_by(12.0, &Outcome::months_to_first_qualification),
                0.5719789262);
    expect_mean("two within two years", seed,
                share_by(24.0, &Outcome::months_to_second_qualification), 0.7930633338);
    expect_mean("present value", seed, column(outcomes, present_millions), 0.9665050197);
    for_each_record(stages, seed, [&](const Told& told) {
      for (int n = 0; n < 4; ++n) {
        each.push_back(told.years_to(RecordKind::test_passed, n));
      }
    });
    expect_mean("years of one firm", seed, each, 2.0);
  }
}

TEST(Verification, AFirmSurvivesEveryStageOrNone) {  // V10
  std::vector<std::string> risky;
  for (const std::string stage : {"design", "silicon", "bring-up"}) {
    risky.push_back("technologies.chip.stages." + stage + ".success=[80 %]");
  }
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("stages.yaml", risky), seed);
    expect_mean("nobody ever", seed,
                column(outcomes, [](const Outcome& o) { return 1.0 - o.any_qualified_supplier; }),
                0.0567125647);
    expect_mean(
        "within three years", seed,
        column(outcomes, [](const Outcome& o) { return months_to_first(o) <= 36.0 ? 1.0 : 0.0; }),
        0.8892566247);
  }
}

TEST(Verification, SiliconWorksAfterSomeTapeOuts) {  // V20
  const auto tape_outs = [](const Outcome& o) { return o.products_prototypes; };
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("spins.yaml"), seed);
    const auto at_most = [&](double most) {
      return column(outcomes,
                    [=](const Outcome& o) { return o.products_prototypes <= most ? 1.0 : 0.0; });
    };
    expect_mean("tape-outs", seed, column(outcomes, tape_outs), 2.72);
    expect_mean("at most two", seed, at_most(2.0), 0.57);
    expect_mean("at most three", seed, at_most(3.0), 0.785);
  }
}

TEST(Verification, TwoPrizesAreTheFirstTwos) {  // V08
  const Scenario race = read("first-two.yaml");
  const std::map<std::string, double> exact = {{"fast", .7890442890},
                                               {"middling", .6530136530},
                                               {"slow", .3669108669},
                                               {"slowest", .1910311910}};
  for (const std::int64_t seed : {1, 2, 3}) {
    std::map<std::string, Column> paid_to;
    for_each_record(race, seed, [&](const Told& told) {
      const auto paid = told.names(RecordKind::paid);
      ASSERT_EQ(paid.size(), 2U);
      for (const auto& [name, share] : exact) {
        paid_to[name].push_back(includes(paid, name) ? 1.0 : 0.0);
      }
    });
    for (const auto& [name, share] : exact) {
      expect_mean(name, seed, paid_to[name], share);
    }
  }
}

TEST(Verification, NestedHurdlesAreDrawnOnce) {  // V18
  const Scenario portfolio = read("portfolio.yaml");
  const double pair = 0.09216 - 0.288 * 0.18432;
  EXPECT_NEAR(pair / std::sqrt(0.288 * 0.712 * 0.18432 * 0.81568), 0.2225491522, 1e-10);
  for (const std::int64_t seed : {1, 2, 3}) {
    Column any;
    Column first;
    Column second;
    Column both;
    for_each_record(portfolio, seed, [&](const Told& told) {
      const auto passed = told.names(RecordKind::test_passed);
      any.push_back(told.outcome.any_qualified_supplier);
      first.push_back(includes(passed, "first-on-a") ? 1.0 : 0.0);
      second.push_back(includes(passed, "second-on-a") ? 1.0 : 0.0);
      both.push_back(first.back() * second.back());
    });
    expect_mean("at least one", seed, any, 0.5049216);
    expect_mean("first on A", seed, first, 0.288);
    expect_mean("second on A", seed, second, 0.18432);
    expect_mean("both on A", seed, both, 0.09216);
  }
}

TEST(Verification, ConcentrationIsThatOfShares) {  // V22
  const auto concentration = [](const Outcome& o) { return o.contract_concentration; };
  std::vector<std::string> of_shape_two;
  for (const std::string name : {"first", "second", "third", "fourth", "fifth"}) {
    of_shape_two.push_back("programmes." + name +
                           ".contract.0.pay={gamma: {shape: 2, scale: £1m}}");
  }
  for (const std::int64_t seed : {1, 2, 3}) {
    expect_mean(
        "exponential", seed,
        column(outcomes_of(read("concentration.yaml"), seed, with_programme), concentration),
        1.0 / 3.0);
    expect_mean("gamma of shape 2", seed,
                column(outcomes_of(read("concentration.yaml", of_shape_two), seed, with_programme),
                       concentration),
                0.2727272727);
  }
}

TEST(Verification, AMilestoneRacesTheRunway) {  // V40, its first part
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("runway.yaml"), seed, with_programme);
    expect_mean("paid", seed, column(outcomes, paid_millions), 0.5555555556);
  }
}

TEST(Verification, MilestonesResetTheRunway) {  // V40, its second part
  const auto all_three = [](const Outcome& o) {
    return o.contracts_signed - o.contracts_failed == 3.0 ? 1.0 : 0.0;
  };
  // All of the money at once, but for £2: that buys a sixteenth of a second.
  std::vector<std::string> pooled = {"firms.climber.cash=£4.5bn"};
  for (const std::string milestone : {"one", "two", "three"}) {
    pooled.push_back("programmes.of-" + milestone +
                     ".contract=[{on: milestone, milestone: " + milestone + ", pay: £1}]");
  }
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("runway-reset.yaml"), seed, with_programme);
    expect_mean("all three", seed, column(outcomes, all_three), 0.3412475017);
    const auto at_once = outcomes_of(read("runway-reset.yaml", pooled), seed, with_programme);
    expect_mean("all three, pooled", seed, column(at_once, all_three), 0.6972531553);
  }
}

TEST(Verification, ARightToSellIsWorthWhatBlackAndScholesSay) {  // V46
  constexpr double units = 10'000.0;
  const auto a_unit = [](const Outcome& o) { return o.public_money_paid_present_value / units; };
  const std::vector<std::string> to_buy = {
      "programme.contract.0.pay=max(£0 per unit, market_price - strike) * 10000 units"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto put = outcomes_of(read("put-option.yaml"), seed, with_programme);
    expect_mean("put", seed, column(put, a_unit), 38.9379625538);
    const auto call = outcomes_of(read("put-option.yaml", to_buy), seed, with_programme);
    expect_mean("call", seed, column(call, a_unit), 28.9055102951);
  }
}

TEST(Verification, ABonusPaysForTheLuckOfTheTest) {  // V48
  const std::vector<std::string> certain = {
      "benchmarks.speed.noise=0", "technologies.chip.relative_performance=1.1051709180756477"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("bonus.yaml"), seed, with_programme);
    expect_mean("bonus", seed, column(outcomes, paid_millions), 17.62708343);
  }
  for (const Outcome& outcome : outcomes_of(read("bonus.yaml", certain), 1, with_programme)) {
    ASSERT_NEAR(paid_millions(outcome), 10.0, 1e-8);
  }
}

/// What an arm pays where nothing is left to chance, in present millions at a rate.
double sure_present(const std::string& contract, const std::string& rate) {
  std::vector<std::string> overrides = {"appraisal.discount.0.rate=" + rate};
  for (const std::string stage : {"one", "two", "three"}) {
    overrides.push_back("technologies.chip.stages." + stage + ".success=[100 %]");
  }
  overrides.push_back("programme.contract=[" + contract + "]");
  const Scenario scenario = read("milestones.yaml", overrides);
  const Model model = Model::build(scenario.numbers);
  Workspace workspace(model);
  return present_millions(simulate(model, scenario.numbers, Luck(1, Phase::main, 0), workspace));
}

const std::string of_firm = "22.140275816016985 %/year";
const std::string of_government = "3.5 %/year";
const std::string at_the_end = "{on: milestone, milestone: three, pay: £48577295.38}";

TEST(Verification, PaymentAtTheEndCostsWhatFinanceCosts) {  // V41, by the engine's own discounting
  const std::string names[] = {"one", "two", "three"};
  const auto expected = [&](const std::string& rate) {
    double sum = 0.0;
    for (int k = 0; k < 3; ++k) {
      sum += std::pow(0.8, k + 1) *
             sure_present("{on: milestone, milestone: " + names[k] + ", pay: £10m}", rate);
    }
    return sum;
  };
  const auto end = [](const std::string& rate) {
    return std::pow(0.8, 3) * sure_present(at_the_end, rate);
  };
  EXPECT_NEAR(expected(of_firm) / 13.6498098961, 1.0, 1e-10);
  EXPECT_NEAR(end(of_firm) / 13.6498098961, 1.0, 1e-9);
  EXPECT_NEAR(expected(of_government) / 18.3218837344, 1.0, 1e-10);
  EXPECT_NEAR(end(of_government) / 22.4327358602, 1.0, 1e-9);
  // Money at the end that is worth as much to a firm that discounts as the government does.
  const double worth = expected(of_government) / std::pow(0.8, 3) * std::pow(1.035, 3);
  const std::string fair =
      "{on: milestone, milestone: three, pay: £" + std::to_string(std::llround(1e6 * worth)) + "}";
  EXPECT_NEAR(std::pow(0.8, 3) * sure_present(fair, of_government) / expected(of_government), 1.0,
              1e-7)
      << "to the pound";
}

TEST(Verification, MilestonesPayFirmsThatFail) {  // V41, by chance: the risk goes to the buyer
  const auto lost = [](const Outcome& o) {
    return o.qualified_suppliers > 0.0 ? 0.0 : paid_millions(o);
  };
  const std::vector<std::string> end = {"programme.contract=[" + at_the_end + "]"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto milestones = outcomes_of(read("milestones.yaml"), seed, with_programme);
    expect_mean("milestones", seed, column(milestones, present_millions), 18.3218837344);
    expect_mean("of them lost", seed, column(milestones, lost), 4.16);
    const auto at_end = outcomes_of(read("milestones.yaml", end), seed, with_programme);
    expect_mean("payment at the end", seed, column(at_end, present_millions), 22.4327358602);
    for (const Outcome& outcome : at_end) {
      ASSERT_EQ(lost(outcome), 0.0);
    }
  }
}

TEST(Verification, ATournamentCostsItsPhases) {
  const std::vector<std::string> half = {"technologies.chip.stages.design.success=[50 %]"};
  for (const std::int64_t seed : {1, 2, 3}) {
    for (const Outcome& outcome : outcomes_of(read("tournament.yaml"), seed, with_programme)) {
      ASSERT_EQ(outcome.public_money_paid, 24.8e6) << "8 × 0.1 + 4 × 1 + 2 × 10";
      ASSERT_EQ(outcome.public_money_released, 0.0);
    }
    const auto outcomes = outcomes_of(read("tournament.yaml", half), seed, with_programme);
    expect_mean("paid", seed, column(outcomes, paid_millions), 23.5625);
  }
}

TEST(Verification, ATournamentPicksTheBestByANoisyScore) {  // V51
  const std::vector<std::string> purchase = {
      "programme.allocation.phases=[{name: design, lasts: 6 months, score_noise: 0.08, go_on: 1 "
      "supplier}]",
      "programme.contract=[{on: acceptance, phase: purchase, pay: £1k per unit, up_to: 1 unit}]"};
  std::vector<std::string> pair = purchase;
  pair.emplace_back("programme.allocation.suppliers=2 suppliers");
  std::vector<std::string> known = pair;
  known.emplace_back("programme.allocation.phases.0.score_noise=0");
  const auto winners = [](const std::vector<std::string>& overrides, std::int64_t seed) {
    std::vector<std::string> names;
    for_each_record(read("tournament.yaml", overrides), seed, [&](const Told& told) {
      names.push_back(told.names(RecordKind::goes_on).at(0));
    });
    return names;
  };
  const double rho = 0.15 / 0.17;
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("tournament.yaml", purchase), seed, with_programme);
    expect_mean(
        "log performance of the best of eight", seed,
        column(outcomes, [](const Outcome& o) { return std::log(o.performance_at_delivery); }),
        rho * 0.15 * 1.4236003060);
    const auto chosen = winners(pair, seed);
    const auto best = winners(known, seed);
    Column right;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      right.push_back(chosen[i] == best[i] ? 1.0 : 0.0);
    }
    expect_mean("the better of two goes on", seed, right, 0.8440417392);
  }
  EXPECT_NEAR(1.0 - std::acos(rho) / std::acos(-1.0), 0.8440417392, 1e-10);
}

TEST(Verification, AFundServesThoseWhoComeFirst) {  // V50
  const std::vector<std::string> endless = {"programme.fund.budget=£100bn"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("fund.yaml"), seed, with_programme);
    expect_mean(
        "exhausted", seed,
        column(outcomes, [](const Outcome& o) { return paid_millions(o) == 100.0 ? 1.0 : 0.0; }),
        0.5665298796);
    expect_mean("awards", seed,
                column(outcomes, [](const Outcome& o) { return o.contracts_signed; }),
                3.2185327407);
    expect_mean("spending", seed, column(outcomes, paid_millions), 80.4633185187);
    expect_mean("not served", seed,
                column(outcomes,
                       [](const Outcome& o) { return o.qualified_suppliers - o.contracts_signed; }),
                0.7814672593);
    const auto served = outcomes_of(read("fund.yaml", endless), seed, with_programme);
    expect_mean("present value", seed, column(served, present_millions), 91.8722554387);
    expect_mean(
        "its square", seed,
        column(served, [](const Outcome& o) { return present_millions(o) * present_millions(o); }),
        91.8722554387 * 91.8722554387 + 45.9926936177 * 45.9926936177);
  }
}

TEST(Verification, AFundServesThreeOfFive) {  // V50, a finite pool
  std::vector<std::string> five_years = {"standard.deadline=2030-12-31"};
  for (const std::string name : {"one", "two", "three", "four", "five"}) {
    five_years.push_back("firms." + name + ".remaining=1460.8 days");
  }
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("pool.yaml", five_years), seed, with_programme);
    expect_mean(
        "all three", seed,
        column(outcomes, [](const Outcome& o) { return paid_millions(o) == 75.0 ? 1.0 : 0.0; }),
        0.8543090216);
    expect_mean("awards", seed,
                column(outcomes, [](const Outcome& o) { return o.contracts_signed; }),
                2.8264106490);
    Column third;
    Column present;
    for_each_record(read("pool.yaml"), seed, [&](const Told& told) {
      ASSERT_EQ(told.outcome.contracts_signed, 3.0);
      third.push_back(told.years_to(RecordKind::contract_signed, 2));
      present.push_back(present_millions(told.outcome));
    });
    expect_mean("years to the third", seed, third, 3.1333333333);
    expect_mean("present value", seed, present, 70.3413019429);
  }
}

TEST(Verification, ATestErrsBothWays) {  // V51
  for (const std::int64_t seed : {1, 2, 3}) {
    Column passed;
    Column passed_below;
    Column failed_above;
    Column log_of_passed;
    for_each_record(read("noise.yaml"), seed, [&](const Told& told) {
      const auto& records = told.recorder.records();
      const auto test = std::find_if(records.begin(), records.end(), [](const Record& r) {
        return r.kind == RecordKind::test_passed || r.kind == RecordKind::test_failed;
      });
      ASSERT_NE(test, records.end());
      const bool passes = test->kind == RecordKind::test_passed;
      const bool good = test->truth >= test->other;
      ASSERT_EQ(passes && !good, told.outcome.false_qualifications == 1.0);
      passed.push_back(passes ? 1.0 : 0.0);
      if (passes) {
        passed_below.push_back(good ? 0.0 : 1.0);
        log_of_passed.push_back(std::log(test->truth));
      }
      if (good) {
        failed_above.push_back(passes ? 0.0 : 1.0);
      }
    });
    expect_mean("passed", seed, passed, 0.3843340033);
    expect_mean("below, if passed", seed, passed_below, 0.2129388235);
    expect_mean("failed, if above", seed, failed_above, 0.1812113592);
    expect_mean("log performance, if passed", seed, log_of_passed, 0.0815680656);
    const std::string known = "technologies.chip.relative_performance=0.951229424500714";
    const auto qualified = [](const Outcome& o) { return o.qualified_suppliers; };
    expect_mean("one test", seed, column(outcomes_of(read("noise.yaml", {known}), seed), qualified),
                0.2659855290);
    expect_mean("best of three", seed,
                column(outcomes_of(read("noise.yaml", {known, "standard.attempts=3 tests"}), seed),
                       qualified),
                0.6045297066);
  }
}

/// A stratum is a hundredth, and 80 % is a border of strata: each technology works in exactly 20 of
/// every 100 replications.
TEST(Verification, CorrelatedTechnologiesWorkInOneOfFiveOfEveryHypercube) {
  const auto outcomes =
      outcomes_of(read("correlated.yaml"), 1, without_programme, Design::latin_hypercube);
  ASSERT_EQ(outcomes.size() % 100, 0U);
  Moments none_of_block;
  for (std::size_t block = 0; block < outcomes.size(); block += 100) {
    double qualified = 0.0;
    double none = 0.0;
    for (std::size_t i = block; i < block + 100; ++i) {
      qualified += outcomes[i].qualified_suppliers;
      none += outcomes[i].qualified_suppliers == 0.0 ? 1.0 : 0.0;
    }
    ASSERT_EQ(qualified, 100.0) << "block " << block / 100;
    none_of_block.add(none / 100.0);
  }
  // Not independent (0.32768), nor far from the exact 0.44: ranks of 100 scores are correlated a
  // little less than scores.
  EXPECT_NEAR(none_of_block.mean(), .4400946303, 0.005 + 4.0 * none_of_block.standard_error());
}

/// Units that the firm delivered.
double units_of(const Told& told, const std::string& name) {
  double units = 0.0;
  for (const Record& record : told.recorder.records()) {
    if (record.kind == RecordKind::lot_delivered && told.recorder.name(record.firm) == name) {
      units += static_cast<double>(record.count);
    }
  }
  return units;
}

TEST(Verification, ASecondSourceIsHeldOpen) {
  const std::vector<std::string> third = {
      "firms.third={description: Rate 0.5, technology: clock, stage: test, remaining: 730.5 days, "
      "cash: £1m, burn: £0/month}"};
  struct Exact {
    std::vector<std::string> overrides;
    double in_time;
  };
  for (const Exact& exact : {Exact{{}, 0.3934693403}, Exact{third, 0.6321205588}}) {
    const Scenario scenario = read("second-source.yaml", exact.overrides);
    for (const std::int64_t seed : {1, 2, 3}) {
      Column in_time;
      Column of_first;
      Column of_second;
      Column concentration;
      for_each_record(scenario, seed, [&](const Told& told) {
        const auto signed_by = told.names(RecordKind::contract_signed);
        in_time.push_back(signed_by.size() == 2 ? 1.0 : 0.0);
        of_first.push_back(units_of(told, signed_by.front()));
        of_second.push_back(100.0 - of_first.back());
        concentration.push_back(told.outcome.contract_concentration);
        ASSERT_EQ(told.outcome.units_accepted, 100.0);
      });
      const double late = 1.0 - exact.in_time;
      expect_mean("a second in time", seed, in_time, exact.in_time);
      expect_mean("units of the first", seed, of_first, 60.0 + 40.0 * late);
      expect_mean("units of the second", seed, of_second, 40.0 * exact.in_time);
      expect_mean("concentration", seed, concentration, 0.52 + 0.48 * late);
    }
  }
}

TEST(Verification, ABetterProductTakesAnOrder) {
  constexpr double displaced = 0.3736119504;
  constexpr double between = 0.2386512185;
  const Scenario scenario = read("superiority.yaml");
  for (const std::int64_t seed : {1, 2, 3}) {
    Column comes_between;
    Column displaces;  // if it comes between
    Column recovered;
    Column accepted;
    for_each_record(scenario, seed, [&](const Told& told) {
      const double years =
          told.years_to(RecordKind::test_passed, 1) - told.years_to(RecordKind::test_passed, 0);
      const bool is_between = years >= 1.0 && years < 2.0;
      const auto superseded = static_cast<double>(told.names(RecordKind::superseded).size());
      comes_between.push_back(is_between ? 1.0 : 0.0);
      if (is_between) {
        displaces.push_back(superseded);
      } else {
        ASSERT_EQ(superseded, 0.0);
      }
      recovered.push_back(told.outcome.public_money_recovered / 1e6);
      accepted.push_back(told.outcome.units_accepted);
    });
    expect_mean("comes between", seed, comes_between, between);
    expect_mean("displaces then", seed, displaces, displaced);
    expect_mean("paid back", seed, recovered, 30.0 * between * displaced);
    expect_mean("units", seed, accepted, 100.0 - 30.0 * between * displaced);
  }
}

TEST(Verification, AGuaranteePaysWhatIsMissing) {  // V47
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("guarantee.yaml"), seed, with_programme);
    expect_mean("top-up", seed, column(outcomes, paid_millions), 7.8965060546);
    expect_mean(
        "called", seed,
        column(outcomes, [](const Outcome& o) { return o.public_money_paid > 0.0 ? 1.0 : 0.0; }),
        0.5987063257);
  }
}

TEST(Verification, ACustomersPoundGoesByLogitShares) {
  const Scenario sure = read("clearing.yaml", {"market.clearing.segments.big.growth=0 %/year",
                                               "market.clearing.segments.big.volatility=0 %"});
  const Model model = Model::build(sure.numbers);
  Workspace workspace(model);
  Recorder recorder;
  const Outcome outcome =
      simulate(model, sure.numbers, Luck(1, Phase::main, 0), workspace, &recorder);
  std::int64_t quarters = 0;
  for (const Record& record : recorder.records()) {
    if (record.kind == RecordKind::sold) {
      EXPECT_EQ(record.amount, Money::minor(1'666'666'667));
      EXPECT_NEAR(record.other, (20e6 * 0.8 + 2e6 / 3.0) / 22e6, 1e-9);
      ++quarters;
    }
  }
  EXPECT_EQ(quarters, 8);
  EXPECT_EQ(outcome.private_receipts, 133'333'333.36);
  for (const std::int64_t seed : {1, 2, 3}) {
    expect_mean("receipts", seed,
                column(outcomes_of(read("clearing.yaml"), seed),
                       [](const Outcome& o) { return o.private_receipts / 1e6; }),
                145.5347440204);
  }
}

TEST(Verification, CustomersBuyTheSameOnAnyNumberOfThreads) {
  const Scenario scenario = read("clearing.yaml");
  std::vector<double> receipts[2];
  for (const int threads : {1, 2}) {
    run_plan(make_plan(scenario, 1'000), threads, [&](const BlockResult& block, const Results&) {
      for (const Outcome& outcome : block.rows[without_programme]) {
        receipts[threads - 1].push_back(outcome.private_receipts);
      }
    });
  }
  EXPECT_EQ(receipts[0].size(), 1'000U);
  EXPECT_EQ(receipts[0], receipts[1]);
}

TEST(Verification, ALoanAtTheRateOfDiscountingIsWorthNothing) {
  const Scenario sure = read("loan.yaml", {"finance.exits.relocation_hazard=0 %/year"});
  const Outcome outcome = outcomes_of(sure, 1, with_programme).front();
  EXPECT_EQ(outcome.public_money_recovered, 5e6);
  EXPECT_EQ(outcome.public_money_returned, 1'312'384.8);
  EXPECT_NEAR(outcome.public_money_net_present_value, 0.0, 0.01);
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("loan.yaml"), seed, with_programme);
    expect_mean("interest", seed,
                column(outcomes, [](const Outcome& o) { return o.public_money_returned / 1e6; }),
                0.8797178396);
    for (const Outcome& each : outcomes) {
      ASSERT_EQ(each.public_money_recovered, 5e6);
    }
  }
}

TEST(Verification, VouchersPutFirmsAtTheHeadOfTheLine) {
  const Scenario priority = read("priority.yaml");
  for (const std::int64_t seed : {1, 2, 3}) {
    for_each_record(priority, seed, [&](const Told& told) {
      auto chosen = told.names(RecordKind::contract_signed);
      auto tested = told.names(RecordKind::test_passed);
      ASSERT_EQ(chosen.size(), 3U);
      ASSERT_EQ(tested.size(), 8U);
      ASSERT_NEAR(12.0 * told.years_to(RecordKind::test_passed, 2), 7.0, 1e-6);
      ASSERT_EQ(told.outcome.qualified_suppliers, 3.0);
      tested.resize(3);
      std::sort(chosen.begin(), chosen.end());
      std::sort(tested.begin(), tested.end());
      ASSERT_EQ(chosen, tested);
    });
  }
}

TEST(Verification, AFirmThatMovesAbroadPaysBackToThePenny) {
  const double moves = 1.0 - std::exp(-0.1 * 1826.0 / days_per_year);
  EXPECT_NEAR(moves, 0.3934277, 5e-7);
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("relocation.yaml"), seed, with_programme);
    expect_mean(
        "recovered", seed,
        column(outcomes, [](const Outcome& o) { return o.public_money_recovered / 1'000'000.07; }),
        moves);
    for (const Outcome& each : outcomes) {
      ASSERT_TRUE(each.public_money_recovered == 0.0 ||
                  each.public_money_recovered == 1'000'000.07);
    }
  }
}

// --- The venture market, lenders, displacement, soft buyers

/// The factor that the market had on average over the first years of a replication.
double mean_factor(const Told& told, double years) {
  double sum = 0.0;
  double since = 0.0;
  double factor = 0.0;
  for (const Record& record : told.recorder.records()) {
    if (record.kind == RecordKind::venture_market) {
      const double now = std::min(years, record.when.since_start().years());
      sum += factor * (now - since);
      since = now;
      factor = record.value;
    }
  }
  return (sum + factor * (years - since)) / years;
}

TEST(Verification, TheVentureMarketIsAChainOfTwoStates) {
  const Scenario venture = read("venture.yaml");
  const std::map<std::string, double> exact = {
      {"early", .7778825101}, {"middle", .6971362339}, {"late", .6510945523}};
  for (const std::int64_t seed : {1, 2, 3}) {
    std::map<std::string, Column> closes;
    Column factor;
    for_each_record(venture, seed, [&](const Told& told) {
      const auto closed = told.names(RecordKind::raise_closes);
      for (const auto& [name, share] : exact) {
        closes[name].push_back(includes(closed, name) ? 1.0 : 0.0);
      }
      factor.push_back(mean_factor(told, 3652.0 / days_per_year));
    });
    for (const auto& [name, share] : exact) {
      expect_mean(name, seed, closes[name], share);
    }
    expect_mean("factor", seed, factor, 1.3698853300);
  }
}

TEST(Verification, AHotMarketThatOnlyCoolsHasTheMeanOfItsCalibration) {
  const Scenario cooling = read("venture.yaml", {"finance.regime.warms=0 %/year"});
  for (const std::int64_t seed : {1, 2, 3}) {
    Column factor;
    for_each_record(cooling, seed,
                    [&](const Told& told) { factor.push_back(mean_factor(told, 4.5)); });
    expect_mean("factor", seed, factor, 1.4202162425);
  }
}

TEST(Verification, DebtAgainstAContractIsRepaidOrLost) {
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("debt.yaml"), seed, with_programme);
    expect_mean("paid", seed, column(outcomes, paid_millions), 2.8074971173);
    const auto millions = [&](double Outcome::*what) {
      return column(outcomes, [&](const Outcome& o) { return o.*what / 1e6; });
    };
    expect_mean("lent", seed, millions(&Outcome::contract_debt_lent), 1.1273595820);
    expect_mean("repaid", seed, millions(&Outcome::contract_debt_repaid), 0.5717754004);
    expect_mean("lost", seed, millions(&Outcome::contract_debt_lost), 0.7175805676);
  }
}

TEST(Verification, PublicMoneyDisplacesARoundAtMost) {
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("displacement.yaml"), seed, with_programme);
    expect_mean("displaced", seed,
                column(outcomes, [](const Outcome& o) { return o.private_money_displaced / 1e6; }),
                6.2903593792);
    expect_mean("raised", seed,
                column(outcomes, [](const Outcome& o) { return o.private_money_raised / 1e6; }),
                24.2401729725);
  }
}

TEST(Verification, ABuyerSoftensItsTermsAtItsHazard) {
  const auto softenings = [](const Outcome& o) { return o.programme_softenings; };
  const std::vector<std::string> small_cuts = {
      "programme.strength.soft_budget={hazard: 30 %/year, threshold_cut: 1 %, at_most: 10 times}"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("soft-budget.yaml"), seed, with_programme);
    expect_mean("softened", seed, column(outcomes, softenings), 0.5935138162);
    expect_mean("paid", seed, column(outcomes, paid_millions), 1.0447021801);
    const auto cuts = outcomes_of(read("soft-budget.yaml", small_cuts), seed, with_programme);
    expect_mean("times", seed, column(cuts, softenings), 0.9002053388);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      ASSERT_EQ(outcomes[i].qualified_suppliers_ever + cuts[i].public_money_paid, 0.0);
    }
  }
}

double insolvent(const Outcome& o) {
  return o.suppliers_insolvent;
}
double qualified(const Outcome& o) {
  return o.qualified_suppliers;
}

TEST(Verification, CashThatWandersRunsOut) {  // V37
  // What is spent until ruin is its time; after 100 years hardly anybody is left.
  const std::vector<std::string> for_good = {"horizon=2125-12-31"};
  const double mean = 10.0;
  const double sd = 8.94427191;
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto twelve = outcomes_of(read("ruin.yaml"), seed);
    expect_mean("ruined by 12", seed, column(twelve, insolvent), 0.4092884515);
    const auto eighteen = outcomes_of(read("ruin.yaml", {"horizon=2031-12-31"}), seed);
    expect_mean("ruined by 18", seed, column(eighteen, insolvent), 0.6062557584);
    const auto all = outcomes_of(read("ruin.yaml", for_good), seed);
    expect_mean("spent until ruin", seed,
                column(all, [](const Outcome& o) { return o.suppliers_spending / 1e6; }), mean);
    expect_mean("its variance", seed,
                column(all,
                       [&](const Outcome& o) {
                         const double off = o.suppliers_spending / 1e6 - mean;
                         return off * off;
                       }),
                sd * sd);
  }
}

TEST(Verification, AFirmLivesFromRoundToRound) {  // V38
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("dual-ruin.yaml"), seed);
    expect_mean("ever ruined", seed, column(outcomes, insolvent), 0.5488116361);
  }
}

TEST(Verification, AProductIsSubmittedWhenItIsReady) {  // V43
  const std::vector<std::string> two_units = {"standard.deadline=2029-12-31", "horizon=2029-12-31"};
  constexpr double mean = 24.0 * 1.9804205159;
  constexpr double sd = 24.0 * 1.0051958170;
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("ready.yaml"), seed, with_programme);
    expect_mean("months", seed, column(outcomes, months_to_first), mean);
    expect_mean("their variance", seed,
                column(outcomes,
                       [&](const Outcome& o) {
                         const double off = o.months_to_first_qualification - mean;
                         return off * off;
                       }),
                sd * sd);
    expect_mean("present value", seed, column(outcomes, present_millions), 93.3600514);
    const auto early = outcomes_of(read("ready.yaml", two_units), seed);
    expect_mean("within two units", seed, column(early, qualified), 0.6034104569);
  }
}

TEST(Verification, AStandardThatMovesIsRarelyMet) {  // V44
  const std::vector<std::string> indexed = {"standard.deadline=2029-12-31", "horizon=2029-12-31",
                                            "frontier.speed.annual_growth=1.1618342427282831"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("ready.yaml", indexed), seed);
    expect_mean("within two units", seed, column(outcomes, qualified), 0.0844068596);
  }
}

TEST(Verification, TheDayOfTheTestIsWorthChoosing) {  // V45
  const std::vector<std::string> scheduled = {"technologies.chip.submits=testable",
                                              "firms.climber.begun=yes",
                                              "firms.climber.remaining=36 months"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto any_time = outcomes_of(read("ahead.yaml"), seed);
    expect_mean("ever ahead", seed, column(any_time, qualified), 0.8358157602);
    const auto once = outcomes_of(read("ahead.yaml", scheduled), seed);
    expect_mean("ahead after three years", seed, column(once, qualified), 0.4935459567);
  }
}

/// v = 10, c = 2, ten years at 10 %, capacity at £0 to £60, 12,000 units a year.
constexpr SupplyGame supply_game = {10.0, 2.0, 10.0, 0.1, 60.0};

void expect_supply(const std::vector<std::string>& overrides, double price) {
  const SupplyResult exact = supply_at(supply_game, price);
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("hold-up.yaml", overrides), seed, with_programme);
    expect_mean("builds", seed,
                column(outcomes, [](const Outcome& o) { return o.capacity_built / 12'000.0; }),
                exact.invests);
    expect_mean("buyer's surplus", seed,
                column(outcomes,
                       [&](const Outcome& o) {
                         return o.public_money_paid_present_value * (10.0 / price - 1.0) / 12'000.0;
                       }),
                exact.buyer_surplus);
    expect_mean(
        "profit", seed,
        column(outcomes,
               [](const Outcome& o) {
                 return (o.public_money_paid_present_value - o.suppliers_spending_present_value) /
                        12'000.0;
               }),
        exact.firm_profit);
  }
}

TEST(Verification, AFirmBuildsForAPriceThatIsPromised) {
  expect_supply({}, 6.0);
  expect_supply({"programme.contract.0.pay=£7 per unit"}, 7.0);
  const auto at_value = outcomes_of(read("hold-up.yaml", {"programme.contract.0.pay=£10 per unit"}),
                                    1, with_programme);
  expect_mean("builds for all that a unit is worth", 1,
              column(at_value, [](const Outcome& o) { return o.capacity_built / 12'000.0; }),
              0.8428274118);
}

TEST(Verification, AFirmIsHeldUpWhereThePriceIsBargainedOnceItHasBuilt) {
  expect_supply({"programme.contract=[{on: acceptance, pay: £10 per unit, up_to: 120000 units, "
                 "bargained: yes, supplier_share: 30 %}]"},
                4.4);
}

double built_for(const std::vector<std::string>& overrides) {
  const Scenario scenario = read("top-up.yaml", overrides);
  const Model model = Model::build(scenario.numbers);
  Workspace workspace(model);
  return simulate(model, scenario.numbers, Luck(1, Phase::main, 0), workspace).capacity_built;
}

TEST(Verification, ATopUpMovesCapacityWhereTheShareIsTiedToIt) {
  const std::string cost = "technologies.chip.supply.capacity.cost=";
  const std::string tied =
      "programme.contract.0.up_to=£225m / £3.5k per unit * capacity / (30000 units / 1 year)";
  const struct {
    std::string cost;
    double capacity;
  } rows[] = {
      {"£7485.01 per unit", 15'000}, {"£5754.46 per unit", 30'000}, {"£5244.07 per unit", 60'000}};
  for (const auto& row : rows) {
    EXPECT_NEAR(built_for({cost + row.cost}), row.capacity, 1e-3 * row.capacity);
    EXPECT_NEAR(built_for({cost + row.cost, tied}), 200'000.0, 1e-3);
  }
  EXPECT_EQ(built_for({cost + "£11900 per unit", tied}), 0.0) << "beyond 5,056.96 + 6,750.88";
  EXPECT_NEAR(built_for({cost + "£11800 per unit", tied}), 200'000.0, 1e-3);
}

TEST(Verification, DevelopmentThatMayBeGivenUpIsWorthMore) {  // V16
  const auto value = [](const Outcome& o) {
    return (o.public_money_paid - o.suppliers_spending) / 1e6;
  };
  const std::string stages = "technologies.chip.stages.";
  for (const std::int64_t seed : {1, 2, 3}) {
    expect_mean("with gates", seed,
                column(outcomes_of(read("gates.yaml"), seed, with_programme), value), 7.7);
    const Scenario committed =
        read("gates.yaml",
             {stages + "first.cost=£12m", stages + "second.cost=£0", stages + "third.cost=£0"});
    expect_mean("without", seed, column(outcomes_of(committed, seed, with_programme), value), 0.6);
  }
}

TEST(Verification, SixFirmsEnterAnAuction) {  // V17
  const std::string bidder =
      "={description: A bidder, technology: chip, stage: test, begun: no, cash: £10m, burn: "
      "£0/month}";
  std::vector<std::string> more;
  for (const std::int64_t n : {5, 6, 7}) {
    const auto bidders = static_cast<double>(n);
    for (const std::int64_t seed : {1, 2, 3}) {
      const auto outcomes = outcomes_of(read("auction-entry.yaml", more), seed, with_programme);
      expect_mean("price", seed, column(outcomes, paid_millions), 1.0 + 2.0 / (bidders + 1.0));
      expect_mean("profit", seed,
                  column(outcomes,
                         [&](const Outcome& o) {
                           return (o.public_money_paid - o.suppliers_spending) / 1e6 / bidders;
                         }),
                  auction_profit(1.0, n));
    }
    more.push_back("firms.more-" + std::to_string(n) + bidder);
  }
  const auto profit = [](std::int64_t n) { return auction_profit(1.0, n); };
  EXPECT_EQ(entrants_in_equilibrium(profit, 0.02, 100), 6);
}

TEST(Verification, EveryNumberHasASourceAndEveryFileIsListed) {
  const std::string list = content(folder / "README.md");
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    ++files;
    EXPECT_THAT(list, ::testing::HasSubstr("| `" + name + "` |"));
    const Scenario scenario = read(name);
    for (const Assumption& each : scenario.assumptions) {
      EXPECT_TRUE(each.is_default || (each.grade == Grade::assumed && !each.source.empty()))
          << name << ": " << each.path;
    }
    // Cases are drawn where what is known hangs on them.
    const std::map<std::string, std::size_t> drawn = {
        {"correlated.yaml", 5}, {"concentration.yaml", 5}, {"runway.yaml", 1}};
    EXPECT_THAT(scenario.uncertainties,
                ::testing::SizeIs(drawn.count(name) > 0 ? drawn.at(name) : 0));
  }
  EXPECT_EQ(files, 45);
}

TEST(Verification, ALearningCurveIsBoughtDownToItsTarget) {
  const auto spent = [](const std::vector<std::string>& overrides) {
    return outcome_of_one(read("learning.yaml", overrides));
  };
  const Outcome bought = spent({});
  EXPECT_EQ(bought.units_accepted, 84.0);
  EXPECT_NEAR((bought.public_money_paid / 1e6 - 84.0 * 12.0) / 438.1757664914, 1.0, 1e-6);
  EXPECT_NEAR(bought.suppliers_spending, bought.public_money_paid, 0.5);
  const std::string supply = "technologies.chip.supply.";
  const std::vector<std::string> order = {
      supply + "units_per_month=1000 units", supply + "unit_cost=£1m per unit",
      "firms.learner.cash=£200m",
      "programme.contract=[{on: acceptance, pay: £1m per unit, up_to: 1000 units}]"};
  EXPECT_NEAR(spent(order).suppliers_spending / 1e6 / 158.6709229568, 1.0, 1e-9);
  // With experience, the units that the target needs, all in one lot.
  double exact = 0.0;
  for (int i = 1; i <= 8'318; ++i) {
    exact += 50.0 * std::pow(1.0 + i / 100.0, std::log2(0.8));
  }
  const Outcome experienced =
      spent({supply + "units_per_month=10000 units", supply + "learning.experience=100 units",
             "firms.learner.cash=£200000m", "programme.fund.budget=£500000m",
             "programme.contract=[{on: acceptance, pay: £50m per unit, up_to: 8318 units}]"});
  EXPECT_NEAR(experienced.suppliers_spending / 1e6 / exact, 1.0, 1e-9);
}

/// Of a lot, by its order: what the three lots of foundry.yaml cost, rounded as totals are.
double cost_of_lot(int lot) {
  const double days[] = {0.0, 28.0, 59.0};
  const double pi = std::acos(-1.0);
  const double gross = pi * 150.0 * 150.0 / 600.0 - pi * 300.0 / std::sqrt(1'200.0);
  const double defects = 0.15 * std::pow(0.5, days[lot] / (5.0 * days_per_month));
  const double die = 12'800.0 / (gross * std::pow(1.0 + 6.0 * defects / 3.0, -3.0));
  const double unit = std::round(100.0 * ((die + 80.0 * 13.0 + 800.0) / 0.85 + 500.0)) / 100.0;
  double cost = 0.0;
  for (int i = 300 * lot + 1; i <= 300 * lot + 300; ++i) {
    cost += unit * std::pow(1.0 + i / 1'000.0, std::log2(0.8));
  }
  return cost;
}

TEST(Verification, AFoundryIsPaidInPartBeforeItDelivers) {
  const double exact = cost_of_lot(0) + cost_of_lot(1) + cost_of_lot(2);
  EXPECT_NEAR(exact, 2'414'365.55, 0.01);
  const Scenario advanced = read("foundry.yaml");
  for (const std::int64_t seed : {1, 2, 3}) {
    Column months;
    for_each_record(advanced, seed, [&](const Told& told) {
      ASSERT_EQ(told.outcome.units_accepted, 900.0);
      ASSERT_NEAR(told.outcome.suppliers_spending, exact, 0.02);
      int lot = 0;
      for (const Record& record : told.recorder.records()) {
        if (record.kind == RecordKind::production_ordered) {
          ASSERT_NEAR(record.amount.major(), 0.3 * cost_of_lot(lot++), 0.01);
        }
      }
      months.push_back(12.0 * (told.years_to(RecordKind::lot_delivered, 0) -
                               told.years_to(RecordKind::production_ordered, 0)));
    });
    expect_mean("months to the first lot", seed, months, 38.2);
  }
  // Without the advance.
  const Outcome trapped = outcome_of_one(
      read("foundry.yaml",
           {"programme.contract=[{on: acceptance, pay: £5k per unit, up_to: 900 units}]"}));
  EXPECT_EQ(trapped.contracts_signed, 1.0);
  EXPECT_EQ(trapped.units_accepted, 0.0);
  EXPECT_EQ(trapped.suppliers_spending, 0.0);
}

}  // namespace
}  // namespace firstcustomer
