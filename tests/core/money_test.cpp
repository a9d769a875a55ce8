#include "firstcustomer/core/money.hpp"

#include <gmock/gmock.h>

#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Multipliable = requires(A a, B b) {
  a* b;
};
template <class A, class B>
concept Divisible = requires(A a, B b) {
  a / b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};
template <class A>
concept Negatable = requires(A a) {
  -a;
};

// Sums and differences of money are all the arithmetic there is.
static_assert(Addable<Money, Money>);
static_assert(!Addable<Money, double> && !Addable<Money, std::int64_t>);
static_assert(!Multipliable<Money, double> && !Multipliable<double, Money>);
static_assert(!Multipliable<Money, std::int64_t> && !Multipliable<Money, Money>);
static_assert(!Divisible<Money, double> && !Divisible<Money, Money>);
static_assert(!Negatable<Money>);
static_assert(!Comparable<Money, std::int64_t> && !Comparable<Money, double>);
static_assert(!Comparable<Money, BurnRate> && !Addable<BurnRate, Money>);
static_assert(!Multipliable<BurnRate, Duration> && !Multipliable<BurnRate, double>);
static_assert(!std::convertible_to<std::int64_t, Money> && !std::convertible_to<Money, double>);
static_assert(!std::constructible_from<Money, double>);

/// Any size of integer is as likely as any other, either sign.
std::int64_t random_integer(std::mt19937_64& bits) {
  const auto value = static_cast<std::int64_t>(bits() >> (1U + bits() % 63U));
  return bits() % 2 == 0 ? value : -value;
}

TEST(Money, RoundsHalfAwayFromZero) {
  EXPECT_EQ(Money::major(1.25).minor(), 125);
  EXPECT_EQ(Money::major(0.125).minor(), 13);
  EXPECT_EQ(Money::major(-0.125).minor(), -13);
  EXPECT_EQ(Money::major(0.375).minor(), 38);
  EXPECT_EQ(Money::major(-0.375).minor(), -38);
  EXPECT_EQ(Money::major(0.124).minor(), 12);
  EXPECT_EQ(Money::major(-0.124).minor(), -12);
  EXPECT_EQ(Money::major(0.0).minor(), 0);
  EXPECT_EQ(Money::major(-0.004).minor(), 0);
}

TEST(Money, ComesBackFromPounds) {
  for (std::int64_t minor = -20'000; minor <= 20'000; ++minor) {
    ASSERT_EQ(Money::major(Money::minor(minor).major()).minor(), minor);
  }
  EXPECT_EQ(Money::minor(-150).major(), -1.5);
}

TEST(Money, ScalesByQuartersLikeIntegers) {
  for (std::int64_t minor = -300; minor <= 300; ++minor) {
    for (std::int64_t quarters = -9; quarters <= 9; ++quarters) {
      const std::int64_t size = (std::abs(minor * quarters) + 2) / 4;  // half goes up
      const std::int64_t expected = minor * quarters < 0 ? -size : size;
      ASSERT_EQ(scaled(Money::minor(minor), static_cast<double>(quarters) / 4.0).minor(), expected)
          << minor << " × " << quarters << "/4";
    }
  }
}

TEST(Money, AddsAndSubtractsExactlyOrThrows) {
  std::mt19937_64 bits(20260101);
  int beyond = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::int64_t a = random_integer(bits);
    const std::int64_t b = random_integer(bits);
    const Wide sum = Wide{a} + b;
    if (sum > largest || sum < smallest) {
      ++beyond;
      ASSERT_THROW(Money::minor(a) + Money::minor(b), ReplicationError) << a << " + " << b;
    } else {
      ASSERT_EQ((Money::minor(a) + Money::minor(b)).minor(), static_cast<std::int64_t>(sum));
    }
    const Wide difference = Wide{a} - b;
    if (difference > largest || difference < smallest) {
      ASSERT_THROW(Money::minor(a) - Money::minor(b), ReplicationError) << a << " - " << b;
    } else {
      ASSERT_EQ((Money::minor(a) - Money::minor(b)).minor(), static_cast<std::int64_t>(difference));
    }
  }
  EXPECT_GT(beyond, 10);
}

TEST(Money, NeverWrapsAround) {
  const Money most = Money::minor(largest);
  const Money least = Money::minor(smallest);
  const Money one = Money::minor(1);
  EXPECT_THROW(most + one, ReplicationError);
  EXPECT_THROW(least - one, ReplicationError);
  EXPECT_THROW(Money() - least, ReplicationError);
  EXPECT_EQ(most + least, Money() - one);
  EXPECT_EQ(least + most + one, Money());
  EXPECT_THROW(times(most, 2), ReplicationError);
  EXPECT_THROW(times(least, -1), ReplicationError);
  EXPECT_THROW(Money::major(1e17), ReplicationError);
  EXPECT_THROW(Money::major(-1e17), ReplicationError);
  EXPECT_THROW(Money::major(1e308), ReplicationError);
  EXPECT_THROW(Money::major(std::numeric_limits<double>::infinity()), ReplicationError);
  EXPECT_THROW(Money::major(std::numeric_limits<double>::quiet_NaN()), ReplicationError);
  EXPECT_THROW(scaled(most, 2.0), ReplicationError);
  EXPECT_THROW(scaled(one, 1e19), ReplicationError);
  EXPECT_THROW(scaled(one, std::numeric_limits<double>::quiet_NaN()), ReplicationError);
  EXPECT_THROW(BurnRate::major_per_year(1e17), ReplicationError);
}

TEST(Money, AThrowingSumLeavesTheAmountAsItWas) {
  Money amount = Money::minor(largest);
  EXPECT_THROW(amount += Money::minor(1), ReplicationError);
  EXPECT_EQ(amount.minor(), largest);
  EXPECT_THROW(amount -= Money::minor(-1), ReplicationError);
  EXPECT_EQ(amount.minor(), largest);
  amount -= Money::minor(7);
  EXPECT_EQ(amount.minor(), largest - 7);
  amount += Money::minor(3);
  EXPECT_EQ(amount.minor(), largest - 4);
}

TEST(Money, TimesIsExactOrThrows) {
  EXPECT_EQ(times(Money::minor(3'037'000'499), 3'037'000'499).minor(), 9'223'372'030'926'249'001);
  EXPECT_EQ(times(Money::minor(smallest), 1).minor(), smallest);
  EXPECT_EQ(times(Money::minor(largest), -1).minor(), -largest);
  EXPECT_EQ(times(Money::minor(largest), 0), Money());
  std::mt19937_64 bits(20260102);
  int beyond = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::int64_t a = random_integer(bits);
    const std::int64_t b = random_integer(bits);
    const Wide product = Wide{a} * b;
    if (product > largest || product < smallest) {
      ++beyond;
      ASSERT_THROW(times(Money::minor(a), b), ReplicationError) << a << " × " << b;
    } else {
      ASSERT_EQ(times(Money::minor(a), b).minor(), static_cast<std::int64_t>(product));
    }
  }
  EXPECT_GT(beyond, 10'000);
}

TEST(Money, WholeUnitsAreTheMostThatTheBudgetPays) {
  for (std::int64_t budget = -30; budget <= 100; ++budget) {
    for (std::int64_t price = 1; price <= 40; ++price) {
      std::int64_t bought = 0;
      while ((bought + 1) * price <= budget) {
        ++bought;
      }
      ASSERT_EQ(whole_units(Money::minor(budget), Money::minor(price)), bought)
          << budget << " / " << price;
    }
  }
  EXPECT_EQ(whole_units(Money::minor(largest), Money::minor(1)), largest);
  EXPECT_EQ(whole_units(Money::minor(smallest), Money::minor(1)), 0);
}

TEST(Money, WholeUnitsNeedAPositivePrice) {
  EXPECT_THROW(whole_units(Money::minor(10), Money()), InvariantError);
  EXPECT_THROW(whole_units(Money::minor(10), Money::minor(-1)), InvariantError);
}

TEST(BurnRate, IsKeptPerYear) {
  EXPECT_EQ(BurnRate::major_per_year(1.125).minor_per_year(), 113);
  EXPECT_EQ(BurnRate::major_per_year(-1.125).minor_per_year(), -113);
  EXPECT_EQ(BurnRate::minor_per_year(2400).major_per_month(), 2.0);
  EXPECT_EQ(BurnRate(), BurnRate::minor_per_year(0));
  EXPECT_LT(BurnRate::minor_per_year(1), BurnRate::minor_per_year(2));
}

TEST(BurnRate, AccruesAYearlyRateInAYear) {
  const BurnRate rate = BurnRate::minor_per_year(1'000'003);
  EXPECT_EQ(rate.accrued(Duration()), Money());
  EXPECT_EQ(rate.accrued(Duration::microseconds(microseconds_per_year)).minor(), 1'000'003);
  EXPECT_EQ(rate.accrued(Duration::microseconds(microseconds_per_year - 1)).minor(), 1'000'002);
  EXPECT_EQ(rate.accrued(Duration::microseconds(microseconds_per_year * 7)).minor(), 7'000'021);
  EXPECT_EQ(BurnRate().accrued(Duration::longest()), Money());
}

TEST(BurnRate, AccruesTheFloorOfRateTimesTime) {
  std::mt19937_64 bits(20260103);
  int beyond = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto rate = static_cast<std::int64_t>(bits() >> (1U + bits() % 63U));
    const auto elapsed = static_cast<std::int64_t>(bits() >> (12U + bits() % 52U));
    const Wide product = Wide{rate} * elapsed;
    const auto accrue = [&] {
      return BurnRate::minor_per_year(rate).accrued(Duration::microseconds(elapsed)).minor();
    };
    if (product >= (Wide{largest} + 1) * microseconds_per_year) {
      ++beyond;
      ASSERT_THROW(accrue(), ReplicationError) << rate << " for " << elapsed;
      continue;
    }
    // The floor by what it means: the whole amount fits, one unit more does not.
    const Wide amount = accrue();
    ASSERT_LE(amount * microseconds_per_year, product) << rate << " for " << elapsed;
    ASSERT_GT((amount + 1) * microseconds_per_year, product) << rate << " for " << elapsed;
  }
  EXPECT_GT(beyond, 100);
}

TEST(BurnRate, AccruesForwardsOnly) {
  EXPECT_THROW(BurnRate::minor_per_year(1).accrued(Duration::microseconds(-1)), InvariantError);
  EXPECT_THROW(BurnRate::minor_per_year(1).time_to_accrue(Money::minor(-1)), InvariantError);
}

TEST(BurnRate, TimeToAccrueIsTheShortestSpan) {
  std::mt19937_64 bits(20260104);
  int never = 0;
  for (int i = 0; i < 100'000; ++i) {
    const BurnRate rate =
        BurnRate::minor_per_year(1 + static_cast<std::int64_t>(bits() >> (2U + bits() % 62U)));
    const Money amount = Money::minor(static_cast<std::int64_t>(bits() >> (1U + bits() % 63U)));
    const Duration span = rate.time_to_accrue(amount);
    ASSERT_GE(span, Duration());
    ASSERT_LE(span, Duration::longest());
    if (span == Duration::longest()) {
      ++never;
    } else {
      ASSERT_GE(rate.accrued(span), amount);
    }
    if (span > Duration()) {
      ASSERT_LT(rate.accrued(span - Duration::microseconds(1)), amount);
    }
  }
  EXPECT_GT(never, 1000);
  EXPECT_LT(never, 90'000);
}

TEST(BurnRate, ARateOfZeroNeverAccruesAnything) {
  EXPECT_EQ(BurnRate().time_to_accrue(Money::minor(1)), Duration::longest());
  EXPECT_EQ(BurnRate::minor_per_year(-5).time_to_accrue(Money::minor(1)), Duration::longest());
  EXPECT_EQ(BurnRate::minor_per_year(5).time_to_accrue(Money()), Duration());
}

TEST(BurnRate, TheLongestSpanIsTheLimitOfWhatAccruesInTime) {
  const Money amount = Money::minor(1'000'000);
  const std::int64_t limit = Duration::longest().microseconds();
  const auto slow = static_cast<std::int64_t>(Wide{1'000'000} * microseconds_per_year / limit);
  EXPECT_EQ(BurnRate::minor_per_year(slow).time_to_accrue(amount), Duration::longest());
  EXPECT_LT(BurnRate::minor_per_year(slow + 1).time_to_accrue(amount), Duration::longest());
}

}  // namespace
}  // namespace firstcustomer
