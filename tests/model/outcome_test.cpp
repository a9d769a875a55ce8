#include "firstcustomer/model/outcome.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>

#include "firstcustomer/model/world.hpp"
#include "model/busy_case.hpp"

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

/// What a record tells of contracts, deliveries and qualifications.
struct Told {
  double months_to_second = 0.0;
  double worth = 0.0;
  double squared_worth = 0.0;
  double ordered = 0.0;
  double accepted = 0.0;
};

Told told_by(const Case& numbers, const Recorder& recorder) {
  std::map<std::string, bool> domestic;
  for (const Firm& firm : numbers.firms) {
    domestic[firm.name] = firm.domestic;
  }
  Told told;
  double passed = 0.0;
  for (const Record& record : recorder.records()) {
    const double amount = record.amount.major();
    const auto count = static_cast<double>(record.count);
    if (record.kind == RecordKind::contract_signed) {
      told.worth += amount;
      told.squared_worth += amount * amount;
      told.ordered += count;
    } else if (record.kind == RecordKind::lot_delivered) {
      told.accepted += count;
    } else if (record.kind == RecordKind::acquired && record.value == 1.0) {
      domestic[recorder.name(record.firm)] = false;
    } else if (record.kind == RecordKind::test_passed &&
               domestic.try_emplace(recorder.name(record.firm), true).first->second &&
               ++passed == 2.0) {
      told.months_to_second = (record.when - Instant{}).months();
    }
  }
  const Instant end = SimulationClock(numbers.start).end_of(numbers.horizon);
  told.months_to_second = passed >= 2.0 ? told.months_to_second : (end - Instant{}).months();
  return told;
}

TEST(Outcomes, OfContractsAndTheSecondSupplierAreWhatTheRecordTells) {
  Case numbers = testing::busy_case();
  numbers.technologies[0].supply.unit_size = 2.0;
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  int seconds = 0;
  int without_delivery = 0;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Outcome o = simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
    const Told told = told_by(numbers, recorder);
    ASSERT_DOUBLE_EQ(o.months_to_second_qualification, told.months_to_second) << i;
    ASSERT_EQ(std::isnan(o.contract_concentration), told.worth == 0.0);
    ASSERT_EQ(std::isnan(o.no_delivery), told.ordered == 0.0);
    ASSERT_EQ(std::isnan(o.performance_at_delivery), told.accepted == 0.0);
    if (told.worth > 0.0) {
      ASSERT_NEAR(o.contract_concentration, told.squared_worth / (told.worth * told.worth), 1e-12);
    }
    if (told.ordered > 0.0) {
      ASSERT_EQ(o.no_delivery, told.accepted == 0.0 ? 1.0 : 0.0);
      without_delivery += told.accepted == 0.0 ? 1 : 0;
    }
    if (told.accepted > 0.0) {
      ASSERT_NEAR(o.performance_at_delivery * told.accepted * 2.0, o.compute_received,
                  1e-9 * o.compute_received);
    }
    seconds += o.qualified_suppliers_ever > 1.0 ? 1 : 0;
  }
  EXPECT_GT(seconds, 20);
  EXPECT_GT(without_delivery, 20);
}

}  // namespace
}  // namespace firstcustomer
