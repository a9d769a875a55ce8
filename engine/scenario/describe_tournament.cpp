#include <algorithm>

#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr AmountForm sum_or_value[] = {{Basis::sum, {Dimension::money}, at_least(0)},
                                       {Basis::value, {Dimension::share, "value"}, between(0, 1)}};
constexpr AmountForm sum[] = {{Basis::sum, {Dimension::money}, at_least(0)}};

/// Triggers of clauses that may be part of the contract from signing on, or of a phase.
constexpr Trigger of_any_phase[] = {
    Trigger::milestone,   Trigger::acceptance, Trigger::qualification, Trigger::date,
    Trigger::quarter_end, Trigger::year_end,   Trigger::raise,         Trigger::expiry,
    Trigger::order,       Trigger::submission, Trigger::delivery,      Trigger::sale};
constexpr Trigger of_one_phase[] = {Trigger::phase_begins, Trigger::phase_ends};

Condition on(const Clause& clause, std::span<const Trigger> triggers) {
  Condition condition{std::find(triggers.begin(), triggers.end(), clause.on) != triggers.end(), {}};
  for (const Trigger trigger : triggers) {
    condition.any_of.push_back({"on", trigger_names[static_cast<std::size_t>(trigger)]});
  }
  return condition;
}

void describe_payment(FieldVisitor& visitor, Clause& clause) {
  visitor.text("phase", clause.phase,
               {.help = "Name of the phase; of its beginning, 'purchase', too, which is what comes "
                        "after the last phase."});
  visitor.amount("pay", clause.pay,
                 {.forms = sum_or_value,
                  .help = "What is paid as the phase begins, or as it ends and the firm has its "
                          "deliverable: a fixed sum, or a share of the value of the contract's "
                          "units."});
  visitor.when({clause.pay.basis == Basis::value, {}, "where a share of the value is paid"},
               [&](FieldVisitor& v) {
                 v.flag("advance", clause.advance,
                        {.help = "Whether the share of the value is paid in advance: credited "
                                 "against what is due on acceptance. Otherwise it comes on top.",
                         .fallback = "yes"});
               });
  visitor.when({clause.pay.formula.has_value(), {}, "where 'pay' is a formula"},
               [&](FieldVisitor& v) {
                 v.amount("at_most", clause.at_most,
                          {.forms = sum,
                           .help = "Most that the formula may come to, for which money is "
                                   "reserved; 'none': what it comes to as the phase begins.",
                           .fallback = "none"});
               });
  visitor.number("after", &clause.after,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "From what makes the clause apply to the day from which payment terms "
                          "run.",
                  .fallback = "0 days"});
}

}  // namespace

void describe_phase_of(FieldVisitor& visitor, Clause& clause) {
  visitor.when(on(clause, of_any_phase), [&](FieldVisitor& v) {
    v.text("phase", clause.phase,
           {.help = "Name of the phase of a tournament from whose beginning on the clause is part "
                    "of the contract, and money is set aside for it; 'purchase': from the end of "
                    "the last phase on; 'none': from signing on.",
            .fallback = "none"});
  });
  visitor.when(on(clause, of_one_phase), [&](FieldVisitor& v) { describe_payment(v, clause); });
}

void describe(FieldVisitor& visitor, TournamentPhase& phase) {
  visitor.text("name", phase.name, {.help = "What clauses call the phase."});
  visitor.number("lasts", &phase.lasts,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "From its beginning, which is the day of the call or the end of the "
                          "phase before, to its end."});
  visitor.text("deliverable", phase.deliverable,
               {.help = "Name of the stage of development that a firm must have completed by the "
                        "end of the phase, or its contract ends as at a milestone missed. 'none', "
                        "or a technology without one of that name: being there is enough.",
                .fallback = "none"});
  visitor.number("score_noise", &phase.score_noise,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "How far the buyer errs about those who are left at the end of the "
                          "phase: standard deviation of the error in the log of their performance "
                          "over the frontier's.",
                  .fallback = "0"});
  visitor.number("least", &phase.least,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Performance over the frontier's, as the buyer sees it then, below which "
                          "a firm does not go on, however few are left.",
                  .fallback = "0"});
  visitor.number("go_on", &phase.go_on,
                 {.unit = {Dimension::count, "supplier"},
                  .range = between(1, 1e6),
                  .help = "Firms that go on at most, the best by that score; 'none' without a "
                          "limit. The others' contracts end, which is no failure.",
                  .fallback = "none",
                  .may_be_none = true});
}

}  // namespace firstcustomer
