#pragma once
/// \file
/// An estimate as fields of the object that is open: what all JSON of results shares.

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

}  // namespace firstcustomer
