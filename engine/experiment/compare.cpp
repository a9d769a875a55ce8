#include "firstcustomer/experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view programme_key = "programme";

bool same_numbers(const std::vector<Uncertainty>& one, const std::vector<Uncertainty>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const Uncertainty& a, const Uncertainty& b) {
                      return a.path == b.path && a.law == b.law && a.also == b.also;
                    });
}

bool same_correlations(const std::vector<Correlation>& one, const std::vector<Correlation>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const Correlation& a, const Correlation& b) {
                      return a.between == b.between && a.rank == b.rank;
                    });
}

/// The parameters of an arm, shared with an earlier arm that has the same. Null for the plan's.
std::shared_ptr<const Parameters> own_parameters(const Plan& plan, const Scenario& scenario) {
  const auto fits = [&](const Parameters& known) {
    return same_numbers(known.uncertainties, scenario.uncertainties) &&
           same_correlations(known.correlations, scenario.correlations);
  };
  if (fits(plan)) {
    return nullptr;
  }
  const auto found = std::find_if(plan.arms.begin(), plan.arms.end(),
                                  [&](const Arm& arm) { return arm.own && fits(*arm.own); });
  if (found != plan.arms.end()) {
    return found->own;
  }
  Parameters own{scenario.uncertainties, scenario.correlations, plan.parameter_laws};
  for (const Uncertainty& uncertainty : own.uncertainties) {
    own.parameter_laws.add(uncertainty.law);
  }
  return std::make_shared<const Parameters>(std::move(own));
}

/// One minus the chance that an arm ahead by this much on average is behind in truth.
double chance_of_lead(const Moments& lead) {
  const double error = lead.standard_error();
  if (error > 0.0) {
    return normal_cdf(lead.mean() / error);
  }
  return lead.mean() > 0.0 ? 1.0 : lead.mean() < 0.0 ? 0.0 : error == 0.0 ? 0.5 : error;
}

bool are_equal(const ContestStatistics& contest, std::size_t one, std::size_t other,
               std::size_t arms) {
  const std::size_t pair = pair_of(std::min(one, other), std::max(one, other), arms);
  return contest.gaps[pair].count() > 0 && contest.apart[pair] == 0;
}

/// Arms in their order, each with all that equal it.
std::vector<std::vector<std::size_t>> groups_of(const ContestStatistics& contest,
                                                const std::vector<std::size_t>& order) {
  std::vector<std::vector<std::size_t>> groups;
  for (const std::size_t arm : order) {
    const auto equal = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
      return are_equal(contest, group.front(), arm, order.size());
    });
    if (equal == groups.end()) {
      groups.push_back({arm});
    } else {
      equal->push_back(arm);
    }
  }
  return groups;
}

/// That the first of these arms is better than all but these, by Bonferroni's inequality.
double certainty_over(const ContestStatistics& contest, std::size_t arms,
                      const std::vector<std::size_t>& of) {
  const std::size_t best = of.front();
  double certainty = 1.0;
  for (std::size_t other = 0; other < arms; ++other) {
    if (std::find(of.begin(), of.end(), other) == of.end()) {
      const double ahead =
          chance_of_lead(contest.gaps[pair_of(std::min(best, other), std::max(best, other), arms)]);
      certainty -= best < other ? 1.0 - ahead : ahead;
    }
  }
  return arms < 2 ? std::numeric_limits<double>::quiet_NaN() : std::max(0.0, certainty);
}

}  // namespace

Scenario without_programme(Scenario scenario) {
  scenario.numbers.programmes.clear();
  std::erase_if(scenario.resolved.entries,
                [](const Entry& entry) { return entry.key == programme_key; });
  return scenario;
}

Plan comparison_plan(const std::vector<ArmRequest>& arms, std::int64_t replications,
                     std::int64_t lucks, Design design) {
  expect(!arms.empty(), "there is something to compare");
  const Scenario& first = arms.front().scenario;
  Plan plan;
  plan.uncertainties = first.uncertainties;
  plan.correlations = first.correlations;
  plan.parameter_laws = tables_of(plan.uncertainties);
  plan.seed = static_cast<std::uint64_t>(first.head.seed);
  plan.replications = replications;
  plan.lucks = lucks;
  plan.design = design;
  for (const ArmRequest& arm : arms) {
    const Case& numbers = arm.scenario.numbers;
    expect(std::none_of(plan.arms.begin(), plan.arms.end(),
                        [&](const Arm& other) { return other.name == arm.name; }),
           "arms have names of their own");
    Model model =
        Model::build(numbers, plan.arms.empty() ? LawTables{} : plan.arms.front().model.laws);
    auto own = own_parameters(plan, arm.scenario);
    plan.arms.push_back(
        {arm.name, numbers, std::move(model), std::move(own), world_of(arm.scenario)});
  }
  return plan;
}

std::optional<std::size_t> find_outcome(std::string_view name) {
  std::string declared(name == "exchequer-cost" ? "public_money_net_present_value" : name);
  std::replace(declared.begin(), declared.end(), '-', '_');
  const auto all = outcome_declarations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const OutcomeDeclaration& outcome) {
    return outcome.name == declared;
  });
  if (found == all.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - all.begin());
}

std::string outcome_suggestion(const std::string& name) {
  constexpr std::string_view where = "'firstcustomer schema outcomes' lists all.";
  constexpr std::size_t most = 6;
  std::string part = name;
  std::replace(part.begin(), part.end(), '-', '_');
  std::vector<std::string> known = {"exchequer-cost"};
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    known.emplace_back(outcome.name);
  }
  if (const std::string near = did_you_mean(part, known); !near.empty()) {
    return fmt::format("{} {}", near, where);
  }
  std::erase_if(known, [&](const std::string& one) {
    return part.size() < 3 || one.find(part) == std::string::npos;
  });
  known.resize(std::min(known.size(), most));
  return known.empty() ? std::string(where)
                       : fmt::format("Near: {}. {}", fmt::join(known, ", "), where);
}

bool less_is_better(const OutcomeDeclaration& outcome) {
  constexpr double Outcome::*to_be_less[] = {
      &Outcome::months_to_first_qualification,
      &Outcome::months_to_second_qualification,
      &Outcome::age_at_first_qualification,
      &Outcome::false_qualifications,
      &Outcome::suppliers_failed,
      &Outcome::suppliers_missed,
      &Outcome::suppliers_insolvent,
      &Outcome::suppliers_pivoted,
      &Outcome::suppliers_gave_up,
      &Outcome::suppliers_absorbed,
      &Outcome::suppliers_sold_abroad,
      &Outcome::at_deadline_out_of_scope,
      &Outcome::at_deadline_sold_without_prototype,
      &Outcome::at_deadline_insolvent_without_prototype,
      &Outcome::at_deadline_left_without_prototype,
      &Outcome::at_deadline_failed_without_prototype,
      &Outcome::at_deadline_technology_failed,
      &Outcome::at_deadline_sold_with_prototype,
      &Outcome::at_deadline_insolvent_with_prototype,
      &Outcome::at_deadline_left_with_prototype,
      &Outcome::at_deadline_failed_with_prototype,
      &Outcome::at_deadline_missed,
      &Outcome::prototypes_repeated,
      &Outcome::products_late,
      &Outcome::products_prototypes,
      &Outcome::products_over_two_prototypes,
      &Outcome::months_waited_at_facilities,
      &Outcome::facility_services_delayed,
      &Outcome::facility_claims_turned_away,
      &Outcome::programme_cancelled,
      &Outcome::contracts_failed,
      &Outcome::contract_concentration,
      &Outcome::selection_shortfall,
      &Outcome::no_delivery,
      &Outcome::frontier_compute_forgone,
      &Outcome::public_money_committed,
      &Outcome::public_money_paid,
      &Outcome::public_money_peak_year,
      &Outcome::public_money_advanced,
      &Outcome::public_money_stranded,
      &Outcome::public_money_exposed_peak,
      &Outcome::public_money_exposed,
      &Outcome::public_money_paid_present_value,
      &Outcome::public_money_net_present_value,
      &Outcome::public_money_reserved,
      &Outcome::public_money_lapsed_by_cancellation,
      &Outcome::suppliers_spending,
      &Outcome::suppliers_spending_present_value,
  };
  return std::find(std::begin(to_be_less), std::end(to_be_less), outcome.value) !=
         std::end(to_be_less);
}

Pairing pairing(const Plan& plan, const Results& results, std::size_t arm, std::size_t outcome) {
  const ArmResults& own = results.arms[arm];
  const PairedMoments& pairs = plan.lucks > 1 ? own.case_pairs[outcome] : own.differences[outcome];
  return {pairs.correlation(), pairs.variance_reduction()};
}

Estimate best_share(const Plan& plan, const Results& results, std::size_t arm) {
  expect(plan.contest.has_value(), "somebody competes");
  const Moments& wins = results.contest.wins[arm];
  if (wins.count() == 0) {
    return {};
  }
  const auto cases = static_cast<double>(wins.count());
  Estimate share = proportion(std::llround(wins.mean() * cases), wins.count());
  share.mean = wins.mean();
  return share;
}

Ranking ranking(const Plan& plan, const Results& results) {
  expect(plan.contest.has_value(), "somebody competes");
  const std::size_t arms = plan.compared_arms();
  const double sign = plan.contest->least ? -1.0 : 1.0;
  const auto score = [&](std::size_t arm) {
    const double mean = sign * results.arms[arm].levels[plan.contest->outcome].mean();
    return std::isnan(mean) ? -std::numeric_limits<double>::infinity() : mean;
  };
  Ranking result{std::vector<std::size_t>(arms), 0.0};
  std::iota(result.order.begin(), result.order.end(), std::size_t{0});
  std::stable_sort(result.order.begin(), result.order.end(),
                   [&](std::size_t a, std::size_t b) { return score(a) > score(b); });
  result.groups = groups_of(results.contest, result.order);
  result.certainty = certainty_over(results.contest, arms, {result.order.front()});
  result.certainty_of_group = certainty_over(results.contest, arms, result.groups.front());
  return result;
}

}  // namespace firstcustomer
