#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "firstcustomer/model/outcome.hpp"

namespace firstcustomer::testing {

/// The place of an outcome among the declarations.
inline std::size_t outcome_index(std::string_view name) {
  const auto all = outcome_declarations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const OutcomeDeclaration& outcome) {
    return outcome.name == name;
  });
  EXPECT_NE(found, all.end()) << name;
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace firstcustomer::testing
