#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {

void describe(FieldVisitor& visitor, Behaviour& behaviour) {
  visitor.choice("mode", behaviour.mode, behaviour_names,
                 {.help = "fixed: nobody responds to a promise but by the cash it pays. heuristic: "
                          "investors and founders respond by the ratios and elasticities that "
                          "finance.signals and entry give. optimising: firms do what serves them "
                          "best.",
                  .fallback = "fixed"});
  visitor.when(
      {behaviour.mode == BehaviourMode::heuristic, {{"mode", "heuristic"}}}, [&](FieldVisitor& v) {
        v.flag("signals", behaviour.signals,
               {.help = "Whether investors respond to announcements, awards and misses.",
                .fallback = "yes"});
        v.flag("entry", behaviour.entry,
               {.help = "Whether founders respond to a programme's budget.", .fallback = "yes"});
      });
  visitor.when(
      {behaviour.mode == BehaviourMode::optimising, {{"mode", "optimising"}}},
      [&](FieldVisitor& v) {
        v.flag("capacity", behaviour.capacity,
               {.help = "Whether firms choose the capacity that is best for them under a contract, "
                        "and decline one that pays for none, where technologies say what capacity "
                        "costs. Otherwise they build what is given.",
                .fallback = "yes"});
        v.number("required_return", &behaviour.required_return,
                 {.unit = {Dimension::rate},
                  .range = between(0, 10),
                  .help = "Of firms, founders and investors on expected flows: real, compounds "
                          "yearly.",
                  .fallback = "15 %/year"});
      });
}

}  // namespace firstcustomer
