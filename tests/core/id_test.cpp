#include "firstcustomer/core/id.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace firstcustomer {
namespace {

using FirmId = Id<struct FirmTag>;
using StageId = Id<struct StageTag>;

template <class A, class B>
concept EqualityComparable = requires(A a, B b) {
  a == b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};
template <class Vector, class Index>
concept IndexableBy = requires(Vector vector, Index index) {
  vector[index];
};

// An id knows what it indexes.
static_assert(EqualityComparable<FirmId, FirmId> && Comparable<FirmId, FirmId>);
static_assert(!EqualityComparable<FirmId, StageId> && !Comparable<FirmId, StageId>);
static_assert(!EqualityComparable<FirmId, int>);
static_assert(!std::constructible_from<FirmId, StageId>);
static_assert(!std::assignable_from<FirmId&, StageId>);
static_assert(!std::convertible_to<std::size_t, FirmId>);
static_assert(!std::convertible_to<FirmId, std::size_t>);
static_assert(IndexableBy<IdVector<FirmId, int>, FirmId>);
static_assert(!IndexableBy<IdVector<FirmId, int>, StageId>);
static_assert(!IndexableBy<IdVector<FirmId, int>, std::size_t>);
static_assert(sizeof(FirmId) == 4);

TEST(Id, KnowsItsIndex) {
  constexpr FirmId third(3);
  static_assert(third.valid() && third.index() == 3);
  static_assert(third == FirmId(3) && third != FirmId(4) && third < FirmId(4));
  static_assert(FirmId(0).valid());
}

TEST(Id, NoneIndexesNothing) {
  static_assert(!FirmId::none().valid());
  static_assert(FirmId() == FirmId::none());
  static_assert(FirmId::none() != FirmId(0));
  static_assert(FirmId(4'294'967'294).valid());
}

TEST(Id, IsFollowedByTheNext) {
  static_assert(FirmId(0).next() == FirmId(1));
  static_assert(FirmId(4'294'967'293).next() == FirmId(4'294'967'294));
}

TEST(IdRange, CountsFromZero) {
  std::vector<FirmId> ids;
  for (const FirmId id : IdRange<FirmId>(3)) {
    ids.push_back(id);
  }
  EXPECT_EQ(ids, (std::vector{FirmId(0), FirmId(1), FirmId(2)}));
  for ([[maybe_unused]] const FirmId id : IdRange<FirmId>(0)) {
    ADD_FAILURE() << "of nothing there are no ids";
  }
}

TEST(IdVector, IsIndexedByItsOwnIds) {
  IdVector<FirmId, std::string> names(2);
  EXPECT_EQ(names.size(), 2U);
  names[FirmId(1)] = "b";
  names.push_back("c");
  names[FirmId(0)] = "a";
  const auto& read = names;
  EXPECT_EQ(read[FirmId(0)], "a");
  EXPECT_EQ(read[FirmId(1)], "b");
  EXPECT_EQ(read[FirmId(2)], "c");
  EXPECT_EQ(std::vector(read.begin(), read.end()), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(IdVector, KnowsItsIds) {
  IdVector<StageId, int> squares(4);
  for (const StageId id : squares.ids()) {
    squares[id] = static_cast<int>(id.index() * id.index());
  }
  EXPECT_EQ(std::vector(squares.begin(), squares.end()), (std::vector{0, 1, 4, 9}));
  static_assert(std::same_as<decltype(squares.ids()), IdRange<StageId>>);
}

TEST(IdVector, AssignsAndEmpties) {
  IdVector<StageId, int> numbers;
  EXPECT_TRUE(numbers.empty());
  numbers.assign(3, 7);
  EXPECT_FALSE(numbers.empty());
  EXPECT_EQ(std::vector(numbers.begin(), numbers.end()), (std::vector{7, 7, 7}));
  for (int& number : numbers) {
    ++number;
  }
  EXPECT_EQ(numbers[StageId(2)], 8);
  numbers.assign(0, 0);
  EXPECT_TRUE(numbers.empty());
}

TEST(HashName, NeverChanges) {
  static_assert(hash_name("").value == 0x2180a92350d49cceU);
  static_assert(hash_name("a").value == 0x55e22b8ccbb1816fU);
  static_assert(hash_name("Acme Silicon").value == 0xeccf841f5df274bU);
  static_assert(hash_name("Gr\xc3\xb6\xc3\x9f-\xff").value == 0x1f99ac08afc796b3U);
}

TEST(HashName, IsFnv1aBehindABijection) {
  // Undoes the avalanche step by step; what is left must be the published FNV-1a value of the name.
  const auto fnv1a = [](std::string_view name) {
    std::uint64_t inverse = 1;  // of the multiplier modulo 2^64, by Newton's iteration
    for (int step = 0; step < 6; ++step) {
      inverse *= 2 - 0xd6e8feb86659fd93U * inverse;
    }
    std::uint64_t hash = hash_name(name).value;
    hash ^= hash >> 32U;
    hash *= inverse;
    hash ^= hash >> 32U;
    hash *= inverse;
    return hash ^ hash >> 32U;
  };
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325U);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8U);
}

TEST(HashName, FlippingOneLetterChangesHalfOfTheBits) {
  constexpr int names = 5000;
  int pairs = 0;
  int changed = 0;
  int fewest = 64;
  std::array<int, 64> flips{};
  for (int i = 0; i < names; ++i) {
    const std::string name = "Supplier " + std::to_string(i);
    const std::uint64_t hash = hash_name(name).value;
    for (std::size_t place = 0; place < name.size(); place += 3) {
      std::string other = name;
      other[place] = static_cast<char>(other[place] ^ (1 << (i % 5)));
      const std::uint64_t difference = hash ^ hash_name(other).value;
      ++pairs;
      changed += std::popcount(difference);
      fewest = std::min(fewest, std::popcount(difference));
      for (std::size_t bit = 0; bit < 64; ++bit) {
        flips[bit] += static_cast<int>(difference >> bit & 1U);
      }
    }
  }
  // 20,000 pairs: the share of flips of one bit has a standard deviation of 0.0035.
  ASSERT_GE(pairs, 20'000);
  EXPECT_NEAR(static_cast<double>(changed) / pairs, 32.0, 0.2);
  EXPECT_GE(fewest, 12);  // 5 standard deviations below 32
  for (std::size_t bit = 0; bit < 64; ++bit) {
    EXPECT_NEAR(static_cast<double>(flips[bit]) / pairs, 0.5, 0.02) << "bit " << bit;
  }
}

TEST(HashName, KeepsAHundredThousandNamesApart) {
  std::unordered_set<std::uint64_t> hashes;
  for (int i = 0; i < 25'000; ++i) {
    for (const char* stem : {"", "firm ", "Fab-", "a much longer name of a supplier no. "}) {
      hashes.insert(hash_name(stem + std::to_string(i)).value);
    }
  }
  EXPECT_EQ(hashes.size(), 100'000U);
}

TEST(HashName, MindsOrderCaseAndEveryByte) {
  std::set<std::uint64_t> hashes;
  for (const std::string_view name :
       {std::string_view("ab"), std::string_view("ba"), std::string_view("Ab"),
        std::string_view("ab "), std::string_view("ab\0", 3), std::string_view("\0ab", 3),
        std::string_view("\xc3\xa4"), std::string_view("\x43\x24")}) {
    hashes.insert(hash_name(name).value);
  }
  EXPECT_EQ(hashes.size(), 8U);
}

}  // namespace
}  // namespace firstcustomer
