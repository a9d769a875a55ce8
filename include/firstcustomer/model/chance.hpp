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
  venture_start = 43,       ///< whether the venture market is hot at the start
  venture_spell = 44,       ///< length of its k-th hot or cold spell
  soft_budget = 45,         ///< a buyer's hazard of softening its terms, by time

  packaging_lead_time = 52,  ///< by generation
  hbm_lead_time = 53,        ///< by generation
  allocation_penalty = 54,   ///< of what packaging and memory make a firm wait, by generation
  uneven_cash = 55,         ///< a firm's path, by month and place in it
  improvement = 56,         ///< of a product, by (generation, month and place in it)
  frontier_path = 57,       ///< of a benchmark's frontier, by month and place in it
  passage = 58,             ///< inside a part of a month, by (what passes, part)
  segment_size = 48,        ///< of a segment's path, by month; entity: its name
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

/// A place in a path of chance (core/wiener_path.hpp) of the generation, generations from 1.
constexpr Ordinal path_ordinal(std::uint64_t place, std::int64_t generation = 1) {
  return {(static_cast<std::uint64_t>(generation - 1) << 48U) | place};
}

/// What passes a barrier, for Chance::passage.
enum class Passing : std::uint64_t { cash = 0, performance = 1 };

/// A passage inside a part of a month, of the generation.
constexpr Ordinal passage_ordinal(Passing what, std::uint64_t part, std::int64_t generation = 1) {
  return {(static_cast<std::uint64_t>(what) << 63U) | path_ordinal(part, generation).value};
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
