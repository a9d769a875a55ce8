#pragma once
/// \file
/// Portfolios of applicants that may fail together: how good one is, and which is the best that the
/// money buys.
///
/// An applicant qualifies if its group's common cause spares it (once for the group, with the
/// call's `group_success`) and it then succeeds by itself; groups, and applicants within a group
/// that is spared, are independent. `Applicant::success` is the probability of both. Given the
/// first, each succeeds with success / group_success.
///
/// What is maximised is the call's aim:
/// - `capacity`: expected qualified capacity. It is a sum over applicants, so correlation does not
///   matter to it: two of one group count as much as two of different ones.
/// - `at_least_one`: the probability that anybody qualifies. A second of the same group adds less.
/// - `coverage`: the expected share of a need T (`target_capacity`) that is covered, 1 − E
/// exp(−Q/T)
///   with Q the qualified capacity: the first units count most, and no portfolio covers everything.
///   It goes to the probability of at least one for small T and to E(Q)/T for large, and, unlike
///   E min(Q, T), has a closed form with correlated success.
///
/// The last two are 1 − Π over groups of (1 − g + g Π over applicants (1 − c a)), where g is the
/// group's success, c the conditional one, and a is 1 or 1 − exp(−capacity/T). The search works
/// with minus the logarithm of the product: a sum over groups of concave functions of sums, so that
/// what an applicant adds only falls as others join it.
///
/// A contract costs bid × units. Costs: see the functions; none of them allocates beyond `awards`.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "firstcustomer/model/mechanism.hpp"

namespace firstcustomer {

/// Sum of success × capacity, in units a year.
double expected_capacity(std::span<const Applicant> applicants, std::span<const Award> chosen);

/// Probability that one of those chosen qualifies, or more.
/// Throws: ReplicationError if an applicant's success exceeds `group_success`.
double at_least_one(std::span<const Applicant> applicants, std::span<const Award> chosen,
                    double group_success);

/// By the aim of the call: units a year, or a share of 1. Throws: as above.
/// Needs: a need above 0 if the aim is to cover it.
double portfolio_value(std::span<const Applicant> applicants, std::span<const Award> chosen,
                       const CallTerms& terms);

/// What the contracts of those chosen cost, in pounds: the sum of bid × units.
double portfolio_cost(std::span<const Applicant> applicants, std::span<const Award> chosen);

/// One after another, whoever adds most per pound among those whom the rest of the money still
/// pays for; ties by lot. May miss the best portfolio by any factor if one applicant would take
/// nearly all of the money. Costs: applicants × places², microseconds for tens.
/// Effect: replaces `awards`, in the order of choice, at their bids. Throws: as above.
void choose_greedily(std::span<const Applicant> applicants, const CallTerms& terms,
                     std::vector<Award>& awards);

/// The limits of the exact search: beyond either it says so and stops the replication, because a
/// portfolio that might not be the best would not be exact.
inline constexpr std::size_t most_in_exact_portfolio = 40;
inline constexpr std::int64_t most_steps_to_exact_portfolio = 2'000'000;

/// The portfolio of the highest value within money and places, by branch and bound: applicants are
/// taken or left in the order of what they add per pound, and a branch is given up if what all that
/// are left add now, in fractions if need be, would not beat the best that is known. Exact up to a
/// relative 1e-12 of the value searched by. Of equals (same group, capacity, success and cost) the
/// lower lot is taken first. Costs: 10 to 30 µs for 20 applicants and 50 to 500 µs for 40 where the
/// money pays for about five; more where it pays for more, most if one success is enough: of 40
/// from which 20 can be chosen, half reach the limit, after two seconds.
/// Effect: replaces `awards`, in that order, at their bids.
/// Throws: as above, and ReplicationError beyond the limits.
/// Source: Martello and Toth 1990, chapter 2 (bound by fractions); Nemhauser, Wolsey and Fisher
/// 1978 (what falls as others join).
void choose_exactly(std::span<const Applicant> applicants, const CallTerms& terms,
                    std::vector<Award>& awards);

/// Projects that must each succeed for one to qualify with that probability, independent of each
/// other: ln(1 − target) / ln(1 − success), the next whole number of which is needed.
/// Needs: both strictly between 0 and 1.
double projects_for(double target, double success);

/// A tree of hurdles: what stands under one can only succeed if that was taken. A hurdle that
/// nothing stands under is a project.
struct Hurdle {
  double success = 1.0;  ///< given the one above
  std::int32_t above = none;
  static constexpr std::int32_t none = -1;
};

/// Probability that one project or more takes all its hurdles. Needs: each hurdle stands after the
/// one above it. Effect: overwrites `scratch`. Source: Ahuja et al. 2021 (portfolios of vaccines).
double any_succeeds(std::span<const Hurdle> tree, std::vector<double>& scratch);
/// Probability that all hurdles up to this one are taken.
double succeeds(std::span<const Hurdle> tree, std::size_t project);
/// That both are.
double both_succeed(std::span<const Hurdle> tree, std::size_t first, std::size_t second);
/// Correlation of the two successes; not a number where one is certain.
double success_correlation(std::span<const Hurdle> tree, std::size_t first, std::size_t second);

}  // namespace firstcustomer
