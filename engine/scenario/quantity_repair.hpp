#pragma once
/// \file
/// What a refused quantity was meant to be, written as a scenario accepts it.

#include <string>
#include <string_view>

#include "firstcustomer/scenario/quantity.hpp"

namespace firstcustomer {

/// The text rewritten; empty if it can be meant in no way, or in more than one. What comes back
/// need not be a quantity of the unit: the caller reads it before it suggests it.
std::string rewritten(std::string_view text, const Unit& unit, const Currency& currency);

/// What the text is instead of a quantity ("it is a date"), and what to do; both may be empty.
struct OtherThing {
  std::string reason;
  std::string suggestion;
};
OtherThing other_thing(std::string_view text);

}  // namespace firstcustomer
