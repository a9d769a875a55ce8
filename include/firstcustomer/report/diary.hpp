#pragma once
/// \file
/// One replication as a dated diary: to read aloud, and as JSON.
///
/// Every entry of the record is a sentence. Money is in the manner of the tables, performance in
/// the unit of the standard's first benchmark or over the frontier.

#include <string>

#include "firstcustomer/experiment/replay.hpp"

namespace firstcustomer {

/// A line that names the replication, a dated sentence for each entry of the record, wrapped at 100
/// columns, and a line that counts what came of it. A replication that failed lacks the last.
std::string diary_text(const Scenario& scenario, const Plan& plan, const Replay& replay);

/// One object: scenario, currency, seed, design, replication, arm, `case` (the uncertain numbers as
/// drawn, by path, in canonical units), `events`, and `outcome` or, of a replication that failed,
/// `failure`. An event has the fields that its kind has and no others; `cause` is the place of
/// another in `events`, from 0, and days count from the start of the scenario.
std::string diary_json(const Scenario& scenario, const Plan& plan, const Replay& replay);

}  // namespace firstcustomer
