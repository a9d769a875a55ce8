#include "firstcustomer/report/assumptions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "firstcustomer/report/text.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::small;

Assumption number(const std::string& path, Grade grade, const std::string& source) {
  return {path, ValueKind::number, "1", grade, source, false};
}

Scenario with(std::vector<Assumption> assumptions) {
  Scenario scenario;
  scenario.assumptions = std::move(assumptions);
  return scenario;
}

/// Every grade, with and without a source, best first.
const std::vector<Assumption> all_grades = {
    number("a.primary", Grade::primary, "A law"),
    number("b.published", Grade::published, "A paper"),
    number("c.recalled", Grade::recalled, "A talk"),
    number("d.assumed", Grade::assumed, "A guess"),
    number("e.assumed", Grade::assumed, ""),
    number("f.sourced", Grade::ungraded, "A letter"),
    number("g.nothing", Grade::ungraded, ""),
};

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    result.push_back(line);
  }
  return result;
}

/// The first words of all lines but the heading.
std::vector<std::string> paths(const std::string& table) {
  std::vector<std::string> result;
  for (const std::string& line : lines(table)) {
    result.push_back(line.substr(0, line.find(' ')));
  }
  result.erase(result.begin());
  return result;
}

TEST(CountAssumptions, CountsEachKind) {
  std::vector<Assumption> values = all_grades;
  values.push_back({"h", ValueKind::uncertain, "u", Grade::primary, "A law", false});
  values.push_back({"i", ValueKind::uncertain, "u", Grade::assumed, "A guess", false});
  values.push_back({"j", ValueKind::law, "l", Grade::ungraded, "", false});
  const AssumptionCounts counts = count_assumptions(with(values));
  EXPECT_EQ(counts.values, 10U);
  EXPECT_EQ(counts.uncertain, 2U);
  EXPECT_EQ(counts.laws, 1U);
  EXPECT_EQ(counts.assumed, 6U);  // d, e, f, g, i and j
}

TEST(CountAssumptions, OfNothingIsNothing) {
  const AssumptionCounts counts = count_assumptions(Scenario{});
  EXPECT_EQ(counts.values + counts.uncertain + counts.laws + counts.assumed, 0U);
}

TEST(CountAssumptions, AgreesWithTheTable) {
  const Scenario scenario = small();
  const AssumptionCounts counts = count_assumptions(scenario);
  EXPECT_EQ(counts.uncertain, 1U);
  EXPECT_EQ(counts.laws, 4U);
  EXPECT_EQ(paths(assumptions_table(scenario, Which::all)).size(), counts.values);
  EXPECT_EQ(paths(assumptions_table(scenario, Which::only_assumed)).size(), counts.assumed);
}

TEST(AssumptionsTable, ShowsTheWorstGradeFirst) {
  EXPECT_EQ(paths(assumptions_table(with(all_grades), Which::all)),
            (std::vector<std::string>{"g.nothing", "f.sourced", "d.assumed", "e.assumed",
                                      "c.recalled", "b.published", "a.primary"}));
}

TEST(AssumptionsTable, ShowsOnlyWhatIsAssumedWhereAsked) {
  EXPECT_EQ(paths(assumptions_table(with(all_grades), Which::only_assumed)),
            (std::vector<std::string>{"g.nothing", "f.sourced", "d.assumed", "e.assumed"}));
}

TEST(AssumptionsTable, KeepsTheOrderOfTheScenarioWithinAGrade) {
  std::vector<Assumption> values;
  std::vector<std::string> in_order;
  for (int i = 0; i < 100; ++i) {
    in_order.push_back("field." + std::to_string(i * 37 % 100));
    values.push_back(number(in_order.back(), Grade::assumed, "A guess"));
  }
  EXPECT_EQ(paths(assumptions_table(with(values), Which::all)), in_order);
}

TEST(AssumptionsTable, StandsInColumns) {
  const Scenario scenario =
      with({{"fund.budget", ValueKind::number, "£2m", Grade::published, "A paper", false},
            {"slip", ValueKind::law, "{exponential: {mean: 1}}", Grade::assumed, "A guess", false},
            {"rate", ValueKind::uncertain, "1", Grade::ungraded, "", true}});
  EXPECT_EQ(assumptions_table(scenario, Which::all),
            "field        kind       value                     grade      source\n"
            "slip         law        {exponential: {mean: 1}}  assumed    A guess\n"
            "fund.budget  number     £2m                       published  A paper\n"
            "rate         uncertain  1                         ungraded   default\n");
}

TEST(AssumptionsTable, MarksDefaultsAndWhatHasNoSource) {
  const std::string table = assumptions_table(small(), Which::all);
  const auto row = [&](const std::string& path) {
    for (const std::string& line : lines(table)) {
      if (line.rfind(path + " ", 0) == 0) {
        return line;
      }
    }
    return "no row for " + path;
  };
  EXPECT_THAT(row("finance.market"), EndsWith("  ungraded   default"));
  EXPECT_THAT(row("standard.retest_after"), EndsWith("  ungraded   default"));
  EXPECT_THAT(row("finance.closing"), EndsWith("  ungraded   none given"));
  EXPECT_THAT(row("technologies.plain.stages.test.duration"), EndsWith("  recalled   none given"));
  EXPECT_THAT(row("technologies.plain.relative_performance"), EndsWith("  ungraded   A letter"));
  EXPECT_THAT(row("firms.alder.cash"), EndsWith("  assumed    Not real firms"));
}

/// What another item says is not said again.
TEST(Assumptions, SayWhatIsTakenOverFromWhatTheItemIsLike) {
  Assumption taken = number("a.x", Grade::published, "A paper");
  taken.like = "a.other";
  Assumption without_source = number("a.y", Grade::ungraded, "");
  without_source.like = "a.other";
  const Scenario scenario = with({taken, without_source, number("b", Grade::recalled, "A talk")});
  EXPECT_EQ(count_assumptions(scenario).values, 3U);
  EXPECT_EQ(count_assumptions(scenario).taken_over, 2U);
  const std::string table = assumptions_table(scenario, Which::all);
  EXPECT_THAT(table, HasSubstr("  like a.other: A paper\n"));
  EXPECT_THAT(table, HasSubstr("  like a.other: none given\n"));
  EXPECT_THAT(table, HasSubstr("  A talk\n"));
}

TEST(AssumptionsTable, ShortensLongValues) {
  const auto value_of_width = [](std::size_t width) {
    std::string text;
    for (std::size_t i = 0; i < width; ++i) {
      text += i % 2 == 0 ? "£" : "5";
    }
    return assumptions_table(with({{"path", ValueKind::law, text, Grade::primary, "S", false}}),
                             Which::all);
  };
  EXPECT_THAT(value_of_width(56), Not(HasSubstr("…")));
  const std::string shortened = lines(value_of_width(57))[1];
  EXPECT_THAT(shortened, HasSubstr("5£…  primary"));
  EXPECT_EQ(display_width(shortened), display_width(lines(value_of_width(56))[1]));
}

TEST(AssumptionsTable, HasNoTrailingBlanks) {
  for (const std::string& line : lines(assumptions_table(small(), Which::all))) {
    EXPECT_NE(line.back(), ' ') << line;
  }
}

TEST(AssumptionsTable, OfNothingIsItsHeading) {
  EXPECT_EQ(assumptions_table(Scenario{}, Which::all),
            "field  kind       value  grade      source\n");
}

TEST(AssumptionsTable, HoldsOneLineAValue) {
  const Scenario scenario = small({"finance.closing={value: 3 months, source: \"a\\nb\"}"});
  EXPECT_THAT(assumptions_table(scenario, Which::all),
              ::testing::Not(::testing::HasSubstr("\nb\n")));
}

TEST(AssumptionsTable, TheSeedIsNoAssumption) {
  EXPECT_THAT(assumptions_table(small(), Which::only_assumed),
              ::testing::Not(::testing::HasSubstr("\nseed ")));
}

TEST(Assumptions, ADefaultHasNoSourceOfItsGroup) {
  const Scenario scenario = small({"finance.source=A study", "finance.grade=primary"});
  for (const Assumption& a : scenario.assumptions) {
    if (a.path == "finance.attempts") {
      EXPECT_EQ(a.source, "");
      EXPECT_EQ(a.grade, Grade::ungraded);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
