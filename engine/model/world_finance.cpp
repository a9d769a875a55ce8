#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/contract.hpp"
#include "simulation.hpp"

namespace firstcustomer {

AccountId Simulation::payer(FirmId firm) const {
  return numbers(firm).parent_funded ? account(Holder::investors) : firm_account(firm);
}

void Simulation::settle(FirmId firm, Instant when) {
  FirmState& s = state(firm);
  s.spent += s.burn.settle(state_.ledger, when);
}

void Simulation::spend(FirmId firm, Money amount) {
  state_.ledger.transfer(payer(firm), account(Holder::foundries), amount);
  state(firm).spent += amount;
  if (amount > Money{} && numbers(firm).domestic) {
    state_.present_spent += present_value(amount);
  }
}

void Simulation::watch_cash(FirmId firm) {
  const FirmState& s = state(firm);
  // An account emptied to the penny is ruined now, not when its last penny was due.
  const Instant ruin = std::max(now(), s.burn.run_out(state_.ledger));
  schedule(EventKind::cash_runs_out, firm, ruin, EventPhase::failures);
  if (can_raise(firm)) {
    const Duration notice = numbers(s.round).starts_at_runway;
    const Instant start = s.waits_for_cash || ruin - now() <= notice
                              ? now()
                              : Instant::microseconds(ruin.microseconds() - notice.microseconds());
    schedule(EventKind::raise_starts, firm, start, EventPhase::completions);
  }
}

bool Simulation::can_raise(FirmId firm) {
  const FirmState& s = state(firm);
  return s.round.valid() && !s.raising && s.raise_attempt <= case_.finance.attempts;
}

Ordinal Simulation::raise_ordinal(const FirmState& s) const {
  return ordinal(model_.rounds[s.round], s.raise_attempt);
}

void Simulation::start_raise(FirmId firm) {
  FirmState& s = state(firm);
  s.raising = true;
  const double days = draw(case_.finance.closing, Chance::closing_time, firm, raise_ordinal(s));
  schedule(EventKind::raise_closes, firm, now() + Duration::from_days(days), EventPhase::payments);
}

void Simulation::close_raise(FirmId firm) {
  FirmState& s = state(firm);
  const Round& round = numbers(s.round);
  s.raising = false;
  settle(firm, now());
  const Ordinal which = raise_ordinal(s);
  if (uniform(Chance::closing_success, firm, which) < closing_probability(round, case_.finance)) {
    const Money size = Money::major(draw_good(round.size, Chance::round_size, firm, which));
    state_.ledger.transfer(account(Holder::investors), firm_account(firm), size);
    if (numbers(firm).domestic) {
      state_.raised += size;
      state_.present_raised += present_value(size);
    }
    const BurnRate affordable =
        BurnRate::major_per_year(size.major() / case_.finance.round_lasts.years());
    end_burn(firm, now());
    s.burn.change_rate(state_.ledger, now(), std::max(s.burn.rate(), affordable));
    s.burns_since = discount(now());
    s.round = model_.then[s.round];
    s.raise_attempt = 1;
    if (s.waits_for_cash) {
      return begin_stage(firm);  // which watches the cash that is left
    }
  } else {
    ++s.raise_attempt;
  }
  watch_cash(firm);
}

void Simulation::run_out(FirmId firm) {
  settle(firm, now());
  ensure(cash(firm) == Money{}, "a firm runs out of cash when it has none");
  leave(firm, Fate::insolvent);
}

void Simulation::leave(FirmId firm, Fate fate) {
  FirmState& s = state(firm);
  s.fate = fate;
  s.waits_for_cash = false;
  leave_facility(firm);
  end_burn(firm, now());
  s.burn.change_rate(state_.ledger, now(), BurnRate{});  // settled by the caller: posts nothing
  for (const EventKind kind : {EventKind::stage_begins, EventKind::stage_ends, EventKind::test_ends,
                               EventKind::award, EventKind::raise_starts, EventKind::raise_closes,
                               EventKind::cash_runs_out, EventKind::lot_delivered}) {
    cancel(kind, firm);
  }
  if (s.ordered > s.accepted) {
    release(firm);
  }
}

}  // namespace firstcustomer
