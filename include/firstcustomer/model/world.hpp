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
  completions,  ///< stages and raises begin and end, lots are delivered
  tests,        ///< products are tested against the standard
  awards,       ///< orders are placed; ties by lottery
  payments,     ///< rounds and invoices are paid
  failures,     ///< firms whose cash is gone
  service,      ///< facilities serve those in line who are not ruined; ties by lottery
  reports,      ///< the programme closes
};

/// One pending event per kind and slot. Slots are firms, but for facilities that serve and for the
/// programme's closing.
enum class EventKind : std::uint8_t {
  stage_begins,
  stage_ends,
  test_ends,
  award,
  raise_starts,
  raise_closes,
  cash_runs_out,
  lot_delivered,
  invoice_due,
  facility_serves,
  programme_closes,
};
inline constexpr std::size_t event_kinds = 11;

/// A firm with its names resolved to ids, once per arm.
struct FirmStructure {
  CaseFirmId firm;
  TechnologyId technology;
  StageId first_stage;
  EntityHash hash;
};

/// The immutable structure of one arm. Firms stand in the order of their hashes, so the order of a
/// file decides nothing.
struct Model {
  IdVector<FirmId, FirmStructure> firms;
  /// The hash that names the stage's draws.
  IdVector<TechnologyId, IdVector<StageId, EntityHash>> stages;
  /// The facility that the stage needs, or none.
  IdVector<TechnologyId, IdVector<StageId, FacilityId>> stage_facility;
  IdVector<BenchmarkId, EntityHash> benchmarks;
  IdVector<FacilityId, EntityHash> facilities;
  IdVector<RoundId, EntityHash> rounds;
  /// The round that follows, or none.
  IdVector<RoundId, RoundId> then;
  /// The firm's next round, or none.
  IdVector<FirmId, RoundId> next_round;
  /// Per threshold.
  std::vector<BenchmarkId> threshold_benchmark;

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
  struct State;
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// Runs one replication of one arm.
/// Effect: overwrites the workspace, and the recorder if there is one. Throws: ReplicationError,
/// InvariantError.
Outcome simulate(const Model& model, const Case& numbers, const Luck& luck, Workspace& workspace,
                 Recorder* recorder = nullptr);

}  // namespace firstcustomer
