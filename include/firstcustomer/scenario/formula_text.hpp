#pragma once
/// \file
/// Formulas as people write them: "max(£6k per unit, bid * (1 - 20 %/year *
/// years_since(signing)))".
///
/// Numbers have units, as in fields; names are terms (model/term.hpp) and parameters. What is
/// measured in different units is not added, compared or chosen between: each formula has a measure
/// before it has a value. A literal 0 fits any. Times are in years. `units` behind a "/" is the
/// term, never part of a number: "£5m / units".
///
///     formula    = alternative
///     alternative = both { "or" both }             both = not { "and" not }
///     not        = "not" not | comparison          comparison = sum [ ("<" | "<=" | ">" | ">=")
///     sum ] sum        = product { ("+" | "-") product } product = sign { ("*" | "/") sign } sign
///     = "-" sign | power                power = value [ "^" sign ] value      = number | name |
///     years_since(event) | function(…) | "(" formula ")"
///
/// Functions are min and max (of two or more), clamp(x, low, high), log, exp and if(condition,
/// then, otherwise). It does not loop, and nobody can define functions.

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "firstcustomer/core/formula.hpp"
#include "firstcustomer/model/amount.hpp"
#include "firstcustomer/scenario/quantity.hpp"

namespace firstcustomer {

/// What is wrong with a formula, and where: in bytes from the front of its text.
struct FormulaError {
  std::size_t offset = 0;
  std::size_t length = 1;
  std::string problem;
  std::string reason;
  std::string suggestion;
};

/// What numbers and names of a formula may be, beside terms.
struct FormulaScope {
  /// A program reads them by their places here.
  std::span<const Parameter> parameters = {};
  const Currency* currency = find_currency("GBP");
  /// Of the first benchmark; empty: no number is a performance.
  std::string_view benchmark_unit = {};
};

/// A formula, and which of the measures wanted it has.
struct MeasuredFormula {
  Formula formula;
  std::size_t measure = 0;
};

inline constexpr std::size_t longest_formula = 1'000;  ///< characters
inline constexpr int deepest_formula = 100;            ///< brackets and signs within each other

/// The formula, if it has one of the measures; the first, if it fits several. Where a bare number
/// is wanted a condition may stand, which is 1 or 0.
std::variant<MeasuredFormula, FormulaError> parse_formula(std::string_view text,
                                                          std::span<const Measure> wanted,
                                                          const FormulaScope& scope);
std::variant<Formula, FormulaError> parse_formula(std::string_view text, Measure wanted,
                                                  const FormulaScope& scope);

/// A formula that says whether something holds: 1 or 0.
std::variant<Formula, FormulaError> parse_condition(std::string_view text,
                                                    const FormulaScope& scope);

/// "money per unit", "a bare number", "money^2 / units".
std::string measure_name(const Measure& measure);

/// What a word means in every formula, so that no parameter can have it as its name: "a term", "a
/// function", "a unit", "a word". Empty for other words.
std::string_view meaning_in_formulas(std::string_view word);

/// Whether the text is meant to be a formula rather than a number: it calls something, names a term
/// or a parameter, if with a slip, multiplies or adds.
bool looks_like_formula(std::string_view text, const FormulaScope& scope);

}  // namespace firstcustomer
