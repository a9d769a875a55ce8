#include "firstcustomer/scenario/reference.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <sstream>

#include "golden.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view begin_marker =
    "<!-- The reference begins here: written by 'firstcustomer schema --reference', held by a "
    "test. -->\n";
constexpr std::string_view end_marker = "<!-- The reference ends here. -->\n";

const std::string& markdown() {
  static const std::string text = reference_markdown(scenario_outline());
  return text;
}

std::string text_of(std::string_view path) {
  const OutlineField outline = scenario_outline();
  std::string text;
  for (const OutlineField* field : find_fields(outline, path)) {
    text += reference_text(*field);
  }
  return text;
}

TEST(Reference, IsTheOneCommittedInTheReadmeOfScenarios) {
  const std::string readme = testing::source_file("scenarios/README.md");
  const auto begin = readme.find(begin_marker);
  const auto end = readme.find(end_marker);
  ASSERT_TRUE(begin != std::string::npos && end != std::string::npos && begin < end);
  const std::string renewed =
      readme.substr(0, begin) + std::string(begin_marker) + markdown() + "\n" + readme.substr(end);
  testing::expect_golden(
      renewed, "scenarios/README.md",
      "FIRSTCUSTOMER_RENEW_GOLDEN=1 build/release/tests/scenario_reference_test");
}

TEST(Reference, HasARowForEveryFieldAndASectionForEveryGroup) {
  const OutlineField outline = scenario_outline();
  const std::function<void(const OutlineField&)> expect_rows = [&](const OutlineField& group) {
    for (const OutlineField& field : group.children) {
      EXPECT_THAT(markdown(), HasSubstr("\n| `" + field.key + "` | ")) << field.path;
      EXPECT_THAT(markdown(), HasSubstr(field.help + " |\n")) << field.path;
      if (!field.children.empty()) {
        EXPECT_THAT(markdown(), HasSubstr("\n### `" + field.path)) << field.path;
      }
      expect_rows(field);
    }
  };
  expect_rows(outline);
}

TEST(Reference, HasFourCellsInEveryRow) {
  std::istringstream lines(markdown());
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("|")) {
      EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 5) << line;
      ++rows;
    }
  }
  EXPECT_GT(rows, 80);
}

TEST(Reference, WritesRowsAsPeopleDo) {
  for (const std::string row : {
           "| `seed` | count, `1`; 0 to 9007199254740991 | `1` | ",
           "| `deadline` | date, `2026-12-31` | required | ",
           "| `domestic` | `no` or `yes` | `yes` | ",
           "| `programme` | group | may be left out | ",
           "| `facilities` | group for each `<facility>` | none | ",
           "| `size` | money or law, `£100m`; positive | required | ",
           "| `success` | list, each a share, `[25 %]`; 0 to 100 % | `[100 %]` | Only with "
           "`decided_by: chance`. ",
           "| `fixed_on` | date, `2026-12-31` | required | Only with `of: frontier` and with "
           "`fixed: date`. ",
       }) {
    EXPECT_THAT(markdown(), HasSubstr("\n" + row));
  }
}

TEST(ReferenceText, TellsOneField) {
  EXPECT_EQ(text_of("programme.fund.budget"),
            "programme.fund.budget: money, £100m; not negative; required\n"
            "  All that may be committed and paid; £0 is no programme.\n");
  EXPECT_EQ(text_of("facilities.line.first"),
            "facilities.<facility>.first: date, 2026-12-31; required\n"
            "  Only with kind: departures. Date of the first departure.\n");
}

TEST(ReferenceText, TellsAGroupWithAllThatIsInIt) {
  EXPECT_THAT(
      text_of("programme.fund"),
      StartsWith("programme.fund: group; required\n"
                 "  The public money.\n"
                 "  programme.fund.budget: money, £100m; not negative; required\n"
                 "    All that may be committed and paid; £0 is no programme.\n"
                 "  programme.fund.payment_terms: time, 18 months; not negative; default 30 days\n"
                 "    From what makes a payment due, such as acceptance, to the payment.\n"));
  EXPECT_THAT(text_of("firms"), HasSubstr("\n  firms.<firm>.cash: money, £100m"));
}

TEST(ReferenceText, TellsAllMeaningsOfAKey) {
  EXPECT_THAT(text_of("facilities.line.capacity"), HasSubstr("Only with kind: servers."));
  EXPECT_THAT(text_of("facilities.line.capacity"), HasSubstr("Only with kind: departures."));
}

TEST(ReferenceText, IndentsWhatDoesNotFitTheFirstLine) {
  EXPECT_EQ(text_of("fiscal_year"),
            "fiscal_year: january, february, march, april, may, june, july, august, september, "
            "october, november\n"
            "    or december; default april\n"
            "  Month in which the years of public accounts begin.\n");
}

TEST(ReferenceText, FitsAHundredColumns) {
  std::string all;
  for (const OutlineField& field : scenario_outline().children) {
    all += reference_text(field);
  }
  std::istringstream lines(all);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto characters =
        static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
          return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
        }));
    longest = std::max(longest, characters);
  }
  EXPECT_LE(longest, 100U);
  EXPECT_GT(longest, 90U) << "long texts fill their lines";
}

}  // namespace
}  // namespace firstcustomer
