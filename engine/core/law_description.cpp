#include <fmt/format.h>

#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {
namespace {

constexpr LawParameter constant_parameters[] = {{"value", Scale::of_the_law, Values::any}};
constexpr LawParameter uniform_parameters[] = {{"low", Scale::of_the_law, Values::any},
                                               {"high", Scale::of_the_law, Values::any}};
constexpr LawParameter exponential_parameters[] = {{"mean", Scale::of_the_law, Values::positive}};
constexpr LawParameter normal_parameters[] = {{"mean", Scale::of_the_law, Values::any},
                                              {"sd", Scale::of_the_law, Values::not_negative}};
constexpr LawParameter lognormal_parameters[] = {{"median", Scale::of_the_law, Values::positive},
                                                 {"sigma", Scale::bare, Values::not_negative}};
constexpr LawParameter weibull_parameters[] = {{"scale", Scale::of_the_law, Values::positive},
                                               {"shape", Scale::bare, Values::positive}};
constexpr LawParameter triangular_parameters[] = {{"low", Scale::of_the_law, Values::any},
                                                  {"mode", Scale::of_the_law, Values::any},
                                                  {"high", Scale::of_the_law, Values::any}};
constexpr LawParameter gamma_parameters[] = {{"shape", Scale::bare, Values::shape},
                                             {"scale", Scale::of_the_law, Values::positive}};
constexpr LawParameter beta_parameters[] = {
    {"alpha", Scale::bare, Values::shape},
    {"beta", Scale::bare, Values::shape},
    {"low", Scale::of_the_law, Values::any, Form::number, 0.0},
    {"high", Scale::of_the_law, Values::any, Form::number, 1.0}};
constexpr LawParameter poisson_parameters[] = {{"mean", Scale::bare, Values::counts}};
constexpr LawParameter bernoulli_parameters[] = {{"probability", Scale::bare, Values::share}};
constexpr LawParameter categorical_parameters[] = {
    {"values", Scale::of_the_law, Values::any, Form::list},
    {"probabilities", Scale::bare, Values::share, Form::list}};
constexpr LawParameter lognormal_mixture_parameters[] = {
    {"median", Scale::of_the_law, Values::positive},
    {"sigma", Scale::bare, Values::not_negative},
    {"other_median", Scale::of_the_law, Values::positive},
    {"other_sigma", Scale::bare, Values::not_negative},
    {"other_share", Scale::bare, Values::share}};

constexpr LawDescription descriptions[] = {
    {LawFamily::constant, "constant", constant_parameters},
    {LawFamily::uniform, "uniform", uniform_parameters},
    {LawFamily::exponential, "exponential", exponential_parameters},
    {LawFamily::normal, "normal", normal_parameters},
    {LawFamily::lognormal, "lognormal", lognormal_parameters},
    {LawFamily::weibull, "weibull", weibull_parameters},
    {LawFamily::triangular, "triangular", triangular_parameters},
    {LawFamily::pert, "pert", triangular_parameters},
    {LawFamily::gamma, "gamma", gamma_parameters},
    {LawFamily::beta, "beta", beta_parameters},
    {LawFamily::poisson, "poisson", poisson_parameters, Scale::bare},
    {LawFamily::bernoulli, "bernoulli", bernoulli_parameters, Scale::bare},
    {LawFamily::categorical, "categorical", categorical_parameters},
    {LawFamily::lognormal_mixture, "lognormal_mixture", lognormal_mixture_parameters},
};

}  // namespace

std::span<const LawDescription> law_descriptions() {
  return descriptions;
}

const LawDescription& description(LawFamily family) {
  return descriptions[static_cast<std::size_t>(family)];
}

Bounds bounds(Values values) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  switch (values) {
    case Values::any:
      return {};
    case Values::not_negative:
      return {0.0, infinity};
    case Values::positive:
      return {0.0, infinity, false};
    case Values::share:
      return {0.0, 1.0};
    case Values::shape:
      return {least_shape, largest_shape};
    case Values::counts:
      return {0.0, largest_poisson_mean};
  }
  ensure(false, "every kind of values has bounds");
  return {};
}

namespace {

/// What is wrong with one number for a parameter; empty if nothing is.
std::string parameter_problem(const LawParameter& parameter, double value) {
  const Bounds allowed = bounds(parameter.values);
  const std::string name(parameter.name);
  if (!std::isfinite(value)) {
    return name + " must be a finite number";
  }
  if (std::isfinite(allowed.high) && !(value >= allowed.low && value <= allowed.high)) {
    return fmt::format("{} must lie between {} and {}", name, allowed.low, allowed.high);
  }
  if (!(allowed.low_included ? value >= allowed.low : value > allowed.low)) {
    return name + (allowed.low_included ? " must not be negative" : " must be positive");
  }
  return "";
}

std::string categorical_problem(const Law& law) {
  const auto values = std::span(law.parameters).first(most_categories);
  const auto probabilities = std::span(law.parameters).last(most_categories);
  double sum = 0.0;
  bool ended = false;
  for (std::size_t i = 0; i < most_categories; ++i) {
    sum += probabilities[i];
    ended = ended || probabilities[i] == 0.0;
    if (ended && probabilities[i] > 0.0) {
      return "every value needs a probability above 0";
    }
    if (i > 0 && !ended && !(values[i - 1] < values[i])) {
      return "values must be in ascending order";
    }
  }
  return std::abs(sum - 1.0) <= largest_sum_error
             ? ""
             : fmt::format("probabilities must add up to 1, not {:.6g}", sum);
}

}  // namespace

std::string problem(const Law& law) {
  const auto& p = law.parameters;
  std::size_t place = 0;
  for (const LawParameter& parameter : description(law.family).parameters) {
    const std::size_t places = parameter.form == Form::list ? most_categories : 1;
    for (std::size_t i = 0; i < places; ++i) {
      const std::string wrong = parameter_problem(parameter, p[place + i]);
      if (!wrong.empty()) {
        return wrong;
      }
    }
    place += places;
  }
  switch (law.family) {
    case LawFamily::uniform:
      return p[0] > p[1] ? "low must not exceed high" : "";
    case LawFamily::beta:
      return p[2] > p[3] ? "low must not exceed high" : "";
    case LawFamily::triangular:
    case LawFamily::pert:
      return p[0] <= p[1] && p[1] <= p[2] ? "" : "low, mode and high must be in ascending order";
    case LawFamily::categorical:
      return categorical_problem(law);
    default:
      return "";
  }
}

}  // namespace firstcustomer
