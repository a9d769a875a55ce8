/// What stands where a quantity is wanted and is none: dates, times of day, words for "unknown".

#include <algorithm>
#include <span>

#include "quantity_repair.hpp"
#include "quantity_text.hpp"
#include "quantity_words.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view unknown_words[] = {"~",   "null", "none", "tbc",     "tbd", "tba", "n/a",
                                              "na",  "?",    "??",   "unknown", "-",   "--",  "…",
                                              "...", "todo", "nil",  "n.a.",    "—",   "–"};
constexpr std::string_view infinite_words[] = {"nan",      ".nan",     "inf", ".inf",
                                               "infinity", "infinite", "∞"};
constexpr std::string_view yes_words[] = {"yes", "no", "true", "false", "on", "off"};
constexpr std::string_view month_words[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                            "jul", "aug", "sep", "oct", "nov", "dec"};

bool is_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// The text with every digit as 9: its pattern.
std::string pattern(std::string_view text) {
  std::string result(text);
  std::replace_if(result.begin(), result.end(), is_digit, '9');
  return result;
}

bool is_date(std::string_view text) {
  const std::string shape = pattern(text);
  constexpr std::string_view shapes[] = {"9999-99-99", "9999-9-9",   "9999-99",   "99/99/9999",
                                         "9/99/9999",  "99/9/9999",  "9/9/9999",  "99.99.9999",
                                         "9999/99/99", "99-99-9999", "9999.99.99"};
  const auto names_month = [&](std::string_view month) {
    const auto at = text.find(month);
    return at != std::string_view::npos && shape.find("9999") != std::string::npos;
  };
  return is_one_of(shape, shapes) ||
         std::any_of(std::begin(month_words), std::end(month_words), names_month);
}

bool is_time_of_day(std::string_view text) {
  const std::string shape = pattern(text);
  return shape == "99:99" || shape == "9:99" || shape == "99:99:99" || shape == "9:99:99";
}

}  // namespace

OtherThing other_thing(std::string_view text) {
  const std::string word = lower_case(text);
  const std::string_view size = word.starts_with('-') && word.size() > 2
                                    ? std::string_view(word).substr(1)
                                    : std::string_view(word);
  if (is_one_of(size, infinite_words)) {
    return {"it is not finite", ""};
  }
  if (is_one_of(word, unknown_words)) {
    return {"it says that nothing is known", "Write a guess with 'grade: assumed', or a law."};
  }
  if (is_one_of(word, yes_words)) {
    return {"it is yes or no", ""};
  }
  if (is_date(word)) {
    return {"it is a date", ""};
  }
  return {is_time_of_day(word) ? "it is a time of day" : "", ""};
}

}  // namespace firstcustomer
