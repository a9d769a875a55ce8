#include "layout.hpp"

#include <algorithm>

#include "firstcustomer/report/text.hpp"

namespace firstcustomer {

std::string arm_title(std::string name) {
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

std::string outcome_words(const OutcomeDeclaration& outcome) {
  if (outcome.value == &Outcome::public_money_net_present_value) {
    return "cost to the exchequer (present value)";
  }
  std::string words(outcome.name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::size_t Widths::line() const {
  std::size_t sum = labels;
  for (std::size_t i = 0; i < means.size(); ++i) {
    sum += means[i] + intervals[i] + column_gap;
  }
  return sum;
}

Widths widths_of(const std::vector<std::string>& columns, const std::vector<TableRow>& rows,
                 std::size_t least_label) {
  Widths widths;
  widths.labels = least_label;
  widths.means.resize(columns.size());
  widths.intervals.resize(columns.size());
  for (const TableRow& row : rows) {
    widths.labels = std::max(widths.labels, display_width(row.label));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      widths.means[i] = std::max(widths.means[i], display_width(row.cells[i].mean));
      widths.intervals[i] = std::max(widths.intervals[i], display_width(row.cells[i].interval()));
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::size_t title = display_width(columns[i]);
    const std::size_t width = widths.means[i] + widths.intervals[i];
    widths.means[i] += title > width ? title - width : 0;
  }
  return widths;
}

std::string layout(const std::vector<std::string>& columns, const std::vector<TableRow>& rows,
                   const Widths& widths) {
  std::string text = at_left("", widths.labels);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += at_right(columns[i], widths.means[i] + widths.intervals[i] + column_gap);
  }
  text += '\n';
  for (const TableRow& row : rows) {
    std::string line = at_left(row.label, widths.labels);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      line += at_right(row.cells[i].mean, widths.means[i] + column_gap) +
              at_left(row.cells[i].interval(), widths.intervals[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace firstcustomer
