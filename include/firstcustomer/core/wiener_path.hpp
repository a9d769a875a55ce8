#pragma once
/// \file
/// A Brownian motion that is a function of luck alone: the same whoever looks, where and in
/// whatever order.
///
/// Time is cut into months of 30.4375 days and each into 32 parts of a day, from the simulation's
/// start. What happens in a month is one normal of variance 1; the middle of a span between two
/// known points is their mean and a normal of a quarter of the span's variance. Each normal is
/// named by its place, so there is no sequence. Within a part the path is a straight line, and
/// whether the motion passed a barrier there is for the law of the bridge (first_passage.hpp) to
/// say. Costs: one normal for each month up to the latest, and up to five for a point inside one.
/// Source: Lévy 1948 (the construction by midpoints).

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

/// The normals of a path by place: node 0 is what happens in the month, node 1 its middle, nodes 2
/// and 3 the middles of its halves, and so on.
struct PathNode {
  std::size_t month;
  std::size_t node;

  /// Of all nodes of all months, and of all parts of months, in their order.
  constexpr std::uint64_t number() const { return std::uint64_t{month} * 32 + node; }
};

class WienerPath {
 public:
  static constexpr std::size_t parts = 32;
  static constexpr std::int64_t part_length = 82'181'250'000;
  static constexpr std::int64_t month_length = static_cast<std::int64_t>(parts) * part_length;
  /// Microseconds.
  static_assert(month_length * 12 == microseconds_per_year);

  /// The month of an instant, from 0. Needs: when ≥ 0.
  static constexpr std::size_t month_of(Instant when) {
    return static_cast<std::size_t>(when.microseconds() / month_length);
  }
  /// The beginning of a part of a month; of part 32, the month's end.
  static constexpr Instant beginning(std::size_t month, std::size_t part = 0) {
    return Instant::microseconds(static_cast<std::int64_t>(month) * month_length +
                                 static_cast<std::int64_t>(part) * part_length);
  }

  /// Effect: forgets everything; keeps the storage. The path is 0 at the beginning of this month.
  void clear(std::size_t first_month = 0) {
    first_ = first_month;
    sums_.clear();
  }

  /// Where the path stands. Units: the root of months. `normal(node)` gives the standard normal of
  /// a place. Needs: when ≥ the beginning of the first month.
  template <class Normal>
  double at(Instant when, const Normal& normal) {
    const std::size_t month = month_of(when);
    const Ends ends = ends_of(month, normal);
    std::int64_t rest = when.microseconds() % month_length;
    double low = ends.low;
    double high = ends.high;
    double width = 1.0;
    std::int64_t length = month_length;
    for (std::size_t node = 1; node < parts && rest > 0; width /= 2.0) {
      const double middle = middle_of(low, high, width, normal(PathNode{month, node}));
      length /= 2;
      const bool late = rest >= length;
      (late ? low : high) = middle;
      rest -= late ? length : 0;
      node = 2 * node + (late ? 1 : 0);
    }
    return low + (high - low) * (static_cast<double>(rest) / static_cast<double>(length));
  }

  /// Where it stands between the parts of a month, both ends included.
  template <class Normal>
  std::array<double, parts + 1> month(std::size_t month, const Normal& normal) {
    const Ends ends = ends_of(month, normal);
    std::array<double, parts + 1> points{};
    points.front() = ends.low;
    points.back() = ends.high;
    double width = 1.0;
    for (std::size_t step = parts; step > 1; step /= 2, width /= 2.0) {
      for (std::size_t i = 0; i < parts; i += step) {
        const PathNode node{month, (parts + i) / step};
        points[i + step / 2] = middle_of(points[i], points[i + step], width, normal(node));
      }
    }
    return points;
  }

 private:
  struct Ends {
    double low;
    double high;
  };

  static double middle_of(double low, double high, double width, double normal) {
    return 0.5 * (low + high) + 0.5 * std::sqrt(width) * normal;
  }

  template <class Normal>
  Ends ends_of(std::size_t month, const Normal& normal) {
    if (sums_.empty()) {
      sums_.push_back(0.0);
    }
    const std::size_t place = month - first_;
    while (sums_.size() <= place + 1) {
      const double change = normal(PathNode{first_ + sums_.size() - 1, 0});
      sums_.push_back(sums_.back() + change);
    }
    return {sums_[place], sums_[place + 1]};
  }

  std::size_t first_ = 0;
  /// At the ends of months, from the first one's beginning on; empty before anybody looks, so that
  /// a path that nobody needs takes no storage.
  std::vector<double> sums_;
};

}  // namespace firstcustomer
