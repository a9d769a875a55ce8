#pragma once
/// \file
/// Reports of a suite: tables for people, one JSON object to be cited and added to.

#include <string>

#include "firstcustomer/experiment/suite.hpp"

namespace firstcustomer {

/// Digest of a scenario as it was resolved, without its sources and grades.
std::string scenario_digest(const Scenario& scenario);

/// Per outcome a table of rules and scenarios, their regret and in what share of scenarios they are
/// enough, and wins, draws and losses of every two rules; then the frontier of each scenario.
std::string suite_table(const Suite& suite, const SuiteResults& results);

/// What `benchmark-rules --json` prints. `rows` has an object per rule, scenario and outcome, so
/// that a row is added by running its rule. The same bytes for any number of threads; it names the
/// version of the program and no commit.
std::string suite_json(const Suite& suite, const SuiteResults& results);

/// Rows of an earlier run, or why they cannot stand beside those of this suite.
struct ReadBaseline {
  SuiteResults results;
  /// Empty if there is none.
  std::string problem;
};
/// Reads what `suite_json` wrote. Seed, lucks, quantile, currency and version must be the suite's.
/// Outcomes that the rows lack are a problem. Pairs are not
/// read: luck that was not met here cannot be paired.
ReadBaseline read_baseline(const Suite& suite, const std::string& text);

}  // namespace firstcustomer
