#pragma once
/// \file
/// What the foundry was asked to make under one contract and paid for in part, kept from the record
/// alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "firstcustomer/model/recorder.hpp"
#include "firstcustomer/model/technology.hpp"

namespace firstcustomer::testing {

/// With the largest capacity that a firm may build.
inline std::int64_t most_a_month(const Supply& supply) {
  const double times =
      supply.capacity ? std::max({1.0, supply.capacity->least, supply.capacity->most}) : 1.0;
  return static_cast<std::int64_t>(
      std::ceil(times * static_cast<double>(supply.units_per_month) - 1e-9));
}

class ProductionBook {
 public:
  /// `ordered`: by the buyer so far.
  void order(const Record& record, const Supply& supply, std::int64_t ordered) {
    EXPECT_TRUE(supply.prepayment.has_value());
    EXPECT_GT(record.count, 0);
    EXPECT_LE(record.count, most_a_month(supply));
    EXPECT_GE(record.amount, Money{});
    if (!supply.learning && !supply.die && record.amount > Money{}) {
      const double each = record.amount.major() / static_cast<double>(record.count);
      EXPECT_TRUE(each_ == 0.0 || std::abs(each - each_) <= 0.01) << "units cost the same";
      each_ = each;
    }
    EXPECT_TRUE((record.when - last_).days() > 26.0 || made_ == 0 || waited_) << "a lot a month";
    last_ = record.when;
    waited_ = false;
    made_ += record.count;
    EXPECT_LE(made_, ordered);
    prepaid_ += record.amount;
  }

  void wait(const Record& record) {
    EXPECT_GT(record.amount, Money{});
    waited_ = true;
  }

  /// Once, when the contract has ended, or what is left of its order stays with the firm.
  void lose(const Record& record) {
    EXPECT_GT(record.amount, Money{});
    EXPECT_LE(record.amount, prepaid_);
    EXPECT_FALSE(has_lost_);
    has_lost_ = true;
  }

  /// Of a firm that prepays nothing is delivered that it has not ordered.
  void deliver(const Supply& supply, std::int64_t delivered) const {
    EXPECT_TRUE(!supply.prepayment || (delivered <= made_ && !has_lost_));
  }

 private:
  std::int64_t made_ = 0;
  Money prepaid_;
  double each_ = 0.0;
  Instant last_;
  bool waited_ = false;
  bool has_lost_ = false;
};

}  // namespace firstcustomer::testing
