#pragma once
/// \file
/// The schemas of single values: quantities, laws, words, texts, dates, and their sources.

#include <nlohmann/json.hpp>

#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer {

/// Keeps the order of keys, so that the text is stable.
using Json = nlohmann::ordered_json;

/// {"$ref": "#/definitions/NAME"}
Json reference_to(const std::string& name);

/// The keys that speak of a value's source, and may stand in any map.
Json provenance_properties();

/// A map with these properties and those of provenance, and no others.
Json closed_map(const Json& properties, const std::vector<std::string>& required);

/// The value as it is, or wrapped: {value: …, source: …, grade: …, note: …}.
Json plain_or_wrapped(const Json& value);

/// A scalar of any type: texts may look like numbers.
Json text_schema(bool may_be_empty);
Json date_schema();
Json word_schema(const std::vector<std::string>& words);

/// Makes schemas of numbers, and collects the definitions that they need.
class NumberSchemas {
 public:
  explicit NumberSchemas(Json& definitions) : definitions_(definitions) {}

  /// A number that may be uncertain.
  Json number(const NumberField& field);
  /// A number or a law of chance, whose parameters may be uncertain.
  Json law(const NumberField& field);

 private:
  enum class Parameters : std::uint8_t { plain, uncertain };

  std::string quantity(const NumberField& field);
  Json number_or_law(const std::string& prefix, const NumberField& field, Parameters parameters);
  std::string laws(const NumberField& field, Parameters parameters);
  Json parameters_of(const LawDescription& family, const NumberField& field, Parameters parameters);
  Json parameter(const LawParameter& parameter, const NumberField& field, Parameters parameters);

  Json& definitions_;
};

}  // namespace firstcustomer
