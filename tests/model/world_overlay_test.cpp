// What overlays lay over any rule: prices that follow something, a cap on public money for one
// firm, a certificate that customers go by. And the library that an allocation asks for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::calling_programme;
using ::testing::ElementsAre;
using testing::expect_means;
using ::testing::HasSubstr;
using testing::History;
using testing::plain_programme;
using testing::simulate_one;
using testing::small_case;

/// A firm that qualifies after 100 days, signs, and delivers ten units at £10k a year later.
Case delivers_a_year_later() {
  Case numbers = small_case(1);
  numbers.programmes = {plain_programme(1e9, 10)};
  numbers.technologies[0].supply.lead_time = Law::constant(days_per_year);
  return numbers;
}

TEST(Prices, FollowTheIndexFromSigningWithinWhatIsReserved) {
  Case numbers = delivers_a_year_later();
  Fund& fund = numbers.programmes[0].fund;
  fund.indexation = PerYear(0.02);
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1e5) << "an index moves nothing by itself";
  EXPECT_EQ(simulate_one(numbers).public_money_committed, 1e5);
  fund.prices_follow = PriceLink::price_index;
  EXPECT_NEAR(simulate_one(numbers).public_money_paid, 1.02e5, 0.1);
  EXPECT_EQ(simulate_one(numbers).public_money_committed, 1.2e5);
  EXPECT_EQ(simulate_one(numbers).public_money_reserved, 0);
  fund.rise_at_most = Share(0.01);
  EXPECT_EQ(simulate_one(numbers).public_money_paid, 1.01e5);
}

TEST(Prices, ThatAreFormulasFollowTheIndexToo) {
  Case numbers = delivers_a_year_later();
  numbers.programmes[0].fund.indexation = PerYear(0.02);
  numbers.programmes[0].fund.prices_follow = PriceLink::price_index;
  Clause& clause = numbers.programmes[0].contract[0];
  clause.pay = {Basis::per_unit, 0.0, Formula::constant(5'000.0)};
  EXPECT_NEAR(simulate_one(numbers).public_money_paid, 5.1e4, 0.1);
  clause.at_most = Amount::per_unit(Money::major(4'000.0));
  EXPECT_NEAR(simulate_one(numbers).public_money_paid, 4.8e4, 0.1) << "£4,000 and a fifth";
}

TEST(Prices, FollowForeignMoneyFromSigning) {
  Case numbers = delivers_a_year_later();
  numbers.exchange = Wandering{PerYear(0.05), 0.1};
  numbers.programmes[0].fund.prices_follow = PriceLink::exchange_rate;
  numbers.programmes[0].fund.rise_at_most = Share(100.0);
  const auto factor = [](const Outcome& o) { return o.public_money_paid / 1e5; };
  expect_means(numbers,
               {{factor, std::exp(0.05)},
                {[&](const Outcome& o) { return factor(o) * factor(o); }, std::exp(0.11)}});
}

TEST(Prices, OfABargainFollowNothing) {
  Case numbers = delivers_a_year_later();
  numbers.programmes[0].fund.indexation = PerYear(0.02);
  Clause& clause = numbers.programmes[0].contract[0];
  clause.bargained = true;
  clause.supplier_share = Share(0.5);
  const Outcome plain = simulate_one(numbers);
  numbers.programmes[0].fund.prices_follow = PriceLink::price_index;
  EXPECT_EQ(simulate_one(numbers).public_money_paid, plain.public_money_paid);
  EXPECT_EQ(simulate_one(numbers).public_money_committed, plain.public_money_committed);
  EXPECT_EQ(plain.public_money_paid, 5e4);
}

TEST(CumulationCap, OfAProgrammeCountsWhatTheOthersHaveCommitted) {
  Case numbers = small_case(1);
  numbers.programmes = {plain_programme(1e6, 60), plain_programme(1e6, 60)};
  numbers.programmes[0].luck = "first";
  numbers.programmes[1].luck = "second";
  numbers.programmes[1].eligibility.cumulation_cap = Money::major(1e6);
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(6e5, 4e5));
  numbers.programmes[1].eligibility.cumulation_cap = Money::major(5e5);
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(6e5));
  for (Programme& programme : numbers.programmes) {
    programme.allocation.signing = Signing::opening;
  }
  numbers.programmes[0].opens = Date(2026, 2, 1);
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(5e5, 6e5))
      << "it binds its own programme only";
}

TEST(Certificate, OfAProgrammeMultipliesThatOfTheMarket) {
  Case numbers = small_case(1);
  PrivateDemand demand;
  demand.value = Law::constant(1e6);
  demand.return_rate = PerYear{};
  demand.lasts = Duration::from_days(days_per_year);
  demand.certified_multiple = 1.5;
  numbers.private_demand = demand;
  Programme programme = plain_programme(1e6, 1);
  programme.eligibility.cash_at_least = Money::major(1e9);  // it sells nothing
  programme.luck = "first";
  numbers.programmes = {programme};
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1.5e6);
  numbers.programmes[0].certified_multiple = 1.2;
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1.8e6);
  programme.luck = "second";
  programme.certified_multiple = 2.0;
  numbers.programmes.push_back(programme);
  EXPECT_EQ(simulate_one(numbers).private_receipts, 3e6) << "the highest of several";
  std::swap(numbers.programmes[0], numbers.programmes[1]);
  EXPECT_EQ(simulate_one(numbers).private_receipts, 3e6) << "in any order";
  numbers.programmes[0].promised = false;
  EXPECT_EQ(simulate_one(numbers).private_receipts, 1.8e6);
}

TEST(PluginSelection, WithoutALibraryFailsInWords) {
  Case numbers = small_case(1);
  numbers.programmes = {calling_programme(1e6, 10, 1)};
  numbers.programmes[0].allocation.selection = Selection::plugin;
  try {
    simulate_one(numbers);
    FAIL() << "nobody chooses";
  } catch (const ReplicationError& error) {
    EXPECT_THAT(error.what(), HasSubstr("programme 'order' says selection: plugin"));
  }
}

TEST(LinkedPrices, AreAcceptedForWhatTheyAreWithoutTheRise) {
  Case numbers = small_case(1);
  numbers.programmes = {plain_programme(2e6, 100)};  // £10k a unit
  numbers.technologies[0].supply.unit_cost = Money::major(10'500.0);
  Fund& fund = numbers.programmes[0].fund;
  fund.prices_follow = PriceLink::price_index;
  fund.rise_at_most = Share(0.2);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0.0);
  numbers.technologies[0].supply.unit_cost = Money::major(9'500.0);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1.0);
}

}  // namespace
}  // namespace firstcustomer
