// Conservation of money in random worlds with all mechanisms on, against a naive accountant.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/model/standing.hpp"
#include "model/accountant.hpp"
#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::Accountant;
using testing::milestone_clause;
using testing::plain_stage;
using testing::plain_technology;
using testing::recovery_clause;
using testing::same;

/// Numbers of one random case.
class Dice {
 public:
  explicit Dice(std::uint64_t number) : luck_(99, Phase::main, number) {}
  double between(double low, double high) {
    const double u = luck_.uniform(purpose(Chance::parameter), hash_name("dice"), nth(thrown_++));
    return low + (high - low) * u;
  }
  bool happens(double probability) { return between(0.0, 1.0) < probability; }
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    const double most = static_cast<double>(high) + 1.0;
    return static_cast<std::int64_t>(between(static_cast<double>(low), most));
  }
  Duration days(double low, double high) { return Duration::from_days(between(low, high)); }

 private:
  Luck luck_;
  std::int64_t thrown_ = 0;
};

Stage random_stage(Dice& dice, const std::string& name, const std::string& first) {
  Stage stage = plain_stage(name, 0.0);
  stage.duration = Law::lognormal(dice.between(20.0, 400.0), dice.between(0.1, 0.8));
  stage.repeat_duration = Law::constant(dice.between(10.0, 100.0));
  stage.cost = Money::major(dice.between(0.0, 2e5));
  stage.repeat_cost = Money::major(dice.between(0.0, 1e5));
  stage.keeps_runway = dice.days(0.0, 60.0);
  stage.success = {dice.between(0.3, 1.0), dice.between(0.5, 1.0)};
  stage.on_failure = dice.happens(0.4) ? OnFailure::repeat : OnFailure::end;
  if (name != first && dice.happens(0.3)) {
    stage.on_failure = OnFailure::return_to;
    stage.return_to = first;
  }
  stage.prototype = dice.happens(0.5);
  stage.demonstrable = Share(dice.between(0.0, 1.0));
  stage.burn_multiple = dice.between(0.5, 2.0);
  stage.reuse = Share(dice.between(0.2, 1.0));
  return stage;
}

Technology random_technology(Dice& dice, const std::string& name) {
  Technology technology = plain_technology(name);
  technology.slip = Law::lognormal(1.1, 0.3);
  technology.relative_performance = Law::lognormal(1.2, 0.8);
  for (std::int64_t i = dice.whole(1, 3); i > 0; --i) {
    const std::string stage = "stage-" + std::to_string(i);
    technology.stages.insert(technology.stages.begin(),
                             random_stage(dice, stage, i == 1 ? stage : "stage-1"));
  }
  technology.stages.back().cost = Money::major(dice.between(0.0, 5e4));
  technology.supply = {Law::lognormal(dice.between(1.0, 300.0), 0.5), dice.whole(1, 40),
                       dice.happens(0.3) ? Money{} : Money::major(dice.between(10.0, 9e3)),
                       dice.between(0.1, 2.0)};
  technology.viability.of_technology = Share(dice.between(0.6, 1.0));
  technology.maturity.at_most = dice.between(1.0, 1.5);
  technology.generations = {dice.whole(1, 3), dice.between(1.0, 2.0)};
  return technology;
}

Finance random_finance(Dice& dice) {
  Finance finance;
  finance.closing = Law::lognormal(dice.between(30.0, 200.0), 0.5);
  finance.attempts = dice.whole(1, 3);
  finance.round_lasts = dice.days(300.0, 1200.0);
  for (const std::string name : {"a", "b"}) {
    Round round;
    round.name = name;
    round.graduation = Share(dice.between(0.2, 0.9));
    round.size = Law::lognormal(dice.between(2e5, 4e6), 0.6);
    round.starts_at_runway = dice.days(30.0, 400.0);
    round.then = name == "a" ? "b" : "";
    round.acquisition_hazard = PerYear(dice.between(0.0, 0.2));
    finance.rounds.push_back(round);
  }
  finance.signals = Signals{dice.between(1.0, 3.0), Share(dice.between(0.0, 1.0)),
                            dice.between(1.0, 1.5), dice.between(0.3, 1.0), dice.between(0.5, 1.0)};
  finance.bridge = Bridge{Share(dice.between(0.0, 1.0)), dice.days(10.0, 200.0)};
  finance.exits = Exits{PerYear(dice.between(0.0, 0.2)), PerYear(dice.between(0.0, 0.5)),
                        Share(dice.between(0.0, 1.0)), Share(dice.between(0.0, 0.5)),
                        Share(dice.between(0.0, 0.7))};
  return finance;
}

Programme random_programme(Dice& dice) {
  Programme programme;
  programme.name = "order";
  programme.eligibility = {dice.happens(0.7), Share(dice.between(0.3, 1.0))};
  programme.fund = {Money::major(dice.between(1e5, 4e6)), dice.days(0.0, 300.0)};
  programme.strength.cancel_hazard = PerYear(dice.happens(0.5) ? dice.between(0.0, 0.4) : 0.0);
  programme.announced = Date(2025, 6, 1);
  programme.promised = dice.happens(0.8);
  programme.allocation = {dice.happens(0.6) ? Signing::call : Signing::qualification,
                          dice.happens(0.5) ? Date(2026, 1, 1) : Date(2026, 9, 30),
                          dice.whole(1, 18), dice.whole(1, 4),
                          dice.happens(0.3) ? Selection::lottery : Selection::ranked};
  std::vector<Clause>& contract = programme.contract;
  const bool advance = dice.happens(0.6);
  if (advance) {
    contract.push_back(testing::advance_clause(dice.between(0.05, 1.0)));
  }
  for (std::int64_t i = dice.whole(0, 2); i > 0; --i) {
    contract.push_back(
        milestone_clause("stage-" + std::to_string(dice.whole(1, 3)), dice.between(1e3, 3e5)));
    contract.back().due = dice.happens(0.5) ? dice.days(50.0, 1500.0) : Duration::longest();
    contract.back().grace = dice.days(0.0, 100.0);
    contract.back().match = Share(dice.happens(0.3) ? dice.between(0.0, 2.0) : 0.0);
  }
  for (std::int64_t i = dice.whole(contract.empty() ? 1 : 0, 2); i > 0; --i) {
    contract.push_back(
        testing::acceptance_clause(Money::major(dice.between(5e3, 2e4)), dice.whole(1, 80)));
    contract.back().bargained = !advance && dice.happens(0.3);
    contract.back().supplier_share = Share(dice.between(0.0, 1.0));
  }
  for (const Trigger on : {Trigger::failure, Trigger::change_of_control}) {
    if (dice.happens(0.6)) {
      contract.push_back(recovery_clause(on, dice.between(0.0, 1.0), dice.between(0.0, 0.5)));
    }
  }
  return programme;
}

FirmEntry random_entry(Dice& dice) {
  FirmEntry entry;
  entry.rate = PerYear(dice.between(0.1, 1.0));
  entry.ceiling = 4.0;
  entry.elasticity = dice.between(0.0, 0.3);
  entry.technologies = {{"plain", 1.0}, {"other", 2.0}};
  entry.remaining = Law::exponential(200.0);
  entry.cash = Law::lognormal(4e5, 0.5);
  entry.burn = BurnRate::major_per_year(dice.between(1e5, 5e5));
  entry.next_round = "a";
  return entry;
}

/// Some firms come later, or never, may be out of scope, and raise on the way to the end of a
/// history.
void add_history(Case& numbers, Dice& dice) {
  const std::int64_t months = dice.happens(0.5) ? dice.whole(1, 36) : 0;
  numbers.finance.history_until = numbers.start.plus_months(static_cast<int>(months));
  for (Firm& firm : numbers.firms) {
    firm.in_scope = Share(dice.happens(0.3) ? dice.between(0.0, 1.0) : 1.0);
    firm.age = dice.happens(0.5) ? dice.days(0.0, 3'000.0) : Duration::longest();
    const std::int64_t enters = dice.happens(0.3) ? dice.whole(0, 100) : 0;
    firm.enters = numbers.start.plus_months(static_cast<int>(enters));
    for (std::int64_t month = enters; !firm.parent_funded && month <= months && months > 0;
         month += dice.whole(0, 24)) {
      firm.raises.push_back({numbers.start.plus_months(static_cast<int>(month)),
                             Money::major(dice.happens(0.2) ? 0.0 : dice.between(1e4, 2e6)),
                             BurnRate::major_per_year(dice.between(5e4, 8e5)),
                             dice.happens(0.3) ? "" : "b"});
    }
  }
  numbers.entry->age = dice.days(0.0, 1'000.0);
}

/// Fiscal years with caps, and contracts that take time to approve.
void add_overlays(Programme& programme, Dice& dice) {
  if (dice.happens(0.4)) {
    programme.fund.fiscal_year_caps = {dice.between(0.0, 1e6), dice.between(0.0, 1e6)};
    programme.fund.carry_over = Share(dice.between(0.0, 1.0));
    programme.fund.over_cap = dice.happens(0.5) ? OverCap::deferred : OverCap::forfeited;
  }
  if (dice.happens(0.4)) {
    programme.strength.approval_delay = Law::exponential(dice.between(1.0, 300.0));
  }
}

Case random_case(std::uint64_t number) {
  Dice dice(number);
  Case numbers = testing::small_case(static_cast<std::size_t>(dice.whole(1, 5)));
  numbers.horizon = Date(2033, 6, 30);
  numbers.standard.deadline = dice.happens(0.7) ? Date(2031, 3, 31) : Date(2036, 3, 31);
  numbers.standard.attempts = dice.whole(1, 3);
  numbers.standard.tightness = Share(dice.between(0.0, 1.0));
  numbers.frontier[0].annual_growth = dice.between(1.0, 1.4);
  numbers.benchmarks[0].noise = dice.between(0.0, 0.2);
  numbers.technologies = {random_technology(dice, "plain"), random_technology(dice, "other")};
  for (Firm& firm : numbers.firms) {
    firm.technology = dice.happens(0.5) ? "plain" : "other";
    firm.stage = dice.happens(0.2) ? "test" : "stage-1";
    firm.begun = dice.happens(0.5);
    firm.remaining = dice.days(1.0, 300.0);
    firm.domestic = dice.happens(0.8);
    firm.parent_funded = dice.happens(0.15);
    firm.cash = firm.parent_funded ? Money{} : Money::major(dice.between(1e5, 3e6));
    firm.burn = BurnRate::major_per_year(dice.between(5e4, 8e5));
    firm.next_round = firm.parent_funded || dice.happens(0.3) ? "" : "a";
  }
  numbers.finance = random_finance(dice);
  numbers.programmes = {random_programme(dice)};
  numbers.entry = random_entry(dice);
  numbers.private_demand = PrivateDemand{Law::lognormal(5e5, 1.0)};
  numbers.private_demand->deployed_multiple = 1.4;
  numbers.frontier_purchase = FrontierPurchase{Money::major(dice.between(3e3, 4e4))};
  numbers.behaviour.mode = dice.happens(0.8) ? BehaviourMode::heuristic : BehaviourMode::fixed;
  numbers.pays = dice.happens(0.9);
  add_history(numbers, dice);
  add_overlays(numbers.programmes.front(), dice);
  return numbers;
}

/// The outcome's money is the accountant's, to the penny; of contracts that do not pay, nothing is.
void expect_books(const Case& numbers, const Outcome& o, const Accountant& books) {
  EXPECT_EQ(o.public_money_committed, books.committed.major());
  EXPECT_EQ(o.public_money_paid, books.paid.major());
  EXPECT_EQ(o.public_money_peak_year, books.peak_year());
  EXPECT_EQ(o.public_money_advanced, books.advanced.major());
  EXPECT_EQ(o.public_money_recovered, books.recovered.major());
  EXPECT_EQ(o.public_money_stranded, books.lost.major());
  EXPECT_EQ(o.public_money_exposed, books.exposed().major());
  EXPECT_EQ(o.public_money_exposed_peak, books.peak.major());
  EXPECT_EQ(books.advanced, books.credited + books.recovered + books.lost + books.exposed());
  if (numbers.frontier_purchase) {
    EXPECT_NEAR(o.frontier_compute_forgone, books.forgone, 1e-9 * (1.0 + books.forgone));
    EXPECT_EQ(o.compute_net, o.compute_received - o.frontier_compute_forgone);
  } else {
    EXPECT_TRUE(std::isnan(o.frontier_compute_forgone) && std::isnan(o.compute_net));
  }
  if (numbers.pays) {
    EXPECT_EQ(o.public_money_released, books.released.major());
    EXPECT_EQ(o.public_money_reserved, books.reserved().major());
    EXPECT_EQ(o.public_money_lapsed, books.lapsed.major());
  }
  EXPECT_NEAR(o.public_money_committed,
              o.public_money_paid + o.public_money_released + o.public_money_reserved, 1e-3);
  EXPECT_NEAR(
      numbers.programmes.front().fund.budget.major(),
      o.public_money_paid + o.public_money_reserved + o.public_money_lapsed + books.free.major(),
      1e-3);
}

void expect_sense(const Case& numbers, const Outcome& o) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    const double value = o.*outcome.value;
    EXPECT_FALSE(std::isinf(value)) << outcome.name;
    EXPECT_TRUE(!std::isnan(value) || outcome.when_undefined != "always defined") << outcome.name;
    EXPECT_FALSE(value < -1e-6 && outcome.value != &Outcome::frontier_compute_forgone &&
                 outcome.value != &Outcome::compute_net)
        << outcome.name << " " << value;
  }
  const auto domestic = std::count_if(
      numbers.firms.begin(), numbers.firms.end(),
      [&](const Firm& firm) { return firm.domestic && firm.enters <= numbers.start; });
  EXPECT_EQ(static_cast<double>(domestic) + o.suppliers_entered,
            o.suppliers_active + o.suppliers_insolvent + o.suppliers_failed + o.suppliers_missed +
                o.suppliers_pivoted + o.suppliers_absorbed);
  EXPECT_LE(o.contracts_failed, o.contracts_signed);
  EXPECT_LE(o.units_accepted, o.units_ordered);
  EXPECT_LE(o.public_money_recovered + o.public_money_stranded, o.public_money_advanced + 1e-3);
  double standing = 0.0;
  for (std::size_t i = 0; i < standing_count; ++i) {
    standing += o.*count_of(static_cast<Standing>(i));
  }
  EXPECT_EQ(standing, o.at_deadline_suppliers);
}

/// What suppliers raised is what the record says, whether chance or history.
void expect_raised(const Case& numbers, const Outcome& o, const Recorder& recorder) {
  Money raised;
  for (const Record& record : recorder.records()) {
    if (record.kind != RecordKind::raise_closes && record.kind != RecordKind::raise_known) {
      continue;
    }
    const auto firm =
        std::find_if(numbers.firms.begin(), numbers.firms.end(),
                     [&](const Firm& known) { return known.name == recorder.name(record.firm); });
    raised += firm == numbers.firms.end() || firm->domestic ? record.amount : Money{};
  }
  EXPECT_EQ(o.private_money_raised, raised.major());
}

TEST(Conservation, OfMoneyInRandomWorlds) {
  std::map<RecordKind, int> seen;
  for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(thorough(4'000)); ++number) {
    const Case numbers = random_case(number);
    const Model model = Model::build(numbers);
    Workspace workspace(model);
    Recorder recorder;
    for (std::uint64_t i = 0; i < 4; ++i) {
      SCOPED_TRACE(::testing::Message() << "case " << number << ", replication " << i);
      const Luck luck(5, Phase::main, i);
      Outcome with;
      ASSERT_NO_THROW(with = simulate(model, numbers, luck, workspace, &recorder));
      const Outcome without = simulate(model, numbers, luck, workspace);
      EXPECT_TRUE(same(with, without)) << "nobody looks";
      expect_books(numbers, with, Accountant(numbers, recorder));
      expect_sense(numbers, with);
      expect_raised(numbers, with, recorder);
      for (const Record& record : recorder.records()) {
        ++seen[record.kind];
      }
      if (HasFailure()) {
        return;
      }
    }
  }
  for (std::size_t kind = 0; kind < record_kinds; ++kind) {
    const auto of = static_cast<RecordKind>(kind);
    // No facilities and no shares of firms here.
    if (of != RecordKind::served && of != RecordKind::stake_sold) {
      EXPECT_GT(seen[of], 20) << record_kind_name(of);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
