#include "firstcustomer/model/capacity_choice.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

/// Calls `visit(weight, t, dt)` for every end of a tranche: the drop in margins there, when it is
/// and k dt/dk.
template <class Visit>
void for_each_end(const CapacityView& view, double capacity, const Visit& visit) {
  double units = 0.0;
  double years = 0.0;
  for (std::size_t i = 0; i < view.tranches.size(); ++i) {
    const Tranche& tranche = view.tranches[i];
    const bool last = i + 1 == view.tranches.size();
    units += tranche.units;
    years += tranche.years;
    const double drop = tranche.margin - (last ? view.tail_margin : view.tranches[i + 1].margin);
    const double end = units / capacity + years;
    if (end > view.supply_years) {
      visit(drop, view.supply_years, 0.0);
    } else {
      visit(drop, std::max(end, 0.0), end > 0.0 ? -units / capacity : 0.0);
    }
  }
}

bool is_concave(const CapacityView& view) {
  bool concave = true;
  for_each_end(view, view.most,
               [&](double drop, double, double) { concave = concave && drop >= 0.0; });
  return concave;
}

double factor(double rate, double years) {
  return elementary::exp(-rate * years);
}

/// The least capacity between the bounds above which NPV does not rise. Needs: concave between
/// them.
double bisect(const CapacityView& view, double low, double high) {
  for (;;) {
    const double middle = low + 0.5 * (high - low);
    if (middle <= low || middle >= high) {
      return high;
    }
    (marginal_value_of_capacity(view, middle) > 0.0 ? low : high) = middle;
  }
}

}  // namespace

double annuity(double rate, double years) {
  const double x = rate * years;
  return x < 1e-6 ? years * (1.0 - 0.5 * x) : (1.0 - elementary::exp(-x)) / rate;
}

double value_of_capacity(const CapacityView& view, double capacity) {
  double by_unit = view.tail_margin * annuity(view.rate, view.supply_years);
  for_each_end(view, capacity,
               [&](double drop, double end, double) { by_unit += drop * annuity(view.rate, end); });
  return capacity * (factor(view.rate, view.wait_years) * by_unit - view.cost) - view.fixed_cost;
}

double marginal_value_of_capacity(const CapacityView& view, double capacity) {
  double marginal = view.tail_margin * annuity(view.rate, view.supply_years);
  for_each_end(view, capacity, [&](double drop, double end, double change) {
    marginal += drop * (annuity(view.rate, end) + change * factor(view.rate, end));
  });
  return factor(view.rate, view.wait_years) * marginal - view.cost;
}

CapacityChoice choose_capacity(const CapacityView& view) {
  expect(view.least > 0.0 && view.least <= view.most, "bounds of capacity");
  const int parts = is_concave(view) ? 1 : 64;
  CapacityChoice best{false, view.least, value_of_capacity(view, view.least)};
  const auto consider = [&](double capacity) {
    const double value = value_of_capacity(view, capacity);
    if (value > best.value) {
      best = {false, capacity, value};
    }
  };
  for (int part = 0; part < parts; ++part) {
    const double width = (view.most - view.least) / parts;
    const double low = view.least + part * width;
    const double high = part + 1 == parts ? view.most : low + width;
    consider(bisect(view, low, high));
    consider(high);
  }
  best.invests = best.value >= 0.0;
  return best;
}

double fixed_fund_incentive(double top_up, double share, double capacity, double rate) {
  const double x = rate * share / (top_up * capacity);
  return top_up / rate * (1.0 - elementary::exp(-x) * (1.0 + x));
}

double capacity_tied_incentive(double top_up, double share_per_capacity, double rate) {
  return top_up * annuity(rate, share_per_capacity / top_up);
}

SupplyResult supply_at(const SupplyGame& game, double price) {
  const double years = annuity(game.rate, game.years);
  const double worth = (price - game.unit_cost) * years;
  SupplyResult result;
  result.invests = std::min(1.0, worth / game.highest_cost);
  // Firms that build have costs between 0 and invests × highest_cost, evenly.
  result.firm_profit = result.invests * (worth - 0.5 * result.invests * game.highest_cost);
  result.buyer_surplus = result.invests * (game.value - price) * years;
  result.welfare = result.buyer_surplus + result.firm_profit;
  return result;
}

double best_promise(const SupplyGame& game) {
  const double all = game.unit_cost + game.highest_cost / annuity(game.rate, game.years);
  return std::min(0.5 * (game.value + game.unit_cost), all);
}

}  // namespace firstcustomer
