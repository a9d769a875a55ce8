#include "firstcustomer/model/appraisal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

/// (e^x − 1)/x for small x, where the difference would cancel: within 1e-15 below small_exponent.
constexpr double small_exponent = 0.01;
double small_mean_of_exp(double x) {
  return 1.0 + x * (1.0 / 2.0 +
                    x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0)))));
}

}  // namespace

/// Growth of the logarithm from the first step's time to `at`.
double DiscountCurve::accumulated(const std::vector<Step>& steps, double at) {
  double sum = 0.0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool last = i + 1 == steps.size() || at < steps[i + 1].from;
    sum += steps[i].log_growth * ((last ? at : steps[i + 1].from) - steps[i].from);
    if (last) {
      break;
    }
  }
  return sum;
}

double DiscountCurve::rate_at(const std::vector<Step>& steps, double at) {
  double rate = 0.0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    rate = i == 0 || steps[i].from <= at ? steps[i].log_growth : rate;
  }
  return rate;
}

double DiscountCurve::next_after(const std::vector<Step>& steps, double at) {
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (steps[i].from > at) {
      return steps[i].from;
    }
  }
  return std::numeric_limits<double>::infinity();
}

void DiscountCurve::set(const Appraisal& appraisal, Date start) {
  if (start == start_ && appraisal == terms_) {
    return;
  }
  start_ = start;
  terms_ = appraisal;
  const SimulationClock clock(start);
  const double price_base = years_since_start(clock.at(appraisal.price_base));
  const double base = years_since_start(clock.at(appraisal.base_date));
  deflator_.clear();
  for (const DeflatorStep& step : appraisal.deflator) {
    deflator_.push_back(
        {years_since_start(clock.at(step.from)), elementary::log1p(step.growth.value())});
  }
  discount_.clear();
  for (const DiscountStep& step : appraisal.discount) {
    discount_.push_back(
        {base + static_cast<double>(step.after), elementary::log1p(step.rate.value())});
  }
  const double prices_then = accumulated(deflator_, price_base);
  const double discount_then = accumulated(discount_, base);
  pieces_.clear();
  for (double at = 0.0; at < std::numeric_limits<double>::infinity();
       at = std::min(next_after(deflator_, at), next_after(discount_, at))) {
    const double prices = accumulated(deflator_, at) - prices_then;
    const double discount = accumulated(discount_, at) - discount_then;
    const double before = pieces_.empty() ? 0.0 : point(at).integral;
    const double factor = elementary::exp(-(prices + discount));
    const double growth = -(rate_at(deflator_, at) + rate_at(discount_, at));
    pieces_.push_back({at, factor, growth, growth == 0.0 ? 0.0 : factor / growth, before});
  }
}

DiscountPoint DiscountCurve::point(double years) const {
  std::size_t i = 0;
  while (i + 1 < pieces_.size() && pieces_[i + 1].from <= years) {
    ++i;
  }
  const Piece& piece = pieces_[i];
  const double span = years - piece.from;
  const double exponent = piece.growth * span;
  const double ratio = elementary::exp(exponent);
  const double since = std::abs(exponent) < small_exponent
                           ? piece.factor * span * small_mean_of_exp(exponent)
                           : piece.scale * (ratio - 1.0);
  return {years, piece.factor * ratio, piece.integral + since};
}

}  // namespace firstcustomer
