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

std::vector<Overdraft> chart_of_accounts(std::size_t firms, std::size_t programmes) {
  std::vector<Overdraft> chart(common_holders + 2 * programmes + firms, Overdraft::refused);
  for (const Holder holder :
       {Holder::treasury, Holder::investors, Holder::bridges, Holder::customers}) {
    chart[account(holder).index()] = Overdraft::allowed;
  }
  return chart;
}

std::array<std::uint32_t, event_kinds> slots_per_kind(std::size_t firms, std::size_t facilities,
                                                      std::size_t programmes, std::size_t dates) {
  std::array<std::uint32_t, event_kinds> slots;
  slots.fill(static_cast<std::uint32_t>(firms));
  const auto set = [&](EventKind kind, std::size_t count) {
    slots[static_cast<std::size_t>(kind)] = static_cast<std::uint32_t>(count);
  };
  set(EventKind::stage_begins, 2 * firms);
  set(EventKind::stage_ends, 2 * firms);
  set(EventKind::facility_serves, facilities);
  for (const EventKind kind : {EventKind::award, EventKind::lot_delivered, EventKind::invoice_due,
                               EventKind::milestone_due, EventKind::contract_expires,
                               EventKind::approval_ends, EventKind::lot_inspected}) {
    set(kind, firms * programmes);
  }
  for (const EventKind kind :
       {EventKind::call_held, EventKind::programme_opens, EventKind::programme_closes,
        EventKind::deadline_passes, EventKind::period_ends, EventKind::phase_ends,
        EventKind::hold_ends}) {
    set(kind, programmes);
  }
  set(EventKind::date_reached, dates);
  set(EventKind::candidate_enters, 1);
  return slots;
}

}  // namespace

Workspace::State::State(std::size_t firm_slots, std::size_t facility_count,
                        std::size_t programme_count, std::size_t dates_of_programmes)
    : queue(slots_per_kind(firm_slots, facility_count, programme_count, dates_of_programmes)),
      ledger(chart_of_accounts(firm_slots, programme_count)),
      contracts(firm_slots * programme_count),
      firms(firm_slots),
      dates(dates_of_programmes) {
  for (const ProgrammeId programme : IdRange<ProgrammeId>(programme_count)) {
    programmes.push_back(ProgrammeState(programme, firm_slots));
  }
  const auto claimants = static_cast<std::uint32_t>(2 * firm_slots);
  for (std::size_t i = 0; i < facility_count; ++i) {
    servers.push_back(Servers(1, claimants, classes_in_line));
    shuttles.push_back(Shuttle({}, 1, claimants, classes_in_line));
  }
}

Workspace::Workspace(const Model& model)
    : state_(std::make_unique<State>(model.firms.size() + model.entrant_slots,
                                     model.facilities.size(), model.programmes.size(),
                                     model.dates)) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
const Effort& Workspace::effort() const {
  return state_->effort;
}
const QuarterlySeries& Workspace::series() const {
  return state_->series;
}

const std::vector<Outcome>& Workspace::by_programme() const {
  return state_->by_programme;
}

void Workspace::grow() {
  auto larger = std::make_unique<State>(2 * state_->firms.size() + 8, state_->servers.size(),
                                        state_->programmes.size(), state_->dates);
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
    play_next();
  }
}

void Simulation::play_next() {
  const Event event = state_.queue.pop();
  ++state_.effort.events;
  if (recorder_ != nullptr) {
    recorder_->handled(event.kind, event.slot);
  }
  handle(static_cast<EventKind>(event.kind), event.slot);
  if (case_.beliefs != nullptr) {
    respond_to_promises();
  }
  if (held_.valid()) {
    note_receipts();
  }
  if constexpr (verifies_every_event) {
    verify();
  }
}

void Simulation::begin() {
  state_.queue.clear();
  state_.ledger.clear();
  for (ProgrammeState& programme : state_.programmes) {
    programme.clear();
  }
  state_.present = 0;
  const int years = fiscal_.year_of(case_.horizon) - fiscal_.year_of(case_.start) + 1;
  state_.paid_by_year.assign(static_cast<std::size_t>(std::max(years, 1)), Money{});
  state_.squared_commitments = state_.relative_performance_delivered = 0.0;
  state_.advanced = state_.recovered = state_.returned = state_.stranded = Money{};
  state_.bonds_kept = Money{};
  state_.exposed = state_.peak_exposed = Money{};
  state_.raised = state_.receipts = Money{};
  state_.present_paid = state_.present_recovered = state_.present_returned = 0.0;
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
  state_.market_path.clear();
  state_.exchange_path.clear();
  open_facilities();
  for (const ProgrammeId programme : programmes()) {
    because(-1);
    begin_programme(programme);
  }
  promises_seen_ = standing_of_promises();
  begin_cohort();
  if (case_.entry) {
    open_entry();
  }
}

void Simulation::handle(EventKind kind, std::uint32_t slot) {
  const FirmId firm(slot);
  const ContractId contract(slot);
  const ProgrammeId programme(slot);
  const FirmId worker(slot / 2);
  const auto track = static_cast<Track>(slot % 2);
  switch (kind) {
    case EventKind::stage_begins:
      return begin_stage(worker, track);
    case EventKind::stage_ends:
      return track == Track::development ? end_stage(worker) : end_test(worker);
    case EventKind::award:
      return award(contract);
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
      return deliver_lot(contract);
    case EventKind::invoice_due:
      return pay_invoice(contract);
    case EventKind::milestone_due:
      return miss_milestone(contract);
    case EventKind::receipt_due:
      return receive(firm);
    case EventKind::facility_serves:
      return serve(FacilityId(slot));
    case EventKind::candidate_enters:
      return meet_candidate();
    case EventKind::call_held:
      return hold_call(programme);
    case EventKind::programme_closes:
      return end_programme(programme);
    case EventKind::deadline_passes:
      return pass_deadline(programme);
    case EventKind::firm_appears:
      return appear(firm);
    case EventKind::known_raise:
      return raise_as_known(firm);
    case EventKind::programme_opens:
      return open_programme(programme);
    case EventKind::period_ends:
      return end_period(programme);
    case EventKind::date_reached:
      return reach_date(slot);
    case EventKind::contract_expires:
      return expire(contract);
    case EventKind::approval_ends:
      return end_approval(contract);
    case EventKind::phase_ends:
      return end_phase(programme);
    case EventKind::hold_ends:
      return end_hold(programme);
    case EventKind::lot_inspected:
      return end_inspection(contract);
    case EventKind::relocates:
      return relocate(firm);
  }
  ensure(false, "every kind of event has a handler");
}

void Simulation::verify() const {
  state_.ledger.verify();
  for (const ProgrammeId programme : programmes()) {
    const Reservations& orders = state(programme).orders;
    orders.verify(state_.ledger);
    ensure(orders.paid() + state_.ledger.balance(reserved_account(programme)) <=
               numbers(programme).fund.budget,
           "a programme never spends or reserves more than its budget");
    const std::vector<Money>& paid = state(programme).paid_by_year;
    for (std::size_t year = 0; year < paid.size(); ++year) {
      ensure(paid[year] <= allowance(programme, year),
             "a programme never pays more in a year than its cap allows");
    }
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
  conclude_firms(outcome_);
  conclude_money(outcome_);
  if (case_.programmes.size() > 1) {
    conclude_programmes();
  }
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
    outcome.suppliers_gave_up += s.fate == Fate::gave_up ? 1 : 0;
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
  Money committed, released, paid, reserved, lapsed, lapsed_by_cancellation;
  for (const ProgrammeId programme : programmes()) {
    const ProgrammeState& buyer = state(programme);
    committed += buyer.orders.ever_reserved();
    released += buyer.orders.released();
    paid += buyer.orders.paid();
    reserved += state_.ledger.balance(reserved_account(programme));
    lapsed += buyer.lapsed;
    lapsed_by_cancellation += buyer.cancelled ? buyer.lapsed : Money{};
    outcome.programme_cancelled += buyer.cancelled ? 1 : 0;
  }
  outcome.public_money_committed = committed.major();
  if (outcome.public_money_committed > 0) {
    outcome.contract_concentration = state_.squared_commitments / (outcome.public_money_committed *
                                                                   outcome.public_money_committed);
  }
  outcome.public_money_released = released.major();
  outcome.public_money_paid = paid.major();
  outcome.public_money_peak_year =
      std::max_element(state_.paid_by_year.begin(), state_.paid_by_year.end())->major();
  outcome.public_money_advanced = state_.advanced.major();
  outcome.public_money_recovered = state_.recovered.major();
  outcome.public_money_bonds_kept = state_.bonds_kept.major();
  outcome.public_money_stranded = state_.stranded.major();
  outcome.public_money_exposed = state_.exposed.major();
  outcome.public_money_exposed_peak = state_.peak_exposed.major();
  outcome.public_money_reserved = reserved.major();
  outcome.public_money_lapsed = lapsed.major();
  outcome.public_money_lapsed_by_cancellation = lapsed_by_cancellation.major();
  outcome.public_money_paid_present_value = state_.present_paid / 100.0;
  outcome.public_money_returned = state_.returned.major();
  outcome.public_money_returned_present_value = state_.present_returned / 100.0;
  outcome.public_money_net_present_value =
      (state_.present_paid - state_.present_recovered - state_.present_returned) / 100.0;
  outcome.private_money_raised = state_.raised.major();
  outcome.private_money_raised_present_value = state_.present_raised / 100.0;
  outcome.private_receipts = state_.receipts.major();
  outcome.suppliers_spending_present_value = state_.present_spent / 100.0;
  if (!std::isfinite(state_.present_paid + state_.present_recovered + state_.present_returned +
                     state_.present_raised + state_.present_spent)) {
    throw ReplicationError("a present value is no finite number (rates over too many years?)");
  }
}

void Simulation::conclude_programmes() {
  state_.by_programme.resize(case_.programmes.size());
  for (const ProgrammeId programme : programmes()) {
    const ProgrammeState& buyer = state(programme);
    Outcome& part = state_.by_programme[programme.index()];
    part.contracts_signed = static_cast<double>(buyer.contracts_signed);
    part.contracts_failed = static_cast<double>(buyer.contracts_failed);
    part.units_accepted = static_cast<double>(buyer.accepted);
    part.public_money_committed = buyer.orders.ever_reserved().major();
    part.public_money_paid = buyer.orders.paid().major();
    part.public_money_recovered = buyer.recovered.major();
    part.public_money_returned = buyer.returned.major();
    part.public_money_bonds_kept = buyer.bonds_kept.major();
    part.public_money_lapsed = buyer.lapsed.major();
    part.public_money_net_present_value = buyer.present_net / 100.0;
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
