#include "firstcustomer/model/finance.hpp"

#include <algorithm>

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

double closing_probability(const Round& round, const Finance& finance) {
  const double ever = std::min(round.graduation.value() * finance.market, 0.95);
  return 1.0 - elementary::exp(elementary::log(1.0 - ever) / static_cast<double>(finance.attempts));
}

}  // namespace firstcustomer
