#include "firstcustomer/scenario/rule.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <set>

#include "golden.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Files = std::map<std::string, std::string>;

/// A document whose rules are expanded.
struct Expanded {
  Expanded(const std::string& text, Files files) {
    const std::size_t source = diagnostics.add_source("s/scenario.yaml", text);
    root = parse_document(source, text, diagnostics).value();
    expansion = expand_rules(
        "s/scenario.yaml", source, root,
        [&](const std::string& path) {
          const auto found = files.find(path);
          return found == files.end() ? TextFile{std::nullopt, "no such file"}
                                      : TextFile{found->second, ""};
        },
        diagnostics);
  }
  std::string messages() const { return diagnostics.render(Excerpts::none); }

  Diagnostics diagnostics;
  Node root;
  RuleExpansion expansion;
};

std::string expanded(const std::string& text, const Files& files) {
  const Expanded read(text, files);
  EXPECT_EQ(read.messages(), "");
  return inline_text(read.root);
}

std::string messages(const std::string& text, const Files& files = {}) {
  const Expanded read(text, files);
  EXPECT_TRUE(read.root.find("programme")->reported);
  return read.messages();
}

std::set<std::string> names_of(std::span<const CatalogueFile> files) {
  std::set<std::string> names;
  for (const CatalogueFile& file : files) {
    names.emplace(file.name);
  }
  return names;
}

TEST(RuleSuggestion, NamesTheNearestAndHowAFileIsNamed) {
  EXPECT_EQ(rule_suggestion("milestone"),
            "Did you mean 'milestones'? A file of your own is written ./milestone.yaml.");
  EXPECT_EQ(rule_suggestion("mine"), "A file of your own is written ./mine.yaml.");
  EXPECT_EQ(rule_suggestion("mine", {"mint"}),
            "Did you mean 'mint'? A file of your own is written ./mine.yaml.");
}

TEST(Catalogue, HoldsTheFilesOfItsFolder) {
  std::set<std::string> in_folder;
  for (const auto& entry :
       std::filesystem::directory_iterator(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/rules")) {
    if (entry.path().extension() == ".yaml") {
      in_folder.insert(entry.path().stem().string());
    }
  }
  EXPECT_EQ(names_of(rule_catalogue()), in_folder);
  for (const CatalogueFile& file : rule_catalogue()) {
    EXPECT_EQ(file.text,
              testing::source_file("scenarios/rules/" + std::string(file.name) + ".yaml"))
        << file.name;
  }
}

TEST(Catalogue, HasCompleteCards) {
  Diagnostics diagnostics;
  const auto rules = read_catalogue(diagnostics);
  EXPECT_EQ(diagnostics.render(Excerpts::none), "");
  ASSERT_EQ(rules.size(), rule_catalogue().size());
  for (const RuleFile& rule : rules) {
    ASSERT_TRUE(rule.card) << rule.name;
    const RuleCard& card = *rule.card;
    EXPECT_EQ(card.id.front(), card.kind == RuleKind::rule ? 'R' : 'O') << rule.name;
    for (const std::string& text : {card.id, card.title, card.what, card.precedent, card.caution}) {
      EXPECT_TRUE(!text.empty() && text != "none") << rule.name;
    }
    EXPECT_EQ(card.what.back(), '.') << rule.name;
    EXPECT_EQ(card.caution.back(), '.') << rule.name;
    EXPECT_FALSE(card.verification.empty()) << rule.name;
    EXPECT_EQ(card.parameters.empty(), rule.buys_nothing) << rule.name;
  }
}

TEST(Rule, IsLaidUnderWhatTheProgrammeSays) {
  EXPECT_EQ(expanded("programme: {rule: ./a.yaml, fund: {budget: £5m}, b: 2}",
                     {{"s/a.yaml", "{b: 1, c: 3, fund: {payment_terms: 30 days}}"}}),
            "{programme: {b: 2, c: 3, fund: {payment_terms: 30 days, budget: £5m}, name: a}}");
}

TEST(Rule, IsRelativeToTheFileThatNamesIt) {
  const Files files = {{"s/deep/a.yaml", "{extends: b.yaml, x: 1}"}, {"s/deep/b.yaml", "{y: 2}"}};
  EXPECT_EQ(expanded("programme: {rule: deep/a.yaml}", files),
            "{programme: {y: 2, x: 1, name: a}}");
}

TEST(Rule, OfTheCatalogueIsKnownInEveryFolder) {
  const Expanded read("programme: {rule: first-customer-order}", {});
  EXPECT_EQ(read.messages(), "");
  EXPECT_EQ(read.root.find("programme")->find("name")->text, "first-customer-order");
  const Node& clause = read.root.find("programme")->find("contract")->items.at(0);
  EXPECT_EQ(read.diagnostics.source_name(clause.place.source), "rules/first-customer-order.yaml");
}

TEST(Rule, GivesItsNameUnlessThereIsOne) {
  const Files files = {{"s/a.yaml", "{x: 1}"}, {"s/b.yaml", "{name: other}"}};
  EXPECT_EQ(expanded("programme: {rule: a.yaml, name: mine}", files),
            "{programme: {x: 1, name: mine}}");
  EXPECT_EQ(expanded("programme: {rule: b.yaml}", files), "{programme: {name: other}}");
  EXPECT_EQ(
      expanded("programmes: {one: {rule: a.yaml}, two: {rule: a.yaml, x: 2}, source: s}", files),
      "{programmes: {one: {x: 1}, two: {x: 2}, source: s}}");
}

TEST(Rule, IsLaidOverTheRuleThatItExtendsAndItsOverlays) {
  const std::string overlay = "{card: {title: T, what: W, kind: overlay}, ";
  const Files files = {
      {"s/base.yaml", "{a: base, b: base, c: base, d: base, e: base}"},
      {"s/over.yaml", overlay + "b: over, c: over, d: over, e: over}"},
      {"s/last.yaml", overlay + "d: last, e: last}"},
      {"s/rule.yaml", "{extends: base.yaml, overlays: [over.yaml], c: rule, d: rule, e: rule}"}};
  EXPECT_EQ(expanded("programme: {rule: rule.yaml, overlays: [./last.yaml], e: own}", files),
            "{programme: {a: base, b: over, c: rule, d: last, e: own, name: rule}}");
  EXPECT_EQ(expanded("programme: {overlays: [over.yaml, last.yaml], c: own}", files),
            "{programme: {b: over, c: own, d: last, e: last}}");
}

TEST(Rule, ThatBuysNothingIsNoProgramme) {
  EXPECT_EQ(expanded("{a: 1, programme: {rule: no-programme}}", {}), "{a: 1}");
  EXPECT_EQ(expanded("programmes: {x: {rule: no-programme}, y: {z: 1}}", {}),
            "{programmes: {y: {z: 1}}}");
  EXPECT_EQ(messages("programme: {rule: no-programme, fund: {budget: £1m}}"),
            "s/scenario.yaml:1:33: 'fund' beside 'rule: no-programme' (nothing is bought: there is "
            "no programme that it could hold for). Leave it out, or take another rule.\n");
}

TEST(Rule, SaysWhichFilesItIsMadeOf) {
  const Expanded read("programme: {rule: a.yaml}",
                      {{"s/a.yaml", "{extends: first-customer-order, x: 1}"}});
  ASSERT_EQ(read.expansion.uses.size(), 2U);
  EXPECT_EQ(read.expansion.uses[0].file, "s/a.yaml");
  EXPECT_FALSE(read.expansion.uses[0].is_extended);
  EXPECT_EQ(read.expansion.uses[1].file, "rules/first-customer-order.yaml");
  EXPECT_TRUE(read.expansion.uses[1].is_extended);
  EXPECT_EQ(read.expansion.uses[1].used_in, 0U);
  ASSERT_EQ(read.expansion.programmes.size(), 1U);
  EXPECT_EQ(read.expansion.programmes[0].group, "programme");
}

TEST(Rule, OfAVariantTakesThePlaceOfHowContractsAreMade) {
  Diagnostics diagnostics;
  const auto parsed = [&](const std::string& text) {
    return parse_document(diagnostics.add_source("t", text), text, diagnostics).value();
  };
  const std::string base =
      "{programme: {name: n, announced: d, promised: yes, contract: c, allocation: a, assessment: "
      "s, standard: t, parameters: p, eligibility: e, fund: f, strength: h}}";
  const auto left = [&](const std::string& variant, bool buys_nothing) {
    Node node = parsed(base);
    std::vector<RuleUse> uses(1);
    give_way(node, uses, parsed(variant), {{}, {{"programme", "", buys_nothing}}});
    EXPECT_TRUE(uses[0].is_extended);
    return inline_text(node);
  };
  EXPECT_EQ(left("programme: {contract: x}", false),
            "{programme: {announced: d, eligibility: e, fund: f, strength: h}}");
  EXPECT_EQ(left("programme: {promised: no}", false),
            "{programme: {eligibility: e, fund: f, strength: h}}");
  EXPECT_EQ(left("programme: {promised: {value: no, source: s}}", false),
            "{programme: {eligibility: e, fund: f, strength: h}}");
  EXPECT_EQ(left("x: 1", true), "{}");
}

TEST(Rule, ThatIsReadTwiceIsReportedOnce) {
  const Expanded read("programmes: {a: {rule: x.yaml}, b: {rule: x.yaml}}",
                      {{"s/x.yaml", "card: {what: W}\nfund: {}\n"}});
  EXPECT_EQ(read.messages(), "s/x.yaml:1:1: 'card.title' is missing (it has no default).\n");
}

TEST(Rule, ProblemsAreToldWhereTheyStand) {
  const std::string x = "programme: {rule: x.yaml}";
  const struct {
    std::string scenario;
    Files files;
    std::string message;
  } table[] = {
      {"programme: {rule: [a]}", {}, "scenario.yaml:1:19: a rule should be a text, not a list"},
      {"programme: {rule: advanced-purchase}", {}, "Did you mean 'advance-purchase'?"},
      {"programme: {rule: zzz}", {}, "A file of your own is written ./zzz.yaml."},
      {"programme: {rule: zzz}", {}, "(the catalogue has advance-purchase, "},
      {"programme: {rul: milestones}", {}, "1:13: unknown key 'rul' in a programme"},
      {"programme: {rul: milestones}", {}, "Did you mean 'rule'?"},
      {"programme: {overlay: [a]}", {}, "Did you mean 'overlays'?"},
      {"programme: {overlays: a}", {}, "'overlays' should be a list, not 'a'. Write [a]."},
      {"programme: {overlays: [milestones]}", {}, "'milestones' is a rule, not an overlay"},
      {"programme: {rule: a.yaml, like: b}", {}, "a programme with a rule that is like another"},
      {x, {}, "scenario.yaml:1:19: 's/x.yaml' cannot be read (no such file). Paths are relative"},
      {x, {{"s/x.yaml", "[1]"}}, "s/x.yaml: not a rule"},
      {x, {{"s/x.yaml", "{a: [}"}}, "s/x.yaml:1:6: "},
      {x, {{"s/x.yaml", "card: {title: T, what: W}"}}, "s/x.yaml: a rule that says nothing"},
      {x, {{"s/x.yaml", "source: s"}}, "s/x.yaml: a rule that says nothing"},
      {x, {{"s/x.yaml", "buys: chips"}}, "s/x.yaml:1:7: 'chips' is not a value of 'buys'"},
      {x, {{"s/x.yaml", "{buys: nothing, fund: {}}"}}, "a rule that buys nothing and says more"},
      {x, {{"s/x.yaml", "card: a"}}, "s/x.yaml:1:7: 'card' should be a map, not 'a'"},
      {x,
       {{"s/x.yaml", "card: {title: T, what: W, precedant: P}\na: 1"}},
       "s/x.yaml:1:27: unknown key 'precedant'"},
      {x,
       {{"s/x.yaml", "card: {title: T, what: W, parameters: [a]}\na: 1"}},
       "'card.parameters' should be a map, not a list"},
      {x,
       {{"s/x.yaml", "card: {title: T, what: W, parameters: {a: [b]}}\na: 1"}},
       "'card.parameters.a' should be a text, not a list"},
      {x,
       {{"s/x.yaml", "card: {title: T, what: W, kind: overlay}\na: 1"}},
       "'x' is an overlay, not a rule (it is laid over a rule). Write 'overlays: [x]'."},
      {x,
       {{"s/x.yaml", "{extends: y.yaml, a: 1}"}, {"s/y.yaml", "{extends: x.yaml, b: 1}"}},
       "s/y.yaml:1:11: 's/x.yaml' is laid over itself (s/x.yaml → s/y.yaml → s/x.yaml)"},
  };
  for (const auto& row : table) {
    EXPECT_THAT(messages(row.scenario, row.files), HasSubstr(row.message)) << row.scenario;
  }
}

TEST(Rule, ChainsOfFilesEnd) {
  Files files;
  for (char c = 'a'; c < 'z'; ++c) {
    files["s/" + std::string(1, c) + ".yaml"] =
        "{extends: " + std::string(1, static_cast<char>(c + 1)) + ".yaml, x: 1}";
  }
  EXPECT_THAT(messages("programme: {rule: a.yaml}", files),
              HasSubstr("s/h.yaml:1:11: more than 8 rules name one another (s/a.yaml → "));
}

}  // namespace
}  // namespace firstcustomer
