#include "firstcustomer/model/outcome.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string_view>

namespace firstcustomer {
namespace {

TEST(OutcomeDeclarations, NamesAreUnique) {
  std::set<std::string_view> names;
  std::set<std::string_view> labels;
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    EXPECT_TRUE(names.insert(outcome.name).second) << outcome.name;
    EXPECT_TRUE(labels.insert(outcome.label).second) << outcome.label;
  }
}

TEST(OutcomeDeclarations, NamesAreSnakeCase) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    EXPECT_THAT(std::string(outcome.name), ::testing::MatchesRegex("[a-z]+(_[a-z0-9]+)*"));
  }
}

TEST(OutcomeDeclarations, EveryMeasureIsDeclaredOnce) {
  constexpr std::size_t measures = sizeof(Outcome) / sizeof(double);
  EXPECT_EQ(outcome_declarations().size(), measures);
  Outcome outcome;
  const auto* first = reinterpret_cast<const std::byte*>(&outcome);
  std::set<std::ptrdiff_t> places;
  for (const OutcomeDeclaration& declared : outcome_declarations()) {
    const auto* place = reinterpret_cast<const std::byte*>(&(outcome.*declared.value));
    EXPECT_TRUE(places.insert(place - first).second) << declared.name << " is declared twice";
  }
  EXPECT_EQ(places.size(), measures);
}

TEST(OutcomeDeclarations, SayWhatTheyMeanInASentence) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    ASSERT_FALSE(outcome.definition.empty()) << outcome.name;
    EXPECT_EQ(outcome.definition.back(), '.') << outcome.name;
    EXPECT_FALSE(outcome.unit.empty()) << outcome.name;
    EXPECT_FALSE(outcome.label.empty()) << outcome.name;
    EXPECT_FALSE(outcome.when_undefined.empty()) << outcome.name;
  }
}

TEST(OutcomeDeclarations, TextsStandOnOneLineWithoutTrailingBlanks) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    for (const std::string_view text : {outcome.unit, outcome.label, outcome.definition}) {
      EXPECT_EQ(text.find('\n'), std::string_view::npos) << outcome.name;
      EXPECT_EQ(text.find_last_not_of(' '), text.size() - 1) << outcome.name;
    }
  }
}

TEST(OutcomeDeclarations, AMeasureThatCanBeUndefinedSaysWhen) {
  const Outcome nothing_happened;
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    EXPECT_EQ(outcome.when_undefined == "always defined",
              !std::isnan(nothing_happened.*outcome.value))
        << outcome.name;
  }
}

TEST(OutcomeDeclarations, UnitsFitTheirKinds) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    const bool months = outcome.unit.find("month") != std::string_view::npos;
    EXPECT_EQ(outcome.kind == OutcomeKind::months, months) << outcome.name;
    EXPECT_EQ(outcome.kind == OutcomeKind::probability, outcome.unit == "0 or 1") << outcome.name;
    EXPECT_EQ(outcome.kind == OutcomeKind::ratio,
              outcome.unit.find("ratio") != std::string_view::npos)
        << outcome.name;
  }
}

}  // namespace
}  // namespace firstcustomer
