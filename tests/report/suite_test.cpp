#include "firstcustomer/report/suite.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "experiment/small_suite.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::small_suite;
using testing::small_suite_results;

std::string unwrapped(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

TEST(SuiteTable, ShowsLevelsRegretRecordsAndTheFrontier) {
  const std::string text = suite_table(small_suite(), small_suite_results());
  EXPECT_THAT(text, HasSubstr("qualified suppliers (more is better; enough: at least 2"));
  EXPECT_THAT(text, HasSubstr("public money stranded (less is better)"));
  EXPECT_THAT(text, HasSubstr("1–1–0"));
  EXPECT_THAT(unwrapped(text), HasSubstr("- calm: none (0), cash (£10); dominated: order (£10) by "
                                         "cash."));
  EXPECT_THAT(unwrapped(text), HasSubstr("scenarios: none 0 %, cash 50 %, order 50 %."));
  EXPECT_THAT(text, Not(HasSubstr("Rows of the baseline")));
}

TEST(SuiteTable, NamesRowsThatWereNotRun) {
  SuiteResults results = small_suite_results();
  for (SuiteScenario& scenario : results.scenarios) {
    scenario.paired = 1;
  }
  const std::string text = unwrapped(suite_table(small_suite(), results));
  EXPECT_THAT(text, HasSubstr("which were not run now: cash (100 replications, version 0.1.0), "
                              "order (100"));
  EXPECT_THAT(text, Not(HasSubstr("scenarios won")));
}

TEST(SuiteJson, HasARowPerRuleScenarioAndOutcome) {
  const auto json = nlohmann::json::parse(suite_json(small_suite(), small_suite_results()));
  EXPECT_EQ(json["suite"], 3);
  EXPECT_EQ(json["rows"].size(), 18U);
  EXPECT_EQ(json["rows"][4]["rule"], "cash");
  EXPECT_EQ(json["rows"][4]["outcome"], "public_money_net_present_value");
  EXPECT_EQ(json["rows"][4]["mean"], 20.0);
  EXPECT_EQ(json["regrets"].size(), 18U);
  EXPECT_EQ(json["paired_differences"].size(), 18U);
  EXPECT_EQ(json["frontier"][2]["dominated_by"][0], "cash");
  EXPECT_EQ(json["over_scenarios"][0]["maximum_regret"], 3.0);
}

TEST(SuiteJson, HasADigestOfWhatWasRun) {
  SuiteResults results = small_suite_results();
  const auto digest = [&] {
    return nlohmann::json::parse(suite_json(small_suite(), results))["digest"];
  };
  const auto before = digest();
  results.scenarios[1].rows[0].digest = "another";
  EXPECT_NE(digest(), before);
}

TEST(ReadBaseline, ReadsWhatWasWritten) {
  const Suite suite = small_suite();
  SuiteResults written = small_suite_results();
  written.scenarios[0].rows[1].cells[0].level.low = std::nan("");
  const ReadBaseline read = read_baseline(suite, suite_json(suite, written));
  ASSERT_EQ(read.problem, "");
  ASSERT_EQ(read.results.scenarios.size(), 2U);
  EXPECT_EQ(read.results.scenarios[1].digest, "digest of rough");
  EXPECT_EQ(read.results.scenarios[1].paired, 0U);
  const SuiteRow& row = read.results.scenarios[0].rows[1];
  EXPECT_EQ(row.rule, "cash");
  EXPECT_EQ(row.replications, 100);
  EXPECT_EQ(row.cells[1].level.high, 20.5);
  EXPECT_EQ(row.cells[1].tail, 40.0);
  EXPECT_TRUE(std::isnan(row.cells[0].level.low));
}

TEST(ReadBaseline, SaysWhyRowsCannotStandBesideThese) {
  const Suite suite = small_suite();
  const std::string text = suite_json(suite, small_suite_results());
  Suite other = suite;
  other.seed = 2;
  EXPECT_EQ(read_baseline(other, text).problem, "its seed is 1, here 2");
  other = suite;
  other.outcomes[2].outcome = testing::outcome_index("suppliers_entered");
  EXPECT_THAT(read_baseline(other, text).problem, HasSubstr("it has no suppliers_entered of"));
  EXPECT_THAT(read_baseline(suite, "{}").problem, HasSubstr("not what benchmark-rules"));
  EXPECT_THAT(read_baseline(suite, "").problem, HasSubstr("not what benchmark-rules"));
}

TEST(ScenarioDigest, ChangesWithNumbersAndNotWithSources) {
  const std::string digest = scenario_digest(testing::small());
  EXPECT_NE(digest, scenario_digest(testing::small({"programme.fund.budget=£3m"})));
  std::string text = testing::small_scenario;
  text.replace(text.find("A letter"), 8, "A rumour");
  EXPECT_EQ(digest, scenario_digest(testing::read(text)));
}

}  // namespace
}  // namespace firstcustomer
