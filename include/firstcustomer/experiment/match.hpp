#pragma once
/// \file
/// Matching: rules that cost the same before they are compared.
///
/// One number of a rule is moved until the mean of an outcome meets a target. Every trial meets the
/// same replications, so the mean is a fixed function of the number and a root can be sought; these
/// replications lie beyond those of any run, and what is reported of the rule found is estimated on
/// luck that had no part in the search.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/experiment/compare.hpp"

namespace firstcustomer {

/// The index of the first replication that a search may meet; those of runs are below it.
inline constexpr std::int64_t matching_luck = 1'000'000'000;

/// How a search ended.
enum class MatchEnd : std::uint8_t {
  met,           ///< within the tolerance
  nearest,       ///< the outcome jumps across the target: the nearer side
  out_of_reach,  ///< the nearest that any trial came to
};

struct MatchSearch {
  MatchEnd end = MatchEnd::out_of_reach;
  double value = 0.0;
  /// Mean of the outcome at that value, on the luck of the search.
  double achieved = 0.0;
  /// The lowest and the highest value that was tried.
  double lowest = 0.0;
  double highest = 0.0;
  int trials = 0;
};

/// The outcome's mean at a value, or nothing where the scenario does not allow that value.
using CostOf = std::function<std::optional<double>(double)>;

/// Seeks a value at which the measure meets the target, within a share `tolerance` of it. Doubles
/// the start until the target is passed or nothing changes any more, then quarters it down to 0;
/// narrows what encloses the target by the Illinois method, with a bisection where that is slow, to
/// 1/10,000 of the value. Sound for monotone measures, rising or falling.
/// Costs: about 15 trials, at most 70. Needs: start > 0 and allowed, tolerance > 0.
/// Source: Dowell and Jarratt 1971.
MatchSearch match_value(const CostOf& measure, double start, double target,
                        double tolerance = 1e-3);

/// Where behaviour is optimising, beliefs are found anew: every value of what is moved is a rule of
/// its own. Mean of an outcome in one arm over the first replications from `matching_luck` on. Not
/// a number where it is nowhere defined.
double mean_for_matching(const ArmRequest& arm, std::uint64_t seed, std::size_t outcome,
                         std::int64_t replications, std::int64_t lucks, int threads);

/// What was moved in an arm, in the words of a scenario.
struct MatchedArm {
  std::string name;
  std::string path;
  std::string before;
  std::string after;
  /// What was tried.
  std::string lowest;
  std::string highest;
  MatchSearch search;
};

/// How arms were made to agree in an outcome.
struct Matching {
  std::size_t outcome = 0;
  double target = 0.0;
  /// Whose outcome is the target; empty for an amount that was given.
  std::string target_arm;
  /// That each trial met.
  std::int64_t replications = 0;
  std::vector<MatchedArm> arms;
};

}  // namespace firstcustomer
