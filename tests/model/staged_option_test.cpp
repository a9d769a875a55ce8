#include "firstcustomer/model/staged_option.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace firstcustomer {
namespace {

const std::vector<OptionStage> three = {{1.0, 0.5}, {3.0, 0.6}, {8.0, 0.7}};

TEST(StagedOption, IsValuedBackwards) {  // V16
  const std::vector<double> values = staged_values(three, 60.0);
  ASSERT_EQ(values.size(), 4U);
  EXPECT_NEAR(values[3], 60.0, 1e-12);
  EXPECT_NEAR(values[2], 34.0, 1e-12);
  EXPECT_NEAR(values[1], 17.4, 1e-12);
  EXPECT_NEAR(values[0], 7.7, 1e-12);
  EXPECT_EQ(staged_value(three, 60.0), values[0]);
  EXPECT_NEAR(committed_value(three, 60.0), 0.6, 1e-12);
}

TEST(StagedOption, IsGivenUpWhereItIsALoss) {
  EXPECT_EQ(staged_value(three, 10.0), 0.0);
  EXPECT_NEAR(committed_value(three, 10.0), 0.21 * 10.0 - 12.0, 1e-12);
  // The last stage alone is a loss: what comes before is not worth a penny either.
  EXPECT_THAT(staged_values(three, 11.0), testing::ElementsAre(0.0, 0.0, 0.0, 11.0));
}

TEST(StagedOption, IsDiscountedStageByStage) {
  const std::vector<OptionStage> later = {{1.0, 0.5, 0.9}, {3.0, 0.6, 0.8}};
  EXPECT_NEAR(staged_value(later, 60.0), 0.5 * 0.9 * (0.6 * 0.8 * 60.0 - 3.0) - 1.0, 1e-12);
  EXPECT_NEAR(committed_value(later, 60.0), 0.5 * 0.9 * 0.6 * 0.8 * 60.0 - 1.0 - 0.9 * 3.0, 1e-12);
  EXPECT_EQ(staged_value({}, 60.0), 60.0);
}

}  // namespace
}  // namespace firstcustomer
