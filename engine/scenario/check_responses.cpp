/// Checks of entry and behaviour: doubts about responses that nobody shows.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/elementary.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view suggestion = "Write behaviour: {mode: heuristic}.";

/// What is said of responses moves nobody where behaviour is fixed. Where it is optimising it is
/// what the mode `heuristic` would take, and may stand.
void check_mode(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  if (numbers.behaviour.mode != BehaviourMode::fixed) {
    return;
  }
  if (numbers.finance.signals) {
    reading.diagnostics.warning(place_of(reading, "finance.signals"), "signals move nobody",
                                "behaviour.mode is fixed", suggestion);
  }
  if (numbers.entry &&
      largest_value(reading, "entry.elasticity", numbers.entry->elasticity) > 0.0) {
    reading.diagnostics.warning(place_of(reading, "entry.elasticity"),
                                "the elasticity of entry moves nobody", "behaviour.mode is fixed",
                                suggestion);
  }
}

void check_pace(Reading& reading, const std::vector<EntryPace>& pace) {
  for (std::size_t i = 1; i < pace.size(); ++i) {
    if (pace[i].on <= pace[i - 1].on) {
      reading.diagnostics.error(place_of(reading, fmt::format("entry.pace.{}.on", i)),
                                "the pace of entry is not in order",
                                fmt::format("the one before is of {}", pace[i - 1].on.to_string()),
                                "Put the earlier date first.");
    }
  }
}

/// By the pace as it is given.
double fastest_by_pace(Reading& reading, const std::vector<EntryPace>& pace) {
  double fastest = pace.empty() ? 1.0 : 0.0;
  for (std::size_t i = 0; i < pace.size(); ++i) {
    fastest = std::max(
        fastest, largest_value(reading, fmt::format("entry.pace.{}.times", i), pace[i].times));
  }
  return fastest;
}

/// Beliefs are those of firms that pilots can hold back, and change as they go.
void check_beliefs(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  const Behaviour& behaviour = numbers.behaviour;
  if (!behaviour.optimises()) {
    return;
  }
  const bool anybody =
      std::any_of(numbers.firms.begin(), numbers.firms.end(),
                  [&](const Firm& firm) { return firm.enters <= numbers.horizon; });
  if (!anybody) {
    reading.diagnostics.error(place_of(reading, "behaviour.mode"), "nobody to have beliefs",
                              "they are those of firms of the cohort, and none is there by the "
                              "horizon",
                              "Add a firm to 'firms', or write behaviour: {mode: heuristic}.");
  }
  const double days = (SimulationClock(numbers.start).end_of(numbers.horizon) - Instant{}).days();
  if (behaviour.beliefs.step.days() > days) {
    reading.diagnostics.error(place_of(reading, "behaviour.beliefs.step"),
                              "the step of beliefs is longer than the scenario",
                              "opportunities would be seen at the start only", "Write 1 month.");
  }
  if (behaviour.investors_are_rational() && behaviour.preferences == Preferences::stated &&
      !numbers.finance.rounds.empty() && !numbers.finance.equity) {
    reading.diagnostics.error(place_of(reading, "behaviour.investors"),
                              "what investors ask for is not known",
                              "with stated preferences a round closes where a firm is worth what "
                              "is paid for the share that is sold, which finance.equity.sold says",
                              "Write finance: {equity: {sold: 20 %, …}}, or investors: empirical.");
  }
}

/// Entry at its fastest, by the budget and the pace as they are given.
void check_ceiling(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  Money budgets;
  for (const Programme& programme : numbers.programmes) {
    budgets += programme.promised ? programme.fund.budget : Money{};
  }
  if (!numbers.entry) {
    return;
  }
  const double pace = fastest_by_pace(reading, numbers.entry->pace);
  if (pace > numbers.entry->ceiling) {
    reading.diagnostics.error(
        place_of(reading, "entry.ceiling"), "the ceiling of entry is too low",
        std::isfinite(pace) ? fmt::format("its pace makes it {:.3g} times as fast", pace)
                            : "nothing limits its pace",
        std::isfinite(pace) ? fmt::format("Write at least {:.0f}.", std::ceil(pace))
                            : "Take a law with limits, such as triangular.");
    return;
  }
  if (budgets == Money{} || !numbers.behaviour.founders_respond()) {
    return;
  }
  const FirmEntry& entry = *numbers.entry;
  const double elasticity = largest_value(reading, "entry.elasticity", entry.elasticity);
  const double relative = budgets.major() / entry.reference_budget.major();
  const double fastest = pace * elementary::exp(elasticity * elementary::log(1.0 + relative));
  if (!std::isfinite(elasticity)) {
    reading.diagnostics.error(place_of(reading, "entry.elasticity"),
                              "no ceiling of entry is high enough",
                              "nothing limits how fast the budget makes it",
                              "Take a law with limits, such as triangular.");
  } else if (fastest > entry.ceiling) {
    reading.diagnostics.error(
        place_of(reading, "entry.ceiling"), "the ceiling of entry is too low",
        fmt::format("the budget can make entry {:.3g} times as fast", fastest),
        fmt::format("Write at least {:.0f}.", std::ceil(fastest)));
  }
}

}  // namespace

void check_responses(Reading& reading) {
  const auto& entry = reading.scenario.numbers.entry;
  if (entry && entry->technologies.empty()) {
    reading.diagnostics.error(place_of(reading, "entry.technologies"),
                              "'entry.technologies' has no entry", "at least one is needed");
  }
  check_mode(reading);
  if (entry) {
    check_pace(reading, entry->pace);
  }
  check_beliefs(reading);
  check_ceiling(reading);
}

}  // namespace firstcustomer
