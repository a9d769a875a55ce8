/// Values written as people write them.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "firstcustomer/core/time.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

/// The shortest decimal that reads back; whole numbers up to 10^15 without an exponent.
std::string plain(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15 ? fmt::format("{:.0f}", value)
                                                              : fmt::format("{}", value);
}

std::string with_noun(double value, std::string_view noun) {
  return noun.empty() ? plain(value)
                      : fmt::format("{} {}{}", plain(value), noun, value == 1.0 ? "" : "s");
}

/// In the largest unit of which the span is a whole number, otherwise in days.
std::vector<std::string> spans(double days) {
  std::vector<std::string> written;
  for (const TimeUnit* unit : {find_time_unit("year"), find_time_unit("month")}) {
    const double count = days / unit->days;
    if (count == std::floor(count)) {
      written.push_back(with_noun(count, unit->name));
    }
  }
  written.push_back(with_noun(days, "day"));
  return written;
}

/// The shortest first, of several the one with the largest magnitude; the one without is last.
std::vector<std::string> amounts(double value, const Currency& currency, std::string_view behind) {
  struct Magnitude {
    double size;
    std::string_view suffix;
  };
  constexpr Magnitude magnitudes[] = {{1e9, "bn"}, {1e6, "m"}, {1e3, "k"}, {0.0, ""}};
  std::vector<std::string> written;
  for (const Magnitude& magnitude : magnitudes) {
    if (std::abs(value) >= magnitude.size) {
      const double count = magnitude.size > 0.0 ? value / magnitude.size : value;
      written.push_back(fmt::format("{}{}{}{}{}", value < 0.0 ? "-" : "", currency.symbol,
                                    plain(std::abs(count)), magnitude.suffix, behind));
    }
  }
  std::stable_sort(written.begin(), written.end() - 1,
                   [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  if (written.back().size() < written.front().size()) {
    written.insert(written.begin(), written.back());
  }
  return written;
}

/// Ways to write a value, the best first; the last reads back in any case.
std::vector<std::string> ways(double value, const Unit& unit, const Currency& currency) {
  const std::string percent = plain(value * 100.0) + " %";
  const std::string whole = unit.noun.empty() ? "" : fmt::format(" of {}", unit.noun);
  switch (unit.dimension) {
    case Dimension::number:
      return {plain(value)};
    case Dimension::share:
      return {percent + whole, plain(value)};
    case Dimension::count:
      return {with_noun(value, unit.noun)};
    case Dimension::time:
      return spans(value);
    case Dimension::rate:
      return unit.noun.empty() ? std::vector<std::string>{percent + "/year", plain(value) + "/year"}
                               : std::vector<std::string>{with_noun(value, unit.noun) + "/year"};
    case Dimension::money:
      return amounts(value, currency, "");
    case Dimension::money_per_time:
      return amounts(value, currency, "/year");
    case Dimension::money_per_unit:
      return amounts(value, currency, fmt::format(" per {}", unit.noun));
    case Dimension::benchmark:
      return {fmt::format("{} {}", plain(value), unit.noun)};
  }
  return {};
}

}  // namespace

std::string write_quantity(double value, const Unit& unit, const Currency& currency) {
  const std::vector<std::string> written = ways(value, unit, currency);
  for (const std::string& text : written) {
    const auto read = value_of(take_apart(text), unit, currency);
    if (const auto* same = std::get_if<double>(&read); same != nullptr && *same == value) {
      return text;
    }
  }
  return written.back();
}

}  // namespace firstcustomer
