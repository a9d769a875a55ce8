/// The schemas of numbers: quantities as regular expressions, and laws of chance by family.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "law_text.hpp"
#include "reader.hpp"
#include "schema_values.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view space = "[ \\t]*";
constexpr std::string_view unsigned_number = "(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?";
constexpr std::string_view time_noun = "(day|week|month|year)s?";

constexpr std::string_view percent = "(%|percent|per cent)";
/// "of value", for shares of something.
std::string of_what(const Unit& unit) {
  return unit.noun.empty() ? "" : fmt::format("([ \\t]+of[ \\t]+{})?", unit.noun);
}
constexpr std::string_view magnitude = "(bn|m|k|[ \\t]*(thousand|million|billion))?";

/// "/month", "per month", "a month".
std::string per(std::string_view noun) {
  return fmt::format("{0}(/{0}|per[ \\t]+|a[ \\t]+){1}", space, noun);
}

/// "/month", "per annum".
std::string per_time() {
  return fmt::format("({}|{}per[ \\t]+annum)", per(time_noun), space);
}

/// What follows a number of the unit; the same for all currencies.
std::string after_number(const Unit& unit) {
  switch (unit.dimension) {
    case Dimension::number:
      return "";
    case Dimension::share:
      return fmt::format("({0}{1}|{0}/{0}[1-9][0-9]*)?{2}", space, percent, of_what(unit));
    case Dimension::count:
      return unit.noun.empty() ? "" : fmt::format("({}{}s?)?", space, unit.noun);
    case Dimension::time:
      return fmt::format("{}{}", space, time_noun);
    case Dimension::rate:
      return unit.noun.empty()
                 ? fmt::format("({}{})?{}", space, percent, per_time())
                 : fmt::format("({0}{1}|{0}{2}s?)?{3}", space, percent, unit.noun, per_time());
    case Dimension::money:
      return std::string(magnitude);
    case Dimension::money_per_time:
      return std::string(magnitude) + per_time();
    case Dimension::money_per_unit:
      return std::string(magnitude) + per(fmt::format("{}s?", unit.noun));
    case Dimension::benchmark:
      return fmt::format("{}[^ \\t0-9].*", space);
  }
  return "";
}

bool is_money(Dimension dimension) {
  return dimension == Dimension::money || dimension == Dimension::money_per_time ||
         dimension == Dimension::money_per_unit;
}

std::string pattern(const NumberField& field) {
  const std::string_view sign = field.range.low < 0.0 ? "-?" : "";
  const std::string symbol =
      is_money(field.unit.dimension) ? fmt::format("(£|€|\\$|GBP|EUR|USD){}", space) : "";
  return fmt::format("^{0}{1}{2}{3}{4}{0}$", space, sign, symbol, unsigned_number,
                     after_number(field.unit));
}

/// A name for a definition: "money_over_time", "count_of_units".
std::string unit_name(const Unit& unit) {
  std::string name(dimension_name(unit.dimension));
  std::replace(name.begin(), name.end(), ' ', '_');
  const bool counts = (unit.dimension == Dimension::count || unit.dimension == Dimension::rate) &&
                      !unit.noun.empty();
  const bool price = unit.dimension == Dimension::money_per_unit;
  const bool part = unit.dimension == Dimension::share && !unit.noun.empty();
  return counts  ? fmt::format("{}_of_{}s", name, unit.noun)
         : part  ? fmt::format("{}_of_{}", name, unit.noun)
         : price ? fmt::format("{}_per_{}", name, unit.noun)
                 : name;
}

/// The limits of what is written as a bare number: those of texts are left to the program.
void add_limits(Json& schema, const Range& range) {
  if (std::isfinite(range.low)) {
    schema[range.low_included ? "minimum" : "exclusiveMinimum"] = range.low;
  }
  if (std::isfinite(range.high)) {
    schema["maximum"] = range.high;
  }
}

/// "_from_0_to_1": what tells the quantities of one dimension apart.
std::string range_name(const NumberField& field) {
  if (!is_bare(field.unit)) {
    return field.range.low < 0.0 ? "_of_any_sign" : "";
  }
  std::string name;
  if (std::isfinite(field.range.low)) {
    name += fmt::format("{}{}", field.range.low_included ? "_from_" : "_above_", field.range.low);
  }
  if (std::isfinite(field.range.high)) {
    name += fmt::format("_to_{}", field.range.high);
  }
  return name;
}

}  // namespace

std::string NumberSchemas::quantity(const NumberField& field) {
  const std::string name = unit_name(field.unit) + range_name(field);
  if (definitions_.contains(name)) {
    return name;
  }
  const std::string described = describe_unit(field.unit, *find_currency("GBP"));
  Json text = {{"type", "string"},
               {"pattern", pattern(field)},
               {"patternErrorMessage", fmt::format("This should be {}.", described)}};
  if (is_bare(field.unit)) {
    Json number = {{"type", field.unit.dimension == Dimension::count ? "integer" : "number"}};
    add_limits(number, field.range);
    definitions_[name] = {{"anyOf", {number, text}}};
  } else {
    definitions_[name] = text;
  }
  return name;
}

Json NumberSchemas::parameter(const LawParameter& parameter, const NumberField& field,
                              Parameters parameters) {
  const NumberField shape = parameter_field(parameter, field);
  const Json plain = reference_to(quantity(shape));
  if (parameter.form == Form::list) {
    return {{"type", "array"}, {"items", plain}, {"minItems", 1}, {"maxItems", most_categories}};
  }
  if (parameters == Parameters::plain) {
    return plain;
  }
  const bool is_limit =
      parameter.name == "low" || parameter.name == "mode" || parameter.name == "high";
  return is_limit ? plain_or_wrapped(plain) : number(shape);
}

Json NumberSchemas::parameters_of(const LawDescription& family, const NumberField& field,
                                  Parameters parameters) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const LawParameter& each : family.parameters) {
    properties[std::string(each.name)] = parameter(each, field, parameters);
    if (parameter_field(each, field).fallback.empty()) {
      required.push_back(each.name);
    }
  }
  return {{"type", "object"},
          {"required", required},
          {"properties", properties},
          {"additionalProperties", false}};
}

std::string NumberSchemas::laws(const NumberField& field, Parameters parameters) {
  const std::string name = fmt::format("laws_of_{}{}", unit_name(field.unit),
                                       parameters == Parameters::plain ? "" : "_inside_a_run");
  if (definitions_.contains(name)) {
    return name;
  }
  definitions_[name] = Json::object();  // holds the place while those that it needs are made
  Json properties = Json::object();
  Json one_of = Json::array();
  for (const LawDescription& family : law_descriptions()) {
    if (family.family == LawFamily::constant || !may_follow(family, field.unit)) {
      continue;
    }
    properties[std::string(family.name)] = parameters_of(family, field, parameters);
    one_of.push_back({{"required", Json::array({family.name})}});
  }
  Json schema = closed_map(properties, {});
  schema["oneOf"] = one_of;
  definitions_[name] = schema;
  return name;
}

Json NumberSchemas::number_or_law(const std::string& prefix, const NumberField& field,
                                  Parameters parameters) {
  const std::string plain = quantity(field);
  const std::string name = prefix + plain;
  if (!definitions_.contains(name)) {
    definitions_[name] = Json::object();
    Json schema = plain_or_wrapped(reference_to(plain));
    schema["anyOf"].push_back(reference_to(laws(field, parameters)));
    definitions_[name] = schema;
  }
  return reference_to(name);
}

Json NumberSchemas::number(const NumberField& field) {
  return number_or_law("uncertain_", field, Parameters::plain);
}

Json NumberSchemas::law(const NumberField& field) {
  return number_or_law("law_of_", field, Parameters::uncertain);
}

}  // namespace firstcustomer
