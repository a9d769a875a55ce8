#pragma once
/// \file
/// Terms: the named quantities that formulas of a contract may refer to.

#include <cstdint>
#include <span>
#include <string_view>

namespace firstcustomer {

/// Of a contract with one firm, when a clause is looked at.
enum class Term : std::uint8_t {
  bid,
  price,
  measurement,
  threshold,
  units,
  accepted,
  share_delivered,
  capacity,
  value,
  budget,
  remaining_fund,
  spending,
  raised,
  round,
  unit_cost,
  frontier_price,
  market_price,
  assessment,
  rank,
  suppliers,
  excess_share,
  capacity_share,
  years_since_start,
  years_since_announcement,
  years_since_signing,
  years_since_qualification,
  years_since_delivery,
  price_index,
  exchange_rate,
  place,
  place_share,
  receipts,
};
inline constexpr std::size_t term_count = 32;

/// What a value is measured in: exponents of money, units, years and the benchmark's unit.
struct Measure {
  std::int8_t money = 0;
  std::int8_t units = 0;
  std::int8_t years = 0;
  std::int8_t performance = 0;

  friend constexpr bool operator==(const Measure&, const Measure&) = default;
};
inline constexpr Measure dimensionless = {};
inline constexpr Measure in_money = {.money = 1};
inline constexpr Measure in_money_per_unit = {.money = 1, .units = -1};

struct TermDeclaration {
  /// As formulas write it; `years_since(signing)` for times.
  std::string_view name;
  Term term;
  Measure measure;
  std::string_view help;
};

/// All terms, in the order of the enumeration.
std::span<const TermDeclaration> term_declarations();

}  // namespace firstcustomer
