#include "firstcustomer/report/text.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace firstcustomer {
namespace {

TEST(DisplayWidth, CountsCharactersNotBytes) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("£1"), 2U);
  EXPECT_EQ(display_width("\u22121.5 ± 0.5"), 10U);
  EXPECT_EQ(display_width("\U0001d11e"), 1U);
}

TEST(AtRight, FillsToTheWidthAndCutsNothing) {
  EXPECT_EQ(at_right("£1", 4), "  £1");
  EXPECT_EQ(at_left("£1", 4), "£1  ");
  EXPECT_EQ(at_right("£1234", 4), "£1234");
  EXPECT_EQ(at_left("", 2), "  ");
}

TEST(Wrapped, BreaksAtBlanks) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree\n");
  EXPECT_EQ(wrapped("one two three", 6), "one\ntwo\nthree\n");
  EXPECT_EQ(wrapped("± £1 —", 6), "± £1 —\n");
  EXPECT_EQ(wrapped("", 10), "\n");
  EXPECT_EQ(wrapped("a unbreakable b", 4), "a\nunbreakable\nb\n");
}

TEST(Wrapped, KeepsAPercentSignWithItsNumber) {
  EXPECT_EQ(wrapped("about 95 % of it", 8), "about\n95 % of\nit\n");
  EXPECT_EQ(wrapped("5 %", 2), "5 %\n");
  EXPECT_EQ(word_end("20 %. Then", 0), 5U);
  EXPECT_EQ(word_end("a %", 1), 3U);
}

TEST(Wrapped, LosesNothingAndKeepsTheWidth) {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += (i > 0 ? " " : "") + std::string(static_cast<std::size_t>(1 + i * 7 % 13), 'x');
  }
  for (const std::size_t width : {13U, 40U, 110U}) {
    std::string lines = wrapped(text, width);
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
      EXPECT_LE(line.size(), width);
      EXPECT_NE(line.back(), ' ');
    }
    lines.pop_back();
    for (char& c : lines) {
      c = c == '\n' ? ' ' : c;
    }
    EXPECT_EQ(lines, text);
  }
}

TEST(Indented, BeginsEachLineWithBlanks) {
  EXPECT_EQ(indented("a b", 2), "  a b\n");
  const std::string two = indented(std::string(100, 'a') + " " + std::string(100, 'b'), 6);
  EXPECT_EQ(two, "      " + std::string(100, 'a') + "\n      " + std::string(100, 'b') + "\n");
}

TEST(CsvText, IsQuotedWhereItMustBe) {
  EXPECT_EQ(csv_text("plain text"), "plain text");
  EXPECT_EQ(csv_text("a, b"), "\"a, b\"");
  EXPECT_EQ(csv_text("a \"b\""), "\"a \"\"b\"\"\"");
  EXPECT_EQ(csv_text("a\nb"), "\"a\nb\"");
}

}  // namespace
}  // namespace firstcustomer
