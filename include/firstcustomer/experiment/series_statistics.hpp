#pragma once
/// \file
/// Statistics of quarterly series: how a measure stands at the end of every quarter, over
/// replications.
///
/// A cell is one quarter of one series; cells stand series by series. What a block keeps is enough
/// to fold blocks in order of their index, so results have the same bits for any number of threads.
///
/// Costs: bench/README.md. Memory: 80 kB times the arms for a block of 100 quarters in all series,
/// and a histogram for each cell and arm of the results (core/histogram.hpp).

#include <cstdint>
#include <span>
#include <vector>

#include "firstcustomer/core/histogram.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/experiment/design.hpp"
#include "firstcustomer/model/series.hpp"

namespace firstcustomer {

/// The place of a quarter of a series among the cells.
constexpr std::size_t series_cell(std::size_t series, std::size_t quarter, std::size_t quarters) {
  return series * quarters + quarter;
}

/// The series of one arm in the replications of one block.
class SeriesSample {
 public:
  explicit SeriesSample(std::size_t quarters);

  /// Adds a replication: the running sums of its changes, money to the penny that it is a sum of.
  /// Needs: as many quarters, fewer than a block of replications so far.
  void add(const QuarterlySeries& series);

  std::size_t quarters() const { return quarters_; }
  std::size_t cells() const { return series_count * quarters_; }
  /// One value per replication added, in order.
  std::span<const double> values(std::size_t cell) const {
    return {&values_[cell * block_size], count_};
  }

 private:
  std::size_t quarters_;
  std::size_t count_ = 0;
  std::vector<double> values_;
};

/// By cell.
struct SeriesStatistics {
  std::vector<Moments> levels;
  /// From the first arm, pair by pair.
  std::vector<Moments> differences;
};

/// Needs: samples of the same replications. The first arm is its own base: no difference.
SeriesStatistics series_statistics(const SeriesSample& arm, const SeriesSample& base);

/// The same of the replications of each set of beliefs. `set_of`: by replication of the samples.
std::vector<SeriesStatistics> series_statistics_by_set(const SeriesSample& arm,
                                                       const SeriesSample& base,
                                                       const std::vector<std::size_t>& set_of,
                                                       std::size_t sets);

/// What a block found of one arm.
struct SeriesBlock {
  SeriesSample sample;
  SeriesStatistics statistics;
  std::vector<SeriesStatistics> sets = {};
};

/// What the whole run tells of the series of one arm. By cell.
struct SeriesResults : SeriesStatistics {
  /// Means of full blocks.
  std::vector<Moments> block_levels;
  std::vector<Moments> block_differences;
  /// Of all replications.
  std::vector<Histogram> histograms;
  /// By set of beliefs.
  std::vector<SeriesStatistics> sets;

  explicit SeriesResults(std::size_t quarters, std::size_t sets_of_beliefs = 0);
  /// Needs: blocks in order. `is_full`: it counts among the means of blocks.
  void fold(const SeriesBlock& block, bool is_full);
};

}  // namespace firstcustomer
