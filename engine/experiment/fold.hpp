#pragma once
/// \file
/// How replications are added to a block, and blocks to the results. For the runner alone.

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// A block without replications, with room for all that the plan asks of one.
BlockResult empty_block(const Plan& plan, std::int64_t index);

/// Adds a replication that succeeded in all arms: rows and statistics. Needs: replications in
/// order, an outcome for every arm.
void add_replication(const Plan& plan, BlockResult& block, std::int64_t replication,
                     const std::vector<Outcome>& outcomes);

/// Adds what a replication brought under each programme of an arm.
void add_by_programme(std::vector<Moments>& sum, const std::vector<Outcome>& parts);

/// Adds what the cases of a block say, once all its replications are in.
void add_cases(const Plan& plan, BlockResult& block);

Results empty_results(const Plan& plan);

/// Needs: blocks in order.
void fold(const Plan& plan, Results& results, const BlockResult& block);

}  // namespace firstcustomer
