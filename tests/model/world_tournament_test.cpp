// Tournaments in the world: phases, what is paid in them, and who goes on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::acceptance_clause;
using testing::advance_clause;
using testing::calling_programme;
using testing::developing_case;
using ::testing::ElementsAre;
using testing::expect_means;
using testing::History;
using ::testing::IsEmpty;
using testing::milestone_clause;
using testing::plain_stage;
using testing::same;
using ::testing::UnorderedElementsAre;

TournamentPhase phase_of_days(const std::string& name, double days, std::int64_t go_on) {
  TournamentPhase phase;
  phase.name = name;
  phase.lasts = Duration::from_days(days);
  phase.go_on = go_on;
  return phase;
}

Clause phase_clause(Trigger on, const std::string& phase, double pay) {
  Clause clause;
  clause.on = on;
  clause.phase = phase;
  clause.pay = Amount::sum(Money::major(pay));
  return clause;
}

/// Firms that design for 100 days and build for 200, in a tournament from 1 January 2026 on: all
/// take part for 150 days, for £100k each, and two for 215 more, for £1m. The products of firm-0,
/// firm-1, … are ever better, and the buyer sees that.
Case tournament(std::size_t firms) {
  Case numbers =
      developing_case(firms, {plain_stage("design", 100.0), plain_stage("build", 200.0)});
  numbers.technologies.clear();
  for (std::size_t i = 0; i < firms; ++i) {
    Technology technology =
        developing_case(1, {plain_stage("design", 100.0), plain_stage("build", 200.0)})
            .technologies[0];
    technology.name = "technology-" + std::to_string(i);
    technology.relative_performance = Law::constant(2.0 + static_cast<double>(i));
    numbers.firms[i].technology = technology.name;
    numbers.technologies.push_back(technology);
  }
  Programme programme = calling_programme(10e6, 1, static_cast<std::int64_t>(firms));
  programme.allocation.phases = {phase_of_days("paper", 150.0, 2),
                                 phase_of_days("silicon", 215.0, 1)};
  programme.contract = {phase_clause(Trigger::phase_begins, "paper", 25e3),
                        phase_clause(Trigger::phase_ends, "paper", 75e3),
                        phase_clause(Trigger::phase_begins, "silicon", 250e3),
                        phase_clause(Trigger::phase_ends, "silicon", 750e3)};
  programme.allocation.phases[0].deliverable = "design";
  programme.allocation.phases[1].deliverable = "build";
  programme.assessment = {0.0, 0.0, 0.0};
  numbers.programmes = {programme};
  return numbers;
}

Programme& buyer(Case& numbers) {
  return numbers.programmes.front();
}
Allocation& allocation(Case& numbers) {
  return buyer(numbers).allocation;
}

TEST(Tournament, PaysAsPhasesBeginAndAsTheyEnd) {
  const History history(tournament(3));
  EXPECT_THAT(history.dates(RecordKind::phase_begins),
              ElementsAre(Date(2026, 1, 1), Date(2026, 5, 31)));
  EXPECT_EQ(history.of(RecordKind::phase_begins)[0].other, 3.0);
  EXPECT_EQ(history.of(RecordKind::phase_begins)[1].other, 2.0);
  EXPECT_EQ(history.of(RecordKind::phase_begins)[1].count, 2);
  EXPECT_THAT(history.amounts(RecordKind::contract_signed), ElementsAre(1e5, 1e5, 1e5));
  EXPECT_THAT(history.amounts(RecordKind::goes_on), ElementsAre(1e6, 1e6));
  EXPECT_THAT(history.names(RecordKind::goes_on), ElementsAre("firm-2", "firm-1"));
  EXPECT_THAT(history.names(RecordKind::not_continued), ElementsAre("firm-0", "firm-1"));
  EXPECT_THAT(history.dates(RecordKind::not_continued),
              ElementsAre(Date(2026, 5, 31), Date(2027, 1, 1)));
  EXPECT_THAT(history.names(RecordKind::contract_fulfilled), ElementsAre("firm-2"));
  EXPECT_THAT(history.dates(RecordKind::contract_fulfilled), ElementsAre(Date(2027, 1, 1)));
  EXPECT_THAT(history.amounts(RecordKind::paid),
              UnorderedElementsAre(25e3, 25e3, 25e3, 75e3, 75e3, 75e3, 250e3, 250e3, 750e3, 750e3));
  EXPECT_EQ(history.outcome.public_money_paid, 2.3e6);
  EXPECT_EQ(history.outcome.public_money_committed, 2.3e6);
  EXPECT_EQ(history.outcome.public_money_released, 0.0);
  EXPECT_EQ(history.outcome.contracts_failed, 0.0);
  EXPECT_EQ(history.outcome.contracts_signed, 3.0);
}

TEST(Tournament, HasOneCall) {
  Case numbers = tournament(3);
  numbers.firms[2].enters = Date(2026, 3, 1);
  const History history(numbers);
  EXPECT_THAT(history.dates(RecordKind::call_held), ElementsAre(Date(2026, 1, 1)));
  EXPECT_THAT(history.names(RecordKind::contract_signed), UnorderedElementsAre("firm-0", "firm-1"));
}

TEST(Tournament, NeverBeginsWhereNobodyIsChosen) {
  Case numbers = tournament(2);
  buyer(numbers).fund.budget = Money::major(99e3);
  const History history(numbers);
  EXPECT_THAT(history.of(RecordKind::phase_begins), IsEmpty());
  EXPECT_EQ(history.outcome.public_money_lapsed, 99e3);
}

TEST(Tournament, WhoHasNotDeliveredFails) {
  Case numbers = tournament(3);
  numbers.technologies[2].stages[0].duration = Law::constant(151.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_ends), ElementsAre("firm-2"));
  EXPECT_THAT(history.amounts(RecordKind::contract_ends), ElementsAre(75e3)) << "is released";
  EXPECT_THAT(history.names(RecordKind::goes_on), ElementsAre("firm-1", "firm-0"));
  EXPECT_EQ(history.outcome.contracts_failed, 1.0);
  EXPECT_EQ(history.outcome.public_money_paid, 0.3e6 - 75e3 + 2e6);
  numbers.technologies[2].stages[0].duration = Law::constant(150.0);
  EXPECT_EQ(History(numbers).outcome.contracts_failed, 0.0) << "the instant of the end is in time";
}

TEST(Tournament, AFailureTakesBackWhatTheContractSays) {
  Case numbers = tournament(1);
  numbers.technologies[0].stages[0].duration = Law::constant(151.0);
  Clause recovery;
  recovery.on = Trigger::failure;
  recovery.recover = Amount::of(Basis::paid, 1.0);
  buyer(numbers).contract.push_back(recovery);
  EXPECT_EQ(History(numbers).outcome.public_money_recovered, 25e3);
  Case sound = tournament(3);
  buyer(sound).contract.push_back(recovery);
  EXPECT_EQ(History(sound).outcome.public_money_recovered, 0.0) << "not to go on is no failure";
}

TEST(Tournament, ATechnologyWithoutTheStageHasDelivered) {
  Case numbers = tournament(2);
  numbers.technologies[0].stages[0].name = "thinking";
  numbers.technologies[0].stages[0].duration = Law::constant(3000.0);
  numbers.firms[0].stage = "thinking";
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::goes_on), ElementsAre("firm-1", "firm-0"));
  EXPECT_THAT(history.names(RecordKind::contract_ends), ElementsAre("firm-0")) << "at silicon";
}

TEST(Tournament, AFurtherGenerationHasDeliveredWhatOneBeforeItDid) {
  // A prototype after 100 days, of a product that misses the standard 30 days later, again and
  // again; what comes after it takes 1,000 days.
  Case numbers = tournament(1);
  Technology& technology = numbers.technologies[0];
  technology.stages[0].prototype = true;
  technology.stages[1].duration = Law::constant(1000.0);
  technology.relative_performance = Law::constant(0.5);
  technology.generations = {9, 1.0};
  const History history(numbers);
  EXPECT_GE(history.of(RecordKind::generation_begins).size(), 2U);
  EXPECT_THAT(history.dates(RecordKind::goes_on), ElementsAre(Date(2026, 5, 31)));
  EXPECT_THAT(history.dates(RecordKind::contract_ends), ElementsAre(Date(2027, 1, 1)));
}

TEST(Tournament, TheTestDeliversWhenItIsPassed) {
  Case numbers = tournament(2);
  allocation(numbers).phases[1].deliverable = "test";
  allocation(numbers).phases[1].go_on = 2;
  EXPECT_EQ(History(numbers).outcome.contracts_failed, 0.0) << "tested by day 330 of 365";
  Case late = numbers;
  late.technologies[0].stages[2].duration = Law::constant(100.0);
  EXPECT_THAT(History(late).names(RecordKind::contract_ends), ElementsAre("firm-0"));
  numbers.technologies[1].relative_performance = Law::constant(0.5);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_ends), ElementsAre("firm-1"));
}

TEST(Tournament, TheBuyerMayRefuseEvenTheBest) {
  Case numbers = tournament(3);
  allocation(numbers).phases[0].least = 3.5;
  const History some(numbers);
  EXPECT_THAT(some.names(RecordKind::goes_on), ElementsAre("firm-2"));
  EXPECT_EQ(some.outcome.public_money_paid, 1.3e6);
  allocation(numbers).phases[0].least = 4.5;
  const History none(numbers);
  EXPECT_THAT(none.names(RecordKind::not_continued), ElementsAre("firm-2", "firm-1", "firm-0"));
  EXPECT_EQ(none.of(RecordKind::phase_begins).size(), 1U);
  EXPECT_EQ(none.outcome.public_money_paid, 0.3e6) << "for what was delivered";
  EXPECT_EQ(none.outcome.public_money_lapsed, 9.7e6);
}

TEST(Tournament, MoneyIsForTheBestFirst) {
  Case numbers = tournament(3);
  buyer(numbers).fund.budget = Money::major(1.999e6);  // 0.3m, 1m, and less than 1m
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::goes_on), ElementsAre("firm-2"));
  EXPECT_THAT(history.names(RecordKind::not_continued), ElementsAre("firm-1", "firm-0"));
  buyer(numbers).fund.budget = Money::major(2.3e6);
  EXPECT_EQ(History(numbers).of(RecordKind::goes_on).size(), 2U);
}

TEST(Tournament, AContractIsWorthNoMoreThanOneFirmMayHave) {
  Case numbers = tournament(3);
  buyer(numbers).eligibility.max_share_per_firm = Share(0.11);  // 1.1m of 10m
  EXPECT_EQ(History(numbers).of(RecordKind::goes_on).size(), 2U);
  buyer(numbers).eligibility.max_share_per_firm = Share(0.109);
  EXPECT_THAT(History(numbers).of(RecordKind::goes_on), IsEmpty());
  numbers = tournament(3);
  numbers.cumulation_cap = Money::major(1.1e6);
  EXPECT_EQ(History(numbers).of(RecordKind::goes_on).size(), 2U);
  numbers.cumulation_cap = Money::major(1.09e6);
  EXPECT_THAT(History(numbers).of(RecordKind::goes_on), IsEmpty());
}

TEST(Tournament, APlaceThatOneDeclinesIsTheNexts) {
  // One unit at £10k, which is less than it costs one of the firms.
  Case numbers = tournament(3);
  allocation(numbers).phases[0].go_on = 1;
  buyer(numbers).contract.resize(2);
  Clause order = acceptance_clause(Money::major(1e4), 1);
  order.phase = "silicon";
  buyer(numbers).contract.push_back(order);
  buyer(numbers).fund.budget = Money::major(0.32e6);
  EXPECT_THAT(History(numbers).names(RecordKind::goes_on), ElementsAre("firm-2"));
  numbers.technologies[2].supply.unit_cost = Money::major(2e4);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_declined), ElementsAre("firm-2"));
  EXPECT_THAT(history.names(RecordKind::goes_on), ElementsAre("firm-1"));
}

TEST(Tournament, OfEqualsTheHashDecides) {
  Case numbers = tournament(3);
  allocation(numbers).phases[0].go_on = 1;
  for (Technology& technology : numbers.technologies) {
    technology.relative_performance = Law::constant(2.0);
  }
  std::vector<std::string> names = {"firm-0", "firm-1", "firm-2"};
  std::sort(names.begin(), names.end(),
            [](const std::string& a, const std::string& b) { return hash_name(a) < hash_name(b); });
  EXPECT_THAT(History(numbers).names(RecordKind::goes_on), ElementsAre(names[0]));
  std::reverse(numbers.firms.begin(), numbers.firms.end());
  EXPECT_THAT(History(numbers).names(RecordKind::goes_on), ElementsAre(names[0]));
}

TEST(Tournament, ScoresWithAnErrorOfTheBuyers) {  // V51
  for (const std::size_t n : {2U, 5U}) {
    Case numbers = tournament(n);
    for (Technology& technology : numbers.technologies) {
      technology.relative_performance = Law::lognormal(1.0, 0.15);
    }
    allocation(numbers).phases = {phase_of_days("paper", 1.0, 1)};
    allocation(numbers).phases[0].score_noise = 0.08;
    numbers.standard.thresholds[0].required = 0.01;
    Clause order = acceptance_clause(Money::major(1e4), 1);
    order.phase = "purchase";
    buyer(numbers).contract = {order};
    const double of_normals = n == 2 ? 0.5641895835 : 1.1629644736;
    expect_means(numbers, {{[](const Outcome& o) { return std::log(o.performance_at_delivery); },
                            0.15 * 0.15 / 0.17 * of_normals}});
  }
}

TEST(Tournament, ErrsAnewInEveryPhase) {
  Case numbers = tournament(2);
  for (TournamentPhase& phase : allocation(numbers).phases) {
    phase.go_on = 2;
    phase.score_noise = 0.5;
  }
  allocation(numbers).phases.push_back(phase_of_days("more", 10.0, 2));
  allocation(numbers).phases.back().score_noise = 0.5;
  buyer(numbers).contract.push_back(phase_clause(Trigger::phase_begins, "more", 1e3));
  std::vector<double> errors;
  for (const Record& record : History(numbers).of(RecordKind::goes_on)) {
    errors.push_back(record.value);
  }
  std::sort(errors.begin(), errors.end());
  ASSERT_EQ(errors.size(), 4U);
  EXPECT_EQ(std::adjacent_find(errors.begin(), errors.end()), errors.end());
}

TEST(Tournament, NotToGoOnIsNews) {
  Case numbers = tournament(3);
  Round round;
  round.name = "a";
  round.graduation = Share(0.3);
  round.size = Law::constant(4e6);
  round.starts_at_runway = Duration::from_days(days_per_year);
  numbers.finance.rounds = {round};
  numbers.finance.attempts = 1;
  numbers.finance.signals = Signals{};
  numbers.finance.signals->not_chosen = 0.3;
  numbers.behaviour.mode = BehaviourMode::heuristic;
  for (Firm& firm : numbers.firms) {
    firm.cash = Money::major(1.6e6);
    firm.burn = BurnRate::major_per_year(1e6);
    firm.next_round = "a";
  }
  const auto odds = [&](Case raising) {
    std::map<std::string, double> found;
    const History history(raising);
    for (const RecordKind kind : {RecordKind::raise_closes, RecordKind::raise_fails}) {
      const auto names = history.names(kind);
      for (std::size_t i = 0; i < names.size(); ++i) {
        found.emplace(names[i], history.of(kind)[i].value);
      }
    }
    return found;
  };
  EXPECT_LT(odds(numbers).at("firm-0"), 0.25);
  EXPECT_NEAR(odds(numbers).at("firm-2"), 0.3, 1e-12);
  Case poor = numbers;
  buyer(poor).fund.budget = Money::major(5e5);
  EXPECT_NEAR(odds(poor).at("firm-0"), 0.3, 1e-12) << "there is money for nobody to go on";
  buyer(numbers).contract.resize(2);
  allocation(numbers).phases[0].go_on = 3;
  allocation(numbers).phases.resize(1);
  Clause order = acceptance_clause(Money::major(1e4), 1);
  order.phase = "purchase";
  buyer(numbers).contract.push_back(order);
  numbers.technologies[0].supply.unit_cost = Money::major(2e4);
  EXPECT_NEAR(odds(numbers).at("firm-0"), 0.3, 1e-12) << "it declined";
}

TEST(Tournament, LosesWhatWasAdvancedToWhoDoesNotGoOn) {
  Case numbers = tournament(2);
  allocation(numbers).phases[1].deliverable.clear();
  Clause order = acceptance_clause(Money::major(10e3), 5);
  order.phase = "silicon";
  Clause advance = advance_clause(0.3);
  advance.on = Trigger::phase_begins;
  advance.phase = "silicon";
  buyer(numbers).contract = {order, advance};
  for (Technology& technology : numbers.technologies) {
    technology.stages[1].duration = Law::constant(400.0);
  }
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::not_continued), ElementsAre("firm-0"));
  EXPECT_THAT(history.amounts(RecordKind::not_continued), ElementsAre(35e3));
  EXPECT_THAT(history.names(RecordKind::advance_lost), ElementsAre("firm-0"));
  EXPECT_EQ(history.outcome.public_money_stranded, 15e3);
  EXPECT_EQ(history.outcome.public_money_paid, 50e3 + 15e3);
  EXPECT_EQ(history.outcome.units_accepted, 5.0);
  EXPECT_EQ(history.outcome.public_money_exposed, 0.0);
  EXPECT_EQ(history.outcome.contracts_failed, 0.0);
}

// --- What comes after the last phase

/// Five units at £10k for the one that is left, 30 % of it in advance.
Case innovation_partnership() {
  Case numbers = tournament(3);
  Clause order = acceptance_clause(Money::major(10e3), 5);
  order.phase = "purchase";
  Clause advance = advance_clause(0.3);
  advance.on = Trigger::phase_begins;
  advance.phase = "purchase";
  buyer(numbers).contract.push_back(order);
  buyer(numbers).contract.push_back(advance);
  return numbers;
}

TEST(Purchase, OrdersUnitsFromWhoIsLeft) {
  const History history(innovation_partnership());
  EXPECT_THAT(history.dates(RecordKind::phase_begins),
              ElementsAre(Date(2026, 1, 1), Date(2026, 5, 31), Date(2027, 1, 1)));
  EXPECT_EQ(history.of(RecordKind::phase_begins).back().count, 3);
  EXPECT_THAT(history.names(RecordKind::goes_on), ElementsAre("firm-2", "firm-1", "firm-2"));
  EXPECT_EQ(history.amounts(RecordKind::goes_on).back(), 50e3);
  EXPECT_EQ(history.outcome.units_ordered, 5.0);
  EXPECT_EQ(history.outcome.units_accepted, 5.0);
  EXPECT_EQ(history.outcome.public_money_advanced, 15e3);
  EXPECT_EQ(history.outcome.public_money_paid, 2.3e6 + 50e3);
  EXPECT_EQ(history.outcome.public_money_exposed, 0.0);
  EXPECT_THAT(history.names(RecordKind::contract_fulfilled), ElementsAre("firm-2"));
}

TEST(Purchase, IsAsLargeAsTheMoneyThatIsLeft) {
  Case numbers = innovation_partnership();
  buyer(numbers).fund.budget = Money::major(2.3e6 + 39e3);
  EXPECT_EQ(History(numbers).outcome.units_ordered, 3.0);
  buyer(numbers).fund.budget = Money::major(2.3e6 + 9e3);
  const History history(numbers);
  EXPECT_EQ(history.outcome.units_ordered, 0.0);
  EXPECT_EQ(history.names(RecordKind::not_continued).size(), 3U);
}

TEST(Purchase, IsNotOrderedBeforeByAPlaceThatCloses) {
  Case numbers = tournament(1);
  Clause units = acceptance_clause(Money::major(10'000), 500);
  units.phase = phase_of_purchase;
  buyer(numbers).contract.push_back(units);
  allocation(numbers).shares = {0.5, 0.1};
  allocation(numbers).held_open = Duration::from_days(100.0);
  const History history(numbers);
  EXPECT_THAT(history.dates(RecordKind::place_closes), ElementsAre(Date(2026, 4, 11)));
  EXPECT_THAT(history.of(RecordKind::order_extended), IsEmpty());
  // £6m in all, of which £1.1m are for the phases.
  EXPECT_EQ(history.outcome.units_ordered, 490.0);
}

TEST(Purchase, MayPayOnTopOfAnEarlierOrder) {
  // Units are ordered as silicon begins; a bonus of a tenth of their value, as the purchase does.
  Case numbers = innovation_partnership();
  std::vector<Clause>& contract = buyer(numbers).contract;
  contract[4].phase = "silicon";
  contract[5].pay = Amount::of(Basis::value, 0.1);
  contract[5].advance = false;
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::goes_on), ElementsAre(1.05e6, 1.05e6, 5e3));
  EXPECT_EQ(history.outcome.units_ordered, 10.0);
  EXPECT_EQ(history.outcome.public_money_paid, 2.3e6 + 100e3 + 5e3);
}

TEST(Purchase, DepositsABondThatComesBack) {
  Case numbers = innovation_partnership();
  allocation(numbers).bond = Share(0.1);
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::bond_deposited), ElementsAre(5e3));
  EXPECT_THAT(history.amounts(RecordKind::bond_returned), ElementsAre(5e3));
  buyer(numbers).contract[4].phase = "silicon";  // and two have one in it
  const History two(numbers);
  EXPECT_THAT(two.amounts(RecordKind::bond_deposited), ElementsAre(5e3, 5e3));
  EXPECT_THAT(two.amounts(RecordKind::bond_returned), ElementsAre(5e3, 5e3));
}

TEST(Purchase, OfMilestonesAheadOnly) {
  Case numbers = innovation_partnership();
  std::vector<Clause>& contract = buyer(numbers).contract;
  contract.resize(4);
  contract.push_back(milestone_clause("build", 1e3));  // completed on day 300, in silicon
  contract.push_back(milestone_clause("test", 2e3));
  contract[4].phase = contract[5].phase = "purchase";
  EXPECT_EQ(History(numbers).amounts(RecordKind::goes_on).back(), 0.0) << "tested on day 330";
  for (Technology& technology : numbers.technologies) {
    technology.stages[2].duration = Law::constant(100.0);
  }
  const History history(numbers);
  EXPECT_EQ(history.amounts(RecordKind::goes_on).back(), 2e3);
  EXPECT_EQ(history.outcome.public_money_paid, 2.3e6 + 2e3);
  EXPECT_THAT(history.dates(RecordKind::contract_fulfilled), ElementsAre(Date(2027, 2, 5)));
}

// --- Ends from outside

TEST(Tournament, CancelledPaysItsPhaseAndGoesNoFurther) {
  Case numbers = tournament(3);
  buyer(numbers).strength.cancel_hazard = PerYear(1e4);  // within days
  const History history(numbers);
  EXPECT_EQ(history.outcome.programme_cancelled, 1.0);
  EXPECT_EQ(history.outcome.public_money_paid, 0.3e6);
  EXPECT_EQ(history.of(RecordKind::phase_begins).size(), 1U);
  EXPECT_EQ(history.of(RecordKind::not_continued).size(), 3U);
  EXPECT_EQ(history.outcome.contracts_failed, 0.0);
  buyer(numbers).strength.legally_binding = false;
  const History loose(numbers);
  EXPECT_EQ(loose.outcome.public_money_paid, 75e3) << "what was due";
  EXPECT_EQ(loose.of(RecordKind::not_continued).size(), 0U);
}

TEST(Tournament, ClosesInItsLastPhaseWithoutHarm) {
  Case numbers = tournament(3);
  numbers.standard.deadline = Date(2026, 8, 1);
  const History history(numbers);
  EXPECT_EQ(history.outcome.public_money_paid, 2.3e6);
  EXPECT_THAT(history.names(RecordKind::contract_fulfilled), ElementsAre("firm-2"));
}

TEST(Tournament, WhoSignsLateJoinsThePhaseThatIsOn) {
  Case numbers = tournament(3);
  buyer(numbers).strength.approval_delay = Law::constant(60.0);
  const History late(numbers);
  EXPECT_THAT(late.dates(RecordKind::phase_begins),
              ElementsAre(Date(2026, 1, 1), Date(2026, 5, 31)));
  EXPECT_EQ(late.dates(RecordKind::paid).front(), Date(2026, 3, 2));
  EXPECT_EQ(late.outcome.public_money_paid, 2.3e6);
  buyer(numbers).strength.approval_delay = Law::constant(160.0);
  const History too_late(numbers);
  EXPECT_THAT(too_late.of(RecordKind::contract_signed), IsEmpty());
  EXPECT_EQ(too_late.of(RecordKind::approval_lapses).size(), 3U);
  EXPECT_EQ(too_late.outcome.public_money_paid, 0.0);
  EXPECT_EQ(too_late.of(RecordKind::phase_begins).size(), 1U);
}

TEST(Tournament, AContractMayExpireInItsPhases) {
  Case numbers = tournament(2);
  buyer(numbers).contract_lasts = Duration::from_days(200.0);
  const History history(numbers);
  EXPECT_EQ(history.of(RecordKind::contract_fulfilled).size(), 2U);
  EXPECT_EQ(history.outcome.public_money_paid, 0.2e6 + 0.5e6);
  EXPECT_EQ(history.outcome.public_money_released, 1.5e6);
}

TEST(Tournament, AFirmThatDiesLeavesItsMoney) {
  Case numbers = tournament(3);
  numbers.firms[2].burn = BurnRate::major_per_year(1.025e6 * days_per_year / 50.0);
  const History history(numbers);
  EXPECT_THAT(history.names(RecordKind::contract_ends), ElementsAre("firm-2"));
  EXPECT_THAT(history.amounts(RecordKind::contract_ends), ElementsAre(75e3));
  EXPECT_THAT(history.names(RecordKind::goes_on), ElementsAre("firm-1", "firm-0"));
}

TEST(Tournament, ConditionsAndFormulasHoldInPhases) {
  Case numbers = tournament(2);
  std::vector<Clause>& contract = buyer(numbers).contract;
  contract[1].when = Formula::constant(0.0);
  contract[3].pay.formula = Formula::constant(400e3);
  contract[3].at_most = Amount::sum(Money::major(500e3));
  const History history(numbers);
  EXPECT_THAT(history.amounts(RecordKind::goes_on), ElementsAre(750e3, 750e3));
  EXPECT_EQ(history.outcome.public_money_paid, 2 * (25e3 + 250e3 + 400e3));
  EXPECT_EQ(history.outcome.public_money_released, 2 * (75e3 + 100e3));
}

TEST(Tournament, IsTheSameForEveryOrderOfFirms) {
  Case numbers = tournament(4);
  for (TournamentPhase& phase : allocation(numbers).phases) {
    phase.score_noise = 0.7;
  }
  const History one(numbers);
  std::reverse(numbers.firms.begin(), numbers.firms.end());
  EXPECT_TRUE(same(one.outcome, History(numbers).outcome));
}

TEST(Tournament, AMilestoneIsDueFromTheBeginningOfItsPhase) {
  Case numbers = tournament(1);
  Clause build = milestone_clause("build", 1e5);
  build.phase = "silicon";
  build.due = Duration::from_days(160.0);  // the phase begins on day 150, and 300 days it takes
  buyer(numbers).contract.push_back(build);
  EXPECT_EQ(History(numbers).outcome.contracts_failed, 0.0);
  buyer(numbers).contract.back().due = Duration::from_days(140.0);
  const History late(numbers);
  EXPECT_EQ(late.outcome.contracts_failed, 1.0);
  EXPECT_THAT(late.dates(RecordKind::contract_ends), ElementsAre(Date(2026, 10, 18)));
}

}  // namespace
}  // namespace firstcustomer
