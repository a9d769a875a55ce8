#pragma once
/// \file
/// How many identical candidates enter where each pays to enter and profits hang on how many do.
///
/// Candidates decide one after another, each in the knowledge of what those before it have done, so
/// that the answer is one number. (Candidates that decide at once, each as if the others stood
/// still, would all enter and all stay away by turns.)
/// Sources: Mankiw and Whinston 1986, "Free entry and social inefficiency"; Levin and Smith 1994,
/// "Equilibrium in auctions with entry".

#include <cstdint>

namespace firstcustomer {

/// The largest number of entrants, at most `candidates`, whose profit covers the cost of entry;
/// 0 without one. `profit(n)` is what each of n entrants expects before it knows its luck. Who
/// comes as the k-th sees that others will follow until that number is reached, and that none will
/// beyond it. Costs: one evaluation of profits for each candidate.
template <class Profit>
std::int64_t entrants_in_equilibrium(const Profit& profit, double cost, std::int64_t candidates) {
  for (std::int64_t n = candidates; n > 0; --n) {
    if (profit(n) >= cost) {
      return n;
    }
  }
  return 0;
}

/// What each of n bidders expects in an auction of one contract, with costs that are uniform
/// between 0 and `highest`, before it knows its own: highest/(n (n + 1)), first price or second.
/// Source: Vickrey 1961. Needs: two bidders or more.
constexpr double auction_profit(double highest, std::int64_t bidders) {
  const auto n = static_cast<double>(bidders);
  return highest / (n * (n + 1.0));
}

}  // namespace firstcustomer
