#include "firstcustomer/model/bidding.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

/// Relative, for the exact answers of the literature.
void expect_exact(double found, double exact) {
  EXPECT_LE(std::abs(found - exact), 1e-9 * std::abs(exact)) << found << " instead of " << exact;
}

/// The naive twin of closed forms: Simpson's rule.
double integral(const std::function<double(double)>& f, double from, double to) {
  constexpr int parts = 2000;
  const double step = (to - from) / parts;
  double sum = f(from) + f(to);
  for (int i = 1; i < parts; ++i) {
    sum += (i % 2 == 1 ? 4.0 : 2.0) * f(from + i * step);
  }
  return sum * step / 3.0;
}

/// P(at most k of n), each with probability p.
double at_most(int k, int n, double p) {
  double sum = 0.0;
  for (int j = 0; j <= k; ++j) {
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(j + 1) - std::lgamma(n - j + 1)) *
           std::pow(p, j) * std::pow(1 - p, n - j);
  }
  return sum;
}

TEST(Bidding, FirstPriceProcurementOfFour) {
  const Competition four{.costs = {0.0, 1.0}, .bidders = 4};
  for (const double cost : {0.0, 0.25, 0.5, 0.99, 1.0}) {
    EXPECT_NEAR(first_price_bid(four, cost), cost + (1.0 - cost) / 4.0, 1e-15);
  }
  const MeanVariance price = first_price_result(four.costs, 4);
  expect_exact(price.mean, 0.4);
  expect_exact(price.variance, 0.015);
  expect_exact(order_statistic(four.costs, 1, 4).mean, 0.2);
}

TEST(Bidding, SecondPriceEarnsTheSameOnAverageAndVariesMore) {
  const MeanVariance price = second_price_result({0.0, 1.0}, 4);
  expect_exact(price.mean, 0.4);
  expect_exact(price.variance, 0.04);
  for (std::int64_t n = 2; n < 12; ++n) {
    const CostRange costs{3.0, 11.0};
    expect_exact(second_price_result(costs, n).mean, first_price_result(costs, n).mean);
    EXPECT_GT(second_price_result(costs, n).variance, first_price_result(costs, n).variance);
  }
}

TEST(Bidding, CostsBetween60And140) {
  const CostRange costs{60.0, 140.0};
  expect_exact(first_price_result(costs, 5).mean, 260.0 / 3.0);
  expect_exact(second_price_result(costs, 5).mean, 260.0 / 3.0);
  expect_exact(first_price_bid({.costs = costs, .bidders = 5}, 80.0), 92.0);
}

TEST(Bidding, OptimalReserve) {
  const CostRange costs{0.0, 1.0};
  EXPECT_EQ(optimal_reserve(costs, 1.0), 0.5);
  EXPECT_EQ(optimal_reserve({2.0, 4.0}, 5.0), 3.5);
  EXPECT_EQ(optimal_reserve({2.0, 4.0}, 9.0), 4.0);
  EXPECT_EQ(optimal_reserve({2.0, 4.0}, 1.0), 2.0);
  const ReserveResult best = with_reserve(costs, 4, 0.5, 1.0);
  expect_exact(best.trade, 0.9375);
  expect_exact(best.payment, 0.325);
  expect_exact(best.surplus, 0.6125);
  expect_exact(with_reserve(costs, 4, 1.0, 1.0).surplus, 0.6);
  EXPECT_EQ(with_reserve(costs, 1, 1.5, 2.0).payment, 1.5);
  EXPECT_EQ(with_reserve({2.0, 4.0}, 3, 1.0, 9.0).trade, 0.0);
}

TEST(Bidding, NoReserveIsBetterThanTheOptimalOne) {
  const CostRange costs{2.0, 6.0};
  for (const std::int64_t n : {1, 2, 5}) {
    const double best = with_reserve(costs, n, optimal_reserve(costs, 7.0), 7.0).surplus;
    for (double reserve = 2.0; reserve <= 6.0; reserve += 0.125) {
      EXPECT_LE(with_reserve(costs, n, reserve, 7.0).surplus, best + 1e-12) << reserve;
    }
  }
}

TEST(Bidding, FirstPriceWithAReserveAndSeveralPlacesIsTheIntegralOfTheChanceToWin) {
  for (const int n : {1, 2, 3, 6, 9}) {
    for (const int places : {1, 2, 3, 7}) {
      for (const double reserve : {0.6, 0.95, 1.0}) {
        const Competition competition{
            .costs = {0.0, 1.0}, .bidders = n, .places = places, .reserve = reserve};
        for (const double cost : {0.0, 0.2, 0.55}) {
          const auto chance = [&](double c) { return at_most(std::min(places, n) - 1, n - 1, c); };
          const double exact = cost + integral(chance, cost, reserve) / chance(cost);
          EXPECT_NEAR(first_price_bid(competition, cost), exact, 1e-9)
              << n << ' ' << places << ' ' << reserve << ' ' << cost;
        }
      }
    }
  }
}

TEST(Bidding, WhoCannotLoseAsksForTheReserve) {
  Competition alone{.costs = {20.0, 30.0}, .bidders = 2, .places = 2, .reserve = 45.0};
  EXPECT_EQ(first_price_bid(alone, 22.0), 45.0);
  alone.reserve = no_reserve;
  EXPECT_NEAR(first_price_bid(alone, 22.0), 30.0, 1e-12);
  alone.reserve = 21.0;
  EXPECT_EQ(first_price_bid(alone, 22.0), 22.0);
}

TEST(Bidding, RisesWithTheCostAndStaysAboveItUpToTheEnd) {
  const Competition many{.costs = {0.0, 1.0}, .bidders = 40, .places = 3};
  double before = 0.0;
  for (int i = 0; i <= 1000; ++i) {
    const double cost = i < 1000 ? i / 1000.0 : 1.0 - 0x1p-50;
    const double bid = first_price_bid(many, cost);
    EXPECT_GE(bid, cost);
    EXPECT_GT(bid, before);
    before = bid;
  }
  EXPECT_THROW(first_price_bid(many, 1.5), InvariantError);
}

TEST(Bidding, EveryMechanismHasABid) {
  const Competition five{.costs = {60.0, 140.0}, .bidders = 5};
  EXPECT_EQ(bid_under(Selection::first_price, five, 80.0, 0.5), 92.0);
  EXPECT_EQ(bid_under(Selection::first_price, five, 160.0, 0.5), 240.0);
  for (const Selection truthful :
       {Selection::second_price, Selection::uniform_price, Selection::second_score}) {
    EXPECT_EQ(bid_under(truthful, five, 80.0, 0.5), 80.0);
  }
  for (const Selection other : {Selection::lottery, Selection::ranked, Selection::all,
                                Selection::pro_rata, Selection::first_score, Selection::portfolio,
                                Selection::portfolio_exact, Selection::plugin}) {
    EXPECT_EQ(bid_under(other, five, 80.0, 0.5), 120.0);
  }
}

TEST(Bidding, TwoOfSixAtOnePrice) {
  expect_exact(order_statistic({0.0, 1.0}, 3, 6).mean, 3.0 / 7.0);
}

TEST(Bidding, ScoringAuction) {
  const QualityCompetition plain;
  expect_exact(best_quality(plain, 0.25), 0.75);
  expect_exact(pseudo_value(plain, 0.25), 0.28125);
  expect_exact(first_score_bid(plain, 4, 0.25), 0.58125);
  expect_exact(best_quality(plain, 0.25) - first_score_bid(plain, 4, 0.25), 0.16875);
  const ScoreResult four = scoring_result(plain, 4);
  expect_exact(four.score, 0.2);
  expect_exact(four.price, 0.6);
  expect_exact(four.quality, 0.8);
  expect_exact(four.profit, 0.4 / 3.0);
  expect_exact(four.surplus, 1.0 / 3.0);
  expect_exact(scoring_result(plain, 2).score, 1.0 / 12.0);
}

TEST(Bidding, ScoringAuctionOfOtherNumbersIsTheIntegralOverTypes) {
  const QualityCompetition other{.types = {0.5, 2.0}, .worth = 3.0, .convexity = 1.7};
  for (const int n : {1, 2, 5}) {
    const auto density = [&](double type) { return n * std::pow((2.0 - type) / 1.5, n - 1) / 1.5; };
    const auto mean = [&](const std::function<double(double)>& f) {
      return integral([&](double type) { return f(type) * density(type); }, 0.5, 2.0);
    };
    const auto price = [&](double type) { return first_score_bid(other, n, type); };
    const auto quality = [&](double type) { return best_quality(other, type); };
    const auto cost = [&](double type) { return quality_cost(other, type, quality(type)); };
    const ScoreResult result = scoring_result(other, n);
    EXPECT_NEAR(result.price, mean(price), 1e-9);
    EXPECT_NEAR(result.quality, mean(quality), 1e-9);
    EXPECT_NEAR(result.profit, mean(price) - mean(cost), 1e-9);
    EXPECT_NEAR(result.score, 3.0 * mean(quality) - mean(price), 1e-9);
    EXPECT_NEAR(result.surplus, 3.0 * mean(quality) - mean(cost), 1e-9);
  }
}

TEST(Bidding, FirstScoreIsABestAnswer) {
  // A firm of type 0.3 that behaves as another type would earn less.
  const QualityCompetition plain;
  const auto profit = [&](double as) {
    const double price =
        pseudo_value(plain, 0.3) - (best_quality(plain, as) - first_score_bid(plain, 4, as));
    return price * std::pow(1.0 - as, 3);
  };
  for (double as = 0.0; as < 1.0; as += 0.01) {
    EXPECT_LE(profit(as), profit(0.3) + 1e-15) << as;
  }
}

TEST(Bidding, OptimalMechanismUnderRewardsQuality) {
  const QualityCompetition plain;
  EXPECT_NEAR(under_rewarded_quality(plain, 0.2), 0.6, 1e-15);
  EXPECT_EQ(under_rewarded_quality(plain, 0.7), 0.0);
  expect_exact(optimal_payoff(plain, 2), 0.14583333333333333);
  expect_exact(optimal_payoff(plain, 4), 0.23125);
  EXPECT_EQ(least_rewarded_score(plain), 0.0);
}

TEST(Bidding, UnderRewardedQualityIsWhatTheRewardAsksFor) {
  const QualityCompetition other{.types = {0.5, 1.2}, .worth = 3.0, .convexity = 1.7};
  for (const double type : {0.5, 0.9, 1.2}) {
    const auto score = [&](double quality) {
      return rewarded_worth(other, quality) - quality_cost(other, type, quality);
    };
    const double best = under_rewarded_quality(other, type);
    for (double away = -0.1; away <= 0.1; away += 0.01) {
      EXPECT_LE(score(best + away), score(best) + 1e-15);
    }
  }
  EXPECT_GT(least_rewarded_score(other), 0.0);
  for (const int n : {1, 2, 5}) {
    EXPECT_GT(optimal_payoff(other, n), scoring_result(other, n).score);
  }
}

TEST(Bidding, WinnersCurse) {
  EXPECT_NEAR(lowest_normal_error(1), 0.0, 1e-14);
  expect_exact(lowest_normal_error(2), -0.5641895835477563);
  expect_exact(lowest_normal_error(3), -0.8462843753216345);
  expect_exact(lowest_normal_error(5), -1.1629644736405197);
  expect_exact(lowest_normal_error(8), -1.4236003060469753);
  expect_exact(lowest_normal_error(10), -1.5387527308351729);
  EXPECT_LT(lowest_normal_error(10'000), -3.8);
  expect_exact(20.0 * lowest_uniform_error(5), -40.0 / 3.0);
}

TEST(Bidding, Concentration) {
  expect_exact(dirichlet_herfindahl(1.0, 5), 1.0 / 3.0);
  expect_exact(dirichlet_herfindahl(2.0, 5), 3.0 / 11.0);
  expect_exact(lots_herfindahl(10, 4), 0.325);
  const std::array<double, 3> amounts = {30.0, 10.0, 10.0};
  expect_exact(herfindahl(amounts), 0.44);
  const std::array<double, 2> nothing = {0.0, 0.0};
  EXPECT_TRUE(std::isnan(herfindahl(nothing)));
  const std::array<double, 2> debt = {1.0, -1.0};
  EXPECT_THROW(herfindahl(debt), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
