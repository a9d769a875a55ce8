/// Checks of how units are made: what says what they cost, and what they wait for.

#include <fmt/format.h>

#include "reader.hpp"

namespace firstcustomer {
namespace {

void check_unit_cost(Reading& reading, const Supply& supply, const std::string& path) {
  if (!supply.die && supply.unit_cost == no_unit_cost) {
    reading.diagnostics.error(place_of(reading, path), "nothing says what a unit costs",
                              "it has neither unit_cost nor die",
                              "Give unit_cost, such as £5k per unit, or a die.");
  } else if (supply.die && supply.unit_cost != no_unit_cost) {
    reading.diagnostics.error(place_of(reading, path + ".die"), "two things say what a unit costs",
                              "it has unit_cost and die",
                              "Leave one out, or write unit_cost: none beside 'like'.");
  }
}

void check_die(Reading& reading, const Die& die, const std::string& path) {
  if (gross_dies(die.area, die.wafer_diameter) < 1.0) {
    reading.diagnostics.error(place_of(reading, path + ".area_mm2"), "no die fits on the wafer",
                              fmt::format("it has {} mm² and the wafer a diameter of {} mm",
                                          die.area, die.wafer_diameter),
                              "The largest that a scanner exposes has 858 mm².");
  }
  if (die.hbm > 0.0 && die.hbm_price == Money{}) {
    reading.diagnostics.warning(place_of(reading, path + ".hbm_gb"), "memory that costs nothing",
                                "the die has no hbm_price_per_gb", "Give it, such as £13.");
  }
  if (die.learning && die.learning->floor >= die.defects) {
    reading.diagnostics.warning(
        place_of(reading, path + ".learning.floor_per_cm2"), "nothing is learnt",
        fmt::format("there are {} defects per cm² from the beginning", die.defects),
        "Lower the floor.");
  }
}

bool never_waits(const Law& law) {
  return law.family == LawFamily::constant && law.parameters[0] == 0.0;
}

void check_packaging(Reading& reading, const Supply& supply, const std::string& path) {
  const Packaging& packaging = *supply.packaging;
  if (supply.die && supply.die->hbm == 0.0 && !never_waits(packaging.hbm_lead_time)) {
    reading.diagnostics.error(
        place_of(reading, path + ".hbm_lead_time"), "a wait for memory that the die does not have",
        "its hbm_gb is 0, so none is ordered", "Leave it out, or give die.hbm_gb.");
  }
}

}  // namespace

void check_supply(Reading& reading) {
  for (const Technology& technology : reading.scenario.numbers.technologies) {
    const Supply& supply = technology.supply;
    const std::string path = fmt::format("technologies.{}.supply", technology.name);
    check_unit_cost(reading, supply, path);
    if (supply.die) {
      check_die(reading, *supply.die, path + ".die");
    }
    if (supply.packaging) {
      check_packaging(reading, supply, path + ".packaging");
    }
  }
}

}  // namespace firstcustomer
