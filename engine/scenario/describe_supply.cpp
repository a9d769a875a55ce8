#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

void describe_wafer(FieldVisitor& visitor, Die& die) {
  visitor.number("wafer_price", &die.wafer_price,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "What the foundry asks for one wafer."});
  visitor.number("wafer_diameter_mm", &die.wafer_diameter,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Diameter of a wafer, in millimetres.",
                  .fallback = "300"});
  visitor.number("area_mm2", &die.area,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Area of one die, in square millimetres. A wafer has "
                          "π r²/S − π d/√(2S) dies of it."});
  visitor.number("defects_per_cm2", &die.defects,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Defects per square centimetre as the firm's production begins."});
  visitor.number("clustering", &die.clustering,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "How defects come in clusters: the share of dies without one is "
                          "(1 + area × defects / clustering)^−clustering.",
                  .fallback = "3"});
  visitor.number("harvest", &die.harvest,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Share of all dies that can be sold although they have a defect, because "
                          "arrays have spare parts; added to the others, to 100 % at most.",
                  .fallback = "0 %"});
}

void describe_package(FieldVisitor& visitor, Die& die) {
  visitor.number("per_unit", &die.per_unit,
                 {.unit = {Dimension::count, "die"},
                  .range = between(1, 1e6),
                  .help = "Dies in a unit.",
                  .fallback = "1"});
  visitor.number("hbm_gb", &die.hbm,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "High-bandwidth memory in a unit, in GB.",
                  .fallback = "0"});
  visitor.number("hbm_price_per_gb", &die.hbm_price,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "What a GB of that memory costs.",
                  .fallback = "0"});
  visitor.number("package", &die.package,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Substrate, interposer and assembly of a unit.",
                  .fallback = "0"});
  visitor.number("packaging_yield", &die.packaging_yield,
                 {.unit = {Dimension::share},
                  .range = {.low = 0.0, .high = 1.0, .low_included = false},
                  .help = "Share of packages that come out well; dies, memory and package of the "
                          "others are lost.",
                  .fallback = "100 %"});
  visitor.number("test_and_board", &die.test_and_board,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Test, board and cooling of a unit that has come out well.",
                  .fallback = "0"});
}

void describe_die(FieldVisitor& visitor, Die& die) {
  describe_wafer(visitor, die);
  describe_package(visitor, die);
  visitor.optional_object(
      "learning",
      optional_group(die.learning,
                     [](FieldVisitor& v, YieldLearning& learning) {
                       v.number("halves_every", &learning.halves_every,
                                {.unit = {Dimension::time},
                                 .range = above(0),
                                 .help = "Time from the firm's first lot in which the density of "
                                         "defects halves."});
                       v.number("floor_per_cm2", &learning.floor,
                                {.unit = {Dimension::number},
                                 .range = at_least(0),
                                 .help = "Defects per square centimetre below which it does not "
                                         "fall.",
                                 .fallback = "0"});
                     }),
      {.help = "How the process gets cleaner while the firm's product is made. Left out, it does "
               "not."});
}

void describe_learning(FieldVisitor& visitor, Learning& learning) {
  visitor.number("rate", &learning.rate,
                 {.unit = {Dimension::share},
                  .range = between(0, 0.45),
                  .help = "By which the cost of a unit falls with every doubling of what the firm "
                          "has made."});
  visitor.number("experience", &learning.experience,
                 {.unit = {Dimension::count, "unit"},
                  .range = between(0, 1e12),
                  .help = "Units that the firm has made before the first of this product, to whose "
                          "experience the unit cost belongs. Without any it is the first unit's.",
                  .fallback = "0 units"});
}

void describe_prepayment(FieldVisitor& visitor, Prepayment& prepayment) {
  visitor.number("share", &prepayment.share,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Share of the cost of a lot that is paid as it is ordered, a lead time "
                          "before it is delivered; a firm orders a lot a month, as far as its cash "
                          "allows, and waits if it allows nothing."});
  visitor.number("keeps_runway", &prepayment.keeps_runway,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "Runway that the firm must keep after that.",
                  .fallback = "0 months"});
}

void describe_packaging(FieldVisitor& visitor, Packaging& packaging) {
  visitor.law("lead_time", packaging.lead_time,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "Wait for packaging, which comes after supply.lead_time."});
  visitor.law("hbm_lead_time", packaging.hbm_lead_time,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "Wait for high-bandwidth memory; the longer of the two waits counts.",
               .fallback = "0 months"});
  visitor.law("allocation_penalty", packaging.allocation_penalty,
              {.unit = {Dimension::number},
               .range = at_least(1),
               .help = "Factor on that wait, of a firm that is served after large customers.",
               .fallback = "1"});
}

void describe_additions(FieldVisitor& v, Supply& supply) {
  v.optional_object("die", optional_group(supply.die, describe_die),
                    {.help = "What a unit costs from the wafer up, in the place of unit_cost."});
  v.optional_object("learning", optional_group(supply.learning, describe_learning),
                    {.help = "How units get cheaper with a firm's own experience. Left out, they "
                             "do not."});
  v.optional_object("prepayment", optional_group(supply.prepayment, describe_prepayment),
                    {.help = "What the foundry is paid as production is ordered. Left out, all is "
                             "paid on delivery."});
  v.optional_object("packaging", optional_group(supply.packaging, describe_packaging),
                    {.help = "What a lot waits for beside the foundry. One draw for each firm and "
                             "generation."});
  v.optional_object(
      "capacity",
      optional_group(supply.capacity,
                     [](FieldVisitor& inner, CapacityTerms& terms) { describe(inner, terms); }),
      {.help = "What capacity costs and how long it takes: a firm commits itself as it takes an "
               "order, pays once its product has qualified and is ready, and makes units when the "
               "capacity is there. Left out, units_per_month are there and free."});
}

}  // namespace

void describe(FieldVisitor& v, Supply& supply) {
  v.law("lead_time", supply.lead_time,
        {.unit = {Dimension::time},
         .range = at_least(0),
         .help = "From the order to the first lot."});
  v.number("units_per_month", &supply.units_per_month,
           {.unit = {Dimension::count, "unit"},
            .range = between(1, 1e12),
            .help = "Size of a monthly lot at full capacity."});
  v.number("unit_cost", &supply.unit_cost,
           {.unit = {Dimension::money_per_unit, "unit"},
            .range = at_least(0),
            .help = "Paid to the foundry when a lot is delivered; 'none' where a die says what a "
                    "unit costs.",
            .fallback = "none",
            .may_be_none = true});
  v.law("cost_factor", supply.cost_factor,
        {.unit = {Dimension::number},
         .range = above(0),
         .help = "Of a firm's own unit cost over that; drawn for each firm, which alone knows it.",
         .fallback = "1"});
  v.number("unit_size", &supply.unit_size,
           {.unit = {Dimension::number},
            .range = above(0),
            .help = "Compute of one unit that performs as the frontier does, in accelerators of "
                    "the frontier.",
            .fallback = "1"});
  describe_additions(v, supply);
}

}  // namespace firstcustomer
