#pragma once
/// \file
/// Laws of chance as values: a family and its parameters, sampled by monotone inversion.
///
/// `quantile(law, u)` never decreases in u over the values that luck gives (random.hpp), so a
/// larger u is later, dearer or worse under every law and in every arm. Costs: one or two
/// elementary functions for most families. What the numbers mean (months, pounds, a ratio) is the
/// caller's business; a law knows no units.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/core/shape.hpp"

namespace firstcustomer {

/// Quantile of the standard normal law, u in (0, 1).
/// Source: Wichura 1988, Algorithm AS 241, PPND16: relative error about 1e-16.
double normal_quantile(double u);

/// The share of the standard normal law below x; the smaller tail keeps its relative precision.
/// Relative error: (1 + x²)·2⁻⁵² for |x| below 8.5. Source: Abramowitz and Stegun 1964, 7.1.22.
double normal_cdf(double x);

enum class LawFamily : std::uint8_t {
  constant,     ///< value
  uniform,      ///< low, high
  exponential,  ///< mean
  normal,       ///< mean, sd
  lognormal,    ///< median, sigma (standard deviation of the log)
  weibull,      ///< scale, shape
  triangular,   ///< low, mode, high
  pert,         ///< low, mode, high: the beta law of Malcolm et al. 1959 with weight 4 on the mode
  gamma,        ///< shape, scale (mean over shape)
  beta,         ///< alpha, beta, low, high
  poisson,      ///< mean
  bernoulli,    ///< probability of 1, otherwise 0
  categorical,  ///< values in ascending order, their probabilities
  /// median, sigma, other_median, other_sigma, other_share (of the values of the other law)
  lognormal_mixture,
};

/// What a parameter may be.
enum class Values : std::uint8_t { any, not_negative, positive, share, shape, counts };
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_included = true;
};
Bounds bounds(Values values);

enum class Scale : std::uint8_t { of_the_law, bare };
enum class Form : std::uint8_t { number, list };

/// One parameter of a family, as it is written in a scenario.
struct LawParameter {
  std::string_view name;
  /// A location or scale in the units of the law, or a bare number.
  Scale scale;
  Values values;
  /// A list takes `most_categories` places among the law's parameters.
  Form form = Form::number;
  /// For bare laws: what holds where nothing is written.
  std::optional<double> fallback = {};
};

/// How a family is written: its name and its parameters, in the order of `Law::parameters`.
struct LawDescription {
  LawFamily family;
  std::string_view name;
  std::span<const LawParameter> parameters;
  /// Laws of bare numbers (counts, or 0 and 1) have no unit.
  Scale scale = Scale::of_the_law;
};

/// All families, in the order of the enumeration.
std::span<const LawDescription> law_descriptions();
const LawDescription& description(LawFamily family);

/// Of one categorical law; more values call for a continuous law.
inline constexpr std::size_t most_categories = 8;
/// By which the probabilities of a categorical law may miss 1.
inline constexpr double largest_sum_error = 1e-9;
/// Larger means are refused: a normal law does as well.
inline constexpr double largest_poisson_mean = 10'000.0;

/// A law of chance. The default is the constant 0.
struct Law {
  LawFamily family = LawFamily::constant;
  std::array<double, 2 * most_categories> parameters{};

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
  /// Whether the lowest value itself is drawn: by discrete laws, and where there is one value.
  bool low_has_mass = false;
};
Support support(const Law& law);

/// The mean. Needs: a sound law, not Weibull (whose mean is a gamma function), categorical or
/// Bernoulli.
double mean(const Law& law);

/// The value below which a share u of the law lies, u in (0, 1). Needs: a sound law.
/// Costs: one or two elementary functions; 2 to 20 µs for PERT, gamma and beta (see `LawTables`);
/// for a Poisson law up to 0.2 µs below a mean of 64, 10 µs above; 1 to 2 µs for a mixture.
double quantile(const Law& law, double u);

/// Quantiles of PERT, gamma and beta laws at the speed of the others, for parameters known
/// beforehand. Made once, then read by any number of threads.
class LawTables {
 public:
  /// Makes the law's table, unless it needs none or has one. Costs: 1 to 5 ms. Needs: a sound law.
  void add(const Law& law);
  /// As quantile(law, u), from a table where there is one for these very parameters.
  double quantile(const Law& law, double u) const;

  std::size_t size() const { return tables_.size(); }

 private:
  const ShapeTable* find(const Shape& shape) const;

  std::vector<ShapeTable> tables_;
};

/// What is wrong with the parameters, as a clause for a message ("low must not exceed high"); empty
/// for a sound law.
std::string problem(const Law& law);

}  // namespace firstcustomer
