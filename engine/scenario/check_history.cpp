/// Checks of dates on which firms are there and raise.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

void check_until(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  const Date until = numbers.finance.history_until;
  const Place place = place_of(reading, "finance.history_until");
  if (until < numbers.start) {
    reading.diagnostics.error(place, "the history ends before the start",
                              fmt::format("the start is {}", numbers.start.to_string()));
  } else if (until > numbers.horizon) {
    reading.diagnostics.warning(place, "the history ends after the horizon",
                                "finance is never left to chance");
    return;
  }
  const bool any = std::any_of(numbers.firms.begin(), numbers.firms.end(),
                               [](const Firm& firm) { return !firm.raises.empty(); });
  if (until > numbers.start && !any) {
    reading.diagnostics.warning(place, "there is a history without raises",
                                "no firm can raise before it ends",
                                "Write what firms raised until then as 'raises'.");
  }
}

void check_entrance(Reading& reading, const Firm& firm) {
  const Case& numbers = reading.scenario.numbers;
  const Place place = place_of(reading, fmt::format("firms.{}.enters", firm.name));
  if (firm.enters < numbers.start) {
    reading.diagnostics.error(place, fmt::format("'{}' enters before the start", firm.name),
                              fmt::format("the start is {}", numbers.start.to_string()),
                              "Leave 'enters' out: it is there from the start.");
  } else if (firm.enters > numbers.horizon) {
    reading.diagnostics.warning(place, fmt::format("'{}' enters after the horizon", firm.name),
                                "it is never there");
  }
}

void check_raises(Reading& reading, const Firm& firm) {
  const Date start = reading.scenario.numbers.start;
  const Date until = reading.scenario.numbers.finance.history_until;
  Date before = firm.enters;
  for (std::size_t i = 0; i < firm.raises.size(); ++i) {
    const Date on = firm.raises[i].on;
    const Place place = place_of(reading, fmt::format("firms.{}.raises.{}.on", firm.name, i));
    if (on < before) {
      reading.diagnostics.error(
          place,
          i == 0 ? fmt::format("'{}' raises before it is there", firm.name)
                 : fmt::format("the raises of '{}' are not in order of their dates", firm.name),
          fmt::format("{} is before {}", on.to_string(), before.to_string()));
    }
    if (until <= start) {
      reading.diagnostics.error(
          place, fmt::format("'{}' has a known raise and there is no history", firm.name),
          "from the start on, finance is left to chance",
          on > start
              ? fmt::format("Write history_until: {} in 'finance', or a later day.", on.to_string())
              : "Write a history_until after the start in 'finance', or add the money to 'cash'.");
    } else if (on > until) {
      reading.diagnostics.error(
          place, fmt::format("'{}' has a known raise after its history", firm.name),
          fmt::format("the history ends on {}", until.to_string()),
          fmt::format("Write history_until: {} in 'finance', or a later day.", on.to_string()));
    }
    before = on;
  }
}

}  // namespace

void check_history(Reading& reading) {
  check_until(reading);
  for (const Firm& firm : reading.scenario.numbers.firms) {
    check_entrance(reading, firm);
    check_raises(reading, firm);
  }
}

}  // namespace firstcustomer
