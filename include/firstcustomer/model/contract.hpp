#pragma once
/// \file
/// The arithmetic of contracts: what units are worth, how many a limit pays for, what is credited.
///
/// Clauses on acceptance apply in their order: the first pays for the first units, the next for
/// those after them. All functions are pure.

#include <cstdint>
#include <span>

#include "firstcustomer/model/programme.hpp"

namespace firstcustomer {

/// A price for so many units of one firm.
struct UnitPrice {
  Money pay;
  std::int64_t up_to = 0;
};

/// What a contract owes in full for the first `units` units of one firm, all accepted.
Money value_of_units(std::span<const UnitPrice> prices, std::int64_t units);

/// The most units, from the first one, whose value is within `limit`.
std::int64_t affordable_units(std::span<const UnitPrice> prices, Money limit);

/// Value of `lot` units after `accepted` units of the same firm.
Money value_of_lot(std::span<const UnitPrice> prices, std::int64_t accepted, std::int64_t lot);

/// Of an advance, what is credited once units of value `accepted` out of `ordered` are accepted:
/// advance × accepted / ordered, rounded half away from zero, so that all is credited in the end.
/// Needs: 0 ≤ accepted ≤ ordered, 0 ≤ advance.
Money credited(Money advance, Money accepted, Money ordered);

/// Price of a unit that is bargained over: cost + share × (most − cost), where `most` is the lesser
/// of the buyer's value and what the frontier costs for the same compute; zero, no trade, where
/// that is below the cost.
Money bargained_price(Money cost, Money value, Money frontier, Share supplier_share);

}  // namespace firstcustomer
