#include "firstcustomer/experiment/plan.hpp"

#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer {

std::string name_of_programmes(const Case& numbers) {
  return numbers.programmes.size() == 1 ? numbers.programmes.front().name : "programmes";
}

Plan make_plan(const Scenario& scenario, std::int64_t replications, Design design) {
  Plan plan;
  plan.uncertainties = scenario.uncertainties;
  plan.correlations = scenario.correlations;
  plan.parameter_laws = tables_of(plan.uncertainties);
  plan.seed = static_cast<std::uint64_t>(scenario.head.seed);
  plan.replications = replications;
  plan.design = design;
  Case without = scenario.numbers;
  without.programmes.clear();
  Model base = Model::build(without);
  plan.arms.push_back({std::string(no_programme), std::move(without), std::move(base)});
  if (!scenario.numbers.programmes.empty()) {
    Model model = Model::build(scenario.numbers, plan.arms.front().model.laws);
    plan.arms.push_back({name_of_programmes(scenario.numbers), scenario.numbers, std::move(model)});
  }
  return plan;
}

}  // namespace firstcustomer
