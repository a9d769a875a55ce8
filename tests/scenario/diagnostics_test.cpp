#include "firstcustomer/scenario/diagnostics.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Diagnostics, SaysWhereWhatWhyAndWhatToWrite) {
  const struct {
    Place place;
    std::string_view reason;
    std::string_view suggestion;
    std::string_view expected;
  } table[] = {
      {{0, 3, 7, 2}, "the reason", "Do this.", "f.yaml:3:7: wrong (the reason). Do this.\n"},
      {{0, 3, 7, 2}, "", "Do this.", "f.yaml:3:7: wrong. Do this.\n"},
      {{0, 3, 7, 2}, "the reason", "", "f.yaml:3:7: wrong (the reason).\n"},
      {{0, 3, 7, 2}, "", "", "f.yaml:3:7: wrong.\n"},
      {{0, 12, 1, 1}, "", "Did you mean 'x'?", "f.yaml:12:1: wrong. Did you mean 'x'?\n"},
      {{0, 0, 0, 1}, "the reason", "Do this.", "f.yaml: wrong (the reason). Do this.\n"},
      {{0, 1, 1000, 1}, "", "", "f.yaml:1:1000: wrong.\n"},
  };
  for (const auto& row : table) {
    Diagnostics diagnostics;
    diagnostics.add_source("f.yaml", "a: 1\n");
    diagnostics.error(row.place, "wrong", std::string(row.reason), std::string(row.suggestion));
    EXPECT_EQ(diagnostics.render(Excerpts::none), row.expected);
  }
}

TEST(Diagnostics, CallsWarningsWarnings) {
  Diagnostics diagnostics;
  diagnostics.add_source("f.yaml", "a: 1\n");
  diagnostics.warning({0, 1, 4, 1}, "odd", "the reason", "Look again.");
  diagnostics.warning({0, 0, 0, 1}, "odd as a whole");
  EXPECT_EQ(diagnostics.render(Excerpts::none),
            "f.yaml: warning: odd as a whole.\n"
            "f.yaml:1:4: warning: odd (the reason). Look again.\n");
}

TEST(Diagnostics, CountsErrorsAndWarnings) {
  Diagnostics diagnostics;
  EXPECT_EQ(diagnostics.errors(), 0U);
  EXPECT_EQ(diagnostics.warnings(), 0U);
  EXPECT_THAT(diagnostics.sorted(), IsEmpty());
  EXPECT_EQ(diagnostics.render(Excerpts::with_caret), "");
  diagnostics.add_source("f", "");
  diagnostics.error({}, "one");
  diagnostics.warning({}, "two");
  diagnostics.error({}, "three");
  EXPECT_EQ(diagnostics.errors(), 2U);
  EXPECT_EQ(diagnostics.warnings(), 1U);
}

TEST(Diagnostics, KeepsProblemsAsTheyAreGiven) {
  Diagnostics diagnostics;
  diagnostics.add_source("f", "");
  diagnostics.warning({0, 2, 3, 4}, "the problem", "the reason", "The suggestion.");
  const Problem problem = diagnostics.sorted().at(0);
  EXPECT_EQ(problem.severity, Severity::warning);
  EXPECT_EQ(problem.place.line, 2);
  EXPECT_EQ(problem.place.column, 3);
  EXPECT_EQ(problem.place.length, 4);
  EXPECT_EQ(problem.problem, "the problem");
  EXPECT_EQ(problem.reason, "the reason");
  EXPECT_EQ(problem.suggestion, "The suggestion.");
}

TEST(Diagnostics, KeepsEachProblemOnALineThatCanBeRead) {
  Diagnostics diagnostics;
  const std::string text = "a\x1b[31m" + std::string(2000, 'b');
  const std::size_t source = diagnostics.add_source("f", text);
  diagnostics.error({source, 1, 1, 1}, "'a\nb' is\x1b[31m red", "\t", std::string(1201, 'c'));
  const std::string kept(400, 'c');
  EXPECT_EQ(diagnostics.render(Excerpts::with_caret),
            "f:1:1: 'a\\nb' is\\x1b[31m red (\\x09). " + kept + " … " + kept + "\n");
}

TEST(Diagnostics, ShortensBetweenCharacters) {
  Diagnostics diagnostics;
  std::string text = "x";
  std::string kept = "x";
  for (int i = 0; i < 700; ++i) {
    text += "£";
    kept += i < 199 ? "£" : "";
  }
  diagnostics.error({diagnostics.add_source("f", ""), 0, 0, 1}, text);
  std::string rest;
  for (int i = 0; i < 200; ++i) {
    rest += "£";
  }
  EXPECT_EQ(diagnostics.sorted()[0].problem, kept + " … " + rest);
  diagnostics.warning({0, 0, 0, 1}, std::string(1200, 'c'));
  EXPECT_EQ(diagnostics.sorted()[1].problem, std::string(1200, 'c'));
}

TEST(Diagnostics, OrdersBySourceLineAndColumn) {
  Diagnostics diagnostics;
  const std::size_t file = diagnostics.add_source("file", "a: 1\nb: 2\nc: 3\n");
  const std::size_t set = diagnostics.add_source("--set", "a=1");
  EXPECT_EQ(diagnostics.source_name(file), "file");
  EXPECT_EQ(diagnostics.source_name(set), "--set");
  diagnostics.error({set, 1, 1, 1}, "ninth");
  diagnostics.error({file, 10, 1, 1}, "seventh");
  diagnostics.error({file, 2, 10, 1}, "fifth");
  diagnostics.warning({file, 2, 9, 1}, "third");
  diagnostics.error({file, 9, 1, 1}, "sixth");
  diagnostics.error({file, 2, 9, 1}, "fourth");
  diagnostics.error({file, 0, 0, 1}, "first");
  diagnostics.error({set, 0, 0, 1}, "eighth");
  diagnostics.error({file, 1, 99, 1}, "second");
  std::vector<std::string> order;
  for (const Problem& problem : diagnostics.sorted()) {
    order.push_back(problem.problem);
  }
  EXPECT_THAT(order, ElementsAre("first", "second", "third", "fourth", "fifth", "sixth", "seventh",
                                 "eighth", "ninth"));
  EXPECT_THAT(diagnostics.render(Excerpts::none),
              HasSubstr("file:10:1: seventh.\n--set: eighth.\n--set:1:1: ninth.\n"));
}

/// A text that several items take over is read several times; what is wrong with it is one problem.
TEST(Diagnostics, SaysOnceWhatIsWrongWithATextTakenOver) {
  Diagnostics diagnostics;
  const std::size_t source = diagnostics.add_source("a.yaml", "x\ny\n");
  const Place own{source, 1, 1, 1};
  const Place copy{source, 1, 1, 1, true};
  diagnostics.error(copy, "of b, the text of a");
  diagnostics.warning(copy, "of b, too");
  diagnostics.error(own, "of a");
  diagnostics.warning({source, 2, 1, 1}, "of a");
  diagnostics.error({source, 2, 1, 1, true}, "only of b");
  diagnostics.error({source, 2, 1, 1, true}, "only of b");
  diagnostics.error({source, 2, 1, 1, true}, "only of c");
  diagnostics.warning({source, 2, 1, 1, true}, "only of b");
  EXPECT_EQ(diagnostics.errors(), 3U);
  EXPECT_EQ(diagnostics.warnings(), 1U);
  EXPECT_EQ(diagnostics.render(Excerpts::none),
            "a.yaml:1:1: of a.\n"
            "a.yaml:2:1: warning: of a.\n"
            "a.yaml:2:1: only of b.\n"
            "a.yaml:2:1: only of c.\n");
}

TEST(Diagnostics, ShowsTheLineWithACaretUnderTheCharacter) {
  const struct {
    std::string_view text;
    Place place;
    std::string_view expected;
  } table[] = {
      {"a: 1\nb: wrong\n",
       {0, 2, 4, 5},
       "    2 | b: wrong\n"
       "      |    ^~~~~\n"},
      {"a: 1\nb: wrong\n",
       {0, 1, 1, 1},
       "    1 | a: 1\n"
       "      | ^\n"},
      // Characters, not bytes: the caret stands below the 5.
      {"£: {€: £, b: 5}\n",
       {0, 1, 14, 1},
       "    1 | £: {€: £, b: 5}\n"
       "      |              ^\n"},
      {"cash: £100m",
       {0, 1, 7, 5},
       "    1 | cash: £100m\n"
       "      |       ^~~~~\n"},
      // At the end of a line, and in an empty one.
      {"a: 1\n",
       {0, 1, 5, 1},
       "    1 | a: 1\n"
       "      |     ^\n"},
      {"a: 1\n\nb: 2\n",
       {0, 2, 1, 1},
       "    2 | \n"
       "      | ^\n"},
      {"a: 1\r\nb: 2\r\n",
       {0, 2, 4, 1},
       "    2 | b: 2\n"
       "      |    ^\n"},
      // A length of nothing is a caret, too.
      {"a: 1\n",
       {0, 1, 4, 0},
       "    1 | a: 1\n"
       "      |    ^\n"},
  };
  for (const auto& row : table) {
    Diagnostics diagnostics;
    diagnostics.add_source("f", std::string(row.text));
    diagnostics.error(row.place, "wrong");
    const std::string message = diagnostics.render(Excerpts::none);
    EXPECT_EQ(diagnostics.render(Excerpts::with_caret), message + std::string(row.expected));
  }
}

TEST(Diagnostics, AlignsLineNumbers) {
  std::string text;
  for (int i = 1; i <= 123'456; ++i) {
    text += "x\n";
  }
  Diagnostics diagnostics;
  diagnostics.add_source("f", text);
  diagnostics.error({0, 7, 1, 1}, "wrong");
  diagnostics.error({0, 12'345, 1, 1}, "wrong");
  EXPECT_THAT(diagnostics.render(Excerpts::with_caret), HasSubstr("\n    7 | x\n      | ^\n"));
  EXPECT_THAT(diagnostics.render(Excerpts::with_caret), HasSubstr("\n12345 | x\n      | ^\n"));
}

TEST(Diagnostics, ShowsNoLineWhereThereIsNone) {
  Diagnostics diagnostics;
  diagnostics.add_source("f", "a: 1\n");
  diagnostics.error({0, 0, 0, 1}, "as a whole");
  diagnostics.error({0, 2, 1, 1}, "behind the end");
  diagnostics.error({0, 99, 1, 1}, "far behind the end");
  EXPECT_EQ(diagnostics.render(Excerpts::with_caret), diagnostics.render(Excerpts::none));
}

TEST(Diagnostics, ShowsTheLineOfItsOwnSource) {
  Diagnostics diagnostics;
  const std::size_t file = diagnostics.add_source("file", "a: 1\n");
  const std::size_t first = diagnostics.add_source("--set", "a=2");
  const std::size_t second = diagnostics.add_source("--set", "a=3");
  diagnostics.error({second, 1, 3, 1}, "third");
  diagnostics.error({first, 1, 3, 1}, "second");
  diagnostics.error({file, 1, 4, 1}, "first");
  EXPECT_EQ(diagnostics.render(Excerpts::with_caret),
            "file:1:4: first.\n"
            "    1 | a: 1\n"
            "      |    ^\n"
            "--set:1:3: second.\n"
            "    1 | a=2\n"
            "      |   ^\n"
            "--set:1:3: third.\n"
            "    1 | a=3\n"
            "      |   ^\n");
}

TEST(DidYouMean, FindsTheNearestKnownWord) {
  const std::vector<std::string> known = {"budget", "payment_terms", "burn", "cash", "remaining"};
  const struct {
    std::string_view word;
    std::string_view expected;
  } table[] = {
      {"budget", "Did you mean 'budget'?"},
      {"bugdet", "Did you mean 'budget'?"},   // two neighbours changed places: one step
      {"budgett", "Did you mean 'budget'?"},  // one too many
      {"budgt", "Did you mean 'budget'?"},    // one missing
      {"bodget", "Did you mean 'budget'?"},   // one replaced
      {"bdugte", "Did you mean 'budget'?"},   // two steps in six letters
      {"payment_term", "Did you mean 'payment_terms'?"},
      {"paymetn-tersm", "Did you mean 'payment_terms'?"},
      {"brun", "Did you mean 'burn'?"},
      {"csh", "Did you mean 'cash'?"},
      {"remianing", "Did you mean 'remaining'?"},
      // Nothing is near enough.
      {"bbuuddggeett", ""},
      {"money", ""},
      {"xyzzy", ""},
      {"tegdub", ""},
      {"Cash_", ""},
  };
  for (const auto& row : table) {
    EXPECT_EQ(did_you_mean(row.word, known), row.expected) << row.word;
  }
}

TEST(DidYouMean, AllowsAThirdOfTheLength) {
  const struct {
    std::string_view word;
    std::string_view known;
    bool near;
  } table[] = {
      {"abc", "abx", true},
      {"abc", "axy", false},
      {"abcdef", "abcdxy", true},
      {"abcdef", "abcxyz", false},
      {"abcdefgh", "abcdefxy", true},
      {"abcdefgh", "abcdexyz", false},
      {"abcdefghi", "abcdefxyz", true},
      {"abcdefghi", "abcdewxyz", false},
      {"abcdef", "abcdefgh", true},
      {"abcdef", "abcdefghi", false},
  };
  for (const auto& row : table) {
    EXPECT_EQ(did_you_mean(row.word, {std::string(row.known)}) != "", row.near)
        << row.word << " " << row.known;
  }
}

TEST(DidYouMean, TakesTheNearestOfSeveral) {
  EXPECT_EQ(did_you_mean("abcdef", {"abcdxy", "abcdex", "abcdzz"}), "Did you mean 'abcdex'?");
  EXPECT_EQ(did_you_mean("abcdef", {"abcdex", "abcdey"}), "Did you mean 'abcdex'?")
      << "the first of equals";
  EXPECT_EQ(did_you_mean("abcdef", {}), "");
}

TEST(Nearest, IsTheWordThatIsMeant) {
  const std::vector<std::string> known = {"budget", "burn"};
  EXPECT_EQ(nearest("bugdet", known), "budget");
  EXPECT_EQ(nearest("brun", known), "burn");
  EXPECT_EQ(nearest("burn", known), "burn");
  EXPECT_EQ(nearest("cash", known), "");
  EXPECT_EQ(nearest("budget", {}), "");
  EXPECT_EQ(nearest(std::string(65, 'a'), {std::string(65, 'a')}), "");
}

TEST(DidYouMean, GivesUpOnVeryLongWords) {
  const std::string longest(64, 'a');
  EXPECT_NE(did_you_mean(longest, {longest}), "");
  EXPECT_EQ(did_you_mean(longest + "a", {longest}), "");
  const std::string endless(10'000'000, 'a');
  EXPECT_EQ(did_you_mean(endless, {endless, "budget"}), "");
  EXPECT_EQ(did_you_mean("budget", {std::string(10'000, 'a')}), "");
}

TEST(DidYouMean, TakesAnyBytes) {
  EXPECT_EQ(did_you_mean("", {"budget"}), "");
  EXPECT_EQ(did_you_mean("£budget", {"budget"}), "Did you mean 'budget'?");
  EXPECT_EQ(did_you_mean("\xff\xfe", {"budget"}), "");
}

TEST(DidYouMean, GuessesNothingForOneOrTwoLetters) {
  EXPECT_EQ(did_you_mean("on", {"no", "yes"}), "") << "the contrary";
  EXPECT_EQ(did_you_mean("x", {"y"}), "");
  EXPECT_EQ(did_you_mean("", {"y"}), "");
}

}  // namespace
}  // namespace firstcustomer
