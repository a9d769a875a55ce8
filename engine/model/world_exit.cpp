#include "firstcustomer/core/check.hpp"
#include "simulation.hpp"

namespace firstcustomer {

void Simulation::open_exits(FirmId firm) {
  FirmState& s = state(firm);
  if (!case_.finance.exits || s.parent_funded) {
    return;
  }
  const Exits& exits = *case_.finance.exits;
  if (exits.pivot_hazard > PerYear{}) {
    s.pivot = Hazard(uniform(Chance::pivot, firm, Ordinal{}));
    s.pivot.set_rate(std::max(now(), history_end_), exits.pivot_hazard);
    schedule(EventKind::pivots, firm, s.pivot.due(), EventPhase::failures);
  }
  if (exits.relocation_hazard > PerYear{} && s.domestic) {
    Hazard relocation(uniform(Chance::relocation, firm, Ordinal{}));
    relocation.set_rate(std::max(now(), history_end_), exits.relocation_hazard);
    schedule(EventKind::relocates, firm, relocation.due(), EventPhase::failures);
  }
  s.acquisition = Hazard(uniform(Chance::acquisition, firm, Ordinal{}));
  watch_acquirers(firm);
}

void Simulation::watch_acquirers(FirmId firm) {
  FirmState& s = state(firm);
  if (!case_.finance.exits || s.parent_funded) {
    return;
  }
  PerYear rate;
  if (s.ever_prototype) {
    rate = case_.finance.exits->acquisition_hazard;
  } else if (s.round.valid()) {
    rate = numbers(s.round).acquisition_hazard;
  }
  s.acquisition.set_rate(std::max(now(), history_end_), rate);
  schedule(EventKind::acquired, firm, s.acquisition.due(), EventPhase::failures);
}

void Simulation::pivot(FirmId firm) {
  record({.kind = RecordKind::pivots, .firm = firm});
  settle(firm, now());
  leave(firm, Fate::pivoted);
}

void Simulation::acquire(FirmId firm) {
  FirmState& s = state(firm);
  const Exits& exits = *case_.finance.exits;
  const bool foreign = uniform(Chance::acquirer, firm, Ordinal{}) < exits.foreign.value();
  s.acquisition = Hazard{};
  if (foreign && s.domestic &&
      uniform(Chance::screening, firm, Ordinal{}) < exits.blocked.value()) {
    record({.kind = RecordKind::acquisition_blocked, .firm = firm});
    return;
  }
  settle(firm, now());
  const bool ends = uniform(Chance::acquihire, firm, Ordinal{}) < exits.acquihires.value();
  record({.kind = RecordKind::acquired,
          .firm = firm,
          .value = foreign ? 1.0 : 0.0,
          .other = ends ? 1.0 : 0.0});
  if (s.bridge_owed > Money{}) {  // by the acquirer
    record({.kind = RecordKind::bridge_repaid, .firm = firm, .amount = s.bridge_owed});
    state_.ledger.transfer(account(Holder::investors), account(Holder::bridges), s.bridge_owed);
    s.bridge_owed = Money{};
  }
  redeem_debt(firm);
  sell_stakes(firm);
  s.sold_abroad = foreign && s.domestic;
  if (s.sold_abroad) {
    end_contracts_on(firm, Trigger::change_of_control);
  }
  if (ends) {
    leave(firm, Fate::absorbed);
  } else {
    change_owner(firm, foreign);
  }
}

void Simulation::value_firm(FirmId firm, Money round) {
  if (!case_.finance.equity || round == Money{}) {
    return;
  }
  const double sold = case_.finance.equity->sold.value();
  state(firm).valuation = scaled(round, 1.0 / sold);
  for (const ProgrammeId programme : programmes()) {
    state(contract_of(firm, programme)).stake *= 1.0 - sold;
  }
}

void Simulation::sell_stakes(FirmId firm) {
  for (const ProgrammeId programme : programmes()) {
    Commitment& terms = state(contract_of(firm, programme));
    if (terms.stake == 0.0) {
      continue;
    }
    const double multiple =
        draw_good(case_.finance.equity->exit_multiple, Chance::exit_multiple, firm, Ordinal{});
    const Money returned = scaled(scaled(state(firm).valuation, multiple), terms.stake);
    record({.kind = RecordKind::stake_sold,
            .firm = firm,
            .programme = programme,
            .amount = returned,
            .value = terms.stake});
    state_.ledger.transfer(account(Holder::investors), account(Holder::treasury), returned);
    state_.returned += returned;
    state_.present_returned += present_value(returned);
    state(programme).returned += returned;
    state(programme).present_net -= present_value(returned);
    forgo(-returned.major());
    terms.stake = 0.0;
  }
}

void Simulation::change_owner(FirmId firm, bool foreign) {
  FirmState& s = state(firm);
  s.domestic = s.domestic && !foreign;
  end_burn(firm, now());
  s.burn.change_rate(state_.ledger, now(), BurnRate{});
  s.parent_funded = true;
  s.uneven_month = Money{};
  s.burn = Burn(payer(firm), account(Holder::payroll), BurnRate{}, now());
  s.burns_since = discount(now());
  set_burn(firm);
  s.round = RoundId::none();
  s.raising = false;
  for (const EventKind kind :
       {EventKind::raise_starts, EventKind::raise_closes, EventKind::cash_runs_out,
        EventKind::pivots, EventKind::known_raise, EventKind::relocates, EventKind::books_closed}) {
    cancel(kind, firm);
  }
  spend_on_waiting_work(firm);
}

void Simulation::relocate(FirmId firm) {
  record({.kind = RecordKind::relocates, .firm = firm});
  settle(firm, now());
  state(firm).domestic = false;
  set_burn(firm);
  end_contracts_on(firm, Trigger::relocation);
}

void Simulation::leave(FirmId firm, Fate fate) {
  FirmState& s = state(firm);
  s.fate = fate;
  if (s.was_domestic) {
    change(Series::suppliers_active, -1);
  }
  for (const Track track : tracks) {
    leave_facility(firm, track);
    s.work(track).phase = WorkPhase::idle;
    cancel(EventKind::stage_begins, firm, track);
    cancel(EventKind::stage_ends, firm, track);
  }
  end_burn(firm, now());
  s.burn.change_rate(state_.ledger, now(), BurnRate{});  // settled by the caller: posts nothing
  s.uneven_month = Money{};
  for (const EventKind kind :
       {EventKind::raise_starts, EventKind::raise_closes, EventKind::cash_runs_out,
        EventKind::pivots, EventKind::acquired, EventKind::receipt_due, EventKind::known_raise,
        EventKind::relocates, EventKind::books_closed, EventKind::readiness_reviewed}) {
    cancel(kind, firm);
  }
  for (const ProgrammeId programme : programmes()) {
    cancel(EventKind::award, contract_of(firm, programme));
    cancel(EventKind::lot_delivered, contract_of(firm, programme));
  }
  end_contracts(firm, Trigger::failure,
                fate == Fate::insolvent ? Trigger::insolvency : Trigger::failure);
}

}  // namespace firstcustomer
