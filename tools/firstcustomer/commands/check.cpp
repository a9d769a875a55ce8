#include <fmt/format.h>

#include "../command.hpp"
#include "firstcustomer/report/assumptions.hpp"
#include "firstcustomer/report/table.hpp"

namespace firstcustomer::tools {

int check_command(const Invocation& invocation) {
  options::options_description visible("options");
  visible.add_options()(
      "set", options::value<std::vector<std::string>>()->composing()->value_name("path=value"),
      "override a field; may be repeated")(
      "rule", options::value<std::string>()->value_name("RULE"), rule_help)(
      "assumed", "list only the values that rest on no better source than an assumption")(
      "changed", "list only the values that differ from the extended scenario, or that --set sets");
  const auto values =
      parse(invocation.arguments, "usage: firstcustomer check SCENARIO [options]", visible);
  if (!values) {
    return success;
  }
  const std::string path = (*values)["scenario"].as<std::vector<std::string>>().front();
  const auto overrides = values->count("set") > 0 ? (*values)["set"].as<std::vector<std::string>>()
                                                  : std::vector<std::string>{};
  const ReadScenario read = read_scenario_file(path, overrides, rule_of(*values));
  if (!read.scenario) {
    return read.exit_code;
  }
  fmt::print("{}", origin_text(*read.scenario));
  const AssumptionCounts counts = count_assumptions(*read.scenario);
  if (values->count("assumed") > 0 && values->count("changed") > 0) {
    throw UsageError("--assumed and --changed select differently: take one");
  }
  const Which which = values->count("assumed") > 0   ? Which::only_assumed
                      : values->count("changed") > 0 ? Which::only_changed
                                                     : Which::all;
  fmt::print("{}", assumptions_table(*read.scenario, which));
  fmt::print(
      "\n{}: {} values: {} uncertain (drawn once per replication), {} law{} (drawn inside a run); "
      "{} rest on an assumption or on nothing{}; {} warning{}.\n",
      path, counts.values, counts.uncertain, counts.laws, counts.laws == 1 ? "" : "s",
      counts.assumed,
      counts.taken_over == 0
          ? ""
          : fmt::format("; {} are taken over from what their item is like", counts.taken_over),
      read.warnings, read.warnings == 1 ? "" : "s");
  return success;
}

}  // namespace firstcustomer::tools
