#include "firstcustomer/core/quadrature.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace firstcustomer {
namespace {

TEST(Quadrature, IsExactForSmoothFunctions) {
  EXPECT_NEAR(integral([](double x) { return x * x * x; }, 1.0, 3.0), 20.0, 1e-12);
  EXPECT_NEAR(integral([](double x) { return elementary::exp(-x); }, 0.0, 5.0),
              1.0 - std::exp(-5.0), 1e-13);
  EXPECT_EQ(integral([](double) { return 1.0; }, 2.0, 2.0), 0.0);
}

TEST(Quadrature, MindsNoSingularEnds) {
  EXPECT_NEAR(integral([](double x) { return elementary::log(x); }, 0.0, 1.0), -1.0, 1e-12);
  EXPECT_NEAR(integral([](double x) { return std::sqrt(x * (1.0 - x)); }, 0.0, 1.0),
              std::acos(-1.0) / 8.0, 1e-12);
  EXPECT_NEAR(integral([](double x) { return 1.0 / std::sqrt(x); }, 0.0, 4.0), 4.0, 1e-9);
}

}  // namespace
}  // namespace firstcustomer
