#pragma once
/// \file
/// The minimal scenario of the repository, for tests of plans and runs.

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer::testing {

inline Scenario minimal_scenario(const std::vector<std::string>& overrides = {}) {
  std::ifstream file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/minimal.yaml");
  std::stringstream text;
  text << file.rdbuf();
  Diagnostics diagnostics;
  auto scenario = read_scenario("minimal.yaml", text.str(), overrides, diagnostics);
  if (!scenario) {
    throw std::runtime_error(diagnostics.render(Excerpts::with_caret));
  }
  return *scenario;
}

/// The same with investors and founders who respond.
inline Scenario responsive_scenario() {
  Scenario scenario = minimal_scenario();
  scenario.numbers.behaviour.mode = BehaviourMode::heuristic;
  scenario.numbers.finance.signals = Signals{};
  scenario.numbers.finance.signals->award = 1.15;
  FirmEntry entry;
  entry.rate = PerYear(0.5);
  entry.elasticity = 0.3;
  entry.technologies = {{scenario.numbers.technologies.front().name, 1.0}};
  entry.remaining = Law::constant(300.0);
  entry.cash = Law::constant(5e6);
  scenario.numbers.entry = entry;
  return scenario;
}

}  // namespace firstcustomer::testing
