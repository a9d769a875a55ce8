#include "firstcustomer/scenario/extension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "firstcustomer/core/law.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t most_files = 8;

bool has_only_parameters(const Node& node, const LawDescription& family) {
  return node.kind == Node::Kind::map &&
         std::all_of(node.entries.begin(), node.entries.end(), [&](const Entry& entry) {
           return std::any_of(
               family.parameters.begin(), family.parameters.end(),
               [&](const LawParameter& parameter) { return parameter.name == entry.key; });
         });
}

/// Whether an entry makes the map in which it stands a value.
bool makes_value(const Entry& entry) {
  if (entry.key == "value") {
    return entry.value.kind != Node::Kind::map;
  }
  const auto laws = law_descriptions();
  return std::any_of(laws.begin(), laws.end(), [&](const LawDescription& family) {
    return family.name == entry.key && has_only_parameters(entry.value, family);
  });
}

/// Where in the base a new entry of the variant goes: behind the entry that it is written behind,
/// or else before the one that it is written before. The order of stages has a meaning.
std::ptrdiff_t place_of_new(const Node& base, const Node& variant, std::size_t entry) {
  const auto found = [&](std::size_t neighbour) {
    const std::string& key = variant.entries[neighbour].key;
    return is_provenance_key(key) ? base.entries.end()
                                  : std::find_if(base.entries.begin(), base.entries.end(),
                                                 [&](const Entry& e) { return e.key == key; });
  };
  for (std::size_t i = entry; i-- > 0;) {
    if (const auto before = found(i); before != base.entries.end()) {
      return before - base.entries.begin() + 1;
    }
  }
  for (std::size_t i = entry + 1; i < variant.entries.size(); ++i) {
    if (const auto behind = found(i); behind != base.entries.end()) {
      return behind - base.entries.begin();
    }
  }
  return base.entries.end() - base.entries.begin();
}

/// The path of the first key of that name; empty if there is none.
std::string path_to(const Node& node, std::string_view key) {
  for (const Entry& entry : node.entries) {
    if (entry.key == key) {
      return entry.key;
    }
    const std::string below = path_to(entry.value, key);
    if (!below.empty()) {
      return entry.key + "." + below;
    }
  }
  return "";
}

/// Whether a document is the body of a programme, and no scenario.
bool is_rule(const Node& root) {
  const auto has_any = [&](std::initializer_list<std::string_view> keys) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](std::string_view key) { return root.find(key) != nullptr; });
  };
  return has_any({"card", "contract", "allocation", "fund", "eligibility", "buys", "overlays"}) &&
         !has_any({"start", "technologies", "firms", "programme", "programmes"});
}

/// Says what is done with a rule instead. `name`: of its file.
void refuse_rule(Diagnostics& diagnostics, Place whole, const std::string& name, const Node& root) {
  const std::string path = name.find('/') == std::string::npos ? fmt::format("./{}", name) : name;
  const Node* card = root.find("card");
  const Node* kind = card == nullptr ? nullptr : card->find("kind");
  if (kind != nullptr && kind->text == "overlay") {
    diagnostics.error(whole, "an overlay of rules, not a scenario", "it says nothing of the world",
                      fmt::format("Lay it over a rule in a scenario: 'programme: {{rule: NAME, "
                                  "overlays: [{}]}}'.",
                                  path));
    return;
  }
  diagnostics.error(
      whole, "a rule, not a scenario", "it says nothing of the world",
      fmt::format("Name a scenario and the rule: 'SCENARIO --rule {0}', or 'firstcustomer compare "
                  "SCENARIO --rules {0}'. Or write a variant: 'extends: SCENARIO', 'reason: …', "
                  "'programme: {{rule: {0}}}'.",
                  path));
}

/// Follows `extends` from file to file.
class Chain {
 public:
  Chain(const TextReader& read_file, Diagnostics& diagnostics)
      : read_file_(read_file), diagnostics_(diagnostics) {}

  std::optional<Node> read(const std::string& name, const std::string& text);
  std::vector<ScenarioFile> take_files() { return std::move(files_); }
  std::vector<RuleUse> take_rules() { return std::move(rules_); }

 private:
  /// What the file says of the one it extends, which leaves its document.
  Extension take_extension(Node& root);
  std::optional<Node> read_base(const std::string& name, const Extension& extension, Place place);
  std::string chain_to(const std::string& name) const;
  void remove(Node& base, const std::string& path, Place place);
  /// `written`: the file's document, where the paths to remove stand.
  void remove_all(Node& base, const Extension& extension, const Node& written);
  bool is_misspelt(const Node& root);

  const TextReader& read_file_;
  Diagnostics& diagnostics_;
  std::vector<ScenarioFile> files_;
  std::vector<RuleUse> rules_;
};

std::string Chain::chain_to(const std::string& name) const {
  std::string chain;
  for (const ScenarioFile& file : files_) {
    chain += file.name + " → ";
  }
  return chain + name;
}

Extension Chain::take_extension(Node& root) {
  Extension extension;
  const Entry* extends = root.find_entry("extends");
  if (extends == nullptr) {
    return extension;
  }
  extension.extends.clear();  // until it is read
  Node keys = root;
  std::erase_if(keys.entries, [](const Entry& entry) { return is_provenance_key(entry.key); });
  Scenario ignored;
  Reading reading{diagnostics_, ignored, {}};
  Node resolved;
  Reader reader = Reader::root(reading, keys, extends->key_place, resolved);
  describe(reader, extension);
  reader.report_missing();
  std::erase_if(root.entries, [](const Entry& entry) {
    return entry.key == "extends" || entry.key == "reason" || entry.key == "remove";
  });
  return extension;
}

/// Nothing else of a variant makes sense if the key that makes it one is not recognised.
bool Chain::is_misspelt(const Node& root) {
  if (root.find("extends") != nullptr) {
    return false;
  }
  for (const Entry& entry : root.entries) {
    if (nearest(entry.key, {"extends"}) == "extends") {
      diagnostics_.error(entry.key_place, fmt::format("unknown key '{}'", entry.key),
                         "it would be ignored", "Did you mean 'extends'?");
      return true;
    }
  }
  return false;
}

void Chain::remove(Node& base, const std::string& path, Place place) {
  Node* node = &base;
  std::string_view rest = path;
  for (;;) {
    const auto dot = rest.find('.');
    const std::string key(rest.substr(0, dot));
    Node* next = node->kind == Node::Kind::map ? node->find(key) : nullptr;
    if (next == nullptr) {
      std::vector<std::string> known;
      std::transform(node->entries.begin(), node->entries.end(), std::back_inserter(known),
                     [](const Entry& entry) { return entry.key; });
      const std::string elsewhere = path_to(base, path.substr(path.rfind('.') + 1));
      const bool whole = node->kind != Node::Kind::map;
      diagnostics_.error(place, fmt::format("there is no '{}' to remove", path),
                         whole ? "values and lists have no parts that can go"
                               : fmt::format("the extended scenario has no '{}' there", key),
                         whole ? "Write the whole value anew."
                         : elsewhere.empty() || !did_you_mean(key, known).empty()
                             ? did_you_mean(key, known)
                             : fmt::format("Did you mean '{}'?", elsewhere));
      return;
    }
    if (dot == std::string_view::npos) {
      std::erase_if(node->entries, [&](const Entry& entry) { return entry.key == key; });
      return;
    }
    node = next;
    rest.remove_prefix(dot + 1);
  }
}

void Chain::remove_all(Node& base, const Extension& extension, const Node& written) {
  for (std::size_t i = 0; i < extension.remove.size(); ++i) {
    if (!extension.remove[i].empty()) {
      remove(base, extension.remove[i], written.find("remove")->items[i].place);
    }
  }
}

std::optional<Node> Chain::read_base(const std::string& name, const Extension& extension,
                                     Place place) {
  const std::string base = beside(name, extension.extends);
  const bool returns = std::any_of(files_.begin(), files_.end(), [&](const ScenarioFile& file) {
    return std::filesystem::path(file.name).lexically_normal().string() == base;
  });
  if (returns || files_.size() >= most_files) {
    diagnostics_.error(place,
                       returns ? fmt::format("'{}' extends itself", base)
                               : fmt::format("more than {} files extend each other", most_files),
                       chain_to(base));
    return std::nullopt;
  }
  const TextFile file = read_file_(base);
  if (!file.text) {
    diagnostics_.error(place, fmt::format("'{}' cannot be read", base), file.problem,
                       "Paths are relative to the folder of the file that extends.");
    return std::nullopt;
  }
  return read(base, *file.text);
}

std::optional<Node> Chain::read(const std::string& name, const std::string& text) {
  const std::size_t source = diagnostics_.add_source(name, text);
  std::optional<Node> root = parse_document(source, text, diagnostics_);
  if (!root || is_misspelt(*root)) {
    return std::nullopt;
  }
  if (root->kind != Node::Kind::map) {
    diagnostics_.error({source, 0, 0, 1}, "not a scenario",
                       "a scenario is a map of keys to values");
    return std::nullopt;
  }
  if (is_rule(*root)) {
    refuse_rule(diagnostics_, {source, 0, 0, 1}, name, *root);
    return std::nullopt;
  }
  const Node written = *root;
  const Extension extension = take_extension(*root);
  files_.push_back({source, name, extension});
  const RuleExpansion expansion = expand_rules(name, source, *root, read_file_, diagnostics_);
  const Node* extends = written.find("extends");
  const auto note_rules = [&] {
    rules_.insert(rules_.begin(), expansion.uses.begin(), expansion.uses.end());
  };
  if (extends == nullptr || !extension.extends_another()) {
    note_rules();
    return root;
  }
  // What is wrong with the key itself has been said.
  std::optional<Node> base;
  if (!extension.extends.empty()) {
    base = read_base(name, extension, extends->place);
  }
  if (base && root->entries.empty() && expansion.programmes.empty() && extension.remove.empty() &&
      diagnostics_.errors() == 0) {
    diagnostics_.warning(extends->place, "this variant changes nothing", "it says nothing else");
  }
  if (base) {
    remove_all(*base, extension, written);
    give_way(*base, rules_, *root, expansion);
    lay_over(*base, *root);
  }
  note_rules();
  return base;
}

}  // namespace

bool is_value(const Node& node) {
  if (node.kind != Node::Kind::map) {
    return true;
  }
  const auto own = std::count_if(node.entries.begin(), node.entries.end(),
                                 [](const Entry& entry) { return !is_provenance_key(entry.key); });
  return own == 1 && std::any_of(node.entries.begin(), node.entries.end(), makes_value);
}

void lay_over(Node& base, const Node& variant) {
  for (std::size_t i = 0; i < variant.entries.size(); ++i) {
    const Entry& entry = variant.entries[i];
    Entry* present = base.find_entry(entry.key);
    if (is_provenance_key(entry.key)) {
      base.entries.push_back(entry);
    } else if (present == nullptr) {
      base.entries.insert(base.entries.begin() + place_of_new(base, variant, i), entry);
    } else if (is_value(present->value) || is_value(entry.value) || entry.value.reported) {
      *present = entry;
    } else {
      lay_over(present->value, entry.value);
    }
  }
}

std::optional<ExtendedDocument> read_extended(const std::string& name, std::string text,
                                              const TextReader& read_file,
                                              Diagnostics& diagnostics) {
  Chain chain(read_file, diagnostics);
  std::optional<Node> root = chain.read(name, text);
  if (!root) {
    return std::nullopt;
  }
  return ExtendedDocument{std::move(*root), chain.take_files(), chain.take_rules()};
}

}  // namespace firstcustomer
