#include "firstcustomer/experiment/replay.hpp"

#include "arm_player.hpp"
#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

Replay replay(const Plan& plan, std::size_t arm, std::int64_t replication) {
  expect(arm < plan.arms.size(), "an arm is one of the plan's");
  expect(replication >= 0, "replications count from 0");
  Replay result{.arm = arm, .replication = replication};
  const Parameters& parameters = plan.parameters_of(plan.arms[arm]);
  DesignPoints points(plan.design, parameters.uncertainties, plan.seed, parameters.correlations);
  ArmPlayer player(plan, plan.arms[arm]);
  try {
    result.outcome = player.play(points.at(plan.case_of(replication)), luck_of(plan, replication),
                                 &result.record);
  } catch (const std::exception& error) {
    result.failure = error.what();
  }
  result.numbers = player.numbers();
  result.drawn = player.drawn();
  return result;
}

}  // namespace firstcustomer
