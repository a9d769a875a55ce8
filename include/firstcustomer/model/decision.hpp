#pragma once
/// \file
/// What firms, founders and investors make of beliefs: effort, entry, finance, giving up.
///
/// Effort x divides development time by x^β. It costs a flow (the burn of development is multiplied
/// by x for as long as it takes; Lee and Wilde 1980) or a lump (the fixed cost of stages is; Loury
/// 1979). A firm chooses x to maximise the expected present value of what qualifying brings, less
/// costs. How large these costs are to it:
/// - `stated`: as the scenario states burn and fixed costs;
/// - `revealed`: the scenario's durations are those of firms that have chosen already, in a world
///   without a programme: costs are scaled so that x = 1 is their best choice there. What firms
///   give up then is never less than what they get.
///
/// All tables are made once per set of beliefs, by date and opportunity; in a run a decision is a
/// look at a table.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "firstcustomer/model/behaviour.hpp"
#include "firstcustomer/model/belief.hpp"

namespace firstcustomer {

/// What a firm gets if it qualifies so many years after a date at which it sees an opportunity.
class Prospect {
 public:
  /// Needs: from < grid.steps(). `gives_up`: whether the firm ends development in the first step at
  /// which the opportunity is closed and qualifying would bring nothing.
  Prospect(const BeliefGrid& grid, const BeliefCurve& curve, std::size_t from,
           std::size_t opportunity, bool gives_up);

  /// Present value, at that date, of all receipts of a firm that qualifies after so many years.
  /// Linear between steps; after the horizon qualifying is worth what it is there, later.
  double receipts(double years) const;
  double receipts_never() const { return receipts_never_; }
  /// Present value of a pound a year spent until then, or until it gives up; to the horizon.
  double annuity(double years) const { return at(annuity_, years); }

 private:
  double at(const std::vector<double>& of, double years) const;

  double steps_per_year_;
  double log_discount_ = 0.0;  // a year, at the horizon
  std::vector<double> receipts_;
  std::vector<double> annuity_;
  double receipts_never_ = 0.0;
};

/// What effort costs and does.
struct EffortTerms {
  EffortCost cost = EffortCost::flow;
  double elasticity = 0.35;
  double least = 0.25;
  double most = 4.0;
};

/// What is left to pay of development, at effort 1. In pounds, and pounds a year.
struct DevelopmentCost {
  double fixed = 0.0;
  double burn = 0.0;
};

/// Expected present value of receipts at an effort.
double worth(const Prospect& prospect, const DevelopmentTime& time, double effort,
             const EffortTerms& terms);
/// Expected present value of costs at an effort.
double outlay(const Prospect& prospect, const DevelopmentTime& time, const DevelopmentCost& cost,
              double effort, const EffortTerms& terms);

struct EffortChoice {
  double effort = 1.0;
  double worth = 0.0;
  double outlay = 0.0;
};

/// The effort within the bounds at which worth − weight × outlay is highest.
EffortChoice choose_effort(const Prospect& prospect, const DevelopmentTime& time,
                           const DevelopmentCost& cost, double weight, const EffortTerms& terms);

/// The weight on costs at which effort 1 is a firm's best choice: marginal worth over marginal
/// outlay there. 0 where speed brings nothing.
double revealed_weight(const Prospect& prospect, const DevelopmentTime& time,
                       const DevelopmentCost& cost, const EffortTerms& terms);

/// By date of decision and opportunity: of firms of one technology at the beginning of one stage.
struct DecisionTable {
  std::vector<ByOpportunity> effort;
  /// Expected present value of receipts, in pounds.
  std::vector<ByOpportunity> worth;
  /// The same less costs; with revealed preferences less their revealed size.
  std::vector<ByOpportunity> net;
};

/// Everything that is believed in one arm.
struct Beliefs {
  BeliefGrid grid;
  /// Steps from one date of decision to the next.
  std::size_t decides_every = 1;
  IdVector<TechnologyId, BeliefCurve> curves;
  /// By technology and stage, the test's included.
  IdVector<TechnologyId, IdVector<StageId, DecisionTable>> tables;
  /// By date of decision and opportunity: candidates of entry that enter. Empty without entry.
  std::vector<ByOpportunity> entry;

  std::size_t dates() const { return (grid.steps() - 1) / decides_every + 1; }
  std::size_t date_of(Instant when) const { return grid.step_of(when) / decides_every; }
};

/// What is known of development apart from beliefs.
struct Development {
  IdVector<TechnologyId, IdVector<StageId, DevelopmentTime>> times;
  IdVector<TechnologyId, IdVector<StageId, DevelopmentCost>> costs;
};

/// Mean fixed costs still to be paid from the beginning of each stage on (first attempts, and
/// repetitions in their mean), and mean burn of the firms of each technology.
IdVector<TechnologyId, IdVector<StageId, DevelopmentCost>> development_costs(const Case& numbers);

/// Effect: fills `beliefs.tables` from its curves. `without`: beliefs where there is no programme,
/// whose curves reveal costs; may be `beliefs` itself.
void decide(Beliefs& beliefs, const Beliefs& without, const Development& development,
            const Case& numbers);

/// What tables make of entry. With revealed preferences founders' private costs are such that one
/// in `FirmEntry::ceiling` candidates enters without a programme; with stated ones their median is
/// `FirmEntry::private_cost`. Where many candidates have the same cost this jumps between nobody
/// and everybody: beliefs go towards it by steps (approach), and end where entering just pays.
std::vector<ByOpportunity> entry_shares(const Beliefs& beliefs, const Beliefs& without,
                                        const Case& numbers);

/// P(cost ≤ worth) of a lognormal private cost (or an investor's ask), where it is `share` at the
/// worth `usual`: Φ(Φ⁻¹(share) + ln(worth ÷ usual) ÷ spread); 0 where the worth is not positive,
/// and `share` where neither is. Needs: 0 < share < 1, spread > 0.
double response(double share, double worth, double usual, double spread);

}  // namespace firstcustomer
