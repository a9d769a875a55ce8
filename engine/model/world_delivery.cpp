#include <algorithm>

#include "firstcustomer/model/behaviour.hpp"
#include "simulation.hpp"

namespace firstcustomer {

void Simulation::start_delivery(FirmId firm) {
  FirmState& s = state(firm);
  if (!s.contract.active || s.contract.delivers || s.contract.units == 0) {
    return;
  }
  s.contract.delivers = true;
  const double days = draw(technology(firm).supply.lead_time, Chance::supply_lead_time, firm,
                           generation_ordinal(firm));
  const Instant first = now() + Duration::from_days(days);
  if (first < end_) {
    s.contract.first_lot = clock_.date(first);
    schedule(EventKind::lot_delivered, firm, first, EventPhase::completions);
  }
}

std::int64_t Simulation::next_lot(FirmId firm) {
  const FirmState& s = state(firm);
  const Supply& supply = technology(firm).supply;
  const std::int64_t lot = std::min(supply.units_per_month, s.contract.units - s.contract.accepted);
  if (!case_.pays || s.parent_funded || supply.unit_cost <= Money{}) {
    return lot;
  }
  const Money payroll = s.burn.rate().accrued(case_.programme->fund.payment_terms);
  return std::min(lot, units_within_means({cash(firm), payroll, supply.unit_cost}));
}

void Simulation::deliver_lot(FirmId firm) {
  FirmState& s = state(firm);
  settle(firm, now());
  const std::int64_t lot = next_lot(firm);
  ++s.contract.lots;
  if (lot > 0) {
    if (case_.pays) {
      spend(firm, times(technology(firm).supply.unit_cost, lot));
    }
    accept_lot(firm, lot);
    watch_cash(firm);
  }
  if (s.contract.active && s.contract.accepted < s.contract.units) {
    const Date next = s.contract.first_lot.plus_months(static_cast<int>(s.contract.lots));
    schedule(EventKind::lot_delivered, firm, std::max(now(), clock_.at(next)),
             EventPhase::completions);
  }
}

void Simulation::accept_lot(FirmId firm, std::int64_t lot) {
  Commitment& contract = state(firm).contract;
  const Money value = value_of_lot(contract.prices, contract.accepted, lot);
  const std::size_t clause = clause_of_unit(contract, contract.accepted);
  contract.accepted += lot;
  const Money earned = credited(
      contract.advance, value_of_units(contract.prices, contract.accepted), contract.units_value);
  const Money credit = std::min(earned - contract.credited, value);
  contract.credited += credit;
  const Money still_unpaid = earn_unpaid_advance(firm, credit, clause);
  if (case_.pays) {
    count_lot(firm, lot);
    expose(still_unpaid - credit);
    record({.kind = RecordKind::lot_delivered,
            .firm = firm,
            .amount = value - credit,
            .other = static_cast<double>(contract.accepted),
            .truth = credit.major(),
            .count = lot,
            .clause = static_cast<std::int64_t>(clause)});
  }
  if (value > credit) {
    owe(firm, value - credit, clause, false);
  }
  check_fulfilled(firm);
}

void Simulation::count_lot(FirmId firm, std::int64_t lot) {
  state(firm).units_accepted += lot;
  change(Series::units_accepted, static_cast<double>(lot));
  const double delivered = static_cast<double>(lot) * frontier_ratio(firm);
  state_.relative_performance_delivered += delivered;
  outcome_.compute_received += delivered * technology(firm).supply.unit_size;
}

Money Simulation::earn_unpaid_advance(FirmId firm, Money credit, std::size_t clause) {
  FirmState& s = state(firm);
  const auto advance =
      std::find_if(s.invoices.begin() + static_cast<std::ptrdiff_t>(s.invoices_paid),
                   s.invoices.end(), [](const Invoice& invoice) { return invoice.is_advance; });
  if (advance == s.invoices.end() || credit == Money{}) {
    return Money{};
  }
  s.contract.advance_paid += credit;
  advance->amount -= credit;
  const Invoice earned{advance->due, credit, clause, false};
  if (advance->amount == Money{}) {
    *advance = earned;
  } else {
    s.invoices.insert(advance, earned);
  }
  return credit;
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
