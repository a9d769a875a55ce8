#include "firstcustomer/scenario/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>
#include <utility>

#include "firstcustomer/scenario/extension.hpp"
#include "reader.hpp"
#include "rule_card.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t most_files = 8;  // that name one another

bool is_path(std::string_view reference) {
  return reference.find('/') != std::string_view::npos || reference.ends_with(".yaml");
}

const CatalogueFile* find_in_catalogue(std::string_view name) {
  const auto catalogue = rule_catalogue();
  const auto found = std::find_if(catalogue.begin(), catalogue.end(),
                                  [&](const CatalogueFile& file) { return file.name == name; });
  return found == catalogue.end() ? nullptr : &*found;
}

std::vector<std::string> catalogue_names() {
  std::vector<std::string> names;
  for (const CatalogueFile& file : rule_catalogue()) {
    names.emplace_back(file.name);
  }
  return names;
}

/// Takes a key out of a map; empty if there is none.
std::optional<Entry> take(Node& map, std::string_view key) {
  const Entry* found = map.find_entry(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  Entry taken = *found;
  std::erase_if(map.entries, [&](const Entry& entry) { return entry.key == key; });
  return taken;
}

bool has_fields(const Node& map) {
  return std::any_of(map.entries.begin(), map.entries.end(),
                     [](const Entry& entry) { return !is_provenance_key(entry.key); });
}

/// Reads rule files and what they name.
class RuleReader {
 public:
  RuleReader(const TextReader& read_file, Diagnostics& diagnostics)
      : read_file_(read_file), diagnostics_(diagnostics) {}

  /// `from`: the file in which the reference stands.
  std::optional<RuleFile> read(const Node& reference, std::optional<RuleKind> wanted,
                               const std::string& from);

  /// What a map with `key: NAME` and `overlays: […]` stands for: the files named, and the map's own
  /// words over all. Empty if one of them cannot be read.
  struct Composed {
    Node body;
    std::optional<RuleFile> rule;
  };
  std::optional<Composed> compose(Node own, std::string_view key, RuleKind kind,
                                  const std::string& from);

  /// A source and the file it is, in the order of reading.
  const std::vector<RuleUse>& uses() const { return uses_; }

 private:
  struct Text {
    std::string name;
    std::string file;
    std::string reference;
    std::string text;
  };
  std::optional<Text> find(const Node& reference, const std::string& from);
  bool comes_back_to(const Text& text, Place place);
  std::optional<RuleFile> read_text(Text text);
  /// Whether a file says something, and not only that nothing is bought.
  bool is_sound(const RuleFile& rule, const std::optional<Entry>& buys);
  bool is_of_kind(const RuleFile& rule, RuleKind wanted, Place place);
  std::optional<Node> read_overlays(Node base, const Node& overlays, const std::string& from);

  const TextReader& read_file_;
  Diagnostics& diagnostics_;
  std::vector<std::string> under_way_;
  /// By file: one that two programmes name is read, and its problems are said, once.
  std::map<std::string, std::optional<RuleFile>> known_;
  std::vector<RuleUse> uses_;
};

std::optional<RuleReader::Text> RuleReader::find(const Node& reference, const std::string& from) {
  if (reference.kind != Node::Kind::scalar) {
    if (!reference.reported) {
      diagnostics_.error(reference.place,
                         fmt::format("a rule should be a text, not {}", kind_of(reference)), "",
                         "Write the name of a rule, or the path of a file.");
    }
    return std::nullopt;
  }
  const std::string& name = reference.text;
  if (!is_path(name)) {
    const CatalogueFile* found = find_in_catalogue(name);
    if (found == nullptr) {
      diagnostics_.error(reference.place, fmt::format("there is no rule '{}'", name),
                         fmt::format("the catalogue has {}", fmt::join(catalogue_names(), ", ")),
                         rule_suggestion(name));
      return std::nullopt;
    }
    return Text{name, fmt::format("rules/{}.yaml", name), name, std::string(found->text)};
  }
  const std::string path = beside(from, name);
  TextFile file = read_file_(path);
  if (!file.text) {
    diagnostics_.error(reference.place, fmt::format("'{}' cannot be read", path), file.problem,
                       "Paths are relative to the folder of the file that names them.");
    return std::nullopt;
  }
  return Text{std::filesystem::path(path).stem().string(), path,
              path.find('/') == std::string::npos ? "./" + path : path, std::move(*file.text)};
}

bool RuleReader::comes_back_to(const Text& text, Place place) {
  const bool returns =
      std::find(under_way_.begin(), under_way_.end(), text.file) != under_way_.end();
  if (!returns && under_way_.size() < most_files) {
    return false;
  }
  diagnostics_.error(place,
                     returns ? fmt::format("'{}' is laid over itself", text.file)
                             : fmt::format("more than {} rules name one another", most_files),
                     fmt::format("{} → {}", fmt::join(under_way_, " → "), text.file));
  return true;
}

std::optional<RuleFile> RuleReader::read(const Node& reference, std::optional<RuleKind> wanted,
                                         const std::string& from) {
  std::optional<Text> text = find(reference, from);
  if (!text || comes_back_to(*text, reference.place)) {
    return std::nullopt;
  }
  const auto known = known_.find(text->file);
  if (known == known_.end()) {
    const std::string file = text->file;
    under_way_.push_back(file);
    std::optional<RuleFile> rule = read_text(std::move(*text));
    under_way_.pop_back();
    known_.emplace(file, rule);
    return rule && wanted && !is_of_kind(*rule, *wanted, reference.place) ? std::nullopt : rule;
  }
  const std::optional<RuleFile>& rule = known->second;
  return rule && wanted && !is_of_kind(*rule, *wanted, reference.place) ? std::nullopt : rule;
}

std::optional<RuleFile> RuleReader::read_text(Text text) {
  RuleFile rule;
  rule.name = std::move(text.name);
  rule.file = std::move(text.file);
  rule.reference = std::move(text.reference);
  rule.text = std::move(text.text);
  rule.source = diagnostics_.add_source(rule.file, rule.text);
  std::optional<Node> own = parse_document(rule.source, rule.text, diagnostics_);
  if (!own) {
    return std::nullopt;
  }
  if (own->kind != Node::Kind::map) {
    diagnostics_.error({rule.source, 0, 0, 1}, "not a rule",
                       "a rule is a map of the keys of a programme");
    return std::nullopt;
  }
  for (const std::string_view key : {"programme", "programmes"}) {
    if (const Entry* found = own->find_entry(key)) {
      diagnostics_.error(found->key_place, "a scenario, not a rule",
                         "a rule is what stands under 'programme'",
                         "Put that into a file of its own.");
      return std::nullopt;
    }
  }
  const std::size_t errors = diagnostics_.errors();
  if (const auto card = take(*own, "card")) {
    rule.card = read_card(*card, diagnostics_);
  }
  const RuleKind kind = rule.card ? rule.card->kind : RuleKind::rule;
  uses_.push_back({rule.file, kind, under_way_.size() > 1, rule.source, 0});
  const auto buys = take(*own, "buys");
  auto composed = compose(std::move(*own), "extends", kind, rule.file);
  if (!composed) {
    return std::nullopt;
  }
  rule.body = std::move(composed->body);
  rule.buys_nothing = buys.has_value();
  return is_sound(rule, buys) && diagnostics_.errors() == errors ? std::optional(std::move(rule))
                                                                 : std::nullopt;
}

bool RuleReader::is_sound(const RuleFile& rule, const std::optional<Entry>& buys) {
  if (!buys && !has_fields(rule.body)) {
    diagnostics_.error({rule.source, 0, 0, 1}, "a rule that says nothing",
                       "it has none of the keys of a programme",
                       "One under which there is no programme says 'buys: nothing'.");
    return false;
  }
  if (buys && (buys->value.kind != Node::Kind::scalar || buys->value.text != "nothing")) {
    diagnostics_.error(buys->value.place,
                       fmt::format("{} is not a value of 'buys'", kind_of(buys->value)),
                       "what is bought is said by the contract", "Write nothing, or no 'buys'.");
    return false;
  }
  if (buys && has_fields(rule.body)) {
    diagnostics_.error(buys->key_place, "a rule that buys nothing and says more",
                       "without a programme nothing of it holds");
    return false;
  }
  return true;
}

bool RuleReader::is_of_kind(const RuleFile& rule, RuleKind wanted, Place place) {
  if (!rule.card || rule.card->kind == wanted) {
    return true;
  }
  const bool is_overlay = rule.card->kind == RuleKind::overlay;
  diagnostics_.error(place,
                     fmt::format("'{}' is {}", rule.name,
                                 is_overlay ? "an overlay, not a rule" : "a rule, not an overlay"),
                     is_overlay ? "it is laid over a rule" : "overlays are laid over it",
                     is_overlay ? fmt::format("Write 'overlays: [{}]'.", rule.name)
                                : fmt::format("Write 'rule: {}'.", rule.name));
  return false;
}

std::optional<Node> RuleReader::read_overlays(Node base, const Node& overlays,
                                              const std::string& from) {
  if (overlays.kind != Node::Kind::list) {
    diagnostics_.error(
        overlays.place, fmt::format("'overlays' should be a list, not {}", kind_of(overlays)), "",
        overlays.kind == Node::Kind::scalar ? fmt::format("Write [{}].", overlays.text) : "");
    return std::nullopt;
  }
  bool all_read = true;
  for (const Node& reference : overlays.items) {
    const auto overlay = read(reference, RuleKind::overlay, from);
    all_read = all_read && overlay;
    if (overlay) {
      lay_over(base, overlay->body);
    }
  }
  return all_read ? std::optional(std::move(base)) : std::nullopt;
}

std::optional<RuleReader::Composed> RuleReader::compose(Node own, std::string_view key,
                                                        RuleKind kind, const std::string& from) {
  const auto reference = take(own, key);
  const auto overlays = take(own, overlays_key);
  Composed composed;
  composed.body.place = own.place;
  if (reference) {
    composed.rule = read(reference->value, kind, from);
    if (!composed.rule) {
      return std::nullopt;
    }
    composed.body = composed.rule->body;
  }
  if (overlays) {
    auto body = read_overlays(std::move(composed.body), overlays->value, from);
    if (!body) {
      return std::nullopt;
    }
    composed.body = std::move(*body);
  }
  if (reference || overlays) {
    lay_over(composed.body, own);
  } else {
    composed.body = std::move(own);
  }
  return composed;
}

/// Finds the rules of one document's programmes.
class Expander {
 public:
  Expander(const std::string& file, std::size_t source, const TextReader& read_file,
           Diagnostics& diagnostics)
      : file_(file), source_(source), diagnostics_(diagnostics), reader_(read_file, diagnostics) {}

  void expand(Entry& entry, const std::string& group, const std::string& name);
  RuleExpansion take_expansion();

 private:
  /// Nothing else of a programme makes sense if the key that names its rule is not recognised.
  bool is_misspelt(const Node& programme);
  bool is_alike(const Node& programme);
  bool stands_alone(const Node& programme, const RuleFile& rule);

  const std::string& file_;
  std::size_t source_;
  Diagnostics& diagnostics_;
  RuleReader reader_;
  RuleExpansion expansion_;
};

bool Expander::is_misspelt(const Node& programme) {
  const std::vector<std::string> known = {std::string(rule_key), std::string(overlays_key)};
  for (const Entry& entry : programme.entries) {
    const std::string meant = nearest(entry.key, known);
    if (!meant.empty() && meant != entry.key && programme.find(meant) == nullptr) {
      diagnostics_.error(entry.key_place, fmt::format("unknown key '{}' in a programme", entry.key),
                         "it would be ignored", fmt::format("Did you mean '{}'?", meant));
      return true;
    }
  }
  return false;
}

bool Expander::is_alike(const Node& programme) {
  const Entry* like = programme.find_entry("like");
  if (like != nullptr) {
    diagnostics_.error(like->key_place, "a programme with a rule that is like another",
                       "either says what its contract is",
                       "Keep one of 'rule', 'overlays' and 'like'.");
  }
  return like != nullptr;
}

bool Expander::stands_alone(const Node& programme, const RuleFile& rule) {
  for (const Entry& entry : programme.entries) {
    if (entry.key != rule_key && !is_provenance_key(entry.key)) {
      diagnostics_.error(entry.key_place,
                         fmt::format("'{}' beside 'rule: {}'", entry.key, rule.name),
                         "nothing is bought: there is no programme that it could hold for",
                         "Leave it out, or take another rule.");
      return false;
    }
  }
  return true;
}

void Expander::expand(Entry& entry, const std::string& group, const std::string& name) {
  Node& programme = entry.value;
  if (programme.kind != Node::Kind::map || programme.reported) {
    return;
  }
  const Node* reference = programme.find(rule_key);
  if (is_misspelt(programme)) {
    programme.reported = true;
    return;
  }
  if (reference == nullptr && programme.find(overlays_key) == nullptr) {
    return;
  }
  const Place place = reference == nullptr ? entry.key_place : reference->place;
  const bool has_rule = reference != nullptr;
  auto composed = is_alike(programme) ? std::nullopt
                                      : reader_.compose(programme, rule_key, RuleKind::rule, file_);
  const bool buys_nothing = composed && composed->rule && composed->rule->buys_nothing;
  if (!composed || (buys_nothing && !stands_alone(programme, *composed->rule))) {
    programme.reported = true;
    return;
  }
  if (has_rule) {
    expansion_.programmes.push_back({group, name, buys_nothing});
  }
  if (has_rule && name.empty() && composed->body.find("name") == nullptr) {
    composed->body.entries.push_back({"name", place, Node::scalar(composed->rule->name, place)});
  }
  programme = std::move(composed->body);
}

RuleExpansion Expander::take_expansion() {
  expansion_.uses = reader_.uses();
  for (RuleUse& use : expansion_.uses) {
    use.used_in = source_;
  }
  return std::move(expansion_);
}

/// Null if there is none.
const Node* find_programme(const Node& root, const RuledProgramme& programme) {
  const Node* group = root.find(programme.group);
  return group == nullptr || programme.name.empty() ? group : group->find(programme.name);
}
Node* find_programme(Node& root, const RuledProgramme& programme) {
  return const_cast<Node*>(find_programme(std::as_const(root), programme));
}

void remove_programme(Node& root, const RuledProgramme& programme) {
  Node* map = programme.name.empty() ? &root : root.find(programme.group);
  const std::string& key = programme.name.empty() ? programme.group : programme.name;
  if (map != nullptr) {
    std::erase_if(map->entries, [&](const Entry& entry) { return entry.key == key; });
  }
}

bool promises_nothing(const Node& programme) {
  const Node* promised = programme.find("promised");
  if (promised != nullptr && promised->kind == Node::Kind::map) {
    promised = promised->find("value");
  }
  return promised != nullptr && promised->text == "no";
}

}  // namespace

std::string rule_suggestion(const std::string& name, std::vector<std::string> others) {
  const std::vector<std::string> names = catalogue_names();
  others.insert(others.begin(), names.begin(), names.end());
  const std::string near = did_you_mean(name, others);
  return fmt::format("{}{}A file of your own is written ./{}.yaml.", near, near.empty() ? "" : " ",
                     name);
}

std::vector<RuleFile> read_catalogue(Diagnostics& diagnostics) {
  const TextReader no_files = [](const std::string&) {
    return TextFile{std::nullopt, "the catalogue names no other files"};
  };
  RuleReader reader(no_files, diagnostics);
  std::vector<RuleFile> rules;
  for (const CatalogueFile& file : rule_catalogue()) {
    if (auto rule = reader.read(Node::scalar(std::string(file.name)), std::nullopt, "")) {
      rules.push_back(std::move(*rule));
    }
  }
  const auto key = [](const RuleFile& rule) {
    const RuleCard card = rule.card.value_or(RuleCard{});
    return std::tuple(card.kind, card.id, rule.name);
  };
  std::sort(rules.begin(), rules.end(),
            [&](const RuleFile& a, const RuleFile& b) { return key(a) < key(b); });
  return rules;
}

std::optional<RuleFile> read_rule(const std::string& reference, Place place,
                                  const TextReader& read_file, Diagnostics& diagnostics) {
  return RuleReader(read_file, diagnostics).read(Node::scalar(reference, place), std::nullopt, "");
}

RuleExpansion expand_rules(const std::string& file, std::size_t source, Node& root,
                           const TextReader& read_file, Diagnostics& diagnostics) {
  Expander expander(file, source, read_file, diagnostics);
  for (Entry& entry : root.entries) {
    if (entry.key == "programme") {
      expander.expand(entry, "programme", "");
    }
    if (entry.key == "programmes") {
      for (Entry& programme : entry.value.entries) {
        if (!is_provenance_key(programme.key)) {
          expander.expand(programme, "programmes", programme.key);
        }
      }
    }
  }
  RuleExpansion expansion = expander.take_expansion();
  for (const RuledProgramme& programme : expansion.programmes) {
    if (programme.buys_nothing) {
      remove_programme(root, programme);
    }
  }
  return expansion;
}

void give_way(Node& base, std::vector<RuleUse>& of_base, const Node& variant,
              const RuleExpansion& expansion) {
  for (RuleUse& use : of_base) {
    use.is_extended = use.is_extended || !expansion.programmes.empty();
  }
  for (const RuledProgramme& ruled : expansion.programmes) {
    Node* present = find_programme(base, ruled);
    if (ruled.buys_nothing) {
      remove_programme(base, ruled);
      continue;
    }
    if (present == nullptr) {
      continue;
    }
    const Node* programme = find_programme(variant, ruled);
    const bool promises = programme == nullptr || !promises_nothing(*programme);
    std::erase_if(present->entries, [&](const Entry& entry) {
      constexpr std::string_view keys[] = {"name",       "promised",   "contract",
                                           "allocation", "assessment", "standard",
                                           "parameters", "inspection", "priority_at"};
      return std::find(std::begin(keys), std::end(keys), entry.key) != std::end(keys) ||
             (entry.key == "announced" && !promises);
    });
  }
}

}  // namespace firstcustomer
