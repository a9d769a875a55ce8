#pragma once
/// \file
/// The visitor that reads fields from a document and reports everything that is wrong with it.

#include <map>
#include <set>

#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

/// Keys that any map may have, beside its fields.
inline constexpr std::string_view provenance_keys[] = {"source", "grade", "note"};

/// What all levels of one reading share.
struct Reading {
  Diagnostics& diagnostics;
  Scenario& scenario;
  /// Of every value read, by path: for checks across fields.
  std::map<std::string, Place> places;
  /// The source of overrides, if there are any.
  std::optional<std::size_t> overrides = std::nullopt;
  const Currency* currency = find_currency("GBP");
};

/// Reads one map of the document. Nested maps have readers of their own.
class Reader : public FieldVisitor {
 public:
  /// `place`: of the key that leads here, for what is missing. `resolved` receives every field.
  Reader(Reading& shared, const Node& map, Place place, std::string path, Node& resolved);

  void text(std::string_view key, std::string& target, const FieldText& field) override;
  void date(std::string_view key, Date& target, const FieldText& field) override;
  void number(std::string_view key, NumberTarget target, const NumberField& field) override;
  void numbers(std::string_view key, std::vector<double>& target,
               const NumberField& field) override;
  void law(std::string_view key, Law& target, const NumberField& field) override;
  void word(std::string_view key, std::uint8_t& target, std::span<const std::string_view> words,
            const FieldText& field) override;
  void object(std::string_view key, const FieldText& field,
              const std::function<void(FieldVisitor&)>& describe_fields) override;
  void list(std::string_view key, const Container& items, const FieldText& field) override;
  void name_map(std::string_view key, const Container& items, const FieldText& field) override;
  void unused(std::string_view key, std::string_view why) override;

  /// Reports keys that no field has, and required fields that have no key; a misspelt key is one
  /// problem, not two. Call after the last field.
  void finish();

 private:
  /// Source and grade in force for a value.
  struct Provenance {
    std::string source;
    Grade grade = Grade::ungraded;
  };
  /// A field's value, found or by default; empty if it is missing (and reported).
  struct Found {
    Node node;
    Place place;
    bool is_default = false;
  };

  bool is_override(Place place) const { return shared_.overrides == place.source; }
  /// Whether a value overrides one that its group's source speaks of.
  bool displaces_source(Place place) const;
  static Provenance on_the_command_line() { return {"set on the command line", Grade::ungraded}; }
  /// A default or an override is not what the group's source says.
  Provenance provenance_of(const Found& found) const;

  /// What the resolved scenario says of a value: an override carries its source with it.
  Node resolved_value(const Found& found) const;

  std::optional<Found> take(std::string_view key, std::string_view fallback);
  /// Whether the value is a list with entries; says so if it is not.
  bool is_list(const Found& found, std::string_view key, std::string_view example);
  /// Reads the numbers of a list; returns what the resolved scenario says of it.
  Node read_items(const Found& list, const std::string& path, std::vector<double>& target,
                  const NumberField& field);
  /// The scalar of a value that may be wrapped: {value: …, source: …}.
  const Node* unwrap(const Node& node, const std::string& path, Provenance& provenance);
  void read_provenance(const Node& map, Provenance& provenance);
  bool is_provenance_key(std::string_view key) const;
  void refuse_keys(const Node& map, const std::string& path, const std::vector<std::string>& known);

  void read_number(const Found& found, const std::string& path, NumberTarget target,
                   const NumberField& field, Provenance provenance);
  void read_uncertain(const Found& found, const std::string& path, NumberTarget target,
                      const NumberField& field, const Provenance& provenance);
  std::optional<double> quantity(const Node& scalar, const NumberField& field);
  /// Stores a value that has been checked; says so if the target cannot hold it.
  bool store_or_report(NumberTarget target, double value, const Range& range, const Node& written);
  /// A law's source stands beside the law, not among its parameters.
  void refuse_provenance(const Node& parameters);
  bool in_range(double value, const NumberField& field, const Node& scalar);
  bool law_in_range(const Law& law, const NumberField& field, Place place);
  /// A limit as people write it: "100 years". Zero reads the same in all units.
  std::string limit_text(double limit, const Unit& unit) const;
  /// Says so if a law of bare numbers stands where numbers have a unit.
  bool law_has_unit(const LawDescription& family, const NumberField& field, const Node& written);
  /// The map of a law's parameters; null if it cannot be read, which is reported.
  const Node* law_parameters(const LawDescription& family, const Node& written,
                             const NumberField& field, const std::string& path);
  /// Whether all parameters without a default are there. If not, one message says which the law
  /// has, and what the law was meant to be where other parameters determine it.
  bool has_its_parameters(const Node& parameters, const std::string& path,
                          const LawDescription& family, const NumberField& field);
  void refuse_families(const Node& map, const std::string& path,
                       const std::vector<std::string>& known);
  /// A quantity that is `wrapper` itself or its 'value'; says so if it is none.
  std::optional<double> number_or_range(const Node& value, const NumberField& field,
                                        const Node& wrapper);
  /// Says what law a range is that stands where a number or a law is wanted; false if it is none.
  bool refuse_range(const Node& value, const NumberField& field, const Node& wrapper);
  void refuse_other_parameters(const Node& parameters, const std::string& path,
                               const LawDescription& family);
  /// Parameters that are plain numbers. True if all of them could be read.
  bool read_plain(const Node& parameters, const std::string& path, const LawDescription& family,
                  const NumberField& field, Law& law);
  /// The lists of a categorical law. True if all of them could be read.
  bool read_lists(const Node& parameters, const std::string& path, const LawDescription& family,
                  const NumberField& field, Law& law);
  /// The list of one parameter; null if it cannot be read, which is reported.
  const Node* list_of(const Node& parameters, const LawParameter& parameter);
  /// Says so if probabilities fail to add up by less than 1 %, as rounded ones do.
  bool add_up(const Node& probabilities, const Law& law);
  std::optional<double> list_item(const Node& item, const LawParameter& parameter,
                                  const NumberField& field);
  /// The parameters of a law inside the run: numbers that may be uncertain.
  void read_parameters(const Node& parameters, const std::string& path,
                       const LawDescription& family, const NumberField& field,
                       const Provenance& provenance, Law& law);
  /// Of the assumptions from `first` on, drops those that are plain numbers.
  void drop_plain_parameters(std::size_t first);
  /// Looks at the uncertainties from `first` on, whose paths begin with the law's own.
  void refuse_uncertain_limits(std::size_t first, std::size_t path_length,
                               const LawDescription& family, Place place);
  void read_law(const Found& found, const std::string& path, Law& target, const NumberField& field,
                const Provenance& provenance);
  const LawDescription* family_of(const Node& map, const std::string& path);
  void note(const std::string& path, ValueKind kind, const Found& found,
            const Provenance& provenance);

  /// A map of names that is not written: nobody, if that is allowed.
  void no_names(std::string_view key, const Container& items, const FieldText& field);
  /// The entries of a map of names that can be read; says what is wrong with the others.
  std::vector<const Entry*> readable_names(const Node& map, std::string_view key);

  std::string path_of(std::string_view key) const;
  Reader child(const Node& map, Place place, std::string path, Node& resolved);

  Reading& shared_;
  const Node& map_;
  Place place_;
  std::string path_;
  Node& resolved_;
  Provenance provenance_;
  std::vector<std::string> known_;
  std::vector<std::string> missing_;
  /// Whether a law may be suggested for a number: not for the limits of a law.
  bool takes_laws_ = true;
};

/// Letters, digits, - and _; 1 to 64 of them.
bool is_name(std::string_view name);

/// Checks across fields: names that must resolve, dates in order, economics in doubt.
void check_across_fields(Reading& reading);

}  // namespace firstcustomer
