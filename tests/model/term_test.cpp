#include "firstcustomer/model/term.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "firstcustomer/core/formula.hpp"

namespace firstcustomer {
namespace {

TEST(Terms, AreDeclaredInTheOrderOfTheEnumeration) {
  ASSERT_EQ(term_declarations().size(), term_count);
  static_assert(term_count <= Formula::most_terms);
  for (std::size_t i = 0; i < term_count; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(term_declarations()[i].term), i);
  }
}

TEST(Terms, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const TermDeclaration& each : term_declarations()) {
    EXPECT_TRUE(names.emplace(each.name).second) << each.name;
    const bool of_time = each.name.starts_with("years_since(") && each.name.ends_with(')');
    EXPECT_TRUE(of_time || std::all_of(each.name.begin(), each.name.end(),
                                       [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }))
        << each.name;
    EXPECT_EQ(of_time, each.measure == Measure{.years = 1}) << each.name;
  }
}

TEST(Terms, SayWhatTheyAre) {
  for (const TermDeclaration& each : term_declarations()) {
    EXPECT_TRUE(each.help.ends_with('.')) << each.name;
  }
}

}  // namespace
}  // namespace firstcustomer
