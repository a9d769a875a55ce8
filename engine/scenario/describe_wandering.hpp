#pragma once
/// \file
/// Fields of what wanders as a geometric Brownian motion.

#include "firstcustomer/model/market.hpp"
#include "firstcustomer/scenario/field.hpp"

namespace firstcustomer {

inline void describe_wandering(FieldVisitor& visitor, Wandering& path, std::string_view of) {
  visitor.number(
      "growth", &path.growth,
      {.unit = {Dimension::rate}, .range = at_least(-10), .help = of, .fallback = "0 %/year"});
  visitor.number("volatility", &path.volatility,
                 {.unit = {Dimension::share},
                  .range = between(0, 5),
                  .help = "Standard deviation of its log after a year; with the root of time after "
                          "others.",
                  .fallback = "0 %"});
}

}  // namespace firstcustomer
