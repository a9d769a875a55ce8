#include "firstcustomer/scenario/quantity.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "firstcustomer/core/money.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;

constexpr Unit number{Dimension::number};
constexpr Unit share{Dimension::share};
constexpr Unit bare_count{Dimension::count};
constexpr Unit units{Dimension::count, "unit"};
constexpr Unit span_of_time{Dimension::time};
constexpr Unit money{Dimension::money};
constexpr Unit rate{Dimension::money_per_time};
constexpr Unit price{Dimension::money_per_unit, "unit"};
constexpr Unit speed{Dimension::benchmark, "tokens/J"};
constexpr Unit hazard{Dimension::rate};
constexpr Unit part{Dimension::share, "value"};
constexpr Unit foundings{Dimension::rate, "firm"};
constexpr Unit all_units[] = {number, share, bare_count, units,  span_of_time, money,
                              rate,   price, speed,      hazard, part,         foundings};

std::variant<double, QuantityError> parse(std::string_view text, const Unit& unit,
                                          std::string_view currency = "GBP") {
  return parse_quantity(text, unit, *find_currency(currency));
}

/// The value, or NaN (with a failure) for a refused text.
double value(std::string_view text, const Unit& unit, std::string_view currency = "GBP") {
  const auto parsed = parse(text, unit, currency);
  if (const auto* error = std::get_if<QuantityError>(&parsed)) {
    ADD_FAILURE() << text << ": " << error->problem << " (" << error->reason << ")";
    return std::nan("");
  }
  return std::get<double>(parsed);
}

/// The error, or an empty one (with a failure) for an accepted text.
QuantityError refusal(std::string_view text, const Unit& unit, std::string_view currency = "GBP") {
  const auto parsed = parse(text, unit, currency);
  if (const auto* accepted = std::get_if<double>(&parsed)) {
    ADD_FAILURE() << "'" << text << "' was read as " << *accepted;
    return {};
  }
  return std::get<QuantityError>(parsed);
}

struct Accepted {
  std::string_view text;
  double expected;
};

/// Values are exact: the nearest double of the decimal number, times at most one factor.
template <std::size_t n>
void expect_values(const Unit& unit, const Accepted (&table)[n]) {
  for (const Accepted& row : table) {
    EXPECT_EQ(value(row.text, unit), row.expected) << row.text;
  }
}

TEST(Quantity, ReadsNumbers) {
  expect_values(number, {{"0", 0.0},
                         {"1", 1.0},
                         {"-1", -1.0},
                         {"0.8", 0.8},
                         {".5", 0.5},
                         {"-.5", -0.5},
                         {"0.1", 0.1},
                         {"9.51", 9.51},
                         {"  1.5\t", 1.5},
                         {"1e3", 1000.0},
                         {"1E3", 1000.0},
                         {"1e+3", 1000.0},
                         {"25e-1", 2.5},
                         {"0e5", 0.0},
                         {"0.30000000000000004", 0.1 + 0.2},
                         {"1.7976931348623157e308", 1.7976931348623157e308},
                         {"100000000000000000000", 1e20},
                         {"9007199254740993", 9007199254740992.0}});
}

TEST(Quantity, ReadsSharesWithAndWithoutPercent) {
  expect_values(share, {{"23 %", 0.23},
                        {"23%", 0.23},
                        {"23\t%", 0.23},
                        {" 23 % ", 0.23},
                        {"0.23", 0.23},
                        {"100 %", 1.0},
                        {"0 %", 0.0},
                        {"35 %", 0.35},
                        {"61.2 %", 0.612},
                        {"0.1 %", 0.001},
                        {"1e1 %", 0.1},
                        {"25 percent", 0.25},
                        {"25percent", 0.25},
                        {"25 per cent", 0.25},
                        {"150 %", 1.5},
                        {"-5 %", -0.05}});
}

TEST(Quantity, ReadsFractionsAsShares) {
  expect_values(share,
                {{"1/3", 1.0 / 3.0},
                 {"5/6", 5.0 / 6.0},
                 {"1 / 7", 1.0 / 7.0},
                 {"0/3", 0.0},
                 {"3/2", 1.5},
                 {"999999999999999/999999999999998", 999999999999999.0 / 999999999999998.0}});
  for (const std::string_view text : {"1/0", "1/03", "1/3/3", "1/3 %", "1 %/3", "-1/3", "0.5/3",
                                      "1e1/3", "1/", "/3", "1/3e1", "1/1000000000000000", "1/-3"}) {
    EXPECT_FALSE(refusal(text, share).problem.empty());
  }
  for (const Unit& unit : {number, units, span_of_time, money, hazard, speed}) {
    EXPECT_FALSE(refusal("1/3", unit).problem.empty()) << "only shares are fractions";
  }
}

TEST(Quantity, ReadsCountsWithAndWithoutTheirNoun) {
  expect_values(units, {{"250 units", 250.0},
                        {"1 unit", 1.0},
                        {"1units", 1.0},
                        {"250", 250.0},
                        {"0", 0.0},
                        {"2.0", 2.0},
                        {"1e3 units", 1000.0},
                        {"12.5e1", 125.0},
                        {"-3", -3.0}});
  expect_values(bare_count, {{"1", 1.0}, {"12345", 12345.0}});
}

TEST(Quantity, ReadsSpansOfTimeInDays) {
  expect_values(span_of_time, {{"1 day", 1.0},
                               {"30 days", 30.0},
                               {"1 week", 7.0},
                               {"2 weeks", 14.0},
                               {"1 month", 30.4375},
                               {"18 months", 547.875},
                               {"12 months", 365.25},
                               {"1 year", 365.25},
                               {"0.5 years", 182.625},
                               {"18months", 547.875},
                               {"0 months", 0.0},
                               {"9.3 months", 9.3 * 30.4375},
                               {"-2 days", -2.0}});
}

TEST(Quantity, ReadsMoneyWithItsMagnitude) {
  expect_values(money, {{"£100m", 1e8},
                        {"£100 ", 100.0},
                        {"£250k", 250'000.0},
                        {"£1.2bn", 1.2e9},
                        {"£0.7m", 700'000.0},
                        {"£1.1m", 1'100'000.0},
                        {"£4.35m", 4'350'000.0},
                        {"£1.005k", 1005.0},
                        {"£0.07", 0.07},
                        {"£0", 0.0},
                        {"£ 5m", 5e6},
                        {"GBP 100m", 1e8},
                        {"GBP100m", 1e8},
                        {"£20 thousand", 20'000.0},
                        {"£100 million", 1e8},
                        {"£1.5 billion", 1.5e9},
                        {"£1.5billion", 1.5e9},
                        {"£1e6", 1e6},
                        {"£1e-2m", 10'000.0}});
}

TEST(Quantity, KeepsTheSignOfMoney) {
  expect_values(money, {{"-£5m", -5e6}, {"£-5m", -5e6}, {"-GBP 5m", -5e6}, {"-£0.07", -0.07}});
  EXPECT_EQ(value("-£1m/year", rate), -1e6);
  EXPECT_EQ(value("-£2k per unit", price), -2000.0);
}

TEST(Quantity, ReadsMoneyOverTimeInPoundsAYear) {
  expect_values(rate, {{"£6.5m/month", 78e6},
                       {"£6.5m per month", 78e6},
                       {"£6.5m / month", 78e6},
                       {"£6.5m per months", 78e6},
                       {"£6.5m a month", 78e6},
                       {"£6.5 million a month", 78e6},
                       {"£20 million per annum", 20e6},
                       {"£1/year", 1.0},
                       {"£1k/year", 1000.0},
                       {"£1/day", 365.25},
                       {"£7/week", 365.25},
                       {"£0/month", 0.0},
                       {"GBP 1m/year", 1e6}});
}

TEST(Quantity, ReadsRatesPerYear) {
  expect_values(hazard, {{"8 %/year", 0.08},          {"0.08/year", 0.08},
                         {"8%/year", 0.08},           {"8 % / year", 0.08},
                         {"8 % per year", 0.08},      {"0.08 per year", 0.08},
                         {"8 % a year", 0.08},        {"8 % per annum", 0.08},
                         {"8 percent a year", 0.08},  {"8 per cent per annum", 0.08},
                         {"0.08 per annum", 0.08},    {"2 %/month", 0.02 * 12.0},
                         {"0.02/month", 0.02 * 12.0}, {"1 %/week", 0.01 * 365.25 / 7.0},
                         {"1/day", 365.25},           {"150 %/year", 1.5},
                         {"1e1 %/year", 0.1},         {"0/year", 0.0},
                         {"0 %/month", 0.0},          {"-8 %/year", -0.08},
                         {"-0.08/year", -0.08}});
  EXPECT_EQ(value("8 %/year", hazard, "USD"), 0.08) << "no money in it";
}

TEST(Quantity, ReadsSharesOfSomething) {
  expect_values(part, {{"23 % of value", 0.23},
                       {"23% of value", 0.23},
                       {"23 percent  of value", 0.23},
                       {"0.23 of value", 0.23},
                       {"1/4 of value", 0.25},
                       {"23 %", 0.23},
                       {"0.23", 0.23}});
  for (const std::string text :
       {"23 % of", "23 % value", "23 % in value", "23 %of value", "of value", "23 % of values",
        "23 % of budget", "23 % of value of value"}) {
    EXPECT_TRUE(std::holds_alternative<QuantityError>(parse(text, part))) << text;
  }
  EXPECT_TRUE(std::holds_alternative<QuantityError>(parse("23 % of value", share)))
      << "of what is not asked";
}

TEST(Quantity, ReadsRatesOfWhatIsCounted) {
  expect_values(foundings, {{"2.5 firms/year", 2.5},
                            {"1 firm/year", 1.0},
                            {"2.5 firms per year", 2.5},
                            {"2.5 firms a year", 2.5},
                            {"0.5 firms/month", 6.0},
                            {"2.5/year", 2.5},
                            {"250 %/year", 2.5}});
  for (const std::string text : {"2.5", "2.5 firms", "2.5 units/year", "2.5 % firms/year"}) {
    EXPECT_TRUE(std::holds_alternative<QuantityError>(parse(text, foundings))) << text;
  }
  EXPECT_TRUE(std::holds_alternative<QuantityError>(parse("2.5 firms/year", hazard)));
}

TEST(Quantity, ReadsPricesPerUnit) {
  expect_values(price, {{"£20k per unit", 20'000.0},
                        {"£20k/unit", 20'000.0},
                        {"£20k / unit", 20'000.0},
                        {"£20k a unit", 20'000.0},
                        {"£20 thousand per unit", 20'000.0},
                        {"£20000 per unit", 20'000.0},
                        {"£0.07 per unit", 0.07},
                        {"£0 per unit", 0.0}});
  EXPECT_EQ(value("£5 per test", {Dimension::money_per_unit, "test"}), 5.0);
}

TEST(Quantity, ReadsBenchmarksInTheirOwnUnit) {
  expect_values(speed, {{"2.5 tokens/J", 2.5},
                        {"9.51 tokens/J", 9.51},
                        {"2.5tokens/J", 2.5},
                        {"1e3 tokens/J", 1000.0}});
  EXPECT_EQ(value("3 %", {Dimension::benchmark, "%"}), 3.0);
  EXPECT_EQ(value("3 $/token", {Dimension::benchmark, "$/token"}), 3.0);
  EXPECT_EQ(value("3 m", {Dimension::benchmark, "m"}), 3.0) << "metres, not millions";
}

TEST(Quantity, ReadsOtherCurrenciesInTheirScenarios) {
  EXPECT_EQ(value("€5m", money, "EUR"), 5e6);
  EXPECT_EQ(value("EUR 5m", money, "EUR"), 5e6);
  EXPECT_EQ(value("$5m", money, "USD"), 5e6);
  EXPECT_EQ(value("-USD 5m", money, "USD"), -5e6);
  EXPECT_EQ(value("$1k/month", rate, "USD"), 12'000.0);
}

TEST(Quantity, KnowsThreeCurrencies) {
  for (const auto& [code, symbol] : {std::pair{"GBP", "£"}, {"EUR", "€"}, {"USD", "$"}}) {
    ASSERT_NE(find_currency(code), nullptr) << code;
    EXPECT_EQ(find_currency(code)->code, code);
    EXPECT_EQ(find_currency(code)->symbol, symbol);
  }
  for (const std::string_view unknown : {"", "gbp", "£", "CHF", "GBPX", "GB"}) {
    EXPECT_EQ(find_currency(unknown), nullptr) << unknown;
  }
}

struct Refused {
  std::string_view text;
  Unit unit;
  std::string_view problem;
  std::string_view reason;
  std::string_view suggestion;
};

TEST(Quantity, SaysWhatIsWrongAndWhatToWrite) {
  const Refused table[] = {
      // No currency, or another one.
      {"100m", money, "'100m' is not an amount of money, such as '£100m'", "it has no currency",
       "Write '£100m'?"},
      {"5", money, "'5' is not an amount of money, such as '£100m'", "it has no currency",
       "Write '£5'?"},
      {"6.5m/month", rate, "'6.5m/month' is not money over time, such as '£1.2m/month'",
       "it has no currency", "Write '£6.5m/month'?"},
      {"20k per unit", price, "'20k per unit' is not a price, such as '£20k per unit'",
       "it has no currency", "Write '£20k per unit'?"},
      {"€100m", money, "'€100m' is not in GBP", "a scenario is written in one currency",
       "Convert it to GBP, or change \'currency\'."},
      {"USD 100m", money, "'USD 100m' is not in GBP", "a scenario is written in one currency",
       "Convert it to GBP, or change \'currency\'."},
      {"-$5/month", rate, "'-$5/month' is not in GBP", "a scenario is written in one currency",
       "Convert it to GBP, or change \'currency\'."},
      // No unit, or a wrong one.
      {"18", span_of_time, "'18' is not a span of time, such as '18 months'", "it has no unit",
       "Write '18 months'?"},
      {"18 moons", span_of_time, "'18 moons' is not a span of time, such as '18 months'",
       "'moons' is not a unit of time", ""},
      {"18 Months", span_of_time, "'18 Months' is not a span of time, such as '18 months'",
       "'Months' is not a unit of time", "Write '18 months'?"},
      {"18 %", span_of_time, "'18 %' is not a span of time, such as '18 months'", "it is a share",
       ""},
      {"£6.5m", rate, "'£6.5m' is not money over time, such as '£1.2m/month'",
       "it is an amount of money", "Write '£6.5m/month'?"},
      {"£20k", price, "'£20k' is not a price, such as '£20k per unit'", "it is an amount of money",
       "Write '£20k per unit'?"},
      {"12", speed, "'12' is not a quantity in tokens/J", "the benchmark is measured in tokens/J",
       "Write '12 tokens/J'?"},
      {"12 tokens/s", speed, "'12 tokens/s' is not a quantity in tokens/J",
       "the benchmark is measured in tokens/J", "Convert it to tokens/J."},
      {"80 %", speed, "'80 %' is not a quantity in tokens/J",
       "the benchmark is measured in tokens/J",
       "A share of the frontier takes 'of: frontier' beside it."},
      {"50 %", number, "'50 %' is not a number", "it is a share",
       "As a plain number, 50 % more is 1.5 and 50 % of something is 0.5."},
      {"2", hazard, "'2' is not a rate, such as '8 %/year'", "it has no unit", "Write '2 %/year'?"},
      {"12 Tokens/J", speed, "'12 Tokens/J' is not a quantity in tokens/J",
       "the benchmark is measured in tokens/J", "Write '12 tokens/J'?"},
      {"8 %", hazard, "'8 %' is not a rate, such as '8 %/year'", "it is a share",
       "Write '8 %/year'?"},
      {"8%", hazard, "'8%' is not a rate, such as '8 %/year'", "it is a share",
       "Write '8 %/year'?"},
      {"0.08", hazard, "'0.08' is not a rate, such as '8 %/year'", "it has no unit",
       "Write '0.08/year'?"},
      {"8 %/moon", hazard, "'8 %/moon' is not a rate, such as '8 %/year'", "", ""},
      {"8 %/units", hazard, "'8 %/units' is not a rate, such as '8 %/year'", "", ""},
      {"8/year %", hazard, "'8/year %' is not a rate, such as '8 %/year'", "", "Write '8 %/year'?"},
      {"8 %%/year", hazard, "'8 %%/year' is not a rate, such as '8 %/year'", "",
       "Write '8 %/year'?"},
      {"8 % year", hazard, "'8 % year' is not a rate, such as '8 %/year'", "", "Write '8 %/year'?"},
      {"8 months", hazard, "'8 months' is not a rate, such as '8 %/year'", "it is a span of time",
       ""},
      // Money where none belongs.
      {"£8/year", hazard, "'£8/year' is not a rate, such as '8 %/year'", "it is money over time",
       ""},
      {"£5", number, "'£5' is not a number", "it is an amount of money", ""},
      {"£5", share, "'£5' is not a share, such as '25 %' or 0.25", "it is an amount of money", ""},
      {"£5", units, "'£5' is not a number of units", "it is an amount of money", ""},
      {"$5", bare_count, "'$5' is not a whole number", "it is an amount of money", ""},
      {"£18 months", span_of_time, "'£18 months' is not a span of time, such as '18 months'",
       "it is money", ""},
      // Numbers that programs disagree about.
      {"010", number, "'010' begins with a zero", "some programs read such numbers as octal",
       "Write '10'?"},
      {"-010", number, "'-010' begins with a zero", "some programs read such numbers as octal",
       "Write '-10'?"},
      {"00", bare_count, "'00' begins with a zero", "some programs read such numbers as octal",
       "Write '0'?"},
      {"08 months", span_of_time, "'08 months' begins with a zero",
       "some programs read such numbers as octal", "Write '8 months'?"},
      {"£007m", money, "'£007m' begins with a zero", "some programs read such numbers as octal",
       "Write '£7m'?"},
      {"1_000", number, "'1_000' has separators between its digits",
       "they mean different things in different places", "Write '1000'?"},
      {"1,000", units, "'1,000' has separators between its digits",
       "they mean different things in different places", "Write '1000'?"},
      {"£1,000", money, "'£1,000' has separators between its digits",
       "they mean different things in different places", "Write '£1000'?"},
      {"£20,000 per unit", price, "'£20,000 per unit' has separators between its digits",
       "they mean different things in different places", "Write '£20000 per unit'?"},
      {"1,5 %", share, "'1,5 %' has separators between its digits",
       "they mean different things in different places", "Write '1.5 %'?"},
      // Too large.
      {"1e400", number, "'1e400' is too large", "it is beyond what a double can hold", ""},
      {"-1e400", number, "'-1e400' is too large", "it is beyond what a double can hold", ""},
      {"1e99999999999", number, "'1e99999999999' is too large",
       "it is beyond what a double can hold", ""},
      {"£1e308m", money, "'£1e308m' is too large", "it is beyond what a double can hold", ""},
      {"£1e308/day", rate, "'£1e308/day' is too large", "it is beyond what a double can hold", ""},
      {"1e308/day", hazard, "'1e308/day' is too large", "it is beyond what a double can hold", ""},
      {"1e308 years", span_of_time, "'1e308 years' is too large",
       "it is beyond what a double can hold", ""},
      // Fractions of whole things.
      {"1.5", units, "'1.5' is not a whole number", "", ""},
      {"0.1 units", units, "'0.1 units' is not a whole number", "", ""},
      {"1e-3", bare_count, "'1e-3' is not a whole number", "", ""},
  };
  for (const Refused& row : table) {
    const QuantityError error = refusal(row.text, row.unit);
    EXPECT_EQ(error.problem, row.problem);
    EXPECT_EQ(error.reason, row.reason) << row.text;
    EXPECT_EQ(error.suggestion, row.suggestion) << row.text;
  }
}

TEST(Quantity, RefusesWhatIsNoDecimalNumberInEveryDimension) {
  for (const std::string_view text : {"",
                                      " ",
                                      "-",
                                      "--1",
                                      "+1",
                                      "- 1",
                                      "0x1F",
                                      "0b1",
                                      "0o7",
                                      "1f",
                                      "inf",
                                      ".inf",
                                      "-.inf",
                                      "nan",
                                      ".nan",
                                      "NaN",
                                      "Infinity",
                                      "-inf",
                                      "5.",
                                      ".",
                                      "1e",
                                      "1e+",
                                      "1.2.3",
                                      "1 000",
                                      "1'000",
                                      "1 2",
                                      "5 %%",
                                      "% 5",
                                      "½",
                                      "٣",
                                      "−5",
                                      "１",
                                      "5\u00a0%",
                                      "£",
                                      "-£",
                                      "£m",
                                      "£5q",
                                      "£5 m",
                                      "£5M",
                                      "£5mm",
                                      "£5 k per unit",
                                      "£5kper unit",
                                      "£5bn5",
                                      "££5",
                                      "£$5",
                                      "5£",
                                      "100m£",
                                      "£5m/",
                                      "£5m per",
                                      "£5m per ",
                                      "£5m/moon",
                                      "£5m//month",
                                      "£5m/month/month",
                                      "/month",
                                      "per unit",
                                      "units",
                                      "months",
                                      "yes",
                                      "~",
                                      "null",
                                      "true",
                                      "[1]",
                                      "1:30",
                                      "2026-01-01",
                                      "1e5e5",
                                      "\xff",
                                      "1\x01",
                                      "1 \u200b",
                                      "tokens/J 5",
                                      "1 tokens / J",
                                      "£5 per unit per unit",
                                      "12 months and a day",
                                      "1 month 2 days",
                                      "£20k per 2 units"}) {
    for (const Unit& unit : all_units) {
      const QuantityError error = refusal(text, unit);
      EXPECT_FALSE(error.problem.empty()) << text;
    }
  }
}

TEST(Quantity, RefusesTheFormsOfOtherDimensions) {
  struct Form {
    std::string_view text;
    std::vector<Dimension> read_by;
  };
  const Form forms[] = {
      {"5", {Dimension::number, Dimension::share, Dimension::count}},
      {"0.5", {Dimension::number, Dimension::share}},
      {"5 %", {Dimension::share}},
      {"5 units", {Dimension::count}},
      {"5 months", {Dimension::time}},
      {"£5", {Dimension::money}},
      {"£5m", {Dimension::money}},
      {"£5/month", {Dimension::money_per_time}},
      {"£5 per unit", {Dimension::money_per_unit}},
      {"5 tokens/J", {Dimension::benchmark}},
      {"5 %/year", {Dimension::rate}},
      {"5/month", {Dimension::rate}},
  };
  for (const Form& form : forms) {
    for (const Unit& unit :
         {number, share, units, span_of_time, money, rate, price, speed, hazard}) {
      const bool expected =
          std::find(form.read_by.begin(), form.read_by.end(), unit.dimension) != form.read_by.end();
      EXPECT_EQ(std::holds_alternative<double>(parse(form.text, unit)), expected)
          << form.text << " as " << describe_unit(unit, *find_currency("GBP"));
    }
  }
}

TEST(Quantity, RefusesTwoSigns) {
  for (const std::string_view text : {"-£-5m", "-£-0", "-GBP -5m"}) {
    EXPECT_FALSE(refusal(text, money).problem.empty());
  }
}

TEST(Quantity, RefusesMoneyAsABenchmark) {
  for (const std::string_view text :
       {"£5 tokens/J", "£5m tokens/J", "-£5 tokens/J", "$5tokens/J"}) {
    EXPECT_FALSE(refusal(text, speed).problem.empty());
  }
}

TEST(Quantity, RefusesWordsThatRunOn) {
  for (const std::string_view text :
       {"£5 millions", "£5 millionper", "£5 thousandth", "£5 million million", "£5k million"}) {
    EXPECT_FALSE(refusal(text, money).problem.empty());
  }
  EXPECT_FALSE(refusal("5 percentage", share).problem.empty());
  EXPECT_FALSE(refusal("8 % an annum", hazard).problem.empty());
  EXPECT_FALSE(refusal("8 %/annum", hazard).problem.empty());
  EXPECT_FALSE(refusal("5 annum", span_of_time).problem.empty());
  EXPECT_FALSE(refusal("5 million", number).problem.empty()) << "of what?";
}

TEST(Quantity, RefusesAPluralOfNoNoun) {
  EXPECT_FALSE(refusal("5 s", bare_count).problem.empty());
  EXPECT_FALSE(refusal("5s", bare_count).problem.empty());
}

TEST(Quantity, DoesNotCallATinyNumberTooLarge) {
  for (const std::string_view text : {"1e-400", "-1e-400", "1e-99999999999"}) {
    const auto parsed = parse(text, number);
    if (const auto* read = std::get_if<double>(&parsed)) {
      EXPECT_EQ(*read, 0.0) << text;
    } else {
      EXPECT_THAT(std::get<QuantityError>(parsed).problem, HasSubstr("too small")) << text;
    }
  }
}

TEST(Quantity, DescribesUnitsWithAnExampleInTheCurrency) {
  const struct {
    Unit unit;
    std::string_view currency;
    std::string_view expected;
  } table[] = {
      {number, "GBP", "a number"},
      {share, "GBP", "a share, such as '25 %' or 0.25"},
      {bare_count, "GBP", "a whole number"},
      {units, "GBP", "a number of units"},
      {span_of_time, "GBP", "a span of time, such as '18 months'"},
      {money, "GBP", "an amount of money, such as '£100m'"},
      {money, "EUR", "an amount of money, such as '€100m'"},
      {rate, "USD", "money over time, such as '$1.2m/month'"},
      {price, "GBP", "a price, such as '£20k per unit'"},
      {speed, "GBP", "a quantity in tokens/J"},
      {hazard, "GBP", "a rate, such as '8 %/year'"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(describe_unit(row.unit, *find_currency(row.currency)), row.expected);
  }
}

TEST(Quantity, WritesValuesAsPeopleDo) {
  const struct {
    double value;
    Unit unit;
    std::string_view expected;
  } table[] = {
      {36525.0, span_of_time, "100 years"},
      {365.25, span_of_time, "1 year"},
      {547.875, span_of_time, "18 months"},
      {30.4375, span_of_time, "1 month"},
      {10.0, span_of_time, "10 days"},
      {0.5, span_of_time, "0.5 days"},
      {1.0, share, "100 %"},
      {0.35, share, "35 %"},
      {1.0 / 3.0, share, "33.33333333333333 %"},
      {0.08, hazard, "8 %/year"},
      {1e9, money, "£1bn"},
      {-2.5e6, money, "-£2.5m"},
      {1000.0, money, "£1k"},
      {999.5, money, "£999.5"},
      {20'000.0, price, "£20k per unit"},
      {78e6, rate, "£78m/year"},
      {1e12, units, "1000000000000 units"},
      {1.0, units, "1 unit"},
      {3.0, bare_count, "3"},
      {0.1, number, "0.1"},
      {9.51, speed, "9.51 tokens/J"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(write_quantity(row.value, row.unit, *find_currency("GBP")), row.expected);
  }
  EXPECT_EQ(write_quantity(5e6, money, *find_currency("EUR")), "€5m");
}

TEST(Quantity, ReadsWhatItWrites) {
  std::mt19937_64 bits(4);
  for (int i = 0; i < 20'000; ++i) {
    const double size = std::pow(10.0, static_cast<double>(bits() % 20) - 6.0);
    const double any = (static_cast<double>(bits() >> 11U) * 0x1p-53 - 0.3) * size;
    for (const Unit& unit : all_units) {
      const double written = unit.dimension == Dimension::count ? std::round(any) : any;
      const std::string text = write_quantity(written, unit, *find_currency("USD"));
      ASSERT_EQ(value(text, unit, "USD"), written) << text;
    }
  }
}

TEST(Quantity, ReadsTheExamplesItGives) {
  for (const Unit& unit : {share, span_of_time, money, rate, price, hazard}) {
    const std::string text = describe_unit(unit, *find_currency("GBP"));
    const auto open = text.find('\'');
    ASSERT_NE(open, std::string::npos) << text;
    value(text.substr(open + 1, text.find('\'', open + 1) - open - 1), unit);
  }
}

TEST(Quantity, SuggestionsAreReadable) {
  for (const auto& [text, unit] : {std::pair{"100m", money},
                                   {"5", money},
                                   {"-5m", money},
                                   {"18", span_of_time},
                                   {"£6.5m", rate},
                                   {"£20k", price},
                                   {"20k per unit", price},
                                   {"8 %", hazard},
                                   {"-8%", hazard},
                                   {"0.08", hazard},
                                   {"12", speed}}) {  // more in suggestions_test
    const std::string suggestion = refusal(text, unit).suggestion;
    ASSERT_TRUE(suggestion.starts_with("Write '") && suggestion.ends_with("'?")) << suggestion;
    value(suggestion.substr(7, suggestion.size() - 9), unit);
  }
}

TEST(Quantity, ReadsEveryAmountToThePenny) {
  std::mt19937_64 bits(1);
  for (int i = 0; i < 20'000; ++i) {
    const auto pence = static_cast<std::int64_t>(bits() >> (20U + bits() % 40U));
    const std::string fraction = std::to_string(100 + pence % 100).substr(1);
    const std::string text = "£" + std::to_string(pence / 100) + "." + fraction;
    ASSERT_EQ(Money::major(value(text, money)).minor(), pence) << text;
  }
}

TEST(Quantity, MagnitudesMoveThePointExactly) {
  std::mt19937_64 bits(2);
  for (int i = 0; i < 5'000; ++i) {
    const std::string whole = std::to_string(bits() % 10'000);
    const std::string fraction = std::to_string(1'000'000 + bits() % 1'000'000).substr(1);
    const double expected = std::stod(whole + fraction);
    ASSERT_EQ(value("£" + whole + "." + fraction + "m", money), expected);
    ASSERT_EQ(value("£" + whole + fraction.substr(0, 3) + "." + fraction.substr(3) + "k", money),
              expected);
  }
}

TEST(Quantity, ReadsVeryLongNumbers) {
  EXPECT_EQ(value("0." + std::string(100'000, '3'), number), 1.0 / 3.0);
  EXPECT_EQ(value("1" + std::string(300, '0'), number), 1e300);
  EXPECT_THAT(refusal(std::string(1'000'000, '9'), number).problem, HasSubstr("is too large"));
}

TEST(Quantity, NeverCrashesAndNeverReturnsAnInfiniteValue) {
  const std::vector<std::string> pieces = {"0",
                                           "1",
                                           "9",
                                           "00",
                                           ".",
                                           "-",
                                           "+",
                                           "e",
                                           "E",
                                           "e400",
                                           "e-400",
                                           "%",
                                           "£",
                                           "€",
                                           "$",
                                           "GBP",
                                           "m",
                                           "k",
                                           "bn",
                                           "/",
                                           "per ",
                                           "unit",
                                           "units",
                                           "month",
                                           "day",
                                           "s",
                                           " ",
                                           "\t",
                                           "_",
                                           ",",
                                           "inf",
                                           "nan",
                                           "0x",
                                           "\xff",
                                           "\xc2",
                                           "½",
                                           "tokens/J",
                                           "e99999999999",
                                           "999999999999999999999"};
  std::mt19937_64 bits(3);
  std::size_t values = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    const std::size_t length = bits() % 10;
    for (std::size_t k = 0; k < length; ++k) {
      text += i % 2 == 0 ? std::string(1, static_cast<char>(bits() & 0xffU))
                         : pieces[bits() % pieces.size()];
    }
    for (const Unit& unit : all_units) {
      const auto parsed = parse(text, unit, i % 3 == 0 ? "EUR" : "GBP");
      if (const auto* read = std::get_if<double>(&parsed)) {
        ASSERT_TRUE(std::isfinite(*read)) << text;
        ++values;
      } else {
        ASSERT_FALSE(std::get<QuantityError>(parsed).problem.empty()) << text;
      }
    }
  }
  EXPECT_GT(values, 1'000U) << "the texts are not all nonsense";
}

}  // namespace
}  // namespace firstcustomer
