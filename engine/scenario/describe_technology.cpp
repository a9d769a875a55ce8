#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view decided_words[] = {"chance", "standard"};
constexpr std::string_view failure_words[] = {"end", "repeat"};

void describe_outcome(FieldVisitor& visitor, Stage& stage) {
  visitor.numbers("success", stage.success,
                  {.unit = {Dimension::share},
                   .range = between(0, 1),
                   .help = "Probability of success by attempt; the last holds for all later ones.",
                   .fallback = "[100 %]"});
  visitor.choice("on_failure", stage.on_failure, failure_words,
                 {.help = "Whether a failed stage ends the firm's development or is repeated.",
                  .fallback = "end"});
}

void describe_repetition(FieldVisitor& visitor, Stage& stage) {
  visitor.law("repeat_duration", stage.repeat_duration,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "Duration of every attempt after the first."});
  visitor.number("repeat_cost", &stage.repeat_cost,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Cost of every attempt after the first."});
}

void describe_stage(FieldVisitor& visitor, Stage& stage) {
  visitor.law("duration", stage.duration,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "Time from start to finish, before the firm's slip; from when it is served, "
                       "where a facility is needed."});
  visitor.number("cost", &stage.cost,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Paid when the stage begins; a firm waits until it can pay.",
                  .fallback = "0"});
  visitor.number("keeps_runway", &stage.keeps_runway,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "Runway that the firm must keep after paying the cost.",
                  .fallback = "0 months"});
  visitor.text("facility", stage.facility,
               {.help = "Name of the facility that the stage needs, or 'none'. The firm pays, "
                        "joins the line, and joins it again for every attempt.",
                .fallback = "none"});
  visitor.choice("decided_by", stage.decided_by, decided_words,
                 {.help = "Whether chance decides on success, or a test against the standard, as "
                          "in the last stage.",
                  .fallback = "chance"});
  const bool by_chance = stage.decided_by == DecidedBy::chance;
  visitor.when({by_chance, {{"decided_by", "chance"}}},
               [&](FieldVisitor& v) { describe_outcome(v, stage); });
  visitor.when({!by_chance || stage.on_failure == OnFailure::repeat,
                {{"decided_by", "standard"}, {"on_failure", "repeat"}}},
               [&](FieldVisitor& v) { describe_repetition(v, stage); });
}

}  // namespace

void describe(FieldVisitor& visitor, Technology& technology) {
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
  visitor.name_map(
      "stages",
      named_items(technology.stages, [](FieldVisitor& v, Stage& item) { describe_stage(v, item); }),
      {.help = "Steps of development in their order; the last, and no other, is decided by the "
               "standard.",
       .item = "stage"});
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
  });
}

}  // namespace firstcustomer
