#include "firstcustomer/scenario/formula_text.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

constexpr Measure bare_number{};
constexpr Measure a_rate{.years = -1};
constexpr Measure years{.years = 1};
constexpr Measure units{.units = 1};
constexpr Measure speed{.performance = 1};

const std::vector<Parameter> parameters = {{"top_up", 6000.0, in_money_per_unit},
                                           {"decline", 0.2, {}},
                                           {"pool", 3e7, in_money},
                                           {"level", 6.0, speed},
                                           {"after", 1.5, years}};

FormulaScope scope() {
  return {parameters, find_currency("GBP"), "tokens/J"};
}

/// Each term is worth its place, counted from 1.
double value_of(const Formula& formula) {
  std::array<double, term_count> terms{};
  for (std::size_t i = 0; i < term_count; ++i) {
    terms[i] = static_cast<double>(i + 1);
  }
  std::vector<double> values;
  for (const Parameter& parameter : parameters) {
    values.push_back(parameter.value);
  }
  return formula.evaluate(terms, values);
}

double term(Term which) {
  return static_cast<double>(which) + 1.0;
}

struct Accepted {
  std::string_view text;
  Measure measure;
  double value;
};

void expect_accepted(const std::vector<Accepted>& table) {
  for (const Accepted& row : table) {
    const auto parsed = parse_formula(row.text, row.measure, scope());
    if (const auto* error = std::get_if<FormulaError>(&parsed)) {
      ADD_FAILURE() << row.text << ": " << error->problem << " (" << error->reason << ") at "
                    << error->offset;
      continue;
    }
    EXPECT_DOUBLE_EQ(value_of(std::get<Formula>(parsed)), row.value) << row.text;
  }
}

TEST(FormulaText, ReadsNumbersAsFieldsDo) {
  expect_accepted({{"2.5", bare_number, 2.5},
                   {"1e3", bare_number, 1000},
                   {"25 %", bare_number, 0.25},
                   {"25%", bare_number, 0.25},
                   {"25 percent", bare_number, 0.25},
                   {"25 per cent", bare_number, 0.25},
                   {"£5m", in_money, 5e6},
                   {"£1.5 billion", in_money, 1.5e9},
                   {"GBP 5k", in_money, 5000},
                   {"£14k per unit", in_money_per_unit, 14'000},
                   {"£14k/unit", in_money_per_unit, 14'000},
                   {"£14 thousand a unit", in_money_per_unit, 14'000},
                   {"£1m/month", {.money = 1, .years = -1}, 12e6},
                   {"18 months", years, 1.5},
                   {"3 years", years, 3},
                   {"1 year", years, 1},
                   {"8 %/year", a_rate, 0.08},
                   {"8 % a year", a_rate, 0.08},
                   {"0.5 per annum", a_rate, 0.5},
                   {"1 %/month", a_rate, 0.12},
                   {"500 units", units, 500},
                   {"1 unit", units, 1},
                   {"2.5 units/year", {.units = 1, .years = -1}, 2.5},
                   {"6 tokens/J", speed, 6},
                   {"6tokens/J", speed, 6}});
}

TEST(FormulaText, FollowsThePrecedenceOfMathematics) {
  expect_accepted({{"1 + 2 * 3", bare_number, 7},
                   {"(1 + 2) * 3", bare_number, 9},
                   {"10 - 3 - 2", bare_number, 5},
                   {"12 / 3 / 2", bare_number, 2},
                   {"2^3^2", bare_number, 512},
                   {"-2^2", bare_number, -4},
                   {"2^-1", bare_number, 0.5},
                   {"2 * -3", bare_number, -6},
                   {"--3", bare_number, 3},
                   {"8^1/3", bare_number, 8.0 / 3.0},
                   {"1/4", bare_number, 0.25},
                   {"50 % / 2", bare_number, 0.25},
                   {"3 - 1", bare_number, 2},
                   {"3-1", bare_number, 2},
                   {"1 < 2 and 2 < 1 or 1 <= 1", bare_number, 1},
                   {"1 < 2 and (2 < 1 or 1 <= 1)", bare_number, 1},
                   {"2 < 1 and (2 < 1 or 1 <= 1)", bare_number, 0},
                   {"1 < 2 or 1 < 2 and 2 < 1", bare_number, 1},
                   {"not 1 > 2", bare_number, 1},
                   {"not not 1 > 2", bare_number, 0},
                   {"not 1 < 2 and 1 < 2", bare_number, 0},
                   {"1 + 1 >= 2", bare_number, 1},
                   {"3 > 3", bare_number, 0}});
}

TEST(FormulaText, KnowsFunctions) {
  expect_accepted({{"min(3, 2)", bare_number, 2},
                   {"max(3, 2)", bare_number, 3},
                   {"min(3, 2, 1, 4)", bare_number, 1},
                   {"max(£3, 0, £5)", in_money, 5},
                   {"clamp(7, 0, 5)", bare_number, 5},
                   {"clamp(0, £1, £5)", in_money, 1},
                   {"clamp(0, 0, £5)", in_money, 0},
                   {"log(exp(2))", bare_number, elementary::log(elementary::exp(2))},
                   {"if(1 < 2, £3, £4)", in_money, 3},
                   {"if(1 > 2, £3, 0)", in_money, 0},
                   {"if(bid > £0 per unit, £3, £4)", in_money, 3}});
}

TEST(FormulaText, KnowsTermsAndParameters) {
  expect_accepted(
      {{"bid", in_money_per_unit, term(Term::bid)},
       {"bid * units", in_money, term(Term::bid) * term(Term::units)},
       {"measurement / threshold", bare_number, term(Term::measurement) / term(Term::threshold)},
       {"capacity * 2 years", units, 2 * term(Term::capacity)},
       {"years_since(signing)", years, term(Term::years_since_signing)},
       {"years_since( delivery )", years, term(Term::years_since_delivery)},
       {"top_up", in_money_per_unit, 6000},
       {"pool / units", in_money_per_unit, 3e7 / term(Term::units)},
       {"measurement >= level", bare_number, 0},
       {"years_since(start) > after", bare_number, 1},
       {"£14k per unit * (1 - decline)^(years_since(signing) / 1 year)", in_money_per_unit,
        14'000 * elementary::pow(0.8, term(Term::years_since_signing))}});
}

TEST(FormulaText, ReadsUnitsBehindASlashAsTheTerm) {
  expect_accepted({{"£5m/units", in_money_per_unit, 5e6 / term(Term::units)},
                   {"£5m / units", in_money_per_unit, 5e6 / term(Term::units)},
                   {"£5/unit", in_money_per_unit, 5},
                   {"£5 per units", in_money_per_unit, 5},
                   {"500 units / units", bare_number, 500 / term(Term::units)}});
}

TEST(FormulaText, LetsNothingFitAnyMeasure) {
  expect_accepted({{"0", in_money, 0},
                   {"-0", in_money, 0},
                   {"max(0, bid)", in_money_per_unit, term(Term::bid)},
                   {"bid + 0", in_money_per_unit, term(Term::bid)},
                   {"0 < bid", bare_number, 1}});
}

TEST(FormulaText, RaisesUnitsToWholePowers) {
  expect_accepted(
      {{"(£3)^2 / £3", in_money, 3},
       {"(3 years)^-1", a_rate, 1.0 / 3.0},
       {"units^(3 - 2)", units, term(Term::units)},
       {"decline^0.5", bare_number, std::sqrt(0.2)},
       {"2^share_delivered", bare_number, elementary::pow(2, term(Term::share_delivered))}});
}

TEST(FormulaText, FoldsConstants) {
  for (const std::string_view text : {"1 + 2 * 3", "if(1 < 2, 3, units / 1 unit)", "exp(0)"}) {
    EXPECT_TRUE(std::get<Formula>(parse_formula(text, bare_number, scope())).is_constant()) << text;
  }
  const auto whole = std::get<Formula>(parse_formula("bid * (1 + 1)", in_money_per_unit, scope()));
  EXPECT_EQ(whole.program().size(), 3U);
}

TEST(FormulaText, ChoosesAmongTheMeasuresWanted) {
  const Measure wanted[] = {in_money, in_money_per_unit};
  for (const auto& [text, which] :
       {std::pair{"£5", 0U}, {"bid", 1U}, {"bid * units", 0U}, {"0", 0U}}) {
    const auto parsed = parse_formula(text, wanted, scope());
    EXPECT_EQ(std::get<MeasuredFormula>(parsed).measure, which) << text;
  }
}

TEST(FormulaText, TellsConditionsFromNumbers) {
  EXPECT_TRUE(
      std::holds_alternative<Formula>(parse_condition("measurement >= 1.2 * threshold", scope())));
  const auto number = parse_condition("measurement / threshold", scope());
  EXPECT_EQ(std::get<FormulaError>(number).problem, "'measurement / threshold' is a bare number");
  EXPECT_EQ(std::get<FormulaError>(number).reason, "this field takes a condition");
}

struct Refused {
  std::string_view text;
  Measure measure;
  std::size_t offset;
  std::string_view message;
};

std::string message(const FormulaError& error) {
  return error.problem + (error.reason.empty() ? "" : " (" + error.reason + ")") +
         (error.suggestion.empty() ? "" : ". " + error.suggestion);
}

TEST(FormulaText, SaysWhatIsWrongAndWhere) {
  const std::vector<Refused> table = {
      {"", bare_number, 0, "an empty formula"},
      {"mesurement", speed, 0,
       "unknown name 'mesurement' (it is no term of contracts and no parameter of the programme). "
       "Did you mean 'measurement'?"},
      {"2 * topup", in_money_per_unit, 4,
       "unknown name 'topup' (it is no term of contracts and no parameter of the programme). Did "
       "you mean 'top_up'?"},
      {"ln(2)", bare_number, 0,
       "unknown name 'ln' (it is no term of contracts and no parameter of the programme). Write "
       "'log(x)'."},
      {"bid + £5m", in_money, 6,
       "'bid' is money per unit, '£5m' is money ('+' takes two of a kind). Multiply the price by "
       "'units', or divide the sum by them."},
      {"bid - 5", in_money_per_unit, 6,
       "'bid' is money per unit, '5' is a bare number ('-' takes two of a kind). Write '£5 per "
       "unit'?"},
      {"years_since(signing) > 2", bare_number, 23,
       "'years_since(signing)' is time, '2' is a bare number ('>' takes two of a kind). Write '2 "
       "years'?"},
      {"measurement > 80 %", bare_number, 14,
       "'measurement' is performance, '80 %' is a bare number ('>' takes two of a kind)"},
      {"min(bid, £5)", in_money, 9,
       "'bid' is money per unit, '£5' is money ('min' takes two of a kind). Multiply the price by "
       "'units', or divide the sum by them."},
      {"bid * units", in_money_per_unit, 0,
       "'bid * units' is money (money per unit is wanted here)"},
      {"bid > 0", in_money, 0,
       "'bid > 0' is a condition (money is wanted here). Choose by it: if(condition, then, "
       "otherwise)."},
      {"(bid > 0) * £5", in_money, 0,
       "'(bid > 0)' is a condition ('*' takes numbers). Choose by it: if(condition, then, "
       "otherwise)."},
      {"if(units, £5, £6)", in_money, 3,
       "'units' is units ('if' takes a condition). Compare it, for example with '> 0'."},
      {"bid and bid", bare_number, 0,
       "'bid' is money per unit ('and' takes a condition). Compare it, for example with '> 0'."},
      {"not 5", bare_number, 4,
       "'5' is a bare number ('not' takes a condition). Compare it, for example with '> 0'."},
      {"1 < 2 < 3", bare_number, 6,
       "a comparison of a comparison (each compares two numbers). Write two, joined by 'and'."},
      {"2^bid", bare_number, 2, "'bid' is money per unit (an exponent is a bare number)"},
      {"bid^0.5", bare_number, 4,
       "'bid' is money per unit (only a bare number may be raised to a power that is not a whole "
       "constant). Divide it by one of its kind first."},
      {"units^10", units, 6, "a unit is raised too far (no exponent of a unit is beyond 9)"},
      {"units^9 * units", units, 10,
       "a unit is raised too far (no exponent of a unit is beyond 9)"},
      {"log(bid)", bare_number, 4,
       "'bid' is money per unit ('log' takes a bare number). Divide it by one of its kind first."},
      {"clamp(1, 2)", bare_number, 0,
       "'clamp' of 2 values (it takes 3). Write clamp(x, low, high)."},
      {"max(1)", bare_number, 0, "'max' of 1 value (it takes 2 or more). Write max(a, b)."},
      {"max()", bare_number, 0, "'max' of 0 values (it takes 2 or more). Write max(a, b)."},
      {"max", bare_number, 0, "'max' without its values. Write max(a, b)."},
      {"bid(2)", in_money_per_unit, 3, "'bid' is no function. Write 'bid * (…)' for a product."},
      {"1 / 0", bare_number, 0, "'1 / 0' is not finite"},
      {"1 + log(0 - 1)", bare_number, 4, "'log(0 - 1)' is not finite"},
      {"(1 + 2", bare_number, 0, "a bracket is not closed"},
      {"1 + 2)", bare_number, 5, "a bracket that was not opened"},
      {"1, 2", bare_number, 1, "a comma outside a function (numbers have none either)"},
      {"1 +", bare_number, 3, "the formula ends where a value should stand"},
      {"1 + * 2", bare_number, 4, "'*' where a value should stand"},
      {"1 and", bare_number, 5, "the formula ends where a value should stand"},
      {"bid units", in_money, 4,
       "no sign before 'units' (values are joined by + - * / ^, comparisons, 'and' and 'or')"},
      {"2 bid", in_money_per_unit, 2, "no sign between '2' and 'bid'. Write '2 * bid'?"},
      {"25 % of value", in_money, 5, "no sign between '25 %' and 'of'. Write '*' for 'of'."},
      {"5 parsecs", bare_number, 2, "'parsecs' is no unit of '5'"},
      {"1.5 units", units, 0, "'1.5 units' is not a whole number"},
      {"2 yrs", years, 0,
       "'2 yrs' is not a span of time, such as '18 months' ('yrs' is not a unit of time). Write '2 "
       "years'?"},
      {"€5m", in_money, 0, ""},
      {"05", bare_number, 0, ""},
      {"£", in_money, 0, ""},
      {".5", bare_number, 0, "'.' is no sign of formulas. Write '0.5'?"},
      {"bid ≥ £5 per unit", bare_number, 4, "'≥' is no sign of formulas. Write '>='?"},
      {"2 ** 3", bare_number, 2, "'**' is no sign of formulas. Write '^'?"},
      {"bid == £5 per unit", bare_number, 4,
       "'==' is no sign of formulas (numbers are compared with <, <=, > and >=)"},
      {"a && b", bare_number, 2, "'&&' is no sign of formulas. Write 'and'?"},
      {"2 @ 3", bare_number, 2, "'@' is no sign of formulas"},
      {"years_since", years, 0,
       "'years_since' without an event. Write for example years_since(signing)."},
      {"years_since(sining)", years, 12, "unknown event 'sining'. Did you mean 'signing'?"},
      {"years_since(yesterday)", years, 12,
       "unknown event 'yesterday'. Known: start, announcement, signing, qualification, delivery."},
  };
  for (const Refused& row : table) {
    const auto parsed = parse_formula(row.text, row.measure, scope());
    ASSERT_TRUE(std::holds_alternative<FormulaError>(parsed)) << row.text;
    const auto& error = std::get<FormulaError>(parsed);
    EXPECT_EQ(error.offset, row.offset) << row.text << ": " << message(error);
    EXPECT_FALSE(error.problem.empty()) << row.text;
    if (!row.message.empty()) {
      EXPECT_EQ(message(error), row.message) << row.text;
    }
  }
}

TEST(FormulaText, LimitsLengthAndDepth) {
  const auto parse = [](const std::string& text) {
    return parse_formula(text, bare_number, scope());
  };
  const auto problem = [&](const std::string& text) {
    const auto parsed = parse(text);
    const auto* error = std::get_if<FormulaError>(&parsed);
    return error == nullptr ? "" : error->problem;
  };
  const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) {
      text += open;
    }
    text += "1";
    for (std::size_t i = 0; i < depth; ++i) {
      text += close;
    }
    return text;
  };
  EXPECT_EQ(problem(nested(99, "(", ")")), "");
  EXPECT_EQ(problem(nested(100, "(", ")")), "the formula nests deeper than 100 levels");
  EXPECT_EQ(problem(nested(99, "-", "")), "");
  EXPECT_EQ(problem(nested(100, "-", "")), "the formula nests deeper than 100 levels");
  EXPECT_EQ(problem(nested(200, "1^", "")), "the formula nests deeper than 100 levels");
  EXPECT_EQ(problem(nested(30, "share_delivered + (", ")")), "");
  EXPECT_EQ(problem(nested(32, "share_delivered + (", ")")), "the formula nests too deeply");
  EXPECT_EQ(problem(std::string(997, ' ') + "1+1"), "");
  EXPECT_EQ(problem(std::string(998, ' ') + "1+1"), "a formula of 1001 characters");
}

TEST(FormulaText, KeepsWordsOfItsOwn) {
  for (const auto& [word, meaning] : {std::pair{"bid", "a term"},
                                      {"years_since", "a term"},
                                      {"max", "a function"},
                                      {"and", "a word"},
                                      {"units", "a term"},
                                      {"unit", "a unit"},
                                      {"month", "a unit"},
                                      {"per", "a unit"},
                                      {"GBP", "a unit"},
                                      {"top_up", ""}}) {
    EXPECT_EQ(meaning_in_formulas(word), meaning) << word;
  }
}

TEST(FormulaText, TellsFormulasFromNumbers) {
  for (const std::string_view text :
       {"bid", "2 * 3", "max(", "£5m + pool", "(£5m)", "£5m > £4m", "if", "mesurement"}) {
    EXPECT_TRUE(looks_like_formula(text, scope())) << text;
  }
  for (const std::string_view text :
       {"£5m", "500 units", "£5m per unit", "5 parsecs", "unit", "tbc", ""}) {
    EXPECT_FALSE(looks_like_formula(text, scope())) << text;
  }
}

TEST(MeasureName, SaysWhatIsMeasured) {
  EXPECT_EQ(measure_name({}), "a bare number");
  EXPECT_EQ(measure_name(in_money_per_unit), "money per unit");
  EXPECT_EQ(measure_name({.years = -1}), "a rate");
  EXPECT_EQ(measure_name(years), "time");
  EXPECT_EQ(measure_name({.money = 2, .units = -1}), "money^2 / units");
  EXPECT_EQ(measure_name({.units = -1, .performance = -2}), "1 / units / performance^2");
  EXPECT_EQ(measure_name({.money = 1, .performance = 1}), "money * performance");
}

/// A random formula of bare numbers, printed as it is made, and its value by plain recursion.
struct Printed {
  std::string text;
  double value;
  bool condition;
};

class Printer {
 public:
  explicit Printer(std::uint64_t seed) : random_(seed) {}

  Printed number(int depth) {
    if (depth == 0) {
      return leaf();
    }
    const std::string blank = below(2) == 0 ? "" : " ";
    switch (below(10)) {
      case 0:
        return {"-" + in_brackets(number(depth - 1)), -last_, false};
      case 1: {
        const Printed of = number(depth - 1);
        return {"exp(" + of.text + ")", elementary::exp(of.value), false};
      }
      case 2: {
        const Printed x = number(depth - 1);
        const Printed low = number(depth - 1);
        const Printed high = number(depth - 1);
        return {"clamp(" + x.text + blank + "," + low.text + ", " + high.text + ")",
                std::min(std::max(x.value, low.value), high.value), false};
      }
      case 3: {
        const Printed condition = this->condition(depth - 1);
        const Printed then = number(depth - 1);
        const Printed otherwise = number(depth - 1);
        return {"if(" + condition.text + ", " + then.text + ", " + otherwise.text + ")",
                condition.value != 0.0 ? then.value : otherwise.value, false};
      }
      case 4: {
        const Printed a = number(depth - 1);
        const Printed b = number(depth - 1);
        return {"max(" + a.text + "," + b.text + ")", std::max(a.value, b.value), false};
      }
      default:
        return of_two(depth, blank);
    }
  }

  Printed condition(int depth) {
    if (depth > 1 && below(2) == 0) {
      const Printed a = condition(depth - 1);
      const Printed b = condition(depth - 1);
      return below(2) == 0 ? Printed{"(" + a.text + ") and not (" + b.text + ")",
                                     a.value != 0.0 && b.value == 0.0 ? 1.0 : 0.0, true}
                           : Printed{"(" + a.text + ") or (" + b.text + ")",
                                     a.value != 0.0 || b.value != 0.0 ? 1.0 : 0.0, true};
    }
    const Printed a = number(depth > 0 ? depth - 1 : 0);
    const Printed b = number(depth > 0 ? depth - 1 : 0);
    return below(2) == 0 ? Printed{a.text + " < " + b.text, a.value < b.value ? 1.0 : 0.0, true}
                         : Printed{a.text + ">=" + b.text, a.value >= b.value ? 1.0 : 0.0, true};
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  Printed leaf() {
    switch (below(4)) {
      case 0:
        return {"share_delivered", term(Term::share_delivered), false};
      case 1:
        return {"decline", 0.2, false};
      case 2:
        return {"50 %", 0.5, false};
      default:
        const auto whole = below(5);
        return {std::to_string(whole) + ".25", static_cast<double>(whole) + 0.25, false};
    }
  }

  std::string in_brackets(const Printed& printed) {
    last_ = printed.value;
    return "(" + printed.text + ")";
  }

  Printed of_two(int depth, const std::string& blank) {
    const Printed a = number(depth - 1);
    const Printed b = number(depth - 1);
    const std::string left = "(" + a.text + ")" + blank;
    const std::string right = blank + "(" + b.text + ")";
    switch (below(4)) {
      case 0:
        return {left + "+" + right, a.value + b.value, false};
      case 1:
        return {left + "-" + right, a.value - b.value, false};
      case 2:
        return {left + "*" + right, a.value * b.value, false};
      default:
        return {left + "/" + right, a.value / b.value, false};
    }
  }

  std::mt19937_64 random_;
  double last_ = 0.0;
};

TEST(FormulaText, ReadsBackWhatWasPrinted) {
  Printer printer(20261120);
  int compared = 0;
  for (int i = 0; i < 5'000; ++i) {
    const Printed printed = printer.number(1 + i % 4);
    const auto parsed = parse_formula(printed.text, bare_number, scope());
    if (const auto* error = std::get_if<FormulaError>(&parsed)) {
      const bool too_much = printed.text.size() > longest_formula ||
                            error->problem.ends_with("is not finite") ||
                            error->problem == "the formula nests too deeply";
      ASSERT_TRUE(too_much) << printed.text << ": " << error->problem;
      continue;
    }
    const double value = value_of(std::get<Formula>(parsed));
    ASSERT_TRUE(value == printed.value || !std::isfinite(printed.value))
        << printed.text << " is " << value << ", not " << printed.value;
    ++compared;
  }
  EXPECT_GT(compared, 3'500);
}

TEST(FormulaText, SurvivesAnyText) {
  constexpr std::string_view pieces[] = {
      "1",         "0",     "25 %", "£5m",  "£",     "€",     "per ",   "unit",      "units",
      "18 months", "/",     "*",    "+",    "-",     "^",     "(",      ")",         ",",
      "<",         ">=",    "max",  "min(", "if(",   "log(",  "clamp",  "bid",       "value",
      "and ",      "or ",   "not ", "pool", "top_u", "\xc2",  "\xff",   "²",         "…",
      ".",         "e5",    "\n",   "\t",   " ",     "years", "_since", "(signing)", "tokens/J",
      "GBP",       "1e999", "of",   "[",    "\x01"};
  std::mt19937_64 random(7);
  int sound = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (std::uint64_t left = random() % 12; left > 0; --left) {
      text += random() % 8 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                : std::string(pieces[random() % std::size(pieces)]);
    }
    const auto parsed = parse_formula(text, random() % 2 == 0 ? in_money : bare_number, scope());
    if (const auto* error = std::get_if<FormulaError>(&parsed)) {
      ASSERT_FALSE(error->problem.empty()) << text;
      ASSERT_GE(error->length, 1U) << text;
      ASSERT_LE(error->offset, text.size()) << text;
    } else {
      ++sound;
    }
    looks_like_formula(text, scope());
  }
  EXPECT_GT(sound, 200);
}

}  // namespace
}  // namespace firstcustomer
