#include <algorithm>

#include "simulation.hpp"

// Lenders rank before the buyer: what is paid under a contract repays the debt against it first,
// and what a firm has left when its contract breaks goes to the lender, then to the buyer, as
// security goes before claims of a department that has none (Insolvency Act 1986, sections 175 to
// 176A, know no preference for it).

namespace firstcustomer {

Money Simulation::debt_now(ContractId contract) const {
  const Commitment& terms = state(contract);
  return terms.debt == Money{}
             ? Money{}
             : debt_after(terms.debt, case_.finance.contract_debt->interest, now() - terms.debt_at);
}

Money Simulation::credit_of(ContractId contract) const {
  const Commitment& terms = state(contract);
  if (!case_.finance.contract_debt || !case_.pays || !terms.active ||
      !numbers(contract).strength.legally_binding) {
    return {};
  }
  const ContractDebt& lending = *case_.finance.contract_debt;
  if (lending.lends_from == LendsFrom::qualification && !terms.is_qualified) {
    return {};
  }
  Money to_pay = state(programme_of(contract)).orders.held(firm_of(contract).index());
  for (std::size_t i = terms.invoices_paid; i < terms.invoices.size(); ++i) {
    to_pay -= terms.invoices[i].is_advance ? terms.invoices[i].amount : Money{};
  }
  return std::max(Money{}, scaled(to_pay, lending.share) - debt_now(contract));
}

Money Simulation::credit_of(FirmId firm) const {
  Money sum;
  if (case_.finance.contract_debt) {
    for (const ProgrammeId programme : programmes()) {
      sum += credit_of(contract_of(firm, programme));
    }
  }
  return sum;
}

bool Simulation::draw_on_contracts(FirmId firm, Money wanted) {
  Money left = wanted;
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    const Money drawn = std::min(left, credit_of(contract));
    if (drawn <= Money{}) {
      continue;
    }
    Commitment& terms = state(contract);
    terms.debt = debt_now(contract) + drawn;
    terms.debt_at = now();
    record({.kind = RecordKind::debt_drawn,
            .firm = firm,
            .programme = programme,
            .amount = drawn,
            .value = terms.debt.major()});
    state_.ledger.transfer(account(Holder::lenders), firm_account(firm), drawn);
    state_.lent += drawn;
    left -= drawn;
  }
  return left < wanted;
}

bool Simulation::draw_in_full(FirmId firm, Money wanted) {
  return credit_of(firm) >= wanted && draw_on_contracts(firm, wanted);
}

bool Simulation::draw_for_burn(FirmId firm) {
  if (!case_.finance.contract_debt) {
    return false;
  }
  const Money wanted = state(firm).burn.rate().accrued(case_.finance.contract_debt->draws_for);
  const bool draws = draw_on_contracts(firm, wanted);
  if (draws) {
    watch_cash(firm);
  }
  return draws;
}

void Simulation::draw_for_lot(FirmId firm, const LotView& own) {
  if (!case_.finance.contract_debt) {
    return;
  }
  LotView lent = own;
  lent.cash = own.cash + credit_of(firm);
  const std::int64_t units = units_within_means(lent);
  if (units > units_within_means(own)) {
    draw_on_contracts(firm, own.costs.of(own.made, units) + own.payroll_until_paid - own.cash);
  }
}

void Simulation::draw_for_prepayment(FirmId firm, const ProductionLot& lot, std::int64_t wanted,
                                     Money kept) {
  if (!case_.finance.contract_debt || wanted == 0 || state(firm).parent_funded) {
    return;
  }
  const Money credit = credit_of(firm);
  const Money for_one = lot.prepayment(1) + kept - cash(firm);
  const Money for_all = lot.prepayment(wanted) + kept - cash(firm);
  if (for_all > Money{} && for_one <= credit) {
    draw_on_contracts(firm, std::min(for_all, credit));
  }
}

void Simulation::use_credit(ContractId contract) {
  const FirmId firm = firm_of(contract);
  if (state(firm).alive() && credit_of(contract) > Money{}) {
    spend_on_waiting_work(firm);
  }
}

Money Simulation::repay(ContractId contract, AccountId from, Money most) {
  Commitment& terms = state(contract);
  const Money owed = debt_now(contract);
  const Money paid = std::min(owed, most);
  if (paid <= Money{}) {
    return {};
  }
  terms.debt = owed - paid;
  terms.debt_at = now();
  record({.kind = RecordKind::debt_repaid,
          .firm = firm_of(contract),
          .programme = programme_of(contract),
          .amount = paid,
          .value = terms.debt.major(),
          .count = from == account(Holder::investors) ? 1 : 0});
  state_.ledger.transfer(from, account(Holder::lenders), paid);
  state_.repaid_to_lenders += paid;
  return paid;
}

void Simulation::call_in_debt(ContractId contract, bool is_broken) {
  Commitment& terms = state(contract);
  if (terms.debt == Money{} || terms.active) {
    return;
  }
  const FirmId firm = firm_of(contract);
  const bool awaits_more = terms.invoices_paid < terms.invoices.size();
  if (is_broken || !awaits_more) {
    settle(firm, now());
    const Money taken = repay(contract, firm_account(firm), cash(firm));
    if (taken > Money{} && state(firm).alive()) {
      watch_cash(firm);
    }
  }
  if (!awaits_more && terms.debt > Money{}) {
    const Money lost = debt_now(contract);
    record({.kind = RecordKind::debt_lost,
            .firm = firm,
            .programme = programme_of(contract),
            .amount = lost});
    state_.lost_by_lenders += lost;
    terms.debt = Money{};
  }
}

void Simulation::redeem_debt(FirmId firm) {
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    repay(contract, account(Holder::investors), debt_now(contract));
  }
}

}  // namespace firstcustomer
