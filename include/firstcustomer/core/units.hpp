#pragma once
/// \file
/// Numbers that know their unit: a share is not a rate, and neither is a bare number.
///
/// A `Quantity<Unit>` is a double with a name. It adds to its like and compares with its like, and
/// that is all: what a product of two quantities means is for a named function to say. It refuses
/// to be an algebra of units. Money and time have types of their own (money.hpp, time.hpp).

namespace firstcustomer {

template <class Unit>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_(value) {}
  constexpr double value() const { return value_; }

  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity(a.value_ + b.value_);
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity(a.value_ - b.value_);
  }

 private:
  double value_ = 0.0;
};

/// Of a whole: 0.25 is a quarter.
using Share = Quantity<struct ShareUnit>;
/// So many, or such a hazard, per year of 365.25 days.
using PerYear = Quantity<struct PerYearUnit>;

}  // namespace firstcustomer
