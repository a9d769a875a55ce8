#pragma once
/// \file
/// The market: what private customers pay for a product that has qualified, in reduced form, what a
/// unit costs there, the exchange rate, and what the public machine would buy instead.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// Private demand. Its value comes as equal receipts, net of the costs of serving it, at the end of
/// every quarter for `lasts`; they end when the firm does.
struct PrivateDemand {
  /// Present value of all receipts, in pounds, on the day when the product has qualified and is
  /// ready for production.
  Law value;
  /// Rate at which that is a present value; compounds yearly.
  PerYear return_rate{0.15};
  Duration lasts = Duration::from_days(5 * 365.25);
  /// Factor on receipts after public deployment: once units have been accepted.
  double deployed_multiple = 1.0;
  /// Factor on receipts of a firm that met the standard of a programme while that was open: what
  /// the buyer's certificate is worth to other customers. Programmes may have factors of their own
  /// on top.
  double certified_multiple = 1.0;
};

/// Accelerators of the frontier: what the same public cash would have bought.
struct FrontierPurchase {
  /// Of one accelerator at the start, in cash terms; what it can do grows with the frontier.
  Money unit_price;
  /// Of that price; continuous.
  PerYear growth = {};
};

/// What wanders as a geometric Brownian motion: known at the start, with the mean e^(growth × t)
/// and a log whose standard deviation is volatility × √t after t years.
struct Wandering {
  /// Of the mean; continuous.
  PerYear growth;
  /// Of the log over one year.
  double volatility = 0.0;
};

/// What private customers pay for a unit, whichever firm made it.
struct MarketPrice {
  Money level;
  /// On this day; what is later than the start wanders from this day on.
  Date on;
  Wandering path = {};
};

/// A Brownian motion from the start on: independent normals by month, of which a part of a month
/// has its part of the variance. The same for whoever asks, in whatever order.
class BrownianPath {
 public:
  void clear() { sums_.assign(1, 0.0); }
  /// Its value after a span, of variance 1 a year. `normal(k)` is the standard normal of month k.
  template <class Normal>
  double at(Duration span, const Normal& normal) {
    const auto whole = static_cast<std::size_t>(span.months());
    while (sums_.size() <= whole) {
      sums_.push_back(sums_.back() + std::sqrt(1.0 / 12.0) * normal(sums_.size() - 1));
    }
    const double rest = std::max(0.0, span.months() - static_cast<double>(whole));
    return sums_[whole] + std::sqrt(rest / 12.0) * normal(whole);
  }

 private:
  /// By whole months.
  std::vector<double> sums_{0.0};
};

/// Factor on a level after `years` of growth, of which the last `wandered` were uncertain and came
/// to `brownian`.
double wandering_factor(const Wandering& path, double years, double wandered, double brownian);

}  // namespace firstcustomer
