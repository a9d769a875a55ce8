/// The part of the reader that deals with numbers: quantities, ranges, uncertainty and laws.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "reader.hpp"

namespace firstcustomer {
void Reader::note(const std::string& path, ValueKind kind, const Found& found,
                  const Provenance& provenance) {
  Node shown = found.node;
  std::erase_if(shown.entries, [&](const Entry& entry) { return is_provenance_key(entry.key); });
  const Node* value = shown.find("value");
  shared_.scenario.assumptions.push_back({path, kind, inline_text(value ? *value : shown),
                                          provenance.grade, provenance.source, found.is_default});
}

std::optional<double> Reader::quantity(const Node& scalar, const NumberField& field) {
  if (scalar.reported) {
    return std::nullopt;
  }
  if (scalar.kind != Node::Kind::scalar) {
    shared_.diagnostics.error(
        scalar.place,
        fmt::format("{} is not {}", kind_of(scalar), describe_unit(field.unit, *shared_.currency)),
        "", scalar.kind == Node::Kind::map ? "A law stands in place of 'value', not in it." : "");
    return std::nullopt;
  }
  auto parsed = parse_quantity(scalar.text, field.unit, *shared_.currency);
  if (auto* error = std::get_if<QuantityError>(&parsed)) {
    shared_.diagnostics.error(scalar.place, error->problem, error->reason, error->suggestion);
    return std::nullopt;
  }
  return std::get<double>(parsed);
}

bool Reader::in_range(double value, const Range& range, const Node& scalar) {
  const bool low = range.low_included ? value >= range.low : value > range.low;
  if (low && value <= range.high) {
    return true;
  }
  // Limits are given in canonical units; zero and one read the same in all of them.
  const std::string limit =
      !low ? (range.low == 0.0
                  ? (range.low_included ? "it must not be negative" : "it must be positive")
                  : fmt::format("it must be at least {}", range.low))
           : fmt::format("it must be at most {}", range.high);
  shared_.diagnostics.error(scalar.place, fmt::format("'{}' is out of range", scalar.text), limit);
  return false;
}

bool Reader::law_in_range(const Law& law, const Range& range, Place place) {
  const std::string wrong = problem(law);
  if (!wrong.empty()) {
    shared_.diagnostics.error(place, fmt::format("not a {} law", description(law.family).name),
                              wrong);
    return false;
  }
  const Support carries = support(law);
  const bool open = !range.low_included && carries.low_has_mass;
  const bool low = open ? carries.low > range.low : carries.low >= range.low;
  if (!low || carries.high > range.high) {
    const bool has_limits = std::isfinite(carries.low) && std::isfinite(carries.high);
    shared_.diagnostics.error(
        place, fmt::format("this {} law reaches out of range", description(law.family).name),
        low    ? fmt::format("no value may be above {}", range.high)
        : open ? fmt::format("every value must be above {}", range.low)
               : fmt::format("no value may be below {}", range.low),
        has_limits || open ? "" : "Take a law with limits, such as triangular.");
    return false;
  }
  return true;
}

const LawDescription* Reader::family_of(const Node& map, const std::string& path) {
  const LawDescription* family = nullptr;
  std::vector<std::string> known = {"value"};
  for (const LawDescription& candidate : law_descriptions()) {
    if (candidate.family == LawFamily::constant) {
      continue;
    }
    known.emplace_back(candidate.name);
    if (map.find(candidate.name) != nullptr) {
      if (family != nullptr) {
        shared_.diagnostics.error(map.place, fmt::format("two laws for '{}'", path),
                                  "a value has one");
        return nullptr;
      }
      family = &candidate;
    }
  }
  refuse_keys(map, path, known);
  if (family == nullptr && std::all_of(map.entries.begin(), map.entries.end(),
                                       [&](const Entry& e) { return is_provenance_key(e.key); })) {
    shared_.diagnostics.error(map.place, fmt::format("no value for '{}'", path), "",
                              fmt::format("Known here: {}.", fmt::join(known, ", ")));
  }
  return family;
}

bool may_follow(const LawDescription& family, const Unit& unit) {
  return family.scale == Scale::of_the_law || is_bare(unit);
}

bool Reader::law_has_unit(const LawDescription& family, const NumberField& field,
                          const Node& written) {
  if (may_follow(family, field.unit)) {
    return true;
  }
  shared_.diagnostics.error(
      written.place, fmt::format("a {} law has no unit", family.name),
      fmt::format("this value is {}", describe_unit(field.unit, *shared_.currency)));
  return false;
}

NumberField parameter_field(const LawParameter& parameter, const NumberField& field) {
  NumberField shape = field;
  const Bounds allowed = bounds(parameter.values);
  shape.range = {allowed.low, allowed.high, allowed.low_included};
  if (parameter.scale == Scale::bare) {
    shape.unit = {parameter.values == Values::share ? Dimension::share : Dimension::number};
  }
  // Defaults are 0 and 1, and mean nothing in pounds or months.
  shape.fallback = !parameter.fallback || !is_bare(shape.unit) ? std::string_view{}
                   : *parameter.fallback == 0.0                ? "0"
                                                               : "1";
  return shape;
}

bool Reader::read_lists(const Node& parameters, const std::string& path,
                        const LawDescription& family, const NumberField& field, Law& law) {
  refuse_other_parameters(parameters, path, family);
  std::size_t length = 0;
  bool sound = true;
  for (std::size_t i = 0; i < family.parameters.size(); ++i) {
    const LawParameter& parameter = family.parameters[i];
    const Node* written = parameters.find(parameter.name);
    if (written == nullptr) {
      shared_.diagnostics.error(parameters.place,
                                fmt::format("'{}.{}' is missing", path, parameter.name),
                                "it has no default");
      sound = false;
      continue;
    }
    if (written->reported) {
      sound = false;
      continue;
    }
    if (written->kind != Node::Kind::list || written->items.empty() ||
        written->items.size() > most_categories) {
      shared_.diagnostics.error(written->place, fmt::format("'{}' is a list of 1 to {} numbers",
                                                            parameter.name, most_categories));
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
      const Node& item = written->items[k];
      if (item.kind == Node::Kind::map && !item.reported) {
        shared_.diagnostics.error(item.place, "a list of a law holds plain numbers",
                                  "they cannot be uncertain or have a source of their own");
        sound = false;
        continue;
      }
      const auto value = quantity(item, shape);
      sound = sound && value.has_value();
      if (value && parameter.values == Values::share && *value == 0.0) {
        shared_.diagnostics.error(item.place, "a probability of 0", "such a value is never drawn",
                                  "Leave it out.");
        sound = false;
      }
      law.parameters[i * most_categories + k] = value.value_or(0.0);
    }
  }
  return sound;
}

bool Reader::store_or_report(NumberTarget target, double value, const Range& range,
                             const Node& written) {
  std::string reason;
  try {
    store(target, value);
    if (is_zero(target) && range.low == 0.0 && !range.low_included) {
      reason = "it rounds to nothing";
    }
  } catch (const ReplicationError& beyond) {
    reason = beyond.what();
  }
  if (!reason.empty()) {
    shared_.diagnostics.error(written.place,
                              fmt::format("'{}' is out of range", inline_text(written)), reason);
  }
  return reason.empty();
}

const Node* Reader::law_parameters(const LawDescription& family, const Node& written,
                                   const NumberField& field) {
  const Node& parameters = *written.find(family.name);
  if (parameters.reported || !law_has_unit(family, field, written)) {
    return nullptr;
  }
  if (parameters.kind != Node::Kind::map) {
    shared_.diagnostics.error(parameters.place,
                              fmt::format("a {} law has named parameters", family.name));
    return nullptr;
  }
  refuse_provenance(parameters);
  return &parameters;
}

void Reader::refuse_other_parameters(const Node& parameters, const std::string& path,
                                     const LawDescription& family) {
  std::vector<std::string> known;
  for (const LawParameter& parameter : family.parameters) {
    known.emplace_back(parameter.name);
  }
  refuse_keys(parameters, path, known);
}

bool Reader::read_plain(const Node& parameters, const std::string& path,
                        const LawDescription& family, const NumberField& field, Law& law) {
  refuse_other_parameters(parameters, path, family);
  bool sound = true;
  for (std::size_t i = 0; i < family.parameters.size(); ++i) {
    const LawParameter& described = family.parameters[i];
    const NumberField shape = parameter_field(described, field);
    const Node* parameter = parameters.find(described.name);
    if (parameter == nullptr && !shape.fallback.empty()) {
      law.parameters[i] = *described.fallback;
      continue;
    }
    if (parameter == nullptr) {
      shared_.diagnostics.error(parameters.place,
                                fmt::format("'{}.{}' is missing", path, described.name),
                                "it has no default");
      sound = false;
      continue;
    }
    const auto value = quantity(*parameter, shape);
    sound = sound && value.has_value();
    law.parameters[i] = value.value_or(0.0);
  }
  return sound;
}

void Reader::read_uncertain(const Found& found, const std::string& path, NumberTarget target,
                            const NumberField& field, const Provenance& provenance) {
  const LawDescription* family = family_of(found.node, path);
  if (family == nullptr) {
    return;
  }
  const Node* parameters = law_parameters(*family, found.node, field);
  if (parameters == nullptr) {
    return;
  }
  Law law{family->family, {}};
  const std::string law_path = fmt::format("{}.{}", path, family->name);
  const bool sound = family->parameters.front().form == Form::list
                         ? read_lists(*parameters, law_path, *family, field, law)
                         : read_plain(*parameters, law_path, *family, field, law);
  if (sound && law_in_range(law, field.range, found.node.place)) {
    if (store_or_report(target, quantile(law, 0.5), field.range, found.node)) {
      shared_.scenario.uncertainties.push_back({path, law});
      note(path, ValueKind::uncertain, found, provenance);
    }
  }
}

Provenance Reader::read_number(const Found& found, const std::string& path, NumberTarget target,
                               const NumberField& field) {
  const Provenance provenance = provenance_of(found);
  if (found.node.kind == Node::Kind::map && found.node.find("value") == nullptr) {
    read_uncertain(found, path, target, field, provenance);
    return provenance;
  }
  const Node* value = unwrap(found.node, path);
  const auto parsed = quantity(*value, field);
  if (parsed && in_range(*parsed, field.range, *value)) {
    if (store_or_report(target, *parsed, field.range, *value)) {
      note(path, ValueKind::number, found, provenance);
    }
  }
  return provenance;
}

void Reader::number(std::string_view key, NumberTarget target, const NumberField& field) {
  std::string fallback(field.fallback);
  if (fallback == "0" && field.unit.dimension == Dimension::money) {
    fallback = std::string(shared_.currency->symbol) + "0";
  }
  auto found = take(key, fallback);
  if (found) {
    const Provenance provenance = read_number(*found, path_of(key), target, field);
    resolved_.entries.push_back({std::string(key), {}, resolved_value(*found, provenance)});
  }
}

void Reader::numbers(std::string_view key, std::vector<double>& target, const NumberField& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  if (!is_list(*found, key, field.fallback, "Write for example [50 %, 80 %].")) {
    return;
  }
  target.assign(found->node.items.size(), 0.0);
  Node resolved = found->node;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const Found item{found->node.items[i], found->node.items[i].place, found->is_default};
    const Provenance provenance =
        read_number(item, fmt::format("{}.{}", path_of(key), i), &target[i], field);
    resolved.items[i] = resolved_value(item, provenance);
  }
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

void Reader::law(std::string_view key, Law& target, const NumberField& field) {
  auto found = take(key, field.fallback);
  if (!found) {
    return;
  }
  const std::string path = path_of(key);
  if (found->node.kind != Node::Kind::map || found->node.find("value") != nullptr) {
    target = Law::constant(0.0);
    const Provenance constant = read_number(*found, path, &target.parameters[0], field);
    resolved_.entries.push_back({std::string(key), {}, resolved_value(*found, constant)});
    return;
  }
  const Provenance provenance = provenance_of(*found);
  resolved_.entries.push_back({std::string(key), {}, resolved_value(*found, provenance)});
  const LawDescription* family = family_of(found->node, path);
  if (family == nullptr) {
    return;
  }
  target = Law{family->family, {}};
  const std::size_t before = shared_.diagnostics.errors();
  const Node* written = law_parameters(*family, found->node, field);
  if (written == nullptr) {
    return;
  }
  const Node& parameters = *written;
  const std::size_t uncertain_before = shared_.scenario.uncertainties.size();
  note(path, ValueKind::law, *found, provenance);
  if (family->parameters.front().form == Form::list) {
    if (read_lists(parameters, fmt::format("{}.{}", path, family->name), *family, field, target)) {
      law_in_range(target, field.range, found->place);
    }
    return;
  }
  Node ignored;
  Reader inner =
      child(parameters, parameters.place, fmt::format("{}.{}", path, family->name), ignored);
  inner.provenance_[found->place.source] = provenance_of(*found, found->place.source);
  const std::size_t noted = shared_.scenario.assumptions.size();
  for (std::size_t i = 0; i < family->parameters.size(); ++i) {
    const LawParameter& parameter = family->parameters[i];
    const NumberField shape = parameter_field(parameter, field);
    inner.number(parameter.name, &target.parameters[i], shape);
  }
  inner.finish();
  // Of the parameters only the uncertain ones stand for themselves; the others are in the law's
  // line.
  auto& assumptions = shared_.scenario.assumptions;
  assumptions.erase(
      std::remove_if(assumptions.begin() + static_cast<std::ptrdiff_t>(noted), assumptions.end(),
                     [](const Assumption& a) { return a.kind == ValueKind::number; }),
      assumptions.end());
  const auto is_limit = [&](const Uncertainty& uncertainty) {
    const std::string_view name = std::string_view(uncertainty.path).substr(path.size());
    return name.ends_with(".low") || name.ends_with(".mode") || name.ends_with(".high");
  };
  const auto& uncertainties = shared_.scenario.uncertainties;
  if (std::any_of(uncertainties.begin() + static_cast<std::ptrdiff_t>(uncertain_before),
                  uncertainties.end(), is_limit)) {
    shared_.diagnostics.error(
        found->place, fmt::format("uncertain limits of a {} law", family->name),
        "drawn limits could change places", "Take a law with a median or mean, such as lognormal.");
  }
  const bool whole = std::none_of(parameters.entries.begin(), parameters.entries.end(),
                                  [](const Entry& entry) { return entry.value.reported; });
  if (whole && shared_.diagnostics.errors() == before) {
    law_in_range(target, field.range, found->place);
  }
}

}  // namespace firstcustomer
