#include "firstcustomer/experiment/monte_carlo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <fstream>
#include <sstream>

#include "experiment/minimal.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/scenario/sampling.hpp"
#include "model/outcome_index.hpp"
#include "model/random_case.hpp"

namespace firstcustomer {
namespace {

/// The plain order, to which nobody responds.
Scenario uk_scenario(const std::vector<std::string>& overrides = {}) {
  const std::string path = FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/first-customer-order.yaml";
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  std::vector<std::string> all = {"behaviour.mode=fixed"};
  all.insert(all.end(), overrides.begin(), overrides.end());
  Diagnostics diagnostics;
  auto scenario = read_scenario(path, text.str(), all, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << diagnostics.render(Excerpts::none);
  return *scenario;
}

/// All bits of the results, as text.
std::string bits(const Results& results) {
  std::ostringstream out;
  const auto number = [&](double value) { out << std::bit_cast<std::uint64_t>(value) << ' '; };
  for (const ArmResults& arm : results.arms) {
    for (const auto* columns : {&arm.levels, &arm.group_levels, &arm.group_differences}) {
      for (const Moments& column : *columns) {
        out << column.count() << ' ';
        number(column.mean());
        number(column.variance());
      }
    }
    for (const PairedMoments& pairs : arm.differences) {
      number(pairs.difference().mean());
      number(pairs.difference().variance());
      number(pairs.correlation());
    }
  }
  const auto moments = [&](const std::vector<Moments>& columns) {
    for (const Moments& column : columns) {
      out << column.count() << ' ';
      number(column.mean());
      number(column.variance());
    }
  };
  for (const ArmResults& arm : results.arms) {
    number(arm.cost_and_effect.covariance());
    number(arm.group_cost_and_effect.covariance());
  }
  for (const SeriesResults& arm : results.series) {
    for (const auto* columns :
         {&arm.levels, &arm.differences, &arm.block_levels, &arm.block_differences}) {
      moments(*columns);
    }
  }
  for (const ArmResults& arm : results.arms) {
    moments(arm.interactions);
    moments(arm.group_interactions);
  }
  out << results.succeeded << ' ' << results.failed;
  return out.str();
}

TEST(RunPlan, GivesTheSameBitsUnderAnyRuleForAnyNumberOfThreads) {
  for (std::uint64_t number = 0; number < 24; ++number) {
    SCOPED_TRACE(number);
    Scenario scenario = testing::minimal_scenario();
    scenario.numbers = testing::random_case(number);
    scenario.uncertainties.clear();
    const Plan plan = make_plan(scenario, 300);
    const std::string one = bits(run_plan(plan, 1, {}));
    for (const int threads : {2, 5}) {
      ASSERT_EQ(bits(run_plan(plan, threads, {})), one) << threads << " threads";
    }
  }
}

TEST(RunPlan, GivesTheSameBitsForAnyNumberOfThreads) {
  const Plan plan = make_plan(uk_scenario(), 1'234);
  const std::string one = bits(run_plan(plan, 1, {}));
  for (const int threads : {2, 3, 8}) {
    EXPECT_EQ(bits(run_plan(plan, threads, {})), one) << threads << " threads";
  }
}

TEST(RunPlan, GivesTheSameBitsForAnyNumberOfThreadsWithALatinHypercube) {
  const Plan plan = make_plan(uk_scenario(), 1'234, Design::latin_hypercube);
  const std::string one = bits(run_plan(plan, 1, {}));
  EXPECT_NE(one, bits(run_plan(make_plan(uk_scenario(), 1'234), 1, {})));
  for (const int threads : {2, 3, 8}) {
    EXPECT_EQ(bits(run_plan(plan, threads, {})), one) << threads << " threads";
  }
}

TEST(RunPlan, SeriesAreKeptForComparedArmsWhereThePlanAsks) {
  Plan plan = make_plan(uk_scenario(), 250, Design::latin_hypercube);
  const Results without = run_plan(plan, 1, {});
  EXPECT_TRUE(without.series.empty());
  plan.keeps_series = true;
  const Results one = run_plan(plan, 1, {});
  EXPECT_EQ(bits(run_plan(plan, 3, {})), bits(one));
  EXPECT_EQ(one.arms[1].levels[0].mean(), without.arms[1].levels[0].mean());
  const std::size_t quarters = Quarters(Date(2025, 12, 1), Date(2035, 3, 31)).size();
  ASSERT_EQ(one.series.size(), 2U);
  for (const SeriesResults& arm : one.series) {
    ASSERT_EQ(arm.levels.size(), series_count * quarters);
    for (std::size_t cell = 0; cell < arm.levels.size(); ++cell) {
      EXPECT_EQ(arm.levels[cell].count(), one.succeeded);
      EXPECT_EQ(arm.histograms[cell].count(), one.succeeded);
      EXPECT_EQ(arm.block_levels[cell].count(), 2);
    }
  }
  EXPECT_EQ(one.series[0].differences[0].count(), 0);
  EXPECT_EQ(one.series[1].differences[0].count(), one.succeeded);
}

/// Of every succeeded replication, the running sums of what its workspace says.
TEST(RunPlan, SeriesAreThoseOfTheReplications) {
  Plan plan = make_plan(
      uk_scenario({"finance.rounds.series-b.size={lognormal: {median: £1bn, sigma: 9}}"}), 130);
  plan.keeps_series = true;
  std::vector<std::int64_t> succeeded;
  const Results results = run_plan(plan, 2, [&](const BlockResult& block, const Results&) {
    succeeded.insert(succeeded.end(), block.replications.begin(), block.replications.end());
  });
  ASSERT_LT(succeeded.size(), 130U);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    Case numbers = plan.arms[arm].numbers;
    CaseSampler sampler(plan.uncertainties, numbers, plan.parameter_laws);
    DesignPoints points(plan.design, plan.uncertainties, plan.seed, plan.correlations);
    Workspace workspace(plan.arms[arm].model);
    std::vector<double> sums(results.series[arm].levels.size());
    for (const std::int64_t replication : succeeded) {
      sampler.set(points.at(replication));
      simulate(plan.arms[arm].model, numbers,
               Luck(plan.seed, Phase::main, static_cast<std::uint64_t>(replication)), workspace);
      SeriesSample sample(workspace.series().quarters());
      sample.add(workspace.series());
      for (std::size_t cell = 0; cell < sums.size(); ++cell) {
        sums[cell] += sample.values(cell)[0];
      }
    }
    for (std::size_t cell = 0; cell < sums.size(); ++cell) {
      const double mean = sums[cell] / static_cast<double>(succeeded.size());
      EXPECT_EQ(results.series[arm].levels[cell].count(), results.succeeded);
      EXPECT_NEAR(results.series[arm].levels[cell].mean(), mean, 1e-9 * std::abs(mean));
    }
  }
}

TEST(RunPlan, CostAndEffectAreTheDifferencesOfTheRows) {
  const Plan plan = make_plan(uk_scenario(), 250);
  JointMoments expected;
  const Results results = run_plan(plan, 2, [&](const BlockResult& block, const Results&) {
    for (std::size_t i = 0; i < block.replications.size(); ++i) {
      const Outcome& base = block.rows[0][i];
      const Outcome& own = block.rows[1][i];
      expected.add(own.public_money_net_present_value - base.public_money_net_present_value,
                   own.qualified_suppliers - base.qualified_suppliers);
    }
  });
  const JointMoments& found = results.arms[1].cost_and_effect;
  EXPECT_EQ(found.count(), 250);
  EXPECT_NEAR(found.first().mean(), expected.first().mean(),
              1e-12 * std::abs(expected.first().mean()));
  EXPECT_NEAR(found.second().mean(), expected.second().mean(), 1e-15);
  EXPECT_EQ(results.arms[1].group_cost_and_effect.count(), 2);
  EXPECT_EQ(results.arms[0].cost_and_effect.count(), 0);
}

/// A scenario in which nobody can qualify, so that all of an uncertain budget lapses: the drawn
/// number can be read off an outcome.
Scenario all_lapses() {
  return uk_scenario({"programme.fund.budget={uniform: {low: £100m, high: £200m}}",
                      "standard.thresholds.efficiency.at_least=1000000"});
}

TEST(RunPlan, ALatinHypercubeVisitsEachStratumOnceInEveryFullBlock) {
  const Plan plan = make_plan(all_lapses(), 350, Design::latin_hypercube);
  run_plan(plan, 2, [&](const BlockResult& block, const Results&) {
    std::vector<int> hits(block_size);
    for (const Outcome& row : block.rows[1]) {
      ++hits.at(static_cast<std::size_t>(row.public_money_lapsed / 1e6 - 100.0));
    }
    EXPECT_THAT(hits, ::testing::Each(::testing::Le(1))) << "block " << block.index;
    EXPECT_EQ(block.rows[1].size(), block.index < 3 ? 100U : 50U);
  });
}

TEST(RunPlan, ABlockOfALatinHypercubeIsThatOfALongerRun) {
  const Plan shorter = make_plan(all_lapses(), 130, Design::latin_hypercube);
  const Plan longer = make_plan(all_lapses(), 200, Design::latin_hypercube);
  const BlockResult a = BlockRunner(shorter).run(1);
  const BlockResult b = BlockRunner(longer).run(1);
  ASSERT_EQ(a.rows[1].size(), 30U);
  for (std::size_t i = 0; i < a.rows[1].size(); ++i) {
    EXPECT_EQ(a.rows[1][i].public_money_lapsed, b.rows[1][i].public_money_lapsed);
  }
}

TEST(RunPlan, ALatinHypercubeGivesTheMeanOfWhatHangsOnOneNumberAlone) {
  const Plan plan = make_plan(all_lapses(), 1'000, Design::latin_hypercube);
  const Results results = run_plan(plan, 2, {});
  const std::size_t lapsed = testing::outcome_index("public_money_lapsed");
  ASSERT_EQ(outcome_declarations()[lapsed].name, "public_money_lapsed");
  // Ten means of 100 strata of £1m each: standard deviation £1m/√12/√1000.
  const ArmResults& arm = results.arms[1];
  EXPECT_NEAR(arm.levels[lapsed].mean(), 150e6, 4.0 * 1e6 / std::sqrt(12'000.0));
  EXPECT_EQ(arm.group_levels[lapsed].count(), 10);
  EXPECT_LT(arm.group_levels[lapsed].standard_error(), 3.0 * 1e6 / std::sqrt(12'000.0));
}

TEST(RunPlan, BlockMeansAreThoseOfFullBlocksOverWhatSucceeded) {
  // Rounds beyond 64 bits of pence fail now and then; the last block of 50 does not count.
  const Plan plan =
      make_plan(uk_scenario({"finance.rounds.series-b.size={lognormal: {median: £1bn, sigma: 9}}"}),
                650, Design::latin_hypercube);
  const auto declarations = outcome_declarations();
  std::vector<Moments> levels(declarations.size());
  std::vector<Moments> differences(declarations.size());
  const Results results = run_plan(plan, 2, [&](const BlockResult& block, const Results&) {
    for (std::size_t i = 0; block.index < 6 && i < declarations.size(); ++i) {
      Moments level;
      Moments difference;
      for (std::size_t row = 0; row < block.replications.size(); ++row) {
        const double value = block.rows[1][row].*declarations[i].value;
        level.add(value);
        difference.add(value - block.rows[0][row].*declarations[i].value);
      }
      levels[i].add(level.mean());
      differences[i].add(difference.mean());
    }
  });
  ASSERT_GT(results.failed, 0);
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    EXPECT_EQ(results.arms[1].group_levels[i].count(), levels[i].count());
    if (levels[i].count() == 0 || differences[i].count() == 0) {
      EXPECT_NE(declarations[i].when_undefined, "always defined");
      continue;
    }
    EXPECT_EQ(results.arms[1].group_levels[i].mean(), levels[i].mean());
    EXPECT_EQ(results.arms[1].group_differences[i].mean(), differences[i].mean());
    EXPECT_EQ(results.arms[1].group_differences[i].variance(), differences[i].variance());
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
    if (difference.count() == 0) {
      EXPECT_NE(outcome_declarations()[i].when_undefined, "always defined");
      continue;  // without a budget nobody is chosen
    }
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

/// The correlation between a budget of which nothing is ever paid, with the programme, and what
/// firms spend without it.
double budget_and_spending(const std::vector<std::string>& overrides) {
  std::vector<std::string> all = {"programme.fund.budget={uniform: {low: £100m, high: £200m}}",
                                  "standard.thresholds.efficiency.at_least=1000000"};
  all.insert(all.end(), overrides.begin(), overrides.end());
  PairedMoments pairs;
  run_plan(make_plan(uk_scenario(all), 1'000), 2, [&](const BlockResult& block, const Results&) {
    for (std::size_t i = 0; i < block.rows[0].size(); ++i) {
      const Outcome& without = block.rows[0][i];
      const Outcome& with = block.rows[1][i];
      EXPECT_EQ(without.suppliers_spending, with.suppliers_spending);
      pairs.add(with.public_money_lapsed, without.suppliers_spending);
    }
  });
  return pairs.correlation();
}

TEST(RunPlan, NumbersOfTheProgrammeCanBeCorrelatedWithOthers) {
  const double noise = 4.0 / std::sqrt(1'000.0);
  EXPECT_NEAR(budget_and_spending({}), 0.0, noise);
  // A hot market brings firms more to spend.
  EXPECT_GT(budget_and_spending(
                {"correlations=[{between: [finance.market, programme.fund.budget], rank: 1}]"}),
            noise);
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

TEST(RunPlan, HistogramsHoldTheRowsOfAllBlocks) {
  for (const int threads : {1, 3}) {
    const auto declarations = outcome_declarations();
    std::vector<Histogram> rows(declarations.size());
    const Results results = run_plan(make_plan(uk_scenario(), 550), threads,
                                     [&](const BlockResult& block, const auto&) {
                                       for (std::size_t i = 0; i < declarations.size(); ++i) {
                                         for (const Outcome& row : block.rows[1]) {
                                           rows[i].add(row.*declarations[i].value);
                                         }
                                       }
                                     });
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      const Histogram& histogram = results.arms[1].histograms[i];
      if (declarations[i].kind == OutcomeKind::probability) {
        EXPECT_EQ(histogram.count(), 0);
      } else {
        EXPECT_TRUE(histogram == rows[i]) << declarations[i].name;
        EXPECT_EQ(histogram.count(), results.arms[1].levels[i].count());
      }
    }
  }
}

TEST(RunPlan, AnInfiniteOutcomeIsAFailedReplication) {
  std::vector<std::string> overrides;
  for (const Technology& technology : uk_scenario().numbers.technologies) {
    overrides.push_back("technologies." + technology.name +
                        ".relative_performance={lognormal: {median: 1e307, sigma: 2}}");
  }
  const Results results = run_plan(make_plan(uk_scenario(overrides), 200), 1, {});
  ASSERT_GT(results.failed, 0);
  ASSERT_GT(results.succeeded, 0);
  EXPECT_THAT(
      results.failures.front().message,
      ::testing::AnyOf(
          "performance over the threshold is no finite number (growth over too many years?)",
          "compute_received is infinite"));
  EXPECT_TRUE(std::isfinite(results.arms[0].levels[3].mean()));
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

}  // namespace
}  // namespace firstcustomer
