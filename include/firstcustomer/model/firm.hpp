#pragma once
/// \file
/// Firms: what is known of a candidate supplier at the start.

#include <string>

#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

struct Firm {
  std::string name;
  /// One line for the reader; the model does not look at it.
  std::string description;
  /// Names a technology.
  std::string technology;
  /// A UK supplier where the scenario is British: counted in outcomes, eligible by default.
  bool domestic = true;
  /// Paid for by an owner: spends like others, neither raises nor runs out.
  bool parent_funded = false;
  /// Names the stage of the technology in which the firm stands at the start.
  std::string stage;
  /// What is left of that stage by plan, before slip.
  Duration remaining;
  Money cash;
  BurnRate burn;
  /// Names the financing round the firm would raise next; empty if it never raises.
  std::string next_round;
};

}  // namespace firstcustomer
