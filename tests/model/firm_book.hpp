#pragma once
/// \file
/// What happened to one firm whatever its contracts, kept from the record alone.

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "firstcustomer/model/case.hpp"
#include "firstcustomer/model/recorder.hpp"

namespace firstcustomer::testing {

struct FirmBook {
  /// That close at one instant, and the size of the last.
  struct Rounds {
    int count = 0;
    Money size;
  };
  std::map<Instant, Rounds> rounds;
  std::set<Instant> submitted;
  std::set<Instant> passed;
  std::set<Instant> insolvent;
  std::set<Instant> sold_abroad;
  std::set<Instant> relocated;
  /// What may end contracts of whatever kind.
  std::set<Instant> turns;
  std::map<std::string, std::set<Instant>> stages;
  /// Private customers buy from then on; `never`: they do not.
  Instant market_opened = Instant::never();
  /// Private customers bought of it, where demand is cleared.
  std::set<Instant> sold;
  /// In the last test; 0: none yet.
  double measured = 0.0;
  const Technology* technology = nullptr;
  /// Stages of development that it had completed when it appeared.
  std::size_t completed = 0;

  void note(const Record& record) {
    switch (record.kind) {
      case RecordKind::firm_present:
      case RecordKind::firm_enters:
        completed = record.stage.index();
        break;
      case RecordKind::raise_closes:
      case RecordKind::raise_known:
        ++rounds[record.when].count;
        rounds[record.when].size = record.amount;
        break;
      case RecordKind::round_displaced:
        break;  // of a round that has closed
      case RecordKind::market_opens:
        market_opened = record.when;
        break;
      case RecordKind::sold:
        sold.insert(record.when);
        break;
      case RecordKind::stage_begins:
        if (technology->stages[record.stage.index()].decided_by == DecidedBy::standard) {
          submitted.insert(record.when);
        }
        break;
      case RecordKind::stage_completed:
        stages[technology->stages[record.stage.index()].name].insert(record.when);
        break;
      default:
        note_turn(record);
    }
  }

  /// Whether its product has a stage of that name.
  bool has_stage(const std::string& name) const { return place_of(name) >= 0; }
  /// Whether it had completed the stage when it appeared.
  bool began_after(const std::string& name) const {
    return place_of(name) < static_cast<std::int64_t>(completed);
  }

 private:
  std::int64_t place_of(const std::string& name) const {
    for (std::size_t i = 0; i < technology->stages.size(); ++i) {
      if (technology->stages[i].name == name) {
        return static_cast<std::int64_t>(i);
      }
    }
    return -1;
  }

  void note_turn(const Record& record) {
    turns.insert(record.when);
    switch (record.kind) {
      case RecordKind::test_passed:
        passed.insert(record.when);
        measured = record.value;
        break;
      case RecordKind::test_failed:
        measured = record.value;
        break;
      case RecordKind::insolvent:
        insolvent.insert(record.when);
        break;
      case RecordKind::relocates:
        relocated.insert(record.when);
        break;
      case RecordKind::acquired:
        if (record.value == 1.0) {
          sold_abroad.insert(record.when);
        }
        break;
      default:
        break;
    }
  }
};

}  // namespace firstcustomer::testing
