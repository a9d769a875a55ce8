/// The part of the outline that is words: examples and limits.

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer {
namespace {

std::string example_of_quantity(const OutlineField& field) {
  const bool many = field.range.low == 1.0 && field.range.high > 1e6;
  switch (field.dimension) {
    case Dimension::number:
      return field.range.high < 1.5 ? "0.5" : "1.5";
    case Dimension::share:
      return field.noun.empty() ? "25 %" : fmt::format("25 % of {}", field.noun);
    case Dimension::count:
      return field.noun.empty() ? "1" : fmt::format("{} {}s", many ? 250 : 2, field.noun);
    case Dimension::time:
      return "18 months";
    case Dimension::rate:
      return field.noun.empty() ? "8 %/year" : fmt::format("2.5 {}s/year", field.noun);
    case Dimension::money:
      return "£100m";
    case Dimension::money_per_time:
      return "£1.2m/month";
    case Dimension::money_per_unit:
      return fmt::format("£20k per {}", field.noun);
    case Dimension::benchmark:
      return "12 tokens/J";
  }
  return "";
}

/// A limit in the canonical unit of its dimension, as people write it.
std::string limit(double value, Dimension dimension) {
  switch (dimension) {
    case Dimension::share:
      return fmt::format("{} %", 100.0 * value);
    case Dimension::time:
      return fmt::format("{} days", value);
    case Dimension::rate:
      return fmt::format("{} %/year", 100.0 * value);
    case Dimension::money:
    case Dimension::money_per_unit:
      return fmt::format("£{}", value);
    case Dimension::money_per_time:
      return fmt::format("£{}/year", value);
    default:
      return value == std::floor(value) && std::abs(value) < 1e16 ? fmt::format("{:.0f}", value)
                                                                  : fmt::format("{}", value);
  }
}

}  // namespace

std::string example_of(const OutlineField& field) {
  switch (field.kind) {
    case OutlineKind::text:
      return "text";
    case OutlineKind::texts:
      return "[text]";
    case OutlineKind::date:
      return "2026-12-31";
    case OutlineKind::word:
      return field.words.front();
    case OutlineKind::number:
    case OutlineKind::law:
      return example_of_quantity(field);
    case OutlineKind::numbers:
      return fmt::format("[{}]", example_of_quantity(field));
    case OutlineKind::amount:
      return example_of(as_number(field, field.forms.front()));
    case OutlineKind::formula:
      return "measurement > threshold";
    case OutlineKind::parameters:
      return "{top_up: £6k per unit}";
    default:
      return "";
  }
}

OutlineField as_number(const OutlineField& amount, const OutlineForm& form) {
  OutlineField number = amount;
  number.kind = OutlineKind::number;
  number.dimension = form.dimension;
  number.noun = form.noun;
  number.range = form.range;
  return number;
}

std::string conditions_of(const OutlineField& field, std::string_view quote) {
  std::string text;
  for (const OutlineCondition& condition : field.conditions) {
    std::string words;
    for (const auto& [key, word] : condition.any_of) {
      words += fmt::format("{0}{1}{2}: {3}{1}", words.empty() ? "with " : " or ", quote, key, word);
    }
    text += (text.empty() ? "" : " and ") + (words.empty() ? condition.text : words);
  }
  return text;
}

std::string limits_of(const OutlineField& field) {
  constexpr double as_good_as_none = 1e12;  // of counts: what a count can hold
  const Range& range = field.range;
  const bool low = std::isfinite(range.low);
  const bool high = range.high < as_good_as_none || (std::isfinite(range.high) && range.low == 0.0);
  if (low && high) {
    return fmt::format("{}{} to {}", range.low_included ? "" : "above ",
                       range.low == 0.0 ? "0" : limit(range.low, field.dimension),
                       limit(range.high, field.dimension));
  }
  if (high) {
    return fmt::format("at most {}", limit(range.high, field.dimension));
  }
  if (!low) {
    return "";
  }
  if (range.low == 0.0) {
    return range.low_included ? "not negative" : "positive";
  }
  return fmt::format("{} {}", range.low_included ? "at least" : "above",
                     limit(range.low, field.dimension));
}

}  // namespace firstcustomer
