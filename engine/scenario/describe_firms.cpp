#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {

void describe(FieldVisitor& visitor, std::optional<Respins>& respins) {
  visitor.optional_object(
      "respins",
      optional_group(respins,
                     [](FieldVisitor& v, Respins& group) {
                       v.number("mean", &group.mean,
                                {.unit = {Dimension::number},
                                 .range = at_least(0),
                                 .help = "Mean number of repetitions of a stage that ends with a "
                                         "prototype: the odds of success of every attempt but the "
                                         "last are multiplied by what meets it."});
                     }),
      {.help = "How often this firm repeats what ends with a prototype. Left out, the "
               "probabilities of its technology hold."});
}

void describe(FieldVisitor& visitor, Firm& firm) {
  visitor.text("description", firm.description, {.help = "Who this is, in one line."});
  visitor.text("technology", firm.technology, {.help = "Name of its technology."});
  visitor.flag("domestic", firm.domestic,
               {.help = "Whether it counts as a domestic supplier.", .fallback = "yes"});
  visitor.flag("parent_funded", firm.parent_funded,
               {.help = "Whether an owner pays for it: it neither raises money nor runs out of it.",
                .fallback = "no"});
  visitor.text("stage", firm.stage,
               {.help = "Name of the stage of its technology in which it stands at the start."});
  visitor.flag("begun", firm.begun,
               {.help = "yes: the stage is under way and paid for at the start. no: the firm "
                        "begins the stage, and pays for it, on the first day.",
                .fallback = "yes"});
  visitor.when({firm.begun, {{"begun", "yes"}}}, [&](FieldVisitor& v) {
    v.number("remaining", &firm.remaining,
             {.unit = {Dimension::time},
              .range = at_least(0),
              .help = "What is left of that stage by plan, before slip."});
  });
  visitor.number("burn", &firm.burn,
                 {.unit = {Dimension::money_per_time},
                  .range = at_least(0),
                  .help = "Running costs at the start, apart from the costs of stages and units."});
  visitor.when({!firm.parent_funded, {{"parent_funded", "no"}}}, [&](FieldVisitor& v) {
    v.number("cash", &firm.cash,
             {.unit = {Dimension::money}, .range = at_least(0), .help = "Cash at the start."});
    v.text("next_round", firm.next_round,
           {.help = "Round it would raise next; 'none' if it never raises.", .fallback = "none"});
  });
  describe(visitor, firm.respins);
}

}  // namespace firstcustomer
