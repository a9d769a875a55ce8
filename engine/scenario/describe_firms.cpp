#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

void describe_round(FieldVisitor& visitor, Round& round) {
  visitor.number("graduation", &round.graduation,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Probability that the round closes within its attempts, for a firm whose "
                          "cash lasts so long. "
                          "Each of n attempts closes with probability 1 − (1 − min(graduation × "
                          "market, 95 %))^(1/n)."});
  visitor.law(
      "size", round.size,
      {.unit = {Dimension::money}, .range = above(0), .help = "Money that the round brings."});
  visitor.number("starts_at_runway", &round.starts_at_runway,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "A firm starts to raise when its runway falls to this."});
  visitor.text("then", round.then,
               {.help = "The round after this one; 'none' for the last.", .fallback = "none"});
}

}  // namespace

void describe(FieldVisitor& visitor, Finance& finance) {
  visitor.number(
      "market", &finance.market,
      {.unit = {Dimension::number},
       .range = at_least(0),
       .help = "State of the venture market: a factor on every graduation share; 1 is neutral.",
       .fallback = "1"});
  visitor.law("closing", finance.closing,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "From the start of a raise to its closing."});
  visitor.number("attempts", &finance.attempts,
                 {.unit = {Dimension::count, "attempt"},
                  .range = between(1, 100),
                  .help = "Attempts a firm may make at one round, the first included.",
                  .fallback = "2"});
  visitor.number("round_lasts", &finance.round_lasts,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "How long a round is meant to last: at its closing burn rises to size ÷ "
                          "round_lasts, if that is more than before."});
  visitor.name_map(
      "rounds",
      named_items(finance.rounds, [](FieldVisitor& v, Round& item) { describe_round(v, item); }),
      {.help = "Rounds of private money, by name.", .item = "round"});
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
}

}  // namespace firstcustomer
