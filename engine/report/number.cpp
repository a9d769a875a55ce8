#include "firstcustomer/report/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace firstcustomer {
namespace {

constexpr std::string_view minus = "\u2212";
constexpr std::string_view none = "\u2014";

/// Decimals that keep a number of this size readable.
int decimals_for(double size) {
  return size < 10 ? 2 : size < 100 ? 1 : 0;
}

std::string with_sign(double value, int decimals, Shown shown, std::string_view prefix = "") {
  const std::string digits = grouped(std::abs(value), decimals);
  const bool zero = digits.find_first_not_of("0.,") == std::string::npos;
  const std::string_view sign = zero                            ? ""
                                : value < 0                     ? minus
                                : shown == Shown::as_difference ? "+"
                                                                : "";
  return fmt::format("{}{}{}", sign, prefix, digits);
}

/// Rounding alone is no lean.
bool is_lopsided(const Estimate& estimate) {
  const double lean = estimate.low + estimate.half_width() - estimate.mean;
  return std::abs(lean) > 0.1 * estimate.half_width() + 1e-12 * std::abs(estimate.mean);
}

/// Several replications without an interval (of a design that has none yet) show a dash.
std::string half_width_text(const Estimate& estimate, double scale, int decimals) {
  const double half_width = estimate.half_width() / scale;
  return !std::isnan(half_width) ? grouped(half_width, decimals)
         : estimate.count > 1    ? std::string(none)
                                 : "";
}

struct MoneyScale {
  double unit;
  std::string_view suffix;
};

MoneyScale money_scale(double size) {
  constexpr MoneyScale scales[] = {{1e9, "bn"}, {1e5, "m"}, {1e3, "k"}};
  for (const MoneyScale& scale : scales) {
    if (size >= scale.unit) {
      return {scale.unit == 1e5 ? 1e6 : scale.unit, scale.suffix};
    }
  }
  return {1.0, ""};
}

}  // namespace

std::string shortest(double value) {
  if (!std::isfinite(value)) {
    return "";
  }
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::string grouped(double value, int decimals) {
  const std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const auto point = std::min(digits.find('.'), digits.size());
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  std::string text(value < 0 && !zero ? minus : "");
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i < point && (point - i) % 3 == 0) {
      text += ',';
    }
    text += digits[i];
  }
  return text;
}

std::string calm(double value) {
  const double size = std::abs(value);
  int decimals = decimals_for(size);
  constexpr int most_decimals = 9;
  for (double scaled = size; size > 0.0 && scaled < 0.1 && decimals < most_decimals;
       scaled *= 10.0) {
    ++decimals;
  }
  return grouped(value, decimals);
}

std::string amount_text(double amount, std::string_view symbol) {
  struct Scale {
    double unit;
    std::string_view suffix;
    /// Below this many units there is a decimal.
    double decimal_below;
  };
  constexpr Scale scales[] = {{1e9, "bn", 99.95}, {1e6, "m", 99.95}, {1e3, "k", 9.95}};
  const double size = std::abs(amount);
  std::string text = grouped(size, 0);
  for (const Scale& scale : scales) {
    const double count = size / scale.unit;
    if (count >= 0.9995) {  // £999,600 is £1.0m, not £1,000k
      text = grouped(count, count < scale.decimal_below ? 1 : 0) + std::string(scale.suffix);
      break;
    }
  }
  return fmt::format("{}{}{}", amount < 0 && text != "0" ? minus : "", symbol, text);
}

EstimateText estimate_text(const Estimate& estimate, OutcomeKind kind, Shown shown,
                           std::string_view symbol) {
  if (std::isnan(estimate.mean)) {
    return {std::string(none), ""};
  }
  if (estimate.mean == 0.0 && !(estimate.high > estimate.low) &&
      !(estimate.standard_deviation > 0.0)) {
    return {"0", ""};
  }
  const double size = std::abs(estimate.mean);
  double scale = 1.0;
  std::string_view prefix;
  std::string_view suffix;
  int decimals = decimals_for(size);
  switch (kind) {
    case OutcomeKind::count:
    case OutcomeKind::ratio:
      break;
    case OutcomeKind::months:
      decimals = 1;
      break;
    case OutcomeKind::probability:
      scale = 0.01;
      suffix = shown == Shown::as_difference ? " pp" : " %";
      decimals = 1;
      break;
    case OutcomeKind::money: {
      const double reach = std::isnan(estimate.half_width()) ? 0.0 : estimate.half_width();
      const MoneyScale money = money_scale(std::max(size, reach));
      scale = money.unit;
      prefix = symbol;
      suffix = money.suffix;
      decimals = scale > 1.0 && size / scale < 100 ? 1 : 0;
      break;
    }
  }
  const double half_width = estimate.half_width() / scale;
  constexpr int most_decimals = 4;
  while (decimals < most_decimals && half_width > 0.0 &&
         grouped(half_width, decimals).find_first_not_of("0.") == std::string::npos) {
    ++decimals;
  }
  std::string mean =
      with_sign(estimate.mean / scale, decimals, shown, prefix) + std::string(suffix);
  if (is_lopsided(estimate)) {
    return {std::move(mean), "",
            fmt::format("({} to {})", grouped(estimate.low / scale, decimals),
                        grouped(estimate.high / scale, decimals))};
  }
  return {std::move(mean), half_width_text(estimate, scale, decimals)};
}

std::string EstimateText::interval() const {
  return !range.empty() ? " " + range : half_width.empty() ? "" : " ± " + half_width;
}

std::string on_one_line(const EstimateText& text) {
  return text.mean + text.interval();
}

std::string money_text(double amount, std::string_view symbol) {
  const MoneyScale money = money_scale(std::abs(amount));
  const double scaled = amount / money.unit;
  const bool is_whole = std::fmod(std::round(scaled * 10.0), 10.0) == 0.0;
  const int decimals = money.unit > 1.0 && std::abs(scaled) < 100 && !is_whole ? 1 : 0;
  return with_sign(scaled, decimals, Shown::as_level, symbol) + std::string(money.suffix);
}

}  // namespace firstcustomer
