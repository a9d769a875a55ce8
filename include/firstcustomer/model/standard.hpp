#pragma once
/// \file
/// Standards: the thresholds that a product must reach in a test to qualify.

#include <string>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

enum class ThresholdOf : std::uint8_t { level, frontier };
enum class FrontierOn : std::uint8_t { date, test, signing };

/// One clause: a benchmark and how good the product must be there.
struct Threshold {
  std::string benchmark;
  /// Whether `required` is a level in the benchmark's unit or a ratio to the frontier.
  ThresholdOf of = ThresholdOf::level;
  double required = 1.0;
  /// For thresholds of the frontier: the frontier of a fixed date, of the day of the test, or of
  /// the day on which the firm's contract was signed (of a programme's own standard; of the test
  /// for a firm without a contract).
  FrontierOn fixed = FrontierOn::test;
  Date fixed_on;
  /// The frontier of so long before.
  Duration lag = {};
  /// What is required rises at this continuous rate from a date on.
  double rises = 0.0;
  Date rises_from = {};
};

/// All thresholds must be met in one test.
struct Standard {
  std::vector<Threshold> thresholds;
  /// Last day on which a qualification counts for the headline, and for a programme. Firms go on
  /// testing after it.
  Date deadline;
  /// Tests a firm may take in each generation of its product.
  std::int64_t attempts = 1;
  /// From a failed test to the beginning of the next.
  Duration retest_after;
  /// How far the standard prescribes the product rather than what it does, from 0 to 1: awards
  /// under a tight standard tell investors less (finance.hpp). Source: Howell et al. 2021.
  Share tightness{0.0};
};

}  // namespace firstcustomer
