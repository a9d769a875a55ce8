#pragma once
/// \file
/// Cases for tests of programmes and contracts: firms that develop in stages before the test, and
/// buyers that sign with them at calls.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "firstcustomer/core/statistics.hpp"
#include "model/small_case.hpp"
#include "thorough.hpp"

namespace firstcustomer::testing {

/// A measure of a replication and its exact mean.
struct ExactMean {
  std::function<double(const Outcome&)> of;
  double exact = 0.0;
};

/// Means over 100,000 replications (1,000,000 under --thorough) for each of three seeds, within 4
/// standard errors of the exact values: a two-sided false alarm of 6.3e-5 each.
inline void expect_means(const Case& numbers, const std::vector<ExactMean>& means) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    std::vector<Moments> moments(means.size());
    for (std::int64_t i = 0; i < thorough(100'000); ++i) {
      const Luck luck(seed, Phase::main, static_cast<std::uint64_t>(i));
      const Outcome outcome = simulate(model, numbers, luck, workspace);
      for (std::size_t k = 0; k < means.size(); ++k) {
        moments[k].add(means[k].of(outcome));
      }
    }
    for (std::size_t k = 0; k < means.size(); ++k) {
      const double error = 4.0 * moments[k].standard_error() + 1e-9;
      EXPECT_NEAR(moments[k].mean(), means[k].exact, error) << "measure " << k << ", seed " << seed;
    }
  }
}

/// A stage that costs nothing and lasts so many days.
inline Stage plain_stage(const std::string& name, double days, double success = 1.0) {
  Stage stage;
  stage.name = name;
  stage.duration = stage.repeat_duration = Law::constant(days);
  stage.success = {success};
  return stage;
}

/// Firms of small_case that stand at the beginning of these stages before the test of 30 days.
inline Case developing_case(std::size_t firms, const std::vector<Stage>& stages) {
  Case numbers = small_case(firms);
  std::vector<Stage>& all = numbers.technologies[0].stages;
  all.insert(all.begin(), stages.begin(), stages.end());
  for (Firm& firm : numbers.firms) {
    firm.stage = all.front().name;
    firm.begun = false;
  }
  return numbers;
}

/// plain_programme with calls every year from the start on.
inline Programme calling_programme(double budget, std::int64_t units, std::int64_t suppliers) {
  Programme programme = plain_programme(budget, units);
  programme.allocation.signing = Signing::call;
  programme.allocation.first_call = Date(2026, 1, 1);
  programme.allocation.suppliers = suppliers;
  return programme;
}

inline Clause advance_clause(double share) {
  Clause clause;
  clause.on = Trigger::signing;
  clause.pay = Amount::of(Basis::value, share);
  return clause;
}

inline Clause recovery_clause(Trigger on, double share, double excused = 0.0) {
  Clause clause;
  clause.on = on;
  clause.recover = Amount::of(Basis::advance, share);
  clause.excused = Share(excused);
  return clause;
}

inline Clause milestone_clause(const std::string& stage, double pay) {
  Clause clause;
  clause.on = Trigger::milestone;
  clause.milestone = stage;
  clause.pay = Amount::sum(Money::major(pay));
  return clause;
}

/// What happened in one replication.
class History {
 public:
  explicit History(const Case& numbers, std::uint64_t replication = 0) : clock_(numbers.start) {
    const Model model = Model::build(numbers);
    Workspace workspace(model);
    outcome = simulate(model, numbers, Luck(1, Phase::main, replication), workspace, &recorder_);
    const QuarterlySeries& series = workspace.series();
    for (std::size_t i = 0; i < series_count; ++i) {
      const auto changes = series.changes(static_cast<Series>(i));
      quarterly.emplace_back(changes.begin(), changes.end());
    }
  }

  std::vector<Record> of(RecordKind kind) const {
    std::vector<Record> found;
    for (const Record& record : recorder_.records()) {
      if (record.kind == kind) {
        found.push_back(record);
      }
    }
    return found;
  }
  std::vector<Date> dates(RecordKind kind) const {
    std::vector<Date> found;
    for (const Record& record : of(kind)) {
      found.push_back(clock_.date(record.when));
    }
    return found;
  }
  /// Whom the entries of a kind are about, in their order.
  std::vector<std::string> names(RecordKind kind) const {
    std::vector<std::string> found;
    for (const Record& record : of(kind)) {
      found.push_back(recorder_.name(record.firm));
    }
    return found;
  }
  /// Amounts of a kind in pounds, in their order.
  std::vector<double> amounts(RecordKind kind) const {
    std::vector<double> found;
    for (const Record& record : of(kind)) {
      found.push_back(record.amount.major());
    }
    return found;
  }
  const std::vector<Record>& records() const { return recorder_.records(); }

  Outcome outcome;
  /// Changes by series and quarter.
  std::vector<std::vector<double>> quarterly;

 private:
  SimulationClock clock_;
  Recorder recorder_;
};

}  // namespace firstcustomer::testing
