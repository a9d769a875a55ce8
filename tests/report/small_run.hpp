#pragma once
/// \file
/// A small scenario for the tests of reports: two firms, one order, in a few lines.

#include <stdexcept>
#include <string>
#include <vector>

#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer::testing {

inline constexpr const char* small_scenario = R"(title: "Small scenario, £2m"
description: Two firms and an order, for tests alone.
start: 2026-01-01
horizon: 2030-12-31
seed: 7
benchmarks:
  speed: {unit: ops, noise: {value: 0.1, grade: assumed, source: "A guess"}}
frontier:
  speed:
    level: {value: 10 ops, grade: primary, source: "A catalogue"}
    on: 2025-01-01
    annual_growth: {lognormal: {median: 1.3, sigma: 0.1}, grade: primary, source: "A table"}
standard:
  thresholds: {speed: {of: frontier, at_least: 1}}
  deadline: 2029-12-31
technologies:
  plain:
    slip: {lognormal: {median: 1.3, sigma: 0.3}, grade: published, source: "A study"}
    relative_performance: {lognormal: {median: 1.2, sigma: 0.5}, source: "A letter"}
    stages:
      design: {duration: 10 months, cost: £1m, success: [60 %]}
      test:
        duration: {triangular: {low: 1 month, mode: 2 months, high: 4 months}, grade: recalled}
        decided_by: standard
        repeat_duration: 2 months
        repeat_cost: £100k
    supply: {lead_time: 6 months, units_per_month: 10 units, unit_cost: £5k per unit}
finance:
  closing: 3 months
  round_lasts: 18 months
  rounds:
    seed: {graduation: 40 %, size: {lognormal: {median: £3m, sigma: 0.4}}, starts_at_runway: 1 year}
firms:
  grade: assumed
  source: Not real firms
  alder:
    {description: A, technology: plain, stage: design, remaining: 9 months, cash: £4m,
     burn: £200k/month, next_round: seed}
  birch:
    {description: B, technology: plain, stage: test, remaining: 5 months, cash: £2m,
     burn: £150k/month}
programme:
  name: small-order
  contract:
    - {on: acceptance, pay: £30k per unit, up_to: 20 units}
    - {on: acceptance, pay: £10k per unit, up_to: 40 units}
  fund: {budget: £2m}
)";

/// The overrides under which about half of the replications fail: cash beyond 64 bits of pence.
inline const std::vector<std::string> failing = {
    "firms.alder.cash={lognormal: {median: £90000000bn, sigma: 1}}"};

inline Scenario read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  Diagnostics diagnostics;
  auto scenario = read_scenario("small.yaml", text, overrides, diagnostics);
  if (!scenario) {
    throw std::runtime_error(diagnostics.render(Excerpts::with_caret));
  }
  return *scenario;
}

inline Scenario small(const std::vector<std::string>& overrides = {}) {
  return read(small_scenario, overrides);
}

/// The small scenario without its last section, the programme.
inline Scenario small_without_programme() {
  const std::string text = small_scenario;
  return read(text.substr(0, text.find("programme:")));
}

/// A scenario with its plan, results and blocks in order.
struct SmallRun {
  Scenario scenario;
  Plan plan;
  Results results;
  std::vector<BlockResult> blocks;

  /// With statistics of series.
  SmallRun(Scenario of, std::int64_t replications, int threads = 1,
           Design design = Design::independent)
      : SmallRun(of, with_series(make_plan(of, replications, design)), threads) {}

  SmallRun(Scenario of, Plan with, int threads = 1)
      : scenario(std::move(of)), plan(std::move(with)) {
    results = run_plan(plan, threads,
                       [&](const BlockResult& block, const Results&) { blocks.push_back(block); });
  }

  static Plan with_series(Plan plan) {
    plan.keeps_series = true;
    return plan;
  }
};

/// The small scenario with investors and founders who respond, and its channels taken apart.
inline SmallRun small_run_with_channels(std::int64_t replications) {
  Scenario scenario = small();
  scenario.numbers.behaviour.mode = BehaviourMode::heuristic;
  scenario.numbers.finance.signals = Signals{.award = 1.15};
  FirmEntry entry;
  entry.rate = PerYear(0.5);
  entry.elasticity = 0.3;
  entry.technologies = {{"plain", 1.0}};
  entry.remaining = Law::constant(300.0);
  entry.cash = Law::constant(5e6);
  scenario.numbers.entry = entry;
  Plan plan = SmallRun::with_series(make_plan(scenario, replications));
  add_channels(plan);
  return {std::move(scenario), std::move(plan)};
}

}  // namespace firstcustomer::testing
