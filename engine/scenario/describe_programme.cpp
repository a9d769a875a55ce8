#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view trigger_words[] = {"signing", "milestone", "acceptance", "failure", "change_of_control"};

void describe_clause(FieldVisitor& visitor, Clause& clause) {
  visitor.choice("on", clause.on, trigger_words, {.help = "What triggers the payment."});
  visitor.number("pay", &clause.pay,
                 {.unit = {Dimension::money_per_unit, "unit"},
                  .range = above(0),
                  .help = "Price paid for each accepted unit."});
  visitor.number("up_to", &clause.up_to,
                 {.unit = {Dimension::count, "unit"},
                  .range = between(1, 1e12),
                  .help = "Largest number of units bought from each firm under this clause; the "
                          "budget and max_share_per_firm limit it, too."});
}

}  // namespace

void describe(FieldVisitor& visitor, Programme& programme) {
  visitor.text("name", programme.name,
               {.help = "Name of the arm in tables and files.", .fallback = "programme"});
  visitor.object("eligibility", {.help = "Who may be given an order."}, [&](FieldVisitor& v) {
    v.flag("domestic_only", programme.eligibility.domestic_only,
           {.help = "Whether only domestic firms may be given an order.", .fallback = "yes"});
    v.number("max_share_per_firm", &programme.eligibility.max_share_per_firm,
             {.unit = {Dimension::share},
              .range = between(0, 1),
              .help = "Largest share of the whole budget that one firm's order may be worth.",
              .fallback = "100 %"});
  });
  visitor.list("contract",
               listed_items(programme.contract,
                            [](FieldVisitor& v, Clause& item) { describe_clause(v, item); }),
               {.help = "Clauses of an order, one after another: each pays for the units after "
                        "those of the one before."});
  visitor.object("fund", {.help = "The public money."}, [&](FieldVisitor& v) {
    v.number("budget", &programme.fund.budget,
             {.unit = {Dimension::money},
              .range = at_least(0),
              .help = "All that may be committed and paid; £0 is no programme."});
    v.number("payment_terms", &programme.fund.payment_terms,
             {.unit = {Dimension::time},
              .range = at_least(0),
              .help = "From acceptance to payment.",
              .fallback = "30 days"});
  });
  visitor.object("strength", {.help = "How far the promise can be trusted."}, [&](FieldVisitor& v) {
    v.number("cancel_hazard", &programme.strength.cancel_hazard,
             {.unit = {Dimension::rate},
              .range = at_least(0),
              .help = "Rate at which the open programme is cancelled. It then places no new orders "
                      "but honours existing ones; money that is free, or comes back later, lapses. "
                      "A rate of 8 %/year cancels within a year with probability 1 − e^−0.08 = 7.7 "
                      "%, within five years with 33 %.",
              .fallback = "0 %/year"});
  });
}

}  // namespace firstcustomer
