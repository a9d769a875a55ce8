/// The engine on the two workloads of bench/peers/README.md; outputs stand beside speeds.

#include <benchmark/benchmark.h>

#include "workloads.hpp"

namespace {

using namespace firstcustomer;
using namespace firstcustomer::bench;

void report(benchmark::State& state, double events) {
  state.counters["events/s"] = benchmark::Counter(events, benchmark::Counter::kIsRate);
  state.counters["replications/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

benchmark::Counter average(double sum) {
  return {sum, benchmark::Counter::kAvgIterations};
}

void mm1(benchmark::State& state) {
  double events = 0.0;
  double time = 0.0;
  std::uint64_t seed = 0;
  for (auto _ : state) {
    const Mm1Outputs outputs = simulate_mm1(1'000'000, 0.9, ++seed);
    events += static_cast<double>(outputs.events);
    time += outputs.mean_time_in_system;
  }
  report(state, events);
  state.counters["time in system"] = average(time);
}
BENCHMARK(mm1)->Unit(benchmark::kMillisecond);

void procurement_toy(benchmark::State& state) {
  ProcurementToy toy(static_cast<Ruin>(state.range(0)));
  ToyOutputs sum;
  std::uint64_t replication = 0;
  for (auto _ : state) {
    const ToyOutputs outputs = toy.run(Luck(1, Phase::main, replication++));
    sum.paid += outputs.paid;
    sum.dead += outputs.dead;
    sum.last_payment += outputs.last_payment;
    sum.events += outputs.events;
  }
  report(state, static_cast<double>(sum.events));
  state.counters["events"] = average(static_cast<double>(sum.events));
  state.counters["paid"] = average(sum.paid);
  state.counters["dead"] = average(sum.dead);
  state.counters["last payment"] = average(sum.last_payment);
}
BENCHMARK(procurement_toy)
    ->Name("procurement_toy/monthly_ticks")
    ->Arg(static_cast<int>(Ruin::monthly_ticks))
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(procurement_toy)
    ->Name("procurement_toy/computed_dates")
    ->Arg(static_cast<int>(Ruin::computed_date))
    ->Unit(benchmark::kMicrosecond);

}  // namespace
