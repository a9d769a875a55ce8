/// What sets of beliefs add to intervals.

#include <algorithm>
#include <cmath>

#include "firstcustomer/experiment/estimates.hpp"

namespace firstcustomer {
namespace {

/// The system's own differs in its last bit from one system to another.
double hypotenuse(double one, double other) {
  return std::sqrt(one * one + other * other);
}

/// Sums of a one-way analysis of variance.
struct Analysis {
  double all = 0.0;
  double squares_of_counts = 0.0;
  std::int64_t sets = 0;

  void add(std::int64_t count) {
    const auto n = static_cast<double>(count);
    all += n;
    squares_of_counts += n * n;
    ++sets;
  }
  /// Of the products of deviations of means from the common mean, and of those inside sets.
  double between(double of_means, double inside) const {
    const auto k = static_cast<double>(sets);
    const double size = (all - squares_of_counts / all) / (k - 1.0);
    return (of_means / (k - 1.0) - inside / (all - k)) / size;
  }
};

}  // namespace

double variance_between(const std::vector<Moments>& sets) {
  Analysis analysis;
  double mean = 0.0;
  for (const Moments& set : sets) {
    if (set.count() > 1) {
      analysis.add(set.count());
      mean += set.mean() * static_cast<double>(set.count());
    }
  }
  if (analysis.sets < 2) {
    return 0.0;
  }
  mean /= analysis.all;
  double of_means = 0.0;
  double inside = 0.0;
  for (const Moments& set : sets) {
    if (set.count() > 1) {
      const auto n = static_cast<double>(set.count());
      of_means += n * (set.mean() - mean) * (set.mean() - mean);
      inside += (n - 1.0) * set.variance();
    }
  }
  return std::max(0.0, analysis.between(of_means, inside));
}

BetweenSets between_sets(const std::vector<JointMoments>& sets) {
  Analysis analysis;
  double first = 0.0;
  double second = 0.0;
  std::vector<Moments> firsts;
  std::vector<Moments> seconds;
  for (const JointMoments& set : sets) {
    firsts.push_back(set.first());
    seconds.push_back(set.second());
    if (set.count() > 1) {
      const auto n = static_cast<double>(set.count());
      analysis.add(set.count());
      first += set.first().mean() * n;
      second += set.second().mean() * n;
    }
  }
  if (analysis.sets < 2) {
    return {};
  }
  first /= analysis.all;
  second /= analysis.all;
  double of_means = 0.0;
  double inside = 0.0;
  for (const JointMoments& set : sets) {
    if (set.count() > 1) {
      const auto n = static_cast<double>(set.count());
      of_means += n * (set.first().mean() - first) * (set.second().mean() - second);
      inside += (n - 1.0) * set.covariance();
    }
  }
  BetweenSets found{variance_between(firsts), variance_between(seconds), 0.0, analysis.sets};
  const double most = std::sqrt(found.first * found.second);
  found.covariance = std::clamp(analysis.between(of_means, inside), -most, most);
  return found;
}

void widen(Estimate& interval, const std::vector<Moments>& sets) {
  const double variance = variance_between(sets);
  if (!(variance > 0.0)) {
    return;
  }
  const auto counted =
      std::count_if(sets.begin(), sets.end(), [](const Moments& set) { return set.count() > 1; });
  const double error = std::sqrt(variance / static_cast<double>(counted));
  const double further = student_quantile(0.975, counted - 1) * error;
  interval.low = interval.mean - hypotenuse(interval.mean - interval.low, further);
  interval.high = interval.mean + hypotenuse(interval.high - interval.mean, further);
  interval.standard_error = hypotenuse(interval.standard_error, error);
}

}  // namespace firstcustomer
