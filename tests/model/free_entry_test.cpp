#include "firstcustomer/model/free_entry.hpp"

#include <gtest/gtest.h>

namespace firstcustomer {
namespace {

double profit(std::int64_t bidders) {
  return auction_profit(1.0, bidders);
}

TEST(FreeEntry, EndsWhereTheNextWouldNotEarnItsCost) {  // V17
  EXPECT_NEAR(profit(6), 0.0238095, 5e-8);
  EXPECT_NEAR(profit(7), 0.0178571, 5e-8);
  EXPECT_EQ(entrants_in_equilibrium(profit, 0.02, 100), 6);
}

TEST(FreeEntry, IsNobodyWhereOneDoesNotEarnItAndAllWhereAllDo) {
  EXPECT_EQ(entrants_in_equilibrium(profit, 0.6, 100), 0);
  EXPECT_EQ(entrants_in_equilibrium(profit, 0.0, 100), 100);
  EXPECT_EQ(entrants_in_equilibrium(profit, 0.02, 4), 4);
  EXPECT_EQ(entrants_in_equilibrium(profit, 1.0 / 42.0, 100), 6) << "just";
}

/// Where an order needs two firms to be made at all, the first enters because a second will.
TEST(FreeEntry, LooksAheadToThoseWhoFollow) {
  const auto needs_two = [](std::int64_t n) { return n < 2 ? 0.0 : profit(n); };
  EXPECT_EQ(entrants_in_equilibrium(needs_two, 0.02, 100), 6);
}

}  // namespace
}  // namespace firstcustomer
