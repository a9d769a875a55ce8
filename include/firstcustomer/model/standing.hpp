#pragma once
/// \file
/// Standings: what stood between each supplier and its qualification at the standard's deadline.
///
/// Every supplier that is there by the deadline has exactly one, at the deadline's last instant or
/// at the horizon if that comes first: out of scope whatever became of it, else qualified whatever
/// became of it since, else the first of the others that holds. So the suppliers there less those
/// of all standings but the last are `Outcome::qualified_suppliers`, in every replication.

#include <cstddef>
#include <cstdint>

#include "firstcustomer/model/outcome.hpp"

namespace firstcustomer {

/// In the order of the table that takes them away one after the other.
enum class Standing : std::uint8_t {
  /// The standard does not test what it makes.
  out_of_scope,

  // --- Without a prototype so far
  /// In foreign hands or moved abroad, and its product goes on or ended later.
  sold_without_prototype,
  insolvent_without_prototype,
  /// For another market, bought for its people, or given up.
  left_without_prototype,
  /// A stage failed for good.
  failed_without_prototype,
  developing,

  // --- With one, of this or an earlier generation
  /// The prototype showed that the technology does not work.
  technology_failed,
  sold_with_prototype,
  insolvent_with_prototype,
  left_with_prototype,
  failed_with_prototype,
  /// Every test of every generation.
  missed,
  on_the_way,
  /// In domestic hands and at home on that day.
  qualified,
};
inline constexpr std::size_t standing_count = 14;

constexpr bool has_prototype(Standing standing) {
  return standing >= Standing::technology_failed;
}

/// The outcome that counts the suppliers of a standing.
double Outcome::*count_of(Standing standing);

}  // namespace firstcustomer
