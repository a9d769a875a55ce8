#pragma once

#include <cstdint>
#include <cstdlib>

namespace firstcustomer {

/// Sample sizes of tests against exact answers: ten times as large under `tools/test --thorough`.
inline std::int64_t thorough(std::int64_t size) {
  return std::getenv("FIRSTCUSTOMER_THOROUGH") != nullptr ? 10 * size : size;
}

}  // namespace firstcustomer
