#pragma once
/// \file
/// Beliefs of an arm: what everybody expects of a programme where everybody acts upon it.
///
/// Pilots (model/pilot.hpp) say what qualifying would bring a firm while all others follow some
/// beliefs. Beliefs are rational where what pilots then show is what is believed: a fixed point.
/// It is sought by damped steps on the same luck in every iteration, from two sides: from nothing
/// (nobody expects anything, so nobody hurries) and from the largest budget (everybody expects
/// all of it). Where both end in the same place, that is the equilibrium that is used; where they
/// do not, there are several, the one from nothing is used and both are reported. There are several
/// sets of beliefs, each from luck of its own, and replications take them in turn: what differs
/// between sets is in every interval (estimates.hpp). Not to converge is a result, too.
///
/// Steps: B ← B + d (F(B) − B). The first d is 2 / (n + 2), n being the firms of the cohort that
/// see the opportunity: where each firm answers the sum of what the others do by half as much less,
/// as in a linear race for a share, the answers of n firms to each other have slope −(n − 1)/2 in
/// all, of which 2 / (n + 1) is the step that undoes it at once; 2 / (n + 2) is the first step of
/// Frank and Wolfe (1956) and stays just below. Later steps are 1 / (1 − s), s being the slope of F
/// along the last step (a secant), between 1/64 and 1, and at most half of the last one where the
/// gap grew. The gap is the largest |F(B) − B| of an expected value of qualifying over technologies
/// and dates, over the largest expected value. Shares of entry have steps of their own, by date and
/// opportunity: half as long each time that their direction turns; while it stays, twice as long
/// until it first turns, and a fifth longer afterwards. Where all candidates are alike entry jumps
/// between nobody and everybody, and this is a bisection that ends where entering just pays.
///
/// How long development takes is sampled once per set, by technology and stage, with all the cash
/// that it needs, at effort 1 and to twice the horizon; where there is no sample, that of all
/// technologies at that stage. Numbers of behaviour that are uncertain are drawn in pilots as in a
/// run; tables of decisions rest on their medians, for nobody knows the draw.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "firstcustomer/experiment/plan.hpp"
#include "firstcustomer/model/decision.hpp"

namespace firstcustomer {

enum class BeliefState : std::uint8_t { converged, multiple, not_converged };
inline constexpr std::string_view belief_state_names[] = {"converged", "multiple equilibria",
                                                          "not converged"};

/// What everybody's following some beliefs brings a firm. By technology.
struct Expectation {
  IdVector<TechnologyId, BeliefCurve> curves;
  /// Shares of opportunities at the start.
  IdVector<TechnologyId, ByOpportunity> first;
  /// Pilots of that technology.
  std::vector<double> pilots;
};

/// Where an iteration ended.
struct FixedPoint {
  Beliefs beliefs;
  /// What pilots showed last.
  Expectation expectation;
  bool converged = false;
  std::int64_t iterations = 0;
  double gap = 0.0;
};

/// Makes decisions of the curves of beliefs.
using Decide = std::function<void(Beliefs&)>;
/// F: what pilots show where everybody follows these beliefs.
using Pilots = std::function<Expectation(const Beliefs&)>;

/// Steps of shares of entry towards what they should be.
class EntrySteps {
 public:
  explicit EntrySteps(double first) : first_(first) {}
  /// The first time shares are what they should be.
  void approach(std::vector<ByOpportunity>& shares, const std::vector<ByOpportunity>& target);

 private:
  double first_;
  std::vector<ByOpportunity> steps_;
  std::vector<ByOpportunity> last_;
  std::vector<ByOpportunity> growth_;
};

/// Iterates from the curves of `start`. The beliefs found have the decisions that go with them.
/// Needs: 0 < damping ≤ 1, one iteration or more.
FixedPoint find_fixed_point(Beliefs start, const Decide& decide, const Pilots& pilots,
                            const BeliefTerms& terms, double damping);

/// Largest difference of an expected value between two limits, over the largest of either.
double distance(const FixedPoint& one, const FixedPoint& other);

/// How one set of beliefs was found.
struct BeliefSet {
  BeliefState state = BeliefState::converged;
  std::int64_t iterations = 0;
  double gap = 0.0;
  /// That were played in all iterations, from both sides.
  std::int64_t pilots = 0;
  /// Of them, those that could not be finished and were left out.
  std::int64_t failed = 0;
};

/// How the beliefs of an arm were found, and what they are. Means over sets.
struct BeliefReport {
  /// The worst of all sets.
  BeliefState state = BeliefState::converged;
  /// Pilots of one set and iteration.
  std::int64_t replications = 0;
  std::vector<BeliefSet> sets;
  /// Years from the start.
  std::vector<double> years;
  /// Expected value of qualifying then, in pounds, as seen at the start and discounted to then:
  /// over all firms that pilots held back.
  std::vector<double> expected;
  /// The same where the iteration from the largest budget ended elsewhere; or else empty.
  std::vector<double> expected_from_budget;
  /// Effort at the start, by technology, of firms in the stages in which they stand; not a number
  /// where no firm of the cohort has the technology.
  std::vector<double> effort;

  std::int64_t fewest_iterations() const;
  std::int64_t most_iterations() const;
  double largest_gap() const;
  std::int64_t pilots() const;
};

/// Whether anything in the case promises anything: programmes with a budget.
bool has_budget(const Case& numbers);

/// Effect: gives every arm with optimising behaviour its sets of beliefs, and those without a
/// programme, which arms of the same world share; arms of channels follow those of their arm. Sets
/// are found on so many threads; results do not depend on it. Nothing happens to other arms.
/// Needs: all arms, those of channels included; firms of a cohort. Throws: ReplicationError where
/// no pilot of a set can be finished.
void add_beliefs(Plan& plan, int threads);

}  // namespace firstcustomer
