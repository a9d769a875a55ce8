#pragma once
/// \file
/// The sentences of a diary.

#include <string>

#include "firstcustomer/experiment/replay.hpp"

namespace firstcustomer {

/// Of entry `index` of the record, without its date.
std::string diary_sentence(const Scenario& scenario, const Replay& replay, std::size_t index);

}  // namespace firstcustomer
