#include "firstcustomer/experiment/design.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer {

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
                           std::uint64_t seed)
    : design_(design), seed_(seed), point_(uncertainties.size()) {
  for (const Uncertainty& uncertainty : uncertainties) {
    paths_.push_back(hash_name(uncertainty.path));
  }
}

std::span<const double> DesignPoints::at(std::int64_t replication) {
  expect(replication >= 0, "a replication is counted from 0");
  const Luck luck(seed_, Phase::main, static_cast<std::uint64_t>(replication));
  std::transform(paths_.begin(), paths_.end(), point_.begin(),
                 [&](EntityHash path) { return parameter_uniform(luck, path); });
  if (design_ == Design::independent) {
    return point_;
  }
  if (block_ != replication / block_size) {
    block_ = replication / block_size;
    strata_.resize(paths_.size());
    std::transform(paths_.begin(), paths_.end(), strata_.begin(),
                   [&](EntityHash path) { return strata_of(seed_, block_, path); });
  }
  const auto place = static_cast<std::size_t>(replication % block_size);
  for (std::size_t i = 0; i < point_.size(); ++i) {
    point_[i] = stratified(strata_[i][place], point_[i]);
  }
  return point_;
}

}  // namespace firstcustomer
