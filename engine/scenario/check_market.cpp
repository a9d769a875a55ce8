/// Checks of private demand that is cleared, and of incumbents.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"
#include "world_examples.hpp"

namespace firstcustomer {
namespace {

void check_clearing(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  const Place place = place_of(reading, "market.clearing");
  if (numbers.private_demand) {
    reading.diagnostics.error(place, "private demand is given twice",
                              "market.private_demand and market.clearing are two accounts of the "
                              "same customers",
                              "Leave one out; a variant of another scenario writes "
                              "'remove: [market.private_demand]'.");
  }
  if (numbers.clearing->segments.empty()) {
    reading.diagnostics.error(place_of(reading, "market.clearing.segments"),
                              "'market.clearing.segments' has no entry", "nobody would buy");
  }
  if (!numbers.market_price) {
    reading.diagnostics.error(place, "units of firms have no price",
                              "the scenario has no market.unit_price", give_market_price);
  }
  if (!numbers.frontier_purchase) {
    reading.diagnostics.error(place, "what incumbents ask for is not known",
                              "the scenario has no market.frontier_purchase",
                              give_frontier_purchase);
  }
}

/// Whether a number is, or may be drawn, above 0.
bool is_positive(const Reading& reading, std::string_view path, double value) {
  return largest_value(reading, path, value) > 0.0;
}

void check_price_response(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  const std::string path = "market.incumbents.price_response";
  if (!is_positive(reading, path, numbers.incumbents->price_response)) {
    return;
  }
  const auto first = std::find_if(
      numbers.benchmarks.begin(), numbers.benchmarks.end(),
      [&](const Benchmark& b) { return b.name == numbers.standard.thresholds.front().benchmark; });
  const auto place = static_cast<std::size_t>(first - numbers.benchmarks.begin());
  if (!numbers.market_price) {
    reading.diagnostics.error(place_of(reading, path), "there is no price that could respond",
                              "the scenario has no market.unit_price", give_market_price);
  } else if (!numbers.frontier[place].launches) {
    reading.diagnostics.warning(place_of(reading, path), "the price responds to nothing",
                                fmt::format("the frontier of {} has no launches", first->name));
  }
}

void check_foreign_capacity(Reading& reading) {
  const Incumbents& incumbents = *reading.scenario.numbers.incumbents;
  const std::string base = "market.incumbents.";
  const std::vector<CapacityStep>& steps = incumbents.foreign_capacity;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (steps[i].on <= steps[i - 1].on) {
      reading.diagnostics.error(
          place_of(reading, fmt::format("{}foreign_capacity.{}.on", base, i)),
          "the steps of foreign capacity are not in order",
          fmt::format("the step before begins on {}", steps[i - 1].on.to_string()),
          "Put the earlier date first.");
    }
  }
  const bool acts =
      is_positive(reading, base + "lead_time_elasticity", incumbents.lead_time_elasticity) ||
      is_positive(reading, base + "talent_cost", incumbents.talent_cost);
  if (acts && steps.empty()) {
    reading.diagnostics.warning(place_of(reading, base + "foreign_capacity"),
                                "lead times and burn respond to nothing",
                                "there is no foreign capacity");
  } else if (!acts && !steps.empty()) {
    reading.diagnostics.warning(
        place_of(reading, base + "foreign_capacity"), "foreign capacity does nothing",
        "neither lead times nor burn respond to it", "Give lead_time_elasticity or talent_cost.");
  }
}

}  // namespace

void check_market(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  if (numbers.clearing) {
    check_clearing(reading);
  }
  if (numbers.incumbents && !numbers.standard.thresholds.empty()) {
    check_price_response(reading);
    check_foreign_capacity(reading);
  }
}

}  // namespace firstcustomer
