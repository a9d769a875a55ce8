#include "firstcustomer/experiment/plan.hpp"

#include <gtest/gtest.h>

#include "experiment/minimal.hpp"

namespace firstcustomer {
namespace {

using testing::minimal_scenario;

TEST(MakePlan, TheCounterfactualStandsFirstAndLacksOnlyTheProgramme) {
  const Scenario scenario = minimal_scenario();
  const Plan plan = make_plan(scenario, 100);
  ASSERT_EQ(plan.arms.size(), 2U);
  EXPECT_EQ(plan.arms[0].name, "no-programme");
  EXPECT_EQ(plan.arms[1].name, minimal_scenario().numbers.programmes.front().name);
  EXPECT_FALSE(plan.arms[0].numbers.programmes.size() == 1);
  EXPECT_EQ(plan.arms[0].numbers.standard.deadline, plan.arms[1].numbers.standard.deadline);
}

TEST(Plan, ChannelsWithArmsOfTheirOwnAreNotCompared) {
  Plan plan = make_plan(minimal_scenario(), 250);
  EXPECT_EQ(plan.compared_arms(), 2U);
  EXPECT_EQ(plan.blocks(), 3);
  EXPECT_EQ(plan.full_blocks(), 2);
  plan.channels = {{Channel::cash, 1}};
  EXPECT_EQ(plan.compared_arms(), 2U);
  plan.channels = {{Channel::cash, 2}, {Channel::entry, 3}};
  plan.arms.push_back(plan.arms[1]);
  plan.arms.push_back(plan.arms[1]);
  EXPECT_EQ(plan.compared_arms(), 2U);
}

}  // namespace
}  // namespace firstcustomer
