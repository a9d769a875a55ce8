#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "simulation.hpp"

namespace firstcustomer {

// --- What units cost, and how long they take

Duration Simulation::lead_time(FirmId firm) {
  const Supply& supply = technology(firm).supply;
  const Ordinal generation = generation_ordinal(firm);
  double days = draw(supply.lead_time, Chance::supply_lead_time, firm, generation);
  if (supply.packaging) {
    const Packaging& packaging = *supply.packaging;
    const double package = draw(packaging.lead_time, Chance::packaging_lead_time, firm, generation);
    const double memory = draw(packaging.hbm_lead_time, Chance::hbm_lead_time, firm, generation);
    days += std::max(package, memory) *
            draw(packaging.allocation_penalty, Chance::allocation_penalty, firm, generation);
  }
  return Duration::from_days(days * lead_time_factor());
}

void Simulation::draw_unit_cost(FirmId firm) {
  FirmState& s = state(firm);
  const Supply& supply = technology(firm).supply;
  expect(supply.die || supply.unit_cost != no_unit_cost, "a unit cost, or a die");
  s.cost_factor = draw(supply.cost_factor, Chance::cost_factor, firm, Ordinal{});
  s.unit_cost = scaled(unit_cost_after(supply, Duration{}), s.cost_factor);
}

CostCurve Simulation::costs(FirmId firm) {
  const FirmState& s = state(firm);
  const Supply& supply = technology(firm).supply;
  CostCurve curve{s.unit_cost, supply.learning.value_or(Learning{})};
  if (supply.die && supply.die->learning && s.produces_since < now()) {
    curve.unit_cost = scaled(unit_cost_after(supply, now() - s.produces_since), s.cost_factor);
  }
  return curve;
}

Money Simulation::cost_of_order(FirmId firm, std::int64_t units) {
  std::int64_t promised = state(firm).units_made;
  for (const ProgrammeId programme : programmes()) {
    const Commitment& terms = state(contract_of(firm, programme));
    promised += terms.active ? terms.units - terms.placed : 0;
  }
  return costs(firm).of(promised, units);
}

Money Simulation::unit_cost_under(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const Commitment& terms = state(contract);
  return terms.active ? costs(firm).of(state(firm).units_made - (terms.placed - terms.accepted), 1)
                      : cost_of_order(firm, 1);
}

Money Simulation::next_unit_cost(FirmId firm) {
  return costs(firm).of(state(firm).units_made, 1);
}

void Simulation::begin_making(ContractId contract, std::int64_t units) {
  state(contract).placed += units;
  if (case_.pays) {  // otherwise nothing is made
    FirmState& s = state(firm_of(contract));
    s.produces_since = std::min(s.produces_since, now());
    s.units_made += units;
  }
}

// --- Production that is paid for in part as it is ordered

void Simulation::start_production(ContractId contract) {
  Commitment& terms = state(contract);
  terms.first_order = clock_.date(now());
  terms.orders = 0;
  place_order(contract);
}

ProductionLot Simulation::next_order(ContractId contract, std::int64_t wanted) {
  const FirmId firm = firm_of(contract);
  const FirmState& s = state(firm);
  const Prepayment& prepayment = *technology(firm).supply.prepayment;
  ProductionLot lot;
  lot.costs = case_.pays ? costs(firm) : CostCurve{};
  lot.made = s.units_made;
  lot.prepaid = prepayment.share;
  const Money kept = s.burn.rate().accrued(prepayment.keeps_runway);
  draw_for_prepayment(firm, lot, wanted, kept);
  lot.units = most_that(wanted, [&](std::int64_t units) {
    const Money paid = lot.prepayment(units);
    return s.parent_funded || paid == Money{} || paid + kept <= cash(firm);
  });
  return lot;
}

void Simulation::place_order(ContractId contract) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  settle(firm, now());
  const std::int64_t wanted =
      std::min(lot_at_capacity(contract, terms.orders), units_on_offer(contract, terms.placed));
  ProductionLot lot = next_order(contract, wanted);
  if (lot.units == 0 && wanted > 0) {
    return wait_to_order(contract, lot.prepayment(wanted), wanted);
  }
  end_wait_to_order(contract);
  if (lot.units > 0) {
    lot.ready_at = now() + lead_time(firm);
    const Money paid = lot.prepayment(lot.units);
    record({.kind = RecordKind::production_ordered,
            .firm = firm,
            .programme = programme_of(contract),
            .amount = paid,
            .count = lot.units});
    spend(firm, paid);
    note_making(firm, paid);
    begin_making(contract, lot.units);
    terms.in_production.push_back(lot);
    await_delivery(contract);
  }
  const Date today = clock_.date(now());
  if (terms.first_order.plus_months(static_cast<int>(terms.orders)) < today) {
    terms.first_order = today;  // the capacity of months gone by is lost
    terms.orders = 0;
  }
  ++terms.orders;
  await_order(contract);
  watch_cash(firm);
}

void Simulation::wait_to_order(ContractId contract, Money prepayment, std::int64_t units) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  if (!terms.waits_to_order) {
    record({.kind = RecordKind::waits_to_order,
            .firm = firm,
            .programme = programme_of(contract),
            .amount = prepayment,
            .count = units});
    terms.waits_to_order = true;
    ++state(firm).waiting_orders;
  }
  watch_cash(firm);
}

void Simulation::end_wait_to_order(ContractId contract) {
  Commitment& terms = state(contract);
  if (terms.waits_to_order) {
    terms.waits_to_order = false;
    --state(firm_of(contract)).waiting_orders;
  }
}

void Simulation::place_waiting_orders(FirmId firm) {
  for (const ProgrammeId programme : programmes()) {
    if (state(firm).waiting_orders > 0 && state(contract_of(firm, programme)).waits_to_order) {
      place_order(contract_of(firm, programme));
    }
  }
}

void Simulation::await_order(ContractId contract) {
  const Commitment& terms = state(contract);
  if (terms.placed < terms.units && !terms.waits_to_order) {
    const Date next = terms.first_order.plus_months(static_cast<int>(terms.orders));
    schedule(EventKind::order_due, contract, std::max(now(), clock_.at(next)),
             EventPhase::completions);
  }
}

void Simulation::await_delivery(ContractId contract) {
  const Commitment& terms = state(contract);
  if (terms.lots_taken == terms.in_production.size()) {
    return;
  }
  const Instant ready = terms.in_production[terms.lots_taken].ready_at;
  const Instant again = clock_.at(clock_.date(now()).plus_months(1));
  schedule(EventKind::lot_delivered, contract, ready > now() ? ready : again,
           EventPhase::completions);
}

void Simulation::deliver_what_is_ready(ContractId contract) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  settle(firm, now());
  const std::int64_t wanted = units_on_offer(contract, terms.delivered);
  std::int64_t taken = 0;
  while (terms.lots_taken < terms.in_production.size()) {
    ProductionLot& lot = terms.in_production[terms.lots_taken];
    if (lot.ready_at > now()) {
      break;
    }
    taken += take_from(contract, lot, wanted - taken);
    if (lot.taken < lot.units) {
      break;
    }
    ++terms.lots_taken;
  }
  if (taken > 0) {
    ship_lot(contract, taken);
    watch_cash(firm);
  }
  if (terms.active) {
    await_delivery(contract);
  }
}

std::int64_t Simulation::take_from(ContractId contract, ProductionLot& lot, std::int64_t wanted) {
  const FirmId firm = firm_of(contract);
  const FirmState& s = state(firm);
  const Money means = cash(firm) - payroll_until_paid(contract);
  const Money paid = lot.rest(lot.taken);
  const std::int64_t units =
      most_that(std::min(wanted, lot.units - lot.taken), [&](std::int64_t more) {
        return !case_.pays || s.parent_funded || lot.rest(lot.taken + more) - paid <= means;
      });
  const Money rest = lot.rest(lot.taken + units) - paid;
  spend(firm, rest);
  note_making(firm, rest);
  lot.taken += units;
  return units;
}

void Simulation::abandon_production(ContractId contract) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  Money lost;
  for (std::size_t i = terms.lots_taken; i < terms.in_production.size(); ++i) {
    const ProductionLot& lot = terms.in_production[i];
    lost += lot.prepayment(lot.units) - lot.prepayment(lot.taken);
    terms.placed -= lot.units - lot.taken;
  }
  terms.in_production.clear();
  terms.lots_taken = 0;
  end_wait_to_order(contract);
  cancel(EventKind::order_due, contract);
  if (lost > Money{}) {
    const std::int64_t occasion = cause();
    record({.kind = RecordKind::prepayment_lost,
            .firm = firm,
            .programme = programme_of(contract),
            .amount = lost});
    because(occasion);
    state_.prepayments_lost += state(firm).was_domestic ? lost : Money{};
  }
}

}  // namespace firstcustomer
