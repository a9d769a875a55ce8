#include "firstcustomer/model/world.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/ledger.hpp"
#include "firstcustomer/model/behaviour.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/model/contract.hpp"

namespace firstcustomer {
namespace {

enum class Fate : std::uint8_t { developing, qualified, stopped, insolvent };

struct Invoice {
  Instant due;
  Money amount;
};

struct FirmState {
  Fate fate = Fate::developing;
  bool waits_for_cash = false;
  bool raising = false;
  std::uint32_t stage = 0;
  std::int64_t attempt = 1;  // at the stage, from 1
  std::int64_t raise_attempt = 1;
  std::uint32_t round = Model::none;
  double slip = 1.0;
  double relative_performance = 1.0;
  Instant planned;  // date of first silicon that the design aims at
  Burn burn;
  Money spent;
  std::int64_t ordered = 0;
  std::int64_t accepted = 0;
  std::int64_t lots = 0;
  Date first_lot;
  std::vector<Invoice> invoices;  // in order of their dates
  std::size_t invoices_paid = 0;

  bool alive() const { return fate == Fate::developing || fate == Fate::qualified; }

  void reset() {
    std::vector<Invoice> storage = std::move(invoices);
    storage.clear();
    *this = FirmState{};
    invoices = std::move(storage);
  }
};

/// The chart of accounts: the common holders, then one account per firm.
enum class Holder : std::uint8_t {
  treasury,
  programme,
  programme_reserved,
  investors,
  payroll,
  foundries
};
constexpr std::size_t common_holders = 6;

AccountId account(Holder holder) {
  return AccountId(static_cast<std::size_t>(holder));
}

AccountId firm_account(std::uint32_t firm) {
  return AccountId(common_holders + firm);
}

std::vector<Overdraft> chart_of_accounts(std::size_t firms) {
  std::vector<Overdraft> chart(common_holders + firms, Overdraft::refused);
  chart[account(Holder::treasury).index()] = Overdraft::allowed;
  chart[account(Holder::investors).index()] = Overdraft::allowed;
  return chart;
}

std::array<std::uint32_t, event_kinds> slots_per_kind(std::size_t firms) {
  std::array<std::uint32_t, event_kinds> slots;
  slots.fill(static_cast<std::uint32_t>(firms));
  slots[static_cast<std::size_t>(EventKind::programme_closes)] = 1;
  return slots;
}

}  // namespace

/// The world as a value: copy it, and a run branches.
struct Workspace::State {
  explicit State(std::size_t firm_count)
      : queue(slots_per_kind(firm_count)),
        ledger(chart_of_accounts(firm_count)),
        firms(firm_count) {}

  EventQueue queue;
  Ledger ledger;
  std::vector<FirmState> firms;
  bool programme_open = false;
  Money committed;
  Money paid;
  Money lapsed;
  Money raised;
  Effort effort;
};

Workspace::Workspace(const Model& model) : state_(std::make_unique<State>(model.firms.size())) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
const Effort& Workspace::effort() const {
  return state_->effort;
}

namespace {

class Simulation {
 public:
  Simulation(const Model& model, const Case& numbers, const Luck& luck, Workspace::State& state)
      : model_(model),
        case_(numbers),
        luck_(luck),
        state_(state),
        clock_(numbers.start),
        end_(clock_.end_of(numbers.horizon)),
        deadline_(clock_.end_of(numbers.standard.deadline)) {}

  Outcome run() {
    begin();
    EventQueue& queue = state_.queue;
    while (!queue.empty() && queue.next_time() < end_) {
      const Event event = queue.pop();
      ++state_.effort.events;
      handle(static_cast<EventKind>(event.kind), event.slot);
    }
    return conclude();
  }

 private:
  // --- Shorthands -------------------------------------------------------------------------------
  Instant now() const { return state_.queue.now(); }
  FirmState& state(std::uint32_t firm) { return state_.firms[firm]; }
  const Firm& numbers(std::uint32_t firm) const { return case_.firms[model_.firms[firm].firm]; }
  const Technology& technology(std::uint32_t firm) const {
    return case_.technologies[model_.firms[firm].technology];
  }
  Money cash(std::uint32_t firm) const { return state_.ledger.balance(firm_account(firm)); }
  /// A programme without money promises nothing: it is not there.
  bool has_programme() const {
    return case_.programme.has_value() && case_.programme->fund.budget > Money{};
  }

  double uniform(Chance chance, std::uint32_t firm, Ordinal of) {
    ++state_.effort.draws;
    return luck_.uniform(purpose(chance), model_.firms[firm].hash, of);
  }
  double draw(const Law& law, Chance chance, std::uint32_t firm, Ordinal of) {
    return law.family == LawFamily::constant ? law.parameters[0]
                                             : quantile(law, uniform(chance, firm, of));
  }

  void schedule(EventKind kind, std::uint32_t slot, Instant time, EventPhase phase) {
    const auto by_hash = static_cast<std::uint32_t>(model_.firms[slot].hash.value >> 40U);
    schedule(kind, slot, time, phase, Rank{by_hash});
  }
  void schedule(EventKind kind, std::uint32_t slot, Instant time, EventPhase phase, Rank rank) {
    if (time < end_) {
      state_.queue.schedule(static_cast<std::uint8_t>(kind), slot, time,
                            static_cast<std::uint8_t>(phase), rank);
    } else {
      cancel(kind, slot);
    }
  }
  void cancel(EventKind kind, std::uint32_t slot) {
    state_.queue.cancel(static_cast<std::uint8_t>(kind), slot);
  }

  // --- Beginning and end ------------------------------------------------------------------------
  void begin() {
    state_.queue.clear();
    state_.ledger.clear();
    state_.programme_open = false;
    state_.committed = state_.paid = state_.lapsed = state_.raised = Money{};
    if (has_programme() && deadline_ > Instant{}) {
      state_.programme_open = true;
      state_.ledger.transfer(account(Holder::treasury), account(Holder::programme),
                             case_.programme->fund.budget);
      schedule(EventKind::programme_closes, 0, deadline_, EventPhase::reports, Rank{0});
    }
    for (std::uint32_t firm = 0; firm < model_.firms.size(); ++firm) {
      begin_firm(firm);
    }
  }

  void begin_firm(std::uint32_t firm) {
    FirmState& s = state(firm);
    const Firm& known = numbers(firm);
    const Technology& tech = technology(firm);
    s.reset();
    s.stage = model_.firms[firm].first_stage;
    s.round = known.parent_funded ? Model::none : model_.next_round[firm];
    s.slip = draw(tech.slip, Chance::slip, firm, Ordinal{});
    s.relative_performance =
        draw(tech.relative_performance, Chance::relative_performance, firm, Ordinal{});
    s.planned = Instant{} + planned_time(firm);
    state_.ledger.transfer(account(Holder::investors), firm_account(firm), known.cash);
    s.burn = Burn(payer(firm), account(Holder::payroll), known.burn, now());
    if (known.begun) {
      end_stage_after(firm, Duration::from_days(known.remaining.days() * s.slip));
      watch_cash(firm);
    } else {
      begin_stage(firm, Duration{});
    }
  }

  /// Plan at the start: what is left of a stage begun, then the median of each later one.
  Duration planned_time(std::uint32_t firm) const {
    const std::vector<Stage>& stages = technology(firm).stages;
    const bool begun = numbers(firm).begun;
    Duration plan = begun ? numbers(firm).remaining : Duration{};
    for (std::size_t i = model_.firms[firm].first_stage + (begun ? 1U : 0U); i < stages.size();
         ++i) {
      plan = plan + Duration::from_days(quantile(stages[i].duration, 0.5));
    }
    return plan;
  }

  void handle(EventKind kind, std::uint32_t slot) {
    switch (kind) {
      case EventKind::stage_ends:
        return end_stage(slot);
      case EventKind::test_ends:
        return end_test(slot);
      case EventKind::award:
        return award(slot);
      case EventKind::raise_starts:
        return start_raise(slot);
      case EventKind::raise_closes:
        return close_raise(slot);
      case EventKind::cash_runs_out:
        return run_out(slot);
      case EventKind::lot_delivered:
        return deliver_lot(slot);
      case EventKind::invoice_due:
        return pay_invoice(slot);
      case EventKind::programme_closes:
        return close_programme();
    }
    ensure(false, "every kind of event has a handler");
  }

  Outcome conclude() {
    if (state_.programme_open && deadline_ == end_) {
      close_programme();  // both days end in the same midnight
    }
    Outcome outcome = outcome_;
    outcome.any_qualified_supplier = outcome.qualified_suppliers > 0 ? 1 : 0;
    outcome.months_to_first_qualification =
        ((outcome.qualified_suppliers > 0 ? first_qualification_ : end_) - Instant{}).months();
    Money spending;
    for (std::uint32_t firm = 0; firm < model_.firms.size(); ++firm) {
      FirmState& s = state(firm);
      settle(firm, end_);
      outcome.firms_with_orders += s.ordered > 0 ? 1 : 0;
      outcome.units_ordered += static_cast<double>(s.ordered);
      outcome.units_accepted += static_cast<double>(s.accepted);
      if (numbers(firm).domestic) {
        outcome.suppliers_insolvent += s.fate == Fate::insolvent ? 1 : 0;
        outcome.suppliers_stopped += s.fate == Fate::stopped ? 1 : 0;
        outcome.suppliers_active += s.alive() ? 1 : 0;
        spending += s.spent;
      }
    }
    outcome.public_money_committed = state_.committed.major();
    outcome.public_money_paid = state_.paid.major();
    outcome.public_money_lapsed = state_.lapsed.major();
    outcome.private_money_raised = state_.raised.major();
    outcome.development_spending = spending.major();
    state_.ledger.verify();
    if (has_programme()) {
      ensure(state_.paid + state_.ledger.balance(account(Holder::programme_reserved)) <=
                 case_.programme->fund.budget,
             "a programme never spends or reserves more than its budget");
    }
    return outcome;
  }

  // --- Cash -------------------------------------------------------------------------------------
  /// Whose account pays what the firm spends.
  AccountId payer(std::uint32_t firm) const {
    return numbers(firm).parent_funded ? account(Holder::investors) : firm_account(firm);
  }

  void settle(std::uint32_t firm, Instant when) {
    FirmState& s = state(firm);
    s.spent += s.burn.settle(state_.ledger, when);
  }

  void spend(std::uint32_t firm, Money amount) {
    state_.ledger.transfer(payer(firm), account(Holder::foundries), amount);
    state(firm).spent += amount;
  }

  /// Sets the dates that hang on the cash of a living firm: ruin, and the next raise before it.
  void watch_cash(std::uint32_t firm) {
    const FirmState& s = state(firm);
    const Instant ruin = s.burn.run_out(state_.ledger);
    schedule(EventKind::cash_runs_out, firm, ruin, EventPhase::failures);
    if (can_raise(firm)) {
      const Duration notice = case_.finance.rounds[s.round].starts_at_runway;
      const Instant start =
          s.waits_for_cash || ruin - now() <= notice
              ? now()
              : Instant::microseconds(ruin.microseconds() - notice.microseconds());
      schedule(EventKind::raise_starts, firm, start, EventPhase::completions);
    }
  }

  bool can_raise(std::uint32_t firm) {
    const FirmState& s = state(firm);
    return s.round != Model::none && !s.raising && s.raise_attempt <= case_.finance.attempts;
  }

  Ordinal raise_ordinal(const FirmState& s) const {
    return ordinal(model_.rounds[s.round], s.raise_attempt);
  }

  void start_raise(std::uint32_t firm) {
    FirmState& s = state(firm);
    s.raising = true;
    const double days = draw(case_.finance.closing, Chance::closing_time, firm, raise_ordinal(s));
    schedule(EventKind::raise_closes, firm, now() + Duration::from_days(days),
             EventPhase::payments);
  }

  void close_raise(std::uint32_t firm) {
    FirmState& s = state(firm);
    const Round& round = case_.finance.rounds[s.round];
    s.raising = false;
    settle(firm, now());
    const Ordinal which = raise_ordinal(s);
    if (uniform(Chance::closing_success, firm, which) < closing_probability(round, case_.finance)) {
      const Money size = Money::major(draw(round.size, Chance::round_size, firm, which));
      state_.ledger.transfer(account(Holder::investors), firm_account(firm), size);
      if (numbers(firm).domestic) {
        state_.raised += size;
      }
      const BurnRate affordable =
          BurnRate::major_per_year(size.major() / case_.finance.round_lasts.years());
      s.burn.change_rate(state_.ledger, now(), std::max(s.burn.rate(), affordable));
      s.round = model_.then[s.round];
      s.raise_attempt = 1;
      resume(firm);
    } else {
      ++s.raise_attempt;
    }
    watch_cash(firm);
  }

  /// Cash has arrived: a firm that waited for it tries to begin its stage.
  void resume(std::uint32_t firm) {
    if (state(firm).waits_for_cash) {
      begin_stage(firm, Duration{});
    }
  }

  void run_out(std::uint32_t firm) {
    settle(firm, now());
    ensure(cash(firm) == Money{}, "a firm runs out of cash when it has none");
    leave(firm, Fate::insolvent);
  }

  /// The firm's development is over; what it has delivered is still paid.
  void leave(std::uint32_t firm, Fate fate) {
    FirmState& s = state(firm);
    s.fate = fate;
    s.waits_for_cash = false;
    s.burn.change_rate(state_.ledger, now(), BurnRate{});  // settled by the caller: posts nothing
    for (const EventKind kind :
         {EventKind::stage_ends, EventKind::test_ends, EventKind::award, EventKind::raise_starts,
          EventKind::raise_closes, EventKind::cash_runs_out, EventKind::lot_delivered}) {
      cancel(kind, firm);
    }
    if (s.ordered > s.accepted) {
      release(value_of_units(case_.programme->contract, s.ordered) -
              value_of_units(case_.programme->contract, s.accepted));
    }
  }

  // --- Development ------------------------------------------------------------------------------
  const Stage& stage(std::uint32_t firm) { return technology(firm).stages[state(firm).stage]; }

  Ordinal stage_ordinal(std::uint32_t firm) {
    const FirmState& s = state(firm);
    return ordinal(model_.stages[model_.firms[firm].technology][s.stage], s.attempt);
  }

  void end_stage_after(std::uint32_t firm, Duration span) {
    if (stage(firm).decided_by == DecidedBy::standard) {
      schedule(EventKind::test_ends, firm, now() + span, EventPhase::tests);
    } else {
      schedule(EventKind::stage_ends, firm, now() + span, EventPhase::completions);
    }
  }

  /// Pays for the present attempt and starts it after `delay`; a firm that cannot pay waits.
  void begin_stage(std::uint32_t firm, Duration delay) {
    FirmState& s = state(firm);
    const Stage& step = stage(firm);
    const bool repeats = s.attempt > 1;
    const Money cost = repeats ? step.repeat_cost : step.cost;
    settle(firm, now());
    s.waits_for_cash = !numbers(firm).parent_funded &&
                       cash(firm) < cost + s.burn.rate().accrued(step.keeps_runway);
    if (!s.waits_for_cash) {
      spend(firm, cost);
      const double days = draw(repeats ? step.repeat_duration : step.duration,
                               Chance::stage_duration, firm, stage_ordinal(firm));
      end_stage_after(firm, delay + Duration::from_days(days * s.slip));
    }
    watch_cash(firm);
  }

  void end_stage(std::uint32_t firm) {
    FirmState& s = state(firm);
    const Stage& step = stage(firm);
    const std::size_t tried = std::min(static_cast<std::size_t>(s.attempt), step.success.size());
    const double u = uniform(Chance::stage_success, firm, stage_ordinal(firm));
    if (u < step.success[tried - 1]) {
      ++s.stage;
      s.attempt = 1;
      begin_stage(firm, Duration{});
    } else if (step.on_failure == OnFailure::repeat) {
      ++s.attempt;
      begin_stage(firm, Duration{});
    } else {
      settle(firm, now());
      leave(firm, Fate::stopped);
    }
  }

  struct TestResult {
    bool passed = true;
    bool truly_good = true;
    double first_ratio = 1.0;  // true performance over the frontier, on the first threshold
  };

  TestResult test(std::uint32_t firm) {
    const FirmState& s = state(firm);
    TestResult result;
    for (std::size_t i = 0; i < case_.standard.thresholds.size(); ++i) {
      const Threshold& threshold = case_.standard.thresholds[i];
      const std::uint32_t index = model_.threshold_benchmark[i];
      const Benchmark& benchmark = case_.benchmarks[index];
      const FrontierPath& path = case_.frontier[index];
      const double truth = value_at_ratio(
          benchmark, frontier_level(benchmark, path, clock_, s.planned), s.relative_performance);
      double required = threshold.required;
      if (threshold.of == ThresholdOf::frontier) {
        const Instant day =
            threshold.fixed == FrontierOn::date ? clock_.at(threshold.fixed_on) : now();
        required = value_at_ratio(benchmark, frontier_level(benchmark, path, clock_, day),
                                  threshold.required);
      }
      const double u =
          uniform(Chance::measurement, firm, ordinal(model_.benchmarks[index], s.attempt));
      // u near 1 is a bad day in the laboratory.
      const double flattery = elementary::exp(-benchmark.noise * normal_quantile(u));
      const double ratio = performance_ratio(benchmark, truth, required);
      result.passed = result.passed && ratio * flattery >= 1.0;
      result.truly_good = result.truly_good && ratio >= 1.0;
      if (i == 0) {
        result.first_ratio =
            performance_ratio(benchmark, truth, frontier_level(benchmark, path, clock_, now()));
      }
    }
    return result;
  }

  void end_test(std::uint32_t firm) {
    FirmState& s = state(firm);
    settle(firm, now());
    if (now() >= deadline_) {
      return leave(firm, Fate::stopped);
    }
    const TestResult result = test(firm);
    if (result.passed) {
      qualify(firm, result);
    } else if (s.attempt < case_.standard.attempts) {
      ++s.attempt;
      begin_stage(firm, case_.standard.retest_after);
    } else {
      leave(firm, Fate::stopped);
    }
  }

  void qualify(std::uint32_t firm, const TestResult& result) {
    state(firm).fate = Fate::qualified;
    if (numbers(firm).domestic) {
      if (outcome_.qualified_suppliers == 0) {
        first_qualification_ = now();
        outcome_.performance_at_first_qualification = result.first_ratio;
      }
      outcome_.qualified_suppliers += 1;
      outcome_.false_qualifications += result.truly_good ? 0 : 1;
    }
    if (state_.programme_open && eligible(firm)) {
      const double u = uniform(Chance::award_lottery, firm, Ordinal{});
      const auto lot = static_cast<std::uint32_t>(u * 0x1p24);
      schedule(EventKind::award, firm, now(), EventPhase::awards, Rank{lot});
    }
  }

  // --- Programme --------------------------------------------------------------------------------
  bool eligible(std::uint32_t firm) const {
    return numbers(firm).domestic || !case_.programme->eligibility.domestic_only;
  }

  void award(std::uint32_t firm) {
    FirmState& s = state(firm);
    const Programme& programme = *case_.programme;
    const Money limit =
        std::min(state_.ledger.balance(account(Holder::programme)),
                 scaled(programme.fund.budget, programme.eligibility.max_share_per_firm));
    const std::int64_t units = affordable_units(programme.contract, limit);
    const Money value = value_of_units(programme.contract, units);
    const Supply& supply = technology(firm).supply;
    if (units == 0 || answer_order({value, times(supply.unit_cost, units)}) == Answer::decline) {
      return;
    }
    state_.ledger.transfer(account(Holder::programme), account(Holder::programme_reserved), value);
    state_.committed += value;
    s.ordered = units;
    const double days = draw(supply.lead_time, Chance::supply_lead_time, firm, Ordinal{});
    const Instant first = now() + Duration::from_days(days);
    if (first < end_) {
      s.first_lot = clock_.date(first);
      schedule(EventKind::lot_delivered, firm, first, EventPhase::completions);
    }
  }

  /// As many units as the month's capacity, the order and the firm's cash allow.
  void deliver_lot(std::uint32_t firm) {
    FirmState& s = state(firm);
    const Supply& supply = technology(firm).supply;
    settle(firm, now());
    std::int64_t lot = std::min(supply.units_per_month, s.ordered - s.accepted);
    if (!numbers(firm).parent_funded && supply.unit_cost > Money{}) {
      lot = std::min(lot, whole_units(cash(firm), supply.unit_cost));
    }
    if (lot > 0) {
      spend(firm, times(supply.unit_cost, lot));
      const Money due = due_on_acceptance(case_.programme->contract, s.accepted, lot);
      s.accepted += lot;
      s.invoices.push_back({now() + case_.programme->fund.payment_terms, due});
      watch_invoices(firm);
      watch_cash(firm);
    }
    ++s.lots;
    if (s.accepted < s.ordered) {
      const Date next = s.first_lot.plus_months(static_cast<int>(s.lots));
      schedule(EventKind::lot_delivered, firm, std::max(now(), clock_.at(next)),
               EventPhase::completions);
    }
  }

  void watch_invoices(std::uint32_t firm) {
    const FirmState& s = state(firm);
    if (s.invoices_paid < s.invoices.size()) {
      schedule(EventKind::invoice_due, firm, s.invoices[s.invoices_paid].due, EventPhase::payments);
    }
  }

  void pay_invoice(std::uint32_t firm) {
    FirmState& s = state(firm);
    const Money amount = s.invoices[s.invoices_paid].amount;
    settle(firm, now());
    state_.ledger.transfer(account(Holder::programme_reserved), firm_account(firm), amount);
    state_.paid += amount;
    ++s.invoices_paid;
    watch_invoices(firm);
    if (s.alive()) {
      watch_cash(firm);
    }
  }

  /// Money of an order that will not be delivered: free again while the programme is open.
  void release(Money amount) {
    const bool open = state_.programme_open;
    state_.ledger.transfer(account(Holder::programme_reserved),
                           account(open ? Holder::programme : Holder::treasury), amount);
    if (!open) {
      state_.lapsed += amount;
    }
  }

  void close_programme() {
    state_.programme_open = false;
    const Money left = state_.ledger.balance(account(Holder::programme));
    state_.ledger.transfer(account(Holder::programme), account(Holder::treasury), left);
    state_.lapsed += left;
  }

  const Model& model_;
  const Case& case_;
  const Luck& luck_;
  Workspace::State& state_;
  SimulationClock clock_;
  Instant end_;
  Instant deadline_;
  Outcome outcome_;
  Instant first_qualification_;
};

}  // namespace

Outcome simulate(const Model& model, const Case& numbers, const Luck& luck, Workspace& workspace) {
  return Simulation(model, numbers, luck, workspace.state()).run();
}

}  // namespace firstcustomer
