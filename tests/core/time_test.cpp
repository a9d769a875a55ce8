#include "firstcustomer/core/time.hpp"

#include <gmock/gmock.h>

#include <concepts>
#include <cstdint>
#include <limits>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Subtractable = requires(A a, B b) {
  a - b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};
template <class A, class B>
concept EqualityComparable = requires(A a, B b) {
  a == b;
};
template <class A, class B>
concept Scalable = requires(A a, B b) {
  a* b;
};

// Points and spans do not mix.
static_assert(Addable<Instant, Duration>);
static_assert(!Addable<Instant, Instant>);
static_assert(!Addable<Duration, Instant>);
static_assert(!Addable<Instant, std::int64_t>);
static_assert(!Addable<Duration, std::int64_t>);
static_assert(Subtractable<Instant, Instant>);
static_assert(Subtractable<Duration, Duration>);
static_assert(!Subtractable<Duration, Instant>);
static_assert(!Comparable<Instant, Duration>);
static_assert(!EqualityComparable<Instant, Duration>);
static_assert(!EqualityComparable<Instant, std::int64_t>);
static_assert(!Scalable<Duration, double>);
static_assert(!std::convertible_to<std::int64_t, Instant>);
static_assert(!std::convertible_to<std::int64_t, Duration>);
static_assert(!std::constructible_from<Instant, Duration>);
static_assert(!std::constructible_from<Duration, double>);

static_assert(Instant() == Instant::microseconds(0));
static_assert(Duration() == Duration::microseconds(0));
static_assert(Duration::longest().microseconds() == 4'503'599'627'370'495);
static_assert(Instant::never().since_start() == Duration::longest());
static_assert(microseconds_per_year == 1461 * microseconds_per_day / 4);
static_assert(days_per_year == 12.0 * days_per_month);

TEST(Duration, TurnsDaysIntoMicroseconds) {
  EXPECT_EQ(Duration::from_days(0.0), Duration());
  EXPECT_EQ(Duration::from_days(1.0).microseconds(), 86'400'000'000);
  EXPECT_EQ(Duration::from_days(-1.0).microseconds(), -86'400'000'000);
  EXPECT_EQ(Duration::from_days(365.25).microseconds(), microseconds_per_year);
}

TEST(Duration, RoundsHalfAMicrosecondAwayFromZero) {
  // A day has 2^13 · 27 · 5^8 microseconds, so an odd number of 2^-14 days ends in one half.
  for (std::int64_t odd = 1; odd < 2000; odd += 2) {
    const double days = static_cast<double>(odd) * 0x1p-14;
    const std::int64_t up = (odd * 27 * 390'625 + 1) / 2;
    ASSERT_EQ(Duration::from_days(days).microseconds(), up) << odd;
    ASSERT_EQ(Duration::from_days(-days).microseconds(), -up) << odd;
  }
}

TEST(Duration, RoundsToTheNearestMicrosecond) {
  const double microsecond = 1.0 / 86.4e9;
  EXPECT_EQ(Duration::from_days(0.49 * microsecond).microseconds(), 0);
  EXPECT_EQ(Duration::from_days(0.51 * microsecond).microseconds(), 1);
  EXPECT_EQ(Duration::from_days(-0.49 * microsecond).microseconds(), 0);
  EXPECT_EQ(Duration::from_days(-0.51 * microsecond).microseconds(), -1);
}

TEST(Duration, GivesWholeMicrosecondsBackAfterDays) {
  for (std::int64_t count = 1; count < Duration::longest().microseconds(); count = count * 3 + 1) {
    EXPECT_EQ(Duration::from_days(Duration::microseconds(count).days()).microseconds(), count);
  }
}

TEST(Duration, LongSpansComeBackAsTheLongest) {
  const double limit = Duration::longest().days();
  EXPECT_EQ(Duration::from_days(limit), Duration::longest());
  EXPECT_EQ(Duration::from_days(limit * 1.001), Duration::longest());
  EXPECT_EQ(Duration::from_days(1e300), Duration::longest());
  EXPECT_EQ(Duration::from_days(std::numeric_limits<double>::max()), Duration::longest());
  EXPECT_EQ(Duration::from_months(1e6), Duration::longest());
  EXPECT_LT(Duration::from_days(limit * 0.999), Duration::longest());
}

TEST(Duration, WhatIsTooLongIsTheLongestAndNoNumberIsRefused) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(Duration::from_days(std::numeric_limits<double>::quiet_NaN()), InvariantError);
  EXPECT_EQ(Duration::from_days(infinity), Duration::longest());
  EXPECT_EQ(Duration::from_months(1e308), Duration::longest());
  EXPECT_THROW(Duration::from_days(-infinity), InvariantError);
  EXPECT_THROW(Duration::from_days(-1e9), InvariantError);
}

TEST(Duration, AMonthIsATwelfthOfAYear) {
  EXPECT_EQ(Duration::from_months(1.0).microseconds(), 2'629'800'000'000);
  EXPECT_EQ(Duration::from_months(12.0).microseconds(), microseconds_per_year);
  EXPECT_EQ(Duration::from_months(-0.5).microseconds(), -1'314'900'000'000);
  EXPECT_EQ(Duration::from_months(18.0).months(), 18.0);
  EXPECT_EQ(Duration::from_months(18.0).years(), 1.5);
  EXPECT_EQ(Duration::from_days(7.5).days(), 7.5);
}

TEST(Duration, AddsSubtractsAndOrders) {
  constexpr Duration five = Duration::microseconds(5);
  constexpr Duration seven = Duration::microseconds(7);
  static_assert((five + seven).microseconds() == 12);
  static_assert((five - seven).microseconds() == -2);
  static_assert(five < seven && five - seven < Duration());
}

TEST(Instant, MovesBySpans) {
  constexpr Instant ten = Instant::microseconds(10);
  static_assert(ten + Duration::microseconds(5) == Instant::microseconds(15));
  static_assert(ten + Duration::microseconds(-15) == Instant::microseconds(-5));
  static_assert(ten - Instant::microseconds(25) == Duration::microseconds(-15));
  static_assert(ten.since_start() == Duration::microseconds(10));
}

TEST(Instant, SaturatesAtNever) {
  const Instant last = Instant::microseconds(Instant::never().microseconds() - 1);
  EXPECT_EQ(last + Duration(), last);
  EXPECT_EQ(last + Duration::microseconds(1), Instant::never());
  EXPECT_EQ(last + Duration::microseconds(2), Instant::never());
  EXPECT_EQ(last + Duration::longest(), Instant::never());
  EXPECT_EQ(Instant::never() + Duration(), Instant::never());
  EXPECT_EQ(Instant::never() + Duration::longest(), Instant::never());
  EXPECT_EQ(Instant() + Duration::longest(), Instant::never());
}

TEST(Instant, NeverIsLaterThanEveryOther) {
  EXPECT_LT(Instant(), Instant::never());
  EXPECT_LT(Instant::microseconds(-1), Instant());
  EXPECT_LT(Instant::microseconds(Instant::never().microseconds() - 1), Instant::never());
}

}  // namespace
}  // namespace firstcustomer
