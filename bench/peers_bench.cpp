/// The workloads of peers/README.md in C++ as one first writes it: one M/M/1 run of 1,000,000
/// customers, or one replication of the procurement toy, per iteration; a new seed for each.
/// The toy's mean outputs are printed beside its speed: compare speeds of equal outputs only.

#include <benchmark/benchmark.h>

#include "peers/first_write.hpp"

namespace {

using namespace firstcustomer::peers;

void report(benchmark::State& state, double events) {
  state.counters["events/s"] = benchmark::Counter(events, benchmark::Counter::kIsRate);
  state.counters["replications/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void first_write_mm1(benchmark::State& state) {
  double events = 0;
  double time = 0;
  std::uint64_t seed = 0;
  for (auto _ : state) {
    const Mm1Outputs outputs = simulate_mm1(1'000'000, 0.9, ++seed);
    events += static_cast<double>(outputs.events);
    time += outputs.mean_time_in_system;
  }
  report(state, events);
  state.counters["time in system"] = benchmark::Counter(time, benchmark::Counter::kAvgIterations);
}
BENCHMARK(first_write_mm1)->Unit(benchmark::kMillisecond);

void first_write_procurement_toy(benchmark::State& state) {
  double events = 0;
  double paid = 0;
  double last_payment = 0;
  std::uint64_t seed = 0;
  for (auto _ : state) {
    const ProcurementToyOutputs outputs = simulate_procurement_toy(++seed);
    events += static_cast<double>(outputs.events);
    paid += outputs.paid;
    last_payment += outputs.last_payment;
  }
  report(state, events);
  state.counters["events"] = benchmark::Counter(events, benchmark::Counter::kAvgIterations);
  state.counters["paid"] = benchmark::Counter(paid, benchmark::Counter::kAvgIterations);
  state.counters["last payment"] =
      benchmark::Counter(last_payment, benchmark::Counter::kAvgIterations);
}
BENCHMARK(first_write_procurement_toy)->Unit(benchmark::kMicrosecond);

}  // namespace
