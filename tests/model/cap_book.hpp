#pragma once
/// \file
/// What fiscal years' caps do to the payments of one programme, kept from the record alone.

#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

#include "firstcustomer/model/programme.hpp"

namespace firstcustomer {

/// Of tests that fail.
inline void PrintTo(Money money, std::ostream* out) {
  *out << money.major() << " pounds";
}

}  // namespace firstcustomer

namespace firstcustomer::testing {

/// A firm and a programme.
using ContractKey = std::pair<std::uint32_t, std::uint32_t>;

/// A payment that fell due, or a part of it.
struct DuePart {
  ContractKey contract;
  bool is_advance = false;
  bool is_for_units = false;
  Money amount;
  /// When its clause was triggered.
  Instant owed;
  /// Put off until then.
  Instant until;
  /// Of an advance: the contract has ended since, so only what units had earned of it is paid.
  bool is_cancelled = false;
};

class CapBook {
 public:
  /// The year is the one of public accounts in which the programme opens.
  CapBook(const Fund& fund, int first_year) : fund_(fund), first_year_(first_year) {}

  /// Takes what is paid, or put off again, from what was put off until now: the earliest first,
  /// before all else of the instant. Of an advance as much may be for units as they have earned of
  /// it, which is less afterwards. Returns when it was owed; none: it falls due for the first time.
  std::optional<Instant> take(const DuePart& part, Instant now, Money& earned) {
    expect_none_late(now);
    while (!put_off_.empty() && put_off_.front().until == now) {
      DuePart& first = put_off_.front();
      const bool may_be_of_it =
          first.contract == part.contract && part.is_for_units && earned > Money{};
      if (first.is_cancelled && !may_be_of_it) {
        put_off_.pop_front();
        continue;
      }
      EXPECT_EQ(first.contract, part.contract) << "in the order in which they were due";
      EXPECT_TRUE(part.is_advance ? first.is_advance : first.is_advance <= part.is_for_units);
      EXPECT_LE(part.amount, first.amount);
      if (first.is_advance && part.is_for_units) {
        EXPECT_LE(part.amount, earned);
        earned -= part.amount;
      }
      const Instant owed = first.owed;
      first.amount -= part.amount;
      if (first.amount == Money{}) {
        put_off_.pop_front();
      }
      return owed;
    }
    return {};
  }

  void put_off(const DuePart& part, int year) {
    EXPECT_EQ(fund_.over_cap, OverCap::deferred);
    expect_cap(year);
    put_off_.push_back(part);
  }

  void forfeit(int year) {
    EXPECT_EQ(fund_.over_cap, OverCap::forfeited);
    expect_cap(year);
  }

  void pay(Money amount, int year) {
    paid_[year] += amount;
    if (!fund_.fiscal_year_caps.empty()) {
      EXPECT_LE(paid_[year], allowed(year)) << "fiscal year " << year;
    }
  }

  /// No advance is paid under a contract that has ended.
  void cancel_advances(const ContractKey& contract) {
    for (DuePart& part : put_off_) {
      part.is_cancelled = part.is_cancelled || (part.is_advance && part.contract == contract);
    }
  }

  /// What was put off until before now has been paid, or was cancelled.
  void expect_none_late(Instant now) {
    for (; !put_off_.empty() && put_off_.front().until < now; put_off_.pop_front()) {
      EXPECT_TRUE(put_off_.front().is_cancelled)
          << put_off_.front().amount.major() << " pounds are late";
    }
  }

  /// Nothing was put off while there was room.
  void expect_caps_used() const {
    for (const int year : reached_) {
      EXPECT_EQ(paid_in(year), allowed(year)) << "fiscal year " << year;
    }
  }

 private:
  void expect_cap(int year) {
    EXPECT_FALSE(fund_.fiscal_year_caps.empty());
    reached_.insert(year);
  }

  Money paid_in(int year) const { return paid_.count(year) > 0 ? paid_.at(year) : Money{}; }

  /// The cap of a year, and what earlier years carried over to it.
  Money allowed(int year) const {
    double carried = 0.0;  // pence
    for (int before = first_year_; before < year; ++before) {
      const double unpaid =
          std::round(100.0 * cap(before)) + carried - static_cast<double>(paid_in(before).minor());
      carried = std::round(unpaid * fund_.carry_over.value());
    }
    return Money::minor(std::llround(std::round(100.0 * cap(year)) + carried));
  }

  double cap(int year) const {
    const auto place = static_cast<std::size_t>(year - first_year_);
    return place < fund_.fiscal_year_caps.size() ? fund_.fiscal_year_caps[place]
                                                 : fund_.fiscal_year_caps.back();
  }

  const Fund& fund_;
  int first_year_;
  std::deque<DuePart> put_off_;
  std::map<int, Money> paid_;
  std::set<int> reached_;
};

}  // namespace firstcustomer::testing
