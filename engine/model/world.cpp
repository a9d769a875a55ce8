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
  for (const Holder holder :
       {Holder::treasury, Holder::investors, Holder::bridges, Holder::customers}) {
    chart[account(holder).index()] = Overdraft::allowed;
  }
  return chart;
}

std::array<std::uint32_t, event_kinds> slots_per_kind(std::size_t firms, std::size_t facilities) {
  std::array<std::uint32_t, event_kinds> slots;
  slots.fill(static_cast<std::uint32_t>(firms));
  const auto set = [&](EventKind kind, std::size_t count) {
    slots[static_cast<std::size_t>(kind)] = static_cast<std::uint32_t>(count);
  };
  set(EventKind::stage_begins, 2 * firms);
  set(EventKind::stage_ends, 2 * firms);
  set(EventKind::facility_serves, facilities);
  for (const EventKind kind : {EventKind::candidate_enters, EventKind::call_held,
                               EventKind::programme_closes, EventKind::deadline_passes}) {
    set(kind, 1);
  }
  return slots;
}

}  // namespace

Workspace::State::State(std::size_t firm_slots, std::size_t facility_count)
    : queue(slots_per_kind(firm_slots, facility_count)),
      ledger(chart_of_accounts(firm_slots)),
      orders(account(Holder::programme), account(Holder::programme_reserved), firm_slots),
      firms(firm_slots) {
  const auto claimants = static_cast<std::uint32_t>(2 * firm_slots);
  for (std::size_t i = 0; i < facility_count; ++i) {
    servers.push_back(Servers(1, claimants, 2));
    shuttles.push_back(Shuttle({}, 1, claimants, 2));
  }
}

Workspace::Workspace(const Model& model)
    : state_(std::make_unique<State>(model.firms.size() + model.entrant_slots,
                                     model.facilities.size())) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
const Effort& Workspace::effort() const {
  return state_->effort;
}
const QuarterlySeries& Workspace::series() const {
  return state_->series;
}

void Workspace::grow() {
  auto larger = std::make_unique<State>(2 * state_->firms.size() + 8, state_->servers.size());
  larger->effort = state_->effort;
  state_ = std::move(larger);
}

Outcome Simulation::run() {
  events_before_ = state_.effort.events;
  begin();
  play_until(std::min(deadline_, end_));
  count_standings();
  play_until(end_);
  return conclude();
}

void Simulation::play_until(Instant end) {
  EventQueue& queue = state_.queue;
  while (!queue.empty() && queue.next_time() < end) {
    // Far beyond what any number of firms can do: something repeats in no time, or nearly none.
    const auto firms = static_cast<std::int64_t>(state_.present);
    at_once_ = queue.next_time() == queue.now() ? at_once_ + 1 : 0;
    if (at_once_ > 10'000 + 100 * firms) {
      throw ReplicationError(
          "events repeat at one instant without end (a stage without duration?)");
    }
    if (state_.effort.events - events_before_ > 100'000 + 50'000 * firms) {
      throw ReplicationError("events repeat without end (a stage that hardly lasts?)");
    }
    const Event event = queue.pop();
    ++state_.effort.events;
    if (recorder_ != nullptr) {
      recorder_->handled(event.kind, event.slot);
    }
    handle(static_cast<EventKind>(event.kind), event.slot);
    if constexpr (verifies_every_event) {
      verify();
    }
  }
}

void Simulation::begin() {
  state_.queue.clear();
  state_.ledger.clear();
  state_.programme_open = false;
  state_.cancelled = false;
  state_.claims = 0;
  state_.calls = 0;
  state_.call_dates = 0;
  state_.present = 0;
  state_.orders.clear();
  const int years = fiscal_.year_of(case_.horizon) - fiscal_.year_of(case_.start) + 1;
  state_.paid_by_year.assign(static_cast<std::size_t>(std::max(years, 1)), Money{});
  state_.squared_commitments = state_.relative_performance_delivered = 0.0;
  state_.advanced = state_.recovered = state_.stranded = Money{};
  state_.exposed = state_.peak_exposed = Money{};
  state_.lapsed = state_.raised = state_.receipts = Money{};
  state_.present_paid = state_.present_recovered = 0.0;
  state_.present_raised = state_.present_spent = 0.0;
  state_.discount.set(case_.appraisal, case_.start);
  state_.series.clear(quarters_.size());
  quarter_end_ = clock_.end_of(quarters_.end(0));
  if (state_.frontiers.empty()) {
    state_.frontiers.assign(case_.benchmarks.size(), Frontier{});
  }
  for (const BenchmarkId id : state_.frontiers.ids()) {
    state_.frontiers[id].clear(case_.benchmarks[id.index()], case_.frontier[id.index()], clock_);
  }
  if (case_.frontier_purchase) {
    outcome_.frontier_compute_forgone = 0.0;
  }
  open_facilities();
  if (has_programme()) {
    open_programme();
  }
  begin_cohort();
  if (case_.entry) {
    open_entry();
  }
}

void Simulation::handle(EventKind kind, std::uint32_t slot) {
  const FirmId firm(slot);
  const FirmId worker(slot / 2);
  const auto track = static_cast<Track>(slot % 2);
  switch (kind) {
    case EventKind::stage_begins:
      return begin_stage(worker, track);
    case EventKind::stage_ends:
      return track == Track::development ? end_stage(worker) : end_test(worker);
    case EventKind::award:
      return award(firm);
    case EventKind::raise_starts:
      return start_raise(firm);
    case EventKind::raise_closes:
      return close_raise(firm);
    case EventKind::cash_runs_out:
      return run_out(firm);
    case EventKind::pivots:
      return pivot(firm);
    case EventKind::acquired:
      return acquire(firm);
    case EventKind::lot_delivered:
      return deliver_lot(firm);
    case EventKind::invoice_due:
      return pay_invoice(firm);
    case EventKind::milestone_due:
      return miss_milestone(firm);
    case EventKind::receipt_due:
      return receive(firm);
    case EventKind::facility_serves:
      return serve(FacilityId(slot));
    case EventKind::candidate_enters:
      return meet_candidate();
    case EventKind::call_held:
      return hold_call();
    case EventKind::programme_closes:
      return end_programme(now() < deadline_);
    case EventKind::deadline_passes:
      return pass_deadline();
    case EventKind::firm_appears:
      return appear(firm);
    case EventKind::known_raise:
      return raise_as_known(firm);
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

void Simulation::count_standings() {
  for (const FirmId firm : firms()) {
    const FirmState& s = state(firm);
    if (!s.was_domestic || s.fate == Fate::absent) {
      continue;
    }
    const Standing standing = standing_of(s);
    outcome_.at_deadline_suppliers += 1;
    outcome_.at_deadline_with_prototype += has_prototype(standing) ? 1 : 0;
    outcome_.*count_of(standing) += 1;
  }
}

Outcome Simulation::conclude() {
  for (const FirmId firm : firms()) {
    if (state(firm).fate == Fate::absent) {
      continue;
    }
    settle(firm, end_);
    end_burn(firm, end_);
    for (const Track track : tracks) {
      count_wait(firm, track, end_);
    }
  }
  outcome_.any_qualified_supplier = outcome_.qualified_suppliers > 0 ? 1 : 0;
  outcome_.months_to_first_qualification =
      ((outcome_.qualified_suppliers_ever > 0 ? first_qualification_ : end_) - Instant{}).months();
  outcome_.months_to_second_qualification =
      ((outcome_.qualified_suppliers_ever > 1 ? second_qualification_ : end_) - Instant{}).months();
  outcome_.programme_cancelled = state_.cancelled ? 1 : 0;
  conclude_firms(outcome_);
  conclude_money(outcome_);
  outcome_.servers_in_use = servers_in_use();
  verify();
  if (recorder_ != nullptr) {
    Record end{.kind = RecordKind::ends};
    end.when = end_;
    because(-1);
    recorder_->add(end);
  }
  return outcome_;
}

void Simulation::conclude_firms(Outcome& outcome) {
  Money spending;
  for (const FirmId firm : firms()) {
    const FirmState& s = state(firm);
    outcome.units_ordered += static_cast<double>(s.units_ordered);
    outcome.units_accepted += static_cast<double>(s.units_accepted);
    if (!s.was_domestic) {
      continue;
    }
    outcome.suppliers_insolvent += s.fate == Fate::insolvent ? 1 : 0;
    outcome.suppliers_failed += s.fate == Fate::failed ? 1 : 0;
    outcome.suppliers_missed += s.fate == Fate::missed ? 1 : 0;
    outcome.suppliers_pivoted += s.fate == Fate::pivoted ? 1 : 0;
    outcome.suppliers_absorbed += s.fate == Fate::absorbed ? 1 : 0;
    outcome.suppliers_active += s.alive() ? 1 : 0;
    outcome.suppliers_sold_abroad += s.sold_abroad ? 1 : 0;
    outcome.qualified_suppliers_retained += s.counted_qualified && s.alive() && s.domestic ? 1 : 0;
    spending += s.spent;
  }
  outcome.suppliers_spending = spending.major();
  if (outcome.units_ordered > 0) {
    outcome.no_delivery = outcome.units_accepted > 0 ? 0 : 1;
  }
  if (outcome.units_accepted > 0) {
    outcome.performance_at_delivery =
        state_.relative_performance_delivered / outcome.units_accepted;
  }
}

void Simulation::conclude_money(Outcome& outcome) const {
  outcome.compute_net = outcome.compute_received - outcome.frontier_compute_forgone;
  outcome.public_money_committed = state_.orders.ever_reserved().major();
  if (outcome.public_money_committed > 0) {
    outcome.contract_concentration = state_.squared_commitments / (outcome.public_money_committed *
                                                                   outcome.public_money_committed);
  }
  outcome.public_money_released = state_.orders.released().major();
  outcome.public_money_paid = state_.orders.paid().major();
  outcome.public_money_peak_year =
      std::max_element(state_.paid_by_year.begin(), state_.paid_by_year.end())->major();
  outcome.public_money_advanced = state_.advanced.major();
  outcome.public_money_recovered = state_.recovered.major();
  outcome.public_money_stranded = state_.stranded.major();
  outcome.public_money_exposed = state_.exposed.major();
  outcome.public_money_exposed_peak = state_.peak_exposed.major();
  outcome.public_money_reserved =
      state_.ledger.balance(account(Holder::programme_reserved)).major();
  outcome.public_money_lapsed = state_.lapsed.major();
  outcome.public_money_lapsed_by_cancellation = state_.cancelled ? state_.lapsed.major() : 0.0;
  outcome.public_money_paid_present_value = state_.present_paid / 100.0;
  outcome.public_money_net_present_value = (state_.present_paid - state_.present_recovered) / 100.0;
  outcome.private_money_raised = state_.raised.major();
  outcome.private_money_raised_present_value = state_.present_raised / 100.0;
  outcome.private_receipts = state_.receipts.major();
  outcome.suppliers_spending_present_value = state_.present_spent / 100.0;
  if (!std::isfinite(state_.present_paid + state_.present_recovered + state_.present_raised +
                     state_.present_spent)) {
    throw ReplicationError("a present value is no finite number (rates over too many years?)");
  }
}

Outcome simulate(const Model& model, const Case& numbers, const Luck& luck, Workspace& workspace,
                 Recorder* recorder) {
  const Effort before = workspace.effort();
  for (;;) {
    if (recorder != nullptr) {
      recorder->clear();
    }
    try {
      return Simulation(model, numbers, luck, workspace.state(), recorder).run();
    } catch (const OutOfSlots&) {
      workspace.grow();  // and from the beginning: nothing depends on storage
      workspace.state().effort = before;
    }
  }
}

}  // namespace firstcustomer
