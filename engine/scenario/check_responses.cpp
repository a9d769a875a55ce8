/// Checks of entry and behaviour: doubts about responses that nobody shows.

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/elementary.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view suggestion = "Write behaviour: {mode: heuristic}.";

void check_mode(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  if (numbers.behaviour.mode == BehaviourMode::heuristic) {
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

/// Entry at its fastest, by the budget as it is given.
void check_ceiling(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  Money budgets;
  for (const Programme& programme : numbers.programmes) {
    budgets += programme.promised ? programme.fund.budget : Money{};
  }
  if (!numbers.entry || budgets == Money{} || !numbers.behaviour.founders_respond()) {
    return;
  }
  const FirmEntry& entry = *numbers.entry;
  const double elasticity = largest_value(reading, "entry.elasticity", entry.elasticity);
  const double relative = budgets.major() / entry.reference_budget.major();
  const double fastest = elementary::exp(elasticity * elementary::log(1.0 + relative));
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
  check_ceiling(reading);
}

}  // namespace firstcustomer
