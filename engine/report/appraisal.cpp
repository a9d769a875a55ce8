#include "firstcustomer/report/appraisal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace firstcustomer {
namespace {

std::string month_of(Date date) {
  constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
  return fmt::format("{} {}", months[date.month() - 1], date.year());
}

bool is_uncertain(const Scenario& scenario, const std::string& path) {
  return std::any_of(scenario.uncertainties.begin(), scenario.uncertainties.end(),
                     [&](const Uncertainty& each) { return each.path == path; });
}

bool has_constant_prices(const Scenario& scenario) {
  const auto& steps = scenario.numbers.appraisal.deflator;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].growth != PerYear{} ||
        is_uncertain(scenario, fmt::format("appraisal.deflator.{}.growth", i))) {
      return false;
    }
  }
  return true;
}

/// "3.5 %", without digits that are only a binary fraction's. `path`: of the rate.
std::string rate_text(const Scenario& scenario, PerYear rate, const std::string& path) {
  return fmt::format("{}{:.4g} %", is_uncertain(scenario, path) ? "an uncertain " : "",
                     100.0 * rate.value());
}

std::string discount_rate_text(const Scenario& scenario, std::size_t step) {
  return rate_text(scenario, scenario.numbers.appraisal.discount[step].rate,
                   fmt::format("appraisal.discount.{}.rate", step));
}

/// The growth of prices between the price base or the start and the horizon: "2.6 % a year, 1.9 %
/// from April 2027".
std::string deflator_text(const Scenario& scenario) {
  const Case& numbers = scenario.numbers;
  const auto& steps = numbers.appraisal.deflator;
  const Date first = std::min(numbers.start, numbers.appraisal.price_base);
  std::string text;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool over = i + 1 < steps.size() && steps[i + 1].from <= first;
    if (over || steps[i].from > numbers.horizon) {
      continue;
    }
    const std::string rate =
        rate_text(scenario, steps[i].growth, fmt::format("appraisal.deflator.{}.growth", i));
    text += text.empty() ? fmt::format("{} a year", rate)
                         : fmt::format(", {} from {}", rate, month_of(steps[i].from));
  }
  return text;
}

/// Whether so many years after the base date are over by the horizon.
bool is_reached(const Case& numbers, std::int64_t years) {
  const Date base = numbers.appraisal.base_date;
  return base.year() + years <= numbers.horizon.year() &&
         base.plus_months(static_cast<int>(12 * years)) <= numbers.horizon;
}

std::string discount_text(const Scenario& scenario) {
  const Appraisal& appraisal = scenario.numbers.appraisal;
  std::string later;
  for (std::size_t i = 1; i < appraisal.discount.size(); ++i) {
    const std::int64_t after = appraisal.discount[i].after;
    if (is_reached(scenario.numbers, after)) {
      later += fmt::format("{}{} after {} years", later.empty() ? "" : ", ",
                           discount_rate_text(scenario, i), after);
    }
  }
  const bool nothing =
      appraisal.discount.empty() || (appraisal.discount[0].rate == PerYear{} && later.empty() &&
                                     !is_uncertain(scenario, "appraisal.discount.0.rate"));
  return nothing ? "not discounted"
                 : fmt::format("discounted at {} a year{} to {}", discount_rate_text(scenario, 0),
                               later.empty() ? "" : fmt::format(" ({})", later),
                               month_of(appraisal.base_date));
}

}  // namespace

std::string present_value_terms(const Scenario& scenario) {
  const std::string prices =
      has_constant_prices(scenario)
          ? "no inflation"
          : fmt::format("deflated by {} to prices of {}", deflator_text(scenario),
                        month_of(scenario.numbers.appraisal.price_base));
  return fmt::format("{}, {}", prices, discount_text(scenario));
}

}  // namespace firstcustomer
