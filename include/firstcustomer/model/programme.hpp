#pragma once
/// \file
/// Programmes: a public promise to buy, as data.
///
/// A programme is eligibility + standard + allocation + contract + fund + strength. Here orders are
/// placed first come, first served, with firms that pass the standard; the contract is a list of
/// clauses that the interpreter in contract.hpp reads; the promise is kept as long as the programme
/// is not cancelled.

#include <cstdint>
#include <string>
#include <vector>

#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

/// Who may be given an order.
struct Eligibility {
  bool domestic_only = true;
  /// Of the budget.
  Share max_share_per_firm{1.0};
};

enum class Trigger : std::uint8_t { acceptance };

/// One clause: when it is triggered, so much is due.
struct Clause {
  Trigger on = Trigger::acceptance;
  /// Per accepted unit.
  Money pay;
  /// Units per firm that the clause pays for.
  std::int64_t up_to = 0;
};

struct Fund {
  Money budget;
  /// From acceptance to payment.
  Duration payment_terms;
};

/// How far the promise can be trusted.
struct Strength {
  /// Rate at which the programme is cancelled while it is open: no order is placed
  /// afterwards, those placed are honoured.
  PerYear cancel_hazard;
};

struct Programme {
  std::string name;
  Eligibility eligibility;
  std::vector<Clause> contract;
  Fund fund;
  Strength strength;
};

}  // namespace firstcustomer
