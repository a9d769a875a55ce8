#include "firstcustomer/scenario/quantity.hpp"

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/time.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

/// What a number is multiplied by, read from what stands behind it: 10^shift × factor.
struct Multiple {
  int shift = 0;
  double factor = 1.0;
};

bool is_money(const Unit& unit) {
  return unit.dimension == Dimension::money || unit.dimension == Dimension::money_per_time ||
         unit.dimension == Dimension::money_per_unit;
}

/// "months"; empty if the text is no unit of time.
std::optional<Multiple> multiple_of_time(std::string_view rest) {
  const TimeUnit* time = find_time_unit(rest);
  return time == nullptr ? std::nullopt : std::optional<Multiple>({0, time->days});
}

/// "/month", in so many per year.
std::optional<Multiple> multiple_per_time(std::string_view rest) {
  const TimeUnit* time = find_time_unit(per_what(rest));
  return time == nullptr ? std::nullopt : std::optional<Multiple>({0, days_per_year / time->days});
}

/// "%/month" or "/month".
std::optional<Multiple> multiple_of_rate(std::string_view rest) {
  const bool percent = !rest.empty() && rest.front() == '%';
  auto multiple = multiple_per_time(percent ? trimmed(rest.substr(1)) : rest);
  if (multiple && percent) {
    multiple->shift = -2;
  }
  return multiple;
}

/// What stands behind the number, as the unit wants it; empty if it is something else.
std::optional<Multiple> multiple_of(std::string_view rest, const Unit& unit) {
  const auto if_true = [](bool fits) { return fits ? std::optional(Multiple{}) : std::nullopt; };
  switch (unit.dimension) {
    case Dimension::number:
    case Dimension::money:
      return if_true(rest.empty());
    case Dimension::share:
      return rest == "%" ? std::optional<Multiple>({-2, 1.0}) : if_true(rest.empty());
    case Dimension::count:
      return if_true(rest.empty() || is_noun(rest, unit.noun));
    case Dimension::time:
      return multiple_of_time(rest);
    case Dimension::rate:
      return multiple_of_rate(rest);
    case Dimension::money_per_time:
      return multiple_per_time(rest);
    case Dimension::money_per_unit:
      return if_true(is_noun(per_what(rest), unit.noun));
    case Dimension::benchmark:
      return if_true(unit.noun.empty() || rest == unit.noun);
  }
  return std::nullopt;
}

QuantityError not_a(std::string_view text, const Unit& unit, const Currency& currency,
                    std::string reason = "", std::string suggestion = "") {
  return {fmt::format("'{}' is not {}", text, describe_unit(unit, currency)), std::move(reason),
          std::move(suggestion)};
}

/// What is wrong with the number or its currency, whatever it measures.
std::optional<QuantityError> wrong_number(std::string_view text, const Parts& parts,
                                          const Unit& unit, const Currency& currency) {
  if (parts.number.empty() || (parts.negative && parts.number.front() == '-')) {
    return not_a(text, unit, currency);
  }
  const std::string_view bare = parts.number.front() == '-' ? parts.number.substr(1) : parts.number;
  if (bare.size() > 1 && bare[0] == '0' && is_digit(bare[1])) {
    return QuantityError{fmt::format("'{}' begins with a zero", text),
                         "some programs read such numbers as octal", "Drop the zero."};
  }
  if (!parts.rest.empty() && (parts.rest[0] == '_' || parts.rest[0] == ',')) {
    return QuantityError{fmt::format("'{}' has separators between its digits", text),
                         "they mean different things in different places",
                         "Write the digits without them."};
  }
  if (is_money(unit) && parts.symbol.empty()) {
    return not_a(text, unit, currency, "it has no currency",
                 fmt::format("Write '{}{}'?", currency.symbol, text));
  }
  if (is_money(unit) && parts.symbol != currency.symbol && parts.symbol != currency.code) {
    return QuantityError{fmt::format("'{}' is not in {}", text, currency.code),
                         "a scenario is written in one currency", ""};
  }
  if (!is_money(unit) && !parts.symbol.empty()) {
    return not_a(text, unit, currency, "it is money");
  }
  return std::nullopt;
}

/// A number whose unit is not the one that is needed.
QuantityError wrong_unit(std::string_view text, const Parts& parts, const Unit& unit,
                         const Currency& currency) {
  const bool bare = parts.rest.empty();
  QuantityError error = not_a(text, unit, currency);
  switch (unit.dimension) {
    case Dimension::money:
      error.suggestion = fmt::format(
          "Thousands, millions and billions are written {0}5k, {0}5m, {0}5bn.", currency.symbol);
      break;
    case Dimension::time:
      error.reason =
          bare ? "it has no unit" : fmt::format("'{}' is not a unit of time", parts.rest);
      error.suggestion = bare ? fmt::format("Write '{} months'?", text) : "";
      break;
    case Dimension::rate:
      error.suggestion = bare || parts.rest == "%" ? fmt::format("Write '{}/year'?", text) : "";
      break;
    case Dimension::money_per_time:
      error.suggestion = bare ? fmt::format("Write '{}/month'?", text) : "";
      break;
    case Dimension::money_per_unit:
      error.suggestion = bare ? fmt::format("Write '{} per {}'?", text, unit.noun) : "";
      break;
    case Dimension::benchmark:
      error.reason = fmt::format("the benchmark is measured in {}", unit.noun);
      error.suggestion = fmt::format("Write '{} {}'?", parts.number, unit.noun);
      break;
    case Dimension::number:
    case Dimension::share:
    case Dimension::count:
      break;
  }
  return error;
}

QuantityError too_far(std::string_view text, const Parts& parts) {
  const bool tiny = parts.number.find("e-") != std::string_view::npos ||
                    parts.number.find("E-") != std::string_view::npos;
  return {fmt::format("'{}' is too {}", text, tiny ? "small" : "large"),
          "it is beyond what a double can hold", ""};
}

}  // namespace

std::string describe_unit(const Unit& unit, const Currency& currency) {
  switch (unit.dimension) {
    case Dimension::number:
      return "a number";
    case Dimension::share:
      return "a share, such as '25 %' or 0.25";
    case Dimension::count:
      return unit.noun.empty() ? "a whole number" : fmt::format("a number of {}s", unit.noun);
    case Dimension::time:
      return "a span of time, such as '18 months'";
    case Dimension::rate:
      return "a rate, such as '8 %/year'";
    case Dimension::money:
      return fmt::format("an amount of money, such as '{}100m'", currency.symbol);
    case Dimension::money_per_time:
      return fmt::format("money over time, such as '{}1.2m/month'", currency.symbol);
    case Dimension::money_per_unit:
      return fmt::format("a price, such as '{}20k per {}'", currency.symbol, unit.noun);
    case Dimension::benchmark:
      return fmt::format("a quantity in {}", unit.noun);
  }
  return "a number";
}

std::variant<double, QuantityError> parse_quantity(std::string_view written, const Unit& unit,
                                                   const Currency& currency) {
  const std::string_view text = trimmed(written);
  const Parts parts = take_apart(text);
  if (auto error = wrong_number(text, parts, unit, currency)) {
    return *std::move(error);
  }
  const auto multiple = multiple_of(parts.rest, unit);
  if (!multiple) {
    return wrong_unit(text, parts, unit, currency);
  }
  const auto value = decimal(parts.number, parts.magnitude + multiple->shift);
  if (!value || !std::isfinite(*value * multiple->factor)) {
    return too_far(text, parts);
  }
  if (unit.dimension == Dimension::count && std::floor(*value) != *value) {
    return QuantityError{fmt::format("'{}' is not a whole number", text), "", ""};
  }
  return (parts.negative ? -*value : *value) * multiple->factor;
}

}  // namespace firstcustomer
