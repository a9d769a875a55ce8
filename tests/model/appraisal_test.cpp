#include "firstcustomer/model/appraisal.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/time.hpp"

namespace firstcustomer {
namespace {

const Date start(2026, 1, 1);

Instant years_on(double years) {
  return Instant{} + Duration::from_days(years * days_per_year);
}

/// 3.5 % to year 30, then the Green Book's long-term schedule.
std::vector<DiscountStep> green_book() {
  return {{0, PerYear(0.035)},  {30, PerYear(0.03)},   {75, PerYear(0.025)},
          {125, PerYear(0.02)}, {200, PerYear(0.015)}, {300, PerYear(0.01)}};
}

Appraisal discounted(std::vector<DiscountStep> discount) {
  return {start, start, {}, std::move(discount)};
}

DiscountCurve curve_of(const Appraisal& appraisal, Date from = start) {
  DiscountCurve curve;
  curve.set(appraisal, from);
  return curve;
}

double mean(const DiscountCurve& curve, double from, double to) {
  return mean_factor(curve.at(years_on(from)), curve.at(years_on(to)));
}

// ---- Factors ----

TEST(DiscountCurve, IsOneWithoutRates) {
  const DiscountCurve none;
  const DiscountCurve zero = curve_of({start, start, {{start, PerYear(0)}}, {{0, PerYear(0)}}});
  for (const double years : {0.0, 0.3, 10.0, 99.0}) {
    EXPECT_EQ(none.at(years_on(years)).factor, 1.0);
    EXPECT_EQ(zero.at(years_on(years)).factor, 1.0);
    EXPECT_NEAR(mean(zero, years, years + 1.7), 1.0, 1e-14);
  }
}

TEST(DiscountCurve, DiscountsAMillionInTenYearsAtTheGreenBookRate) {
  const DiscountCurve curve = curve_of(discounted(green_book()));
  EXPECT_NEAR(1e6 * curve.at(years_on(10)).factor, 708'918.8137, 1e-4);
  EXPECT_NEAR(curve.at(years_on(0.5)).factor, 1.0 / std::sqrt(1.035), 1e-15) << "continuously";
}

TEST(DiscountCurve, FollowsTheLongTermSchedule) {
  // VERIFICATION: years 30, 31, 40; the others are products of the published rates.
  const DiscountCurve curve = curve_of(discounted(green_book()));
  EXPECT_NEAR(curve.at(years_on(30)).factor, 0.3562784106, 1e-10);
  EXPECT_NEAR(curve.at(years_on(31)).factor, 0.3459013695, 1e-10);
  EXPECT_NEAR(curve.at(years_on(40)).factor, 0.2651045973, 1e-10);
  const double to_75 = std::pow(1.035, -30) * std::pow(1.03, -45);
  EXPECT_NEAR(curve.at(years_on(75)).factor, to_75, 1e-14);
  EXPECT_NEAR(curve.at(years_on(80)).factor, to_75 * std::pow(1.025, -5), 1e-14);
  EXPECT_NEAR(curve.at(years_on(130)).factor, to_75 * std::pow(1.025, -50) * std::pow(1.02, -5),
              1e-14);
}

TEST(DiscountCurve, AddsUpTheAnnuitiesOfTheTables) {
  const DiscountCurve curve = curve_of(discounted(green_book()));
  double annuity = 0.0;
  for (int year = 1; year <= 10; ++year) {
    annuity += curve.at(years_on(year)).factor;
  }
  EXPECT_NEAR(annuity, 8.3166053226, 1e-10);
  double payments = 0.0;
  for (int year = 0; year <= 3; ++year) {
    payments += 25.0 * curve.at(years_on(year)).factor;
  }
  EXPECT_NEAR(payments, 95.0409245228, 1e-10);
  // Cost 100 at once, 14 a year in years 3 to 12.
  double benefits = 0.0;
  for (int year = 3; year <= 12; ++year) {
    benefits += 14.0 * curve.at(years_on(year)).factor;
  }
  EXPECT_NEAR(benefits, 108.6909608, 1e-7);
}

TEST(DiscountCurve, ValuesSpeed) {
  // 30 a year from year 2 instead of year 3.5, at ln 1.035: v/r (e^(−r T1) − e^(−r T0)).
  const DiscountCurve curve = curve_of(discounted(green_book()));
  EXPECT_NEAR(30.0 * 1.5 * mean(curve, 2.0, 3.5), 40.9425356, 1e-7);
}

TEST(DiscountCurve, DeflatesByTheStepsInForce) {
  Appraisal appraisal{start, start, {}, {}};
  appraisal.deflator = {{Date(2025, 4, 1), PerYear(0.026)}, {Date(2027, 4, 1), PerYear(0.019)}};
  const DiscountCurve curve = curve_of(appraisal);
  const SimulationClock clock(start);
  const double first = (Date(2027, 4, 1).day_number() - start.day_number()) / days_per_year;
  const Instant later = clock.at(Date(2030, 4, 1));
  const double second = 1096.0 / days_per_year;
  EXPECT_NEAR(curve.at(later).factor, std::pow(1.026, -first) * std::pow(1.019, -second), 1e-15);
}

TEST(DiscountCurve, CountsFromItsBases) {
  Appraisal late{Date(2030, 1, 1), Date(2032, 1, 1), {{start, PerYear(0.02)}}, green_book()};
  const double prices = 1461.0 / days_per_year;
  const double discount = 2191.0 / days_per_year;
  EXPECT_NEAR(curve_of(late).at(Instant{}).factor,
              std::pow(1.02, prices) * std::pow(1.035, discount), 1e-14)
      << "above 1 before the bases";
  const SimulationClock clock(start);
  EXPECT_NEAR(curve_of(late).at(clock.at(Date(2030, 1, 1))).factor,
              std::pow(1.035, discount - prices), 1e-14);
  // Thirty years after a base fifty years ago the rate has fallen already.
  Appraisal early{start, Date(1976, 1, 1), {}, green_book()};
  const double fifty = 18263.0 / days_per_year;
  EXPECT_NEAR(curve_of(early).at(Instant{}).factor,
              std::pow(1.035, -30) * std::pow(1.03, 30 - fifty), 1e-14);
}

TEST(DiscountCurve, TakesPricesOfBeforeItsFirstStepFromThere) {
  Appraisal appraisal{Date(2020, 1, 1), start, {{Date(2024, 1, 1), PerYear(0.03)}}, {}};
  EXPECT_NEAR(curve_of(appraisal).at(Instant{}).factor, std::pow(1.03, -2192.0 / days_per_year),
              1e-14);
}

TEST(DiscountCurve, CanBeSetAgain) {
  DiscountCurve curve = curve_of(discounted(green_book()));
  curve.set(discounted({{0, PerYear(0.06)}}), start);
  EXPECT_NEAR(curve.at(years_on(40)).factor, std::pow(1.06, -40), 1e-15);
  const Appraisal other = discounted({{0, PerYear(0.01)}});
  curve.set(other, start);
  curve.set(other, Date(2016, 1, 1));
  EXPECT_NEAR(curve.at(Instant{}).factor, std::pow(1.01, 3653.0 / days_per_year), 1e-14);
}

TEST(DiscountCurve, AveragesOverChangesOfRates) {
  const DiscountCurve curve = curve_of(discounted({{0, PerYear(0.06)}, {2, PerYear(0.01)}}));
  const double a = std::log(1.06);
  const double b = std::log(1.01);
  const double to_two = (std::exp(-a) - std::exp(-2 * a)) / a;
  const double after = std::exp(-2 * a) * (1 - std::exp(-3 * b)) / b;
  EXPECT_NEAR(mean(curve, 1.0, 5.0), (to_two + after) / 4.0, 1e-14);
}

TEST(DiscountCurve, AveragesShortAndSlowStretchesWithoutCancellation) {
  const DiscountCurve curve = curve_of(discounted({{0, PerYear(0.035)}}));
  const double day = 1.0 / days_per_year;
  const double short_x = -day * std::log(1.035);
  EXPECT_NEAR(mean(curve, 8.0, 8.0 + day), std::pow(1.035, -8.0) * std::expm1(short_x) / short_x,
              1e-11);
  const DiscountCurve slow = curve_of(discounted({{0, PerYear(1e-9)}}));
  EXPECT_NEAR(mean(slow, 0.0, 50.0), 1.0 - 25e-9, 1e-14);
  EXPECT_EQ(mean(curve, 3.0, 3.0), curve.at(years_on(3)).factor);
  // On both sides of where the series ends: 0.01/log 1.035 years.
  for (const double years : {0.2906, 0.2907}) {
    const double x = -years * std::log(1.035);
    EXPECT_NEAR(mean(curve, 0.0, years), std::expm1(x) / x, 2e-14);
  }
}

}  // namespace
}  // namespace firstcustomer
