#include "firstcustomer/model/pilot.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "belief_cases.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "small_case.hpp"

namespace firstcustomer {
namespace {

constexpr auto closed = static_cast<std::size_t>(Opportunity::closed);
constexpr auto open_full = static_cast<std::size_t>(Opportunity::open_full);

/// Firms that qualify at 0.3 a year, and £100m for the first of them.
Case race(std::size_t firms) {
  Case numbers = testing::small_case(firms);
  numbers.horizon = Date(2045, 12, 31);
  numbers.standard.deadline = numbers.horizon;
  numbers.technologies[0].slip = Law::exponential(1.0);
  for (Firm& firm : numbers.firms) {
    firm.remaining = Duration::from_days(days_per_year / 0.3);
  }
  Programme prize;
  prize.name = "prize";
  Clause clause;
  clause.on = Trigger::qualification;
  clause.pay = Amount::sum(Money::major(100e6));
  clause.advance = false;
  prize.contract = {clause};
  prize.fund = {Money::major(100e6), Duration{}};
  prize.announced = prize.opens = numbers.start;
  numbers.programmes = {prize};
  return numbers;
}

struct Pilots {
  explicit Pilots(const Case& of, std::size_t every = 12)
      : numbers(of),
        model(Model::build(numbers)),
        world(model),
        copy(model),
        grid(belief_grid(numbers, Duration::from_days(days_per_year / 12.0), every)) {}

  PilotView view(std::uint64_t index, bool values = true) {
    PilotView view;
    pilot(model, numbers, Luck(1, Phase::main, index), FirmId(0), grid, values, world, copy, view);
    return view;
  }

  Case numbers;
  Model model;
  Workspace world;
  Workspace copy;
  BeliefGrid grid;
};

TEST(Pilot, SeesThePrizeTakenByRivalsAlone) {
  Pilots pilots(race(3));
  CurveEstimate estimate(pilots.grid);
  constexpr int n = 4'000;
  for (int i = 0; i < n; ++i) {
    estimate.add(pilots.grid, pilots.view(static_cast<std::uint64_t>(i)));
  }
  const BeliefCurve curve = estimate.curve(estimate);
  const std::vector<double> expected = expected_values(pilots.grid, curve, estimate.first());
  for (std::size_t year = 0; year < 5; ++year) {
    const double alone = std::exp(-0.6 * static_cast<double>(year));
    EXPECT_NEAR(expected[year] / 100e6, alone, 4.0 * std::sqrt(alone * (1.0 - alone) / n) + 1e-9)
        << year;
    EXPECT_NEAR(curve.value[year][open_full], 100e6, 1e-3);
    EXPECT_EQ(curve.value[year][closed], 0.0);
  }
}

TEST(Pilot, OpensInFullAndClosesOnce) {
  Pilots pilots(race(2));
  for (std::uint64_t i = 0; i < 50; ++i) {
    const PilotView view = pilots.view(i, false);
    EXPECT_EQ(view.opportunity.front(), open_full);
    EXPECT_TRUE(view.value.empty());
    for (std::size_t k = 1; k < view.opportunity.size(); ++k) {
      EXPECT_LE(view.opportunity[k], view.opportunity[k - 1]);
    }
  }
}

TEST(Pilot, LeavesTheWorldAsItWas) {
  Pilots rarely(race(4), 60);
  Pilots often(race(4), 3);
  for (std::uint64_t i = 0; i < 30; ++i) {
    const PilotView few = rarely.view(i);
    const PilotView many = often.view(i);
    EXPECT_EQ(few.opportunity, many.opportunity);
    EXPECT_EQ(few.flow, many.flow);
    EXPECT_EQ(few.value[1], many.value[20]);
  }
}

TEST(Pilot, CountsWhatUnitsCostAndWhatPrivateCustomersPay) {
  Case numbers = testing::small_case(1);
  numbers.behaviour.required_return = PerYear(0.0);
  numbers.technologies[0].supply.unit_cost = Money::major(4'000);
  numbers.programmes = {testing::plain_programme(1e6, 50)};
  numbers.programmes[0].announced = numbers.programmes[0].opens = numbers.start;
  Pilots order(numbers, 12);
  EXPECT_NEAR(order.view(0).value[0], 50 * 6'000.0, 1.0);
  EXPECT_NEAR(order.view(0).value[3], 50 * 6'000.0, 1.0);
  numbers.private_demand = PrivateDemand{};
  numbers.private_demand->value = Law::constant(2e6);
  numbers.private_demand->return_rate = PerYear(0.0);
  Pilots both(numbers, 12);
  EXPECT_NEAR(both.view(0).value[0], 50 * 6'000.0 + 2e6, 1.0);
  numbers.programmes.clear();
  Pilots market(numbers, 12);
  EXPECT_NEAR(market.view(0).value[0], 2e6, 1.0);
}

TEST(Pilot, CountsWhatPrivateCustomersBuyWhereDemandClears) {
  Case numbers = testing::small_case(1);
  numbers.behaviour.required_return = PerYear(0.0);
  numbers.technologies[0].supply.unit_cost = Money::major(4'000);
  numbers.market_price = MarketPrice{Money::major(20'000), numbers.start, {}};
  numbers.frontier_purchase = FrontierPurchase{Money::major(30'000)};
  numbers.clearing = MarketClearing{{{"all", Money::major(1e9)}}};
  Pilots market(numbers, 36);
  // All that it can make, 300 units a quarter, in each of the quarters 1 to 39, or 13 to 39.
  EXPECT_NEAR(market.view(0).value[0], 39 * 300 * 16'000.0, 1.0);
  EXPECT_NEAR(market.view(0).value[1], 27 * 300 * 16'000.0, 1.0);
}

TEST(Pilot, PaysMilestonesAsTheHeldFirmQualifies) {
  Case numbers = testing::small_case(1);
  numbers.behaviour.required_return = PerYear(0.0);
  Stage design;
  design.name = "design";
  design.duration = Law::constant(100.0);
  design.success = {1.0};
  auto& stages = numbers.technologies[0].stages;
  stages.insert(stages.begin(), design);
  numbers.firms[0].stage = "design";
  Clause at_signing;
  at_signing.on = Trigger::signing;
  at_signing.pay = Amount::sum(Money::major(1e6));
  Clause milestone;
  milestone.on = Trigger::milestone;
  milestone.milestone = "design";
  milestone.pay = Amount::sum(Money::major(3e6));
  Programme programme = testing::plain_programme(10e6, 0);
  programme.contract = {at_signing, milestone};
  programme.allocation.signing = Signing::opening;
  programme.announced = programme.opens = numbers.start;
  numbers.programmes = {programme};
  Pilots pilots(numbers, 12);
  const PilotView view = pilots.view(0);
  EXPECT_NEAR(view.flow[0], 1e6, 1e-6);
  EXPECT_EQ(view.opportunity[1], static_cast<std::uint8_t>(Opportunity::contracted));
  EXPECT_NEAR(view.value[2], 3e6, 1e-6);
}

TEST(DevelopmentSpans, AreThoseOfFirmsWithAllTheCashTheyNeed) {
  Case numbers = testing::small_case(2);
  numbers.firms[0].cash = numbers.firms[1].cash = Money{};
  numbers.firms[0].burn = numbers.firms[1].burn = BurnRate::major_per_year(1e6);
  numbers.firms[1].remaining = Duration::from_days(365.25);
  const Case alone = development_case(numbers);
  const Model model = Model::build(alone);
  Workspace workspace(model);
  Recorder recorder;
  simulate(model, alone, Luck(1, Phase::main, 0), workspace, &recorder);
  std::vector<DevelopmentSpan> spans;
  development_spans(recorder, SimulationClock(alone.start).end_of(alone.horizon), spans);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_TRUE(spans[0].qualified && spans[1].qualified);
  EXPECT_NEAR(spans[0].years + spans[1].years, 1.0 + 100.0 / 365.25, 1e-6);
  EXPECT_NEAR(spans[0].margin, std::log(2.0), 1e-12);
}

TEST(QuantileMeans, KeepTheMean) {
  std::vector<double> years;
  double sum = 0.0;
  for (int i = 0; i < 1'000; ++i) {
    years.push_back((i * 37) % 1'000);
    sum += years.back();
  }
  const std::vector<double> nodes = quantile_means(years, 10);
  ASSERT_EQ(nodes.size(), 10U);
  double of_nodes = 0.0;
  for (const double node : nodes) {
    of_nodes += node;
  }
  EXPECT_NEAR(of_nodes / 10.0, sum / 1'000.0, 1e-9);
  EXPECT_LT(nodes.front(), nodes.back());
  EXPECT_TRUE(quantile_means({}, 10).empty());
}

}  // namespace
}  // namespace firstcustomer
