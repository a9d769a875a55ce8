#include "firstcustomer/experiment/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {
namespace {

/// Of a value of which more is better.
double merit(Preference better, double value) {
  return better == Preference::more ? value : -value;
}

double merit_of(const Suite& suite, const SuiteScenario& scenario, std::size_t outcome,
                std::size_t rule) {
  return merit(suite.outcomes[outcome].better, scenario.rows[rule].cells[outcome].level.mean);
}

/// One rule less the other, where both were run together.
std::optional<Estimate> paired_gap(const SuiteScenario& scenario, std::size_t outcome,
                                   std::size_t one, std::size_t other) {
  if (std::max(one, other) >= scenario.paired || one == other) {
    return std::nullopt;
  }
  Estimate gap =
      scenario.gaps[outcome][pair_of(std::min(one, other), std::max(one, other), scenario.paired)];
  if (one > other) {
    gap.mean = 0.0 - gap.mean;
    const double low = gap.low;
    gap.low = 0.0 - gap.high;
    gap.high = 0.0 - low;
  }
  return gap;
}

/// The same where more of it is better.
std::optional<Estimate> lead(const Suite& suite, const SuiteScenario& scenario, std::size_t outcome,
                             std::size_t one, std::size_t other) {
  return suite.outcomes[outcome].better == Preference::more
             ? paired_gap(scenario, outcome, one, other)
             : paired_gap(scenario, outcome, other, one);
}

bool is_enough(const Suite& suite, const SuiteScenario& scenario, std::size_t outcome,
               std::size_t rule) {
  const SuiteOutcome& judged = suite.outcomes[outcome];
  return merit_of(suite, scenario, outcome, rule) >= merit(judged.better, *judged.enough);
}

/// Effect, cost and tail, each such that more is better.
std::vector<double> merits_of(const Suite& suite, const SuiteScenario& scenario, std::size_t rule) {
  const SuiteFrontier& by = suite.frontier;
  return {merit_of(suite, scenario, by.effect, rule), merit_of(suite, scenario, by.cost, rule),
          merit(suite.outcomes[by.tail].better, scenario.rows[rule].cells[by.tail].tail)};
}

bool dominates(const std::vector<double>& one, const std::vector<double>& other) {
  bool is_better = false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (!(one[i] >= other[i])) {
      return false;
    }
    is_better = is_better || one[i] > other[i];
  }
  return is_better;
}

double quantile_of(const Suite& suite, const ArmResults& arm, std::size_t outcome) {
  if (!has_quantiles(outcome_declarations()[outcome])) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto found =
      std::find_if(std::begin(quantile_names), std::end(quantile_names),
                   [&](const QuantileName& one) { return one.name == suite.quantile; });
  return arm.histograms[outcome].quantile(found->p);
}

}  // namespace

PairTally::PairTally(const Plan& plan, std::vector<std::size_t> outcomes)
    : plan_(plan), outcomes_(std::move(outcomes)) {
  const std::size_t arms = plan.arms.size();
  gaps_.assign(outcomes_.size(), std::vector<Moments>(arms * (arms - 1) / 2));
  sets_.assign(outcomes_.size(), {arms * (arms - 1) / 2,
                                  std::vector<Moments>(static_cast<std::size_t>(plan.pilots))});
}

void PairTally::add(const BlockResult& block) {
  const std::size_t arms = plan_.arms.size();
  for (std::size_t k = 0; k < outcomes_.size(); ++k) {
    double Outcome::*const value = outcome_declarations()[outcomes_[k]].value;
    for (std::size_t one = 0; one < arms; ++one) {
      for (std::size_t other = one + 1; other < arms; ++other) {
        Moments of_block;
        for (std::size_t i = 0; i < block.replications.size();) {
          const std::int64_t here = plan_.case_of(block.replications[i]);
          Moments of_case;
          for (; i < block.replications.size() && plan_.case_of(block.replications[i]) == here;
               ++i) {
            of_case.add(block.rows[one][i].*value - block.rows[other][i].*value);
          }
          of_block.add(of_case.mean());
          if (plan_.pilots > 0) {
            sets_[k][pair_of(one, other, arms)][plan_.belief_set(here * plan_.lucks)].add(
                of_case.mean());
          }
        }
        gaps_[k][pair_of(one, other, arms)].merge(of_block);
      }
    }
  }
}

Estimate PairTally::gap(std::size_t outcome, std::size_t pair) const {
  Estimate gap = estimate(gaps_[outcome][pair]);
  widen(gap, sets_[outcome][pair]);
  return gap;
}

SuiteScenario run_suite_scenario(const Suite& suite, const Plan& plan, int threads,
                                 const BlockObserver& observer) {
  std::vector<std::size_t> outcomes;
  for (const SuiteOutcome& outcome : suite.outcomes) {
    outcomes.push_back(outcome.outcome);
  }
  PairTally tally(plan, outcomes);
  const Results results =
      run_plan(plan, threads, [&](const BlockResult& block, const Results& so_far) {
        tally.add(block);
        if (observer) {
          observer(block, so_far);
        }
      });
  SuiteScenario scenario;
  scenario.failed = results.failed;
  scenario.paired = plan.arms.size();
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    SuiteRow row;
    row.rule = plan.arms[arm].name;
    row.replications = plan.replications;
    for (const std::size_t outcome : outcomes) {
      row.cells.push_back({level_estimate(plan, results, arm, outcome),
                           quantile_of(suite, results.arms[arm], outcome)});
    }
    scenario.rows.push_back(std::move(row));
  }
  for (std::size_t k = 0; k < outcomes.size(); ++k) {
    std::vector<Estimate> gaps;
    for (std::size_t pair = 0; pair < plan.arms.size() * (plan.arms.size() - 1) / 2; ++pair) {
      gaps.push_back(tally.gap(k, pair));
    }
    scenario.gaps.push_back(std::move(gaps));
  }
  return scenario;
}

Estimate regret(const Suite& suite, const SuiteScenario& scenario, std::size_t outcome,
                std::size_t rule) {
  const double own = merit_of(suite, scenario, outcome, rule);
  Estimate result;
  if (std::isnan(own)) {
    return result;
  }
  std::size_t best = rule;
  for (std::size_t other = 0; other < scenario.rows.size(); ++other) {
    best = merit_of(suite, scenario, outcome, other) > merit_of(suite, scenario, outcome, best)
               ? other
               : best;
  }
  if (const auto behind = lead(suite, scenario, outcome, best, rule)) {
    return *behind;
  }
  result.mean = merit_of(suite, scenario, outcome, best) - own;
  if (best == rule) {
    result.low = result.high = 0.0;
  }
  return result;
}

double maximum_regret(const Suite& suite, const SuiteResults& results, std::size_t outcome,
                      std::size_t rule) {
  double highest = std::numeric_limits<double>::quiet_NaN();
  for (const SuiteScenario& scenario : results.scenarios) {
    const double here = regret(suite, scenario, outcome, rule).mean;
    highest = highest >= here ? highest : std::isnan(here) ? highest : here;
  }
  return highest;
}

std::optional<double> satisfied_share(const Suite& suite, const SuiteResults& results,
                                      std::size_t outcome, std::size_t rule) {
  if (!suite.outcomes[outcome].enough) {
    return std::nullopt;
  }
  const auto met =
      std::count_if(results.scenarios.begin(), results.scenarios.end(),
                    [&](const SuiteScenario& in) { return is_enough(suite, in, outcome, rule); });
  return static_cast<double>(met) / static_cast<double>(results.scenarios.size());
}

std::optional<double> satisfied_share(const Suite& suite, const SuiteResults& results,
                                      std::size_t rule) {
  std::vector<std::size_t> judged;
  for (std::size_t k = 0; k < suite.outcomes.size(); ++k) {
    if (suite.outcomes[k].enough) {
      judged.push_back(k);
    }
  }
  if (judged.empty()) {
    return std::nullopt;
  }
  const auto met = std::count_if(
      results.scenarios.begin(), results.scenarios.end(), [&](const SuiteScenario& in) {
        return std::all_of(judged.begin(), judged.end(),
                           [&](std::size_t k) { return is_enough(suite, in, k, rule); });
      });
  return static_cast<double>(met) / static_cast<double>(results.scenarios.size());
}

std::vector<std::size_t> dominating(const Suite& suite, const SuiteScenario& scenario,
                                    std::size_t rule) {
  const std::vector<double> own = merits_of(suite, scenario, rule);
  std::vector<std::size_t> better;
  for (std::size_t other = 0; other < scenario.rows.size(); ++other) {
    if (dominates(merits_of(suite, scenario, other), own)) {
      better.push_back(other);
    }
  }
  return better;
}

std::optional<SuiteRecord> record_of(const Suite& suite, const SuiteResults& results,
                                     std::size_t outcome, std::size_t one, std::size_t other) {
  SuiteRecord record;
  for (const SuiteScenario& scenario : results.scenarios) {
    const auto ahead = lead(suite, scenario, outcome, one, other);
    if (!ahead) {
      return std::nullopt;
    }
    record.wins += ahead->low > 0.0 ? 1 : 0;
    record.losses += ahead->high < 0.0 ? 1 : 0;
    record.draws += ahead->low > 0.0 || ahead->high < 0.0 ? 0 : 1;
  }
  return record;
}

std::string add_baseline(SuiteResults& results, const SuiteResults& baseline) {
  for (const SuiteScenario& scenario : results.scenarios) {
    const auto there =
        std::find_if(baseline.scenarios.begin(), baseline.scenarios.end(),
                     [&](const SuiteScenario& one) { return one.name == scenario.name; });
    if (there == baseline.scenarios.end()) {
      return fmt::format("it has no scenario '{}'", scenario.name);
    }
    if (there->digest != scenario.digest) {
      return fmt::format("its scenario '{}' is not the one that was run now", scenario.name);
    }
    for (const SuiteRow& row : there->rows) {
      if (row.replications != scenario.rows.front().replications) {
        return fmt::format("its rule '{}' met {} replications, these {}: other luck", row.rule,
                           row.replications, scenario.rows.front().replications);
      }
    }
  }
  for (SuiteScenario& scenario : results.scenarios) {
    const auto there =
        std::find_if(baseline.scenarios.begin(), baseline.scenarios.end(),
                     [&](const SuiteScenario& one) { return one.name == scenario.name; });
    for (const SuiteRow& row : there->rows) {
      if (std::none_of(scenario.rows.begin(), scenario.rows.end(),
                       [&](const SuiteRow& own) { return own.rule == row.rule; })) {
        scenario.rows.push_back(row);
      }
    }
  }
  return "";
}

}  // namespace firstcustomer
