#pragma once
/// \file
/// Amounts of a contract: a number of something, or a formula over named terms.

#include <cstdint>
#include <optional>
#include <string>

#include "firstcustomer/core/formula.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/model/term.hpp"

namespace firstcustomer {

/// What an amount is a number of.
enum class Basis : std::uint8_t {
  sum,       ///< money: "£5m"
  per_unit,  ///< money per unit: "£14k per unit"
  value,     ///< a share of the contract's value: "25 % of value"
  advance,   ///< a share of what was paid in advance and is not yet credited: "40 % of advance"
  paid,      ///< a share of all that was paid and not yet recovered: "100 % of paid"
  spending,  ///< a share of what the firm spent since the clause last paid: "50 % of spending"
  round,     ///< a share of the private round that closes: "100 % of round"
  units,     ///< a count: "500 units"
};

/// A number may be uncertain; a formula is fixed, but its parameters may be uncertain.
struct Amount {
  Basis basis = Basis::sum;
  /// In pounds, pounds per unit, units, or as a share of 1.
  double number = 0.0;
  /// Instead of the number: its value is money, per unit where the basis says so.
  std::optional<Formula> formula = {};

  static Amount sum(Money money) { return {Basis::sum, money.major(), {}}; }
  static Amount per_unit(Money price) { return {Basis::per_unit, price.major(), {}}; }
  static Amount units(std::int64_t count) { return {Basis::units, static_cast<double>(count), {}}; }
  static Amount of(Basis basis, double share) { return {basis, share, {}}; }
  /// Whether nothing is ever due.
  bool is_nothing() const { return !formula && number == 0.0; }

  friend bool operator==(const Amount&, const Amount&) = default;
};

/// A named number of a programme that its formulas refer to.
struct Parameter {
  std::string name;
  /// In pounds, units, years, the benchmark's unit, and their products.
  double value = 0.0;
  Measure measure = {};
};

}  // namespace firstcustomer
