#pragma once
/// \file
/// The names that formulas know: functions, terms, parameters, and words that join values.

#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/formula_text.hpp"

namespace firstcustomer {

struct FormulaFunction {
  std::string_view name;
  Operation operation;
  /// Values that it takes, at least.
  std::size_t operands;
  /// As it is written, for messages.
  std::string_view shape;
};

/// Of an event: "years_since(signing)" is one term.
inline constexpr std::string_view time_function = "years_since";

/// Nothing if there is none of that name.
const FormulaFunction* find_function(std::string_view name);
const TermDeclaration* find_term(std::string_view name);
const Parameter* find_parameter(const FormulaScope& scope, std::string_view name);

/// "and", "or", "not".
bool joins_values(std::string_view word);

/// What formulas write for a name of other languages; empty for all others.
std::string_view meant_by(std::string_view word);

/// "signing" of "years_since(signing)"; empty for other terms.
std::string_view event_of(const TermDeclaration& term);

/// All names that may stand for a value.
std::vector<std::string> names_in(const FormulaScope& scope);

}  // namespace firstcustomer
