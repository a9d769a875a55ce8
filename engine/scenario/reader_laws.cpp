/// The part of the reader that deals with laws of chance: families, parameters and limits.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "law_text.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

/// Limits of a law may not be uncertain: drawn ones could change places.
bool is_limit(std::string_view name) {
  return name == "low" || name == "mode" || name == "high";
}

/// "a lognormal law", "an exponential law".
std::string a_law(const LawDescription& family) {
  return fmt::format("{} {} law", family.family == LawFamily::exponential ? "an" : "a",
                     family.name);
}

/// In place of a law without limits: the lognormal law with the mean and sd of a normal one.
std::string law_with_limits(const Law& law, const NumberField& field, const Currency& currency) {
  std::string lognormal;
  if (law.family == LawFamily::normal) {
    Node parameters;
    for (const auto& [name, value] :
         {std::pair{"mean", law.parameters[0]}, {"sd", law.parameters[1]}}) {
      parameters.entries.push_back(
          {name, {}, Node::scalar(write_quantity(value, field.unit, currency))});
    }
    lognormal = rewritten_law(description(LawFamily::lognormal), parameters, field, currency);
  }
  return lognormal.empty() ? "Take a law with limits, such as triangular."
                           : fmt::format("Write '{}'?", lognormal);
}

}  // namespace

bool Reader::law_in_range(const Law& law, const NumberField& field, Place place) {
  const Range& range = field.range;
  const std::string_view name = description(law.family).name;
  const std::string wrong = problem(law);
  if (!wrong.empty()) {
    shared_.diagnostics.error(place, fmt::format("not {}", a_law(description(law.family))), wrong);
    return false;
  }
  if (is_within(law, range)) {
    return true;
  }
  const Support carries = support(law);
  const bool open = !range.low_included && carries.low_has_mass;
  const bool above = open ? carries.low > range.low : carries.low >= range.low;
  const bool has_limits = std::isfinite(carries.low) && std::isfinite(carries.high);
  const std::string limit = limit_text(above ? range.high : range.low, field.unit);
  shared_.diagnostics.error(
      place, fmt::format("this {} law reaches out of range", name),
      above  ? fmt::format("no value may be above {}", limit)
      : open ? fmt::format("every value must be above {}", limit)
             : fmt::format("no value may be below {}", limit),
      has_limits || open ? "" : law_with_limits(law, field, *shared_.currency));
  return false;
}

void Reader::refuse_families(const Node& map, const std::string& path,
                             const std::vector<std::string>& known) {
  std::vector<std::string> spoken_of = known;
  for (const Entry& entry : map.entries) {
    const std::string_view meant = family_named(entry.key);
    if (!meant.empty() && meant != entry.key) {
      shared_.diagnostics.error(entry.key_place,
                                fmt::format("unknown key '{}' in {}", entry.key, path),
                                "it would be ignored", fmt::format("Did you mean '{}'?", meant));
      spoken_of.push_back(entry.key);
    }
  }
  refuse_keys(map, path, spoken_of);
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
  refuse_families(map, path, known);
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
      written.place, fmt::format("{} has no unit", a_law(family)),
      fmt::format("this value is {}", describe_unit(field.unit, *shared_.currency)));
  return false;
}

bool Reader::has_its_parameters(const Node& parameters, const std::string& path,
                                const LawDescription& family, const NumberField& field) {
  const std::vector<std::string> names = parameter_names(family);
  std::vector<std::string> missing;
  for (const LawParameter& parameter : family.parameters) {
    if (parameters.find(parameter.name) == nullptr &&
        parameter_field(parameter, field).fallback.empty()) {
      missing.emplace_back(parameter.name);
    }
  }
  if (missing.empty()) {
    return true;
  }
  std::vector<std::string> others;
  Place place = parameters.place;
  for (const Entry& entry : parameters.entries) {
    if (!is_provenance_key(entry.key) &&
        std::find(names.begin(), names.end(), entry.key) == names.end()) {
      place = others.empty() ? entry.key_place : place;
      others.push_back(entry.key);
    }
  }
  if (!others.empty()) {
    const std::string law = rewritten_law(family, parameters, field, *shared_.currency);
    shared_.diagnostics.error(
        place, fmt::format("{} has {}, not {}", a_law(family), in_a_row(names), in_a_row(others)),
        "", law.empty() ? "" : fmt::format("Write '{}'?", law));
  } else if (missing.size() == 1) {
    shared_.diagnostics.error(place, fmt::format("'{}.{}' is missing", path, missing[0]),
                              "it has no default");
  } else {
    shared_.diagnostics.error(place, fmt::format("'{}' needs {}", path, in_a_row(missing)),
                              family.family == LawFamily::beta && missing[0] == "low"
                                  ? "only bare numbers and shares lie between 0 and 1 by default"
                                  : fmt::format("{} has {}", a_law(family), in_a_row(names)));
  }
  return false;
}

const Node* Reader::law_parameters(const LawDescription& family, const Node& written,
                                   const NumberField& field, const std::string& path) {
  const Node& parameters = *written.find(family.name);
  if (parameters.reported || !law_has_unit(family, field, written)) {
    return nullptr;
  }
  if (parameters.kind != Node::Kind::map) {
    const std::string law = rewritten_law(family, parameters, field, *shared_.currency);
    shared_.diagnostics.error(
        parameters.place, fmt::format("{} has named parameters", a_law(family)),
        in_a_row(parameter_names(family)), law.empty() ? "" : fmt::format("Write '{}'?", law));
    return nullptr;
  }
  refuse_provenance(parameters, family.name);
  return has_its_parameters(parameters, path, family, field) ? &parameters : nullptr;
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
    if (parameter == nullptr) {
      law.parameters[i] = *described.fallback;
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
  const std::string law_path = fmt::format("{}.{}", path, family->name);
  const Node* parameters = law_parameters(*family, found.node, field, law_path);
  if (parameters == nullptr) {
    return;
  }
  Law law{family->family, {}};
  const bool sound = family->parameters.front().form == Form::list
                         ? read_lists(*parameters, law_path, *family, field, law)
                         : read_plain(*parameters, law_path, *family, field, law);
  if (sound && law_in_range(law, field, found.node.place)) {
    if (store_or_report(target, quantile(law, 0.5), field.range, found.node)) {
      shared_.scenario.uncertainties.push_back({path, law});
      note(path, ValueKind::uncertain, found, provenance);
    }
  }
}

void Reader::drop_plain_parameters(std::size_t first) {
  auto& assumptions = shared_.scenario.assumptions;
  const auto begin = assumptions.begin() + static_cast<std::ptrdiff_t>(first);
  assumptions.erase(std::remove_if(begin, assumptions.end(),
                                   [](const Assumption& a) { return a.kind == ValueKind::number; }),
                    assumptions.end());
}

void Reader::refuse_uncertain_limits(std::size_t first, std::size_t path_length,
                                     const LawDescription& family, Place place) {
  const auto of_limit = [&](const Uncertainty& uncertainty) {
    const std::string_view name = std::string_view(uncertainty.path).substr(path_length);
    return is_limit(name.substr(name.rfind('.') + 1));
  };
  const auto& uncertainties = shared_.scenario.uncertainties;
  if (std::any_of(uncertainties.begin() + static_cast<std::ptrdiff_t>(first), uncertainties.end(),
                  of_limit)) {
    shared_.diagnostics.error(place, fmt::format("uncertain limits of {}", a_law(family)),
                              "drawn limits could change places",
                              "Take a law with a median or mean, such as lognormal.");
  }
}

void Reader::read_parameters(const Node& parameters, const std::string& path,
                             const LawDescription& family, const NumberField& field,
                             const Found& found, Law& law) {
  Node ignored;
  Reader inner = child(parameters, parameters.place, path, ignored);
  inner.provenance_[found.place.source] = provenance_of(found, found.place.source);
  const std::size_t noted = shared_.scenario.assumptions.size();
  for (std::size_t i = 0; i < family.parameters.size(); ++i) {
    const LawParameter& parameter = family.parameters[i];
    inner.takes_laws_ = !is_limit(parameter.name);
    inner.number(parameter.name, &law.parameters[i], parameter_field(parameter, field));
  }
  inner.finish();
  // Of the parameters only the uncertain ones stand for themselves; the others are in the law's
  // line.
  drop_plain_parameters(noted);
}

void Reader::read_law(const Found& found, const std::string& path, Law& target,
                      const NumberField& field, const Provenance& provenance) {
  const LawDescription* family = family_of(found.node, path);
  if (family == nullptr) {
    return;
  }
  target = Law{family->family, {}};
  const std::size_t errors_before = shared_.diagnostics.errors();
  const std::string law_path = fmt::format("{}.{}", path, family->name);
  const Node* parameters = law_parameters(*family, found.node, field, law_path);
  if (parameters == nullptr) {
    return;
  }
  note(path, ValueKind::law, found, provenance);
  if (family->parameters.front().form == Form::list) {
    if (read_lists(*parameters, law_path, *family, field, target)) {
      law_in_range(target, field, found.place);
    }
    return;
  }
  const std::size_t uncertain_before = shared_.scenario.uncertainties.size();
  read_parameters(*parameters, law_path, *family, field, found, target);
  refuse_uncertain_limits(uncertain_before, path.size(), *family, found.place);
  const bool whole = std::none_of(parameters->entries.begin(), parameters->entries.end(),
                                  [](const Entry& entry) { return entry.value.reported; });
  if (whole && shared_.diagnostics.errors() == errors_before) {
    law_in_range(target, field, found.place);
  }
}

void Reader::law(std::string_view key, Law& target, const NumberField& field) {
  laws_.emplace(key, &target);
  auto found = take(key, field.fallback);
  if (!found || takes_over(key, *found, field)) {
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
  read_law(*found, path, target, field, provenance);
}

}  // namespace firstcustomer
