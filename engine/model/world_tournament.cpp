#include <algorithm>
#include <string_view>

#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {

std::size_t Simulation::phase_of(ContractId contract, std::size_t clause) const {
  const Programme& programme = numbers(contract);
  const std::string& name = programme.contract[clause].phase;
  const std::vector<TournamentPhase>& phases = programme.allocation.phases;
  if (name.empty()) {
    return 0;
  }
  const auto found = std::find_if(phases.begin(), phases.end(),
                                  [&](const TournamentPhase& phase) { return phase.name == name; });
  return static_cast<std::size_t>(found - phases.begin());  // none: after all of them
}

bool Simulation::is_of_phase(ContractId contract, std::size_t clause) const {
  return phase_of(contract, clause) == state(contract).phase;
}

bool Simulation::competes(ContractId contract) const {
  return state(contract).phase < numbers(contract).allocation.phases.size();
}

bool Simulation::has_phase(ProgrammeId programme, std::size_t phase) const {
  const Programme& buyer = numbers(programme);
  return phase < buyer.allocation.phases.size() ||
         (phase == buyer.allocation.phases.size() &&
          std::any_of(buyer.contract.begin(), buyer.contract.end(),
                      [](const Clause& clause) { return clause.phase == phase_of_purchase; }));
}

void Simulation::begin_phase(ProgrammeId programme, std::size_t firms_in_it) {
  const std::vector<TournamentPhase>& phases = numbers(programme).allocation.phases;
  const std::size_t phase = state(programme).phase;
  record({.kind = RecordKind::phase_begins,
          .programme = programme,
          .other = static_cast<double>(firms_in_it),
          .count = static_cast<std::int64_t>(phase) + 1});
  if (phase < phases.size()) {
    schedule(EventKind::phase_ends, programme, now() + phases[phase].lasts, EventPhase::awards,
             Rank{programme.index()});
  }
}

bool Simulation::has_delivered(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const FirmState& s = state(firm);
  const StageId asked =
      model_.technologies[s.technology].deliverables[programme][state(programme).phase];
  if (!asked.valid()) {
    return true;
  }
  if (asked == test_stage(firm)) {
    return state(contract).is_qualified;
  }
  return s.ever_completed > static_cast<std::int64_t>(asked.index());
}

void Simulation::drop_who_did_not_deliver(ProgrammeId programme) {
  const std::int64_t end = cause();
  for (const FirmId firm : firms()) {
    const ContractId contract = contract_of(firm, programme);
    because(end);
    if (state(contract).awaits_approval) {
      withdraw(contract);
    }
    if (state(contract).active) {
      settle(firm, now());
      if (!has_delivered(contract)) {
        end_contract(contract, Trigger::failure);
      }
    }
  }
  because(end);
}

double Simulation::score(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const std::size_t phase = state(programme).phase;
  const double u = uniform(
      Chance::phase_score, firm,
      ordinal(luck_of(programme), static_cast<std::int64_t>(phase) + 1, state(firm).generation));
  return elementary::log(state(firm).relative_performance) -
         numbers(programme).allocation.phases[phase].score_noise * normal_quantile(u);
}

void Simulation::rank_by_score(ProgrammeId programme) {
  std::vector<Invited>& ranked = state_.applicants;
  ranked.clear();
  for (const FirmId firm : firms()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).active) {
      state(contract).score = score(contract);
      ranked.push_back({firm, state(contract).score});
    }
  }
  std::sort(ranked.begin(), ranked.end(), [&](const Invited& a, const Invited& b) {
    return a.assessment != b.assessment ? a.assessment > b.assessment
                                        : state(a.firm).hash < state(b.firm).hash;
  });
}

void Simulation::end_phase(ProgrammeId programme) {
  const std::int64_t end = cause();
  drop_who_did_not_deliver(programme);
  for (const FirmId firm : firms()) {
    because(end);
    if (state(contract_of(firm, programme)).active) {
      fire(contract_of(firm, programme), Trigger::phase_ends);
    }
  }
  rank_by_score(programme);
  because(end);
  const TournamentPhase& ended = numbers(programme).allocation.phases[state(programme).phase++];
  const std::size_t go_on = take_best_further(programme, ended);
  if (go_on > 0 && has_phase(programme, state(programme).phase)) {
    begin_phase(programme, go_on);
  }
  const std::int64_t beginning = cause();
  for (const FirmId firm : firms()) {
    because(beginning);
    join_phase(contract_of(firm, programme));
  }
}

std::size_t Simulation::take_best_further(ProgrammeId programme, const TournamentPhase& ended) {
  const std::int64_t end = cause();
  const auto most = static_cast<std::size_t>(ended.go_on);
  std::size_t go_on = 0;
  for (const Invited& firm : state_.applicants) {
    because(end);
    const ContractId contract = contract_of(firm.firm, programme);
    const bool is_wanted = go_on < most && elementary::exp(firm.assessment) >= ended.least;
    const Offer answer = is_wanted ? take_further(contract) : Offer::no_money;
    if (answer == Offer::accepted) {
      ++go_on;
      continue;
    }
    discontinue(contract);
    if (go_on > 0 && answer != Offer::declined) {  // else nobody is preferred
      state(firm.firm).refused_at = now();
    }
  }
  because(end);
  return go_on;
}

Offer Simulation::take_further(ContractId contract) {
  const ProgrammeId programme = programme_of(contract);
  state(contract).phase = state(programme).phase;
  if (!has_phase(programme, state(programme).phase)) {
    return Offer::accepted;
  }
  return state(programme).open ? reserve_for_phase(contract) : Offer::no_money;
}

Offer Simulation::reserve_for_phase(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  Commitment& terms = state(contract);
  const bool has_order = terms.units > 0;
  draw_up_phase(contract);
  const Money fixed = fixed_part(contract);
  const Money free = state_.ledger.balance(free_account(programme));
  const Money limit = room_for(contract, free) - fixed;
  const bool orders = !has_order && !terms.prices.empty();
  const std::int64_t units = orders ? units_within(contract, limit) : 0;
  const Money ordered = value_of_units(terms.prices, units);
  const Money extra = extra_part(contract, orders ? ordered : terms.units_value);
  if (orders ? units == 0 : extra > limit) {
    return Offer::no_money;
  }
  if (!accepts_order(contract, ordered, fixed, units)) {
    record({.kind = RecordKind::contract_declined,
            .firm = firm,
            .programme = programme,
            .amount = ordered + fixed});
    return Offer::declined;
  }
  if (orders) {
    terms.units = units;
    terms.units_value = terms.units_left = ordered;
    state(firm).units_ordered += units;
  }
  const Money reserved = ordered + fixed + extra;
  reserve(contract, reserved);
  record({.kind = RecordKind::goes_on,
          .firm = firm,
          .programme = programme,
          .amount = reserved,
          .value = terms.score,
          .count = units});
  return Offer::accepted;
}

void Simulation::join_phase(ContractId contract) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  if (!terms.active) {
    return;
  }
  for (std::size_t i = 0; i < terms.clauses.size(); ++i) {
    if (phase_of(contract, i) > 0 && is_of_phase(contract, i)) {
      begin_clause(contract, i);
    }
  }
  if (terms.bond == Money{}) {  // none before there were units
    deposit(contract);
  }
  fire(contract, Trigger::phase_begins);
  if (terms.is_qualified) {
    fire(contract, Trigger::qualification);
  }
  watch_milestones(contract);
  start_delivery(contract);
  if (has_own_standard(programme_of(contract))) {
    consider_testing(firm);
  }
  check_fulfilled(contract);
  use_credit(contract);
}

void Simulation::discontinue(ContractId contract) {
  stop(contract, RecordKind::not_continued);
  end_bond(contract, false);
  call_in_debt(contract, true);
  write_off_advance(contract);
  vacate_place(contract);
}

}  // namespace firstcustomer
