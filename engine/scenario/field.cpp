#include "firstcustomer/scenario/field.hpp"

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/time.hpp"
#include "measured_units.hpp"

namespace firstcustomer {

void store(NumberTarget target, double value) {
  struct Store {
    double value;
    void operator()(double* place) const { *place = value; }
    void operator()(Share* place) const { *place = Share(value); }
    void operator()(PerYear* place) const { *place = PerYear(value); }
    void operator()(Money* place) const { *place = Money::major(value); }
    void operator()(BurnRate* place) const { *place = BurnRate::major_per_year(value); }
    void operator()(Duration* place) const { *place = Duration::from_days(value); }
    void operator()(std::int64_t* place) const {
      const double whole = std::round(value);
      if (!(std::abs(whole) < 0x1p63)) {
        throw ReplicationError("a count is beyond 64 bits");
      }
      *place = static_cast<std::int64_t>(whole);
    }
    void operator()(Amount* place) const {
      if (place->basis == Basis::sum || place->basis == Basis::per_unit) {
        place->number = Money::major(value).major();
      } else if (place->basis == Basis::units) {
        std::int64_t whole = 0;
        operator()(&whole);
        place->number = static_cast<double>(whole);
      } else {
        place->number = value;
      }
    }
    void operator()(InYears place) const { *place.value = value / days_per_year; }
  };
  std::visit(Store{value}, target);
}

double stored(NumberTarget target) {
  struct Load {
    double operator()(const double* place) const { return *place; }
    double operator()(const Share* place) const { return place->value(); }
    double operator()(const PerYear* place) const { return place->value(); }
    double operator()(const Money* place) const { return place->major(); }
    double operator()(const BurnRate* place) const {
      return Money::minor(place->minor_per_year()).major();
    }
    double operator()(const Duration* place) const { return place->days(); }
    double operator()(const std::int64_t* place) const { return static_cast<double>(*place); }
    double operator()(const Amount* place) const { return place->number; }
    double operator()(InYears place) const { return *place.value * days_per_year; }
  };
  return std::visit(Load{}, target);
}

bool is_zero(NumberTarget target) {
  struct Compare {
    bool operator()(const double* place) const { return *place == 0.0; }
    bool operator()(const Share* place) const { return *place == Share{}; }
    bool operator()(const PerYear* place) const { return *place == PerYear{}; }
    bool operator()(const Money* place) const { return *place == Money{}; }
    bool operator()(const BurnRate* place) const { return *place == BurnRate{}; }
    bool operator()(const Duration* place) const { return *place == Duration{}; }
    bool operator()(const std::int64_t* place) const { return *place == 0; }
    bool operator()(const Amount* place) const { return place->number == 0.0; }
    bool operator()(InYears place) const { return *place.value == 0.0; }
  };
  return std::visit(Compare{}, target);
}

void copy(NumberTarget from, NumberTarget to) {
  std::visit(
      [&to](auto source) {
        auto* target = std::get_if<decltype(source)>(&to);
        ensure(target != nullptr, "a field takes over numbers of its own type");
        if constexpr (std::is_same_v<decltype(source), InYears>) {
          *target->value = *source.value;
        } else {
          **target = *source;
        }
      },
      from);
}

NumberTarget target_of(Parameter& parameter) {
  const bool is_time = parameter.measure == Measure{.years = 1};
  return is_time ? NumberTarget(InYears{&parameter.value}) : NumberTarget(&parameter.value);
}

std::vector<AmountMeasure> formulas_of(const AmountField& field) {
  std::vector<AmountMeasure> formulas(field.formulas.begin(), field.formulas.end());
  if (!formulas.empty()) {
    return formulas;
  }
  const std::vector<MeasuredUnit> units = measured_units("");
  for (const AmountForm& form : field.forms) {
    for (const MeasuredUnit& unit : units) {
      if (unit.unit.dimension == form.unit.dimension && unit.unit.noun == form.unit.noun &&
          form.unit.dimension != Dimension::share) {
        formulas.push_back({unit.measure, form.basis});
      }
    }
  }
  return formulas;
}

const AmountForm& form_of(const AmountField& field, Basis basis) {
  for (const AmountForm& form : field.forms) {
    if (form.basis == basis) {
      return form;
    }
  }
  return field.forms.front();
}

NumberField number_field(const AmountField& field, const AmountForm& form) {
  return {.unit = form.unit, .range = form.range, .help = field.help, .fallback = field.fallback};
}

std::string same_as_text(std::string_view same_as) {
  return same_as.empty() ? "" : fmt::format("as {}", same_as);
}

std::string condition_text(const Condition& condition) {
  if (!condition.where.empty()) {
    return std::string(condition.where);
  }
  std::string text;
  for (const KeyWord& one : condition.any_of) {
    text += fmt::format("{} {}: {}", text.empty() ? "with" : " or", one.key, one.word);
  }
  return text;
}

void FieldVisitor::amount(std::string_view key, Amount& target, const AmountField& field) {
  number(key, &target, number_field(field, form_of(field, target.basis)));
}

void FieldVisitor::formula(std::string_view key, std::optional<Formula>&,
                           const FormulaField& field) {
  std::string nobody_reads;
  text(key, nobody_reads,
       {.help = field.help, .fallback = field.fallback.empty() ? "none" : field.fallback});
}

void FieldVisitor::parameters(std::string_view key, std::vector<Parameter>& target,
                              const FieldText& field) {
  const std::vector<MeasuredUnit> units = measured_units("the benchmark's unit");
  object(key, field, [&](FieldVisitor& inner) {
    for (Parameter& parameter : target) {
      const MeasuredUnit* unit = find_unit(units, parameter.measure);
      inner.number(
          parameter.name, target_of(parameter),
          {.unit = unit == nullptr ? Unit{} : unit->unit, .range = {}, .help = field.help});
    }
  });
}

void FieldVisitor::per_name(std::string_view key, const Container& items, const FieldText& field) {
  object(key, field, [&](FieldVisitor& inner) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      inner.object(items.name(i), field,
                   [&](FieldVisitor& fields) { items.describe_item(fields, i); });
    }
  });
}

void FieldVisitor::optional_object(std::string_view key, const OptionalGroup& group,
                                   const FieldText& field) {
  if (group.exists()) {
    object(key, field, group.describe_fields);
  }
}

void FieldVisitor::when(const Condition& condition,
                        const std::function<void(FieldVisitor&)>& describe_fields) {
  if (condition.holds) {
    describe_fields(*this);
  }
}

void FieldVisitor::flag(std::string_view key, bool& target, const FieldText& field) {
  static constexpr std::string_view words[] = {"no", "yes"};
  std::uint8_t index = target ? 1 : 0;
  word(key, index, words, field);
  target = index == 1;
}

}  // namespace firstcustomer
