#pragma once
/// \file
/// What a unit costs, from the wafer up: dies on a wafer, how many of them are good, what is put
/// beside them in a package, and what packaging loses.
///
/// Pure functions. Not here: masks and design, which are costs of stages (technology.hpp), and the
/// margin of whoever sells wafers and memory, which is in their prices.

#include <cstdint>
#include <optional>

#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/time.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

/// How a process gets cleaner while a product is in production.
struct YieldLearning {
  /// Time in production in which the density of defects halves.
  Duration halves_every = Duration::from_days(152.1875);
  /// Density below which it does not fall. Units: defects per cm².
  double floor = 0.0;
};

/// What goes into a unit.
struct Die {
  Money wafer_price;
  /// Units: mm.
  double wafer_diameter = 300.0;
  /// Of one die. Units: mm².
  double area = 0.0;
  /// As production begins. Units: defects per cm².
  double defects = 0.0;
  /// How defects come in clusters, α: the smaller, the more of them hit the same die.
  double clustering = 3.0;
  /// Dies with defects that can be sold because the product has spare parts, as a share of all.
  Share harvest{0.0};
  std::int64_t per_unit = 1;
  /// High-bandwidth memory of a unit. Units: GB.
  double hbm = 0.0;
  /// Of a GB.
  Money hbm_price;
  Money package;
  /// Test and board: paid for units that have come out of packaging well.
  Money test_and_board;
  /// Share of packages that come out well; dies and memory of the others are lost.
  Share packaging_yield{1.0};
  std::optional<YieldLearning> learning = {};
};

/// Whole dies on a round wafer: π r²/S − π d/√(2S), not rounded; below 1 none fits.
/// Units: mm² and mm. Needs: both positive.
/// Source: de Vries 2005, IEEE Trans. Semicond. Manuf. 18(1), for this and other formulas.
double gross_dies(double area, double diameter);

/// Share of dies without a defect: (1 + A D/α)^−α, negative binomial. Units: mm², per cm².
/// Needs: area ≥ 0, defects ≥ 0, clustering > 0. Source: Stapper 1973; Murphy 1964 for the idea.
double die_yield(double area, double defects, double clustering);

/// Density of defects after so long in production: halved with every `halves_every`, not below the
/// floor; `defects` where nothing is learnt, or where the floor is higher.
double defects_after(const Die& die, Duration in_production);

/// What a die that can be sold costs, with the harvest. Units: pounds.
/// Throws: ReplicationError where no die fits on the wafer.
double cost_per_good_die(const Die& die, double defects);

/// (dies + memory + package) / packaging yield + test and board, to the penny.
/// Throws: as `cost_per_good_die`.
Money unit_cost(const Die& die, double defects);

}  // namespace firstcustomer
