#pragma once
/// \file
/// Bids in equilibrium where a closed form exists, cost plus a markup otherwise; and what auctions
/// are then expected to cost.
///
/// The closed forms are those of independent private costs with the uniform law: each bidder knows
/// its own cost, and of the others' only the law. They are pure functions and exact up to rounding;
/// costs: arithmetic and at most one power, a sum over the bidders where there are several places.
/// Not here: asymmetric bidders, affiliated costs, collusion, and the decision to enter.
///
/// Units: prices and costs in one unit of money, whichever.
/// Sources: Vickrey 1961; Myerson 1981; McAfee and McMillan 1987 ("Auctions and bidding"); Che 1993
/// ("Design competition through multidimensional auctions"); Krishna 2010.

#include <cstdint>
#include <limits>
#include <span>

#include "firstcustomer/model/mechanism.hpp"

namespace firstcustomer {

inline constexpr double no_reserve = std::numeric_limits<double>::infinity();

/// The law that costs are drawn from: uniform. Needs: low < high.
struct CostRange {
  double low = 0.0;
  double high = 1.0;
};

struct MeanVariance {
  double mean = 0.0;
  double variance = 0.0;
};

/// The k-th lowest of n. Needs: 1 ≤ k ≤ n.
MeanVariance order_statistic(const CostRange& range, std::int64_t k, std::int64_t n);

// --- Prices alone ---

/// What everyone may know before bidding.
struct Competition {
  CostRange costs = {};
  std::int64_t bidders = 1;
  std::int64_t places = 1;
  double reserve = no_reserve;
};

/// Bid in a first-price auction: the cost, and as much more as the mean excess over it, where it
/// wins, of the lowest cost that loses (or of the reserve). With one place and no reserve
/// c + (high − c)/n. Who cannot lose, because there is a place for everyone, asks for the reserve,
/// or for the highest cost without one. A cost above the reserve is bid as it is, and not
/// considered.
/// Shape: increasing in the cost, falling in the number of bidders.
/// Source: Krishna 2010, section 2.5 (reserve) and chapter 13 (several units), turned round for
/// purchases. Needs: a cost within the range.
double first_price_bid(const Competition& competition, double cost);

/// Cost plus a markup, a share of the cost.
constexpr double cost_plus(double cost, double markup) {
  return cost * (1.0 + markup);
}

/// What a bidder asks for under a mechanism: its cost where that is the best it can do whatever the
/// others do (second price, uniform price, second score), the equilibrium where prices alone count
/// (first price), cost plus otherwise. A cost beyond the range, which the others do not expect, is
/// bid at cost plus, too. (Under a second score with relative prices the cost is only nearly the
/// best: a winner with the lowest bid moves the unit in which all are counted.)
///
/// A first score has an equilibrium, too, in which pseudo-costs, cost − worth × ln quality, take
/// the part of costs: the bid is the cost, and as much more as the mean excess over the own
/// pseudo-cost, where it wins, of the lowest pseudo-cost that loses, for one place or several (Che
/// 1993; Asker and Cantillon 2008, "Properties of scoring auctions"). It is not used, because firms
/// would have to know the law of pseudo-costs. A scenario states what all believe of costs; of
/// qualities nobody states it, and the buyer's assessments, which the scores count, err in ways
/// that bidders do not see. A uniform law of the difference would be another belief than the one
/// that is stated. Where all products are believed equal, write first-price.
double bid_under(Selection selection, const Competition& competition, double cost, double markup);

/// Price of the one who wins a first-price auction with one place and no reserve.
MeanVariance first_price_result(const CostRange& costs, std::int64_t bidders);

/// The same in a second-price auction. Means are equal: revenue equivalence (Vickrey 1961). Needs:
/// two bidders or more.
MeanVariance second_price_result(const CostRange& costs, std::int64_t bidders);

/// Of a second-price auction with one place and a finite reserve, for a buyer to whom the thing is
/// worth `value`. A first-price auction with that reserve has the same (revenue equivalence).
struct ReserveResult {
  double trade = 0.0;    ///< probability that a bid is accepted
  double payment = 0.0;  ///< mean, 0 without a trade
  double surplus = 0.0;  ///< of the buyer, mean
};
ReserveResult with_reserve(const CostRange& costs, std::int64_t bidders, double reserve,
                           double value);

/// The reserve that is best for the buyer: r + F(r)/f(r) = value, within the range. It does not
/// depend on the number of bidders. Source: Myerson 1981; for purchases McAfee and McMillan 1987.
double optimal_reserve(const CostRange& costs, double value);

// --- Prices and quality ---

/// A purchase where quality counts: worth × q − p to the buyer, at a cost of convexity × q²/2 + θ q
/// to a firm of type θ, drawn from a uniform law. Needs: worth ≥ types.high, convexity > 0.
/// Source: Che 1993, with a quadratic cost.
struct QualityCompetition {
  CostRange types = {};
  double worth = 1.0;
  double convexity = 1.0;
};

/// Offered under the buyer's own scoring rule, first or second score: what maximises worth × q less
/// its cost, whatever the price. Source: Che 1993.
double best_quality(const QualityCompetition& competition, double type);
/// What that leaves: the most that a firm can score without a loss.
double pseudo_value(const QualityCompetition& competition, double type);
/// Cost of making a quality.
double quality_cost(const QualityCompetition& competition, double type, double quality);
/// Bid beside the best quality under the first score.
/// Source: Che 1993. Needs: a type within the range.
double first_score_bid(const QualityCompetition& competition, std::int64_t bidders, double type);

/// Means, of one place. First and second score share them (Che 1993).
struct ScoreResult {
  double score = 0.0;    ///< the buyer's payoff
  double price = 0.0;    ///< paid
  double quality = 0.0;  ///< bought
  double profit = 0.0;   ///< of the winner
  double surplus = 0.0;  ///< of both: also the first best
};
ScoreResult scoring_result(const QualityCompetition& competition, std::int64_t bidders);

/// The mechanism that is best for the buyer under-rewards quality: a firm's type counts as
/// 2θ − low, so that good types have less to gain from passing for worse ones. It is a second-score
/// auction under `rewarded_worth` in place of worth × q, with a least score.
/// Source: Che 1993.
double under_rewarded_quality(const QualityCompetition& competition, double type);
/// What a quality counts in that auction.
double rewarded_worth(const QualityCompetition& competition, double quality);
/// The score of the last type that is bought from: what is considered at least.
double least_rewarded_score(const QualityCompetition& competition);
/// The buyer's mean payoff in it.
double optimal_payoff(const QualityCompetition& competition, std::int64_t bidders);

// --- Common costs ---

/// Mean of the lowest of n independent standard normal numbers: what a naive lowest bidder loses,
/// in standard deviations, where all costs are the same and each bid is an unbiased estimate of it
/// (the winner's curse: Capen, Clapp and Campbell 1971). Error below 1e-12, for n up to 1,000.
/// Needs: 1 ≤ n ≤ 10,000.
double lowest_normal_error(std::int64_t n);
/// The same for errors that are uniform between −1 and 1.
double lowest_uniform_error(std::int64_t n);

// --- Concentration ---

/// Herfindahl–Hirschman index: the sum of squared shares, 1 for a monopoly. Not a number where all
/// is 0. Needs: no number below 0.
double herfindahl(std::span<const double> amounts);
/// Its mean where the shares of n firms follow a symmetric Dirichlet law.
double dirichlet_herfindahl(double alpha, std::int64_t firms);
/// Its mean where equal lots go to equal firms independently of each other.
double lots_herfindahl(std::int64_t lots, std::int64_t firms);

}  // namespace firstcustomer
