#include "firstcustomer/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/beliefs.hpp"
#include "firstcustomer/report/sentences.hpp"
#include "firstcustomer/report/text.hpp"
#include "layout.hpp"
#include "table_rows.hpp"

namespace firstcustomer {
namespace {

std::vector<std::string> titles(const Plan& plan) {
  const std::size_t arms = plan.compared_arms();
  std::vector<std::string> texts;
  for (std::size_t arm = 0; arm < arms; ++arm) {
    texts.push_back(arm_title(plan.arms[arm].name));
  }
  for (std::size_t arm = 1; arm < arms; ++arm) {
    texts.push_back(arms == 2 ? "difference" : "difference, " + arm_title(plan.arms[arm].name));
  }
  return texts;
}

/// A line per programme, its text ending with the table.
std::string cost_lines(const Plan& plan, const Results& results, std::string_view symbol,
                       std::size_t width) {
  const std::size_t arms = plan.compared_arms();
  std::string text;
  for (std::size_t arm = 1; arm < arms; ++arm) {
    std::string label(cost_label);
    if (arms > 2) {
      label += ", " + arm_title(plan.arms[arm].name);
    }
    const double effect = results.arms[arm].cost_and_effect.second().mean();
    const std::string cost =
        cost_text(cost_per_additional_supplier(plan, results, arm), effect, symbol);
    const std::size_t used = display_width(label) + column_gap;
    text += label + std::string(column_gap, ' ') + at_right(cost, width > used ? width - used : 0) +
            '\n';
  }
  return text;
}

template <class Test>
bool any_cell(const std::vector<TableRow>& rows, const Test& test) {
  return std::any_of(rows.begin(), rows.end(), [&](const TableRow& row) {
    return std::any_of(row.cells.begin(), row.cells.end(), test);
  });
}

/// Says what a 0 without an interval means: what never happened may still happen, if rarely.
std::string about_zeros(const std::vector<TableRow>& rows, std::int64_t succeeded) {
  const bool any = any_cell(rows, [](const EstimateText& cell) {
    return cell.mean == "0" && cell.half_width.empty() && cell.range.empty();
  });
  // The rule of three: with no case among n, 3/n is the upper limit of a one-sided 95 % interval.
  return any && succeeded > 3
             ? fmt::format(
                   " A 0 without ± stood in every replication: anything else is rarer than {:.2g} "
                   "% (95 %).",
                   300.0 / static_cast<double>(succeeded))
             : "";
}

std::string_view about_intervals(const Plan& plan, const std::vector<TableRow>& rows) {
  if (plan.design == Design::independent) {
    return any_cell(rows, [](const EstimateText& cell) { return !cell.range.empty(); })
               ? "± and (…): 95 % interval."
               : "±: 95 % interval.";
  }
  return plan.full_blocks() >= 2
             ? "Latin hypercube in blocks of 100. ±: 95 % interval, from block means."
             : "Latin hypercube in blocks of 100; under two full blocks there are no intervals "
               "(—).";
}

std::string about_run(const Scenario& scenario, const Plan& plan, const Results& results,
                      const std::vector<TableRow>& rows) {
  std::string text =
      fmt::format("{} {}replications, seed {}", grouped(static_cast<double>(results.succeeded), 0),
                  plan.compared_arms() > 1 ? "paired " : "", plan.seed);
  if (results.failed > 0) {
    text += fmt::format("; {} failed and are left out, so all below holds for those that did not",
                        results.failed);
  }
  return text + fmt::format("; {} to {}. {}", scenario.numbers.start.to_string(),
                            scenario.numbers.horizon.to_string(), about_intervals(plan, rows));
}

std::string about_suppliers(const Case& numbers) {
  return fmt::format("Suppliers are domestic firms: {} at the start{}.",
                     suppliers_at_start(numbers),
                     suppliers_enter(numbers) ? ", and on top those that enter" : "");
}

std::string head(const Scenario& scenario, const Plan& plan) {
  std::string text = wrapped(scenario.head.title) + origin_text(scenario);
  if (!scenario.changes.empty()) {
    text += fmt::format("Changed: {}\n", fmt::join(scenario.changes, ", "));
  }
  text += wrapped(behaviour_sentence(scenario, plan));
  text += beliefs_text(plan, find_currency(scenario.head.currency)->symbol);
  const std::string absent = absent_sentence(scenario.numbers);
  return absent.empty() ? text : text + wrapped(absent);
}

/// Of every compared arm with several programmes that did anything.
std::string programmes_text(const Scenario& scenario, const Plan& plan, const Results& results) {
  std::string text;
  for (std::size_t arm = 0; arm < plan.compared_arms(); ++arm) {
    if (results.arms[arm].by_programme.empty()) {
      continue;
    }
    const std::vector<TableRow> rows = programme_rows(scenario, plan, results, arm);
    if (rows.empty()) {
      continue;
    }
    std::vector<std::string> columns;
    for (const Programme& programme : plan.arms[arm].numbers.programmes) {
      columns.push_back(arm_title(programme.name));
    }
    text += fmt::format("Of that, under each programme of '{}':\n\n{}\n",
                        arm_title(plan.arms[arm].name),
                        layout(columns, rows, widths_of(columns, rows)));
  }
  return text;
}

}  // namespace

std::string origin_text(const Scenario& scenario) {
  std::string text;
  for (const ScenarioFile& file : scenario.files) {
    if (file.extension.extends_another()) {
      text +=
          wrapped(fmt::format("Variant of {}: {}", file.extension.extends, file.extension.reason));
    }
  }
  for (const RuleUse& use : scenario.rules) {
    text += fmt::format("{}{}: {}\n", use.kind == RuleKind::overlay ? "Overlay" : "Rule",
                        use.is_extended ? " extended" : "", use.file);
  }
  return text;
}

std::string run_table(const Scenario& scenario, const Plan& plan, const Results& results,
                      Rows which) {
  const std::string_view symbol = find_currency(scenario.head.currency)->symbol;
  const std::vector<TableRow> rows = table_rows(scenario, plan, results, which);
  const std::vector<std::string> columns = titles(plan);
  const Widths widths = widths_of(columns, rows, display_width(cost_label));
  std::string text = head(scenario, plan);
  text += wrapped(about_run(scenario, plan, results, rows)) + '\n';
  text += layout(columns, rows, widths) + cost_lines(plan, results, symbol, widths.line()) + '\n';
  text += programmes_text(scenario, plan, results);
  text +=
      wrapped(fmt::format("{} Money is nominal where it is not said to be a present value.{}",
                          about_suppliers(scenario.numbers), about_zeros(rows, results.succeeded)));
  text += wrapped(appraisal_sentence(
      scenario, plan.compared_arms() > 1 ? SupplierCost::shown : SupplierCost::absent));
  const std::string channels = channels_sentence(plan, results);
  text += channels.empty() ? "" : wrapped(channels);
  if (plan.has_channel_arms()) {
    text += wrapped(channels_sentence(plan, results, &Outcome::private_money_raised,
                                      "private money raised", symbol));
  }
  return text + wrapped(assumed_sentence(scenario));
}

std::string filters_table(const Scenario& scenario, const Plan& plan, const Results& results) {
  const Case& numbers = scenario.numbers;
  const std::vector<TableRow> rows = filter_rows(plan, results);
  const std::vector<std::string> columns = titles(plan);
  const std::string text = fmt::format(
      "Where the suppliers stood at the {}, {}: each in one line. What the indented lines take "
      "away leaves the next line with =.",
      numbers.horizon < numbers.standard.deadline ? "horizon" : "deadline",
      std::min(numbers.horizon, numbers.standard.deadline).to_string());
  return wrapped(text) + '\n' +
         layout(columns, rows, widths_of(columns, rows, display_width(cost_label)));
}

}  // namespace firstcustomer
