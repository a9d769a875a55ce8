#pragma once
/// \file
/// The capacity that a firm builds for one order, kept from the record alone.

#include <gtest/gtest.h>

#include "firstcustomer/model/recorder.hpp"
#include "firstcustomer/model/technology.hpp"

namespace firstcustomer::testing {

struct CapacityBook {
  const Supply* supply = nullptr;
  bool is_ordered = false;
  bool stands = false;
  Instant ordered_at;
  Instant stands_at;
  double units_per_year = 0.0;
  double months = 0.0;
  std::int64_t made = 0;

  /// It waits for cash, is ordered, and is there after its lead time: once.
  void note(const Record& record) {
    ASSERT_TRUE(supply->capacity.has_value());
    switch (record.kind) {
      case RecordKind::capacity_waits:
        EXPECT_FALSE(is_ordered);
        break;
      case RecordKind::capacity_ordered:
        order(record);
        break;
      default:
        EXPECT_TRUE(is_ordered && !stands);
        EXPECT_NEAR((record.when - ordered_at).months(), months, 1e-6);
        EXPECT_EQ(record.value, units_per_year);
        stands = true;
        stands_at = record.when;
    }
  }

  /// Units of a lot: of no month more than there is capacity for.
  void make(const Record& lot) {
    made += lot.count;
    if (!supply->capacity) {
      return;
    }
    EXPECT_TRUE(stands) << "units are made of nothing";
    const double months_open = 1.0 + 1.05 * (lot.when - stands_at).months();
    EXPECT_LE(static_cast<double>(made), units_per_year / 12.0 * months_open + 1.0);
  }

 private:
  void order(const Record& record) {
    const CapacityTerms& terms = *supply->capacity;
    EXPECT_FALSE(is_ordered);
    is_ordered = true;
    ordered_at = record.when;
    units_per_year = record.value;
    months = record.other;
    const double given = 12.0 * static_cast<double>(supply->units_per_month);
    EXPECT_TRUE(units_per_year == given || (units_per_year >= terms.least * given * (1.0 - 1e-12) &&
                                            units_per_year <= terms.most * given * (1.0 + 1e-12)));
    if (terms.cost_factor.parameters[1] == 0.0) {  // the median of all
      EXPECT_NEAR(record.amount.major(),
                  terms.cost.major() * units_per_year + terms.fixed_cost.major(), 0.0051);
    }
  }
};

}  // namespace firstcustomer::testing
