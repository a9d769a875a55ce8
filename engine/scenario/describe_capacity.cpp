#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {

void describe(FieldVisitor& visitor, CapacityTerms& terms) {
  const Unit per_unit{Dimension::money_per_unit, "unit"};
  visitor.number("cost", &terms.cost,
                 {.unit = per_unit,
                  .range = at_least(0),
                  .help = "Of capacity for a unit a year; paid when it is ordered, and sunk."});
  visitor.number("fixed_cost", &terms.fixed_cost,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Of any capacity for an order, however small; paid with it.",
                  .fallback = "£0"});
  visitor.law("cost_factor", terms.cost_factor,
              {.unit = {Dimension::number},
               .range = at_least(0),
               .help = "Of a firm's own costs of capacity over those; drawn for each firm, which "
                       "alone knows it.",
               .fallback = "1"});
  visitor.number("running_cost", &terms.running_cost,
                 {.unit = per_unit,
                  .range = at_least(0),
                  .help = "For each unit that could be made, whether it is or not, from when the "
                          "capacity is there until the order is done: capacity for 100 units a "
                          "year at £2 per unit costs £200 a year.",
                  .fallback = "£0 per unit"});
  visitor.law("lead_time", terms.lead_time,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "From payment for the capacity until it is there. The lead time of supply "
                       "comes after it.",
               .fallback = "0 days"});
  const auto bound = [&](std::string_view key, double& target, std::string_view help) {
    visitor.number(
        key, &target,
        {.unit = {Dimension::number}, .range = between(1e-6, 1e6), .help = help, .fallback = "1"});
  };
  bound("least", terms.least,
        "Least that a firm may build where it chooses (behaviour.mode: optimising), over "
        "units_per_month; elsewhere it builds units_per_month.");
  bound("most", terms.most, "Most that it may build, likewise.");
}

}  // namespace firstcustomer
