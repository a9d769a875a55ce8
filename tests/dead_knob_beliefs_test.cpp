/// No field of optimising behaviour does nothing: changing any of them moves some outcome.

#include <gtest/gtest.h>

#include <cmath>

#include "experiment/minimal.hpp"
#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {
namespace {

using Texts = std::vector<std::string>;

/// Firms with a market, that raise and enter; few pilots.
const Texts base = {
    "market.private_demand={present_value: {lognormal: {median: £40m, sigma: 0.5}}, return: 15 "
    "%/year, lasts: 5 years}",
    "entry={rate: 1 firm/year, technologies: {accelerator: {weight: 1}}, remaining: 12 months, "
    "cash: £10m, burn: £0.3m/month, next_round: series-a}",
    "programme.contract=[{on: acceptance, pay: £40k per unit, up_to: 1000 units}]",
    "behaviour={mode: optimising, beliefs: {replications: 60 pilots, pilots: 2 sets, tolerance: 5 "
    "%}}"};
const Texts stated = {"behaviour.preferences=stated", "behaviour.private_cost=£5m",
                      "finance.equity={sold: 20 %, exit_multiple: 1}"};

std::vector<double> means(const Texts& overrides) {
  Texts all = base;
  all.insert(all.end(), overrides.begin(), overrides.end());
  Plan plan = make_plan(testing::minimal_scenario(all), 600);
  add_beliefs(plan, 2);
  std::vector<double> found;
  for (const ArmResults& arm : run_plan(plan, 2, {}).arms) {
    for (const Moments& level : arm.levels) {
      found.push_back(level.mean());
    }
  }
  return found;
}

struct Change {
  std::string override;
  Texts from = {};
};

void expect_moves(const Change& change) {
  Texts changed = change.from;
  changed.push_back(change.override);
  const std::vector<double> before = means(change.from);
  const std::vector<double> after = means(changed);
  bool differ = false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    differ = differ || std::abs(before[i] - after[i]) > 1e-9 * std::abs(before[i]);
  }
  EXPECT_TRUE(differ) << change.override << " moves nothing";
}

TEST(DeadKnob, EveryChoiceOfOptimisingBehaviourMovesSomeOutcome) {
  for (const Change& change : {Change{"behaviour.effort=no"},
                               {"behaviour.signals=no"},
                               {"behaviour.entry=no"},
                               {"behaviour.investors=empirical"},
                               {"behaviour.giving_up=no", stated},
                               {"behaviour={mode: optimising, preferences: stated, private_cost: "
                                "£5m, beliefs: {replications: 60 pilots, pilots: 2 sets, "
                                "tolerance: 5 %}}",
                                {"finance.equity={sold: 20 %, exit_multiple: 1}"}},
                               {"behaviour.effort_cost=lump"}}) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryNumberOfOptimisingBehaviourMovesSomeOutcome) {
  for (const Change& change : {Change{"behaviour.effort_elasticity=0.2"},
                               {"behaviour.least_effort=0.9"},
                               {"behaviour.most_effort=1.05"},
                               {"behaviour.required_return=25 %/year"},
                               {"behaviour.disagreement=0.2"},
                               {"behaviour.entry_spread=0.2"},
                               {"behaviour.private_cost=£1m", stated}}) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryTermOfBeliefsMovesSomeOutcome) {
  for (const Change& change : {Change{"behaviour.beliefs.replications=80 pilots"},
                               {"behaviour.beliefs.pilots=3 sets"},
                               {"behaviour.beliefs.tolerance=90 %"},
                               {"behaviour.beliefs.iterations=1 iteration"},
                               {"behaviour.beliefs.step=2 months"},
                               {"behaviour.beliefs.probe_every=6 steps"},
                               {"behaviour.beliefs.decide_every=12 steps"}}) {
    expect_moves(change);
  }
}

}  // namespace
}  // namespace firstcustomer
