/// Checks of what moves by chance from day to day: paths that have nothing to go along with.

#include <fmt/format.h>

#include "reader.hpp"

namespace firstcustomer {
namespace {

void check_wandering_frontier(Reading& reading, const std::string& name, const FrontierPath& path) {
  if (path.volatility > 0.0 && path.launches) {
    reading.diagnostics.error(
        place_of(reading, fmt::format("frontier.{}.volatility", name)),
        "a frontier that wanders and has launches",
        "launches are the best on sale so far, which a path that may fall is not",
        "Leave out 'launches', or set 'volatility' to 0 % and give the launches a noise.");
  }
}

/// By name: the benchmark that decides what firms' paths go along with.
const FrontierPath* frontier_of_standard(const Case& numbers) {
  if (numbers.standard.thresholds.empty()) {
    return nullptr;
  }
  for (std::size_t i = 0; i < numbers.frontier.size(); ++i) {
    if (numbers.benchmarks[i].name == numbers.standard.thresholds.front().benchmark) {
      return &numbers.frontier[i];
    }
  }
  return nullptr;
}

void check_correlation(Reading& reading, const Technology& technology) {
  const Improvement& by = *technology.improvement;
  if (by.correlation == 0.0) {
    return;
  }
  const std::string place = fmt::format("technologies.{}.improvement.correlation", technology.name);
  const FrontierPath* path = frontier_of_standard(reading.scenario.numbers);
  if (by.volatility == 0.0) {
    reading.diagnostics.error(place_of(reading, place),
                              "a correlation of performance that does not vary",
                              "without a volatility there is no path to correlate",
                              "Give 'improvement' a volatility, or leave out 'correlation'.");
  } else if (path != nullptr && path->volatility == 0.0) {
    reading.diagnostics.error(
        place_of(reading, place), "a correlation with a frontier that does not wander",
        "that of the first benchmark of the standard has no volatility",
        fmt::format("Set 'frontier.{}.volatility', or leave out 'correlation'.",
                    reading.scenario.numbers.standard.thresholds.front().benchmark));
  }
}

}  // namespace

void check_diffusion(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  for (std::size_t i = 0; i < numbers.frontier.size(); ++i) {
    check_wandering_frontier(reading, numbers.benchmarks[i].name, numbers.frontier[i]);
  }
  for (const Technology& technology : numbers.technologies) {
    if (technology.improvement) {
      check_correlation(reading, technology);
    }
  }
}

}  // namespace firstcustomer
