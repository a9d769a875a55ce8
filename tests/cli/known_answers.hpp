#pragma once
/// \file
/// Scenarios with known answers: how tests read them, play them and compare means.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/model/world.hpp"
#include "thorough.hpp"

namespace firstcustomer::testing {

namespace fs = std::filesystem;

inline const fs::path folder = FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/verification";
/// For each of the seeds 1, 2 and 3: more than 100,000 together.
inline const std::int64_t replications = thorough(34'000);

inline std::string content(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline Scenario read(const std::string& name, const std::vector<std::string>& overrides = {}) {
  Diagnostics diagnostics;
  auto scenario =
      read_scenario((folder / name).string(), content(folder / name), overrides, diagnostics);
  EXPECT_TRUE(scenario.has_value());
  EXPECT_EQ(diagnostics.render(Excerpts::none), "") << "without a doubt, too";
  return scenario.value_or(Scenario{});
}

/// Arms of a plan: without the programme, and with it where there is one.
inline constexpr std::size_t without_programme = 0;
inline constexpr std::size_t with_programme = 1;

/// The outcomes of all replications of an arm, in their order.
inline std::vector<Outcome> outcomes_of(Scenario scenario, std::int64_t seed,
                                        std::size_t arm = without_programme,
                                        Design design = Design::independent) {
  scenario.head.seed = seed;
  std::vector<Outcome> outcomes;
  const Results results = run_plan(
      make_plan(scenario, replications, design), 2, [&](const BlockResult& block, const Results&) {
        outcomes.insert(outcomes.end(), block.rows[arm].begin(), block.rows[arm].end());
      });
  EXPECT_EQ(results.failed, 0);
  return outcomes;
}

/// One replication with its record.
struct Told {
  const Outcome& outcome;
  const Recorder& recorder;

  /// Of entries of a kind, in their order: whom they are about.
  std::vector<std::string> names(RecordKind kind) const {
    std::vector<std::string> found;
    for (const Record& record : recorder.records()) {
      if (record.kind == kind) {
        found.push_back(recorder.name(record.firm));
      }
    }
    return found;
  }
  /// Of the n-th entry of a kind, from 0, in years since the start; none: the horizon's.
  double years_to(RecordKind kind, int n) const {
    for (const Record& record : recorder.records()) {
      if (record.kind == kind && n-- == 0) {
        return record.when.since_start().years();
      }
    }
    return recorder.records().back().when.since_start().years();
  }
};

/// Calls `visit(told)` for all replications of a scenario without uncertain numbers.
template <class Visit>
void for_each_record(const Scenario& scenario, std::int64_t seed, const Visit& visit,
                     std::int64_t count = replications) {
  const Model model = Model::build(scenario.numbers);
  Workspace workspace(model);
  Recorder recorder;
  for (std::int64_t i = 0; i < count; ++i) {
    const Luck luck(static_cast<std::uint64_t>(seed), Phase::main, static_cast<std::uint64_t>(i));
    const Outcome outcome = simulate(model, scenario.numbers, luck, workspace, &recorder);
    visit(Told{outcome, recorder});
  }
}

using Column = std::vector<double>;

inline Column column(const std::vector<Outcome>& outcomes,
                     const std::function<double(const Outcome&)>& f) {
  Column values(outcomes.size());
  std::transform(outcomes.begin(), outcomes.end(), values.begin(), f);
  return values;
}

/// The mean within 4 standard errors of the exact value: a two-sided false alarm of 6.3e-5. How far
/// it is stands in the test's report.
inline void expect_mean(const std::string& what, std::int64_t seed, const Column& values,
                        double exact) {
  Moments moments;
  for (const double value : values) {
    moments.add(value);
  }
  const double z = (moments.mean() - exact) / moments.standard_error();
  std::ostringstream found;
  found << "exact " << std::setprecision(10) << exact << std::setprecision(6) << ", simulated "
        << moments.mean() << " +- " << moments.standard_error() << ", z " << z;
  ::testing::Test::RecordProperty(what + ", seed " + std::to_string(seed), found.str());
  EXPECT_LT(std::abs(z), 4.0) << what << ", seed " << seed << ": " << found.str();
}

}  // namespace firstcustomer::testing
