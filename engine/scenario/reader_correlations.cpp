/// Checks of `correlations`: what they name, and whether they can hold together.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "firstcustomer/scenario/outline.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

std::vector<std::string> uncertain_paths(const Reading& reading) {
  std::vector<std::string> paths;
  for (const Uncertainty& uncertainty : reading.scenario.uncertainties) {
    if (!uncertainty.path.starts_with("correlations.")) {
      paths.push_back(uncertainty.path);
    }
  }
  return paths;
}

bool contains(const std::vector<std::string>& paths, const std::string& path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

const Assumption* find_assumption(const Reading& reading, std::string_view path) {
  const auto& all = reading.scenario.assumptions;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Assumption& a) { return a.path == path; });
  return found == all.end() ? nullptr : &*found;
}

/// Whether a path, or what it is a part of, could not be read.
bool is_missing(const Reading& reading, std::string_view path) {
  const bool own = reading.missing.contains(std::string(path));
  const auto dot = path.rfind('.');
  return own || (dot != std::string_view::npos && is_missing(reading, path.substr(0, dot)));
}

/// A law's draws are not correlated, its parameters may be: which of them are uncertain?
void refuse_law(Reading& reading, Place place, const std::string& path,
                const std::vector<std::string>& uncertain) {
  std::vector<std::string> own;
  std::copy_if(uncertain.begin(), uncertain.end(), std::back_inserter(own),
               [&](const std::string& each) { return each.starts_with(path + "."); });
  reading.diagnostics.error(place, fmt::format("'{}' is a law inside a run", path),
                            "its uncertain parameters may be correlated, its draws may not",
                            own.empty() ? "Make a parameter uncertain and name that."
                                        : fmt::format("Name {}.", fmt::join(own, " or ")));
}

/// Leaves out of the correlations what is certain.
void drop_certain(Reading& reading) {
  const std::vector<std::string> uncertain = uncertain_paths(reading);
  for (Correlation& correlation : reading.scenario.correlations) {
    std::erase_if(correlation.between,
                  [&](const std::string& path) { return !contains(uncertain, path); });
  }
}

/// Whether another file than that of the correlation, or the command line, may have removed what a
/// path names: there is such a field.
bool is_removed(const Reading& reading, Place correlation, const std::string& path) {
  const bool other =
      reading.overrides.has_value() || correlation.source != reading.scenario.files.front().source;
  return other && !find_fields(scenario_outline(), path).empty();
}

/// Says why a path is no uncertain number of the scenario.
void refuse_path(Reading& reading, Place place, const std::string& path,
                 const std::vector<std::string>& uncertain, bool all_read) {
  const Assumption* assumption = find_assumption(reading, path);
  const bool known = assumption != nullptr || reading.places.contains(path);
  const bool read = assumption != nullptr && !assumption->is_default;
  if (assumption != nullptr && assumption->kind == ValueKind::law) {
    refuse_law(reading, place, path, uncertain);
  } else if (!all_read && !read && (known || is_missing(reading, path))) {
    return;  // it could not be read, and that has been said
  } else if (known && !path.starts_with("correlations")) {
    // No error: a variant or the command line may fix a number that is correlated.
    reading.diagnostics.warning(place, fmt::format("'{}' is not correlated", path),
                                "it is not uncertain",
                                "Give the number a law in place of a value.");
  } else if (is_removed(reading, place, path)) {
    reading.diagnostics.warning(place, fmt::format("'{}' is not correlated", path),
                                "this variant does without it");
  } else {
    std::string suggestion = did_you_mean(path, uncertain);
    if (suggestion.empty()) {
      suggestion = uncertain.empty()
                       ? "No number of this scenario is uncertain."
                       : fmt::format("Uncertain here: {}.", fmt::join(uncertain, ", "));
    }
    reading.diagnostics.error(place, fmt::format("there is no uncertain number '{}'", path), "",
                              suggestion);
  }
}

/// Pairs by their names in ascending order, and where each was given first.
using Pairs = std::map<std::array<std::string, 2>, Place>;

void check_pairs(Reading& reading, const std::string& item, const Correlation& correlation,
                 Pairs& pairs) {
  const auto& between = correlation.between;
  for (std::size_t i = 0; i < between.size(); ++i) {
    const Place place = place_of(reading, fmt::format("{}.between.{}", item, i));
    if (between[i].empty()) {
      continue;  // it could not be read
    }
    if (std::find(between.begin(), between.begin() + static_cast<std::ptrdiff_t>(i), between[i]) !=
        between.begin() + static_cast<std::ptrdiff_t>(i)) {
      reading.diagnostics.error(place, fmt::format("'{}' stands twice in one item", between[i]),
                                "its correlation with itself is 1");
      continue;
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (between[j].empty()) {
        continue;
      }
      const auto [low, high] = std::minmax(between[i], between[j]);
      const auto [first, is_new] = pairs.emplace(std::array{low, high}, place);
      if (!is_new && low != high) {
        reading.diagnostics.error(
            place, fmt::format("the correlation of '{}' and '{}' is given twice", low, high),
            fmt::format("first at {}:{}:{}", reading.diagnostics.source_name(first->second.source),
                        first->second.line, first->second.column),
            "Keep one.");
      }
    }
  }
}

void check_items(Reading& reading, bool all_read) {
  const std::vector<std::string> uncertain = uncertain_paths(reading);
  const auto& correlations = reading.scenario.correlations;
  Pairs pairs;
  for (std::size_t i = 0; i < correlations.size(); ++i) {
    const std::string item = fmt::format("correlations.{}", i);
    const auto& between = correlations[i].between;
    if (between.size() == 1) {
      reading.diagnostics.error(place_of(reading, item + ".between"), "a correlation of one number",
                                "it takes two or more");
    }
    for (std::size_t k = 0; k < between.size(); ++k) {
      const bool readable = !between[k].empty();
      if (readable && !contains(uncertain, between[k])) {
        refuse_path(reading, place_of(reading, fmt::format("{}.between.{}", item, k)), between[k],
                    uncertain, all_read);
      }
    }
    check_pairs(reading, item, correlations[i], pairs);
  }
  for (const Uncertainty& uncertainty : reading.scenario.uncertainties) {
    if (uncertainty.path.starts_with("correlations.")) {
      reading.diagnostics.error(place_of(reading, uncertainty.path),
                                fmt::format("'{}' is uncertain", uncertainty.path),
                                "a correlation is a plain number");
    }
  }
}

/// Two ranks with as many decimals as it takes to tell them apart, two at least.
std::string becomes(double now, double written) {
  for (int decimals = 2; decimals < 10; ++decimals) {
    std::string one = fmt::format("{:.{}f}", now, decimals);
    if (one.find_first_not_of("-0.") == std::string::npos && one.front() == '-') {
      one.erase(0, 1);  // a zero from below has no sign
    }
    const std::string other = fmt::format("{:.{}f}", written, decimals);
    if (one != other) {
      return fmt::format("{} instead of {}", one, other);
    }
  }
  return fmt::format("{} instead of {}", now, written);
}

/// Says so if the correlations contradict one another and others are taken.
void check_consistency(Reading& reading) {
  const CorrelatedNumbers numbers = correlated_numbers(reading.scenario.correlations);
  if (is_positive_semidefinite(numbers.pearson)) {
    return;
  }
  const CorrelationMatrix nearest = nearest_correlation(numbers.pearson);
  const auto rank = [](double pearson) { return pearson_to_rank(pearson); };
  std::size_t changed = 0;
  std::size_t pairs = 0;
  std::array<std::size_t, 2> most{};
  double largest = -1.0;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    for (std::size_t j = i + 1; j < nearest.size(); ++j) {
      const double change = std::abs(rank(nearest.at(i, j)) - rank(numbers.pearson.at(i, j)));
      ++pairs;
      changed += change > 1e-10 ? 1 : 0;
      if (change > largest) {
        largest = change;
        most = {i, j};
      }
    }
  }
  const auto& [i, j] = most;
  reading.diagnostics.warning(
      place_of(reading, "correlations"),
      fmt::format("the correlations cannot hold together: the rank of '{}' and '{}' becomes {}",
                  numbers.paths[i], numbers.paths[j],
                  becomes(rank(nearest.at(i, j)), rank(numbers.pearson.at(i, j)))),
      fmt::format("the nearest that can are taken; {} of {} pairs change, this one most", changed,
                  pairs),
      "Write weaker ranks, or name the pairs left out.");
}

}  // namespace

void check_correlations(Reading& reading, bool all_read) {
  const std::size_t before = reading.diagnostics.errors();
  check_items(reading, all_read);
  if (all_read && reading.diagnostics.errors() == before) {
    drop_certain(reading);
    check_consistency(reading);
  }
}

}  // namespace firstcustomer
