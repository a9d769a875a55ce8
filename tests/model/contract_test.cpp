#include "firstcustomer/model/contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

using Contract = std::vector<UnitPrice>;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

UnitPrice clause(std::int64_t pay, std::int64_t up_to) {
  return {Money::minor(pay), up_to};
}

std::int64_t value(const Contract& contract, std::int64_t units) {
  return value_of_units(contract, units).minor();
}

std::int64_t affordable(const Contract& contract, std::int64_t limit) {
  return affordable_units(contract, Money::minor(limit));
}

std::int64_t due(const Contract& contract, std::int64_t accepted, std::int64_t lot) {
  return value_of_lot(contract, accepted, lot).minor();
}

/// Two units at 300, three at 100, one at 200: 1,100 in all.
const Contract three_clauses = {clause(300, 2), clause(100, 3), clause(200, 1)};

TEST(ValueOfUnits, ClausesPayInTheirOrder) {
  const std::int64_t values[] = {0, 300, 600, 700, 800, 900, 1'100};
  for (std::int64_t units = 0; units <= 6; ++units) {
    EXPECT_EQ(value(three_clauses, units), values[units]) << units;
  }
}

TEST(ValueOfUnits, NothingIsPaidBeyondTheLastClause) {
  EXPECT_EQ(value(three_clauses, 7), 1'100);
  EXPECT_EQ(value(three_clauses, largest), 1'100);
  EXPECT_EQ(value({}, 5), 0);
}

TEST(AffordableUnits, IsExactAtEveryLimit) {
  for (std::int64_t limit = 0; limit <= 1'300; ++limit) {
    std::int64_t most = 0;
    for (std::int64_t units = 1; units <= 6; ++units) {
      most = value(three_clauses, units) <= limit ? units : most;
    }
    ASSERT_EQ(affordable(three_clauses, limit), most) << limit;
  }
}

TEST(AffordableUnits, NoMoneyBuysNothing) {
  EXPECT_EQ(affordable(three_clauses, 0), 0);
  EXPECT_EQ(affordable(three_clauses, -1), 0);
  EXPECT_EQ(affordable(three_clauses, std::numeric_limits<std::int64_t>::min()), 0);
  EXPECT_EQ(affordable({}, 1'000), 0);
}

TEST(AffordableUnits, ALimitBelowTheFirstPriceBuysNothing) {
  EXPECT_EQ(affordable(three_clauses, 299), 0);  // though the second clause is cheaper
  EXPECT_EQ(affordable(three_clauses, 300), 1);
}

TEST(AffordableUnits, StopsAtTheFirstUnitThatIsTooDear) {
  const Contract dear_middle = {clause(100, 1), clause(500, 1), clause(10, 5)};
  EXPECT_EQ(affordable(dear_middle, 599), 1);
  EXPECT_EQ(affordable(dear_middle, 600), 2);
  EXPECT_EQ(affordable(dear_middle, 620), 4);
}

TEST(AffordableUnits, NeverExceedsTheContract) {
  EXPECT_EQ(affordable(three_clauses, 1'101), 6);
  EXPECT_EQ(affordable(three_clauses, largest), 6);
}

TEST(DueOnAcceptance, CrossesFromOneClauseToTheNext) {
  EXPECT_EQ(due(three_clauses, 0, 1), 300);
  EXPECT_EQ(due(three_clauses, 1, 2), 400);
  EXPECT_EQ(due(three_clauses, 2, 4), 500);
  EXPECT_EQ(due(three_clauses, 5, 10), 200);
  EXPECT_EQ(due(three_clauses, 6, 1), 0);
  EXPECT_EQ(due(three_clauses, 3, 0), 0);
}

/// Up to four clauses, some of them for no unit, with prices of any size.
Contract random_contract(std::mt19937_64& bits) {
  Contract contract(1 + bits() % 4);
  for (UnitPrice& item : contract) {
    const std::uint64_t pay = 1 + (bits() >> (40U + bits() % 24U));
    item = clause(static_cast<std::int64_t>(pay), static_cast<std::int64_t>(bits() % 9));
  }
  return contract;
}

/// The price of every unit, one by one.
std::vector<std::int64_t> unit_prices(const Contract& contract) {
  std::vector<std::int64_t> prices;
  for (const UnitPrice& item : contract) {
    prices.insert(prices.end(), static_cast<std::size_t>(item.up_to), item.pay.minor());
  }
  return prices;
}

TEST(RandomContract, IsWorthTheSumOfItsUnits) {
  std::mt19937_64 bits(1);
  for (int i = 0; i < 5'000; ++i) {
    const Contract contract = random_contract(bits);
    std::int64_t sum = 0;
    std::int64_t units = 0;
    for (const std::int64_t price : unit_prices(contract)) {
      sum += price;
      ASSERT_EQ(value(contract, ++units), sum);
    }
  }
}

TEST(RandomContract, AffordableUnitsAreTheMostWithinTheLimit) {
  std::mt19937_64 bits(2);
  for (int i = 0; i < 5'000; ++i) {
    const Contract contract = random_contract(bits);
    const std::vector<std::int64_t> prices = unit_prices(contract);
    std::int64_t whole = 0;
    for (const std::int64_t price : prices) {
      whole += price;
    }
    // Any limit, and those next to the value of some number of units.
    const auto some = static_cast<std::int64_t>(bits() % (prices.size() + 1));
    std::vector<std::int64_t> limits = {static_cast<std::int64_t>(bits()) % (2 * whole + 1)};
    for (const std::int64_t nearby : {-1, 0, 1}) {
      limits.push_back(value(contract, some) + nearby);
    }
    for (const std::int64_t limit : limits) {
      std::int64_t spent = 0;
      std::int64_t units = 0;
      for (const std::int64_t price : prices) {
        if (spent + price > limit) {
          break;
        }
        spent += price;
        ++units;
      }
      ASSERT_EQ(affordable(contract, limit), units) << "limit " << limit;
    }
  }
}

TEST(RandomContract, LotsAddUpToTheWholeValue) {
  std::mt19937_64 bits(3);
  for (int i = 0; i < 5'000; ++i) {
    const Contract contract = random_contract(bits);
    const auto units = static_cast<std::int64_t>(unit_prices(contract).size() + bits() % 4);
    std::int64_t paid = 0;
    for (std::int64_t accepted = 0; accepted < units;) {
      const auto lot = std::min(static_cast<std::int64_t>(bits() % 7), units - accepted);
      const std::int64_t now = due(contract, accepted, lot);
      ASSERT_GE(now, 0);
      paid += now;
      accepted += lot;
    }
    ASSERT_EQ(paid, value(contract, units));
  }
}

TEST(ValueOfUnits, BeyondSixtyFourBitsOneReplicationStops) {
  EXPECT_EQ(value({clause(largest / 3, 3)}, 3), largest / 3 * 3);
  EXPECT_THROW(value({clause(largest / 2, 3)}, 3), ReplicationError);            // one clause
  EXPECT_THROW(value({clause(largest, 1), clause(1, 1)}, 2), ReplicationError);  // their sum
  EXPECT_THROW(due({clause(largest, 1), clause(1, 1)}, 1, 1), ReplicationError);
}

TEST(AffordableUnits, NeverOverflow) {
  EXPECT_EQ(affordable({clause(largest, largest), clause(largest, largest)}, largest), 1);
  EXPECT_EQ(affordable({clause(1, largest), clause(1, largest)}, largest), largest);
}

}  // namespace
}  // namespace firstcustomer
