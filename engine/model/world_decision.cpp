#include <algorithm>
#include <cmath>

#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {

double Simulation::left_of(ProgrammeId programme) const {
  const ProgrammeState& buyer = state(programme);
  const Allocation& allocation = numbers(programme).allocation;
  if (!is_there(programme) || !numbers(programme).promised || buyer.closed) {
    return 0.0;
  }
  if (!buyer.open) {
    return 1.0;
  }
  const bool called = allocation.signing == Signing::call;
  const std::int64_t most = allocation.phases.empty() ? allocation.calls : 1;
  if (called && buyer.calls >= most) {
    return 0.0;
  }
  const double money = state_.ledger.balance(free_account(programme)).major() /
                       numbers(programme).fund.budget.major();
  const double awards = static_cast<double>(allocation.awards);
  return std::min(money, (awards - static_cast<double>(buyer.awards)) / awards);
}

std::size_t Simulation::opportunity(FirmId firm) const {
  const bool there = firm.valid() && state_.firms[firm].fate != Fate::absent;
  double most = 0.0;
  for (const ProgrammeId programme : programmes()) {
    if (!numbers(programme).promised) {
      continue;  // pilots never meet what nobody promised
    }
    if (there) {
      const Commitment& terms = state(contract_of(firm, programme));
      if (terms.active || terms.awaits_approval) {
        return static_cast<std::size_t>(Opportunity::contracted);
      }
      const bool may = state_.firms[firm].domestic || !numbers(programme).eligibility.domestic_only;
      if (!may || terms.award_at != Instant::never()) {
        continue;  // it had its one contract, or cannot have one
      }
    }
    most = std::max(most, left_of(programme));
  }
  return static_cast<std::size_t>(std::clamp(std::ceil(most * 4.0), 0.0, 4.0));
}

const Beliefs* Simulation::believed(bool responds) const {
  return responds ? case_.beliefs : case_.beliefs_without;
}

std::size_t Simulation::opportunity_seen(FirmId firm, bool responds) const {
  return responds ? opportunity(firm) : static_cast<std::size_t>(Opportunity::closed);
}

const DecisionTable& Simulation::table_of(FirmId firm, const Beliefs& beliefs) const {
  const FirmState& s = state_.firms[firm];
  return beliefs.tables[s.technology][s.is_finished ? test_stage(firm) : s.development.stage];
}

double Simulation::wanted_effort(FirmId firm) const {
  const Beliefs* beliefs = believed(case_.effort_responds);
  if (beliefs == nullptr || !case_.behaviour.chooses_effort()) {
    return 1.0;
  }
  return table_of(firm, *beliefs)
      .effort[beliefs->date_of(now())][opportunity_seen(firm, case_.effort_responds)];
}

double Simulation::pace(double effort) const {
  return effort == 1.0
             ? 1.0
             : elementary::exp(-case_.behaviour.effort_elasticity * elementary::log(effort));
}

double Simulation::effort_within_means(FirmId firm, double wanted, double cost_per_effort,
                                       double exponent) const {
  if (wanted <= 1.0 || state_.firms[firm].parent_funded || cost_per_effort <= 0.0) {
    return wanted;
  }
  const double ratio = std::max(cash(firm).major() / cost_per_effort, 0.0);
  const double affordable = ratio > 0.0 ? elementary::exp(elementary::log(ratio) / exponent) : 0.0;
  return std::min(wanted, std::max(1.0, affordable));
}

void Simulation::set_effort(FirmId firm, double effort) {
  FirmState& s = state(firm);
  if (effort == s.effort) {
    return;
  }
  s.effort = effort;
  record({.kind = RecordKind::effort_chosen,
          .firm = firm,
          .value = effort,
          .stage = s.development.stage});
}

void Simulation::aim(FirmId firm) {
  FirmState& s = state(firm);
  const Beliefs* beliefs = believed(case_.effort_responds);
  s.ambition_span = 1.0;
  if (beliefs == nullptr || !case_.behaviour.aims() || firm == held_) {
    return;
  }
  const DecisionTable& table = beliefs->tables[s.technology][StageId(0)];
  const std::size_t date = beliefs->date_of(now());
  const std::size_t seen = opportunity_seen(firm, case_.effort_responds);
  const double ambition = table.ambition[date][seen];
  if (ambition != 1.0) {
    s.relative_performance *= ambition;
    s.ambition_span = table.span[date][seen];
    record({.kind = RecordKind::ambition_chosen,
            .firm = firm,
            .value = ambition,
            .other = s.ambition_span});
  }
}

void Simulation::choose_lump(FirmId firm, Money cost) {
  if (case_.beliefs != nullptr && case_.behaviour.effort_cost == EffortCost::lump) {
    settle(firm, now());
    set_effort(firm, effort_within_means(firm, wanted_effort(firm), cost.major(), 1.0));
  }
}

void Simulation::reconsider_effort(FirmId firm) {
  FirmState& s = state(firm);
  Work& work = s.development;
  if (case_.beliefs == nullptr || case_.behaviour.effort_cost != EffortCost::flow ||
      work.phase != WorkPhase::working || work.ends <= now()) {
    return;
  }
  settle(firm, now());
  const double left = (work.ends - now()).years() / pace(s.effort);
  const double multiple = stage(firm, Track::development).burn_multiple * talent_factor(firm);
  const double burn = static_cast<double>(s.base_burn.minor_per_year()) / 100.0 * multiple;
  const double effort = effort_within_means(firm, wanted_effort(firm), burn * left,
                                            1.0 - case_.behaviour.effort_elasticity);
  if (effort == s.effort) {
    return;
  }
  const double factor = pace(effort) / pace(s.effort);
  set_effort(firm, effort);
  end_work_after(firm, Track::development,
                 Duration::from_days((work.ends - now()).days() * factor));
  set_burn(firm);
}

bool Simulation::gives_up(FirmId firm) {
  const FirmState& s = state(firm);
  const Beliefs* beliefs = believed(case_.effort_responds);
  if (beliefs == nullptr || !case_.behaviour.giving_up || firm == held_ || s.parent_funded ||
      case_.behaviour.preferences != Preferences::stated || has_met_some(firm)) {
    return false;
  }
  const DecisionTable& table = table_of(firm, *beliefs);
  const std::size_t date = beliefs->date_of(now());
  const std::size_t seen = opportunity_seen(firm, case_.effort_responds);
  const double net = table.net[date][seen];
  // A firm that expects to give up at once expects to pay nothing.
  const bool in_vain = table.worth[date][seen] <= 0.0 && s.base_burn > BurnRate{};
  if (net >= 0.0 && !in_vain) {
    return false;
  }
  record({.kind = RecordKind::gives_up, .firm = firm, .value = net});
  settle(firm, now());
  leave(firm, Fate::gave_up);
  return true;
}

std::int64_t Simulation::standing_of_promises() const {
  std::int64_t sum = 0;
  for (const ProgrammeId programme : programmes()) {
    const ProgrammeState& buyer = state(programme);
    sum = sum * 31 + state_.ledger.balance(free_account(programme)).minor();
    sum = sum * 31 + buyer.awards + 7 * buyer.contracts_failed + 3 * buyer.calls;
    sum = sum * 31 + (buyer.open ? 1 : 0) + (buyer.closed ? 2 : 0);
  }
  return sum;
}

void Simulation::respond_to_promises() {
  const std::int64_t standing = standing_of_promises();
  if (standing == promises_seen_) {
    return;
  }
  promises_seen_ = standing;
  // What changed is in the record, if not as the cause of this event.
  const std::int64_t change = recorder_ == nullptr || cause() >= 0
                                  ? cause()
                                  : static_cast<std::int64_t>(recorder_->records().size()) - 1;
  for (const FirmId firm : firms()) {
    FirmState& s = state(firm);
    if (!s.alive() || firm == held_ || s.is_finished) {
      continue;
    }
    const std::size_t seen = opportunity_seen(firm, case_.effort_responds);
    if (seen != s.opportunity) {
      s.opportunity = seen;
      because(change);
      if (!gives_up(firm)) {
        reconsider_effort(firm);
      }
    }
  }
}

double Simulation::closing_chance(FirmId firm, Money size) {
  const FirmState& s = state(firm);
  const double usual = closing_probability(numbers(s.round), case_.finance, venture_market());
  if (!case_.behaviour.investors_are_rational()) {
    return under_hazard_ratio(usual, news(firm));
  }
  if (case_.beliefs == nullptr || usual <= 0.0 || usual >= 1.0) {
    return usual;
  }
  const bool responds = case_.behaviour.signals && case_.news;
  const Beliefs& beliefs = *believed(responds);
  const Beliefs& without = *case_.beliefs_without;
  const std::size_t seen = opportunity_seen(firm, responds);
  constexpr auto closed = static_cast<std::size_t>(Opportunity::closed);
  const std::size_t date = beliefs.date_of(now());
  const double spread = case_.behaviour.disagreement;
  if (case_.behaviour.preferences == Preferences::stated) {
    const double sold = case_.finance.equity ? case_.finance.equity->sold.value() : 0.2;
    const double net = has_met_some(firm) ? value_of(firm, beliefs, seen)
                                          : table_of(firm, beliefs).net[date][seen];
    return response(0.5, net + size.major(), size.major() / sold, spread);
  }
  return has_met_some(firm) ? response(usual, value_of(firm, beliefs, seen),
                                       value_of(firm, without, closed), spread)
                            : response(usual, table_of(firm, beliefs).worth[date][seen],
                                       table_of(firm, without).worth[date][closed], spread);
}

double Simulation::value_of(FirmId firm, const Beliefs& beliefs, std::size_t seen) const {
  const FirmState& s = state_.firms[firm];
  return value_at(beliefs.grid, beliefs.curves[s.technology], beliefs.grid.step_of(now()), seen);
}

PerYear Simulation::believed_rate_of_entry() const {
  const FirmEntry& entry = *case_.entry;
  const bool responds = case_.behaviour.entry;
  const Beliefs& beliefs = *believed(responds);
  const std::size_t seen = opportunity_seen(FirmId::none(), responds);
  return PerYear(entry.rate.value() * entry.ceiling * beliefs.entry[beliefs.date_of(now())][seen]);
}

}  // namespace firstcustomer
