#include "firstcustomer/experiment/suite_file.hpp"

#include <gmock/gmock.h>

#include "model/outcome_index.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::outcome_index;

constexpr const char* sound = R"(suite: 1
title: A suite
scenarios: [a.yaml, ../b.yaml]
rules: [no-programme, ./mine.yaml]
outcomes:
  - {name: qualified_suppliers, better: more, at_least: 0.75}
  - {name: exchequer-cost, better: less, at_most: £30m}
  - {name: any_qualified_supplier, better: more, at_least: 50 %}
frontier: {effect: qualified_suppliers, cost: exchequer-cost, tail: exchequer-cost, quantile: p95}
seed: 7
replications: 400
lucks: 10
)";

std::string with(const std::string& what, const std::string& in_place) {
  std::string text = sound;
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), in_place);
}

std::string problems(const std::string& text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_suite("suites/s.yaml", text, diagnostics));
  return diagnostics.render(Excerpts::none);
}

TEST(ReadSuite, ReadsWhatItSays) {
  Diagnostics diagnostics;
  const auto suite = read_suite("suites/s.yaml", sound, diagnostics);
  ASSERT_TRUE(suite) << diagnostics.render(Excerpts::none);
  EXPECT_EQ(suite->version, 1);
  EXPECT_EQ(suite->seed, 7);
  EXPECT_EQ(suite->replications, 400);
  EXPECT_EQ(suite->lucks, 10);
  EXPECT_EQ(suite->currency, "GBP");
  EXPECT_EQ(suite->quantile, "p95");
  ASSERT_EQ(suite->scenarios.size(), 2U);
  EXPECT_EQ(suite->scenarios[0], "suites/a.yaml");
  EXPECT_EQ(scenario_title(suite->scenarios[1]), "b");
  EXPECT_EQ(suite->rules[0], "no-programme");
  EXPECT_THAT(suite->rules[1], HasSubstr("suites/"));
  EXPECT_EQ(rule_title(suite->rules[1]), "mine");
  ASSERT_EQ(suite->outcomes.size(), 3U);
  EXPECT_EQ(suite->outcomes[1].outcome, outcome_index("public_money_net_present_value"));
  EXPECT_EQ(suite->outcomes[1].better, Preference::less);
  EXPECT_EQ(suite->outcomes[1].enough, 30e6);
  EXPECT_EQ(suite->outcomes[2].enough, 0.5);
  EXPECT_EQ(suite->frontier.cost, 1U);
}

TEST(ReadSuite, SaysWhereAndWhatIsWrong) {
  EXPECT_EQ(problems(with("lucks:", "luks:")),
            "suites/s.yaml:1:1: 'lucks' is missing.\n"
            "suites/s.yaml:12:1: unknown key 'luks' in the suite (it would be ignored). Did you "
            "mean 'lucks'?\n");
  EXPECT_THAT(problems(with("name: qualified_suppliers", "name: qualified_supliers")),
              HasSubstr("s.yaml:6:12: there is no outcome 'qualified_supliers'. Did you mean "
                        "'qualified_suppliers'?"));
  EXPECT_THAT(problems(with("better: more", "better: high")),
              HasSubstr("s.yaml:6:41: 'better' should be more or less, not 'high'"));
  EXPECT_THAT(problems(with("at_most", "at_least")), HasSubstr("Write 'at_most'?"));
  EXPECT_THAT(problems(with("£30m", "30 apples")), HasSubstr("s.yaml:7:"));
  EXPECT_THAT(problems(with("[a.yaml, ../b.yaml]", "[]")), HasSubstr("s.yaml:3:"));
  EXPECT_THAT(problems(with("[a.yaml, ../b.yaml]", "[a.yaml, a.yaml]")),
              HasSubstr("'a.yaml' stands in 'scenarios' already"));
  EXPECT_THAT(problems(with("lucks: 10", "lucks: 7")), HasSubstr("'lucks' should divide 100"));
  EXPECT_THAT(problems(with("lucks: 10", "lucks: 16")), HasSubstr("'lucks' should divide 100"));
  EXPECT_THAT(problems(with("replications: 400\n", "")), Not(HasSubstr("should divide")));
  EXPECT_THAT(problems(with("seed: 7", "seed: seven")),
              HasSubstr("'seed' should be a whole number from 0 to"));
  EXPECT_THAT(problems(with("quantile: p95", "quantile: p99")),
              HasSubstr("there is no quantile 'p99' (there are p5,"));
  EXPECT_THAT(problems(with("effect: qualified_suppliers", "effect: public_money_paid")),
              HasSubstr("'public_money_paid' is none of the suite's outcomes"));
  EXPECT_THAT(problems(with("tail: exchequer-cost", "tail: any_qualified_supplier")),
              HasSubstr("'any_qualified_supplier' has no tail"));
  EXPECT_THAT(problems(with("any_qualified_supplier", "qualified_suppliers")),
              HasSubstr("two outcomes are the same"));
  EXPECT_THAT(problems("[]"), HasSubstr("not a suite"));
}

TEST(ReadSuite, TellsAllProblemsAtOnce) {
  const std::string all = problems("suite: 1\noutcomes: none\n");
  for (const char* key : {"title", "scenarios", "rules", "seed", "replications", "lucks"}) {
    EXPECT_THAT(all, HasSubstr("'" + std::string(key) + "' is missing"));
  }
  EXPECT_THAT(all, HasSubstr("'outcomes' should be a list"));
}

}  // namespace
}  // namespace firstcustomer
