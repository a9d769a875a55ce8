#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/core/id.hpp"
#include "reader.hpp"

namespace firstcustomer {

Place place_of(const Reading& reading, std::string path) {
  for (;;) {
    const auto found = reading.places.find(path);
    if (found != reading.places.end()) {
      return found->second;
    }
    const auto dot = path.rfind('.');
    if (dot == std::string::npos) {
      return {};
    }
    path.resize(dot);
  }
}

double largest_value(const Reading& reading, std::string_view path, double value) {
  for (const Uncertainty& uncertainty : reading.scenario.uncertainties) {
    if (uncertainty.path == path) {
      return support(uncertainty.law).high;
    }
  }
  return value;
}

namespace {

constexpr int last_year = 9800;

template <class Named>
const Named* find_named(const std::vector<Named>& items, const std::string& name) {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Named& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

template <class Named>
const Named* resolve(Reading& reading, const std::string& path, const std::string& list,
                     const std::vector<Named>& items, const std::string& name,
                     std::string_view what, std::string_view of = "") {
  const Named* found = find_named(items, name);
  // A name or a list that could not be read has been reported.
  const bool readable = !name.empty() && reading.places.count(list) > 0 &&
                        !reading.missing.contains(list + "." + name);
  if (found == nullptr && (readable || reading.diagnostics.errors() == 0)) {
    std::vector<std::string> known;
    for (const Named& item : items) {
      known.push_back(item.name);
    }
    std::string suggestion = did_you_mean(name, known);
    if (suggestion.empty() && !known.empty()) {
      suggestion = fmt::format("Known: {}.", fmt::join(known, ", "));
    }
    reading.diagnostics.error(place_of(reading, path),
                              fmt::format("there is no {} '{}'{}", what, name, of), "", suggestion);
  }
  return found;
}

/// Luck tells names of one list apart by 32 bits of their hashes.
template <class Named>
void expect_distinct(Reading& reading, const std::string& path, const std::vector<Named>& items) {
  std::map<std::uint64_t, const Named*> seen;
  for (const Named& item : items) {
    const auto [twin, is_new] = seen.emplace(hash_name(item.name).value >> 32U, &item);
    if (!is_new) {
      reading.diagnostics.error(
          place_of(reading, fmt::format("{}.{}", path, item.name)),
          fmt::format("the names '{}' and '{}' share a hash", twin->second->name, item.name),
          "their luck could not be told apart", "Rename one of them.");
    }
  }
}

void expect_some(Reading& reading, const std::string& path, std::size_t size) {
  if (size == 0) {
    reading.diagnostics.error(place_of(reading, path), fmt::format("'{}' has no entry", path),
                              "at least one is needed");
  }
}

void none_to_empty(std::string& name) {
  if (name == "none") {
    name.clear();
  }
}

void check_technology_names(Reading& reading, Technology& technology) {
  const Case& numbers = reading.scenario.numbers;
  none_to_empty(technology.class_name);
  const std::string list = fmt::format("technologies.{}.stages", technology.name);
  for (Stage& stage : technology.stages) {
    const std::string path = fmt::format("{}.{}", list, stage.name);
    none_to_empty(stage.facility);
    if (!stage.facility.empty()) {
      resolve(reading, path + ".facility", "facilities", numbers.facilities, stage.facility,
              "facility");
    }
    if (stage.decided_by == DecidedBy::chance && stage.on_failure == OnFailure::return_to) {
      resolve(reading, path + ".return_to", list, technology.stages, stage.return_to, "stage",
              fmt::format(" of '{}'", technology.name));
    }
  }
}

void check_round_name(Reading& reading, const std::string& path, std::string& round) {
  none_to_empty(round);
  if (!round.empty()) {
    const auto& rounds = reading.scenario.numbers.finance.rounds;
    resolve(reading, path, "finance.rounds", rounds, round, "round");
  }
}

void check_entry_names(Reading& reading, FirmEntry& entry) {
  for (const EntryChoice& choice : entry.technologies) {
    resolve(reading, "entry.technologies." + choice.technology, "technologies",
            reading.scenario.numbers.technologies, choice.technology, "technology");
  }
  check_round_name(reading, "entry.next_round", entry.next_round);
}

void check_names(Reading& reading) {
  Case& numbers = reading.scenario.numbers;
  for (const Threshold& threshold : numbers.standard.thresholds) {
    resolve(reading, "standard.thresholds." + threshold.benchmark, "benchmarks", numbers.benchmarks,
            threshold.benchmark, "benchmark");
  }
  for (Programme& programme : numbers.programmes) {
    none_to_empty(programme.eligibility.stage_at_least);
    none_to_empty(programme.priority_at);
    for (TournamentPhase& phase : programme.allocation.phases) {
      none_to_empty(phase.deliverable);
    }
    for (Clause& clause : programme.contract) {
      none_to_empty(clause.phase);
    }
    if (programme.standard) {
      for (const Threshold& threshold : programme.standard->thresholds) {
        resolve(reading, path_of(programme) + ".standard.thresholds." + threshold.benchmark,
                "benchmarks", numbers.benchmarks, threshold.benchmark, "benchmark");
      }
    }
  }
  for (Technology& technology : numbers.technologies) {
    check_technology_names(reading, technology);
  }
  for (Round& round : numbers.finance.rounds) {
    check_round_name(reading, fmt::format("finance.rounds.{}.then", round.name), round.then);
  }
  for (Firm& firm : numbers.firms) {
    const std::string path = "firms." + firm.name;
    const Technology* technology = resolve(reading, path + ".technology", "technologies",
                                           numbers.technologies, firm.technology, "technology");
    if (technology != nullptr) {
      resolve(reading, path + ".stage", fmt::format("technologies.{}.stages", technology->name),
              technology->stages, firm.stage, "stage", fmt::format(" of '{}'", technology->name));
    }
    check_round_name(reading, path + ".next_round", firm.next_round);
    for (std::size_t i = 0; i < firm.raises.size(); ++i) {
      check_round_name(reading, fmt::format("{}.raises.{}.next_round", path, i),
                       firm.raises[i].next_round);
    }
  }
  if (numbers.entry) {
    check_entry_names(reading, *numbers.entry);
  }
}

void check_stages(Reading& reading) {
  for (const Technology& technology : reading.scenario.numbers.technologies) {
    const std::string path = fmt::format("technologies.{}.stages", technology.name);
    expect_some(reading, path, technology.stages.size());
    expect_distinct(reading, path, technology.stages);
    const auto is_test = [](const Stage& stage) { return stage.decided_by == DecidedBy::standard; };
    const auto& stages = technology.stages;
    if (!stages.empty() && std::none_of(stages.begin(), stages.end(), is_test)) {
      reading.diagnostics.error(
          place_of(reading, fmt::format("{}.{}", path, stages.back().name)),
          fmt::format("the last stage of '{}', '{}', is not decided by the standard",
                      technology.name, stages.back().name),
          "a product qualifies at the end of its development", "Write decided_by: standard.");
    }
    for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
      if (is_test(stages[i])) {
        reading.diagnostics.error(
            place_of(reading, fmt::format("{}.{}", path, stages[i].name)),
            fmt::format("'{}' of '{}' is decided by the standard but is not the last stage",
                        stages[i].name, technology.name),
            "a product qualifies at the end of its development");
      }
    }
  }
}

void check_dates(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  const Node& read = reading.scenario.resolved;
  const Node* standard = read.find("standard");
  if (read.find("start") == nullptr || read.find("horizon") == nullptr || standard == nullptr ||
      standard->find("deadline") == nullptr) {
    return;  // a date that could not be read has been reported
  }
  const int years = numbers.horizon.year() - numbers.start.year();
  const auto day_of_year = [](Date date) { return date.month() * 100 + date.day(); };
  const bool later_in_year = day_of_year(numbers.horizon) > day_of_year(numbers.start);
  if (numbers.horizon < numbers.start) {
    reading.diagnostics.error(place_of(reading, "horizon"), "the horizon is before the start",
                              fmt::format("the start is {}", numbers.start.to_string()));
    return;  // whatever else is wrong follows from it
  }
  if (years > 100 || (years == 100 && later_in_year)) {
    reading.diagnostics.error(place_of(reading, "horizon"),
                              "the horizon is more than 100 years away",
                              "the clock of the simulation holds 142");
  }
  if (numbers.horizon.year() > last_year) {
    reading.diagnostics.error(place_of(reading, "horizon"),
                              fmt::format("the horizon is after the year {}", last_year),
                              "the calendar ends in 9999 and orders run on after it");
  }
  if (numbers.standard.deadline > numbers.horizon) {
    reading.diagnostics.warning(place_of(reading, "standard.deadline"),
                                "the deadline is after the horizon",
                                "tests between the two are not simulated");
  }
  if (numbers.standard.deadline < numbers.start) {
    reading.diagnostics.warning(place_of(reading, "standard.deadline"),
                                "the deadline is before the start", "no test can count");
  }
}

void check_facilities(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  for (const Facility& facility : numbers.facilities) {
    const std::string path = "facilities." + facility.name;
    if (facility.kind == FacilityKind::departures && facility.first < numbers.start) {
      reading.diagnostics.error(place_of(reading, path + ".first"),
                                "the first departure is before the start",
                                fmt::format("the start is {}", numbers.start.to_string()));
    }
    if (facility.kind == FacilityKind::departures && facility.first > numbers.horizon) {
      reading.diagnostics.warning(place_of(reading, path + ".first"),
                                  "the first departure is after the horizon",
                                  "nobody is ever served");
    }
    const bool needed = std::any_of(
        numbers.technologies.begin(), numbers.technologies.end(),
        [&](const Technology& technology) {
          return std::any_of(technology.stages.begin(), technology.stages.end(),
                             [&](const Stage& stage) { return stage.facility == facility.name; });
        });
    if (!needed) {
      reading.diagnostics.warning(place_of(reading, path),
                                  fmt::format("no stage needs the facility '{}'", facility.name),
                                  "it does nothing", "Name it as 'facility' of a stage.");
    }
  }
}

}  // namespace

void check_across_fields(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  check_names(reading);
  check_dates(reading);
  expect_distinct(reading, "benchmarks", numbers.benchmarks);
  expect_distinct(reading, "facilities", numbers.facilities);
  expect_distinct(reading, "firms", numbers.firms);
  expect_distinct(reading, "finance.rounds", numbers.finance.rounds);
  const bool all_read = reading.diagnostics.errors() == 0;
  check_correlations(reading, all_read);
  if (!all_read) {
    reading.diagnostics.leave_out_checks();
    return;  // the rest supposes that all was read
  }
  expect_some(reading, "benchmarks", numbers.benchmarks.size());
  expect_some(reading, "standard.thresholds", numbers.standard.thresholds.size());
  expect_some(reading, "technologies", numbers.technologies.size());
  check_stages(reading);
  check_frontier(reading);
  check_diffusion(reading);
  check_history(reading);
  check_market(reading);
  check_facilities(reading);
  check_appraisal(reading);
  check_development(reading);
  check_supply(reading);
  check_responses(reading);
  check_finance(reading);
  check_capacity(reading);
  check_programmes(reading);
}

}  // namespace firstcustomer
