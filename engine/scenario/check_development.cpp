/// Checks of development: where failures lead, and what prototypes show.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

bool has_prototype(const Stage& stage) {
  return stage.prototype && stage.decided_by == DecidedBy::chance;
}

void check_return(Reading& reading, const Technology& technology, std::size_t i) {
  const Stage& stage = technology.stages[i];
  const auto begin = technology.stages.begin();
  const bool earlier =
      std::any_of(begin, begin + static_cast<std::ptrdiff_t>(i),
                  [&](const Stage& before) { return before.name == stage.return_to; });
  if (earlier) {
    return;
  }
  const bool itself = stage.return_to == stage.name;
  reading.diagnostics.error(
      place_of(reading,
               fmt::format("technologies.{}.stages.{}.return_to", technology.name, stage.name)),
      itself ? fmt::format("'{}' returns to itself", stage.name)
             : fmt::format("'{}' returns to a later stage, '{}'", stage.name, stage.return_to),
      "a failure leads back to an earlier stage",
      itself ? "Write on_failure: repeat." : "Name a stage before it.");
}

/// What no prototype shows has no effect.
void check_viability(Reading& reading, const Technology& technology) {
  const Viability& viability = technology.viability;
  const bool certain = viability.common == Share{1.0} && viability.of_class == Share{1.0} &&
                       viability.of_technology == Share{1.0};
  const auto& stages = technology.stages;
  if (!certain && std::none_of(stages.begin(), stages.end(), has_prototype)) {
    reading.diagnostics.warning(
        place_of(reading, fmt::format("technologies.{}.viability", technology.name)),
        fmt::format("nothing shows whether '{}' works", technology.name),
        "no stage ends with a prototype", "Write prototype: yes in the stage that does.");
  }
}

/// Of the repetitions of a stage: the fewest if success is certain wherever it is possible, the
/// most if it is sure only where it is certain.
struct Repetitions {
  double fewest;
  double most;
};
Repetitions repetitions(const Stage& stage) {
  const auto begin = stage.success.begin();
  const auto end = stage.success.end();
  const auto possible = std::find_if(begin, end, [](double p) { return p > 0.0; });
  const auto certain = std::find(begin, end, 1.0);
  return {static_cast<double>(possible - begin), static_cast<double>(certain - begin)};
}

void check_respins(Reading& reading, const std::string& path, const Respins& respins,
                   const Stage& stage) {
  const Place place = place_of(reading, path + ".mean");
  const double most = largest_value(reading, path + ".mean", respins.mean);
  if (stage.success.back() < 1.0) {
    reading.diagnostics.error(place, fmt::format("'{}' cannot be met", path),
                              fmt::format("the last attempt of stage '{}' may fail", stage.name),
                              "Let the success of that stage end with 100 %.");
    return;
  }
  const Repetitions possible = repetitions(stage);
  const bool only_one = possible.fewest == possible.most && respins.mean == possible.most;
  if (!only_one && most >= possible.most) {
    reading.diagnostics.error(
        place, fmt::format("'{}' cannot be met", path),
        fmt::format("stage '{}' is repeated at most {} time{}, so the mean is less", stage.name,
                    possible.most, possible.most == 1.0 ? "" : "s"),
        "Take a lower mean, with limits if it is uncertain, or more attempts.");
  } else if (!only_one && respins.mean < possible.fewest) {
    reading.diagnostics.error(place, fmt::format("'{}' cannot be met", path),
                              fmt::format("the first {} attempts of stage '{}' cannot succeed",
                                          possible.fewest, stage.name),
                              "Take a higher mean.");
  }
}

void check_respins(Reading& reading, const std::string& path, const std::optional<Respins>& respins,
                   const std::string& technology_name) {
  const auto& technologies = reading.scenario.numbers.technologies;
  const auto technology = std::find_if(technologies.begin(), technologies.end(),
                                       [&](const auto& t) { return t.name == technology_name; });
  if (!respins || technology == technologies.end()) {
    return;
  }
  const auto& stages = technology->stages;
  if (std::none_of(stages.begin(), stages.end(), has_prototype)) {
    reading.diagnostics.error(
        place_of(reading, path), fmt::format("'{}' has nothing to repeat", path),
        fmt::format("no stage of '{}' ends with a prototype", technology_name),
        "Write prototype: yes in the stage that does.");
  }
  for (const Stage& stage : stages) {
    if (has_prototype(stage)) {
      check_respins(reading, path, *respins, stage);
    }
  }
}

}  // namespace

void check_development(Reading& reading) {
  const Case& numbers = reading.scenario.numbers;
  for (const Technology& technology : numbers.technologies) {
    for (std::size_t i = 0; i < technology.stages.size(); ++i) {
      const Stage& stage = technology.stages[i];
      if (stage.decided_by == DecidedBy::chance && stage.on_failure == OnFailure::return_to) {
        check_return(reading, technology, i);
      }
    }
    check_viability(reading, technology);
  }
  for (const Firm& firm : numbers.firms) {
    check_respins(reading, fmt::format("firms.{}.respins", firm.name), firm.respins,
                  firm.technology);
  }
  if (numbers.entry) {
    const std::size_t before = reading.diagnostics.errors();
    for (const EntryChoice& choice : numbers.entry->technologies) {
      if (reading.diagnostics.errors() == before) {  // technologies that are alike fail alike
        check_respins(reading, "entry.respins", numbers.entry->respins, choice.technology);
      }
    }
  }
}

}  // namespace firstcustomer
