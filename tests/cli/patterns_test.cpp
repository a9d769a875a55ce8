/// Patterns: regularities that were counted in the world, and that scenarios must reproduce.
///
/// Each row of the list below is a row of the table in scenarios/README.md. A further pattern is a
/// further row; `mean_of` reads an outcome, and any other function of the summary is a formula,
/// too.

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/program.hpp"
#include "firstcustomer/report/number.hpp"
#include "golden.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Ran;
using testing::fs::path;

struct Simulated {
  double value = 0.0;
  /// Empty where the summary gives none for what the formula makes of its outcomes.
  std::optional<double> standard_error;
};

/// From the summary that `run --json` prints.
using Formula = std::function<Simulated(const nlohmann::json& summary)>;

struct Pattern {
  std::string name;
  std::string statistic;
  /// Of values and ranges: what follows the number.
  std::string unit;
  std::string target;
  /// The simulated value must lie between them, in this unit.
  double low;
  double high;
  /// After `firstcustomer run`.
  std::string arguments;
  Formula formula;
};

/// `factor` × the mean of an outcome in the arm without a programme.
Formula mean_of(const std::string& outcome, double factor) {
  return [outcome, factor](const nlohmann::json& summary) {
    const nlohmann::json& estimate = summary.at("arms").at("no-programme").at(outcome);
    return Simulated{factor * estimate.at("mean").get<double>(),
                     factor * estimate.at("se").get<double>()};
  };
}

constexpr double percent = 100.0;

/// Standard errors below a hundredth of the value, for the rarest: hence the replications.
const std::vector<Pattern>& patterns() {
  static const std::string fates = "scenarios/patterns/us-seed-startups.yaml -n 200000";
  static const std::string rounds = "scenarios/patterns/us-seed-to-series-a.yaml -n 100000";
  static const std::string graduation = " --set finance.rounds.series-a.graduation=";
  // Of the one round there is.
  static const Formula raised = mean_of("private_money_raised", percent / 12e6);
  static const std::vector<Pattern> list = {
      {"P1", "US seed start-ups after 6.5 years: closed", " %", "55–68 % (61.9 %)", 55.0, 68.0,
       fates, mean_of("suppliers_insolvent", percent)},
      {"P1", "acquired", " %", "4–8 % (5.5 %)", 4.0, 8.0, fates,
       mean_of("suppliers_absorbed", percent)},
      {"P1", "live", " %", "27–38 % (32.2 %)", 27.0, 38.0, fates,
       mean_of("suppliers_active", percent)},
      {"P2", "US seed start-ups that raise a Series A within 24 months: cohort of early 2022", " %",
       "13.9–16.9 % (15.4 %)", 13.9, 16.9, rounds + graduation + "0.33", raised},
      {"P2", "in 2025", " %", "18–22 % (20 %)", 18.0, 22.0, rounds, raised},
      {"P2", "cohort of 2018", " %", "27.5–33.7 % (30.6 %)", 27.5, 33.7,
       rounds + graduation + "0.65", raised},
  };
  return list;
}

/// Rounded to so many significant digits: 66, 6.0, 0.21.
std::string significant(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
  const double rounded = std::strtod(text, nullptr);
  const int exponent =
      rounded == 0.0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(rounded))));
  return grouped(rounded, std::max(0, digits - 1 - exponent));
}

std::string in_words(const Simulated& simulated, const std::string& unit) {
  constexpr double half_width = 1.959963984540054;  // of a 95 % interval, in standard errors
  return significant(simulated.value, 2) + unit +
         (simulated.standard_error ? " ± " + significant(half_width * *simulated.standard_error, 1)
                                   : "");
}

class Patterns : public testing::ProgramTest {
 protected:
  /// Of a run with these arguments; rows with the same arguments share one.
  const nlohmann::json& summary_of(const std::string& arguments) {
    const auto [found, is_new] = summaries_.try_emplace(arguments);
    if (is_new) {
      const Ran ran = run("run " + arguments + " --json --quiet");
      EXPECT_EQ(ran.exit_code, 0) << ran.err;
      found->second = nlohmann::json::parse(ran.out);
    }
    return found->second;
  }

  Simulated simulate(const Pattern& pattern) {
    return pattern.formula(summary_of(pattern.arguments));
  }

 private:
  std::map<std::string, nlohmann::json> summaries_;
};

TEST_F(Patterns, AreReproduced) {
  for (const Pattern& pattern : patterns()) {
    const Simulated simulated = simulate(pattern);
    const std::string row = pattern.name + ", " + pattern.statistic;
    EXPECT_GE(simulated.value, pattern.low) << row;
    EXPECT_LE(simulated.value, pattern.high) << row;
    EXPECT_LT(simulated.standard_error.value_or(0.0), 0.01 * simulated.value) << row;
  }
}

TEST_F(Patterns, StandInTheCommittedTable) {
  constexpr std::string_view begin_marker =
      "<!-- The patterns begin here: written and held by cli_patterns_test. -->\n";
  constexpr std::string_view end_marker = "<!-- The patterns end here. -->\n";
  std::string table =
      "\n| pattern | statistic | target | simulated | command |\n|---|---|---|---|---|\n";
  for (const Pattern& pattern : patterns()) {
    table += "| " + pattern.name + " | " + pattern.statistic + " | " + pattern.target + " | " +
             in_words(simulate(pattern), pattern.unit) + " | `firstcustomer run " +
             pattern.arguments + "` |\n";
  }
  const std::string readme = testing::source_file("scenarios/README.md");
  const auto begin = readme.find(begin_marker);
  const auto end = readme.find(end_marker);
  ASSERT_TRUE(begin != std::string::npos && end != std::string::npos && begin < end);
  testing::expect_golden(
      readme.substr(0, begin + begin_marker.size()) + table + "\n" + readme.substr(end),
      "scenarios/README.md", "FIRSTCUSTOMER_RENEW_GOLDEN=1 build/release/tests/cli_patterns_test");
}

TEST_F(Patterns, FatesOfOneCohortAddUp) {
  const nlohmann::json& summary = summary_of(patterns().front().arguments);
  double sum = 0.0;
  for (const char* fate : {"suppliers_insolvent", "suppliers_absorbed", "suppliers_active"}) {
    sum += mean_of(fate, percent)(summary).value;
  }
  EXPECT_NEAR(sum, 100.0, 1e-9);
}

TEST_F(Patterns, EveryScenarioHasSourcesIsListedAndUsed) {
  const std::string folder = "scenarios/patterns/";
  const std::string list = testing::source_file(folder + "README.md");
  for (const auto& entry :
       std::filesystem::directory_iterator(path(FIRSTCUSTOMER_SOURCE_DIRECTORY) / folder)) {
    const std::string name = entry.path().filename();
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    EXPECT_THAT(list, HasSubstr("| `" + name + "` |"));
    EXPECT_TRUE(std::any_of(patterns().begin(), patterns().end(), [&](const Pattern& pattern) {
      return pattern.arguments.find(folder + name + " ") == 0;
    })) << name;
    const Ran checked = run("check " + folder + name);
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
    EXPECT_THAT(checked.out, Not(HasSubstr("none given"))) << name;
    EXPECT_THAT(checked.out, HasSubstr(" 0 warnings.")) << name;
  }
}

}  // namespace
}  // namespace firstcustomer
