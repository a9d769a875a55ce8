#include "firstcustomer/report/json.hpp"

#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/report/number.hpp"

namespace firstcustomer {

void JsonWriter::begin_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (!has_items_.empty()) {
    text_ += has_items_.back() ? ",\n" : "\n";
    text_.append(2 * has_items_.size(), ' ');
    has_items_.back() = true;
  }
}

void JsonWriter::open(char bracket) {
  begin_value();
  text_ += bracket;
  has_items_.push_back(false);
}

void JsonWriter::close(char bracket) {
  expect(!has_items_.empty() && !after_key_, "what is closed was opened");
  const bool had_items = has_items_.back();
  has_items_.pop_back();
  if (had_items) {
    text_ += '\n';
    text_.append(2 * has_items_.size(), ' ');
  }
  text_ += bracket;
}

JsonWriter& JsonWriter::begin_object() {
  open('{');
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  close('}');
  return *this;
}
JsonWriter& JsonWriter::begin_list() {
  open('[');
  return *this;
}
JsonWriter& JsonWriter::end_list() {
  close(']');
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  value(name);
  text_ += ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  begin_value();
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
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
  expect(has_items_.empty(), "all that was opened is closed");
  return text_ + "\n";
}

}  // namespace firstcustomer
