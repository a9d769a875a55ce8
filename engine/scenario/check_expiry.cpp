/// Whether contracts can expire before the horizon, where clauses are on their expiry.

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/core/calendar.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

/// The first and the last day on which contracts can be signed.
struct SigningDays {
  Date first;
  Date last;
};

/// Needs: a first call that is no later than `until`, if there are calls.
Date last_call(const Allocation& allocation, Date until) {
  const std::int64_t most = allocation.phases.empty() ? allocation.calls : 1;
  Date last = allocation.first_call;
  for (std::int64_t call = 1; call < most; ++call) {
    const Date next =
        allocation.first_call.plus_months(static_cast<int>(call * allocation.months_between));
    if (next > until) {
      break;
    }
    last = next;
  }
  return last;
}

SigningDays signing_days(const Case& numbers, const Programme& programme) {
  const Date opens = std::max(programme.opens, numbers.start);
  const Date until = std::min(standard_of(programme, numbers.standard).deadline, numbers.horizon);
  const Allocation& allocation = programme.allocation;
  switch (allocation.signing) {
    case Signing::opening:
      return {opens, opens};
    case Signing::call:
      return {std::max(opens, allocation.first_call),
              allocation.first_call > until ? allocation.first_call : last_call(allocation, until)};
    case Signing::qualification:
      break;
  }
  return {opens, until};
}

/// An uncertain span counts at its median.
void check_clause(Reading& reading, const Programme& programme, const Place& place) {
  const Case& numbers = reading.scenario.numbers;
  const SimulationClock clock(numbers.start);
  const SigningDays days = signing_days(numbers, programme);
  const Instant end = clock.end_of(numbers.horizon);
  const Duration lasts = programme.contract_lasts;
  if (lasts == Duration::longest()) {
    reading.diagnostics.warning(place, "no contract expires", "contract_lasts is none",
                                "Give contract_lasts, such as 3 years.");
  } else if (clock.at(days.first) + lasts > end) {
    reading.diagnostics.warning(place, "no contract expires before the horizon",
                                fmt::format("the first can be signed on {} and lasts beyond {}",
                                            days.first.to_string(), numbers.horizon.to_string()),
                                "Shorten contract_lasts, or move the horizon in the scenario.");
  } else if (clock.at(days.last) + lasts > end) {
    const Date signed_by = clock.date(end + (Duration{} - lasts));
    reading.diagnostics.warning(
        place,
        fmt::format("contracts signed after {} expire after the horizon", signed_by.to_string()),
        "what is owed then is not counted",
        fmt::format("The last can be signed on {}: shorten contract_lasts, or move the horizon in "
                    "the scenario.",
                    days.last.to_string()));
  }
}

}  // namespace

void check_expiry(Reading& reading, const Programme& programme, const std::string& path) {
  for (std::size_t i = 0; i < programme.contract.size(); ++i) {
    if (programme.contract[i].on == Trigger::expiry) {
      check_clause(reading, programme,
                   place_of(reading, fmt::format("{}.contract.{}.on", path, i)));
    }
  }
}

}  // namespace firstcustomer
