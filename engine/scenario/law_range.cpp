/// Ranges and rounded probabilities, written as the laws that they are.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "law_parts.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

/// The two ends of a range, or its middle and half its width.
struct Ends {
  std::string low;
  std::string high;
  bool is_around = false;
};

/// What follows the number: "m" of "£120m", " months" of "120 months".
std::string behind_number(const std::string& text) {
  const Parts parts = take_apart(text);
  return parts.number.empty() ? ""
                              : text.substr(static_cast<std::size_t>(
                                    parts.number.data() + parts.number.size() - text.data()));
}

/// What only the other end says of its unit holds for this one too: "80 to 120 months".
void complete(std::string& end, const std::string& other) {
  const Parts own = take_apart(end);
  const Parts others = take_apart(other);
  const auto own_percent = after_percent(own.rest);
  const auto other_percent = after_percent(others.rest);
  std::string added;
  if (own.rest.empty() && own.magnitude == 0) {
    added = behind_number(other);
  } else if (own.rest.empty() && !others.rest.empty()) {
    added = fmt::format(" {}", others.rest);
  } else if (own_percent && own_percent->empty() && other_percent && !other_percent->empty()) {
    added = fmt::format(" {}", *other_percent);
  }
  end += added;
}

/// Both ends with what either says of currency and unit. Empty if "£80 to £120m" leaves open
/// whether millions are meant twice.
std::optional<Ends> whole(Ends ends, const NumberField& field, const Currency& currency) {
  const Parts low = take_apart(ends.low);
  const Parts high = take_apart(ends.high);
  const bool two_symbols = !low.symbol.empty() && !high.symbol.empty();
  if (two_symbols && (low.magnitude == 0) != (high.magnitude == 0)) {
    return std::nullopt;
  }
  for (std::string* end : {&ends.low, &ends.high}) {
    if (is_money(field.unit) && !end->empty() && is_digit(end->front())) {
      *end = std::string(currency.symbol) + *end;
    }
  }
  const std::string written_low = ends.low;
  complete(ends.low, ends.high);
  complete(ends.high, written_low);
  return ends;
}

std::optional<Ends> split(std::string_view text, std::string_view separator) {
  const auto at = text.find(separator, 1);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  return Ends{std::string(trimmed(text.substr(0, at))),
              std::string(trimmed(text.substr(at + separator.size())))};
}

/// The law between the ends; empty if it would not be read.
std::string uniform_law(const Ends& written, const NumberField& field, const Currency& currency) {
  const auto both = whole(written, field, currency);
  if (!both) {
    return "";
  }
  const Ends& ends = *both;
  std::map<std::string, std::string> limits{{"low", ends.low}, {"high", ends.high}};
  if (ends.is_around) {
    const std::string middle = mended(ends.low, field.unit, currency);
    const std::string half = mended(ends.high, field.unit, currency);
    if (middle.empty() || half.empty()) {
      return "";
    }
    const double at = std::get<double>(parse_quantity(middle, field.unit, currency));
    const double width = std::get<double>(parse_quantity(half, field.unit, currency));
    if (at == 0.0) {
      return "";
    }
    limits = {{"low", multiplied(middle, (at - width) / at)},
              {"high", multiplied(middle, (at + width) / at)}};
  }
  return sound_law({description(LawFamily::uniform), field, currency, limits});
}

std::string law_of_text(std::string text, const NumberField& field, const Currency& currency) {
  if (text.starts_with("between ")) {
    text.erase(0, 8);
  } else if (text.starts_with("from ")) {
    text.erase(0, 5);
  }
  for (const std::string_view separator : {"±", "+/-"}) {
    if (auto ends = split(text, separator)) {
      ends->is_around = true;
      return uniform_law(*ends, field, currency);
    }
  }
  for (const std::string_view separator : {" to ", " and ", "...", "…", "..", "–", "—", "-"}) {
    if (const auto ends = split(text, separator)) {
      return uniform_law(*ends, field, currency);
    }
  }
  return "";
}

std::string law_of_list(const Node& list, const NumberField& field, const Currency& currency) {
  const bool plain = std::all_of(list.items.begin(), list.items.end(),
                                 [](const Node& item) { return item.kind == Node::Kind::scalar; });
  if (!plain || (list.items.size() != 2 && list.items.size() != 3)) {
    return "";
  }
  if (list.items.size() == 2) {
    return uniform_law({list.items[0].text, list.items[1].text}, field, currency);
  }
  return sound_law(
      {description(LawFamily::triangular),
       field,
       currency,
       {{"low", list.items[0].text}, {"mode", list.items[1].text}, {"high", list.items[2].text}}});
}

/// A probability as written: its value, and how far digits that were cut off may lead away.
struct Rounded {
  double value = 0.0;
  double unit_in_last_place = 0.0;
  int decimals = 0;
  bool percent = false;
};

Rounded rounded(const std::string& text) {
  const Parts parts = take_apart(text);
  const auto point = parts.number.find('.');
  Rounded result;
  result.percent = after_percent(parts.rest).has_value();
  result.decimals =
      point == std::string_view::npos ? 0 : static_cast<int>(parts.number.size() - point - 1);
  result.value = decimal(parts.number, result.percent ? -2 : 0).value_or(0.0);
  result.unit_in_last_place =
      decimal("1", -result.decimals - (result.percent ? 2 : 0)).value_or(0.0);
  return result;
}

/// "1/3" for 0.333, 0.33 or 33.3 %; empty if no fraction of small numbers was cut off so.
struct Fraction {
  int top = 0;
  int bottom = 0;
};
std::optional<Fraction> fraction_of(const Rounded& number) {
  for (int bottom = 2; bottom <= 12; ++bottom) {
    const double top = std::round(number.value * bottom);
    if (top >= 1.0 && top < bottom &&
        std::abs(top / bottom - number.value) < number.unit_in_last_place) {
      return Fraction{static_cast<int>(top), bottom};
    }
  }
  return std::nullopt;
}

/// All as fractions; empty if one is none or they do not add up to 1.
std::string as_fractions(const std::vector<Rounded>& numbers) {
  constexpr int common = 27'720;  // the least common multiple of 1 to 12
  std::vector<std::string> written;
  int sum = 0;
  for (const Rounded& number : numbers) {
    const auto fraction = fraction_of(number);
    if (!fraction) {
      return "";
    }
    sum += fraction->top * (common / fraction->bottom);
    written.push_back(fmt::format("{}/{}", fraction->top, fraction->bottom));
  }
  return sum == common ? fmt::format("[{}]", fmt::join(written, ", ")) : "";
}

}  // namespace

std::string law_of_range(const Node& written, const NumberField& field, const Currency& currency) {
  if (written.kind == Node::Kind::list) {
    return law_of_list(written, field, currency);
  }
  constexpr std::size_t longest_text = 100;
  return written.kind == Node::Kind::scalar && written.text.size() <= longest_text
             ? law_of_text(std::string(trimmed(written.text)), field, currency)
             : "";
}

std::string adding_up(const std::vector<std::string>& probabilities) {
  std::vector<Rounded> numbers;
  double sum = 0.0;
  for (const std::string& text : probabilities) {
    numbers.push_back(rounded(text));
    sum += numbers.back().value;
    if (text.find('/') != std::string::npos) {
      return "";
    }
  }
  if (numbers.empty() || std::abs(sum - 1.0) >= 0.01) {
    return "";
  }
  if (const std::string fractions = as_fractions(numbers); !fractions.empty()) {
    return fractions;
  }
  const auto largest = static_cast<std::size_t>(
      std::max_element(numbers.begin(), numbers.end(),
                       [](const Rounded& a, const Rounded& b) { return a.value < b.value; }) -
      numbers.begin());
  int decimals = 0;
  for (const Rounded& number : numbers) {
    decimals = std::max(decimals, number.decimals + (number.percent ? 2 : 0));
  }
  std::vector<std::string> written = probabilities;
  const bool percent = numbers[largest].percent;
  const double rest = numbers[largest].value + 1.0 - sum;
  written[largest] = fmt::format("{:.{}f}{}", percent ? 100.0 * rest : rest,
                                 std::max(0, decimals - (percent ? 2 : 0)), percent ? " %" : "");
  return fmt::format("[{}]", fmt::join(written, ", "));
}

}  // namespace firstcustomer
