#pragma once
/// \file
/// Options in closed form: to buy or sell at a price, to exchange, and to invest at the best date.
///
/// All values are geometric Brownian motions, all rates continuous. An advance market commitment is
/// a put to its supplier (the right to sell at the strike), a superior product an option to
/// exchange, and a plant that may be built at any date an option to invest.

#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// What an option is written on.
struct OptionTerms {
  double price;               ///< of the asset now
  double strike;              ///< at which it may be bought or sold, at the end
  double years;               ///< until then
  double volatility;          ///< of the log, over the root of a year
  PerYear rate;               ///< without risk
  PerYear yield = PerYear{};  ///< that the asset pays to its holder
};

/// Needs: prices, years and volatility > 0. Source: Black and Scholes 1973, equation 13; with a
/// yield Merton 1973, section 7.
double call_value(const OptionTerms& terms);
/// By parity with the call. Needs: the same. Source: Merton 1973, theorem 12.
double put_value(const OptionTerms& terms);

/// Two assets that may be exchanged at a date.
struct ExchangeTerms {
  double received;  ///< price now of the asset that is received
  double given;     ///< price now of the asset that is given for it
  double years;
  double volatility_received;
  double volatility_given;
  double correlation;
};

/// Volatility of the log of the ratio of the two prices. Source: Margrabe 1978, page 179.
double ratio_volatility(const ExchangeTerms& terms);
/// Neither asset pays a yield; no rate of interest matters. Needs: prices and years > 0, a ratio
/// that is volatile. Source: Margrabe 1978, equation 7.
double exchange_value(const ExchangeTerms& terms);

/// A project that may be started at any date for a fixed cost, unless a rival takes it first.
struct InvestmentTerms {
  double cost;
  PerYear rate;       ///< of discount
  PerYear shortfall;  ///< rate less the drift of the project's value: what waiting forgoes
  double volatility;
  PerYear preemption = PerYear{};  ///< hazard at which the option is lost while it is waited for
};

struct InvestmentRule {
  /// The larger root β of σ²β(β − 1)/2 + (rate − shortfall)β − (rate + pre-emption) = 0.
  double beta;
  /// Invest once the project is worth so much: cost × β/(β − 1).
  double threshold;
};

/// Needs: cost, shortfall and volatility > 0, rate ≥ 0. Source: McDonald and Siegel 1986, equations
/// 4 and 5; Dixit and Pindyck 1994, chapter 5, and for a Poisson end pages 200 to 205.
InvestmentRule investment_rule(const InvestmentTerms& terms);
/// Of the option while the project is worth `value`: what it is worth to wait, or, from the
/// threshold on, to start at once.
double value_of_waiting(const InvestmentTerms& terms, double value);
/// That the project, worth `value` now, is ever worth the threshold, if its value drifts by rate −
/// shortfall and nobody takes it. Source: Dixit 1993, section 2.
double ever_invested(const InvestmentTerms& terms, double value);

}  // namespace firstcustomer
