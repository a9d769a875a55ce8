#include "firstcustomer/report/beliefs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/text.hpp"

namespace firstcustomer {
namespace {

/// "6–9 iterations".
std::string iterations_text(const BeliefReport& report) {
  const std::int64_t fewest = report.fewest_iterations();
  const std::int64_t most = report.most_iterations();
  return fewest == most ? fmt::format("{} iteration{}", most, most == 1 ? "" : "s")
                        : fmt::format("{}–{} iterations", fewest, most);
}

/// What a state means, to who reads results.
std::string_view meaning_of(BeliefState state) {
  switch (state) {
    case BeliefState::converged:
      return "";
    case BeliefState::multiple:
      return " — beliefs from nothing and from the whole budget end in different places; those "
             "from nothing are used, and what others would do is not known";
    case BeliefState::not_converged:
      return " — what is believed is not what then happens, so results are those of no "
             "equilibrium";
  }
  return "";
}

/// "£12m at once, £8m after 4 years".
std::string gains_text(const BeliefReport& report, const std::vector<double>& expected,
                       std::string_view symbol) {
  const std::size_t last = expected.size() - 1;
  std::vector<std::string> parts = {money_text(expected.front(), symbol) + " at once"};
  for (const std::size_t probe : {std::min<std::size_t>(last, 2), std::min<std::size_t>(last, 4)}) {
    if (probe > 0) {
      parts.push_back(fmt::format("{} after {} years", money_text(expected[probe], symbol),
                                  grouped(report.years[probe], 0)));
    }
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// "0.9 to 1.4".
std::string efforts_text(const std::vector<double>& efforts) {
  double least = std::numeric_limits<double>::infinity();
  double most = 0.0;
  for (const double effort : efforts) {
    if (!std::isnan(effort)) {
      least = std::min(least, effort);
      most = std::max(most, effort);
    }
  }
  const std::string low = grouped(least, 2);
  const std::string high = grouped(most, 2);
  return low == high ? low : fmt::format("{} to {}", low, high);
}

void write_numbers(JsonWriter& json, std::string_view name, const std::vector<double>& numbers) {
  json.key(name).begin_list();
  for (const double number : numbers) {
    json.value(number);
  }
  json.end_list();
}

void write_report(JsonWriter& json, const Arm& arm) {
  const BeliefReport& report = *arm.found_beliefs;
  json.field("state", belief_state_names[static_cast<std::size_t>(report.state)])
      .field("sets", static_cast<std::int64_t>(report.sets.size()))
      .field("pilots_per_set", report.replications)
      .field("fewest_iterations", report.fewest_iterations())
      .field("most_iterations", report.most_iterations())
      .field("last_change", report.largest_gap())
      .field("pilots", report.pilots());
  write_numbers(json, "years", report.years);
  write_numbers(json, "worth_of_qualifying", report.expected);
  if (!report.expected_from_budget.empty()) {
    write_numbers(json, "worth_of_qualifying_from_budget", report.expected_from_budget);
  }
  json.key("effort_at_start").begin_object();
  for (std::size_t i = 0; i < report.effort.size(); ++i) {
    if (!std::isnan(report.effort[i])) {
      json.field(arm.numbers.technologies[i].name, report.effort[i]);
    }
  }
  json.end_object();
}

}  // namespace

std::string beliefs_sentence(const Plan& plan, std::size_t arm, std::string_view symbol) {
  const BeliefReport* report = plan.arms[arm].found_beliefs.get();
  if (report == nullptr) {
    return "";
  }
  std::string text = fmt::format(
      "{} ({} set{} of {} pilots, {}, last change {:.2g} %{}){}. Qualifying is expected to be "
      "worth "
      "{}; effort at the start {}.",
      belief_state_names[static_cast<std::size_t>(report->state)], report->sets.size(),
      report->sets.size() == 1 ? "" : "s", grouped(static_cast<double>(report->replications), 0),
      iterations_text(*report), 100.0 * report->largest_gap(),
      report->sets.size() == 1 ? ", so intervals leave out what another set would change" : "",
      meaning_of(report->state), gains_text(*report, report->expected, symbol),
      efforts_text(report->effort));
  if (!report->expected_from_budget.empty()) {
    text += fmt::format(" From the whole budget: {}.",
                        gains_text(*report, report->expected_from_budget, symbol));
  }
  return text;
}

std::string beliefs_text(const Plan& plan, std::string_view symbol) {
  const auto has_any = [](const Arm& arm) { return arm.found_beliefs != nullptr; };
  const auto arms = plan.arms.begin() + static_cast<std::ptrdiff_t>(plan.compared_arms());
  const bool promised = std::any_of(plan.arms.begin(), arms, [&](const Arm& arm) {
    return has_any(arm) && has_budget(arm.numbers);
  });
  std::string text;
  for (std::size_t arm = 0; arm < plan.compared_arms(); ++arm) {
    if (has_any(plan.arms[arm]) && has_budget(plan.arms[arm].numbers) == promised) {
      const std::string whose = plan.compared_arms() > 2
                                    ? fmt::format("Beliefs under {}: ", plan.arms[arm].name)
                                    : std::string("Beliefs: ");
      text += wrapped(whose + beliefs_sentence(plan, arm, symbol));
    }
  }
  return text;
}

void write_beliefs(JsonWriter& json, const Plan& plan) {
  if (plan.pilots == 0) {
    return;
  }
  json.key("beliefs").begin_object();
  for (std::size_t arm = 0; arm < plan.compared_arms(); ++arm) {
    if (plan.arms[arm].found_beliefs) {
      json.key(plan.arms[arm].name).begin_object();
      write_report(json, plan.arms[arm]);
      json.end_object();
    }
  }
  json.end_object();
}

}  // namespace firstcustomer
