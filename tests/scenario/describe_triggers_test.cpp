// Clauses on the triggers between the announcement and customers, as scenarios write them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using testing::facility_scenario;
using ::testing::HasSubstr;
using testing::read_text;
using testing::ReadScenario;
using testing::small_scenario;
using testing::values_of;
using testing::with;

const std::string market =
    "market: {unit_price: {level: £20k per unit}, private_demand: {present_value: £40m}}\n";

/// The small scenario with this clause beside its order, and what follows the contract.
ReadScenario read_clause(const std::string& clause, const std::string& more = "",
                         const std::string& text = std::string(small_scenario)) {
  const std::string order = "    - {on: acceptance, pay: £20k per unit, up_to: 500 units}\n";
  return read_text(with(order, order + "    - " + clause + "\n", text) + more);
}

const Clause& clause_of(const ReadScenario& read) {
  return read->numbers.programmes.front().contract.at(1);
}

TEST(ContractTriggers, AreRead) {
  const ReadScenario order =
      read_clause("{on: order, pay: 30 % of value, advance: no, after: 1 month}");
  ASSERT_EQ(order.messages(), "");
  EXPECT_EQ(clause_of(order).on, Trigger::order);
  EXPECT_EQ(clause_of(order).pay, Amount::of(Basis::value, 0.3));
  EXPECT_FALSE(clause_of(order).advance);
  const ReadScenario delivery = read_clause("{on: delivery, pay: £1k per unit, at_most: £400k}");
  ASSERT_EQ(delivery.messages(), "");
  EXPECT_EQ(clause_of(delivery).pay, Amount::per_unit(Money::major(1'000)));
  EXPECT_EQ(clause_of(delivery).at_most, Amount::sum(Money::major(4e5)));
  const ReadScenario submission = read_clause("{on: submission, pay: £250k, at_most: £1m}");
  ASSERT_EQ(submission.messages(), "");
  EXPECT_EQ(clause_of(submission).pay, Amount::sum(Money::major(2.5e5)));
  const ReadScenario relocation = read_clause("{on: relocation, recover: 100 % of paid}");
  ASSERT_EQ(relocation.messages(), "");
  EXPECT_EQ(clause_of(relocation).recover, Amount::of(Basis::paid, 1.0));
  EXPECT_THAT(read_clause("{on: relocation, recover: 100 % of payd}").messages(),
              HasSubstr("Did you mean 'paid'?"));
  const ReadScenario sale = read_clause(
      "{on: sale, pay: £25k/unit - market_price, up_to: 1000 units, at_most: £5m}", market);
  ASSERT_EQ(sale.messages(), "");
  EXPECT_EQ(clause_of(sale).pay.basis, Basis::per_unit);
  EXPECT_TRUE(clause_of(sale).pay.formula);
  const ReadScenario guarantee =
      read_clause("{on: year_end, pay: \"max(£0, £40m - receipts)\", at_most: £80m}");
  EXPECT_EQ(guarantee.messages(), "");
  const ReadScenario loan =
      read_clause("{on: expiry, pay: -(£5m * 1.06 ^ (years_since(signing) / 1 year))}");
  EXPECT_TRUE(loan.scenario);
  EXPECT_THAT(loan.messages(), HasSubstr("warning: no contract expires (contract_lasts is none)"));
}

TEST(ContractTriggers, AreWrittenToTheResolvedScenario) {
  const ReadScenario read = read_clause(
      "{on: sale, pay: £25k/unit - market_price, up_to: 1000 units, at_most: £5m}", market);
  const ReadScenario again = read_text(write_document(read->resolved));
  ASSERT_EQ(again.messages(), "");
  EXPECT_EQ(values_of(again->numbers), values_of(read->numbers));
}

TEST(ContractTriggers, SayWhatTheyNeed) {
  EXPECT_THAT(read_clause("{on: sale, pay: £1k per unit, up_to: 9 units, at_most: £5m}").messages(),
              HasSubstr("units that are sold cannot be counted here (the scenario has no "
                        "market.unit_price, at which receipts are units). Give market.unit_price "
                        "in the scenario"));
  EXPECT_THAT(read_clause("{on: sale, pay: £1k per unit, up_to: 9 units, at_most: £5m}",
                          "market: {unit_price: {level: £20k per unit}}\n")
                  .messages(),
              HasSubstr("warning: nobody buys (the scenario has neither market.private_demand nor "
                        "market.clearing)"));
  EXPECT_THAT(read_clause("{on: announcement, pay: £1m}").messages(),
              HasSubstr("warning: the announcement hardly ever pays (no firm is chosen as the "
                        "programme opens)."));
  EXPECT_EQ(
      read_clause("{on: announcement, pay: £1m}", "  allocation: {signing: opening}\n").messages(),
      "");
  const ReadScenario alone = read_text(
      with("{on: acceptance, pay: £20k per unit, up_to: 500 units}", "{on: order, pay: £1m}"));
  EXPECT_THAT(alone.messages(), HasSubstr("there is nothing to produce (no clause on acceptance "
                                          "orders units). Add a clause 'on: acceptance'."));
  for (const std::string clause :
       {"{on: delivery, pay: £1k per unit}", "{on: submission, pay: £1k}"}) {
    EXPECT_THAT(read_clause(clause).messages(), HasSubstr("at_most"));
  }
}

TEST(Inspection, IsRead) {
  const ReadScenario read = read_text(std::string(small_scenario) + "  inspection: 30 days\n");
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.programmes.front().inspection, Duration::from_days(30));
  EXPECT_EQ(read_text(std::string(small_scenario))->numbers.programmes.front().inspection,
            Duration{});
}

TEST(PriorityAt, NamesAFacility) {
  const ReadScenario read = read_text(facility_scenario() + "  priority_at: laboratory\n");
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.programmes.front().priority_at, "laboratory");
  EXPECT_THAT(read_text(facility_scenario() + "  priority_at: labaratory\n").messages(),
              HasSubstr("there is no facility 'labaratory' (its line is where suppliers would come "
                        "first). Did you mean 'laboratory'?"));
  EXPECT_THAT(read_text(std::string(small_scenario) + "  priority_at: laboratory\n").messages(),
              HasSubstr("there is no facility 'laboratory' (the scenario has none)."));
}

TEST(RelocationHazard, IsRead) {
  const ReadScenario read = read_text(with(
      "  closing: 5 months\n", "  closing: 5 months\n  exits: {relocation_hazard: 4 %/year}\n"));
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.finance.exits->relocation_hazard, PerYear(0.04));
}

}  // namespace
}  // namespace firstcustomer
