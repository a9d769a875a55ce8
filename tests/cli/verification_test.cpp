/// Scenarios with known answers: every file of scenarios/verification against its closed form.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

namespace fs = std::filesystem;

const fs::path folder = FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/verification";
/// For each of the seeds 1, 2 and 3: more than 100,000 together.
const std::int64_t replications = thorough(34'000);

std::string content(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Scenario read(const std::string& name, const std::vector<std::string>& overrides = {}) {
  Diagnostics diagnostics;
  auto scenario = read_scenario(name, content(folder / name), overrides, diagnostics);
  EXPECT_TRUE(scenario.has_value());
  EXPECT_EQ(diagnostics.render(Excerpts::none), "") << "without a doubt, too";
  return scenario.value_or(Scenario{});
}

/// The outcomes of all replications, in their order.
std::vector<Outcome> outcomes_of(Scenario scenario, std::int64_t seed,
                                 Design design = Design::independent) {
  scenario.head.seed = seed;
  std::vector<Outcome> outcomes;
  const Results results = run_plan(
      make_plan(scenario, replications, design), 2, [&](const BlockResult& block, const Results&) {
        outcomes.insert(outcomes.end(), block.rows[0].begin(), block.rows[0].end());
      });
  EXPECT_EQ(results.failed, 0);
  return outcomes;
}

using Column = std::vector<double>;

Column column(const std::vector<Outcome>& outcomes,
              const std::function<double(const Outcome&)>& f) {
  Column values(outcomes.size());
  std::transform(outcomes.begin(), outcomes.end(), values.begin(), f);
  return values;
}

/// The mean within 4 standard errors of the exact value: a two-sided false alarm of 6.3e-5.
void expect_mean(const std::string& what, std::int64_t seed, const Column& values, double exact) {
  Moments moments;
  for (const double value : values) {
    moments.add(value);
  }
  const double z = (moments.mean() - exact) / moments.standard_error();
  EXPECT_LT(std::abs(z), 4.0) << what << ", seed " << seed << ": exact " << exact << ", simulated "
                              << moments.mean() << " +- " << moments.standard_error();
}

double months_to_first(const Outcome& o) {
  return o.months_to_first_qualification;
}
double months_waited(const Outcome& o) {
  return o.months_waited_at_facilities;
}

TEST(Verification, LaboratoryIsAFairLottery) {
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("laboratory.yaml"), seed);
    expect_mean("months to the first", seed, column(outcomes, months_to_first), 4.5);
    expect_mean("months in line", seed, column(outcomes, months_waited), 21.0);
    for (const Outcome& outcome : outcomes) {
      ASSERT_EQ(outcome.qualified_suppliers, 3.0);
    }
  }
}

/// Under deadlines between the tests, the number of tests that were too few for all three is known.
TEST(Verification, LaboratoryKnowsWhenAllAreThrough) {
  struct Deadline {
    std::string date;       // after k tests of 60.875 days from 1 January 2026
    double share_of_three;  // k/8
    double all_three;       // C(k, 3)/C(8, 3)
  };
  const Deadline deadlines[] = {{"2026-08-01", 3.0 / 8.0, 1.0 / 56.0},
                                {"2026-10-01", 4.0 / 8.0, 4.0 / 56.0},
                                {"2026-12-01", 5.0 / 8.0, 10.0 / 56.0},
                                {"2027-02-01", 6.0 / 8.0, 20.0 / 56.0},
                                {"2027-04-01", 7.0 / 8.0, 35.0 / 56.0}};
  for (const std::int64_t seed : {1, 2, 3}) {
    Column last(replications, 3 * 2.0);  // months to the last of the three
    for (const Deadline& deadline : deadlines) {
      const auto outcomes =
          outcomes_of(read("laboratory.yaml", {"standard.deadline=" + deadline.date}), seed);
      ASSERT_EQ(outcomes.size(), last.size());
      const Column qualified =
          column(outcomes, [](const Outcome& o) { return o.qualified_suppliers; });
      const Column all = column(
          outcomes, [](const Outcome& o) { return o.qualified_suppliers == 3.0 ? 1.0 : 0.0; });
      expect_mean("qualified by " + deadline.date, seed, qualified, 3.0 * deadline.share_of_three);
      expect_mean("all by " + deadline.date, seed, all, deadline.all_three);
      for (std::size_t i = 0; i < last.size(); ++i) {
        last[i] += 2.0 * (1.0 - all[i]);
      }
    }
    expect_mean("months to the last", seed, last, 13.5);
  }
}

TEST(Verification, ShuttleLeavesWithTheQuartersOfTheCalendar) {  // V36 on a calendar
  double days = 0.0;
  double squared_days = 0.0;
  for (const double quarter : {90.0, 91.0, 92.0, 92.0}) {
    days += quarter * quarter / (2.0 * 365.0);
    squared_days += quarter * quarter * quarter / (3.0 * 365.0);
  }
  EXPECT_NEAR(days / days_per_month, 1.49910, 5e-6);
  EXPECT_NEAR(days / days_per_year, 0.125, 1e-4) << "quarters of a calendar are nearly even";
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("shuttle.yaml"), seed);
    const Column waits = column(outcomes, months_waited);
    const Column squares =
        column(outcomes, [](const Outcome& o) { return months_waited(o) * months_waited(o); });
    expect_mean("wait", seed, waits, days / days_per_month);
    expect_mean("squared wait", seed, squares, squared_days / (days_per_month * days_per_month));
    expect_mean("months to qualification", seed, column(outcomes, months_to_first),
                (182.5 + days) / days_per_month + 3.0);
  }
}

TEST(Verification, CorrelatedTechnologiesFailTogether) {  // V19
  constexpr double exact[] = {.4400946303, .2848681531, .1579563429,
                              .0774327468, .0313197139, .0083284130};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("correlated.yaml"), seed);
    for (int k = 0; k <= 5; ++k) {
      const Column of_k = column(
          outcomes, [&](const Outcome& o) { return o.qualified_suppliers == k ? 1.0 : 0.0; });
      expect_mean(std::to_string(k) + " of five", seed, of_k, exact[k]);
    }
  }
}

/// A stratum is a hundredth, and 80 % is a border of strata: each technology works in exactly 20 of
/// every 100 replications.
TEST(Verification, CorrelatedTechnologiesWorkInOneOfFiveOfEveryHypercube) {
  const auto outcomes = outcomes_of(read("correlated.yaml"), 1, Design::latin_hypercube);
  ASSERT_EQ(outcomes.size() % 100, 0U);
  Moments none_of_block;
  for (std::size_t block = 0; block < outcomes.size(); block += 100) {
    double qualified = 0.0;
    double none = 0.0;
    for (std::size_t i = block; i < block + 100; ++i) {
      qualified += outcomes[i].qualified_suppliers;
      none += outcomes[i].qualified_suppliers == 0.0 ? 1.0 : 0.0;
    }
    ASSERT_EQ(qualified, 100.0) << "block " << block / 100;
    none_of_block.add(none / 100.0);
  }
  // Not independent (0.32768), nor far from the exact 0.44: ranks of 100 scores are correlated a
  // little less than scores.
  EXPECT_NEAR(none_of_block.mean(), .4400946303, 0.005 + 4.0 * none_of_block.standard_error());
}

TEST(Verification, EveryNumberHasASourceAndEveryFileIsListed) {
  const std::string list = content(folder / "README.md");
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    ++files;
    EXPECT_THAT(list, ::testing::HasSubstr("| `" + name + "` |"));
    const Scenario scenario = read(name);
    for (const Assumption& each : scenario.assumptions) {
      EXPECT_TRUE(each.is_default || (each.grade == Grade::assumed && !each.source.empty()))
          << name << ": " << each.path;
    }
    // Cases are drawn where their correlation is what is known.
    EXPECT_THAT(scenario.uncertainties, ::testing::SizeIs(name == "correlated.yaml" ? 5 : 0));
  }
  EXPECT_EQ(files, 3);
}

}  // namespace
}  // namespace firstcustomer
