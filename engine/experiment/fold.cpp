#include "fold.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t failures_kept = 100;

std::vector<ArmStatistics> empty_statistics(const Plan& plan) {
  const std::size_t outcomes = outcome_declarations().size();
  std::vector<ArmStatistics> statistics;
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    statistics.push_back({std::vector<Moments>(outcomes),
                          std::vector<PairedMoments>(outcomes),
                          {},
                          std::vector<Moments>(plan.has_channel_arms(arm) ? outcomes : 0)});
  }
  return statistics;
}

/// Of arms with several programmes.
std::vector<Moments> empty_by_programme(const Arm& arm) {
  const std::size_t programmes = arm.numbers.programmes.size();
  return std::vector<Moments>(programmes > 1 ? place_by_programme(programmes, 0) : 0);
}

/// None without beliefs.
std::vector<SetStatistics> empty_sets(const Plan& plan, std::size_t arm) {
  const std::size_t outcomes = outcome_declarations().size();
  const SetStatistics one{std::vector<Moments>(outcomes),
                          std::vector<Moments>(outcomes),
                          std::vector<Moments>(plan.has_channel_arms(arm) ? outcomes : 0),
                          {},
                          empty_by_programme(plan.arms[arm])};
  return std::vector<SetStatistics>(static_cast<std::size_t>(plan.pilots), one);
}

ContestStatistics empty_contest(const Plan& plan) {
  if (!plan.contest) {
    return {};
  }
  const std::size_t arms = plan.compared_arms();
  const std::size_t pairs = arms * (arms - 1) / 2;
  return {std::vector<Moments>(arms),
          {},
          std::vector<Moments>(pairs),
          std::vector<std::int64_t>(pairs)};
}

std::size_t quarters_of(const Plan& plan) {
  const Case& numbers = plan.arms.front().numbers;
  return Quarters(numbers.start, numbers.horizon).size();
}

/// Differences of differences, so that arms that are equal leave exactly nothing.
double interaction(const std::vector<ChannelArm>& channels, std::size_t arm,
                   const std::vector<Outcome>& outcomes, double Outcome::*measure) {
  const double base = outcomes[0].*measure;
  double by_channels = 0.0;
  for (const ChannelArm& channel : channels) {
    by_channels += outcomes[channel.arm].*measure - base;
  }
  return outcomes[arm].*measure - base - by_channels;
}

void add_differences(ArmStatistics& statistics, const Outcome& base, const Outcome& own) {
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    statistics.differences[i].add(base.*declarations[i].value, own.*declarations[i].value);
  }
  statistics.cost_and_effect.add(
      own.public_money_net_present_value - base.public_money_net_present_value,
      own.qualified_suppliers - base.qualified_suppliers);
}

/// Adds one replication of all arms.
void add_outcomes(const Plan& plan, std::vector<ArmStatistics>& statistics,
                  const std::vector<Outcome>& outcomes) {
  const auto declarations = outcome_declarations();
  for (std::size_t arm = 0; arm < outcomes.size(); ++arm) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      statistics[arm].levels[i].add(outcomes[arm].*declarations[i].value);
    }
    if (arm > 0) {
      add_differences(statistics[arm], outcomes[0], outcomes[arm]);
    }
    if (!statistics[arm].interactions.empty()) {
      const std::vector<ChannelArm> channels = plan.channels_of(arm);
      for (std::size_t i = 0; i < declarations.size(); ++i) {
        statistics[arm].interactions[i].add(
            interaction(channels, arm, outcomes, declarations[i].value));
      }
    }
  }
}

/// Adds one replication of all arms to its set of beliefs, programmes apart.
void add_to_sets(const Plan& plan, BlockResult& block, std::size_t set,
                 const std::vector<Outcome>& outcomes) {
  const auto declarations = outcome_declarations();
  for (std::size_t arm = 0; arm < outcomes.size(); ++arm) {
    SetStatistics& own = block.sets[arm][set];
    const std::vector<ChannelArm> channels = plan.channels_of(arm);
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      double Outcome::*const measure = declarations[i].value;
      own.levels[i].add(outcomes[arm].*measure);
      own.differences[i].add(outcomes[arm].*measure - outcomes[0].*measure);
      if (!own.interactions.empty()) {
        own.interactions[i].add(interaction(channels, arm, outcomes, measure));
      }
    }
    own.cost_and_effect.add(
        outcomes[arm].public_money_net_present_value - outcomes[0].public_money_net_present_value,
        outcomes[arm].qualified_suppliers - outcomes[0].qualified_suppliers);
  }
}

/// The same with the means of one case.
void add_means(SetStatistics& set, const ArmStatistics& of_case) {
  for (std::size_t i = 0; i < set.levels.size(); ++i) {
    set.levels[i].add(of_case.levels[i].mean());
    set.differences[i].add(of_case.differences[i].difference().mean());
  }
  for (std::size_t i = 0; i < set.interactions.size(); ++i) {
    set.interactions[i].add(of_case.interactions[i].mean());
  }
  set.cost_and_effect.add(of_case.cost_and_effect.first().mean(),
                          of_case.cost_and_effect.second().mean());
}

void merge_all(std::vector<Moments>& sum, const std::vector<Moments>& later) {
  for (std::size_t i = 0; i < sum.size(); ++i) {
    sum[i].merge(later[i]);
  }
}

void fold_sets(std::vector<SetStatistics>& sum, const std::vector<SetStatistics>& block) {
  for (std::size_t set = 0; set < sum.size(); ++set) {
    merge_all(sum[set].levels, block[set].levels);
    merge_all(sum[set].differences, block[set].differences);
    merge_all(sum[set].interactions, block[set].interactions);
    sum[set].cost_and_effect.merge(block[set].cost_and_effect);
    merge_all(sum[set].by_programme, block[set].by_programme);
  }
}

/// Adds the means of one case, as if they were a replication. Means of nothing are not a number,
/// which is not counted.
void add_means(ArmStatistics& sum, const ArmStatistics& of_case) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.levels[i].add(of_case.levels[i].mean());
    const PairedMoments& pairs = of_case.differences[i];
    sum.differences[i].add(pairs.base().mean(), pairs.arm().mean());
  }
  sum.cost_and_effect.add(of_case.cost_and_effect.first().mean(),
                          of_case.cost_and_effect.second().mean());
  for (std::size_t i = 0; i < sum.interactions.size(); ++i) {
    sum.interactions[i].add(of_case.interactions[i].mean());
  }
}

/// Whether two scores are the same, or both undefined.
bool are_equal(double one, double other) {
  return one == other || (std::isnan(one) && std::isnan(other));
}

/// Adds a case to a contest: by compared arm its mean, more being better; not a number where the
/// outcome is undefined, which wins nothing.
void add_scores(ContestStatistics& contest, const std::vector<double>& scores) {
  double best = -std::numeric_limits<double>::infinity();
  for (const double score : scores) {
    best = score > best ? score : best;
  }
  const auto winners = std::count(scores.begin(), scores.end(), best);
  if (winners == 0) {
    return;
  }
  contest.ties.add(winners > 1 ? 1.0 : 0.0);
  for (std::size_t arm = 0; arm < scores.size(); ++arm) {
    contest.wins[arm].add(scores[arm] == best ? 1.0 / static_cast<double>(winners) : 0.0);
    for (std::size_t other = arm + 1; other < scores.size(); ++other) {
      const std::size_t pair = pair_of(arm, other, scores.size());
      contest.gaps[pair].add(scores[arm] - scores[other]);
      contest.apart[pair] += are_equal(scores[arm], scores[other]) ? 0 : 1;
    }
  }
}

/// The compared arms' means of the outcome that decides, turned so that more is better.
std::vector<double> scores_of(const Plan& plan, const std::vector<ArmStatistics>& of_case) {
  std::vector<double> scores;
  for (std::size_t arm = 0; arm < plan.compared_arms(); ++arm) {
    const double mean = of_case[arm].levels[plan.contest->outcome].mean();
    scores.push_back(plan.contest->least ? -mean : mean);
  }
  return scores;
}

void fold_statistics(ArmStatistics& sum, const ArmStatistics& block) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.levels[i].merge(block.levels[i]);
    sum.differences[i].merge(block.differences[i]);
  }
  sum.cost_and_effect.merge(block.cost_and_effect);
  for (std::size_t i = 0; i < sum.interactions.size(); ++i) {
    sum.interactions[i].merge(block.interactions[i]);
  }
}

/// A full block is a group. Means of nothing are not a number, which is not counted.
void fold_means(ArmResults& sum, const ArmStatistics& block) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.group_levels[i].add(block.levels[i].mean());
    sum.group_differences[i].add(block.differences[i].difference().mean());
  }
  sum.group_cost_and_effect.add(block.cost_and_effect.first().mean(),
                                block.cost_and_effect.second().mean());
  for (std::size_t i = 0; i < sum.interactions.size(); ++i) {
    sum.group_interactions[i].add(block.interactions[i].mean());
  }
}

/// The cases of a block are groups.
void fold_cases(ArmResults& sum, const ArmStatistics& cases) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.group_levels[i].merge(cases.levels[i]);
    sum.group_differences[i].merge(cases.differences[i].difference());
    sum.case_pairs[i].merge(cases.differences[i]);
  }
  sum.group_cost_and_effect.merge(cases.cost_and_effect);
  for (std::size_t i = 0; i < sum.interactions.size(); ++i) {
    sum.group_interactions[i].merge(cases.interactions[i]);
  }
}

void fold_contest(const Plan& plan, ContestStatistics& sum, const ContestStatistics& block,
                  bool is_full) {
  for (std::size_t arm = 0; arm < sum.wins.size(); ++arm) {
    sum.wins[arm].merge(block.wins[arm]);
  }
  sum.ties.merge(block.ties);
  for (std::size_t pair = 0; pair < sum.gaps.size(); ++pair) {
    sum.apart[pair] += block.apart[pair];
    if (plan.design == Design::independent) {
      sum.gaps[pair].merge(block.gaps[pair]);
    } else if (is_full) {
      sum.gaps[pair].add(block.gaps[pair].mean());
    }
  }
}

void fold_by_programme(ArmResults& sum, const std::vector<Moments>& block, bool is_full) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    sum.by_programme[i].merge(block[i]);
    if (is_full) {
      sum.group_by_programme[i].add(block[i].mean());
    }
  }
}

void fold_rows(ArmResults& sum, const std::vector<Outcome>& rows) {
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    if (has_quantiles(declarations[i])) {
      for (const Outcome& row : rows) {
        sum.histograms[i].add(row.*declarations[i].value);
      }
    }
  }
}

void fold_counts(Results& results, const BlockResult& block) {
  results.succeeded += static_cast<std::int64_t>(block.replications.size());
  results.failed += static_cast<std::int64_t>(block.failures.size());
  for (const Failure& failure : block.failures) {
    if (results.failures.size() < failures_kept) {
      results.failures.push_back(failure);
    }
  }
  results.effort.events += block.effort.events;
  results.effort.draws += block.effort.draws;
}

}  // namespace

BlockResult empty_block(const Plan& plan, std::int64_t index) {
  BlockResult block;
  block.index = index;
  block.rows.resize(plan.arms.size());
  block.statistics = empty_statistics(plan);
  if (plan.lucks > 1) {
    block.cases = empty_statistics(plan);
  }
  block.contest = empty_contest(plan);
  for (const Arm& arm : plan.arms) {
    block.by_programme.push_back(empty_by_programme(arm));
  }
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    block.sets.push_back(empty_sets(plan, arm));
  }
  for (std::size_t arm = 0; plan.keeps_series && arm < plan.compared_arms(); ++arm) {
    block.series.push_back({SeriesSample(quarters_of(plan)), {}});
  }
  return block;
}

void add_replication(const Plan& plan, BlockResult& block, std::int64_t replication,
                     const std::vector<Outcome>& outcomes) {
  block.replications.push_back(replication);
  for (std::size_t arm = 0; arm < outcomes.size(); ++arm) {
    block.rows[arm].push_back(outcomes[arm]);
  }
  add_outcomes(plan, block.statistics, outcomes);
  if (plan.pilots > 0 && plan.lucks == 1) {
    add_to_sets(plan, block, plan.belief_set(replication), outcomes);
  }
}

void add_by_programme(std::vector<Moments>& sum, const std::vector<Outcome>& parts) {
  for (std::size_t programme = 0; programme < parts.size(); ++programme) {
    for (std::size_t i = 0; i < std::size(outcomes_by_programme); ++i) {
      sum[place_by_programme(programme, i)].add(parts[programme].*outcomes_by_programme[i]);
    }
  }
}

void add_cases(const Plan& plan, BlockResult& block) {
  if (plan.lucks == 1 && !plan.contest) {
    return;
  }
  std::vector<Outcome> outcomes(plan.arms.size());
  for (std::size_t row = 0; row < block.replications.size();) {
    const std::int64_t number = plan.case_of(block.replications[row]);
    std::vector<ArmStatistics> of_case = empty_statistics(plan);
    for (; row < block.replications.size() && plan.case_of(block.replications[row]) == number;
         ++row) {
      std::transform(block.rows.begin(), block.rows.end(), outcomes.begin(),
                     [&](const std::vector<Outcome>& rows) { return rows[row]; });
      add_outcomes(plan, of_case, outcomes);
    }
    for (std::size_t arm = 0; arm < block.cases.size(); ++arm) {
      add_means(block.cases[arm], of_case[arm]);
      if (plan.pilots > 0) {
        add_means(block.sets[arm][plan.belief_set(number * plan.lucks)], of_case[arm]);
      }
    }
    if (plan.contest) {
      add_scores(block.contest, scores_of(plan, of_case));
    }
  }
}

Results empty_results(const Plan& plan) {
  Results results;
  std::vector<ArmStatistics> all = empty_statistics(plan);
  for (std::size_t arm = 0; arm < all.size(); ++arm) {
    const std::size_t outcomes = all[arm].levels.size();
    const std::size_t interactions = all[arm].interactions.size();
    results.arms.push_back({std::move(all[arm]), std::vector<Moments>(outcomes),
                            std::vector<Moments>(outcomes), JointMoments{},
                            std::vector<Moments>(interactions),
                            std::vector<PairedMoments>(plan.lucks > 1 ? outcomes : 0),
                            std::vector<Histogram>(outcomes), empty_by_programme(plan.arms[arm]),
                            empty_by_programme(plan.arms[arm]), empty_sets(plan, arm)});
  }
  results.contest = empty_contest(plan);
  if (plan.keeps_series) {
    results.series.assign(plan.compared_arms(),
                          SeriesResults(quarters_of(plan), static_cast<std::size_t>(plan.pilots)));
  }
  return results;
}

void fold(const Plan& plan, Results& results, const BlockResult& block) {
  const bool is_full = block.index < plan.full_blocks();
  for (std::size_t arm = 0; arm < results.arms.size(); ++arm) {
    fold_statistics(results.arms[arm], block.statistics[arm]);
    fold_rows(results.arms[arm], block.rows[arm]);
    fold_by_programme(results.arms[arm], block.by_programme[arm], is_full);
    fold_sets(results.arms[arm].sets, block.sets[arm]);
    if (plan.lucks > 1) {
      fold_cases(results.arms[arm], block.cases[arm]);
    } else if (is_full) {
      fold_means(results.arms[arm], block.statistics[arm]);
    }
  }
  fold_contest(plan, results.contest, block.contest, is_full);
  for (std::size_t arm = 0; arm < results.series.size(); ++arm) {
    results.series[arm].fold(block.series[arm], is_full);
  }
  fold_counts(results, block);
}

}  // namespace firstcustomer
