/// One evaluation of a price that declines with time since signing, as a formula and as C++.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <variant>
#include <vector>

#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/scenario/formula_text.hpp"

namespace {

using namespace firstcustomer;

constexpr auto bid = static_cast<std::size_t>(Term::bid);
constexpr auto since_signing = static_cast<std::size_t>(Term::years_since_signing);

const std::vector<Parameter> parameters = {{"first_price", 14'000.0, in_money_per_unit},
                                           {"decline", 0.2, {}}};

struct Values {
  std::array<double, term_count> terms{};
  std::array<double, 2> parameters = {14'000.0, 0.2};
};

Formula parsed(std::string_view text) {
  auto formula = parse_formula(text, in_money_per_unit, {.parameters = parameters});
  if (!std::holds_alternative<Formula>(formula)) {
    std::abort();
  }
  return std::get<Formula>(formula);
}

void as_formula(benchmark::State& state, std::string_view text) {
  const Formula formula = parsed(text);
  Values values;
  values.terms[bid] = 9'000.0;
  for (auto _ : state) {
    values.terms[since_signing] += 1e-6;
    benchmark::DoNotOptimize(formula.evaluate(values.terms, values.parameters));
  }
}

template <class Price>
void as_code(benchmark::State& state, Price price) {
  Values values;
  values.terms[bid] = 9'000.0;
  for (auto _ : state) {
    values.terms[since_signing] += 1e-6;
    benchmark::DoNotOptimize(values);
    benchmark::DoNotOptimize(price(values));
  }
}

void reading(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(parsed("max(bid, first_price * (1 - decline * 1 %/year * 1 year))"));
  }
}

BENCHMARK_CAPTURE(as_formula, straight,
                  "max(bid, first_price * (1 - decline * years_since(signing) / 1 year))");
BENCHMARK_CAPTURE(as_code, straight, [](const Values& v) {
  return std::max(v.terms[bid], v.parameters[0] * (1 - v.parameters[1] * v.terms[since_signing]));
});
BENCHMARK_CAPTURE(as_formula, compound,
                  "max(bid, first_price * (1 - decline)^(years_since(signing) / 1 year))");
BENCHMARK_CAPTURE(as_code, compound, [](const Values& v) {
  return std::max(v.terms[bid],
                  v.parameters[0] * elementary::pow(1 - v.parameters[1], v.terms[since_signing]));
});
BENCHMARK(reading);

}  // namespace
