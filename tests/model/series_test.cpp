#include "firstcustomer/model/series.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "model/busy_case.hpp"

namespace firstcustomer {
namespace {

using testing::busy_case;

double at_the_end(const QuarterlySeries& series, Series which) {
  const auto changes = series.changes(which);
  return std::accumulate(changes.begin(), changes.end(), 0.0);
}

TEST(Quarters, AreThoseOfTheCalendar) {
  const Quarters quarters(Date(2026, 2, 15), Date(2027, 5, 3));
  ASSERT_EQ(quarters.size(), 6U);
  EXPECT_EQ(quarters.end(0), Date(2026, 3, 31));
  EXPECT_EQ(quarters.end(3), Date(2026, 12, 31));
  EXPECT_EQ(quarters.end(5), Date(2027, 5, 3)) << "the last ends with the horizon";
  EXPECT_EQ(quarters.of(Date(2026, 3, 31)), 0U);
  EXPECT_EQ(quarters.of(Date(2026, 4, 1)), 1U);
  EXPECT_EQ(quarters.of(Date(2027, 5, 3)), 5U);
}

TEST(Series, EndAtTheOutcomes) {
  const Case numbers = busy_case();
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  for (std::uint64_t i = 0; i < 500; ++i) {
    const Outcome o = simulate(model, numbers, Luck(1, Phase::main, i), workspace);
    const QuarterlySeries& series = workspace.series();
    ASSERT_EQ(series.quarters(), 40U);
    ASSERT_EQ(at_the_end(series, Series::qualified_suppliers_ever), o.qualified_suppliers_ever);
    ASSERT_EQ(at_the_end(series, Series::suppliers_active), o.suppliers_active);
    ASSERT_EQ(at_the_end(series, Series::units_accepted), o.units_accepted);
    ASSERT_NEAR(at_the_end(series, Series::public_money_paid), o.public_money_paid, 0.01);
    ASSERT_NEAR(at_the_end(series, Series::public_money_recovered), o.public_money_recovered, 0.01);
    ASSERT_NEAR(at_the_end(series, Series::public_money_exposed), o.public_money_exposed, 0.01);
    ASSERT_NEAR(at_the_end(series, Series::private_money_raised), o.private_money_raised, 0.01);
  }
}

/// Changes of a series by quarter, counted from the record.
std::vector<double> recount(const Case& numbers, const Recorder& recorder, Series which) {
  const Quarters quarters(numbers.start, numbers.horizon);
  const SimulationClock clock(numbers.start);
  std::vector<double> changes(quarters.size(), 0.0);
  std::map<std::string, bool> domestic;
  for (const Firm& firm : numbers.firms) {
    domestic[firm.name] = firm.domestic;
  }
  for (const Record& record : recorder.records()) {
    if (record.kind == RecordKind::ends) {
      continue;
    }
    const auto owner =
        record.firm.valid() ? domestic.find(recorder.name(record.firm)) : domestic.end();
    const bool counts = owner == domestic.end() || owner->second;  // entrants are domestic
    double& change = changes[quarters.of(clock.date(record.when))];
    switch (record.kind) {
      case RecordKind::lot_delivered:
        change += which == Series::units_accepted ? static_cast<double>(record.count) : 0.0;
        break;
      case RecordKind::paid:
        change += which == Series::public_money_paid ? record.amount.major() : 0.0;
        change -= which == Series::public_money_reserved ? record.amount.major() : 0.0;
        break;
      case RecordKind::contract_signed:
        change += which == Series::public_money_reserved ? record.amount.major() : 0.0;
        break;
      case RecordKind::contract_ends:
        change -= which == Series::public_money_reserved ? record.amount.major() : 0.0;
        break;
      case RecordKind::insolvent:
        change += which == Series::suppliers_insolvent && counts ? 1.0 : 0.0;
        break;
      case RecordKind::recovered:
        change += which == Series::public_money_recovered ? record.amount.major() : 0.0;
        break;
      case RecordKind::raise_closes:
      case RecordKind::raise_known:
        change += which == Series::private_money_raised && counts ? record.amount.major() : 0.0;
        break;
      case RecordKind::firm_present:
      case RecordKind::firm_enters:
        change += which == Series::suppliers_active && counts ? 1.0 : 0.0;
        change +=
            which == Series::suppliers_entered && counts && record.kind == RecordKind::firm_enters
                ? 1.0
                : 0.0;
        break;
      default:
        break;
    }
    const bool leaves =
        record.kind == RecordKind::insolvent || record.kind == RecordKind::missed_standard ||
        record.kind == RecordKind::pivots || record.kind == RecordKind::technology_fails ||
        (record.kind == RecordKind::acquired && record.other == 1.0);
    change -= which == Series::suppliers_active && counts && leaves ? 1.0 : 0.0;
  }
  return changes;
}

TEST(Series, AreWhatARecountOfTheRecordGives) {
  const Case numbers = busy_case();
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  for (std::uint64_t i = 0; i < 300; ++i) {
    simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
    for (const Series which :
         {Series::units_accepted, Series::public_money_paid, Series::public_money_recovered,
          Series::private_money_raised, Series::suppliers_active, Series::suppliers_entered,
          Series::suppliers_insolvent, Series::public_money_reserved}) {
      const auto recounted = recount(numbers, recorder, which);
      const auto changes = workspace.series().changes(which);
      for (std::size_t q = 0; q < recounted.size(); ++q) {
        ASSERT_NEAR(changes[q], recounted[q], 1e-6)
            << series_declarations()[static_cast<std::size_t>(which)].name << " in quarter " << q;
      }
    }
  }
}

TEST(Series, StartAnewInEveryReplication) {
  const Case numbers = busy_case();
  const Model model = Model::build(numbers);
  Workspace used(model);
  for (std::uint64_t i = 0; i < 20; ++i) {
    simulate(model, numbers, Luck(1, Phase::main, i), used);
    Workspace fresh(model);
    simulate(model, numbers, Luck(1, Phase::main, i), fresh);
    for (std::size_t s = 0; s < series_count; ++s) {
      const auto a = used.series().changes(static_cast<Series>(s));
      const auto b = fresh.series().changes(static_cast<Series>(s));
      ASSERT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end()));
    }
  }
}

}  // namespace
}  // namespace firstcustomer
