#include "firstcustomer/scenario/outline.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using ::testing::Contains;

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const OutlineField& outline() {
  static const OutlineField root = scenario_outline();
  return root;
}

/// The one field at a path.
const OutlineField& field(std::string_view path) {
  const auto found = find_fields(outline(), path);
  if (found.size() != 1) {
    throw std::invalid_argument("not one field: " + std::string(path));
  }
  return *found.front();
}

void for_each_field(const OutlineField& group,
                    const std::function<void(const OutlineField&)>& visit) {
  for (const OutlineField& child : group.children) {
    visit(child);
    for_each_field(child, visit);
  }
}

bool is_number(const OutlineField& each) {
  return each.kind == OutlineKind::number || each.kind == OutlineKind::numbers ||
         each.kind == OutlineKind::law;
}

TEST(Outline, HoldsEveryFieldThatIsReadFromAScenario) {
  for (const std::string& text : {testing::uk_scenario(), testing::facility_scenario()}) {
    const auto read = testing::read_text(text);
    std::size_t fields = 0;
    for (const testing::RecordedField& recorded : testing::recorded(read->numbers)) {
      std::string path = recorded.path;
      if (recorded.kind == testing::FieldKind::numbers) {
        path.resize(path.rfind('.'));  // the position in the list
      }
      const auto found = find_fields(outline(), path);
      if (path.starts_with("frontier.") && std::count(path.begin(), path.end(), '.') == 1) {
        continue;  // the group of one benchmark
      }
      ASSERT_THAT(found, Not(IsEmpty())) << path;
      EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const OutlineField* each) {
        return each->help == recorded.help && each->words == recorded.words;
      })) << path;
      ++fields;
    }
    EXPECT_GT(fields, 40U);
  }
}

TEST(Outline, FollowsTheOrderOfTheFile) {
  std::vector<std::string> keys;
  for (const OutlineField& child : outline().children) {
    keys.push_back(child.key);
  }
  const auto place = [&](const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) - keys.begin();
  };
  EXPECT_EQ(place("title"), 0);
  EXPECT_LT(place("programme"), place("extends"));
  EXPECT_LT(place("start"), place("benchmarks"));
  EXPECT_LT(place("benchmarks"), place("frontier"));
  EXPECT_LT(place("firms"), place("programme"));
  EXPECT_EQ(
      outline_paths(field("programme.fund")),
      (std::vector<std::string>{"programme.fund.budget", "programme.fund.payment_terms",
                                "programme.fund.indexation", "programme.fund.prices_follow",
                                "programme.fund.rise_at_most", "programme.fund.fiscal_year_caps",
                                "programme.fund.carry_over", "programme.fund.over_cap"}));
}

TEST(Outline, GivesPlaceholdersToNames) {
  const std::vector<std::string> paths = outline_paths(outline());
  for (const std::string path :
       {"benchmarks.<benchmark>.unit", "frontier.<benchmark>.level",
        "standard.thresholds.<benchmark>.fixed_on", "finance.rounds.<round>.then",
        "technologies.<technology>.stages.<stage>.repeat_cost", "facilities.<facility>.first",
        "firms.<firm>.cash", "programme.contract.<n>.pay", "programme.fund.budget"}) {
    EXPECT_THAT(paths, Contains(path));
  }
  for_each_field(outline(), [](const OutlineField& each) {
    if (each.kind == OutlineKind::name_map) {
      EXPECT_NE(each.item, "<n>") << each.path << ": its description should say what an item is";
    }
  });
}

TEST(Outline, HoldsAKeyOnceForEachOfItsMeanings) {
  const auto capacity = find_fields(outline(), "facilities.<facility>.capacity");
  ASSERT_THAT(capacity, SizeIs(2));
  EXPECT_EQ(capacity[0]->noun, "server");
  EXPECT_EQ(capacity[1]->noun, "seat");
  const auto at_least = find_fields(outline(), "standard.thresholds.<benchmark>.at_least");
  ASSERT_THAT(at_least, SizeIs(2));
  EXPECT_EQ(at_least[0]->dimension, Dimension::benchmark);
  EXPECT_EQ(at_least[1]->dimension, Dimension::share);
}

TEST(Outline, SaysWhatFieldsTake) {
  EXPECT_EQ(conditions_of(field("standard.deadline")), "");
  EXPECT_EQ(conditions_of(field("facilities.line.first")), "with kind: departures");
  EXPECT_EQ(conditions_of(field("standard.thresholds.speed.fixed_on")),
            "with of: frontier and with fixed: date");
  EXPECT_EQ(conditions_of(field("standard.thresholds.speed.at_most")),
            "with of: level and where lower is better");
  EXPECT_EQ(
      conditions_of(field("technologies.chip.stages.test.repeat_cost"), "`"),
      "with decided_by: standard, on_failure: repeat or return, or where a later stage returns "
      "to this one or past it");
  EXPECT_EQ(
      conditions_of(field("programme.contract.0.recover"), "`"),
      "with `on: failure` or `on: change_of_control` or `on: insolvency` or `on: shortfall` or "
      "`on: relocation` or `on: supersession`");
}

TEST(Outline, NamesWordsThatFieldsOfTheSameGroupHold) {
  std::size_t words = 0;
  const std::function<void(const OutlineField&)> visit = [&](const OutlineField& group) {
    for (const OutlineField& each : group.children) {
      for (const OutlineCondition& condition : each.conditions) {
        EXPECT_NE(condition.any_of.empty(), condition.text.empty()) << each.path;
        for (const auto& [key, word] : condition.any_of) {
          const auto decider =
              std::find_if(group.children.begin(), group.children.end(),
                           [&key = key](const OutlineField& other) { return other.key == key; });
          ASSERT_NE(decider, group.children.end()) << each.path << ": " << key;
          EXPECT_THAT(decider->words, Contains(word)) << each.path;
          ++words;
        }
      }
      visit(each);
    }
  };
  visit(outline());
  EXPECT_GT(words, 10U);
}

TEST(Outline, FindsFieldsByAnyNames) {
  EXPECT_EQ(field("firms.alpha.cash").path, "firms.<firm>.cash");
  EXPECT_EQ(field("firms.<firm>.cash").path, "firms.<firm>.cash");
  EXPECT_EQ(field("programme.contract.0.bargained").path, "programme.contract.<n>.bargained");
  EXPECT_THAT(find_fields(outline(), "programme.contract.0.up_to"), SizeIs(2))
      << "on acceptance, and of sales";
  EXPECT_EQ(&field("firms.alpha"), &field("firms"));
  for (const std::string path :
       {"", "firm", "firms.cash.alpha", "programme.fund.budget.low", "."}) {
    EXPECT_THAT(find_fields(outline(), path), IsEmpty()) << path;
  }
}

TEST(Outline, KnowsWhatMustBeWritten) {
  const auto required = [](std::string_view path, std::string_view group) {
    return is_required(field(path), group.empty() ? outline() : field(group));
  };
  EXPECT_TRUE(required("title", ""));
  EXPECT_FALSE(required("seed", ""));
  EXPECT_TRUE(required("firms", ""));
  EXPECT_FALSE(required("facilities", ""));
  EXPECT_TRUE(required("frontier", ""));
  EXPECT_TRUE(required("finance", "")) << "has required fields";
  EXPECT_FALSE(required("programme", "")) << "may be left out as a whole";
  EXPECT_TRUE(required("programme.fund", "programme"));
  EXPECT_FALSE(required("programme.strength", "programme")) << "all its fields have defaults";
  EXPECT_TRUE(required("firms.<firm>.remaining", "firms")) << "begun: yes is the default";
  EXPECT_FALSE(required("facilities.<facility>.first", "facilities"));
  EXPECT_TRUE(must_be_written(field("facilities.<facility>.first"))) << "if it departs";
}

TEST(Outline, GivesExamplesThatTheProgramReads) {
  const Currency& pounds = *find_currency("GBP");
  for_each_field(outline(), [&](const OutlineField& each) {
    if (!is_number(each) || each.dimension == Dimension::benchmark) {
      return;
    }
    std::string example = example_of(each);
    if (each.kind == OutlineKind::numbers) {
      example = example.substr(1, example.size() - 2);
    }
    const auto value = parse_quantity(example, each.unit(), pounds);
    ASSERT_TRUE(std::holds_alternative<double>(value)) << each.path << ": " << example;
    EXPECT_GE(std::get<double>(value), each.range.low) << each.path;
    EXPECT_LE(std::get<double>(value), each.range.high) << each.path;
  });
}

TEST(Outline, SaysLimitsAsPeopleDo) {
  const auto limits = [](Dimension dimension, Range range) {
    OutlineField each;
    each.dimension = dimension;
    each.range = range;
    return limits_of(each);
  };
  EXPECT_EQ(limits(Dimension::money, {}), "");
  EXPECT_EQ(limits(Dimension::money, at_least(0)), "not negative");
  EXPECT_EQ(limits(Dimension::time, above(0)), "positive");
  EXPECT_EQ(limits(Dimension::time, at_least(30)), "at least 30 days");
  EXPECT_EQ(limits(Dimension::share, between(0, 1)), "0 to 100 %");
  EXPECT_EQ(limits(Dimension::count, between(1, 1200)), "1 to 1200");
  EXPECT_EQ(limits(Dimension::count, between(1, 1e12)), "at least 1");
  EXPECT_EQ(limits(Dimension::number, above(2.5)), "above 2.5");
  EXPECT_EQ(limits(Dimension::money, {.high = 5}), "at most £5");
}

TEST(Outline, WritesDefaultsOfMoneyWithACurrency) {
  EXPECT_EQ(field("technologies.chip.stages.test.cost").fallback, "£0");
}

}  // namespace
}  // namespace firstcustomer
