#include "firstcustomer/model/recorder.hpp"

#include <gtest/gtest.h>

#include "model/busy_case.hpp"

namespace firstcustomer {
namespace {

using testing::busy_case;
using testing::for_each_history;
using testing::History;
using testing::same;
using testing::simulate_all;

bool is_root(RecordKind kind) {
  return kind == RecordKind::programme_opens || kind == RecordKind::firm_present ||
         kind == RecordKind::firm_enters || kind == RecordKind::ends;
}

/// Done by or to several firms at once, on behalf of none.
bool is_public(RecordKind kind) {
  return kind == RecordKind::programme_opens || kind == RecordKind::call_held ||
         kind == RecordKind::programme_closes || kind == RecordKind::programme_cancelled;
}

TEST(Recorder, KeepsTheOrderOfTime) {
  for_each_history(busy_case(), 200, [](const History& history) {
    for (std::size_t i = 1; i < history.records.size(); ++i) {
      ASSERT_GE(history.records[i].when, history.records[i - 1].when);
    }
    ASSERT_EQ(history.records.back().kind, RecordKind::ends);
    ASSERT_EQ(history.count(RecordKind::ends), 1U);
  });
}

TEST(Recorder, KnowsACauseThatCameBefore) {
  for_each_history(busy_case(), 200, [](const History& history) {
    for (std::size_t i = 0; i < history.records.size(); ++i) {
      const Record& record = history.records[i];
      if (record.cause < 0) {
        ASSERT_TRUE(is_root(record.kind)) << record_kind_name(record.kind);
        continue;
      }
      ASSERT_FALSE(is_root(record.kind)) << record_kind_name(record.kind);
      ASSERT_LT(record.cause, static_cast<std::int64_t>(i));
      ASSERT_LE(history.records[static_cast<std::size_t>(record.cause)].when, record.when);
    }
  });
}

TEST(Recorder, LeadsWhatAFirmDoesBackToItsBeginningOrToAPublicAct) {
  for_each_history(busy_case(), 200, [](const History& history) {
    for (const Record& record : history.records) {
      if (!record.firm.valid() || record.cause < 0) {
        continue;
      }
      const Record& cause = history.records[static_cast<std::size_t>(record.cause)];
      const bool of_another = cause.firm.valid() && cause.firm != record.firm;
      // Another firm's end frees a server that it waited for, and nothing else here.
      ASSERT_TRUE(!of_another || record.kind == RecordKind::served || record.stage.valid())
          << record_kind_name(record.kind) << " because of " << record_kind_name(cause.kind);
      if (!cause.firm.valid()) {
        ASSERT_TRUE(is_public(cause.kind)) << record_kind_name(cause.kind);
      }
    }
  });
}

TEST(Recorder, ChangesNothing) {
  const Case numbers = busy_case();
  const auto plain = simulate_all(numbers, 300);
  std::size_t i = 0;
  for_each_history(numbers, 300,
                   [&](const History& history) { ASSERT_TRUE(same(history.outcome, plain[i++])); });
}

TEST(Recorder, ForgetsTheReplicationBefore) {
  Recorder recorder;
  recorder.add({.kind = RecordKind::pivots});
  recorder.clear();
  recorder.add({.kind = RecordKind::ends});
  ASSERT_EQ(recorder.records().size(), 1U);
  EXPECT_EQ(recorder.records()[0].cause, -1);
}

TEST(Recorder, FollowsWhatIsScheduled) {
  Recorder recorder;
  recorder.add({.kind = RecordKind::firm_present});
  recorder.scheduled(3, 7);
  recorder.because(-1);
  recorder.add({.kind = RecordKind::firm_present});
  recorder.handled(3, 7);
  recorder.add({.kind = RecordKind::pivots});
  recorder.add({.kind = RecordKind::contract_ends});
  EXPECT_EQ(recorder.records()[1].cause, -1);
  EXPECT_EQ(recorder.records()[2].cause, 0);
  EXPECT_EQ(recorder.records()[3].cause, 2);
}

}  // namespace
}  // namespace firstcustomer
