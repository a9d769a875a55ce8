#pragma once
/// \file
/// Standards: the thresholds that a product must reach in a test to qualify.

#include <string>
#include <vector>

#include "firstcustomer/core/calendar.hpp"

namespace firstcustomer {

enum class ThresholdOf : std::uint8_t { level, frontier };
enum class FrontierOn : std::uint8_t { date, test };

/// One clause: a benchmark and how good the product must be there.
struct Threshold {
  std::string benchmark;
  /// Whether `required` is a level in the benchmark's unit or a ratio to the frontier.
  ThresholdOf of = ThresholdOf::level;
  double required = 1.0;
  /// For thresholds of the frontier: the frontier of a fixed date, or of the day of the test.
  FrontierOn fixed = FrontierOn::test;
  Date fixed_on;
};

/// All thresholds must be met in one test.
struct Standard {
  std::vector<Threshold> thresholds;
  /// Last day on which a test counts.
  Date deadline;
  /// Tests a firm may take.
  std::int64_t attempts = 1;
  /// From a failed test to the beginning of the next.
  Duration retest_after;
};

}  // namespace firstcustomer
