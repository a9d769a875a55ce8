#pragma once
/// \file
/// The contract interpreter: what a list of clauses orders and pays.
///
/// It knows triggers and payments, not programmes: how many units a contract takes from one firm
/// under a limit of money, what they cost, and what is due when some of them are accepted. Clauses
/// apply in their order: the first pays for the first units, the next for those after them.

#include <cstdint>
#include <span>

#include "firstcustomer/model/programme.hpp"

namespace firstcustomer {

/// What a contract owes in full for the first `units` units of one firm, all accepted.
Money value_of_units(std::span<const Clause> contract, std::int64_t units);

/// The most units, from the first one, whose value is within `limit`.
std::int64_t affordable_units(std::span<const Clause> contract, Money limit);

/// Due on the acceptance of `lot` units after `accepted` units of the same firm.
Money due_on_acceptance(std::span<const Clause> contract, std::int64_t accepted, std::int64_t lot);

}  // namespace firstcustomer
