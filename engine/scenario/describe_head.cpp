#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

/// Whole numbers up to here are exact as doubles: 2⁵³ − 1.
constexpr double most_exact = 9007199254740991.0;

constexpr std::string_view months[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};

}  // namespace

void describe(FieldVisitor& visitor, ScenarioHead& head) {
  visitor.text("title", head.title, {.help = "What the scenario is, in one line."});
  visitor.text("description", head.description,
               {.help = "What it represents, what it leaves out, what a reader may not conclude."});
  visitor.number("seed", &head.seed,
                 {.unit = {Dimension::count},
                  .range = between(0, most_exact),
                  .help = "Seed of all luck; --seed replaces it.",
                  .fallback = "1"});
  visitor.text("currency", head.currency,
               {.help = "Currency of the whole file: GBP, EUR or USD.", .fallback = "GBP"});
}

void describe(FieldVisitor& visitor, Case& numbers) {
  visitor.date("start", numbers.start, {.help = "First day simulated."});
  visitor.date("horizon", numbers.horizon, {.help = "Last day simulated."});
  visitor.word("fiscal_year", numbers.fiscal_month, months,
               {.help = "Month in which the years of public accounts begin.", .fallback = "april"});
  visitor.object("appraisal", {.help = "In whose prices and as of which date money is added up."},
                 [&](FieldVisitor& v) { describe(v, numbers.appraisal, numbers.start); });
  visitor.name_map(
      "benchmarks",
      named_items(numbers.benchmarks, [](FieldVisitor& v, Benchmark& item) { describe(v, item); }),
      {.help = "What is measured."});
  visitor.object("frontier", {.help = "Best performance incumbents sell, per benchmark."},
                 [&](FieldVisitor& v) {
                   numbers.frontier.resize(numbers.benchmarks.size());
                   for (std::size_t i = 0; i < numbers.benchmarks.size(); ++i) {
                     v.object(numbers.benchmarks[i].name, {.help = "Path of the frontier."},
                              [&](FieldVisitor& inner) {
                                describe(inner, numbers.frontier[i], numbers.benchmarks[i]);
                              });
                   }
                 });
  visitor.object("standard", {.help = "The yardstick: what a product must reach to qualify."},
                 [&](FieldVisitor& v) { describe(v, numbers.standard, numbers.benchmarks); });
  visitor.name_map("technologies",
                   named_items(numbers.technologies,
                               [](FieldVisitor& v, Technology& item) { describe(v, item); }),
                   {.help = "Classes of products and how they are developed."});
  visitor.name_map(
      "facilities",
      named_items(numbers.facilities, [](FieldVisitor& v, Facility& item) { describe(v, item); }),
      {.help = "Shared capacity that stages need.", .fallback = "{}"});
  visitor.object("finance", {.help = "How firms raise private money."},
                 [&](FieldVisitor& v) { describe(v, numbers.finance); });
  visitor.name_map(
      "firms", named_items(numbers.firms, [](FieldVisitor& v, Firm& item) { describe(v, item); }),
      {.help = "Candidate suppliers."});
  if (numbers.programme) {
    visitor.object("programme", {.help = "The public promise to buy."},
                   [&](FieldVisitor& v) { describe(v, *numbers.programme); });
  } else {
    visitor.unused("programme", "there is none");  // so that a misspelt one is recognised
  }
}

}  // namespace firstcustomer
