#include "firstcustomer/report/series.hpp"

#include <fmt/format.h>

#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/text.hpp"

namespace firstcustomer {
namespace {

struct Column {
  std::string_view name;
  std::string_view unit;
  std::string_view definition;
  std::string_view when_empty;
};

constexpr std::string_view of_the_series = "that of the series";
constexpr std::string_view always = "always defined";
constexpr std::string_view no_replication = "empty where no replication succeeded";
constexpr std::string_view too_few =
    "empty below two replications; with a Latin hypercube, below two full blocks";

constexpr Column columns[] = {
    {"arm", "", "Variant of the scenario; no-programme is the counterfactual.", always},
    {"series", "", "Name of the series; those below say what it is.", always},
    {"date", "", "Last day of the quarter of the calendar; the horizon in the last one.", always},
    {"n", "replications", "Replications that succeeded.", always},
    {"mean", of_the_series, "Mean over replications of what the series is on that day.",
     no_replication},
    {"se", of_the_series, "Standard error of that mean.", too_few},
    {"p5", of_the_series, "Quantile over replications, from a histogram of relative width 2^-10.",
     no_replication},
    {"p25", of_the_series, "As p5.", no_replication},
    {"p50", of_the_series, "As p5: the median.", no_replication},
    {"p75", of_the_series, "As p5.", no_replication},
    {"p95", of_the_series, "As p5.", no_replication},
    {"difference", of_the_series,
     "Mean over replications of the paired difference from no-programme on that day.",
     "empty in no-programme"},
    {"difference_se", of_the_series, "Standard error of that mean, from pairs.",
     "empty in no-programme and where se is"},
};

std::string row(const Plan& plan, const Results& results, std::size_t arm, std::size_t cell) {
  const Estimate level = series_estimate(plan, results, arm, cell);
  std::string text =
      fmt::format("{},{},{}", level.count, shortest(level.mean), shortest(level.standard_error));
  for (const QuantileName& quantile : quantile_names) {
    text += ',' + shortest(results.series[arm].histograms[cell].quantile(quantile.p));
  }
  const Estimate difference =
      arm > 0 ? series_difference_estimate(plan, results, arm, cell) : Estimate{};
  return text +
         fmt::format(",{},{}\n", shortest(difference.mean), shortest(difference.standard_error));
}

}  // namespace

std::string series_csv(const Plan& plan, const Results& results) {
  std::string text;
  for (const Column& column : columns) {
    text += text.empty() ? "" : ",";
    text += column.name;
  }
  text += '\n';
  const Case& numbers = plan.arms.front().numbers;
  const Quarters quarters(numbers.start, numbers.horizon);
  const auto declarations = series_declarations();
  for (std::size_t arm = 0; arm < results.series.size(); ++arm) {
    for (std::size_t which = 0; which < declarations.size(); ++which) {
      for (std::size_t quarter = 0; quarter < quarters.size(); ++quarter) {
        text += fmt::format("{},{},{},", csv_text(plan.arms[arm].name), declarations[which].name,
                            quarters.end(quarter).to_string());
        text += row(plan, results, arm, series_cell(which, quarter, quarters.size()));
      }
    }
  }
  return text;
}

std::string series_codebook(const Scenario& scenario) {
  std::string text;
  for (const Column& column : columns) {
    text += fmt::format("series.csv,{},{},{},{}\n", column.name, column.unit,
                        csv_text(column.definition), csv_text(column.when_empty));
  }
  for (const SeriesDeclaration& series : series_declarations()) {
    const std::string_view unit = series.unit == "currency" ? scenario.head.currency : series.unit;
    text += fmt::format("series.csv,series = {},{},{},{}\n", series.name, csv_text(unit),
                        csv_text(series.definition), always);
  }
  return text;
}

}  // namespace firstcustomer
