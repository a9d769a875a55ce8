#include "firstcustomer/experiment/series_statistics.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;

constexpr std::size_t quarters = 3;
constexpr auto qualified = static_cast<std::size_t>(Series::qualified_suppliers_ever);
constexpr auto exposed = static_cast<std::size_t>(Series::public_money_exposed);

/// A replication in which a firm qualifies in this quarter and one leaves in the last.
QuarterlySeries one_qualifies(std::size_t quarter, double firms = 1.0) {
  QuarterlySeries series;
  series.clear(quarters);
  series.add(Series::qualified_suppliers_ever, quarter, firms);
  series.add(Series::suppliers_active, 0, 3.0);
  series.add(Series::suppliers_active, quarters - 1, -1.0);
  return series;
}

/// Replication i of n: i % 5 firms qualify in quarter i % 3.
SeriesBlock block_of(int first, int past, double factor = 1.0) {
  SeriesBlock block{SeriesSample(quarters), {}};
  for (int i = first; i < past; ++i) {
    block.sample.add(one_qualifies(static_cast<std::size_t>(i % 3), factor * (i % 5)));
  }
  return block;
}

TEST(SeriesSample, HoldsRunningSums) {
  SeriesSample sample(quarters);
  sample.add(one_qualifies(1));
  sample.add(one_qualifies(0));
  EXPECT_EQ(sample.cells(), series_count * quarters);
  EXPECT_THAT(sample.values(series_cell(qualified, 0, quarters)), ElementsAre(0, 1));
  EXPECT_THAT(sample.values(series_cell(qualified, 1, quarters)), ElementsAre(1, 1));
  EXPECT_THAT(sample.values(series_cell(qualified, 2, quarters)), ElementsAre(1, 1));
  EXPECT_THAT(sample.values(series_cell(1, 1, quarters)), ElementsAre(3, 3));
  EXPECT_THAT(sample.values(series_cell(1, 2, quarters)), ElementsAre(2, 2));
}

TEST(SeriesSample, MoneyThatIsGoneIsExactlyZero) {
  QuarterlySeries series;
  series.clear(quarters);
  series.add(Series::public_money_exposed, 0, 0.1);
  series.add(Series::public_money_exposed, 1, 0.2);
  series.add(Series::public_money_exposed, 2, -0.3);
  ASSERT_NE(0.1 + 0.2 - 0.3, 0.0);
  SeriesSample sample(quarters);
  sample.add(series);
  EXPECT_EQ(sample.values(series_cell(exposed, 1, quarters))[0], 0.3);
  EXPECT_EQ(sample.values(series_cell(exposed, 2, quarters))[0], 0.0);
}

TEST(SeriesSample, HoldsABlockOfOneHorizon) {
  SeriesSample sample = block_of(0, 100).sample;
  EXPECT_THROW(sample.add(one_qualifies(0)), InvariantError);
  QuarterlySeries longer;
  longer.clear(quarters + 1);
  SeriesSample other(quarters);
  EXPECT_THROW(other.add(longer), InvariantError);
}

TEST(SeriesStatistics, AreMomentsByCellAndOfPairedDifferences) {
  const SeriesSample base = block_of(0, 40).sample;
  const SeriesSample arm = block_of(0, 40, 3.0).sample;
  const SeriesStatistics statistics = series_statistics(arm, base);
  for (std::size_t cell = 0; cell < arm.cells(); ++cell) {
    Moments levels;
    Moments differences;
    for (std::size_t i = 0; i < 40; ++i) {
      levels.add(arm.values(cell)[i]);
      differences.add(arm.values(cell)[i] - base.values(cell)[i]);
    }
    EXPECT_NEAR(statistics.levels[cell].mean(), levels.mean(), 1e-12);
    EXPECT_NEAR(statistics.levels[cell].variance(), levels.variance(), 1e-12);
    EXPECT_NEAR(statistics.differences[cell].mean(), differences.mean(), 1e-12);
    EXPECT_NEAR(statistics.differences[cell].variance(), differences.variance(), 1e-12);
    EXPECT_EQ(statistics.differences[cell].count(), 40);
  }
  EXPECT_GT(statistics.differences[quarters - 1].mean(), 1.0);
  EXPECT_EQ(series_statistics(base, base).differences[0].count(), 0);
}

TEST(SeriesResults, FoldBlocksInOrder) {
  SeriesResults results(quarters);
  std::vector<Moments> all(results.levels.size());
  for (const int first : {0, 100, 200}) {
    const int past = std::min(first + 100, 250);
    const SeriesSample base = block_of(first, past).sample;
    SeriesBlock block = block_of(first, past, 2.0);
    block.statistics = series_statistics(block.sample, base);
    results.fold(block, past - first == 100);
    for (std::size_t cell = 0; cell < all.size(); ++cell) {
      for (const double value : block.sample.values(cell)) {
        all[cell].add(value);
      }
    }
  }
  for (std::size_t cell = 0; cell < all.size(); ++cell) {
    EXPECT_EQ(results.levels[cell].count(), 250);
    EXPECT_NEAR(results.levels[cell].mean(), all[cell].mean(), 1e-12);
    EXPECT_NEAR(results.levels[cell].variance(), all[cell].variance(), 1e-12);
    EXPECT_EQ(results.histograms[cell].count(), 250);
    EXPECT_EQ(results.block_levels[cell].count(), 2);
  }
  // At the end 2 × (i % 5) firms have qualified in replication i.
  const std::size_t last = series_cell(qualified, quarters - 1, quarters);
  EXPECT_EQ(results.histograms[last].quantile(0.5), 4.0);
  EXPECT_EQ(results.histograms[last].maximum(), 8.0);
  EXPECT_NEAR(results.block_levels[last].mean(), 4.0, 1e-12);
  EXPECT_NEAR(results.block_differences[last].mean(), 2.0, 1e-12);
  EXPECT_NEAR(results.differences[last].mean(), 2.0, 1e-12);
}

TEST(SeriesResults, ABlockWithoutReplicationsCountsNowhere) {
  SeriesResults results(quarters);
  SeriesBlock empty{SeriesSample(quarters), {}};
  empty.statistics = series_statistics(empty.sample, empty.sample);
  results.fold(empty, true);
  EXPECT_EQ(results.levels[0].count(), 0);
  EXPECT_EQ(results.block_levels[0].count(), 0);
}

}  // namespace
}  // namespace firstcustomer
