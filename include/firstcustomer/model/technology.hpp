#pragma once
/// \file
/// Technologies: how a class of products is developed, how good it turns out, what a unit costs.

#include <cstdint>
#include <string>
#include <vector>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

enum class DecidedBy : std::uint8_t { chance, standard };
enum class OnFailure : std::uint8_t { end, repeat };

/// One step of development. Laws of duration are in days, before the firm's slip.
struct Stage {
  std::string name;
  Law duration;
  /// Paid when the stage begins; a firm waits until it can pay.
  Money cost;
  /// Runway that the firm must keep after paying the cost, at its burn of the day.
  Duration keeps_runway;
  /// Names the facility that the stage needs; its duration runs from when it is served. Empty:
  /// none.
  std::string facility;
  /// Whether chance decides (`success`) or a test against the standard.
  DecidedBy decided_by = DecidedBy::chance;
  /// Probability of success by attempt; the last one holds for all later attempts.
  std::vector<double> success;
  OnFailure on_failure = OnFailure::end;
  /// Duration and cost of every attempt after the first, where the stage can be repeated: a test is
  /// repeated as often as the standard allows.
  Law repeat_duration;
  Money repeat_cost;
};

/// How units are made once a product has qualified.
struct Supply {
  /// From the order to the first lot, in days.
  Law lead_time;
  std::int64_t units_per_month = 1;
  /// Paid to the foundry for each unit of a lot when the lot is delivered.
  Money unit_cost;
};

struct Technology {
  std::string name;
  /// One factor per firm, on all its durations.
  Law slip;
  /// Performance at first silicon over the frontier of the day planned for it; the same on every
  /// benchmark.
  Law relative_performance;
  /// In order; the last one qualifies the product.
  std::vector<Stage> stages;
  Supply supply;
};

}  // namespace firstcustomer
