#pragma once
/// \file
/// The outline of a scenario: every field that a file may have, as plain data.
///
/// Made from the same descriptions that the reader follows (describe.hpp), on a case with one item
/// in each container and under every condition. The schema and the reference are pure functions of
/// it.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/field.hpp"

namespace firstcustomer {

/// What is written under a key.
enum class OutlineKind : std::uint8_t {
  text,
  texts,  ///< a list
  date,
  word,
  number,   ///< may be uncertain
  numbers,  ///< a list of numbers, each of which may be uncertain
  law,      ///< a number or a law of chance, drawn inside a run
  amount,   ///< a number in one of several forms, which may be uncertain, or a formula
  formula,
  parameters,  ///< a map from names to numbers of any unit
  group,       ///< a map of fields
  list,        ///< of groups
  name_map,    ///< a map from names to groups
};

/// What it takes for a field to have a meaning (see Condition).
struct OutlineCondition {
  struct Word {
    std::string key;
    std::string word;
  };
  /// One of them is enough. Empty: no words of the same map decide.
  std::vector<Word> any_of;
  /// Where no words decide: "where lower is better".
  std::string text;
};

/// One of the forms of an amount.
struct OutlineForm {
  Dimension dimension = Dimension::number;
  std::string noun;
  Range range;

  Unit unit() const { return {dimension, noun}; }
};

/// A field, or a group of fields with those in it.
struct OutlineField {
  std::string key;
  /// As in `--set`, with placeholders for names: firms.<firm>.cash.
  std::string path;
  OutlineKind kind = OutlineKind::group;
  std::string help;
  /// As it would be written; empty: there is none.
  std::string fallback;
  /// What to say of a default that is not worth spelling out; empty: as it would be written.
  std::string fallback_says;
  /// Of numbers and laws. The range is in the dimension's canonical unit.
  Dimension dimension = Dimension::number;
  std::string noun;
  Range range;
  /// A word that may stand in place of a number: "as duration", "none". Empty: there is none.
  std::string stand_in;
  /// Of amounts, and whether a formula may stand in their place.
  std::vector<OutlineForm> forms;
  bool may_be_formula = false;
  /// Of words.
  std::vector<std::string> words;
  /// All must hold. A key may stand twice, under different conditions.
  std::vector<OutlineCondition> conditions;
  /// Of groups: may be left out as a whole, although it has required fields.
  bool optional = false;
  /// Of lists and maps of names: "<firm>".
  std::string item;
  /// Of maps of names: whether one item may be like another (alike.hpp).
  bool items_may_be_alike = false;
  /// Of a programme, or a map of them: whether it may have a rule and overlays (rule.hpp).
  bool may_have_a_rule = false;
  /// Of groups, and of the items of lists and maps of names.
  std::vector<OutlineField> children;

  Unit unit() const { return {dimension, noun}; }
};

/// The whole scenario, as a group without a key, in the order of the descriptions. What a variant
/// says of the scenario that it extends comes last.
OutlineField scenario_outline();

/// The outline of what is described.
OutlineField outline_of(const std::function<void(FieldVisitor&)>& describe_fields);

/// Whether a field must be written where it has a meaning: it has no default. A group must be if it
/// is not optional and one of its fields must.
bool must_be_written(const OutlineField& field);

/// Whether a field must be written in a group whose other fields have their defaults.
bool is_required(const OutlineField& field, const OutlineField& group);

/// The fields at a path, of which there may be several under different conditions; empty if there
/// are none. Names may be placeholders (firms.<firm>.cash) or any others (firms.alpha.cash).
std::vector<const OutlineField*> find_fields(const OutlineField& root, std::string_view path);

/// The paths of all fields below, groups included, in order.
std::vector<std::string> outline_paths(const OutlineField& root);

/// How a value is written, for example: "£100m", "servers". Empty for groups.
std::string example_of(const OutlineField& field);

/// An amount as a number in one of its forms.
OutlineField as_number(const OutlineField& amount, const OutlineForm& form);

/// What it takes for the field to have a meaning: "with of: frontier and fixed: date". Each pair of
/// a key and a word stands between quotes. Empty if it always has one.
std::string conditions_of(const OutlineField& field, std::string_view quote = "");

/// The values allowed, as a clause: "positive", "1 to 100". Empty if there are no limits.
std::string limits_of(const OutlineField& field);

}  // namespace firstcustomer
