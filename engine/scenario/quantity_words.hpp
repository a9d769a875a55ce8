#pragma once
/// \file
/// Words and signs in which people write numbers, beyond those a scenario accepts.
///
/// Used to make suggestions only: what is read here is never a value, it is written anew and must
/// then pass the strict reading.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/quantity.hpp"

namespace firstcustomer {

/// Foreign digits, blanks, dashes and signs as plain ones: "−５ %" → "-5 %".
std::string plain_signs(std::string_view text);

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// "million", "mn", "k" → 6, 6, 3; empty for other words. In lower case.
std::optional<int> magnitude_word(std::string_view word);

/// So many of a unit that a scenario knows: a quarter is 3 months.
struct TimeWord {
  std::string_view unit;
  double multiple = 1.0;
};
/// "yrs", "mth", "quarters" and near misses of the names; empty for other words. In lower case.
std::optional<TimeWord> time_word(std::string_view word);
/// "pa", "pcm", "monthly": units that a rate is over; empty for other words. In lower case.
std::optional<TimeWord> per_time_word(std::string_view word);

/// Whether the word, in lower case, names the currency: "pounds", "gbp", "£".
bool names_currency(std::string_view word, const Currency& currency);

/// The digits of a number written with separators, a decimal comma, a plus or zeros in front:
/// "1,000,000" → "1000000", "0,25" → "0.25". Empty if they can be read in no way.
std::optional<std::string> plain_digits(std::string_view written);

/// Takes a number off the front, as plain digits. Empty if there is none.
std::optional<std::string> take_number(std::string_view& text);

/// A text as a sign, a number and words. Empty if it does not begin with a currency or a number.
struct Words {
  bool negative = false;
  /// A currency in front of the number; empty if there is none.
  std::string currency = {};
  /// Plain digits.
  std::string number = {};
  /// In lower case, without dots; "/" and "%" are words.
  std::vector<std::string> rest = {};
};
std::optional<Words> words_of(std::string_view text);

}  // namespace firstcustomer
