#include "quantity_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "firstcustomer/core/time.hpp"

namespace firstcustomer {
namespace {

constexpr Currency currencies[] = {{"GBP", "£"}, {"EUR", "€"}, {"USD", "$"}};

constexpr TimeUnit time_units[] = {
    {"day", 1.0}, {"week", 7.0}, {"month", days_per_month}, {"year", days_per_year}};

}  // namespace

std::span<const Currency> known_currencies() {
  return currencies;
}

const Currency* find_currency(std::string_view code) {
  const auto found = std::find_if(std::begin(currencies), std::end(currencies),
                                  [&](const Currency& c) { return c.code == code; });
  return found == std::end(currencies) ? nullptr : found;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_noun(std::string_view text, std::string_view noun) {
  return !noun.empty() &&
         (text == noun || (text.size() == noun.size() + 1 && text.substr(0, noun.size()) == noun &&
                           text.back() == 's'));
}

const TimeUnit* find_time_unit(std::string_view text) {
  for (const TimeUnit& unit : time_units) {
    if (is_noun(text, unit.name)) {
      return &unit;
    }
  }
  return nullptr;
}

std::string_view leading_number(std::string_view text) {
  const auto digits_from = [&](std::size_t i) {
    while (i < text.size() && is_digit(text[i])) {
      ++i;
    }
    return i;
  };
  const std::size_t first = !text.empty() && text[0] == '-' ? 1 : 0;
  std::size_t end = digits_from(first);
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) {
    end = digits_from(end + 1);
  }
  if (end == first) {
    return {};
  }
  std::size_t e = end;
  if (e < text.size() && (text[e] == 'e' || text[e] == 'E')) {
    ++e;
    if (e < text.size() && (text[e] == '-' || text[e] == '+')) {
      ++e;
    }
    end = digits_from(e) > e ? digits_from(e) : end;
  }
  return text.substr(0, end);
}

std::optional<double> decimal(std::string_view number, int shift) {
  std::string text(number);
  const auto e = text.find_first_of("eE");
  int exponent = shift;
  if (e != std::string::npos) {
    int written = 0;
    const char* begin = text.data() + e + 1 + (text[e + 1] == '+' ? 1 : 0);
    if (std::from_chars(begin, text.data() + text.size(), written).ec != std::errc{} ||
        std::abs(written) > 10000) {
      return std::nullopt;
    }
    exponent += written;
    text.resize(e);
  }
  text += fmt::format("e{}", exponent);
  double value = 0.0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

namespace {

struct Magnitude {
  std::string_view word;
  int power;
  bool may_follow_a_blank;
};
constexpr Magnitude magnitudes[] = {{"k", 3, false},      {"m", 6, false},
                                    {"bn", 9, false},     {"thousand", 3, true},
                                    {"million", 6, true}, {"billion", 9, true}};

/// What stands behind the word at the front of the text; empty if it begins otherwise.
std::optional<std::string_view> behind(std::string_view text, std::string_view word) {
  if (!text.starts_with(word)) {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(word.size());
  const bool ends = rest.empty() || rest[0] == ' ' || rest[0] == '\t' || rest[0] == '/';
  return ends ? std::optional(rest) : std::nullopt;
}

/// Takes "m" or " million" off the front.
void take_magnitude(std::string_view& left, Parts& parts) {
  for (const Magnitude& magnitude : magnitudes) {
    const auto rest = behind(magnitude.may_follow_a_blank ? trimmed(left) : left, magnitude.word);
    if (rest) {
      parts.magnitude = magnitude.power;
      left = *rest;
      return;
    }
  }
}

}  // namespace

Parts take_apart(std::string_view text) {
  Parts parts;
  std::string_view left = text;
  const bool minus = !left.empty() && left.front() == '-';
  const std::string_view unsigned_text = minus ? left.substr(1) : left;
  for (const Currency& known : currencies) {
    for (const std::string_view written : {known.symbol, known.code}) {
      if (unsigned_text.substr(0, written.size()) == written) {
        parts.symbol = written;
        parts.negative = minus;
        left = trimmed(unsigned_text.substr(written.size()));
      }
    }
  }
  parts.number = leading_number(left);
  left.remove_prefix(parts.number.size());
  if (!parts.symbol.empty()) {
    take_magnitude(left, parts);
  }
  parts.rest = trimmed(left);
  return parts;
}

std::optional<std::string_view> after_percent(std::string_view rest) {
  if (rest.starts_with('%')) {
    return trimmed(rest.substr(1));
  }
  for (const std::string_view word : {"percent", "per cent"}) {
    if (const auto left = behind(rest, word)) {
      return trimmed(*left);
    }
  }
  return std::nullopt;
}

std::string_view per_what(std::string_view rest) {
  for (const std::string_view word : {"/", "per ", "a "}) {
    if (rest.starts_with(word)) {
      return trimmed(rest.substr(word.size()));
    }
  }
  return {};
}

const TimeUnit* per_time_unit(std::string_view rest) {
  const std::string_view what = per_what(rest);
  return find_time_unit(what == "annum" && rest[0] == 'p' ? "year" : what);
}

}  // namespace firstcustomer
