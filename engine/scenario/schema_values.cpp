#include "schema_values.hpp"

#include <fmt/format.h>

#include "reader.hpp"

namespace firstcustomer {

Json reference_to(const std::string& name) {
  return {{"$ref", "#/definitions/" + name}};
}

Json provenance_properties() {
  Json properties = Json::object();
  for (const std::string_view key : provenance_keys) {
    properties[std::string(key)] = reference_to(std::string(key));
  }
  return properties;
}

Json closed_map(const Json& properties, const std::vector<std::string>& required) {
  Json schema = {{"type", "object"}};
  if (!required.empty()) {
    schema["required"] = required;
  }
  schema["properties"] = properties;
  schema["properties"].update(provenance_properties());
  schema["additionalProperties"] = false;
  return schema;
}

Json plain_or_wrapped(const Json& value) {
  return {{"anyOf", {value, closed_map({{"value", value}}, {"value"})}}};
}

Json text_schema(bool may_be_empty) {
  Json schema = {{"type", {"string", "number", "boolean"}}};
  if (!may_be_empty) {
    schema["minLength"] = 1;
  }
  return plain_or_wrapped(schema);
}

Json date_schema() {
  return plain_or_wrapped(reference_to("date"));
}

Json word_schema(const std::vector<std::string>& words) {
  return plain_or_wrapped({{"enum", words}});
}

}  // namespace firstcustomer
