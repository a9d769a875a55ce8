/// Checks of the programme: its dates, its calls, and clauses that need one another.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"
#include "world_examples.hpp"

namespace firstcustomer {
namespace {

using Clauses = std::vector<Clause>;

bool any_on(const Clauses& contract, Trigger trigger) {
  return std::any_of(contract.begin(), contract.end(),
                     [&](const Clause& clause) { return clause.on == trigger; });
}

/// What is checked, and where it stands.
struct Checked {
  Reading& reading;
  const Programme& programme;
  std::string path;  // "programme" or "programmes.NAME"

  Place place(std::string_view key) const {
    return place_of(reading, fmt::format("{}.{}", path, key));
  }
  std::string path_of(std::size_t clause, std::string_view key) const {
    return fmt::format("{}.contract.{}.{}", path, clause, key);
  }
  Place place(std::size_t clause, std::string_view key) const {
    return place_of(reading, path_of(clause, key));
  }
};

/// What `run` calls the arms that it adds; their names stand beside the programme's.
constexpr std::string_view names_of_arms[] = {"no-programme", "cash-only", "signal-only",
                                              "entry-only", "effort-only"};

void check_name(const Checked& checked) {
  const Programme& programme = checked.programme;
  const auto taken = std::find(std::begin(names_of_arms), std::end(names_of_arms), programme.name);
  const bool is_taken = taken != std::end(names_of_arms);
  if (is_taken || !is_name(programme.name)) {
    checked.reading.diagnostics.error(
        checked.place("name"), fmt::format("'{}' cannot name a programme", programme.name),
        !is_taken                            ? "names have letters, digits, - and _, at most 64"
        : taken == std::begin(names_of_arms) ? "the counterfactual has this name"
                                             : "an arm of `run --channels` has this name");
  }
}

void check_dates(const Checked& checked) {
  Reading& reading = checked.reading;
  const Programme& programme = checked.programme;
  const Case& numbers = reading.scenario.numbers;
  const Date opens = std::max(programme.opens, numbers.start);
  if (programme.promised && programme.announced > opens) {
    const bool later = opens > numbers.start;
    reading.diagnostics.error(
        checked.place("announced"),
        fmt::format("the promise is announced after the {}", later ? "opening" : "start"),
        fmt::format("the {} is {}", later ? "opening" : "start", opens.to_string()),
        later ? "Open the programme no earlier than its announcement."
              : "Begin the scenario no earlier than the announcement.");
  }
  if (programme.allocation.signing != Signing::call) {
    return;
  }
  const Date first = programme.allocation.first_call;
  const Place place = checked.place("allocation.first_call");
  if (first < numbers.start || first > numbers.horizon) {
    const bool early = first < numbers.start;
    reading.diagnostics.error(
        place,
        fmt::format("the first call is {}", early ? "before the start" : "after the horizon"),
        fmt::format("the {} is {}", early ? "start" : "horizon",
                    (early ? numbers.start : numbers.horizon).to_string()));
  } else if (first > standard_of(programme, numbers.standard).deadline) {
    reading.diagnostics.warning(place, "the first call is after the deadline",
                                "nobody can be chosen any more");
  }
}

void check_advance(const Checked& checked) {
  Reading& reading = checked.reading;
  const Clauses& contract = checked.programme.contract;
  double advance = 0.0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < contract.size(); ++i) {
    if (contract[i].pay.basis == Basis::value && contract[i].advance) {
      advance += largest_value(reading, checked.path_of(i, "pay"), contract[i].pay.number);
      last = i;
    }
  }
  if (advance > 0.0 && !any_on(contract, Trigger::acceptance)) {
    reading.diagnostics.error(checked.place(last, "on"), "an advance on nothing",
                              "no clause on acceptance says what the units are worth",
                              "Add a clause 'on: acceptance', or pay at a milestone.");
  } else if (advance > 1.0) {
    reading.diagnostics.error(
        checked.place(last, "pay"), "more is paid in advance than the contract's value",
        fmt::format("the clauses on signing may add up to {:.4g} %", 100.0 * advance));
  }
}

void check_clause(const Checked& checked, std::size_t i) {
  Reading& reading = checked.reading;
  const Clauses& contract = checked.programme.contract;
  const Case& numbers = reading.scenario.numbers;
  const Clause& clause = contract[i];
  const bool has_advance = std::any_of(contract.begin(), contract.end(), [](const Clause& paying) {
    return paying.pay.basis == Basis::value && paying.advance;
  });
  if (takes_back(clause.on) && clause.recover.basis == Basis::advance && !has_advance) {
    reading.diagnostics.error(checked.place(i, "recover"), "nothing to recover",
                              "no clause pays in advance",
                              "Add a clause 'on: signing', or leave this one out.");
  }
  if (clause.on == Trigger::acceptance && clause.bargained &&
      checked.programme.allocation.signing == Signing::call) {
    reading.diagnostics.warning(checked.place(i, "bargained"),
                                "a price is bargained over at a call",
                                "it hangs on what nobody knows before a product qualifies",
                                "Write signing: qualification.");
  }
  if (clause.on == Trigger::acceptance && clause.bargained && !numbers.frontier_purchase) {
    reading.diagnostics.error(checked.place(i, "bargained"), "a price cannot be bargained here",
                              "what the buyer would buy instead is not known",
                              fmt::format("{} Or promise the price.", give_frontier_purchase));
  }
}

void check_equity(const Checked& checked, std::size_t i) {
  const Clause& clause = checked.programme.contract[i];
  Diagnostics& diagnostics = checked.reading.diagnostics;
  if (clause.for_equity && !checked.reading.scenario.numbers.finance.equity) {
    diagnostics.error(checked.place(i, "for_equity"), "a share of the firm is worth nothing here",
                      "the scenario does not say what rounds sell and acquirers pay", give_equity);
  }
  if (clause.for_equity && clause.pay.basis == Basis::value) {
    diagnostics.error(checked.place(i, "for_equity"), "an advance buys no share of the firm",
                      "it is credited against units", "Pay a sum, such as £5m.");
  }
}

/// A clause on the announcement is for firms that are chosen as the programme opens.
void check_announcement(const Checked& checked, std::size_t i) {
  const Programme& programme = checked.programme;
  const Allocation& allocation = programme.allocation;
  const Date opens = std::max(programme.opens, checked.reading.scenario.numbers.start);
  const bool is_call_then = allocation.signing == Signing::call && allocation.first_call == opens;
  if (allocation.signing != Signing::opening && !is_call_then) {
    checked.reading.diagnostics.warning(
        checked.place(i, "on"), "the announcement hardly ever pays",
        "no firm is chosen as the programme opens",
        "Write signing: opening, or hold the first call on the day of the opening.");
  }
}

void check_sale(const Checked& checked, std::size_t i) {
  const Case& numbers = checked.reading.scenario.numbers;
  if (!numbers.market_price) {
    checked.reading.diagnostics.error(
        checked.place(i, "on"), "units that are sold cannot be counted here",
        "the scenario has no market.unit_price, at which receipts are units", give_market_price);
  } else if (!numbers.private_demand && !numbers.clearing) {
    checked.reading.diagnostics.warning(
        checked.place(i, "on"), "nobody buys",
        "the scenario has neither market.private_demand nor market.clearing");
  }
}

/// Triggers that need more than the contract.
void check_trigger(const Checked& checked, std::size_t i) {
  const Trigger on = checked.programme.contract[i].on;
  const bool of_units = on == Trigger::order || on == Trigger::delivery;
  if (of_units && !any_on(checked.programme.contract, Trigger::acceptance)) {
    checked.reading.diagnostics.error(checked.place(i, "on"), "there is nothing to produce",
                                      "no clause on acceptance orders units",
                                      "Add a clause 'on: acceptance'.");
  }
  if (on == Trigger::announcement) {
    check_announcement(checked, i);
  } else if (on == Trigger::sale) {
    check_sale(checked, i);
  }
}

/// The keys of a clause whose formulas refer to a term.
std::vector<std::string_view> uses_of(const Clause& clause, Term term) {
  const std::pair<std::string_view, const std::optional<Formula>*> written[] = {
      {"pay", &clause.pay.formula},
      {"at_most", &clause.at_most.formula},
      {"up_to", &clause.up_to.formula},
      {"recover", &clause.recover.formula},
      {"when", &clause.when}};
  std::vector<std::string_view> keys;
  for (const auto& [key, formula] : written) {
    if (*formula && ((*formula)->terms() >> static_cast<unsigned>(term)) % 2 == 1) {
      keys.push_back(key);
    }
  }
  return keys;
}

/// What formulas refer to must be there.
void check_terms(const Checked& checked, std::size_t i) {
  const Case& numbers = checked.reading.scenario.numbers;
  const Allocation& allocation = checked.programme.allocation;
  struct Needed {
    Term term;
    bool is_there;
    std::string_view why;
    std::string_view suggestion;
  };
  const Needed needed[] = {
      {Term::market_price, numbers.market_price.has_value(),
       "the scenario has no market.unit_price", give_market_price},
      {Term::frontier_price, numbers.frontier_purchase.has_value(),
       "the scenario has no market.frontier_purchase", give_frontier_purchase},
      {Term::exchange_rate, numbers.exchange.has_value(), "the scenario has no market.exchange",
       give_exchange},
      {Term::assessment,
       allocation.signing == Signing::call && allocation.selection != Selection::lottery,
       "firms are assessed at calls, but for those by lottery",
       "Write allocation: {signing: call, selection: ranked, …}."}};
  for (const Needed& need : needed) {
    if (need.is_there) {
      continue;
    }
    for (const std::string_view key : uses_of(checked.programme.contract[i], need.term)) {
      const std::string_view name = term_declarations()[static_cast<std::size_t>(need.term)].name;
      checked.reading.diagnostics.error(checked.place(i, key),
                                        fmt::format("'{}' is not known here", name),
                                        std::string(need.why), std::string(need.suggestion));
    }
  }
}

/// A milestone is the completion of a stage of at least one technology; the last one, the test,
/// qualifies.
void check_milestone(const Checked& checked, std::size_t i) {
  Reading& reading = checked.reading;
  const Programme& programme = checked.programme;
  const auto& technologies = reading.scenario.numbers.technologies;
  const std::string& name = programme.contract[i].milestone;
  std::vector<std::string> known;
  bool is_test = false;
  for (const Technology& technology : technologies) {
    for (const Stage& stage : technology.stages) {
      if (std::find(known.begin(), known.end(), stage.name) == known.end()) {
        known.push_back(stage.name);
      }
      is_test = is_test || (stage.name == name && stage.decided_by == DecidedBy::standard);
    }
  }
  const Place place = checked.place(i, "milestone");
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    std::string suggestion = did_you_mean(name, known);
    suggestion =
        suggestion.empty() ? fmt::format("Known: {}.", fmt::join(known, ", ")) : suggestion;
    reading.diagnostics.error(place, fmt::format("there is no stage '{}' in any technology", name),
                              "a milestone is the completion of a stage", suggestion);
  } else if (programme.allocation.signing == Signing::qualification && !is_test) {
    reading.diagnostics.warning(place, fmt::format("the milestone '{}' is never paid", name),
                                "firms sign as they qualify, when they have passed it",
                                "Write allocation: {signing: call, …} or take another milestone.");
  }
}

bool pays(const Clause& clause) {
  return clause.on == Trigger::signing || !clause.pay.is_nothing();
}

void check_contract(const Checked& checked) {
  const Programme& programme = checked.programme;
  const Clauses& contract = programme.contract;
  if (std::none_of(contract.begin(), contract.end(), pays)) {
    checked.reading.diagnostics.error(checked.place("contract"), "the contract pays nothing",
                                      "no clause pays on acceptance, or an amount at a milestone");
    return;
  }
  check_advance(checked);
  for (std::size_t i = 0; i < contract.size(); ++i) {
    check_clause(checked, i);
    check_terms(checked, i);
    check_equity(checked, i);
    check_trigger(checked, i);
    if (contract[i].on == Trigger::milestone) {
      check_milestone(checked, i);
    }
  }
}

/// Terms of places in a formula where there are none.
void check_terms_of_places(const Checked& checked, std::size_t i) {
  for (const Term term : {Term::place, Term::place_share}) {
    for (const std::string_view key : uses_of(checked.programme.contract[i], term)) {
      checked.reading.diagnostics.warning(
          checked.place(i, key),
          fmt::format("'{}' is always {}", term_declarations()[static_cast<std::size_t>(term)].name,
                      term == Term::place ? 0 : 1),
          "the allocation has no places", "Write allocation: {shares: [60 %, 40 %], …}.");
    }
  }
}

void check_newcomers(const Checked& checked) {
  const Programme& programme = checked.programme;
  const Law& delay = programme.strength.approval_delay;
  if (programme.allocation.superiority &&
      (delay.family != LawFamily::constant || delay.parameters[0] > 0.0)) {
    checked.reading.diagnostics.error(
        checked.place("allocation.superiority"),
        "a product cannot take a place that awaits approval",
        "the other's order would end before the newcomer signs, if it ever does",
        "Leave out strength.approval_delay, or superiority.");
  }
  for (std::size_t i = 0; i < programme.contract.size(); ++i) {
    if (programme.contract[i].on == Trigger::supersession && !programme.allocation.superiority) {
      checked.reading.diagnostics.warning(
          checked.place(i, "on"), "the clause never applies", "no product can take a place here",
          "Write allocation: {superiority: {margin: 20 %}}, with signing: qualification.");
    }
  }
}

void check_places(const Checked& checked) {
  Reading& reading = checked.reading;
  const Programme& programme = checked.programme;
  const std::vector<double>& shares = programme.allocation.shares;
  if (shares.empty()) {
    for (std::size_t i = 0; i < programme.contract.size(); ++i) {
      check_terms_of_places(checked, i);
    }
    return;
  }
  double sum = 0.0;
  double largest = 0.0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const std::string path = fmt::format("{}.allocation.shares.{}", checked.path, i);
    sum += largest_value(reading, path, shares[i]);
    largest = std::max(largest, shares[i]);
  }
  constexpr double rounding = 1e-9;
  if (sum > 1.0 + rounding) {
    reading.diagnostics.error(
        checked.place("allocation.shares"), "the places have more than the whole budget",
        fmt::format("their parts may add up to {:.4g} %", 100.0 * sum), "Make them 100 % at most.");
  }
  const double most = programme.eligibility.max_share_per_firm.value();
  if (most < largest) {
    reading.diagnostics.warning(
        checked.place("eligibility.max_share_per_firm"), "one firm may not have all of a place",
        fmt::format("a place has {:.4g} % of the budget, a firm {:.4g} % at most", 100.0 * largest,
                    100.0 * most),
        "Raise max_share_per_firm, or make the place smaller.");
  }
}

/// The standard of a programme, and the stage that makes eligible.
void check_own(const Checked& checked) {
  const Case& numbers = checked.reading.scenario.numbers;
  if (checked.programme.standard) {
    if (checked.programme.standard->thresholds.empty()) {
      checked.reading.diagnostics.error(checked.place("standard.thresholds"),
                                        "the programme's standard has no threshold",
                                        "every product would meet it");
    }
  }
  const std::string& stage = checked.programme.eligibility.stage_at_least;
  std::vector<std::string> known;
  for (const Technology& technology : numbers.technologies) {
    for (const Stage& each : technology.stages) {
      known.push_back(each.name);
    }
  }
  if (!stage.empty() && std::find(known.begin(), known.end(), stage) == known.end()) {
    checked.reading.diagnostics.error(
        checked.place("eligibility.stage_at_least"),
        fmt::format("there is no stage '{}' in any technology", stage),
        "firms become eligible by reaching a stage", did_you_mean(stage, known));
  }
}

void check_priority(const Checked& checked) {
  std::vector<std::string> known;
  for (const Facility& facility : checked.reading.scenario.numbers.facilities) {
    known.push_back(facility.name);
  }
  const std::string& name = checked.programme.priority_at;
  if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
    checked.reading.diagnostics.error(
        checked.place("priority_at"), fmt::format("there is no facility '{}'", name),
        known.empty() ? "the scenario has none" : "its line is where suppliers would come first",
        did_you_mean(name, known));
  }
}

void check_one(const Checked& checked) {
  check_name(checked);
  check_dates(checked);
  check_contract(checked);
  check_tournament(checked.reading, checked.programme, checked.path);
  check_own(checked);
  check_places(checked);
  check_newcomers(checked);
  check_prices(checked.reading, checked.programme, checked.path);
  check_expiry(checked.reading, checked.programme, checked.path);
  check_priority(checked);
  check_soft_budget(checked.reading, checked.programme, checked.path);
  if (checked.reading.diagnostics.errors() == 0) {
    check_economics(checked.reading, checked.programme, checked.path);
  }
}

/// Only a contract has a day of signing.
void check_scenario_standard(Reading& reading) {
  for (const Threshold& threshold : reading.scenario.numbers.standard.thresholds) {
    if (threshold.of == ThresholdOf::frontier && threshold.fixed == FrontierOn::signing) {
      reading.diagnostics.error(
          place_of(reading, "standard.thresholds." + threshold.benchmark + ".fixed"),
          "the scenario's standard cannot be fixed at signing",
          "it judges firms without a contract, too",
          "Give the programme a standard of its own, or write fixed: test.");
    }
  }
}

}  // namespace

void check_programmes(Reading& reading) {
  check_scenario_standard(reading);
  const std::vector<Programme>& programmes = reading.scenario.numbers.programmes;
  if (reading.places.contains("programme") && reading.places.contains("programmes") &&
      !programmes.empty() && reading.scenario.resolved.find("programmes") != nullptr &&
      !reading.scenario.resolved.find("programmes")->entries.empty()) {
    reading.diagnostics.error(place_of(reading, "programmes"),
                              "both 'programme' and 'programmes' are given",
                              "a scenario has one programme, or several that have names",
                              "Move the one among the others; a variant leaves it behind by "
                              "'remove: [programme]'.");
    return;
  }
  for (const Programme& programme : programmes) {
    check_one({reading, programme, path_of(programme)});
  }
}

}  // namespace firstcustomer
