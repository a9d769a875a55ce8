#include "firstcustomer/model/chance.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace firstcustomer {
namespace {

TEST(Chance, PurposesAreFixedIntegers) {  // a change of one changes all results
  EXPECT_EQ(purpose(Chance::parameter).value, 1U);
  EXPECT_EQ(purpose(Chance::slip).value, 2U);
  EXPECT_EQ(purpose(Chance::relative_performance).value, 3U);
  EXPECT_EQ(purpose(Chance::stage_duration).value, 4U);
  EXPECT_EQ(purpose(Chance::stage_success).value, 5U);
  EXPECT_EQ(purpose(Chance::measurement).value, 6U);
  EXPECT_EQ(purpose(Chance::closing_time).value, 7U);
  EXPECT_EQ(purpose(Chance::closing_success).value, 8U);
  EXPECT_EQ(purpose(Chance::round_size).value, 9U);
  EXPECT_EQ(purpose(Chance::award_lottery).value, 10U);
  EXPECT_EQ(purpose(Chance::supply_lead_time).value, 11U);
  EXPECT_EQ(purpose(Chance::facility_lottery).value, 12U);
  EXPECT_EQ(purpose(Chance::cancellation).value, 13U);
  EXPECT_EQ(purpose(Chance::venture_start).value, 43U);
  EXPECT_EQ(purpose(Chance::venture_spell).value, 44U);
  EXPECT_EQ(purpose(Chance::soft_budget).value, 45U);
  EXPECT_EQ(purpose(Chance::packaging_lead_time).value, 52U);
  EXPECT_EQ(purpose(Chance::hbm_lead_time).value, 53U);
  EXPECT_EQ(purpose(Chance::allocation_penalty).value, 54U);
}

TEST(Chance, PurposesOfPathsAreFixedIntegers) {
  EXPECT_EQ(purpose(Chance::uneven_cash).value, 55U);
  EXPECT_EQ(purpose(Chance::improvement).value, 56U);
  EXPECT_EQ(purpose(Chance::frontier_path).value, 57U);
  EXPECT_EQ(purpose(Chance::passage).value, 58U);
}

TEST(PathOrdinal, DiffersByPlaceGenerationAndWhatPasses) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t place = 0; place < 1'000; ++place) {
    for (std::int64_t generation = 1; generation <= 10; ++generation) {
      seen.insert(passage_ordinal(Passing::cash, place, generation).value);
      seen.insert(passage_ordinal(Passing::performance, place, generation).value);
    }
  }
  EXPECT_EQ(seen.size(), 20'000U);
  EXPECT_EQ(path_ordinal(7).value, 7U);
}

TEST(Ordinal, DiffersByNameAndAttempt) {
  std::set<std::uint64_t> seen;
  std::size_t asked = 0;
  for (const std::string name : {"design", "silicon", "qualification", "series-a", "series-b"}) {
    for (std::int64_t attempt = 0; attempt <= 1'000; ++attempt) {
      seen.insert(ordinal(hash_name(name), attempt).value);
      ++asked;
    }
  }
  EXPECT_EQ(seen.size(), asked);
}

TEST(Ordinal, HoldsTheNameAboveAndTheAttemptBelow) {
  constexpr Ordinal of = ordinal({0x1234'5678'9abc'def0U}, 3);
  EXPECT_EQ(of.value, 0x1234'5678'0000'0003U);
  EXPECT_EQ(ordinal({0x1234'5678'0000'0000U}, 3).value, of.value);  // 32 bits tell names apart
  EXPECT_EQ(ordinal({}, 0xffff'ffff).value, 0xffff'ffffU);
}

TEST(Ordinal, IsAFixedFunctionOfTheName) {
  EXPECT_EQ(ordinal(hash_name("design"), 2).value, ordinal(hash_name("design"), 2).value);
  EXPECT_EQ(ordinal(hash_name("design"), 2).value >> 32U, hash_name("design").value >> 32U);
}

TEST(Chance, SameQuestionSameLuckOtherQuestionOther) {
  const Luck luck(1, Phase::main, 0);
  const EntityHash firm = hash_name("firm");
  const Ordinal first = ordinal(hash_name("design"), 1);
  const double drawn = luck.uniform(purpose(Chance::stage_duration), firm, first);
  EXPECT_EQ(luck.uniform(purpose(Chance::stage_duration), firm, first), drawn);
  EXPECT_NE(luck.uniform(purpose(Chance::stage_success), firm, first), drawn);
  EXPECT_NE(luck.uniform(purpose(Chance::stage_duration), firm, ordinal(hash_name("design"), 2)),
            drawn);
  EXPECT_NE(luck.uniform(purpose(Chance::stage_duration), firm, ordinal(hash_name("silicon"), 1)),
            drawn);
}

}  // namespace
}  // namespace firstcustomer
