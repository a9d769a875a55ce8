#include "firstcustomer/model/contest.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

TEST(Contest, HasTheValuesOfTheBattery) {  // V13
  const ContestShare each = symmetric_contest(100.0, 5);
  EXPECT_NEAR(each.spends, 16.0, 1e-9);
  EXPECT_NEAR(each.profit, 4.0, 1e-9);
  EXPECT_NEAR(5.0 * each.spends, 80.0, 1e-9);
}

/// No other spending answers the rivals' better.
TEST(Contest, IsAnEquilibrium) {
  struct Set {
    double prize;
    std::int64_t contestants;
    double decisiveness;
  };
  for (const Set& set : {Set{100.0, 5, 1.0}, Set{30.0, 2, 0.6}, Set{1e6, 3, 1.5}}) {
    const ContestShare each = symmetric_contest(set.prize, set.contestants, set.decisiveness);
    const auto profit = [&](double x) {
      const double mine = std::pow(x, set.decisiveness);
      const double others =
          static_cast<double>(set.contestants - 1) * std::pow(each.spends, set.decisiveness);
      return set.prize * mine / (mine + others) - x;
    };
    EXPECT_NEAR(profit(each.spends), each.profit, 1e-9 * set.prize);
    for (const double other : {0.0, 0.1, 0.5, 0.99, 1.01, 2.0, 5.0}) {
      EXPECT_LE(profit(other * each.spends), each.profit + 1e-12 * set.prize) << other;
    }
  }
}

TEST(Contest, TooDecisiveHasNone) {
  EXPECT_NO_THROW(symmetric_contest(100.0, 2, 2.0));
  EXPECT_THROW(symmetric_contest(100.0, 2, 2.1), InvariantError);
  EXPECT_THROW(symmetric_contest(100.0, 1), InvariantError);
}

TEST(Lottery, AmongEqualsIsTheSymmetricContest) {
  for (const double spends : lottery_contest(std::vector<double>(5, 100.0))) {
    EXPECT_NEAR(spends, 16.0, 1e-12);
  }
}

TEST(Lottery, IsAnEquilibriumOfUnequals) {
  const std::vector<double> prizes = {20.0, 100.0, 60.0, 90.0, 1.0};
  const std::vector<double> spends = lottery_contest(prizes);
  const double all = std::accumulate(spends.begin(), spends.end(), 0.0);
  EXPECT_EQ(spends[4], 0.0) << "to whom it is worth too little";
  EXPECT_EQ(spends[0], 0.0);
  EXPECT_GT(spends[2], 0.0);
  for (std::size_t i = 0; i < prizes.size(); ++i) {
    const double others = all - spends[i];
    const auto profit = [&](double x) { return prizes[i] * x / (x + others) - x; };
    for (double x = 0.0; x < 50.0; x += 0.25) {
      EXPECT_LE(profit(x), profit(spends[i]) + 1e-12);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
