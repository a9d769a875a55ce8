#include "firstcustomer/model/frontier.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/model/chance.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

const Benchmark speed{"speed", "tokens/s", Better::higher, 0.0};
const Benchmark delay{"delay", "ms", Better::lower, 0.0};
const FrontierPath path{9.51, Date(2025, 9, 9), 1.6};
const Duration year = Duration::from_days(365.25);

/// The level so many years after the date of the path, on a clock that starts later.
double level_after(const Benchmark& benchmark, const FrontierPath& of, int years) {
  const SimulationClock clock(Date(2025, 12, 1));
  const Duration span = Duration::microseconds(year.microseconds() * years);
  return frontier_level(benchmark, of, clock, clock.at(of.dated) + span);
}

TEST(FrontierLevel, IsExactAtItsDate) {
  EXPECT_EQ(level_after(speed, path, 0), 9.51);
  EXPECT_EQ(level_after(delay, path, 0), 9.51);
}

TEST(FrontierLevel, GrowsByItsFactorInAYear) {
  EXPECT_DOUBLE_EQ(level_after(speed, path, 1), 9.51 * 1.6);
  EXPECT_DOUBLE_EQ(level_after(speed, path, 2), 9.51 * 1.6 * 1.6);
}

TEST(FrontierLevel, WasLowerBeforeItsDate) {
  EXPECT_DOUBLE_EQ(level_after(speed, path, -1), 9.51 / 1.6);
  EXPECT_DOUBLE_EQ(level_after(speed, path, -3), 9.51 / 1.6 / 1.6 / 1.6);
}

TEST(FrontierLevel, FallsWhereLowerIsBetter) {
  EXPECT_DOUBLE_EQ(level_after(delay, path, 1), 9.51 / 1.6);
  EXPECT_DOUBLE_EQ(level_after(delay, path, -1), 9.51 * 1.6);
}

TEST(FrontierLevel, MovesByTheRootInHalfAYear) {
  const SimulationClock clock(path.dated);
  const Instant half = Instant() + Duration::microseconds(year.microseconds() / 2);
  EXPECT_DOUBLE_EQ(frontier_level(speed, path, clock, half), 9.51 * std::sqrt(1.6));
}

TEST(FrontierLevel, MayStandStillOrDecline) {
  EXPECT_EQ(level_after(speed, {4.0, Date(2030, 1, 1), 1.0}, 17), 4.0);
  EXPECT_DOUBLE_EQ(level_after(speed, {4.0, Date(2030, 1, 1), 0.5}, 2), 1.0);
  EXPECT_DOUBLE_EQ(level_after(delay, {4.0, Date(2030, 1, 1), 0.5}, 2), 16.0);
}

TEST(FrontierLevel, DoesNotDependOnWhereTheClockStarts) {
  const SimulationClock early(Date(2020, 1, 1));
  const SimulationClock late(Date(2027, 6, 15));
  const Date day(2029, 2, 28);
  EXPECT_EQ(frontier_level(speed, path, early, early.at(day)),
            frontier_level(speed, path, late, late.at(day)));
}

// --- Launches

const Date dated(2026, 1, 1);

LaunchLuck luck_of(const Luck& luck, std::int64_t k) {
  const EntityHash hash = hash_name("speed");
  return {luck.uniform(purpose(Chance::frontier_gap), hash, nth(k)),
          luck.uniform(purpose(Chance::frontier_jump), hash, nth(k)),
          luck.uniform(purpose(Chance::frontier_noise), hash, nth(k))};
}

Instant after(double years) {
  return Instant{} + Duration::from_days(days_per_year * years);
}

/// A frontier through 1 at the start, and its luck.
class Played {
 public:
  explicit Played(const FrontierPath& path, std::uint64_t replication = 0,
                  const Benchmark& benchmark = speed)
      : path_(path), luck_(1, Phase::main, replication) {
    frontier_.clear(benchmark, path_, SimulationClock(dated));
  }
  double log_at(double years) {
    return std::log(frontier_.level(after(years), LawTables{},
                                    [&](std::int64_t k) { return luck_of(luck_, k); }));
  }
  const Luck& luck() const { return luck_; }

 private:
  FrontierPath path_;
  Luck luck_;
  Frontier frontier_;
};

FrontierPath stepwise(double growth, const Law& gap, const Law& jump, double noise = 0.0) {
  return {1.0, dated, growth, Launches{gap, jump, noise}};
}

/// Launches as CALIBRATION 5.3 has them.
FrontierPath calibrated(double growth = 1.6) {
  return stepwise(growth, Law::constant(1.75 * days_per_year), Law::lognormal(1.9, 0.25), 0.08);
}

TEST(Launches, OfConstantSizeStandAtTheirDates) {
  const double gap = 2.0;
  const double drift = std::log(1.6) - std::log(1.9) / gap;
  Played path(stepwise(1.6, Law::constant(gap * days_per_year), Law::constant(1.9)));
  for (double years = 0.0; years < 20.0; years += 0.37) {
    EXPECT_NEAR(path.log_at(years), drift * years + std::floor(years / gap) * std::log(1.9), 1e-9);
  }
  EXPECT_NEAR(path.log_at(4.0), 4.0 * std::log(1.6), 1e-9) << "the launch of the very instant";
  EXPECT_NEAR(path.log_at(4.0 - 1e-9), 4.0 * drift + std::log(1.9), 1e-6);
}

TEST(Launches, DoNotMoveTheDatedLevelNorThePathBefore) {
  const FrontierPath path = calibrated();
  const FrontierPath smooth{1.0, dated, 1.6};
  const SimulationClock clock(dated);
  Played played(path);
  EXPECT_EQ(played.log_at(0.0), 0.0);
  for (const double years : {-0.001, -1.0, -7.3}) {
    EXPECT_EQ(std::exp(played.log_at(years)),
              std::exp(std::log(frontier_level(speed, smooth, clock, after(years)))));
  }
}

/// Mean of f(replication) within 4 standard errors of the exact value, for three seeds.
template <class Function>
void expect_mean(double exact, const Function& f) {
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    Moments moments;
    const auto n = static_cast<std::uint64_t>(thorough(100'000));
    for (std::uint64_t i = 0; i < n; ++i) {
      moments.add(f(seed * n + i));
    }
    EXPECT_NEAR(moments.mean(), exact, 4.0 * moments.standard_error()) << "seed " << seed;
  }
}

TEST(Launches, OfAPoissonProcessGrowByTheAnnualRateAtEveryDate) {
  // Jumps upwards and no errors: nothing ever falls, so that the mean of the log is exact.
  const Law jump = Law::lognormal(1.9, 0.1);
  for (const double growth : {1.5, 1.6, 2.1}) {
    const FrontierPath path = stepwise(growth, Law::exponential(1.75 * days_per_year), jump);
    for (const double years : {0.5, 5.0}) {
      expect_mean(years * std::log(growth),
                  [&](std::uint64_t i) { return Played(path, i).log_at(years); });
    }
  }
}

TEST(Launches, GrowByTheAnnualRateInTheLongRunWithErrorsToo) {
  // The running maximum lies above the trend by an amount that does not grow.
  const FrontierPath path =
      stepwise(1.5, Law::exponential(1.75 * days_per_year), Law::lognormal(1.9, 0.25), 0.3);
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    Moments slope;
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(thorough(10'000)); ++i) {
      Played played(path, seed * 100'000 + i);
      const double early = played.log_at(30.0);
      slope.add((played.log_at(130.0) - early) / 100.0);
    }
    EXPECT_NEAR(slope.mean(), std::log(1.5), 4.0 * slope.standard_error());
  }
}

/// The running maximum of what every launch sells, by brute force.
double naive_log(const FrontierPath& path, const Luck& luck, double years) {
  const Launches& law = *path.launches;
  const double drift = std::log(path.annual_growth) -
                       std::log(law.jump.parameters[0]) / (mean(law.gap) / days_per_year);
  double best = 0.0;
  double begins = 0.0;
  double sum = 0.0;
  double error = 0.0;
  for (std::int64_t k = 1; begins <= years; ++k) {
    const LaunchLuck u = luck_of(luck, k);
    const double ends = begins + quantile(law.gap, u.gap) / days_per_year;
    for (const double when : {begins, std::min(ends, years)}) {
      best = std::max(best, drift * when + sum + error);
    }
    sum += std::log(quantile(law.jump, u.jump));
    error = law.noise * normal_quantile(u.noise);
    begins = ends;
  }
  return best;
}

TEST(Launches, AreTheRunningMaximumOfWhatWasEverSold) {
  for (const double growth : {1.1, 1.3, 1.6}) {  // drift below and above 0
    const FrontierPath path =
        stepwise(growth, Law::lognormal(500.0, 0.6), Law::lognormal(1.5, 0.6), 0.5);
    for (std::uint64_t i = 0; i < 300; ++i) {
      Played played(path, i);
      double last = -1.0;
      for (double years = 0.0; years < 15.0; years += 0.19) {
        const double now = played.log_at(years);
        ASSERT_NEAR(now, naive_log(path, played.luck(), years), 1e-6);
        ASSERT_GE(now, last) << "the best on sale never gets worse";
        last = now;
      }
    }
  }
}

TEST(Launches, DoNotDependOnTheOrderOfQuestions) {
  const FrontierPath path = calibrated();
  for (std::uint64_t i = 0; i < 200; ++i) {
    Played forwards(path, i);
    Played backwards(path, i);
    std::vector<double> levels;
    for (int month = -12; month <= 240; ++month) {
      levels.push_back(forwards.log_at(month / 12.0));
    }
    for (int month = 240; month >= -12; --month) {
      ASSERT_EQ(backwards.log_at(month / 12.0), levels[static_cast<std::size_t>(month + 12)]);
    }
  }
}

TEST(Launches, ImproveTheOtherWayWhereLowerIsBetter) {
  Played up(calibrated());
  Played down(calibrated(), 0, delay);
  for (const double years : {-2.0, 0.0, 1.75, 9.0}) {
    EXPECT_NEAR(up.log_at(years), -down.log_at(years), 1e-12);
  }
}

TEST(Launches, AreStepsAsObserved) {  // P12: at least one step of 1.7 or more in two years
  // From launch to launch: ln 1.9 + drift × 1.75 with the noise of a jump and of two launches.
  Moments steps;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    Played played(calibrated(), i);
    for (int k = 1; k <= 8; ++k) {
      const double step = played.log_at(1.75 * k) - played.log_at(1.75 * (k - 1));
      steps.add(step >= std::log(1.7) ? 2.0 / 1.75 : 0.0);
    }
  }
  EXPECT_GT(steps.mean(), 0.95) << "in two years";
  EXPECT_LT(steps.mean(), 2.0 / 1.75) << "and not every launch";
  // Between launches it hardly moves: a third of the improvement, in most of the time.
  Played played(calibrated());
  EXPECT_NEAR(played.log_at(1.7499) - played.log_at(0.0), 0.103 * 1.75, 0.01);
}

TEST(Launches, ThatFollowEachOtherInNoTimeFailTheReplication) {
  for (const double days : {0.0, 1e-9, 1e-4}) {
    Played played(stepwise(1.5, Law::constant(days), Law::constant(1.5)));
    EXPECT_THROW(played.log_at(100.0), ReplicationError) << days;
  }
}

}  // namespace
}  // namespace firstcustomer
