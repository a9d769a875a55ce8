#include "firstcustomer/model/world.hpp"

#include <array>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

/// The books are verified at the end of every replication; in builds for debugging after every
/// event.
#ifdef FIRSTCUSTOMER_VERIFY_EVERY_EVENT
constexpr bool verifies_every_event = true;
#else
constexpr bool verifies_every_event = false;
#endif

std::vector<Overdraft> chart_of_accounts(std::size_t firms) {
  std::vector<Overdraft> chart(common_holders + firms, Overdraft::refused);
  chart[account(Holder::treasury).index()] = Overdraft::allowed;
  chart[account(Holder::investors).index()] = Overdraft::allowed;
  return chart;
}

std::array<std::uint32_t, event_kinds> slots_per_kind(std::size_t firms, std::size_t facilities) {
  std::array<std::uint32_t, event_kinds> slots;
  slots.fill(static_cast<std::uint32_t>(firms));
  slots[static_cast<std::size_t>(EventKind::facility_serves)] =
      static_cast<std::uint32_t>(facilities);
  slots[static_cast<std::size_t>(EventKind::programme_closes)] = 1;
  return slots;
}

}  // namespace

Workspace::State::State(std::size_t firm_count, std::size_t facility_count)
    : queue(slots_per_kind(firm_count, facility_count)),
      ledger(chart_of_accounts(firm_count)),
      orders(account(Holder::programme), account(Holder::programme_reserved), firm_count),
      firms(firm_count) {
  const auto claimants = static_cast<std::uint32_t>(firm_count);
  for (std::size_t i = 0; i < facility_count; ++i) {
    servers.push_back(Servers(1, claimants, 2));
    shuttles.push_back(Shuttle({}, 1, claimants, 2));
  }
}

Workspace::Workspace(const Model& model)
    : state_(std::make_unique<State>(model.firms.size(), model.facilities.size())) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
const Effort& Workspace::effort() const {
  return state_->effort;
}

const QuarterlySeries& Workspace::series() const {
  return state_->series;
}

Outcome Simulation::run() {
  begin();
  EventQueue& queue = state_.queue;
  // Far beyond what any number of firms can do: something repeats in no time, or nearly none.
  const auto firms = static_cast<std::int64_t>(model_.firms.size());
  const std::int64_t most_at_once = 10'000 + 100 * firms;
  const std::int64_t most = 100'000 + 50'000 * firms;
  const std::int64_t before = state_.effort.events;
  std::int64_t at_once = 0;
  while (!queue.empty() && queue.next_time() < end_) {
    at_once = queue.next_time() == queue.now() ? at_once + 1 : 0;
    if (at_once > most_at_once) {
      throw ReplicationError(
          "events repeat at one instant without end (a stage without duration?)");
    }
    if (state_.effort.events - before > most) {
      throw ReplicationError("events repeat without end (a stage that hardly lasts?)");
    }
    const Event event = queue.pop();
    ++state_.effort.events;
    handle(static_cast<EventKind>(event.kind), event.slot);
    if constexpr (verifies_every_event) {
      verify();
    }
  }
  return conclude();
}

void Simulation::begin() {
  state_.queue.clear();
  state_.series.clear(Quarters(case_.start, case_.horizon).size());
  state_.ledger.clear();
  state_.programme_open = false;
  state_.cancelled = false;
  state_.claims = 0;
  state_.orders.clear();
  const int years = fiscal_.year_of(case_.horizon) - fiscal_.year_of(case_.start) + 1;
  state_.paid_by_year.assign(static_cast<std::size_t>(std::max(years, 1)), Money{});
  state_.lapsed = state_.raised = Money{};
  state_.present_paid = state_.present_raised = state_.present_spent = 0.0;
  state_.discount.set(case_.appraisal, case_.start);
  open_facilities();
  if (has_programme()) {
    open_programme();
  }
  for (const FirmId firm : model_.firms.ids()) {
    begin_firm(firm);
  }
}

void Simulation::begin_firm(FirmId firm) {
  FirmState& s = state(firm);
  const Firm& known = numbers(firm);
  const Technology& tech = technology(firm);
  s.reset();
  s.stage = model_.firms[firm].first_stage;
  s.round = known.parent_funded ? RoundId::none() : model_.next_round[firm];
  s.slip = draw(tech.slip, Chance::slip, firm, Ordinal{});
  s.relative_performance =
      draw_good(tech.relative_performance, Chance::relative_performance, firm, Ordinal{});
  s.planned = Instant{} + planned_time(firm);
  state_.ledger.transfer(account(Holder::investors), firm_account(firm), known.cash);
  s.burn = Burn(payer(firm), account(Holder::payroll), known.burn, now());
  s.burns_since = discount(now());
  if (known.begun) {
    take_place(firm);
    end_stage_after(firm, Duration::from_days(known.remaining.days() * s.slip));
    watch_cash(firm);
  } else {
    begin_stage(firm);
  }
}

Duration Simulation::planned_time(FirmId firm) const {
  const std::vector<Stage>& stages = technology(firm).stages;
  const bool begun = numbers(firm).begun;
  Duration plan = begun ? numbers(firm).remaining : Duration{};
  for (std::size_t i = model_.firms[firm].first_stage.index() + (begun ? 1U : 0U);
       i + 1 < stages.size(); ++i) {
    plan = plan + Duration::from_days(model_.laws.quantile(stages[i].duration, 0.5));
  }
  return plan;
}

void Simulation::handle(EventKind kind, std::uint32_t slot) {
  const FirmId firm(slot);
  switch (kind) {
    case EventKind::stage_begins:
      return begin_stage(firm);
    case EventKind::stage_ends:
      return end_stage(firm);
    case EventKind::test_ends:
      return end_test(firm);
    case EventKind::award:
      return award(firm);
    case EventKind::raise_starts:
      return start_raise(firm);
    case EventKind::raise_closes:
      return close_raise(firm);
    case EventKind::cash_runs_out:
      return run_out(firm);
    case EventKind::lot_delivered:
      return deliver_lot(firm);
    case EventKind::invoice_due:
      return pay_invoice(firm);
    case EventKind::facility_serves:
      return serve(FacilityId(slot));
    case EventKind::programme_closes:
      return end_programme();
  }
  ensure(false, "every kind of event has a handler");
}

void Simulation::verify() const {
  state_.ledger.verify();
  state_.orders.verify(state_.ledger);
  if (has_programme()) {
    ensure(state_.orders.paid() + state_.ledger.balance(account(Holder::programme_reserved)) <=
               case_.programme->fund.budget,
           "a programme never spends or reserves more than its budget");
  }
}

Outcome Simulation::conclude() {
  if (state_.programme_open && deadline_ == end_) {
    close_programme();  // both days end in the same midnight
  }
  for (const FirmId firm : model_.firms.ids()) {
    settle(firm, end_);
    end_burn(firm, end_);
    count_wait(firm, end_);
  }
  Outcome outcome = outcome_;
  outcome.any_qualified_supplier = outcome.qualified_suppliers > 0 ? 1 : 0;
  outcome.months_to_first_qualification =
      ((outcome.qualified_suppliers > 0 ? first_qualification_
                                        : std::clamp(deadline_, Instant{}, end_)) -
       Instant{})
          .months();
  outcome.programme_cancelled = state_.cancelled ? 1 : 0;
  Money spending;
  for (const FirmId firm : model_.firms.ids()) {
    const FirmState& s = state(firm);
    outcome.contracts_signed += s.ordered > 0 ? 1 : 0;
    outcome.units_ordered += static_cast<double>(s.ordered);
    outcome.units_accepted += static_cast<double>(s.accepted);
    if (numbers(firm).domestic) {
      outcome.suppliers_insolvent += s.fate == Fate::insolvent ? 1 : 0;
      outcome.suppliers_failed += s.fate == Fate::failed ? 1 : 0;
      outcome.suppliers_missed += s.fate == Fate::missed ? 1 : 0;
      outcome.suppliers_active += s.alive() ? 1 : 0;
      spending += s.spent;
    }
  }
  conclude_money(spending, outcome);
  outcome.servers_in_use = servers_in_use();
  verify();
  return outcome;
}

void Simulation::conclude_money(Money spending, Outcome& outcome) const {
  outcome.public_money_committed = state_.orders.ever_reserved().major();
  outcome.public_money_released = state_.orders.released().major();
  outcome.public_money_paid = state_.orders.paid().major();
  outcome.public_money_peak_year =
      std::max_element(state_.paid_by_year.begin(), state_.paid_by_year.end())->major();
  outcome.public_money_reserved =
      state_.ledger.balance(account(Holder::programme_reserved)).major();
  outcome.public_money_lapsed = state_.lapsed.major();
  outcome.public_money_paid_present_value = state_.present_paid / 100.0;
  outcome.private_money_raised = state_.raised.major();
  outcome.private_money_raised_present_value = state_.present_raised / 100.0;
  outcome.suppliers_spending = spending.major();
  outcome.suppliers_spending_present_value = state_.present_spent / 100.0;
  if (!std::isfinite(state_.present_paid + state_.present_raised + state_.present_spent)) {
    throw ReplicationError("a present value is no finite number (rates over too many years?)");
  }
}

Outcome simulate(const Model& model, const Case& numbers, const Luck& luck, Workspace& workspace,
                 Recorder*) {
  return Simulation(model, numbers, luck, workspace.state()).run();
}

}  // namespace firstcustomer
