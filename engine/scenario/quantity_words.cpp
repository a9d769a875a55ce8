#include "quantity_words.hpp"

#include <algorithm>

#include "firstcustomer/scenario/diagnostics.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

struct Sign {
  std::string_view written;
  std::string_view plain;
};
constexpr Sign signs[] = {
    {"−", "-"},      {"–", "-"},  {"\u00a0", " "}, {"\u2009", " "}, {"\u202f", " "},
    {"\u2007", " "}, {"\t", " "}, {"\u200b", ""},  {"０", "0"},     {"１", "1"},
    {"２", "2"},     {"３", "3"}, {"４", "4"},     {"５", "5"},     {"６", "6"},
    {"７", "7"},     {"８", "8"}, {"９", "9"},     {"．", "."},     {"，", ","},
    {"％", "%"},     {"／", "/"}, {"￡", "£"},     {"×", "x"},      {"’", "'"}};

struct Magnitude {
  std::string_view word;
  int power;
};
constexpr Magnitude magnitude_words[] = {
    {"k", 3},   {"thousand", 3}, {"thousands", 3}, {"m", 6},       {"mn", 6},       {"mm", 6},
    {"mio", 6}, {"mln", 6},      {"mil", 6},       {"million", 6}, {"millions", 6}, {"b", 9},
    {"bn", 9},  {"billion", 9},  {"billions", 9},  {"tn", 12},     {"trillion", 12}};

struct NamedTime {
  std::string_view word;
  TimeWord meaning;
};
constexpr NamedTime time_words[] = {{"d", {"day"}},
                                    {"w", {"week"}},
                                    {"wk", {"week"}},
                                    {"m", {"month"}},
                                    {"mo", {"month"}},
                                    {"mth", {"month"}},
                                    {"mnth", {"month"}},
                                    {"mon", {"month"}},
                                    {"y", {"year"}},
                                    {"yr", {"year"}},
                                    {"a", {"year"}},
                                    {"annum", {"year"}},
                                    {"q", {"month", 3.0}},
                                    {"qtr", {"month", 3.0}},
                                    {"quarter", {"month", 3.0}},
                                    {"fortnight", {"week", 2.0}},
                                    {"decade", {"year", 10.0}}};
constexpr NamedTime per_time_words[] = {
    {"pa", {"year"}},     {"yearly", {"year"}}, {"annually", {"year"}}, {"annual", {"year"}},
    {"pm", {"month"}},    {"pcm", {"month"}},   {"monthly", {"month"}}, {"pw", {"week"}},
    {"weekly", {"week"}}, {"daily", {"day"}}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string without(std::string_view text, char c) {
  std::string result(text);
  std::erase(result, c);
  return result;
}

/// Takes a word, "/", "%" or a currency's sign off the front. Empty if something else stands there.
std::optional<std::string> take_word(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && (is_letter(text[length]) || (length > 0 && text[length] == '.'))) {
    ++length;
  }
  for (const Currency& known : known_currencies()) {
    if (length == 0 && text.starts_with(known.symbol)) {
      length = known.symbol.size();
    }
  }
  if (length == 0 && (text.front() == '/' || text.front() == '%')) {
    length = 1;
  }
  if (length == 0) {
    return std::nullopt;
  }
  const std::string word = without(lower_case(text.substr(0, length)), '.');
  text.remove_prefix(length);
  return word;
}

template <std::size_t n>
std::optional<TimeWord> find_word(const NamedTime (&table)[n], std::string_view word) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const NamedTime& t) { return is_noun(word, t.word); });
  return found == std::end(table) ? std::nullopt : std::optional(found->meaning);
}

}  // namespace

std::string plain_signs(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const auto sign = std::find_if(std::begin(signs), std::end(signs),
                                   [&](const Sign& s) { return text.starts_with(s.written); });
    if (sign == std::end(signs)) {
      plain += text.front();
      text.remove_prefix(1);
    } else {
      plain += sign->plain;
      text.remove_prefix(sign->written.size());
    }
  }
  return std::string(trimmed(plain));
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower;
}

std::optional<int> magnitude_word(std::string_view word) {
  const auto found = std::find_if(std::begin(magnitude_words), std::end(magnitude_words),
                                  [&](const Magnitude& m) { return m.word == word; });
  return found == std::end(magnitude_words) ? std::nullopt : std::optional(found->power);
}

std::optional<TimeWord> time_word(std::string_view word) {
  if (const auto known = find_word(time_words, word)) {
    return known;
  }
  static const std::vector<std::string> names = {"day",  "week",  "month",  "year",  "quarter",
                                                 "days", "weeks", "months", "years", "quarters"};
  const std::string name = nearest(word, names);
  if (name.starts_with("quarter")) {
    return TimeWord{"month", 3.0};
  }
  const TimeUnit* unit = find_time_unit(name);
  return unit == nullptr ? std::nullopt : std::optional(TimeWord{unit->name});
}

std::optional<TimeWord> per_time_word(std::string_view word) {
  return find_word(per_time_words, word);
}

bool names_currency(std::string_view word, const Currency& currency) {
  const std::string_view name = currency.code == "GBP"   ? "pound"
                                : currency.code == "EUR" ? "euro"
                                                         : "dollar";
  return word == currency.symbol || word == lower_case(currency.code) || is_noun(word, name);
}

std::optional<Words> words_of(std::string_view text) {
  Words words;
  bool is_signed = false;
  while (!text.empty() && !is_digit(text.front()) && text.front() != '.') {
    if (text.front() == ' ') {
      text.remove_prefix(1);
    } else if (!is_signed && (text.front() == '-' || text.front() == '+')) {
      is_signed = true;
      words.negative = text.front() == '-';
      text.remove_prefix(1);
    } else {
      const auto word = take_word(text);
      if (!word || !words.currency.empty()) {
        return std::nullopt;
      }
      words.currency = *word;
    }
  }
  const auto number = take_number(text);
  if (!number) {
    return std::nullopt;
  }
  words.number = *number;
  while (!(text = trimmed(text)).empty()) {
    const auto word = take_word(text);
    if (!word) {
      return std::nullopt;
    }
    words.rest.push_back(*word);
  }
  return words;
}

}  // namespace firstcustomer
