#include "firstcustomer/scenario/field.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;

struct Stored {
  double value;
  std::int64_t expected;
};

TEST(Store, KeepsNumbersAsTheyAre) {
  for (const double value : {0.0, -0.0, 0.1, -1.5, 1e300, 5e-324}) {
    double target = 7.0;
    store(&target, value);
    EXPECT_EQ(target, value);
  }
}

TEST(Store, RoundsMoneyToPennies) {
  const Stored table[] = {{0.0, 0},
                          {1.0, 100},
                          {0.07, 7},
                          {0.29, 29},
                          {1.15, 115},
                          {0.004, 0},
                          {0.006, 1},
                          {0.125, 13},
                          {-0.125, -13},
                          {-5e6, -500'000'000},
                          {1e8, 10'000'000'000},
                          {9.2e16 - 1024, 9'199'999'999'999'897'600}};
  for (const Stored& row : table) {
    Money target = Money::minor(1);
    store(&target, row.value);
    EXPECT_EQ(target.minor(), row.expected) << row.value;
  }
}

TEST(Store, RoundsRatesToPenniesAYear) {
  const Stored table[] = {{0.0, 0}, {1.0, 100}, {78e6, 7'800'000'000}, {0.125, 13}, {0.004, 0}};
  for (const Stored& row : table) {
    BurnRate target = BurnRate::minor_per_year(1);
    store(&target, row.value);
    EXPECT_EQ(target.minor_per_year(), row.expected) << row.value;
  }
}

TEST(Store, RoundsSpansToMicroseconds) {
  const Stored table[] = {
      {0.0, 0},          {1.0, 86'400'000'000}, {30.4375, 2'629'800'000'000},
      {0.6 / 86.4e9, 1}, {0.4 / 86.4e9, 0},     {1e300, Duration::longest().microseconds()}};
  for (const Stored& row : table) {
    Duration target = Duration::microseconds(1);
    store(&target, row.value);
    EXPECT_EQ(target.microseconds(), row.expected) << row.value;
  }
}

TEST(Store, RoundsCountsToWholeNumbers) {
  const Stored table[] = {{0.0, 0},       {1.0, 1},       {1.4, 1},
                          {1.5, 2},       {2.5, 3},       {-1.5, -2},
                          {0.999'999, 1}, {2250.0, 2250}, {1e15, 1'000'000'000'000'000}};
  for (const Stored& row : table) {
    std::int64_t target = 7;
    store(&target, row.value);
    EXPECT_EQ(target, row.expected) << row.value;
  }
}

TEST(Store, RefusesMoneyBeyond64Bits) {
  for (const double value : {1e17, -1e17, 1e300, std::numeric_limits<double>::infinity()}) {
    Money money = Money::minor(1);
    EXPECT_THROW(store(&money, value), ReplicationError) << value;
    EXPECT_EQ(money, Money::minor(1)) << "untouched";
    BurnRate rate;
    EXPECT_THROW(store(&rate, value), ReplicationError) << value;
  }
}

TEST(Store, RefusesCountsBeyond64Bits) {
  for (const double value : {9.3e18, 1e30, -1e30, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()}) {
    std::int64_t count = 1;
    EXPECT_THROW(store(&count, value), ReplicationError) << value;
    EXPECT_EQ(count, 1);
  }
}

TEST(Store, KnowsWhatRoundsToNothing) {
  double number = 1e-300;
  Money money = Money::minor(1);
  BurnRate rate = BurnRate::minor_per_year(-1);
  Duration span = Duration::microseconds(1);
  std::int64_t count = 1;
  const NumberTarget targets[] = {&number, &money, &rate, &span, &count};
  for (const NumberTarget& target : targets) {
    EXPECT_FALSE(is_zero(target)) << target.index();
    store(target, 1e-20);
    EXPECT_EQ(is_zero(target), target.index() != 0) << target.index();
    store(target, -0.0);
    EXPECT_TRUE(is_zero(target)) << target.index();
  }
}

TEST(Stored, IsWhatWasStoredInTheCanonicalUnit) {
  double number = 0.0;
  Share share;
  PerYear rate;
  Money money;
  BurnRate burn;
  Duration span;
  std::int64_t count = 0;
  struct Case {
    NumberTarget target;
    double value;
  };
  // Whole pennies and microseconds come back as they went in.
  for (const Case& each :
       {Case{&number, 0.1}, Case{&share, 0.23}, Case{&rate, 0.08}, Case{&money, 7.6e6},
        Case{&burn, 1234.56}, Case{&span, 547.875}, Case{&count, 2250.0}}) {
    store(each.target, each.value);
    EXPECT_EQ(stored(each.target), each.value);
  }
  store(&money, 0.126);
  EXPECT_EQ(stored(&money), 0.13) << "what is held, not what was given";
}

TEST(Ranges, SayWhatTheyInclude) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Range{}.low, -infinity);
  EXPECT_EQ(Range{}.high, infinity);
  EXPECT_EQ(at_least(2).low, 2.0);
  EXPECT_TRUE(at_least(2).low_included);
  EXPECT_EQ(at_least(2).high, infinity);
  EXPECT_EQ(above(2).low, 2.0);
  EXPECT_FALSE(above(2).low_included);
  EXPECT_EQ(above(2).high, infinity);
  EXPECT_EQ(between(2, 3).low, 2.0);
  EXPECT_EQ(between(2, 3).high, 3.0);
  EXPECT_TRUE(between(2, 3).low_included);
}

/// Sees one word, and sets it to `answer`.
class WordVisitor : public FieldVisitor {
 public:
  explicit WordVisitor(std::uint8_t answer) : answer_(answer) {}

  std::string key;
  std::uint8_t before = 99;
  std::vector<std::string> words;
  std::string help;
  std::string fallback;

  void text(std::string_view, std::string&, const FieldText&) override { unexpected(); }
  void texts(std::string_view, std::vector<std::string>&, const FieldText&) override {
    unexpected();
  }
  void date(std::string_view, Date&, const FieldText&) override { unexpected(); }
  void number(std::string_view, NumberTarget, const NumberField&) override { unexpected(); }
  void numbers(std::string_view, std::vector<double>&, const NumberField&) override {
    unexpected();
  }
  void law(std::string_view, Law&, const NumberField&) override { unexpected(); }
  void word(std::string_view seen_key, std::uint8_t& target,
            std::span<const std::string_view> seen_words, const FieldText& field) override {
    key = seen_key;
    before = target;
    words.assign(seen_words.begin(), seen_words.end());
    help = field.help;
    fallback = field.fallback;
    target = answer_;
  }
  void object(std::string_view, const FieldText&,
              const std::function<void(FieldVisitor&)>&) override {
    unexpected();
  }
  void list(std::string_view, const Container&, const FieldText&) override { unexpected(); }
  void name_map(std::string_view, const Container&, const FieldText&) override { unexpected(); }

 private:
  static void unexpected() { ADD_FAILURE() << "a word and nothing else"; }
  std::uint8_t answer_;
};

TEST(FieldVisitor, FlagsAreNoOrYes) {
  for (const bool before : {false, true}) {
    for (const bool after : {false, true}) {
      bool target = before;
      WordVisitor visitor(after ? 1 : 0);
      visitor.flag("domestic", target, {.help = "Help.", .fallback = "yes"});
      EXPECT_EQ(visitor.key, "domestic");
      EXPECT_EQ(visitor.before, before ? 1 : 0);
      EXPECT_THAT(visitor.words, ElementsAre("no", "yes"));
      EXPECT_EQ(visitor.help, "Help.");
      EXPECT_EQ(visitor.fallback, "yes");
      EXPECT_EQ(target, after);
    }
  }
}

TEST(FieldVisitor, ChoicesAreWordsByTheirIndex) {
  enum class Colour : std::uint8_t { red, green, blue };
  static constexpr std::string_view words[] = {"red", "green", "blue"};
  Colour target = Colour::green;
  WordVisitor visitor(2);
  visitor.choice("colour", target, words, {.help = "Help."});
  EXPECT_EQ(visitor.before, 1);
  EXPECT_THAT(visitor.words, ElementsAre("red", "green", "blue"));
  EXPECT_EQ(target, Colour::blue);
}

TEST(Condition, SaysWhatItTakes) {
  EXPECT_EQ(condition_text({true, {{"kind", "departures"}}}), "with kind: departures");
  EXPECT_EQ(condition_text({false, {{"decided_by", "standard"}, {"on_failure", "repeat"}}}),
            "with decided_by: standard or on_failure: repeat");
  EXPECT_EQ(condition_text({true, {}, "where lower is better"}), "where lower is better");
}

TEST(FieldVisitor, DescribesConditionalFieldsIfTheConditionHolds) {
  std::uint8_t target = 0;
  WordVisitor visitor(2);
  const auto describe_fields = [&](FieldVisitor& v) { v.word("seats", target, {}, {.help = ""}); };
  visitor.when({false, {{"kind", "departures"}}}, describe_fields);
  EXPECT_EQ(target, 0);
  visitor.when({true, {{"kind", "departures"}}}, describe_fields);
  EXPECT_EQ(target, 2);
}

struct Item {
  std::string name;
  std::uint8_t word = 0;
};

TEST(Containers, ResizeNameAndDescribeTheirItems) {
  const auto describe_item = [](FieldVisitor& visitor, Item& item) {
    visitor.word("word", item.word, {}, {.help = ""});
  };
  std::vector<Item> items(1);
  const Container named = named_items(items, describe_item);
  EXPECT_EQ(named.size(), 1U);
  named.resize(3);
  EXPECT_EQ(items.size(), 3U);
  EXPECT_EQ(named.size(), 3U);
  named.name(1) = "second";
  EXPECT_EQ(items[1].name, "second");
  WordVisitor visitor(5);
  named.describe_item(visitor, 2);
  EXPECT_EQ(items[2].word, 5);

  const Container listed = listed_items(items, describe_item);
  EXPECT_EQ(listed.size(), 3U);
  EXPECT_FALSE(listed.name);
  listed.resize(2);
  EXPECT_EQ(items.size(), 2U);
  listed.describe_item(visitor, 0);
  EXPECT_EQ(items[0].word, 5);
}

}  // namespace
}  // namespace firstcustomer
