#include "firstcustomer/report/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/appraisal.hpp"
#include "firstcustomer/report/assumptions.hpp"
#include "firstcustomer/report/number.hpp"
#include "table_rows.hpp"

namespace firstcustomer {
namespace {

constexpr double tolerated_failures = 0.1;

std::size_t index_of(double Outcome::*measure) {
  const auto all = outcome_declarations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const OutcomeDeclaration& outcome) {
    return outcome.value == measure;
  });
  return static_cast<std::size_t>(found - all.begin());
}

std::string_view name_of(Channel channel) {
  return channel_names[static_cast<std::size_t>(channel)];
}

/// " (entry cannot act here)": channels that have no arm, because nobody responds through them.
std::string idle_channels(const std::vector<ChannelArm>& channels, bool optimises) {
  std::vector<std::string_view> idle;
  for (const Channel channel : {Channel::cash, Channel::signal, Channel::entry, Channel::effort}) {
    if (channel == Channel::effort && !optimises) {
      continue;
    }
    if (std::none_of(channels.begin(), channels.end(),
                     [&](const ChannelArm& arm) { return arm.channel == channel; })) {
      idle.push_back(name_of(channel));
    }
  }
  return idle.empty() ? "" : fmt::format(" ({} cannot act here)", fmt::join(idle, " and "));
}

void add_ratio(std::vector<std::string>& parts, std::string_view name, double ratio) {
  if (ratio != 1.0) {
    parts.push_back(fmt::format("{} {}", name, grouped(ratio, 2)));
  }
}

/// Responses, as far as somebody responds.
std::vector<std::string> assumptions_in_force(const Scenario& scenario) {
  const Case& numbers = scenario.numbers;
  std::vector<std::string> parts;
  if (can_act(Channel::signal, numbers) && numbers.finance.signals &&
      !numbers.behaviour.investors_are_rational()) {
    const Signals& signals = *numbers.finance.signals;
    add_ratio(parts, "award hazard ratio", signals.award);
    add_ratio(parts, "announcement", signals.announcement);
    add_ratio(parts, "miss", signals.miss);
    if (std::any_of(numbers.programmes.begin(), numbers.programmes.end(),
                    [](const Programme& p) { return p.allocation.signing == Signing::call; })) {
      add_ratio(parts, "refusal", signals.not_chosen);
    }
  }
  if (numbers.behaviour.optimises()) {
    parts.push_back(
        fmt::format("effort elasticity {}", grouped(numbers.behaviour.effort_elasticity, 2)));
  }
  if (can_act(Channel::entry, numbers) && numbers.behaviour.founders_respond() &&
      numbers.entry->elasticity != 0.0) {
    const auto& uncertain = scenario.uncertainties;
    const bool drawn = std::any_of(uncertain.begin(), uncertain.end(), [](const Uncertainty& u) {
      return u.path == "entry.elasticity";
    });
    parts.push_back(fmt::format("entry elasticity {}{}", grouped(numbers.entry->elasticity, 2),
                                drawn ? " median" : ""));
  }
  if (numbers.private_demand) {
    parts.push_back(fmt::format("market value {} median",
                                money_text(quantile(numbers.private_demand->value, 0.5),
                                           find_currency(scenario.head.currency)->symbol)));
  }
  if (numbers.clearing) {
    Money size;
    for (const MarketSegment& segment : numbers.clearing->segments) {
      size += segment.size;
    }
    parts.push_back(
        fmt::format("logit shares of customers who spend {} a year",
                    money_text(size.major(), find_currency(scenario.head.currency)->symbol)));
  }
  return parts;
}

/// Who does what serves them best: "firms choose effort, founders whether to enter, …".
std::string optimising_words(const Case& numbers) {
  std::vector<std::string_view> choices;
  if (can_act(Channel::effort, numbers)) {
    choices.push_back("firms choose how hard they try");
  }
  if (can_act(Channel::entry, numbers)) {
    choices.push_back("founders whether to enter");
  }
  if (can_act(Channel::signal, numbers)) {
    choices.push_back(numbers.behaviour.investors_are_rational()
                          ? "investors whom they fund"
                          : "investors respond by ratios that are put in");
  }
  return choices.empty()
             ? "nobody can respond to this programme but by its cash."
             : fmt::format("{}, under rational beliefs about the rule.", fmt::join(choices, ", "));
}

/// The commonest; of equally common ones the first in the order of the alphabet.
std::string commonest_message(const std::vector<Failure>& failures) {
  std::map<std::string, int> counts;
  for (const Failure& failure : failures) {
    ++counts[failure.message];
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? "" : most->first;
}

}  // namespace

std::string behaviour_sentence(const Scenario& scenario, const Plan& plan) {
  const Behaviour& behaviour = scenario.numbers.behaviour;
  const std::string mode =
      fmt::format("Behaviour: {} — ", behaviour_names[static_cast<std::size_t>(behaviour.mode)]);
  if (plan.arms.size() < 2) {
    return mode + "there is no programme to respond to.";
  }
  if (behaviour.optimises()) {
    return mode + optimising_words(scenario.numbers);
  }
  const bool investors = can_act(Channel::signal, scenario.numbers);
  const bool founders = can_act(Channel::entry, scenario.numbers);
  if (!investors && !founders) {
    return mode + (behaviour.mode == BehaviourMode::fixed
                       ? "nobody responds to the promise but by its cash."
                       : "nobody can respond to this programme but by its cash.");
  }
  return mode +
         (investors && founders ? "investors and founders respond by ratios and an elasticity that "
                                  "are put in, not found"
          : investors           ? "investors respond by ratios that are put in, founders do not"
                                : "founders respond by an elasticity that is put in, investors do "
                                  "not") +
         "; effort and capacity are given.";
}

std::string absent_sentence(const Case& numbers) {
  const auto none_of_them = [&](auto has) {
    return std::none_of(numbers.technologies.begin(), numbers.technologies.end(), has);
  };
  std::vector<std::string_view> absent;
  const auto add_if = [&](bool is_absent, std::string_view name) {
    if (is_absent) {
      absent.push_back(name);
    }
  };
  add_if(!numbers.finance.signals, "signals to investors");
  add_if(!numbers.entry, suppliers_enter(numbers) ? "entry of firms by chance" : "entry of firms");
  add_if(!numbers.private_demand && !numbers.clearing, "private demand");
  add_if(!numbers.finance.exits, "sale and change of market");
  add_if(none_of_them([](const Technology& technology) {
           const Viability& v = technology.viability;
           return v.common.value() < 1.0 || v.of_class.value() < 1.0 ||
                  v.of_technology.value() < 1.0;
         }),
         "failures shared by a technology");
  add_if(
      none_of_them([](const Technology& technology) { return technology.generations.at_most > 1; }),
      "later generations");
  return absent.empty() ? "" : fmt::format("Not in this scenario: {}.", fmt::join(absent, ", "));
}

std::string channels_sentence(const Plan& plan, const Results& results) {
  return channels_sentence(plan, results, &Outcome::qualified_suppliers, "qualified suppliers", "");
}

std::string channels_sentence(const Plan& plan, const Results& results, double Outcome::*measure,
                              std::string_view what, std::string_view symbol) {
  return plan.channels.empty()
             ? ""
             : fmt::format("Effect on {} by channel: {}.", what,
                           channel_effects(plan, results, 1, index_of(measure), symbol));
}

std::string channel_effects(const Plan& plan, const Results& results, std::size_t arm,
                            std::size_t outcome, std::string_view symbol) {
  const std::vector<ChannelArm> channels = plan.channels_of(arm);
  const OutcomeKind kind = outcome_declarations()[outcome].kind;
  const auto effect = [&](const Estimate& estimate) {
    return on_one_line(estimate_text(estimate, kind, Shown::as_difference, symbol));
  };
  if (channels.size() < 2) {
    return fmt::format("all of it by cash, {} ({})",
                       effect(difference_estimate(plan, results, arm, outcome)),
                       plan.arms[arm].numbers.behaviour.mode == BehaviourMode::fixed
                           ? "behaviour is fixed, so nothing else can act"
                           : "nobody responds through another");
  }
  std::string text;
  for (const ChannelArm& channel : channels) {
    text += fmt::format("{} {}, ", name_of(channel.channel),
                        effect(difference_estimate(plan, results, channel.arm, outcome)));
  }
  return text + fmt::format("interaction {}{}",
                            effect(interaction_estimate(plan, results, arm, outcome)),
                            idle_channels(channels, plan.arms[arm].numbers.behaviour.optimises()));
}

std::string appraisal_sentence(const Scenario& scenario, SupplierCost cost) {
  return fmt::format("Present values{}: {}.",
                     cost == SupplierCost::shown
                         ? ", and the cost per supplier (paid less recovered to the horizon, over "
                           "those qualified by the deadline)"
                         : "",
                     present_value_terms(scenario));
}

std::string cost_text(const RatioEstimate& cost, double effect, std::string_view symbol) {
  if (!(effect > 0.0)) {
    return effect == 0.0                     ? "— (no effect)"
           : cost.set == RatioSet::interval  ? "— (fewer qualify)"
           : cost.set == RatioSet::undefined ? "—"
                                             : "— (the effect may be nil)";
  }
  if (!(cost.ratio > 0.0)) {
    return "— (it costs nothing)";
  }
  const std::string ratio = money_text(cost.ratio, symbol);
  switch (cost.set) {
    case RatioSet::interval:
      return fmt::format("{} ({} to {})", ratio, money_text(cost.low, symbol),
                         money_text(cost.high, symbol));
    case RatioSet::outside:
      if (cost.ratio >= cost.high) {
        return fmt::format("{} (from {}, no bound: the effect may be nil)", ratio,
                           money_text(cost.high, symbol));
      }
      [[fallthrough]];
    case RatioSet::everything:
      return ratio + " (no bound: the effect may be nil)";
    case RatioSet::undefined:
      break;
  }
  return ratio;
}

std::string assumed_sentence(const Scenario& scenario) {
  const AssumptionCounts counts = count_assumptions(scenario);
  const std::vector<std::string> named = assumptions_in_force(scenario);
  return named.empty()
             ? fmt::format(
                   "The model assumes, rather than finds: {} of its {} values "
                   "(`firstcustomer check --assumed`).",
                   counts.assumed, counts.values)
             : fmt::format(
                   "The model assumes, rather than finds: {} ({} of {} values are assumed: "
                   "`firstcustomer check --assumed`).",
                   fmt::join(named, ", "), counts.assumed, counts.values);
}

std::string failure_warning(const Results& results) {
  const auto all = static_cast<double>(results.failed + results.succeeded);
  const double share = static_cast<double>(results.failed) / all;
  if (!(share > tolerated_failures)) {
    return "";
  }
  return fmt::format(
      "firstcustomer: warning: {:.0f} % of replications failed, most often with '{}' (what is left "
      "is a selection, so no result holds in general). Mend that first?\n",
      100.0 * share, commonest_message(results.failures));
}

}  // namespace firstcustomer
