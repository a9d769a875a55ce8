#pragma once
/// \file
/// Suite files: which rules meet which scenarios, and by which outcomes they are judged.
///
/// A suite is a YAML document with a version, so that results of different authors can be told to
/// be of the same question. Its paths are relative to its own folder. It says nothing about the
/// scenarios themselves: their digests stand in its results.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/model/outcome.hpp"
#include "firstcustomer/scenario/diagnostics.hpp"

namespace firstcustomer {

/// Which way an outcome is good.
enum class Preference : std::uint8_t { more, less };

/// An outcome by which rules are judged.
struct SuiteOutcome {
  /// Among the declared ones.
  std::size_t outcome = 0;
  Preference better = Preference::more;
  /// What is enough: at least so much where more is better, or else at most. In the outcome's unit.
  std::optional<double> enough = {};
};

/// The three measures of which a rule on the frontier has no other that is better in all. Places
/// among the suite's outcomes.
struct SuiteFrontier {
  std::size_t effect = 0;
  std::size_t cost = 0;
  /// Of this outcome a quantile counts, not the mean.
  std::size_t tail = 0;
};

struct Suite {
  std::int64_t version = 0;
  std::string title;
  /// Paths as the program opens them.
  std::vector<std::string> scenarios;
  /// Names of the catalogue, or paths as the program opens them.
  std::vector<std::string> rules;
  std::vector<SuiteOutcome> outcomes;
  SuiteFrontier frontier;
  /// The quantile that tells the tail, by its name in `quantile_names`.
  std::string quantile = "p95";
  std::string currency = "GBP";
  std::int64_t seed = 1;
  std::int64_t replications = 0;
  std::int64_t lucks = 1;
};

/// Reads a suite. Empty if there are errors, which the diagnostics tell.
/// `name`: path of its file, from which the files that it names are found.
std::optional<Suite> read_suite(const std::string& name, const std::string& text,
                                Diagnostics& diagnostics);

/// What a rule is called in tables: its name in the catalogue, or that of its file.
std::string rule_title(const std::string& rule);

/// A scenario's name in tables: its file's name without folder and ending.
std::string scenario_title(const std::string& scenario);

/// The declared outcome.
inline const OutcomeDeclaration& declaration_of(const SuiteOutcome& outcome) {
  return outcome_declarations()[outcome.outcome];
}

}  // namespace firstcustomer
