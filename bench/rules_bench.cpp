/// Replications of the UK scenario under rules of the catalogue, on one thread, in blocks of 100:
/// the programme's arm alone, linked a second time with offtake_by_hand.cpp; and eight rules, each
/// alone in turn or compared on the same luck.

#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "firstcustomer/experiment/compare.hpp"
#include "firstcustomer/scenario/rule_file.hpp"

namespace {

using namespace firstcustomer;

constexpr std::int64_t endless = 1'000'000'000;  // replications

ArmRequest arm_under(const char* rule) {
  std::ifstream file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml");
  std::stringstream text;
  text << file.rdbuf();
  Diagnostics diagnostics;
  auto scenario = read_with_rule("uk", text.str(), rule, {}, diagnostics);
  return {rule, std::move(*scenario)};
}

void under_rule(benchmark::State& state, const char* rule) {
  const Plan plan = comparison_plan({arm_under(rule)}, endless);
  BlockRunner runner(plan);
  const std::int64_t blocks = state.range(0);
  double paid = 0.0;
  for (auto _ : state) {
    for (std::int64_t block = 0; block < blocks; ++block) {
      const BlockResult result = runner.run(block);
      for (const Outcome& outcome : result.rows.front()) {
        paid += outcome.public_money_paid;
      }
    }
  }
  state.counters["replications/s"] =
      benchmark::Counter(static_cast<double>(blocks * block_size), benchmark::Counter::kIsRate);
  state.counters["paid"] = paid;  // the same for two programs whose rules are
}

/// Two lengths that differ by ten blocks and nothing else.
void two_lengths(benchmark::internal::Benchmark* of) {
  of->ArgName("blocks")->Arg(2)->Arg(12)->Iterations(1)->Unit(benchmark::kMillisecond);
}

constexpr const char* eight_rules[] = {"no-programme", "offtake",    "advance-purchase",
                                       "milestones",   "amc-top-up", "reverse-auction",
                                       "prize",        "push-grant"};

/// As `firstcustomer compare` plans it: ten lucks a case, and who is best.
Plan contest_of(const std::vector<ArmRequest>& arms) {
  Plan plan = comparison_plan(arms, endless, 10);
  plan.contest = Contest{};
  return plan;
}

/// Ten blocks of each plan; arms × replications a second.
void run_in_turn(benchmark::State& state, const std::vector<Plan>& plans) {
  constexpr std::int64_t blocks = 10;
  for (auto _ : state) {
    for (const Plan& plan : plans) {
      BlockRunner runner(plan);
      for (std::int64_t block = 0; block < blocks; ++block) {
        benchmark::DoNotOptimize(runner.run(block));
      }
    }
  }
  state.counters["arms/s"] =
      benchmark::Counter(static_cast<double>(blocks * block_size) * std::size(eight_rules),
                         benchmark::Counter::kIsIterationInvariantRate);
}

void eight_alone(benchmark::State& state) {
  std::vector<Plan> plans;
  for (const char* rule : eight_rules) {
    plans.push_back(contest_of({arm_under(rule)}));
  }
  run_in_turn(state, plans);
}

void eight_compared(benchmark::State& state) {
  std::vector<ArmRequest> arms;
  for (const char* rule : eight_rules) {
    arms.push_back(arm_under(rule));
  }
  std::vector<Plan> plans;
  plans.push_back(contest_of(arms));
  run_in_turn(state, plans);
}

BENCHMARK(eight_alone)->Unit(benchmark::kMillisecond);
BENCHMARK(eight_compared)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(under_rule, offtake, "offtake")->Apply(two_lengths);
BENCHMARK_CAPTURE(under_rule, advance_purchase, "advance-purchase")->Apply(two_lengths);
BENCHMARK_CAPTURE(under_rule, push_grant, "push-grant")->Apply(two_lengths);
BENCHMARK_CAPTURE(under_rule, subscription, "subscription")->Apply(two_lengths);

}  // namespace
