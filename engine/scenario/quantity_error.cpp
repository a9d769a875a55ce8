/// What is said of a text that is no quantity of its unit.

#include <fmt/format.h>

#include "quantity_repair.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

bool reads(std::string_view text, const Unit& unit, const Currency& currency) {
  return std::holds_alternative<double>(value_of(take_apart(trimmed(text)), unit, currency));
}

/// The rewritten text if it is a quantity of the unit; otherwise empty.
std::string mended(std::string_view text, const Unit& unit, const Currency& currency) {
  std::string result = rewritten(text, unit, currency);
  return reads(result, unit, currency) ? result : "";
}

struct Measure {
  Dimension dimension;
  std::string_view name;
};
constexpr Measure known_measures[] = {{Dimension::time, "a span of time"},
                                      {Dimension::rate, "a rate"},
                                      {Dimension::money, "an amount of money"},
                                      {Dimension::money_per_time, "money over time"}};

/// What the text would measure if it were mended; empty if it is no near miss of anything.
std::string what_was_meant(std::string_view text, const Currency& currency) {
  const bool has_symbol = !take_apart(text).symbol.empty();
  for (const Measure& measure : known_measures) {
    const Unit unit{measure.dimension};
    if (is_money(unit) == has_symbol && !mended(text, unit, currency).empty()) {
      return fmt::format("it is {}", measure.name);
    }
  }
  return "";
}

/// What the text measures, where that can be read: "it is a span of time". Otherwise empty.
std::string what_it_measures(std::string_view text) {
  const Parts parts = take_apart(text);
  for (const Currency& currency : known_currencies()) {
    for (const Measure& measure : known_measures) {
      if (std::holds_alternative<double>(value_of(parts, {measure.dimension}, currency))) {
        return fmt::format("it is {}", measure.name);
      }
    }
  }
  const auto percent = after_percent(parts.rest);
  if (!parts.number.empty() && parts.symbol.empty() && percent && percent->empty()) {
    return "it is a share";
  }
  if (parts.symbol.empty() || parts.number.empty()) {
    return "";
  }
  return per_what(parts.rest).empty() ? "it is money" : "it is a price";
}

std::string reason_of(std::string_view text, const Parts& parts, const Unit& unit) {
  const OtherThing other = other_thing(text);
  if (!other.reason.empty()) {
    return other.reason;
  }
  // Where months are counted, days are not of another kind.
  const bool counts_time = find_time_unit(unit.noun) != nullptr;
  const std::string measures = counts_time ? "" : what_it_measures(text);
  if (unit.dimension == Dimension::benchmark) {
    return fmt::format("the benchmark is measured in {}", unit.noun);
  }
  if (!measures.empty() || parts.number.empty()) {
    return measures;
  }
  if (is_money(unit) && parts.symbol.empty()) {
    return "it has no currency";
  }
  const bool over_time = unit.dimension == Dimension::time || unit.dimension == Dimension::rate;
  if (parts.rest.empty()) {
    return over_time ? "it has no unit" : "";
  }
  return unit.dimension == Dimension::time ? fmt::format("'{}' is not a unit of time", parts.rest)
                                           : "";
}

/// What to do about a number in other terms, which cannot be rewritten without knowing what was
/// meant; empty if there is nothing to say.
std::string conversion(std::string_view text, const Parts& parts, const Unit& unit) {
  const auto percent = parts.number.empty() ? std::nullopt : decimal(parts.number, -2);
  const bool is_percent = percent && parts.symbol.empty() && after_percent(parts.rest).has_value();
  if (unit.dimension == Dimension::number && is_percent) {
    return fmt::format("As a plain number, {0} % more is {1} and {0} % of something is {2}.",
                       parts.number, 1.0 + *percent, *percent);
  }
  if (unit.dimension != Dimension::benchmark || parts.number.empty()) {
    return "";
  }
  if (is_percent || text.find("frontier") != std::string_view::npos) {
    return "A share of the frontier takes 'of: frontier' beside it.";
  }
  return parts.rest.empty() || !parts.symbol.empty() ? ""
                                                     : fmt::format("Convert it to {}.", unit.noun);
}

QuantityError not_a(std::string_view text, const Parts& parts, const Unit& unit,
                    const Currency& currency) {
  QuantityError error{fmt::format("'{}' is not {}", text, describe_unit(unit, currency)),
                      reason_of(text, parts, unit), other_thing(text).suggestion};
  if (error.suggestion.empty()) {
    error.suggestion = conversion(text, parts, unit);
  }
  const bool amount = unit.dimension == Dimension::money && parts.symbol == currency.symbol;
  if (amount && !parts.number.empty() && error.reason == "it is money") {
    error.reason = "";
    error.suggestion = fmt::format(
        "Thousands, millions and billions are written {0}5k, {0}5m, {0}5bn.", currency.symbol);
  }
  return error;
}

QuantityError too_far(std::string_view text, const Parts& parts) {
  const bool tiny = parts.number.find("e-") != std::string_view::npos ||
                    parts.number.find("E-") != std::string_view::npos;
  return {fmt::format("'{}' is too {}", text, tiny ? "small" : "large"),
          "it is beyond what a double can hold", ""};
}

QuantityError unmended(std::string_view text, Refusal refusal, const Unit& unit,
                       const Currency& currency) {
  const Parts parts = take_apart(text);
  switch (refusal) {
    case Refusal::leading_zero:
      return {fmt::format("'{}' begins with a zero", text),
              "some programs read such numbers as octal", "Drop the zero."};
    case Refusal::separators:
      return {fmt::format("'{}' has separators between its digits", text),
              "they mean different things in different places", "Write the digits without them."};
    case Refusal::other_currency:
      return {fmt::format("'{}' is not in {}", text, currency.code),
              "a scenario is written in one currency",
              fmt::format("Convert it to {}, or change 'currency'.", currency.code)};
    case Refusal::too_far:
      return too_far(text, parts);
    case Refusal::not_whole:
      return {fmt::format("'{}' is not a whole number", text), "", ""};
    case Refusal::no_number:
    case Refusal::no_currency:
    case Refusal::has_currency:
    case Refusal::other_unit:
      break;
  }
  return not_a(text, parts, unit, currency);
}

}  // namespace

QuantityError explain(std::string_view text, Refusal refusal, const Unit& unit,
                      const Currency& currency) {
  QuantityError error = unmended(text, refusal, unit, currency);
  const std::string better = mended(text, unit, currency);
  if (!better.empty() && better != text) {
    error.suggestion = fmt::format("Write '{}'?", better);
    return error;
  }
  const bool vague =
      error.reason.empty() || error.reason == "it has no currency" || error.reason == "it is money";
  const bool of_other_kind =
      vague && refusal != Refusal::not_whole && find_time_unit(unit.noun) == nullptr;
  const std::string meant = of_other_kind ? what_was_meant(text, currency) : "";
  return meant.empty() ? error : QuantityError{error.problem, meant, ""};
}

}  // namespace firstcustomer
