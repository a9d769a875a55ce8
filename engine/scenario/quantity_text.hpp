#pragma once
/// \file
/// Quantities taken apart: currency, number, magnitude and what is left, without what it means.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

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

/// What stands behind "%", "percent" or "per cent"; empty if the text begins with none of them.
std::optional<std::string_view> after_percent(std::string_view rest);

/// "/unit", "per unit", "a unit" → "unit"; empty if the text is none of these.
std::string_view per_what(std::string_view rest);

/// The unit of "/month", "per month", "a month", "per annum"; null for anything else.
const TimeUnit* per_time_unit(std::string_view rest);

/// Whether values of the unit are amounts of a currency.
bool is_money(const Unit& unit);

/// Why a text is no quantity of a unit.
enum class Refusal : std::uint8_t {
  no_number,
  leading_zero,
  separators,
  no_currency,
  other_currency,
  has_currency,
  other_unit,
  too_far,
  not_whole
};

/// The value in the canonical unit, or why there is none. `parts`: of a text without blanks around.
std::variant<double, Refusal> value_of(const Parts& parts, const Unit& unit,
                                       const Currency& currency);

/// What to say of a text that was refused, and what to write instead.
QuantityError explain(std::string_view text, Refusal refusal, const Unit& unit,
                      const Currency& currency);

}  // namespace firstcustomer
