#pragma once
/// \file
/// The incomplete gamma and beta functions: shares of a law below and above a value.
///
/// Built from the deterministic elementary functions, so the same bits everywhere. Costs: a series
/// or continued fraction, 0.1 to 1 µs for shapes up to 100 and growing with the root of the shape;
/// for loading and for statistics, not for the inside of a run (shape.hpp serves there).

namespace firstcustomer {

/// The shares below and above a value. The smaller one is good to 1e-12 relative for shapes up to
/// 10,000; the other is 1 minus it.
struct Tails {
  double lower;
  double upper;
  /// The value times the density there.
  double slope;
};

/// Of the gamma law with this shape and scale 1. Needs: shape > 0, x ≥ 0.
/// Source: Abramowitz and Stegun 1964, 6.5.29 (series) and 6.5.31 (continued fraction).
Tails gamma_tails(double shape, double x);

/// Of the beta law with shapes a and b, at x with its complement y = 1 − x given apart, so that
/// values near 1 lose nothing. Needs: a > 0, b > 0, 0 ≤ x ≤ 1.
/// Source: Didonato and Morris 1992, equation 9.
Tails beta_tails(double a, double b, double x, double y);

}  // namespace firstcustomer
