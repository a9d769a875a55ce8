#pragma once
/// \file
/// Laws of chance as values: a family and its parameters, sampled by monotone inversion.
///
/// `quantile(law, u)` never decreases in u over the values that luck gives (random.hpp), so a
/// larger u is later, dearer or worse under every law and in every arm. Costs: one or two
/// elementary functions. What the numbers mean (months, pounds, a ratio) is the caller's business;
/// a law knows no units.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace firstcustomer {

/// Quantile of the standard normal law, u in (0, 1).
/// Source: Wichura 1988, Algorithm AS 241, PPND16: relative error about 1e-16.
double normal_quantile(double u);

enum class LawFamily : std::uint8_t {
  constant,     ///< value
  uniform,      ///< low, high
  exponential,  ///< mean
  normal,       ///< mean, sd
  lognormal,    ///< median, sigma (standard deviation of the log)
  weibull,      ///< scale, shape
  triangular,   ///< low, mode, high
};

enum class Sign : std::uint8_t { any, not_negative, positive };
enum class Scale : std::uint8_t { of_the_law, bare };

/// One parameter of a family, as it is written in a scenario.
struct LawParameter {
  std::string_view name;
  /// A location or scale in the units of the law, or a bare number.
  Scale scale;
  Sign sign;
};

/// How a family is written: its name and its parameters, in the order of `Law::parameters`.
struct LawDescription {
  LawFamily family;
  std::string_view name;
  std::span<const LawParameter> parameters;
};

/// All families, in the order of the enumeration.
std::span<const LawDescription> law_descriptions();
const LawDescription& description(LawFamily family);

/// A law of chance. The default is the constant 0.
struct Law {
  LawFamily family = LawFamily::constant;
  std::array<double, 3> parameters{};

  static Law constant(double value) { return {LawFamily::constant, {value}}; }
  static Law exponential(double mean) { return {LawFamily::exponential, {mean}}; }
  static Law lognormal(double median, double sigma) {
    return {LawFamily::lognormal, {median, sigma}};
  }

  friend bool operator==(const Law&, const Law&) = default;
};

/// The interval that carries the law: no value outside it is ever drawn.
struct Support {
  double low;
  double high;
};
Support support(const Law& law);

/// The value below which a share u of the law lies, u in (0, 1). Needs: a sound law.
double quantile(const Law& law, double u);

/// What is wrong with the parameters, as a clause for a message ("low must not exceed high"); empty
/// for a sound law.
std::string problem(const Law& law);

}  // namespace firstcustomer
