#pragma once
/// \file
/// The races of scenarios/verification whose equilibria are known, for tests of beliefs.

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer::testing {

/// `name`: patent-race or flow-race.
inline Scenario race_scenario(const std::string& name, std::vector<std::string> overrides = {}) {
  const std::string path =
      FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/verification/" + name + ".yaml";
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  Diagnostics diagnostics;
  auto scenario = read_scenario(path, text.str(), overrides, diagnostics);
  if (!scenario) {
    throw std::runtime_error(diagnostics.render(Excerpts::with_caret));
  }
  return *scenario;
}

/// Few pilots of a coarse grid: fast, and good for what does not depend on how good beliefs are.
inline std::vector<std::string> coarse(std::vector<std::string> further = {}) {
  std::vector<std::string> overrides = {
      "behaviour.beliefs={replications: 40 pilots, pilots: 2 sets, step: 6 months, probe_every: 4 "
      "steps, decide_every: 8 steps, tolerance: 5 %}"};
  overrides.insert(overrides.end(), further.begin(), further.end());
  return overrides;
}

}  // namespace firstcustomer::testing
