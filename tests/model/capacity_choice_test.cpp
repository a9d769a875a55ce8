#include "firstcustomer/model/capacity_choice.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace firstcustomer {
namespace {

/// The instance of the pneumococcal commitment: r = 10 %, a top-up of 3.5, a share of 225.
constexpr double rate = 0.1;
constexpr double top_up = 3.5;
constexpr double share = 225.0;
constexpr double per_capacity = 7.5;

void expect_near(double value, double exact) {
  EXPECT_NEAR(value, exact, 1e-9 * std::max(1.0, std::abs(exact)));
}

TEST(CapacityChoice, AFixedShareHardlyPaysForMoreCapacity) {
  const auto exact = [](double capacity) {
    const double x = rate * share / (top_up * capacity);
    return top_up / rate * (-std::expm1(-x) - x * std::exp(-x));
  };
  for (const double capacity : {15.0, 30.0, 60.0}) {
    expect_near(fixed_fund_incentive(top_up, share, capacity, rate), exact(capacity));
  }
  EXPECT_NEAR(fixed_fund_incentive(top_up, share, 15.0, rate), 2.4280471, 5e-8);
  EXPECT_NEAR(fixed_fund_incentive(top_up, share, 30.0, rate), 0.6974958, 5e-8);
  EXPECT_NEAR(fixed_fund_incentive(top_up, share, 60.0, rate), 0.1871038, 5e-8);
  EXPECT_LT(fixed_fund_incentive(top_up, share, 30.0, 1e-4), 1e-3) << "a lump sum, as r goes to 0";
}

TEST(CapacityChoice, AShareTiedToCapacityPaysForItAtAnySize) {
  EXPECT_NEAR(capacity_tied_incentive(top_up, per_capacity, rate), 6.7508788548, 1e-9);
}

/// The top-up, as a share that is fixed or tied to capacity, on a tail price 0.8 above unit cost.
struct Commitment {
  std::vector<Tranche> tranches;
  CapacityView view;

  Commitment(double units, double years, double cost) : tranches{{top_up + 0.8, units, years}} {
    view.tranches = tranches;
    view.tail_margin = 0.8;
    view.supply_years = 10.0;
    view.rate = rate;
    view.cost = cost;
    view.least = 1.0;
    view.most = 200.0;
  }
  Commitment(const Commitment&) = delete;
};

TEST(CapacityChoice, MarginsOfTheTermsAreTheIncentives) {
  const double tail = 0.8 * annuity(rate, 10.0);
  for (const double capacity : {15.0, 30.0, 60.0}) {
    const Commitment fixed(share / top_up, 0.0, 0.0);
    expect_near(marginal_value_of_capacity(fixed.view, capacity),
                tail + fixed_fund_incentive(top_up, share, capacity, rate));
    const Commitment tied(0.0, per_capacity / top_up, 0.0);
    expect_near(marginal_value_of_capacity(tied.view, capacity),
                tail + capacity_tied_incentive(top_up, per_capacity, rate));
  }
}

TEST(CapacityChoice, BuildsUntilTheIncentiveIsUsedUp) {
  const double tail = 0.8 * annuity(rate, 10.0);
  for (const double capacity : {15.0, 30.0, 60.0}) {
    const double cost = tail + fixed_fund_incentive(top_up, share, capacity, rate);
    const CapacityChoice fixed = choose_capacity(Commitment(share / top_up, 0.0, cost).view);
    EXPECT_TRUE(fixed.invests);
    EXPECT_NEAR(fixed.capacity, capacity, 1e-7 * capacity) << "flat at the top";
    const CapacityChoice tied = choose_capacity(Commitment(0.0, per_capacity / top_up, cost).view);
    EXPECT_EQ(tied.capacity, 200.0) << "as much as may be";
  }
}

TEST(CapacityChoice, StaysBelowAKinkWhereTheFundOutlastsSupply) {
  // Below 225/(3.5 × 10) all units have the top-up; a unit more is worth 4.3 a(10) there.
  const double kink = share / top_up / 10.0;
  const CapacityChoice choice =
      choose_capacity(Commitment(share / top_up, 0.0, 4.2 * annuity(rate, 10.0)).view);
  EXPECT_TRUE(choice.invests);
  EXPECT_NEAR(choice.capacity, kink, 1e-9);
}

TEST(CapacityChoice, InvestsIffItIsWorthIt) {
  Commitment terms(share / top_up, 0.0, 10.0);
  const CapacityChoice free = choose_capacity(terms.view);
  ASSERT_TRUE(free.invests);
  terms.view.fixed_cost = free.value * (1.0 - 1e-12);
  EXPECT_TRUE(choose_capacity(terms.view).invests);
  terms.view.fixed_cost = free.value * (1.0 + 1e-12);
  EXPECT_FALSE(choose_capacity(terms.view).invests);
}

TEST(CapacityChoice, WaitingIsDiscounted) {
  Commitment terms(share / top_up, 0.0, 3.0);
  const double capacity = 20.0;
  const double at_once = value_of_capacity(terms.view, capacity) + 3.0 * capacity;
  terms.view.wait_years = 2.0;
  expect_near(value_of_capacity(terms.view, capacity) + 3.0 * capacity, at_once * std::exp(-0.2));
}

TEST(CapacityChoice, WithoutARateMoneyIsAddedUp) {
  Commitment terms(share / top_up, 0.0, 3.0);
  terms.view.rate = 0.0;
  expect_near(value_of_capacity(terms.view, 20.0), 225.0 + 0.8 * 200.0 - 60.0);
}

/// Against a search of a fine grid, at random terms; margins rise in half of the cases.
TEST(CapacityChoice, NoCapacityIsBetter) {
  std::mt19937_64 dice(7);
  std::uniform_real_distribution<double> u(0.0, 1.0);
  for (int i = 0; i < 400; ++i) {
    std::vector<Tranche> tranches(1 + i % 3);
    double margin = 10.0;
    for (Tranche& tranche : tranches) {
      margin = i % 2 == 0 ? margin * u(dice) : 10.0 * u(dice);
      tranche = {margin, 100.0 * u(dice), 3.0 * u(dice)};
    }
    CapacityView view;
    view.tranches = tranches;
    view.tail_margin = i % 2 == 0 ? margin * u(dice) : 10.0 * u(dice);
    view.supply_years = 12.0 * u(dice);
    view.wait_years = u(dice);
    view.rate = 0.3 * u(dice);
    view.cost = 20.0 * u(dice);
    view.least = 0.5;
    view.most = 60.0;
    const CapacityChoice choice = choose_capacity(view);
    EXPECT_GE(choice.capacity, view.least);
    EXPECT_LE(choice.capacity, view.most);
    EXPECT_EQ(choice.value, value_of_capacity(view, choice.capacity));
    for (int k = 0; k <= 2000; ++k) {
      const double capacity = view.least + (view.most - view.least) * k / 2000.0;
      ASSERT_LE(value_of_capacity(view, capacity), choice.value + 1e-9) << "case " << i;
    }
  }
}

TEST(CapacityChoice, TheMarginIsTheSlope) {
  std::mt19937_64 dice(8);
  std::uniform_real_distribution<double> u(0.0, 1.0);
  for (int i = 0; i < 200; ++i) {
    const std::vector<Tranche> tranches = {{5.0 * u(dice), 50.0 * u(dice), u(dice)},
                                           {5.0 * u(dice), 50.0 * u(dice), u(dice)}};
    CapacityView view;
    view.tranches = tranches;
    view.supply_years = 10.0 * u(dice);
    view.rate = 0.2 * u(dice);
    const double k = 5.0 + 20.0 * u(dice);
    const double slope =
        (value_of_capacity(view, k + 1e-4) - value_of_capacity(view, k - 1e-4)) / 2e-4;
    EXPECT_NEAR(marginal_value_of_capacity(view, k), slope, 1e-3);
  }
}

/// v = 10, c = 2, ten years at 10 %, costs of capacity evenly between 0 and 60.
constexpr SupplyGame game = {10.0, 2.0, 10.0, 0.1, 60.0};

TEST(HoldUp, IsTheTableOfClosedForms) {
  EXPECT_NEAR(annuity(0.1, 10.0), 6.3212055883, 5e-11);
  struct Row {
    double price;
    SupplyResult exact;
  };
  const Row rows[] = {
      {held_up_price(game, 0.3), {0.2528482235, 8.9505113800, 1.9179667243, 10.8684781043}},
      {best_promise(game), {0.4214137059, 10.6553706905, 5.3276853452, 15.9830560357}},
      {7.0, {0.5267671324, 9.9894100223, 8.3245083520, 18.3139183743}}};
  EXPECT_NEAR(rows[0].price, 4.4, 1e-12);
  EXPECT_EQ(rows[1].price, 6.0);
  for (const Row& row : rows) {
    const SupplyResult result = supply_at(game, row.price);
    EXPECT_NEAR(result.invests, row.exact.invests, 1e-9) << row.price;
    EXPECT_NEAR(result.buyer_surplus, row.exact.buyer_surplus, 1e-9) << row.price;
    EXPECT_NEAR(result.firm_profit, row.exact.firm_profit, 1e-9) << row.price;
    EXPECT_NEAR(result.welfare, row.exact.welfare, 1e-9) << row.price;
  }
  EXPECT_NEAR(supply_at(game, game.value).invests, 0.8428274118, 1e-9) << "as in the first best";
}

TEST(HoldUp, NoPromiseIsBetterForTheBuyer) {
  for (const double highest_cost : {60.0, 20.0}) {  // inside, and where all firms build
    SupplyGame other = game;
    other.highest_cost = highest_cost;
    const double best = supply_at(other, best_promise(other)).buyer_surplus;
    for (double price = 2.0; price <= 10.0; price += 0.001) {
      ASSERT_LE(supply_at(other, price).buyer_surplus, best + 1e-9) << price;
    }
  }
}

/// The decision that the closed forms sum up: a firm builds iff (p − c) a ≥ F.
TEST(HoldUp, TheChoiceOfCapacityIsTheRule) {
  for (const double price : {4.4, 6.0, 7.0}) {
    const double threshold = (price - 2.0) * annuity(0.1, 10.0);
    for (const double excess : {-1e-9, 1e-9}) {
      CapacityView view;
      view.tail_margin = price - 2.0;
      view.supply_years = 10.0;
      view.rate = 0.1;
      view.cost = threshold + excess;
      view.least = view.most = 1.0;
      EXPECT_EQ(choose_capacity(view).invests, excess < 0.0);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
