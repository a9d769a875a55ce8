#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {

void describe(FieldVisitor& visitor, Behaviour& behaviour) {
  visitor.choice("mode", behaviour.mode, behaviour_names,
                 {.help = "fixed: nobody responds to a promise but by the cash it pays. heuristic: "
                          "investors and founders respond by the ratios and elasticities that "
                          "finance.signals and entry give.",
                  .fallback = "fixed"});
  visitor.when(
      {behaviour.mode == BehaviourMode::heuristic, {{"mode", "heuristic"}}}, [&](FieldVisitor& v) {
        v.flag("signals", behaviour.signals,
               {.help = "Whether investors respond to announcements, awards and misses.",
                .fallback = "yes"});
        v.flag("entry", behaviour.entry,
               {.help = "Whether founders respond to a programme's budget.", .fallback = "yes"});
      });
}

}  // namespace firstcustomer
