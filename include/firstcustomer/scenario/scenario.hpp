#pragma once
/// \file
/// A scenario: uncertainties, levers and horizon, read from YAML.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/model/case.hpp"
#include "firstcustomer/scenario/describe.hpp"
#include "firstcustomer/scenario/diagnostics.hpp"
#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/extension.hpp"
#include "firstcustomer/scenario/text_file.hpp"

namespace firstcustomer {

/// A number that is drawn once per case.
struct Uncertainty {
  /// The field's path: programme.fund.budget.
  std::string path;
  /// In the field's canonical unit.
  Law law;
  /// Paths of numbers that are this one by definition ("as duration").
  std::vector<std::string> also = {};
};

/// What kind of chance a value holds.
enum class ValueKind : std::uint8_t { number, uncertain, law, date, word, formula };

/// One value of the scenario and the reason to believe it.
struct Assumption {
  std::string path;
  ValueKind kind = ValueKind::number;
  /// As written.
  std::string text;
  Grade grade = Grade::ungraded;
  std::string source;
  bool is_default = false;
  /// Whether it comes from the command line, or from the variant rather than what it extends.
  bool is_changed = false;
  /// The item that says it, where it is taken over from another (alike.hpp); or else empty.
  std::string like = {};
};

struct Scenario {
  ScenarioHead head;
  /// All numbers, the uncertain ones at their medians.
  Case numbers;
  std::vector<Uncertainty> uncertainties;
  /// Between numbers that are uncertain here, as written; `correlated_numbers` says what holds.
  std::vector<Correlation> correlations;
  /// In the order of the description.
  std::vector<Assumption> assumptions;
  /// The files it is made of: its own first, then the one it extends, and so on.
  std::vector<ScenarioFile> files;
  /// The rules that its programmes are made of.
  std::vector<RuleUse> rules;
  /// Whether a source of the document differs from what is extended: the scenario's own file, where
  /// it is a variant, and the rules that it, or the command line, names.
  bool is_variant(std::size_t source) const;
  /// Texts and choices that are changed, beside the numbers among the assumptions.
  std::vector<Assumption> changed_words;
  /// The rule that took the place of the programme's as it was read, by name or path; or else
  /// empty.
  std::string rule;
  /// Overrides that were applied, but for the seed.
  std::vector<std::string> changes;
  /// Every default spelled out; reading it again gives this scenario.
  Node resolved;
};

/// A document without its sources, grades and notes: they say why, not what, and leave no trace in
/// results.
Node without_provenance(const Node& node);

/// Reads a scenario text, laid over the files that it extends, with overrides (`path=value`)
/// applied in order. Empty if there are errors; warnings alone do not stop it.
/// `name`: path of its file, from which files that it extends are found.
std::optional<Scenario> read_scenario(const std::string& name, const std::string& text,
                                      const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics,
                                      const TextReader& read_file = read_regular_file);

}  // namespace firstcustomer
