#include "date_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "quantity_text.hpp"
#include "quantity_words.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view month_names[] = {"january",   "february", "march",    "april",
                                            "may",       "june",     "july",     "august",
                                            "september", "october",  "november", "december"};
constexpr std::size_t longest_text = 40;

/// A number of a date, and whether it was a month's name or has the digits of a year.
struct Part {
  int value = 0;
  bool is_name = false;
  bool is_year = false;
};

/// The month that the word begins with at least three letters of; 0 if there is none.
int month_named(std::string_view word) {
  for (std::size_t i = 0; i < std::size(month_names); ++i) {
    if (word == "sept" || (word.size() >= 3 && month_names[i].starts_with(word))) {
      return word == "sept" ? 9 : static_cast<int>(i) + 1;
    }
  }
  return 0;
}

std::optional<Part> part_of(std::string_view word) {
  if (!is_digit(word.front())) {
    const int month = month_named(word);
    return month == 0 ? std::nullopt : std::optional(Part{month, true, false});
  }
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  const std::string_view behind = word.substr(static_cast<std::size_t>(end - word.data()));
  const bool ordinal = behind == "st" || behind == "nd" || behind == "rd" || behind == "th";
  if (error != std::errc{} || !(behind.empty() || ordinal)) {
    return std::nullopt;
  }
  return Part{value, false, behind.empty() && word.size() == 4};
}

/// The numbers and names of months in the text; empty if it holds anything else.
std::vector<Part> parts_of(std::string_view text) {
  const std::string plain = lower_case(plain_signs(text));
  std::vector<Part> parts;
  std::string_view left = plain;
  constexpr std::string_view between = " -/.,";
  while (!(left = left.substr(std::min(left.find_first_not_of(between), left.size()))).empty()) {
    const std::string_view word = left.substr(0, left.find_first_of(between));
    const auto part = part_of(word);
    if (!part) {
      return {};
    }
    parts.push_back(*part);
    left.remove_prefix(word.size());
  }
  return parts;
}

std::string written(int year, int month, int day) {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

DateAdvice no_day(int year, int month) {
  int last = 31;
  while (last > 28 && !Date::parse(written(year, month, last))) {
    --last;
  }
  return {"it has no day",
          fmt::format("Write the day too, such as '{}'.", written(year, month, last))};
}

/// Year, month and day, as far as their order can be known.
DateAdvice advice_on(int year, int month, int day) {
  const std::string date = written(year, month, day);
  if (Date::parse(date)) {
    return {"", fmt::format("Write '{}'?", date)};
  }
  if (month < 1 || month > 12) {
    return {fmt::format("there is no month {}", month), ""};
  }
  return day < 1 || day > 31 ? DateAdvice{fmt::format("there is no day {}", day), ""}
                             : DateAdvice{"the month is shorter", ""};
}

DateAdvice advice_on_three(const std::vector<Part>& p) {
  if (p[0].is_year && !p[2].is_year) {
    return p[2].is_name ? DateAdvice{} : advice_on(p[0].value, p[1].value, p[2].value);
  }
  if (!p[2].is_year || p[0].is_year) {
    return {};
  }
  if (p[0].is_name != p[1].is_name) {
    return p[0].is_name ? advice_on(p[2].value, p[0].value, p[1].value)
                        : advice_on(p[2].value, p[1].value, p[0].value);
  }
  if (!p[0].is_name && p[0].value <= 12 && p[1].value <= 12 && p[0].value != p[1].value) {
    return {"day and month could change places", ""};
  }
  return p[1].value > 12 ? advice_on(p[2].value, p[0].value, p[1].value)
                         : advice_on(p[2].value, p[1].value, p[0].value);
}

DateAdvice advice_on_two(const Part& first, const Part& second) {
  const Part& year = first.is_year ? first : second;
  const Part& month = first.is_year ? second : first;
  const bool known = year.is_year && !month.is_year && month.value >= 1 && month.value <= 12;
  return known && year.value >= 1 ? no_day(year.value, month.value) : DateAdvice{};
}

}  // namespace

DateAdvice date_advice(std::string_view text) {
  const std::vector<Part> parts =
      text.size() <= longest_text ? parts_of(text) : std::vector<Part>{};
  DateAdvice advice;
  if (parts.size() == 3) {
    advice = advice_on_three(parts);
  } else if (parts.size() == 2) {
    advice = advice_on_two(parts[0], parts[1]);
  } else if (parts.size() == 1 && parts[0].is_year && parts[0].value >= 1) {
    advice = no_day(parts[0].value, 12);
    advice.reason = "it has no month and day";
  } else if (parts.size() == 1 && text.size() == 8) {
    advice = advice_on(parts[0].value / 10'000, parts[0].value / 100 % 100, parts[0].value % 100);
  }
  if (advice.suggestion.empty()) {
    advice.suggestion = "Dates are written 2026-12-31.";
  }
  return advice;
}

}  // namespace firstcustomer
