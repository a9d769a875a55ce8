#include "firstcustomer/scenario/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "document_places.hpp"
#include "firstcustomer/scenario/alike.hpp"

namespace firstcustomer {

Node Node::scalar(std::string text, Place place) {
  Node node;
  node.kind = Kind::scalar;
  node.text = std::move(text);
  node.place = place;
  return node;
}

const Entry* Node::find_entry(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

Entry* Node::find_entry(std::string_view key) {
  return const_cast<Entry*>(std::as_const(*this).find_entry(key));
}

const Node* Node::find(std::string_view key) const {
  const Entry* entry = find_entry(key);
  return entry == nullptr ? nullptr : &entry->value;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(std::as_const(*this).find(key));
}

namespace {

/// Files laid over each other may each say a source: what is set holds in the place of all.
void erase_others(Node& map, std::string_view key) {
  bool first = true;
  std::erase_if(map.entries, [&](const Entry& entry) {
    return entry.key == key && !std::exchange(first, false);
  });
}

/// Whether an item is like another, which may say what a path below leads to.
bool is_incomplete(const Node& item) {
  const Node* like = item.find(like_key);
  return like != nullptr && like->kind == Node::Kind::scalar;
}

}  // namespace

void apply_override(Node& root, std::string_view assignment, std::size_t source, int line,
                    Diagnostics& diagnostics) {
  const auto equals = assignment.find('=');
  if (invalid_utf8(assignment) < equals && equals != std::string_view::npos) {
    diagnostics.error({source, line, 1, 1}, "the path to set is not valid UTF-8");
    return;
  }
  const Place whole{source, line, 1, characters(assignment)};
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == assignment.size()) {
    diagnostics.error(whole, fmt::format("'{}' sets nothing", assignment),
                      "an override is written path=value",
                      "Write for example --set programme.fund.budget=£250m.");
    return;
  }
  // Parsed with blanks in front, so that its place is that in the list of overrides.
  const auto path_length = static_cast<std::size_t>(characters(assignment.substr(0, equals + 1)));
  const std::string blanked = std::string(static_cast<std::size_t>(line - 1), '\n') +
                              std::string(path_length, ' ') +
                              std::string(assignment.substr(equals + 1));
  const auto value = parse_document(source, blanked, diagnostics);
  if (!value) {
    return;
  }
  const std::string_view path = assignment.substr(0, equals);
  amend(root, {std::string(path.substr(0, path.find_last_not_of(' ') + 1)), *value, whole},
        diagnostics);
}

void amend(Node& root, const Amendment& amendment, Diagnostics& diagnostics) {
  const Place whole = amendment.place;
  Node* node = &root;
  std::string_view path = amendment.path;
  while (true) {
    const auto dot = path.find('.');
    const std::string key(path.substr(0, dot));
    Node* next = nullptr;
    Entry* entry = nullptr;
    const bool digits =
        !key.empty() && key.size() < 6 && key.find_first_not_of("0123456789") == std::string::npos;
    Node* wrapped = node->find("value");
    if (digits && wrapped != nullptr && wrapped->kind == Node::Kind::list) {
      node = wrapped;  // {value: [18 %, 57 %], source: …}
    }
    if (node->kind == Node::Kind::list) {
      const std::size_t index = digits ? std::stoul(key) : node->items.size();
      next = index < node->items.size() ? &node->items[index] : nullptr;
    } else if (node->kind == Node::Kind::map) {
      erase_others(*node, key);
      entry = node->find_entry(key);
      if (entry == nullptr) {
        Node empty;
        empty.place = whole;
        node->entries.push_back({key, whole, std::move(empty)});
        entry = &node->entries.back();
      }
      next = &entry->value;
    }
    if (next == nullptr) {
      diagnostics.error(whole, fmt::format("there is no '{}' to set", key),
                        "the path leads into a value without such a part");
      return;
    }
    node = next;
    if (dot == std::string_view::npos) {
      *node = amendment.value;
      if (entry != nullptr) {
        entry->key_place = whole;  // what the new value lacks is missing there
      }
      return;
    }
    path.remove_prefix(dot + 1);
    if (is_incomplete(*node) && path != like_key) {
      node->amendments.push_back({std::string(path), amendment.value, whole});
      return;
    }
  }
}

}  // namespace firstcustomer
