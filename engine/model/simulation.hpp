#pragma once
/// \file
/// The world of one replication, inside the model layer: its state, and the handlers of its events
/// by subject (world.cpp begins, dispatches and concludes; the other world_*.cpp hold the
/// handlers).

#include <algorithm>
#include <vector>

#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/facility.hpp"
#include "firstcustomer/core/ledger.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/model/world.hpp"

namespace firstcustomer {

enum class Fate : std::uint8_t { developing, qualified, failed, missed, insolvent };

struct Invoice {
  Instant due;
  Money amount;
};

struct FirmState {
  Fate fate = Fate::developing;
  bool waits_for_cash = false;
  bool in_line = false;    // for the facility of its stage
  bool is_served = false;  // by a server of that facility
  bool raising = false;
  std::uint32_t stage = 0;
  std::int64_t attempt = 1;  // at the stage, from 1
  std::int64_t raise_attempt = 1;
  std::uint32_t round = Model::none;
  Instant in_line_since;
  double slip = 1.0;
  double relative_performance = 1.0;
  Instant planned;  // date of first silicon that the design aims at
  Burn burn;
  Money spent;
  std::uint32_t claim = 0;  // place among those the fund could not serve, from 1; 0: none
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

inline AccountId account(Holder holder) {
  return AccountId(static_cast<std::size_t>(holder));
}

inline AccountId firm_account(std::uint32_t firm) {
  return AccountId(common_holders + firm);
}

/// The world as a value: copy it, and a run branches.
struct Workspace::State {
  State(std::size_t firm_count, std::size_t facility_count);

  EventQueue queue;
  Ledger ledger;
  Reservations orders;  // of the programme's money, by firm
  std::vector<FirmState> firms;
  /// Per facility: what it is in this case.
  std::vector<Servers> servers;
  std::vector<Shuttle> shuttles;
  std::vector<Instant> departures;  // storage
  bool programme_open = false;
  bool cancelled = false;
  std::uint32_t claims = 0;
  /// Paid by fiscal year, from the year of the start.
  std::vector<Money> paid_by_year;
  Money lapsed;
  Money raised;
  Effort effort;
};

/// Plays one replication on a workspace's state.
class Simulation {
 public:
  Simulation(const Model& model, const Case& numbers, const Luck& luck, Workspace::State& state)
      : model_(model),
        case_(numbers),
        luck_(luck),
        state_(state),
        clock_(numbers.start),
        fiscal_(numbers.fiscal_month + 1U),
        end_(clock_.end_of(numbers.horizon)),
        deadline_(clock_.end_of(numbers.standard.deadline)) {}

  Outcome run();

 private:
  // --- Shorthands
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
                                             : model_.laws.quantile(law, uniform(chance, firm, of));
  }

  /// For what is better when larger: u near 1 is bad luck here too.
  double draw_good(const Law& law, Chance chance, std::uint32_t firm, Ordinal of) {
    return law.family == LawFamily::constant
               ? law.parameters[0]
               : model_.laws.quantile(law, 1.0 - uniform(chance, firm, of));
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

  // --- Beginning and end (world.cpp)
  void begin();
  void begin_firm(std::uint32_t firm);
  /// Plan for first silicon at the start: what is left of a stage begun, then the median of each
  /// later one but the test.
  Duration planned_time(std::uint32_t firm) const;
  void handle(EventKind kind, std::uint32_t slot);
  Outcome conclude();
  /// Money balances to the penny. Throws: InvariantError.
  void verify() const;

  // --- Cash (world_finance.cpp)
  /// Whose account pays what the firm spends.
  AccountId payer(std::uint32_t firm) const;
  void settle(std::uint32_t firm, Instant when);
  void spend(std::uint32_t firm, Money amount);
  /// Sets the dates that hang on the cash of a living firm: ruin, and the next raise before it.
  void watch_cash(std::uint32_t firm);
  bool can_raise(std::uint32_t firm);
  Ordinal raise_ordinal(const FirmState& s) const;
  void start_raise(std::uint32_t firm);
  void close_raise(std::uint32_t firm);
  void run_out(std::uint32_t firm);
  /// The firm's development is over; what it has delivered is still paid.
  void leave(std::uint32_t firm, Fate fate);

  // --- Development (world_development.cpp)
  const Stage& stage(std::uint32_t firm) { return technology(firm).stages[state(firm).stage]; }
  Ordinal stage_ordinal(std::uint32_t firm);
  void end_stage_after(std::uint32_t firm, Duration span);
  /// Pays for the present attempt and starts it; a firm that cannot pay waits.
  void begin_stage(std::uint32_t firm);
  /// Draws the duration of a stage that has been paid for and, where it needs one, has its
  /// facility.
  void start_work(std::uint32_t firm);
  void end_stage(std::uint32_t firm);
  struct TestResult {
    bool passed = true;
    bool truly_good = true;
    double first_ratio = 1.0;  // true performance over the frontier, on the first threshold
  };
  TestResult test(std::uint32_t firm);
  void end_test(std::uint32_t firm);
  void qualify(std::uint32_t firm, const TestResult& result);

  // --- Facilities (world_facility.cpp)
  std::uint32_t facility_of(std::uint32_t firm) {
    return model_.stage_facility[model_.firms[firm].technology][state(firm).stage];
  }
  void open_facilities();
  /// A stage that was under way at the start has its server.
  void take_place(std::uint32_t firm);
  void join_line(std::uint32_t firm);
  /// Serves all who can be served now, and looks again when somebody can.
  void serve(std::uint32_t facility);
  void leave_facility(std::uint32_t firm);
  /// Serves at the next occasion from `from` on.
  void watch_facility(std::uint32_t facility, Instant from);
  /// Mean share of all servers, over the horizon; 0 without any. Ends their records.
  double servers_in_use();
  /// The firm is no longer in line.
  void count_wait(std::uint32_t firm, Instant until);

  // --- Programme (world_programme.cpp)
  void open_programme();
  bool eligible(std::uint32_t firm) const;
  void award(std::uint32_t firm);
  /// As many units as the month's capacity, the order and the firm's cash allow.
  void deliver_lot(std::uint32_t firm);
  void watch_invoices(std::uint32_t firm);
  void pay_invoice(std::uint32_t firm);
  /// The money of what a firm will not deliver: free again while the programme is open.
  void release(std::uint32_t left);
  void close_programme();
  void end_programme();

  const Model& model_;
  const Case& case_;
  const Luck& luck_;
  Workspace::State& state_;
  SimulationClock clock_;
  FiscalCalendar fiscal_;
  Instant end_;
  Instant deadline_;
  Outcome outcome_;
  Instant first_qualification_;
};

}  // namespace firstcustomer
