#include "firstcustomer/model/incumbents.hpp"

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

double over_reference(const Incumbents& incumbents, std::int64_t accelerators) {
  return static_cast<double>(accelerators) / static_cast<double>(incumbents.reference_capacity);
}

}  // namespace

double price_factor(const Incumbents& incumbents, double ratio) {
  return elementary::exp(-incumbents.price_response * elementary::log(ratio));
}

double lead_time_factor(const Incumbents& incumbents, std::int64_t accelerators) {
  return elementary::exp(incumbents.lead_time_elasticity *
                         elementary::log(1.0 + over_reference(incumbents, accelerators)));
}

double talent_factor(const Incumbents& incumbents, std::int64_t accelerators) {
  return 1.0 + incumbents.talent_cost * over_reference(incumbents, accelerators);
}

}  // namespace firstcustomer
