/// What quarterly series cost beside the simulation, per replication of one arm: in the block, on
/// many threads, and in the fold, on one at a time.

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <vector>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/experiment/series_statistics.hpp"

namespace {

using namespace firstcustomer;

constexpr std::size_t quarters = 38;  // of the UK scenario

/// Made-up changes: money moves in every quarter, a count in every tenth.
QuarterlySeries made_up(std::mt19937_64& bits) {
  QuarterlySeries series;
  series.clear(quarters);
  for (std::size_t which = 0; which < series_count; ++which) {
    const bool money = series_declarations()[which].unit == "currency";
    for (std::size_t quarter = 0; quarter < quarters; ++quarter) {
      const double u = unit_interval(bits());
      const double change = money     ? std::floor(quantile(Law::lognormal(1e9, 1.0), u)) / 100.0
                            : u < 0.1 ? 1.0
                                      : 0.0;
      series.add(static_cast<Series>(which), quarter, change);
    }
  }
  return series;
}

std::vector<QuarterlySeries> made_up_block(std::mt19937_64& bits) {
  std::vector<QuarterlySeries> all;
  for (std::int64_t i = 0; i < block_size; ++i) {
    all.push_back(made_up(bits));
  }
  return all;
}

SeriesBlock block_of(const std::vector<QuarterlySeries>& replications) {
  SeriesBlock block{SeriesSample(quarters), {}};
  for (const QuarterlySeries& series : replications) {
    block.sample.add(series);
  }
  return block;
}

void series_of_a_block(benchmark::State& state) {
  std::mt19937_64 bits(1);
  const auto replications = made_up_block(bits);
  const SeriesSample base = block_of(made_up_block(bits)).sample;
  for (auto _ : state) {
    SeriesBlock block = block_of(replications);
    block.statistics = series_statistics(block.sample, base);
    benchmark::DoNotOptimize(block);
  }
  state.counters["time/replication"] =
      benchmark::Counter(static_cast<double>(state.iterations() * block_size),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(series_of_a_block);

void folded_series(benchmark::State& state) {
  std::mt19937_64 bits(1);
  std::vector<SeriesBlock> blocks;
  for (int i = 0; i < 20; ++i) {
    blocks.push_back(block_of(made_up_block(bits)));
    blocks.back().statistics = series_statistics(blocks.back().sample, blocks.front().sample);
  }
  SeriesResults results(quarters);
  std::size_t next = 0;
  for (auto _ : state) {
    results.fold(blocks[next], true);
    next = (next + 1) % blocks.size();
  }
  state.counters["time/replication"] =
      benchmark::Counter(static_cast<double>(state.iterations() * block_size),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(folded_series);

}  // namespace
