#pragma once
/// \file
/// Random cases for tests of properties that hold under every rule.

#include <algorithm>
#include <string>
#include <vector>

#include "model/contract_case.hpp"
#include "model/random_beliefs.hpp"
#include "model/random_programme.hpp"

namespace firstcustomer::testing {

inline Stage random_stage(Dice& dice, const std::string& name, const std::string& first) {
  Stage stage = plain_stage(name, 0.0);
  stage.duration = Law::lognormal(dice.between(20.0, 400.0), dice.between(0.1, 0.8));
  stage.repeat_duration = Law::constant(dice.between(10.0, 100.0));
  stage.cost = Money::major(dice.between(0.0, 2e5));
  stage.repeat_cost = Money::major(dice.between(0.0, 1e5));
  stage.keeps_runway = dice.days(0.0, 60.0);
  stage.success = {dice.between(0.3, 1.0), dice.between(0.5, 1.0)};
  stage.on_failure = dice.happens(0.4) ? OnFailure::repeat : OnFailure::end;
  if (name != first && dice.happens(0.3)) {
    stage.on_failure = OnFailure::return_to;
    stage.return_to = first;
  }
  stage.prototype = dice.happens(0.5);
  stage.demonstrable = Share(dice.between(0.0, 1.0));
  stage.burn_multiple = dice.between(0.5, 2.0);
  stage.reuse = Share(dice.between(0.2, 1.0));
  stage.facility = dice.happens(0.2) ? random_facility_name : "";
  return stage;
}

inline Technology random_technology(Dice& dice, const std::string& name) {
  Technology technology = plain_technology(name);
  technology.slip = Law::lognormal(1.1, 0.3);
  technology.relative_performance = Law::lognormal(1.2, 0.8);
  for (std::int64_t i = dice.whole(1, 3); i > 0; --i) {
    const std::string stage = "stage-" + std::to_string(i);
    technology.stages.insert(technology.stages.begin(),
                             random_stage(dice, stage, i == 1 ? stage : "stage-1"));
  }
  technology.stages.back().cost = Money::major(dice.between(0.0, 5e4));
  technology.supply = {Law::lognormal(dice.between(1.0, 300.0), 0.5), dice.whole(1, 40),
                       dice.happens(0.3) ? Money{} : Money::major(dice.between(10.0, 9e3)),
                       dice.between(0.1, 2.0)};
  technology.viability.of_technology = Share(dice.between(0.6, 1.0));
  technology.maturity.at_most = dice.between(1.0, 1.5);
  technology.supply.cost_factor = Law::lognormal(1.0, dice.happens(0.5) ? 0.3 : 0.0);
  technology.generations = {dice.whole(1, 3), dice.between(1.0, 2.0)};
  technology.class_name = dice.happens(0.4) ? "chip" : "";
  return technology;
}

inline Finance random_finance(Dice& dice) {
  Finance finance;
  finance.closing = Law::lognormal(dice.between(30.0, 200.0), 0.5);
  finance.attempts = dice.whole(1, 3);
  finance.round_lasts = dice.days(300.0, 1200.0);
  for (const std::string name : {"a", "b"}) {
    Round round;
    round.name = name;
    round.graduation = Share(dice.between(0.2, 0.9));
    round.size = Law::lognormal(dice.between(2e5, 4e6), 0.6);
    round.starts_at_runway = dice.days(30.0, 400.0);
    round.then = name == "a" ? "b" : "";
    round.acquisition_hazard = PerYear(dice.between(0.0, 0.2));
    finance.rounds.push_back(round);
  }
  finance.signals = Signals{dice.between(1.0, 3.0), Share(dice.between(0.0, 1.0)),
                            dice.between(1.0, 1.5), dice.between(0.3, 1.0), dice.between(0.5, 1.0)};
  finance.bridge = Bridge{Share(dice.between(0.0, 1.0)), dice.days(10.0, 200.0)};
  finance.exits = Exits{
      PerYear(dice.between(0.0, 0.2)), PerYear(dice.between(0.0, 0.5)),
      Share(dice.between(0.0, 1.0)),   Share(dice.between(0.0, 0.5)),
      Share(dice.between(0.0, 0.7)),   PerYear(dice.happens(0.5) ? dice.between(0.0, 0.4) : 0.0)};
  finance.equity = Equity{dice.share(0.05, 0.4), Law::lognormal(dice.between(0.5, 4.0), 0.8)};
  return finance;
}

/// Prices count relative to the lowest only where no bid is £0.
inline void keep_scores_sound(Case& numbers) {
  const bool is_free = std::any_of(
      numbers.technologies.begin(), numbers.technologies.end(),
      [](const Technology& technology) { return technology.supply.unit_cost == Money{}; });
  for (Programme& programme : numbers.programmes) {
    programme.allocation.relative = programme.allocation.relative && !is_free;
  }
}

/// One without a name for its luck, or several that have one.
inline void add_programmes(Case& numbers, Dice& dice) {
  const std::int64_t count = dice.whole(1, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    numbers.programmes.push_back(random_programme(dice));
    if (count > 1) {
      numbers.programmes.back().luck = "programme-" + std::to_string(i);
    }
  }
  keep_scores_sound(numbers);
  if (dice.happens(0.3)) {
    numbers.cumulation_cap = Money::major(dice.between(1e5, 2e6));
  }
}

/// Where stages wait for one another.
inline Facility random_facility(Dice& dice) {
  Facility facility;
  facility.name = random_facility_name;
  facility.kind = dice.one_of({FacilityKind::servers, FacilityKind::departures});
  facility.capacity = dice.whole(1, 2);
  facility.serves = dice.one_of({Serves::first_come, Serves::domestic_first});
  facility.first = Date(2026, 2, 1);
  facility.months_between = dice.whole(1, 9);
  return facility;
}

inline void add_market(Case& numbers, Dice& dice) {
  numbers.private_demand = PrivateDemand{Law::lognormal(5e5, 1.0)};
  numbers.private_demand->deployed_multiple = 1.4;
  numbers.private_demand->certified_multiple = dice.between(1.0, 1.5);
  numbers.frontier_purchase = FrontierPurchase{dice.pounds(3e3, 4e4)};
  numbers.market_price = MarketPrice{dice.pounds(3e3, 3e4),
                                     Date(2025, 1, 1).plus_months(dice.happens(0.5) ? 0 : 36),
                                     {PerYear(dice.between(-0.2, 0.2)), dice.between(0.0, 0.4)}};
  numbers.exchange = Wandering{PerYear(dice.between(-0.1, 0.1)), dice.between(0.0, 0.3)};
}

inline FirmEntry random_entry(Dice& dice) {
  FirmEntry entry;
  entry.rate = PerYear(dice.between(0.1, 1.0));
  entry.ceiling = 4.0;
  entry.elasticity = dice.between(0.0, 0.3);
  entry.technologies = {{"plain", 1.0}, {"other", 2.0}};
  entry.remaining = Law::exponential(200.0);
  entry.cash = Law::lognormal(4e5, 0.5);
  entry.burn = BurnRate::major_per_year(dice.between(1e5, 5e5));
  entry.next_round = "a";
  return entry;
}

/// Some firms come later, or never, may be out of scope, and raise on the way to the end of a
/// history.
inline void add_history(Case& numbers, Dice& dice) {
  const std::int64_t months = dice.happens(0.5) ? dice.whole(1, 36) : 0;
  numbers.finance.history_until = numbers.start.plus_months(static_cast<int>(months));
  for (Firm& firm : numbers.firms) {
    firm.in_scope = Share(dice.happens(0.3) ? dice.between(0.0, 1.0) : 1.0);
    firm.age = dice.happens(0.5) ? dice.days(0.0, 3'000.0) : Duration::longest();
    const std::int64_t enters = dice.happens(0.3) ? dice.whole(0, 100) : 0;
    firm.enters = numbers.start.plus_months(static_cast<int>(enters));
    for (std::int64_t month = enters; !firm.parent_funded && month <= months && months > 0;
         month += dice.whole(0, 24)) {
      firm.raises.push_back({numbers.start.plus_months(static_cast<int>(month)),
                             Money::major(dice.happens(0.2) ? 0.0 : dice.between(1e4, 2e6)),
                             BurnRate::major_per_year(dice.between(5e4, 8e5)),
                             dice.happens(0.3) ? "" : "b"});
    }
  }
  numbers.entry->age = dice.days(0.0, 1'000.0);
}

/// The case of that number: firms, finance and programmes at random, with all mechanisms on.
inline Case random_case(std::uint64_t number) {
  Dice dice(number);
  Case numbers = small_case(static_cast<std::size_t>(dice.whole(1, 5)));
  numbers.horizon = Date(2033, 6, 30);
  numbers.standard.deadline = dice.happens(0.7) ? Date(2031, 3, 31) : Date(2036, 3, 31);
  numbers.standard.attempts = dice.whole(1, 3);
  numbers.standard.tightness = Share(dice.between(0.0, 1.0));
  numbers.frontier[0].annual_growth = dice.between(1.0, 1.4);
  numbers.benchmarks[0].noise = dice.between(0.0, 0.2);
  numbers.technologies = {random_technology(dice, "plain"), random_technology(dice, "other")};
  for (Firm& firm : numbers.firms) {
    firm.technology = dice.happens(0.5) ? "plain" : "other";
    firm.stage = dice.happens(0.2) ? "test" : "stage-1";
    firm.begun = dice.happens(0.5);
    firm.remaining = dice.days(1.0, 300.0);
    firm.domestic = dice.happens(0.8);
    firm.parent_funded = dice.happens(0.15);
    firm.cash = firm.parent_funded ? Money{} : Money::major(dice.between(1e5, 3e6));
    firm.burn = BurnRate::major_per_year(dice.between(5e4, 8e5));
    firm.next_round = firm.parent_funded || dice.happens(0.3) ? "" : "a";
  }
  numbers.facilities = {random_facility(dice)};
  numbers.fiscal_month = static_cast<std::uint8_t>(dice.happens(0.5) ? 3 : dice.whole(0, 11));
  numbers.finance = random_finance(dice);
  add_programmes(numbers, dice);
  numbers.entry = random_entry(dice);
  add_market(numbers, dice);
  numbers.behaviour.mode = dice.happens(0.8) ? BehaviourMode::heuristic : BehaviourMode::fixed;
  numbers.pays = dice.happens(0.9);
  add_history(numbers, dice);
  if (dice.happens(0.3)) {
    add_beliefs(numbers, dice);
  }
  return numbers;
}

}  // namespace firstcustomer::testing
