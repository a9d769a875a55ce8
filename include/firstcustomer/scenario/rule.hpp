#pragma once
/// \file
/// Purchase rules as data: presets of a programme, each a file with a card that explains it.
///
/// A rule file is the body of `programme`, with a `card:` for its reader. `rule: NAME` inside a
/// programme stands for the body of that rule, `overlays: [NAME, …]` for those of overlays, laid
/// over it in their order; what the programme says itself is laid over all of them. `extends: NAME`
/// at the top of a rule file lays it over another in the same way. A name without a slash and
/// without `.yaml` is of the catalogue, which is part of the program; any other is a file, relative
/// to the folder of the file that says it.
///
/// All this happens to documents, before anything is read: a value keeps the place of the file it
/// stands in, and the ordinary reader judges it there. Nothing of it is left in a resolved
/// scenario.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/diagnostics.hpp"
#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/text_file.hpp"

namespace firstcustomer {

/// The keys of a programme that name rules, and that of rule files.
inline constexpr std::string_view rule_key = "rule";
inline constexpr std::string_view overlays_key = "overlays";

/// An overlay is laid over any rule.
enum class RuleKind : std::uint8_t { rule, overlay };
inline constexpr std::string_view rule_kind_names[] = {"rule", "overlay"};

/// A parameter that a card explains.
struct RuleParameter {
  std::string path;  ///< below the programme: contract.0.pay
  std::string help;
};

/// What a rule file says to its reader.
struct RuleCard {
  /// Its number in the list of rules, which several presets may share: R04.
  std::string id;
  std::string title;
  RuleKind kind = RuleKind::rule;
  /// Who is paid what, when, under which condition.
  std::string what;
  std::string precedent;
  std::string caution;
  std::vector<RuleParameter> parameters;
  /// Rows of the verification that it satisfies: V41.
  std::vector<std::string> verification;
};

/// A rule with all that it extends and that is laid over it.
struct RuleFile {
  std::string name;        ///< advance-purchase
  std::string file;        ///< rules/advance-purchase.yaml
  std::string reference;   ///< as scenarios name it: advance-purchase, ./mine.yaml
  std::string text;        ///< as it stands in the file
  std::size_t source = 0;  ///< among the sources of the diagnostics
  std::optional<RuleCard> card;
  /// A programme's keys. Empty where nothing is bought.
  Node body;
  /// `buys: nothing`: under this rule there is no programme.
  bool buys_nothing = false;
};

/// A file of the catalogue as it was when the program was built.
struct CatalogueFile {
  std::string_view name;
  std::string_view text;
};

/// In the order of their names.
std::span<const CatalogueFile> rule_catalogue();

/// What to write for a name that the catalogue does not have: the nearest of its names and of the
/// others, and how a file is named.
std::string rule_suggestion(const std::string& name, std::vector<std::string> others = {});

/// The catalogue read: rules before overlays, by id, then by name. Files that cannot be read are
/// left out, and said why.
std::vector<RuleFile> read_catalogue(Diagnostics& diagnostics);

/// Reads a rule or an overlay by its name or path, relative to the working folder. Empty if it
/// cannot be read, which is said at `place`, where the name stands.
std::optional<RuleFile> read_rule(const std::string& reference, Place place,
                                  const TextReader& read_file, Diagnostics& diagnostics);

/// A rule file that a programme is made of.
struct RuleUse {
  std::string file;
  RuleKind kind = RuleKind::rule;
  /// Whether it is laid under another rule.
  bool is_extended = false;
  std::size_t source = 0;
  std::size_t used_in = 0;  ///< the source of the scenario's file that leads to it
};

/// A programme that a document says has a rule.
struct RuledProgramme {
  std::string group;  ///< programme or programmes
  std::string name;   ///< among programmes; or else empty
  bool buys_nothing = false;
};

/// What rules a document named.
struct RuleExpansion {
  std::vector<RuleUse> uses;
  std::vector<RuledProgramme> programmes;
};

/// Puts what they stand for in the place of `rule` and `overlays` in the programmes of a document.
/// A programme whose rule buys nothing goes; one whose rule cannot be read is marked as reported.
/// A programme without a name of its own is called like its rule.
/// `file`, `source`: of the document.
RuleExpansion expand_rules(const std::string& file, std::size_t source, Node& root,
                           const TextReader& read_file, Diagnostics& diagnostics);

/// Takes from an extended scenario what does not hold under the rules of a variant, which is then
/// laid over it: how contracts are made and what they say (contract, allocation, assessment,
/// standard, parameters), name and promise, and all of a programme that buys nothing. Fund,
/// eligibility, strength and date of announcement stay, but for the last where nothing is promised.
/// `of_base`: the rules of the extended scenario, which are only extended then.
void give_way(Node& base, std::vector<RuleUse>& of_base, const Node& variant,
              const RuleExpansion& expansion);

}  // namespace firstcustomer
