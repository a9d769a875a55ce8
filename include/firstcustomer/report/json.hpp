#pragma once
/// \file
/// Writes JSON in the order it is told, with numbers in their shortest form.
///
/// The libraries at hand print some doubles longer than needed, and files here are compared byte by
/// byte. Not a number and infinity become null; bytes that are not UTF-8 become U+FFFD.
/// Throws: InvariantError for what is not JSON: a value without its key, a bracket that does not
/// fit.

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

  /// The finished text, ending with a newline. Needs: one value, all of it closed.
  std::string text() const;

 private:
  struct Open {
    char bracket;
    bool has_items;
  };
  void begin_value();
  void separate();
  void open(char bracket);
  void close(char opened, char bracket);
  void append_quoted(std::string_view text);

  std::string text_;
  std::vector<Open> open_;
  bool after_key_ = false;
};

}  // namespace firstcustomer
