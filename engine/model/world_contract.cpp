#include <algorithm>
#include <limits>

#include "firstcustomer/core/check.hpp"
#include "simulation.hpp"

namespace firstcustomer {

void Simulation::price_units(FirmId firm) {
  Commitment& contract = state(firm).contract;
  const Supply& supply = technology(firm).supply;
  const std::vector<Clause>& clauses = case_.programme->contract;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Clause& clause = clauses[i];
    if (clause.on != Trigger::acceptance) {
      continue;
    }
    Money pay = clause.pay;
    if (clause.bargained) {
      const Money frontier =
          case_.frontier_purchase
              ? scaled(case_.frontier_purchase->unit_price, supply.unit_size * frontier_ratio(firm))
              : clause.pay;
      pay = bargained_price(supply.unit_cost, clause.pay, frontier, clause.supplier_share);
    }
    if (pay > Money{}) {
      contract.prices.push_back({pay, clause.up_to});
      contract.price_clauses.push_back(i);
    }
  }
}

Money Simulation::milestones_ahead(FirmId firm) {
  FirmState& s = state(firm);
  Commitment& contract = s.contract;
  const std::vector<Clause>& clauses = case_.programme->contract;
  const std::vector<StageId>& at = model_.technologies[s.technology].milestones;
  Money sum;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const bool in_test = at[i] == test_stage(firm);
    const bool is_ahead =
        clauses[i].on == Trigger::milestone && at[i].valid() &&
        (in_test ? !s.is_qualified : static_cast<std::int64_t>(at[i].index()) >= s.completed);
    contract.milestones.push_back(is_ahead ? MilestoneState::ahead : MilestoneState::no_part);
    sum += is_ahead ? clauses[i].pay : Money{};
  }
  return sum;
}

void Simulation::sign(FirmId firm, std::int64_t units, Money milestones) {
  FirmState& s = state(firm);
  Commitment& contract = s.contract;
  const Money value = value_of_units(contract.prices, units);
  state_.orders.reserve(state_.ledger, order_claim(firm), value + milestones);
  contract.active = true;
  contract.signed_at = s.award_at = s.award_news = now();
  contract.units = units;
  contract.units_value = value;
  contract.raised_before = s.raised;
  s.units_ordered += units;
  outcome_.contracts_signed += 1;
  const double worth = (value + milestones).major();
  state_.squared_commitments += worth * worth;
  change(Series::public_money_reserved, worth);
  record({.kind = RecordKind::contract_signed,
          .firm = firm,
          .amount = value + milestones,
          .value = s.assessment,
          .count = units});
  contract.advance = advance_at_signing(case_.programme->contract, value);
  owe_advance(firm);
  watch_milestones(firm);
  if (s.is_qualified && s.is_finished) {
    start_delivery(firm);
  }
}

void Simulation::owe_advance(FirmId firm) {
  const Commitment& contract = state(firm).contract;
  const std::vector<Clause>& clauses = case_.programme->contract;
  Money left = contract.advance;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Money part = clauses[i].on == Trigger::signing
                           ? std::min(left, scaled(contract.units_value, clauses[i].of_value))
                           : Money{};
    if (part > Money{}) {
      owe(firm, part, i, true);
      left -= part;
    }
  }
}

void Simulation::reach_milestone(FirmId firm, StageId completed) {
  FirmState& s = state(firm);
  if (!s.contract.active) {
    return;
  }
  const std::vector<StageId>& at = model_.technologies[s.technology].milestones;
  for (std::size_t i = 0; i < at.size(); ++i) {
    MilestoneState& milestone = s.contract.milestones[i];
    if (at[i] == completed && milestone == MilestoneState::ahead) {
      milestone = MilestoneState::reached;
    }
  }
  pay_milestones(firm);
}

void Simulation::pay_milestones(FirmId firm) {
  FirmState& s = state(firm);
  const std::vector<Clause>& clauses = case_.programme->contract;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    MilestoneState& milestone = s.contract.milestones[i];
    if (milestone == MilestoneState::ahead) {
      break;  // in their order
    }
    if (milestone == MilestoneState::reached) {
      if (s.raised - s.contract.raised_before < scaled(clauses[i].pay, clauses[i].match)) {
        break;
      }
      milestone = MilestoneState::owed;
      owe(firm, clauses[i].pay, i, false);
    }
  }
  watch_milestones(firm);
  check_fulfilled(firm);
}

void Simulation::watch_milestones(FirmId firm) {
  const FirmState& s = state(firm);
  const std::vector<Clause>& clauses = case_.programme->contract;
  Instant first = Instant::never();
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const MilestoneState milestone = s.contract.milestones[i];
    if (milestone == MilestoneState::ahead || milestone == MilestoneState::reached) {
      first = std::min(first, s.contract.signed_at + clauses[i].due + clauses[i].grace);
    }
  }
  schedule(EventKind::milestone_due, firm, std::max(now(), first), EventPhase::failures);
}

void Simulation::miss_milestone(FirmId firm) {
  settle(firm, now());
  end_contract(firm, Trigger::failure);
}

void Simulation::owe(FirmId firm, Money amount, std::size_t clause, bool is_advance) {
  state(firm).invoices.push_back(
      {now() + case_.programme->fund.payment_terms, amount, clause, is_advance});
  watch_invoices(firm);
}

void Simulation::watch_invoices(FirmId firm) {
  const FirmState& s = state(firm);
  if (s.invoices_paid < s.invoices.size()) {
    schedule(EventKind::invoice_due, firm, s.invoices[s.invoices_paid].due, EventPhase::payments);
  } else {
    cancel(EventKind::invoice_due, firm);
  }
}

void Simulation::pay_invoice(FirmId firm) {
  FirmState& s = state(firm);
  const Invoice invoice = s.invoices[s.invoices_paid];
  if (!case_.pays) {
    state_.orders.release(state_.ledger, order_claim(firm), account(Holder::treasury),
                          invoice.amount);
    state_.lapsed += invoice.amount;
    change(Series::public_money_reserved, -invoice.amount.major());
    ++s.invoices_paid;
    return watch_invoices(firm);
  }
  settle(firm, now());
  record({.kind = RecordKind::paid,
          .firm = firm,
          .amount = invoice.amount,
          .clause = static_cast<std::int64_t>(invoice.clause)});
  state_.orders.pay(state_.ledger, order_claim(firm), firm_account(firm), invoice.amount);
  const int year = fiscal_.year_of(clock_.date(now())) - fiscal_.year_of(case_.start);
  state_.paid_by_year[static_cast<std::size_t>(year)] += invoice.amount;
  state_.present_paid += present_value(invoice.amount);
  change(Series::public_money_paid, invoice.amount.major());
  change(Series::public_money_reserved, -invoice.amount.major());
  forgo(invoice.amount.major());
  if (invoice.is_advance) {
    state_.advanced += invoice.amount;
    s.contract.advance_paid += invoice.amount;
    expose(invoice.amount);
  }
  ++s.invoices_paid;
  watch_invoices(firm);
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

void Simulation::check_fulfilled(FirmId firm) {
  Commitment& contract = state(firm).contract;
  const bool waits = std::any_of(
      contract.milestones.begin(), contract.milestones.end(), [](MilestoneState milestone) {
        return milestone == MilestoneState::ahead || milestone == MilestoneState::reached;
      });
  if (contract.active && !waits && contract.accepted == contract.units) {
    contract.active = false;
    record({.kind = RecordKind::contract_fulfilled, .firm = firm});
  }
}

bool Simulation::ends_on_sale() const {
  const std::vector<Clause>& clauses = case_.programme->contract;
  return std::any_of(clauses.begin(), clauses.end(),
                     [](const Clause& clause) { return clause.on == Trigger::change_of_control; });
}

void Simulation::end_contract(FirmId firm, Trigger trigger) {
  FirmState& s = state(firm);
  s.contract.active = false;
  s.award_news = Instant::never();
  outcome_.contracts_failed += 1;
  cancel(EventKind::lot_delivered, firm);
  cancel(EventKind::milestone_due, firm);
  cancel_advance(firm);
  release(firm);
  recover(firm, trigger);
  const Money lost = s.contract.open_advance();
  if (lost > Money{}) {
    record({.kind = RecordKind::advance_lost, .firm = firm, .amount = lost});
    state_.stranded += lost;
    expose(Money{} - lost);
    s.contract.credited += lost;
  }
  if (s.alive()) {
    watch_cash(firm);
  }
}

void Simulation::cancel_advance(FirmId firm) {
  FirmState& s = state(firm);
  const auto unpaid = s.invoices.begin() + static_cast<std::ptrdiff_t>(s.invoices_paid);
  s.invoices.erase(std::remove_if(unpaid, s.invoices.end(),
                                  [](const Invoice& invoice) { return invoice.is_advance; }),
                   s.invoices.end());
  watch_invoices(firm);
}

void Simulation::recover(FirmId firm, Trigger trigger) {
  FirmState& s = state(firm);
  const std::vector<Clause>& clauses = case_.programme->contract;
  std::int64_t number = 0;  // among clauses of the trigger: what else is agreed moves no draw
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Clause& clause = clauses[i];
    if (clause.on != trigger || s.contract.open_advance() <= Money{}) {
      continue;
    }
    ++number;
    if (clause.excused > Share{} &&
        uniform(Chance::excuse, firm, ordinal(EntityHash{}, number, s.generation)) <
            clause.excused.value()) {
      continue;
    }
    const Money open = s.contract.open_advance();
    const Money means = s.parent_funded && s.alive() ? open : cash(firm);
    const Money amount = recoverable(clause, open, means);
    record({.kind = RecordKind::recovered,
            .firm = firm,
            .amount = amount,
            .other = open.major(),
            .clause = static_cast<std::int64_t>(i)});
    state_.ledger.transfer(
        s.parent_funded && s.alive() ? account(Holder::investors) : firm_account(firm),
        account(Holder::treasury), amount);
    s.contract.credited += amount;
    state_.recovered += amount;
    state_.present_recovered += present_value(amount);
    change(Series::public_money_recovered, amount.major());
    forgo(-amount.major());
    expose(Money{} - amount);
  }
}

void Simulation::release(FirmId left) {
  const bool open = state_.programme_open;
  const FirmState& leaver = state(left);
  Money owed;
  for (std::size_t i = leaver.invoices_paid; i < leaver.invoices.size(); ++i) {
    owed += leaver.invoices[i].amount;
  }
  const Money amount = state_.orders.held(order_claim(left)) - owed;
  record({.kind = RecordKind::contract_ends, .firm = left, .amount = amount});
  state_.orders.release(state_.ledger, order_claim(left),
                        account(open ? Holder::programme : Holder::treasury), amount);
  change(Series::public_money_reserved, -amount.major());
  if (!open) {
    state_.lapsed += amount;
    return;
  }
  if (case_.programme->allocation.signing == Signing::call) {
    return;  // the next call has it
  }
  for (const FirmId firm : firms()) {
    const FirmState& s = state(firm);
    if (s.claim > 0 && s.alive() && s.award_at == Instant::never()) {
      schedule(EventKind::award, firm, now(), EventPhase::awards, Rank{s.claim});
    }
  }
}

}  // namespace firstcustomer
