/// Equilibria with known answers, found by beliefs: rows V11 and V12.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "experiment/races.hpp"
#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/experiment/compare.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

using testing::race_scenario;

constexpr std::int64_t sets = 8;
/// Of all sets together, in each iteration.
const std::int64_t pilots = thorough(20'000);
/// Effort may differ from the closed form by this share: some of it is the grid of months.
const double accuracy = pilots > 20'000 ? 0.01 : 0.03;

std::vector<std::string> without_firms(std::size_t firms) {
  std::vector<std::string> overrides = {
      "behaviour.beliefs.replications=" + std::to_string(pilots / sets) + " pilots"};
  const char* const names[] = {"fourth", "third"};
  for (std::size_t i = 0; i + firms < 4; ++i) {
    overrides.push_back(std::string("firms.") + names[i] + ".enters=2086-01-01");
  }
  return overrides;
}

struct Found {
  double effort;
  Results results;
  double mean(const char* outcome) const {
    return results.arms[1].levels[*find_outcome(outcome)].mean();
  }
  double error(const char* outcome) const {
    return results.arms[1].levels[*find_outcome(outcome)].standard_error();
  }
};

Found found(const std::string& race, std::size_t firms, std::int64_t seed) {
  Scenario scenario = race_scenario(race, without_firms(firms));
  scenario.head.seed = seed;
  Plan plan = make_plan(scenario, thorough(10'000));
  add_beliefs(plan, 2);
  EXPECT_EQ(plan.arms[1].found_beliefs->state, BeliefState::converged) << race << ' ' << firms;
  Found result{plan.arms[1].found_beliefs->effort[0], run_plan(plan, 2, {})};
  EXPECT_EQ(result.results.failed, 0);
  return result;
}

/// Within the accuracy of beliefs, and four standard errors.
void expect_near(const Found& run, const char* outcome, double exact, double share) {
  EXPECT_NEAR(run.mean(outcome) / exact, 1.0, share + 4.0 * run.error(outcome) / exact) << outcome;
}

struct Exact {
  std::size_t firms;
  double effort;
  double years;
  double spent;  // by all firms, present value
};

TEST(Beliefs, FindTheEquilibriumOfLoury) {
  double before = std::numeric_limits<double>::infinity();
  for (const Exact& exact : {Exact{2, 12.4721364320, 1.4157924038, 24.9442728639e6},
                             {3, 10.9151572871, 1.0089362967, 32.7454718613e6},
                             {4, 9.1972732807, 0.8243477619, 36.7890931228e6}}) {
    const Found run = found("patent-race", exact.firms, 1);
    EXPECT_NEAR(run.effort / exact.effort, 1.0, accuracy) << exact.firms;
    EXPECT_LT(run.effort, before) << "more rivals lower effort";
    before = run.effort;
    expect_near(run, "months_to_first_qualification", 12.0 * exact.years, accuracy / 2.0);
    expect_near(run, "suppliers_spending_present_value", exact.spent, accuracy);
  }
}

TEST(Beliefs, FindTheEquilibriumOfLeeAndWilde) {
  double before = 0.0;
  for (const Exact& exact : {Exact{2, 11.8282605289, 1.4538163993, 56.4162234982e6},
                             {3, 16.2694822623, 0.8264029882, 63.4710773183e6},
                             {4, 18.5066954571, 0.5811330424, 66.6649762278e6}}) {
    const Found run = found("flow-race", exact.firms, 1);
    EXPECT_NEAR(run.effort / exact.effort, 1.0, accuracy) << exact.firms;
    EXPECT_GT(run.effort, before) << "more rivals raise effort";
    before = run.effort;
    expect_near(run, "months_to_first_qualification", 12.0 * exact.years, accuracy / 2.0);
    expect_near(run, "suppliers_spending_present_value", exact.spent, accuracy);
  }
}

}  // namespace
}  // namespace firstcustomer
