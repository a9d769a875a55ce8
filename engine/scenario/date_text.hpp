#pragma once
/// \file
/// What is said of a text that is no date, and which date was meant.

#include <string>
#include <string_view>

namespace firstcustomer {

struct DateAdvice {
  std::string reason;  ///< may be empty
  std::string suggestion;
};

/// Advice on a text that `Date::parse` refuses: "31/12/2026", "Dec 2026", "2026-13-01". A date is
/// suggested only where one order of day and month is possible.
DateAdvice date_advice(std::string_view text);

}  // namespace firstcustomer
