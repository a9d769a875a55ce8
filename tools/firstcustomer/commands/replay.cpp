#include "firstcustomer/experiment/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "../command.hpp"
#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/report/diary.hpp"

namespace firstcustomer::tools {
namespace {

constexpr Operands scenario_and_index{
    "scenario-and-index", 2, 2, "name one scenario file and the index of a replication, from 0"};

options::options_description replay_options() {
  options::options_description visible("options");
  visible.add_options()(
      "arm", options::value<std::string>()->value_name("NAME"),
      "no-programme, the programme's name, or an arm of --channels such as cash-only "
      "(default: the programme)")("seed", options::value<std::string>()->value_name("N"),
                                  "seed of all luck (default: the scenario's)")(
      "set", options::value<std::vector<std::string>>()->composing()->value_name("path=value"),
      "override a field; may be repeated")(
      "rule", options::value<std::string>()->value_name("RULE"), rule_help)(
      "design", options::value<std::string>()->default_value("independent")->value_name("NAME"),
      "the design of the run it is from: independent or latin-hypercube")(
      "lucks", options::value<std::string>()->default_value("1")->value_name("N"),
      "the lucks per case of the comparison it is from")(
      "plugin", options::value<std::string>()->value_name("LIBRARY"),
      "shared library that chooses suppliers, as the run's")(
      "json", "print one JSON object instead of the diary");
  return visible;
}

/// The place of the named arm; without a name the programme, if there is one.
/// Effect: adds the arms of the channels if one of them is meant. Throws: UsageError.
std::size_t arm_of(const options::variables_map& values, Plan& plan) {
  if (values.count("arm") == 0) {
    return plan.arms.size() - 1;
  }
  const std::string& name = values["arm"].as<std::string>();
  const auto& channels = channel_arm_names;
  if (plan.arms.size() == 2 &&
      std::find(std::begin(channels), std::end(channels), name) != std::end(channels)) {
    add_channels(plan);
  }
  std::vector<std::string> known;
  for (const Arm& arm : plan.arms) {
    known.push_back(arm.name);
  }
  const auto found = std::find(known.begin(), known.end(), name);
  if (found == known.end()) {
    const std::string suggestion = did_you_mean(name, known);
    throw UsageError(fmt::format("there is no arm '{}' (the scenario has {}).{}{}", name,
                                 fmt::join(known, ", "), suggestion.empty() ? "" : " ",
                                 suggestion));
  }
  return static_cast<std::size_t>(found - known.begin());
}

}  // namespace

int replay_command(const Invocation& invocation) {
  const auto values =
      parse(invocation.arguments, "usage: firstcustomer replay SCENARIO INDEX [options]",
            replay_options(), scenario_and_index);
  if (!values) {
    return success;
  }
  const auto& words = (*values)[scenario_and_index.name].as<std::vector<std::string>>();
  const std::int64_t index = whole_number("INDEX", words.back(), 0, most_replications - 1);
  const Design design = design_of(*values);
  const std::optional<Plugin> plugin = plugin_of(*values);
  ReadScenario read = read_scenario_file(words.front(), overrides_of(*values), rule_of(*values));
  if (!read.scenario) {
    return read.exit_code;
  }
  lend_plugin(*read.scenario, plugin);
  expect_use(plugin, uses_plugin(*read.scenario));
  Plan plan = make_plan(*read.scenario, index + 1, design);
  plan.lucks = lucks_of(*values);
  const std::size_t arm = arm_of(*values, plan);
  add_beliefs(plan, threads_of(*values));
  const Replay played = replay(plan, arm, index);
  fmt::print("{}", values->count("json") > 0 ? diary_json(*read.scenario, plan, played)
                                             : diary_text(*read.scenario, plan, played));
  if (!played.outcome) {
    std::fflush(stdout);  // what happened stands before why it ended
    fmt::print(stderr, "replication {}, arm {}: {}\n", index, plan.arms[played.arm].name,
               played.failure);
    return failed_replications;
  }
  return success;
}

}  // namespace firstcustomer::tools
