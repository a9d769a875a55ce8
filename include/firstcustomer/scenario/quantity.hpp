#pragma once
/// \file
/// Quantities as people write them: "£100m", "18 months", "8 %", "£6.5m/month", "2.5 tokens/J".
///
/// A field says what it measures; the text must say it too. Decimal numbers are read exactly (to
/// the nearest double); nothing octal, hexadecimal, infinite or with thousands separators passes.
/// Words that can mean one thing only pass beside signs: "£100 million", "25 percent", "8 % a
/// year", "per annum". What else people write is refused, with what to write instead.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace firstcustomer {

/// What a field measures.
enum class Dimension : std::uint8_t {
  number,          ///< a bare number
  share,           ///< "23 %", 0.23 or "1/3", optionally of its noun: "23 % of value"
  count,           ///< a whole number, optionally with its noun: "250 units"
  time,            ///< "18 months"; in days
  rate,            ///< "8 %/year", of things that are counted "2.5 firms/year"; so many per year
  money,           ///< "£100m"; in pounds
  money_per_time,  ///< "£6.5m/month"; in pounds a year
  money_per_unit,  ///< "£20k per unit"; in pounds
  benchmark,       ///< in the benchmark's own unit
};

struct Unit {
  Dimension dimension = Dimension::number;
  /// For counts and prices: the noun ("unit"); for rates: what is counted, if anything ("firm");
  /// for shares: of what, if that is worth saying ("value"); for benchmarks: the unit ("tokens/J").
  std::string_view noun = {};
};

/// What is measured, in a word or two: "money over time".
std::string_view dimension_name(Dimension dimension);

/// Whether values of the unit are bare numbers: no law of counts or shares is out of place.
constexpr bool is_bare(const Unit& unit) {
  return unit.dimension == Dimension::number || unit.dimension == Dimension::share ||
         unit.dimension == Dimension::count;
}

/// Symbol, ISO code and name of the currencies a scenario can be written in.
struct Currency {
  std::string_view code;
  std::string_view symbol;
};
/// Null for an unknown code.
const Currency* find_currency(std::string_view code);

/// What is wrong with a text as a quantity of its unit. A suggestion of the form "Write 'X'?" is
/// one that `parse_quantity` accepts.
struct QuantityError {
  std::string problem;
  std::string reason;
  std::string suggestion;
};

/// The value in the dimension's canonical unit (days, pounds, pounds a year, shares of 1), or why
/// the text is not one.
std::variant<double, QuantityError> parse_quantity(std::string_view text, const Unit& unit,
                                                   const Currency& currency);

/// The value, given in the canonical unit, as people write it: 36525 days are "100 years". Reads
/// back to the same value. Needs: a finite value; whole for counts.
std::string write_quantity(double value, const Unit& unit, const Currency& currency);

/// How a value of the unit is written: "a span of time, such as '18 months'".
std::string describe_unit(const Unit& unit, const Currency& currency);

}  // namespace firstcustomer
