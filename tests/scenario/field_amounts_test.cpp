/// Amounts, formulas and parameters as fields: what every visitor of descriptions makes of them.

#include <gmock/gmock.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "firstcustomer/scenario/outline.hpp"
#include "firstcustomer/scenario/reference.hpp"
#include "firstcustomer/scenario/sampling.hpp"
#include "firstcustomer/scenario/schema.hpp"
#include "reader.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;

constexpr AmountForm sum_or_share[] = {{Basis::value, {Dimension::share, "value"}, between(0, 1)},
                                       {Basis::sum, {Dimension::money}, at_least(0)}};
constexpr AmountForm price[] = {{Basis::per_unit, {Dimension::money_per_unit, "unit"}, above(0)}};
constexpr AmountMeasure sum_or_price[] = {{in_money_per_unit, Basis::per_unit},
                                          {in_money, Basis::sum}};

struct Rule {
  std::vector<Parameter> parameters;
  Amount pay;
  Amount price;
  std::optional<Formula> when;
  std::optional<Formula> factor;
};

void describe(FieldVisitor& visitor, Rule& rule) {
  visitor.parameters("parameters", rule.parameters, {.help = "Numbers.", .fallback = "{}"});
  visitor.object("clause", {.help = "A clause."}, [&](FieldVisitor& v) {
    v.amount("pay", rule.pay, {.forms = sum_or_share, .help = "What is paid.", .fallback = "£1m"});
    v.amount(
        "price", rule.price,
        {.forms = price, .help = "A price.", .fallback = "£9 per unit", .formulas = sum_or_price});
    v.formula("when", rule.when, {.help = "When."});
    v.formula("factor", rule.factor, {.measure = Measure{}, .help = "How much.", .fallback = "1"});
  });
}

struct ReadRule {
  Rule rule;
  Scenario scenario;
  Diagnostics diagnostics;
  std::string messages() const { return diagnostics.render(Excerpts::none); }
};

ReadRule read(const std::string& text) {
  ReadRule result;
  const std::size_t source = result.diagnostics.add_source("rule.yaml", text);
  const auto root = parse_document(source, text, result.diagnostics);
  result.scenario.numbers.benchmarks.emplace_back().unit = "tokens/J";
  Reading reading{result.diagnostics, result.scenario, {}};
  Reader reader = Reader::root(reading, *root, {source, 0, 0, 1}, result.scenario.resolved);
  describe(reader, result.rule);
  reader.finish();
  return result;
}

ReadRule read_clause(const std::string& fields) {
  return read("clause: {" + fields + "}\n");
}

const Assumption* assumption(const ReadRule& read, std::string_view path) {
  for (const Assumption& each : read.scenario.assumptions) {
    if (each.path == path) {
      return &each;
    }
  }
  return nullptr;
}

/// All terms are 2.
double value_of(const Formula& formula, const Rule& rule) {
  std::array<double, term_count> terms{};
  terms.fill(2.0);
  std::vector<double> parameters;
  for (const Parameter& parameter : rule.parameters) {
    parameters.push_back(parameter.value);
  }
  return formula.evaluate(terms, parameters);
}

TEST(Amounts, AreNumbersInTheFirstFormThatFits) {
  const struct {
    std::string_view text;
    Basis basis;
    double number;
  } table[] = {{"25 % of value", Basis::value, 0.25},
               {"25 %", Basis::value, 0.25},
               {"£5m", Basis::sum, 5e6},
               {"{value: £5m, source: A paper}", Basis::sum, 5e6},
               {"£5m + £1m", Basis::sum, 6e6}};
  for (const auto& row : table) {
    const ReadRule read = read_clause("pay: " + std::string(row.text));
    EXPECT_EQ(read.messages(), "") << row.text;
    EXPECT_EQ(read.rule.pay.basis, row.basis) << row.text;
    EXPECT_EQ(read.rule.pay.number, row.number) << row.text;
    EXPECT_FALSE(read.rule.pay.formula.has_value()) << row.text;
  }
  EXPECT_EQ(read_clause("when: none").rule.pay.number, 1e6) << "the default";
}

TEST(Amounts, MayBeUncertainInAnyForm) {
  const ReadRule money =
      read_clause("pay: {lognormal: {median: £5m, sigma: 0.3}, source: A paper, grade: recalled}");
  EXPECT_EQ(money.messages(), "");
  EXPECT_EQ(money.rule.pay.basis, Basis::sum);
  EXPECT_NEAR(money.rule.pay.number, 5e6, 1e-3);
  ASSERT_EQ(money.scenario.uncertainties.size(), 1U);
  EXPECT_EQ(money.scenario.uncertainties[0].path, "clause.pay");
  EXPECT_EQ(assumption(money, "clause.pay")->source, "A paper");
  const ReadRule share = read_clause("pay: {triangular: {low: 10 %, mode: 20 %, high: 40 %}}");
  EXPECT_EQ(share.messages(), "");
  EXPECT_EQ(share.rule.pay.basis, Basis::value);
}

TEST(Amounts, MayBeFormulas) {
  ReadRule read = read_clause("pay: '0.5 * budget', price: 'max(bid, £3 per unit)'");
  EXPECT_EQ(read.messages(), "");
  EXPECT_EQ(read.rule.pay.basis, Basis::sum);
  EXPECT_EQ(value_of(*read.rule.pay.formula, read.rule), 1.0);
  EXPECT_EQ(read.rule.price.basis, Basis::per_unit);
  EXPECT_EQ(value_of(*read.rule.price.formula, read.rule), 3.0);
  EXPECT_EQ(assumption(read, "clause.pay")->kind, ValueKind::formula);
  EXPECT_EQ(assumption(read, "clause.pay")->text, "0.5 * budget");

  read = read_clause("price: {value: budget, source: The act}");
  EXPECT_EQ(read.messages(), "");
  EXPECT_EQ(read.rule.price.basis, Basis::sum) << "by what it measures";
  EXPECT_EQ(assumption(read, "clause.price")->source, "The act");
}

TEST(Amounts, SayWhatIsWrong) {
  const struct {
    std::string_view fields;
    std::string_view message;
  } table[] = {
      {"pay: bid", "rule.yaml:1:15: 'bid' is money per unit (money is wanted here).\n"},
      {"pay: 2 * mesurement",
       "rule.yaml:1:19: unknown name 'mesurement' (it is no term of contracts and no parameter of "
       "the programme). Did you mean 'measurement'?\n"},
      {"pay: '£5 * mesurement'",
       "rule.yaml:1:21: unknown name 'mesurement' (it is no term of contracts and no parameter of "
       "the programme). Did you mean 'measurement'?\n"},
      {"pay: {value: 2 * mesurement, source: x}",
       "rule.yaml:1:27: unknown name 'mesurement' (it is no term of contracts and no parameter of "
       "the programme). Did you mean 'measurement'?\n"},
      {"pay: \"2 * \\x6desurement\"",
       "rule.yaml:1:15: unknown name 'mesurement' (it is no term of contracts and no parameter of "
       "the programme). Did you mean 'measurement'?\n"},
      {"pay: 5 parsecs",
       "rule.yaml:1:15: '5 parsecs' is no amount (it should be a share, such as '25 % of value' or "
       "0.25, or an amount of money, such as '£100m', or a formula).\n"},
      {"pay: £1m * 2 - £3m",
       "rule.yaml:1:15: '£1m * 2 - £3m' is out of range (it must not be negative).\n"},
      {"price: £20k",
       "rule.yaml:1:17: '£20k' is not a price, such as '£20k per unit' (it is an amount of money). "
       "Write '£20k per unit'?\n"},
      {"pay: £5m to £6m",
       "rule.yaml:1:15: '£5m to £6m' is not an amount of money, such as '£100m' (a range is a law "
       "of chance). Write '{uniform: {low: £5m, high: £6m}}'?\n"},
      {"pay: £5m + £1m per unit",
       "rule.yaml:1:21: '£5m' is money, '£1m per unit' is money per unit ('+' takes two of a "
       "kind). "
       "Multiply the price by 'units', or divide the sum by them.\n"},
      {"pay: [1]", ""},
      {"price: (1 + 2",
       "rule.yaml:1:17: a bracket is not closed. Put a formula with commas between quotes.\n"},
      {"pay: 250 %", ""},
      {"when: share_delivered",
       "rule.yaml:1:16: 'share_delivered' is a bare number (this field takes a condition). Compare "
       "it, for example with '> 0'.\n"},
      {"when: {a: b}", ""},
  };
  for (const auto& row : table) {
    const ReadRule read = read_clause(std::string(row.fields));
    EXPECT_EQ(read.diagnostics.errors(), 1U) << row.fields << "\n" << read.messages();
    if (!row.message.empty()) {
      EXPECT_EQ(read.messages(), row.message);
    }
  }
}

TEST(Amounts, PointAtAFoldedTextAsAWhole) {
  const ReadRule read = firstcustomer::read("clause:\n  pay: >\n    £5 *\n    mesurement\n");
  EXPECT_THAT(read.messages(), HasSubstr("rule.yaml:2:8: unknown name"));
}

TEST(Formulas, MayBeLeftOut) {
  const ReadRule read = read_clause("");
  EXPECT_EQ(read.messages(), "");
  EXPECT_FALSE(read.rule.when.has_value());
  EXPECT_EQ(value_of(*read.rule.factor, read.rule), 1.0) << "the default";
  const ReadRule written = read_clause("when: measurement >= 1.2 * threshold, factor: 2 * rank");
  EXPECT_EQ(written.messages(), "");
  EXPECT_EQ(value_of(*written.rule.when, written.rule), 0.0);
  EXPECT_EQ(value_of(*written.rule.factor, written.rule), 4.0);
}

constexpr std::string_view all_parameters =
    "parameters: {top_up: £6k per unit, decline: 20 %, pool: £30m, after: 18 months, "
    "quota: 500 units, factor: 1.3, level: 6 tokens/J, burn: £1m/month, rate: 8 %/year, "
    "made: 12 units/year, base: {triangular: {low: £1 per unit, mode: £2 per unit, high: £3 per "
    "unit}}, lag: {lognormal: {median: 24 months, sigma: 0.5}}}\n";

TEST(Parameters, HaveTheMeasureInWhichTheyAreWritten) {
  const ReadRule read = firstcustomer::read(std::string(all_parameters));
  EXPECT_EQ(read.messages(), "");
  const Parameter expected[] = {{"top_up", 6000, in_money_per_unit},
                                {"decline", 0.2, {}},
                                {"pool", 3e7, in_money},
                                {"after", 1.5, {.years = 1}},
                                {"quota", 500, {.units = 1}},
                                {"factor", 1.3, {}},
                                {"level", 6, {.performance = 1}},
                                {"burn", 12e6, {.money = 1, .years = -1}},
                                {"rate", 0.08, {.years = -1}},
                                {"made", 12, {.units = 1, .years = -1}},
                                {"base", 2, in_money_per_unit},
                                {"lag", 2, {.years = 1}}};
  ASSERT_EQ(read.rule.parameters.size(), std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(read.rule.parameters[i].name, expected[i].name);
    EXPECT_NEAR(read.rule.parameters[i].value, expected[i].value,
                1e-12 * expected[i].value + 0.02 * (i == 10))
        << expected[i].name;
    EXPECT_EQ(read.rule.parameters[i].measure, expected[i].measure) << expected[i].name;
  }
  ASSERT_EQ(read.scenario.uncertainties.size(), 2U);
  EXPECT_EQ(read.scenario.uncertainties[0].path, "parameters.base");
  EXPECT_EQ(assumption(read, "parameters.lag")->kind, ValueKind::uncertain);
}

TEST(Parameters, AreWhatFormulasAfterThemReferTo) {
  const ReadRule read = firstcustomer::read(
      std::string(all_parameters) +
      "clause: {price: bid + top_up * (1 - decline), when: years_since(start) > after}\n");
  EXPECT_EQ(read.messages(), "");
  EXPECT_EQ(value_of(*read.rule.price.formula, read.rule), 2 + 6000 * 0.8);
  EXPECT_EQ(value_of(*read.rule.when, read.rule), 1.0);
}

TEST(Parameters, SayWhatIsWrong) {
  const struct {
    std::string_view text;
    std::string_view message;
  } table[] = {
      {"parameters: {bid: 5}",
       "rule.yaml:1:14: 'bid' cannot be a parameter (it is a term of formulas). Rename it.\n"},
      {"parameters: {year: 5}",
       "rule.yaml:1:14: 'year' cannot be a parameter (it is a unit of formulas). Rename it.\n"},
      {"parameters: {top-up: 5}",
       "rule.yaml:1:14: 'top-up' is not a name of a parameter (such names have letters, digits and "
       "_, a letter first, at most 64). Write 'top_up'?\n"},
      {"parameters: 5",
       "rule.yaml:1:13: 'parameters' should be a map, not '5'. Write for example parameters: "
       "{top_up: £6k per unit}.\n"},
      {"parameters: {top_up: 5 parsecs}\nclause: {price: top_up}",
       "rule.yaml:1:22: '5 parsecs' is not a number of any unit (parameters are written such as "
       "'£6k per unit', '20 %' or '18 months').\n"},
      {"parametres: {top_up: £5 per unit}\nclause: {price: top_up}", ""},
  };
  for (const auto& row : table) {
    const ReadRule read = firstcustomer::read(std::string(row.text) + "\n");
    EXPECT_EQ(read.diagnostics.errors(), 1U) << row.text << "\n" << read.messages();
    if (!row.message.empty()) {
      EXPECT_EQ(read.messages(), row.message);
    }
  }
}

TEST(Parameters, AreBoundByTheirPaths) {
  ReadRule read = firstcustomer::read(std::string(all_parameters) + "clause: {pay: 2 * budget}\n");
  const auto targets = number_targets([&](FieldVisitor& visitor) { describe(visitor, read.rule); });
  store(targets.at("parameters.top_up"), 7000.0);
  EXPECT_EQ(read.rule.parameters[0].value, 7000.0);
  store(targets.at("parameters.after"), 365.25);
  EXPECT_EQ(read.rule.parameters[3].value, 1.0) << "days, held in years";
  EXPECT_EQ(stored(targets.at("parameters.after")), 365.25);
  store(targets.at("clause.price"), 8.0);
  EXPECT_EQ(read.rule.price.number, 8.0);
  EXPECT_EQ(targets.count("clause.pay"), 0U) << "a formula holds no number";
}

TEST(ResolvedRules, ReadBackToTheSame) {
  const ReadRule first = read(std::string(all_parameters) +
                              "clause: {pay: '£5m * decline', when: 'measurement > level', "
                              "price: {value: bid, source: The act}}\n");
  EXPECT_EQ(first.messages(), "");
  const std::string text = write_document(first.scenario.resolved);
  const ReadRule second = read(text);
  EXPECT_EQ(second.messages(), "") << text;
  EXPECT_EQ(write_document(second.scenario.resolved), text);
  EXPECT_THAT(text, HasSubstr("£5m * decline"));
  EXPECT_EQ(second.rule.pay.formula, first.rule.pay.formula);
  EXPECT_EQ(second.rule.price.formula, first.rule.price.formula);
  EXPECT_EQ(second.rule.when, first.rule.when);
  EXPECT_EQ(second.rule.factor, first.rule.factor);
  EXPECT_EQ(assumption(second, "clause.price")->source, "The act");
  EXPECT_THAT(write_document(read("clause: {}\n").scenario.resolved), HasSubstr("when: none"));
}

TEST(Outline, HoldsAmountsFormulasAndParameters) {
  Rule rule;
  const OutlineField outline = outline_of([&](FieldVisitor& visitor) { describe(visitor, rule); });
  const OutlineField& pay = *find_fields(outline, "clause.pay").at(0);
  EXPECT_EQ(pay.kind, OutlineKind::amount);
  ASSERT_EQ(pay.forms.size(), 2U);
  EXPECT_EQ(pay.forms[1].dimension, Dimension::money);
  EXPECT_TRUE(pay.may_be_formula);
  EXPECT_EQ(find_fields(outline, "clause.when").at(0)->kind, OutlineKind::formula);
  EXPECT_EQ(find_fields(outline, "parameters").at(0)->kind, OutlineKind::parameters);
  EXPECT_THAT(reference_text(pay),
              HasSubstr("clause.pay: share, 25 % of value; 0 to 100 %, or money, £100m; not "
                        "negative, or formula; default"));
  const auto schema = nlohmann::json::parse(json_schema(outline));
  const auto& clause = schema["properties"]["clause"]["properties"];
  EXPECT_EQ(clause["pay"]["anyOf"].size(), 3U);
  EXPECT_TRUE(clause["when"].contains("anyOf"));
  EXPECT_TRUE(schema["properties"]["parameters"].contains("patternProperties"));
}

}  // namespace
}  // namespace firstcustomer
