#pragma once
/// \file
/// Entry: firms that are founded and enter during the run.
///
/// Candidates come at a constant ceiling rate and are thinned to the rate of entry in force, so the
/// entrants of a lower rate are a subset of those of a higher one (core/hazard.hpp).

#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/model/firm.hpp"

namespace firstcustomer {

/// A technology that entrants choose in proportion to its weight.
struct EntryChoice {
  std::string technology;
  double weight = 1.0;
};

/// Firms that enter. They are domestic and begin in the first stage of their technology.
struct FirmEntry {
  /// Entrants a year without a programme.
  PerYear rate;
  /// Rate of candidates over `rate`; entry may never be faster.
  double ceiling = 3.0;
  /// Of entry to a programme's budget: the rate is rate × (1 + budget / reference)^elasticity while
  /// the programme is open.
  double elasticity = 0.0;
  Money reference_budget = Money::major(100e6);
  std::vector<EntryChoice> technologies;
  /// Since it was founded, on entering.
  Duration age;
  /// Time left by plan in the first stage, in days, before slip.
  Law remaining;
  /// At the start, in pounds.
  Law cash;
  BurnRate burn;
  /// As Firm::cash_volatility.
  Money cash_volatility = {};
  /// Empty if they never raise.
  std::string next_round;
  std::optional<Respins> respins = {};
};

}  // namespace firstcustomer
