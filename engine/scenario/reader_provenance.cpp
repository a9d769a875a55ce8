/// The part of the reader that deals with sources and grades: what a value is said to rest on.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

std::optional<Grade> find_grade(std::string_view name) {
  const auto* const found = std::find(std::begin(grade_names), std::end(grade_names), name);
  return found == std::end(grade_names)
             ? std::nullopt
             : std::optional(static_cast<Grade>(found - std::begin(grade_names)));
}

/// Takes over what an entry says, if it can be read.
void apply(const Entry& entry, Provenance& provenance) {
  if (entry.value.kind != Node::Kind::scalar) {
    return;
  }
  if (entry.key == "source") {
    provenance.source = entry.value.text;
  } else if (entry.key == "grade") {
    provenance.grade = find_grade(entry.value.text).value_or(provenance.grade);
  }
}

/// Whether what an entry says of values holds for those of a source: a file speaks of its own
/// values, the command line of any.
bool speaks_of(const Entry& entry, std::size_t source, std::optional<std::size_t> overrides) {
  return is_provenance_key(entry.key) &&
         (entry.value.place.source == source || overrides == entry.value.place.source);
}

void set_text(Node& map, std::string_view key, std::string text) {
  if (Node* present = map.find(key)) {
    *present = Node::scalar(std::move(text), present->place);
  } else {
    map.entries.push_back({std::string(key), {}, Node::scalar(std::move(text))});
  }
}

/// Writes into a map what makes readers of it believe what is meant, beside what they would.
void say(Node& map, const Provenance& meant, const Provenance& otherwise) {
  if (meant.source != otherwise.source) {
    set_text(map, "source", meant.source.empty() ? std::string(default_source) : meant.source);
  }
  if (meant.grade != otherwise.grade) {
    set_text(map, "grade", std::string(grade_names[static_cast<std::size_t>(meant.grade)]));
  }
}

/// Whether a part of a value comes from the source though the whole does not.
bool has_part_of(const Node& node, std::size_t source) {
  return node.place.source == source ||
         std::any_of(node.items.begin(), node.items.end(),
                     [&](const Node& item) { return has_part_of(item, source); }) ||
         std::any_of(node.entries.begin(), node.entries.end(), [&](const Entry& entry) {
           return !is_provenance_key(entry.key) && has_part_of(entry.value, source);
         });
}

}  // namespace

bool is_provenance_key(std::string_view key) {
  return std::find(std::begin(provenance_keys), std::end(provenance_keys), key) !=
         std::end(provenance_keys);
}

void hear(const Node& map, std::optional<std::size_t> overrides,
          std::vector<Provenance>& rests_on) {
  for (const Entry& entry : map.entries) {
    for (std::size_t source = 0; source < rests_on.size(); ++source) {
      if (speaks_of(entry, source, overrides)) {
        apply(entry, rests_on[source]);
      }
    }
  }
}

Node without_provenance(const Node& node) {
  Node bare = node;
  std::erase_if(bare.entries, [](const Entry& entry) { return is_provenance_key(entry.key); });
  if (bare.entries.size() == 1 && bare.entries[0].key == "value" &&
      bare.entries[0].value.kind != Node::Kind::map) {
    return without_provenance(Node(bare.entries[0].value));
  }
  bare.layout = Node::Layout::block;
  for (Node& item : bare.items) {
    item = without_provenance(item);
  }
  for (Entry& entry : bare.entries) {
    entry.value = without_provenance(entry.value);
  }
  return bare;
}

void Reader::check_provenance(const Node& map) {
  for (const Entry& entry : map.entries) {
    if (!is_provenance_key(entry.key) || entry.value.reported) {
      continue;
    }
    if (entry.value.kind != Node::Kind::scalar) {
      shared_.diagnostics.error(entry.value.place, fmt::format("'{}' should be a text", entry.key),
                                "", "Write several in one text, with semicolons between.");
    } else if (entry.key == "grade" && !find_grade(entry.value.text)) {
      shared_.diagnostics.error(entry.value.place,
                                fmt::format("'{}' is not a grade", entry.value.text), "",
                                "Grades are primary, published, recalled, assumed.");
    }
  }
}

void Reader::read_group() {
  check_provenance(map_);
  hear(map_, shared_.overrides, provenance_);
}

void Reader::resolve_group() {
  const std::size_t own = map_.place.source;
  for (const Entry& entry : map_.entries) {
    if (speaks_of(entry, own, shared_.overrides)) {
      resolved_.entries.push_back(entry);
      apply(entry, resolved_provenance_);
    }
  }
  if (own < provenance_.size() && provenance_[own] != resolved_provenance_) {
    say(resolved_, provenance_[own], resolved_provenance_);
    resolved_provenance_ = provenance_[own];
  }
}

void Reader::fall_back_on(std::size_t source, std::string_view text) {
  if (provenance_[source].source.empty()) {
    provenance_[source].source = text;
  }
}

void Reader::inherit(const Reader& above) {
  provenance_ = above.provenance_;
  resolved_provenance_ = above.resolved_provenance_;
  is_incomplete_ = above.is_incomplete_;
  is_alike_ = above.is_alike_;
}

Reader Reader::child(const Node& map, Place place, std::string path, Node& resolved,
                     bool is_default) {
  Reader reader(shared_, map, place, std::move(path), resolved);
  reader.is_default_ = is_default;
  reader.inherit(*this);
  if (!is_default) {
    reader.read_group();
    reader.resolve_group();
  }
  return reader;
}

void Reader::note_word(std::string_view key, const Found& found, const std::string& text) {
  if (is_changed(found)) {
    const Provenance provenance = provenance_of(found, found.place.source);
    shared_.scenario.changed_words.push_back(
        {path_of(key), ValueKind::word, text, provenance.grade, provenance.source, false, true});
  }
}

bool Reader::is_changed(const Found& found) const {
  const bool in_variant = shared_.scenario.is_variant(found.place.source);
  const bool set = shared_.overrides && has_part_of(found.node, *shared_.overrides);
  return !found.is_default && (in_variant || set);
}

Provenance Reader::provenance_of(const Found& found) {
  if (found.is_default) {
    return {};
  }
  if (found.node.kind == Node::Kind::map) {
    check_provenance(found.node);
  }
  const bool mended = shared_.overrides && has_part_of(found.node, *shared_.overrides);
  return provenance_of(found, mended ? *shared_.overrides : found.place.source);
}

Provenance Reader::provenance_of(const Found& found, std::size_t source) const {
  const auto& origin = found.node.origin;
  const bool taken_over = origin && source == found.place.source;
  Provenance provenance = taken_over ? origin->rests_on : provenance_[source];
  for (const Entry& entry : found.node.entries) {
    if (speaks_of(entry, source, shared_.overrides)) {
      apply(entry, provenance);
    }
  }
  return provenance;
}

Node Reader::resolved_value(const Found& found, const Provenance& meant) const {
  Node node = found.node;
  Provenance read = resolved_provenance_;
  if (node.kind == Node::Kind::map) {
    for (const Entry& entry : node.entries) {
      apply(entry, read);
    }
  }
  if (read == meant) {
    return node;
  }
  if (node.kind != Node::Kind::map) {
    Node wrapped;
    wrapped.layout = Node::Layout::flow;
    wrapped.place = node.place;
    wrapped.entries.push_back({"value", {}, std::move(node)});
    node = std::move(wrapped);
  }
  say(node, meant, read);
  return node;
}

void Reader::refuse_provenance(const Node& parameters, std::string_view family) {
  for (const Entry& entry : parameters.entries) {
    if (is_provenance_key(entry.key)) {
      shared_.diagnostics.error(
          entry.key_place, fmt::format("'{}' among the parameters of a law", entry.key), "",
          fmt::format("Write it beside the law: {{{}: {{…}}, source: …}}.", family));
    }
  }
}

}  // namespace firstcustomer
