#pragma once
/// \file
/// The state of the world in one replication, inside the model layer: accounts, programmes, and all
/// that a run would need to branch.

#include <limits>
#include <optional>
#include <vector>

#include "firm_state.hpp"
#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/facility.hpp"
#include "firstcustomer/core/ledger.hpp"
#include "firstcustomer/model/appraisal.hpp"
#include "firstcustomer/model/world.hpp"

namespace firstcustomer {

/// The chart of accounts: the common holders, two accounts per programme, one per firm.
enum class Holder : std::uint8_t {
  treasury,
  investors,  // and parents
  bridges,    // loans of insiders; what is owed stands below zero
  customers,
  bonds,  // deposited by firms
  payroll,
  foundries,
  lenders,  // against contracts; what they have lent and not been paid back stands below zero
  sundry  // whose payments and bills come unevenly
};
constexpr std::size_t common_holders = 9;

inline AccountId account(Holder holder) {
  return AccountId(static_cast<std::size_t>(holder));
}

/// Of a programme: what it may commit.
inline AccountId free_account(ProgrammeId programme) {
  return AccountId(common_holders + 2 * programme.index());
}
/// Of a programme: what it has committed and not yet paid.
inline AccountId reserved_account(ProgrammeId programme) {
  return AccountId(common_holders + 2 * programme.index() + 1);
}

/// One slot of events, and one claimant of facilities, per firm and track.
inline std::uint32_t track_slot(FirmId firm, Track track) {
  return firm.index() * 2 + static_cast<std::uint32_t>(track);
}

/// A place that a supplier of a programme may take.
struct SupplierPlace {
  double share = 1.0;  // of the budget, with those of places that closed in its favour
  bool closed = false;
  ContractId holder = ContractId::none();  // in force, awaiting approval, or fulfilled
  Instant free_since = Instant::never();   // while another place's contract is in force
};

/// With priority or without, and of each the domestic ones first.
inline constexpr std::uint32_t classes_in_line = 4;

/// A programme in one replication.
struct ProgrammeState {
  ProgrammeState(ProgrammeId programme, std::size_t firm_slots)
      : orders(free_account(programme), reserved_account(programme), firm_slots) {}

  Reservations orders;  // of its money, by firm
  bool open = false;
  Instant opened_at = Instant::never();
  bool closed = false;  // or never opened
  bool cancelled = false;
  std::uint32_t claims = 0;
  std::int64_t calls = 0;
  std::int64_t call_dates = 0;  // after the first, held or before the start
  std::int64_t awards = 0;      // contracts signed
  Money lapsed;
  std::int64_t contracts_signed = 0;
  std::int64_t contracts_failed = 0;
  std::int64_t accepted = 0;  // units
  Money recovered;
  Money returned;
  Money bonds_kept;
  double present_net = 0.0;         // paid less what came back, in minor units
  std::vector<double> parameters;   // of its formulas
  std::vector<Money> paid_by_year;  // of public accounts, from the year of its opening
  std::uint32_t deferred = 0;       // payments that a cap put off
  std::size_t phase = 0;            // of a tournament
  std::vector<SupplierPlace> places;
  bool has_supplier = false;    // one that it could sign with has met its standard; if it is soft
  std::int64_t softenings = 0;  // of its terms
  double threshold_kept = 1.0;  // over what was promised
  Duration deadline_moved;

  void clear() {
    orders.clear();
    open = closed = cancelled = false;
    opened_at = Instant::never();
    claims = 0;
    calls = call_dates = awards = 0;
    contracts_signed = contracts_failed = accepted = 0;
    lapsed = recovered = returned = bonds_kept = Money{};
    present_net = 0.0;
    paid_by_year.clear();
    deferred = 0;
    phase = 0;
    places.clear();
    has_supplier = false;
    softenings = 0;
    threshold_kept = 1.0;
    deadline_moved = {};
  }
};

/// What became of an offer: signed, declined by the firm, or not made, as the fund cannot pay or no
/// place is free.
enum class Offer : std::uint8_t { accepted, declined, no_money, no_place };

/// A contract as it could be signed.
struct Draft {
  Money fixed;             // beside its units
  Money limit;             // for the units
  bool has_units = false;  // whether it asks for any
  std::int64_t units = 0;  // within the limit

  bool is_possible() const { return limit >= Money{} && (!has_units || units > 0); }
};

/// Who applies at a call, and how the buyer sees it.
struct Invited {
  FirmId firm;
  double assessment = 0.0;
  double truth = 0.0;  // log of relative performance
  std::optional<Offer> answer = {};
  std::size_t place = 0;  // among the applicants as the mechanism sees them
  double price = std::numeric_limits<double>::quiet_NaN();  // pounds per unit, where one is set
  double share = 1.0;                                       // of the money of the call
};

/// A firm whose units private customers may buy this quarter.
struct Seller {
  FirmId firm;
  Offering offering;
  double wanted = 0.0;  // pounds
};

/// The world as a value: copy it, and a run branches.
struct Workspace::State {
  State(std::size_t firm_slots, std::size_t facility_count, std::size_t programme_count,
        std::size_t dates_of_programmes);

  EventQueue queue;
  Ledger ledger;
  IdVector<ProgrammeId, ProgrammeState> programmes;
  /// By firm, then by programme.
  IdVector<ContractId, Commitment> contracts;
  /// The cohort, then slots for entrants; `present` of them are taken.
  IdVector<FirmId, FirmState> firms;
  std::size_t present = 0;
  std::size_t dates = 0;  // slots of dates that programmes' clauses name
  IdVector<BenchmarkId, Frontier> frontiers;
  IdVector<BenchmarkId, WienerPath> frontier_paths;
  /// Per facility: what it is in this case.
  IdVector<FacilityId, Servers> servers;
  IdVector<FacilityId, Shuttle> shuttles;
  std::vector<Instant> departures;  // storage
  std::vector<Invited> applicants;  // storage
  std::vector<double> best_truths;  // storage
  std::vector<Applicant> bidders;   // storage
  std::vector<Award> awards;        // storage
  std::vector<std::size_t> order;   // storage
  std::vector<ProgrammeId> met;     // storage
  BrownianPath market_path;
  BrownianPath exchange_path;
  std::vector<BrownianPath> segment_paths;
  std::vector<Seller> sellers;     // storage
  std::vector<double> shares;      // storage
  std::size_t capacity_steps = 0;  // of foreign data centres, so far
  Money sold;                      // by all firms where demand is cleared
  Money income;                    // of all firms, public and private
  Money gone_abroad;               // of it
  /// Paid by fiscal year, from the year of the start.
  std::vector<Money> paid_by_year;
  double squared_commitments = 0.0;             // summed over contracts, pounds²
  double relative_performance_delivered = 0.0;  // summed over units accepted
  Money capacity_spending;
  Money advanced;
  Money recovered;
  Money returned;
  Money stranded;
  Money prepayments_lost;
  Money bonds_kept;
  Money exposed;  // advances paid, less credited, recovered and lost
  Money peak_exposed;
  Money raised;
  Money receipts;
  Money displaced;
  Money lent;
  Money repaid_to_lenders;
  Money lost_by_lenders;
  bool venture_is_hot = false;
  std::int64_t venture_turns = 0;
  DiscountCurve discount;
  /// In present value, minor units.
  double present_paid = 0.0;
  double present_recovered = 0.0;
  double present_returned = 0.0;
  double present_raised = 0.0;
  double present_spent = 0.0;
  QuarterlySeries series;
  std::vector<Outcome> by_programme;
  Effort effort;
};

}  // namespace firstcustomer
