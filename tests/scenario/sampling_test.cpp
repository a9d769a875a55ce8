#include "firstcustomer/scenario/sampling.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/chance.hpp"
#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::read_small;
using testing::read_text;
using testing::ReadScenario;
using testing::RecordedField;
using testing::uk_scenario;
using testing::uncertainty;
using testing::values_of;

using Values = std::map<std::string, std::string>;

constexpr Luck luck(std::uint64_t index = 0, std::uint64_t seed = 1) {
  return {seed, Phase::main, index};
}

/// The small scenario with uncertain numbers of every type.
ReadScenario uncertain_scenario() {
  return read_small({"firms.alpha.cash={uniform: {low: £1m, high: £9m}}",
                     "firms.alpha.burn={lognormal: {median: £0.25m/month, sigma: 0.3}}",
                     "firms.alpha.remaining={triangular: {low: 1 day, mode: 9 months, high: 1 "
                     "year}}",
                     "programme.contract.0.up_to={uniform: {low: 100 units, high: 1e6 units}}",
                     "programme.contract.0.pay={exponential: {mean: £20k per unit}}",
                     "finance.market={weibull: {scale: 1.2, shape: 3}}",
                     "technologies.chip.stages.design.success.0={uniform: {low: 0.4, high: 0.6}}",
                     "technologies.chip.stages.design.success.1={triangular: {low: 0, mode: 0.8, "
                     "high: 1}}",
                     "frontier.speed.annual_growth={lognormal: {median: 1.5, sigma: 0.1}}"});
}

/// The values that differ.
std::vector<std::string> changes(const Values& before, const Values& after) {
  EXPECT_EQ(before.size(), after.size());
  std::vector<std::string> paths;
  for (const auto& [path, value] : before) {
    if (after.at(path) != value) {
      paths.push_back(path);
    }
  }
  return paths;
}

std::vector<std::string> paths_of(const std::vector<Uncertainty>& uncertainties) {
  std::vector<std::string> paths;
  for (const Uncertainty& each : uncertainties) {
    paths.push_back(each.path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// The value of a recorded number, in the field's canonical unit.
double canonical(const RecordedField& field) {
  switch (field.number.unit.dimension) {
    case Dimension::time:
      return static_cast<double>(std::stoll(field.value)) / 86400e6;
    case Dimension::money:
    case Dimension::money_per_unit:
    case Dimension::money_per_time:
      return static_cast<double>(std::stoll(field.value)) / 100.0;
    case Dimension::count:
      return static_cast<double>(std::stoll(field.value));
    default:
      return std::strtod(field.value.c_str(), nullptr);
  }
}

/// A law near the value of a number; empty where that is 0 or may not be uncertain.
std::string uncertain_around(const RecordedField& field) {
  const bool number =
      field.kind == testing::FieldKind::number || field.kind == testing::FieldKind::numbers;
  const double value = number && !field.value.empty() ? canonical(field) : 0.0;
  const bool limits =  // of other numbers, or in a unit that is gone with the case
      field.number.unit.dimension == Dimension::benchmark || field.path.ends_with("success.2");
  const bool none = field.number.may_be_none && (value > 1e15 || value < 0.0);
  if (value == 0.0 || none || field.path.starts_with("appraisal.") || limits) {
    return "";
  }
  const bool count = field.number.unit.dimension == Dimension::count;
  const auto written = [&](double limit) {
    return write_quantity(limit, field.number.unit, *find_currency("GBP"));
  };
  return "{uniform: {low: " + written(count ? value : 0.8 * value) +
         ", high: " + written(count ? 2.0 * value : value) + "}}";
}

/// A sampler that takes every number where the luck of its path has it.
class LuckySampler : public CaseSampler {
 public:
  LuckySampler(const std::vector<Uncertainty>& uncertainties, Case& target, LawTables laws = {})
      : CaseSampler(uncertainties, target, std::move(laws)), uniforms_(uncertainties) {}
  void draw(const Luck& luck) { set(uniforms_.draw(luck)); }

 private:
  ParameterUniforms uniforms_;
};

/// The values of a copy of the case after one draw.
Values drawn(const std::vector<Uncertainty>& uncertainties, Case numbers, const Luck& chance) {
  LuckySampler sampler(uncertainties, numbers);
  sampler.draw(chance);
  return values_of(numbers);
}

TEST(ParameterUniforms, AreTheLuckOfThePathsButForCorrelatedNumbers) {
  const std::vector<Uncertainty> uncertainties = {{"c", {}}, {"b", {}}, {"a", {}}};
  ParameterUniforms plain(uncertainties);
  ParameterUniforms correlated(uncertainties, {{{"c", "a"}, 0.5}});
  EXPECT_THAT(correlated.correlated(), ElementsAre(2, 0)) << "in the order of their names";
  EXPECT_THAT(plain.correlated(), IsEmpty());
  for (std::uint64_t i = 0; i < 10; ++i) {
    const auto own = plain.draw(luck(i));
    EXPECT_THAT(own, ElementsAre(parameter_uniform(luck(i), hash_name("c")),
                                 parameter_uniform(luck(i), hash_name("b")),
                                 parameter_uniform(luck(i), hash_name("a"))));
    GaussianCopula copula(correlated_numbers({{{"a", "c"}, 0.5}}).pearson);
    std::vector<double> pair = {own[2], own[0]};
    copula.apply(pair);
    EXPECT_THAT(correlated.draw(luck(i)), ElementsAre(pair[1], own[1], pair[0]));
  }
}

TEST(ParameterUniforms, TakeTheNearestOfCorrelationsThatContradictOneAnother) {
  const std::vector<Correlation> contradiction = {{{"a", "b", "c"}, -0.9}};
  ParameterUniforms uniforms({{"a", {}}, {"b", {}}, {"c", {}}}, contradiction);
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto u = uniforms.draw(luck(i));
    EXPECT_NEAR(normal_quantile(u[0]) + normal_quantile(u[1]) + normal_quantile(u[2]), 0.0, 1e-5);
  }
}

TEST(ParameterUniforms, OfAnArmWithoutAProgrammeGiveTheOthersTheSameValues) {
  const ReadScenario read = uncertain_scenario();
  Case with = read->numbers;
  Case without = read->numbers;
  without.programmes.clear();
  CaseSampler promised(read->uncertainties, with);
  CaseSampler alone(read->uncertainties, without);
  ParameterUniforms uniforms(
      read->uncertainties,
      {{{"firms.alpha.cash", "finance.market", "programme.fund.budget"}, 0.8}});
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto u = uniforms.draw(luck(i));
    promised.set(u);
    alone.set(u);
    EXPECT_EQ(with.firms[0].cash, without.firms[0].cash);
    EXPECT_EQ(with.finance.market, without.finance.market);
  }
}

TEST(CaseSampler, SetsTheUncertainFieldsAndNoOthers) {
  const ReadScenario read = uncertain_scenario();
  ASSERT_EQ(read->uncertainties.size(), 10U) << read.messages();
  Case numbers = read->numbers;
  const Values before = values_of(numbers);
  LuckySampler sampler(read->uncertainties, numbers);
  EXPECT_EQ(sampler.size(), 10U);
  EXPECT_EQ(values_of(numbers), before) << "nothing before the first draw";
  sampler.draw(luck());
  EXPECT_EQ(changes(before, values_of(numbers)), paths_of(read->uncertainties));
}

TEST(CaseSampler, TellsWhatItDrew) {
  const ReadScenario read = uncertain_scenario();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  sampler.draw(luck());
  const std::map<std::string, double> values = sampler.drawn();
  EXPECT_EQ(values.size(), 10U);
  EXPECT_EQ(values.at("finance.market"), numbers.finance.market);
  EXPECT_EQ(values.at("firms.alpha.cash"), numbers.firms.front().cash.major());
  EXPECT_EQ(values.at("programme.contract.0.up_to"),
            numbers.programmes.front().contract.front().up_to.number);
  Case without = read->numbers;
  without.programmes.clear();
  EXPECT_EQ(CaseSampler(read->uncertainties, without).drawn().count("programme.contract.0.pay"),
            0U);
}

TEST(CaseSampler, SetsTheUncertainFieldsOfTheUkScenario) {
  const ReadScenario read = read_text(uk_scenario());
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  EXPECT_EQ(sampler.size(), read->uncertainties.size());
  std::set<std::string> changed;
  for (std::uint64_t i = 0; i < 10; ++i) {  // one of a few categories may be drawn at the median
    sampler.draw(luck(i));
    for (const std::string& path : changes(values_of(read->numbers), values_of(numbers))) {
      changed.insert(path);
    }
  }
  const std::vector<std::string> uncertain = paths_of(read->uncertainties);
  EXPECT_EQ(changed, std::set<std::string>(uncertain.begin(), uncertain.end()));
}

/// Whatever number the language has may be uncertain, in groups that may be left out as well.
TEST(CaseSampler, SetsEveryNumberOfTheWholeLanguage) {
  const std::string text(testing::whole_scenario);
  int numbers_set = 0;
  for (const RecordedField& field : testing::recorded(read_text(text)->numbers)) {
    const std::string uncertain = uncertain_around(field);
    if (uncertain.empty()) {
      continue;
    }
    const ReadScenario read = read_text(text, {field.path + "=" + uncertain});
    ASSERT_TRUE(read.scenario) << field.path << ": " << uncertain << "\n" << read.messages();
    ASSERT_THAT(paths_of(read->uncertainties), ElementsAre(field.path));
    Case numbers = read->numbers;
    CaseSampler sampler(read->uncertainties, numbers);
    const double u = 0.9;
    sampler.set({&u, 1});
    EXPECT_THAT(changes(values_of(read->numbers), values_of(numbers)), Contains(field.path));
    ++numbers_set;
  }
  EXPECT_GT(numbers_set, 60);
}

/// What is as another number by definition stays so when that is drawn.
TEST(CaseSampler, SetsWhatIsAsAnotherNumber) {
  const std::string uncertain =
      "{lognormal: {median: {uniform: {low: 4 months, high: 8 months}}, sigma: 0.2}}";
  const ReadScenario read =
      read_text(std::string(testing::whole_scenario),
                {"technologies.chip.stages.bring-up.duration=" + uncertain,
                 "technologies.chip.stages.test.cost={uniform: {low: £1m, high: £2m}}"});
  ASSERT_TRUE(read.scenario) << read.messages();
  EXPECT_EQ(read->uncertainties.size(), 2U) << "one draw each";
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  sampler.draw(luck(3));
  const Stage& bring_up = numbers.technologies[0].stages[2];
  EXPECT_NE(bring_up.duration, read->numbers.technologies[0].stages[2].duration);
  EXPECT_EQ(bring_up.repeat_duration, bring_up.duration);
  const Stage& test = numbers.technologies[0].stages[3];
  EXPECT_NE(test.cost, read->numbers.technologies[0].stages[3].cost);
  EXPECT_EQ(test.repeat_cost, test.cost);
}

TEST(CaseSampler, DoesNothingWithoutUncertainties) {
  const ReadScenario read = uncertain_scenario();
  Case numbers = read->numbers;
  LuckySampler sampler({}, numbers);
  EXPECT_EQ(sampler.size(), 0U);
  sampler.draw(luck());
  EXPECT_EQ(values_of(numbers), values_of(read->numbers));
}

TEST(CaseSampler, DrawsTheQuantileOfTheLuckOfThePath) {
  const ReadScenario read = uncertain_scenario();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  for (const Luck& chance : {luck(), luck(1), luck(0, 2), luck(999'999, 12'345)}) {
    sampler.draw(chance);
    const auto value = [&](std::string_view path) {
      const double u = chance.uniform(purpose(Chance::parameter), hash_name(path), Ordinal{});
      return quantile(uncertainty(*read, path)->law, u);
    };
    const Firm& alpha = numbers.firms[0];
    EXPECT_EQ(alpha.cash, Money::major(value("firms.alpha.cash")));
    EXPECT_EQ(alpha.burn, BurnRate::major_per_year(value("firms.alpha.burn")));
    EXPECT_EQ(alpha.remaining, Duration::from_days(value("firms.alpha.remaining")));
    EXPECT_EQ(numbers.programmes.front().contract[0].up_to.number,
              std::round(value("programme.contract.0.up_to")));
    EXPECT_EQ(numbers.programmes.front().contract[0].pay.number,
              Money::major(value("programme.contract.0.pay")).major());
    EXPECT_EQ(numbers.programmes.front().fund.budget, Money::major(value("programme.fund.budget")));
    EXPECT_EQ(numbers.finance.market, value("finance.market"));
    EXPECT_EQ(numbers.technologies[0].stages[0].success[0],
              value("technologies.chip.stages.design.success.0"));
    EXPECT_EQ(numbers.technologies[0].stages[0].success[1],
              value("technologies.chip.stages.design.success.1"));
    EXPECT_EQ(numbers.frontier[0].annual_growth, value("frontier.speed.annual_growth"));
  }
}

TEST(CaseSampler, IsAFunctionOfTheLuckAlone) {
  const ReadScenario read = uncertain_scenario();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  sampler.draw(luck(7));
  const Values seventh = values_of(numbers);
  sampler.draw(luck(8));
  EXPECT_EQ(changes(seventh, values_of(numbers)), paths_of(read->uncertainties));
  sampler.draw(luck(7, 2));
  EXPECT_EQ(changes(seventh, values_of(numbers)), paths_of(read->uncertainties));
  sampler.draw(luck(7));
  EXPECT_EQ(values_of(numbers), seventh) << "what was drawn between does not matter";
  EXPECT_EQ(drawn(read->uncertainties, read->numbers, luck(7)), seventh);
}

TEST(CaseSampler, DoesNotCareForTheOrderOfUncertainties) {
  const ReadScenario read = uncertain_scenario();
  std::vector<Uncertainty> reordered = read->uncertainties;
  std::reverse(reordered.begin(), reordered.end());
  for (std::uint64_t i = 0; i < 10; ++i) {
    EXPECT_EQ(drawn(reordered, read->numbers, luck(i)),
              drawn(read->uncertainties, read->numbers, luck(i)));
  }
}

TEST(CaseSampler, AnotherUncertaintyChangesOnlyItsOwnField) {
  const ReadScenario read = uncertain_scenario();
  const Values all = drawn(read->uncertainties, read->numbers, luck(3));
  for (std::size_t i = 0; i < read->uncertainties.size(); ++i) {
    std::vector<Uncertainty> fewer = read->uncertainties;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_THAT(changes(all, drawn(fewer, read->numbers, luck(3))),
                ElementsAre(read->uncertainties[i].path));
  }
}

TEST(CaseSampler, AnotherFirmChangesNothingForTheOthers) {
  const std::vector<std::string> overrides = {"firms.alpha.cash={uniform: {low: £1m, high: £9m}}"};
  std::vector<std::string> more = overrides;
  more.push_back(
      "firms.beta={description: d, technology: chip, stage: test, remaining: 1 day, "
      "cash: {uniform: {low: £1m, high: £9m}}, burn: £0/year}");
  const ReadScenario one = read_small(overrides);
  const ReadScenario two = read_small(more);
  Case numbers = two->numbers;
  LuckySampler sampler(two->uncertainties, numbers);
  sampler.draw(luck());
  EXPECT_EQ(values_of(numbers).at("firms.alpha.cash"),
            drawn(one->uncertainties, one->numbers, luck()).at("firms.alpha.cash"));
  EXPECT_NE(numbers.firms[0].cash, numbers.firms[1].cash) << "each path has luck of its own";
}

TEST(CaseSampler, SetsParametersOfLaws) {
  const std::string path = "technologies.chip.stages.design.duration";
  const ReadScenario read = read_small(
      {path + "={lognormal: {median: {uniform: {low: 10 months, high: 14 months}}, sigma: "
              "{triangular: {low: 0.1, mode: 0.2, high: 0.3}}}}",
       "finance.closing={weibull: {scale: 5 months, shape: {uniform: {low: 1, high: 3}}}}",
       "finance.rounds.seed.size={exponential: {mean: {uniform: {low: £4m, high: £6m}}}}",
       "programme.fund.budget=£10m"});
  ASSERT_EQ(read->uncertainties.size(), 4U) << read.messages();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  EXPECT_EQ(sampler.size(), 4U);
  for (std::uint64_t i = 0; i < 20; ++i) {
    sampler.draw(luck(i));
    const auto value = [&](const std::string& parameter) {
      const double u = luck(i).uniform(purpose(Chance::parameter), hash_name(parameter), Ordinal{});
      return quantile(uncertainty(*read, parameter)->law, u);
    };
    EXPECT_EQ(numbers.technologies[0].stages[0].duration,
              Law::lognormal(value(path + ".lognormal.median"), value(path + ".lognormal.sigma")));
    const Law& closing = numbers.finance.closing;
    EXPECT_EQ(closing.family, LawFamily::weibull);
    EXPECT_EQ(closing.parameters[0], read->numbers.finance.closing.parameters[0]);
    EXPECT_EQ(closing.parameters[1], value("finance.closing.weibull.shape"));
    EXPECT_EQ(numbers.finance.rounds[0].size,
              Law::exponential(value("finance.rounds.seed.size.exponential.mean")));
    for (const Law& law :
         {numbers.technologies[0].stages[0].duration, closing, numbers.finance.rounds[0].size}) {
      EXPECT_EQ(problem(law), "");
    }
  }
}

TEST(CaseSampler, SetsTheValueOfALawThatIsOneValue) {
  const ReadScenario read = read_small();
  Case numbers = read->numbers;
  const std::vector<Uncertainty> closing = {{"finance.closing", {LawFamily::uniform, {10, 20}}}};
  LuckySampler sampler(closing, numbers);
  EXPECT_EQ(sampler.size(), 1U);
  sampler.draw(luck());
  const double u = luck().uniform(purpose(Chance::parameter), hash_name("finance.closing"), {});
  EXPECT_EQ(numbers.finance.closing, Law::constant(quantile(closing[0].law, u)));
}

TEST(CaseSampler, PassesOverTheProgrammeWhereThereIsNone) {
  const ReadScenario read = uncertain_scenario();
  Case without = read->numbers;
  without.programmes.clear();
  LuckySampler sampler(read->uncertainties, without);
  EXPECT_EQ(sampler.size(), 7U) << "three of ten are the programme's";
  for (std::uint64_t i = 0; i < 10; ++i) {
    sampler.draw(luck(i));
    EXPECT_TRUE(without.programmes.empty());
    // All else is the same in both arms.
    Values with_programme = drawn(read->uncertainties, read->numbers, luck(i));
    std::erase_if(with_programme,
                  [](const auto& item) { return item.first.starts_with("programme"); });
    Values without_programme = values_of(without);
    std::erase_if(without_programme,
                  [](const auto& item) { return item.first.starts_with("programme"); });
    EXPECT_EQ(without_programme, with_programme);
  }
}

TEST(CaseSampler, PassesOverPathsThatNobodyHas) {
  const ReadScenario read = uncertain_scenario();
  Case numbers = read->numbers;
  const std::vector<Uncertainty> strangers = {
      {"firms.omega.cash", Law::lognormal(1, 1)},
      {"firms.alpha", Law::lognormal(1, 1)},
      {"", Law::lognormal(1, 1)},
      {"technologies.chip.stages.design.success.2", Law::lognormal(1, 1)},
      {"finance.closing.lognormal.median", Law::lognormal(1, 1)}};
  LuckySampler sampler(strangers, numbers);
  EXPECT_EQ(sampler.size(), 0U);
  sampler.draw(luck());
  EXPECT_EQ(values_of(numbers), values_of(read->numbers));
}

TEST(CaseSampler, LeavesOtherCasesAlone) {
  const ReadScenario read = uncertain_scenario();
  Case one = read->numbers;
  Case other = read->numbers;
  LuckySampler sampler(read->uncertainties, one);
  sampler.draw(luck());
  EXPECT_EQ(values_of(other), values_of(read->numbers));
}

TEST(CaseSampler, FollowsTheLaw) {
  const std::string path = "firms.alpha.cash";
  const double e = std::exp(1.0);
  const double mixed_mean = 0.7 * 1e6 * std::exp(0.125) + 0.3 * 4e6 * std::exp(0.02);
  const double mixed_square = 0.7 * 1e12 * std::exp(0.5) + 0.3 * 16e12 * std::exp(0.08);
  const struct {
    std::string_view law;
    double mean;
    double deviation;
  } table[] = {
      {"{uniform: {low: £2m, high: £8m}}", 5e6, 6e6 / std::sqrt(12.0)},
      {"{triangular: {low: £0m, mode: £3m, high: £9m}}", 4e6, 1e6 * std::sqrt(63.0 / 18.0)},
      {"{exponential: {mean: £3m}}", 3e6, 3e6},
      {"{lognormal: {median: £3m, sigma: 1}}", 3e6 * std::sqrt(e),
       3e6 * std::sqrt(e) * std::sqrt(e - 1)},
      {"{weibull: {scale: £3m, shape: 2}}", 3e6 * std::tgamma(1.5),
       3e6 * std::sqrt(1.0 - std::tgamma(1.5) * std::tgamma(1.5))},
      // (low + 4 mode + high) / 6; variance (mean − low)(high − mean) / 7
      {"{pert: {low: £1m, mode: £3m, high: £8m}}", 3.5e6, 1e6 * std::sqrt(2.5 * 4.5 / 7.0)},
      {"{gamma: {shape: 2, scale: £1.5m}}", 3e6, 1.5e6 * std::sqrt(2.0)},
      {"{beta: {alpha: 2, beta: 6, low: £1m, high: £9m}}", 3e6, 8e6 * std::sqrt(12.0 / 576.0)},
      // E x = median e^(sigma²/2), E x² = median² e^(2 sigma²), each by its share
      {"{lognormal_mixture: {median: £1m, sigma: 0.5, other_median: £4m, other_sigma: 0.2, "
       "other_share: 30 %}}",
       mixed_mean, std::sqrt(mixed_square - mixed_mean * mixed_mean)},
  };
  constexpr int draws = 20'000;
  for (const auto& row : table) {
    const ReadScenario read = read_small({path + "=" + std::string(row.law)});
    Case numbers = read->numbers;
    LuckySampler sampler(read->uncertainties, numbers, tables_of(read->uncertainties));
    double sum = 0.0;
    int below_the_median = 0;
    for (std::uint64_t i = 0; i < draws; ++i) {
      sampler.draw(luck(i));
      sum += numbers.firms[0].cash.major();
      below_the_median += numbers.firms[0].cash < read->numbers.firms[0].cash ? 1 : 0;
    }
    EXPECT_NEAR(sum / draws, row.mean, 4.0 * row.deviation / std::sqrt(draws)) << row.law;
    EXPECT_NEAR(below_the_median, draws / 2.0, 4.0 * std::sqrt(draws) / 2.0) << row.law;
  }
}

/// The small scenario with numbers of the families that came with tables.
ReadScenario shaped_scenario() {
  return read_small(
      {"firms.alpha.cash={pert: {low: £1m, mode: £3m, high: £9m}}",
       "firms.alpha.burn={gamma: {shape: 2, scale: £1m/month}}",
       "firms.alpha.remaining={categorical: {values: [1 month, 3 months], probabilities: [0.4, "
       "0.6]}}",
       "finance.market={poisson: {mean: 3}}",
       "finance.rounds.seed.graduation={beta: {alpha: 2, "
       "beta: 6}}",
       "frontier.speed.annual_growth={beta: {alpha: 6, beta: 2, low: 1, high: 3}}",
       "technologies.chip.stages.design.success.0={bernoulli: {probability: 0.3}}",
       "finance.attempts={categorical: {values: [1 attempt, 4 attempts], probabilities: [0.25, "
       "0.75]}}",
       "programme.fund.budget=£10m"});
}

TEST(CaseSampler, DrawsEveryFamilyWithTablesAndWithout) {
  const ReadScenario read = shaped_scenario();
  ASSERT_EQ(read->uncertainties.size(), 8U) << read.messages();
  EXPECT_EQ(tables_of(read->uncertainties).size(), 4U);
  Case solved = read->numbers;
  Case tabled = read->numbers;
  LuckySampler solver(read->uncertainties, solved);
  LuckySampler tables(read->uncertainties, tabled, tables_of(read->uncertainties));
  EXPECT_EQ(tables.size(), 8U);
  for (std::uint64_t i = 0; i < 500; ++i) {
    solver.draw(luck(i));
    tables.draw(luck(i));
    const auto value = [&](std::string_view path) {
      const double u = luck(i).uniform(purpose(Chance::parameter), hash_name(path), Ordinal{});
      return quantile(uncertainty(*read, path)->law, u);
    };
    for (const Case& numbers : {std::cref(solved), std::cref(tabled)}) {
      const double cash = value("firms.alpha.cash");
      EXPECT_NEAR(numbers.firms[0].cash.major(), cash, 0.00501 + 1e-10 * cash);
      const double burn = value("firms.alpha.burn");
      EXPECT_NEAR(static_cast<double>(numbers.firms[0].burn.minor_per_year()), 100.0 * burn,
                  0.501 + 1e-8 * burn);
      EXPECT_EQ(numbers.firms[0].remaining, Duration::from_days(value("firms.alpha.remaining")));
      EXPECT_EQ(numbers.finance.market, value("finance.market"));
      const double graduation = value("finance.rounds.seed.graduation");
      EXPECT_NEAR(numbers.finance.rounds[0].graduation.value(), graduation, 1e-10 * graduation);
      EXPECT_NEAR(numbers.frontier[0].annual_growth, value("frontier.speed.annual_growth"), 3e-10);
      EXPECT_EQ(numbers.technologies[0].stages[0].success[0],
                value("technologies.chip.stages.design.success.0"));
      EXPECT_EQ(static_cast<double>(numbers.finance.attempts), value("finance.attempts"));
    }
    EXPECT_EQ(solved.frontier[0].annual_growth, value("frontier.speed.annual_growth"));
  }
}

TEST(CaseSampler, ATableChangesNoLawOfAnotherFamily) {
  const ReadScenario read = uncertain_scenario();
  EXPECT_EQ(tables_of(read->uncertainties).size(), 0U);
  Case one = read->numbers;
  Case other = read->numbers;
  LuckySampler plain(read->uncertainties, one);
  LuckySampler tables(read->uncertainties, other, tables_of(shaped_scenario()->uncertainties));
  for (std::uint64_t i = 0; i < 20; ++i) {
    plain.draw(luck(i));
    tables.draw(luck(i));
    EXPECT_EQ(values_of(one), values_of(other));
  }
}

TEST(CaseSampler, SetsParametersOfShapedLaws) {
  const ReadScenario read = read_small(
      {"finance.closing={gamma: {shape: {uniform: {low: 1, high: 3}}, scale: {exponential: {mean: "
       "2 months}}}}",
       "technologies.chip.slip={beta: {alpha: {pert: {low: 1, mode: 2, high: 3}}, beta: 6}}",
       "technologies.chip.relative_performance={weibull: {shape: {uniform: {low: 1, high: 5}}, "
       "scale: 1}}",
       "programme.fund.budget=£10m"});
  ASSERT_EQ(read->uncertainties.size(), 4U) << read.messages();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  EXPECT_EQ(sampler.size(), 4U);
  for (std::uint64_t i = 0; i < 20; ++i) {
    sampler.draw(luck(i));
    const auto value = [&](std::string_view path) {
      const double u = luck(i).uniform(purpose(Chance::parameter), hash_name(path), Ordinal{});
      return quantile(uncertainty(*read, path)->law, u);
    };
    EXPECT_EQ(numbers.finance.closing,
              (Law{LawFamily::gamma,
                   {value("finance.closing.gamma.shape"), value("finance.closing.gamma.scale")}}));
    EXPECT_EQ(numbers.technologies[0].slip,
              (Law{LawFamily::beta, {value("technologies.chip.slip.beta.alpha"), 6, 0, 1}}));
    EXPECT_EQ(numbers.technologies[0].relative_performance,
              (Law{LawFamily::weibull,
                   {1, value("technologies.chip.relative_performance.weibull.shape")}}));
    for_each_law(numbers, [](const Law& law) { EXPECT_EQ(problem(law), ""); });
  }
}

TEST(CaseSampler, SetsParametersOfAMixture) {
  const std::string path = "finance.closing";
  const ReadScenario read = read_small(
      {path + "={lognormal_mixture: {median: {uniform: {low: 2 months, high: 4 months}}, "
              "sigma: 0.5, other_median: 9 months, other_sigma: 0.2, other_share: "
              "{uniform: {low: 0, high: 100 %}}}}",
       "programme.fund.budget=£10m"});
  ASSERT_EQ(read->uncertainties.size(), 2U) << read.messages();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  for (std::uint64_t i = 0; i < 20; ++i) {
    sampler.draw(luck(i));
    const auto value = [&](const std::string& parameter) {
      const std::string place = path + ".lognormal_mixture." + parameter;
      const double u = luck(i).uniform(purpose(Chance::parameter), hash_name(place), Ordinal{});
      return quantile(uncertainty(*read, place)->law, u);
    };
    EXPECT_EQ(numbers.finance.closing,
              (Law{LawFamily::lognormal_mixture,
                   {value("median"), 0.5, 9 * 30.4375, 0.2, value("other_share")}}));
    EXPECT_EQ(problem(numbers.finance.closing), "");
  }
}

TEST(CaseSampler, DrawsDifferentPathsIndependently) {
  const ReadScenario read =
      read_small({"firms.alpha.cash={uniform: {low: £0, high: £1m}}",
                  "finance.market={uniform: {low: 0, high: 1}}", "programme.fund.budget=£10m"});
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  constexpr int draws = 20'000;
  double product = 0.0;
  for (std::uint64_t i = 0; i < draws; ++i) {
    sampler.draw(luck(i));
    product += (numbers.firms[0].cash.major() / 1e6 - 0.5) * (numbers.finance.market - 0.5);
  }
  // The product of two such variables has mean 0 and standard deviation 1/12.
  EXPECT_NEAR(product / draws, 0.0, 4.0 / 12.0 / std::sqrt(draws));
}

TEST(CaseSampler, StaysInTheRangesOfItsFields) {
  const ReadScenario read = uncertain_scenario();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    sampler.draw(luck(i));
    const Firm& alpha = numbers.firms[0];
    ASSERT_TRUE(alpha.cash >= Money::major(1e6) && alpha.cash <= Money::major(9e6));
    ASSERT_TRUE(alpha.remaining >= Duration::from_days(1) &&
                alpha.remaining <= Duration::from_days(365.25));
    ASSERT_GE(alpha.burn, BurnRate{});
    ASSERT_GE(numbers.programmes.front().contract[0].up_to.number, 100);
    ASSERT_LE(numbers.programmes.front().contract[0].up_to.number, 1'000'000);
    const double success = numbers.technologies[0].stages[0].success[1];
    ASSERT_TRUE(success >= 0.0 && success <= 1.0);
  }
}

TEST(CaseSampler, DrawsFacilitiesAndHazards) {
  const ReadScenario read =
      read_text(testing::facility_scenario(),
                {"facilities.laboratory.capacity={uniform: {low: 1 server, high: 3 servers}}",
                 "facilities.shuttle.months_between={categorical: {values: [1 month, 6 months], "
                 "probabilities: [25 %, 75 %]}}",
                 "programme.strength.cancel_hazard={lognormal: {median: 8 %/year, sigma: 0.74}}"});
  ASSERT_EQ(read.messages(), "");
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  std::map<std::int64_t, int> capacities;
  std::map<std::int64_t, int> intervals;
  int below_a_tenth = 0;
  constexpr int draws = 20'000;
  for (std::uint64_t i = 0; i < draws; ++i) {
    sampler.draw(luck(i));
    ++capacities[numbers.facilities[0].capacity];
    ++intervals[numbers.facilities[1].months_between];
    ASSERT_EQ(numbers.facilities[1].capacity, 4);
    below_a_tenth += numbers.programmes.front().strength.cancel_hazard < PerYear(0.1) ? 1 : 0;
  }
  // Shares within 4 standard errors: a false alarm of 6.3e-5 each.
  const auto expect_share = [](int count, double share) {
    EXPECT_NEAR(count / static_cast<double>(draws), share,
                4.0 * std::sqrt(share * (1.0 - share) / draws));
  };
  EXPECT_EQ(capacities.size(), 3U);
  expect_share(capacities[1], 0.25);
  expect_share(capacities[2], 0.5);
  EXPECT_EQ(intervals.size(), 2U);
  expect_share(intervals[1], 0.25);
  expect_share(below_a_tenth, 0.5 * std::erfc(-std::log(0.1 / 0.08) / 0.74 / std::sqrt(2.0)));
}

TEST(CaseSampler, ThrowsWhereAPositiveValueRoundsToNothing) {
  const ReadScenario read = read_small(
      {"programme.contract.0.pay={lognormal: {median: £0.02 per unit, sigma: 2}}",
       "firms.alpha.cash={uniform: {low: £0, high: £0.01}}", "programme.fund.budget=£10m"});
  ASSERT_TRUE(read.scenario) << read.messages();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  int thrown = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    try {
      sampler.draw(luck(i));
      EXPECT_GT(numbers.programmes.front().contract[0].pay.number, 0.0);
    } catch (const ReplicationError&) {
      ++thrown;
    }
  }
  // Half a penny is a quarter of the median: 24 % of draws lie below.
  EXPECT_GT(thrown, 5) << "a price of nothing is no price";
  EXPECT_LT(thrown, 50) << "no cash is cash";
}

TEST(CaseSampler, ThrowsWhereMoneyIsBeyond64Bits) {
  const ReadScenario read = read_small({"firms.alpha.cash={lognormal: {median: £9e16, sigma: 1}}"});
  ASSERT_TRUE(read.scenario) << read.messages();
  Case numbers = read->numbers;
  LuckySampler sampler(read->uncertainties, numbers);
  int thrown = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    try {
      sampler.draw(luck(i));
      EXPECT_LT(numbers.firms[0].cash.minor(), 9'200'000'000'000'000'000);
    } catch (const ReplicationError&) {
      ++thrown;
    }
  }
  EXPECT_GT(thrown, 20);
  EXPECT_LT(thrown, 80);
}

TEST(NumberAt, FindsWhatStandsAtAPathAndInWhichUnit) {
  const ReadScenario read = read_small({"firms.alpha.cash={uniform: {low: £1m, high: £9m}}"});
  ASSERT_TRUE(read.scenario) << read.messages();
  Case numbers = read->numbers;
  const auto budget = number_at(numbers, "programme.fund.budget");
  ASSERT_TRUE(budget.has_value());
  EXPECT_EQ(budget->value, numbers.programmes.front().fund.budget.major());
  EXPECT_EQ(budget->unit.dimension, Dimension::money);
  EXPECT_EQ(number_at(numbers, "firms.alpha.cash")->value, 5e6) << "the median";
  EXPECT_FALSE(number_at(numbers, "programme.fund").has_value());
  EXPECT_FALSE(number_at(numbers, "programme.fund.bugdet").has_value());
  numbers.programmes.clear();
  EXPECT_FALSE(number_at(numbers, "programme.fund.budget").has_value());
}

}  // namespace
}  // namespace firstcustomer
