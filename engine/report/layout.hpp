#pragma once
/// \file
/// Tables of estimates in columns, inside the report layer: ± stands below ±.

#include <cstddef>
#include <string>
#include <vector>

#include "table_rows.hpp"

namespace firstcustomer {

/// Blanks between columns.
inline constexpr std::size_t column_gap = 3;

/// "first-customer-order" → "first customer order".
std::string arm_title(std::string name);

/// An outcome's name in a sentence: "qualified suppliers", "cost to the exchequer (present value)".
std::string outcome_words(const OutcomeDeclaration& outcome);

/// How wide the parts of a table are.
struct Widths {
  std::size_t labels = 0;
  std::vector<std::size_t> means;
  std::vector<std::size_t> intervals;

  std::size_t line() const;
};

/// Labels are at least so wide.
Widths widths_of(const std::vector<std::string>& columns, const std::vector<TableRow>& rows,
                 std::size_t least_label = 0);

/// The heading and a line per row.
std::string layout(const std::vector<std::string>& columns, const std::vector<TableRow>& rows,
                   const Widths& widths);

}  // namespace firstcustomer
