#include "firstcustomer/scenario/alike.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/scenario/extension.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

/// Limits of what a small file can become: the values taken over, and the items of a chain.
constexpr std::size_t most_taken_over = 100'000;
constexpr std::size_t longest_chain = 64;

/// What an item says itself, without the key that names the other.
Node without_like(const Node& item) {
  Node own = item;
  std::erase_if(own.entries, [](const Entry& entry) { return entry.key == like_key; });
  return own;
}

/// A map's own words speak of its values: where another writes into the map, they would speak of
/// that one's values, too. Those taken over know what they rest on.
void drop_words(Node& taken, const Node& own) {
  if (own.entries.empty()) {
    return;
  }
  std::erase_if(taken.entries, [](const Entry& entry) { return is_provenance_key(entry.key); });
  for (const Entry& entry : own.entries) {
    Node* below = taken.find(entry.key);
    if (below != nullptr && !is_value(*below) && !is_value(entry.value)) {
      drop_words(*below, entry.value);
    }
  }
}

class Completer {
 public:
  Completer(std::optional<std::size_t> overrides, Diagnostics& diagnostics)
      : overrides_(overrides), diagnostics_(diagnostics) {}

  /// `rests_on`: what values of the group rest on, by source, as far as is said above it.
  void complete_group(Node& group, const OutlineField& outline, const std::string& path,
                      std::vector<Provenance> rests_on);

 private:
  enum class Progress : std::uint8_t { untouched, under_way, sound, unsound };

  /// A map of names whose items are being completed.
  struct Names {
    Node& map;
    const OutlineField& outline;
    std::string path;
    std::vector<Provenance> rests_on;
    std::vector<Progress> progress;
    /// The items under way, each like the next.
    std::vector<std::string> chain = {};
  };

  void complete_names(Node& map, const OutlineField& outline, const std::string& path,
                      std::vector<Provenance> rests_on);
  /// False if it cannot be completed, which has been said.
  bool complete_item(Names& names, std::size_t item);
  bool take_over(Names& names, Entry& entry);
  /// Position of the item that another is like; empty if there is none, which is said.
  std::optional<std::size_t> find_other(const Names& names, const Entry& entry, const Node& like);
  /// Whether a limit is reached, which is said once.
  bool is_too_much(const Names& names, Place place);
  void refuse_cycle(const Names& names, const std::string& other, Place place);
  /// Says of all below what it rests on, and that it stands elsewhere.
  void mark(Node& node, const std::string& item, std::vector<Provenance> rests_on);

  std::optional<std::size_t> overrides_;
  Diagnostics& diagnostics_;
  std::size_t taken_over_ = 0;
  bool too_much_ = false;
};

void Completer::complete_group(Node& group, const OutlineField& outline, const std::string& path,
                               std::vector<Provenance> rests_on) {
  hear(group, overrides_, rests_on);
  for (const OutlineField& field : outline.children) {
    Node* below = group.find(field.key);
    if (below == nullptr || below->kind != Node::Kind::map || below->reported) {
      continue;
    }
    const std::string path_below = path.empty() ? field.key : path + "." + field.key;
    if (field.kind == OutlineKind::group) {
      complete_group(*below, field, path_below, rests_on);
    } else if (field.items_may_be_alike) {
      complete_names(*below, field, path_below, rests_on);
    }
  }
}

void Completer::complete_names(Node& map, const OutlineField& outline, const std::string& path,
                               std::vector<Provenance> rests_on) {
  hear(map, overrides_, rests_on);
  Names names{map, outline, path, std::move(rests_on),
              std::vector<Progress>(map.entries.size(), Progress::untouched)};
  for (std::size_t i = 0; i < map.entries.size(); ++i) {
    if (!is_provenance_key(map.entries[i].key)) {
      complete_item(names, i);
    }
  }
}

bool Completer::complete_item(Names& names, std::size_t item) {
  Progress& progress = names.progress[item];
  Entry& entry = names.map.entries[item];
  if (progress != Progress::untouched) {
    return progress == Progress::sound;
  }
  if (entry.value.kind != Node::Kind::map || entry.value.reported) {
    progress = Progress::unsound;
    return false;
  }
  progress = Progress::under_way;
  names.chain.push_back(entry.key);
  const std::vector<Amendment> amendments = std::move(entry.value.amendments);
  entry.value.amendments.clear();
  const bool sound = take_over(names, entry);
  for (const Amendment& amendment : amendments) {
    amend(entry.value, amendment, diagnostics_);
  }
  complete_group(entry.value, names.outline, names.path + "." + entry.key, names.rests_on);
  names.chain.pop_back();
  progress = sound ? Progress::sound : Progress::unsound;
  return sound;
}

bool Completer::take_over(Names& names, Entry& entry) {
  const Entry* found = entry.value.find_entry(like_key);
  if (found == nullptr) {
    return true;
  }
  Entry like = *found;
  const auto other = like.value.reported ? std::nullopt : find_other(names, entry, like.value);
  if (!other || is_too_much(names, like.value.place) || !complete_item(names, *other)) {
    entry.value.find(like_key)->reported = true;
    return false;
  }
  Node whole = without_like(names.map.entries[*other].value);
  mark(whole, names.path + "." + like.value.text, names.rests_on);
  const Node own = without_like(entry.value);
  drop_words(whole, own);
  lay_over(whole, own);
  whole.place = own.place;
  whole.origin.reset();
  whole.entries.push_back(std::move(like));
  entry.value = std::move(whole);
  return true;
}

std::optional<std::size_t> Completer::find_other(const Names& names, const Entry& entry,
                                                 const Node& like) {
  if (like.kind != Node::Kind::scalar) {
    diagnostics_.error(like.place, fmt::format("'{}.{}.{}' should be a text, not {}", names.path,
                                               entry.key, like_key, kind_of(like)));
    return std::nullopt;
  }
  std::vector<std::string> others;
  for (std::size_t i = 0; i < names.map.entries.size(); ++i) {
    const std::string& name = names.map.entries[i].key;
    if (is_provenance_key(name)) {
      continue;
    }
    if (name == like.text && names.progress[i] == Progress::under_way) {
      refuse_cycle(names, name, like.place);
      return std::nullopt;
    }
    if (name == like.text) {
      return i;
    }
    if (name != entry.key) {
      others.push_back(name);
    }
  }
  const std::string& item = names.outline.item;  // <technology>
  std::string suggestion = did_you_mean(like.text, others);
  if (suggestion.empty() && !others.empty()) {
    suggestion = fmt::format("Known: {}.", fmt::join(others, ", "));
  }
  diagnostics_.error(like.place,
                     fmt::format("there is no {} '{}' that '{}' could be like",
                                 item.substr(1, item.size() - 2), like.text, entry.key),
                     "", suggestion);
  return std::nullopt;
}

bool Completer::is_too_much(const Names& names, Place place) {
  if (too_much_) {
    return true;
  }
  const bool is_long = names.chain.size() >= longest_chain;
  too_much_ = is_long || taken_over_ > most_taken_over;
  if (too_much_) {
    diagnostics_.error(
        place, is_long ? fmt::format("more than {} items are like one another", longest_chain)
                       : fmt::format("more than {} values are taken over", most_taken_over));
  }
  return too_much_;
}

void Completer::refuse_cycle(const Names& names, const std::string& other, Place place) {
  const auto first = std::find(names.chain.begin(), names.chain.end(), other);
  diagnostics_.error(place, fmt::format("'{}' is like itself", other),
                     fmt::format("{} → {}", fmt::join(first, names.chain.end(), " → "), other),
                     "One of them must say all that it is.");
}

void Completer::mark(Node& node, const std::string& item, std::vector<Provenance> rests_on) {
  ++taken_over_;
  node.place.taken_over = true;
  if (!node.origin) {
    const std::size_t source = node.place.source;
    node.origin = {item, source < rests_on.size() ? rests_on[source] : Provenance{}};
  }
  // What it was completed with stands in it; a third must not find the key and complete it anew.
  std::erase_if(node.entries, [](const Entry& entry) {
    return entry.key == like_key && entry.value.kind == Node::Kind::scalar && !entry.value.reported;
  });
  hear(node, overrides_, rests_on);
  for (Node& below : node.items) {
    mark(below, item, rests_on);
  }
  for (Entry& entry : node.entries) {
    entry.key_place.taken_over = true;
    mark(entry.value, item, rests_on);
  }
}

}  // namespace

bool mentions_like(const Node& node) {
  return std::any_of(node.entries.begin(), node.entries.end(),
                     [](const Entry& entry) {
                       return entry.key == like_key || mentions_like(entry.value);
                     }) ||
         std::any_of(node.items.begin(), node.items.end(), mentions_like);
}

void complete_alike(Node& root, const OutlineField& outline, std::vector<Provenance> rests_on,
                    std::optional<std::size_t> overrides, Diagnostics& diagnostics) {
  Completer(overrides, diagnostics).complete_group(root, outline, "", std::move(rests_on));
}

}  // namespace firstcustomer
