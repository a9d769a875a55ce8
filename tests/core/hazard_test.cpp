#include "firstcustomer/core/hazard.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "core/exact_answer.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/core/time.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

using Long = long double;

const auto replications = static_cast<std::uint64_t>(thorough(200'000));
constexpr Instant start;

Instant at_year(double years) {
  return start + Duration::from_days(years * days_per_year);
}

double in_years(Instant instant) {
  return instant.since_start().years();
}

Long in_microseconds(Long years) {
  return years * static_cast<Long>(microseconds_per_year);
}

Long unit_exponential(double u) {
  return -std::log1p(-Long{u});
}

/// Accepts an instant within so many microseconds of the exact one; beyond the calendar, never.
void expect_instant(Instant instant, Long exact, Long allowed) {
  const auto end = static_cast<Long>(Instant::never().microseconds());
  if (exact >= end - allowed) {
    EXPECT_GE(static_cast<Long>(instant.microseconds()), end - 2 * allowed);
  } else {
    EXPECT_LE(std::abs(static_cast<Long>(instant.microseconds()) - exact), allowed);
  }
}

/// Rates that hold from their instants on, and the plain way to run them: without a memory, from
/// the whole unit exponential, in extended precision.
struct Step {
  Instant from;
  double rate;
};

std::vector<Step> random_steps(std::mt19937_64& bits, double longest_years) {
  std::vector<Step> steps = {{start, 0.0}};
  const auto count = bits() % 12;
  for (std::uint64_t i = 0; i < count; ++i) {
    steps.push_back({at_year(longest_years * unit_interval(bits())), 0.0});
  }
  std::sort(steps.begin(), steps.end(),
            [](const Step& a, const Step& b) { return a.from < b.from; });
  constexpr std::array<double, 5> rates = {0.0, 0.05, 0.3, 1.0, 4.0};
  for (Step& step : steps) {
    step.rate = rates[bits() % rates.size()] * (bits() % 2 == 0 ? 1.0 : unit_interval(bits()));
  }
  return steps;
}

/// When it happens, and at which rate. Units: microseconds, infinity for never; per year.
struct Arrival {
  Long when = std::numeric_limits<Long>::infinity();
  double rate = 1.0;
};

/// Where the cumulated rate reaches the unit exponential.
Arrival invert(const std::vector<Step>& steps, double u) {
  Long left = in_microseconds(unit_exponential(u));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto from = static_cast<Long>(steps[i].from.microseconds());
    const Long span = i + 1 < steps.size()
                          ? static_cast<Long>(steps[i + 1].from.microseconds()) - from
                          : std::numeric_limits<Long>::infinity();
    if (steps[i].rate > 0.0) {
      if (left <= steps[i].rate * span) {
        return {from + left / steps[i].rate, steps[i].rate};
      }
      left -= steps[i].rate * span;
    }
  }
  return {};
}

/// What doubles may cost, in microseconds: half by rounding to one; the rest as what is left bears
/// the rounding of what was consumed, which a low rate stretches. A tenth of a microsecond where
/// one expects to wait a decade.
Long allowance(const Arrival& exact, double u) {
  return 0.5L + (in_microseconds(unit_exponential(u)) / exact.rate + exact.when) * 0x1p-51L;
}

/// As a model runs a hazard: rates are set in order of time until it happens.
Instant run(const std::vector<Step>& steps, double u) {
  Hazard hazard(u);
  for (const Step& step : steps) {
    if (hazard.due() <= step.from) {
      break;
    }
    hazard.set_rate(step.from, PerYear(step.rate));
  }
  return hazard.due();
}

Instant due_at_constant_rate(double u, double rate, Instant from = start) {
  Hazard hazard(u);
  hazard.set_rate(from, PerYear(rate));
  return hazard.due();
}

TEST(Hazard, IsDueAtTheExponentialQuantile) {
  std::mt19937_64 bits(1);
  for (int i = 0; i < 20'000; ++i) {
    const double u = unit_interval(bits());
    const double rate = std::pow(10.0, 6.0 * unit_interval(bits()) - 3.0);
    const Long exact = in_microseconds(unit_exponential(u) / rate);
    const Instant due = due_at_constant_rate(u, rate);
    // Half a microsecond of rounding, and doubles count a century in less than another.
    expect_instant(due, exact, 0.5L + exact * 0x1p-51L);
    const double years = quantile(Law::exponential(1.0 / rate), u);
    expect_instant(due, in_microseconds(years), 1.0L + exact * 0x1p-51L);
  }
}

TEST(Hazard, IsDueAtTheInverseOfTheCumulatedRate) {
  std::mt19937_64 bits(2);
  int happened = 0;
  for (int i = 0; i < 50'000 && !HasFailure(); ++i) {
    const std::vector<Step> steps = random_steps(bits, 10.0);
    const double u = unit_interval(bits());
    const Arrival exact = invert(steps, u);
    SCOPED_TRACE(i);
    expect_instant(run(steps, u), exact.when, allowance(exact, u));
    happened += exact.when < in_microseconds(10.0L) ? 1 : 0;
  }
  EXPECT_GT(happened, 25'000);
}

/// The same rates, each set several times while it holds.
std::vector<Step> split(const std::vector<Step>& steps, std::mt19937_64& bits) {
  std::vector<Step> result;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const std::int64_t from = steps[k].from.microseconds();
    const std::int64_t end =
        k + 1 < steps.size() ? steps[k + 1].from.microseconds() : from + microseconds_per_year;
    std::array<std::int64_t, 4> cuts{};
    for (std::int64_t& cut : cuts) {
      cut =
          from + static_cast<std::int64_t>(unit_interval(bits()) * static_cast<double>(end - from));
    }
    std::sort(cuts.begin(), cuts.end());
    result.push_back(steps[k]);
    for (const std::int64_t cut : cuts) {
      result.push_back({Instant::microseconds(cut), steps[k].rate});
    }
  }
  return result;
}

TEST(Hazard, SettingTheSameRateAgainMovesItByRoundingOnly) {
  std::mt19937_64 bits(3);
  int equal = 0;
  for (int i = 0; i < 20'000 && !HasFailure(); ++i) {
    const std::vector<Step> steps = random_steps(bits, 10.0);
    const double u = unit_interval(bits());
    const Instant due = run(steps, u);
    const Instant again = run(split(steps, bits), u);
    const Arrival exact = invert(steps, u);
    SCOPED_TRACE(i);
    expect_instant(again, exact.when, 2 * allowance(exact, u));  // five times the roundings
    equal += again == due ? 1 : 0;
    if (exact.when < in_microseconds(10.0L) && exact.rate >= 0.1) {
      EXPECT_LE(std::abs((again - due).microseconds()), 1);
    }
  }
  EXPECT_GT(equal, 18'000);
}

TEST(Hazard, AHigherRateNeverMakesItLater) {
  std::mt19937_64 bits(4);
  int sooner = 0;
  for (int i = 0; i < 50'000; ++i) {
    const std::vector<Step> low = random_steps(bits, 10.0);
    std::vector<Step> high = low;
    for (Step& step : high) {
      step.rate += bits() % 2 == 0 ? 0.0 : unit_interval(bits());
    }
    const double u = unit_interval(bits());
    const Instant first = run(high, u);
    const Instant second = run(low, u);
    ASSERT_LE(first, second) << i;
    sooner += first < second ? 1 : 0;
  }
  EXPECT_GT(sooner, 25'000);
}

TEST(Hazard, LessLuckNeverMakesItSooner) {
  std::mt19937_64 bits(5);
  for (int i = 0; i < 20'000; ++i) {
    const std::vector<Step> steps = random_steps(bits, 10.0);
    const double a = unit_interval(bits());
    const double b = unit_interval(bits());
    ASSERT_LE(run(steps, std::min(a, b)), run(steps, std::max(a, b))) << i;
  }
}

TEST(Hazard, NeverHappensWithoutARate) {
  Hazard hazard(0.5);
  EXPECT_EQ(hazard.due(), Instant::never());
  hazard.set_rate(at_year(1.0), PerYear(0.0));
  EXPECT_EQ(hazard.due(), Instant::never());
  hazard.set_rate(at_year(2.0), PerYear(1.0));
  const Duration whole = hazard.due() - at_year(2.0);
  EXPECT_EQ(start + whole, due_at_constant_rate(0.5, 1.0));
  hazard.set_rate(at_year(2.25), PerYear(0.0));  // a pause keeps what is left
  EXPECT_EQ(hazard.due(), Instant::never());
  hazard.set_rate(at_year(7.25), PerYear(1.0));
  EXPECT_EQ(hazard.due() - at_year(7.25), whole - (at_year(2.25) - at_year(2.0)));
}

TEST(Hazard, NeverHappensBeyondTheCalendar) {
  EXPECT_EQ(due_at_constant_rate(0.5, 1e-3), Instant::never());
  EXPECT_EQ(due_at_constant_rate(0.5, std::numeric_limits<double>::denorm_min()), Instant::never());
  EXPECT_EQ(due_at_constant_rate(1.0 - 0x1p-53, 1.0, at_year(130.0)), Instant::never());
}

TEST(Hazard, WithoutLuckNeverHappensAtAnyRate) {
  Hazard hazard;
  EXPECT_EQ(hazard.due(), Instant::never());
  hazard.set_rate(at_year(1.0), PerYear(5.0));
  EXPECT_EQ(hazard.due(), Instant::never());
  hazard.set_rate(at_year(3.0), PerYear(0.5));
  EXPECT_EQ(hazard.due(), Instant::never());
}

TEST(Hazard, IsDueAtOnceWhenNothingIsLeft) {
  Hazard hazard(0.5);
  hazard.set_rate(start, PerYear(1.0));
  hazard.set_rate(at_year(5.0), PerYear(2.0));  // ln 2 years would have been enough
  EXPECT_EQ(hazard.due(), at_year(5.0));
}

TEST(Hazard, RefusesNegativeRatesAndThePast) {
  Hazard hazard(0.5);
  EXPECT_THROW(hazard.set_rate(start, PerYear(-1e-9)), InvariantError);
  EXPECT_THROW(hazard.set_rate(start, PerYear(std::numeric_limits<double>::quiet_NaN())),
               InvariantError);
  hazard.set_rate(at_year(1.0), PerYear(1.0));
  EXPECT_THROW(hazard.set_rate(at_year(0.5), PerYear(1.0)), InvariantError);
  EXPECT_NO_THROW(hazard.set_rate(at_year(1.0), PerYear(2.0)));
}

// Races. Each runner's luck hangs on its number alone.

double draw(const Luck& luck, std::uint64_t entity, std::uint64_t ordinal = 0,
            std::uint64_t purpose = 1) {
  return luck.uniform({purpose}, {entity}, {ordinal});
}

template <std::size_t runners>
std::array<Instant, runners> race(const Luck& luck, const std::array<double, runners>& rates) {
  std::array<Instant, runners> times{};
  for (std::size_t i = 0; i < runners; ++i) {
    times[i] = due_at_constant_rate(draw(luck, i), rates[i]);
  }
  return times;
}

template <std::size_t runners>
std::array<std::size_t, runners> order_of(const std::array<Instant, runners>& times) {
  std::array<std::size_t, runners> order{};
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });
  return order;
}

TEST(Hazard, V01AndV02CompetingHazardsShareTheirFirstByRate) {
  constexpr std::array<double, 3> rates = {0.3, 0.2, 0.1};
  for (const std::uint64_t seed : seeds) {
    Moments first;
    std::array<Moments, 3> wins;
    for (std::uint64_t i = 0; i < replications; ++i) {
      const auto times = race(Luck(seed, Phase::main, i), rates);
      const auto order = order_of(times);
      first.add(in_years(times[order[0]]));
      for (std::size_t k = 0; k < wins.size(); ++k) {
        wins[k].add(order[0] == k ? 1.0 : 0.0);
      }
    }
    expect_mean("V01_first", seed, first, 1.0 / 0.6);
    for (std::size_t k = 0; k < wins.size(); ++k) {
      expect_mean("V02_wins_" + std::to_string(k), seed, wins[k], rates[k] / 0.6);
    }
  }
}

/// P(i is among the first two). Source: Plackett 1975; Luce 1959.
double among_first_two(const std::array<double, 4>& rates, std::size_t i) {
  const double sum = std::accumulate(rates.begin(), rates.end(), 0.0);
  double share = rates[i] / sum;
  for (std::size_t j = 0; j < rates.size(); ++j) {
    share += j == i ? 0.0 : rates[j] / sum * rates[i] / (sum - rates[j]);
  }
  return share;
}

TEST(Hazard, V08TheFirstTwoOfFourAreThoseOfPlackettAndLuce) {
  constexpr std::array<double, 4> rates = {0.3, 0.2, 0.1, 0.05};
  constexpr std::array<double, 4> table = {.7890442890, .6530136530, .3669108669, .1910311910};
  for (std::size_t k = 0; k < rates.size(); ++k) {
    EXPECT_NEAR(among_first_two(rates, k), table[k], 1e-9);
  }
  for (const std::uint64_t seed : seeds) {
    std::array<Moments, 4> paid;
    for (std::uint64_t i = 0; i < replications; ++i) {
      const auto order = order_of(race(Luck(seed, Phase::main, i), rates));
      for (std::size_t k = 0; k < paid.size(); ++k) {
        paid[k].add(order[0] == k || order[1] == k ? 1.0 : 0.0);
      }
    }
    for (std::size_t k = 0; k < paid.size(); ++k) {
      expect_mean("V08_paid_" + std::to_string(k), seed, paid[k], table[k]);
    }
  }
}

TEST(Hazard, V01HoldsForARaceThatChangesItsRatesOnTheWay) {
  // The leader pauses from year 0.5 to 1.5, then doubles: E min = ∫ exp(−Λ).
  const std::vector<Step> leader = {{start, 0.3}, {at_year(0.5), 0.0}, {at_year(1.5), 0.6}};
  const double a = std::exp(-0.6 * 0.5);
  const double b = a * std::exp(-0.3 * 1.0);
  const double exact = (1.0 - a) / 0.6 + (a - b) / 0.3 + b / 0.9;
  for (const std::uint64_t seed : seeds) {
    Moments first;
    for (std::uint64_t i = 0; i < replications; ++i) {
      const Luck luck(seed, Phase::main, i);
      const Instant others = std::min(due_at_constant_rate(draw(luck, 1), 0.2),
                                      due_at_constant_rate(draw(luck, 2), 0.1));
      first.add(in_years(std::min(run(leader, draw(luck, 0)), others)));
    }
    expect_mean("first", seed, first, exact);
  }
}

/// Three milestones in a row, each a hazard of its own from the one before on.
std::array<Instant, 3> milestones(const Luck& luck, double rate) {
  std::array<Instant, 3> times{};
  Instant from = start;
  for (std::uint64_t stage = 0; stage < times.size(); ++stage) {
    from = due_at_constant_rate(draw(luck, 0, stage), rate, from);
    times[stage] = from;
  }
  return times;
}

TEST(Hazard, V40MilestonesRaceTheRunway) {
  const double each = (1.0 - std::exp(-1.2)) * (1.0 - std::exp(-1.2)) * (1.0 - std::exp(-1.2));
  const double pooled = 1.0 - std::exp(-3.6) * (1.0 + 3.6 + 3.6 * 3.6 / 2.0);
  EXPECT_NEAR(each, 0.3412475017, 1e-9);
  EXPECT_NEAR(pooled, 0.6972531553, 1e-9);
  const Duration runway = at_year(1.5) - start;
  for (const std::uint64_t seed : seeds) {
    Moments one;
    Moments reset_by_each;
    Moments pooled_share;
    for (std::uint64_t i = 0; i < replications; ++i) {
      const Luck luck(seed, Phase::main, i);
      const auto pair = race<2>(luck, {0.5, 0.4});
      one.add(pair[0] < pair[1] ? 1.0 : 0.0);
      const auto times = milestones(luck, 0.8);
      const bool in_time = times[0] <= start + runway && times[1] <= times[0] + runway &&
                           times[2] <= times[1] + runway;
      reset_by_each.add(in_time ? 1.0 : 0.0);
      pooled_share.add(times[2] <= at_year(4.5) ? 1.0 : 0.0);
    }
    expect_mean("V40_one", seed, one, 0.5 / 0.9);
    expect_mean("V40_reset_by_each", seed, reset_by_each, each);
    expect_mean("V40_pooled", seed, pooled_share, pooled);
  }
}

TEST(Hazard, V52CommonLuckCancelsInDifferences) {
  for (const std::uint64_t seed : seeds) {
    PairedMoments pairs;
    Moments squares;
    Moments squares_apart;
    for (std::uint64_t i = 0; i < replications; ++i) {
      const Luck luck(seed, Phase::main, i);
      const double base = in_years(due_at_constant_rate(draw(luck, 0), 1.0));
      const double arm = in_years(due_at_constant_rate(draw(luck, 0), 1.25));
      const double apart = in_years(due_at_constant_rate(draw(luck, 1), 1.25));
      pairs.add(base, arm);
      squares.add((arm - base + 0.2) * (arm - base + 0.2));
      squares_apart.add((apart - base + 0.2) * (apart - base + 0.2));
    }
    expect_mean("V52_difference", seed, pairs.difference(), -0.2);
    expect_mean("V52_variance", seed, squares, 0.04);
    expect_mean("V52_variance_apart", seed, squares_apart, 1.64);
    EXPECT_NEAR(pairs.correlation(), 1.0, 1e-9);
    EXPECT_NEAR(pairs.variance_reduction(), 41.0, 1.0);
  }
}

// Candidates.

struct Candidate {
  Instant when;
  double mark;
};

std::vector<Candidate> candidates_until(Candidates& candidates, const Luck& luck, Instant end) {
  std::vector<Candidate> result;
  while (true) {
    const auto number = static_cast<std::uint64_t>(candidates.count());
    const Instant when = candidates.next(draw(luck, 0, number, 2));
    if (when > end) {
      return result;
    }
    result.push_back({when, draw(luck, 0, number, 3)});
  }
}

/// P(N ≤ k) of a Poisson law.
double poisson_at_most(double mean, int k) {
  double term = std::exp(-mean);
  double sum = term;
  for (int i = 1; i <= k; ++i) {
    term *= mean / i;
    sum += term;
  }
  return sum;
}

TEST(Candidates, ComeExponentialGapsApart) {
  std::mt19937_64 bits(6);
  Candidates candidates(PerYear(12.0));
  Instant last = start;
  for (std::int64_t k = 0; k < 500; ++k) {
    EXPECT_EQ(candidates.count(), k);
    const double u = unit_interval(bits());
    const Instant next = candidates.next(u);
    EXPECT_EQ(next - last, due_at_constant_rate(u, 12.0) - start);
    last = next;
  }
}

TEST(Candidates, BeyondTheCalendarAreNever) {
  Candidates candidates(PerYear(0.02));
  EXPECT_LT(candidates.next(0.9), Instant::never());
  EXPECT_EQ(candidates.next(0.9), Instant::never());
  EXPECT_EQ(candidates.next(0.1), Instant::never());
}

TEST(Candidates, CountsArePoisson) {
  for (const std::uint64_t seed : seeds) {
    Moments count;
    Moments square;
    Moments few;
    Moments covariance;
    for (std::uint64_t i = 0; i < replications; ++i) {
      const Luck luck(seed, Phase::main, i);
      Candidates candidates(PerYear(2.5));
      const auto all = candidates_until(candidates, luck, at_year(4.0));
      const auto early = std::count_if(all.begin(), all.end(),
                                       [](const Candidate& c) { return c.when <= at_year(1.0); });
      const auto n = static_cast<double>(all.size());
      const auto before = static_cast<double>(early);
      count.add(n);
      square.add((n - 10.0) * (n - 10.0));
      few.add(all.size() <= 7 ? 1.0 : 0.0);
      covariance.add((before - 2.5) * (n - before - 7.5));
    }
    expect_mean("mean", seed, count, 10.0);
    expect_mean("variance", seed, square, 10.0);
    expect_mean("at_most_7", seed, few, poisson_at_most(10.0, 7));
    expect_mean("covariance_of_years", seed, covariance, 0.0);
  }
}

double rising(Instant when) {
  return 1.0 + 0.5 * in_years(when);
}

TEST(Candidates, V35ThinnedToARisingRateCountPoisson) {
  EXPECT_NEAR(poisson_at_most(8.0, 5), 0.1912360621, 1e-9);
  for (const std::uint64_t seed : seeds) {
    Moments count;
    Moments square;
    Moments few;
    for (std::uint64_t i = 0; i < replications; ++i) {
      Candidates candidates(PerYear(3.0));
      const auto all = candidates_until(candidates, Luck(seed, Phase::main, i), at_year(4.0));
      const auto n = std::count_if(all.begin(), all.end(), [&](const Candidate& c) {
        return candidates.accepts(c.mark, PerYear(rising(c.when)));
      });
      const double above = static_cast<double>(n) - 8.0;
      count.add(static_cast<double>(n));
      square.add(above * above);
      few.add(n <= 5 ? 1.0 : 0.0);
    }
    expect_mean("V35_mean", seed, count, 8.0);
    expect_mean("V35_variance", seed, square, 8.0);
    expect_mean("V35_at_most_5", seed, few, 0.1912360621);
  }
}

TEST(Candidates, ALowerRateAcceptsASubset) {
  const Candidates ceiling(PerYear(3.0));
  int dropped = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    Candidates candidates = ceiling;
    for (const Candidate& c : candidates_until(candidates, Luck(7, Phase::main, i), at_year(4.0))) {
      const double lower = in_years(c.when) < 2.0 ? rising(c.when) : 0.8 * rising(c.when);
      const bool under_lower = candidates.accepts(c.mark, PerYear(lower));
      const bool under_higher = candidates.accepts(c.mark, PerYear(rising(c.when)));
      ASSERT_TRUE(under_higher || !under_lower);
      ASSERT_TRUE(in_years(c.when) >= 2.0 || under_higher == under_lower);
      dropped += under_higher && !under_lower ? 1 : 0;
    }
  }
  EXPECT_GT(dropped, 0);
}

TEST(Candidates, AllAreAcceptedAtTheCeilingAndNoneAtRateZero) {
  const Candidates candidates(PerYear(0.3));
  for (const double mark : {0x1p-53, 0.1, 0.5, 1.0 - 0x1p-53}) {
    EXPECT_TRUE(candidates.accepts(mark, PerYear(0.3)));
    EXPECT_FALSE(candidates.accepts(mark, PerYear(0.0)));
  }
}

TEST(Candidates, MarksBelowTheRatesShareOfTheCeilingAreAccepted) {
  const Candidates candidates(PerYear(4.0));
  EXPECT_TRUE(candidates.accepts(0.25 - 0x1p-53, PerYear(1.0)));
  EXPECT_FALSE(candidates.accepts(0.25, PerYear(1.0)));
}

TEST(Candidates, ARateAboveTheCeilingEndsTheReplication) {
  const Candidates candidates(PerYear(3.0));
  EXPECT_THAT([&] { static_cast<void>(candidates.accepts(0.5, PerYear(3.0 + 1e-12))); },
              ThrowsMessage<ReplicationError>(HasSubstr("exceeds its ceiling")));
  EXPECT_THROW(Candidates(PerYear(0.0)), InvariantError);
  EXPECT_THROW(Candidates(PerYear(-1.0)), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
