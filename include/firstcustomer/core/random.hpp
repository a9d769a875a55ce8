#pragma once
/// \file
/// Luck keyed by meaning: a draw is a pure function of what it is about.
///
/// u = uniform(seed, phase, index, purpose, entity, ordinal), by the counter-based generator
/// Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011): key = (seed, phase), counter = (index,
/// purpose, entity, ordinal). Arms, threads, shards and the order of events never enter, so two
/// arms of one replication meet the same luck wherever they ask the same question. Costs: ~5 ns a
/// draw. Nothing here has a state; whoever draws takes a `Luck` argument and stores it nowhere.

#include <array>
#include <cstdint>

#include "firstcustomer/core/id.hpp"

namespace firstcustomer {

/// The generator itself: ten rounds of Philox4x64 on one counter.
std::array<std::uint64_t, 4> philox4x64(std::array<std::uint64_t, 4> counter,
                                        std::array<std::uint64_t, 2> key);

/// Which body of luck: runs of different phases share no draw. Part of the results: fixed integers,
/// appended, never reused.
enum class Phase : std::uint64_t { main = 0 };

/// What a draw is about. The model gives the values; core only keeps them apart.
struct Purpose {
  std::uint64_t value = 0;
};

/// Which draw of that purpose: a meaning (generation, stage, attempt), never a counter.
struct Ordinal {
  std::uint64_t value = 0;
};

/// Maps 64 random bits to the midpoints (k + ½)·2⁻⁵², k < 2⁵²: never 0 or 1, and 1 − u is exact.
constexpr double unit_interval(std::uint64_t bits) {
  return (static_cast<double>(bits >> 12U) + 0.5) * 0x1p-52;
}

/// All chance of one replication (or all parameter draws of one case).
class Luck {
 public:
  constexpr Luck(std::uint64_t seed, Phase phase, std::uint64_t index)
      : seed_(seed), phase_(phase), index_(index) {}

  /// Uniform on (0, 1). By convention u near 1 is late, costly or failed, in every arm.
  double uniform(Purpose purpose, EntityHash entity, Ordinal ordinal) const;

  /// Four at the price of one, for numbers that belong to one thing. The first is `uniform`.
  std::array<double, 4> uniforms(Purpose purpose, EntityHash entity, Ordinal ordinal) const;

  constexpr std::uint64_t index() const { return index_; }

 private:
  std::uint64_t seed_;
  Phase phase_;
  std::uint64_t index_;
};

}  // namespace firstcustomer
