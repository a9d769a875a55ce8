#include "firstcustomer/scenario/correlation.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::place_of;
using testing::read_text;
using testing::ReadScenario;
using testing::small_scenario;
using testing::with;

TEST(CorrelatedNumbers, AreInTheOrderOfTheirNamesWhateverTheFile) {
  const std::vector<Correlation> written = {{{"c", "a"}, 0.5}, {{"b", "c"}, -1.0}};
  std::vector<Correlation> reversed = {{{"c", "b"}, -1.0}, {{"a", "c"}, 0.5}};
  for (const auto& correlations : {written, reversed}) {
    const CorrelatedNumbers numbers = correlated_numbers(correlations);
    EXPECT_THAT(numbers.paths, ElementsAre("a", "b", "c"));
    EXPECT_EQ(numbers.pearson.at(0, 2), rank_to_pearson(0.5));
    EXPECT_EQ(numbers.pearson.at(1, 2), -1.0);
    EXPECT_EQ(numbers.pearson.at(0, 1), 0.0) << "nobody names this pair";
  }
}

TEST(CorrelatedNumbers, OfAListAreAllItsPairs) {
  const CorrelatedNumbers numbers = correlated_numbers({{{"a", "b", "c", "d"}, 0.25}});
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_EQ(numbers.pearson.at(i, j), rank_to_pearson(0.25));
    }
  }
  EXPECT_THAT(correlated_numbers({}).paths, IsEmpty());
}

// ---- Reading ----

/// Five numbers are uncertain: these, and the median of a law.
const std::string growth = "frontier.speed.annual_growth";
const std::string budget = "programme.fund.budget";
const std::string market = "finance.market";
const std::string cash = "firms.alpha.cash";
const std::string median = "technologies.chip.relative_performance.lognormal.median";

std::string uncertain_text() {
  std::string text = with("annual_growth: 1.5", "annual_growth: {uniform: {low: 1, high: 2}}");
  text = with("  closing: 5 months\n",
              "  market: {uniform: {low: 1, high: 2}}\n  closing: 5 months\n", text);
  text = with("cash: £4m", "cash: {uniform: {low: £3m, high: £5m}}", text);
  return with("{median: 1.2, sigma: 0.5}", "{median: {uniform: {low: 1, high: 2}}, sigma: 0.5}",
              text);
}

std::string correlated(const std::string& items) {
  return uncertain_text() + "correlations:\n" + items;
}

ReadScenario read_items(const std::string& items, const std::vector<std::string>& overrides = {}) {
  return read_text(correlated(items), overrides);
}

std::string item(const std::string& between, const std::string& rank) {
  return "  - {between: [" + between + "], rank: " + rank + "}\n";
}

TEST(ReadCorrelations, AreNoneUnlessWritten) {
  EXPECT_THAT(read_text(uncertain_text())->correlations, IsEmpty());
  EXPECT_THAT(read_text(uncertain_text() + "correlations: []\n")->correlations, IsEmpty());
  EXPECT_THAT(write_document(read_text(uncertain_text())->resolved),
              HasSubstr("\ncorrelations: []\n"));
}

TEST(ReadCorrelations, KeepWhatIsWrittenAndItsSource) {
  const ReadScenario read =
      read_items(item(growth + ", " + median, "0.3, source: A guess, grade: assumed") +
                 item(cash + ", " + market + ", " + budget, "-0.25"));
  ASSERT_TRUE(read.scenario) << read.messages();
  EXPECT_EQ(read.messages(), "");
  ASSERT_EQ(read->correlations.size(), 2U);
  EXPECT_THAT(read->correlations[0].between, ElementsAre(growth, median));
  EXPECT_EQ(read->correlations[0].rank, 0.3);
  EXPECT_THAT(read->correlations[1].between, ElementsAre(cash, market, budget));
  EXPECT_EQ(read->correlations[1].rank, -0.25);
  const auto& assumptions = read->assumptions;
  const auto rank = std::find_if(assumptions.begin(), assumptions.end(), [](const Assumption& a) {
    return a.path == "correlations.0.rank";
  });
  ASSERT_NE(rank, assumptions.end());
  EXPECT_EQ(rank->source, "A guess");
  EXPECT_EQ(rank->grade, Grade::assumed);
  EXPECT_EQ(rank->text, "0.3");
}

TEST(ReadCorrelations, TheResolvedScenarioReadsBack) {
  for (const std::string& items :
       {item(growth + ", " + median, "0.3"), item(growth + ", " + median + ", " + cash, "-0.9")}) {
    const ReadScenario read = read_items(items);
    const std::string written = write_document(read->resolved);
    const ReadScenario again = read_text(written);
    EXPECT_EQ(write_document(again->resolved), written);
    ASSERT_EQ(again->correlations.size(), 1U);
    EXPECT_EQ(again->correlations[0].between, read->correlations[0].between);
    EXPECT_EQ(again->correlations[0].rank, read->correlations[0].rank) << "as written";
  }
}

TEST(ReadCorrelations, CanBeOverridden) {
  const std::string items = item(growth + ", " + cash, "0.3, source: A guess");
  const ReadScenario read = read_items(items, {"correlations.0.rank=0.9"});
  EXPECT_EQ(read->correlations.at(0).rank, 0.9);
  EXPECT_THAT(write_document(read->resolved), HasSubstr("set on the command line"));
  EXPECT_THAT(read_items(items, {"correlations.0.between.1=" + market})->correlations[0].between,
              ElementsAre(growth, market));
  EXPECT_THAT(read_items(items, {"correlations=[]"})->correlations, IsEmpty());
  const ReadScenario fixed = read_items(items, {cash + "=£4m"});
  EXPECT_EQ(fixed.messages(), "small.yaml:" + place_of(cash, correlated(items)) + ": warning: '" +
                                  cash +
                                  "' is not correlated (it is not uncertain). Give the number a "
                                  "law in place of a value.\n");
  EXPECT_THAT(fixed->correlations.at(0).between, ElementsAre(growth));
  EXPECT_THAT(write_document(fixed->resolved), HasSubstr(cash)) << "as written";
}

TEST(ReadCorrelations, WhatAVariantDoesWithoutIsLeftOut) {
  const ReadScenario read =
      read_items(item(growth + ", appraisal.deflator.1.growth", "0.5"), {"finance.market=1"});
  ASSERT_TRUE(read.scenario) << read.messages();
  EXPECT_THAT(read.messages(), HasSubstr(": warning: 'appraisal.deflator.1.growth' is not "
                                         "correlated (this variant does without it).\n"));
}

TEST(ReadCorrelations, CertainNumbersAreLeftOut) {
  for (const std::string certain :
       {"frontier.speed.level", "technologies.chip.stages.design.success.0",
        "technologies.chip.relative_performance.lognormal.sigma"}) {
    const ReadScenario read = read_items(item(cash + ", " + certain, "0.5"));
    ASSERT_TRUE(read.scenario) << read.messages();
    EXPECT_THAT(read.messages(),
                HasSubstr(": warning: '" + certain + "' is not correlated (it is not uncertain)."));
    EXPECT_THAT(read->correlations.at(0).between, ElementsAre(cash));
  }
}

TEST(ReadCorrelations, RankIsAPlainNumberFromMinusOneToOne) {
  for (const char* rank : {"1", "-1", "0", "1.0"}) {
    EXPECT_EQ(read_items(item(growth + ", " + cash, rank)).messages(), "") << rank;
  }
  EXPECT_THAT(read_items(item(growth + ", " + cash, "1.01")).messages(),
              HasSubstr("'1.01' is out of range (it must be at most 1)"));
  EXPECT_THAT(read_items(item(growth + ", " + cash, "-2")).messages(),
              HasSubstr("'-2' is out of range (it must be at least -1)"));
  const std::string items = item(growth + ", " + cash, "{uniform: {low: 0, high: 1}}");
  EXPECT_EQ(read_items(items).messages(),
            "small.yaml:" + place_of("{uniform: {low: 0, high: 1}}", correlated(items)) +
                ": 'correlations.0.rank' is uncertain (a correlation is a plain number).\n");
  EXPECT_THAT(
      read_items(item(cash + ", correlations.0.rank", "{uniform: {low: 0, high: 1}}")).messages(),
      HasSubstr("there is no uncertain number 'correlations.0.rank'"));
  EXPECT_THAT(read_items("  - {between: [" + growth + ", " + cash + "]}\n").messages(),
              HasSubstr("'correlations.0.rank' is missing"));
}

// ---- Errors: each where it stands ----

struct Mistake {
  std::string items;
  std::string at;  // what the message points to
  std::string message;
};

TEST(ReadCorrelations, MistakesAreSaidWhereTheyStand) {
  const std::string all = growth + ", " + median + ", " + market + ", " + cash + ", " + budget;
  for (const Mistake& mistake : std::vector<Mistake>{
           {item("frontier.speed.anual_growth, " + cash, "0.5"), "frontier.speed.anual_growth",
            "there is no uncertain number 'frontier.speed.anual_growth'. Did you mean '" + growth +
                "'?"},
           {item("x, " + cash, "0.5"), "x, firms",
            "there is no uncertain number 'x'. Uncertain here: " + all + "."},
           {item(cash + ", technologies.chip.relative_performance", "0.5"),
            "technologies.chip.relative_performance",
            "'technologies.chip.relative_performance' is a law inside a run (its uncertain "
            "parameters may be correlated, its draws may not). Name " +
                median + "."},
           {item(cash + ", finance.rounds.seed.size", "0.5"), "finance.rounds.seed.size",
            "'finance.rounds.seed.size' is a law inside a run (its uncertain parameters may be "
            "correlated, its draws may not). Make a parameter uncertain and name that."},
           {item(cash, "0.5"), "[" + cash, "a correlation of one number (it takes two or more)."},
           {item("", "0.5"), "[], rank",
            "'correlations.0.between' has no entry (at least one is needed)."},
           {item(cash + ", " + market + ", " + cash, "0.5"), cash + "], rank",
            "'" + cash + "' stands twice in one item (its correlation with itself is 1)."},
           {"  - {between: " + cash + ", rank: 0.5}\n", cash + ", rank",
            "'correlations.0.between' should be a list, not '" + cash + "'. Write [" + cash + "]."},
           {item(cash + ", {value: " + market + "}", "0.5"), "{value: finance",
            "'correlations.0.between.1' should be a text, not a map."},
           {item(cash + ", \"\"", "0.5"), "\"\"", "'correlations.0.between.1' is empty."},
           {item(cash + ", " + market, "0.5, rnak: 2"), "rnak",
            "unknown key 'rnak' in correlations.0 (it would be ignored). Did you mean 'rank'?"},
           {item(cash + ", correlations.0.rank", "0.5"), "correlations.0.rank",
            "there is no uncertain number 'correlations.0.rank'. Uncertain here: " + all + "."},
       }) {
    const ReadScenario read = read_items(mistake.items);
    EXPECT_EQ(read.messages(), "small.yaml:" + place_of(mistake.at, correlated(mistake.items)) +
                                   ": " + mistake.message + "\n");
    EXPECT_FALSE(read.scenario);
  }
  EXPECT_THAT(read_text(std::string(small_scenario) + "corelations: []\n").messages(),
              HasSubstr("unknown key 'corelations' (it would be ignored). Did you mean "
                        "'correlations'?"));
}

TEST(ReadCorrelations, APairGivenTwiceSaysWhereTheFirstStands) {
  const std::string items =
      item(growth + ", " + cash + ", " + market, "0.5") + item(market + ", " + growth, "0.4");
  const std::string text = correlated(items);
  const std::string second = growth + "], rank: 0.4";
  const std::string first = market + "], rank: 0.5";
  EXPECT_EQ(read_text(text).messages(),
            "small.yaml:" + place_of(second, text) + ": the correlation of '" + market + "' and '" +
                growth + "' is given twice (first at small.yaml:" + place_of(first, text) +
                "). Keep one.\n");
}

TEST(ReadCorrelations, AllMistakesAreSaidAtOnceAndEachOnce) {
  const std::string items = item("x, y", "7") + item(cash, "0.1") + item(cash + ", " + market, "0");
  const std::string bad_cash =
      with("cash: {uniform: {low: £3m, high: £5m}}", "cash: four million", correlated(items));
  const std::string messages = read_text(bad_cash).messages();
  EXPECT_EQ(std::count(messages.begin(), messages.end(), '\n'), 5) << messages;
  for (const char* part : {"'x'", "'y'", "'7' is out of range", "of one number", "four million"}) {
    EXPECT_THAT(messages, HasSubstr(part));
  }
  EXPECT_THAT(messages, Not(HasSubstr("'" + cash + "' cannot"))) << "its own mistake is enough";
  // A number whose key is misspelt is not unknown here, too.
  const std::string no_cash = with("    cash: {uniform: {low: £3m, high: £5m}}\n", "",
                                   correlated(item(cash + ", " + market, "0")));
  EXPECT_THAT(read_text(no_cash).messages(), HasSubstr("'firms.alpha.cash' is missing"));
  EXPECT_THAT(read_text(no_cash).messages(), Not(HasSubstr("uncertain number")));
}

TEST(ReadCorrelations, WhatStandsInAGroupThatCannotBeReadIsNotUnknown) {
  const std::string text = correlated(item(cash + ", " + market, "0.1"));
  for (const std::string& broken :
       {with("finance:\n", "finnance:\n", text), with("firms:\n", "firrms:\n", text),
        with("market: {uniform: {low: 1, high: 2}}", "maarket: {uniform: {low: 1, high: 2}}", text),
        text.substr(0, text.find("firms:\n")) + "firms: 5\n" + text.substr(text.find("programme:")),
        text.substr(0, text.find("firms:\n")) + text.substr(text.find("programme:"))}) {
    const std::string messages = read_text(broken).messages();
    EXPECT_EQ(std::count(messages.begin(), messages.end(), '\n'), 1) << messages;
  }
}

// ---- Correlations that contradict one another ----

TEST(ReadCorrelations, ContradictionsAreWarnedOfAtTheKey) {
  const std::string items = item(growth + ", " + median + ", " + cash, "-0.9");
  const ReadScenario read = read_items(items);
  ASSERT_TRUE(read.scenario) << read.messages();
  // The nearest matrix of three equal scores has −1/2: ranks of −6/π asin(1/4).
  EXPECT_EQ(read.messages(),
            "small.yaml:" + place_of("correlations", correlated(items)) +
                ": warning: the correlations cannot hold together: the rank of '" + cash +
                "' and '" + growth +
                "' becomes -0.48 instead of -0.90 (the nearest that can are taken; 3 of 3 pairs "
                "change, this one most). Write weaker ranks, or name the pairs left out.\n");
  EXPECT_EQ(read->correlations[0].rank, -0.9) << "what was written stays";
}

TEST(ReadCorrelations, SmallRepairsShowTheDigitsThatChange) {
  // Three scores of -1/2 just exist: a rank of -0.4827 is one digit too far.
  const std::string items = item(growth + ", " + median + ", " + cash, "-0.4827");
  EXPECT_THAT(read_items(items).messages(), HasSubstr("becomes -0.4826 instead of -0.4827"));
  EXPECT_EQ(read_items(item(growth + ", " + median + ", " + cash, "-0.4825")).messages(), "");
}

}  // namespace
}  // namespace firstcustomer
