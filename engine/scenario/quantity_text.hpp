#pragma once
/// \file
/// Quantities taken apart: currency, number, magnitude and what is left, without what it means.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "firstcustomer/scenario/quantity.hpp"

namespace firstcustomer {

/// Symbols and codes of all currencies that can be written.
std::span<const Currency> known_currencies();

/// A unit of time. `name` is its singular.
struct TimeUnit {
  std::string_view name;
  double days;
};
/// By its singular or plural; null if there is none of the name.
const TimeUnit* find_time_unit(std::string_view text);

/// Without blanks and tabs at either end.
std::string_view trimmed(std::string_view text);

bool is_digit(char c);

/// Singular or plural of the noun.
bool is_noun(std::string_view text, std::string_view noun);

/// The decimal number at the front of the text, as its characters; empty if there is none.
std::string_view leading_number(std::string_view text);

/// number × 10^shift, rounded once. Empty if it is not finite.
std::optional<double> decimal(std::string_view number, int shift);

/// A quantity taken apart: "£6.5m/month" = symbol £, number 6.5, magnitude 6, rest "/month".
struct Parts {
  std::string_view symbol;
  std::string_view number;
  bool negative = false;  ///< a minus before the symbol: "-£5m"
  int magnitude = 0;
  std::string_view rest;
};
Parts take_apart(std::string_view text);

/// "/month", "per month" → "month"; empty if the text is neither.
std::string_view per_what(std::string_view rest);

}  // namespace firstcustomer
