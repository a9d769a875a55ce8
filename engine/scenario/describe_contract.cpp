#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view trigger_words[] = {"signing", "milestone", "acceptance", "failure",
                                              "change_of_control"};

Condition on(const Clause& clause, Trigger trigger) {
  return {clause.on == trigger, {{"on", trigger_words[static_cast<std::size_t>(trigger)]}}};
}

void describe_advance(FieldVisitor& visitor, Clause& clause) {
  visitor.number("pay", &clause.of_value,
                 {.unit = {Dimension::share, "value"},
                  .range = between(0, 1),
                  .help = "Share of the value of the contract's units that is paid in advance. It "
                          "is credited against what is due on acceptance."});
}

void describe_milestone(FieldVisitor& visitor, Clause& clause) {
  visitor.text("milestone", clause.milestone,
               {.help = "Name of the stage of development whose completion is the milestone."});
  visitor.number("pay", &clause.pay,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Fixed amount that is paid when the milestone is reached."});
  visitor.number("due", &clause.due,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "From signing to the date of the milestone; 'none' if it has none. A "
                          "contract whose milestone is missed ends.",
                  .fallback = "none",
                  .may_be_none = true});
  visitor.when({clause.due < Duration::longest(), {}, "where 'due' is given"},
               [&](FieldVisitor& v) {
                 v.number("grace", &clause.grace,
                          {.unit = {Dimension::time},
                           .range = at_least(0),
                           .help = "What may be added to the date before the contract ends.",
                           .fallback = "0 months"});
               });
  visitor.number("match", &clause.match,
                 {.unit = {Dimension::share},
                  .range = at_least(0),
                  .help = "Private money that the firm must have raised since signing, over what "
                          "the milestone pays: 100 % matches it pound for pound.",
                  .fallback = "0 %"});
}

void describe_acceptance(FieldVisitor& visitor, Clause& clause) {
  visitor.number("pay", &clause.pay,
                 {.unit = {Dimension::money_per_unit, "unit"},
                  .range = above(0),
                  .help = "Price paid for each accepted unit; of a bargained one, the highest."});
  visitor.number("up_to", &clause.up_to,
                 {.unit = {Dimension::count, "unit"},
                  .range = between(1, 1e12),
                  .help = "Largest number of units bought from each firm under this clause; the "
                          "budget and max_share_per_firm limit it, too."});
  visitor.flag("bargained", clause.bargained,
               {.help = "no: the price is promised. yes: it is bargained when the order is placed, "
                        "unit cost + supplier_share × (the lower of 'pay' and what accelerators of "
                        "the frontier with the same compute cost − unit cost).",
                .fallback = "no"});
  visitor.when({clause.bargained, {{"bargained", "yes"}}}, [&](FieldVisitor& v) {
    v.number("supplier_share", &clause.supplier_share,
             {.unit = {Dimension::share},
              .range = between(0, 1),
              .help = "Share of the gain from trade that goes to the supplier."});
  });
}

void describe_recovery(FieldVisitor& visitor, Clause& clause) {
  visitor.number("recover", &clause.recover,
                 {.unit = {Dimension::share, "advance"},
                  .range = between(0, 1),
                  .help = "Share of what was paid in advance and is not yet credited that the firm "
                          "pays back, as far as its cash goes."});
  visitor.number("excused", &clause.excused,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Probability that the end is excused, by best efforts, and nothing is "
                          "paid back.",
                  .fallback = "0 %"});
}

}  // namespace

void describe(FieldVisitor& visitor, Clause& clause) {
  visitor.choice(
      "on", clause.on, trigger_words,
      {.help = "What makes the clause apply: the signing of the contract; a milestone, which is "
               "the completion of a stage; acceptance of a unit; failure, which is the end of a "
               "contract that has not been fulfilled; a change of control of the firm."});
  visitor.when(on(clause, Trigger::signing), [&](FieldVisitor& v) { describe_advance(v, clause); });
  visitor.when(on(clause, Trigger::milestone),
               [&](FieldVisitor& v) { describe_milestone(v, clause); });
  visitor.when(on(clause, Trigger::acceptance),
               [&](FieldVisitor& v) { describe_acceptance(v, clause); });
  const bool ends = clause.on == Trigger::failure || clause.on == Trigger::change_of_control;
  visitor.when({ends, {{"on", "failure"}, {"on", "change_of_control"}}},
               [&](FieldVisitor& v) { describe_recovery(v, clause); });
}

}  // namespace firstcustomer
