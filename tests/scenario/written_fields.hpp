#pragma once
/// \file
/// Which fields of the outline a document writes, and where.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer::testing {

/// A field that is written in a document.
struct Written {
  nlohmann::json::json_pointer place;
  nlohmann::json::json_pointer group;
  const OutlineField* field;
};

inline bool is_provenance(const std::string& key) {
  return key == "source" || key == "grade" || key == "note";
}

/// The word that a map holds under a key, or its default.
inline std::string word_in(const nlohmann::json& map, const std::string& key,
                           const OutlineField& group) {
  if (map.contains(key)) {
    return map[key].is_object() ? map[key]["value"] : map[key];
  }
  const auto field = std::find_if(group.children.begin(), group.children.end(),
                                  [&](const OutlineField& each) { return each.key == key; });
  return field->fallback;
}

/// Whether the conditions of a field hold, as far as the map it stands in tells.
inline bool has_meaning(const OutlineField& field, const nlohmann::json& map,
                        const OutlineField& group) {
  return std::all_of(field.conditions.begin(), field.conditions.end(),
                     [&](const OutlineCondition& condition) {
                       return condition.any_of.empty() ||
                              std::any_of(condition.any_of.begin(), condition.any_of.end(),
                                          [&](const OutlineCondition::Word& one) {
                                            return word_in(map, one.key, group) == one.word;
                                          });
                     });
}

inline void find_written(const nlohmann::json& map, const nlohmann::json::json_pointer& group,
                         const OutlineField& outline_group, std::vector<Written>& found) {
  for (const OutlineField& field : outline_group.children) {
    if (!map.contains(field.key) || !has_meaning(field, map, outline_group)) {
      continue;
    }
    const auto place = group / field.key;
    const nlohmann::json& value = map[field.key];
    found.push_back({place, group, &field});
    if (field.kind == OutlineKind::group) {
      find_written(value, place, field, found);
    } else if (field.kind == OutlineKind::list) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        find_written(value[i], place / i, field, found);
      }
    } else if (field.kind == OutlineKind::name_map) {
      for (const auto& [name, item] : value.items()) {
        if (!is_provenance(name)) {
          find_written(item, place / name, field, found);
        }
      }
    }
  }
}

/// What can never stand where the field does.
inline std::vector<nlohmann::json> wrong_values(const OutlineField& field) {
  switch (field.kind) {
    case OutlineKind::text:
      return {nlohmann::json::array({"x"}), nlohmann::json::object({{"text", "x"}})};
    case OutlineKind::texts:
      return {"x", nlohmann::json::object(), nlohmann::json::array({nlohmann::json::array()})};
    case OutlineKind::date:
      return {"yesterday", 2026, nlohmann::json::array()};
    case OutlineKind::word:
      return {"perhaps", 7, nlohmann::json::object({{"value", "perhaps"}})};
    case OutlineKind::number:
    case OutlineKind::law:
      if (field.dimension == Dimension::benchmark) {  // the unit stands in another part of the file
        return {"tokens/J", 5, nlohmann::json::object({{"value", 5}})};
      }
      return {"5 parsecs", "", nlohmann::json::array({1}),
              nlohmann::json::object({{"value", "5 parsecs"}}),
              nlohmann::json::object({{"lognormal", {{"median", "5 parsecs"}, {"sigma", 0.1}}}})};
    case OutlineKind::numbers:
      return {"5 parsecs", nlohmann::json::array({"5 parsecs"}), nlohmann::json::array()};
    case OutlineKind::amount:
      return {nlohmann::json::array({1}), nlohmann::json::object({{"parsecs", 5}}), true};
    case OutlineKind::formula:
      return {5, nlohmann::json::array({"1 < 2"})};
    case OutlineKind::parameters:
      return {5, "x", nlohmann::json::object({{"2nd", 5}}),
              nlohmann::json::object({{"top-up", 5}})};
    case OutlineKind::group:
    case OutlineKind::name_map:
      return {5, "x", nlohmann::json::array({1})};
    case OutlineKind::list:
      return {5, "x", nlohmann::json::object(), nlohmann::json::array({1})};
  }
  return {};
}

}  // namespace firstcustomer::testing
