#pragma once
/// \file
/// Numbers at random for tests, the same for the same number of a case.

#include <array>
#include <cstdint>
#include <initializer_list>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/model/chance.hpp"

namespace firstcustomer::testing {

class Dice {
 public:
  explicit Dice(std::uint64_t number) : luck_(99, Phase::main, number) {}
  double between(double low, double high) {
    const double u = luck_.uniform(purpose(Chance::parameter), hash_name("dice"), nth(thrown_++));
    return low + (high - low) * u;
  }
  bool happens(double probability) { return between(0.0, 1.0) < probability; }
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    const double most = static_cast<double>(high) + 1.0;
    return static_cast<std::int64_t>(between(static_cast<double>(low), most));
  }
  Duration days(double low, double high) { return Duration::from_days(between(low, high)); }
  Money pounds(double low, double high) { return Money::major(between(low, high)); }
  Share share(double low, double high) { return Share(between(low, high)); }
  template <class Kind>
  Kind one_of(std::initializer_list<Kind> kinds) {
    return kinds.begin()[whole(0, static_cast<std::int64_t>(kinds.size()) - 1)];
  }

 private:
  Luck luck_;
  std::int64_t thrown_ = 0;
};

}  // namespace firstcustomer::testing
