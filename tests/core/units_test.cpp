#include "firstcustomer/core/units.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <type_traits>

namespace firstcustomer {
namespace {

template <class A, class B>
concept adds = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept multiplies = requires(A a, B b) {
  a* b;
};
template <class A, class B>
concept compares = requires(A a, B b) {
  a < b;
};

static_assert(!std::is_convertible_v<double, Share>, "a bare number has no unit");
static_assert(!std::is_convertible_v<Share, double>, "a unit is not lost by accident");
static_assert(!std::is_convertible_v<Share, PerYear>);
static_assert(!std::is_constructible_v<Share, PerYear>);
static_assert(adds<Share, Share> && !adds<Share, PerYear> && !adds<Share, double>);
static_assert(compares<Share, Share> && !compares<Share, PerYear> && !compares<Share, double>);
static_assert(!multiplies<Share, Share> && !multiplies<Share, double>, "not an algebra");
static_assert(sizeof(Share) == sizeof(double) && std::is_trivially_copyable_v<Share>);

TEST(Quantity, AddsAndComparesWithItsLike) {
  EXPECT_EQ(Share(0.25) + Share(0.5), Share(0.75));
  EXPECT_EQ(PerYear(3.0) - PerYear(1.0), PerYear(2.0));
  EXPECT_LT(Share(0.1), Share(0.2));
  EXPECT_EQ(Share(0.3).value(), 0.3);
  EXPECT_EQ(Share{}, Share(0.0));
}

}  // namespace
}  // namespace firstcustomer
