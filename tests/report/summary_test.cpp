#include "firstcustomer/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "firstcustomer/experiment/estimates.hpp"
#include "model/outcome_index.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using testing::small;
using testing::small_without_programme;
using testing::SmallRun;

std::vector<std::string> keys(const nlohmann::ordered_json& object) {
  std::vector<std::string> result;
  for (const auto& [key, value] : object.items()) {
    result.push_back(key);
  }
  return result;
}

TEST(SummaryJson, HoldsEveryEstimateWithItsInterval) {
  const SmallRun run(small(), 250);
  const std::string text = summary_json(run.scenario, run.plan, run.results);
  const auto summary = nlohmann::ordered_json::parse(text);
  EXPECT_THAT(keys(summary), ElementsAre("title", "behaviour", "currency", "present_values", "seed",
                                         "replications", "design", "failed", "confidence",
                                         "quantile_method", "arms", "differences",
                                         "cost_per_additional_qualified_supplier", "failures"));
  EXPECT_EQ(summary["title"], "Small scenario, £2m");
  EXPECT_EQ(summary["replications"], 250);
  EXPECT_EQ(summary["confidence"], 0.95);
  const auto same = [](const nlohmann::ordered_json& read, double value) {
    return std::isfinite(value) ? read == value : read.is_null();
  };
  const auto expect_estimate = [&](const nlohmann::ordered_json& read, const Estimate& written) {
    EXPECT_TRUE(same(read.at("mean"), written.mean));
    EXPECT_TRUE(same(read.at("se"), written.standard_error));
    EXPECT_TRUE(same(read.at("lo"), written.low));
    EXPECT_TRUE(same(read.at("hi"), written.high));
    EXPECT_EQ(read.at("n"), written.count);
  };
  const auto declarations = outcome_declarations();
  for (std::size_t arm = 0; arm < 2; ++arm) {
    const auto& read = summary["arms"].at(run.plan.arms[arm].name);
    EXPECT_EQ(read.size(), declarations.size());
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      expect_estimate(read.at(std::string(declarations[i].name)),
                      level_estimate(run.plan, run.results, arm, i));
    }
  }
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    const auto& read = summary["differences"]["small-order"].at(std::string(declarations[i].name));
    const PairedMoments& pairs = run.results.arms[1].differences[i];
    expect_estimate(read, difference_estimate(run.plan, run.results, 1, i));
    EXPECT_TRUE(same(read.at("correlation"), pairs.correlation()));
    EXPECT_TRUE(same(read.at("variance_reduction"), pairs.variance_reduction()));
  }
}

TEST(SummaryJson, OfALatinHypercubeHasTheIntervalsOfItsBlocks) {
  const SmallRun run(small(), 350, 1, Design::latin_hypercube);
  const json summary = json::parse(summary_json(run.scenario, run.plan, run.results));
  EXPECT_EQ(summary["design"], "latin-hypercube");
  const json& raised = summary["arms"]["small-order"]["private_money_raised"];
  const Moments& means =
      run.results.arms[1].group_levels[testing::outcome_index("private_money_raised")];
  EXPECT_EQ(means.count(), 3);
  EXPECT_EQ(raised["se"], means.standard_error());
  EXPECT_EQ(raised["n"], 350);
}

TEST(SummaryJson, OfALatinHypercubeHasNullBelowTwoFullBlocks) {
  const SmallRun run(small(), 199, 1, Design::latin_hypercube);
  const json summary = json::parse(summary_json(run.scenario, run.plan, run.results));
  for (const char* part : {"arms", "differences"}) {
    for (const auto& [name, estimate] : summary[part]["small-order"].items()) {
      EXPECT_EQ(estimate["mean"].is_number(), estimate["n"].get<int>() > 0) << name;
      for (const char* key : {"se", "lo", "hi"}) {
        EXPECT_TRUE(estimate[key].is_null()) << name << ' ' << key;
      }
    }
  }
}

TEST(SummaryJson, HasNullWhereOneReplicationTellsNothing) {
  const SmallRun run(small(), 1);
  const json summary = json::parse(summary_json(run.scenario, run.plan, run.results));
  const json& units = summary["arms"]["small-order"]["units_ordered"];
  EXPECT_TRUE(units["mean"].is_number());
  EXPECT_EQ(units["n"], 1);
  for (const char* key : {"se", "lo", "hi"}) {
    EXPECT_TRUE(units[key].is_null()) << key;
  }
}

TEST(SummaryJson, HasTheQuantilesOfTheHistograms) {
  const SmallRun run(small(), 1'234);
  const json summary = json::parse(summary_json(run.scenario, run.plan, run.results));
  EXPECT_EQ(summary["quantile_method"], "histogram, relative width 2^-10");
  EXPECT_EQ(summary["present_values"], "no inflation, discounted at 3.5 % a year to January 2026");
  const auto declarations = outcome_declarations();
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      std::vector<double> values;
      for (const BlockResult& block : run.blocks) {
        for (const Outcome& row : block.rows[arm]) {
          if (!std::isnan(row.*declarations[i].value)) {
            values.push_back(row.*declarations[i].value);
          }
        }
      }
      std::sort(values.begin(), values.end());
      const json& level = summary["arms"][run.plan.arms[arm].name][declarations[i].name];
      if (declarations[i].kind == OutcomeKind::probability) {
        EXPECT_FALSE(level.contains("quantiles"));
        continue;
      }
      EXPECT_EQ(level["quantiles"].size(), 5U);
      for (const QuantileName& quantile : quantile_names) {
        if (values.empty()) {
          EXPECT_TRUE(level["quantiles"][quantile.name].is_null()) << declarations[i].name;
          continue;
        }
        const double exact = sample_quantile(values, quantile.p).value;
        EXPECT_NEAR(level["quantiles"][quantile.name].get<double>(), exact,
                    std::abs(exact) * 0x1p-10)
            << declarations[i].name << ' ' << quantile.name;
      }
    }
  }
}

TEST(SummaryJson, QuantilesOfWhatIsNowhereDefinedAreNull) {
  const SmallRun run(small({"standard.thresholds.speed.at_least=1000000"}), 100);
  const json summary = json::parse(summary_json(run.scenario, run.plan, run.results));
  const json& none = summary["arms"]["small-order"]["performance_at_first_qualification"];
  EXPECT_EQ(none["n"], 0);
  EXPECT_EQ(none["quantiles"].size(), 5U);
  for (const json& quantile : none["quantiles"]) {
    EXPECT_TRUE(quantile.is_null());
  }
}

TEST(SummaryJson, ExactQuantilesStandBesideTheOthers) {
  const SmallRun run(small_without_programme(), 20);
  const ExactQuantiles exact = {ArmQuantiles(outcome_declarations().size())};
  const auto with =
      nlohmann::ordered_json::parse(summary_json(run.scenario, run.plan, run.results, exact));
  EXPECT_THAT(
      keys(with),
      ElementsAre("title", "behaviour", "currency", "present_values", "seed", "replications",
                  "design", "failed", "confidence", "quantile_method", "arms", "differences",
                  "cost_per_additional_qualified_supplier", "exact_quantiles", "failures"));
  const auto& spending = with["exact_quantiles"]["no-programme"]["suppliers_spending"];
  EXPECT_THAT(keys(spending), ElementsAre("p5", "p25", "p50", "p75", "p95"));
  EXPECT_THAT(keys(spending["p50"]), ElementsAre("value", "lo", "hi"));
}

JointMoments joint(std::initializer_list<std::pair<double, double>> pairs) {
  JointMoments result;
  for (const auto& [cost, effect] : pairs) {
    result.add(cost, effect);
  }
  return result;
}

TEST(SummaryJson, HasTheCostOfAnAdditionalSupplierWithItsSet) {
  SmallRun run(small(), 20);
  const auto cost = [&](const JointMoments& pairs) {
    run.results.arms[1].cost_and_effect = pairs;
    const json summary = json::parse(summary_json(run.scenario, run.plan, run.results));
    return summary["cost_per_additional_qualified_supplier"]["small-order"];
  };
  const JointMoments clear = joint({{19, 1.9}, {22, 2}, {19, 2.1}});
  const json bounded = cost(clear);
  EXPECT_EQ(bounded["ratio"], 10.0);
  EXPECT_EQ(bounded["set"], "interval");
  EXPECT_EQ(bounded["lo"], ratio_of_means(clear).low);
  EXPECT_EQ(bounded["hi"], ratio_of_means(clear).high);
  EXPECT_TRUE(bounded["gap_lo"].is_null() && bounded["gap_hi"].is_null());
  EXPECT_EQ(bounded["n"], 3);
  const JointMoments vague = joint({{19, 1}, {20, -1}, {21, 1}});
  const json unbounded = cost(vague);
  EXPECT_EQ(unbounded["set"], "outside");
  EXPECT_TRUE(unbounded["lo"].is_null() && unbounded["hi"].is_null());
  EXPECT_EQ(unbounded["gap_lo"], ratio_of_means(vague).low);
  EXPECT_EQ(unbounded["gap_hi"], ratio_of_means(vague).high);
  EXPECT_EQ(cost(joint({{-1, 1}, {1, -1}, {1, 1}}))["set"], "everything");
  const json nothing = cost(joint({{1, 0}, {2, 0}}));
  EXPECT_EQ(nothing["set"], "undefined");
  EXPECT_TRUE(nothing["ratio"].is_null());
}

TEST(SummaryJson, HasChannelsOfEveryOutcomeThatHasADifference) {
  const SmallRun run = testing::small_run_with_channels(150);
  const auto summary =
      nlohmann::ordered_json::parse(summary_json(run.scenario, run.plan, run.results));
  EXPECT_EQ(summary["behaviour"], "heuristic");
  const auto declarations = outcome_declarations();
  std::size_t undefined = 0;
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    const std::string name(declarations[i].name);
    if (summary["differences"]["small-order"][name]["n"] == 0) {
      EXPECT_FALSE(summary["channels"].contains(name)) << name;
      ++undefined;
      continue;
    }
    const auto& channels = summary["channels"].at(name);
    EXPECT_THAT(keys(channels), ElementsAre("cash", "signal", "entry", "interaction"));
    EXPECT_EQ(channels["signal"]["mean"], summary["differences"]["signal-only"][name]["mean"]);
    const Estimate interaction = interaction_estimate(run.plan, run.results, 1, i);
    EXPECT_EQ(channels["interaction"]["mean"], interaction.mean) << name;
    EXPECT_EQ(channels["interaction"]["lo"], interaction.low) << name;
  }
  EXPECT_LT(undefined, declarations.size() / 2);
}

TEST(SummaryJson, WhereOnlyCashCanActItIsTheWhole) {
  Plan plan = make_plan(small(), 100);
  add_channels(plan);
  const SmallRun run(small(), plan);
  const auto summary =
      nlohmann::ordered_json::parse(summary_json(run.scenario, run.plan, run.results));
  const auto& paid = summary["channels"]["public_money_paid"];
  EXPECT_THAT(keys(paid), ElementsAre("cash"));
  EXPECT_EQ(paid["cash"]["mean"],
            summary["differences"]["small-order"]["public_money_paid"]["mean"]);
  EXPECT_GT(paid["cash"]["mean"].get<double>(), 0.0);
}

}  // namespace
}  // namespace firstcustomer
