#include "belief_pilots.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/model/pilot.hpp"

namespace firstcustomer {
namespace {

/// Groups of samples of development times whose means stand for them; more where few tables are
/// made of them.
constexpr std::size_t nodes = 64;
constexpr std::size_t many_nodes = 256;
constexpr std::size_t few_tables = 2;

/// Years to qualification and to other ends, and by how much first tests were passed or missed.
struct Samples {
  std::vector<double> qualified;
  std::vector<double> ended;
  Moments margins;

  bool empty() const { return qualified.empty() && ended.empty(); }
  void add(const Samples& other) {
    qualified.insert(qualified.end(), other.qualified.begin(), other.qualified.end());
    ended.insert(ended.end(), other.ended.begin(), other.ended.end());
    margins.merge(other.margins);
  }
};

using ByStage = IdVector<TechnologyId, IdVector<StageId, Samples>>;

ByStage no_samples(const Case& numbers) {
  ByStage samples;
  for (const Technology& technology : numbers.technologies) {
    samples.push_back(IdVector<StageId, Samples>(technology.stages.size()));
  }
  return samples;
}

void add_spans(const std::vector<DevelopmentSpan>& spans, ByStage& samples) {
  for (const DevelopmentSpan& span : spans) {
    Samples& own = samples[span.technology][span.stage];
    (span.qualified ? own.qualified : own.ended).push_back(span.years);
    own.margins.add(span.margin);
  }
}

/// Of all technologies at a stage.
Samples pooled(const ByStage& samples, StageId stage) {
  Samples all;
  for (const auto& technology : samples) {
    if (stage.index() < technology.size()) {
      all.add(technology[stage]);
    }
  }
  return all;
}

DevelopmentTime time_of(const Samples& samples, std::size_t at_most) {
  const auto qualified = static_cast<double>(samples.qualified.size());
  const auto all = qualified + static_cast<double>(samples.ended.size());
  DevelopmentTime time{quantile_means(samples.qualified, at_most),
                       quantile_means(samples.ended, at_most), all > 0.0 ? qualified / all : 0.0};
  if (samples.margins.count() > 1) {
    time.margin = samples.margins.mean();
    time.margin_deviation = std::sqrt(samples.margins.variance());
  }
  return time;
}

/// Twice as long a time, so that what a faster firm would finish by the horizon is seen to be
/// finished by a slower one.
Case sampled_case(const Case& numbers) {
  Case longer = development_case(numbers);
  const std::int64_t start = longer.start.day_number();
  const std::int64_t end = longer.horizon.day_number();
  const std::int64_t last = Date(9800, 12, 31).day_number();  // of any scenario
  longer.horizon = Date::from_day_number(std::min(end + (end - start), std::max(end, last)));
  return longer;
}

ByStage sample_development(const Plan& plan, const Arm& arm, std::int64_t set) {
  Case drawn = arm.numbers;
  const Parameters& parameters = plan.parameters_of(arm);
  CaseSampler sampler(parameters.uncertainties, drawn, parameters.parameter_laws);
  ParameterUniforms uniforms(parameters.uncertainties, parameters.correlations);
  const Case example = sampled_case(arm.numbers);
  const Model model = Model::build(example, arm.model.laws);
  Workspace workspace(model);
  Recorder recorder;
  std::vector<DevelopmentSpan> spans;
  ByStage samples = no_samples(arm.numbers);
  const Instant end = SimulationClock(example.start).end_of(example.horizon);
  std::int64_t failed = 0;
  const std::int64_t all = arm.numbers.behaviour.beliefs.replications;
  for (std::int64_t r = 0; r < all; ++r) {
    const Luck luck = luck_of_pilot(plan, Phase::development, set, r);
    spans.clear();
    try {
      sampler.set(uniforms.draw(luck));
      simulate(model, sampled_case(drawn), luck, workspace, &recorder);
      development_spans(recorder, end, spans);
    } catch (const ReplicationError&) {
      if (++failed == all) {
        throw;
      }
      continue;
    }
    add_spans(spans, samples);
  }
  return samples;
}

}  // namespace

std::vector<FirmId> held_firms(const Arm& arm) {
  std::vector<FirmId> domestic;
  std::vector<FirmId> all;
  for (const FirmId id : arm.model.firms.ids()) {
    const Firm& firm = arm.numbers.firms[arm.model.firms[id].firm.index()];
    if (firm.enters > arm.numbers.horizon) {
      continue;
    }
    all.push_back(id);
    if (firm.domestic) {
      domestic.push_back(id);
    }
  }
  return domestic.empty() ? all : domestic;
}

Luck luck_of_pilot(const Plan& plan, Phase phase, std::int64_t set, std::int64_t r) {
  constexpr std::int64_t pilots = std::int64_t{1} << 32;
  return {plan.seed, phase, static_cast<std::uint64_t>(set * pilots + r)};
}

BeliefPilots::BeliefPilots(const Plan& plan, const Arm& arm, std::int64_t set)
    : plan_(plan),
      arm_(arm),
      set_(set),
      numbers_(arm.numbers),
      sampler_(plan.parameters_of(arm).uncertainties, numbers_,
               plan.parameters_of(arm).parameter_laws),
      uniforms_(plan.parameters_of(arm).uncertainties, plan.parameters_of(arm).correlations),
      held_(held_firms(arm)),
      world_(arm.model),
      copy_(arm.model) {
  expect(!held_.empty(), "beliefs are those of firms of a cohort");
}

void BeliefPilots::play_one(std::int64_t r, std::vector<CurveEstimate>& estimates) {
  const Luck luck = luck_of_pilot(plan_, Phase::pilot, set_, r);
  const FirmId held = held_[static_cast<std::size_t>(r) % held_.size()];
  sampler_.set(uniforms_.draw(luck));
  pilot(arm_.model, numbers_, luck, held, *grid_, true, world_, copy_, view_);
  estimates[view_.technology.index()].add(*grid_, view_);
}

Expectation BeliefPilots::play(const Beliefs& beliefs, const Beliefs& without) {
  grid_ = &beliefs.grid;
  numbers_.beliefs = &beliefs;
  numbers_.beliefs_without = &without;
  const std::int64_t all = arm_.numbers.behaviour.beliefs.replications;
  std::vector<CurveEstimate> estimates(arm_.numbers.technologies.size(), CurveEstimate(*grid_));
  std::int64_t failed = 0;
  for (std::int64_t r = 0; r < all; ++r) {
    ++played_;
    try {
      play_one(r, estimates);
    } catch (const ReplicationError&) {
      ++failed_;
      if (++failed == all) {
        throw;
      }
    }
  }
  CurveEstimate pooled(*grid_);
  for (const CurveEstimate& one : estimates) {
    pooled.merge(one);
  }
  Expectation found;
  for (const CurveEstimate& one : estimates) {
    found.curves.push_back(one.curve(pooled));
    found.first.push_back(one.pilots() > 0.0 ? one.first() : pooled.first());
    found.pilots.push_back(one.pilots());
  }
  return found;
}

Development develop(const Plan& plan, const Arm& arm, std::int64_t set) {
  const ByStage samples = sample_development(plan, arm, set);
  std::size_t tables = 0;
  for (const auto& stages : samples) {
    tables += stages.size();
  }
  const std::size_t at_most = tables <= few_tables ? many_nodes : nodes;
  Development development;
  development.costs = development_costs(arm.numbers);
  for (const auto& stages : samples) {
    IdVector<StageId, DevelopmentTime> times;
    for (const StageId stage : stages.ids()) {
      times.push_back(
          time_of(stages[stage].empty() ? pooled(samples, stage) : stages[stage], at_most));
    }
    development.times.push_back(std::move(times));
  }
  return development;
}

}  // namespace firstcustomer
