// Conservation of money in random worlds with all mechanisms on, against a naive accountant.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "firstcustomer/model/standing.hpp"
#include "model/accountant.hpp"
#include "model/random_case.hpp"

namespace firstcustomer {
namespace {

using testing::Accountant;
using testing::random_case;
using testing::same;

/// The outcome's money is the accountant's, to the penny; of contracts that do not pay, nothing is.
void expect_books(const Case& numbers, const Outcome& o, const Accountant& books) {
  EXPECT_EQ(o.public_money_committed, books.committed.major());
  EXPECT_EQ(o.public_money_paid, books.paid.major());
  EXPECT_EQ(o.public_money_peak_year, books.peak_year());
  EXPECT_EQ(o.public_money_advanced, books.advanced.major());
  EXPECT_EQ(o.public_money_recovered, books.recovered.major());
  EXPECT_EQ(o.public_money_returned, books.returned.major());
  EXPECT_EQ(o.public_money_stranded, books.lost.major());
  EXPECT_EQ(o.public_money_exposed, books.exposed().major());
  EXPECT_EQ(o.public_money_exposed_peak, books.peak.major());
  EXPECT_EQ(books.advanced,
            books.credited + books.recovered_of_advances + books.lost + books.exposed());
  if (numbers.frontier_purchase) {
    EXPECT_NEAR(o.frontier_compute_forgone, books.forgone, 1e-9 * (1.0 + std::abs(books.forgone)));
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
      books.budgets().major(),
      o.public_money_paid + o.public_money_reserved + o.public_money_lapsed + books.free().major(),
      1e-3);
}

void expect_sense(const Case& numbers, const Outcome& o) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    const double value = o.*outcome.value;
    EXPECT_FALSE(std::isinf(value)) << outcome.name;
    EXPECT_TRUE(!std::isnan(value) || outcome.when_undefined != "always defined") << outcome.name;
    EXPECT_FALSE(value < -1e-6 && outcome.value != &Outcome::frontier_compute_forgone &&
                 outcome.value != &Outcome::compute_net &&
                 outcome.value != &Outcome::public_money_net_present_value)
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
  EXPECT_LE(o.public_money_recovered, o.public_money_paid);
  EXPECT_LE(o.public_money_stranded, o.public_money_advanced);
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
  std::map<Trigger, int> payments;
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
      const Accountant books(numbers, recorder);
      expect_books(numbers, with, books);
      for (const auto& [trigger, count] : books.payments) {
        payments[trigger] += count;
      }
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
    // No facilities, fiscal years with caps, approvals, bonds and shares of firms here.
    const bool absent = of == RecordKind::served || of == RecordKind::awaits_approval ||
                        of == RecordKind::approval_lapses || of == RecordKind::payment_deferred ||
                        of == RecordKind::payment_forfeited || of == RecordKind::bond_deposited ||
                        of == RecordKind::bond_returned || of == RecordKind::bond_kept ||
                        of == RecordKind::stake_sold;
    if (!absent) {
      EXPECT_GT(seen[of], 20) << record_kind_name(of);
    }
  }
  for (std::size_t i = 0; i < trigger_count; ++i) {
    const auto trigger = static_cast<Trigger>(i);
    if (!takes_back(trigger)) {
      EXPECT_GT(payments[trigger], 100) << trigger_names[i];
    }
  }
}

TEST(Conservation, ProgrammesWithoutMoneyChangeNoBit) {
  for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(thorough(1'000)); ++number) {
    SCOPED_TRACE(::testing::Message() << "case " << number);
    const Case numbers = random_case(number);
    Case more = numbers;
    testing::Dice dice(1'000'000 + number);
    for (const std::string name : {"empty-first", "empty-last"}) {
      Programme empty = testing::random_programme(dice);
      empty.luck = name;
      empty.fund.budget = Money{};
      more.programmes.insert(
          name == "empty-first" ? more.programmes.begin() : more.programmes.end(), empty);
    }
    const auto without = testing::simulate_all(numbers, 4, 5);
    const auto with = testing::simulate_all(more, 4, 5);
    for (std::size_t i = 0; i < with.size(); ++i) {
      ASSERT_TRUE(same(with[i], without[i]));
    }
  }
}

/// A random case in which money decides nothing: owners pay for all firms, units cost nothing (they
/// would be spending that another programme pays back), nobody responds, not even customers to what
/// was accepted, and no cap holds programmes together.
Case moneyless_case(std::uint64_t number) {
  Case numbers = random_case(number);
  for (Firm& firm : numbers.firms) {
    firm.parent_funded = true;
    firm.cash = Money{};
    firm.next_round.clear();
    firm.raises.clear();
  }
  for (Technology& technology : numbers.technologies) {
    technology.supply.unit_cost = Money{};
  }
  numbers.entry.reset();
  numbers.behaviour.mode = BehaviourMode::fixed;
  numbers.private_demand->deployed_multiple = 1.0;
  numbers.cumulation_cap = no_cap;
  return numbers;
}

/// What happened under the first programme, and to firms apart from programmes.
std::vector<Record> without_later_programmes(const Case& numbers, std::uint64_t replication) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  Recorder recorder;
  simulate(model, numbers, Luck(5, Phase::main, replication), workspace, &recorder);
  std::vector<Record> kept;
  for (const Record& record : recorder.records()) {
    if (!record.programme.valid() || record.programme == ProgrammeId(0)) {
      kept.push_back(record);
    }
  }
  return kept;
}

TEST(Conservation, AnotherProgrammeMovesNoDrawOfTheFirst) {
  std::size_t of_others = 0;
  for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(thorough(500)); ++number) {
    SCOPED_TRACE(::testing::Message() << "case " << number);
    Case one = moneyless_case(number);
    one.programmes.resize(1);
    one.programmes[0].luck = "first";
    Case two = one;
    testing::Dice dice(2'000'000 + number);
    two.programmes.push_back(testing::random_programme(dice));
    two.programmes[1].luck = "second";
    two.programmes[1].standard.reset();  // more tests would be more luck for all
    const auto alone = without_later_programmes(one, number);
    const auto together = without_later_programmes(two, number);
    ASSERT_EQ(alone.size(), together.size());
    for (std::size_t i = 0; i < alone.size(); ++i) {
      const Record& a = alone[i];
      const Record& b = together[i];
      ASSERT_TRUE(a.when == b.when && a.kind == b.kind && a.firm == b.firm &&
                  a.amount == b.amount && same(a.value, b.value) && same(a.other, b.other) &&
                  a.count == b.count && a.clause == b.clause)
          << "entry " << i << ", " << record_kind_name(a.kind);
    }
    of_others +=
        testing::simulate_one(two).contracts_signed > testing::simulate_one(one).contracts_signed
            ? 1U
            : 0U;
  }
  EXPECT_GT(of_others, 50U) << "the second signs, too";
}

}  // namespace
}  // namespace firstcustomer
