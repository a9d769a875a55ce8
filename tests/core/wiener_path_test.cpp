#include "firstcustomer/core/wiener_path.hpp"

#include <gtest/gtest.h>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/statistics.hpp"

namespace firstcustomer {
namespace {

auto normals(std::uint64_t seed) {
  return [seed](PathNode node) {
    return normal_quantile(Luck(seed, Phase::main, 0).uniform({900}, {0}, {node.number()}));
  };
}

Instant month(double months) {
  return Instant::microseconds(
      static_cast<std::int64_t>(months * static_cast<double>(WienerPath::month_length)));
}

TEST(WienerPath, IsTheSameInWhateverOrderAndWhoeverLooks) {
  WienerPath forwards;
  WienerPath backwards;
  std::vector<double> seen;
  for (int i = 0; i <= 100; ++i) {
    seen.push_back(forwards.at(month(i * 0.1), normals(1)));
  }
  for (int i = 100; i >= 0; --i) {
    EXPECT_EQ(backwards.at(month(i * 0.1), normals(1)), seen[static_cast<std::size_t>(i)]);
  }
}

TEST(WienerPath, PassesThroughThePointsOfItsMonths) {
  WienerPath path;
  const auto points = path.month(3, normals(2));
  for (std::size_t i = 0; i <= WienerPath::parts; ++i) {
    EXPECT_EQ(path.at(WienerPath::beginning(3, i), normals(2)), points[i]) << i;
  }
  const Instant between = Instant::microseconds(
      (WienerPath::beginning(3, 5).microseconds() + WienerPath::beginning(3, 6).microseconds()) /
      2);
  EXPECT_NEAR(path.at(between, normals(2)), (points[5] + points[6]) / 2.0, 1e-12);
}

TEST(WienerPath, BeginsWithItsFirstMonth) {
  WienerPath path;
  path.clear(7);
  EXPECT_EQ(path.at(WienerPath::beginning(7), normals(1)), 0.0);
  WienerPath whole;
  const double before = whole.at(WienerPath::beginning(7), normals(1));
  EXPECT_NEAR(path.at(month(9.4), normals(1)), whole.at(month(9.4), normals(1)) - before, 1e-12)
      << "the same changes";
}

TEST(WienerPath, HasTheVarianceOfTimeAndIndependentIncrements) {
  Moments first;
  Moments second;
  Moments product;
  for (std::uint64_t seed = 0; seed < 100'000; ++seed) {
    WienerPath path;
    const double at = path.at(WienerPath::beginning(0, 11), normals(seed));
    const double later = path.at(WienerPath::beginning(1, 3), normals(seed));
    first.add(at * at);
    second.add((later - at) * (later - at));
    product.add(at * (later - at));
  }
  EXPECT_NEAR(first.mean(), 11.0 / 32.0, 4.0 * first.standard_error());
  EXPECT_NEAR(second.mean(), 24.0 / 32.0, 4.0 * second.standard_error());
  EXPECT_NEAR(product.mean(), 0.0, 4.0 * product.standard_error());
}

TEST(WienerPath, NamesEachOfItsNormals) {
  EXPECT_EQ((PathNode{0, 31}.number()) + 1, (PathNode{1, 0}.number()));
}

}  // namespace
}  // namespace firstcustomer
