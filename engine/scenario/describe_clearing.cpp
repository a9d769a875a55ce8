/// Fields of private demand that is cleared every quarter, and of incumbents.

#include "describe_wandering.hpp"
#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

/// Beyond it nobody leaves, or everybody does.
constexpr double most_sensitive = 100.0;

void describe_segment(FieldVisitor& visitor, MarketSegment& segment) {
  visitor.number("size", &segment.size,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "What its customers spend on accelerators a year, whoever makes them, at "
                          "the start."});
  describe_wandering(visitor, segment.path, "Continuous growth of the mean size: e^(growth × t).");
  visitor.number("sensitivity", &segment.sensitivity,
                 {.unit = {Dimension::number},
                  .range = between(0, most_sensitive),
                  .help = "Of the odds that a pound goes to a firm rather than to incumbents, to "
                          "price-performance: an elasticity, 3 makes odds 1.1³ times as high for "
                          "10 % more.",
                  .fallback = "1"});
  visitor.number("switching_advantage", &segment.switching_advantage,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Price-performance over the incumbents' at which half of the customers "
                          "would leave them for a product with mature software and no reference, "
                          "were it the only one: 2 is twice as much for the money.",
                  .fallback = "1"});
  visitor.number("software_advantage", &segment.software_advantage,
                 {.unit = {Dimension::number},
                  .range = at_least(1),
                  .help = "By how much more that must be, as a factor, on the day of the first "
                          "prototype; its log falls with the logistic path of maturity.half_time, "
                          "by half in that time.",
                  .fallback = "1"});
}

void describe_step(FieldVisitor& visitor, CapacityStep& step) {
  visitor.date("on", step.on, {.help = "From this day on."});
  visitor.number("accelerators", &step.accelerators,
                 {.unit = {Dimension::count, "accelerator"},
                  .range = between(0, 1e12),
                  .help = "That foreign data centres in the country hold then."});
}

}  // namespace

void describe(FieldVisitor& visitor, MarketClearing& clearing) {
  visitor.name_map(
      "segments",
      named_items(clearing.segments,
                  [](FieldVisitor& v, MarketSegment& item) { describe_segment(v, item); }),
      {.help = "Customers who are alike.", .item = "segment"});
  visitor.number("deployed_multiple", &clearing.deployed_multiple,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Factor on a firm's odds against incumbents on the day on which a public "
                          "buyer has accepted units: what a first customer's reference is worth.",
                  .fallback = "1"});
  visitor.number("reference_half_life", &clearing.reference_half_life,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "Time in which the log of that factor halves, since units were accepted "
                          "last.",
                  .fallback = "18 months"});
  visitor.number("certified_multiple", &clearing.certified_multiple,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Factor on the odds of a firm that met the standard of a promised "
                          "programme while that was open. It is news: arms without news are "
                          "without it.",
                  .fallback = "1"});
}

void describe(FieldVisitor& visitor, Incumbents& incumbents) {
  visitor.number("price_response", &incumbents.price_response,
                 {.unit = {Dimension::number},
                  .range = between(0, 10),
                  .help = "Elasticity of market.unit_price to the frontier over its smooth trend, "
                          "downwards: at 1 a launch that doubles the frontier at once halves the "
                          "price until the trend has caught up.",
                  .fallback = "0"});
  visitor.list("foreign_capacity",
               listed_items(incumbents.foreign_capacity,
                            [](FieldVisitor& v, CapacityStep& item) { describe_step(v, item); }),
               {.help = "Accelerators in foreign data centres in the country, step by step in the "
                        "order of dates; none before the first.",
                .fallback = "[]"});
  visitor.number("reference_capacity", &incumbents.reference_capacity,
                 {.unit = {Dimension::count, "accelerator"},
                  .range = between(1, 1e12),
                  .help = "The capacity at which the two effects below are stated.",
                  .fallback = "100000 accelerators"});
  visitor.number("lead_time_elasticity", &incumbents.lead_time_elasticity,
                 {.unit = {Dimension::number},
                  .range = between(0, 10),
                  .help = "Elasticity of every firm's supply.lead_time to 1 + capacity ÷ "
                          "reference_capacity: packaging and memory are taken first by who buys "
                          "most. What is ordered is late by the capacity of that day.",
                  .fallback = "0"});
  visitor.number("talent_cost", &incumbents.talent_cost,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "By which share the burn of domestic firms that have not moved abroad is "
                          "higher at the reference capacity; in proportion to capacity, from the "
                          "day of each step on.",
                  .fallback = "0 %"});
}

}  // namespace firstcustomer
