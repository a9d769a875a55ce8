/// Scenarios with known answers: firms that come at random, wait and are served.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "cli/known_answers.hpp"

namespace firstcustomer {
namespace {

using testing::Column;
using testing::column;
using testing::expect_mean;
using testing::for_each_record;
using testing::outcomes_of;
using testing::read;
using testing::Told;

/// What one replication saw of its laboratory after a warm-up. Units: months.
struct Seen {
  double claims = 0.0;
  double waits = 0.0;
  double delayed = 0.0;
  double late = 0.0;  // by more than half a month
  double turned_away = 0.0;
  double tested = 0.0;
  double stays = 0.0;    // from the claim to the result, of those tested
  double empty = 0.0;    // for how long nobody is there
  double present = 0.0;  // firms × time, at the laboratory
  double time = 0.0;
};

/// Follows the record of one replication.
class Watch {
 public:
  explicit Watch(double warm_up_years)
      : from_(Instant{} + Duration::from_days(warm_up_years * days_per_year)), last_(from_) {}

  Seen see(const Told& told) {
    for (const Record& record : told.recorder.records()) {
      pass_time(record.when);
      count(record);
    }
    return seen_;
  }

 private:
  static constexpr StageId test{1};

  void pass_time(Instant when) {
    if (when > last_) {
      const double months = (when - last_).months();
      seen_.time += months;
      seen_.present += months * static_cast<double>(present_.size());
      seen_.empty += present_.empty() ? months : 0.0;
      last_ = when;
    }
  }

  void count(const Record& record) {
    const double counts = record.when >= from_ ? 1.0 : 0.0;
    if (record.kind == RecordKind::stage_begins && record.stage == test) {
      seen_.claims += counts;
      present_.insert(record.firm);
      claimed_[record.firm] = record.when;
    } else if (record.kind == RecordKind::served) {
      seen_.waits += counts * record.value;
      seen_.delayed += counts;
      seen_.late += record.value > 0.5 ? counts : 0.0;
      present_.insert(record.firm);
    } else if (record.kind == RecordKind::turned_away) {
      seen_.turned_away += counts;
      present_.erase(record.firm);
    } else if (record.kind == RecordKind::test_passed) {
      seen_.tested += counts;
      seen_.stays += counts * (record.when - claimed_[record.firm]).months();
      present_.erase(record.firm);
    }
  }

  Instant from_;
  Instant last_;
  Seen seen_;
  std::set<FirmId> present_;
  std::map<FirmId, Instant> claimed_;
};

struct Play {
  double warm_up_years;
  std::int64_t replications;
};

std::vector<Seen> watch(const Scenario& scenario, std::int64_t seed, const Play& play) {
  std::vector<Seen> all;
  for_each_record(
      scenario, seed, [&](const Told& told) { all.push_back(Watch(play.warm_up_years).see(told)); },
      play.replications);
  return all;
}

/// The ratio of two sums over replications, with the standard error of a ratio. Source: Cochran
/// 1977, equation 2.39.
void expect_ratio(const std::string& what, std::int64_t seed, const std::vector<Seen>& seen,
                  double Seen::*above, double Seen::*below, double exact) {
  double sum_above = 0.0;
  double sum_below = 0.0;
  for (const Seen& each : seen) {
    sum_above += each.*above;
    sum_below += each.*below;
  }
  EXPECT_GE(sum_below, 100'000.0) << what;
  const double ratio = sum_above / sum_below;
  const double mean_below = sum_below / static_cast<double>(seen.size());
  Column values;
  for (const Seen& each : seen) {
    values.push_back(ratio + (each.*above - ratio * each.*below) / mean_below);
  }
  expect_mean(what, seed, values, exact);
}

TEST(Verification, ALineIsAsLongAsErlangSays) {  // V32
  const Scenario queue = read("queue.yaml");
  const Play play = {20.0, thorough(430)};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto seen = watch(queue, seed, play);
    expect_ratio("waits", seed, seen, &Seen::delayed, &Seen::claims, 0.7022471910);
    expect_ratio("mean wait", seed, seen, &Seen::waits, &Seen::claims, 0.7022471910);
    expect_ratio("mean line", seed, seen, &Seen::waits, &Seen::time, 3.5112359551);
    expect_ratio("mean stay", seed, seen, &Seen::stays, &Seen::tested, 1.2022471910);
    expect_ratio("more than half a month", seed, seen, &Seen::late, &Seen::claims, 0.4259344520);
    expect_ratio("nobody there", seed, seen, &Seen::empty, &Seen::time, 0.0449438202);
  }
  const Scenario ten =
      read("queue.yaml", {"facilities.laboratory.capacity=10", "entry.rate=192 firms/year",
                          "horizon=2035-12-31", "standard.deadline=2035-12-31"});
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto seen = watch(ten, seed, {2.0, thorough(1'200)});
    expect_ratio("waits for one of ten", seed, seen, &Seen::delayed, &Seen::claims, 0.4091801508);
  }
}

TEST(Verification, OutcomesOfFacilitiesAreThoseOfTheRecord) {
  for (const char* file : {"queue.yaml", "loss.yaml"}) {
    for_each_record(
        read(file), 1,
        [](const Told& told) {
          const Seen seen = Watch(0.0).see(told);
          const Outcome& o = told.outcome;
          ASSERT_EQ(o.facility_services_delayed, seen.delayed);
          ASSERT_EQ(o.facility_claims_turned_away, seen.turned_away);
          ASSERT_GE(seen.claims, o.facility_services + o.facility_claims_turned_away);
          ASSERT_LE(seen.tested, o.facility_services);
          ASSERT_LE(o.facility_services - seen.tested, 3.0) << "in test at the horizon";
          ASSERT_GE(o.months_waited_at_facilities, seen.waits - 1e-6);
        },
        20);
  }
}

TEST(Verification, WithoutALineFirmsAreLost) {  // V33
  const Scenario loss = read("loss.yaml");
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto seen = watch(loss, seed, {2.0, thorough(1'500)});
    expect_ratio("turned away", seed, seen, &Seen::turned_away, &Seen::claims, 0.2821670429);
    expect_ratio("in use", seed, seen, &Seen::present, &Seen::time, 1.7945823928);
  }
}

TEST(Verification, FirmsThatReturnAreNotLost) {
  const Scenario again = read("loss.yaml", {"facilities.laboratory.waiting.turned_away=returns",
                                            "facilities.laboratory.waiting.returns_after=10 days"});
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto seen = watch(again, seed, {4.0, thorough(2'000)});
    expect_ratio("in use", seed, seen, &Seen::present, &Seen::time, 2.5);
    expect_ratio("tested", seed, seen, &Seen::tested, &Seen::time, 5.0);
  }
}

/// M/M/1/K: of n firms at the laboratory at most, 1 in service; ρ = 0.8, so a firm finds it full
/// with (1 − ρ) ρⁿ/(1 − ρⁿ⁺¹).
TEST(Verification, AShortLineTurnsSomeAway) {
  const double full = 0.2 * std::pow(0.8, 4.0) / (1.0 - std::pow(0.8, 5.0));
  const Scenario line =
      read("single-server.yaml", {"facilities.laboratory.waiting={places: 3 firms}"});
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto seen = watch(line, seed, {0.5, thorough(100)});
    expect_ratio("turned away", seed, seen, &Seen::turned_away, &Seen::claims, full);
  }
}

TEST(Verification, WaitsHangOnTheSpreadOfTests) {  // V34
  const std::string duration = "technologies.chip.stages.test.duration=";
  struct Exact {
    std::string test;
    double wait;  // days
  };
  for (const Exact& exact :
       {Exact{"{exponential: {mean: 1 day}}", 4.0},
        Exact{"{gamma: {shape: 3, scale: 0.3333333333333333 days}}", 2.6666666667},
        Exact{"1 day", 2.0}}) {
    const Scenario server = read("single-server.yaml", {duration + exact.test});
    for (const std::int64_t seed : {1, 2, 3}) {
      expect_ratio("wait, " + exact.test, seed, watch(server, seed, {2.0, thorough(400)}),
                   &Seen::waits, &Seen::claims, exact.wait / days_per_month);
    }
  }
}

TEST(Verification, FirmsComeAndGo) {  // V35
  const auto active = [](const Outcome& o) { return o.suppliers_active; };
  const double mean = 16.0 * (1.0 - std::exp(-0.25 * 1096.0 / days_per_year));
  EXPECT_NEAR(mean, 8.4421351561, 0.0014) << "four hours more than three years";
  const std::vector<std::string> faster = {
      "horizon=2029-12-31", "standard.deadline=2029-12-31", "entry.rate=1 firm/year",
      "finance.exits.pivot_hazard=0 %/year",
      "entry.pace=[{on: 2026-01-01, times: 1}, {on: 2030-01-01, times: 3}]"};
  for (const std::int64_t seed : {1, 2, 3}) {
    const auto outcomes = outcomes_of(read("arrivals.yaml"), seed);
    expect_mean("active", seed, column(outcomes, active), mean);
    expect_mean(
        "its square", seed,
        column(outcomes, [](const Outcome& o) { return o.suppliers_active * o.suppliers_active; }),
        mean + mean * mean);
    const auto rising = outcomes_of(read("arrivals.yaml", faster), seed);
    expect_mean("entrants", seed, column(rising, active), 8.0);
    expect_mean(
        "at most five", seed,
        column(rising, [](const Outcome& o) { return o.suppliers_active <= 5.0 ? 1.0 : 0.0; }),
        0.1912360621);
  }
}

}  // namespace
}  // namespace firstcustomer
