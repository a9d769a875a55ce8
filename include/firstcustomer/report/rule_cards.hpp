#pragma once
/// \file
/// The cards of purchase rules, for people and for programs.

#include <string>
#include <vector>

#include "firstcustomer/scenario/outline.hpp"
#include "firstcustomer/scenario/rule.hpp"

namespace firstcustomer {

/// One parameter of a rule, as its card shows it.
struct CardParameter {
  std::string path;  ///< below the programme
  std::string help;
  /// "money", "share, 40 % of value", "date"; empty for a path that no field has.
  std::string unit;
  /// As written in the rule; empty: the rule leaves it to the scenario.
  std::string value;
  /// What holds where nobody says it; empty: the scenario must.
  std::string fallback;
  std::string grade;
  std::string source;
};

/// Those that the card names, in its order. `outline`: of scenarios.
std::vector<CardParameter> card_parameters(const RuleFile& rule, const OutlineField& outline);

/// What to write into a scenario: the rule, and what it leaves to the scenario.
std::string yaml_to_paste(const RuleFile& rule, const OutlineField& outline);

/// A line for each rule: id, name and title.
std::string rule_list(const std::vector<RuleFile>& rules);

/// A card for a terminal.
std::string card_text(const RuleFile& rule, const OutlineField& outline);

/// A table of all rules and the cards under it, in Markdown.
std::string cards_markdown(const std::vector<RuleFile>& rules, const OutlineField& outline);

/// A list of cards with their parameters and files, as JSON.
std::string cards_json(const std::vector<RuleFile>& rules, const OutlineField& outline);

}  // namespace firstcustomer
