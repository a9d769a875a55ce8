#include "firstcustomer/report/rule_cards.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "golden.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const OutlineField& outline() {
  static const OutlineField root = scenario_outline();
  return root;
}

std::vector<RuleFile> catalogue() {
  Diagnostics diagnostics;
  std::vector<RuleFile> rules = read_catalogue(diagnostics);
  EXPECT_EQ(diagnostics.render(Excerpts::none), "");
  return rules;
}

/// A rule file of the given text.
RuleFile rule_of(const std::string& text) {
  Diagnostics diagnostics;
  const std::size_t words = diagnostics.add_source("test", "");
  const auto rule = read_rule(
      "./mine.yaml", {words, 0, 0, 1},
      [&](const std::string&) {
        return TextFile{text, ""};
      },
      diagnostics);
  EXPECT_EQ(diagnostics.render(Excerpts::none), "");
  return rule.value();
}

const std::string small_rule =
    "card:\n"
    "  id: R99\n"
    "  title: A rule\n"
    "  what: It pays.\n"
    "  parameters:\n"
    "    contract.0.pay: A price\n"
    "    contract.1.recover: A share\n"
    "    fund.payment_terms: A span\n"
    "    fund.budget: Money\n"
    "  precedent: None that is known\n"
    "  caution: It is a test.\n"
    "  verification: [V01, V02]\n"
    "grade: assumed\n"
    "contract:\n"
    "  - {on: acceptance, pay: {value: £5k per unit, source: A|B}, up_to: 10 units}\n"
    "  - {on: failure, recover: 40 % of advance, source: C}\n";

/// The committed file: the head, written by hand, and the cards.
TEST(RuleCards, AreTheReadmeOfTheCatalogue) {
  testing::expect_golden(
      testing::source_file("scenarios/rules/HEAD.md") + cards_markdown(catalogue(), outline()),
      "scenarios/rules/README.md",
      "FIRSTCUSTOMER_RENEW_GOLDEN=1 build/release/tests/report_rule_cards_test");
}

TEST(RuleCards, OfTheCatalogueNameParametersThatExist) {
  for (const RuleFile& rule : catalogue()) {
    for (const CardParameter& parameter : card_parameters(rule, outline())) {
      EXPECT_TRUE(!parameter.value.empty() || !parameter.unit.empty())
          << rule.name << ": " << parameter.path;
      EXPECT_TRUE(parameter.value.empty() || !parameter.grade.empty())
          << rule.name << ": " << parameter.path;
      EXPECT_TRUE(parameter.value.empty() || !parameter.source.empty())
          << rule.name << ": " << parameter.path;
    }
  }
}

TEST(RuleCards, SayUnitsValuesAndWhatTheyRestOn) {
  const auto parameters = card_parameters(rule_of(small_rule), outline());
  ASSERT_EQ(parameters.size(), 4U);
  EXPECT_EQ(parameters[0].unit, "price, as £20k per unit");  // not of a milestone, or an advance
  EXPECT_EQ(parameters[0].value, "£5k per unit");
  EXPECT_EQ(parameters[0].grade, "assumed");
  EXPECT_EQ(parameters[0].source, "A|B");
  EXPECT_EQ(parameters[1].unit, "share, as 25 % of advance");
  EXPECT_EQ(parameters[1].source, "C");
  EXPECT_EQ(parameters[2].value, "");
  EXPECT_EQ(parameters[2].fallback, "30 days");
  EXPECT_EQ(parameters[3].fallback, "");
}

TEST(RuleCards, SayTheUnitOfTheFormThatIsWritten) {
  const std::string head =
      "card:\n  title: A rule\n  what: It pays.\n  parameters:\n    contract.0.pay: It\n"
      "    contract.1.recover: Back\n"
      "contract:\n";
  const struct {
    std::string pay;
    std::string unit;
  } table[] = {{"25 % of value", "share, as 25 % of value"},
               {"£1m", "money, as £100m"},
               {"{beta: {alpha: 2, beta: 6}}", "share, as 25 % of value"}};
  for (const auto& row : table) {
    const auto parameters =
        card_parameters(rule_of(head + "  - {on: signing, pay: " + row.pay +
                                "}\n  - {on: failure, recover: 40 % of paid}\n"),
                        outline());
    EXPECT_EQ(parameters.at(0).unit, row.unit) << row.pay;
    EXPECT_EQ(parameters.at(1).unit, "share, as 25 % of paid");
  }
}

TEST(RuleCards, AreTextMarkdownAndJson) {
  const RuleFile rule = rule_of(small_rule);
  EXPECT_EQ(card_text(rule, outline()),
            "mine (R99): A rule\n"
            "\n"
            "It pays.\n"
            "\n"
            "Parameters of the programme\n"
            "  contract.0.pay: £5k per unit (price, as £20k per unit)\n"
            "      A price.\n"
            "      assumed: A|B\n"
            "  contract.1.recover: 40 % of advance (share, as 25 % of advance)\n"
            "      A share.\n"
            "      assumed: C\n"
            "  fund.payment_terms: left to the scenario, or 30 days (time, as 18 months)\n"
            "      A span.\n"
            "  fund.budget: left to the scenario (money, as £100m)\n"
            "      Money.\n"
            "\n"
            "Precedent: None that is known\n"
            "Caution: It is a test.\n"
            "Verification: V01, V02\n"
            "\n"
            "In a scenario:\n"
            "\n"
            "programme:\n"
            "  rule: ./mine.yaml\n"
            "  fund: {budget: £100m}\n");
  const std::string markdown = cards_markdown({rule}, outline());
  EXPECT_THAT(markdown, HasSubstr("| R99 | [`mine`](#mine) | A rule |\n"));
  EXPECT_THAT(markdown, HasSubstr("| assumed: A\\|B |\n"));
  EXPECT_THAT(markdown, HasSubstr("```yaml\nprogramme:\n  rule: ./mine.yaml\n"));
  const auto json = nlohmann::json::parse(cards_json({rule}, outline()));
  ASSERT_EQ(json.size(), 1U);
  EXPECT_EQ(json[0]["name"], "mine");
  EXPECT_EQ(json[0]["kind"], "rule");
  EXPECT_EQ(json[0]["parameters"][0]["value"], "£5k per unit");
  EXPECT_EQ(json[0]["parameters"][2]["default"], "30 days");
  EXPECT_EQ(json[0]["verification"], nlohmann::json({"V01", "V02"}));
  EXPECT_EQ(json[0]["file"], small_rule);
}

TEST(RuleCards, OfAnOverlayShowHowItIsLaidOver) {
  const RuleFile overlay =
      rule_of("card: {title: T, what: W, kind: overlay}\nfund: {payment_terms: 60 days}\n");
  EXPECT_EQ(yaml_to_paste(overlay, outline()), "programme:\n  overlays: [./mine.yaml]\n");
}

TEST(RuleCards, LeaveOutWhatTheyDoNotSay) {
  const std::string order = "contract: [{on: acceptance, pay: £5k per unit, up_to: 10 units}]\n";
  EXPECT_EQ(card_text(rule_of("card: {title: A rule, what: It pays.}\n" + order), outline()),
            "mine: A rule\n\nIt pays.\n\nIn a scenario:\n\nprogramme:\n  rule: ./mine.yaml\n");
  EXPECT_EQ(card_text(rule_of(order), outline()),
            "mine\n\nIn a scenario:\n\nprogramme:\n  rule: ./mine.yaml\n");
}

TEST(RuleCards, AreListedByIdAndNameAndOverlaysApart) {
  const std::string list = rule_list(catalogue());
  EXPECT_THAT(list, ::testing::ContainsRegex("^no-programme +R00  "));
  EXPECT_LT(list.find("spot-purchase"), list.find("\n\nLaid over a rule\n"));
  EXPECT_GT(list.find("\nstacking-cap "), list.find("\n\nLaid over a rule\n"));
  EXPECT_THAT(rule_list({rule_of(small_rule)}), Not(HasSubstr("Laid over")));
  EXPECT_LT(list.find("first-customer-order"), list.find("advance-purchase"));
}

}  // namespace
}  // namespace firstcustomer
