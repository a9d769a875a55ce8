#include "firstcustomer/experiment/series_statistics.hpp"

#include <array>
#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

bool is_money(std::size_t series) {
  return series_declarations()[series].unit == "currency";
}

/// Sums of pounds miss whole pence by rounding; a sum that is nil should be 0.
double to_the_penny(double pounds) {
  return std::round(pounds * 100.0) / 100.0;
}

Moments difference_of(std::span<const double> arm, std::span<const double> base) {
  std::array<double, block_size> differences;
  for (std::size_t i = 0; i < arm.size(); ++i) {
    differences[i] = arm[i] - base[i];
  }
  return Moments::of({differences.data(), arm.size()});
}

}  // namespace

SeriesSample::SeriesSample(std::size_t quarters)
    : quarters_(quarters), values_(series_count * quarters * block_size) {}

void SeriesSample::add(const QuarterlySeries& series) {
  expect(series.quarters() == quarters_ && count_ < block_size,
         "a block holds replications of one horizon");
  double* value = values_.data() + count_;
  for (std::size_t which = 0; which < series_count; ++which) {
    const bool money = is_money(which);
    double sum = 0.0;
    for (const double change : series.changes(static_cast<Series>(which))) {
      sum += change;
      if (money && change != 0.0) {
        sum = to_the_penny(sum);
      }
      *value = sum;
      value += block_size;
    }
  }
  ++count_;
}

SeriesStatistics series_statistics(const SeriesSample& arm, const SeriesSample& base) {
  SeriesStatistics result;
  result.levels.resize(arm.cells());
  result.differences.resize(arm.cells());
  for (std::size_t cell = 0; cell < arm.cells(); ++cell) {
    result.levels[cell] = Moments::of(arm.values(cell));
    if (&arm != &base) {
      result.differences[cell] = difference_of(arm.values(cell), base.values(cell));
    }
  }
  return result;
}

std::vector<SeriesStatistics> series_statistics_by_set(const SeriesSample& arm,
                                                       const SeriesSample& base,
                                                       const std::vector<std::size_t>& set_of,
                                                       std::size_t sets) {
  const SeriesStatistics none{std::vector<Moments>(arm.cells()), std::vector<Moments>(arm.cells())};
  std::vector<SeriesStatistics> result(sets, none);
  for (std::size_t cell = 0; cell < arm.cells() && sets > 0; ++cell) {
    const std::span<const double> own = arm.values(cell);
    const std::span<const double> first = base.values(cell);
    for (std::size_t i = 0; i < own.size(); ++i) {
      result[set_of[i]].levels[cell].add(own[i]);
      result[set_of[i]].differences[cell].add(own[i] - first[i]);
    }
  }
  return result;
}

SeriesResults::SeriesResults(std::size_t quarters, std::size_t sets_of_beliefs) {
  const std::size_t cells = series_count * quarters;
  sets.assign(sets_of_beliefs, {std::vector<Moments>(cells), std::vector<Moments>(cells)});
  for (std::vector<Moments>* column : {&levels, &differences, &block_levels, &block_differences}) {
    column->resize(cells);
  }
  histograms.resize(cells);
}

void SeriesResults::fold(const SeriesBlock& block, bool is_full) {
  for (std::size_t cell = 0; cell < levels.size(); ++cell) {
    levels[cell].merge(block.statistics.levels[cell]);
    differences[cell].merge(block.statistics.differences[cell]);
    if (is_full) {  // means of nothing are not a number, which is not counted
      block_levels[cell].add(block.statistics.levels[cell].mean());
      block_differences[cell].add(block.statistics.differences[cell].mean());
    }
    for (const double value : block.sample.values(cell)) {
      histograms[cell].add(value);
    }
    for (std::size_t set = 0; set < sets.size(); ++set) {
      sets[set].levels[cell].merge(block.sets[set].levels[cell]);
      sets[set].differences[cell].merge(block.sets[set].differences[cell]);
    }
  }
}

}  // namespace firstcustomer
