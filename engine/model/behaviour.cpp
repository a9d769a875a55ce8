#include "firstcustomer/model/behaviour.hpp"

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

PerYear entry_rate(const EntryView& view) {
  const double budgets = view.budget.major() / view.reference_budget.major();
  return PerYear(view.rate.value() *
                 elementary::exp(view.elasticity * elementary::log(1.0 + budgets)));
}

}  // namespace firstcustomer
