#include "firstcustomer/report/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using testing::small;
using testing::SmallRun;

class ColumnsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "firstcustomer-columns-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
};

/// What the rows of a run hold, in order.
std::vector<double> defined(const SmallRun& run, std::size_t arm, std::size_t outcome) {
  std::vector<double> values;
  for (const BlockResult& block : run.blocks) {
    for (const Outcome& row : block.rows[arm]) {
      const double value = row.*outcome_declarations()[outcome].value;
      if (!std::isnan(value)) {
        values.push_back(value);
      }
    }
  }
  return values;
}

void add_all(Columns& columns, const SmallRun& run) {
  for (const BlockResult& block : run.blocks) {
    columns.add(block);
  }
}

TEST_F(ColumnsTest, GiveBackWhatTheRowsHeld) {
  // Failed replications and a last block of 50 leave gaps, undefined outcomes too.
  const SmallRun run(small(testing::failing), 450);
  ASSERT_GT(run.results.failed, 50);
  Columns columns(folder_, 2);
  add_all(columns, run);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t i = 0; i < outcome_declarations().size(); ++i) {
      EXPECT_THAT(columns.read(arm, i), ElementsAreArray(defined(run, arm, i)));
    }
  }
}

TEST_F(ColumnsTest, CanBeReadBetweenBlocks) {
  const SmallRun run(small(), 300);
  Columns columns(folder_, 2);
  EXPECT_TRUE(columns.read(0, 0).empty());
  columns.add(run.blocks[0]);
  EXPECT_EQ(columns.read(1, 17).size(), 100U);
  columns.add(run.blocks[1]);
  columns.add(run.blocks[2]);
  EXPECT_THAT(columns.read(1, 17), ElementsAreArray(defined(run, 1, 17)));
}

TEST_F(ColumnsTest, TakeBlocksInOrderAndKnowTheirColumns) {
  const SmallRun run(small(), 200);
  Columns columns(folder_, 2);
  EXPECT_THROW(columns.add(run.blocks[1]), InvariantError);
  columns.add(run.blocks[0]);
  EXPECT_THROW(columns.add(run.blocks[0]), InvariantError);
  EXPECT_THROW(columns.read(2, 0), InvariantError);
  EXPECT_THROW(columns.read(0, outcome_declarations().size()), InvariantError);
  Columns one_arm(folder_, 1);
  EXPECT_THROW(one_arm.add(run.blocks[0]), InvariantError);
}

TEST_F(ColumnsTest, LeaveNoFileBehind) {
  Columns columns(folder_, 2);
  add_all(columns, SmallRun(small(), 100));
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ColumnsTest, SayWhereTheyCannotStand) {
  try {
    Columns("/proc/nowhere", 2);
    ADD_FAILURE() << "/proc/nowhere was written";
  } catch (const CannotWrite& error) {
    EXPECT_THAT(error.what(), HasSubstr("/proc/nowhere/columns.partial"));
  }
}

TEST_F(ColumnsTest, SayThatTheDiskIsFull) {
  const SmallRun run(small(), 100);
  fs::create_symlink("/dev/full", folder_ / "columns.partial");
  Columns columns(folder_, 2);
  try {
    columns.add(run.blocks[0]);
    ADD_FAILURE() << "a full disk went unnoticed";
  } catch (const CannotWrite& error) {
    EXPECT_THAT(error.what(), HasSubstr("No space left"));
  }
}

TEST_F(ColumnsTest, ExactQuantilesAreThoseOfTheSortedColumn) {
  const SmallRun run(small(), 450);
  Columns columns(folder_, 2);
  add_all(columns, run);
  const ExactQuantiles exact = exact_quantiles(columns);
  ASSERT_EQ(exact.size(), 2U);
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  const auto declarations = outcome_declarations();
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      std::vector<double> values = defined(run, arm, i);
      std::sort(values.begin(), values.end());
      for (std::size_t q = 0; q < std::size(quantile_names); ++q) {
        if (declarations[i].kind == OutcomeKind::probability) {
          EXPECT_EQ(exact[arm][i][q].count, 0) << "its quantiles are not reported";
          continue;
        }
        const QuantileEstimate expected = sample_quantile(values, quantile_names[q].p);
        EXPECT_EQ(exact[arm][i][q].count, static_cast<std::int64_t>(values.size()));
        EXPECT_TRUE(same(exact[arm][i][q].value, expected.value));
        EXPECT_TRUE(same(exact[arm][i][q].low, expected.low));
        EXPECT_TRUE(same(exact[arm][i][q].high, expected.high));
      }
    }
  }
}

}  // namespace
}  // namespace firstcustomer
