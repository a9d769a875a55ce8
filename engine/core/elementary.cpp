#include "firstcustomer/core/elementary.hpp"

#include <sleef.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace firstcustomer::elementary {
namespace {

// Tables are made by the compiler in extended precision, from series with a fixed number of terms.
using Wide = long double;
static_assert(sizeof(Wide) > sizeof(double), "tables need more bits than a double");

constexpr Wide wide_log2 = 0.693147180559945309417232121458176568L;

/// A number as a double and the rest.
struct Pair {
  double high;
  double low;
};

/// log c for c = j/256 by 2 artanh((j − 256)/(j + 256)), |argument| ≤ 0.172: 24 terms.
constexpr Wide wide_log(int j) {
  const Wide t = static_cast<Wide>(j - 256) / static_cast<Wide>(j + 256);
  Wide power = t;
  Wide sum = 0.0L;
  for (int k = 1; k < 48; k += 2) {
    sum += power / static_cast<Wide>(k);
    power *= t * t;
  }
  return 2.0L * sum;
}

/// 2^(j/64) by the exponential series, argument < 0.7: 24 terms.
constexpr Wide wide_exp2(int j) {
  const Wide x = static_cast<Wide>(j) * wide_log2 / 64.0L;
  Wide term = 1.0L;
  Wide sum = 1.0L;
  for (int k = 1; k < 24; ++k) {
    term *= x / static_cast<Wide>(k);
    sum += term;
  }
  return sum;
}

/// Rounded to a multiple of 2⁻⁴², so that sums with small multiples of such numbers are exact.
constexpr double coarse(Wide x) {
  const Wide scaled = x * 0x1p42L;
  return static_cast<double>(static_cast<std::int64_t>(scaled + (x < 0.0L ? -0.5L : 0.5L))) *
         0x1p-42;
}

constexpr double log2_high = coarse(wide_log2);
constexpr double log2_low = static_cast<double>(wide_log2 - static_cast<Wide>(log2_high));

constexpr int first_centre = 181;  // 256 √½
constexpr int centres = 182;

/// For numbers near j/256: a multiple of 1/256 near the reciprocal, and minus its logarithm.
struct LogCell {
  double inverse;
  Pair log;
};

constexpr auto make_log_cells() {
  std::array<LogCell, centres> cells{};
  for (int i = 0; i < centres; ++i) {
    const int j = first_centre + i;
    // Next to 1 the logarithm is as small as the distance from 1, which must stay exact.
    const bool near_one = 254 < j && j < 258;
    const int inverse = near_one ? 256 : (256 * 256 + j / 2) / j;
    const Wide log = -wide_log(inverse);
    const double high = coarse(log);
    cells[static_cast<std::size_t>(i)] = {
        static_cast<double>(inverse) / 256.0,
        {high, static_cast<double>(log - static_cast<Wide>(high))}};
  }
  return cells;
}
constexpr std::array<LogCell, centres> log_cells = make_log_cells();

constexpr auto make_exp_cells() {
  std::array<Pair, 64> cells{};
  for (int j = 0; j < 64; ++j) {
    const Wide power = wide_exp2(j);
    const auto high = static_cast<double>(power);
    cells[static_cast<std::size_t>(j)] = {high,
                                          static_cast<double>(power - static_cast<Wide>(high))};
  }
  return cells;
}
constexpr std::array<Pair, 64> exp_cells = make_exp_cells();

constexpr double step_high =
    static_cast<double>(static_cast<std::int64_t>(wide_log2 / 64.0L * 0x1p40L + 0.5L)) * 0x1p-40;
constexpr double step_low = static_cast<double>(wide_log2 / 64.0L - static_cast<Wide>(step_high));
constexpr double steps_per_unit = static_cast<double>(64.0L / wide_log2);

}  // namespace

double exp(double x) {
  if (!(x > -700.0 && x < 700.0)) {
    return Sleef_cinz_expd1_u10purec(x);
  }
  // x = k·log(2)/64 + r, |r| ≤ log(2)/128.
  constexpr double shifter = 0x1.8p52;
  const double shifted = x * steps_per_unit + shifter;
  const double k = shifted - shifter;
  const auto bits = std::bit_cast<std::uint64_t>(shifted);
  const double r = (x - k * step_high) - k * step_low;
  const double r2 = r * r;
  const double tail = r2 * (0.5 + r * (1.0 / 6.0)) +
                      r2 * r2 * ((1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0));
  const Pair& power = exp_cells[bits % 64];
  const double value = power.high + (power.low + power.high * (r + tail));
  // 2^⌊k/64⌋: the low bits of the shifted number are k in two's complement.
  const std::uint64_t exponent = (bits << 46U >> 52U) << 52U;
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) + exponent);
}

double log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  // Positive normal numbers only; all others as the library has them.
  if (bits - 0x0010'0000'0000'0000U >= 0x7fe0'0000'0000'0000U) {
    return Sleef_cinz_logd1_u10purec(x);
  }
  // x = 2ᵏ z, √½ ≤ z < √2 (to 32 bits), and j/256 near z.
  const std::uint64_t above = bits - 0x3fe6'a09e'0000'0000U;
  const auto k = static_cast<double>(static_cast<std::int64_t>(above) >> 52);
  const auto z = std::bit_cast<double>(bits - (above & 0xfff0'0000'0000'0000U));
  const auto j = static_cast<int>(z * 256.0 + 0.5);
  const LogCell& cell = log_cells[static_cast<std::size_t>(j - first_centre)];
  // z × inverse − 1, |r| < 0.006: exact products of the halves of z, one rounding.
  const auto z_high =
      std::bit_cast<double>(std::bit_cast<std::uint64_t>(z) & ~std::uint64_t{0xffff});
  const double r = (z_high * cell.inverse - 1.0) + (z - z_high) * cell.inverse;
  // k log 2 − log(inverse) is exact in its coarse part.
  const double coarse_part = k * log2_high + cell.log.high;
  const double high = coarse_part + r;
  const double low = ((coarse_part - high) + r) + (k * log2_low + cell.log.low);
  const double r2 = r * r;
  const double tail =
      r2 * (-0.5 + r * (1.0 / 3.0)) +
      r2 * r2 * ((-0.25 + r * 0.2) + r2 * ((-1.0 / 6.0 + r * (1.0 / 7.0)) - r2 * (1.0 / 8.0)));
  return high + (low + tail);
}

double log1p(double x) {
  return Sleef_cinz_log1pd1_u10purec(x);
}

double pow(double base, double exponent) {
  return Sleef_cinz_powd1_u10purec(base, exponent);
}

double sin(double x) {
  return Sleef_cinz_sind1_u10purec(x);
}

double asin(double x) {
  return Sleef_cinz_asind1_u10purec(x);
}

double atan(double x) {
  return Sleef_cinz_atand1_u10purec(x);
}

double erfc(double x) {
  return Sleef_cinz_erfcd1_u15purec(x);
}

double log_gamma(double x) {
  return Sleef_cinz_lgammad1_u10purec(x);
}

}  // namespace firstcustomer::elementary
