#include "firstcustomer/model/die_cost.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/technology.hpp"

namespace firstcustomer {
namespace {

/// $17,000 a wafer, taken for pounds: only ratios matter here.
Die die_of(double area) {
  Die die;
  die.wafer_price = Money::major(17'000);
  die.area = area;
  return die;
}

/// As published, rounded: of a wafer of 300 mm with α = 3, at 0.06, 0.09 and 0.15 defects per cm².
struct Row {
  double area;
  double gross;
  double yield[3];
  double cost[3];
};
constexpr double defects[] = {0.06, 0.09, 0.15};
constexpr Row published[] = {
    {100, 640, {0.94, 0.92, 0.86}, {28, 29, 31}},    {200, 306, {0.89, 0.84, 0.75}, {62, 66, 74}},
    {400, 143, {0.79, 0.71, 0.58}, {149, 167, 205}}, {600, 91, {0.71, 0.61, 0.46}, {264, 308, 412}},
    {814, 63, {0.64, 0.52, 0.36}, {421, 516, 746}},
};

TEST(DieCost, IsThePublishedTable) {
  for (const Row& row : published) {
    EXPECT_EQ(std::round(gross_dies(row.area, 300.0)), row.gross) << row.area;
    for (int i = 0; i < 3; ++i) {
      // Half a unit of the last digit given, and what is exactly between two.
      EXPECT_NEAR(die_yield(row.area, defects[i], 3.0), row.yield[i], 0.00501) << row.area;
      EXPECT_EQ(std::round(cost_per_good_die(die_of(row.area), defects[i])), row.cost[i])
          << row.area << " at " << defects[i];
    }
  }
}

TEST(DieCost, GrossDiesAreThoseOfTheFormula) {
  EXPECT_NEAR(gross_dies(600.0, 300.0), 90.602734046104, 1e-9);
  EXPECT_NEAR(gross_dies(100.0, 200.0) * 100.0,
              3.14159265358979 * 1e4 * (1.0 - 0.1 * std::sqrt(2.0)), 1e-9);
  EXPECT_LT(gross_dies(11'250.0, 300.0), 1e-9);
}

TEST(DieCost, YieldFallsWithAreaAndDefectsAndIsPoissonWithoutClusters) {
  EXPECT_EQ(die_yield(600.0, 0.0, 3.0), 1.0);
  EXPECT_NEAR(die_yield(600.0, 0.09, 3.0), std::pow(1.18, -3.0), 1e-15);
  EXPECT_NEAR(die_yield(600.0, 0.09, 1e9), std::exp(-0.54), 1e-7);
  EXPECT_LT(die_yield(601.0, 0.09, 3.0), die_yield(600.0, 0.09, 3.0));
}

TEST(DieCost, HarvestAddsToTheYieldUpToAll) {
  Die die = die_of(600.0);
  const double plain = cost_per_good_die(die, 0.09);
  const double yield = die_yield(600.0, 0.09, 3.0);
  die.harvest = Share(0.25);
  EXPECT_NEAR(cost_per_good_die(die, 0.09), plain * yield / (yield + 0.25), 1e-9);
  die.harvest = Share(0.5);
  EXPECT_NEAR(cost_per_good_die(die, 0.09), 17'000.0 / gross_dies(600.0, 300.0), 1e-9);
}

TEST(DieCost, NoDieThatIsLargerThanTheWafer) {
  EXPECT_THROW(cost_per_good_die(die_of(11'000.0), 0.09), ReplicationError);
}

/// Packaging loses what is in the package, and nothing that comes after it.
TEST(DieCost, AUnitIsDiesMemoryPackageLossAndBoard) {
  Die die = die_of(600.0);
  die.per_unit = 2;
  die.hbm = 192.0;
  die.hbm_price = Money::major(15.1);
  die.package = Money::major(1'100);
  die.packaging_yield = Share(0.8);
  die.test_and_board = Money::major(500);
  const double dies = 2.0 * 17'000.0 / (gross_dies(600.0, 300.0) * std::pow(1.18, -3.0));
  const double exact = (dies + 192.0 * 15.1 + 1'100.0) / 0.8 + 500.0;
  EXPECT_EQ(unit_cost(die, 0.09), Money::major(exact));
  EXPECT_NEAR(unit_cost(die, 0.09).major(), 6'269.71, 0.01);
}

TEST(DefectsAfter, HalveDownToTheFloor) {
  Die die = die_of(600.0);
  die.defects = 0.16;
  EXPECT_EQ(defects_after(die, Duration::from_days(900)), 0.16) << "nothing is learnt";
  die.learning = YieldLearning{Duration::from_days(150), 0.06};
  EXPECT_EQ(defects_after(die, Duration{}), 0.16);
  EXPECT_NEAR(defects_after(die, Duration::from_days(150)), 0.08, 1e-15);
  EXPECT_NEAR(defects_after(die, Duration::from_days(75)), 0.16 / std::sqrt(2.0), 1e-15);
  EXPECT_EQ(defects_after(die, Duration::from_days(300)), 0.06);
  EXPECT_EQ(defects_after(die, Duration::longest()), 0.06);
  die.defects = 0.05;
  EXPECT_EQ(defects_after(die, Duration::from_days(300)), 0.05) << "never dirtier";
}

TEST(UnitCostAfter, IsGivenOrTheDies) {
  Supply supply;
  supply.unit_cost = Money::major(3'000);
  EXPECT_EQ(unit_cost_after(supply, Duration::from_days(100)), Money::major(3'000));
  supply.unit_cost = no_unit_cost;
  supply.die = die_of(814.0);
  supply.die->defects = 0.15;
  supply.die->learning = YieldLearning{Duration::from_days(150), 0.06};
  EXPECT_EQ(std::round(unit_cost_after(supply, Duration{}).major()), 746.0);
  EXPECT_EQ(std::round(unit_cost_after(supply, Duration::longest()).major()), 421.0);
}

}  // namespace
}  // namespace firstcustomer
