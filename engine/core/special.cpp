#include "firstcustomer/core/special.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

constexpr double two_pi = 6.28318530717958647693;
constexpr double rounding = 0x1p-53;
constexpr int most_terms = 100'000;
/// From here on log Γ comes from Stirling's series, which needs no difference of large numbers.
constexpr double large = 10.0;

/// log Γ(z) less Stirling's (z − ½) log z − z + ½ log 2π, z ≥ 10 (Abramowitz and Stegun 6.1.41).
double stirling_remainder(double z) {
  const double w = 1.0 / (z * z);
  return (1.0 / 12.0 -
          w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w * (1.0 / 1188.0))))) /
         z;
}

/// x − log(1 + x).
double less_log1p(double x) {
  return x - elementary::log1p(x);
}

/// xᵃ e⁻ˣ / Γ(a).
double gamma_front(double a, double x) {
  if (a < large) {
    return elementary::exp(a * elementary::log(x) - x - elementary::log_gamma(a));
  }
  const double s = (x - a) / a;
  const double power =
      std::abs(s) < 0.5 ? -a * less_log1p(s) : a * elementary::log(x / a) - (x - a);
  return std::sqrt(a / two_pi) * elementary::exp(power - stirling_remainder(a));
}

/// log of xᵃ yᵇ / B(a, b), a ≤ b.
double log_beta_front(double a, double b, double x, double y) {
  const double log_x = x < 0.5 ? elementary::log(x) : elementary::log1p(-y);
  const double log_y = y < 0.5 ? elementary::log(y) : elementary::log1p(-x);
  if (b < large) {
    return a * log_x + b * log_y + elementary::log_gamma(a + b) - elementary::log_gamma(a) -
           elementary::log_gamma(b);
  }
  const double sum = a + b;
  if (a < large) {
    // log Γ(b) − log Γ(a + b) without the difference.
    const double ratio = -(b - 0.5) * elementary::log1p(a / b) - a * elementary::log(sum) + a +
                         stirling_remainder(b) - stirling_remainder(sum);
    return a * log_x + b * log_y - elementary::log_gamma(a) - ratio;
  }
  // About the mean a / (a + b), where the first-order terms cancel exactly.
  const double gap = (x * b - y * a) / sum;
  const double s = gap / (a / sum);
  const double t = -gap / (b / sum);
  const bool far_s = s < -0.5;
  const bool far_t = t < -0.5;
  // Of a quotient next to 1 the logarithm would carry the rounding, a or b times over.
  const double power = !far_s && !far_t
                           ? -a * less_log1p(s) - b * less_log1p(t)
                           : a * (far_s ? elementary::log(x / a * sum) : elementary::log1p(s)) +
                                 b * (far_t ? elementary::log(y / b * sum) : elementary::log1p(t));
  return power + 0.5 * elementary::log(a / sum * b / two_pi) + stirling_remainder(sum) -
         stirling_remainder(a) - stirling_remainder(b);
}

double beta_front(double a, double b, double x, double y) {
  return elementary::exp(a <= b ? log_beta_front(a, b, x, y) : log_beta_front(b, a, y, x));
}

/// A continued fraction b0 + a1/(b1 + a2/(b2 + …)) by the modified method of Lentz (1976).
class ContinuedFraction {
 public:
  explicit ContinuedFraction(double b0) : value_(away_from_zero(b0)), c_(value_) {}

  /// Adds the term a/(b + …); true while it still changes the value.
  bool add(double a, double b) {
    d_ = 1.0 / away_from_zero(b + a * d_);
    c_ = away_from_zero(b + a / c_);
    const double factor = c_ * d_;
    value_ *= factor;
    return std::abs(factor - 1.0) > rounding;
  }
  double value() const { return value_; }

 private:
  static double away_from_zero(double x) { return std::abs(x) < 1e-290 ? 1e-290 : x; }

  double value_;
  double c_;
  double d_ = 0.0;
};

/// The lower tail of the beta law where its continued fraction converges fast.
double beta_lower(double a, double b, double x, double y, double front) {
  // a − (a + b)x without the cancellation.
  const double lambda = a * y - b * x;
  ContinuedFraction fraction(a / (a + 1.0) * (lambda + 1.0));
  for (int term = 1; term < most_terms; ++term) {
    const double n = term;
    const double step = a + 2.0 * n - 1.0;
    const double width = n * (b - n) * x / step;
    const double top = (a + n - 1.0) * (a + b + n - 1.0) * x / step * width;
    const double bottom = n + width + (a + n) / (step + 2.0) * (lambda + 1.0 + n * (1.0 + y));
    if (!fraction.add(top, bottom)) {
      break;
    }
  }
  return front / fraction.value();
}

}  // namespace

Tails gamma_tails(double shape, double x) {
  expect(shape > 0.0 && x >= 0.0, "a gamma law has a positive shape and positive values");
  if (x == 0.0) {
    return {0.0, 1.0, 0.0};
  }
  const double front = gamma_front(shape, x);
  if (x < shape + 1.0) {
    double term = 1.0 / shape;
    double sum = term;
    for (int n = 1; n < most_terms && term > sum * rounding; ++n) {
      term *= x / (shape + n);
      sum += term;
    }
    const double lower = std::min(1.0, front * sum);
    return {lower, 1.0 - lower, front};
  }
  ContinuedFraction fraction(x + 1.0 - shape);
  for (int n = 1; n < most_terms; ++n) {
    if (!fraction.add(-n * (n - shape), x + 2.0 * n + 1.0 - shape)) {
      break;
    }
  }
  const double upper = std::min(1.0, front / fraction.value());
  return {1.0 - upper, upper, front};
}

Tails beta_tails(double a, double b, double x, double y) {
  expect(a > 0.0 && b > 0.0 && x >= 0.0 && y >= 0.0, "a beta law has positive shapes");
  if (x <= 0.0) {
    return {0.0, 1.0, 0.0};
  }
  if (y <= 0.0) {
    return {1.0, 0.0, 0.0};
  }
  const double front = beta_front(a, b, x, y);
  const double slope = front / y;
  if (x * (b + 1.0) <= y * (a + 1.0)) {
    const double lower = std::min(1.0, beta_lower(a, b, x, y, front));
    return {lower, 1.0 - lower, slope};
  }
  const double upper = std::min(1.0, beta_lower(b, a, y, x, front));
  return {1.0 - upper, upper, slope};
}

}  // namespace firstcustomer
