#include "firstcustomer/model/technology.hpp"

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

double maturity_after(const Maturity& maturity, Duration age) {
  if (maturity.at_most == 1.0 || age <= Duration{}) {
    return 1.0;
  }
  constexpr double log_3 = 1.0986122886681098;
  const double left = elementary::exp(-log_3 * age.days() / maturity.half_time.days());
  return 1.0 + (maturity.at_most - 1.0) * (1.0 - left) / (1.0 + left);
}

}  // namespace firstcustomer
