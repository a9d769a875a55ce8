#include "firstcustomer/core/special.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace firstcustomer {
namespace {

using Long = long double;

/// What the header promises of the smaller tail, for shapes up to 10,000.
constexpr double promised = 1e-12;
/// Shares below this lose bits to denormal numbers.
constexpr Long least_share = 1e-290L;

constexpr double shapes[] = {0.1, 0.3, 0.5, 1.0,  1.5,   2.0,   3.7,     5.0,
                             9.9, 10., 11., 50.0, 100.0, 999.5, 1'000.0, 10'000.0};

double relative_error(double computed, Long exact) {
  return exact == 0.0L ? (computed == 0.0 ? 0.0 : 1.0)
                       : static_cast<double>(std::abs((Long{computed} - exact) / exact));
}

/// The larger of the errors of the smaller tail and of the slope; the larger tail must add up to 1.
double error_of(const Tails& tails, Long lower, Long upper, Long slope) {
  EXPECT_NEAR(tails.lower + tails.upper, 1.0, 0x1p-53);
  EXPECT_GE(tails.lower, 0.0);
  EXPECT_GE(tails.upper, 0.0);
  EXPECT_GE(tails.slope, 0.0);
  double error = 0.0;
  if (std::min(lower, upper) > least_share) {
    error = lower < upper ? relative_error(tails.lower, lower) : relative_error(tails.upper, upper);
  }
  return slope > least_share ? std::max(error, relative_error(tails.slope, slope)) : error;
}

/// x times the density there, through logarithms: an error of 1e-14 at the largest shapes.
Long gamma_slope(Long shape, Long x) {
  return std::exp(shape * std::log(x) - x - std::lgamma(shape));
}
Long beta_slope(Long a, Long b, Long x, Long y) {
  const Long log_x = x < 0.5L ? std::log(x) : std::log1p(-y);
  const Long log_y = y < 0.5L ? std::log(y) : std::log1p(-x);
  return std::exp(a * log_x + (b - 1) * log_y + std::lgamma(a + b) - std::lgamma(a) -
                  std::lgamma(b));
}

/// The law's values from far below its mean to far above, in deviations and in factors.
std::vector<double> values_around(double mean, double deviation) {
  std::vector<double> values;
  for (double z = -36.0; z <= 36.0; z += 0.37) {
    values.push_back(mean + z * deviation);
  }
  for (double exponent = -300.0; exponent < 3.0; exponent += exponent < -6.0 ? 7.3 : 0.11) {
    values.push_back(mean * std::pow(10.0, exponent));
  }
  for (const double factor : {0.999, 0.999'999, 1.0, 1.000'001, 1.001}) {
    values.push_back(mean * factor);
  }
  std::erase_if(values, [](double x) { return !(x > 0.0); });
  return values;
}

// ---- Closed forms ----

TEST(GammaTails, OfShapeOneAreExponential) {
  for (const double x : {1e-300, 1e-10, 0.1, 0.5, 1.0, 1.999, 2.0, 2.001, 10.0, 100.0, 600.0}) {
    const Tails tails = gamma_tails(1.0, x);
    EXPECT_LE(error_of(tails, -std::expm1(Long{-x}), std::exp(Long{-x}), x * std::exp(Long{-x})),
              1e-13)
        << x;
  }
}

TEST(GammaTails, OfWholeShapesAreSumsOfPoissonTerms) {
  for (const int shape : {2, 3, 7, 20, 60}) {
    for (const double x : {0.1, 1.0, 5.0, 20.0, 61.5, 150.0}) {
      Long term = std::exp(Long{-x});
      Long upper = 0.0L;
      for (int k = 0; k < shape; ++k) {
        upper += term;
        term *= Long{x} / (k + 1);
      }
      Long lower = 0.0L;
      for (int k = shape; k < shape + 2'000; ++k) {
        lower += term;
        term *= Long{x} / (k + 1);
      }
      const Tails tails = gamma_tails(shape, x);
      EXPECT_LE(std::min(relative_error(tails.lower, lower), relative_error(tails.upper, upper)),
                promised)
          << shape << " at " << x;
      EXPECT_LE(
          lower < upper ? relative_error(tails.lower, lower) : relative_error(tails.upper, upper),
          promised)
          << shape << " at " << x;
    }
  }
}

TEST(GammaTails, OfShapeOneHalfAreErrorFunctions) {
  for (const double x : {1e-200, 1e-5, 0.01, 0.3, 1.0, 1.5, 4.0, 50.0, 500.0}) {
    const Long root = std::sqrt(Long{x});
    const Long slope = root * std::exp(Long{-x}) / std::sqrt(std::acos(Long{-1}));
    EXPECT_LE(error_of(gamma_tails(0.5, x), std::erf(root), std::erfc(root), slope), promised) << x;
  }
}

TEST(BetaTails, OfOneShapeOneArePowers) {
  for (const double a : shapes) {
    for (const double x : {1e-3, 0.1, 0.25, 0.5, 0.875, 0.999}) {
      const double y = 1.0 - x;
      const Long power = std::pow(Long{x}, Long{a});
      const Tails tails = beta_tails(a, 1.0, x, y);
      EXPECT_LE(error_of(tails, power, -std::expm1(a * std::log(Long{x})), a * power), promised)
          << a << " at " << x;
      const Tails mirrored = beta_tails(1.0, a, y, x);
      EXPECT_LE(error_of(mirrored, -std::expm1(a * std::log(Long{x})), power, a * power * y / x),
                promised)
          << a << " at " << x;
    }
  }
}

TEST(BetaTails, OfTheArcsineLaw) {
  const Long pi = std::acos(Long{-1});
  for (const double x : {1e-300, 1e-9, 0.1, 0.25, 0.5, 0.75, 0.9375}) {
    const double y = 1.0 - x;
    const Long lower = 2 / pi * std::asin(std::sqrt(Long{x}));
    const Long upper = 2 / pi * std::asin(std::sqrt(Long{1} - x));
    const Long slope = std::sqrt(x / (Long{1} - x)) / pi;
    EXPECT_LE(error_of(beta_tails(0.5, 0.5, x, y), lower, upper, slope), promised) << x;
  }
}

TEST(BetaTails, AreMirroredWithTheirShapes) {
  std::mt19937_64 bits(1);
  for (const double a : shapes) {
    for (const double b : shapes) {
      const double x = static_cast<double>(bits() >> 11U) * 0x1p-53;
      const Tails tails = beta_tails(a, b, x, 1.0 - x);
      const Tails mirrored = beta_tails(b, a, 1.0 - x, x);
      EXPECT_NEAR(tails.lower, mirrored.upper, 1e-12 * tails.lower) << a << " " << b << " " << x;
      EXPECT_NEAR(tails.upper, mirrored.lower, 1e-12 * tails.upper) << a << " " << b << " " << x;
    }
  }
}

// ---- Against a library of wider numbers ----

TEST(GammaTails, MeetTheReferenceFromTailToTail) {
  double worst = 0.0;
  for (const double shape : shapes) {
    for (const double x : values_around(shape, std::sqrt(shape))) {
      const Long slope = gamma_slope(shape, x);
      if (slope < least_share) {
        const Tails tails = gamma_tails(shape, x);
        EXPECT_EQ(std::max(tails.lower, tails.upper), 1.0) << shape << " at " << x;
        EXPECT_LE(std::min(tails.lower, tails.upper), 1e-288) << shape << " at " << x;
        continue;  // the reference has no numbers so small
      }
      const double error =
          error_of(gamma_tails(shape, x), boost::math::gamma_p(Long{shape}, Long{x}),
                   boost::math::gamma_q(Long{shape}, Long{x}), slope);
      EXPECT_LE(error, promised) << shape << " at " << std::hexfloat << x;
      worst = std::max(worst, error);
    }
  }
  RecordProperty("worst", std::to_string(worst * 1e15) + "e-15");
}

TEST(BetaTails, MeetTheReferenceFromTailToTail) {
  double worst = 0.0;
  for (const double a : shapes) {
    for (const double b : shapes) {
      const double mean = a / (a + b);
      const double deviation = std::sqrt(mean * (1.0 - mean) / (a + b + 1.0));
      std::vector<double> values = values_around(mean, deviation);
      std::erase_if(values, [](double x) { return x >= 1.0; });
      for (std::size_t i = 0; i < values.size(); i += 3) {
        const double x = values[i];
        const double y = 1.0 - x;
        // The complement that was rounded is wrong by half its last bit: no error of ours.
        if (Long{1} - Long{x} != Long{y}) {
          continue;
        }
        const Long slope = beta_slope(a, b, x, y);
        const double error =
            error_of(beta_tails(a, b, x, y), boost::math::ibeta(Long{a}, Long{b}, Long{x}),
                     boost::math::ibetac(Long{a}, Long{b}, Long{x}), slope);
        EXPECT_LE(error, promised) << a << " " << b << " at " << std::hexfloat << x;
        worst = std::max(worst, error);
      }
    }
  }
  RecordProperty("worst", std::to_string(worst * 1e15) + "e-15");
}

TEST(BetaTails, MeetTheReferenceAtShapesDrawnAtRandom) {
  // The form of the leading factor changes with the shapes and with the side; 1.9e-12 was met here.
  std::mt19937_64 bits(3);
  const auto uniform = [&] { return static_cast<double>(bits() >> 11U) * 0x1p-53; };
  double worst = 0.0;
  for (int i = 0; i < 20'000; ++i) {
    const double a = 0.1 * std::pow(1e5, uniform());
    const double b = 0.1 * std::pow(1e5, uniform());
    const double mean = a / (a + b);
    const double deviation = std::sqrt(mean * (1.0 - mean) / (a + b + 1.0));
    const double near = mean + (80.0 * uniform() - 40.0) * deviation;
    // A multiple of 2⁻⁵⁰, so that its complement is exact.
    const double x = std::floor(std::ldexp(i % 2 == 0 ? near : uniform(), 50)) * 0x1p-50;
    if (!(x > 0.0 && x < 1.0)) {
      continue;
    }
    const double error =
        error_of(beta_tails(a, b, x, 1.0 - x), boost::math::ibeta(Long{a}, Long{b}, Long{x}),
                 boost::math::ibetac(Long{a}, Long{b}, Long{x}), beta_slope(a, b, x, 1 - Long{x}));
    EXPECT_LE(error, promised) << a << " " << b << " at " << std::hexfloat << x;
    worst = std::max(worst, error);
  }
  RecordProperty("worst", std::to_string(worst * 1e15) + "e-15");
}

TEST(BetaTails, LoseNothingWhereTheComplementIsSmall) {
  // Values near 1 stand for their complements: the mirrored law at the small one.
  for (const double a : shapes) {
    for (const double b : {0.1, 0.5, 1.0, 2.0, 10.0, 10'000.0}) {
      for (const double y : {1e-300, 1e-100, 1e-20, 1e-12, 1e-6}) {
        const Tails tails = beta_tails(a, b, 1.0 - y, y);
        const Long upper = boost::math::ibeta(Long{b}, Long{a}, Long{y});
        const Long lower = boost::math::ibetac(Long{b}, Long{a}, Long{y});
        const Long slope = beta_slope(a, b, Long{1} - Long{y}, y);
        EXPECT_LE(error_of(tails, lower, upper, slope), promised) << a << " " << b << " " << y;
      }
    }
  }
}

// ---- Ends and order ----

TEST(GammaTails, OfTheEndsAreExact) {
  for (const double shape : shapes) {
    const Tails nothing = gamma_tails(shape, 0.0);
    EXPECT_EQ(nothing.lower, 0.0);
    EXPECT_EQ(nothing.upper, 1.0);
    EXPECT_EQ(nothing.slope, 0.0);
    for (const double x : {1e5, 1e10, 1e100, 1e307, std::numeric_limits<double>::max()}) {
      const Tails all = gamma_tails(shape, x);
      EXPECT_EQ(all.lower, 1.0) << shape << " at " << x;
      EXPECT_EQ(all.upper, 0.0) << shape << " at " << x;
      EXPECT_EQ(all.slope, 0.0) << shape << " at " << x;
    }
    const Tails least = gamma_tails(shape, std::numeric_limits<double>::denorm_min());
    EXPECT_GE(least.lower, 0.0);
    EXPECT_LE(least.lower, 1e-30);
  }
}

TEST(BetaTails, OfTheEndsAreExact) {
  for (const double a : shapes) {
    for (const double b : shapes) {
      const Tails nothing = beta_tails(a, b, 0.0, 1.0);
      EXPECT_EQ(nothing.lower, 0.0);
      EXPECT_EQ(nothing.upper, 1.0);
      EXPECT_EQ(nothing.slope, 0.0);
      const Tails all = beta_tails(a, b, 1.0, 0.0);
      EXPECT_EQ(all.lower, 1.0);
      EXPECT_EQ(all.upper, 0.0);
      EXPECT_EQ(all.slope, 0.0);
      const double least = std::numeric_limits<double>::denorm_min();
      EXPECT_LE(beta_tails(a, b, least, 1.0).lower, 1e-30) << a << " " << b;
      EXPECT_LE(beta_tails(a, b, 1.0, least).upper, 1e-30) << a << " " << b;
    }
  }
}

TEST(GammaTails, HardlyEverFallWithTheValue) {
  // No promise of the last bits, but of none before them: also where the method changes.
  for (const double shape : shapes) {
    double before = 0.0;
    for (double x = 0.0; x < 4.0 * shape + 40.0; x += (shape + 1.0) / 512.0) {
      const double lower = gamma_tails(shape, x).lower;
      ASSERT_GE(lower, before * (1.0 - promised)) << shape << " at " << x;
      before = lower;
    }
  }
}

}  // namespace
}  // namespace firstcustomer
