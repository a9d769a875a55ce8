#include "firstcustomer/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/appraisal.hpp"
#include "firstcustomer/report/assumptions.hpp"
#include "firstcustomer/report/number.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t gap = 3;

std::string right(const std::string& text, std::size_t width) {
  const std::size_t shown = display_width(text);
  return std::string(width > shown ? width - shown : 0, ' ') + text;
}

std::string left(const std::string& text, std::size_t width) {
  const std::size_t shown = display_width(text);
  return text + std::string(width > shown ? width - shown : 0, ' ');
}

/// "first-customer-order" → "first customer order".
std::string arm_title(std::string name) {
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

/// A line of the table: estimates, whose intervals stand under each other.
using Row = std::vector<EstimateText>;

std::vector<Row> estimates(const Plan& plan, const Results& results, std::string_view symbol) {
  std::vector<Row> rows;
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    const OutcomeKind kind = declarations[i].kind;
    Row row;
    for (std::size_t arm = 0; arm < results.arms.size(); ++arm) {
      row.push_back(
          estimate_text(level_estimate(plan, results, arm, i), kind, Shown::as_level, symbol));
    }
    for (std::size_t arm = 1; arm < results.arms.size(); ++arm) {
      row.push_back(estimate_text(difference_estimate(plan, results, arm, i), kind,
                                  Shown::as_difference, symbol));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string> titles(const Plan& plan) {
  std::vector<std::string> texts;
  for (const Arm& arm : plan.arms) {
    texts.push_back(arm_title(arm.name));
  }
  for (std::size_t arm = 1; arm < plan.arms.size(); ++arm) {
    texts.push_back(plan.arms.size() == 2 ? "difference"
                                          : "difference, " + arm_title(plan.arms[arm].name));
  }
  return texts;
}

std::string layout(const std::vector<std::string>& columns, const std::vector<Row>& rows) {
  std::vector<std::size_t> means(columns.size(), 0);
  std::vector<std::size_t> intervals(columns.size(), 0);
  std::size_t labels = 0;
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    labels = std::max(labels, display_width(outcome.label));
  }
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      means[i] = std::max(means[i], display_width(row[i].mean));
      intervals[i] = std::max(intervals[i], display_width(row[i].interval()));
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::size_t title = display_width(columns[i]);
    const std::size_t width = means[i] + intervals[i];
    means[i] += title > width ? title - width : 0;
  }
  std::string text = left("", labels);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += right(columns[i], means[i] + intervals[i] + gap);
  }
  text += '\n';
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line = left(std::string(outcome_declarations()[r].label), labels);
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      const EstimateText& cell = rows[r][i];
      line += right(cell.mean, means[i] + gap) + left(cell.interval(), intervals[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

bool has_ranges(const std::vector<Row>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const Row& row) {
    return std::any_of(row.begin(), row.end(),
                       [](const EstimateText& cell) { return !cell.range.empty(); });
  });
}

/// Says what a 0 without an interval means: what never happened may still happen, if rarely.
std::string about_zeros(const std::vector<Row>& rows, std::int64_t succeeded) {
  const bool any = std::any_of(rows.begin(), rows.end(), [](const Row& row) {
    return std::any_of(row.begin(), row.end(), [](const EstimateText& cell) {
      return cell.mean == "0" && cell.half_width.empty() && cell.range.empty();
    });
  });
  // The rule of three: with no case among n, 3/n is the upper limit of a one-sided 95 % interval.
  return any && succeeded > 3
             ? fmt::format(
                   " A 0 without ± stood in every replication: anything else is rarer than {:.2g} "
                   "% (95 %).",
                   300.0 / static_cast<double>(succeeded))
             : "";
}

std::string_view about_intervals(const Plan& plan, const std::vector<Row>& rows) {
  if (plan.design == Design::independent) {
    return has_ranges(rows) ? "± and (…): 95 % interval." : "±: 95 % interval.";
  }
  return plan.full_blocks() >= 2
             ? "Latin hypercube in blocks of 100. ±: 95 % interval, from block means."
             : "Latin hypercube in blocks of 100; under two full blocks there are no intervals "
               "(—).";
}

}  // namespace

std::string origin_text(const Scenario& scenario) {
  std::string text;
  for (const ScenarioFile& file : scenario.files) {
    if (file.extension.extends_another()) {
      text += fmt::format("Variant of {}: {}\n", file.extension.extends, file.extension.reason);
    }
  }
  return text;
}

std::string run_table(const Scenario& scenario, const Plan& plan, const Results& results) {
  const Currency* currency = find_currency(scenario.head.currency);
  std::string text = fmt::format("{}\n", scenario.head.title);
  text += origin_text(scenario);
  if (!scenario.changes.empty()) {
    text += fmt::format("Changed: {}\n", fmt::join(scenario.changes, ", "));
  }
  const bool pairs = plan.arms.size() > 1;
  text += "Behaviour: fixed — firms go on as planned";
  text += pairs ? " whatever is promised; the programme acts through its cash alone.\n"
                : "; there is no programme.\n";
  text +=
      "Left out: payment in advance or at milestones, signals to investors, entry of firms, "
      "failures "
      "shared by a technology, later\ngenerations, private sales (without an order no firm has "
      "revenue).\n";
  text +=
      fmt::format("{} {}replications, seed {}", grouped(static_cast<double>(results.succeeded), 0),
                  pairs ? "paired " : "", plan.seed);
  if (results.failed > 0) {
    text += fmt::format("; {} failed and are left out, so all below holds for those that did not",
                        results.failed);
  }
  const std::vector<Row> rows = estimates(plan, results, currency->symbol);
  text += fmt::format("; {} to {}. {}\n\n", scenario.numbers.start.to_string(),
                      scenario.numbers.horizon.to_string(), about_intervals(plan, rows));
  text += layout(titles(plan), rows);
  text += fmt::format("\nMoney is nominal.{}\nPresent values: {}.\n",
                      about_zeros(rows, results.succeeded), present_value_terms(scenario));
  const AssumptionCounts counts = count_assumptions(scenario);
  text += fmt::format(
      "\nThe model assumes, rather than finds: {} of its {} values rest on no better source than "
      "an "
      "assumption.\nUncertain and drawn once per replication: {}. Laws of chance: {}.\n",
      counts.assumed, counts.values, counts.uncertain, counts.laws);
  return text;
}

}  // namespace firstcustomer
