#include "firstcustomer/scenario/scenario.hpp"

#include <fmt/format.h>

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

}  // namespace

std::optional<Scenario> read_scenario(std::string name, std::string text,
                                      const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics) {
  const std::size_t source = diagnostics.add_source(std::move(name), text);
  std::optional<Node> root = parse_document(source, text, diagnostics);
  if (!root) {
    return std::nullopt;
  }
  const Place whole{source, 0, 0, 1};
  if (root->kind != Node::Kind::map) {
    diagnostics.error(whole, "not a scenario", "a scenario is a map of keys to values");
    return std::nullopt;
  }
  Scenario scenario;
  Reading reading{diagnostics, scenario, {}};
  if (!overrides.empty()) {
    reading.overrides =
        diagnostics.add_source("--set", fmt::format("{}", fmt::join(overrides, "\n")));
    int line = 0;
    for (const std::string& assignment : overrides) {
      apply_override(*root, assignment, *reading.overrides, ++line, diagnostics);
      if (assignment.substr(0, 5) != "seed=") {
        scenario.changes.push_back(assignment);
      }
    }
  }

  Reader reader(reading, *root, whole, "", scenario.resolved);
  describe(reader, scenario.head);
  scenario.assumptions.clear();  // the head assumes nothing about the world
  if (!scenario.uncertainties.empty()) {
    diagnostics.error(reading.places["seed"], "the seed is uncertain",
                      "it is what uncertain numbers are drawn from");
  }
  const Currency* currency = find_currency(scenario.head.currency);
  if (currency == nullptr) {
    diagnostics.error(reading.places["currency"],
                      fmt::format("'{}' is not a known currency", scenario.head.currency), "",
                      "Write GBP, EUR or USD.");
  } else {
    reading.currency = currency;
  }
  if (root->find("programme") != nullptr) {
    scenario.numbers.programme.emplace();
  }
  describe(reader, scenario.numbers);
  describe(reader, scenario.correlations);
  reader.finish();
  place_at_key(reading, *root, "correlations");
  check_across_fields(reading);
  if (diagnostics.errors() > 0) {
    return std::nullopt;
  }
  return scenario;
}

}  // namespace firstcustomer
