#include "firstcustomer/core/random_walk.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

/// The naive twin: elimination in x(k) = c + p x(k + 1) + q x(k − 1), with x(0) = 0 and x(N) given.
double solved(double p, std::int64_t start, std::int64_t goal, double each, double at_goal) {
  const auto size = static_cast<std::size_t>(goal);
  std::vector<double> slope(size + 1, 0.0);  // x(k) = slope(k) x(k + 1) + level(k)
  std::vector<double> level(size + 1, 0.0);
  for (std::size_t k = 1; k < size; ++k) {
    const double left = 1.0 - (1.0 - p) * slope[k - 1];
    slope[k] = p / left;
    level[k] = (each + (1.0 - p) * level[k - 1]) / left;
  }
  double x = at_goal;
  for (std::size_t k = size; k > static_cast<std::size_t>(start); --k) {
    x = slope[k - 1] * x + level[k - 1];
  }
  return x;
}

TEST(GamblersRuin, HasTheValuesOfTheBattery) {  // V39
  const GamblersRuin ruin = gamblers_ruin(0.48, 10, 30);
  EXPECT_NEAR(ruin.reaches_goal, 0.1221932741, 1e-10);
  EXPECT_NEAR(ruin.steps, 158.3550444182, 1e-9 * 158.0);
}

TEST(GamblersRuin, SolvesTheEquationsOfTheWalk) {
  for (const double p : {0.02, 0.3, 0.48, 0.4999, 0.499999, 0.5, 0.50000001, 0.51, 0.8, 0.97}) {
    for (const std::int64_t goal : {1, 2, 7, 40}) {
      for (std::int64_t start = 0; start <= goal; ++start) {
        const GamblersRuin ruin = gamblers_ruin(p, start, goal);
        const double reaches = start == 0 ? 0.0 : solved(p, start, goal, 0.0, 1.0);
        const double steps = start == 0 ? 0.0 : solved(p, start, goal, 1.0, 0.0);
        EXPECT_NEAR(ruin.reaches_goal, reaches, 1e-11 * reaches)
            << p << " " << start << "/" << goal;
        EXPECT_NEAR(ruin.steps, steps, 1e-11 * steps) << p << " " << start << "/" << goal;
      }
    }
  }
}

TEST(GamblersRuin, IsFairWhereTheWalkIs) {
  EXPECT_EQ(gamblers_ruin(0.5, 3, 10).reaches_goal, 0.3);
  EXPECT_EQ(gamblers_ruin(0.5, 3, 10).steps, 21.0);
}

TEST(GamblersRuin, KnowsWalksThatTurnNowhere) {
  EXPECT_EQ(gamblers_ruin(0.0, 3, 10).steps, 3.0);
  EXPECT_EQ(gamblers_ruin(0.0, 3, 10).reaches_goal, 0.0);
  EXPECT_EQ(gamblers_ruin(1.0, 3, 10).steps, 7.0);
  EXPECT_EQ(gamblers_ruin(1.0, 3, 10).reaches_goal, 1.0);
}

TEST(GamblersRuin, OverflowsForNoDistance) {
  EXPECT_EQ(gamblers_ruin(0.2, 5'000, 10'000).reaches_goal, 0.0);
  EXPECT_NEAR(gamblers_ruin(0.2, 5'000, 10'000).steps, 5'000 / 0.6, 1e-8);
  EXPECT_EQ(gamblers_ruin(0.8, 5'000, 10'000).reaches_goal, 1.0);
}

TEST(GamblersRuin, RefusesWhatIsNoWalk) {
  EXPECT_THROW(gamblers_ruin(1.1, 1, 2), InvariantError);
  EXPECT_THROW(gamblers_ruin(0.5, 3, 2), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
