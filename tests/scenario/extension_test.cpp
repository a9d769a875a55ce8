#include "firstcustomer/scenario/extension.hpp"

#include <gmock/gmock.h>

#include <map>

#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using testing::assumption;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::small_scenario;
using testing::values_of;

using Files = std::map<std::string, std::string>;

/// A variant read with the files it may extend.
struct ReadVariant {
  explicit ReadVariant(const std::string& text, Files files = {},
                       const std::vector<std::string>& overrides = {},
                       const std::string& name = "variant.yaml") {
    files.emplace("small.yaml", std::string(small_scenario));
    scenario = read_scenario(name, text, overrides, diagnostics, [&](const std::string& path) {
      const auto found = files.find(path);
      return found == files.end() ? TextFile{std::nullopt, "no such file"}
                                  : TextFile{found->second, ""};
    });
  }
  std::string messages() const { return diagnostics.render(Excerpts::none); }
  const Scenario* operator->() const { return &scenario.value(); }

  Diagnostics diagnostics;
  std::optional<Scenario> scenario;
};

const std::string head = "extends: small.yaml\nreason: A test\n";
const std::string nothing_changed =
    "variant.yaml:1:10: warning: this variant changes nothing (it says nothing else).\n";

Node parsed(const std::string& text) {
  Diagnostics diagnostics;
  return parse_document(diagnostics.add_source("t", text), text, diagnostics).value();
}

std::string laid_over(const std::string& base, const std::string& variant) {
  Node node = parsed(base);
  lay_over(node, parsed(variant));
  return inline_text(node);
}

TEST(Extension, RefusesARuleInOneMessage) {
  const std::string order = "contract: [{on: acceptance, pay: £9k per unit, up_to: 7 units}]\n";
  const std::string said =
      "variant.yaml: a rule, not a scenario (it says nothing of the world). Name a scenario and "
      "the rule: 'SCENARIO --rule ./variant.yaml', or 'firstcustomer compare SCENARIO --rules "
      "./variant.yaml'. Or write a variant: 'extends: SCENARIO', 'reason: …', 'programme: {rule: "
      "./variant.yaml}'.\n";
  EXPECT_EQ(ReadVariant(order).messages(), said);
  EXPECT_EQ(ReadVariant("card: {title: T, what: W}\nextends: milestones\n").messages(), said);
  EXPECT_EQ(ReadVariant("buys: nothing\n").messages(), said);
  EXPECT_THAT(ReadVariant("card: {kind: overlay}\n").messages(),
              HasSubstr("'programme: {rule: NAME, overlays: [./variant.yaml]}'"));
  EXPECT_THAT(ReadVariant("start: 2026-01-01\n" + order).messages(),
              HasSubstr("unknown key 'contract'"))
      << "a scenario with a slip remains one";
}

TEST(Extension, TellsValuesFromGroups) {
  for (const char* value :
       {"v: 1", "v: [1, 2]", "v: {value: 1}", "v: {value: [1, 2], source: s}",
        "v: {source: s, grade: assumed, value: 1}", "v: {lognormal: {median: 1, sigma: 2}}",
        "v: {uniform: {low: 1, high: 2}, note: n}", "v: {pert: {low: 1}}",
        "v: {beta: {alpha: 2, beta: 3}}"}) {
    EXPECT_TRUE(is_value(*parsed(value).find("v"))) << value;
  }
  for (const char* group : {"v: {}", "v: {a: 1}", "v: {source: s}", "v: {value: 1, other: 2}",
                            "v: {value: {unit: tokens/J}}", "v: {beta: {technology: chip}}",
                            "v: {gamma: {cash: £1}, uniform: {cash: £1}}",
                            "v: {lognormal: {median: 1, sigma: 2}, normal: {mean: 1, sd: 1}}"}) {
    EXPECT_FALSE(is_value(*parsed(group).find("v"))) << group;
  }
}

TEST(Extension, MergesGroupsAndReplacesValues) {
  EXPECT_EQ(laid_over("{a: 1, b: {c: 2, d: 3}}", "{b: {d: 4, e: 5}, f: 6}"),
            "{a: 1, b: {c: 2, d: 4, e: 5}, f: 6}");
  EXPECT_EQ(laid_over("a: [1, 2, 3]", "a: [4]"), "{a: [4]}");
  EXPECT_EQ(laid_over("a: {uniform: {low: 1, high: 2}, source: s}", "a: {pert: {low: 1}}"),
            "{a: {pert: {low: 1}}}");
  EXPECT_EQ(laid_over("a: {value: 1, source: s}", "a: 2"), "{a: 2}");
  EXPECT_EQ(laid_over("a: 2", "a: {b: 1}"), "{a: {b: 1}}");
  EXPECT_EQ(laid_over("a: {b: 1}", "a: {}"), "{a: {b: 1}}");
  EXPECT_EQ(laid_over("a: {b: {c: 1}}", "a: none"), "{a: none}");
}

/// Stages are steps in their order: a variant can put one between others.
TEST(Extension, PutsWhatIsNewWhereItIsWritten) {
  EXPECT_EQ(laid_over("{a: 1, b: 2, c: 3}", "{a: 4, x: 5, y: 6, c: 7}"),
            "{a: 4, x: 5, y: 6, b: 2, c: 7}");
  EXPECT_EQ(laid_over("{a: 1, b: 2}", "{x: 3, y: 4, b: 5}"), "{a: 1, x: 3, y: 4, b: 5}");
  EXPECT_EQ(laid_over("{a: 1, b: 2}", "{b: 3, x: 4, a: 5}"), "{a: 5, b: 3, x: 4}");
  EXPECT_EQ(laid_over("{a: 1, b: 2}", "{x: 3}"), "{a: 1, b: 2, x: 3}");
  EXPECT_EQ(laid_over("{source: s, a: 1}", "{source: t, x: 2}"),
            "{source: s, a: 1, source: t, x: 2}");
}

TEST(Extension, AVariantWithoutChangesIsTheScenario) {
  const ReadVariant variant(head + "title: Small\n");
  ASSERT_EQ(variant.messages(), "");
  EXPECT_EQ(ReadVariant(head).messages(), nothing_changed);
  EXPECT_EQ(ReadVariant(head)->head.title, "Small (variant: A test)");
  EXPECT_EQ(ReadVariant(head)->resolved.find("title")->text, "Small (variant: A test)");
  const auto base = testing::read_text(std::string(small_scenario));
  EXPECT_EQ(values_of(variant->head), values_of(base->head));
  EXPECT_EQ(values_of(variant->numbers), values_of(base->numbers));
  EXPECT_EQ(write_document(variant->resolved), write_document(base->resolved));
  ASSERT_EQ(variant->files.size(), 2U);
  EXPECT_EQ(variant->files[0].name, "variant.yaml");
  EXPECT_EQ(variant->files[0].extension.reason, "A test");
  EXPECT_EQ(variant->files[1].name, "small.yaml");
  EXPECT_FALSE(variant->files[1].extension.extends_another());
}

TEST(Extension, ChangesAddsAndRemoves) {
  const ReadVariant variant(head +
                            "programme: {fund: {budget: £50m}}\n"
                            "firms:\n"
                            "  beta: {description: Added, technology: chip, stage: design,\n"
                            "         remaining: 1 month, burn: £1m/month, cash: £2m}\n"
                            "  alpha: {cash: £9m}\n"
                            "finance: {round_lasts: 30 months}\n"
                            "remove: [firms.alpha.next_round, finance.round_lasts]\n");
  ASSERT_TRUE(variant.scenario) << variant.messages();
  EXPECT_EQ(variant->numbers.programmes.front().fund.budget, Money::major(50e6));
  ASSERT_EQ(variant->numbers.firms.size(), 2U);
  EXPECT_EQ(variant->numbers.firms[0].name, "beta");
  EXPECT_EQ(variant->numbers.firms[1].cash, Money::major(9e6));
  EXPECT_EQ(variant->numbers.firms[1].next_round, "");
}

TEST(Extension, ARemovedProgrammeLeavesTheCounterfactualAlone) {
  const ReadVariant variant(head + "remove: [programme]\n");
  ASSERT_EQ(variant.messages(), "");
  EXPECT_FALSE(variant->numbers.programmes.size() == 1);
}

TEST(Extension, SeveralProgrammesTakeThePlaceOfTheOneThatIsRemoved) {
  const std::string several =
      "programmes:\n"
      "  order: {rule: first-customer-order, announced: 2026-01-01, fund: {budget: £60m}}\n"
      "  push: {rule: push-grant, promised: no, fund: {budget: £40m}}\n";
  const ReadVariant variant(head + "remove: [programme]\n" + several);
  ASSERT_TRUE(variant.scenario) << variant.messages();
  ASSERT_EQ(variant->numbers.programmes.size(), 2U);
  EXPECT_EQ(variant->numbers.programmes[0].luck, "order");
  EXPECT_EQ(variant->numbers.programmes[0].fund.budget, Money::major(60e6));
  EXPECT_EQ(variant->numbers.programmes[1].contract.size(), 1U);

  const ReadVariant both(head + several);
  EXPECT_FALSE(both.scenario);
  EXPECT_THAT(both.messages(), HasSubstr("a variant leaves it behind by 'remove: [programme]'"));
}

TEST(Extension, ReplacesWhatItRemoves) {
  const ReadVariant variant(head +
                            "remove: [finance.rounds]\n"
                            "finance: {rounds: {seed: {graduation: 10 %, size: £1m, "
                            "starts_at_runway: 3 months}}}\n");
  ASSERT_EQ(variant.messages(), "");
  EXPECT_EQ(variant->numbers.finance.rounds.size(), 1U);
  EXPECT_EQ(variant->numbers.finance.rounds[0].graduation.value(), 0.1);
}

TEST(Extension, ReplacesAListOfKnownRaisesWhole) {
  const Files files = {
      {"base.yaml",
       "extends: small.yaml\nreason: First\nfinance: {history_until: 2027-12-31}\n"
       "firms: {alpha: {raises: [{on: 2026-02-01, size: £1m, burn: £1m/month, next_round: seed},\n"
       "                         {on: 2027-02-01, size: £2m, burn: £1m/month, next_round: none}]}}"
       "\n"}};
  const ReadVariant variant(
      "extends: base.yaml\nreason: Second\n"
      "firms: {alpha: {raises: [{on: 2026-05-01, size: £3m, burn: £1m/month, next_round: "
      "none}]}}\n",
      files);
  ASSERT_EQ(variant.messages(), "");
  const std::vector<KnownRaise>& raises = variant->numbers.firms[0].raises;
  ASSERT_EQ(raises.size(), 1U);
  EXPECT_EQ(raises[0].on, Date(2026, 5, 1));
  EXPECT_EQ(raises[0].size, Money::major(3e6));
}

TEST(Extension, FollowsChainsFromFolderToFolder) {
  const Files files = {
      {"a/base.yaml", "extends: ../small.yaml\nreason: First\nfirms: {alpha: {cash: £7m}}\n"},
      {"a/b/middle.yaml",
       "extends: ../base.yaml\nreason: Second\nfirms: {alpha: {burn: £1m/month}}\n"}};
  const ReadVariant variant("extends: b/middle.yaml\nreason: Third\nseed: 9\n", files, {},
                            "a/variant.yaml");
  ASSERT_EQ(variant.messages(), "");
  EXPECT_EQ(variant->head.seed, 9);
  EXPECT_EQ(assumption(*variant.scenario, "firms.alpha.cash")->source, "First");
  EXPECT_EQ(assumption(*variant.scenario, "firms.alpha.burn")->source, "Second");
  std::vector<std::string> names;
  for (const ScenarioFile& file : variant->files) {
    names.push_back(file.name);
  }
  EXPECT_THAT(names, ElementsAre("a/variant.yaml", "a/b/middle.yaml", "a/base.yaml", "small.yaml"));
}

TEST(Extension, ASourceSpeaksOfValuesOfItsOwnFile) {
  std::string base(small_scenario);
  const std::string design = "      design:\n";
  base.insert(base.find(design) + design.size(),
              "        source: Industry survey\n        grade: published\n");
  const ReadVariant variant(
      "extends: base.yaml\nreason: What if\n"
      "technologies: {chip: {stages: {design: {repeat_cost: £2m, success: [10 %]}}}}\n"
      "finance: {source: An investor, closing: 3 months}\n",
      {{"base.yaml", base}}, {"technologies.chip.stages.design.duration=9 months"});
  ASSERT_EQ(variant.messages(), "");
  const struct {
    std::string_view path;
    Grade grade;
    std::string_view source;
  } table[] = {
      {"technologies.chip.stages.design.repeat_duration", Grade::published, "Industry survey"},
      {"technologies.chip.stages.design.repeat_cost", Grade::ungraded, "What if"},
      {"technologies.chip.stages.design.success.0", Grade::ungraded, "What if"},
      {"technologies.chip.stages.design.duration", Grade::ungraded, "set on the command line"},
      {"technologies.chip.stages.design.cost", Grade::ungraded, ""},  // a default
      {"finance.closing", Grade::ungraded, "An investor"},
      {"finance.round_lasts", Grade::ungraded, ""},
  };
  for (const auto& row : table) {
    const Assumption* found = assumption(*variant.scenario, row.path);
    ASSERT_NE(found, nullptr) << row.path;
    EXPECT_EQ(found->grade, row.grade) << row.path;
    EXPECT_EQ(found->source, row.source) << row.path;
  }
  // The resolved scenario is one file, and says the same.
  const auto again = testing::read_text(write_document(variant->resolved));
  ASSERT_EQ(again.messages(), "");
  for (const auto& row : table) {
    const Assumption* found = assumption(*again.scenario, row.path);
    EXPECT_EQ(found->grade, row.grade) << row.path;
    EXPECT_EQ(found->source, row.source) << row.path;
    const Assumption* before = assumption(*variant.scenario, row.path);
    EXPECT_TRUE(found->is_default || !before->is_default || before->path == "finance.round_lasts")
        << row.path;
  }
}

TEST(Extension, ALawMendedOnTheCommandLineRestsOnIt) {
  const auto read = testing::read_small(
      {"finance.rounds.seed.size={lognormal: {median: £5m, sigma: 1}, source: Rounds}"});
  ASSERT_EQ(read.messages(), "");
  std::string base = write_document(read->resolved);
  const ReadVariant mended("extends: base.yaml\nreason: r\nseed: 3\n", {{"base.yaml", base}},
                           {"finance.rounds.seed.size.lognormal.sigma=0.5"});
  ASSERT_EQ(mended.messages(), "");
  EXPECT_EQ(assumption(*mended.scenario, "finance.rounds.seed.size")->source,
            "set on the command line");
}

TEST(Extension, LocatesProblemsInTheFileWhereTheyStand) {
  const ReadVariant variant(head + "firms:\n  alpha: {csah: £9m}\n",
                            {{"small.yaml", [] {
                                std::string text(small_scenario);
                                text.replace(text.find("cash: £4m"), 10, "cash: 4m");
                                return text;
                              }()}});
  EXPECT_THAT(variant.messages(),
              HasSubstr("variant.yaml:4:11: unknown key 'csah' in firms.alpha (it "
                        "would be ignored). Did you mean 'cash'?\n"));
  EXPECT_THAT(variant.messages(), HasSubstr("small.yaml:43:11: '4m' is not an amount of money"));
  EXPECT_FALSE(variant.scenario);
}

TEST(Extension, RefusesWhatCannotBeExtended) {
  const struct {
    std::string text;
    Files files;
    std::string message;
  } table[] = {
      {"extends: nowhere.yaml\nreason: r\n",
       {},
       "variant.yaml:1:10: 'nowhere.yaml' cannot be read (no such file). Paths are relative to the "
       "folder of the file that extends.\n"},
      {"extends: variant.yaml\nreason: r\n",
       {},
       "variant.yaml:1:10: 'variant.yaml' extends itself (variant.yaml → variant.yaml).\n"},
      {"extends: b.yaml\nreason: r\n",
       {{"b.yaml", "extends: ./c.yaml\nreason: r\n"}, {"c.yaml", "extends: b.yaml\nreason: r\n"}},
       "c.yaml:1:10: 'b.yaml' extends itself (variant.yaml → b.yaml → c.yaml → b.yaml).\n"},
      {"extends: small.yaml\n", {}, "variant.yaml:1:1: 'reason' is missing (it has no default).\n"},
      {"extends: small.yaml\nreson: r\n",
       {},
       "variant.yaml:2:1: unknown key 'reson' (it would be ignored). Did you mean 'reason'?\n"},
      {"extnds: small.yaml\nreason: r\nfirms: {}\n",
       {},
       "variant.yaml:1:1: unknown key 'extnds' (it would be ignored). Did you mean 'extends'?\n"},
      {"extends: [small.yaml]\nreason: r\n",
       {},
       "variant.yaml:1:10: 'extends' should be a text, not a list.\n"},
      {"extends: \"\"\nreason: r\n",
       {},
       "variant.yaml:1:10: 'extends' is empty (left out, it is 'none').\n"},
      {"extends:\nreason: r\n",
       {},
       "variant.yaml:1:1: an empty value (nothing was written, and nothing is not a default). "
       "Write "
       "the value, or remove the key.\n"},
      {"extends: small.yaml\nreason: r\nremove: firms.alpha\n",
       {},
       "variant.yaml:3:9: 'remove' should be a list, not 'firms.alpha'. Write "
       "[firms.alpha].\n"},
      {"extends: small.yaml\nreason: r\nremove: [firms.alhpa, [a], firms.alpha.cash.value]\n",
       {},
       "variant.yaml:3:10: there is no 'firms.alhpa' to remove (the extended scenario has no "
       "'alhpa' "
       "there). Did you mean 'alpha'?\n"
       "variant.yaml:3:23: 'remove.1' should be a text, not a list.\n"
       "variant.yaml:3:28: there is no 'firms.alpha.cash.value' to remove (values and lists have "
       "no parts that can go). Write the whole value anew.\n"},
      {"extends: small.yaml\nreason: r\ngrade: best\n",
       {},
       "variant.yaml:3:8: 'best' is not a grade. Grades are primary, published, recalled, "
       "assumed.\n"},
      {"extends: b.yaml\nreason: r\n",
       {{"b.yaml", "- 1\n"}},
       "b.yaml: not a scenario (a scenario is a map of keys to values).\n"},
      {"extends: b.yaml\nreason: r\n",
       {{"b.yaml", "a: [\n"}},
       "b.yaml:1:4: a bracket that is not closed (the rest cannot be read before this is "
       "corrected). "
       "Close it, or put a comma before what follows it.\n"},
  };
  for (const auto& row : table) {
    const ReadVariant variant(row.text, row.files);
    EXPECT_FALSE(variant.scenario) << row.text;
    EXPECT_EQ(variant.messages(), row.message) << row.text;
  }
}

TEST(Extension, RefusesLongChains) {
  Files files;
  for (int i = 0; i < 20; ++i) {
    files.emplace(std::to_string(i) + ".yaml",
                  "extends: " + std::to_string(i + 1) + ".yaml\nreason: r\n");
  }
  const ReadVariant variant("extends: 0.yaml\nreason: r\n", files);
  EXPECT_THAT(variant.messages(), HasSubstr("6.yaml:1:10: more than 8 files extend each other"));
}

TEST(Extension, OverridesComeLast) {
  const ReadVariant variant(head + "firms: {alpha: {cash: £9m}}\n", {}, {"firms.alpha.cash=£11m"});
  ASSERT_EQ(variant.messages(), "");
  EXPECT_EQ(variant->numbers.firms[0].cash, Money::major(11e6));
}

TEST(Extension, ASourceThatIsSetHoldsForTheValuesOfAllFiles) {
  const ReadVariant variant(head + "firms: {source: B, alpha: {cash: £9m}}\n", {},
                            {"firms.source=C"});
  EXPECT_EQ(assumption(*variant.scenario, "firms.alpha.cash")->source, "C");
  const ReadVariant of_two("extends: b.yaml\nreason: r\nfirms: {source: B, alpha: {cash: £9m}}\n",
                           {{"b.yaml", head + "firms: {source: A, alpha: {burn: £1m/month}}\n"}},
                           {"firms.source=C"});
  EXPECT_EQ(assumption(*of_two.scenario, "firms.alpha.cash")->source, "C");
  EXPECT_EQ(assumption(*of_two.scenario, "firms.alpha.burn")->source, "C");
}

TEST(Extension, OfNoneIsNoVariant) {
  const ReadVariant variant("extends: none\n" + std::string(small_scenario));
  EXPECT_EQ(variant.messages(), "");
  EXPECT_TRUE(variant.scenario);
}

TEST(Extension, OnlyAFileCanBeAVariant) {
  const ReadVariant variant(std::string(small_scenario), {}, {"seed=2", "extends=b.yaml"});
  EXPECT_FALSE(variant.scenario);
  EXPECT_EQ(variant.messages(),
            "--set:2:1: 'extends' cannot be set (only a file can be a variant).\n");
}

TEST(Extension, TheKeysOfAVariantMeanNothingWithoutABase) {
  const ReadVariant variant(std::string(small_scenario) + "reason: r\nremove: [firms]\n");
  EXPECT_EQ(variant.messages(),
            "variant.yaml:51:1: warning: 'reason' is not used (only with extends).\n"
            "variant.yaml:52:1: warning: 'remove' is not used (only with extends).\n");
}

}  // namespace
}  // namespace firstcustomer
