#pragma once
/// \file
/// The JSON Schema of scenarios: what an editor needs to complete, explain and check them.
///
/// It refuses misspelt and missing keys, words and units that are none, and values of the wrong
/// kind. It does not see what hangs on several values together (names that must resolve, dates in
/// order, laws within limits, one currency): `firstcustomer check` does. What check accepts, the
/// schema accepts, but for oddities such as "-£0".
/// Source: Wright, Andrews and Luff 2018, JSON Schema, draft-07 (draft-handrews-json-schema-01).

#include <string>

#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer {

/// The schema as JSON text, the same for the same outline. Ends with a newline.
std::string json_schema(const OutlineField& outline);

}  // namespace firstcustomer
