#include "firstcustomer/scenario/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "firstcustomer/scenario/alike.hpp"
#include "firstcustomer/scenario/rule.hpp"
#include "reader.hpp"
#include "schema_values.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view most_of_a_name = "[A-Za-z0-9_-]{1,64}";

/// "An amount of money, such as '£100m'; not negative; or a formula."
std::string description_of_forms(const OutlineField& amount) {
  std::string text;
  for (const OutlineForm& form : amount.forms) {
    const std::string limits = limits_of(as_number(amount, form));
    text += fmt::format("{}{}{}{}", text.empty() ? "" : "; or ",
                        describe_unit(form.unit(), *find_currency("GBP")),
                        limits.empty() ? "" : ", ", limits);
  }
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text + (amount.may_be_formula ? "; or a formula." : ".");
}

/// What an editor shows beside the field: meaning, unit, limits, condition, default.
std::string description_of(const OutlineField& field) {
  std::string text = field.help;
  const auto add = [&](const std::string& sentence) { text += " " + sentence; };
  if (field.kind == OutlineKind::number || field.kind == OutlineKind::numbers ||
      field.kind == OutlineKind::law) {
    std::string unit = describe_unit(field.unit(), *find_currency("GBP"));
    unit.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(unit.front())));
    const std::string limits = limits_of(field);
    add(fmt::format("{}{}{}.", unit, limits.empty() ? "" : "; ", limits));
  }
  if (field.kind == OutlineKind::amount) {
    add(description_of_forms(field));
  }
  if (!field.conditions.empty()) {
    add(fmt::format("Only {}.", conditions_of(field)));
  }
  if (field.fallback == "{}" || field.fallback == "[]") {
    add("May be left out.");
  } else if (!field.fallback_says.empty()) {
    add(fmt::format("Default: {}.", field.fallback_says));
  } else if (!field.fallback.empty()) {
    add(fmt::format("Default: {}.", field.fallback));
  }
  return text;
}

/// A number where the default is one, a list or a map where it is written as one.
Json default_of(const OutlineField& field) {
  const std::string& text = field.fallback;
  if (text.front() == '[' || text.front() == '{') {
    Json filled = Json::array();
    if (text.size() > 2) {
      filled.push_back(text.substr(1, text.size() - 2));
    }
    return text.front() == '[' ? filled : Json::object();
  }
  const bool number = field.kind == OutlineKind::number || field.kind == OutlineKind::law;
  const Json parsed = Json::parse(text, nullptr, false);
  return number && parsed.is_number() ? parsed : Json(text);
}

/// Holds if one of the words of the condition stands in the map, by default or written.
Json condition_schema(const OutlineCondition& condition, const OutlineField& group) {
  Json any = Json::array();
  for (const OutlineCondition::Word& one : condition.any_of) {
    const Json word = {{"const", one.word}};
    const Json wrapped = {{"type", "object"},
                          {"required", Json::array({"value"})},
                          {"properties", {{"value", word}}}};
    Json holds = {{"properties", {{one.key, {{"anyOf", {word, wrapped}}}}}}};
    const bool by_default =
        std::any_of(group.children.begin(), group.children.end(), [&](const OutlineField& field) {
          return field.key == one.key && field.fallback == one.word;
        });
    if (!by_default) {
      holds["required"] = Json::array({one.key});
    }
    any.push_back(holds);
  }
  return any.size() == 1 ? any.front() : Json::object({{"anyOf", any}});
}

class SchemaMaker {
 public:
  Json make(const OutlineField& outline) {
    definitions_ = base_definitions();
    Json scenario = group_schema(outline);
    scenario["if"] = {{"required", Json::array({"extends"})}};
    scenario["then"] = {{"required", Json::array({"reason"})}};
    scenario["else"] = demands(outline);
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "A scenario of firstcustomer"},
                   {"description",
                    "A programme of public first orders, the firms that may win them and the world "
                    "they develop in. Printed by 'firstcustomer schema'."}};
    schema.update(scenario);
    schema["definitions"] = definitions_;
    return schema;
  }

 private:
  static Json base_definitions() {
    const Json scalar = {"string", "number", "boolean"};
    return {{"source",
             {{"description", "Where the value, or those in this group, comes from."},
              {"type", scalar}}},
            {"grade",
             {{"description", "How good the source is, best first."},
              {"enum", std::vector<std::string>(std::begin(grade_names), std::end(grade_names))}}},
            {"note", {{"description", "A remark for readers."}, {"type", scalar}}},
            {"date",
             {{"type", "string"},
              {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
              {"patternErrorMessage", "Dates are written 2026-12-31."}}}};
  }

  /// A number, or the word that may stand in its place.
  static Json or_stand_in(Json number, const OutlineField& field) {
    return field.stand_in.empty()
               ? number
               : Json{{"anyOf", {number, plain_or_wrapped({{"const", field.stand_in}})}}};
  }

  /// What stands under the key, without its description.
  Json value_schema(const OutlineField& field) {
    const NumberField number{.unit = field.unit(), .range = field.range, .help = field.help};
    switch (field.kind) {
      case OutlineKind::text:
        return text_schema(!field.fallback.empty());
      case OutlineKind::texts:
        return {{"type", "array"},
                {"minItems", field.fallback.empty() ? 1 : 0},
                {"items", text_schema(false)}};
      case OutlineKind::date:
        return date_schema();
      case OutlineKind::word:
        return word_schema(field.words);
      case OutlineKind::number:
        return or_stand_in(numbers_.number(number), field);
      case OutlineKind::numbers:
        return or_stand_in(
            plain_or_wrapped(
                {{"type", "array"}, {"minItems", 1}, {"items", numbers_.number(number)}}),
            field);
      case OutlineKind::law:
        return or_stand_in(numbers_.law(number), field);
      case OutlineKind::amount:
        return or_stand_in(amount_schema(field), field);
      case OutlineKind::formula:
        return formula_schema();
      case OutlineKind::parameters:
        return parameters_schema();
      case OutlineKind::group: {
        Json group = group_schema(field);
        if (field.may_have_a_rule) {
          add_rule_keys(group, field.path);
        }
        if (field.path == "behaviour") {  // the mode alone will do
          return {{"anyOf", {group, {{"enum", field.children.front().words}}}}};
        }
        return group;
      }
      case OutlineKind::list:
        return {{"type", "array"},
                {"minItems", field.fallback == "[]" ? 0 : 1},
                {"items", complete_schema(field)}};
      case OutlineKind::name_map:
        return names_schema(field);
    }
    return {};
  }

  Json amount_schema(const OutlineField& field) {
    Json any = Json::array();
    for (const OutlineForm& form : field.forms) {
      any.push_back(
          numbers_.number({.unit = form.unit(), .range = form.range, .help = field.help}));
    }
    if (field.may_be_formula) {
      any.push_back(formula_schema());
    }
    return {{"anyOf", any}};
  }

  static Json formula_schema() { return plain_or_wrapped({{"type", "string"}, {"minLength", 1}}); }

  /// What a number of any unit or a law must be is left to the program.
  static Json parameters_schema() {
    Json schema = closed_map(Json::object(), {});
    schema["patternProperties"] = {{"^(?!(source|grade|note)$)[A-Za-z][A-Za-z0-9_]{0,63}$",
                                    {{"type", Json::array({"string", "number", "object"})}}}};
    return schema;
  }

  Json field_schema(const OutlineField& field) {
    Json schema = {{"title", field.path}, {"description", description_of(field)}};
    if (!field.fallback.empty() && field.fallback_says.empty()) {
      schema["default"] = default_of(field);
    }
    Json value = value_schema(field);
    if (value.contains("$ref")) {
      value = {{"allOf", Json::array({value})}};  // beside a reference nothing else counts
    }
    schema.update(value);
    return schema;
  }

  static std::string name_pattern() {
    std::string reserved = "none";
    for (const std::string_view key : provenance_keys) {
      reserved += fmt::format("|{}", key);
    }
    return fmt::format("^(?!({})$){}$", reserved, most_of_a_name);
  }

  Json names_schema(const OutlineField& field) {
    Json item = group_schema(field);
    if (field.may_have_a_rule) {
      add_rule_keys(item, field.path + "." + field.item);
    }
    if (field.items_may_be_alike) {
      item["properties"][std::string(like_key)] = {
          {"title", fmt::format("{}.{}.{}", field.path, field.item, like_key)},
          {"description", fmt::format("Another {} of the same map, all of which is taken over but "
                                      "for what is written here.",
                                      field.item)},
          {"type", {"string", "number", "boolean"}},
          {"minLength", 1}};
    }
    Json schema = closed_map(Json::object(), {});
    schema["patternProperties"] = {{name_pattern(), item}};
    return schema;
  }

  /// How often a group has a field of each key.
  static std::map<std::string, int> times(const OutlineField& group) {
    std::map<std::string, int> times;
    for (const OutlineField& field : group.children) {
      ++times[field.key];
    }
    return times;
  }

  /// The fields that a group, or an item of a list or a map of names, may have: all that can be
  /// asked of a variant, which has the others from the scenario that it extends.
  Json group_schema(const OutlineField& group) {
    const std::map<std::string, int> several = times(group);
    Json properties = Json::object();
    for (const OutlineField& field : group.children) {
      const Json schema = field_schema(field);
      if (several.at(field.key) > 1) {
        properties[field.key]["anyOf"].push_back(schema);
      } else {
        properties[field.key] = schema;
      }
    }
    return closed_map(properties, {});
  }

  /// A group that nothing is merged into.
  Json complete_schema(const OutlineField& group) {
    Json schema = group_schema(group);
    const Json needed = demands(group);
    if (!needed.empty()) {
      schema["allOf"] = Json::array({needed});
    }
    return schema;
  }

  /// What a map must have that names nothing from which it has the rest.
  static Json unless_it_has(const Json& demands, std::string_view key) {
    return {{"if", {{"required", Json::array({std::string(key)})}}},
            {"then", Json::object()},
            {"else", demands}};
  }

  /// Adds the keys by which a programme names rules.
  static void add_rule_keys(Json& programme, const std::string& path) {
    programme["properties"][std::string(rule_key)] = {
        {"title", fmt::format("{}.{}", path, rule_key)},
        {"description",
         "A purchase rule of the catalogue ('firstcustomer rules' lists them), or the path of a "
         "rule file. What the programme says itself is laid over it."},
        {"type", {"string", "number", "boolean"}},
        {"minLength", 1}};
    programme["properties"][std::string(overlays_key)] = {
        {"title", fmt::format("{}.{}", path, overlays_key)},
        {"description", "Overlays, laid over the rule in this order."},
        {"type", "array"},
        {"items", text_schema(false)}};
  }

  /// What a complete group must have, and what its fields mean under their conditions.
  Json demands(const OutlineField& group) {
    const std::map<std::string, int> several = times(group);
    Json properties = Json::object();
    Json clauses = Json::array();
    std::vector<std::string> required;
    for (const OutlineField& field : group.children) {
      if (field.conditions.empty() && is_required(field, group)) {
        required.push_back(field.key);
      }
      if (!field.conditions.empty()) {
        const bool one_of_several = several.at(field.key) > 1;
        add_clause(field, group, one_of_several ? field_schema(field) : Json(), clauses);
      }
      const Json own = field.kind == OutlineKind::list ? Json() : demands(field);
      const Json inner = field.may_have_a_rule ? unless_it_has(own, rule_key) : own;
      if (field.kind == OutlineKind::group && !inner.empty()) {
        properties[field.key] = inner;
      } else if (field.kind == OutlineKind::name_map && !inner.empty()) {
        properties[field.key] = {
            {"patternProperties",
             {{name_pattern(),
               field.items_may_be_alike ? unless_it_has(inner, like_key) : inner}}}};
      }
    }
    Json result = Json::object();
    for (const auto& [key, part] :
         {std::pair{"required", Json(required)}, {"properties", properties}, {"allOf", clauses}}) {
      if (!part.empty()) {
        result[key] = part;
      }
    }
    return result;
  }

  /// If the conditions hold, the field is required unless it has a default; and if the key stands
  /// for several fields, it is this one.
  void add_clause(const OutlineField& field, const OutlineField& group, const Json& schema,
                  Json& clauses) {
    Json conditions = Json::array();
    bool all_known = true;
    for (const OutlineCondition& condition : field.conditions) {
      all_known = all_known && !condition.any_of.empty();
      if (!condition.any_of.empty()) {
        conditions.push_back(condition_schema(condition, group));
      }
    }
    Json then = Json::object();
    if (all_known && must_be_written(field)) {
      then["required"] = Json::array({field.key});
    }
    if (!schema.is_null()) {
      then["properties"] = {{field.key, schema}};
    }
    if (!then.empty() && !conditions.empty()) {
      const Json when =
          conditions.size() == 1 ? conditions.front() : Json::object({{"allOf", conditions}});
      clauses.push_back({{"if", when}, {"then", then}});
    }
  }

  Json definitions_;
  NumberSchemas numbers_{definitions_};
};

}  // namespace

std::string json_schema(const OutlineField& outline) {
  return SchemaMaker().make(outline).dump(1, ' ') + "\n";
}

}  // namespace firstcustomer
