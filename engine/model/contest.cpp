#include "firstcustomer/model/contest.hpp"

#include <algorithm>
#include <functional>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

ContestShare symmetric_contest(double prize, std::int64_t contestants, double decisiveness) {
  const auto n = static_cast<double>(contestants);
  expect(prize > 0.0 && contestants >= 2, "a contest has a prize and rivals");
  expect(decisiveness > 0.0 && decisiveness <= n / (n - 1.0),
         "a contest this decisive has no equilibrium in pure strategies");
  const double spends = decisiveness * prize * (n - 1.0) / (n * n);
  return {spends, prize / n - spends};
}

std::vector<double> lottery_contest(const std::vector<double>& prizes) {
  std::vector<double> ordered = prizes;
  std::sort(ordered.begin(), ordered.end(), std::greater<>());
  expect(ordered.size() >= 2 && ordered.back() > 0.0, "a contest has prizes and rivals");
  double in_all = 0.0;
  double inverse = 1.0 / ordered.front();
  for (std::size_t taking_part = 2; taking_part <= ordered.size(); ++taking_part) {
    const double prize = ordered[taking_part - 1];
    if (prize <= in_all) {
      break;  // spends nothing, and so do all to whom it is worth less
    }
    inverse += 1.0 / prize;
    in_all = (static_cast<double>(taking_part) - 1.0) / inverse;
  }
  std::vector<double> spends;
  for (const double prize : prizes) {
    spends.push_back(std::max(0.0, in_all * (1.0 - in_all / prize)));
  }
  return spends;
}

}  // namespace firstcustomer
