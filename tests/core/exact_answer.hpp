#pragma once
/// Simulated means against exact answers.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <sstream>
#include <string>

#include "firstcustomer/core/statistics.hpp"

namespace firstcustomer {

/// Chosen before anything was simulated.
inline constexpr std::array<std::uint64_t, 3> seeds = {1, 2, 3};

/// Accepts a mean within four standard errors of the exact one and records how far it is. A sound
/// simulation fails once in 16,000 means of many replications and once in 8,000 means of 100
/// batches (Student's t, 99 degrees of freedom).
inline void expect_mean(const std::string& name, std::uint64_t seed, const Moments& sample,
                        double exact) {
  const double z = (sample.mean() - exact) / sample.standard_error();
  std::ostringstream found;
  found << std::setprecision(10) << "exact " << exact << std::setprecision(6) << ", simulated "
        << sample.mean() << " +- " << sample.standard_error() << ", z " << z;
  testing::Test::RecordProperty(name + "_seed_" + std::to_string(seed), found.str());
  EXPECT_LE(std::abs(z), 4.0) << name << ", seed " << seed << ": " << found.str();
}

}  // namespace firstcustomer
