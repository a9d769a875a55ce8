#include "firstcustomer/model/belief.hpp"

#include <gtest/gtest.h>

#include "belief_cases.hpp"
#include "small_case.hpp"

namespace firstcustomer {
namespace {

using testing::plain_grid;
using testing::race_for;

constexpr auto closed = static_cast<std::size_t>(Opportunity::closed);
constexpr auto open_full = static_cast<std::size_t>(Opportunity::open_full);

TEST(BeliefGrid, CoversTheRunAndDiscountsRealReturnsOnNominalMoney) {
  Case numbers = testing::small_case();
  numbers.behaviour.required_return = PerYear(0.1);
  numbers.appraisal.deflator = {{numbers.start, PerYear(0.02)}};
  const BeliefGrid grid = belief_grid(numbers, Duration::from_days(days_per_year), 2);
  EXPECT_EQ(grid.steps(), 9U);  // ten years of the calendar are a little less than ten of 365.25
  EXPECT_EQ(grid.probes(), 5U);
  EXPECT_NEAR(grid.discount[0], 1.0, 1e-12);
  EXPECT_NEAR(grid.discount[3], std::pow(1.1 * 1.02, -3.0), 1e-9);
  EXPECT_EQ(grid.step_of(grid.at(4)), 4U);
  EXPECT_EQ(grid.step_of(grid.at(40)), 8U);
}

TEST(ExpectedValues, FollowTheMoves) {
  const BeliefGrid grid = plain_grid(5.0, 0.0);
  ByOpportunity first{};
  first[open_full] = 1.0;
  const std::vector<double> values = expected_values(grid, race_for(grid, 100.0, 0.5), first);
  ASSERT_EQ(values.size(), 5U);
  for (std::size_t year = 0; year < values.size(); ++year) {
    EXPECT_NEAR(values[year], 100.0 * std::exp(-0.5 * static_cast<double>(year)), 1e-9);
  }
}

TEST(ValueAt, IsBetweenProbesInProportion) {
  const BeliefGrid grid = plain_grid(3.0, 0.0);
  BeliefCurve curve = constant_curve(grid, 1.0);
  curve.value[1][closed] = 4.0;
  EXPECT_NEAR(value_at(grid, curve, 4, closed), 2.0, 1e-12);
  EXPECT_NEAR(value_at(grid, curve, 12, closed), 4.0, 1e-12);
  EXPECT_NEAR(value_at(grid, curve, 35, closed), 1.0, 1e-12);
}

TEST(Approach, GoesTheShareOfTheWay) {
  const BeliefGrid grid = plain_grid(2.0, 0.0);
  BeliefCurve curve = constant_curve(grid, 0.0);
  approach(curve, race_for(grid, 100.0, 12.0), 0.25);
  EXPECT_NEAR(curve.value[0][open_full], 25.0, 1e-12);
  EXPECT_NEAR(curve.moves[0][open_full][open_full], 0.75 + 0.25 * std::exp(-1.0), 1e-12);
}

PilotView view_of(const BeliefGrid& grid, std::uint8_t opportunity, double value) {
  return {TechnologyId(0), std::vector<std::uint8_t>(grid.steps() + 1, opportunity),
          std::vector<double>(grid.steps(), 1.0), std::vector<double>(grid.probes(), value)};
}

TEST(CurveEstimate, TakesMeansByOpportunity) {
  const BeliefGrid grid = plain_grid(2.0, 0.0);
  CurveEstimate estimate(grid);
  estimate.add(grid, view_of(grid, open_full, 10.0));
  estimate.add(grid, view_of(grid, open_full, 30.0));
  estimate.add(grid, view_of(grid, closed, 1.0));
  const BeliefCurve curve = estimate.curve(estimate);
  EXPECT_NEAR(curve.value[0][open_full], 20.0, 1e-12);
  EXPECT_NEAR(curve.value[1][closed], 1.0, 1e-12);
  EXPECT_NEAR(curve.moves[5][open_full][open_full], 1.0, 1e-12);
  EXPECT_NEAR(estimate.first()[open_full], 2.0 / 3.0, 1e-12);
}

TEST(CurveEstimate, TakesWhatItNeverMetFromOthersOrFromTheNearestDate) {
  const BeliefGrid grid = plain_grid(3.0, 0.0);
  CurveEstimate own(grid);
  PilotView view = view_of(grid, open_full, 10.0);
  std::fill(view.opportunity.begin() + 13, view.opportunity.end(), std::uint8_t{0});
  own.add(grid, view);
  CurveEstimate pooled = own;
  pooled.add(grid, view_of(grid, 2, 50.0));
  const BeliefCurve curve = own.curve(pooled);
  EXPECT_NEAR(curve.value[0][2], 50.0, 1e-12);          // of others
  EXPECT_NEAR(curve.value[2][open_full], 10.0, 1e-12);  // of the second year
  EXPECT_NEAR(curve.value[0][3], 0.0, 1e-12);           // of nobody
  EXPECT_NEAR(curve.moves[0][3][3], 1.0, 1e-12);
}

TEST(CurveEstimate, IsTheSumOfItsParts) {
  const BeliefGrid grid = plain_grid(2.0, 0.0);
  CurveEstimate whole(grid), one(grid), other(grid);
  for (int i = 0; i < 6; ++i) {
    const PilotView view = view_of(grid, i % 2 == 0 ? closed : open_full, i);
    whole.add(grid, view);
    (i < 3 ? one : other).add(grid, view);
  }
  one.merge(other);
  EXPECT_EQ(one.curve(one).value, whole.curve(whole).value);
  EXPECT_EQ(one.pilots(), 6.0);
}

}  // namespace
}  // namespace firstcustomer
