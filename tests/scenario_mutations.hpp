#pragma once
/// \file
/// Mutations of documents: what a careless hand does to a scenario, position by position.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/extension.hpp"
#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer::testing {

/// The way from the root of a document to a node: places among entries or items.
using Position = std::vector<std::size_t>;

inline Node& node_at(Node& root, const Position& position) {
  Node* node = &root;
  for (const std::size_t step : position) {
    node = node->kind == Node::Kind::list ? &node->items[step] : &node->entries[step].value;
  }
  return *node;
}

inline Position above(Position position) {
  position.pop_back();
  return position;
}

inline Node& parent_of(Node& root, const Position& position) {
  return node_at(root, above(position));
}

/// Null for the item of a list.
inline Entry* entry_at(Node& root, const Position& position) {
  Node& parent = parent_of(root, position);
  return parent.kind == Node::Kind::map ? &parent.entries[position.back()] : nullptr;
}

/// As `--set` takes it.
inline std::string path_to(const Node& root, const Position& position) {
  const Node* node = &root;
  std::string path;
  for (const std::size_t step : position) {
    const bool list = node->kind == Node::Kind::list;
    path += (path.empty() ? "" : ".") + (list ? std::to_string(step) : node->entries[step].key);
    node = list ? &node->items[step] : &node->entries[step].value;
  }
  return path;
}

/// All nodes below a node, in the order of the document.
inline void add_positions(const Node& node, const Position& position, std::vector<Position>& all) {
  const std::size_t size = node.entries.size() + node.items.size();
  for (std::size_t i = 0; i < size; ++i) {
    Position next = position;
    next.push_back(i);
    all.push_back(next);
    add_positions(node.kind == Node::Kind::list ? node.items[i] : node.entries[i].value, next, all);
  }
}

/// Stands for a text that is put into the written document as it is, quotes and all.
inline constexpr std::string_view place_holder = "stands4raw";

inline std::string written(const Node& root, std::string_view raw = "") {
  std::string text = write_document(root);
  const auto found = text.find(place_holder);
  return found == std::string::npos ? text : text.replace(found, place_holder.size(), raw);
}

/// What people and machines write where something else belongs, as YAML on one line.
inline std::vector<std::string> hostile_values() {
  return {"\"\"",
          "~",
          "null",
          "true",
          "0",
          "-1",
          "-£5m",
          "1e400",
          "-1e400",
          "1e-400",
          "1e300",
          ".nan",
          "NaN",
          "inf",
          "0x1F",
          "£1e300bn",
          "1e18",
          "5 %",
          "£100m",
          "€5m",
          "18 months",
          "8 %/year",
          "£20k/unit",
          "250 units",
          "1/0",
          "2026-02-30",
          "9999-12-31",
          "0001-01-01",
          "none",
          "value",
          "<<",
          "alpha.beta",
          "\"a\\nb\"",
          "\"\\x1b[31mred\"",
          "\"it's \\\"it\\\"\"",
          "\"e\u0301 日本 £\"",
          "[]",
          "{}",
          "[[]]",
          "[1]",
          "{a: b}",
          "{value: 1}",
          "{value: {value: 1}}",
          "{value: [1]}",
          "{<<: 1, <<: 2}",
          "{lognormal: {median: 1, sigma: 1}}",
          "{uniform: {low: 0, high: 1}}",
          "{triangular: 5}",
          "{source: s}",
          "{value: 1, grade: wrong}",
          "{categorical: {values: [1, 2], probabilities: [50 %, 50 %]}}",
          std::string(3000, 'x')};
}

/// A word with one letter too many.
inline std::string misspelt(std::string key) {
  return key.insert(key.size() / 2, 1, key[key.size() / 2]);
}

/// What of a document leads to a position: siblings of the last node, or of the first value on the
/// way, stay; those of groups above go.
inline Node part_around(const Node& root, const Position& position, std::size_t groups,
                        std::size_t depth = 0) {
  if (depth >= groups) {
    return root;
  }
  Node part = root;
  const Entry& entry = root.entries[position[depth]];
  part.entries = {{entry.key, {}, part_around(entry.value, position, groups, depth + 1)}};
  return part;
}

/// How many groups lead to a position, the last of which stays whole unless it is the document.
inline std::size_t groups_above(const Node& root, const Position& position) {
  const Node* node = &root;
  std::size_t groups = 0;
  while (groups + 1 < position.size() && (groups == 0 || !is_value(*node))) {
    node = &node->entries[position[groups]].value;
    ++groups;
  }
  return groups == 0 ? 1 : groups - (groups > 1 && is_value(*node) ? 1 : 0);
}

/// A file that extends another and sets this.
inline Node variant_of(const std::string& file, Node part) {
  part.layout = Node::Layout::block;
  part.entries.insert(part.entries.begin(), {{"extends", {}, Node::scalar(file)},
                                             {"reason", {}, Node::scalar("To see")}});
  return part;
}

}  // namespace firstcustomer::testing
