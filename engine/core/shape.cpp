#include "firstcustomer/core/shape.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/special.hpp"

namespace firstcustomer {
namespace {

/// Doubles of one power of two are cut into 2²⁰ parts: the upper half of the bits says which.
constexpr std::uint64_t part = std::uint64_t{1} << 32U;

enum class Tail : std::uint8_t { lower, upper };

/// A value, and d log value / d log tail there, from which its neighbour is guessed.
struct Place {
  double value;
  double elasticity;
};

/// The value at which this tail of the law has the share `wanted`: Halley's method on the
/// logarithms of value and tail, inside a bracket that shrinks.
Place solve(const Shape& shape, Tail tail, double wanted, double guess) {
  const bool gamma = shape.family == ShapeFamily::gamma;
  double low = 1e-200;
  double high = gamma ? 2.0 * shape.a + 100.0 : 1.0;
  double x = std::clamp(guess, low, high);
  double elasticity = 0.0;
  for (int step = 0; step < 200; ++step) {
    const double y = 1.0 - x;
    const Tails there = gamma ? gamma_tails(shape.a, x) : beta_tails(shape.a, shape.b, x, y);
    const double share = tail == Tail::lower ? there.lower : there.upper;
    const double rate = (tail == Tail::lower ? there.slope : -there.slope) / share;
    elasticity = 1.0 / rate;
    ((share > wanted) == (tail == Tail::lower) ? high : low) = x;
    // d log(value × density) / d log value.
    const double bend = gamma ? shape.a - x : shape.a - (shape.b - 1.0) * x / y;
    const double newton = elementary::log(wanted / share) * elasticity;
    const double halley = newton / (1.0 + 0.5 * newton * (bend - rate));
    const double move = std::abs(halley) < 2.0 * std::abs(newton) ? halley : newton;
    const double next = x * elementary::exp(move);
    // A step this small against the curvature leaves its cube.
    if (std::abs(move) * (1.0 + std::abs(rate) + std::abs(bend)) < 1e-6 || std::abs(move) < 2e-16) {
      return {next, elasticity};
    }
    const bool inside = next > low && next < high;  // false also where nothing is left of the tail
    x = inside ? next : std::sqrt(low) * std::sqrt(high);
    if (!(low < x && x < high)) {
      break;
    }
  }
  return {x, elasticity};
}

double mean(const Shape& shape) {
  return shape.family == ShapeFamily::gamma ? shape.a : shape.a / (shape.a + shape.b);
}

Shape mirrored(const Shape& shape) {
  return {shape.family, shape.b, shape.a};
}

/// Whether a beta law's upper side is kept as the distance from 1: where that gets small. Elsewhere
/// it is the value that may be small.
bool from_one(const Shape& shape, Tail tail) {
  return shape.family == ShapeFamily::beta && tail == Tail::upper &&
         (shape.b < 10.0 || shape.a >= shape.b);
}

/// Where a tail has the share `wanted` ≤ ½, as a value or as the distance from 1.
Place place(const Shape& shape, Tail tail, double wanted, double guess) {
  return from_one(shape, tail) ? solve(mirrored(shape), Tail::lower, wanted, guess)
                               : solve(shape, tail, wanted, guess);
}

double start_of_search(const Shape& shape, Tail tail) {
  return mean(from_one(shape, tail) ? mirrored(shape) : shape);
}

double median_of(const Shape& shape) {
  return solve(shape, Tail::lower, 0.5, mean(shape)).value;
}

/// The quantile on the straight line between the points of the grid on either side of u;
/// `place_of(tail, share)` gives the places of points of the grid.
template <class PlaceOf>
double between_points(const Shape& shape, double u, double median, const PlaceOf& place_of) {
  expect(u >= 0x1p-53 && u < 1.0, "a share lies between 0 and 1");
  const Tail tail = u < 0.5 ? Tail::lower : Tail::upper;
  const bool distance = from_one(shape, tail);
  const double share = tail == Tail::lower ? u : 1.0 - u;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(share) & ~(part - 1);
  const double outer_share = std::bit_cast<double>(bits);
  const double inner_share = std::bit_cast<double>(bits + part);
  const double middle = distance ? 1.0 - median : median;
  const double outer = outer_share == 0.5 ? middle : place_of(tail, outer_share);
  double value = outer;
  if (share > outer_share) {
    const double inner = inner_share == 0.5 ? middle : place_of(tail, inner_share);
    const double way = (share - outer_share) / (inner_share - outer_share);
    value = outer + way * (inner - outer);
    // Rounding must not carry the line past its end.
    value = inner > outer ? std::min(inner, value) : std::max(inner, value);
  }
  return distance ? std::max(median, 1.0 - value) : value;
}

/// Coefficients of the powers of s, −1 ≤ s ≤ 1, of the polynomial through values at Chebyshev
/// points; and whether it has converged to the rounding or to 1e-11 of the rise in the cell.
template <std::size_t n>
struct Fit {
  std::array<double, n> powers{};
  bool converged = false;
  /// So well that cells twice as wide would do.
  bool finer_than_needed = false;
};

/// cos((2i + 1)π / 2n), i = 0 … n−1, from the half angle cosine of π/2n by rotation in fixed order.
template <std::size_t n>
std::array<double, n> chebyshev_points() {
  std::array<double, n> points{};
  // cos x by its series: x ≤ π, 20 terms, error below rounding.
  for (std::size_t i = 0; i < n; ++i) {
    const double x = (2.0 * static_cast<double>(i) + 1.0) * 3.14159265358979323846 /
                     (2.0 * static_cast<double>(n));
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k <= 20; ++k) {
      term *= -x * x / ((2.0 * k - 1.0) * (2.0 * k));
      sum += term;
    }
    points[i] = sum;
  }
  return points;
}

template <std::size_t n>
Fit<n> fit_polynomial(const std::array<double, n>& points, const std::array<double, n>& values,
                      double noise) {
  std::array<double, n> chebyshev{};
  for (std::size_t i = 0; i < n; ++i) {
    double before = 1.0;
    double now = points[i];
    chebyshev[0] += values[i];
    for (std::size_t k = 1; k < n; ++k) {
      chebyshev[k] += values[i] * now;
      const double after = 2.0 * points[i] * now - before;
      before = now;
      now = after;
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    chebyshev[k] *= (k == 0 ? 1.0 : 2.0) / static_cast<double>(n);
  }
  Fit<n> fit;
  const double limit = 1e-11 * std::abs(chebyshev[1]) + noise * std::abs(chebyshev[0]);
  fit.converged = std::abs(chebyshev[n - 1]) <= limit && std::abs(chebyshev[n - 2]) <= limit;
  const double spare = std::abs(chebyshev[n - 1]) + std::abs(chebyshev[n - 2]);
  fit.finer_than_needed = spare * static_cast<double>(1U << n) <= limit;
  // T(k+1) = 2 s T(k) − T(k−1), in powers of s.
  std::array<double, n> before{};
  std::array<double, n> now{};
  before[0] = 1.0;
  now[1] = 1.0;
  fit.powers[0] = chebyshev[0];
  for (std::size_t k = 1; k < n; ++k) {
    std::array<double, n> after{};
    for (std::size_t j = 0; j < n; ++j) {
      fit.powers[j] += chebyshev[k] * now[j];
      after[j] = (j > 0 ? 2.0 * now[j - 1] : 0.0) - before[j];
    }
    before = now;
    now = after;
  }
  return fit;
}

}  // namespace

double shape_quantile(const Shape& shape, double u) {
  // The median is met only within a part of the grid of it.
  const double median = std::abs(u - 0.5) < 0x1p-20 ? median_of(shape) : (u < 0.5 ? 1.0 : 0.0);
  // Every search begins at the same value: a point has the same bits from either side of it.
  return between_points(shape, u, median, [&](Tail tail, double share) {
    return place(shape, tail, share, start_of_search(shape, tail)).value;
  });
}

ShapeTable::ShapeTable(const Shape& shape)
    : shape_(shape), median_(median_of(shape)), lower_(fit_half(0)), upper_(fit_half(1)) {}

ShapeTable::Half ShapeTable::fit_half(int side) const {
  const Tail tail = side == 0 ? Tail::lower : Tail::upper;
  const auto points = chebyshev_points<terms>();
  // What the error of the tails is in the value, where it goes as a small power of the tail.
  const double end = side == 0 || shape_.family == ShapeFamily::gamma ? shape_.a : shape_.b;
  const double noise = 1e-14 / std::min(1.0, end);
  Half half;
  // From the median outwards, each search from where the last one ended.
  Place last{start_of_search(shape_, tail), 0.0};
  double last_share = 0.5;
  std::uint32_t cuts = 0;
  for (std::size_t k = 0; k < octaves; ++k) {
    const double bottom = 0.25 / static_cast<double>(std::uint64_t{1} << k);
    for (;; ++cuts) {
      ensure(cuts <= most_cuts, "a quantile of these shapes is a piecewise polynomial");
      const auto cells = std::size_t{1} << cuts;
      half.octave[k] = {static_cast<std::uint32_t>(half.cells.size()), cuts};
      half.cells.resize(half.cells.size() + cells);
      bool converged = true;
      bool finer_than_needed = cuts > 0;
      for (std::size_t i = cells; converged && i-- > 0;) {
        std::array<double, terms> values{};
        for (std::size_t j = 0; j < terms; ++j) {
          const double into =
              (static_cast<double>(i) + (points[j] + 1.0) / 2.0) / static_cast<double>(cells);
          const double share = bottom * (1.0 + into);
          const double ahead = last.elasticity * elementary::log(share / last_share);
          last = place(shape_, tail, share, last.value * elementary::exp(ahead));
          last_share = share;
          values[j] = last.value;
        }
        const auto fit = fit_polynomial(points, values, noise);
        converged = fit.converged;
        finer_than_needed = finer_than_needed && fit.finer_than_needed;
        half.cells[half.octave[k].first_cell + i] = fit.powers;
      }
      if (converged) {
        cuts -= finer_than_needed ? 1 : 0;
        break;
      }
      half.cells.resize(half.octave[k].first_cell);
    }
  }
  half.cells.shrink_to_fit();
  return half;
}

double ShapeTable::place_on(const Half& half, double share) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(share);
  const Octave octave = half.octave[1021 - (bits >> 52U)];
  // Of the mantissa the first bits name the cell, the others the place in it.
  const std::uint64_t mantissa = bits << 12U;
  const std::uint64_t cell = octave.cuts == 0 ? 0 : mantissa >> (64U - octave.cuts);
  const std::uint64_t rest = mantissa << octave.cuts;
  const double s = static_cast<double>(rest >> 11U) * 0x1p-52 - 1.0;
  const Cell& powers = half.cells[octave.first_cell + cell];
  double value = powers[terms - 1];
  for (std::size_t i = terms - 1; i-- > 0;) {
    value = value * s + powers[i];
  }
  return value;
}

double ShapeTable::operator()(double u) const {
  return between_points(shape_, u, median_, [&](Tail tail, double share) {
    return place_on(tail == Tail::lower ? lower_ : upper_, share);
  });
}

}  // namespace firstcustomer
