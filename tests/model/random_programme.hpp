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
  clause.due = dice.happens(0.3) ? dice.days(50.0, 1500.0) : Duration::longest();
  clause.grace = dice.days(0.0, 100.0);
  clause.match = Share(dice.happens(0.3) ? dice.between(0.0, 2.0) : 0.0);
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

/// On what happens once: a date, the qualification, the expiry.
inline Clause random_event(Dice& dice, Trigger on) {
  Clause clause;
  clause.on = on;
  clause.pay = random_amount(dice, Basis::sum, 2e5, true);
  clause.date = Date(2026, 1, 1).plus_months(static_cast<int>(dice.whole(0, 90)));
  return clause;
}

/// A clause that pays, on any trigger but acceptance.
inline Clause random_payment(Dice& dice, Trigger on) {
  Clause clause = on == Trigger::signing                                  ? random_signing(dice)
                  : on == Trigger::milestone                              ? random_milestone(dice)
                  : on == Trigger::raise                                  ? random_raise(dice)
                  : on == Trigger::quarter_end || on == Trigger::year_end ? random_period(dice, on)
                                                                          : random_event(dice, on);
  if (clause.pay.formula && !clause.has_limit() && dice.happens(0.7)) {
    clause.at_most = random_limit(dice, 3e5);
  }
  clause.after = on != Trigger::signing && dice.happens(0.2) ? dice.days(0.0, 400.0) : Duration{};
  clause.when = random_condition(dice);
  return clause;
}

/// The price of a unit: promised, bargained, set by an auction, or another formula.
inline Clause random_acceptance(Dice& dice, bool may_bargain, bool is_auction) {
  Clause clause = acceptance_clause(dice.pounds(5e3, 2e4), dice.whole(1, 80));
  clause.bargained = may_bargain && dice.happens(0.3);
  clause.supplier_share = dice.share(0.0, 1.0);
  clause.after = dice.happens(0.2) ? dice.days(0.0, 200.0) : Duration{};
  clause.when = random_condition(dice);
  if (dice.happens(0.15)) {
    clause.up_to.formula = FormulaDice(dice).units().grown();
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
    {Trigger::raise, 0.3},   {Trigger::qualification, 0.25}, {Trigger::expiry, 0.25}};
inline constexpr TriggerWeight recovering_triggers[] = {{Trigger::failure, 0.5},
                                                        {Trigger::change_of_control, 0.5},
                                                        {Trigger::insolvency, 0.5},
                                                        {Trigger::shortfall, 0.5}};

inline std::vector<Clause> random_contract(Dice& dice, bool is_auction) {
  std::vector<Clause> contract;
  for (const TriggerWeight& trigger : paying_triggers) {
    if (dice.happens(trigger.probability)) {
      contract.push_back(random_payment(dice, trigger.on));
    }
  }
  const bool advance = std::any_of(contract.begin(), contract.end(), [](const Clause& clause) {
    return clause.pay.basis == Basis::value && clause.advance;
  });
  const bool needs_units = contract.empty() || is_auction;
  for (std::int64_t i = dice.whole(needs_units ? 1 : 0, 2); i > 0; --i) {
    contract.push_back(random_acceptance(dice, !advance, is_auction));
  }
  for (const TriggerWeight& trigger : recovering_triggers) {
    if (dice.happens(trigger.probability)) {
      contract.push_back(random_recovery(dice, trigger.on));
    }
  }
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
  allocation.signing = which < 0.6   ? Signing::call
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
  return programme;
}

}  // namespace firstcustomer::testing
