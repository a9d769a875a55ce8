/// One draw of every law: the keyed uniform it needs, then the law's quantile as a run takes it
/// (from a table where the law has one) or as it is solved for where parameters are uncertain.

#include <benchmark/benchmark.h>

#include <string>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"

namespace {

using namespace firstcustomer;

const Luck luck(1, Phase::main, 0);

void keyed_uniform(benchmark::State& state) {
  std::uint64_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(luck.uniform({1}, {i++}, {}));
  }
}
BENCHMARK(keyed_uniform);

/// Luck drawn beforehand, so that the quantile is all that is measured.
std::vector<double> uniforms() {
  std::vector<double> result;
  for (std::uint64_t i = 0; i < 4096; ++i) {
    result.push_back(luck.uniform({1}, {i}, {}));
  }
  return result;
}

void from_table(benchmark::State& state, const Law& law) {
  LawTables tables;
  tables.add(law);
  const std::vector<double> u = uniforms();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(tables.quantile(law, u[i++ % 4096]));
  }
}

void solved(benchmark::State& state, const Law& law) {
  const std::vector<double> u = uniforms();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(quantile(law, u[i++ % 4096]));
  }
}

void make_table(benchmark::State& state, const Law& law) {
  for (auto _ : state) {
    LawTables tables;
    tables.add(law);
    benchmark::DoNotOptimize(tables.size());
  }
}

Law categorical() {
  Law law{LawFamily::categorical, {1.0, 2.0, 4.0}};
  law.parameters[most_categories] = 0.5;
  law.parameters[most_categories + 1] = 0.3;
  law.parameters[most_categories + 2] = 0.2;
  return law;
}

const Law pert{LawFamily::pert, {1.0, 3.0, 6.0}};
const Law gamma_law{LawFamily::gamma, {2.5, 3.0}};
const Law beta_law{LawFamily::beta, {2.0, 6.0, 0.0, 1.0}};
const Law two_modes{LawFamily::lognormal_mixture, {28e6, 0.5, 160e6, 0.35, 0.4}};
const Law deep_valley{LawFamily::lognormal_mixture, {1.0, 0.02, 6.0, 0.02, 0.4}};
const Law value_or_spread{LawFamily::lognormal_mixture, {1.0, 0.0, 2.0, 0.5, 0.4}};

BENCHMARK_CAPTURE(from_table, constant, Law::constant(3.0));
BENCHMARK_CAPTURE(from_table, uniform, Law{LawFamily::uniform, {1.0, 3.0}});
BENCHMARK_CAPTURE(from_table, exponential, Law::exponential(2.0));
BENCHMARK_CAPTURE(from_table, normal, Law{LawFamily::normal, {1.0, 3.0}});
BENCHMARK_CAPTURE(from_table, lognormal, Law::lognormal(2.0, 0.4));
BENCHMARK_CAPTURE(from_table, weibull, Law{LawFamily::weibull, {2.0, 1.5}});
BENCHMARK_CAPTURE(from_table, triangular, Law{LawFamily::triangular, {1.0, 3.0, 6.0}});
BENCHMARK_CAPTURE(from_table, pert, pert);
BENCHMARK_CAPTURE(from_table, gamma, gamma_law);
BENCHMARK_CAPTURE(from_table, beta, beta_law);
BENCHMARK_CAPTURE(from_table, poisson_3, Law{LawFamily::poisson, {3.0}});
BENCHMARK_CAPTURE(from_table, poisson_500, Law{LawFamily::poisson, {500.0}});
BENCHMARK_CAPTURE(from_table, bernoulli, Law{LawFamily::bernoulli, {0.3}});
BENCHMARK_CAPTURE(from_table, categorical, categorical());
BENCHMARK_CAPTURE(solved, lognormal_mixture, two_modes);
BENCHMARK_CAPTURE(solved, lognormal_mixture_of_distant_modes, deep_valley);
BENCHMARK_CAPTURE(solved, lognormal_mixture_with_a_value, value_or_spread);
BENCHMARK_CAPTURE(solved, pert, pert);
BENCHMARK_CAPTURE(solved, gamma, gamma_law);
BENCHMARK_CAPTURE(solved, beta, beta_law);
BENCHMARK_CAPTURE(make_table, pert, pert)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(make_table, gamma, gamma_law)->Unit(benchmark::kMillisecond);

}  // namespace
