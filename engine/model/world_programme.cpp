#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {

void Simulation::open_programme() {
  const Programme& programme = *case_.programme;
  if (deadline_ <= Instant{}) {
    state_.lapsed = programme.fund.budget;  // closed before it began
    return;
  }
  record({.kind = RecordKind::programme_opens, .amount = programme.fund.budget});
  state_.programme_open = true;
  state_.ledger.transfer(account(Holder::treasury), account(Holder::programme),
                         programme.fund.budget);
  Instant end = deadline_;
  if (programme.strength.cancel_hazard > PerYear{}) {
    // One programme a scenario: all arms meet the same politics.
    Hazard cancellation(uniform(Chance::cancellation, hash_name("programme"), {}));
    cancellation.set_rate(now(), programme.strength.cancel_hazard);
    end = std::min(end, cancellation.due());
  }
  schedule_slot(EventKind::programme_closes, 0, end, EventPhase::reports, Rank{1});
  schedule_slot(EventKind::deadline_passes, 0, deadline_, EventPhase::reports, Rank{0});
  if (programme.allocation.signing == Signing::call) {
    schedule_call(programme.allocation.first_call);
  }
}

void Simulation::schedule_call(Date date) {
  const Instant when = std::max(now(), clock_.at(date));
  if (when < deadline_) {
    schedule_slot(EventKind::call_held, 0, when, EventPhase::awards, Rank{0});
  }
}

Date Simulation::next_call() {
  const Allocation& allocation = case_.programme->allocation;
  Date next;
  do {  // those before the start have been one call at the start
    ++state_.call_dates;
    next = allocation.first_call.plus_months(
        static_cast<int>(state_.call_dates * allocation.months_between));
  } while (clock_.at(next) <= now());
  return next;
}

bool Simulation::eligible(FirmId firm) {
  const FirmState& s = state(firm);
  return s.in_scope && (s.domestic || !case_.programme->eligibility.domestic_only);
}

double Simulation::assess(FirmId firm, std::int64_t call) {
  const FirmState& s = state(firm);
  if (case_.programme->allocation.selection == Selection::lottery) {
    return 1.0 - uniform(Chance::call_lottery, firm, nth(call));
  }
  const Assessment& assessment = case_.programme->assessment;
  const int seen = s.is_qualified ? 2 : s.has_prototype ? 1 : 0;
  const double sds[] = {assessment.before_prototype, assessment.with_prototype,
                        assessment.qualified};
  const double u = uniform(Chance::assessment, firm, ordinal(EntityHash{}, seen, s.generation));
  return elementary::log(s.relative_performance) - sds[seen] * normal_quantile(u);
}

void Simulation::find_applicants() {
  std::vector<Invited>& applicants = state_.applicants;
  applicants.clear();
  for (const FirmId firm : firms()) {
    const FirmState& s = state(firm);
    if (s.alive() && s.award_at == Instant::never() && eligible(firm)) {
      applicants.push_back(
          {firm, assess(firm, state_.calls), elementary::log(s.relative_performance)});
    }
  }
  std::sort(applicants.begin(), applicants.end(), [&](const Invited& a, const Invited& b) {
    return a.assessment != b.assessment ? a.assessment > b.assessment
                                        : state(a.firm).hash < state(b.firm).hash;
  });
}

std::int64_t Simulation::free_places() const {
  const auto in_force = static_cast<std::int64_t>(std::count_if(
      state_.firms.begin(), state_.firms.begin() + static_cast<std::ptrdiff_t>(state_.present),
      [](const FirmState& s) { return s.contract.active; }));
  const bool has_money = state_.ledger.balance(account(Holder::programme)) > Money{};
  return has_money ? case_.programme->allocation.suppliers - in_force : 0;
}

void Simulation::hold_call() {
  if (!state_.programme_open) {
    return;
  }
  std::int64_t places = free_places();
  if (places <= 0) {  // nobody is invited, so nobody is refused
    ++state_.calls;
    return schedule_call(next_call());
  }
  find_applicants();
  record({.kind = RecordKind::call_held,
          .other = static_cast<double>(state_.applicants.size()),
          .count = places});
  const std::int64_t call = cause();
  std::size_t chosen = 0;
  for (Invited& applicant : state_.applicants) {
    if (places > 0) {
      because(call);
      state(applicant.firm).assessment = applicant.assessment;
      applicant.answer = offer(applicant.firm);
      if (applicant.answer == Offer::accepted) {
        --places;
        std::swap(applicant, state_.applicants[chosen++]);
      }
    }
  }
  for (std::size_t i = chosen; i < state_.applicants.size(); ++i) {
    const Invited& refused = state_.applicants[i];
    if (chosen > 0 && refused.answer != Offer::declined) {  // else the fund refuses, not the buyer
      state(refused.firm).refused_at = now();
      because(call);
      record({.kind = RecordKind::not_chosen, .firm = refused.firm, .value = refused.assessment});
    }
  }
  because(call);
  note_selection(chosen);
  ++state_.calls;
  schedule_call(next_call());
}

void Simulation::note_selection(std::size_t chosen) {
  if (chosen == 0 || outcome_.selection_shortfall == outcome_.selection_shortfall) {
    return;
  }
  std::vector<double>& best = state_.best_truths;
  best.clear();
  double of_chosen = 0.0;
  for (const Invited& applicant : state_.applicants) {
    of_chosen += best.size() < chosen ? applicant.truth : 0.0;
    best.push_back(applicant.truth);
  }
  std::sort(best.begin(), best.end(), std::greater<>{});
  double of_best = 0.0;
  for (std::size_t i = 0; i < chosen; ++i) {
    of_best += best[i];
  }
  outcome_.selection_shortfall = std::max(0.0, of_best - of_chosen) / static_cast<double>(chosen);
}

Offer Simulation::offer(FirmId firm) {
  FirmState& s = state(firm);
  const Programme& programme = *case_.programme;
  s.contract.reset();  // a firm has one contract at most; this is an offer
  price_units(firm);
  const Money milestones = milestones_ahead(firm);
  const Money limit =
      std::min(state_.ledger.balance(account(Holder::programme)),
               scaled(programme.fund.budget, programme.eligibility.max_share_per_firm)) -
      milestones;
  const bool has_units = !s.contract.prices.empty();
  const std::int64_t units = limit < Money{} ? 0 : affordable_units(s.contract.prices, limit);
  if (!has_units && milestones == Money{}) {  // nothing that it could still be paid for
    record({.kind = RecordKind::contract_declined, .firm = firm});
    return Offer::declined;
  }
  if (limit < Money{} || (has_units && units == 0)) {
    if (programme.allocation.signing == Signing::qualification) {
      record({.kind = RecordKind::waits_for_fund, .firm = firm});
      // Its place until money comes back.
      s.claim = s.claim == 0 ? ++state_.claims : s.claim;
    }
    return Offer::no_money;
  }
  const Money value = value_of_units(s.contract.prices, units) + milestones;
  if (answer_order({value, times(technology(firm).supply.unit_cost, units)}) == Answer::decline) {
    record({.kind = RecordKind::contract_declined, .firm = firm, .amount = value});
    return Offer::declined;
  }
  sign(firm, units, milestones);
  return Offer::accepted;
}

void Simulation::award(FirmId firm) {
  if (state_.programme_open && state(firm).alive() && eligible(firm) &&
      state(firm).award_at == Instant::never()) {
    offer(firm);
  }
}

void Simulation::end_programme(bool cancelled) {
  state_.cancelled = cancelled;
  close_programme();
}

void Simulation::close_programme() {
  state_.programme_open = false;
  cancel_slot(EventKind::call_held, 0);
  const Money left = state_.ledger.balance(account(Holder::programme));
  record({.kind = state_.cancelled ? RecordKind::programme_cancelled : RecordKind::programme_closes,
          .amount = left});
  state_.ledger.transfer(account(Holder::programme), account(Holder::treasury), left);
  state_.lapsed += left;
}

void Simulation::pass_deadline() {
  const std::int64_t deadline = cause();
  for (const FirmId firm : firms()) {
    const FirmState& s = state(firm);
    because(deadline);
    if (s.contract.active && !s.is_qualified) {
      settle(firm, now());
      end_contract(firm, Trigger::failure);
    }
  }
}

}  // namespace firstcustomer
