#pragma once
/// \file
/// Technologies: how a class of products is developed, how good it turns out, what a unit costs.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/model/die_cost.hpp"
#include "firstcustomer/model/learning.hpp"

namespace firstcustomer {

enum class DecidedBy : std::uint8_t { chance, standard };
enum class OnFailure : std::uint8_t { end, repeat, return_to };

/// One step of development. Laws of duration are in days, before the firm's slip.
struct Stage {
  std::string name;
  Law duration;
  /// Paid when the stage begins; a firm waits until it can pay.
  Money cost;
  /// Runway that the firm must keep after paying the cost, at its burn before the stage: without
  /// the multiple of this stage or the one that has ended.
  Duration keeps_runway;
  /// Names the facility that the stage needs; its duration runs from when it is served. Empty:
  /// none.
  std::string facility;
  /// Whether chance decides (`success`) or a test against the standard.
  DecidedBy decided_by = DecidedBy::chance;
  /// Probability of success by attempt; the last one holds for all later attempts.
  std::vector<double> success;
  OnFailure on_failure = OnFailure::end;
  /// Duration and cost of every attempt after the first, where the stage can be repeated: a test is
  /// repeated as often as the standard allows.
  Law repeat_duration;
  Money repeat_cost;
  /// What a plan allows for one repetition of this stage; the longest span: the median of
  /// `repeat_duration`. Products are late against plans, and nothing else looks at them.
  Duration planned_repeat = Duration::longest();
  /// Where a failure leads with `return_to`: an earlier stage of the technology.
  std::string return_to = {};
  /// Factor on the firm's burn while it is in the stage or in line for it; that of development,
  /// where a test goes on beside it.
  double burn_multiple = 1.0;
  /// Whether each attempt ends with a prototype. The first one shows whether the technology works
  /// at all (`Viability`) and how good it is; and a prototype may be tested although the stage has
  /// to be repeated.
  bool prototype = false;
  /// Of stages with a prototype: probability that it can be tested: on the first attempt; what is
  /// missing halves with every further one. A success can always be tested.
  Share demonstrable{1.0};
  /// Share of the stage's duration and cost that a later generation takes.
  Share reuse{1.0};
};

/// Whether a technology works at all: three hurdles, one draw of each in a replication. All firms
/// share the first, technologies of one class the second, firms of one technology the third.
/// Source: shaped on Castillo et al. 2021 (nested success of vaccine candidates).
struct Viability {
  Share common{1.0};
  Share of_class{1.0};
  Share of_technology{1.0};
};

/// p at odds `factor` times as high. Needs: a probability p; a finite factor ≥ 0, positive where p
/// is 1.
constexpr double scaled_odds(double p, double factor) {
  return p * factor / (1.0 - p + p * factor);
}

/// Mean of repetitions until the first success with these probabilities by attempt, at odds
/// `factor` times as high. Needs: the last one is 1.
double mean_repetitions(const std::vector<double>& success, double factor);

/// The factor on the odds of success at which the mean of repetitions is `mean`, within 1e-12 of
/// it. Needs: mean ≥ 0. Throws: ReplicationError where no factor meets it: it must be less than
/// the number of attempts but the last, which succeeds.
double odds_for_mean_repetitions(const std::vector<double>& success, double mean);

/// How software makes a product better after its first prototype: a logistic path from 1 to
/// `at_most`, half of the way after `half_time`.
struct Maturity {
  double at_most = 1.0;
  Duration half_time = Duration::from_days(730.5);
};

/// Factor on performance so long after the first prototype:
/// 1 + (at_most − 1) × (1 − 3^(−age / half_time)) / (1 + 3^(−age / half_time)).
double maturity_after(const Maturity& maturity, Duration age);

/// How a product changes by chance after its first prototype, beside its maturity: the log of its
/// performance has moved by growth × age + volatility × W(age). W goes along with the path of the
/// frontier of the standard's first benchmark. The same on every benchmark.
struct Improvement {
  /// Of the log (of the median), a year.
  PerYear growth;
  /// Of the log over one year.
  double volatility = 0.0;
  /// Of W with that of the frontier.
  double correlation = 0.0;
};

/// When a product is submitted to a test: as soon as it can be tested, or once its true performance
/// is what some standard asks that it has not met.
enum class Submission : std::uint8_t { testable, ready };
/// How far software has come on that way: 0 at the first prototype, half after `half_time`, near 1
/// in the end, wherever the way leads.
double maturity_share(const Maturity& maturity, Duration age);

/// What follows a product that has missed the standard in all its tests.
struct Generations {
  /// With the first.
  std::int64_t at_most = 1;
  /// Factor on the odds of success of the stages with a prototype.
  double experience = 1.0;
};

/// What a lot waits for beside the foundry, and how long somebody small waits for it. Laws: one
/// draw a firm and generation.
struct Packaging {
  /// In days.
  Law lead_time;
  /// Of high-bandwidth memory, in days; it is waited for beside packaging, not after it.
  Law hbm_lead_time = Law::constant(0.0);
  /// Factor on the longer of the two; at least 1.
  Law allocation_penalty = Law::constant(1.0);
};

/// What the foundry is paid as production is ordered; the rest is paid on delivery.
struct Prepayment {
  Share share{0.0};
  /// Runway that the firm must keep after paying it, at its present burn.
  Duration keeps_runway;
};

/// Where a die says what a unit costs.
inline constexpr Money no_unit_cost = Money::minor(-1);

/// How a firm comes to its capacity, where that is neither given nor free: it commits itself as it
/// takes an order, pays once the product has qualified and is ready, and delivers when the capacity
/// is there. What is paid is sunk.
struct CapacityTerms {
  /// Of capacity for a unit a year, and of any at all; times the firm's cost factor.
  Money cost;
  Money fixed_cost;
  /// One draw a firm.
  Law cost_factor = Law::constant(1.0);
  /// For each unit that could be made, from when the capacity is there until the order is done.
  Money running_cost;
  /// In days.
  Law lead_time = Law::constant(0.0);
  /// Bounds of what a firm may choose, over `Supply::units_per_month`.
  double least = 1.0;
  double most = 1.0;
};

/// How units are made once a product has qualified.
struct Supply {
  /// From the order to the first lot, in days, before what packaging adds.
  Law lead_time;
  std::int64_t units_per_month = 1;
  /// Paid to the foundry for each unit of a lot when the lot is delivered, or in part before; of a
  /// firm without experience of its own.
  Money unit_cost = no_unit_cost;
  /// Compute of a unit whose performance is the frontier's, in frontier accelerators.
  double unit_size = 1.0;
  /// Of a firm's own unit cost over `unit_cost`; one draw a firm.
  Law cost_factor = Law::constant(1.0);
  /// Says what a unit costs in the place of `unit_cost`.
  std::optional<Die> die = {};
  std::optional<Learning> learning = {};
  std::optional<Prepayment> prepayment = {};
  std::optional<Packaging> packaging = {};
  /// Without it `units_per_month` are there and free.
  std::optional<CapacityTerms> capacity = {};
};

/// Of a unit without experience, after so long in production, of a firm whose factor is 1: given,
/// or as the die says. Throws: ReplicationError where no die fits on its wafer.
Money unit_cost_after(const Supply& supply, Duration in_production);

struct Technology {
  std::string name;
  /// One factor per firm, on all its durations.
  Law slip;
  /// Performance at first silicon over the frontier of the day planned for it; the same on every
  /// benchmark.
  Law relative_performance;
  /// In order; the last one qualifies the product.
  std::vector<Stage> stages;
  Supply supply;
  /// Technologies that share the luck of their class.
  std::string class_name = {};
  Viability viability = {};
  Maturity maturity = {};
  Generations generations = {};
  std::optional<Improvement> improvement = {};
  Submission submits = Submission::testable;
};

}  // namespace firstcustomer
