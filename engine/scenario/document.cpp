#include "firstcustomer/scenario/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

namespace firstcustomer {
namespace {

constexpr std::size_t largest_source = 1U << 20U;
constexpr std::size_t most_nodes = 100'000;
constexpr std::size_t deepest = 32;

int characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

/// Turns byte positions of one text into places.
class Places {
 public:
  Places(std::size_t source, std::string_view text) : source_(source) {
    lines_.push_back(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') {
        lines_.push_back(text.substr(i + 1));
      }
    }
  }

  /// Line and byte column from 0, as yaml-cpp counts.
  Place at(int line, int byte_column, std::string_view what = "x") const {
    if (line < 0 || static_cast<std::size_t>(line) >= lines_.size()) {
      return {source_, 0, 0, 1};
    }
    const std::string_view rest = lines_[static_cast<std::size_t>(line)];
    const auto bytes = std::min(static_cast<std::size_t>(std::max(byte_column, 0)), rest.size());
    const auto one_line = what.substr(0, what.find('\n'));
    if (line != counted_line_ || bytes < counted_bytes_) {
      counted_line_ = line;
      counted_bytes_ = 0;
      counted_characters_ = 0;
    }
    counted_characters_ += characters(rest.substr(counted_bytes_, bytes - counted_bytes_));
    counted_bytes_ = bytes;
    return {source_, line + 1, counted_characters_ + 1, std::max(1, characters(one_line))};
  }
  Place at(const YAML::Mark& mark, std::string_view what = "x") const {
    return at(mark.line, mark.column, what);
  }
  Place at_byte(std::size_t offset, std::string_view text) const {
    const auto before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n');
    const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return at(static_cast<int>(line), static_cast<int>(offset - start));
  }

 private:
  std::size_t source_;
  std::vector<std::string_view> lines_;
  // Places are asked for in order: counting goes on where it stopped.
  mutable int counted_line_ = -1;
  mutable std::size_t counted_bytes_ = 0;
  mutable int counted_characters_ = 0;
};

/// Thrown to stop the parser; the problem has been reported.
struct Refused {};

/// Builds the tree from yaml-cpp's events and refuses what a scenario must not contain.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Places& places, Diagnostics& diagnostics)
      : places_(places), diagnostics_(diagnostics) {}

  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    // An empty value has no place of its own: the key's is where the reader looks.
    const Place place =
        open_.empty() || !open_.back().has_key ? places_.at(mark) : open_.back().key_place;
    diagnostics_.error(place, "an empty value", "nothing was written, and nothing is not a default",
                       "Write the value, or remove the key.");
    Node nothing = Node::scalar("", place);
    nothing.reported = true;
    add(std::move(nothing));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    stop(mark, "an alias", "a scenario spells out every value where it stands");
  }
  void OnAnchor(const YAML::Mark&, const std::string&) override {}
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    check_tag(mark, tag);
    add(Node::scalar(value, places_.at(mark, value)));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    bool has_key = false;
    bool repeated = false;  // the key stands here a second time: its value is dropped
    std::string key;
    Place key_place;
    std::unordered_set<std::string> keys = {};
  };

  [[noreturn]] void stop(const YAML::Mark& mark, std::string problem, std::string reason) {
    diagnostics_.error(places_.at(mark), std::move(problem), std::move(reason));
    throw Refused{};
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) {
      stop(mark, "an anchor", "a scenario spells out every value where it stands");
    }
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag != "?" && tag != "!" && !tag.empty()) {
      diagnostics_.error(places_.at(mark), fmt::format("a tag '{}'", tag),
                         "the field decides the type of a value", "Remove the tag.");
    }
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    refuse_anchor(mark, anchor);
    check_tag(mark, tag);
    if (!open_.empty() && open_.back().node.kind == Node::Kind::map && !open_.back().has_key) {
      stop(mark, "a list or a map as a key", "keys are words");
    }
    if (open_.size() >= deepest) {
      stop(mark, "nesting beyond 32 levels", "no field lies so deep");
    }
    Node node;
    node.kind = kind;
    node.layout = style == YAML::EmitterStyle::Flow ? Node::Layout::flow : Node::Layout::block;
    node.place = places_.at(mark);
    open_.push_back({std::move(node), false, false, {}, {}});
    count(mark);
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void count(const YAML::Mark& mark) {
    if (++nodes_ > most_nodes) {
      stop(mark, "more than 100,000 values", "no scenario is so large");
    }
  }

  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      parent.has_key = true;
      parent.key = std::move(node.text);
      parent.key_place = node.place;
      parent.repeated = !parent.keys.insert(parent.key).second;
      if (parent.repeated) {
        const auto first = std::find_if(parent.node.entries.begin(), parent.node.entries.end(),
                                        [&](const Entry& e) { return e.key == parent.key; });
        diagnostics_.error(parent.key_place, fmt::format("duplicate key '{}'", parent.key),
                           fmt::format("it stands already in line {}, and only one can count",
                                       first->key_place.line),
                           "Remove one of them.");
      }
    } else {
      parent.has_key = false;
      if (!parent.repeated) {
        parent.node.entries.push_back({std::move(parent.key), parent.key_place, std::move(node)});
      }
    }
    if (++nodes_ > most_nodes) {
      diagnostics_.error(parent.node.place, "more than 100,000 values", "no scenario is so large");
      throw Refused{};
    }
  }

  const Places& places_;
  Diagnostics& diagnostics_;
  Node root_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
};

std::optional<Node> parse_within(const Places& places, std::size_t source, std::string_view text,
                                 Diagnostics& diagnostics) {
  std::istringstream stream{std::string(text)};
  TreeBuilder builder(places, diagnostics);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      diagnostics.error({source, 0, 0, 1}, "an empty document", "there is nothing to read");
      return std::nullopt;
    }
    if (parser) {
      diagnostics.error({source, 0, 0, 1}, "more than one document, or text after the first",
                        "it would be ignored", "Keep one document in a file.");
      return std::nullopt;
    }
  } catch (const Refused&) {
    return std::nullopt;
  } catch (const YAML::Exception& broken) {
    diagnostics.error(places.at(broken.mark), "not valid YAML: " + broken.msg,
                      "the rest cannot be read before this is mended");
    return std::nullopt;
  }
  return builder.take_root();
}

}  // namespace

std::size_t invalid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto byte = static_cast<unsigned char>(text[i]);
    std::size_t length = 1;
    std::uint32_t code = byte;
    if (byte >= 0xf5 || (byte >= 0x80 && byte < 0xc2)) {
      return i;
    }
    if (byte >= 0xc2) {
      length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      code = byte & (0xffU >> (length + 1));
      if (i + length > text.size()) {
        return i;
      }
      for (std::size_t k = 1; k < length; ++k) {
        const auto next = static_cast<unsigned char>(text[i + k]);
        if ((next & 0xc0U) != 0x80U) {
          return i;
        }
        code = code << 6U | (next & 0x3fU);
      }
      const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
      if (overlong || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
        return i;
      }
    }
    i += length;
  }
  return std::string_view::npos;
}

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

std::optional<Node> parse_document(std::size_t source, std::string_view text,
                                   Diagnostics& diagnostics) {
  if (text.size() > largest_source) {
    diagnostics.error({source, 0, 0, 1}, "larger than 1 MiB", "no scenario is so large");
    return std::nullopt;
  }
  if (text.substr(0, 3) == "\xef\xbb\xbf") {
    text.remove_prefix(3);  // a byte order mark is no character of the first line
  }
  const Places places(source, text);
  const std::size_t invalid = std::min(invalid_utf8(text), text.find('\0'));
  if (invalid != std::string_view::npos) {
    diagnostics.error(places.at_byte(invalid, text), "not valid UTF-8", "scenarios are UTF-8 text",
                      "Save the file as UTF-8.");
    return std::nullopt;
  }
  return parse_within(places, source, text, diagnostics);
}

void apply_override(Node& root, std::string_view assignment, std::size_t source, int line,
                    Diagnostics& diagnostics) {
  const auto equals = assignment.find('=');
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
  Node* node = &root;
  std::string_view path = assignment.substr(0, equals);
  while (true) {
    const auto dot = path.find('.');
    const std::string key(path.substr(0, dot));
    Node* next = nullptr;
    Entry* entry = nullptr;
    if (node->kind == Node::Kind::list) {
      const bool digits = !key.empty() && key.size() < 6 &&
                          key.find_first_not_of("0123456789") == std::string::npos;
      const std::size_t index = digits ? std::stoul(key) : node->items.size();
      next = index < node->items.size() ? &node->items[index] : nullptr;
    } else if (node->kind == Node::Kind::map) {
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
      *node = *value;
      if (entry != nullptr) {
        entry->key_place = whole;  // what the new value lacks is missing there
      }
      return;
    }
    path.remove_prefix(dot + 1);
  }
}

}  // namespace firstcustomer
