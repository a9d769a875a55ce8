#pragma once
/// \file
/// The market: what private customers pay for a product that has qualified, in reduced form, and
/// what the public machine would buy instead.

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// Private demand. Its value comes as equal receipts, net of the costs of serving it, at the end of
/// every quarter for `lasts`; they end when the firm does.
struct PrivateDemand {
  /// Present value of all receipts, in pounds, on the day when the product has qualified and is
  /// ready for production.
  Law value;
  /// Rate at which that is a present value; compounds yearly.
  PerYear return_rate{0.15};
  Duration lasts = Duration::from_days(5 * 365.25);
  /// Factor on receipts after public deployment: once units have been accepted.
  double deployed_multiple = 1.0;
};

/// Accelerators of the frontier: what the same public cash would have bought.
struct FrontierPurchase {
  /// Of one accelerator, in cash terms; what it can do grows with the frontier.
  Money unit_price;
};

}  // namespace firstcustomer
