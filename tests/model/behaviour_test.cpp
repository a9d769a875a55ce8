#include "firstcustomer/model/behaviour.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace firstcustomer {
namespace {

Answer answer(std::int64_t value, std::int64_t cost) {
  return answer_order({Money::minor(value), Money::minor(cost)});
}

TEST(AnswerOrder, IsTakenAboveCost) {
  EXPECT_EQ(answer(101, 100), Answer::accept);
  EXPECT_EQ(answer(std::numeric_limits<std::int64_t>::max(), 0), Answer::accept);
}

TEST(AnswerOrder, IsTakenAtCost) {
  EXPECT_EQ(answer(100, 100), Answer::accept);
  EXPECT_EQ(answer(0, 0), Answer::accept);
}

TEST(AnswerOrder, IsDeclinedBelowCost) {
  EXPECT_EQ(answer(99, 100), Answer::decline);
  EXPECT_EQ(answer(0, 1), Answer::decline);
}

TEST(AnswerOrder, ComparesAmountsThatADoubleCannotTellApart) {
  constexpr std::int64_t large = (std::int64_t{1} << 60) + 1;
  EXPECT_EQ(answer(large, large + 1), Answer::decline);
  EXPECT_EQ(answer(large + 1, large), Answer::accept);
}

// A pure function: it can be asked while compiling.
static_assert(answer_order({Money::minor(5), Money::minor(5)}) == Answer::accept);
static_assert(answer_order({Money::minor(5), Money::minor(6)}) == Answer::decline);

TEST(UnitsWithinMeans, KeepsThePayrollUntilTheUnitsArePaidFor) {
  const CostCurve cost{Money::major(1'000)};
  EXPECT_EQ(units_within_means({Money::major(10'000), Money{}, cost, 0, 100}), 10);
  EXPECT_EQ(units_within_means({Money::major(10'000), Money{}, cost, 0, 7}), 7);
  EXPECT_EQ(units_within_means({Money::major(10'000), Money::major(4'000), cost, 0, 100}), 6);
  EXPECT_EQ(units_within_means({Money::major(10'000), Money::major(9'000.01), cost, 0, 100}), 0);
  EXPECT_EQ(units_within_means({Money::major(10'000), Money::major(20'000), cost, 0, 100}), 0);
}

}  // namespace
}  // namespace firstcustomer
