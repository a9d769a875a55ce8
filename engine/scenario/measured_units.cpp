#include "measured_units.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/core/time.hpp"
#include "firstcustomer/scenario/formula_text.hpp"

namespace firstcustomer {

std::vector<MeasuredUnit> measured_units(std::string_view benchmark_unit) {
  std::vector<MeasuredUnit> units = {
      {{Dimension::number}, {}},
      {{Dimension::share}, {}},
      {{Dimension::money}, in_money},
      {{Dimension::money_per_unit, "unit"}, in_money_per_unit},
      {{Dimension::money_per_time}, {.money = 1, .years = -1}},
      {{Dimension::time}, {.years = 1}, days_per_year},
      {{Dimension::rate}, {.years = -1}},
      {{Dimension::rate, "unit"}, {.units = 1, .years = -1}},
      {{Dimension::count, "unit"}, {.units = 1}},
  };
  if (!benchmark_unit.empty()) {
    units.push_back({{Dimension::benchmark, benchmark_unit}, {.performance = 1}});
  }
  return units;
}

const MeasuredUnit* find_unit(const std::vector<MeasuredUnit>& units, const Measure& measure) {
  const auto found = std::find_if(units.begin(), units.end(), [&](const MeasuredUnit& each) {
    return each.measure == measure;
  });
  return found == units.end() ? nullptr : &*found;
}

std::string measure_name(const Measure& measure) {
  const struct {
    Measure measure;
    std::string_view name;
  } names[] = {{{}, "a bare number"},
               {in_money, "money"},
               {in_money_per_unit, "money per unit"},
               {{.money = 1, .years = -1}, "money over time"},
               {{.units = 1, .years = -1}, "units over time"},
               {{.years = -1}, "a rate"}};
  for (const auto& each : names) {
    if (each.measure == measure) {
      return std::string(each.name);
    }
  }
  std::string above;
  std::string below;
  const auto add = [&](int exponent, std::string_view name) {
    std::string& side = exponent > 0 ? above : below;
    if (exponent != 0) {
      side += side.empty() ? "" : exponent > 0 ? " * " : " / ";
      side += name;
      side += std::abs(exponent) == 1 ? "" : fmt::format("^{}", std::abs(exponent));
    }
  };
  add(measure.money, "money");
  add(measure.units, "units");
  add(measure.performance, "performance");
  add(measure.years, "time");
  return (above.empty() ? "1" : above) + (below.empty() ? "" : " / " + below);
}

}  // namespace firstcustomer
