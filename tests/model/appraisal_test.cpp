#include "firstcustomer/model/appraisal.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "model/small_case.hpp"

namespace firstcustomer {
namespace {

using testing::plain_programme;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

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

// ---- Outcomes ----

/// One supplier that spends on burn, a test and units, and is paid for 30 of them.
Case paid_case() {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(1e6, 30)};
  numbers.programmes.front().fund.payment_terms = Duration::from_days(365.25);
  numbers.technologies[0].supply.unit_cost = Money::major(100);
  numbers.firms[0].burn = BurnRate::major_per_year(60'000);
  return numbers;
}

TEST(PresentValue, OfAPaymentIsDiscountedFromItsDate) {
  Case numbers = paid_case();
  numbers.appraisal = discounted(green_book());
  const Outcome outcome = simulate_one(numbers);
  ASSERT_EQ(outcome.public_money_paid, 300'000.0);
  const double years = 100.0 / days_per_year + 1.0;
  EXPECT_NEAR(outcome.public_money_paid_present_value, 3e5 * std::pow(1.035, -years), 1e-6);
}

TEST(PresentValue, OfBurnIsItsIntegral) {
  Case numbers = small_case();
  numbers.firms[0].burn = BurnRate::major_per_year(60'000);
  numbers.appraisal = discounted({{0, PerYear(0.035)}});
  const double years = 3652.0 / days_per_year;  // to the horizon
  const double r = std::log(1.035);
  EXPECT_NEAR(simulate_one(numbers).suppliers_spending_present_value,
              60'000 * (1 - std::exp(-r * years)) / r, 0.01)
      << "but for a penny that has not fallen due";
}

TEST(PresentValue, OfBurnEndsWithTheCash) {
  Case numbers = small_case();
  numbers.firms[0].burn = BurnRate::major_per_year(500'000);
  numbers.appraisal = discounted({{0, PerYear(0.035)}});
  const double r = std::log(1.035);
  const Outcome outcome = simulate_one(numbers);
  ASSERT_EQ(outcome.suppliers_insolvent, 1.0);
  EXPECT_NEAR(outcome.suppliers_spending_present_value, 500'000 * (1 - std::exp(-r * 2.0)) / r,
              0.01);
}

TEST(PresentValue, OfBurnThatARoundRaisesIsTheSumOfBothIntegrals) {
  Case numbers = small_case();
  numbers.firms[0].remaining = Duration::from_days(3000);
  numbers.firms[0].cash = Money::major(30'000);
  numbers.firms[0].burn = BurnRate::major_per_year(60'000);
  numbers.firms[0].next_round = "a";
  numbers.finance.rounds = {{"a", Share(0.9), Law::constant(1e7), Duration::from_days(100), ""}};
  numbers.finance.round_lasts = Duration::from_days(365.25);
  numbers.finance.attempts = 1;
  numbers.appraisal = discounted({{0, PerYear(0.035)}});
  const double r = std::log(1.035);
  const double closes = 0.5 - 70.0 / days_per_year;  // 30 days after the raise began
  const double ruin = closes + (1e7 + 30'000 - 60'000 * closes) / 1e7;
  const double worth =
      (60'000 * (1 - std::exp(-r * closes)) + 1e7 * (std::exp(-r * closes) - std::exp(-r * ruin))) /
      r;
  int raised = 0;
  for (const Outcome& outcome : simulate_all(numbers, 50)) {
    if (outcome.private_money_raised > 0.0) {
      ++raised;
      EXPECT_NEAR(outcome.suppliers_spending_present_value, worth, 0.02);
      EXPECT_NEAR(outcome.private_money_raised_present_value, 1e7 * std::exp(-r * closes), 1e-5);
    }
  }
  EXPECT_GT(raised, 10);
}

TEST(PresentValue, OfSpendingDoesNotDependOnWhoLooks) {
  // Deliveries and payments settle the firm month by month; they cost nothing here.
  Case looked_at = paid_case();
  looked_at.technologies[0].supply = {Law::constant(0.0), 1, Money{}};
  looked_at.appraisal = discounted(green_book());
  Case left_alone = looked_at;
  left_alone.programmes.clear();
  const Outcome with = simulate_one(looked_at);
  const Outcome without = simulate_one(left_alone);
  ASSERT_EQ(with.units_accepted, 30.0);
  EXPECT_EQ(with.suppliers_spending, without.suppliers_spending);
  EXPECT_EQ(with.suppliers_spending_present_value, without.suppliers_spending_present_value);
}

/// A race with rounds, ruin and orders; whoever is foreign counts only where public money does.
Case busy_case() {
  Case numbers = small_case(6);
  numbers.programmes = {plain_programme(3e6, 100)};
  numbers.technologies[0].supply.unit_cost = Money::major(1234.56);
  numbers.technologies[0].stages[0].cost = Money::major(7777.77);
  numbers.technologies[0].slip = {LawFamily::lognormal, {2.0, 0.8}};
  numbers.finance.closing = Law::constant(45.0);
  numbers.finance.rounds = {
      {"a", Share(0.6), {LawFamily::lognormal, {3e5, 0.7}}, Duration::from_days(200), "b"},
      {"b", Share(0.6), {LawFamily::lognormal, {9e5, 0.7}}, Duration::from_days(200), ""}};
  for (std::size_t i = 0; i < numbers.firms.size(); ++i) {
    Firm& firm = numbers.firms[i];
    firm.cash = Money::major(100'000.01 + 30'000 * static_cast<double>(i));
    firm.burn = BurnRate::major_per_year(333'333.33);
    firm.next_round = "a";
    firm.domestic = i != 5;
    firm.begun = i % 2 == 0;
  }
  return numbers;
}

TEST(PresentValue, IsNominalWhereNothingGrows) {
  Case numbers = busy_case();
  numbers.appraisal = {start, Date(2030, 5, 5), {{start, PerYear(0)}}, {{0, PerYear(0)}}};
  double raised = 0.0;
  double paid = 0.0;
  for (const Outcome& outcome : simulate_all(numbers, 200)) {
    EXPECT_NEAR(outcome.public_money_paid_present_value, outcome.public_money_paid, 1e-6);
    EXPECT_NEAR(outcome.private_money_raised_present_value, outcome.private_money_raised, 1e-6);
    EXPECT_NEAR(outcome.suppliers_spending_present_value, outcome.suppliers_spending, 1e-6);
    raised += outcome.private_money_raised;
    paid += outcome.public_money_paid;
  }
  EXPECT_GT(raised, 0.0);
  EXPECT_GT(paid, 0.0);
}

TEST(PresentValue, ScalesWithTheBaseDate) {
  Case numbers = busy_case();
  numbers.appraisal = discounted({{0, PerYear(0.035)}});
  Case later = numbers;
  later.appraisal.base_date = Date(2030, 1, 1);
  const double factor = std::pow(1.035, 1461.0 / days_per_year);
  const auto before = simulate_all(numbers, 100);
  const auto after = simulate_all(later, 100);
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (const auto value :
         {&Outcome::public_money_paid_present_value, &Outcome::private_money_raised_present_value,
          &Outcome::suppliers_spending_present_value}) {
      EXPECT_NEAR(after[i].*value, before[i].*value * factor, 1e-12 * after[i].*value);
    }
    EXPECT_EQ(after[i].public_money_paid, before[i].public_money_paid);
  }
}

TEST(PresentValue, IsLinearInPayments) {
  Case numbers = paid_case();
  numbers.appraisal = discounted(green_book());
  Case twice = numbers;
  twice.programmes.front().contract[0].pay = Amount::per_unit(Money::major(20'000));
  EXPECT_EQ(simulate_one(twice).public_money_paid_present_value,
            2.0 * simulate_one(numbers).public_money_paid_present_value);
}

TEST(PresentValue, IsTheSameWithAndWithoutAnEmptyProgramme) {
  Case empty = busy_case();
  empty.appraisal = {start, start, {{start, PerYear(0.026)}}, green_book()};
  empty.programmes.front().fund.budget = Money{};
  Case none = empty;
  none.programmes.clear();
  const auto with = simulate_all(empty, 100);
  const auto without = simulate_all(none, 100);
  for (std::size_t i = 0; i < with.size(); ++i) {
    EXPECT_EQ(with[i].public_money_paid_present_value, 0.0);
    EXPECT_TRUE(same(with[i], without[i]));
  }
}

TEST(PresentValue, ThatIsNoNumberFailsTheReplication) {
  Case numbers = paid_case();
  numbers.appraisal = {start, Date(2120, 1, 1), {}, {{0, PerYear(1e6)}}};
  EXPECT_THROW(simulate_one(numbers), ReplicationError);
}

}  // namespace
}  // namespace firstcustomer
