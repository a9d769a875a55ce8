#pragma once
/// \file
/// Beliefs: what a firm expects that qualifying at a date would bring it, under a given rule.
///
/// A firm sees an *opportunity*: whether anything is left of what programmes promise, and whether
/// it has a contract already. Beliefs say, by technology and date, how opportunities move while the
/// firm has not qualified, what it is paid (or has to pay back) meanwhile, and what it would be
/// worth to have qualified in each of them: payments of programmes and of private customers, less
/// the costs of the units delivered. All of it is estimated by pilots (pilot.hpp), in which the
/// contract interpreter pays; no rule has a formula here. What firms, founders and investors make
/// of it stands in decision.hpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "firstcustomer/core/time.hpp"
#include "firstcustomer/model/appraisal.hpp"
#include "firstcustomer/model/ids.hpp"

namespace firstcustomer {

struct Case;

/// What is left for a firm that has not qualified. Open: in quarters of the money and of the awards
/// of the programme with most left, whichever is less, rounded up.
enum class Opportunity : std::uint8_t {
  closed,
  open_quarter,
  open_half,
  open_three_quarters,
  open_full,
  contracted  ///< it has been chosen, and its contract has not ended
};
inline constexpr std::size_t opportunities = 6;
inline constexpr std::string_view opportunity_names[] = {
    "closed", "open_quarter", "open_half", "open_three_quarters", "open_full", "contracted"};
static_assert(std::size(opportunity_names) == opportunities);

using ByOpportunity = std::array<double, opportunities>;

/// The dates of beliefs: equal steps from the start to the horizon. Firms that qualify are looked
/// at every `every` steps, from the start on.
struct BeliefGrid {
  Duration step;
  std::size_t every = 1;
  /// Present value of a unit of nominal money at step k, at the required return of firms; one more
  /// than there are steps.
  std::vector<double> discount;

  std::size_t steps() const { return discount.size() - 1; }
  std::size_t probes() const { return (steps() - 1) / every + 1; }
  Instant at(std::size_t k) const {
    return Instant{} + Duration::microseconds(step.microseconds() * static_cast<std::int64_t>(k));
  }
  /// The last step that has begun; at most the last of all.
  std::size_t step_of(Instant when) const;
};

/// Of a case: its horizon in steps, and its deflator with the required return of its behaviour.
BeliefGrid belief_grid(const Case& numbers, Duration step, std::size_t every);

/// What firms of one technology expect. In pounds.
struct BeliefCurve {
  /// By step and opportunity at its beginning: probabilities of those at its end.
  std::vector<std::array<ByOpportunity, opportunities>> moves;
  /// By step and opportunity at its beginning: net receipts during the step of a firm that has not
  /// qualified, discounted to the beginning.
  std::vector<ByOpportunity> flow;
  /// By probe and opportunity: net receipts from the date on of a firm that qualifies then,
  /// discounted to it.
  std::vector<ByOpportunity> value;
};

/// Value of qualifying at a step, between probes in proportion.
double value_at(const BeliefGrid& grid, const BeliefCurve& curve, std::size_t step,
                std::size_t opportunity);

/// Expected value of qualifying at each probe as seen at the start, where the opportunity is
/// `first`: what the convergence of beliefs is judged by.
std::vector<double> expected_values(const BeliefGrid& grid, const BeliefCurve& curve,
                                    const ByOpportunity& first);

/// One and the same value everywhere, however opportunities move: where an iteration begins.
BeliefCurve constant_curve(const BeliefGrid& grid, double value);

/// Effect: `curve` goes the share `damping` of the way to `target`.
void approach(BeliefCurve& curve, const BeliefCurve& target, double damping);

/// What one pilot shows of the opportunity of one firm that never qualifies by itself.
struct PilotView {
  TechnologyId technology;
  /// At the beginning of each step, and at the end of the last.
  std::vector<std::uint8_t> opportunity;
  /// By step, in pounds, discounted to its beginning.
  std::vector<double> flow;
  /// By probe, likewise.
  std::vector<double> value;
};

/// Sums of pilots of one technology; those of blocks are merged in the order of the blocks.
class CurveEstimate {
 public:
  explicit CurveEstimate(const BeliefGrid& grid);

  void add(const BeliefGrid& grid, const PilotView& view);
  void merge(const CurveEstimate& other);
  double pilots() const { return pilots_; }
  /// The means. Where an opportunity was never met at a date: those of `pooled` over all
  /// technologies, else of the nearest date at which it was met, else nothing: it stays as it is
  /// and brings nothing.
  BeliefCurve curve(const CurveEstimate& pooled) const;
  /// Shares of opportunities at the start.
  ByOpportunity first() const;

 private:
  struct Mean {
    double count = 0.0;
    double sum = 0.0;
  };
  template <class Of>
  static double mean_or(const std::vector<Of>& own, const std::vector<Of>& pooled, std::size_t at,
                        std::size_t opportunity, double otherwise);

  double pilots_ = 0.0;
  std::vector<std::array<ByOpportunity, opportunities>> moves_;  // counts
  std::vector<std::array<Mean, opportunities>> flow_;
  std::vector<std::array<Mean, opportunities>> value_;
};

/// How long development takes from the beginning of a stage (or from a firm's appearance in it) to
/// qualification, at effort 1 and with all the cash it needs. Shares of one technology and stage.
struct DevelopmentTime {
  /// Years to qualification of those that qualify, and to the end of the others; equally likely.
  std::vector<double> qualified;
  std::vector<double> ended;
  /// That it qualifies.
  double success = 0.0;
  /// Of the log of performance over what is required, in first tests. No deviation: not known.
  double margin = 0.0;
  double margin_deviation = 0.0;
};

/// Sorts the years of all samples into at most `nodes` groups of equal size, and takes their means.
std::vector<double> quantile_means(std::vector<double> years, std::size_t nodes);

}  // namespace firstcustomer
