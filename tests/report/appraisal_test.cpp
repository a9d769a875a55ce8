#include "firstcustomer/report/appraisal.hpp"

#include <gtest/gtest.h>

#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using testing::read_small;

std::string terms(const std::vector<std::string>& overrides = {}) {
  return present_value_terms(*read_small(overrides));
}

const std::string inflation = "appraisal.deflator=[{from: 2020-01-01, growth: 2 %/year}]";

TEST(PresentValueTerms, NameTheDefaults) {
  EXPECT_EQ(terms(), "no inflation, discounted at 3.5 % a year to January 2026");
}

TEST(PresentValueTerms, NameThePriceBaseAndTheBaseDate) {
  EXPECT_EQ(terms({inflation, "appraisal.price_base=2024-04-01", "appraisal.base_date=2025-12-31"}),
            "deflated by 2 % a year to prices of April 2024, discounted at 3.5 % a year to "
            "December 2025");
}

TEST(PresentValueTerms, NameTheRatesThatAreReached) {
  EXPECT_EQ(terms({"appraisal.base_date=1950-06-01", inflation}),
            "deflated by 2 % a year to prices of January 2026, discounted at 3.5 % a year (3 % "
            "after 30 years, 2.5 % after 75 "
            "years) to June 1950");
  // The horizon is 2030-12-31.
  const std::string late =
      "appraisal.discount=[{rate: 3 %/year}, {after: 5 years, rate: 1.25 %/year}]";
  EXPECT_EQ(terms({late, "appraisal.base_date=2025-12-31"}),
            "no inflation, discounted at 3 % a year (1.25 % after 5 years) to December 2025");
  EXPECT_EQ(terms({late}), "no inflation, discounted at 3 % a year to January 2026");
}

TEST(PresentValueTerms, NameTheStepsOfTheDeflatorThatAreReached) {
  EXPECT_EQ(terms({"appraisal.deflator=[{from: 2019-01-01, growth: 9 %/year}, {from: 2025-04-01, "
                   "growth: 2.6 %/year}, {from: 2027-04-01, growth: 1.9 %/year}, {from: "
                   "2031-01-01, growth: 8 %/year}]"}),
            "deflated by 2.6 % a year, 1.9 % from April 2027 to prices of January 2026, discounted "
            "at 3.5 % a year to January 2026");
}

TEST(PresentValueTerms, SayThatNothingIsDiscounted) {
  EXPECT_EQ(terms({"appraisal.discount=[{rate: 0 %/year}]"}), "no inflation, not discounted");
  EXPECT_EQ(present_value_terms(Scenario{}), "no inflation, not discounted");
}

TEST(PresentValueTerms, SayThatARateIsUncertain) {
  EXPECT_EQ(terms({"appraisal.discount=[{rate: {uniform: {low: 0.03/year, high: 0.04/year}}}]",
                   "appraisal.deflator=[{from: 2026-01-01, growth: {uniform: {low: -0.01/year, "
                   "high: 0.01/year}}}]"}),
            "deflated by an uncertain 0 % a year to prices of January 2026, discounted at an "
            "uncertain 3.5 % a year to January 2026");
}

}  // namespace
}  // namespace firstcustomer
