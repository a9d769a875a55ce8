// Lots in inspection, and clauses on delivery.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::simulate_one;
using testing::small_case;

/// 100 units at £10,000, 40 a month from day 100 on, which are inspected for so long.
Case inspected(double days) {
  Case numbers = small_case(1);
  numbers.technologies[0].supply = {Law::constant(0.0), 40, Money{}};
  numbers.programmes = {plain_programme(2e6, 100)};
  numbers.programmes[0].inspection = Duration::from_days(days);
  return numbers;
}

std::vector<std::int64_t> counts(const History& history, RecordKind kind) {
  std::vector<std::int64_t> found;
  for (const Record& record : history.of(kind)) {
    found.push_back(record.count);
  }
  return found;
}

TEST(Inspection, PutsOffAcceptance) {
  const History history(inspected(45.0));  // the second lot comes while the first is inspected
  EXPECT_THAT(history.dates(RecordKind::lot_shipped),
              ElementsAre(Date(2026, 4, 11), Date(2026, 5, 11), Date(2026, 6, 11)));
  EXPECT_THAT(counts(history, RecordKind::lot_shipped), ElementsAre(40, 40, 20));
  EXPECT_THAT(history.dates(RecordKind::lot_delivered),
              ElementsAre(Date(2026, 5, 26), Date(2026, 6, 25), Date(2026, 7, 26)));
  EXPECT_THAT(counts(history, RecordKind::lot_delivered), ElementsAre(40, 40, 20));
  EXPECT_EQ(history.dates(RecordKind::paid), history.dates(RecordKind::lot_delivered));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(4e5, 4e5, 2e5));
  EXPECT_THAT(history.dates(RecordKind::contract_fulfilled), ElementsAre(Date(2026, 7, 26)));
}

TEST(Inspection, OfEveryLotGoesBackToItsDelivery) {
  const History history(inspected(45.0));
  for (const Record& record : history.of(RecordKind::lot_delivered)) {
    const Record& cause = history.records()[static_cast<std::size_t>(record.cause)];
    EXPECT_EQ(cause.kind, RecordKind::lot_shipped);
    EXPECT_EQ(record.when, cause.when + Duration::from_days(45.0));
  }
}

TEST(Inspection, OfALongTimeOrdersNoUnitTwice) {
  const History history(inspected(365.0));
  EXPECT_THAT(counts(history, RecordKind::lot_shipped), ElementsAre(40, 40, 20));
  EXPECT_EQ(history.outcome.units_accepted, 100);
}

TEST(Inspection, OfNoTimeIsNotRecorded) {
  const History history(inspected(0.0));
  EXPECT_THAT(history.of(RecordKind::lot_shipped), IsEmpty());
  EXPECT_THAT(history.dates(RecordKind::lot_delivered),
              ElementsAre(Date(2026, 4, 11), Date(2026, 5, 11), Date(2026, 6, 11)));
}

TEST(Inspection, IsNotRecordedWhereNothingIsPaid) {
  Case numbers = inspected(45.0);
  numbers.pays = false;
  const History history(numbers);
  EXPECT_THAT(history.of(RecordKind::lot_shipped), IsEmpty());
  EXPECT_THAT(history.dates(RecordKind::contract_fulfilled), ElementsAre(Date(2026, 7, 26)));
}

TEST(Inspection, EndsWithTheContract) {
  Case numbers = inspected(45.0);
  numbers.programmes[0].contract_lasts = Duration::from_days(60.0);  // to 10 June
  const History history(numbers);
  EXPECT_THAT(history.dates(RecordKind::contract_expires), ElementsAre(Date(2026, 6, 10)));
  EXPECT_EQ(history.outcome.units_accepted, 40);
  EXPECT_EQ(history.outcome.public_money_paid, 4e5);
}

TEST(Inspection, IsPaidForByTheFirmBefore) {
  Case numbers = inspected(45.0);
  numbers.technologies[0].supply.unit_cost = Money::major(6'000);
  numbers.firms[0].cash = Money::major(3e5);
  const History history(numbers);
  // £240,000 for 40 units, £60,000 for 10 more, then what the first lot brings on 26 May.
  EXPECT_THAT(counts(history, RecordKind::lot_shipped), ElementsAre(40, 10, 40, 10));
}

TEST(Delivery, IsPaidByTheUnitOnTopOfAcceptance) {
  for (const double days : {0.0, 45.0}) {
    Case numbers = inspected(days);
    Clause fee;
    fee.on = Trigger::delivery;
    fee.pay = Amount::per_unit(Money::major(1'000));
    fee.at_most = Amount::sum(Money::major(7e4));
    numbers.programmes[0].contract.push_back(fee);
    const History history(numbers);
    std::vector<double> fees;
    for (const Record& record : history.of(RecordKind::paid)) {
      if (record.clause == 1) {
        fees.push_back(record.amount.major());
      }
    }
    EXPECT_THAT(fees, ElementsAre(4e4, 3e4));
    EXPECT_THAT(history.dates(RecordKind::paid)[0], Date(2026, 4, 11));
    EXPECT_EQ(history.outcome.public_money_paid, 1e6 + 7e4);
    EXPECT_EQ(history.outcome.public_money_reserved, 0);
  }
}

}  // namespace
}  // namespace firstcustomer
