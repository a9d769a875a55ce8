#pragma once
/// \file
/// Comparisons: several arms on the same cases and luck, and which of them is best.
///
/// All arms of a replication meet the same luck, and uncertain numbers of the same path the same
/// luck too, so what arms have in common leaves their differences. Where several lucks meet one
/// case (`Plan::lucks`), an arm's mean over them says what it does in that state of the world, and
/// the share of cases in which that mean is the highest is its probability of being best. That
/// share does not become certain with more replications: the cases differ. How sure it is which arm
/// has the highest mean over all cases does, and is told apart (`ranking`).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// An arm to be compared: a scenario, with its programme or without.
struct ArmRequest {
  std::string name;
  Scenario scenario;
};

/// The scenario without its programme, as the arm `no-programme`. Uncertain numbers of the
/// programme stay, without effect: what is correlated with them keeps its draws.
Scenario without_programme(Scenario scenario);

/// A plan of these arms in their order, the first being what all others are compared with. The
/// seed is that of the first. Needs: one arm or more; names that differ.
Plan comparison_plan(const std::vector<ArmRequest>& arms, std::int64_t replications,
                     std::int64_t lucks = 1, Design design = Design::independent);

/// The place among the declared outcomes of the name as declared, with hyphens for underscores if
/// one likes, or of "exchequer-cost": public_money_net_present_value.
std::optional<std::size_t> find_outcome(std::string_view name);

/// What to write for a name that no outcome has: those whose names are near or have it as a part,
/// and where all stand.
std::string outcome_suggestion(const std::string& name);

/// Whether less of an outcome is better: money paid, firms that fail, months. All others count as
/// the better the more there is of them, be it by convention.
bool less_is_better(const OutcomeDeclaration& outcome);

/// What an arm's pairing with the first one brings, over the units that intervals come from:
/// replications, or the means of cases where several lucks meet one. Not a number where that unit
/// does not vary.
struct Pairing {
  double correlation;
  /// Variance of the difference of independent runs over that of the pairs: how many times fewer
  /// replications pairing needs.
  double variance_reduction;
};
Pairing pairing(const Plan& plan, const Results& results, std::size_t arm, std::size_t outcome);

/// Below this factor pairing brings nothing worth speaking of.
inline constexpr double least_variance_reduction = 1.1;

/// The share of cases in which a compared arm is best. Where k are best, each has 1/k of the case.
/// Wilson's score interval for the nearest whole number of cases; where cases are shared it is too
/// wide rather than too narrow. Needs: a contest.
Estimate best_share(const Plan& plan, const Results& results, std::size_t arm);

/// Compared arms by their mean of the outcome that decides, the best first.
struct Ranking {
  std::vector<std::size_t> order;
  /// A lower bound of the chance that the first of them has the best true mean: 1 less, for every
  /// other arm, the chance that this one is better in truth, each taken as normal with the mean and
  /// the standard error of their paired difference. ½ is taken off for an arm that never differs.
  /// Not a number below two cases, or with one arm. Source: Chen, Lin, Yücesan and Chick 2000 (the
  /// approximate probability of correct selection, by Bonferroni's inequality).
  double certainty;
  /// The same order, arms that are equal in every case being together.
  std::vector<std::vector<std::size_t>> groups = {};
  /// The bound that one of the first group has the best true mean, so that all of it has: nothing
  /// is taken off for those that equal the first. Where it stands alone, `certainty`.
  double certainty_of_group = 0.0;
};
Ranking ranking(const Plan& plan, const Results& results);

}  // namespace firstcustomer
