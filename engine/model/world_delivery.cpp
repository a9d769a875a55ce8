#include <algorithm>

#include "firstcustomer/model/behaviour.hpp"
#include "simulation.hpp"

namespace firstcustomer {

void Simulation::start_deliveries(FirmId firm) {
  for (const ProgrammeId programme : programmes()) {
    start_delivery(contract_of(firm, programme));
  }
}

void Simulation::start_delivery(ContractId contract) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  if (!terms.active || terms.delivers || terms.units == 0 || !terms.is_qualified ||
      !state(firm).is_finished || !has_capacity(contract)) {
    return;
  }
  terms.delivers = true;
  if (has_clause_on(programme_of(contract), Trigger::order)) {
    settle(firm, now());
    record({.kind = RecordKind::order_placed,
            .firm = firm,
            .programme = programme_of(contract),
            .count = terms.units});
    fire(contract, Trigger::order);
  }
  if (technology(firm).supply.prepayment) {
    return start_production(contract);
  }
  const Instant first = now() + lead_time(firm);
  if (first < end_) {
    terms.first_lot = clock_.date(first);
    schedule(EventKind::lot_delivered, contract, first, EventPhase::completions);
  }
}

std::int64_t Simulation::next_lot(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const FirmState& s = state(firm);
  const Commitment& terms = state(contract);
  const std::int64_t lot =
      std::min(lot_at_capacity(contract, terms.lots), units_on_offer(contract, terms.delivered));
  if (!case_.pays || s.parent_funded || s.unit_cost <= Money{}) {
    return lot;
  }
  LotView view{cash(firm), payroll_until_paid(contract), costs(firm), s.units_made, lot};
  draw_for_lot(firm, view);
  view.cash = cash(firm);
  return units_within_means(view);
}

Money Simulation::payroll_until_paid(ContractId contract) {
  const Programme& programme = numbers(contract);
  return state(firm_of(contract))
      .burn.rate()
      .accrued(programme.inspection + programme.fund.payment_terms);
}

std::int64_t Simulation::units_on_offer(ContractId contract, std::int64_t from) {
  const Commitment& terms = state(contract);
  std::int64_t before = 0;  // units of earlier clauses
  for (std::size_t i = 0; i < terms.prices.size(); ++i) {
    const std::size_t place = terms.price_clauses[i];
    const Clause& clause = numbers(contract).contract[place];
    const bool is_ahead = from < before + terms.prices[i].up_to && before < terms.units;
    if (is_ahead && clause.option && !holds(clause, contract, {{}, place})) {
      return std::max<std::int64_t>(0, before - from);
    }
    before += terms.prices[i].up_to;
  }
  return terms.units - from;
}

std::int64_t Simulation::units_owed(ContractId contract) const {
  const Commitment& terms = state(contract);
  std::int64_t owed = 0;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < terms.prices.size(); ++i) {
    before += terms.prices[i].up_to;
    owed = numbers(contract).contract[terms.price_clauses[i]].option ? owed : before;
  }
  return std::min(owed, terms.units);
}

void Simulation::keep_units(ContractId contract) {
  Commitment& terms = state(contract);
  if (terms.accepted == terms.units) {
    return;
  }
  state(firm_of(contract)).units_ordered -= terms.units - terms.accepted;
  terms.units = terms.accepted;
  cancel(EventKind::lot_delivered, contract);
  cancel(EventKind::lot_inspected, contract);
  abandon_production(contract);
  cancel_advance(contract);
  if (terms.open_advance() > Money{}) {  // on units that it keeps
    take_back(contract, terms.open_advance(), clause_of_unit(terms, terms.accepted));
    watch_cash(firm_of(contract));
  }
}

void Simulation::deliver_lot(ContractId contract) {
  const FirmId firm = firm_of(contract);
  if (technology(firm).supply.prepayment) {
    return deliver_what_is_ready(contract);
  }
  Commitment& terms = state(contract);
  settle(firm, now());
  const std::int64_t lot = next_lot(contract);
  ++terms.lots;
  if (lot > 0) {
    if (case_.pays) {
      const Money cost = costs(firm).of(state(firm).units_made, lot);
      spend(firm, cost);
      note_making(firm, cost);
    }
    begin_making(contract, lot);
    ship_lot(contract, lot);
    watch_cash(firm);
  }
  if (terms.active && terms.delivered < terms.units) {
    const Date next = terms.first_lot.plus_months(static_cast<int>(terms.lots));
    schedule(EventKind::lot_delivered, contract, std::max(now(), clock_.at(next)),
             EventPhase::completions);
  }
}

Money Simulation::price_now(ContractId contract, std::size_t i) {
  const std::size_t place = state(contract).price_clauses[i];
  const Money highest = state(contract).prices[i].pay;
  const Clause& clause = numbers(contract).contract[place];
  const bool is_linked = numbers(contract).fund.prices_follow != PriceLink::nothing;
  if (clause.bargained || (!clause.pay.formula && !is_linked)) {
    return highest;
  }
  const Money pay = amount_of(clause.pay, contract, {{}, place});
  return std::clamp(is_linked ? scaled(pay, price_link(contract)) : pay, Money{}, highest);
}

Money Simulation::due_for_lot(ContractId contract, std::int64_t lot) {
  const Commitment& terms = state(contract);
  Money due;
  std::int64_t before = 0;  // units of earlier clauses
  for (std::size_t i = 0; i < terms.prices.size(); ++i) {
    const std::int64_t from = std::max(before, terms.accepted);
    const std::int64_t until = std::min(before + terms.prices[i].up_to, terms.accepted + lot);
    before += terms.prices[i].up_to;
    if (from >= until) {
      continue;
    }
    const std::size_t place = terms.price_clauses[i];
    const Clause& clause = numbers(contract).contract[place];
    const Occasion occasion{{}, place};
    // Of what the firm may keep it delivers only what is paid for.
    if (clause.option || holds(clause, contract, occasion)) {
      due += times(price_now(contract, i), until - from);
    }
  }
  return due;
}

void Simulation::ship_lot(ContractId contract, std::int64_t lot) {
  Commitment& terms = state(contract);
  terms.delivered += lot;
  const Duration inspection = numbers(contract).inspection;
  if (inspection > Duration{}) {
    if (case_.pays) {
      record({.kind = RecordKind::lot_shipped,
              .firm = firm_of(contract),
              .programme = programme_of(contract),
              .other = static_cast<double>(terms.delivered),
              .count = lot});
    }
    terms.in_inspection.push_back({now() + inspection, lot, cause()});
    if (terms.inspected + 1 == terms.in_inspection.size()) {
      schedule(EventKind::lot_inspected, contract, now() + inspection, EventPhase::completions);
    }
  }
  fire(contract, Trigger::delivery, {}, static_cast<double>(lot));
  if (inspection == Duration{}) {
    accept_lot(contract, lot);
  }
}

void Simulation::end_inspection(ContractId contract) {
  Commitment& terms = state(contract);
  const ShippedLot lot = terms.in_inspection[terms.inspected++];
  if (terms.inspected < terms.in_inspection.size()) {
    schedule(EventKind::lot_inspected, contract, terms.in_inspection[terms.inspected].accepted_at,
             EventPhase::completions);
  }
  because(lot.cause);
  settle(firm_of(contract), now());
  accept_lot(contract, lot.units);
}

void Simulation::accept_lot(ContractId contract, std::int64_t lot) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  const std::size_t clause = clause_of_unit(terms, terms.accepted);
  terms.first_accepted = std::min(terms.first_accepted, now());
  const Money value = due_for_lot(contract, lot);
  terms.accepted += lot;
  const Money earned =
      credited(terms.advance, value_of_units(terms.prices, terms.accepted), terms.units_value);
  const Money credit = std::clamp(earned - terms.credited, Money{}, value);
  terms.credited += credit;
  const Money still_unpaid = earn_unpaid_advance(contract, clause);
  // What was paid back of an advance is paid for no unit again.
  const Money due = std::min(value - credit, terms.units_left);
  if (case_.pays) {
    count_lot(firm, lot);
    state(programme_of(contract)).accepted += lot;
    expose(still_unpaid - credit);
    record({.kind = RecordKind::lot_delivered,
            .firm = firm,
            .programme = programme_of(contract),
            .amount = due,
            .other = static_cast<double>(terms.accepted),
            .truth = credit.major(),
            .count = lot,
            .clause = static_cast<std::int64_t>(clause)});
  }
  if (due > Money{}) {
    terms.units_left -= due;
    owe(contract, due, clause, false);
  }
  check_fulfilled(contract);
}

void Simulation::count_lot(FirmId firm, std::int64_t lot) {
  state(firm).units_accepted += lot;
  state(firm).deployed_at = now();
  change(Series::units_accepted, static_cast<double>(lot));
  const double delivered = static_cast<double>(lot) * frontier_ratio(firm);
  state_.relative_performance_delivered += delivered;
  outcome_.compute_received += delivered * technology(firm).supply.unit_size;
}

Money Simulation::earn_unpaid_advance(ContractId contract, std::size_t clause) {
  Commitment& terms = state(contract);
  Money earned;
  while (terms.credited > terms.advance_paid) {
    const auto advance = std::find_if(
        terms.invoices.begin() + static_cast<std::ptrdiff_t>(terms.invoices_paid),
        terms.invoices.end(), [](const Invoice& invoice) { return invoice.is_advance; });
    if (advance == terms.invoices.end()) {
      break;
    }
    Invoice part = *advance;
    part.amount = std::min(terms.credited - terms.advance_paid, advance->amount);
    part.clause = clause;
    part.is_advance = false;
    earned += part.amount;
    terms.advance_paid += part.amount;
    advance->amount -= part.amount;
    if (advance->amount == Money{}) {
      *advance = part;
    } else {
      terms.invoices.insert(advance, part);
    }
  }
  return earned;
}

std::size_t Simulation::clause_of_unit(const Commitment& contract, std::int64_t unit) {
  std::size_t i = 0;
  while (i + 1 < contract.prices.size() && unit >= contract.prices[i].up_to) {
    unit -= contract.prices[i].up_to;
    ++i;
  }
  return contract.price_clauses[i];
}

}  // namespace firstcustomer
