#include "firstcustomer/experiment/plan.hpp"

#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer {

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

}  // namespace firstcustomer
