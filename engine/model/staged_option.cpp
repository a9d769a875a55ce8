#include "firstcustomer/model/staged_option.hpp"

#include <algorithm>

namespace firstcustomer {

std::vector<double> staged_values(std::span<const OptionStage> stages, double payoff) {
  std::vector<double> values(stages.size() + 1, payoff);
  for (std::size_t i = stages.size(); i > 0; --i) {
    const OptionStage& stage = stages[i - 1];
    values[i - 1] = std::max(0.0, stage.success * stage.discount * values[i] - stage.cost);
  }
  return values;
}

double staged_value(std::span<const OptionStage> stages, double payoff) {
  return staged_values(stages, payoff).front();
}

double committed_value(std::span<const OptionStage> stages, double payoff) {
  double reached = 1.0;   // probability that all stages so far have succeeded
  double discount = 1.0;  // from the first gate to here
  double costs = 0.0;
  for (const OptionStage& stage : stages) {
    costs += discount * stage.cost;
    reached *= stage.success;
    discount *= stage.discount;
  }
  return reached * discount * payoff - costs;
}

}  // namespace firstcustomer
