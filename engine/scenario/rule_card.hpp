#pragma once
/// \file
/// Reads the card of a rule file.

#include <optional>

#include "firstcustomer/scenario/rule.hpp"

namespace firstcustomer {

/// Empty if there is something wrong with it, which is said.
std::optional<RuleCard> read_card(const Entry& written, Diagnostics& diagnostics);

}  // namespace firstcustomer
