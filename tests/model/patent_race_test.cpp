#include "firstcustomer/model/patent_race.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

PatentRace race(std::int64_t rivals, double discount = 0.035) {
  return {100.0, rivals, PerYear(discount), 0.1, 0.5};
}

TEST(Loury, HasTheValuesOfTheBattery) {  // V11
  const RaceEquilibrium each = loury_equilibrium(race(4));
  EXPECT_NEAR(each.effort, 9.1972732807, 1e-9 * 9.0);
  EXPECT_NEAR(each.hazard.value(), 0.3032700658, 1e-9 * 0.3);
  EXPECT_NEAR(each.years, 0.8243477619, 1e-9 * 0.8);
  EXPECT_NEAR(each.value, 15.1016500131, 1e-9 * 15.0);
  EXPECT_EQ(each.outlay, each.effort) << "paid at once";
  EXPECT_NEAR(loury_planner_effort(race(4)), 0.9463966915, 1e-9);
  EXPECT_NEAR(each.effort / loury_planner_effort(race(4)), 9.72, 0.005);
}

TEST(Loury, WithoutDiscountingHasASimpleAnswer) {
  for (const std::int64_t n : {2, 3, 4, 9}) {
    const auto rivals = static_cast<double>(n);
    const double exact = 100.0 * (rivals - 1.0) / (2.0 * rivals * rivals);
    EXPECT_NEAR(loury_equilibrium(race(n, 0.0)).effort, exact, 1e-12 * exact);
  }
  EXPECT_THROW(loury_equilibrium(race(1, 0.0)), InvariantError);
}

TEST(LeeWilde, HasTheValuesOfTheBattery) {  // V12
  const RaceEquilibrium each = lee_wilde_equilibrium(race(4));
  EXPECT_NEAR(each.effort, 18.5066954571, 1e-9 * 18.0);
  EXPECT_NEAR(each.hazard.value(), 0.4301940894, 1e-9 * 0.4);
  EXPECT_NEAR(each.years, 0.5811330424, 1e-9 * 0.6);
  EXPECT_NEAR(each.value, 13.9611821162, 1e-9 * 14.0);
  EXPECT_NEAR(each.outlay, 10.5404628421, 1e-9 * 10.0);
}

TEST(PatentRaces, DifferInWhatRivalsDo) {  // the sign test of V12, at r = 0.035
  const double efforts[] = {5.6, 12.5, 10.9, 9.2};
  for (std::int64_t n = 1; n <= 4; ++n) {
    EXPECT_NEAR(loury_equilibrium(race(n)).effort, efforts[n - 1], 0.06) << n;
  }
  EXPECT_GT(loury_equilibrium(race(2)).effort, loury_equilibrium(race(1)).effort);
  for (std::int64_t n = 2; n < 12; ++n) {
    EXPECT_LT(loury_equilibrium(race(n + 1)).effort, loury_equilibrium(race(n)).effort) << n;
  }
  for (std::int64_t n = 1; n < 12; ++n) {
    EXPECT_GT(lee_wilde_equilibrium(race(n + 1)).effort, lee_wilde_equilibrium(race(n)).effort);
  }
}

/// Other elasticities, prizes and rates: no effort answers the rivals' better.
TEST(PatentRaces, AreEquilibria) {
  for (const PatentRace& each : {race(4), race(1), PatentRace{7.0, 3, PerYear(0.2), 0.5, 0.8},
                                 PatentRace{1e6, 6, PerYear(0.01), 0.002, 0.25}}) {
    const double r = each.discount.value();
    const auto check = [&](const RaceEquilibrium& found, const auto& payoff) {
      EXPECT_NEAR(payoff(found.effort), found.value, 1e-12 * each.prize);
      for (const double other : {0.01, 0.5, 0.99, 0.9999, 1.0001, 1.01, 2.0, 10.0}) {
        EXPECT_LT(payoff(other * found.effort), found.value) << other;
      }
    };
    const RaceEquilibrium lump = loury_equilibrium(each);
    const double rivals = static_cast<double>(each.rivals - 1);
    check(lump, [&](double x) {
      const double h = hazard_of(each, x).value();
      return h * each.prize / (rivals * lump.hazard.value() + h + r) - x;
    });
    const RaceEquilibrium flow = lee_wilde_equilibrium(each);
    check(flow, [&](double x) {
      const double h = hazard_of(each, x).value();
      return (h * each.prize - x) / (rivals * flow.hazard.value() + h + r);
    });
    EXPECT_NEAR(flow.years * flow.hazard.value() * static_cast<double>(each.rivals), 1.0, 1e-12);
  }
}

TEST(Planners, SpendWhatIsBestForAll) {
  for (const PatentRace& each : {race(4), PatentRace{7.0, 3, PerYear(0.2), 0.5, 0.8}}) {
    const auto n = static_cast<double>(each.rivals);
    const double r = each.discount.value();
    const auto lump = [&](double x) {
      const double h = hazard_of(each, x).value();
      return n * h * each.prize / (n * h + r) - n * x;
    };
    const auto flow = [&](double x) {
      const double h = hazard_of(each, x).value();
      return n * (h * each.prize - x) / (n * h + r);
    };
    const double best_lump = loury_planner_effort(each);
    const double best_flow = lee_wilde_planner_effort(each);
    for (const double other : {0.5, 0.99, 1.01, 2.0}) {
      EXPECT_LT(lump(other * best_lump), lump(best_lump));
      EXPECT_LT(flow(other * best_flow), flow(best_flow));
    }
    EXPECT_LT(best_lump, loury_equilibrium(each).effort) << "rivals spend too much";
    EXPECT_LT(best_flow, lee_wilde_equilibrium(each).effort);
  }
}

TEST(Planners, AloneAgreeWithTheFirm) {
  EXPECT_NEAR(loury_planner_effort(race(1)), loury_equilibrium(race(1)).effort, 1e-12);
  EXPECT_NEAR(lee_wilde_planner_effort(race(1)), lee_wilde_equilibrium(race(1)).effort, 1e-12);
}

}  // namespace
}  // namespace firstcustomer
