#include "firstcustomer/report/sentences.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/assumptions.hpp"
#include "firstcustomer/report/number.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::small;
using testing::small_run_with_channels;
using testing::small_without_programme;
using testing::SmallRun;

Scenario responsive() {
  return small_run_with_channels(1).scenario;
}

std::string behaviour_of(const Scenario& scenario) {
  return behaviour_sentence(scenario, make_plan(scenario, 1));
}

TEST(BehaviourSentence, SaysWhoResponds) {
  EXPECT_EQ(behaviour_of(small()),
            "Behaviour: fixed — nobody responds to the promise but by its cash.");
  Scenario scenario = responsive();
  EXPECT_EQ(
      behaviour_of(scenario),
      "Behaviour: heuristic — investors and founders respond by ratios and an elasticity that are "
      "put in, not found; effort and capacity are given.");
  scenario.numbers.behaviour.entry = false;
  EXPECT_THAT(behaviour_of(scenario),
              HasSubstr("investors respond by ratios that are put in, founders"));
  scenario.numbers.behaviour = {BehaviourMode::heuristic, false, true};
  EXPECT_THAT(behaviour_of(scenario),
              HasSubstr("founders respond by an elasticity that is put in, inv"));
  scenario.numbers.behaviour = {BehaviourMode::heuristic, false, false};
  EXPECT_THAT(behaviour_of(scenario), HasSubstr("heuristic — nobody can respond"));
  EXPECT_EQ(behaviour_of(small_without_programme()),
            "Behaviour: fixed — there is no programme to respond to.");
}

TEST(AbsentSentence, NamesWhatTheScenarioDoesWithout) {
  Case numbers = small().numbers;
  EXPECT_EQ(absent_sentence(numbers),
            "Not in this scenario: signals to investors, entry of firms, private demand, sale and "
            "change of market, failures shared by a technology, later generations.");
  numbers.firms[0].enters = numbers.horizon;
  EXPECT_THAT(absent_sentence(numbers), HasSubstr("investors, entry of firms by chance, private"));
  numbers.finance.signals = Signals{};
  numbers.entry = FirmEntry{};
  numbers.technologies[0].viability.of_class = Share(0.9);
  EXPECT_EQ(absent_sentence(numbers),
            "Not in this scenario: private demand, sale and change of market, later generations.");
  numbers.private_demand = PrivateDemand{};
  numbers.finance.exits = Exits{};
  numbers.technologies[0].generations.at_most = 2;
  EXPECT_EQ(absent_sentence(numbers), "");
}

TEST(ChannelsSentence, IsThereWhereTheEffectIsTakenApart) {
  const SmallRun plain(small(), 100);
  EXPECT_EQ(channels_sentence(plain.plan, plain.results), "");
  SmallRun run = small_run_with_channels(200);
  const auto effect = [&](std::size_t arm) {
    return on_one_line(estimate_text(difference_estimate(run.plan, run.results, arm, 0),
                                     OutcomeKind::count, Shown::as_difference, ""));
  };
  // Made-up differences of 0.25, 0.125 and 0.0625 firms, and an interaction of −0.5.
  double value = 0.25;
  for (const std::size_t arm : {2U, 3U, 4U}) {
    PairedMoments pairs;
    for (int i = 0; i < 100; ++i) {
      pairs.add(0.0, i % 2 == 0 ? 2.0 * value : 0.0);
    }
    run.results.arms[arm].differences[0] = pairs;
    value /= 2.0;
  }
  Moments interaction;
  for (int i = 0; i < 100; ++i) {
    interaction.add(i % 2 == 0 ? -1.0 : 0.0);
  }
  run.results.arms[1].interactions[0] = interaction;
  EXPECT_EQ(effect(2), "+0.25 ± 0.05");
  EXPECT_EQ(channels_sentence(run.plan, run.results),
            "Effect on qualified suppliers by channel: cash +0.25 ± 0.05, signal +0.12 ± 0.02, "
            "entry +0.06 ± 0.01, interaction −0.50 ± 0.10.");
  run.plan.channels.pop_back();
  EXPECT_EQ(channels_sentence(run.plan, run.results),
            "Effect on qualified suppliers by channel: cash +0.25 ± 0.05, signal +0.12 ± 0.02, "
            "interaction −0.50 ± 0.10 (entry cannot act here).");
}

TEST(ChannelsSentence, SaysWhyCashIsAll) {
  Scenario scenario = small();
  Plan plan = make_plan(scenario, 100);
  add_channels(plan);
  const SmallRun fixed(scenario, plan);
  EXPECT_THAT(channels_sentence(fixed.plan, fixed.results),
              HasSubstr("by channel: all of it by cash, 0 (behaviour is fixed, so nothing else"));
  scenario.numbers.behaviour.mode = BehaviourMode::heuristic;
  plan = make_plan(scenario, 100);
  add_channels(plan);
  const SmallRun heuristic(scenario, plan);
  EXPECT_THAT(channels_sentence(heuristic.plan, heuristic.results),
              HasSubstr("(nobody responds through another)"));
}

RatioEstimate ratio(double value, RatioSet set, double low = 0, double high = 0) {
  return {value, set, low, high, 100};
}

TEST(CostText, HasBoundsOrSaysWhyNot) {
  EXPECT_EQ(cost_text(ratio(390e6, RatioSet::interval, 330e6, 470e6), 0.08, "£"),
            "£390m (£330m to £470m)");
  EXPECT_EQ(cost_text(ratio(390e6, RatioSet::outside, -900e6, 210e6), 0.08, "£"),
            "£390m (from £210m, no bound: the effect may be nil)");
  EXPECT_EQ(cost_text(ratio(390e6, RatioSet::everything), 0.08, "£"),
            "£390m (no bound: the effect may be nil)");
  EXPECT_EQ(cost_text(ratio(-2e6, RatioSet::outside, -1e6, 3e6), 0.08, "£"),
            "— (it costs nothing)");
  EXPECT_EQ(cost_text(ratio(390e6, RatioSet::undefined), 0.08, "£"), "£390m");
}

TEST(CostText, IsNoneWhereAnAdditionalSupplierCostsNothing) {
  EXPECT_EQ(cost_text(ratio(-2e6, RatioSet::interval, -3e6, -1e6), 0.08, "£"),
            "— (it costs nothing)");
  EXPECT_EQ(cost_text(ratio(0.0, RatioSet::interval), 0.08, "£"), "— (it costs nothing)");
  EXPECT_EQ(cost_text({}, 0.08, "£"), "— (it costs nothing)");
}

TEST(CostText, IsNoneWithoutAnAdditionalSupplier) {
  EXPECT_EQ(cost_text({}, 0.0, "£"), "— (no effect)");
  EXPECT_EQ(cost_text(ratio(-390e6, RatioSet::interval, -470e6, -330e6), -0.08, "£"),
            "— (fewer qualify)");
  EXPECT_EQ(cost_text(ratio(-390e6, RatioSet::everything), -0.08, "£"),
            "— (the effect may be nil)");
  EXPECT_EQ(cost_text({}, std::numeric_limits<double>::quiet_NaN(), "£"), "—");
}

TEST(AssumedSentence, NamesWhatIsInForce) {
  Scenario scenario = responsive();
  const AssumptionCounts counts = [] {
    AssumptionCounts of;
    for (const Assumption& assumption : small().assumptions) {
      ++of.values;
      of.assumed += assumption.grade >= Grade::assumed ? 1U : 0U;
    }
    return of;
  }();
  const std::string values =
      std::to_string(counts.assumed) + " of " + std::to_string(counts.values);
  scenario.numbers.finance.signals->announcement = 1.08;
  scenario.numbers.finance.signals->miss = 0.65;
  scenario.numbers.finance.signals->not_chosen = 0.9;
  scenario.numbers.private_demand = PrivateDemand{.value = Law::lognormal(40e6, 1.0)};
  EXPECT_EQ(
      assumed_sentence(scenario),
      "The model assumes, rather than finds: award hazard ratio 1.15, announcement 1.08, miss "
      "0.65, entry elasticity 0.30, market value £40m median (" +
          values + " values are assumed: `firstcustomer check --assumed`).");
  scenario.numbers.programmes.front().allocation.signing = Signing::call;
  EXPECT_THAT(assumed_sentence(scenario), HasSubstr("miss 0.65, refusal 0.90, entry"));
  scenario.numbers.finance.signals->award = 1.0;
  EXPECT_THAT(assumed_sentence(scenario), Not(HasSubstr("award")));
  scenario.numbers.behaviour.mode = BehaviourMode::fixed;
  EXPECT_THAT(assumed_sentence(scenario), HasSubstr("finds: market value £40m median ("));
  scenario.numbers.private_demand.reset();
  EXPECT_THAT(assumed_sentence(scenario),
              HasSubstr("finds: " + std::to_string(counts.assumed) + " of its "));
}

TEST(FailureWarning, ComesAboveOneInTenWithTheCommonestMessage) {
  Results results;
  results.succeeded = 90;
  results.failed = 10;
  results.failures = {{3, "a", "rare"}, {4, "a", "often"}, {7, "b", "often"}};
  EXPECT_EQ(failure_warning(results), "");
  results.failed = 11;
  EXPECT_EQ(failure_warning(results),
            "firstcustomer: warning: 11 % of replications failed, most often with 'often' (what is "
            "left is a selection, so no result holds in general). Mend that first?\n");
  EXPECT_EQ(failure_warning(Results{}), "");
}

}  // namespace
}  // namespace firstcustomer
