/// Checks of capacity: bounds of a choice, and whether anybody makes it.

#include <fmt/format.h>

#include "reader.hpp"

namespace firstcustomer {

void check_capacity(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  for (const Technology& technology : numbers.technologies) {
    if (!technology.supply.capacity) {
      continue;
    }
    const std::string path = fmt::format("technologies.{}.supply.capacity", technology.name);
    const double least = largest_value(reading, path + ".least", technology.supply.capacity->least);
    const double most = technology.supply.capacity->most;
    if (least > most) {
      reading.diagnostics.error(place_of(reading, path + ".most"),
                                "the most that a firm may build is less than the least",
                                fmt::format("least is {:.6g}, most {:.6g}", least, most),
                                fmt::format("Write at least {:.6g}.", least));
    } else if (least < most && !numbers.behaviour.chooses_capacity()) {
      reading.diagnostics.warning(place_of(reading, path + ".most"), "nobody chooses capacity",
                                  numbers.behaviour.optimises()
                                      ? "behaviour.capacity is no"
                                      : "behaviour.mode is not optimising",
                                  "Write behaviour: {mode: optimising}.");
    }
  }
}

}  // namespace firstcustomer
