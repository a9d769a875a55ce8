#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

/// Responses that two modes know: of investors and of founders.
void describe_responses(FieldVisitor& visitor, Behaviour& behaviour) {
  visitor.flag("signals", behaviour.signals,
               {.help = "Whether investors respond: to announcements, awards and misses, or, where "
                        "they are rational, to what a firm is worth.",
                .fallback = "yes"});
  visitor.flag("entry", behaviour.entry,
               {.help = "Whether founders respond: to a programme's budget, or, where behaviour is "
                        "optimising, to what a firm is worth.",
                .fallback = "yes"});
}

void describe_choices(FieldVisitor& visitor, Behaviour& behaviour) {
  visitor.flag("effort", behaviour.effort,
               {.help = "Whether firms choose how hard they try.", .fallback = "yes"});
  visitor.flag("ambition", behaviour.ambition,
               {.help = "Whether firms that begin a product choose how good it is to be: better "
                        "takes longer.",
                .fallback = "yes"});
  visitor.flag("capacity", behaviour.capacity,
               {.help = "Whether firms choose the capacity that is best for them under a contract, "
                        "and decline one that pays for none, where technologies say what capacity "
                        "costs. Otherwise they build what is given.",
                .fallback = "yes"});
  visitor.flag("giving_up", behaviour.giving_up,
               {.help = "Whether firms with stated preferences give up where what is left to gain "
                        "is less than what is left to pay.",
                .fallback = "yes"});
  visitor.choice("investors", behaviour.investors, investors_names,
                 {.help = "empirical: rounds close by graduation shares and the hazard ratios of "
                          "finance.signals. rational: by what a firm is worth under beliefs, "
                          "against what it is worth without a programme (revealed preferences) or "
                          "against what is asked for (stated ones).",
                  .fallback = "rational"});
  visitor.choice(
      "preferences", behaviour.preferences, preferences_names,
      {.help = "How large costs are to those who decide. revealed: such that effort 1 is "
               "the best choice, and entry at entry.rate what founders do, without a "
               "programme. stated: burn, costs and private_cost as they are written.",
       .fallback = "revealed"});
}

void describe_effort(FieldVisitor& visitor, Behaviour& behaviour) {
  visitor.choice("effort_cost", behaviour.effort_cost, effort_cost_names,
                 {.help = "What effort x multiplies. flow: the burn of development for as long as "
                          "it takes (Lee and Wilde 1980). lump: the fixed costs of stages (Loury "
                          "1979).",
                  .fallback = "flow"});
  visitor.number("effort_elasticity", &behaviour.effort_elasticity,
                 {.unit = {Dimension::number},
                  .range = between(0, 1),
                  .help = "β: development at effort x takes x^−β times as long.",
                  .fallback = "0.35"});
  visitor.number("least_effort", &behaviour.least_effort,
                 {.unit = {Dimension::number},
                  .range = {.low = 0, .high = 1, .low_included = false},
                  .help = "Lowest effort that a firm may choose.",
                  .fallback = "0.25"});
  visitor.number("most_effort", &behaviour.most_effort,
                 {.unit = {Dimension::number},
                  .range = at_least(1),
                  .help = "Highest effort that a firm may choose.",
                  .fallback = "4"});
}

void describe_ambition(FieldVisitor& visitor, Behaviour& behaviour) {
  visitor.number("least_ambition", &behaviour.least_ambition,
                 {.unit = {Dimension::number},
                  .range = {.low = 0, .high = 1, .low_included = false},
                  .help = "Lowest performance that a firm may aim at, over the usual.",
                  .fallback = "0.5"});
  visitor.number("most_ambition", &behaviour.most_ambition,
                 {.unit = {Dimension::number},
                  .range = at_least(1),
                  .help = "Highest performance that a firm may aim at, over the usual.",
                  .fallback = "2"});
  visitor.when({behaviour.optimises() && behaviour.preferences == Preferences::stated,
                {{"preferences", "stated"}}},
               [&](FieldVisitor& v) {
                 v.number("ambition_elasticity", &behaviour.ambition_elasticity,
                          {.unit = {Dimension::number},
                           .range = between(0, 5),
                           .help = "Aiming at a times the usual performance takes a^elasticity "
                                   "times as long. With revealed preferences it is such that the "
                                   "usual is best without a programme.",
                           .fallback = "0.5"});
               });
}

void describe_values(FieldVisitor& visitor, Behaviour& behaviour) {
  visitor.number("required_return", &behaviour.required_return,
                 {.unit = {Dimension::rate},
                  .range = between(0, 10),
                  .help = "Of firms, founders and investors on expected flows: real, compounds "
                          "yearly.",
                  .fallback = "15 %/year"});
  visitor.number("disagreement", &behaviour.disagreement,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Standard deviation of the log of what investors ask for: the smaller, "
                          "the more a round depends on what a firm is worth.",
                  .fallback = "0.6"});
  visitor.number("entry_spread", &behaviour.entry_spread,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Standard deviation of the log of founders' private costs of entry. 0, "
                          "with stated preferences: all have the same.",
                  .fallback = "0.5"});
}

/// Beside what founders' firms spend.
void describe_private_cost(FieldVisitor& visitor, const Behaviour& behaviour,
                           std::optional<FirmEntry>& entry) {
  Money of_nobody;
  visitor.when({behaviour.optimises() && behaviour.preferences == Preferences::stated && entry,
                {{"preferences", "stated"}},
                "where firms enter and preferences are stated"},
               [&](FieldVisitor& v) {
                 v.number("private_cost", entry ? &entry->private_cost : &of_nobody,
                          {.unit = {Dimension::money},
                           .range = above(0),
                           .help = "Median over candidates of entry of what entering costs a "
                                   "founder beside the firm's own spending."});
               });
}

void describe_iteration(FieldVisitor& visitor, BeliefTerms& beliefs) {
  visitor.number("tolerance", &beliefs.tolerance,
                 {.unit = {Dimension::share},
                  .range = {.low = 0, .high = 1, .low_included = false},
                  .help = "Largest difference between what is believed and what pilots then show "
                          "that counts as none, over the largest expected value.",
                  .fallback = "1 %"});
  visitor.number("iterations", &beliefs.iterations,
                 {.unit = {Dimension::count, "iteration"},
                  .range = between(1, 1000),
                  .help = "After so many, beliefs are reported as not converged.",
                  .fallback = "40 iterations"});
}

void describe_grid(FieldVisitor& visitor, BeliefTerms& beliefs) {
  visitor.number("step", &beliefs.step,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "Between dates at which opportunities are seen.",
                  .fallback = "1 month"});
  visitor.number("probe_every", &beliefs.probe_every,
                 {.unit = {Dimension::count, "step"},
                  .range = at_least(1),
                  .help = "Steps from one date at which qualifying is tried to the next.",
                  .fallback = "12 steps"});
  visitor.number("decide_every", &beliefs.decide_every,
                 {.unit = {Dimension::count, "step"},
                  .range = at_least(1),
                  .help = "Steps from one date for which decisions are worked out to the next.",
                  .fallback = "3 steps"});
}

void describe_beliefs(FieldVisitor& visitor, BeliefTerms& beliefs) {
  visitor.number("replications", &beliefs.replications,
                 {.unit = {Dimension::count, "pilot"},
                  .range = between(1, 1e9),
                  .help = "Pilots of one set of beliefs in each iteration.",
                  .fallback = "500 pilots"});
  visitor.number("pilots", &beliefs.pilots,
                 {.unit = {Dimension::count, "set"},
                  .range = between(1, 1000),
                  .help = "Sets of beliefs, each from luck of its own; replications take them in "
                          "turn, and intervals say how much they differ.",
                  .fallback = "8 sets"});
  describe_iteration(visitor, beliefs);
  describe_grid(visitor, beliefs);
}

}  // namespace

void describe(FieldVisitor& visitor, Behaviour& behaviour, std::optional<FirmEntry>& entry) {
  visitor.choice("mode", behaviour.mode, behaviour_names,
                 {.help = "fixed: nobody responds to a promise but by the cash it pays. heuristic: "
                          "investors and founders respond by the ratios and elasticities that "
                          "finance.signals and entry give. optimising: firms, founders and "
                          "investors do what serves them best under rational beliefs about the "
                          "rule.",
                  .fallback = "fixed"});
  const bool heuristic = behaviour.mode == BehaviourMode::heuristic;
  visitor.when(
      {heuristic || behaviour.optimises(), {{"mode", "heuristic"}, {"mode", "optimising"}}},
      [&](FieldVisitor& v) { describe_responses(v, behaviour); });
  visitor.when({behaviour.optimises(), {{"mode", "optimising"}}}, [&](FieldVisitor& v) {
    describe_choices(v, behaviour);
    describe_effort(v, behaviour);
    describe_ambition(v, behaviour);
    describe_values(v, behaviour);
    describe_private_cost(v, behaviour, entry);
    v.object("beliefs", {.help = "How beliefs are found."},
             [&](FieldVisitor& inner) { describe_beliefs(inner, behaviour.beliefs); });
  });
}

}  // namespace firstcustomer
