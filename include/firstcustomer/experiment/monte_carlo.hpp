#pragma once
/// \file
/// The Monte Carlo runner: blocks of paired replications on any number of threads.
///
/// A block is 100 replications. It runs all arms of a replication on the same case and luck
/// (several lucks may meet one case: plan.hpp), sums in index order, and is folded into the results
/// by block index, so results have the same bits for any number of threads. A replication that
/// fails in one arm leaves all arms and is kept as data; one with an infinite outcome has failed.
/// Memory does not grow with the number of replications.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "firstcustomer/core/histogram.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/experiment/plan.hpp"
#include "firstcustomer/experiment/series_statistics.hpp"

namespace firstcustomer {

/// A replication that could not be finished, and why.
struct Failure {
  std::int64_t replication = 0;
  std::string arm;
  std::string message;
};

/// Statistics of one arm, by outcome in the order of their declarations.
struct ArmStatistics {
  std::vector<Moments> levels;
  /// Against the first arm.
  std::vector<PairedMoments> differences;
  /// Differences from the first arm, pair by pair: net public money at present value (pounds, the
  /// currency's major unit), and qualified suppliers by the deadline. Empty in the first arm.
  JointMoments cost_and_effect;
  /// By outcome, where channels of this arm have arms: its effect less those of its channels,
  /// replication by replication.
  std::vector<Moments> interactions;
};

/// Who was best in how many cases, and by how much arms differ there. Compared arms alone.
struct ContestStatistics {
  /// By arm: 1 in a case in which it is best, 1/k where it is one of k, else 0.
  std::vector<Moments> wins;
  /// 1 in a case in which several arms are best, else 0.
  Moments ties;
  /// Means of a case, of an arm less that of a later one, in the order of `pair_of`.
  std::vector<Moments> gaps;
  /// In how many cases these differ; also where one of them is undefined. In the same order.
  std::vector<std::int64_t> apart = {};
};

/// The place of a pair among all pairs of `arms` arms. Needs: one < other < arms.
constexpr std::size_t pair_of(std::size_t one, std::size_t other, std::size_t arms) {
  return one * (2 * arms - one - 1) / 2 + other - one - 1;
}

/// Statistics of one arm in the replications of one set of beliefs (beliefs.hpp). With several
/// lucks a case, of the means of cases.
struct SetStatistics {
  std::vector<Moments> levels;
  std::vector<Moments> differences;
  std::vector<Moments> interactions;
  JointMoments cost_and_effect;
  std::vector<Moments> by_programme;
};

/// What a block found: plain data, complete in itself.
struct BlockResult {
  std::int64_t index = 0;
  /// Of the replications that succeeded, in order.
  std::vector<std::int64_t> replications;
  /// rows[arm][i] belongs to replications[i].
  std::vector<std::vector<Outcome>> rows;
  std::vector<ArmStatistics> statistics;
  /// By arm, of the means of each case in place of replications; empty with one luck a case.
  std::vector<ArmStatistics> cases;
  /// Empty without a contest.
  ContestStatistics contest;
  /// By compared arm; empty unless the plan keeps series.
  std::vector<SeriesBlock> series;
  /// By arm, programme and outcome (`outcomes_by_programme`), in this order; empty for arms with
  /// fewer than two programmes.
  std::vector<std::vector<Moments>> by_programme;
  /// By arm and set of beliefs; no sets without beliefs.
  std::vector<std::vector<SetStatistics>> sets = {};
  std::vector<Failure> failures;
  Effort effort;
};

/// The place of an outcome of a programme in `by_programme`.
constexpr std::size_t place_by_programme(std::size_t programme, std::size_t outcome) {
  return programme * std::size(outcomes_by_programme) + outcome;
}

/// Runs blocks of one plan with the storage of one thread.
class BlockRunner {
 public:
  explicit BlockRunner(const Plan& plan);
  ~BlockRunner();
  BlockRunner(BlockRunner&&) noexcept;

  /// Needs: 0 ≤ block < plan.blocks().
  BlockResult run(std::int64_t block);

 private:
  struct Thread;
  std::unique_ptr<Thread> thread_;
};

/// What the whole run tells of an arm, besides: how means of groups (`Plan::has_groups`) vary, and
/// how outcomes spread. With one luck a case, groups are full blocks whatever the design.
struct ArmResults : ArmStatistics {
  /// Means of the groups in which the outcome is defined.
  std::vector<Moments> group_levels;
  /// Of the mean differences from the first arm.
  std::vector<Moments> group_differences;
  JointMoments group_cost_and_effect;
  std::vector<Moments> group_interactions;
  /// Means of cases against those of the first arm; empty with one luck a case.
  std::vector<PairedMoments> case_pairs;
  /// Of all replications; empty for outcomes without quantiles (estimates.hpp).
  std::vector<Histogram> histograms;
  /// As in a block, of all replications and of the means of full blocks.
  std::vector<Moments> by_programme;
  std::vector<Moments> group_by_programme;
  /// By set of beliefs; empty without beliefs.
  std::vector<SetStatistics> sets = {};
};

struct Results {
  std::vector<ArmResults> arms;
  /// With a Latin hypercube its gaps are means of full blocks.
  ContestStatistics contest;
  /// By compared arm; empty unless the plan keeps series.
  std::vector<SeriesResults> series;
  std::int64_t succeeded = 0;
  std::int64_t failed = 0;
  /// The first hundred.
  std::vector<Failure> failures;
  Effort effort;
};

/// Called after each block is folded, in block order, on one thread at a time.
using BlockObserver = std::function<void(const BlockResult&, const Results&)>;

/// Runs the whole plan. Needs: threads ≥ 1. What an observer throws is thrown again here.
Results run_plan(const Plan& plan, int threads, const BlockObserver& observer);

}  // namespace firstcustomer
