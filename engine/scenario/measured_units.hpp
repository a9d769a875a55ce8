#pragma once
/// \file
/// Units in which numbers of any kind are written, and what each measures.

#include <vector>

#include "firstcustomer/model/term.hpp"
#include "firstcustomer/scenario/quantity.hpp"

namespace firstcustomer {

struct MeasuredUnit {
  Unit unit;
  Measure measure;
  /// The measured value of 1 in the unit's canonical unit: days are parts of a year.
  double divisor = 1.0;
};

/// Where a text is a number of several, the first counts. Without a unit of the benchmark no number
/// is a performance. The benchmark's unit must outlive the result.
std::vector<MeasuredUnit> measured_units(std::string_view benchmark_unit);

/// The first unit of the measure; null if none has it.
const MeasuredUnit* find_unit(const std::vector<MeasuredUnit>& units, const Measure& measure);

}  // namespace firstcustomer
