#include "firstcustomer/report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate_json.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/appraisal.hpp"
#include "firstcustomer/report/beliefs.hpp"
#include "firstcustomer/report/provenance.hpp"
#include "firstcustomer/report/sentences.hpp"
#include "firstcustomer/report/text.hpp"
#include "firstcustomer/scenario/quantity.hpp"
#include "layout.hpp"

namespace firstcustomer {
namespace {

using Texts = std::vector<std::string>;

const OutcomeDeclaration& declared(std::size_t outcome) {
  return outcome_declarations()[outcome];
}

/// Its name in words: "qualified suppliers".
std::string words_of(std::size_t outcome) {
  return outcome_words(declared(outcome));
}

/// Its label, unless that stands under another one and says too little alone.
std::string title_of(std::size_t outcome) {
  const std::string_view label = declared(outcome).label;
  if (!label.starts_with(' ')) {
    return std::string(label);
  }
  std::string words = words_of(outcome);
  words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words;
}

std::string_view symbol_of(const Comparison& comparison) {
  return find_currency(comparison.arms.front().scenario.head.currency)->symbol;
}

std::string_view preferred(bool least) {
  return least ? "lowest" : "highest";
}

/// A ratio or a correlation; a dash where there is none.
EstimateText plain_cell(double value) {
  if (std::isnan(value)) {
    return {"—", ""};
  }
  const double size = std::abs(value);
  return {grouped(value, size < 10 ? 2 : size < 100 ? 1 : 0), ""};
}

TableRow row_of(const Comparison& comparison, const Results& results, std::size_t arm,
                std::size_t outcome) {
  const Plan& plan = comparison.plan;
  const auto text = [&](const Estimate& estimate, OutcomeKind kind, Shown shown) {
    return estimate_text(estimate, kind, shown, symbol_of(comparison));
  };
  const OutcomeKind kind = declared(outcome).kind;
  TableRow row{arm_title(plan.arms[arm].name),
               {text(level_estimate(plan, results, arm, outcome), kind, Shown::as_level)}};
  if (arm == 0) {
    row.cells.insert(row.cells.end(), 3, EstimateText{});
  } else {
    const Pairing pairs = pairing(plan, results, arm, outcome);
    row.cells.push_back(
        text(difference_estimate(plan, results, arm, outcome), kind, Shown::as_difference));
    row.cells.push_back(plain_cell(pairs.correlation));
    row.cells.push_back(plain_cell(pairs.variance_reduction));
  }
  if (outcome == plan.contest->outcome) {
    row.cells.push_back(
        text(best_share(plan, results, arm), OutcomeKind::probability, Shown::as_level));
  }
  return row;
}

std::string outcome_table(const Comparison& comparison, const Results& results,
                          std::size_t outcome) {
  std::vector<std::string> columns = {"level", "difference", "correlation", "variance ratio"};
  if (outcome == comparison.plan.contest->outcome) {
    columns.emplace_back("best in");
  }
  std::vector<TableRow> rows;
  for (std::size_t arm = 0; arm < comparison.plan.compared_arms(); ++arm) {
    rows.push_back(row_of(comparison, results, arm, outcome));
  }
  return fmt::format("{}\n{}\n", title_of(outcome),
                     layout(columns, rows, widths_of(columns, rows)));
}

/// What arms cost, among the declared outcomes.
std::size_t exchequer_cost() {
  return *find_outcome("exchequer-cost");
}

bool shows(const Comparison& comparison, std::size_t outcome) {
  return std::find(comparison.outcomes.begin(), comparison.outcomes.end(), outcome) !=
         comparison.outcomes.end();
}

/// A row per arm but the first.
std::string cost_table(const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  if (plan.compared_arms() < 2) {
    return "";
  }
  const std::vector<std::string> columns = {"against " + arm_title(plan.arms.front().name)};
  std::vector<TableRow> rows;
  for (std::size_t arm = 1; arm < plan.compared_arms(); ++arm) {
    rows.push_back(
        {arm_title(plan.arms[arm].name),
         {{cost_text(cost_per_additional_supplier(plan, results, arm),
                     results.arms[arm].cost_and_effect.second().mean(), symbol_of(comparison)),
           ""}}});
  }
  return fmt::format("{}\n{}\n", cost_label, layout(columns, rows, widths_of(columns, rows)));
}

/// What present values are in, where one of them is shown.
std::string about_appraisal(const Comparison& comparison) {
  const bool any = std::any_of(
      comparison.outcomes.begin(), comparison.outcomes.end(),
      [](std::size_t outcome) { return declared(outcome).name.ends_with("present_value"); });
  const bool has_cost = shows(comparison, exchequer_cost()) && comparison.plan.compared_arms() > 1;
  return any ? wrapped(appraisal_sentence(comparison.arms.front().scenario,
                                          has_cost ? SupplierCost::shown : SupplierCost::absent))
             : "";
}

/// Says how arms are compared at one cost, where two with a programme have intervals of their
/// costs that do not meet.
std::string about_costs(const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  double least_high = std::numeric_limits<double>::infinity();
  double most_low = -least_high;
  for (std::size_t arm = 0; arm < plan.compared_arms(); ++arm) {
    if (can_act(Channel::cash, plan.arms[arm].numbers)) {
      const Estimate cost = level_estimate(plan, results, arm, exchequer_cost());
      least_high = std::fmin(least_high, cost.high);
      most_low = std::fmax(most_low, cost.low);
    }
  }
  return comparison.matching || !(least_high < most_low)
             ? ""
             : wrapped(
                   "These arms cost different amounts; --match exchequer-cost compares them at one "
                   "cost.");
}

std::string about_plan(const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  const Case& numbers = comparison.arms.front().scenario.numbers;
  std::string text =
      fmt::format("{} paired replications", grouped(static_cast<double>(results.succeeded), 0));
  text += plan.lucks > 1 ? fmt::format(" ({} cases, {} lucks each)",
                                       grouped(static_cast<double>(plan.cases()), 0), plan.lucks)
                         : " (one luck a case)";
  text += fmt::format(", seed {}", plan.seed);
  if (results.failed > 0) {
    text += fmt::format("; {} failed and are left out of all arms", results.failed);
  }
  return text + fmt::format("; {} to {}. ± and (…): 95 % interval{}. Differences are from {}.",
                            numbers.start.to_string(), numbers.horizon.to_string(),
                            plan.lucks > 1 ? ", from the means of cases: replications of one case "
                                             "are not independent"
                            : plan.design == Design::latin_hypercube
                                ? ", from the means of blocks of 100"
                                : "",
                            arm_title(plan.arms.front().name));
}

std::string about_best(const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  const Moments& ties = results.contest.ties;
  return fmt::format(
      "Best in: the share of cases in which the arm has the {} {}{}. {} of cases have several best "
      "arms and are divided among them. Cases differ, so this share does not become certain with "
      "more replications.",
      preferred(plan.contest->least), words_of(plan.contest->outcome),
      plan.lucks > 1 ? fmt::format(" on average over {} lucks", plan.lucks) : "",
      on_one_line(estimate_text(estimate(ties), OutcomeKind::probability, Shown::as_level, "")));
}

std::string certainty_text(double certainty) {
  return std::isnan(certainty) ? "not"
         : certainty > 0.999   ? "more than 99.9 %"
                               : fmt::format("at least {:.1f} %", 100.0 * certainty);
}

Texts titles_of(const Plan& plan, const std::vector<std::size_t>& arms) {
  Texts names;
  for (const std::size_t arm : arms) {
    names.push_back(arm_title(plan.arms[arm].name));
  }
  return names;
}

/// "third, small order", or "third = small order (equal in every case)".
std::string order_text(const Plan& plan, const Ranking& found) {
  Texts places;
  for (const std::vector<std::size_t>& group : found.groups) {
    places.push_back(fmt::format("{}{}", fmt::join(titles_of(plan, group), " = "),
                                 group.size() > 1 ? " (equal in every case)" : ""));
  }
  return fmt::format("{}", fmt::join(places, ", "));
}

std::string about_ranking(const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  const Ranking found = ranking(plan, results);
  const std::vector<std::size_t>& first = found.groups.front();
  const std::string order =
      fmt::format("Ranking by the mean over all cases: {}.", order_text(plan, found));
  if (found.groups.size() == 1 && first.size() > 1) {
    return order;
  }
  return fmt::format(
      "{} That {} in this model is {} certain, as far as chance in this run goes (a normal "
      "approximation, Bonferroni's bound); this does become certain with more replications.",
      order,
      first.size() == 1
          ? "the first of them is so"
          : fmt::format("{} are the best", fmt::join(titles_of(plan, first), " and ")),
      certainty_text(found.certainty_of_group));
}

constexpr std::string_view about_pairing =
    "Correlation: of an arm with the first one over what intervals come from. Variance ratio: how "
    "many times as many independent replications would give the same interval of the difference; "
    "— where the difference does not vary.";

/// Where nothing varies in the first arm there is nothing to share, and no warning.
std::string pairing_warning(const Comparison& comparison, const Results& results) {
  std::vector<std::string> weak;
  for (const std::size_t outcome : comparison.outcomes) {
    for (std::size_t arm = 1; arm < comparison.plan.compared_arms(); ++arm) {
      const Pairing pairs = pairing(comparison.plan, results, arm, outcome);
      if (!std::isnan(pairs.correlation) && pairs.variance_reduction < least_variance_reduction) {
        weak.push_back(
            fmt::format("{} in {}", arm_title(comparison.plan.arms[arm].name), words_of(outcome)));
      }
    }
  }
  return weak.empty() ? ""
                      : fmt::format(
                            "Warning: pairing brings nothing here: {}. The first arm and "
                            "these hardly share their luck; independent runs would do as "
                            "well.",
                            fmt::join(weak, ", "));
}

std::string about_channels(const Comparison& comparison, const Results& results) {
  std::string text;
  for (const std::size_t outcome : comparison.outcomes) {
    for (std::size_t arm = 1; arm < comparison.plan.compared_arms(); ++arm) {
      if (!comparison.plan.channels_of(arm).empty()) {
        text += wrapped(fmt::format(
            "Effect of {} on {} by channel: {}.", arm_title(comparison.plan.arms[arm].name),
            words_of(outcome),
            channel_effects(comparison.plan, results, arm, outcome, symbol_of(comparison))));
      }
    }
  }
  return text.empty() ? text
                      : text + wrapped(
                                   "Where an arm differs in more than its programme, that is "
                                   "in each of its channels.");
}

std::string amount_of(const Comparison& comparison, double value) {
  Estimate alone;
  alone.mean = value;
  return estimate_text(alone, declared(comparison.matching->outcome).kind, Shown::as_level,
                       symbol_of(comparison))
      .mean;
}

/// A number as a scenario holds it, in the manner of tables where it is an amount of money:
/// "£93992k" → "£94.0m".
std::string moved_text(const Comparison& comparison, const std::string& number) {
  const Currency& currency = *find_currency(comparison.arms.front().scenario.head.currency);
  const auto read = parse_quantity(number, {Dimension::money}, currency);
  const double* amount = std::get_if<double>(&read);
  return amount == nullptr ? number : amount_text(*amount, currency.symbol);
}

/// Past the end for an arm that is none of those compared.
std::size_t place_of_arm(const Comparison& comparison, const std::string& name) {
  const auto found = std::find_if(comparison.arms.begin(), comparison.arms.end(),
                                  [&](const ArmRequest& arm) { return arm.name == name; });
  return static_cast<std::size_t>(found - comparison.arms.begin());
}

std::string about_match(const Comparison& comparison, const Results& results,
                        const MatchedArm& arm) {
  const Matching& matching = *comparison.matching;
  const std::string here = on_one_line(
      estimate_text(level_estimate(comparison.plan, results, place_of_arm(comparison, arm.name),
                                   matching.outcome),
                    declared(matching.outcome).kind, Shown::as_level, symbol_of(comparison)));
  const std::string title = arm_title(arm.name);
  const auto moved = [&](const std::string& number) { return moved_text(comparison, number); };
  if (arm.search.end == MatchEnd::out_of_reach) {
    const bool short_of = arm.search.achieved < matching.target;
    return fmt::format(
        "{}: out of reach. It comes to {} {} whatever {} is (tried from {} to {}); compared at {}, "
        "here {}.",
        title, short_of ? "at most" : "at least", amount_of(comparison, arm.search.achieved),
        arm.path, moved(arm.lowest), moved(arm.highest), moved(arm.after), here);
  }
  return fmt::format("{}: {} moved from {} to {}{}; here {}.", title, arm.path, moved(arm.before),
                     moved(arm.after),
                     arm.search.end == MatchEnd::nearest
                         ? fmt::format(" (the nearest: the outcome jumps, to {} on the search's "
                                       "luck)",
                                       amount_of(comparison, arm.search.achieved))
                         : "",
                     here);
}

std::string about_matching(const Comparison& comparison, const Results& results) {
  if (!comparison.matching) {
    return "";
  }
  const Matching& matching = *comparison.matching;
  std::string text = wrapped(fmt::format(
      "Matched in {} to {}{}, on {} replications that nothing else here has met; levels and "
      "intervals are those of fresh luck.",
      words_of(matching.outcome), amount_of(comparison, matching.target),
      matching.target_arm.empty() ? ""
                                  : fmt::format(", that of {}", arm_title(matching.target_arm)),
      grouped(static_cast<double>(matching.replications), 0)));
  for (const MatchedArm& arm : matching.arms) {
    text += wrapped("- " + about_match(comparison, results, arm));
  }
  return text;
}

/// One statistic of one arm and outcome, in the order of every file.
struct Statistic {
  std::string_view name;
  Estimate estimate;
};

Estimate of_value(double value) {
  Estimate result;
  result.mean = value;
  return result;
}

std::vector<Statistic> statistics_of(const Comparison& comparison, const Results& results,
                                     std::size_t arm, std::size_t outcome) {
  const Plan& plan = comparison.plan;
  std::vector<Statistic> all = {{"level", level_estimate(plan, results, arm, outcome)}};
  if (arm > 0) {
    const Pairing pairs = pairing(plan, results, arm, outcome);
    all.push_back({"difference", difference_estimate(plan, results, arm, outcome)});
    all.push_back({"correlation", of_value(pairs.correlation)});
    all.push_back({"variance_reduction", of_value(pairs.variance_reduction)});
  }
  if (outcome == plan.contest->outcome) {
    all.push_back({"best_share", best_share(plan, results, arm)});
  }
  for (const ChannelArm& channel : plan.channels_of(arm)) {
    all.push_back({channel_names[static_cast<std::size_t>(channel.channel)],
                   difference_estimate(plan, results, channel.arm, outcome)});
  }
  if (plan.has_channel_arms(arm)) {
    all.push_back({"interaction", interaction_estimate(plan, results, arm, outcome)});
  }
  return all;
}

/// Statistics without an interval of their own are plain numbers.
void write_statistics(JsonWriter& json, const std::vector<Statistic>& all) {
  for (const Statistic& one : all) {
    if (one.name == "correlation" || one.name == "variance_reduction") {
      json.field(one.name, one.estimate.mean);
      continue;
    }
    json.key(one.name).begin_object();
    write_estimate(json, one.estimate);
    json.end_object();
  }
}

void write_head(JsonWriter& json, const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  const Scenario& first = comparison.arms.front().scenario;
  json.field("title", first.head.title)
      .field("currency", first.head.currency)
      .field("present_values", present_value_terms(first))
      .field("seed", static_cast<std::int64_t>(plan.seed))
      .field("replications", plan.replications)
      .field("lucks_per_case", plan.lucks)
      .field("design", design_name(plan.design))
      .field("failed", results.failed)
      .field("confidence", 0.95)
      .field("base", plan.arms.front().name);
}

void write_costs(JsonWriter& json, const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  json.key("cost_per_additional_qualified_supplier").begin_object();
  for (std::size_t arm = 1; arm < plan.compared_arms(); ++arm) {
    json.key(plan.arms[arm].name);
    write_cost(json, cost_per_additional_supplier(plan, results, arm));
  }
  json.end_object();
}

void write_ranking(JsonWriter& json, const Comparison& comparison, const Results& results) {
  const Plan& plan = comparison.plan;
  const Ranking found = ranking(plan, results);
  json.key("ranking")
      .begin_object()
      .field("outcome", declared(plan.contest->outcome).name)
      .field("best", preferred(plan.contest->least));
  json.key("order").begin_list();
  for (const std::size_t arm : found.order) {
    json.value(plan.arms[arm].name);
  }
  json.end_list()
      .field("certainty_of_the_first_at_least", found.certainty)
      .field("cases_with_several_best", results.contest.ties.mean())
      .end_object();
}

void write_matching(JsonWriter& json, const Matching& matching) {
  constexpr std::string_view ends[] = {"met", "nearest", "out-of-reach"};
  json.key("matching")
      .begin_object()
      .field("outcome", declared(matching.outcome).name)
      .field("target", matching.target)
      .field("target_arm", matching.target_arm)
      .field("first_replication", matching_luck)
      .field("replications", matching.replications);
  json.key("arms").begin_object();
  for (const MatchedArm& arm : matching.arms) {
    json.key(arm.name)
        .begin_object()
        .field("path", arm.path)
        .field("before", arm.before)
        .field("after", arm.after)
        .field("end", ends[static_cast<std::size_t>(arm.search.end)])
        .field("achieved", arm.search.achieved)
        .field("lowest_tried", arm.search.lowest)
        .field("highest_tried", arm.search.highest)
        .field("trials", static_cast<std::int64_t>(arm.search.trials))
        .end_object();
  }
  json.end_object().end_object();
}

void write_failures(JsonWriter& json, const Comparison& comparison, const Results& results) {
  json.key("failures").begin_list();
  for (const Failure& failure : results.failures) {
    json.begin_object()
        .field("replication", failure.replication)
        .field("arm", failure.arm)
        .field("message", failure.message)
        .field("replay", comparison_replay_line(comparison, failure))
        .end_object();
  }
  json.end_list();
}

}  // namespace

std::string comparison_table(const Comparison& comparison, const Results& results) {
  std::string text = wrapped(comparison.arms.front().scenario.head.title) +
                     wrapped(about_plan(comparison, results)) +
                     beliefs_text(comparison.plan, symbol_of(comparison)) + '\n';
  for (const std::size_t outcome : comparison.outcomes) {
    text += outcome_table(comparison, results, outcome);
    text += outcome == exchequer_cost() ? cost_table(comparison, results) : "";
  }
  text += about_appraisal(comparison) + about_costs(comparison, results);
  text += about_matching(comparison, results) + about_channels(comparison, results);
  text += wrapped(about_ranking(comparison, results)) + wrapped(about_best(comparison, results)) +
          wrapped(about_pairing);
  const std::string warning = pairing_warning(comparison, results);
  return warning.empty() ? text : text + wrapped(warning);
}

std::string comparison_json(const Comparison& comparison, const Results& results) {
  JsonWriter json;
  json.begin_object();
  write_head(json, comparison, results);
  write_beliefs(json, comparison.plan);
  json.key("arms").begin_object();
  for (std::size_t arm = 0; arm < comparison.plan.compared_arms(); ++arm) {
    json.key(comparison.plan.arms[arm].name).begin_object();
    for (const std::size_t outcome : comparison.outcomes) {
      json.key(declared(outcome).name).begin_object();
      write_statistics(json, statistics_of(comparison, results, arm, outcome));
      json.end_object();
    }
    json.end_object();
  }
  json.end_object();
  write_costs(json, comparison, results);
  write_ranking(json, comparison, results);
  if (comparison.matching) {
    write_matching(json, *comparison.matching);
  }
  write_failures(json, comparison, results);
  return json.end_object().text();
}

std::string comparison_csv(const Comparison& comparison, const Results& results) {
  std::string text = "arm,outcome,statistic,value,se,lo,hi,n\n";
  for (std::size_t arm = 0; arm < comparison.plan.compared_arms(); ++arm) {
    for (std::size_t outcome = 0; outcome < outcome_declarations().size(); ++outcome) {
      for (const Statistic& one : statistics_of(comparison, results, arm, outcome)) {
        const Estimate& found = one.estimate;
        text +=
            fmt::format("{},{},{},{},{},{},{},{}\n", csv_text(comparison.plan.arms[arm].name),
                        declared(outcome).name, one.name, shortest(found.mean),
                        shortest(found.standard_error), shortest(found.low), shortest(found.high),
                        found.count > 0 ? fmt::format("{}", found.count) : "");
      }
    }
  }
  return text;
}

std::string comparison_digest(const Comparison& comparison) {
  const Plan& plan = comparison.plan;
  std::string text =
      fmt::format("seed {}\nreplications {}\nblock {}\nlucks {}\ndesign {}\n", plan.seed,
                  plan.replications, block_size, plan.lucks, design_name(plan.design));
  for (const ArmRequest& arm : comparison.arms) {
    text += fmt::format("arm {}\n{}---\n", arm.name,
                        write_document(without_provenance(arm.scenario.resolved)));
  }
  for (const ChannelArm& channel : plan.channels) {
    text += fmt::format("channel {}\n", plan.arms[channel.arm].name);
  }
  return sha256(text);
}

std::string comparison_replay_line(const Comparison& comparison, const Failure& failure) {
  // Arms of channels are called after their arm and a colon, if it is not the only one.
  const auto colon = failure.arm.find(':');
  const std::size_t arm = place_of_arm(comparison, failure.arm.substr(0, colon));
  const Scenario& scenario = arm < comparison.arms.size() ? comparison.arms[arm].scenario
                                                          : comparison.arms.back().scenario;
  Failure there = failure;
  if (colon != std::string::npos) {
    there.arm.erase(0, colon + 1);
  } else if (arm < comparison.arms.size()) {
    there.arm =
        scenario.numbers.programmes.empty() ? no_programme : name_of_programmes(scenario.numbers);
  }
  return replay_command_line(scenario, comparison.plan, there);
}

}  // namespace firstcustomer
