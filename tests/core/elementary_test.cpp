#include "firstcustomer/core/elementary.hpp"

#include <gmock/gmock.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace firstcustomer::elementary {
namespace {

using Ours = double (*)(double);
using Exact = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int draws = 20'000;

/// A number of 160 bits.
struct Real {
  mpfr_t value;
  explicit Real(double x = 0.0) {
    mpfr_init2(value, 160);
    mpfr_set_d(value, x, MPFR_RNDN);
  }
  ~Real() { mpfr_clear(value); }
  Real(const Real&) = delete;
  Real& operator=(const Real&) = delete;
};

/// |computed − exact| in units of the spacing of doubles at the exact value.
double ulp_error(double computed, const Real& exact) {
  if (mpfr_zero_p(exact.value)) {
    return computed == 0.0 ? 0.0 : infinity;
  }
  if (!std::isfinite(computed)) {
    return infinity;
  }
  constexpr mpfr_exp_t least_exponent = -1021;  // of the normal doubles, for mantissas in [½, 1)
  const mpfr_exp_t exponent = std::max(mpfr_get_exp(exact.value), least_exponent);
  Real difference;
  mpfr_sub_d(difference.value, exact.value, computed, MPFR_RNDN);
  mpfr_mul_2si(difference.value, difference.value, 53 - exponent, MPFR_RNDN);
  return std::abs(mpfr_get_d(difference.value, MPFR_RNDN));
}

double worst_error(Ours ours, Exact exact, const std::vector<double>& arguments,
                   double bound = 1.0) {
  double worst = 0.0;
  Real result;
  for (const double x : arguments) {
    exact(result.value, Real(x).value, MPFR_RNDN);
    const double error = ulp_error(ours(x), result);
    EXPECT_LE(error, bound) << "at " << std::hexfloat << x;
    worst = std::max(worst, error);
  }
  return worst;
}

double uniform(std::mt19937_64& bits, double low, double high) {
  return low + (high - low) * (static_cast<double>(bits() >> 11U) * 0x1p-53);
}

/// Positive, with every exponent in the range equally likely.
double of_any_size(std::mt19937_64& bits, int least_exponent, int greatest_exponent) {
  const auto exponents = static_cast<std::uint64_t>(greatest_exponent - least_exponent + 1);
  const int exponent = least_exponent + static_cast<int>(bits() % exponents);
  return std::ldexp(1.0 + static_cast<double>(bits() >> 12U) * 0x1p-52, exponent);
}

double either_sign(std::mt19937_64& bits, double size) {
  return bits() % 2 == 0 ? size : -size;
}

TEST(UlpError, MeasuresInSpacingsOfTheExactValue) {
  EXPECT_EQ(ulp_error(1.0 + 0x1p-52, Real(1.0)), 1.0);
  EXPECT_EQ(ulp_error(1.0 - 0x1p-53, Real(1.0)), 0.5);
  EXPECT_EQ(ulp_error(-3.0, Real(-3.0)), 0.0);
  EXPECT_EQ(ulp_error(0x1p-1073, Real(0x1p-1074)), 1.0);
  EXPECT_EQ(ulp_error(infinity, Real(1.0)), infinity);
}

TEST(Elementary, ExpIsWithinOneUlp) {
  std::mt19937_64 bits(1);
  std::vector<double> arguments = {1.0, -1.0, 709.78, -708.39, 0x1p-1074};
  for (int i = 0; i < draws; ++i) {
    arguments.push_back(uniform(bits, -708.0, 709.7));
    arguments.push_back(either_sign(bits, of_any_size(bits, -70, 8)));
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(exp, mpfr_exp, arguments)));
}

TEST(Elementary, LogIsWithinOneUlp) {
  std::mt19937_64 bits(2);
  std::vector<double> arguments = {0x1p-1074, 0x1p-1022, 0.5, 2.0, 1e308, 0.075, 1.0 - 0x1p-53};
  for (int i = 0; i < draws; ++i) {
    arguments.push_back(of_any_size(bits, -1022, 1023));
    arguments.push_back(uniform(bits, 0.0, 2.0));
    arguments.push_back(1.0 + either_sign(bits, of_any_size(bits, -52, -2)));
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(log, mpfr_log, arguments)));
}

TEST(Elementary, Log1pIsWithinOneUlp) {
  std::mt19937_64 bits(3);
  std::vector<double> arguments = {0x1p-1074, -0x1p-1074, 1.0, 1e300, -0.5, -1.0 + 0x1p-53};
  for (int i = 0; i < draws; ++i) {
    arguments.push_back(of_any_size(bits, -300, 1000));
    arguments.push_back(uniform(bits, -1.0, 1.0));
    arguments.push_back(either_sign(bits, of_any_size(bits, -60, -1)));
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(log1p, mpfr_log1p, arguments)));
}

TEST(Elementary, AtanIsWithinOneUlp) {
  std::mt19937_64 bits(4);
  std::vector<double> arguments = {1.0, -1.0, 0x1p-1074, 1e308, -1e308};
  for (int i = 0; i < draws; ++i) {
    arguments.push_back(either_sign(bits, of_any_size(bits, -1022, 1023)));
    arguments.push_back(uniform(bits, -10.0, 10.0));
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(atan, mpfr_atan, arguments)));
}

TEST(Elementary, SinIsWithinOneUlp) {
  std::mt19937_64 bits(7);
  std::vector<double> arguments = {0x1p-1074, 0.5, -1.0, 3.0, 1e6};
  for (int i = 0; i < draws; ++i) {
    arguments.push_back(either_sign(bits, of_any_size(bits, -1022, 20)));
    arguments.push_back(uniform(bits, -1.0, 1.0));
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(sin, mpfr_sin, arguments)));
}

TEST(Elementary, AsinIsWithinOneUlp) {
  std::mt19937_64 bits(8);
  std::vector<double> arguments = {0x1p-1074, 0.5, -0.5, 1.0, -1.0};
  for (int i = 0; i < draws; ++i) {
    arguments.push_back(either_sign(bits, of_any_size(bits, -1022, -1)));
    arguments.push_back(uniform(bits, -1.0, 1.0));
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(asin, mpfr_asin, arguments)));
}

TEST(Elementary, ErfcIsWithinOneAndAHalfUlp) {
  std::mt19937_64 bits(9);
  std::vector<double> arguments = {0x1p-1074, 1.0, -1.0, 26.0, -30.0};
  for (int i = 0; i < draws; ++i) {
    arguments.push_back(either_sign(bits, of_any_size(bits, -1022, 1)));
    arguments.push_back(uniform(bits, -6.0, 26.0));
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(erfc, mpfr_erfc, arguments, 1.5)));
}

TEST(Elementary, PowIsWithinOneUlp) {
  std::mt19937_64 bits(5);
  double worst = 0.0;
  Real result;
  const auto meet = [&](double base, double exponent) {
    mpfr_pow(result.value, Real(base).value, Real(exponent).value, MPFR_RNDN);
    const double error = ulp_error(pow(base, exponent), result);
    EXPECT_LE(error, 1.0) << std::hexfloat << base << " to the " << exponent;
    worst = std::max(worst, error);
  };
  for (int i = 0; i < draws; ++i) {
    // Bases of any size, with exponents that keep the power between 2^-1020 and 2^1020.
    const double base = of_any_size(bits, -1022, 1023);
    meet(base, uniform(bits, -1020.0, 1020.0) / std::max(1e-3, std::abs(std::log2(base))));
    // Bases near 1 with large exponents.
    const double gap = either_sign(bits, of_any_size(bits, -40, -2));
    meet(1.0 + gap, uniform(bits, -500.0, 500.0) / std::abs(gap));
    // What the laws of chance ask for.
    meet(uniform(bits, 0.0, 37.0), uniform(bits, 0.05, 10.0));
    // Negative bases.
    meet(uniform(bits, -100.0, 0.0), static_cast<double>(bits() % 200) - 100.0);
  }
  RecordProperty("worst_ulp", std::to_string(worst));
}

TEST(Elementary, LogGammaIsWithinOneUlp) {
  std::mt19937_64 bits(6);
  std::vector<double> arguments = {1.0, 2.0, 3.0, 0.5, 1.5, 0.1, 1e4, 1e-300, 0x1p-1022};
  for (int i = 0; i < draws / 10; ++i) {
    // What laws of chance ask for, and around the zeros at 1 and 2.
    arguments.push_back(uniform(bits, 0.0, 4.0));
    arguments.push_back(uniform(bits, 0.1, 30.0));
    arguments.push_back(uniform(bits, 0.1, 21'000.0));
    arguments.push_back(of_any_size(bits, -1000, 1000));
    for (const double zero : {1.0, 2.0}) {
      arguments.push_back(zero + either_sign(bits, of_any_size(bits, -50, -2)));
    }
  }
  RecordProperty("worst_ulp", std::to_string(worst_error(log_gamma, mpfr_lngamma, arguments)));
}

TEST(Elementary, SpecialValuesAreExact) {
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(exp(-0.0), 1.0);
  EXPECT_EQ(exp(-infinity), 0.0);
  EXPECT_EQ(exp(infinity), infinity);
  EXPECT_EQ(log(1.0), 0.0);
  EXPECT_EQ(log(0.0), -infinity);
  EXPECT_EQ(log(infinity), infinity);
  EXPECT_TRUE(std::isnan(log(-1.0)));
  EXPECT_EQ(log1p(0.0), 0.0);
  EXPECT_EQ(log1p(-1.0), -infinity);
  EXPECT_EQ(atan(0.0), 0.0);
  EXPECT_EQ(sin(0.0), 0.0);
  EXPECT_EQ(asin(0.0), 0.0);
  EXPECT_EQ(erfc(0.0), 1.0);
  EXPECT_EQ(erfc(infinity), 0.0);
  EXPECT_EQ(erfc(-infinity), 2.0);
  EXPECT_EQ(log_gamma(1.0), 0.0);
  EXPECT_EQ(log_gamma(2.0), 0.0);
  EXPECT_EQ(log_gamma(infinity), infinity);
  EXPECT_EQ(atan(infinity), -atan(-infinity));
  for (const double x : {0.0, 1.0, -2.5, 1e300, 0x1p-1074, infinity}) {
    EXPECT_EQ(pow(x, 0.0), 1.0) << x;
    EXPECT_EQ(pow(1.0, x), 1.0) << x;
    EXPECT_EQ(pow(x, 1.0), x) << x;
  }
}

TEST(Elementary, WholePowersOfSmallNumbersAreExact) {
  EXPECT_EQ(pow(0.0, 2.0), 0.0);
  EXPECT_EQ(pow(-2.0, 3.0), -8.0);
  EXPECT_EQ(pow(2.0, -3.0), 0.125);
  for (int exponent = -1000; exponent <= 1000; ++exponent) {
    EXPECT_EQ(pow(2.0, exponent), std::ldexp(1.0, exponent)) << exponent;
  }
}

TEST(Elementary, BitsNeverChange) {
  // Pinned bits: a change of library, processor or compiler that moves the last bit shows here.
  EXPECT_EQ(exp(1.0), 0x1.5bf0a8b145769p+1);
  EXPECT_EQ(exp(-0.1), 0x1.cf46d99d52b3ap-1);
  EXPECT_EQ(log(0.1), -0x1.26bb1bbb55515p+1);
  EXPECT_EQ(log1p(0.1), 0x1.8663f793c46c7p-4);
  EXPECT_EQ(pow(0.3, 0.7), 0x1.b8d809c615f41p-2);
  EXPECT_EQ(atan(0.7), 0x1.38b112d7bd4adp-1);
  EXPECT_EQ(sin(0.3), 0x1.2e9cd95baba33p-2);
  EXPECT_EQ(asin(0.4), 0x1.a564ac0e73a34p-2);
  EXPECT_EQ(erfc(1.3), 0x1.0e4daf646962ep-4);
  EXPECT_EQ(log_gamma(0.3), 0x1.188637a6c4196p+0);
  EXPECT_EQ(log_gamma(7.5), 0x1.e233060e41f7fp+2);
}

}  // namespace
}  // namespace firstcustomer::elementary
