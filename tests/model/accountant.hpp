#pragma once
/// \file
/// An accountant who knows nothing but the record of a replication, for tests of the books.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "firstcustomer/model/world.hpp"

namespace firstcustomer::testing {

/// Keeps a programme's books from nothing but the record.
class Accountant {
 public:
  Accountant(const Case& numbers, const Recorder& recorder)
      : numbers_(numbers), clock_(numbers.start), fiscal_(numbers.fiscal_month + 1U) {
    for (const Record& record : recorder.records()) {
      EXPECT_GE(record.when, last_) << "time never goes back";
      last_ = record.when;
      enter(record);
      EXPECT_GE(free, Money{});
      EXPECT_LE(paid + reserved(), numbers.programmes.front().fund.budget);
    }
  }

  Money reserved() const {
    Money sum;
    for (const auto& [firm, money] : held_) {
      sum += money;
    }
    return sum;
  }
  Money exposed() const {
    Money sum;
    for (const auto& [firm, money] : open_) {
      sum += money;
    }
    return sum;
  }
  double peak_year() const {
    Money most;
    for (const auto& [year, money] : by_year_) {
      most = std::max(most, money);
    }
    return most.major();
  }

  Money free;
  Money committed;
  Money paid;
  Money released;
  Money lapsed;
  Money advanced;
  Money credited;
  Money recovered;
  Money lost;
  Money peak;
  double forgone = 0.0;

 private:
  void enter(const Record& record) {
    const std::uint32_t firm = record.firm.index();
    switch (record.kind) {
      case RecordKind::programme_opens:
        free = record.amount;
        open_for_all_ = true;
        break;
      case RecordKind::programme_closes:
      case RecordKind::programme_cancelled:
        EXPECT_EQ(record.amount, free);
        lapsed += free;
        free = Money{};
        open_for_all_ = false;
        break;
      case RecordKind::awaits_approval:
        EXPECT_TRUE(open_for_all_);
        EXPECT_TRUE(awaits_.insert(firm).second);
        free -= record.amount;
        committed += record.amount;
        held_[firm] += record.amount;
        break;
      case RecordKind::approval_lapses:
        EXPECT_EQ(awaits_.erase(firm), 1U);
        EXPECT_EQ(record.amount, held_[firm]);
        give_back(firm, record.amount);
        break;
      case RecordKind::payment_deferred:
        if (numbers_.programmes.front().contract[static_cast<std::size_t>(record.clause)].on ==
            Trigger::signing) {
          unpaid_[firm] = record.amount;
          put_off_at_[firm] = record.when;
        }
        break;
      case RecordKind::payment_forfeited:
        if (numbers_.programmes.front().contract[static_cast<std::size_t>(record.clause)].on !=
            Trigger::signing) {  // else it is due on acceptance
          held_[firm] -= record.amount;
          released += record.amount;
          lapsed += record.amount;
        }
        break;
      case RecordKind::contract_signed:
        EXPECT_TRUE(open_for_all_);
        if (awaits_.erase(firm) == 1) {
          EXPECT_TRUE(signed_.insert(firm).second) << "one contract a firm";
          give_back(firm, held_[firm] - record.amount);  // for what has passed meanwhile
          break;
        }
        EXPECT_TRUE(signed_.insert(firm).second) << "one contract a firm";
        free -= record.amount;
        committed += record.amount;
        held_[firm] += record.amount;
        break;
      case RecordKind::contract_ends:
        EXPECT_GE(record.amount, Money{});
        give_back(firm, record.amount);
        break;
      case RecordKind::paid:
        pay(record);
        break;
      case RecordKind::lot_delivered:
        accept(record);
        break;
      case RecordKind::recovered:
        EXPECT_LE(record.amount, open_[firm]);
        EXPECT_GE(record.amount, Money{});
        recovered += record.amount;
        open_[firm] -= record.amount;
        forgone -= record.amount.major() / numbers_.frontier_purchase->unit_price.major();
        break;
      case RecordKind::advance_lost:
        EXPECT_EQ(record.amount, open_[firm]);
        lost += record.amount;
        open_[firm] = Money{};
        break;
      default:
        break;
    }
  }

  void give_back(std::uint32_t firm, Money amount) {
    held_[firm] -= amount;
    released += amount;
    (open_for_all_ ? free : lapsed) += amount;
  }

  void pay(const Record& record) {
    const std::uint32_t firm = record.firm.index();
    EXPECT_GT(record.amount, Money{});
    EXPECT_LE(record.amount, held_[firm]);
    held_[firm] -= record.amount;
    paid += record.amount;
    by_year_[fiscal_.year_of(clock_.date(record.when))] += record.amount;
    forgone += record.amount.major() / numbers_.frontier_purchase->unit_price.major();
    const auto clause = static_cast<std::size_t>(record.clause);
    if (numbers_.programmes.front().contract[clause].on == Trigger::signing) {
      advanced += record.amount;
      open_[firm] += record.amount;
      if (put_off_at_[firm] != record.when) {
        unpaid_[firm] = Money{};
      }
      peak = std::max(peak, exposed());
    }
  }

  /// What the lot is worth, unit by unit, less what is due for it, is credit.
  void accept(const Record& record) {
    const std::uint32_t firm = record.firm.index();
    std::vector<Money> prices;
    for (const Clause& clause : numbers_.programmes.front().contract) {
      if (clause.on == Trigger::acceptance) {
        if (clause.bargained) {
          return;  // and no advance
        }
        prices.insert(prices.end(), static_cast<std::size_t>(clause.up_to.number),
                      Money::major(clause.pay.number));
      }
    }
    Money value;
    for (std::int64_t i = 0; i < record.count; ++i) {
      value += prices.at(static_cast<std::size_t>(units_[firm]++));
    }
    EXPECT_EQ(static_cast<double>(units_[firm]), record.other);
    const Money credit = value - record.amount;
    EXPECT_GE(credit, Money{});
    if (open_.count(firm) > 0) {
      const Money earned = std::min(credit, unpaid_[firm]);  // before it was paid
      unpaid_[firm] -= earned;
      credited += credit - earned;
      open_[firm] -= credit - earned;
      EXPECT_GE(open_[firm], Money{});
    }
  }

  const Case& numbers_;
  SimulationClock clock_;
  FiscalCalendar fiscal_;
  Instant last_;
  bool open_for_all_ = false;
  std::map<std::uint32_t, Money> held_;
  std::map<std::uint32_t, Money> open_;
  std::map<std::uint32_t, std::int64_t> units_;
  std::map<int, Money> by_year_;
  std::set<std::uint32_t> signed_;
  std::set<std::uint32_t> awaits_;
  /// Of advances that a fiscal year put off, and when it last did.
  std::map<std::uint32_t, Money> unpaid_;
  std::map<std::uint32_t, Instant> put_off_at_;
};

}  // namespace firstcustomer::testing
