#include "firstcustomer/model/search.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/quadrature.hpp"

namespace firstcustomer {
namespace {

constexpr double least_u = 0x1p-53;
constexpr double largest_u = 1.0 - 0x1p-53;

double value_at(const Law& law, double u) {
  return law.family == LawFamily::constant ? law.parameters[0]
                                           : quantile(law, std::clamp(u, least_u, largest_u));
}

void expect_density(const Law& law) {
  expect(law.family != LawFamily::bernoulli && law.family != LawFamily::categorical &&
             law.family != LawFamily::poisson,
         "a law with a density, or a constant");
}

/// The largest x in [low, high] for which a falling function is not negative.
template <class Function>
double last_not_negative(const Function& f, double low, double high) {
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = 0.5 * (low + high);
    if (middle == low || middle == high) {
      break;
    }
    (f(middle) >= 0.0 ? low : high) = middle;
  }
  return low;
}

/// The share of the law at or below a value.
double share_below(const Law& law, double value) {
  if (value_at(law, largest_u) <= value) {
    return 1.0;
  }
  if (value_at(law, least_u) > value) {
    return 0.0;
  }
  return last_not_negative([&](double u) { return value - value_at(law, u); }, least_u, largest_u);
}

/// E max(x − z, 0).
double gain_above(const Law& law, double z) {
  const double from = share_below(law, z);
  return integral([&](double u) { return std::max(0.0, value_at(law, u) - z); }, from, 1.0);
}

/// Where the chance that nothing above a value is found bends.
std::vector<double> bends(const std::vector<Box>& boxes, const std::vector<double>& prices,
                          double outside) {
  std::vector<double> found = {outside};
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Support carries = support(boxes[i].worth);
    for (const double bend : {prices[i], carries.low, carries.high}) {
      if (std::isfinite(bend) && bend > outside) {
        found.push_back(bend);
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

double expected_maximum(const Law& law, std::int64_t draws) {
  expect_density(law);
  expect(draws >= 1, "the best of some");
  if (law.family == LawFamily::constant) {
    return law.parameters[0];
  }
  const double power = 1.0 / static_cast<double>(draws);
  return integral([&](double u) { return value_at(law, elementary::pow(u, power)); }, 0.0, 1.0);
}

ParallelPaths best_parallel_paths(const Law& worth, double cost) {
  expect(cost > 0.0, "what costs nothing is repeated without end");
  ParallelPaths best = {0, 0.0};
  for (;;) {
    const std::int64_t paths = best.paths + 1;
    const double net = expected_maximum(worth, paths) - cost * static_cast<double>(paths);
    if (net < best.net) {
      return best;
    }
    best = {paths, net};
  }
}

double reservation_price(const Box& box) {
  expect_density(box.worth);
  expect(box.cost > 0.0, "a look costs something");
  if (box.worth.family == LawFamily::constant) {
    return box.worth.parameters[0] - box.cost;
  }
  const double low = value_at(box.worth, least_u);
  const double most = gain_above(box.worth, low);
  if (most < box.cost) {  // the price is below all that the box can be worth
    return low + most - box.cost;
  }
  return last_not_negative([&](double z) { return gain_above(box.worth, z) - box.cost; }, low,
                           value_at(box.worth, largest_u));
}

double value_of_search(const std::vector<Box>& boxes, double outside) {
  std::vector<double> prices;
  for (const Box& box : boxes) {
    prices.push_back(reservation_price(box));
  }
  const std::vector<double> cuts = bends(boxes, prices, outside);
  const auto found_above = [&](double value) {
    double nothing = 1.0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      nothing *= value < prices[i] ? share_below(boxes[i].worth, value) : 1.0;
    }
    return 1.0 - nothing;
  };
  double worth = outside;
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    const double middle = 0.5 * (cuts[i - 1] + cuts[i]);
    if (found_above(middle) > 0.0) {
      worth += integral(found_above, cuts[i - 1], cuts[i]);
    }
  }
  return worth;
}

}  // namespace firstcustomer
