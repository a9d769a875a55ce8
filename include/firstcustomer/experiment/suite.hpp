#pragma once
/// \file
/// Suites: the same rules in several scenarios, and how they stand against each other.
///
/// In each scenario all rules of a run meet the same cases and luck (compare.hpp), so every two of
/// them are paired. Rows of an earlier run may stand beside them: they have levels, and no pairs
/// with those that were run now. Nothing is added up over scenarios: how likely they are against
/// each other is not known, so what is said of all of them is a maximum, a share or a count.

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/experiment/compare.hpp"
#include "firstcustomer/experiment/suite_file.hpp"

namespace firstcustomer {

/// What a rule did to an outcome in a scenario.
struct SuiteCell {
  Estimate level;
  /// The suite's quantile over replications; not a number where the outcome has none.
  double tail = std::numeric_limits<double>::quiet_NaN();
};

/// A row of a scenario's table.
struct SuiteRow {
  std::string rule;
  /// Of the scenario as resolved under the rule.
  std::string digest;
  /// The version of the program that made it.
  std::string version;
  std::int64_t replications = 0;
  /// By outcome of the suite.
  std::vector<SuiteCell> cells;
};

/// What was found in one scenario.
struct SuiteScenario {
  std::string name;
  /// Of the scenario as resolved without a programme.
  std::string digest;
  /// Rows that were run come first; all scenarios have the same rules in the same order.
  std::vector<SuiteRow> rows;
  /// How many rows were run together, and so are paired.
  std::size_t paired = 0;
  /// gaps[outcome][pair_of(one, other, paired)]: one less other, replication by replication.
  std::vector<std::vector<Estimate>> gaps;
  std::int64_t failed = 0;
};

struct SuiteResults {
  std::vector<SuiteScenario> scenarios;

  std::size_t rules() const { return scenarios.empty() ? 0 : scenarios.front().rows.size(); }
};

/// Sums the differences of every two arms over the blocks of a run, in their order.
class PairTally {
 public:
  /// `outcomes`: of the declared ones. The plan must outlive this.
  PairTally(const Plan& plan, std::vector<std::size_t> outcomes);
  void add(const BlockResult& block);
  /// Student interval from replications, or from the means of cases where several lucks meet one;
  /// with what sets of beliefs add (estimates.hpp).
  Estimate gap(std::size_t outcome, std::size_t pair) const;

 private:
  const Plan& plan_;
  std::vector<std::size_t> outcomes_;
  std::vector<std::vector<Moments>> gaps_;
  /// By outcome, pair and set of beliefs.
  std::vector<std::vector<std::vector<Moments>>> sets_;
};

/// Runs all arms in one scenario. Names, digests and versions are left to the caller.
SuiteScenario run_suite_scenario(const Suite& suite, const Plan& plan, int threads,
                                 const BlockObserver& observer);

/// How much better the best rule of the scenario is than this one, by means; 0 or more. The
/// interval is that of their paired difference, and there is none where they were not run together.
/// Not a number where the outcome is undefined.
Estimate regret(const Suite& suite, const SuiteScenario& scenario, std::size_t outcome,
                std::size_t rule);

/// The highest regret over all scenarios.
double maximum_regret(const Suite& suite, const SuiteResults& results, std::size_t outcome,
                      std::size_t rule);

/// The share of scenarios in which the mean is enough; empty where the suite says not what is.
std::optional<double> satisfied_share(const Suite& suite, const SuiteResults& results,
                                      std::size_t outcome, std::size_t rule);
/// The share of scenarios in which all outcomes with a threshold are enough; empty without any.
std::optional<double> satisfied_share(const Suite& suite, const SuiteResults& results,
                                      std::size_t rule);

/// The rules that are at least as good in effect, cost and tail as this one, and better in one of
/// them, by the numbers as they stand. On the frontier there are none.
std::vector<std::size_t> dominating(const Suite& suite, const SuiteScenario& scenario,
                                    std::size_t rule);

/// In how many scenarios a rule is better than another, as sure as 95 %, or worse.
struct SuiteRecord {
  int wins = 0;
  int draws = 0;
  int losses = 0;
};
/// Won where the 95 % interval of the paired difference has nothing but differences that favour the
/// rule. Empty for rules that were not run together.
std::optional<SuiteRecord> record_of(const Suite& suite, const SuiteResults& results,
                                     std::size_t outcome, std::size_t one, std::size_t other);

/// Rows of an earlier run of the same suite laid beside this one: of rules that were not run now.
/// Why not, where scenarios or numbers of replications differ: rows that met other luck differ by
/// that luck, too. Empty if all went well.
std::string add_baseline(SuiteResults& results, const SuiteResults& baseline);

}  // namespace firstcustomer
