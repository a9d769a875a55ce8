// Sales to private customers under a contract, and what firms pay to the buyer.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::simulate_one;
using testing::small_case;

Instruction number(double value) {
  return {Operation::constant, 0, value};
}
Instruction of(Term term) {
  return {Operation::term, static_cast<std::uint32_t>(term), 0.0};
}
Instruction operation(Operation which) {
  return {which, 0, 0.0};
}

/// A firm that qualifies on day 100, and four receipts of £10m at the ends of quarters from then on
/// (11 July, 10 October, 9 January, 10 April): 500 units each at £20,000.
Case selling(const std::vector<Clause>& contract) {
  Case numbers = small_case(1);
  numbers.private_demand =
      PrivateDemand{Law::constant(40e6), PerYear{}, Duration::from_days(days_per_year)};
  numbers.market_price = MarketPrice{Money::major(20'000), numbers.start, {}};
  numbers.programmes = {plain_programme(1e8, 1)};
  numbers.programmes[0].contract = contract;
  return numbers;
}

/// (strike − market_price) for each of so many units.
Clause difference(double strike, double units, double at_most) {
  Clause clause;
  clause.on = Trigger::sale;
  clause.pay = {Basis::per_unit, 0.0,
                Formula({number(strike), of(Term::market_price), operation(Operation::subtract)})};
  clause.up_to = {Basis::units, units, {}};
  clause.at_most = Amount::sum(Money::major(at_most));
  return clause;
}

TEST(Sale, IsPaidTheDifferenceUpToItsUnits) {
  const History history(selling({difference(25'000, 1'200, 1e7)}));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(2.5e6, 2.5e6, 1e6));
  EXPECT_THAT(history.dates(RecordKind::paid),
              ElementsAre(Date(2026, 7, 11), Date(2026, 10, 10), Date(2027, 1, 9)));
  EXPECT_THAT(history.dates(RecordKind::contract_fulfilled), ElementsAre(Date(2027, 1, 9)));
  EXPECT_EQ(history.outcome.public_money_reserved, 0);
}

TEST(Sale, IsPaidNoMoreThanWasSetAside) {
  const History history(selling({difference(25'000, 5'000, 4e6)}));
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(2.5e6, 1.5e6));
  EXPECT_THAT(history.of(RecordKind::contract_fulfilled), IsEmpty()) << "prices may rise";
}

TEST(Sale, BringsMoneyBackInADearMarket) {
  // The price is £20,000 at the start, and four times that a year later: below the strike at the
  // first two receipts, above it at the others.
  Case numbers = selling({difference(60'000, 1e6, 1e8)});
  numbers.market_price->path.growth = PerYear(std::log(4.0));
  const History history(numbers);
  double paid = 0.0;
  double net = 0.0;
  for (int quarter = 1; quarter <= 4; ++quarter) {
    const double price = 20'000 * std::pow(4.0, 100.0 / days_per_year + quarter / 4.0);
    const double amount = 1e7 / price * (60'000 - price);
    paid += std::max(0.0, amount);
    net += amount;
  }
  const Outcome& o = history.outcome;
  EXPECT_THAT(history.of(RecordKind::paid), ::testing::SizeIs(2));
  EXPECT_NEAR(o.public_money_paid, paid, 10.0);
  EXPECT_NEAR(o.public_money_paid - o.public_money_recovered - o.public_money_returned, net, 10.0);
  EXPECT_GT(o.public_money_returned, 0.0);
}

TEST(Sale, MayBeLevied) {
  Clause levy = difference(0.0, 600, 0.0);
  levy.pay.formula = Formula::constant(-1'000.0);
  const History history(selling({difference(21'000, 5'000, 7e5), levy}));
  // £500,000 and £200,000 are paid; the levy of £500,000 and £100,000 comes out of them.
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(5e5, 2e5));
  EXPECT_EQ(history.outcome.public_money_recovered + history.outcome.public_money_returned, 6e5);
}

TEST(Sale, OfAnotherTimeIsNoneOfTheContract) {
  Case numbers = selling({difference(25'000, 5'000, 1e8)});
  numbers.programmes[0].opens = Date(2026, 12, 1);  // signs then, as the firm has qualified
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(2.5e6, 2.5e6));
  numbers.programmes[0].opens = Date();
  numbers.programmes[0].contract_lasts = Duration::from_days(120.0);
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(2.5e6));
  // A move abroad after the first receipt ends the contract.
  numbers.programmes[0].contract_lasts = Duration::longest();
  numbers.finance.exits = Exits{};
  numbers.finance.exits->relocation_hazard = PerYear(1e3);
  numbers.finance.history_until = Date(2026, 8, 1);
  numbers.programmes[0].contract.push_back({});
  numbers.programmes[0].contract.back().on = Trigger::relocation;
  EXPECT_THAT(History(numbers).amounts(RecordKind::paid), ElementsAre(2.5e6));
}

// --- Guarantees

TEST(Receipts, AreThoseSinceTheClauseLastPaid) {
  Clause guarantee;  // £25m less receipts, at the ends of calendar years
  guarantee.on = Trigger::year_end;
  guarantee.pay = {Basis::sum, 0.0,
                   Formula({number(25e6), of(Term::receipts), operation(Operation::subtract),
                            number(0.0), operation(Operation::maximum)})};
  guarantee.at_most = Amount::sum(Money::major(6e7));
  Case numbers = selling({guarantee});
  numbers.fiscal_month = 0;
  const History history(numbers);
  // £20m are received in 2026 and in 2027, nothing later.
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(5e6, 5e6, 2.5e7, 2.5e7));
  numbers.programmes[0].opens = Date(2026, 10, 1);  // the first £10m are before the contract
  EXPECT_EQ(History(numbers).amounts(RecordKind::paid)[0], 1.5e7);
}

TEST(Receipts, AreThoseSinceThePhaseOfTheClauseBegan) {
  Clause match;  // the receipts of a year, once the one phase is over on 1 December 2026
  match.on = Trigger::year_end;
  match.phase = phase_of_purchase;
  match.pay = {Basis::sum, 0.0, Formula({of(Term::receipts)})};
  match.at_most = Amount::sum(Money::major(6e7));
  Case numbers = selling({match});
  numbers.fiscal_month = 0;
  Allocation& allocation = numbers.programmes[0].allocation;
  allocation.signing = Signing::call;
  allocation.first_call = numbers.start;
  allocation.phases = {{"design", Duration::from_days(334.0)}};
  // £20m are received before, and £20m in 2027.
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::paid), ElementsAre(2e7));
  EXPECT_THAT(history.dates(RecordKind::paid), ElementsAre(Date(2028, 1, 1)));
}

// --- Money that a firm pays

/// £3m at signing, and so much back a year later, by a firm with £1m of its own.
Case lending(double back, double growth = 0.0) {
  Clause loan;
  loan.on = Trigger::signing;
  loan.pay = Amount::sum(Money::major(3e6));
  Clause repayment;
  repayment.on = Trigger::expiry;
  repayment.pay.formula =
      Formula({number(-back), number(1.0 + growth), of(Term::years_since_signing),
               operation(Operation::power), operation(Operation::multiply)});
  Case numbers = small_case(1);
  numbers.programmes = {plain_programme(1e7, 1)};
  numbers.programmes[0].allocation.signing = Signing::opening;
  numbers.programmes[0].contract = {loan, repayment};
  numbers.programmes[0].contract_lasts = Duration::from_days(365.0);
  return numbers;
}

TEST(Repayment, IsARecoveryFirstAndGoesBeyond) {
  const History less(lending(2e6));
  EXPECT_THAT(less.amounts(RecordKind::recovered), ElementsAre(2e6));
  EXPECT_THAT(less.of(RecordKind::returned), IsEmpty());
  const History more(lending(3.5e6));
  EXPECT_THAT(more.amounts(RecordKind::recovered), ElementsAre(3e6));
  EXPECT_THAT(more.amounts(RecordKind::returned), ElementsAre(5e5));
  EXPECT_EQ(more.of(RecordKind::returned)[0].clause, 1);
  EXPECT_EQ(more.outcome.public_money_recovered, 3e6);
  EXPECT_EQ(more.outcome.public_money_returned, 5e5);
}

TEST(Repayment, IsPartOfWhatItsProgrammeHad) {
  Case numbers = lending(3.5e6);
  numbers.programmes.push_back(plain_programme(1e6, 1));
  numbers.programmes[0].luck = "lending";
  numbers.programmes[1].luck = "buying";
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  const Outcome whole = simulate(model, numbers, Luck(1, Phase::main, 0), workspace);
  const std::vector<Outcome>& parts = workspace.by_programme();
  EXPECT_EQ(parts[0].public_money_returned, 5e5);
  EXPECT_EQ(parts[1].public_money_returned, 0.0);
  EXPECT_NEAR(parts[0].public_money_net_present_value + parts[1].public_money_net_present_value,
              whole.public_money_net_present_value, 0.01);
}

TEST(Repayment, GoesAsFarAsTheCashOfTheFirmOrItsParent) {
  const History own(lending(9e6));
  EXPECT_THAT(own.amounts(RecordKind::returned), ElementsAre(1e6));
  Case numbers = lending(9e6);
  numbers.firms[0].parent_funded = true;
  numbers.firms[0].cash = Money{};
  EXPECT_THAT(History(numbers).amounts(RecordKind::returned), ElementsAre(6e6));
}

TEST(Repayment, OfALoanAtTheDiscountRateIsWorthNothing) {
  Case numbers = lending(3e6, 0.035);
  numbers.appraisal.price_base = numbers.appraisal.base_date = numbers.start;
  numbers.appraisal.discount = {{0, PerYear(0.035)}};
  const Outcome outcome = simulate_one(numbers);
  EXPECT_NEAR(outcome.public_money_returned, 3e6 * (std::pow(1.035, 365.0 / days_per_year) - 1.0),
              0.01);
  EXPECT_NEAR(outcome.public_money_net_present_value, 0.0, 0.01);
}

TEST(Repayment, IsComputeThatNeedNotBeForgone) {
  Case numbers = lending(3.5e6);
  numbers.frontier_purchase = FrontierPurchase{Money::major(1e4)};
  EXPECT_NEAR(simulate_one(numbers).frontier_compute_forgone, -50.0, 1e-9);
}

TEST(Repayment, OfNothingWhereNothingIsPaid) {
  Case numbers = lending(3.5e6);
  numbers.pays = false;
  EXPECT_EQ(simulate_one(numbers).public_money_returned, 0.0);
  EXPECT_EQ(simulate_one(numbers).public_money_recovered, 0.0);
}

}  // namespace
}  // namespace firstcustomer
