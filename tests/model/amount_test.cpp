#include "firstcustomer/model/amount.hpp"

#include <gtest/gtest.h>

namespace firstcustomer {
namespace {

TEST(Amount, IsASumOfNothingByDefault) {
  EXPECT_EQ(Amount{}.basis, Basis::sum);
  EXPECT_EQ(Amount{}.number, 0.0);
  EXPECT_FALSE(Amount{}.formula.has_value());
}

TEST(Amount, HasBasesInAFixedOrder) {
  const Basis bases[] = {Basis::sum,  Basis::per_unit, Basis::value, Basis::advance,
                         Basis::paid, Basis::spending, Basis::round};
  std::uint8_t place = 0;
  for (const Basis basis : bases) {
    EXPECT_EQ(static_cast<std::uint8_t>(basis), place++);
  }
}

TEST(Parameter, IsABareNumberByDefault) {
  EXPECT_EQ(Parameter{}.measure, Measure{});
  EXPECT_EQ(Parameter{}.value, 0.0);
}

}  // namespace
}  // namespace firstcustomer
