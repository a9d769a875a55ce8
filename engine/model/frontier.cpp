#include "firstcustomer/model/frontier.hpp"

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

double frontier_level(const Benchmark& benchmark, const FrontierPath& path,
                      const SimulationClock& clock, Instant when) {
  const double years = (when - clock.at(path.dated)).years();
  return value_at_ratio(benchmark, path.level,
                        elementary::exp(years * elementary::log(path.annual_growth)));
}

}  // namespace firstcustomer
