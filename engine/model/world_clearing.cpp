#include <algorithm>
#include <cmath>
#include <limits>

#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

constexpr double months_of_a_quarter = 3.0;
constexpr std::uint32_t the_market = 0;  // its slot

Duration quarter_of_a_year() {
  return Duration::from_days(days_per_year / 4.0);
}

}  // namespace

void Simulation::begin_market() {
  state_.market_path.clear();
  state_.exchange_path.clear();
  state_.sold = state_.income = state_.gone_abroad = Money{};
  if (case_.clearing) {
    outcome_.accelerators_displaced = 0.0;
    state_.segment_paths.resize(case_.clearing->segments.size());
    for (BrownianPath& path : state_.segment_paths) {
      path.clear();
    }
  }
  begin_capacity();
}

void Simulation::put_on_sale(FirmId firm) {
  FirmState& s = state(firm);
  if (s.on_sale) {
    return;
  }
  s.on_sale = true;
  s.sells_from = now();
  s.made_before = s.units_made;
  record({.kind = RecordKind::goes_on_sale, .firm = firm});
  if (!state_.queue.pending(static_cast<std::uint8_t>(EventKind::demand_clears), the_market)) {
    watch_demand();
  }
}

void Simulation::watch_demand() {
  const std::int64_t quarter = quarter_of_a_year().microseconds();
  const Instant end = Instant::microseconds((now().microseconds() / quarter + 1) * quarter);
  // After all that programmes do at one midnight, however many they are.
  constexpr Rank last{0xff'ffff};
  schedule_slot(EventKind::demand_clears, the_market, end, EventPhase::payments, last);
}

double Simulation::segment_size(std::size_t segment, Instant when) {
  const MarketSegment& numbers = case_.clearing->segments[segment];
  const EntityHash hash = hash_name(numbers.name);
  // u near 1 is a small market.
  const auto normal = [&](std::size_t month) {
    return -normal_quantile(
        uniform(Chance::segment_size, hash, nth(static_cast<std::int64_t>(month))));
  };
  const Duration since = when.since_start();
  const double brownian =
      numbers.path.volatility > 0.0 ? state_.segment_paths[segment].at(since, normal) : 0.0;
  return numbers.size.major() *
         firstcustomer::wandering_factor(numbers.path, since.years(), since.years(), brownian);
}

Offering Simulation::offering(FirmId firm, double price) {
  const FirmState& s = state(firm);
  const MarketClearing& market = *case_.clearing;
  const Technology& made_as = technology(firm);
  Offering offer;
  offer.price_performance =
      frontier_ratio(firm) * made_as.supply.unit_size * accelerator_price() / price;
  offer.maturity = maturity_share(made_as.maturity, now() - s.prototype_at);
  if (s.deployed_at <= now()) {
    offer.reference = reference_utility(market.deployed_multiple, market.reference_half_life,
                                        now() - s.deployed_at);
  }
  if (const auto certificate = certified_multiple(firm)) {
    offer.reference += elementary::log(market.certified_multiple * *certificate);
  }
  return offer;
}

void Simulation::find_sellers(double price) {
  const Duration quarter = quarter_of_a_year();
  state_.sellers.clear();
  for (const FirmId firm : firms()) {
    const FirmState& s = state(firm);
    if (s.alive() && s.on_sale && now() - s.sells_from >= quarter && next_unit_cost(firm).major() <= price) {
      state_.sellers.push_back({firm, offering(firm, price)});
    }
  }
}

double Simulation::share_demand() {
  const std::vector<MarketSegment>& segments = case_.clearing->segments;
  double demand = 0.0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const double size = segment_size(i, now()) / 4.0;
    demand += size;
    std::vector<double>& shares = state_.shares;
    shares.clear();
    for (const Seller& seller : state_.sellers) {
      shares.push_back(utility(segments[i], seller.offering));
    }
    logit_shares(shares);
    for (std::size_t k = 0; k < shares.size(); ++k) {
      state_.sellers[k].wanted += size * shares[k];
    }
  }
  return demand;
}

void Simulation::clear_demand() {
  const std::int64_t clearing = cause();
  const double price = market_price();
  find_sellers(price);
  const double demand = state_.sellers.empty() ? 0.0 : share_demand();
  for (const Seller& seller : state_.sellers) {
    because(clearing);
    sell_units(seller, price, demand);
  }
  because(clearing);
  bool goes_on = false;
  for (const FirmId firm : firms()) {
    FirmState& s = state(firm);
    s.made_before = s.units_made;
    goes_on = goes_on || (s.on_sale && s.alive());
  }
  if (goes_on) {
    watch_demand();
  }
}

void Simulation::sell_units(const Seller& seller, double price, double demand) {
  const FirmId firm = seller.firm;
  FirmState& s = state(firm);
  const double a_quarter =
      months_of_a_quarter * static_cast<double>(technology(firm).supply.units_per_month);
  const double left = std::max(0.0, a_quarter - static_cast<double>(s.units_made - s.made_before));
  const double units = std::min(seller.wanted / price, left);
  const Money revenue = Money::major(units * price);
  if (revenue == Money{}) {
    return;
  }
  settle(firm, now());
  record({.kind = RecordKind::sold,
          .firm = firm,
          .amount = revenue,
          .value = units,
          .other = revenue.major() / demand});
  state_.ledger.transfer(account(Holder::customers), firm_account(firm), revenue);
  if (s.was_domestic) {
    state_.receipts += revenue;
  }
  s.received += revenue;
  note_income(firm, revenue);
  state_.sold += revenue;
  outcome_.accelerators_displaced += revenue.major() / accelerator_price();
  // Of a firm that sells at cost no penny may be missing.
  const Money cost = std::min(scaled(next_unit_cost(firm), units), revenue);
  spend(firm, cost);
  note_making(firm, cost);
  sell(firm, revenue);
  spend_on_waiting_work(firm);
  watch_cash(firm);
}

void Simulation::note_income(FirmId firm, Money amount) {
  state_.income += amount;
  if (!state(firm).domestic) {
    state_.gone_abroad += amount;
  }
}

void Simulation::note_making(FirmId firm, Money cost) {
  if (state(firm).domestic) {
    state_.gone_abroad += cost;
  }
}

void Simulation::conclude_market(Outcome& outcome) {
  double squares = 0.0;
  double received = 0.0;
  for (const FirmId firm : firms()) {
    const double of_firm = state(firm).received.major();
    squares += of_firm * of_firm;
    received += of_firm;
  }
  if (received > 0.0) {
    outcome.sales_concentration = squares / (received * received);
  }
  if (state_.income > Money{}) {
    outcome.leakage = state_.gone_abroad.major() / state_.income.major();
  }
  if (!case_.clearing) {
    return;
  }
  outcome.incumbents_sales_displaced = state_.sold.major();
  double spent = 0.0;
  Instant end;
  while ((end = end + quarter_of_a_year()) < end_) {
    for (std::size_t i = 0; i < case_.clearing->segments.size(); ++i) {
      spent += segment_size(i, end) / 4.0;
    }
  }
  if (spent > 0.0) {
    outcome.challengers_share = state_.sold.major() / spent;
  }
}

// --- Incumbents

double Simulation::accelerator_price() {
  const FrontierPurchase& purchase = *case_.frontier_purchase;
  return purchase.unit_price.major() * accelerator_price_growth();
}

double Simulation::accelerator_price_growth() {
  return elementary::exp(case_.frontier_purchase->growth.value() * now().since_start().years());
}

double Simulation::over_trend(Instant when) {
  const BenchmarkId id = model_.threshold_benchmark.front();
  const Benchmark& benchmark = case_.benchmarks[id.index()];
  return performance_ratio(benchmark, frontier(id, when),
                           frontier_level(benchmark, case_.frontier[id.index()], clock_, when));
}

double Simulation::price_after_launches(Instant since) {
  if (!case_.incumbents || case_.incumbents->price_response == 0.0) {
    return 1.0;
  }
  return price_factor(*case_.incumbents, over_trend(now()) / over_trend(std::min(since, now())));
}

double Simulation::lead_time_factor() const {
  return case_.incumbents ? firstcustomer::lead_time_factor(*case_.incumbents, foreign_capacity())
                          : 1.0;
}

double Simulation::talent_factor(FirmId firm) const {
  const FirmState& s = state_.firms[firm];
  const bool is_here = s.was_domestic && (s.domestic || s.sold_abroad);
  return case_.incumbents && is_here
             ? firstcustomer::talent_factor(*case_.incumbents, foreign_capacity())
             : 1.0;
}

std::int64_t Simulation::foreign_capacity() const {
  return state_.capacity_steps == 0
             ? 0
             : case_.incumbents->foreign_capacity[state_.capacity_steps - 1].accelerators;
}

void Simulation::begin_capacity() {
  state_.capacity_steps = 0;
  if (!case_.incumbents) {
    return;
  }
  const std::vector<CapacityStep>& steps = case_.incumbents->foreign_capacity;
  while (state_.capacity_steps < steps.size() && steps[state_.capacity_steps].on <= case_.start) {
    ++state_.capacity_steps;
  }
  watch_capacity();
}

void Simulation::watch_capacity() {
  const std::vector<CapacityStep>& steps = case_.incumbents->foreign_capacity;
  if (state_.capacity_steps < steps.size()) {
    schedule_slot(EventKind::capacity_changes, the_market,
                  clock_.at(steps[state_.capacity_steps].on), EventPhase::arrivals, Rank{0});
  }
}

void Simulation::change_capacity() {
  ++state_.capacity_steps;
  because(-1);
  record({.kind = RecordKind::capacity_changes, .count = foreign_capacity()});
  const std::int64_t change = cause();
  for (const FirmId firm : firms()) {
    if (state(firm).alive()) {
      because(change);
      set_burn(firm);
    }
  }
  because(change);
  watch_capacity();
}

}  // namespace firstcustomer
