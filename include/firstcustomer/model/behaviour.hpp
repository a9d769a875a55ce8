#pragma once
/// \file
/// Decisions of firms: pure functions from what a firm sees to what it does.
///
/// Every behaviour mode decides through this seam. In the mode `fixed` a firm goes on as planned
/// and answers an order by its margin alone.

#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

/// What a firm sees when it is offered an order.
struct OrderView {
  /// Paid for all units of the order, if all are accepted.
  Money value;
  /// What making those units costs the firm.
  Money cost;
};

enum class Answer : std::uint8_t { accept, decline };

/// A firm takes an order that pays at least what its units cost.
constexpr Answer answer_order(const OrderView& order) {
  return order.value >= order.cost ? Answer::accept : Answer::decline;
}

/// What a firm sees when it could make a lot.
struct LotView {
  Money cash;
  /// What it will spend until the lot is paid for.
  Money payroll_until_paid;
  /// Positive.
  Money unit_cost;
};

/// A firm makes what it can pay for and still live until the money comes.
inline std::int64_t units_within_means(const LotView& lot) {
  return whole_units(lot.cash - lot.payroll_until_paid, lot.unit_cost);
}

}  // namespace firstcustomer
