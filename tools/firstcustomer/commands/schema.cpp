#include "firstcustomer/scenario/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "../command.hpp"
#include "firstcustomer/model/outcome.hpp"
#include "firstcustomer/report/text.hpp"
#include "firstcustomer/scenario/reference.hpp"

namespace firstcustomer::tools {
namespace {

/// The nearest path, or the nearest key of the last group that the path reaches.
std::string suggestion(const OutlineField& outline, const std::string& path) {
  const std::string near = did_you_mean(path, outline_paths(outline));
  if (!near.empty()) {
    return near;
  }
  const std::string last = path.substr(path.rfind('.') + 1);
  for (const std::string& known : outline_paths(outline)) {
    if (known.substr(known.rfind('.') + 1) == last) {
      return fmt::format("Did you mean '{}'?", known);
    }
  }
  return "'firstcustomer schema --reference' lists all fields.";
}

/// All outcomes: name, unit, definition.
std::string outcomes_text() {
  std::string text;
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    const bool is_cost = outcome.value == &Outcome::public_money_net_present_value;
    text +=
        fmt::format("{}{}: {}\n", outcome.name, is_cost ? " or exchequer-cost" : "", outcome.unit);
    text += indented(outcome.definition, 2);
    if (outcome.when_undefined != "always defined") {
      text += indented(fmt::format("In files: {}.", outcome.when_undefined), 2);
    }
  }
  return text;
}

}  // namespace

int schema_command(const Invocation& invocation) {
  options::options_description visible("options");
  visible.add_options()("reference", "print the reference of all fields, in Markdown");
  const auto values = parse(
      invocation.arguments,
      "usage: firstcustomer schema [FIELD] [options]\n\n"
      "Prints the JSON Schema of scenarios, for editors; with FIELD, such as programme.fund or\n"
      "programme.fund.budget, what that field or group means and how it is written. A single word\n"
      "means every field of that name. 'schema outcomes' lists what runs report: names, units,\n"
      "definitions.\n",
      visible, {"field", 0, 1, "name one field or none"});
  if (!values) {
    return success;
  }
  const OutlineField outline = scenario_outline();
  const bool whole_reference = values->count("reference") > 0;
  if (values->count("field") == 0) {
    fmt::print("{}", whole_reference ? reference_markdown(outline) : json_schema(outline));
    return success;
  }
  if (whole_reference) {
    throw UsageError("--reference prints all fields: name none, or leave it out");
  }
  const std::string path = (*values)["field"].as<std::vector<std::string>>().front();
  if (path == "outcomes") {
    fmt::print("{}", outcomes_text());
    return success;
  }
  auto found = find_fields(outline, path);
  for (const std::string& known : outline_paths(outline)) {
    if (path.find('.') == std::string::npos && known.ends_with("." + path)) {
      const auto more = find_fields(outline, known);
      found.insert(found.end(), more.begin(), more.end());
    }
  }
  if (found.empty()) {
    throw UsageError(fmt::format("there is no field '{}'. {}", path, suggestion(outline, path)));
  }
  for (const OutlineField* field : found) {
    fmt::print("{}{}", field == found.front() ? "" : "\n", reference_text(*field));
  }
  return success;
}

}  // namespace firstcustomer::tools
