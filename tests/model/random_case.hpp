#pragma once
/// \file
/// Random cases for tests of properties that hold under every rule.

#include <algorithm>
#include <string>
#include <vector>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/model/chance.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer::testing {

/// Numbers of one random case.
class Dice {
 public:
  explicit Dice(std::uint64_t number) : luck_(99, Phase::main, number) {}
  double between(double low, double high) {
    const double u = luck_.uniform(purpose(Chance::parameter), hash_name("dice"), nth(thrown_++));
    return low + (high - low) * u;
  }
  bool happens(double probability) { return between(0.0, 1.0) < probability; }
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    const double most = static_cast<double>(high) + 1.0;
    return static_cast<std::int64_t>(between(static_cast<double>(low), most));
  }
  Duration days(double low, double high) { return Duration::from_days(between(low, high)); }

 private:
  Luck luck_;
  std::int64_t thrown_ = 0;
};

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
  technology.generations = {dice.whole(1, 3), dice.between(1.0, 2.0)};
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
  finance.exits = Exits{PerYear(dice.between(0.0, 0.2)), PerYear(dice.between(0.0, 0.5)),
                        Share(dice.between(0.0, 1.0)), Share(dice.between(0.0, 0.5)),
                        Share(dice.between(0.0, 0.7))};
  return finance;
}

/// A share of one thing or a sum, or now and then a formula of either sign.
inline Amount random_amount(Dice& dice, Basis basis, double most, bool may_be_negative = false) {
  if (dice.happens(0.2)) {
    Amount amount;
    amount.formula = Formula::constant(dice.between(may_be_negative ? -most : 0.0, most));
    return amount;
  }
  return basis != Basis::sum && dice.happens(0.6)
             ? Amount::of(basis, dice.between(0.0, 1.2))
             : Amount::sum(Money::major(dice.between(0.0, most)));
}

inline Clause random_recovery(Dice& dice, Trigger on) {
  Clause clause = recovery_clause(on, dice.between(0.0, 1.0), dice.between(0.0, 0.5));
  const double which = dice.between(0.0, 1.0);
  if (which < 0.3) {
    clause.recover = Amount::of(Basis::paid, dice.between(0.0, 1.0));
  } else if (which < 0.5) {
    clause.recover = Amount::sum(Money::major(dice.between(0.0, 3e5)));
  }
  return clause;
}

/// A clause that pays, on any trigger but acceptance.
inline Clause random_payment(Dice& dice, Trigger on) {
  Clause clause;
  clause.on = on;
  clause.after = dice.happens(0.2) ? dice.days(0.0, 400.0) : Duration{};
  switch (on) {
    case Trigger::signing:
      clause.pay = random_amount(dice, Basis::value, 2e5);
      clause.advance = dice.happens(0.7);
      clause.after = Duration{};
      break;
    case Trigger::milestone:
      clause.milestone = dice.happens(0.2) ? "test" : "stage-" + std::to_string(dice.whole(1, 3));
      clause.pay = random_amount(dice, Basis::value, 3e5);
      clause.advance = dice.happens(0.7);
      clause.due = dice.happens(0.3) ? dice.days(50.0, 1500.0) : Duration::longest();
      clause.grace = dice.days(0.0, 100.0);
      clause.match = Share(dice.happens(0.3) ? dice.between(0.0, 2.0) : 0.0);
      break;
    case Trigger::quarter_end:
    case Trigger::year_end:
      clause.pay = random_amount(dice, Basis::spending, 5e4, true);
      break;
    case Trigger::raise:
      clause.pay = random_amount(dice, Basis::round, 2e5, true);
      break;
    default:
      clause.pay = random_amount(dice, Basis::sum, 2e5, true);
      break;
  }
  if (on == Trigger::quarter_end || on == Trigger::year_end || on == Trigger::raise) {
    clause.at_most = Amount::sum(Money::major(dice.between(1e3, 3e5)));
  }
  clause.date = Date(2026, 1, 1).plus_months(static_cast<int>(dice.whole(0, 90)));
  if (dice.happens(0.1)) {
    clause.when = Formula::constant(dice.happens(0.7) ? 1.0 : 0.0);
  }
  return clause;
}

inline std::vector<Clause> random_contract(Dice& dice) {
  std::vector<Clause> contract;
  for (const Trigger on :
       {Trigger::signing, Trigger::milestone, Trigger::milestone, Trigger::qualification,
        Trigger::date, Trigger::quarter_end, Trigger::year_end, Trigger::raise, Trigger::expiry}) {
    if (dice.happens(on == Trigger::signing ? 0.6 : 0.25)) {
      contract.push_back(random_payment(dice, on));
    }
  }
  const bool advance = std::any_of(contract.begin(), contract.end(), [](const Clause& clause) {
    return clause.pay.basis == Basis::value && clause.advance && !clause.pay.formula;
  });
  for (std::int64_t i = dice.whole(contract.empty() ? 1 : 0, 2); i > 0; --i) {
    contract.push_back(acceptance_clause(Money::major(dice.between(5e3, 2e4)), dice.whole(1, 80)));
    Clause& units = contract.back();
    units.bargained = !advance && dice.happens(0.3);
    units.supplier_share = Share(dice.between(0.0, 1.0));
    units.after = dice.happens(0.2) ? dice.days(0.0, 200.0) : Duration{};
    if (dice.happens(0.1)) {
      units.when = Formula::constant(dice.happens(0.7) ? 1.0 : 0.0);
    }
    if (!units.bargained && dice.happens(0.2)) {  // at most what the limit says
      units.pay.formula = Formula::constant(dice.between(-1e3, 2e4));
      units.at_most = Amount::per_unit(Money::major(dice.between(5e3, 2e4)));
    }
  }
  for (const Trigger on :
       {Trigger::failure, Trigger::change_of_control, Trigger::insolvency, Trigger::shortfall}) {
    if (dice.happens(0.5)) {
      contract.push_back(random_recovery(dice, on));
    }
  }
  return contract;
}

/// Clauses on what comes between the announcement and customers, with dice of their own.
inline void add_triggers(Programme& programme, Dice& dice) {
  for (const Trigger on : {Trigger::announcement, Trigger::order, Trigger::submission,
                           Trigger::delivery, Trigger::sale}) {
    if (!dice.happens(0.2)) {
      continue;
    }
    Clause clause;
    clause.on = on;
    const bool by_unit = on == Trigger::delivery || on == Trigger::sale;
    const double most = by_unit ? 2e3 : 1e5;
    clause.pay = random_amount(dice, on == Trigger::order ? Basis::value : Basis::sum, most,
                               on != Trigger::announcement);
    clause.pay.basis = by_unit ? Basis::per_unit : clause.pay.basis;
    clause.advance = false;
    if (comes_again(on)) {
      clause.at_most = Amount::sum(Money::major(dice.between(1e3, 2e5)));
    }
    clause.up_to = Amount::units(dice.whole(1, 100));
    clause.after =
        on != Trigger::announcement && dice.happens(0.2) ? dice.days(0.0, 200.0) : Duration{};
    programme.contract.push_back(clause);
  }
  if (dice.happens(0.4)) {
    programme.contract.push_back(random_recovery(dice, Trigger::relocation));
  }
  programme.inspection = dice.happens(0.3) ? dice.days(1.0, 90.0) : Duration{};
}

inline Standard random_standard(Dice& dice) {
  Threshold threshold;
  threshold.benchmark = "speed";
  threshold.of = dice.happens(0.5) ? ThresholdOf::frontier : ThresholdOf::level;
  threshold.required = dice.between(0.3, 1.5);
  const double fixed = dice.between(0.0, 1.0);
  threshold.fixed = fixed < 0.4   ? FrontierOn::signing
                    : fixed < 0.7 ? FrontierOn::test
                                  : FrontierOn::date;
  threshold.fixed_on = Date(2027, 6, 30);
  threshold.lag = dice.happens(0.3) ? dice.days(0.0, 700.0) : Duration{};
  threshold.rises = dice.happens(0.3) ? dice.between(0.0, 0.3) : 0.0;
  threshold.rises_from = Date(2027, 1, 1);
  return {{threshold},
          Date(2028, 1, 1).plus_months(static_cast<int>(dice.whole(0, 90))),
          dice.whole(1, 3),
          dice.days(10.0, 300.0),
          Share(0.0)};
}

inline Allocation random_allocation(Dice& dice) {
  const double which = dice.between(0.0, 1.0);
  Allocation allocation = {which < 0.5   ? Signing::call
                           : which < 0.8 ? Signing::qualification
                                         : Signing::opening,
                           dice.happens(0.5) ? Date(2026, 1, 1) : Date(2026, 9, 30),
                           dice.whole(1, 18), dice.whole(1, 4),
                           dice.happens(0.3) ? Selection::lottery : Selection::ranked};
  if (dice.happens(0.3)) {
    allocation.calls = dice.whole(1, 4);
  }
  if (dice.happens(0.3)) {
    allocation.awards = dice.whole(1, 4);
  }
  return allocation;
}

inline Programme random_programme(Dice& dice) {
  Programme programme;
  programme.name = "order";
  programme.eligibility = {dice.happens(0.7), Share(dice.between(0.3, 1.0))};
  if (dice.happens(0.2)) {
    programme.eligibility.stage_at_least = "stage-" + std::to_string(dice.whole(1, 3));
  }
  if (dice.happens(0.2)) {
    programme.eligibility.age_at_most = dice.days(500.0, 3'000.0);
  }
  if (dice.happens(0.2)) {
    programme.eligibility.cash_at_least = Money::major(dice.between(1e4, 1e6));
  }
  programme.fund = {Money::major(dice.between(1e5, 4e6)), dice.days(0.0, 300.0)};
  programme.strength.cancel_hazard = PerYear(dice.happens(0.5) ? dice.between(0.0, 0.4) : 0.0);
  programme.strength.legally_binding = dice.happens(0.6);
  programme.announced = Date(2025, 6, 1);
  programme.promised = dice.happens(0.8);
  programme.allocation = random_allocation(dice);
  if (dice.happens(0.3)) {
    programme.standard = random_standard(dice);
  }
  programme.opens = dice.happens(0.3)
                        ? Date(2026, 1, 1).plus_months(static_cast<int>(dice.whole(0, 60)))
                        : Date();
  if (dice.happens(0.4)) {
    programme.contract_lasts = dice.days(30.0, 2'000.0);
  }
  programme.contract = random_contract(dice);
  return programme;
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
  if (dice.happens(0.3)) {
    numbers.cumulation_cap = Money::major(dice.between(1e5, 2e6));
  }
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

/// Now and then places for suppliers, and newcomers that may take the order of others.
inline void add_places(Programme& programme, Dice& dice) {
  Allocation& allocation = programme.allocation;
  if (dice.happens(0.4)) {
    for (std::int64_t i = dice.whole(1, 3); i > 0; --i) {
      allocation.shares.push_back(dice.between(0.05, 1.0 / 3.0));
    }
    allocation.held_open = dice.happens(0.7) ? dice.days(5.0, 600.0) : Duration::longest();
    allocation.diverse = dice.happens(0.3);
  }
  if (dice.happens(0.5)) {
    programme.contract.push_back(random_recovery(dice, Trigger::supersession));
  }
  if (allocation.signing == Signing::qualification && dice.happens(0.6)) {
    allocation.superiority = {Share(dice.between(0.0, 0.4)), dice.days(0.0, 400.0)};
  }
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
  numbers.finance = random_finance(dice);
  add_programmes(numbers, dice);
  numbers.entry = random_entry(dice);
  numbers.private_demand = PrivateDemand{Law::lognormal(5e5, 1.0)};
  numbers.private_demand->deployed_multiple = 1.4;
  numbers.frontier_purchase = FrontierPurchase{Money::major(dice.between(3e3, 4e4))};
  numbers.behaviour.mode = dice.happens(0.8) ? BehaviourMode::heuristic : BehaviourMode::fixed;
  numbers.pays = dice.happens(0.9);
  add_history(numbers, dice);
  for (Programme& programme : numbers.programmes) {
    add_places(programme, dice);
  }
  Dice more(3'000'000 + number);
  for (Programme& programme : numbers.programmes) {
    add_triggers(programme, more);
  }
  numbers.market_price = MarketPrice{Money::major(more.between(2e3, 3e4)), numbers.start, {}};
  numbers.finance.exits->relocation_hazard =
      PerYear(more.happens(0.5) ? more.between(0.0, 0.3) : 0.0);
  return numbers;
}

}  // namespace firstcustomer::testing
