/// Checks of the programme: its dates, its calls, and clauses that need one another.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

using Clauses = std::vector<Clause>;

bool any_on(const Clauses& contract, Trigger trigger) {
  return std::any_of(contract.begin(), contract.end(),
                     [&](const Clause& clause) { return clause.on == trigger; });
}

std::string path_of(std::size_t clause, std::string_view key) {
  return fmt::format("programme.contract.{}.{}", clause, key);
}

/// What `run` calls the arms that it adds; their names stand beside the programme's.
constexpr std::string_view names_of_arms[] = {"no-programme", "cash-only", "signal-only",
                                              "entry-only"};

void check_name(Reading& reading, const Programme& programme) {
  const auto taken = std::find(std::begin(names_of_arms), std::end(names_of_arms), programme.name);
  const bool is_taken = taken != std::end(names_of_arms);
  if (is_taken || !is_name(programme.name)) {
    reading.diagnostics.error(place_of(reading, "programme.name"),
                              fmt::format("'{}' cannot name a programme", programme.name),
                              !is_taken ? "names have letters, digits, - and _, at most 64"
                              : taken == std::begin(names_of_arms)
                                  ? "the counterfactual has this name"
                                  : "an arm of `run --channels` has this name");
  }
}

void check_dates(Reading& reading, const Programme& programme) {
  const Case& numbers = reading.scenario.numbers;
  if (programme.promised && programme.announced > numbers.start) {
    reading.diagnostics.error(place_of(reading, "programme.announced"),
                              "the promise is announced after the start",
                              fmt::format("the start is {}", numbers.start.to_string()),
                              "Begin the scenario no earlier than the announcement.");
  }
  if (programme.allocation.signing != Signing::call) {
    return;
  }
  const Date first = programme.allocation.first_call;
  const Place place = place_of(reading, "programme.allocation.first_call");
  if (first < numbers.start || first > numbers.horizon) {
    const bool early = first < numbers.start;
    reading.diagnostics.error(
        place,
        fmt::format("the first call is {}", early ? "before the start" : "after the horizon"),
        fmt::format("the {} is {}", early ? "start" : "horizon",
                    (early ? numbers.start : numbers.horizon).to_string()));
  } else if (first > numbers.standard.deadline) {
    reading.diagnostics.warning(place, "the first call is after the deadline",
                                "nobody can be chosen any more");
  }
}

void check_advance(Reading& reading, const Clauses& contract) {
  double advance = 0.0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < contract.size(); ++i) {
    if (contract[i].on == Trigger::signing) {
      advance += largest_value(reading, path_of(i, "pay"), contract[i].of_value.value());
      last = i;
    }
  }
  if (any_on(contract, Trigger::signing) && !any_on(contract, Trigger::acceptance)) {
    reading.diagnostics.error(place_of(reading, path_of(last, "on")), "an advance on nothing",
                              "no clause on acceptance says what the units are worth",
                              "Add a clause 'on: acceptance', or pay at a milestone.");
  } else if (advance > 1.0) {
    reading.diagnostics.error(
        place_of(reading, path_of(last, "pay")),
        "more is paid in advance than the contract's value",
        fmt::format("the clauses on signing may add up to {:.4g} %", 100.0 * advance));
  }
}

void check_clause(Reading& reading, const Clauses& contract, std::size_t i) {
  const Case& numbers = reading.scenario.numbers;
  const Clause& clause = contract[i];
  const bool recovers = clause.on == Trigger::failure || clause.on == Trigger::change_of_control;
  if (recovers && !any_on(contract, Trigger::signing)) {
    reading.diagnostics.error(place_of(reading, path_of(i, "recover")), "nothing to recover",
                              "no clause on signing pays in advance",
                              "Add a clause 'on: signing', or leave this one out.");
  }
  if (clause.on == Trigger::acceptance && clause.bargained &&
      numbers.programme->allocation.signing == Signing::call) {
    reading.diagnostics.warning(place_of(reading, path_of(i, "bargained")),
                                "a price is bargained over at a call",
                                "it hangs on what nobody knows before a product qualifies",
                                "Write signing: qualification.");
  }
  if (clause.on == Trigger::acceptance && clause.bargained && !numbers.frontier_purchase) {
    reading.diagnostics.error(place_of(reading, path_of(i, "bargained")),
                              "a price cannot be bargained here",
                              "what the buyer would buy instead is not known",
                              "Give market.frontier_purchase, or promise the price.");
  }
}

/// A milestone is the completion of a stage of at least one technology; the last one, the test,
/// qualifies.
void check_milestone(Reading& reading, const Programme& programme, std::size_t i) {
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
  const Place place = place_of(reading, path_of(i, "milestone"));
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
  return clause.on == Trigger::acceptance || clause.on == Trigger::signing ||
         (clause.on == Trigger::milestone && clause.pay > Money{});
}

void check_contract(Reading& reading, const Programme& programme) {
  const Clauses& contract = programme.contract;
  if (std::none_of(contract.begin(), contract.end(), pays)) {
    reading.diagnostics.error(place_of(reading, "programme.contract"), "the contract pays nothing",
                              "no clause pays on acceptance, or an amount at a milestone");
    return;
  }
  check_advance(reading, contract);
  for (std::size_t i = 0; i < contract.size(); ++i) {
    check_clause(reading, contract, i);
    if (contract[i].on == Trigger::milestone) {
      check_milestone(reading, programme, i);
    }
  }
}

}  // namespace

void check_programme(Reading& reading) {
  const auto& programme = reading.scenario.numbers.programme;
  if (!programme) {
    return;
  }
  check_name(reading, *programme);
  check_dates(reading, *programme);
  check_contract(reading, *programme);
  if (reading.diagnostics.errors() == 0) {
    check_economics(reading, *programme);
  }
}

}  // namespace firstcustomer
