#pragma once
/// \file
/// Chance that comes at a rate: one unit exponential, consumed and never redrawn.
///
/// A `Hazard` holds the unit exponential that luck gave to one thing that may happen once. Time
/// consumes it at the rate in force; when the rate changes, what is left is kept. So two arms in
/// which a rate differs for a while still share their luck, and a higher rate never makes the thing
/// happen later.
/// Source: Cox and Oakes 1984, section 2.3 (the cumulated hazard of an event is a unit
/// exponential).

#include <cstdint>
#include <limits>

#include "firstcustomer/core/time.hpp"
#include "firstcustomer/core/units.hpp"

namespace firstcustomer {

class Hazard {
 public:
  /// Never happens, whatever the rate.
  Hazard() = default;
  /// u in (0, 1), near 1 late. The rate is 0 until it is set.
  explicit Hazard(double u);

  /// The rate from `now` on. Needs: a finite rate ≥ 0; now not before the last
  /// change.
  void set_rate(Instant now, PerYear rate);
  /// When it happens if the rate stays; `never` at rate 0 or beyond the calendar. A rate that
  /// changes in the very instant it is due comes too late.
  Instant due() const;

 private:
  double left_ = std::numeric_limits<double>::infinity();
  PerYear rate_;
  Instant since_;
};

/// Candidates of a Poisson process at a constant ceiling, to be thinned to any lower rate.
///
/// Candidate k comes an exponential time after candidate k − 1 and bears a mark, both keyed by k;
/// it is accepted where its mark is below rate / ceiling. Under a lower rate the accepted are a
/// subset, by date and by name. Source: Lewis and Shedler 1979.
class Candidates {
 public:
  /// Needs: ceiling > 0.
  explicit Candidates(PerYear ceiling);

  /// The next candidate's date, with the luck of its gap: u in (0, 1), near 1 late. `never` beyond
  /// the calendar.
  Instant next(double u);
  /// How many have come: the number, from 0, of the next one.
  std::int64_t count() const { return count_; }
  /// Whether a candidate with this mark is accepted at a date with this rate.
  /// Throws: ReplicationError if the rate exceeds the ceiling.
  bool accepts(double mark, PerYear rate) const;

 private:
  PerYear ceiling_;
  std::int64_t count_ = 0;
  Instant last_;
};

}  // namespace firstcustomer
