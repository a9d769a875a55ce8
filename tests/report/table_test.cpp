#include "firstcustomer/report/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <sstream>
#include <vector>

#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/text.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::small;
using testing::small_without_programme;
using testing::SmallRun;
using ::testing::StartsWith;

/// Outcomes of one arm in two replications that take turns.
struct TwoCases {
  std::string arm;
  Outcome even;
  Outcome odd;
};

/// A run without a simulation: of n values that alternate between a and b the half-width of a mean
/// is 0.0997 × |a − b| for n = 100.
struct MadeUp {
  Scenario scenario;
  Plan plan;
  Results results;

  MadeUp(const std::vector<TwoCases>& arms, int replications) {
    scenario.head.title = "A made-up run";
    scenario.numbers.start = Date(2026, 1, 1);
    scenario.numbers.horizon = Date(2035, 12, 31);
    scenario.numbers.standard.deadline = Date(2030, 12, 31);
    scenario.numbers.firms.resize(6);
    scenario.numbers.firms[2].domestic = false;
    scenario.assumptions = {
        {"a", ValueKind::number, "1", Grade::assumed, "A guess", false},
        {"b", ValueKind::uncertain, "1", Grade::primary, "A law", false},
        {"c", ValueKind::law, "1", Grade::ungraded, "", false},
        {"d", ValueKind::law, "1", Grade::published, "A paper", false},
    };
    plan.seed = 42;
    plan.replications = replications;
    results.succeeded = replications;
    const auto declarations = outcome_declarations();
    for (const TwoCases& arm : arms) {
      plan.arms.push_back({arm.arm, {}, {}});
      ArmResults& statistics = results.arms.emplace_back();
      statistics.group_levels.resize(declarations.size());
      statistics.group_differences.resize(declarations.size());
      for (const OutcomeDeclaration& outcome : declarations) {
        Moments& level = statistics.levels.emplace_back();
        PairedMoments& difference = statistics.differences.emplace_back();
        for (int i = 0; i < replications; ++i) {
          const Outcome& base = i % 2 == 0 ? arms[0].even : arms[0].odd;
          const Outcome& own = i % 2 == 0 ? arm.even : arm.odd;
          level.add(own.*outcome.value);
          difference.add(base.*outcome.value, own.*outcome.value);
        }
      }
      for (int i = 0; i < replications; ++i) {
        const Outcome& base = i % 2 == 0 ? arms[0].even : arms[0].odd;
        const Outcome& own = i % 2 == 0 ? arm.even : arm.odd;
        statistics.cost_and_effect.add(
            own.public_money_net_present_value - base.public_money_net_present_value,
            own.qualified_suppliers - base.qualified_suppliers);
      }
    }
  }

  std::string table(Rows rows = Rows::chosen) const {
    return run_table(scenario, plan, results, rows);
  }

  std::string filters() const { return filters_table(scenario, plan, results); }
};

const TwoCases without = {
    "no-programme",
    {.months_to_first_qualification = 60,
     .suppliers_insolvent = 2,
     .suppliers_active = 3,
     .private_money_raised = 80e3,
     .suppliers_spending = 5e6},
    {.qualified_suppliers = 1,
     .any_qualified_supplier = 1,
     .months_to_first_qualification = 40,
     .performance_at_first_qualification = 1.5,
     .suppliers_insolvent = 3,
     .suppliers_active = 3,
     .private_money_raised = 20e3,
     .suppliers_spending = 5e6},
};
const TwoCases with = {
    "small-order",
    {.qualified_suppliers = 1,
     .any_qualified_supplier = 1,
     .months_to_first_qualification = 36,
     .performance_at_first_qualification = 1.1,
     .suppliers_insolvent = 2,
     .suppliers_active = 2,
     .contracts_signed = 1,
     .units_ordered = 2'250,
     .compute_received = 1'200,
     .frontier_compute_forgone = 3'000,
     .public_money_committed = 45e6,
     .public_money_paid = 1.3e9,
     .public_money_recovered = 1e6,
     .public_money_stranded = 4e6,
     .public_money_paid_present_value = 1.2e9,
     .public_money_net_present_value = 1.2e9,
     .public_money_lapsed = 55e6,
     .private_money_raised = 400e6,
     .suppliers_spending = 4.5e6},
    {.qualified_suppliers = 1,
     .any_qualified_supplier = 1,
     .months_to_first_qualification = 40,
     .performance_at_first_qualification = 1.3,
     .suppliers_insolvent = 3,
     .suppliers_active = 3,
     .contracts_signed = 1,
     .units_ordered = 1'000,
     .compute_received = 800,
     .frontier_compute_forgone = 2'500,
     .public_money_committed = 20e6,
     .public_money_paid = 0.9e9,
     .public_money_paid_present_value = 0.8e9,
     .public_money_net_present_value = 0.8e9,
     .public_money_lapsed = 80e6,
     .private_money_raised = 414e6,
     .suppliers_spending = 5.1e6},
};

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    result.push_back(line);
  }
  return result;
}

/// On one line, however it was wrapped.
std::string flat(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// The lines of outcomes: those between the two empty lines, but for the heading.
std::vector<std::string> outcome_lines(const std::string& table) {
  std::vector<std::string> result;
  int empty = 0;
  for (const std::string& line : lines(table)) {
    empty += line.empty() ? 1 : 0;
    if (empty == 1 && !line.empty()) {
      result.push_back(line);
    }
  }
  result.erase(result.begin());
  return result;
}

/// Columns, in characters, in which a ± stands in any line.
std::set<std::size_t> columns_of_intervals(const std::string& table) {
  std::set<std::size_t> columns;
  for (const std::string& line : outcome_lines(table)) {
    for (auto at = line.find("±"); at != std::string::npos; at = line.find("±", at + 1)) {
      columns.insert(display_width(line.substr(0, at)));
    }
  }
  return columns;
}

TEST(RunTable, ReadsLikeThis) {
  EXPECT_EQ(MadeUp({without, with}, 100).table(), R"(A made-up run
Behaviour: fixed — nobody responds to the promise but by its cash.
Not in this scenario: signals to investors, entry of firms, private demand, sale and change of market,
failures shared by a technology, later generations.
100 paired replications, seed 42; 2026-01-01 to 2035-12-31. ± and (…): 95 % interval.

                                              no programme               small order        difference
Qualified suppliers by 2030-12-31, of 5        0.50 ± 0.10      1.00 ± 0.00               +0.50 ± 0.10
  probability of at least one                50.0 % ± 9.6    100.0 % (96.3 to 100.0)   +50.0 pp ± 10.0
Qualified suppliers by 2035-12-31, of 5           0                0                          0
  months to the first, cut at the horizon      50.0 ± 2.0       38.0 ± 0.4                −12.0 ± 2.4
Suppliers insolvent by the horizon, of 5       2.50 ± 0.10      2.50 ± 0.10                   0
Suppliers active, whoever owns them, of 5      3.00 ± 0.00      2.50 ± 0.10               −0.50 ± 0.10
Contracts signed                                  0             1.00 ± 0.00               +1.00 ± 0.00
Compute received, in frontier accelerators        0            1,000 ± 40                +1,000 ± 40
  frontier accelerators for the same cash         —            2,750 ± 50                     —
Private money raised                         £50.0k ± 6.0      £407m ± 1                 +£407m ± 1
Public money paid, nominal                        0          £1.10bn ± 0.04            +£1.10bn ± 0.04
  of that lost                                    0            £2.0m ± 0.4               +£2.0m ± 0.4
  of that recovered                               0            £0.5m ± 0.1               +£0.5m ± 0.1
Public money lapsed, nominal                      0           £67.5m ± 2.5              +£67.5m ± 2.5
Cost to the exchequer, present value              0          £1.00bn ± 0.04            +£1.00bn ± 0.04
Cost per additional qualified supplier                                         £2bn (£1.7bn to £2.4bn)

Suppliers are domestic firms: 5 at the start. Money is nominal where it is not said to be a present value. A 0
without ± stood in every replication: anything else is rarer than 3 % (95 %).
Present values, and the cost per supplier (paid less recovered to the horizon, over those qualified by the
deadline): no inflation, not discounted.
The model assumes, rather than finds: 2 of its 4 values (`firstcustomer check --assumed`).
)");
}

TEST(RunTable, OfOneArmHasNoDifferenceAndNoCost) {
  const std::string table = MadeUp({without}, 100).table();
  EXPECT_THAT(lines(table)[6], MatchesRegex(" +no programme"));
  EXPECT_THAT(table, HasSubstr("Behaviour: fixed — there is no programme to respond to.\n"));
  EXPECT_THAT(table, HasSubstr("\n100 replications, seed 42;"));
  EXPECT_THAT(table, Not(HasSubstr("difference")));
  EXPECT_THAT(table, Not(HasSubstr("Cost per additional")));
  EXPECT_THAT(table, HasSubstr("\nPresent values: no inflation, not discounted.\n"));
}

TEST(RunTable, LeavesOutFatesThatNobodyMet) {
  TwoCases absorbed = with;
  EXPECT_THAT(MadeUp({without, absorbed}, 100).table(), Not(HasSubstr("bought for their people")));
  absorbed.odd.suppliers_absorbed = 1;
  EXPECT_THAT(MadeUp({without, absorbed}, 100).table(),
              HasSubstr("\nSuppliers bought for their people, of 5 "));
}

TEST(RunTable, ShowsWhatCameBackOtherwiseWhereAnyDid) {
  TwoCases back = with;
  const std::string none = MadeUp({without, back}, 100).table();
  EXPECT_THAT(none, Not(HasSubstr("Bonds of suppliers kept")));
  EXPECT_THAT(none, Not(HasSubstr("Returns on public money")));
  back.odd.public_money_bonds_kept = 2e6;
  back.even.public_money_returned = 1e6;
  const std::string both = MadeUp({without, back}, 100).table();
  EXPECT_THAT(both, MatchesRegex(".*\n  of that recovered [^\n]*\nReturns on public money "
                                 "[^\n]*£0.5m[^\n]*\nBonds of suppliers kept [^\n]*£1.0m.*"));
}

TEST(RunTable, CountsFirmsThatEnterApart) {
  MadeUp run({without, with}, 100);
  std::vector<Firm>& firms = run.scenario.numbers.firms;
  firms[2].enters = Date(2027, 1, 1);  // a foreign one
  firms[1].enters = Date(2036, 1, 1);  // after the horizon
  EXPECT_THAT(run.table(), HasSubstr("Suppliers are domestic firms: 4 at the start. "));
  EXPECT_THAT(run.table(), HasSubstr("\nQualified suppliers by 2030-12-31, of 4 "));
  firms[1].enters = Date(2035, 12, 31);
  EXPECT_THAT(run.table(),
              HasSubstr("Suppliers are domestic firms: 4 at the start, and on top those that "));
  EXPECT_THAT(run.table(), HasSubstr("\nQualified suppliers by 2030-12-31, with entrants "));
}

TEST(RunTable, ACostEndsWithTheTableAndStandsForEveryProgramme) {
  TwoCases useless = with;
  useless.arm = "useless";
  useless.even.qualified_suppliers = without.even.qualified_suppliers;
  useless.odd.qualified_suppliers = without.odd.qualified_suppliers;
  const auto rows = outcome_lines(MadeUp({without, with, useless}, 100).table());
  const std::string& first = rows[rows.size() - 2];
  EXPECT_THAT(first, StartsWith("Cost per additional qualified supplier, small order   "));
  EXPECT_THAT(first, ::testing::EndsWith("  £2bn (£1.7bn to £2.4bn)"));
  EXPECT_THAT(rows.back(), StartsWith("Cost per additional qualified supplier, useless   "));
  EXPECT_THAT(rows.back(), ::testing::EndsWith(" — (no effect)"));
  EXPECT_EQ(display_width(first), display_width(rows.back()));
}

TEST(RunTable, ShowsNoArmsOfChannelsButTheirSentence) {
  const SmallRun run = testing::small_run_with_channels(100);
  const std::string table = run_table(run.scenario, run.plan, run.results);
  EXPECT_THAT(table, Not(HasSubstr("only")));
  EXPECT_THAT(table, HasSubstr("\nEffect on qualified suppliers by channel: cash "));
  EXPECT_THAT(table, HasSubstr("\nBehaviour: heuristic — investors and founders respond"));
  EXPECT_THAT(table, HasSubstr("Suppliers are domestic firms: 2 at the start, and on top those"));
  EXPECT_EQ(columns_of_intervals(table).size(), 3U);
  const SmallRun plain(small(), 100);
  EXPECT_THAT(run_table(plain.scenario, plain.plan, plain.results), Not(HasSubstr("by channel")));
}

TEST(RunTable, FitsALineOfProse) {
  for (const SmallRun& run : {SmallRun(small(), 1'000), testing::small_run_with_channels(500)}) {
    for (const std::string& line : lines(run_table(run.scenario, run.plan, run.results))) {
      EXPECT_LE(display_width(line), line_width) << line;
    }
  }
}

TEST(RunTable, OfSeveralProgrammesNamesTheirDifferences) {
  TwoCases large = with;
  large.arm = "large-order";
  const std::string table = MadeUp({without, with, large}, 100).table();
  EXPECT_THAT(
      lines(table)[6],
      MatchesRegex(" +no programme +small order +large order +difference, small order +difference, "
                   "large order"));
  EXPECT_EQ(columns_of_intervals(table).size(), 5U);
}

/// The small order beside a second programme that pays for qualifying, and takes back.
SmallRun run_of_two_programmes(Design design = Design::independent) {
  const std::string text = testing::small_scenario;
  const std::size_t at = text.find("programme:");
  return {testing::read(text.substr(0, at) + R"(programmes:
  order:
    contract: [{on: acceptance, pay: £30k per unit, up_to: 20 units}]
    fund: {budget: £1m}
  prize:
    allocation: {signing: opening}
    contract:
      - {on: signing, pay: £200k}
      - {on: qualification, pay: £100k}
      - {on: failure, recover: 50 % of paid}
      - {on: expiry, pay: -£400k}
    contract_lasts: 2 years
    fund: {budget: £1m}
)"),
          400, 1, design};
}

TEST(RunTable, SaysWhichProgrammePaidForWhat) {
  for (const Design design : {Design::independent, Design::latin_hypercube}) {
    const SmallRun run = run_of_two_programmes(design);
    const std::string table = run_table(run.scenario, run.plan, run.results);
    const std::string part = table.substr(table.find("Of that, under each programme"));
    EXPECT_THAT(lines(part)[2], MatchesRegex(" +order +prize"));
    EXPECT_THAT(part, HasSubstr("\nPublic money recovered "));
    EXPECT_THAT(part, HasSubstr("\nReturns on public money "));
    EXPECT_THAT(part, Not(HasSubstr("Bonds")));
    for (std::size_t i = 0; i < std::size(outcomes_by_programme); ++i) {
      const OutcomeDeclaration& outcome = declaration_of(outcomes_by_programme[i]);
      const auto place = static_cast<std::size_t>(&outcome - outcome_declarations().data());
      const Estimate order = programme_estimate(run.plan, run.results, 1, 0, i);
      const Estimate prize = programme_estimate(run.plan, run.results, 1, 1, i);
      const double whole = level_estimate(run.plan, run.results, 1, place).mean;
      EXPECT_NEAR(order.mean + prize.mean, whole, 1e-9 * (1.0 + std::abs(whole))) << outcome.name;
      EXPECT_GE(order.high, order.low);
    }
  }
  const SmallRun one(small(), 100);
  EXPECT_THAT(run_table(one.scenario, one.plan, one.results), Not(HasSubstr("Of that, under")));
}

TEST(RunTable, SaysHowManyReplicationsFailed) {
  MadeUp run({without, with}, 1'200);
  EXPECT_THAT(run.table(), HasSubstr("1,200 paired replications, seed 42; 2026-01-01 to"));
  run.results.failed = 3;
  EXPECT_THAT(flat(run.table()),
              HasSubstr("seed 42; 3 failed and are left out, so all below holds for "
                        "those that did not; 2026-01-01 to"));
}

TEST(RunTable, WhereNothingSucceededShowsDashes) {
  const auto rows = outcome_lines(MadeUp({without, with}, 0).table());
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    EXPECT_THAT(rows[i], MatchesRegex(".* — +— +—"));
  }
  EXPECT_THAT(rows.back(), MatchesRegex("Cost per additional qualified supplier +—"));
}

TEST(RunTable, OfOneReplicationHasNoIntervals) {
  const std::string table = MadeUp({without, with}, 1).table();
  EXPECT_TRUE(columns_of_intervals(table).empty());
  EXPECT_THAT(table, HasSubstr("60.0"));
}

TEST(RunTable, SaysThatIntervalsComeFromBlocks) {
  const SmallRun run(small(), 300, 1, Design::latin_hypercube);
  const std::string table = run_table(run.scenario, run.plan, run.results);
  EXPECT_THAT(flat(table),
              HasSubstr("300 paired replications, seed 7; 2026-01-01 to 2030-12-31. Latin "
                        "hypercube in blocks of 100. ±: 95 % interval, from block means. "));
  EXPECT_THAT(table, Not(HasSubstr("—\n")));
  EXPECT_EQ(columns_of_intervals(table).size(), 3U);
}

TEST(RunTable, OfALatinHypercubeHasDashesForIntervalsBelowTwoFullBlocks) {
  const SmallRun run(small(), 199, 1, Design::latin_hypercube);
  const std::string table = run_table(run.scenario, run.plan, run.results);
  EXPECT_THAT(flat(table), HasSubstr("under two full blocks there are no intervals (—). "));
  EXPECT_EQ(columns_of_intervals(table).size(), 3U);
  for (const std::string& line : outcome_lines(table)) {
    EXPECT_THAT(line, Not(MatchesRegex(".*± [0-9].*")));
  }
}

TEST(RunTable, HasTheSymbolOfTheCurrency) {
  MadeUp run({without, with}, 100);
  run.scenario.head.currency = "EUR";
  EXPECT_THAT(run.table(), HasSubstr(" €2.0m ± 0.4"));
  EXPECT_THAT(run.table(), HasSubstr("+€2.0m ± 0.4"));
  EXPECT_THAT(run.table(), HasSubstr("€2bn (€1.7bn to €2.4bn)"));
  EXPECT_THAT(run.table(), Not(HasSubstr("£")));
}

TEST(RunTable, IntervalsOfAColumnStandUnderEachOther) {
  for (const std::int64_t replications : {2, 10, 1'000}) {
    for (const char* budget : {"£50k", "£2m", "£100bn"}) {
      const SmallRun run(small({std::string("programme.fund.budget=") + budget}), replications);
      const std::string table = run_table(run.scenario, run.plan, run.results);
      EXPECT_EQ(columns_of_intervals(table).size(), 3U) << table;
    }
  }
  const SmallRun alone(small_without_programme(), 100);
  EXPECT_EQ(columns_of_intervals(run_table(alone.scenario, alone.plan, alone.results)).size(), 1U);
}

TEST(RunTable, HasALineForEveryOutcomeWhereAllAreAskedFor) {
  const SmallRun run(small(), 100);
  const auto rows = outcome_lines(run_table(run.scenario, run.plan, run.results, Rows::all));
  const auto declarations = outcome_declarations();
  ASSERT_EQ(rows.size(), declarations.size() + 1);
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    EXPECT_EQ(rows[i].rfind(std::string(declarations[i].label) + " ", 0), 0U) << rows[i];
  }
}

const TwoCases few_stood = {
    "no-programme",
    {.qualified_suppliers = 0,
     .at_deadline_suppliers = 5,
     .at_deadline_out_of_scope = 1,
     .at_deadline_insolvent_without_prototype = 2,
     .at_deadline_with_prototype = 2,
     .at_deadline_technology_failed = 1,
     .at_deadline_missed = 1},
    {.qualified_suppliers = 1,
     .at_deadline_suppliers = 5,
     .at_deadline_out_of_scope = 1,
     .at_deadline_insolvent_without_prototype = 1,
     .at_deadline_with_prototype = 3,
     .at_deadline_technology_failed = 1,
     .at_deadline_on_the_way = 1},
};
const TwoCases more_stood = {
    "small-order",
    {.qualified_suppliers = 1,
     .at_deadline_suppliers = 6,
     .at_deadline_out_of_scope = 1,
     .at_deadline_insolvent_without_prototype = 2,
     .at_deadline_with_prototype = 3,
     .at_deadline_technology_failed = 1,
     .at_deadline_missed = 1},
    {.qualified_suppliers = 1,
     .at_deadline_suppliers = 5,
     .at_deadline_out_of_scope = 1,
     .at_deadline_with_prototype = 4,
     .at_deadline_technology_failed = 2,
     .at_deadline_sold_with_prototype = 1},
};

TEST(FiltersTable, ReadsLikeThis) {
  EXPECT_EQ(
      MadeUp({few_stood, more_stood}, 100).filters(),
      R"(Where the suppliers stood at the deadline, 2030-12-31: each in one line. What the indented lines take away
leaves the next line with =.

                                                    no programme   small order     difference
Suppliers there by the deadline                      5.00 ± 0.00   5.50 ± 0.10   +0.50 ± 0.10
  whose product the standard does not test           1.00 ± 0.00   1.00 ± 0.00       0
  without a prototype: insolvent                     1.50 ± 0.10   1.00 ± 0.20   −0.50 ± 0.10
= showed a prototype                                 2.50 ± 0.10   3.50 ± 0.10   +1.00 ± 0.00
  with a prototype: the technology did not work      1.00 ± 0.00   1.50 ± 0.10   +0.50 ± 0.10
  with a prototype: sold abroad before qualifying       0          0.50 ± 0.10   +0.50 ± 0.10
  with a prototype: missed the standard              0.50 ± 0.10   0.50 ± 0.10       0
  with a prototype: still on the way                 0.50 ± 0.10      0          −0.50 ± 0.10
= qualified                                          0.50 ± 0.10   1.00 ± 0.00   +0.50 ± 0.10
)");
}

TEST(FiltersTable, OfOneArmHasNoDifference) {
  const std::string table = MadeUp({few_stood}, 100).filters();
  EXPECT_THAT(flat(table),
              HasSubstr("What the indented lines take away leaves the next line with =."));
  EXPECT_THAT(lines(table)[3], MatchesRegex(" +no programme"));
  EXPECT_THAT(table, HasSubstr("\n= qualified "));
}

TEST(FiltersTable, IsThatOfTheHorizonWhereTheDeadlineIsLater) {
  MadeUp run({few_stood, more_stood}, 100);
  run.scenario.numbers.standard.deadline = Date(2036, 6, 30);
  EXPECT_THAT(run.filters(), StartsWith("Where the suppliers stood at the horizon, 2035-12-31: "));
}

TEST(FiltersTable, FitsALineAndHasNoTrailingBlanks) {
  const SmallRun run = testing::small_run_with_channels(500);
  for (const std::string& table : {filters_table(run.scenario, run.plan, run.results),
                                   MadeUp({few_stood, more_stood}, 0).filters()}) {
    EXPECT_THAT(table, HasSubstr("\nSuppliers there by the deadline "));
    EXPECT_THAT(table, Not(HasSubstr(" \n")));
    EXPECT_THAT(table, Not(HasSubstr("only")));
    for (const std::string& line : lines(table)) {
      EXPECT_LE(display_width(line), line_width) << line;
    }
  }
}

TEST(RunTable, HasNoTrailingBlanks) {
  const SmallRun run(small(), 100);
  const SmallRun alone(small_without_programme(), 100);
  for (const std::string& table :
       {run_table(run.scenario, run.plan, run.results),
        run_table(alone.scenario, alone.plan, alone.results), MadeUp({without, with}, 1).table(),
        MadeUp({without, with}, 0).table()}) {
    EXPECT_THAT(table, Not(HasSubstr(" \n"))) << table;
    EXPECT_EQ(table.back(), '\n');
  }
}

}  // namespace
}  // namespace firstcustomer
