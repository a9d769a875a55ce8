/// The part of the reader that deals with parameters: numbers of any unit by name.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

/// What may be the name of a parameter: a word of formulas.
bool is_word_of_formulas(std::string_view name) {
  const bool letter =
      !name.empty() && ((name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z'));
  return letter && is_name(name) && name.find('-') == std::string_view::npos;
}

std::string with_underscores(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '-', '_');
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

}  // namespace

std::vector<const Entry*> Reader::named_parameters(const Node& map) {
  std::vector<const Entry*> entries;
  for (const Entry& entry : map.entries) {
    if (is_provenance_key(entry.key)) {
      continue;
    }
    const std::string_view meaning = meaning_in_formulas(entry.key);
    if (!meaning.empty()) {
      shared_.diagnostics.error(entry.key_place,
                                fmt::format("'{}' cannot be a parameter", entry.key),
                                fmt::format("it is {} of formulas", meaning), "Rename it.");
    } else if (!is_word_of_formulas(entry.key)) {
      const std::string meant = with_underscores(entry.key);
      shared_.diagnostics.error(
          entry.key_place, fmt::format("'{}' is not a name of a parameter", entry.key),
          "such names have letters, digits and _, a letter first, at most 64",
          is_word_of_formulas(meant) ? fmt::format("Write '{}'?", meant) : "");
    } else if (!entry.value.reported) {
      entries.push_back(&entry);
    }
  }
  return entries;
}

const MeasuredUnit* Reader::unit_of(const Node& written, const std::vector<MeasuredUnit>& units) {
  const MeasuredUnit* best = nullptr;
  std::size_t most = 0;
  for (const MeasuredUnit& unit : units) {
    const std::size_t fits =
        how_well_it_fits(written, {.unit = unit.unit, .range = {}, .help = ""}, *shared_.currency);
    if (fits > most) {
      best = &unit;
      most = fits;
    }
  }
  const Node* value = written.kind == Node::Kind::map ? written.find("value") : &written;
  if (best != nullptr || value == nullptr || value->reported) {
    return best != nullptr ? best : &units.front();
  }
  std::string suggestion;
  for (const MeasuredUnit& unit : units) {
    const auto parsed = parse_quantity(value->text, unit.unit, *shared_.currency);
    const auto* error = std::get_if<QuantityError>(&parsed);
    if (suggestion.empty() && error != nullptr && error->suggestion.starts_with("Write '")) {
      suggestion = error->suggestion;
    }
  }
  shared_.diagnostics.error(
      value->place, fmt::format("{} is not a number of any unit", kind_of(*value)),
      fmt::format("parameters are written such as '{}6k per unit', '20 %' or '18 months'",
                  shared_.currency->symbol),
      suggestion);
  return nullptr;
}

void Reader::read_parameters_of(const Node& map, Reader& inner, std::vector<Parameter>& target) {
  const std::string unit_of_benchmark(formula_scope().benchmark_unit);
  const std::vector<MeasuredUnit> units = measured_units(unit_of_benchmark);
  const std::vector<const Entry*> entries = named_parameters(map);
  for (const Entry& entry : map.entries) {
    inner.known_.push_back(entry.key);
  }
  target.reserve(entries.size());
  for (const Entry* entry : entries) {
    if (const MeasuredUnit* unit = unit_of(entry->value, units)) {
      Parameter& parameter = target.emplace_back(Parameter{entry->key, 0.0, unit->measure});
      inner.number(entry->key, target_of(parameter),
                   {.unit = unit->unit, .range = {}, .help = "A parameter."});
    }
  }
}

void Reader::parameters(std::string_view key, std::vector<Parameter>& target,
                        const FieldText& field) {
  known_.emplace_back(key);
  target.clear();
  shared_.parameters.clear();
  shared_.lacks_parameters = false;
  const Node* node = map_.find(key);
  if (node == nullptr) {
    shared_.lacks_parameters = is_misspelt(key);
    if (field.fallback.empty()) {
      missing_.emplace_back(key);
      shared_.missing.insert(path_of(key));
      return;
    }
  }
  const std::size_t errors = shared_.diagnostics.errors();
  Node resolved;
  resolved.layout = Node::Layout::flow;
  if (node != nullptr && !node->reported && node->kind == Node::Kind::map) {
    Reader inner = child(*node, node->place, path_of(key), resolved);
    shared_.places[path_of(key)] = node->place;
    read_parameters_of(*node, inner, target);
  } else if (node != nullptr && !node->reported) {
    shared_.diagnostics.error(
        node->place, fmt::format("'{}' should be a map, not {}", path_of(key), kind_of(*node)), "",
        fmt::format("Write for example {}: {{top_up: {}6k per unit}}.", key,
                    shared_.currency->symbol));
  }
  const bool unread = node != nullptr && (node->reported || shared_.diagnostics.errors() > errors);
  shared_.lacks_parameters = shared_.lacks_parameters || unread;
  shared_.parameters = target;
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

}  // namespace firstcustomer
