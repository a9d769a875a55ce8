#include "firstcustomer/report/comparison.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/sentences.hpp"
#include "model/outcome_index.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::outcome_index;
using testing::small;
using ::testing::StartsWith;

/// The small order, and one of a third of its money, against nothing.
Comparison small_comparison(std::int64_t replications, std::int64_t lucks = 10) {
  Comparison comparison;
  comparison.arms = {{"no-programme", without_programme(small())},
                     {"small-order", small()},
                     {"third", small({"programme.fund.budget=£600k"})}};
  comparison.outcomes = {outcome_index("public_money_paid"), outcome_index("qualified_suppliers")};
  comparison.plan = comparison_plan(comparison.arms, replications, lucks);
  comparison.plan.contest = Contest{comparison.outcomes.front(), true};
  return comparison;
}

/// One line, for searches.
std::string unwrapped(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

TEST(ComparisonTable, HasARowPerArmAndATablePerOutcome) {
  const Comparison comparison = small_comparison(400);
  const Results results = run_plan(comparison.plan, 2, {});
  const std::string text = comparison_table(comparison, results);
  EXPECT_THAT(text, StartsWith("Small scenario, £2m\n400 paired replications (40 cases, 10 lucks "
                               "each), seed 7; 2026-01-01 to 2030-12-31."));
  EXPECT_THAT(text, HasSubstr("\n\nPublic money paid"));
  EXPECT_THAT(text, HasSubstr("\nQualified suppliers by the deadline\n"));
  std::istringstream lines(text);
  std::string line;
  int rows = 0;
  while (std::getline(lines, line)) {
    rows += line.starts_with("third ") ? 1 : 0;
  }
  EXPECT_EQ(rows, 2);
  const std::string paid = on_one_line(
      estimate_text(difference_estimate(comparison.plan, results, 2, comparison.outcomes[0]),
                    OutcomeKind::money, Shown::as_difference, "£"));
  EXPECT_THAT(text, HasSubstr(paid));
  EXPECT_THAT(unwrapped(text), HasSubstr("from the means of cases: replications of one case are "
                                         "not independent"));
  EXPECT_THAT(unwrapped(text),
              HasSubstr("Ranking by the mean over all cases: no programme, third, small order."));
  EXPECT_THAT(unwrapped(text), HasSubstr("has the lowest public money paid on average over 10"));
  EXPECT_THAT(unwrapped(comparison_table(small_comparison(100, 1),
                                         run_plan(small_comparison(100, 1).plan, 1, {}))),
              HasSubstr("(one luck a case)"));
}

/// Of what the arms cost, with the small order twice.
Comparison comparison_of_costs() {
  Comparison comparison = small_comparison(400);
  comparison.arms.push_back({"again", small()});
  comparison.outcomes = {outcome_index("public_money_net_present_value"),
                         outcome_index("qualified_suppliers")};
  comparison.plan = comparison_plan(comparison.arms, 400, 10);
  comparison.plan.contest = Contest{comparison.outcomes.front(), true};
  return comparison;
}

TEST(ComparisonTable, SaysWhatAnAdditionalSupplierCosts) {
  const Comparison comparison = comparison_of_costs();
  Results results = run_plan(comparison.plan, 2, {});
  // One supplier more by the small order in each second case, and £10m to £12m.
  results.arms[1].cost_and_effect = {};
  results.arms[1].group_cost_and_effect = {};
  for (int i = 0; i < 40; ++i) {
    results.arms[1].cost_and_effect.add(10e6 + i % 3 * 1e6, i % 2);
    results.arms[1].group_cost_and_effect.add(10e6 + i % 3 * 1e6, i % 2);
  }
  const std::string text = comparison_table(comparison, results);
  EXPECT_THAT(text, HasSubstr("\nCost to the exchequer, present value\n"));
  const RatioEstimate cost = cost_per_additional_supplier(comparison.plan, results, 1);
  ASSERT_EQ(cost.set, RatioSet::interval);
  const std::string shown = cost_text(cost, results.arms[1].cost_and_effect.second().mean(), "£");
  const std::size_t at = text.find("\nCost per additional qualified supplier\n");
  ASSERT_NE(at, std::string::npos);
  EXPECT_LT(text.find("\nCost to the exchequer"), at);
  EXPECT_LT(at, text.find("\nQualified suppliers by the deadline\n"));
  EXPECT_THAT(text.substr(at), HasSubstr("against no programme\nsmall order"));
  EXPECT_THAT(text.substr(at), HasSubstr(shown + '\n'));
  EXPECT_THAT(unwrapped(text),
              HasSubstr("Present values, and the cost per supplier (paid less recovered to the "
                        "horizon, over those qualified by the deadline): no inflation, "
                        "discounted at 3.5 % a year to January 2026."));
  const auto json = nlohmann::json::parse(comparison_json(comparison, results));
  const auto& written = json["cost_per_additional_qualified_supplier"];
  EXPECT_EQ(written.size(), 3U);
  EXPECT_EQ(written["small-order"]["hi"], cost.high);
}

TEST(ComparisonTable, SaysNothingOfPresentValuesWhereItShowsNone) {
  const Comparison comparison = small_comparison(100);
  const std::string text = comparison_table(comparison, run_plan(comparison.plan, 1, {}));
  EXPECT_THAT(text, Not(HasSubstr("Present values")));
  EXPECT_THAT(text, Not(HasSubstr("Cost per additional")));
}

TEST(ComparisonTable, PointsToMatchingWhereArmsCostDifferentAmounts) {
  constexpr const char* hint =
      "These arms cost different amounts; --match exchequer-cost compares "
      "them at one cost.";
  Comparison comparison = comparison_of_costs();
  const Results results = run_plan(comparison.plan, 2, {});
  EXPECT_THAT(unwrapped(comparison_table(comparison, results)), HasSubstr(hint));
  comparison.matching = Matching{comparison.outcomes.front(), 400e3, "small-order", 2000, {}};
  EXPECT_THAT(unwrapped(comparison_table(comparison, results)), Not(HasSubstr(hint)));
  // Those without a programme cost nothing, and are no rules to be matched.
  Comparison alike = comparison_of_costs();
  alike.arms.erase(alike.arms.begin() + 2);
  alike.plan = comparison_plan(alike.arms, 400, 10);
  alike.plan.contest = comparison.plan.contest;
  EXPECT_THAT(unwrapped(comparison_table(alike, run_plan(alike.plan, 2, {}))),
              Not(HasSubstr(hint)));
}

TEST(ComparisonTable, RanksEqualsTogether) {
  Comparison comparison = comparison_of_costs();
  const std::string least =
      unwrapped(comparison_table(comparison, run_plan(comparison.plan, 2, {})));
  EXPECT_THAT(least, HasSubstr("Ranking by the mean over all cases: no programme, third, small "
                               "order = again (equal in every case). That the first of them is so "
                               "in this model is "));
  comparison.plan.contest->least = false;
  const std::string most =
      unwrapped(comparison_table(comparison, run_plan(comparison.plan, 2, {})));
  EXPECT_THAT(most, HasSubstr("cases: small order = again (equal in every case), third, no "
                              "programme. That small order and again are the best in this model "
                              "is more than 99.9 % certain"));
  comparison.arms.erase(comparison.arms.begin() + 2);
  comparison.arms.erase(comparison.arms.begin());
  comparison.plan = comparison_plan(comparison.arms, 100, 10);
  comparison.plan.contest = Contest{comparison.outcomes.front(), false};
  const std::string all = unwrapped(comparison_table(comparison, run_plan(comparison.plan, 1, {})));
  EXPECT_THAT(all, HasSubstr("cases: small order = again (equal in every case). Best in:"));
}

TEST(ComparisonTable, WarnsWherePairingBringsNothing) {
  Comparison comparison = small_comparison(300, 1);
  Results results = run_plan(comparison.plan, 1, {});
  EXPECT_THAT(comparison_table(comparison, results), Not(HasSubstr("pairing brings nothing")));
  PairedMoments opposed;
  for (int i = 0; i < 100; ++i) {
    opposed.add(i % 2, (i / 2) % 2);
  }
  results.arms[2].differences[comparison.outcomes[1]] = opposed;
  EXPECT_THAT(unwrapped(comparison_table(comparison, results)),
              HasSubstr("Warning: pairing brings nothing here: third in qualified suppliers."));
}

TEST(ComparisonTable, SaysWhatWasMatchedAndWhatWasOutOfReach) {
  Comparison comparison = small_comparison(200);
  Matching matching{outcome_index("public_money_paid"), 400e3, "small-order", 2000, {}};
  MatchSearch met;
  met.end = MatchEnd::met;
  MatchSearch beyond;
  beyond.achieved = 250e3;
  matching.arms = {{"third", "programme.fund.budget", "£600k", "£93992k", "£0", "£1m", met},
                   {"small-order", "programme.fund.budget", "£2m", "£9m", "£1k", "£20m", beyond}};
  comparison.matching = matching;
  const std::string text =
      unwrapped(comparison_table(comparison, run_plan(comparison.plan, 1, {})));
  EXPECT_THAT(text,
              HasSubstr("Matched in public money paid to £0.4m, that of small order, on 2,000 "
                        "replications"));
  EXPECT_THAT(text, HasSubstr("third: programme.fund.budget moved from £600k to £94.0m; here £"));
  EXPECT_THAT(text, HasSubstr("small order: out of reach. It comes to at most £0.2m whatever "
                              "programme.fund.budget is (tried from £1.0k to £20.0m)"));
}

TEST(ComparisonJson, HoldsTheOutcomesShownAndTheRanking) {
  const Comparison comparison = small_comparison(400);
  const Results results = run_plan(comparison.plan, 2, {});
  const auto json = nlohmann::json::parse(comparison_json(comparison, results));
  EXPECT_EQ(json["lucks_per_case"], 10);
  EXPECT_EQ(json["base"], "no-programme");
  const auto& third = json["arms"]["third"];
  EXPECT_EQ(third.size(), 2U);
  const Estimate difference =
      difference_estimate(comparison.plan, results, 2, comparison.outcomes[0]);
  EXPECT_EQ(third["public_money_paid"]["difference"]["mean"], difference.mean);
  EXPECT_EQ(third["public_money_paid"]["difference"]["hi"], difference.high);
  EXPECT_EQ(third["public_money_paid"]["best_share"]["mean"],
            best_share(comparison.plan, results, 2).mean);
  EXPECT_FALSE(third["qualified_suppliers"].contains("best_share"));
  EXPECT_FALSE(json["arms"]["no-programme"]["public_money_paid"].contains("difference"));
  EXPECT_EQ(json["ranking"]["best"], "lowest");
  EXPECT_EQ(json["ranking"]["order"][0], "no-programme");
  EXPECT_FALSE(json.contains("matching"));
}

TEST(ComparisonCsv, IsTidyAndHasEveryOutcome) {
  const Comparison comparison = small_comparison(200);
  const Results results = run_plan(comparison.plan, 1, {});
  const std::string text = comparison_csv(comparison, results);
  EXPECT_THAT(text, StartsWith("arm,outcome,statistic,value,se,lo,hi,n\nno-programme,"));
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    EXPECT_THAT(text, HasSubstr("\nthird," + std::string(outcome.name) + ",difference,"));
  }
  const Estimate level = level_estimate(comparison.plan, results, 1, comparison.outcomes[0]);
  EXPECT_THAT(text, HasSubstr("\nsmall-order,public_money_paid,level," + shortest(level.mean) +
                              ',' + shortest(level.standard_error) + ','));
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 7) << line;
  }
}

TEST(ComparisonDigest, ChangesWithArmsAndLucks) {
  const std::string digest = comparison_digest(small_comparison(200));
  EXPECT_EQ(digest, comparison_digest(small_comparison(200)));
  EXPECT_NE(digest, comparison_digest(small_comparison(200, 5)));
  Comparison other = small_comparison(200);
  other.arms[2].scenario = small({"programme.fund.budget=£700k"});
  EXPECT_NE(digest, comparison_digest(other));
}

TEST(ComparisonReplayLine, PlaysTheReplicationOfTheArmsScenario) {
  const Comparison comparison = small_comparison(200);
  EXPECT_EQ(comparison_replay_line(comparison, {17, "third", "it broke"}),
            "firstcustomer replay small.yaml 17 --arm small-order --seed 7 --set "
            "programme.fund.budget=£600k --lucks 10");
  EXPECT_THAT(comparison_replay_line(comparison, {17, "no-programme", "it broke"}),
              HasSubstr("--arm no-programme --seed 7 --lucks 10"));
  EXPECT_THAT(comparison_replay_line(comparison, {17, "third:cash-only", "it broke"}),
              HasSubstr("--arm cash-only --seed 7 --set"));
  EXPECT_THAT(comparison_replay_line(comparison, {17, "signal-only", "it broke"}),
              HasSubstr("--arm signal-only --seed 7 --set"));
}

}  // namespace
}  // namespace firstcustomer
