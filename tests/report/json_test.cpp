#include "firstcustomer/report/json.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

using nlohmann::json;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::string written(std::string_view text) {
  return JsonWriter().value(text).text();
}

TEST(JsonWriter, IndentsWhatIsNested) {
  JsonWriter writer;
  writer.begin_object().field("title", "A").key("list").begin_list();
  writer.value(1.5).begin_object().field("n", std::int64_t{2}).end_object().value("b");
  writer.end_list().key("last").value(-0.25).end_object();
  EXPECT_EQ(writer.text(), R"({
  "title": "A",
  "list": [
    1.5,
    {
      "n": 2
    },
    "b"
  ],
  "last": -0.25
}
)");
}

TEST(JsonWriter, WritesWhatIsEmptyOnOneLine) {
  JsonWriter writer;
  writer.begin_object().key("object").begin_object().end_object();
  writer.key("list").begin_list().end_list().end_object();
  EXPECT_EQ(writer.text(), "{\n  \"object\": {},\n  \"list\": []\n}\n");
}

TEST(JsonWriter, KeepsTheOrderItIsTold) {
  JsonWriter writer;
  writer.begin_object().field("z", 1.0).field("a", 2.0).field("m", 3.0).end_object();
  const auto read = nlohmann::ordered_json::parse(writer.text());
  std::vector<std::string> keys;
  for (const auto& [key, value] : read.items()) {
    keys.push_back(key);
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"z", "a", "m"}));
}

TEST(JsonWriter, EscapesWhatATextMayNotHold) {
  EXPECT_EQ(written("say \"no\""), "\"say \\\"no\\\"\"\n");
  EXPECT_EQ(written("a\\b"), "\"a\\\\b\"\n");
  EXPECT_EQ(written("two\nlines"), "\"two\\nlines\"\n");
  EXPECT_EQ(written("tab\tand\rbell\a"), "\"tab\\u0009and\\u000dbell\\u0007\"\n");
  EXPECT_EQ(written(std::string_view("nul\0", 4)), "\"nul\\u0000\"\n");
}

TEST(JsonWriter, LeavesOtherCharactersAsTheyAre) {
  EXPECT_EQ(written("£1m ± 5 — é, /"), "\"£1m ± 5 — é, /\"\n");
  EXPECT_EQ(written(""), "\"\"\n");
}

TEST(JsonWriter, EscapesKeysLikeTexts) {
  JsonWriter writer;
  writer.begin_object().field("a \"b\"\n", 1.0).end_object();
  EXPECT_EQ(json::parse(writer.text()).begin().key(), "a \"b\"\n");
}

TEST(JsonWriter, EveryCharacterReadsBack) {
  std::string all;
  for (int c = 0; c < 128; ++c) {
    all += static_cast<char>(c);
  }
  all += "£€𝄞\u2028";
  EXPECT_EQ(json::parse(written(all)).get<std::string>(), all);
}

TEST(JsonWriter, WhatIsNoNumberIsNull) {
  for (const double value : {nan, -nan, infinity, -infinity}) {
    EXPECT_EQ(JsonWriter().value(value).text(), "null\n");
  }
}

TEST(JsonWriter, IntegersAreExact) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(JsonWriter().value(largest).text(), "9223372036854775807\n");
  EXPECT_EQ(JsonWriter().value(smallest).text(), "-9223372036854775808\n");
  EXPECT_EQ(JsonWriter().value(std::int64_t{45'000'000}).text(), "45000000\n");
}

TEST(JsonWriter, DoublesReadBackToTheSameBits) {
  std::mt19937_64 bits(1);
  std::vector<double> values;
  while (values.size() < 10'000) {
    const auto value = std::bit_cast<double>(bits());
    if (std::isfinite(value)) {
      values.push_back(value);
    }
  }
  for (const double value : {0.0, 0.1, 1.0 / 3.0, 1e22, 9007199254740993.0, 1.8e19, 5e-324}) {
    values.push_back(value);
  }
  JsonWriter writer;
  writer.begin_list();
  for (const double value : values) {
    writer.value(value);
  }
  const json read = json::parse(writer.end_list().text());
  ASSERT_EQ(read.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint64_t>(read[i].get<double>()),
              std::bit_cast<std::uint64_t>(values[i]))
        << values[i];
  }
}

TEST(JsonWriter, ReadsBackWhatWasNestedDeeply) {
  JsonWriter writer;
  for (int depth = 0; depth < 50; ++depth) {
    writer.begin_object().key("in").begin_list().value("x");
  }
  for (int depth = 0; depth < 50; ++depth) {
    writer.end_list().end_object();
  }
  json inner = json::parse(writer.text());
  int depth = 0;
  for (; inner.is_object(); ++depth) {
    const json list = inner.at("in");
    ASSERT_EQ(list.at(0), "x");
    inner = list.size() > 1 ? list.at(1) : json();
  }
  EXPECT_EQ(depth, 50);
}

TEST(JsonWriter, WhatIsOpenHasNoText) {
  JsonWriter object;
  object.begin_object();
  EXPECT_THROW(object.text(), InvariantError);
  JsonWriter list;
  list.begin_list().begin_list().end_list();
  EXPECT_THROW(list.text(), InvariantError);
}

TEST(JsonWriter, ClosesOnlyWhatWasOpened) {
  EXPECT_THROW(JsonWriter().end_object(), InvariantError);
  EXPECT_THROW(JsonWriter().end_list(), InvariantError);
  JsonWriter twice;
  twice.begin_object().end_object();
  EXPECT_THROW(twice.end_object(), InvariantError);
}

TEST(JsonWriter, AKeyNeedsItsValue) {
  JsonWriter writer;
  writer.begin_object().key("a");
  EXPECT_THROW(writer.end_object(), InvariantError);
}

TEST(JsonWriter, RefusesWhatIsNotJson) {
  EXPECT_THROW(JsonWriter().begin_object().end_list(), InvariantError);
  EXPECT_THROW(JsonWriter().begin_list().end_object(), InvariantError);
  EXPECT_THROW(JsonWriter().begin_object().value(1.0), InvariantError);
  EXPECT_THROW(JsonWriter().begin_list().key("a"), InvariantError);
  EXPECT_THROW(JsonWriter().begin_object().key("a").key("b"), InvariantError);
  EXPECT_THROW(JsonWriter().value(1.0).value(2.0), InvariantError);
  EXPECT_THROW(JsonWriter().text(), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
