#include "firstcustomer/scenario/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/scenario/alike.hpp"
#include "firstcustomer/scenario/rule_file.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

/// What is said of the whole list stands at its key.
void place_at_key(Reading& reading, const Node& root, const std::string& key) {
  for (const Entry& entry : root.entries) {
    if (entry.key == key) {
      reading.places[key] = entry.key_place;
    }
  }
}

/// Values of a variant that say nothing themselves rest on its reason, those of the command line on
/// that. By source.
std::vector<std::string> last_reasons(const Reading& reading) {
  std::vector<std::string> reasons(reading.diagnostics.sources());
  for (const ScenarioFile& file : reading.scenario.files) {
    reasons[file.source] = file.extension.reason;
  }
  if (reading.overrides) {
    reasons[*reading.overrides] = "set on the command line";
  }
  return reasons;
}

void say_what_values_rest_on(const Reading& reading, Reader& reader) {
  const std::vector<std::string> reasons = last_reasons(reading);
  for (std::size_t source = 0; source < reasons.size(); ++source) {
    reader.fall_back_on(source, reasons[source]);
  }
}

void complete(Node& root, const Reading& reading) {
  if (!mentions_like(root)) {
    return;
  }
  std::vector<Provenance> rests_on;
  for (const std::string& reason : last_reasons(reading)) {
    rests_on.push_back({reason, Grade::ungraded});
  }
  complete_alike(root, scenario_outline(), std::move(rests_on), reading.overrides,
                 reading.diagnostics);
}

/// A variant without a title of its own must not be taken for what it extends.
void tell_title_apart(Reading& reading) {
  Scenario& scenario = reading.scenario;
  const auto title = reading.places.find("title");
  Node* resolved = scenario.resolved.find("title");
  if (scenario.files.size() > 1 && title != reading.places.end() && resolved != nullptr &&
      title->second.source != scenario.files.front().source &&
      title->second.source != reading.overrides) {
    scenario.head.title += fmt::format(" (variant: {})", scenario.files.front().extension.reason);
    *resolved = Node::scalar(scenario.head.title, resolved->place);
  }
}

/// Neither must a scenario under another rule.
void tell_rule(Reading& reading, const std::string& rule) {
  Scenario& scenario = reading.scenario;
  if (Node* resolved = rule.empty() ? nullptr : scenario.resolved.find("title")) {
    scenario.head.title += fmt::format(" (rule: {})", rule);
    *resolved = Node::scalar(scenario.head.title, resolved->place);
  }
}

/// What amounts are read in. Under a misspelt key, which is reported, the currency counts too:
/// amounts are not wrong for it.
const Currency* currency_meant(const Node& root, const ScenarioHead& head) {
  if (root.find("currency") == nullptr) {
    for (const Entry& entry : root.entries) {
      const Currency* meant = find_currency(entry.value.text);
      if (meant != nullptr && nearest(entry.key, {"currency"}) == "currency") {
        return meant;
      }
    }
  }
  return find_currency(head.currency);
}

/// Whether an assignment is to the rule, or the overlays, of a programme.
bool names_a_rule(std::string_view assignment) {
  std::string_view path = assignment.substr(0, assignment.find('='));
  if (path.starts_with("programmes.")) {
    path.remove_prefix(std::min(path.size(), path.find('.', sizeof "programmes") + 1));
  } else if (path.starts_with("programme.")) {
    path.remove_prefix(sizeof "programme");
  } else {
    return false;
  }
  const std::string_view key = path.substr(0, path.find('.'));
  return key == rule_key || key == overlays_key;
}

/// `behaviour: optimising` is short for a map that says the mode and leaves out all else.
void write_out_mode(Node& root) {
  for (Entry& entry : root.entries) {
    if (entry.key == "behaviour" && entry.value.kind == Node::Kind::scalar) {
      Node mode = entry.value;
      Node map;
      map.place = mode.place;
      map.entries.push_back({"mode", mode.place, std::move(mode)});
      entry.value = std::move(map);
    }
  }
}

void apply_overrides(Node& root, const std::vector<std::string>& overrides, Reading& reading) {
  if (overrides.empty()) {
    return;
  }
  reading.overrides =
      reading.diagnostics.add_source("--set", fmt::format("{}", fmt::join(overrides, "\n")));
  int line = 0;
  for (const std::string& assignment : overrides) {
    ++line;
    if (names_a_rule(assignment)) {
      reading.diagnostics.error({*reading.overrides, line, 1, 1}, "a rule cannot be set",
                                "what a file says is laid over its rule",
                                "Name it in a scenario: 'programme: {rule: NAME}'.");
      continue;
    }
    if (assignment.starts_with("extends=")) {
      reading.diagnostics.error({*reading.overrides, line, 1, 7}, "'extends' cannot be set",
                                "only a file can be a variant");
      continue;
    }
    apply_override(root, assignment, *reading.overrides, line, reading.diagnostics);
    write_out_mode(root);
    if (assignment.substr(0, 5) != "seed=") {
      reading.scenario.changes.push_back(assignment);
    }
  }
}

/// The keys of a variant are known at the top of a document; files have been laid over each other.
void describe_extension(Reader& reader, Node& resolved) {
  Extension applied;
  const std::size_t before = resolved.entries.size();
  describe(reader, applied);
  resolved.entries.resize(before);  // the resolved scenario extends nothing
}

/// Lays over a scenario one that says no more than its programme's rule. False if that cannot be
/// done.
bool replace_rule(ExtendedDocument& document, const std::string& rule, const TextReader& read_file,
                  Diagnostics& diagnostics) {
  const std::string name = "--rule";
  const std::size_t source = diagnostics.add_source(name, rule);
  const Place place{source, 1, 1, static_cast<int>(rule.size())};
  Node programme;
  programme.place = place;
  programme.entries.push_back({std::string(rule_key), place, Node::scalar(rule, place)});
  Node variant;
  variant.place = place;
  variant.entries.push_back({"programme", place, std::move(programme)});
  const RuleExpansion expansion = expand_rules(name, source, variant, read_file, diagnostics);
  if (expansion.programmes.empty()) {
    return false;  // it cannot be read
  }
  const Entry* several = document.root.find_entry("programmes");
  if (several != nullptr && !expansion.programmes.front().buys_nothing) {
    diagnostics.error(place, "a rule for several programmes", "it takes the place of one",
                      "Name it in the scenario, for the programme that it is meant for.");
    return false;
  }
  std::erase_if(document.root.entries,
                [](const Entry& entry) { return entry.key == "programmes"; });
  give_way(document.root, document.rules, variant, expansion);
  lay_over(document.root, variant);
  document.rules.insert(document.rules.begin(), expansion.uses.begin(), expansion.uses.end());
  return true;
}

std::optional<Scenario> read_document(ExtendedDocument document, const std::string& rule,
                                      const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics) {
  Node& root = document.root;
  Scenario scenario;
  scenario.files = std::move(document.files);
  scenario.rules = std::move(document.rules);
  scenario.rule = rule;
  Reading reading{diagnostics, scenario, {}};
  write_out_mode(root);
  apply_overrides(root, overrides, reading);
  complete(root, reading);

  const Place whole{scenario.files.front().source, 0, 0, 1};
  Reader reader = Reader::root(reading, root, whole, scenario.resolved);
  describe_extension(reader, scenario.resolved);
  describe(reader, scenario.head);
  tell_title_apart(reading);
  tell_rule(reading, rule);
  scenario.assumptions.clear();  // the head assumes nothing about the world
  if (!scenario.uncertainties.empty()) {
    diagnostics.error(reading.places["seed"], "the seed is uncertain",
                      "it is what uncertain numbers are drawn from");
  }
  const Currency* currency = currency_meant(root, scenario.head);
  if (currency == nullptr) {
    diagnostics.error(reading.places["currency"],
                      fmt::format("'{}' is not a known currency", scenario.head.currency), "",
                      "Write GBP, EUR or USD.");
  } else {
    reading.currency = currency;
  }
  say_what_values_rest_on(reading, reader);
  describe(reader, scenario.numbers);
  describe(reader, scenario.correlations);
  reader.finish();
  report_lacks(reading);
  place_at_key(reading, root, "correlations");
  check_across_fields(reading);
  if (diagnostics.errors() > 0) {
    return std::nullopt;
  }
  return scenario;
}

/// Under another rule, if one is named.
std::optional<Scenario> read_under(const std::string& name, const std::string& text,
                                   const std::string& rule,
                                   const std::vector<std::string>& overrides,
                                   Diagnostics& diagnostics, const TextReader& read_file) {
  auto document = read_extended(name, text, read_file, diagnostics);
  if (!document || (!rule.empty() && !replace_rule(*document, rule, read_file, diagnostics))) {
    diagnostics.leave_out_checks();
    return std::nullopt;
  }
  return read_document(std::move(*document), rule, overrides, diagnostics);
}

}  // namespace

bool Scenario::is_variant(std::size_t source) const {
  if (files.size() > 1 && source == files.front().source) {
    return true;
  }
  const auto of_the_variant = [&](std::size_t names_it) {
    const bool extended =
        std::any_of(files.begin() + 1, files.end(),
                    [&](const ScenarioFile& file) { return file.source == names_it; });
    return !extended && (files.size() > 1 || names_it != files.front().source);
  };
  return std::any_of(rules.begin(), rules.end(), [&](const RuleUse& use) {
    return use.source == source && of_the_variant(use.used_in);
  });
}

std::optional<Scenario> read_scenario(const std::string& name, const std::string& text,
                                      const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics, const TextReader& read_file) {
  return read_under(name, text, "", overrides, diagnostics, read_file);
}

std::optional<Scenario> read_with_rule(const std::string& name, const std::string& text,
                                       const std::string& rule,
                                       const std::vector<std::string>& overrides,
                                       Diagnostics& diagnostics, const TextReader& read_file) {
  return read_under(name, text, rule, overrides, diagnostics, read_file);
}

}  // namespace firstcustomer
