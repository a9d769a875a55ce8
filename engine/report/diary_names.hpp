#pragma once
/// \file
/// What the ids and numbers of a record stand for in the case it was made from.

#include <string>
#include <string_view>

#include "firstcustomer/experiment/replay.hpp"

namespace firstcustomer {

/// The day of an entry. What happens when a last day is over counts for that day.
Date date_of(const Replay& replay, const Record& record);

/// Null for a firm that came by chance. Needs: a record of a firm.
const Firm* known_firm(const Replay& replay, const Record& record);

/// Null for a record of no stage.
const Stage* find_stage(const Replay& replay, const Record& record);

/// The technology, stage or round that a record speaks of, by name; empty if of none.
std::string technology_of(const Replay& replay, const Record& record);
std::string stage_of(const Replay& replay, const Record& record);
std::string round_of(const Replay& replay, const Record& record);

/// What a test is recorded on: the standard's first benchmark.
const Benchmark& tested_benchmark(const Case& numbers);
/// Needs: a benchmark of the case.
const Benchmark& benchmark_named(const Case& numbers, std::string_view name);

/// The hurdle at which a technology failed: "common", "class" or "technology".
std::string_view hurdle_name(const Record& record);

/// As in scenarios: "change_of_control".

}  // namespace firstcustomer
