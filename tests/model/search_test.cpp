#include "firstcustomer/model/search.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

Law uniform(double low, double high) {
  return {LawFamily::uniform, {low, high}};
}

TEST(ExpectedMaximum, HasItsClosedForms) {
  double harmonic = 0.0;
  for (std::int64_t n = 1; n <= 30; ++n) {
    const auto draws = static_cast<double>(n);
    harmonic += 1.0 / draws;
    EXPECT_NEAR(expected_maximum(uniform(2.0, 5.0), n), 2.0 + 3.0 * draws / (draws + 1.0), 1e-11);
    EXPECT_NEAR(expected_maximum(Law::exponential(4.0), n), 4.0 * harmonic, 1e-10);
  }
  const double pi = std::acos(-1.0);
  const Law normal = {LawFamily::normal, {1.0, 2.0}};
  EXPECT_NEAR(expected_maximum(normal, 2), 1.0 + 2.0 / std::sqrt(pi), 1e-10);
  EXPECT_NEAR(expected_maximum(normal, 3), 1.0 + 3.0 / std::sqrt(pi), 1e-10);
  EXPECT_NEAR(expected_maximum(Law::lognormal(3.0, 0.7), 1), 3.0 * std::exp(0.245), 1e-9);
  EXPECT_EQ(expected_maximum(Law::constant(7.0), 5), 7.0);
}

TEST(ParallelPaths, HaveTheValuesOfTheBattery) {  // V14
  const ParallelPaths best = best_parallel_paths(uniform(0.0, 100.0), 2.5);
  EXPECT_EQ(best.paths, 5);
  EXPECT_NEAR(best.net, 70.8333333333, 1e-9 * 71.0);
  const auto net = [](std::int64_t n) {
    return expected_maximum(uniform(0.0, 100.0), n) - 2.5 * static_cast<double>(n);
  };
  EXPECT_NEAR(net(4), 70.0, 1e-8);
  EXPECT_NEAR(net(6), 70.7142857143, 1e-8);
}

/// The n-th draw of an exponential law adds mean/n.
TEST(ParallelPaths, StopWhereOneMoreAddsLessThanItsCost) {
  const ParallelPaths best = best_parallel_paths(Law::exponential(60.0), 7.0);
  EXPECT_EQ(best.paths, 8);
  EXPECT_NEAR(
      best.net,
      60.0 * (1.0 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0 + 1 / 5.0 + 1 / 6.0 + 1 / 7.0 + 1 / 8.0) - 56.0,
      1e-8);
  EXPECT_EQ(best_parallel_paths(uniform(0.0, 1.0), 0.6).paths, 0);
  EXPECT_EQ(best_parallel_paths(Law::constant(3.0), 1.0).paths, 1);
  EXPECT_THROW(best_parallel_paths(uniform(0.0, 1.0), 0.0), InvariantError);
}

TEST(ReservationPrice, HasTheValuesOfTheBattery) {  // V15
  EXPECT_NEAR(reservation_price({uniform(0.0, 1.0), 0.02}), 0.8, 1e-10);
  EXPECT_NEAR(reservation_price({Law::exponential(1.0), 0.02}), 3.9120230054, 1e-9 * 4.0);
}

TEST(ReservationPrice, HasItsClosedForms) {
  EXPECT_NEAR(reservation_price({uniform(0.0, 2.0), 0.04}), 1.6, 1e-10);
  EXPECT_NEAR(reservation_price({uniform(1.0, 3.0), 1.0}), 1.0, 1e-7) << "worth no more than that";
  EXPECT_NEAR(reservation_price({Law::exponential(5.0), 1.5}), 5.0 * std::log(5.0 / 1.5), 1e-9);
  EXPECT_EQ(reservation_price({Law::constant(5.0), 1.5}), 3.5);
  EXPECT_NEAR(reservation_price({uniform(0.0, 1.0), 0.6}), -0.1, 1e-10);
  EXPECT_THROW(reservation_price({{LawFamily::bernoulli, {0.5}}, 0.1}), InvariantError);
}

TEST(Search, HasTheValueOfTheBattery) {  // V15
  const Box box = {uniform(0.0, 1.0), 0.02};
  EXPECT_NEAR(value_of_search({box, box, box}), 0.6976, 1e-9);
}

TEST(Search, OfOneBoxIsWorthItsMeanLessItsCost) {
  EXPECT_NEAR(value_of_search({{uniform(0.0, 1.0), 0.02}}), 0.48, 1e-10);
  EXPECT_NEAR(value_of_search({{Law::exponential(3.0), 0.5}}), 2.5, 1e-9);
  EXPECT_NEAR(value_of_search({{uniform(0.0, 1.0), 0.02}}, 0.9), 0.9, 1e-12) << "not looked at";
  // Looked at: the better of 0.5 and the box.
  EXPECT_NEAR(value_of_search({{uniform(0.0, 1.0), 0.02}}, 0.5), 0.625 - 0.02, 1e-10);
}

/// Worked by hand: the box on [0, 2] has the higher price, 1.6; the other is looked at where the
/// first shows less than 0.8: −0.04 + 0.84 + 0.4 × (0.60667 − 0.02).
TEST(Search, LooksAtUnequalBoxesInOrder) {
  const Box small = {uniform(0.0, 1.0), 0.02};
  const Box large = {uniform(0.0, 2.0), 0.04};
  const double exact = -0.04 + 0.84 + 0.4 * ((1.0 + 0.64 / 3.0) / 2.0 - 0.02);
  EXPECT_NEAR(value_of_search({small, large}), exact, 1e-10);
  EXPECT_NEAR(value_of_search({large, small}), exact, 1e-10);
}

}  // namespace
}  // namespace firstcustomer
