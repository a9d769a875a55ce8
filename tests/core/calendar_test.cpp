#include "firstcustomer/core/calendar.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

bool leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

unsigned days_in(int year, unsigned month) {
  constexpr unsigned usual[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : usual[month - 1];
}

TEST(Date, BeginsOnTheFirstDayOf1970) {
  EXPECT_EQ(Date(), Date(1970, 1, 1));
  EXPECT_EQ(Date().day_number(), 0);
}

TEST(Date, ParsesRealDays) {
  EXPECT_EQ(Date::parse("2026-12-31"), Date(2026, 12, 31));
  EXPECT_EQ(Date::parse("2024-02-29"), Date(2024, 2, 29));
  EXPECT_EQ(Date::parse("2000-02-29"), Date(2000, 2, 29));
  EXPECT_EQ(Date::parse("0001-01-01"), Date(1, 1, 1));
  EXPECT_EQ(Date::parse("9999-12-31"), Date(9999, 12, 31));
}

TEST(Date, ParsesNothingElse) {
  for (const char* text :
       {"",           "2026",        "2026-1-1",    "2026-12-31 ", " 2026-12-31", "2026-12-31T00",
        "2026/12/31", "2026-12/31",  "20261231",    "2026-13-01",  "2026-00-01",  "2026-01-00",
        "2026-01-32", "2026-04-31",  "2026-06-31",  "2026-09-31",  "2026-11-31",  "2026-02-29",
        "1900-02-29", "2100-02-29",  "2024-02-30",  "0000-01-01",  "-026-01-01",  "+026-01-01",
        "2026-+1-01", "2026-01--1",  "2026- 1-01",  "202a-01-01",  "2026-0a-01",  "2026-01-0a",
        "12-31-2026", "31-12-2026x", "02026-01-01", "2026-01-001", "----------",  "abcd-ef-gh",
        "2026-0:-01", "2026-01-0:",  "202/-01-01"}) {
    EXPECT_EQ(Date::parse(text), std::nullopt) << text;
  }
}

TEST(Date, ParsesExactlyTheDaysThatTheirMonthHas) {
  for (const int year : {1900, 2000, 2023, 2024}) {
    for (unsigned month = 1; month <= 12; ++month) {
      for (unsigned day = 0; day <= 99; ++day) {
        const std::string text = std::to_string(year) + (month < 10 ? "-0" : "-") +
                                 std::to_string(month) + (day < 10 ? "-0" : "-") +
                                 std::to_string(day);
        const bool real = day >= 1 && day <= days_in(year, month);
        EXPECT_EQ(Date::parse(text).has_value(), real) << text;
      }
    }
  }
}

TEST(Date, RefusesDaysThatDoNotExist) {
  const auto message = HasSubstr("a date is a real day of the years 1 to 9999");
  EXPECT_THAT([] { Date(2026, 2, 29); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(2026, 13, 1); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(2026, 0, 1); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(2026, 1, 0); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(2026, 1, 32); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(0, 1, 1); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(-1, 1, 1); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(10000, 1, 1); }, ThrowsMessage<InvariantError>(message));
  EXPECT_THAT([] { Date(65536 + 2026, 1, 1); }, ThrowsMessage<InvariantError>(message));
  EXPECT_NO_THROW(Date(2024, 2, 29));
}

TEST(Date, GoesRoundThroughTextAndDayNumberForEveryDayOfTwoCenturies) {
  std::int64_t number = -25932;  // 1 January 1899: 365 days before 1900, 25,932 before 1970
  std::optional<Date> before;
  for (int year = 1899; year <= 2105; ++year) {
    for (unsigned month = 1; month <= 12; ++month) {
      for (unsigned day = 1; day <= days_in(year, month); ++day, ++number) {
        const Date date(year, month, day);
        ASSERT_EQ(date.year(), year);
        ASSERT_EQ(date.month(), month);
        ASSERT_EQ(date.day(), day);
        ASSERT_EQ(date.day_number(), number) << date.to_string();
        ASSERT_EQ(Date::from_day_number(number), date) << date.to_string();
        ASSERT_EQ(Date::parse(date.to_string()), date) << date.to_string();
        ASSERT_TRUE(!before || *before < date) << date.to_string();
        before = date;
      }
    }
  }
  EXPECT_EQ(number, 49673);  // 1 January 2106
}

TEST(Date, IsWrittenWithLeadingZeros) {
  EXPECT_EQ(Date(7, 8, 9).to_string(), "0007-08-09");
  EXPECT_EQ(Date(2026, 12, 31).to_string(), "2026-12-31");
}

TEST(Date, AMonthAfterTheLastDayIsTheLastDay) {
  EXPECT_EQ(Date(2026, 1, 31).plus_months(1), Date(2026, 2, 28));
  EXPECT_EQ(Date(2024, 1, 31).plus_months(1), Date(2024, 2, 29));
  EXPECT_EQ(Date(2024, 1, 30).plus_months(1), Date(2024, 2, 29));
  EXPECT_EQ(Date(2024, 2, 29).plus_months(12), Date(2025, 2, 28));
  EXPECT_EQ(Date(2024, 2, 29).plus_months(48), Date(2028, 2, 29));
  EXPECT_EQ(Date(2026, 8, 31).plus_months(1), Date(2026, 9, 30));
  EXPECT_EQ(Date(2026, 12, 31).plus_months(2), Date(2027, 2, 28));
  EXPECT_EQ(Date(2026, 2, 28).plus_months(1), Date(2026, 3, 28));
  EXPECT_EQ(Date(2026, 5, 17).plus_months(0), Date(2026, 5, 17));
}

TEST(Date, MonthsAlsoLeadBack) {
  EXPECT_EQ(Date(2026, 3, 31).plus_months(-1), Date(2026, 2, 28));
  EXPECT_EQ(Date(2026, 1, 31).plus_months(-1), Date(2025, 12, 31));
  EXPECT_EQ(Date(2024, 2, 29).plus_months(-12), Date(2023, 2, 28));
  EXPECT_EQ(Date(2026, 1, 15).plus_months(-25), Date(2023, 12, 15));
}

TEST(Date, MonthsFollowTheRuleFromEveryDayOfFourYears) {
  for (std::int64_t number = Date(2023, 1, 1).day_number();
       number <= Date(2026, 12, 31).day_number(); ++number) {
    const Date date = Date::from_day_number(number);
    for (int months = -60; months <= 60; ++months) {
      const int count = date.year() * 12 + static_cast<int>(date.month()) - 1 + months;
      const int year = count / 12;
      const auto month = static_cast<unsigned>(count % 12 + 1);
      const Date expected(year, month, std::min(date.day(), days_in(year, month)));
      ASSERT_EQ(date.plus_months(months), expected) << date.to_string() << " + " << months;
    }
  }
}

TEST(Date, TwelveStepsFromThe31stNeverDrift) {
  const Date first(2027, 1, 31);
  constexpr unsigned last_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31};
  for (int step = 12; step <= 24; ++step) {
    EXPECT_EQ(first.plus_months(step).day(), last_days[step - 12]) << step;
  }
  EXPECT_EQ(first.plus_months(12), Date(2028, 1, 31));
  // Counted from step to step it does: the reason for counting from the first date.
  EXPECT_EQ(first.plus_months(1).plus_months(1), Date(2027, 3, 28));
}

TEST(SimulationClock, StartsAtTheFirstMidnight) {
  const SimulationClock clock(Date(2026, 1, 1));
  EXPECT_EQ(clock.start(), Date(2026, 1, 1));
  EXPECT_EQ(clock.at(Date(2026, 1, 1)), Instant());
  EXPECT_EQ(clock.at(Date(2026, 1, 2)).microseconds(), 86'400'000'000);
  EXPECT_EQ(clock.at(Date(2027, 1, 1)).microseconds(), 365 * 86'400'000'000);
  EXPECT_EQ(clock.at(Date(2025, 12, 31)).microseconds(), -86'400'000'000);
}

TEST(SimulationClock, EndsADayWhereTheNextBegins) {
  const SimulationClock clock(Date(2024, 2, 28));
  EXPECT_EQ(clock.end_of(Date(2024, 2, 28)), clock.at(Date(2024, 2, 29)));
  EXPECT_EQ(clock.end_of(Date(2024, 2, 29)), clock.at(Date(2024, 3, 1)));
  EXPECT_EQ(clock.end_of(Date(2024, 2, 27)), Instant());
  EXPECT_EQ(clock.end_of(Date(2024, 2, 26)), clock.at(Date(2024, 2, 27)));
}

TEST(SimulationClock, KnowsTheDateFromTheFirstToTheLastMicrosecondOfADay) {
  const SimulationClock clock(Date(2026, 6, 15));
  for (int day = -1000; day <= 1000; ++day) {
    const Date date = Date::from_day_number(clock.start().day_number() + day);
    const std::int64_t begin = day * microseconds_per_day;
    ASSERT_EQ(clock.at(date).microseconds(), begin);
    ASSERT_EQ(clock.date(Instant::microseconds(begin)), date);
    ASSERT_EQ(clock.date(Instant::microseconds(begin + 1)), date);
    ASSERT_EQ(clock.date(Instant::microseconds(begin + microseconds_per_day / 2)), date);
    ASSERT_EQ(clock.date(Instant::microseconds(begin + microseconds_per_day - 1)), date);
    ASSERT_NE(clock.date(Instant::microseconds(begin - 1)), date);
    ASSERT_NE(clock.date(clock.end_of(date)), date);
  }
}

TEST(FiscalCalendar, TurnsOnTheFirstOfItsMonth) {
  const FiscalCalendar uk(4);
  EXPECT_EQ(uk.year_of(Date(2026, 3, 31)), 2025);
  EXPECT_EQ(uk.year_of(Date(2026, 4, 1)), 2026);
  EXPECT_EQ(uk.first_day(2026), Date(2026, 4, 1));
  EXPECT_EQ(uk.last_day(2026), Date(2027, 3, 31));
  EXPECT_EQ(uk.name(2026), "2026/27");
  EXPECT_EQ(uk.name(1999), "1999/00");
  EXPECT_EQ(FiscalCalendar(10).year_of(Date(2026, 9, 30)), 2025);
}

TEST(FiscalCalendar, OfJanuaryIsTheCalendarYear) {
  const FiscalCalendar calendar(1);
  EXPECT_EQ(calendar.year_of(Date(2026, 1, 1)), 2026);
  EXPECT_EQ(calendar.year_of(Date(2026, 12, 31)), 2026);
  EXPECT_EQ(calendar.name(2026), "2026");
}

TEST(FiscalCalendar, EveryDayIsInItsYear) {
  for (unsigned month = 1; month <= 12; ++month) {
    const FiscalCalendar calendar(month);
    for (std::int64_t day = 18'000; day < 21'000; ++day) {
      const Date date = Date::from_day_number(day);
      const int year = calendar.year_of(date);
      ASSERT_LE(calendar.first_day(year), date);
      ASSERT_LE(date, calendar.last_day(year));
      ASSERT_EQ(calendar.last_day(year).day_number() + 1,
                calendar.first_day(year + 1).day_number());
    }
  }
}

TEST(FiscalCalendar, RefusesMonthsThatAreNone) {
  EXPECT_THROW(FiscalCalendar(0), InvariantError);
  EXPECT_THROW(FiscalCalendar(13), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
