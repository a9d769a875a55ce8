#include "firstcustomer/report/text.hpp"

#include <algorithm>

namespace firstcustomer {
namespace {

std::string blanks(std::string_view text, std::size_t width) {
  const std::size_t shown = display_width(text);
  return std::string(width > shown ? width - shown : 0, ' ');
}

}  // namespace

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

std::string at_right(std::string_view text, std::size_t width) {
  return blanks(text, width) + std::string(text);
}

std::string at_left(std::string_view text, std::size_t width) {
  return std::string(text) + blanks(text, width);
}

std::size_t word_end(std::string_view text, std::size_t from) {
  std::size_t end = text.find(' ', from);
  while (end < text.size() && text.substr(end + 1, 1) == "%") {
    end = text.find(' ', end + 1);
  }
  return std::min(end, text.size());
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = word_end(text);
    const std::string_view word = text.substr(0, end);
    const std::size_t shown = display_width(word);
    if (column > 0 && column + 1 + shown > width) {
      result += '\n';
      column = 0;
    }
    if (column > 0) {
      result += ' ';
      ++column;
    }
    result += word;
    column += shown;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result + '\n';
}

std::string indented(std::string_view text, std::size_t by) {
  const std::string lines = wrapped(text, line_width - by);
  std::string result;
  for (std::size_t begin = 0; begin < lines.size();) {
    const auto end = lines.find('\n', begin);
    result += std::string(by, ' ') + lines.substr(begin, end - begin + 1);
    begin = end + 1;
  }
  return result;
}

std::string csv_text(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

}  // namespace firstcustomer
