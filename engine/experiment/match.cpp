#include "firstcustomer/experiment/match.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/experiment/beliefs.hpp"

namespace firstcustomer {
namespace {

constexpr int most_doublings = 12;
constexpr int most_flat = 3;
constexpr int most_quarterings = 10;
constexpr int most_halvings = 8;
constexpr int most_narrowings = 40;
constexpr double narrow_enough = 1e-4;

struct Trial {
  double value;
  /// Of the measure, over the target.
  double excess;
};

bool are_opposite(const Trial& one, const Trial& other) {
  return (one.excess <= 0.0) != (other.excess <= 0.0);
}

class Search {
 public:
  Search(const CostOf& measure, double target, double tolerance)
      : measure_(measure), target_(target), close_(tolerance * std::abs(target)) {}

  MatchSearch run(double start) {
    const auto first = trial(start);
    expect(first.has_value(), "a search begins with an allowed value");
    if (!is_close(*first)) {
      const auto beyond = upwards(*first);
      const auto enclosed = beyond ? beyond : downwards(*first);
      if (enclosed) {
        narrow(enclosed->first, enclosed->second);
        result_.end = MatchEnd::nearest;
      }
    }
    result_.value = best_->value;
    result_.achieved = best_->excess + target_;
    result_.end = is_close(*best_) ? MatchEnd::met : result_.end;
    return result_;
  }

 private:
  using Enclosure = std::pair<Trial, Trial>;

  std::optional<Trial> trial(double value) {
    const std::optional<double> measured = measure_(value);
    ++result_.trials;
    if (!measured || std::isnan(*measured)) {
      return std::nullopt;
    }
    const Trial found{value, *measured - target_};
    result_.lowest = best_ ? std::min(result_.lowest, value) : value;
    result_.highest = best_ ? std::max(result_.highest, value) : value;
    if (!best_ || std::abs(found.excess) < std::abs(best_->excess)) {
      best_ = found;
    }
    return found;
  }

  bool is_close(const Trial& found) const { return std::abs(found.excess) <= close_; }

  /// The trial at a value, or at one nearer to the last that is allowed.
  std::optional<Trial> trial_towards(double value, const Trial& last) {
    for (int i = 0; i < most_halvings; ++i) {
      if (auto found = trial(value)) {
        return found;
      }
      value = last.value + (value - last.value) / 2.0;
    }
    return std::nullopt;
  }

  std::optional<Enclosure> upwards(Trial last) {
    int flat = 0;
    for (int i = 0; i < most_doublings && flat < most_flat; ++i) {
      const auto next = trial_towards(2.0 * last.value, last);
      if (!next) {
        break;
      }
      if (are_opposite(last, *next)) {
        return Enclosure{last, *next};
      }
      if (std::abs(next->excess) > std::abs(last.excess)) {
        break;  // the target lies the other way
      }
      flat = std::abs(next->excess) < std::abs(last.excess) ? 0 : flat + 1;
      last = *next;
    }
    return std::nullopt;
  }

  std::optional<Enclosure> downwards(Trial last) {
    for (int i = 0; i <= most_quarterings; ++i) {
      const auto next = trial_towards(i < most_quarterings ? last.value / 4.0 : 0.0, last);
      if (!next) {
        break;
      }
      if (are_opposite(last, *next)) {
        return Enclosure{last, *next};
      }
      last = *next;
    }
    return std::nullopt;
  }

  /// Illinois: a straight line between the ends, of which one that stays twice counts half. Every
  /// third step is a bisection, for measures that jump.
  void narrow(Trial low, Trial high) {
    double weight_low = 1.0;
    double weight_high = 1.0;
    for (int i = 0; i < most_narrowings; ++i) {
      const double width = std::abs(high.value - low.value);
      if (width <= narrow_enough * std::max(std::abs(low.value), std::abs(high.value))) {
        return;
      }
      const double at_low = weight_low * low.excess;
      const double at_high = weight_high * high.excess;
      const double middle = i % 3 == 2
                                ? low.value + (high.value - low.value) / 2.0
                                : (low.value * at_high - high.value * at_low) / (at_high - at_low);
      const auto next = trial(middle);
      if (!next || is_close(*next)) {
        return;
      }
      if (are_opposite(low, *next)) {
        high = *next;
        weight_high = 1.0;
        weight_low /= 2.0;
      } else {
        low = *next;
        weight_low = 1.0;
        weight_high /= 2.0;
      }
    }
  }

  const CostOf& measure_;
  const double target_;
  const double close_;
  std::optional<Trial> best_;
  MatchSearch result_;
};

}  // namespace

MatchSearch match_value(const CostOf& measure, double start, double target, double tolerance) {
  expect(start > 0.0 && tolerance > 0.0, "a search doubles what it begins with");
  return Search(measure, target, tolerance).run(start);
}

double mean_for_matching(const ArmRequest& arm, std::uint64_t seed, std::size_t outcome,
                         std::int64_t replications, std::int64_t lucks, int threads) {
  Plan plan = comparison_plan({arm}, replications, lucks);
  plan.seed = seed;
  plan.first = matching_luck;
  add_beliefs(plan, threads);
  return run_plan(plan, threads, {}).arms.front().levels[outcome].mean();
}

}  // namespace firstcustomer
