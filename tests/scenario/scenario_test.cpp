#include "firstcustomer/scenario/scenario.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "firstcustomer/core/id.hpp"
#include "firstcustomer/model/world.hpp"
#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using testing::assumption;
using ::testing::ElementsAre;
using testing::facility_scenario;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::place_of;
using testing::read_small;
using testing::read_text;
using testing::ReadScenario;
using ::testing::SizeIs;
using testing::small_scenario;
using ::testing::StartsWith;
using testing::uk_scenario;
using testing::uncertainty;
using testing::values_of;
using testing::with;

Law categorical(const std::vector<double>& values, const std::vector<double>& probabilities) {
  Law law{LawFamily::categorical, {}};
  std::copy(values.begin(), values.end(), law.parameters.begin());
  std::copy(probabilities.begin(), probabilities.end(), law.parameters.begin() + most_categories);
  return law;
}

std::string without(std::string_view text) {
  return with(text, "");
}

/// "small.yaml:line:column: " of the first occurrence of `what`.
std::string located(std::string_view what, std::string_view text = small_scenario) {
  return "small.yaml:" + place_of(what, text) + ": ";
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    result.push_back(line);
  }
  return result;
}

/// A reading that is refused with exactly one message, which begins so.
void expect_refused(const ReadScenario& read, const std::string& message) {
  EXPECT_FALSE(read.scenario) << message;
  EXPECT_THAT(read.messages(), StartsWith(message));
  EXPECT_THAT(lines(read.messages()), SizeIs(1));
}

// ---- What is read ----

TEST(Scenario, ReadsAMinimalText) {
  const ReadScenario read = read_small();
  ASSERT_EQ(read.messages(), "");
  const Scenario& scenario = *read;
  EXPECT_EQ(scenario.head.title, "Small");
  EXPECT_EQ(scenario.head.description, "One firm, one promise.");
  const Case& numbers = scenario.numbers;
  EXPECT_EQ(numbers.start, Date(2026, 1, 1));
  EXPECT_EQ(numbers.horizon, Date(2030, 12, 31));
  ASSERT_THAT(numbers.benchmarks, SizeIs(1));
  EXPECT_EQ(numbers.benchmarks[0].name, "speed");
  EXPECT_EQ(numbers.benchmarks[0].unit, "tokens/J");
  ASSERT_THAT(numbers.frontier, SizeIs(1));
  EXPECT_EQ(numbers.frontier[0].level, 10.0);
  EXPECT_EQ(numbers.frontier[0].dated, Date(2026, 1, 1));
  EXPECT_EQ(numbers.frontier[0].annual_growth, 1.5);
  ASSERT_THAT(numbers.standard.thresholds, SizeIs(1));
  EXPECT_EQ(numbers.standard.thresholds[0].benchmark, "speed");
  EXPECT_EQ(numbers.standard.thresholds[0].of, ThresholdOf::level);
  EXPECT_EQ(numbers.standard.thresholds[0].required, 12.0);
  EXPECT_EQ(numbers.standard.deadline, Date(2030, 6, 30));
  ASSERT_THAT(numbers.technologies, SizeIs(1));
  const Technology& chip = numbers.technologies[0];
  EXPECT_EQ(chip.name, "chip");
  EXPECT_EQ(chip.relative_performance, Law::lognormal(1.2, 0.5));
  ASSERT_THAT(chip.stages, SizeIs(2));
  EXPECT_EQ(chip.stages[0].name, "design");
  EXPECT_EQ(chip.stages[0].duration, Law::constant(365.25));
  EXPECT_THAT(chip.stages[0].success, ElementsAre(0.5, 0.8));
  EXPECT_EQ(chip.stages[0].on_failure, OnFailure::repeat);
  EXPECT_EQ(chip.stages[0].repeat_duration, Law::constant(182.625));
  EXPECT_EQ(chip.stages[0].repeat_cost, Money::major(1e6));
  EXPECT_EQ(chip.stages[1].name, "test");
  EXPECT_EQ(chip.stages[1].duration, (Law{LawFamily::triangular, {30.4375, 60.875, 182.625}}));
  EXPECT_EQ(chip.stages[1].decided_by, DecidedBy::standard);
  EXPECT_EQ(chip.supply.lead_time, Law::constant(91.3125));
  EXPECT_EQ(chip.supply.units_per_month, 250);
  EXPECT_EQ(chip.supply.unit_cost, Money::major(2000));
  EXPECT_EQ(numbers.finance.closing, Law::constant(5 * 30.4375));
  EXPECT_EQ(numbers.finance.round_lasts, Duration::from_months(24));
  ASSERT_THAT(numbers.finance.rounds, SizeIs(1));
  EXPECT_EQ(numbers.finance.rounds[0].name, "seed");
  EXPECT_EQ(numbers.finance.rounds[0].graduation, Share(0.4));
  EXPECT_EQ(numbers.finance.rounds[0].size, Law::lognormal(5e6, 0.7));
  EXPECT_EQ(numbers.finance.rounds[0].starts_at_runway, Duration::from_months(9));
  ASSERT_THAT(numbers.firms, SizeIs(1));
  const Firm& alpha = numbers.firms[0];
  EXPECT_EQ(alpha.name, "alpha");
  EXPECT_EQ(alpha.description, "The only firm.");
  EXPECT_EQ(alpha.technology, "chip");
  EXPECT_EQ(alpha.stage, "design");
  EXPECT_EQ(alpha.remaining, Duration::from_months(6));
  EXPECT_EQ(alpha.cash, Money::major(4e6));
  EXPECT_EQ(alpha.burn, BurnRate::major_per_year(3e6));
  EXPECT_EQ(alpha.next_round, "seed");
  ASSERT_EQ(numbers.programmes.size(), 1U);
  ASSERT_THAT(numbers.programmes.front().contract, SizeIs(1));
  EXPECT_EQ(numbers.programmes.front().contract[0].on, Trigger::acceptance);
  EXPECT_EQ(numbers.programmes.front().contract[0].pay, Amount::per_unit(Money::major(20'000)));
  EXPECT_EQ(numbers.programmes.front().contract[0].up_to, Amount::units(500));
}

TEST(Scenario, FillsInDefaults) {
  const ReadScenario read = read_small();
  const Case& numbers = read->numbers;
  EXPECT_EQ(read->head.seed, 1);
  EXPECT_EQ(read->head.currency, "GBP");
  EXPECT_EQ(numbers.benchmarks[0].better, Better::higher);
  EXPECT_EQ(numbers.benchmarks[0].noise, 0.0);
  EXPECT_EQ(numbers.standard.attempts, 1);
  EXPECT_EQ(numbers.standard.retest_after, Duration::from_months(6));
  EXPECT_EQ(numbers.technologies[0].slip, Law::constant(1.0));
  EXPECT_EQ(numbers.technologies[0].stages[0].cost, Money{});
  EXPECT_EQ(numbers.technologies[0].stages[0].keeps_runway, Duration{});
  EXPECT_EQ(numbers.technologies[0].stages[0].decided_by, DecidedBy::chance);
  EXPECT_EQ(numbers.finance.market, 1.0);
  EXPECT_EQ(numbers.finance.attempts, 2);
  EXPECT_EQ(numbers.finance.rounds[0].then, "");
  EXPECT_TRUE(numbers.firms[0].domestic);
  EXPECT_FALSE(numbers.firms[0].parent_funded);
  EXPECT_EQ(numbers.programmes.front().name, "programme");
  EXPECT_TRUE(numbers.programmes.front().eligibility.domestic_only);
  EXPECT_EQ(numbers.programmes.front().eligibility.max_share_per_firm, Share(1.0));
  EXPECT_EQ(numbers.programmes.front().fund.payment_terms, Duration::from_days(30));

  const ReadScenario once =
      read_text(with("        success: [50 %, 80 %]\n        on_failure: repeat\n"
                     "        repeat_duration: 6 months\n        repeat_cost: £1m\n",
                     ""));
  EXPECT_THAT(once->numbers.technologies[0].stages[0].success, ElementsAre(1.0));
  EXPECT_EQ(once->numbers.technologies[0].stages[0].on_failure, OnFailure::end);
}

TEST(Scenario, SaysWhichAssumptionsAreDefaults) {
  const ReadScenario read = read_small();
  const struct {
    std::string_view path;
    std::string_view text;
    bool is_default;
  } table[] = {
      {"benchmarks.speed.noise", "0", true},
      {"frontier.speed.level", "10 tokens/J", false},
      {"standard.retest_after", "6 months", true},
      {"technologies.chip.slip", "1", true},
      {"technologies.chip.stages.design.cost", "£0", true},
      {"technologies.chip.stages.design.success.0", "50 %", false},
      {"technologies.chip.stages.design.success.1", "80 %", false},
      {"firms.alpha.cash", "£4m", false},
      {"programme.eligibility.max_share_per_firm", "100 %", true},
      {"programme.contract.0.pay", "£20k per unit", false},
      {"programme.fund.budget", "{lognormal: {median: £10m, sigma: 0.2}}", false},
  };
  for (const auto& row : table) {
    const Assumption* found = assumption(*read, row.path);
    ASSERT_NE(found, nullptr) << row.path;
    EXPECT_EQ(found->text, row.text) << row.path;
    EXPECT_EQ(found->is_default, row.is_default) << row.path;
  }
}

TEST(Scenario, TellsNumbersUncertainNumbersAndLawsApart) {
  const ReadScenario read = read_small();
  EXPECT_EQ(assumption(*read, "firms.alpha.cash")->kind, ValueKind::number);
  EXPECT_EQ(assumption(*read, "programme.fund.budget")->kind, ValueKind::uncertain);
  EXPECT_EQ(assumption(*read, "technologies.chip.relative_performance")->kind, ValueKind::law);
  EXPECT_EQ(assumption(*read, "technologies.chip.stages.design.duration")->kind, ValueKind::number)
      << "a law that is one value";
  EXPECT_EQ(assumption(*read, "technologies.chip.relative_performance.lognormal.median"), nullptr)
      << "known parameters stand in the law's line";
}

TEST(Scenario, ReadsTheUkScenario) {
  const ReadScenario read = read_text(uk_scenario());
  EXPECT_EQ(read.messages(), "") << "without a doubt, too";
  EXPECT_GE(read->numbers.firms.size(), 5U);
  EXPECT_EQ(read->numbers.programmes.size(), 1U);
  for (const Assumption& each : read->assumptions) {
    EXPECT_TRUE(each.is_default || each.grade != Grade::ungraded ||
                !each.path.starts_with("firms."))
        << each.path;
  }
  EXPECT_NO_THROW(Model::build(read->numbers));
}

TEST(Scenario, CanBeWithoutAProgramme) {
  std::string text(small_scenario);
  text.resize(text.find("programme:"));
  const ReadScenario read = read_text(text);
  EXPECT_EQ(read.messages(), "");
  EXPECT_TRUE(read->numbers.programmes.empty());
  EXPECT_THAT(read->uncertainties, IsEmpty());
  EXPECT_EQ(read->resolved.find("programme"), nullptr);
  EXPECT_EQ(assumption(*read, "programme.fund.budget"), nullptr);
}

TEST(Scenario, CanBeWrittenInAnotherCurrency) {
  std::string text = with("title: Small\n", "title: Small\ncurrency: EUR\n");
  for (std::size_t found; (found = text.find("£")) != std::string::npos;) {
    text.replace(found, std::string("£").size(), "€");
  }
  const ReadScenario read = read_text(text);
  EXPECT_EQ(read.messages(), "");
  EXPECT_EQ(values_of(read->numbers), values_of(read_small()->numbers));
  EXPECT_EQ(read->resolved.find("technologies")
                ->find("chip")
                ->find("stages")
                ->find("design")
                ->find("cost")
                ->text,
            "€0");
  expect_refused(
      read_text(with("firms.alpha", "", text + "# firms.alpha\n"), {"firms.alpha.cash=£4m"}),
      "--set:1:18: '£4m' is not in EUR (a scenario is written in one currency).");
  expect_refused(read_text(with("title: Small\n", "title: Small\ncurrency: CHF\n")),
                 "small.yaml:2:11: 'CHF' is not a known currency. Write GBP, EUR or USD.");
}

// ---- Problems ----

TEST(Scenario, ReportsAllMistakesOfATextAtOnce) {
  std::string text = with("    burn: £0.25m/month", "    bunr: £0.25m/month");
  text = with("closing: 5 months", "closing: 5", text);
  text = with("  deadline: 2030-06-30", "  deadline: 2030-06-31\n  deadline: 2030-06-30", text);
  text = with("median: £5m", "median: 5m", text);
  text = with("£20k per unit", "£20k", text);
  text = with("technology: chip", "technology: [chip]", text);
  text = with("on_failure: repeat", "on_failure: repaet", text);
  text = with("grade: assumed", "grade: guess", text);
  const ReadScenario read = read_text(text);
  EXPECT_FALSE(read.scenario);
  EXPECT_EQ(
      read.messages(),
      "small.yaml:12:13: '2030-06-31' is not a date (the month is shorter). Dates are written "
      "2026-12-31.\n"
      "small.yaml:13:3: duplicate key 'deadline' (it stands already in line 12, and only one can "
      "count). Remove one of them.\n"
      "small.yaml:21:21: 'repaet' is not a value of "
      "'technologies.chip.stages.design.on_failure'. Did you mean 'repeat'?\n"
      "small.yaml:31:12: '5' is not a span of time, such as '18 months' (it has no unit). Write "
      "'5 months'?\n"
      "small.yaml:36:34: '5m' is not an amount of money, such as '£100m' (it has no currency). "
      "Write '£5m'?\n"
      "small.yaml:41:17: 'firms.alpha.technology' should be a text, not a list.\n"
      "small.yaml:45:5: unknown key 'bunr' in firms.alpha (it would be ignored). Did you mean "
      "'burn'?\n"
      "small.yaml:49:29: '£20k' is not a price, such as '£20k per unit' (it is an amount of "
      "money). Write '£20k per unit'?\n"
      "small.yaml:51:60: 'guess' is not a grade. Grades are primary, published, recalled, "
      "assumed.\n");
}

TEST(Scenario, ShowsTheLineOfAMistake) {
  const ReadScenario read = read_text(with("cash: £4m", "cash: £4q"));
  EXPECT_EQ(
      read.diagnostics.render(Excerpts::with_caret),
      "small.yaml:43:11: '£4q' is not an amount of money, such as '£100m'. Thousands, millions and "
      "billions are written £5k, £5m, £5bn.\n"
      "   43 |     cash: £4q\n"
      "      |           ^~~\n");
}

TEST(Scenario, NamesWhatIsMissing) {
  const struct {
    std::string_view left_out;
    std::string_view path;
    /// Where it is missing: the key that leads there, or nothing for the file.
    std::string_view place;
  } table[] = {
      {"title: Small\n", "title", ""},
      {"description: One firm, one promise.\n", "description", ""},
      {"start: 2026-01-01\n", "start", ""},
      {"horizon: 2030-12-31\n", "horizon", ""},
      {"level: 10 tokens/J, ", "frontier.speed.level", "speed: {l"},
      {", on: 2026-01-01", "frontier.speed.on", "speed: {l"},
      {", annual_growth: 1.5", "frontier.speed.annual_growth", "speed: {l"},
      {"  deadline: 2030-06-30\n", "standard.deadline", "standard:"},
      {"at_least: 12 tokens/J", "standard.thresholds.speed.at_least", "speed: {at"},
      {"    relative_performance: {lognormal: {median: 1.2, sigma: 0.5}}\n",
       "technologies.chip.relative_performance", "chip:"},
      {"        duration: 12 months\n", "technologies.chip.stages.design.duration", "design:"},
      {"lead_time: 3 months, ", "technologies.chip.supply.lead_time", "supply:"},
      {"  closing: 5 months\n", "finance.closing", "finance:"},
      {"      graduation: 40 %\n", "finance.rounds.seed.graduation", "seed:"},
      {", sigma: 0.7", "finance.rounds.seed.size.lognormal.sigma", "{median: £5m"},
      {"    description: The only firm.\n", "firms.alpha.description", "alpha:"},
      {"    technology: chip\n", "firms.alpha.technology", "alpha:"},
      {"    cash: £4m\n", "firms.alpha.cash", "alpha:"},
      {"  contract:\n    - {on: acceptance, pay: £20k per unit, up_to: 500 units}\n",
       "programme.contract", "programme:"},
      {"on: acceptance, ", "programme.contract.0.on", "{on: acc"},
      {"up_to: 500 units", "programme.contract.0.up_to", "{on: acc"},
  };
  for (const auto& row : table) {
    const std::string where = row.place.empty() ? "small.yaml: " : located(row.place);
    ReadScenario read = read_text(without(row.left_out));
    // Lines that are left out move what stands below them up; compare columns and the message.
    const std::string expected = "'" + std::string(row.path) + "' is missing (it has no default).";
    EXPECT_FALSE(read.scenario) << row.left_out;
    ASSERT_THAT(lines(read.messages()), SizeIs(1)) << row.left_out << read.messages();
    EXPECT_THAT(read.messages(), HasSubstr(expected)) << row.left_out;
    if (row.left_out.find('\n') == std::string_view::npos || row.place.empty() ||
        small_scenario.find(row.place) < small_scenario.find(row.left_out)) {
      EXPECT_EQ(read.messages(), where + expected + "\n");
    }
  }
}

TEST(Scenario, DoesNotMissWhatIsMisspelt) {
  const std::string text = with("    burn: £0.25m/month", "    bunr: £0.25m/month");
  expect_refused(read_text(text), located("bunr", text) +
                                      "unknown key 'bunr' in firms.alpha (it would be ignored). "
                                      "Did you mean 'burn'?\n");
  // Two keys are missing, and only one of them is misspelt.
  const ReadScenario read = read_text(with("    cash: £4m\n", "", text));
  EXPECT_EQ(read.diagnostics.errors(), 2U) << read.messages();
  EXPECT_THAT(read.messages(), HasSubstr("'firms.alpha.cash' is missing (it has no default)."));
}

TEST(Scenario, ReadsAmountsInTheCurrencyOfAMisspeltKey) {
  std::string text = "curency: USD\n" + std::string(small_scenario);
  for (auto pound = text.find("£"); pound != std::string::npos; pound = text.find("£", pound)) {
    text.replace(pound, std::string_view("£").size(), "$");
  }
  expect_refused(read_text(text), located("curency", text) +
                                      "unknown key 'curency' (it would be ignored). Did you mean "
                                      "'currency'?\n");
}

TEST(Scenario, NamesMissingPartsOfItself) {
  const struct {
    std::string_view override_path;
    std::string_view message;
  } table[] = {
      {"finance={}", "'finance' lacks closing, round_lasts, rounds (they have no default).\n"},
      {"standard={}", "'standard' lacks thresholds, deadline (they have no default).\n"},
      {"technologies.chip.supply={}",
       "'technologies.chip.supply' lacks lead_time, units_per_month (they have no "
       "default).\n"},
      {"firms.alhpa.cash=£4m",
       "'firms.alhpa' lacks description, technology, stage, remaining, burn (they have no "
       "default). Did you mean 'alpha'?\n"},
  };
  for (const auto& row : table) {
    expect_refused(read_small({std::string(row.override_path)}),
                   "--set:1:1: " + std::string(row.message));
  }
  const ReadScenario nothing = read_text("title: Nothing\n");
  EXPECT_EQ(nothing.messages(),
            "small.yaml: 'standard' is missing (it needs thresholds, deadline).\n"
            "small.yaml: 'finance' is missing (it needs closing, round_lasts, rounds).\n"
            "small.yaml: the scenario lacks description, start, horizon, benchmarks, technologies, "
            "firms (they have no default).\n");
}

TEST(Scenario, KnowsWhereAKeyBelongs) {
  expect_refused(read_small({"programme.budget=£5m"}),
                 "--set:1:1: unknown key 'budget' in programme (it would be ignored). It belongs "
                 "in programme.fund.\n");
  expect_refused(read_small({"retest_after=1 month"}),
                 "--set:1:1: unknown key 'retest_after' (it would be ignored). It belongs in "
                 "standard or programme.standard.\n");
  expect_refused(read_small({"firms.alpha.horizon=2030-01-01"}),
                 "--set:1:1: unknown key 'horizon' in firms.alpha (it would be ignored). It "
                 "belongs at the top.\n");
}

TEST(Scenario, SuggestsNamesForUnknownOnes) {
  const struct {
    std::string_view assignment;
    std::string_view message;
  } table[] = {
      {"firms.alpha.technology=chpi",
       "--set:1:24: there is no technology 'chpi'. Did you mean 'chip'?"},
      {"firms.alpha.technology=laser", "--set:1:24: there is no technology 'laser'. Known: chip."},
      {"firms.alpha.stage=desing",
       "--set:1:19: there is no stage 'desing' of 'chip'. Did you mean 'design'?"},
      {"firms.alpha.stage=x", "--set:1:19: there is no stage 'x' of 'chip'. Known: design, test."},
      {"firms.alpha.next_round=sead", "--set:1:24: there is no round 'sead'. Did you mean 'seed'?"},
      {"finance.rounds.seed.then=seeed",
       "--set:1:26: there is no round 'seeed'. Did you mean 'seed'?"},
      {"standard.thresholds={sped: {of: frontier, at_least: 1}}",
       "--set:1:22: there is no benchmark 'sped'. Did you mean 'speed'?"},
      {"frontier.sped={level: 1}",
       "--set:1:1: unknown key 'sped' in frontier (it would be ignored). Did you mean 'speed'?"},
      {"firms.alpha.csah=£1m",
       "--set:1:1: unknown key 'csah' in firms.alpha (it would be ignored). Did you mean 'cash'?"},
      {"programme.fund.budgte=£1m",
       "--set:1:1: unknown key 'budgte' in programme.fund (it would be ignored). Did you mean "
       "'budget'?"},
      {"tilte=x", "--set:1:1: unknown key 'tilte' (it would be ignored). Did you mean 'title'?"},
      {"programme.contract.0.on=aceptance",
       "--set:1:25: 'aceptance' is not a value of 'programme.contract.0.on'. Did you mean "
       "'acceptance'?"},
      {"benchmarks.speed.better=more",
       "--set:1:25: 'more' is not a value of 'benchmarks.speed.better'. Write higher or lower."},
      {"firms.alpha.domestic=true",
       "--set:1:22: 'true' is not a value of 'firms.alpha.domestic'. Did you mean 'yes'?"},
      {"firms.alpha.domestic=[yes]",
       "--set:1:22: a list is not a value of 'firms.alpha.domestic'. Write no or yes."},
      {"finance.closing={lognormol: {median: 5 months, sigma: 1}}",
       "--set:1:18: unknown key 'lognormol' in finance.closing (it would be ignored). Did you mean "
       "'lognormal'?"},
      {"finance.closing={lognormal: {meidan: 5 months, median: 5 months, sigma: 1}}",
       "--set:1:30: unknown key 'meidan' in finance.closing.lognormal (it would be ignored). Did "
       "you mean 'median'?"},
  };
  for (const auto& row : table) {
    expect_refused(read_small({std::string(row.assignment)}), std::string(row.message) + "\n");
  }
}

TEST(Scenario, LocatesUnknownNamesInTheFile) {
  const std::string text = with("technology: chip", "technology: chop");
  expect_refused(read_text(text),
                 located("chop", text) + "there is no technology 'chop'. Did you mean 'chip'?\n");
}

TEST(Scenario, TakesOnlyNamesThatCanBePaths) {
  for (const std::string name : {"a b", "a/b", "é", "a,b", "£", "a@", "a[b", "a`", "a~", "a+b"}) {
    expect_refused(read_small({"firms." + name + "={}"}),
                   "--set:1:1: '" + name +
                       "' is not a name (names have letters, digits, - and _, at most 64).\n");
  }
  const std::string body =
      "{description: d, technology: chip, stage: test, remaining: 1 day, "
      "cash: £1, burn: £0/year}";
  for (const std::string& name :
       {std::string("AMZamz059-_"), std::string("7"), std::string(64, 'x')}) {
    EXPECT_EQ(read_small({"firms." + name + "=" + body}).messages(), "");
  }
  expect_refused(read_small({"firms." + std::string(65, 'x') + "=" + body}), "--set:1:1: 'xxx");
  expect_refused(read_text(with("  alpha:\n", "  al.pha:\n")),
                 "small.yaml:38:3: 'al.pha' is not a name ");
}

TEST(Scenario, RefusesValuesOfTheWrongKind) {
  const struct {
    std::string_view assignment;
    std::string_view message;
  } table[] = {
      {"title=[a]", "--set:1:7: 'title' should be a text, not a list."},
      {"title={a: b}", "--set:1:7: 'title' should be a text, not a map."},
      {"finance=5", "--set:1:9: 'finance' should be a map, not '5'."},
      {"finance=[5]", "--set:1:9: 'finance' should be a map, not a list."},
      {"programme=none", "--set:1:11: 'programme' should be a map, not 'none'."},
      {"firms=5", "--set:1:7: 'firms' should be a map of names, not '5'."},
      {"firms.beta=5", "--set:1:12: 'firms.beta' should be a map, not '5'."},
      {"programme.contract={on: acceptance}",
       "--set:1:20: 'programme.contract' should be a list, not a map."},
      {"programme.contract=[5]", "--set:1:21: 'programme.contract.0' should be a map, not '5'."},
      {"technologies.chip.stages.design.success=50 %",
       "--set:1:41: 'technologies.chip.stages.design.success' should be a list, not '50 %'. Write "
       "for example [50 %, 80 %]."},
      {"firms.alpha.cash=[£4m]", "--set:1:18: a list is not an amount of money, such as '£100m'."},
      {"firms.alpha.cash={value: [£4m]}",
       "--set:1:26: a list is not an amount of money, such as '£100m'."},
      {"firms.alpha.cash={value: {value: £4m}}",
       "--set:1:26: a map is not an amount of money, such as '£100m'."},
      {"finance.closing={lognormal: 5 months}",
       "--set:1:29: a lognormal law has named parameters (median and sigma)."},
      {"firms.alpha.cash={lognormal: £5m}",
       "--set:1:30: a lognormal law has named parameters (median and sigma)."},
      {"finance.closing={}", "--set:1:17: no value for 'finance.closing'. Known here: value, "},
      {"firms.alpha.cash={grade: assumed}",
       "--set:1:18: no value for 'firms.alpha.cash'. Known here: value, "},
      {"firms.alpha.cash={value: £1m, lognormal: {median: £1m, sigma: 1}}",
       "--set:1:31: unknown key 'lognormal' in firms.alpha.cash (it would be ignored). "},
      {"firms.alpha.cash={uniform: {low: £1m, high: £2m}, lognormal: {median: £1m, sigma: 1}}",
       "--set:1:18: two laws for 'firms.alpha.cash' (a value has one)."},
      {"finance.closing={uniform: {low: 1 day, high: 2 days}, exponential: {mean: 1 day}}",
       "--set:1:17: two laws for 'finance.closing' (a value has one)."},
  };
  for (const auto& row : table) {
    expect_refused(read_small({std::string(row.assignment)}), std::string(row.message));
  }
}

TEST(Scenario, RefusesValuesOutOfTheirRanges) {
  const struct {
    std::string_view assignment;
    std::string_view message;
  } table[] = {
      {"firms.alpha.cash=-£4m", "--set:1:18: '-£4m' is out of range (it must not be negative)."},
      {"firms.alpha.remaining=-1 day", "--set:1:23: '-1 day' is out of range (it must not be"},
      {"frontier.speed.annual_growth=0", "--set:1:30: '0' is out of range (it must be positive)."},
      {"standard.attempts=0", "--set:1:19: '0' is out of range (it must be at least 1 test)."},
      {"standard.attempts=101 tests",
       "--set:1:19: '101 tests' is out of range (it must be at most 100 tests)."},
      {"finance.rounds.seed.graduation=140 %",
       "--set:1:32: '140 %' is out of range (it must be at most 100 %)."},
      {"finance.rounds.seed.graduation=40", "--set:1:32: '40' is out of range (it must be at"},
      {"technologies.chip.stages.design.success.0=-1 %",
       "--set:1:43: '-1 %' is out of range (it must not be negative)."},
      {"technologies.chip.slip=0", "--set:1:24: '0' is out of range (it must be positive)."},
      {"finance.closing=-1 day", "--set:1:17: '-1 day' is out of range (it must not be negative)."},
      {"seed=-1", "--set:1:6: '-1' is out of range (it must not be negative)."},
      {"firms.alpha.cash=£1e30", "--set:1:18: '£1e30' is out of range ("},
      {"finance.closing={lognormal: {median: 5 months, sigma: -1}}",
       "--set:1:55: '-1' is out of range (it must not be negative)."},
      {"finance.closing={lognormal: {median: 0 months, sigma: 1}}",
       "--set:1:38: '0 months' is out of range (it must be positive)."},
      {"finance.closing={weibull: {scale: 5 months, shape: 0}}",
       "--set:1:52: '0' is out of range (it must be positive)."},
  };
  for (const auto& row : table) {
    expect_refused(read_small({std::string(row.assignment)}), std::string(row.message));
  }
  for (const std::string accepted :
       {"firms.alpha.cash=£0", "standard.attempts=1", "standard.attempts=100",
        "finance.rounds.seed.graduation=100 %", "finance.rounds.seed.graduation=0", "seed=0",
        "finance.closing=0 days", "finance.market=0"}) {
    EXPECT_EQ(read_small({accepted}).messages(), "") << accepted;
  }
}

TEST(Scenario, AsksForDatesAsTheyAreWritten) {
  for (const std::string date : {"2026-01-01T00:00", "today", "\"\"", "0000-00"}) {
    const std::string shown = date == "\"\"" ? "" : date;
    expect_refused(read_small({"start=" + date}), "--set:1:7: '" + shown +
                                                      "' is not a date. Dates are written "
                                                      "2026-12-31.\n");
  }
  for (const std::string date :
       {"2026-02-29", "2026-13-01", "2026-1-1", "01.02.2026", "2026", "2026/01/01"}) {
    expect_refused(read_small({"start=" + date}), "--set:1:7: '" + date + "' is not a date");
  }
  expect_refused(read_small({"start=[2026-01-01]"}), "--set:1:7: a list is not a date.");
  expect_refused(read_small({"frontier.speed.on=soon"}), "--set:1:19: 'soon' is not a date.");
}

TEST(Scenario, ExpectsTheHorizonAfterTheStart) {
  const std::string text = with("horizon: 2030-12-31", "horizon: 2025-12-31");
  const ReadScenario read = read_text(text);
  EXPECT_FALSE(read.scenario);
  EXPECT_THAT(read.messages(),
              StartsWith(located("2025-12-31", text) +
                         "the horizon is before the start (the start is 2026-01-01).\n"));
  EXPECT_EQ(read.diagnostics.errors(), 1U);
  expect_refused(read_small({"horizon=2126-01-02"}),
                 "--set:1:9: the horizon is more than 100 years away (");
  EXPECT_EQ(read_small({"horizon=2126-01-01"}).messages(), "");
  EXPECT_EQ(read_small({"horizon=2026-01-01", "standard.deadline=2026-01-01"}).messages(), "")
      << "one day";
}

TEST(Scenario, ExpectsTheStandardToDecideTheLastStageAndNoOther) {
  expect_refused(read_text(with("        decided_by: standard\n        repeat_duration: 1 month\n"
                                "        repeat_cost: £250k\n",
                                "")),
                 located("test:\n") +
                     "the last stage of 'chip', 'test', is not decided by the standard (a product "
                     "qualifies at the end of its development). Write decided_by: standard.\n");
  expect_refused(read_text(with("        success: [50 %, 80 %]\n        on_failure: repeat\n",
                                "        decided_by: standard\n")),
                 located("design:\n") +
                     "'design' of 'chip' is decided by the standard but is not the last stage (a "
                     "product qualifies at the end of its development).\n");
}

TEST(Scenario, ExpectsOneEntryOfEachKind) {
  expect_refused(read_small({"technologies={}", "firms={}"}),
                 "--set:1:14: 'technologies' has no entry (at least one is needed).\n");
  expect_refused(read_small({"standard.thresholds={}"}),
                 "--set:1:21: 'standard.thresholds' has no entry (at least one is needed).\n");
  expect_refused(read_small({"technologies.chip.stages={}", "firms={}"}),
                 "--set:1:26: 'technologies.chip.stages' has no entry (at least one is needed).\n");
  const ReadScenario no_benchmark =
      read_small({"benchmarks={}", "frontier={}", "standard.thresholds={}"});
  EXPECT_THAT(no_benchmark.messages(), HasSubstr("'benchmarks' has no entry"));
}

/// Two names whose hashes agree in their upper halves.
std::pair<std::string, std::string> names_that_meet() {
  std::unordered_map<std::uint64_t, int> seen;
  for (int i = 0; i < 10'000'000; ++i) {
    const auto [twin, is_new] = seen.emplace(hash_name("n" + std::to_string(i)).value >> 32U, i);
    if (!is_new) {
      return {"n" + std::to_string(twin->second), "n" + std::to_string(i)};
    }
  }
  return {};
}

TEST(Scenario, RefusesNamesThatLuckCannotTellApart) {
  const auto [one, other] = names_that_meet();
  ASSERT_NE(one, other);
  const std::string body =
      "={description: d, technology: chip, stage: test, remaining: 1 day, "
      "cash: £1, burn: £0/year}";
  const std::string round = "={graduation: 1, size: £1m, starts_at_runway: 1 day}";
  const std::string stage = "={duration: 1 day}";
  const std::string message = "--set:2:1: the names '" + one + "' and '" + other +
                              "' share a hash (their luck could not be told apart). Rename one of "
                              "them.\n";
  expect_refused(read_small({"firms." + one + body, "firms." + other + body}), message);
  expect_refused(read_small({"finance.rounds." + one + round, "finance.rounds." + other + round}),
                 message);
  const std::string stages = "{" + one + ": {duration: 1 day}, " + other +
                             ": {duration: 1 day}, test: {duration: 1 day, decided_by: standard, "
                             "repeat_duration: 1 day, repeat_cost: £0}}";
  const ReadScenario read =
      read_small({"technologies.chip.stages=" + stages, "firms.alpha.stage=test"});
  EXPECT_FALSE(read.scenario);
  EXPECT_THAT(read.messages(), HasSubstr("share a hash"));
  expect_refused(read_small({"facilities." + one + "={capacity: 1}",
                             "facilities." + other + "={capacity: 1}"}),
                 message);
}

TEST(Scenario, WarnsOfWhatIsHardlyMeant) {
  const struct {
    std::string_view assignment;
    std::string_view message;
  } table[] = {
      {"standard.deadline=2031-01-01",
       "--set:1:19: warning: the deadline is after the horizon (tests between the two are not "
       "simulated).\n"},
      {"standard.deadline=2025-12-31",
       "--set:1:19: warning: the deadline is before the start (no test can count).\n"},
      {"programme.contract.0.pay=£1999.99 per unit",
       "--set:1:26: warning: no firm can accept £1999.99 per unit (the lowest unit cost is £2k, "
       "of 'chip'). Raise the price or see 'technologies'.\n"},
      {"programme.fund.budget=£19999.99",
       "--set:1:23: warning: the budget does not pay for one unit (the first costs £20k).\n"},
  };
  for (const auto& row : table) {
    const ReadScenario read = read_small({std::string(row.assignment)});
    EXPECT_TRUE(read.scenario) << "a warning stops nothing";
    EXPECT_EQ(read.messages(), row.message);
    EXPECT_EQ(read.diagnostics.errors(), 0U);
    EXPECT_EQ(read.diagnostics.warnings(), 1U);
  }
  for (const std::string fine : {"standard.deadline=2030-12-31", "standard.deadline=2026-01-01",
                                 "programme.contract.0.pay=£2000 per unit",
                                 "programme.fund.budget=£20k", "programme.fund.budget=£0"}) {
    EXPECT_EQ(read_small({fine}).messages(), "") << fine;
  }
}

TEST(Scenario, DoubtsThatAnybodyCanBeGivenAnOrder) {
  EXPECT_THAT(read_small({"firms.alpha.domestic=no"}).messages(),
              HasSubstr("warning: no firm is eligible (none is domestic).\n"));
  EXPECT_THAT(read_small({"firms={}"}).messages(),
              HasSubstr("warning: no firm is eligible (there is none).\n"));
  EXPECT_EQ(
      read_small({"firms.alpha.domestic=no", "programme.eligibility.domestic_only=no"}).messages(),
      "");
  EXPECT_EQ(read_small({"programme.eligibility.max_share_per_firm=0.01 %"}).messages(),
            "--set:1:42: warning: the share of a firm does not pay for one unit (the first costs "
            "£20k).\n");
  EXPECT_EQ(read_small({"programme.eligibility.max_share_per_firm=1 %"}).messages(), "");
}

TEST(Scenario, ComparesTheBestPriceWithTheLowestCost) {
  const std::string stages =
      "stages: {test: {duration: 1 day, decided_by: standard, "
      "repeat_duration: 1 day, repeat_cost: £0}}";
  const auto technology = [&](const std::string& name, const std::string& cost) {
    return "technologies." + name + "={relative_performance: 1, " + stages +
           ", supply: {lead_time: 1 day, units_per_month: 1, unit_cost: " + cost + "}}";
  };
  const std::vector<std::string> technologies = {technology("dear", "£9k/unit"),
                                                 technology("cheap", "£1k/unit"),
                                                 technology("cheap-too", "£1k/unit")};
  const auto messages = [&](const std::string& first, const std::string& second) {
    std::vector<std::string> overrides = technologies;
    overrides.push_back("programme.contract=[{on: acceptance, pay: " + first +
                        ", up_to: 1}, {on: acceptance, pay: " + second + ", up_to: 1}]");
    return read_small(overrides).messages();
  };
  EXPECT_EQ(messages("£999/unit", "£1k/unit"), "");
  EXPECT_EQ(messages("£1k/unit", "£1/unit"), "");
  EXPECT_THAT(messages("£1/unit", "£999/unit"),
              HasSubstr("warning: no firm can accept £999 per unit (the lowest unit cost is £1k, "
                        "of 'cheap')."));
}

TEST(Scenario, IsNoScenarioIfItIsNoMap) {
  for (const std::string text : {"word", "[1, 2]", "- title: x"}) {
    expect_refused(read_text(text),
                   "small.yaml: not a scenario (a scenario is a map of keys to values).\n");
  }
  EXPECT_FALSE(read_text("").scenario);
  EXPECT_FALSE(read_text("a: &x 1").scenario);
}

// ---- Uncertain numbers and laws ----

TEST(Scenario, KeepsTheMedianOfAnUncertainNumber) {
  const struct {
    std::string_view path;
    std::string_view law;
    Law expected;
    double median;
  } table[] = {
      {"programme.fund.budget",
       "{lognormal: {median: £10m, sigma: 0.2}}",
       {LawFamily::lognormal, {1e7, 0.2}},
       1e9},
      {"firms.alpha.cash",
       "{uniform: {low: £1m, high: £4m}}",
       {LawFamily::uniform, {1e6, 4e6}},
       2.5e8},
      {"firms.alpha.burn",
       "{uniform: {low: £1m/month, high: £3m/month}}",
       {LawFamily::uniform, {12e6, 36e6}},
       2.4e9},
      {"firms.alpha.remaining",
       "{triangular: {low: 0 days, mode: 10 days, high: 20 days}}",
       {LawFamily::triangular, {0, 10, 20}},
       10 * 86.4e9},
      {"finance.attempts",
       "{uniform: {low: 1 attempt, high: 6 attempts}}",
       {LawFamily::uniform, {1, 6}},
       4},
      {"finance.market", "{uniform: {low: 1, high: 1.5}}", {LawFamily::uniform, {1, 1.5}}, 1.25},
      {"finance.rounds.seed.graduation",
       "{uniform: {low: 20 %, high: 0.6}}",
       {LawFamily::uniform, {0.2, 0.6}},
       0.4},
      {"technologies.chip.supply.unit_cost",
       "{uniform: {low: £1k per unit, high: £3k/unit}}",
       {LawFamily::uniform, {1e3, 3e3}},
       2e5},
      {"standard.thresholds.speed.at_least",
       "{uniform: {low: 10 tokens/J, high: 20 tokens/J}}",
       {LawFamily::uniform, {10, 20}},
       15},
      {"technologies.chip.stages.design.success.1",
       "{triangular: {low: 0, mode: 0.5, high: 1}}",
       {LawFamily::triangular, {0, 0.5, 1}},
       0.5},
      {"programme.contract.0.up_to",
       "{uniform: {low: 100 units, high: 301 units}}",
       {LawFamily::uniform, {100, 301}},
       201},
      {"firms.alpha.remaining",
       "{pert: {low: 1 month, mode: 3 months, high: 5 months}}",
       {LawFamily::pert, {30.4375, 91.3125, 152.1875}},
       91.3125 * 86.4e9},
      {"firms.alpha.cash",
       "{pert: {low: £1m, mode: £3m, high: £5m}}",
       {LawFamily::pert, {1e6, 3e6, 5e6}},
       3e8},
      {"frontier.speed.annual_growth",
       "{gamma: {shape: 1, scale: 2}}",
       {LawFamily::gamma, {1, 2}},
       2 * std::log(2.0)},
      {"finance.rounds.seed.graduation",
       "{beta: {alpha: 3, beta: 3}}",
       {LawFamily::beta, {3, 3, 0, 1}},
       0.5},
      {"technologies.chip.stages.design.success.0",
       "{beta: {alpha: 2, beta: 2, low: 20 %, high: 80 %}}",
       {LawFamily::beta, {2, 2, 0.2, 0.8}},
       0.5},
      {"finance.market",
       "{beta: {beta: 1, alpha: 2, high: 3}}",
       {LawFamily::beta, {2, 1, 0, 3}},
       3 * std::sqrt(0.5)},
      {"finance.market", "{poisson: {mean: 3}}", {LawFamily::poisson, {3}}, 3},
      {"finance.market", "{bernoulli: {probability: 0.6}}", {LawFamily::bernoulli, {0.6}}, 1},
      {"firms.alpha.burn",
       "{categorical: {values: [£1m/month, £2m/month, £3m/month], probabilities: [0.2, 0.5, 0.3]}}",
       categorical({12e6, 24e6, 36e6}, {0.2, 0.5, 0.3}), 2.4e9},
      {"finance.attempts",
       "{categorical: {values: [1 attempt, 4 attempts], probabilities: [0.25, 0.75]}}",
       categorical({1, 4}, {0.25, 0.75}), 4},
      {"firms.alpha.cash",  // alike on either side of £2m
       "{lognormal_mixture: {median: £1m, sigma: 0.3, other_median: £4m, other_sigma: 0.3, "
       "other_share: 50 %}}",
       {LawFamily::lognormal_mixture, {1e6, 0.3, 4e6, 0.3, 0.5}},
       2e8},
  };
  for (const auto& row : table) {
    const std::string path(row.path);
    const ReadScenario read = read_small({path + "=" + std::string(row.law)});
    ASSERT_EQ(read.messages(), "") << path;
    const Uncertainty* found = uncertainty(*read, path);
    ASSERT_NE(found, nullptr) << path;
    EXPECT_EQ(found->law, row.expected) << path;
    EXPECT_EQ(assumption(*read, path)->kind, ValueKind::uncertain);
    EXPECT_EQ(assumption(*read, path)->text, row.law);
    const std::string value = values_of(read->numbers).at(path);
    const bool from_a_grid = row.expected.family == LawFamily::gamma ||
                             row.expected.family == LawFamily::beta ||
                             row.expected.family == LawFamily::lognormal_mixture;
    EXPECT_NEAR(std::strtod(value.c_str(), nullptr), row.median,
                (from_a_grid ? 1e-10 : 1e-12) * row.median)
        << path;
  }
}

TEST(Scenario, KnowsAllItsUncertainties) {
  EXPECT_THAT(read_small()->uncertainties, SizeIs(1));
  EXPECT_EQ(read_small()->uncertainties[0].path, "programme.fund.budget");
  const ReadScenario uk = read_text(uk_scenario());
  std::size_t marked = 0;
  for (const Assumption& each : uk->assumptions) {
    if (each.kind == ValueKind::uncertain) {
      ++marked;
      EXPECT_NE(uncertainty(*uk, each.path), nullptr) << each.path;
    }
  }
  EXPECT_EQ(uk->uncertainties.size(), marked);
  EXPECT_GT(marked, 0U);
}

TEST(Scenario, KnowsLawsWithUncertainParameters) {
  const std::string path = "technologies.chip.stages.design.duration";
  const ReadScenario read = read_small(
      {path + "={lognormal: {median: {uniform: {low: 10 months, high: 14 months}}, sigma: "
              "{triangular: {low: 0.1, mode: 0.2, high: 0.3}}}, grade: recalled, source: Here}"});
  ASSERT_EQ(read.messages(), "");
  const Law& law = read->numbers.technologies[0].stages[0].duration;
  EXPECT_EQ(law.family, LawFamily::lognormal);
  EXPECT_DOUBLE_EQ(law.parameters[0], 365.25) << "the median of the median";
  EXPECT_DOUBLE_EQ(law.parameters[1], 0.2);
  EXPECT_EQ(uncertainty(*read, path), nullptr) << "the law itself is luck of the run";
  ASSERT_NE(uncertainty(*read, path + ".lognormal.median"), nullptr);
  EXPECT_EQ(uncertainty(*read, path + ".lognormal.median")->law,
            (Law{LawFamily::uniform, {304.375, 426.125}}));
  EXPECT_EQ(uncertainty(*read, path + ".lognormal.sigma")->law,
            (Law{LawFamily::triangular, {0.1, 0.2, 0.3}}));
  EXPECT_EQ(assumption(*read, path)->kind, ValueKind::law);
  const Assumption* median = assumption(*read, path + ".lognormal.median");
  ASSERT_NE(median, nullptr);
  EXPECT_EQ(median->kind, ValueKind::uncertain);
  EXPECT_EQ(median->grade, Grade::recalled);
  EXPECT_EQ(median->source, "Here");
}

TEST(Scenario, ReadsEveryFamilyOfLaws) {
  const struct {
    std::string_view text;
    Law expected;
  } table[] = {
      {"10 days", {LawFamily::constant, {10}}},
      {"{value: 10 days}", {LawFamily::constant, {10}}},
      {"{uniform: {low: 1 day, high: 2 days}}", {LawFamily::uniform, {1, 2}}},
      {"{exponential: {mean: 5 days}}", {LawFamily::exponential, {5}}},
      {"{lognormal: {median: 5 days, sigma: 0.5}}", {LawFamily::lognormal, {5, 0.5}}},
      {"{weibull: {shape: 1.5, scale: 5 days}}", {LawFamily::weibull, {5, 1.5}}},
      {"{triangular: {high: 3 days, low: 1 day, mode: 2 days}}",
       {LawFamily::triangular, {1, 2, 3}}},
      {"{triangular: {low: 1 day, mode: 1 day, high: 1 day}}", {LawFamily::triangular, {1, 1, 1}}},
      {"{lognormal: {median: {value: 5 days, source: s}, sigma: 0.5}}",
       {LawFamily::lognormal, {5, 0.5}}},
      {"{pert: {low: 1 day, mode: 2 days, high: 6 days}}", {LawFamily::pert, {1, 2, 6}}},
      {"{pert: {low: 1 day, mode: 1 day, high: 1 day}}", {LawFamily::pert, {1, 1, 1}}},
      {"{gamma: {scale: 5 days, shape: 2}}", {LawFamily::gamma, {2, 5}}},
      {"{beta: {alpha: 2, beta: 6, low: 1 day, high: 5 days}}", {LawFamily::beta, {2, 6, 1, 5}}},
      {"{categorical: {values: [1 day, 3 days], probabilities: [0.4, 0.6]}}",
       categorical({1, 3}, {0.4, 0.6})},
      {"{categorical: {probabilities: [1], values: [3 days]}}", categorical({3}, {1})},
      {"{categorical: {values: [0 days, 1 day, 2 days, 3 days, 4 days, 5 days, 6 days, 7 days], "
       "probabilities: [0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125]}}",
       categorical({0, 1, 2, 3, 4, 5, 6, 7}, std::vector(8, 0.125))},
      {"{lognormal_mixture: {other_share: 40 %, median: 5 days, sigma: 0.5, other_median: 30 days, "
       "other_sigma: 0}}",
       {LawFamily::lognormal_mixture, {5, 0.5, 30, 0, 0.4}}},
  };
  for (const auto& row : table) {
    const ReadScenario read = read_small({"finance.closing=" + std::string(row.text)});
    EXPECT_EQ(read.messages(), "") << row.text;
    EXPECT_EQ(read->numbers.finance.closing, row.expected) << row.text;
    EXPECT_EQ(assumption(*read, "finance.closing")->kind,
              row.expected.family == LawFamily::constant ? ValueKind::number : ValueKind::law);
  }
}

TEST(Scenario, ReadsLawsOfBareNumbers) {
  const struct {
    std::string_view text;
    Law expected;
  } table[] = {
      {"{pert: {low: 0.5, mode: 1, high: 3}}", {LawFamily::pert, {0.5, 1, 3}}},
      {"{gamma: {shape: 2, scale: 0.5}}", {LawFamily::gamma, {2, 0.5}}},
      {"{beta: {alpha: 2, beta: 6}}", {LawFamily::beta, {2, 6, 0, 1}}},
      {"{beta: {alpha: 2, beta: 6, low: 0.5}}", {LawFamily::beta, {2, 6, 0.5, 1}}},
      {"{beta: {alpha: 2, beta: 6, high: 3}}", {LawFamily::beta, {2, 6, 0, 3}}},
      {"{bernoulli: {probability: 1}}", {LawFamily::bernoulli, {1}}},
      {"{categorical: {values: [1, 1.5], probabilities: [0.4, 0.6]}}",
       categorical({1, 1.5}, {0.4, 0.6})},
  };
  for (const auto& row : table) {
    const ReadScenario read = read_small({"technologies.chip.slip=" + std::string(row.text)});
    EXPECT_EQ(read.messages(), "") << row.text;
    EXPECT_EQ(read->numbers.technologies[0].slip, row.expected) << row.text;
    const Assumption* slip = assumption(*read, "technologies.chip.slip");
    ASSERT_NE(slip, nullptr);
    EXPECT_EQ(slip->kind, ValueKind::law);
    EXPECT_EQ(slip->text, row.text);
    EXPECT_THAT(read->uncertainties, SizeIs(1)) << "that of the budget";
  }
}

TEST(Scenario, KnowsUncertainParametersOfTheNewFamilies) {
  const ReadScenario read = read_small(
      {"finance.closing={gamma: {shape: {uniform: {low: 1, high: 3}}, scale: {exponential: {mean: "
       "2 months}}}}",
       "technologies.chip.slip={beta: {alpha: {pert: {low: 1, mode: 2, high: 3}}, beta: 6}}",
       "technologies.chip.relative_performance={beta: {alpha: 2, beta: {uniform: {low: 1, high: "
       "3}}, low: 0.5}}"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_THAT(read->uncertainties, SizeIs(5));
  ASSERT_NE(uncertainty(*read, "finance.closing.gamma.shape"), nullptr);
  EXPECT_EQ(uncertainty(*read, "finance.closing.gamma.scale")->law, Law::exponential(60.875));
  EXPECT_EQ(uncertainty(*read, "technologies.chip.slip.beta.alpha")->law,
            (Law{LawFamily::pert, {1, 2, 3}}));
  EXPECT_EQ(read->numbers.technologies[0].slip.parameters[3], 1.0) << "the default of high";
  EXPECT_EQ(read->numbers.technologies[0].relative_performance.parameters[1], 2.0);
}

TEST(Scenario, SaysWhereAndWhyALawIsWrong) {
  const struct {
    std::string_view path;
    std::string_view law;
    /// Of the problem in the law, from 1.
    std::size_t column;
    std::string_view message;
  } table[] = {
      // Counts, and 0 and 1, have no unit.
      {"firms.alpha.cash", "{poisson: {mean: 3}}", 1,
       "a poisson law has no unit (this value is an amount of money, such as '£100m')."},
      {"finance.rounds.seed.size", "{poisson: {mean: 3}}", 1,
       "a poisson law has no unit (this value is an amount of money, such as '£100m')."},
      {"finance.closing", "{poisson: {mean: 3 months}}", 1,
       "a poisson law has no unit (this value is a span of time, such as '18 months')."},
      {"firms.alpha.remaining", "{poisson: {mean: 3}}", 1,
       "a poisson law has no unit (this value is a span of time, such as '18 months')."},
      {"finance.closing", "{bernoulli: {probability: 0.3}}", 1,
       "a bernoulli law has no unit (this value is a span of time, such as '18 months')."},
      {"firms.alpha.burn", "{bernoulli: {probability: 0.3}}", 1,
       "a bernoulli law has no unit (this value is money over time, such as '£1.2m/month')."},
      {"programme.contract.0.pay", "{bernoulli: {probability: 0.3}}", 1,
       "a bernoulli law has no unit (this value is a price, such as '£20k per unit')."},
      {"finance.market", "{poisson: {mean: 3 months}}", 18,
       "'3 months' is not a number (it is a span of time)."},
      {"finance.attempts", "{poisson: {mean: 3}}", 1,
       "this poisson law reaches out of range (no value may be below 1 attempt)."},
      {"finance.market", "{poisson: {mean: -3}}", 1,
       "not a poisson law (mean must lie between 0 and 10000)."},
      {"technologies.chip.slip", "{poisson: {mean: 20000}}", 18,
       "'20000' is out of range (it must be at most 10000)."},
      {"technologies.chip.slip", "{bernoulli: {probability: 1.5}}", 27,
       "'1.5' is out of range (it must be at most 100 %)."},
      {"technologies.chip.slip", "{bernoulli: 0.3}", 13,
       "a bernoulli law has named parameters (probability).\n"},
      {"finance.market", "{bernoulli: 0.3}", 13,
       "a bernoulli law has named parameters (probability). Write '{bernoulli: {probability: "
       "0.3}}'?"},
      // Lists.
      {"finance.closing",
       "{categorical: {values: [1 month, 3 months], probabilities: [0.4, 0.3, 0.3]}}", 60,
       "probabilities has 3 entries, values has 2 (each value has its own probability)."},
      {"firms.alpha.cash", "{categorical: {values: [£1m, £3m, £5m], probabilities: [0.4, 0.6]}}",
       56, "probabilities has 2 entries, values has 3 (each value has its own probability)."},
      {"finance.closing", "{categorical: {values: [3 months, 1 month], probabilities: [0.4, 0.6]}}",
       1, "not a categorical law (values must be in ascending order)."},
      {"firms.alpha.cash", "{categorical: {values: [£1m, £1m], probabilities: [0.4, 0.6]}}", 1,
       "not a categorical law (values must be in ascending order)."},
      {"finance.closing", "{categorical: {values: [1 month, 3 months], probabilities: [0.4, 0.5]}}",
       1, "not a categorical law (probabilities must add up to 1, not 0.9)."},
      {"firms.alpha.cash", "{categorical: {values: [£1m, £3m], probabilities: [0.6, 0.6]}}", 1,
       "not a categorical law (probabilities must add up to 1, not 1.2)."},
      {"finance.closing", "{categorical: {values: [1 month, 3 months], probabilities: [0, 1]}}", 61,
       "a probability of 0 (such a value is never drawn). Leave it out."},
      {"finance.closing",
       "{categorical: {values: [1 month, 3 months], probabilities: [1.5, -0.5]}}", 1,
       "not a categorical law (probabilities must lie between 0 and 1)."},
      {"technologies.chip.slip",
       "{categorical: {values: [1, 2, 3, 4, 5, 6, 7, 8, 9], probabilities: [1]}}", 24,
       "'values' is a list of 1 to 8 numbers."},
      {"finance.market", "{categorical: {values: [1], probabilities: []}}", 44,
       "'probabilities' is a list of 1 to 8 numbers."},
      {"finance.closing", "{categorical: {values: 1 month, probabilities: [1]}}", 24,
       "'values' is a list of 1 to 8 numbers."},
      {"finance.closing", "{categorical: {values: [1 month, 3], probabilities: [0.4, 0.6]}}", 34,
       "'3' is not a span of time, such as '18 months' (it has no unit). Write '3 months'?"},
      {"firms.alpha.cash", "{categorical: {values: [£1m]}}", 15,
       "'firms.alpha.cash.categorical.probabilities' is missing (it has no default)."},
      {"finance.closing", "{categorical: {probabilities: [1]}}", 15,
       "'finance.closing.categorical.values' is missing (it has no default)."},
      {"finance.closing",
       "{categorical: {values: [1 day, {uniform: {low: 2 days, high: 3 days}}], probabilities: "
       "[0.4, 0.6]}}",
       32,
       "a list of a law holds plain numbers (they cannot be uncertain or have a source of their "
       "own)."},
      {"finance.closing", "{categorical: {values: [-1 day, 2 days], probabilities: [0.4, 0.6]}}", 1,
       "this categorical law reaches out of range (no value may be below 0)."},
      {"finance.rounds.seed.graduation",
       "{categorical: {values: [50 %, 101 %], probabilities: [0.4, 0.6]}}", 1,
       "this categorical law reaches out of range (no value may be above 100 %)."},
      {"finance.closing", "{categorical: [1, 2]}", 15,
       "a categorical law has named parameters (values and probabilities)."},
      // Shapes.
      {"finance.closing", "{gamma: {shape: 0.05, scale: 1 month}}", 17,
       "'0.05' is out of range (it must be at least 0.1)."},
      {"finance.closing", "{gamma: {shape: 20000, scale: 1 month}}", 17,
       "'20000' is out of range (it must be at most 10000)."},
      {"firms.alpha.cash", "{gamma: {shape: 20000, scale: £1m}}", 1,
       "not a gamma law (shape must lie between 0.1 and 10000)."},
      {"firms.alpha.cash", "{gamma: {shape: 2, scale: £0}}", 1,
       "not a gamma law (scale must be positive)."},
      {"firms.alpha.cash", "{beta: {alpha: 2, beta: 0, low: £0, high: £1m}}", 1,
       "not a beta law (beta must lie between 0.1 and 10000)."},
      {"finance.closing", "{gamma: {shape: {lognormal: {median: 2, sigma: 1}}, scale: 1 day}}", 17,
       "this lognormal law reaches out of range (no value may be below 0.1)."},
      {"firms.alpha.cash", "{gamma: {shape: 2 months, scale: £1m}}", 17,
       "'2 months' is not a number (it is a span of time)."},
      // Limits.
      {"firms.alpha.cash", "{beta: {alpha: 2, beta: 6, low: £0}}", 8,
       "'firms.alpha.cash.beta.high' is missing (it has no default)."},
      {"finance.closing", "{beta: {alpha: 2, beta: 6, high: 1 day}}", 8,
       "'finance.closing.beta.low' is missing (it has no default)."},
      {"firms.alpha.cash", "{beta: {alpha: 2, beta: 6, low: £3, high: £1}}", 1,
       "not a beta law (low must not exceed high)."},
      {"finance.rounds.seed.graduation", "{beta: {alpha: 2, beta: 6, high: 120 %}}", 1,
       "this beta law reaches out of range (no value may be above 100 %)."},
      {"finance.closing", "{pert: {low: 1 month, mode: 3 months}}", 8,
       "'finance.closing.pert.high' is missing (it has no default)."},
      {"finance.closing", "{pert: {low: 3 months, mode: 1 month, high: 5 months}}", 1,
       "not a pert law (low, mode and high must be in ascending order)."},
      {"firms.alpha.cash", "{pert: {low: £1m, mode: £6m, high: £5m}}", 1,
       "not a pert law (low, mode and high must be in ascending order)."},
      {"firms.alpha.cash", "{pert: {low: -£1m, mode: £3m, high: £5m}}", 1,
       "this pert law reaches out of range (no value may be below 0)."},
      {"finance.closing",
       "{lognormal_mixture: {median: 5 days, sigma: 0.5, other_median: 0 days, other_sigma: 0.3, "
       "other_share: 40 %}}",
       64, "'0 days' is out of range (it must be positive)."},
      {"firms.alpha.cash",
       "{lognormal_mixture: {median: £1m, sigma: 0.5, other_median: £9m, other_sigma: -1, "
       "other_share: 40 %}}",
       1, "not a lognormal_mixture law (other_sigma must not be negative)."},
      {"finance.rounds.seed.graduation",
       "{lognormal_mixture: {median: 10 %, sigma: 0.5, other_median: 40 %, other_sigma: 0.3, "
       "other_share: 40 %}}",
       1, "this lognormal_mixture law reaches out of range (no value may be above 100 %)."},
      {"finance.closing", "{gama: {shape: 2, scale: 1 day}}", 2,
       "unknown key 'gama' in finance.closing (it would be ignored). Did you mean 'gamma'?"},
  };
  for (const auto& row : table) {
    const std::string path(row.path);
    const std::size_t column = path.size() + 1 + row.column;
    expect_refused(read_small({path + "=" + std::string(row.law)}),
                   "--set:1:" + std::to_string(column) + ": " + std::string(row.message));
  }
}

TEST(Scenario, NamesAllMissingParametersAtOnce) {
  for (const std::string path : {"firms.alpha.cash", "finance.closing"}) {
    const std::string place = "--set:1:" + std::to_string(path.size() + 9) + ": '" + path;
    expect_refused(read_small({path + "={beta: {alpha: 2, beta: 6}}"}),
                   place +
                       ".beta' needs low and high (only bare numbers and shares lie between 0 "
                       "and 1 by default).\n");
    expect_refused(read_small({path + "={pert: {}}"}),
                   place + ".pert' needs low, mode and high (a pert law has low, mode and high).");
    expect_refused(
        read_small({path + "={categorical: {}}"}),
        "--set:1:" + std::to_string(path.size() + 16) + ": '" + path +
            ".categorical' needs values and probabilities (a categorical law has values and");
  }
}

TEST(Scenario, LocatesAWrongLawInTheFile) {
  const std::string text =
      with("closing: 5 months",
           "closing: {categorical: {values: [3 months, 1 month], probabilities: [0.4, 0.6]}}");
  expect_refused(read_text(text), located("{categorical: {values: [3", text) +
                                      "not a categorical law (values must be in ascending order).");
  const std::string cash = with("cash: £4m", "cash: {poisson: {mean: 3}}");
  expect_refused(read_text(cash), located("{poisson", cash) +
                                      "a poisson law has no unit (this value is an amount of "
                                      "money, such as '£100m').");
}

TEST(Scenario, RefusesLawsThatReachOutOfRange) {
  const struct {
    std::string_view path;
    std::string_view law;
    std::string_view message;
  } table[] = {
      {"finance.closing", "{normal: {mean: 5 months, sd: 1 day}}",
       "this normal law reaches out of range (no value may be below 0). Write "
       "'{lognormal: {median: "},
      {"firms.alpha.remaining", "{normal: {mean: 5 months, sd: 1 day}}",
       "this normal law reaches out of range (no value may be below 0)."},
      {"finance.rounds.seed.graduation", "{lognormal: {median: 40 %, sigma: 0.1}}",
       "this lognormal law reaches out of range (no value may be above 100 %)."},
      {"technologies.chip.stages.design.success.0", "{exponential: {mean: 40 %}}",
       "this exponential law reaches out of range (no value may be above 100 %)."},
      {"programme.contract.0.up_to", "{lognormal: {median: 400 units, sigma: 0.1}}",
       "this lognormal law reaches out of range (no value may be below 1 unit)."},
      {"finance.closing", "{uniform: {low: -1 day, high: 5 days}}",
       "this uniform law reaches out of range (no value may be below 0)."},
      {"firms.alpha.cash", "{uniform: {low: -£1, high: £1}}",
       "this uniform law reaches out of range (no value may be below 0)."},
      {"finance.rounds.seed.graduation", "{triangular: {low: 50 %, mode: 100 %, high: 101 %}}",
       "this triangular law reaches out of range (no value may be above 100 %)."},
      {"technologies.chip.slip", "{uniform: {low: 0, high: 0}}",
       "this uniform law reaches out of range (every value must be above 0)."},
      {"finance.closing", "{uniform: {low: 2 days, high: 1 day}}",
       "not a uniform law (low must not exceed high)."},
      {"firms.alpha.cash", "{triangular: {low: £1, mode: £3, high: £2}}",
       "not a triangular law (low, mode and high must be in ascending order)."},
      {"firms.alpha.cash", "{lognormal: {median: £0, sigma: 1}}",
       "not a lognormal law (median must be positive)."},
      {"firms.alpha.cash", "{lognormal: {median: £1m, sigma: -1}}",
       "not a lognormal law (sigma must not be negative)."},
      {"technologies.chip.stages.design.duration",
       "{lognormal: {median: {normal: {mean: 5 days, sd: 1 day}}, sigma: 1}}",
       "this normal law reaches out of range (no value may be below 0)."},
  };
  for (const auto& row : table) {
    const ReadScenario read = read_small({std::string(row.path) + "=" + std::string(row.law)});
    EXPECT_FALSE(read.scenario) << row.path << row.law;
    EXPECT_THAT(read.messages(), StartsWith("--set:1:")) << row.path;
    EXPECT_THAT(read.messages(), HasSubstr(": " + std::string(row.message))) << row.path;
    EXPECT_THAT(lines(read.messages()), SizeIs(1)) << read.messages();
  }
  for (const std::string accepted :
       {"technologies.chip.slip={uniform: {low: 0, high: 1}}",
        "finance.rounds.seed.graduation={uniform: {low: 0, high: 100 %}}",
        "programme.contract.0.up_to={uniform: {low: 1, high: 5}}",
        "firms.alpha.remaining={exponential: {mean: 5 months}}"}) {
    EXPECT_EQ(read_small({accepted}).messages(), "") << accepted;
  }
}

TEST(Scenario, RefusesUncertainLimits) {
  const std::string path = "technologies.chip.stages.design.duration";
  for (const auto& [family, law] :
       {std::pair{"uniform",
                  "={uniform: {low: 1 day, high: {uniform: {low: 2 days, high: 3 days}}}}"},
        {"triangular",
         "={triangular: {low: {exponential: {mean: 1 day}}, mode: 2 days, high: 3 days}}"},
        {"triangular",
         "={triangular: {low: 1 day, mode: {uniform: {low: 1 day, high: 2 days}}, high: 3 "
         "days}}"},
        {"pert", "={pert: {low: {exponential: {mean: 1 day}}, mode: 2 days, high: 3 days}}"},
        {"pert",
         "={pert: {low: 1 day, mode: {uniform: {low: 1 day, high: 2 days}}, high: 3 days}}"},
        {"pert",
         "={pert: {low: 1 day, mode: 2 days, high: {pert: {low: 2 days, mode: 3 days, high: 4 "
         "days}}}}"},
        {"beta",
         "={beta: {alpha: 2, beta: 6, low: 1 day, high: {uniform: {low: 2 days, high: 3 "
         "days}}}}"}}) {
    expect_refused(read_small({path + law}),
                   "--set:1:42: uncertain limits of a " + std::string(family) +
                       " law (drawn limits could change places). Take a law with a median or "
                       "mean, such as lognormal.\n");
  }
}

TEST(Scenario, TakesNoLawForAParameterOfAnUncertainNumber) {
  const ReadScenario read =
      read_small({"firms.alpha.cash={lognormal: {median: {uniform: {low: £1m, high: £2m}}, sigma: "
                  "1}}"});
  EXPECT_FALSE(read.scenario);
  EXPECT_THAT(read.messages(), StartsWith("--set:1:39: a map is not an amount of money"));
}

// ---- Sources and grades ----

TEST(Scenario, KeepsTheSourceAndGradeOfAValue) {
  const struct {
    std::string_view value;
    Grade grade;
    std::string_view source;
    std::string_view text;
  } table[] = {
      {"£4m", Grade::ungraded, "set on the command line", "£4m"},
      {"{value: £4m}", Grade::ungraded, "set on the command line", "£4m"},
      {"{value: £4m, grade: primary, source: Ledger}", Grade::primary, "Ledger", "£4m"},
      {"{source: \"A, B: C\", grade: published, value: £4m}", Grade::published, "A, B: C", "£4m"},
      {"{value: £4m, grade: recalled}", Grade::recalled, "set on the command line", "£4m"},
      {"{value: £4m, grade: ungraded}", Grade::ungraded, "set on the command line", "£4m"},
      {"{value: £4m, source: Ledger, note: Read twice}", Grade::ungraded, "Ledger", "£4m"},
      {"{uniform: {low: £3m, high: £5m}, grade: assumed, source: Guess}", Grade::assumed, "Guess",
       "{uniform: {low: £3m, high: £5m}}"},
  };
  for (const auto& row : table) {
    const ReadScenario read = read_small({"firms.alpha.cash=" + std::string(row.value)});
    ASSERT_EQ(read.messages(), "") << row.value;
    const Assumption* found = assumption(*read, "firms.alpha.cash");
    EXPECT_EQ(found->grade, row.grade) << row.value;
    EXPECT_EQ(found->source, row.source) << row.value;
    EXPECT_EQ(found->text, row.text) << row.value;
    EXPECT_EQ(read->numbers.firms[0].cash, Money::major(4e6)) << row.value;
  }
}

TEST(Scenario, ReadsTheTournamentThatItWrites) {
  std::string text = with("programme:\n",
                          "programme:\n  allocation: {signing: call, first_call: 2026-06-30, "
                          "suppliers: 4 suppliers, phases: [{name: paper, lasts: 6 months, "
                          "deliverable: design, score_noise: 0.5, least: 0.2, go_on: 2 suppliers}, "
                          "{name: silicon, lasts: 12 months}]}\n");
  text = with("    - {on: acceptance, ",
              "    - {on: phase_begins, phase: purchase, pay: 30 %}\n"
              "    - {on: date, date: 2027-06-30, pay: £1m}\n"
              "    - {on: acceptance, phase: purchase, ",
              text);
  const ReadScenario read = read_text(text);
  ASSERT_TRUE(read.scenario.has_value()) << read.messages();
  EXPECT_EQ(read.messages(), "");
  const Programme& programme = read->numbers.programmes.front();
  const std::vector<TournamentPhase>& phases = programme.allocation.phases;
  ASSERT_THAT(phases, SizeIs(2));
  EXPECT_EQ(phases[0].name, "paper");
  EXPECT_NEAR(phases[0].lasts.months(), 6.0, 1e-9);
  EXPECT_EQ(phases[0].deliverable, "design");
  EXPECT_EQ(phases[0].score_noise, 0.5);
  EXPECT_EQ(phases[0].least, 0.2);
  EXPECT_EQ(phases[0].go_on, 2);
  EXPECT_EQ(phases[1].deliverable, "");
  EXPECT_EQ(phases[1].go_on, TournamentPhase{}.go_on);
  EXPECT_EQ(programme.contract[0].phase, phase_of_purchase);
  EXPECT_EQ(programme.contract[0].pay.basis, Basis::value);
  EXPECT_EQ(programme.contract[1].phase, "");
  EXPECT_EQ(programme.contract[2].phase, phase_of_purchase);
  const std::string resolved = write_document(read->resolved);
  const ReadScenario again = read_text(resolved);
  ASSERT_TRUE(again.scenario.has_value()) << again.messages();
  EXPECT_EQ(write_document(again->resolved), resolved);
}

TEST(Scenario, TakesWrappedTextsDatesAndWords) {
  const ReadScenario read = read_small(
      {"title={value: Another, source: s}", "start={value: 2026-02-01, grade: primary}",
       "firms.alpha.domestic={value: no, source: s}", "programme.eligibility.domestic_only=no",
       "technologies.chip.stages.design.success.0={value: 60 %, grade: recalled}"});
  EXPECT_EQ(read.messages(), "");
  EXPECT_EQ(read->head.title, "Another");
  EXPECT_EQ(read->numbers.start, Date(2026, 2, 1));
  EXPECT_FALSE(read->numbers.firms[0].domestic);
  EXPECT_EQ(read->numbers.technologies[0].stages[0].success[0], 0.6);
  EXPECT_EQ(assumption(*read, "technologies.chip.stages.design.success.0")->grade, Grade::recalled);
  EXPECT_EQ(assumption(*read, "technologies.chip.stages.design.success.1")->grade, Grade::ungraded);
}

TEST(Scenario, ValuesInheritSourceAndGrade) {
  const std::string text =
      with("    technology: chip", "    source: The firm's accounts\n    technology: chip",
           with("firms:\n", "firms:\n  grade: assumed\n  source: A list of firms\n"));
  const ReadScenario read = read_text(
      text, {"firms.alpha.cash={value: £4m, grade: primary}",
             "firms.alpha.burn={value: £1m/month, source: A newspaper}", "finance.grade=recalled",
             "finance.rounds.seed.size={lognormal: {median: £5m, sigma: 1}, source: Rounds}"});
  ASSERT_EQ(read.messages(), "");
  const struct {
    std::string_view path;
    Grade grade;
    std::string_view source;
  } table[] = {
      {"firms.alpha.remaining", Grade::assumed, "The firm's accounts"},
      {"firms.alpha.cash", Grade::primary, "set on the command line"},
      {"firms.alpha.burn", Grade::ungraded, "A newspaper"},
      {"finance.closing", Grade::recalled, ""},
      {"finance.rounds.seed.graduation", Grade::recalled, ""},
      {"finance.rounds.seed.size", Grade::recalled, "Rounds"},
      {"finance.market", Grade::ungraded, ""},  // a default is nobody's finding
      {"technologies.chip.supply.unit_cost", Grade::ungraded, ""},
      {"programme.fund.budget", Grade::assumed, "A guess"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(assumption(*read, row.path)->grade, row.grade) << row.path;
    EXPECT_EQ(assumption(*read, row.path)->source, row.source) << row.path;
  }
}

TEST(Scenario, TakesOneSourceForAWholeList) {
  const std::string path = "technologies.chip.stages.design.success";
  const std::string text =
      with("success: [50 %, 80 %]",
           "success: {value: [18 %, {value: 57 %, source: Elsewhere, grade: recalled}, {uniform: "
           "{low: 60 %, high: 70 %}}], source: Here, grade: published, note: n}");
  const ReadScenario read = read_text(text);
  ASSERT_EQ(read.messages(), "");
  EXPECT_THAT(read->numbers.technologies[0].stages[0].success,
              ElementsAre(0.18, 0.57, ::testing::DoubleEq(0.65)));
  const struct {
    std::string_view item;
    std::string_view source;
    Grade grade;
    ValueKind kind;
  } table[] = {{".0", "Here", Grade::published, ValueKind::number},
               {".1", "Elsewhere", Grade::recalled, ValueKind::number},
               {".2", "Here", Grade::published, ValueKind::uncertain}};
  for (const auto& row : table) {
    const Assumption* found = assumption(*read, path + std::string(row.item));
    ASSERT_NE(found, nullptr) << row.item;
    EXPECT_EQ(found->source, row.source);
    EXPECT_EQ(found->grade, row.grade);
    EXPECT_EQ(found->kind, row.kind);
    EXPECT_FALSE(found->is_default);
  }
  EXPECT_EQ(assumption(*read, path), nullptr) << "items are listed, not the list";
  ASSERT_NE(uncertainty(*read, path + ".2"), nullptr);
  const std::string resolved = write_document(read->resolved);
  const ReadScenario again = read_text(resolved);
  ASSERT_EQ(again.messages(), "");
  EXPECT_EQ(write_document(again->resolved), resolved);
  EXPECT_EQ(values_of(again->numbers), values_of(read->numbers));
  EXPECT_EQ(assumption(*again, path + ".0")->source, "Here");
  EXPECT_EQ(assumption(*again, path + ".1")->grade, Grade::recalled);
}

TEST(Scenario, OverridesItemsOfAListWithOneSource) {
  const std::string path = "technologies.chip.stages.design.success";
  const std::string text =
      with("success: [50 %, 80 %]", "success: {value: [18 %, 57 %], source: Here}");
  const ReadScenario item = read_text(text, {path + ".value.1=60 %"});
  ASSERT_EQ(item.messages(), "");
  EXPECT_EQ(assumption(*item, path + ".0")->source, "Here");
  EXPECT_EQ(assumption(*item, path + ".1")->source, "set on the command line");
  const ReadScenario again = read_text(write_document(item->resolved));
  ASSERT_EQ(again.messages(), "");
  EXPECT_EQ(assumption(*again, path + ".1")->source, "set on the command line");
  const ReadScenario whole = read_text(text, {path + "=[1 %]"});
  ASSERT_EQ(whole.messages(), "");
  EXPECT_EQ(assumption(*whole, path + ".0")->source, "set on the command line");
}

TEST(Scenario, OverridesItemsOfAWrappedListByTheirPaths) {
  const std::string path = "technologies.chip.stages.design.success";
  const ReadScenario read =
      read_text(with("success: [50 %, 80 %]", "success: {value: [18 %, 57 %], source: Here}"),
                {path + ".1=60 %"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_THAT(read->numbers.technologies[0].stages[0].success, ElementsAre(0.18, 0.6));
  EXPECT_EQ(assumption(*read, path + ".0")->source, "Here");
}

TEST(Scenario, KeepsTextsAndChoicesThatAreChanged) {
  const ReadScenario read = read_small({"title=Another", "firms.alpha.begun=yes"});
  ASSERT_EQ(read.messages(), "");
  ASSERT_EQ(read->changed_words.size(), 2U);
  EXPECT_EQ(read->changed_words[0].path, "title");
  EXPECT_EQ(read->changed_words[1].path, "firms.alpha.begun");
  EXPECT_EQ(read->changed_words[1].text, "yes");
  EXPECT_TRUE(read_small()->changed_words.empty());
}

TEST(Scenario, SaysWhatIsWrongInAListWithOneSource) {
  const std::string path = "technologies.chip.stages.design.success";
  const struct {
    std::string_view written;
    std::string_view message;
  } table[] = {
      {"{value: 50 %, source: Here}",
       "--set:1:49: 'technologies.chip.stages.design.success' should be a list, not '50 %'. Write "
       "for example [50 %, 80 %]."},
      {"{value: [], source: Here}",
       "--set:1:49: 'technologies.chip.stages.design.success' has no entry (at least one is"},
      {"{value: [150 %], source: Here}", "--set:1:50: '150 %' is out of range ("},
      {"{value: [50 %], sourse: Here}",
       "--set:1:57: unknown key 'sourse' in technologies.chip.stages.design.success (it would be "
       "ignored). Did you mean 'source'?"},
      {"{value: [50 %], grade: guess}", "--set:1:64: 'guess' is not a grade."},
      {"{values: [50 %]}",
       "--set:1:41: 'technologies.chip.stages.design.success' should be a list, not a map."},
  };
  for (const auto& row : table) {
    expect_refused(read_small({path + "=" + std::string(row.written)}), std::string(row.message));
  }
}

TEST(Scenario, RefusesUnknownGradesAndSourcesThatAreNoText) {
  for (const std::string grade : {"best", "Primary", "\"\""}) {
    const std::string shown = grade == "\"\"" ? "" : grade;
    expect_refused(read_small({"firms.alpha.cash={value: £4m, grade: " + grade + "}"}),
                   "--set:1:38: '" + shown +
                       "' is not a grade. Grades are primary, published, recalled, assumed.\n");
    expect_refused(read_small({"firms.alpha.grade=" + grade}), "--set:1:19: '" + shown);
  }
  expect_refused(
      read_small({"firms.alpha.cash={value: £4m, source: [a]}"}),
      "--set:1:39: 'source' should be a text. Write several in one text, with semicolons "
      "between.\n");
  expect_refused(read_small({"firms.alpha.cash={value: £4m, note: {a: b}}"}),
                 "--set:1:37: 'note' should be a text. Write several in one text, with semicolons "
                 "between.\n");
  expect_refused(read_small({"title={value: Small, grade: best}"}), "--set:1:29: 'best' is not");
  expect_refused(read_small({"firms.alpha.cash={value: £4m, sourec: a}"}),
                 "--set:1:31: unknown key 'sourec' in firms.alpha.cash (it would be ignored). Did "
                 "you mean 'source'?\n");
}

// ---- Overrides ----

TEST(Scenario, TakesOverridesInOrder) {
  const ReadScenario read = read_small(
      {"firms.alpha.cash=£7m", "firms.alpha.cash=£8m", "programme.contract.0.up_to=7 units",
       "technologies.chip.stages.design.success.1=90 %", "seed=42", "programme.fund.budget=£250m",
       "technologies.chip.supply={lead_time: 1 day, units_per_month: 3, unit_cost: £1/unit}"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.firms[0].cash, Money::major(8e6));
  EXPECT_EQ(read->numbers.programmes.front().contract[0].up_to, Amount::units(7));
  EXPECT_THAT(read->numbers.technologies[0].stages[0].success, ElementsAre(0.5, 0.9));
  EXPECT_EQ(read->head.seed, 42);
  EXPECT_EQ(read->numbers.programmes.front().fund.budget, Money::major(250e6));
  EXPECT_THAT(read->uncertainties, IsEmpty()) << "it is certain now";
  EXPECT_EQ(read->numbers.technologies[0].supply.units_per_month, 3);
  EXPECT_EQ(assumption(*read, "programme.fund.budget")->grade, Grade::ungraded)
      << "the source of the old value is not that of the new one";
  EXPECT_EQ(read->resolved.find("seed")->text, "42");
}

TEST(Scenario, OverridesMakeNumbersUncertain) {
  const ReadScenario read = read_small({"firms.alpha.cash={lognormal: {median: £5m, sigma: 0.5}}"});
  ASSERT_NE(uncertainty(*read, "firms.alpha.cash"), nullptr);
  EXPECT_EQ(uncertainty(*read, "firms.alpha.cash")->law, Law::lognormal(5e6, 0.5));
  EXPECT_EQ(read->numbers.firms[0].cash, Money::major(5e6));
}

TEST(Scenario, OverridesAddFirms) {
  const ReadScenario read =
      read_small({"firms.beta={description: d, technology: chip, stage: test, remaining: 1 day, "
                  "cash: £1, burn: £0/year}"});
  ASSERT_EQ(read.messages(), "");
  ASSERT_THAT(read->numbers.firms, SizeIs(2));
  EXPECT_EQ(read->numbers.firms[1].name, "beta");
  EXPECT_EQ(read->numbers.firms[1].next_round, "") << "'none' is no round";
}

TEST(Scenario, ReportsEachWrongOverride) {
  const ReadScenario read = read_small({"firms.alpha.cash=5", "nonsense", "finance.closing=soon"});
  EXPECT_EQ(read.messages(),
            "--set:1:18: '5' is not an amount of money, such as '£100m' (it has no currency). "
            "Write '£5'?\n"
            "--set:2:1: 'nonsense' sets nothing (an override is written path=value). Write for "
            "example --set programme.fund.budget=£250m.\n"
            "--set:3:17: 'soon' is not a span of time, such as '18 months'.\n");
  expect_refused(read_small({"ti\xfftle=a"}), "--set:1:1: the path to set is not valid UTF-8.\n");
}

// ---- The resolved document ----

/// Reads the resolved document as a scenario of its own and compares everything.
void expect_resolved_reads_back(const ReadScenario& read) {
  const std::string written = write_document(read->resolved);
  const ReadScenario again = read_text(written);
  ASSERT_TRUE(again.scenario) << again.messages() << written;
  EXPECT_EQ(again.diagnostics.errors(), 0U);
  EXPECT_EQ(again.diagnostics.warnings(), read.diagnostics.warnings());
  EXPECT_EQ(values_of(again->head), values_of(read->head));
  EXPECT_EQ(values_of(again->numbers), values_of(read->numbers));
  ASSERT_EQ(again->uncertainties.size(), read->uncertainties.size());
  for (std::size_t i = 0; i < read->uncertainties.size(); ++i) {
    EXPECT_EQ(again->uncertainties[i].path, read->uncertainties[i].path);
    EXPECT_EQ(again->uncertainties[i].law, read->uncertainties[i].law);
  }
  ASSERT_EQ(again->assumptions.size(), read->assumptions.size());
  for (std::size_t i = 0; i < read->assumptions.size(); ++i) {
    const Assumption& before = read->assumptions[i];
    const Assumption& after = again->assumptions[i];
    EXPECT_EQ(after.path, before.path);
    EXPECT_EQ(after.kind, before.kind) << before.path;
    EXPECT_EQ(after.text, before.text) << before.path;
    EXPECT_EQ(after.grade, before.grade) << before.path;
    EXPECT_EQ(after.source, before.source) << before.path;
    // Spelled out, but in a group with a source marked as none of its group's.
    EXPECT_TRUE(before.is_default || !after.is_default) << before.path;
  }
  EXPECT_EQ(write_document(again->resolved), written);
}

TEST(Scenario, ResolvedKeepsMixturesInAndOutsideARun) {
  const ReadScenario read = read_small(
      {"firms.alpha.cash={lognormal_mixture: {median: £1m, sigma: 0.3, other_median: £4m, "
       "other_sigma: 0.3, other_share: 2/5}}",
       "finance.closing={lognormal_mixture: {median: 5 days, sigma: {uniform: {low: 0.2, high: "
       "0.4}}, other_median: 2 months, other_sigma: 0.1, other_share: {beta: {alpha: 2, beta: "
       "3}}}}"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_NE(uncertainty(*read, "finance.closing.lognormal_mixture.other_share"), nullptr);
  expect_resolved_reads_back(read);
}

TEST(Scenario, ResolvedReadsBackAsTheSameScenario) {
  expect_resolved_reads_back(read_small());
  expect_resolved_reads_back(read_text(uk_scenario()));
  expect_resolved_reads_back(read_text(facility_scenario()));
  expect_resolved_reads_back(read_text(
      facility_scenario(),
      {"facilities.laboratory.capacity={uniform: {low: 1, high: 3 servers}, source: s}",
       "facilities.shuttle.months_between={value: 4 months, grade: recalled, source: s}",
       "facilities.shuttle.first={value: 2026-01-31, grade: published, source: A calendar}",
       "facilities.shuttle.source=A timetable", "facilities.note=n",
       "programme.strength.cancel_hazard={lognormal: {median: 2 %/month, sigma: 0.74}}"}));
  for (const std::vector<std::string>& overrides : std::vector<std::vector<std::string>>{
           {"title=\"Quoted: 'a', \\\"b\\\" # c\"", "description=\"  two\\nlines \""},
           {"firms.alpha.cash={value: £4m, source: \"A, B: C # [d] {e} it's\", note: n}"},
           {"firms.grade=assumed", "firms.source=\"x: y\"", "finance.rounds.note=Here"},
           {"technologies.chip.stages.design.duration={lognormal: {median: {uniform: {low: 1 "
            "month, high: 2 months}}, sigma: {value: 0.3, source: s}}, grade: recalled}"},
           {"standard.thresholds.speed={of: frontier, at_least: 0.8, fixed: date, fixed_on: "
            "2027-01-01}"},
           {"firms={}", "finance.rounds={}"},
           {"programme.contract=[{on: acceptance, pay: £1k per unit, up_to: 5}, {on: acceptance, "
            "pay: {uniform: {low: £20k/unit, high: £30k/unit}}, up_to: 5 units, source: s}]"},
           {"standard.deadline=2031-12-31"},
           {"finance={closing: 1 day, round_lasts: 1 year, rounds: {seed: {graduation: 1, size: "
            "£1m, starts_at_runway: 1 year}}}"},
           {"seed=7", "currency={value: GBP, source: s}"},
           {"finance.closing={pert: {low: 1 day, mode: 2 days, high: 6 days}, source: s}",
            "finance.rounds.seed.size={gamma: {shape: {uniform: {low: 1, high: 3}}, scale: £1m}}",
            "technologies.chip.slip={beta: {alpha: 2, beta: 6, high: 3}}",
            "technologies.chip.stages.design.duration={categorical: {values: [1 day, 3 days], "
            "probabilities: [0.4, 0.6]}, source: s}"},
           {"finance.market={poisson: {mean: 3}}",
            "firms.alpha.cash={gamma: {shape: 2, scale: "
            "£1m}, grade: recalled}",
            "finance.rounds.seed.graduation={beta: {alpha: 2, beta: 6}}",
            "finance.attempts={categorical: {values: [1, 3 attempts], probabilities: [0.4, 0.6]}}",
            "technologies.chip.slip={bernoulli: {probability: 100 %}}"}}) {
    const ReadScenario read = read_small(overrides);
    ASSERT_TRUE(read.scenario) << read.messages();
    expect_resolved_reads_back(read);
  }
  std::string text(small_scenario);
  text.resize(text.find("programme:"));
  expect_resolved_reads_back(read_text(text));
}

TEST(Scenario, ResolvedSpellsOutEveryDefault) {
  const std::string written = write_document(read_small()->resolved);
  for (const std::string line :
       {"seed: 1\n",
        "currency: GBP\n",
        "  speed: {unit: tokens/J, better: higher, noise: 0, gaming_bias: 0}\n",
        "    speed: {of: level, at_least: 12 tokens/J, rises: 0 %/year}\n",
        "  attempts: 1\n",
        "  retest_after: 6 months\n",
        "    slip: 1\n",
        "        cost: £0\n",
        "        keeps_runway: 0 months\n",
        "        decided_by: chance\n",
        "  market: 1\n",
        "      then: none\n",
        "    domestic: yes\n",
        "    parent_funded: no\n",
        "  name: programme\n",
        "  promised: yes\n  announced: 2026-01-01\n",
        "  allocation:\n    signing: qualification\n",
        "behaviour:\n  mode: fixed\n",
        "market: {}\n",
        "  eligibility:\n    domestic_only: yes\n",
        "    max_share_per_firm: 100 %\n",
        "    payment_terms: 30 days\n",
        "facilities: {}\n",
        "        facility: none\n",
        "  strength:\n    cancel_hazard: 0 %/year\n"}) {
    EXPECT_THAT(written, HasSubstr(line));
  }
}

TEST(Scenario, ResolvedOfTheWholeLanguageReadsBack) {
  expect_resolved_reads_back(read_text(std::string(testing::whole_scenario)));
  expect_resolved_reads_back(read_text(
      std::string(testing::whole_scenario),
      {"technologies.chip.stages.bring-up.duration={lognormal: {median: {uniform: {low: 4 "
       "months, high: 8 months}}, sigma: 0.2}}"}));
}

TEST(Scenario, TakesOverTheDurationAndCostOfTheFirstAttempt) {
  const ReadScenario read = read_text(std::string(testing::whole_scenario));
  const auto& stages = read->numbers.technologies[0].stages;
  EXPECT_EQ(stages[2].repeat_duration, stages[2].duration) << "a law, left out";
  EXPECT_EQ(stages[3].repeat_cost, stages[3].cost);
  EXPECT_NE(stages[1].repeat_duration, stages[1].duration) << "it is written";
  EXPECT_THAT(write_document(read->resolved), HasSubstr("repeat_duration: as duration\n"));
  const ReadScenario written = read_small(
      {"technologies.chip.stages.design.repeat_duration={value: as duration, source: Judged}"});
  EXPECT_EQ(written->numbers.technologies[0].stages[0].repeat_duration.parameters[0], 365.25);
  EXPECT_EQ(
      testing::assumption(*written, "technologies.chip.stages.design.repeat_duration")->source,
      "Judged");
}

TEST(Scenario, HasDefaultsOfMoneyInItsOwnCurrency) {
  std::string text(testing::whole_scenario);
  for (auto at = text.find("£"); at != std::string::npos; at = text.find("£", at)) {
    text.replace(at, std::string_view("£").size(), "$");
  }
  text = with(", reference_budget: $90m", "", text);
  const ReadScenario read = read_text("currency: USD\n" + text);
  EXPECT_EQ(read->numbers.finance.signals->reference_budget, Money::major(100e6))
      << read.messages();
}

TEST(Scenario, KnowsNoDateOfAMilestoneThatHasNone) {
  const std::string undated =
      with(", due: 24 months, grace: 6 months", "", testing::whole_scenario);
  EXPECT_EQ(read_text(undated)->numbers.programmes.front().contract[1].due, Duration::longest());
  const std::string none =
      with("due: 24 months, grace: 6 months", "due: none", testing::whole_scenario);
  EXPECT_EQ(read_text(none)->numbers.programmes.front().contract[1].due, Duration::longest());
  EXPECT_EQ(
      read_text(std::string(testing::whole_scenario))->numbers.programmes.front().contract[1].due,
      Duration::from_days(730.5));
}

TEST(Scenario, ResolvedDoesNotDependOnTheOrderOfKeys) {
  const std::string title = "title: Small\n";
  const std::string moved = with(title, "") + title;
  EXPECT_EQ(write_document(read_text(moved)->resolved), write_document(read_small()->resolved));
}

TEST(Scenario, ResolvedKeepsOverrides) {
  const ReadScenario read = read_small({"programme.fund.budget=£250m"});
  EXPECT_THAT(write_document(read->resolved),
              HasSubstr("budget: {value: £250m, source: set on the command line}\n"));
}

// ---- What is not right yet ----

TEST(Scenario, ResolvedKeepsQuestionMarksInFlows) {
  expect_resolved_reads_back(
      read_small({"firms.alpha.cash={value: £4m, source: \"Really? Yes\"}"}));
}

TEST(Scenario, RefusesAnUncertainAmountBeyond64Bits) {
  for (const std::string assignment :
       {"programme.fund.budget={lognormal: {median: £1e30, sigma: 1}}",
        "firms.alpha.burn={uniform: {low: £0/year, high: £1e30/year}}"}) {
    ReadScenario read;
    EXPECT_NO_THROW(read = read_small({assignment}));
    EXPECT_THAT(read.messages(), HasSubstr("is out of range"));
  }
}

TEST(Scenario, RefusesCountsBeyond64Bits) {
  for (const std::string assignment :
       {"programme.contract.0.up_to=1e30 units", "technologies.chip.supply.units_per_month=1e19",
        "seed=1e30", "seed=18446744073709551615"}) {
    const ReadScenario read = read_small({assignment});
    EXPECT_FALSE(read.scenario) << assignment;
    EXPECT_THAT(read.messages(), HasSubstr("is out of range")) << assignment;
  }
}

TEST(Scenario, RefusesASeedThatIsRounded) {
  const ReadScenario read = read_small({"seed=9007199254740993"});
  EXPECT_TRUE(!read.scenario || read->head.seed == 9007199254740993);
}

TEST(Scenario, RefusesAnUncertainSeed) {
  EXPECT_FALSE(read_small({"seed={uniform: {low: 1, high: 100}}"}).scenario)
      << "nothing would draw it";
}

TEST(Scenario, RefusesEmptyNames) {
  for (const std::string assignment : {"firms.alpha.technology=\"\"", "firms.alpha.stage=\"\""}) {
    const ReadScenario read = read_small({assignment});
    EXPECT_FALSE(read.scenario) << assignment;
  }
}

TEST(Scenario, TakesTheLastYearsOfTheCalendar) {
  ReadScenario read;
  EXPECT_NO_THROW(read = read_small(
                      {"start=9790-01-01", "horizon=9800-12-31", "standard.deadline=9800-01-01"}));
  EXPECT_EQ(read.messages(), "");
  read = read_small({"start=9790-01-01", "horizon=9801-01-01", "standard.deadline=9800-01-01"});
  EXPECT_EQ(read.messages(),
            "--set:2:9: the horizon is after the year 9800 (the calendar ends in 9999 and orders "
            "run on after it).\n");
}

TEST(Scenario, SaysThatAListIsEmpty) {
  for (const std::string assignment :
       {"programme.contract=[]", "technologies.chip.stages.design.success=[]"}) {
    const ReadScenario read = read_small({assignment});
    EXPECT_THAT(read.messages(), ::testing::Not(HasSubstr("should be a list, not a list")));
    EXPECT_FALSE(read.scenario);
  }
}

TEST(Scenario, ReportsAnEmptyValueOnce) {
  expect_refused(read_text(with("cash: £4m", "cash:")), located("cash:") + "an empty value ");
  for (const std::string key : {"title", "start", "fiscal_year"}) {
    expect_refused(read_small({key + "={value: }"}),
                   fmt::format("--set:1:{}: an empty value ", key.size() + 3));
  }
}

TEST(Scenario, RefusesEmptyTextsThatMayBeLeftOut) {
  expect_refused(read_small({"firms.alpha.next_round=\"\""}),
                 "--set:1:24: 'firms.alpha.next_round' is empty (left out, it is 'none').\n");
  expect_refused(read_small({"title=\"\""}), "--set:1:7: 'title' is empty (it has no default).\n");
}

TEST(Scenario, NamesAnUnknownBenchmarkOfALevel) {
  const ReadScenario read = read_small({"standard.thresholds={sped: {at_least: 12 tokens/J}}"});
  EXPECT_THAT(read.messages(),
              HasSubstr("--set:1:22: there is no benchmark 'sped'. Did you mean 'speed'?\n"));
}

TEST(Scenario, DoesNotMissPartsThatAreMisspelt) {
  const std::string text = with("technologies:", "tecnologies:");
  EXPECT_EQ(read_text(text).diagnostics.errors(), 1U) << read_text(text).messages();
  expect_refused(read_text(with("\nfacilities:", "\nfacilites:", facility_scenario())),
                 "small.yaml:13:1: unknown key 'facilites' (it would be ignored). Did you mean "
                 "'facilities'?\n");
}

TEST(Scenario, SaysNothingThatFollowsFromAnotherMistake) {
  // A word decides what other fields mean; names decide what stands under them.
  const std::string facilities = facility_scenario();
  expect_refused(read_text(with("kind: departures", "kinnd: departures", facilities)),
                 located("kind: departures", facilities) + "unknown key 'kinnd' ");
  expect_refused(read_text(with("kind: departures", "kind: ", facilities)),
                 located("kind: departures", facilities) + "an empty value ");
  expect_refused(read_text(with("benchmarks:\n  speed: {unit: tokens/J}\n", "")),
                 "small.yaml: 'benchmarks' is missing ");
  expect_refused(read_text(with("{unit: tokens/J}", "5")),
                 located("{unit: tokens/J}") + "'benchmarks.speed' should be a map");
}

TEST(Scenario, IgnoresNoProvenanceInsideLaws) {
  for (const std::string path : {"firms.alpha.cash", "finance.rounds.seed.size"}) {
    for (const std::string key : {"grade: nonsense", "grade: primary", "source: lost"}) {
      const ReadScenario read =
          read_small({path + "={lognormal: {median: £4m, sigma: 1, " + key + "}}"});
      EXPECT_TRUE(!read.scenario || assumption(*read, path)->grade == Grade::primary ||
                  assumption(*read, path)->source == "lost")
          << path << " " << key;
    }
  }
}

TEST(Scenario, RefusesAPriceThatRoundsToNothing) {
  EXPECT_FALSE(read_small({"programme.contract.0.pay=£0.001 per unit"}).scenario);
  EXPECT_FALSE(read_small({"finance.round_lasts=1e-12 days"}).scenario);
}

TEST(Scenario, DoesNotSuggestTheContrary) {
  expect_refused(
      read_small({"firms.alpha.domestic=on"}),
      "--set:1:22: 'on' is not a value of 'firms.alpha.domestic'. Did you mean 'yes'?\n");
}

TEST(Scenario, KeepsTheNameOfTheOtherArmFree) {
  EXPECT_FALSE(read_small({"programme.name=no-programme"}).scenario);
}

TEST(Scenario, TakesARoundThatComesAfterItself) {
  const ReadScenario read = read_small({"finance.rounds.seed.then=seed"});
  ASSERT_TRUE(read.scenario);
  EXPECT_EQ(read->numbers.finance.rounds[0].then, "seed");
}

TEST(Scenario, WarnsOfKeysThatAreNotUsed) {
  const ReadScenario read = read_small({"firms.alpha.parent_funded=yes"});
  ASSERT_TRUE(read.scenario);
  EXPECT_THAT(
      read.messages(),
      HasSubstr("warning: 'firms.alpha.cash' is not used (only with parent_funded: no).\n"));
  EXPECT_EQ(read->numbers.firms[0].cash, Money{});
  EXPECT_EQ(read->resolved.find("firms")->find("alpha")->find("cash"), nullptr);
}

TEST(Scenario, SaysWhatAKeyThatIsNotUsedWouldTake) {
  const struct {
    std::vector<std::string> overrides;
    std::string_view message;
  } table[] = {
      {{"technologies.chip.stages.design.on_failure=end"},
       "'technologies.chip.stages.design.repeat_cost' is not used (only with decided_by: standard, "
       "on_failure: repeat or return, or where a later stage returns to this one or past it)"},
      {{"technologies.chip.stages.test.success=[50 %]"},
       "'technologies.chip.stages.test.success' is not used (only with decided_by: chance)"},
      {{"standard.thresholds.speed.fixed_on=2027-01-01"},
       "'standard.thresholds.speed.fixed_on' is not used (only with of: frontier)"},
      {{"standard.thresholds.speed={of: frontier, at_least: 0.8, fixed_on: 2027-01-01}"},
       "'standard.thresholds.speed.fixed_on' is not used (only with fixed: date)"},
      {{"standard.thresholds.speed.at_most=20 tokens/J"},
       "'standard.thresholds.speed.at_most' is not used (only where lower is better)"},
      {{"standard.thresholds.speed={of: frontier, at_least: 0.8, at_most: 20 tokens/J}"},
       "'standard.thresholds.speed.at_most' is not used (only with of: level)"},
  };
  for (const auto& row : table) {
    const ReadScenario read = read_small(row.overrides);
    EXPECT_TRUE(read.scenario) << "a warning stops nothing";
    EXPECT_THAT(read.messages(), HasSubstr(std::string(row.message)));
  }
}

TEST(Scenario, UsesAKeyIfOneOfItsConditionsHolds) {
  // `at_least` belongs to levels and to ratios, `capacity` to servers and to departures.
  EXPECT_EQ(read_small({"standard.thresholds.speed={of: frontier, at_least: 0.8}"}).messages(), "");
  EXPECT_EQ(read_text(facility_scenario()).messages(), "");
}

TEST(Scenario, MissesTheThresholdOfTheOtherDirection) {
  const ReadScenario read = read_small({"standard.thresholds.speed={at_most: 20 tokens/J}"});
  EXPECT_FALSE(read.scenario);
  EXPECT_THAT(read.messages(), HasSubstr("'standard.thresholds.speed.at_least' is missing"));
  EXPECT_THAT(read.messages(), HasSubstr("(only where lower is better)"));
}

TEST(Scenario, ReportsNamesAndDatesBesideOtherMistakes) {
  const ReadScenario read =
      read_small({"firms.alpha.bunr=1", "firms.alpha.technology=chop", "horizon=2020-01-01"});
  EXPECT_THAT(read.messages(), HasSubstr("unknown key 'bunr'"));
  EXPECT_THAT(read.messages(), HasSubstr("there is no technology 'chop'. Did you mean 'chip'?"));
  EXPECT_THAT(read.messages(), HasSubstr("the horizon is before the start"));
}

TEST(Scenario, TakesAShareOfTheFrontierInPercent) {
  const ReadScenario read =
      read_small({"standard.thresholds.speed={of: frontier, at_least: 80 %}"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.standard.thresholds[0].required, 0.8);
}

// ---- Facilities and the strength of a promise ----

TEST(Scenario, ReadsFacilities) {
  const ReadScenario read = read_text(facility_scenario());
  ASSERT_EQ(read.messages(), "");
  const Case& numbers = read->numbers;
  ASSERT_THAT(numbers.facilities, SizeIs(2));
  const Facility& laboratory = numbers.facilities[0];
  EXPECT_EQ(laboratory.name, "laboratory");
  EXPECT_EQ(laboratory.kind, FacilityKind::servers);
  EXPECT_EQ(laboratory.capacity, 2);
  EXPECT_EQ(laboratory.serves, Serves::domestic_first);
  const Facility& shuttle = numbers.facilities[1];
  EXPECT_EQ(shuttle.name, "shuttle");
  EXPECT_EQ(shuttle.kind, FacilityKind::departures);
  EXPECT_EQ(shuttle.capacity, 4);
  EXPECT_EQ(shuttle.serves, Serves::first_come) << "by default";
  EXPECT_EQ(shuttle.first, Date(2026, 3, 15));
  EXPECT_EQ(shuttle.months_between, 3);
  EXPECT_EQ(numbers.technologies[0].stages[0].facility, "shuttle");
  EXPECT_EQ(numbers.technologies[0].stages[1].facility, "laboratory");
  EXPECT_EQ(numbers.programmes.front().strength.cancel_hazard, PerYear(0.08));
  EXPECT_NO_THROW(Model::build(numbers));
  EXPECT_EQ(assumption(*read, "facilities.laboratory.capacity")->text, "2 servers");
  EXPECT_EQ(assumption(*read, "facilities.shuttle.first")->kind, ValueKind::date);
  EXPECT_EQ(assumption(*read, "programme.strength.cancel_hazard")->text, "8 %/year");
}

TEST(Scenario, NeedsNeitherFacilitiesNorStrength) {
  const ReadScenario read = read_small();
  EXPECT_THAT(read->numbers.facilities, IsEmpty());
  for (const Stage& stage : read->numbers.technologies[0].stages) {
    EXPECT_EQ(stage.facility, "") << "'none' is no facility";
  }
  EXPECT_EQ(read->numbers.programmes.front().strength.cancel_hazard, PerYear());
  EXPECT_TRUE(assumption(*read, "programme.strength.cancel_hazard")->is_default);
  const ReadScenario empty = read_small({"facilities={}", "programme.strength={}"});
  EXPECT_EQ(empty.messages(), "");
  EXPECT_EQ(values_of(empty->numbers), values_of(read->numbers));
}

TEST(Scenario, ReadsRatesInAnyUnitOfTime) {
  const struct {
    std::string_view text;
    double expected;
  } table[] = {{"8 %/year", 0.08},
               {"0.08/year", 0.08},
               {"2 %/month", 0.24},
               {"2 % per month", 0.24},
               {"0 %/year", 0.0},
               {"{value: 8 %/year, grade: assumed, source: A guess}", 0.08},
               {"{lognormal: {median: 8 %/year, sigma: 0.74}}", 0.08},
               {"{uniform: {low: 0 %/year, high: 1 %/month}}", 0.06},
               {"{exponential: {mean: 8 %/year}}", 0.08 * std::log(2.0)}};
  for (const auto& row : table) {
    const ReadScenario read =
        read_small({"programme.strength.cancel_hazard=" + std::string(row.text)});
    ASSERT_EQ(read.messages(), "") << row.text;
    EXPECT_NEAR(read->numbers.programmes.front().strength.cancel_hazard.value(), row.expected,
                1e-12)
        << row.text;
  }
}

TEST(Scenario, RefusesWhatIsNoRate) {
  const struct {
    std::string_view text;
    std::string_view message;
  } table[] = {
      {"8 %",
       "--set:1:34: '8 %' is not a rate, such as '8 %/year' (it is a share). Write '8 %/year'?\n"},
      {"0.08",
       "--set:1:34: '0.08' is not a rate, such as '8 %/year' (it has no unit). Write "
       "'0.08/year'?\n"},
      {"£8/year",
       "--set:1:34: '£8/year' is not a rate, such as '8 %/year' (it is money over time).\n"},
      {"8 years",
       "--set:1:34: '8 years' is not a rate, such as '8 %/year' (it is a span of time).\n"},
      {"-8 %/year", "--set:1:34: '-8 %/year' is out of range (it must not be negative).\n"},
      {"{lognormal: {median: 8 %, sigma: 0.74}}",
       "--set:1:55: '8 %' is not a rate, such as '8 %/year' (it is a share). Write '8 %/year'?\n"},
      {"{poisson: {mean: 3}}",
       "--set:1:34: a poisson law has no unit (this value is a rate, such as '8 %/year').\n"},
      {"{normal: {mean: 8 %/year, sd: 1 %/year}}",
       "--set:1:34: this normal law reaches out of range (no value may be below 0). Write "
       "'{lognormal: {median: 7.93822 %/year, sigma: 0.124516}}'?\n"},
  };
  for (const auto& row : table) {
    expect_refused(read_small({"programme.strength.cancel_hazard=" + std::string(row.text)}),
                   std::string(row.message));
  }
  const std::string text = with("8 %/year", "8 %", facility_scenario());
  expect_refused(read_text(text), located("8 %}", text) +
                                      "'8 %' is not a rate, such as '8 %/year' (it is a share)"
                                      ". Write '8 %/year'?\n");
}

TEST(Scenario, RefusesWrongFacilities) {
  const struct {
    std::string_view assignment;
    std::string_view message;
  } table[] = {
      {"technologies.chip.stages.test.facility=labratory",
       "--set:1:40: there is no facility 'labratory'. Did you mean 'laboratory'?\n"},
      {"technologies.chip.stages.test.facility=fab",
       "--set:1:40: there is no facility 'fab'. Known: laboratory, shuttle.\n"},
      {"technologies.chip.stages.test.facility=[laboratory]",
       "--set:1:40: 'technologies.chip.stages.test.facility' should be a text, not a list.\n"},
      {"technologies.chip.stages.test.fasility=laboratory",
       "--set:1:1: unknown key 'fasility' in technologies.chip.stages.test (it would be ignored). "
       "Did you mean 'facility'?\n"},
      {"facilities=3",
       "--set:1:12: 'facilities' should be a map of names, not '3'. Write each under its "
       "name: facilities: {NAME: {…}}.\n"},
      {"facilities.shuttle.first=2025-12-31",
       "--set:1:26: the first departure is before the start (the start is 2026-01-01).\n"},
      {"facilities.shuttle.first=soon",
       "--set:1:26: 'soon' is not a date. Dates are written 2026-12-31.\n"},
      {"facilities.shuttle.months_between=0 months",
       "--set:1:35: '0 months' is out of range (it must be at least 1 month).\n"},
      {"facilities.shuttle.months_between=1201 months",
       "--set:1:35: '1201 months' is out of range (it must be at most 1200 months).\n"},
      {"facilities.shuttle.months_between=90 days",
       "--set:1:35: '90 days' is not a number of months.\n"},
      {"facilities.laboratory.kind=server",
       "--set:1:28: 'server' is not a value of 'facilities.laboratory.kind'. Did you mean "
       "'servers'?\n"},
      {"facilities.laboratory.kind=lorry",
       "--set:1:28: 'lorry' is not a value of 'facilities.laboratory.kind'. Write servers or "
       "departures.\n"},
      {"facilities.laboratory.serves=first come",
       "--set:1:30: 'first come' is not a value of 'facilities.laboratory.serves'. Did you mean "
       "'first-come'?\n"},
      {"facilities.laboratory.capacity=0",
       "--set:1:32: '0' is out of range (it must be at least 1 server).\n"},
      {"facilities.laboratory.capacity=1000001",
       "--set:1:32: '1000001' is out of range (it must be at most 1000000 servers).\n"},
      {"facilities.laboratory.capacity=1.5", "--set:1:32: '1.5' is not a whole number.\n"},
      {"facilities.laboratory.capacity=2 seats",
       "--set:1:32: '2 seats' is not a number of servers.\n"},
      {"facilities.shuttle.capacity=2 servers",
       "--set:1:29: '2 servers' is not a number of seats.\n"},
      {"facilities.laboratory.capacity={uniform: {low: 0, high: 3}}",
       "--set:1:32: this uniform law reaches out of range (no value may be below 1 server).\n"},
      {"facilities.laboratory.capcity=2",
       "--set:1:1: unknown key 'capcity' in facilities.laboratory (it would be ignored). Did you "
       "mean 'capacity'?\n"},
      {"programme.strength.cancel_hazrd=8 %/year",
       "--set:1:1: unknown key 'cancel_hazrd' in programme.strength (it would be ignored). Did you "
       "mean 'cancel_hazard'?\n"},
      {"programme.strength=8 %/year",
       "--set:1:20: 'programme.strength' should be a map, not '8 %/year'.\n"},
  };
  for (const auto& row : table) {
    expect_refused(read_text(facility_scenario(), {std::string(row.assignment)}),
                   std::string(row.message));
  }
  const ReadScenario departing =
      read_text(facility_scenario(), {"facilities.laboratory={kind: departures, capacity: 2}"});
  EXPECT_EQ(departing.messages(),
            "--set:1:1: 'facilities.laboratory' lacks first, months_between (they have no "
            "default).\n");
}

TEST(Scenario, LocatesAnUnknownFacilityInTheFile) {
  const std::string text = with("facility: shuttle", "facility: shutle", facility_scenario());
  expect_refused(read_text(text), located("shutle", text) +
                                      "there is no facility 'shutle'. Did you mean 'shuttle'?\n");
  const std::string none =
      with("cost: £250k", "cost: £250k\n        facility: laboratory",
           with("repeat_cost: £250k", "repeat_cost: £1k\n        cost: £250k"));
  expect_refused(read_text(none),
                 located("laboratory", none) + "there is no facility 'laboratory'.\n");
}

TEST(Scenario, WarnsOfFacilitiesAndTheirKeysThatDoNothing) {
  const struct {
    std::string_view assignment;
    std::string_view message;
  } table[] = {
      {"technologies.chip.stages.test.facility=none",
       "small.yaml:14:3: warning: no stage needs the facility 'laboratory' (it does nothing). Name "
       "it as 'facility' of a stage.\n"},
      {"facilities.line={capacity: 1}",
       "--set:1:1: warning: no stage needs the facility 'line' (it does nothing). Name it as "
       "'facility' of a stage.\n"},
      {"facilities.laboratory.first=2026-03-01",
       "--set:1:1: warning: 'facilities.laboratory.first' is not used (only with kind: "
       "departures).\n"},
      {"facilities.laboratory.months_between=3",
       "--set:1:1: warning: 'facilities.laboratory.months_between' is not used (only with kind: "
       "departures).\n"},
  };
  for (const auto& row : table) {
    const ReadScenario read = read_text(facility_scenario(), {std::string(row.assignment)});
    EXPECT_TRUE(read.scenario) << "a warning stops nothing";
    EXPECT_EQ(read.messages(), row.message);
  }
  EXPECT_EQ(read_text(facility_scenario(), {"facilities.shuttle.first=2026-01-01"}).messages(), "");
}

TEST(Scenario, KnowsUncertainFacilities) {
  const struct {
    std::string_view path;
    std::string_view law;
    Law expected;
    std::int64_t median;
  } table[] = {
      {"facilities.laboratory.capacity",
       "{uniform: {low: 1 server, high: 6 servers}}",
       {LawFamily::uniform, {1, 6}},
       4},
      {"facilities.laboratory.capacity",
       "{categorical: {values: [1, 4 servers], probabilities: [30 %, 70 %]}}",
       categorical({1, 4}, {0.3, 0.7}), 4},
      {"facilities.shuttle.months_between",
       "{triangular: {low: 1 month, mode: 3 months, high: 5 months}}",
       {LawFamily::triangular, {1, 3, 5}},
       3},
  };
  for (const auto& row : table) {
    const std::string path(row.path);
    const ReadScenario read = read_text(facility_scenario(), {path + "=" + std::string(row.law)});
    ASSERT_EQ(read.messages(), "") << row.law;
    ASSERT_NE(uncertainty(*read, path), nullptr);
    EXPECT_EQ(uncertainty(*read, path)->law, row.expected);
    EXPECT_EQ(values_of(read->numbers).at(path), std::to_string(row.median));
  }
}

TEST(Scenario, OverridesAddFacilities) {
  const ReadScenario read =
      read_small({"facilities.laboratory.capacity=3", "facilities.laboratory.serves=domestic-first",
                  "technologies.chip.stages.test.facility=laboratory"});
  ASSERT_EQ(read.messages(), "");
  ASSERT_THAT(read->numbers.facilities, SizeIs(1));
  EXPECT_EQ(read->numbers.facilities[0].capacity, 3);
  EXPECT_EQ(read->numbers.facilities[0].kind, FacilityKind::servers) << "by default";
  EXPECT_EQ(read->numbers.facilities[0].serves, Serves::domestic_first);
  const ReadScenario moved =
      read_text(facility_scenario(),
                {"facilities.laboratory={kind: departures, capacity: 7, first: 2027-01-31, "
                 "months_between: 1}"});
  ASSERT_EQ(moved.messages(), "");
  EXPECT_EQ(moved->numbers.facilities[0].first, Date(2027, 1, 31));
}

TEST(Scenario, NotesDatesAndTheirSources) {
  const ReadScenario read =
      read_small({"standard.deadline={value: 2029-12-31, grade: published, source: A speech}"});
  ASSERT_EQ(read.messages(), "");
  const Assumption* deadline = assumption(*read, "standard.deadline");
  ASSERT_NE(deadline, nullptr);
  EXPECT_EQ(deadline->kind, ValueKind::date);
  EXPECT_EQ(deadline->text, "2029-12-31");
  EXPECT_EQ(deadline->source, "A speech");
}

// ---- Appraisal ----

/// The small scenario with an appraisal before its benchmarks.
std::string appraised(const std::string& fields) {
  return with("horizon: 2030-12-31\n", "horizon: 2030-12-31\nappraisal: " + fields + "\n");
}

TEST(Scenario, DiscountsAsTheGreenBookUnlessItSaysOtherwise) {
  const ReadScenario read = read_small();
  const Appraisal& appraisal = read->numbers.appraisal;
  const Date start(2026, 1, 1);
  EXPECT_EQ(appraisal.price_base, start);
  EXPECT_EQ(appraisal.base_date, start);
  EXPECT_EQ(appraisal.deflator, (std::vector<DeflatorStep>{{start, PerYear(0)}}));
  EXPECT_EQ(appraisal.discount, (std::vector<DiscountStep>{{0, PerYear(0.035)},
                                                           {30, PerYear(0.03)},
                                                           {75, PerYear(0.025)},
                                                           {125, PerYear(0.02)},
                                                           {200, PerYear(0.015)},
                                                           {300, PerYear(0.01)}}));
  for (const char* path : {"appraisal.base_date", "appraisal.deflator.0.growth",
                           "appraisal.discount.0.rate", "appraisal.discount.5.after"}) {
    ASSERT_NE(assumption(*read, path), nullptr) << path;
    EXPECT_TRUE(assumption(*read, path)->is_default) << path;
  }
  EXPECT_THAT(write_document(read->resolved), HasSubstr("- {after: 30 years, rate: 3 %/year}\n"));
}

TEST(Scenario, ReadsAnAppraisal) {
  const ReadScenario read = read_text(
      appraised("{source: Treasury, price_base: 2024-04-01, deflator: [{from: 2023-01-01, growth: "
                "-1 %/year}, "
                "{from: 2027-04-01, growth: {uniform: {low: 0.01/year, high: 0.03/year}}}]}"));
  const Appraisal& appraisal = read->numbers.appraisal;
  EXPECT_EQ(appraisal.price_base, Date(2024, 4, 1));
  EXPECT_EQ(appraisal.base_date, Date(2026, 1, 1)) << "the start";
  ASSERT_EQ(appraisal.deflator.size(), 2U);
  EXPECT_EQ(appraisal.deflator[0], (DeflatorStep{Date(2023, 1, 1), PerYear(-0.01)}));
  EXPECT_EQ(appraisal.deflator[1].from, Date(2027, 4, 1));
  EXPECT_NE(uncertainty(*read, "appraisal.deflator.1.growth"), nullptr);
  EXPECT_EQ(assumption(*read, "appraisal.deflator.0.growth")->source, "Treasury");
  EXPECT_EQ(assumption(*read, "appraisal.discount.0.rate")->source, "")
      << "a default is not what the group's source says";
}

TEST(Scenario, FollowsTheStartWhereAnAppraisalIsSilent) {
  const ReadScenario read = read_small({"start=2025-06-01", "appraisal.price_base=2024-01-01"});
  EXPECT_EQ(read->numbers.appraisal.base_date, Date(2025, 6, 1));
  EXPECT_EQ(read->numbers.appraisal.deflator[0].from, Date(2024, 1, 1)) << "the earlier one";
}

TEST(Scenario, SaysWhereAnAppraisalIsWrong) {
  const struct {
    std::string fields;
    std::string at;
    std::string message;
  } table[] = {
      {"{deflator: [{from: 2026-02-03, growth: 2 %/year}]}", "2026-02-03",
       "the deflator begins after the start (the growth of prices before it is not known). Begin "
       "it "
       "on 2026-01-01 or earlier."},
      {"{price_base: 2024-01-01, deflator: [{from: 2025-02-03, growth: 2 %/year}]}", "2025-02-03",
       "the deflator begins after the price base (the growth of prices before it is not known). "
       "Begin it on 2024-01-01 or earlier."},
      {"{deflator: [{from: 2025-01-01, growth: 2 %/year}, {from: 2024-02-03, growth: 1 %/year}]}",
       "2024-02-03",
       "the deflator's steps are not in order (the step before begins on 2025-01-01). Put the "
       "earlier date first."},
      {"{discount: [{rate: 3 %/year}, {after: 31 years, rate: 2 %/year}, {after: 29 years, rate: 1 "
       "%/year}]}",
       "29 years",
       "the discount rates are not in order (the rate before holds after 31 years). Put the "
       "earlier "
       "year first."},
      {"{discount: [{rate: 3 %/year}, {after: {uniform: {low: 20, high: 30}}, rate: 2 %/year}]}",
       "{uniform: {low: 20",
       "'appraisal.discount.1.after' is uncertain (drawn years could change places). Make the rate "
       "uncertain instead."},
      {"{price_base: 1925-12-31, deflator: [{from: 1900-01-01, growth: 2 %/year}]}", "1925-12-31",
       "'appraisal.price_base' is more than 100 years from the start (the start is 2026-01-01)."},
      {"{base_date: 2127-01-01}", "2127-01-01",
       "'appraisal.base_date' is more than 100 years from the start (the start is 2026-01-01)."},
      {"{discount: [{rate: -1 %/year}]}", "-1 %/year",
       "'-1 %/year' is out of range (it must not be negative)."},
      {"{discount: []}", "[]}", "'appraisal.discount' has no entry (at least one is needed)."},
      {"{discont: [{rate: 3 %/year}]}", "discont",
       "unknown key 'discont' in appraisal (it would be ignored). Did you mean 'discount'?"},
  };
  for (const auto& row : table) {
    const std::string text = appraised(row.fields);
    EXPECT_EQ(read_text(text).messages(),
              "small.yaml:" + place_of(row.at, text) + ": " + row.message + "\n");
  }
}

TEST(Scenario, WarnsOfYearsOfTheFirstDiscountRate) {
  const std::string text = appraised("{discount: [{after: 0 years, rate: 3 %/year}]}");
  EXPECT_EQ(
      read_text(text).messages(),
      "small.yaml:" + place_of("after", text) +
          ": warning: 'appraisal.discount.0.after' is not used (only after the first step).\n");
}

// ---- History ----

/// The small scenario with a history to the end of 2027, in which its firm raises twice.
std::vector<std::string> history() {
  return {"finance.history_until=2027-12-31",
          "firms.alpha.raises=[{on: 2026-06-01, size: {uniform: {low: £1m, high: £2m}}, burn: "
          "£0.3m/month, next_round: seed}, {on: 2027-02-01, size: £0, burn: {uniform: {low: "
          "£0.1m/month, high: £0.2m/month}}, next_round: none}]"};
}

TEST(Scenario, HasNoHistoryUnlessItIsWritten) {
  const ReadScenario read = read_small();
  EXPECT_EQ(read->numbers.finance.history_until, read->numbers.start);
  const Firm& alpha = read->numbers.firms[0];
  EXPECT_EQ(alpha.enters, read->numbers.start);
  EXPECT_EQ(alpha.age, Duration::longest());
  EXPECT_EQ(alpha.in_scope, Share(1.0));
  EXPECT_THAT(alpha.raises, IsEmpty());
  const std::string written = write_document(read->resolved);
  for (const std::string line :
       {"  history_until: 2026-01-01\n", "    age: none\n", "    in_scope: 100 %\n",
        "    enters: 2026-01-01\n", "    raises: []\n"}) {
    EXPECT_THAT(written, HasSubstr(line));
  }
  const ReadScenario later = read_small({"start=2026-03-01"});
  EXPECT_EQ(later->numbers.finance.history_until, Date(2026, 3, 1)) << later.messages();
  EXPECT_EQ(later->numbers.firms[0].enters, Date(2026, 3, 1));
}

TEST(Scenario, ReadsWhatIsKnownOfFirms) {
  const ReadScenario read = read_text(std::string(testing::whole_scenario));
  ASSERT_TRUE(read.scenario) << read.messages();
  const Case& numbers = read->numbers;
  EXPECT_EQ(numbers.finance.history_until, Date(2027, 6, 30));
  const Firm& alpha = numbers.firms[0];
  EXPECT_EQ(alpha.age, Duration::from_months(40));
  EXPECT_EQ(alpha.in_scope, Share(0.8));
  EXPECT_EQ(alpha.enters, Date(2026, 6, 1));
  ASSERT_THAT(alpha.raises, SizeIs(2));
  EXPECT_EQ(alpha.raises[0].on, Date(2026, 9, 30));
  EXPECT_EQ(alpha.raises[0].size, Money::major(2.5e6));
  EXPECT_EQ(alpha.raises[0].burn, BurnRate::major_per_year(3.6e6));
  EXPECT_EQ(alpha.raises[0].next_round, "seed");
  EXPECT_EQ(alpha.raises[1].on, Date(2027, 3, 31));
  EXPECT_EQ(alpha.raises[1].size, Money{});
  EXPECT_EQ(alpha.raises[1].next_round, "") << "none";
  EXPECT_EQ(numbers.entry->age, Duration::from_months(3));
}

TEST(Scenario, KnowsTheUncertainNumbersOfKnownRaises) {
  const ReadScenario read = read_small(history());
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(uncertainty(*read, "firms.alpha.raises.0.size")->law,
            (Law{LawFamily::uniform, {1e6, 2e6}}));
  EXPECT_NE(uncertainty(*read, "firms.alpha.raises.1.burn"), nullptr);
  for (const std::string path :
       {"firms.alpha.raises.0.size", "firms.alpha.raises.0.burn", "firms.alpha.raises.1.size",
        "firms.alpha.raises.1.burn", "firms.alpha.raises.1.on", "firms.alpha.in_scope"}) {
    EXPECT_NE(assumption(*read, path), nullptr) << path;
  }
}

TEST(Scenario, ResolvedReadsBackWithItsHistory) {
  std::vector<std::string> overrides = history();
  overrides.insert(
      overrides.end(),
      {"firms.alpha.enters={value: 2026-02-28, source: A register, grade: primary}",
       "firms.alpha.age={uniform: {low: 1 year, high: 2 years}}", "firms.alpha.in_scope=60 %"});
  const ReadScenario read = read_small(overrides);
  ASSERT_TRUE(read.scenario) << read.messages();
  expect_resolved_reads_back(read);
}

TEST(Scenario, OverridesTheEndOfHistoryAndItemsOfRaises) {
  std::vector<std::string> overrides = history();
  overrides.insert(overrides.end(),
                   {"finance.history_until=2027-02-01", "firms.alpha.raises.1.size=£7m"});
  const ReadScenario read = read_small(overrides);
  ASSERT_TRUE(read.scenario) << read.messages();
  EXPECT_EQ(read->numbers.finance.history_until, Date(2027, 2, 1));
  EXPECT_EQ(read->numbers.firms[0].raises[1].size, Money::major(7e6));
  overrides.push_back("finance.history_until=2027-01-31");
  EXPECT_THAT(read_small(overrides).messages(),
              HasSubstr("'alpha' has a known raise after its history (the history ends on "
                        "2027-01-31). Write history_until: 2027-02-01 in 'finance', or a later "
                        "day."));
}

TEST(Scenario, WarnsOfHistoryBeyondTheHorizon) {
  const ReadScenario late = read_small({"firms.alpha.enters=2031-01-01"});
  EXPECT_TRUE(late.scenario);
  EXPECT_THAT(late.messages(), HasSubstr("warning: 'alpha' enters after the horizon (it is never "
                                         "there)."));
  EXPECT_EQ(read_small({"firms.alpha.enters=2030-12-31"}).messages(), "");
}

TEST(Scenario, WarnsOfAHistoryInWhichNobodyCanRaise) {
  const ReadScenario bare = read_small({"finance.history_until=2030-12-31"});
  EXPECT_TRUE(bare.scenario);
  EXPECT_THAT(bare.messages(), HasSubstr("warning: there is a history without raises (no firm can "
                                         "raise before it ends)."));
  EXPECT_EQ(read_small({"finance.history_until=2030-12-31",
                        "firms.alpha.raises=[{on: 2027-02-01, size: £1m, burn: £1m/year, "
                        "next_round: none}]"})
                .messages(),
            "");
}

TEST(Scenario, WarnsOfAThresholdFarAboveTheFrontier) {
  const std::string threshold = "standard.thresholds.speed={of: frontier, at_least: ";
  EXPECT_THAT(read_small({threshold + "120}"}).messages(),
              HasSubstr("warning: the threshold is 120 times the frontier (hardly any product "
                        "passes). '120 %' is a share of it."));
  EXPECT_THAT(read_small({threshold + "120 %}"}).messages(), Not(HasSubstr("times the frontier")));
}

}  // namespace
}  // namespace firstcustomer
