#include "firstcustomer/experiment/monte_carlo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <fstream>
#include <sstream>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

Scenario uk_scenario(const std::vector<std::string>& overrides = {}) {
  std::ifstream file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml");
  std::stringstream text;
  text << file.rdbuf();
  Diagnostics diagnostics;
  auto scenario = read_scenario("uk", text.str(), overrides, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << diagnostics.render(Excerpts::none);
  return *scenario;
}

/// All bits of the results, as text.
std::string bits(const Results& results) {
  std::ostringstream out;
  const auto number = [&](double value) { out << std::bit_cast<std::uint64_t>(value) << ' '; };
  for (const ArmStatistics& arm : results.arms) {
    for (const Moments& level : arm.levels) {
      out << level.count() << ' ';
      number(level.mean());
      number(level.variance());
    }
    for (const PairedMoments& pairs : arm.differences) {
      number(pairs.difference().mean());
      number(pairs.difference().variance());
      number(pairs.correlation());
    }
  }
  out << results.succeeded << ' ' << results.failed;
  return out.str();
}

TEST(RunPlan, GivesTheSameBitsForAnyNumberOfThreads) {
  const Plan plan = make_plan(uk_scenario(), 1'234);
  const std::string one = bits(run_plan(plan, 1, {}));
  for (const int threads : {2, 3, 8}) {
    EXPECT_EQ(bits(run_plan(plan, threads, {})), one) << threads << " threads";
  }
}

TEST(RunPlan, FoldsBlocksInTheirOrderAndShowsEachOnce) {
  const Plan plan = make_plan(uk_scenario(), 1'234);
  std::int64_t next_block = 0;
  std::int64_t next_replication = 0;
  const Results results = run_plan(plan, 4, [&](const BlockResult& block, const Results& so_far) {
    EXPECT_EQ(block.index, next_block++);
    for (const std::int64_t replication : block.replications) {
      EXPECT_EQ(replication, next_replication++);
    }
    EXPECT_EQ(so_far.succeeded, next_replication);
  });
  EXPECT_EQ(next_block, 13);
  EXPECT_EQ(results.succeeded, 1'234);
}

TEST(RunPlan, AShorterRunIsThePrefixOfALongerOne) {
  const Plan longer = make_plan(uk_scenario(), 500);
  const Plan shorter = make_plan(uk_scenario(), 250);
  BlockRunner a(longer);
  BlockRunner b(shorter);
  for (const std::int64_t block : {2, 0, 1}) {  // in any order
    const BlockResult x = a.run(block);
    const BlockResult y = b.run(block);
    for (std::size_t i = 0; i < y.replications.size(); ++i) {
      for (const OutcomeDeclaration& outcome : outcome_declarations()) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(x.rows[1][i].*outcome.value),
                  std::bit_cast<std::uint64_t>(y.rows[1][i].*outcome.value));
      }
    }
  }
}

TEST(RunPlan, WithoutABudgetEveryDifferenceIsExactlyZero) {
  const Plan plan = make_plan(uk_scenario({"programme.fund.budget=£0"}), 1'000);
  const Results results = run_plan(plan, 2, {});
  for (std::size_t i = 0; i < outcome_declarations().size(); ++i) {
    const Moments& difference = results.arms[1].differences[i].difference();
    EXPECT_EQ(difference.mean(), 0.0) << outcome_declarations()[i].name;
    EXPECT_EQ(difference.variance(), 0.0) << outcome_declarations()[i].name;
  }
}

TEST(RunPlan, AnUncertainNumberIsDrawnOnceAndForBothArms) {
  // Uncertain cash of a firm that nothing else moves: both arms must see the same draw.
  const Plan plan =
      make_plan(uk_scenario({"firms.chiplet-card.cash={uniform: {low: £1m, high: £40m}}"}), 400);
  const Plan fixed = make_plan(uk_scenario(), 400);
  const Results uncertain = run_plan(plan, 2, {});
  const Results certain = run_plan(fixed, 2, {});
  EXPECT_NE(bits(uncertain), bits(certain));
  // No-programme and programme arms differ by the programme only: qualification is the same.
  EXPECT_EQ(uncertain.arms[1].differences[0].difference().mean(), 0.0);
  EXPECT_EQ(uncertain.arms[1].differences[0].difference().variance(), 0.0);
}

TEST(RunPlan, AFailedReplicationLeavesAllArmsAndIsKeptAsData) {
  // A rare round beyond 64 bits of pence.
  const Plan plan = make_plan(
      uk_scenario({"finance.rounds.series-b.size={lognormal: {median: £1bn, sigma: 9}}"}), 600);
  std::int64_t rows = 0;
  const Results results = run_plan(plan, 2, [&](const BlockResult& block, const Results&) {
    rows += static_cast<std::int64_t>(block.rows[0].size());
    EXPECT_EQ(block.rows[0].size(), block.rows[1].size());
    EXPECT_EQ(block.rows[0].size(), block.replications.size());
  });
  ASSERT_GT(results.failed, 0);
  ASSERT_GT(results.succeeded, 0);
  EXPECT_EQ(results.failed + results.succeeded, 600);
  EXPECT_EQ(rows, results.succeeded);
  EXPECT_EQ(results.arms[0].levels[0].count(), results.succeeded);
  EXPECT_EQ(results.arms[1].levels[0].count(), results.succeeded);
  EXPECT_THAT(results.failures.front().message, ::testing::HasSubstr("64 bits"));
  EXPECT_LE(results.failures.size(), 100U);
}

TEST(RunPlan, WhatAnObserverThrowsStopsTheRun) {
  const Plan plan = make_plan(uk_scenario(), 2'000);
  int seen = 0;
  EXPECT_THROW(run_plan(plan, 4,
                        [&](const BlockResult&, const Results&) {
                          if (++seen == 3) {
                            throw std::runtime_error("full");
                          }
                        }),
               std::runtime_error);
  EXPECT_EQ(seen, 3);
}

TEST(MakePlan, TheCounterfactualStandsFirstAndLacksOnlyTheProgramme) {
  const Scenario scenario = uk_scenario();
  const Plan plan = make_plan(scenario, 100);
  ASSERT_EQ(plan.arms.size(), 2U);
  EXPECT_EQ(plan.arms[0].name, "no-programme");
  EXPECT_EQ(plan.arms[1].name, "first-customer-order");
  EXPECT_FALSE(plan.arms[0].numbers.programme.has_value());
  EXPECT_EQ(plan.arms[0].numbers.standard.deadline, plan.arms[1].numbers.standard.deadline);
}

}  // namespace
}  // namespace firstcustomer
