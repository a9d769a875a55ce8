/// What is said of laws written in another way: one message, and what it suggests is read.

#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <vector>

#include "firstcustomer/core/id.hpp"
#include "firstcustomer/core/random.hpp"
#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using testing::assumption;
using ::testing::HasSubstr;
using testing::read_small;
using testing::ReadScenario;
using testing::uncertainty;

/// Fields that stand for a law of time, an uncertain amount of money, a bare number, a share.
constexpr std::string_view closing = "finance.closing";
constexpr std::string_view cash = "firms.alpha.cash";
constexpr std::string_view market = "finance.market";
constexpr std::string_view graduation = "finance.rounds.seed.graduation";
constexpr std::string_view slip = "technologies.chip.slip";

/// The one message of a reading with the field set so, without its place.
std::string message(std::string_view path, std::string_view written) {
  const std::string assignment = std::string(path) + "=" + std::string(written);
  const std::string messages = read_small({assignment}).messages();
  EXPECT_EQ(std::count(messages.begin(), messages.end(), '\n'), 1) << assignment << messages;
  const auto place_end = messages.find(": ");
  return place_end == std::string::npos ? "" : messages.substr(place_end + 2);
}

/// What a message suggests to write; empty if it suggests nothing of that form.
std::string suggested(const std::string& text) {
  const auto begin = text.find("Write '");
  const auto end = text.rfind("'?\n");
  return begin == std::string::npos || end == std::string::npos
             ? ""
             : text.substr(begin + 7, end - begin - 7);
}

struct Otherwise {
  std::string_view path;
  std::string_view written;
  std::string_view meant;
};

void expect_suggestions(const std::vector<Otherwise>& table) {
  for (const Otherwise& row : table) {
    EXPECT_EQ(suggested(message(row.path, row.written)), row.meant) << row.written;
    if (!row.meant.empty()) {
      const std::string assignment = std::string(row.path) + "=" + std::string(row.meant);
      EXPECT_EQ(read_small({assignment}).messages(), "");
    }
  }
}

TEST(LawSuggestions, SayWhatParametersALawHas) {
  EXPECT_EQ(message(closing, "{lognormal: {mean: 24 months, sd: 6 months}}"),
            "a lognormal law has median and sigma, not mean and sd. Write '{lognormal: {median: "
            "23.2834 months, sigma: 0.246221}}'?\n");
  EXPECT_EQ(message(cash, "{uniform: {foo: £1m, bar: £2m}}"),
            "a uniform law has low and high, not foo and bar.\n");
  EXPECT_EQ(message(cash, "{lognormal: {median: £1m, spread: 3}}"),
            "a lognormal law has median and sigma, not spread.\n");
}

TEST(LawSuggestions, RenameParameters) {
  expect_suggestions({
      {cash, "{uniform: {min: £1m, max: £2m}}", "{uniform: {low: £1m, high: £2m}}"},
      {cash, "{uniform: {from: £1m, to: £2m}}", "{uniform: {low: £1m, high: £2m}}"},
      {cash, "{uniform: {a: 1m, b: 2m}}", "{uniform: {low: £1m, high: £2m}}"},
      {closing, "{triangular: {min: 1 mth, likely: 2 months, max: 3 months}}",
       "{triangular: {low: 1 month, mode: 2 months, high: 3 months}}"},
      {closing, "{pert: {low: 1 month, most_likely: 2 months, high: 3 months}}",
       "{pert: {low: 1 month, mode: 2 months, high: 3 months}}"},
      {cash, "{pert: {Low: £1m, Mode: £2m, High: £3m}}",
       "{pert: {low: £1m, mode: £2m, high: £3m}}"},
      {closing, "{weibull: {lambda: 5 months, k: 1.5}}",
       "{weibull: {scale: 5 months, shape: 1.5}}"},
      {closing, "{gamma: {k: 2, theta: 5 months}}", "{gamma: {shape: 2, scale: 5 months}}"},
      {graduation, "{beta: {a: 2, b: 6}}", "{beta: {alpha: 2, beta: 6}}"},
      {cash, "{beta: {a: 2, b: 6, min: £1m, max: £2m}}",
       "{beta: {alpha: 2, beta: 6, low: £1m, high: £2m}}"},
      {graduation, "{bernoulli: {p: 30 %}}", "{bernoulli: {probability: 30 %}}"},
      {market, "{poisson: {lambda: 3}}", "{poisson: {mean: 3}}"},
      {market, "{poisson: {rate: 3}}", "{poisson: {mean: 3}}"},
      {closing, "{exponential: {average: 5 months}}", "{exponential: {mean: 5 months}}"},
      {closing, "{lognormal: {medain: 5 months, sgima: 0.5}}",
       "{lognormal: {median: 5 months, sigma: 0.5}}"},
      {closing, "{categorical: {values: [1 month, 2 mths], probs: [40 %, 60 %]}}",
       "{categorical: {values: [1 month, 2 months], probabilities: [40 %, 60 %]}}"},
      {cash,
       "{lognormal_mixture: {median1: 1m, sigma1: 0.5, median2: £9m, sigma2: 0.3, share: 40 %}}",
       "{lognormal_mixture: {median: £1m, sigma: 0.5, other_median: £9m, other_sigma: 0.3, "
       "other_share: 40 %}}"},
      {closing,
       "{lognormal_mixture: {med: 1 month, sdlog: 0.5, other-median: 9 months, OtherSigma: 0.3, "
       "othre_share: 40 %}}",
       "{lognormal_mixture: {median: 1 month, sigma: 0.5, other_median: 9 months, other_sigma: "
       "0.3, other_share: 40 %}}"},
      {cash,
       "{lognormal_mixture: {median: £1m, sigma: 0.5, median2: £9m, sigma2: 0.3, weight: 140 %}}",
       ""},
  });
}

TEST(LawSuggestions, ComputeParametersThatOthersDetermine) {
  expect_suggestions({
      {closing, "{exponential: {rate: 0.1/month}}", "{exponential: {mean: 10 months}}"},
      {closing, "{exponential: {rate: 50 %/yr}}", "{exponential: {mean: 2 years}}"},
      {closing, "{exponential: {lambda: 1/month}}", "{exponential: {mean: 1 month}}"},
      {market, "{exponential: {rate: 4}}", "{exponential: {mean: 0.25}}"},
      {closing, "{gamma: {shape: 2, rate: 0.5/month}}", "{gamma: {shape: 2, scale: 2 months}}"},
      {closing, "{gamma: {mean: 6 months, sd: 3 months}}",
       "{gamma: {shape: 4, scale: 1.5 months}}"},
      {cash, "{gamma: {mean: £6m, shape: 4}}", "{gamma: {shape: 4, scale: £1.5m}}"},
      {cash, "{lognormal: {mean: £5m, std: £5m}}",
       "{lognormal: {median: £3.53553m, sigma: 0.832555}}"},
      {slip, "{lognormal: {mean: 1, cv: 50 %}}",
       "{lognormal: {median: 0.894427, sigma: 0.472381}}"},
      {closing, "{lognormal: {mean: 24 months, sd: 25 %}}",
       "{lognormal: {median: 23.2834 months, sigma: 0.246221}}"},
      // √(12 · 36) and ln 3 over twice the 90th percentile of the normal law.
      {closing, "{lognormal: {p10: 12 months, p90: 36 months}}",
       "{lognormal: {median: 20.7846 months, sigma: 0.428626}}"},
      {market, "{lognormal: {p5: 1.2, p95: 1.9}}",
       "{lognormal: {median: 1.50997, sigma: 0.139688}}"},
      {cash, "{lognormal: {P25: £1m, P75: £4m}}", "{lognormal: {median: £2m, sigma: 1.02766}}"},
      {cash, "{lognormal: {p90: £1m, p10: £4m}}", ""},
      {closing, "{normal: {mean: 24 months, sd: 6 months}}",
       "{lognormal: {median: 1.94029 years, sigma: 0.246221}}"},
      {graduation, "{normal: {mean: 50 %, sd: 10 %}}", ""},
      {slip, "{lognormal: {mean: 1, sigma: 0.5}}", "{lognormal: {median: 0.882497, sigma: 0.5}}"},
      {slip, "{lognormal: {mu: 0, sigma: 0.5}}", "{lognormal: {median: 1, sigma: 0.5}}"},
  });
}

TEST(LawSuggestions, GiveLawsOfTheMeanAndSdThatWereWritten) {
  const double mean = 24 * 30.4375;
  const double sd = 6 * 30.4375;
  const std::string path = "technologies.chip.stages.design.duration";
  const std::string meant = suggested(message(path, "{lognormal: {mean: 2 years, sd: 6 months}}"));
  const ReadScenario read = read_small({path + "=" + meant});
  ASSERT_EQ(read.messages(), "");
  const auto& p = read->numbers.technologies[0].stages[0].duration.parameters;
  const double variance = p[1] * p[1];
  EXPECT_NEAR(p[0] * std::exp(variance / 2), mean, 1e-5 * mean);
  EXPECT_NEAR(p[0] * std::sqrt(std::exp(variance) * (std::exp(variance) - 1)), sd, 1e-5 * sd);
}

TEST(LawSuggestions, AreNoneWhereTheLawWouldBeRefused) {
  expect_suggestions({
      {cash, "{normal: {mean: £5m, std: £1m}}", ""},
      {cash, "{uniform: {min: £3m, max: £2m}}", ""},
      {graduation, "{uniform: {min: 50 %, max: 150 %}}", ""},
      {closing, "{exponential: {rate: 0.1}}", ""},
      {closing, "{exponential: {rate: 10 %}}", ""},
      {closing, "{exponential: {typo: 1, rate: 0.1/month}}", ""},
      {closing, "{exponential: {rate: 0/month}}", ""},
      {cash, "{exponential: {rate: 0.1/month}}", ""},
      {cash, "{lognormal: {mean: £0, sd: £1m}}", ""},
      {cash, "{lognormal: {mean: £5m, sd: {uniform: {low: £1m, high: £2m}}}}", ""},
      {cash, "{lognormal: {mu: 15, sigma: 1}}", ""},
      {closing, "{uniform: {min: 1 month, minimum: 2 months}}", ""},
      {closing, "{categorical: {values: [1 month, 2 months], probs: [40 %, 50 %]}}", ""},
  });
}

TEST(LawSuggestions, KnowOtherNamesOfFamilies) {
  const struct {
    std::string_view written;
    std::string_view meant;
  } table[] = {{"log-normal", "lognormal"},
               {"log_normal", "lognormal"},
               {"lognorm", "lognormal"},
               {"LogNormal", "lognormal"},
               {"gaussian", "normal"},
               {"tri", "triangular"},
               {"expon", "exponential"},
               {"unif", "uniform"},
               {"beta-pert", "pert"},
               {"PERT", "pert"},
               {"constant", "value"},
               {"fixed", "value"},
               {"discrete", "categorical"},
               {"lognromal", "lognormal"},
               {"mixture", "lognormal_mixture"},
               {"lognormal-mixture", "lognormal_mixture"},
               {"LOGNORMALMIXTURE", "lognormal_mixture"},
               {"bimodal", "lognormal_mixture"},
               {"lognormal_mixtrue", "lognormal_mixture"}};
  for (const auto& row : table) {
    const std::string written(row.written);
    EXPECT_EQ(message(closing, "{" + written + ": {mean: 5 months}}"),
              "unknown key '" + written +
                  "' in finance.closing (it would be ignored). Did you "
                  "mean '" +
                  std::string(row.meant) + "'?\n");
  }
}

TEST(LawSuggestions, TakeParametersInTheirOrder) {
  expect_suggestions(
      {{cash, "{uniform: [1m, £2m]}", "{uniform: {low: £1m, high: £2m}}"},
       {closing, "{exponential: 5 months}", "{exponential: {mean: 5 months}}"},
       {closing, "{lognormal: [5 months, 0.5]}", "{lognormal: {median: 5 months, sigma: 0.5}}"},
       {cash, "{lognormal_mixture: [£28m, 0.5, £160m, 0.35, 40 %]}",
        "{lognormal_mixture: {median: £28m, sigma: 0.5, other_median: £160m, other_sigma: 0.35, "
        "other_share: 40 %}}"},
       {closing, "{uniform: [1 day]}", ""},
       {closing, "{lognormal: 5 months}", ""}});
}

TEST(LawSuggestions, WriteRangesAsLaws) {
  expect_suggestions({
      {cash, "[80m, 120m]", "{uniform: {low: £80m, high: £120m}}"},
      {cash, "[£80m, £120m]", "{uniform: {low: £80m, high: £120m}}"},
      {cash, "[£80m, £90m, £120m]", "{triangular: {low: £80m, mode: £90m, high: £120m}}"},
      {cash, "£80m to £120m", "{uniform: {low: £80m, high: £120m}}"},
      {cash, "£80m-£120m", "{uniform: {low: £80m, high: £120m}}"},
      {cash, "£80–120m", "{uniform: {low: £80m, high: £120m}}"},
      {cash, "between £80m and £120m", "{uniform: {low: £80m, high: £120m}}"},
      {cash, "£80m ± £10m", "{uniform: {low: £70m, high: £90m}}"},
      {cash, "£80m +/- 10m", "{uniform: {low: £70m, high: £90m}}"},
      {cash, "80m to 120m", "{uniform: {low: £80m, high: £120m}}"},
      {cash, "£80m to £120", ""},
      {cash, "£80 to £120m", ""},
      {cash, "£500 to £2k", ""},
      {"firms.alpha.burn", "1m to 2m a year", "{uniform: {low: £1m a year, high: £2m a year}}"},
      {"firms.alpha.burn", "£1m to £2m", "{uniform: {low: £1m/month, high: £2m/month}}"},
      {"programme.strength.cancel_hazard", "5 % to 8 % a month",
       "{uniform: {low: 5 % a month, high: 8 % a month}}"},
      {"programme.strength.cancel_hazard", "5-8 %/month",
       "{uniform: {low: 5 %/month, high: 8 %/month}}"},
      {closing, "3 to 6 months", "{uniform: {low: 3 months, high: 6 months}}"},
      {closing, "18-24 mths", "{uniform: {low: 18 months, high: 24 months}}"},
      {graduation, "20-40 %", "{uniform: {low: 20 %, high: 40 %}}"},
      {graduation, "30 % ± 5 %", "{uniform: {low: 25 %, high: 35 %}}"},
      {"firms.alpha.burn", "£1m to £2m a month",
       "{uniform: {low: £1m a month, high: £2m a month}}"},
      {"technologies.chip.stages.design.success.0", "20-40 %",
       "{uniform: {low: 20 %, high: 40 %}}"},
      {"technologies.chip.stages.design.duration",
       "{lognormal: {median: 18 to 24 months, sigma: 0.2}}",
       "{uniform: {low: 18 months, high: 24 months}}"},
      {cash, "£120m to £80m", ""},
      {graduation, "50-150 %", ""},
      {closing, "3 months or so", ""},
      {closing, "£3m to £6m", ""},
      {closing, "{uniform: {low: 1 to 2 months, high: 3 months}}", ""},
  });
  EXPECT_EQ(message(cash, "£80m to £120m"),
            "'£80m to £120m' is not an amount of money, such as '£100m' (a range is a law of "
            "chance). Write '{uniform: {low: £80m, high: £120m}}'?\n");
  EXPECT_EQ(message(cash, "{value: £80m to £120m, source: Here}"),
            "'£80m to £120m' is not an amount of money, such as '£100m' (a range is a law of "
            "chance). Write 'uniform: {low: £80m, high: £120m}' in the place of 'value'.\n");
  EXPECT_EQ(
      read_small({"firms.alpha.cash={uniform: {low: £80m, high: £120m}, source: Here}"}).messages(),
      "");
}

std::string of_probabilities(const std::string& probabilities) {
  std::string values = "[1, 2, 3, 4, 5, 6, 7, 8";
  const auto count =
      static_cast<std::size_t>(std::count(probabilities.begin(), probabilities.end(), ','));
  return "{categorical: {values: " + values.substr(0, 2 + 3 * count) +
         "], probabilities: " + probabilities + "}}";
}

TEST(LawSuggestions, CompleteRoundedProbabilities) {
  const struct {
    std::string written;
    std::string_view sum;
    std::string meant;
  } table[] = {
      {"[0.3333, 0.3333, 0.3333]", "0.9999", "[1/3, 1/3, 1/3]"},
      {"[33.3 %, 33.3 %, 33.3 %]", "0.999", "[1/3, 1/3, 1/3]"},
      {"[0.166, 0.333, 0.5]", "0.999", "[1/6, 1/3, 1/2]"},
      {"[0.667, 0.334]", "1.001", "[2/3, 1/3]"},
      {"[0.351, 0.25, 0.392]", "0.993", "[0.351, 0.25, 0.399]"},
      {"[35.1 %, 25 %, 39.4 %]", "0.995", "[35.1 %, 25 %, 39.9 %]"},
      {"[0.351, 0.25, 39.4 %]", "0.995", "[0.351, 0.25, 39.9 %]"},
      {"[0.5, 0.4, 0.091]", "0.991", "[0.509, 0.4, 0.091]"},
      {"[0.12345, 0.87654]", "0.99999", "[0.12345, 0.87655]"},
  };
  for (const auto& row : table) {
    const std::string said = message(market, of_probabilities(row.written));
    EXPECT_THAT(said, HasSubstr("the probabilities add up to " + std::string(row.sum) +
                                ", not 1. Write '" + row.meant + "'?\n"));
    const std::string mended = "finance.market=" + of_probabilities(row.meant);
    EXPECT_EQ(read_small({mended}).messages(), "");
  }
  EXPECT_THAT(message(market, of_probabilities("[0.5, 0.48]")),
              HasSubstr("probabilities must add up to 1, not 0.98"));
}

TEST(LawSuggestions, ThirdsAddUp) {
  for (const std::string probabilities :
       {"[1/3, 1/3, 1/3]", "[1/7, 2/7, 4/7]", "[33.3 %, 33.3 %, 33.4 %]", "[1/3, 2/3]",
        "[1/6, 1/6, 1/6, 1/6, 1/6, 1/6]"}) {
    EXPECT_EQ(read_small({"finance.market=" + of_probabilities(probabilities)}).messages(), "");
  }
}

template <std::size_t n>
std::string_view any_of(const std::string_view (&choices)[n], Stream& stream) {
  return choices[uniform_below(stream, n)];
}

/// A law or a range of words that mostly belong together, and sometimes do not.
std::string any_law(Stream& stream) {
  static constexpr std::string_view families[] = {
      "uniform", "triangular", "pert", "normal",  "lognormal", "exponential",
      "weibull", "gamma",      "beta", "poisson", "bernoulli", "categorical"};
  static constexpr std::string_view names[] = {
      "low",   "high",  "min", "max",    "from", "to",    "mode",        "likely", "mean",  "sd",
      "std",   "sigma", "mu",  "median", "cv",   "rate",  "lambda",      "k",      "shape", "scale",
      "alpha", "beta",  "a",   "b",      "p",    "theta", "probability", "values", "probs"};
  static constexpr std::string_view values[] = {
      "1",          "0.5",    "2",      "0",         "-1",     "30 %",      "3 months", "18 mths",
      "£5m",        "80m",    "£1.2bn", "0.1/month", "8 %/yr", "£2m/month", "1/3",      "[1, 2]",
      "[0.3, 0.7]", "1 to 2", "6",      "12 months", "1e3",    "2 years",   "£20k",     "tbc"};
  static constexpr std::string_view between[] = {" to ", "-", "–", " ± ", " and ", "..."};
  if (uniform_below(stream, 4) == 0) {
    const std::string low(any_of(values, stream));
    const std::string_view separator = any_of(between, stream);
    return low + std::string(separator) + std::string(any_of(values, stream));
  }
  std::string law = "{" + std::string(any_of(families, stream)) + ": {";
  const std::uint64_t parameters = 1 + uniform_below(stream, 3);
  for (std::uint64_t i = 0; i < parameters; ++i) {
    law += i == 0 ? "" : ", ";
    law += any_of(names, stream);
    law += ": ";
    law += any_of(values, stream);
  }
  return law + "}}";
}

TEST(LawSuggestions, AreReadWhenTheyAreWritten) {
  constexpr std::string_view paths[] = {closing,
                                        cash,
                                        market,
                                        graduation,
                                        slip,
                                        "firms.alpha.burn",
                                        "finance.attempts",
                                        "programme.strength.cancel_hazard"};
  const Luck luck(20261120, Phase::main, 2);
  Stream stream(luck, Purpose{0}, hash_name("laws"), Ordinal{});
  std::size_t suggestions = 0;
  for (int i = 0; i < 4'000; ++i) {
    const std::string path(any_of(paths, stream));
    const std::string law = any_law(stream);
    const std::string said = read_small({path + "=" + law}).messages();
    const bool of_the_whole = said.find("Write '{") != std::string::npos;
    const std::string meant = of_the_whole ? suggested(said) : "";
    if (!meant.empty() && std::count(said.begin(), said.end(), '\n') == 1) {
      ASSERT_EQ(read_small({path + "=" + meant}).messages(), "") << law << '\n' << said;
      ++suggestions;
    }
  }
  EXPECT_GT(suggestions, 60U) << "some of them are near misses";
}

}  // namespace
}  // namespace firstcustomer
