#include "firstcustomer/core/options.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {
namespace {

/// What it is worth to receive one thing for another, both as present values, if their log ratio
/// has this standard deviation at the end.
double exchange(double received, double given, double deviation) {
  const double high = elementary::log(received / given) / deviation + 0.5 * deviation;
  return received * normal_cdf(high) - given * normal_cdf(high - deviation);
}

struct PresentValues {
  double asset;
  double strike;
  double deviation;
};

PresentValues present_values(const OptionTerms& terms) {
  expect(terms.price > 0.0 && terms.strike > 0.0, "prices are positive");
  expect(terms.years > 0.0 && terms.volatility > 0.0, "an option has a time in which prices move");
  return {terms.price * elementary::exp(-terms.yield.value() * terms.years),
          terms.strike * elementary::exp(-terms.rate.value() * terms.years),
          terms.volatility * std::sqrt(terms.years)};
}

}  // namespace

double call_value(const OptionTerms& terms) {
  const PresentValues now = present_values(terms);
  return exchange(now.asset, now.strike, now.deviation);
}

double put_value(const OptionTerms& terms) {
  const PresentValues now = present_values(terms);
  return exchange(now.strike, now.asset, now.deviation);
}

double ratio_volatility(const ExchangeTerms& terms) {
  const double a = terms.volatility_received;
  const double b = terms.volatility_given;
  return std::sqrt(std::max(0.0, a * a + b * b - 2.0 * terms.correlation * a * b));
}

double exchange_value(const ExchangeTerms& terms) {
  expect(terms.received > 0.0 && terms.given > 0.0, "prices are positive");
  const double deviation = ratio_volatility(terms) * std::sqrt(terms.years);
  expect(deviation > 0.0, "an option has a time in which prices move");
  return exchange(terms.received, terms.given, deviation);
}

InvestmentRule investment_rule(const InvestmentTerms& terms) {
  expect(terms.cost > 0.0 && terms.shortfall > PerYear{} && terms.volatility > 0.0,
         "an investment costs something, and so does waiting for it");
  const double variance = terms.volatility * terms.volatility;
  const double half = 0.5 - (terms.rate.value() - terms.shortfall.value()) / variance;
  const double end = terms.rate.value() + terms.preemption.value();
  const double beta = half + std::sqrt(half * half + 2.0 * end / variance);
  return {beta, terms.cost * beta / (beta - 1.0)};
}

double value_of_waiting(const InvestmentTerms& terms, double value) {
  const InvestmentRule rule = investment_rule(terms);
  if (value >= rule.threshold) {
    return value - terms.cost;
  }
  return (rule.threshold - terms.cost) * elementary::pow(value / rule.threshold, rule.beta);
}

double ever_invested(const InvestmentTerms& terms, double value) {
  const InvestmentRule rule = investment_rule(terms);
  const double drift = terms.rate.value() - terms.shortfall.value();
  const double exponent = 1.0 - 2.0 * drift / (terms.volatility * terms.volatility);
  if (value >= rule.threshold || exponent <= 0.0) {
    return 1.0;
  }
  return elementary::pow(value / rule.threshold, exponent);
}

}  // namespace firstcustomer
