#include "firstcustomer/model/finance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>

namespace firstcustomer {
namespace {

double closing(double graduation, double market, std::int64_t attempts) {
  Round round;
  round.graduation = Share(graduation);
  Finance finance;
  finance.attempts = attempts;
  return closing_probability(round, finance, market);
}

TEST(ClosingProbability, OfTheOnlyAttemptIsTheGraduationShare) {
  EXPECT_DOUBLE_EQ(closing(0.25, 1.0, 1), 0.25);
  EXPECT_DOUBLE_EQ(closing(0.5, 1.0, 1), 0.5);
}

TEST(ClosingProbability, OfTwoAndThreeAttemptsIsTheRoot) {
  EXPECT_DOUBLE_EQ(closing(0.36, 1.0, 2), 0.2);   // 1 − √.64
  EXPECT_DOUBLE_EQ(closing(0.75, 1.0, 2), 0.5);   // 1 − √.25
  EXPECT_DOUBLE_EQ(closing(0.488, 1.0, 3), 0.2);  // 1 − ∛.512
}

TEST(ClosingProbability, AllAttemptsTogetherGiveTheGraduationShare) {
  for (const double graduation : {0.0, 0.01, 0.3, 0.77, 0.95}) {
    for (std::int64_t attempts = 1; attempts <= 100; ++attempts) {
      const double missed = 1.0 - closing(graduation, 1.0, attempts);
      EXPECT_NEAR(1.0 - std::pow(missed, static_cast<double>(attempts)), graduation, 1e-13)
          << attempts << " attempts";
    }
  }
}

TEST(ClosingProbability, ScalesTheShareWithTheMarket) {
  EXPECT_DOUBLE_EQ(closing(0.5, 0.5, 1), 0.25);
  EXPECT_DOUBLE_EQ(closing(0.5, 1.5, 2), 0.5);
  EXPECT_EQ(closing(0.5, 0.0, 3), 0.0);
}

TEST(ClosingProbability, IsCappedAtNinetyFivePercentEver) {
  EXPECT_DOUBLE_EQ(closing(0.95, 1.0, 1), 0.95);
  EXPECT_DOUBLE_EQ(closing(0.96, 1.0, 1), 0.95);
  EXPECT_DOUBLE_EQ(closing(1.0, 1.0, 1), 0.95);
  EXPECT_DOUBLE_EQ(closing(0.6, 100.0, 1), 0.95);
  EXPECT_DOUBLE_EQ(closing(1.0, 2.0, 2), 1.0 - std::sqrt(0.05));
  EXPECT_LT(closing(0.94, 1.0, 1), 0.95);
}

TEST(ClosingProbability, OfNoGraduationIsZero) {
  for (const std::int64_t attempts : {1, 2, 3}) {
    EXPECT_EQ(closing(0.0, 1.0, attempts), 0.0);
  }
}

TEST(ClosingProbability, FallsWithTheNumberOfAttemptsAndRisesWithTheMarket) {
  for (std::int64_t attempts = 1; attempts < 20; ++attempts) {
    EXPECT_GT(closing(0.4, 1.0, attempts), closing(0.4, 1.0, attempts + 1));
    EXPECT_LT(closing(0.4, 1.0, attempts), closing(0.4, 1.1, attempts));
  }
}

}  // namespace
}  // namespace firstcustomer
