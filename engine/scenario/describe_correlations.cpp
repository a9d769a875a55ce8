#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

void describe_correlation(FieldVisitor& visitor, Correlation& correlation) {
  visitor.texts("between", correlation.between,
                {.help = "Paths of uncertain numbers; the correlation holds for every pair."});
  visitor.number("rank", &correlation.rank,
                 {.unit = {Dimension::number},
                  .range = between(-1, 1),
                  .help = "Spearman's rank correlation: 1 if they rise together, -1 if one always "
                          "falls as the other rises."});
}

}  // namespace

void describe(FieldVisitor& visitor, std::vector<Correlation>& correlations) {
  visitor.list("correlations",
               listed_items(correlations, [](FieldVisitor& v,
                                             Correlation& item) { describe_correlation(v, item); }),
               {.help = "Which uncertain numbers are high or low together.", .fallback = "[]"});
}

}  // namespace firstcustomer
