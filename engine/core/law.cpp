#include "firstcustomer/core/law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/mixture.hpp"
#include "firstcustomer/core/special.hpp"

namespace firstcustomer {
namespace {

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

/// The smallest count k with P(N ≤ k) ≥ u. For a fixed k the test can only turn from true to false
/// as u grows, and the search asks the same questions for every u until answers differ: monotone.
double poisson_quantile(double mean, double u) {
  if (mean <= 64.0) {
    double term = elementary::exp(-mean);
    double below = term;
    double count = 0.0;
    // Up to where terms no longer count: rounded, the sum may never reach the largest shares.
    while (below < u && (count <= mean || below + term > below)) {
      count += 1.0;
      term *= mean / count;
      below += term;
    }
    return count;
  }
  double past = -1.0;  // P(N ≤ past) < u
  double reached = std::ceil(mean + 10.0 * std::sqrt(mean) + 60.0);
  while (reached - past > 1.0) {
    const double middle = std::floor((past + reached) / 2.0);
    // P(N ≤ k) is the upper tail of the gamma law of shape k + 1 (Abramowitz and Stegun 26.4.21).
    const Tails tails = gamma_tails(middle + 1.0, mean);
    const bool enough = u <= 0.5 ? tails.upper >= u : tails.lower <= 1.0 - u;
    (enough ? reached : past) = middle;
  }
  return reached;
}

double categorical_quantile(const Law& law, double u) {
  const auto values = std::span(law.parameters).first(most_categories);
  const auto probabilities = std::span(law.parameters).last(most_categories);
  double value = values[0];
  double below = 0.0;
  for (std::size_t i = 0; i < most_categories && below < u && probabilities[i] > 0.0; ++i) {
    value = values[i];
    below += probabilities[i];
  }
  return value;
}

Law own_part(const Law& mixture) {
  return Law::lognormal(mixture.parameters[0], mixture.parameters[1]);
}

Law other_part(const Law& mixture) {
  return Law::lognormal(mixture.parameters[2], mixture.parameters[3]);
}

double quantile_of_mixture(const Law& law, double u) {
  const auto& p = law.parameters;
  if (p[4] == 0.0 || p[4] == 1.0) {
    return quantile(p[4] == 0.0 ? own_part(law) : other_part(law), u);
  }
  return mixture_quantile({p[0], p[1], p[2], p[3], p[4]}, u);
}

double mean_of_mixture(const Law& law) {
  const double share = law.parameters[4];
  // A part that is not there may have a mean beyond numbers.
  const double own = share < 1.0 ? (1.0 - share) * mean(own_part(law)) : 0.0;
  const double other = share > 0.0 ? share * mean(other_part(law)) : 0.0;
  return own + other;
}

Support support_of_mixture(const Law& law) {
  const double share = law.parameters[4];
  if (share == 0.0 || share == 1.0) {
    return support(share == 0.0 ? own_part(law) : other_part(law));
  }
  const Support own = support(own_part(law));
  const Support other = support(other_part(law));
  const Support& lower = own.low <= other.low ? own : other;
  return {lower.low, std::max(own.high, other.high), lower.low_has_mass};
}

/// The standard law behind a PERT, gamma or beta law, and where it is put.
struct Placed {
  Shape shape;
  double low = 0.0;
  double scale = 1.0;
};

bool has_shape(LawFamily family) {
  return family == LawFamily::pert || family == LawFamily::gamma || family == LawFamily::beta;
}

Placed placed(const Law& law) {
  const auto& p = law.parameters;
  if (law.family == LawFamily::gamma) {
    return {{ShapeFamily::gamma, p[0], 0.0}, 0.0, p[1]};
  }
  if (law.family == LawFamily::beta) {
    return {{ShapeFamily::beta, p[0], p[1]}, p[2], p[3] - p[2]};
  }
  const double width = p[2] - p[0];
  const double mode = width > 0.0 ? (p[1] - p[0]) / width : 0.5;
  return {{ShapeFamily::beta, 1.0 + 4.0 * mode, 1.0 + 4.0 * (1.0 - mode)}, p[0], width};
}

double put(const Placed& place, double standard, double high) {
  return std::min(high, place.low + place.scale * standard);
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

double normal_cdf(double x) {
  constexpr double root_half = 0.70710678118654752440;
  return 0.5 * elementary::erfc(-x * root_half);
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
    case LawFamily::pert:
    case LawFamily::gamma:
    case LawFamily::beta: {
      const Placed place = placed(law);
      return put(place, shape_quantile(place.shape, u), support(law).high);
    }
    case LawFamily::poisson:
      return poisson_quantile(p[0], u);
    case LawFamily::bernoulli:
      return u <= 1.0 - p[0] ? 0.0 : 1.0;
    case LawFamily::categorical:
      return categorical_quantile(law, u);
    case LawFamily::lognormal_mixture:
      return quantile_of_mixture(law, u);
  }
  ensure(false, "every family of laws has a quantile");
  return 0.0;
}

void LawTables::add(const Law& law) {
  if (has_shape(law.family) && find(placed(law).shape) == nullptr) {
    tables_.emplace_back(placed(law).shape);
  }
}

double LawTables::quantile(const Law& law, double u) const {
  if (has_shape(law.family)) {
    const Placed place = placed(law);
    if (const ShapeTable* table = find(place.shape)) {
      return put(place, (*table)(u), support(law).high);
    }
  }
  return firstcustomer::quantile(law, u);
}

const ShapeTable* LawTables::find(const Shape& shape) const {
  for (const ShapeTable& table : tables_) {
    if (table.shape() == shape) {
      return &table;
    }
  }
  return nullptr;
}

double mean(const Law& law) {
  const auto& p = law.parameters;
  switch (law.family) {
    case LawFamily::constant:
    case LawFamily::exponential:
    case LawFamily::normal:
    case LawFamily::poisson:
      return p[0];
    case LawFamily::uniform:
      return (p[0] + p[1]) / 2.0;
    case LawFamily::lognormal:
      return p[0] * elementary::exp(p[1] * p[1] / 2.0);
    case LawFamily::triangular:
      return (p[0] + p[1] + p[2]) / 3.0;
    case LawFamily::pert:
      return (p[0] + 4.0 * p[1] + p[2]) / 6.0;
    case LawFamily::gamma:
      return p[0] * p[1];
    case LawFamily::beta:
      return p[2] + (p[3] - p[2]) * p[0] / (p[0] + p[1]);
    case LawFamily::lognormal_mixture:
      return mean_of_mixture(law);
    default:
      ensure(false, "the law's mean has a short formula");
      return 0.0;
  }
}

Support support(const Law& law) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto& p = law.parameters;
  switch (law.family) {
    case LawFamily::constant:
      return {p[0], p[0], true};
    case LawFamily::uniform:
      return {p[0], p[1], p[0] == p[1]};
    case LawFamily::triangular:
    case LawFamily::pert:
      return {p[0], p[2], p[0] == p[2]};
    case LawFamily::beta:
      return {p[2], p[3], p[2] == p[3]};
    case LawFamily::bernoulli:
      return {p[0] < 1.0 ? 0.0 : 1.0, p[0] > 0.0 ? 1.0 : 0.0, true};
    case LawFamily::poisson:
      return {0.0, p[0] > 0.0 ? infinity : 0.0, true};
    case LawFamily::categorical:
      return {p[0], categorical_quantile(law, 1.0), true};
    case LawFamily::normal:
      return p[1] > 0.0 ? Support{-infinity, infinity} : Support{p[0], p[0], true};
    case LawFamily::lognormal:
      return p[1] > 0.0 ? Support{0.0, infinity} : Support{p[0], p[0], true};
    case LawFamily::lognormal_mixture:
      return support_of_mixture(law);
    case LawFamily::exponential:
    case LawFamily::weibull:
    case LawFamily::gamma:
      return {0.0, infinity};
  }
  ensure(false, "every family of laws has a support");
  return {0.0, 0.0};
}

}  // namespace firstcustomer
