#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

void describe_viability(FieldVisitor& visitor, Viability& viability) {
  const auto hurdle = [&](std::string_view key, Share& target, std::string_view help) {
    visitor.number(
        key, &target,
        {.unit = {Dimension::share}, .range = between(0, 1), .help = help, .fallback = "100 %"});
  };
  hurdle("common", viability.common,
         "Probability that the hurdle is passed which all technologies share, such as that there "
         "is demand for such products at all; one draw for all firms.");
  hurdle("class", viability.of_class,
         "Probability that technologies of this class work; one draw for all firms of the class.");
  hurdle("technology", viability.of_technology,
         "Probability that this technology works if its class does; one draw for all its firms.");
}

constexpr std::string_view submission_words[] = {"testable", "ready"};

void describe_improvement(FieldVisitor& visitor, Improvement& improvement) {
  visitor.number("growth", &improvement.growth,
                 {.unit = {Dimension::rate},
                  .range = between(-10, 10),
                  .help = "Continuous growth of its median: e^(growth × age).",
                  .fallback = "0 %/year"});
  visitor.number("volatility", &improvement.volatility,
                 {.unit = {Dimension::share},
                  .range = between(0, 5),
                  .help = "Standard deviation of its log after a year; with the root of time after "
                          "others.",
                  .fallback = "0 %"});
  visitor.number(
      "correlation", &improvement.correlation,
      {.unit = {Dimension::number},
       .range = between(-1, 1),
       .help = "Of its path with that of the frontier of the standard's first benchmark, "
               "which then has a volatility.",
       .fallback = "0"});
}

/// How the product goes on changing by chance, and when it is submitted.
void describe_readiness(FieldVisitor& visitor, Technology& technology) {
  visitor.optional_object(
      "improvement",
      optional_group(technology.improvement,
                     [](FieldVisitor& v, Improvement& by) { describe_improvement(v, by); }),
      {.help = "How performance changes by chance after the first prototype, beside maturity: by a "
               "factor that is a geometric Brownian motion of its age. One for each generation of "
               "each firm. Left out, it does not."});
  visitor.choice("submits", technology.submits, submission_words,
                 {.help = "When a product goes to a test. testable: as soon as it can. ready: in "
                          "the instant in which its true performance first is what some standard "
                          "asks that it has not met, and it is measured as it was then.",
                  .fallback = "testable"});
}

/// How a technology comes to work, gets better, and starts anew.
void describe_success(FieldVisitor& visitor, Technology& technology) {
  visitor.object("viability",
                 {.help = "Whether the technology works at all. Three hurdles that no repetition "
                          "overcomes; the first prototype shows whether they are passed."},
                 [&](FieldVisitor& v) { describe_viability(v, technology.viability); });
  visitor.object(
      "maturity",
      {.help = "How software makes the product better after its first prototype: by a factor that "
               "rises from 1 along a logistic curve."},
      [&](FieldVisitor& v) {
        v.number("at_most", &technology.maturity.at_most,
                 {.unit = {Dimension::number},
                  .range = at_least(1),
                  .help = "The factor in the end; 1 stands still.",
                  .fallback = "1"});
        v.number("half_time", &technology.maturity.half_time,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "From the first prototype until half of the way is done.",
                  .fallback = "24 months"});
      });
  visitor.object(
      "generations",
      {.help = "What follows a product that has missed the standard in all its tests: the firm may "
               "develop another from the first stage on, with a new draw of performance."},
      [&](FieldVisitor& v) {
        v.number("at_most", &technology.generations.at_most,
                 {.unit = {Dimension::count, "generation"},
                  .range = between(1, 10),
                  .help = "Products that a firm may develop one after another, the first included.",
                  .fallback = "1"});
        v.number("experience", &technology.generations.experience,
                 {.unit = {Dimension::number},
                  .range = above(0),
                  .help = "Factor on the odds of success of the stages with a prototype, from the "
                          "second generation on.",
                  .fallback = "1"});
      });
}

}  // namespace

void describe(FieldVisitor& visitor, Technology& technology) {
  visitor.text("class", technology.class_name,
               {.help = "Class of technologies that share the luck of viability.class; 'none' for "
                        "one that shares it with nobody.",
                .fallback = "none"});
  visitor.law("slip", technology.slip,
              {.unit = {Dimension::number},
               .range = above(0),
               .help = "Actual over planned duration: 1.35 is 35 % late. Drawn once for each firm; "
                       "it multiplies all its durations.",
               .fallback = "1"});
  visitor.law(
      "relative_performance", technology.relative_performance,
      {.unit = {Dimension::number},
       .range = above(0),
       .help = "True performance divided by the frontier on the date planned for the end of the "
               "last stage before the test (median durations, no slip): 1.2 is 20 % better. Delays "
               "do not raise it, so they cost ground. The same for every benchmark."});
  describe_success(visitor, technology);
  describe_readiness(visitor, technology);
  describe(visitor, technology.stages);
  visitor.object("supply", {.help = "How units are made after an order."},
                 [&](FieldVisitor& v) { describe(v, technology.supply); });
}

}  // namespace firstcustomer
