#include <algorithm>
#include <cmath>
#include <utility>

#include "firstcustomer/model/behaviour.hpp"
#include "simulation.hpp"

namespace firstcustomer {

// --- Places

void Simulation::open_places(ProgrammeId programme) {
  for (const double share : numbers(programme).allocation.shares) {
    SupplierPlace place;
    place.share = share;
    state(programme).places.push_back(place);
  }
}

std::int64_t Simulation::place_for(ContractId contract, ContractId leaving) const {
  const ProgrammeId programme = programme_of(contract);
  const auto class_of = [&](ContractId of) {
    return model_.technologies[state_.firms[firm_of(of)].technology].class_hash;
  };
  const std::vector<SupplierPlace>& places = state(programme).places;
  std::int64_t first = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool is_held = places[i].holder.valid() && places[i].holder != leaving;
    if (is_held && numbers(programme).allocation.diverse &&
        class_of(places[i].holder) == class_of(contract)) {
      return 0;
    }
    if (!is_held && !places[i].closed && first == 0) {
      first = static_cast<std::int64_t>(i) + 1;
    }
  }
  return first;
}

bool Simulation::may_take_place(ContractId contract) const {
  return state(programme_of(contract)).places.empty() ||
         place_for(contract, ContractId::none()) > 0;
}

std::int64_t Simulation::place_of(ContractId contract) const {
  const std::int64_t place = state(contract).place;
  return place > 0 ? place : place_for(contract, ContractId::none());
}

double Simulation::share_of_place(ContractId contract) const {
  const std::int64_t place = place_of(contract);
  return place > 0 ? state(programme_of(contract)).places[static_cast<std::size_t>(place) - 1].share
                   : 1.0;
}

void Simulation::occupy_place(ContractId contract) {
  const std::int64_t place = place_of(contract);
  if (place > 0) {
    state(contract).place = place;
    state(programme_of(contract)).places[static_cast<std::size_t>(place) - 1].holder = contract;
    watch_holds(programme_of(contract));
  }
}

void Simulation::vacate_place(ContractId contract) {
  const std::int64_t place = std::exchange(state(contract).place, 0);
  if (place > 0) {
    state(programme_of(contract)).places[static_cast<std::size_t>(place) - 1].holder =
        ContractId::none();
    watch_holds(programme_of(contract));
  }
}

// --- A place held open

ContractId Simulation::first_supplier(ProgrammeId programme) const {
  for (const SupplierPlace& place : state(programme).places) {
    if (place.holder.valid() && state(place.holder).active) {
      return place.holder;
    }
  }
  return ContractId::none();
}

void Simulation::watch_holds(ProgrammeId programme) {
  ProgrammeState& buyer = state(programme);
  const Duration held_open = numbers(programme).allocation.held_open;
  if (buyer.places.empty() || held_open == Duration::longest()) {
    return;
  }
  const bool serves = first_supplier(programme).valid();
  Instant first = Instant::never();
  for (SupplierPlace& place : buyer.places) {
    if (!serves || place.closed || place.holder.valid()) {
      place.free_since = Instant::never();
    } else {
      place.free_since = std::min(place.free_since, now());
      first = std::min(first, place.free_since + held_open);
    }
  }
  if (first == Instant::never() || !buyer.open) {
    return cancel(EventKind::hold_ends, programme);
  }
  // After all that may be signed at that instant.
  schedule(EventKind::hold_ends, programme, first, EventPhase::reports,
           Rank{2 * programme.index()});
}

void Simulation::end_hold(ProgrammeId programme) {
  const Duration held_open = numbers(programme).allocation.held_open;
  const std::int64_t hold = cause();
  std::vector<SupplierPlace>& places = state(programme).places;
  for (std::size_t i = 0; i < places.size(); ++i) {
    SupplierPlace& place = places[i];
    const ContractId supplier = first_supplier(programme);
    if (place.free_since == Instant::never() || now() < place.free_since + held_open) {
      continue;
    }
    place.closed = true;
    place.free_since = Instant::never();
    places[static_cast<std::size_t>(state(supplier).place) - 1].share += place.share;
    because(hold);
    record({.kind = RecordKind::place_closes,
            .programme = programme,
            .count = static_cast<std::int64_t>(i) + 1});
    extend_order(supplier);
  }
  watch_holds(programme);
}

// --- A larger order

void Simulation::append_units(ContractId contract) {
  Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  std::int64_t ordered = terms.units;
  for (UnitPrice& price : terms.prices) {  // units that were ordered stay where they are
    price.up_to = std::min(price.up_to, ordered);
    ordered -= price.up_to;
  }
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (clauses[i].on != Trigger::acceptance || phase_of(contract, i) > terms.phase) {
      continue;
    }
    std::int64_t more = units_under(contract, i);
    Money pay;
    for (std::size_t k = 0; k < terms.prices.size(); ++k) {
      if (terms.price_clauses[k] == i) {
        more -= terms.prices[k].up_to;
        pay = terms.prices[k].pay;
      }
    }
    pay = pay == Money{} ? unit_price(clauses[i], contract, i) : pay;
    if (more > 0 && pay > Money{}) {
      terms.prices.push_back({pay, more});
      terms.price_clauses.push_back(i);
    }
  }
}

Money Simulation::cost_of_extension(ContractId contract, std::int64_t units) const {
  const Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  const Money value = value_of_units(terms.prices, units);
  Money cost = value - terms.units_value;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (pays_on_top(contract, i)) {
      cost += scaled(value, clauses[i].pay.number) - terms.clauses[i].left;
    }
  }
  return cost;
}

bool Simulation::pays_on_top(ContractId contract, std::size_t place) const {
  const Clause& clause = numbers(contract).contract[place];
  const ClauseState standing = state(contract).clauses[place].state;
  return (standing == ClauseState::ahead || standing == ClauseState::reached) &&
         clause.pay.basis == Basis::value && !clause.advance && !takes_back(clause.on);
}

std::int64_t Simulation::units_after_extension(ContractId contract, Money limit) const {
  const Commitment& terms = state(contract);
  std::int64_t fits = terms.units;
  std::int64_t beyond = 1 + affordable_units(terms.prices, terms.units_value + limit);
  while (fits + 1 < beyond) {
    const std::int64_t middle = fits + (beyond - fits) / 2;
    (cost_of_extension(contract, middle) <= limit ? fits : beyond) = middle;
  }
  return fits;
}

void Simulation::extend_order(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  Commitment& terms = state(contract);
  settle(firm, now());
  const std::vector<UnitPrice> prices = terms.prices;
  const std::vector<std::size_t> price_clauses = terms.price_clauses;
  append_units(contract);
  const Money limit = room_for(contract, state_.ledger.balance(free_account(programme)));
  const std::int64_t units = units_after_extension(contract, limit);
  const std::int64_t more = units - terms.units;
  if (more == 0) {
    terms.prices = prices;
    terms.price_clauses = price_clauses;
    return;
  }
  const Money added = cost_of_extension(contract, units);
  const Money value = value_of_units(terms.prices, units);
  for (std::size_t i = 0; i < terms.clauses.size(); ++i) {
    if (pays_on_top(contract, i)) {
      terms.clauses[i].left = scaled(value, numbers(contract).contract[i].pay.number);
    }
  }
  terms.units = units;
  terms.units_left += value - terms.units_value;
  terms.units_value = value;
  reserve(contract, added);
  state(firm).units_ordered += more;
  record({.kind = RecordKind::order_extended,
          .firm = firm,
          .programme = programme,
          .amount = added,
          .count = more});
  resume_deliveries(contract);
}

void Simulation::resume_deliveries(ContractId contract) {
  const Commitment& terms = state(contract);
  start_delivery(contract);
  if (terms.delivers && technology(firm_of(contract)).supply.prepayment) {
    return await_order(contract);
  }
  const bool has_paused =
      terms.lots > 0 &&
      !state_.queue.pending(static_cast<std::uint8_t>(EventKind::lot_delivered), contract.index());
  if (has_paused) {
    const Date next = terms.first_lot.plus_months(static_cast<int>(terms.lots));
    schedule(EventKind::lot_delivered, contract, std::max(now(), clock_.at(next)),
             EventPhase::completions);
  }
}

// --- Better products

bool Simulation::is_unprotected(ContractId incumbent) const {
  const Commitment& terms = state(incumbent);
  return terms.active && terms.is_qualified && terms.accepted < terms.units &&
         !std::isnan(terms.measurement) &&
         now() >= terms.signed_at + numbers(incumbent).allocation.superiority->protection;
}

ContractId Simulation::weakest_beaten(ContractId newcomer) const {
  const ProgrammeId programme = programme_of(newcomer);
  const Benchmark& benchmark = case_.benchmarks[benchmarks(programme).front().index()];
  const double margin = numbers(programme).allocation.superiority->margin.value();
  const double measured = state(newcomer).measurement;
  ContractId weakest = ContractId::none();
  for (std::size_t firm = 0; firm < state_.present; ++firm) {
    const ContractId other = contract_of(FirmId(firm), programme);
    if (!is_unprotected(other)) {
      continue;
    }
    const double its = state(other).measurement;
    const bool is_beaten = performance_ratio(benchmark, measured, its) >= 1.0 + margin;
    const bool is_weaker =
        !weakest.valid() || performance_ratio(benchmark, its, state(weakest).measurement) < 1.0;
    weakest = is_beaten && is_weaker ? other : weakest;
  }
  return weakest;
}

Money Simulation::releasable(ContractId contract) const {
  const Commitment& terms = state(contract);
  Money amount = state(programme_of(contract)).orders.held(firm_of(contract).index());
  for (std::size_t i = terms.invoices_paid; i < terms.invoices.size(); ++i) {
    amount -= terms.invoices[i].is_advance ? Money{} : terms.invoices[i].amount;
  }
  return amount;
}

Draft Simulation::draft_instead(ContractId newcomer, ContractId incumbent) {
  Commitment& terms = state(newcomer);
  const ProgrammeId programme = programme_of(newcomer);
  terms.place = place_for(newcomer, incumbent);
  Draft instead;
  if (terms.place > 0 || state(programme).places.empty()) {
    // Formulas see the fund and those in force as they would be then.
    to_be_free_ = releasable(incumbent);
    state(incumbent).active = false;
    const bool builds = commit_capacity(newcomer, no_cap) || terms.prices.empty();
    instead = draft(newcomer, builds ? no_cap : Money{},
                    state_.ledger.balance(free_account(programme)) + to_be_free_);
    state(incumbent).active = true;
    to_be_free_ = Money{};
  } else {
    instead.has_units = true;  // none of which can be ordered
  }
  terms.place = 0;
  return instead;
}

void Simulation::make_room(ContractId newcomer) {
  const ProgrammeId programme = programme_of(newcomer);
  Commitment& terms = state(newcomer);
  if (!numbers(programme).allocation.superiority || terms.claim > 0) {
    return;
  }
  Draft as_it_is;
  bool is_served = may_take_place(newcomer);
  if (is_served) {
    as_it_is = draft(newcomer, no_cap, state_.ledger.balance(free_account(programme)));
    std::int64_t wanted = 0;
    for (const UnitPrice& price : terms.prices) {
      wanted += price.up_to;
    }
    is_served = as_it_is.is_possible();
    if (is_served && wanted > 0 && as_it_is.units == wanted) {
      return;
    }
  }
  const ContractId incumbent = weakest_beaten(newcomer);
  if (!incumbent.valid()) {
    return;
  }
  const Draft instead = draft_instead(newcomer, incumbent);
  const Money ordered = value_of_units(terms.prices, instead.units);
  const bool is_better = instead.is_possible() && instead.units > (is_served ? as_it_is.units : 0);
  if (is_better && accepts_order(newcomer, ordered, instead.fixed, instead.units)) {
    supersede(incumbent);
  }
}

void Simulation::supersede(ContractId contract) {
  const FirmId firm = firm_of(contract);
  settle(firm, now());
  state(contract).superseded = true;
  stop(contract, RecordKind::superseded);
  end_bond(contract, false);
  call_in_debt(contract, true);
  recover(contract, Trigger::supersession);
  write_off_advance(contract);
  watch_cash(firm);
  vacate_place(contract);
}

}  // namespace firstcustomer
