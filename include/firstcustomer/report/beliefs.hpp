#pragma once
/// \file
/// What is believed under optimising behaviour, how it was found, and whether it was.

#include <string>
#include <string_view>

#include "firstcustomer/experiment/plan.hpp"
#include "firstcustomer/report/json.hpp"

namespace firstcustomer {

/// "converged (8 sets of 500 pilots, 6–9 iterations, last change 0.7 %). Qualifying is expected to
/// be worth …; effort at the start …." Empty for an arm without beliefs.
std::string beliefs_sentence(const Plan& plan, std::size_t arm, std::string_view symbol);

/// A paragraph for each arm with a programme, or for the others where there is none; empty without
/// optimising behaviour.
std::string beliefs_text(const Plan& plan, std::string_view symbol);

/// Effect: writes the field `beliefs`, an object by arm, into the object that is open; nothing
/// without optimising behaviour.
void write_beliefs(JsonWriter& json, const Plan& plan);

}  // namespace firstcustomer
