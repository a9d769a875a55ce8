/// The part of the reader that deals with fields that need not be there: optional groups, and
/// fields that have a meaning under a condition.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

/// Collects the keys of a description: all, or those that must be written.
class KeyCollector : public FieldVisitor {
 public:
  KeyCollector(std::vector<std::string>& keys, Keys wanted) : keys_(keys), wanted_(wanted) {}

  void text(std::string_view key, std::string&, const FieldText& field) override {
    add(key, field.fallback);
  }
  void texts(std::string_view key, std::vector<std::string>&, const FieldText& field) override {
    add(key, field.fallback);
  }
  void date(std::string_view key, Date&, const FieldText& field) override {
    add(key, field.fallback);
  }
  void number(std::string_view key, NumberTarget, const NumberField& field) override {
    add(key, field.fallback);
  }
  void numbers(std::string_view key, std::vector<double>&, const NumberField& field) override {
    add(key, field.fallback);
  }
  void law(std::string_view key, Law&, const NumberField& field) override {
    add(key, field.fallback);
  }
  void word(std::string_view key, std::uint8_t&, std::span<const std::string_view>,
            const FieldText& field) override {
    add(key, field.fallback);
  }
  void object(std::string_view key, const FieldText& field,
              const std::function<void(FieldVisitor&)>&) override {
    add(key, field.fallback);
  }
  void list(std::string_view key, const Container&, const FieldText& field) override {
    add(key, field.fallback);
  }
  void name_map(std::string_view key, const Container&, const FieldText& field) override {
    add(key, field.fallback);
  }
  void optional_object(std::string_view key, const OptionalGroup&, const FieldText&) override {
    add(key, "may be left out");
  }
  void when(const Condition& condition,
            const std::function<void(FieldVisitor&)>& describe_fields) override {
    if (wanted_ == Keys::all || condition.holds) {
      describe_fields(*this);
    }
  }

 private:
  void add(std::string_view key, std::string_view fallback) {
    if (wanted_ == Keys::all || fallback.empty()) {
      keys_.emplace_back(key);
    }
  }

  std::vector<std::string>& keys_;
  Keys wanted_;
};

}  // namespace

std::vector<std::string> keys_of(const std::function<void(FieldVisitor&)>& describe_fields,
                                 Keys wanted) {
  std::vector<std::string> keys;
  KeyCollector collector(keys, wanted);
  describe_fields(collector);
  return keys;
}

void Reader::optional_object(std::string_view key, const OptionalGroup& group,
                             const FieldText& field) {
  if (map_.find(key) == nullptr) {
    known_.emplace_back(key);
    return;
  }
  group.create();
  object(key, field, group.describe_fields);
}

void Reader::per_name(std::string_view key, const Container& items, const FieldText& field) {
  if (items.size() > 0) {
    FieldVisitor::per_name(key, items, field);
  } else {
    known_.emplace_back(key);
  }
}

void Reader::when(const Condition& condition,
                  const std::function<void(FieldVisitor&)>& describe_fields) {
  const bool unknown =
      std::any_of(condition.any_of.begin(), condition.any_of.end(), [&](const KeyWord& needed) {
        return std::find(unread_words_.begin(), unread_words_.end(), needed.key) !=
               unread_words_.end();
      });
  if (condition.holds && !unknown) {
    describe_fields(*this);
    return;
  }
  const std::vector<std::string> keys = keys_of(describe_fields);
  if (unknown) {
    known_.insert(known_.end(), keys.begin(), keys.end());
    return;
  }
  for (const std::string& key : keys) {
    unused_.push_back({key, condition_text(condition), condition.is_strict});
  }
}

void Reader::warn_of_unused_keys() {
  if (is_incomplete_) {
    return;  // what would give a key its meaning may not have been read
  }
  for (const UnusedKey& unused : unused_) {
    // A key may have a meaning under several conditions, one of which may hold.
    if (std::find(known_.begin(), known_.end(), unused.key) != known_.end()) {
      continue;
    }
    known_.push_back(unused.key);
    for (const Entry& entry : map_.entries) {
      // Who takes over what has no meaning for him has not written it.
      if (entry.key == unused.key && !entry.key_place.taken_over) {
        const std::string needed = fmt::format("only {}", unused.needed);
        if (unused.is_error) {
          shared_.diagnostics.error(entry.key_place,
                                    fmt::format("'{}' has no place here", path_of(unused.key)),
                                    needed, fmt::format("Leave '{}' out.", unused.key));
        } else {
          shared_.diagnostics.warning(entry.key_place,
                                      fmt::format("'{}' is not used", path_of(unused.key)), needed);
        }
      }
    }
  }
}

}  // namespace firstcustomer
