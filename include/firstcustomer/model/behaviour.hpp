#pragma once
/// \file
/// Decisions of firms and investors: pure functions from what they see to what they do.
///
/// Every behaviour mode decides through this seam. In the mode `fixed` everything is given: nobody
/// responds to a promise but by its cash. In the mode `heuristic` investors and founders respond by
/// hazard ratios and an elasticity of the scenario.

#include <cstdint>
#include <string_view>

#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/units.hpp"
#include "firstcustomer/model/learning.hpp"

namespace firstcustomer {

enum class BehaviourMode : std::uint8_t { fixed, heuristic };
inline constexpr std::string_view behaviour_names[] = {"fixed", "heuristic"};

/// Who responds to a programme. Each response can be switched off by itself.
struct Behaviour {
  BehaviourMode mode = BehaviourMode::fixed;
  /// Investors respond to announcements, awards and misses (finance.hpp: Signals).
  bool signals = true;
  /// Founders respond to a programme's budget (entry.hpp).
  bool entry = true;

  bool investors_respond() const { return mode == BehaviourMode::heuristic && signals; }
  bool founders_respond() const { return mode == BehaviourMode::heuristic && entry; }
};

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
  /// Of its units, after those that it has made.
  CostCurve costs;
  std::int64_t made = 0;
  /// What capacity and order allow.
  std::int64_t most = 0;
};

/// A firm makes what it can pay for and still live until the money comes.
inline std::int64_t units_within_means(const LotView& lot) {
  return units_for(lot.costs, lot.made, lot.cash - lot.payroll_until_paid, lot.most);
}

/// What founders see of a programme.
struct EntryView {
  /// Without any programme.
  PerYear rate;
  /// Of the open programme; 0 without one.
  Money budget;
  Money reference_budget;
  double elasticity = 0.0;
};

/// rate × (1 + budget / reference)^elasticity.
PerYear entry_rate(const EntryView& view);

}  // namespace firstcustomer
