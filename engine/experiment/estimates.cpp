#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {

Estimate level_estimate(const Plan& plan, const Results& results, std::size_t arm,
                        std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  return plan.design == Design::independent
             ? estimate(own.levels[outcome])
             : estimate_from_blocks(own.levels[outcome], own.block_levels[outcome]);
}

Estimate difference_estimate(const Plan& plan, const Results& results, std::size_t arm,
                             std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  const Moments& differences = own.differences[outcome].difference();
  return plan.design == Design::independent
             ? estimate(differences)
             : estimate_from_blocks(differences, own.block_differences[outcome]);
}

}  // namespace firstcustomer
