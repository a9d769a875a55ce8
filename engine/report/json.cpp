#include "firstcustomer/report/json.hpp"

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/scenario/document.hpp"

namespace firstcustomer {

void JsonWriter::separate() {
  if (!open_.empty()) {
    text_ += open_.back().has_items ? ",\n" : "\n";
    text_.append(2 * open_.size(), ' ');
    open_.back().has_items = true;
  }
}

void JsonWriter::begin_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  expect(open_.empty() ? text_.empty() : open_.back().bracket == '[',
         "a value of an object follows its key, and a document is one value");
  separate();
}

void JsonWriter::open(char bracket) {
  begin_value();
  text_ += bracket;
  open_.push_back({bracket, false});
}

void JsonWriter::close(char opened, char bracket) {
  expect(!open_.empty() && open_.back().bracket == opened && !after_key_,
         "what is closed was opened");
  const bool had_items = open_.back().has_items;
  open_.pop_back();
  if (had_items) {
    text_ += '\n';
    text_.append(2 * open_.size(), ' ');
  }
  text_ += bracket;
}

void JsonWriter::append_quoted(std::string_view text) {
  text_ += '"';
  std::size_t invalid = invalid_utf8(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == invalid) {
      text_ += "\uFFFD";
      const std::size_t next = invalid_utf8(text.substr(i + 1));
      invalid = next == std::string_view::npos ? next : i + 1 + next;
    } else if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

JsonWriter& JsonWriter::begin_object() {
  open('{');
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  close('{', '}');
  return *this;
}
JsonWriter& JsonWriter::begin_list() {
  open('[');
  return *this;
}
JsonWriter& JsonWriter::end_list() {
  close('[', ']');
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  expect(!open_.empty() && open_.back().bracket == '{' && !after_key_, "a key stands in an object");
  separate();
  append_quoted(name);
  text_ += ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  begin_value();
  append_quoted(text);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  begin_value();
  text_ += std::isfinite(number) ? shortest(number) : "null";
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  begin_value();
  text_ += fmt::format("{}", number);
  return *this;
}

std::string JsonWriter::text() const {
  expect(open_.empty() && !text_.empty(), "a document is one value, and closed");
  return text_ + "\n";
}

}  // namespace firstcustomer
