/// The strict gate: from a text to a tree, by the parser's events.

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>

#include "document_places.hpp"
#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/text_file.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t most_nodes = 100'000;
constexpr std::size_t deepest = 32;

/// Thrown to stop the parser; the problem has been reported.
struct Refused {};

/// Builds the tree from yaml-cpp's events and refuses what a scenario must not contain.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Places& places, Diagnostics& diagnostics)
      : places_(places), diagnostics_(diagnostics) {}

  Node take_root() { return std::move(root_); }
  /// Where the innermost bracket stands that is open.
  std::optional<Place> open_bracket() const {
    const auto found = std::find_if(open_.rbegin(), open_.rend(), [](const Open& open) {
      return open.node.layout == Node::Layout::flow;
    });
    return found == open_.rend() ? std::nullopt : std::optional(found->node.place);
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    // An empty value has no place of its own: the key's is where the reader looks.
    if (!open_.empty() && open_.back().has_key && may_be_cut(open_.back())) {
      report_cut(open_.back());
      if (!open_.back().node.entries.empty()) {
        open_.back().node.entries.back().value.reported = true;  // the front of the number
      }
      open_.back().dropped = true;
      open_.back().repeated = false;
      add(Node::scalar("", places_.at(mark)));
      return;
    }
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
    if (!places_.is_closed(mark)) {
      stop(mark, "a quote that is not closed", "everything after it would be part of the text");
    }
    is_no_key_ = tag == "?" && at_key() && refuse_key(value, places_.at(mark, value));
    Node scalar = Node::scalar(value, places_.at(mark, value));
    scalar.text_at = places_.columns_to(mark, value);
    add(std::move(scalar));
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
    bool repeated = false;  // the key stands here a second time
    bool dropped = false;   // nothing of the key and its value is kept
    std::string key;
    Place key_place;
    /// Where each stood first.
    std::unordered_map<std::string, Place> keys = {};
  };

  [[noreturn]] void stop(const YAML::Mark& mark, std::string problem, std::string reason) {
    diagnostics_.error(places_.at(mark), std::move(problem), std::move(reason));
    throw Refused{};
  }

  /// Whether what comes next is a key.
  bool at_key() const {
    return !open_.empty() && open_.back().node.kind == Node::Kind::map && !open_.back().has_key;
  }

  /// Says so if a word that stands for a key is none.
  bool refuse_key(std::string_view key, Place place) {
    if (key == "<<") {
      diagnostics_.error(place, "a merge key", "a scenario spells out every value",
                         "Write the keys out, or extend another scenario.");
    }
    return key == "<<";
  }

  /// Whether a key between brackets may be the end of a number that a comma cut: 50,000,000.
  static bool may_be_cut(const Open& parent) {
    const std::string& key = parent.key;
    return parent.node.layout == Node::Layout::flow && !key.empty() && key[0] >= '0' &&
           key[0] <= '9';
  }

  /// Once a line: one number has many commas.
  void report_cut(const Open& parent) {
    if (parent.key_place.line == cut_line_) {
      return;
    }
    cut_line_ = parent.key_place.line;
    diagnostics_.error(parent.key_place, fmt::format("'{}' after a comma", parent.key),
                       "between brackets a comma ends the value",
                       "Write numbers without commas, such as £50m or 3.5 months.");
  }

  void report_duplicate(const Open& parent) {
    const int line = parent.keys.at(parent.key).line;
    diagnostics_.error(parent.key_place, fmt::format("duplicate key '{}'", parent.key),
                       fmt::format("it stands already in line {}, and only one can count", line),
                       "Remove one of them.");
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) {
      diagnostics_.error(places_.at(mark), "an anchor",
                         "a scenario spells out every value where it stands", "Remove the &name.");
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
    if (at_key()) {
      stop(mark, "a list or a map as a key", "keys are words");
    }
    if (open_.size() >= deepest) {
      stop(mark, "nesting beyond 32 levels", "no field lies so deep");
    }
    Node node;
    node.kind = kind;
    node.layout = style == YAML::EmitterStyle::Flow ? Node::Layout::flow : Node::Layout::block;
    node.place = places_.at(mark);
    open_.push_back({std::move(node), false, false, false, {}, {}});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::list) {
      parent.node.items.push_back(std::move(node));
      count(parent);
    } else if (!parent.has_key) {
      parent.has_key = true;
      parent.key = std::move(node.text);
      parent.key_place = node.place;
      parent.repeated = !is_no_key_ && !parent.keys.emplace(parent.key, parent.key_place).second;
      parent.dropped = parent.repeated || is_no_key_;
    } else {
      parent.has_key = false;
      if (parent.repeated) {
        report_duplicate(parent);
      }
      if (!parent.dropped) {
        parent.node.entries.push_back({std::move(parent.key), parent.key_place, std::move(node)});
      }
      count(parent);
    }
  }

  void count(const Open& parent) {
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
  bool is_no_key_ = false;  // the key just met is none: nothing of it is kept
  int cut_line_ = -1;       // where a number cut by a comma was last reported
};

/// Says what is wrong with the syntax: the parser's words where no better are known.
void report_syntax(const Places& places, const TreeBuilder& builder, const YAML::Exception& broken,
                   Diagnostics& diagnostics) {
  const std::string reason = "the rest cannot be read before this is corrected";
  const std::string_view parser = broken.msg;
  const bool unclosed =
      parser == YAML::ErrorMsg::END_OF_MAP_FLOW || parser == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  if (const auto tab = places.tab_before(broken.mark.line)) {
    diagnostics.error(*tab, "a tab in the indentation", "YAML allows only spaces there",
                      "Replace tabs by spaces.");
  } else if (unclosed && builder.open_bracket()) {
    diagnostics.error(*builder.open_bracket(), "a bracket that is not closed", reason,
                      "Close it, or put a comma before what follows it.");
  } else if (parser == YAML::ErrorMsg::FLOW_END) {
    diagnostics.error(places.at(broken.mark), "a bracket that closes no other", reason,
                      "[ is closed by ], { by }.");
  } else if (parser == YAML::ErrorMsg::END_OF_MAP || parser == YAML::ErrorMsg::END_OF_SEQ) {
    diagnostics.error(places.at(broken.mark), "this line does not fit the lines above it", reason,
                      "Indent it like the keys it belongs to; keys end with a colon.");
  } else if (const auto key = places.key_without_space(broken.mark.line)) {
    diagnostics.error(*key, "no space after a colon", "so this is no key, but part of a text",
                      "Put a space behind the colon.");
  } else if (parser == YAML::ErrorMsg::MAP_VALUE) {
    diagnostics.error(places.at(broken.mark), "a colon where no key can end", reason,
                      "Put a text that has a colon and a space in it between quotes.");
  } else {
    diagnostics.error(places.at(broken.mark), "not valid YAML: " + broken.msg, reason);
  }
}

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
      diagnostics.error(places.end_of_document().value_or(Place{source, 0, 0, 1}),
                        "more than one document, or text after the first", "it would be ignored",
                        "Keep one document in a file.");
      return std::nullopt;
    }
  } catch (const Refused&) {
    return std::nullopt;
  } catch (const YAML::Exception& broken) {
    report_syntax(places, builder, broken, diagnostics);
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

std::optional<Node> parse_document(std::size_t source, std::string_view text,
                                   Diagnostics& diagnostics) {
  if (text.size() > largest_text) {
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

}  // namespace firstcustomer
