#pragma once
/// \file
/// Luck keyed by meaning: a draw is a pure function of what it is about.
///
/// u = uniform(seed, phase, index, purpose, entity, ordinal), by the counter-based generator
/// Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011): key = (seed, phase), counter = (index,
/// purpose, entity, ordinal). Arms, threads, shards and the order of events never enter, so two
/// arms of one replication meet the same luck wherever they ask the same question. Costs: ~5 ns a
/// draw. A draw has no state; whoever draws takes a `Luck` argument and stores it nowhere.
///
/// What needs more numbers about one thing than can be named (a shuffle, a resampling) takes a
/// `Stream`: as many as it likes, keyed in the same way and apart from all single draws.

#include <array>
#include <cstdint>
#include <limits>

#include "firstcustomer/core/id.hpp"

namespace firstcustomer {

/// The generator itself: ten rounds of Philox4x64 on one counter.
std::array<std::uint64_t, 4> philox4x64(std::array<std::uint64_t, 4> counter,
                                        std::array<std::uint64_t, 2> key);

/// Which body of luck: runs of different phases share no draw. Part of the results: fixed integers
/// below 2⁶³, appended, never reused.
enum class Phase : std::uint64_t {
  main = 0,
  design = 1,       ///< how a block of replications is spread; index: the block
  pilot = 2,        ///< what beliefs are made of; index: the set × 2³² + the pilot
  development = 3,  ///< how long development takes; index: likewise
};

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

  constexpr std::uint64_t seed() const { return seed_; }
  constexpr Phase phase() const { return phase_; }
  constexpr std::uint64_t index() const { return index_; }

 private:
  std::uint64_t seed_;
  Phase phase_;
  std::uint64_t index_;
};

/// A sequence of 64-bit numbers about one thing, as a generator of the standard library
/// (UniformRandomBitGenerator) and of Boost.Random. Equal keys give equal sequences.
///
/// The numbers are the words of blocks b = 0, 1, 2, … of Philox4x64-10 under the key (seed, phase +
/// 2⁶³) with the counter (index, purpose + 2³²·b, entity, ordinal). A single draw has a phase below
/// 2⁶³, so no stream shares a block with one; nor do streams of different keys with each other,
/// since purpose and b are below 2³². Costs: 10 ns to make, 4 ns a number. Keeps key, counter
/// and four numbers; it is made where it is used and not stored.
class Stream {
 public:
  using result_type = std::uint64_t;
  static constexpr std::uint64_t purposes = std::uint64_t{1} << 32U;
  static constexpr std::uint64_t blocks = std::uint64_t{1} << 32U;

  /// Needs: purpose below 2³².
  Stream(const Luck& luck, Purpose purpose, EntityHash entity, Ordinal ordinal);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  /// Throws: InvariantError after 2³⁴ numbers.
  result_type operator()();

 private:
  std::array<std::uint64_t, 2> key_;
  std::array<std::uint64_t, 4> counter_;
  std::array<std::uint64_t, 4> numbers_{};
  std::uint64_t block_ = 0;
  std::uint64_t used_ = 4;
};

/// A whole number from 0 to bound − 1, each equally likely. Part of the results, which is why it is
/// written here: libraries change theirs. Needs: bound ≥ 1. Source: Lemire 2019, algorithm 5.
std::uint64_t uniform_below(Stream& stream, std::uint64_t bound);

}  // namespace firstcustomer
