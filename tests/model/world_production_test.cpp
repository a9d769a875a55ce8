// Production that is paid for in part as it is ordered: a cash trap, and what opens it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/contract_case.hpp"
#include "model/dice.hpp"

namespace firstcustomer {
namespace {

using testing::advance_clause;
using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::same;
using testing::simulate_one;
using ::testing::SizeIs;
using testing::small_case;

/// A firm that qualifies on 11 April 2026 and has 100 units at £5,000 made, in lots of 40 that take
/// 60 days; 30 % of it is paid in advance.
Case prepaying_case(double cash = 1e6) {
  Case numbers = small_case();
  Supply& supply = numbers.technologies[0].supply;
  supply = {Law::constant(60.0), 40, Money::major(5'000)};
  supply.prepayment = Prepayment{Share(0.3), Duration{}};
  numbers.programmes = {plain_programme(1e9, 100)};
  numbers.firms[0].cash = Money::major(cash);
  return numbers;
}

std::vector<std::int64_t> counts(const History& history, RecordKind kind) {
  std::vector<std::int64_t> found;
  for (const Record& record : history.of(kind)) {
    found.push_back(record.count);
  }
  return found;
}

TEST(Production, IsOrderedMonthlyAndDeliveredALeadTimeLater) {
  const History history(prepaying_case());
  EXPECT_THAT(history.dates(RecordKind::production_ordered),
              ElementsAre(Date(2026, 4, 11), Date(2026, 5, 11), Date(2026, 6, 11)));
  EXPECT_THAT(counts(history, RecordKind::production_ordered), ElementsAre(40, 40, 20));
  EXPECT_THAT(history.amounts(RecordKind::production_ordered),
              ElementsAre(60'000.0, 60'000.0, 30'000.0));
  EXPECT_THAT(history.dates(RecordKind::lot_delivered),
              ElementsAre(Date(2026, 6, 10), Date(2026, 7, 10), Date(2026, 8, 10)));
  EXPECT_EQ(history.outcome.suppliers_spending, 500'000.0);
  EXPECT_EQ(history.outcome.suppliers_prepayments_lost, 0.0);
  EXPECT_EQ(history.outcome.public_money_paid, 1e6);
}

TEST(Production, OfWhichNothingIsPrepaidCostsTheSame) {
  Case prepaid = prepaying_case();
  Case plain = prepaying_case();
  plain.technologies[0].supply.prepayment = {};
  const Outcome a = simulate_one(prepaid);
  const Outcome b = simulate_one(plain);
  EXPECT_EQ(a.suppliers_spending, b.suppliers_spending);
  EXPECT_EQ(a.units_accepted, b.units_accepted);
}

/// £1,500 a unit: of £50,000 it has 33 made, and of £500 none, ever.
TEST(Production, GoesAsFarAsCashAllows) {
  const History some(prepaying_case(50'000));
  EXPECT_EQ(some.of(RecordKind::production_ordered)[0].count, 33);
  const History none(prepaying_case(500));
  EXPECT_THAT(none.of(RecordKind::production_ordered), IsEmpty());
  EXPECT_THAT(none.amounts(RecordKind::waits_to_order), ElementsAre(60'000.0));
  EXPECT_EQ(none.outcome.units_accepted, 0.0);
}

TEST(Production, IsNoTrapForWhoIsPaidInAdvance) {
  Case numbers = prepaying_case(500);
  numbers.programmes[0].contract.push_back(advance_clause(0.25));
  const History history(numbers);
  EXPECT_EQ(history.outcome.units_accepted, 100.0);
  EXPECT_THAT(history.of(RecordKind::waits_to_order), SizeIs(1)) << "until the advance is paid";
}

TEST(Production, WaitsAndRaises) {
  Case numbers = prepaying_case(500);
  Round round;
  round.name = "a";
  round.graduation = Share(0.95);
  round.size = Law::constant(70'000.0);
  numbers.finance.rounds = {round};
  numbers.finance.attempts = 1;
  numbers.firms[0].next_round = "a";
  std::vector<Date> ordered;
  for (std::uint64_t i = 0; i < 5 && ordered.empty(); ++i) {
    ordered = History(numbers, i).dates(RecordKind::production_ordered);
  }
  ASSERT_FALSE(ordered.empty());
  EXPECT_EQ(ordered[0], Date(2026, 5, 11)) << "30 days after it had to wait";
}

TEST(Production, KeepsTheRunwayAsked) {
  Case numbers = prepaying_case(100'000);
  numbers.firms[0].burn = BurnRate::major_per_year(36'525.0);
  numbers.technologies[0].supply.prepayment->keeps_runway = Duration::from_days(300);
  // £10,000 are burnt until it qualifies and £30,000 are kept.
  const History history(numbers);
  EXPECT_EQ(history.of(RecordKind::production_ordered)[0].count, 40);
  numbers.technologies[0].supply.prepayment->keeps_runway = Duration::from_days(301);
  EXPECT_EQ(History(numbers).of(RecordKind::production_ordered)[0].count, 39);
}

/// After £60,000 there is enough for 2 of 40 units at £3,500 each on delivery, for which £20,000
/// come later: what is ready waits.
TEST(Production, IsTakenAsFarAsCashAllows) {
  Case numbers = prepaying_case(68'000);
  numbers.programmes[0] = plain_programme(1e9, 40);
  numbers.programmes[0].fund.payment_terms = Duration::from_days(10);
  const History history(numbers);
  EXPECT_THAT(counts(history, RecordKind::lot_delivered), ElementsAre(2, 6, 17, 15));
  EXPECT_THAT(
      history.dates(RecordKind::lot_delivered),
      ElementsAre(Date(2026, 6, 10), Date(2026, 7, 10), Date(2026, 8, 10), Date(2026, 9, 10)));
  EXPECT_EQ(history.outcome.suppliers_spending, 200'000.0);
}

TEST(Production, KeepsThePayrollUntilItIsPaidFor) {
  Case numbers = prepaying_case(1'000'000);
  numbers.firms[0].burn = BurnRate::major_per_year(2.0 * 365'250.0);
  numbers.programmes[0].fund.payment_terms = Duration::from_days(90);
  // After 160 days £320,000 are burnt and £120,000 prepaid; £180,000 of payroll are to come until
  // the lot is paid. The second prepayment leaves enough for all 40.
  EXPECT_EQ(counts(History(numbers), RecordKind::lot_delivered).front(), 40);
  numbers.firms[0].cash = Money::major(700'000);
  EXPECT_EQ(counts(History(numbers), RecordKind::lot_delivered).front(), 22);
}

/// Insolvent on the way: what was prepaid is lost, and nothing is prepaid twice.
TEST(Production, IsLostWithTheFirm) {
  Case numbers = prepaying_case(170'000);
  numbers.firms[0].burn = BurnRate::major_per_year(365'250.0);
  const History history(numbers);
  // £70,000 left: 40 units at once; then £10,000, of which £1,000 a day are burnt.
  EXPECT_THAT(history.amounts(RecordKind::prepayment_lost), ElementsAre(60'000.0));
  EXPECT_EQ(history.outcome.suppliers_prepayments_lost, 60'000.0);
  EXPECT_EQ(history.outcome.suppliers_spending, 170'000.0);
  EXPECT_EQ(history.outcome.suppliers_insolvent, 1.0);
  EXPECT_EQ(history.outcome.units_accepted, 0.0);
}

/// A loss of foreign firms is theirs.
TEST(Production, IsLostForDomesticFirmsOnly) {
  Case numbers = prepaying_case(170'000);
  numbers.firms[0].burn = BurnRate::major_per_year(365'250.0);
  numbers.firms[0].domestic = false;
  numbers.programmes[0].eligibility.domestic_only = false;
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::prepayment_lost), ElementsAre(60'000.0));
  EXPECT_EQ(history.outcome.suppliers_prepayments_lost, 0.0);
}

TEST(Production, IsPaidForByTheOwner) {
  Case numbers = prepaying_case(0);
  numbers.firms[0].parent_funded = true;
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.units_accepted, 100.0);
  EXPECT_EQ(outcome.suppliers_spending, 500'000.0);
}

TEST(Production, OfContractsThatDoNotPayCostsNothing) {
  Case numbers = prepaying_case(500);
  numbers.pays = false;
  EXPECT_EQ(simulate_one(numbers).suppliers_spending, 0.0);
}

TEST(Production, LearnsAsItIsOrdered) {
  Case numbers = prepaying_case();
  const Learning learning{Share(0.2), 50};
  numbers.technologies[0].supply.learning = learning;
  const CostCurve curve{Money::major(5'000), learning};
  const History history(numbers);
  EXPECT_EQ(history.outcome.suppliers_spending, curve.of_first(100).major());
  EXPECT_EQ(history.of(RecordKind::production_ordered)[1].amount, scaled(curve.of(40, 40), 0.3));
}

/// A second supplier's part comes to the first when nobody takes it: production goes on.
TEST(Production, GoesOnWhenTheOrderGrows) {
  Case numbers = prepaying_case();
  numbers.technologies[0].supply.lead_time = Law::constant(1'000.0);
  Programme& programme = numbers.programmes[0];
  programme.fund.budget = Money::major(1e6);
  programme.eligibility.max_share_per_firm = Share(1.0);
  programme.allocation.shares = {0.6, 0.4};
  programme.allocation.held_open = Duration::from_days(300);
  const History history(numbers);
  EXPECT_EQ(history.outcome.units_accepted, 100.0);
  EXPECT_THAT(counts(history, RecordKind::production_ordered), ElementsAre(40, 20, 40));
}

/// Whatever is asked and there: units cost what they cost, to the penny, lost or delivered.
TEST(Production, IsPaidForOnceToThePenny) {
  int lost = 0;
  int waited = 0;
  for (std::int64_t k = 0; k < 300; ++k) {
    testing::Dice dice(static_cast<std::uint64_t>(k));
    Case numbers = prepaying_case(dice.between(3e4, 4.3e5));
    Supply& supply = numbers.technologies[0].supply;
    supply.units_per_month = dice.whole(1, 50);
    supply.unit_cost = Money::minor(dice.whole(1, 900'000));
    supply.prepayment->share = dice.share(0.0, 1.0);
    supply.learning = Learning{dice.share(0.0, 0.4), dice.whole(0, 90)};
    numbers.firms[0].burn = BurnRate::major_per_year(dice.between(0.0, 3e5));
    numbers.programmes[0].fund.payment_terms = dice.days(0.0, 120.0);
    const History history(numbers);
    const CostCurve curve{supply.unit_cost, *supply.learning};
    std::int64_t ordered = 0;
    Money prepaid;
    for (const Record& record : history.of(RecordKind::production_ordered)) {
      ASSERT_EQ(record.amount, scaled(curve.of(ordered, record.count), supply.prepayment->share));
      ordered += record.count;
      prepaid += record.amount;
    }
    Money gone;
    for (const Record& record : history.of(RecordKind::prepayment_lost)) {
      gone += record.amount;
      ++lost;
    }
    waited += history.of(RecordKind::waits_to_order).empty() ? 0 : 1;
    ASSERT_LE(history.outcome.units_accepted, static_cast<double>(ordered));
    ASSERT_LE(gone, prepaid);
    if (ordered == 100 && history.outcome.units_accepted == 100.0) {
      ASSERT_EQ(gone, Money{});
    }
    // With all else as it is, but no burn, spending is what was delivered, and prepaid besides.
    numbers.firms[0].burn = BurnRate{};
    const History calm(numbers);
    const auto delivered = static_cast<std::int64_t>(calm.outcome.units_accepted);
    if (delivered == 100) {
      ASSERT_EQ(calm.outcome.suppliers_spending, curve.of_first(100).major());
    }
  }
  EXPECT_GT(lost, 10);
  EXPECT_GT(waited, 10);
}

}  // namespace
}  // namespace firstcustomer
