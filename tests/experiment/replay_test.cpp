#include "firstcustomer/experiment/replay.hpp"

#include <gmock/gmock.h>

#include "firstcustomer/core/check.hpp"
#include "model/small_case.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using testing::failing;
using ::testing::Key;
using testing::same;
using testing::small;
using testing::SmallRun;

/// Numbers of a firm and of the programme are uncertain, beside that of the frontier.
const std::vector<std::string> uncertain = {
    "programme.fund.budget={uniform: {low: £1m, high: £3m}}",
    "firms.alder.cash={lognormal: {median: £4m, sigma: 0.5}}"};

void expect_same_as_run(Design design) {
  const SmallRun run(small(uncertain), 250, 1, design);
  for (const std::int64_t replication : {0, 17, 99, 100, 249}) {
    const BlockResult& block = run.blocks[static_cast<std::size_t>(replication / block_size)];
    for (std::size_t arm = 0; arm < 2; ++arm) {
      const Replay played = replay(run.plan, arm, replication);
      ASSERT_TRUE(played.outcome.has_value()) << played.failure;
      EXPECT_TRUE(same(*played.outcome,
                       block.rows[arm].at(static_cast<std::size_t>(replication % block_size))))
          << design_name(design) << ", replication " << replication << ", arm " << arm;
    }
  }
}

TEST(Replay, IsTheRowOfTheRun) {
  expect_same_as_run(Design::independent);
}

TEST(Replay, IsTheRowOfTheRunWithALatinHypercube) {
  expect_same_as_run(Design::latin_hypercube);
}

TEST(Replay, DoesNotDependOnHowManyReplicationsAreRun) {
  const Scenario scenario = small(uncertain);
  for (const Design design : {Design::independent, Design::latin_hypercube}) {
    const Replay few = replay(make_plan(scenario, 1, design), 1, 123);
    const Replay many = replay(make_plan(scenario, 10'000, design), 1, 123);
    EXPECT_TRUE(same(few.outcome.value(), many.outcome.value()));
    EXPECT_EQ(few.drawn, many.drawn);
  }
}

TEST(Replay, OfAnotherReplicationHasOtherLuck) {
  const Plan plan = make_plan(small({"frontier.speed.annual_growth=1.3"}), 1);
  EXPECT_FALSE(same(replay(plan, 0, 3).outcome.value(), replay(plan, 0, 4).outcome.value()));
}

TEST(Replay, TellsTheCaseItDrew) {
  const Plan plan = make_plan(small(uncertain), 1);
  const Replay with = replay(plan, 1, 3);
  EXPECT_THAT(with.drawn, ElementsAre(Key("firms.alder.cash"), Key("frontier.speed.annual_growth"),
                                      Key("programme.fund.budget")));
  EXPECT_EQ(with.drawn.at("programme.fund.budget"),
            with.numbers.programmes.front().fund.budget.major());
  EXPECT_NE(replay(plan, 1, 4).drawn, with.drawn);
  const Replay without = replay(plan, 0, 3);
  EXPECT_EQ(without.drawn.count("programme.fund.budget"), 0U);
  EXPECT_EQ(without.drawn.at("firms.alder.cash"), with.drawn.at("firms.alder.cash"));
}

TEST(Replay, KeepsAFailureAsTheRunDoes) {
  const SmallRun run(small(failing), 100);
  ASSERT_FALSE(run.results.failures.empty());
  for (const Failure& failure : run.results.failures) {
    const std::size_t arm = failure.arm == no_programme ? 0 : 1;
    const Replay played = replay(run.plan, arm, failure.replication);
    EXPECT_FALSE(played.outcome.has_value());
    EXPECT_EQ(played.failure, failure.message);
  }
}

TEST(Replay, NeedsAnArmOfThePlanAndAReplication) {
  const Plan plan = make_plan(small(), 1);
  EXPECT_THROW(replay(plan, 2, 0), InvariantError);
  EXPECT_THROW(replay(plan, 0, -1), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
