/// The part of the reader that deals with numbers: quantities, their ranges, lists of them.

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "law_text.hpp"
#include "reader.hpp"

namespace firstcustomer {

void Reader::note(const std::string& path, ValueKind kind, const Found& found,
                  const Provenance& provenance) {
  Node shown = found.node;
  std::erase_if(shown.entries, [&](const Entry& entry) { return is_provenance_key(entry.key); });
  const Node* value = shown.find("value");
  shared_.scenario.assumptions.push_back({path, kind, inline_text(value ? *value : shown),
                                          provenance.grade, provenance.source, found.is_default,
                                          is_changed(found)});
  Assumption& noted = shared_.scenario.assumptions.back();
  if (found.node.origin) {
    noted.like = found.node.origin->item;
  }
  if (noted.source == default_source) {  // as resolved scenarios say
    noted.source.clear();
    noted.is_default = true;
  }
}

std::optional<double> Reader::quantity(const Node& scalar, const NumberField& field) {
  if (scalar.reported) {
    return std::nullopt;
  }
  if (scalar.kind != Node::Kind::scalar) {
    shared_.diagnostics.error(
        scalar.place,
        fmt::format("{} is not {}", kind_of(scalar), describe_unit(field.unit, *shared_.currency)),
        "", scalar.kind == Node::Kind::map ? "A law stands in place of 'value', not in it." : "");
    return std::nullopt;
  }
  auto parsed = parse_quantity(scalar.text, field.unit, *shared_.currency);
  if (auto* error = std::get_if<QuantityError>(&parsed)) {
    shared_.diagnostics.error(scalar.place, error->problem, error->reason, error->suggestion);
    return std::nullopt;
  }
  return std::get<double>(parsed);
}

std::string Reader::limit_text(double limit, const Unit& unit) const {
  return limit == 0.0 ? "0" : write_quantity(limit, unit, *shared_.currency);
}

bool Reader::in_range(double value, const NumberField& field, const Node& scalar) {
  const Range& range = field.range;
  const bool low = range.low_included ? value >= range.low : value > range.low;
  if (low && value <= range.high) {
    return true;
  }
  std::string reason = fmt::format("it must be at most {}", limit_text(range.high, field.unit));
  if (!low && range.low == 0.0) {
    reason = range.low_included ? "it must not be negative" : "it must be positive";
  } else if (!low) {
    reason = fmt::format("it must be at least {}", limit_text(range.low, field.unit));
  }
  const bool percent = field.unit.dimension == Dimension::share && range.high == 1.0 &&
                       value > 1.0 && value <= 100.0 &&
                       scalar.text.find_first_not_of("0123456789.") == std::string::npos;
  shared_.diagnostics.error(scalar.place, fmt::format("'{}' is out of range", scalar.text), reason,
                            percent ? fmt::format("Write '{} %'?", scalar.text) : "");
  return false;
}

bool Reader::store_or_report(NumberTarget target, double value, const Range& range,
                             const Node& written) {
  std::string reason;
  try {
    store(target, value);
    if (is_zero(target) && range.low == 0.0 && !range.low_included) {
      reason = "it rounds to nothing";
    }
  } catch (const ReplicationError& beyond) {
    reason = beyond.what();
  }
  if (!reason.empty()) {
    shared_.diagnostics.error(written.place,
                              fmt::format("'{}' is out of range", inline_text(written)), reason);
  }
  return reason.empty();
}

bool Reader::refuse_range(const Node& value, const NumberField& field, const Node& wrapper) {
  const std::string law =
      value.reported || !takes_laws_ ? "" : law_of_range(value, field, *shared_.currency);
  if (law.empty()) {
    return false;
  }
  const std::string bare = law.substr(1, law.size() - 2);
  shared_.diagnostics.error(
      value.place,
      fmt::format("{} is not {}", kind_of(value), describe_unit(field.unit, *shared_.currency)),
      "a range is a law of chance",
      &value == &wrapper ? fmt::format("Write '{}'?", law)
                         : fmt::format("Write '{}' in the place of 'value'.", bare));
  return true;
}

std::optional<double> Reader::number_or_range(const Node& value, const NumberField& field,
                                              const Node& wrapper) {
  if (value.kind == Node::Kind::scalar) {
    const auto parsed = parse_quantity(value.text, field.unit, *shared_.currency);
    if (const auto* number = std::get_if<double>(&parsed)) {
      return value.reported ? std::nullopt : std::optional(*number);
    }
  }
  return refuse_range(value, field, wrapper) ? std::nullopt : quantity(value, field);
}

Provenance Reader::read_number(const Found& found, const std::string& path, NumberTarget target,
                               const NumberField& field) {
  const Provenance provenance = provenance_of(found);
  if (found.node.kind == Node::Kind::map && found.node.find("value") == nullptr) {
    read_uncertain(found, path, target, field, provenance);
    return provenance;
  }
  const Node* value = unwrap(found.node, path);
  const auto parsed = number_or_range(*value, field, found.node);
  if (parsed && in_range(*parsed, field, *value)) {
    if (store_or_report(target, *parsed, field.range, *value)) {
      note(path, ValueKind::number, found, provenance);
    }
  }
  return provenance;
}

std::string Reader::in_currency(std::string_view fallback, const Unit& unit) const {
  const bool in_pounds = fallback.starts_with("£");
  if (in_pounds || (fallback == "0" && unit.dimension == Dimension::money)) {
    return std::string(shared_.currency->symbol) +
           std::string(fallback.substr(in_pounds ? std::string_view("£").size() : 0));
  }
  return std::string(fallback);
}

void Reader::number(std::string_view key, NumberTarget target, const NumberField& field) {
  numbers_.emplace(key, target);
  auto found = take(key, in_currency(field.fallback, field.unit));
  if (found && !takes_over(key, *found, field) && !is_none(key, *found, field)) {
    const Provenance provenance = read_number(*found, path_of(key), target, field);
    resolved_.entries.push_back({std::string(key), {}, resolved_value(*found, provenance)});
  }
}

Node Reader::read_items(const Found& list, const std::string& path, std::vector<double>& target,
                        const NumberField& field) {
  target.assign(list.node.items.size(), 0.0);
  Node resolved = list.node;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const Found item{list.node.items[i], list.node.items[i].place, list.is_default};
    const std::string path_of_item = fmt::format("{}.{}", path, i);
    shared_.places[path_of_item] = item.place;
    const Provenance provenance = read_number(item, path_of_item, &target[i], field);
    resolved.items[i] = resolved_value(item, provenance);
  }
  return resolved;
}

void Reader::numbers(std::string_view key, std::vector<double>& target, const NumberField& field) {
  constexpr std::string_view example = "Write for example [50 %, 80 %].";
  auto found = take(key, field.fallback);
  if (!found || is_none(key, *found, field)) {
    return;
  }
  const std::string path = path_of(key);
  const Node* value = found->node.kind == Node::Kind::map ? found->node.find("value") : nullptr;
  if (value == nullptr) {
    if (is_list(*found, key, field.fallback, example)) {
      resolved_.entries.push_back({std::string(key), {}, read_items(*found, path, target, field)});
    }
    return;
  }
  // One source for the whole list: it holds for the items that have none of their own.
  Node resolved;
  Reader wrapper = child(found->node, found->place, path, resolved);
  wrapper.known_.emplace_back("value");
  wrapper.finish();
  const Found list{*value, value->place, false};
  if (!value->reported && is_list(list, key, field.fallback, example)) {
    resolved.entries.push_back({"value", {}, wrapper.read_items(list, path, target, field)});
    resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
  }
}

}  // namespace firstcustomer
