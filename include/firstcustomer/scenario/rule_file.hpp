#pragma once
/// \file
/// A scenario under another rule, for comparing rules on the same world.

#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/scenario/rule.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

/// Reads a scenario whose programme is replaced by a rule, as a variant of it that says no more
/// than `programme: {rule: …}` (rule.hpp): what the rule leaves open, such as the budget, is as in
/// the scenario, if it has a programme at all. Overrides apply after. The title says which rule.
/// `rule`: a name of the catalogue, or a path relative to the working folder. Otherwise as
/// `read_scenario`; scenarios with several programmes are refused, unless the rule buys nothing.
std::optional<Scenario> read_with_rule(const std::string& name, const std::string& text,
                                       const std::string& rule,
                                       const std::vector<std::string>& overrides,
                                       Diagnostics& diagnostics,
                                       const TextReader& read_file = read_regular_file);

}  // namespace firstcustomer
