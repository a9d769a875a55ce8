#include "firstcustomer/model/standing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/busy_case.hpp"

namespace firstcustomer {
namespace {

using testing::busy_case;
using testing::simulate_all;
using testing::simulate_one;
using testing::stage;
using testing::staged_case;

/// Suppliers by standing.
using Counts = std::array<double, standing_count>;

Counts counts_of(const Outcome& outcome) {
  Counts counts{};
  for (std::size_t i = 0; i < standing_count; ++i) {
    counts[i] = outcome.*count_of(static_cast<Standing>(i));
  }
  return counts;
}

/// So many suppliers, all of one standing.
Counts only(Standing standing, double suppliers = 1) {
  Counts counts{};
  counts[static_cast<std::size_t>(standing)] = suppliers;
  return counts;
}

Date on_day(int day) {
  return Date::from_day_number(Date(2026, 1, 1).day_number() + day);
}

/// Everything happens, some firms are out of scope, some fail for good or enter by date.
Case busy_case_until(Date deadline) {
  Case numbers = busy_case();
  numbers.standard.deadline = deadline;
  stage(numbers, 0).success = {0.9};
  numbers.technologies[0].stages[0].on_failure = OnFailure::end;
  numbers.firms[0].in_scope = Share(0.5);
  numbers.firms[1].enters = Date(2028, 7, 1);
  numbers.firms[1].raises.clear();
  return numbers;
}

const Date deadlines[] = {Date(2025, 12, 1),  Date(2026, 1, 1),   Date(2028, 6, 30),
                          Date(2031, 12, 31), Date(2035, 12, 31), Date(2037, 1, 1)};

TEST(Standing, HasAnOutcomeOfItsOwn) {
  Outcome outcome;
  for (std::size_t i = 0; i < standing_count; ++i) {
    outcome.*count_of(static_cast<Standing>(i)) += static_cast<double>(i + 1);
  }
  for (std::size_t i = 0; i < standing_count; ++i) {
    EXPECT_EQ(counts_of(outcome)[i], static_cast<double>(i + 1));
  }
  EXPECT_EQ(count_of(Standing::qualified), &Outcome::qualified_suppliers);
}

TEST(Standing, IsOneForEverySupplierThatIsThere) {
  for (const Date deadline : deadlines) {
    SCOPED_TRACE(deadline.to_string());
    Case numbers = busy_case_until(deadline);
    for (const bool promised : {true, false}) {
      if (!promised) {
        numbers.programmes.clear();
      }
      for (const Outcome& o : simulate_all(numbers, 300)) {
        double all = 0.0;
        double with_prototype = 0.0;
        for (std::size_t i = 0; i < standing_count; ++i) {
          all += counts_of(o)[i];
          with_prototype += has_prototype(static_cast<Standing>(i)) ? counts_of(o)[i] : 0.0;
        }
        ASSERT_EQ(all, o.at_deadline_suppliers);
        ASSERT_EQ(with_prototype, o.at_deadline_with_prototype);
        ASSERT_GE(o.at_deadline_suppliers, 3);  // of six, one is foreign and two enter later
        ASSERT_LE(o.at_deadline_suppliers, 4 + o.suppliers_entered);
      }
    }
  }
}

/// What the record tells of a firm by the deadline.
struct Told {
  bool out_of_scope = false;
  bool shown = false;
  bool technology_failed = false;
  bool sold = false;
  bool qualified = false;
  RecordKind end = RecordKind::ends;  // none

  Standing standing() const {
    if (out_of_scope || qualified || technology_failed) {
      return out_of_scope ? Standing::out_of_scope
             : qualified  ? Standing::qualified
                          : Standing::technology_failed;
    }
    if (sold) {
      return shown ? Standing::sold_with_prototype : Standing::sold_without_prototype;
    }
    switch (end) {
      case RecordKind::insolvent:
        return shown ? Standing::insolvent_with_prototype : Standing::insolvent_without_prototype;
      case RecordKind::pivots:
      case RecordKind::acquired:
        return shown ? Standing::left_with_prototype : Standing::left_without_prototype;
      case RecordKind::stage_failed:
        return shown ? Standing::failed_with_prototype : Standing::failed_without_prototype;
      case RecordKind::missed_standard:
        return Standing::missed;
      default:
        return shown ? Standing::on_the_way : Standing::developing;
    }
  }
};

/// Suppliers by standing, from the record alone.
Counts told_by(const Recorder& recorder, Instant deadline) {
  std::map<std::string, Told> firms;
  for (const Record& record : recorder.records()) {
    // firm-5 is foreign.
    if (record.when >= deadline || !record.firm.valid() || recorder.name(record.firm) == "firm-5") {
      continue;
    }
    Told& firm = firms[recorder.name(record.firm)];
    switch (record.kind) {
      case RecordKind::out_of_scope:
        firm.out_of_scope = true;
        break;
      case RecordKind::prototype:
        firm.shown = true;
        break;
      case RecordKind::technology_fails:
        firm.shown = firm.technology_failed = true;
        break;
      case RecordKind::test_passed:
        firm.qualified = !firm.sold;
        break;
      case RecordKind::acquired:
        firm.end = record.other == 1.0 ? record.kind : firm.end;
        firm.sold = firm.sold || (record.value == 1.0 && record.other == 0.0);
        break;
      case RecordKind::insolvent:
      case RecordKind::pivots:
      case RecordKind::stage_failed:
      case RecordKind::missed_standard:
        firm.end = record.kind;
        break;
      default:
        break;
    }
  }
  Counts counts{};
  for (const auto& [name, firm] : firms) {
    ++counts[static_cast<std::size_t>(firm.standing())];
  }
  return counts;
}

TEST(Standing, IsWhatTheRecordTells) {
  Counts sum{};
  for (const Date deadline : deadlines) {
    SCOPED_TRACE(deadline.to_string());
    Case numbers = busy_case_until(deadline);
    if (deadline < numbers.start) {
      continue;  // the record begins at the start
    }
    const Model model = Model::build(numbers);
    Workspace workspace(model);
    Recorder recorder;
    // What the deadline brings about comes after it, and where it is the horizon just before that.
    const Instant end = SimulationClock(numbers.start).end_of(deadline) +
                        Duration::microseconds(deadline == numbers.horizon ? -1 : 0);
    for (std::uint64_t i = 0; i < 400; ++i) {
      const Outcome outcome =
          simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
      const Counts counts = counts_of(outcome);
      ASSERT_EQ(counts, told_by(recorder, end)) << "replication " << i;
      for (std::size_t s = 0; s < standing_count; ++s) {
        sum[s] += counts[s];
      }
    }
  }
  for (std::size_t s = 0; s < standing_count; ++s) {
    if (static_cast<Standing>(s) != Standing::failed_with_prototype) {  // no stage here can
      EXPECT_GT(sum[s], 10.0) << "standing " << s << " is hardly tried";
    }
  }
}

/// One firm: its prototype on day 150, its test passed on day 160.
struct OneFirm {
  const char* what;
  Standing standing;
  void (*change)(Case&);
};

/// Bought at once when a foreign buyer may.
Exits bought_at_once(double acquihires) {
  return {PerYear(0.0), PerYear(1e5), Share(1.0), Share(0.0), Share(acquihires)};
}

void lasts(Case& numbers, double days) {
  numbers.firms[0].burn = BurnRate::major_per_year(1e6 * days_per_year / days);
}

/// A round that is never raised, in which buyers come at once.
void bought_before_a_prototype(Case& numbers, double acquihires) {
  Round round;
  round.name = "a";
  round.graduation = Share(0.0);
  round.size = Law::constant(1e6);
  round.starts_at_runway = Duration{};
  round.acquisition_hazard = PerYear(1e5);
  numbers.finance.rounds = {round};
  numbers.firms[0].next_round = "a";
  numbers.finance.exits = bought_at_once(acquihires);
}

const OneFirm one_firm[] = {
    {"qualifies", Standing::qualified, [](Case&) {}},
    {"qualifies on the deadline", Standing::qualified,
     [](Case& c) { c.standard.deadline = on_day(160); }},
    {"would qualify a day later", Standing::on_the_way,
     [](Case& c) { c.standard.deadline = on_day(159); }},
    {"shows its prototype on the deadline", Standing::on_the_way,
     [](Case& c) { c.standard.deadline = on_day(150); }},
    {"would show its prototype a day later", Standing::developing,
     [](Case& c) { c.standard.deadline = on_day(149); }},
    {"stands at the start", Standing::developing,
     [](Case& c) { c.standard.deadline = on_day(-100); }},
    {"qualifies, and is ruined before the deadline", Standing::qualified,
     [](Case& c) { lasts(c, 200); }},
    {"would be ruined after the deadline", Standing::developing,
     [](Case& c) {
       lasts(c, 80);
       c.standard.deadline = on_day(60);
     }},
    {"is ruined without a prototype", Standing::insolvent_without_prototype,
     [](Case& c) { lasts(c, 80); }},
    {"is ruined with one", Standing::insolvent_with_prototype, [](Case& c) { lasts(c, 155); }},
    {"makes what is not tested", Standing::out_of_scope,
     [](Case& c) { c.firms[0].in_scope = Share(0.0); }},
    {"makes what is not tested, and is ruined", Standing::out_of_scope,
     [](Case& c) {
       c.firms[0].in_scope = Share(0.0);
       lasts(c, 80);
     }},
    {"pivots", Standing::left_without_prototype,
     [](Case& c) {
       c.finance.exits = {PerYear(1e5), PerYear(0.0), Share(1.0), {}, {}};
     }},
    {"pivots in its test", Standing::left_with_prototype,
     [](Case& c) {
       c.finance.exits = {PerYear(1e5), PerYear(0.0), Share(1.0), {}, {}};
       c.firms[0].stage = "test";
     }},
    {"is bought for its people", Standing::left_without_prototype,
     [](Case& c) { bought_before_a_prototype(c, 1.0); }},
    {"is bought for its people with a prototype", Standing::left_with_prototype,
     [](Case& c) { c.finance.exits = bought_at_once(1.0); }},
    {"is sold abroad, and passes", Standing::sold_with_prototype,
     [](Case& c) { c.finance.exits = bought_at_once(0.0); }},
    {"is sold abroad, and misses", Standing::sold_with_prototype,
     [](Case& c) {
       c.finance.exits = bought_at_once(0.0);
       c.standard.thresholds[0].required = 10.0;
     }},
    {"is sold abroad without a prototype", Standing::sold_without_prototype,
     [](Case& c) {
       bought_before_a_prototype(c, 0.0);
       c.standard.deadline = on_day(60);
     }},
    {"is sold at home, and passes", Standing::qualified,
     [](Case& c) {
       c.finance.exits = bought_at_once(0.0);
       c.finance.exits->foreign = Share(0.0);
     }},
    {"fails in design for good", Standing::failed_without_prototype,
     [](Case& c) {
       stage(c, 0).success = {0.0};
       stage(c, 0).on_failure = OnFailure::end;
     }},
    {"fails in silicon for good", Standing::failed_with_prototype,
     [](Case& c) {
       stage(c, 1).success = {0.0};
       stage(c, 1).on_failure = OnFailure::end;
     }},
    {"does not work", Standing::technology_failed,
     [](Case& c) { c.technologies[0].viability.of_technology = Share(0.0); }},
    {"does not work, sold abroad before", Standing::technology_failed,
     [](Case& c) {
       bought_before_a_prototype(c, 0.0);
       c.technologies[0].viability.of_technology = Share(0.0);
     }},
    {"misses", Standing::missed, [](Case& c) { c.standard.thresholds[0].required = 10.0; }},
    {"misses, and begins anew", Standing::on_the_way,
     [](Case& c) {
       c.standard.thresholds[0].required = 10.0;
       c.technologies[0].generations.at_most = 2;
       c.standard.deadline = on_day(200);
     }},
};

TEST(Standing, IsGivenByWhatBecameOfAFirm) {
  std::set<Standing> met;
  for (const OneFirm& firm : one_firm) {
    SCOPED_TRACE(firm.what);
    Case numbers = staged_case();
    firm.change(numbers);
    const Outcome outcome = simulate_one(numbers);
    EXPECT_EQ(outcome.at_deadline_suppliers, 1);
    EXPECT_EQ(counts_of(outcome), only(firm.standing));
    met.insert(firm.standing);
  }
  EXPECT_EQ(met.size(), standing_count);
}

TEST(Standing, IsThatOfSuppliersAlone) {
  Case numbers = staged_case(4);
  numbers.standard.deadline = on_day(400);
  numbers.firms[1].domestic = false;
  numbers.firms[2].enters = on_day(200);
  numbers.firms[3].enters = on_day(401);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_entered, 2);
  EXPECT_EQ(outcome.at_deadline_suppliers, 2);
  EXPECT_EQ(counts_of(outcome), only(Standing::qualified, 2));
}

TEST(Standing, IsThatOfTheHorizonWhereTheDeadlineIsLater) {
  Case numbers = staged_case();
  numbers.horizon = on_day(155);
  for (const int deadline : {155, 160, 1'000}) {
    numbers.standard.deadline = on_day(deadline);
    EXPECT_EQ(counts_of(simulate_one(numbers)), only(Standing::on_the_way)) << deadline;
  }
}

}  // namespace
}  // namespace firstcustomer
