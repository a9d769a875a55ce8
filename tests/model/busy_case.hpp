#pragma once
/// \file
/// A case in which everything happens, for tests that hold whatever happens.

#include "model/staged_case.hpp"

namespace firstcustomer::testing {

/// Spins, generations, raises with news and bridges, exits, entry, a laboratory, private demand and
/// a programme with advances, milestones and refunds, called for at dates; a year of history with
/// a raise, a firm that comes later, and firms that may be out of scope.
inline Case busy_case() {
  Case numbers = staged_case(6);
  Technology& chip = numbers.technologies[0];
  stage(numbers, 1).success = central_spins;
  stage(numbers, 1).demonstrable = Share(0.6);
  stage(numbers, 1).cost = stage(numbers, 1).repeat_cost = Money::major(1e6);
  stage(numbers, 0).duration = Law::lognormal(400.0, 0.4);
  stage(numbers, 0).burn_multiple = 1.3;
  stage(numbers, 2).facility = "laboratory";
  chip.slip = Law::lognormal(1.35, 0.31);
  chip.relative_performance = Law::lognormal(1.2, 0.83);
  chip.viability = {Share(0.95), Share(0.9), Share(0.9)};
  chip.maturity = {1.5, Duration::from_days(730)};
  chip.generations = {2, 1.3};
  chip.supply = {Law::lognormal(120.0, 0.3), 50, Money::major(4'000)};
  Facility laboratory;
  laboratory.name = "laboratory";
  numbers.facilities = {laboratory};
  numbers.frontier[0].annual_growth = 1.4;
  numbers.frontier[0].launches = Launches{Law::constant(640.0), Law::lognormal(1.5, 0.2), 0.08};
  numbers.benchmarks[0].noise = 0.1;
  numbers.standard.thresholds[0] = {"speed", ThresholdOf::frontier, 0.8, FrontierOn::test, {}};
  numbers.standard.attempts = 2;
  numbers.standard.deadline = Date(2031, 12, 31);
  Round round;
  round.name = "a";
  round.graduation = Share(0.6);
  round.size = Law::lognormal(15e6, 0.5);
  round.starts_at_runway = Duration::from_days(300);
  round.then = "a";
  round.acquisition_hazard = PerYear(0.03);
  numbers.finance.rounds = {round};
  numbers.finance.closing = Law::lognormal(150.0, 0.6);
  numbers.finance.round_lasts = Duration::from_days(900);
  numbers.finance.signals = Signals{1.15, Share(0.7), 1.08, 0.65, 0.9};
  numbers.finance.bridge = Bridge{Share(0.6), Duration::from_days(182)};
  numbers.finance.exits = Exits{PerYear(0.03), PerYear(0.08), Share(0.9), Share(0.2), Share(0.3)};
  numbers.behaviour.mode = BehaviourMode::heuristic;
  for (Firm& firm : numbers.firms) {
    firm.cash = Money::major(6e6);
    firm.burn = BurnRate::major_per_year(4e6);
    firm.next_round = "a";
  }
  numbers.finance.history_until = Date(2026, 12, 31);
  numbers.firms[1].raises = {{Date(2026, 10, 1), Money::major(3e6), numbers.firms[1].burn, "a"}};
  numbers.firms[2].in_scope = Share(0.6);
  numbers.firms[3].enters = Date(2027, 3, 1);
  numbers.firms[5].domestic = false;
  numbers.firms[4].parent_funded = true;
  FirmEntry entry;
  entry.rate = PerYear(0.8);
  entry.elasticity = 0.3;
  entry.technologies = {{"plain", 1.0}};
  entry.remaining = Law::lognormal(300.0, 0.3);
  entry.cash = Law::lognormal(5e6, 0.4);
  entry.burn = BurnRate::major_per_year(3e6);
  entry.next_round = "a";
  numbers.entry = entry;
  PrivateDemand demand;
  demand.value = Law::lognormal(2e7, 1.0);
  demand.deployed_multiple = 1.4;
  numbers.private_demand = demand;
  Programme programme = plain_programme(40e6, 600);
  Clause advance;
  advance.on = Trigger::signing;
  advance.pay = Amount::of(Basis::value, 0.25);
  Clause milestone;
  milestone.on = Trigger::milestone;
  milestone.pay = Amount::sum(Money::major(5e5));
  milestone.milestone = "silicon";
  Clause refund;
  refund.on = Trigger::failure;
  refund.recover = Amount::of(Basis::advance, 0.5);
  refund.excused = Share(0.2);
  Clause sale;
  sale.on = Trigger::change_of_control;
  sale.recover = Amount::of(Basis::advance, 1.0);
  programme.contract.insert(programme.contract.end(), {advance, milestone, refund, sale});
  programme.fund.payment_terms = Duration::from_days(30);
  programme.allocation = {Signing::call, Date(2026, 7, 1), 12, 3, Selection::ranked};
  programme.announced = Date(2025, 11, 21);
  programme.strength.cancel_hazard = PerYear(0.02);
  numbers.programmes = {programme};
  return numbers;
}

}  // namespace firstcustomer::testing
