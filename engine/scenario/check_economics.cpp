/// Doubts of an economist about a programme: legal, but hardly meant.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

std::string written(const Reading& reading, Money amount) {
  return write_quantity(amount.major(), {Dimension::money}, *reading.currency);
}

/// Below which no unit of the technology costs a firm whose factor is 1: nothing, where firms
/// learn.
Money lowest_cost(const Supply& supply) {
  const bool learns = supply.learning && supply.learning->rate > Share(0.0);
  return learns ? Money{} : unit_cost_after(supply, Duration::longest());
}

/// Whether the best price pays for the cheapest unit.
void check_price(Reading& reading, const Clause& best, const std::string& place) {
  const auto& technologies = reading.scenario.numbers.technologies;
  const auto cheapest = std::min_element(technologies.begin(), technologies.end(),
                                         [](const Technology& a, const Technology& b) {
                                           return lowest_cost(a.supply) < lowest_cost(b.supply);
                                         });
  const Money pay = Money::major(best.pay.number);
  const Money lowest = lowest_cost(cheapest->supply);
  if (!best.pay.formula && pay < lowest) {
    reading.diagnostics.warning(
        place_of(reading, place),
        fmt::format("no firm can accept {} per unit", written(reading, pay)),
        fmt::format("the lowest unit cost is {}, of '{}'", written(reading, lowest),
                    cheapest->name),
        "Raise the price or see 'technologies'.");
  }
}

/// Whether the money is enough for one unit at the price of the first clause on acceptance.
void check_money(Reading& reading, const Programme& programme, const std::string& path,
                 Money first) {
  const Money budget = programme.fund.budget;
  const double share = programme.eligibility.max_share_per_firm.value();
  const std::string reason = fmt::format("the first costs {}", written(reading, first));
  if (budget >= first && budget.major() * share < first.major()) {
    reading.diagnostics.warning(place_of(reading, path + ".eligibility.max_share_per_firm"),
                                "the share of a firm does not pay for one unit", reason);
  }
  if (budget > Money{} && budget < first) {
    reading.diagnostics.warning(place_of(reading, path + ".fund.budget"),
                                "the budget does not pay for one unit", reason);
  }
}

void check_eligibility(Reading& reading, const Programme& programme, const std::string& path) {
  const Case& numbers = reading.scenario.numbers;
  if (programme.eligibility.domestic_only && !numbers.entry &&
      std::none_of(numbers.firms.begin(), numbers.firms.end(),
                   [](const Firm& firm) { return firm.domestic; })) {
    reading.diagnostics.warning(place_of(reading, path + ".eligibility.domestic_only"),
                                "no firm is eligible",
                                numbers.firms.empty() ? "there is none" : "none is domestic");
  }
}

}  // namespace

void check_economics(Reading& reading, const Programme& programme, const std::string& path) {
  const auto& contract = programme.contract;
  const auto on_acceptance = [](const Clause& clause) { return clause.on == Trigger::acceptance; };
  const auto first = std::find_if(contract.begin(), contract.end(), on_acceptance);
  if (first != contract.end()) {
    auto best = first;
    for (auto clause = first; clause != contract.end(); ++clause) {
      best = on_acceptance(*clause) && clause->pay.number > best->pay.number ? clause : best;
    }
    check_price(reading, *best, fmt::format("{}.contract.{}.pay", path, best - contract.begin()));
    if (!first->pay.formula) {
      check_money(reading, programme, path, Money::major(first->pay.number));
    }
  }
  check_eligibility(reading, programme, path);
}

}  // namespace firstcustomer
