#include "firstcustomer/model/learning.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace firstcustomer {
namespace {

/// An 80 % curve.
constexpr Learning wright{Share(0.2)};

double relative(double value, double exact) {
  return std::abs(value / exact - 1.0);
}

TEST(Learning, IsWrights80PercentCurve) {
  EXPECT_LT(relative(learning_exponent(Share(0.2)), 0.3219280949), 1e-9);
  EXPECT_LT(relative(relative_cost(wright, 1000), 0.1081971236), 1e-9);
  EXPECT_LT(relative(relative_cost_of_first(wright, 1000), 158.6709229568), 1e-9);
  EXPECT_EQ(relative_cost(wright, 1), 1.0);
  EXPECT_NEAR(relative_cost(wright, 2), 0.8, 1e-15);
  EXPECT_NEAR(relative_cost(wright, 4), 0.64, 1e-15);
}

TEST(Learning, BuysDownToATarget) {
  EXPECT_LT(relative(units_until(wright, 50.0, 12.0), 84.1859717745), 1e-9);
  EXPECT_LT(relative(buy_down(wright, 50.0, 12.0, 84), 438.1757664914), 1e-9);
  EXPECT_LT(relative(buy_down_integral(wright, 50.0, 12.0), 417.8890392601), 1e-9);
  EXPECT_LT(relative(units_until({Share(0.2), 100}, 50.0, 12.0), 8'318.5971774538), 1e-9);
}

TEST(Learning, ExperienceTakesTheFirstUnitsAlongTheCurve) {
  const Learning experienced{Share(0.2), 100};
  EXPECT_NEAR(relative_cost(experienced, 100), 0.8, 1e-15);
  EXPECT_LT(relative(relative_cost(experienced, 1), std::pow(1.01, -0.32192809488736235)), 1e-14);
  EXPECT_GT(relative_cost(experienced, 1), relative_cost(wright, 2));
}

TEST(Learning, SumsAreThoseUnitByUnit) {
  for (const double rate : {0.0, 0.1, 0.2, 0.45}) {
    for (const std::int64_t experience : {0, 1, 15, 16, 17, 100, 1'000'000}) {
      const Learning learning{Share(rate), experience};
      long double sum = 0.0L;
      std::int64_t n = 0;
      for (const std::int64_t upto : {1, 2, 14, 15, 16, 17, 18, 50, 3'000}) {
        for (; n < upto; ++n) {
          sum += static_cast<long double>(relative_cost(learning, n + 1));
        }
        EXPECT_LT(relative(relative_cost_of_first(learning, n), static_cast<double>(sum)),
                  experience == 1'000'000 ? 1e-9 : 1e-12)
            << rate << " " << experience << " " << n;
      }
    }
  }
  EXPECT_EQ(relative_cost_of_first(wright, 0), 0.0);
}

TEST(CostCurve, WithoutLearningEveryUnitCostsTheSame) {
  const CostCurve plain{Money::minor(333'333)};
  EXPECT_EQ(plain.of_first(3), Money::minor(999'999));
  EXPECT_EQ(plain.of(1'000'000'007, 12), Money::minor(3'999'996));
  EXPECT_EQ(units_for(plain, 5, Money::minor(999'998), 100), 2);
  EXPECT_EQ(units_for(plain, 5, Money::minor(-1), 100), 0);
  EXPECT_EQ(units_for({Money{}}, 5, Money{}, 100), 100);
}

/// However lots are cut, to the penny.
TEST(CostCurve, LotsAddUpToTheWhole) {
  for (const Learning learning : {wright, Learning{Share(0.28), 250}, Learning{Share(0.0)}}) {
    const CostCurve curve{Money::minor(1'999'97), learning};
    const Money whole = curve.of_first(1'000);
    for (const std::int64_t lot : {1, 7, 250, 999}) {
      Money sum;
      for (std::int64_t made = 0; made < 1'000; made += lot) {
        sum += curve.of(made, std::min<std::int64_t>(lot, 1'000 - made));
      }
      EXPECT_EQ(sum, whole) << lot;
    }
  }
}

TEST(CostCurve, UnitsGetNoDearer) {
  const CostCurve curve{Money::major(2'000), wright};
  for (std::int64_t made = 0; made < 3'000; ++made) {
    // A penny for the rounding of two totals.
    ASSERT_LE(curve.of(made + 1, 1), curve.of(made, 1) + Money::minor(1)) << made;
    ASSERT_GT(curve.of(made, 1), Money{});
  }
}

TEST(UnitsFor, ArePaidForToThePenny) {
  const CostCurve curve{Money::major(2'000), wright};
  for (const std::int64_t units : {1, 2, 20, 77}) {
    const Money cost = curve.of(30, units);
    EXPECT_EQ(units_for(curve, 30, cost, 100), units);
    EXPECT_EQ(units_for(curve, 30, cost - Money::minor(1), 100), units - 1);
    EXPECT_EQ(units_for(curve, 30, cost, units - 1), units - 1);
  }
  EXPECT_EQ(units_for(curve, 30, Money::minor(-5), 100), 0);
  EXPECT_EQ(units_for(curve, 30, Money::major(1e9), 100), 100);
  EXPECT_EQ(units_for(curve, 30, Money::major(1e9), 0), 0);
}

}  // namespace
}  // namespace firstcustomer
