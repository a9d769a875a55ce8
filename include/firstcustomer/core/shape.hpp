#pragma once
/// \file
/// Quantiles of the gamma and beta laws: exact but slow, or fast from a table.
///
/// Both promise what luck needs: the quantile never decreases from one u that luck can give to the
/// next, to the last bit, and is within 1e-10 of the exact one (relative, in the value or in u,
/// whichever is laxer). They get it the same way. Exact quantiles are taken at the points of a grid
/// of 2²⁰ parts per power of two of the nearer tail; between two points the value runs in a
/// straight line. Adjacent points are so far apart that rounding cannot make them change places,
/// and a straight line in floating-point numbers is monotone.
///
/// `shape_quantile` solves for the two points: 2 to 20 µs. A `ShapeTable` takes them from piecewise
/// polynomials fitted at Chebyshev points when it is made (1 to 4 ms, 10 for shapes of 0.1): 20 to
/// 40 ns. The two differ
/// by no more than the tolerance, not by nothing.

#include <array>
#include <cstdint>
#include <vector>

namespace firstcustomer {

enum class ShapeFamily : std::uint8_t {
  gamma,  ///< of shape a and scale 1
  beta,   ///< of shapes a and b on [0, 1]
};

/// Shapes below and above these are refused (law.hpp): nobody's, and beyond the promise.
inline constexpr double least_shape = 0.1;
inline constexpr double largest_shape = 10'000.0;

/// A law up to location and scale.
struct Shape {
  ShapeFamily family = ShapeFamily::gamma;
  double a = 1.0;
  double b = 0.0;

  friend bool operator==(const Shape&, const Shape&) = default;
};

/// The value below which a share u lies, u in [2⁻⁵³, 1 − 2⁻⁵³].
/// Needs: shapes from `least_shape` to `largest_shape`.
double shape_quantile(const Shape& shape, double u);

/// The same from a table. Costs: 30 kB, 80 kB for shapes of 0.1.
class ShapeTable {
 public:
  explicit ShapeTable(const Shape& shape);

  double operator()(double u) const;
  const Shape& shape() const { return shape_; }

 private:
  static constexpr std::size_t octaves = 52;  // of a tail: [¼, ½), …, [2⁻⁵³, 2⁻⁵²)
  static constexpr std::size_t terms = 13;
  static constexpr std::uint32_t most_cuts = 8;

  /// A power of two of a tail, cut into 2^cuts equal cells.
  struct Octave {
    std::uint32_t first_cell = 0;
    std::uint32_t cuts = 0;
  };
  /// Coefficients of the powers of the place in the cell, from −1 to 1.
  using Cell = std::array<double, terms>;
  struct Half {
    std::array<Octave, octaves> octave;
    std::vector<Cell> cells;
  };

  Half fit_half(int side) const;
  static double place_on(const Half& half, double share);

  Shape shape_;
  double median_;
  Half lower_;
  Half upper_;
};

}  // namespace firstcustomer
