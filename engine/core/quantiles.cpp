#include "firstcustomer/core/quantiles.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/special.hpp"

namespace firstcustomer {
namespace {

/// Where a tail equals its bound in exact numbers (half of all by (½)ⁿ), rounding must not decide.
constexpr double slack = 1.0 + 1e-10;

/// P(X < rank) and P(X ≥ rank) for X binomial, 1 ≤ rank ≤ count: the rank-th smallest of as many
/// uniform values has the beta law (rank, count − rank + 1), and it is ≤ p when X ≥ rank.
Tails binomial_tails(std::int64_t count, double p, std::int64_t rank) {
  return beta_tails(static_cast<double>(count - rank + 1), static_cast<double>(rank), 1.0 - p, p);
}

/// The smallest rank in [1, count + 1] that fails the test, which ranks pass up to some rank.
template <typename Test>
std::int64_t first_to_fail(std::int64_t count, Test passes) {
  std::int64_t low = 1;
  std::int64_t high = count + 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (passes(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// NaN compares as out of order.
bool in_order(std::span<const double> values) {
  return std::adjacent_find(values.begin(), values.end(), [](double before, double after) {
           return !(before <= after);
         }) == values.end();
}

}  // namespace

std::int64_t quantile_rank(std::int64_t count, double p) {
  expect(count >= 1 && p > 0.0 && p < 1.0, "a quantile of some values lies between 0 and 1");
  // p and the product are each rounded by at most 2⁻⁵³ of their value.
  const double product = static_cast<double>(count) * p;
  const double nearest = std::round(product);
  const bool whole = std::abs(product - nearest) <= 0x1p-51 * product;
  const auto rank = static_cast<std::int64_t>(whole ? nearest : std::ceil(product));
  return std::clamp(rank, std::int64_t{1}, count);
}

QuantileRanks quantile_ranks(std::int64_t count, double p, double confidence) {
  expect(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1");
  QuantileRanks ranks;
  ranks.value = quantile_rank(count, p);
  const double outside = (1.0 - confidence) / 2.0 * slack;
  ranks.low = first_to_fail(count,
                            [&](std::int64_t rank) {
                              return binomial_tails(count, p, rank).lower <= outside;
                            }) -
              1;
  ranks.high = first_to_fail(
      count, [&](std::int64_t rank) { return binomial_tails(count, p, rank).upper > outside; });
  return ranks;
}

QuantileEstimate sample_quantile(std::span<const double> sorted, double p, double confidence) {
  expect(p > 0.0 && p < 1.0, "a quantile lies between 0 and 1");
  expect(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1");
  QuantileEstimate result;
  result.count = static_cast<std::int64_t>(sorted.size());
  if (sorted.empty()) {
    return result;
  }
  expect(in_order(sorted) && !std::isnan(sorted.front()), "a sample is sorted and defined");
  const QuantileRanks ranks = quantile_ranks(result.count, p, confidence);
  const auto at = [&](std::int64_t rank) { return sorted[static_cast<std::size_t>(rank - 1)]; };
  result.value = at(ranks.value);
  if (ranks.low >= 1) {
    result.low = at(ranks.low);
  }
  if (ranks.high <= result.count) {
    result.high = at(ranks.high);
  }
  return result;
}

}  // namespace firstcustomer
