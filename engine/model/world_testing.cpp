#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "simulation.hpp"

namespace firstcustomer {

double Simulation::frontier(BenchmarkId benchmark, Instant when) {
  const EntityHash hash = model_.benchmarks[benchmark];
  const double level = state_.frontiers[benchmark].level(when, model_.laws, [&](std::int64_t k) {
    return LaunchLuck{uniform(Chance::frontier_gap, hash, nth(k)),
                      uniform(Chance::frontier_jump, hash, nth(k)),
                      uniform(Chance::frontier_noise, hash, nth(k))};
  });
  return case_.frontier[benchmark.index()].volatility == 0.0
             ? level
             : value_at_ratio(case_.benchmarks[benchmark.index()], level,
                              frontier_wandering(benchmark, when));
}

double Simulation::performance(FirmId firm, BenchmarkId benchmark, Instant when) {
  const FirmState& s = state(firm);
  const Technology& of = technology(firm);
  const double launched =
      s.relative_performance * maturity_after(of.maturity, when - s.prototype_at);
  const double ratio =
      of.improvement ? launched * elementary::exp(improvement(firm, when)) : launched;
  return value_at_ratio(case_.benchmarks[benchmark.index()], frontier(benchmark, s.planned), ratio);
}

double Simulation::frontier_ratio(FirmId firm) {
  const BenchmarkId id = model_.threshold_benchmark.front();
  return performance_ratio(case_.benchmarks[id.index()], performance(firm, id, now()),
                           frontier(id, now()));
}

bool Simulation::may_meet(FirmId firm, ProgrammeId programme) {
  const FirmState& s = state(firm);
  if (!programme.valid()) {
    return !s.is_qualified && s.tests < case_.standard.attempts;
  }
  if (!has_own_standard(programme)) {
    return false;
  }
  const Commitment& terms = state(contract_of(firm, programme));
  const bool wants =
      terms.active || terms.awaits_approval ||
      (state(programme).open && eligible(firm, programme) && terms.award_at == Instant::never());
  return wants && !terms.is_qualified && s.tests < standard(programme).attempts;
}

void Simulation::consider_testing(FirmId firm) {
  FirmState& s = state(firm);
  if (!s.alive() || !s.in_scope || !s.is_testable || s.qualification.phase != WorkPhase::idle ||
      state_.queue.pending(static_cast<std::uint8_t>(EventKind::stage_begins),
                           track_slot(firm, Track::qualification))) {
    return;
  }
  bool may = may_meet(firm, ProgrammeId::none());
  for (const ProgrammeId programme : programmes()) {
    may = may || may_meet(firm, programme);
  }
  if (may && submits_when_ready(firm)) {
    await_readiness(firm);
  } else if (may) {
    s.qualification.stage = test_stage(firm);
    begin_stage(firm, Track::qualification);
  }
}

double Simulation::required(FirmId firm, ProgrammeId programme, std::size_t place, Instant when) {
  const double promised = promised_threshold(firm, programme, place, when);
  const double kept = programme.valid() ? state(programme).threshold_kept : 1.0;
  const BenchmarkId id = benchmarks(programme)[place];
  return kept == 1.0 ? promised : value_at_ratio(case_.benchmarks[id.index()], promised, kept);
}

double Simulation::promised_threshold(FirmId firm, ProgrammeId programme, std::size_t place,
                                      Instant when) {
  const Threshold& threshold = standard(programme).thresholds[place];
  const BenchmarkId id = benchmarks(programme)[place];
  const Benchmark& benchmark = case_.benchmarks[id.index()];
  double ratio = threshold.required;
  if (threshold.rises != 0.0) {
    const double years = (when - clock_.at(threshold.rises_from)).years();
    ratio =
        value_at_ratio(benchmark, ratio, elementary::exp(threshold.rises * std::max(0.0, years)));
  }
  if (threshold.of == ThresholdOf::level) {
    return ratio;
  }
  Instant day = when;
  if (threshold.fixed == FrontierOn::date) {
    day = clock_.at(threshold.fixed_on);
  } else if (threshold.fixed == FrontierOn::signing && programme.valid()) {
    const Commitment& terms = state(contract_of(firm, programme));
    day = terms.active ? terms.signed_at : when;
  }
  return value_at_ratio(benchmark, frontier(id, day + (Duration{} - threshold.lag)), ratio);
}

Simulation::TestResult Simulation::test(FirmId firm, ProgrammeId programme) {
  const FirmState& s = state(firm);
  const std::vector<Threshold>& thresholds = standard(programme).thresholds;
  TestResult result;
  for (std::size_t i = 0; i < thresholds.size(); ++i) {
    const BenchmarkId id = benchmarks(programme)[i];
    const Benchmark& benchmark = case_.benchmarks[id.index()];
    const double truth = tested_performance(firm, id);
    const double threshold = required(firm, programme, i);
    const double u = uniform(Chance::measurement, firm,
                             ordinal(model_.benchmarks[id], s.tests + 1, s.generation));
    // u near 1 is a bad day in the laboratory.
    const double flattery =
        elementary::exp(benchmark.gaming_bias - benchmark.noise * normal_quantile(u));
    const double ratio = performance_ratio(benchmark, truth, threshold);
    if (!std::isfinite(ratio)) {
      throw ReplicationError(
          "performance over the threshold is no finite number (growth over too many years?)");
    }
    const bool missed = ratio * flattery < 1.0;
    if (i == 0) {
      result.first_measured = value_at_ratio(benchmark, truth, flattery);
      result.first_ratio = performance_ratio(benchmark, truth, frontier(id, now()));
    }
    if (i == 0 || (missed && result.passed)) {
      result.measured = value_at_ratio(benchmark, truth, flattery);
      result.required = threshold;
      result.truth = truth;
    }
    result.passed = result.passed && !missed;
    result.truly_good = result.truly_good && ratio >= 1.0;
  }
  return result;
}

void Simulation::submit(FirmId firm) {
  const std::int64_t submission = cause();
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).active && has_clause_on(programme, Trigger::submission)) {
      because(submission);
      settle(firm, now());
      fire(contract, Trigger::submission);
      check_fulfilled(contract);
    }
  }
  because(submission);
}

void Simulation::end_test(FirmId firm) {
  FirmState& s = state(firm);
  leave_facility(firm, Track::qualification);
  s.qualification.phase = WorkPhase::idle;
  settle(firm, now());
  const TestResult result = test(firm, ProgrammeId::none());
  std::vector<ProgrammeId>& met = state_.met;
  met.clear();
  for (const ProgrammeId programme : programmes()) {
    const bool own = has_own_standard(programme) && is_there(programme);
    const TestResult its = own ? test(firm, programme) : result;
    Commitment& terms = state(contract_of(firm, programme));
    terms.measurement = its.first_measured;
    if (own && its.passed && !terms.is_qualified) {
      met.push_back(programme);
    }
  }
  ++s.tests;
  record({.kind = result.passed ? RecordKind::test_passed : RecordKind::test_failed,
          .firm = firm,
          .value = result.measured,
          .other = result.required,
          .truth = result.truth,
          .count = s.tests,
          .stage = s.qualification.stage});
  set_burn(firm);
  for (const ProgrammeId programme : met) {
    record({.kind = RecordKind::standard_met, .firm = firm, .programme = programme});
    qualify_for(contract_of(firm, programme));
  }
  if (result.passed && !s.is_qualified) {
    qualify(firm, result);
  } else if (!s.is_qualified) {
    s.miss_at = now();
  }
  go_on_after_test(firm);
}

bool Simulation::has_met_some(FirmId firm) {
  bool has = state(firm).is_qualified;
  for (const ProgrammeId programme : programmes()) {
    has = has || state(contract_of(firm, programme)).is_qualified;
  }
  return has;
}

void Simulation::go_on_after_test(FirmId firm) {
  FirmState& s = state(firm);
  bool again = may_meet(firm, ProgrammeId::none());
  Duration wait = case_.standard.retest_after;
  for (const ProgrammeId programme : programmes()) {
    if (may_meet(firm, programme)) {
      wait = again ? wait : standard(programme).retest_after;
      again = true;
    }
  }
  if (again && submits_when_ready(firm)) {
    s.retest_from = now() + wait;
    await_readiness(firm);
  } else if (again) {
    schedule(EventKind::stage_begins, firm, Track::qualification, now() + wait,
             EventPhase::completions);
  }
  for (const ProgrammeId programme : programmes()) {
    const ContractId contract = contract_of(firm, programme);
    if (state(contract).active && !state(contract).is_qualified && asks_to_qualify(contract) &&
        s.tests >= standard(programme).attempts) {
      end_contract(contract, Trigger::failure);
    }
  }
  if (again || has_met_some(firm)) {
    return;
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
  for (const ProgrammeId programme : programmes()) {
    if (!has_own_standard(programme)) {
      qualify_for(contract_of(firm, programme));
    }
  }
  if (s.is_finished) {
    open_market(firm);
  }
}

void Simulation::qualify_for(ContractId contract) {
  const FirmId firm = firm_of(contract);
  Commitment& terms = state(contract);
  terms.is_qualified = true;
  terms.is_certified = terms.is_certified || state(programme_of(contract)).open;
  terms.qualified_at = now();
  note_supplier(contract);
  if (terms.active) {
    reach_milestone(contract, test_stage(firm));
  }
  if (terms.active) {
    fire(contract, Trigger::qualification);
    check_fulfilled(contract);
  }
  start_delivery(contract);
  claim_award(contract);
  use_credit(contract);
}

}  // namespace firstcustomer
