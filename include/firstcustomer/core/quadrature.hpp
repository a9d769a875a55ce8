#pragma once
/// \file
/// The integral of a function over an interval, by the double exponential rule.
///
/// The interval is mapped to the whole line so that the function's weight falls off doubly
/// exponentially at both ends: singularities at the ends (an infinite slope, a logarithm) cost
/// nothing, a kink inside costs many digits, so cut the interval there. For a function that is
/// smooth inside, the error is about 1e-13 of the integral of its magnitude. Costs: 449
/// evaluations, always the same ones. Source: Takahasi and Mori 1974.

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

/// Of f(x) from `low` to `high`, which may be asked for at points that round to an end.
template <class Function>
double integral(const Function& f, double low, double high) {
  constexpr double pi = 3.14159265358979323846;
  constexpr int points = 224;  // to each side of the middle
  constexpr double step = 1.0 / 64.0;
  const double width = high - low;
  double sum = 0.25 * pi * f(low + 0.5 * width);
  for (int i = 1; i <= points; ++i) {
    const double grow = elementary::exp(step * i);
    const double sinh = 0.5 * (grow - 1.0 / grow);
    const double cosh = 0.5 * (grow + 1.0 / grow);
    const double from_end = 1.0 / (1.0 + elementary::exp(pi * sinh));
    const double weight = pi * cosh * from_end * (1.0 - from_end);
    sum += weight * (f(low + width * from_end) + f(high - width * from_end));
  }
  return sum * step * width;
}

}  // namespace firstcustomer
