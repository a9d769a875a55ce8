#include <algorithm>

#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

/// Whole numbers up to here are exact as doubles: 2⁵³ − 1.
constexpr double most_exact = 9007199254740991.0;

constexpr std::string_view months[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};

/// A path of the frontier for each benchmark, which gives it name and unit.
Container frontier_items(Case& numbers) {
  Container paths = listed_items(numbers.frontier, [](FieldVisitor&, FrontierPath&) {});
  paths.name = [&numbers](std::size_t i) -> std::string& { return numbers.benchmarks[i].name; };
  paths.describe_item = [&numbers](FieldVisitor& visitor, std::size_t i) {
    describe(visitor, numbers.frontier[i], numbers.benchmarks[i]);
  };
  return paths;
}

/// The one programme of a scenario, whose luck has no name of its own.
OptionalGroup the_programme(Case& numbers) {
  return {[&numbers] { return !numbers.programmes.empty() && numbers.programmes[0].luck.empty(); },
          [&numbers] { numbers.programmes.emplace_back(); },
          [&numbers](FieldVisitor& v) {
            describe(v, numbers.programmes.front(), numbers.start, numbers.benchmarks);
          }};
}

/// Programmes with names, if there is not the one.
Container named_programmes(Case& numbers) {
  const auto is_one = [&numbers] {
    return !numbers.programmes.empty() && numbers.programmes[0].luck.empty();
  };
  return {[&numbers, is_one](std::size_t size) {
            numbers.programmes.resize(std::max<std::size_t>(size, is_one() ? 1 : 0));
          },
          [&numbers, is_one] { return is_one() ? 0 : numbers.programmes.size(); },
          [&numbers](std::size_t i) -> std::string& { return numbers.programmes[i].luck; },
          [&numbers](FieldVisitor& v, std::size_t i) {
            describe(v, numbers.programmes[i], numbers.start, numbers.benchmarks);
          }};
}

}  // namespace

void describe(FieldVisitor& visitor, Extension& extension) {
  visitor.text("extends", extension.extends,
               {.help = "File of the scenario that this one is a variant of, relative to the "
                        "folder of this file.",
                .fallback = "none"});
  visitor.when({extension.extends_another(), {}, "with extends"}, [&](FieldVisitor& v) {
    v.text("reason", extension.reason,
           {.help = "Why there is this variant; the source of every value that it sets and that "
                    "says no other."});
    v.texts(
        "remove", extension.remove,
        {.help = "Paths of what the variant does without, such as firms.NAME.", .fallback = "[]"});
  });
}

void describe(FieldVisitor& visitor, ScenarioHead& head) {
  visitor.text("title", head.title, {.help = "What the scenario is, in one line."});
  visitor.text("description", head.description,
               {.help = "What it represents, what it leaves out, what a reader may not conclude."});
  visitor.number("seed", &head.seed,
                 {.unit = {Dimension::count},
                  .range = between(0, most_exact),
                  .help = "Seed of all luck, a certain number; --seed replaces it.",
                  .fallback = "1"});
  visitor.text("currency", head.currency,
               {.help = "Currency of all money in the file: GBP (£), EUR (€) or USD ($).",
                .fallback = "GBP"});
}

void describe(FieldVisitor& visitor, Case& numbers) {
  visitor.date("start", numbers.start, {.help = "First day simulated."});
  visitor.date("horizon", numbers.horizon,
               {.help = "Last day simulated, at most 100 years after the first."});
  visitor.word("fiscal_year", numbers.fiscal_month, months,
               {.help = "Month in which the years of public accounts begin.", .fallback = "april"});
  visitor.object("appraisal", {.help = "Prices and date to which present values bring money."},
                 [&](FieldVisitor& v) { describe(v, numbers.appraisal, numbers.start); });
  visitor.name_map(
      "benchmarks",
      named_items(numbers.benchmarks, [](FieldVisitor& v, Benchmark& item) { describe(v, item); }),
      {.help = "What is measured: the yardsticks of performance.", .item = "benchmark"});
  numbers.frontier.resize(numbers.benchmarks.size());
  visitor.per_name("frontier", frontier_items(numbers),
                   {.help = "The best performance that incumbents sell, for each benchmark: a path "
                            "through one known level.",
                    .item = "benchmark"});
  visitor.object("standard", {.help = "The yardstick: what a product must reach to qualify."},
                 [&](FieldVisitor& v) { describe(v, numbers.standard, numbers.benchmarks); });
  visitor.name_map(
      "technologies",
      named_items(numbers.technologies,
                  [](FieldVisitor& v, Technology& item) { describe(v, item); }),
      {.help = "Classes of products: how they are developed and made.", .item = "technology"});
  visitor.name_map(
      "facilities",
      named_items(numbers.facilities, [](FieldVisitor& v, Facility& item) { describe(v, item); }),
      {.help = "Capacity that stages share and firms stand in line for. Waiting costs burn; a firm "
               "that runs out of cash leaves the line, or its server, at once.",
       .fallback = "{}",
       .item = "facility"});
  visitor.object(
      "finance",
      {.help = "How firms raise private money: a firm whose runway falls to a round's trigger "
               "tries for it, and after the time to closing it closes or fails."},
      [&](FieldVisitor& v) { describe(v, numbers.finance, numbers.start); });
  const Date start = numbers.start;
  visitor.name_map("firms",
                   named_items(numbers.firms,
                               [start](FieldVisitor& v, Firm& item) { describe(v, item, start); }),
                   {.help = "Candidate suppliers, domestic and foreign.", .item = "firm"});
  visitor.optional_object(
      "entry",
      optional_group(numbers.entry, [](FieldVisitor& v, FirmEntry& entry) { describe(v, entry); }),
      {.help = "Firms that are founded and enter during the run. They are domestic, develop what "
               "the standard tests, and begin in the first stage of their technology."});
  visitor.object("market", {.help = "Buyers beside the programme, and sellers beside the firms."},
                 [&](FieldVisitor& v) { describe_market(v, numbers); });
  visitor.object("behaviour", {.help = "Who responds to a promise, and how."},
                 [&](FieldVisitor& v) { describe(v, numbers.behaviour, numbers.entry); });
  visitor.optional_object(
      "programme", the_programme(numbers),
      {.help = "The public promise to buy. Firms that qualify until the deadline are paid under "
               "its contract; what firms that fail will not deliver goes to those the fund could "
               "not serve. A scenario without it runs the counterfactual alone."});
  visitor.name_map(
      "programmes", named_programmes(numbers),
      {.help = "Several programmes at once, instead of one, in the order in which they "
               "act at one instant: each with its own rule and its own money.",
       .fallback = "{}",
       .item = "programme"});
  visitor.number("cumulation_cap", &numbers.cumulation_cap,
                 {.unit = {Dimension::money},
                  .range = above(0),
                  .help = "Most that all programmes together may have committed to one firm at a "
                          "time; 'none' without a limit.",
                  .fallback = "none",
                  .may_be_none = true});
}

}  // namespace firstcustomer
