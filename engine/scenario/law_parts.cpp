#include "law_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/time.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

/// Six significant digits, without an exponent where that is readable.
std::string six_digits(double value) {
  const auto rounded = decimal(fmt::format("{:.6g}", value), 0);
  return fmt::format("{}", rounded.value_or(value));
}

std::optional<double> read(const std::string& text, const Unit& unit, const Currency& currency) {
  const auto value = parse_quantity(text, unit, currency);
  const auto* number = std::get_if<double>(&value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

/// Takes a parameter out, in the unit of the law or another. Empty if it is not there or no such
/// quantity; it then stays where it is.
struct Taken {
  std::string text;
  double value;
};
std::optional<Taken> take(LawParts& parts, const std::string& name, const Unit& unit) {
  const auto found = parts.texts.find(name);
  if (found == parts.texts.end()) {
    return std::nullopt;
  }
  const std::string text = mended(found->second, unit, parts.currency);
  const auto value = text.empty() ? std::nullopt : read(text, unit, parts.currency);
  if (!value) {
    return std::nullopt;
  }
  parts.texts.erase(found);
  return Taken{text, *value};
}

bool has(const LawParts& parts, std::string_view name) {
  return parts.texts.contains(std::string(name));
}

/// Coefficient of variation, from an sd in the law's unit or a share of the mean.
std::optional<double> relative_sd(LawParts& parts, double mean) {
  if (const auto sd = take(parts, "sd", parts.field.unit)) {
    return sd->value / mean;
  }
  if (!is_bare(parts.field.unit)) {
    if (const auto share = take(parts, "sd", {Dimension::share})) {
      return share->value;  // "sd: 25 %" of 24 months
    }
  }
  const auto cv = take(parts, "cv", {Dimension::share});
  return cv ? std::optional(cv->value) : std::nullopt;
}

/// median = √(low · high), σ = log(high/low)/2z from two percentiles that lie alike around it.
void convert_percentiles(LawParts& parts) {
  struct Pair {
    const char* low;
    const char* high;
    double z;  // the standard normal's upper percentile
  };
  constexpr Pair pairs[] = {{"p5", "p95", 1.6448536269514722},
                            {"p10", "p90", 1.2815515655446004},
                            {"p25", "p75", 0.6744897501960817}};
  for (const Pair& pair : pairs) {
    if (!has(parts, pair.low) || !has(parts, pair.high)) {
      continue;
    }
    const auto low = take(parts, pair.low, parts.field.unit);
    const auto high = take(parts, pair.high, parts.field.unit);
    if (low && high && low->value > 0.0 && high->value > low->value) {
      const double ratio = high->value / low->value;
      parts.texts["median"] = multiplied(low->text, std::sqrt(ratio));
      parts.texts["sigma"] = six_digits(elementary::log(ratio) / (2.0 * pair.z));
    }
  }
}

/// σ² = log(1 + cv²), median = mean / √(1 + cv²); or median = mean · exp(−σ²/2).
void convert_lognormal(LawParts& parts) {
  convert_percentiles(parts);
  if (has(parts, "mu") && is_bare(parts.field.unit)) {
    if (const auto mu = take(parts, "mu", {Dimension::number})) {
      parts.texts["median"] = six_digits(elementary::exp(mu->value));
    }
    return;
  }
  const bool enough = has(parts, "sd") || has(parts, "cv") || has(parts, "sigma");
  const auto mean =
      enough && !has(parts, "median") ? take(parts, "mean", parts.field.unit) : std::nullopt;
  if (!mean) {
    return;
  }
  if (has(parts, "sigma")) {
    const auto sigma = read(parts.texts["sigma"], {Dimension::number}, parts.currency);
    const double squared = sigma.value_or(0.0) * sigma.value_or(0.0);
    parts.texts["median"] = multiplied(mean->text, elementary::exp(-squared / 2.0));
  } else if (const auto cv = relative_sd(parts, mean->value)) {
    const double spread = 1.0 + *cv * *cv;
    parts.texts["median"] = multiplied(mean->text, 1.0 / std::sqrt(spread));
    parts.texts["sigma"] = six_digits(std::sqrt(elementary::log(spread)));
  }
}

/// One over a rate: of a bare number, or of so many per unit of time as a span in that unit.
void convert_rate(LawParts& parts, const std::string& name) {
  if (has(parts, name) || !has(parts, "rate")) {
    return;
  }
  const Dimension dimension = parts.field.unit.dimension;
  if (dimension == Dimension::number || dimension == Dimension::share) {
    if (const auto rate = take(parts, "rate", {Dimension::number})) {
      parts.texts[name] = six_digits(1.0 / rate->value);
    }
  } else if (dimension == Dimension::time &&
             !read(parts.texts["rate"], {Dimension::share}, parts.currency)) {
    if (const auto rate = take(parts, "rate", {Dimension::rate})) {
      const Parts written = take_apart(rate->text);
      const TimeUnit* unit = per_time_unit(after_percent(written.rest).value_or(written.rest));
      const std::string count = six_digits(days_per_year / unit->days / rate->value);
      parts.texts[name] = fmt::format("{} {}{}", count, unit->name, count == "1" ? "" : "s");
    }
  }
}

/// shape = 1/cv², scale = mean · cv²; or scale = mean/shape.
void convert_gamma(LawParts& parts) {
  convert_rate(parts, "scale");
  const bool enough = has(parts, "sd") || has(parts, "cv") || has(parts, "shape");
  const auto mean =
      enough && !has(parts, "scale") ? take(parts, "mean", parts.field.unit) : std::nullopt;
  if (!mean) {
    return;
  }
  if (has(parts, "shape")) {
    const auto shape = read(parts.texts["shape"], {Dimension::number}, parts.currency);
    parts.texts["scale"] = multiplied(mean->text, 1.0 / shape.value_or(0.0));
  } else if (const auto cv = relative_sd(parts, mean->value)) {
    parts.texts["shape"] = six_digits(1.0 / (*cv * *cv));
    parts.texts["scale"] = multiplied(mean->text, *cv * *cv);
  }
}

/// "[a, b]" into the places of parameter i; with its items mended. Empty if it cannot be read.
std::string read_list(const std::string& text, const LawParts& parts, std::size_t i, Law& law) {
  if (!text.starts_with('[') || !text.ends_with(']')) {
    return "";
  }
  const NumberField shape = parameter_field(parts.family.parameters[i], parts.field);
  std::string_view left = std::string_view(text).substr(1, text.size() - 2);
  std::string written;
  for (std::size_t k = 0; !left.empty(); ++k) {
    const auto comma = std::min(left.find(','), left.size());
    const std::string item =
        mended(std::string(trimmed(left.substr(0, comma))), shape.unit, parts.currency);
    if (item.empty() || k == most_categories) {
      return "";
    }
    law.parameters[i * most_categories + k] = *read(item, shape.unit, parts.currency);
    written += (k == 0 ? "" : ", ") + item;
    left.remove_prefix(std::min(comma + 1, left.size()));
  }
  return written.empty() ? "" : "[" + written + "]";
}

/// One parameter as it is written, stored in the law. Empty if it cannot be read.
std::string read_parameter(const std::string& text, const LawParts& parts, std::size_t i,
                           Law& law) {
  if (parts.family.parameters[i].form == Form::list) {
    return read_list(text, parts, i, law);
  }
  const Unit unit = parameter_field(parts.family.parameters[i], parts.field).unit;
  const std::string written = mended(text, unit, parts.currency);
  law.parameters[i] = written.empty() ? 0.0 : *read(written, unit, parts.currency);
  return written;
}

}  // namespace

std::string mended(const std::string& text, const Unit& unit, const Currency& currency) {
  const auto parsed = parse_quantity(text, unit, currency);
  const auto* error = std::get_if<QuantityError>(&parsed);
  if (error == nullptr) {
    return text;
  }
  const std::string& suggestion = error->suggestion;
  return suggestion.starts_with("Write '") && suggestion.ends_with("'?")
             ? suggestion.substr(7, suggestion.size() - 9)
             : "";
}

std::string multiplied(const std::string& text, double factor) {
  const Parts parts = take_apart(text);
  const auto number = decimal(parts.number, 0);
  if (!number || parts.number.empty()) {
    return "";
  }
  const auto at = static_cast<std::size_t>(parts.number.data() - text.data());
  return text.substr(0, at) + six_digits(*number * factor) + text.substr(at + parts.number.size());
}

void convert_parameters(LawParts& parts) {
  if (parts.family.family == LawFamily::lognormal) {
    convert_lognormal(parts);
  } else if (parts.family.family == LawFamily::gamma) {
    convert_gamma(parts);
  } else if (parts.family.family == LawFamily::exponential) {
    convert_rate(parts, "mean");
  }
}

std::string sound_law(const LawParts& parts) {
  Law law{parts.family.family, {}};
  std::vector<std::string> written;
  for (std::size_t i = 0; i < parts.family.parameters.size(); ++i) {
    const LawParameter& parameter = parts.family.parameters[i];
    const auto found = parts.texts.find(std::string(parameter.name));
    if (found == parts.texts.end()) {
      if (parameter_field(parameter, parts.field).fallback.empty()) {
        return "";
      }
      law.parameters[i] = *parameter.fallback;
      continue;
    }
    const std::string text = read_parameter(found->second, parts, i, law);
    if (text.empty()) {
      return "";
    }
    written.push_back(fmt::format("{}: {}", parameter.name, text));
  }
  const bool fits = problem(law).empty() && is_within(law, parts.field.range);
  return fits && written.size() == parts.texts.size()
             ? fmt::format("{{{}: {{{}}}}}", parts.family.name, fmt::join(written, ", "))
             : "";
}

}  // namespace firstcustomer
