#include "firstcustomer/core/ledger.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

const AccountId source(0);  // may be overdrawn
const AccountId cash(1);
const AccountId spent(2);

Money minor(std::int64_t units) {
  return Money::minor(units);
}
Instant at(std::int64_t time) {
  return Instant::microseconds(time);
}

Ledger ledger_with(Money opening) {
  Ledger ledger({Overdraft::allowed, Overdraft::refused, Overdraft::refused});
  ledger.transfer(source, cash, opening);
  return ledger;
}

TEST(Ledger, BeginsAtZero) {
  const Ledger ledger({Overdraft::allowed, Overdraft::refused, Overdraft::refused});
  EXPECT_EQ(ledger.size(), 3U);
  for (const AccountId account : {source, cash, spent}) {
    EXPECT_EQ(ledger.balance(account), Money());
  }
  EXPECT_FALSE(ledger.limited(source));
  EXPECT_TRUE(ledger.limited(cash));
  EXPECT_NO_THROW(ledger.verify());
}

TEST(Ledger, ATransferGivesWhatItTakes) {
  Ledger ledger = ledger_with(minor(100));
  EXPECT_EQ(ledger.balance(source), minor(-100));
  EXPECT_EQ(ledger.balance(cash), minor(100));
  ledger.transfer(cash, spent, minor(30));
  EXPECT_EQ(ledger.balance(cash), minor(70));
  EXPECT_EQ(ledger.balance(spent), minor(30));
  ledger.transfer(cash, cash, minor(70));
  EXPECT_EQ(ledger.balance(cash), minor(70));
  ledger.transfer(cash, spent, Money());
  EXPECT_EQ(ledger.balance(cash), minor(70));
  ledger.verify();
}

TEST(Ledger, AnOverdraftIsRefusedToTheMinorUnit) {
  Ledger ledger = ledger_with(minor(100));
  EXPECT_THROW(ledger.transfer(cash, spent, minor(101)), InvariantError);
  EXPECT_EQ(ledger.balance(cash), minor(100));
  EXPECT_EQ(ledger.balance(spent), Money());
  EXPECT_NO_THROW(ledger.transfer(cash, spent, minor(100)));
  EXPECT_THROW(ledger.transfer(cash, spent, minor(1)), InvariantError);
  EXPECT_NO_THROW(ledger.transfer(cash, spent, Money()));
}

TEST(Ledger, SourcesOfMoneyMayBeOverdrawn) {
  Ledger ledger = ledger_with(Money());
  ledger.transfer(source, cash, minor(1'000'000));
  ledger.transfer(source, spent, minor(5));
  EXPECT_EQ(ledger.balance(source), minor(-1'000'005));
  ledger.verify();
}

TEST(Ledger, ATransferIsNotNegative) {
  Ledger ledger = ledger_with(minor(100));
  EXPECT_THROW(ledger.transfer(source, cash, minor(-1)), InvariantError);
  EXPECT_EQ(ledger.balance(cash), minor(100));
}

TEST(Ledger, AnAmountBeyondItsRangeEndsTheReplication) {
  Ledger ledger = ledger_with(minor(largest));
  EXPECT_THROW(ledger.transfer(source, spent, minor(2)), ReplicationError);
}

TEST(Ledger, RandomTransfersAlwaysBalance) {
  Ledger ledger({Overdraft::allowed, Overdraft::refused, Overdraft::refused, Overdraft::refused,
                 Overdraft::allowed});
  std::vector<std::int64_t> twin(5, 0);
  std::mt19937_64 bits(1);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t from = bits() % 5;
    const std::size_t to = bits() % 5;
    const auto amount = static_cast<std::int64_t>(bits() % 1000);
    const bool fits = from == 0 || from == 4 || amount <= twin[from];
    if (fits) {
      ledger.transfer(AccountId(from), AccountId(to), minor(amount));
      twin[from] -= amount;
      twin[to] += amount;
    } else {
      ++refused;
      ASSERT_THROW(ledger.transfer(AccountId(from), AccountId(to), minor(amount)), InvariantError);
    }
    for (std::size_t account = 0; account < 5; ++account) {
      ASSERT_EQ(ledger.balance(AccountId(account)), minor(twin[account]));
    }
    ASSERT_NO_THROW(ledger.verify());
  }
  EXPECT_GT(refused, 50);
}

TEST(Ledger, VerifyAddsBeyond64Bits) {
  Ledger ledger({Overdraft::allowed, Overdraft::allowed, Overdraft::refused, Overdraft::refused});
  ledger.transfer(AccountId(0), AccountId(2), minor(largest));
  ledger.transfer(AccountId(1), AccountId(3), minor(largest));
  EXPECT_NO_THROW(ledger.verify());
}

TEST(Ledger, ClearingSetsAllToZero) {
  Ledger ledger = ledger_with(minor(100));
  ledger.clear();
  EXPECT_EQ(ledger.size(), 3U);
  EXPECT_EQ(ledger.balance(source), Money());
  EXPECT_EQ(ledger.balance(cash), Money());
  EXPECT_TRUE(ledger.limited(cash));
}

TEST(Burn, PostsWholeMinorUnitsOfWhatHasAccrued) {
  Ledger ledger = ledger_with(minor(1000));
  Burn burn(cash, spent, BurnRate::minor_per_year(365'250), at(0));  // 1000 a day
  EXPECT_EQ(burn.rate(), BurnRate::minor_per_year(365'250));
  EXPECT_EQ(burn.settle(ledger, at(microseconds_per_day / 2)), minor(500));
  EXPECT_EQ(burn.settle(ledger, at(microseconds_per_day / 2)), Money());
  EXPECT_EQ(burn.settle(ledger, at(microseconds_per_day / 2 + 86'399'999)), Money());
  EXPECT_EQ(burn.settle(ledger, at(microseconds_per_day / 2 + 86'400'000)), minor(1));
  EXPECT_EQ(ledger.balance(cash), minor(499));
  EXPECT_EQ(ledger.balance(spent), minor(501));
}

TEST(Burn, LookingMoreOftenChangesNoLaterBalance) {
  std::mt19937_64 bits(2);
  for (int round = 0; round < 300; ++round) {
    const BurnRate rate =
        BurnRate::minor_per_year(static_cast<std::int64_t>(bits() % 1'000'000'000));
    const Money opening = minor(static_cast<std::int64_t>(bits() % 1'500'000'000));
    const Instant anchor = at(static_cast<std::int64_t>(bits() % 1'000'000));
    Ledger often = ledger_with(opening);
    Ledger once = ledger_with(opening);
    Burn burn_often(cash, spent, rate, anchor);
    Burn burn_once(cash, spent, rate, anchor);
    std::vector<Instant> dates;
    for (int i = 0; i < 30; ++i) {
      dates.push_back(anchor + Duration::microseconds(static_cast<std::int64_t>(
                                   bits() % (2 * microseconds_per_year))));
    }
    std::sort(dates.begin(), dates.end());
    // A payment comes in half-way, whether or not the account has run out by then.
    Money total;
    for (std::size_t i = 0; i < dates.size(); ++i) {
      total += burn_often.settle(often, dates[i]);
      if (i == dates.size() / 2) {
        often.transfer(source, cash, minor(100'000'000));
        once.transfer(source, cash, minor(100'000'000));
      }
    }
    ASSERT_EQ(burn_once.settle(once, dates.back()), total);
    ASSERT_EQ(often.balance(cash), once.balance(cash));
    ASSERT_EQ(burn_often.run_out(often), burn_once.run_out(once));
  }
}

TEST(Burn, RunOutIsTheFirstInstantWithNothingLeft) {
  constexpr std::int64_t rates[] = {
      1, 2, 999, 12'345'678, 3'000'000'000, 1'000'000'000'000'000, largest};
  constexpr std::int64_t openings[] = {1, 2, 99, 1'000'000, 123'456'789'012};
  constexpr std::int64_t anchors[] = {0, 1, 86'400'000'000, 10 * microseconds_per_year};
  int met = 0;
  for (const std::int64_t rate : rates) {
    for (const std::int64_t opening : openings) {
      for (const std::int64_t anchor : anchors) {
        Ledger ledger = ledger_with(minor(opening));
        Burn burn(cash, spent, BurnRate::minor_per_year(rate), at(anchor));
        const Instant ruin = burn.run_out(ledger);
        ASSERT_GT(ruin, at(anchor));
        const Instant just_before = at(ruin.microseconds() - 1);
        burn.settle(ledger, just_before);
        EXPECT_GT(ledger.balance(cash), Money()) << rate << ", " << opening << ", " << anchor;
        if (ruin < Instant::never()) {
          ++met;
          EXPECT_EQ(burn.run_out(ledger), ruin);  // as seen after looking
          burn.settle(ledger, ruin);
          EXPECT_EQ(ledger.balance(cash), Money()) << rate << ", " << opening << ", " << anchor;
        }
      }
    }
  }
  EXPECT_GT(met, 100);
}

TEST(Burn, RunsOutExactlyAfterRandomLooksAndPayments) {
  std::mt19937_64 bits(3);
  for (int i = 0; i < 2000; ++i) {
    Ledger ledger = ledger_with(minor(static_cast<std::int64_t>(1 + bits() % 1'000'000)));
    const BurnRate rate =
        BurnRate::minor_per_year(static_cast<std::int64_t>(1 + bits() % 2'000'000));
    Burn burn(cash, spent, rate, at(static_cast<std::int64_t>(bits() % 1000)));
    const Instant look = at(1000 + static_cast<std::int64_t>(bits() % microseconds_per_year));
    burn.settle(ledger, look);
    ledger.transfer(source, cash, minor(static_cast<std::int64_t>(2'000'000 + bits() % 1'000'000)));
    const Instant ruin = burn.run_out(ledger);
    ASSERT_GT(ruin, look);
    if (ruin == Instant::never()) {
      continue;
    }
    Ledger before = ledger;
    Burn burn_before = burn;
    burn_before.settle(before, at(ruin.microseconds() - 1));
    ASSERT_GT(before.balance(cash), Money());
    burn.settle(ledger, ruin);
    ASSERT_EQ(ledger.balance(cash), Money());
  }
}

TEST(Burn, TakesNoMoreThanTheAccountHolds) {
  Ledger ledger = ledger_with(minor(10));
  Burn burn(cash, spent, BurnRate::minor_per_year(1000), at(0));
  EXPECT_EQ(burn.settle(ledger, at(microseconds_per_year)), minor(10));
  EXPECT_EQ(burn.settle(ledger, at(2 * microseconds_per_year)), Money());
  EXPECT_EQ(ledger.balance(cash), Money());
  ledger.verify();
}

TEST(Burn, ARateOfZeroNeverRunsOut) {
  Ledger ledger = ledger_with(minor(10));
  Burn burn(cash, spent, BurnRate(), at(5));
  EXPECT_EQ(burn.run_out(ledger), Instant::never());
  EXPECT_EQ(burn.settle(ledger, Instant::never()), Money());
  EXPECT_EQ(ledger.balance(cash), minor(10));
}

TEST(Burn, AnAccountThatMayBeOverdrawnNeverRunsOut) {
  Ledger ledger = ledger_with(minor(10));
  Burn burn(source, spent, BurnRate::minor_per_year(1000), at(0));
  EXPECT_EQ(burn.run_out(ledger), Instant::never());
  EXPECT_EQ(burn.settle(ledger, at(3 * microseconds_per_year)), minor(3000));
  EXPECT_EQ(ledger.balance(source), minor(-3010));
  EXPECT_EQ(burn.run_out(ledger), Instant::never());
}

TEST(Burn, ANewRateCountsFromItsOwnDate) {
  Ledger ledger = ledger_with(minor(10'000));
  Burn burn(cash, spent, BurnRate::minor_per_year(1000), at(0));
  burn.change_rate(ledger, at(microseconds_per_year), BurnRate::minor_per_year(2000));
  EXPECT_EQ(ledger.balance(cash), minor(9000));
  EXPECT_EQ(burn.rate(), BurnRate::minor_per_year(2000));
  EXPECT_EQ(burn.run_out(ledger), at(microseconds_per_year * 11 / 2));
  EXPECT_EQ(burn.settle(ledger, at(2 * microseconds_per_year)), minor(2000));
  burn.change_rate(ledger, at(3 * microseconds_per_year), BurnRate());
  EXPECT_EQ(ledger.balance(cash), minor(5000));
  EXPECT_EQ(burn.settle(ledger, at(9 * microseconds_per_year)), Money());
  EXPECT_EQ(burn.run_out(ledger), Instant::never());
}

TEST(Burn, DoesNotSettleBackwards) {
  Ledger ledger = ledger_with(minor(10'000));
  Burn burn(cash, spent, BurnRate::minor_per_year(1000), at(100));
  EXPECT_THROW(burn.settle(ledger, at(99)), InvariantError);
  burn.settle(ledger, at(microseconds_per_year));
  EXPECT_THROW(burn.settle(ledger, at(microseconds_per_year / 2)), InvariantError);
  ledger.verify();
}

// Reservations.

/// A pot with so much free money, and firms that are paid from it.
struct Pot {
  explicit Pot(Money free)
      : ledger({Overdraft::allowed, Overdraft::refused, Overdraft::refused, Overdraft::refused,
                Overdraft::refused}),
        orders(account(1), account(2), 3) {
    ledger.transfer(account(0), account(1), free);
  }
  static AccountId account(std::size_t index) { return AccountId(index); }

  Ledger ledger;
  Reservations orders;
};

TEST(Reservations, AreSetApartThenPaidOrReleased) {
  Pot pot(minor(100));
  pot.orders.reserve(pot.ledger, 0, minor(60));
  pot.orders.reserve(pot.ledger, 1, minor(40));
  EXPECT_EQ(pot.ledger.balance(Pot::account(1)), Money());
  EXPECT_EQ(pot.ledger.balance(Pot::account(2)), minor(100));
  pot.orders.pay(pot.ledger, 0, Pot::account(3), minor(25));
  pot.orders.release(pot.ledger, 0, Pot::account(1), minor(35));
  EXPECT_EQ(pot.orders.held(0), Money());
  EXPECT_EQ(pot.orders.held(1), minor(40));
  EXPECT_EQ(pot.orders.paid(), minor(25));
  EXPECT_EQ(pot.orders.released(), minor(35));
  pot.orders.reserve(pot.ledger, 2, minor(35));  // what was released is free again
  EXPECT_EQ(pot.orders.ever_reserved(), minor(135));
  EXPECT_EQ(pot.ledger.balance(Pot::account(3)), minor(25));
  EXPECT_NO_THROW(pot.orders.verify(pot.ledger));
  EXPECT_NO_THROW(pot.ledger.verify());
}

TEST(Reservations, NeverExceedWhatIsFreeOrHeld) {
  Pot pot(minor(100));
  EXPECT_THROW(pot.orders.reserve(pot.ledger, 0, minor(101)), InvariantError);
  pot.orders.reserve(pot.ledger, 0, minor(60));
  EXPECT_THROW(pot.orders.reserve(pot.ledger, 1, minor(41)), InvariantError);
  EXPECT_THROW(pot.orders.pay(pot.ledger, 0, Pot::account(3), minor(61)), InvariantError);
  EXPECT_THROW(pot.orders.pay(pot.ledger, 1, Pot::account(3), minor(1)), InvariantError)
      << "another claim's money";
  EXPECT_THROW(pot.orders.release(pot.ledger, 1, Pot::account(1), minor(1)), InvariantError);
  EXPECT_NO_THROW(pot.orders.verify(pot.ledger));
  EXPECT_EQ(pot.orders.held(0), minor(60)) << "a refused posting changes nothing";
}

TEST(Reservations, VerifyFindsMoneyThatMovedAround) {
  Pot pot(minor(100));
  pot.orders.reserve(pot.ledger, 0, minor(60));
  pot.ledger.transfer(Pot::account(2), Pot::account(3), minor(1));
  EXPECT_THROW(pot.orders.verify(pot.ledger), InvariantError);
}

TEST(Reservations, StayWholeOverRandomPostings) {
  Pot pot(minor(1'000'000));
  std::mt19937_64 random(7);
  std::array<std::int64_t, 3> held{};
  std::int64_t free = 1'000'000;
  for (int step = 0; step < 20'000; ++step) {
    const std::size_t claim = random() % 3;
    const auto amount = static_cast<std::int64_t>(random() % 5'000);
    switch (random() % 3) {
      case 0:
        if (amount <= free) {
          pot.orders.reserve(pot.ledger, claim, minor(amount));
          free -= amount;
          held[claim] += amount;
        }
        break;
      case 1:
        if (amount <= held[claim]) {
          pot.orders.pay(pot.ledger, claim, Pot::account(3), minor(amount));
          held[claim] -= amount;
          free += amount;  // the pot is filled again
          pot.ledger.transfer(Pot::account(0), Pot::account(1), minor(amount));
        }
        break;
      default:
        if (amount <= held[claim]) {
          pot.orders.release(pot.ledger, claim, Pot::account(1), minor(amount));
          held[claim] -= amount;
          free += amount;
        }
    }
    ASSERT_EQ(pot.orders.held(claim), minor(held[claim]));
    ASSERT_EQ(pot.ledger.balance(Pot::account(1)), minor(free));
    ASSERT_NO_THROW(pot.orders.verify(pot.ledger));
  }
  pot.orders.clear();
  pot.ledger.clear();
  EXPECT_EQ(pot.orders.ever_reserved(), Money());
  EXPECT_NO_THROW(pot.orders.verify(pot.ledger));
}

}  // namespace
}  // namespace firstcustomer
