#include "firstcustomer/core/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double pi = 3.14159265358979323846;

/// P(|T| < t), Abramowitz and Stegun 26.7.3 (odd degrees of freedom) and 26.7.4 (even).
double student_within(double t, std::int64_t freedom) {
  const auto n = static_cast<double>(freedom);
  const double cosine = 1.0 / std::sqrt(1.0 + t * t / n);
  const double sine = t / std::sqrt(n) * cosine;
  const bool odd = freedom % 2 == 1;
  double term = odd ? cosine : 1.0;
  double sum = freedom == 1 ? 0.0 : term;
  for (std::int64_t k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    const auto step = static_cast<double>(k);
    term *= cosine * cosine * (step - 1.0) / step;
    sum += term;
  }
  return odd ? 2.0 / pi * (elementary::atan(t / std::sqrt(n)) + sine * sum) : sine * sum;
}

/// Density of Student's t, up to its constant, over the constant: (1 + t²/n)^(−(n+1)/2).
double student_shape(double t, std::int64_t freedom) {
  const auto n = static_cast<double>(freedom);
  return elementary::exp(-(n + 1.0) / 2.0 * elementary::log1p(t * t / n));
}

/// Slope of student_within at 0: twice the density there, by the recursion of its constant.
double student_peak(std::int64_t freedom) {
  double peak = freedom % 2 == 1 ? 2.0 / pi : 1.0 / std::sqrt(2.0);
  for (std::int64_t k = freedom % 2 == 1 ? 1 : 2; k < freedom; k += 2) {
    const auto step = static_cast<double>(k);
    peak *= (step + 1.0) / step * std::sqrt(step / (step + 2.0));
  }
  return peak;
}

/// Abramowitz and Stegun 26.7.5, from the normal quantile.
double student_expansion(double z, double n) {
  const double z2 = z * z;
  const double g1 = z * (z2 + 1.0) / 4.0;
  const double g2 = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
  const double g3 = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
  const double g4 =
      z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0;
  return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
}

/// Lower end of the score interval: the smaller root of (n + z²)π² − (2x + z²)π + x²/n = 0, as the
/// product of the roots over the larger one, so that nothing cancels and no hits give exactly 0.
double score_low(double hits, double count, double z) {
  const double spread = std::sqrt(hits * (count - hits) / count + z * z / 4.0);
  return hits / count * (hits / (hits + z * z / 2.0 + z * spread));
}

}  // namespace

Moments Moments::of(std::span<const double> values) {
  Moments result;
  if (values.empty()) {
    return result;
  }
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  result.count_ = static_cast<std::int64_t>(values.size());
  result.mean_ = sum / static_cast<double>(values.size());
  for (const double value : values) {
    const double deviation = value - result.mean_;
    result.squares_ += deviation * deviation;
  }
  return result;
}

void Moments::merge(const Moments& later) {
  if (later.count_ == 0) {
    return;
  }
  if (count_ == 0) {
    *this = later;
    return;
  }
  const auto n = static_cast<double>(count_);
  const auto m = static_cast<double>(later.count_);
  const double gap = later.mean_ - mean_;
  count_ += later.count_;
  mean_ += gap * (m / (n + m));
  squares_ += later.squares_ + gap * gap * (n * m / (n + m));
}

double Moments::variance() const {
  return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : undefined;
}

double Moments::standard_error() const {
  return std::sqrt(variance() / static_cast<double>(count_));
}

void PairedMoments::add(double base, double arm) {
  if (std::isnan(arm - base)) {
    return;
  }
  base_.add(base);
  arm_.add(arm);
  difference_.add(arm - base);
}

void PairedMoments::merge(const PairedMoments& later) {
  base_.merge(later.base_);
  arm_.merge(later.arm_);
  difference_.merge(later.difference_);
}

double PairedMoments::covariance() const {
  return (base_.variance() + arm_.variance() - difference_.variance()) / 2.0;
}

double PairedMoments::correlation() const {
  const double product = std::sqrt(base_.variance()) * std::sqrt(arm_.variance());
  if (!(product > 0.0)) {
    return undefined;
  }
  return std::clamp(covariance() / product, -1.0, 1.0);
}

double PairedMoments::variance_reduction() const {
  const double paired = difference_.variance();
  return paired > 0.0 ? (base_.variance() + arm_.variance()) / paired : undefined;
}

void JointMoments::add(double first, double second) {
  if (std::isnan(first) || std::isnan(second)) {
    return;
  }
  const double from_old_mean = count() > 0 ? first - first_.mean() : 0.0;
  first_.add(first);
  second_.add(second);
  products_ += from_old_mean * (second - second_.mean());
}

void JointMoments::merge(const JointMoments& later) {
  if (later.count() == 0) {
    return;
  }
  if (count() > 0) {
    const auto n = static_cast<double>(count());
    const auto m = static_cast<double>(later.count());
    const double gaps =
        (later.first_.mean() - first_.mean()) * (later.second_.mean() - second_.mean());
    products_ += gaps * (n * m / (n + m));
  }
  products_ += later.products_;
  first_.merge(later.first_);
  second_.merge(later.second_);
}

double JointMoments::covariance() const {
  return count() > 1 ? products_ / static_cast<double>(count() - 1) : undefined;
}

void TimeWeighted::start(Instant now, double level) {
  expect(state_ == State::finished, "a span is finished before the next begins");
  expect(std::isfinite(level), "a level is a finite number");
  state_ = State::begun;
  since_ = now;
  level_ = level;
}

void TimeWeighted::finish(Instant now) {
  expect(state_ == State::begun && now >= since_, "a span ends after it began");
  close(now);
  state_ = State::finished;
}

void TimeWeighted::merge(const TimeWeighted& later) {
  expect(state_ == State::finished && later.state_ == State::finished, "finished spans are merged");
  integral_ += later.integral_;
  time_ += later.time_;
  highest_ = highest_ >= later.highest_ || std::isnan(later.highest_) ? highest_ : later.highest_;
}

double TimeWeighted::mean() const {
  expect(state_ == State::finished, "a mean over time is that of finished spans");
  return time_ > 0.0 ? integral_ / time_ : undefined;
}

Duration TimeWeighted::duration() const {
  expect(state_ == State::finished, "a duration is that of finished spans");
  expect(time_ < 0x1p63, "a duration has 63 bits");
  return Duration::microseconds(static_cast<std::int64_t>(time_));
}

double TimeWeighted::highest() const {
  expect(state_ == State::finished, "a highest level is that of finished spans");
  return highest_;
}

Estimate estimate(const Moments& moments, double confidence) {
  return estimate_from_blocks(moments, moments, confidence);
}

Estimate estimate_from_blocks(const Moments& replications, const Moments& block_means,
                              double confidence) {
  expect(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1");
  Estimate result;
  result.mean = replications.mean();
  result.standard_deviation = std::sqrt(replications.variance());
  result.count = replications.count();
  if (block_means.count() > 1) {
    result.standard_error = block_means.standard_error();
    const double reach =
        student_quantile((1.0 + confidence) / 2.0, block_means.count() - 1) * result.standard_error;
    result.low = result.mean - reach;
    result.high = result.mean + reach;
  }
  return result;
}

Estimate proportion(std::int64_t hits, std::int64_t count, double confidence) {
  expect(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1");
  expect(0 <= hits && hits <= count, "hits are some of the trials");
  Estimate result;
  result.count = count;
  if (count > 0) {
    const auto n = static_cast<double>(count);
    const auto x = static_cast<double>(hits);
    const double z = normal_quantile((1.0 + confidence) / 2.0);
    result.mean = x / n;
    result.standard_error = std::sqrt(result.mean * ((n - x) / n) / n);
    result.low = score_low(x, n, z);
    result.high = 1.0 - score_low(n - x, n, z);
  }
  return result;
}

double student_quantile(double p, std::int64_t degrees_of_freedom) {
  expect(p >= 0.5 && p < 1.0 && degrees_of_freedom >= 1,
         "a Student quantile is one of the upper half");
  const double z = normal_quantile(p);
  if (degrees_of_freedom > 200) {
    return student_expansion(z, static_cast<double>(degrees_of_freedom));
  }
  // Newton from below: the distribution is concave on the right half, so steps never overshoot.
  const double target = 2.0 * p - 1.0;
  const double peak = student_peak(degrees_of_freedom);
  double t = z;
  for (int step = 0; step < 200; ++step) {
    const double gap = target - student_within(t, degrees_of_freedom);
    const double move = gap / (peak * student_shape(t, degrees_of_freedom));
    t += move;
    if (std::abs(move) <= 1e-15 * t) {
      break;
    }
  }
  return t;
}

}  // namespace firstcustomer
