/// Numbers in the ways people write them, as plain digits with a point.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "quantity_text.hpp"
#include "quantity_words.hpp"

namespace firstcustomer {
namespace {

/// Groups of three digits, the first of one to three and not zero alone.
bool is_grouped(std::string_view digits, char separator) {
  std::size_t start = 0;
  for (std::size_t end = digits.find(separator);; end = digits.find(separator, start)) {
    const std::size_t length = std::min(end, digits.size()) - start;
    if (start == 0 ? length < 1 || length > 3 || digits[0] == '0' : length != 3) {
      return false;
    }
    if (end == std::string_view::npos) {
      return true;
    }
    start = end + 1;
  }
}

std::string without(std::string_view text, char c) {
  std::string result(text);
  std::erase(result, c);
  return result;
}

/// A number with commas in it, as one with a point or none. Empty if it is neither reading.
std::optional<std::string> without_commas(std::string_view digits) {
  const auto point = digits.find('.');
  const auto comma = digits.find(',');
  if (comma == std::string_view::npos) {
    return std::string(digits);
  }
  if (point != std::string_view::npos) {
    const bool grouped = comma < point && is_grouped(digits.substr(0, point), ',');
    return grouped ? std::optional(without(digits, ',')) : std::nullopt;
  }
  if (is_grouped(digits, ',')) {
    return without(digits, ',');
  }
  if (digits.find(',', comma + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  std::string decimal(digits);
  decimal[comma] = '.';
  return decimal;
}

/// The length of the number at the front, separators between its digits included.
std::size_t number_length(std::string_view text) {
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    const bool inside = i > 0 && is_digit(text[i - 1]) && i + 1 < text.size();
    const auto three_follow = [&] {
      const std::string_view next = text.substr(i + 1, 4);
      return next.size() >= 3 && std::all_of(next.begin(), next.begin() + 3, is_digit) &&
             (next.size() == 3 || !is_digit(next[3]));
    };
    if (!is_digit(c) && c != '.' && !(c == ',' || ((c == '_' || c == '\'') && inside)) &&
        !(c == ' ' && inside && three_follow())) {
      break;
    }
  }
  return i;
}

/// "0x1F" at the front, as decimal digits; its length goes into `length`.
std::optional<std::string> hexadecimal(std::string_view text, std::size_t& length) {
  if (text.size() < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) {
    return std::nullopt;
  }
  unsigned long long value = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
  if (error != std::errc{}) {
    return std::nullopt;
  }
  length = static_cast<std::size_t>(end - text.data());
  return fmt::format("{}", value);
}

}  // namespace

std::optional<std::string> plain_digits(std::string_view written) {
  std::string compact;
  std::copy_if(written.begin(), written.end(), std::back_inserter(compact),
               [](char c) { return c != '_' && c != '\'' && c != ' '; });
  if (!compact.empty() && compact.back() == '.') {
    compact.pop_back();
  }
  auto digits = without_commas(compact);
  if (digits && std::count(digits->begin(), digits->end(), '.') > 1) {
    digits = is_grouped(*digits, '.') ? std::optional(without(*digits, '.')) : std::nullopt;
  }
  if (!digits || digits->empty()) {
    return std::nullopt;
  }
  const auto first = std::min(digits->find_first_not_of('0'), digits->size() - 1);
  digits->erase(0, first);
  if (digits->front() == '.') {
    digits->insert(digits->begin(), '0');
  }
  return digits->back() == '.' ? std::nullopt : digits;
}

std::optional<std::string> take_number(std::string_view& text) {
  std::size_t length = 0;
  auto digits = hexadecimal(text, length);
  if (!digits) {
    length = number_length(text);
    digits = plain_digits(text.substr(0, length));
    // An exponent belongs to the number: "1e3".
    const std::string_view with_exponent = digits ? leading_number(text) : std::string_view{};
    if (with_exponent.size() > length) {
      *digits += with_exponent.substr(length);
      length = with_exponent.size();
    }
  }
  text.remove_prefix(length);
  return digits;
}

}  // namespace firstcustomer
