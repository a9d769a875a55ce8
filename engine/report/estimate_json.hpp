#pragma once
/// \file
/// An estimate as fields of the object that is open, and a cost per supplier: what all JSON of
/// results shares.

#include <limits>
#include <string_view>

#include "firstcustomer/core/ratio.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/report/json.hpp"

namespace firstcustomer {

inline void write_estimate(JsonWriter& json, const Estimate& estimate) {
  json.field("mean", estimate.mean)
      .field("se", estimate.standard_error)
      .field("lo", estimate.low)
      .field("hi", estimate.high)
      .field("n", estimate.count);
}

inline std::string_view name_of(RatioSet set) {
  switch (set) {
    case RatioSet::interval:
      return "interval";
    case RatioSet::outside:
      return "outside";
    case RatioSet::everything:
      return "everything";
    case RatioSet::undefined:
      break;
  }
  return "undefined";
}

/// An object of its own. `lo` and `hi` bound an interval; where the set is all outside a gap, they
/// stay null and the gap has its own names, so that nobody takes its ends for bounds.
inline void write_cost(JsonWriter& json, const RatioEstimate& cost) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const bool bounded = cost.set == RatioSet::interval;
  const bool has_gap = cost.set == RatioSet::outside;
  json.begin_object()
      .field("ratio", cost.ratio)
      .field("set", name_of(cost.set))
      .field("lo", bounded ? cost.low : none)
      .field("hi", bounded ? cost.high : none)
      .field("gap_lo", has_gap ? cost.low : none)
      .field("gap_hi", has_gap ? cost.high : none)
      .field("n", cost.count)
      .end_object();
}

}  // namespace firstcustomer
