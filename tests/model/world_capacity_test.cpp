/// Capacity before sale: when it is ordered and paid, what it makes, and who builds how much.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/model/capacity_choice.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using testing::plain_programme;
using testing::small_case;

/// One firm that qualifies on 11 April 2026 (after 100 days) and is given an order at £10k;
/// capacity for a unit a year costs £100, and a month passes until it is there.
Case building_case(std::int64_t units = 300) {
  Case numbers = small_case(1);
  numbers.programmes = {plain_programme(1e8, units)};
  Supply& supply = numbers.technologies[0].supply;
  supply.units_per_month = 100;
  CapacityTerms terms;
  terms.cost = Money::major(100);
  terms.lead_time = Law::constant(30.0);
  supply.capacity = terms;
  return numbers;
}

std::vector<Record> history(const Case& numbers, std::uint64_t replication = 0) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  simulate(model, numbers, Luck(1, Phase::main, replication), workspace, &recorder);
  return recorder.records();
}

std::vector<Record> of_kind(const std::vector<Record>& records, RecordKind kind) {
  std::vector<Record> found;
  for (const Record& record : records) {
    if (record.kind == kind) {
      found.push_back(record);
    }
  }
  return found;
}

double days(const Record& record) {
  return (record.when - Instant{}).days();
}

TEST(Capacity, IsPaidForWhenTheProductIsReadyAndThereAfterItsLeadTime) {
  const auto records = history(building_case());
  const auto ordered = of_kind(records, RecordKind::capacity_ordered);
  const auto stands = of_kind(records, RecordKind::capacity_stands);
  const auto lots = of_kind(records, RecordKind::lot_delivered);
  ASSERT_EQ(ordered.size(), 1U);
  EXPECT_EQ(days(ordered[0]), 100.0);
  EXPECT_EQ(ordered[0].amount, Money::major(1'200 * 100));
  EXPECT_EQ(ordered[0].value, 1'200.0);
  ASSERT_EQ(stands.size(), 1U);
  EXPECT_EQ(days(stands[0]), 130.0);
  ASSERT_EQ(lots.size(), 3U);
  EXPECT_EQ(days(lots[0]), 130.0);
  for (const Record& lot : lots) {
    EXPECT_EQ(lot.count, 100);
  }
  const Outcome outcome = testing::simulate_one(building_case());
  EXPECT_EQ(outcome.capacity_built, 1'200.0);
  EXPECT_EQ(outcome.capacity_spending, 120'000.0);
  EXPECT_EQ(outcome.suppliers_spending, 120'000.0);
}

TEST(Capacity, OfNoCostAndLeadTimeIsThatWhichIsGiven) {
  Case given = building_case();
  given.technologies[0].supply.capacity.reset();
  Case free = building_case();
  free.technologies[0].supply.capacity = CapacityTerms{};
  const Outcome a = testing::simulate_one(given);
  Outcome b = testing::simulate_one(free);
  EXPECT_EQ(b.capacity_built, 1'200.0);
  b.capacity_built = 0.0;
  EXPECT_TRUE(testing::same(a, b));
}

TEST(Capacity, CostsTheFirmsFactorTimesBothParts) {
  Case numbers = building_case();
  numbers.technologies[0].supply.capacity->fixed_cost = Money::major(7'000);
  numbers.technologies[0].supply.capacity->cost_factor = {LawFamily::uniform, {0.5, 1.5}};
  double sum = 0.0;
  constexpr int replications = 2'000;
  for (const Outcome& outcome : testing::simulate_all(numbers, replications)) {
    EXPECT_GE(outcome.capacity_spending, 0.5 * 127'000.0);
    EXPECT_LE(outcome.capacity_spending, 1.5 * 127'000.0);
    sum += outcome.capacity_spending;
  }
  const double error = 127'000.0 / std::sqrt(12.0 * replications);
  EXPECT_NEAR(sum / replications, 127'000.0, 4.0 * error);
}

TEST(Capacity, RunsAtACostUntilTheOrderIsDone) {
  Case numbers = building_case();
  numbers.technologies[0].supply.capacity->running_cost = Money::major(50);
  const auto lots = of_kind(history(numbers), RecordKind::lot_delivered);
  ASSERT_EQ(lots.size(), 3U);
  const double years = (lots[2].when - lots[0].when).years();
  const Outcome outcome = testing::simulate_one(numbers);
  EXPECT_NEAR(outcome.suppliers_spending, 120'000.0 + 50.0 * 1'200.0 * years, 0.02);
}

TEST(Capacity, WaitsForCash) {
  Case numbers = building_case();
  numbers.firms[0].cash = Money::major(100'000);
  EXPECT_EQ(of_kind(history(numbers), RecordKind::capacity_waits).size(), 1U);
  EXPECT_EQ(testing::simulate_one(numbers).units_accepted, 0.0);
  Clause grant;  // half a year after the beginning
  grant.on = Trigger::date;
  grant.date = Date(2026, 7, 1);
  grant.pay = Amount::sum(Money::major(20'000));
  numbers.programmes[0].contract.push_back(grant);
  const auto records = history(numbers);
  const auto ordered = of_kind(records, RecordKind::capacity_ordered);
  ASSERT_EQ(ordered.size(), 1U);
  EXPECT_EQ(days(ordered[0]), 181.0);
  EXPECT_EQ(of_kind(records, RecordKind::lot_delivered).size(), 3U);
}

TEST(Capacity, IsNotPaidForWhereContractsMoveNoMoney) {
  Case numbers = building_case();
  numbers.pays = false;
  const Outcome outcome = testing::simulate_one(numbers);
  EXPECT_EQ(outcome.capacity_spending, 0.0);
  EXPECT_EQ(outcome.suppliers_spending, 0.0);
  EXPECT_EQ(outcome.contracts_failed, 0.0);
}

TEST(Capacity, ThatIsNotThereInTimeDeliversNothing) {
  Case numbers = building_case();
  numbers.programmes[0].contract_lasts = Duration::from_days(20);
  const Outcome outcome = testing::simulate_one(numbers);
  EXPECT_EQ(outcome.units_accepted, 0.0);
  EXPECT_EQ(outcome.contracts_failed, 1.0);
  EXPECT_EQ(outcome.capacity_spending, 120'000.0) << "and is sunk";
}

// --- The choice

/// A firm that makes units at £2 and is paid £6 for ten years' supply; at 10 % continuous.
Case choosing_case() {
  Case numbers = small_case(1);
  numbers.horizon = Date(2039, 12, 31);
  numbers.standard.deadline = numbers.horizon;
  numbers.firms[0].cash = Money::major(1e7);
  Supply& supply = numbers.technologies[0].supply;
  supply.units_per_month = 1'000;
  supply.unit_cost = Money::major(2);
  supply.capacity = CapacityTerms{};
  supply.lead_time = Law::constant(days_per_month / 2.0);  // so that lots are as good as a flow
  Programme programme = plain_programme(1e7, 120'000);
  programme.contract[0].pay = Amount::per_unit(Money::major(6));
  numbers.programmes = {programme};
  numbers.behaviour.mode = BehaviourMode::optimising;
  numbers.behaviour.required_return = PerYear(std::expm1(0.1));
  return numbers;
}

void set_cost(Case& numbers, double cost) {
  numbers.technologies[0].supply.capacity->cost = Money::minor(std::llround(100.0 * cost));
}

TEST(CapacityOfFirms, IsBuiltIffTheOrderPaysForIt) {
  Case numbers = choosing_case();
  const double threshold = 4.0 * annuity(0.1, 10.0);
  set_cost(numbers, threshold - 0.01);
  EXPECT_EQ(testing::simulate_one(numbers).capacity_built, 12'000.0);
  EXPECT_EQ(testing::simulate_one(numbers).units_accepted, 120'000.0);
  set_cost(numbers, threshold + 0.01);
  const Outcome declined = testing::simulate_one(numbers);
  EXPECT_EQ(declined.contracts_signed, 0.0);
  EXPECT_EQ(of_kind(history(numbers), RecordKind::contract_declined).size(), 1U);
  numbers.behaviour.capacity = false;
  EXPECT_EQ(testing::simulate_one(numbers).capacity_built, 12'000.0) << "what is given";
  numbers.behaviour.capacity = true;
  numbers.effort_responds = false;
  EXPECT_EQ(testing::simulate_one(numbers).capacity_built, 12'000.0) << "in a channel without it";
}

TEST(CapacityOfFirms, IsNotBuiltForAPriceThatIsBargainedAfterwards) {
  Case numbers = choosing_case();
  set_cost(numbers, 20.0);  // below 4 a = 25.3, above 2.4 a = 15.2
  EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, 1.0);
  Clause& clause = numbers.programmes[0].contract[0];
  clause.pay = Amount::per_unit(Money::major(10));
  clause.bargained = true;
  clause.supplier_share = Share(0.3);
  EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, 0.0);
  set_cost(numbers, 15.0);
  const Outcome outcome = testing::simulate_one(numbers);
  EXPECT_EQ(outcome.contracts_signed, 1.0);
  EXPECT_NEAR(outcome.public_money_paid, 120'000.0 * 4.4, 0.01);
}

TEST(CapacityOfFirms, CountsRunningAndFixedCostsAndLumpSums) {
  Case numbers = choosing_case();
  const double worth = 4.0 * annuity(0.1, 10.0);
  const double made = 0.5 / 12.0;
  numbers.technologies[0].supply.capacity->running_cost = Money::major(1);
  const double running = annuity(0.1, 10.0) + made;
  for (const double excess : {-0.01, 0.01}) {
    set_cost(numbers, worth - running + excess);
    EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, excess < 0.0 ? 1.0 : 0.0);
  }
  numbers.technologies[0].supply.capacity->fixed_cost = Money::major(12'000 * 5);
  for (const double excess : {-0.01, 0.01}) {
    set_cost(numbers, worth - running - 5.0 + excess);
    EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, excess < 0.0 ? 1.0 : 0.0);
  }
  Clause bonus;
  bonus.on = Trigger::qualification;
  bonus.pay = Amount::sum(Money::major(12'000 * 7));
  numbers.programmes[0].contract.push_back(bonus);
  for (const double excess : {-0.01, 0.01}) {
    set_cost(numbers, worth - running - 5.0 + 7.0 + excess);
    EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, excess < 0.0 ? 1.0 : 0.0);
  }
}

TEST(CapacityOfFirms, CountsTheWaitAndInflation) {
  Case numbers = choosing_case();
  numbers.technologies[0].supply.capacity->lead_time = Law::constant(days_per_year);
  const double worth = 4.0 * annuity(0.1, 10.0);
  for (const double excess : {-0.01, 0.01}) {
    set_cost(numbers, worth * std::exp(-0.1) + excess);
    EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, excess < 0.0 ? 1.0 : 0.0);
  }
  numbers.appraisal.deflator = {{numbers.start, PerYear(std::expm1(0.05))}};
  for (const double excess : {-0.01, 0.01}) {
    set_cost(numbers, 4.0 * annuity(0.15, 10.0) * std::exp(-0.15) + excess);
    EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, excess < 0.0 ? 1.0 : 0.0);
  }
}

Amount years_of_capacity(double years) {
  Amount amount = Amount::units(0);
  amount.formula = Formula({{Operation::constant, 0, years},
                            {Operation::term, static_cast<std::uint32_t>(Term::capacity), 0.0},
                            {Operation::multiply, 0, 0.0}});
  return amount;
}

/// The top-up of £3.5 on a tail price of £2.8 for ten years; the firm builds between 1,000 and
/// 100,000 units a year at `cost`.
Case topped_up(const Amount& with_top_up, double cost) {
  Case numbers = choosing_case();
  set_cost(numbers, cost);
  numbers.technologies[0].supply.capacity->least = 1.0 / 12.0;
  numbers.technologies[0].supply.capacity->most = 100.0 / 12.0;
  Programme& programme = numbers.programmes[0];
  programme.contract[0].pay = Amount::per_unit(Money::minor(630));
  programme.contract[0].up_to = with_top_up;
  Clause tail = programme.contract[0];
  tail.pay = Amount::per_unit(Money::minor(280));
  tail.up_to = years_of_capacity(20.0);
  programme.contract.push_back(tail);
  programme.contract_lasts = Duration::from_days(10.0 * days_per_year);
  programme.fund.budget = Money::major(1e8);
  return numbers;
}

TEST(CapacityOfFirms, IsBuiltUntilTheIncentiveOfAFixedFundIsUsedUp) {
  const double tail = 0.8 * annuity(0.1, 10.0);
  for (const double capacity : {15'000.0, 30'000.0, 60'000.0}) {
    const double cost = tail + fixed_fund_incentive(3.5, 225'000.0, capacity, 0.1);
    Case fixed = topped_up(Amount::units(64'286), cost);
    // To the nearest penny of the cost of a unit.
    EXPECT_NEAR(testing::simulate_one(fixed).capacity_built, capacity, 0.03 * capacity);
    Case tied = topped_up(years_of_capacity(7.5 / 3.5), cost);
    EXPECT_NEAR(testing::simulate_one(tied).capacity_built, 100'000.0, 1e-6);
  }
}

/// A call divides £1m by capacity, at a target of 100,000 units a year: £10 for each.
TEST(CapacityOfFirms, IsBuiltForTheShareThatItBringsAtACall) {
  Case numbers = choosing_case();
  numbers.firms.push_back(numbers.firms[0]);
  numbers.firms[1].name = "other";
  numbers.technologies[0].supply.capacity->least = 1.0 / 12.0;
  numbers.technologies[0].supply.capacity->most = 40.0 / 12.0;
  Programme& programme = numbers.programmes[0];
  programme.fund.budget = Money::major(1e6);
  programme.allocation.signing = Signing::call;
  programme.allocation.first_call = Date(2026, 7, 1);
  programme.allocation.suppliers = 2;
  programme.allocation.selection = Selection::pro_rata;
  programme.allocation.target_capacity = 100'000.0;
  programme.contract[0].up_to = years_of_capacity(100.0);
  // £10 buy what a unit of capacity makes in 10/6 years, at a margin of £4.
  const double worth = 4.0 * annuity(0.1, 10.0 / 6.0);
  set_cost(numbers, worth - 0.02);
  EXPECT_NEAR(testing::simulate_one(numbers).capacity_built, 80'000.0, 1e-6);
  EXPECT_NEAR(testing::simulate_one(numbers).public_money_paid, 0.8e6, 20.0);
  set_cost(numbers, worth + 0.02);
  EXPECT_EQ(testing::simulate_one(numbers).contracts_signed, 0.0);
}

TEST(CapacityOfFirms, TheNextLotsAddUpToAYearsCapacity) {
  Case numbers = building_case(10'000);
  numbers.behaviour.mode = BehaviourMode::optimising;
  numbers.technologies[0].supply.capacity->least = 1.0 / 1200.0 * 517.0;
  numbers.technologies[0].supply.capacity->most = numbers.technologies[0].supply.capacity->least;
  const auto lots = of_kind(history(numbers), RecordKind::lot_delivered);
  ASSERT_GT(lots.size(), 24U);
  std::int64_t units = 0;
  for (std::size_t month = 0; month < 24; ++month) {
    units += lots[month].count;
    EXPECT_EQ(units,
              static_cast<std::int64_t>(517.0 * static_cast<double>(month + 1) / 12.0 + 1e-6));
  }
}

}  // namespace
}  // namespace firstcustomer
