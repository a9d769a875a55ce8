/// The part of the reader that deals with amounts: numbers in one of several forms, and formulas.

#include <fmt/format.h>

#include <algorithm>

#include "document_places.hpp"
#include "law_text.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

bool is_quantity(const Node& scalar, const Unit& unit, const Currency& currency) {
  return scalar.kind == Node::Kind::scalar &&
         std::holds_alternative<double>(parse_quantity(scalar.text, unit, currency));
}

/// How many of the texts of a law's parameter are what it should be.
std::size_t fitting(const Node& parameter, const Unit& unit, const Currency& currency) {
  const auto of_items = static_cast<std::size_t>(
      std::count_if(parameter.items.begin(), parameter.items.end(),
                    [&](const Node& item) { return is_quantity(item, unit, currency); }));
  const Node* value = parameter.find("value");
  return of_items + (is_quantity(value != nullptr ? *value : parameter, unit, currency) ? 1 : 0);
}

/// "Did you mean 'paid'?" for "100 % of payd": of what shares may be taken there.
std::string base_meant(std::string_view text, const AmountField& field) {
  constexpr std::string_view of = " of ";
  const auto at = text.rfind(of);
  std::vector<std::string> bases;
  for (const AmountForm& form : field.forms) {
    if (form.unit.dimension == Dimension::share) {
      bases.emplace_back(form.unit.noun);
    }
  }
  return at == std::string_view::npos ? "" : did_you_mean(text.substr(at + of.size()), bases);
}

}  // namespace

std::size_t how_well_it_fits(const Node& written, const NumberField& field,
                             const Currency& currency) {
  const Node* value = written.kind == Node::Kind::map ? written.find("value") : &written;
  if (value != nullptr) {
    return is_quantity(*value, field.unit, currency) ? 1 : 0;
  }
  std::size_t fits = 0;
  for (const LawDescription& family : law_descriptions()) {
    const Node* parameters = written.find(family.name);
    for (const LawParameter& parameter : family.parameters) {
      const Node* given = parameters == nullptr ? nullptr : parameters->find(parameter.name);
      fits +=
          given == nullptr ? 0 : fitting(*given, parameter_field(parameter, field).unit, currency);
    }
  }
  return fits;
}

FormulaScope Reader::formula_scope() const {
  const auto& benchmarks = shared_.scenario.numbers.benchmarks;
  return {shared_.parameters, shared_.currency,
          benchmarks.empty() ? std::string_view{} : std::string_view(benchmarks.front().unit)};
}

void Reader::refuse_formula(const Node& scalar, const FormulaError& error) {
  if (shared_.lacks_parameters && error.problem.starts_with("unknown name")) {
    return;
  }
  Place place = scalar.place;
  if (scalar.text_at) {
    const std::string_view text = scalar.text;
    place.column += *scalar.text_at + characters(text.substr(0, error.offset));
    place.length =
        std::max(1, characters(text.substr(std::min(error.offset, text.size()), error.length)));
  }
  // Between braces YAML takes a comma for the end of the value.
  const bool may_be_cut = scalar.text_at == 0 && error.problem == "a bracket is not closed";
  shared_.diagnostics.error(
      place, error.problem, error.reason,
      may_be_cut ? "Put a formula with commas between quotes." : error.suggestion);
}

const AmountForm* Reader::written_form(const Node& written, const AmountField& field) const {
  const AmountForm* best = nullptr;
  std::size_t most = 0;
  for (const AmountForm& form : field.forms) {
    const std::size_t fits =
        how_well_it_fits(written, number_field(field, form), *shared_.currency);
    if (fits > most) {
      best = &form;
      most = fits;
    }
  }
  return best;
}

bool Reader::looks_like_formula(const Node& value) const {
  const bool may_name_parameter =
      shared_.lacks_parameters && is_name(value.text) && value.text.front() > '9';
  return may_name_parameter || firstcustomer::looks_like_formula(value.text, formula_scope());
}

void Reader::refuse_amount(const Node& value, const AmountField& field) {
  std::vector<std::string> forms;
  std::optional<QuantityError> near;
  for (const AmountForm& form : field.forms) {
    auto parsed = parse_quantity(value.text, form.unit, *shared_.currency);
    auto& error = std::get<QuantityError>(parsed);
    forms.push_back(describe_unit(form.unit, *shared_.currency));
    if (field.forms.size() == 1 || (!near && error.suggestion.starts_with("Write '"))) {
      near = std::move(error);
    }
  }
  if (near) {
    shared_.diagnostics.error(value.place, near->problem, near->reason, near->suggestion);
    return;
  }
  if (!formulas_of(field).empty()) {
    forms.emplace_back("a formula");
  }
  shared_.diagnostics.error(value.place, fmt::format("{} is no amount", kind_of(value)),
                            fmt::format("it should be {}", fmt::join(forms, ", or ")),
                            base_meant(value.text, field));
}

void Reader::read_formula(const Node& scalar, Amount& target, const AmountField& field) {
  const std::vector<AmountMeasure> allowed = formulas_of(field);
  std::vector<Measure> wanted;
  for (const AmountMeasure& each : allowed) {
    wanted.push_back(each.measure);
  }
  auto parsed = parse_formula(scalar.text, wanted, formula_scope());
  if (const auto* error = std::get_if<FormulaError>(&parsed)) {
    refuse_formula(scalar, *error);
    return;
  }
  auto& read = std::get<MeasuredFormula>(parsed);
  target.basis = allowed[read.measure].basis;
  if (!read.formula.is_constant()) {
    target.formula = std::move(read.formula);
    return;
  }
  const double number = read.formula.evaluate({}, {});
  if (in_range(number, number_field(field, form_of(field, target.basis)), scalar)) {
    target.number = number;
  }
}

Provenance Reader::read_amount(const Found& found, const std::string& path, Amount& target,
                               const AmountField& field) {
  target.formula.reset();
  const Node& node = found.node;
  const AmountForm* form = written_form(node, field);
  const Node* value = node.kind == Node::Kind::map ? node.find("value") : &node;
  for (const AmountForm& each : field.forms) {
    const bool is_range =
        form == nullptr && value != nullptr && !value->reported &&
        !law_of_range(*value, number_field(field, each), *shared_.currency).empty();
    form = is_range ? &each : form;
  }
  const bool is_text = value != nullptr && value->kind == Node::Kind::scalar;
  if (form != nullptr || !is_text || value->reported) {
    const AmountForm& taken = form != nullptr ? *form : field.forms.front();
    target.basis = taken.basis;
    return read_number(found, path, &target, number_field(field, taken));
  }
  const Provenance provenance = provenance_of(found);
  unwrap(node, path);
  const std::size_t errors = shared_.diagnostics.errors();
  const bool may_be = !formulas_of(field).empty();
  if (may_be && (looks_like_formula(*value) || is_constant_formula(value->text))) {
    read_formula(*value, target, field);
  } else {
    refuse_amount(*value, field);
  }
  if (shared_.diagnostics.errors() == errors) {
    note(path, ValueKind::formula, found, provenance);
  }
  return provenance;
}

bool Reader::is_constant_formula(std::string_view text) const {
  for (const MeasuredUnit& unit : measured_units(formula_scope().benchmark_unit)) {
    if (std::holds_alternative<Formula>(parse_formula(text, unit.measure, formula_scope()))) {
      return text.find_first_of("+-/") != std::string_view::npos;
    }
  }
  return false;
}

void Reader::amount(std::string_view key, Amount& target, const AmountField& field) {
  const auto found = take(key, in_currency(field.fallback, field.forms.front().unit));
  if (found && field.fallback == "none" && is_word(*found, "none")) {
    note_stand_in(key, *found, ValueKind::number);
  } else if (found) {
    const Provenance provenance = read_amount(*found, path_of(key), target, field);
    resolved_.entries.push_back({std::string(key), {}, resolved_value(*found, provenance)});
  }
}

void Reader::formula(std::string_view key, std::optional<Formula>& target,
                     const FormulaField& field) {
  target.reset();
  const auto found = take(key, field.fallback.empty() ? "none" : field.fallback);
  if (!found) {
    return;
  }
  const Provenance provenance = provenance_of(*found);
  const Node* value = unwrap(found->node, path_of(key));
  if (value->reported) {
    return;
  }
  resolved_.entries.push_back({std::string(key), {}, resolved_value(*found, provenance)});
  if (value->kind != Node::Kind::scalar) {
    shared_.diagnostics.error(value->place, fmt::format("'{}' should be a formula, not {}",
                                                        path_of(key), kind_of(*value)));
    return;
  }
  if (field.fallback.empty() && value->text == "none") {
    return;
  }
  auto parsed = field.measure ? parse_formula(value->text, *field.measure, formula_scope())
                              : parse_condition(value->text, formula_scope());
  if (const auto* error = std::get_if<FormulaError>(&parsed)) {
    refuse_formula(*value, *error);
    return;
  }
  target = std::move(std::get<Formula>(parsed));
  note(path_of(key), ValueKind::formula, *found, provenance);
}

}  // namespace firstcustomer
