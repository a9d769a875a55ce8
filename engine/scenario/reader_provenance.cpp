/// The part of the reader that deals with sources and grades: what a value is said to rest on.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

Entry source_entry(const std::string& source) {
  return {"source", {}, Node::scalar(source)};
}

}  // namespace

bool Reader::displaces_source(Place place) const {
  return is_override(place) && !is_override(map_.place) &&
         (!provenance_.source.empty() || provenance_.grade != Grade::ungraded);
}

Node Reader::resolved_value(const Found& found) const {
  Node node = found.node;
  if (!displaces_source(found.place) || found.is_default) {
    return node;
  }
  if (node.kind == Node::Kind::scalar) {
    Node wrapped;
    wrapped.layout = Node::Layout::flow;
    wrapped.place = node.place;
    wrapped.entries.push_back({"value", {}, std::move(node)});
    node = std::move(wrapped);
  }
  if (node.kind == Node::Kind::map && node.find("source") == nullptr) {
    node.entries.push_back(source_entry(on_the_command_line().source));
  }
  return node;
}

Reader Reader::child(const Node& map, Place place, std::string path, Node& resolved) {
  Reader reader(shared_, map, place, std::move(path), resolved);
  const bool displaces = displaces_source(map.place);
  const Provenance above = displaces ? on_the_command_line() : provenance_;
  if (reader.provenance_.source.empty()) {
    reader.provenance_.source = above.source;
    if (displaces) {
      resolved.entries.push_back(source_entry(above.source));
    }
  }
  if (reader.provenance_.grade == Grade::ungraded) {
    reader.provenance_.grade = above.grade;
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

Reader::Provenance Reader::provenance_of(const Found& found) const {
  if (found.is_default) {
    return {};
  }
  if (displaces_source(found.place)) {
    return on_the_command_line();
  }
  return provenance_;
}

void Reader::refuse_provenance(const Node& parameters) {
  for (const Entry& entry : parameters.entries) {
    if (is_provenance_key(entry.key)) {
      shared_.diagnostics.error(entry.key_place,
                                fmt::format("'{}' among the parameters of a law", entry.key), "",
                                "Write it beside the law: {lognormal: {…}, source: …}.");
    }
  }
}

}  // namespace firstcustomer
