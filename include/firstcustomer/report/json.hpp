#pragma once
/// \file
/// Writes JSON in the order it is told, with numbers in their shortest form.
///
/// The libraries at hand print some doubles longer than needed, and files here are compared byte by
/// byte. Not a number and infinity become null.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace firstcustomer {

class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_list();
  JsonWriter& end_list();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(std::int64_t number);
  template <class T>
  JsonWriter& field(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  /// The finished text, ending with a newline. Needs: everything opened is closed.
  std::string text() const;

 private:
  void begin_value();
  void open(char bracket);
  void close(char bracket);

  std::string text_;
  std::vector<bool> has_items_;  // per open object or list
  bool after_key_ = false;
};

}  // namespace firstcustomer
