#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

void describe_pace(FieldVisitor& visitor, EntryPace& pace) {
  visitor.date("on", pace.on, {.help = "Date of the factor."});
  visitor.number("times", &pace.times,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Firms are founded so many times as fast as 'rate' says on that date."});
}

void describe_rate(FieldVisitor& visitor, FirmEntry& entry) {
  visitor.number("rate", &entry.rate,
                 {.unit = {Dimension::rate, "firm"},
                  .range = at_least(0),
                  .help = "How fast firms are founded without a programme."});
  visitor.number("ceiling", &entry.ceiling,
                 {.unit = {Dimension::number},
                  .range = at_least(1),
                  .help = "How many times as fast as 'rate' entry may ever be. Candidates come so "
                          "fast and are thinned to the rate in force, so that a programme adds "
                          "entrants and changes none; a run that would need more fails.",
                  .fallback = "3"});
  visitor.number("elasticity", &entry.elasticity,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Of entry to a programme's budget B, with behaviour.mode: heuristic: "
                          "while the programme is open the rate is rate × (1 + B ÷ "
                          "reference_budget)^elasticity.",
                  .fallback = "0"});
  visitor.number("reference_budget", &entry.reference_budget,
                 {.unit = {Dimension::money},
                  .range = above(0),
                  .help = "Budget that the elasticity is measured against.",
                  .fallback = "£100m"});
  visitor.list(
      "pace",
      listed_items(entry.pace, [](FieldVisitor& v, EntryPace& item) { describe_pace(v, item); }),
      {.help = "How the rate of entry changes in time: factors at dates, in their order, "
               "straight lines between them, level before the first and after the last. "
               "The ceiling bounds the largest.",
       .fallback = "[]",
       .fallback_says = "none"});
}

void describe_choices(FieldVisitor& visitor, FirmEntry& entry) {
  Container choices = listed_items(entry.technologies, [](FieldVisitor& v, EntryChoice& choice) {
    v.number("weight", &choice.weight,
             {.unit = {Dimension::number},
              .range = above(0),
              .help = "Entrants choose the technology with a probability in proportion to this."});
  });
  choices.name = [&entry](std::size_t i) -> std::string& {
    return entry.technologies[i].technology;
  };
  visitor.name_map("technologies", choices,
                   {.help = "Technologies that entrants choose among.", .item = "technology"});
}

}  // namespace

void describe(FieldVisitor& visitor, FirmEntry& entry) {
  describe_rate(visitor, entry);
  describe_choices(visitor, entry);
  visitor.number("age", &entry.age,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "Since it was founded, on entering.",
                  .fallback = "0 months"});
  visitor.law("remaining", entry.remaining,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "What an entrant has left of the first stage by plan, before slip."});
  visitor.law("cash", entry.cash,
              {.unit = {Dimension::money}, .range = at_least(0), .help = "Cash on entering."});
  visitor.number(
      "burn", &entry.burn,
      {.unit = {Dimension::money_per_time},
       .range = at_least(0),
       .help = "Running costs of an entrant, apart from the costs of stages and units."});
  visitor.number("cash_volatility", &entry.cash_volatility,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Of entrants: as of firms, the standard deviation over a month of "
                          "receipts and bills that come unevenly.",
                  .fallback = "£0"});
  visitor.text("next_round", entry.next_round,
               {.help = "Round that an entrant would raise first; 'none' if it never raises.",
                .fallback = "none"});
  describe(visitor, entry.respins);
}

}  // namespace firstcustomer
