/// Products that improve by chance, a frontier that wanders, and tests of products that are ready.

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/first_passage.hpp"
#include "simulation.hpp"

namespace firstcustomer {
namespace {

/// Paths count in roots of months, volatilities in roots of years.
const double root_of_months = std::sqrt(12.0);

}  // namespace

void Simulation::begin_improvement(FirmId firm) {
  FirmState& s = state(firm);
  s.prototype_at = now();
  if (!technology(firm).improvement) {
    return;
  }
  s.improvement.clear(WienerPath::month_of(now()));
  s.improved_from = improvement_path(firm, now());
  s.frontier_from = technology(firm).improvement->correlation != 0.0
                        ? frontier_path(model_.threshold_benchmark.front(), now())
                        : 0.0;
}

double Simulation::improvement_path(FirmId firm, Instant when) {
  FirmState& s = state(firm);
  return s.improvement.at(when, [&](PathNode node) {
    return -normal_quantile(
        uniform(Chance::improvement, firm, path_ordinal(node.number(), s.generation)));
  });
}

double Simulation::frontier_path(BenchmarkId benchmark, Instant when) {
  const EntityHash hash = model_.benchmarks[benchmark];
  return state_.frontier_paths[benchmark].at(when, [&](PathNode node) {
    return normal_quantile(uniform(Chance::frontier_path, hash, path_ordinal(node.number())));
  });
}

double Simulation::frontier_wandering(BenchmarkId benchmark, Instant when) {
  const FrontierPath& numbers = case_.frontier[benchmark.index()];
  const Instant from = std::max(Instant{}, clock_.at(numbers.dated));
  if (when <= from) {
    return 1.0;
  }
  const double moved = frontier_path(benchmark, when) - frontier_path(benchmark, from);
  return elementary::exp(numbers.volatility * moved / root_of_months);
}

double Simulation::improvement(FirmId firm, Instant when) {
  const FirmState& s = state(firm);
  const std::optional<Improvement>& by = technology(firm).improvement;
  if (!by || !s.has_prototype || when <= s.prototype_at) {
    return 0.0;
  }
  double moved = 0.0;
  if (by->volatility != 0.0) {
    const double rho = by->correlation;
    moved = std::sqrt(1.0 - rho * rho) * (improvement_path(firm, when) - s.improved_from);
    if (rho != 0.0) {
      moved += rho * (frontier_path(model_.threshold_benchmark.front(), when) - s.frontier_from);
    }
  }
  return by->growth.value() * (when - s.prototype_at).years() +
         by->volatility * moved / root_of_months;
}

double Simulation::variance_over(FirmId firm, ProgrammeId programme, std::size_t place) {
  const Threshold& threshold = standard(programme).thresholds[place];
  const BenchmarkId id = benchmarks(programme)[place];
  const Improvement by = technology(firm).improvement.value_or(Improvement{});
  const bool is_signed = programme.valid() && state(contract_of(firm, programme)).active;
  const bool follows = threshold.of == ThresholdOf::frontier &&
                       (threshold.fixed == FrontierOn::test ||
                        (threshold.fixed == FrontierOn::signing && !is_signed));
  const double of_frontier = follows ? case_.frontier[id.index()].volatility : 0.0;
  // What has happened to the frontier long ago has no part in what happens to the product now.
  const bool goes_along = id == model_.threshold_benchmark.front() && threshold.lag == Duration{};
  const double shared = goes_along ? 2.0 * by.correlation * by.volatility * of_frontier : 0.0;
  return by.volatility * by.volatility + of_frontier * of_frontier - shared;
}

Simulation::Shortfall Simulation::shortfall(FirmId firm, ProgrammeId programme, Instant when) {
  Shortfall furthest{-std::numeric_limits<double>::infinity(), 0.0};
  for (std::size_t i = 0; i < standard(programme).thresholds.size(); ++i) {
    const BenchmarkId id = benchmarks(programme)[i];
    const double ratio =
        performance_ratio(case_.benchmarks[id.index()], performance(firm, id, when),
                          required(firm, programme, i, when));
    const double log = -elementary::log(ratio);
    if (log > furthest.log) {
      furthest = {log, variance_over(firm, programme, i)};
    }
  }
  return furthest;
}

Simulation::Shortfall Simulation::shortfall(FirmId firm, Instant when) {
  Shortfall nearest;
  const auto consider = [&](ProgrammeId programme) {
    const Shortfall one = shortfall(firm, programme, when);
    nearest = one.log < nearest.log ? one : nearest;
  };
  if (may_meet(firm, ProgrammeId::none())) {
    consider(ProgrammeId::none());
  }
  for (const ProgrammeId programme : programmes()) {
    if (may_meet(firm, programme)) {
      consider(programme);
    }
  }
  return nearest;
}

Instant Simulation::next_readiness(FirmId firm, const Shortfall& present) {
  const std::size_t month = WienerPath::month_of(now());
  const auto part = static_cast<std::size_t>((now() - WienerPath::beginning(month)).microseconds() /
                                             WienerPath::part_length);
  const auto level = [&](std::size_t i) {
    return shortfall(firm, WienerPath::beginning(month, i)).log;
  };
  const auto passage = [&](std::size_t i) {
    // Luck: near 1 it is late, so the bad end of the draw is that of no passage.
    return 1.0 - uniform(Chance::passage, firm,
                         passage_ordinal(Passing::performance, PathNode{month, i}.number(),
                                         state(firm).generation));
  };
  const double variance = present.variance / 12.0 / WienerPath::parts;
  return first_passage_in_month({month, part, now(), present.log, variance}, level, passage);
}

void Simulation::await_readiness(FirmId firm) {
  FirmState& s = state(firm);
  s.qualification.stage = test_stage(firm);
  if (now() < s.retest_from) {
    return schedule(EventKind::readiness_reviewed, firm, s.retest_from, EventPhase::completions);
  }
  const Shortfall present = shortfall(firm, now());
  const bool is_ready = present.log <= 0.0;
  s.ready_at = is_ready ? Instant::never() : next_readiness(firm, present);
  if (is_ready || s.ready_at == now()) {
    begin_stage(firm, Track::qualification);
  } else if (s.ready_at < Instant::never()) {
    schedule(EventKind::stage_begins, firm, Track::qualification, s.ready_at,
             EventPhase::completions);
  } else {
    schedule(EventKind::readiness_reviewed, firm,
             WienerPath::beginning(WienerPath::month_of(now()) + 1), EventPhase::completions);
  }
}

void Simulation::note_submission(FirmId firm) {
  FirmState& s = state(firm);
  s.submitted_at = now();
  s.submitted_above = 0.0;
  if (s.ready_at != now()) {
    return;
  }
  // The product is as good as asked, and the path, which is straight within a part of a month, a
  // little off that: by no more than chance goes in a part. What is further off was asked since.
  constexpr double far = 8.0;
  const Shortfall gap = shortfall(firm, now());
  const double within = far * std::sqrt(gap.variance / 12.0 / WienerPath::parts) + 1e-9;
  if (std::abs(gap.log) <= within) {
    s.submitted_above = gap.log + 1e-12;
  }
}

double Simulation::tested_performance(FirmId firm, BenchmarkId benchmark) {
  if (!submits_when_ready(firm)) {
    return performance(firm, benchmark, now());
  }
  const FirmState& s = state(firm);
  return value_at_ratio(case_.benchmarks[benchmark.index()],
                        performance(firm, benchmark, s.submitted_at),
                        elementary::exp(s.submitted_above));
}

}  // namespace firstcustomer
