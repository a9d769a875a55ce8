#include "firstcustomer/core/calendar.hpp"

#include <fmt/format.h>

#include <charconv>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr std::int64_t first_day = -719'162;  // 1 January 1
constexpr std::int64_t last_day = 2'932'896;  // 31 December 9999

constexpr std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char letter : text) {
    if (letter < '0' || letter > '9') {
      return std::nullopt;
    }
    value = value * 10 + static_cast<unsigned>(letter - '0');
  }
  return value;
}

}  // namespace

Date::Date(int year, unsigned month, unsigned day)
    : ymd_(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)) {
  // Compared as numbers first: chrono keeps months and days in 8 bits.
  expect(year >= 1 && year <= 9999 && month <= 12 && day <= 31 && ymd_.ok(),
         "a date is a real day of the years 1 to 9999");
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year == 0) {
    return std::nullopt;
  }
  Date result;
  result.ymd_ = std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                            std::chrono::month(*month), std::chrono::day(*day));
  return result.ymd_.ok() ? std::optional(result) : std::nullopt;
}

std::string Date::to_string() const {
  return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
}

Date Date::from_day_number(std::int64_t number) {
  expect(number >= first_day && number <= last_day, "a date is a day of the years 1 to 9999");
  Date result;
  result.ymd_ = std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(number)));
  return result;
}

Date Date::plus_months(int months) const {
  constexpr int most_months = 12 * 10'000;
  expect(months >= -most_months && months <= most_months, "months stay within the calendar");
  Date result;
  result.ymd_ = ymd_ + std::chrono::months(months);
  if (!result.ymd_.ok()) {
    result.ymd_ = result.ymd_.year() / result.ymd_.month() / std::chrono::last;
  }
  expect(result.year() >= 1 && result.year() <= 9999, "a date is a day of the years 1 to 9999");
  return result;
}

Date SimulationClock::date(Instant instant) const {
  std::int64_t days = instant.microseconds() / microseconds_per_day;
  if (instant.microseconds() % microseconds_per_day < 0) {
    --days;
  }
  return Date::from_day_number(start_.day_number() + days);
}

FiscalCalendar::FiscalCalendar(unsigned first_month) : first_month_(first_month) {
  expect(first_month >= 1 && first_month <= 12, "a year has twelve months");
}

int FiscalCalendar::year_of(Date date) const {
  return date.month() >= first_month_ ? date.year() : date.year() - 1;
}

Date FiscalCalendar::last_day(int year) const {
  return Date::from_day_number(first_day(year).plus_months(12).day_number() - 1);
}

std::string FiscalCalendar::name(int year) const {
  return first_month_ == 1 ? fmt::format("{}", year)
                           : fmt::format("{}/{:02}", year, (year + 1) % 100);
}

}  // namespace firstcustomer
