#include "firstcustomer/core/law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

constexpr LawParameter constant_parameters[] = {{"value", Scale::of_the_law, Sign::any}};
constexpr LawParameter uniform_parameters[] = {{"low", Scale::of_the_law, Sign::any},
                                               {"high", Scale::of_the_law, Sign::any}};
constexpr LawParameter exponential_parameters[] = {{"mean", Scale::of_the_law, Sign::positive}};
constexpr LawParameter normal_parameters[] = {{"mean", Scale::of_the_law, Sign::any},
                                              {"sd", Scale::of_the_law, Sign::not_negative}};
constexpr LawParameter lognormal_parameters[] = {{"median", Scale::of_the_law, Sign::positive},
                                                 {"sigma", Scale::bare, Sign::not_negative}};
constexpr LawParameter weibull_parameters[] = {{"scale", Scale::of_the_law, Sign::positive},
                                               {"shape", Scale::bare, Sign::positive}};
constexpr LawParameter triangular_parameters[] = {{"low", Scale::of_the_law, Sign::any},
                                                  {"mode", Scale::of_the_law, Sign::any},
                                                  {"high", Scale::of_the_law, Sign::any}};

constexpr LawDescription descriptions[] = {
    {LawFamily::constant, "constant", constant_parameters},
    {LawFamily::uniform, "uniform", uniform_parameters},
    {LawFamily::exponential, "exponential", exponential_parameters},
    {LawFamily::normal, "normal", normal_parameters},
    {LawFamily::lognormal, "lognormal", lognormal_parameters},
    {LawFamily::weibull, "weibull", weibull_parameters},
    {LawFamily::triangular, "triangular", triangular_parameters},
};

/// Coefficients in descending powers.
template <std::size_t n>
double polynomial(double x, const double (&coefficients)[n]) {
  double value = coefficients[0];
  for (std::size_t i = 1; i < n; ++i) {
    value = value * x + coefficients[i];
  }
  return value;
}

// Wichura (1988), table of PPND16.
constexpr double central_top[] = {
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608};
constexpr double central_bottom[] = {
    5226.495278852854561,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1.0};
constexpr double near_top[] = {7.7454501427834140764e-4, 0.0227238449892691845833,
                               0.24178072517745061177,   1.27045825245236838258,
                               3.64784832476320460504,   5.7694972214606914055,
                               4.6303378461565452959,    1.42343711074968357734};
constexpr double near_bottom[] = {1.05075007164441684324e-9, 5.475938084995344946e-4,
                                  0.0151986665636164571966,  0.14810397642748007459,
                                  0.68976733498510000455,    1.6763848301838038494,
                                  2.05319162663775882187,    1.0};
constexpr double far_top[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                              0.0012426609473880784386,  0.026532189526576123093,
                              0.29656057182850489123,    1.7848265399172913358,
                              5.4637849111641143699,     6.6579046435011037772};
constexpr double far_bottom[] = {2.04426310338993978564e-15, 1.4215117583164458887e-7,
                                 1.8463183175100546818e-5,   7.868691311456132591e-4,
                                 0.0148753612908506148525,   0.13692988092273580531,
                                 0.59983220655588793769,     1.0};

double triangular_quantile(double low, double mode, double high, double u) {
  const double width = high - low;
  if (width == 0.0) {
    return low;
  }
  const double rise = (mode - low) / width;
  if (u <= rise) {
    return std::min(mode, low + std::sqrt(u * width * (mode - low)));
  }
  // high − √(…) without cancellation at either end; never beyond the mode or the end.
  const double past = (u - rise) / (1.0 - rise);
  const double left = (1.0 - u) / (1.0 - rise);
  const double above = (high - mode) * (past / (1.0 + std::sqrt(left)));
  return std::min(high, mode + above);
}

}  // namespace

double normal_quantile(double u) {
  const double from_centre = u - 0.5;
  if (std::abs(from_centre) <= 0.425) {
    const double r = 0.180625 - from_centre * from_centre;
    return from_centre * polynomial(r, central_top) / polynomial(r, central_bottom);
  }
  const double tail = from_centre < 0.0 ? u : 1.0 - u;
  const double r = std::sqrt(-elementary::log(tail));
  const double size = r <= 5.0 ? polynomial(r - 1.6, near_top) / polynomial(r - 1.6, near_bottom)
                               : polynomial(r - 5.0, far_top) / polynomial(r - 5.0, far_bottom);
  return from_centre < 0.0 ? -size : size;
}

std::span<const LawDescription> law_descriptions() {
  return descriptions;
}

const LawDescription& description(LawFamily family) {
  return descriptions[static_cast<std::size_t>(family)];
}

double quantile(const Law& law, double u) {
  const auto& p = law.parameters;
  switch (law.family) {
    case LawFamily::constant:
      return p[0];
    case LawFamily::uniform:
      return p[0] + u * (p[1] - p[0]);
    case LawFamily::exponential:
      return -elementary::log(1.0 - u) * p[0];
    case LawFamily::normal:
      return p[0] + p[1] * normal_quantile(u);
    case LawFamily::lognormal:
      return p[0] * elementary::exp(p[1] * normal_quantile(u));
    case LawFamily::weibull:
      return p[0] * elementary::pow(-elementary::log(1.0 - u), 1.0 / p[1]);
    case LawFamily::triangular:
      return triangular_quantile(p[0], p[1], p[2], u);
  }
  ensure(false, "every family of laws has a quantile");
  return 0.0;
}

Support support(const Law& law) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto& p = law.parameters;
  switch (law.family) {
    case LawFamily::constant:
      return {p[0], p[0]};
    case LawFamily::uniform:
      return {p[0], p[1]};
    case LawFamily::triangular:
      return {p[0], p[2]};
    case LawFamily::normal:
      return {-infinity, infinity};
    case LawFamily::exponential:
    case LawFamily::lognormal:
    case LawFamily::weibull:
      return {0.0, infinity};
  }
  ensure(false, "every family of laws has a support");
  return {0.0, 0.0};
}

std::string problem(const Law& law) {
  const auto& p = law.parameters;
  const auto parameters = description(law.family).parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string name(parameters[i].name);
    if (!std::isfinite(p[i])) {
      return name + " must be a finite number";
    }
    if (parameters[i].sign == Sign::positive && !(p[i] > 0.0)) {
      return name + " must be positive";
    }
    if (parameters[i].sign == Sign::not_negative && p[i] < 0.0) {
      return name + " must not be negative";
    }
  }
  if (law.family == LawFamily::uniform && p[0] > p[1]) {
    return "low must not exceed high";
  }
  if (law.family == LawFamily::triangular && !(p[0] <= p[1] && p[1] <= p[2])) {
    return "low, mode and high must be in ascending order";
  }
  return "";
}

}  // namespace firstcustomer
