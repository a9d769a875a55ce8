#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {

void describe(FieldVisitor& visitor, SoftBudget& soft) {
  visitor.number("hazard", &soft.hazard,
                 {.unit = {Dimension::rate},
                  .range = at_least(0),
                  .help = "Rate at which the buyer softens its terms while the programme is open "
                          "and nobody has met its standard; after each time anew. A rate of 20 "
                          "%/year does so within three years with probability 1 − e^−0.6 = 45 %."});
  visitor.number("threshold_cut", &soft.threshold_cut,
                 {.unit = {Dimension::share},
                  .range = between(0, 0.99),
                  .help = "What thresholds fall by each time, in terms of performance: 20 % leaves "
                          "0.8 of the performance that was asked for. Products that have missed "
                          "are tested again as far as the standard's attempts allow.",
                  .fallback = "0 %"});
  visitor.number("deadline_extended_by", &soft.deadline_extended_by,
                 {.unit = {Dimension::time},
                  .range = between(0, 3652.5),
                  .help = "What the programme's deadline moves by each time.",
                  .fallback = "0 months"});
  visitor.number("at_most", &soft.at_most,
                 {.unit = {Dimension::count, "time"},
                  .range = between(1, 10),
                  .help = "How often the buyer does so.",
                  .fallback = "1 time"});
}

}  // namespace firstcustomer
