#include "firstcustomer/model/technology.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

/// Of production-ready silicon by tape-out (CALIBRATION: 2.27 tape-outs on average).
const std::vector<double> spins = {0.18, 0.57, 0.71, 1.0};

TEST(ScaledOdds, MultiplyOddsAndKeepCertainties) {
  EXPECT_DOUBLE_EQ(scaled_odds(0.5, 3.0), 0.75);
  EXPECT_DOUBLE_EQ(scaled_odds(0.2, 4.0), 0.5);
  EXPECT_EQ(scaled_odds(0.3, 0.0), 0.0);
  EXPECT_EQ(scaled_odds(0.0, 7.0), 0.0);
  EXPECT_EQ(scaled_odds(1.0, 0x1p-60), 1.0);
}

TEST(MeanRepetitions, IsTheSumOfSurvivalProbabilities) {
  EXPECT_NEAR(mean_repetitions(spins, 1.0), 0.82 + 0.82 * 0.43 + 0.82 * 0.43 * 0.29, 1e-15);
  EXPECT_EQ(mean_repetitions({1.0}, 5.0), 0.0);
}

TEST(OddsForMeanRepetitions, MeetTheMeanExactly) {
  for (const double mean : {1e-6, 0.01, 0.5, 1.0, 1.274854, 2.0, 2.9, 2.999999}) {
    const double factor = odds_for_mean_repetitions(spins, mean);
    EXPECT_NEAR(mean_repetitions(spins, factor), mean, 1e-12) << mean;
  }
  EXPECT_NEAR(odds_for_mean_repetitions(spins, 1.274854), 1.0, 1e-9);
}

TEST(OddsForMeanRepetitions, OfOneFreeAttemptAreItsOdds) {
  for (const double p : {0.001, 0.2, 0.5, 0.9}) {  // from p = .5: odds of 1
    EXPECT_NEAR(odds_for_mean_repetitions({0.5, 1.0}, 1.0 - p) / (p / (1.0 - p)), 1.0, 1e-9);
  }
}

TEST(OddsForMeanRepetitions, OfNoRepetitionAreNearCertainty) {
  EXPECT_LT(mean_repetitions(spins, odds_for_mean_repetitions(spins, 0.0)), 1e-12);
}

TEST(OddsForMeanRepetitions, RefusesWhatNoOddsCanMeet) {
  EXPECT_THROW(odds_for_mean_repetitions(spins, 3.0), ReplicationError);
  EXPECT_THROW(odds_for_mean_repetitions({0.18, 0.57}, 0.5), ReplicationError) << "may never end";
  EXPECT_THROW(odds_for_mean_repetitions({0.0, 1.0}, 0.5), ReplicationError) << "always one";
  EXPECT_THROW(odds_for_mean_repetitions({1.0, 1.0}, 0.5), ReplicationError) << "never one";
}

TEST(Maturity, HasASharePassedWhereverItLeads) {
  const Maturity nowhere{1.0, Duration::from_days(730.5)};
  EXPECT_EQ(maturity_share(nowhere, Duration{}), 0.0);
  EXPECT_EQ(maturity_share(nowhere, Duration::from_days(-5.0)), 0.0);
  EXPECT_NEAR(maturity_share(nowhere, Duration::from_days(730.5)), 0.5, 1e-15);
  EXPECT_NEAR(maturity_share(nowhere, Duration::from_days(1461)), 0.8, 1e-15);
  EXPECT_NEAR(maturity_share(nowhere, Duration::from_days(1e5)), 1.0, 1e-12);
}

TEST(Maturity, IsHalfWayAtItsHalfTime) {
  const Maturity maturity{1.5, Duration::from_days(730.5)};
  EXPECT_EQ(maturity_after(maturity, Duration{}), 1.0);
  EXPECT_NEAR(maturity_after(maturity, Duration::from_days(730.5)), 1.25, 1e-15);
  EXPECT_NEAR(maturity_after(maturity, Duration::from_days(1461)), 1.4,
              1e-15);  // (1 − 1/9)/(1 + 1/9)
}

TEST(Maturity, IsALogisticPath) {
  const Maturity maturity{1.4, Duration::from_days(300)};
  double last = 1.0;
  for (double days = 1.0; days < 5'000.0; days *= 1.3) {
    const double now = maturity_after(maturity, Duration::from_days(days));
    EXPECT_NEAR(now, 1.0 + 0.4 * std::tanh(days / 300.0 * std::log(3.0) / 2.0), 1e-12);
    EXPECT_GT(now, last);
    EXPECT_LT(now, 1.4);
    last = now;
  }
}

TEST(Maturity, OfOneNeverMoves) {
  EXPECT_EQ(maturity_after({}, Duration::from_days(4'000)), 1.0);
}

}  // namespace
}  // namespace firstcustomer
