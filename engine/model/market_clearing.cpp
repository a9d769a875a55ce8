#include "firstcustomer/model/market_clearing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

double utility(const MarketSegment& segment, const Offering& offering) {
  const double advantage = elementary::log(offering.price_performance) -
                           elementary::log(segment.switching_advantage) -
                           (1.0 - offering.maturity) * elementary::log(segment.software_advantage);
  return segment.sensitivity * advantage + offering.reference;
}

double reference_utility(double multiple, Duration half_life, Duration since) {
  constexpr double log_2 = 0.6931471805599453;
  return elementary::log(multiple) * elementary::exp(-log_2 * since.days() / half_life.days());
}

void logit_shares(std::vector<double>& utilities) {
  double highest = 0.0;  // of all, the incumbents included
  for (const double u : utilities) {
    if (std::isnan(u) || u == std::numeric_limits<double>::infinity()) {
      throw ReplicationError(
          "the utility of a product is no finite number (growth over too many years?)");
    }
    highest = std::max(highest, u);
  }
  double sum = elementary::exp(-highest);
  for (double& u : utilities) {
    u = elementary::exp(u - highest);
    sum += u;
  }
  for (double& share : utilities) {
    share /= sum;
  }
}

}  // namespace firstcustomer
