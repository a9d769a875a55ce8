#include "firstcustomer/model/frontier.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {

namespace {

/// Of one replication; more mean that gaps are no gaps.
constexpr std::size_t most_launches = 100'000;

}  // namespace

double frontier_level(const Benchmark& benchmark, const FrontierPath& path,
                      const SimulationClock& clock, Instant when) {
  const double years = (when - clock.at(path.dated)).years();
  return value_at_ratio(benchmark, path.level,
                        elementary::exp(years * elementary::log(path.annual_growth)));
}

double mean_log(const Law& jump) {
  ensure(jump.family == LawFamily::constant || jump.family == LawFamily::lognormal,
         "a jump is constant or lognormal");
  return elementary::log(jump.parameters[0]);
}

void Frontier::clear(const Benchmark& benchmark, const FrontierPath& path,
                     const SimulationClock& clock) {
  benchmark_ = &benchmark;
  path_ = &path;
  dated_ = clock.at(path.dated);
  log_growth_ = elementary::log(path.annual_growth);
  drift_ = log_growth_;
  launches_.clear();
  launches_.push_back({dated_, 0.0, 0.0, 0.0});
  if (path.launches) {
    drift_ -= mean_log(path.launches->jump) / (mean(path.launches->gap) / days_per_year);
  }
}

void Frontier::add_launch(const LawTables& laws, const LaunchLuck& luck) {
  const Launches& law = *path_->launches;
  const Launch& last = launches_.back();
  const Duration gap = Duration::from_days(laws.quantile(law.gap, luck.gap));
  if (gap == Duration{} || launches_.size() > most_launches) {
    throw ReplicationError(
        "launches of the frontier follow each other without end (a gap of nearly nothing?)");
  }
  const double years = gap.years();
  const double grown = last.trend + drift_ * years;
  // Between two launches the best is at the end where the drift is upwards, else at the beginning.
  const double best = std::max(last.best_before, std::max(last.trend, grown) + last.error);
  const double jump = elementary::log(laws.quantile(law.jump, luck.jump));
  launches_.push_back(
      {last.when + gap, grown + jump, law.noise * normal_quantile(luck.noise), best});
}

double Frontier::level_known(Instant when) const {
  if (!path_->launches || when < dated_) {
    return value_at_ratio(*benchmark_, path_->level,
                          elementary::exp((when - dated_).years() * log_growth_));
  }
  std::size_t i = launches_.size() - 1;
  while (launches_[i].when > when) {
    --i;
  }
  const Launch& launch = launches_[i];
  const double now = launch.trend + drift_ * (when - launch.when).years();
  const double best = std::max(launch.best_before, std::max(launch.trend, now) + launch.error);
  return value_at_ratio(*benchmark_, path_->level, elementary::exp(best));
}

}  // namespace firstcustomer
