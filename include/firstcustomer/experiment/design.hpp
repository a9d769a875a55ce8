#pragma once
/// \file
/// Designs: where in their laws the uncertain numbers of a block of replications fall.
///
/// An independent design draws each number afresh in each replication. A Latin hypercube (McKay,
/// Beckman and Conover 1979) cuts every law into as many strata of equal probability as a block has
/// replications and visits each once per block, in an order of its own for every number and block.
/// What the outcomes owe to one number alone, added up over the numbers, then hardly varies between
/// block means; what they owe to numbers together, or to the luck inside a run, varies as before.
/// Only numbers are spread; luck inside runs is not.
///
/// Numbers that are correlated are spread, too: scores with their correlations are drawn for all
/// replications of the block, and the replication with a number's k-th lowest score visits its k-th
/// stratum (Stein 1987, section 2). Every number still visits each stratum once.
///
/// The replications of a block are no longer independent, but blocks are: intervals come from the
/// means of full blocks (estimates.hpp). A last, partial block has the first points of its full
/// design, so a longer run begins with the shorter one.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer {

/// Replications of a block, for ever.
inline constexpr std::int64_t block_size = 100;

enum class Design : std::uint8_t { independent, latin_hypercube };
inline constexpr std::string_view design_names[] = {"independent", "latin-hypercube"};

std::string_view design_name(Design design);
/// The design of this name.
std::optional<Design> find_design(std::string_view name);

/// An order of the strata of one block.
using Strata = std::array<std::uint8_t, block_size>;

/// The order in which a block visits the strata of an uncertain number: a random permutation, a
/// function of the seed, the block and the number's path. Source: Fisher and Yates; Durstenfeld
/// 1964.
Strata strata_of(std::uint64_t seed, std::int64_t block, EntityHash path);

/// The point of a stratum at the place u: ⌊(stratum·2⁵² + k)/100⌋ for u = (k + ½)·2⁻⁵², as the
/// midpoint of that cell. For an even choice among strata it is exactly as u is: uniform on the
/// same midpoints, never 0 or 1, with an exact complement. (A cell across the border of two strata
/// belongs to both: 1 draw in 10¹⁴.) Needs: 0 ≤ stratum < block_size, u from luck.
double stratified(std::int64_t stratum, double u);

/// The points of a plan: one u for each uncertain number and replication. All arms take the same.
/// Costs: 16 ns a number, 23 with a Latin hypercube, its orders included; a correlated number 100
/// to 200 ns, with a Latin hypercube 300 to 500.
class DesignPoints {
 public:
  /// Needs: correlations between some of the uncertainties.
  DesignPoints(Design design, const std::vector<Uncertainty>& uncertainties, std::uint64_t seed,
               const std::vector<Correlation>& correlations = {});

  /// One u in (0, 1) for each uncertainty, in their order; valid until the next call. A function of
  /// the replication alone: calls may come in any order. Needs: replication ≥ 0.
  std::span<const double> at(std::int64_t replication);

 private:
  void enter(std::int64_t block);
  void order_correlated();

  Design design_;
  std::uint64_t seed_;
  ParameterUniforms uniforms_;
  std::vector<double> point_;
  std::int64_t block_ = -1;
  std::vector<Strata> strata_;  // of that block, by number
  std::vector<double> scores_;  // of the correlated numbers in that block, by replication
};

}  // namespace firstcustomer
