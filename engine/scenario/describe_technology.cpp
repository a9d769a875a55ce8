#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

void describe_viability(FieldVisitor& visitor, Viability& viability) {
  const auto hurdle = [&](std::string_view key, Share& target, std::string_view help) {
    visitor.number(
        key, &target,
        {.unit = {Dimension::share}, .range = between(0, 1), .help = help, .fallback = "100 %"});
  };
  hurdle("common", viability.common,
         "Probability that the hurdle is passed which all technologies share, such as that there "
         "is demand for such products at all; one draw for all firms.");
  hurdle("class", viability.of_class,
         "Probability that technologies of this class work; one draw for all firms of the class.");
  hurdle("technology", viability.of_technology,
         "Probability that this technology works if its class does; one draw for all its firms.");
}

/// How a technology comes to work, gets better, and starts anew.
void describe_success(FieldVisitor& visitor, Technology& technology) {
  visitor.object("viability",
                 {.help = "Whether the technology works at all. Three hurdles that no repetition "
                          "overcomes; the first prototype shows whether they are passed."},
                 [&](FieldVisitor& v) { describe_viability(v, technology.viability); });
  visitor.object(
      "maturity",
      {.help = "How software makes the product better after its first prototype: by a factor that "
               "rises from 1 along a logistic curve."},
      [&](FieldVisitor& v) {
        v.number("at_most", &technology.maturity.at_most,
                 {.unit = {Dimension::number},
                  .range = at_least(1),
                  .help = "The factor in the end; 1 stands still.",
                  .fallback = "1"});
        v.number("half_time", &technology.maturity.half_time,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "From the first prototype until half of the way is done.",
                  .fallback = "24 months"});
      });
  visitor.object(
      "generations",
      {.help = "What follows a product that has missed the standard in all its tests: the firm may "
               "develop another from the first stage on, with a new draw of performance."},
      [&](FieldVisitor& v) {
        v.number("at_most", &technology.generations.at_most,
                 {.unit = {Dimension::count, "generation"},
                  .range = between(1, 10),
                  .help = "Products that a firm may develop one after another, the first included.",
                  .fallback = "1"});
        v.number("experience", &technology.generations.experience,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Factor on the odds of success of the stages with a prototype, from the "
                          "second generation on.",
                  .fallback = "1"});
      });
}

}  // namespace

void describe(FieldVisitor& visitor, Technology& technology) {
  visitor.text("class", technology.class_name,
               {.help = "Class of technologies that share the luck of viability.class; 'none' for "
                        "one that shares it with nobody.",
                .fallback = "none"});
  visitor.law("slip", technology.slip,
              {.unit = {Dimension::number},
               .range = above(0),
               .help = "Actual over planned duration: 1.35 is 35 % late. Drawn once for each firm; "
                       "it multiplies all its durations.",
               .fallback = "1"});
  visitor.law(
      "relative_performance", technology.relative_performance,
      {.unit = {Dimension::number},
       .range = above(0),
       .help = "True performance divided by the frontier on the date planned for the end of the "
               "last stage before the test (median durations, no slip): 1.2 is 20 % better. Delays "
               "do not raise it, so they cost ground. The same for every benchmark."});
  describe_success(visitor, technology);
  describe(visitor, technology.stages);
  visitor.object("supply", {.help = "How units are made after an order."}, [&](FieldVisitor& v) {
    v.law("lead_time", technology.supply.lead_time,
          {.unit = {Dimension::time},
           .range = at_least(0),
           .help = "From the order to the first lot."});
    v.number("units_per_month", &technology.supply.units_per_month,
             {.unit = {Dimension::count, "unit"},
              .range = between(1, 1e12),
              .help = "Size of a monthly lot at full capacity."});
    v.number("unit_cost", &technology.supply.unit_cost,
             {.unit = {Dimension::money_per_unit, "unit"},
              .range = at_least(0),
              .help = "Paid to the foundry when a lot is delivered."});
    v.law(
        "cost_factor", technology.supply.cost_factor,
        {.unit = {Dimension::number},
         .range = above(0),
         .help = "Of a firm's own unit cost over that; drawn for each firm, which alone knows it.",
         .fallback = "1"});
    v.number("unit_size", &technology.supply.unit_size,
             {.unit = {Dimension::number},
              .range = above(0),
              .help = "Compute of one unit that performs as the frontier does, in accelerators of "
                      "the frontier.",
              .fallback = "1"});
    v.optional_object(
        "capacity",
        optional_group(technology.supply.capacity,
                       [](FieldVisitor& inner, CapacityTerms& terms) { describe(inner, terms); }),
        {.help =
             "What capacity costs and how long it takes: a firm commits itself as it takes an "
             "order, pays once its product has qualified and is ready, and makes units when the "
             "capacity is there. Left out, units_per_month are there and free."});
  });
}

}  // namespace firstcustomer
