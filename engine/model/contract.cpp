#include "firstcustomer/model/contract.hpp"

#include <algorithm>

namespace firstcustomer {

Money value_of_units(std::span<const Clause> contract, std::int64_t units) {
  Money value;
  for (const Clause& clause : contract) {
    const std::int64_t covered = std::min(units, clause.up_to);
    value += times(clause.pay, covered);
    units -= covered;
  }
  return value;
}

std::int64_t affordable_units(std::span<const Clause> contract, Money limit) {
  std::int64_t units = 0;
  for (const Clause& clause : contract) {
    const std::int64_t covered = std::min(whole_units(limit, clause.pay), clause.up_to);
    limit -= times(clause.pay, covered);
    units += covered;
    if (covered < clause.up_to) {
      break;
    }
  }
  return units;
}

Money due_on_acceptance(std::span<const Clause> contract, std::int64_t accepted, std::int64_t lot) {
  return value_of_units(contract, accepted + lot) - value_of_units(contract, accepted);
}

}  // namespace firstcustomer
