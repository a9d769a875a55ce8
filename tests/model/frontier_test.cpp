#include "firstcustomer/model/frontier.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace firstcustomer {
namespace {

const Benchmark speed{"speed", "tokens/s", Better::higher, 0.0};
const Benchmark delay{"delay", "ms", Better::lower, 0.0};
const FrontierPath path{9.51, Date(2025, 9, 9), 1.6};
const Duration year = Duration::from_days(365.25);

/// The level so many years after the date of the path, on a clock that starts later.
double level_after(const Benchmark& benchmark, const FrontierPath& of, int years) {
  const SimulationClock clock(Date(2025, 12, 1));
  const Duration span = Duration::microseconds(year.microseconds() * years);
  return frontier_level(benchmark, of, clock, clock.at(of.dated) + span);
}

TEST(FrontierLevel, IsExactAtItsDate) {
  EXPECT_EQ(level_after(speed, path, 0), 9.51);
  EXPECT_EQ(level_after(delay, path, 0), 9.51);
}

TEST(FrontierLevel, GrowsByItsFactorInAYear) {
  EXPECT_DOUBLE_EQ(level_after(speed, path, 1), 9.51 * 1.6);
  EXPECT_DOUBLE_EQ(level_after(speed, path, 2), 9.51 * 1.6 * 1.6);
}

TEST(FrontierLevel, WasLowerBeforeItsDate) {
  EXPECT_DOUBLE_EQ(level_after(speed, path, -1), 9.51 / 1.6);
  EXPECT_DOUBLE_EQ(level_after(speed, path, -3), 9.51 / 1.6 / 1.6 / 1.6);
}

TEST(FrontierLevel, FallsWhereLowerIsBetter) {
  EXPECT_DOUBLE_EQ(level_after(delay, path, 1), 9.51 / 1.6);
  EXPECT_DOUBLE_EQ(level_after(delay, path, -1), 9.51 * 1.6);
}

TEST(FrontierLevel, MovesByTheRootInHalfAYear) {
  const SimulationClock clock(path.dated);
  const Instant half = Instant() + Duration::microseconds(year.microseconds() / 2);
  EXPECT_DOUBLE_EQ(frontier_level(speed, path, clock, half), 9.51 * std::sqrt(1.6));
}

TEST(FrontierLevel, MayStandStillOrDecline) {
  EXPECT_EQ(level_after(speed, {4.0, Date(2030, 1, 1), 1.0}, 17), 4.0);
  EXPECT_DOUBLE_EQ(level_after(speed, {4.0, Date(2030, 1, 1), 0.5}, 2), 1.0);
  EXPECT_DOUBLE_EQ(level_after(delay, {4.0, Date(2030, 1, 1), 0.5}, 2), 16.0);
}

TEST(FrontierLevel, DoesNotDependOnWhereTheClockStarts) {
  const SimulationClock early(Date(2020, 1, 1));
  const SimulationClock late(Date(2027, 6, 15));
  const Date day(2029, 2, 28);
  EXPECT_EQ(frontier_level(speed, path, early, early.at(day)),
            frontier_level(speed, path, late, late.at(day)));
}

}  // namespace
}  // namespace firstcustomer
