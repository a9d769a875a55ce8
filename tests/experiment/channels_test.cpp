#include "firstcustomer/experiment/channels.hpp"

#include <gmock/gmock.h>

#include "experiment/minimal.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using testing::minimal_scenario;
using testing::responsive_scenario;

std::vector<std::string> arm_names(const Plan& plan) {
  std::vector<std::string> names;
  for (const Arm& arm : plan.arms) {
    names.push_back(arm.name);
  }
  return names;
}

Plan plan_with_channels(const Scenario& scenario, std::int64_t replications = 100) {
  Plan plan = make_plan(scenario, replications);
  add_channels(plan);
  return plan;
}

TEST(AddChannels, EachArmHasOneChannelOn) {
  const Plan plan = plan_with_channels(responsive_scenario());
  EXPECT_THAT(arm_names(plan),
              ElementsAre("no-programme", "programme", "cash-only", "signal-only", "entry-only"));
  EXPECT_EQ(plan.compared_arms(), 2U);
  ASSERT_EQ(plan.channels.size(), 3U);
  for (const ChannelArm& channel : plan.channels) {
    const Case& numbers = plan.arms[channel.arm].numbers;
    EXPECT_EQ(numbers.pays, channel.channel == Channel::cash);
    EXPECT_EQ(numbers.news, channel.channel == Channel::signal);
    EXPECT_EQ(numbers.behaviour.entry, channel.channel == Channel::entry);
    EXPECT_EQ(numbers.behaviour.mode, BehaviourMode::heuristic);
    EXPECT_TRUE(numbers.programmes.size() == 1);
  }
  EXPECT_TRUE(plan.arms[1].numbers.pays && plan.arms[1].numbers.news);
}

TEST(AddChannels, WhereBehaviourIsFixedCashIsTheWhole) {
  Scenario scenario = responsive_scenario();
  scenario.numbers.behaviour.mode = BehaviourMode::fixed;
  const Plan plan = plan_with_channels(scenario);
  EXPECT_EQ(plan.arms.size(), 2U);
  ASSERT_EQ(plan.channels.size(), 1U);
  EXPECT_EQ(plan.channels[0].channel, Channel::cash);
  EXPECT_EQ(plan.channels[0].arm, 1U);
  EXPECT_FALSE(plan.has_channel_arms());
}

TEST(AddChannels, LeavesOutWhatNobodyRespondsTo) {
  Scenario no_signals = responsive_scenario();
  no_signals.numbers.finance.signals.reset();
  EXPECT_THAT(arm_names(plan_with_channels(no_signals)),
              ElementsAre("no-programme", "programme", "cash-only", "entry-only"));
  Scenario no_entry = responsive_scenario();
  no_entry.numbers.behaviour.entry = false;
  EXPECT_THAT(arm_names(plan_with_channels(no_entry)),
              ElementsAre("no-programme", "programme", "cash-only", "signal-only"));
  Scenario no_promise = responsive_scenario();
  no_promise.numbers.programmes.front().promised = false;
  EXPECT_EQ(plan_with_channels(no_promise).channels.size(), 1U);
}

TEST(AddChannels, NeedsAProgramme) {
  Plan plan = make_plan(minimal_scenario(), 100);
  plan.arms.pop_back();
  EXPECT_THROW(add_channels(plan), InvariantError);
  EXPECT_FALSE(can_act(Channel::cash, plan.arms[0].numbers));
}

TEST(Interaction, IsWhatTheWholeEffectHasBeyondItsChannels) {
  const Plan plan = plan_with_channels(responsive_scenario(), 230);
  const auto declarations = outcome_declarations();
  std::vector<Moments> expected(declarations.size());
  const Results results = run_plan(plan, 3, [&](const BlockResult& block, const Results&) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      for (std::size_t row = 0; row < block.replications.size(); ++row) {
        const auto of = [&](std::size_t arm) {
          return block.rows[arm][row].*declarations[i].value;
        };
        expected[i].add(of(1) - of(2) - of(3) - of(4) + 2.0 * of(0));
      }
    }
  });
  ASSERT_EQ(results.arms[1].interactions.size(), declarations.size());
  bool any = false;
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    const Estimate found = interaction_estimate(plan, results, 1, i);
    const Estimate by_hand = estimate(expected[i]);
    const double scale = 1e-9 * (1.0 + by_hand.standard_deviation);
    EXPECT_EQ(found.count, by_hand.count) << declarations[i].name;
    if (by_hand.count > 1) {
      EXPECT_NEAR(found.mean, by_hand.mean, scale) << declarations[i].name;
      EXPECT_NEAR(found.high, by_hand.high, scale) << declarations[i].name;
      any = any || by_hand.mean != 0.0;
    }
  }
  EXPECT_TRUE(any) << "nothing interacts, so this test shows nothing";
}

TEST(Interaction, OfArmsThatAreAllEqualIsExactlyZero) {
  Scenario scenario = responsive_scenario();
  scenario.numbers.programmes.front().fund.budget = Money{};
  const Plan plan = plan_with_channels(scenario);
  const Results results = run_plan(plan, 1, {});
  for (std::size_t i = 0; i < outcome_declarations().size(); ++i) {
    const Estimate found = interaction_estimate(plan, results, 1, i);
    EXPECT_TRUE(found.count == 0 || (found.mean == 0.0 && found.standard_deviation == 0.0))
        << outcome_declarations()[i].name;
  }
}

TEST(Interaction, OfALatinHypercubeHasTheIntervalOfItsBlocks) {
  Plan plan = make_plan(responsive_scenario(), 350, Design::latin_hypercube);
  add_channels(plan);
  const Results results = run_plan(plan, 2, {});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(results.arms[1].group_interactions[i].count(), 3);
    EXPECT_EQ(results.arms[1].interactions[i].count(), 350);
    EXPECT_EQ(interaction_estimate(plan, results, 1, i).standard_error,
              results.arms[1].group_interactions[i].standard_error());
  }
}

TEST(ChannelArms, HaveNamesThatNoProgrammeMayHave) {
  for (const std::string_view name : channel_arm_names) {
    EXPECT_THROW(minimal_scenario({"programme.name=" + std::string(name)}), std::runtime_error);
  }
  EXPECT_NO_THROW(minimal_scenario({"programme.name=cash"}));
}

}  // namespace
}  // namespace firstcustomer
