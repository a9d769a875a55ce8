#pragma once
/// \file
/// One description of a field drives everything that is done with fields.
///
/// `describe(visitor, struct)` names each field of a scenario once: its key, type, unit, range,
/// default and help. Reading, writing, overriding, drawing cases and the outline, of which the
/// schema and the reference page are made, are visitors of those descriptions.

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/model/amount.hpp"
#include "firstcustomer/scenario/quantity.hpp"

namespace firstcustomer {

/// Values allowed, in the field's canonical unit.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_included = true;
};
constexpr Range at_least(double low) {
  return {.low = low};
}
constexpr Range above(double low) {
  return {.low = low, .low_included = false};
}
constexpr Range between(double low, double high) {
  return {.low = low, .high = high};
}

/// What is common to all fields. A field without a default is required.
struct FieldText {
  std::string_view help;
  /// As it would be written; empty: required.
  std::string_view fallback = {};
  /// Of a map of names: what one of them is called ("firm").
  std::string_view item = {};
  /// Of a default that depends on other fields or is long: what to say of it ("the start").
  std::string_view fallback_says = {};
};

struct NumberField {
  Unit unit;
  Range range;
  std::string_view help;
  std::string_view fallback = {};
  /// A field of the same map, described before, whose value this may take over, uncertainty and
  /// all: then it is written "as duration".
  std::string_view same_as = {};
  /// Whether it may be 'none': then its target keeps the value it was made with.
  bool may_be_none = false;
};

/// "as duration"; empty for a field that takes over no value.
std::string same_as_text(std::string_view same_as);

/// One of the forms in which an amount may be written.
struct AmountForm {
  Basis basis = Basis::sum;
  Unit unit;
  Range range;
};

/// What a formula in the place of an amount may measure, and the basis that it has then.
struct AmountMeasure {
  Measure measure;
  Basis basis = Basis::sum;
};

/// An amount: a number in one of the forms, the first that fits, or a formula.
struct AmountField {
  std::span<const AmountForm> forms;
  std::string_view help;
  std::string_view fallback = {};
  /// Empty: what the forms measure that are no shares of something.
  std::span<const AmountMeasure> formulas = {};
};

/// What formulas in the place of the amount may measure; none where all forms are shares.
std::vector<AmountMeasure> formulas_of(const AmountField& field);
/// The form of the basis; the first if none has it.
const AmountForm& form_of(const AmountField& field, Basis basis);
/// The amount as a number in one form.
NumberField number_field(const AmountField& field, const AmountForm& form);

/// A formula. Left out, and without a default, there is none.
struct FormulaField {
  /// Empty: a condition.
  std::optional<Measure> measure = std::nullopt;
  std::string_view help;
  std::string_view fallback = {};
};

/// A number of years that is written as a span of time.
struct InYears {
  double* value;
};

/// Where a number lives. The visitor converts from the canonical unit.
using NumberTarget = std::variant<double*, Share*, PerYear*, Money*, BurnRate*, Duration*,
                                  std::int64_t*, InYears, Amount*>;

/// Where the value of a parameter lives: spans of time are held in years.
NumberTarget target_of(Parameter& parameter);

/// Stores a value given in the canonical unit (days, pounds, pounds a year, whole counts).
/// Throws: ReplicationError if it does not fit the target.
void store(NumberTarget target, double value);

/// What the target holds, in the canonical unit.
double stored(NumberTarget target);

/// Whether the target holds exactly zero.
bool is_zero(NumberTarget target);

/// Copies a number from one target to another of its type.
void copy(NumberTarget from, NumberTarget to);

/// A list or a map of names whose items are described one by one.
struct Container {
  std::function<void(std::size_t)> resize;
  std::function<std::size_t()> size;
  /// Of item i; only for maps of names.
  std::function<std::string&(std::size_t)> name;
  std::function<void(class FieldVisitor&, std::size_t)> describe_item;
};

/// A group of fields that may be left out as a whole.
struct OptionalGroup {
  std::function<bool()> exists;
  std::function<void()> create;
  std::function<void(class FieldVisitor&)> describe_fields;
};

/// That a field of the same map holds a word: "kind: departures".
struct KeyWord {
  std::string_view key;
  std::string_view word;
};

/// When some fields have a meaning: whether they have now, and what it takes.
struct Condition {
  bool holds;
  /// One of these is enough, unless `where` says more.
  std::vector<KeyWord> any_of;
  /// What it takes, where words of the same map do not say it all: "where lower is better".
  std::string_view where = {};
  /// Whether to write the fields where it does not hold is wrong, rather than idle.
  bool is_strict = false;
};

/// What a condition takes: "with decided_by: standard or on_failure: repeat".
std::string condition_text(const Condition& condition);

/// Walks over described fields. Implementations: the reader, the binder of uncertain fields.
class FieldVisitor {
 public:
  virtual ~FieldVisitor() = default;

  virtual void text(std::string_view key, std::string& target, const FieldText& field) = 0;
  /// Several texts on a list. One that cannot be read is empty.
  virtual void texts(std::string_view key, std::vector<std::string>& target,
                     const FieldText& field) = 0;
  virtual void date(std::string_view key, Date& target, const FieldText& field) = 0;
  /// A number that may be uncertain: then it is drawn once per case.
  virtual void number(std::string_view key, NumberTarget target, const NumberField& field) = 0;
  /// Several numbers, each of which may be uncertain.
  virtual void numbers(std::string_view key, std::vector<double>& target,
                       const NumberField& field) = 0;
  /// A number in one of several forms, which may be uncertain, or a formula. By default: the number
  /// in the form of its basis.
  virtual void amount(std::string_view key, Amount& target, const AmountField& field);
  /// A formula. By default: a text that nobody reads.
  virtual void formula(std::string_view key, std::optional<Formula>& target,
                       const FormulaField& field);
  /// Numbers of any unit by name, each of which may be uncertain. Formulas after them in the same
  /// map, and below it, may refer to them. By default: an object of numbers.
  virtual void parameters(std::string_view key, std::vector<Parameter>& target,
                          const FieldText& field);
  /// A law of chance inside a run; its parameters are numbers.
  virtual void law(std::string_view key, Law& target, const NumberField& field) = 0;
  /// One of the words; `target` is its index.
  virtual void word(std::string_view key, std::uint8_t& target,
                    std::span<const std::string_view> words, const FieldText& field) = 0;
  /// A group of fields under a key of its own.
  virtual void object(std::string_view key, const FieldText& field,
                      const std::function<void(FieldVisitor&)>& describe_fields) = 0;
  /// With the fallback "[]" the list may be empty or left out.
  virtual void list(std::string_view key, const Container& items, const FieldText& field) = 0;
  virtual void name_map(std::string_view key, const Container& items, const FieldText& field) = 0;

  /// A group of fields for each name of another map of the scenario. By default: an object of
  /// objects.
  virtual void per_name(std::string_view key, const Container& items, const FieldText& field);
  /// A group of fields that may be left out. By default: an object if it exists.
  virtual void optional_object(std::string_view key, const OptionalGroup& group,
                               const FieldText& field);
  /// Fields that have a meaning under a condition only. By default: described if it holds.
  virtual void when(const Condition& condition,
                    const std::function<void(FieldVisitor&)>& describe_fields);

  /// One of the words, as an enumeration in their order.
  template <class Enum>
  void choice(std::string_view key, Enum& target, std::span<const std::string_view> words,
              const FieldText& field) {
    auto index = static_cast<std::uint8_t>(target);
    word(key, index, words, field);
    target = static_cast<Enum>(index);
  }
  /// yes or no.
  void flag(std::string_view key, bool& target, const FieldText& field);
};

/// The container view of a vector of named structs.
template <class Item, class DescribeItem>
Container named_items(std::vector<Item>& items, DescribeItem describe_item) {
  return {[&items](std::size_t size) { items.resize(size); }, [&items] { return items.size(); },
          [&items](std::size_t i) -> std::string& { return items[i].name; },
          [&items, describe_item](FieldVisitor& visitor, std::size_t i) {
            describe_item(visitor, items[i]);
          }};
}

/// The container view of a vector of structs without names.
template <class Item, class DescribeItem>
Container listed_items(std::vector<Item>& items, DescribeItem describe_item) {
  return {[&items](std::size_t size) { items.resize(size); },
          [&items] { return items.size(); },
          {},
          [&items, describe_item](FieldVisitor& visitor, std::size_t i) {
            describe_item(visitor, items[i]);
          }};
}

/// The view of a group that may be left out.
template <class Group, class DescribeGroup>
OptionalGroup optional_group(std::optional<Group>& group, DescribeGroup describe_group) {
  return {
      [&group] { return group.has_value(); }, [&group] { group.emplace(); },
      [&group, describe_group](FieldVisitor& visitor) { describe_group(visitor, group.value()); }};
}

}  // namespace firstcustomer
