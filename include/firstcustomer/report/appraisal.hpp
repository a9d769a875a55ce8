#pragma once
/// \file
/// What present values are in, in words.

#include <string>

#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

/// "prices of December 2025, discounted at 3.5 % a year to December 2025": the price base, the
/// rates that are in force before the horizon, and the base date. An uncertain rate shows its
/// median.
std::string present_value_terms(const Scenario& scenario);

}  // namespace firstcustomer
