#pragma once
/// \file
/// The frontier: the best performance that incumbents sell at a date, per benchmark.
///
/// It improves smoothly, and by launches. Let X rise by a constant drift and, at each launch k, by
/// ln J_k; what launch k sells is exp(X + e_k) with an error e_k of its own, and the frontier is
/// the running maximum. `annual_growth` g is the long-run growth of X, so that the drift is ln g −
/// E[ln J] / E[gap]. Without launches the path is exp(t ln g), or wanders around that: then g is
/// the growth of its median.

#include <optional>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/model/benchmark.hpp"

namespace firstcustomer {

/// Steps of the frontier.
struct Launches {
  /// Between one launch and the next, in days.
  Law gap = Law::constant(640.0);
  /// Factor by which a launch is better than its predecessor: a constant, or lognormal.
  Law jump = Law::constant(1.0);
  /// Standard deviation of the log of what one launch sells around the trend.
  double noise = 0.0;
};

/// A path through one known level: at the date `dated` the frontier stands at `level`, and in the
/// long run each 365.25 days make it `annual_growth` times as good.
struct FrontierPath {
  /// In the benchmark's unit; positive.
  double level = 1.0;
  Date dated;
  /// Factor of improvement a year; positive, 1 stands still.
  double annual_growth = 1.0;
  /// From the date of the level on; before it the path is smooth.
  std::optional<Launches> launches = {};
  /// Of the log of a smooth path over one year: from the start on, or from the date of the level if
  /// that is later, it wanders as a Brownian motion around its growth, so it may fall behind what
  /// was on sale. Without launches.
  double volatility = 0.0;
};

/// The smooth path alone. Units: the benchmark's. Defined before and after the scenario's start.
double frontier_level(const Benchmark& benchmark, const FrontierPath& path,
                      const SimulationClock& clock, Instant when);

/// The luck of launches: u for the gap before, the jump at, and the error of launch k = 1, 2, …
struct LaunchLuck {
  double gap;
  double jump;
  double noise;
};

/// One benchmark's frontier in one replication, drawn as far as anybody looks. Keeps its storage.
class Frontier {
 public:
  /// Effect: forgets all launches.
  void clear(const Benchmark& benchmark, const FrontierPath& path, const SimulationClock& clock);

  /// Units: the benchmark's. Defined before and after the scenario's start. `luck(k)` gives the
  /// LaunchLuck of launch k; each k is asked for once, in order.
  template <class DrawLaunch>
  double level(Instant when, const LawTables& laws, const DrawLaunch& luck) {
    while (path_->launches && launches_.back().when <= when && when < Instant::never()) {
      add_launch(laws, luck(static_cast<std::int64_t>(launches_.size())));
    }
    return level_known(when);
  }

 private:
  struct Launch {
    Instant when;
    /// Of the log over the dated level: the trend, the error, the best of all before.
    double trend;
    double error;
    double best_before;
  };
  void add_launch(const LawTables& laws, const LaunchLuck& luck);
  double level_known(Instant when) const;

  const Benchmark* benchmark_ = nullptr;
  const FrontierPath* path_ = nullptr;
  Instant dated_;
  double log_growth_ = 0.0;
  double drift_ = 0.0;
  /// The first stands at the dated level; the last lies beyond all that was looked at.
  std::vector<Launch> launches_;
};

/// Mean of the log of a jump. Needs: a constant or a lognormal law.
double mean_log(const Law& jump);

}  // namespace firstcustomer
