#pragma once
/// \file
/// Pilots of one arm and set of beliefs, and how long development takes there. For beliefs alone.

#include <memory>
#include <vector>

#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer {

/// Firms of the cohort that pilots hold back in turn: the domestic ones if there are any, as far as
/// they are there by the horizon.
std::vector<FirmId> held_firms(const Arm& arm);

/// Luck of pilot (or development sample) r of a set: index set × 2³² + r.
Luck luck_of_pilot(const Plan& plan, Phase phase, std::int64_t set, std::int64_t r);

/// Plays the pilots of a set, as often as asked, on the same luck. Its own storage; the plan and
/// the arm must outlive it.
class BeliefPilots {
 public:
  BeliefPilots(const Plan& plan, const Arm& arm, std::int64_t set);
  BeliefPilots(const BeliefPilots&) = delete;
  BeliefPilots& operator=(const BeliefPilots&) = delete;

  /// What everybody's following these beliefs shows, in sums in the order of pilots. Technologies
  /// of which no firm was held have the pooled curve. `without`: of the case without programmes;
  /// may be the same. Throws: ReplicationError where no pilot can be finished.
  Expectation play(const Beliefs& beliefs, const Beliefs& without);

  std::int64_t played() const { return played_; }
  std::int64_t failed() const { return failed_; }

 private:
  void play_one(std::int64_t r, std::vector<CurveEstimate>& estimates);

  const Plan& plan_;
  const Arm& arm_;
  std::int64_t set_;
  Case numbers_;
  CaseSampler sampler_;
  ParameterUniforms uniforms_;
  std::vector<FirmId> held_;
  const BeliefGrid* grid_ = nullptr;
  Workspace world_;
  Workspace copy_;
  PilotView view_;
  std::int64_t played_ = 0;
  std::int64_t failed_ = 0;
};

/// Times by technology and stage, from as many samples as a set has pilots, and costs.
/// Throws: ReplicationError where none can be finished.
Development develop(const Plan& plan, const Arm& arm, std::int64_t set);

}  // namespace firstcustomer
