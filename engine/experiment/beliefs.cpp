#include "firstcustomer/experiment/beliefs.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <numeric>
#include <system_error>
#include <thread>

#include "belief_pilots.hpp"
#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

/// Limits further apart than so many tolerances are two.
constexpr double tolerances_apart = 4.0;

/// Calls `task(i)` for all i below `count`. Tasks share nothing, so their order does not matter;
/// of several that throw, the first in that order is thrown again.
template <class Task>
void for_all(std::size_t count, int threads, const Task& task) {
  std::atomic<std::size_t> next{0};
  std::vector<std::exception_ptr> errors(count);
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        task(i);
      } catch (...) {
        errors[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    try {
      for (int i = 1; i < threads && static_cast<std::size_t>(i) < count; ++i) {
        helpers.emplace_back(work);
      }
    } catch (const std::system_error&) {
      // The system has no more threads to give: those there are do the work.
    }
    work();
  }
  for (const std::exception_ptr& error : errors) {
    if (error) {
      std::rethrow_exception(error);
    }
  }
}

/// A world without programmes, and what is believed there. By set.
struct World {
  Arm arm;
  std::vector<Development> developments = {};
  std::vector<std::shared_ptr<const Beliefs>> beliefs = {};
  std::vector<FixedPoint> points = {};
  std::vector<BeliefSet> reports = {};
};

/// An arm of the plan, whose beliefs are sought.
struct Sought {
  std::size_t arm = 0;
  std::size_t world = 0;
  /// From nothing, and from the largest budget where that was tried.
  std::vector<FixedPoint> points = {};
  std::vector<std::optional<FixedPoint>> from_budget = {};
  std::vector<BeliefSet> reports = {};
};

std::int64_t sets_of(const Arm& arm) {
  return arm.numbers.behaviour.beliefs.pilots;
}

double largest_budget(const Case& numbers) {
  double largest = 0.0;
  for (const Programme& programme : numbers.programmes) {
    largest = std::max(largest, programme.fund.budget.major());
  }
  return largest;
}

Beliefs constant_beliefs(const Case& numbers, double value) {
  const BeliefTerms& terms = numbers.behaviour.beliefs;
  Beliefs beliefs;
  beliefs.grid = belief_grid(numbers, terms.step, static_cast<std::size_t>(terms.probe_every));
  beliefs.decides_every = static_cast<std::size_t>(terms.decide_every);
  beliefs.curves.assign(numbers.technologies.size(), constant_curve(beliefs.grid, value));
  return beliefs;
}

/// Seeks the beliefs of an arm and set. `without`: none where the arm itself has no programme.
FixedPoint seek(const Plan& plan, const Arm& arm, std::int64_t set, const Development& development,
                const Beliefs* without, double start, BeliefSet& report) {
  BeliefPilots pilots(plan, arm, set);
  const auto rivals = static_cast<double>(held_firms(arm).size());
  const double damping = without != nullptr ? 2.0 / (rivals + 2.0) : 1.0;
  EntrySteps entry(damping);
  const auto decide_all = [&](Beliefs& beliefs) {
    const Beliefs& base = without != nullptr ? *without : beliefs;
    decide(beliefs, base, development, arm.numbers);
    entry.approach(beliefs.entry, entry_shares(beliefs, base, arm.numbers));
  };
  const auto play = [&](const Beliefs& beliefs) {
    return pilots.play(beliefs, without != nullptr ? *without : beliefs);
  };
  FixedPoint found = find_fixed_point(constant_beliefs(arm.numbers, start), decide_all, play,
                                      arm.numbers.behaviour.beliefs, damping);
  report.pilots += pilots.played();
  report.failed += pilots.failed();
  return found;
}

BeliefSet report_of(const FixedPoint& point) {
  return {point.converged ? BeliefState::converged : BeliefState::not_converged, point.iterations,
          point.gap};
}

void find_without(const Plan& plan, World& world, std::int64_t set) {
  const auto i = static_cast<std::size_t>(set);
  world.developments[i] = develop(plan, world.arm, set);
  BeliefSet played;
  world.points[i] = seek(plan, world.arm, set, world.developments[i], nullptr, 0.0, played);
  world.reports[i] = report_of(world.points[i]);
  world.reports[i].pilots = played.pilots;
  world.reports[i].failed = played.failed;
  world.beliefs[i] = std::make_shared<const Beliefs>(world.points[i].beliefs);
}

void find_from(const Plan& plan, const World& world, Sought& sought, std::int64_t set,
               bool from_budget) {
  const auto i = static_cast<std::size_t>(set);
  const Arm& arm = plan.arms[sought.arm];
  BeliefSet played;
  FixedPoint found = seek(plan, arm, set, world.developments[i], world.beliefs[i].get(),
                          from_budget ? largest_budget(arm.numbers) : 0.0, played);
  BeliefSet& report = sought.reports[i];
  if (from_budget) {
    const double apart = distance(sought.points[i], found);
    const double tolerance = arm.numbers.behaviour.beliefs.tolerance.value();
    if (apart > tolerances_apart * tolerance && report.state == BeliefState::converged) {
      report.state = found.converged ? BeliefState::multiple : BeliefState::not_converged;
    }
    sought.from_budget[i] = std::move(found);
  } else {
    report = report_of(found);
    sought.points[i] = std::move(found);
  }
  report.pilots += played.pilots;
  report.failed += played.failed;
}

/// The mean over technologies, by the pilots that each had.
std::vector<double> mean_expected(const FixedPoint& point) {
  const Beliefs& beliefs = point.beliefs;
  std::vector<double> mean(beliefs.grid.probes());
  const double all =
      std::accumulate(point.expectation.pilots.begin(), point.expectation.pilots.end(), 0.0);
  for (const TechnologyId technology : beliefs.curves.ids()) {
    const std::vector<double> own = expected_values(beliefs.grid, beliefs.curves[technology],
                                                    point.expectation.first[technology]);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += own[i] * point.expectation.pilots[technology.index()] / all;
    }
  }
  return mean;
}

/// By technology, of the firms of the cohort in their stages.
std::vector<double> effort_at_start(const Arm& arm, const FixedPoint& point) {
  std::vector<double> sums(arm.numbers.technologies.size());
  std::vector<double> counts(sums.size());
  for (const FirmId id : held_firms(arm)) {
    const FirmStructure& firm = arm.model.firms[id];
    const ByOpportunity& effort = point.beliefs.tables[firm.technology][firm.first_stage].effort[0];
    const ByOpportunity& first = point.expectation.first[firm.technology];
    sums[firm.technology.index()] +=
        std::inner_product(effort.begin(), effort.end(), first.begin(), 0.0);
    counts[firm.technology.index()] += 1.0;
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] = counts[i] > 0.0 ? sums[i] / counts[i] : std::numeric_limits<double>::quiet_NaN();
  }
  return sums;
}

void add_share(std::vector<double>& mean, const std::vector<double>& one, double share) {
  mean.resize(one.size(), 0.0);
  for (std::size_t i = 0; i < one.size(); ++i) {
    mean[i] += share * one[i];
  }
}

std::shared_ptr<const BeliefReport> report(const Arm& arm, const std::vector<FixedPoint>& points,
                                           const std::vector<BeliefSet>& sets) {
  BeliefReport result;
  result.replications = arm.numbers.behaviour.beliefs.replications;
  result.sets = sets;
  for (const BeliefSet& set : sets) {
    result.state = std::max(result.state, set.state);
  }
  const BeliefGrid& grid = points.front().beliefs.grid;
  for (std::size_t probe = 0; probe < grid.probes(); ++probe) {
    result.years.push_back(grid.at(probe * grid.every).since_start().years());
  }
  const double share = 1.0 / static_cast<double>(points.size());
  for (const FixedPoint& point : points) {
    add_share(result.expected, mean_expected(point), share);
    add_share(result.effort, effort_at_start(arm, point), share);
  }
  return std::make_shared<const BeliefReport>(std::move(result));
}

std::shared_ptr<const BeliefReport> report(const Arm& arm, const Sought& sought) {
  auto result = std::make_shared<BeliefReport>(*report(arm, sought.points, sought.reports));
  if (result->state == BeliefState::multiple) {
    const auto tried =
        static_cast<double>(std::count_if(sought.from_budget.begin(), sought.from_budget.end(),
                                          [](const auto& point) { return point.has_value(); }));
    for (const auto& point : sought.from_budget) {
      if (point) {
        add_share(result->expected_from_budget, mean_expected(*point), 1.0 / tried);
      }
    }
  }
  return result;
}

/// All that is to be found for a plan.
class Search {
 public:
  Search(const Plan& plan, int threads) : plan_(plan), threads_(threads) {
    const std::size_t compared = plan.compared_arms();
    for (std::size_t arm = 0; arm < compared; ++arm) {
      if (plan.arms[arm].numbers.behaviour.optimises()) {
        add(arm);
      }
    }
  }

  void run() {
    std::vector<std::pair<std::size_t, std::int64_t>> without;
    for (std::size_t world = 0; world < worlds_.size(); ++world) {
      for (std::int64_t set = 0; set < sets_of(worlds_[world].arm); ++set) {
        without.emplace_back(world, set);
      }
    }
    for_all(without.size(), threads_, [&](std::size_t i) {
      find_without(plan_, worlds_[without[i].first], without[i].second);
    });
    find(false, [](const Sought&, std::int64_t) { return true; });
    find(true, [](const Sought&, std::int64_t set) { return set == 0; });
    find(true, [](const Sought& sought, std::int64_t set) {
      return set > 0 && sought.reports.front().state == BeliefState::multiple;
    });
  }

  /// Effect: the arms have what was found.
  void give(Plan& plan) const {
    for (const Sought& sought : sought_) {
      Arm& arm = plan.arms[sought.arm];
      const World& world = worlds_[sought.world];
      arm.beliefs_without = world.beliefs;
      arm.beliefs = world.beliefs;
      if (!has_budget(arm.numbers)) {
        arm.found_beliefs = report(arm, world.points, world.reports);
        continue;
      }
      arm.found_beliefs = report(arm, sought);
      for (std::size_t i = 0; i < sought.points.size(); ++i) {
        arm.beliefs[i] = std::make_shared<const Beliefs>(sought.points[i].beliefs);
      }
    }
  }

 private:
  void add(std::size_t arm) {
    const auto sets = static_cast<std::size_t>(sets_of(plan_.arms[arm]));
    Sought sought{arm, world_of_arm(plan_.arms[arm])};
    sought.points.resize(sets);
    sought.from_budget.resize(sets);
    sought.reports.resize(sets);
    sought_.push_back(std::move(sought));
  }

  std::size_t world_of_arm(const Arm& arm) {
    const auto known = std::find_if(worlds_.begin(), worlds_.end(), [&](const World& world) {
      return !arm.world.empty() && world.arm.world == arm.world;
    });
    if (known != worlds_.end()) {
      return static_cast<std::size_t>(known - worlds_.begin());
    }
    Case without = arm.numbers;
    without.programmes.clear();
    Model model = Model::build(without, arm.model.laws);
    const auto sets = static_cast<std::size_t>(sets_of(arm));
    World world{{arm.name, std::move(without), std::move(model), arm.own, arm.world}};
    world.developments.resize(sets);
    world.beliefs.resize(sets);
    world.points.resize(sets);
    world.reports.resize(sets);
    worlds_.push_back(std::move(world));
    return worlds_.size() - 1;
  }

  /// In all arms with programmes, those sets that are wanted.
  template <class Wanted>
  void find(bool from_budget, const Wanted& wanted) {
    std::vector<std::pair<Sought*, std::int64_t>> tasks;
    for (Sought& sought : sought_) {
      const Arm& arm = plan_.arms[sought.arm];
      for (std::int64_t set = 0; set < sets_of(arm) && has_budget(arm.numbers); ++set) {
        if (wanted(sought, set)) {
          tasks.emplace_back(&sought, set);
        }
      }
    }
    for_all(tasks.size(), threads_, [&](std::size_t i) {
      Sought& sought = *tasks[i].first;
      find_from(plan_, worlds_[sought.world], sought, tasks[i].second, from_budget);
    });
  }

  const Plan& plan_;
  const int threads_;
  std::vector<World> worlds_;
  std::vector<Sought> sought_;
};

void share_with_channels(Plan& plan) {
  for (const ChannelArm& channel : plan.channels) {
    const Arm& whole = plan.arms[channel.of];
    Arm& alone = plan.arms[channel.arm];
    alone.beliefs = whole.beliefs;
    alone.beliefs_without = whole.beliefs_without;
    alone.found_beliefs = whole.found_beliefs;
  }
}

}  // namespace

std::int64_t BeliefReport::fewest_iterations() const {
  return std::min_element(sets.begin(), sets.end(),
                          [](const BeliefSet& one, const BeliefSet& other) {
                            return one.iterations < other.iterations;
                          })
      ->iterations;
}

std::int64_t BeliefReport::most_iterations() const {
  return std::max_element(sets.begin(), sets.end(),
                          [](const BeliefSet& one, const BeliefSet& other) {
                            return one.iterations < other.iterations;
                          })
      ->iterations;
}

double BeliefReport::largest_gap() const {
  double largest = 0.0;
  for (const BeliefSet& set : sets) {
    largest = std::max(largest, set.gap);
  }
  return largest;
}

std::int64_t BeliefReport::pilots() const {
  std::int64_t sum = 0;
  for (const BeliefSet& set : sets) {
    sum += set.pilots;
  }
  return sum;
}

bool has_budget(const Case& numbers) {
  return std::any_of(numbers.programmes.begin(), numbers.programmes.end(),
                     [](const Programme& programme) { return programme.fund.budget > Money{}; });
}

void add_beliefs(Plan& plan, int threads) {
  Search search(plan, threads);
  search.run();
  search.give(plan);
  share_with_channels(plan);
  plan.pilots = 0;
  for (const Arm& arm : plan.arms) {
    if (!arm.beliefs.empty()) {
      const auto sets = static_cast<std::int64_t>(arm.beliefs.size());
      plan.pilots = plan.pilots == 0 ? sets : std::lcm(plan.pilots, sets);
    }
  }
}

}  // namespace firstcustomer
