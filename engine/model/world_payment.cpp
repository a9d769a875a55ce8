#include <algorithm>
#include <utility>

#include "simulation.hpp"

namespace firstcustomer {

void Simulation::owe(ContractId contract, Money amount, std::size_t clause, bool is_advance) {
  const Instant due =
      now() + numbers(contract).contract[clause].after + numbers(contract).fund.payment_terms;
  const Clause& under = numbers(contract).contract[clause];
  Invoice invoice{due, amount, clause, is_advance};
  if (under.for_equity) {
    FirmState& s = state(firm_of(contract));
    s.valuation = under.on == Trigger::raise ? s.valuation : under.valuation;
    invoice.valuation = s.valuation;
  }
  enter(contract, invoice);
  watch_invoices(contract);
}

void Simulation::enter(ContractId contract, const Invoice& invoice) {
  Commitment& terms = state(contract);
  const auto unpaid = terms.invoices.begin() + static_cast<std::ptrdiff_t>(terms.invoices_paid);
  const auto place = std::upper_bound(unpaid, terms.invoices.end(), invoice,
                                      [](const Invoice& a, const Invoice& b) {
                                        return a.due != b.due ? a.due < b.due : a.turn < b.turn;
                                      });
  terms.invoices.insert(place, invoice);
}

void Simulation::watch_invoices(ContractId contract) {
  const Commitment& terms = state(contract);
  if (terms.invoices_paid >= terms.invoices.size()) {
    return cancel(EventKind::invoice_due, contract);
  }
  const Invoice& next = terms.invoices[terms.invoices_paid];
  const Rank rank = next.turn == Invoice::not_deferred ? by_hash(state(firm_of(contract)).hash)
                                                       : rank_of_turn(next.turn);
  schedule_slot(EventKind::invoice_due, contract.index(), next.due, EventPhase::payments, rank);
}

std::size_t Simulation::year_of(ProgrammeId programme, Instant when) const {
  const Date opening = std::max(numbers(programme).opens, case_.start);
  return static_cast<std::size_t>(fiscal_.year_of(clock_.date(when)) - fiscal_.year_of(opening));
}

Money Simulation::allowance(ProgrammeId programme, std::size_t year) const {
  const Fund& fund = numbers(programme).fund;
  Money allowed;
  for (std::size_t i = 0; i <= year; ++i) {
    const Money unpaid = i == 0 ? Money{} : allowed - state(programme).paid_by_year[i - 1];
    const double cap = fund.fiscal_year_caps[std::min(i, fund.fiscal_year_caps.size() - 1)];
    allowed = Money::major(cap) + scaled(unpaid, fund.carry_over);
  }
  return allowed;
}

Money Simulation::room(ProgrammeId programme) {
  std::vector<Money>& paid = state(programme).paid_by_year;
  const std::size_t year = year_of(programme, now());
  paid.resize(std::max(paid.size(), year + 1));
  return allowance(programme, year) - paid[year];
}

void Simulation::put_off(ContractId contract, Money beyond) {
  const ProgrammeId programme = programme_of(contract);
  Commitment& terms = state(contract);
  Invoice part = terms.invoices[terms.invoices_paid];
  part.amount = beyond;
  if (part.amount < terms.invoices[terms.invoices_paid].amount) {
    terms.invoices[terms.invoices_paid].amount -= part.amount;
  } else {
    terms.invoices.erase(terms.invoices.begin() + static_cast<std::ptrdiff_t>(terms.invoices_paid));
  }
  const bool forfeits = numbers(programme).fund.over_cap == OverCap::forfeited;
  record({.kind = forfeits ? RecordKind::payment_forfeited : RecordKind::payment_deferred,
          .firm = firm_of(contract),
          .programme = programme,
          .amount = part.amount,
          .clause = static_cast<std::int64_t>(part.clause)});
  if (forfeits) {
    return forfeit(contract, part);
  }
  part.due = clock_.at(fiscal_.first_day(fiscal_.year_of(clock_.date(now())) + 1));
  part.turn = state(programme).deferred++;
  enter(contract, part);
}

void Simulation::forfeit(ContractId contract, const Invoice& part) {
  Commitment& terms = state(contract);
  if (part.is_advance && terms.active) {  // due on acceptance then, like the rest of the value
    terms.advance -= part.amount;
    terms.units_left += part.amount;
  } else {
    let_lapse(contract, part.amount);
    state(firm_of(contract)).committed -= part.amount;
  }
}

void Simulation::let_lapse(ContractId contract, Money amount) {
  const FirmId firm = firm_of(contract);
  ProgrammeState& buyer = state(programme_of(contract));
  buyer.orders.release(state_.ledger, firm.index(), account(Holder::treasury), amount);
  buyer.lapsed += amount;
  change(Series::public_money_reserved, -amount.major());
}

void Simulation::pay_invoice(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  FirmState& s = state(firm);
  Commitment& terms = state(contract);
  ProgrammeState& buyer = state(programme);
  if (!case_.pays) {
    let_lapse(contract, terms.invoices[terms.invoices_paid++].amount);
    return watch_invoices(contract);
  }
  if (!numbers(programme).fund.fiscal_year_caps.empty()) {
    const Money due = terms.invoices[terms.invoices_paid].amount;
    const Money payable = std::min(due, room(programme));
    if (payable < due) {
      put_off(contract, due - payable);
    }
    if (payable == Money{}) {
      watch_invoices(contract);
      return call_in_debt(contract, false);
    }
    buyer.paid_by_year.back() += payable;
  }
  const Invoice invoice = terms.invoices[terms.invoices_paid];
  settle(firm, now());
  record({.kind = RecordKind::paid,
          .firm = firm,
          .programme = programme,
          .amount = invoice.amount,
          .clause = static_cast<std::int64_t>(invoice.clause)});
  buyer.orders.pay(state_.ledger, firm.index(), firm_account(firm), invoice.amount);
  const int year = fiscal_.year_of(clock_.date(now())) - fiscal_.year_of(case_.start);
  state_.paid_by_year[static_cast<std::size_t>(year)] += invoice.amount;
  state_.present_paid += present_value(invoice.amount);
  buyer.present_net += present_value(invoice.amount);
  change(Series::public_money_paid, invoice.amount.major());
  change(Series::public_money_reserved, -invoice.amount.major());
  forgo(invoice.amount.major());
  note_income(firm, invoice.amount);
  terms.paid += invoice.amount;
  if (invoice.valuation > Money{}) {
    const double bought = invoice.amount.major() / invoice.valuation.major();
    terms.stake = std::min(1.0, terms.stake + bought);
  }
  if (invoice.is_advance) {
    state_.advanced += invoice.amount;
    terms.advance_paid += invoice.amount;
    expose(invoice.amount);
  }
  if (stands_beside_private(numbers(contract).contract[invoice.clause])) {
    s.beside_private += invoice.amount;
  }
  repay(contract, firm_account(firm), invoice.amount);
  ++terms.invoices_paid;
  watch_invoices(contract);
  call_in_debt(contract, false);
  if (s.alive()) {
    spend_on_waiting_work(firm);
    watch_cash(firm);
  }
}

void Simulation::forgo(double amount) {
  if (case_.frontier_purchase) {
    outcome_.frontier_compute_forgone += amount / accelerator_price();
  }
}

void Simulation::expose(Money change_of_exposure) {
  state_.exposed += change_of_exposure;
  state_.peak_exposed = std::max(state_.peak_exposed, state_.exposed);
  change(Series::public_money_exposed, change_of_exposure.major());
}

void Simulation::deposit(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const Money asked = scaled(state(contract).units_value, numbers(contract).allocation.bond);
  const Money bond = state(firm).parent_funded ? asked : std::min(asked, cash(firm));
  if (bond == Money{} || !case_.pays) {
    return;
  }
  state(contract).bond = bond;
  record({.kind = RecordKind::bond_deposited,
          .firm = firm,
          .programme = programme_of(contract),
          .amount = bond});
  state_.ledger.transfer(payer(firm), account(Holder::bonds), bond);
  watch_cash(firm);
}

void Simulation::end_bond(ContractId contract, bool is_kept) {
  const FirmId firm = firm_of(contract);
  const Money bond = std::exchange(state(contract).bond, Money{});
  if (bond == Money{}) {
    return;
  }
  record({.kind = is_kept ? RecordKind::bond_kept : RecordKind::bond_returned,
          .firm = firm,
          .programme = programme_of(contract),
          .amount = bond});
  state_.ledger.transfer(account(Holder::bonds), is_kept ? account(Holder::treasury) : payer(firm),
                         bond);
  if (is_kept) {
    ProgrammeState& buyer = state(programme_of(contract));
    state_.bonds_kept += bond;
    state_.present_recovered += present_value(bond);
    buyer.bonds_kept += bond;
    buyer.present_net -= present_value(bond);
  } else if (state(firm).alive()) {
    watch_cash(firm);
  }
}

void Simulation::recover(ContractId contract, Trigger trigger) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  std::int64_t number = 0;  // among clauses of the trigger: what else is agreed moves no draw
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Clause& clause = clauses[i];
    const bool of_advance = clause.recover.basis == Basis::advance;
    if (clause.on != trigger || !takes_back(trigger) ||
        (of_advance ? terms.open_advance() : terms.paid - terms.recovered) <= Money{}) {
      continue;
    }
    ++number;
    if (clause.excused > Share{} &&
        uniform(Chance::excuse, firm,
                ordinal(luck_of(programme_of(contract)), number, state(firm).generation)) <
            clause.excused.value()) {
      continue;
    }
    if (holds(clause, contract, {{}, i})) {
      take_back(contract, amount_of(clause.recover, contract, {{}, i}), i);
    }
  }
}

Money Simulation::take_back(ContractId contract, Money amount, std::size_t clause) {
  const FirmId firm = firm_of(contract);
  const FirmState& s = state(firm);
  Commitment& terms = state(contract);
  const bool by_parent = s.parent_funded && s.alive();
  const Money open = terms.open_advance();
  const Money owed = std::min(amount, terms.paid - terms.recovered);
  const Money taken = std::max(Money{}, by_parent ? owed : std::min(owed, cash(firm)));
  record({.kind = RecordKind::recovered,
          .firm = firm,
          .programme = programme_of(contract),
          .amount = taken,
          .other = open.major(),
          .clause = static_cast<std::int64_t>(clause)});
  state_.ledger.transfer(by_parent ? account(Holder::investors) : firm_account(firm),
                         account(Holder::treasury), taken);
  const Money of_advance = std::min(taken, open);
  terms.credited += of_advance;
  terms.recovered += taken;
  ProgrammeState& buyer = state(programme_of(contract));
  state_.recovered += taken;
  state_.present_recovered += present_value(taken);
  buyer.recovered += taken;
  buyer.present_net -= present_value(taken);
  change(Series::public_money_recovered, taken.major());
  forgo(-taken.major());
  expose(Money{} - of_advance);
  return taken;
}

void Simulation::charge(ContractId contract, Money amount, std::size_t clause) {
  const Money was_paid = state(contract).paid - state(contract).recovered;
  if (was_paid > Money{}) {
    take_back(contract, amount, clause);
  }
  if (amount > was_paid) {
    give(contract, amount - was_paid, clause);
  }
}

void Simulation::give(ContractId contract, Money amount, std::size_t clause) {
  const FirmId firm = firm_of(contract);
  const Money given = state(firm).parent_funded ? amount : std::min(amount, cash(firm));
  if (given <= Money{}) {
    return;
  }
  record({.kind = RecordKind::returned,
          .firm = firm,
          .programme = programme_of(contract),
          .amount = given,
          .clause = static_cast<std::int64_t>(clause)});
  state_.ledger.transfer(payer(firm), account(Holder::treasury), given);
  ProgrammeState& buyer = state(programme_of(contract));
  state_.returned += given;
  state_.present_returned += present_value(given);
  buyer.returned += given;
  buyer.present_net -= present_value(given);
  forgo(-given.major());
}

}  // namespace firstcustomer
