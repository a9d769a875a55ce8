#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/model/bidding.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

/// Whether the mechanism makes it best to ask for one's cost.
bool sets_price(Selection selection) {
  return selection == Selection::second_price || selection == Selection::uniform_price ||
         selection == Selection::second_score;
}

}  // namespace

void Simulation::begin_programme(ProgrammeId programme) {
  const Programme& buyer = numbers(programme);
  if (!is_there(programme)) {
    return;
  }
  if (deadline(programme) <= Instant{}) {
    state(programme).lapsed = buyer.fund.budget;  // closed before it began
    state(programme).closed = true;
    return;
  }
  state(programme).parameters.clear();
  for (const Parameter& parameter : buyer.parameters) {
    state(programme).parameters.push_back(parameter.value);
  }
  if (buyer.opens <= case_.start) {
    return open_programme(programme);
  }
  schedule(EventKind::programme_opens, programme, clock_.at(buyer.opens), EventPhase::arrivals,
           Rank{programme.index()});
}

void Simulation::open_programme(ProgrammeId programme) {
  const Programme& buyer = numbers(programme);
  record(
      {.kind = RecordKind::programme_opens, .programme = programme, .amount = buyer.fund.budget});
  state(programme).open = true;
  open_places(programme);
  state(programme).opened_at = now();
  state_.ledger.transfer(account(Holder::treasury), free_account(programme), buyer.fund.budget);
  schedule_end(programme);
  watch_terms(programme);
  if (buyer.allocation.signing == Signing::call) {
    schedule_call(programme, buyer.allocation.first_call);
  }
  const std::uint32_t triggers = model_.programmes[programme].triggers;
  const std::uint32_t periods = (1U << static_cast<unsigned>(Trigger::quarter_end)) |
                                (1U << static_cast<unsigned>(Trigger::year_end));
  if ((triggers & periods) != 0) {
    watch_periods(programme);
  }
  for (std::uint32_t i = 0; i < buyer.contract.size(); ++i) {
    if (buyer.contract[i].on == Trigger::date && clock_.at(buyer.contract[i].date) >= now()) {
      const std::uint32_t slot = model_.programmes[programme].first_date + i;
      schedule_slot(EventKind::date_reached, slot, clock_.at(buyer.contract[i].date),
                    EventPhase::payments, rank_of_date(slot));
    }
  }
  for (const FirmId firm : firms()) {
    consider_awards(firm);
    claim_award(contract_of(firm, programme));
    if (buyer.standard) {
      consider_testing(firm);
    }
  }
}

void Simulation::schedule_end(ProgrammeId programme) {
  const Programme& buyer = numbers(programme);
  const Instant last = std::max(now(), deadline(programme));
  Instant end = last;
  // In pilots at the rate that is believed; nothing is multiplied afterwards.
  const bool believes = held_.valid() && buyer.strength.believed_cancel_hazard >= PerYear{};
  const PerYear hazard =
      believes ? buyer.strength.believed_cancel_hazard : buyer.strength.cancel_hazard;
  if (hazard > PerYear{}) {
    // All arms meet the same politics.
    Hazard cancellation(uniform(Chance::cancellation,
                                hash_name(buyer.luck.empty() ? "programme" : buyer.luck), {}));
    cancellation.set_rate(state(programme).opened_at, hazard);
    end = std::min(end, cancellation.due());
  }
  schedule(EventKind::programme_closes, programme, end, EventPhase::reports,
           Rank{2 * programme.index() + 1});
  schedule(EventKind::deadline_passes, programme, last, EventPhase::reports,
           Rank{2 * programme.index()});
}

void Simulation::schedule_call(ProgrammeId programme, Date date) {
  const Instant when = std::max(now(), clock_.at(date));
  const Allocation& allocation = numbers(programme).allocation;
  const std::int64_t most = allocation.phases.empty() ? allocation.calls : 1;
  if (when < deadline(programme) && state(programme).calls < most) {
    schedule(EventKind::call_held, programme, when, EventPhase::awards, Rank{programme.index()});
  }
}

Date Simulation::next_call(ProgrammeId programme) {
  const Allocation& allocation = numbers(programme).allocation;
  Date next;
  do {  // those before the start have been one call at the start
    ++state(programme).call_dates;
    next = allocation.first_call.plus_months(
        static_cast<int>(state(programme).call_dates * allocation.months_between));
  } while (clock_.at(next) <= now());
  return next;
}

bool Simulation::eligible(FirmId firm, ProgrammeId programme) {
  const FirmState& s = state(firm);
  const Eligibility& asks = numbers(programme).eligibility;
  if (!s.in_scope || (asks.domestic_only && !s.domestic) ||
      (firm == held_ && !numbers(programme).promised)) {  // nobody counts on what nobody promised
    return false;
  }
  const StageId from = model_.technologies[s.technology].eligible_from[programme];
  if (from.valid() && s.generation == 1 && s.completed < static_cast<std::int64_t>(from.index())) {
    return false;
  }
  if (asks.age_at_most < Duration::longest() && s.age_then < Duration::longest() &&
      asks.age_at_most < s.age_then + (now() - s.appeared)) {
    return false;
  }
  if (asks.cash_at_least > Money{} && !s.parent_funded) {
    settle(firm, now());
    return cash(firm) >= asks.cash_at_least;
  }
  return true;
}

double Simulation::assess(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const FirmState& s = state(firm);
  const EntityHash luck = luck_of(programme);
  if (numbers(programme).allocation.selection == Selection::lottery) {
    return 1.0 - uniform(Chance::call_lottery, firm, ordinal(luck, state(programme).calls));
  }
  const Assessment& assessment = numbers(programme).assessment;
  const int seen = s.is_qualified ? 2 : s.has_prototype ? 1 : 0;
  const double sds[] = {assessment.before_prototype, assessment.with_prototype,
                        assessment.qualified};
  const double u = uniform(Chance::assessment, firm, ordinal(luck, seen, s.generation));
  return elementary::log(s.relative_performance) - sds[seen] * normal_quantile(u);
}

void Simulation::find_applicants(ProgrammeId programme) {
  std::vector<Invited>& applicants = state_.applicants;
  applicants.clear();
  for (const FirmId firm : firms()) {
    const FirmState& s = state(firm);
    const ContractId contract = contract_of(firm, programme);
    if (s.fate == Fate::active && state(contract).award_at == Instant::never() &&
        eligible(firm, programme) && may_take_place(contract)) {
      applicants.push_back({firm, assess(contract), elementary::log(s.relative_performance)});
    }
  }
}

Applicant Simulation::seen(const Invited& applicant, ProgrammeId programme, std::int64_t bidders) {
  const Allocation& allocation = numbers(programme).allocation;
  const FirmState& s = state(applicant.firm);
  Applicant view;
  view.assessment = applicant.assessment;
  view.capacity = capacity_at_call(contract_of(applicant.firm, programme));
  view.group =
      static_cast<std::uint32_t>(model_.technologies[s.technology].class_hash.value >> 32U);
  if (allocation.selection == Selection::lottery) {
    view.lot = 1.0 - applicant.assessment;
    return view;
  }
  if (allocation.selection == Selection::ranked) {
    view.lot = static_cast<double>(s.hash.value >> 11U) * 0x1p-53;  // of equals
    return view;
  }
  view.lot = uniform(Chance::mechanism_lot, applicant.firm,
                     ordinal(luck_of(programme), state(programme).calls));
  const bool knows = std::isfinite(allocation.lowest_cost);
  const Competition competition{
      {knows ? allocation.lowest_cost : 0.0, knows ? allocation.highest_cost : 0.0},
      bidders,
      allocation.suppliers,
      allocation.reserve};
  const double cost = cost_of_order(applicant.firm, 1).major();
  view.bid = knows ? bid_under(allocation.selection, competition, cost, allocation.markup)
             : sets_price(allocation.selection) ? cost
                                                : cost_plus(cost, allocation.markup);
  for (const Clause& clause : numbers(programme).contract) {
    view.units +=
        clause.on == Trigger::acceptance && !clause.up_to.formula ? clause.up_to.number : 0.0;
  }
  view.success = allocation.group_success.value() * allocation.firm_success.value() *
                 std::min(1.0, elementary::exp(applicant.assessment));
  return view;
}

std::int64_t Simulation::choose(ProgrammeId programme, std::int64_t places) {
  const Allocation& allocation = numbers(programme).allocation;
  std::vector<Invited>& applicants = state_.applicants;
  std::vector<Applicant>& bidders = state_.bidders;
  bidders.clear();
  for (std::size_t i = 0; i < applicants.size(); ++i) {
    applicants[i].place = i;
    bidders.push_back(seen(applicants[i], programme, static_cast<std::int64_t>(applicants.size())));
    if (bidders.back().capacity == 0.0) {  // its share would pay for none
      applicants[i].answer = Offer::declined;
    }
  }
  const Mechanism* mechanism = allocation.selection == Selection::plugin
                                   ? case_.plugin
                                   : &firstcustomer::mechanism(allocation.selection);
  if (mechanism == nullptr) {
    throw ReplicationError(
        fmt::format("programme '{}' says selection: plugin, and no library is loaded (--plugin)",
                    numbers(programme).name));
  }
  CallTerms terms;
  terms.places = places;
  terms.money = state_.ledger.balance(free_account(programme)).major();
  terms.reserve = allocation.reserve;
  terms.worth = allocation.worth;
  terms.relative = allocation.relative;
  terms.group_success = allocation.group_success.value();
  terms.target_capacity = allocation.target_capacity;
  terms.aim = allocation.aim;
  mechanism->allocate(bidders, terms, state_.awards);
  std::vector<std::size_t>& order = state_.order;
  order.assign(applicants.size(), state_.awards.size());
  const bool prices = allocation.selection > Selection::pro_rata;
  for (std::size_t i = 0; i < state_.awards.size(); ++i) {
    const Award& award = state_.awards[i];
    order[award.applicant] = i;
    applicants[award.applicant].share = award.share;
    applicants[award.applicant].price =
        prices ? award.price : std::numeric_limits<double>::quiet_NaN();
  }
  std::sort(applicants.begin(), applicants.end(), [&](const Invited& a, const Invited& b) {
    return order[a.place] != order[b.place] ? order[a.place] < order[b.place] : a.place < b.place;
  });
  const std::int64_t left = allocation.awards - state(programme).awards;
  return mechanism->listing() == Listing::offers
             ? places
             : std::min(left, static_cast<std::int64_t>(state_.awards.size()));
}

std::int64_t Simulation::free_places(ProgrammeId programme) const {
  const Allocation& allocation = numbers(programme).allocation;
  std::int64_t in_force = 0;
  for (std::size_t firm = 0; firm < state_.present; ++firm) {
    const Commitment& terms = state(contract_of(FirmId(firm), programme));
    in_force += terms.active || terms.awaits_approval ? 1 : 0;
  }
  const std::vector<SupplierPlace>& all = state(programme).places;
  const std::int64_t open =
      all.empty() ? allocation.suppliers
                  : std::count_if(all.begin(), all.end(), [](const SupplierPlace& place) {
                      return !place.closed && !place.holder.valid();
                    });
  const bool has_money = state_.ledger.balance(free_account(programme)) > Money{};
  return has_money ? std::min({allocation.suppliers - in_force,
                               allocation.awards - state(programme).awards, open})
                   : 0;
}

void Simulation::hold_call(ProgrammeId programme) {
  ProgrammeState& buyer = state(programme);
  if (!buyer.open) {
    return;
  }
  std::int64_t places = free_places(programme);
  if (places <= 0) {  // nobody is invited, so nobody is refused
    ++buyer.calls;
    return schedule_call(programme, next_call(programme));
  }
  find_applicants(programme);
  record({.kind = RecordKind::call_held,
          .programme = programme,
          .other = static_cast<double>(state_.applicants.size()),
          .count = places});
  const std::int64_t call = cause();
  places = choose(programme, places);
  const Money money = state_.ledger.balance(free_account(programme));
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < state_.awards.size(); ++i) {
    Invited& applicant = state_.applicants[i];
    if (places > 0) {
      because(call);
      const ContractId contract = contract_of(applicant.firm, programme);
      state(contract).assessment = applicant.assessment;
      if (!std::isnan(applicant.price)) {
        state(contract).bid = state_.bidders[applicant.place].bid;
        state(contract).price = applicant.price;
      }
      applicant.answer = offer(contract, scaled(money, applicant.share));
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
      record({.kind = RecordKind::not_chosen,
              .firm = refused.firm,
              .programme = programme,
              .value = refused.assessment});
    }
  }
  because(call);
  note_selection(chosen);
  ++buyer.calls;
  schedule_call(programme, next_call(programme));
  if (chosen > 0 && has_phase(programme, 0)) {
    begin_phase(programme, chosen);
  }
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

Money Simulation::room_for(ContractId contract, Money free) const {
  const Programme& buyer = numbers(contract);
  const Money worth = state(contract).worth;
  const Money committed = state_.firms[firm_of(contract)].committed;
  return std::min({free, scaled(buyer.fund.budget, buyer.eligibility.max_share_per_firm) - worth,
                   scaled(buyer.fund.budget, share_of_place(contract)) - worth,
                   case_.cumulation_cap - committed, buyer.eligibility.cumulation_cap - committed});
}

Draft Simulation::draft(ContractId contract, Money most, Money free) {
  draw_up(contract);
  Draft draft;
  draft.fixed = fixed_part(contract);
  draft.limit = std::min(most, room_for(contract, free)) - draft.fixed;
  draft.has_units = !state(contract).prices.empty();
  draft.units = units_within(contract, draft.limit);
  return draft;
}

void Simulation::wait_for_turn(ContractId contract, Offer why) {
  const ProgrammeId programme = programme_of(contract);
  if (numbers(programme).allocation.signing != Signing::call) {
    record({.kind = RecordKind::waits_for_fund,
            .firm = firm_of(contract),
            .programme = programme,
            .count = why == Offer::no_place ? 1 : 0});
    Commitment& terms = state(contract);
    terms.claim = terms.claim == 0 ? ++state(programme).claims : terms.claim;
  }
}

Offer Simulation::offer(ContractId contract, Money most) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const Programme& buyer = numbers(programme);
  Commitment& terms = state(contract);
  if (!may_take_place(contract)) {
    wait_for_turn(contract, Offer::no_place);
    return Offer::no_place;
  }
  const bool builds = commit_capacity(contract, most);
  const Draft drawn_up = draft(contract, most, state_.ledger.balance(free_account(programme)));
  const auto& [fixed, limit, has_units, units] = drawn_up;
  if (!has_units && fixed == Money{} &&
      buyer.allocation.phases.empty()) {  // nothing to be paid for
    record({.kind = RecordKind::contract_declined, .firm = firm, .programme = programme});
    return Offer::declined;
  }
  if (!drawn_up.is_possible()) {
    wait_for_turn(contract, Offer::no_money);
    return Offer::no_money;
  }
  const Money ordered = value_of_units(terms.prices, units);
  if ((has_units && !builds) || !accepts_order(contract, ordered, fixed, units)) {
    record({.kind = RecordKind::contract_declined,
            .firm = firm,
            .programme = programme,
            .amount = ordered + fixed});
    return Offer::declined;
  }
  set_aside(contract, units);
  return Offer::accepted;
}

bool Simulation::accepts_order(ContractId contract, Money ordered, Money fixed,
                               std::int64_t units) {
  const FirmId firm = firm_of(contract);
  const FirmState& s = state(firm);
  const Money bond = scaled(ordered, numbers(contract).allocation.bond);
  if (bond > Money{}) {
    settle(firm, now());
  }
  const bool can_pay = bond == Money{} || s.parent_funded || cash(firm) >= bond;
  const Money sure = value_as_signed(contract, units) + fixed;
  return can_pay && answer_order({sure, cost_of_order(firm, units)}) != Answer::decline;
}

void Simulation::award(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const Allocation& allocation = numbers(programme).allocation;
  if (state(programme).open && state(firm).alive() && eligible(firm, programme) &&
      state(contract).award_at == Instant::never() && state(programme).awards < allocation.awards) {
    make_room(contract);
    offer(contract);
  }
}

void Simulation::claim_award(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  if (numbers(programme).allocation.signing == Signing::qualification && state(firm).alive() &&
      state(contract).is_qualified && state(programme).open && now() < deadline(programme) &&
      eligible(firm, programme)) {
    const double lot = uniform(Chance::award_lottery, firm,
                               ordinal(luck_of(programme), 0, state(firm).generation));
    schedule_slot(EventKind::award, contract.index(), now(), EventPhase::awards, by_lottery(lot));
  }
}

void Simulation::consider_awards(FirmId firm) {
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (numbers(programme).allocation.signing == Signing::opening && state(programme).open &&
        state(firm).alive() && state(contract).award_at == Instant::never() &&
        state(contract).claim == 0 && eligible(firm, programme)) {
      schedule(EventKind::award, contract, now(), EventPhase::awards);
    }
  }
}

void Simulation::end_programme(ProgrammeId programme) {
  state(programme).cancelled = now() < deadline(programme);
  close_programme(programme);
  if (!state(programme).cancelled || numbers(programme).strength.legally_binding) {
    return;
  }
  const std::int64_t cancellation = cause();
  for (const FirmId firm : firms()) {
    const ContractId contract = contract_of(firm, programme);
    because(cancellation);
    if (state(contract).active) {
      settle(firm, now());
      end_contract(contract, Trigger::signing);  // on which nothing is recovered
    }
  }
}

void Simulation::close_programme(ProgrammeId programme) {
  ProgrammeState& buyer = state(programme);
  buyer.open = false;
  buyer.closed = true;
  cancel(EventKind::call_held, programme);
  cancel(EventKind::hold_ends, programme);
  cancel(EventKind::terms_soften, programme);
  const Money left = state_.ledger.balance(free_account(programme));
  record({.kind = buyer.cancelled ? RecordKind::programme_cancelled : RecordKind::programme_closes,
          .programme = programme,
          .amount = left});
  state_.ledger.transfer(free_account(programme), account(Holder::treasury), left);
  buyer.lapsed += left;
  const std::int64_t closing = cause();
  for (const FirmId firm : firms()) {
    because(closing);
    if (state(contract_of(firm, programme)).awaits_approval) {
      withdraw(contract_of(firm, programme));
    }
  }
  because(closing);
}

void Simulation::pass_deadline(ProgrammeId programme) {
  const std::int64_t deadline = cause();
  for (const FirmId firm : firms()) {
    const ContractId contract = contract_of(firm, programme);
    because(deadline);
    if (state(contract).active && !state(contract).is_qualified && asks_to_qualify(contract)) {
      settle(firm, now());
      end_contract(contract, Trigger::failure);
    }
  }
}

void Simulation::end_period(ProgrammeId programme) {
  const std::int64_t period = cause();
  const Date day = clock_.date(Instant::microseconds(now().microseconds() - 1));
  const Date next = clock_.date(now());
  const bool ends_quarter = (day.month() - 1) / 3 != (next.month() - 1) / 3;
  const bool ends_year = fiscal_.year_of(day) != fiscal_.year_of(next);
  for (const FirmId firm : firms()) {
    const ContractId contract = contract_of(firm, programme);
    because(period);
    if (state(contract).active) {
      settle(firm, now());
      if (ends_quarter) {
        fire(contract, Trigger::quarter_end);
      }
      if (ends_year) {
        fire(contract, Trigger::year_end);
      }
    }
  }
  check_fulfilled(programme, period);
  watch_periods(programme);
}

void Simulation::watch_periods(ProgrammeId programme) {
  const Instant quarter_end = clock_.end_of(quarters_.end(quarter()));
  const Instant year_end = clock_.at(fiscal_.first_day(fiscal_.year_of(clock_.date(now())) + 1));
  schedule(EventKind::period_ends, programme, std::min(quarter_end, year_end), EventPhase::payments,
           Rank{programme.index()});
}

void Simulation::reach_date(std::uint32_t slot) {
  const std::int64_t date = cause();
  const ProgrammeId programme = model_.programme_of_date(slot);
  const std::size_t clause = slot - model_.programmes[programme].first_date;
  for (const FirmId firm : firms()) {
    const ContractId contract = contract_of(firm, programme);
    because(date);
    const Commitment& terms = state(contract);
    if (terms.active && terms.clauses[clause].state == ClauseState::ahead) {
      settle(firm, now());
      apply(contract, clause, {{}, clause});
    }
  }
  check_fulfilled(programme, date);
}

void Simulation::check_fulfilled(ProgrammeId programme, std::int64_t occasion) {
  for (const FirmId firm : firms()) {
    because(occasion);
    check_fulfilled(contract_of(firm, programme));
  }
}

}  // namespace firstcustomer
