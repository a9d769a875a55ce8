#pragma once
/// \file
/// What a scenario takes for granted: which values are uncertain, which are laws, which only
/// assumed.

#include <string>

#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

struct AssumptionCounts {
  std::size_t values = 0;
  std::size_t uncertain = 0;
  std::size_t laws = 0;
  /// Graded `assumed`, or not graded: a source that nobody has judged vouches for nothing.
  std::size_t assumed = 0;
  /// Said by another item and taken over: beside `values` less these nothing need be believed.
  std::size_t taken_over = 0;
};
AssumptionCounts count_assumptions(const Scenario& scenario);

enum class Which : unsigned char { all, only_assumed, only_changed };

/// One line a value, worst grade first and defaults last: path, kind, value, grade, source.
std::string assumptions_table(const Scenario& scenario, Which which);

}  // namespace firstcustomer
