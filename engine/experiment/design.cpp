#include "firstcustomer/experiment/design.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/chance.hpp"

namespace firstcustomer {

namespace {

/// Which stratum each replication of a block visits: the rank of its score, the lowest first; of
/// equal scores the first. Every step-th score counts.
Strata ranks_of(std::span<const double> scores, std::size_t step) {
  Strata by_rank;
  std::iota(by_rank.begin(), by_rank.end(), std::uint8_t{0});
  std::sort(by_rank.begin(), by_rank.end(), [&](std::uint8_t one, std::uint8_t other) {
    const double gap = scores[one * step] - scores[other * step];
    return gap < 0.0 || (gap == 0.0 && one < other);
  });
  Strata strata;
  for (std::size_t rank = 0; rank < by_rank.size(); ++rank) {
    strata[by_rank[rank]] = static_cast<std::uint8_t>(rank);
  }
  return strata;
}

}  // namespace

std::string_view design_name(Design design) {
  return design_names[static_cast<std::size_t>(design)];
}

std::optional<Design> find_design(std::string_view name) {
  const auto* const found = std::find(std::begin(design_names), std::end(design_names), name);
  if (found == std::end(design_names)) {
    return std::nullopt;
  }
  return static_cast<Design>(found - std::begin(design_names));
}

Strata strata_of(std::uint64_t seed, std::int64_t block, EntityHash path) {
  const Luck luck(seed, Phase::design, static_cast<std::uint64_t>(block));
  Stream stream(luck, purpose(Chance::parameter), path, Ordinal{});
  Strata strata;
  std::iota(strata.begin(), strata.end(), std::uint8_t{0});
  for (std::size_t left = strata.size(); left > 1; --left) {
    std::swap(strata[left - 1], strata[uniform_below(stream, left)]);
  }
  return strata;
}

double stratified(std::int64_t stratum, double u) {
  expect(0 <= stratum && stratum < block_size, "a stratum is one of the block's");
  constexpr std::uint64_t cells = std::uint64_t{1} << 52U;
  const auto cell = static_cast<std::uint64_t>(u * static_cast<double>(cells));
  const std::uint64_t all = static_cast<std::uint64_t>(stratum) * cells + cell;
  return (static_cast<double>(all / static_cast<std::uint64_t>(block_size)) + 0.5) /
         static_cast<double>(cells);
}

DesignPoints::DesignPoints(Design design, const std::vector<Uncertainty>& uncertainties,
                           std::uint64_t seed, const std::vector<Correlation>& correlations)
    : design_(design),
      seed_(seed),
      uniforms_(uncertainties, correlations),
      point_(uncertainties.size()) {
  if (design_ == Design::latin_hypercube) {
    strata_.resize(uncertainties.size());
    scores_.resize(uniforms_.correlated().size() * static_cast<std::size_t>(block_size));
  }
}

std::span<const double> DesignPoints::at(std::int64_t replication) {
  expect(replication >= 0, "a replication is counted from 0");
  const auto own =
      uniforms_.draw(Luck(seed_, Phase::main, static_cast<std::uint64_t>(replication)));
  if (design_ == Design::independent) {
    return own;
  }
  if (block_ != replication / block_size) {
    enter(replication / block_size);
  }
  const auto place = static_cast<std::size_t>(replication % block_size);
  for (std::size_t i = 0; i < point_.size(); ++i) {
    point_[i] = stratified(strata_[i][place], own[i]);
  }
  return point_;
}

/// Gives every number its order of the block's strata.
void DesignPoints::enter(std::int64_t block) {
  block_ = block;
  const auto paths = uniforms_.paths();
  std::transform(paths.begin(), paths.end(), strata_.begin(),
                 [&](EntityHash path) { return strata_of(seed_, block_, path); });
  if (!scores_.empty()) {
    order_correlated();
  }
}

/// The orders of correlated numbers are the ranks of scores, which are drawn apart from the places
/// inside strata: a place must not depend on the stratum it is in.
void DesignPoints::order_correlated() {
  const auto correlated = uniforms_.correlated();
  const std::size_t width = correlated.size();
  const Luck luck(seed_, Phase::design, static_cast<std::uint64_t>(block_));
  for (std::size_t k = 0; k < width; ++k) {
    Stream stream(luck, purpose(Chance::parameter), uniforms_.paths()[correlated[k]], Ordinal{});
    for (std::size_t at = k; at < scores_.size(); at += width) {
      scores_[at] = unit_interval(stream());
    }
  }
  for (std::size_t at = 0; at < scores_.size(); at += width) {
    uniforms_.correlate(std::span(scores_).subspan(at, width));
  }
  for (std::size_t k = 0; k < width; ++k) {
    strata_[correlated[k]] = ranks_of(std::span(scores_).subspan(k), width);
  }
}

}  // namespace firstcustomer
