/// Checks of an appraisal's steps and dates: in order, and covering all money of a run.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

/// Bases are within the lifetime of a simulation from its start.
constexpr int most_years = 100;

void check_base(Reading& reading, const std::string& path, Date base) {
  const Date start = reading.scenario.numbers.start;
  if (std::abs(base.year() - start.year()) > most_years) {
    reading.diagnostics.error(
        reading.places[path],
        fmt::format("'{}' is more than {} years from the start", path, most_years),
        fmt::format("the start is {}", start.to_string()));
  }
}

void check_deflator(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  const auto& steps = numbers.appraisal.deflator;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (steps[i].from <= steps[i - 1].from) {
      reading.diagnostics.error(
          reading.places[fmt::format("appraisal.deflator.{}.from", i)],
          "the deflator's steps are not in order",
          fmt::format("the step before begins on {}", steps[i - 1].from.to_string()),
          "Put the earlier date first.");
    }
  }
  const bool by_start = numbers.start <= numbers.appraisal.price_base;
  const Date first = by_start ? numbers.start : numbers.appraisal.price_base;
  if (steps.front().from > first) {
    reading.diagnostics.error(
        reading.places["appraisal.deflator.0.from"],
        fmt::format("the deflator begins after the {}", by_start ? "start" : "price base"),
        "the growth of prices before it is not known",
        fmt::format("Begin it on {} or earlier.", first.to_string()));
  }
}

void check_discount(Reading& reading) {
  const auto& steps = reading.scenario.numbers.appraisal.discount;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const std::string path = fmt::format("appraisal.discount.{}.after", i);
    if (steps[i].after <= steps[i - 1].after) {
      reading.diagnostics.error(
          reading.places[path], "the discount rates are not in order",
          fmt::format("the rate before holds after {} years", steps[i - 1].after),
          "Put the earlier year first.");
    }
    const auto& uncertain = reading.scenario.uncertainties;
    if (std::any_of(uncertain.begin(), uncertain.end(),
                    [&](const Uncertainty& each) { return each.path == path; })) {
      reading.diagnostics.error(reading.places[path], fmt::format("'{}' is uncertain", path),
                                "drawn years could change places",
                                "Make the rate uncertain instead.");
    }
  }
}

}  // namespace

void check_appraisal(Reading& reading) {
  const Appraisal& appraisal = reading.scenario.numbers.appraisal;
  check_base(reading, "appraisal.price_base", appraisal.price_base);
  check_base(reading, "appraisal.base_date", appraisal.base_date);
  check_deflator(reading);
  check_discount(reading);
}

}  // namespace firstcustomer
