/// Receipts and bills that come unevenly: a firm's cash moves as a Brownian motion around its burn,
/// and ruin is the first passage of that to nothing.
///
/// The path is a function of luck, so posting it is like posting burn: looking at a firm changes
/// nothing. Whether cash was gone inside a part of a month (less than a day) is for the law of the
/// bridge between its ends to say, and exact as long as nothing else moves; a payment inside a part
/// counts for all of it.

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/first_passage.hpp"
#include "simulation.hpp"

namespace firstcustomer {

void Simulation::open_books(FirmId firm, Money volatility) {
  FirmState& s = state(firm);
  if (volatility == Money{} || s.parent_funded) {
    return;
  }
  const std::size_t month = WienerPath::month_of(now());
  s.uneven.clear(month);
  s.uneven_month = volatility;
  s.uneven_since = now();
  s.uneven_from = uneven_path(firm, now());
  schedule(EventKind::books_closed, firm, WienerPath::beginning(month + 1), EventPhase::payments);
}

void Simulation::close_books(FirmId firm) {
  settle(firm, now());
  spend_on_waiting_work(firm);
  watch_cash(firm);
  schedule(EventKind::books_closed, firm, WienerPath::beginning(WienerPath::month_of(now()) + 1),
           EventPhase::payments);
}

double Simulation::uneven_path(FirmId firm, Instant when) {
  return state(firm).uneven.at(when, [&](PathNode node) { return uneven_normal(firm, node); });
}

double Simulation::unevenness(FirmId firm, double path) const {
  const FirmState& s = state_.firms[firm];
  return static_cast<double>(s.uneven_month.minor()) * (path - s.uneven_from);
}

Money Simulation::unposted_unevenness(FirmId firm, Instant when) {
  const double so_far = unevenness(firm, uneven_path(firm, when));
  return Money::major(so_far / 100.0) - state(firm).uneven_posted;
}

void Simulation::post_unevenness(FirmId firm, Money change) {
  FirmState& s = state(firm);
  if (change > Money{}) {
    state_.ledger.transfer(account(Holder::sundry), firm_account(firm), change);
    s.uneven_posted += change;
  } else if (change < Money{}) {
    const Money gone = std::min(Money{} - change, cash(firm));
    state_.ledger.transfer(firm_account(firm), account(Holder::sundry), gone);
    s.uneven_posted -= gone;
  }
}

Money Simulation::unposted_cash(FirmId firm) const {
  const FirmState& s = state_.firms[firm];
  return cash(firm) + s.burn.posted() - s.uneven_posted;
}

Instant Simulation::planned_ruin(FirmId firm) {
  const FirmState& s = state(firm);
  const Instant month = WienerPath::beginning(WienerPath::month_of(now()));
  const double came = unevenness(firm, uneven_path(firm, std::max(month, s.uneven_since)));
  const Money left = std::max(Money{}, unposted_cash(firm) + Money::major(came / 100.0));
  const Duration span = s.burn.rate().time_to_accrue(left);
  return span < Duration::longest() ? s.burn.anchor() + span : Instant::never();
}

Instant Simulation::next_uneven_ruin(FirmId firm) {
  constexpr std::size_t parts = WienerPath::parts;
  FirmState& s = state(firm);
  const std::size_t month = WienerPath::month_of(now());
  const auto held = static_cast<double>(unposted_cash(firm).minor());
  const auto rate = static_cast<double>(s.burn.rate().minor_per_year());
  const auto cash_at = [&](Instant when, double path) {
    return held - rate * (when - s.burn.anchor()).years() + unevenness(firm, path);
  };
  const auto part_of_month = static_cast<std::size_t>(
      (now() - WienerPath::beginning(month)).microseconds() / WienerPath::part_length);
  const Instant from = std::max(WienerPath::beginning(month, part_of_month), s.uneven_since);
  const double first = cash_at(from, uneven_path(firm, from));
  const Instant next = WienerPath::beginning(month + 1);
  const double sd = static_cast<double>(s.uneven_month.minor());
  const double last = cash_at(next, uneven_path(firm, next));
  if (first > 0.0 && last > 0.0 && 2.0 * first * last > exponent_of_nothing * sd * sd) {
    return Instant::never();
  }
  const auto points =
      s.uneven.month(month, [&](PathNode node) { return uneven_normal(firm, node); });
  const auto level = [&](std::size_t i) {
    return cash_at(WienerPath::beginning(month, i), points[i]);
  };
  const auto passage = [&](std::size_t part) {
    return uniform(Chance::passage, firm,
                   passage_ordinal(Passing::cash, PathNode{month, part}.number()));
  };
  return first_passage_in_month({month, part_of_month, from, first, sd * sd / parts}, level,
                                passage);
}

void Simulation::settle_ruin(FirmId firm) {
  FirmState& s = state(firm);
  const Money came = s.burn.owed(now()) - cash(firm);
  post_unevenness(firm, std::max(Money{}, came));
  s.spent += s.burn.settle(state_.ledger, now());
  post_unevenness(firm, Money{} - cash(firm));
}

void Simulation::even_out(FirmId firm) {
  FirmState& s = state(firm);
  if (s.is_uneven()) {
    end_burn(firm, now());
    s.burn.change_rate(state_.ledger, now(), s.burn.rate());
    s.burns_since = discount(now());
    s.evened_out = true;
  }
}

void Simulation::resume_unevenness(FirmId firm) {
  FirmState& s = state(firm);
  if (s.evened_out) {
    s.evened_out = false;
    s.uneven_since = now();
    s.uneven_from = uneven_path(firm, now());
    s.uneven_posted = Money{};
  }
}

}  // namespace firstcustomer
