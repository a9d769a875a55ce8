/// Checks of tournaments: phases in order, and clauses that belong to one of them.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "reader.hpp"

namespace firstcustomer {
namespace {

using Phases = std::vector<TournamentPhase>;

/// What is checked, and where it stands.
struct Tournament {
  Reading& reading;
  const Programme& programme;
  const std::string& path;  // "programme" or "programmes.NAME"

  const Phases& phases() const { return programme.allocation.phases; }
  Place phase(std::size_t i, std::string_view key) const {
    return place_of(reading, fmt::format("{}.allocation.phases.{}.{}", path, i, key));
  }
  Place clause(std::size_t i, std::string_view key) const {
    return place_of(reading, fmt::format("{}.contract.{}.{}", path, i, key));
  }
  /// Of a clause: the phase from whose beginning on it is part of the contract.
  std::size_t number_of(const Clause& clause) const {
    const auto found = std::find_if(phases().begin(), phases().end(),
                                    [&](const auto& each) { return each.name == clause.phase; });
    return clause.phase.empty() ? 0 : static_cast<std::size_t>(found - phases().begin());
  }
};

void check_names(const Tournament& tournament, std::size_t i) {
  Diagnostics& diagnostics = tournament.reading.diagnostics;
  const Phases& phases = tournament.phases();
  const std::string& name = phases[i].name;
  const auto before = phases.begin() + static_cast<std::ptrdiff_t>(i);
  if (std::any_of(phases.begin(), before, [&](const auto& each) { return each.name == name; })) {
    diagnostics.error(tournament.phase(i, "name"), fmt::format("a second phase '{}'", name),
                      "clauses tell phases by their names");
  } else if (name == phase_of_purchase) {
    diagnostics.error(tournament.phase(i, "name"), fmt::format("no phase can be called '{}'", name),
                      "clauses mean by it what comes after the last phase");
  } else if (!is_name(name) || name == "none") {
    diagnostics.error(tournament.phase(i, "name"), fmt::format("'{}' cannot name a phase", name),
                      name == "none" ? "clauses mean by it that they belong to no phase"
                                     : "names have letters, digits, - and _, at most 64");
  }
}

void check_deliverable(const Tournament& tournament, std::size_t i) {
  const std::string& name = tournament.phases()[i].deliverable;
  std::vector<std::string> known;
  for (const Technology& technology : tournament.reading.scenario.numbers.technologies) {
    for (const Stage& stage : technology.stages) {
      if (std::find(known.begin(), known.end(), stage.name) == known.end()) {
        known.push_back(stage.name);
      }
    }
  }
  if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
    std::string suggestion = did_you_mean(name, known);
    suggestion =
        suggestion.empty() ? fmt::format("Known: {}.", fmt::join(known, ", ")) : suggestion;
    tournament.reading.diagnostics.error(
        tournament.phase(i, "deliverable"),
        fmt::format("there is no stage '{}' in any technology", name),
        "a phase delivers what completes a stage", suggestion);
  }
}

void check_numbers(const Tournament& tournament) {
  std::int64_t most = tournament.programme.allocation.suppliers;
  for (std::size_t i = 0; i < tournament.phases().size(); ++i) {
    const std::int64_t go_on = tournament.phases()[i].go_on;
    if (go_on < std::numeric_limits<std::int64_t>::max() && go_on > most) {
      tournament.reading.diagnostics.error(
          tournament.phase(i, "go_on"), "more firms go on than there are",
          fmt::format("{} {}", most, i == 0 ? "are chosen at the call" : "are left by then"));
    }
    most = std::min(most, go_on);
  }
}

/// Nothing begins once the programme has closed.
void check_time(const Tournament& tournament) {
  const Case& numbers = tournament.reading.scenario.numbers;
  const Phases& phases = tournament.phases();
  const Date call = std::max(
      {tournament.programme.allocation.first_call, tournament.programme.opens, numbers.start});
  const Date deadline = standard_of(tournament.programme, numbers.standard).deadline;
  Duration until;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    until = until + phases[i].lasts;
    const auto end_day = static_cast<double>(call.day_number()) + until.days();
    if (end_day > static_cast<double>(numbers.horizon.day_number()) + 1.0) {
      tournament.reading.diagnostics.warning(
          tournament.phase(i, "lasts"),
          fmt::format("phase '{}' ends after the horizon", phases[i].name),
          fmt::format("the horizon is {}", numbers.horizon.to_string()));
      return;
    }
    const bool buys_then =
        std::any_of(tournament.programme.contract.begin(), tournament.programme.contract.end(),
                    [](const Clause& clause) { return clause.phase == phase_of_purchase; });
    const bool is_last = i + 1 == phases.size();
    if ((!is_last || buys_then) && end_day > static_cast<double>(deadline.day_number()) + 1.0) {
      tournament.reading.diagnostics.warning(
          tournament.phase(is_last ? i : i + 1, "name"),
          fmt::format("{} '{}' never begins", is_last ? "what comes after phase" : "phase",
                      is_last ? phases[i].name : phases[i + 1].name),
          fmt::format("the programme closes before, on {}", deadline.to_string()));
      return;
    }
  }
  if (tournament.programme.contract_lasts < until) {
    tournament.reading.diagnostics.warning(
        place_of(tournament.reading, tournament.path + ".contract_lasts"),
        "contracts expire before the last phase ends",
        fmt::format("the phases last {:.4g} months", until.months()));
  }
}

/// Whether the phase that a clause names is there.
bool check_phase_of(const Tournament& tournament, std::size_t i) {
  Diagnostics& diagnostics = tournament.reading.diagnostics;
  const Clause& clause = tournament.programme.contract[i];
  const std::string_view on = trigger_names[static_cast<std::size_t>(clause.on)];
  if (clause.phase.empty()) {
    return true;
  }
  if (tournament.phases().empty()) {
    diagnostics.error(tournament.clause(i, "phase"), "a clause of a phase where there are none",
                      "the allocation has no phases",
                      "Give allocation.phases, with signing: call, or leave 'phase' out.");
    return false;
  }
  if (clause.phase == phase_of_purchase) {
    if (clause.on == Trigger::phase_ends) {
      diagnostics.error(tournament.clause(i, "phase"),
                        fmt::format("'{}' has no end", phase_of_purchase),
                        "it is what comes after the last phase",
                        "Name a phase, or pay on acceptance, qualification or expiry.");
    }
    return clause.on != Trigger::phase_ends;
  }
  std::vector<std::string> known;
  for (const TournamentPhase& phase : tournament.phases()) {
    known.push_back(phase.name);
  }
  if (std::find(known.begin(), known.end(), clause.phase) == known.end()) {
    known.emplace_back(phase_of_purchase);
    std::string suggestion = did_you_mean(clause.phase, known);
    suggestion =
        suggestion.empty() ? fmt::format("Known: {}.", fmt::join(known, ", ")) : suggestion;
    diagnostics.error(tournament.clause(i, "phase"),
                      fmt::format("there is no phase '{}'", clause.phase),
                      fmt::format("a clause on {} may belong to one", on), suggestion);
    return false;
  }
  return true;
}

/// Units are ordered in one phase, and shares of their value paid from then on.
void check_units(const Tournament& tournament) {
  Diagnostics& diagnostics = tournament.reading.diagnostics;
  const std::vector<Clause>& contract = tournament.programme.contract;
  const auto first = std::find_if(contract.begin(), contract.end(), [](const Clause& clause) {
    return clause.on == Trigger::acceptance;
  });
  if (first == contract.end()) {
    return;
  }
  const std::size_t ordered = tournament.number_of(*first);
  for (std::size_t i = 0; i < contract.size(); ++i) {
    const std::size_t phase = tournament.number_of(contract[i]);
    if (contract[i].on == Trigger::acceptance && phase != ordered) {
      diagnostics.error(tournament.clause(i, "phase"), "units are ordered in two phases",
                        "all clauses on acceptance belong to the same",
                        "Name the same phase in each, or in none.");
    } else if (!takes_back(contract[i].on) && contract[i].pay.basis == Basis::value &&
               phase < ordered) {
      diagnostics.error(tournament.clause(i, "pay"), "a share of what has no value yet",
                        fmt::format("units are ordered as '{}' begins", first->phase),
                        "Pay a sum, or name that phase or a later one.");
    }
  }
}

}  // namespace

void check_tournament(Reading& reading, const Programme& programme, const std::string& path) {
  const Tournament tournament{reading, programme, path};
  bool are_known = true;
  for (std::size_t i = 0; i < programme.contract.size(); ++i) {
    are_known = check_phase_of(tournament, i) && are_known;
  }
  if (programme.allocation.phases.empty()) {
    return;
  }
  for (std::size_t i = 0; i < programme.allocation.phases.size(); ++i) {
    check_names(tournament, i);
    check_deliverable(tournament, i);
  }
  check_numbers(tournament);
  check_time(tournament);
  if (are_known) {
    check_units(tournament);
  }
}

}  // namespace firstcustomer
