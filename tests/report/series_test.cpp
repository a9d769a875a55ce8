#include "firstcustomer/report/series.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "firstcustomer/core/quantiles.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::vector<std::string>> cells(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream stream(csv);
  for (std::string line; std::getline(stream, line);) {
    rows.emplace_back(1);
    for (const char c : line) {
      if (c == ',') {
        rows.back().emplace_back();
      } else {
        rows.back().back() += c;
      }
    }
  }
  return rows;
}

/// Two arms over three quarters, and what every replication was: made up, but folded as the runner
/// does. In replication i money changes by pence that hang on the arm, the quarter and i.
struct MadeUp {
  Plan plan;
  Results results;
  /// [arm][quarter][replication]
  std::vector<std::vector<std::vector<double>>> paid;

  MadeUp(int replications, Design design) {
    plan.design = design;
    plan.replications = replications;
    plan.keeps_series = true;
    Case numbers;
    numbers.start = Date(2026, 2, 10);
    numbers.horizon = Date(2026, 8, 20);
    plan.arms = {{"no-programme", numbers, {}}, {"order", numbers, {}}};
    results.series.assign(2, SeriesResults(3));
    paid.assign(2, std::vector<std::vector<double>>(3));
    for (int first = 0; first < replications; first += 100) {
      std::vector<SeriesBlock> blocks;
      for (int arm = 0; arm < 2; ++arm) {
        blocks.push_back({SeriesSample(3), {}});
        for (int i = first; i < std::min(first + 100, replications); ++i) {
          add(blocks.back().sample, arm, i);
        }
      }
      for (std::size_t arm = 0; arm < 2; ++arm) {
        blocks[arm].statistics = series_statistics(blocks[arm].sample, blocks[0].sample);
        results.series[arm].fold(blocks[arm], first + 100 <= replications);
      }
    }
  }

  void add(SeriesSample& sample, int arm, int i) {
    QuarterlySeries series;
    series.clear(3);
    double sum = 0.0;
    for (int quarter = 0; quarter < 3; ++quarter) {
      const int pence = (i * i * 37 + i * 11 * (quarter + 1)) % 997 * (1 + arm * (1 + i % 3));
      series.add(Series::public_money_paid, static_cast<std::size_t>(quarter), pence / 100.0);
      sum += pence;
      paid[static_cast<std::size_t>(arm)][static_cast<std::size_t>(quarter)].push_back(sum / 100.0);
    }
    sample.add(series);
  }
};

/// The row of public money paid of an arm and quarter.
std::vector<std::string> paid_row(const MadeUp& run, std::size_t arm, std::size_t quarter) {
  const auto rows = cells(series_csv(run.plan, run.results));
  const auto series = static_cast<std::size_t>(Series::public_money_paid);
  return rows.at(1 + (arm * series_count + series) * 3 + quarter);
}

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  for (const double value : values) {
    moments.add(value);
  }
  return moments;
}

void expect_near(const std::string& cell, double value) {
  EXPECT_NEAR(std::stod(cell), value, 1e-10 * (1.0 + std::abs(value))) << cell;
}

TEST(SeriesCsv, HasARowPerArmSeriesAndQuarter) {
  const auto rows = cells(
      series_csv(MadeUp(20, Design::independent).plan, MadeUp(20, Design::independent).results));
  EXPECT_THAT(rows[0], ElementsAre("arm", "series", "date", "n", "mean", "se", "p5", "p25", "p50",
                                   "p75", "p95", "difference", "difference_se"));
  ASSERT_EQ(rows.size(), 1 + 2 * series_count * 3);
  for (const auto& row : rows) {
    EXPECT_EQ(row.size(), rows[0].size());
  }
  EXPECT_THAT(std::vector<std::string>(rows[1].begin(), rows[1].begin() + 4),
              ElementsAre("no-programme", "qualified_suppliers_ever", "2026-03-31", "20"));
  EXPECT_EQ(rows[2][2], "2026-06-30");
  EXPECT_EQ(rows[3][2], "2026-08-20") << "the last quarter ends with the horizon";
  EXPECT_EQ(rows[4][1], "suppliers_active");
  EXPECT_EQ(rows.back()[0], "order");
  EXPECT_EQ(rows.back()[1], "private_money_raised");
}

TEST(SeriesCsv, IsWhatTheReplicationsAre) {
  const MadeUp run(250, Design::independent);
  for (const std::size_t arm : {0U, 1U}) {
    for (const std::size_t quarter : {0U, 1U, 2U}) {
      const auto row = paid_row(run, arm, quarter);
      std::vector<double> values = run.paid[arm][quarter];
      const Moments level = moments_of(values);
      EXPECT_EQ(row[3], "250");
      expect_near(row[4], level.mean());
      expect_near(row[5], level.standard_error());
      std::vector<double> differences;
      for (std::size_t i = 0; i < values.size(); ++i) {
        differences.push_back(values[i] - run.paid[0][quarter][i]);
      }
      if (arm == 0) {
        EXPECT_EQ(row[11] + row[12], "");
      } else {
        expect_near(row[11], moments_of(differences).mean());
        expect_near(row[12], moments_of(differences).standard_error());
        EXPECT_GT(std::stod(row[11]), 0.0);
      }
      std::sort(values.begin(), values.end());
      for (std::size_t q = 0; q < std::size(quantile_names); ++q) {
        const double exact = sample_quantile(values, quantile_names[q].p).value;
        EXPECT_NEAR(std::stod(row[6 + q]), exact, exact * 0x1p-10) << quantile_names[q].name;
      }
    }
  }
}

TEST(SeriesCsv, OfALatinHypercubeHasTheErrorsOfItsBlocks) {
  const MadeUp run(350, Design::latin_hypercube);
  const auto row = paid_row(run, 1, 2);
  Moments levels;
  Moments differences;
  for (std::size_t first = 0; first < 300; first += 100) {
    Moments level;
    Moments difference;
    for (std::size_t i = first; i < first + 100; ++i) {
      level.add(run.paid[1][2][i]);
      difference.add(run.paid[1][2][i] - run.paid[0][2][i]);
    }
    levels.add(level.mean());
    differences.add(difference.mean());
  }
  expect_near(row[4], moments_of(run.paid[1][2]).mean());
  expect_near(row[5], levels.standard_error());
  expect_near(row[12], differences.standard_error());
  EXPECT_EQ(paid_row(MadeUp(150, Design::latin_hypercube), 1, 2)[5], "") << "one full block";
}

TEST(SeriesCsv, IsEmptyWhereNothingSucceeded) {
  const MadeUp run(0, Design::independent);
  EXPECT_THAT(paid_row(run, 1, 1), ElementsAre("order", "public_money_paid", "2026-06-30", "0", "",
                                               "", "", "", "", "", "", "", ""));
}

TEST(SeriesCsv, HasNoArmsOfChannels) {
  const auto run = testing::small_run_with_channels(100);
  ASSERT_EQ(run.plan.arms.size(), 5U);
  const std::string csv = series_csv(run.plan, run.results);
  EXPECT_THAT(csv, HasSubstr("\nsmall-order,"));
  EXPECT_THAT(csv, ::testing::Not(HasSubstr("-only")));
}

TEST(SeriesCodebook, DefinesEveryColumnAndSeriesOnce) {
  Scenario scenario;
  scenario.head.currency = "EUR";
  std::vector<std::string> names;
  for (const auto& row : cells(series_codebook(scenario))) {
    EXPECT_EQ(row[0], "series.csv");
    names.push_back(row[1]);
  }
  const auto header = cells(
      series_csv(MadeUp(1, Design::independent).plan, MadeUp(1, Design::independent).results))[0];
  ASSERT_EQ(names.size(), header.size() + series_count);
  for (std::size_t i = 0; i < header.size(); ++i) {
    EXPECT_EQ(names[i], header[i]);
  }
  for (std::size_t i = 0; i < series_count; ++i) {
    EXPECT_EQ(names[header.size() + i], "series = " + std::string(series_declarations()[i].name));
  }
  EXPECT_THAT(series_codebook(scenario), HasSubstr("series = public_money_paid,EUR,"));
}

}  // namespace
}  // namespace firstcustomer
