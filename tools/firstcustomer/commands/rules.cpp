#include <fmt/format.h>

#include "../command.hpp"
#include "firstcustomer/report/rule_cards.hpp"

namespace firstcustomer::tools {
namespace {

/// The rule of that name, or of that file; empty if there is something wrong in the file, which is
/// printed. Throws: UsageError if there is none.
std::optional<RuleFile> find_rule(const std::string& name) {
  Diagnostics diagnostics;
  const std::size_t words = diagnostics.add_source("rules", name);
  auto rule = read_rule(name, {words, 0, 0, 1}, read_regular_file, diagnostics);
  if (rule) {
    return rule;
  }
  const Problem problem = diagnostics.sorted().front();
  if (problem.place.source == words) {
    throw UsageError(
        fmt::format("{} ({}). {}", problem.problem, problem.reason, problem.suggestion));
  }
  fmt::print(stderr, "{}", diagnostics.render(Excerpts::with_caret));
  return std::nullopt;
}

}  // namespace

int rules_command(const Invocation& invocation) {
  options::options_description visible("options");
  visible.add_options()("yaml", "print the rule's file instead of its card")(
      "json", "print the cards as JSON");
  const auto values =
      parse(invocation.arguments,
            "usage: firstcustomer rules [NAME] [options]\n\n"
            "Lists the catalogue of purchase rules; with NAME, prints the card of a\n"
            "rule: what it does, its parameters, and what to write into a scenario.\n"
            "NAME may be the path of a rule file of your own.\n",
            visible, {"rule", 0, 1, "name one rule or none"});
  if (!values) {
    return success;
  }
  const bool as_json = values->count("json") > 0;
  const bool as_yaml = values->count("yaml") > 0;
  if (as_yaml && (as_json || values->count("rule") == 0)) {
    throw UsageError("--yaml prints the file of one rule: name it, without --json");
  }
  const OutlineField outline = scenario_outline();
  if (values->count("rule") == 0) {
    Diagnostics diagnostics;
    const std::vector<RuleFile> rules = read_catalogue(diagnostics);
    fmt::print("{}", as_json ? cards_json(rules, outline) : rule_list(rules));
    return success;
  }
  const auto rule = find_rule((*values)["rule"].as<std::vector<std::string>>().front());
  if (!rule) {
    return bad_input;
  }
  fmt::print("{}", as_yaml   ? rule->text
                   : as_json ? cards_json({*rule}, outline)
                             : card_text(*rule, outline));
  return success;
}

}  // namespace firstcustomer::tools
