#pragma once
/// \file
/// The rows of the table: labels and estimates. For the table and its
/// sentences.

#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/table.hpp"

namespace firstcustomer {

inline constexpr std::string_view cost_label = "Cost per additional qualified supplier";

/// A line of the table: estimates, whose intervals stand under each other.
struct TableRow {
  std::string label;
  /// Levels of the compared arms, then the differences of all but the first.
  std::vector<EstimateText> cells;
};

std::vector<TableRow> table_rows(const Scenario& scenario, const Plan& plan, const Results& results,
                                 Rows rows);

/// The rows of an arm with several programmes: what each had its part in, a column per programme;
/// outcomes that are 0 under all of them are left out.
std::vector<TableRow> programme_rows(const Scenario& scenario, const Plan& plan,
                                     const Results& results, std::size_t arm);

/// How suppliers fell away by the deadline, standing by standing: those there, less those of each
/// standing (left out where nobody has it in any arm), are those that showed a prototype and, in
/// the end, those that qualified. Levels and differences of what falls away are negative, so that
/// every column adds up.
std::vector<TableRow> filter_rows(const Plan& plan, const Results& results);

/// Domestic firms at the start.
std::size_t suppliers_at_start(const Case& numbers);
/// Whether there may be more domestic firms later, by date or by chance.
bool suppliers_enter(const Case& numbers);

}  // namespace firstcustomer
