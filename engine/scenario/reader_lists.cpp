/// The part of the reader that deals with laws written as lists: values and their probabilities.

#include <fmt/format.h>

#include <cmath>

#include "law_text.hpp"
#include "reader.hpp"

namespace firstcustomer {

const Node* Reader::list_of(const Node& parameters, const LawParameter& parameter) {
  const Node* written = parameters.find(parameter.name);
  if (written->reported) {
    return nullptr;
  }
  if (written->kind != Node::Kind::list || written->items.empty() ||
      written->items.size() > most_categories) {
    shared_.diagnostics.error(written->place, fmt::format("'{}' is a list of 1 to {} numbers",
                                                          parameter.name, most_categories));
    return nullptr;
  }
  return written;
}

std::optional<double> Reader::list_item(const Node& item, const LawParameter& parameter,
                                        const NumberField& field) {
  if (item.kind == Node::Kind::map && !item.reported) {
    shared_.diagnostics.error(item.place, "a list of a law holds plain numbers",
                              "they cannot be uncertain or have a source of their own");
    return std::nullopt;
  }
  const auto value = quantity(item, field);
  if (value && parameter.values == Values::share && *value == 0.0) {
    shared_.diagnostics.error(item.place, "a probability of 0", "such a value is never drawn",
                              "Leave it out.");
    return std::nullopt;
  }
  return value;
}

bool Reader::read_lists(const Node& parameters, const std::string& path,
                        const LawDescription& family, const NumberField& field, Law& law) {
  refuse_other_parameters(parameters, path, family);
  std::size_t length = 0;
  bool sound = true;
  for (std::size_t i = 0; i < family.parameters.size(); ++i) {
    const LawParameter& parameter = family.parameters[i];
    const Node* written = list_of(parameters, parameter);
    if (written == nullptr) {
      sound = false;
      continue;
    }
    if (i > 0 && length > 0 && written->items.size() != length) {
      shared_.diagnostics.error(
          written->place,
          fmt::format("{} has {} entries, {} has {}", parameter.name, written->items.size(),
                      family.parameters[0].name, length),
          "each value has its own probability");
      sound = false;
    }
    length = written->items.size();
    const NumberField shape = parameter_field(parameter, field);
    for (std::size_t k = 0; k < length; ++k) {
      const auto value = list_item(written->items[k], parameter, shape);
      sound = sound && value.has_value();
      law.parameters[i * most_categories + k] = value.value_or(0.0);
    }
  }
  return sound && add_up(*parameters.find("probabilities"), law);
}

bool Reader::add_up(const Node& probabilities, const Law& law) {
  double sum = 0.0;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < probabilities.items.size(); ++i) {
    sum += law.parameters[most_categories + i];
    texts.push_back(probabilities.items[i].text);
  }
  if (std::abs(sum - 1.0) <= largest_sum_error) {
    return true;
  }
  const std::string better = adding_up(texts);
  if (better.empty()) {
    return true;  // too far off to guess: the law itself is unsound and says so
  }
  shared_.diagnostics.error(probabilities.place,
                            fmt::format("the probabilities add up to {:.10g}, not 1", sum), "",
                            fmt::format("Write '{}'?", better));
  return false;
}

}  // namespace firstcustomer
