/// The part of the reader that deals with maps of names: firms, technologies, facilities.

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/scenario/alike.hpp"
#include "reader.hpp"

namespace firstcustomer {

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

void Reader::no_names(std::string_view key, const Container& items, const FieldText& field) {
  if (field.fallback.empty()) {
    missing_.emplace_back(key);
    shared_.missing.insert(path_of(key));
    return;
  }
  items.resize(0);  // optional: nobody
  if (!is_misspelt(key)) {
    shared_.places[path_of(key)] = place_;  // otherwise names in it are not unknown
  }
  Node nobody;
  nobody.layout = Node::Layout::flow;
  resolved_.entries.push_back({std::string(key), {}, std::move(nobody)});
}

std::vector<const Entry*> Reader::readable_names(const Node& map, std::string_view key) {
  std::vector<const Entry*> entries;
  for (const Entry& entry : map.entries) {
    if (is_provenance_key(entry.key)) {
      continue;
    }
    if (entry.value.reported || entry.value.kind != Node::Kind::map) {
      shared_.missing.insert(fmt::format("{}.{}", path_of(key), entry.key));
    }
    if (entry.value.reported) {
      continue;
    }
    if (entry.key == "none") {
      shared_.diagnostics.error(entry.key_place, "'none' is not a name",
                                "it says that there is nobody of a kind");
    } else if (!is_name(entry.key)) {
      shared_.diagnostics.error(entry.key_place, fmt::format("'{}' is not a name", entry.key),
                                "names have letters, digits, - and _, at most 64");
    } else if (entry.value.kind != Node::Kind::map) {
      shared_.diagnostics.error(
          entry.value.place, fmt::format("'{}.{}' should be a map, not {}", path_of(key), entry.key,
                                         kind_of(entry.value)));
    } else {
      entries.push_back(&entry);
    }
  }
  return entries;
}

std::string Reader::other_name() const {
  std::vector<std::string> others;
  if (siblings_ != nullptr) {
    for (const Entry& entry : siblings_->entries) {
      if (entry.key != name_) {
        others.push_back(entry.key);
      }
    }
  }
  return did_you_mean(name_, others);
}

void Reader::note_like() {
  const Entry* like = map_.find_entry(like_key);
  like_ = like == nullptr ? nullptr : &like->value;
  const bool misspelt = like_ == nullptr && is_misspelt(like_key);
  is_incomplete_ = is_incomplete_ || misspelt || (like_ != nullptr && like_->reported);
  if (like_ != nullptr && !like_->reported) {
    is_alike_ = true;
    shared_.likes[path_] = path_.substr(0, path_.rfind('.') + 1) + like_->text;
    note_word(like_key, {*like_, like_->place}, like_->text);
  }
}

void Reader::miss_what_others_miss() {
  const std::string above = path_.substr(0, path_.rfind('.') + 1);
  for (const Node* like = like_; like != nullptr && !like->reported;) {
    const std::string other = above + like->text + ".";
    std::vector<std::string> missing;
    for (auto path = shared_.missing.lower_bound(other);
         path != shared_.missing.end() && path->starts_with(other); ++path) {
      missing.push_back(path_ + "." + path->substr(other.size()));
    }
    for (const std::string& path : missing) {
      shared_.places.erase(path);
      shared_.missing.insert(path);
    }
    const Node* next = siblings_->find(like->text);
    like = next == nullptr ? nullptr : next->find(like_key);
  }
}

void Reader::name_map(std::string_view key, const Container& items, const FieldText& field) {
  known_.emplace_back(key);
  const Node* node = map_.find(key);
  if (node == nullptr) {
    no_names(key, items, field);
    return;
  }
  if (node->reported) {
    return;
  }
  if (node->kind != Node::Kind::map) {
    shared_.missing.insert(path_of(key));
    shared_.diagnostics.error(
        node->place,
        fmt::format("'{}' should be a map of names, not {}", path_of(key), kind_of(*node)), "",
        fmt::format("Write each under its name: {}: {{NAME: {{…}}}}.", key));
    return;
  }
  Node map_only;
  Node resolved;
  resolved.layout = node->layout;
  Reader names = child(*node, node->place, path_of(key), map_only);
  resolved.entries = map_only.entries;
  const std::vector<const Entry*> entries = readable_names(*node, key);
  items.resize(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    items.name(i) = entries[i]->key;
    read_words(entries[i]->value, [&](FieldVisitor& words) { items.describe_item(words, i); });
  }
  resolved.entries.reserve(resolved.entries.size() + entries.size());  // readers write into them
  std::vector<Reader> readers;
  readers.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = *entries[i];
    const std::string path = fmt::format("{}.{}", path_of(key), entry.key);
    shared_.places[path] = entry.key_place;
    resolved.entries.push_back({entry.key, {}, Node{}});
    readers.push_back(
        names.child(entry.value, entry.key_place, path, resolved.entries.back().value));
    Reader& inner = readers.back();
    inner.name_ = entry.key;
    inner.siblings_ = node;
    inner.note_like();
    items.describe_item(inner, i);
  }
  // What is missing in two that are alike is reported where the other is: all must have been read.
  for (Reader& inner : readers) {
    inner.known_.emplace_back(like_key);
    inner.finish();
    inner.miss_what_others_miss();
  }
  if (!is_incomplete_) {
    shared_.places[path_of(key)] = node->place;  // otherwise there may be other names
  }
  resolved_.entries.push_back({std::string(key), {}, std::move(resolved)});
}

}  // namespace firstcustomer
