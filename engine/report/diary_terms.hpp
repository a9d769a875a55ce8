#pragma once
/// \file
/// The terms of a programme, in the words of a diary.

#include <string>

#include "firstcustomer/model/case.hpp"
#include "firstcustomer/model/recorder.hpp"
#include "firstcustomer/scenario/quantity.hpp"

namespace firstcustomer {

/// "23 %", "4.2 %".
std::string percent_text(double share);

/// "efficiency 0.80 × frontier of 2026-12-31 by 2030-12-31".
std::string standard_text(const Case& numbers, const Programme& programme);

/// "6.90 tokens/J against 6.40 (true 6.70)", with as many decimals as tell what was measured from
/// what was required.
std::string measurement_text(const Case& numbers, const Record& test);

/// "on acceptance, £20k per unit".
std::string clause_text(const Clause& clause, const Currency& currency);

}  // namespace firstcustomer
