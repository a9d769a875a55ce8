#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
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
