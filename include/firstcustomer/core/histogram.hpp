#pragma once
/// \file
/// Counts of values in bins of one relative width, from which any quantile is read.
///
/// Every power of two is cut into 1,024 equal bins, on both sides of zero, which has a bin of its
/// own; numbers too small for the usual precision are cut in the same way. A bin is reported as the
/// counted value in it that is nearest to zero: within 2⁻¹⁰ of any other there, and exact where
/// there is one, as for whole numbers to 2,048 or a sum that recurs. Counts are integers, so a
/// histogram has the same bits for any order of adding and merging.
///
/// Costs: about 4 ns a value, without allocation once its neighbourhood is known; 1 kB for
/// every sixteenth of a power of two that holds a value, and 64 for every power of two between the
/// smallest and the largest magnitude of a sign: 20 to 200 kB for an outcome of a simulation. Does
/// not keep the values, sums or moments (statistics.hpp).
///
/// The layout is that of HdrHistogram (Tene), over binary floating point numbers.

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace firstcustomer {

/// A log-linear histogram. Values that are not a number (an outcome that is undefined in that
/// replication) are not counted.
class Histogram {
 public:
  /// Throws: InvariantError for an infinite value.
  void add(double value);
  void merge(const Histogram& later);

  std::int64_t count() const { return negative_.count + zeros_ + positive_.count; }
  /// Exact; not a number when nothing was counted.
  double minimum() const {
    return count() > 0 ? minimum_ : std::numeric_limits<double>::quiet_NaN();
  }
  /// Exact; not a number when nothing was counted.
  double maximum() const {
    return count() > 0 ? maximum_ : std::numeric_limits<double>::quiet_NaN();
  }

  /// The rank-th smallest value, 1 the smallest, as the value of its bin nearest to zero: one that
  /// was counted, and the very value where a bin holds one. Needs: 1 ≤ rank ≤ count. Costs: a walk
  /// through the bins, some microseconds.
  double value_at(std::int64_t rank) const;

  /// Inverse of the empirical distribution: the value at rank ⌈count·p⌉ (quantile_rank of
  /// quantiles.hpp). Not a number when nothing was counted. Needs: 0 < p < 1.
  double quantile(double p) const;

  /// Whether the same bins hold the same counts, between the same extremes.
  bool operator==(const Histogram& other) const;

 private:
  static constexpr std::uint32_t bins_per_page = 64;
  static constexpr std::uint32_t pages_per_power = 16;
  static constexpr std::uint32_t absent = UINT32_MAX;

  struct Bin {
    std::int64_t count = 0;
    /// Of the magnitudes counted: what the bin is reported as.
    double smallest = std::numeric_limits<double>::infinity();
    bool operator==(const Bin&) const = default;
  };
  using Page = std::array<Bin, bins_per_page>;
  /// The powers of two from the smallest to the largest that holds a value, in pages.
  using Power = std::array<std::uint32_t, pages_per_power>;

  /// One sign. A bin is numbered by magnitude; its number over 64 is the number of its page.
  struct Side {
    std::int64_t count = 0;
    std::uint32_t first = 0;    // number of the first power in the directory
    std::vector<Power> powers;  // places in `pages`, or absent
    std::vector<Page> pages;    // in order of appearance

    /// The page of this number, or nullptr.
    const Page* find(std::uint32_t number) const;
    /// The page of this number, new and empty if need be.
    Page& open(std::uint32_t number);
    Page& append(std::uint32_t number);
    void merge(const Side& later);
    /// The rank-th smallest magnitude. Needs: 1 ≤ rank ≤ count.
    double magnitude_at(std::int64_t rank) const;
    bool same_counts(const Side& other) const;
  };

  std::int64_t zeros_ = 0;
  double minimum_ = std::numeric_limits<double>::infinity();
  double maximum_ = -std::numeric_limits<double>::infinity();
  Side negative_;
  Side positive_;
};

}  // namespace firstcustomer
