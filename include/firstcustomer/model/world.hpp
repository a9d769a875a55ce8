#pragma once
/// \file
/// One replication: firms race a performance threshold with too little cash, and a buyer pays.
///
/// `simulate` is a pure function of (model, case, luck); the workspace is only storage, so that a
/// thread allocates nothing after its first replication. The events and their order at one instant
/// stand in one table here.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/model/case.hpp"
#include "firstcustomer/model/ids.hpp"
#include "firstcustomer/model/outcome.hpp"
#include "firstcustomer/model/recorder.hpp"
#include "firstcustomer/model/series.hpp"

namespace firstcustomer {

/// Order of simultaneous events: money that arrives in the instant of ruin still saves a firm.
enum class EventPhase : std::uint8_t {
  arrivals,     ///< firms enter
  completions,  ///< stages and raises begin and end, lots are delivered
  tests,        ///< products are tested against the standard
  awards,       ///< contracts are signed; ties by lottery
  payments,     ///< rounds, invoices and private customers pay
  failures,     ///< firms end, or change hands; milestones are missed
  service,      ///< facilities serve those in line who are not ruined; ties by lottery
  reports,      ///< the programme closes
};

/// One pending event per kind and slot. Slots are firms; two per firm for stages, one for each of
/// its tracks; contracts, which are pairs of a firm and a programme; programmes; facilities; and
/// single slots for what there is once.
enum class EventKind : std::uint8_t {
  stage_begins,
  stage_ends,
  award,
  raise_starts,
  raise_closes,
  cash_runs_out,
  pivots,
  acquired,
  lot_delivered,
  invoice_due,
  milestone_due,
  receipt_due,
  facility_serves,
  candidate_enters,
  call_held,
  programme_closes,
  deadline_passes,
  firm_appears,
  known_raise,
  programme_opens,
  period_ends,
  date_reached,
  contract_expires,
  approval_ends,
  phase_ends,
  hold_ends,
  lot_inspected,
  relocates,
  venture_turns,
  terms_soften,
  order_due,
  books_closed,
  readiness_reviewed,
  demand_clears,
  capacity_changes,
  capacity_stands,
};
inline constexpr std::size_t event_kinds = 36;

/// A firm of the cohort with its names resolved to ids, once per arm.
struct FirmStructure {
  CaseFirmId firm;
  TechnologyId technology;
  StageId first_stage;
  /// Or none.
  RoundId next_round;
  EntityHash hash;
  /// By known raise: the round after it, or none.
  std::vector<RoundId> rounds_after = {};
};

/// A technology with its names resolved.
struct TechnologyStructure {
  EntityHash hash;
  /// Of its class; its own without one.
  EntityHash class_hash;
  /// The hash that names the stage's draws.
  IdVector<StageId, EntityHash> stages;
  /// The facility that the stage needs, or none.
  IdVector<StageId, FacilityId> facility;
  /// Where a failure of the stage leads, or none.
  IdVector<StageId, StageId> return_to;
  /// The first stage that ends with a prototype: one that says so, or the last before the test;
  /// none where there is nothing but the test.
  StageId prototype;
  /// By programme and clause of its contract: the stage whose completion is its milestone, or none.
  IdVector<ProgrammeId, std::vector<StageId>> milestones;
  /// By programme: the stage that makes a firm eligible; none: the technology has no such stage.
  IdVector<ProgrammeId, StageId> eligible_from;
  /// By programme and phase: the stage that must be completed, or none.
  IdVector<ProgrammeId, std::vector<StageId>> deliverables;
};

/// A programme with its names resolved.
struct ProgrammeStructure {
  EntityHash luck;
  /// Per threshold of its own standard.
  std::vector<BenchmarkId> threshold_benchmark;
  /// The first of its slots of dates, one per clause.
  std::uint32_t first_date = 0;
  /// Bit t: whether some clause has trigger t.
  std::uint32_t triggers = 0;
  /// The facility in whose line firms with a contract in force come first, or none.
  FacilityId priority_at = FacilityId::none();
};

/// The immutable structure of one arm. Firms stand in the order of their hashes, so the order of a
/// file decides nothing.
struct Model {
  IdVector<FirmId, FirmStructure> firms;
  IdVector<TechnologyId, TechnologyStructure> technologies;
  IdVector<ProgrammeId, ProgrammeStructure> programmes;
  IdVector<BenchmarkId, EntityHash> benchmarks;
  IdVector<FacilityId, EntityHash> facilities;
  IdVector<RoundId, EntityHash> rounds;
  /// The round that follows, or none.
  IdVector<RoundId, RoundId> then;
  /// Per threshold.
  std::vector<BenchmarkId> threshold_benchmark;
  /// Of entrants: by choice, and the round they raise first.
  std::vector<TechnologyId> entrant_technologies;
  RoundId entrant_round;
  /// Firms that may enter before storage must grow.
  std::size_t entrant_slots = 0;

  /// Slots of dates that clauses of programmes name.
  std::size_t dates = 0;
  /// Whose clause has the slot.
  ProgrammeId programme_of_date(std::uint32_t slot) const;

  /// Tables of all laws, at the parameters of the example. A law whose parameters are drawn per
  /// case is solved for instead.
  LawTables laws;

  /// Throws: InvariantError if a name does not resolve or two hashes meet; the reader checks
  /// before.
  /// `known` are tables that need not be made again, as those of another arm.
  static Model build(const Case& example, LawTables known = {});
};

/// What a replication took, for the benchmarks.
struct Effort {
  std::int64_t events = 0;
  std::int64_t draws = 0;
};

/// The storage of one thread for one model. Not for threads to share.
class Workspace {
 public:
  explicit Workspace(const Model& model);
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;

  const Effort& effort() const;
  /// Of the last replication.
  const QuarterlySeries& series() const;
  /// Of the last replication, by programme: `outcomes_by_programme` and nothing else.
  const std::vector<Outcome>& by_programme() const;
  struct State;
  State& state() { return *state_; }
  /// Effect: room for twice as many firms; the replication under way is lost.
  void grow();

 private:
  std::unique_ptr<State> state_;
};

/// Runs one replication of one arm.
/// Effect: overwrites the workspace, and the recorder if there is one. Throws: ReplicationError,
/// InvariantError.
Outcome simulate(const Model& model, const Case& numbers, const Luck& luck, Workspace& workspace,
                 Recorder* recorder = nullptr);

}  // namespace firstcustomer
