#include "firstcustomer/experiment/monte_carlo.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "arm_player.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t failures_kept = 100;

std::vector<ArmStatistics> empty_statistics(std::size_t arms) {
  const std::size_t outcomes = outcome_declarations().size();
  return std::vector<ArmStatistics>(
      arms, {std::vector<Moments>(outcomes), std::vector<PairedMoments>(outcomes)});
}

void add_replication(std::vector<ArmStatistics>& statistics, const std::vector<Outcome>& outcomes) {
  const auto declarations = outcome_declarations();
  for (std::size_t arm = 0; arm < statistics.size(); ++arm) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      const double base = outcomes[0].*declarations[i].value;
      const double value = outcomes[arm].*declarations[i].value;
      statistics[arm].levels[i].add(value);
      if (arm > 0) {
        statistics[arm].differences[i].add(base, value);
      }
    }
  }
}

std::vector<ArmResults> empty_results(std::size_t arms) {
  std::vector<ArmResults> results;
  for (ArmStatistics& statistics : empty_statistics(arms)) {
    const std::size_t outcomes = statistics.levels.size();
    results.push_back({std::move(statistics), std::vector<Moments>(outcomes),
                       std::vector<Moments>(outcomes), std::vector<Histogram>(outcomes)});
  }
  return results;
}

void fold_statistics(ArmResults& sum, const ArmStatistics& block) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.levels[i].merge(block.levels[i]);
    sum.differences[i].merge(block.differences[i]);
  }
}

/// Means of nothing are not a number, which is not counted.
void fold_means(ArmResults& sum, const ArmStatistics& block) {
  for (std::size_t i = 0; i < sum.levels.size(); ++i) {
    sum.block_levels[i].add(block.levels[i].mean());
    sum.block_differences[i].add(block.differences[i].difference().mean());
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

void fold(const Plan& plan, Results& results, const BlockResult& block) {
  for (std::size_t arm = 0; arm < results.arms.size(); ++arm) {
    fold_statistics(results.arms[arm], block.statistics[arm]);
    fold_rows(results.arms[arm], block.rows[arm]);
    if (block.index < plan.full_blocks()) {
      fold_means(results.arms[arm], block.statistics[arm]);
    }
  }
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

/// Hands out blocks to threads and takes their results back in block order.
class Coordinator {
 public:
  Coordinator(const Plan& plan, int threads, const BlockObserver& observer)
      : plan_(plan), ahead_(static_cast<std::int64_t>(threads) * 4), observer_(observer) {
    results_.arms = empty_results(plan.arms.size());
  }

  void work() {
    try {
      BlockRunner runner(plan_);
      for (std::int64_t block = next(); block >= 0; block = next()) {
        finish(runner.run(block));
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      error_ = error_ ? error_ : std::current_exception();
      progress_.notify_all();
    }
  }

  Results take_results() {
    if (error_) {
      std::rethrow_exception(error_);
    }
    return std::move(results_);
  }

 private:
  /// The next block, or −1. A thread far ahead of the slowest one waits, so memory stays flat.
  std::int64_t next() {
    std::unique_lock lock(mutex_);
    progress_.wait(lock, [&] { return error_ || handed_out_ < folded_ + ahead_; });
    return error_ || handed_out_ >= plan_.blocks() ? -1 : handed_out_++;
  }

  void finish(BlockResult block) {
    const std::lock_guard lock(mutex_);
    const std::int64_t index = block.index;
    waiting_.emplace(index, std::move(block));
    try {
      while (!error_ && !waiting_.empty() && waiting_.begin()->first == folded_) {
        const BlockResult& first = waiting_.begin()->second;
        fold(plan_, results_, first);
        if (observer_) {
          observer_(first, results_);
        }
        waiting_.erase(waiting_.begin());
        ++folded_;
      }
    } catch (...) {
      error_ = std::current_exception();  // under the lock: nobody folds this block again
    }
    progress_.notify_all();
  }

  const Plan& plan_;
  const std::int64_t ahead_;
  const BlockObserver& observer_;
  std::mutex mutex_;
  std::condition_variable progress_;
  std::map<std::int64_t, BlockResult> waiting_;
  std::int64_t handed_out_ = 0;
  std::int64_t folded_ = 0;
  Results results_;
  std::exception_ptr error_;
};

}  // namespace

Plan make_plan(const Scenario& scenario, std::int64_t replications, Design design) {
  Plan plan;
  plan.uncertainties = scenario.uncertainties;
  plan.correlations = scenario.correlations;
  plan.parameter_laws = tables_of(plan.uncertainties);
  plan.seed = static_cast<std::uint64_t>(scenario.head.seed);
  plan.replications = replications;
  plan.design = design;
  Case without = scenario.numbers;
  without.programme.reset();
  Model base = Model::build(without);
  plan.arms.push_back({std::string(no_programme), std::move(without), std::move(base)});
  if (scenario.numbers.programme) {
    Model model = Model::build(scenario.numbers, plan.arms.front().model.laws);
    plan.arms.push_back({scenario.numbers.programme->name, scenario.numbers, std::move(model)});
  }
  return plan;
}

struct BlockRunner::Thread {
  explicit Thread(const Plan& of)
      : plan(of), points(of.design, of.uncertainties, of.seed, of.correlations) {
    for (const Arm& arm : plan.arms) {
      arms.push_back(std::make_unique<ArmPlayer>(plan, arm));
    }
  }

  /// Plays a replication in all arms; the failure of one, if any.
  std::optional<Failure> play(std::int64_t replication, std::vector<Outcome>& outcomes) {
    const Luck luck = luck_of(plan, replication);
    const std::span<const double> point = points.at(replication);
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
      try {
        outcomes[arm] = arms[arm]->play(point, luck);
      } catch (const std::exception& error) {
        return Failure{replication, arms[arm]->arm().name, error.what()};
      }
    }
    return std::nullopt;
  }

  /// Of all that was played so far.
  Effort effort() const {
    Effort sum;
    for (const auto& arm : arms) {
      sum.events += arm->effort().events;
      sum.draws += arm->effort().draws;
    }
    return sum;
  }

  const Plan& plan;
  DesignPoints points;
  std::vector<std::unique_ptr<ArmPlayer>> arms;
};

BlockRunner::BlockRunner(const Plan& plan) : thread_(std::make_unique<Thread>(plan)) {}
BlockRunner::~BlockRunner() = default;
BlockRunner::BlockRunner(BlockRunner&&) noexcept = default;

BlockResult BlockRunner::run(std::int64_t block) {
  const Plan& plan = thread_->plan;
  expect(block >= 0 && block < plan.blocks(), "a block is one of the plan's");
  BlockResult result;
  result.index = block;
  result.rows.resize(plan.arms.size());
  result.statistics = empty_statistics(plan.arms.size());
  const std::int64_t past = std::min((block + 1) * block_size, plan.replications);
  std::vector<Outcome> outcomes(plan.arms.size());
  const Effort before = thread_->effort();
  for (std::int64_t replication = block * block_size; replication < past; ++replication) {
    if (auto failure = thread_->play(replication, outcomes)) {
      result.failures.push_back(std::move(*failure));
      continue;
    }
    result.replications.push_back(replication);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      result.rows[i].push_back(outcomes[i]);
    }
    add_replication(result.statistics, outcomes);
  }
  const Effort after = thread_->effort();
  result.effort = {after.events - before.events, after.draws - before.draws};
  return result;
}

Results run_plan(const Plan& plan, int threads, const BlockObserver& observer) {
  expect(threads >= 1, "somebody must do the work");
  const auto useful = std::min<std::int64_t>(threads, std::max<std::int64_t>(plan.blocks(), 1));
  Coordinator coordinator(plan, static_cast<int>(useful), observer);
  {
    std::vector<std::jthread> helpers;
    try {
      for (std::int64_t i = 1; i < useful; ++i) {
        helpers.emplace_back([&] { coordinator.work(); });
      }
    } catch (const std::system_error&) {
      // The system has no more threads to give: those there are do the work.
    }
    coordinator.work();
  }
  return coordinator.take_results();
}

}  // namespace firstcustomer
