/// Checks of the frontier's launches: laws whose means are known.

#include <fmt/format.h>

#include "reader.hpp"

namespace firstcustomer {
namespace {

bool has_plain_mean(const Law& law) {
  return law.family != LawFamily::weibull && law.family != LawFamily::bernoulli &&
         law.family != LawFamily::categorical;
}

void check_launches(Reading& reading, const std::string& path, const Launches& launches) {
  constexpr std::string_view why =
      "annual_growth is the growth in the long run, which counts on the mean";
  if (!has_plain_mean(launches.gap)) {
    reading.diagnostics.error(
        place_of(reading, path + ".gap"),
        fmt::format("a {} law of gaps between launches", description(launches.gap.family).name),
        why, "Take a lognormal, exponential, gamma, uniform, triangular or PERT law.");
  }
  if (launches.jump.family != LawFamily::constant && launches.jump.family != LawFamily::lognormal) {
    reading.diagnostics.error(
        place_of(reading, path + ".jump"),
        fmt::format("a {} law of jumps", description(launches.jump.family).name), why,
        "Take a constant or a lognormal law.");
  }
}

/// 120 for 120 %.
void check_share_of_frontier(Reading& reading, const Threshold& threshold) {
  constexpr double most = 10.0;
  if (threshold.of == ThresholdOf::frontier && threshold.required > most) {
    reading.diagnostics.warning(
        place_of(reading, fmt::format("standard.thresholds.{}", threshold.benchmark)),
        fmt::format("the threshold is {:.6g} times the frontier", threshold.required),
        "hardly any product passes",
        fmt::format("'{:.6g} %' is a share of it.", threshold.required));
  }
}

}  // namespace

void check_frontier(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  for (const Threshold& threshold : numbers.standard.thresholds) {
    check_share_of_frontier(reading, threshold);
  }
  for (std::size_t i = 0; i < numbers.frontier.size(); ++i) {
    if (numbers.frontier[i].launches) {
      check_launches(reading, fmt::format("frontier.{}.launches", numbers.benchmarks[i].name),
                     *numbers.frontier[i].launches);
    }
  }
}

}  // namespace firstcustomer
