#include <algorithm>
#include <utility>

#include "simulation.hpp"

namespace firstcustomer {

void Simulation::owe(ContractId contract, Money amount, std::size_t clause, bool is_advance) {
  Commitment& terms = state(contract);
  const Instant due =
      now() + numbers(contract).contract[clause].after + numbers(contract).fund.payment_terms;
  const auto unpaid = terms.invoices.begin() + static_cast<std::ptrdiff_t>(terms.invoices_paid);
  const auto place = std::upper_bound(unpaid, terms.invoices.end(), due,
                                      [](Instant when, const Invoice& i) { return when < i.due; });
  terms.invoices.insert(place, {due, amount, clause, is_advance});
  watch_invoices(contract);
}

void Simulation::watch_invoices(ContractId contract) {
  const Commitment& terms = state(contract);
  if (terms.invoices_paid < terms.invoices.size()) {
    schedule(EventKind::invoice_due, contract, terms.invoices[terms.invoices_paid].due,
             EventPhase::payments);
  } else {
    cancel(EventKind::invoice_due, contract);
  }
}

void Simulation::pay_invoice(ContractId contract) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  FirmState& s = state(firm);
  Commitment& terms = state(contract);
  ProgrammeState& buyer = state(programme);
  const Invoice invoice = terms.invoices[terms.invoices_paid];
  if (!case_.pays) {
    buyer.orders.release(state_.ledger, firm.index(), account(Holder::treasury), invoice.amount);
    buyer.lapsed += invoice.amount;
    change(Series::public_money_reserved, -invoice.amount.major());
    ++terms.invoices_paid;
    return watch_invoices(contract);
  }
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
  change(Series::public_money_paid, invoice.amount.major());
  change(Series::public_money_reserved, -invoice.amount.major());
  forgo(invoice.amount.major());
  terms.paid += invoice.amount;
  if (invoice.is_advance) {
    state_.advanced += invoice.amount;
    terms.advance_paid += invoice.amount;
    expose(invoice.amount);
  }
  ++terms.invoices_paid;
  watch_invoices(contract);
  if (s.alive()) {
    spend_on_waiting_work(firm);
    watch_cash(firm);
  }
}

void Simulation::forgo(double amount) {
  if (case_.frontier_purchase) {
    outcome_.frontier_compute_forgone += amount / case_.frontier_purchase->unit_price.major();
  }
}

void Simulation::expose(Money change_of_exposure) {
  state_.exposed += change_of_exposure;
  state_.peak_exposed = std::max(state_.peak_exposed, state_.exposed);
  change(Series::public_money_exposed, change_of_exposure.major());
}

void Simulation::deposit(ContractId contract, Money bond) {
  if (bond == Money{} || !case_.pays || !state(contract).active) {
    return;
  }
  const FirmId firm = firm_of(contract);
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
    state_.bonds_kept += bond;
    state_.present_recovered += present_value(bond);
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
  state_.recovered += taken;
  state_.present_recovered += present_value(taken);
  change(Series::public_money_recovered, taken.major());
  forgo(-taken.major());
  expose(Money{} - of_advance);
  return taken;
}

}  // namespace firstcustomer
