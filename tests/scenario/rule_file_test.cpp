#include "firstcustomer/scenario/rule_file.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "firstcustomer/model/term.hpp"
#include "golden.hpp"
#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using testing::assumption;
using ::testing::HasSubstr;
using testing::small_scenario;
using testing::source_file;
using testing::values_of;

using Files = std::map<std::string, std::string>;

/// A scenario with the files it names, under another rule if one is given.
struct Read {
  explicit Read(const std::string& text, const Files& files = {}, const std::string& rule = "",
                const std::vector<std::string>& overrides = {}) {
    const TextReader read_file = [&](const std::string& path) {
      const auto found = files.find(path);
      return found == files.end() ? TextFile{std::nullopt, "no such file"}
                                  : TextFile{found->second, ""};
    };
    scenario = rule.empty()
                   ? read_scenario("scenario.yaml", text, overrides, diagnostics, read_file)
                   : read_with_rule("scenario.yaml", text, rule, overrides, diagnostics, read_file);
  }
  std::string messages() const { return diagnostics.render(Excerpts::none); }
  const Scenario* operator->() const { return &scenario.value(); }

  Diagnostics diagnostics;
  std::optional<Scenario> scenario;
};

std::string replaced(std::string text, const std::string& old, const std::string& with) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size())) {
    text.replace(at, old.size(), with);
  }
  return text;
}

/// The scenario to copy and change, with stages as rules of milestones name them, what the buyer
/// would buy instead, a market price and what shares are worth.
std::string minimal_scenario() {
  std::string text = source_file("scenarios/minimal.yaml");
  for (const auto& [old, name] : {std::pair<std::string, std::string>{"design", "tape-out"},
                                  {"silicon", "bring-up"},
                                  {"test", "qualification"}}) {
    text = replaced(replaced(text, "      " + old + ":", "      " + name + ":"), "stage: " + old,
                    "stage: " + name);
  }
  text = replaced(text, "  round_lasts: 30 months\n",
                  "  round_lasts: 30 months\n  equity: {sold: 20 %}\n");
  return text +
         "market: {frontier_purchase: {unit_price: £30k per unit}, unit_price: {level: £20k per "
         "unit}, private_demand: {present_value: £40m}}\n";
}

/// The small scenario with another programme.
std::string small_with(const std::string& programme) {
  const std::string small(small_scenario);
  return small.substr(0, small.find("programme:")) + programme;
}

const std::string order =
    "contract: [{on: acceptance, pay: £9k per unit, up_to: 7 units, source: A rule}]\n";

/// The minimal scenario under a rule of the catalogue, or under an overlay over a plain order.
Read read_of(const CatalogueFile& file) {
  const std::string name(file.name);
  const bool is_overlay = file.text.find("\n  kind: overlay\n") != std::string_view::npos;
  return is_overlay
             ? Read(minimal_scenario(),
                    {{"over.yaml", "extends: first-customer-order\noverlays: [" + name + "]\n"}},
                    "over.yaml")
             : Read(minimal_scenario(), {}, name);
}

TEST(RuleFile, EveryRuleOfTheCatalogueReadsInAMinimalScenario) {
  for (const CatalogueFile& file : rule_catalogue()) {
    const Read read = read_of(file);
    EXPECT_EQ(read.messages(), "") << file.name;
    ASSERT_TRUE(read.scenario) << file.name;
    EXPECT_EQ(read->numbers.programmes.size() == 1, file.name != "no-programme") << file.name;
  }
}

TEST(RuleFile, EveryNumberOfTheCatalogueHasASource) {
  for (const CatalogueFile& file : rule_catalogue()) {
    const Read read = read_of(file);
    for (const Assumption& assumed : read->assumptions) {
      if (assumed.is_changed) {
        EXPECT_NE(assumed.source, "") << file.name << ": " << assumed.path;
        EXPECT_NE(assumed.grade, Grade::ungraded) << file.name << ": " << assumed.path;
        EXPECT_TRUE(assumed.path.starts_with("programme.")) << assumed.path;
      }
    }
  }
}

/// The first example in YAML below a heading of the page for authors.
std::string example_below(const std::string& heading) {
  const std::string page = source_file("scenarios/rules/HEAD.md");
  const std::string fence = "```yaml\n";
  const auto begin = page.find(fence, page.find("\n" + heading + "\n")) + fence.size();
  return page.substr(begin, page.find("```", begin) - begin);
}

TEST(RuleFile, OfTheExamplesOfThePageReads) {
  for (const auto& [heading, clauses] :
       {std::pair<std::string, std::size_t>{"### A tournament", 4}, {"## A worked example", 3}}) {
    const Read read(minimal_scenario(), {{"mine.yaml", example_below(heading)}}, "mine.yaml");
    EXPECT_EQ(read.messages(), "");
    ASSERT_TRUE(read.scenario) << heading;
    EXPECT_EQ(read->numbers.programmes.front().contract.size(), clauses);
  }
}

TEST(RuleFile, IsRememberedWhereItTakesThePlaceOfAnother) {
  const Files files = {{"mine.yaml", order}};
  EXPECT_EQ(Read(minimal_scenario(), files, "mine.yaml")->rule, "mine.yaml");
  EXPECT_EQ(Read(minimal_scenario())->rule, "");
}

TEST(RuleFile, LeavesChecksOutWhereItCannotBeRead) {
  const Files files = {{"mine.yaml", order}};
  EXPECT_FALSE(Read(minimal_scenario(), files, "mine.yaml").diagnostics.leaves_out_checks());
  EXPECT_TRUE(Read(minimal_scenario(), files, "yours.yaml").diagnostics.leaves_out_checks());
  EXPECT_TRUE(
      Read(minimal_scenario(), files, "mine.yaml", {"seed=one"}).diagnostics.leaves_out_checks());
}

TEST(RuleFile, MayUseTheTermsThatThePageNames) {
  const std::string page = source_file("scenarios/rules/HEAD.md");
  for (const TermDeclaration& term : term_declarations()) {
    EXPECT_THAT(page, HasSubstr("\n| `" + std::string(term.name) + "` | "));
  }
}

TEST(RuleFile, WhosePricesFollowNothingIsRefused) {
  const auto messages = [](const std::string& fund, const std::string& market = "{}") {
    return Read(small_with("programme: {rule: mine.yaml, fund: {budget: £3m, " + fund +
                           "}}\nmarket: " + market + "\n"),
                {{"mine.yaml", order}})
        .messages();
  };
  EXPECT_EQ(messages("prices_follow: price_index, indexation: 2 %/year"), "");
  EXPECT_THAT(messages("prices_follow: price_index"),
              HasSubstr("prices follow an index that does not move"));
  EXPECT_EQ(messages("prices_follow: exchange_rate", "{exchange: {volatility: 8 %}}"), "");
  EXPECT_THAT(messages("prices_follow: exchange_rate"),
              HasSubstr("Give market.exchange in the scenario, such as"));
  EXPECT_THAT(messages("rise_at_most: 10 %"), HasSubstr("rise_at_most"))
      << "only with prices that follow something";
}

TEST(RuleFile, WhoseContractsExpireAfterTheHorizonIsDoubted) {
  const auto messages = [](const std::string& rest) {
    return Read(small_with("programme: {rule: mine.yaml, fund: {budget: £3m}}\n"),
                {{"mine.yaml",
                  "contract: [{on: signing, pay: £1m}, {on: expiry, pay: £1m}]\n" + rest}})
        .messages();
  };
  const std::string opening = "allocation: {signing: opening}\n";
  const std::string calls =
      "allocation: {signing: call, first_call: 2026-06-30, suppliers: 1, selection: ranked, "
      "months_between: 12 months";
  EXPECT_EQ(messages(opening + "contract_lasts: 4 years\n"), "");
  EXPECT_THAT(messages(opening + "contract_lasts: 6 years\n"),
              HasSubstr("warning: no contract expires before the horizon (the first can be signed "
                        "on 2026-01-01 and lasts beyond 2030-12-31)"));
  EXPECT_THAT(messages(opening), HasSubstr("no contract expires (contract_lasts is none)"));
  EXPECT_EQ(messages("contract_lasts: 6 months\n"), "");
  EXPECT_THAT(messages("contract_lasts: 1 year\n"),
              HasSubstr("contracts signed after 2029-12-31 expire after the horizon (what is owed "
                        "then is not counted). The last can be signed on 2030-06-30"));
  EXPECT_THAT(messages(calls + "}\ncontract_lasts: 1 year\n"),
              HasSubstr("The last can be signed on 2030-06-30"));
  EXPECT_EQ(messages(calls + ", calls: 4 calls}\ncontract_lasts: 1 year\n"), "");
}

TEST(RuleFile, WithARightToSellSaysWhenAndHowLong) {
  const auto messages = [](const std::string& clause, const std::string& lasts) {
    return Read(
               small_with("programme: {rule: mine.yaml, fund: {budget: £3m}}\nmarket: {unit_price: "
                          "{level: £8k per unit}}\n"),
               {{"mine.yaml",
                 "contract: [{on: acceptance, pay: £9k per unit, up_to: 7 units, option: yes" +
                     clause + ", source: A rule}]\n" + lasts}})
        .messages();
  };
  const std::string when = ", when: market_price < £9k per unit";
  EXPECT_EQ(messages(when, "contract_lasts: 6 years\n"), "");
  EXPECT_THAT(messages("", "contract_lasts: 6 years\n"),
              HasSubstr("a right to sell without an occasion"));
  EXPECT_THAT(messages(when, ""), HasSubstr("a right to sell without an end"));
}

TEST(RuleFile, IsSpelledOutInTheResolvedScenario) {
  const Read read(small_with("programme: {rule: mine.yaml, fund: {budget: £3m}}\n"),
                  {{"mine.yaml", order}});
  ASSERT_EQ(read.messages(), "");
  const std::string resolved = write_document(read->resolved);
  EXPECT_EQ(read->resolved.find("programme")->find("rule"), nullptr);
  const Read again(resolved);
  ASSERT_EQ(again.messages(), "");
  EXPECT_EQ(values_of(again->numbers), values_of(read->numbers));
  EXPECT_EQ(write_document(again->resolved), resolved);
  EXPECT_EQ(read->numbers.programmes.front().name, "mine");
  EXPECT_EQ(read->numbers.programmes.front().fund.budget, Money::major(3e6));
}

TEST(RuleFile, ProblemsStandInItsOwnLines) {
  const Read read(small_with("programme: {rule: mine.yaml, fund: {budget: £3m}}\n"),
                  {{"mine.yaml",
                    "contract:\n  - {on: acceptance, pay: £9m, up_to: 7 units}\n"
                    "bugdet: 3\n"}});
  EXPECT_FALSE(read.scenario);
  EXPECT_THAT(read.messages(), HasSubstr("mine.yaml:2:27: '£9m' is not a price"));
  EXPECT_THAT(read.messages(), HasSubstr("mine.yaml:3:1: unknown key 'bugdet' in programme"));
}

TEST(RuleFile, ThatCannotBeReadIsTheOnlyProblemOfItsProgramme) {
  const Read read(small_with("programme: {rule: absent.yaml}\n"));
  EXPECT_FALSE(read.scenario);
  EXPECT_EQ(read.diagnostics.errors(), 1U) << read.messages();
}

TEST(RuleFile, MayLeaveToTheScenarioWhatIsThenMissingThere) {
  const Read read(small_with("programme: {rule: mine.yaml}\n"), {{"mine.yaml", order}});
  EXPECT_FALSE(read.scenario);
  EXPECT_THAT(read.messages(), HasSubstr("scenario.yaml:"));
  EXPECT_THAT(read.messages(), HasSubstr("budget"));
}

TEST(RuleFile, SaysWhatItsValuesRestOn) {
  const Read read(small_with("programme:\n  rule: mine.yaml\n  fund: {budget: £3m}\n"
                             "  source: The scenario\n"),
                  {{"mine.yaml", "grade: recalled\n" + order}});
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(assumption(*read.scenario, "programme.contract.0.pay")->source, "A rule");
  EXPECT_EQ(assumption(*read.scenario, "programme.contract.0.pay")->grade, Grade::recalled);
  EXPECT_FALSE(assumption(*read.scenario, "programme.contract.0.pay")->is_changed);
  EXPECT_EQ(assumption(*read.scenario, "programme.fund.budget")->source, "The scenario");
  EXPECT_EQ(assumption(*read.scenario, "programme.fund.budget")->grade, Grade::ungraded);
}

TEST(RuleFile, OfAVariantReplacesTheContract) {
  const Files files = {{"base.yaml", std::string(small_scenario)}, {"mine.yaml", order}};
  const std::string head = "extends: base.yaml\nreason: A test\n";
  const Read read(head + "programme: {rule: mine.yaml}\n", files);
  ASSERT_EQ(read.messages(), "");
  const Read base{std::string(small_scenario)};
  EXPECT_EQ(read->numbers.programmes.front().name, "mine");
  EXPECT_EQ(read->numbers.programmes.front().contract.size(), 1U);
  EXPECT_EQ(read->numbers.programmes.front().fund.budget,
            base->numbers.programmes.front().fund.budget);
  EXPECT_TRUE(assumption(*read.scenario, "programme.contract.0.pay")->is_changed);
  EXPECT_FALSE(assumption(*read.scenario, "programme.fund.budget")->is_changed);
  const Read none(head + "programme: {rule: no-programme}\n", files);
  ASSERT_EQ(none.messages(), "");
  EXPECT_TRUE(none->numbers.programmes.empty());
}

TEST(RuleFile, OfTheExtendedScenarioIsNoChange) {
  const Files files = {
      {"base.yaml", small_with("programme: {rule: mine.yaml, fund: {budget: £3m}}\n")},
      {"mine.yaml", order}};
  const Read read("extends: base.yaml\nreason: A test\nprogramme: {fund: {budget: £4m}}\n", files);
  ASSERT_EQ(read.messages(), "");
  EXPECT_FALSE(assumption(*read.scenario, "programme.contract.0.pay")->is_changed);
  EXPECT_TRUE(assumption(*read.scenario, "programme.fund.budget")->is_changed);
}

TEST(RuleFile, CannotBeSet) {
  for (const char* set : {"programme.rule=milestones", "programme.overlays=[x]",
                          "programme.overlays.0=x", "programmes.a.rule=x"}) {
    const Read read(std::string(small_scenario), {}, "", {set});
    EXPECT_THAT(read.messages(), HasSubstr("--set:1:1: a rule cannot be set")) << set;
    EXPECT_EQ(read.diagnostics.errors(), 1U) << read.messages();
  }
}

TEST(WithRule, LeavesTheWorldAndTheMoneyAsTheyAre) {
  const Read base{std::string(small_scenario)};
  const Read read(std::string(small_scenario), {{"mine.yaml", order}}, "mine.yaml");
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->head.title, "Small (rule: mine.yaml)");
  EXPECT_EQ(read->resolved.find("title")->text, "Small (rule: mine.yaml)");
  EXPECT_EQ(values_of(read->numbers.technologies.front()),
            values_of(base->numbers.technologies.front()));
  EXPECT_EQ(read->numbers.programmes.front().fund.budget,
            base->numbers.programmes.front().fund.budget);
  EXPECT_EQ(read->numbers.programmes.front().name, "mine");
  EXPECT_TRUE(assumption(*read.scenario, "programme.contract.0.pay")->is_changed);
  EXPECT_FALSE(assumption(*read.scenario, "programme.fund.budget")->is_changed);
  ASSERT_EQ(read->rules.size(), 1U);
  EXPECT_EQ(read->rules[0].file, "mine.yaml");
}

TEST(WithRule, IsAVariantThatSaysNoMore) {
  const Files files = {
      {"scenarios/uk-first-customer.yaml", source_file("scenarios/uk-first-customer.yaml")}};
  for (const std::string rule : {"first-customer-order", "milestones", "spot-purchase"}) {
    const Read with(files.begin()->second, {}, rule);
    ASSERT_TRUE(with.scenario) << with.messages();
    const Read variant(
        "extends: scenarios/uk-first-customer.yaml\nreason: R\nprogramme: {rule: " + rule + "}\n",
        files);
    ASSERT_TRUE(variant.scenario) << variant.messages();
    EXPECT_EQ(values_of(with->numbers), values_of(variant->numbers));
    const Read committed(source_file("scenarios/" + rule + ".yaml"),
                         {{"uk-first-customer.yaml", files.begin()->second}});
    ASSERT_TRUE(committed.scenario) << committed.messages();
    EXPECT_EQ(values_of(with->numbers), values_of(committed->numbers));
  }
}

TEST(WithRule, RemovesAProgramme) {
  const Read read(std::string(small_scenario), {}, "no-programme");
  ASSERT_EQ(read.messages(), "");
  EXPECT_TRUE(read->numbers.programmes.empty());
}

TEST(WithRule, StandsAloneInAScenarioWithoutAProgramme) {
  const std::string full = order + "fund: {budget: £8m}\n";
  const Read read(small_with(""), {{"mine.yaml", full}}, "mine.yaml");
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.programmes.front().fund.budget, Money::major(8e6));
  const Read open(small_with(""), {{"mine.yaml", order}}, "mine.yaml");
  EXPECT_THAT(open.messages(), HasSubstr("budget"));
}

TEST(WithRule, IsOverriddenByWhatIsSet) {
  const Read read(std::string(small_scenario), {{"mine.yaml", order}}, "mine.yaml",
                  {"programme.contract.0.up_to=3 units"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.programmes.front().contract.at(0).up_to, Amount::units(3));
}

TEST(WithRule, IsRefusedForSeveralProgrammes) {
  const Read read(small_with("programmes: {a: {x: 1}, b: {x: 1}}\n"), {}, "milestones");
  EXPECT_EQ(read.messages(),
            "--rule:1:1: a rule for several programmes (it takes the place of one). Name it in the "
            "scenario, for the programme that it is meant for.\n");
  const Read none(small_with("programmes: {a: {x: 1}, b: {x: 1}}\n"), {}, "no-programme");
  EXPECT_EQ(none.messages(), "");
}

TEST(WithRule, UnknownIsSaidOnce) {
  const Read read(std::string(small_scenario), {}, "milestone");
  EXPECT_FALSE(read.scenario);
  EXPECT_EQ(read.diagnostics.errors(), 1U);
  EXPECT_THAT(read.messages(), HasSubstr("--rule:1:1: there is no rule 'milestone'"));
  EXPECT_THAT(read.messages(), HasSubstr("Did you mean 'milestones'?"));
}

}  // namespace
}  // namespace firstcustomer
