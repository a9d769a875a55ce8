#pragma once
/// \file
/// Laws as they are written, and what was meant where one is written in another way.
///
/// Every law that is suggested here has been read as the reader would: its parameters are
/// quantities of their units, it is sound, and it keeps within the limits of its field.

#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/field.hpp"

namespace firstcustomer {

/// The field that a law's parameter is, given the field that the law stands in.
NumberField parameter_field(const LawParameter& parameter, const NumberField& field);

/// Whether the law draws no value outside the range.
bool is_within(const Law& law, const Range& range);

/// "median and sigma".
std::string in_a_row(const std::vector<std::string>& names);
std::vector<std::string> parameter_names(const LawDescription& family);

/// The family known by another name: "gaussian" → "normal", "constant" → "value". Empty if none.
std::string_view family_named(std::string_view written);

/// The law with its own parameters, from others that determine them (names in use elsewhere, mean
/// and sd of a lognormal law, a rate) or from a list in their order:
/// "{lognormal: {median: 23.2839 months, sigma: 0.246221}}". Computed numbers have six digits.
/// Empty if they do not determine it.
std::string rewritten_law(const LawDescription& family, const Node& written,
                          const NumberField& field, const Currency& currency);

/// The law of a range: "£80m to £120m", "£100m ± £20m" or [£80m, £120m] is
/// "{uniform: {low: £80m, high: £120m}}", three numbers are a triangular law. Empty if it is none.
std::string law_of_range(const Node& written, const NumberField& field, const Currency& currency);

/// Probabilities near those written that add up to 1: fractions of small whole numbers where the
/// digits fit, otherwise the largest takes what the others leave. Empty if there are none within
/// 1 %. "[0.333, 0.667]" → "[1/3, 2/3]".
std::string adding_up(const std::vector<std::string>& probabilities);

}  // namespace firstcustomer
