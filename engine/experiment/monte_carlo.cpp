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
#include "fold.hpp"

namespace firstcustomer {
namespace {

/// Hands out blocks to threads and takes their results back in block order.
class Coordinator {
 public:
  Coordinator(const Plan& plan, int threads, const BlockObserver& observer)
      : plan_(plan), ahead_(static_cast<std::int64_t>(threads) * 4), observer_(observer) {
    results_ = empty_results(plan);
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

/// The set of beliefs of each replication.
std::vector<std::size_t> sets_of(const Plan& plan, const std::vector<std::int64_t>& replications) {
  std::vector<std::size_t> sets;
  for (const std::int64_t replication : replications) {
    sets.push_back(plan.pilots > 0 ? plan.belief_set(replication) : 0);
  }
  return sets;
}

}  // namespace

struct BlockRunner::Thread {
  explicit Thread(const Plan& of) : plan(of) {
    for (const Arm& arm : plan.arms) {
      arms.push_back(std::make_unique<ArmPlayer>(plan, arm));
      const Parameters& parameters = plan.parameters_of(arm);
      points.try_emplace(&parameters, plan.design, parameters.uncertainties, plan.seed,
                         parameters.correlations);
    }
  }

  /// Plays a replication in all arms; the failure of one, if any.
  std::optional<Failure> play(std::int64_t replication, std::vector<Outcome>& outcomes) {
    const Luck luck = luck_of(plan, replication);
    const std::int64_t number = plan.case_of(replication);
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
      try {
        outcomes[arm] =
            arms[arm]->play(points.at(&plan.parameters_of(plan.arms[arm])).at(number), luck);
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
  /// By the numbers that are drawn, which many arms share.
  std::map<const Parameters*, DesignPoints> points;
  std::vector<std::unique_ptr<ArmPlayer>> arms;
};

BlockRunner::BlockRunner(const Plan& plan) : thread_(std::make_unique<Thread>(plan)) {
  expect(plan.lucks >= 1 && block_size % plan.lucks == 0, "a case lies in one block");
  expect(plan.lucks == 1 || plan.design == Design::independent,
         "strata are spread over replications");
  expect(plan.first >= 0 && plan.first % block_size == 0, "blocks of all plans are the same");
}
BlockRunner::~BlockRunner() = default;
BlockRunner::BlockRunner(BlockRunner&&) noexcept = default;

BlockResult BlockRunner::run(std::int64_t block) {
  const Plan& plan = thread_->plan;
  expect(block >= 0 && block < plan.blocks(), "a block is one of the plan's");
  BlockResult result = empty_block(plan, block);
  const std::int64_t past = plan.first + std::min((block + 1) * block_size, plan.replications);
  std::vector<Outcome> outcomes(plan.arms.size());
  const Effort before = thread_->effort();
  for (std::int64_t replication = plan.first + block * block_size; replication < past;
       ++replication) {
    if (auto failure = thread_->play(replication, outcomes)) {
      result.failures.push_back(std::move(*failure));
      continue;
    }
    add_replication(plan, result, replication, outcomes);
    for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
      if (!result.by_programme[arm].empty()) {
        add_by_programme(result.by_programme[arm], thread_->arms[arm]->by_programme());
        if (plan.pilots > 0) {
          add_by_programme(result.sets[arm][plan.belief_set(replication)].by_programme,
                           thread_->arms[arm]->by_programme());
        }
      }
    }
    for (std::size_t arm = 0; arm < result.series.size(); ++arm) {
      result.series[arm].sample.add(thread_->arms[arm]->series());
    }
  }
  add_cases(plan, result);
  for (SeriesBlock& arm : result.series) {
    arm.statistics = series_statistics(arm.sample, result.series.front().sample);
    arm.sets = series_statistics_by_set(arm.sample, result.series.front().sample,
                                        sets_of(plan, result.replications),
                                        static_cast<std::size_t>(plan.pilots));
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
