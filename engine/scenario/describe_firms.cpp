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

namespace {

void describe_raise(FieldVisitor& visitor, KnownRaise& raise) {
  visitor.date("on", raise.on, {.help = "Day on which it closes."});
  visitor.number("size", &raise.size,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Money that it brings; £0 changes the running costs alone."});
  visitor.number("burn", &raise.burn,
                 {.unit = {Dimension::money_per_time},
                  .range = at_least(0),
                  .help = "Running costs from then on."});
  visitor.text("next_round", raise.next_round,
               {.help = "Round it would raise after it; 'none' if it never raises."});
}

void describe_money(FieldVisitor& visitor, Firm& firm) {
  visitor.number("cash", &firm.cash,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Cash at the start, or on entering."});
  visitor.number(
      "cash_volatility", &firm.cash_volatility,
      {.unit = {Dimension::money},
       .range = at_least(0),
       .help = "Receipts and bills beside 'burn' that come unevenly and cancel out in the mean: "
               "the standard deviation of their sum over a month, with the root of time over "
               "others. The firm is insolvent in the instant in which they and 'burn' have used "
               "up its cash.",
       .fallback = "£0"});
  visitor.text(
      "next_round", firm.next_round,
      {.help = "Round it would raise next; 'none' if it never raises.", .fallback = "none"});
  visitor.list(
      "raises",
      listed_items(firm.raises, [](FieldVisitor& v, KnownRaise& item) { describe_raise(v, item); }),
      {.help = "What it raises in every replication of every arm, by date, until "
               "finance.history_until: history, not chance.",
       .fallback = "[]"});
}

void describe_identity(FieldVisitor& visitor, Firm& firm, std::string_view start) {
  visitor.text("description", firm.description, {.help = "Who this is, in one line."});
  visitor.text("technology", firm.technology, {.help = "Name of its technology."});
  visitor.flag("domestic", firm.domestic,
               {.help = "Whether it counts as a domestic supplier.", .fallback = "yes"});
  visitor.number("age", &firm.age,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "Since it was founded, at the start or on entering; 'none' if it is not "
                          "known.",
                  .fallback = "none",
                  .may_be_none = true});
  visitor.number("in_scope", &firm.in_scope,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Probability that its product is of the kind that the standard tests; "
                          "drawn once per replication. If not, the firm may not apply, is not "
                          "tested, and leaves for its own market with a finished product.",
                  .fallback = "100 %"});
  visitor.date("enters", firm.enters,
               {.help = "Day on which it is there; after the horizon it never is.",
                .fallback = start,
                .fallback_says = "the start"});
}

}  // namespace

void describe(FieldVisitor& visitor, Firm& firm, Date start) {
  const std::string first_day = start.to_string();
  describe_identity(visitor, firm, first_day);
  visitor.flag("parent_funded", firm.parent_funded,
               {.help = "Whether an owner pays for it: it neither raises money nor runs out of it.",
                .fallback = "no"});
  visitor.text(
      "stage", firm.stage,
      {.help =
           "Name of the stage of its technology in which it stands at the start, or on entering."});
  visitor.flag("begun", firm.begun,
               {.help = "yes: the stage is under way and paid for. no: the firm begins the stage, "
                        "and pays for it, on the first day.",
                .fallback = "yes"});
  visitor.when({firm.begun, {{"begun", "yes"}}}, [&](FieldVisitor& v) {
    v.number("remaining", &firm.remaining,
             {.unit = {Dimension::time},
              .range = at_least(0),
              .help = "What is left of that stage by plan, before slip."});
  });
  visitor.number(
      "burn", &firm.burn,
      {.unit = {Dimension::money_per_time},
       .range = at_least(0),
       .help = "Running costs on the first day, apart from the costs of stages and units."});
  visitor.when({!firm.parent_funded, {{"parent_funded", "no"}}},
               [&](FieldVisitor& v) { describe_money(v, firm); });
  describe(visitor, firm.respins);
}

}  // namespace firstcustomer
