/// The rule `offtake` of the catalogue, written by hand: what the engine finds by reading clauses,
/// their formulas and conditions is code here, with the numbers of the rule in it.
///
/// These definitions take the place of the library's (CMakeLists.txt); books, calls, deliveries and
/// all else of the engine are the same.

#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

constexpr double first_price = 20'000.0;  // of a unit, in pounds
constexpr double fall = 0.15;             // a year
constexpr double floor_delivered = 0.6;   // of the units ordered
constexpr double damages = 0.1;           // of what was paid

constexpr std::size_t on_acceptance = 0;  // the rule's two clauses

Money price_of_the_day(const Commitment& terms, Instant now) {
  const bool is_signed = terms.award_at != Instant::never() && !terms.awaits_approval;
  const double years = is_signed ? (now - terms.signed_at).years() : 0.0;
  return Money::major(first_price * elementary::pow(1.0 - fall, years));
}

}  // namespace

Money Simulation::unit_price(const Clause&, ContractId contract, std::size_t) {
  return price_of_the_day(state(contract), now());
}

Money Simulation::amount_of(const Amount&, ContractId contract, const Occasion& occasion) {
  const Commitment& terms = state(contract);
  return occasion.clause == on_acceptance ? price_of_the_day(terms, now())
                                          : scaled(terms.paid - terms.recovered, damages);
}

bool Simulation::holds(const Clause&, ContractId contract, const Occasion& occasion) {
  const Commitment& terms = state(contract);
  return occasion.clause == on_acceptance ||
         static_cast<double>(terms.accepted) / static_cast<double>(terms.units) < floor_delivered;
}

void Simulation::fire(ContractId, Trigger, Money, double) {}

}  // namespace firstcustomer
