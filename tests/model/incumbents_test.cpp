#include "firstcustomer/model/incumbents.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace firstcustomer {
namespace {

TEST(Incumbents, LowerPricesByWhatLaunchesLift) {
  Incumbents incumbents;
  EXPECT_EQ(price_factor(incumbents, 2.0), 1.0);
  incumbents.price_response = 0.5;
  EXPECT_NEAR(price_factor(incumbents, 2.0), std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(price_factor(incumbents, 0.25), 2.0, 1e-12) << "below the trend";
}

TEST(Incumbents, LengthenLeadTimesByAnElasticity) {
  Incumbents incumbents;
  incumbents.reference_capacity = 50'000;
  EXPECT_EQ(lead_time_factor(incumbents, 150'000), 1.0);
  incumbents.lead_time_elasticity = 0.5;
  EXPECT_EQ(lead_time_factor(incumbents, 0), 1.0);
  EXPECT_NEAR(lead_time_factor(incumbents, 150'000), 2.0, 1e-12);
}

TEST(Incumbents, RaiseBurnInProportionToTheirCapacity) {
  Incumbents incumbents;
  incumbents.reference_capacity = 50'000;
  EXPECT_EQ(talent_factor(incumbents, 150'000), 1.0);
  incumbents.talent_cost = 0.1;
  EXPECT_EQ(talent_factor(incumbents, 0), 1.0);
  EXPECT_NEAR(talent_factor(incumbents, 50'000), 1.1, 1e-12);
  EXPECT_NEAR(talent_factor(incumbents, 150'000), 1.3, 1e-12);
}

}  // namespace
}  // namespace firstcustomer
