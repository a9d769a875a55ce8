#pragma once
/// \file
/// Programmes: a public promise to buy, as data.
///
/// A programme is eligibility + standard + allocation + contract + fund + strength. The standard is
/// the scenario's (standard.hpp). A contract is a list of clauses that the interpreter in
/// contract.hpp reads; no rule is a special case in code.

#include <cstdint>
#include <string>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

/// Who may be given a contract.
struct Eligibility {
  bool domestic_only = true;
  /// Of the budget.
  Share max_share_per_firm{1.0};
};

enum class Signing : std::uint8_t { qualification, call };
enum class Selection : std::uint8_t { lottery, ranked };

/// When contracts are signed, and with whom.
struct Allocation {
  /// With every firm as it qualifies, first come, first served; or with firms chosen at calls,
  /// before they qualify.
  Signing signing = Signing::qualification;
  /// Of calls: the first, and months of the calendar from one to the next. Later calls fill the
  /// places and spend the money that have become free.
  Date first_call;
  std::int64_t months_between = 12;
  /// Contracts in force at a time.
  std::int64_t suppliers = 1;
  /// Among applicants: by lottery, or the best by the buyer's assessment.
  Selection selection = Selection::ranked;
};

/// How well the buyer can tell how good a product will be: the assessment is z = ln R + e, where R
/// is relative performance and e is normal with one of these standard deviations.
struct Assessment {
  double before_prototype = 0.9;
  double with_prototype = 0.3;
  double qualified = 0.1;
};

/// What makes a clause apply. `failure` is the end of a contract that has not been fulfilled: every
/// test missed, development ended, insolvency, a milestone or the deadline missed.
enum class Trigger : std::uint8_t { signing, milestone, acceptance, failure, change_of_control };

/// One clause: when it is triggered, so much is due, or is to be paid back.
struct Clause {
  Trigger on = Trigger::acceptance;
  /// On acceptance: per unit. At a milestone: in all.
  Money pay;
  /// On acceptance: units per firm that the clause pays for.
  std::int64_t up_to = 0;
  /// At signing: of the contract's value, paid in advance and credited against what is due on
  /// acceptance, in proportion to the value accepted.
  Share of_value = {};
  /// Name of the stage of development whose completion is the milestone.
  std::string milestone = {};
  /// From signing to the date of the milestone, and what may be added before the contract ends.
  Duration due = Duration::longest();
  Duration grace = {};
  /// Private money that the firm must have raised since signing, over `pay`.
  Share match = {};
  /// On failure or change of control: of what was paid in advance and not yet credited; never more
  /// than the firm's cash.
  Share recover = {};
  /// That the failure counts as excused (best efforts) and nothing is recovered.
  Share excused = {};
  /// On acceptance: the price is not promised but bargained when the order is placed,
  /// c + share × max(0, min(pay, frontier) − c), where c is the unit cost and `frontier` what
  /// frontier accelerators of the same compute cost; no trade where that is below c. Source: Nash
  /// bargaining with an outside option; Kremer, Levin and Snyder 2022.
  bool bargained = false;
  Share supplier_share = {};
};

struct Fund {
  Money budget;
  /// From what makes a payment due to the payment.
  Duration payment_terms;
};

/// How far the promise can be trusted.
struct Strength {
  /// Rate at which the programme is cancelled while it is open: no contract is signed afterwards,
  /// those signed are honoured.
  PerYear cancel_hazard;
};

struct Programme {
  std::string name;
  Eligibility eligibility;
  std::vector<Clause> contract;
  Fund fund;
  Strength strength;
  /// When the promise was made, at the start or before; its signal has faded since.
  Date announced = {};
  /// A purchase without a promise (a counterfactual) sends no signal and draws no entrants.
  bool promised = true;
  Allocation allocation = {};
  Assessment assessment = {};
};

}  // namespace firstcustomer
