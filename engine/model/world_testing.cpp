#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {

double Simulation::frontier(BenchmarkId benchmark, Instant when) {
  const EntityHash hash = model_.benchmarks[benchmark];
  return state_.frontiers[benchmark].level(when, model_.laws, [&](std::int64_t k) {
    return LaunchLuck{uniform(Chance::frontier_gap, hash, nth(k)),
                      uniform(Chance::frontier_jump, hash, nth(k)),
                      uniform(Chance::frontier_noise, hash, nth(k))};
  });
}

double Simulation::performance(FirmId firm, BenchmarkId benchmark, Instant when) {
  const FirmState& s = state(firm);
  return value_at_ratio(
      case_.benchmarks[benchmark.index()], frontier(benchmark, s.planned),
      s.relative_performance * maturity_after(technology(firm).maturity, when - s.prototype_at));
}

double Simulation::frontier_ratio(FirmId firm) {
  const BenchmarkId id = model_.threshold_benchmark.front();
  return performance_ratio(case_.benchmarks[id.index()], performance(firm, id, now()),
                           frontier(id, now()));
}

void Simulation::consider_testing(FirmId firm) {
  FirmState& s = state(firm);
  if (s.alive() && s.in_scope && !s.is_qualified && s.is_testable &&
      s.qualification.phase == WorkPhase::idle && s.tests < case_.standard.attempts &&
      !state_.queue.pending(static_cast<std::uint8_t>(EventKind::stage_begins),
                            track_slot(firm, Track::qualification))) {
    s.qualification.stage = test_stage(firm);
    begin_stage(firm, Track::qualification);
  }
}

Simulation::TestResult Simulation::test(FirmId firm) {
  const FirmState& s = state(firm);
  TestResult result;
  for (std::size_t i = 0; i < case_.standard.thresholds.size(); ++i) {
    const Threshold& threshold = case_.standard.thresholds[i];
    const BenchmarkId id = model_.threshold_benchmark[i];
    const Benchmark& benchmark = case_.benchmarks[id.index()];
    const double truth = performance(firm, id, now());
    double required = threshold.required;
    if (threshold.of == ThresholdOf::frontier) {
      const Instant day =
          threshold.fixed == FrontierOn::date ? clock_.at(threshold.fixed_on) : now();
      required = value_at_ratio(benchmark, frontier(id, day), threshold.required);
    }
    const double u = uniform(Chance::measurement, firm,
                             ordinal(model_.benchmarks[id], s.tests + 1, s.generation));
    // u near 1 is a bad day in the laboratory.
    const double flattery =
        elementary::exp(benchmark.gaming_bias - benchmark.noise * normal_quantile(u));
    const double ratio = performance_ratio(benchmark, truth, required);
    if (!std::isfinite(ratio)) {
      throw ReplicationError(
          "performance over the threshold is no finite number (growth over too many years?)");
    }
    const bool missed = ratio * flattery < 1.0;
    if (i == 0 || (missed && result.passed)) {
      result.measured = value_at_ratio(benchmark, truth, flattery);
      result.required = required;
      result.truth = truth;
    }
    result.passed = result.passed && !missed;
    result.truly_good = result.truly_good && ratio >= 1.0;
    if (i == 0) {
      result.first_ratio = performance_ratio(benchmark, truth, frontier(id, now()));
    }
  }
  return result;
}

void Simulation::end_test(FirmId firm) {
  FirmState& s = state(firm);
  leave_facility(firm, Track::qualification);
  s.qualification.phase = WorkPhase::idle;
  settle(firm, now());
  const TestResult result = test(firm);
  ++s.tests;
  record({.kind = result.passed ? RecordKind::test_passed : RecordKind::test_failed,
          .firm = firm,
          .value = result.measured,
          .other = result.required,
          .truth = result.truth,
          .count = s.tests,
          .stage = s.qualification.stage});
  set_burn(firm);
  result.passed ? qualify(firm, result) : miss_test(firm);
}

void Simulation::miss_test(FirmId firm) {
  FirmState& s = state(firm);
  s.miss_at = now();
  if (s.tests < case_.standard.attempts) {
    schedule(EventKind::stage_begins, firm, Track::qualification,
             now() + case_.standard.retest_after, EventPhase::completions);
    return;
  }
  if (s.contract.active) {
    end_contract(firm, Trigger::failure);
  }
  const TechnologyStructure& technology_is = model_.technologies[s.technology];
  if (s.generation < technology(firm).generations.at_most && technology_is.prototype.valid()) {
    begin_generation(firm);
  } else {
    record({.kind = RecordKind::missed_standard, .firm = firm});
    leave(firm, Fate::missed);
  }
}

void Simulation::qualify(FirmId firm, const TestResult& result) {
  FirmState& s = state(firm);
  s.is_qualified = true;
  cancel(EventKind::pivots, firm);
  if (s.was_domestic && s.domestic) {
    s.counted_qualified = true;
    change(Series::qualified_suppliers_ever, 1);
    if (outcome_.qualified_suppliers_ever == 0) {
      first_qualification_ = now();
      outcome_.performance_at_first_qualification = result.first_ratio;
      if (s.age_then < Duration::longest()) {
        outcome_.age_at_first_qualification = (s.age_then + (now() - s.appeared)).months();
      }
    }
    outcome_.qualified_suppliers_ever += 1;
    if (outcome_.qualified_suppliers_ever == 2) {
      second_qualification_ = now();
    }
    outcome_.false_qualifications += result.truly_good ? 0 : 1;
  }
  reach_milestone(firm, test_stage(firm));
  if (s.is_finished) {
    open_market(firm);
    start_delivery(firm);
  }
  if (state_.programme_open && now() < deadline_ && eligible(firm) &&
      case_.programme->allocation.signing == Signing::qualification) {
    schedule(EventKind::award, firm, now(), EventPhase::awards,
             by_lottery(uniform(Chance::award_lottery, firm, generation_ordinal(firm))));
  }
}

}  // namespace firstcustomer
