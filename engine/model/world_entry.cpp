#include <fmt/format.h>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/behaviour.hpp"
#include "simulation.hpp"

namespace firstcustomer {
void Simulation::begin_cohort() {
  if (model_.firms.size() > state_.firms.size()) {
    throw OutOfSlots{};
  }
  for (const FirmId id : model_.firms.ids()) {
    const FirmStructure& structure = model_.firms[id];
    const Firm& firm = case_.firms[structure.firm.index()];
    if (recorder_ != nullptr) {
      recorder_->appears(id, firm.name, structure.technology);
    }
    state_.present = id.index() + std::size_t{1};
    because(-1);
    if (firm.enters <= case_.start) {
      appear(id);
      continue;
    }
    FirmState& s = state(id);
    s.reset();
    for (const ProgrammeId programme : programmes()) {
      state(contract_of(id, programme)).reset();
    }
    s.hash = structure.hash;
    s.fate = Fate::absent;
    schedule(EventKind::firm_appears, id, clock_.at(firm.enters), EventPhase::arrivals);
  }
}

void Simulation::appear(FirmId id) {
  const FirmStructure& structure = model_.firms[id];
  const Firm& firm = case_.firms[structure.firm.index()];
  const bool enters = firm.enters > case_.start;
  if (enters && firm.domestic) {
    count_entrant();
  }
  begin_firm(id,
             {structure.hash, structure.technology, structure.first_stage, firm.begun,
              firm.remaining, firm.cash, firm.burn, firm.cash_volatility, firm.domestic,
              firm.parent_funded, structure.next_round, &firm.respins, firm.age, firm.in_scope},
             enters ? RecordKind::firm_enters : RecordKind::firm_present);
  if (state(id).alive() && id != held_) {
    watch_known_raise(id);
  }
}

void Simulation::count_entrant() {
  outcome_.suppliers_entered += 1;
  change(Series::suppliers_entered, 1);
}

void Simulation::begin_firm(FirmId firm, const Beginning& known, RecordKind how) {
  FirmState& s = state(firm);
  s.reset();
  for (const ProgrammeId programme : programmes()) {
    state(contract_of(firm, programme)).reset();
  }
  s.hash = known.hash;
  s.technology = known.technology;
  s.was_domestic = s.domestic = known.domestic;
  s.parent_funded = known.parent_funded;
  s.round = known.parent_funded ? RoundId::none() : known.next_round;
  s.appeared = now();
  s.age_then = known.age;
  s.in_scope = known.in_scope == Share(1.0) ||
               uniform(Chance::scope, firm, Ordinal{}) < known.in_scope.value();
  const Technology& tech = technology(firm);
  s.attempts.assign(tech.stages.size(), 0);
  s.rounds_closed.assign(case_.finance.rounds.size(), 0);
  s.slip = draw(tech.slip, Chance::slip, firm, Ordinal{});
  s.relative_performance =
      draw_good(tech.relative_performance, Chance::relative_performance, firm, Ordinal{});
  s.respin_odds = respin_odds(firm, *known.respins);
  draw_unit_cost(firm);
  state_.ledger.transfer(account(Holder::investors), firm_account(firm), known.cash);
  s.base_burn = known.burn;
  s.burn = Burn(payer(firm), account(Holder::payroll), known.burn, now());
  s.burns_since = discount(now());
  record({.kind = how, .firm = firm, .amount = known.cash, .stage = known.stage});
  open_books(firm, firm == held_ ? Money{} : known.cash_volatility);
  if (!s.in_scope) {
    record({.kind = RecordKind::out_of_scope, .firm = firm});
  }
  if (s.was_domestic) {
    change(Series::suppliers_active, 1);
  }
  if (firm == held_) {
    return hold_back(firm, known);
  }
  if (known.stage == StageId(0) && how == RecordKind::firm_enters) {
    aim(firm);
  }
  s.opportunity = opportunity_seen(firm, case_.effort_responds);
  set_burn(firm);
  open_exits(firm);
  place_firm(firm, known);
  consider_awards(firm);
}

void Simulation::place_firm(FirmId firm, const Beginning& known) {
  FirmState& s = state(firm);
  const StageId prototype = model_.technologies[s.technology].prototype;
  const bool tests = known.stage == test_stage(firm);
  const Track track = tests ? Track::qualification : Track::development;
  s.work(track).stage = known.stage;
  s.completed = s.ever_completed = known.stage.index();
  s.planned = now();
  if (!prototype.valid() || known.stage > prototype) {  // has shown it before
    s.has_prototype = s.ever_prototype = s.is_testable = true;
    begin_improvement(firm);
    s.is_finished = tests;
    watch_acquirers(firm);
    if (tests && !s.in_scope) {  // with a product for its own market
      return pivot(firm);
    }
  } else {
    s.planned = now() + planned_time(firm, prototype, known.remaining, known.begun);
  }
  if (!tests) {
    const StageId last(test_stage(firm).index() - std::size_t{1});
    s.plan = planned_time(firm, last, known.remaining, known.begun) + planned_repetition(firm);
  }
  if (!known.begun) {
    if (!tests || !submits_when_ready(firm)) {
      begin_stage(firm, track);
    }
    consider_testing(firm);
    return;
  }
  s.submitted_at = now();
  Work& work = s.work(track);
  work.phase = WorkPhase::working;
  work.attempt = s.attempts[known.stage.index()] = 1;
  take_place(firm, track);
  set_burn(firm);
  end_work_after(firm, track,
                 Duration::from_days(known.remaining.days() * s.slip * s.ambition_span));
  if (track == Track::development && !gives_up(firm)) {
    reconsider_effort(firm);
  }
  if (!s.alive()) {
    return;
  }
  watch_cash(firm);
  consider_testing(firm);
}

double Simulation::respin_odds(FirmId firm, const std::optional<Respins>& respins) {
  const StageId prototype = model_.technologies[state(firm).technology].prototype;
  if (!respins || !prototype.valid()) {
    return 1.0;
  }
  FirmState& s = state(firm);
  const std::vector<double>& success = technology(firm).stages[prototype.index()].success;
  if (respins->mean != s.odds_solved_for.mean || success != s.odds_solved_for.success) {
    s.odds_solved_for.factor = odds_for_mean_repetitions(success, respins->mean);
    s.odds_solved_for.mean = respins->mean;
    s.odds_solved_for.success = success;
  }
  return s.odds_solved_for.factor;
}

void Simulation::open_entry() {
  const FirmEntry& entry = *case_.entry;
  if (entry.rate > PerYear{}) {
    candidates_.emplace(PerYear(entry.rate.value() * entry.ceiling));
    fastest_entry_ = rate_of_entry(Promises::all);
    schedule_candidate();
  }
}

PerYear Simulation::rate_of_entry(Promises promises) const {
  const FirmEntry& entry = *case_.entry;
  if (case_.beliefs != nullptr) {
    const double ceiling = entry.rate.value() * entry.ceiling;
    const double pace = entry.pace.empty() ? 1.0 : pace_at(entry.pace, clock_, now());
    return PerYear(promises == Promises::all
                       ? ceiling
                       : std::min(ceiling, pace * believed_rate_of_entry().value()));
  }
  Money budgets;
  for (const ProgrammeId programme : programmes()) {
    const Programme& buyer = numbers(programme);
    const bool draws = buyer.promised && is_there(programme) &&
                       case_.behaviour.founders_respond() &&
                       (promises == Promises::all || is_announced(programme));
    budgets += draws ? buyer.fund.budget : Money{};
  }
  const PerYear rate = entry_rate({entry.rate, budgets, entry.reference_budget, entry.elasticity});
  if (entry.pace.empty()) {
    return rate;
  }
  return PerYear(rate.value() * (promises == Promises::all ? fastest_pace(entry.pace)
                                                           : pace_at(entry.pace, clock_, now())));
}

void Simulation::schedule_candidate() {
  because(-1);  // candidates come of themselves
  constexpr std::int64_t most = 1'000'000;
  for (std::int64_t passed_over = 0; passed_over < most; ++passed_over) {
    const EntityHash candidate = hash_of("entry", candidates_->count());
    const Instant next = candidates_->next(uniform(Chance::candidate_gap, candidate, Ordinal{}));
    candidate_mark_ = uniform(Chance::candidate_mark, candidate, Ordinal{});
    // Who would not enter at any rate of this run is passed over.
    if (next >= end_ || candidates_->accepts(candidate_mark_, fastest_entry_)) {
      return schedule_slot(EventKind::candidate_enters, 0, next, EventPhase::arrivals, Rank{0});
    }
  }
  throw ReplicationError("candidates of entry come without end (a ceiling far above any rate?)");
}

void Simulation::meet_candidate() {
  const std::int64_t number = candidates_->count() - 1;
  if (candidates_->accepts(candidate_mark_, rate_of_entry(Promises::of_now))) {
    enter(hash_of("entry", number), number + 1);
  }
  schedule_candidate();
}

TechnologyId Simulation::choose_technology(EntityHash candidate) {
  const std::vector<EntryChoice>& choices = case_.entry->technologies;
  double sum = 0.0;
  for (const EntryChoice& choice : choices) {
    sum += choice.weight;
  }
  double left = uniform(Chance::entrant_technology, candidate, Ordinal{}) * sum;
  std::size_t i = 0;
  while (i + 1 < choices.size() && left >= choices[i].weight) {
    left -= choices[i].weight;
    ++i;
  }
  return model_.entrant_technologies[i];
}

void Simulation::enter(EntityHash candidate, std::int64_t number) {
  if (state_.present == state_.firms.size()) {
    throw OutOfSlots{};
  }
  const FirmEntry& entry = *case_.entry;
  const FirmId firm(state_.present++);
  const TechnologyId technology = choose_technology(candidate);
  if (recorder_ != nullptr) {
    recorder_->appears(firm, fmt::format("entrant-{}", number), technology);
  }
  count_entrant();
  const auto drawn = [&](const Law& law, Chance chance, bool good) {
    if (law.family == LawFamily::constant) {
      return law.parameters[0];
    }
    const double u = uniform(chance, candidate, Ordinal{});
    return model_.laws.quantile(law, good ? 1.0 - u : u);
  };
  const double days = drawn(entry.remaining, Chance::entrant_remaining, false);
  const double cash = drawn(entry.cash, Chance::entrant_cash, true);
  begin_firm(firm,
             {candidate, technology, StageId(0), true, Duration::from_days(days),
              Money::major(cash), entry.burn, entry.cash_volatility, true, false,
              model_.entrant_round, &entry.respins, entry.age},
             RecordKind::firm_enters);
}

}  // namespace firstcustomer
