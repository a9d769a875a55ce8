#pragma once
/// \file
/// Readings of scenarios from memory, and what must hold of every reading.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "firstcustomer/report/provenance.hpp"
#include "scenario/small_scenario.hpp"

namespace firstcustomer::testing {

using Files = std::map<std::string, std::string>;

/// What a reading made of a text, and the texts it read.
struct Judged {
  ReadScenario read;
  Files sources;
};

/// Reads one of the files, which come before those on disk.
inline Judged judge(const std::string& name, const Files& files,
                    const std::vector<std::string>& overrides = {}) {
  Judged judged;
  judged.sources = files;
  judged.sources["--set"] = fmt::format("{}", fmt::join(overrides, "\n"));
  const TextReader reader = [&](const std::string& path) {
    const auto found = judged.sources.find(path);
    TextFile file =
        found == judged.sources.end() ? read_text_file(path) : TextFile{found->second, ""};
    judged.sources.emplace(path, file.text.value_or(""));
    return file;
  };
  judged.read.scenario =
      read_scenario(name, files.at(name), overrides, judged.read.diagnostics, reader);
  return judged;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

inline std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

inline bool is_inside(const Place& place, const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  const auto line = static_cast<std::size_t>(place.line);
  if (place.line == 0) {
    return place.column == 0;
  }
  return place.line > 0 && line <= lines.size() && place.column > 0 && place.length > 0 &&
         static_cast<std::size_t>(place.column) <= characters(lines[line - 1]) + 1;
}

bool has_control_characters(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// What is wrong with how a problem is told; empty if nothing is.
inline std::string fault_of(const Problem& problem, const Judged& judged) {
  const std::string all = problem.problem + problem.reason + problem.suggestion;
  if (has_control_characters(all)) {
    return "control characters in a message";
  }
  if (all.size() > 4000) {
    return "a message that nobody reads to its end";
  }
  if (problem.problem.empty() || problem.problem.ends_with(".") || problem.reason.ends_with(".") ||
      problem.reason.starts_with("(")) {
    return "not 'problem (reason)'";
  }
  static const std::regex sentence("[A-Z\\[].*[.?]");
  if (!problem.suggestion.empty() && !std::regex_match(problem.suggestion, sentence)) {
    return "a suggestion that is no sentence";
  }
  const auto source =
      judged.sources.find(std::string(judged.read.diagnostics.source_name(problem.place.source)));
  if (source == judged.sources.end() || !is_inside(problem.place, source->second)) {
    return "a place outside the source";
  }
  return "";
}

/// What is wrong with a reading that was refused, or with the warnings of another.
std::string fault_of_messages(const Judged& judged) {
  const Diagnostics& diagnostics = judged.read.diagnostics;
  if (judged.read.scenario.has_value() != (diagnostics.errors() == 0)) {
    return "refused without an error, or accepted with one";
  }
  std::set<std::tuple<std::size_t, int, int, std::string>> told;
  for (const Problem& problem : diagnostics.sorted()) {
    const Place& place = problem.place;
    if (!told.emplace(place.source, place.line, place.column, problem.problem).second) {
      return "said twice: " + problem.problem;
    }
    const std::string fault = fault_of(problem, judged);
    if (!fault.empty()) {
      return fault;
    }
  }
  return "";
}

inline std::map<std::string, std::string> all_values(const Scenario& scenario) {
  auto values = values_of(scenario.numbers);
  values.merge(values_of(scenario.head));
  values.merge(values_of(scenario.correlations));
  for (const Uncertainty& uncertainty : scenario.uncertainties) {
    std::string& law = values["law of " + uncertainty.path];
    law = description(uncertainty.law.family).name;
    for (const double parameter : uncertainty.law.parameters) {
      law += " " + Recorder::exact(parameter);
    }
  }
  return values;
}

/// What is lost when the resolved scenario is read in the place of the scenario.
std::string fault_of_resolved(const Scenario& scenario) {
  const std::string resolved = write_document(scenario.resolved);
  const Judged again = judge("resolved.yaml", {{"resolved.yaml", resolved}});
  if (!again.read.scenario) {
    return "the resolved scenario is refused: " + again.read.messages();
  }
  if (all_values(*again.read) != all_values(scenario)) {
    return "the resolved scenario has other values";
  }
  if (run_digest(*again.read, make_plan(*again.read, 100)) !=
      run_digest(scenario, make_plan(scenario, 100))) {
    return "the resolved scenario has another digest";
  }
  return write_document(again.read->resolved) == resolved ? "" : "resolving twice is not once";
}

/// What is wrong with a reading, whatever was read.
inline std::string fault_of(const Judged& judged) {
  std::string fault = fault_of_messages(judged);
  if (fault.empty() && judged.read.scenario) {
    fault = fault_of_resolved(*judged.read);
  }
  return fault;
}

inline std::multiset<std::string> problems_of(const Judged& judged) {
  std::multiset<std::string> problems;
  for (const Problem& problem : judged.read.diagnostics.sorted()) {
    problems.insert(problem.problem);
  }
  return problems;
}

/// Whether two readings came to the same.
inline bool agree(const Judged& one, const Judged& other) {
  if (one.read.scenario.has_value() != other.read.scenario.has_value() ||
      problems_of(one) != problems_of(other)) {
    return false;
  }
  return !one.read.scenario || all_values(*one.read) == all_values(*other.read);
}

bool has_one_error(const Judged& judged, const std::string& telling) {
  return judged.read.diagnostics.errors() == 1 &&
         judged.read.messages().find(telling) != std::string::npos;
}

}  // namespace firstcustomer::testing
