#include <algorithm>
#include <cmath>

#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/model/pilot.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

/// More than anybody asks for.
constexpr double plenty = 1e12;

}  // namespace

double expected_value(const Law& law, double drawn) {
  switch (law.family) {
    case LawFamily::weibull:
    case LawFamily::categorical:
    case LawFamily::bernoulli:
    case LawFamily::lognormal_mixture:
      return drawn;
    default:
      return mean(law);
  }
}

void Simulation::hold_back(FirmId firm, const Beginning& known) {
  FirmState& s = state(firm);
  const StageId prototype = model_.technologies[s.technology].prototype;
  s.in_scope = true;
  s.parent_funded = false;
  s.round = RoundId::none();
  s.development.stage = known.stage;
  s.completed = s.ever_completed = s.development.stage.index();
  s.planned = now();
  if (!prototype.valid() || s.development.stage > prototype) {
    s.has_prototype = s.ever_prototype = true;
    begin_improvement(firm);
  } else {
    s.planned = now() + planned_time(firm, prototype, known.remaining, known.begun);
  }
  state_.ledger.transfer(account(Holder::investors), firm_account(firm), Money::major(plenty));
  s.base_burn = BurnRate{};
  s.burn = Burn(firm_account(firm), account(Holder::payroll), BurnRate{}, now());
  held_balance_ = cash(firm);
  consider_awards(firm);
}

double Simulation::believed_discount(Instant when) const {
  const BeliefGrid& grid = *grid_;
  const std::size_t k = grid.step_of(when);
  const double part = (when - grid.at(k)).years() / grid.step.years();
  return grid.discount[k] + part * (grid.discount[k + 1] - grid.discount[k]);
}

void Simulation::note_receipts() {
  const Money balance = cash(held_);
  if (balance != held_balance_ && state(held_).fate != Fate::absent) {
    held_receipts_ += (balance - held_balance_).major() * believed_discount(now());
    held_balance_ = balance;
  }
}

void Simulation::qualify_held() {
  const FirmId firm = held_;
  FirmState& s = state(firm);
  const StageId test_at = test_stage(firm);
  if (!s.has_prototype) {
    begin_improvement(firm);
  }
  s.has_prototype = s.ever_prototype = s.is_testable = true;
  for (StageId at = s.development.stage; at < test_at; at = at.next()) {
    s.completed = at.index() + std::int64_t{1};
    s.ever_completed = std::max(s.ever_completed, s.completed);
    s.development.stage = at.next();
    reach_milestones(firm, at);
    consider_awards(firm);
  }
  s.is_finished = true;
  raise_to_standard(firm, ProgrammeId::none());
  for (const ProgrammeId programme : programmes()) {
    if (numbers(programme).standard && is_there(programme)) {
      raise_to_standard(firm, programme);
    }
  }
  const TestResult result = test(firm, ProgrammeId::none());
  ++s.tests;
  for (const ProgrammeId programme : programmes()) {
    state(contract_of(firm, programme)).measurement = result.first_measured;
    if (numbers(programme).standard && is_there(programme) &&
        !state(contract_of(firm, programme)).is_qualified) {
      qualify_for(contract_of(firm, programme));
    }
  }
  qualify(firm, result);
  start_deliveries(firm);
}

void Simulation::raise_to_standard(FirmId firm, ProgrammeId programme) {
  FirmState& s = state(firm);
  const std::vector<Threshold>& thresholds = standard(programme).thresholds;
  for (std::size_t i = 0; i < thresholds.size(); ++i) {
    const BenchmarkId id = benchmarks(programme)[i];
    const double ratio = performance_ratio(
        case_.benchmarks[id.index()], performance(firm, id, now()), required(firm, programme, i));
    if (ratio < 1.0) {
      s.relative_performance /= ratio;
    }
  }
}

bool Simulation::held_may_receive() const {
  const FirmState& s = state_.firms[held_];
  if (s.receipts_left > 0 || s.on_sale) {
    return true;
  }
  for (const ProgrammeId programme : programmes()) {
    const Commitment& terms = state(contract_of(held_, programme));
    const bool may_sign =
        terms.award_at == Instant::never() && is_there(programme) && !state(programme).closed;
    if (terms.active || terms.awaits_approval || may_sign || terms.bond > Money{} ||
        terms.invoices_paid < terms.invoices.size()) {
      return true;
    }
  }
  return false;
}

double Simulation::receipts_beyond() {
  const FirmState& s = state(held_);
  if (s.receipts_left == 0) {
    return 0.0;
  }
  const std::vector<double>& discount = grid_->discount;
  const double last = discount[grid_->steps()];
  const double of_step = last / discount[grid_->steps() - 1];
  const double quarter =
      elementary::exp(elementary::log(of_step) * days_per_year / 4.0 / grid_->step.days());
  double sum = 0.0;
  double factor = last;
  for (std::int64_t i = 0; i < s.receipts_left; ++i) {
    factor *= quarter;
    sum += factor;
  }
  return sum * s.receipt.major() * receipts_multiple(held_);
}

double Simulation::probe(std::size_t step) {
  if (state(held_).fate == Fate::absent) {
    return 0.0;
  }
  held_receipts_ = 0.0;
  state_.queue.schedule(static_cast<std::uint8_t>(EventKind::stage_ends),
                        track_slot(held_, Track::development), std::max(now(), grid_->at(step)),
                        static_cast<std::uint8_t>(EventPhase::completions),
                        by_hash(state(held_).hash));
  play_while_held_receives();
  return (held_receipts_ + receipts_beyond()) / grid_->discount[step];
}

void Simulation::play_while_held_receives() {
  while (!state_.queue.empty() && state_.queue.next_time() < end_ &&
         (!state(held_).is_qualified || held_may_receive())) {
    play_next();
  }
}

void Simulation::run_pilot(FirmId held, const BeliefGrid& grid, bool values, Workspace::State& copy,
                           PilotView& view) {
  held_ = held;
  grid_ = &grid;
  view.technology = model_.firms[held].technology;
  view.opportunity.assign(grid.steps() + 1, 0);
  view.flow.assign(grid.steps(), 0.0);
  view.value.clear();
  events_before_ = state_.effort.events;
  begin();
  for (std::size_t k = 0; k <= grid.steps(); ++k) {
    const double before = held_receipts_;
    if (k > 0) {
      play_until(std::min(grid.at(k), end_));
      view.flow[k - 1] = (held_receipts_ - before) / grid.discount[k - 1];
    }
    view.opportunity[k] = static_cast<std::uint8_t>(opportunity(held));
    if (values && k < grid.steps() && k % grid.every == 0) {
      view.value.push_back(value_of_qualifying(k, copy));
    }
  }
}

double Simulation::value_of_qualifying(std::size_t step, Workspace::State& copy) {
  const bool pays = opportunity(held_) != static_cast<std::size_t>(Opportunity::closed) ||
                    case_.private_demand.has_value() || case_.clearing.has_value();
  if (!pays) {
    return 0.0;
  }
  copy = state_;
  Simulation branch(*this);
  const double value = branch.probe(step);
  std::swap(state_, copy);
  return value;
}

void pilot(const Model& model, const Case& numbers, const Luck& luck, FirmId held,
           const BeliefGrid& grid, bool values, Workspace& world, Workspace& copy,
           PilotView& view) {
  for (;;) {
    try {
      return Simulation(model, numbers, luck, world.state(), nullptr)
          .run_pilot(held, grid, values, copy.state(), view);
    } catch (const OutOfSlots&) {
      world.grow();
      copy.grow();
    }
  }
}

Case development_case(Case numbers) {
  numbers.programmes.clear();
  numbers.finance.exits.reset();
  numbers.finance.rounds.clear();
  numbers.beliefs = numbers.beliefs_without = nullptr;
  numbers.behaviour.mode = BehaviourMode::fixed;
  for (Firm& firm : numbers.firms) {
    firm.parent_funded = true;
    firm.in_scope = Share(1.0);
    firm.next_round.clear();
    firm.raises.clear();
    firm.cash_volatility = Money{};
    firm.cash = Money{};
  }
  numbers.entry.reset();
  return numbers;
}

namespace {

/// What is known of one firm of a development case so far.
struct Progress {
  TechnologyId technology;
  /// By stage: when the firm first stood in it; `never`: not yet.
  std::vector<Instant> since;
  bool over = false;
  double margin = std::numeric_limits<double>::quiet_NaN();
};

/// Thresholds that must not be exceeded make it the other way round, which is as good: what matters
/// is how far tests are from where they turn.
void note_margin(Progress& firm, const Record& test) {
  if (std::isnan(firm.margin) && test.truth > 0.0 && test.other > 0.0) {
    const double ratio = std::abs(elementary::log(test.truth / test.other));
    firm.margin = test.kind == RecordKind::test_passed ? ratio : -ratio;
  }
}

void stand(Progress& firm, StageId stage, Instant when) {
  while (firm.since.size() <= stage.index()) {
    firm.since.push_back(Instant::never());
  }
  Instant& since = firm.since[stage.index()];
  since = since == Instant::never() ? when : since;
}

void end_spans(Progress& firm, Instant when, bool qualified, std::vector<DevelopmentSpan>& spans) {
  for (std::size_t i = 0; i < firm.since.size() && !firm.over; ++i) {
    if (firm.since[i] != Instant::never()) {
      spans.push_back(
          {firm.technology, StageId(i), (when - firm.since[i]).years(), qualified, firm.margin});
    }
  }
  firm.over = true;
}

}  // namespace

void development_spans(const Recorder& recorder, Instant end, std::vector<DevelopmentSpan>& spans) {
  std::vector<Progress> firms;
  for (const Record& entry : recorder.records()) {
    if (!entry.firm.valid()) {
      continue;
    }
    if (entry.firm.index() >= firms.size()) {
      firms.resize(entry.firm.index() + std::size_t{1});
    }
    Progress& firm = firms[entry.firm.index()];
    switch (entry.kind) {
      case RecordKind::firm_present:
      case RecordKind::firm_enters:
      case RecordKind::stage_begins:
        firm.technology = recorder.technology(entry.firm);
        stand(firm, entry.stage, entry.when);
        break;
      case RecordKind::test_failed:
        note_margin(firm, entry);
        break;
      case RecordKind::test_passed:
        note_margin(firm, entry);
        end_spans(firm, entry.when, true, spans);
        break;
      case RecordKind::stage_failed:
      case RecordKind::technology_fails:
      case RecordKind::missed_standard:
        end_spans(firm, entry.when, false, spans);
        break;
      default:
        break;
    }
  }
  for (Progress& firm : firms) {
    end_spans(firm, end, false, spans);
  }
}

}  // namespace firstcustomer
