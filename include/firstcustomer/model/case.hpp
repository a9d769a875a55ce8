#pragma once
/// \file
/// A case: all numbers of one run, after uncertainties are drawn.
///
/// These are the very structs that a scenario describes field by field. A thread keeps one copy per
/// arm and overwrites the uncertain fields for each case; nothing else in it ever changes, and no
/// vector is resized, so a field keeps its address.

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/model/appraisal.hpp"
#include "firstcustomer/model/behaviour.hpp"
#include "firstcustomer/model/benchmark.hpp"
#include "firstcustomer/model/entry.hpp"
#include "firstcustomer/model/facility.hpp"
#include "firstcustomer/model/finance.hpp"
#include "firstcustomer/model/firm.hpp"
#include "firstcustomer/model/frontier.hpp"
#include "firstcustomer/model/incumbents.hpp"
#include "firstcustomer/model/market.hpp"
#include "firstcustomer/model/market_clearing.hpp"
#include "firstcustomer/model/programme.hpp"
#include "firstcustomer/model/standard.hpp"
#include "firstcustomer/model/technology.hpp"

namespace firstcustomer {

struct Beliefs;

struct Case {
  Date start;
  /// The last day simulated.
  Date horizon;
  /// Month in which the years of public accounts begin, from January = 0.
  std::uint8_t fiscal_month = 3;
  Appraisal appraisal;
  std::vector<Benchmark> benchmarks;
  /// One per benchmark, in their order.
  std::vector<FrontierPath> frontier;
  Standard standard;
  std::vector<Technology> technologies;
  std::vector<Facility> facilities;
  std::vector<Firm> firms;
  Finance finance;
  /// In the order in which they act at one instant. Empty in the arm `no-programme`.
  std::vector<Programme> programmes;
  /// Most that all programmes together may commit to one firm.
  Money cumulation_cap = no_cap;
  std::optional<FirmEntry> entry;
  /// One of the two at most.
  std::optional<PrivateDemand> private_demand;
  /// Needs: a market price and a price of accelerators of the frontier.
  std::optional<MarketClearing> clearing;
  std::optional<Incumbents> incumbents;
  std::optional<FrontierPurchase> frontier_purchase;
  std::optional<MarketPrice> market_price;
  /// Pounds for a unit of foreign money, over what they were at the start.
  std::optional<Wandering> exchange;
  Behaviour behaviour;
  /// Whether a programme's contracts move money and units. No field of a scenario: arms in which
  /// they do not show what the news of contracts does by itself. There contracts are signed, kept
  /// and broken as far as the firms' cash does not matter, and what would be paid lapses instead.
  bool pays = true;
  /// Chooses suppliers where an allocation says `selection: plugin`. No field of a scenario.
  const Mechanism* plugin = nullptr;
  /// Whether investors hear of the programme: of its announcement, awards and refusals. No field of
  /// a scenario either. Test results are news in every arm.
  bool news = true;
  /// What is believed in this arm, and without any programme, where behaviour is optimising. No
  /// fields of a scenario. Without them all but capacity is what it is in the mode `fixed`.
  const Beliefs* beliefs = nullptr;
  const Beliefs* beliefs_without = nullptr;
  /// Whether firms choose effort by the first of these, not by the second, and choose capacity.
  bool effort_responds = true;
};

/// Calls `visit(law)` for every law of chance in the case.
template <class Visit>
void for_each_law(const Case& numbers, const Visit& visit) {
  for (const Technology& technology : numbers.technologies) {
    visit(technology.slip);
    visit(technology.relative_performance);
    visit(technology.supply.lead_time);
    visit(technology.supply.cost_factor);
    if (technology.supply.packaging) {
      visit(technology.supply.packaging->lead_time);
      visit(technology.supply.packaging->hbm_lead_time);
      visit(technology.supply.packaging->allocation_penalty);
    }
    if (technology.supply.capacity) {
      visit(technology.supply.capacity->cost_factor);
      visit(technology.supply.capacity->lead_time);
    }
    for (const Stage& stage : technology.stages) {
      visit(stage.duration);
      visit(stage.repeat_duration);
    }
  }
  for (const FrontierPath& path : numbers.frontier) {
    if (path.launches) {
      visit(path.launches->gap);
      visit(path.launches->jump);
    }
  }
  if (numbers.entry) {
    visit(numbers.entry->remaining);
    visit(numbers.entry->cash);
  }
  if (numbers.private_demand) {
    visit(numbers.private_demand->value);
  }
  if (numbers.finance.equity) {
    visit(numbers.finance.equity->exit_multiple);
  }
  for (const Programme& programme : numbers.programmes) {
    visit(programme.strength.approval_delay);
  }
  visit(numbers.finance.closing);
  for (const Round& round : numbers.finance.rounds) {
    visit(round.size);
  }
}

}  // namespace firstcustomer
