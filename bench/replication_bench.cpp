/// Paired replications of the UK scenario: both arms, ledger and invariants on, one thread; without
/// and with statistics of the quarterly series.

#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace {

using namespace firstcustomer;

void uk_first_customer(benchmark::State& state) {
  std::ifstream file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml");
  std::stringstream text;
  text << file.rdbuf();
  Diagnostics diagnostics;
  const auto scenario = read_scenario("uk", text.str(), {}, diagnostics);
  Plan plan = make_plan(*scenario, 1'000'000'000);
  plan.keeps_series = state.range(0) == 1;
  BlockRunner runner(plan);
  Effort effort;
  std::int64_t block = 0;
  for (auto _ : state) {
    const BlockResult result = runner.run(block++);
    effort.events += result.effort.events;
    effort.draws += result.effort.draws;
  }
  const auto pairs = static_cast<double>(block * block_size);
  const auto arms = pairs * static_cast<double>(plan.arms.size());
  state.counters["pairs/s"] = benchmark::Counter(pairs, benchmark::Counter::kIsRate);
  state.counters["events/arm"] = static_cast<double>(effort.events) / arms;
  state.counters["draws/arm"] = static_cast<double>(effort.draws) / arms;
}
BENCHMARK(uk_first_customer)->ArgName("series")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
