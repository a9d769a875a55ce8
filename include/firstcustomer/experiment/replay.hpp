#pragma once
/// \file
/// One replication of a plan played again, with a record of what happened.
///
/// It meets the case and the luck that it has in a run of the plan, so its outcome is the run's row
/// to the bit. The number of replications of the plan does not matter.

#include <map>
#include <optional>
#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/model/recorder.hpp"

namespace firstcustomer {

struct Replay {
  /// Of the plan's arms.
  std::size_t arm = 0;
  std::int64_t replication = 0;
  /// As drawn.
  Case numbers = {};
  /// The uncertain numbers that this arm has, by path, in their canonical units.
  std::map<std::string, double> drawn = {};
  /// Up to where it failed, if it did.
  Recorder record = {};
  /// Empty if the replication fails.
  std::optional<Outcome> outcome = {};
  /// Why it fails.
  std::string failure = {};
};

/// Plays one arm alone: a run loses a replication in all arms that fails in one.
/// Needs: one of the plan's arms, replication ≥ 0.
Replay replay(const Plan& plan, std::size_t arm, std::int64_t replication);

}  // namespace firstcustomer
