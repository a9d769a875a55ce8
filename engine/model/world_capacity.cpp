#include <algorithm>
#include <cmath>
#include <utility>

#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

/// Lots come monthly: as good as a flow that begins half a month before the first.
constexpr double half_a_month = 1.0 / 24.0;

/// Of prices, at the date.
PerYear inflation(const Appraisal& appraisal, Date when) {
  PerYear growth;
  for (const DeflatorStep& step : appraisal.deflator) {
    growth = step.from <= when || &step == &appraisal.deflator.front() ? step.growth : growth;
  }
  return growth;
}

}  // namespace

double Simulation::capacity(FirmId firm) const {
  if (!technology(firm).supply.capacity) {
    return given_capacity(firm);
  }
  double sum = 0.0;
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    sum += state(contract).line == CapacityStanding::stands ? capacity(contract) : 0.0;
  }
  return sum;
}

std::int64_t Simulation::lot_at_capacity(ContractId contract, std::int64_t lots) const {
  const Supply& supply = technology(firm_of(contract)).supply;
  if (!supply.capacity) {
    return supply.units_per_month;
  }
  const auto units_after = [&](std::int64_t months) {
    return std::floor(capacity(contract) * static_cast<double>(months) / 12.0 + 1e-9);
  };
  return static_cast<std::int64_t>(units_after(lots + 1) - units_after(lots));
}

Simulation::CapacityBounds Simulation::capacity_bounds(FirmId firm) const {
  const CapacityTerms& terms = *technology(firm).supply.capacity;
  // Bounds that are uncertain may cross in a case.
  return {terms.least * given_capacity(firm),
          std::max(terms.least, terms.most) * given_capacity(firm)};
}

Simulation::PlannedWait Simulation::planned_wait(FirmId firm) const {
  const Supply& supply = technology(firm).supply;
  const auto median = [&](const Law& law) {
    return Duration::from_days(model_.laws.quantile(law, 0.5)).years();
  };
  double made = median(supply.lead_time);
  if (supply.packaging) {
    made += std::max(median(supply.packaging->lead_time), median(supply.packaging->hbm_lead_time)) *
            model_.laws.quantile(supply.packaging->allocation_penalty, 0.5);
  }
  return {median(supply.capacity->lead_time), made};
}

double Simulation::capacity_cost_factor(FirmId firm) {
  return draw(technology(firm).supply.capacity->cost_factor, Chance::capacity_cost, firm,
              Ordinal{});
}

Simulation::OrderAtCapacity Simulation::order_at(ContractId contract, double capacity,
                                                 const CapacityAward& award) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  const std::size_t clauses = numbers(contract).contract.size();
  OrderAtCapacity found{capacity, 0.0, std::vector<double>(clauses), std::vector<double>(clauses)};
  terms.capacity = capacity;
  const Money free = state_.ledger.balance(free_account(programme_of(contract))) + to_be_free_;
  const Draft order = draft(contract, award.at(capacity), free);
  if (!order.is_possible()) {
    return found;
  }
  const Money value = value_of_units(terms.prices, order.units);
  found.lump = (order.fixed + extra_part(contract, value)).major();
  const double running = technology(firm).supply.capacity->running_cost.major();
  const double cost =
      running + (order.units > 0 ? cost_of_order(firm, order.units).major() /
                                       static_cast<double>(order.units)
                                 : 0.0);
  std::int64_t left = order.units;
  for (std::size_t i = 0; i < terms.prices.size(); ++i) {
    const std::int64_t of_these = std::min(left, terms.prices[i].up_to);
    found.units[terms.price_clauses[i]] = static_cast<double>(of_these);
    found.margins[terms.price_clauses[i]] = price_now(contract, i).major() - cost;
    left -= of_these;
  }
  return found;
}

CapacityChoice Simulation::choose_between(ContractId contract, const OrderAtCapacity& low,
                                          const OrderAtCapacity& high) {
  const FirmId firm = firm_of(contract);
  const CapacityTerms& terms = *technology(firm).supply.capacity;
  const Programme& buyer = numbers(contract);
  std::vector<Tranche> tranches;
  for (std::size_t i = 0; i < low.units.size(); ++i) {
    if (low.units[i] + high.units[i] > 0.0) {
      const double years = high.capacity > low.capacity
                               ? (high.units[i] - low.units[i]) / (high.capacity - low.capacity)
                               : 0.0;
      const double margin = low.units[i] == 0.0    ? high.margins[i]
                            : high.units[i] == 0.0 ? low.margins[i]
                                                   : 0.5 * (low.margins[i] + high.margins[i]);
      tranches.push_back({margin, low.units[i] - years * low.capacity, years});
    }
  }
  const PlannedWait wait = planned_wait(firm);
  const double begins = std::max(0.0, wait.built + wait.made - half_a_month);
  const double factor = capacity_cost_factor(firm);
  CapacityView view;
  view.tranches = tranches;
  view.supply_years = std::max(0.0, std::min(buyer.contract_lasts, end_ - now()).years() - begins);
  view.wait_years = begins + (buyer.inspection + buyer.fund.payment_terms).years();
  view.rate = elementary::log1p(case_.behaviour.required_return.value()) +
              elementary::log1p(inflation(case_.appraisal, clock_.date(now())).value());
  view.cost = factor * terms.cost.major() + wait.made * terms.running_cost.major();
  view.fixed_cost = factor * terms.fixed_cost.major() - 0.5 * (low.lump + high.lump);
  view.least = low.capacity;
  view.most = high.capacity;
  return choose_capacity(view);
}

double Simulation::best_capacity(ContractId contract, const CapacityBounds& bounds,
                                 const CapacityAward& award) {
  constexpr int most_parts = 16;
  const int parts = bounds.most > bounds.least ? most_parts : 0;
  OrderAtCapacity low = order_at(contract, bounds.least, award);
  CapacityChoice best = choose_between(contract, low, low);
  for (int part = 1; part <= parts; ++part) {
    const double step = (bounds.most - bounds.least) / parts;
    OrderAtCapacity high =
        order_at(contract, part == parts ? bounds.most : bounds.least + part * step, award);
    const CapacityChoice choice = choose_between(contract, low, high);
    if (choice.invests && (!best.invests || choice.value > best.value)) {
      best = choice;
    }
    low = std::move(high);
  }
  return best.invests ? best.capacity : 0.0;
}

double Simulation::capacity_at_call(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const Allocation& allocation = numbers(contract).allocation;
  if (!chooses_capacity(firm) || allocation.selection != Selection::pro_rata) {
    return given_capacity(firm);
  }
  const Money money = state_.ledger.balance(free_account(programme_of(contract)));
  const double best =
      best_capacity(contract, capacity_bounds(firm), {money, allocation.target_capacity});
  state(contract).capacity = best;
  return best;
}

bool Simulation::commit_capacity(ContractId contract, Money most) {
  const FirmId firm = firm_of(contract);
  if (!chooses_capacity(firm)) {
    return true;
  }
  const Allocation& allocation = numbers(contract).allocation;
  const bool is_said =
      allocation.signing == Signing::call && allocation.selection == Selection::pro_rata;
  const double said = capacity(contract);
  const double best =
      best_capacity(contract, is_said ? CapacityBounds{said, said} : capacity_bounds(firm), {most});
  state(contract).capacity = best;
  return best > 0.0;
}

Money Simulation::cost_of_capacity(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const CapacityTerms& terms = *technology(firm).supply.capacity;
  return Money::major(capacity_cost_factor(firm) *
                      (terms.cost.major() * capacity(contract) + terms.fixed_cost.major()));
}

bool Simulation::has_capacity(ContractId contract) {
  if (!technology(firm_of(contract)).supply.capacity) {
    return true;
  }
  const CapacityStanding line = state(contract).line;
  if (line == CapacityStanding::none || line == CapacityStanding::waits_for_cash) {
    order_capacity(contract);
  }
  return state(contract).line == CapacityStanding::stands;
}

void Simulation::order_capacity(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const FirmState& s = state(firm);
  Commitment& terms = state(contract);
  const Money cost = cost_of_capacity(contract);
  const Duration lead = Duration::from_days(draw(technology(firm).supply.capacity->lead_time,
                                                 Chance::capacity_lead_time, firm,
                                                 ordinal(luck_of(programme), 0, s.generation)));
  settle(firm, now());
  const bool is_short =
      case_.pays && !s.parent_funded && cash(firm) < cost + s.burn.rate().accrued(lead);
  if (is_short) {
    if (terms.line == CapacityStanding::none) {
      record({.kind = RecordKind::capacity_waits,
              .firm = firm,
              .programme = programme,
              .amount = cost});
    }
    terms.line = CapacityStanding::waits_for_cash;
    return watch_cash(firm);
  }
  terms.line = CapacityStanding::ordered;
  record({.kind = RecordKind::capacity_ordered,
          .firm = firm,
          .programme = programme,
          .amount = cost,
          .value = capacity(contract),
          .other = lead.months()});
  if (case_.pays) {
    spend(firm, cost);
    state_.capacity_spending += s.was_domestic ? cost : Money{};
    watch_cash(firm);
  }
  schedule(EventKind::capacity_stands, contract, now() + lead, EventPhase::completions);
}

void Simulation::complete_capacity(ContractId contract) {
  const FirmId firm = firm_of(contract);
  state(contract).line = CapacityStanding::stands;
  record({.kind = RecordKind::capacity_stands,
          .firm = firm,
          .programme = programme_of(contract),
          .value = capacity(contract)});
  set_burn(firm);
  start_delivery(contract);
}

bool Simulation::waits_for_capacity(FirmId firm) const {
  if (!technology(firm).supply.capacity) {
    return false;
  }
  for (const ProgrammeId programme : programmes()) {
    const Commitment& terms = state(contract_of(firm, programme));
    if (terms.active && terms.line == CapacityStanding::waits_for_cash) {
      return true;
    }
  }
  return false;
}

std::int64_t Simulation::running_cost(FirmId firm) const {
  const std::optional<CapacityTerms>& terms = technology(firm).supply.capacity;
  if (!terms || terms->running_cost == Money{} || !case_.pays || !state_.firms[firm].alive()) {
    return 0;
  }
  double units = 0.0;
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    const bool runs = state(contract).active && state(contract).line == CapacityStanding::stands;
    units += runs ? capacity(contract) : 0.0;
  }
  return scaled(terms->running_cost, units).minor();
}

void Simulation::retire_capacity(ContractId contract) {
  const FirmId firm = firm_of(contract);
  if (state(contract).line == CapacityStanding::none) {
    return;
  }
  cancel(EventKind::capacity_stands, contract);
  if (state(firm).alive()) {
    set_burn(firm);
  }
}

}  // namespace firstcustomer
