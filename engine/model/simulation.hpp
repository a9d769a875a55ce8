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
#include "firstcustomer/model/appraisal.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/model/contract.hpp"
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
  StageId stage;
  std::int64_t attempt = 1;  // at the stage, from 1
  std::int64_t raise_attempt = 1;
  RoundId round;  // the next, or none
  Instant in_line_since;
  double slip = 1.0;
  double relative_performance = 1.0;
  Instant planned;  // date of first silicon that the design aims at
  Burn burn;
  DiscountPoint burns_since;  // at its present rate
  Money spent;
  std::uint32_t claim = 0;  // place among those the fund could not serve, from 1; 0: none
  std::int64_t ordered = 0;
  std::int64_t accepted = 0;
  std::int64_t lots = 0;
  Date first_lot;
  std::vector<Invoice> invoices;  // in order of their dates
  std::vector<UnitPrice> prices;
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

inline AccountId firm_account(FirmId firm) {
  return AccountId(common_holders + firm.index());
}

/// A firm's place in the lines of facilities, whose claimants are plain indices.
inline std::uint32_t claimant(FirmId firm) {
  return firm.index();
}

/// A firm's claim on the programme's money.
inline std::size_t order_claim(FirmId firm) {
  return firm.index();
}

/// The world as a value: copy it, and a run branches.
struct Workspace::State {
  State(std::size_t firm_count, std::size_t facility_count);

  EventQueue queue;
  Ledger ledger;
  Reservations orders;  // of the programme's money, by firm
  IdVector<FirmId, FirmState> firms;
  /// Per facility: what it is in this case.
  IdVector<FacilityId, Servers> servers;
  IdVector<FacilityId, Shuttle> shuttles;
  std::vector<Instant> departures;  // storage
  bool programme_open = false;
  bool cancelled = false;
  std::uint32_t claims = 0;
  QuarterlySeries series;
  /// Paid by fiscal year, from the year of the start.
  std::vector<Money> paid_by_year;
  Money lapsed;
  Money raised;
  DiscountCurve discount;
  /// In present value, minor units.
  double present_paid = 0.0;
  double present_raised = 0.0;
  double present_spent = 0.0;
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
  FirmState& state(FirmId firm) { return state_.firms[firm]; }
  const Firm& numbers(FirmId firm) const { return case_.firms[model_.firms[firm].firm.index()]; }
  const Facility& numbers(FacilityId facility) const { return case_.facilities[facility.index()]; }
  const Round& numbers(RoundId round) const { return case_.finance.rounds[round.index()]; }
  const Technology& technology(FirmId firm) const {
    return case_.technologies[model_.firms[firm].technology.index()];
  }
  Money cash(FirmId firm) const { return state_.ledger.balance(firm_account(firm)); }
  /// A programme without money promises nothing: it is not there.
  bool has_programme() const {
    return case_.programme.has_value() && case_.programme->fund.budget > Money{};
  }

  double uniform(Chance chance, FirmId firm, Ordinal of) {
    ++state_.effort.draws;
    return luck_.uniform(purpose(chance), model_.firms[firm].hash, of);
  }
  double draw(const Law& law, Chance chance, FirmId firm, Ordinal of) {
    return law.family == LawFamily::constant ? law.parameters[0]
                                             : model_.laws.quantile(law, uniform(chance, firm, of));
  }

  /// For what is better when larger: u near 1 is bad luck here too.
  double draw_good(const Law& law, Chance chance, FirmId firm, Ordinal of) {
    return law.family == LawFamily::constant
               ? law.parameters[0]
               : model_.laws.quantile(law, 1.0 - uniform(chance, firm, of));
  }

  static Rank by_hash(EntityHash hash) {
    return Rank{static_cast<std::uint32_t>(hash.value >> 40U)};
  }
  void schedule(EventKind kind, FirmId firm, Instant time, EventPhase phase) {
    schedule(kind, firm, time, phase, by_hash(model_.firms[firm].hash));
  }
  void schedule(EventKind kind, FirmId firm, Instant time, EventPhase phase, Rank rank) {
    schedule_slot(kind, firm.index(), time, phase, rank);
  }
  void schedule(EventKind kind, FacilityId facility, Instant time, EventPhase phase) {
    schedule_slot(kind, facility.index(), time, phase, by_hash(model_.facilities[facility]));
  }
  void schedule_slot(EventKind kind, std::uint32_t slot, Instant time, EventPhase phase,
                     Rank rank) {
    if (time < end_) {
      state_.queue.schedule(static_cast<std::uint8_t>(kind), slot, time,
                            static_cast<std::uint8_t>(phase), rank);
    } else {
      cancel_slot(kind, slot);
    }
  }
  void cancel(EventKind kind, FirmId firm) { cancel_slot(kind, firm.index()); }
  void cancel_slot(EventKind kind, std::uint32_t slot) {
    state_.queue.cancel(static_cast<std::uint8_t>(kind), slot);
  }

  // --- Beginning and end (world.cpp)
  void begin();
  void begin_firm(FirmId firm);
  /// Plan for first silicon at the start: what is left of a stage begun, then the median of each
  /// later one but the test.
  Duration planned_time(FirmId firm) const;
  void handle(EventKind kind, std::uint32_t slot);
  Outcome conclude();
  void conclude_money(Money spending, Outcome& outcome) const;
  /// Money balances to the penny. Throws: InvariantError.
  void verify() const;

  // --- Cash (world_finance.cpp)
  /// Whose account pays what the firm spends.
  AccountId payer(FirmId firm) const;
  void settle(FirmId firm, Instant when);
  void spend(FirmId firm, Money amount);
  /// What money of now is worth in present value, in minor units.
  double present_value(Money amount) {
    return static_cast<double>(amount.minor()) * discount(now()).factor;
  }
  /// The discount curve at an instant; found once for all money of the instant.
  const DiscountPoint& discount(Instant when) {
    if (when != discount_at_) {
      discount_at_ = when;
      discount_ = state_.discount.at(when);
    }
    return discount_;
  }
  /// Adds what was burnt at the rate that ends now to the present value of suppliers' spending: as
  /// a whole, so that it does not matter how often somebody looked. Settled by the caller.
  void end_burn(FirmId firm, Instant when) {
    const FirmState& s = state(firm);
    const Money burnt = s.burn.posted();
    if (burnt > Money{} && numbers(firm).domestic) {
      const double mean = mean_factor(s.burns_since, discount(when));
      state_.present_spent += static_cast<double>(burnt.minor()) * mean;
    }
  }
  /// Sets the dates that hang on the cash of a living firm: ruin, and the next raise before it.
  void watch_cash(FirmId firm);
  bool can_raise(FirmId firm);
  Ordinal raise_ordinal(const FirmState& s) const;
  void start_raise(FirmId firm);
  void close_raise(FirmId firm);
  void run_out(FirmId firm);
  /// The firm's development is over; what it has delivered is still paid.
  void leave(FirmId firm, Fate fate);

  // --- Development (world_development.cpp)
  const Stage& stage(FirmId firm) { return technology(firm).stages[state(firm).stage.index()]; }
  Ordinal stage_ordinal(FirmId firm);
  void end_stage_after(FirmId firm, Duration span);
  /// Pays for the present attempt and starts it; a firm that cannot pay waits.
  void begin_stage(FirmId firm);
  /// Draws the duration of a stage that has been paid for and, where it needs one, has its
  /// facility.
  void start_work(FirmId firm);
  void end_stage(FirmId firm);
  struct TestResult {
    bool passed = true;
    bool truly_good = true;
    double first_ratio = 1.0;  // true performance over the frontier, on the first threshold
  };
  TestResult test(FirmId firm);
  void end_test(FirmId firm);
  void qualify(FirmId firm, const TestResult& result);

  // --- Facilities (world_facility.cpp)
  FacilityId facility_of(FirmId firm) {
    return model_.stage_facility[model_.firms[firm].technology][state(firm).stage];
  }
  void open_facilities();
  /// A stage that was under way at the start has its server.
  void take_place(FirmId firm);
  void join_line(FirmId firm);
  /// Serves all who can be served now, and looks again when somebody can.
  void serve(FacilityId facility);
  void leave_facility(FirmId firm);
  /// Serves at the next occasion from `from` on.
  void watch_facility(FacilityId facility, Instant from);
  /// Mean share of all servers, over the horizon; 0 without any. Ends their records.
  double servers_in_use();
  /// The firm is no longer in line.
  void count_wait(FirmId firm, Instant until);

  // --- Programme (world_programme.cpp)
  void open_programme();
  bool eligible(FirmId firm) const;
  void award(FirmId firm);
  const std::vector<UnitPrice>& prices(FirmId firm) {
    std::vector<UnitPrice>& own = state(firm).prices;
    own.clear();
    for (const Clause& clause : case_.programme->contract) {
      own.push_back({clause.pay, clause.up_to});
    }
    return own;
  }
  /// As many units as the month's capacity, the order and the firm's cash allow.
  void deliver_lot(FirmId firm);
  void watch_invoices(FirmId firm);
  void pay_invoice(FirmId firm);
  /// The money of what a firm will not deliver: free again while the programme is open.
  void release(FirmId left);
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
  Instant discount_at_ = Instant::never();
  DiscountPoint discount_;
};

}  // namespace firstcustomer
