// Programmes in the world: calls, selection, eligibility, promises and the fund.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::advance_clause;
using testing::calling_programme;
using testing::developing_case;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::plain_programme;
using testing::plain_stage;
using testing::simulate_all;
using testing::simulate_one;
using testing::small_case;

// --- Calls

/// Firms in a design stage of ten years.
Case designing(std::size_t firms) {
  return developing_case(firms, {plain_stage("design", 3650.0)});
}

TEST(Calls, AreHeldAtTheirDatesUntilTheDeadline) {
  Case numbers = designing(1);
  numbers.standard.deadline = Date(2027, 11, 14);
  numbers.programmes = {calling_programme(1e6, 10, 9)};
  numbers.programmes.front().allocation.first_call = Date(2026, 3, 15);
  numbers.programmes.front().allocation.months_between = 4;
  EXPECT_THAT(History(numbers).dates(RecordKind::call_held),
              ElementsAre(Date(2026, 3, 15), Date(2026, 7, 15), Date(2026, 11, 15),
                          Date(2027, 3, 15), Date(2027, 7, 15)));
}

TEST(Calls, OfMonthsEndsDoNotDrift) {
  Case numbers = designing(1);
  numbers.standard.deadline = Date(2026, 5, 31);
  numbers.programmes = {calling_programme(1e6, 10, 9)};
  numbers.programmes.front().allocation.first_call = Date(2026, 1, 31);
  numbers.programmes.front().allocation.months_between = 1;
  EXPECT_THAT(History(numbers).dates(RecordKind::call_held),
              ElementsAre(Date(2026, 1, 31), Date(2026, 2, 28), Date(2026, 3, 31),
                          Date(2026, 4, 30), Date(2026, 5, 31)));
}

TEST(Calls, BeforeTheStartAreOneCallAtTheStart) {
  Case numbers = designing(1);
  numbers.standard.deadline = Date(2027, 12, 31);
  numbers.programmes = {calling_programme(1e6, 10, 9)};
  numbers.programmes.front().allocation.first_call = Date(2022, 7, 1);
  EXPECT_THAT(History(numbers).dates(RecordKind::call_held),
              ElementsAre(Date(2026, 1, 1), Date(2026, 7, 1), Date(2027, 7, 1)));
  numbers.programmes.front().allocation.first_call = Date(2024, 1, 1);
  EXPECT_THAT(History(numbers).dates(RecordKind::call_held),
              ElementsAre(Date(2026, 1, 1), Date(2027, 1, 1)));
}

TEST(Calls, AfterTheDeadlineAreNotHeld) {
  Case numbers = designing(1);
  numbers.standard.deadline = Date(2026, 6, 30);
  numbers.programmes = {calling_programme(1e6, 10, 1)};
  for (const Date first : {Date(2026, 7, 1), Date(2027, 1, 1)}) {
    numbers.programmes.front().allocation.first_call = first;
    const History history(numbers);
    EXPECT_THAT(history.of(RecordKind::call_held), IsEmpty());
    EXPECT_EQ(history.outcome.contracts_signed, 0);
    EXPECT_EQ(history.outcome.public_money_lapsed, 1e6);
  }
  numbers.programmes.front().allocation.first_call = Date(2026, 6, 30);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1) << "the deadline is its last day";
}

TEST(Calls, FillAsManyPlacesAsThereAre) {
  for (std::int64_t suppliers = 1; suppliers <= 6; ++suppliers) {
    Case numbers = designing(5);
    numbers.programmes = {calling_programme(1e7, 10, suppliers)};
    const History history(numbers);
    const double chosen = static_cast<double>(std::min<std::int64_t>(suppliers, 5));
    EXPECT_EQ(history.outcome.contracts_signed, chosen);
    EXPECT_EQ(history.outcome.public_money_committed, 1e5 * chosen);
    EXPECT_EQ(history.of(RecordKind::call_held).front().other, 5.0) << "applicants";
    EXPECT_EQ(history.of(RecordKind::call_held).front().count, suppliers) << "places";
  }
}

TEST(Calls, SignNoMoreThanAllAwardsWhereEveryoneWins) {
  Case numbers = designing(5);
  numbers.programmes = {calling_programme(1e6, 10, 9)};
  numbers.programmes.front().allocation.selection = Selection::all;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 5);
  numbers.programmes.front().allocation.awards = 2;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 2);
}

TEST(Calls, OfferNothingToThoseWhoLoseWhereAWinnerDeclines) {
  // The one bid below the reserve is of a firm that cannot deposit its bond.
  Case numbers = designing(2);
  numbers.technologies.push_back(numbers.technologies[0]);
  numbers.technologies[1].name = "dear";
  numbers.technologies[0].supply.unit_cost = Money::major(10'000);
  numbers.technologies[1].supply.unit_cost = Money::major(20'000);
  numbers.firms[1].technology = "dear";
  Programme programme = calling_programme(1e6, 10, 1);
  programme.allocation.selection = Selection::first_price;
  programme.allocation.reserve = 15'000;
  programme.allocation.bond = Share(0.3);
  programme.contract[0].pay.formula =
      Formula({{Operation::term, static_cast<std::uint32_t>(Term::price), 0.0}});
  numbers.programmes = {programme};
  EXPECT_THAT(History(numbers).names(RecordKind::contract_signed), ElementsAre("firm-0"));
  numbers.firms[0].cash = Money::major(1e3);
  EXPECT_THAT(History(numbers).names(RecordKind::contract_signed), IsEmpty());
}

TEST(Calls, CompeteAgainForMoneyThatCameBack) {
  // A budget for one contract: the first firm is ruined on day 200 with nothing delivered, and
  // the other gets what it leaves at the next call.
  Case numbers = designing(2);
  for (Firm& firm : numbers.firms) {
    firm.burn = BurnRate::major_per_year(firm.cash.major() * days_per_year / 200.0);
  }
  numbers.firms[1].burn = BurnRate{};
  numbers.technologies.push_back(numbers.technologies[0]);
  numbers.technologies[1].name = "better";
  numbers.technologies[1].relative_performance = Law::constant(1e9);
  numbers.firms[0].technology = "better";
  numbers.programmes = {calling_programme(1e6, 100, 1)};
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_signed), ElementsAre("firm-0", "firm-1"));
  EXPECT_THAT(history.dates(RecordKind::contract_signed),
              ElementsAre(Date(2026, 1, 1), Date(2027, 1, 1)));
  EXPECT_EQ(history.outcome.public_money_committed, 2e6);
  EXPECT_EQ(history.outcome.public_money_released, 2e6) << "the second misses the deadline";
}

TEST(Calls, SignNothingTheFundCannotPay) {
  Case numbers = designing(3);
  numbers.programmes = {calling_programme(250'000.0, 10, 3)};  // two of 100,000 and half of one
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e5, 1e5, 5e4));
  numbers.programmes.front().eligibility.max_share_per_firm = Share(0.2);
  EXPECT_THAT(History(numbers).amounts(RecordKind::contract_signed), ElementsAre(5e4, 5e4, 5e4));
}

// --- Selection

/// A call at the start for one of n firms whose products are lognormal and seen with an error.
Case selecting(std::size_t n, double sd, double error) {
  Case numbers = designing(n);
  numbers.horizon = numbers.standard.deadline = Date(2026, 6, 30);
  numbers.technologies[0].relative_performance = Law::lognormal(1.0, sd);
  numbers.programmes = {calling_programme(1e6, 10, 1)};
  numbers.programmes.front().assessment = {error, 17.0, 17.0};
  return numbers;
}

TEST(Selection, PicksTheBestByANoisyScore) {  // V51: rho = .15 / .17
  const struct {
    std::size_t n;
    double best;
    double of_normals;  // expected largest of n standard normals
  } rows[] = {
      {2, 0.8440417392, 0.5641895835}, {3, 0.7733529, 0.8462843753}, {5, 0.6994571, 1.1629644736}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.n);
    const Case numbers = selecting(row.n, 0.15, 0.08);
    expect_means(
        numbers,
        {{[](const Outcome& o) { return o.selection_shortfall == 0.0 ? 1.0 : 0.0; }, row.best},
         {[](const Outcome& o) { return o.selection_shortfall; },
          0.15 * row.of_normals * (1.0 - 0.15 / 0.17)}});
  }
}

TEST(Selection, OfAllHasNoShortfallAndNoneHasNoNumber) {
  Case numbers = selecting(4, 0.5, 0.5);
  numbers.programmes.front().allocation.suppliers = 4;
  for (const Outcome& o : simulate_all(numbers, 200)) {
    ASSERT_NEAR(o.selection_shortfall, 0.0, 1e-12);
  }
  numbers.programmes.front().fund.budget = Money::major(1.0);
  EXPECT_TRUE(std::isnan(simulate_one(numbers).selection_shortfall));
}

TEST(Selection, SeesWithTheErrorOfWhatHasBeenShown) {
  // One of two is chosen by an error-free eye, only if that eye is the one that looks.
  const auto perfect = [](Case numbers) {
    for (const Outcome& o : simulate_all(numbers, 300)) {
      if (o.selection_shortfall != 0.0) {
        return false;
      }
    }
    return true;
  };
  for (int seen = 0; seen < 3; ++seen) {
    Case numbers = developing_case(2, {plain_stage("prototype", 50.0), plain_stage("ramp", 100.0)});
    numbers.technologies[0].stages[0].prototype = true;
    numbers.technologies[0].relative_performance = Law::lognormal(50.0, 0.3);
    // The prototype stands on day 50, is tested and qualifies on day 80.
    numbers.programmes = {calling_programme(1e6, 10, 1)};
    const Date calls[] = {Date(2026, 1, 1), Date(2026, 3, 1), Date(2026, 4, 1)};
    numbers.programmes.front().allocation.first_call = calls[seen];
    Assessment& assessment = numbers.programmes.front().assessment;
    double* const sds[] = {&assessment.before_prototype, &assessment.with_prototype,
                           &assessment.qualified};
    for (int eye = 0; eye < 3; ++eye) {
      *sds[eye] = eye == seen ? 0.0 : 2.0;
    }
    EXPECT_TRUE(perfect(numbers)) << seen;
    *sds[seen] = 2.0;
    EXPECT_FALSE(perfect(numbers)) << seen;
  }
}

TEST(Selection, ByLotteryIsFairWhateverTheProducts) {
  Case numbers = selecting(4, 1.0, 0.0);
  numbers.programmes.front().allocation.selection = Selection::lottery;
  expect_means(numbers,
               {{[](const Outcome& o) { return o.selection_shortfall == 0.0 ? 1.0 : 0.0; }, 0.25}});
}

TEST(Selection, IsTheSameInAllArms) {
  // What the buyer pays, when it calls and whether it calls often changes neither what it thinks
  // of a firm nor a lottery's order.
  for (const Selection selection : {Selection::ranked, Selection::lottery}) {
    Case numbers = selecting(5, 0.5, 0.5);
    numbers.programmes.front().allocation.selection = selection;
    Case other = numbers;
    other.programmes.front().name = "other";
    other.programmes.front().contract = {advance_clause(0.3),
                                         testing::acceptance_clause(Money::major(77), 9)};
    other.programmes.front().fund.budget = Money::major(5e7);
    other.programmes.front().allocation.first_call = Date(2026, 4, 1);
    other.programmes.front().allocation.months_between = 1;
    for (std::uint64_t i = 0; i < 100; ++i) {
      ASSERT_EQ(History(numbers, i).names(RecordKind::contract_signed),
                History(other, i).names(RecordKind::contract_signed));
    }
  }
}

TEST(Selection, DrawsALotteryAnewAtEveryCall) {
  // Each contract ends a month after its call, by a milestone that cannot be reached, so that there
  // is a place at the next one; the order among those who are left is not that of the first.
  Case numbers = designing(5);
  numbers.programmes = {calling_programme(1e7, 10, 1)};
  numbers.programmes.front().allocation.selection = Selection::lottery;
  Clause milestone;
  milestone.on = Trigger::milestone;
  milestone.milestone = "design";
  milestone.pay = Amount::sum(Money::major(1.0));
  milestone.due = Duration::from_days(30.0);
  numbers.programmes.front().contract.push_back(milestone);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const History history(numbers, i);
    std::map<std::uint32_t, std::vector<double>> scores;
    for (const Record& record : history.of(RecordKind::not_chosen)) {
      scores[record.firm.index()].push_back(record.value);
    }
    std::size_t most = 0;
    for (const auto& [firm, of_firm] : scores) {
      most = std::max(most, of_firm.size());
      for (std::size_t k = 1; k < of_firm.size(); ++k) {
        ASSERT_NE(of_firm[k], of_firm[k - 1]);
      }
    }
    ASSERT_GE(most, 3U);
  }
}

// --- Who may

/// A firm that qualifies on day 100 and whose product takes a year to deliver, bought by a foreign
/// owner at a rate that makes it nearly at once.
Case sold_abroad_early() {
  Case numbers = small_case(1);
  numbers.finance.exits = Exits{};
  numbers.finance.exits->acquisition_hazard = PerYear(1e6);
  return numbers;
}

TEST(Eligibility, EndsWithASaleAbroad) {
  Case numbers = sold_abroad_early();
  numbers.programmes = {plain_programme(1e6, 10)};
  EXPECT_EQ(simulate_one(numbers).suppliers_sold_abroad, 1);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 0);
  numbers.programmes.front().eligibility.domestic_only = false;
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1);
  numbers.programmes.front().eligibility.domestic_only = true;
  numbers.finance.exits->foreign = Share(0.0);
  EXPECT_EQ(simulate_one(numbers).contracts_signed, 1) << "domestic owners change nothing";
}

TEST(Eligibility, IsLookedAtWhenMoneyComesBack) {
  // The first takes the fund and is ruined; the second has claimed in vain, and has been sold
  // abroad by the time the money is free.
  Case numbers = small_case(2);
  numbers.firms[1].remaining = Duration::from_days(101);
  numbers.firms[0].parent_funded = false;
  numbers.firms[0].burn = BurnRate::major_per_year(1e6 * days_per_year / 3000.0);
  numbers.technologies[0].supply.lead_time = Law::constant(3600.0);
  numbers.finance.exits = Exits{};
  numbers.finance.exits->acquisition_hazard = PerYear(0.5);
  numbers.programmes = {plain_programme(1e6, 100)};
  std::size_t met = 0;
  for (std::uint64_t i = 0; i < 3'000; ++i) {
    const History history(numbers, i);
    const auto sales = history.names(RecordKind::acquired);
    const auto ends = history.of(RecordKind::contract_ends);
    if (!ends.empty() && sales.size() == 1 && sales[0] == "firm-1" &&
        history.of(RecordKind::acquired)[0].when > Instant{} + Duration::from_days(101)) {
      ++met;
      ASSERT_EQ(history.outcome.contracts_signed, 1);
    }
  }
  EXPECT_GT(met, 20U);
}

// --- Dates and periods

/// £1m × the firm's standing among those in force, as the term says.
Clause pool_clause(Trigger trigger, Term standing) {
  Clause clause;
  clause.on = trigger;
  clause.pay.formula = Formula({{Operation::constant, 0, 1e6},
                                {Operation::term, static_cast<std::uint32_t>(standing), 0.0},
                                {Operation::multiply, 0, 0.0}});
  clause.date = Date(2027, 1, 1);
  clause.at_most = Amount::of(Basis::sum, 2e6);
  return clause;
}

/// What firms that are alike, and qualify on the same day, are paid in all.
double paid_to_alike(std::size_t firms, const Clause& clause) {
  Case numbers = small_case(firms);
  numbers.programmes = {plain_programme(1e7, 1)};
  numbers.programmes[0].contract = {clause};
  return simulate_one(numbers).public_money_paid;
}

TEST(Dates, DivideAPoolAmongAllInForce) {
  for (const std::size_t firms : {1U, 2U, 5U}) {
    EXPECT_DOUBLE_EQ(paid_to_alike(firms, pool_clause(Trigger::date, Term::excess_share)), 1e6)
        << firms;
  }
}

TEST(Dates, RankAllInForce) {
  EXPECT_DOUBLE_EQ(paid_to_alike(2, pool_clause(Trigger::date, Term::rank)), 3e6)
      << "a first and a second";
}

TEST(Dates, SeeAllOfTheirStandingAtOnce) {
  std::vector<Instruction> program = {{Operation::constant, 0, 0.0}};
  for (const auto& [standing, times] :
       {std::pair{Term::rank, 1e3}, std::pair{Term::suppliers, 1e4},
        std::pair{Term::capacity_share, 1e5}, std::pair{Term::excess_share, 1e6}}) {
    program.insert(program.end(), {{Operation::term, static_cast<std::uint32_t>(standing), 0.0},
                                   {Operation::constant, 0, times},
                                   {Operation::multiply, 0, 0.0},
                                   {Operation::add, 0, 0.0}});
  }
  Clause clause = pool_clause(Trigger::date, Term::rank);
  clause.pay.formula = Formula(program);
  EXPECT_DOUBLE_EQ(paid_to_alike(2, clause), 571e3 + 572e3);
}

TEST(Periods, RankAllInForce) {
  Clause clause = pool_clause(Trigger::quarter_end, Term::rank);
  clause.at_most = Amount::of(Basis::sum, 1e6);
  clause.when = Formula({{Operation::term, static_cast<std::uint32_t>(Term::rank), 0.0},
                         {Operation::constant, 0, 2.0},
                         {Operation::less, 0, 0.0}});
  Case numbers = small_case(5);
  numbers.horizon = Date(2026, 8, 1);  // one quarter ends
  numbers.programmes = {plain_programme(1e7, 1)};
  numbers.programmes[0].contract = {clause};
  EXPECT_DOUBLE_EQ(simulate_one(numbers).public_money_paid, 1e6) << "who is first, alone";
}

}  // namespace
}  // namespace firstcustomer
