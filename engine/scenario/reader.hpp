#pragma once
/// \file
/// The visitor that reads fields from a document and reports everything that is wrong with it.

#include <map>
#include <set>

#include "firstcustomer/scenario/formula_text.hpp"
#include "firstcustomer/scenario/scenario.hpp"
#include "measured_units.hpp"

namespace firstcustomer {

/// Keys that any map may have, beside its fields.
inline constexpr std::string_view provenance_keys[] = {"source", "grade", "note"};

/// What a default rests on where its group would say otherwise.
inline constexpr std::string_view default_source = "default";

/// Required fields that a map has no keys for.
struct Lack {
  std::string path;   ///< of the map
  std::string group;  ///< of a group that is not written as a whole: its key; or else empty
  std::vector<std::string> keys;
  Place place;
  std::string suggestion;
};

/// What all levels of one reading share.
struct Reading {
  Diagnostics& diagnostics;
  Scenario& scenario;
  /// Of every value read, by path: for checks across fields.
  std::map<std::string, Place> places;
  /// Fields, groups and names that have no value, or none that can be read, which was reported.
  std::set<std::string> missing = {};
  /// By path, items that are like another, and the path of that.
  std::map<std::string, std::string> likes = {};
  /// In such items; whether the others lack the same is known when all has been read.
  std::vector<Lack> lacks = {};
  /// The source of overrides, if there are any.
  std::optional<std::size_t> overrides = std::nullopt;
  /// Those last read: formulas may refer to them. Whether some of them could not be read.
  std::vector<Parameter> parameters = {};
  bool lacks_parameters = false;
  const Currency* currency = find_currency("GBP");
};

/// A key whose condition does not hold, and what it would take.
struct UnusedKey {
  std::string key;
  std::string needed;
  bool is_error = false;
};

/// A group that is not written, and what it needs.
struct MissingGroup {
  std::string key;
  std::vector<std::string> needed;
};

/// Reads one map of the document. Nested maps have readers of their own.
class Reader : public FieldVisitor {
 public:
  /// Of the whole document. `place`: for what is missing. `resolved` receives every field.
  static Reader root(Reading& shared, const Node& map, Place place, Node& resolved);

  /// From here on, values of a source rest on this if neither they nor their groups say on what.
  void fall_back_on(std::size_t source, std::string_view text);

  void text(std::string_view key, std::string& target, const FieldText& field) override;
  void texts(std::string_view key, std::vector<std::string>& target,
             const FieldText& field) override;
  void date(std::string_view key, Date& target, const FieldText& field) override;
  void number(std::string_view key, NumberTarget target, const NumberField& field) override;
  void numbers(std::string_view key, std::vector<double>& target,
               const NumberField& field) override;
  void amount(std::string_view key, Amount& target, const AmountField& field) override;
  void formula(std::string_view key, std::optional<Formula>& target,
               const FormulaField& field) override;
  void parameters(std::string_view key, std::vector<Parameter>& target,
                  const FieldText& field) override;
  void law(std::string_view key, Law& target, const NumberField& field) override;
  void word(std::string_view key, std::uint8_t& target, std::span<const std::string_view> words,
            const FieldText& field) override;
  void object(std::string_view key, const FieldText& field,
              const std::function<void(FieldVisitor&)>& describe_fields) override;
  void list(std::string_view key, const Container& items, const FieldText& field) override;
  void name_map(std::string_view key, const Container& items, const FieldText& field) override;
  /// Without names there is nothing to say of what stands under them.
  void per_name(std::string_view key, const Container& items, const FieldText& field) override;
  void optional_object(std::string_view key, const OptionalGroup& group,
                       const FieldText& field) override;
  void when(const Condition& condition,
            const std::function<void(FieldVisitor&)>& describe_fields) override;

  /// Reports keys that no field has, keys that are not used, and required fields that have no key;
  /// a misspelt key is one problem, not two. Call after the last field.
  void finish();
  /// The part of `finish` that reports required fields, and groups of them, that have no key.
  void report_missing();

 private:
  /// `place`: of the key that leads here.
  Reader(Reading& shared, const Node& map, Place place, std::string path, Node& resolved);

  /// A field's value, found or by default; empty if it is missing (and reported).
  struct Found {
    Node node;
    Place place;
    bool is_default = false;
  };

  /// Takes over what the level above says of its values and of itself.
  void inherit(const Reader& above);
  /// Reads the map's own source and grade; the resolved map gets what holds for it.
  void read_group();
  /// Says what the resolved map must say, so that its values rest on the same when read again.
  void resolve_group();
  /// What a value rests on: what it says itself, or else what its group says. A default rests on
  /// nothing; what the command line has changed, if only in part, on the command line.
  Provenance provenance_of(const Found& found);
  /// What a value that is not a default rests on as far as that source says.
  Provenance provenance_of(const Found& found, std::size_t source) const;
  /// Keeps a text or a choice that is changed.
  void note_word(std::string_view key, const Found& found, const std::string& text);
  /// Whether a value differs, at least in part, from what is extended and overridden.
  bool is_changed(const Found& found) const;
  /// Says what is wrong with the sources and grades that a map gives.
  void check_provenance(const Node& map);

  /// The value as the resolved scenario has it: read again there, it rests on what is meant here.
  Node resolved_value(const Found& found, const Provenance& meant) const;

  /// A default as YAML, at the place of this map.
  Node parsed_default(std::string_view fallback) const;
  std::optional<Found> take(std::string_view key, std::string_view fallback);
  /// Whether the value is a list, with entries unless `fallback` is "[]"; says so if it is not.
  bool is_list(const Found& found, std::string_view key, std::string_view fallback,
               std::string_view example);
  /// Reads the numbers of a list; returns what the resolved scenario says of it.
  Node read_items(const Found& list, const std::string& path, std::vector<double>& target,
                  const NumberField& field);
  /// The scalar of a value that may be wrapped: {value: …, source: …}.
  const Node* unwrap(const Node& node, const std::string& path);
  void refuse_keys(const Node& map, const std::string& path, const std::vector<std::string>& known);
  /// Warns of keys whose condition does not hold; they are known from then on.
  void warn_of_unused_keys();

  /// Whether the value is "as duration": then it has been taken over, uncertainty and all.
  bool takes_over(std::string_view key, const Found& found, const NumberField& field);
  /// Whether the value is 'none', and may be: then its target keeps what it has.
  bool is_none(std::string_view key, const Found& found, const NumberField& field);
  /// Whether a value is this one word.
  static bool is_word(const Found& found, std::string_view word);
  void note_stand_in(std::string_view key, const Found& found, ValueKind kind);

  /// Returns what the number rests on.
  Provenance read_number(const Found& found, const std::string& path, NumberTarget target,
                         const NumberField& field);
  /// A default as it is written in the scenario's currency.
  std::string in_currency(std::string_view fallback, const Unit& unit) const;
  /// Returns what the amount rests on.
  Provenance read_amount(const Found& found, const std::string& path, Amount& target,
                         const AmountField& field);
  /// The form in which a number or a law is written; null if it is in none of them.
  const AmountForm* written_form(const Node& written, const AmountField& field) const;
  /// A formula in the place of an amount. If it is a constant, the amount is that number.
  void read_formula(const Node& scalar, Amount& target, const AmountField& field);
  bool looks_like_formula(const Node& value) const;
  /// Whether a text without names is more than a number: "£5m + £1m".
  bool is_constant_formula(std::string_view text) const;
  /// Says that a text is none of the forms, and which there are.
  void refuse_amount(const Node& value, const AmountField& field);
  /// What formulas may refer to here.
  FormulaScope formula_scope() const;
  /// Says what is wrong with a formula, where it is; not what parameters that could not be read
  /// are to blame for.
  void refuse_formula(const Node& scalar, const FormulaError& error);
  /// The entries of a map of parameters that have a name; says what is wrong with the others.
  std::vector<const Entry*> named_parameters(const Node& map);
  /// The unit of a number or a law, by how it is written; null if it is none, which is reported.
  const MeasuredUnit* unit_of(const Node& written, const std::vector<MeasuredUnit>& units);
  void read_parameters_of(const Node& map, Reader& inner, std::vector<Parameter>& target);
  void read_uncertain(const Found& found, const std::string& path, NumberTarget target,
                      const NumberField& field, const Provenance& provenance);
  std::optional<double> quantity(const Node& scalar, const NumberField& field);
  /// Stores a value that has been checked; says so if the target cannot hold it.
  bool store_or_report(NumberTarget target, double value, const Range& range, const Node& written);
  /// A law's source stands beside the law, not among its parameters.
  void refuse_provenance(const Node& parameters, std::string_view family);
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
                       const LawDescription& family, const NumberField& field, const Found& found,
                       Law& law);
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

  /// Reads what other item this one is like, which has been taken over.
  void note_like();
  /// What is missing in the items that this one is like may have held more: names in it that are
  /// not known are not reported.
  void miss_what_others_miss();
  void report(Lack lack);
  void report_missing_groups();

  /// "Did you mean 'alpha'?", where an item of a map of names is near another in name.
  std::string other_name() const;
  std::string path_of(std::string_view key) const;
  /// Whether a key that is not written stands here with a slip.
  bool is_misspelt(std::string_view key) const;
  /// `is_default`: the map as a whole is one, and rests on nothing.
  Reader child(const Node& map, Place place, std::string path, Node& resolved,
               bool is_default = false);

  Reading& shared_;
  const Node& map_;
  Place place_;
  std::string path_;
  Node& resolved_;
  /// By source of the document: what holds for values of this map that say nothing themselves.
  std::vector<Provenance> provenance_;
  /// What holds for values of the resolved map.
  Provenance resolved_provenance_;
  bool is_default_ = false;  // the whole map is one
  /// Of an item of a map of names, whose others it may have been meant to change.
  std::string name_;
  const Node* siblings_ = nullptr;
  /// Of such an item that is like another: the name of that.
  const Node* like_ = nullptr;
  /// Whether it is, or stands in, an item that is like another.
  bool is_alike_ = false;
  /// Whether it stands in an item that is like another which cannot be taken over: what else there
  /// is in it is unknown.
  bool is_incomplete_ = false;
  std::vector<std::string> known_;
  std::vector<std::string> missing_;
  std::vector<MissingGroup> missing_groups_;
  std::vector<UnusedKey> unused_;
  /// Keys of words that could not be read: what depends on them is unknown.
  std::vector<std::string> unread_words_;
  /// Targets of what has been read of this map, by key: others may take it over.
  std::map<std::string, Law*, std::less<>> laws_;
  std::map<std::string, NumberTarget, std::less<>> numbers_;
  /// Whether a law may be suggested for a number: not for the limits of a law.
  bool takes_laws_ = true;
};

/// The keys of what is described: all, under whatever condition they stand, or those that must be
/// written as it is.
enum class Keys : std::uint8_t { all, needed };
std::vector<std::string> keys_of(const std::function<void(FieldVisitor&)>& describe_fields,
                                 Keys wanted = Keys::all);
bool is_provenance_key(std::string_view key);
/// How many texts of a number or a law are quantities as the field would have them.
std::size_t how_well_it_fits(const Node& written, const NumberField& field,
                             const Currency& currency);
/// Takes over, by source of the document, what a map says of its values: a file speaks of its own,
/// the command line of all.
void hear(const Node& map, std::optional<std::size_t> overrides, std::vector<Provenance>& rests_on);
/// Whether the field's numbers may have laws of the family: laws of bare numbers have no unit.
bool may_follow(const LawDescription& family, const Unit& unit);

/// Reads the texts and choices of a map, and reports nothing: whether a field has a meaning may
/// depend on those of an item that comes later.
void read_words(const Node& map, const std::function<void(FieldVisitor&)>& describe_fields);

/// Letters, digits, - and _; 1 to 64 of them.
bool is_name(std::string_view name);

/// Reports what is missing in items that are like another, unless it is missing there, too.
void report_lacks(Reading& reading);

/// The place of a path, or of the nearest path above it that was read.
Place place_of(const Reading& reading, std::string path);

/// Checks what `correlations` name and whether they can hold together. `all_read`: whether no value
/// was refused, so that a number that is not known is not there.
void check_correlations(Reading& reading, bool all_read);

/// Checks across fields: names that must resolve, dates in order, economics in doubt.
void check_across_fields(Reading& reading);

/// The largest value that may be drawn for a number, which is given where it is certain.
double largest_value(const Reading& reading, std::string_view path, double value);

/// Of those, the appraisal's; those of stages, prototypes and respins; of launches; of private
/// demand and incumbents; of entry and behaviour; of the programme and its contract. All suppose
/// that all was read.
void check_appraisal(Reading& reading);
void check_development(Reading& reading);
void check_frontier(Reading& reading);
void check_diffusion(Reading& reading);
void check_history(Reading& reading);
void check_market(Reading& reading);
void check_responses(Reading& reading);
/// Turns of the venture market, and debt that somebody could draw.
void check_finance(Reading& reading);
/// What units cost and wait for.
void check_supply(Reading& reading);
void check_capacity(Reading& reading);
void check_programmes(Reading& reading);
/// Where a programme stands: "programme" or "programmes.NAME".
inline std::string path_of(const Programme& programme) {
  return programme.luck.empty() ? "programme" : "programmes." + programme.luck;
}
/// Doubts about a programme that is sound.
void check_economics(Reading& reading, const Programme& programme, const std::string& path);
/// That contracts can expire before the horizon, where clauses are on their expiry.
void check_expiry(Reading& reading, const Programme& programme, const std::string& path);
/// That prices follow what the scenario has, and that rights to sell have an occasion and an end.
void check_prices(Reading& reading, const Programme& programme, const std::string& path);
/// That a buyer that softens its terms has something to soften.
void check_soft_budget(Reading& reading, const Programme& programme, const std::string& path);
/// Phases of a programme, and clauses that belong to one.
void check_tournament(Reading& reading, const Programme& programme, const std::string& path);

}  // namespace firstcustomer
