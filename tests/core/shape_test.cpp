#include "firstcustomer/core/shape.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace firstcustomer {

void PrintTo(const Shape& shape, std::ostream* out) {
  *out << (shape.family == ShapeFamily::gamma ? "gamma " : "beta ") << shape.a << " " << shape.b;
}

namespace {

using Long = long double;
using Quantile = std::function<double(double)>;

/// What the header promises, relative in the value or in the nearer tail.
constexpr double promised = 1e-10;
constexpr std::uint64_t draws = std::uint64_t{1} << 52U;

/// The k-th of the numbers that luck can give: midpoints of 2⁵² cells.
double draw(std::uint64_t k) {
  return static_cast<double>(2 * k + 1) * 0x1p-53;
}

Shape gamma(double shape) {
  return {ShapeFamily::gamma, shape, 0.0};
}
Shape beta(double a, double b) {
  return {ShapeFamily::beta, a, b};
}

std::vector<Shape> all_shapes() {
  std::vector<Shape> shapes;
  for (const double a : {0.1, 0.2, 0.5, 1.0, 1.3, 2.0, 9.9, 10.0, 100.0, 3'000.0, 10'000.0}) {
    shapes.push_back(gamma(a));
  }
  constexpr double sizes[] = {0.1, 0.5, 1.0, 2.0, 9.9, 10.0, 300.0, 10'000.0};
  for (const double a : sizes) {
    for (const double b : sizes) {
      shapes.push_back(beta(a, b));
    }
  }
  // Those of PERT.
  for (const double mode : {0.0, 0.01, 0.25, 0.4, 0.7, 1.0}) {
    shapes.push_back(beta(1.0 + 4.0 * mode, 5.0 - 4.0 * mode));
  }
  std::mt19937_64 bits(2);
  const auto size = [&] {
    return 0.1 * std::pow(1e5, static_cast<double>(bits() >> 11U) * 0x1p-53);
  };
  for (int i = 0; i < 20; ++i) {
    shapes.push_back(gamma(size()));
    shapes.push_back(beta(size(), size()));
    shapes.push_back(beta(size(), size()));
  }
  return shapes;
}

/// Corners and a few between, where all would take too long.
std::vector<Shape> some_shapes() {
  return {gamma(0.1),           gamma(1.0),       gamma(2.5),       gamma(100.0),
          gamma(10'000.0),      beta(0.1, 0.1),   beta(0.1, 1e4),   beta(1e4, 0.1),
          beta(1e4, 1e4),       beta(1.0, 1.0),   beta(2.0, 6.0),   beta(9.9, 300.0),
          beta(300.0, 10.0),    beta(1e4, 2.0),   beta(3.0, 3.0),   beta(1.0, 5.0),
          beta(10.0, 10'000.0), beta(0.5, 300.0), beta(100.0, 0.5), beta(2.6, 3.4)};
}

/// Powers of two from both ends, places at random in every octave of both tails, around ½.
std::vector<double> shares(std::size_t per_octave) {
  std::vector<double> result = {0.5, 0.5 - 0x1p-53, 0.5 + 0x1p-53, 0.5 - 0x1p-30, 0.5 + 0x1p-30};
  std::mt19937_64 bits(1);
  for (int k = 1; k <= 53; ++k) {
    result.push_back(std::ldexp(1.0, -k));
    result.push_back(1.0 - std::ldexp(1.0, -k));
    for (std::size_t i = 0; i < per_octave && k < 53; ++i) {
      // A multiple of 2⁻⁵³, so that its complement is exact.
      const double within = 1.0 + static_cast<double>(bits() >> 11U) * 0x1p-53;
      const double share = std::floor(std::ldexp(within, 52 - k)) * 0x1p-53;
      result.push_back(share);
      result.push_back(1.0 - share);
    }
  }
  return result;
}

Long lower_tail(const Shape& shape, Long x) {
  return shape.family == ShapeFamily::gamma ? boost::math::gamma_p(Long{shape.a}, x)
                                            : boost::math::ibeta(Long{shape.a}, Long{shape.b}, x);
}
Long upper_tail(const Shape& shape, Long x) {
  return shape.family == ShapeFamily::gamma ? boost::math::gamma_q(Long{shape.a}, x)
                                            : boost::math::ibetac(Long{shape.a}, Long{shape.b}, x);
}

/// Whether the exact quantile lies within this error of x, relative in the value.
bool within(const Shape& shape, Long x, double u, Long error) {
  const Long low = x * (1 - error);
  const Long high =
      shape.family == ShapeFamily::gamma ? x * (1 + error) : std::min(Long{1}, x * (1 + error));
  return u <= 0.5 ? lower_tail(shape, low) <= u && u <= lower_tail(shape, high)
                  : upper_tail(shape, low) >= 1 - Long{u} && 1 - Long{u} >= upper_tail(shape, high);
}

/// Relative error in the nearer tail or (a power of ten above it) in the value: the smaller.
double error_of(const Shape& shape, double x, double u) {
  const Long tail = u <= 0.5 ? Long{u} : 1 - Long{u};
  const Long reached = u <= 0.5 ? lower_tail(shape, x) : upper_tail(shape, x);
  const auto in_u = static_cast<double>(std::abs(reached - tail) / tail);
  for (double error = 1e-15; error < in_u; error *= 10.0) {
    if (within(shape, x, u, error)) {
      return error;
    }
  }
  return in_u;
}

double moment(const Quantile& quantile, int power) {
  using Rule = boost::math::quadrature::gauss<double, 15>;
  double sum = 0.0;
  for (int k = 52; k >= 1; --k) {
    const double low = std::ldexp(1.0, -k - 1);
    const double high = k == 52 ? 0x1p-52 : 2.0 * low;
    sum += Rule::integrate([&](double u) { return std::pow(quantile(u), power); }, low, high);
    sum += Rule::integrate([&](double u) { return std::pow(quantile(1.0 - u), power); }, low, high);
  }
  return sum;
}

struct Moments {
  double mean;
  double variance;
};
Moments moments(const Shape& shape) {
  if (shape.family == ShapeFamily::gamma) {
    return {shape.a, shape.a};
  }
  const double sum = shape.a + shape.b;
  return {shape.a / sum, shape.a / sum * (shape.b / sum) / (sum + 1.0)};
}

// ---- Closed forms ----

struct ClosedForm {
  Shape shape;
  std::function<Long(Long u, Long complement)> quantile;
};

std::vector<ClosedForm> closed_forms() {
  const Long pi = std::acos(Long{-1});
  std::vector<ClosedForm> forms = {
      {gamma(1.0), [](Long, Long v) { return -std::log(v); }},
      {gamma(0.5),
       [](Long u, Long v) {
         const Long root = u < v ? boost::math::erf_inv(u) : boost::math::erfc_inv(v);
         return root * root;
       }},
      {beta(1.0, 1.0), [](Long u, Long) { return u; }},
      {beta(0.5, 0.5),
       [pi](Long u, Long v) {
         return u < v ? std::pow(std::sin(pi / 2 * u), 2) : 1 - std::pow(std::sin(pi / 2 * v), 2);
       }},
  };
  for (const double shape : {0.1, 0.5, 2.0, 5.0, 10.0, 100.0, 10'000.0}) {
    forms.push_back({beta(shape, 1.0), [shape](Long u, Long) { return std::pow(u, 1 / shape); }});
    forms.push_back(
        {beta(1.0, shape), [shape](Long, Long v) { return -std::expm1(std::log(v) / shape); }});
  }
  return forms;
}

TEST(ShapeQuantile, MeetsClosedForms) {
  for (const ClosedForm& form : closed_forms()) {
    for (const double u : shares(2)) {
      const Long exact = form.quantile(u, 1 - Long{u});
      const double x = shape_quantile(form.shape, u);
      if (std::abs(Long{x} - exact) > promised * exact) {
        EXPECT_LE(error_of(form.shape, x, u), promised)
            << ::testing::PrintToString(form.shape) << " at " << u << ": " << x;
      }
    }
  }
}

TEST(ShapeTable, MeetsClosedForms) {
  for (const ClosedForm& form : closed_forms()) {
    const ShapeTable table(form.shape);
    EXPECT_EQ(table.shape(), form.shape);
    for (const double u : shares(20)) {
      const Long exact = form.quantile(u, 1 - Long{u});
      const double x = table(u);
      if (std::abs(Long{x} - exact) > promised * exact) {
        EXPECT_LE(error_of(form.shape, x, u), promised)
            << ::testing::PrintToString(form.shape) << " at " << u << ": " << x;
      }
    }
  }
}

// ---- Against a library of wider numbers ----

TEST(ShapeQuantile, MeetsTheReferenceFromTailToTail) {
  double worst = 0.0;
  for (const Shape& shape : all_shapes()) {
    for (const double u : shares(1)) {
      const double error = error_of(shape, shape_quantile(shape, u), u);
      EXPECT_LE(error, promised) << ::testing::PrintToString(shape) << " at " << u;
      worst = std::max(worst, error);
    }
  }
  RecordProperty("worst", std::to_string(worst * 1e12) + "e-12");
}

TEST(ShapeTable, MeetsTheReferenceFromTailToTail) {
  double worst = 0.0;
  for (const Shape& shape : all_shapes()) {
    const ShapeTable table(shape);
    for (const double u : shares(3)) {
      const double error = error_of(shape, table(u), u);
      EXPECT_LE(error, promised) << ::testing::PrintToString(shape) << " at " << u;
      worst = std::max(worst, error);
    }
  }
  RecordProperty("worst", std::to_string(worst * 1e12) + "e-12");
}

TEST(ShapeTable, AgreesWithSolving) {
  double worst = 0.0;
  for (const Shape& shape : some_shapes()) {
    const ShapeTable table(shape);
    for (const double u : shares(2)) {
      const double solved = shape_quantile(shape, u);
      const double error = std::abs(table(u) - solved) / solved;
      EXPECT_LE(error, promised) << ::testing::PrintToString(shape) << " at " << u;
      worst = std::max(worst, error);
    }
  }
  RecordProperty("worst", std::to_string(worst * 1e12) + "e-12");
}

TEST(ShapeQuantile, HasTheMeanAndVarianceOfTheLaw) {
  for (const Shape& shape : {gamma(0.5), gamma(3.0), beta(0.5, 2.0), beta(3.0, 3.0)}) {
    const Quantile quantile = [&](double u) { return shape_quantile(shape, u); };
    const double mean = moment(quantile, 1);
    const Moments exact = moments(shape);
    EXPECT_NEAR(mean, exact.mean, 1e-9 * exact.mean) << ::testing::PrintToString(shape);
    EXPECT_NEAR(moment(quantile, 2) - mean * mean, exact.variance, 1e-9 * exact.variance)
        << ::testing::PrintToString(shape);
  }
}

TEST(ShapeTable, HasTheMeanAndVarianceOfTheLaw) {
  for (const Shape& shape : all_shapes()) {
    const ShapeTable table(shape);
    const Moments exact = moments(shape);
    const double mean = moment(table, 1);
    EXPECT_NEAR(mean, exact.mean, 1e-9 * exact.mean) << ::testing::PrintToString(shape);
    // About the mean, so that nothing cancels.
    const Quantile gap = [&](double u) { return table(u) - exact.mean; };
    EXPECT_NEAR(moment(gap, 2), exact.variance, 1e-9 * exact.variance)
        << ::testing::PrintToString(shape);
  }
}

// ---- Order, to the last bit ----

/// Adds the draws on either side of u and of 1 − u.
void add_around(double u, std::uint64_t each_side, std::vector<std::uint64_t>& places) {
  for (const double centre : {u, 1.0 - u}) {
    const auto middle = static_cast<std::int64_t>(centre * 0x1p52);
    const auto reach = static_cast<std::int64_t>(each_side);
    for (std::int64_t k = middle - reach; k < middle + reach; ++k) {
      if (k >= 0 && k < static_cast<std::int64_t>(draws)) {
        places.push_back(static_cast<std::uint64_t>(k));
      }
    }
  }
}

/// In ascending order: runs of draws at random places, around every octave, around every 256th of
/// an octave, around the points of the grid (2⁻²⁰ of an octave), around ½, and at both ends.
std::vector<std::uint64_t> places(std::size_t random, std::uint64_t parts_of_octave) {
  std::vector<std::uint64_t> result;
  std::mt19937_64 bits(7);
  for (std::size_t i = 0; i < random; ++i) {
    add_around(static_cast<double>(bits() >> 12U) * 0x1p-52, 4, result);
  }
  for (int k = 1; k <= 52; ++k) {
    const double octave = std::ldexp(1.0, -k);
    add_around(octave, 16, result);
    for (std::uint64_t i = 1; i < parts_of_octave; ++i) {
      add_around(
          octave * (0.5 + 0.5 * static_cast<double>(i) / static_cast<double>(parts_of_octave)), 2,
          result);
    }
    for (std::size_t i = 0; i < random / 50; ++i) {
      add_around(octave * (1.0 + static_cast<double>(bits() >> 44U) * 0x1p-20) / 2.0, 2, result);
    }
  }
  add_around(0.5, random, result);
  add_around(0.0, random, result);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

/// The number of places at which the quantile falls from one to the next, in one walk over all.
std::size_t falls(const Quantile& quantile, const std::vector<std::uint64_t>& places,
                  std::string& first) {
  std::size_t count = 0;
  double before = 0.0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double x = quantile(draw(places[i]));
    if (!(x >= before)) {
      if (count++ == 0) {
        std::ostringstream text;
        text << std::hexfloat << draw(places[i - 1]) << " gives " << before << ", "
             << draw(places[i]) << " gives " << x;
        first = text.str();
      }
    }
    before = x;
  }
  return count;
}

TEST(ShapeTable, NeverFallsFromOneDrawToTheNext) {
  const auto walk = places(1'000, 256);
  for (const Shape& shape : all_shapes()) {
    std::string first;
    EXPECT_EQ(falls(ShapeTable(shape), walk, first), 0U)
        << ::testing::PrintToString(shape) << ": " << first;
  }
}

TEST(ShapeQuantile, NeverFallsFromOneDrawToTheNext) {
  const auto walk = places(200, 8);
  for (const Shape& shape : some_shapes()) {
    std::string first;
    EXPECT_EQ(falls([&](double u) { return shape_quantile(shape, u); }, walk, first), 0U)
        << ::testing::PrintToString(shape) << ": " << first;
  }
}

TEST(ShapeTable, MadeTwiceGivesTheSameBits) {
  for (const Shape& shape : some_shapes()) {
    const ShapeTable one(shape);
    const ShapeTable other(shape);
    const ShapeTable copy(other);  // NOLINT(performance-unnecessary-copy-initialization)
    for (const double u : shares(20)) {
      ASSERT_EQ(one(u), other(u)) << u;
      ASSERT_EQ(one(u), copy(u)) << u;
    }
  }
}

TEST(ShapeQuantile, BitsNeverChange) {
  // Pinned bits: a change of library, processor or compiler that moves the last bit shows here.
  EXPECT_EQ(shape_quantile(gamma(2.5), 0.1), 0x1.9c3d24ec7d9fbp-1);
  EXPECT_EQ(shape_quantile(gamma(2.5), 0.75), 0x1.a80b2322da99fp+1);
  EXPECT_EQ(shape_quantile(beta(2.0, 6.0), 0.1), 0x1.42dc5fb6a7339p-4);
  EXPECT_EQ(shape_quantile(beta(2.0, 6.0), 0.75), 0x1.5ce3236f599c2p-2);
}

TEST(ShapeTable, BitsNeverChange) {
  EXPECT_EQ(ShapeTable(gamma(2.5))(0.1), 0x1.9c3d24ec7da05p-1);
  EXPECT_EQ(ShapeTable(gamma(2.5))(0.75), 0x1.a80b2322da955p+1);
  EXPECT_EQ(ShapeTable(beta(2.0, 6.0))(0.1), 0x1.42dc5fb6a734p-4);
  EXPECT_EQ(ShapeTable(beta(2.0, 6.0))(0.75), 0x1.5ce3236f599cp-2);
}

TEST(ShapeQuantile, StaysInsideTheSupport) {
  for (const Shape& shape : all_shapes()) {
    const ShapeTable table(shape);
    const double high = shape.family == ShapeFamily::gamma ? 1e6 : 1.0;
    for (const double u : {0x1p-53, 0x1p-52, 3 * 0x1p-53, 0.5, 1.0 - 0x1p-52, 1.0 - 0x1p-53}) {
      for (const double x : {table(u), shape_quantile(shape, u)}) {
        EXPECT_GT(x, 0.0) << ::testing::PrintToString(shape) << " at " << u;
        EXPECT_LE(x, high) << ::testing::PrintToString(shape) << " at " << u;
      }
    }
  }
}

}  // namespace
}  // namespace firstcustomer
