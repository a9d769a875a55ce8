#include "firstcustomer/core/histogram.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/quantiles.hpp"
#include "firstcustomer/core/random.hpp"

namespace firstcustomer {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

Histogram histogram_of(const std::vector<double>& values) {
  Histogram histogram;
  for (const double value : values) {
    histogram.add(value);
  }
  return histogram;
}

/// Cuts a number to 11 significant bits, towards zero.
double cut(double value) {
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent);
  return std::ldexp(std::trunc(mantissa * 2048.0) / 2048.0, exponent);
}

struct Column {
  std::string name;
  std::function<double(std::mt19937_64&)> draw;
};

std::vector<Column> columns() {
  const auto normal = [](std::mt19937_64& bits) { return normal_quantile(unit_interval(bits())); };
  return {
      {"normal", normal},
      {"far from zero", [normal](auto& bits) { return 1e6 + normal(bits); }},
      {"lognormal", [normal](auto& bits) { return std::exp(3.0 * normal(bits)); }},
      {"both tails", [normal](auto& bits) { return normal(bits) / normal(bits); }},
      {"negative", [normal](auto& bits) { return -std::exp(normal(bits)); }},
      {"whole", [](auto& bits) { return static_cast<double>(bits() % 7) - 3.0; }},
      {"any number",
       [](auto& bits) {
         const double value =
             std::ldexp(unit_interval(bits()) + 1.0, static_cast<int>(bits() % 2098) - 1074);
         return bits() % 2 == 0 ? value : -value;
       }},
      {"below the normal numbers",
       [](auto& bits) { return static_cast<double>(bits() >> (bits() % 64)) * smallest * 1e-4; }},
  };
}

std::vector<double> draw(const Column& column, std::uint64_t seed, int count) {
  std::mt19937_64 bits(seed);
  std::vector<double> values;
  for (int i = 0; i < count; ++i) {
    values.push_back(column.draw(bits));
  }
  return values;
}

TEST(Histogram, MeetsTheSortedColumnCutToItsPrecision) {
  for (const Column& column : columns()) {
    for (const int count : {1, 2, 3, 10, 1000, 5000}) {
      std::vector<double> values = draw(column, 1, count);
      const Histogram histogram = histogram_of(values);
      std::sort(values.begin(), values.end());
      ASSERT_EQ(histogram.count(), count) << column.name;
      ASSERT_EQ(histogram.minimum(), values.front()) << column.name;
      ASSERT_EQ(histogram.maximum(), values.back()) << column.name;
      std::map<double, double> nearest_zero;  // of the values of a bin
      for (const double value : values) {
        double& nearest = nearest_zero.emplace(cut(value), value).first->second;
        nearest = std::abs(value) < std::abs(nearest) ? value : nearest;
      }
      for (int rank = 1; rank <= count; ++rank) {
        const double exact = values[static_cast<std::size_t>(rank - 1)];
        const double read = histogram.value_at(rank);
        ASSERT_EQ(read, nearest_zero.at(cut(exact)))
            << column.name << ", " << rank << " of " << count;
        ASSERT_LE(std::abs(read - exact), std::abs(exact) * 0x1p-10) << column.name;
      }
    }
  }
}

TEST(Histogram, AQuantileIsTheValueAtItsRank) {
  for (const Column& column : columns()) {
    std::vector<double> values = draw(column, 2, 700);
    const Histogram histogram = histogram_of(values);
    std::sort(values.begin(), values.end());
    double before = -infinity;
    for (int thousandths = 1; thousandths < 1000; ++thousandths) {
      const double read = histogram.quantile(thousandths / 1000.0);
      const double exact = values[static_cast<std::size_t>((700 * thousandths + 999) / 1000 - 1)];
      ASSERT_LE(std::abs(read - exact), std::abs(exact) * 0x1p-10) << column.name;
      ASSERT_LE(before, read) << column.name;
      before = read;
      ASSERT_EQ(read, histogram.value_at(quantile_rank(700, thousandths / 1000.0)));
    }
  }
}

TEST(Histogram, KnowsWholeNumbersTo2048Exactly) {
  std::vector<double> values;
  for (int i = -2048; i <= 2048; ++i) {
    values.push_back(i);
  }
  std::shuffle(values.begin(), values.end(), std::mt19937_64(3));
  const Histogram histogram = histogram_of(values);
  for (int i = -2048; i <= 2048; ++i) {
    ASSERT_EQ(histogram.value_at(i + 2049), i);
  }
  EXPECT_EQ(histogram.quantile(0.5), 0.0);
}

TEST(Histogram, KnowsPowersOfTwoExactly) {
  Histogram histogram;
  for (int exponent = 1023; exponent >= -1074; --exponent) {
    histogram.add(std::ldexp(1.0, exponent));
    histogram.add(std::ldexp(-1.0, exponent));
  }
  for (int exponent = -1074; exponent <= 1023; ++exponent) {
    ASSERT_EQ(histogram.value_at(2098 + exponent + 1075), std::ldexp(1.0, exponent)) << exponent;
    ASSERT_EQ(histogram.value_at(2098 - exponent - 1074), std::ldexp(-1.0, exponent)) << exponent;
  }
}

TEST(Histogram, CutsEveryPowerOfTwoIntoEqualParts) {
  // The last value of a bin and the first of the next, over two powers of two of each sign.
  for (const double sign : {1.0, -1.0}) {
    for (const int exponent : {-1022, -3, 0, 20, 1022}) {
      for (int part = 1024; part < 2048; ++part) {
        const double edge = sign * std::ldexp(part / 1024.0, exponent);
        const double next = sign * std::ldexp((part + 1) / 1024.0, exponent);
        const double last = std::nextafter(next, 0.0);
        // Zero and a far value keep the extremes away from what is read.
        const Histogram histogram = histogram_of({edge, last, next, 0.0, sign * largest});
        const auto rank = [&](std::int64_t by_magnitude) {
          return sign > 0.0 ? by_magnitude : 6 - by_magnitude;
        };
        ASSERT_EQ(histogram.value_at(rank(2)), edge);
        ASSERT_EQ(histogram.value_at(rank(3)), edge);
        ASSERT_EQ(histogram.value_at(rank(4)), next);
      }
    }
  }
}

TEST(Histogram, ReadsNothingBeyondItsExtremes) {
  const Histogram positive = histogram_of({1.00001, 1.00002, 1.00003});
  EXPECT_EQ(positive.value_at(1), 1.00001);  // the bin begins at 1
  EXPECT_EQ(positive.value_at(3), 1.00001);
  const Histogram negative = histogram_of({-1.00001, -1.00002, -1.00003});
  EXPECT_EQ(negative.value_at(1), -1.00001);
  EXPECT_EQ(negative.value_at(3), -1.00001);
  const Histogram one = histogram_of({-0.1});
  EXPECT_EQ(one.quantile(0.01), -0.1);
  EXPECT_EQ(one.quantile(0.99), -0.1);
}

TEST(Histogram, GivesTheVeryValueWhereABinHoldsOne) {
  // A budget that lapses whole in most replications, and is paid in part in others.
  const Histogram histogram = histogram_of({1e8, 1e8, 1e8, 5.5e7, 4.5e7, 1e8});
  EXPECT_EQ(histogram.quantile(0.5), 1e8);
  EXPECT_EQ(histogram.value_at(1), 4.5e7);
  EXPECT_EQ(histogram.value_at(2), 5.5e7);
}

TEST(Histogram, HoldsTheLargestAndTheSmallestNumbers) {
  const Histogram histogram = histogram_of({largest, -largest, smallest, -smallest, 0.0});
  EXPECT_EQ(histogram.minimum(), -largest);
  EXPECT_EQ(histogram.maximum(), largest);
  EXPECT_EQ(histogram.value_at(1), -largest);
  EXPECT_EQ(histogram.value_at(2), -smallest);
  EXPECT_EQ(histogram.value_at(3), 0.0);
  EXPECT_EQ(histogram.value_at(4), smallest);
  EXPECT_EQ(histogram.value_at(5), largest);
}

TEST(Histogram, MergesInAnyOrderToTheSameBits) {
  std::mt19937_64 bits(4);
  for (const Column& column : columns()) {
    const std::vector<double> values = draw(column, 5, 2000);
    const Histogram whole = histogram_of(values);
    for (int round = 0; round < 20; ++round) {
      std::vector<double> shuffled = values;
      std::shuffle(shuffled.begin(), shuffled.end(), bits);
      std::vector<Histogram> parts(1 + bits() % 9);
      for (const double value : shuffled) {
        parts[bits() % parts.size()].add(value);
      }
      while (parts.size() > 1) {
        const Histogram part = parts.back();
        parts.pop_back();
        parts[bits() % parts.size()].merge(part);
      }
      ASSERT_TRUE(parts.front() == whole) << column.name;
      ASSERT_EQ(parts.front().count(), 2000);
      ASSERT_EQ(parts.front().minimum(), whole.minimum());
      ASSERT_EQ(parts.front().maximum(), whole.maximum());
      for (const std::int64_t rank : {1, 2, 500, 1000, 1999, 2000}) {
        ASSERT_EQ(parts.front().value_at(rank), whole.value_at(rank)) << column.name;
      }
    }
  }
}

TEST(Histogram, MergingNothingChangesNothing) {
  const Histogram some = histogram_of({-1.0, 0.0, 3.5, 1e300});
  Histogram left = some;
  left.merge(Histogram());
  Histogram right;
  right.merge(some);
  EXPECT_TRUE(left == some);
  EXPECT_TRUE(right == some);
  Histogram nothing;
  nothing.merge(Histogram());
  EXPECT_TRUE(nothing == Histogram());
}

TEST(Histogram, MergedWithItselfCountsTwice) {
  Histogram histogram = histogram_of({-1.0, 0.0, 3.5, 1e300});
  histogram.merge(histogram);
  EXPECT_TRUE(histogram == histogram_of({-1.0, -1.0, 0.0, 0.0, 3.5, 3.5, 1e300, 1e300}));
  EXPECT_EQ(histogram.count(), 8);
}

TEST(Histogram, EqualsOnlyOneWithTheSameCounts) {
  const Histogram histogram = histogram_of({-1.0, 0.0, 2.0, 5.0});
  EXPECT_TRUE(histogram == histogram_of({5.0, 2.0, 0.0, -1.0}));
  for (const std::vector<double>& other : std::vector<std::vector<double>>{
           {-1.0, 0.0, 2.0},            // one less
           {-1.0, 0.0, 2.0, 2.0, 5.0},  // one more
           {-1.0, 0.0, 0.0, 5.0},       // another bin
           {-1.0, 0.0, 3.0, 5.0},
           {-1.0, 0.0, 2.01, 5.0},
           {-1.0, -1.0, 2.0, 5.0},
           {-1.001, 0.0, 2.0, 5.0},
           {-1.0, 0.0, 2.0, 5.0000001},  // the same bin, another extreme
           {}}) {
    EXPECT_FALSE(histogram == histogram_of(other));
  }
}

TEST(Histogram, DoesNotCountUndefinedValues) {
  const Histogram histogram = histogram_of({undefined, 1.0, -undefined, 3.0});
  EXPECT_EQ(histogram.count(), 2);
  EXPECT_EQ(histogram.maximum(), 3.0);
  EXPECT_TRUE(histogram_of({undefined}) == Histogram());
}

TEST(Histogram, ZeroHasNoSign) {
  const Histogram plus = histogram_of({0.0, -0.0});
  const Histogram minus = histogram_of({-0.0, 0.0});
  for (const Histogram& histogram : {plus, minus, histogram_of({-0.0})}) {
    EXPECT_FALSE(std::signbit(histogram.minimum()));
    EXPECT_FALSE(std::signbit(histogram.maximum()));
    EXPECT_FALSE(std::signbit(histogram.quantile(0.5)));
  }
  EXPECT_TRUE(plus == minus);
}

TEST(Histogram, OfNothingHasNoQuantiles) {
  const Histogram nothing;
  EXPECT_EQ(nothing.count(), 0);
  EXPECT_TRUE(std::isnan(nothing.minimum()));
  EXPECT_TRUE(std::isnan(nothing.maximum()));
  EXPECT_TRUE(std::isnan(nothing.quantile(0.5)));
  EXPECT_THROW(nothing.value_at(1), InvariantError);
}

TEST(Histogram, RefusesWhatItIsNotMadeFor) {
  Histogram histogram = histogram_of({1.0, 2.0});
  EXPECT_THROW(histogram.add(infinity), InvariantError);
  EXPECT_THROW(histogram.add(-infinity), InvariantError);
  EXPECT_TRUE(histogram == histogram_of({1.0, 2.0}));
  EXPECT_THROW(histogram.value_at(0), InvariantError);
  EXPECT_THROW(histogram.value_at(3), InvariantError);
  for (const double p : {0.0, 1.0, -1.0, undefined}) {
    EXPECT_THROW(histogram.quantile(p), InvariantError);
    EXPECT_THROW(Histogram().quantile(p), InvariantError);
  }
}

}  // namespace
}  // namespace firstcustomer
