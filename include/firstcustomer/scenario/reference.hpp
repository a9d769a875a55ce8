#pragma once
/// \file
/// The reference of all fields of a scenario, for people: Markdown for the manual, text for a
/// terminal.

#include <string>

#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer {

/// A section for each group, in the order of the file, with a table of its fields. Ends with a
/// newline.
std::string reference_markdown(const OutlineField& outline);

/// A field, or a group and all that is in it, wrapped at 100 columns. Ends with a newline.
std::string reference_text(const OutlineField& field);

}  // namespace firstcustomer
