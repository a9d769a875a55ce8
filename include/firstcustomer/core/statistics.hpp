#pragma once
/// \file
/// Mergeable statistics of replications and of levels over time, and intervals from them.
///
/// Sums are kept as mean and squared deviations and merged pairwise (Chan, Golub and LeVeque 1983);
/// the caller merges blocks in index order, so a result has the same bits for any number of
/// threads. Paired statistics keep the difference itself: equal arms give exactly zero.

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

/// Count, mean and squared deviations of a column. Values that are not a number (an outcome that is
/// undefined in that replication) are not counted.
class Moments {
 public:
  /// Of values that are all numbers, in two passes (means first): a third of the cost of adding
  /// them one by one, and equal to that up to rounding.
  static Moments of(std::span<const double> values);

  void add(double value);
  void merge(const Moments& later);

  std::int64_t count() const { return count_; }
  /// Not a number when nothing was counted.
  double mean() const { return count_ > 0 ? mean_ : std::numeric_limits<double>::quiet_NaN(); }
  /// Unbiased; not a number below two values.
  double variance() const;
  /// Standard error of the mean; not a number below two values.
  double standard_error() const;

 private:
  std::int64_t count_ = 0;
  double mean_ = 0.0;
  double squares_ = 0.0;
};

/// Two columns met by the same luck. A pair counts when its difference is defined.
class PairedMoments {
 public:
  void add(double base, double arm);
  void merge(const PairedMoments& later);

  const Moments& base() const { return base_; }
  const Moments& arm() const { return arm_; }
  /// Of arm − base.
  const Moments& difference() const { return difference_; }
  /// Unbiased; not a number below two pairs.
  double covariance() const;
  /// Pearson correlation of the pairs; not a number where a column does not vary.
  double correlation() const;
  /// Variance of the difference of independent runs over that of the pairs: how many times fewer
  /// replications pairing needs. Not a number when the difference does not vary.
  double variance_reduction() const;

 private:
  Moments base_;
  Moments arm_;
  Moments difference_;
};

/// Two columns and how they vary together. A pair counts when both values are defined.
class JointMoments {
 public:
  void add(double first, double second);
  void merge(const JointMoments& later);

  const Moments& first() const { return first_; }
  const Moments& second() const { return second_; }
  std::int64_t count() const { return first_.count(); }
  /// Unbiased; not a number below two pairs.
  double covariance() const;

 private:
  Moments first_;
  Moments second_;
  double products_ = 0.0;  // of deviations from the means
};

/// The mean over time of a level that is constant between its changes (a number waiting, a share in
/// use). Setting a level anew that it already has changes no bit: a span ends where the level
/// changes. Levels that are replaced at the same instant leave no trace, so the order of events at
/// one instant does not matter. The integral is a sum in order of time, in levels × microseconds:
/// exact for whole levels while it is below 2⁵³. To look in between, finish a copy.
class TimeWeighted {
 public:
  /// Begins a span. After `finish` a further one may begin; the time in between does not count.
  /// Needs: not begun, a finite level.
  void start(Instant now, double level);
  /// The level from now on. Needs: begun, now not before the last change, a finite level.
  void set(Instant now, double level);
  /// Ends the span. Needs: begun, now not before the last change.
  void finish(Instant now);
  /// Adds the integrals and the times. Needs: both finished.
  void merge(const TimeWeighted& later);

  /// Integral over time: long spans weigh more. Not a number for no time. Needs: finished.
  double mean() const;
  /// Exact to 285 years, rounded above. Needs: finished, at most 290,000 years in all (the mean has
  /// no such limit).
  Duration duration() const;
  /// Highest level held for some time; not a number for no time. Needs: finished.
  double highest() const;

 private:
  enum class State : std::uint8_t { finished, begun };
  void close(Instant now);

  double integral_ = 0.0;  // level × microseconds
  double time_ = 0.0;      // microseconds
  double highest_ = std::numeric_limits<double>::quiet_NaN();
  double level_ = 0.0;
  Instant since_;
  State state_ = State::finished;
};

/// A mean with its standard error and a two-sided confidence interval.
struct Estimate {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double standard_error = std::numeric_limits<double>::quiet_NaN();
  /// Of the single values, where they are known; not a number below two.
  double standard_deviation = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  std::int64_t count = 0;

  double half_width() const { return (high - low) / 2.0; }
};

/// Student interval for the mean of independent values. Interval: not a number below two values.
/// Needs: 0 < confidence < 1.
Estimate estimate(const Moments& moments, double confidence = 0.95);

/// Score interval for a share of independent trials: within [0, 1] always, useful for shares near 0
/// and 1, and not centred on the mean hits / count. The standard error √(p(1 − p)/n) is the plain
/// one (0 for a share of 0 or 1) and not what the interval is made of. Not a number without trials.
/// Needs: 0 ≤ hits ≤ count, 0 < confidence < 1. Source: Wilson 1927; Newcombe 1998, method 3.
Estimate proportion(std::int64_t hits, std::int64_t count, double confidence = 0.95);

/// Student interval for the mean of replications that are not independent inside a block, while the
/// blocks are (a Latin hypercube in each block). Mean and count are those of the replications; the
/// standard error is that of the mean of the block means, with blocks − 1 degrees of freedom.
/// Standard error and interval: not a number below two blocks.
///
/// Only full blocks of one size enter `block_means`, which is the caller's duty. Replications of a
/// last, partial block enter the mean only, and their noise is not in the standard error: a part of
/// a balanced block is not balanced, so a design should end with a full one.
/// Needs: 0 < confidence < 1.
Estimate estimate_from_blocks(const Moments& replications, const Moments& block_means,
                              double confidence = 0.95);

/// Quantile of Student's t, 0.5 ≤ p < 1, within 1e-9 relative of the exact value up to p = 0.9995.
/// Source: Abramowitz and Stegun 1964, 26.7.3–4 (inverted by Newton's method) to 200 degrees of
/// freedom, 26.7.5 above.
double student_quantile(double p, std::int64_t degrees_of_freedom);

// What a simulation calls at every event stands here, to be inlined.

inline void Moments::add(double value) {
  if (std::isnan(value)) {
    return;
  }
  ++count_;
  const double from_old_mean = value - mean_;
  mean_ += from_old_mean / static_cast<double>(count_);
  squares_ += from_old_mean * (value - mean_);
}

inline void TimeWeighted::set(Instant now, double level) {
  expect(std::isfinite(level), "a level is a finite number");
  expect(state_ == State::begun && now >= since_, "a level changes after its span began");
  if (level != level_) {
    close(now);
    level_ = level;
  }
}

inline void TimeWeighted::close(Instant now) {
  if (now == since_) {
    return;
  }
  const auto span = static_cast<double>((now - since_).microseconds());
  integral_ += level_ * span;
  time_ += span;
  highest_ = highest_ >= level_ ? highest_ : level_;
  since_ = now;
}

}  // namespace firstcustomer
