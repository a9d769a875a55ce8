#pragma once
/// \file
/// The summary of a run as one JSON object: estimates, differences, quantiles, failures.
///
/// `cost_per_additional_qualified_supplier` is net public money at present value over qualified
/// suppliers, both as mean paired differences, with Fieller's set (core/ratio.hpp). `channels` is
/// there where the plan takes the effect apart.
///
/// `quantiles` come from histograms (core/histogram.hpp) and are the same whether rows are kept or
/// not. Where they are kept, `exact_quantiles` adds those of the rows, with 95 % intervals between
/// order statistics.

#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/report/columns.hpp"

namespace firstcustomer {

/// What `run --json` prints when no rows are kept.
std::string summary_json(const Scenario& scenario, const Plan& plan, const Results& results);

/// What summary.json holds, and `run --json` prints beside it.
std::string summary_json(const Scenario& scenario, const Plan& plan, const Results& results,
                         const ExactQuantiles& exact);

}  // namespace firstcustomer
