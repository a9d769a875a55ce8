#include <algorithm>

#include "simulation.hpp"

namespace firstcustomer {
namespace {

constexpr EntityHash venture_hash = hash_name("venture market");

}  // namespace

double Simulation::venture_market() const {
  const std::optional<VentureRegime>& regime = case_.finance.regime;
  return !regime ? case_.finance.market : state_.venture_is_hot ? regime->hot : regime->cold;
}

void Simulation::open_venture_market() {
  state_.venture_turns = 0;
  state_.venture_is_hot = false;
  if (case_.finance.regime) {
    const double u = uniform(Chance::venture_start, venture_hash, Ordinal{});
    state_.venture_is_hot = u < case_.finance.regime->starts_hot.value();
    begin_venture_spell();
  }
}

void Simulation::begin_venture_spell() {
  const bool hot = state_.venture_is_hot;
  because(-1);
  record({.kind = RecordKind::venture_market, .value = venture_market(), .count = hot ? 1 : 0});
  // The k-th hot spell and the k-th cold one have a luck each, whichever comes first: u near 1 ends
  // a hot one early and a cold one late.
  const std::int64_t k = state_.venture_turns / 2;
  const double u = uniform(Chance::venture_spell, venture_hash, nth(2 * k + (hot ? 0 : 1)));
  Hazard spell(hot ? 1.0 - u : u);
  spell.set_rate(now(), hot ? case_.finance.regime->cools : case_.finance.regime->warms);
  schedule_slot(EventKind::venture_turns, 0, spell.due(), EventPhase::arrivals, Rank{0});
}

void Simulation::turn_venture_market() {
  state_.venture_is_hot = !state_.venture_is_hot;
  ++state_.venture_turns;
  begin_venture_spell();
}

Money Simulation::displaced_of(FirmId firm, Money round) const {
  return case_.finance.equity ? std::min(round, scaled(state_.firms[firm].beside_private,
                                                       case_.finance.equity->displacement))
                              : Money{};
}

void Simulation::note_displaced(FirmId firm, Money displaced) {
  if (displaced == Money{}) {
    return;
  }
  record({.kind = RecordKind::round_displaced, .firm = firm, .amount = displaced});
  if (state(firm).was_domestic) {
    state_.displaced += displaced;
  }
}

}  // namespace firstcustomer
