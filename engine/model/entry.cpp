#include "firstcustomer/model/entry.hpp"

#include <algorithm>

namespace firstcustomer {

double pace_at(const std::vector<EntryPace>& pace, const SimulationClock& clock, Instant when) {
  const auto after = std::find_if(pace.begin(), pace.end(),
                                  [&](const EntryPace& each) { return clock.at(each.on) > when; });
  if (pace.empty()) {
    return 1.0;
  }
  if (after == pace.begin()) {
    return pace.front().times;
  }
  const EntryPace& before = *(after - 1);
  if (after == pace.end()) {
    return before.times;
  }
  const Instant begin = clock.at(before.on);
  const double way = (when - begin).days() / (clock.at(after->on) - begin).days();
  return before.times + way * (after->times - before.times);
}

double fastest_pace(const std::vector<EntryPace>& pace) {
  const auto fastest =
      std::max_element(pace.begin(), pace.end(),
                       [](const EntryPace& a, const EntryPace& b) { return a.times < b.times; });
  return fastest == pace.end() ? 1.0 : fastest->times;
}

}  // namespace firstcustomer
