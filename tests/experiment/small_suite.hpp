#pragma once
/// \file
/// A suite of two scenarios and three rules whose results are written by hand.

#include <string>
#include <vector>

#include "firstcustomer/experiment/suite.hpp"
#include "model/outcome_index.hpp"

namespace firstcustomer::testing {

/// Effect (more, enough: 2), cost (less, enough: £30) and stranded money (less), in this order.
inline Suite small_suite() {
  Suite suite;
  suite.version = 3;
  suite.title = "By hand";
  suite.rules = {"none", "cash", "order"};
  suite.outcomes = {{outcome_index("qualified_suppliers"), Preference::more, 2.0},
                    {outcome_index("public_money_net_present_value"), Preference::less, 30.0},
                    {outcome_index("public_money_stranded"), Preference::less, {}}};
  suite.frontier = {0, 1, 2};
  suite.replications = 100;
  return suite;
}

inline Estimate estimate_of(double mean, double half_width) {
  Estimate result;
  result.mean = mean;
  result.low = mean - half_width;
  result.high = mean + half_width;
  result.standard_error = half_width / 2;
  result.count = 100;
  return result;
}

/// levels[rule] = {effect, cost, stranded}; tails of the last are twice its level. All pairs have a
/// half-width of 1.
inline SuiteScenario small_suite_scenario(const std::string& name,
                                          const std::vector<std::vector<double>>& levels) {
  SuiteScenario scenario;
  scenario.name = name;
  scenario.digest = "digest of " + name;
  scenario.paired = levels.size();
  const std::vector<std::string> rules = small_suite().rules;
  for (std::size_t rule = 0; rule < levels.size(); ++rule) {
    SuiteRow row{rules[rule], "digest of " + rules[rule], "0.1.0", 100, {}};
    for (const double level : levels[rule]) {
      row.cells.push_back({estimate_of(level, 0.5), 2 * level});
    }
    scenario.rows.push_back(row);
  }
  for (std::size_t k = 0; k < 3; ++k) {
    std::vector<Estimate> gaps;
    for (std::size_t one = 0; one < levels.size(); ++one) {
      for (std::size_t other = one + 1; other < levels.size(); ++other) {
        gaps.push_back(estimate_of(levels[one][k] - levels[other][k], 1.0));
      }
    }
    scenario.gaps.push_back(gaps);
  }
  return scenario;
}

/// In the first, the order costs more than cash and brings less. In the second it brings the most.
inline SuiteResults small_suite_results() {
  return {{small_suite_scenario("calm", {{1, 0, 0}, {4, 20, 5}, {3.5, 40, 5}}),
           small_suite_scenario("rough", {{0, 0, 0}, {1, 20, 9}, {3, 25, 4}})}};
}

}  // namespace firstcustomer::testing
