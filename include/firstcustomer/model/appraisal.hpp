#pragma once
/// \file
/// Appraisal: in whose prices and as of which date money of several years is added up.
///
/// The ledger is nominal. A present value is nominal money × the price level of the price base over
/// that of the payment's date × the discount factor from the payment's date to the base date. Both
/// run continuously in years of 365.25 days: a rate r over a span of t years is (1 + r)^t, so at
/// whole years the factors are those of the published tables. Payments before a base count for
/// more, later ones for less. A transfer counts at its date; what is spent at a constant rate
/// counts by the mean factor of its interval.
/// Source: HM Treasury, The Green Book: discounting at the social time preference rate and its
/// long-term schedule (annex 6 of the edition of 2022), real prices by the GDP deflator.

#include <cstdint>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// Growth of the price level from a date on.
struct DeflatorStep {
  Date from;
  /// Compounds yearly.
  PerYear growth;

  friend bool operator==(const DeflatorStep&, const DeflatorStep&) = default;
};

/// A discount rate beyond so many years after the base date.
struct DiscountStep {
  std::int64_t after = 0;
  /// Real, compounds yearly.
  PerYear rate;

  friend bool operator==(const DiscountStep&, const DiscountStep&) = default;
};

struct Appraisal {
  Date price_base;
  /// The date that present values are as of.
  Date base_date;
  /// In order of their dates; the first holds before its date too. None: prices do not change.
  std::vector<DeflatorStep> deflator;
  /// In order, the first from the base date; it holds before that too. None: nothing is discounted.
  std::vector<DiscountStep> discount;

  friend bool operator==(const Appraisal&, const Appraisal&) = default;
};

/// An instant on the curve.
struct DiscountPoint {
  /// Since the start.
  double years = 0.0;
  /// Present value of a unit of nominal money.
  double factor = 0.0;
  /// Of the factor, from the start to here, in years.
  double integral = 0.0;
};

/// Mean of the factor between two points, exactly: what money spent evenly over the interval is
/// worth. At one instant, its factor. Needs: `to` is not before `from`.
inline double mean_factor(const DiscountPoint& from, const DiscountPoint& to) {
  return to.years > from.years ? (to.integral - from.integral) / (to.years - from.years)
                               : from.factor;
}

/// Factors from nominal money to present values, at instants from the start of a simulation on.
class DiscountCurve {
 public:
  /// Effect: replaces the curve; instants count from `start`. Costs: a comparison if nothing
  /// changed; allocates nothing for as many steps as before.
  void set(const Appraisal& appraisal, Date start);

  /// Needs: `when` is not before the start. Costs: one exponential, a few comparisons.
  DiscountPoint at(Instant when) const { return point(years_since_start(when)); }

 private:
  /// A stretch between two changes of rates, in years since the start.
  struct Piece {
    double from = 0.0;
    double factor = 1.0;    // at `from`
    double growth = 0.0;    // of the factor's logarithm, a year
    double scale = 0.0;     // factor over growth
    double integral = 0.0;  // of the factor, from the start to `from`
  };
  /// A rate that holds from a time on, in years since the start.
  struct Step {
    double from;
    double log_growth;
  };

  static double accumulated(const std::vector<Step>& steps, double at);
  static double rate_at(const std::vector<Step>& steps, double at);
  static double next_after(const std::vector<Step>& steps, double at);
  static double years_since_start(Instant at) {
    return static_cast<double>(at.microseconds()) * (1.0 / microseconds_per_year);
  }
  DiscountPoint point(double years) const;

  Date start_;
  Appraisal terms_;
  std::vector<Piece> pieces_ = {Piece{}};
  std::vector<Step> deflator_;  // storage of `set`
  std::vector<Step> discount_;
};

}  // namespace firstcustomer
