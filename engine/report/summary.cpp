#include "firstcustomer/report/summary.hpp"

#include <algorithm>

#include "estimate_json.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/appraisal.hpp"
#include "firstcustomer/report/beliefs.hpp"
#include "firstcustomer/report/json.hpp"
#include "firstcustomer/report/provenance.hpp"

namespace firstcustomer {
namespace {

void write_head(JsonWriter& json, const Scenario& scenario, const Plan& plan,
                const Results& results) {
  json.field("title", scenario.head.title)
      .field("behaviour",
             behaviour_names[static_cast<std::size_t>(scenario.numbers.behaviour.mode)])
      .field("currency", scenario.head.currency)
      .field("present_values", present_value_terms(scenario))
      .field("seed", static_cast<std::int64_t>(plan.seed))
      .field("replications", plan.replications)
      .field("design", design_name(plan.design))
      .field("failed", results.failed)
      .field("confidence", 0.95)
      .field("quantile_method", "histogram, relative width 2^-10");
}

void write_levels(JsonWriter& json, const Plan& plan, const Results& results, std::size_t arm) {
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    json.key(declarations[i].name).begin_object();
    write_estimate(json, level_estimate(plan, results, arm, i));
    if (has_quantiles(declarations[i])) {
      json.key("quantiles").begin_object();
      for (const QuantileName& quantile : quantile_names) {
        json.field(quantile.name, results.arms[arm].histograms[i].quantile(quantile.p));
      }
      json.end_object();
    }
    json.end_object();
  }
}

void write_differences(JsonWriter& json, const Plan& plan, const Results& results,
                       std::size_t arm) {
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    const PairedMoments& pairs = results.arms[arm].differences[i];
    json.key(declarations[i].name).begin_object();
    write_estimate(json, difference_estimate(plan, results, arm, i));
    json.field("correlation", pairs.correlation())
        .field("variance_reduction", pairs.variance_reduction())
        .end_object();
  }
}

/// Of arms with several programmes: what each had its part in.
void write_programmes(JsonWriter& json, const Plan& plan, const Results& results) {
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    if (results.arms[arm].by_programme.empty()) {
      continue;
    }
    json.key(plan.arms[arm].name).begin_object();
    const std::vector<Programme>& programmes = plan.arms[arm].numbers.programmes;
    for (std::size_t k = 0; k < programmes.size(); ++k) {
      json.key(programmes[k].name).begin_object();
      for (std::size_t i = 0; i < std::size(outcomes_by_programme); ++i) {
        json.key(declaration_of(outcomes_by_programme[i]).name).begin_object();
        write_estimate(json, programme_estimate(plan, results, arm, k, i));
        json.end_object();
      }
      json.end_object();
    }
    json.end_object();
  }
}

bool any_has_programmes(const Results& results) {
  return std::any_of(results.arms.begin(), results.arms.end(),
                     [](const ArmResults& arm) { return !arm.by_programme.empty(); });
}

/// Of every outcome that has a difference: what each channel does alone, and their interaction.
void write_channels(JsonWriter& json, const Plan& plan, const Results& results) {
  const auto declarations = outcome_declarations();
  json.key("channels").begin_object();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    if (difference_estimate(plan, results, 1, i).count == 0) {
      continue;
    }
    json.key(declarations[i].name).begin_object();
    for (const ChannelArm& channel : plan.channels) {
      json.key(channel_names[static_cast<std::size_t>(channel.channel)]).begin_object();
      write_estimate(json, difference_estimate(plan, results, channel.arm, i));
      json.end_object();
    }
    if (plan.has_channel_arms()) {
      json.key("interaction").begin_object();
      write_estimate(json, interaction_estimate(plan, results, 1, i));
      json.end_object();
    }
    json.end_object();
  }
  json.end_object();
}

void write_exact(JsonWriter& json, const ArmQuantiles& arm) {
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    if (!has_quantiles(declarations[i])) {
      continue;
    }
    json.key(declarations[i].name).begin_object();
    for (std::size_t q = 0; q < std::size(quantile_names); ++q) {
      json.key(quantile_names[q].name)
          .begin_object()
          .field("value", arm[i][q].value)
          .field("lo", arm[i][q].low)
          .field("hi", arm[i][q].high)
          .end_object();
    }
    json.end_object();
  }
}

void write_failures(JsonWriter& json, const Scenario& scenario, const Plan& plan,
                    const Results& results) {
  json.key("failures").begin_list();
  for (const Failure& failure : results.failures) {
    json.begin_object()
        .field("replication", failure.replication)
        .field("arm", failure.arm)
        .field("message", failure.message)
        .field("replay", replay_command_line(scenario, plan, failure))
        .end_object();
  }
  json.end_list();
}

std::string summary(const Scenario& scenario, const Plan& plan, const Results& results,
                    const ExactQuantiles* exact) {
  JsonWriter json;
  json.begin_object();
  write_head(json, scenario, plan, results);
  write_beliefs(json, plan);
  json.key("arms").begin_object();
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    json.key(plan.arms[arm].name).begin_object();
    write_levels(json, plan, results, arm);
    json.end_object();
  }
  json.end_object();
  if (any_has_programmes(results)) {
    json.key("programmes").begin_object();
    write_programmes(json, plan, results);
    json.end_object();
  }
  json.key("differences").begin_object();
  for (std::size_t arm = 1; arm < plan.arms.size(); ++arm) {
    json.key(plan.arms[arm].name).begin_object();
    write_differences(json, plan, results, arm);
    json.end_object();
  }
  json.end_object();
  json.key("cost_per_additional_qualified_supplier").begin_object();
  for (std::size_t arm = 1; arm < plan.arms.size(); ++arm) {
    json.key(plan.arms[arm].name);
    write_cost(json, cost_per_additional_supplier(plan, results, arm));
  }
  json.end_object();
  if (!plan.channels.empty()) {
    write_channels(json, plan, results);
  }
  if (exact != nullptr) {
    json.key("exact_quantiles").begin_object();
    for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
      json.key(plan.arms[arm].name).begin_object();
      write_exact(json, (*exact)[arm]);
      json.end_object();
    }
    json.end_object();
  }
  write_failures(json, scenario, plan, results);
  return json.end_object().text();
}

}  // namespace

std::string summary_json(const Scenario& scenario, const Plan& plan, const Results& results) {
  return summary(scenario, plan, results, nullptr);
}

std::string summary_json(const Scenario& scenario, const Plan& plan, const Results& results,
                         const ExactQuantiles& exact) {
  return summary(scenario, plan, results, &exact);
}

}  // namespace firstcustomer
