#include "law_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "firstcustomer/scenario/diagnostics.hpp"
#include "law_parts.hpp"
#include "quantity_words.hpp"

namespace firstcustomer {
namespace {

struct Alias {
  std::string_view written;
  std::string_view meant;
};

constexpr Alias family_aliases[] = {{"lognorm", "lognormal"},
                                    {"lnorm", "lognormal"},
                                    {"gaussian", "normal"},
                                    {"gauss", "normal"},
                                    {"norm", "normal"},
                                    {"tri", "triangular"},
                                    {"triangle", "triangular"},
                                    {"triang", "triangular"},
                                    {"expon", "exponential"},
                                    {"exp", "exponential"},
                                    {"unif", "uniform"},
                                    {"rectangular", "uniform"},
                                    {"betapert", "pert"},
                                    {"constant", "value"},
                                    {"const", "value"},
                                    {"fixed", "value"},
                                    {"deterministic", "value"},
                                    {"point", "value"},
                                    {"discrete", "categorical"},
                                    {"choice", "categorical"},
                                    {"multinomial", "categorical"},
                                    {"binary", "bernoulli"},
                                    {"coin", "bernoulli"},
                                    {"pois", "poisson"},
                                    {"mixture", "lognormal_mixture"},
                                    {"bimodal", "lognormal_mixture"},
                                    {"mixedlognormal", "lognormal_mixture"},
                                    {"lognormalmix", "lognormal_mixture"}};

/// Names that mean the same in every family that has the parameter.
constexpr Alias parameter_aliases[] = {{"min", "low"},
                                       {"minimum", "low"},
                                       {"from", "low"},
                                       {"lower", "low"},
                                       {"least", "low"},
                                       {"max", "high"},
                                       {"maximum", "high"},
                                       {"to", "high"},
                                       {"upper", "high"},
                                       {"most", "high"},
                                       {"likely", "mode"},
                                       {"mostlikely", "mode"},
                                       {"likeliest", "mode"},
                                       {"peak", "mode"},
                                       {"best", "mode"},
                                       {"mid", "mode"},
                                       {"std", "sd"},
                                       {"stdev", "sd"},
                                       {"stddev", "sd"},
                                       {"standarddeviation", "sd"},
                                       {"average", "mean"},
                                       {"avg", "mean"},
                                       {"expected", "mean"},
                                       {"med", "median"},
                                       {"sdlog", "sigma"},
                                       {"stdlog", "sigma"},
                                       {"logsd", "sigma"},
                                       {"p", "probability"},
                                       {"prob", "probability"},
                                       {"chance", "probability"},
                                       {"probs", "probabilities"},
                                       {"weights", "probabilities"},
                                       {"p", "probabilities"},
                                       {"value", "values"},
                                       {"outcomes", "values"},
                                       {"theta", "scale"},
                                       {"k", "shape"}};

/// Names that mean something of their own in one family.
struct OwnAlias {
  LawFamily family;
  std::string_view written;
  std::string_view meant;
};
constexpr OwnAlias own_aliases[] = {{LawFamily::uniform, "a", "low"},
                                    {LawFamily::uniform, "b", "high"},
                                    {LawFamily::triangular, "a", "low"},
                                    {LawFamily::triangular, "b", "high"},
                                    {LawFamily::triangular, "c", "mode"},
                                    {LawFamily::beta, "a", "alpha"},
                                    {LawFamily::beta, "b", "beta"},
                                    {LawFamily::normal, "sigma", "sd"},
                                    {LawFamily::normal, "mu", "mean"},
                                    {LawFamily::weibull, "lambda", "scale"},
                                    {LawFamily::gamma, "alpha", "shape"},
                                    {LawFamily::gamma, "a", "shape"},
                                    {LawFamily::exponential, "scale", "mean"},
                                    {LawFamily::exponential, "lambda", "rate"},
                                    {LawFamily::gamma, "beta", "rate"},
                                    {LawFamily::poisson, "lambda", "mean"},
                                    {LawFamily::poisson, "rate", "mean"},
                                    {LawFamily::poisson, "mu", "mean"},
                                    {LawFamily::lognormal_mixture, "median1", "median"},
                                    {LawFamily::lognormal_mixture, "median2", "other_median"},
                                    {LawFamily::lognormal_mixture, "sigma1", "sigma"},
                                    {LawFamily::lognormal_mixture, "sigma2", "other_sigma"},
                                    {LawFamily::lognormal_mixture, "share", "other_share"},
                                    {LawFamily::lognormal_mixture, "weight", "other_share"}};

/// Lower case, without what joins words.
std::string joined(std::string_view name) {
  std::string result = lower_case(name);
  std::erase_if(result, [](char c) { return c == '-' || c == '_' || c == ' '; });
  return result;
}

/// Parameters that are no family's own, but determine some: converted below.
constexpr std::string_view convertible[] = {"mean", "sd",  "rate", "cv",  "mu", "p5",
                                            "p95",  "p10", "p90",  "p25", "p75"};

/// The parameter's name in the family, or one that can be converted; empty if neither.
std::string meant_parameter(const LawDescription& family, std::string_view written) {
  const std::vector<std::string> own = parameter_names(family);
  const auto is_own = [&](std::string_view name) {
    return std::find(own.begin(), own.end(), name) != own.end();
  };
  const std::string name = joined(written);
  const auto same = std::find_if(own.begin(), own.end(),
                                 [&](const std::string& each) { return joined(each) == name; });
  if (same != own.end()) {
    return *same;
  }
  for (const OwnAlias& alias : own_aliases) {
    if (alias.family == family.family && alias.written == name) {
      return std::string(alias.meant);
    }
  }
  for (const Alias& alias : parameter_aliases) {
    const bool converted = std::find(std::begin(convertible), std::end(convertible), alias.meant) !=
                           std::end(convertible);
    if (alias.written == name && (is_own(alias.meant) || converted)) {
      return std::string(alias.meant);
    }
  }
  if (std::find(std::begin(convertible), std::end(convertible), name) != std::end(convertible)) {
    return name;
  }
  return nearest(name, own);
}

/// The parameters by the names that were meant. Empty if one has no meaning or two have the same.
std::map<std::string, std::string> meant_parameters(const LawDescription& family,
                                                    const Node& written) {
  std::map<std::string, std::string> meant;
  for (const Entry& entry : written.entries) {
    const std::string name = meant_parameter(family, entry.key);
    if (name.empty() || !meant.emplace(name, inline_text(entry.value)).second) {
      return {};
    }
  }
  return meant;
}

/// The parameters of a law written as a list in their order, or as its one number.
std::map<std::string, std::string> parameters_in_order(const LawDescription& family,
                                                       const Node& written) {
  const std::vector<std::string> names = parameter_names(family);
  std::map<std::string, std::string> meant;
  if (written.kind == Node::Kind::scalar && names.size() == 1) {
    meant[names[0]] = written.text;
  } else if (written.items.size() == names.size() && family.parameters.front().form != Form::list) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      meant[names[i]] = inline_text(written.items[i]);
    }
  }
  return meant;
}

}  // namespace

NumberField parameter_field(const LawParameter& parameter, const NumberField& field) {
  NumberField shape = field;
  shape.same_as = {};
  shape.may_be_none = false;
  const Bounds allowed = bounds(parameter.values);
  shape.range = {allowed.low, allowed.high, allowed.low_included};
  if (parameter.scale == Scale::bare) {
    shape.unit = {parameter.values == Values::share ? Dimension::share : Dimension::number};
  }
  // Defaults are 0 and 1, and mean nothing in pounds or months.
  shape.fallback = !parameter.fallback || !is_bare(shape.unit) ? std::string_view{}
                   : *parameter.fallback == 0.0                ? "0"
                                                               : "1";
  return shape;
}

bool is_within(const Law& law, const Range& range) {
  const Support carries = support(law);
  const bool open = !range.low_included && carries.low_has_mass;
  return (open ? carries.low > range.low : carries.low >= range.low) && carries.high <= range.high;
}

std::string in_a_row(const std::vector<std::string>& names) {
  std::string row;
  for (std::size_t i = 0; i < names.size(); ++i) {
    row += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
    row += names[i];
  }
  return row;
}

std::vector<std::string> parameter_names(const LawDescription& family) {
  std::vector<std::string> names;
  for (const LawParameter& parameter : family.parameters) {
    names.emplace_back(parameter.name);
  }
  return names;
}

std::string_view family_named(std::string_view written) {
  const std::string name = joined(written);
  for (const LawDescription& family : law_descriptions()) {
    if (family.family != LawFamily::constant && joined(family.name) == name) {
      return family.name;
    }
  }
  const auto found = std::find_if(std::begin(family_aliases), std::end(family_aliases),
                                  [&](const Alias& alias) { return alias.written == name; });
  return found == std::end(family_aliases) ? std::string_view{} : found->meant;
}

std::string rewritten_law(const LawDescription& family, const Node& written,
                          const NumberField& field, const Currency& currency) {
  LawParts parts{family, field, currency,
                 written.kind == Node::Kind::map ? meant_parameters(family, written)
                                                 : parameters_in_order(family, written)};
  convert_parameters(parts);
  return sound_law(parts);
}

}  // namespace firstcustomer
