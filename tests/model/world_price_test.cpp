// Prices that contracts refer to: of the market, of foreign money, and an index.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using testing::plain_programme;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

constexpr std::int64_t units = 10'000;

Instruction number(double value) {
  return {Operation::constant, 0, value};
}
Instruction of(Term term) {
  return {Operation::term, static_cast<std::uint32_t>(term), 0.0};
}
Instruction operation(Operation which) {
  return {which, 0, 0.0};
}

/// max(0, sign × (strike − market_price)) × units.
Formula option_payoff(double strike, double sign) {
  return Formula({number(0.0), number(sign), number(strike), of(Term::market_price),
                  operation(Operation::subtract), operation(Operation::multiply),
                  operation(Operation::maximum), number(units), operation(Operation::multiply)});
}

/// On 1 January 2029, 1,096 days after the start, which count as V46's three years.
constexpr double as_long = 3.0 * days_per_year / 1096.0;

Case option_case(double strike, double sign, double most_a_unit) {
  Case numbers = small_case(1);
  numbers.market_price = MarketPrice{
      Money::major(80), numbers.start, {PerYear(0.035 * as_long), 0.6 * std::sqrt(as_long)}};
  Clause option;
  option.on = Trigger::date;
  option.date = Date(2029, 1, 1);
  option.pay = {Basis::sum, 0.0, option_payoff(strike, sign)};
  option.at_most = Amount::sum(Money::major(most_a_unit * units));
  Programme programme = plain_programme(1e10, 1);
  programme.contract = {option};
  programme.allocation.signing = Signing::opening;
  numbers.programmes = {programme};
  numbers.appraisal.price_base = numbers.appraisal.base_date = numbers.start;
  numbers.appraisal.discount = {{0, PerYear(std::exp(0.035 * as_long) - 1.0)}};
  return numbers;
}

double present_payoff(const Outcome& o) {
  return o.public_money_paid_present_value / units;
}

TEST(MarketPrice, PutAndCallAreWorthWhatBlackAndScholesSay) {  // V46
  expect_means(option_case(100.0, 1.0, 100.0), {{present_payoff, 38.9379625538}});
  expect_means(option_case(100.0, -1.0, 1e5), {{present_payoff, 28.9055102951}});
}

TEST(MarketPrice, IsPaidToThePennyWhereNothingIsUncertain) {
  Case numbers = option_case(100.0, 1.0, 100.0);
  numbers.market_price->path = {PerYear(0.1), 0.0};
  const double price = 80.0 * std::exp(0.1 * 1096.0 / days_per_year);
  EXPECT_NEAR(simulate_one(numbers).public_money_paid, std::max(0.0, 100.0 - price) * units, 0.01);
  numbers.market_price->path = {PerYear(-0.1), 0.0};
  numbers.market_price->on = Date(2028, 1, 1);  // a level of the future
  const double later = 80.0 * std::exp(-0.1 * 366.0 / days_per_year);
  EXPECT_NEAR(simulate_one(numbers).public_money_paid, (100.0 - later) * units, 0.01);
}

TEST(MarketPrice, IsTheSameWhoeverAsks) {
  // Twice the buyers: the same firm is paid the same by each, and more looks move no price.
  Case numbers = option_case(100.0, 1.0, 100.0);
  Clause early = numbers.programmes[0].contract[0];
  early.date = Date(2026, 7, 15);
  Case both = numbers;
  both.programmes[0].contract = {early, numbers.programmes[0].contract[0]};
  const auto once = simulate_all(numbers, 50);
  for (std::size_t i = 0; i < once.size(); ++i) {
    const History history(both, i);
    ASSERT_EQ(once[i].public_money_paid > 0,
              history.dates(RecordKind::paid) != std::vector<Date>{} &&
                  history.dates(RecordKind::paid).back() == Date(2029, 1, 1));
    if (once[i].public_money_paid > 0) {
      ASSERT_EQ(history.amounts(RecordKind::paid).back(), once[i].public_money_paid);
    }
  }
}

TEST(BrownianPath, HasTheVarianceOfTimeWithinMonthsAndAcrossThem) {
  BrownianPath path;
  const auto one = [](std::size_t) { return 1.0; };
  const double month = std::sqrt(1.0 / 12.0);
  const Duration step = Duration::from_days(days_per_year / 12.0);
  EXPECT_DOUBLE_EQ(path.at(step + step, one), 2.0 * month);
  EXPECT_DOUBLE_EQ(path.at(Duration{}, one), 0.0);
  EXPECT_NEAR(path.at(Duration::from_days(days_per_year / 48.0), one), month / 2.0, 1e-12);
  EXPECT_NEAR(path.at(step + Duration::from_days(days_per_year / 48.0), one), 1.5 * month, 1e-12);
}

/// A firm that qualifies after 100 days and delivers ten units a year later at £10k × term.
Case delivers_a_year_later(Term term, double most) {
  Case numbers = small_case(1);
  numbers.programmes = {plain_programme(1e7, 10)};
  Clause& clause = numbers.programmes[0].contract[0];
  clause.pay = {Basis::per_unit, 0.0,
                Formula({number(10'000.0), of(term), operation(Operation::multiply)})};
  clause.at_most = Amount::per_unit(Money::major(most));
  numbers.technologies[0].supply.lead_time = Law::constant(days_per_year);
  return numbers;
}

TEST(PriceIndex, GrowsFromSigningWithinWhatIsReserved) {
  Case numbers = delivers_a_year_later(Term::price_index, 12'000.0);
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1e5);
  numbers.programmes[0].fund.indexation = PerYear(0.02);
  EXPECT_NEAR(simulate_one(numbers).public_money_paid, 1.02e5, 0.1);
  EXPECT_EQ(simulate_one(numbers).public_money_committed, 1.2e5);
  EXPECT_EQ(simulate_one(numbers).public_money_reserved, 0);
  numbers.programmes[0].fund.indexation = PerYear(0.5);
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1.2e5);
}

TEST(PriceIndex, RaisesNoLotBeyondWhatIsReservedForIt) {
  Case numbers = delivers_a_year_later(Term::price_index, 12'000.0);
  numbers.programmes[0].contract = {acceptance_clause(Money::major(10'000), 10)};
  numbers.programmes[0].fund.indexation = PerYear(0.5);
  numbers.programmes[0].fund.prices_follow = PriceLink::price_index;
  numbers.technologies[0].supply.units_per_month = 5;
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ::testing::ElementsAre(6e4, 6e4));
}

TEST(ExchangeRate, WandersFromOneAtTheStart) {
  Case numbers = delivers_a_year_later(Term::exchange_rate, 1e6);
  numbers.exchange = Wandering{PerYear(0.05), 0.1};
  const double years = (100.0 + days_per_year) / days_per_year;
  expect_means(numbers, {{[](const Outcome& o) { return o.public_money_paid / 1e5; },
                          std::exp(0.05 * years)},
                         {[](const Outcome& o) { return std::pow(o.public_money_paid / 1e5, 2.0); },
                          std::exp(0.1 * years + 0.01 * years)}});
}

}  // namespace
}  // namespace firstcustomer
