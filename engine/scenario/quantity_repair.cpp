#include "quantity_repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "quantity_text.hpp"
#include "quantity_words.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t longest_text = 100;

/// What the words behind a number say.
struct Meaning {
  bool percent = false;
  bool per = false;
  bool noun = false;
  bool currency = false;
  bool factor = false;  // "2x"
  std::optional<int> power = {};
  std::optional<TimeWord> time = {};
  std::string divisor = {};
};

/// Reads words one by one; stops at the first that has no meaning here.
class Interpreter {
 public:
  Interpreter(const Unit& unit, const Currency& currency) : unit_(unit), currency_(currency) {}

  bool take(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool cents = i + 1 < words.size() && is_noun(words[i + 1], "cent");
      if (words[i] == "per" && cents) {
        meaning_.percent = true;
        ++i;
      } else if (!take(words[i])) {
        return false;
      }
    }
    return true;
  }

  const Meaning& meaning() const { return meaning_; }

 private:
  bool is_over_time() const {
    return unit_.dimension == Dimension::rate || unit_.dimension == Dimension::money_per_time;
  }

  /// "of the value", for a share of value.
  bool take_of(const std::string& word) const {
    const bool part = unit_.dimension == Dimension::share && !unit_.noun.empty();
    return part && (word == "of" || word == "the");
  }

  bool take(const std::string& word) {
    return take_of(word) || take_sign(word) || take_magnitude(word) || take_time(word) ||
           take_noun(word);
  }

  bool take_sign(const std::string& word) {
    const bool article = meaning_.time == std::nullopt && (word == "a" || word == "an");
    if (word == "%" || word == "percent" || word == "pct" || word == "pc") {
      meaning_.percent = true;
    } else if (word == "/" || word == "per" || word == "every" || article) {
      meaning_.per = true;
    } else if (word == "each" && unit_.dimension != Dimension::money_per_unit) {
      meaning_.per = true;
    } else if (word == "x" && unit_.dimension == Dimension::number) {
      meaning_.factor = true;
    } else if (names_currency(word, currency_) && !meaning_.currency) {
      meaning_.currency = true;
    } else {
      return false;
    }
    return true;
  }

  bool take_magnitude(const std::string& word) {
    const auto power = magnitude_word(word);
    const bool none_before = !meaning_.power && !meaning_.time && !meaning_.per && !meaning_.noun;
    if (!power || !none_before || unit_.dimension == Dimension::time ||
        unit_.dimension == Dimension::share || unit_.dimension == Dimension::rate) {
      return false;
    }
    meaning_.power = power;
    return true;
  }

  bool take_time(const std::string& word) {
    const bool months = unit_.noun == "month" && unit_.dimension == Dimension::count;
    if (meaning_.time || !(is_over_time() || months || unit_.dimension == Dimension::time)) {
      return false;
    }
    if (const auto per = per_time_word(word); per && is_over_time()) {
      meaning_.per = true;
      meaning_.time = per;
    } else {
      meaning_.time = time_word(word);
    }
    return meaning_.time.has_value();
  }

  bool take_noun(const std::string& word) {
    const bool price = unit_.dimension == Dimension::money_per_unit;
    const bool named =
        is_noun(word, lower_case(unit_.noun)) || (price && (word == "each" || word == "apiece"));
    const bool has_noun = price || unit_.dimension == Dimension::count ||
                          unit_.dimension == Dimension::share || unit_.dimension == Dimension::rate;
    if (meaning_.noun || !named || !has_noun) {
      return false;
    }
    meaning_.noun = true;
    return true;
  }

  const Unit& unit_;
  const Currency& currency_;
  Meaning meaning_;
};

/// number × 10^power × multiple with as few digits as say it; the number itself where both are 1.
std::string times(const std::string& number, int power, double multiple) {
  if (power == 0 && multiple == 1.0) {
    return number;
  }
  const auto value = decimal(number, power);
  if (!value) {
    return "";
  }
  const double product = *value * multiple;
  return product == std::floor(product) && std::abs(product) < 1e15 ? fmt::format("{:.0f}", product)
                                                                    : fmt::format("{}", product);
}

std::string plural_of(std::string_view noun, std::string_view number) {
  return fmt::format("{}{}", noun, number == "1" ? "" : "s");
}

std::string plural(std::string_view number, std::string_view noun) {
  return fmt::format("{} {}", number, plural_of(noun, number));
}

std::string money_text(const Words& words, const Meaning& meaning, const Currency& currency) {
  const int power = meaning.power.value_or(0);
  const std::string_view suffix = power == 3 ? "k" : power == 6 ? "m" : power >= 9 ? "bn" : "";
  return fmt::format("{}{}{}{}", words.negative ? "-" : "", currency.symbol,
                     times(words.number, power > 9 ? power - 9 : 0, 1.0), suffix);
}

std::string money_in_words(const Words& words, const Meaning& meaning, const Unit& unit,
                           const Currency& currency) {
  const std::string amount = money_text(words, meaning, currency);
  if (meaning.percent || (meaning.time && (!meaning.per || meaning.time->multiple != 1.0)) ||
      (meaning.per && !meaning.time && !meaning.noun)) {
    return "";
  }
  if (unit.dimension == Dimension::money_per_time) {
    return fmt::format("{}/{}", amount, meaning.time ? meaning.time->unit : "month");
  }
  return unit.dimension == Dimension::money ? amount : fmt::format("{} per {}", amount, unit.noun);
}

std::string rate_in_words(const std::string& number, const Meaning& meaning, const Unit& unit) {
  const bool said = meaning.per ? meaning.time.has_value() : meaning.percent || !meaning.time;
  if (!said || (meaning.time && meaning.time->multiple != 1.0)) {
    return "";
  }
  // Nobody means 200 % a year by 2.
  const bool percent = meaning.percent || (unit.noun.empty() && !meaning.per &&
                                           decimal(number, 0).value_or(0.0) >= 1.0);
  const std::string counted =
      percent || unit.noun.empty() ? "" : " " + plural_of(unit.noun, number);
  return fmt::format("{}{}{}/{}", number, percent ? " %" : "", counted,
                     meaning.time ? meaning.time->unit : "year");
}

std::string count_in_words(const std::string& number, const Meaning& meaning, const Unit& unit) {
  if (meaning.percent || meaning.per) {
    return "";
  }
  if (meaning.time) {
    const double months = meaning.time->unit == "year" ? 12.0 : meaning.time->unit == "month";
    const std::string total = times(number, 0, months * meaning.time->multiple);
    return months == 0.0 ? "" : plural(total, unit.noun);
  }
  const std::string total = times(number, meaning.power.value_or(0), 1.0);
  return meaning.noun ? plural(total, unit.noun) : total;
}

std::string bare_in_words(const std::string& number, const Meaning& meaning, const Unit& unit) {
  if (meaning.per || meaning.time) {
    return "";
  }
  if (unit.dimension == Dimension::share) {
    const std::string whole = meaning.noun ? fmt::format(" of {}", unit.noun) : "";
    return number + (meaning.percent ? " %" : "") + whole;
  }
  if (meaning.percent) {
    return "";  // 50 % of a factor may be 0.5, or 1.5
  }
  return times(number, meaning.power.value_or(0), 1.0);
}

std::string time_in_words(const std::string& number, const Meaning& meaning) {
  if (meaning.percent || meaning.per) {
    return "";
  }
  const TimeWord time = meaning.time.value_or(TimeWord{"month"});
  return plural(times(number, 0, time.multiple), time.unit);
}

/// Only without a unit, or with the benchmark's own in other letters: nobody converts by renaming.
std::string benchmark_in_words(const Words& words, const std::string& number, const Unit& unit) {
  const bool thousands = !words.rest.empty() && (words.rest[0] == "k" || words.rest[0].size() > 2);
  const auto power = thousands ? magnitude_word(words.rest[0]) : std::nullopt;
  std::string written;
  for (std::size_t i = power ? 1 : 0; i < words.rest.size(); ++i) {
    written += words.rest[i];
  }
  std::string own = lower_case(unit.noun);
  std::erase(own, ' ');
  return written.empty() || written == own
             ? fmt::format("{} {}", times(number, power.value_or(0), 1.0), unit.noun)
             : "";
}

/// A fraction of whole numbers, "1/3", as a decimal number. Empty if the text is none.
std::string fraction_at_front(std::string& text) {
  const auto slash = text.find('/');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.size() < 16 && std::all_of(part.begin(), part.end(), is_digit);
  };
  const std::string_view top = trimmed(std::string_view(text).substr(0, slash));
  if (slash == std::string::npos || !digits(top)) {
    return "";
  }
  const std::string_view behind = trimmed(std::string_view(text).substr(slash + 1));
  const auto end = std::min(behind.find_first_not_of("0123456789"), behind.size());
  const auto bottom = decimal(digits(behind.substr(0, end)) ? behind.substr(0, end) : "0", 0);
  if (!bottom || *bottom == 0.0) {
    return "";
  }
  return fmt::format("{}{}", *decimal(top, 0) / *bottom, behind.substr(end));
}

bool takes_fractions(const Unit& unit) {
  return is_bare(unit) || unit.dimension == Dimension::time;
}

std::string in_words(const Words& words, const Meaning& meaning, const Unit& unit,
                     const Currency& currency) {
  const std::string number = (words.negative ? "-" : "") + words.number;
  switch (unit.dimension) {
    case Dimension::number:
    case Dimension::share:
      return bare_in_words(number, meaning, unit);
    case Dimension::count:
      return count_in_words(number, meaning, unit);
    case Dimension::time:
      return time_in_words(number, meaning);
    case Dimension::rate:
      return rate_in_words(number, meaning, unit);
    case Dimension::money:
    case Dimension::money_per_time:
    case Dimension::money_per_unit:
      return money_in_words(words, meaning, unit, currency);
    case Dimension::benchmark:
      return benchmark_in_words(words, number, unit);
  }
  return "";
}

}  // namespace

std::string rewritten(std::string_view text, const Unit& unit, const Currency& currency) {
  if (text.size() > longest_text) {
    return "";
  }
  std::string plain = plain_signs(text);
  const std::string fraction = takes_fractions(unit) ? fraction_at_front(plain) : "";
  const auto words = words_of(fraction.empty() ? plain : fraction);
  if (!words) {
    return "";
  }
  const bool in_currency = words->currency.empty() || names_currency(words->currency, currency);
  Interpreter interpreter(unit, currency);
  if (unit.dimension != Dimension::benchmark && !interpreter.take(words->rest)) {
    return "";
  }
  const bool names_money = !words->currency.empty() || interpreter.meaning().currency;
  if (!in_currency || (names_money && !is_money(unit))) {
    return "";
  }
  return in_words(*words, interpreter.meaning(), unit, currency);
}

}  // namespace firstcustomer
