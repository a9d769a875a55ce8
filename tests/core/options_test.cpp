#include "firstcustomer/core/options.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/quadrature.hpp"

namespace firstcustomer {
namespace {

const OptionTerms battery = {80.0, 100.0, 3.0, 0.6, PerYear(0.035)};

/// The mean of what the call pays, by quadrature over the normal law of the log of the price.
double call_by_quadrature(const OptionTerms& terms) {
  const double drift = terms.rate.value() - terms.yield.value();
  const double deviation = terms.volatility * std::sqrt(terms.years);
  const double median =
      terms.price * std::exp((drift - 0.5 * terms.volatility * terms.volatility) * terms.years);
  const double from = normal_cdf(std::log(terms.strike / median) / deviation);
  const auto paid = [&](double u) {
    const double z = normal_quantile(std::clamp(u, 0x1p-53, 1.0 - 0x1p-53));
    return std::max(0.0, median * std::exp(deviation * z) - terms.strike);
  };
  return std::exp(-terms.rate.value() * terms.years) * integral(paid, from, 1.0);
}

TEST(Options, HaveTheValuesOfTheBattery) {  // V46
  EXPECT_NEAR(put_value(battery), 38.9379625538, 1e-9 * 39.0);
  EXPECT_NEAR(call_value(battery), 28.9055102951, 1e-9 * 29.0);
}

TEST(Options, AreWorthTheMeanOfWhatTheyPay) {
  for (const OptionTerms& terms :
       {battery, OptionTerms{120.0, 100.0, 0.5, 0.2, PerYear(0.08), PerYear(0.03)},
        OptionTerms{5.0, 9.0, 10.0, 0.35, PerYear(0.0), PerYear(0.06)}}) {
    EXPECT_NEAR(call_value(terms), call_by_quadrature(terms), 1e-9 * call_value(terms));
    const double parity = terms.price * std::exp(-terms.yield.value() * terms.years) -
                          terms.strike * std::exp(-terms.rate.value() * terms.years);
    EXPECT_NEAR(call_value(terms) - put_value(terms), parity, 1e-12 * terms.strike);
  }
}

TEST(Options, NeedATimeInWhichPricesMove) {
  EXPECT_THROW(call_value({80.0, 100.0, 0.0, 0.6, PerYear(0.03)}), InvariantError);
  EXPECT_THROW(put_value({0.0, 100.0, 1.0, 0.6, PerYear(0.03)}), InvariantError);
}

TEST(Exchange, HasTheValueOfTheBattery) {  // V46, with the volatilities of V45
  const ExchangeTerms terms = {80.0, 100.0, 3.0, 0.5, 0.3, 0.4};
  EXPECT_NEAR(ratio_volatility(terms), 0.4690415760, 1e-10);
  EXPECT_NEAR(exchange_value(terms), 19.3881916566, 1e-9 * 20.0);
}

TEST(Exchange, AgainstWhatDoesNotMoveIsACallWithoutInterest) {
  const ExchangeTerms terms = {80.0, 100.0, 2.0, 0.4, 0.0, 0.0};
  EXPECT_NEAR(exchange_value(terms), call_value({80.0, 100.0, 2.0, 0.4, PerYear(0.0)}), 1e-12);
}

TEST(Exchange, BothWaysDiffersByThePrices) {
  const ExchangeTerms there = {80.0, 100.0, 3.0, 0.5, 0.3, -0.7};
  const ExchangeTerms back = {100.0, 80.0, 3.0, 0.3, 0.5, -0.7};
  EXPECT_NEAR(exchange_value(there) - exchange_value(back), -20.0, 1e-12);
  EXPECT_THROW(exchange_value({1.0, 1.0, 1.0, 0.3, 0.3, 1.0}), InvariantError);
}

const InvestmentTerms plant = {100.0, PerYear(0.08), PerYear(0.04), 0.4};
const InvestmentTerms contested = {100.0, PerYear(0.08), PerYear(0.04), 0.4, PerYear(0.1)};

TEST(Investment, HasTheValuesOfTheBattery) {  // V49
  EXPECT_NEAR(investment_rule(plant).beta, 1.2807764064, 1e-9);
  EXPECT_NEAR(investment_rule(plant).threshold, 456.1552812809, 1e-9 * 456.0);
  EXPECT_NEAR(value_of_waiting(plant, 200.0), 123.8840799936, 1e-9 * 124.0);
  EXPECT_NEAR(ever_invested(plant, 200.0), 0.6621534469, 1e-9);
  EXPECT_NEAR(investment_rule(contested).beta, 1.7706906326, 1e-9);
  EXPECT_NEAR(investment_rule(contested).threshold, 229.7537504328, 1e-9 * 230.0);
  EXPECT_NEAR(value_of_waiting(contested, 200.0), 101.5001291177, 1e-9 * 102.0);
}

/// No threshold is worth more: F(V; V*) = (V* − I)(V/V*)^β is largest at the rule's.
TEST(Investment, WaitsForTheBestThreshold) {
  for (const InvestmentTerms& terms :
       {plant, contested, InvestmentTerms{7.0, PerYear(0.05), PerYear(0.11), 0.9, PerYear(0.3)}}) {
    const InvestmentRule rule = investment_rule(terms);
    const double variance = terms.volatility * terms.volatility;
    EXPECT_NEAR(0.5 * variance * rule.beta * (rule.beta - 1.0) +
                    (terms.rate.value() - terms.shortfall.value()) * rule.beta,
                terms.rate.value() + terms.preemption.value(), 1e-12);
    const double value = 0.5 * rule.threshold;
    const auto worth = [&](double threshold) {
      return (threshold - terms.cost) * std::pow(value / threshold, rule.beta);
    };
    EXPECT_NEAR(value_of_waiting(terms, value), worth(rule.threshold), 1e-12 * rule.threshold);
    EXPECT_LT(worth(1.01 * rule.threshold), worth(rule.threshold));
    EXPECT_LT(worth(0.99 * rule.threshold), worth(rule.threshold));
  }
}

TEST(Investment, StartsAtOnceWhereAProjectIsWorthIt) {
  EXPECT_EQ(value_of_waiting(plant, 500.0), 400.0);
  EXPECT_EQ(ever_invested(plant, 500.0), 1.0);
  const InvestmentTerms growing = {100.0, PerYear(0.08), PerYear(0.01), 0.2};
  EXPECT_EQ(ever_invested(growing, 50.0), 1.0) << "its log drifts upwards";
  const InvestmentTerms raced = {100.0, PerYear(0.08), PerYear(0.04), 0.4, PerYear(1e6)};
  EXPECT_NEAR(investment_rule(raced).threshold, 100.0, 0.1) << "nobody waits";
}

}  // namespace
}  // namespace firstcustomer
