#include "firstcustomer/model/portfolio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

using Applicants = std::span<const Applicant>;

/// Stands for a probability of 0 where its logarithm is taken.
constexpr double hardly = 1e-300;
constexpr double infinite = std::numeric_limits<double>::infinity();

double cost_of(const Applicant& applicant) {
  return applicant.bid * applicant.units;
}

/// Of success, given that the group's cause spares it.
double conditional_success(const Applicant& applicant, double group_success) {
  if (applicant.success > group_success) {
    throw ReplicationError(
        fmt::format("an applicant's probability of success ({}) exceeds its group's ({})",
                    applicant.success, group_success));
  }
  return group_success > 0.0 ? applicant.success / group_success : 0.0;
}

/// What the aim of a call makes of an applicant, in the terms that the search adds up.
class Valuation {
 public:
  explicit Valuation(const CallTerms& terms) : terms_(terms) {
    expect(terms.aim != PortfolioAim::coverage || terms.target_capacity > 0.0, "a need to cover");
  }

  /// By which factor the applicant lessens what its group leaves uncovered, if that is spared.
  double remainder(const Applicant& applicant) const {
    const double success = conditional_success(applicant, terms_.group_success);
    const double covers = terms_.aim == PortfolioAim::coverage
                              ? 1.0 - elementary::exp(-applicant.capacity / terms_.target_capacity)
                              : 1.0;
    return 1.0 - success * covers;
  }

  /// Added by an applicant to a group of which others leave `standing`.
  double gain(const Applicant& applicant, double factor, double standing) const {
    if (terms_.aim == PortfolioAim::capacity) {
      return applicant.success * applicant.capacity;
    }
    return elementary::log(of_group(standing) / of_group(standing * factor));
  }

  /// What a group leaves uncovered, its common cause included.
  double of_group(double standing) const {
    return std::max(hardly, 1.0 - terms_.group_success + terms_.group_success * standing);
  }

 private:
  const CallTerms& terms_;
};

double per_pound(double gain, double cost) {
  return cost > 0.0 ? gain / cost : infinite;
}

/// Product over those chosen of the applicant's group.
double standing(Applicants applicants, std::span<const Award> chosen, const Valuation& valuation,
                std::uint32_t group) {
  double product = 1.0;
  for (const Award& award : chosen) {
    const Applicant& other = applicants[award.applicant];
    if (other.group == group) {
      product *= valuation.remainder(other);
    }
  }
  return product;
}

/// 1 less the product over groups of what each leaves uncovered.
double covered(Applicants applicants, std::span<const Award> chosen, const CallTerms& terms) {
  const Valuation valuation(terms);
  double uncovered = 1.0;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const std::uint32_t group = applicants[chosen[i].applicant].group;
    const auto before = chosen.first(i);
    const bool counted = std::any_of(before.begin(), before.end(), [&](const Award& award) {
      return applicants[award.applicant].group == group;
    });
    if (!counted) {
      const double left = standing(applicants, chosen, valuation, group);
      uncovered *= 1.0 - terms.group_success + terms.group_success * left;
    }
  }
  return 1.0 - uncovered;
}

/// Branch and bound over at most `most_in_exact_portfolio` applicants, on the stack.
class ExactSearch {
 public:
  ExactSearch(Applicants applicants, const CallTerms& terms)
      : applicants_(applicants), terms_(terms), valuation_(terms) {
    collect();
    standing_.fill(1.0);
  }

  /// Searched by: the sum of gains.
  double value(std::span<const Award> chosen) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const Applicant& applicant = applicants_[chosen[i].applicant];
      sum += valuation_.gain(
          applicant, valuation_.remainder(applicant),
          firstcustomer::standing(applicants_, chosen.first(i), valuation_, applicant.group));
    }
    return sum;
  }

  /// Effect: replaces the awards if there is a better portfolio.
  void improve(std::vector<Award>& awards) {
    best_value_ = value(awards);
    branch(0, terms_.money, terms_.places, 0.0);
    if (best_ == 0) {
      return;
    }
    awards.clear();
    for (std::size_t i = 0; i < size_; ++i) {
      if ((best_ >> i & 1U) != 0) {
        awards.push_back({items_[i].applicant, applicants_[items_[i].applicant].bid, 1.0});
      }
    }
  }

 private:
  struct Item {
    std::uint32_t applicant = 0;
    std::uint32_t group = 0;  // index of standing_
    double cost = 0.0;
    double factor = 1.0;
    double gain = 0.0;  // if alone
  };
  struct Rest {
    double gain = 0.0;
    double cost = 0.0;
  };

  void collect() {
    for (std::uint32_t i = 0; i < applicants_.size(); ++i) {
      const Applicant& applicant = applicants_[i];
      if (!is_considered(applicant, terms_)) {
        continue;
      }
      if (size_ == most_in_exact_portfolio) {
        throw ReplicationError(fmt::format(
            "an exact portfolio is chosen among {} applicants at most (greedily: among any number)",
            most_in_exact_portfolio));
      }
      Item& item = items_[size_];
      item = {i, group_of(applicant), cost_of(applicant), valuation_.remainder(applicant), 0.0};
      item.gain = valuation_.gain(applicant, item.factor, 1.0);
      size_ += item.gain > 0.0 ? 1 : 0;
    }
    std::sort(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(size_),
              [this](const Item& a, const Item& b) { return comes_before(a, b); });
  }

  /// The number of the group, in the order of first appearance.
  std::uint32_t group_of(const Applicant& applicant) {
    const auto end = groups_.begin() + groups_known_;
    const auto found = std::find(groups_.begin(), end, applicant.group);
    if (found == end) {
      *found = applicant.group;
      ++groups_known_;
    }
    return static_cast<std::uint32_t>(found - groups_.begin());
  }

  static bool are_equal(const Item& a, const Item& b) {
    return a.group == b.group && a.cost == b.cost && a.factor == b.factor && a.gain == b.gain;
  }

  /// By gain per pound; equals stand together, in the order of their lots.
  bool comes_before(const Item& a, const Item& b) const {
    const double first = per_pound(a.gain, a.cost);
    const double second = per_pound(b.gain, b.cost);
    if (first != second) {
      return first > second;
    }
    if (!are_equal(a, b)) {
      return std::tie(a.cost, a.factor, a.gain, a.group) <
             std::tie(b.cost, b.factor, b.gain, b.group);
    }
    const double first_lot = applicants_[a.applicant].lot;
    const double second_lot = applicants_[b.applicant].lot;
    return first_lot != second_lot ? first_lot < second_lot : a.applicant < b.applicant;
  }

  double gain_now(const Item& item) const {
    return valuation_.gain(applicants_[item.applicant], item.factor, standing_[item.group]);
  }

  /// No less than what any of the items from `next` on can add together: what they add now, with
  /// fractions of one, or of as many as there can be without fractions.
  double bound(std::size_t next, double money, std::int64_t places) const {
    std::array<Rest, most_in_exact_portfolio> rest;
    std::size_t count = 0;
    double cheapest = infinite;
    for (std::size_t i = next; i < size_; ++i) {
      if (items_[i].cost <= money) {
        rest[count++] = {gain_now(items_[i]), items_[i].cost};
        cheapest = std::min(cheapest, items_[i].cost);
      }
    }
    const auto of_rest = std::span(rest).first(count);
    return std::min(in_fractions(of_rest, money), of_most(of_rest, cheapest, money, places));
  }

  static double in_fractions(std::span<Rest> rest, double money) {
    std::sort(rest.begin(), rest.end(), [](const Rest& a, const Rest& b) {
      return per_pound(a.gain, a.cost) > per_pound(b.gain, b.cost);
    });
    double sum = 0.0;
    for (const Rest& one : rest) {
      if (one.cost > money) {
        return sum + one.gain * money / one.cost;
      }
      sum += one.gain;
      money -= one.cost;
    }
    return sum;
  }

  static double of_most(std::span<Rest> rest, double cheapest, double money, std::int64_t places) {
    constexpr double rounding = 1.0 + 1e-12;
    double most = static_cast<double>(places);
    if (cheapest > 0.0) {
      most = std::min(most, std::floor(money / cheapest * rounding));
    }
    if (most < static_cast<double>(rest.size())) {
      std::nth_element(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(most), rest.end(),
                       [](const Rest& a, const Rest& b) { return a.gain > b.gain; });
      rest = rest.first(static_cast<std::size_t>(most));
    }
    double sum = 0.0;
    for (const Rest& one : rest) {
      sum += one.gain;
    }
    return sum;
  }

  void branch(std::size_t next, double money, std::int64_t places, double value) {
    constexpr double rounding = 1.0 + 1e-12;
    if (++steps_ > most_steps_to_exact_portfolio) {
      throw ReplicationError(
          fmt::format("an exact portfolio of {} applicants takes more than {} steps (greedily: "
                      "always few)",
                      size_, most_steps_to_exact_portfolio));
    }
    if (value > best_value_ * rounding) {
      best_value_ = value;
      best_ = taken_;
    }
    if (next == size_ || places <= 0 ||
        value + bound(next, money, places) <= best_value_ * rounding) {
      return;
    }
    const Item& item = items_[next];
    if (item.cost <= money) {
      const double before = standing_[item.group];
      const double gain = gain_now(item);
      standing_[item.group] = before * item.factor;
      taken_ |= std::uint64_t{1} << next;
      branch(next + 1, money - item.cost, places - 1, value + gain);
      taken_ &= ~(std::uint64_t{1} << next);
      standing_[item.group] = before;
    }
    std::size_t other = next + 1;
    while (other < size_ && are_equal(items_[other], item)) {
      ++other;  // who leaves one leaves its equals: they may change places
    }
    branch(other, money, places, value);
  }

  Applicants applicants_;
  const CallTerms& terms_;
  Valuation valuation_;
  std::array<Item, most_in_exact_portfolio> items_;
  std::size_t size_ = 0;
  std::array<std::uint32_t, most_in_exact_portfolio + 1> groups_{};
  std::ptrdiff_t groups_known_ = 0;
  std::array<double, most_in_exact_portfolio> standing_;
  std::uint64_t taken_ = 0;
  double best_value_ = 0.0;
  std::uint64_t best_ = 0;
  std::int64_t steps_ = 0;
};

}  // namespace

double expected_capacity(std::span<const Applicant> applicants, std::span<const Award> chosen) {
  double sum = 0.0;
  for (const Award& award : chosen) {
    sum += applicants[award.applicant].success * applicants[award.applicant].capacity;
  }
  return sum;
}

double at_least_one(std::span<const Applicant> applicants, std::span<const Award> chosen,
                    double group_success) {
  CallTerms terms;
  terms.group_success = group_success;
  terms.aim = PortfolioAim::at_least_one;
  return covered(applicants, chosen, terms);
}

double portfolio_value(std::span<const Applicant> applicants, std::span<const Award> chosen,
                       const CallTerms& terms) {
  return terms.aim == PortfolioAim::capacity ? expected_capacity(applicants, chosen)
                                             : covered(applicants, chosen, terms);
}

double portfolio_cost(std::span<const Applicant> applicants, std::span<const Award> chosen) {
  double sum = 0.0;
  for (const Award& award : chosen) {
    sum += cost_of(applicants[award.applicant]);
  }
  return sum;
}

void choose_greedily(std::span<const Applicant> applicants, const CallTerms& terms,
                     std::vector<Award>& awards) {
  const Valuation valuation(terms);
  awards.clear();
  for (std::uint32_t i = 0; i < applicants.size(); ++i) {
    if (is_considered(applicants[i], terms)) {
      awards.push_back({i, applicants[i].bid, 1.0});
    }
  }
  // Those chosen stand in front of those who are left.
  std::size_t count = 0;
  double money = terms.money;
  while (static_cast<std::int64_t>(count) < terms.places) {
    std::size_t best = awards.size();
    double best_rate = 0.0;
    for (std::size_t i = count; i < awards.size(); ++i) {
      const Applicant& applicant = applicants[awards[i].applicant];
      const double left =
          standing(applicants, std::span(awards).first(count), valuation, applicant.group);
      const double gain = valuation.gain(applicant, valuation.remainder(applicant), left);
      const double rate = gain > 0.0 ? per_pound(gain, cost_of(applicant)) : 0.0;
      const auto wins_tie = [&] {
        const Applicant& other = applicants[awards[best].applicant];
        return applicant.lot != other.lot ? applicant.lot < other.lot
                                          : awards[i].applicant < awards[best].applicant;
      };
      if (cost_of(applicant) <= money && rate > 0.0 &&
          (rate > best_rate || (rate == best_rate && wins_tie()))) {
        best = i;
        best_rate = rate;
      }
    }
    if (best == awards.size()) {
      break;
    }
    money -= cost_of(applicants[awards[best].applicant]);
    std::swap(awards[count++], awards[best]);
  }
  awards.resize(count);
}

void choose_exactly(std::span<const Applicant> applicants, const CallTerms& terms,
                    std::vector<Award>& awards) {
  ExactSearch search(applicants, terms);
  choose_greedily(applicants, terms, awards);
  search.improve(awards);
}

double projects_for(double target, double success) {
  expect(0.0 < target && target < 1.0, "a target between 0 and 1");
  expect(0.0 < success && success < 1.0, "a probability between 0 and 1");
  return elementary::log1p(-target) / elementary::log1p(-success);
}

double any_succeeds(std::span<const Hurdle> tree, std::vector<double>& scratch) {
  // Of each hurdle: that all under it fail once it is taken; below 0 while nothing is known to
  // stand under it.
  constexpr double nothing = -1.0;
  scratch.assign(tree.size(), nothing);
  double none_succeeds = 1.0;
  for (std::size_t i = tree.size(); i-- > 0;) {
    const Hurdle& hurdle = tree[i];
    expect(hurdle.above < static_cast<std::int32_t>(i), "a hurdle after the one above it");
    const double any = scratch[i] == nothing ? hurdle.success : hurdle.success * (1.0 - scratch[i]);
    if (hurdle.above == Hurdle::none) {
      none_succeeds *= 1.0 - any;
    } else {
      double& fails = scratch[static_cast<std::size_t>(hurdle.above)];
      fails = (fails == nothing ? 1.0 : fails) * (1.0 - any);
    }
  }
  return 1.0 - none_succeeds;
}

double both_succeed(std::span<const Hurdle> tree, std::size_t first, std::size_t second) {
  expect(first < tree.size() && second < tree.size(), "projects of the tree");
  auto a = static_cast<std::int32_t>(first);
  auto b = static_cast<std::int32_t>(second);
  double product = 1.0;
  while (a != Hurdle::none || b != Hurdle::none) {
    // The later of the two goes up; where both are the same hurdle it counts once.
    const std::int32_t later = std::max(a, b);
    const Hurdle& hurdle = tree[static_cast<std::size_t>(later)];
    product *= hurdle.success;
    a = a == later ? hurdle.above : a;
    b = b == later ? hurdle.above : b;
  }
  return product;
}

double succeeds(std::span<const Hurdle> tree, std::size_t project) {
  return both_succeed(tree, project, project);
}

double success_correlation(std::span<const Hurdle> tree, std::size_t first, std::size_t second) {
  const double p = succeeds(tree, first);
  const double q = succeeds(tree, second);
  return (both_succeed(tree, first, second) - p * q) / std::sqrt(p * (1.0 - p) * q * (1.0 - q));
}

}  // namespace firstcustomer
