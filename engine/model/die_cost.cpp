#include "firstcustomer/model/die_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double mm2_per_cm2 = 100.0;

}  // namespace

double gross_dies(double area, double diameter) {
  const double radius = diameter / 2.0;
  return pi * radius * radius / area - pi * diameter / std::sqrt(2.0 * area);
}

double die_yield(double area, double defects, double clustering) {
  return elementary::pow(1.0 + area / mm2_per_cm2 * defects / clustering, -clustering);
}

double defects_after(const Die& die, Duration in_production) {
  if (!die.learning || in_production <= Duration{}) {
    return die.defects;
  }
  constexpr double log_2 = 0.69314718055994531;
  const double halvings = in_production.days() / die.learning->halves_every.days();
  const double cleaner = die.defects * elementary::exp(-log_2 * halvings);
  return std::max(cleaner, std::min(die.learning->floor, die.defects));
}

double cost_per_good_die(const Die& die, double defects) {
  const double gross = gross_dies(die.area, die.wafer_diameter);
  if (gross < 1.0) {
    throw ReplicationError(
        fmt::format("no die of {} mm² fits on a wafer of {} mm", die.area, die.wafer_diameter));
  }
  const double good = die_yield(die.area, defects, die.clustering) + die.harvest.value();
  return die.wafer_price.major() / (gross * std::min(1.0, good));
}

Money unit_cost(const Die& die, double defects) {
  const double dies = static_cast<double>(die.per_unit) * cost_per_good_die(die, defects);
  const double packaged = dies + die.hbm * die.hbm_price.major() + die.package.major();
  return Money::major(packaged / die.packaging_yield.value() + die.test_and_board.major());
}

}  // namespace firstcustomer
