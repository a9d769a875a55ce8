/// A thread allocates nothing for a replication after its first.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <new>
#include <sstream>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/scenario/sampling.hpp"

namespace {

std::atomic<std::int64_t> allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) {
    return memory;
  }
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto step = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace firstcustomer {
namespace {

std::optional<Scenario> read(const std::vector<std::string>& overrides) {
  std::ifstream file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml");
  std::stringstream text;
  text << file.rdbuf();
  Diagnostics diagnostics;
  return read_scenario("uk", text.str(), overrides, diagnostics);
}

struct Run {
  Design design;
  const Arm& arm;
};

std::vector<Run> all_runs(const Plan& plan) {
  std::vector<Run> runs;
  for (const Design design : {Design::independent, Design::latin_hypercube}) {
    for (const Arm& arm : plan.arms) {
      runs.push_back({design, arm});
    }
  }
  return runs;
}

TEST(Allocation, NoneForAReplicationAfterTheFirstFew) {
  for (const std::vector<std::string>& overrides : std::vector<std::vector<std::string>>{
           {},
           {"facilities.laboratory={kind: departures, capacity: 1, first: 2026-01-15, "
            "months_between: 3}",
            "technologies.sram-5nm.slip={gamma: {shape: {uniform: {low: 2, high: 4}}, scale: "
            "0.4}}"},
           {"correlations=[{between: [finance.market, programme.strength.cancel_hazard], rank: "
            "-0.5}]"}}) {
    const auto scenario = read(overrides);
    ASSERT_TRUE(scenario.has_value());
    const Plan plan = make_plan(*scenario, 1'000);
    for (const auto& [design, arm] : all_runs(plan)) {
      Case numbers = arm.numbers;
      CaseSampler sampler(plan.uncertainties, numbers, plan.parameter_laws);
      DesignPoints points(design, plan.uncertainties, plan.seed, plan.correlations);
      Workspace workspace(arm.model);
      double qualified = 0.0;
      std::int64_t before = 0;
      for (std::uint64_t i = 0; i < 3'000; ++i) {
        if (i == 1'000) {  // the longest list of invoices has been met
          before = allocations;
        }
        const Luck luck(1, Phase::main, i % 1'000);
        sampler.set(points.at(static_cast<std::int64_t>(i % 1'000)));
        qualified += simulate(arm.model, numbers, luck, workspace).qualified_suppliers;
      }
      EXPECT_EQ(allocations - before, 0) << arm.name;
      EXPECT_GT(qualified, 0.0);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
