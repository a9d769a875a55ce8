#pragma once
/// \file
/// Quantiles of a mixture of two lognormal laws: most values stem from one, the others from a
/// second with a median and a spread of its own.
///
/// Promises what luck needs: the quantile never decreases in u, to the last bit, and is within
/// 1e-10 of the exact one (relative, in the value or in the nearer tail, whichever is laxer).
/// It is the first point of a fixed grid (2³⁷ points per unit of log value) below which the law has
/// at least the share u, as a bisection of the whole grid finds it. The bisection asks every u the
/// same questions until the answers differ, and an answer can only turn once as u grows: monotone,
/// however the shares are rounded, in the valley between two modes, too.
///
/// Costs: 1 to 2 µs. A root is sought first (Newton's method on normal scores, in a bracket), and
/// the bisection then asks only what the points around it do not answer already.

namespace firstcustomer {

/// Units: the medians are in the unit of the law, the sigmas are standard deviations of the log.
struct LognormalMixture {
  double median = 1.0;
  double sigma = 0.0;
  double other_median = 1.0;
  double other_sigma = 0.0;
  /// Of the values that stem from the other law.
  double other_share = 0.0;
};

/// The value below which a share u lies, u in [2⁻⁵³, 1 − 2⁻⁵³]; exactly a median whose law has no
/// spread. Needs: positive medians, sigmas not negative, a share strictly between 0 and 1.
double mixture_quantile(const LognormalMixture& mixture, double u);

}  // namespace firstcustomer
