#pragma once
/// \file
/// Scenarios as an editor sees them: YAML 1.2 as JSON, checked by a JSON Schema validator.

#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace firstcustomer::testing {

/// A scalar by the core schema of YAML 1.2: what is quoted is a string; `yes` and dates are, too.
inline nlohmann::json json_of_scalar(const YAML::Node& node) {
  static const std::regex number("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  static const std::regex integer("[-+]?[0-9]+");
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") {
    return text;
  }
  if (text == "true" || text == "false") {
    return text == "true";
  }
  if (std::regex_match(text, integer)) {
    return std::stoll(text);
  }
  return std::regex_match(text, number) ? nlohmann::json(std::stod(text)) : nlohmann::json(text);
}

inline nlohmann::json json_of(const YAML::Node& node) {
  if (node.IsMap()) {
    nlohmann::json object = nlohmann::json::object();
    for (const auto& entry : node) {
      object[entry.first.Scalar()] = json_of(entry.second);
    }
    return object;
  }
  if (node.IsSequence()) {
    nlohmann::json array = nlohmann::json::array();
    for (const auto& item : node) {
      array.push_back(json_of(item));
    }
    return array;
  }
  return node.IsScalar() ? json_of_scalar(node) : nlohmann::json();
}

inline nlohmann::json json_of_yaml(const std::string& text) {
  return json_of(YAML::Load(text));
}

/// A schema, ready to check documents.
class SchemaChecker {
 public:
  explicit SchemaChecker(const std::string& schema_text)
      : text_(nlohmann::json::parse(schema_text)) {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    const valijson::adapters::NlohmannJsonAdapter adapter(text_);
    parser.populateSchema(adapter, schema_);
  }

  bool accepts(const nlohmann::json& document) {
    const valijson::adapters::NlohmannJsonAdapter adapter(document);
    return validator_.validate(schema_, adapter, nullptr);
  }

  /// What the validator says, for messages of tests.
  std::string problems(const nlohmann::json& document) {
    const valijson::adapters::NlohmannJsonAdapter adapter(document);
    valijson::ValidationResults results;
    validator_.validate(schema_, adapter, &results);
    std::string text;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
      for (const std::string& part : error.context) {
        text += part;
      }
      text += ": " + error.description + "\n";
    }
    return text;
  }

 private:
  nlohmann::json text_;
  valijson::Schema schema_;
  valijson::Validator validator_;
};

}  // namespace firstcustomer::testing
