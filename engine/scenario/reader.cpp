#include "reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace firstcustomer {
namespace {

constexpr std::string_view provenance_keys[] = {"source", "grade", "note"};

std::string join(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string kind_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return fmt::format("'{}'", node.text);
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return "";
}

/// On one line, as it would be written in flow style.
std::string inline_text(const Node& node) {
  if (node.kind == Node::Kind::scalar) {
    return node.text;
  }
  std::vector<std::string> parts;
  for (const Entry& entry : node.entries) {
    parts.push_back(fmt::format("{}: {}", entry.key, inline_text(entry.value)));
  }
  for (const Node& item : node.items) {
    parts.push_back(inline_text(item));
  }
  return node.kind == Node::Kind::map ? fmt::format("{{{}}}", join(parts))
                                      : fmt::format("[{}]", join(parts));
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

}  // namespace

Reader::Reader(Reading& shared, const Node& map, Place place, std::string path, Node& resolved)
    : shared_(shared), map_(map), place_(place), path_(std::move(path)), resolved_(resolved) {
  resolved_.kind = Node::Kind::map;
  resolved_.layout = map.layout;
  read_provenance(map_, provenance_);
  for (const Entry& entry : map_.entries) {
    if (is_provenance_key(entry.key)) {
      resolved_.entries.push_back(entry);
    }
  }
}

std::string Reader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Reader Reader::child(const Node& map, Place place, std::string path, Node& resolved) {
  Reader reader(shared_, map, place, std::move(path), resolved);
  if (reader.provenance_.source.empty()) {
    reader.provenance_.source = provenance_.source;
  }
  if (reader.provenance_.grade == Grade::ungraded) {
    reader.provenance_.grade = provenance_.grade;
  }
  return reader;
}

bool Reader::is_provenance_key(std::string_view key) const {
  return std::find(std::begin(provenance_keys), std::end(provenance_keys), key) !=
         std::end(provenance_keys);
}

void Reader::read_provenance(const Node& map, Provenance& provenance) {
  for (const Entry& entry : map.entries) {
    if (!is_provenance_key(entry.key)) {
      continue;
    }
    if (entry.value.kind != Node::Kind::scalar) {
      shared_.diagnostics.error(entry.value.place, fmt::format("'{}' should be a text", entry.key));
    } else if (entry.key == "source") {
      provenance.source = entry.value.text;
    } else if (entry.key == "grade") {
      const auto found =
          std::find(std::begin(grade_names), std::end(grade_names) - 1, entry.value.text);
      if (found == std::end(grade_names) - 1) {
        shared_.diagnostics.error(entry.value.place,
                                  fmt::format("'{}' is not a grade", entry.value.text), "",
                                  "Grades are primary, published, recalled, assumed.");
      } else {
        provenance.grade = static_cast<Grade>(found - std::begin(grade_names));
      }
    }
  }
}

std::optional<Reader::Found> Reader::take(std::string_view key, std::string_view fallback) {
  known_.emplace_back(key);
  const auto entry = std::find_if(map_.entries.begin(), map_.entries.end(),
                                  [&](const Entry& e) { return e.key == key; });
  Found found;
  if (entry != map_.entries.end()) {
    found = {entry->value, entry->value.place, false};
  } else if (!fallback.empty()) {
    found = {Node::scalar(std::string(fallback)), place_, true};
    if (fallback.front() == '[') {
      found.node.kind = Node::Kind::list;
      found.node.layout = Node::Layout::flow;
      found.node.text.clear();
      found.node.items = {Node::scalar(std::string(fallback.substr(1, fallback.size() - 2)))};
    }
  } else {
    shared_.diagnostics.error(place_, fmt::format("'{}' is missing", path_of(key)),
                              "it has no default");
    return std::nullopt;
  }
  shared_.places[path_of(key)] = found.place;
  return found;
}

const Node* Reader::unwrap(const Node& node, const std::string& path, Provenance& provenance) {
  if (node.kind == Node::Kind::map && node.find("value") != nullptr) {
    Provenance own;
    read_provenance(node, own);
    provenance.source = own.source.empty() ? provenance.source : own.source;
    provenance.grade = own.grade == Grade::ungraded ? provenance.grade : own.grade;
    refuse_keys(node, path, {"value"});
    return node.find("value");
  }
  return &node;
}

void Reader::refuse_keys(const Node& map, const std::string& path,
                         const std::vector<std::string>& known) {
  for (const Entry& entry : map.entries) {
    if (!is_provenance_key(entry.key) &&
        std::find(known.begin(), known.end(), entry.key) == known.end()) {
      std::vector<std::string> all = known;
      all.insert(all.end(), std::begin(provenance_keys), std::end(provenance_keys));
      std::string suggestion = did_you_mean(entry.key, all);
      if (suggestion.empty() && !known.empty()) {
        suggestion = fmt::format("Known here: {}.", join(known));
      }
      shared_.diagnostics.error(entry.key_place,
                                path.empty()
                                    ? fmt::format("unknown key '{}'", entry.key)
                                    : fmt::format("unknown key '{}' in {}", entry.key, path),
                                "it would be ignored", suggestion);
    }
  }
}

void Reader::finish() {
  refuse_keys(map_, path_, known_);
}

void Reader::text(std::string_view key, std::string& target, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  Provenance provenance = provenance_;
  const Node* value = unwrap(found->node, path_of(key), provenance);
  if (value->kind != Node::Kind::scalar) {
    shared_.diagnostics.error(
        found->place, fmt::format("'{}' should be a text, not {}", path_of(key), kind_of(*value)));
    return;
  }
  target = value->text;
  resolved_.entries.push_back({std::string(key), {}, found->node});
}

void Reader::date(std::string_view key, Date& target, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  Provenance provenance = provenance_;
  const Node* value = unwrap(found->node, path_of(key), provenance);
  const auto date = value->kind == Node::Kind::scalar ? Date::parse(value->text) : std::nullopt;
  if (!date) {
    shared_.diagnostics.error(value->place, fmt::format("{} is not a date", kind_of(*value)), "",
                              "Dates are written 2026-12-31.");
    return;
  }
  target = *date;
  resolved_.entries.push_back({std::string(key), {}, found->node});
}

void Reader::word(std::string_view key, std::uint8_t& target,
                  std::span<const std::string_view> words, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  Provenance provenance = provenance_;
  const Node* value = unwrap(found->node, path_of(key), provenance);
  const auto match = value->kind == Node::Kind::scalar
                         ? std::find(words.begin(), words.end(), value->text)
                         : words.end();
  if (match == words.end()) {
    const std::vector<std::string> known(words.begin(), words.end());
    std::string suggestion = did_you_mean(value->text, known);
    shared_.diagnostics.error(
        value->place, fmt::format("{} is not a value of '{}'", kind_of(*value), path_of(key)), "",
        suggestion.empty() ? fmt::format("Write {}.", fmt::join(known, " or ")) : suggestion);
    return;
  }
  target = static_cast<std::uint8_t>(match - words.begin());
  resolved_.entries.push_back({std::string(key), {}, found->node});
}

void Reader::note(const std::string& path, ValueKind kind, const Found& found,
                  const Provenance& provenance) {
  Node shown = found.node;
  std::erase_if(shown.entries, [&](const Entry& entry) { return is_provenance_key(entry.key); });
  const Node* value = shown.find("value");
  shared_.scenario.assumptions.push_back({path, kind, inline_text(value ? *value : shown),
                                          provenance.grade, provenance.source, found.is_default});
}

std::optional<double> Reader::quantity(const Node& scalar, const NumberField& field) {
  if (scalar.kind != Node::Kind::scalar) {
    shared_.diagnostics.error(
        scalar.place,
        fmt::format("{} is not {}", kind_of(scalar), describe_unit(field.unit, *shared_.currency)));
    return std::nullopt;
  }
  auto parsed = parse_quantity(scalar.text, field.unit, *shared_.currency);
  if (auto* error = std::get_if<QuantityError>(&parsed)) {
    shared_.diagnostics.error(scalar.place, error->problem, error->reason, error->suggestion);
    return std::nullopt;
  }
  return std::get<double>(parsed);
}

bool Reader::in_range(double value, const Range& range, const Node& scalar) {
  const bool low = range.low_included ? value >= range.low : value > range.low;
  if (low && value <= range.high) {
    return true;
  }
  // Limits are given in canonical units; zero and one read the same in all of them.
  const std::string limit =
      !low ? (range.low == 0.0
                  ? (range.low_included ? "it must not be negative" : "it must be positive")
                  : fmt::format("it must be at least {}", range.low))
           : fmt::format("it must be at most {}", range.high);
  shared_.diagnostics.error(scalar.place, fmt::format("'{}' is out of range", scalar.text), limit);
  return false;
}

bool Reader::law_in_range(const Law& law, const Range& range, Place place) {
  const std::string wrong = problem(law);
  if (!wrong.empty()) {
    shared_.diagnostics.error(place, fmt::format("not a {} law", description(law.family).name),
                              wrong);
    return false;
  }
  const Support carries = support(law);
  const bool point = carries.low == carries.high;
  const bool low =
      range.low_included || !point ? carries.low >= range.low : carries.low > range.low;
  if (!low || carries.high > range.high) {
    shared_.diagnostics.error(
        place, fmt::format("this {} law reaches out of range", description(law.family).name),
        !low ? fmt::format("no value may be below {}", range.low)
             : fmt::format("no value may be above {}", range.high),
        "Take a law with limits, such as triangular.");
    return false;
  }
  return true;
}

const LawDescription* Reader::family_of(const Node& map, const std::string& path) {
  const LawDescription* family = nullptr;
  std::vector<std::string> known = {"value"};
  for (const LawDescription& candidate : law_descriptions()) {
    if (candidate.family == LawFamily::constant) {
      continue;
    }
    known.emplace_back(candidate.name);
    if (map.find(candidate.name) != nullptr) {
      if (family != nullptr) {
        shared_.diagnostics.error(map.place, fmt::format("two laws for '{}'", path),
                                  "a value has one");
        return nullptr;
      }
      family = &candidate;
    }
  }
  refuse_keys(map, path, known);
  if (family == nullptr && std::all_of(map.entries.begin(), map.entries.end(),
                                       [&](const Entry& e) { return is_provenance_key(e.key); })) {
    shared_.diagnostics.error(map.place, fmt::format("no value for '{}'", path), "",
                              fmt::format("Known here: {}.", join(known)));
  }
  return family;
}

void Reader::read_uncertain(const Found& found, const std::string& path, NumberTarget target,
                            const NumberField& field, const Provenance& provenance) {
  const LawDescription* family = family_of(found.node, path);
  if (family == nullptr) {
    return;
  }
  const Node& parameters = *found.node.find(family->name);
  Law law{family->family, {}};
  std::vector<std::string> known;
  bool sound = parameters.kind == Node::Kind::map;
  if (!sound) {
    shared_.diagnostics.error(parameters.place,
                              fmt::format("a {} law has named parameters", family->name));
  }
  for (std::size_t i = 0; sound && i < family->parameters.size(); ++i) {
    known.emplace_back(family->parameters[i].name);
  }
  if (sound) {
    refuse_keys(parameters, fmt::format("{}.{}", path, family->name), known);
    for (std::size_t i = 0; i < known.size(); ++i) {
      const Node* parameter = parameters.find(known[i]);
      if (parameter == nullptr) {
        shared_.diagnostics.error(
            parameters.place, fmt::format("'{}.{}.{}' is missing", path, family->name, known[i]),
            "it has no default");
        sound = false;
        continue;
      }
      NumberField shape = field;
      if (family->parameters[i].scale == Scale::bare) {
        shape.unit = {Dimension::number};
      }
      const auto value = quantity(*parameter, shape);
      sound = sound && value.has_value();
      law.parameters[i] = value.value_or(0.0);
    }
  }
  if (sound && law_in_range(law, field.range, found.node.place)) {
    shared_.scenario.uncertainties.push_back({path, law});
    note(path, ValueKind::uncertain, found, provenance);
    store(target, quantile(law, 0.5));
  }
}

void Reader::read_number(const Found& found, const std::string& path, NumberTarget target,
                         const NumberField& field, Provenance provenance) {
  if (found.node.kind == Node::Kind::map && found.node.find("value") == nullptr) {
    read_provenance(found.node, provenance);
    read_uncertain(found, path, target, field, provenance);
    return;
  }
  const Node* value = unwrap(found.node, path, provenance);
  const auto parsed = quantity(*value, field);
  if (parsed && in_range(*parsed, field.range, *value)) {
    try {
      store(target, *parsed);
    } catch (const std::exception& beyond) {
      shared_.diagnostics.error(value->place, fmt::format("'{}' is out of range", value->text),
                                beyond.what());
      return;
    }
    note(path, ValueKind::number, found, provenance);
  }
}

void Reader::number(std::string_view key, NumberTarget target, const NumberField& field) {
  std::string fallback(field.fallback);
  if (fallback == "0" && field.unit.dimension == Dimension::money) {
    fallback = std::string(shared_.currency->symbol) + "0";
  }
  auto found = take(key, fallback);
  if (found) {
    read_number(*found, path_of(key), target, field, provenance_);
    resolved_.entries.push_back({std::string(key), {}, found->node});
  }
}

void Reader::numbers(std::string_view key, std::vector<double>& target, const NumberField& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  if (found->node.kind != Node::Kind::list || found->node.items.empty()) {
    shared_.diagnostics.error(
        found->place,
        fmt::format("'{}' should be a list, not {}", path_of(key), kind_of(found->node)), "",
        "Write for example [50 %, 80 %].");
    return;
  }
  target.assign(found->node.items.size(), 0.0);
  for (std::size_t i = 0; i < target.size(); ++i) {
    const Node& item = found->node.items[i];
    read_number({item, item.place, found->is_default}, fmt::format("{}.{}", path_of(key), i),
                &target[i], field, provenance_);
  }
  resolved_.entries.push_back({std::string(key), {}, found->node});
}

void Reader::law(std::string_view key, Law& target, const NumberField& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  const std::string path = path_of(key);
  resolved_.entries.push_back({std::string(key), {}, found->node});
  if (found->node.kind != Node::Kind::map || found->node.find("value") != nullptr) {
    target = Law::constant(0.0);
    read_number(*found, path, &target.parameters[0], field, provenance_);
    return;
  }
  Provenance provenance = provenance_;
  read_provenance(found->node, provenance);
  const LawDescription* family = family_of(found->node, path);
  if (family == nullptr) {
    return;
  }
  target = Law{family->family, {}};
  const Node& parameters = *found->node.find(family->name);
  if (parameters.kind != Node::Kind::map) {
    shared_.diagnostics.error(parameters.place,
                              fmt::format("a {} law has named parameters", family->name));
    return;
  }
  const std::size_t before = shared_.diagnostics.errors();
  const std::size_t uncertain_before = shared_.scenario.uncertainties.size();
  note(path, ValueKind::law, *found, provenance);
  Node ignored;
  Reader inner =
      child(parameters, parameters.place, fmt::format("{}.{}", path, family->name), ignored);
  inner.provenance_ = provenance;
  const std::size_t noted = shared_.scenario.assumptions.size();
  for (std::size_t i = 0; i < family->parameters.size(); ++i) {
    const LawParameter& parameter = family->parameters[i];
    NumberField shape = field;
    shape.fallback = {};
    shape.range = parameter.sign == Sign::positive       ? above(0)
                  : parameter.sign == Sign::not_negative ? at_least(0)
                                                         : Range{};
    if (parameter.scale == Scale::bare) {
      shape.unit = {Dimension::number};
    }
    inner.number(parameter.name, &target.parameters[i], shape);
  }
  inner.finish();
  // Of the parameters only the uncertain ones stand for themselves; the others are in the law's
  // line.
  auto& assumptions = shared_.scenario.assumptions;
  assumptions.erase(
      std::remove_if(assumptions.begin() + static_cast<std::ptrdiff_t>(noted), assumptions.end(),
                     [](const Assumption& a) { return a.kind == ValueKind::number; }),
      assumptions.end());
  const bool ordered =
      family->family == LawFamily::uniform || family->family == LawFamily::triangular;
  if (ordered && shared_.scenario.uncertainties.size() > uncertain_before) {
    shared_.diagnostics.error(
        found->place, fmt::format("uncertain limits of a {} law", family->name),
        "drawn limits could change places", "Take a law with a median or mean, such as lognormal.");
  }
  if (shared_.diagnostics.errors() == before) {
    law_in_range(target, field.range, found->place);
  }
}

void Reader::object(std::string_view key, const FieldText& field,
                    const std::function<void(FieldVisitor&)>& describe_fields) {
  static const Node empty;
  known_.emplace_back(key);
  (void)field;
  const Node* node = map_.find(key);
  Place place = place_;
  for (const Entry& entry : map_.entries) {
    place = entry.key == key ? entry.key_place : place;
  }
  if (node != nullptr && node->kind != Node::Kind::map) {
    shared_.diagnostics.error(
        node->place, fmt::format("'{}' should be a map, not {}", path_of(key), kind_of(*node)));
    return;
  }
  shared_.places[path_of(key)] = place;
  Node resolved;
  Reader inner = child(node != nullptr ? *node : empty, place, path_of(key), resolved);
  describe_fields(inner);
  inner.finish();
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

void Reader::list(std::string_view key, const Container& items, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  if (found->node.kind != Node::Kind::list || found->node.items.empty()) {
    shared_.diagnostics.error(found->place, fmt::format("'{}' should be a list, not {}",
                                                        path_of(key), kind_of(found->node)));
    return;
  }
  Node resolved;
  resolved.kind = Node::Kind::list;
  items.resize(found->node.items.size());
  for (std::size_t i = 0; i < found->node.items.size(); ++i) {
    const Node& item = found->node.items[i];
    const std::string path = fmt::format("{}.{}", path_of(key), i);
    if (item.kind != Node::Kind::map) {
      shared_.diagnostics.error(item.place,
                                fmt::format("'{}' should be a map, not {}", path, kind_of(item)));
      continue;
    }
    resolved.items.emplace_back();
    Reader inner = child(item, item.place, path, resolved.items.back());
    resolved.items.back().layout = Node::Layout::flow;
    items.describe_item(inner, i);
    inner.finish();
  }
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

void Reader::name_map(std::string_view key, const Container& items, const FieldText& field) {
  (void)field;
  known_.emplace_back(key);
  const Node* node = map_.find(key);
  if (node == nullptr || node->kind != Node::Kind::map) {
    shared_.diagnostics.error(node == nullptr ? place_ : node->place,
                              node == nullptr ? fmt::format("'{}' is missing", path_of(key))
                                              : fmt::format("'{}' should be a map of names, not {}",
                                                            path_of(key), kind_of(*node)),
                              node == nullptr ? "it has no default" : "");
    return;
  }
  Node map_only;
  Node resolved;
  resolved.layout = node->layout;
  Reader names = child(*node, node->place, path_of(key), map_only);
  resolved.entries = map_only.entries;
  std::vector<const Entry*> entries;
  for (const Entry& entry : node->entries) {
    if (is_provenance_key(entry.key)) {
      continue;
    }
    if (!is_name(entry.key)) {
      shared_.diagnostics.error(entry.key_place, fmt::format("'{}' is not a name", entry.key),
                                "names have letters, digits, - and _, at most 64");
    } else if (entry.value.kind != Node::Kind::map) {
      shared_.diagnostics.error(
          entry.value.place, fmt::format("'{}.{}' should be a map, not {}", path_of(key), entry.key,
                                         kind_of(entry.value)));
    } else {
      entries.push_back(&entry);
    }
  }
  items.resize(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = *entries[i];
    const std::string path = fmt::format("{}.{}", path_of(key), entry.key);
    shared_.places[path] = entry.key_place;
    items.name(i) = entry.key;
    resolved.entries.push_back({entry.key, {}, Node{}});
    Reader inner = names.child(entry.value, entry.key_place, path, resolved.entries.back().value);
    items.describe_item(inner, i);
    inner.finish();
  }
  shared_.places[path_of(key)] = node->place;
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

}  // namespace firstcustomer
