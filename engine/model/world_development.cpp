#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

/// Probability that the prototype of an attempt can be tested: what is missing to certainty halves
/// with every attempt. One draw says how good a prototype is, so a success can always be tested.
double demonstrable_at(const Stage& step, std::int64_t attempt) {
  if (!step.prototype) {
    return 0.0;
  }
  double missing = 1.0 - step.demonstrable.value();
  for (std::int64_t i = 1; i < attempt && missing > 0.0; ++i) {
    missing *= 0.5;
  }
  return 1.0 - missing;
}

}  // namespace

Ordinal Simulation::stage_ordinal(FirmId firm, Track track) {
  const FirmState& s = state(firm);
  const Work& work = s.work(track);
  return ordinal(model_.technologies[s.technology].stages[work.stage], work.attempt, s.generation);
}

void Simulation::end_work_after(FirmId firm, Track track, Duration span) {
  state(firm).work(track).ends = now() + span;
  schedule(EventKind::stage_ends, firm, track, now() + span,
           track == Track::development ? EventPhase::completions : EventPhase::tests);
}

void Simulation::begin_stage(FirmId firm, Track track) {
  FirmState& s = state(firm);
  Work& work = s.work(track);
  if (track == Track::development && gives_up(firm)) {
    return;
  }
  work.attempt = ++s.attempts[work.stage.index()];
  if (track == Track::development && work.attempt > 1 && s.was_domestic &&
      ends_with_prototype(firm, work.stage)) {
    outcome_.prototypes_repeated += 1;
  }
  try_stage(firm, track);
}

void Simulation::try_stage(FirmId firm, Track track) {
  FirmState& s = state(firm);
  Work& work = s.work(track);
  const Stage& step = stage(firm, track);
  const Money price = work.attempt > 1 ? step.repeat_cost : step.cost;
  Money cost = s.generation > 1 ? scaled(price, step.reuse) : price;
  if (track == Track::development) {
    choose_lump(firm, cost);
    cost = case_.behaviour.effort_cost == EffortCost::lump && s.effort != 1.0
               ? scaled(cost, s.effort)
               : cost;
  }
  const bool waited = work.phase == WorkPhase::waits_for_cash;
  work.phase = WorkPhase::waits_for_cash;
  set_burn(firm);  // the stage before is over
  settle(firm, now());
  const Money needed = cost + s.burn.rate().accrued(step.keeps_runway);
  const bool waits =
      !s.parent_funded && cash(firm) < needed && !draw_in_full(firm, needed - cash(firm));
  if (waits) {
    if (!waited) {
      record({.kind = RecordKind::waits_for_cash,
              .firm = firm,
              .amount = cost,
              .count = work.attempt,
              .stage = work.stage});
    }
  } else {
    record({.kind = RecordKind::stage_begins,
            .firm = firm,
            .amount = cost,
            .count = work.attempt,
            .stage = work.stage});
    spend(firm, cost);
    if (facility_of(firm, track).valid()) {
      join_line(firm, track);
    } else {
      start_work(firm, track);
    }
    set_burn(firm);
  }
  watch_cash(firm);
}

void Simulation::start_work(FirmId firm, Track track) {
  FirmState& s = state(firm);
  Work& work = s.work(track);
  const Stage& step = stage(firm, track);
  work.phase = WorkPhase::working;
  const double days = draw(work.attempt > 1 ? step.repeat_duration : step.duration,
                           Chance::stage_duration, firm, stage_ordinal(firm, track));
  const double pace_of = track == Track::development ? pace(s.effort) * s.ambition_span : 1.0;
  end_work_after(firm, track, Duration::from_days(days * s.slip * reuse(firm, step) * pace_of));
  if (track == Track::development) {
    reconsider_effort(firm);
  }
  if (track == Track::qualification) {
    note_submission(firm);
    submit(firm);
  }
}

bool Simulation::ends_with_prototype(FirmId firm, StageId at) const {
  const FirmState& s = state_.firms[firm];
  return technology(firm).stages[at.index()].prototype ||
         at == model_.technologies[s.technology].prototype;
}

double Simulation::success_probability(FirmId firm, const Stage& step, std::int64_t attempt) {
  const FirmState& s = state(firm);
  const std::size_t tried = std::min(static_cast<std::size_t>(attempt), step.success.size());
  const double p = step.success[tried - 1];
  if (!ends_with_prototype(firm, s.development.stage)) {
    return p;
  }
  const double experience = s.generation > 1 ? technology(firm).generations.experience : 1.0;
  const double factor = s.respin_odds * experience;
  return factor == 1.0 ? p : scaled_odds(p, factor);
}

void Simulation::end_stage(FirmId firm) {
  if (firm == held_) {
    return qualify_held();
  }
  FirmState& s = state(firm);
  Work& work = s.development;
  const Stage& step = stage(firm, Track::development);
  leave_facility(firm, Track::development);
  const double u = uniform(Chance::stage_success, firm, stage_ordinal(firm, Track::development));
  const bool success = u < success_probability(firm, step, work.attempt);
  if (ends_with_prototype(firm, work.stage)) {
    if (!s.has_prototype && !show_prototype(firm)) {
      return;
    }
    if (success || u < demonstrable_at(step, work.attempt)) {
      s.is_testable = true;
    } else if (!s.is_testable) {
      record({.kind = RecordKind::not_demonstrable,
              .firm = firm,
              .count = work.attempt,
              .stage = work.stage});
    }
  }
  if (success) {
    return complete_stage(firm);
  }
  const StageId back = model_.technologies[s.technology].return_to[work.stage];
  if (step.on_failure == OnFailure::end) {
    record({.kind = RecordKind::stage_failed, .firm = firm, .stage = work.stage});
    settle(firm, now());
    return leave(firm, Fate::failed);
  }
  record({.kind = RecordKind::stage_to_repeat,
          .firm = firm,
          .count = work.attempt,
          .stage = work.stage});
  consider_testing(firm);
  if (step.on_failure == OnFailure::return_to) {
    work.stage = back;
  }
  begin_stage(firm, Track::development);
}

bool Simulation::show_prototype(FirmId firm) {
  FirmState& s = state(firm);
  const bool shown_before = s.ever_prototype;  // whether the technology works
  s.has_prototype = s.ever_prototype = true;
  begin_improvement(firm);
  if (s.generation == 1 && s.was_domestic) {
    outcome_.prototypes += 1;
  }
  const TechnologyStructure& technology_is = model_.technologies[s.technology];
  const Viability& viability = technology(firm).viability;
  const struct {
    Share works;
    EntityHash of;
  } hurdles[] = {{viability.common, hash_name("common")},
                 {viability.of_class, technology_is.class_hash},
                 {viability.of_technology, technology_is.hash}};
  std::int64_t number = 0;
  for (const auto& hurdle : hurdles) {
    ++number;
    if (!shown_before && hurdle.works < Share(1.0) &&
        uniform(Chance::viability, hurdle.of, nth(number)) >= hurdle.works.value()) {
      s.technology_failed = true;
      record({.kind = RecordKind::technology_fails, .firm = firm, .count = number});
      settle(firm, now());
      leave(firm, Fate::failed);
      return false;
    }
  }
  record({.kind = RecordKind::prototype,
          .firm = firm,
          .value = recorder_ != nullptr ? frontier_ratio(firm) : 0.0,
          .count = s.generation,
          .stage = s.development.stage});
  watch_acquirers(firm);
  return true;
}

void Simulation::complete_stage(FirmId firm) {
  FirmState& s = state(firm);
  Work& work = s.development;
  const StageId completed = work.stage;
  record({.kind = RecordKind::stage_completed,
          .firm = firm,
          .count = work.attempt,
          .stage = completed});
  s.completed = std::max<std::int64_t>(s.completed, completed.index() + std::int64_t{1});
  s.ever_completed = std::max(s.ever_completed, s.completed);
  work.stage = completed.next();
  work.attempt = 0;
  reach_milestones(firm, completed);
  consider_awards(firm);
  if (work.stage == test_stage(firm)) {
    return finish_product(firm);
  }
  consider_testing(firm);
  begin_stage(firm, Track::development);
}

void Simulation::finish_product(FirmId firm) {
  FirmState& s = state(firm);
  s.development.phase = WorkPhase::idle;
  s.is_finished = s.is_testable = true;
  if (s.was_domestic && s.generation == 1) {
    outcome_.products_finished += 1;
    outcome_.products_late += (now() - s.appeared).days() > 1.1 * s.plan.days() ? 1 : 0;
    const std::int32_t prototypes = s.attempts[model_.technologies[s.technology].prototype.index()];
    outcome_.products_prototypes += prototypes;
    outcome_.products_over_two_prototypes += prototypes > 2 ? 1 : 0;
  }
  if (!s.in_scope) {  // it has a market of its own
    return pivot(firm);
  }
  set_burn(firm);
  if (s.is_qualified) {
    open_market(firm);
  }
  start_deliveries(firm);
  consider_testing(firm);
}

Duration Simulation::planned_time(FirmId firm, StageId until, Duration remaining_of_first,
                                  bool begun) {
  const std::vector<Stage>& stages = technology(firm).stages;
  Duration plan = begun ? remaining_of_first : Duration{};
  for (std::size_t i = state(firm).development.stage.index() + (begun ? 1U : 0U);
       i <= until.index(); ++i) {
    const double median = model_.laws.quantile(stages[i].duration, 0.5);
    plan = plan + Duration::from_days(median * reuse(firm, stages[i]));
  }
  return plan;
}

Duration Simulation::planned_repetition(FirmId firm) {
  const TechnologyStructure& structure = model_.technologies[state(firm).technology];
  const std::vector<Stage>& stages = technology(firm).stages;
  const StageId last = structure.prototype;
  if (!last.valid() || stages[last.index()].on_failure == OnFailure::end) {
    return Duration{};
  }
  const StageId back = structure.return_to[last];
  Duration loop;
  for (std::size_t i = back.valid() ? back.index() : last.index(); i <= last.index(); ++i) {
    const Duration planned = stages[i].planned_repeat;
    loop = loop + (planned < Duration::longest()
                       ? planned
                       : Duration::from_days(model_.laws.quantile(stages[i].repeat_duration, 0.5)));
  }
  return loop;
}

void Simulation::begin_generation(FirmId firm) {
  FirmState& s = state(firm);
  for (const Track track : tracks) {
    leave_facility(firm, track);
    cancel(EventKind::stage_begins, firm, track);
    cancel(EventKind::stage_ends, firm, track);
    s.work(track) = Work{};
  }
  cancel(EventKind::readiness_reviewed, firm);
  s.retest_from = Instant{};
  s.ready_at = Instant::never();
  ++s.generation;
  s.tests = 0;
  s.completed = 0;
  s.has_prototype = s.is_testable = s.is_finished = false;
  std::fill(s.attempts.begin(), s.attempts.end(), 0);
  s.relative_performance = draw_good(technology(firm).relative_performance,
                                     Chance::relative_performance, firm, generation_ordinal(firm));
  aim(firm);
  s.development.stage = StageId(0);
  const StageId prototype = model_.technologies[s.technology].prototype;
  s.planned = now() + planned_time(firm, prototype, Duration{}, false);
  record({.kind = RecordKind::generation_begins, .firm = firm, .count = s.generation});
  begin_stage(firm, Track::development);
}

}  // namespace firstcustomer
