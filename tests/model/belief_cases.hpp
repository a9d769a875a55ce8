#pragma once
/// \file
/// Beliefs with known answers: a prize that somebody takes at a constant hazard.

#include <cmath>

#include "firstcustomer/model/decision.hpp"

namespace firstcustomer::testing {

/// Steps of a month for so many years, at a continuous rate.
inline BeliefGrid plain_grid(double years, double rate, std::size_t every = 12) {
  BeliefGrid grid{Duration::from_days(days_per_year / 12.0), every, {}};
  const auto steps = static_cast<std::size_t>(std::lround(years * 12.0));
  for (std::size_t k = 0; k <= steps; ++k) {
    grid.discount.push_back(std::exp(-rate * static_cast<double>(k) / 12.0));
  }
  return grid;
}

/// Open in full until it closes at the hazard; worth the prize to who qualifies before.
inline BeliefCurve race_for(const BeliefGrid& grid, double prize, double hazard) {
  constexpr auto open = static_cast<std::size_t>(Opportunity::open_full);
  BeliefCurve curve = constant_curve(grid, 0.0);
  const double stays = std::exp(-hazard / 12.0);
  for (auto& moves : curve.moves) {
    moves[open][open] = stays;
    moves[open][0] = 1.0 - stays;
  }
  for (ByOpportunity& value : curve.value) {
    value[open] = prize;
  }
  return curve;
}

/// Exponential with this mean, and certain.
inline DevelopmentTime exponential_time(double mean) {
  DevelopmentTime time;
  constexpr int nodes = 20'000;
  for (int i = 0; i < nodes; ++i) {
    time.qualified.push_back(-mean * std::log(1.0 - (i + 0.5) / nodes));
  }
  time.success = 1.0;
  return time;
}

}  // namespace firstcustomer::testing
