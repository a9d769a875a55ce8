#include "firstcustomer/core/random.hpp"

#include <Random123/philox.h>
#undef philox4x64  // a macro there, a function here
#include <gmock/gmock.h>

#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace firstcustomer {
namespace {

using Block = std::array<std::uint64_t, 4>;
using Key = std::array<std::uint64_t, 2>;

constexpr std::uint64_t ones = std::numeric_limits<std::uint64_t>::max();

/// The generator by its authors.
Block reference(const Block& counter, const Key& key) {
  const r123::Philox4x64::ctr_type counter_there = {
      {counter[0], counter[1], counter[2], counter[3]}};
  const r123::Philox4x64::key_type key_there = {{key[0], key[1]}};
  const auto there = r123::Philox4x64()(counter_there, key_there);
  return {there[0], there[1], there[2], there[3]};
}

TEST(Philox, MeetsThePublishedAnswers) {
  EXPECT_EQ(philox4x64({0, 0, 0, 0}, {0, 0}), (Block{0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU,
                                                     0xd7e772cee186176bU, 0x7e68b68aec7ba23bU}));
  EXPECT_EQ(
      philox4x64({ones, ones, ones, ones}, {ones, ones}),
      (Block{0x87b092c3013fe90bU, 0x438c3c67be8d0224U, 0x9cc7d7c69cd777b6U, 0xa09caebf594f0ba0U}));
}

TEST(Philox, AgreesWithItsAuthorsImplementation) {
  std::mt19937_64 bits(1);
  for (int i = 0; i < 20'000; ++i) {
    const Block counter = {bits(), bits(), bits(), bits()};
    const Key key = {bits(), bits()};
    ASSERT_EQ(philox4x64(counter, key), reference(counter, key)) << "draw " << i;
  }
}

TEST(Philox, AgreesWithItsAuthorsImplementationOnSmallCounters) {
  for (std::uint64_t i = 0; i < 4096; ++i) {
    const Block counter = {i & 3U, i >> 2U & 3U, i >> 4U & 3U, i >> 6U & 3U};
    const Key key = {i >> 8U & 3U, i >> 10U & 3U};
    ASSERT_EQ(philox4x64(counter, key), reference(counter, key)) << "case " << i;
  }
}

TEST(UnitInterval, StaysWithinTheOpenInterval) {
  static_assert(unit_interval(0) == 0x1p-53);
  static_assert(unit_interval(ones) == 1.0 - 0x1p-53);
  static_assert(unit_interval(std::uint64_t{1} << 63U) == 0.5 + 0x1p-53);
  static_assert(unit_interval(0xfff) == 0x1p-53);  // the low 12 bits do not count
  static_assert(unit_interval(0x1000) == 3 * 0x1p-53);
}

TEST(UnitInterval, HasAnExactComplement) {
  std::mt19937_64 bits(2);
  std::vector<std::uint64_t> words = {0, ones, 0x1000, ~std::uint64_t{0x1000}};
  for (int i = 0; i < 100'000; ++i) {
    words.push_back(bits() >> bits() % 64U);
  }
  for (const std::uint64_t word : words) {
    // The complement of the midpoint of cell k is the midpoint of the cell counted from the end.
    ASSERT_EQ(1.0 - unit_interval(word), unit_interval(~word)) << word;
    ASSERT_EQ(unit_interval(word) + unit_interval(~word), 1.0) << word;
  }
}

TEST(Luck, IsTheFirstWordOfTheBlockThatItsMeaningNames) {
  const Luck luck(11, Phase::main, 22);
  const Block block = reference({22, 33, 44, 55}, {11, 0});
  EXPECT_EQ(luck.uniform({33}, {44}, {55}), unit_interval(block[0]));
  EXPECT_EQ(luck.index(), 22U);
}

TEST(Luck, TheSameQuestionHasTheSameAnswer) {
  const Luck one(1, Phase::main, 2);
  const Luck other(1, Phase::main, 2);
  const double before = one.uniform({3}, {4}, {5});
  one.uniform({9}, {9}, {9});
  EXPECT_EQ(one.uniform({3}, {4}, {5}), before);
  EXPECT_EQ(other.uniform({3}, {4}, {5}), before);
}

TEST(Luck, EveryPartOfTheQuestionMatters) {
  // Every part takes a few values, near ones and far ones: all draws differ.
  constexpr std::uint64_t values[] = {0, 1, 2, std::uint64_t{1} << 63U};
  std::set<double> draws;
  std::size_t count = 0;
  for (const std::uint64_t seed : values) {
    for (const std::uint64_t phase : values) {
      for (const std::uint64_t index : values) {
        for (const std::uint64_t purpose : values) {
          for (const std::uint64_t entity : values) {
            for (const std::uint64_t ordinal : values) {
              const Luck luck(seed, static_cast<Phase>(phase), index);
              draws.insert(luck.uniform({purpose}, {entity}, {ordinal}));
              ++count;
            }
          }
        }
      }
    }
  }
  EXPECT_EQ(draws.size(), count);
}

TEST(Luck, PhasesShareNoDraw) {
  std::set<double> draws;
  for (std::uint64_t phase = 0; phase < 4; ++phase) {
    for (std::uint64_t index = 0; index < 10'000; ++index) {
      draws.insert(Luck(7, static_cast<Phase>(phase), index).uniform({1}, {2}, {3}));
    }
  }
  EXPECT_EQ(draws.size(), 40'000U);
}

/// Whether 65,536 draws fall evenly into 64 cells: a chi-square test on both sides, as too even is
/// suspect too. False alarm: 1 in 10,000 over all seeds; the seed here is fixed, so it is never.
template <class Draw>
void expect_uniform(Draw draw) {
  constexpr int cells = 64;
  constexpr int each = 1024;
  std::array<int, cells> counts{};
  for (std::uint64_t i = 0; i < cells * each; ++i) {
    ++counts.at(static_cast<std::size_t>(draw(i) * cells));
  }
  double chi_square = 0.0;
  for (const int count : counts) {
    chi_square += static_cast<double>((count - each) * (count - each)) / each;
  }
  const boost::math::chi_squared law(cells - 1);
  EXPECT_GT(chi_square, quantile(law, 0.5e-4));
  EXPECT_LT(chi_square, quantile(complement(law, 0.5e-4)));
}

TEST(Luck, IsUniformOverTheIndex) {
  expect_uniform([](std::uint64_t i) { return Luck(42, Phase::main, i).uniform({1}, {2}, {3}); });
}

TEST(Luck, IsUniformOverTheOrdinal) {
  const Luck luck(42, Phase::main, 0);
  expect_uniform([&](std::uint64_t i) { return luck.uniform({1}, {2}, {i}); });
}

TEST(Luck, IsUniformOverTheEntity) {
  const Luck luck(42, Phase::main, 0);
  expect_uniform([&](std::uint64_t i) {
    return luck.uniform({1}, hash_name("firm " + std::to_string(i)), {3});
  });
}

TEST(Luck, IsUniformOverTheSeed) {
  expect_uniform([](std::uint64_t i) { return Luck(i, Phase::main, 0).uniform({1}, {2}, {3}); });
}

}  // namespace
}  // namespace firstcustomer
