#include "diary_names.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

Date date_of(const Replay& replay, const Record& record) {
  const SimulationClock clock(replay.numbers.start);
  // What the end of a day brings about belongs to that day.
  const bool of_deadline =
      record.when == clock.end_of(replay.numbers.standard.deadline) &&
      (record.kind == RecordKind::contract_ends || record.kind == RecordKind::recovered ||
       record.kind == RecordKind::advance_lost || record.kind == RecordKind::approval_lapses);
  const bool ends_a_day =
      of_deadline || record.kind == RecordKind::programme_closes || record.kind == RecordKind::ends;
  return clock.date(record.when + Duration::microseconds(ends_a_day ? -1 : 0));
}

const Firm* known_firm(const Replay& replay, const Record& record) {
  const auto& firms = replay.numbers.firms;
  const auto found = std::find_if(firms.begin(), firms.end(), [&](const Firm& firm) {
    return firm.name == replay.record.name(record.firm);
  });
  return found == firms.end() ? nullptr : &*found;
}

const Stage* find_stage(const Replay& replay, const Record& record) {
  if (!record.stage.valid() || !record.firm.valid()) {
    return nullptr;
  }
  const auto technology = replay.record.technology(record.firm);
  return &replay.numbers.technologies.at(technology.index()).stages.at(record.stage.index());
}

std::string technology_of(const Replay& replay, const Record& record) {
  return record.firm.valid()
             ? replay.numbers.technologies.at(replay.record.technology(record.firm).index()).name
             : "";
}

std::string stage_of(const Replay& replay, const Record& record) {
  const Stage* stage = find_stage(replay, record);
  return stage == nullptr ? "" : stage->name;
}

std::string round_of(const Replay& replay, const Record& record) {
  return record.round.valid() ? replay.numbers.finance.rounds.at(record.round.index()).name : "";
}

std::string_view hurdle_name(const Record& record) {
  constexpr std::string_view names[] = {"common", "class", "technology"};
  expect(record.count >= 1 && record.count <= 3, "there are three hurdles");
  return names[record.count - 1];
}

const Benchmark& benchmark_named(const Case& numbers, std::string_view name) {
  const auto found =
      std::find_if(numbers.benchmarks.begin(), numbers.benchmarks.end(),
                   [&](const Benchmark& benchmark) { return benchmark.name == name; });
  expect(found != numbers.benchmarks.end(), "a threshold names a benchmark");
  return *found;
}

const Benchmark& tested_benchmark(const Case& numbers) {
  return benchmark_named(numbers, numbers.standard.thresholds.at(0).benchmark);
}

}  // namespace firstcustomer
