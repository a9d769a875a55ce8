// Firms that move abroad, and what their contracts say to that.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

/// A firm that qualifies on day 1,000 and moves abroad at a rate.
Case leaving(double hazard) {
  Case numbers = small_case(1);
  numbers.firms[0].remaining = Duration::from_days(1'000.0);
  numbers.finance.exits = Exits{};
  numbers.finance.exits->relocation_hazard = PerYear(hazard);
  Clause grant;
  grant.on = Trigger::signing;
  grant.pay = Amount::sum(Money::major(300'000.07));
  Clause bonus;
  bonus.on = Trigger::qualification;
  bonus.pay = Amount::sum(Money::major(1e5));
  numbers.programmes = {plain_programme(1e6, 1)};
  numbers.programmes[0].allocation.signing = Signing::opening;
  numbers.programmes[0].contract = {grant, bonus};
  return numbers;
}

Case leaving_with_clause(double hazard) {
  Case numbers = leaving(hazard);
  Clause back;
  back.on = Trigger::relocation;
  back.recover = Amount::of(Basis::paid, 1.0);
  numbers.programmes[0].contract.push_back(back);
  return numbers;
}

TEST(Relocation, ComesAtItsRate) {
  const double stays = std::exp(-0.2 * 1'000.0 / days_per_year);
  expect_means(
      leaving_with_clause(0.2),
      {{[](const Outcome& o) { return o.qualified_suppliers_ever; }, stays},
       {[](const Outcome& o) { return o.public_money_recovered; }, (1.0 - stays) * 300'000.07}});
}

TEST(Relocation, TakesBackToThePennyWhatTheClauseSays) {
  int moved = 0;
  for (const Outcome& o : simulate_all(leaving_with_clause(0.2), 1'000)) {
    ASSERT_TRUE(o.public_money_recovered == 300'000.07 ||
                (o.public_money_recovered == 0.0 && o.public_money_paid == 400'000.07));
    moved += o.public_money_recovered > 0.0 ? 1 : 0;
  }
  EXPECT_GT(moved, 300);
}

TEST(Relocation, EndsNoContractWithoutAClause) {
  const History history(leaving(1e3));
  EXPECT_THAT(history.of(RecordKind::relocates), ::testing::SizeIs(1));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(300'000.07, 1e5));
  EXPECT_EQ(history.outcome.contracts_failed, 0);
}

TEST(Relocation, LeavesNoDomesticSupplier) {
  const Outcome o = simulate_one(leaving(1e3));
  EXPECT_EQ(o.qualified_suppliers_ever, 0);
  EXPECT_EQ(o.qualified_suppliers, 0);
  EXPECT_EQ(o.at_deadline_sold_without_prototype + o.at_deadline_sold_with_prototype, 1);
  EXPECT_EQ(o.suppliers_active, 1) << "it goes on";
  EXPECT_EQ(o.suppliers_sold_abroad, 0) << "nobody bought it";
}

TEST(Relocation, OfASupplierIsItsLoss) {
  Case numbers = leaving(0.5);
  numbers.firms[0].remaining = Duration::from_days(1.0);
  // The horizon is 3,652 days after the start.
  const double stays_first = std::exp(-0.5 / days_per_year);
  const double stays = std::exp(-0.5 * 3'652.0 / days_per_year);
  expect_means(numbers, {{[](const Outcome& o) { return o.qualified_suppliers_ever; }, stays_first},
                         {[](const Outcome& o) { return o.qualified_suppliers_retained; }, stays}});
}

TEST(Relocation, MakesIneligible) {
  Case numbers = leaving(1e3);
  numbers.programmes[0].opens = Date(2027, 1, 1);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0);
  numbers.programmes[0].eligibility.domestic_only = false;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1);
}

TEST(Relocation, IsOfDomesticFirmsThatPayForThemselves) {
  Case numbers = leaving_with_clause(1e3);
  numbers.firms[0].parent_funded = true;
  numbers.firms[0].cash = Money{};
  EXPECT_THAT(History(numbers).of(RecordKind::relocates), IsEmpty());
  numbers = leaving_with_clause(1e3);
  numbers.firms[0].domestic = false;
  numbers.programmes[0].eligibility.domestic_only = false;
  EXPECT_THAT(History(numbers).of(RecordKind::relocates), IsEmpty());
  numbers = leaving_with_clause(1.0);
  numbers.finance.exits->acquisition_hazard = PerYear{};
  numbers.finance.history_until = Date(2035, 12, 1);
  numbers.horizon = numbers.standard.deadline = Date(2035, 12, 1);
  EXPECT_THAT(History(numbers).of(RecordKind::relocates), IsEmpty()) << "history is known";
}

TEST(Relocation, IsNoSaleAbroad) {
  Case numbers = leaving(1e3);
  Clause back;
  back.on = Trigger::change_of_control;
  back.recover = Amount::of(Basis::paid, 1.0);
  numbers.programmes[0].contract.push_back(back);
  EXPECT_EQ(simulate_one(numbers).public_money_recovered, 0.0);
}

}  // namespace
}  // namespace firstcustomer
