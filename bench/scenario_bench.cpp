/// What it costs to read a scenario, and to draw its uncertain numbers.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "firstcustomer/experiment/design.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace {

using namespace firstcustomer;

constexpr const char* uk = FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml";

/// The text parsed, checked and resolved, with every source.
void read_uk(benchmark::State& state) {
  const std::string text = read_text_file(uk).text.value();
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(read_scenario(uk, text, {}, diagnostics));
  }
}
BENCHMARK(read_uk)->Unit(benchmark::kMillisecond);

/// Ten uncertain numbers; so many of them correlated.
void draw_ten_numbers(benchmark::State& state, Design design) {
  std::vector<Uncertainty> numbers;
  Correlation correlation{{}, 0.3};
  for (int i = 0; i < 10; ++i) {
    numbers.push_back({fmt::format("number.{}", i), {LawFamily::uniform, {0.0, 1.0}}});
    if (i < state.range(0)) {
      correlation.between.push_back(numbers.back().path);
    }
  }
  std::vector<Correlation> correlations;
  if (state.range(0) > 0) {
    correlations.push_back(correlation);
  }
  DesignPoints points(design, numbers, 1, correlations);
  std::int64_t replication = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(points.at(replication++).data());
  }
}
BENCHMARK_CAPTURE(draw_ten_numbers, independent, Design::independent)->Arg(0)->Arg(2)->Arg(10);
BENCHMARK_CAPTURE(draw_ten_numbers, latin_hypercube, Design::latin_hypercube)
    ->Arg(0)
    ->Arg(2)
    ->Arg(10);

}  // namespace
