#pragma once
/// \file
/// Random programmes: any composition of all that a programme can be made of.

#include <algorithm>
#include <string>
#include <vector>

#include "model/contract_case.hpp"
#include "model/random_formula.hpp"

namespace firstcustomer::testing {

/// The one facility of a random case.
inline constexpr const char* random_facility_name = "laboratory";

// --- Amounts

/// A share of one thing or a sum, or now and then a formula, which may come to less than nothing.
inline Amount random_amount(Dice& dice, Basis basis, double most, bool may_be_negative = false) {
  if (dice.happens(0.1)) {
    Amount amount;
    amount.formula = Formula::constant(dice.between(may_be_negative ? -most : 0.0, most));
    return amount;
  }
  if (dice.happens(0.25)) {
    Amount amount;
    amount.formula = FormulaDice(dice).money(most).grown();
    return amount;
  }
  return basis != Basis::sum && dice.happens(0.6) ? Amount::of(basis, dice.between(0.0, 1.2))
                                                  : Amount::sum(dice.pounds(0.0, most));
}

/// A limit as a number, or as a formula of the day of signing.
inline Amount random_limit(Dice& dice, double most) {
  Amount limit = Amount::sum(dice.pounds(1e3, most));
  if (dice.happens(0.2)) {
    limit.formula = FormulaDice(dice).money(most, 1).grown();
  }
  return limit;
}

inline std::optional<Formula> random_condition(Dice& dice) {
  if (!dice.happens(0.15)) {
    return {};
  }
  return dice.happens(0.3) ? Formula::constant(dice.happens(0.5) ? 1.0 : 0.0)
                           : FormulaDice(dice).condition().grown();
}

// --- Clauses, one function for each kind

inline Clause random_recovery(Dice& dice, Trigger on) {
  Clause clause = recovery_clause(on, dice.between(0.0, 1.0), dice.between(0.0, 0.5));
  const double which = dice.between(0.0, 1.0);
  if (which < 0.3) {
    clause.recover = Amount::of(Basis::paid, dice.between(0.0, 1.0));
  } else if (which < 0.7) {
    clause.recover = random_amount(dice, Basis::sum, 3e5, true);
  }
  clause.when = random_condition(dice);
  return clause;
}

inline Clause random_signing(Dice& dice) {
  Clause clause;
  clause.on = Trigger::signing;
  clause.pay = random_amount(dice, Basis::value, 2e5);
  clause.advance = dice.happens(0.7);
  clause.for_equity = clause.pay.basis != Basis::value && dice.happens(0.5);
  clause.valuation = dice.pounds(1e6, 2e7);
  return clause;
}

inline Clause random_milestone(Dice& dice) {
  Clause clause;
  clause.on = Trigger::milestone;
  clause.milestone = dice.happens(0.2) ? "test" : "stage-" + std::to_string(dice.whole(1, 3));
  clause.pay = random_amount(dice, Basis::value, 3e5);
  clause.advance = dice.happens(0.7);
  clause.due = dice.happens(0.6) ? dice.days(50.0, 1000.0) : Duration::longest();
  clause.grace = dice.days(0.0, 100.0);
  clause.match = Share(dice.happens(0.3) ? dice.between(0.0, 2.0) : 0.0);
  if (dice.happens(0.5)) {  // the buyer may wait
    clause.renegotiated = dice.share(0.2, 1.0);
    clause.moved_by = dice.days(10.0, 400.0);
    clause.renegotiations = dice.happens(0.5) ? dice.whole(1, 3) : clause.renegotiations;
  }
  return clause;
}

/// On the end of quarters or fiscal years.
inline Clause random_period(Dice& dice, Trigger on) {
  Clause clause;
  clause.on = on;
  clause.pay = random_amount(dice, Basis::spending, 5e4, true);
  clause.at_most = random_limit(dice, 3e5);
  return clause;
}

inline Clause random_raise(Dice& dice) {
  Clause clause;
  clause.on = Trigger::raise;
  clause.pay = random_amount(dice, Basis::round, 2e5, true);
  clause.at_most = random_limit(dice, 3e5);
  clause.for_equity = dice.happens(0.4);
  return clause;
}

/// For each unit that is delivered, or that customers buy.
inline Clause random_unit_payment(Dice& dice, Trigger on) {
  Clause clause;
  clause.on = on;
  clause.pay = random_amount(dice, Basis::sum, 3e3, true);
  clause.pay.basis = Basis::per_unit;
  if (dice.happens(0.3)) {  // a levy
    clause.pay.formula = Formula::constant(dice.between(-3e3, 0.0));
  }
  clause.at_most = random_limit(dice, 2e5);
  clause.up_to = Amount::units(dice.whole(1, 100));
  return clause;
}

/// Whenever the product goes to a test.
inline Clause random_submission(Dice& dice) {
  Clause clause;
  clause.on = Trigger::submission;
  clause.pay = random_amount(dice, Basis::sum, 1e5, true);
  clause.at_most = random_limit(dice, 3e5);
  return clause;
}

/// As production is ordered.
inline Clause random_order(Dice& dice) {
  Clause clause;
  clause.on = Trigger::order;
  clause.pay = random_amount(dice, Basis::value, 2e5, true);
  clause.advance = dice.happens(0.7);
  return clause;
}

/// To those that are chosen on the day of the opening.
inline Clause random_announcement(Dice& dice) {
  Clause clause;
  clause.on = Trigger::announcement;
  clause.pay = random_amount(dice, Basis::sum, 1e5);
  return clause;
}

/// On what happens once: a date, the qualification, the expiry.
inline Clause random_event(Dice& dice, Trigger on) {
  Clause clause;
  clause.on = on;
  clause.pay = random_amount(dice, Basis::sum, 2e5, true);
  clause.date = Date(2026, 1, 1).plus_months(static_cast<int>(dice.whole(0, 90)));
  return clause;
}

/// What the trigger of a clause says about its payment.
inline Clause random_payment_on(Dice& dice, Trigger on) {
  switch (on) {
    case Trigger::signing:
      return random_signing(dice);
    case Trigger::milestone:
      return random_milestone(dice);
    case Trigger::raise:
      return random_raise(dice);
    case Trigger::quarter_end:
    case Trigger::year_end:
      return random_period(dice, on);
    case Trigger::delivery:
    case Trigger::sale:
      return random_unit_payment(dice, on);
    case Trigger::submission:
      return random_submission(dice);
    case Trigger::order:
      return random_order(dice);
    case Trigger::announcement:
      return random_announcement(dice);
    default:
      return random_event(dice, on);
  }
}

/// A clause that pays, on any trigger but acceptance.
inline Clause random_payment(Dice& dice, Trigger on) {
  Clause clause = random_payment_on(dice, on);
  if (clause.pay.formula && !clause.has_limit() && dice.happens(0.7)) {
    clause.at_most = random_limit(dice, 3e5);
  }
  clause.after = on != Trigger::signing && dice.happens(0.2) ? dice.days(0.0, 400.0) : Duration{};
  clause.when = random_condition(dice);
  return clause;
}

/// The price of a unit: promised, bargained, set by an auction, or another formula.
/// Units that the firm may keep: it delivers where the price is better than the market's, or now
/// and then.
inline void make_option(Clause& clause, Dice& dice) {
  clause.option = true;
  clause.when = dice.happens(0.7) ? FormulaDice(dice).condition().grown()
                                  : FormulaDice(dice).market_below(dice.between(3e3, 3e4)).grown();
}

inline Clause random_acceptance(Dice& dice, bool may_bargain, bool is_auction) {
  Clause clause = acceptance_clause(dice.pounds(5e3, 2e4), dice.whole(1, 80));
  clause.bargained = may_bargain && dice.happens(0.3);
  clause.supplier_share = dice.share(0.0, 1.0);
  clause.after = dice.happens(0.2) ? dice.days(0.0, 200.0) : Duration{};
  clause.when = random_condition(dice);
  if (dice.happens(0.15)) {
    clause.up_to.formula = FormulaDice(dice).units().grown();
  }
  if (dice.happens(0.15)) {
    make_option(clause, dice);
  }
  if (!clause.bargained && dice.happens(is_auction ? 0.7 : 0.05)) {
    clause.pay.formula = FormulaDice(dice).term(Term::price).grown();
  } else if (!clause.bargained && dice.happens(0.3)) {
    clause.pay.formula = dice.happens(0.3) ? Formula::constant(dice.between(-1e3, 2e4))
                                           : FormulaDice(dice).price(2e4).grown();
    if (dice.happens(0.7)) {
      clause.at_most = Amount::per_unit(dice.pounds(5e3, 2e4));
    }
  }
  return clause;
}

/// What a clause of a contract may be on, and how often it is.
struct TriggerWeight {
  Trigger on;
  double probability;
};
inline constexpr TriggerWeight paying_triggers[] = {
    {Trigger::signing, 0.6}, {Trigger::milestone, 0.25},     {Trigger::milestone, 0.25},
    {Trigger::date, 0.25},   {Trigger::quarter_end, 0.25},   {Trigger::year_end, 0.25},
    {Trigger::raise, 0.3},   {Trigger::qualification, 0.25}, {Trigger::expiry, 0.25},
    {Trigger::sale, 0.3},    {Trigger::announcement, 0.15},  {Trigger::submission, 0.2}};
/// Of contracts that order units.
inline constexpr TriggerWeight producing_triggers[] = {{Trigger::order, 0.25},
                                                       {Trigger::delivery, 0.25}};
inline constexpr TriggerWeight recovering_triggers[] = {
    {Trigger::failure, 0.5},   {Trigger::change_of_control, 0.7}, {Trigger::insolvency, 0.5},
    {Trigger::shortfall, 0.7}, {Trigger::relocation, 0.7},        {Trigger::supersession, 0.5}};

/// Adds clauses on some of these.
template <std::size_t N>
void add_clauses(std::vector<Clause>& contract, Dice& dice, const TriggerWeight (&triggers)[N]) {
  for (const TriggerWeight& trigger : triggers) {
    if (dice.happens(trigger.probability)) {
      contract.push_back(takes_back(trigger.on) ? random_recovery(dice, trigger.on)
                                                : random_payment(dice, trigger.on));
    }
  }
}

inline std::vector<Clause> random_contract(Dice& dice, bool is_auction) {
  std::vector<Clause> contract;
  add_clauses(contract, dice, paying_triggers);
  const bool advance = std::any_of(contract.begin(), contract.end(), [](const Clause& clause) {
    return clause.pay.basis == Basis::value && clause.advance;
  });
  const bool needs_units = contract.empty() || is_auction;
  for (std::int64_t i = dice.whole(needs_units ? 1 : 0, 2); i > 0; --i) {
    contract.push_back(random_acceptance(dice, !advance, is_auction));
  }
  if (!contract.empty() && contract.back().on == Trigger::acceptance) {
    add_clauses(contract, dice, producing_triggers);
  }
  add_clauses(contract, dice, recovering_triggers);
  return contract;
}

// --- The other parts of a programme

inline Standard random_standard(Dice& dice) {
  Threshold threshold;
  threshold.benchmark = "speed";
  threshold.of = dice.one_of({ThresholdOf::frontier, ThresholdOf::level});
  threshold.required = dice.between(0.3, 1.5);
  threshold.fixed =
      dice.one_of({FrontierOn::signing, FrontierOn::signing, FrontierOn::test, FrontierOn::date});
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

inline Eligibility random_eligibility(Dice& dice) {
  Eligibility eligibility = {dice.happens(0.7), dice.share(0.3, 1.0)};
  if (dice.happens(0.2)) {
    eligibility.stage_at_least = "stage-" + std::to_string(dice.whole(1, 3));
  }
  if (dice.happens(0.2)) {
    eligibility.age_at_most = dice.days(500.0, 3'000.0);
  }
  if (dice.happens(0.2)) {
    eligibility.cash_at_least = dice.pounds(1e4, 1e6);
  }
  if (dice.happens(0.15)) {
    eligibility.cumulation_cap = dice.pounds(1e5, 2e6);
  }
  return eligibility;
}

/// Yearly caps at times, low enough to bind.
inline Fund random_fund(Dice& dice) {
  Fund fund = {dice.pounds(1e5, 4e6), dice.happens(0.3) ? Duration{} : dice.days(0.0, 300.0)};
  for (std::int64_t years = dice.happens(0.4) ? dice.whole(1, 4) : 0; years > 0; --years) {
    const double most = fund.budget.major() * dice.one_of({0.02, 0.1, 0.4});
    fund.fiscal_year_caps.push_back(dice.happens(0.1) ? 0.0 : dice.between(0.0, most));
  }
  fund.carry_over = Share(dice.happens(0.5) ? dice.between(0.0, 1.0) : 0.0);
  fund.over_cap = dice.one_of({OverCap::deferred, OverCap::deferred, OverCap::forfeited});
  fund.indexation = PerYear(dice.between(0.0, 0.1));
  if (dice.happens(0.25)) {
    fund.prices_follow = dice.one_of({PriceLink::price_index, PriceLink::exchange_rate});
    fund.rise_at_most = dice.share(0.0, 0.5);
  }
  return fund;
}

inline Strength random_strength(Dice& dice) {
  Strength strength;
  strength.cancel_hazard = PerYear(dice.happens(0.5) ? dice.between(0.0, 0.4) : 0.0);
  strength.legally_binding = dice.happens(0.6);
  if (dice.happens(0.3)) {
    strength.approval_delay = Law::lognormal(dice.between(20.0, 400.0), dice.between(0.1, 1.0));
  }
  return strength;
}

inline void set_call(Allocation& allocation, Dice& dice) {
  allocation.first_call = dice.happens(0.5) ? Date(2026, 1, 1) : Date(2026, 9, 30);
  allocation.months_between = dice.whole(1, 18);
  allocation.suppliers = dice.whole(1, 4);
  allocation.selection =
      dice.one_of({Selection::ranked, Selection::ranked, Selection::ranked, Selection::lottery,
                   Selection::lottery, Selection::all, Selection::pro_rata, Selection::first_price,
                   Selection::second_price, Selection::uniform_price, Selection::first_score,
                   Selection::second_score, Selection::portfolio, Selection::portfolio_exact});
  if (dice.happens(0.3)) {
    allocation.calls = dice.whole(1, 4);
  }
}

/// What bidders know and what the buyer takes.
inline void set_auction(Allocation& allocation, Dice& dice) {
  allocation.markup = dice.between(0.0, 1.0);
  if (dice.happens(0.6)) {
    allocation.reserve = dice.between(3e3, 2e4);
  }
  if (dice.happens(0.4)) {
    allocation.lowest_cost = dice.between(0.0, 2e3);
    allocation.highest_cost = allocation.lowest_cost + dice.between(1e2, 1e4);
  }
  allocation.relative = dice.happens(0.5);
  allocation.worth = allocation.relative ? dice.between(0.0, 3.0) : dice.between(0.0, 2e4);
  allocation.aim =
      dice.one_of({PortfolioAim::capacity, PortfolioAim::coverage, PortfolioAim::at_least_one});
  allocation.group_success = dice.share(0.3, 1.0);
  allocation.firm_success = dice.share(0.1, 1.0);
  allocation.target_capacity = dice.between(20.0, 1e3);
}

inline Allocation random_allocation(Dice& dice) {
  Allocation allocation;
  const double which = dice.between(0.0, 1.0);
  allocation.signing = which < 0.55  ? Signing::call
                       : which < 0.8 ? Signing::qualification
                                     : Signing::opening;
  set_call(allocation, dice);
  set_auction(allocation, dice);
  if (dice.happens(0.3)) {
    allocation.awards = dice.whole(1, 4);
  }
  if (dice.happens(0.3)) {
    allocation.bond = dice.share(0.0, 0.3);
  }
  return allocation;
}

/// Places for suppliers, which are held open for some time or for good.
inline void set_places(Allocation& allocation, Dice& dice) {
  for (std::int64_t i = dice.whole(1, 3); i > 0; --i) {
    allocation.shares.push_back(dice.between(0.05, 1.0 / 3.0));
  }
  allocation.held_open = dice.happens(0.8) ? dice.days(5.0, 400.0) : Duration::longest();
  allocation.diverse = dice.happens(0.3);
}

/// Better products take the place of others: mostly of large orders, in part paid in advance.
inline void set_superiority(Programme& programme, Dice& dice) {
  programme.allocation.superiority = {dice.share(0.0, dice.happens(0.8) ? 0.1 : 0.5),
                                      dice.days(0.0, dice.happens(0.8) ? 50.0 : 500.0)};
  programme.eligibility.domestic_only = dice.happens(0.3);
  if (dice.happens(0.8)) {
    programme.eligibility.max_share_per_firm = Share(1.0);
    programme.contract.push_back(acceptance_clause(dice.pounds(5e3, 2e4), dice.whole(100, 400)));
    programme.contract.push_back(advance_clause(dice.between(0.1, 0.6)));
    programme.contract.push_back(random_recovery(dice, Trigger::supersession));
    programme.fund.payment_terms = dice.days(0.0, 30.0);
  }
}

/// Phases of a tournament between firms that are chosen at one call.
inline void set_phases(Allocation& allocation, Dice& dice) {
  allocation.suppliers = dice.whole(2, 4);
  std::int64_t most = allocation.suppliers;
  for (std::int64_t i = 0, count = dice.whole(1, 3); i < count; ++i) {
    TournamentPhase phase;
    phase.name = "phase-" + std::to_string(i);
    phase.lasts = dice.days(30.0, 500.0);
    phase.deliverable = dice.happens(0.6)   ? ""
                        : dice.happens(0.2) ? "test"
                                            : "stage-" + std::to_string(dice.whole(1, 3));
    phase.score_noise = dice.happens(0.3) ? 0.0 : dice.between(0.0, 0.6);
    phase.least = dice.happens(0.3) ? dice.between(0.2, 1.5) : 0.0;
    if (dice.happens(0.6)) {
      phase.go_on = most = dice.whole(1, most);
    }
    allocation.phases.push_back(phase);
  }
}

inline bool may_name_phase(Trigger on) {
  return on != Trigger::signing && on != Trigger::announcement && !takes_back(on);
}

/// Gives clauses to phases, units to one of them and what shares in their value to it or a later
/// one, and adds what is paid as phases begin and end.
inline void put_in_phases(Programme& programme, Dice& dice) {
  const std::vector<TournamentPhase>& phases = programme.allocation.phases;
  const auto last = static_cast<std::int64_t>(phases.size());
  const auto name_of = [&](std::int64_t phase) {
    return phase == last ? std::string(phase_of_purchase)
                         : phases[static_cast<std::size_t>(phase)].name;
  };
  const std::int64_t of_units = dice.happens(0.5) ? last : dice.whole(0, last);
  std::vector<Clause> contract;
  for (Clause clause : programme.contract) {
    const bool has_share = clause.pay.basis == Basis::value && !clause.pay.formula;
    if (clause.on == Trigger::acceptance) {
      clause.phase = name_of(of_units);
    } else if (may_name_phase(clause.on) && (has_share || dice.happens(0.5))) {
      clause.phase = name_of(dice.whole(has_share ? of_units : 0, last));
    } else if (has_share && !takes_back(clause.on)) {
      clause.pay = Amount::sum(dice.pounds(0.0, 1e5));
    }
    contract.push_back(clause);
  }
  for (std::int64_t phase = 0; phase <= last; ++phase) {
    for (const Trigger on : {Trigger::phase_begins, Trigger::phase_ends}) {
      if (dice.happens(0.6) && !(on == Trigger::phase_ends && phase == last)) {
        Clause clause = random_event(dice, on);
        clause.phase = name_of(phase);
        clause.when = random_condition(dice);
        clause.after = dice.happens(0.2) ? dice.days(0.0, 200.0) : Duration{};
        contract.push_back(clause);
      }
    }
  }
  programme.contract = contract;
}

/// What the order of suppliers among one another asks for: places, better products, phases.
inline void set_order(Programme& programme, Dice& dice) {
  Allocation& allocation = programme.allocation;
  if (dice.happens(0.35)) {
    set_places(allocation, dice);
  }
  if (allocation.signing == Signing::qualification && dice.happens(0.8)) {
    set_superiority(programme, dice);
  }
  if (allocation.signing == Signing::call && dice.happens(0.3)) {
    set_phases(allocation, dice);
    put_in_phases(programme, dice);
  }
}

inline Programme random_programme(Dice& dice) {
  Programme programme;
  programme.name = "order";
  programme.eligibility = random_eligibility(dice);
  programme.fund = random_fund(dice);
  programme.strength = random_strength(dice);
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
  programme.priority_at = dice.happens(0.3) ? random_facility_name : "";
  programme.parameters = random_parameters(dice);
  const bool is_auction = programme.allocation.signing == Signing::call &&
                          programme.allocation.selection >= Selection::first_price;
  programme.contract = random_contract(dice, is_auction);
  set_order(programme, dice);
  programme.inspection = dice.happens(0.3) ? dice.days(1.0, 90.0) : Duration{};
  programme.certified_multiple = dice.happens(0.3) ? dice.between(1.0, 2.0) : 1.0;
  const bool has_option = std::any_of(programme.contract.begin(), programme.contract.end(),
                                      [](const Clause& clause) { return clause.option; });
  if (has_option) {
    programme.contract_lasts = dice.days(300.0, 2'000.0);
  }
  if (dice.happens(0.4)) {
    programme.strength.soft_budget =
        SoftBudget{PerYear(dice.between(0.1, 3.0)), dice.share(0.0, 0.5),
                   dice.happens(0.5) ? dice.days(0.0, 700.0) : Duration{}, dice.whole(1, 3)};
  }
  return programme;
}

}  // namespace firstcustomer::testing
