#include "firstcustomer/scenario/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/time.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

/// What is done to a number for what stands behind it: × 10^shift × factor / divisor.
struct Multiple {
  int shift = 0;
  double factor = 1.0;
  double divisor = 1.0;
};

std::optional<Multiple> multiple_if(bool fits) {
  return fits ? std::optional(Multiple{}) : std::nullopt;
}

std::optional<Multiple> multiple_of_time(std::string_view rest) {
  const TimeUnit* time = find_time_unit(rest);
  return time == nullptr ? std::nullopt : std::optional<Multiple>({0, time->days});
}

/// "/month", in so many per year.
std::optional<Multiple> multiple_per_time(std::string_view rest) {
  const TimeUnit* time = per_time_unit(rest);
  return time == nullptr ? std::nullopt : std::optional<Multiple>({0, days_per_year / time->days});
}

/// What is left of "firms/year" without the noun, singular or plural.
std::string_view without_noun(std::string_view rest, std::string_view noun) {
  if (noun.empty() || !rest.starts_with(noun)) {
    return rest;
  }
  rest.remove_prefix(noun.size());
  return trimmed(rest.starts_with('s') ? rest.substr(1) : rest);
}

/// "%/month", "/month" or, of what is counted, "firms/month".
std::optional<Multiple> multiple_of_rate(std::string_view written, std::string_view noun) {
  const std::string_view rest = without_noun(written, noun);
  const auto percent = after_percent(rest);
  auto multiple = multiple_per_time(percent.value_or(rest));
  if (multiple && percent) {
    multiple->shift = -2;
  }
  return multiple;
}

/// Whole numbers of up to 15 digits: exact, and so is the rounding of their quotient.
bool is_exact_whole(std::string_view text) {
  return !text.empty() && text.size() <= 15 && std::all_of(text.begin(), text.end(), is_digit);
}

/// What is left of "% of value" without "of value", where that is the whole.
std::string_view without_whole(std::string_view rest, std::string_view whole) {
  if (whole.empty() || !rest.ends_with(whole)) {
    return rest;
  }
  const std::string_view with_of = rest.substr(0, rest.size() - whole.size());
  const std::string_view of = trimmed(with_of);
  if (of == with_of || !of.ends_with("of")) {
    return rest;
  }
  const std::string_view share = of.substr(0, of.size() - 2);
  return share.empty() || trimmed(share) != share ? trimmed(share) : rest;
}

/// "%", nothing, or the "/3" of "1/3"; of what, or not.
std::optional<Multiple> multiple_of_share(const Parts& written, std::string_view whole) {
  Parts parts = written;
  parts.rest = without_whole(parts.rest, whole);
  if (const auto behind = after_percent(parts.rest)) {
    return behind->empty() ? std::optional<Multiple>({-2, 1.0}) : std::nullopt;
  }
  const std::string_view divisor =
      parts.rest.starts_with('/') ? trimmed(parts.rest.substr(1)) : std::string_view{};
  if (!is_exact_whole(divisor) || divisor[0] == '0' || !is_exact_whole(parts.number)) {
    return multiple_if(parts.rest.empty());
  }
  return Multiple{0, 1.0, *decimal(divisor, 0)};
}

/// What stands behind the number, as the unit wants it; empty if it is something else.
std::optional<Multiple> multiple_of(const Parts& parts, const Unit& unit) {
  const std::string_view rest = parts.rest;
  switch (unit.dimension) {
    case Dimension::number:
    case Dimension::money:
      return multiple_if(rest.empty());
    case Dimension::share:
      return multiple_of_share(parts, unit.noun);
    case Dimension::count:
      return multiple_if(rest.empty() || is_noun(rest, unit.noun));
    case Dimension::time:
      return multiple_of_time(rest);
    case Dimension::rate:
      return multiple_of_rate(rest, unit.noun);
    case Dimension::money_per_time:
      return multiple_per_time(rest);
    case Dimension::money_per_unit:
      return multiple_if(is_noun(per_what(rest), unit.noun));
    case Dimension::benchmark:
      return multiple_if(unit.noun.empty() || rest == unit.noun);
  }
  return std::nullopt;
}

/// What is wrong with the number or its currency, whatever it measures.
std::optional<Refusal> wrong_number(const Parts& parts, const Unit& unit,
                                    const Currency& currency) {
  if (parts.number.empty() || (parts.negative && parts.number.front() == '-')) {
    return Refusal::no_number;
  }
  const std::string_view bare = parts.number.front() == '-' ? parts.number.substr(1) : parts.number;
  if (bare.size() > 1 && bare[0] == '0' && is_digit(bare[1])) {
    return Refusal::leading_zero;
  }
  if (!parts.rest.empty() && (parts.rest[0] == '_' || parts.rest[0] == ',')) {
    return Refusal::separators;
  }
  if (is_money(unit) && parts.symbol.empty()) {
    return Refusal::no_currency;
  }
  if (is_money(unit) && parts.symbol != currency.symbol && parts.symbol != currency.code) {
    return Refusal::other_currency;
  }
  return !is_money(unit) && !parts.symbol.empty() ? std::optional(Refusal::has_currency)
                                                  : std::nullopt;
}

}  // namespace

bool is_money(const Unit& unit) {
  return unit.dimension == Dimension::money || unit.dimension == Dimension::money_per_time ||
         unit.dimension == Dimension::money_per_unit;
}

std::string_view dimension_name(Dimension dimension) {
  switch (dimension) {
    case Dimension::number:
      return "number";
    case Dimension::share:
      return "share";
    case Dimension::count:
      return "count";
    case Dimension::time:
      return "time";
    case Dimension::rate:
      return "rate";
    case Dimension::money:
      return "money";
    case Dimension::money_per_time:
      return "money over time";
    case Dimension::money_per_unit:
      return "price";
    case Dimension::benchmark:
      return "performance";
  }
  return "";
}

std::string describe_unit(const Unit& unit, const Currency& currency) {
  switch (unit.dimension) {
    case Dimension::number:
      return "a number";
    case Dimension::share:
      return unit.noun.empty() ? "a share, such as '25 %' or 0.25"
                               : fmt::format("a share, such as '25 % of {}' or 0.25", unit.noun);
    case Dimension::count:
      return unit.noun.empty() ? "a whole number" : fmt::format("a number of {}s", unit.noun);
    case Dimension::time:
      return "a span of time, such as '18 months'";
    case Dimension::rate:
      return unit.noun.empty() ? "a rate, such as '8 %/year'"
                               : fmt::format("a rate, such as '2.5 {}s/year'", unit.noun);
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

std::variant<double, Refusal> value_of(const Parts& parts, const Unit& unit,
                                       const Currency& currency) {
  if (const auto refusal = wrong_number(parts, unit, currency)) {
    return *refusal;
  }
  const auto multiple = multiple_of(parts, unit);
  if (!multiple) {
    return Refusal::other_unit;
  }
  const auto value = decimal(parts.number, parts.magnitude + multiple->shift);
  if (!value || !std::isfinite(*value * multiple->factor)) {
    return Refusal::too_far;
  }
  if (unit.dimension == Dimension::count && std::floor(*value) != *value) {
    return Refusal::not_whole;
  }
  return (parts.negative ? -*value : *value) * multiple->factor / multiple->divisor;
}

std::variant<double, QuantityError> parse_quantity(std::string_view written, const Unit& unit,
                                                   const Currency& currency) {
  const std::string_view text = trimmed(written);
  const auto value = value_of(take_apart(text), unit, currency);
  if (const auto* refusal = std::get_if<Refusal>(&value)) {
    return explain(text, *refusal, unit, currency);
  }
  return std::get<double>(value);
}

}  // namespace firstcustomer
