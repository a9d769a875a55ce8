/// One call: every mechanism among 12 and among 40 applicants, and portfolios by what they aim at.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/model/mechanism.hpp"

namespace {

using namespace firstcustomer;

/// Different in everything, in five groups.
std::vector<Applicant> applicants(std::int64_t count, std::uint64_t index) {
  const Luck luck(1, Phase::main, index);
  std::vector<Applicant> result(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < result.size(); ++i) {
    const auto u = luck.uniforms({1}, {i}, {0});
    const auto v = luck.uniforms({1}, {i}, {1});
    result[i] = {.assessment = u[0] - 0.5,
                 .bid = 10'000.0 + 10'000.0 * u[1],
                 .capacity = 1'000.0 + 9'000.0 * u[2],
                 .units = 500.0 + 2'000.0 * u[3],
                 .success = 0.1 + 0.5 * v[0],
                 .group = static_cast<std::uint32_t>(5.0 * v[1]),
                 .lot = v[2]};
  }
  return result;
}

/// £100m for up to five firms.
CallTerms terms(PortfolioAim aim) {
  return {.places = 5,
          .money = 1e8,
          .worth = 20'000.0,
          .group_success = 0.7,
          .target_capacity = 10'000.0,
          .aim = aim};
}

void allocate(benchmark::State& state, Selection selection, std::int64_t count, PortfolioAim aim) {
  constexpr std::uint64_t calls = 16;
  std::vector<std::vector<Applicant>> applying;
  for (std::uint64_t i = 0; i < calls; ++i) {
    applying.push_back(applicants(count, i));
  }
  std::vector<Award> awards;
  const CallTerms call = terms(aim);
  std::uint64_t next = 0;
  for (auto _ : state) {
    mechanism(selection).allocate(applying[next++ % calls], call, awards);
    benchmark::DoNotOptimize(awards.data());
  }
}

void register_one(Selection selection, std::int64_t count, PortfolioAim aim,
                  const std::string& what) {
  const std::string name =
      std::string(firstcustomer::name(selection)) + what + "/" + std::to_string(count);
  benchmark::RegisterBenchmark(
      name.c_str(), [=](benchmark::State& state) { allocate(state, selection, count, aim); });
}

const int registered = [] {
  for (const std::int64_t count : {12, 40}) {
    for (std::size_t i = 0; i < mechanisms().size(); ++i) {
      const auto selection = static_cast<Selection>(i);
      const bool is_portfolio =
          selection == Selection::portfolio || selection == Selection::portfolio_exact;
      if (!is_portfolio) {
        register_one(selection, count, PortfolioAim::capacity, "");
        continue;
      }
      for (std::size_t aim = 0; aim < std::size(portfolio_aim_names); ++aim) {
        register_one(selection, count, static_cast<PortfolioAim>(aim),
                     "/" + std::string(portfolio_aim_names[aim]));
      }
    }
  }
  return 0;
}();

}  // namespace
