#pragma once
/// \file
/// Private demand that is cleared every quarter: what customers of each segment buy of firms, and
/// what of incumbents.
///
/// Customers of a segment spend a given sum a quarter, and each pound goes to one product: to that
/// of firm i with probability e^(u_i) ÷ (1 + Σ e^(u_j)), to the incumbents, whose utility is 0,
/// otherwise. What a firm cannot make its customers buy of the incumbents, and not of other firms.
/// Does not model: incumbents' answer in price, customers that wait, contracts of several quarters.
///
/// Source: McFadden 1974 (conditional logit); Berry 1994, eq. 7 (shares with an outside good);
/// Farrell and Klemperer 2007 (switching costs).

#include <cstdint>
#include <string>
#include <vector>

#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/time.hpp"
#include "firstcustomer/model/market.hpp"

namespace firstcustomer {

/// Customers who are alike.
struct MarketSegment {
  std::string name;
  /// What they spend on accelerators a year, whoever makes them, at the start.
  Money size;
  /// Of the size, from the start on.
  Wandering path = {};
  /// Utility of a unit of log price-performance.
  double sensitivity = 1.0;
  /// Price-performance over the incumbents' at which half of the customers would leave them for a
  /// product with mature software, if it were the only one.
  double switching_advantage = 1.0;
  /// By how much more that has to be, as a factor, while the software is new.
  double software_advantage = 1.0;
};

/// Private demand, instead of the reduced form.
struct MarketClearing {
  std::vector<MarketSegment> segments;
  /// Factor on the odds against the incumbents on the day on which a public buyer has accepted
  /// units.
  double deployed_multiple = 1.0;
  /// Of its log, since units were accepted last.
  Duration reference_half_life = Duration::from_days(1.5 * 365.25);
  /// Factor on the odds of a firm that met the standard of a promised programme while that was
  /// open.
  double certified_multiple = 1.0;
};

/// A product as customers see it.
struct Offering {
  /// Over that of the incumbents; positive.
  double price_performance = 1.0;
  /// Of the software: 0 while it is new, 1 once it is mature.
  double maturity = 1.0;
  /// Log of the factor on the odds that references are.
  double reference = 0.0;
};

/// Utility over that of the incumbents:
/// sensitivity × (ln(price-performance ÷ switching_advantage) − (1 − maturity) ×
/// ln software_advantage) + reference.
double utility(const MarketSegment& segment, const Offering& offering);

/// Log of the factor on the odds so long after the last public acceptance: ln(multiple) ×
/// 2^(−since ÷ half-life).
double reference_utility(double multiple, Duration half_life, Duration since);

/// Turns utilities into shares; of a product that nobody wants utility is −∞. Effect: overwrites
/// them. Throws: ReplicationError where a utility is not a number, or +∞.
void logit_shares(std::vector<double>& utilities);

}  // namespace firstcustomer
