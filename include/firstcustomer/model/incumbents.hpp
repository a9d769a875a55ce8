#pragma once
/// \file
/// Incumbents: what their launches and their data centres in the country do to firms.
///
/// A launch above the trend of the frontier lowers what customers pay for a unit of any other firm.
/// Foreign data centres hold accelerators in the country, by a path of dated steps: they take
/// packaging and memory, so that supply takes longer, and engineers, so that domestic firms pay
/// more for theirs. Both elasticities are put in, not found.

#include <cstdint>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// From this day on foreign data centres in the country hold so many accelerators.
struct CapacityStep {
  Date on;
  std::int64_t accelerators = 0;
};

struct Incumbents {
  /// Elasticity of the market price of a unit to how far launches have lifted the frontier over its
  /// smooth trend, downwards.
  double price_response = 0.0;
  /// In the order of their dates; none before the first.
  std::vector<CapacityStep> foreign_capacity = {};
  /// Accelerators at which the two below are stated.
  std::int64_t reference_capacity = 100'000;
  /// Of lead times of supply to 1 + capacity ÷ reference.
  double lead_time_elasticity = 0.0;
  /// By which share of it burn is higher at the reference; in proportion to capacity.
  double talent_cost = 0.0;
};

/// Factor on the market price where the frontier stands at `ratio` times its smooth trend.
double price_factor(const Incumbents& incumbents, double ratio);
/// Factor on lead times of supply.
double lead_time_factor(const Incumbents& incumbents, std::int64_t accelerators);
/// Factor on burn.
double talent_factor(const Incumbents& incumbents, std::int64_t accelerators);

}  // namespace firstcustomer
