#pragma once
/// \file
/// Cases of firms that go through stages, and how tests look into their replications.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "firstcustomer/core/statistics.hpp"
#include "model/small_case.hpp"
#include "thorough.hpp"

namespace firstcustomer::testing {

/// A stage that always succeeds after so many days, repeated or not.
inline Stage stage_of_days(const std::string& name, double days) {
  Stage stage;
  stage.name = name;
  stage.duration = stage.repeat_duration = Law::constant(days);
  stage.success = {1.0};
  return stage;
}

/// Firms at the beginning of design (100 days), before silicon (50 days, 40 when repeated, which
/// ends with a prototype) and a test of 10 days, that neither burn nor raise.
inline Case staged_case(std::size_t firms = 1) {
  Case numbers = small_case(firms);
  std::vector<Stage>& stages = numbers.technologies[0].stages;
  stages.back().duration = stages.back().repeat_duration = Law::constant(10.0);
  Stage silicon = stage_of_days("silicon", 50.0);
  silicon.repeat_duration = Law::constant(40.0);
  silicon.on_failure = OnFailure::repeat;
  silicon.prototype = true;
  stages.insert(stages.begin(), {stage_of_days("design", 100.0), silicon});
  for (Firm& firm : numbers.firms) {
    firm.stage = "design";
    firm.begun = false;
  }
  return numbers;
}

/// Production-ready silicon by tape-out, as MODEL 6 has it.
inline const std::vector<double> central_spins = {0.18, 0.57, 0.71, 1.0};

inline Stage& stage(Case& numbers, std::size_t i) {
  return numbers.technologies[0].stages[i];
}

/// Mean of f over 100,000 replications (1,000,000 under --thorough) for each of three seeds, within
/// 4 standard errors of the exact value: a two-sided false alarm of 6.3e-5 each.
inline void expect_mean(const Case& numbers, double exact,
                        const std::function<double(const Outcome&)>& f) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Moments moments;
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(thorough(100'000)); ++i) {
      moments.add(f(simulate(model, numbers, Luck(seed, Phase::main, i), workspace)));
    }
    EXPECT_NEAR(moments.mean(), exact, 4.0 * moments.standard_error() + 1e-12) << "seed " << seed;
  }
}

/// One replication with its record.
struct History {
  Outcome outcome;
  std::vector<Record> records;

  std::vector<Record> all(RecordKind kind) const {
    std::vector<Record> found;
    for (const Record& record : records) {
      if (record.kind == kind) {
        found.push_back(record);
      }
    }
    return found;
  }
  std::size_t count(RecordKind kind) const { return all(kind).size(); }
};

/// Calls `visit(history)` for replications 0 to n − 1.
template <class Visit>
void for_each_history(const Case& numbers, std::uint64_t n, const Visit& visit) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  for (std::uint64_t i = 0; i < n; ++i) {
    const Outcome outcome = simulate(model, numbers, Luck(1, Phase::main, i), workspace, &recorder);
    visit(History{outcome, recorder.records()});
  }
}

inline History history_of(const Case& numbers) {
  History one;
  for_each_history(numbers, 1, [&](const History& history) { one = history; });
  return one;
}

inline double days(Instant when) {
  return when.since_start().days();
}

}  // namespace firstcustomer::testing
