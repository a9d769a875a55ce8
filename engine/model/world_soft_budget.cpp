#include "simulation.hpp"

namespace firstcustomer {

Instant Simulation::moved_deadline(ProgrammeId programme) const {
  const Date promised = standard(programme).deadline;
  return within_horizon(clock_.end_of(promised) + state(programme).deadline_moved);
}

void Simulation::watch_terms(ProgrammeId programme) {
  const std::optional<SoftBudget>& soft = numbers(programme).strength.soft_budget;
  const ProgrammeState& buyer = state(programme);
  if (!soft || buyer.has_supplier || buyer.softenings >= soft->at_most) {
    return;
  }
  const std::string& luck = numbers(programme).luck;
  Hazard hazard(uniform(Chance::soft_budget, hash_name(luck.empty() ? "programme" : luck),
                        nth(buyer.softenings)));
  hazard.set_rate(now(), soft->hazard);
  schedule(EventKind::terms_soften, programme, hazard.due(), EventPhase::arrivals,
           Rank{programme.index()});
}

void Simulation::soften_terms(ProgrammeId programme) {
  const SoftBudget& soft = *numbers(programme).strength.soft_budget;
  ProgrammeState& buyer = state(programme);
  ++buyer.softenings;
  buyer.threshold_kept *= 1.0 - soft.threshold_cut.value();
  buyer.deadline_moved = buyer.deadline_moved + soft.deadline_extended_by;
  record({.kind = RecordKind::terms_softened,
          .programme = programme,
          .value = buyer.threshold_kept,
          .other = buyer.deadline_moved.days(),
          .count = buyer.softenings});
  const std::int64_t softening = cause();
  schedule_end(programme);
  resume_calls(programme);
  watch_terms(programme);
  for (const FirmId firm : firms()) {
    because(softening);
    consider_testing(firm);
  }
  because(softening);
}

void Simulation::resume_calls(ProgrammeId programme) {
  const Allocation& allocation = numbers(programme).allocation;
  if (allocation.signing == Signing::call &&
      !state_.queue.pending(static_cast<std::uint8_t>(EventKind::call_held), programme.index())) {
    const std::int64_t months = state(programme).call_dates * allocation.months_between;
    schedule_call(programme, allocation.first_call.plus_months(static_cast<int>(months)));
  }
}

void Simulation::note_supplier(ContractId contract) {
  const ProgrammeId programme = programme_of(contract);
  if (numbers(programme).strength.soft_budget &&
      (state(contract).active || eligible(firm_of(contract), programme))) {
    state(programme).has_supplier = true;
    cancel(EventKind::terms_soften, programme);
  }
}

}  // namespace firstcustomer
