#pragma once
/// \file
/// The words, signs and numbers of a formula.

#include <vector>

#include "firstcustomer/scenario/formula_text.hpp"

namespace firstcustomer {

enum class TokenKind : std::uint8_t { number, word, sign, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;
  /// As written; empty at the end.
  std::string_view text = {};
  /// Of a number, in the units of measures (years, not days).
  double value = 0.0;
  Measure measure = {};
};

/// Thrown at the first thing wrong with a formula; caught where it was asked for.
struct FormulaRefused {
  FormulaError error;
};

/// All tokens, the end being one. Throws: FormulaRefused.
std::vector<Token> tokens_of(std::string_view text, const FormulaScope& scope);

/// Of a number that is followed by a word: what is wrong, if both were meant to be one number.
/// Empty if they were not.
std::variant<std::monostate, FormulaError> number_with_word(std::string_view text,
                                                            const Token& number, const Token& word,
                                                            const FormulaScope& scope);

bool begins_word(char c);
bool continues_word(char c);

}  // namespace firstcustomer
