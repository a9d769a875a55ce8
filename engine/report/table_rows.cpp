#include "table_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/model/standing.hpp"

namespace firstcustomer {
namespace {

/// A row that the table shows by choice.
struct Choice {
  double Outcome::*measure;
  /// Empty: as declared.
  std::string_view label = {};
  /// It counts suppliers: of those at the start, where none enter.
  bool of_suppliers = false;
  /// Left out where it is 0 in every replication of every arm.
  bool only_if_any = false;
};

constexpr std::string_view by_deadline = "Qualified suppliers by {}";
constexpr std::string_view by_horizon = "Qualified suppliers by {} ";

constexpr Choice choices[] = {
    {&Outcome::qualified_suppliers, by_deadline, true},
    {&Outcome::any_qualified_supplier},
    {&Outcome::qualified_suppliers_ever, by_horizon, true},
    {&Outcome::qualified_suppliers_retained, "  alive and in domestic hands then", false, true},
    {&Outcome::months_to_first_qualification, "  months to the first, cut at the horizon"},
    {&Outcome::suppliers_entered, {}, false, true},
    {&Outcome::suppliers_failed, {}, true, true},
    {&Outcome::suppliers_missed, {}, true, true},
    {&Outcome::suppliers_insolvent, {}, true, true},
    {&Outcome::suppliers_pivoted, {}, true, true},
    {&Outcome::suppliers_gave_up, {}, true, true},
    {&Outcome::suppliers_absorbed, {}, true, true},
    {&Outcome::suppliers_sold_abroad, {}, true, true},
    {&Outcome::suppliers_active, "Suppliers active, whoever owns them", true, true},
    {&Outcome::contracts_signed, {}, false, true},
    {&Outcome::contracts_failed, {}, false, true},
    {&Outcome::compute_received, "Compute received, in frontier accelerators", false, true},
    {&Outcome::frontier_compute_forgone, {}, false, true},
    {&Outcome::compute_net, {}, false, true},
    {&Outcome::private_money_raised},
    {&Outcome::public_money_paid, "Public money paid, nominal"},
    {&Outcome::public_money_advanced, {}, false, true},
    {&Outcome::public_money_stranded, "  of that lost", false, true},
    {&Outcome::public_money_recovered, "  of that recovered", false, true},
    {&Outcome::public_money_returned, {}, false, true},
    {&Outcome::public_money_bonds_kept, {}, false, true},
    {&Outcome::public_money_lapsed, "Public money lapsed, nominal"},
    {&Outcome::public_money_net_present_value},
};

std::size_t place_of(double Outcome::*measure) {
  return static_cast<std::size_t>(&declaration_of(measure) - outcome_declarations().data());
}

std::vector<EstimateText> cells(const Plan& plan, const Results& results, std::size_t outcome,
                                std::string_view symbol) {
  const OutcomeKind kind = outcome_declarations()[outcome].kind;
  std::vector<EstimateText> texts;
  for (std::size_t arm = 0; arm < plan.compared_arms(); ++arm) {
    texts.push_back(
        estimate_text(level_estimate(plan, results, arm, outcome), kind, Shown::as_level, symbol));
  }
  for (std::size_t arm = 1; arm < plan.compared_arms(); ++arm) {
    texts.push_back(estimate_text(difference_estimate(plan, results, arm, outcome), kind,
                                  Shown::as_difference, symbol));
  }
  return texts;
}

/// A row of suppliers.
TableRow row_of(const Plan& plan, const Results& results, double Outcome::*measure,
                std::string_view label) {
  return {std::string(label), cells(plan, results, place_of(measure), "")};
}

bool is_nil(const std::vector<EstimateText>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const EstimateText& cell) {
    return (cell.mean == "0" && cell.interval().empty()) || cell.mean == "—";
  });
}

std::string label_of(const Choice& choice, const Case& numbers) {
  std::string label(choice.label.empty() ? outcome_declarations()[place_of(choice.measure)].label
                                         : choice.label);
  if (choice.label == by_deadline) {
    label = fmt::format(by_deadline, numbers.standard.deadline.to_string());
  }
  if (choice.label == by_horizon) {
    label = fmt::format(by_deadline, numbers.horizon.to_string());
  }
  if (!choice.of_suppliers) {
    return label;
  }
  return suppliers_enter(numbers) ? label + ", with entrants"
                                  : fmt::format("{}, of {}", label, suppliers_at_start(numbers));
}

}  // namespace

std::size_t suppliers_at_start(const Case& numbers) {
  return static_cast<std::size_t>(std::count_if(
      numbers.firms.begin(), numbers.firms.end(),
      [&](const Firm& firm) { return firm.domestic && firm.enters <= numbers.start; }));
}

bool suppliers_enter(const Case& numbers) {
  return numbers.entry ||
         std::any_of(numbers.firms.begin(), numbers.firms.end(), [&](const Firm& firm) {
           return firm.domestic && firm.enters > numbers.start && firm.enters <= numbers.horizon;
         });
}

std::vector<TableRow> table_rows(const Scenario& scenario, const Plan& plan, const Results& results,
                                 Rows rows) {
  const std::string_view symbol = find_currency(scenario.head.currency)->symbol;
  std::vector<TableRow> texts;
  if (rows == Rows::all) {
    const auto declarations = outcome_declarations();
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      texts.push_back({std::string(declarations[i].label), cells(plan, results, i, symbol)});
    }
    return texts;
  }
  for (const Choice& choice : choices) {
    TableRow row{label_of(choice, scenario.numbers),
                 cells(plan, results, place_of(choice.measure), symbol)};
    if (!choice.only_if_any || !is_nil(row.cells)) {
      texts.push_back(std::move(row));
    }
  }
  return texts;
}

std::vector<TableRow> programme_rows(const Scenario& scenario, const Plan& plan,
                                     const Results& results, std::size_t arm) {
  const std::string_view symbol = find_currency(scenario.head.currency)->symbol;
  std::vector<TableRow> rows;
  for (std::size_t i = 0; i < std::size(outcomes_by_programme); ++i) {
    const OutcomeDeclaration& outcome = declaration_of(outcomes_by_programme[i]);
    TableRow row{std::string(outcome.label), {}};
    for (std::size_t k = 0; k < plan.arms[arm].numbers.programmes.size(); ++k) {
      row.cells.push_back(estimate_text(programme_estimate(plan, results, arm, k, i), outcome.kind,
                                        Shown::as_level, symbol));
    }
    if (!is_nil(row.cells)) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::vector<TableRow> filter_rows(const Plan& plan, const Results& results) {
  constexpr auto there = &Outcome::at_deadline_suppliers;
  std::vector<TableRow> rows = {
      row_of(plan, results, there, outcome_declarations()[place_of(there)].label)};
  for (std::size_t i = 0; i < standing_count; ++i) {
    const auto standing = static_cast<Standing>(i);
    if (standing == Standing::technology_failed) {  // the first with a prototype
      rows.push_back(
          row_of(plan, results, &Outcome::at_deadline_with_prototype, "= showed a prototype"));
    }
    const auto measure = count_of(standing);
    if (standing == Standing::qualified) {
      rows.push_back(row_of(plan, results, measure, "= qualified"));
      break;
    }
    TableRow row = row_of(plan, results, measure, outcome_declarations()[place_of(measure)].label);
    if (!is_nil(row.cells)) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace firstcustomer
