#include "firstcustomer/model/facility.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/model/chance.hpp"
#include "model/small_case.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using testing::plain_programme;
using testing::plain_technology;
using testing::same;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;
using ::testing::UnorderedElementsAre;

constexpr double day = 1.0 / days_per_month;  // in months

Facility laboratory(std::int64_t servers) {
  Facility facility;
  facility.name = "laboratory";
  facility.capacity = servers;
  return facility;
}

Facility shuttle(Date first, std::int64_t months_between, std::int64_t seats) {
  Facility facility;
  facility.name = "shuttle";
  facility.kind = FacilityKind::departures;
  facility.capacity = seats;
  facility.first = first;
  facility.months_between = months_between;
  return facility;
}

/// Rich firms whose designs end after so many days each, and whose tests of `test` days need the
/// facility.
Case queueing_case(const Facility& facility, const std::vector<double>& ready, const Law& test) {
  Case numbers = small_case(ready.size());
  numbers.facilities = {facility};
  Technology& technology = numbers.technologies[0];
  technology.stages[0].facility = facility.name;
  technology.stages[0].duration = test;
  technology.stages[0].repeat_duration = test;
  Stage design;
  design.name = "design";
  design.success = {1.0};
  technology.stages.insert(technology.stages.begin(), design);
  for (std::size_t i = 0; i < ready.size(); ++i) {
    numbers.firms[i].stage = "design";
    numbers.firms[i].remaining = Duration::from_days(ready[i]);
  }
  return numbers;
}

/// Cash for exactly so many days, if the number divides what a day of £1m is made of.
void live_for(Firm& firm, double days) {
  firm.cash = Money::major(1e6);
  firm.burn = BurnRate::major_per_year(days_per_year * 1e6 / days);
}

constexpr double never = std::numeric_limits<double>::infinity();

/// Days until each firm qualifies, in the order of the file; `never` if it does not.
///
/// Outcomes count domestic firms, and in first-come lines that is all that `domestic` does without
/// a programme: so each firm is seen in a run in which it is the only domestic one.
class EachFirm {
 public:
  explicit EachFirm(const Case& numbers) : model_(Model::build(numbers)), workspace_(model_) {
    Case nobody = numbers;
    for (Firm& firm : nobody.firms) {
      firm.domestic = false;
    }
    alone_.assign(numbers.firms.size(), nobody);
    for (std::size_t i = 0; i < alone_.size(); ++i) {
      alone_[i].firms[i].domestic = true;
    }
  }

  std::vector<double> days(std::uint64_t replication = 0, std::uint64_t seed = 1) {
    std::vector<double> result;
    for (const Case& numbers : alone_) {
      const Outcome outcome =
          simulate(model_, numbers, Luck(seed, Phase::main, replication), workspace_);
      const double whole =
          std::round(outcome.months_to_first_qualification / day * 86.4e9);  // microseconds
      result.push_back(outcome.qualified_suppliers > 0 ? whole / 86.4e9 : never);
    }
    return result;
  }

 private:
  Model model_;
  Workspace workspace_;
  std::vector<Case> alone_;
};

std::vector<double> days_of(const Case& numbers) {
  return EachFirm(numbers).days();
}

/// The same, in the order of the dates.
std::vector<double> sorted_days(EachFirm& firms, std::uint64_t replication, std::uint64_t seed) {
  std::vector<double> days = firms.days(replication, seed);
  std::sort(days.begin(), days.end());
  return days;
}

/// Within 4 standard errors of the exact value: a two-sided false alarm of 6.3e-5.
void expect_near_exact(const Moments& moments, double exact) {
  EXPECT_NEAR(moments.mean(), exact, 4.0 * moments.standard_error() + 1e-12);
}

// ---- Servers ----

TEST(Servers, TakeClaimsOneAfterAnother) {
  EachFirm firms(queueing_case(laboratory(1), {0, 0, 0, 0}, Law::constant(30.0)));
  for (std::uint64_t replication = 0; replication < 500; ++replication) {
    EXPECT_THAT(firms.days(replication), UnorderedElementsAre(30, 60, 90, 120));
  }
}

TEST(Servers, TakeThoseFirstWhoClaimedFirst) {
  EXPECT_THAT(days_of(queueing_case(laboratory(1), {3, 1, 2, 0, 200}, Law::constant(30.0))),
              ElementsAre(120, 60, 90, 30, 230));
}

TEST(Servers, WorkSideBySide) {
  EXPECT_THAT(days_of(queueing_case(laboratory(2), {0, 1, 2, 3, 4}, Law::constant(30.0))),
              ElementsAre(30, 31, 60, 61, 90));
}

TEST(Servers, ServeATestOfNoTimeAtOnce) {
  EXPECT_THAT(days_of(queueing_case(laboratory(1), {5, 5, 7}, Law::constant(0.0))),
              ElementsAre(5, 5, 7));
}

/// Chi-square of the orders in which firms that claim at one instant are served, against equal
/// chances of all.
double chi_square_of_orders(const std::vector<std::string>& names, std::uint64_t replications,
                            std::uint64_t seed) {
  Case numbers = queueing_case(laboratory(1), std::vector(names.size(), 0.0), Law::constant(30.0));
  for (std::size_t i = 0; i < names.size(); ++i) {
    numbers.firms[i].name = names[i];
  }
  EachFirm firms(numbers);
  std::map<std::vector<double>, double> counts;
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    counts[firms.days(replication, seed)] += 1.0;
  }
  const double orders = std::tgamma(static_cast<double>(names.size()) + 1.0);
  EXPECT_EQ(static_cast<double>(counts.size()), orders) << "every order occurs";
  const double each = static_cast<double>(replications) / orders;
  double chi_square = 0.0;
  for (const auto& [order, count] : counts) {
    chi_square += (count - each) * (count - each) / each;
  }
  return chi_square;
}

TEST(Servers, DrawLotsAmongClaimsOfOneInstant) {
  // All 24 orders of four firms alike. 70.55 is the upper 1e-6 quantile of chi-square with 23
  // degrees of freedom: a false alarm of 1e-6 for each of the three lines.
  for (const std::vector<std::string>& names :
       {std::vector<std::string>{"firm-0", "firm-1", "firm-2", "firm-3"},
        {"zeta", "alpha", "midway", "a"},
        {"north", "south", "east", "west"}}) {
    EXPECT_LT(chi_square_of_orders(names, 12'000, 1), 70.55) << names[0];
  }
}

/// Two firms whose stage before the test needs the laboratory and is repeated once if `succeeds` is
/// 2; then a third firm, which comes the day before, holds one of the two servers for long.
Case contested(const std::string& stage, int succeeds) {
  Case numbers = queueing_case(laboratory(succeeds), {0, 0, 29}, Law::constant(30.0));
  Technology& technology = numbers.technologies[0];
  technology.stages[1].facility.clear();
  Stage& silicon = technology.stages[0];
  silicon.name = stage;
  silicon.facility = "laboratory";
  silicon.duration = silicon.repeat_duration = Law::constant(30.0);
  silicon.success = {succeeds == 1 ? 1.0 : 0.0, 1.0};
  silicon.on_failure = OnFailure::repeat;
  numbers.technologies.push_back(technology);
  Technology& longer = numbers.technologies[1];
  longer.name = "longer";
  longer.stages[0].name = "design";
  longer.stages[0].success = {1.0};
  longer.stages[0].facility.clear();
  longer.stages[1].facility = "laboratory";
  longer.stages[1].duration = Law::constant(300.0);
  for (std::size_t i = 0; i < 2; ++i) {
    numbers.firms[i].stage = stage;
    numbers.firms[i].begun = false;
  }
  numbers.firms[2].technology = "longer";
  numbers.firms[2].stage = "design";
  return numbers;
}

TEST(Servers, DrawOtherLotsForOtherStagesAndAttempts) {
  EachFirm first(contested("silicon", 1));
  EachFirm again(contested("silicon", 1));
  EachFirm other_stage(contested("package", 1));
  EachFirm second_attempt(contested("silicon", 2));
  int same_stage_agrees = 0;
  int other_stage_agrees = 0;
  int second_attempt_agrees = 0;
  constexpr int replications = 900;
  for (int i = 0; i < replications; ++i) {
    const auto first_wins = [&](EachFirm& firms, double end) {
      const std::vector<double> days = firms.days(static_cast<std::uint64_t>(i));
      EXPECT_THAT((std::vector{days[0], days[1]}), UnorderedElementsAre(end, end + 30));
      return days[0] < days[1];
    };
    const bool wins = first_wins(first, 60);
    same_stage_agrees += first_wins(again, 60) == wins ? 1 : 0;
    other_stage_agrees += first_wins(other_stage, 60) == wins ? 1 : 0;
    second_attempt_agrees += first_wins(second_attempt, 90) == wins ? 1 : 0;
  }
  EXPECT_EQ(same_stage_agrees, replications);
  // Half of the time, within 4 standard deviations of 15: a false alarm of 6.3e-5 each.
  EXPECT_NEAR(other_stage_agrees, replications / 2, 60);
  EXPECT_NEAR(second_attempt_agrees, replications / 2, 60);
}

TEST(Servers, KnowNoOrderOfTheFile) {
  Case numbers = queueing_case(laboratory(1), {0, 0, 0, 0, 10}, Law::exponential(20.0));
  EachFirm forwards(numbers);
  std::reverse(numbers.firms.begin(), numbers.firms.end());
  EachFirm backwards(numbers);
  for (std::uint64_t replication = 0; replication < 1'000; ++replication) {
    std::vector<double> days = backwards.days(replication);
    std::reverse(days.begin(), days.end());
    EXPECT_EQ(days, forwards.days(replication)) << "by name, every date is the same";
  }
}

/// P(a gamma variable of whole shape and unit scale ≤ x).
double erlang(int shape, double x) {
  double term = std::exp(-x);
  double above = 0.0;
  for (int j = 0; j < shape; ++j) {
    above += term;
    term *= x / (j + 1);
  }
  return 1.0 - above;
}

TEST(Servers, OneWithExponentialTestsEndsTheKthAfterAnErlangTime) {
  constexpr double mean = 20.0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    EachFirm firms(queueing_case(laboratory(1), {0, 0, 0, 0}, Law::exponential(mean)));
    Moments dates[4];
    Moments squares[4];
    Moments by_day_50[4];
    for (std::uint64_t replication = 0; replication < 12'000; ++replication) {
      const std::vector<double> days = sorted_days(firms, replication, seed);
      for (std::size_t i = 0; i < 4; ++i) {
        dates[i].add(days[i]);
        squares[i].add(days[i] * days[i]);
        by_day_50[i].add(days[i] <= 50.0 ? 1.0 : 0.0);
      }
    }
    for (int i = 0; i < 4; ++i) {
      SCOPED_TRACE(::testing::Message() << "test " << i + 1 << ", seed " << seed);
      const double k = i + 1.0;
      expect_near_exact(dates[i], k * mean);
      expect_near_exact(squares[i], k * (k + 1.0) * mean * mean);
      expect_near_exact(by_day_50[i], erlang(i + 1, 50.0 / mean));
    }
  }
}

TEST(Servers, TwoWithExponentialTestsEndTwiceAsOftenButForTheLast) {
  constexpr double mean = 20.0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    EachFirm firms(queueing_case(laboratory(2), {0, 0, 0, 0, 0}, Law::exponential(mean)));
    Moments dates[5];
    Moments last_squared;
    for (std::uint64_t replication = 0; replication < 10'000; ++replication) {
      const std::vector<double> days = sorted_days(firms, replication, seed);
      for (std::size_t i = 0; i < 5; ++i) {
        dates[i].add(days[i]);
      }
      last_squared.add(days[4] * days[4]);
    }
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    for (int i = 0; i < 4; ++i) {
      expect_near_exact(dates[i], (i + 1) * mean / 2.0);
    }
    // Four gaps of mean 10 and one of 20, independent.
    expect_near_exact(dates[4], 4 * 10.0 + 20.0);
    expect_near_exact(last_squared, 60.0 * 60.0 + 4 * 100.0 + 400.0);
  }
}

TEST(Servers, HoldsAFirmThatHadBegunAtTheStart) {
  Case numbers = queueing_case(laboratory(1), {40, 0, 0}, Law::constant(30.0));
  numbers.firms[0].stage = "test";
  EXPECT_EQ(days_of(numbers)[0], 40);
  EXPECT_THAT((std::vector{days_of(numbers)[1], days_of(numbers)[2]}),
              UnorderedElementsAre(70, 100));
}

TEST(Servers, HoldMoreThanTheirNumberIfMoreHadBegun) {
  Case numbers = queueing_case(laboratory(1), {10, 20, 35, 0, 1}, Law::constant(30.0));
  for (std::size_t i = 0; i < 3; ++i) {
    numbers.firms[i].stage = "test";
  }
  EXPECT_THAT(days_of(numbers), ElementsAre(10, 20, 35, 65, 95));
}

TEST(Servers, AreFreeTheInstantAFirmInServiceIsRuined) {
  Case numbers = queueing_case(laboratory(1), {0, 1, 2}, Law::constant(100.0));
  EXPECT_THAT(days_of(numbers), ElementsAre(100, 200, 300));
  live_for(numbers.firms[0], 50.0);
  EXPECT_THAT(days_of(numbers), ElementsAre(never, 150, 250));
}

TEST(Servers, ForgetAFirmThatIsRuinedInLine) {
  Case numbers = queueing_case(laboratory(1), {0, 1, 2}, Law::constant(100.0));
  live_for(numbers.firms[1], 50.0);
  EXPECT_THAT(days_of(numbers), ElementsAre(100, never, 200));
  live_for(numbers.firms[1], 100.0);  // ruin comes before service
  EXPECT_THAT(days_of(numbers), ElementsAre(100, never, 200));
}

TEST(Servers, AreFreeWhenAStageFails) {
  Case numbers = queueing_case(laboratory(1), {0, 1, 2}, Law::constant(30.0));
  // The design itself needs the laboratory, and fails for the first firm's technology.
  Technology failing = numbers.technologies[0];
  failing.name = "failing";
  failing.stages[0].facility = "laboratory";
  failing.stages[0].success = {0.0};
  numbers.technologies.push_back(failing);
  numbers.firms[0].technology = "failing";
  numbers.firms[0].remaining = Duration::from_days(10);
  EXPECT_THAT(days_of(numbers), ElementsAre(never, 40, 70));
}

// ---- Who goes first ----

/// Firms, domestic or foreign, that have qualified by a day: each is given an order on the spot.
double orders_by(Case numbers, int day_number) {
  numbers.programmes = {plain_programme(1e9, 1)};
  numbers.programmes.front().eligibility.domestic_only = false;
  numbers.horizon = Date::from_day_number(numbers.start.day_number() + day_number);
  numbers.standard.deadline = numbers.horizon;
  return simulate_one(numbers).contracts_signed;
}

TEST(DomesticFirst, DomesticFirmsPassForeignOnesThatWait) {
  Facility favouring = laboratory(1);
  favouring.serves = Serves::domestic_first;
  Case numbers = queueing_case(favouring, {0, 5, 10, 20}, Law::constant(30.0));
  numbers.firms[0].domestic = false;  // tested when the domestic ones come: not disturbed
  numbers.firms[1].domestic = false;  // waits longest
  const Outcome favoured = simulate_one(numbers);
  EXPECT_NEAR(favoured.months_to_first_qualification, 60 * day, 1e-9);
  EXPECT_NEAR(favoured.months_waited_at_facilities, (20 + 40) * day, 1e-9);
  EXPECT_EQ(favoured.qualified_suppliers, 2);
  // The foreign ones qualify on days 30 and 120.
  const double expected[] = {0, 1, 2, 3, 4};
  for (int k = 0; k <= 4; ++k) {
    EXPECT_EQ(orders_by(numbers, 30 * k + 15), expected[k]);
  }
  numbers.facilities[0].serves = Serves::first_come;
  EXPECT_NEAR(simulate_one(numbers).months_to_first_qualification, 90 * day, 1e-9);
  EXPECT_NEAR(simulate_one(numbers).months_waited_at_facilities, (50 + 70) * day, 1e-9);
}

TEST(DomesticFirst, IsFirstComeAmongEquals) {
  Case numbers = queueing_case(laboratory(2), {0, 0, 0, 3, 3, 50}, Law::exponential(20.0));
  const auto first_come = simulate_all(numbers, 500);
  numbers.facilities[0].serves = Serves::domestic_first;
  const auto domestic_first = simulate_all(numbers, 500);
  for (std::size_t i = 0; i < 500; ++i) {
    EXPECT_TRUE(same(first_come[i], domestic_first[i]));
  }
}

TEST(DomesticFirst, DrawsLotsWithinAClass) {
  // One domestic firm among three always goes first; its rivals stand behind it, whoever they are.
  Facility favouring = laboratory(1);
  favouring.serves = Serves::domestic_first;
  Case numbers = queueing_case(favouring, {0, 0, 0}, Law::constant(30.0));
  numbers.firms[1].domestic = false;
  numbers.firms[2].domestic = false;
  for (const Outcome& outcome : simulate_all(numbers, 500)) {
    EXPECT_NEAR(outcome.months_to_first_qualification, 30 * day, 1e-9);
  }
  // Of two domestic firms each is first half of the time: told by their products.
  numbers.firms[1].domestic = true;
  numbers.technologies.push_back(numbers.technologies[0]);
  numbers.technologies[1].name = "better";
  numbers.technologies[1].relative_performance = Law::constant(3.0);
  numbers.firms[1].technology = "better";
  Moments better_first;
  for (const Outcome& outcome : simulate_all(numbers, 20'000)) {
    better_first.add(outcome.performance_at_first_qualification == 3.0 ? 1.0 : 0.0);
  }
  expect_near_exact(better_first, 0.5);
}

TEST(DomesticFirst, HoldsForSeatsToo) {
  Facility favouring = shuttle(Date(2026, 1, 31), 1, 1);
  Case numbers = queueing_case(favouring, {1, 2}, Law::constant(10.0));
  numbers.firms[0].domestic = false;
  EXPECT_NEAR(simulate_one(numbers).months_to_first_qualification, 68 * day, 1e-9);
  numbers.facilities[0].serves = Serves::domestic_first;
  EXPECT_NEAR(simulate_one(numbers).months_to_first_qualification, 40 * day, 1e-9);
}

// ---- Departures ----

TEST(Departures, TakeEverybodyOnTheNextDateOfTheCalendar) {
  struct Departure {
    int day_of_year;
    int next;
  };
  // From 31 January by one month: the last day of every month of 2026, counted by hand.
  Case numbers =
      queueing_case(shuttle(Date(2026, 1, 31), 1, 100), {0, 0, 0, 0}, Law::constant(7.0));
  for (const Departure& d : {Departure{30, 58},
                             {58, 89},
                             {89, 119},
                             {119, 150},
                             {150, 180},
                             {180, 211},
                             {211, 242},
                             {242, 272},
                             {272, 303},
                             {303, 333},
                             {333, 364},
                             {364, 395},
                             {395, 423}}) {
    const Duration exactly = Duration::from_days(d.day_of_year);
    numbers.firms[0].remaining = exactly - Duration::from_days(20.0);
    numbers.firms[1].remaining = exactly - Duration::microseconds(1);
    numbers.firms[2].remaining = exactly;  // claims of that midnight are in time
    numbers.firms[3].remaining = exactly + Duration::microseconds(1);
    const double leaves = d.day_of_year + 7.0;
    EXPECT_THAT(days_of(numbers), ElementsAre(leaves, leaves, leaves, d.next + 7.0));
  }
}

TEST(Departures, KnowLeapYears) {
  Case numbers = queueing_case(shuttle(Date(2028, 1, 31), 1, 100), {1, 31, 60}, Law::constant(1.0));
  numbers.start = Date(2028, 1, 1);
  EXPECT_THAT(days_of(numbers), ElementsAre(31, 60, 91)) << "31 January, 29 February, 31 March";
}

TEST(Departures, TakeAsManyAsThereAreSeats) {
  EXPECT_THAT(days_of(queueing_case(shuttle(Date(2026, 1, 31), 1, 2), {5, 1, 2, 3, 4},
                                    Law::constant(300.0))),
              ElementsAre(389, 330, 330, 358, 358))
      << "by their claims; those who travel take no seat of the next departure";
}

TEST(Departures, DrawLotsForTheSeats) {
  Moments left_behind[3];
  EachFirm firms(queueing_case(shuttle(Date(2026, 1, 31), 1, 2), {4, 4, 4}, Law::constant(10.0)));
  for (std::uint64_t replication = 0; replication < 10'000; ++replication) {
    const std::vector<double> days = firms.days(replication);
    EXPECT_THAT(days, UnorderedElementsAre(40, 40, 68));
    for (std::size_t i = 0; i < 3; ++i) {
      left_behind[i].add(days[i] == 68.0 ? 1.0 : 0.0);
    }
  }
  for (const Moments& share : left_behind) {
    expect_near_exact(share, 1.0 / 3.0);
  }
}

TEST(Departures, TakeNobodyAfterTheLast) {
  Case numbers = queueing_case(shuttle(Date(2026, 1, 31), 1200, 5), {30, 31}, Law::constant(10.0));
  EXPECT_THAT(days_of(numbers), ElementsAre(40, never));
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_active, 2) << "it still waits";
  EXPECT_NEAR(outcome.months_waited_at_facilities, (3652 - 31) * day, 1e-9);
}

TEST(Departures, BeyondTheHorizonTakeNobody) {
  Case numbers = queueing_case(shuttle(Date(2036, 1, 1), 1, 5), {0}, Law::constant(10.0));
  EXPECT_THAT(days_of(numbers), ElementsAre(never));
  numbers.facilities[0].first = numbers.horizon;
  numbers.technologies[0].stages[1].duration = Law::constant(0.5);
  EXPECT_THAT(days_of(numbers), ElementsAre(3651.5));
}

TEST(Departures, AFirmThatHadBegunAtTheStartTravelsAlready) {
  Case numbers = queueing_case(shuttle(Date(2026, 1, 31), 1, 1), {12, 1}, Law::constant(10.0));
  numbers.firms[0].stage = "test";
  EXPECT_THAT(days_of(numbers), ElementsAre(12, 40));
}

TEST(Departures, ASeatIsFreeWhenItsFirmIsRuinedBefore) {
  Case numbers = queueing_case(shuttle(Date(2026, 1, 31), 1, 1), {1, 2}, Law::constant(50.0));
  EXPECT_THAT(days_of(numbers), ElementsAre(80, 108));
  live_for(numbers.firms[0], 25.0);
  EXPECT_THAT(days_of(numbers), ElementsAre(never, 80));
  live_for(numbers.firms[0], 30.0);  // that very midnight
  EXPECT_THAT(days_of(numbers), ElementsAre(never, 80));
  live_for(numbers.firms[0], 40.0);  // on the way: the seat is gone
  EXPECT_THAT(days_of(numbers), ElementsAre(never, 108));
}

TEST(Departures, ARepeatedStageTakesALaterOne) {
  Case numbers = queueing_case(shuttle(Date(2026, 1, 31), 1, 1), {0}, Law::constant(30.0));
  Technology& technology = numbers.technologies[0];
  technology.stages[1].facility.clear();
  Stage silicon;
  silicon.name = "silicon";
  silicon.facility = "shuttle";
  silicon.duration = Law::constant(10.0);
  silicon.success = {0.0, 1.0};
  silicon.on_failure = OnFailure::repeat;
  silicon.repeat_duration = Law::constant(12.0);
  technology.stages.insert(technology.stages.begin() + 1, silicon);
  // Leaves on day 30, fails on day 40, leaves again on day 58, tested from 70 to 100.
  EXPECT_THAT(days_of(numbers), ElementsAre(100));
}

// ---- Claims, money and waits ----

TEST(Claim, OfARetestJoinsTheLineAgain) {
  Case numbers = queueing_case(laboratory(1), {0, 1, 2, 40}, Law::constant(30.0));
  numbers.standard.attempts = 2;
  numbers.standard.retest_after = Duration::from_days(5);
  numbers.technologies.push_back(numbers.technologies[0]);
  numbers.technologies[1].name = "poor";
  numbers.technologies[1].relative_performance = Law::constant(0.5);
  numbers.technologies[1].stages[1].repeat_duration = Law::constant(15.0);
  numbers.firms[0].technology = "poor";
  // Tests end on days 30 (failed), 60, 90; the retest claimed on day 35 lasts from 90 to 105.
  EXPECT_THAT(days_of(numbers), ElementsAre(never, 60, 90, 135));
  for (std::size_t i = 1; i < 4; ++i) {
    numbers.firms[i].domestic = false;
  }
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_missed, 1);
  EXPECT_NEAR(outcome.months_waited_at_facilities, 55 * day, 1e-9) << "from day 35 to day 90";
}

TEST(Claim, IsPaidForBeforeTheLineAndWaitingBurnsCash) {
  Case numbers = queueing_case(laboratory(1), {0, 10}, Law::constant(100.0));
  numbers.firms[0].domestic = false;
  numbers.firms[1].burn = BurnRate::major_per_year(365'250.0);  // £1,000 a day
  numbers.technologies[0].stages[1].cost = Money::major(70'000.0);
  const auto spending_after = [&](int days) {
    Case cut = numbers;
    cut.horizon = Date::from_day_number(numbers.start.day_number() + days - 1);
    return simulate_one(cut).suppliers_spending;
  };
  EXPECT_EQ(spending_after(10), 10'000.0);
  EXPECT_EQ(spending_after(11), 81'000.0) << "paid on joining";
  EXPECT_EQ(spending_after(50), 120'000.0);
  EXPECT_EQ(spending_after(150), 220'000.0) << "and not again when served";
}

TEST(Claim, IsNotMadeByAFirmThatCannotPay) {
  Case numbers = queueing_case(laboratory(1), {0, 10, 20}, Law::constant(100.0));
  numbers.technologies[0].stages[1].cost = Money::major(70'000.0);
  numbers.firms[1].cash = Money::major(70'000.0) - Money::minor(1);
  EXPECT_THAT(days_of(numbers), ElementsAre(100, never, 200)) << "it holds no place in line";
  EXPECT_NEAR(simulate_one(numbers).months_waited_at_facilities, 80 * day, 1e-9)
      << "a wait for cash is no wait for the laboratory";
}

TEST(Claim, IsMadeOnTheDayTheMoneyComes) {
  Case numbers = queueing_case(laboratory(1), {0, 10, 20}, Law::constant(100.0));
  numbers.technologies[0].stages[1].cost = Money::major(70'000.0);
  numbers.firms[1].cash = Money::major(50'000.0);
  numbers.firms[1].next_round = "a";
  Round round;
  round.name = "a";
  round.graduation = Share(0.75);  // each of two attempts closes half of the time
  round.size = Law::constant(1e6);
  numbers.finance.rounds = {round};
  numbers.finance.closing = Law::constant(7.0);
  EachFirm firms(numbers);
  std::map<std::vector<double>, int> seen;
  for (std::uint64_t i = 0; i < 200; ++i) {
    ++seen[firms.days(i)];
  }
  // Money comes on day 17, before the third firm's claim; or on day 24, after it; or not at all.
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_GT((seen[{100, 200, 300}]), 50);
  EXPECT_GT((seen[{100, 300, 200}]), 20);
  EXPECT_GT((seen[{100, never, 200}]), 20);
}

TEST(MonthsWaited, AreThoseOfDomesticFirmsUpToTheHorizon) {
  Case numbers = queueing_case(laboratory(1), {0, 10, 20, 30}, Law::constant(100.0));
  // Served on days 0, 100, 200 and 300.
  const double waits[] = {0, 90, 180, 270};
  for (std::size_t counted = 0; counted < 16; ++counted) {  // every choice of domestic firms
    double expected = 0.0;
    double until_day_150 = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
      numbers.firms[i].domestic = (counted >> i & 1U) != 0;
      const double ready = 10.0 * static_cast<double>(i);
      expected += numbers.firms[i].domestic ? waits[i] : 0.0;
      until_day_150 += numbers.firms[i].domestic ? std::min(waits[i], 150.0 - ready) : 0.0;
    }
    EXPECT_NEAR(simulate_one(numbers).months_waited_at_facilities, expected * day, 1e-9);
    Case cut = numbers;
    cut.horizon = Date::from_day_number(numbers.start.day_number() + 149);
    EXPECT_NEAR(simulate_one(cut).months_waited_at_facilities, until_day_150 * day, 1e-9)
        << "two are still waiting";
  }
}

TEST(MonthsWaited, EndWithTheFirm) {
  Case numbers = queueing_case(laboratory(1), {0, 10}, Law::constant(100.0));
  live_for(numbers.firms[1], 50.0);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_insolvent, 1);
  EXPECT_NEAR(outcome.months_waited_at_facilities, 40 * day, 1e-9);
}

// ---- Lines with few places ----

/// A firm that finds so many others in line gives up.
LimitedLine with_places(std::int64_t places) {
  LimitedLine line;
  line.places = places;
  return line;
}

Case limited_case(const std::vector<double>& ready, const LimitedLine& line) {
  Case numbers = queueing_case(laboratory(1), ready, Law::constant(100.0));
  numbers.facilities[0].waiting = line;
  return numbers;
}

TEST(LimitedLine, WithoutAPlaceLosesWhoFindsTheServerOccupied) {
  const Case numbers = limited_case({0, 10, 20, 200}, with_places(0));
  EXPECT_THAT(days_of(numbers), ElementsAre(100, never, never, 300));
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_pivoted, 2) << "they leave for other markets";
  EXPECT_EQ(outcome.facility_services, 2);
  EXPECT_EQ(outcome.facility_services_delayed, 0);
  EXPECT_EQ(outcome.facility_claims_turned_away, 2);
  EXPECT_EQ(outcome.months_waited_at_facilities, 0.0);
}

TEST(LimitedLine, ServesAClaimOfTheInstantInWhichAServerIsFree) {
  EXPECT_THAT(days_of(limited_case({0, 100}, with_places(0))), ElementsAre(100, 200));
}

TEST(LimitedLine, LetsSoManyWait) {
  const Case numbers = limited_case({0, 10, 20, 150}, with_places(1));
  EXPECT_THAT(days_of(numbers), ElementsAre(100, 200, never, 300));
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.facility_services, 3);
  EXPECT_EQ(outcome.facility_services_delayed, 2);
  EXPECT_NEAR(outcome.months_waited_at_facilities, (90 + 50) * day, 1e-9);
}

TEST(LimitedLine, SeesAFirmReturnUntilItFindsAPlace) {
  Case numbers = limited_case({0, 10, 300}, {0, TurnedAway::returns, Duration::from_days(30.0)});
  // Turned away on days 10, 40 and 70, served on day 100.
  EXPECT_THAT(days_of(numbers), ElementsAre(100, 200, 400));
  EXPECT_EQ(simulate_one(numbers).facility_claims_turned_away, 3);
  numbers.facilities[0].waiting->returns_after = Duration::from_days(31.0);
  EXPECT_THAT(days_of(numbers), ElementsAre(100, 203, 400)) << "on day 103";
}

TEST(LimitedLine, TakesTheCostOfAStageOnce) {
  Case numbers = limited_case({0, 10}, {0, TurnedAway::returns, Duration::from_days(30.0)});
  numbers.technologies[0].stages[1].cost = Money::major(70'000.0);
  numbers.firms[1].cash = Money::major(70'000.0);
  EXPECT_THAT(days_of(numbers), ElementsAre(100, 200));
  EXPECT_EQ(simulate_one(numbers).suppliers_spending, 140'000.0);
}

TEST(LimitedLine, SeesNobodyReturnWhoHasGone) {
  Case numbers = limited_case({0, 10}, {0, TurnedAway::returns, Duration::from_days(30.0)});
  live_for(numbers.firms[1], 20.0);
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.suppliers_insolvent, 1);
  EXPECT_EQ(outcome.facility_claims_turned_away, 1);
}

TEST(LimitedLine, ServedByClassTakesThePlaceOfTheLast) {
  Case numbers = limited_case({0, 10, 20, 30}, with_places(1));
  numbers.facilities[0].serves = Serves::domestic_first;
  numbers.firms[1].domestic = false;
  const Outcome outcome = simulate_one(numbers);
  EXPECT_EQ(outcome.qualified_suppliers, 2) << "of days 0 and 20; that of day 30 is turned away";
  EXPECT_EQ(outcome.facility_claims_turned_away, 1) << "domestic ones";
  EXPECT_NEAR(outcome.months_waited_at_facilities, 80 * day, 1e-9);
}

// ---- Against a naive twin ----

/// A claim as the twin knows it.
struct Job {
  Instant ready;
  Duration service;
  bool domestic = true;
  Instant served = Instant::never();
};

/// The draws of the model, asked for by their names: design and test of a firm.
Job job_of(const Firm& firm, const Technology& technology, const Luck& luck) {
  const auto drawn = [&](const Stage& stage) {
    const double u = luck.uniform(purpose(Chance::stage_duration), hash_name(firm.name),
                                  ordinal(hash_name(stage.name), 1));
    return Duration::from_days(quantile(stage.duration, u));
  };
  return {Instant{} + drawn(technology.stages[0]), drawn(technology.stages[1]), firm.domestic};
}

/// Waits behind one server by the recursion W′ = max(0, W + S − A). Source: Lindley 1952.
std::vector<Duration> lindley(std::vector<Job> jobs) {
  std::sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) { return a.ready < b.ready; });
  std::vector<Duration> waits = {Duration{}};
  for (std::size_t i = 1; i < jobs.size(); ++i) {
    const Duration gap = jobs[i].ready - jobs[i - 1].ready;
    waits.push_back(std::max(Duration{}, waits.back() + jobs[i - 1].service - gap));
  }
  return waits;
}

/// One claim after another: whenever a server is free and somebody waits, the best of those who
/// wait.
void serve_by_hand(std::vector<Job>& jobs, std::size_t servers, Serves serves) {
  std::vector<Instant> free(servers);
  for (std::size_t served = 0; served < jobs.size(); ++served) {
    const auto server = std::min_element(free.begin(), free.end());
    Instant first_ready = Instant::never();
    for (const Job& job : jobs) {
      first_ready = job.served == Instant::never() ? std::min(first_ready, job.ready) : first_ready;
    }
    const Instant when = std::max(*server, first_ready);
    Job* next = nullptr;
    for (Job& job : jobs) {
      if (job.served != Instant::never() || job.ready > when) {
        continue;
      }
      const bool passes =
          serves == Serves::domestic_first && next != nullptr && job.domestic != next->domestic;
      if (next == nullptr || (passes ? job.domestic : job.ready < next->ready)) {
        next = &job;
      }
    }
    next->served = when;
    *server = when + next->service;
  }
}

/// Forty firms that come at random to a busy laboratory.
Case crowd() {
  Case numbers =
      queueing_case(laboratory(1), std::vector(40, 0.0), Law{LawFamily::lognormal, {6.0, 0.8}});
  numbers.technologies[0].stages[0].duration = Law::exponential(200.0);
  numbers.horizon = Date(2026, 12, 31);
  numbers.standard.deadline = numbers.horizon;
  for (std::size_t i = 0; i < 40; ++i) {
    numbers.firms[i].begun = false;
    numbers.firms[i].domestic = i % 3 != 0;
  }
  return numbers;
}

TEST(Twin, LindleysRecursionGivesTheWaitsOfOneServer) {  // as V34, for a crowd of forty
  Case numbers = crowd();
  numbers.horizon = Date(2060, 12, 31);  // everybody is served
  for (Firm& firm : numbers.firms) {
    firm.domestic = true;
  }
  Moments wait;
  const auto outcomes = simulate_all(numbers, 500);
  for (std::uint64_t i = 0; i < outcomes.size(); ++i) {
    std::vector<Job> jobs;
    for (const Firm& firm : numbers.firms) {
      jobs.push_back(job_of(firm, numbers.technologies[0], Luck(1, Phase::main, i)));
    }
    const std::vector<Duration> waits = lindley(jobs);
    const double months = std::accumulate(waits.begin(), waits.end(), 0.0,
                                          [](double sum, Duration w) { return sum + w.months(); });
    EXPECT_NEAR(outcomes[i].months_waited_at_facilities, months, 1e-9);
    wait.add(months / 40.0);
  }
  EXPECT_GT(wait.mean(), 0.5) << "there is a line to speak of";
}

TEST(Twin, ServesTheSameClaimsAtTheSameTimes) {
  Case numbers = crowd();
  const Instant end = SimulationClock(numbers.start).end_of(numbers.horizon);
  for (const std::int64_t servers : {1, 2, 4}) {
    for (const Serves serves : {Serves::first_come, Serves::domestic_first}) {
      numbers.facilities[0].capacity = servers;
      numbers.facilities[0].serves = serves;
      const auto outcomes = simulate_all(numbers, 300);
      for (std::uint64_t i = 0; i < outcomes.size(); ++i) {
        std::vector<Job> jobs;
        for (const Firm& firm : numbers.firms) {
          jobs.push_back(job_of(firm, numbers.technologies[0], Luck(1, Phase::main, i)));
        }
        serve_by_hand(jobs, static_cast<std::size_t>(servers), serves);
        double months = 0.0;
        double qualified = 0.0;
        Instant first = end;
        for (const Job& job : jobs) {
          if (!job.domestic || job.ready >= end) {
            continue;
          }
          months += (std::min(job.served, end) - job.ready).months();
          const Instant passed = job.served + job.service;
          qualified += passed < end ? 1.0 : 0.0;
          first = std::min(first, passed);
        }
        ASSERT_NEAR(outcomes[i].months_waited_at_facilities, months, 1e-9);
        ASSERT_EQ(outcomes[i].qualified_suppliers, qualified);
        ASSERT_EQ(outcomes[i].months_to_first_qualification, first.since_start().months());
      }
    }
  }
}

// ---- What changes nothing ----

/// Firms of all fates: they raise, wait for cash, fail, are tested again, sell and go under.
Case busy_case() {
  Case numbers = queueing_case(laboratory(6), {30, 60, 90, 120, 150, 180}, Law::exponential(40.0));
  numbers.benchmarks[0].noise = 0.3;
  numbers.standard.attempts = 2;
  Technology& technology = numbers.technologies[0];
  technology.slip = Law::lognormal(1.2, 0.4);
  technology.relative_performance = Law::lognormal(1.1, 0.5);
  technology.supply = {Law::lognormal(200.0, 0.5), 20, Money::major(3'000)};
  technology.stages[0].success = {0.5, 0.8};
  technology.stages[0].on_failure = OnFailure::repeat;
  technology.stages[0].repeat_duration = Law::exponential(60.0);
  technology.stages[0].repeat_cost = Money::major(1e5);
  technology.stages[1].cost = Money::major(2e5);
  technology.stages[1].keeps_runway = Duration::from_days(60.0);
  for (Firm& firm : numbers.firms) {
    firm.burn = BurnRate::major_per_year(1.2e6);
    firm.next_round = "a";
  }
  numbers.firms[2].domestic = false;
  Round round;
  round.name = "a";
  round.graduation = Share(0.6);
  round.size = Law::lognormal(2e6, 0.5);
  round.starts_at_runway = Duration::from_days(200.0);
  numbers.finance.rounds = {round};
  numbers.finance.closing = Law::exponential(100.0);
  numbers.programmes = {plain_programme(2e6, 60)};
  numbers.standard.deadline = Date(2029, 6, 30);
  return numbers;
}

TEST(Facility, WithRoomForAllChangesNothingButTheNumberOfEvents) {
  Case with = busy_case();
  with.technologies[0].stages[0].facility = "laboratory";  // shared by both stages
  Case without = with;
  without.facilities.clear();
  for (Stage& stage : without.technologies[0].stages) {
    stage.facility.clear();
  }
  const Model model_with = Model::build(with);
  const Model model_without = Model::build(without);
  Workspace workspace_with(model_with);
  Workspace workspace_without(model_without);
  std::map<double, int> qualified;
  double insolvent = 0.0;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    const Luck luck(1, Phase::main, i);
    Outcome a = simulate(model_with, with, luck, workspace_with);
    const Outcome b = simulate(model_without, without, luck, workspace_without);
    EXPECT_EQ(b.servers_in_use, 0.0);
    a.servers_in_use = a.facility_services = 0.0;  // all that a facility adds
    ASSERT_TRUE(same(a, b)) << "replication " << i;
    ++qualified[a.qualified_suppliers];
    insolvent += a.suppliers_insolvent;
  }
  EXPECT_GT(workspace_with.effort().events, workspace_without.effort().events);
  EXPECT_GE(qualified.size(), 4U) << "the case is no idle one";
  EXPECT_GT(insolvent, 100.0);
}

TEST(Facility, ThatNoStageNeedsChangesNothing) {
  Case numbers = busy_case();
  numbers.facilities[0].capacity = 1;
  const auto alone = simulate_all(numbers, 500);
  numbers.facilities.insert(numbers.facilities.begin(), shuttle(Date(2026, 3, 1), 1, 1));
  const auto beside = simulate_all(numbers, 500);
  for (std::size_t i = 0; i < alone.size(); ++i) {
    ASSERT_TRUE(same(alone[i], beside[i]));
  }
}

TEST(Facility, AFirmThatNeverClaimsChangesNobody) {
  Case numbers = busy_case();
  numbers.facilities[0].capacity = 1;
  const auto alone = simulate_all(numbers, 1'000);
  Firm idle = numbers.firms[0];
  idle.name = "idle";
  idle.domestic = false;
  idle.remaining = Duration::from_days(100'000.0);
  numbers.firms.insert(numbers.firms.begin(), idle);
  const auto watched = simulate_all(numbers, 1'000);
  std::size_t changed = 0;
  numbers.firms[0].remaining = Duration::from_days(25.0);
  const auto crowded = simulate_all(numbers, 1'000);
  for (std::size_t i = 0; i < alone.size(); ++i) {
    ASSERT_TRUE(same(alone[i], watched[i]));
    changed += same(alone[i], crowded[i]) ? 0U : 1U;
  }
  EXPECT_GT(changed, 300U) << "one that claims does";
}

TEST(Facility, LeavesNothingBehindInAWorkspace) {
  Case numbers = busy_case();
  Case narrow = numbers;
  narrow.facilities[0].capacity = 1;
  Case leaving = numbers;
  leaving.facilities[0] = shuttle(Date(2026, 3, 31), 3, 2);
  leaving.facilities[0].name = "laboratory";
  const Model model = Model::build(numbers);
  Workspace used(model);
  for (std::uint64_t i = 0; i < 200; ++i) {
    for (const Case* each : {&numbers, &narrow, &leaving}) {
      Workspace fresh(model);
      const Luck luck(2, Phase::main, i);
      ASSERT_TRUE(same(simulate(model, *each, luck, used), simulate(model, *each, luck, fresh)));
    }
  }
}

TEST(Facility, ALargerOneServesNobodyLaterInAFirstComeLine) {
  // Servers are exchanged in the order of claims, so each claim is served no later.
  const Case numbers = queueing_case(laboratory(1), {0, 1, 2, 3, 4, 5, 6}, Law::exponential(9.0));
  std::vector<EachFirm> sizes;
  for (const std::int64_t servers : {1, 2, 3, 7}) {
    Case larger = numbers;
    larger.facilities[0].capacity = servers;
    sizes.emplace_back(larger);
  }
  for (std::uint64_t i = 0; i < 500; ++i) {
    std::vector<double> before = sizes[0].days(i);
    for (std::size_t k = 1; k < sizes.size(); ++k) {
      const std::vector<double> after = sizes[k].days(i);
      for (std::size_t firm = 0; firm < after.size(); ++firm) {
        ASSERT_LE(after[firm], before[firm]);
      }
      before = after;
    }
  }
}

}  // namespace
}  // namespace firstcustomer
