// Conservation of money in random worlds with all mechanisms on, against a naive accountant.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "firstcustomer/model/standing.hpp"
#include "model/accountant.hpp"
#include "model/case_summary.hpp"
#include "model/random_case.hpp"
#include "model/shrink.hpp"

namespace firstcustomer {
namespace {

using testing::Accountant;
using testing::random_case;
using testing::same;

/// The outcome's money is the accountant's, to the penny; of contracts that do not pay, nothing is.
void expect_books(const Case& numbers, const Outcome& o, const Accountant& books) {
  EXPECT_EQ(o.contracts_signed, books.contracts);
  EXPECT_EQ(o.contracts_failed, books.failed);
  EXPECT_EQ(o.public_money_committed, books.committed.major());
  EXPECT_EQ(o.public_money_paid, books.paid.major());
  EXPECT_EQ(o.public_money_peak_year, books.peak_year());
  EXPECT_EQ(o.public_money_advanced, books.advanced.major());
  EXPECT_EQ(o.public_money_recovered, books.recovered.major());
  EXPECT_EQ(o.public_money_stranded, books.lost.major());
  EXPECT_EQ(o.public_money_bonds_kept, books.bonds_kept.major());
  EXPECT_EQ(o.public_money_returned, books.returned.major());
  EXPECT_EQ(o.contract_debt_lent, books.lenders.lent().major());
  EXPECT_EQ(o.contract_debt_repaid, books.lenders.repaid().major());
  EXPECT_EQ(o.contract_debt_lost, books.lenders.lost().major());
  EXPECT_EQ(o.programme_softenings, books.softenings);
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
    EXPECT_LE(o.units_ordered, static_cast<double>(books.ordered));
    EXPECT_GE(o.units_ordered, static_cast<double>(books.ordered - books.perhaps_kept));
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

/// What each programme had its part in adds up to the whole.
void expect_parts(const Outcome& o, const std::vector<Outcome>& by_programme) {
  for (double Outcome::*const measure : outcomes_by_programme) {
    double sum = 0.0;
    for (const Outcome& part : by_programme) {
      sum += part.*measure;
    }
    EXPECT_NEAR(sum, o.*measure, 0.005 + 1e-12 * std::abs(sum)) << declaration_of(measure).name;
  }
}

/// Public money may come back with a gain.
bool may_be_negative(double Outcome::*value) {
  return value == &Outcome::frontier_compute_forgone || value == &Outcome::compute_net ||
         value == &Outcome::public_money_net_present_value;
}

void expect_sense(const Case& numbers, const Outcome& o) {
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    const double value = o.*outcome.value;
    EXPECT_FALSE(std::isinf(value)) << outcome.name;
    EXPECT_TRUE(!std::isnan(value) || outcome.when_undefined != "always defined") << outcome.name;
    EXPECT_FALSE(value < -1e-6 && !may_be_negative(outcome.value)) << outcome.name << " " << value;
  }
  const auto domestic = std::count_if(
      numbers.firms.begin(), numbers.firms.end(),
      [&](const Firm& firm) { return firm.domestic && firm.enters <= numbers.start; });
  EXPECT_EQ(static_cast<double>(domestic) + o.suppliers_entered,
            o.suppliers_active + o.suppliers_insolvent + o.suppliers_failed + o.suppliers_missed +
                o.suppliers_pivoted + o.suppliers_gave_up + o.suppliers_absorbed);
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

/// What suppliers raised is what the record says, whether chance or history; and what they lost of
/// prepayments.
void expect_raised(const Case& numbers, const Outcome& o, const Recorder& recorder) {
  Money raised;
  Money displaced;
  Money prepayments_lost;
  for (const Record& record : recorder.records()) {
    const bool raises =
        record.kind == RecordKind::raise_closes || record.kind == RecordKind::raise_known;
    const bool takes_place = record.kind == RecordKind::round_displaced;
    if (!raises && !takes_place && record.kind != RecordKind::prepayment_lost) {
      continue;
    }
    const auto firm =
        std::find_if(numbers.firms.begin(), numbers.firms.end(),
                     [&](const Firm& known) { return known.name == recorder.name(record.firm); });
    if (firm == numbers.firms.end() || firm->domestic) {
      (raises ? raised : takes_place ? displaced : prepayments_lost) += record.amount;
    }
  }
  EXPECT_EQ(o.private_money_raised, raised.major());
  EXPECT_EQ(o.private_money_displaced, displaced.major());
  EXPECT_EQ(o.suppliers_prepayments_lost, prepayments_lost.major());
}

/// What customers paid for is what domestic firms received and incumbents lost; no firm sold more
/// than it can make.
void expect_sales(const Case& numbers, const Outcome& o, const Recorder& recorder) {
  if (!numbers.clearing) {
    EXPECT_TRUE(std::isnan(o.incumbents_sales_displaced));
    return;
  }
  Money domestic;
  Money all;
  double accelerators = 0.0;
  for (const Record& record : recorder.records()) {
    if (record.kind != RecordKind::sold) {
      continue;
    }
    const auto firm =
        std::find_if(numbers.firms.begin(), numbers.firms.end(),
                     [&](const Firm& known) { return known.name == recorder.name(record.firm); });
    domestic += firm == numbers.firms.end() || firm->domestic ? record.amount : Money{};
    all += record.amount;
    const FrontierPurchase& purchase = *numbers.frontier_purchase;
    const double growth = std::exp(purchase.growth.value() * record.when.since_start().years());
    accelerators += record.amount.major() / (purchase.unit_price.major() * growth);
    const Technology& technology = numbers.technologies[recorder.technology(record.firm).index()];
    EXPECT_LE(record.value, 3.0 * static_cast<double>(technology.supply.units_per_month));
    EXPECT_LE(record.other, 1.0 + 0.01 / record.amount.major()) << "to the penny";
  }
  EXPECT_EQ(o.private_receipts, domestic.major());
  EXPECT_EQ(o.incumbents_sales_displaced, all.major());
  EXPECT_NEAR(o.accelerators_displaced, accelerators, 1e-9 * (1.0 + accelerators));
  EXPECT_LE(o.challengers_share, 1.0 + 1e-4) << "to the penny";
}

/// What suppliers paid for capacity is what the record says.
void expect_capacity_paid(const Case& numbers, const Outcome& o, const Recorder& recorder) {
  Money paid;
  for (const Record& record : recorder.records()) {
    const auto firm =
        std::find_if(numbers.firms.begin(), numbers.firms.end(), [&](const Firm& known) {
          return record.firm.valid() && known.name == recorder.name(record.firm);
        });
    const bool is_domestic = firm == numbers.firms.end() || firm->domestic;
    paid += record.kind == RecordKind::capacity_ordered && is_domestic && numbers.pays
                ? record.amount
                : Money{};
  }
  EXPECT_EQ(o.capacity_spending, paid.major());
  EXPECT_LE(o.capacity_spending, o.suppliers_spending);
}

/// Only beginnings, what foreign firms build, and the horizon come of nothing; all else of an entry
/// before.
void expect_causes(const Recorder& recorder) {
  const auto is_root = [](RecordKind kind) {
    return kind == RecordKind::programme_opens || kind == RecordKind::firm_present ||
           kind == RecordKind::firm_enters || kind == RecordKind::venture_market ||
           kind == RecordKind::capacity_changes ||
           kind == RecordKind::ends;
  };
  const std::vector<Record>& records = recorder.records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].cause < 0, is_root(records[i].kind)) << record_kind_name(records[i].kind);
    EXPECT_LT(records[i].cause, static_cast<std::int64_t>(i));
  }
}

/// How often things happened over all cases.
struct Counts {
  std::map<RecordKind, int> kinds;
  std::map<Trigger, int> payments;
  std::map<Trigger, int> recoveries;
  int stakes = 0;
};

constexpr std::uint64_t replications = 4;

/// All properties of one replication of a case.
void check_replication(const Case& numbers, const Model& model, Workspace& workspace,
                       std::uint64_t replication, Counts& counts) {
  Recorder recorder;
  const Luck luck(5, Phase::main, replication);
  Outcome with;
  ASSERT_NO_THROW(with = simulate(model, numbers, luck, workspace, &recorder));
  if (numbers.programmes.size() > 1) {
    expect_parts(with, workspace.by_programme());
  }
  const Outcome without = simulate(model, numbers, luck, workspace);
  EXPECT_TRUE(same(with, without)) << "nobody looks";
  const Accountant books(numbers, recorder);
  expect_books(numbers, with, books);
  expect_sense(numbers, with);
  expect_raised(numbers, with, recorder);
  expect_sales(numbers, with, recorder);
  expect_capacity_paid(numbers, with, recorder);
  expect_causes(recorder);
  counts.stakes += books.stakes;
  for (const auto& [trigger, count] : books.payments) {
    counts.payments[trigger] += count;
  }
  for (const Record& record : recorder.records()) {
    ++counts.kinds[record.kind];
    if (record.kind == RecordKind::recovered) {
      const Programme& programme = numbers.programmes[record.programme.index()];
      ++counts.recoveries[programme.contract[static_cast<std::size_t>(record.clause)].on];
    }
  }
}

void check_case(const Case& numbers, Counts& counts) {
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  for (std::uint64_t i = 0; i < replications; ++i) {
    check_replication(numbers, model, workspace, i, counts);
  }
}

bool fails(const Case& numbers, Counts& counts) {
  return testing::fails_silently([&] { check_case(numbers, counts); });
}

/// Fails with the smallest case that fails as this one does, and tells what happens there.
void tell_smallest(const Case& failing) {
  const Case numbers = testing::shrink(failing, [](const Case& less) {
    Counts counts;
    return fails(less, counts);
  });
  const Model model = Model::build(numbers);
  Workspace workspace(model);
  for (std::uint64_t i = 0; i < replications; ++i) {
    Counts counts;
    check_replication(numbers, model, workspace, i, counts);
    if (::testing::Test::HasFailure()) {
      Recorder recorder;
      simulate(model, numbers, Luck(5, Phase::main, i), workspace, &recorder);
      FAIL() << "replication " << i << " of the smallest case that fails\n"
             << testing::summary(numbers) << testing::summary(numbers, recorder);
    }
  }
}

/// Everything that can happen happens so often that a fault in it would be seen.
void expect_all_seen(const Counts& counts) {
  constexpr int enough = 500;
  const auto count = [](const auto& of, auto what) {
    const auto found = of.find(what);
    return found == of.end() ? 0 : found->second;
  };
  for (std::size_t i = 0; i < record_kinds; ++i) {
    const auto kind = static_cast<RecordKind>(i);
    EXPECT_GT(count(counts.kinds, kind), enough) << record_kind_name(kind);
  }
  for (std::size_t i = 0; i < trigger_count; ++i) {
    const auto trigger = static_cast<Trigger>(i);
    EXPECT_GT(count(takes_back(trigger) ? counts.recoveries : counts.payments, trigger), enough)
        << trigger_names[i];
  }
  EXPECT_GT(counts.stakes, enough);
}

TEST(Conservation, OfMoneyInRandomWorlds) {
  Counts counts;
  for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(thorough(12'000)); ++number) {
    SCOPED_TRACE(::testing::Message() << "case " << number);
    const Case numbers = random_case(number);
    if (fails(numbers, counts)) {
      return tell_smallest(numbers);
    }
  }
  expect_all_seen(counts);
}

TEST(Conservation, ACaseThatFailsIsShrunkToWhatMakesItFail) {
  const auto pays_at_signing = [](const Case& numbers) {
    return std::any_of(
        numbers.programmes.begin(), numbers.programmes.end(), [](const Programme& p) {
          return std::any_of(p.contract.begin(), p.contract.end(),
                             [](const Clause& clause) { return clause.on == Trigger::signing; });
        });
  };
  std::uint64_t number = 0;
  while (!pays_at_signing(random_case(number)) || random_case(number).programmes.size() < 2) {
    ++number;
  }
  const Case least = testing::shrink(random_case(number), pays_at_signing);
  EXPECT_TRUE(least.firms.empty());
  ASSERT_EQ(least.programmes.size(), 1U);
  EXPECT_EQ(least.programmes[0].contract.size(), 1U);
  EXPECT_NE(testing::summary(least).find("- {on: signing, pay: "), std::string::npos);
}

TEST(Conservation, ChecksThatFailAreNoticedInSilence) {
  EXPECT_TRUE(testing::fails_silently([] { EXPECT_EQ(1, 2); }));
  EXPECT_TRUE(testing::fails_silently([] { throw ReplicationError("so"); }));
  EXPECT_FALSE(testing::fails_silently([] { EXPECT_EQ(2, 2); }));
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
/// would be spending that another programme pays back), nobody responds, customers pay the same
/// whatever a firm has delivered, and no cap holds programmes together.
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
    technology.supply.die.reset();
    technology.supply.capacity.reset();
  }
  numbers.entry.reset();
  if (numbers.private_demand) {
    numbers.private_demand->deployed_multiple = numbers.private_demand->certified_multiple = 1.0;
  }
  numbers.clearing.reset();  // what is delivered to one buyer cannot be sold to others
  numbers.behaviour.mode = BehaviourMode::fixed;
  numbers.cumulation_cap = no_cap;
  for (Programme& programme : numbers.programmes) {
    programme.eligibility.cumulation_cap = no_cap;
  }
  testing::keep_scores_sound(numbers);
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
    two.programmes[1].strength.soft_budget.reset();
    two.programmes[1].priority_at.clear();
    two.programmes[1].certified_multiple = 1.0;
    testing::keep_scores_sound(two);
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
