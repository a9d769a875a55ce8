#include <algorithm>
#include <cmath>

#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

constexpr double quarter_days = days_per_year / 4.0;

/// What is received at the end of each of n quarters for a present value of 1.
double quarterly_annuity(PerYear rate, std::int64_t n) {
  const double growth = elementary::exp(elementary::log(1.0 + rate.value()) / 4.0) - 1.0;
  if (growth == 0.0) {
    return 1.0 / static_cast<double>(n);
  }
  const double last = elementary::exp(-static_cast<double>(n) * elementary::log(1.0 + growth));
  return growth / (1.0 - last);
}

}  // namespace

double wandering_factor(const Wandering& path, double years, double wandered, double brownian) {
  const double volatility = path.volatility;
  return elementary::exp(path.growth.value() * years + volatility * brownian -
                         0.5 * volatility * volatility * wandered);
}

double Simulation::wandering_factor(const Wandering& what, BrownianPath& path, Chance chance,
                                    Duration since, Duration wandered) {
  const auto normal = [&](std::size_t month) {
    return normal_quantile(uniform(chance, EntityHash{}, nth(static_cast<std::int64_t>(month))));
  };
  const double brownian = what.volatility > 0.0 ? path.at(wandered, normal) : 0.0;
  return firstcustomer::wandering_factor(what, since.years(), wandered.years(), brownian);
}

double Simulation::market_price() {
  if (!case_.market_price) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const MarketPrice& price = *case_.market_price;
  const Instant on = clock_.at(price.on);
  const Duration wandered = now() - std::min(now(), std::max(on, Instant{}));
  return price.level.major() * wandering_factor(price.path, state_.market_path,
                                                Chance::market_price, now() - on, wandered);
}

double Simulation::exchange_rate(Instant when) {
  if (!case_.exchange) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const Duration since = when - Instant{};
  return wandering_factor(*case_.exchange, state_.exchange_path, Chance::exchange, since, since);
}

void Simulation::open_market(FirmId firm) {
  FirmState& s = state(firm);
  if (!case_.private_demand || s.receipts_left > 0) {
    return;
  }
  const PrivateDemand& demand = *case_.private_demand;
  const double drawn =
      draw_good(demand.value, Chance::market_value, firm, generation_ordinal(firm));
  const double value = firm == held_ ? expected_value(demand.value, drawn) : drawn;
  const auto n = std::max<std::int64_t>(1, std::llround(demand.lasts.days() / quarter_days));
  s.receipts_left = n;
  s.receipt = Money::major(value * quarterly_annuity(demand.return_rate, n));
  record({.kind = RecordKind::market_opens, .firm = firm, .amount = Money::major(value)});
  schedule(EventKind::receipt_due, firm, now() + Duration::from_days(quarter_days),
           EventPhase::payments);
}

double Simulation::receipts_multiple(FirmId firm) {
  const PrivateDemand& demand = *case_.private_demand;
  const double multiple = state(firm).units_accepted > 0 ? demand.deployed_multiple : 1.0;
  bool certified = false;
  double highest = 0.0;
  for (const ProgrammeId programme : programmes()) {
    const Programme& buyer = numbers(programme);
    if (case_.news && buyer.promised && state(contract_of(firm, programme)).is_certified) {
      certified = true;
      highest = std::max(highest, buyer.certified_multiple);
    }
  }
  return certified ? multiple * demand.certified_multiple * highest : multiple;
}

void Simulation::sell(FirmId firm, Money receipt) {
  const std::int64_t sale = cause();
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).active && has_clause_on(programme, Trigger::sale) && case_.market_price) {
      because(sale);
      fire(contract, Trigger::sale, {}, receipt.major() / market_price());
      check_fulfilled(contract);
    }
  }
  because(sale);
}

void Simulation::receive(FirmId firm) {
  FirmState& s = state(firm);
  settle(firm, now());
  const Money amount = scaled(s.receipt, receipts_multiple(firm));
  state_.ledger.transfer(account(Holder::customers), firm_account(firm), amount);
  if (s.was_domestic) {
    state_.receipts += amount;
  }
  s.received += amount;
  sell(firm, amount);
  if (--s.receipts_left > 0) {
    schedule(EventKind::receipt_due, firm, now() + Duration::from_days(quarter_days),
             EventPhase::payments);
  }
  spend_on_waiting_work(firm);
  watch_cash(firm);
}

}  // namespace firstcustomer
