#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

constexpr std::uint32_t bit(Trigger trigger) {
  return 1U << static_cast<unsigned>(trigger);
}

constexpr std::uint32_t to_qualify = bit(Trigger::milestone) | bit(Trigger::qualification);
/// What may come again as long as the contract is in force.
constexpr std::uint32_t again = bit(Trigger::quarter_end) | bit(Trigger::year_end) |
                                bit(Trigger::raise) | bit(Trigger::submission) | bit(Trigger::sale);

bool in(std::uint32_t set, Trigger trigger) {
  return (set & bit(trigger)) != 0;
}

}  // namespace

void Simulation::draw_up(ContractId contract) {
  Commitment& terms = state(contract);
  terms.prices.clear();
  terms.price_clauses.clear();
  terms.clauses.assign(numbers(contract).contract.size(), {});
  terms.worth = Money{};
  draw_up_phase(contract);
}

void Simulation::draw_up_phase(ContractId contract) {
  Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (!is_of_phase(contract, i)) {
      continue;
    }
    if (clauses[i].on == Trigger::acceptance) {
      price_units(contract, i);
    }
    terms.clauses[i].state = has_part(contract, i) ? ClauseState::ahead : ClauseState::no_part;
  }
}

bool Simulation::has_part(ContractId contract, std::size_t place) {
  const Clause& clause = numbers(contract).contract[place];
  if (clause.on == Trigger::date) {
    return clock_.at(clause.date) >= now();
  }
  if (clause.on == Trigger::announcement) {
    const Instant chosen = state(contract).award_at;
    return (chosen == Instant::never() ? now() : chosen) == state(programme_of(contract)).opened_at;
  }
  if (clause.on != Trigger::milestone) {
    return clause.on != Trigger::acceptance;
  }
  const FirmId firm = firm_of(contract);
  const FirmState& s = state(firm);
  const StageId at = model_.technologies[s.technology].milestones[programme_of(contract)][place];
  return at.valid() &&
         (at == test_stage(firm) ? !state(contract).is_qualified
                                 : static_cast<std::int64_t>(at.index()) >= s.completed);
}

void Simulation::price_units(ContractId contract, std::size_t place) {
  Commitment& terms = state(contract);
  const Clause& clause = numbers(contract).contract[place];
  const Money pay = unit_price(clause, contract, place);
  const std::int64_t units = units_under(contract, place);
  if (pay > Money{} && units > 0) {
    terms.prices.push_back({pay, units});
    terms.price_clauses.push_back(place);
  }
}

std::int64_t Simulation::units_under(ContractId contract, std::size_t place) {
  const Clause& clause = numbers(contract).contract[place];
  // A formula that comes to whole units but for rounding comes to those.
  const double up_to = clause.up_to.formula
                           ? (1.0 + 1e-12) * evaluate(*clause.up_to.formula, contract, {{}, place})
                           : clause.up_to.number;
  constexpr double most = 1e12;
  return static_cast<std::int64_t>(std::clamp(up_to, 0.0, most));
}

Money Simulation::fixed_part(ContractId contract) {
  Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  Money sum;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Clause& clause = clauses[i];
    if (terms.clauses[i].state != ClauseState::ahead || !is_of_phase(contract, i) ||
        takes_back(clause.on) || clause.pay.basis == Basis::value) {
      continue;
    }
    const Amount& most = clause.has_limit() ? clause.at_most : clause.pay;
    terms.clauses[i].left = std::max(Money{}, amount_of(most, contract, {{}, i}));
    sum += terms.clauses[i].left;
  }
  return sum;
}

Money Simulation::extra_part(ContractId contract, Money value) {
  Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  Money sum;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Clause& clause = clauses[i];
    if (terms.clauses[i].state == ClauseState::ahead && is_of_phase(contract, i) &&
        clause.pay.basis == Basis::value && !clause.advance && !takes_back(clause.on)) {
      terms.clauses[i].left = scaled(value, clause.pay.number);
      sum += terms.clauses[i].left;
    }
  }
  return sum;
}

std::int64_t Simulation::units_within(ContractId contract, Money limit) {
  if (limit < Money{}) {
    return 0;
  }
  const std::vector<UnitPrice>& prices = state(contract).prices;
  std::int64_t units = affordable_units(prices, limit);
  const Money most = value_of_units(prices, units);
  if (units == 0 || most + extra_part(contract, most) <= limit) {
    return units;
  }
  // The most units that leave room for what comes on top of their value.
  std::int64_t fits = 0;
  while (fits + 1 < units) {
    const std::int64_t middle = fits + (units - fits) / 2;
    const Money value = value_of_units(prices, middle);
    (value + extra_part(contract, value) <= limit ? fits : units) = middle;
  }
  return fits;
}

Money Simulation::value_as_signed(ContractId contract, std::int64_t units) const {
  const Commitment& terms = state(contract);
  const Fund& fund = numbers(contract).fund;
  if (fund.prices_follow == PriceLink::nothing) {
    return value_of_units(terms.prices, units);
  }
  Money value;
  for (std::size_t i = 0; i < terms.prices.size() && units > 0; ++i) {
    const bool rises = !numbers(contract).contract[terms.price_clauses[i]].bargained;
    const std::int64_t of_these = std::min(units, terms.prices[i].up_to);
    const Money price =
        scaled(terms.prices[i].pay, rises ? 1.0 / (1.0 + fund.rise_at_most.value()) : 1.0);
    value += times(price, of_these);
    units -= of_these;
  }
  return value;
}

void Simulation::reserve(ContractId contract, Money amount) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  state(programme_of(contract)).orders.reserve(state_.ledger, firm.index(), amount);
  const double before = terms.worth.major();
  terms.worth += amount;
  const double worth = terms.worth.major();
  state(firm).committed += amount;
  state_.squared_commitments += worth * worth - before * before;
  change(Series::public_money_reserved, amount.major());
}

void Simulation::set_aside(ContractId contract, std::int64_t units) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  Commitment& terms = state(contract);
  settle(firm, now());
  const Money value = value_of_units(terms.prices, units);
  extra_part(contract, value);
  Money reserved = value;
  for (const ClauseStanding& clause : terms.clauses) {
    reserved += clause.state == ClauseState::ahead ? clause.left : Money{};
  }
  reserve(contract, reserved);
  ++state(programme).awards;
  terms.award_at = now();
  occupy_place(contract);
  terms.units = units;
  terms.units_value = terms.units_left = value;
  const Law& delay = numbers(programme).strength.approval_delay;
  const Duration wait = Duration::from_days(draw(
      delay, Chance::approval_delay, firm, ordinal(luck_of(programme), 0, state(firm).generation)));
  if (wait == Duration{}) {
    return sign(contract);
  }
  terms.awaits_approval = true;
  record({.kind = RecordKind::awaits_approval,
          .firm = firm,
          .programme = programme,
          .amount = reserved,
          .count = units});
  schedule(EventKind::approval_ends, contract, now() + wait, EventPhase::awards);
}

void Simulation::end_approval(ContractId contract) {
  const FirmId firm = firm_of(contract);
  settle(firm, now());
  if (!eligible(firm, programme_of(contract))) {
    return withdraw(contract);
  }
  state(contract).awaits_approval = false;
  drop_what_has_passed(contract);
  sign(contract);
}

void Simulation::withdraw(ContractId contract) {
  Commitment& terms = state(contract);
  terms.awaits_approval = false;
  terms.award_at = Instant::never();
  terms.worth = Money{};
  --state(programme_of(contract)).awards;
  cancel(EventKind::approval_ends, contract);
  release(contract, RecordKind::approval_lapses);
  vacate_place(contract);
}

void Simulation::drop_what_has_passed(ContractId contract) {
  Commitment& terms = state(contract);
  Money dropped;
  for (std::size_t i = 0; i < terms.clauses.size(); ++i) {
    ClauseStanding& clause = terms.clauses[i];
    if (clause.state == ClauseState::ahead && !has_part(contract, i)) {
      dropped += clause.left;
      clause = {};
    }
  }
  if (dropped > Money{}) {
    set_free(contract, dropped);
  }
}

void Simulation::begin_clause(ContractId contract, std::size_t place) {
  const FirmState& s = state(firm_of(contract));
  ClauseStanding& clause = state(contract).clauses[place];
  clause.since = now();
  clause.spent_before = s.spent;
  clause.received_before = s.received;
}

void Simulation::sign(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  FirmState& s = state(firm);
  Commitment& terms = state(contract);
  for (std::size_t i = 0; i < terms.clauses.size(); ++i) {
    begin_clause(contract, i);
  }
  terms.active = true;
  watch_holds(programme);
  terms.signed_at = s.award_news = now();
  terms.raised_before = s.raised;
  s.units_ordered += terms.units;
  outcome_.contracts_signed += 1;
  state(programme).contracts_signed += 1;
  record({.kind = RecordKind::contract_signed,
          .firm = firm,
          .programme = programme,
          .amount = state(programme).orders.held(firm.index()),
          .value = terms.assessment,
          .count = terms.units});
  deposit(contract);
  fire(contract, Trigger::announcement);
  fire(contract, Trigger::signing);
  fire(contract, Trigger::phase_begins);
  if (terms.is_qualified) {
    fire(contract, Trigger::qualification);
  }
  watch_milestones(contract);
  if (numbers(programme).contract_lasts < Duration::longest()) {
    schedule(EventKind::contract_expires, contract, now() + numbers(programme).contract_lasts,
             EventPhase::failures);
  }
  start_delivery(contract);
  if (has_own_standard(programme)) {
    consider_testing(firm);  // it may not have been worth a test before
  }
  if (terms.units == 0) {
    check_fulfilled(contract);
  }
  use_credit(contract);
}

bool Simulation::asks_to_qualify(ContractId contract) const {
  const Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  bool asks = terms.units > 0;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    asks =
        asks || (in(to_qualify, clauses[i].on) && terms.clauses[i].state != ClauseState::no_part);
  }
  return asks;
}

bool Simulation::awaits(ContractId contract, std::uint32_t triggers) const {
  const std::vector<Clause>& clauses = numbers(contract).contract;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const ClauseState standing = state(contract).clauses[i].state;
    const bool undone = standing == ClauseState::ahead || standing == ClauseState::reached;
    if (undone && in(triggers, clauses[i].on)) {
      return true;
    }
  }
  return false;
}

void Simulation::check_fulfilled(ContractId contract) {
  Commitment& terms = state(contract);
  if (!terms.active || terms.accepted < terms.units || competes(contract)) {
    return;
  }
  if (awaits(contract, to_qualify | again | bit(Trigger::date) | bit(Trigger::expiry))) {
    return;
  }
  terms.active = false;
  watch_holds(programme_of(contract));
  cancel(EventKind::contract_expires, contract);
  if (terms.advance > terms.credited) {  // more than the units were worth in the end
    cancel_advance(contract);
    write_off_advance(contract);
  }
  if (terms.bond > Money{}) {
    settle(firm_of(contract), now());
    end_bond(contract, false);
  }
  release(contract, RecordKind::contract_fulfilled);
  call_in_debt(contract, false);
  retire_capacity(contract);
}

void Simulation::end_contracts_on(FirmId firm, Trigger trigger) {
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).active && has_clause_on(programme, trigger)) {
      end_contract(contract, trigger);
    }
  }
}

Instant Simulation::last_award(FirmId firm) const {
  Instant last = Instant::never();
  for (const ProgrammeId programme : programmes()) {
    const Commitment& terms = state(contract_of(firm, programme));
    const bool stands = terms.award_at != Instant::never() && !terms.awaits_approval &&
                        !terms.failed && !terms.superseded;
    last = stands && (last == Instant::never() || terms.signed_at > last) ? terms.signed_at : last;
  }
  return last;
}

void Simulation::stop(ContractId contract, RecordKind how) {
  state(contract).active = false;
  state(firm_of(contract)).award_news = last_award(firm_of(contract));
  cancel(EventKind::lot_delivered, contract);
  cancel(EventKind::lot_inspected, contract);
  cancel(EventKind::milestone_due, contract);
  cancel(EventKind::contract_expires, contract);
  cancel_advance(contract);
  release(contract, how);
  abandon_production(contract);
  retire_capacity(contract);
}

void Simulation::end_contract(ContractId contract, Trigger trigger, Trigger besides) {
  state(contract).failed = true;
  outcome_.contracts_failed += 1;
  state(programme_of(contract)).contracts_failed += 1;
  stop(contract, RecordKind::contract_ends);
  end_bond(contract, trigger != Trigger::signing);
  call_in_debt(contract, true);
  recover(contract, trigger);
  if (besides != trigger) {
    recover(contract, besides);
  }
  write_off_advance(contract);
  if (state(firm_of(contract)).alive()) {
    watch_cash(firm_of(contract));
  }
  vacate_place(contract);
}

void Simulation::write_off_advance(ContractId contract) {
  Commitment& terms = state(contract);
  const Money lost = terms.open_advance();
  if (lost > Money{}) {
    record({.kind = RecordKind::advance_lost,
            .firm = firm_of(contract),
            .programme = programme_of(contract),
            .amount = lost});
    state_.stranded += lost;
    expose(Money{} - lost);
    terms.credited += lost;
  }
}

void Simulation::end_contracts(FirmId firm, Trigger trigger, Trigger besides) {
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).awaits_approval) {
      withdraw(contract);
    }
    if (state(contract).active) {
      end_contract(contract, trigger, besides);
    }
  }
}

void Simulation::expire(ContractId contract) {
  const FirmId firm = firm_of(contract);
  settle(firm, now());
  record({.kind = RecordKind::contract_expires, .firm = firm, .programme = programme_of(contract)});
  fire(contract, Trigger::expiry);
  if (state(contract).is_qualified && state(contract).accepted >= units_owed(contract)) {
    keep_units(contract);
  }
  if (state(contract).accepted < state(contract).units) {
    return end_contract(contract, Trigger::failure, Trigger::shortfall);
  }
  if (awaits(contract, to_qualify)) {
    return end_contract(contract, Trigger::failure);
  }
  for (ClauseStanding& clause : state(contract).clauses) {
    clause.state = ClauseState::done;
  }
  state(contract).phase = numbers(contract).allocation.phases.size();
  check_fulfilled(contract);
}

void Simulation::cancel_advance(ContractId contract) {
  Commitment& terms = state(contract);
  const auto unpaid = terms.invoices.begin() + static_cast<std::ptrdiff_t>(terms.invoices_paid);
  terms.invoices.erase(std::remove_if(unpaid, terms.invoices.end(),
                                      [](const Invoice& invoice) { return invoice.is_advance; }),
                       terms.invoices.end());
  watch_invoices(contract);
}

void Simulation::release(ContractId contract, RecordKind how) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const Commitment& terms = state(contract);
  ProgrammeState& buyer = state(programme);
  Money owed;
  for (std::size_t i = terms.invoices_paid; i < terms.invoices.size(); ++i) {
    owed += terms.invoices[i].amount;
  }
  const Money amount = buyer.orders.held(firm.index()) - owed;
  record({.kind = how,
          .firm = firm,
          .programme = programme,
          .amount = amount,
          .value = how == RecordKind::not_continued ? terms.score : 0.0});
  if (how == RecordKind::contract_fulfilled && amount == Money{}) {
    return;
  }
  set_free(contract, amount);
}

void Simulation::set_free(ContractId contract, Money amount) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  ProgrammeState& buyer = state(programme);
  const bool open = buyer.open;
  buyer.orders.release(state_.ledger, firm.index(),
                       open ? free_account(programme) : account(Holder::treasury), amount);
  state(firm).committed -= amount;
  change(Series::public_money_reserved, -amount.major());
  if (!open) {
    buyer.lapsed += amount;
    return;
  }
  if (numbers(programme).allocation.signing == Signing::call) {
    return;  // the next call has it
  }
  for (const FirmId other : firms()) {
    const Commitment& waiting = state(contract_of(other, programme));
    if (waiting.claim > 0 && state(other).alive() && waiting.award_at == Instant::never()) {
      schedule_slot(EventKind::award, contract_of(other, programme).index(), now(),
                    EventPhase::awards, Rank{waiting.claim});
    }
  }
}

}  // namespace firstcustomer
