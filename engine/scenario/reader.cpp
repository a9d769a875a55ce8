#include "reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "date_text.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer {
namespace {

/// What other languages write for yes and no.
std::string_view word_meant(std::string_view text) {
  for (const std::string_view yes : {"true", "True", "TRUE", "on", "On", "ON", "y", "Y", "Yes"}) {
    if (text == yes) {
      return "yes";
    }
  }
  for (const std::string_view no : {"false", "False", "FALSE", "off", "Off", "OFF", "n", "N"}) {
    if (text == no) {
      return "no";
    }
  }
  return text;
}

/// "no or yes", "end, repeat or return".
std::string one_of(const std::vector<std::string>& words) {
  const std::vector<std::string> first(words.begin(), words.end() - 1);
  return fmt::format("{}{}{}", fmt::join(first, ", "), first.empty() ? "" : " or ", words.back());
}

void put_at(Node& node, Place place) {
  node.place = place;
  for (Node& item : node.items) {
    put_at(item, place);
  }
  for (Entry& entry : node.entries) {
    entry.key_place = place;
    put_at(entry.value, place);
  }
}

/// Where a key belongs that is unknown where it stands: "It belongs in programme.fund." Empty if it
/// belongs nowhere, or in many places.
std::string home_of(std::string_view key) {
  constexpr std::size_t most = 3;
  static const std::vector<std::string> paths = outline_paths(scenario_outline());
  std::vector<std::string> homes;
  for (const std::string& path : paths) {
    const auto dot = path.rfind('.');
    // Named programmes have the fields of the one.
    if (std::string_view(path).substr(dot + 1) == key && !path.starts_with("programmes.")) {
      homes.push_back(dot == std::string::npos ? "the top" : path.substr(0, dot));
    }
  }
  if (homes.empty() || homes.size() > most) {
    return "";
  }
  return fmt::format("It belongs {} {}.", homes[0] == "the top" ? "at" : "in",
                     fmt::join(homes, " or "));
}

/// Whether a path, or a map in which it would stand, is missing in what its items are like.
bool is_missing_in_another(const Reading& reading, const std::string& path) {
  for (const auto& [item, other] : reading.likes) {
    if (!path.starts_with(item + ".")) {
      continue;
    }
    const std::string there = other + path.substr(item.size());
    for (auto end = there.find('.', other.size() + 1);; end = there.find('.', end + 1)) {
      if (reading.missing.contains(there.substr(0, end))) {
        return true;
      }
      if (end == std::string::npos) {
        break;
      }
    }
    if (is_missing_in_another(reading, there)) {
      return true;
    }
  }
  return false;
}

void say(Reading& reading, const Lack& lack) {
  const auto path_of = [&](const std::string& key) {
    return lack.path.empty() ? key : lack.path + "." + key;
  };
  if (!lack.group.empty()) {
    reading.diagnostics.error(lack.place, fmt::format("'{}' is missing", path_of(lack.group)),
                              fmt::format("it needs {}", fmt::join(lack.keys, ", ")));
  } else if (lack.keys.size() == 1) {
    reading.diagnostics.error(lack.place, fmt::format("'{}' is missing", path_of(lack.keys[0])),
                              "it has no default");
  } else {
    const std::string whole = lack.path.empty() ? "the scenario" : fmt::format("'{}'", lack.path);
    reading.diagnostics.error(lack.place,
                              fmt::format("{} lacks {}", whole, fmt::join(lack.keys, ", ")),
                              "they have no default", lack.suggestion);
  }
}

}  // namespace

Reader::Reader(Reading& shared, const Node& map, Place place, std::string path, Node& resolved)
    : shared_(shared), map_(map), place_(place), path_(std::move(path)), resolved_(resolved) {
  resolved_.kind = Node::Kind::map;
  resolved_.layout = map.layout;
}

Reader Reader::root(Reading& shared, const Node& map, Place place, Node& resolved) {
  Reader reader(shared, map, place, "", resolved);
  reader.provenance_.resize(shared.diagnostics.sources());
  reader.read_group();
  reader.resolve_group();
  return reader;
}

std::string Reader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Node Reader::parsed_default(std::string_view fallback) const {
  if (fallback.front() != '[') {
    return Node::scalar(std::string(fallback), place_);
  }
  Diagnostics of_defaults;
  auto parsed = parse_document(0, fallback, of_defaults);
  ensure(parsed.has_value() && of_defaults.errors() == 0, "defaults are YAML");
  put_at(*parsed, place_);
  return *parsed;
}

std::optional<Reader::Found> Reader::take(std::string_view key, std::string_view fallback) {
  known_.emplace_back(key);
  const auto entry = std::find_if(map_.entries.begin(), map_.entries.end(),
                                  [&](const Entry& e) { return e.key == key; });
  Found found;
  if (entry != map_.entries.end()) {
    if (entry->value.reported) {
      return std::nullopt;
    }
    found = {entry->value, entry->value.place, is_default_};
  } else if (!fallback.empty()) {
    found = {parsed_default(fallback), place_, true};
  } else {
    missing_.emplace_back(key);
    shared_.missing.insert(path_of(key));
    return std::nullopt;
  }
  shared_.places[path_of(key)] = found.place;
  return found;
}

const Node* Reader::unwrap(const Node& node, const std::string& path) {
  if (node.kind == Node::Kind::map && node.find("value") != nullptr) {
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
      if (suggestion.empty()) {
        suggestion = home_of(entry.key);
      }
      if (suggestion.empty() && !known.empty()) {
        const bool value = known == std::vector<std::string>{"value"};
        suggestion = fmt::format("Known here: {}.", fmt::join(value ? all : known, ", "));
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
  warn_of_unused_keys();
  refuse_keys(map_, path_, known_);
  report_missing();
}

void Reader::report(Lack lack) {
  if (is_alike_) {
    shared_.lacks.push_back(std::move(lack));
  } else {
    say(shared_, lack);
  }
}

void Reader::report_missing_groups() {
  if (is_incomplete_) {
    return;
  }
  for (const MissingGroup& group : missing_groups_) {
    report({path_, group.key, group.needed, place_, ""});
  }
}

void Reader::report_missing() {
  if (is_incomplete_) {
    return;
  }
  report_missing_groups();
  std::vector<std::string> missing = missing_;
  std::erase_if(missing, [&](const std::string& key) {
    return std::any_of(map_.entries.begin(), map_.entries.end(), [&](const Entry& e) {
      return std::find(known_.begin(), known_.end(), e.key) == known_.end() &&
             nearest(e.key, known_) == key;  // misspelt, which is said elsewhere
    });
  });
  if (!missing.empty()) {
    report({path_, "", std::move(missing), place_, other_name()});
  }
}

void report_lacks(Reading& reading) {
  for (Lack lack : reading.lacks) {
    const std::string map = lack.group.empty() ? lack.path : lack.path + "." + lack.group;
    std::erase_if(lack.keys, [&](const std::string& key) {
      return is_missing_in_another(reading, map + "." + key);
    });
    if (!lack.keys.empty()) {
      say(reading, lack);
    }
  }
}

bool Reader::is_misspelt(std::string_view key) const {
  return std::any_of(map_.entries.begin(), map_.entries.end(), [&](const Entry& entry) {
    return nearest(entry.key, {std::string(key)}) == key;
  });
}

void Reader::text(std::string_view key, std::string& target, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  check_provenance(found->node);
  const Node* value = unwrap(found->node, path_of(key));
  if (value->reported) {
    return;
  }
  if (value->kind != Node::Kind::scalar) {
    shared_.diagnostics.error(
        found->place, fmt::format("'{}' should be a text, not {}", path_of(key), kind_of(*value)));
    return;
  }
  if (value->text.empty()) {
    shared_.diagnostics.error(value->place, fmt::format("'{}' is empty", path_of(key)),
                              field.fallback.empty()
                                  ? "it has no default"
                                  : fmt::format("left out, it is '{}'", field.fallback));
    return;
  }
  note_word(key, *found, value->text);
  target = value->text;
  resolved_.entries.push_back({std::string(key), {}, found->node});
}

void Reader::texts(std::string_view key, std::vector<std::string>& target, const FieldText& field) {
  const auto found = take(key, field.fallback);
  const bool one = found && found->node.kind == Node::Kind::scalar;
  if (!found || !is_list(*found, key, field.fallback,
                         one ? fmt::format("Write [{}].", found->node.text) : "")) {
    return;
  }
  target.clear();
  for (const Node& item : found->node.items) {
    const std::string path = fmt::format("{}.{}", path_of(key), target.size());
    shared_.places[path] = item.place;
    target.push_back(item.text);  // of one that is no text: nothing
    if (!item.reported && (item.kind != Node::Kind::scalar || item.text.empty())) {
      shared_.diagnostics.error(
          item.place, item.kind == Node::Kind::scalar
                          ? fmt::format("'{}' is empty", path)
                          : fmt::format("'{}' should be a text, not {}", path, kind_of(item)));
    }
  }
  resolved_.entries.push_back({std::string(key), {}, found->node});
}

void Reader::date(std::string_view key, Date& target, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  const Provenance provenance = provenance_of(*found);
  const Node* value = unwrap(found->node, path_of(key));
  if (value->reported) {
    return;
  }
  const auto date = value->kind == Node::Kind::scalar ? Date::parse(value->text) : std::nullopt;
  if (!date) {
    const DateAdvice advice =
        date_advice(value->kind == Node::Kind::scalar ? std::string_view(value->text) : "");
    shared_.diagnostics.error(value->place, fmt::format("{} is not a date", kind_of(*value)),
                              advice.reason, advice.suggestion);
    return;
  }
  target = *date;
  note(path_of(key), ValueKind::date, *found, provenance);
  resolved_.entries.push_back({std::string(key), {}, resolved_value(*found, provenance)});
}

void Reader::word(std::string_view key, std::uint8_t& target,
                  std::span<const std::string_view> words, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found || (found->is_default && is_misspelt(key))) {
    unread_words_.emplace_back(key);
    return;
  }
  const Provenance provenance = provenance_of(*found);
  const Node* value = unwrap(found->node, path_of(key));
  if (value->reported) {
    unread_words_.emplace_back(key);
    return;
  }
  const bool scalar = value->kind == Node::Kind::scalar;
  auto match = scalar ? std::find(words.begin(), words.end(), value->text) : words.end();
  if (match == words.end()) {
    const std::vector<std::string> known(words.begin(), words.end());
    const std::string suggestion = scalar ? did_you_mean(word_meant(value->text), known) : "";
    shared_.diagnostics.error(
        value->place, fmt::format("{} is not a value of '{}'", kind_of(*value), path_of(key)), "",
        suggestion.empty() ? fmt::format("Write {}.", one_of(known)) : suggestion);
    // Read the rest as if it had been meant, so that one slip is one message.
    const std::string meant = scalar ? nearest(word_meant(value->text), known) : "";
    match = std::find(words.begin(), words.end(), meant);
    if (match == words.end()) {
      unread_words_.emplace_back(key);
      return;
    }
  } else if (found->node.kind == Node::Kind::map) {
    note(path_of(key), ValueKind::word, *found, provenance);
  }
  if (found->node.kind != Node::Kind::map) {
    note_word(key, *found, std::string(*match));
  }
  target = static_cast<std::uint8_t>(match - words.begin());
  // A bare word claims no source, so none need be kept from it.
  const bool bare = found->node.kind != Node::Kind::map;
  resolved_.entries.push_back(
      {std::string(key), {}, bare ? found->node : resolved_value(*found, provenance)});
}

void Reader::object(std::string_view key, const FieldText& field,
                    const std::function<void(FieldVisitor&)>& describe_fields) {
  Node absent;
  absent.place = map_.place;
  known_.emplace_back(key);
  (void)field;
  const Node* node = map_.find(key);
  Place place = place_;
  for (const Entry& entry : map_.entries) {
    place = entry.key == key ? entry.key_place : place;
    if (node == nullptr && nearest(entry.key, {std::string(key)}) == key) {
      missing_.emplace_back(key);  // misspelt: what is in it is not missing
      shared_.missing.insert(path_of(key));
      return;
    }
  }
  if (node != nullptr && node->reported) {
    return;
  }
  if (node != nullptr && node->kind != Node::Kind::map) {
    shared_.missing.insert(path_of(key));
    shared_.diagnostics.error(
        node->place, fmt::format("'{}' should be a map, not {}", path_of(key), kind_of(*node)));
    return;
  }
  shared_.places[path_of(key)] = place;
  Node resolved;
  Reader inner = child(node != nullptr ? *node : absent, place, path_of(key), resolved);
  describe_fields(inner);
  if (node == nullptr && !inner.missing_.empty()) {
    missing_groups_.push_back({std::string(key), inner.missing_});
    inner.report_missing_groups();
    return;
  }
  inner.finish();
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

bool Reader::is_list(const Found& found, std::string_view key, std::string_view fallback,
                     std::string_view example) {
  if (found.node.kind == Node::Kind::list && found.node.items.empty() && fallback != "[]") {
    shared_.diagnostics.error(found.place, fmt::format("'{}' has no entry", path_of(key)),
                              "at least one is needed");
    return false;
  }
  if (found.node.kind != Node::Kind::list) {
    shared_.diagnostics.error(
        found.place,
        fmt::format("'{}' should be a list, not {}", path_of(key), kind_of(found.node)), "",
        std::string(example));
    return false;
  }
  return true;
}

void Reader::list(std::string_view key, const Container& items, const FieldText& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  std::string example;
  if (found->node.kind != Node::Kind::list) {
    items.resize(1);
    const auto keys =
        keys_of([&](FieldVisitor& visitor) { items.describe_item(visitor, 0); }, Keys::needed);
    items.resize(0);
    example = fmt::format("Write a list of maps: [{{{}: …}}].", fmt::join(keys, ": …, "));
  }
  if (!is_list(*found, key, field.fallback, example)) {
    return;
  }
  Node resolved;
  resolved.kind = Node::Kind::list;
  items.resize(found->node.items.size());
  for (std::size_t i = 0; i < found->node.items.size(); ++i) {
    const Node& item = found->node.items[i];
    const std::string path = fmt::format("{}.{}", path_of(key), i);
    if (item.reported) {
      continue;
    }
    if (item.kind != Node::Kind::map) {
      shared_.diagnostics.error(item.place,
                                fmt::format("'{}' should be a map, not {}", path, kind_of(item)));
      continue;
    }
    resolved.items.emplace_back();
    Reader inner =
        child(item, item.place, path, resolved.items.back(), found->is_default || is_default_);
    resolved.items.back().layout = Node::Layout::flow;
    items.describe_item(inner, i);
    inner.finish();
  }
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

}  // namespace firstcustomer
