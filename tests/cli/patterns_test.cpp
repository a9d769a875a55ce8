/// Patterns: regularities that were counted in the world, and that scenarios must reproduce.
///
/// Each row of the list below is a row of the table in scenarios/README.md. A further pattern is a
/// further row; `mean_of` reads an outcome, and any other function of the summary is a formula,
/// too.

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "cli/program.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/experiment/replay.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/model/frontier.hpp"
#include "firstcustomer/report/number.hpp"
#include "golden.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Ran;
using testing::fs::path;

struct Simulated {
  double value = 0.0;
  /// Empty where the summary gives none for what the formula makes of its outcomes.
  std::optional<double> standard_error;
};

/// From the summary that `run --json` prints.
using Formula = std::function<Simulated(const nlohmann::json& summary)>;

struct Pattern {
  std::string name;
  std::string statistic;
  /// Of values and ranges: what follows the number.
  std::string unit;
  std::string target;
  /// The simulated value must lie between them, in this unit.
  double low;
  double high;
  /// After `firstcustomer`: a run, whose summary the formula reads, or something else that it does
  /// by itself.
  std::string arguments;
  /// What it is computed from, as the table says it.
  std::string read_from;
  Formula formula;
};

/// `factor` × the mean of an outcome in the arm without a programme.
Formula mean_of(const std::string& outcome, double factor) {
  return [outcome, factor](const nlohmann::json& summary) {
    const nlohmann::json& estimate = summary.at("arms").at("no-programme").at(outcome);
    return Simulated{factor * estimate.at("mean").get<double>(),
                     factor * estimate.at("se").get<double>()};
  };
}

/// The sum of the means of some outcomes over that of others, in the arm without a programme. The
/// summary gives no standard error of it.
Formula ratio_of(const std::string& above, const std::string& below, double factor) {
  return [above, below, factor](const nlohmann::json& summary) {
    const nlohmann::json& outcomes = summary.at("arms").at("no-programme");
    return Simulated{factor * outcomes.at(above).at("mean").get<double>() /
                         outcomes.at(below).at("mean").get<double>(),
                     {}};
  };
}

constexpr std::int64_t replays = 800;
constexpr double oldest_start_up = 5.0;  // years, at the start

enum class Whose : std::uint8_t { cohort, all };

/// Median over domestic firms that qualify of the years since they were founded, of those that were
/// at most five years old at the start, or of these and entrants, from so many replays without a
/// programme.
Formula years_to_qualification(const std::string& file, Whose whose) {
  return [file, whose](const nlohmann::json&) {
    Diagnostics diagnostics;
    const path where = path(FIRSTCUSTOMER_SOURCE_DIRECTORY) / file;
    const Scenario scenario =
        read_scenario(where, testing::source_file(file), {}, diagnostics).value();
    const Case& numbers = scenario.numbers;
    std::map<std::string, double> age;
    for (const Firm& firm : numbers.firms) {
      age[firm.name] = firm.domestic ? firm.age.years() : oldest_start_up + 1.0;
    }
    const Plan plan = make_plan(scenario, replays);
    std::vector<double> years;
    for (std::int64_t i = 0; i < replays; ++i) {
      const Recorder record = replay(plan, 0, i).record;
      std::map<FirmId, Instant> entered;
      for (const Record& entry : record.records()) {
        if (entry.kind == RecordKind::firm_enters) {
          entered[entry.firm] = entry.when;
        }
        if (entry.kind != RecordKind::test_passed) {
          continue;
        }
        const auto known = age.find(record.name(entry.firm));
        const double before = known == age.end() ? numbers.entry->age.years() : known->second;
        const bool counts = whose == Whose::all || known != age.end();
        if (counts && before <= oldest_start_up) {
          years.push_back(before + (entry.when - entered[entry.firm]).years());
        }
      }
    }
    const auto middle = years.begin() + static_cast<std::ptrdiff_t>(years.size() / 2);
    std::nth_element(years.begin(), middle, years.end());
    return Simulated{*middle, {}};
  };
}

constexpr double percent = 100.0;

Plan plan_of(const std::string& file, const std::vector<std::string>& overrides = {}) {
  Diagnostics diagnostics;
  const path where = path(FIRSTCUSTOMER_SOURCE_DIRECTORY) / file;
  return make_plan(read_scenario(where, testing::source_file(file), overrides, diagnostics).value(),
                   replays);
}

/// Share of replays without a programme in which a firm of the cohort is sold abroad.
Formula share_with_foreign_sale(const std::string& file, const std::vector<std::string>& cut) {
  return [file, cut](const nlohmann::json&) {
    const Plan plan = plan_of(file, cut);
    Moments sold;
    for (std::int64_t i = 0; i < 5 * replays; ++i) {
      sold.add(replay(plan, 0, i).outcome.value().suppliers_sold_abroad > 0.0 ? percent : 0.0);
    }
    return Simulated{sold.mean(), sold.standard_error()};
  };
}

/// Firms by name, and when each first had an entry of a kind.
std::map<std::string, Instant> first_of(RecordKind kind, const Recorder& record) {
  std::map<std::string, Instant> first;
  for (const Record& entry : record.records()) {
    if (entry.kind == kind) {
      first.emplace(record.name(entry.firm), entry.when);
    }
  }
  return first;
}

constexpr double two_years = 730.5;  // days

/// How many of the firms close a round within two years of their dates.
double raise_within_two_years(const std::map<std::string, Instant>& since, const Recorder& record) {
  std::set<std::string> raised;
  for (const Record& entry : record.records()) {
    if (entry.kind != RecordKind::raise_closes) {
      continue;
    }
    const auto from = since.find(record.name(entry.firm));
    if (from != since.end() &&
        entry.when > from->second && (entry.when - from->second).days() <= two_years) {
      raised.insert(from->first);
    }
  }
  return static_cast<double>(raised.size());
}

/// Over the contracts signed under the programme: the chance that the firm closes a round within
/// two years of signing, over that of the same firm on the same luck without the programme. In the
/// arm of that name: the programme's own, or one in which only its news acts.
Formula rounds_after_an_award(const std::string& file, const std::string& arm,
                              const std::vector<std::string>& overrides = {}) {
  return [file, arm, overrides](const nlohmann::json&) {
    Plan plan = plan_of(file, overrides);
    add_channels(plan);
    const auto found = std::find_if(plan.arms.begin(), plan.arms.end(),
                                    [&](const Arm& each) { return each.name == arm; });
    const auto acting = static_cast<std::size_t>(found - plan.arms.begin());
    double with = 0.0;
    double without = 0.0;
    for (std::int64_t i = 0; i < replays; ++i) {
      const Recorder record = replay(plan, acting, i).record;
      const auto signed_on = first_of(RecordKind::contract_signed, record);
      with += raise_within_two_years(signed_on, record);
      without += raise_within_two_years(signed_on, replay(plan, 0, i).record);
    }
    return Simulated{with / without, {}};
  };
}

/// £45m over what a firm has spent by its first lot: its burn, and what its stages cost. The median
/// over replays, or a quantile.
Formula contract_in_spending(const std::string& file, double quantile) {
  return [file, quantile](const nlohmann::json&) {
    const Plan plan = plan_of(file);
    std::vector<double> shares;
    for (std::int64_t i = 0; i < replays; ++i) {
      const Replay told = replay(plan, 1, i);
      const auto delivered = first_of(RecordKind::lot_delivered, told.record);
      if (delivered.empty()) {
        continue;
      }
      const Instant until = delivered.begin()->second;
      Money spent = told.numbers.firms[0].burn.accrued(until.since_start());
      for (const Record& entry : told.record.records()) {
        spent +=
            entry.kind == RecordKind::stage_begins && entry.when <= until ? entry.amount : Money{};
      }
      shares.push_back(percent * 45e6 / spent.major());
    }
    const auto at =
        shares.begin() + static_cast<std::ptrdiff_t>(quantile * static_cast<double>(shares.size()));
    std::nth_element(shares.begin(), at, shares.end());
    return Simulated{*at, {}};
  };
}

/// Launches of the first benchmark's frontier in the ten years from the start that raise it 1.7
/// times or more, in two years, over all replays.
Formula jumps_in_two_years(const std::string& file) {
  return [file](const nlohmann::json&) {
    const Plan plan = plan_of(file);
    const Case& numbers = plan.arms[0].numbers;
    const SimulationClock clock(numbers.start);
    LawTables laws;
    laws.add(numbers.frontier[0].launches.value().jump);
    const EntityHash hash = hash_name(numbers.benchmarks[0].name);
    constexpr int days = 3652;
    Moments jumps;
    for (std::int64_t i = 0; i < 10 * replays; ++i) {
      const Luck luck(plan.seed, Phase::main, static_cast<std::uint64_t>(i));
      Frontier frontier;
      frontier.clear(numbers.benchmarks[0], numbers.frontier[0], clock);
      const auto drawn = [&](Chance chance, std::int64_t k) {
        return luck.uniform(purpose(chance), hash, nth(k));
      };
      double before = 0.0;
      double found = 0.0;
      for (int day = 0; day <= days; ++day) {
        const double level =
            frontier.level(Instant{} + Duration::from_days(day), laws, [&](std::int64_t k) {
              return LaunchLuck{drawn(Chance::frontier_gap, k), drawn(Chance::frontier_jump, k),
                                drawn(Chance::frontier_noise, k)};
            });
        found += day > 0 && level >= 1.7 * before ? 1.0 : 0.0;
        before = level;
      }
      jumps.add(found * 2.0 / 10.0);
    }
    return Simulated{jumps.mean(), jumps.standard_error()};
  };
}

/// The scenarios for the United Kingdom, and what the tables call them.
const std::vector<std::pair<std::string, std::string>>& uk_scenarios() {
  static const std::vector<std::pair<std::string, std::string>> list = {
      {"uk-first-customer.yaml", "UK, £100m"},
      {"uk-first-customer-conditioned.yaml", "UK, £100m, conditioned"},
      {"uk-hardware-plan.yaml", "UK, £150m of June 2026"}};
  return list;
}

std::string run_of_uk(const std::string& file) {
  return "run scenarios/" + file + " -n 10000";
}

/// Of one of the scenarios for the United Kingdom: what its development shows, and whether it is
/// plausible at all.
void add_uk_rows(std::vector<Pattern>& list, const std::string& file, const std::string& of) {
  const std::string whole = run_of_uk(file);
  const std::string cohort = whole +
                             " --set \"entry.rate=0 firms/year\" --set horizon=2030-06-30 --set "
                             "standard.deadline=2030-06-30";
  constexpr double cohort_size = 13.0;  // A01 to A14 without A13
  list.push_back({"P3", of + ": tape-outs of a finished first product, mean", "", "2.0–2.4", 2.0,
                  2.4, whole, "products_prototypes ÷ products_finished",
                  ratio_of("products_prototypes", "products_finished", 1.0)});
  list.push_back({"P3", "that need more than two", " %", "at least 25 %", 25.0, 100.0, whole,
                  "products_over_two_prototypes ÷ products_finished",
                  ratio_of("products_over_two_prototypes", "products_finished", percent)});
  list.push_back({"P4", "first products finished more than 10 % late", " %", "66–75 %", 66.0, 75.0,
                  whole, "products_late ÷ products_finished",
                  ratio_of("products_late", "products_finished", percent)});
  const std::string history = "replay scenarios/" + file + " I --arm no-programme --json";
  const std::string read_from = "test_passed, I = 0 to " + std::to_string(replays - 1);
  list.push_back({"P10", "years from founding until a start-up of up to 5 years qualifies, median",
                  "", "3–6", 3.0, 6.0, history, read_from,
                  years_to_qualification("scenarios/" + file, Whose::all)});
  list.push_back({"P10", "of the cohort alone", "", "3–6, missed", 6.0, 7.5, history, read_from,
                  years_to_qualification("scenarios/" + file, Whose::cohort)});
  list.push_back({"gate", "probability of a supplier by 2030-12-31 without a programme", " %",
                  "20–70 %", 20.0, 70.0, whole, "any_qualified_supplier",
                  mean_of("any_qualified_supplier", percent)});
  list.push_back({"gate", "insolvent of the cohort by 2030-06-30", " %", "20–60 %", 20.0, 60.0,
                  cohort, "suppliers_insolvent ÷ 13",
                  mean_of("suppliers_insolvent", percent / cohort_size)});
}

/// What one promise does, and what it stands on (P5 to P8, P11, P12).
std::vector<Pattern> promise_rows() {
  const std::string uk = "scenarios/uk-first-customer.yaml";
  const std::string run_uk = run_of_uk("uk-first-customer.yaml");
  const std::string replay_uk = "replay " + uk + " I --json";
  const std::vector<std::string> five_years = {"entry.rate=0 firms/year", "horizon=2030-11-30",
                                               "standard.deadline=2030-11-30"};
  const std::string scale_up = "scenarios/patterns/scale-up.yaml";
  const std::string of_replays = ", I = 0 to " + std::to_string(replays - 1);
  const Formula stranded = [](const nlohmann::json& summary) {
    const nlohmann::json& lost =
        summary.at("arms").at("first-customer").at("public_money_stranded");
    return Simulated{percent * lost.at("mean").get<double>() / 100e6,
                     percent * lost.at("se").get<double>() / 100e6};
  };
  std::vector<Pattern> rows = {
      {"P5", "UK, £100m: a firm of the cohort is sold abroad within five years", " %",
       "at least 50 %", 50.0, 100.0,
       "replay " + uk +
           " I --arm no-programme --json --set \"entry.rate=0 firms/year\" --set "
           "horizon=2030-11-30 --set standard.deadline=2030-11-30",
       "suppliers_sold_abroad > 0, I = 0 to " + std::to_string(5 * replays - 1),
       share_with_foreign_sale(uk, five_years)},
      {"P6",
       "rounds closed within 24 months of a contract, over those of the same firms without one", "",
       "1.0–2.0, missed", 0.6, 1.0, replay_uk, "contract_signed, raise_closes" + of_replays,
       rounds_after_an_award(uk, "first-customer")},
      {"P6", "the same, where a contract moves no money and is news only", "", "1.0–2.0", 1.0, 2.0,
       "replay " + uk + " I --json", "the same, arm signal-only of run --channels",
       rounds_after_an_award(uk, "signal-only")},
      {"P6", "the same, under the tightest standard", "", "near 1", 0.9, 1.1,
       "replay " + uk + " I --json --set \"standard.tightness=100 %\"",
       "the same, arm signal-only of run --channels",
       rounds_after_an_award(uk, "signal-only", {"standard.tightness=100 %"})},
      {"P8", "advances lost without a delivery, of the budget", " %", "10–40 %", 10.0, 40.0, run_uk,
       "public_money_stranded ÷ £100m", stranded}};
  struct Portfolio {
    std::string of;
    std::string left_out;
    double exact[2];
    const char* target[2];
  };
  const std::string chips = "run scenarios/patterns/chip-portfolio.yaml -n 100000";
  const auto without = [](const char* firm) {
    return std::string(" --set \"firms.") + firm + ".in_scope=0 %\"";
  };
  const std::string two = without("fourth") + without("fifth");
  for (const Portfolio& each :
       {Portfolio{"one supplier",
                  without("second") + without("third") + two,
                  {15.3, 35.96},
                  {"15 %", "36 %"}},
        Portfolio{"three suppliers", two, {41.21, 71.14}, {"41 %", "71 %"}},
        Portfolio{"five suppliers", "", {51.68, 78.48}, {"52 %", "79 %"}}}) {
    rows.push_back({"P7", "at least one chip of " + each.of + ", one generation", " %",
                    each.target[0], each.exact[0] - 1.0, each.exact[0] + 1.0, chips + each.left_out,
                    "any_qualified_supplier", mean_of("any_qualified_supplier", percent)});
    rows.push_back({"P7", "in two generations", " %", each.target[1], each.exact[1] - 1.0,
                    each.exact[1] + 1.0,
                    chips + each.left_out + " --set standard.deadline=2028-01-31",
                    "any_qualified_supplier", mean_of("any_qualified_supplier", percent)});
  }
  rows.push_back({"P11", "a contract of £45m in a scale-up's spending to volume, median", " %",
                  "11–25 %, missed", 5.0, 25.0, "replay " + scale_up + " I --json",
                  "£45m ÷ (burn × months to lot_delivered + stage_begins)" + of_replays,
                  contract_in_spending(scale_up, 0.5)});
  rows.push_back({"P11", "of the slowest tenth, at most", " %", "11–25 %", 3.0, 25.0,
                  "replay " + scale_up + " I --json", "the same",
                  contract_in_spending(scale_up, 0.1)});
  rows.push_back({"P12", "launches in two years that raise the frontier 1.7 times or more", "",
                  "at least 1, missed", 0.5, 1.0, "replay " + uk + " I --json",
                  "frontier.efficiency.launches, I = 0 to " + std::to_string(10 * replays - 1),
                  jumps_in_two_years(uk)});
  return rows;
}

/// What firms sell of what private customers anywhere spend, where demand clears.
void add_clearing_rows(std::vector<Pattern>& list) {
  const auto until = [](const std::string& day) {
    return "run scenarios/uk-market-clearing.yaml -n 10000 --set horizon=" + day +
           " --set standard.deadline=" + day;
  };
  const Formula share = [](const nlohmann::json& summary) {
    return Simulated{percent * mean_of("challengers_share", 1.0)(summary).value, {}};
  };
  list.push_back({"P9", "UK, £100m, with clearing: firms' share of world sales before 2027", " %",
                  "at most 1 %", 0.0, 1.0, until("2026-12-31"), "challengers_share", share});
  list.push_back({"P9", "before 2031", " %", "at most 1 %", 0.0, 1.0, until("2030-12-31"),
                  "challengers_share", share});
}

/// Standard errors below 1.5 % of the value, for the rarest: hence the replications.
std::vector<Pattern> us_rows() {
  const std::string fates = "run scenarios/patterns/us-seed-startups.yaml -n 200000";
  const std::string series_a = "run scenarios/patterns/us-seed-to-series-a.yaml -n 100000";
  const std::string graduation = " --set finance.rounds.series-a.graduation=";
  // Of the one round there is.
  const std::string of_round = "private_money_raised ÷ $12m";
  const Formula raised = mean_of("private_money_raised", percent / 12e6);
  return {
      {"P1", "US seed start-ups after 6.5 years: closed", " %", "55–68 % (61.9 %)", 55.0, 68.0,
       fates, "suppliers_insolvent", mean_of("suppliers_insolvent", percent)},
      {"P1", "acquired", " %", "4–8 % (5.5 %)", 4.0, 8.0, fates, "suppliers_absorbed",
       mean_of("suppliers_absorbed", percent)},
      {"P1", "live", " %", "27–38 % (32.2 %)", 27.0, 38.0, fates, "suppliers_active",
       mean_of("suppliers_active", percent)},
      {"P2", "US seed start-ups that raise a Series A within 24 months: cohort of early 2022", " %",
       "13.9–16.9 % (15.4 %)", 13.9, 16.9, series_a + graduation + "0.33", of_round, raised},
      {"P2", "in 2025", " %", "18–22 % (20 %)", 18.0, 22.0, series_a, of_round, raised},
      {"P2", "cohort of 2018", " %", "27.5–33.7 % (30.6 %)", 27.5, 33.7,
       series_a + graduation + "0.65", of_round, raised},
  };
}

const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> list = [] {
    std::vector<Pattern> rows = us_rows();
    for (Pattern& row : promise_rows()) {
      rows.push_back(std::move(row));
    }
    for (const auto& [file, name] : uk_scenarios()) {
      add_uk_rows(rows, file, name);
    }
    add_clearing_rows(rows);
    return rows;
  }();
  return list;
}

/// Rounded to so many significant digits: 66, 6.0, 0.21.
std::string significant(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
  const double rounded = std::strtod(text, nullptr);
  const int exponent =
      rounded == 0.0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(rounded))));
  return grouped(rounded, std::max(0, digits - 1 - exponent));
}

std::string in_words(const Simulated& simulated, const std::string& unit) {
  constexpr double half_width = 1.959963984540054;  // of a 95 % interval, in standard errors
  return significant(simulated.value, 2) + unit +
         (simulated.standard_error ? " ± " + significant(half_width * *simulated.standard_error, 1)
                                   : "");
}

class Patterns : public testing::ProgramTest {
 protected:
  /// Of a run with these arguments; rows with the same arguments share one.
  const nlohmann::json& summary_of(const std::string& arguments) {
    const auto [found, is_new] = summaries_.try_emplace(arguments);
    if (is_new) {
      const Ran ran = run(arguments + " --json --quiet");
      EXPECT_EQ(ran.exit_code, 0) << ran.err;
      found->second = nlohmann::json::parse(ran.out);
    }
    return found->second;
  }

  Simulated simulate(const Pattern& pattern) {
    const bool is_run = pattern.arguments.find("run ") == 0;
    return pattern.formula(is_run ? summary_of(pattern.arguments) : nlohmann::json());
  }

  /// Where the suppliers stood at the deadline, as `--filters` has it; what is rarer than one firm
  /// in a hundred replications is left out.
  std::string filters() {
    std::string table =
        "\n| firms at the deadline, without a programme (`run … -n 10000 --filters`) |";
    for (const auto& [file, name] : uk_scenarios()) {
      table += " " + name + " |";
    }
    table += "\n|---|---|---|---|\n";
    std::string qualified;
    for (const OutcomeDeclaration& outcome : outcome_declarations()) {
      const bool is_last = outcome.value == &Outcome::qualified_suppliers;
      if (!is_last && outcome.name.substr(0, 12) != "at_deadline_") {
        continue;
      }
      std::string cells;
      bool any = false;
      for (const auto& [file, name] : uk_scenarios()) {
        const Simulated mean = mean_of(std::string(outcome.name), 1.0)(summary_of(run_of_uk(file)));
        any = any || mean.value >= 0.01;
        cells += " " + grouped(mean.value, 2) + " |";
      }
      const std::string row = "| " + std::string(outcome.label) + " |" + cells + "\n";
      if (is_last) {
        qualified = row;
      } else if (any) {
        table += row;
      }
    }
    return table + qualified;
  }

 private:
  std::map<std::string, nlohmann::json> summaries_;
};

TEST_F(Patterns, AreReproducedAndStandInTheCommittedTable) {
  constexpr std::string_view begin_marker =
      "<!-- The patterns begin here: written and held by cli_patterns_test. -->\n";
  constexpr std::string_view end_marker = "<!-- The patterns end here. -->\n";
  std::string table =
      "\n| pattern | statistic | target | simulated | read from | command "
      "|\n|---|---|---|---|---|---|\n";
  for (const Pattern& pattern : patterns()) {
    const Simulated simulated = simulate(pattern);
    const std::string row = pattern.name + ", " + pattern.statistic;
    EXPECT_GE(simulated.value, pattern.low) << row;
    EXPECT_LE(simulated.value, pattern.high) << row;
    if (simulated.standard_error) {
      EXPECT_LT(*simulated.standard_error, 0.015 * simulated.value) << row;
    }
    table += "| " + pattern.name + " | " + pattern.statistic + " | " + pattern.target + " | " +
             in_words(simulated, pattern.unit) + " | " + pattern.read_from + " | `firstcustomer " +
             pattern.arguments + "` |\n";
  }
  table += filters();
  const std::string readme = testing::source_file("scenarios/README.md");
  const auto begin = readme.find(begin_marker);
  const auto end = readme.find(end_marker);
  ASSERT_TRUE(begin != std::string::npos && end != std::string::npos && begin < end);
  testing::expect_golden(
      readme.substr(0, begin + begin_marker.size()) + table + "\n" + readme.substr(end),
      "scenarios/README.md", "FIRSTCUSTOMER_RENEW_GOLDEN=1 build/release/tests/cli_patterns_test");
}

TEST_F(Patterns, FatesOfOneCohortAddUp) {
  const nlohmann::json& summary = summary_of(patterns().front().arguments);
  double sum = 0.0;
  for (const char* fate : {"suppliers_insolvent", "suppliers_absorbed", "suppliers_active"}) {
    sum += mean_of(fate, percent)(summary).value;
  }
  EXPECT_NEAR(sum, 100.0, 1e-9);
}

TEST_F(Patterns, EveryScenarioHasSourcesIsListedAndUsed) {
  const std::string folder = "scenarios/patterns/";
  const std::string list = testing::source_file(folder + "README.md");
  for (const auto& entry :
       std::filesystem::directory_iterator(path(FIRSTCUSTOMER_SOURCE_DIRECTORY) / folder)) {
    const std::string name = entry.path().filename();
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    EXPECT_THAT(list, HasSubstr("| `" + name + "` |"));
    EXPECT_TRUE(std::any_of(patterns().begin(), patterns().end(), [&](const Pattern& pattern) {
      return pattern.arguments.find("run " + folder + name + " ") == 0 ||
             pattern.arguments.find("replay " + folder + name + " ") == 0;
    })) << name;
    const Ran checked = run("check " + folder + name);
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
    EXPECT_THAT(checked.out, Not(HasSubstr("none given"))) << name;
    EXPECT_THAT(checked.out, HasSubstr(" 0 warnings.")) << name;
  }
}

}  // namespace
}  // namespace firstcustomer
