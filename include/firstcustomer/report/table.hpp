#pragma once
/// \file
/// The table an economist reads and pastes into a note.

#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// Title, behaviour, arms with intervals, paired differences, and what the model assumes.
std::string run_table(const Scenario& scenario, const Plan& plan, const Results& results);

}  // namespace firstcustomer
