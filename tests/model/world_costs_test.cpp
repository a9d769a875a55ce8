// What units cost the firms of a world: learning, cleaner processes, waits for packages.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using testing::calling_programme;
using ::testing::ElementsAre;
using testing::History;
using testing::plain_programme;
using testing::simulate_one;
using testing::small_case;

const CostCurve wright{Money::major(2'000), {Share(0.2)}};

/// A firm that qualifies on 11 April 2026 and sells `units` at `price`, in lots of 30, on the
/// curve.
Case learning_case(double price, std::int64_t units) {
  Case numbers = small_case();
  numbers.technologies[0].supply = {Law::constant(0.0), 30, wright.unit_cost};
  numbers.technologies[0].supply.learning = wright.learning;
  numbers.programmes = {plain_programme(1e9, units)};
  numbers.programmes[0].contract = {acceptance_clause(Money::major(price), units)};
  return numbers;
}

TEST(Costs, OfLotsAreThoseOfTheCurve) {
  const History history(learning_case(10'000, 100));
  EXPECT_EQ(history.outcome.units_accepted, 100.0);
  EXPECT_EQ(history.outcome.suppliers_spending, wright.of_first(100).major());
  EXPECT_LT(history.outcome.suppliers_spending, 0.4 * 200'000.0);
}

TEST(Costs, OfLotsDoNotDependOnHowTheyAreCut) {
  for (const std::int64_t lot : {1, 3, 7, 50, 100, 1'000}) {
    Case numbers = learning_case(10'000, 100);
    numbers.technologies[0].supply.units_per_month = lot;
    EXPECT_EQ(simulate_one(numbers).suppliers_spending, wright.of_first(100).major()) << lot;
  }
}

/// An order is worth what it costs along the whole curve, not what its first unit costs.
TEST(Costs, OrdersAreTakenThatPayForAllTheirUnits) {
  const double mean = wright.of_first(100).major() / 100.0;
  ASSERT_LT(mean, 0.5 * 2'000.0);
  EXPECT_EQ(simulate_one(learning_case(std::ceil(100.0 * mean) / 100.0, 100)).contracts_signed,
            1.0);
  EXPECT_EQ(
      simulate_one(learning_case(std::floor(100.0 * mean) / 100.0 - 0.01, 100)).contracts_signed,
      0.0);
  EXPECT_EQ(simulate_one(learning_case(mean + 1.0, 50)).contracts_signed, 0.0) << "fewer units";
}

TEST(Costs, FirmsLearnFromTheUnitsOfAllTheirContracts) {
  Case numbers = learning_case(10'000, 60);
  numbers.programmes.push_back(numbers.programmes[0]);
  numbers.programmes[0].luck = "one";
  numbers.programmes[1].luck = "two";
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.units_accepted, 120.0);
  EXPECT_EQ(outcome.suppliers_spending, wright.of_first(120).major());
}

/// An order that only pays after the units of another is taken beside that one, and not alone.
TEST(Costs, OrdersCountOnTheExperienceOfOrdersBefore) {
  Case numbers = learning_case(10'000, 60);
  numbers.programmes[0].allocation.signing = Signing::opening;
  numbers.programmes.push_back(plain_programme(1e9, 60));
  const double price = wright.of(60, 60).major() / 60.0 + 0.01;
  numbers.programmes[1].contract = {acceptance_clause(Money::major(price), 60)};
  numbers.programmes[0].luck = "one";
  numbers.programmes[1].luck = "two";
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 2.0);
  numbers.programmes.erase(numbers.programmes.begin());
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0.0);
}

/// `unit_cost` is that of the next unit: paid unit by unit it comes to all that units cost.
TEST(Costs, FormulasSeeTheCostOfTheNextUnit) {
  for (const double days : {0.0, 75.0}) {
    Case numbers = learning_case(10'000, 40);
    numbers.technologies[0].supply.units_per_month = 1;
    numbers.programmes[0].inspection = Duration::from_days(days);
    Clause& clause = numbers.programmes[0].contract[0];
    clause.at_most = clause.pay;
    const auto unit_cost = static_cast<std::uint32_t>(Term::unit_cost);
    clause.pay.formula = Formula({Instruction{Operation::term, unit_cost, 0.0}});
    const Outcome outcome = simulate_one(numbers);
    EXPECT_EQ(outcome.units_accepted, 40.0);
    EXPECT_EQ(outcome.public_money_paid, wright.of_first(40).major()) << days;
  }
}

TEST(Costs, BargainsAreAboutTheFirstUnitOfAnOrder) {
  Case numbers = learning_case(3'000, 10);
  numbers.programmes[0].contract[0].bargained = true;
  numbers.programmes[0].contract[0].supplier_share = Share(0.5);
  numbers.frontier_purchase = FrontierPurchase{Money::major(100'000)};
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 10.0 * 2'500.0);
}

TEST(Costs, BidsAreThatOfTheFirstUnitOfAnOrder) {
  Case numbers = learning_case(10'000, 10);
  numbers.programmes[0] = calling_programme(1e9, 10, 1);
  numbers.programmes[0].allocation.selection = Selection::second_price;
  numbers.programmes[0].allocation.reserve = 1'999.0;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0.0);
  numbers.programmes[0].allocation.reserve = 2'001.0;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1.0);
}

TEST(Costs, MeansPayForMoreUnitsAsTheyGetCheaper) {
  Case numbers = learning_case(10'000, 100);
  numbers.firms[0].cash = wright.of_first(12);
  numbers.programmes[0].fund.payment_terms = Duration::from_days(20);
  const History history(numbers);
  const auto lots = history.of(RecordKind::lot_delivered);
  ASSERT_GE(lots.size(), 2U);
  EXPECT_EQ(lots[0].count, 12);
  EXPECT_EQ(lots[1].count, 30);
}

// --- A cleaner process

Die small_die() {
  Die die;
  die.wafer_price = Money::major(10'000);
  die.area = 600.0;
  die.defects = 0.15;
  die.package = Money::major(500);
  return die;
}

TEST(Costs, OfADieAreTimesTheFirmsFactor) {
  Case numbers = learning_case(10'000, 60);
  Supply& supply = numbers.technologies[0].supply;
  supply.learning = {};
  supply.unit_cost = no_unit_cost;
  supply.die = small_die();
  supply.cost_factor = Law::constant(1.1);
  const Money cost = scaled(unit_cost(small_die(), 0.15), 1.1);
  EXPECT_EQ(simulate_one(numbers).suppliers_spending, times(cost, 60).major());
}

/// Lots of the last day of May, June, July and August; time counts from the first.
TEST(Costs, FallAsDefectsHalve) {
  Case numbers = learning_case(10'000, 120);
  numbers.technologies[0].supply.lead_time = Law::constant(50.0);
  Supply& supply = numbers.technologies[0].supply;
  supply.unit_cost = no_unit_cost;
  supply.die = small_die();
  supply.die->learning = YieldLearning{Duration::from_days(40.0), 0.06};
  Money spent;
  const double days[] = {0.0, 30.0, 61.0, 92.0};
  for (int lot = 0; lot < 4; ++lot) {
    const double defects = std::max(0.06, 0.15 * std::pow(0.5, days[lot] / 40.0));
    const CostCurve curve{unit_cost(small_die(), defects), wright.learning};
    spent += curve.of(30 * lot, 30);
  }
  const History history(numbers);
  EXPECT_THAT(
      history.dates(RecordKind::lot_delivered),
      ElementsAre(Date(2026, 5, 31), Date(2026, 6, 30), Date(2026, 7, 31), Date(2026, 8, 31)));
  EXPECT_NEAR(history.outcome.suppliers_spending, spent.major(), 0.011);
}

// --- Packages and memory

TEST(LeadTime, IsTheFoundrysAndTheLongerWaitAtThePenalty) {
  Case numbers = learning_case(10'000, 10);
  Supply& supply = numbers.technologies[0].supply;
  supply.lead_time = Law::constant(10.0);
  const auto delivered = [&] { return History(numbers).dates(RecordKind::lot_delivered); };
  const auto after = [](int days) {
    return ElementsAre(Date::from_day_number(Date(2026, 4, 11).day_number() + days));
  };
  EXPECT_THAT(delivered(), after(10));
  supply.packaging = Packaging{Law::constant(100.0)};
  EXPECT_THAT(delivered(), after(110));
  supply.packaging->hbm_lead_time = Law::constant(60.0);
  EXPECT_THAT(delivered(), after(110));
  supply.packaging->hbm_lead_time = Law::constant(200.0);
  EXPECT_THAT(delivered(), after(210));
  supply.packaging->allocation_penalty = Law::constant(1.3);
  EXPECT_THAT(delivered(), after(270));
}

/// Of two exponential waits with means of 100 and 50 days the longer has the mean
/// 100 + 50 − 1/(1/100 + 1/50), times the mean of a penalty between 1 and 2.
TEST(LeadTime, IsDrawnByItsLaws) {
  Case numbers = learning_case(10'000, 10);
  numbers.technologies[0].supply.packaging = Packaging{
      Law::exponential(100.0), Law::exponential(50.0), Law{LawFamily::uniform, {1.0, 2.0}}};
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Moments days;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    Recorder recorder;
    simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
    for (const Record& record : recorder.records()) {
      if (record.kind == RecordKind::lot_delivered) {
        days.add((record.when - Instant{}).days() - 100.0);
      }
    }
  }
  ASSERT_EQ(days.count(), 20'000);
  EXPECT_NEAR(days.mean(), 1.5 * (150.0 - 100.0 / 3.0), 4.0 * days.standard_error());
}

}  // namespace
}  // namespace firstcustomer
