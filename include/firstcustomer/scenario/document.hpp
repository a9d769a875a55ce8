#pragma once
/// \file
/// A YAML document as a plain tree with places, after a strict gate.
///
/// The gate refuses what YAML allows and a scenario must not contain: duplicate keys, anchors and
/// aliases, tags, empty values, several documents or trailing text, invalid UTF-8, nesting beyond
/// 32 levels, more than 100,000 values or 1 MiB. `--set` edits this tree before anything reads it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/diagnostics.hpp"

namespace firstcustomer {

/// Byte offset of the first invalid UTF-8 sequence; npos if there is none.
std::size_t invalid_utf8(std::string_view text);

/// Where a value comes from, best first.
enum class Grade : std::uint8_t { primary, published, recalled, assumed, ungraded };
inline constexpr std::string_view grade_names[] = {"primary", "published", "recalled", "assumed",
                                                   "ungraded"};

/// The reason to believe a value.
struct Provenance {
  std::string source;
  Grade grade = Grade::ungraded;
  bool operator==(const Provenance&) const = default;
};

/// Where a node stands that another item has taken over (alike.hpp).
struct Origin {
  /// The path of the item that says it: technologies.sram-5nm.
  std::string item;
  /// What it rests on as far as what stands above it there says.
  Provenance rests_on;
};

struct Entry;
struct Amendment;

/// A scalar, a list or a map.
struct Node {
  enum class Kind : std::uint8_t { scalar, list, map };
  enum class Layout : std::uint8_t { block, flow };

  Kind kind = Kind::map;
  Layout layout = Layout::block;
  /// What is wrong with it has been said: nobody need look at it again.
  bool reported = false;
  /// For scalars: the text as written, without quotes.
  std::string text;
  Place place;
  /// For scalars: columns from the place to the text, where it stands there as it is. Empty for
  /// texts that are folded, escaped or not of a document.
  std::optional<int> text_at;
  std::vector<Node> items;
  std::vector<Entry> entries;
  std::optional<Origin> origin;
  /// What is to be set in it once it is complete, in order.
  std::vector<Amendment> amendments;

  static Node scalar(std::string text, Place place = {});
  /// Null if the node is no map or has no such key.
  const Entry* find_entry(std::string_view key) const;
  Entry* find_entry(std::string_view key);
  /// The value of a key; null if the node is no map or has no such key.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
};

struct Entry {
  std::string key;
  Place key_place;
  Node value;
};

/// A value to set at a path below a node.
struct Amendment {
  std::string path;  ///< keys or list positions joined by dots
  Node value;
  Place place;  ///< of the assignment
};

/// Parses one document, or says why not. Problems go to the diagnostics; what can be read is
/// returned even if there are some, unless the syntax itself is broken.
std::optional<Node> parse_document(std::size_t source, std::string_view text,
                                   Diagnostics& diagnostics);

/// Applies one `path=value` to the tree: path segments are keys or list positions joined by dots,
/// the value is YAML. It stands in line `line` of the source of overrides. Missing keys are added,
/// so that the reader can say what it thinks of them. In an item that is like another the value is
/// not set but kept among its amendments, as there may be more to set once it is complete.
void apply_override(Node& root, std::string_view assignment, std::size_t source, int line,
                    Diagnostics& diagnostics);

/// Sets a value below a node that is complete itself.
void amend(Node& root, const Amendment& amendment, Diagnostics& diagnostics);

/// What a node is, for messages: "'£5m'", "a list", "a map".
std::string kind_of(const Node& node);

/// The node on one line, as a reader would write it: {low: £1m, high: £2m}.
std::string inline_text(const Node& node);

/// Writes the tree as YAML that parses to the same tree.
std::string write_document(const Node& root);

}  // namespace firstcustomer
