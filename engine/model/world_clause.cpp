#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

double years_since(Instant then, Instant now) {
  return then <= now ? (now - then).years() : 0.0;
}

double first_of(double value, double otherwise) {
  return std::isnan(value) ? otherwise : value;
}

/// As `Formula::terms` has it.
constexpr std::uint64_t bit_of(Term term) {
  return std::uint64_t{1} << static_cast<unsigned>(term);
}

/// Terms that need a pass over all contracts of the programme: one, for all of them.
constexpr std::uint64_t of_standing = bit_of(Term::rank) | bit_of(Term::suppliers) |
                                      bit_of(Term::excess_share) | bit_of(Term::capacity_share);

}  // namespace

double Simulation::term(Term term, ContractId contract, const Occasion& occasion) {
  const FirmId firm = firm_of(contract);
  const ProgrammeId programme = programme_of(contract);
  const Commitment& terms = state(contract);
  const FirmState& s = state(firm);
  const Supply& supply = technology(firm).supply;
  switch (term) {
    case Term::bid:
      return std::isnan(terms.bid) ? unit_cost_under(contract).major() : terms.bid;
    case Term::price:
      return std::isnan(terms.price) ? this->term(Term::bid, contract, occasion) : terms.price;
    case Term::measurement:
      return first_of(terms.measurement, required(firm, programme, 0));
    case Term::threshold:
      return required(firm, programme, 0);
    case Term::units:
      return static_cast<double>(terms.units);
    case Term::accepted:
      return static_cast<double>(terms.accepted);
    case Term::share_delivered:
      return terms.units > 0
                 ? static_cast<double>(terms.accepted) / static_cast<double>(terms.units)
                 : 0.0;
    case Term::capacity:
      return capacity(contract);
    case Term::value:
      return terms.units_value.major();
    case Term::budget:
      return numbers(programme).fund.budget.major();
    case Term::remaining_fund:
      return (state_.ledger.balance(free_account(programme)) + to_be_free_).major();
    case Term::spending:
      settle(firm, now());  // also of a contract that is only being drawn up
      return (s.spent - terms.clauses[occasion.clause].spent_before).major();
    case Term::raised:
      return (s.raised - terms.raised_before).major();
    case Term::round:
      return occasion.round.major();
    case Term::unit_cost:
      return unit_cost_under(contract).major();
    case Term::frontier_price:
      return case_.frontier_purchase ? accelerator_price() * supply.unit_size * frontier_ratio(firm)
                                     : std::numeric_limits<double>::quiet_NaN();
    case Term::market_price:
      return market_price();
    case Term::exchange_rate:
      return exchange_rate(now());
    case Term::place:
      return static_cast<double>(place_of(contract));
    case Term::place_share:
      return share_of_place(contract);
    case Term::receipts:
      return (s.received - terms.clauses[occasion.clause].received_before).major();
    case Term::price_index:
      return elementary::exp(elementary::log1p(numbers(programme).fund.indexation.value()) *
                             this->term(Term::years_since_signing, contract, occasion));
    case Term::assessment:
      return elementary::exp(terms.assessment);
    case Term::years_since_start:
      return (now() - Instant{}).years();
    case Term::years_since_announcement:
      return (now() - clock_.at(numbers(programme).announced)).years();
    case Term::years_since_signing:
      return terms.award_at == Instant::never() || terms.awaits_approval
                 ? 0.0
                 : years_since(terms.signed_at, now());
    case Term::years_since_qualification:
      return terms.is_qualified ? years_since(terms.qualified_at, now()) : 0.0;
    case Term::years_since_delivery:
      return years_since(terms.first_accepted, now());
    case Term::rank:
    case Term::suppliers:
    case Term::excess_share:
    case Term::capacity_share:
      break;
  }
  throw InvariantError("terms of standing are found together");
}

double Simulation::excess(ContractId contract) {
  const Commitment& terms = state(contract);
  if (!terms.is_qualified || std::isnan(terms.measurement)) {
    return 0.0;
  }
  const ProgrammeId programme = programme_of(contract);
  const Benchmark& benchmark = case_.benchmarks[benchmarks(programme).front().index()];
  const double threshold = required(firm_of(contract), programme, 0);
  return std::max(0.0, performance_ratio(benchmark, terms.measurement, threshold) - 1.0);
}

Simulation::StandingAmong Simulation::standing_among(ContractId contract) {
  const ProgrammeId programme = programme_of(contract);
  StandingAmong standing;
  double excesses = 0.0;
  double capacities = 0.0;
  const double own = excess(contract);
  const bool qualified = state(contract).is_qualified;
  for (const FirmId firm : firms()) {
    const ContractId other = contract_of(firm, programme);
    if (!state(other).active) {
      continue;
    }
    const double its = excess(other);
    standing.suppliers += 1.0;
    excesses += its;
    capacities += capacity(other);
    const bool leads = state(other).is_qualified &&
                       (!qualified || its > own ||
                        (its == own && state(firm).hash < state(firm_of(contract)).hash));
    standing.rank += other != contract && leads ? 1.0 : 0.0;
  }
  standing.excess_share = excesses > 0.0 ? own / excesses : 0.0;
  standing.capacity_share = capacities > 0.0 ? capacity(contract) / capacities : 0.0;
  return standing;
}

double Simulation::evaluate(const Formula& formula, ContractId contract, const Occasion& occasion) {
  std::array<double, term_count> values{};
  for (std::uint64_t left = formula.terms() & ~of_standing; left != 0; left &= left - 1) {
    const auto which = static_cast<std::size_t>(std::countr_zero(left));
    values[which] = term(static_cast<Term>(which), contract, occasion);
  }
  if ((formula.terms() & of_standing) != 0) {
    const StandingAmong standing = standing_among(contract);
    values[static_cast<std::size_t>(Term::rank)] = standing.rank;
    values[static_cast<std::size_t>(Term::suppliers)] = standing.suppliers;
    values[static_cast<std::size_t>(Term::excess_share)] = standing.excess_share;
    values[static_cast<std::size_t>(Term::capacity_share)] = standing.capacity_share;
  }
  const double value = formula.evaluate(values, state(programme_of(contract)).parameters);
  if (!std::isfinite(value)) {
    throw ReplicationError(
        fmt::format("clause {} of programme '{}' comes to no finite number for firm {} on {}",
                    occasion.clause + 1, numbers(contract).name, name_of(firm_of(contract)),
                    clock_.date(now()).to_string()));
  }
  return value;
}

Money Simulation::amount_of(const Amount& amount, ContractId contract, const Occasion& occasion) {
  if (amount.formula) {
    return Money::major(evaluate(*amount.formula, contract, occasion));
  }
  const Commitment& terms = state(contract);
  switch (amount.basis) {
    case Basis::sum:
    case Basis::per_unit:
      return Money::major(amount.number);
    case Basis::value:
      return scaled(terms.units_value, amount.number);
    case Basis::advance:
      return scaled(terms.open_advance(), amount.number);
    case Basis::paid:
      return scaled(terms.paid - terms.recovered, amount.number);
    case Basis::spending:
      settle(firm_of(contract), now());
      return scaled(state(firm_of(contract)).spent - terms.clauses[occasion.clause].spent_before,
                    amount.number);
    case Basis::round:
      return scaled(occasion.round, amount.number);
    case Basis::units:
      break;
  }
  throw InvariantError("an amount of money has a basis of money");
}

Money Simulation::unit_price(const Clause& clause, ContractId contract, std::size_t place) {
  const Money pay =
      amount_of(clause.has_limit() ? clause.at_most : clause.pay, contract, {{}, place});
  if (clause.bargained) {
    const Supply& supply = technology(firm_of(contract)).supply;
    const Money frontier = case_.frontier_purchase
                               ? scaled(case_.frontier_purchase->unit_price,
                                        accelerator_price_growth() * supply.unit_size *
                                            frontier_ratio(firm_of(contract)))
                               : pay;
    return bargained_price(cost_of_order(firm_of(contract), 1), pay, frontier,
                           clause.supplier_share);
  }
  const Fund& fund = numbers(contract).fund;
  return fund.prices_follow == PriceLink::nothing ? pay
                                                  : scaled(pay, 1.0 + fund.rise_at_most.value());
}

double Simulation::price_link(ContractId contract) {
  switch (numbers(contract).fund.prices_follow) {
    case PriceLink::nothing:
      break;
    case PriceLink::price_index:
      return term(Term::price_index, contract, {});
    case PriceLink::exchange_rate:
      return exchange_rate(now()) / exchange_rate(state(contract).signed_at);
  }
  return 1.0;
}

bool Simulation::holds(const Clause& clause, ContractId contract, const Occasion& occasion) {
  return !clause.when || evaluate(*clause.when, contract, occasion) != 0.0;
}

void Simulation::fire(ContractId contract, Trigger trigger, Money round, double units) {
  const std::vector<Clause>& clauses = numbers(contract).contract;
  if (!has_clause_on(programme_of(contract), trigger)) {
    return;
  }
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (clauses[i].on == trigger && state(contract).clauses[i].state == ClauseState::ahead) {
      apply(contract, i, {round, i, units});
    }
  }
}

void Simulation::apply(ContractId contract, std::size_t place, const Occasion& occasion) {
  const Clause& clause = numbers(contract).contract[place];
  const FirmState& s = state(firm_of(contract));
  ClauseStanding& standing = state(contract).clauses[place];
  const bool again = comes_again(clause.on);
  if (!again) {
    standing.state = ClauseState::done;
  }
  if (holds(clause, contract, occasion)) {
    const double units =
        clause.on == Trigger::sale ? sell_under(contract, occasion) : occasion.units;
    const Money amount = scaled(amount_of(clause.pay, contract, occasion), units);
    standing.spent_before = s.spent;
    standing.received_before = s.received;
    owe_under(contract, place, amount);
    // Units that are sold may still bring money back when nothing is left to be paid.
    if (again && clause.on != Trigger::sale && amount > Money{} && standing.left == Money{}) {
      standing.state = ClauseState::done;
    }
  }
}

double Simulation::sell_under(ContractId contract, const Occasion& occasion) {
  const Amount& up_to = numbers(contract).contract[occasion.clause].up_to;
  ClauseStanding& standing = state(contract).clauses[occasion.clause];
  const double most = up_to.formula ? evaluate(*up_to.formula, contract, occasion) : up_to.number;
  const double units = std::clamp(most - standing.sold, 0.0, occasion.units);
  standing.sold += units;
  if (standing.sold >= most) {
    standing.state = ClauseState::done;
  }
  return units;
}

void Simulation::owe_under(ContractId contract, std::size_t place, Money amount) {
  Commitment& terms = state(contract);
  const Clause& clause = numbers(contract).contract[place];
  if (amount < Money{}) {
    if (case_.pays) {  // where nothing is paid, nothing is paid back
      charge(contract, Money{} - amount, place);
      watch_cash(firm_of(contract));
    }
    return;
  }
  const bool is_advance = clause.pay.basis == Basis::value && clause.advance;
  Money& left = is_advance ? terms.units_left : terms.clauses[place].left;
  const Money due = std::min(amount, left);
  left -= due;
  if (due > Money{}) {
    terms.advance += is_advance ? due : Money{};
    owe(contract, due, place, is_advance);
  }
}

void Simulation::reach_milestone(ContractId contract, StageId completed) {
  Commitment& terms = state(contract);
  const std::vector<StageId>& at =
      model_.technologies[state(firm_of(contract)).technology].milestones[programme_of(contract)];
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (at[i].valid() && at[i] == completed && terms.clauses[i].state == ClauseState::ahead) {
      terms.clauses[i].state = ClauseState::reached;
    }
  }
  pay_milestones(contract);
}

void Simulation::reach_milestones(FirmId firm, StageId completed) {
  settle(firm, now());  // clauses look at what it has spent
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).active) {
      reach_milestone(contract, completed);
    }
  }
}

std::string Simulation::name_of(FirmId firm) const {
  return firm.index() < model_.firms.size()
             ? "'" + case_.firms[model_.firms[firm].firm.index()].name + "'"
             : "that entered";
}

void Simulation::pay_milestones(ContractId contract) {
  Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (clauses[i].on != Trigger::milestone) {
      continue;
    }
    if (terms.clauses[i].state == ClauseState::ahead) {
      break;  // in their order
    }
    if (terms.clauses[i].state == ClauseState::reached) {
      const Money raised = state(firm_of(contract)).raised - terms.raised_before;
      const Occasion occasion{{}, i};
      const Money amount = amount_of(clauses[i].pay, contract, occasion);
      if (raised < scaled(amount, clauses[i].match)) {
        break;
      }
      terms.clauses[i].state = ClauseState::done;
      if (holds(clauses[i], contract, occasion)) {
        owe_under(contract, i, amount);
      }
    }
  }
  watch_milestones(contract);
  check_fulfilled(contract);
}

void Simulation::watch_milestones(ContractId contract) {
  const Commitment& terms = state(contract);
  const std::vector<Clause>& clauses = numbers(contract).contract;
  Instant first = Instant::never();
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const ClauseState standing = terms.clauses[i].state;
    if (clauses[i].on == Trigger::milestone &&
        (standing == ClauseState::ahead || standing == ClauseState::reached)) {
      first = std::min(first, last_day_of(contract, i));
    }
  }
  schedule(EventKind::milestone_due, contract, std::max(now(), first), EventPhase::failures);
}

Instant Simulation::last_day_of(ContractId contract, std::size_t milestone) const {
  const Clause& clause = numbers(contract).contract[milestone];
  const Commitment& terms = state(contract);
  Instant day = terms.clauses[milestone].since + clause.due + clause.grace;
  for (std::int64_t i = 0; i < terms.clauses[milestone].moved; ++i) {
    day = day + clause.moved_by;
  }
  return day;
}

bool Simulation::renegotiate(ContractId contract) {
  const std::vector<Clause>& clauses = numbers(contract).contract;
  const FirmId firm = firm_of(contract);
  bool all_moved = true;
  std::int64_t number = 0;  // among milestones: what else is agreed moves no draw
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (clauses[i].on != Trigger::milestone) {
      continue;
    }
    ++number;
    ClauseStanding& standing = state(contract).clauses[i];
    const bool open =
        standing.state == ClauseState::ahead || standing.state == ClauseState::reached;
    if (!open || last_day_of(contract, i) > now()) {
      continue;
    }
    const bool moves =
        clauses[i].renegotiated > Share{} && standing.moved < clauses[i].renegotiations &&
        uniform(Chance::renegotiation, firm,
                ordinal(luck_of(programme_of(contract)), 1024 * number + standing.moved)) <
            clauses[i].renegotiated.value();
    all_moved = all_moved && moves;
    if (moves) {
      ++standing.moved;
      record({.kind = RecordKind::milestone_moved,
              .firm = firm,
              .programme = programme_of(contract),
              .count = standing.moved,
              .clause = static_cast<std::int64_t>(i)});
    }
  }
  return all_moved;
}

void Simulation::miss_milestone(ContractId contract) {
  if (firm_of(contract) == held_) {
    return;  // what a firm that is held back would have reached, it reaches as it qualifies
  }
  if (renegotiate(contract)) {
    return watch_milestones(contract);
  }
  settle(firm_of(contract), now());
  end_contract(contract, Trigger::failure);
}

}  // namespace firstcustomer
