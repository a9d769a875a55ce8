#pragma once
/// \file
/// Beliefs at random, for tests of properties that hold whatever anybody believes.

#include <list>
#include <utility>

#include "firstcustomer/model/decision.hpp"
#include "model/dice.hpp"

namespace firstcustomer::testing {

inline DecisionTable random_table(Dice& dice, std::size_t dates) {
  DecisionTable table;
  table.effort.resize(dates);
  table.worth = table.net = table.effort;
  for (std::size_t date = 0; date < dates; ++date) {
    for (std::size_t of = 0; of < opportunities; ++of) {
      table.effort[date][of] = dice.happens(0.2) ? 1.0 : dice.between(0.25, 4.0);
      table.worth[date][of] = dice.happens(0.1) ? 0.0 : dice.between(1e5, 1e7);
      table.net[date][of] = dice.between(-2e5, 5e6);
    }
  }
  return table;
}

inline Beliefs random_beliefs(const Case& numbers, Dice& dice) {
  Beliefs beliefs;
  beliefs.grid = belief_grid(numbers, Duration::from_days(days_per_year), 4);
  beliefs.decides_every = 3;
  for (const Technology& technology : numbers.technologies) {
    beliefs.curves.push_back(constant_curve(beliefs.grid, dice.between(0.0, 1e7)));
    IdVector<StageId, DecisionTable> tables;
    for (std::size_t i = 0; i < technology.stages.size(); ++i) {
      tables.push_back(random_table(dice, beliefs.dates()));
    }
    beliefs.tables.push_back(std::move(tables));
  }
  beliefs.entry.resize(beliefs.dates());
  for (ByOpportunity& shares : beliefs.entry) {
    for (double& share : shares) {
      share = dice.between(0.0, 1.0);
    }
  }
  return beliefs;
}

/// Effect: behaviour is optimising under beliefs that last to the end of the program.
inline void add_beliefs(Case& numbers, Dice& dice) {
  static std::list<Beliefs> kept;
  Behaviour& behaviour = numbers.behaviour;
  behaviour.mode = BehaviourMode::optimising;
  behaviour.effort = dice.happens(0.9);
  behaviour.investors = dice.one_of({Investors::empirical, Investors::rational});
  behaviour.preferences = dice.one_of({Preferences::revealed, Preferences::stated});
  behaviour.effort_cost = dice.one_of({EffortCost::flow, EffortCost::lump});
  behaviour.effort_elasticity = dice.between(0.1, 0.9);
  numbers.effort_responds = dice.happens(0.9);
  numbers.beliefs = &kept.emplace_back(random_beliefs(numbers, dice));
  numbers.beliefs_without = &kept.emplace_back(random_beliefs(numbers, dice));
}

}  // namespace firstcustomer::testing
