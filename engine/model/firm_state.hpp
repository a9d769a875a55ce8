#pragma once
/// \file
/// What a firm is at an instant of a replication, inside the model layer.

#include <limits>
#include <optional>
#include <vector>

#include "firstcustomer/core/hazard.hpp"
#include "firstcustomer/core/ledger.hpp"
#include "firstcustomer/core/wiener_path.hpp"
#include "firstcustomer/model/appraisal.hpp"
#include "firstcustomer/model/contract.hpp"
#include "firstcustomer/model/firm.hpp"
#include "firstcustomer/model/ids.hpp"
#include "firstcustomer/model/learning.hpp"
#include "firstcustomer/model/standing.hpp"

namespace firstcustomer {

enum class Fate : std::uint8_t {
  absent,
  active,
  failed,
  missed,
  insolvent,
  pivoted,
  absorbed,
  gave_up
};

/// What a firm does side by side: it goes on with development while a prototype is tested.
enum class Track : std::uint8_t { development, qualification };
inline constexpr Track tracks[] = {Track::development, Track::qualification};

/// A firm that a facility has turned away has paid for the stage and claims again later.
enum class WorkPhase : std::uint8_t { idle, waits_for_cash, in_line, working, turned_away };

/// The factor on odds that was found for a mean of repetitions, kept from one replication to the
/// next.
struct SolvedOdds {
  double mean = -1.0;
  std::vector<double> success;
  double factor = 1.0;
};

/// One track of a firm.
struct Work {
  WorkPhase phase = WorkPhase::idle;
  bool has_server = false;
  bool has_returned = false;  // to a line in which it found no place before
  StageId stage;
  std::int64_t attempt = 0;  // at the stage in this generation, from 1
  Instant in_line_since;
  /// Of work: when it is over.
  Instant ends;
};

struct Invoice {
  static constexpr std::uint32_t not_deferred = std::numeric_limits<std::uint32_t>::max();

  Instant due;
  Money amount;
  std::size_t clause = 0;
  bool is_advance = false;
  /// Of the firm, where the payment buys a share of it; otherwise nothing.
  Money valuation = {};
  /// Among those that a cap has deferred, from 0: they are paid in this order, before others of
  /// the instant.
  std::uint32_t turn = not_deferred;
};

/// How a clause stands in a contract. Clauses that may apply again stay ahead.
enum class ClauseState : std::uint8_t { no_part, ahead, reached, done };

/// A clause of one contract.
struct ClauseStanding {
  ClauseState state = ClauseState::no_part;
  /// Reserved for it and not yet owed; of clauses that share in the value of units: see
  /// `units_left`.
  Money left;
  /// What the firm had spent, and had received from customers, when the clause last paid, or at
  /// signing.
  Money spent_before;
  /// When it became part of the contract: at signing, or with its phase.
  Instant since;
  /// How often the date of the milestone has been moved.
  std::int64_t moved = 0;
  Money received_before;
  /// Units that customers have bought under a clause on sales.
  double sold = 0.0;
};

/// How the capacity for an order stands.
enum class CapacityStanding : std::uint8_t { none, waits_for_cash, ordered, stands };

/// A lot in inspection.
struct ShippedLot {
  Instant accepted_at;
  std::int64_t units = 0;
  /// The entry that its acceptance goes back to.
  std::int64_t cause = -1;
};

/// A lot that the foundry makes and that is paid for in part.
struct ProductionLot {
  Instant ready_at;
  /// As agreed when it was ordered.
  CostCurve costs;
  /// Units that the firm had made, or ordered, before.
  std::int64_t made = 0;
  Share prepaid{0.0};
  std::int64_t units = 0;
  /// Paid for in full and delivered.
  std::int64_t taken = 0;

  /// Of the first units of the lot.
  Money prepayment(std::int64_t of_units) const {
    return scaled(costs.of(made, of_units), prepaid);
  }
  Money rest(std::int64_t of_units) const {
    return costs.of(made, of_units) - prepayment(of_units);
  }
};

/// What one firm has to do with one programme: its application, one contract at most, and what it
/// is owed.
struct Commitment {
  // --- The application
  Instant award_at = Instant::never();  // chosen; `never`: not yet, or not at all
  bool awaits_approval = false;         // chosen and not signed
  double assessment = std::numeric_limits<double>::quiet_NaN();  // at the call that chose it
  std::uint32_t claim = 0;  // place among those the fund could not serve, from 1; 0: none
  double bid = std::numeric_limits<double>::quiet_NaN();    // pounds per unit
  double price = std::numeric_limits<double>::quiet_NaN();  // pounds per unit
  bool is_qualified = false;  // under the contract's standard, with the present generation
  bool is_certified = false;  // was qualified while the programme was open
  Instant qualified_at;
  double measurement = std::numeric_limits<double>::quiet_NaN();  // in the last test
  std::int64_t place = 0;  // that it holds among the suppliers', from 1; 0: none
  std::size_t phase = 0;   // of the tournament
  double score = std::numeric_limits<double>::quiet_NaN();  // at the end of the last phase

  // --- The contract
  bool active = false;
  bool failed = false;  // ended unfulfilled
  bool superseded = false;
  Instant signed_at;
  std::int64_t units = 0;
  std::int64_t delivered = 0;
  std::int64_t accepted = 0;
  Money worth;  // all that was ever reserved for it
  Money units_value;
  Money units_left;    // of it, not yet owed
  Money advance;       // owed so far, for credit
  Money advance_paid;  // so far, or earned by units before it was
  Money credited;
  Money paid;
  Money recovered;
  Money bond;  // deposited
  /// Private money raised by the firm before it signed.
  Money raised_before;
  bool delivers = false;
  double capacity = 0.0;  // units a year that the firm has chosen; 0: what is given
  CapacityStanding line = CapacityStanding::none;
  double stake = 0.0;  // the programme's share of the firm
  Money debt;          // to lenders, at that instant:
  Instant debt_at;
  Instant first_accepted = Instant::never();
  std::int64_t lots = 0;
  Date first_lot;
  std::vector<ShippedLot> in_inspection;   // in their order
  std::size_t inspected = 0;               // of them
  std::vector<UnitPrice> prices;           // by acceptance clause
  std::vector<std::size_t> price_clauses;  // their clauses
  std::vector<ClauseStanding> clauses;

  // --- At the foundry
  std::int64_t placed = 0;  // units, delivered or not
  bool waits_to_order = false;
  std::int64_t orders = 0;                   // since the first
  Date first_order;                          // or the first after a pause
  std::vector<ProductionLot> in_production;  // in their order
  std::size_t lots_taken = 0;                // of them

  // --- What it is owed
  std::vector<Invoice> invoices;  // in order of their dates
  std::size_t invoices_paid = 0;

  Money open_advance() const { return advance_paid - credited; }

  /// As new; keeps the storage.
  void reset() {
    Commitment fresh;
    const auto keep = [](auto& storage, auto& kept) {
      kept = std::move(storage);
      kept.clear();
    };
    keep(prices, fresh.prices);
    keep(price_clauses, fresh.price_clauses);
    keep(clauses, fresh.clauses);
    keep(in_production, fresh.in_production);
    keep(in_inspection, fresh.in_inspection);
    keep(invoices, fresh.invoices);
    *this = std::move(fresh);
  }
};

struct FirmState {
  EntityHash hash;
  TechnologyId technology;
  Fate fate = Fate::active;  // absent: not there yet
  bool was_domestic = true;
  bool domestic = true;  // now
  bool sold_abroad = false;
  bool parent_funded = false;
  bool in_scope = true;                     // of the standard
  Duration age_then = Duration::longest();  // when it appeared; the longest: not known

  // --- The product
  Work development;
  Work qualification;
  std::vector<std::int32_t> attempts;  // begun in this generation, by stage
  std::int64_t completed = 0;          // stages of development in this generation, at most so far
  std::int64_t ever_completed = 0;     // the same, in any generation
  std::int64_t generation = 1;
  std::int64_t tests = 0;      // taken in this generation
  bool has_prototype = false;  // in this generation
  bool ever_prototype = false;
  bool technology_failed = false;  // as its first prototype showed
  bool is_testable = false;
  bool is_finished = false;  // ready for production
  bool is_qualified = false;
  bool counted_qualified = false;  // as a domestic supplier
  Instant appeared;
  Instant planned;  // date of the prototype that the design aims at
  Duration plan;    // until the product is finished, of the first generation
  Instant prototype_at;
  double slip = 1.0;
  double effort = 1.0;
  /// Factor on the durations of this generation, by its ambition.
  double ambition_span = 1.0;
  /// What it saw when it last decided (belief.hpp).
  std::size_t opportunity = 0;
  double respin_odds = 1.0;
  SolvedOdds odds_solved_for;
  double relative_performance = 1.0;
  // Of its improvement by chance, since the first prototype:
  WienerPath improvement;
  double improved_from = 0.0;
  double frontier_from = 0.0;  // where the frontier's path stood then
  // Of tests once it is ready:
  Instant retest_from;
  Instant ready_at = Instant::never();  // found beforehand; at that instant it is as good as asked
  Instant submitted_at;
  double submitted_above = 0.0;  // log of performance over what its path of that day says

  // --- Money
  BurnRate base_burn;  // without the multiple of a stage
  Burn burn;
  DiscountPoint burns_since;  // at its present rate
  Money spent;
  Money raised;
  Money valuation;       // post-money, of the last sale of shares; nothing: not known
  Money beside_private;  // public money that stands beside private, paid since the last round
  RoundId round;         // the next, or none
  std::int64_t raise_attempt = 1;
  std::vector<std::int32_t> rounds_closed;  // by chance, by kind
  bool raising = false;
  std::size_t known_raises = 0;  // so far
  bool bridged = false;          // in this raise
  Instant raise_closes;
  Money bridge_owed;
  // What comes unevenly:
  Money uneven_month;       // standard deviation over a month; nothing: there is nothing
  bool evened_out = false;  // by insiders, until the raise that is open closes
  WienerPath uneven;
  Instant uneven_since;
  double uneven_from = 0.0;  // where the path stood then
  Money uneven_posted;       // since then
  Money receipt;             // a quarter, from private customers
  std::int64_t receipts_left = 0;
  Money received;        // from them so far
  bool on_sale = false;  // where demand is cleared
  Instant sells_from;
  std::int64_t made_before = 0;            // of those, before this quarter
  Instant deployed_at = Instant::never();  // by a public buyer, last

  // --- News of it; `never`: none
  Instant award_news = Instant::never();  // of a contract that has not failed
  Instant miss_at = Instant::never();
  Instant refused_at = Instant::never();

  // --- Ends that are not failures
  Hazard pivot;
  Hazard acquisition;

  // --- Programmes
  Money committed;                 // by all of them, not released
  std::int64_t units_ordered = 0;  // over all contracts
  std::int64_t units_accepted = 0;

  // --- Making units
  double cost_factor = 1.0;
  Money unit_cost;  // its own, as production begins
  Instant produces_since = Instant::never();
  std::int64_t units_made = 0;      // or ordered at the foundry, over all contracts
  std::int64_t waiting_orders = 0;  // at the foundry, for cash

  bool alive() const { return fate == Fate::active; }
  /// Whether its cash moves by chance now.
  bool is_uneven() const { return uneven_month > Money{} && !evened_out; }
  Work& work(Track track) { return track == Track::development ? development : qualification; }
  const Work& work(Track track) const {
    return track == Track::development ? development : qualification;
  }

  /// As new; keeps the storage.
  void reset() {
    FirmState fresh;
    fresh.attempts = std::move(attempts);
    fresh.attempts.clear();
    fresh.rounds_closed = std::move(rounds_closed);
    fresh.rounds_closed.clear();
    fresh.improvement = std::move(improvement);
    fresh.uneven = std::move(uneven);
    fresh.odds_solved_for = std::move(odds_solved_for);
    *this = std::move(fresh);
  }
};

/// How a domestic firm that is there stands now.
Standing standing_of(const FirmState& s);

}  // namespace firstcustomer
