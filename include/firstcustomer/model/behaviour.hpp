#pragma once
/// \file
/// Decisions of firms and investors: pure functions from what they see to what they do.
///
/// Every behaviour mode decides through this seam. In the mode `fixed` everything is given: nobody
/// responds to a promise but by its cash. In the mode `heuristic` investors and founders respond by
/// hazard ratios and an elasticity of the scenario. In the mode `optimising` firms, founders and
/// investors do what serves them best under beliefs about the rule (belief.hpp, decision.hpp).

#include <cstdint>
#include <string_view>

#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/time.hpp"
#include "firstcustomer/core/units.hpp"
#include "firstcustomer/model/learning.hpp"

namespace firstcustomer {

enum class BehaviourMode : std::uint8_t { fixed, heuristic, optimising };
inline constexpr std::string_view behaviour_names[] = {"fixed", "heuristic", "optimising"};

/// What effort costs: a multiple of the burn of development, or of the fixed costs of stages.
enum class EffortCost : std::uint8_t { flow, lump };
inline constexpr std::string_view effort_cost_names[] = {"flow", "lump"};

/// How large costs are to those who decide (decision.hpp).
enum class Preferences : std::uint8_t { revealed, stated };
inline constexpr std::string_view preferences_names[] = {"revealed", "stated"};

/// How investors decide: by graduation shares and hazard ratios of news, or by what a firm is
/// worth.
enum class Investors : std::uint8_t { empirical, rational };
inline constexpr std::string_view investors_names[] = {"empirical", "rational"};

/// How beliefs are found (experiment/beliefs.hpp).
struct BeliefTerms {
  /// Of one set of beliefs.
  std::int64_t replications = 500;
  /// Sets, each from luck of its own; replications of a run take them in turn.
  std::int64_t pilots = 8;
  /// Largest change of an expected value between iterations that counts as none, over the largest
  /// expected value.
  Share tolerance{0.01};
  std::int64_t iterations = 40;
  /// Between dates at which opportunities are seen; and how many steps there are from one probe,
  /// and from one date of decision, to the next.
  Duration step = Duration::from_days(365.25 / 12);
  std::int64_t probe_every = 12;
  std::int64_t decide_every = 3;

  friend bool operator==(const BeliefTerms&, const BeliefTerms&) = default;
};

/// Who responds to a programme, and how. Each response can be switched off by itself.
struct Behaviour {
  BehaviourMode mode = BehaviourMode::fixed;
  /// Investors respond: to announcements, awards and misses (finance.hpp: Signals), or, where they
  /// are rational, to what a firm is worth.
  bool signals = true;
  /// Founders respond: to a programme's budget (entry.hpp), or to what a firm is worth.
  bool entry = true;

  // --- Of the mode `optimising`
  /// Firms choose their effort.
  bool effort = true;
  /// Firms give up where what is left to gain is less than what is left to pay.
  bool giving_up = true;
  /// Firms choose the capacity that they build.
  bool capacity = true;
  Investors investors = Investors::rational;
  Preferences preferences = Preferences::revealed;
  EffortCost effort_cost = EffortCost::flow;
  /// β: development takes effort^−β times as long.
  double effort_elasticity = 0.35;
  double least_effort = 0.25;
  double most_effort = 4.0;
  /// Firms choose how far to aim: ambition a multiplies relative performance, and development takes
  /// a^elasticity times as long. With revealed preferences the elasticity is the one that makes a =
  /// 1 the best choice without a programme.
  bool ambition = true;
  double ambition_elasticity = 0.5;
  double least_ambition = 0.5;
  double most_ambition = 2.0;
  /// Of firms, founders and investors on expected flows: real, compounds yearly.
  PerYear required_return{0.15};
  /// Standard deviation of the log of investors' asks, and of founders' private costs of entry.
  double disagreement = 0.6;
  double entry_spread = 0.5;
  BeliefTerms beliefs = {};

  bool optimises() const { return mode == BehaviourMode::optimising; }
  bool investors_respond() const { return mode != BehaviourMode::fixed && signals; }
  bool investors_are_rational() const { return optimises() && investors == Investors::rational; }
  bool founders_respond() const { return mode == BehaviourMode::heuristic && entry; }
  bool aims() const { return optimises() && ambition; }
  bool chooses_effort() const { return optimises() && effort; }
  bool chooses_capacity() const { return optimises() && capacity; }
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
