#pragma once
/// \file
/// The table an economist reads and pastes into a note.

#include <cstdint>
#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// Which outcomes the table shows: those that matter most, among them the fates of suppliers that
/// occurred at all; or all, as they are declared. Files have all of them.
enum class Rows : std::uint8_t { chosen, all };

/// Which scenarios this one is a variant of, and why: a line each, none if of none.
std::string origin_text(const Scenario& scenario);

/// Title, origin, behaviour; compared arms with intervals, paired differences, what an additional
/// supplier costs; through what the programme acts, and what the model assumes.
std::string run_table(const Scenario& scenario, const Plan& plan, const Results& results,
                      Rows rows = Rows::chosen);

/// Where the suppliers stood at the deadline: how many were there, how many each standing
/// (model/standing.hpp) took away, and how many were left; per compared arm, and paired
/// differences.
std::string filters_table(const Scenario& scenario, const Plan& plan, const Results& results);

}  // namespace firstcustomer
