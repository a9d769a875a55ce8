#pragma once
/// \file
/// Allocation mechanisms: who is chosen at a call, at what price, for how many units.
///
/// A mechanism is a pure function of the applicants as the buyer sees them, the terms of the call,
/// and luck that the applicants carry with them. The explicit table in mechanism.cpp holds all that
/// are built in; a shared library may bring one more (plugin.hpp).

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace firstcustomer {

/// An applicant as the buyer sees it.
struct Applicant {
  /// The buyer's assessment: performance over the frontier's, in logs.
  double assessment = 0.0;
  /// Asked for a unit, in pounds.
  double bid = 0.0;
  /// Units a year that it can make.
  double capacity = 0.0;
  /// Units that one contract would order of it at most.
  double units = 0.0;
  /// Probability that it qualifies, as the buyer sees it.
  double success = 1.0;
  /// Applicants of one group (a class of technology) share a common cause of failure.
  std::uint32_t group = 0;
  /// Uniform on (0, 1), its own: breaks ties and draws lots.
  double lot = 0.5;
};

/// The terms of a call.
struct CallTerms {
  /// Contracts that may be signed.
  std::int64_t places = 1;
  /// Money that may be committed, in pounds.
  double money = 0.0;
  /// Highest bid for a unit that is considered, in pounds; infinite without one.
  double reserve = 0.0;
  /// Of a scoring rule: what a unit of log performance is worth, in pounds per unit.
  double worth = 0.0;
  /// Whether prices count relative to the lowest bid.
  bool relative = false;
  /// Of a portfolio: probability that a group's common cause leaves it standing.
  double group_success = 1.0;
  /// Of a capacity-tied share: units a year for the whole of the money.
  double target_capacity = 0.0;
};

/// Awarded to one applicant. Those of a call stand in the order in which offers are made; a
/// mechanism that sets no price leaves the bid.
struct Award {
  std::uint32_t applicant = 0;
  /// In pounds per unit.
  double price = 0.0;
  /// Of the money of the call, at most.
  double share = 1.0;
};

class Mechanism {
 public:
  virtual ~Mechanism() = default;
  virtual std::string_view name() const = 0;
  /// Effect: replaces `awards`. A mechanism that ranks lists all applicants: offers go on down the
  /// list while places and money last. One that sets prices lists its winners only.
  virtual void allocate(std::span<const Applicant> applicants, const CallTerms& terms,
                        std::vector<Award>& awards) const = 0;
};

}  // namespace firstcustomer
