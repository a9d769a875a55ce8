#include "firstcustomer/scenario/scenario.hpp"

#include <fmt/format.h>

#include "firstcustomer/scenario/alike.hpp"
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

void apply_overrides(Node& root, const std::vector<std::string>& overrides, Reading& reading) {
  if (overrides.empty()) {
    return;
  }
  reading.overrides =
      reading.diagnostics.add_source("--set", fmt::format("{}", fmt::join(overrides, "\n")));
  int line = 0;
  for (const std::string& assignment : overrides) {
    ++line;
    if (assignment.starts_with("extends=")) {
      reading.diagnostics.error({*reading.overrides, line, 1, 7}, "'extends' cannot be set",
                                "only a file can be a variant");
      continue;
    }
    apply_override(root, assignment, *reading.overrides, line, reading.diagnostics);
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

}  // namespace

std::optional<Scenario> read_scenario(const std::string& name, const std::string& text,
                                      const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics, const TextReader& read_file) {
  auto document = read_extended(name, text, read_file, diagnostics);
  if (!document) {
    return std::nullopt;
  }
  Node& root = document->root;
  Scenario scenario;
  scenario.files = std::move(document->files);
  Reading reading{diagnostics, scenario, {}};
  apply_overrides(root, overrides, reading);
  complete(root, reading);

  const Place whole{scenario.files.front().source, 0, 0, 1};
  Reader reader = Reader::root(reading, root, whole, scenario.resolved);
  describe_extension(reader, scenario.resolved);
  describe(reader, scenario.head);
  tell_title_apart(reading);
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

}  // namespace firstcustomer
