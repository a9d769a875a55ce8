#pragma once
/// \file
/// What lenders are owed against contracts, and what public money displaces of rounds, kept from
/// the record alone.

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "firstcustomer/model/case.hpp"
#include "firstcustomer/model/recorder.hpp"

namespace firstcustomer::testing {

class LenderBook {
 public:
  explicit LenderBook(const Case& numbers) : numbers_(numbers) {}

  Money lent() const { return lent_; }
  Money repaid() const { return repaid_; }
  Money lost() const { return lost_; }
  /// By the contract that the entry is about, with interest.
  Money owed(const Record& record) const {
    const auto debt = debts_.find(key_of(record));
    return debt == debts_.end()
               ? Money{}
               : debt_after(debt->second.amount, numbers_.finance.contract_debt->interest,
                            record.when - debt->second.at);
  }

  /// `held`: what the contract may still pay.
  void lend(const Record& record, Money held) {
    EXPECT_TRUE(numbers_.pays);
    EXPECT_GT(record.amount, Money{});
    const Money after = owed(record) + record.amount;
    EXPECT_LE(after, scaled(held, numbers_.finance.contract_debt->share));
    set(record, after);
    lent_ += record.amount;
  }

  void take(const Record& record) {
    EXPECT_GT(record.amount, Money{});
    const Money after = owed(record) - record.amount;
    EXPECT_TRUE(record.count == 0 || after == Money{}) << "an acquirer pays all";
    set(record, after);
    repaid_ += record.amount;
  }

  void lose(const Record& record) {
    EXPECT_EQ(record.amount, owed(record));
    lost_ += record.amount;
    debts_.erase(key_of(record));
  }

  /// A payment under the contract: the lender is next.
  void expect_share_of(const Record& payment) { due_ = std::min(payment.amount, owed(payment)); }
  void expect_next(const Record& record) {
    if (due_ > Money{}) {
      EXPECT_EQ(record.kind, RecordKind::debt_repaid);
      EXPECT_EQ(record.amount, due_);
    }
    due_ = Money{};
  }

 private:
  using Key = std::pair<std::uint32_t, std::uint32_t>;
  struct Debt {
    Money amount;
    Instant at;
  };
  static Key key_of(const Record& record) {
    return {record.firm.index(), record.programme.index()};
  }
  void set(const Record& record, Money after) {
    EXPECT_GE(after, Money{});
    EXPECT_EQ(record.value, after.major());
    debts_[key_of(record)] = {after, record.when};
  }

  const Case& numbers_;
  std::map<Key, Debt> debts_;
  Money lent_;
  Money repaid_;
  Money lost_;
  Money due_;
};

class DisplacementBook {
 public:
  void pay(const Record& payment, const Clause& clause) {
    if (stands_beside_private(clause)) {
      beside_[payment.firm.index()] += payment.amount;
    }
  }
  /// What a round should be smaller by is told next to it.
  void note(const Case& numbers, const Record& record) {
    if (record.kind == RecordKind::round_displaced) {
      EXPECT_TRUE(record.amount == due_ || (record.amount < due_ && is_whole_)) << "of the round";
      EXPECT_GT(record.amount, Money{});
    } else {
      EXPECT_EQ(due_, Money{}) << "public money displaces nothing";
    }
    due_ = Money{};
    if (record.kind == RecordKind::raise_closes) {
      due_ = scaled(beside_[record.firm.index()], numbers.finance.equity->displacement);
      is_whole_ = record.amount == Money{};
    }
    if (record.kind == RecordKind::raise_closes || record.kind == RecordKind::raise_known) {
      beside_[record.firm.index()] = Money{};
    }
  }

 private:
  std::map<std::uint32_t, Money> beside_;
  Money due_;
  bool is_whole_ = false;  // the round that closed last
};

}  // namespace firstcustomer::testing
