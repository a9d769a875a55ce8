#pragma once
/// \file
/// The table an economist reads and pastes into a note.

#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// Which scenarios this one is a variant of, and why: a line each, none if of none.
std::string origin_text(const Scenario& scenario);

/// Title, origin, behaviour, arms with intervals, paired differences, and what the model assumes.
std::string run_table(const Scenario& scenario, const Plan& plan, const Results& results);

}  // namespace firstcustomer
