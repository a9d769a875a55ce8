#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {

Ordinal Simulation::stage_ordinal(FirmId firm) {
  const FirmState& s = state(firm);
  return ordinal(model_.stages[model_.firms[firm].technology][s.stage], s.attempt);
}

void Simulation::end_stage_after(FirmId firm, Duration span) {
  if (stage(firm).decided_by == DecidedBy::standard) {
    schedule(EventKind::test_ends, firm, now() + span, EventPhase::tests);
  } else {
    schedule(EventKind::stage_ends, firm, now() + span, EventPhase::completions);
  }
}

void Simulation::begin_stage(FirmId firm) {
  FirmState& s = state(firm);
  const Stage& step = stage(firm);
  const bool repeats = s.attempt > 1;
  const Money cost = repeats ? step.repeat_cost : step.cost;
  settle(firm, now());
  s.waits_for_cash =
      !numbers(firm).parent_funded && cash(firm) < cost + s.burn.rate().accrued(step.keeps_runway);
  if (!s.waits_for_cash) {
    spend(firm, cost);
    if (facility_of(firm).valid()) {
      join_line(firm);
    } else {
      start_work(firm);
    }
  }
  watch_cash(firm);
}

void Simulation::start_work(FirmId firm) {
  const Stage& step = stage(firm);
  const double days = draw(state(firm).attempt > 1 ? step.repeat_duration : step.duration,
                           Chance::stage_duration, firm, stage_ordinal(firm));
  end_stage_after(firm, Duration::from_days(days * state(firm).slip));
}

void Simulation::end_stage(FirmId firm) {
  FirmState& s = state(firm);
  const Stage& step = stage(firm);
  leave_facility(firm);
  const std::size_t tried = std::min(static_cast<std::size_t>(s.attempt), step.success.size());
  const double u = uniform(Chance::stage_success, firm, stage_ordinal(firm));
  if (u < step.success[tried - 1]) {
    s.stage = s.stage.next();
    s.attempt = 1;
    begin_stage(firm);
  } else if (step.on_failure == OnFailure::repeat) {
    ++s.attempt;
    begin_stage(firm);
  } else {
    settle(firm, now());
    leave(firm, Fate::failed);
  }
}

Simulation::TestResult Simulation::test(FirmId firm) {
  const FirmState& s = state(firm);
  TestResult result;
  for (std::size_t i = 0; i < case_.standard.thresholds.size(); ++i) {
    const Threshold& threshold = case_.standard.thresholds[i];
    const BenchmarkId id = model_.threshold_benchmark[i];
    const Benchmark& benchmark = case_.benchmarks[id.index()];
    const FrontierPath& path = case_.frontier[id.index()];
    const double truth = value_at_ratio(
        benchmark, frontier_level(benchmark, path, clock_, s.planned), s.relative_performance);
    double required = threshold.required;
    if (threshold.of == ThresholdOf::frontier) {
      const Instant day =
          threshold.fixed == FrontierOn::date ? clock_.at(threshold.fixed_on) : now();
      required = value_at_ratio(benchmark, frontier_level(benchmark, path, clock_, day),
                                threshold.required);
    }
    const double u = uniform(Chance::measurement, firm, ordinal(model_.benchmarks[id], s.attempt));
    // u near 1 is a bad day in the laboratory.
    const double flattery = elementary::exp(-benchmark.noise * normal_quantile(u));
    const double ratio = performance_ratio(benchmark, truth, required);
    if (!std::isfinite(ratio)) {
      throw ReplicationError(
          "performance over the threshold is no finite number (growth over too many years?)");
    }
    result.passed = result.passed && ratio * flattery >= 1.0;
    result.truly_good = result.truly_good && ratio >= 1.0;
    if (i == 0) {
      result.first_ratio =
          performance_ratio(benchmark, truth, frontier_level(benchmark, path, clock_, now()));
    }
  }
  return result;
}

void Simulation::end_test(FirmId firm) {
  FirmState& s = state(firm);
  leave_facility(firm);
  settle(firm, now());
  if (now() >= deadline_) {
    return leave(firm, Fate::missed);
  }
  const TestResult result = test(firm);
  if (result.passed) {
    qualify(firm, result);
  } else if (s.attempt < case_.standard.attempts) {
    ++s.attempt;
    schedule(EventKind::stage_begins, firm, now() + case_.standard.retest_after,
             EventPhase::completions);
  } else {
    leave(firm, Fate::missed);
  }
}

void Simulation::qualify(FirmId firm, const TestResult& result) {
  state(firm).fate = Fate::qualified;
  if (numbers(firm).domestic) {
    if (outcome_.qualified_suppliers == 0) {
      first_qualification_ = now();
      outcome_.performance_at_first_qualification = result.first_ratio;
    }
    outcome_.qualified_suppliers += 1;
    outcome_.false_qualifications += result.truly_good ? 0 : 1;
  }
  if (state_.programme_open && eligible(firm)) {
    const double u = uniform(Chance::award_lottery, firm, Ordinal{});
    const auto lot = static_cast<std::uint32_t>(u * 0x1p24);
    schedule(EventKind::award, firm, now(), EventPhase::awards, Rank{lot});
  }
}

}  // namespace firstcustomer
