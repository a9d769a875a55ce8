#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view better_words[] = {"higher", "lower"};
constexpr std::string_view of_words[] = {"level", "frontier"};
constexpr std::string_view fixed_words[] = {"date", "test", "signing"};

void describe_level(FieldVisitor& visitor, Threshold& threshold, const Benchmark& benchmark) {
  const NumberField level{.unit = {Dimension::benchmark, benchmark.unit},
                          .range = above(0),
                          .help = "Level of the benchmark that must be reached."};
  visitor.when({benchmark.better == Better::higher, {}, "where higher is better"},
               [&](FieldVisitor& v) { v.number("at_least", &threshold.required, level); });
  visitor.when({benchmark.better == Better::lower, {}, "where lower is better"},
               [&](FieldVisitor& v) { v.number("at_most", &threshold.required, level); });
  visitor.number("rises", &threshold.rises,
                 {.unit = {Dimension::rate},
                  .range = at_least(0),
                  .help = "Rate at which what is required becomes harder, compounded continuously, "
                          "from 'rises_from' on.",
                  .fallback = "0 %/year"});
  visitor.when({threshold.rises != 0.0, {}, "where 'rises' is not 0"}, [&](FieldVisitor& v) {
    v.date("rises_from", threshold.rises_from, {.help = "The date from which it rises."});
  });
}

void describe_ratio(FieldVisitor& visitor, Threshold& threshold) {
  visitor.number("at_least", &threshold.required,
                 {.unit = {Dimension::share},
                  .range = above(0),
                  .help = "Performance divided by the frontier's: 80 % is four fifths of it, 120 % "
                          "a fifth above it."});
  visitor.choice(
      "fixed", threshold.fixed, fixed_words,
      {.help =
           "Which frontier counts: that of one fixed date, that of the day of each test, or, in a "
           "programme's own standard, that of the day on which the firm's contract is signed.",
       .fallback = "test"});
  visitor.when({threshold.fixed == FrontierOn::date, {{"fixed", "date"}}}, [&](FieldVisitor& v) {
    v.date("fixed_on", threshold.fixed_on, {.help = "The date whose frontier counts."});
  });
  visitor.number("lag", &threshold.lag,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "The frontier that counts is that of so long before.",
                  .fallback = "0 months"});
}

void describe_threshold(FieldVisitor& visitor, Threshold& threshold,
                        const std::vector<Benchmark>& benchmarks) {
  const Benchmark* benchmark = nullptr;
  for (const Benchmark& known : benchmarks) {
    benchmark = known.name == threshold.benchmark ? &known : benchmark;
  }
  visitor.choice(
      "of", threshold.of, of_words,
      {.help = "Whether the threshold is a level of the benchmark or a share of the frontier.",
       .fallback = "level"});
  if (benchmark == nullptr) {  // reported when names are resolved; its unit is anybody's guess
    std::string unknown;
    for (const std::string_view key :
         {"at_least", "at_most", "rises", "rises_from", "fixed", "fixed_on", "lag"}) {
      visitor.text(key, unknown, {.help = "Of an unknown benchmark.", .fallback = "none"});
    }
    return;
  }
  visitor.when({threshold.of == ThresholdOf::level, {{"of", "level"}}},
               [&](FieldVisitor& v) { describe_level(v, threshold, *benchmark); });
  visitor.when({threshold.of == ThresholdOf::frontier, {{"of", "frontier"}}},
               [&](FieldVisitor& v) { describe_ratio(v, threshold); });
}

void describe_launches(FieldVisitor& visitor, Launches& launches) {
  visitor.law("gap", launches.gap,
              {.unit = {Dimension::time},
               .range = above(0),
               .help = "From one launch of the incumbents to the next; the first comes so long "
                       "after the date of the level. A law with a plain mean."});
  visitor.law("jump", launches.jump,
              {.unit = {Dimension::number},
               .range = above(0),
               .help = "Factor by which a launch is better than the one before; 1.9 is 90 % "
                       "better. A constant or a lognormal law."});
  visitor.number("noise", &launches.noise,
                 {.unit = {Dimension::number},
                  .range = between(0, 5),
                  .help = "How far single launches lie off the trend: the standard deviation of "
                          "the log of what one launch sells.",
                  .fallback = "0"});
}

}  // namespace

void describe(FieldVisitor& visitor, Benchmark& benchmark) {
  visitor.text("unit", benchmark.unit,
               {.help = "Unit that values of the benchmark carry in this file, such as tokens/J."});
  visitor.choice("better", benchmark.better, better_words,
                 {.help = "Whether higher or lower values are better.", .fallback = "higher"});
  visitor.number(
      "noise", &benchmark.noise,
      {.unit = {Dimension::number},
       .range = between(0, 5),
       .help =
           "Error of one measurement: the standard deviation of its log, so 0.15 is about ±15 %.",
       .fallback = "0"});
  visitor.number("gaming_bias", &benchmark.gaming_bias,
                 {.unit = {Dimension::number},
                  .range = between(0, 5),
                  .help = "By how much submissions flatter the product: the log of measured over "
                          "true performance, before the error. 0.1 is about 10 % too good.",
                  .fallback = "0"});
}

void describe(FieldVisitor& visitor, FrontierPath& path, const Benchmark& benchmark) {
  visitor.number("level", &path.level,
                 {.unit = {Dimension::benchmark, benchmark.unit},
                  .range = above(0),
                  .help = "Best performance on sale on the date given by 'on'."});
  visitor.date("on", path.dated, {.help = "The date of the level."});
  visitor.number("annual_growth", &path.annual_growth,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Factor by which the frontier is multiplied each year, no percentage: "
                          "1.5 is 50 % better each year, 1 stands still. With launches it is the "
                          "growth in the long run, jumps included."});
  visitor.number("volatility", &path.volatility,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "The smooth frontier wanders around its growth, as the logarithm of a "
                          "Brownian motion does, from the start or from 'on' if that is later: "
                          "the standard deviation of its log after a year. Without launches.",
                  .fallback = "0 %"});
  visitor.optional_object(
      "launches",
      optional_group(path.launches, [](FieldVisitor& v, Launches& l) { describe_launches(v, l); }),
      {.help = "Steps: incumbents launch products that jump ahead of the last, and what is on sale "
               "is the best so far. Between launches the trend grows by what annual_growth leaves. "
               "Left out, the frontier grows smoothly."});
}

void describe(FieldVisitor& visitor, Standard& standard, const std::vector<Benchmark>& benchmarks) {
  auto thresholds = listed_items(standard.thresholds, [&](FieldVisitor& v, Threshold& item) {
    describe_threshold(v, item, benchmarks);
  });
  thresholds.name = [&standard](std::size_t i) -> std::string& {
    return standard.thresholds[i].benchmark;
  };
  visitor.name_map(
      "thresholds", thresholds,
      {.help =
           "What a product must reach in each benchmark; all thresholds must be met in one test.",
       .item = "benchmark"});
  visitor.date("deadline", standard.deadline,
               {.help = "Last day on which a qualification counts for the headline, and "
                        "for the programme. Firms go on testing after it."});
  visitor.number(
      "attempts", &standard.attempts,
      {.unit = {Dimension::count, "test"},
       .range = between(1, 100),
       .help = "Tests that a firm may take with each generation of its product, the first "
               "included; with 1 there is no retest.",
       .fallback = "1"});
  visitor.number(
      "retest_after", &standard.retest_after,
      {.unit = {Dimension::time},
       .range = at_least(0),
       .help = "From the day a test is missed until the firm begins the next: it then pays "
               "repeat_cost, joins the line of the facility, and the test takes repeat_duration.",
       .fallback = "6 months"});
  visitor.number(
      "tightness", &standard.tightness,
      {.unit = {Dimension::share},
       .range = between(0, 1),
       .help = "How far the standard prescribes the product rather than what it does. Awards under "
               "a tight standard tell investors less: their log ratios shrink by 85 % of this.",
       .fallback = "0 %"});
}

}  // namespace firstcustomer
