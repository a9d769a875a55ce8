#pragma once
/// \file
/// Firms: what is known of a candidate supplier at the start.

#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

/// How many times a firm repeats the stages that end with a prototype.
struct Respins {
  /// Mean of repetitions: the odds of success of every attempt but the last are scaled to meet it.
  double mean = 0.0;
};

/// A raise that is history: it closes in every replication of every arm.
struct KnownRaise {
  Date on;
  Money size;
  /// Afterwards.
  BurnRate burn;
  /// The round the firm would raise after it; empty if none.
  std::string next_round;
};

struct Firm {
  std::string name;
  /// One line for the reader; the model does not look at it.
  std::string description;
  /// Names a technology.
  std::string technology;
  /// A UK supplier where the scenario is British: counted in outcomes, eligible by default.
  bool domestic = true;
  /// Since it was founded, at the start or on entering; the longest span: not known.
  Duration age = Duration::longest();
  /// Probability that its product is of the kind that the standard tests.
  Share in_scope{1.0};
  /// The day on which it is there, from the start on; after the horizon it never is.
  Date enters;
  /// Paid for by an owner: spends like others, neither raises nor runs out.
  bool parent_funded = false;
  /// Names the stage of the technology in which the firm stands when it is first there.
  std::string stage;
  /// Whether it is on the way in that stage; otherwise it begins, and pays for it, then.
  bool begun = true;
  /// What is left of a stage begun, by plan, before slip.
  Duration remaining;
  BurnRate burn;
  /// At that time; a parent-funded firm has none of its own.
  Money cash;
  /// Receipts and bills beside the burn that cancel out in the mean: standard deviation of their
  /// sum over a month, with the root of time over others. Nothing: there are none.
  Money cash_volatility = {};
  /// Names the financing round the firm would raise next; empty if it never raises, as a
  /// parent-funded firm does not.
  std::string next_round;
  /// In order of their dates, none after the history of `Finance` ends.
  std::vector<KnownRaise> raises = {};
  /// Without it, the technology's own probabilities hold.
  std::optional<Respins> respins = {};
};

}  // namespace firstcustomer
