#pragma once
/// \file
/// The frontier: the best performance that incumbents sell at a date, per benchmark.

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/model/benchmark.hpp"

namespace firstcustomer {

/// A smooth path through one known level: at the date `dated` the frontier stands at `level`, and
/// each 365.25 days make it `annual_growth` times as good.
struct FrontierPath {
  /// In the benchmark's unit; positive.
  double level = 1.0;
  Date dated;
  /// Factor of improvement a year; positive, 1 stands still.
  double annual_growth = 1.0;
};

/// Units: the benchmark's. Defined before and after the scenario's start.
double frontier_level(const Benchmark& benchmark, const FrontierPath& path,
                      const SimulationClock& clock, Instant when);

}  // namespace firstcustomer
