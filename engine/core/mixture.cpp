#include "firstcustomer/core/mixture.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {
namespace {

/// Points of the grid are told by their numbers; number 0 is the narrower part's median.
using Point = std::int64_t;
constexpr double spacing = 0x1p-37;

/// In log value: what lies beyond is 0 or infinite whatever the median.
constexpr double farthest = 1500.0;
constexpr auto last_point = static_cast<Point>(farthest / spacing);

/// By which a share must differ from u for an answer to hold on one whole side of a point: shares
/// are computed within (1 + z²) 2⁻⁵⁰ of their size, z below 13 standard deviations.
constexpr double margin = 0x1p-39;

/// Of Newton's method or halving.
constexpr int most_steps = 60;

/// Standard deviations beyond which a part has less than 1e-38, nothing beside a share of 2⁻⁵³.
constexpr double nothing_beyond = 13.0;

/// A normal law of the log value, counted from the narrower part's median.
struct Part {
  double weight;
  double at;
  double sigma;
};

/// The shares of the law on either side of a point; the smaller keeps its relative precision.
struct Sides {
  double below;
  double above;
};

double score(const Part& part, double y) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return part.sigma > 0.0 ? (y - part.at) / part.sigma : y < part.at ? -infinity : infinity;
}

void add(Sides& sides, const Part& part, double y) {
  const double z = score(part, y);
  const double tail = std::abs(z) < nothing_beyond ? normal_cdf(-std::abs(z)) : 0.0;
  sides.below += part.weight * (z < 0.0 ? tail : 1.0 - tail);
  sides.above += part.weight * (z < 0.0 ? 1.0 - tail : tail);
}

/// Whether less than the share u lies below, by a margin.
bool is_short(const Sides& sides, double u, double by) {
  return sides.below <= 0.5 ? sides.below < u * (1.0 - by) : sides.above > (1.0 - u) * (1.0 + by);
}

/// Whether at least the share u lies below, by a margin. Without one, the opposite of `is_short`.
bool is_enough(const Sides& sides, double u, double by) {
  return sides.below <= 0.5 ? sides.below >= u * (1.0 + by) : sides.above <= (1.0 - u) * (1.0 - by);
}

double within_reach(double y) {
  return std::clamp(y, -farthest, farthest);
}

/// √(2π) times the density of the standard normal law.
double bell(double z) {
  return elementary::exp(-0.5 * z * z);
}

/// √(2π) times the part's density; none where all of it stands in one place.
double density_of(const Part& part, double y) {
  return part.sigma > 0.0 ? part.weight * bell(score(part, y)) / part.sigma : 0.0;
}

/// The log value as a mixture of two normal laws, of which the first is the narrower.
class Logs {
 public:
  Logs(const Part& narrow, const Part& wide) : narrow_(narrow), wide_(wide) {}

  /// The first point that has enough below it.
  Point find(double u) const;

 private:
  Sides sides(double y) const;
  Sides sides_of(Point point) const { return sides(static_cast<double>(point) * spacing); }
  /// Where u would lie if each part were on its own side of the other.
  double start(double u) const;
  /// The root, nearly. It decides how long `find` takes, and nothing else.
  double near_root(double u) const;

  Part narrow_;
  Part wide_;
};

Sides Logs::sides(double y) const {
  Sides result{0.0, 0.0};
  add(result, narrow_, y);
  add(result, wide_, y);
  return result;
}

double Logs::start(double u) const {
  const bool narrow_is_lower = narrow_.at <= wide_.at;
  const Part& lower = narrow_is_lower ? narrow_ : wide_;
  const Part& upper = narrow_is_lower ? wide_ : narrow_;
  return u < lower.weight
             ? lower.at + lower.sigma * normal_quantile(u / lower.weight)
             : upper.at -
                   upper.sigma * normal_quantile(std::min((1.0 - u) / upper.weight, 1.0 - 0x1p-53));
}

double Logs::near_root(double u) const {
  const double wanted = normal_quantile(u);
  // It lies between the quantiles of the parts.
  const double in_narrow = within_reach(narrow_.at + narrow_.sigma * wanted);
  const double in_wide = within_reach(wide_.at + wide_.sigma * wanted);
  double low = std::min(in_narrow, in_wide);
  double high = std::max(in_narrow, in_wide);
  double y = std::clamp(start(u), low, high);
  for (int step = 0; step < most_steps && low < high; ++step) {
    const Sides there = sides(y);
    const double reached =
        there.below <= 0.5 ? normal_quantile(there.below) : -normal_quantile(there.above);
    (reached < wanted ? low : high) = y;
    const double density = density_of(narrow_, y) + density_of(wide_, y);
    const double next = y + (wanted - reached) * bell(reached) / density;
    if (std::abs(wanted - reached) < 1e-6) {
      return next > low && next < high ? next : y;
    }
    y = next > low && next < high ? next : 0.5 * (low + high);
  }
  return y;
}

/// The first of the points 1, 8, 64, … steps from the root that answers; the grid's ends do.
template <class Answers>
Point first_answer(Point root, Point step, const Answers& answers) {
  Point point = root;
  do {
    point = std::clamp(root + step, -last_point, last_point);
    step *= 8;
  } while (std::abs(point) < last_point && !answers(point));
  return point;
}

Point Logs::find(double u) const {
  const auto root = static_cast<Point>(std::ceil(near_root(u) / spacing));
  // All points up to the one are short, all from the other have enough.
  const Point short_to =
      first_answer(root, -1, [&](Point point) { return is_short(sides_of(point), u, margin); });
  const Point enough_from =
      first_answer(root, 1, [&](Point point) { return is_enough(sides_of(point), u, margin); });
  Point before = -last_point;
  Point found = last_point;
  while (found - before > 1) {
    const Point middle = before + (found - before) / 2;
    const bool short_there =
        middle <= short_to || (middle < enough_from && is_short(sides_of(middle), u, 0.0));
    (short_there ? before : found) = middle;
  }
  return found;
}

/// Both parts without spread: two values.
double of_two_values(const LognormalMixture& mixture, double u) {
  const bool other_is_lower = mixture.other_median < mixture.median;
  const double share = mixture.other_share;
  const bool other = other_is_lower ? u <= share : u > 1.0 - share;
  return other ? mixture.other_median : mixture.median;
}

}  // namespace

double mixture_quantile(const LognormalMixture& mixture, double u) {
  expect(u >= 0x1p-53 && u < 1.0, "a share lies between 0 and 1");
  if (mixture.sigma == 0.0 && mixture.other_sigma == 0.0) {
    return of_two_values(mixture, u);
  }
  const bool narrower = mixture.sigma <= mixture.other_sigma;
  const double apart = elementary::log(mixture.other_median) - elementary::log(mixture.median);
  const Part own{1.0 - mixture.other_share, narrower ? 0.0 : -apart, mixture.sigma};
  const Part other{mixture.other_share, narrower ? apart : 0.0, mixture.other_sigma};
  const Logs logs = narrower ? Logs(own, other) : Logs(other, own);
  const double y = static_cast<double>(logs.find(u)) * spacing;
  // In two halves: medians may be so far apart that the whole factor would be no number.
  const double half = elementary::exp(0.5 * y);
  return (narrower ? mixture.median : mixture.other_median) * half * half;
}

}  // namespace firstcustomer
