/// The event queue alone: the hold model (pop the first event, push it again after an exponential
/// time) with N events pending.

#include <benchmark/benchmark.h>

#include <queue>
#include <vector>

#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"

namespace {

using namespace firstcustomer;

/// Exponential spans drawn beforehand, so that the queue is all that is measured.
std::vector<Duration> spans() {
  constexpr std::size_t count = 1U << 16U;
  const Luck luck(1, Phase::main, 0);
  std::vector<Duration> result;
  for (std::uint64_t i = 0; i < count; ++i) {
    const double u = luck.uniform({1}, {i}, {0});
    result.push_back(
        Duration::microseconds(static_cast<std::int64_t>(quantile(Law::exponential(1e6), u))));
  }
  return result;
}

void hold(benchmark::State& state) {
  const auto pending = static_cast<std::uint32_t>(state.range(0));
  const std::vector<Duration> draws = spans();
  EventQueue queue(std::vector<std::uint32_t>{pending});
  for (std::uint32_t slot = 0; slot < pending; ++slot) {
    queue.schedule(0, slot, Instant{} + draws[slot % draws.size()], 0, Rank{});
  }
  std::size_t next = 0;
  for (auto _ : state) {
    const Event event = queue.pop();
    queue.schedule(0, event.slot, event.time + draws[next++ & (draws.size() - 1)], 0, Rank{});
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold)->Arg(10)->Arg(100)->Arg(1'000)->Arg(100'000);

/// The same on the standard library's queue of plain structs, as one would first write it.
void hold_priority_queue(benchmark::State& state) {
  struct Pending {
    std::int64_t time;
    std::uint64_t sequence;
    std::uint32_t slot;
    bool operator<(const Pending& other) const {
      return time != other.time ? time > other.time : sequence > other.sequence;
    }
  };
  const auto pending = static_cast<std::uint32_t>(state.range(0));
  const std::vector<Duration> draws = spans();
  std::priority_queue<Pending> queue;
  std::uint64_t sequence = 0;
  for (std::uint32_t slot = 0; slot < pending; ++slot) {
    queue.push({draws[slot % draws.size()].microseconds(), sequence++, slot});
  }
  std::size_t next = 0;
  for (auto _ : state) {
    const Pending event = queue.top();
    queue.pop();
    const std::int64_t span = draws[next++ & (draws.size() - 1)].microseconds();
    queue.push({event.time + span, sequence++, event.slot});
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold_priority_queue)->Arg(10)->Arg(100)->Arg(1'000)->Arg(100'000);

}  // namespace
