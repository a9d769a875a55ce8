#pragma once
/// \file
/// The outcomes of all replications, column by column, and their exact quantiles.
///
/// Columns stand in a nameless file of a folder, which is gone with the object or the process: 8
/// bytes for each arm, outcome and replication. Memory: one block while writing, one column while
/// reading it.

#include <array>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "firstcustomer/core/quantiles.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// A file or folder that could not be written; the message names it and the reason.
class CannotWrite : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws: CannotWrite.
[[noreturn]] void cannot_write(const std::filesystem::path& path, std::string_view reason);

class Columns {
 public:
  /// Makes the file. Throws: CannotWrite.
  Columns(const std::filesystem::path& folder, std::size_t arms);
  ~Columns();
  Columns(const Columns&) = delete;
  Columns& operator=(const Columns&) = delete;

  /// Needs: blocks in order, from the first. Throws: CannotWrite.
  void add(const BlockResult& block);

  /// The defined values of a column, in the order of replications. Throws: CannotWrite if the file
  /// cannot be read.
  std::vector<double> read(std::size_t arm, std::size_t outcome) const;

  std::size_t arms() const { return arms_; }

 private:
  std::filesystem::path path_;
  std::size_t arms_;
  int file_ = -1;
  std::int64_t blocks_ = 0;
  std::vector<double> buffer_;
};

/// By outcome, then in the order of `quantile_names`. Outcomes without quantiles have none.
using ArmQuantiles = std::vector<std::array<QuantileEstimate, std::size(quantile_names)>>;
/// By arm.
using ExactQuantiles = std::vector<ArmQuantiles>;

/// Order statistics of every column, with 95 % intervals (core/quantiles.hpp). These suppose
/// independent replications. A Latin hypercube only helps: the number of values below any level
/// then varies at most 100/99 times as much (Owen 1997), mostly less. Costs: sorts each column.
ExactQuantiles exact_quantiles(const Columns& columns);

}  // namespace firstcustomer
