#include "diary_entries.hpp"
#include "diary_names.hpp"
#include "diary_words.hpp"
#include "firstcustomer/report/diary.hpp"
#include "firstcustomer/report/json.hpp"

namespace firstcustomer {
namespace {

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  if (!text.empty()) {
    json.field(key, text);
  }
}

/// Who and where: a technology only where a firm appears.
void write_subject(JsonWriter& json, const Replay& replay, const Record& record) {
  if (record.firm.valid()) {
    json.field("firm", replay.record.name(record.firm));
  }
  if (record.kind == RecordKind::firm_present || record.kind == RecordKind::firm_enters) {
    json.field("technology", technology_of(replay, record));
  }
  write_text(json, "stage", stage_of(replay, record));
  write_text(json, "round", round_of(replay, record));
}

void write_measures(JsonWriter& json, const Replay& replay, const Record& record) {
  const DiaryEntry& entry = diary_entry(record.kind);
  if (entry.has_amount) {
    json.field("amount", record.amount.major());
  }
  if (record.kind == RecordKind::technology_fails) {
    json.field(entry.count, hurdle_name(record));
  } else if (!entry.count.empty()) {
    json.field(entry.count, record.count);
  }
  if (!entry.truth.empty()) {
    json.field("benchmark", tested_benchmark(replay.numbers).name);
  }
  for (const auto& [key, number] : {std::pair{entry.value, record.value},
                                    {entry.other, record.other},
                                    {entry.truth, record.truth}}) {
    if (!key.empty()) {
      json.field(key, number);
    }
  }
}

void write_event(JsonWriter& json, const Scenario& scenario, const Replay& replay,
                 std::size_t index) {
  const Record& record = replay.record.records()[index];
  json.begin_object()
      .field("date", date_of(replay, record).to_string())
      .field("time_days", record.when.since_start().days())
      .field("kind", record_kind_name(record.kind));
  if (record.programme.valid() && replay.numbers.programmes.size() > 1) {
    json.field("programme", replay.numbers.programmes.at(record.programme.index()).name);
  }
  write_subject(json, replay, record);
  write_measures(json, replay, record);
  if (record.clause >= 0) {
    const auto& contract = replay.numbers.programmes.at(record.programme.index()).contract;
    json.key("clause")
        .begin_object()
        .field("number", record.clause + 1)
        .field("on", trigger_names[static_cast<std::size_t>(
                         contract.at(static_cast<std::size_t>(record.clause)).on)])
        .end_object();
  }
  if (record.cause >= 0) {
    json.field("cause", record.cause);
  }
  json.field("text", diary_sentence(scenario, replay, index)).end_object();
}

void write_outcome(JsonWriter& json, const Replay& replay) {
  if (!replay.outcome) {
    json.field("failure", replay.failure);
    return;
  }
  json.key("outcome").begin_object();
  for (const OutcomeDeclaration& declaration : outcome_declarations()) {
    json.field(declaration.name, *replay.outcome.*declaration.value);
  }
  json.end_object();
}

}  // namespace

std::string diary_json(const Scenario& scenario, const Plan& plan, const Replay& replay) {
  JsonWriter json;
  json.begin_object()
      .field("scenario", scenario.head.title)
      .field("currency", scenario.head.currency)
      .field("seed", static_cast<std::int64_t>(plan.seed))
      .field("design", design_name(plan.design))
      .field("replication", replay.replication)
      .field("arm", plan.arms.at(replay.arm).name);
  json.key("case").begin_object();
  for (const auto& [path, value] : replay.drawn) {
    json.field(path, value);
  }
  json.end_object();
  json.key("events").begin_list();
  for (std::size_t i = 0; i < replay.record.records().size(); ++i) {
    write_event(json, scenario, replay, i);
  }
  json.end_list();
  write_outcome(json, replay);
  return json.end_object().text();
}

}  // namespace firstcustomer
