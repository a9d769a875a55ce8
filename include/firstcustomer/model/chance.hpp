#pragma once
/// \file
/// What the model draws, and how a draw is named.

#include <cstdint>
#include <string_view>

#include "firstcustomer/core/random.hpp"

namespace firstcustomer {

/// Part of the results: fixed integers, appended, never reused.
enum class Chance : std::uint64_t {
  parameter = 1,             ///< an uncertain number; entity: the field's path
  slip = 2,                  ///< a firm's factor on durations
  relative_performance = 3,  ///< of a generation at first silicon
  stage_duration = 4,        ///< by (generation, stage, attempt)
  stage_success = 5,         ///< by (generation, stage, attempt)
  measurement = 6,           ///< by (generation, benchmark, test)
  closing_time = 7,          ///< of a raise, by (round, attempt)
  closing_success = 8,       ///< of a raise, by (round, attempt)
  round_size = 9,            ///< by (round, attempt)
  award_lottery = 10,        ///< order of claims at one instant, by generation
  supply_lead_time = 11,     ///< by generation
  facility_lottery = 12,     ///< order of claims at one instant, by (stage, attempt)
  cancellation = 13,         ///< of a programme, by episode
};

constexpr Purpose purpose(Chance chance) {
  return {static_cast<std::uint64_t>(chance)};
}

/// The ordinal of (something with a name, which attempt at it), in a firm's first generation.
/// Two names of one graph whose 32-bit hashes meet are refused when the model is built.
constexpr Ordinal ordinal(EntityHash of, std::int64_t attempt) {
  return {(of.value & 0xffff'ffff'0000'0000U) | static_cast<std::uint64_t>(attempt)};
}

}  // namespace firstcustomer
