#pragma once
/// \file
/// A law that is being rewritten: its parameters as texts, conversions between them, and the check.

#include <map>
#include <string>

#include "law_text.hpp"

namespace firstcustomer {

struct LawParts {
  const LawDescription& family;
  const NumberField& field;
  const Currency& currency;
  /// By name; of its own parameters and those that determine them.
  std::map<std::string, std::string> texts;
};

/// The text if it is a quantity of the unit, or what a mistaken one was meant to be. Empty if
/// neither.
std::string mended(const std::string& text, const Unit& unit, const Currency& currency);

/// The text with its number multiplied, to six digits: "24 months" × 0.97 = "23.28 months".
std::string multiplied(const std::string& text, double factor);

/// Puts a law's own parameters in the place of others that determine them. Sources: Johnson, Kotz
/// and Balakrishnan 1994, chapters 14 (lognormal), 17 (gamma) and 19 (exponential).
void convert_parameters(LawParts& parts);

/// The law as it is written, if it would be read; otherwise empty.
std::string sound_law(const LawParts& parts);

}  // namespace firstcustomer
