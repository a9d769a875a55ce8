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
  viability = 14,            ///< of all firms, of a class, of a technology; entity: its name
  frontier_gap = 15,         ///< before launch k; entity: the benchmark
  frontier_jump = 16,        ///< at launch k
  frontier_noise = 17,       ///< of what launch k sells
  bridge = 18,               ///< whether insiders lend, by (round, attempt)
  pivot = 19,                ///< a firm's hazard
  acquisition = 20,          ///< a firm's hazard
  acquirer = 21,             ///< foreign or not
  screening = 22,            ///< of a foreign acquisition
  acquihire = 23,            ///< whether an acquisition ends the product
  assessment = 24,           ///< the buyer's error, by (generation, what it has seen)
  call_lottery = 25,         ///< order of applicants, by call
  excuse = 26,          ///< whether a failure is excused, by (generation, clause of the trigger)
  candidate_gap = 27,   ///< before candidate k of entry
  candidate_mark = 28,  ///< of candidate k
  entrant_technology = 29,  ///< of an entrant
  entrant_remaining = 30,   ///< of an entrant
  entrant_cash = 31,        ///< of an entrant
  market_value = 32,        ///< of a product, by generation
  cost_factor = 39,         ///< of a firm's unit cost
  mechanism_lot = 38,       ///< of an applicant where a mechanism breaks ties, by call
  scope = 33,               ///< whether a firm's product is one that the standard tests
  approval_delay = 34,      ///< from choice to signature, by (programme, generation)
  market_price = 35,        ///< of the market price's path, by month
  exchange = 36,            ///< of the exchange rate's path, by month
  exit_multiple = 37,       ///< of an acquired firm
  phase_score = 40,         ///< the buyer's error, by (programme, phase)
  relocation = 41,          ///< a firm's hazard
  renegotiation = 42,       ///< of a missed milestone, by (programme, milestone, time)
  capacity_lead_time = 59,  ///< by (programme, generation)
  capacity_cost = 60,       ///< factor on a firm's cost of capacity
};

constexpr Purpose purpose(Chance chance) {
  return {static_cast<std::uint64_t>(chance)};
}

/// The ordinal of (generation, something with a name, which attempt at it), generations from 1.
/// Two names of one graph whose 32-bit hashes meet are refused when the model is built.
/// Needs: attempt < 2²⁴, generation ≤ 2⁸.
constexpr Ordinal ordinal(EntityHash of, std::int64_t attempt, std::int64_t generation = 1) {
  return {(of.value & 0xffff'ffff'0000'0000U) |
          (static_cast<std::uint64_t>(generation - 1) << 24U) |
          static_cast<std::uint64_t>(attempt)};
}

/// The ordinal of the k-th of a kind.
constexpr Ordinal nth(std::int64_t k) {
  return {static_cast<std::uint64_t>(k)};
}

/// The k-th entity of a process, such as the k-th candidate of entry.
constexpr EntityHash hash_of(std::string_view process, std::int64_t k) {
  std::uint64_t hash = hash_name(process).value ^ (static_cast<std::uint64_t>(k) + 1);
  hash *= 0xd6e8feb86659fd93U;
  hash ^= hash >> 32U;
  hash *= 0xd6e8feb86659fd93U;
  hash ^= hash >> 32U;
  return {hash};
}

}  // namespace firstcustomer
