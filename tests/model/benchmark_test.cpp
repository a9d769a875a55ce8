#include "firstcustomer/model/benchmark.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace firstcustomer {
namespace {

const Benchmark speed{"speed", "tokens/s", Better::higher, 0.0};
const Benchmark delay{"delay", "ms", Better::lower, 0.0};

TEST(PerformanceRatio, OfAHigherValueIsLargerWhereHigherIsBetter) {
  EXPECT_EQ(performance_ratio(speed, 30.0, 10.0), 3.0);
  EXPECT_EQ(performance_ratio(speed, 5.0, 10.0), 0.5);
}

TEST(PerformanceRatio, OfALowerValueIsLargerWhereLowerIsBetter) {
  EXPECT_EQ(performance_ratio(delay, 5.0, 10.0), 2.0);
  EXPECT_EQ(performance_ratio(delay, 40.0, 10.0), 0.25);
}

TEST(PerformanceRatio, OfEqualValuesIsOne) {
  for (const double value : {0.3, 7.0, 1e12}) {
    EXPECT_EQ(performance_ratio(speed, value, value), 1.0);
    EXPECT_EQ(performance_ratio(delay, value, value), 1.0);
  }
}

TEST(ValueAtRatio, GoesTheWayThatIsBetter) {
  EXPECT_EQ(value_at_ratio(speed, 10.0, 4.0), 40.0);
  EXPECT_EQ(value_at_ratio(delay, 10.0, 4.0), 2.5);
}

TEST(ValueAtRatio, IsTheInverseOfPerformanceRatio) {
  std::mt19937_64 bits(1);
  std::uniform_real_distribution<double> log_value(-20.0, 20.0);
  for (int i = 0; i < 10'000; ++i) {
    const double reference = std::exp(log_value(bits));
    const double ratio = std::exp(log_value(bits));
    for (const Benchmark& benchmark : {speed, delay}) {
      const double value = value_at_ratio(benchmark, reference, ratio);
      ASSERT_DOUBLE_EQ(performance_ratio(benchmark, value, reference), ratio);
      ASSERT_DOUBLE_EQ(
          value_at_ratio(benchmark, reference, performance_ratio(benchmark, value, reference)),
          value);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
