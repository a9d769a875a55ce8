#pragma once
/// \file
/// series.csv: how measures stand at the end of every quarter, for fan charts.
///
/// One row per arm, series and quarter. Levels: number of replications, mean, its standard error,
/// quantiles of the histogram. Differences from the first arm, pair by pair: mean and standard
/// error. Standard errors are those of the design (experiment/estimates.hpp).

#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// Needs: a plan that keeps series.
std::string series_csv(const Plan& plan, const Results& results);

/// The lines of codebook.csv on it: its columns, then its series.
std::string series_codebook(const Scenario& scenario);

}  // namespace firstcustomer
