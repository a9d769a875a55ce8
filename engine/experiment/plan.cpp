#include "firstcustomer/experiment/plan.hpp"

#include <algorithm>
#include <iterator>

#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer {

std::string name_of_programmes(const Case& numbers) {
  return numbers.programmes.size() == 1 ? numbers.programmes.front().name : "programmes";
}

std::vector<ChannelArm> Plan::channels_of(std::size_t arm) const {
  std::vector<ChannelArm> own;
  std::copy_if(channels.begin(), channels.end(), std::back_inserter(own),
               [&](const ChannelArm& channel) { return channel.of == arm; });
  return own;
}

std::size_t Plan::compared_arms() const {
  const auto further = std::count_if(channels.begin(), channels.end(),
                                     [](const ChannelArm& of) { return of.arm != of.of; });
  return arms.size() - static_cast<std::size_t>(further);
}

std::string world_of(const Scenario& scenario) {
  Node world = without_provenance(scenario.resolved);
  std::erase_if(world.entries, [](const Entry& entry) {
    return entry.key == "programme" || entry.key == "programmes" || entry.key == "title" ||
           entry.key == "description" || entry.key == "seed";
  });
  return write_document(world);
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
  const std::string world = world_of(scenario);
  plan.arms.push_back({std::string(no_programme), std::move(without), std::move(base), {}, world});
  if (!scenario.numbers.programmes.empty()) {
    Model model = Model::build(scenario.numbers, plan.arms.front().model.laws);
    plan.arms.push_back(
        {name_of_programmes(scenario.numbers), scenario.numbers, std::move(model), {}, world});
  }
  return plan;
}

}  // namespace firstcustomer
