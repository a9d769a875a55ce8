#include "firstcustomer/model/market_clearing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

MarketSegment segment(double sensitivity, double switching, double software) {
  MarketSegment made;
  made.sensitivity = sensitivity;
  made.switching_advantage = switching;
  made.software_advantage = software;
  return made;
}

std::vector<double> shares_of(std::vector<double> utilities) {
  logit_shares(utilities);
  return utilities;
}

TEST(Utility, IsSensitivityTimesTheLogOfTheAdvantage) {
  EXPECT_NEAR(utility(segment(3.0, 2.0, 1.0), {5.0, 1.0, 0.0}), 3.0 * std::log(2.5), 1e-12);
  EXPECT_NEAR(utility(segment(2.0, 1.0, 1.0), {0.25, 1.0, 0.0}), -2.0 * std::log(4.0), 1e-12);
  EXPECT_EQ(utility(segment(0.0, 9.0, 9.0), {5.0, 0.0, 0.0}), 0.0);
}

TEST(Utility, FallsByWhatSoftwareLacksAndRisesByReferences) {
  const MarketSegment customers = segment(3.0, 2.0, 1.5);
  EXPECT_NEAR(utility(customers, {3.0, 0.0, 0.0}), 0.0, 1e-12) << "2 × 1.5 while it is new";
  EXPECT_NEAR(utility(customers, {2.0 * std::sqrt(1.5), 0.5, 0.0}), 0.0, 1e-12) << "half way";
  EXPECT_NEAR(utility(customers, {2.0, 1.0, 0.0}), 0.0, 1e-12) << "mature";
  EXPECT_NEAR(utility(customers, {2.0, 1.0, 0.4}), 0.4, 1e-12);
}

TEST(ReferenceUtility, HalvesInItsHalfLife) {
  const Duration half = Duration::from_days(500.0);
  EXPECT_NEAR(reference_utility(1.4, half, Duration{}), std::log(1.4), 1e-12);
  EXPECT_NEAR(reference_utility(1.4, half, half), std::log(1.4) / 2.0, 1e-12);
  EXPECT_NEAR(reference_utility(1.4, half, Duration::from_days(1'500.0)), std::log(1.4) / 8.0,
              1e-12);
  EXPECT_EQ(reference_utility(1.0, half, half), 0.0);
}

TEST(LogitShares, AreThoseWorkedOutByHand) {
  // e^u of 2, 1/2 and 3 beside the incumbents' 1: shares of 6.5.
  const auto shares = shares_of({std::log(2.0), -std::log(2.0), std::log(3.0)});
  EXPECT_NEAR(shares[0], 2.0 / 6.5, 1e-12);
  EXPECT_NEAR(shares[1], 0.5 / 6.5, 1e-12);
  EXPECT_NEAR(shares[2], 3.0 / 6.5, 1e-12);
  EXPECT_NEAR(shares_of({0.0})[0], 0.5, 1e-15);
  EXPECT_TRUE(shares_of({}).empty());
}

TEST(LogitShares, StandUtilitiesOfAnySize) {
  const auto high = shares_of({1e4, 1e4});
  EXPECT_NEAR(high[0], 0.5, 1e-12);
  EXPECT_NEAR(high[1], 0.5, 1e-12);
  const auto low = shares_of({-1e4, -std::numeric_limits<double>::infinity()});
  EXPECT_EQ(low[0], 0.0);
  EXPECT_EQ(low[1], 0.0);
}

TEST(LogitShares, OfABetterProductAreLargerAndOfOthersSmaller) {
  const auto before = shares_of({0.3, -0.2, 1.0});
  const auto after = shares_of({0.4, -0.2, 1.0});
  EXPECT_GT(after[0], before[0]);
  EXPECT_LT(after[1], before[1]);
  EXPECT_LT(after[2], before[2]);
}

TEST(LogitShares, RefuseWhatIsNoNumber) {
  EXPECT_THROW(shares_of({std::nan("")}), ReplicationError);
  EXPECT_THROW(shares_of({std::numeric_limits<double>::infinity()}), ReplicationError);
}

}  // namespace
}  // namespace firstcustomer
