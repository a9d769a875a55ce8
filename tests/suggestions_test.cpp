/// What is said of near misses: every suggestion to write something is read when it is written.

#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <vector>

#include "firstcustomer/core/id.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/scenario/quantity.hpp"
#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

constexpr Unit number{Dimension::number};
constexpr Unit share{Dimension::share};
constexpr Unit units{Dimension::count, "unit"};
constexpr Unit months{Dimension::count, "month"};
constexpr Unit span_of_time{Dimension::time};
constexpr Unit hazard{Dimension::rate};
constexpr Unit money{Dimension::money};
constexpr Unit rate{Dimension::money_per_time};
constexpr Unit price{Dimension::money_per_unit, "unit"};
constexpr Unit speed{Dimension::benchmark, "tokens/J"};

std::variant<double, QuantityError> parse(std::string_view text, const Unit& unit,
                                          std::string_view currency = "GBP") {
  return parse_quantity(text, unit, *find_currency(currency));
}

/// The text between "Write '" and "'?"; empty if the suggestion is none of that form.
std::string written_in(const std::string& suggestion) {
  const bool is_form = suggestion.starts_with("Write '") && suggestion.ends_with("'?");
  return is_form ? suggestion.substr(7, suggestion.size() - 9) : "";
}

struct Miss {
  std::string_view text;
  Unit unit;
  std::string_view suggested;
};

void expect_suggestions(const std::vector<Miss>& misses) {
  for (const Miss& miss : misses) {
    const auto parsed = parse(miss.text, miss.unit);
    const auto* error = std::get_if<QuantityError>(&parsed);
    if (error == nullptr) {
      ADD_FAILURE() << "'" << miss.text << "' was read";
      continue;
    }
    EXPECT_EQ(written_in(error->suggestion), miss.suggested) << miss.text;
    if (!miss.suggested.empty()) {
      EXPECT_TRUE(std::holds_alternative<double>(parse(miss.suggested, miss.unit))) << miss.text;
    }
  }
}

TEST(Suggestions, MendSpansOfTime) {
  expect_suggestions({{"18 mths", span_of_time, "18 months"},
                      {"18 mth", span_of_time, "18 months"},
                      {"18 mo", span_of_time, "18 months"},
                      {"18 mos.", span_of_time, "18 months"},
                      {"18m", span_of_time, "18 months"},
                      {"18 mnoths", span_of_time, "18 months"},
                      {"18 Months", span_of_time, "18 months"},
                      {"1 Month", span_of_time, "1 month"},
                      {"2 yrs", span_of_time, "2 years"},
                      {"2y", span_of_time, "2 years"},
                      {"1 yr", span_of_time, "1 year"},
                      {"1.5 quarters", span_of_time, "4.5 months"},
                      {"2 qtrs", span_of_time, "6 months"},
                      {"2q", span_of_time, "6 months"},
                      {"1 fortnight", span_of_time, "2 weeks"},
                      {"2 decades", span_of_time, "20 years"},
                      {"30d", span_of_time, "30 days"},
                      {"6 wks", span_of_time, "6 weeks"},
                      {"1/2 year", span_of_time, "0.5 years"},
                      {"1,5 years", span_of_time, "1.5 years"},
                      {"18 m/s", span_of_time, ""},
                      {"18 moons", span_of_time, ""},
                      {"18 % months", span_of_time, ""},
                      {"18 months 2 days", span_of_time, ""},
                      {"per month", span_of_time, ""}});
}

TEST(Suggestions, MendRates) {
  expect_suggestions({{"8 %/yr", hazard, "8 %/year"},
                      {"8% pa", hazard, "8 %/year"},
                      {"8% p.a.", hazard, "8 %/year"},
                      {"8 % yearly", hazard, "8 %/year"},
                      {"8 pct per yr", hazard, "8 %/year"},
                      {"2 % pcm", hazard, "2 %/month"},
                      {"2 %/mth", hazard, "2 %/month"},
                      {"2 % each month", hazard, "2 %/month"},
                      {"0.08 PA", hazard, "0.08/year"},
                      {"8 %", hazard, "8 %/year"},
                      {"0.08", hazard, "0.08/year"},
                      {"−8 %/year", hazard, "-8 %/year"},
                      {"8 per", hazard, ""},
                      {"8 % per", hazard, ""},
                      {"8 % per quarter", hazard, ""},
                      {"8 years", hazard, ""},
                      {"£8/yr", hazard, ""}});
}

TEST(Suggestions, MendAmountsOfMoney) {
  expect_suggestions({{"£100mn", money, "£100m"},
                      {"£100M", money, "£100m"},
                      {"£20K", money, "£20k"},
                      {"£1.5b", money, "£1.5bn"},
                      {"£1.5BN", money, "£1.5bn"},
                      {"£2tn", money, "£2000bn"},
                      {"£100 millions", money, "£100m"},
                      {"100m GBP", money, "£100m"},
                      {"100m£", money, "£100m"},
                      {"100 m pounds", money, "£100m"},
                      {"100 million pounds", money, "£100m"},
                      {"gbp 100m", money, "£100m"},
                      {"100m", money, "£100m"},
                      {"-100m", money, "-£100m"},
                      {"+£5m", money, "£5m"},
                      {"−£5m", money, "-£5m"},
                      {"£1,000,000", money, "£1000000"},
                      {"£100_000", money, "£100000"},
                      {"£ 100 m", money, "£100m"},
                      {"£100\u00a0m", money, "£100m"},
                      {"£1 000 000", money, "£1000000"},
                      {"£1,234.56", money, "£1234.56"},
                      {"£1,5m", money, "£1.5m"},
                      {"£1.000.000", money, "£1000000"},
                      {"€5m", money, ""},
                      {"5m EUR", money, ""},
                      {"£5m€", money, ""},
                      {"£5m/year", money, ""},
                      {"£5m per unit", money, ""},
                      {"£5 %", money, ""},
                      {"18 months", money, ""},
                      {"£1,00,000", money, ""},
                      {"£5kk", money, ""},
                      {"£", money, ""}});
}

TEST(Suggestions, MendMoneyOverTimeAndPrices) {
  expect_suggestions({{"£6.5m pcm", rate, "£6.5m/month"},
                      {"£6.5m per mth", rate, "£6.5m/month"},
                      {"£6.5M/Month", rate, "£6.5m/month"},
                      {"£6.5m monthly", rate, "£6.5m/month"},
                      {"£6.5m each month", rate, "£6.5m/month"},
                      {"£20m p.a.", rate, "£20m/year"},
                      {"20 million pounds a year", rate, "£20m/year"},
                      {"6.5m/month", rate, "£6.5m/month"},
                      {"£6.5m", rate, "£6.5m/month"},
                      {"£6.5m per unit", rate, ""},
                      {"£6.5m/quarter", rate, ""},
                      {"£6.5m month", rate, ""},
                      {"£20k each", price, "£20k per unit"},
                      {"£20K apiece", price, "£20k per unit"},
                      {"£20k/Unit", price, "£20k per unit"},
                      {"20k per unit", price, "£20k per unit"},
                      {"£20,000 a unit", price, "£20000 per unit"},
                      {"£20k", price, "£20k per unit"},
                      {"£20k/month", price, ""},
                      {"£20k per", price, ""},
                      {"£20k per chip", price, ""}});
}

TEST(Suggestions, MendNumbersSharesAndCounts) {
  expect_suggestions({{"25pct", share, "25 %"},
                      {"50 %%", share, "50 %"},
                      {"25 Percent", share, "25 %"},
                      {"０.５", share, "0.5"},
                      {"0,25", share, "0.25"},
                      {"0,250", share, "0.250"},
                      {"1,5 %", share, "1.5 %"},
                      {"+5 %", share, "5 %"},
                      {"5\u00a0%", share, "5 %"},
                      {"2 %/year", share, ""},
                      {"5.", number, "5"},
                      {"1/3", number, "0.3333333333333333"},
                      {"-1/3", number, ""},
                      {"2x", number, "2"},
                      {"1.5×", number, "1.5"},
                      {"+5", number, "5"},
                      {"−5", number, "-5"},
                      {"1 000", number, "1000"},
                      {"1\u2009000", number, "1000"},
                      {"1'000", number, "1000"},
                      {"１２", number, "12"},
                      {"0x1F", number, "31"},
                      {"5 %", number, ""},  // 0.05, or 1.05
                      {"5 million", number, "5000000"},
                      {"1.2.3", number, ""},
                      {"5 units", number, ""},
                      {"1e3 Units", units, "1e3 units"},
                      {"10 k units", units, "10000 units"},
                      {"10k", units, "10000"},
                      {"2,250 units", units, "2250 units"},
                      {"1.5 units", units, ""},
                      {"5 %", units, ""},
                      {"1 year", months, "12 months"},
                      {"1 quarter", months, "3 months"},
                      {"2 weeks", months, ""}});
}

TEST(Suggestions, KeepTheBenchmarksUnit) {
  expect_suggestions({{"12 tokens/j", speed, "12 tokens/J"},
                      {"12 tokens/W", speed, ""},  // converted, not renamed
                      {"12k tokens/j", speed, "12000 tokens/J"},
                      {"12", speed, "12 tokens/J"},
                      {"1,200", speed, "1200 tokens/J"},
                      {"12k tokens/J", speed, "12000 tokens/J"},
                      {"−12 tokens/J", speed, "-12 tokens/J"},
                      {"£12 tokens/J", speed, ""}});
}

TEST(Suggestions, SayWhatElseAValueIs) {
  const struct {
    std::string_view text;
    std::string_view reason;
  } table[] = {
      {"nan", "it is not finite"},
      {"-.inf", "it is not finite"},
      {"Infinity", "it is not finite"},
      {"tbc", "it says that nothing is known"},
      {"n/a", "it says that nothing is known"},
      {"?", "it says that nothing is known"},
      {"~", "it says that nothing is known"},
      {"null", "it says that nothing is known"},
      {"true", "it is yes or no"},
      {"yes", "it is yes or no"},
      {"12:30", "it is a time of day"},
      {"31/12/2026", "it is a date"},
      {"2026-12-31", "it is a date"},
      {"2026-13-01", "it is a date"},
      {"Dec 2026", "it is a date"},
      {"2026-12", "it is a date"},
  };
  for (const auto& row : table) {
    for (const Unit& unit :
         {number, share, units, span_of_time, money, rate, price, hazard, speed}) {
      const auto parsed = parse(row.text, unit);
      ASSERT_TRUE(std::holds_alternative<QuantityError>(parsed)) << row.text;
      const auto& error = std::get<QuantityError>(parsed);
      EXPECT_EQ(error.reason, row.reason) << row.text;
      EXPECT_EQ(written_in(error.suggestion), "") << row.text;
    }
  }
}

TEST(Suggestions, MendDates) {
  const struct {
    std::string_view written;
    std::string_view advice;
  } table[] = {
      {"31/12/2026", ". Write '2026-12-31'?"},
      {"12/31/2026", ". Write '2026-12-31'?"},
      {"31.12.2026", ". Write '2026-12-31'?"},
      {"2026/12/31", ". Write '2026-12-31'?"},
      {"2026-1-5", ". Write '2026-01-05'?"},
      {"5/5/2026", ". Write '2026-05-05'?"},
      {"20261231", ". Write '2026-12-31'?"},
      {"31 December 2026", ". Write '2026-12-31'?"},
      {"31st Dec. 2026", ". Write '2026-12-31'?"},
      {"Dec 31 2026", ". Write '2026-12-31'?"},
      {"1 Sept 2026", ". Write '2026-09-01'?"},
      {"5/6/2026", " (day and month could change places). Dates are written 2026-12-31."},
      {"5/12/2026", " (day and month could change places). Dates are written 2026-12-31."},
      {"12/5/2026", " (day and month could change places). Dates are written 2026-12-31."},
      {"2026-13-01", " (there is no month 13). Dates are written 2026-12-31."},
      {"2026-12-32", " (there is no day 32). Dates are written 2026-12-31."},
      {"2026-02-29", " (the month is shorter). Dates are written 2026-12-31."},
      {"2026-12", " (it has no day). Write the day too, such as '2026-12-31'."},
      {"Dec 2026", " (it has no day). Write the day too, such as '2026-12-31'."},
      {"02/2028", " (it has no day). Write the day too, such as '2028-02-29'."},
      {"2026", " (it has no month and day). Write the day too, such as '2026-12-31'."},
      {"18 months", ". Dates are written 2026-12-31."},
      {"£5m", ". Dates are written 2026-12-31."},
      {"1 2 3 4", ". Dates are written 2026-12-31."},
      {"99999999999", ". Dates are written 2026-12-31."},
      {"0000", ". Dates are written 2026-12-31."},
      {"Ma 2026", ". Dates are written 2026-12-31."},
  };
  for (const auto& row : table) {
    const std::string text(row.written);
    EXPECT_EQ(testing::read_small({"frontier.speed.on=" + text}).messages(),
              "--set:1:19: '" + text + "' is not a date" + std::string(row.advice) + "\n");
  }
  for (const std::string date : {"2026-12-31", "2026-01-05", "2028-02-29"}) {
    EXPECT_EQ(testing::read_small({"frontier.speed.on=" + date}).messages(), "");
  }
}

TEST(Suggestions, MendSharesOfSomethingAndRatesOfThings) {
  constexpr Unit part{Dimension::share, "value"};
  constexpr Unit foundings{Dimension::rate, "firm"};
  expect_suggestions({{"23 % of the value", part, "23 % of value"},
                      {"23 pct of value", part, "23 % of value"},
                      {"23 % of budget", part, ""},
                      {"2.5", foundings, "2.5 firms/year"},
                      {"2.5 firms", foundings, "2.5 firms/year"},
                      {"1 firm pa", foundings, "1 firm/year"},
                      {"3", Unit{Dimension::rate}, "3 %/year"}});
}

TEST(Suggestions, SayWhatWasMeasuredInstead) {
  const struct {
    std::string_view text;
    Unit unit;
    std::string_view reason;
  } table[] = {{"£5m", span_of_time, "it is an amount of money"},
               {"€5m", span_of_time, "it is an amount of money"},
               {"18 months", money, "it is a span of time"},
               {"£1m/month", money, "it is money over time"},
               {"£1m/month", price, "it is money over time"},
               {"8 %/year", share, "it is a rate"},
               {"8 %", span_of_time, "it is a share"},
               {"25 percent", number, "it is a share"},
               {"8 % pa", money, "it is a rate"},
               {"18 mths", number, "it is a span of time"},
               {"£6.5m pcm", money, "it is money over time"},
               {"£6.5M", units, "it is an amount of money"},
               {"1.5", units, ""},
               {"5 per", number, ""},
               {"£5 per unit", money, "it is a price"}};
  for (const auto& row : table) {
    EXPECT_EQ(std::get<QuantityError>(parse(row.text, row.unit)).reason, row.reason) << row.text;
  }
}

/// Pieces that are put into texts: all that has a meaning somewhere, and some that have none.
constexpr std::string_view pieces[] = {
    "0",      "1",      "5",       "9",        "00",     "000",      ".",        ",",
    "_",      "'",      "-",       "+",        "−",      "–",        "e",        "E",
    "e3",     "e-9",    "e400",    "x",        "0x",     "%",        "%%",       "£",
    "€",      "$",      "GBP",     "eur",      "pounds", "k",        "K",        "m",
    "M",      "mn",     "b",       "bn",       "tn",     "million",  "thousand", "/",
    "/3",     " per ",  " a ",     "each",     "unit",   "units",    "Unit",     "month",
    "Months", "mths",   "yr",      "y",        "day",    "quarter",  "annum",    "pa",
    "p.a.",   "pcm",    "percent", "per cent", "cents",  "tokens/J", "tokens/W", " ",
    "\t",     "\u00a0", "\u2009",  "５",       "％",     "½",        "inf",      "nan",
    "~",      "?",      "2026",    ":",        "[",      "{",        "'?",       "\xff",
    "\xc2",   "\x01"};

/// Texts to begin from, in GBP; other currencies take their own symbol.
constexpr std::string_view beginnings[] = {"5",
                                           "0.25",
                                           "25 %",
                                           "1/3",
                                           "250 units",
                                           "18 months",
                                           "2 years",
                                           "8 %/year",
                                           "0.08 per annum",
                                           "£100m",
                                           "£1.5 billion",
                                           "£6.5m/month",
                                           "£20k per unit",
                                           "9.51 tokens/J",
                                           ""};

std::string in_currency(std::string_view text, const Currency& currency) {
  constexpr std::string_view pound = "£";
  return text.starts_with(pound) ? std::string(currency.symbol) + std::string(text.substr(2))
                                 : std::string(text);
}

/// Inserts a piece, deletes a byte or replaces one by a piece, anywhere.
void mutate(std::string& text, Stream& stream) {
  const std::size_t at = uniform_below(stream, text.size() + 1);
  const std::string_view piece = pieces[uniform_below(stream, std::size(pieces))];
  const std::uint64_t kind = uniform_below(stream, 3);
  const std::size_t removed = kind == 0 || at == text.size() ? 0 : 1;
  text.replace(at, removed, kind == 1 ? std::string_view{} : piece);
}

TEST(Suggestions, AreReadWhenTheyAreWritten) {
  const Unit all[] = {
      number, share, units, months, span_of_time,       hazard,
      money,  rate,  price, speed,  {Dimension::count}, {Dimension::benchmark, "$/token"}};
  const Luck luck(20261120, Phase::main, 0);
  Stream stream(luck, Purpose{0}, hash_name("suggestions"), Ordinal{});
  std::size_t suggestions = 0;
  std::size_t values = 0;
  for (int i = 0; i < 100'000; ++i) {
    const Unit& unit = all[uniform_below(stream, std::size(all))];
    const std::string_view code = std::vector{"GBP", "EUR", "USD"}[uniform_below(stream, 3)];
    std::string text =
        in_currency(beginnings[uniform_below(stream, std::size(beginnings))], *find_currency(code));
    for (std::uint64_t edits = uniform_below(stream, 4); edits > 0; --edits) {
      mutate(text, stream);
    }
    const auto parsed = parse(text, unit, code);
    if (const auto* value = std::get_if<double>(&parsed)) {
      ASSERT_TRUE(std::isfinite(*value)) << text;
      ++values;
      continue;
    }
    const auto& error = std::get<QuantityError>(parsed);
    ASSERT_FALSE(error.problem.empty()) << text;
    const std::string written = written_in(error.suggestion);
    if (!written.empty()) {
      ASSERT_TRUE(std::holds_alternative<double>(parse(written, unit, code)))
          << "'" << text << "' → '" << written << "'";
      ++suggestions;
    }
  }
  EXPECT_GT(values, 3'000U) << "the texts are not all nonsense";
  EXPECT_GT(suggestions, 5'000U) << "near misses are mended";
}

/// A suggestion changes how a number is written, never which number it is.
TEST(Suggestions, KeepTheNumber) {
  const Luck luck(20261120, Phase::main, 1);
  Stream stream(luck, Purpose{0}, hash_name("numbers"), Ordinal{});
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t pence = 100'000 + uniform_below(stream, 100'000'000);
    const std::string pounds = std::to_string(pence / 100);
    const std::string fraction = std::to_string(100 + pence % 100).substr(1);
    const std::string grouped =
        pounds.size() > 3 ? (pounds.size() > 6 ? pounds.substr(0, pounds.size() - 6) + "," : "") +
                                (pounds.size() > 6 ? pounds.substr(pounds.size() - 6, 3)
                                                   : pounds.substr(0, pounds.size() - 3)) +
                                "," + pounds.substr(pounds.size() - 3)
                          : pounds;
    const double expected = std::get<double>(parse("£" + pounds + "." + fraction, money));
    const auto parsed = parse("£" + grouped + "." + fraction, money);
    const std::string written = written_in(std::get<QuantityError>(parsed).suggestion);
    ASSERT_EQ(std::get<double>(parse(written, money)), expected) << grouped;
  }
}

}  // namespace
}  // namespace firstcustomer
