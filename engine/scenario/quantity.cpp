#include "firstcustomer/scenario/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "firstcustomer/core/time.hpp"

namespace firstcustomer {
namespace {

constexpr Currency currencies[] = {{"GBP", "£"}, {"EUR", "€"}, {"USD", "$"}};

struct TimeUnit {
  std::string_view name;
  double days;
};
constexpr TimeUnit time_units[] = {
    {"day", 1.0}, {"week", 7.0}, {"month", days_per_month}, {"year", days_per_year}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// Singular or plural of the noun.
bool is_noun(std::string_view text, std::string_view noun) {
  return !noun.empty() &&
         (text == noun || (text.size() == noun.size() + 1 && text.substr(0, noun.size()) == noun &&
                           text.back() == 's'));
}

const TimeUnit* find_time_unit(std::string_view text) {
  for (const TimeUnit& unit : time_units) {
    if (is_noun(text, unit.name)) {
      return &unit;
    }
  }
  return nullptr;
}

/// The decimal number at the front of the text, as its characters; empty if there is none.
std::string_view leading_number(std::string_view text) {
  std::size_t i = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t first = i;
  while (i < text.size() && digit(text[i])) {
    ++i;
  }
  if (i < text.size() && text[i] == '.' && i + 1 < text.size() && digit(text[i + 1])) {
    ++i;
    while (i < text.size() && digit(text[i])) {
      ++i;
    }
  }
  if (i == first) {
    return {};
  }
  std::size_t e = i;
  if (e < text.size() && (text[e] == 'e' || text[e] == 'E')) {
    ++e;
    if (e < text.size() && (text[e] == '-' || text[e] == '+')) {
      ++e;
    }
    const std::size_t exponent = e;
    while (e < text.size() && digit(text[e])) {
      ++e;
    }
    if (e > exponent) {
      i = e;
    }
  }
  return text.substr(0, i);
}

/// number × 10^shift, rounded once. Empty if it is not finite.
std::optional<double> decimal(std::string_view number, int shift) {
  std::string text(number);
  const auto e = text.find_first_of("eE");
  int exponent = shift;
  if (e != std::string::npos) {
    int written = 0;
    const char* begin = text.data() + e + 1 + (text[e + 1] == '+' ? 1 : 0);
    if (std::from_chars(begin, text.data() + text.size(), written).ec != std::errc{} ||
        std::abs(written) > 10000) {
      return std::nullopt;
    }
    exponent += written;
    text.resize(e);
  }
  text += fmt::format("e{}", exponent);
  double value = 0.0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

/// A quantity taken apart: "£6.5m/month" = symbol £, number 6.5, magnitude 6, rest "/month".
struct Parts {
  std::string_view symbol;
  std::string_view number;
  bool negative = false;  // a minus before the symbol: "-£5m"
  int magnitude = 0;
  std::string_view rest;
};

Parts take_apart(std::string_view text) {
  Parts parts;
  std::string_view left = text;
  const bool minus = !left.empty() && left.front() == '-';
  const std::string_view unsigned_text = minus ? left.substr(1) : left;
  for (const Currency& known : currencies) {
    for (const std::string_view written : {known.symbol, known.code}) {
      if (unsigned_text.substr(0, written.size()) == written) {
        parts.symbol = written;
        parts.negative = minus;
        left = trimmed(unsigned_text.substr(written.size()));
      }
    }
  }
  parts.number = leading_number(left);
  left.remove_prefix(parts.number.size());
  if (!parts.symbol.empty()) {
    if (left.substr(0, 2) == "bn") {
      parts.magnitude = 9;
      left.remove_prefix(2);
    } else if (!left.empty() && (left[0] == 'm' || left[0] == 'k') &&
               (left.size() == 1 || left[1] == ' ' || left[1] == '/')) {
      parts.magnitude = left[0] == 'm' ? 6 : 3;
      left.remove_prefix(1);
    }
  }
  parts.rest = trimmed(left);
  return parts;
}

QuantityError not_a(std::string_view text, const Unit& unit, const Currency& currency) {
  return {fmt::format("'{}' is not {}", text, describe_unit(unit, currency)), "", ""};
}

/// "/month", "per month" → "month"; empty if the text is neither.
std::string_view per_what(std::string_view rest) {
  if (rest.substr(0, 1) == "/") {
    return trimmed(rest.substr(1));
  }
  if (rest.substr(0, 4) == "per ") {
    return trimmed(rest.substr(4));
  }
  return {};
}

}  // namespace

const Currency* find_currency(std::string_view code) {
  const auto found = std::find_if(std::begin(currencies), std::end(currencies),
                                  [&](const Currency& c) { return c.code == code; });
  return found == std::end(currencies) ? nullptr : found;
}

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
  if (parts.number.empty() || (parts.negative && parts.number.front() == '-')) {
    return not_a(text, unit, currency);
  }
  const std::string_view bare = parts.number.front() == '-' ? parts.number.substr(1) : parts.number;
  if (bare.size() > 1 && bare[0] == '0' && digit(bare[1])) {
    return QuantityError{fmt::format("'{}' begins with a zero", text),
                         "some programs read such numbers as octal", "Drop the zero."};
  }
  if (!parts.rest.empty() && (parts.rest[0] == '_' || parts.rest[0] == ',')) {
    return QuantityError{fmt::format("'{}' has separators between its digits", text),
                         "they mean different things in different places",
                         "Write the digits without them."};
  }
  const bool is_money = unit.dimension == Dimension::money ||
                        unit.dimension == Dimension::money_per_time ||
                        unit.dimension == Dimension::money_per_unit;
  if (is_money && parts.symbol.empty()) {
    QuantityError error = not_a(text, unit, currency);
    error.reason = "it has no currency";
    error.suggestion = fmt::format("Write '{}{}'?", currency.symbol, text);
    return error;
  }
  if (is_money && parts.symbol != currency.symbol && parts.symbol != currency.code) {
    return QuantityError{fmt::format("'{}' is not in {}", text, currency.code),
                         "a scenario is written in one currency", ""};
  }
  if (!is_money && !parts.symbol.empty()) {
    QuantityError error = not_a(text, unit, currency);
    error.reason = "it is money";
    return error;
  }

  double factor = 1.0;
  int shift = parts.magnitude;
  switch (unit.dimension) {
    case Dimension::number:
    case Dimension::money:
      if (!parts.rest.empty()) {
        QuantityError error = not_a(text, unit, currency);
        error.suggestion =
            is_money
                ? fmt::format("Thousands, millions and billions are written {0}5k, {0}5m, {0}5bn.",
                              currency.symbol)
                : "";
        return error;
      }
      break;
    case Dimension::share:
      if (parts.rest == "%") {
        shift -= 2;
      } else if (!parts.rest.empty()) {
        return not_a(text, unit, currency);
      }
      break;
    case Dimension::count:
      if (!parts.rest.empty() && !is_noun(parts.rest, unit.noun)) {
        return not_a(text, unit, currency);
      }
      break;
    case Dimension::time: {
      const TimeUnit* time = find_time_unit(parts.rest);
      if (time == nullptr) {
        QuantityError error = not_a(text, unit, currency);
        error.reason = parts.rest.empty() ? "it has no unit"
                                          : fmt::format("'{}' is not a unit of time", parts.rest);
        error.suggestion = parts.rest.empty() ? fmt::format("Write '{} months'?", text) : "";
        return error;
      }
      factor = time->days;
      break;
    }
    case Dimension::rate: {
      std::string_view rest = parts.rest;
      if (!rest.empty() && rest.front() == '%') {
        shift -= 2;
        rest = trimmed(rest.substr(1));
      }
      const TimeUnit* time = find_time_unit(per_what(rest));
      if (time == nullptr) {
        QuantityError error = not_a(text, unit, currency);
        error.suggestion = rest.empty() ? fmt::format("Write '{}/year'?", text) : "";
        return error;
      }
      factor = days_per_year / time->days;
      break;
    }
    case Dimension::money_per_time: {
      const TimeUnit* time = find_time_unit(per_what(parts.rest));
      if (time == nullptr) {
        QuantityError error = not_a(text, unit, currency);
        error.suggestion = parts.rest.empty() ? fmt::format("Write '{}/month'?", text) : "";
        return error;
      }
      factor = days_per_year / time->days;
      break;
    }
    case Dimension::money_per_unit:
      if (!is_noun(per_what(parts.rest), unit.noun)) {
        QuantityError error = not_a(text, unit, currency);
        error.suggestion =
            parts.rest.empty() ? fmt::format("Write '{} per {}'?", text, unit.noun) : "";
        return error;
      }
      break;
    case Dimension::benchmark:
      if (!unit.noun.empty() && parts.rest != unit.noun) {
        return QuantityError{fmt::format("'{}' is not {}", text, describe_unit(unit, currency)),
                             fmt::format("the benchmark is measured in {}", unit.noun),
                             fmt::format("Write '{} {}'?", parts.number, unit.noun)};
      }
      break;
  }
  const auto value = decimal(parts.number, shift);
  if (!value || !std::isfinite(*value * factor)) {
    const bool tiny = parts.number.find("e-") != std::string_view::npos ||
                      parts.number.find("E-") != std::string_view::npos;
    return QuantityError{fmt::format("'{}' is too {}", text, tiny ? "small" : "large"),
                         "it is beyond what a double can hold", ""};
  }
  if (unit.dimension == Dimension::count && std::floor(*value) != *value) {
    return QuantityError{fmt::format("'{}' is not a whole number", text), "", ""};
  }
  return (parts.negative ? -*value : *value) * factor;
}

}  // namespace firstcustomer
