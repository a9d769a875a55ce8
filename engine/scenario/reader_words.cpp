/// The part of the reader that deals with words: those that stand in place of a number, and those
/// that are known before anything else is read.

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

/// Of a scalar, also of one that is wrapped; null if it is something else.
const std::string* text_of(const Node& node) {
  const Node* value = node.kind == Node::Kind::map ? node.find("value") : &node;
  return value == nullptr || value->kind != Node::Kind::scalar || value->reported ? nullptr
                                                                                  : &value->text;
}

/// Reads texts and choices, nothing else, and reports nothing.
class WordReader : public FieldVisitor {
 public:
  explicit WordReader(const Node& map) : map_(map) {}

  void text(std::string_view key, std::string& target, const FieldText&) override {
    const std::string* written = find(key);
    target = written != nullptr ? *written : target;
  }
  void word(std::string_view key, std::uint8_t& target, std::span<const std::string_view> words,
            const FieldText&) override {
    const std::string* written = find(key);
    const auto match =
        written != nullptr ? std::find(words.begin(), words.end(), *written) : words.end();
    target = match != words.end() ? static_cast<std::uint8_t>(match - words.begin()) : target;
  }
  void texts(std::string_view, std::vector<std::string>&, const FieldText&) override {}
  void date(std::string_view, Date&, const FieldText&) override {}
  void number(std::string_view, NumberTarget, const NumberField&) override {}
  void numbers(std::string_view, std::vector<double>&, const NumberField&) override {}
  void law(std::string_view, Law&, const NumberField&) override {}
  void object(std::string_view, const FieldText&,
              const std::function<void(FieldVisitor&)>&) override {}
  void list(std::string_view, const Container&, const FieldText&) override {}
  void name_map(std::string_view, const Container&, const FieldText&) override {}

 private:
  const std::string* find(std::string_view key) const {
    const Node* node = map_.find(key);
    return node == nullptr ? nullptr : text_of(*node);
  }

  const Node& map_;
};

}  // namespace

void read_words(const Node& map, const std::function<void(FieldVisitor&)>& describe_fields) {
  WordReader words(map);
  describe_fields(words);
}

bool Reader::is_word(const Found& found, std::string_view word) {
  const std::string* written = text_of(found.node);
  return !word.empty() && written != nullptr && *written == word;
}

void Reader::note_stand_in(std::string_view key, const Found& found, ValueKind kind) {
  const Provenance provenance = provenance_of(found);
  unwrap(found.node, path_of(key));
  note(path_of(key), kind, found, provenance);
  resolved_.entries.push_back({std::string(key), {}, resolved_value(found, provenance)});
}

bool Reader::is_none(std::string_view key, const Found& found, const NumberField& field) {
  if (!field.may_be_none || !is_word(found, "none")) {
    return false;
  }
  note_stand_in(key, found, ValueKind::number);
  return true;
}

bool Reader::takes_over(std::string_view key, const Found& found, const NumberField& field) {
  if (!is_word(found, same_as_text(field.same_as))) {
    return false;
  }
  const auto law = laws_.find(field.same_as);
  const bool is_law = law != laws_.end();
  if (is_law) {
    *laws_.find(key)->second = *law->second;
  } else {
    copy(numbers_.find(field.same_as)->second, numbers_.find(key)->second);
  }
  const bool is_constant = !is_law || law->second->family == LawFamily::constant;
  note_stand_in(key, found, is_constant ? ValueKind::number : ValueKind::law);
  const std::string from = path_of(field.same_as);
  for (Uncertainty& uncertainty : shared_.scenario.uncertainties) {
    if (uncertainty.path == from || uncertainty.path.starts_with(from + ".")) {
      uncertainty.also.push_back(path_of(key) + uncertainty.path.substr(from.size()));
    }
  }
  return true;
}

}  // namespace firstcustomer
