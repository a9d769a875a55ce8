#include "firstcustomer/model/standing.hpp"

#include <iterator>

#include "firm_state.hpp"

namespace firstcustomer {
namespace {

/// In the order of `Standing`.
constexpr double Outcome::*counts[] = {
    &Outcome::at_deadline_out_of_scope,
    &Outcome::at_deadline_sold_without_prototype,
    &Outcome::at_deadline_insolvent_without_prototype,
    &Outcome::at_deadline_left_without_prototype,
    &Outcome::at_deadline_failed_without_prototype,
    &Outcome::at_deadline_developing,
    &Outcome::at_deadline_technology_failed,
    &Outcome::at_deadline_sold_with_prototype,
    &Outcome::at_deadline_insolvent_with_prototype,
    &Outcome::at_deadline_left_with_prototype,
    &Outcome::at_deadline_failed_with_prototype,
    &Outcome::at_deadline_missed,
    &Outcome::at_deadline_on_the_way,
    &Outcome::qualified_suppliers,
};
static_assert(std::size(counts) == standing_count);

/// Of a firm that is its own: what became of it.
Standing standing_by_fate(const FirmState& s) {
  const bool shown = s.ever_prototype;
  switch (s.fate) {
    case Fate::insolvent:
      return shown ? Standing::insolvent_with_prototype : Standing::insolvent_without_prototype;
    case Fate::pivoted:
    case Fate::absorbed:
    case Fate::gave_up:
      return shown ? Standing::left_with_prototype : Standing::left_without_prototype;
    case Fate::failed:
      return shown ? Standing::failed_with_prototype : Standing::failed_without_prototype;
    case Fate::missed:
      return Standing::missed;
    case Fate::absent:
    case Fate::active:
      break;
  }
  return shown ? Standing::on_the_way : Standing::developing;
}

}  // namespace

double Outcome::*count_of(Standing standing) {
  return counts[static_cast<std::size_t>(standing)];
}

Standing standing_of(const FirmState& s) {
  if (!s.in_scope) {
    return Standing::out_of_scope;
  }
  if (s.counted_qualified) {
    return Standing::qualified;
  }
  if (s.technology_failed) {
    return Standing::technology_failed;
  }
  if (!s.domestic) {
    return s.ever_prototype ? Standing::sold_with_prototype : Standing::sold_without_prototype;
  }
  return standing_by_fate(s);
}

}  // namespace firstcustomer
