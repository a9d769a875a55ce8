// Private demand that clears every quarter, and what incumbents do to firms.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/model/chance.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using ::testing::SizeIs;
using testing::small_case;

constexpr double quarter_days = days_per_year / 4.0;

/// Firms that qualify on day 100 with products at three times the price-performance of incumbents,
/// for customers who spend £80m a year: the first to sell a whole quarter do so from day 182.625
/// on. Of one firm e^u is 4, so it sells £16m a quarter, or 800 units, and makes many more.
Case clearing_case(std::size_t firms = 1) {
  Case numbers = small_case(firms);
  numbers.technologies[0].supply.units_per_month = 100'000;
  numbers.market_price = MarketPrice{Money::major(20'000), numbers.start, {}};
  numbers.frontier_purchase = FrontierPurchase{Money::major(30'000)};
  MarketSegment segment;
  segment.name = "all";
  segment.size = Money::major(80e6);
  segment.sensitivity = 2.0;
  segment.switching_advantage = 1.5;
  numbers.clearing = MarketClearing{{segment}};
  return numbers;
}

Instant end_of_quarter(int k) {
  return Instant() + Duration::from_days(k * quarter_days);
}

TEST(Clearing, SellsTheLogitShareOfEachQuarterThatBeginsAfterTheProduct) {
  const History history(clearing_case());
  const auto sales = history.of(RecordKind::sold);
  ASSERT_EQ(sales.size(), 37U);  // quarters 3 to 39 of ten years but a day
  for (std::size_t i = 0; i < sales.size(); ++i) {
    EXPECT_EQ(sales[i].when, end_of_quarter(static_cast<int>(i) + 3));
    EXPECT_EQ(sales[i].amount, Money::major(16e6));
    EXPECT_NEAR(sales[i].value, 800.0, 1e-6);
    EXPECT_NEAR(sales[i].other, 0.8, 1e-9);
  }
  const Outcome& o = history.outcome;
  EXPECT_EQ(o.private_receipts, 37 * 16e6);
  EXPECT_EQ(o.incumbents_sales_displaced, 37 * 16e6);
  EXPECT_NEAR(o.accelerators_displaced, 37 * 16e6 / 30e3, 1e-6);
  EXPECT_NEAR(o.challengers_share, 37 * 0.8 / 39.0, 1e-9);
  EXPECT_EQ(o.sales_concentration, 1.0);
}

TEST(Clearing, CountsAQuarterThatBeginsAsTheProductIsReady) {
  Case numbers = clearing_case();
  numbers.firms[0].remaining = Duration{};
  EXPECT_EQ(History(numbers).of(RecordKind::sold).at(0).when, end_of_quarter(1));
  numbers.firms[0].remaining = Duration::microseconds(1);
  EXPECT_EQ(History(numbers).of(RecordKind::sold).at(0).when, end_of_quarter(2));
}

TEST(Clearing, SharesSegmentsAmongFirmsAndIncumbents) {
  // e^u: in "all" 4 of the first and 16 of the second, which is twice as good; in "loyal", whose
  // customers ask for twelve times as much, 1/4 and 1/2.
  Case numbers = clearing_case(2);
  numbers.technologies.push_back(numbers.technologies[0]);
  numbers.technologies[1].name = "better";
  numbers.technologies[1].relative_performance = Law::constant(4.0);
  numbers.firms[1].technology = "better";
  MarketSegment loyal;
  loyal.name = "loyal";
  loyal.size = Money::major(7e6);
  loyal.switching_advantage = 12.0;
  numbers.clearing->segments.push_back(loyal);
  const double first = 20e6 * 4 / 21 + 1.75e6 * 0.25 / 1.75;
  const double second = 20e6 * 16 / 21 + 1.75e6 * 0.5 / 1.75;
  const History history(numbers);
  const auto names = history.names(RecordKind::sold);
  const auto amounts = history.amounts(RecordKind::sold);
  ASSERT_EQ(names.size(), 74U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(amounts[i], names[i] == "firm-0" ? first : second, 0.005 + 1e-9);
  }
  const double sum = first + second;
  EXPECT_NEAR(history.outcome.sales_concentration, (first * first + second * second) / (sum * sum),
              1e-9);
  EXPECT_NEAR(history.outcome.challengers_share, 37.0 / 39.0 * sum / 21.75e6, 1e-9);
}

TEST(Clearing, IsCappedByCapacityBesidePublicOrders) {
  Case numbers = clearing_case();
  numbers.technologies[0].supply.units_per_month = 100;
  EXPECT_EQ(History(numbers).amounts(RecordKind::sold)[0], 6e6) << "300 of 800 units";
  // An order of 250 units is delivered on days 100, 131 and 161: before the first full quarter.
  numbers.programmes = {plain_programme(2.5e6, 250)};
  EXPECT_EQ(History(numbers).amounts(RecordKind::sold)[0], 6e6);
  // One of 450 units is delivered until day 223: two lots, of 100 and 50 units, in that quarter.
  numbers.programmes = {plain_programme(4.5e6, 450)};
  const auto sold = History(numbers).amounts(RecordKind::sold);
  EXPECT_EQ(sold[0], 3e6);
  EXPECT_EQ(sold[1], 6e6);
  numbers.pays = false;  // nothing is made for the programme then
  EXPECT_EQ(History(numbers).amounts(RecordKind::sold)[0], 6e6);
}

TEST(Clearing, PaysForUnitsOutOfWhatTheySellFor) {
  Case numbers = clearing_case();
  numbers.firms[0].cash = Money::minor(1);
  numbers.technologies[0].supply.unit_cost = Money::major(15'000);
  const Outcome o = simulate_one(numbers);
  EXPECT_EQ(o.private_receipts, 37 * 16e6);
  EXPECT_EQ(o.suppliers_spending, 37 * 12e6);
  EXPECT_NEAR(o.leakage, 0.75, 1e-12);
  numbers.technologies[0].supply.unit_cost = Money::major(20'000);
  EXPECT_EQ(simulate_one(numbers).suppliers_spending, 37 * 16e6) << "at cost";
  numbers.technologies[0].supply.unit_cost = Money::minor(2'000'001);
  EXPECT_EQ(simulate_one(numbers).private_receipts, 0.0) << "never below";
}

TEST(Clearing, KeepsAFirmAliveThatLivesOnItsSales) {
  Case numbers = clearing_case();
  numbers.firms[0].burn = BurnRate::major_per_year(60e6);
  numbers.firms[0].cash = Money::major(46e6);  // 280 days: the first sale is on day 274
  EXPECT_EQ(simulate_one(numbers).suppliers_insolvent, 0.0);
  numbers.firms[0].burn = BurnRate::major_per_year(70e6);
  const History history(numbers);
  EXPECT_EQ(history.outcome.suppliers_insolvent, 1.0);
  EXPECT_THAT(history.of(RecordKind::sold), IsEmpty()) << "too late";
}

TEST(Clearing, EndsWithTheLastFirmAndBeginsAgainWithTheNext) {
  Case numbers = clearing_case(2);
  numbers.firms[0].burn = BurnRate::major_per_year(70e6);
  numbers.firms[0].cash = Money::major(46e6);
  numbers.firms[1].enters = Date(2028, 1, 1);
  const History history(numbers);
  EXPECT_EQ(history.names(RecordKind::sold),
            std::vector<std::string>(history.of(RecordKind::sold).size(), "firm-1"));
  EXPECT_EQ(history.of(RecordKind::sold).at(0).when, end_of_quarter(11));  // ready on day 830
}

TEST(Clearing, IsOverOnceNobodySells) {
  Case numbers = clearing_case();
  numbers.firms[0].burn = BurnRate::major_per_year(70e6);
  numbers.firms[0].cash = Money::major(46e6);  // until day 240
  std::int64_t events[2];
  for (const int years : {0, 1}) {
    numbers.horizon = Date(2030 + years, 12, 31);
    numbers.standard.deadline = numbers.horizon;
    const Model model = Model::build(numbers);
    Workspace workspace(model);
    simulate(model, numbers, Luck(1, Phase::main, 0), workspace);
    events[years] = workspace.effort().events;
  }
  EXPECT_EQ(events[0], events[1]);
}

TEST(Clearing, CountsTheComputeOfAUnit) {
  Case numbers = clearing_case();
  numbers.technologies[0].supply.unit_size = 0.5;  // e^u of 1 rather than 4
  EXPECT_EQ(History(numbers).amounts(RecordKind::sold)[0], 10e6);
}

TEST(Clearing, DoesNothingWithoutAProduct) {
  Case numbers = clearing_case();
  numbers.technologies[0].relative_performance = Law::constant(0.5);
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  const Luck luck(1, Phase::main, 0);
  const Outcome with = simulate(model, numbers, luck, workspace);
  const auto events = workspace.effort().events;
  EXPECT_EQ(with.private_receipts, 0.0);
  EXPECT_EQ(with.challengers_share, 0.0);
  EXPECT_TRUE(std::isnan(with.sales_concentration) && std::isnan(with.leakage));
  Case none = numbers;
  none.clearing.reset();
  Workspace other(model);
  simulate(model, none, luck, other);
  EXPECT_EQ(other.effort().events, events);
}

TEST(Clearing, FollowsPerformancePricesAndSizes) {
  // After k quarters: incumbents are better by 2^(k/4) and dearer by e^(.1 k/4), the firm's price
  // falls by e^(−.2 k/4), customers spend e^(.3 k/4) times as much.
  Case numbers = clearing_case();
  numbers.frontier[0].annual_growth = 2.0;
  numbers.firms[0].remaining = Duration{};
  numbers.standard.thresholds[0].required = 0.5;
  numbers.frontier_purchase->growth = PerYear(0.1);
  numbers.market_price->path.growth = PerYear(-0.2);
  numbers.clearing->segments[0].path.growth = PerYear(0.3);
  const History history(numbers);
  const auto sold = history.amounts(RecordKind::sold);
  for (int k = 1; k <= 12; ++k) {
    const double years = k / 4.0;
    const double odds = std::pow(2.0 * std::exp(0.3 * years) / std::pow(2.0, years), 2.0);
    EXPECT_NEAR(sold.at(static_cast<std::size_t>(k) - 1),
                20e6 * std::exp(0.3 * years) * odds / (1.0 + odds), 0.006)
        << k;
  }
}

TEST(Clearing, LetsSoftwareMature) {
  Case numbers = clearing_case();
  numbers.firms[0].remaining = Duration{};
  numbers.clearing->segments[0].software_advantage = 2.0;
  numbers.technologies[0].maturity.half_time = Duration::from_days(2 * quarter_days);
  const History history(numbers);
  const auto sold = history.amounts(RecordKind::sold);
  for (int k = 1; k <= 12; ++k) {
    const double left = std::pow(3.0, -k / 2.0);
    const double odds = std::pow(2.0 * std::pow(0.5, 1.0 - (1.0 - left) / (1.0 + left)), 2.0);
    EXPECT_NEAR(sold.at(static_cast<std::size_t>(k) - 1), 20e6 * odds / (1.0 + odds), 0.006) << k;
  }
}

TEST(Clearing, KnowsPublicReferencesAndForgetsThem) {
  Case numbers = clearing_case();
  numbers.clearing->deployed_multiple = 3.0;
  numbers.clearing->reference_half_life = Duration::from_days(200.0);
  EXPECT_EQ(simulate_one(numbers).private_receipts, 37 * 16e6) << "without a public order";
  numbers.programmes = {plain_programme(1e6, 100)};  // accepted on day 100
  const auto sold = History(numbers).amounts(RecordKind::sold);
  for (int k = 3; k <= 12; ++k) {
    const double since = k * quarter_days - 100.0;
    const double odds = 4.0 * std::pow(3.0, std::pow(2.0, -since / 200.0));
    EXPECT_NEAR(sold.at(static_cast<std::size_t>(k) - 3), 20e6 * odds / (1.0 + odds), 0.006) << k;
  }
  numbers.pays = false;
  EXPECT_EQ(simulate_one(numbers).private_receipts, 37 * 16e6) << "nothing is delivered";
}

TEST(Clearing, KnowsCertificatesWhereTheyAreNews) {
  Case numbers = clearing_case();
  numbers.clearing->certified_multiple = 1.5;
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes[0].certified_multiple = 2.0;
  EXPECT_NEAR(History(numbers).amounts(RecordKind::sold)[0], 20e6 * 12.0 / 13.0, 0.006);
  numbers.programmes[0].certified_multiple = 0.0;
  EXPECT_EQ(simulate_one(numbers).private_receipts, 0.0);
  numbers.news = false;
  EXPECT_EQ(simulate_one(numbers).private_receipts, 37 * 16e6);
}

TEST(Clearing, FiresClausesOnSales) {
  Clause bonus;  // £1,000 a unit
  bonus.on = Trigger::sale;
  bonus.pay = {Basis::per_unit, 0.0, Formula::constant(1'000.0)};
  bonus.up_to = Amount::units(1'000);
  bonus.at_most = Amount::sum(Money::major(1e6));
  Case numbers = clearing_case();
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.programmes[0].contract = {bonus};
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(8e5, 2e5));
}

TEST(Clearing, NeverSellsLessOfABetterProduct) {
  double before = 0.0;
  for (const double performance : {1.0, 1.1, 2.0, 3.0, 10.0, 1e3}) {
    Case numbers = clearing_case(3);
    numbers.technologies[0].supply.units_per_month = 250;
    numbers.technologies.push_back(numbers.technologies[0]);
    numbers.technologies[1].name = "its own";
    numbers.technologies[1].relative_performance = Law::constant(performance);
    numbers.firms[1].technology = "its own";
    const History history(numbers);
    double sold = 0.0;
    const auto names = history.names(RecordKind::sold);
    const auto amounts = history.amounts(RecordKind::sold);
    for (std::size_t i = 0; i < names.size(); ++i) {
      sold += names[i] == "firm-1" ? amounts[i] : 0.0;
    }
    EXPECT_GE(sold, before) << performance;
    before = sold;
  }
  EXPECT_EQ(before, 37 * 750 * 20e3) << "all that it can make";
}

TEST(Clearing, OfAWanderingSegmentHasTheMeanOfItsGrowth) {
  Case numbers = clearing_case();
  numbers.horizon = Date(2027, 12, 31);
  numbers.standard.deadline = numbers.horizon;
  numbers.clearing->segments[0].path = {PerYear(0.1), 0.3};
  double exact = 0.0;
  for (int k = 3; k <= 7; ++k) {
    exact += 16.0 * std::exp(0.1 * k / 4.0);
  }
  expect_means(numbers, {{[](const Outcome& o) { return o.private_receipts / 1e6; }, exact}});
}

TEST(Clearing, MeetsSmallMarketsWhereLuckIsBad) {
  Case numbers = clearing_case();
  numbers.clearing->segments[0].path.volatility = 0.3;
  const Luck luck(1, Phase::main, 0);
  double brownian = 0.0;  // after nine months
  for (std::int64_t month = 0; month < 9; ++month) {
    brownian -= std::sqrt(1.0 / 12.0) * normal_quantile(luck.uniform(purpose(Chance::segment_size),
                                                                     hash_name("all"), nth(month)));
  }
  EXPECT_NEAR(History(numbers).amounts(RecordKind::sold)[0],
              16e6 * std::exp(0.3 * brownian - 0.5 * 0.09 * 0.75), 0.01);
}

TEST(Clearing, WandersTheSameWhateverFirmsThereAre) {
  Case numbers = clearing_case();
  numbers.clearing->segments[0].path.volatility = 0.3;
  Case more = numbers;
  more.firms[0].remaining = Duration::from_days(1'000.0);
  const History early(numbers);
  const History late(more);
  const auto sold = early.amounts(RecordKind::sold);
  const auto later = late.amounts(RecordKind::sold);
  ASSERT_GT(sold.size(), later.size());
  EXPECT_TRUE(std::equal(later.begin(), later.end(),
                         sold.end() - static_cast<std::ptrdiff_t>(later.size())));
  EXPECT_NE(sold[0], sold[1]);
}

TEST(Clearing, CountsWhatGoesAbroad) {
  Case numbers = clearing_case();
  numbers.technologies[0].supply.unit_cost = Money::major(5'000);
  numbers.programmes = {plain_programme(1e6, 100)};
  // £1m and 37 × £16m come in, a quarter and a half of which pay for units.
  EXPECT_NEAR(simulate_one(numbers).leakage, (0.5e6 + 37 * 4e6) / (1e6 + 37 * 16e6), 1e-12);
  numbers.finance.exits = Exits{};
  numbers.finance.exits->relocation_hazard = PerYear(1e3);
  numbers.finance.history_until = Date(2026, 11, 1);  // gone then: one sale on day 274 before it
  EXPECT_NEAR(simulate_one(numbers).leakage, (0.5e6 + 4e6 + 36 * 16e6) / (1e6 + 37 * 16e6), 1e-12);
  numbers.programmes[0].eligibility.domestic_only = false;
  numbers.firms[0].domestic = false;
  EXPECT_EQ(simulate_one(numbers).leakage, 1.0);
}

// --- Incumbents

TEST(ForeignCapacity, RaisesTheBurnOfFirmsInTheCountryFromItsDatesOn) {
  Case numbers = small_case(2);
  numbers.firms[1].domestic = false;
  for (Firm& firm : numbers.firms) {
    firm.burn = BurnRate::minor_per_year(365'250'000);  // £10,000 a day
    firm.cash = Money::major(40e6);
  }
  numbers.horizon = Date(2026, 12, 31);
  numbers.standard.deadline = numbers.horizon;
  numbers.incumbents = Incumbents{};
  numbers.incumbents->talent_cost = 0.1;
  numbers.incumbents->foreign_capacity = {{Date(2025, 1, 1), 50'000},
                                          {Date(2026, 4, 11), 100'000},  // day 100
                                          {Date(2026, 10, 28), 0}};      // day 300
  const double spent = 1e4 * (100 * 1.05 + 200 * 1.1 + 65);
  EXPECT_NEAR(simulate_one(numbers).suppliers_spending, spent, 0.03);
  const History history(numbers);
  EXPECT_THAT(history.dates(RecordKind::capacity_changes),
              ElementsAre(Date(2026, 4, 11), Date(2026, 10, 28)));
  EXPECT_EQ(history.of(RecordKind::capacity_changes)[0].count, 100'000);
  numbers.firms[1].domestic = true;
  EXPECT_NEAR(simulate_one(numbers).suppliers_spending, 2.0 * spent, 0.06);
  // Whoever moves abroad pays what is paid there.
  numbers.finance.exits = Exits{};
  numbers.finance.exits->relocation_hazard = PerYear(1e6);
  numbers.finance.history_until = Date(2026, 4, 11);
  EXPECT_NEAR(simulate_one(numbers).suppliers_spending, 2e4 * (100 * 1.05 + 265), 1e4);
}

TEST(ForeignCapacity, MakesSupplyLate) {
  Case numbers = small_case();
  numbers.technologies[0].supply.lead_time = Law::constant(100.0);
  numbers.programmes = {plain_programme(1e6, 100)};
  numbers.incumbents = Incumbents{};
  numbers.incumbents->lead_time_elasticity = 0.5;
  numbers.incumbents->foreign_capacity = {{Date(2026, 1, 1), 300'000}, {Date(2026, 6, 1), 0}};
  const auto delivered = [&] { return History(numbers).of(RecordKind::lot_delivered).at(0).when; };
  EXPECT_NEAR(delivered().since_start().days(), 300.0, 1e-6) << "ordered on day 100";
  numbers.firms[0].remaining = Duration::from_days(200.0);
  EXPECT_NEAR(delivered().since_start().days(), 300.0, 1e-6) << "ordered once they have gone";
}

TEST(Launches, LowerWhatCustomersPay) {
  // The frontier doubles on day 400 (and each 400 days), on a trend that doubles in as long.
  Case numbers = clearing_case();
  numbers.frontier[0].annual_growth = std::pow(2.0, days_per_year / 400.0);
  numbers.frontier[0].launches = Launches{Law::constant(400.0), Law::constant(2.0), 0.0};
  numbers.clearing->segments[0].sensitivity = 0.0;  // half of £20m, whatever the price
  const auto units = [&](int quarter) {
    return History(numbers).of(RecordKind::sold).at(static_cast<std::size_t>(quarter) - 3).value;
  };
  EXPECT_NEAR(units(3), 500.0, 1e-6);
  numbers.incumbents = Incumbents{};
  numbers.incumbents->price_response = 0.5;
  // No launch yet on day 273.9, one by day 456.6.
  EXPECT_NEAR(units(3), 500.0 / std::pow(2.0, 0.5 * 3 * quarter_days / 400.0), 1e-6);
  EXPECT_NEAR(units(5), 500.0 / std::pow(2.0, 0.5 * (5 * quarter_days / 400.0 - 1.0)), 1e-6);
  numbers.market_price->on = Date(2026, 4, 11);  // the price of that day is £20,000
  EXPECT_NEAR(units(3), 500.0 / std::pow(2.0, 0.5 * (3 * quarter_days - 100.0) / 400.0), 1e-6);
}

TEST(FrontierPurchase, BuysFewerAcceleratorsAsTheyGrowDear) {
  Case numbers = small_case();
  numbers.programmes = {plain_programme(1e6, 100)};  // £1m on day 100
  numbers.frontier_purchase = FrontierPurchase{Money::major(1e4), PerYear(0.5)};
  EXPECT_NEAR(simulate_one(numbers).frontier_compute_forgone,
              100.0 * std::exp(-0.5 * 100.0 / days_per_year), 1e-9);
}

}  // namespace
}  // namespace firstcustomer
