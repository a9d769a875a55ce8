#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {

AccountId Simulation::payer(FirmId firm) const {
  return state_.firms[firm].parent_funded ? account(Holder::investors) : firm_account(firm);
}

void Simulation::settle(FirmId firm, Instant when) {
  FirmState& s = state(firm);
  const Money change = s.is_uneven() ? unposted_unevenness(firm, when) : Money{};
  post_unevenness(firm, std::max(Money{}, change));
  s.spent += s.burn.settle(state_.ledger, when);
  post_unevenness(firm, std::min(Money{}, change));
}

void Simulation::spend(FirmId firm, Money amount) {
  FirmState& s = state(firm);
  state_.ledger.transfer(payer(firm), account(Holder::foundries), amount);
  s.spent += amount;
  if (amount > Money{} && s.was_domestic) {
    state_.present_spent += present_value(amount);
  }
}

void Simulation::end_burn(FirmId firm, Instant when) {
  const FirmState& s = state(firm);
  const Money burnt = s.burn.posted();
  if (burnt > Money{} && s.was_domestic) {
    const double mean = mean_factor(s.burns_since, discount(when));
    state_.present_spent += static_cast<double>(burnt.minor()) * mean;
  }
}

void Simulation::set_burn(FirmId firm) {
  FirmState& s = state(firm);
  double multiple = 1.0;
  for (const Track track : {Track::qualification, Track::development}) {
    const WorkPhase phase = s.work(track).phase;
    if (phase == WorkPhase::working || phase == WorkPhase::in_line) {
      multiple = stage(firm, track).burn_multiple;
    }
  }
  const WorkPhase phase = s.development.phase;
  if (case_.behaviour.effort_cost == EffortCost::flow &&
      (phase == WorkPhase::working || phase == WorkPhase::in_line)) {
    multiple *= s.effort;
  }
  multiple *= talent_factor(firm);
  const std::int64_t of_work =
      multiple == 1.0 ? s.base_burn.minor_per_year()
                      : scaled(Money::minor(s.base_burn.minor_per_year()), multiple).minor();
  const BurnRate rate = BurnRate::minor_per_year(of_work + running_cost(firm));
  if (rate != s.burn.rate()) {
    settle(firm, now());
    end_burn(firm, now());
    s.burn.change_rate(state_.ledger, now(), rate);
    s.burns_since = discount(now());
    watch_cash(firm);
  }
}

void Simulation::watch_cash(FirmId firm) {
  const FirmState& s = state(firm);
  // An account emptied to the penny is ruined now, not when its last penny was due.
  const Instant planned = s.is_uneven() ? planned_ruin(firm) : s.burn.run_out(state_.ledger);
  const Instant ruin = std::max(now(), planned);
  schedule(EventKind::cash_runs_out, firm, s.is_uneven() ? next_uneven_ruin(firm) : ruin,
           EventPhase::failures);
  if (can_raise(firm)) {
    const Duration notice = numbers(s.round).starts_at_runway;
    const bool waits = s.development.phase == WorkPhase::waits_for_cash ||
                       s.qualification.phase == WorkPhase::waits_for_cash || s.waiting_orders > 0 ||
                       waits_for_capacity(firm);
    const Instant start = waits || ruin - now() <= notice
                              ? now()
                              : Instant::microseconds(ruin.microseconds() - notice.microseconds());
    schedule(EventKind::raise_starts, firm, std::max(start, history_end_), EventPhase::completions);
  }
}

bool Simulation::can_raise(FirmId firm) {
  const FirmState& s = state(firm);
  return s.round.valid() && !s.raising && s.raise_attempt <= case_.finance.attempts;
}

Ordinal Simulation::raise_ordinal(const FirmState& s) const {
  // Low bits: attempts; above them how often the firm has closed this kind of round before.
  constexpr std::int64_t attempts = 256;
  return ordinal(model_.rounds[s.round],
                 s.raise_attempt + attempts * s.rounds_closed[s.round.index()]);
}

void Simulation::start_raise(FirmId firm) {
  FirmState& s = state(firm);
  s.raising = true;
  s.bridged = false;
  settle(firm, now());
  const double days = draw(case_.finance.closing, Chance::closing_time, firm, raise_ordinal(s));
  s.raise_closes = now() + Duration::from_days(days);
  record({.kind = RecordKind::raise_starts,
          .firm = firm,
          .amount = cash(firm),
          .count = s.raise_attempt,
          .round = s.round});
  schedule(EventKind::raise_closes, firm, s.raise_closes, EventPhase::payments);
}

double Simulation::news(FirmId firm) {
  const FirmState& s = state(firm);
  if (!case_.finance.signals || !case_.behaviour.investors_respond()) {
    return 1.0;
  }
  const Signals& signals = *case_.finance.signals;
  double ratio = 1.0;
  bool told = false;
  for (const ProgrammeId programme : programmes()) {
    const Programme& buyer = numbers(programme);
    const bool tells = case_.news && is_there(programme) && buyer.promised;
    told = told || tells;
    if (tells && is_announced(programme) && eligible(firm, programme)) {
      const double budgets = buyer.fund.budget.major() / signals.reference_budget.major();
      constexpr double per_log_2 = 1.4426950408889634;
      ratio *= faded_ratio(signals.announcement, elementary::log(1.0 + budgets) * per_log_2,
                           now() - clock_.at(buyer.announced), signals.announcement_half_life);
    }
  }
  const auto faded = [&](double of, double weight, Instant since) {
    return since <= now() ? faded_ratio(of, weight, now() - since, signals.half_life) : 1.0;
  };
  const double part = s.ever_prototype ? 0.0 : signals.prototype_part.value();
  const double loose = 1.0 - 0.85 * case_.standard.tightness.value();
  ratio *= told ? faded(signals.award, (1.0 - part) * loose, s.award_news) : 1.0;
  ratio *= faded(signals.miss, 1.0, s.miss_at);
  ratio *= told ? faded(signals.not_chosen, 1.0, s.refused_at) : 1.0;
  return ratio;
}

void Simulation::close_raise(FirmId firm) {
  FirmState& s = state(firm);
  s.raising = false;
  settle(firm, now());
  resume_unevenness(firm);
  const Ordinal which = raise_ordinal(s);
  const bool asks = case_.behaviour.investors_are_rational() &&
                    case_.behaviour.preferences == Preferences::stated;
  const auto drawn = [&] {
    return Money::major(draw_good(numbers(s.round).size, Chance::round_size, firm, which));
  };
  const double p = closing_chance(firm, asks ? drawn() : Money{});
  const bool closes = uniform(Chance::closing_success, firm, which) < p;
  const Money wanted = closes ? drawn() : Money{};
  const Money displaced = displaced_of(firm, wanted);
  const Money size = wanted - displaced;
  record({.kind = closes ? RecordKind::raise_closes : RecordKind::raise_fails,
          .firm = firm,
          .amount = size,
          .value = p,
          .count = s.raise_attempt,
          .round = s.round});
  if (!closes) {
    ++s.raise_attempt;
    return watch_cash(firm);
  }
  note_displaced(firm, displaced);
  ++s.rounds_closed[s.round.index()];
  const BurnRate sustained =
      BurnRate::major_per_year(size.major() / case_.finance.round_lasts.years());
  take_round(firm, size, std::max(s.base_burn, sustained), model_.then[s.round]);
}

void Simulation::watch_known_raise(FirmId firm) {
  const std::vector<KnownRaise>& raises = case_.firms[model_.firms[firm].firm.index()].raises;
  const std::size_t next = state(firm).known_raises;
  if (next < raises.size()) {
    schedule(EventKind::known_raise, firm, clock_.at(raises[next].on), EventPhase::payments);
  }
}

void Simulation::raise_as_known(FirmId firm) {
  FirmState& s = state(firm);
  expect(!s.raising, "chance raises after the history");
  const FirmStructure& structure = model_.firms[firm];
  const std::size_t which = s.known_raises++;
  const KnownRaise& raise = case_.firms[structure.firm.index()].raises[which];
  settle(firm, now());
  cancel(EventKind::raise_starts, firm);  // of the round that would have been next
  record({.kind = RecordKind::raise_known,
          .firm = firm,
          .amount = raise.size,
          .value = static_cast<double>(raise.burn.minor_per_year()) / 100.0});
  take_round(firm, raise.size, raise.burn, structure.rounds_after[which]);
  watch_known_raise(firm);
}

void Simulation::spend_on_waiting_work(FirmId firm) {
  for (const Track track : {Track::qualification, Track::development}) {
    if (state(firm).work(track).phase == WorkPhase::waits_for_cash) {
      try_stage(firm, track);
    }
  }
  place_waiting_orders(firm);
  if (waits_for_capacity(firm)) {
    start_deliveries(firm);
  }
}

void Simulation::take_round(FirmId firm, Money size, BurnRate burn, RoundId next) {
  FirmState& s = state(firm);
  state_.ledger.transfer(account(Holder::investors), firm_account(firm), size);
  const Money repaid = std::min(s.bridge_owed, size);
  if (repaid > Money{}) {
    record({.kind = RecordKind::bridge_repaid, .firm = firm, .amount = repaid});
    state_.ledger.transfer(firm_account(firm), account(Holder::bridges), repaid);
    s.bridge_owed -= repaid;
  }
  s.raised += size;
  s.beside_private = Money{};
  value_firm(firm, size);
  if (s.was_domestic) {
    state_.raised += size;
    state_.present_raised += present_value(size);
    change(Series::private_money_raised, size.major());
  }
  s.base_burn = burn;
  s.round = next;
  s.raise_attempt = 1;
  watch_acquirers(firm);
  set_burn(firm);
  spend_on_waiting_work(firm);
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).active) {
      pay_milestones(contract);
    }
    if (state(contract).active) {
      fire(contract, Trigger::raise, size);
      check_fulfilled(contract);
    }
  }
  watch_cash(firm);
}

void Simulation::run_out(FirmId firm) {
  state(firm).is_uneven() ? settle_ruin(firm) : settle(firm, now());
  ensure(cash(firm) == Money{}, "a firm runs out of cash when it has none");
  if (!draw_for_burn(firm) && !bridge(firm)) {
    record({.kind = RecordKind::insolvent, .firm = firm});
    if (state(firm).was_domestic) {
      change(Series::suppliers_insolvent, 1);
    }
    leave(firm, Fate::insolvent);
  }
}

bool Simulation::bridge(FirmId firm) {
  FirmState& s = state(firm);
  if (!case_.finance.bridge || !s.raising || s.bridged ||
      uniform(Chance::bridge, firm, raise_ordinal(s)) >=
          case_.finance.bridge->probability.value()) {
    return false;
  }
  // A penny or two above what the burn will have posted when the raise closes.
  const Duration span = std::min(s.raise_closes - now(), case_.finance.bridge->lasts);
  even_out(firm);
  const Money loan = s.burn.rate().accrued(span) + Money::minor(2);
  s.bridged = true;
  s.bridge_owed += loan;
  record({.kind = RecordKind::bridged, .firm = firm, .amount = loan});
  state_.ledger.transfer(account(Holder::bridges), firm_account(firm), loan);
  watch_cash(firm);
  return true;
}

}  // namespace firstcustomer
