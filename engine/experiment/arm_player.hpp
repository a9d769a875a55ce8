#pragma once
/// \file
/// Plays replications of one arm, inside the experiment layer: what runs and replays share.

#include <span>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer {

/// The luck of a replication, the same in all arms.
Luck luck_of(const Plan& plan, std::int64_t replication);

/// One arm with the storage of one thread. The plan must outlive it.
class ArmPlayer {
 public:
  ArmPlayer(const Plan& plan, const Arm& arm);
  ArmPlayer(const ArmPlayer&) = delete;
  ArmPlayer& operator=(const ArmPlayer&) = delete;

  /// Plays the replication whose uncertain numbers fall at `point`, with its luck.
  /// Effect: overwrites the recorder, if there is one. Throws: ReplicationError, also if an outcome
  /// is infinite; InvariantError.
  Outcome play(std::span<const double> point, const Luck& luck, Recorder* recorder = nullptr);

  const Arm& arm() const { return *arm_; }
  /// As drawn for the last replication.
  const Case& numbers() const { return numbers_; }
  std::map<std::string, double> drawn() const { return sampler_.drawn(); }
  /// Of the last replication.
  const QuarterlySeries& series() const { return workspace_.series(); }
  const std::vector<Outcome>& by_programme() const { return workspace_.by_programme(); }
  /// Of all that was played so far.
  const Effort& effort() const { return workspace_.effort(); }

 private:
  /// Effect: the case has the beliefs of the set that the replication plays with.
  void set_beliefs(std::int64_t replication);

  const Plan* plan_;
  const Arm* arm_;
  Case numbers_;
  CaseSampler sampler_;
  Workspace workspace_;
};

}  // namespace firstcustomer
