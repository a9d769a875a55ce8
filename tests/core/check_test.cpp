#include "firstcustomer/core/check.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <type_traits>

namespace firstcustomer {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A defect and a replication that stops are never caught as one another.
static_assert(std::is_base_of_v<std::logic_error, InvariantError>);
static_assert(std::is_base_of_v<std::runtime_error, ReplicationError>);
static_assert(!std::is_base_of_v<InvariantError, ReplicationError>);
static_assert(!std::is_base_of_v<ReplicationError, InvariantError>);

template <class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const InvariantError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Check, ABrokenPreconditionNamesItsKindAndMessage) {
  EXPECT_THAT(message_of([] { expect(false, "a price is positive"); }),
              StartsWith("precondition broken: a price is positive ("));
}

TEST(Check, ABrokenInvariantNamesItsKindAndMessage) {
  EXPECT_THAT(message_of([] { ensure(false, "the ledger sums to zero"); }),
              StartsWith("invariant broken: the ledger sums to zero ("));
}

TEST(Check, AKeptPromiseThrowsNothing) {
  EXPECT_NO_THROW(expect(true, "kept"));
  EXPECT_NO_THROW(ensure(true, "kept"));
}

TEST(Check, TheMessageNamesFileAndLineOfTheCaller) {
  const auto place = SourcePlace::current();
  const std::string message = message_of([&] { expect(false, "m", place); });
  EXPECT_EQ(message, "precondition broken: m (check_test.cpp:" + std::to_string(place.line) + ")");
}

TEST(Check, TheDefaultPlaceIsWhereThePromiseStands) {
  const auto line = SourcePlace::current().line + 1;
  const std::string message = message_of([] { ensure(false, "m"); });
  EXPECT_THAT(message, EndsWith("(check_test.cpp:" + std::to_string(line) + ")"));
}

TEST(Check, TheMessageNamesNoDirectory) {
  const std::string directory = SourcePlace::current().file;
  ASSERT_THAT(directory, HasSubstr("/")) << "compile this file by a path with a directory";
  EXPECT_THAT(message_of([] { expect(false, "m"); }), Not(HasSubstr("/")));
  EXPECT_THAT(message_of([] { ensure(false, "m"); }), Not(HasSubstr("/")));
}

}  // namespace
}  // namespace firstcustomer
