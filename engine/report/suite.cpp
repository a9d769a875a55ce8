#include "firstcustomer/report/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "estimate_json.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/provenance.hpp"
#include "firstcustomer/report/text.hpp"
#include "layout.hpp"

namespace firstcustomer {
namespace {

using Texts = std::vector<std::string>;

std::string_view symbol_of(const Suite& suite) {
  return find_currency(suite.currency)->symbol;
}

OutcomeKind kind_of(const Suite& suite, std::size_t outcome) {
  return declaration_of(suite.outcomes[outcome]).kind;
}

std::string words_of(const Suite& suite, std::size_t outcome) {
  return outcome_words(declaration_of(suite.outcomes[outcome]));
}

EstimateText value_text(const Suite& suite, std::size_t outcome, double value) {
  Estimate alone;
  alone.mean = value;
  EstimateText text =
      estimate_text(alone, kind_of(suite, outcome), Shown::as_level, symbol_of(suite));
  text.half_width.clear();
  return text;
}

EstimateText share_text(std::optional<double> share) {
  return {share ? fmt::format("{:.0f} %", 100.0 * *share) : "—", ""};
}

std::string outcome_heading(const Suite& suite, std::size_t outcome) {
  const SuiteOutcome& judged = suite.outcomes[outcome];
  const bool more = judged.better == Preference::more;
  std::string text =
      fmt::format("{} ({} is better", words_of(suite, outcome), more ? "more" : "less");
  if (judged.enough) {
    text += fmt::format("; enough: {} {}", more ? "at least" : "at most",
                        value_text(suite, outcome, *judged.enough).mean);
  }
  return text + ")\n";
}

Texts scenario_names(const SuiteResults& results) {
  Texts names;
  for (const SuiteScenario& scenario : results.scenarios) {
    names.push_back(scenario.name);
  }
  return names;
}

const std::string& rule_name(const SuiteResults& results, std::size_t rule) {
  return results.scenarios.front().rows[rule].rule;
}

std::string table_of(const Texts& columns, const std::vector<TableRow>& rows) {
  return layout(columns, rows, widths_of(columns, rows)) + '\n';
}

std::string level_table(const Suite& suite, const SuiteResults& results, std::size_t outcome) {
  std::vector<TableRow> rows;
  for (std::size_t rule = 0; rule < results.rules(); ++rule) {
    TableRow row{arm_title(rule_name(results, rule)), {}};
    for (const SuiteScenario& scenario : results.scenarios) {
      row.cells.push_back(estimate_text(scenario.rows[rule].cells[outcome].level,
                                        kind_of(suite, outcome), Shown::as_level,
                                        symbol_of(suite)));
    }
    row.cells.push_back(share_text(satisfied_share(suite, results, outcome, rule)));
    rows.push_back(std::move(row));
  }
  Texts columns = scenario_names(results);
  columns.emplace_back("enough in");
  return table_of(columns, rows);
}

std::string regret_table(const Suite& suite, const SuiteResults& results, std::size_t outcome) {
  std::vector<TableRow> rows;
  for (std::size_t rule = 0; rule < results.rules(); ++rule) {
    TableRow row{"  " + arm_title(rule_name(results, rule)), {}};
    for (const SuiteScenario& scenario : results.scenarios) {
      const Estimate found = regret(suite, scenario, outcome, rule);
      row.cells.push_back(std::isnan(found.low) ? value_text(suite, outcome, found.mean)
                                                : estimate_text(found, kind_of(suite, outcome),
                                                                Shown::as_level, symbol_of(suite)));
    }
    row.cells.push_back(value_text(suite, outcome, maximum_regret(suite, results, outcome, rule)));
    rows.push_back(std::move(row));
  }
  Texts columns = scenario_names(results);
  columns.emplace_back("maximum");
  return "  regret\n" + table_of(columns, rows);
}

EstimateText record_text(const Suite& suite, const SuiteResults& results, std::size_t outcome,
                         std::size_t one, std::size_t other) {
  const auto record = one == other ? std::nullopt : record_of(suite, results, outcome, one, other);
  return {record ? fmt::format("{}–{}–{}", record->wins, record->draws, record->losses) : "·", ""};
}

/// Columns are the rules by their numbers.
std::string record_table(const Suite& suite, const SuiteResults& results, std::size_t outcome) {
  const std::size_t paired = results.scenarios.front().paired;
  if (paired < 2) {
    return "";
  }
  Texts columns;
  std::vector<TableRow> rows;
  for (std::size_t one = 0; one < paired; ++one) {
    columns.push_back(fmt::format("{}", one + 1));
    TableRow row{fmt::format("  {} {}", one + 1, arm_title(rule_name(results, one))), {}};
    for (std::size_t other = 0; other < paired; ++other) {
      row.cells.push_back(record_text(suite, results, outcome, one, other));
    }
    rows.push_back(std::move(row));
  }
  return "  scenarios won, drawn and lost against\n" + table_of(columns, rows);
}

std::string frontier_text(const Suite& suite, const SuiteResults& results) {
  const SuiteFrontier& by = suite.frontier;
  std::string text = wrapped(fmt::format(
      "Frontier by the means of {} and {} and the {} of {}:", words_of(suite, by.effect),
      words_of(suite, by.cost), suite.quantile, words_of(suite, by.tail)));
  for (const SuiteScenario& scenario : results.scenarios) {
    Texts on;
    Texts off;
    for (std::size_t rule = 0; rule < scenario.rows.size(); ++rule) {
      Texts better;
      for (const std::size_t other : dominating(suite, scenario, rule)) {
        better.push_back(arm_title(scenario.rows[other].rule));
      }
      const std::string name =
          fmt::format("{} ({})", arm_title(scenario.rows[rule].rule),
                      value_text(suite, by.tail, scenario.rows[rule].cells[by.tail].tail).mean);
      if (better.empty()) {
        on.push_back(name);
      } else {
        off.push_back(fmt::format("{} by {}", name, fmt::join(better, " and ")));
      }
    }
    text += wrapped(fmt::format("- {}: {}{}{}.", scenario.name, fmt::join(on, ", "),
                                off.empty() ? "" : "; dominated: ", fmt::join(off, ", ")));
  }
  return text + '\n';
}

std::string enough_text(const Suite& suite, const SuiteResults& results) {
  Texts parts;
  for (std::size_t rule = 0; rule < results.rules(); ++rule) {
    if (const auto share = satisfied_share(suite, results, rule)) {
      parts.push_back(
          fmt::format("{} {}", arm_title(rule_name(results, rule)), share_text(share).mean));
    }
  }
  return parts.empty() ? ""
                       : wrapped(fmt::format("All outcomes enough in this share of scenarios: {}.",
                                             fmt::join(parts, ", ")));
}

std::string about_rows(const SuiteResults& results) {
  const SuiteScenario& first = results.scenarios.front();
  Texts taken;
  for (std::size_t rule = first.paired; rule < first.rows.size(); ++rule) {
    const SuiteRow& row = first.rows[rule];
    taken.push_back(fmt::format("{} ({} replications, version {})", arm_title(row.rule),
                                row.replications, row.version));
  }
  return taken.empty()
             ? ""
             : wrapped(fmt::format("Rows of the baseline, which were not run now: {}. They met the "
                                   "same luck, but are not paired with the others: regret "
                                   "between them has no interval.",
                                   fmt::join(taken, ", ")));
}

constexpr std::string_view about_words =
    "Regret: how much better the rule with the best mean in that scenario is, by the paired "
    "difference. Won: the 95 % interval of the paired difference is all on the rule's side; drawn: "
    "it is on both. A rule is dominated where another is at least as good in all three measures "
    "and better in one, as the numbers stand, chance apart. In brackets: the tail. Which rule is "
    "best depends on which scenarios the suite has: nothing is weighed over them.";

void write_head(JsonWriter& json, const Suite& suite) {
  json.field("suite", suite.version)
      .field("title", suite.title)
      .field("program", "firstcustomer")
      .field("version", build_info().version)
      .field("currency", suite.currency)
      .field("seed", suite.seed)
      .field("replications", suite.replications)
      .field("lucks_per_case", suite.lucks)
      .field("confidence", 0.95)
      .field("tail_quantile", suite.quantile);
}

/// Of everything that decides the rows: the suite's head and the digests of all arms.
std::string suite_digest(const Suite& suite, const SuiteResults& results) {
  std::string text =
      fmt::format("suite {}\nseed {}\nreplications {}\nlucks {}\nquantile {}\n", suite.version,
                  suite.seed, suite.replications, suite.lucks, suite.quantile);
  for (const SuiteOutcome& outcome : suite.outcomes) {
    text += fmt::format("outcome {}\n", declaration_of(outcome).name);
  }
  for (const SuiteScenario& scenario : results.scenarios) {
    text += fmt::format("scenario {} {}\n", scenario.name, scenario.digest);
    for (const SuiteRow& row : scenario.rows) {
      text += fmt::format("rule {} {} {}\n", row.rule, row.digest, row.replications);
    }
  }
  return sha256(text);
}

void write_scenarios(JsonWriter& json, const SuiteResults& results) {
  json.key("scenarios").begin_list();
  for (const SuiteScenario& scenario : results.scenarios) {
    json.begin_object()
        .field("name", scenario.name)
        .field("digest", scenario.digest)
        .field("failed", scenario.failed);
    json.key("rules").begin_list();
    for (const SuiteRow& row : scenario.rows) {
      json.begin_object()
          .field("rule", row.rule)
          .field("digest", row.digest)
          .field("version", row.version)
          .field("replications", row.replications)
          .end_object();
    }
    json.end_list().end_object();
  }
  json.end_list();
}

/// Begins the object of a rule, a scenario and an outcome.
JsonWriter& begin_item(JsonWriter& json, const Suite& suite, const SuiteScenario& scenario,
                       std::size_t outcome, std::size_t rule) {
  return json.begin_object()
      .field("rule", scenario.rows[rule].rule)
      .field("scenario", scenario.name)
      .field("outcome", declaration_of(suite.outcomes[outcome]).name);
}

void write_rows(JsonWriter& json, const Suite& suite, const SuiteResults& results) {
  json.key("rows").begin_list();
  for (const SuiteScenario& scenario : results.scenarios) {
    for (std::size_t rule = 0; rule < scenario.rows.size(); ++rule) {
      for (std::size_t k = 0; k < suite.outcomes.size(); ++k) {
        const SuiteCell& cell = scenario.rows[rule].cells[k];
        begin_item(json, suite, scenario, k, rule);
        write_estimate(json, cell.level);
        json.field("tail", cell.tail).end_object();
      }
    }
  }
  json.end_list();
}

void write_regrets(JsonWriter& json, const Suite& suite, const SuiteResults& results) {
  json.key("regrets").begin_list();
  for (const SuiteScenario& scenario : results.scenarios) {
    for (std::size_t rule = 0; rule < scenario.rows.size(); ++rule) {
      for (std::size_t k = 0; k < suite.outcomes.size(); ++k) {
        const Estimate found = regret(suite, scenario, k, rule);
        begin_item(json, suite, scenario, k, rule)
            .field("mean", found.mean)
            .field("lo", found.low)
            .field("hi", found.high)
            .end_object();
      }
    }
  }
  json.end_list();
}

void write_pairs(JsonWriter& json, const Suite& suite, const SuiteResults& results) {
  json.key("paired_differences").begin_list();
  for (const SuiteScenario& scenario : results.scenarios) {
    for (std::size_t k = 0; k < suite.outcomes.size(); ++k) {
      for (std::size_t one = 0; one < scenario.paired; ++one) {
        for (std::size_t other = one + 1; other < scenario.paired; ++other) {
          begin_item(json, suite, scenario, k, one).field("less", scenario.rows[other].rule);
          write_estimate(json, scenario.gaps[k][pair_of(one, other, scenario.paired)]);
          json.end_object();
        }
      }
    }
  }
  json.end_list();
}

void write_judgements(JsonWriter& json, const Suite& suite, const SuiteResults& results) {
  json.key("frontier").begin_list();
  for (const SuiteScenario& scenario : results.scenarios) {
    for (std::size_t rule = 0; rule < scenario.rows.size(); ++rule) {
      json.begin_object().field("rule", scenario.rows[rule].rule).field("scenario", scenario.name);
      json.key("dominated_by").begin_list();
      for (const std::size_t other : dominating(suite, scenario, rule)) {
        json.value(scenario.rows[other].rule);
      }
      json.end_list().end_object();
    }
  }
  json.end_list();
  json.key("over_scenarios").begin_list();
  for (std::size_t rule = 0; rule < results.rules(); ++rule) {
    for (std::size_t k = 0; k < suite.outcomes.size(); ++k) {
      json.begin_object()
          .field("rule", rule_name(results, rule))
          .field("outcome", declaration_of(suite.outcomes[k]).name)
          .field("maximum_regret", maximum_regret(suite, results, k, rule));
      if (const auto share = satisfied_share(suite, results, k, rule)) {
        json.field("enough_in", *share);
      }
      json.end_object();
    }
  }
  json.end_list();
}

double number_in(const nlohmann::json& object, const char* key) {
  const auto& value = object.at(key);
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

template <class T>
void require(std::string_view what, const T& there, const T& here) {
  if (there != here) {
    throw std::invalid_argument(fmt::format("its {} is {}, here {}", what, there, here));
  }
}

void require_same(const Suite& suite, const nlohmann::json& json) {
  require("suite", json.at("suite").get<std::int64_t>(), suite.version);
  require("seed", json.at("seed").get<std::int64_t>(), suite.seed);
  require("lucks_per_case", json.at("lucks_per_case").get<std::int64_t>(), suite.lucks);
  require("currency", json.at("currency").get<std::string>(), suite.currency);
  require("tail_quantile", json.at("tail_quantile").get<std::string>(), suite.quantile);
}

SuiteCell cell_of(const nlohmann::json& rows, const std::string& scenario, const std::string& rule,
                  std::string_view outcome) {
  for (const auto& row : rows) {
    if (row.at("rule") == rule && row.at("scenario") == scenario && row.at("outcome") == outcome) {
      SuiteCell cell;
      cell.level.mean = number_in(row, "mean");
      cell.level.standard_error = number_in(row, "se");
      cell.level.low = number_in(row, "lo");
      cell.level.high = number_in(row, "hi");
      cell.level.count = row.at("n").get<std::int64_t>();
      cell.tail = number_in(row, "tail");
      return cell;
    }
  }
  throw std::invalid_argument(
      fmt::format("it has no {} of the rule '{}' in '{}'", outcome, rule, scenario));
}

SuiteScenario scenario_of(const Suite& suite, const nlohmann::json& json,
                          const nlohmann::json& written) {
  SuiteScenario scenario;
  scenario.name = written.at("name");
  scenario.digest = written.at("digest");
  scenario.failed = written.at("failed");
  for (const auto& rule : written.at("rules")) {
    SuiteRow row;
    row.rule = rule.at("rule");
    row.digest = rule.at("digest");
    row.version = rule.at("version");
    row.replications = rule.at("replications");
    for (const SuiteOutcome& outcome : suite.outcomes) {
      row.cells.push_back(
          cell_of(json.at("rows"), scenario.name, row.rule, declaration_of(outcome).name));
    }
    scenario.rows.push_back(std::move(row));
  }
  return scenario;
}

}  // namespace

std::string scenario_digest(const Scenario& scenario) {
  return sha256(write_document(without_provenance(scenario.resolved)));
}

std::string suite_table(const Suite& suite, const SuiteResults& results) {
  std::string text =
      wrapped(fmt::format("Suite {}: {}", suite.version, suite.title)) +
      wrapped(fmt::format("{} paired replications in each scenario ({} luck{} a case), seed {}. ± "
                          "and (…): 95 % interval{}.",
                          grouped(static_cast<double>(suite.replications), 0), suite.lucks,
                          suite.lucks == 1 ? "" : "s", suite.seed,
                          suite.lucks == 1 ? "" : ", from the means of cases")) +
      '\n';
  for (std::size_t k = 0; k < suite.outcomes.size(); ++k) {
    text += outcome_heading(suite, k) + level_table(suite, results, k) +
            regret_table(suite, results, k) + record_table(suite, results, k);
  }
  return text + frontier_text(suite, results) + enough_text(suite, results) + about_rows(results) +
         wrapped(about_words);
}

std::string suite_json(const Suite& suite, const SuiteResults& results) {
  JsonWriter json;
  json.begin_object();
  write_head(json, suite);
  json.field("digest", suite_digest(suite, results));
  write_scenarios(json, results);
  write_rows(json, suite, results);
  write_regrets(json, suite, results);
  write_pairs(json, suite, results);
  write_judgements(json, suite, results);
  return json.end_object().text();
}

ReadBaseline read_baseline(const Suite& suite, const std::string& text) {
  ReadBaseline read;
  try {
    const auto json = nlohmann::json::parse(text);
    require_same(suite, json);
    for (const auto& written : json.at("scenarios")) {
      read.results.scenarios.push_back(scenario_of(suite, json, written));
    }
  } catch (const nlohmann::json::exception&) {
    read.problem = "it is not what benchmark-rules --json prints";
  } catch (const std::invalid_argument& error) {
    read.problem = error.what();
  }
  return read;
}

}  // namespace firstcustomer
