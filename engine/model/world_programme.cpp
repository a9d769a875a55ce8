#include <algorithm>

#include "firstcustomer/core/hazard.hpp"
#include "firstcustomer/model/behaviour.hpp"
#include "firstcustomer/model/contract.hpp"
#include "simulation.hpp"

namespace firstcustomer {

bool Simulation::eligible(FirmId firm) const {
  return numbers(firm).domestic || !case_.programme->eligibility.domestic_only;
}

void Simulation::award(FirmId firm) {
  FirmState& s = state(firm);
  const Programme& programme = *case_.programme;
  const Money limit =
      std::min(state_.ledger.balance(account(Holder::programme)),
               scaled(programme.fund.budget, programme.eligibility.max_share_per_firm));
  const std::int64_t units = affordable_units(prices(firm), limit);
  const Money value = value_of_units(prices(firm), units);
  const Supply& supply = technology(firm).supply;
  if (units == 0) {
    s.claim = s.claim == 0 ? ++state_.claims : s.claim;  // until money comes back
    return;
  }
  if (answer_order({value, times(supply.unit_cost, units)}) == Answer::decline) {
    return;
  }
  state_.orders.reserve(state_.ledger, order_claim(firm), value);
  s.ordered = units;
  const double days = draw(supply.lead_time, Chance::supply_lead_time, firm, Ordinal{});
  const Instant first = now() + Duration::from_days(days);
  if (first < end_) {
    s.first_lot = clock_.date(first);
    schedule(EventKind::lot_delivered, firm, first, EventPhase::completions);
  }
}

void Simulation::deliver_lot(FirmId firm) {
  FirmState& s = state(firm);
  const Supply& supply = technology(firm).supply;
  settle(firm, now());
  std::int64_t lot = std::min(supply.units_per_month, s.ordered - s.accepted);
  if (!numbers(firm).parent_funded && supply.unit_cost > Money{}) {
    const Money payroll = s.burn.rate().accrued(case_.programme->fund.payment_terms);
    lot = std::min(lot, units_within_means({cash(firm), payroll, supply.unit_cost}));
  }
  if (lot > 0) {
    spend(firm, times(supply.unit_cost, lot));
    const Money due = value_of_lot(prices(firm), s.accepted, lot);
    s.accepted += lot;
    s.invoices.push_back({now() + case_.programme->fund.payment_terms, due});
    watch_invoices(firm);
    watch_cash(firm);
  }
  ++s.lots;
  if (s.accepted < s.ordered) {
    const Date next = s.first_lot.plus_months(static_cast<int>(s.lots));
    schedule(EventKind::lot_delivered, firm, std::max(now(), clock_.at(next)),
             EventPhase::completions);
  }
}

void Simulation::watch_invoices(FirmId firm) {
  const FirmState& s = state(firm);
  if (s.invoices_paid < s.invoices.size()) {
    schedule(EventKind::invoice_due, firm, s.invoices[s.invoices_paid].due, EventPhase::payments);
  }
}

void Simulation::pay_invoice(FirmId firm) {
  FirmState& s = state(firm);
  const Money amount = s.invoices[s.invoices_paid].amount;
  settle(firm, now());
  state_.orders.pay(state_.ledger, order_claim(firm), firm_account(firm), amount);
  const int year = fiscal_.year_of(clock_.date(now())) - fiscal_.year_of(case_.start);
  state_.paid_by_year[static_cast<std::size_t>(year)] += amount;
  state_.present_paid += present_value(amount);
  ++s.invoices_paid;
  watch_invoices(firm);
  if (s.alive()) {
    watch_cash(firm);
  }
}

void Simulation::release(FirmId left) {
  const bool open = state_.programme_open;
  const FirmState& leaver = state(left);
  const Money amount =
      value_of_units(prices(left), leaver.ordered) - value_of_units(prices(left), leaver.accepted);
  state_.orders.release(state_.ledger, order_claim(left),
                        account(open ? Holder::programme : Holder::treasury), amount);
  if (!open) {
    state_.lapsed += amount;
    return;
  }
  for (const FirmId firm : model_.firms.ids()) {
    const FirmState& s = state(firm);
    if (s.claim > 0 && s.ordered == 0 && s.alive()) {
      schedule(EventKind::award, firm, now(), EventPhase::awards, Rank{s.claim});
    }
  }
}

void Simulation::open_programme() {
  const Programme& programme = *case_.programme;
  if (deadline_ <= Instant{}) {
    state_.lapsed = programme.fund.budget;  // closed before it began
    return;
  }
  state_.programme_open = true;
  state_.ledger.transfer(account(Holder::treasury), account(Holder::programme),
                         programme.fund.budget);
  Instant end = deadline_;
  if (programme.strength.cancel_hazard > PerYear{}) {
    // One programme a scenario: all arms meet the same politics.
    const double u = luck_.uniform(purpose(Chance::cancellation), hash_name("programme"), {});
    ++state_.effort.draws;
    Hazard cancellation(u);
    cancellation.set_rate(now(), programme.strength.cancel_hazard);
    end = std::min(end, cancellation.due());
  }
  schedule_slot(EventKind::programme_closes, 0, end, EventPhase::reports, Rank{0});
}

void Simulation::end_programme() {
  state_.cancelled = now() < deadline_;
  close_programme();
}

void Simulation::close_programme() {
  state_.programme_open = false;
  const Money left = state_.ledger.balance(account(Holder::programme));
  state_.ledger.transfer(account(Holder::programme), account(Holder::treasury), left);
  state_.lapsed += left;
}

}  // namespace firstcustomer
