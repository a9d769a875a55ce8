#include "firstcustomer/model/bidding.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {
namespace {

double width(const CostRange& range) {
  return range.high - range.low;
}

/// x to a whole power, by squaring.
double power(double x, std::int64_t n) {
  double result = 1.0;
  for (double square = x; n > 0; n /= 2, square *= square) {
    if (n % 2 == 1) {
      result *= square;
    }
  }
  return result;
}

/// Sums over j ≤ k of C(n, j) pʲ (1 − p)ᵏ⁻ʲ, once plain and once each k − j + 1 times: the chance
/// that at most k of n are below, and the sum of those chances up to k, both over (1 − p)ⁿ⁻ᵏ, so
/// that nothing vanishes where p is near 1. Needs: k ≤ n.
struct ScaledSums {
  double plain = 0.0;
  double weighted = 0.0;
};

ScaledSums scaled_sums(std::int64_t k, std::int64_t n, double p) {
  ScaledSums result;
  double ways = 1.0;
  for (std::int64_t j = 0; j <= k; ++j) {
    const double term = ways * power(p, j) * power(1.0 - p, k - j);
    result.plain += term;
    result.weighted += static_cast<double>(k - j + 1) * term;
    ways *= static_cast<double>(n - j) / static_cast<double>(j + 1);
  }
  return result;
}

/// ∫ from `own` to `last` of the chance to win, over the chance to win with `own`: costs are shares
/// of their law, n bidders win if at most k others are below. From ∫ₚ¹ C(n − 1, j) tʲ
/// (1 − t)ⁿ⁻¹⁻ʲ dt = P(at most j of n below p) / n.
double mean_excess(std::int64_t k, std::int64_t n, double own, double last) {
  const double left = (1.0 - own) * scaled_sums(k, n, own).weighted;
  const double beyond = (1.0 - last) * power((1.0 - last) / (1.0 - own), n - 1 - k) *
                        scaled_sums(k, n, last).weighted;
  return (left - beyond) / (static_cast<double>(n) * scaled_sums(k, n - 1, own).plain);
}

/// Mean and mean square of high − θ for the lowest of n types.
struct Distance {
  double mean = 0.0;
  double square = 0.0;
};

Distance distance_of_lowest(const CostRange& types, std::int64_t n) {
  const auto count = static_cast<double>(n);
  const double r = width(types);
  return {r * count / (count + 1.0), r * r * count / (count + 2.0)};
}

void expect_sound(const QualityCompetition& competition) {
  expect(competition.types.low < competition.types.high, "a range of types");
  expect(competition.worth >= competition.types.high, "every type worth buying from");
  expect(competition.convexity > 0.0, "a convex cost");
}

/// The last type that the best mechanism buys from.
double last_type(const QualityCompetition& competition) {
  return std::min(competition.types.high, (competition.worth + competition.types.low) / 2.0);
}

}  // namespace

MeanVariance order_statistic(const CostRange& range, std::int64_t k, std::int64_t n) {
  expect(1 <= k && k <= n, "the k-th of n");
  const double place = static_cast<double>(k) / static_cast<double>(n + 1);
  const double r = width(range);
  return {range.low + r * place, r * r * place * (1.0 - place) / static_cast<double>(n + 2)};
}

double first_price_bid(const Competition& competition, double cost) {
  const CostRange& costs = competition.costs;
  expect(costs.low <= cost && cost <= costs.high, "a cost within the range");
  expect(competition.bidders >= 1 && competition.places >= 1, "a bidder and a place");
  const double reserve = std::min(competition.reserve, costs.high);
  if (cost >= reserve) {
    return cost;
  }
  const double own = (cost - costs.low) / width(costs);
  const double last = (reserve - costs.low) / width(costs);
  const std::int64_t n = competition.bidders;
  const double shaded =
      cost + width(costs) * mean_excess(std::min(competition.places, n) - 1, n, own, last);
  // Who cannot lose asks for the reserve, though no cost is as high.
  const bool cannot_lose = competition.places >= n && std::isfinite(competition.reserve);
  return cannot_lose ? competition.reserve : shaded;
}

double bid_under(Selection selection, const Competition& competition, double cost, double markup) {
  const bool expected = competition.costs.low <= cost && cost <= competition.costs.high;
  switch (selection) {
    case Selection::second_price:
    case Selection::uniform_price:
    case Selection::second_score:
      return cost;
    case Selection::first_price:
      return expected ? first_price_bid(competition, cost) : cost_plus(cost, markup);
    case Selection::lottery:
    case Selection::ranked:
    case Selection::all:
    case Selection::pro_rata:
    case Selection::first_score:
    case Selection::portfolio:
    case Selection::portfolio_exact:
    case Selection::plugin:
      break;
  }
  return cost_plus(cost, markup);
}

MeanVariance first_price_result(const CostRange& costs, std::int64_t bidders) {
  // The bid is a straight line in the lowest cost.
  const MeanVariance lowest = order_statistic(costs, 1, bidders);
  const double slope = 1.0 - 1.0 / static_cast<double>(bidders);
  return {lowest.mean + (costs.high - lowest.mean) / static_cast<double>(bidders),
          slope * slope * lowest.variance};
}

MeanVariance second_price_result(const CostRange& costs, std::int64_t bidders) {
  return order_statistic(costs, 2, bidders);
}

ReserveResult with_reserve(const CostRange& costs, std::int64_t bidders, double reserve,
                           double value) {
  expect(bidders >= 1 && std::isfinite(reserve), "a bidder and a reserve");
  const double r = std::clamp((reserve - costs.low) / width(costs), 0.0, 1.0);
  const auto n = static_cast<double>(bidders);
  const double none = power(1.0 - r, bidders);
  // Over the law's width: ∫ from 0 to r of P(the second lowest is above t), less r P(no trade).
  const double above =
      (1.0 - none) + (1.0 - n) / (n + 1.0) * (1.0 - power(1.0 - r, bidders + 1)) - r * none;
  ReserveResult result;
  result.trade = 1.0 - none;
  result.payment = costs.low * result.trade + width(costs) * above;
  if (reserve > costs.high && bidders == 1) {
    result.payment = reserve;  // who cannot lose is paid it
  }
  result.surplus = value * result.trade - result.payment;
  return result;
}

double optimal_reserve(const CostRange& costs, double value) {
  return std::clamp((value + costs.low) / 2.0, costs.low, costs.high);
}

double best_quality(const QualityCompetition& competition, double type) {
  return (competition.worth - type) / competition.convexity;
}

double pseudo_value(const QualityCompetition& competition, double type) {
  const double margin = competition.worth - type;
  return margin * margin / (2.0 * competition.convexity);
}

double quality_cost(const QualityCompetition& competition, double type, double quality) {
  return quality * (competition.convexity * quality / 2.0 + type);
}

double first_score_bid(const QualityCompetition& competition, std::int64_t bidders, double type) {
  expect_sound(competition);
  const CostRange& types = competition.types;
  expect(types.low <= type && type <= types.high, "a type within the range");
  const double beyond = competition.worth - types.high;
  const double left = types.high - type;
  const auto n = static_cast<double>(bidders);
  const double rent = left * (beyond / n + left / (n + 1.0)) / competition.convexity;
  return quality_cost(competition, type, best_quality(competition, type)) + rent;
}

ScoreResult scoring_result(const QualityCompetition& competition, std::int64_t bidders) {
  expect_sound(competition);
  const Distance left = distance_of_lowest(competition.types, bidders);
  const double beyond = competition.worth - competition.types.high;
  const double k = competition.convexity;
  const auto n = static_cast<double>(bidders);
  ScoreResult result;
  result.surplus = (beyond * beyond + 2.0 * beyond * left.mean + left.square) / (2.0 * k);
  result.profit = (beyond * left.mean / n + left.square / (n + 1.0)) / k;
  result.score = result.surplus - result.profit;
  result.quality = (beyond + left.mean) / k;
  result.price = competition.worth * result.quality - result.score;
  return result;
}

double under_rewarded_quality(const QualityCompetition& competition, double type) {
  const double margin = competition.worth - 2.0 * type + competition.types.low;
  return std::max(0.0, margin) / competition.convexity;
}

double rewarded_worth(const QualityCompetition& competition, double quality) {
  const double half = (competition.worth + competition.types.low) / 2.0;
  return quality * (competition.convexity * quality / 4.0 + half);
}

double least_rewarded_score(const QualityCompetition& competition) {
  const double type = last_type(competition);
  const double quality = under_rewarded_quality(competition, type);
  return rewarded_worth(competition, quality) - quality_cost(competition, type, quality);
}

double optimal_payoff(const QualityCompetition& competition, std::int64_t bidders) {
  expect_sound(competition);
  // E[((a − 2 r u)⁺)²] / 2k for the lowest u of n, with x = 1 − u and b = a − 2 r.
  const double r = width(competition.types);
  const double a = competition.worth - competition.types.low;
  const double b = a - 2.0 * r;
  const auto n = static_cast<double>(bidders);
  const double from = std::max(0.0, 1.0 - a / (2.0 * r));
  const double square = b * b * (1.0 - power(from, bidders)) +
                        4.0 * b * r * n / (n + 1.0) * (1.0 - power(from, bidders + 1)) +
                        4.0 * r * r * n / (n + 2.0) * (1.0 - power(from, bidders + 2));
  return square / (2.0 * competition.convexity);
}

double lowest_normal_error(std::int64_t n) {
  expect(1 <= n && n <= 10'000, "one to 10,000 numbers");
  // E(max) = ∫ x n φ(x) Φ(x)ⁿ⁻¹ dx by the trapezoidal rule, whose error falls faster than any
  // power of the step for a smooth function that vanishes at both ends.
  constexpr int steps_per_unit = 32;
  constexpr int end = 12 * steps_per_unit;
  constexpr double root_two_pi = 2.50662827463100050242;
  const auto count = static_cast<double>(n);
  double sum = 0.0;
  for (int i = -end; i <= end; ++i) {
    const double x = static_cast<double>(i) / steps_per_unit;
    const double below = normal_cdf(x);
    if (below > 0.0) {
      sum += x * elementary::exp(-x * x / 2.0) * power(below, n - 1);
    }
  }
  return -sum * count / root_two_pi / steps_per_unit;
}

double lowest_uniform_error(std::int64_t n) {
  return order_statistic({-1.0, 1.0}, 1, n).mean;
}

double herfindahl(std::span<const double> amounts) {
  double total = 0.0;
  double squares = 0.0;
  for (const double amount : amounts) {
    expect(amount >= 0.0, "amounts not negative");
    total += amount;
    squares += amount * amount;
  }
  return squares / (total * total);
}

double dirichlet_herfindahl(double alpha, std::int64_t firms) {
  return (alpha + 1.0) / (alpha * static_cast<double>(firms) + 1.0);
}

double lots_herfindahl(std::int64_t lots, std::int64_t firms) {
  const double each = 1.0 / static_cast<double>(lots);
  return each + (1.0 - each) / static_cast<double>(firms);
}

}  // namespace firstcustomer
