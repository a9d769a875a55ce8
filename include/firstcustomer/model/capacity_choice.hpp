#pragma once
/// \file
/// How much capacity a firm builds before it sells, and what the buyer's promise has to do with it.
///
/// Capacity is sunk before the first unit is sold. A firm that builds k units a year delivers
/// without a break: what its order pays for first comes first. The net present value, on the day on
/// which capacity is paid for, of tranches i = 1 … n with margins m_i, each of which lasts until
/// t_i = min(D, Σ_{j ≤ i} (u_j / k + y_j)), and of a tail with the margin m until D, is
///
///   NPV(k) = e^{−r w} k (Σ_i m_i (a(t_i) − a(t_{i−1})) + m (a(D) − a(t_n))) − g k − F,
///
/// where a(t) = (1 − e^{−rt}) / r and w is the wait until the first delivery. A top-up s from a
/// fund of which a firm has a share A is a tranche of A/s units; one of which it has φ for each
/// unit of yearly capacity is a tranche of φ/s years.
///
/// NPV is concave where margins do not rise from one tranche to the next: it is then a sum, with
/// weights m_i − m_{i+1} ≥ 0, of k a(min(D, U/k + Y)), each the lesser of k a(D) and of the
/// perspective k a((U + Y k) / k) of a concave function, less what is linear in k. Its pieces meet
/// where U/k + Y = D.
///
/// All functions are pure. Costs: some 60 exponentials for each tranche and choice; 64 times as
/// many where margins rise. Not here: what other firms build, and prices that hang on all capacity.
/// Units: money in pounds, capacity in units a year, rates continuous.
/// Sources: Kremer, Levin and Snyder 2020, "Advance market commitments: insights from theory and
/// experience", and 2022, "Designing advance market commitments for new vaccines".

#include <span>

namespace firstcustomer {

/// Units that are delivered one after another and bring the same.
struct Tranche {
  /// Of a unit: price less what making it costs.
  double margin = 0.0;
  /// It holds for so many units, however large the capacity, and for what the whole capacity makes
  /// in so many years.
  double units = 0.0;
  double years = 0.0;
};

struct CapacityView {
  /// In the order of delivery.
  std::span<const Tranche> tranches;
  /// Of a unit that is made after them.
  double tail_margin = 0.0;
  /// From the first delivery to the last, at most (D).
  double supply_years = 0.0;
  /// From payment for the capacity to the first delivery (w).
  double wait_years = 0.0;
  double rate = 0.0;
  /// Of capacity for a unit a year (g), and of any at all (F; less than nothing if the order brings
  /// a lump sum besides).
  double cost = 0.0;
  double fixed_cost = 0.0;
  double least = 0.0;
  double most = 0.0;
};

/// (1 − e^{−rt}) / r, or t where r is 0. Needs: r ≥ 0.
double annuity(double rate, double years);

/// NPV(k). Needs: k > 0.
double value_of_capacity(const CapacityView& view, double capacity);

/// Its derivative; where pieces meet, that of the piece above.
double marginal_value_of_capacity(const CapacityView& view, double capacity);

struct CapacityChoice {
  /// Whether some capacity within the bounds is worth what it costs: NPV ≥ 0.
  bool invests = false;
  /// The best within the bounds, the least of equals.
  double capacity = 0.0;
  double value = 0.0;
};

/// The exact maximum, by bisection of the derivative, where margins do not rise. Otherwise the best
/// of what bisection finds in 64 equal parts of the bounds. Needs: 0 < least ≤ most.
CapacityChoice choose_capacity(const CapacityView& view);

// --- What a top-up adds to the gain from a unit more of yearly capacity

/// (s/r) (1 − e^{−x} (1 + x)), x = rA/(sk): of a top-up s from a share A of a fund that is fixed,
/// at the capacity k. It vanishes with r: what is fixed is a lump sum. Needs: r > 0.
double fixed_fund_incentive(double top_up, double share, double capacity, double rate);

/// (s/r) (1 − e^{−rφ/s}): where the share is φ for each unit of yearly capacity. Needs: r > 0.
double capacity_tied_incentive(double top_up, double share_per_capacity, double rate);

// --- Hold-up and the promise of a price, in closed form

/// Units are worth `value` to the buyer and cost `unit_cost` to make, for `years`. A unit of yearly
/// capacity costs a firm a sum between 0 and `highest_cost`, evenly, which it alone knows.
struct SupplyGame {
  double value = 0.0;
  double unit_cost = 0.0;
  double years = 0.0;
  double rate = 0.0;
  double highest_cost = 0.0;
};

/// By unit of yearly capacity, in present value.
struct SupplyResult {
  /// Probability that the firm builds.
  double invests = 0.0;
  double buyer_surplus = 0.0;
  double firm_profit = 0.0;
  double welfare = 0.0;
};

/// What is bargained once capacity is sunk: c + β (v − c). Source: Nash bargaining.
constexpr double held_up_price(const SupplyGame& game, double supplier_share) {
  return game.unit_cost + supplier_share * (game.value - game.unit_cost);
}

/// Of a price that firms know before they build, promised or foreseen. Needs: a price between the
/// unit cost and the value.
SupplyResult supply_at(const SupplyGame& game, double price);

/// The price that is best for the buyer: (v + c)/2, or the least at which all firms build where
/// that is less.
double best_promise(const SupplyGame& game);

}  // namespace firstcustomer
