#include "fold.hpp"

#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t failures_kept = 100;

std::vector<ArmStatistics> empty_statistics(std::size_t arms) {
  const std::size_t outcomes = outcome_declarations().size();
  return std::vector<ArmStatistics>(
      arms, {std::vector<Moments>(outcomes), std::vector<PairedMoments>(outcomes), {}});
}

std::size_t interactions_of(const Plan& plan) {
  return plan.has_channel_arms() ? outcome_declarations().size() : 0;
}

std::size_t quarters_of(const Plan& plan) {
  const Case& numbers = plan.arms.front().numbers;
  return Quarters(numbers.start, numbers.horizon).size();
}

/// Differences of differences, so that arms that are equal leave exactly nothing.
double interaction(const Plan& plan, const std::vector<Outcome>& outcomes,
                   double Outcome::*measure) {
  const double base = outcomes[0].*measure;
  double by_channels = 0.0;
  for (const ChannelArm& channel : plan.channels) {
    by_channels += outcomes[channel.arm].*measure - base;
  }
  return outcomes[1].*measure - base - by_channels;
}

void add_statistics(ArmStatistics& statistics, const Outcome& base, const Outcome& own) {
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    statistics.differences[i].add(base.*declarations[i].value, own.*declarations[i].value);
  }
  statistics.cost_and_effect.add(
      own.public_money_net_present_value - base.public_money_net_present_value,
      own.qualified_suppliers - base.qualified_suppliers);
}

void fold_statistics(ArmResults& sum, const ArmStatistics& block) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.levels[i].merge(block.levels[i]);
    sum.differences[i].merge(block.differences[i]);
  }
  sum.cost_and_effect.merge(block.cost_and_effect);
}

/// Means of nothing are not a number, which is not counted.
void fold_means(ArmResults& sum, const ArmStatistics& block) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.block_levels[i].add(block.levels[i].mean());
    sum.block_differences[i].add(block.differences[i].difference().mean());
  }
  sum.block_cost_and_effect.add(block.cost_and_effect.first().mean(),
                                block.cost_and_effect.second().mean());
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

void fold_interactions(Results& results, const BlockResult& block, bool is_full) {
  for (std::size_t i = 0; i < block.interactions.size(); ++i) {
    results.interactions[i].merge(block.interactions[i]);
    if (is_full) {
      results.block_interactions[i].add(block.interactions[i].mean());
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
  block.statistics = empty_statistics(plan.arms.size());
  block.interactions.resize(interactions_of(plan));
  for (std::size_t arm = 0; plan.keeps_series && arm < plan.compared_arms(); ++arm) {
    block.series.push_back({SeriesSample(quarters_of(plan)), {}});
  }
  return block;
}

void add_replication(const Plan& plan, BlockResult& block, std::int64_t replication,
                     const std::vector<Outcome>& outcomes) {
  const auto declarations = outcome_declarations();
  block.replications.push_back(replication);
  for (std::size_t arm = 0; arm < outcomes.size(); ++arm) {
    block.rows[arm].push_back(outcomes[arm]);
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      block.statistics[arm].levels[i].add(outcomes[arm].*declarations[i].value);
    }
    if (arm > 0) {
      add_statistics(block.statistics[arm], outcomes[0], outcomes[arm]);
    }
  }
  for (std::size_t i = 0; i < block.interactions.size(); ++i) {
    block.interactions[i].add(interaction(plan, outcomes, declarations[i].value));
  }
}

Results empty_results(const Plan& plan) {
  Results results;
  for (ArmStatistics& statistics : empty_statistics(plan.arms.size())) {
    const std::size_t outcomes = statistics.levels.size();
    results.arms.push_back({std::move(statistics), std::vector<Moments>(outcomes),
                            std::vector<Moments>(outcomes), JointMoments{},
                            std::vector<Histogram>(outcomes)});
  }
  results.interactions.resize(interactions_of(plan));
  results.block_interactions.resize(interactions_of(plan));
  if (plan.keeps_series) {
    results.series.assign(plan.compared_arms(), SeriesResults(quarters_of(plan)));
  }
  return results;
}

void fold(const Plan& plan, Results& results, const BlockResult& block) {
  const bool is_full = block.index < plan.full_blocks();
  for (std::size_t arm = 0; arm < results.arms.size(); ++arm) {
    fold_statistics(results.arms[arm], block.statistics[arm]);
    fold_rows(results.arms[arm], block.rows[arm]);
    if (is_full) {
      fold_means(results.arms[arm], block.statistics[arm]);
    }
  }
  fold_interactions(results, block, is_full);
  for (std::size_t arm = 0; arm < results.series.size(); ++arm) {
    results.series[arm].fold(block.series[arm], is_full);
  }
  fold_counts(results, block);
}

}  // namespace firstcustomer
