#include "arm_player.hpp"

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

/// An undefined outcome is no number; an infinite one is no outcome.
void check_finite(const Outcome& outcome) {
  for (const OutcomeDeclaration& declaration : outcome_declarations()) {
    if (std::isinf(outcome.*declaration.value)) {
      throw ReplicationError(fmt::format("{} is infinite", declaration.name));
    }
  }
}

}  // namespace

Luck luck_of(const Plan& plan, std::int64_t replication) {
  return {plan.seed, Phase::main, static_cast<std::uint64_t>(replication)};
}

ArmPlayer::ArmPlayer(const Plan& plan, const Arm& arm)
    : plan_(&plan),
      arm_(&arm),
      numbers_(arm.numbers),
      sampler_(plan.parameters_of(arm).uncertainties, numbers_,
               plan.parameters_of(arm).parameter_laws),
      workspace_(arm.model) {}

void ArmPlayer::set_beliefs(std::int64_t replication) {
  if (!arm_->beliefs.empty()) {
    const std::size_t set = plan_->set_of(replication, arm_->beliefs.size());
    numbers_.beliefs = arm_->beliefs[set].get();
    numbers_.beliefs_without = arm_->beliefs_without[set].get();
  }
}

Outcome ArmPlayer::play(std::span<const double> point, const Luck& luck, Recorder* recorder) {
  sampler_.set(point);
  set_beliefs(static_cast<std::int64_t>(luck.index()));
  const Outcome outcome = simulate(arm_->model, numbers_, luck, workspace_, recorder);
  check_finite(outcome);
  return outcome;
}

}  // namespace firstcustomer
