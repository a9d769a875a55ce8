#include "firstcustomer/scenario/document.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// What came of parsing a text named "f".
struct Parsed {
  std::optional<Node> root;
  Diagnostics diagnostics;

  std::string messages() const { return diagnostics.render(Excerpts::none); }
};

Parsed parse(std::string_view text) {
  Parsed parsed;
  const std::size_t source = parsed.diagnostics.add_source("f", std::string(text));
  parsed.root = parse_document(source, text, parsed.diagnostics);
  return parsed;
}

/// The tree of a text without problems; otherwise a failure and an empty map.
Node tree(std::string_view text) {
  Parsed parsed = parse(text);
  EXPECT_EQ(parsed.messages(), "") << text;
  return parsed.root ? *parsed.root : Node{};
}

/// The tree on one line, texts in angle brackets: "{a: <1>, b: [<2>, {}]}".
std::string shape(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::scalar:
      return "<" + node.text + ">";
    case Node::Kind::list:
      for (const Node& item : node.items) {
        out += (out.empty() ? "" : ", ") + shape(item);
      }
      return "[" + out + "]";
    case Node::Kind::map:
      for (const Entry& entry : node.entries) {
        out += (out.empty() ? "" : ", ") + entry.key + ": " + shape(entry.value);
      }
      return "{" + out + "}";
  }
  return "";
}

/// Equal in kinds, texts, keys and their order; layouts too, below the root.
bool same_tree(const Node& a, const Node& b, bool root = true) {
  const auto same_entry = [](const Entry& x, const Entry& y) {
    return x.key == y.key && same_tree(x.value, y.value, false);
  };
  const auto same_item = [](const Node& x, const Node& y) { return same_tree(x, y, false); };
  const bool empty = a.items.empty() && a.entries.empty();
  const bool same_layout = a.layout == b.layout || root || empty || a.kind == Node::Kind::scalar;
  return a.kind == b.kind && a.text == b.text && same_layout &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_item) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    same_entry);
}

std::string at(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column) + "+" +
         std::to_string(place.length);
}

TEST(Document, IsATreeOfTextsListsAndMaps) {
  const struct {
    std::string_view text;
    std::string_view expected;
  } table[] = {
      {"a: 1", "{a: <1>}"},
      {"a: 1\nb: two words\n", "{a: <1>, b: <two words>}"},
      {"b: 1\na: 2", "{b: <1>, a: <2>}"},
      {"a: {b: 1, c: [2, 3]}", "{a: {b: <1>, c: [<2>, <3>]}}"},
      {"a:\n  b:\n    - 1\n    - c: 2", "{a: {b: [<1>, {c: <2>}]}}"},
      {"- 1\n- - 2\n  - 3", "[<1>, [<2>, <3>]]"},
      {"word", "<word>"},
      {"a: {}\nb: []", "{a: {}, b: []}"},
      {"a: \"\"\nb: ''", "{a: <>, b: <>}"},
      {"a: \"null\"\nb: '~'", "{a: <null>, b: <~>}"},
      {"a: 'it''s'\nb: \"x\\ty\\u00a3\"", "{a: <it's>, b: <x\ty£>}"},
      {"a: >-\n  one\n  line\nb: |\n  two\n  lines\n", "{a: <one line>, b: <two\nlines\n>}"},
      {"a: 1 # why\n# a remark\nb: x#y", "{a: <1>, b: <x#y>}"},
      {"a: £5\nb: ½ — “x”", "{a: <£5>, b: <½ — “x”>}"},
      {"yes: no\non: 010", "{yes: <no>, on: <010>}"},
      {"a: 0x1F\nb: 1_000\nc: .inf", "{a: <0x1F>, b: <1_000>, c: <.inf>}"},
      {"a: 2026-01-01", "{a: <2026-01-01>}"},
      {"a: 1\r\nb: 2\r\n", "{a: <1>, b: <2>}"},
      {"---\na: 1\n...\n# the end\n", "{a: <1>}"},
      {"%YAML 1.2\n---\na: 1", "{a: <1>}"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(shape(tree(row.text)), row.expected) << row.text;
  }
}

TEST(Document, KnowsBlocksFromFlows) {
  const Node root = tree("a: {b: [1]}\nc:\n  - 1\n");
  EXPECT_EQ(root.layout, Node::Layout::block);
  EXPECT_EQ(root.find("a")->layout, Node::Layout::flow);
  EXPECT_EQ(root.find("a")->find("b")->layout, Node::Layout::flow);
  EXPECT_EQ(root.find("c")->layout, Node::Layout::block);
}

TEST(Document, FindsValuesByKey) {
  Node root = tree("a: 1\nb: {c: 2}");
  EXPECT_EQ(root.find("a")->text, "1");
  EXPECT_EQ(root.find("b")->find("c")->text, "2");
  EXPECT_EQ(root.find("c"), nullptr);
  EXPECT_EQ(root.find(""), nullptr);
  EXPECT_EQ(root.find("a")->find("a"), nullptr) << "a text has no keys";
  root.find("a")->text = "3";
  EXPECT_EQ(std::as_const(root).find("a")->text, "3");
}

TEST(Document, SaysWhatANodeIs) {
  const Node root = tree("a: £5m\nb: {c: 1}\nd: [1]\ne: ''");
  EXPECT_EQ(kind_of(*root.find("a")), "'£5m'");
  EXPECT_EQ(kind_of(*root.find("b")), "a map");
  EXPECT_EQ(kind_of(*root.find("d")), "a list");
  EXPECT_EQ(kind_of(*root.find("e")), "''");
}

TEST(Document, FitsOnOneLine) {
  const struct {
    std::string_view text;
    std::string_view expected;
  } table[] = {
      {"£5m", "£5m"},
      {"uniform:\n  low: £1m\n  high: £2m", "{uniform: {low: £1m, high: £2m}}"},
      {"- 1\n- [2, 3]\n- a: {b: 4}", "[1, [2, 3], {a: {b: 4}}]"},
      {"{a: {}, b: []}", "{a: {}, b: []}"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(inline_text(tree(row.text)), row.expected);
  }
}

TEST(Document, KnowsWhereKeysAndValuesStand) {
  const Node root = tree("alpha: one two\n\"b c\" : {d: 'x', e: [1, 23]}\nf:\n  - g\n  -  hi\n");
  EXPECT_EQ(at(root.entries[0].key_place), "1:1+5");
  EXPECT_EQ(at(root.entries[0].value.place), "1:8+7");
  EXPECT_EQ(at(root.entries[1].key_place), "2:1+3");
  const Node& map = root.entries[1].value;
  EXPECT_EQ(at(map.place), "2:9+1");
  EXPECT_EQ(at(map.entries[0].key_place), "2:10+1");
  EXPECT_EQ(at(map.entries[0].value.place), "2:13+1");
  EXPECT_EQ(at(map.entries[1].value.place), "2:21+1");
  EXPECT_EQ(at(map.entries[1].value.items[0].place), "2:22+1");
  EXPECT_EQ(at(map.entries[1].value.items[1].place), "2:25+2");
  const Node& list = root.entries[2].value;
  EXPECT_EQ(at(list.items[0].place), "4:5+1");
  EXPECT_EQ(at(list.items[1].place), "5:6+2");
}

TEST(Document, CountsColumnsInCharacters) {
  const Node root = tree("£€: {½: £5, 😀x: [é, ü]}\n");
  EXPECT_EQ(at(root.entries[0].key_place), "1:1+2");
  const Node& map = root.entries[0].value;
  EXPECT_EQ(at(map.place), "1:5+1");
  EXPECT_EQ(at(map.entries[0].key_place), "1:6+1");
  EXPECT_EQ(at(map.entries[0].value.place), "1:9+2");
  EXPECT_EQ(at(map.entries[1].key_place), "1:13+2");
  EXPECT_EQ(at(map.entries[1].value.place), "1:17+1");
  EXPECT_EQ(at(map.entries[1].value.items[0].place), "1:18+1");
  EXPECT_EQ(at(map.entries[1].value.items[1].place), "1:21+1");
}

TEST(Document, MarksOnlyTheFirstLineOfALongText) {
  const Node root = tree("a: |\n  one\n  three\nb: 1\r\nc: 2\r\n");
  EXPECT_EQ(root.find("a")->place.length, 3);
  EXPECT_EQ(at(root.find("b")->place), "4:4+1");
  EXPECT_EQ(at(root.find("c")->place), "5:4+1");
}

struct Gate {
  std::string_view text;
  /// The beginnings of the messages, in order.
  std::vector<std::string> messages;
};

TEST(Document, RefusesWhatAScenarioMustNotContain) {
  const Gate table[] = {
      // Duplicate keys.
      {"a: 1\na: 2", {"f:2:1: duplicate key 'a' (it stands already in line 1, "}},
      {"{a: 1, b: 2, a: 3}", {"f:1:14: duplicate key 'a' (it stands already in line 1, "}},
      {"£: {a: 1, a: {b: 1}}", {"f:1:11: duplicate key 'a' "}},
      {"- {a: 1}\n- {a: 1, a: 1}", {"f:2:10: duplicate key 'a' "}},
      {"\"a\": 1\na: 2", {"f:2:1: duplicate key 'a' "}},
      // Anchors and aliases.
      {"a: &x 1", {"f:1:4: an anchor (a scenario spells out every value where it stands)."}},
      {"£: &x 1\nb: *x", {"f:1:4: an anchor ", "f:2:4: an alias "}},
      {"a: &x [1]\nb: *x", {"f:1:4: an anchor ", "f:2:4: an alias "}},
      {"a: {<<: {b: 1}, c: 2}\n", {"f:1:5: a merge key (a scenario spells out every value)."}},
      {"{<<: 1, b: 2, <<: 3}", {"f:1:2: a merge key ", "f:1:15: a merge key "}},
      {"{\"<<\": 1, <<: 2}", {"f:1:11: a merge key "}},
      {"a: &x {b: 1}", {"f:1:4: an anchor "}},
      {"&x a: 1", {"f:1:1: an anchor "}},
      {"a: &x", {"f:1:1: an empty value ", "f:1:4: an anchor "}},
      {"&a [*a]", {"f:1:1: an anchor ", "f:1:5: an alias "}},
      {"&a {b: *a}", {"f:1:1: an anchor ", "f:1:8: an alias "}},
      {"a: *x", {"f:1:4: not valid YAML: "}},
      // Tags.
      {"a: !!str 1", {"f:1:4: a tag 'tag:yaml.org,2002:str' (the field decides the type of a "}},
      {"a: !x 1", {"f:1:4: a tag '!x' "}},
      {"a: !<tag:x> [1]", {"f:1:4: a tag 'tag:x' "}},
      {"!!map {a: 1}", {"f:1:1: a tag "}},
      {"!!binary a: 1", {"f:1:1: a tag "}},
      // Empty values.
      {"a:", {"f:1:1: an empty value (nothing was written, "}},
      {"b: 1\na:\n", {"f:2:1: an empty value "}},
      {"a: 1\nb", {"f:2:1: an empty value "}},
      {"a: {b: }", {"f:1:5: an empty value "}},
      {"{a, b: 1}", {"f:1:2: an empty value "}},
      {"a:\n  -\n  - 1", {"f:"}},
      {"a: ~", {"f:1:1: an empty value "}},
      {"a: null", {"f:1:1: an empty value "}},
      {"a: NULL", {"f:1:1: an empty value "}},
      {"a:\nb:\n", {"f:1:1: an empty value ", "f:2:1: an empty value "}},
      {": 1", {"f:1:1: an empty value "}},
      {"---\n", {"f:"}},
      // Several documents, trailing text.
      {"--- a\n--- b", {"f:2:1: more than one document, or text after the first (it would be "}},
      {"a: 1\n...\nb: 2", {"f:2:1: more than one document, "}},
      {"# £\na: 1\n---\na: 1", {"f:3:1: more than one document, "}},
      // Keys that are no words.
      {"? [a]\n: 1", {"f:1:3: a list or a map as a key (keys are words)."}},
      {"{[a]: 1}", {"f:1:2: a list or a map as a key "}},
      {"? {a: 1}\n: 1", {"f:1:3: a list or a map as a key "}},
      // Nothing, or not YAML.
      {"", {"f: an empty document (there is nothing to read)."}},
      {"\n\n", {"f: an empty document "}},
      {"# a remark\n", {"f: an empty document "}},
      {"£: \"x", {"f:1:6: not valid YAML: "}},
      {"a: \"x\nb: 1\n", {"f:1:4: a quote that is not closed "}},
      {"a: 'it''s\nb: 1\n", {"f:1:4: a quote that is not closed "}},
      {"a:\n\tb: 1\n", {"f:2:1: a tab in the indentation (YAML allows only spaces there)."}},
      {"a: {b: [1}\nc: 2\n", {"f:1:10: a bracket that closes no other "}},
      {"a: {b: [1],\nc: 2\n", {"f:1:4: a bracket that is not closed "}},
      {"a:\n    b: 1\n  c: 2\n", {"f:3:3: this line does not fit the lines above it "}},
      {"a: 1\n  b: 2", {"f:2:4: a colon where no key can end (the rest cannot be read "}},
      {"a: £50m: b\n", {"f:1:8: a colon where no key can end "}},
      {"a: 1\nbc:2026-01-01\nd: 2\n", {"f:2:1: no space after a colon (so this is no key, "}},
      {"a: {b: £50,000,000, c: 1}\n", {"f:1:12: '000' after a comma (between brackets a comma "}},
      {"a: {b: 3,5 months}\n", {"f:1:10: '5 months' after a comma "}},
      {"a: {28: 1, 28: 2}\n", {"f:1:12: duplicate key '28' "}},
      {"a: ]", {"f:1:4: a bracket that closes no other "}},
      {"a: @x", {"f:1:4: not valid YAML: "}},
      {"a: - b", {"f:1:4: not valid YAML: "}},
      {"%YAML 2.0\n---\na: 1", {"f:1:1: not valid YAML: "}},
      {"!!a1,{b}x \xed:}]\n", {"f:1:11: not valid UTF-8 "}},
  };
  for (const Gate& row : table) {
    const Parsed parsed = parse(row.text);
    const std::vector<Problem> problems = parsed.diagnostics.sorted();
    ASSERT_THAT(problems, SizeIs(row.messages.size())) << row.text << "\n" << parsed.messages();
    EXPECT_EQ(parsed.diagnostics.errors(), problems.size()) << "all are errors";
    std::string_view left;
    const std::string messages = parsed.messages();
    left = messages;
    for (const std::string& expected : row.messages) {
      EXPECT_THAT(std::string(left), StartsWith(expected)) << row.text;
      left.remove_prefix(left.find('\n') + 1);
    }
  }
}

TEST(Document, IsReadOnAfterProblemsOfSingleValues) {
  const struct {
    std::string_view text;
    std::string_view expected;
    std::size_t errors;
  } table[] = {
      {"a: 1\nb: 2\na: 3\na: 4\nb: 5", "{a: <1>, b: <2>}", 3},
      {"a: 1\na: {b: 1, b: 2}\nc: 3", "{a: <1>, c: <3>}", 2},
      {"a: !!int 1\nb: !x 2", "{a: <1>, b: <2>}", 2},
      {"a:\nb: 2", "{a: <>, b: <2>}", 1},
  };
  for (const auto& row : table) {
    const Parsed parsed = parse(row.text);
    ASSERT_TRUE(parsed.root) << row.text;
    EXPECT_EQ(shape(*parsed.root), row.expected);
    EXPECT_EQ(parsed.diagnostics.errors(), row.errors) << row.text << "\n" << parsed.messages();
  }
}

TEST(Document, HasNoTreeWhenTheRestCannotBeTrusted) {
  for (const std::string_view text : {"", "a: &x 1\nb: *x", "a: *x", "a: \"x\nb: 1\n", "? [a]\n: 1",
                                      "--- a\n--- b", "a: \"x", "a: \xff"}) {
    EXPECT_FALSE(parse(text).root) << text;
  }
}

TEST(Document, RefusesAliasesBeforeTheyGrow) {
  std::string text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + alias;
    for (int k = 0; k < 9; ++k) {
      text += ", " + alias;
    }
    text += "]\n";
  }
  Parsed parsed;
  parsed = parse(text);  // would take minutes if it were quadratic
  EXPECT_FALSE(parsed.root);
  EXPECT_THAT(parsed.messages(), StartsWith("f:1:5: an anchor "));
}

/// `levels` lists in each other.
std::string nested_flows(int levels) {
  const auto count = static_cast<std::size_t>(levels);
  return std::string(count, '[') + "1" + std::string(count, ']');
}

std::string nested_blocks(int levels) {
  std::string text;
  for (int i = 0; i < levels; ++i) {
    text += std::string(static_cast<std::size_t>(i), ' ') + "a:" + (i + 1 < levels ? "\n" : " 1");
  }
  return text;
}

TEST(Document, NestsTo32Levels) {
  EXPECT_EQ(parse(nested_flows(32)).messages(), "");
  EXPECT_EQ(parse(nested_blocks(32)).messages(), "");
  EXPECT_THAT(parse(nested_flows(33)).messages(), StartsWith("f:1:33: nesting beyond 32 levels "));
  EXPECT_THAT(parse(nested_blocks(33)).messages(),
              StartsWith("f:33:33: nesting beyond 32 levels "));
}

TEST(Document, SurvivesAnyDepth) {
  for (const std::string piece : {"[", "{", "- ", "? ", ": ", "{a: ", "[a: ", "{? ", "? - "}) {
    std::string text;
    while (text.size() < 500'000) {
      text += piece;
    }
    EXPECT_FALSE(parse(text).root) << piece;
  }
  EXPECT_FALSE(parse(nested_flows(200'000)).root);
}

TEST(Document, HoldsOneMebibyte) {
  const std::string head = "a: 1\n#";
  const std::string full = head + std::string((1U << 20U) - head.size(), 'x');
  EXPECT_EQ(shape(tree(full)), "{a: <1>}");
  const Parsed larger = parse(full + "x");
  EXPECT_FALSE(larger.root);
  EXPECT_EQ(larger.messages(), "f: larger than 1 MiB (no scenario is so large).\n");
}

TEST(Document, HoldsABoundedNumberOfValues) {
  std::string list;
  for (int i = 0; i < 99'000; ++i) {
    list += "- 1\n";
  }
  EXPECT_EQ(tree(list).items.size(), 99'000U);
  for (int i = 0; i < 1'001; ++i) {
    list += "- 1\n";
  }
  const Parsed larger = parse(list);
  EXPECT_FALSE(larger.root);
  EXPECT_THAT(larger.messages(), HasSubstr("more than 100,000 values (no scenario is so large)"));
  // Empty lists and maps count, too.
  std::string brackets = "a:\n";
  for (int i = 0; i < 100'001; ++i) {
    brackets += i % 2 == 0 ? "- []\n" : "- {}\n";
  }
  EXPECT_THAT(parse(brackets).messages(), HasSubstr("more than 100,000 values"));
}

TEST(Document, RefusesInvalidUtf8WhereItStands) {
  const std::string_view table[] = {
      "\x80",  // a continuation without a beginning
      "\xbf",
      "\xc0\xaf",  // overlong
      "\xc1\xbf",
      "\xe0\x80\xaf",
      "\xe0\x9f\xbf",
      "\xf0\x80\x80\xaf",
      "\xf0\x8f\xbf\xbf",
      "\xed\xa0\x80",  // surrogates
      "\xed\xbf\xbf",
      "\xf4\x90\x80\x80",  // beyond U+10FFFF
      "\xf5\x80\x80\x80",
      "\xf8\x88\x80\x80\x80",
      "\xfe",
      "\xff",
      "\xc2",  // truncated
      "\xe2\x82",
      "\xf0\x9f\x98",
      "\xc2 ",  // broken off by another character
      "\xe2\x82 ",
      "\xe2(\xa1",
      "\xf0\x9f(\x80",
      "\xa3 100",  // Latin-1
  };
  for (const std::string_view bytes : table) {
    for (const std::string_view after : {"", "x", "\nb: 1\n"}) {
      const Parsed parsed = parse("# fine\n£: \"££\" #" + std::string(bytes) + std::string(after));
      EXPECT_FALSE(parsed.root);
      EXPECT_EQ(parsed.messages(),
                "f:2:10: not valid UTF-8 (scenarios are UTF-8 text). Save the file as UTF-8.\n");
    }
  }
}

TEST(Utf8, IsInvalidFromTheFirstWrongByte) {
  EXPECT_EQ(invalid_utf8(""), std::string_view::npos);
  EXPECT_EQ(invalid_utf8("a£€😀"), std::string_view::npos);
  EXPECT_EQ(invalid_utf8("\xff"), 0U);
  EXPECT_EQ(invalid_utf8("£\xe2\x82"), 2U) << "where the broken character begins";
  EXPECT_EQ(invalid_utf8("a\xed\xa0\x80"), 1U);
  EXPECT_EQ(invalid_utf8("ab\xc0\xaf\xff"), 2U);
}

TEST(Document, AcceptsTheEdgesOfUtf8) {
  for (const std::string character :
       {"\x7e", "\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbd", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(tree("a: \"x" + character + "\"").find("a")->text, "x" + character);
  }
}

TEST(Document, RefusesNulBytesAndOtherEncodings) {
  using namespace std::string_literals;
  for (const std::string& text : {"a: 1\0"s, "\0"s, "a: \"\0\""s, "a\0:\0 \0001\0"s}) {
    const Parsed parsed = parse(text);
    EXPECT_FALSE(parsed.root);
    EXPECT_THAT(parsed.messages(), HasSubstr("not valid UTF-8"));
  }
  EXPECT_THAT(parse("a: 1\0"s).messages(), StartsWith("f:1:5: "));
  EXPECT_THAT(parse("\xff\xfe"
                    "a\0:\0"s)
                  .messages(),
              StartsWith("f:1:1: not valid UTF-8"));
  EXPECT_THAT(parse("\xfe\xff\0a\0:"s).messages(), StartsWith("f:1:1: not valid UTF-8"));
}

TEST(Document, RefusesABrokenTagQuickly) {
  const std::string text = "!!a1,{b}x \xed:}]\n";
  ASSERT_EQ(text.size(), 15U);
  Parsed parsed;
  parsed = parse(text);  // would take minutes if it were quadratic
  EXPECT_FALSE(parsed.root);
  EXPECT_EQ(parsed.diagnostics.errors(), 1U);
}

TEST(Document, EndsForAnyText) {
  const std::vector<std::string> pieces = {
      ":",   "- ", "-",  "? ",  "?",    ",",       "[",       "]",    "{",   "}",    "#",   " #",
      "&a",  "*a", "!",  "!!",  "|",    ">",       "'",       "\"",   "%",   "@",    "`",   "\n",
      "\n ", " ",  "\t", "\r",  "\r\n", "a",       "1",       "---",  "...", "<<",   "~",   "null",
      "£",   "\\", "=",  "a: ", "b: ",  "\n---\n", "\n...\n", "!<a>", "|2",  "\xed", "\x01"};
  std::mt19937_64 bits(4);
  int trees = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (std::size_t k = 1 + bits() % 14; k > 0; --k) {
      text += pieces[bits() % pieces.size()];
    }
    const Parsed parsed = parse(text);
    ASSERT_TRUE(parsed.root || parsed.diagnostics.errors() > 0) << text;
    for (const Problem& problem : parsed.diagnostics.sorted()) {
      ASSERT_TRUE(problem.place.line == 0 || problem.place.column >= 1) << text;
      ASSERT_GE(problem.place.length, 1) << text;
    }
    trees += parsed.root ? 1 : 0;
  }
  EXPECT_GT(trees, 1'000) << "the texts are not all nonsense";
}

// ---- Overrides ----

struct Overridden {
  Node root;
  Diagnostics diagnostics;

  std::string messages() const { return diagnostics.render(Excerpts::none); }
};

Overridden with_override(std::string_view text, std::string_view assignment) {
  Overridden result;
  const std::size_t source = result.diagnostics.add_source("f", std::string(text));
  result.root = parse_document(source, text, result.diagnostics).value();
  apply_override(result.root, assignment,
                 result.diagnostics.add_source("--set", std::string(assignment)), 1,
                 result.diagnostics);
  return result;
}

TEST(Override, SetsOneValue) {
  const struct {
    std::string_view text;
    std::string_view assignment;
    std::string_view expected;
  } table[] = {
      {"a: 1\nb: 2", "a=3", "{a: <3>, b: <2>}"},
      {"a: {b: 1, c: 2}", "a.c=3", "{a: {b: <1>, c: <3>}}"},
      {"a: [1, 2]", "a.1=3", "{a: [<1>, <3>]}"},
      {"a: [{b: 1}, {b: 2}]", "a.0.b=3", "{a: [{b: <3>}, {b: <2>}]}"},
      {"a: [1, 2]", "a=3", "{a: <3>}"},
      {"a: 1", "a={lognormal: {median: £5m, sigma: 0.2}}",
       "{a: {lognormal: {median: <£5m>, sigma: <0.2>}}}"},
      {"a: 1", "a=[50 %, 80 %]", "{a: [<50 %>, <80 %>]}"},
      {"a: {b: 1}", "a.0=2", "{a: {b: <1>, 0: <2>}}"},
      // New keys, for the reader to judge.
      {"a: 1", "b=2", "{a: <1>, b: <2>}"},
      {"a: 1", "b.c.d=2", "{a: <1>, b: {c: {d: <2>}}}"},
      {"a: {b: 1}", "a.c=2", "{a: {b: <1>, c: <2>}}"},
      {"a: 1", "b..c=2", "{a: <1>, b: {: {c: <2>}}}"},
      // Only the first '=' divides; the value is YAML.
      {"a: 1", "a=b=c", "{a: <b=c>}"},
      {"a: 1", "a= x ", "{a: <x>}"},
      {"a: 1", "a='x # y'", "{a: <x # y>}"},
      {"a: 1", "a=\"\"", "{a: <>}"},
      {"a: 1", "a=b: c", "{a: {b: <c>}}"},
      {"a: 1", "a=£250m", "{a: <£250m>}"},
  };
  for (const auto& row : table) {
    const Overridden result = with_override(row.text, row.assignment);
    EXPECT_EQ(result.messages(), "") << row.assignment;
    EXPECT_EQ(shape(result.root), row.expected) << row.assignment;
  }
}

TEST(Override, RefusesWhatItCannotSet) {
  const struct {
    std::string_view text;
    std::string_view assignment;
    std::string_view message;
  } table[] = {
      {"a: 1", "a", "--set:1:1: 'a' sets nothing (an override is written path=value). Write "},
      {"a: 1", "", "--set:1:1: '' sets nothing "},
      {"a: 1", "a=", "--set:1:1: 'a=' sets nothing "},
      {"a: 1", "=1", "--set:1:1: '=1' sets nothing "},
      {"a: 1", "=", "--set:1:1: '=' sets nothing "},
      {"a: 1", "a.b=2", "--set:1:1: there is no 'b' to set (the path leads into a value without "},
      {"a: [1]", "a.1=2", "--set:1:1: there is no '1' to set "},
      {"a: [1]", "a.b=2", "--set:1:1: there is no 'b' to set "},
      {"a: [1]", "a.-1=2", "--set:1:1: there is no '-1' to set "},
      {"a: [1]", "a.=2", "--set:1:1: there is no '' to set "},
      {"a: [1]", "a.0x0=2", "--set:1:1: there is no '0x0' to set "},
      {"a: [1]", "a.18446744073709551616=2", "--set:1:1: there is no '18446744073709551616' "},
      // The value passes the same gate as a file.
      {"a: 1", "a={b: 1, b: 2}", "--set:1:10: duplicate key 'b' "},
      {"a: 1", "a=&x 1", "--set:1:3: an anchor "},
      {"a: 1", "a=!!str 1", "--set:1:3: a tag "},
      {"a: 1", "a=~", "--set:1:3: an empty value "},
      {"a: 1", "a=[1", "--set:1:3: "},
      {"a: 1", "a=# x", "--set: an empty document "},
      {"a: 1", "a=\xff", "--set:1:3: not valid UTF-8 "},
  };
  for (const auto& row : table) {
    const Overridden result = with_override(row.text, row.assignment);
    EXPECT_THAT(result.messages(), StartsWith(std::string(row.message))) << row.assignment;
  }
}

TEST(Override, LeavesTheTreeAloneWhenThePathLeadsNowhere) {
  for (const std::string_view assignment : {"a.b=2", "c.1=2", "c.x.y=2", "a", "a=[1"}) {
    EXPECT_EQ(shape(with_override("a: 1\nc: [1]", assignment).root), "{a: <1>, c: [<1>]}");
  }
}

TEST(Override, MarksItsValuesInTheWholeArgument) {
  Overridden result = with_override("a: {b: 1}", "a.b={c: £5, d: [é, 1]}");
  const Node& value = *result.root.find("a")->find("b");
  EXPECT_EQ(result.diagnostics.source_name(value.place.source), "--set");
  EXPECT_EQ(at(value.place), "1:5+1");
  EXPECT_EQ(at(value.entries[0].key_place), "1:6+1");
  EXPECT_EQ(at(value.entries[0].value.place), "1:9+2");
  EXPECT_EQ(at(value.entries[1].value.items[1].place), "1:20+1");
  EXPECT_EQ(at(result.root.find("a")->place), "1:4+1") << "what stands in the file stays there";
  EXPECT_EQ(result.diagnostics.source_name(result.root.find("a")->place.source), "f");
  result.diagnostics.error(value.entries[0].value.place, "wrong");
  EXPECT_EQ(result.diagnostics.render(Excerpts::with_caret),
            "--set:1:9: wrong.\n"
            "    1 | a.b={c: £5, d: [é, 1]}\n"
            "      |         ^~\n");
}

TEST(Override, MarksNewKeysWithTheWholeArgument) {
  const Overridden result = with_override("a: 1", "b.c=£2");
  EXPECT_EQ(at(result.root.entries[1].key_place), "1:1+6");
  EXPECT_EQ(at(result.root.entries[1].value.entries[0].key_place), "1:1+6");
  EXPECT_EQ(at(result.root.entries[1].value.entries[0].value.place), "1:5+2");
}

TEST(Override, CountsTheCharactersOfItsPath) {
  const Overridden result = with_override("£: {b: 1}", "£.b={c: £5}");
  EXPECT_EQ(at(result.root.find("£")->find("b")->place), "1:5+1");
  EXPECT_THAT(with_override("a: 1", "££=\xff").messages(), StartsWith("--set:1:4: not valid"));
}

// ---- Writing ----

/// Writes and reads again.
void expect_round_trip(const Node& root, const std::string& what) {
  const std::string written = write_document(root);
  const Parsed parsed = parse(written);
  ASSERT_EQ(parsed.messages(), "") << what << "\n" << written;
  EXPECT_TRUE(same_tree(root, *parsed.root)) << what << "\n" << written << shape(*parsed.root);
  EXPECT_EQ(write_document(*parsed.root), written) << what;
}

Node map_of(std::string key, Node value, Node::Layout layout = Node::Layout::block) {
  Node map;
  map.layout = layout;
  map.entries.push_back({std::move(key), {}, std::move(value)});
  return map;
}

Node list_of(std::vector<Node> items, Node::Layout layout = Node::Layout::block) {
  Node list;
  list.kind = Node::Kind::list;
  list.layout = layout;
  list.items = std::move(items);
  return list;
}

/// The text as a key and as a value, in blocks and in flows.
Node everywhere(const std::string& text) {
  const Node scalar = Node::scalar(text);
  Node flow = map_of(text, scalar, Node::Layout::flow);
  flow.entries.push_back({"list", {}, list_of({scalar, scalar}, Node::Layout::flow)});
  Node inner = map_of(text, scalar);
  inner.entries.push_back({"list", {}, list_of({scalar, flow, scalar})});
  return map_of("root", inner);
}

TEST(WriteDocument, WritesPlainWordsPlainly) {
  const std::string text =
      "title: A plain text\n"
      "a:\n"
      "  b: {c: £100m, d: [1, 2 %], e: {}}\n"
      "  f: []\n"
      "list:\n"
      "  - {on: acceptance, pay: £20k per unit}\n"
      "  - 1\n"
      "  -\n"
      "    g: 1\n"
      "  -\n"
      "    - x-y_z.w\n";
  EXPECT_EQ(write_document(tree(text)), text);
  EXPECT_EQ(write_document(tree("a: 'plain'\nb:   {c:   1}\n\n# remark\n")),
            "a: plain\nb: {c: 1}\n");
}

TEST(WriteDocument, GivesTheUkScenarioBack) {
  const Node root = tree(testing::uk_scenario());
  ASSERT_THAT(root.entries, SizeIs(Ge(12U)));
  expect_round_trip(root, "the UK scenario");
}

TEST(WriteDocument, GivesNastyTextsBack) {
  for (const std::string text : {"",
                                 " ",
                                 "  x",
                                 "x  ",
                                 "x  y",
                                 "\t",
                                 "\tx",
                                 "x\t",
                                 "a\tb",
                                 "\n",
                                 "x\n",
                                 "\nx",
                                 "a\nb",
                                 "a\n\n  b\n",
                                 "\r",
                                 "a\r\nb",
                                 "~",
                                 "null",
                                 "true",
                                 "yes",
                                 "0",
                                 "010",
                                 "1e3",
                                 ".inf",
                                 "-",
                                 "- x",
                                 "-x",
                                 "--",
                                 "---",
                                 "--- x",
                                 "...",
                                 "?",
                                 "? x",
                                 "?x",
                                 ":",
                                 ": x",
                                 ":x",
                                 "x:",
                                 "x: y",
                                 "x:y",
                                 "x :y",
                                 "a:\tb",
                                 "::",
                                 "#",
                                 "# x",
                                 "x # y",
                                 "x#y",
                                 "'",
                                 "''",
                                 "'x'",
                                 "it's",
                                 "\"",
                                 "\"x\"",
                                 "say \"x\"",
                                 "\\",
                                 "\\n",
                                 "a\\b",
                                 "{",
                                 "}",
                                 "{}",
                                 "{a: 1}",
                                 "[",
                                 "]",
                                 "[]",
                                 "[1, 2]",
                                 "a, b",
                                 ",",
                                 "&",
                                 "&x",
                                 "a & b",
                                 "*",
                                 "*x",
                                 "2 * 3",
                                 "!",
                                 "!x",
                                 "!!str x",
                                 "|",
                                 "| x",
                                 "|-",
                                 ">",
                                 ">-",
                                 "> x",
                                 "%",
                                 "% x",
                                 "%YAML 1.2",
                                 "50 %",
                                 "@",
                                 "@x",
                                 "`",
                                 "`x`",
                                 "=",
                                 "= x",
                                 "a=b",
                                 "<<",
                                 "£",
                                 "£5m",
                                 "é ü",
                                 "“x” — ½ × 3",
                                 "😀",
                                 "\u00a0",
                                 "\u00a0x\u00a0",
                                 "\u2028",
                                 "x\u2028y",
                                 "\u0085",
                                 "\ufeff",
                                 "\x01",
                                 "\x1b[31m",
                                 "\x7f",
                                 "\x0b\x0c",
                                 "\u200b",
                                 "key: {value: £1, source: \"x, 'y'\"}",
                                 "C:\\path\\to"}) {
    expect_round_trip(everywhere(text), "<" + text + ">");
  }
  const std::string long_text(100'000, 'x');
  expect_round_trip(map_of("a", Node::scalar(long_text)), "a long text");
  std::string words;
  for (int i = 0; i < 2'000; ++i) {
    words += "word ";
  }
  expect_round_trip(map_of("a", Node::scalar(words)), "a text of many words");
}

TEST(WriteDocument, GivesEveryByteBack) {
  for (int byte = 1; byte < 0x80; ++byte) {
    if (byte == '?') {
      continue;
    }
    const std::string c(1, static_cast<char>(byte));
    for (const std::string& text :
         {c, c + c, "x" + c, c + "x", "x" + c + "y", "x " + c + " y", c + " x", "x " + c}) {
      expect_round_trip(everywhere(text), "byte " + std::to_string(byte) + " in <" + text + ">");
    }
  }
}

/// A random tree whose texts are made of the pieces.
Node random_tree(std::mt19937_64& bits, const std::vector<std::string>& pieces, int depth,
                 Node::Layout around = Node::Layout::block) {
  const auto random_text = [&] {
    std::string text;
    for (std::size_t k = bits() % 5; k > 0; --k) {
      text += pieces[bits() % pieces.size()];
    }
    return text;
  };
  const std::size_t choice = bits() % 4;
  if (depth == 0 || choice == 0) {
    return Node::scalar(random_text());
  }
  Node node;
  // Nothing below a flow is a block.
  node.layout =
      around == Node::Layout::flow || bits() % 3 == 0 ? Node::Layout::flow : Node::Layout::block;
  node.kind = choice == 1 ? Node::Kind::list : Node::Kind::map;
  for (std::size_t k = bits() % 4; k > 0; --k) {
    Node child = random_tree(bits, pieces, depth - 1, node.layout);
    const std::string key = random_text();
    if (node.kind == Node::Kind::list) {
      node.items.push_back(std::move(child));
    } else if (node.find(key) == nullptr) {
      node.entries.push_back({key, {}, std::move(child)});
    }
  }
  return node;
}

void expect_random_round_trips(const std::vector<std::string>& pieces) {
  std::mt19937_64 bits(5);
  for (int i = 0; i < 20'000 && !::testing::Test::HasFailure(); ++i) {
    expect_round_trip(map_of("root", random_tree(bits, pieces, 4)), "tree " + std::to_string(i));
  }
}

const std::vector<std::string> tricky_pieces = {
    ":", ": ", " :", "-", "- ", ",",  ", ",   "[",   "]",   "{",    "}",    "#",      " #", "&",
    "*", "!",  "|",  ">", "'",  "\"", "%",    "@",   "`",   "\n",   " ",    "\t",     "\r", "\\",
    "~", "=",  "<<", "£", "a",  "b",  "null", "---", "...", "\x01", "\x7f", "\u2028", "0",  "1"};

TEST(WriteDocument, GivesRandomTreesBack) {
  expect_random_round_trips(tricky_pieces);
}

TEST(WriteDocument, GivesQuestionMarksInFlowsBack) {
  for (const std::string text : {"x?", "Really? yes", "x ? y", "x?y", "a?:", "??"}) {
    expect_round_trip(everywhere(text), "<" + text + ">");
  }
  std::vector<std::string> pieces = tricky_pieces;
  pieces.insert(pieces.end(), {"?", "? ", " ?"});
  expect_random_round_trips(pieces);
}

TEST(WriteDocument, GivesEverySpellingOfNullBack) {
  for (const std::string text : {"NULL", "Null"}) {
    expect_round_trip(everywhere(text), "<" + text + ">");
  }
}

TEST(WriteDocument, GivesNastyKeysOfTheRootBack) {
  for (const std::string key : {"... x", "...", "--- x", "---", "\ufeffx", "%YAML", "%x", "? x"}) {
    expect_round_trip(map_of(key, Node::scalar("1")), "<" + key + ">");
  }
}

TEST(WriteDocument, GivesRootsWithoutEntriesBack) {
  for (const std::string_view text : {"word", "\"\"", "{}", "[]", "'a: b'"}) {
    expect_round_trip(tree(text), std::string(text));
  }
}

TEST(Document, NamesTheLineOfTheFirstOfTwoKeys) {
  EXPECT_THAT(parse("a:\n  b: 1\na: 2").messages(), HasSubstr("it stands already in line 1,"));
}

TEST(Document, CountsColumnsAfterAByteOrderMark) {
  const Node root = tree("\ufefftitle: x");
  EXPECT_EQ(root.entries[0].key, "title");
  EXPECT_EQ(at(root.find("title")->place), "1:8+1");
}

TEST(Document, ReadsOneLongLineAsQuicklyAsManyLines) {
  std::string text = "a: [";
  for (int i = 0; i < 90'000; ++i) {
    text += "1234567, ";
  }
  text += "1]";
  Parsed parsed;
  parsed = parse(text);  // would take minutes if it were quadratic
  EXPECT_EQ(parsed.root->find("a")->items.size(), 90'001U);
}

TEST(Document, ReadsManyKeysOfOneMapQuickly) {
  std::string text;
  for (int i = 0; i < 49'000; ++i) {
    text += "k" + std::to_string(i) + ": 1\n";
  }
  Parsed parsed;
  parsed = parse(text);  // would take minutes if it were quadratic
  EXPECT_EQ(parsed.root->entries.size(), 49'000U);
}

}  // namespace
}  // namespace firstcustomer
