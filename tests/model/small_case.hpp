#pragma once
/// \file
/// Small cases for tests: firms that reach a test after a plain span of time and pass it.

#include <string>
#include <vector>

#include "firstcustomer/model/world.hpp"

namespace firstcustomer::testing {

/// A technology of one stage, the test itself; a firm's `remaining` × slip is when it ends.
inline Technology plain_technology(const std::string& name) {
  Technology technology;
  technology.name = name;
  technology.slip = Law::constant(1.0);
  technology.relative_performance = Law::constant(2.0);
  Stage stage;
  stage.name = "test";
  stage.decided_by = DecidedBy::standard;
  stage.duration = Law::constant(30.0);
  stage.repeat_duration = Law::constant(30.0);
  technology.stages = {stage};
  technology.supply = {Law::constant(0.0), 100, Money::minor(0)};
  return technology;
}

/// Rich firms that neither raise nor burn, from 2026 to 2035, against a standard of 1 × frontier.
inline Case small_case(std::size_t firms = 1) {
  Case numbers;
  numbers.start = Date(2026, 1, 1);
  numbers.horizon = Date(2035, 12, 31);
  numbers.benchmarks = {{"speed", "units", Better::higher, 0.0}};
  numbers.frontier = {{1.0, Date(2026, 1, 1), 1.0}};
  numbers.standard = {{{"speed", ThresholdOf::level, 1.0, FrontierOn::test, {}}},
                      numbers.horizon,
                      1,
                      Duration::from_days(180)};
  numbers.technologies = {plain_technology("plain")};
  numbers.finance.closing = Law::constant(30.0);
  numbers.finance.round_lasts = Duration::from_days(365.25);
  for (std::size_t i = 0; i < firms; ++i) {
    Firm firm;
    firm.name = "firm-" + std::to_string(i);
    firm.technology = "plain";
    firm.stage = "test";
    firm.remaining = Duration::from_days(100);
    firm.cash = Money::major(1e6);
    numbers.firms.push_back(firm);
  }
  return numbers;
}

/// So much for each of so many units.
inline Clause acceptance_clause(Money price, std::int64_t units) {
  Clause clause;
  clause.on = Trigger::acceptance;
  clause.pay = Amount::per_unit(price);
  clause.up_to = Amount::units(units);
  return clause;
}

/// An order of up to `units` units at £10k, paid at once on acceptance.
inline Programme plain_programme(double budget, std::int64_t units) {
  Programme programme;
  programme.name = "order";
  programme.contract = {acceptance_clause(Money::major(10'000), units)};
  programme.fund = {Money::major(budget), Duration{}};
  return programme;
}

/// The outcomes of replications 0 to n − 1.
inline std::vector<Outcome> simulate_all(const Case& numbers, std::uint64_t n,
                                         std::uint64_t seed = 1) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  std::vector<Outcome> outcomes;
  for (std::uint64_t i = 0; i < n; ++i) {
    outcomes.push_back(simulate(model, numbers, Luck(seed, Phase::main, i), workspace));
  }
  return outcomes;
}

inline Outcome simulate_one(const Case& numbers) {
  return simulate_all(numbers, 1).front();
}

inline bool same(double a, double b) {
  return a == b || (a != a && b != b);
}

/// Equal in every measure, bit by bit.
inline bool same(const Outcome& a, const Outcome& b) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    if (!same(a.*outcome.value, b.*outcome.value)) {
      return false;
    }
  }
  return true;
}

}  // namespace firstcustomer::testing
