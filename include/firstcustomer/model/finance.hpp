#pragma once
/// \file
/// Finance: how firms raise private money, round by round.

#include <cstdint>
#include <string>
#include <vector>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

/// One kind of round. A firm that closes it looks for the round named `then`.
struct Round {
  std::string name;
  /// Share of firms that ever close this round, over all their attempts, in a neutral market.
  Share graduation;
  /// In pounds (the currency's major unit).
  Law size;
  /// A firm starts to raise when its runway falls to this.
  Duration starts_at_runway;
  /// Empty: no further round.
  std::string then;
};

struct Finance {
  /// Factor of the venture market on every round's graduation share.
  double market = 1.0;
  /// From the start of a raise to its closing, in days.
  Law closing;
  /// Raises a firm may try for one round.
  std::int64_t attempts = 2;
  /// A round is sized to last this long: the burn rises to size over this span if that is more.
  Duration round_lasts;
  std::vector<Round> rounds;
};

/// Probability that one attempt closes: 1 − (1 − min(graduation × market, 0.95))^(1/attempts), so
/// that `attempts` independent tries give the ever-graduation share.
double closing_probability(const Round& round, const Finance& finance);

}  // namespace firstcustomer
