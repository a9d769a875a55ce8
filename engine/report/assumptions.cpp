#include "firstcustomer/report/assumptions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/report/text.hpp"

namespace firstcustomer {
namespace {

bool only_assumed(const Assumption& assumption) {
  return assumption.grade == Grade::assumed || assumption.grade == Grade::ungraded;
}

std::string_view name_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::number:
      return "number";
    case ValueKind::uncertain:
      return "uncertain";
    case ValueKind::law:
      return "law";
    case ValueKind::date:
      return "date";
    case ValueKind::word:
      return "choice";
    case ValueKind::formula:
      return "formula";
  }
  return "";
}

std::string shortened(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) {
    return text;
  }
  std::string cut;
  std::size_t shown = 0;
  for (const char c : text) {
    shown += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1U : 0U;
    if (shown >= width) {
      break;
    }
    cut += c;
  }
  return cut + "…";
}

}  // namespace

AssumptionCounts count_assumptions(const Scenario& scenario) {
  AssumptionCounts counts;
  for (const Assumption& assumption : scenario.assumptions) {
    ++counts.values;
    counts.uncertain += assumption.kind == ValueKind::uncertain ? 1U : 0U;
    counts.laws += assumption.kind == ValueKind::law ? 1U : 0U;
    counts.assumed += only_assumed(assumption) ? 1U : 0U;
    counts.taken_over += assumption.like.empty() ? 0U : 1U;
  }
  return counts;
}

std::string assumptions_table(const Scenario& scenario, Which which) {
  std::vector<Assumption> rows;
  std::copy_if(scenario.assumptions.begin(), scenario.assumptions.end(), std::back_inserter(rows),
               [&](const Assumption& a) {
                 return which == Which::all || (which == Which::only_changed && a.is_changed) ||
                        (which == Which::only_assumed && only_assumed(a));
               });
  if (which == Which::only_changed) {
    rows.insert(rows.end(), scenario.changed_words.begin(), scenario.changed_words.end());
  }
  // Defaults come last: they stand for what a scenario leaves out, and would bury what it says.
  const auto badness = [](const Assumption& a) {
    if (a.is_default) {
      return -1;
    }
    return a.grade == Grade::ungraded && a.source.empty() ? 5 : static_cast<int>(a.grade);
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const Assumption& a, const Assumption& b) {
    return badness(a) > badness(b);
  });

  constexpr std::size_t widest_value = 56;
  std::size_t path_width = 4;
  std::size_t value_width = 5;
  for (const Assumption& row : rows) {
    path_width = std::max(path_width, display_width(row.path));
    value_width = std::max(value_width, std::min(display_width(row.text), widest_value));
  }
  std::string table =
      fmt::format("{}  {}  {}  {}  {}\n", at_left("field", path_width), at_left("kind", 9),
                  at_left("value", value_width), at_left("grade", 9), "source");
  for (const Assumption& row : rows) {
    std::string source =
        row.source.empty() ? (row.is_default ? "default" : "none given") : row.source;
    if (!row.like.empty()) {
      source = fmt::format("like {}: {}", row.like, source);
    }
    std::replace(source.begin(), source.end(), '\n', ' ');
    table += fmt::format("{}  {}  {}  {}  {}\n", at_left(row.path, path_width),
                         at_left(std::string(name_of(row.kind)), 9),
                         at_left(shortened(row.text, widest_value), value_width),
                         at_left(std::string(grade_names[static_cast<std::size_t>(row.grade)]), 9),
                         source);
  }
  return table;
}

}  // namespace firstcustomer
